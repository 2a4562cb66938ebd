package xlsx

import (
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Excel's own limits, in UTF-16 units. A longer one makes the file one that
// Excel wants to repair.
const (
	maxCellText   = 32767
	maxPrompt     = 255
	maxPromptHead = 32
	maxSheetName  = 31
	maxInlineList = 255
)

// clean makes s safe to stand in a part: valid UTF-8, no character that XML
// forbids. What had to go shows as 〓, so that nobody takes the text for whole.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "〓")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return -1
		case r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF, r == 0x7F:
			return '〓'
		}
		return r
	}, s)
}

var escapeLike = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescapable keeps text like _x0041_ from being read as an escaped character.
// excelize means to do so and does not (v2.11.1, setSharedString).
func unescapable(s string) string {
	return escapeLike.ReplaceAllString(s, "_x005F$0")
}

// clip cuts s to max UTF-16 units, ending it in “…” when it was longer.
func clip(s string, max int) string {
	units := 0
	for i, r := range s {
		n := utf16.RuneLen(r)
		if n < 0 {
			n = 1
		}
		if units+n > max {
			return cutBefore(s[:i], max-1) + "…"
		}
		units += n
	}
	return s
}

func cutBefore(s string, max int) string {
	for utf16Len(s) > max {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

func utf16Len(s string) int { return len(utf16.Encode([]rune(s))) }

// displayWidth is how many digit widths s takes: a Chinese character counts
// two.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if r < 0x1100 && r != '“' && r != '”' && r != '…' && r != '—' && r != '×' && r != '÷' {
		return 1
	}
	return 2
}

// linesIn is how many lines s takes in a cell of that width.
func linesIn(s string, width float64) int {
	lines := 0
	for _, part := range strings.Split(s, "\n") {
		lines += max(1, int((float64(displayWidth(part))+width-1)/width))
	}
	return lines
}

// sheetName makes a name that Excel accepts: no forbidden character, at most
// 31 units, not taken (Excel ignores case).
func sheetName(s string, taken func(string) bool) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, clean(s))
	s = strings.Trim(strings.Join(strings.Fields(s), " "), "'")
	if s == "" {
		s = "表"
	}
	s = cutBefore(s, maxSheetName)
	for n, base := 2, s; taken(s); n++ {
		tail := "（" + itoa(n) + "）"
		s = cutBefore(base, maxSheetName-utf16Len(tail)) + tail
	}
	return s
}
