package output

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/rules/scheme"
)

// The assessment's annexes: what every proposal rests on.

func (a *assessment) annexes() {
	a.annex("目标表标题", false, a.targetTable())
	body := []Block{a.outcomeTable()}
	if len(a.roster) > 0 {
		body = append(body, a.peopleTable())
	}
	a.annex("结果表标题", true, body...)
	a.annex("工作表标题", true, a.workTables()...)
	if f := a.funds(); len(f.rows) > 0 {
		a.annex("经费表标题", true, a.fundTable(f))
	}
	a.annex("人员表标题", true, a.changesTable())
	a.annex("督查表标题", true, a.itemsTable())
	pages := &ranking{writer: a.writer, in: RankingInput{Scheme: a.scheme, Quarter: ingest.Quarter{Year: a.in.Year, Number: 4}, Returns: a.in.Returns, Arrivals: a.in.Arrivals}, readings: a.readings, doc: a.doc}
	a.annex("项目表标题", true, a.projectTables(pages)...)
	pages.sources()
	a.annex("更正标题", false, a.restatedTable())
}

// restatedTable is what a reissue changes against the edition before.
func (a *assessment) restatedTable() *Table {
	t := &Table{Columns: []Column{{a.sender, 26, Left}, {"事项", 40, Left}, {"原印", 22, Right}, {"更正为", 22, Right}, {"原因", 46, Left}}}
	named := func(s string) Cell { return Cell{Text: clean(s), Label: true} }
	for i, x := range a.in.Restated {
		who := named("合计")
		if x.TaskForce != "" {
			who = a.nameCell(x.TaskForce)
		}
		was, is := a.restated(key("restated", itoa(i+1)), "上一版", x)
		t.Rows = append(t.Rows, []Cell{who, named(x.What), was, is, named(x.Why)})
	}
	return t
}

// annex adds an annex; tables without a row are left out, and an annex without
// a table as well.
func (a *assessment) annex(title string, landscape bool, body ...Block) {
	body = slices.DeleteFunc(body, func(b Block) bool { t, ok := b.(*Table); return ok && len(t.Rows) == 0 })
	if len(body) > 0 {
		a.doc.Annexes = append(a.doc.Annexes, Annex{Title: words(a.line(title, a.face())), Landscape: landscape, Body: body})
	}
}

// targetTable is every target of the year, met or not.
func (a *assessment) targetTable() *Table {
	t := &Table{Columns: []Column{{a.sender, 29, Left}, {"指标", 41, Left}, {"单位", 14, Centre}, {"年度目标", 18, Right}, {"全年完成", 20, Right}, {"完成率%", 18, Right}, {"差额", 16, Right}, {"结果", 20, Centre}}}
	type view struct{ HasRange, Verified, Pending, Stale bool }
	v := view{}
	for _, x := range a.verdicts {
		for i, res := range x.results {
			cells := a.progressCells(res.reading, true)
			result, shade := "未完成", RedShade
			switch {
			case res.Met:
				result, shade = "完成", NoShade
			case !res.Binding:
				result, shade = "不作硬性要求", NoShade
			}
			t.Rows = append(t.Rows, []Cell{
				a.stemCell(x.judged.TaskForce), {Text: clean(res.Indicator.Name), Label: true}, {Text: clean(res.Indicator.Unit), Label: true},
				cells[0], cells[1], cells[2], a.orDash(res.Short), {Text: result, Shade: shade},
			})
			v.HasRange = v.HasRange || x.judged.Results[i].Figure.Target.High != nil
			v.Verified, v.Pending, v.Stale = v.Verified || res.Reported != "", v.Pending || res.Pending, v.Stale || res.AsOf != ""
		}
	}
	t.Notes = a.notes("目标表说明", v)
	return t
}

// workTables show the figures without target beside the reporting, a table a
// class.
func (a *assessment) workTables() (tables []Block) {
	states := a.yearStates()
	var classes []string
	for _, v := range a.verdicts {
		if v.force != nil && !slices.Contains(classes, v.force.Class) {
			classes = append(classes, v.force.Class)
		}
	}
	for _, class := range classes {
		t := &Table{Caption: class, Columns: []Column{{a.sender, 30, Left}}}
		var inds []*scheme.Indicator
		for i := range a.scheme.Indicators {
			ind := &a.scheme.Indicators[i]
			aimless := func(v verdict) bool {
				x, ok := a.readings[v.judged.TaskForce][ind.Code]
				return ok && x.Target == "" && v.force != nil && v.force.Class == class
			}
			if slices.ContainsFunc(a.verdicts, aimless) {
				inds = append(inds, ind)
				t.Columns = append(t.Columns, Column{ind.Heading(), 20, Right})
			}
		}
		for _, state := range states {
			t.Columns = append(t.Columns, Column{strings.TrimSuffix(stateWords[state], "报送") + "（份）", 15, Right})
		}
		for _, v := range a.verdicts {
			if v.force == nil || v.force.Class != class {
				continue
			}
			row := []Cell{a.nameCell(v.judged.TaskForce)}
			for _, ind := range inds {
				row = append(row, a.orDash(a.readings[v.judged.TaskForce][ind.Code].Value))
			}
			t.Rows = append(t.Rows, append(row, a.stateCounts(v.judged.TaskForce, states)...))
		}
		tables = append(tables, t)
	}
	return tables
}

func (a *assessment) itemsTable() *Table {
	var list []matter
	for _, it := range a.in.Items {
		list = append(list, a.matter(it))
	}
	return a.supervisionTable(list)
}

func (a *assessment) projectTables(pages *ranking) (tables []Block) {
	for _, v := range a.verdicts {
		code := v.judged.TaskForce
		if list := a.in.Projects[code]; len(list) > 0 {
			t := pages.projectsTable(code, list)
			t.Caption = words(v.Who)
			tables = append(tables, t)
		}
	}
	return tables
}

// fundTable is 拨付计划: by lead unit, which is whom the money is paid to.
func (a *assessment) fundTable(f funds) *Table {
	t := &Table{Unit: "单位：" + f.unit, Total: len(f.rows) > 1, Columns: []Column{
		{"牵头单位", 44, Left}, {a.sender, 36, Left}, {"年度经费", 22, Right}, {"已支出", 22, Right}, {"结余", 22, Right}, {"下年度拟拨付", 24, Right}, {"备注", 24, Left},
	}}
	line := func(first, second Cell, amount, spent, left marked, over bool) {
		rest, note := a.orDash(left), Cell{}
		if over {
			rest.Text, note.Text = "−"+rest.Text, "超支"
			if rest.Num != nil {
				rest.Num = ptr(rest.Num.Neg())
			}
		}
		t.Rows = append(t.Rows, []Cell{first, second, a.orDash(amount), a.orDash(spent), rest, a.orDash(amount), note})
	}
	rows := f.byLead()
	for _, r := range rows {
		line(Cell{Text: clean(r.force.LeadUnit), Label: true}, a.nameCell(r.force.Code), r.amount, r.spent, r.left, r.over)
	}
	if t.Total {
		line(Cell{Text: "合计"}, Cell{}, f.Amount, f.Spent, f.Left, f.Over)
	}
	t.Notes = a.notes("经费表说明", struct{ Unknown, Untold bool }{f.unknown, f.untold()})
	a.addUp(t, moneyParts(t, "年度经费", "已支出", "结余", "下年度拟拨付"), true)
	return t
}
