package read

import (
	"fmt"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// choice reads one of the field's choices. Blanks, width and case do not
// matter, nor how the number of 第三季度 is written; anything further off is asked,
// with what was probably meant.
func (s *slot) choice() ingest.Value {
	typed := s.cell.Text()
	for _, c := range s.field.Choices {
		if fold(c) == fold(typed) {
			return s.chosen(c, "按选项规范写法读取")
		}
	}
	if c := numbered(s.field.Choices, typed); c != "" {
		return s.chosen(c, "序号写法不同，按选项读取")
	}
	return s.noChoice(s.field.Choices)
}

// numbered is the choice that a text tells by its number: 三季度, 3, Q3, 第3季度,
// 3季度 and 三 are 第三季度. "" where there is none, or another fits as well (第三批).
func numbered(choices []string, typed string) (chosen string) {
	n, unit, _ := ordinal(fold(typed))
	if n == "" {
		return ""
	}
	for _, c := range choices {
		own, of, ranked := ordinal(fold(c))
		if !ranked || own != n || unit != "" && unit != of {
			continue
		}
		if chosen != "" {
			return ""
		}
		chosen = c
	}
	return chosen
}

// quarter is what 季 and Q are short for.
const quarter = "季度"

// ordinal takes a folded 第三季度 apart: 3 and 季度. The number is "" where there is
// no plain one; ranked tells that it had 第 before it.
func ordinal(text string) (number, unit string, ranked bool) {
	if len(text) > longestName {
		return "", "", false
	}
	text, ranked = strings.CutPrefix(text, "第")
	digits, isQuarter := strings.CutPrefix(text, "q")
	runes, end := []rune(digits), 0
	for end < len(runes) && isNumeral(runes[end]) {
		end++
	}
	w := wordReader{}
	if end == 0 || !w.read(runes[:end]) || w.total.Sign() <= 0 || w.total.Places() > 0 {
		return "", "", ranked
	}
	switch unit = string(runes[end:]); {
	case isQuarter && (unit != "" || ranked):
		return "", "", ranked
	case isQuarter || unit == "季":
		unit = quarter
	}
	return w.total.String(), unit, ranked
}

func (s *slot) chosen(c, reason string) ingest.Value {
	if s.cell.Text() != c {
		s.fixed(c, reason, false)
	}
	return ingest.Value{Kind: ingest.Text, Text: c}
}

func (s *slot) noChoice(choices []string) ingest.Value {
	list := "“" + strings.Join(choices, "”“") + "”"
	if i, alone := nearest(s.cell.Text(), choices); alone {
		return s.bad("T-CHOICE", choices[i], fmt.Sprintf("%s不在可选内容之内。", s.quoted()), fmt.Sprintf("是否为“%s”？请从%s中选择。", choices[i], list))
	}
	return s.bad("T-CHOICE", "", fmt.Sprintf("%s不在可选内容之内。", s.quoted()), fmt.Sprintf("请从%s中选择。", list))
}

// yesNo reads 是 or 否, and the marks that can mean nothing else.
func (s *slot) yesNo() ingest.Value {
	if s.cell.Type == sheet.Bool {
		if s.cell.Text() == "TRUE" {
			return s.chosen(form.Yes, "逻辑值按是否读取")
		}
		return s.chosen(form.No, "逻辑值按是否读取")
	}
	switch fold(s.cell.Text()) {
	case form.Yes:
		return s.chosen(form.Yes, "去掉空格")
	case form.No:
		return s.chosen(form.No, "去掉空格")
	case "√", "✓", "✔", "☑", "y", "yes", "true":
		return s.chosen(form.Yes, "记号按“是”读取")
	case "×", "✗", "✘", "n", "no", "false", "不是":
		return s.chosen(form.No, "记号按“否”读取")
	}
	return s.noChoice([]string{form.Yes, form.No})
}
