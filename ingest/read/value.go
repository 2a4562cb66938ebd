package read

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// slot is one cell being read for one field.
type slot struct {
	*reader
	field form.Field
	cell  sheet.Cell
	at    ingest.Place
	unit  string // unit stated by the workbook where it is not the field's
}

// value reads a cell for a field. Blank cells give the zero Value; what
// cannot be read gives Kind Bad and a finding.
func (r *reader) value(f form.Field, c sheet.Cell, at ingest.Place, unit string) ingest.Value {
	s := &slot{r, f, c, at, unit}
	v := s.read()
	if v.Kind != ingest.Blank {
		v.Cell, v.Raw = at.Cell, c.Value
		if c.Type == sheet.Number {
			// 3.2 is stored as 3.2, 3.2000000000000002 or 3.20E0, as the
			// program pleases; the person typed and saw 3.2.
			v.Raw = c.Num.String()
		}
	}
	return v
}

func (s *slot) read() ingest.Value {
	switch {
	case s.cell.Type == sheet.NoCache:
		return s.bad("T-CALC", "", "单元格是公式但没有保存计算结果。", "请在 Excel 中打开后另存，或直接填写数值。")
	case s.cell.Type == sheet.Error:
		return s.bad("T-CALC", "", fmt.Sprintf("公式出错，显示为%s。", finding.Quote(s.cell.Value)), "请改正公式，或直接填写数值。")
	case blank(s.cell.Value):
		return ingest.Value{}
	case s.cell.Type == sheet.Text && shownError(s.cell.Value):
		return s.bad("T-CALC", "", fmt.Sprintf("是公式出错后留下的文字%s。", s.quoted()), "请直接填写内容。")
	case pictureInCell.MatchString(s.cell.Value):
		return s.bad("T-CALC", "", "单元格里是嵌入的图片，没有可读的内容。", "请直接填写内容，图片另行报送。")
	case s.field.Type == form.TextType && s.cell.Type == sheet.Number && len(strings.TrimLeft(s.cell.Num.Floor().String(), "-")) > keptDigits:
		return s.bad("T-NUM", "", fmt.Sprintf("%s是超过%d位的数字，表格软件已将末几位改为0。", s.quoted(), keptDigits), "请将单元格格式改为“文本”后重新填写。")
	case s.saysNothing():
		s.fixed("（空白）", "表示没有的记号按空白读取", false)
		return ingest.Value{}
	}
	if s.cell.Formula {
		if v, doubtful := s.doubtResult(); doubtful {
			return v
		}
	}
	if s.measured() {
		if v, doubtful := s.doubtShown(); doubtful {
			return v
		}
	}
	switch s.field.Type {
	case form.Integer, form.Decimal:
		return s.number()
	case form.DateType:
		return s.date()
	case form.MonthType:
		return s.month()
	case form.Choice:
		return s.choice()
	case form.YesNo:
		return s.yesNo()
	}
	return s.text()
}

// keptDigits is how many digits of a number a workbook keeps.
const keptDigits = 15

// pictureInCell is what WPS leaves where a picture was put into a cell.
var pictureInCell = regexp.MustCompile(`^=(?:_xlfn\.)?DISPIMG\(`)

func (s *slot) measured() bool {
	return s.field.Type == form.Integer || s.field.Type == form.Decimal || s.field.Type == form.DateType || s.field.Type == form.MonthType
}

// turned are the characters that make text run backwards: 2.4 after one of them
// shows as 4.2.
const turned = "\u202d\u202e\u2066\u2067\u2068"

// doubtShown asks about a number or a day that shows otherwise than it is kept:
// with a raised footnote, turned round, or with words that its format adds.
func (s *slot) doubtShown() (v ingest.Value, doubtful bool) {
	code := "T-NUM"
	if s.field.Type == form.DateType || s.field.Type == form.MonthType {
		code = "T-DATE"
	}
	added := ""
	if s.cell.Type == sheet.Text {
		added = textFormat(s.cell.Format)
	}
	switch c := s.cell; {
	case c.Raised:
		return s.bad(code, "", s.quoted()+"中有上标或下标，读不准。", "请去掉角标后重新填写，需要说明的写在备注栏。"), true
	case c.Type == sheet.Text && strings.ContainsAny(c.Value, turned):
		return s.bad(code, "", s.quoted()+"中有改变文字方向的字符，显示的与所存的不同。", "请清空后重新填写。"), true
	case c.IsDate && c.Type == sheet.Number && otherCalendar(c.Format):
		return s.bad(code, "", s.quoted()+"所设的单元格格式按农历或其他历法显示，与所存的不是同一年月日。", "请将单元格格式改为“日期”（公历）后重新填写。"), true
	case c.IsDate && c.Type == sheet.Number && addsDigits(c.Format), c.Type == sheet.Number && !c.IsDate && code == "T-DATE" && shownBy(c.Format, c.Num).code == "":
		return s.bad(code, "", s.quoted()+"所设的单元格格式使它显示为别的内容，读不准是哪一天。", "请将单元格格式改为“日期”后重新填写。"), true
	case added != "":
		return s.bad(code, "", fmt.Sprintf("%s所设的单元格格式另外显示了“%s”，读不准。", s.quoted(), added), "请将单元格格式改为“常规”后重新填写。"), true
	}
	return v, false
}

// textFormat is what a number format writes beside a text, "" for nothing.
func textFormat(format string) string {
	for _, section := range formatSections(format) {
		if s := takeApart(section); strings.Contains(s.code, "@") {
			return strings.TrimSpace(s.literals())
		}
	}
	return ""
}

// shownError tells the text that a failed formula leaves where its value was
// copied or exported.
func shownError(text string) bool {
	switch text = squeeze(narrow(text)); text {
	case "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!":
		return true
	default:
		return len(text) >= 4 && strings.Trim(text, "#") == ""
	}
}

// saysNothing tells a mark for “none” where a blank is allowed and a text
// could not be meant. In a text column it stays what was typed; where a value
// is required it is asked about.
func (s *slot) saysNothing() bool {
	if s.field.Required || s.field.Type == form.TextType || s.cell.Type != sheet.Text {
		return false
	}
	return form.SaysNothing(s.cell.Value) && !slices.Contains(s.field.Choices, squeeze(s.cell.Value))
}

// bad reports what cannot be read and gives the Value that says so.
func (s *slot) bad(code, expected, message, hint string) ingest.Value {
	s.findings = append(s.findings, finding.Finding{Code: code, Level: finding.Error, Place: s.at, Value: s.cell.Text(), Expected: expected, Message: message, Hint: hint})
	return ingest.Value{Kind: ingest.Bad}
}

// fixed lists a repair; told says that the sender should look at it, since
// the meaning and not only the spelling was read into the value.
func (s *slot) fixed(to, reason string, told bool) {
	s.repair(s.at, s.cell.Text(), to, reason)
	if told {
		s.findings = append(s.findings, finding.Finding{Code: "T-FIX", Level: finding.Notice, Place: s.at, Value: s.cell.Text(), Expected: to,
			Message: fmt.Sprintf("%s已按%s读取（%s）。", finding.Quote(s.cell.Text()), to, reason), Hint: "如有不符请改正。"})
	}
}

func (s *slot) quoted() string { return finding.Quote(s.cell.Text()) }
