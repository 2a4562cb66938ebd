package read

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tongbao/ingest/spelling"
)

// People type the same word in many ways. These foldings make what looks
// alike compare alike; what is stored and shown goes through cleanText, which
// changes far less.

// narrow makes full-width letters, digits and signs half-width: “１．５” is
// “1.5”. Chinese stops and marks without a narrow twin stay.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return r - 0xfee0
		case r == 0x3000:
			return ' '
		}
		return r
	}, s)
}

// invisible tells characters that take no place on paper: zero-width ones,
// marks of writing direction, soft hyphens, controls. Variation selectors
// stay, since names are written with them.
func invisible(r rune) bool {
	switch {
	case r == '\n' || r == '\t' || r >= 0x4e00 && r <= 0x9fff:
		return false
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff, r == 0xad, r == 0x180e, r == 0xfffc:
		return true
	}
	return unicode.IsControl(r)
}

// blank tells a text with nothing to be seen in it.
func blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unseen(r) })
}

func unseen(r rune) bool { return unicode.IsSpace(r) || invisible(r) }

// squeeze drops all blanks and invisible characters.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return r
	}, s)
}

// fold is the strong form for comparing names: composed, narrow, without
// blanks, lower-case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x4e00 && r <= 0x9fff: // most of what there is
			return r
		case r >= 0xff01 && r <= 0xff5e:
			r -= 0xfee0
		case unseen(r):
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFC.String(s))
}

// foldHeader is fold without marks of emphasis and stops: “ *签约金额：” is
// “签约金额”.
func foldHeader(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '*', '※', '★', '●', ':', '、', '.', '。', '"', '“', '”':
			return -1
		}
		return r
	}, fold(s))
}

// bare is foldHeader without what stands in brackets: units and remarks.
func bare(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range foldHeader(s) {
		switch r {
		case '(', '[', '【', '〔', '{', '〈':
			depth++
		case ')', ']', '】', '〕', '}', '〉':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// unitIn is the unit that a header states in any of its brackets, folded:
// 万元 in “签约金额（万元，不含税）” and “签约金额（单位：万元）（含税）”; "" when none of
// them can be in the field's unit.
func unitIn(title, unit string) string {
	for _, inner := range brackets.FindAllStringSubmatch(fold(title), -1) {
		for _, part := range strings.FieldsFunc(inner[1], func(r rune) bool { return strings.ContainsRune(",;、/ ", r) }) {
			part = strings.TrimPrefix(strings.TrimPrefix(part, "单位:"), "人民币")
			if _, known := scaleTo(part, unit); known && part != "" {
				return part
			}
		}
	}
	return ""
}

var brackets = regexp.MustCompile(`[(\[【〔{〈]([^()\[\]【】〔〕{}〈〉]*)[)\]】〕}〉]`)

// oddUnit is what stands in a header's brackets and speaks of money in words
// that unitIn does not know: 以万元计, W元, 万RMB.
func oddUnit(title, unit string) string {
	if _, base := splitUnit(unit); base != "元" || unitIn(title, unit) != "" {
		return ""
	}
	for _, inner := range brackets.FindAllStringSubmatch(fold(title), -1) {
		if moneyLike.MatchString(inner[1]) && !foreign.MatchString(inner[1]) {
			return inner[1]
		}
	}
	return ""
}

var moneyLike = regexp.MustCompile(`(?i)[万亿萬億千元圆w]|rmb|cny|wan|10`)

// foldPlace makes “'签约项目'！e9” and “签约项目!E9” alike.
func foldPlace(s string) string {
	return strings.ToUpper(strings.NewReplacer("'", "", "$", "", "“", "", "”", "").Replace(squeeze(narrow(s))))
}

// foldEnds are the longest beginning and end of a text, in bytes, that are
// looked at for words that stand there alone: a cell may hold any number of
// pages.
const foldEnds = 300

// foldHead is fold of how a text begins; … stands for the rest.
func foldHead(text string) string {
	if len(text) <= foldEnds {
		return fold(text)
	}
	text = strings.TrimLeftFunc(text, unseen)
	if len(text) > foldEnds {
		text = strings.ToValidUTF8(text[:foldEnds], "") + "…"
	}
	return fold(text)
}

// foldTail is fold of how a text ends; … stands for what is before.
func foldTail(text string) string {
	if len(text) <= foldEnds {
		return fold(text)
	}
	text = strings.TrimRightFunc(text, unseen)
	if len(text) > foldEnds {
		text = "…" + strings.ToValidUTF8(text[len(text)-foldEnds:], "")
	}
	return fold(text)
}

// longestName bounds what is compared with names: nothing longer is one.
const longestName = 60

// closest returns the index of the candidate that the sender most likely
// meant, -1 when none is near: at most a third of the characters differ
// (at least one), or one contains the other.
func closest(want string, candidates []string) int {
	at, _ := nearest(want, candidates)
	return at
}

// nearest is closest, and whether no other candidate is as near.
func nearest(want string, candidates []string) (at int, alone bool) {
	best, at := 1000, -1
	w := bare(want)
	for i, c := range candidates {
		c = bare(c)
		if c == "" || len([]rune(c)) > longestName {
			continue
		}
		d := spelling.Distance(w, c)
		longer := max(len([]rune(w)), len([]rune(c)))
		near := d <= max(1, longer/3) && d < longer || len([]rune(c)) >= 2 && (strings.Contains(w, c) || strings.Contains(c, w)) ||
			longer == 4 && d == 2 && []rune(w)[0] == []rune(c)[0]
		switch {
		case near && d < best:
			best, at, alone = d, i, true
		case near && d == best:
			alone = false
		}
	}
	return at, alone
}
