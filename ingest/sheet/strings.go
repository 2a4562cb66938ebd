package sheet

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// sharedString is an entry of the workbook's string table. Weight is what its
// markup costs a reader each time the string is used, beyond its text: one
// rich string of a thousand runs used in thousands of cells is an attack.
type sharedString struct {
	text   string
	looks  looks
	weight int
}

// readStrings reads the string table.
func readStrings(data []byte) ([]sharedString, xmlFault) {
	var list []sharedString
	var buf []byte
	s := newScanner(data, maxElements)
	for {
		t, f := s.next()
		switch {
		case f != 0 || t == tokenEOF:
			return list, f
		case t == tokenStart && s.depth() == 2 && s.local() == "si":
			before := s.elements
			var all looks
			buf, all, f = richText(s, buf[:0])
			if f != 0 {
				return nil, f
			}
			list = append(list, sharedString{unescapeBStr(string(buf)), all, max(0, s.elements-before-8)})
		}
	}
}

// unescapeBStr resolves _xHHHH_, by which the format writes characters that
// XML cannot hold; _x005F_ stands for the underscore itself.
func unescapeBStr(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		u, ok := bstrUnit(s[i:])
		if !ok {
			b.WriteByte(s[i])
			i++
			continue
		}
		i += 7
		r := rune(u)
		if utf16.IsSurrogate(r) {
			low, ok := bstrUnit(s[i:])
			if r = utf16.DecodeRune(r, rune(low)); !ok || r == utf8.RuneError {
				continue // half a character is none
			}
			i += 7
		}
		b.WriteRune(r)
	}
	return b.String()
}

func bstrUnit(s string) (uint16, bool) {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return 0, false
	}
	u, err := strconv.ParseUint(s[2:6], 16, 16)
	return uint16(u), err == nil
}
