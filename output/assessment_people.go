package output

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// Outcomes fall on persons: who was a member in the year, what is proposed for
// them, and who sits on two chairs.

// Membership is a member of a task force in the assessed year.
type Membership struct {
	scheme.Member
	Joined, Left bool // in the course of the year; its first month is no change
}

// Roster lists the members of the year, in the order of 专班, then of 成员名册.
func Roster(in AssessmentInput) (list []Membership) {
	cal := in.Scheme.Settings.Calendar
	first, last := cal.FirstMonth(in.Year).First(), cal.LastMonth(in.Year).Last()
	for _, tf := range in.Scheme.TaskForces {
		for _, m := range in.Members {
			begun := m.From == (ingest.Date{}) || m.From.Compare(last) <= 0
			ended := m.To != (ingest.Date{}) && m.To.Compare(first) < 0
			if m.TaskForce == tf.Code && begun && !ended {
				list = append(list, Membership{m, m.From.Compare(first.Period().Last()) > 0, m.To != (ingest.Date{}) && m.To.Compare(last) < 0})
			}
		}
	}
	return list
}

// Conflict is a person in task forces with different outcomes.
type Conflict struct {
	Person, Unit string
	TaskForces   []string
}

// Conflicts finds the persons for whom one task force's outcome is another than
// a second one's: what is proposed, or that a red line leaves it to the
// leaders. Who is proposed for praise by one must not get it past the red line
// of the other. Same name and unit is the same person, however its characters
// are spaced. Task forces that are
// reported apart, and those of which nothing is proposed, oppose nobody.
func Conflicts(in AssessmentInput) (list []Conflict) {
	done := map[string]string{}
	for _, x := range in.Assessments {
		tf := in.Scheme.TaskForce(x.TaskForce)
		switch {
		case tf == nil || !tf.InCounty:
		case in.RedLines[x.TaskForce] != "":
			if !in.RedLinesApart {
				done[x.TaskForce] = "red line"
			}
		case x.Outcome != nil && len(x.Results) > 0:
			done[x.TaskForce] = strconv.FormatBool(x.Done)
		}
	}
	type person struct{ name, unit string }
	seats := map[person][]string{}
	var order []person
	for _, m := range Roster(in) {
		p := person{in.nameOf(m.Person), m.Unit}
		if _, proposed := done[m.TaskForce]; !proposed || slices.Contains(seats[p], m.TaskForce) {
			continue
		}
		if seats[p] == nil {
			order = append(order, p)
		}
		seats[p] = append(seats[p], m.TaskForce)
	}
	for _, p := range order {
		if slices.ContainsFunc(seats[p], func(code string) bool { return done[code] != done[seats[p][0]] }) {
			list = append(list, Conflict{p.name, p.unit, seats[p]})
		}
	}
	return list
}

// nameOf is a person's name; as typed where RedLinesApart, since so it was once.
func (in AssessmentInput) nameOf(person string) string {
	if in.RedLinesApart {
		return person
	}
	return PlainName(person)
}

// PlainName is a Chinese name without the blanks that spread its characters in
// a list (张　三).
func PlainName(person string) string {
	if strings.ContainsFunc(person, func(r rune) bool { return !unicode.Is(unicode.Han, r) && !unicode.IsSpace(r) }) {
		return person
	}
	return strings.Join(strings.Fields(person), "")
}

type staffView struct {
	People, Changes marked
	Without         []marked
}

// staff counts persons, each once however many chairs they have.
func (a *assessment) staff() staffView {
	v := staffView{}
	var people []string
	manned := map[string]bool{}
	for _, m := range a.roster {
		manned[m.TaskForce] = true
		k := key("person", m.Unit, a.in.nameOf(m.Person))
		if !slices.Contains(people, k) {
			people = append(people, k)
		}
		a.traces[k] = Trace{Value: m.Person, Formula: "成员名册", Inputs: []ingest.Source{{Office: "台账", Place: ingest.Place{Sheet: "成员名册", Cell: m.Cell}}}}
	}
	if len(people) > 0 {
		v.People = a.count("assess/people", "本年度成员名册所列人数，一人兼任的计一次", people...)
		for _, x := range a.verdicts {
			if !manned[x.judged.TaskForce] {
				v.Without = append(v.Without, x.Who)
			}
		}
	}
	var changes []string
	for _, c := range a.changes() {
		changes = append(changes, c.key)
	}
	if len(changes) > 0 {
		v.Changes = a.count("assess/changes", "月报表报备的人员变动", changes...)
	}
	return v
}

// peopleTable lists every member with what is proposed for them.
func (a *assessment) peopleTable() *Table {
	t := &Table{Caption: "成员名单", Columns: []Column{
		{"姓名", 18, Centre}, {"单位", 34, Left}, {"职务", 24, Left}, {"人员类别", 16, Centre}, {"所在" + a.sender, 24, Left}, {"任职时间", 32, Centre}, {"结果建议", 22, Centre}, {"备注", 36, Left},
	}}
	named := func(s string) Cell {
		if s == "" {
			return dash
		}
		return Cell{Text: clean(s), Label: true}
	}
	for _, m := range a.roster {
		proposal := "—"
		for _, v := range a.verdicts {
			if v.judged.TaskForce == m.TaskForce && v.takesPart() {
				proposal = "由领导小组研究"
				if v.proposes() {
					proposal = words(v.Grade)
				}
			}
		}
		t.Rows = append(t.Rows, []Cell{
			named(m.Person), named(m.Unit), named(m.Post), named(m.Kind), a.nameCell(m.TaskForce), named(tenure(m.Member)), named(proposal), named(a.remarkOn(m)),
		})
	}
	return t
}

// tenure is since when a member serves, or from when to when: what holds today
// is not for a dated document to say.
func tenure(m scheme.Member) string {
	none := ingest.Date{}
	switch {
	case m.From == none && m.To == none:
		return ""
	case m.To == none:
		return m.From.String() + "起"
	case m.From == none:
		return "至" + m.To.String()
	}
	return m.From.String() + "—" + m.To.String()
}

func (a *assessment) remarkOn(m Membership) string {
	text := ""
	if m.Joined {
		text = "年内进入"
	}
	if m.Left {
		text = strings.TrimPrefix(text+"、年内调出", "、")
	}
	for _, c := range Conflicts(a.in) {
		if c.Person == a.in.nameOf(m.Person) && c.Unit == m.Unit && slices.Contains(c.TaskForces, m.TaskForce) {
			if text != "" {
				text += "；"
			}
			text += "兼任" + a.sender + "结果不同，待明确"
		}
	}
	return text
}

// change is a row of the sheet on which changes of staff are filed.
type change struct {
	key string
	ret *ingest.Return
	e   ingest.Entry
}

// changes are the rows of 人员变动表, by task force and month.
func (a *assessment) changes() (list []change) {
	sheet := a.scheme.Settings.Other[scheme.ChangesSetting]
	if sheet == "" {
		return nil
	}
	for _, tf := range a.scheme.TaskForces {
		for _, ret := range a.in.Returns {
			if ret.TaskForce != tf.Code {
				continue
			}
			for _, e := range ret.Of(sheet) {
				k := key("change", ret.TaskForce, ret.Period.String(), itoa(e.Row))
				a.traces[k] = Trace{Value: words(a.short(tf.Code)) + "人员变动", Formula: "填报", Inputs: []ingest.Source{ret.Source(e, firstCell(e))}}
				list = append(list, change{k, ret, e})
			}
		}
	}
	return list
}

// changesTable prints what was filed, column by column as in the form.
func (a *assessment) changesTable() *Table {
	name := a.scheme.Settings.Other[scheme.ChangesSetting]
	t := &Table{Columns: []Column{{a.sender, 26, Left}, {"报告月份", 20, Centre}}}
	var fields []form.Field
	for _, f := range a.scheme.Forms {
		if s := f.Sheet(name); s != nil && len(fields) == 0 {
			for _, field := range s.Fields {
				if field.Role != form.LateMark {
					fields = append(fields, field)
					t.Columns = append(t.Columns, Column{field.Title(), 24, Centre})
				}
			}
		}
	}
	for _, c := range a.changes() {
		row := []Cell{a.nameCell(c.ret.TaskForce), {Text: c.ret.Period.Chinese(), Label: true}}
		for _, f := range fields {
			row = append(row, a.entryCell(c.ret, c.e, f))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// outcomeTable is what is proposed for every task force, and what it rests on.
func (a *assessment) outcomeTable() *Table {
	t := &Table{Caption: "结果建议", Columns: []Column{{a.sender, 26, Left}, {"是否完成", 16, Centre}, {"等次建议", 22, Centre}, {"建议用语", 84, Left}, {"依据", 40, Left}}}
	for _, v := range a.verdicts {
		done := "未完成"
		switch {
		case len(v.results) == 0:
			done = "不作评定"
		case v.judged.Done:
			done = "完成"
		}
		named := func(s marked) Cell {
			if s == "" {
				return dash
			}
			return Cell{Text: words(s), Label: true}
		}
		row := []Cell{a.nameCell(v.judged.TaskForce), {Text: done}, named(v.Grade), named(v.Wording), dash}
		if v.Clause != "" {
			row[4] = Cell{Text: clean(cited(v.judged.Outcome.Basis)), Label: true}
		}
		if v.Excluded != "" {
			row[2], row[3] = Cell{Text: "由领导小组研究"}, named("触及红线："+v.Excluded)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// yearStates are what can become of a return, those that no return of the year
// came to left out where they are rare.
func (a *assessment) yearStates() (states []score.State) {
	all := []score.State{score.OnTime, score.Late, madeGood, corrected, score.Missing, score.Returned}
	if !a.in.WaitingUntold {
		all = append(all, notYet)
	}
	for _, state := range all {
		rare := state == madeGood || state == corrected || state == notYet
		if !rare || len(a.reportingKeys(func(r score.Reporting) bool { return lastState(r) == state }, "")) > 0 {
			states = append(states, state)
		}
	}
	return states
}

// stateCounts are a task force's returns of the year by what became of them.
func (a *assessment) stateCounts(code string, states []score.State) []Cell {
	var cells []Cell
	for _, state := range states {
		keys := a.reportingKeys(func(r score.Reporting) bool { return lastState(r) == state }, code)
		cells = append(cells, a.cell(a.count(key("assess/reporting", code, string(state)), stateWords[state]+"的月报表份数", keys...)))
	}
	return cells
}

// firstCell is the leftmost cell of a row, in whose name the row is cited.
func firstCell(e ingest.Entry) string {
	cell := ""
	for _, v := range e.Values {
		if cell == "" || len(v.Cell) < len(cell) || len(v.Cell) == len(cell) && v.Cell < cell {
			cell = v.Cell
		}
	}
	return cell
}
