package sheet

import (
	"fmt"
	"strconv"
	"strings"
)

// styles says for each cell style (the s attribute) its number format.
type styles struct {
	formats []string // by style index
	dates   []bool   // parallel: the format shows a date
	struck  []bool   // parallel: the font is struck through
	unseen  []bool   // parallel: the font has the colour of the ground
	grounds []string // parallel: the colour of the ground
	hiding  []bool   // by number of a conditional format: it makes what is there invisible
}

// builtin are the number formats that a file names by number only. The
// numbers 27–36 and 50–58 are dates in every East Asian edition of Excel.
var builtin = map[int]string{
	0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
	14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: `yyyy"年"m"月"`, 28: `m"月"d"日"`, 29: `m"月"d"日"`, 30: "m-d-yy", 31: `yyyy"年"m"月"d"日"`, 32: `h"时"mm"分"`, 33: `h"时"mm"分"ss"秒"`,
	34: `上午/下午h"时"mm"分"`, 35: `上午/下午h"时"mm"分"ss"秒"`, 36: `yyyy"年"m"月"`,
	37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	50: `yyyy"年"m"月"`, 51: `m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`, 54: `m"月"d"日"`, 55: `上午/下午h"时"mm"分"`, 56: `上午/下午h"时"mm"分"ss"秒"`, 57: `yyyy"年"m"月"`, 58: `m"月"d"日"`,
}

// readStyles takes number formats, struck-through fonts and fonts in the colour
// of their ground out of styles.xml.
func readStyles(data []byte, limit int) (styles, xmlFault) {
	custom := map[int]string{}
	var ids, fonts, fills []int
	var struck []bool          // by font
	var inks, grounds []string // by font, by fill
	var veils []veil           // by conditional format
	s := newScanner(data, limit)
	for parent := ""; ; {
		t, f := s.next()
		if f != 0 {
			return styles{}, f
		}
		switch {
		case t == tokenStart && parent == "dxfs" && s.depth() == 3:
			veils = append(veils, veil{ground: white})
		case t == tokenStart && parent == "dxfs" && s.depth() > 3:
			veils[len(veils)-1].take(s)
		case t == tokenEOF:
			st := resolveFormats(ids, custom)
			for _, font := range fonts {
				st.struck = append(st.struck, font >= 0 && font < len(struck) && struck[font])
			}
			for i, font := range fonts {
				st.grounds = append(st.grounds, colourAt(grounds, fills[i], white))
				st.unseen = append(st.unseen, colourAt(inks, font, inked) == st.grounds[i] || showsNothing(st.formats[i]))
			}
			for _, v := range veils {
				st.hiding = append(st.hiding, v.hides || v.ink == v.ground)
			}
			return st, 0
		case t == tokenStart && s.depth() == 2:
			parent = s.local()
		case t == tokenStart && s.depth() == 3 && parent == "cellXfs" && s.local() == "xf":
			id, _ := s.attr("numFmtId", false)
			n, _ := strconv.Atoi(id)
			ids = append(ids, n)
			id, _ = s.attr("fontId", false)
			n, _ = strconv.Atoi(id)
			fonts = append(fonts, n)
			id, _ = s.attr("fillId", false)
			n, _ = strconv.Atoi(id)
			fills = append(fills, n)
		case t == tokenStart && s.depth() == 3 && parent == "fonts":
			struck, inks = append(struck, false), append(inks, inked)
		case t == tokenStart && s.depth() == 4 && parent == "fonts" && s.local() == "color":
			inks[len(inks)-1] = colourOf(s, inked)
		case t == tokenStart && s.depth() == 3 && parent == "fills":
			grounds = append(grounds, white)
		case t == tokenStart && s.depth() == 4 && parent == "fills" && s.local() == "patternFill":
			if kind, _ := s.attr("patternType", false); kind != "" && kind != "none" {
				grounds[len(grounds)-1] = patterned
			}
		case t == tokenStart && s.depth() == 4 && parent == "fills":
			grounds[len(grounds)-1] = patterned // a gradient
		case t == tokenStart && s.depth() == 5 && parent == "fills" && s.local() == "fgColor" && grounds[len(grounds)-1] == patterned:
			grounds[len(grounds)-1] = colourOf(s, patterned)
		case t == tokenStart && s.depth() == 4 && parent == "fonts" && s.local() == "strike":
			v, stated := s.attr("val", false)
			struck[len(struck)-1] = !stated || isTrue(v)
		case t == tokenStart && s.local() == "numFmt" && s.depth() == 3:
			id, _ := s.attr("numFmtId", false)
			code, _ := s.attr("formatCode", false)
			if n, err := strconv.Atoi(id); err == nil {
				custom[n] = code
			}
		}
	}
}

// veil is a conditional format as far as it can hide what it applies to.
type veil struct {
	ink, ground string
	hides       bool
}

// take adds what an element of the format says. The ground of a conditional
// format stands in bgColor.
func (v *veil) take(s *scanner) {
	switch within := string(localName(s.stack[len(s.stack)-2])); {
	case s.local() == "numFmt":
		code, _ := s.attr("formatCode", false)
		v.hides = showsNothing(code)
	case s.local() == "color" && within == "font":
		v.ink = colourOf(s, inked)
	case s.local() == "bgColor":
		v.ground = colourOf(s, patterned)
	}
}

// showsNothing tells the number format that hides whatever the cell holds, text
// too: ;;;
func showsNothing(format string) bool {
	return strings.Count(format, ";") >= 3 && strings.Trim(format, "; \"") == ""
}

// Colours as they are compared. Ink without a colour is black, or what shows
// on the ground it stands on.
const white, inked, patterned = "FFFFFF", "ink", "pattern"

func colourAt(list []string, i int, other string) string {
	if i < 0 || i >= len(list) {
		return other
	}
	return list[i]
}

// colourOf is the colour that an element names: six hex digits, or the place in
// the theme with its tint. Theme colour 0 and the indexed colours 1 and 9 are
// white in every workbook that does not redefine them.
func colourOf(s *scanner, other string) string {
	if rgb, ok := s.attr("rgb", false); ok && len(rgb) >= 6 {
		return strings.ToUpper(rgb[len(rgb)-6:])
	}
	if theme, ok := s.attr("theme", false); ok {
		tint, tinted := s.attr("tint", false)
		if theme == "0" && !tinted {
			return white
		}
		return "theme " + theme + " " + tint
	}
	switch index, ok := s.attr("indexed", false); {
	case ok && (index == "1" || index == "9"):
		return white
	case ok && index != "64" && index != "65":
		return "indexed " + index
	}
	return other
}

func resolveFormats(ids []int, custom map[int]string) styles {
	var st styles
	for _, id := range ids {
		code, ok := custom[id]
		if !ok {
			code, ok = builtin[id]
		}
		if !ok {
			code = fmt.Sprintf("#%d", id)
		}
		st.formats = append(st.formats, code)
		st.dates = append(st.dates, isDateFormat(code))
	}
	return st
}

// isDateFormat tells whether a number format code shows a calendar day: a
// year, a day, or a month that is not the minutes of a time. Only the first
// section counts; literals, colours and locales are passed over.
func isDateFormat(code string) bool {
	letters := formatLetters(strings.ToLower(code))
	if strings.Contains(letters, "general") || strings.Contains(letters, "g/通用格式") {
		return false
	}
	if strings.ContainsAny(letters, "ydb") || strings.Contains(letters, "e") && !strings.ContainsAny(letters, "0#?") {
		return true
	}
	return strings.Contains(letters, "m") && !strings.ContainsAny(letters, "hs")
}

// isTimeFormat tells whether a number format code shows hours or seconds and
// no calendar day.
func isTimeFormat(code string) bool {
	letters := formatLetters(strings.ToLower(code))
	return !isDateFormat(code) && !strings.Contains(letters, "general") && strings.ContainsAny(letters, "hs")
}

// formatLetters is the first section of a format code without what is quoted,
// escaped or in brackets; of the brackets only elapsed times ([h]) stay.
func formatLetters(code string) string {
	var b strings.Builder
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; r {
		case ';':
			return b.String()
		case '\\', '!', '_', '*':
			i++
		case '"':
			i = skipTo(runes, i+1, '"')
		case '[':
			end := skipTo(runes, i+1, ']')
			if inner := string(runes[i+1 : min(end, len(runes))]); strings.Trim(inner, "hms") == "" {
				b.WriteString(inner)
			}
			i = end
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func skipTo(runes []rune, i int, end rune) int {
	for i < len(runes) && runes[i] != end {
		i++
	}
	return i
}

// ShowsDay tells whether a date's number format shows the day of the month,
// and not the year and month alone.
func (c Cell) ShowsDay() bool {
	letters := formatLetters(strings.ToLower(c.Format))
	return c.Type != Number || !strings.Contains(letters, "m") || strings.ContainsAny(letters, "d")
}

// ShowsWholeDay tells whether a date's number format shows month and day. The
// year may be left out, as people do within a year, where it is the only part.
func (c Cell) ShowsWholeDay() bool {
	letters := formatLetters(strings.ToLower(c.Format))
	return c.Type != Number || strings.Contains(letters, "m") && strings.Contains(letters, "d")
}

// ShowsYear tells whether a date's number format shows the year.
func (c Cell) ShowsYear() bool {
	return c.Type != Number || strings.ContainsAny(formatLetters(strings.ToLower(c.Format)), "yegb")
}
