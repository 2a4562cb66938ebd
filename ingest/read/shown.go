package read

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"tongbao/ingest/exact"
	"tongbao/ingest/sheet"
)

// A number format can write more on the screen than the number: a unit, zeros
// in front, a shifted point. The sender sees and means what is shown.

// shown is the section of a number format that shows a certain number, taken
// apart: the characters it writes before and behind, and the codes between.
type shown struct {
	before, behind string
	code           string
	torn           bool // sections chosen by a condition write different things
}

// literals is all that is written beside the number.
func (s shown) literals() string { return s.before + s.behind }

// shownBy tells how the format shows the number.
func shownBy(format string, n exact.Num) shown {
	format = strings.NewReplacer("G/通用格式", "General").Replace(format)
	var sections []shown
	for _, section := range formatSections(format) {
		sections = append(sections, takeApart(section))
	}
	if condition.MatchString(format) {
		for _, s := range sections {
			if s.literals() != sections[0].literals() {
				return shown{torn: true}
			}
		}
		return sections[0]
	}
	switch {
	case n.Sign() < 0 && len(sections) > 1:
		return sections[1]
	case n.Sign() == 0 && len(sections) > 2:
		return sections[2]
	}
	return sections[0]
}

var condition = regexp.MustCompile(`\[[<>=]`)

// formatSections splits at the semicolons that are not quoted.
func formatSections(format string) (sections []string) {
	start, quoted := 0, false
	for i := 0; i < len(format); i++ {
		switch {
		case format[i] == '"':
			quoted = !quoted
		case quoted:
		case format[i] == '\\' || format[i] == '!':
			i++
		case format[i] == ';':
			sections = append(sections, format[start:i])
			start = i + 1
		}
	}
	return append(sections, format[min(start, len(format)):])
}

// takeApart reads one section: what is quoted, escaped or Chinese is written
// as it stands; _x and *x only take room; brackets are colours and locales.
func takeApart(section string) (s shown) {
	runes := []rune(section)
	write := func(text string) {
		if strings.ContainsAny(s.code, "0#?") || strings.Contains(s.code, "General") {
			s.behind += text
		} else {
			s.before += text
		}
	}
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '"':
			end := i + 1
			for end < len(runes) && runes[end] != '"' {
				end++
			}
			write(string(runes[i+1 : end]))
			i = end
		case (r == '\\' || r == '!') && i+1 < len(runes):
			i++
			write(string(runes[i]))
		case r == '_' || r == '*':
			i++
		case r == '[':
			end := i
			for end < len(runes) && runes[end] != ']' {
				end++
			}
			inside := string(runes[i+1 : min(end, len(runes))])
			if money, is := strings.CutPrefix(inside, "$"); is {
				money, _, _ = strings.Cut(money, "-")
				write(money)
			}
			i = end
		case unicode.Is(unicode.Han, r):
			write(string(r))
		default:
			s.code += string(r)
		}
	}
	return s
}

// scaling is a comma that divides by a thousand: one with no digit behind it.
var scaling = regexp.MustCompile(`[0#?],+([^0#?,]|$)`)

// otherNumber tells a format under which another number than the cell's is
// read from the screen, or none.
func (s shown) otherNumber(n exact.Num) bool {
	absent := s.code == "" && n.Sign() != 0
	negated := n.Sign() > 0 && (strings.ContainsAny(s.before, "-－−(（") || strings.ContainsAny(s.code[:min(1, len(s.code))], "-("))
	// A time, a share of a thousand, digits of the format's own.
	otherwise := strings.ContainsAny(strings.ReplaceAll(s.code, "General", ""), "hHsSyYdD:‰123456789")
	return s.torn || absent || negated || otherwise || roughWords.MatchString(strings.TrimSpace(s.literals())) || scaling.MatchString(s.code) || strings.ContainsFunc(s.literals(), func(r rune) bool { return unicode.IsDigit(r) || r == '.' || r == '．' })
}

// shownText is the number cell as its format shows it, where that is another
// text than the plain number: 50%, 007, AAA-2023-001.
func shownText(c sheet.Cell) (text string, ok bool) {
	if c.Type != sheet.Number || c.IsDate || c.Format == "" {
		return "", false
	}
	if text, ok := shownTime(c); ok {
		return text, true
	}
	s := shownBy(c.Format, c.Num)
	switch {
	case strings.Contains(s.code, "%"):
		return s.before + c.Num.Mul(exact.Int(100)).String() + "%" + s.behind, true
	case s.code != "" && strings.Trim(s.code, "0") == "" && c.Num.Places() == 0 && c.Num.Sign() >= 0:
		digits := c.Num.String()
		if text = s.before + strings.Repeat("0", max(0, len(s.code)-len(digits))) + digits + s.behind; text != digits {
			return text, true
		}
	}
	return "", false
}

// shownTime is a time of day as its cell shows it, to the minute or second:
// 9:30 is kept as 0.3958333 of a day. Other fractions of a day are no time.
func shownTime(c sheet.Cell) (text string, ok bool) {
	if !timeFormat.MatchString(c.Format) || c.Num.Sign() < 0 || c.Num.Cmp(exact.Int(1)) >= 0 {
		return "", false
	}
	seconds, err := strconv.Atoi(c.Num.Mul(exact.Int(24 * 60 * 60)).Round(0).String())
	if err != nil {
		return "", false
	}
	text = fmt.Sprintf("%d:%02d", seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf(":%02d", seconds%60)
	}
	return text, true
}

var timeFormat = regexp.MustCompile(`(?i)^(\[\$[^\]]*\])?\[?h+\]?["\\]*[:时]["\\]*m+`)

// otherCalendar tells a date format that writes another year, month or day than
// the Gregorian one that is stored: of the lunar calendar ([$-130000]), of an
// era (e of Japan and Taiwan), of Buddha. Chinese numerals are the same day.
func otherCalendar(format string) bool {
	letters := strings.ToLower(takeApart(formatSections(format)[0]).code)
	if strings.Contains(letters, "b") {
		return true
	}
	for _, m := range localeCode.FindAllStringSubmatch(format, -1) {
		code, err := strconv.ParseUint(m[1], 16, 64)
		if err != nil {
			return true
		}
		switch calendar := code >> 16 & 0xff; calendar {
		case 0, 1, 2, 9, 10, 11, 12: // all Gregorian
		default:
			return true
		}
		if language := code & 0xffff; (language == 0x404 || language == 0x411) && strings.ContainsAny(letters, "eg") {
			return true
		}
	}
	return false
}

var localeCode = regexp.MustCompile(`\[\$[^\]-]*-([0-9A-Fa-f]+)\]`)

// addsDigits tells a date format that writes digits of its own: yyyy"年9月30日"
// shows the 30th whatever is stored.
func addsDigits(format string) bool {
	return strings.ContainsFunc(takeApart(formatSections(format)[0]).literals(), unicode.IsDigit)
}

// fewerPlaces is the number as a format of fewer decimals shows it, "" where
// nothing is cut off.
func fewerPlaces(c sheet.Cell) string {
	code := shownBy(c.Format, c.Num).code
	if c.Type != sheet.Number || c.IsDate || strings.Trim(code, "0#?,. ") != "" || !strings.ContainsAny(code, "0#?") {
		return ""
	}
	_, decimals, _ := strings.Cut(code, ".")
	places := len(strings.Trim(decimals, " ,"))
	if c.Num.Places() <= places {
		return ""
	}
	return c.Num.Fixed(places)
}
