package output

import (
	"cmp"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// pages is an annex with a page for every task force: its standing, its
// figures and what they rest on, points lost, projects, supervision.
func (r *ranking) pages(places []place) {
	var body []Block
	for i, p := range places {
		if i > 0 {
			body = append(body, PageBreak{})
		}
		code := p.Standing.TaskForce
		body = append(body, Heading{Level: 2, Text: "（" + numeral(i+1) + "）" + words(p.Who)})
		body = append(body, r.say("专班概况", p)...)
		if t := r.figuresTable(code); len(t.Rows) > 0 {
			body = append(body, t)
		}
		if len(p.Standing.Deductions) > 0 {
			body = append(body, r.deductionsTable(p.Standing))
		}
		if list := r.in.Projects[code]; len(list) > 0 {
			body = append(body, r.projectsTable(code, list))
		}
		if list := r.itemsOf(code); len(list) > 0 {
			body = append(body, r.itemsTable(list))
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
	var v struct{ OnPlan, Pending, Changed, Stale bool }
	for i := range r.scheme.Indicators {
		x, ok := r.readings[code][r.scheme.Indicators[i].Code]
		if !ok || x.Target == "" {
			continue
		}
		cells := r.progressCells(x, true)
		row := []Cell{{Text: clean(x.Indicator.Name), Label: true}, {Text: clean(x.Indicator.Unit), Label: true}, cells[0], r.orDash(x.Expected), cells[1], cells[2], cells[3]}
		t.Rows = append(t.Rows, row)
		v.OnPlan, v.Pending = v.OnPlan || x.warns(), v.Pending || x.Pending
		v.Changed, v.Stale = v.Changed || x.Reported != "", v.Stale || x.AsOf != ""
	}
	t.Notes = append(r.notesAs("指标表说明/"+code, "指标表说明", v), r.evidence(code)...)
	return t
}

// evidence says under a task force's figures which cells of which returns each
// was taken from: in a table of its own it would fill half of the page.
func (r *ranking) evidence(code string) []string {
	var text []Span
	var of []string
	for _, f := range r.in.Figures {
		x, ok := r.readings[code][f.Indicator]
		if f.TaskForce != code || !ok || x.Target == "" || f.Actual == nil {
			continue
		}
		text = append(text, Span{Text: x.Indicator.Name, Label: true})
		text = append(text, r.takenFrom(key("figure", code, f.Indicator), f.Actual.From, x.Evidence)...)
		if k := key("figure", code, f.Indicator, "actual"); r.has(k) {
			of = append(of, k)
		}
	}
	if len(text) == 0 {
		return nil
	}
	name := "数据依据/" + code
	notes := r.noted(name, []Block{Paragraph{Text: append(Plain("注：数据依据："), text...)}})
	note := key("note", name, "1")
	r.restOn(note, "", append(of, r.traces[note].Of...))
	return notes
}

// mostCells is how many cells a figure is told to rest on one by one; the
// workbook beside the document lists them all.
const mostCells = 12

// takenFrom names the cells behind a figure, those that are the same in several
// months once: 取自3月、6月报表签约项目表E5；9月报表签约项目表E5、E6。
func (r *reader) takenFrom(figure string, cells []ingest.Source, evidence marked) []Span {
	var parts []string
	end := "。"
	if evidence != "" {
		end = "（核定依据：" + words(evidence) + "）。"
	}
	for _, b := range booksOf(cells[:min(len(cells), mostCells)]) {
		book := b.office
		if len(b.months) > 0 {
			book = strings.Join(r.monthNames(b.months), "、") + "报表"
		}
		parts = append(parts, book+sheetWords(b.sheet)+strings.Join(b.cells, "、"))
	}
	text := strings.Join(parts, "；")
	switch {
	case text == "":
		return []Span{{Text: "，月报表没有填报" + end, Label: true}}
	case len(cells) <= mostCells:
		return []Span{{Text: "取自" + text + end, Label: true}}
	}
	all := r.number(key(figure, "cells"), exact.Int(int64(len(cells))), 0, "所取单元格数", cells)
	return append([]Span{{Text: "取自" + text + "等", Label: true}}, append(spans(string(all)), Span{Text: "个单元格" + end, Label: true})...)
}

// book is cells of one sheet, of the office or of the returns of some months.
type book struct {
	office, sheet string
	months        []ingest.Period
	cells         []string
}

// booksOf gathers cells by month and sheet, in order, and months whose cells
// are the same.
func booksOf(cells []ingest.Source) (list []book) {
	sorted := slices.Clone(cells)
	slices.SortStableFunc(sorted, func(a, b ingest.Source) int {
		if a.Version == nil || b.Version == nil { // the office's own come last
			return cmp.Compare(len(a.Office), len(b.Office))
		}
		x, y := a.Place, b.Place
		return cmp.Or(a.Version.Period.Sub(b.Version.Period), strings.Compare(x.Sheet, y.Sheet), cmp.Compare(len(x.Cell), len(y.Cell)), strings.Compare(x.Cell, y.Cell))
	})
	var single []book
	for _, s := range sorted {
		n := book{office: s.Office, sheet: s.Place.Sheet, cells: []string{s.Place.Cell}}
		if s.Version != nil {
			n.office, n.months = "", []ingest.Period{s.Version.Period}
		}
		if k := len(single) - 1; k >= 0 && single[k].office == n.office && single[k].sheet == n.sheet && slices.Equal(single[k].months, n.months) {
			if !slices.Contains(single[k].cells, s.Place.Cell) {
				single[k].cells = append(single[k].cells, s.Place.Cell)
			}
			continue
		}
		single = append(single, n)
	}
	for _, n := range single {
		at := slices.IndexFunc(list, func(o book) bool {
			return len(o.months) > 0 && len(n.months) > 0 && o.sheet == n.sheet && slices.Equal(o.cells, n.cells)
		})
		if at < 0 {
			list = append(list, n)
			continue
		}
		list[at].months = append(list[at].months, n.months...)
	}
	return list
}

// deductionsTable says what points were lost for.
func (r *ranking) deductionsTable(st score.Standing) *Table {
	t := &Table{Caption: "扣分情况", Columns: []Column{{"扣分事项", 40, Left}, {"次数", 14, Right}, {"扣分", 14, Right}, {"标准", 88, Left}}}
	for i, d := range st.Deductions {
		k := key("deduction", st.TaskForce, itoa(i+1))
		t.Rows = append(t.Rows, []Cell{named(d.Item), r.cells[k+"/count"], r.cells[k], r.rate(k, d.Item)})
	}
	return t
}

// rate is how many points a slip costs by the scheme, and why.
func (r *ranking) rate(k, item string) Cell {
	for _, row := range r.scheme.Deductions {
		if row.Item != item {
			continue
		}
		from := func(column string) []ingest.Source {
			return []ingest.Source{r.scheme.SourceOf("扣分", column, "事项", item)}
		}
		of := []string{k + "/each"}
		text := "每次扣" + words(r.number(of[0], row.Points, weightPlaces(row.Points), "方案所定", from("每次扣分"))) + "分"
		if row.Limit.Sign() > 0 {
			of = append(of, k+"/most")
			text += "，最多扣" + words(r.number(of[1], row.Limit, weightPlaces(row.Limit), "方案所定", from("扣分上限"))) + "分"
		}
		if row.Note != "" {
			text += "。" + clean(row.Note)
		}
		return r.cell(r.figure(k+"/rate", text, "", nil, of...))
	}
	return dash
}

// itemsOf are a task force's supervision items of the quarter.
func (r *ranking) itemsOf(code string) (list []supervise.Item) {
	for _, it := range r.in.Items {
		if it.TaskForce == code {
			list = append(list, it)
		}
	}
	return list
}

// itemsTable is the list of supervision items for a page that is theirs.
func (r *ranking) itemsTable(list []supervise.Item) *Table {
	when := r.monthName(r.period) + "通报"
	if r.in.AsOf != (ingest.Date{}) {
		when = r.in.AsOf.Chinese() + "印发的月通报"
	}
	t := &Table{Caption: "督办事项（截至" + when + "）", Columns: []Column{{"督办编号", 26, Centre}, {"事项", 54, Left}, {"整改期限", 20, Centre}, {"办理经过", 38, Left}, {"状态", 18, Centre}}}
	for _, it := range list {
		m := r.matter(it)
		t.Rows = append(t.Rows, []Cell{named(it.ID), r.cell(m.Text), named(it.Due.String()), named(r.course(it)), named(it.Status.Chinese())})
	}
	return t
}

// projectsTable lists a task force's projects of the year by the roles of the
// columns they were reported in; what its form does not ask for has no column.
func (r *ranking) projectsTable(code string, list []facts.Project) *Table {
	t := &Table{Caption: "项目情况", Columns: []Column{{"项目编号", 24, Centre}, {"项目名称", 44, Left}}}
	fields := r.projectFields(code)
	invested := slices.ContainsFunc(fields, func(f form.Field) bool { return f.Role == form.Investor })
	if invested {
		t.Columns = append(t.Columns, Column{"投资方", 40, Left})
	}
	staged := slices.ContainsFunc(list, func(p facts.Project) bool { return p.Stage != "" })
	if staged {
		t.Columns = append(t.Columns, Column{"阶段", 14, Centre})
	}
	var amounts []form.Field
	for _, f := range fields {
		if f.Role == form.Amount && !slices.ContainsFunc(amounts, func(o form.Field) bool { return o.Key == f.Key }) {
			amounts = append(amounts, f)
			t.Columns = append(t.Columns, Column{f.Title(), 18, Right})
		}
	}
	for _, p := range list {
		row := []Cell{named(p.Code), r.roleCell(fields, form.ProjectName, p)}
		if invested {
			row = append(row, r.roleCell(fields, form.Investor, p))
		}
		if staged {
			row = append(row, named(p.Stage))
		}
		for _, f := range amounts {
			row = append(row, r.amountCell(code, p, f))
		}
		t.Rows = append(t.Rows, row)
	}
	changed := slices.ContainsFunc(r.in.Figures, func(f score.Figure) bool {
		return f.TaskForce == code && r.readings[code][f.Indicator].Reported != ""
	})
	adjusted := changed || slices.ContainsFunc(list, func(p facts.Project) bool { return p.Terminated })
	t.Notes = r.notesAs("项目表说明/"+code, "项目表说明", struct{ Adjusted bool }{adjusted})
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
	if t := r.sourceTable(r.in.Arrivals, r.in.Returns); t != nil {
		r.doc.Annexes = append(r.doc.Annexes, Annex{Title: words(r.line("来源标题", r.face())), Body: append(r.say("来源说明", r.face()), t)})
	}
}
