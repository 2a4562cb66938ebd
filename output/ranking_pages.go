package output

import (
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
)

// pages is an annex with a page for every task force: its standing, its
// figures, its projects.
func (r *ranking) pages(places []place) {
	var body []Block
	for i, p := range places {
		if i > 0 {
			body = append(body, PageBreak{})
		}
		code := p.Standing.TaskForce
		body = append(body, Heading{Level: 2, Text: "（" + numeral(i+1) + "）" + words(p.Who)})
		body = append(body, r.say("专班概况", p)...)
		body = append(body, r.figuresTable(code))
		if list := r.in.Projects[code]; len(list) > 0 {
			body = append(body, r.projectsTable(code, list))
		}
	}
	if len(body) > 0 {
		r.doc.Annexes = append(r.doc.Annexes, Annex{Title: words(r.line("各专班标题", r.face())), Body: body})
	}
}

func (r *ranking) figuresTable(code string) *Table {
	t := &Table{Caption: "指标完成情况", Columns: []Column{
		{"指标", 36, Left}, {"单位", 12, Centre}, {"年度目标", 18, Right}, {"应达", 16, Right}, {"累计", 18, Right}, {"完成率%", 18, Right}, {"较进度", 20, Right},
	}}
	onPlan, pending := false, false
	for i := range r.scheme.Indicators {
		x, ok := r.readings[code][r.scheme.Indicators[i].Code]
		if !ok || x.Target == "" {
			continue
		}
		cells := r.progressCells(x, true)
		row := []Cell{{Text: clean(x.Indicator.Name), Label: true}, {Text: clean(x.Indicator.Unit), Label: true}, cells[0], r.orDash(x.Expected), cells[1], cells[2], cells[3]}
		t.Rows = append(t.Rows, row)
		onPlan = onPlan || x.warns()
		pending = pending || x.Pending
	}
	t.Notes = r.notes("指标表说明", struct{ OnPlan, Pending bool }{onPlan, pending})
	return t
}

// projectsTable lists a task force's projects of the year by the roles of the
// columns they were reported in.
func (r *ranking) projectsTable(code string, list []facts.Project) *Table {
	t := &Table{Caption: "项目情况", Columns: []Column{{"项目编号", 24, Centre}, {"项目名称", 44, Left}, {"投资方", 40, Left}, {"阶段", 14, Centre}}}
	fields := r.projectFields(code)
	var amounts []form.Field
	for _, f := range fields {
		if f.Role == form.Amount && !slices.ContainsFunc(amounts, func(o form.Field) bool { return o.Key == f.Key }) {
			amounts = append(amounts, f)
			t.Columns = append(t.Columns, Column{f.Title(), 18, Right})
		}
	}
	for _, p := range list {
		row := []Cell{{Text: clean(p.Code), Label: true}, r.roleCell(fields, form.ProjectName, p), r.roleCell(fields, form.Investor, p), {Text: clean(p.Stage), Label: true}}
		for _, f := range amounts {
			row = append(row, r.amountCell(code, p, f))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// projectFields are the columns of every sheet of the task force's form that
// holds projects.
func (r *ranking) projectFields(code string) []form.Field {
	var fields []form.Field
	for _, f := range r.scheme.Forms {
		if t := r.forces[code]; t == nil || f.Class != t.Class {
			continue
		}
		for i := range f.Sheets {
			if s := &f.Sheets[i]; s.Shape == form.List && s.With(form.Project) != nil {
				fields = append(fields, s.Fields...)
			}
		}
	}
	return fields
}

func (r *ranking) roleCell(fields []form.Field, role form.Role, p facts.Project) Cell {
	for _, f := range fields {
		if v, ok := p.Values[f.Key]; ok && f.Role == role {
			return Cell{Text: clean(v.String()), Label: true}
		}
	}
	return dash
}

// amountCell is an amount as last reported, or as carried in.
func (r *ranking) amountCell(code string, p facts.Project, f form.Field) Cell {
	v, ok := p.Values[f.Key]
	if !ok || v.Kind != ingest.Number {
		return dash
	}
	places := max(v.Num.Places(), min(2, f.Decimals))
	return r.cell(r.number(key("project", code, p.Code, f.Key), v.Num, places, "最近一次填报数", []ingest.Source{p.From[f.Key]}))
}

// sources is the annex of what the figures were taken from.
func (r *ranking) sources() {
	if t := r.sourceTable(r.in.Arrivals); t != nil {
		r.doc.Annexes = append(r.doc.Annexes, Annex{Title: words(r.line("来源标题", r.face())), Body: append(r.say("来源说明", r.face()), t)})
	}
}
