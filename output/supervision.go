package output

import (
	"cmp"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// Sections 四、督查发现的问题 and 五、下一步要求, and the supervision list.

// matter is a supervision item as sentences and the list print it.
type matter struct {
	Item     supervise.Item
	Who      marked
	Text, ID marked
	Still    marked // later months in which the same was found: 10月、11月
}

// matters are items with one thing in common, counted.
type matters struct {
	Count marked
	List  []matter
	By    []holder // whose they are
	Each  []holders
	Many  bool // too many to be told one by one: the list annexed has them
}

// holder is a task force with the number of its items.
type holder struct{ Who, Count marked }

// holders are task forces with as many items each.
type holders struct {
	Crowd crowd
	Count marked // of each
}

// toldEach is how many items the text tells one by one. Sixty would fill five
// pages that nobody reads.
const toldEach = 12

func (c *circular) mattersOf(what, formula string, is func(supervise.Item) bool) matters {
	var m matters
	var keys []string
	for _, it := range c.in.Items {
		if is(it) {
			x := c.matter(it)
			m.List = append(m.List, x)
			keys = append(keys, key("supervision", it.ID))
		}
	}
	if len(keys) > 0 {
		m.Count = c.count(key("supervision", "count", what), formula, keys...)
	}
	m.Many = len(m.List) > toldEach
	m.By, m.Each = c.holders(what, formula, m.List)
	return m
}

// fewAlike are told one by one, though they have as many items.
const fewAlike = 2

// holders counts items by task force, in their order; and tells at once of more
// than a few that have as many, then the most first.
func (c *circular) holders(what, formula string, list []matter) (by []holder, each []holders) {
	keys := map[string][]string{}
	var order []string
	for _, m := range list {
		code := m.Item.TaskForce
		if keys[code] == nil {
			order = append(order, code)
		}
		keys[code] = append(keys[code], key("supervision", m.Item.ID))
	}
	for _, code := range order {
		by = append(by, holder{c.short(code), c.count(key("supervision", "count", what, code), formula, keys[code]...)})
	}
	as := func(code string) int { return len(keys[code]) }
	for _, code := range order {
		alike := slices.DeleteFunc(slices.Clone(order), func(o string) bool { return as(o) != as(code) })
		base, counts := key("supervision", "count", what, "each", itoa(as(code))), []string(nil)
		for _, o := range alike {
			counts = append(counts, key("supervision", "count", what, o))
		}
		switch {
		case len(alike) <= fewAlike:
			each = append(each, holders{c.crowd("", "", []string{code}), by[slices.Index(order, code)].Count})
		case alike[0] == code:
			each = append(each, holders{c.crowd(base+"/of", formula+"相同的"+c.sender+"数", alike), c.figure(base, itoa(as(code)), "各"+c.sender+formula+"相同", nil, counts...)})
		}
	}
	if len(each) < len(by) {
		slices.SortStableFunc(each, func(a, b holders) int { return cmp.Compare(as(b.Crowd.Codes[0]), as(a.Crowd.Codes[0])) })
	}
	return by, each
}

// matter registers an item. Its words were filled in when it was raised and
// are printed as they stand; their trace is the row of 督查 that raised it and
// the figures this row asks about.
func (r *reader) matter(it supervise.Item) matter {
	text := clean(it.Text)
	if who := words(r.short(it.TaskForce)); !strings.Contains(text, who) {
		name := ""
		if t := r.forces[it.TaskForce]; t != nil {
			name = t.Name
		}
		if name == "" || !strings.Contains(text, name) {
			text = who + text
		}
	}
	k := key("supervision", it.ID)
	how, of := "现场督查", []string(nil)
	from := []ingest.Source{{Office: "台账", Place: ingest.Place{Sheet: "督查登记"}}}
	for _, row := range r.scheme.Supervision {
		if row.Code == it.Code && it.Origin == "" {
			how = "督查" + row.Code + "：" + row.Source
			of, from = r.askedAbout(row.Source, it.TaskForce), []ingest.Source{r.scheme.SourceOf("督查", "触发条件", "编号", row.Code)}
		}
	}
	return matter{Item: it, Who: r.short(it.TaskForce), Text: r.figure(k, text, how, from, of...), ID: label(it.ID), Still: label(r.stillIn(it))}
}

// askedAbout finds the figures of this document that a condition names.
func (r *reader) askedAbout(condition, taskForce string) []string {
	var keys []string
	for _, ind := range r.scheme.Indicators {
		if !strings.Contains(condition, "指标."+ind.Code+".") {
			continue
		}
		for _, what := range []string{"actual", "target", "gap"} {
			if _, ok := r.traces[key("figure", taskForce, ind.Code, what)]; ok {
				keys = append(keys, key("figure", taskForce, ind.Code, what))
			}
		}
	}
	return keys
}

// toldIn reports whether the circular of this month tells the event first.
func (c *circular) toldIn(it supervise.Item, kind supervise.EventKind) bool {
	for _, e := range it.History {
		if e.Kind == kind && e.Period == c.period {
			return true
		}
	}
	return false
}

func (c *circular) supervision() {
	type view struct {
		face
		New, Closed, Overdue, Open matters
		HandedOver, Reopened       matters
		TakenOver                  []takenOver
		ClosedBy                   []holder
		ClosedEach                 []holders
		ClosedTotal, None          bool
	}
	v := view{
		face: c.face(),
		New:  c.mattersOf("new", "本月新增督办事项数", func(it supervise.Item) bool { return c.toldIn(it, supervise.WasRaised) }),
		Closed: c.mattersOf("closed", "本月销号督办事项数", func(it supervise.Item) bool {
			return it.Status == supervise.Closed && c.toldIn(it, supervise.WasClosed)
		}),
		Overdue: c.mattersOf("overdue", "逾期未改督办事项数", func(it supervise.Item) bool { return it.Status == supervise.Overdue }),
		Open: c.mattersOf("open", "此前提出且未到期督办事项数", func(it supervise.Item) bool {
			return it.Status == supervise.Open && !c.toldIn(it, supervise.WasRaised) && !c.toldIn(it, supervise.WasReopened)
		}),
	}
	v.HandedOver = c.mattersOf("handed", "转入年度考核的督办事项数", func(it supervise.Item) bool {
		return it.Status == supervise.HandedOver && c.toldIn(it, supervise.WasHanded)
	})
	v.Reopened = c.mattersOf("reopened", "本月恢复督办的事项数", func(it supervise.Item) bool { return c.toldIn(it, supervise.WasReopened) })
	v.TakenOver = c.takenOver()
	v.ClosedBy, v.ClosedEach, v.ClosedTotal = v.Closed.By, v.Closed.Each, len(v.Closed.By) > 1
	v.None = v.New.Count == "" && v.Closed.Count == "" && v.Overdue.Count == "" && v.Open.Count == "" && v.HandedOver.Count == "" && len(v.TakenOver) == 0 && v.Reopened.Count == "" && len(c.own("督查发现的问题")) == 0
	c.section("督查发现的问题", c.say("督查发现的问题", v))
}

// takenOver is what one task force left open that has ended, and what becomes
// of it.
type takenOver struct {
	matters
	Who, Month, How marked
}

func (c *circular) takenOver() (list []takenOver) {
	how := map[string]string{}
	for _, row := range c.scheme.Supervision {
		how[row.Code] = row.TakenOver
	}
	now := func(it supervise.Item) bool {
		return it.Status == supervise.TakenOver && c.toldIn(it, supervise.WasTakenOver)
	}
	for i, it := range c.in.Items {
		like := func(other supervise.Item) bool {
			return now(other) && other.TaskForce == it.TaskForce && how[other.Code] == how[it.Code]
		}
		if !now(it) || slices.ContainsFunc(c.in.Items[:i], like) {
			continue
		}
		x := takenOver{matters: c.mattersOf("taken/"+it.ID, "停用后移交的督办事项数", like), Who: c.short(it.TaskForce), How: label(how[it.Code])}
		if tf := c.scheme.TaskForce(it.TaskForce); tf != nil {
			x.Month = label(tf.To.Chinese())
		}
		list = append(list, x)
	}
	return list
}

func (c *circular) demands() {
	type view struct {
		face
		Missing, Returned, Behind crowd
		By, Objection             marked
		Overdue, Running          bool
		Plan                      *planView
	}
	v := view{face: c.face(), Plan: c.planView(), By: label(c.dateName(c.in.MakeGoodBy)), Objection: c.objection(c.in.Objection)}
	v.Missing = c.crowd("demand/missing", "缺报的"+c.sender+"数", c.withState(score.Missing))
	v.Returned = c.crowd("demand/returned", "退回未改的"+c.sender+"数", c.withState(score.Returned))
	if elapsed := c.scheme.Settings.Calendar.Elapsed(c.period); elapsed > 6 {
		// Before mid-year nobody is called to account for progress.
		v.Behind = c.crowd("demand/behind", "有指标进度为红色的"+c.sender+"数", c.behind())
	}
	for _, it := range c.in.Items {
		v.Overdue = v.Overdue || it.Status == supervise.Overdue
		v.Running = v.Running || it.Status == supervise.Open
	}
	if len(c.in.Reporting)+len(c.in.Figures) == 0 {
		c.section("下一步要求", nil)
		return
	}
	c.section("下一步要求", c.say("下一步要求", v))
}

func (c *circular) withState(s score.State) []string {
	var codes []string
	for _, r := range c.in.Reporting {
		if stateOf(r) == s {
			codes = append(codes, r.TaskForce)
		}
	}
	return codes
}

// behind lists the task forces that have a red figure which is behind its plan
// as printed.
func (c *circular) behind() []string {
	var codes []string
	for _, code := range append(append([]string(nil), c.counted...), c.apart...) {
		for _, x := range c.readings[code] {
			if x.Colour == score.Red && !x.OnPlan {
				codes = append(codes, code)
				break
			}
		}
	}
	return codes
}

// supervisionTable is the list of items: what every reader may know of them.
func (r *reader) supervisionTable(list []matter) *Table {
	t := &Table{Columns: []Column{
		{"督办编号", 18, Centre}, {r.sender, 14, Centre}, {"事项", 39, Left}, {"整改要求", 34, Left},
		{"提出日期", 14, Centre}, {"整改期限", 14, Centre}, {"办理经过", 28, Left}, {"状态", 11, Centre},
	}}
	for _, m := range list {
		named := func(s string) Cell { return Cell{Text: clean(s), Label: true} }
		t.Rows = append(t.Rows, []Cell{
			named(m.Item.ID), r.stemCell(m.Item.TaskForce), {Text: words(m.Text), Figure: key("supervision", m.Item.ID)}, named(m.Item.Demand),
			named(m.Item.RaisedOn.String()), named(m.Item.Due.String()), named(r.course(m.Item)), named(m.Item.Status.Chinese()),
		})
	}
	return t
}

// asOf is the day as of which items are told; "" where none is said.
func asOf(d ingest.Date) marked {
	if d == (ingest.Date{}) {
		return ""
	}
	return label(d.Chinese())
}

// courseWords are what an item's course says of an event, after its day.
var courseWords = map[supervise.EventKind]string{supervise.WasExtended: "延期", supervise.WasOverdue: "逾期", supervise.WasClosed: "销号", supervise.WasHanded: "转入考核", supervise.WasTakenOver: "移交", supervise.WasReopened: "销号撤回"}

// course is what became of an item so far, a short phrase: 10月12日答复；
// 10月31日逾期；11月10日销号. That it was raised stands in a column of its own, so
// a new item says 新提出.
func (r *reader) course(it supervise.Item) string {
	events := slices.Clone(it.History)
	slices.SortStableFunc(events, func(a, b supervise.Event) int { return a.On.Compare(b.On) })
	var steps, answers []string
	answered := func() { // answers with nothing between them are one step
		switch n := len(answers); {
		case n > 2:
			steps = append(steps, answers[0]+"至"+answers[n-1]+"答复"+itoa(n)+"次")
		case n > 0:
			steps = append(steps, strings.Join(answers, "、")+"答复")
		}
		answers = nil
	}
	for _, ev := range events {
		on, what := r.dateName(ev.On), courseWords[ev.Kind]
		switch {
		case ev.Kind == supervise.WasAnswered:
			answers = append(answers, on)
		case what != "":
			answered()
			steps = append(steps, on+what)
		}
	}
	answered()
	still := r.stillIn(it)
	switch {
	case len(steps) == 0 && still == "" && (it.Raised == r.period || it.RaisedIn() == r.period):
		return "新提出"
	case len(steps) == 0 && still == "":
		return "尚未答复"
	case still != "":
		steps = append(steps, still+"仍存在")
	}
	return strings.Join(steps, "；")
}

// stillIn names the months so far in which an open item was found again:
// nothing is raised anew while it is open, so this is where a second and third
// missing month are told.
func (r *reader) stillIn(it supervise.Item) string {
	if it.Status.Over() {
		return ""
	}
	var months []ingest.Period
	for _, ev := range it.History {
		if ev.Kind == supervise.Persists && !r.period.Before(ev.Period) {
			months = append(months, ev.Period)
		}
	}
	return strings.Join(r.monthNames(months), "、")
}

// monthNames names months in order, runs of three and more as 9月至11月.
func (r *reader) monthNames(months []ingest.Period) (names []string) {
	months = slices.Clone(months)
	slices.SortFunc(months, ingest.Period.Sub)
	months = slices.Compact(months)
	for i := 0; i < len(months); {
		j := i
		for j+1 < len(months) && months[j+1] == months[j].Add(1) {
			j++
		}
		if j-i >= 2 {
			names = append(names, r.monthName(months[i])+"至"+r.monthName(months[j]))
			i = j + 1
			continue
		}
		names = append(names, r.monthName(months[i]))
		i++
	}
	return names
}
