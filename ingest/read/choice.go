package read

import (
	"fmt"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// choice reads one of the field's choices. Blanks, width and case do not
// matter; anything further off is asked, with what was probably meant.
func (s *slot) choice() ingest.Value {
	typed := s.cell.Text()
	for _, c := range s.field.Choices {
		if fold(c) == fold(typed) {
			return s.chosen(c, "按选项规范写法读取")
		}
	}
	return s.noChoice(s.field.Choices)
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
