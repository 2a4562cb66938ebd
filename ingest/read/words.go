package read

import (
	"strings"

	"tongbao/ingest/exact"
)

// Numbers in Chinese characters (三亿元, 壹佰万, 3亿5000万) are never read as
// values: the sender is asked, with a proposal where only one number can be
// meant. “三亿五” (3.5亿 or 三亿零五) and the like get none.

var wordDigits = map[rune]string{
	'〇': "0", '零': "0", '○': "0", '一': "1", '壹': "1", '二': "2", '贰': "2", '两': "2", '三': "3", '叁': "3", '四': "4", '肆': "4",
	'五': "5", '伍': "5", '六': "6", '陆': "6", '七': "7", '柒': "7", '八': "8", '捌': "8", '九': "9", '玖': "9",
}

var wordUnits = map[rune]int64{'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000, '万': 10_000, '萬': 10_000, '亿': 100_000_000, '億': 100_000_000}

// inWords reads a number that has Chinese numerals in it, in the unit;
// ok is false where it is none or more than one number could be meant.
func inWords(text, unit string) (n exact.Num, ok bool) {
	text = strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(text, "人民币"), "整"), "正")
	runes := []rune(strings.ReplaceAll(text, "圆", "元"))
	end := 0
	for end < len(runes) && isNumeral(runes[end]) {
		end++
	}
	w := wordReader{}
	if end == 0 || !w.read(runes[:end]) {
		return n, false
	}
	suffix := string(runes[end:])
	from := suffix
	switch {
	case suffix == "" && !w.scaled:
		return w.total, true
	case suffix == "":
		_, from = splitUnit(fold(unit))
	}
	factor, known := scaleTo(from, unit)
	return w.total.Mul(factor), known
}

func isNumeral(r rune) bool {
	return wordDigits[r] != "" || wordUnits[r] != 0 || r == '点' || r == '.' || r >= '0' && r <= '9'
}

// wordReader adds up a number from the left: digits, then 千 百 十, closed by
// 万 and 亿.
type wordReader struct {
	total, section exact.Num
	digits         string // waiting for a unit
	last           int64  // the unit before, 0 at the beginning
	big            int64  // the last 万 or 亿
	zero, scaled   bool   // 零 came before the digits; 万 or 亿 was said
}

func (w *wordReader) read(runes []rune) bool {
	for i, r := range runes {
		switch digit := wordDigits[r]; {
		case digit == "0" && w.digits == "" && i > 0:
			w.zero = true
		case digit != "":
			if w.digits != "" && !strings.HasSuffix(w.digits, ".") {
				return false
			}
			w.digits += digit
		case wordUnits[r] != 0:
			if !w.unit(wordUnits[r]) {
				return false
			}
		case r == '点' || r == '.':
			w.digits += "."
		default:
			w.digits += string(r)
		}
	}
	if w.digits == "" {
		w.total = w.total.Add(w.section)
		return true
	}
	n, err := exact.Parse(w.digits)
	if err != nil || w.last > 10 && !w.zero {
		return false
	}
	w.total = w.total.Add(w.section).Add(n)
	return true
}

// unit closes what stands before 千, 百, 十, 万 or 亿.
func (w *wordReader) unit(u int64) bool {
	n := exact.Int(0)
	if w.digits != "" {
		var err error
		if n, err = exact.Parse(w.digits); err != nil {
			return false
		}
	}
	if u < 10_000 {
		if w.digits == "" && !(u == 10 && w.section.Sign() == 0) || w.last != 0 && w.last < 10_000 && u >= w.last {
			return false
		}
		if w.digits == "" {
			n = exact.Int(1) // 十二
		}
		w.section = w.section.Add(n.Mul(exact.Int(u)))
	} else {
		n = w.section.Add(n)
		if w.big != 0 && u > w.big {
			n = n.Add(w.total) // 一万亿
			w.total = exact.Int(0)
		}
		if n.Sign() == 0 || u == w.big {
			return false
		}
		w.total, w.section = w.total.Add(n.Mul(exact.Int(u))), exact.Int(0)
		w.big, w.scaled = u, true
	}
	w.digits, w.last, w.zero = "", u, false
	return true
}

// digitsForWords writes the Chinese numerals of a date as digits: 二〇二三年九
// 月十五日 is 2023年9月15日. ok is false where there are none.
func digitsForWords(text string) (digits string, ok bool) {
	var b strings.Builder
	for _, part := range strings.FieldsFunc(strings.NewReplacer("年", "年|", "月", "月|", "日", "日|", "号", "日|").Replace(text), func(r rune) bool { return r == '|' }) {
		runes := []rune(part)
		end := len(runes)
		if last := runes[end-1]; last == '年' || last == '月' || last == '日' {
			end--
		}
		n, is := smallWords(runes[:end])
		ok = ok || is
		b.WriteString(n + string(runes[end:]))
	}
	return b.String(), ok
}

// smallWords reads a year digit by digit, a month or day as a number.
func smallWords(runes []rune) (digits string, is bool) {
	words := strings.Map(func(r rune) rune {
		if d := wordDigits[r]; d != "" {
			is = true
			return rune(d[0])
		}
		return r
	}, string(runes))
	if !strings.ContainsFunc(words, func(r rune) bool { return wordUnits[r] != 0 }) {
		return words, is
	}
	w := wordReader{}
	if !w.read(runes) {
		return string(runes), false
	}
	return w.total.String(), true
}
