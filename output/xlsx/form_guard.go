package xlsx

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
)

// Days a date may have: wide enough for a plan or an old deed, narrow enough
// for a slip of the century.
const (
	yearsBack  = 10
	yearsAhead = 10
)

// widest bounds numbers without limits of their own; Excel wants some bound to
// check that a number was typed at all.
const widest = "999999999999"

// guard lays dropdown, check and prompt over a field's cells.
func (d *formDrawer) guard(p *page, f form.Field, col, first, last int) {
	dv := excelize.NewDataValidation(true)
	dv.Sqref = ref(col, first) + ":" + ref(col, last)
	if first == last {
		dv.Sqref = ref(col, first)
	}
	prompt := promptOf(f)
	switch {
	case f.Role == form.NilOf:
		d.choose(p, dv, []string{form.NilAnswer})
		prompt = "“" + f.NilSheet + "”本月没有内容的，选“" + form.NilAnswer + "”；有内容的，此处空着。"
	case f.Role == form.Project && d.projectRange() != "":
		dv.SetSqrefDropList(d.projectRange()) // no error: a new project brings a new code
	case f.Type == form.YesNo:
		d.choose(p, dv, []string{form.Yes, form.No})
	case f.Type == form.Choice && len(f.Choices) > 0:
		d.choose(p, dv, f.Choices)
	case f.Type == form.DateType:
		d.days(p, dv)
	case f.Type == form.Integer, f.Type == form.Decimal:
		numbers(p, dv, f)
	}
	if f.Role == form.Project {
		prompt = join(prompt, d.projectPrompt())
	}
	if prompt != "" {
		dv.SetInput(clip(clean(f.Title()), maxPromptHead), clip(clean(prompt), maxPrompt))
	}
	p.try(p.f.AddDataValidation(p.name, dv))
}

func (d *formDrawer) projectPrompt() string {
	s := ""
	if len(d.Projects) > 0 {
		s = "已有项目请从下拉列表中选编号（见“" + form.GuideSheet + "”表）。"
	}
	if d.NextCode != "" {
		s += "新项目从 " + d.NextCode + " 起编号。"
	}
	return s
}

// choose makes a dropdown that takes nothing else. Choices that do not fit
// into the validation itself stand on the hidden sheet.
func (d *formDrawer) choose(p *page, dv *excelize.DataValidation, choices []string) {
	choices = cleanAll(choices)
	if inline(choices) {
		p.try(dv.SetDropList(choices))
	} else {
		dv.SetSqrefDropList(d.lists.add(choices))
	}
	stop(dv, "请从下拉列表中选择："+strings.Join(choices, "、"))
}

func inline(choices []string) bool {
	joined := strings.Join(choices, ",")
	return utf16Len(joined) <= maxInlineList && strings.Count(joined, ",") == len(choices)-1 &&
		!strings.ContainsAny(joined, "\"\n") && !strings.HasPrefix(joined, "=")
}

func cleanAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = clean(s)
	}
	return out
}

func stop(dv *excelize.DataValidation, message string) {
	dv.SetError(excelize.DataValidationErrorStyleStop, "填写有误", clip(message, maxPrompt-30))
}

func (d *formDrawer) days(p *page, dv *excelize.DataValidation) {
	from := ingest.Date{Year: d.Period.Year - yearsBack, Month: 1, Day: 1}
	to := ingest.Date{Year: d.Period.Year + yearsAhead, Month: 12, Day: 31}
	p.try(dv.SetRange(serial(from), serial(to), excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween))
	stop(dv, "请填写日期，如 "+itoa(d.Period.Year)+"-"+itoa(d.Period.Month)+"-5，在"+itoa(from.Year)+"年至"+itoa(to.Year)+"年之间。")
}

func numbers(p *page, dv *excelize.DataValidation, f form.Field) {
	kind, what := excelize.DataValidationTypeDecimal, "数字"
	if f.Type == form.Integer {
		kind, what = excelize.DataValidationTypeWhole, "整数"
	}
	low, high := "-"+widest, widest
	if f.Min != nil {
		low = f.Min.String()
	}
	if f.Max != nil {
		high = f.Max.String()
	}
	p.try(dv.SetRange(low, high, kind, excelize.DataValidationOperatorBetween))
	stop(dv, "请填写"+what+boundsText(f.Min, f.Max)+unitText(f)+"，不带单位和文字。")
}

func boundsText(min, max *exact.Num) string {
	switch {
	case min != nil && max != nil:
		return "（" + min.String() + "至" + max.String() + "）"
	case min != nil:
		return "（不小于" + min.String() + "）"
	case max != nil:
		return "（不大于" + max.String() + "）"
	}
	return ""
}

func unitText(f form.Field) string {
	if f.Unit == "" {
		return ""
	}
	return "，单位：" + f.Unit
}

// promptOf is what shows when a cell of the field is chosen.
func promptOf(f form.Field) string {
	s := f.Help
	if s == "" && slices.Contains([]form.Type{form.Integer, form.Decimal}, f.Type) && f.Unit != "" {
		s = "单位：" + f.Unit + "。"
	}
	if f.Required {
		s = join("必填。", s)
	}
	if f.Merged == form.FillDown {
		s = join(s, "几行相同的可以合并单元格，各行按所填内容读取。")
	}
	if f.Example != "" {
		s = join(s, "示例："+f.Example)
	}
	return s
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// choiceLists are dropdown lists too long for a validation; they stand on the
// identity sheet from column D on, one a column.
type choiceLists struct{ lists [][]string }

const firstListColumn = 4

// add keeps a list and returns where it will stand.
func (c *choiceLists) add(choices []string) string {
	at := slices.IndexFunc(c.lists, func(l []string) bool { return slices.Equal(l, choices) })
	if at < 0 {
		at = len(c.lists)
		c.lists = append(c.lists, choices)
	}
	col := column(firstListColumn + at)
	return quoted(form.IdentitySheet) + "!$" + col + "$1:$" + col + "$" + itoa(len(choices))
}

func (c *choiceLists) write(p *page) {
	for i, list := range c.lists {
		for r, s := range list {
			p.text(firstListColumn+i, r+1, s, look{format: "@"})
		}
	}
}
