package output

import (
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// The circular's annexes: completion table, project lists of the month,
// supervision list, corrections. An annex without content is left out.

func itoa(n int) string { return strconv.Itoa(n) }

// annexes are made before the text, which refers to them by number; the
// supervision list needs no figure of the text.
func (c *circular) annexes() {
	c.money = c.fundsOf(append(slices.Clone(c.counted), c.apart...), c.readings)
	c.completionAnnex()
	c.projectAnnex()
	c.planAnnex()
	if len(c.in.Items) > 0 {
		var list []matter
		for _, it := range c.in.Items {
			list = append(list, c.matter(it))
		}
		c.annex("督办清单标题", true, []Block{c.supervisionTable(list)})
	}
	switch {
	case c.in.Replaces != "":
		c.annex("更正标题", false, c.changeTable())
		c.changesAt = len(c.doc.Annexes)
	case len(c.corrected()) > 0:
		c.annex("更正标题", false, c.corrections())
	}
}

func (c *circular) annex(title string, landscape bool, body []Block) {
	if len(body) > 0 {
		c.doc.Annexes = append(c.doc.Annexes, Annex{Title: words(c.line(title, c.face())), Landscape: landscape, Body: body})
	}
}

// perTable is how many indicators stand beside each other before the table is
// cut in two.
const perTable = 5

func (c *circular) completionAnnex() {
	var body []Block
	if len(c.counted) > 0 {
		body = append(body, c.completionTables("", c.counted)...)
	}
	for _, group := range c.byClass(c.apart) {
		body = append(body, c.completionTables(c.forces[group[0]].Class, group)...)
	}
	if len(body) == 0 {
		return
	}
	body = append(body, c.monthTables("", c.counted, c.measured(c.counted))...)
	for _, group := range c.byClass(c.apart) {
		aimless := slices.DeleteFunc(c.measured(group), func(ind *scheme.Indicator) bool { return c.aimed(ind, group) })
		body = append(body, c.monthTables(c.forces[group[0]].Class, group, aimless)...)
	}
	if len(c.money.rows) > 0 {
		body = append(body, c.fundUseTable(c.money))
	}
	type view struct {
		Share             marked
		Green, Yellow     marked // gaps at which the colour changes
		Behind            bool   // both are behind the plan, and said without sign
		Colours, HasRange bool
		Recovered         bool // red a month ago, better now
		OnPlan            bool // a count printed on its plan is yellow or red
		Stale             []stale
		// Figures that differ from what was reported, by what made them so.
		Verified, Settled []reading
		Pending           [][]reading // by task force
	}
	v := view{Share: c.timeGone(), Stale: c.staleOnes(append(slices.Clone(c.counted), c.apart...))}
	for _, f := range c.in.Figures {
		x := c.readings[f.TaskForce][f.Indicator]
		v.Colours, v.OnPlan = v.Colours || x.Colour != "", v.OnPlan || x.warns()
		v.HasRange = v.HasRange || f.Target != nil && f.Target.High != nil
		if x.Verified {
			v.Verified = append(v.Verified, x)
		}
		if f.Pending {
			if n := len(v.Pending); n > 0 && v.Pending[n-1][0].TaskForce == x.TaskForce {
				v.Pending[n-1] = append(v.Pending[n-1], x)
			} else {
				v.Pending = append(v.Pending, []reading{x})
			}
		} else if x.Reported != "" && !x.Verified {
			v.Settled = append(v.Settled, x)
		}
	}
	v.Recovered = c.recovered
	v.Green, v.Yellow, v.Behind = c.colourLines()
	first := body[0].(*Table)
	first.Notes = append(c.numberedNotes("完成情况表说明", v), first.Notes...)
	c.annex("完成情况表标题", true, body)
}

// colourLines are the gaps at which green and yellow end.
func (c *circular) colourLines() (green, yellow marked, behind bool) {
	behind = c.lines[0].Sign() < 0 && c.lines[1].Sign() < 0
	var printed [2]marked
	for i, item := range []string{score.ChoiceGreen, score.ChoiceYellow} {
		n, how, from := c.lines[i], "差距界限的默认值", []ingest.Source(nil)
		if _, ok := c.scheme.Choices[item]; ok {
			how, from = "方案所定的差距界限", []ingest.Source{c.scheme.SourceOf("计算口径", "取值", "事项", item)}
		}
		if behind {
			n = n.Neg()
		}
		printed[i] = c.figure(key("line", item), strings.Replace(n.String(), "-", "−", 1), how, from)
	}
	return printed[0], printed[1], behind
}

// byClass parts task forces by class, in order.
func (c *circular) byClass(codes []string) [][]string {
	var groups [][]string
	for _, code := range codes {
		at := slices.IndexFunc(groups, func(g []string) bool { return c.forces[g[0]].Class == c.forces[code].Class })
		if at < 0 {
			groups = append(groups, []string{code})
		} else {
			groups[at] = append(groups[at], code)
		}
	}
	return groups
}

// measured are the indicators that any of the task forces has.
func (c *circular) measured(codes []string) (list []*scheme.Indicator) {
	for i := range c.scheme.Indicators {
		if ind := &c.scheme.Indicators[i]; len(c.column(ind.Code, codes)) > 0 {
			list = append(list, ind)
		}
	}
	return list
}

// aimed says that any of the task forces has a target of an indicator.
func (c *circular) aimed(ind *scheme.Indicator, codes []string) bool {
	return slices.ContainsFunc(c.column(ind.Code, codes), func(x reading) bool { return x.Target != "" })
}

// completionTables shows targets, figures, completion and gap, one row a task
// force, four columns an indicator, with the county's total. A class apart has
// few figures, and those of the month beside them.
func (c *circular) completionTables(caption string, codes []string) []Block {
	aimed := slices.DeleteFunc(c.measured(codes), func(ind *scheme.Indicator) bool { return !c.aimed(ind, codes) })
	apart := caption != ""
	total := !apart && len(codes) > 1
	subs := []Column{{"年度目标", 9, Right}, {"累计", 10, Right}, {"完成率%", 9, Right}, {"较进度", 12, Right}}
	if apart {
		subs = append([]Column{{"当月", 8, Right}}, subs...)
	}
	var tables []Block
	for part := range slices.Chunk(aimed, perTable*4/len(subs)) {
		t := &Table{Caption: caption, Columns: []Column{{c.sender, 25, Left}}, Head: [][]HeadCell{{{c.sender, 1, 2}}, nil}, Total: total}
		parts := map[int]string{}
		for _, ind := range part {
			t.Head[0] = append(t.Head[0], HeadCell{ind.Heading(), len(subs), 1})
			parts[len(t.Columns)], parts[len(t.Columns)+1] = ind.Name+"年度目标", ind.Name+"累计数"
			for _, sub := range subs {
				t.Head[1] = append(t.Head[1], HeadCell{sub.Name, 1, 1})
				t.Columns = append(t.Columns, Column{ind.Name + sub.Name, sub.Width, sub.Align})
			}
		}
		for _, code := range codes {
			row := []Cell{c.stemCell(code)}
			for _, ind := range part {
				x, ok := c.readings[code][ind.Code]
				cells := c.progressCells(x, ok)
				c.markRecovered(&cells[3], x)
				if apart {
					row = append(row, c.monthCell(x))
				}
				row = append(row, cells...)
			}
			t.Rows = append(t.Rows, row)
		}
		if total {
			row := []Cell{{Text: "合计"}}
			for _, ind := range part {
				x, ok := c.totals[ind.Code]
				row = append(row, c.progressCells(x, ok)...)
			}
			t.Rows = append(t.Rows, row)
		}
		if apart {
			t.Notes = c.removedNotes(codes)
		}
		c.addUp(t, parts, len(tables) == 0) // the first table's own notes are put before
		tables = append(tables, t)
	}
	return tables
}

// warns reports whether a count is yellow or red though it prints on its plan,
// which the page has to explain.
func (x reading) warns() bool {
	return x.OnPlan && (x.Colour == score.Yellow || x.Colour == score.Red)
}

// markRecovered says in a gap's cell that the figure was red a month ago: red
// made good is not the same as never having been red.
func (c *circular) markRecovered(cell *Cell, x reading) {
	was := c.colourBefore(score.Figure{TaskForce: x.TaskForce, Indicator: indicatorCode(x)})
	if was != score.Red || x.Colour == "" || x.Colour == score.Red || x.Gap == "" {
		return
	}
	cell.Text = strings.TrimSuffix(cell.Text, string(colourWords[x.Colour])) + string(colourWords[was]) + "→" + string(colourWords[x.Colour])
	c.recovered = true
}

func indicatorCode(x reading) string {
	if x.Indicator == nil {
		return ""
	}
	return x.Indicator.Code
}

// stemCell names a task force in a column headed 专班: 开发区.
func (r *reader) stemCell(code string) Cell {
	return Cell{Text: strings.TrimSuffix(words(r.short(code)), r.noun), Label: true}
}

// dash stands where there is no figure, which is not the same as zero.
var dash = Cell{Text: "—"}

func (r *reader) progressCells(x reading, ok bool) []Cell {
	if !ok {
		return []Cell{dash, dash, dash, dash}
	}
	cells := []Cell{r.orDash(x.Target), r.orDash(x.Value), r.orDash(x.Completion), r.orDash(x.Gap)}
	if x.AsOf != "" {
		cells[1].Text += "*"
	}
	if x.Reported != "" {
		cells[1].Text += "△"
	}
	if x.Pending {
		cells[1].Text += "待核"
	}
	if x.NotDue && x.Target != "" {
		cells[3] = Cell{Text: "未到节点"}
	}
	if word := colourWords[x.Colour]; word != "" && x.Gap != "" {
		if x.Colour != score.Green {
			cells[3].Text += string(word)
		}
		cells[3].Shade = shades[string(x.Colour)]
	}
	return cells
}

var shades = map[string]Shade{"green": GreenShade, "yellow": YellowShade, "red": RedShade}

func (t *tracer) orDash(m marked) Cell {
	if m == "" {
		return dash
	}
	return t.cell(m)
}

// monthTables shows the month alone for every indicator, and the year so far
// for those without target, which the completion table does not have. No two
// of them have the same caption.
func (c *circular) monthTables(class string, codes []string, inds []*scheme.Indicator) []Block {
	var tables []Block
	for part := range slices.Chunk(inds, 2*perTable) {
		t := c.monthTable(codes, part)
		t.Caption = class + c.monthName(c.period) + "份情况"
		if len(inds) > 2*perTable {
			t.Caption += "（" + numeral(len(tables)+1) + "）"
		}
		tables = append(tables, t)
	}
	return tables
}

// removedNotes say that a termination took something out of the month, or a
// project taken up again brought something back.
func (c *circular) removedNotes(codes []string) []string {
	touched := func(list []Termination) bool {
		return slices.ContainsFunc(list, func(x Termination) bool { return len(x.Removed) > 0 && slices.Contains(codes, x.TaskForce) })
	}
	passed := slices.ContainsFunc(slices.Concat(c.in.Terminated, c.in.Resumed), func(x Termination) bool {
		return slices.ContainsFunc(x.Passed, func(p Passed) bool { return slices.Contains(codes, p.TaskForce) })
	})
	if v := struct{ Removed, Restored, Passed bool }{touched(c.in.Terminated), touched(c.in.Resumed), passed}; v.Removed || v.Restored || v.Passed {
		return c.notes("当月情况说明", v)
	}
	return nil
}

func (c *circular) monthTable(codes []string, inds []*scheme.Indicator) *Table {
	t := &Table{Columns: []Column{{c.sender, 30, Left}}, Head: [][]HeadCell{{{c.sender, 1, 2}}, nil}}
	aimless := map[*scheme.Indicator]bool{} // told once: a column is as long as the table
	for _, ind := range inds {
		aimless[ind] = !c.aimed(ind, codes)
	}
	parts := map[int]string{}
	head := func(name, part string) {
		parts[len(t.Columns)] = part
		t.Head[1] = append(t.Head[1], HeadCell{name, 1, 1})
		t.Columns = append(t.Columns, Column{name, 12, Right})
	}
	for _, ind := range inds {
		n := 1
		if head("当月", "当月"+ind.Name); aimless[ind] {
			head("累计", ind.Name+"累计数")
			n = 2
		}
		t.Head[0] = append(t.Head[0], HeadCell{ind.Heading(), n, 1})
	}
	line := func(first Cell, of func(string) reading) {
		row := []Cell{first}
		for _, ind := range inds {
			x := of(ind.Code)
			row = append(row, c.monthCell(x))
			if aimless[ind] {
				row = append(row, c.orDash(x.Value))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	for _, code := range codes {
		line(c.stemCell(code), func(ind string) reading { return c.readings[code][ind] })
	}
	t.Notes = c.removedNotes(codes)
	if t.Total = len(codes) > 1 && c.scheme != nil && c.forces[codes[0]].InCounty; t.Total {
		line(Cell{Text: "合计"}, func(ind string) reading { return c.totals[ind] })
	}
	c.addUp(t, parts, len(t.Notes) > 0)
	return t
}

// monthCell prints a month's figure with its sign: a termination can make it
// negative.
func (c *circular) monthCell(x reading) Cell {
	cell := c.orDash(x.Month)
	if x.MonthSign < 0 && cell.Num != nil {
		cell.Text = "−" + cell.Text
		cell.Num = ptr(cell.Num.Neg())
	}
	return cell
}

// listed are the roles whose columns a circular may show; the others hold
// inside notes of the task force.
var listed = []form.Role{form.Project, form.ProjectName, form.Investor, form.Stage, form.Amount, form.EventDate}

// projectAnnex lists the month's rows of every sheet that holds projects.
func (c *circular) projectAnnex() {
	var body []Block
	done := map[string]bool{}
	for _, f := range c.scheme.Forms {
		for i := range f.Sheets {
			s := &f.Sheets[i]
			if s.Shape != form.List || s.With(form.Project) == nil || done[s.Name] {
				continue
			}
			done[s.Name] = true
			if t := c.projectTable(s); len(t.Rows) > 0 {
				body = append(body, t)
			}
		}
	}
	c.annex("项目清单标题", true, body)
}

// projectTable lists one sheet's rows of the month. A list that also holds
// projects met before says which are new, so that it agrees with the figures.
func (c *circular) projectTable(s *form.Sheet) *Table {
	t := &Table{Columns: []Column{{c.sender, 20, Left}}}
	var fields []form.Field
	for _, f := range s.Fields {
		if slices.Contains(listed, f.Role) || f.Required && (f.Type == form.Choice || f.Type == form.DateType) {
			fields = append(fields, f)
			t.Columns = append(t.Columns, columnOf(f))
		}
	}
	rows := c.rowsOf(s)
	carried := slices.ContainsFunc(rows, func(r listRow) bool { return r.carried })
	if carried {
		t.Columns = append(t.Columns, Column{"是否本月新增", 14, Centre})
	}
	for _, r := range rows {
		row := []Cell{c.nameCell(r.ret.TaskForce)}
		for _, f := range fields {
			row = append(row, c.entryCell(r.ret, r.entry, f))
		}
		if carried {
			row = append(row, Cell{Text: map[bool]string{false: form.Yes, true: form.No}[r.carried], Label: true})
		}
		t.Rows = append(t.Rows, row)
	}
	v := c.listView(s, rows, carried)
	t.Caption = words(c.line("项目表标题", v))
	if carried {
		t.Notes = c.notesAs(key("项目表", s.Name), "项目表说明", v)
	}
	return t
}

// listRow is a row of a project list.
type listRow struct {
	ret     *ingest.Return
	entry   ingest.Entry
	carried bool
}

func (c *circular) rowsOf(s *form.Sheet) (rows []listRow) {
	for _, task := range append(slices.Clone(c.counted), c.apart...) {
		for _, ret := range c.in.Returns {
			if ret.TaskForce != task {
				continue
			}
			for _, e := range ret.Of(s.Name) {
				rows = append(rows, listRow{ret, e, c.in.Carried[Row{task, s.Name, e.Row}]})
			}
		}
	}
	return rows
}

// listView is what the wording of a project list speaks of.
type listView struct {
	Sheet           marked
	Carried         bool // some project was listed in an earlier month
	All, New, Older marked
}

// listView counts projects, not rows: one may move twice in a month.
func (c *circular) listView(s *form.Sheet, rows []listRow, carried bool) listView {
	v := listView{Sheet: label(s.Name), Carried: carried}
	if !carried {
		return v
	}
	project := s.With(form.Project).Key
	var all, fresh []string
	seen := map[string]int{} // by project, its place in all plus one
	for _, r := range rows {
		v := r.entry.Values[project]
		k := key("list", r.ret.TaskForce, s.Name, v.Cell)
		id := key(r.ret.TaskForce, facts.NormalCode(v.Text))
		if seen[id] == 0 {
			c.figure(k, clean(v.Text), "填报的项目", []ingest.Source{r.ret.Source(r.entry, v.Cell)})
			all = append(all, k)
			seen[id] = len(all)
		}
		if !r.carried {
			fresh = append(fresh, all[seen[id]-1])
		}
	}
	older := slices.DeleteFunc(slices.Clone(all), func(k string) bool { return slices.Contains(fresh, k) })
	at := func(what string) string { return key("listed", s.Name, what) }
	v.All = c.count(at("all"), "本表所列项目数", all...)
	v.New = c.count(at("new"), "其中本月首次填入本表的项目数", fresh...)
	v.Older = c.count(at("older"), "其中以前月份已填入本表的项目数", older...)
	return v
}

// columnOf is a list column: wide for names, narrow for codes and numbers.
func columnOf(f form.Field) Column {
	switch {
	case f.Role == form.ProjectName || f.Role == form.Investor:
		return Column{f.Title(), 45, Left}
	case f.Type == form.Decimal || f.Type == form.Integer:
		return Column{f.Title(), 18, Right}
	case f.Role == form.Project:
		return Column{f.Title(), 24, Centre}
	}
	return Column{f.Title(), 20, Centre}
}

// entryCell prints one value of a return; a number is a figure that rests on
// its cell.
func (r *reader) entryCell(ret *ingest.Return, e ingest.Entry, f form.Field) Cell {
	v, ok := e.Values[f.Key]
	if !ok {
		return dash
	}
	if v.Kind != ingest.Number {
		return Cell{Text: clean(v.String()), Label: true}
	}
	places := max(v.Num.Places(), min(2, f.Decimals))
	from := []ingest.Source{ret.Source(e, v.Cell)}
	return r.cell(r.number(key("list", ret.TaskForce, e.Sheet, v.Cell), v.Num, places, "填报数", from))
}

// correction is a corrected figure or total, and the key that its numbers go by.
type correction struct {
	Correction
	key string
}

// corrected are the corrected figures, then the totals that changed with them.
func (c *circular) corrected() (list []correction) {
	for i, x := range c.in.Corrections {
		list = append(list, correction{x, key("correction", itoa(i+1))})
	}
	for _, x := range c.in.Sums {
		list = append(list, correction{x, key("correction", "total", x.Period.String(), x.Indicator)})
	}
	return list
}

// of is whose figure was corrected.
func (c *circular) of(x correction) marked {
	if x.TaskForce == "" {
		return label("合计")
	}
	return c.short(x.TaskForce)
}

// how is what a corrected figure is worked out by.
func (c *circular) how(x correction, ind *scheme.Indicator) string {
	if x.TaskForce == "" {
		return "各" + c.sender + "合计，重复项目计一次"
	}
	return ind.Formula
}

// corrections says what earlier circulars had wrong.
func (c *circular) corrections() []Block {
	type view struct{ Period, Who, Span, Name, Unit, Was, Is, Why, Effect marked }
	var list []view
	for _, x := range c.corrected() {
		ind := c.inds[x.Indicator]
		if ind == nil {
			continue
		}
		print := func(what string, n formula.Num, how string) marked {
			from := n.From
			if what == "was" {
				from = append(published(x.Period.Chinese()+"月通报"), from...)
			}
			return c.number(key(x.key, what), n.Num, decimals(ind, n.Num), how, from)
		}
		span := &reader{scheme: c.scheme, period: x.Period}
		list = append(list, view{
			Period: label(c.monthName(x.Period)), Who: c.of(x), Span: label(span.span()), Name: label(ind.Name), Unit: label(ind.Unit),
			Was: print("was", x.Was, x.Period.Chinese()+"通报所印"), Is: print("is", x.Is, c.how(x, ind)), Why: label(x.Why), Effect: label(x.Effect),
		})
	}
	return c.say("更正说明", list)
}

// changeTable is what a reissue changes against the edition before, and what
// it corrects of earlier months: was, is, why.
func (c *circular) changeTable() []Block {
	t := &Table{Columns: []Column{{"通报", 16, Centre}, {c.sender, 26, Left}, {"事项", 34, Left}, {"原印", 20, Right}, {"更正为", 20, Right}, {"原因", 40, Left}}}
	for _, x := range c.corrected() {
		ind := c.inds[x.Indicator]
		if ind == nil {
			continue
		}
		was := c.number(key(x.key, "was"), x.Was.Num, decimals(ind, x.Was.Num), x.Period.Chinese()+"通报所印", append(published(x.Period.Chinese()+"月通报"), x.Was.From...))
		is := c.number(key(x.key, "is"), x.Is.Num, decimals(ind, x.Is.Num), c.how(x, ind), x.Is.From)
		t.Rows = append(t.Rows, []Cell{
			{Text: words(label(c.monthName(x.Period))), Label: true}, {Text: words(c.of(x)), Label: true}, {Text: clean(ind.Heading()), Label: true},
			c.cell(was), c.cell(is), {Text: clean(x.Why), Label: true},
		})
	}
	for i, x := range c.in.Restated {
		was, is := c.restated(key("restated", itoa(i+1)), "上一版", x)
		t.Rows = append(t.Rows, []Cell{{Text: words(label(c.monthName(c.period))), Label: true}, c.nameCell(x.TaskForce), named(x.What), was, is, named(x.Why)})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []Block{t}
}
