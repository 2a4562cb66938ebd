package scheme

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
)

// roleColumns are the columns of 期初项目 that stand for a role; what the sheet
// asks beyond them is written in 其他栏目.
var roleColumns = []form.Role{form.Project, form.ProjectName, form.Investor, form.Stage, form.Amount, form.EventDate}

const otherFields = "其他栏目"

// OpeningColumn is the column of 期初项目 in which a field of a sheet is
// written, and how it is written there: its role's own, or 其他栏目 as 栏目=内容.
func OpeningColumn(s *form.Sheet, field *form.Field) (column string, own bool) {
	if by := s.With(field.Role); field.Role != form.NoRole && by.Key == field.Key && slices.Contains(roleColumns, field.Role) {
		return string(field.Role), true
	}
	return otherFields, false
}

func (b *registrar) opening() {
	seen := map[string]int{}
	for _, l := range b.of("期初项目") {
		o := OpeningProject{TaskForce: b.taskForce(l, "专班"), Sheet: l.text("工作表"), Period: l.month("月份"), Evidence: l.text("依据材料"), Row: l.row, Values: map[form.Role]string{}, Cells: map[form.Role]string{}}
		for _, role := range roleColumns {
			if v := l.text(string(role)); v != "" {
				o.Values[role], o.Cells[role] = v, l.cells[string(role)].cell
			}
		}
		if l.has("专班") && l.has("工作表") && l.has("项目编号") {
			l.unique(seen, "项目编号", o.TaskForce, o.Sheet, o.Values[form.Project], o.Period.String())
		}
		b.openingMonth(l, o)
		b.openingSheet(l, &o)
		b.r.Opening = append(b.r.Opening, o)
	}
}

// openingMonth refuses a month that the task force reports itself.
func (b *registrar) openingMonth(l *line, o OpeningProject) {
	t := b.s.TaskForce(o.TaskForce)
	if t == nil || !l.has("月份") || !b.sound(sheetTaskForces, sheetSettings) {
		return
	}
	first := b.s.Settings.FirstMonth
	if first.Before(t.From) {
		first = t.From
	}
	if !o.Period.Before(first) {
		l.fault("月份", o.Period.Chinese()+"起由专班自行填报月报表，不是期初。", "请填"+first.Chinese()+"以前的月份。")
	}
}

// openingSheet checks that the sheet has a column for everything that is
// given, and makes the row an entry of it.
func (b *registrar) openingSheet(l *line, o *OpeningProject) {
	t := b.s.TaskForce(o.TaskForce)
	if t == nil || o.Sheet == "" || !b.sound(sheetTaskForces, sheetForms, sheetFields, sheetSettings) {
		return
	}
	f := b.s.Form(t.Class)
	s := f.Sheet(o.Sheet)
	if s == nil || s.Shape != form.List || s.With(form.Project) == nil {
		l.unknown("工作表", "这张项目工作表", o.Sheet, projectSheets(f))
		return
	}
	o.Entry = ingest.Entry{Sheet: s.Name, Row: o.Row, Values: map[string]ingest.Value{}}
	for _, role := range roleColumns {
		v := o.Values[role]
		if v == "" {
			continue
		}
		field := s.With(role)
		switch {
		case field == nil:
			l.fault(string(role), "工作表"+finding.Quote(o.Sheet)+"没有角色为"+finding.Quote(string(role))+"的栏目。", "请清除。")
		case role == form.Stage && !slices.Contains(field.Choices, v):
			l.unknown(string(role), "这个阶段", v, field.Choices)
		default:
			b.openingValue(l, string(role), field, v, o)
		}
	}
	b.openingOthers(l, s, o)
	b.openingComplete(l, s, o)
}

func projectSheets(f *form.Form) (names []string) {
	for i := range f.Sheets {
		if s := &f.Sheets[i]; s.Shape == form.List && s.With(form.Project) != nil {
			names = append(names, s.Name)
		}
	}
	return names
}

// openingOthers reads 其他栏目: 栏目=内容 pairs, parted by commas.
func (b *registrar) openingOthers(l *line, s *form.Sheet, o *OpeningProject) {
	for _, item := range l.list(otherFields) {
		name, value, ok := strings.Cut(strings.ReplaceAll(item, "＝", "="), "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		field := s.Field(name)
		if field == nil {
			field = s.Headed(name)
		}
		switch {
		case !ok || value == "":
			l.fault(otherFields, finding.Quote(item)+"不完整。", "请写成 栏目=内容，几项用逗号分开。")
		case field == nil:
			l.unknown(otherFields, "这个栏目", name, fieldKeys(s))
		case o.Entry.Values[field.Key].Kind != ingest.Blank:
			l.fault(otherFields, finding.Quote(name)+"已经填写。", "请只写一处。")
		default:
			b.openingValue(l, otherFields, field, value, o)
		}
	}
}

func fieldKeys(s *form.Sheet) (keys []string) {
	for _, f := range s.Fields {
		keys = append(keys, f.Key)
	}
	return keys
}

// openingValue reads a value as its field would on a return.
func (b *registrar) openingValue(l *line, column string, field *form.Field, text string, o *OpeningProject) {
	v := ingest.Value{Cell: l.cells[column].cell, Raw: text, Kind: ingest.Text, Text: text}
	switch field.Type {
	case form.Integer, form.Decimal:
		n, err := exact.Parse(text)
		if err != nil || n.Places() > field.Decimals {
			l.fault(column, finding.Quote(field.Header)+"的"+finding.Quote(text)+"不是数，或小数位过多。", "请填以"+field.Unit+"为单位的数。")
			return
		}
		v.Kind, v.Text, v.Num = ingest.Number, "", n
	case form.DateType:
		d, ok := parseDay(text)
		if !ok {
			l.fault(column, finding.Quote(field.Header)+"的"+finding.Quote(text)+"不是日期。", "请写成 2023-09-05。")
			return
		}
		v.Kind, v.Text, v.Date = ingest.Day, "", d
	case form.Choice, form.YesNo:
		choices := field.Choices
		if field.Type == form.YesNo {
			choices = []string{form.Yes, form.No}
		}
		if !slices.Contains(choices, text) {
			l.fault(column, finding.Quote(field.Header)+"没有"+finding.Quote(text)+"这个选项。", didYouMean(text, choices)+choicesHint(choices))
			return
		}
	}
	o.Entry.Values[field.Key] = v
}

// openingComplete asks for what figures can rest on: one missing member makes
// a whole sum missing. Required texts that only describe are not asked.
func (b *registrar) openingComplete(l *line, s *form.Sheet, o *OpeningProject) {
	if l.faulted {
		return
	}
	for _, f := range s.Fields {
		if _, given := o.Entry.Values[f.Key]; given || !f.Required || f.Type == form.TextType {
			continue
		}
		column, own := OpeningColumn(s, &f)
		hint := "请在“" + column + "”列写 " + f.Key + "=……。"
		if own {
			hint = "请在“" + column + "”列填写。"
		}
		if len(f.Choices) > 0 {
			hint += choicesHint(f.Choices)
		}
		l.fault(column, "工作表"+finding.Quote(s.Name)+"的"+finding.Quote(f.Header)+"没有填写，缺了它有关指标无法计算。", hint)
	}
}
