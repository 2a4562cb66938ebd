package output

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// AssessmentInput is everything a year's assessment (年考核) is made of, judged
// already.
type AssessmentInput struct {
	Scheme      *scheme.Scheme
	Year        int
	Status      Status
	Number      string      // 发文字号; "" where it has none
	Date        ingest.Date // zero in a draft
	Assessments []score.Assessment
	Figures     []score.Figure // of the year's last month
	Totals      []score.Total
	Months      []MonthReporting // the year's months, in order
	Items       []supervise.Item // supervision items about the year's months
	ItemsAsOf   ingest.Date      // day of the last circular: as they stood then; zero does not say
	Members     []scheme.Member  // 成员名册; those of other years are passed over
	RedLines    map[string]string
	// RedLinesApart: a red line makes no conflict of outcomes. So it was once.
	RedLinesApart bool
	// WaitingUntold: a return that can still come in time (延期) is called missing,
	// and stands among none of what became of those asked for. So it was once.
	WaitingUntold bool
	Pending       []score.Claim
	Projects      map[string][]facts.Project
	Returns       []*ingest.Return // accepted returns of the year that figures rest on
	Arrivals      Arrivals         // of these
	Restated      []Restated       // of a reissue: what is other than in the edition before
}

const assessmentFile = "assessment.tmpl"

// assessment is an AssessmentInput being written up.
type assessment struct {
	*writer
	in       AssessmentInput
	readings map[string]map[string]reading
	verdicts []verdict
	roster   []Membership
	doc      *Document
}

// verdict is one task force's year as wording speaks of it.
type verdict struct {
	force                  *scheme.TaskForce
	judged                 score.Assessment
	results                []resultView
	Who, Total, Reached    marked
	Failed                 marked // the count of Missed
	Missed                 []resultView
	Others                 []reading
	Grade, Wording, Clause marked
	Excluded               marked
	asOf                   marked
	stale                  bool
	// Waiting is of one whose returns, some of them, can still come in time; lapsed
	// of one that owes others.
	Waiting, lapsed bool
}

// resultView is one target at the year's end.
type resultView struct {
	reading
	Met, Binding bool
	Short        marked // what is missing to the goal
}

// Assessment writes the year's assessment: each target met or not with its
// evidence, and outcomes as proposals, never as decisions (三（二）). What asks to
// be decided is a 请示; a 报告 may not (党政机关公文处理工作条例 第十五条). An error is
// a fault of the wording or of the input, never of the figures.
func Assessment(in AssessmentInput, w *Wording) (*Document, error) {
	last := in.Scheme.Settings.Calendar.LastMonth(in.Year)
	a := &assessment{writer: &writer{newReader(in.Scheme, last), w, assessmentFile}, in: in, readings: map[string]map[string]reading{}, roster: Roster(in)}
	for _, f := range in.Figures {
		if a.readings[f.TaskForce] == nil {
			a.readings[f.TaskForce] = map[string]reading{}
		}
		a.readings[f.TaskForce][f.Indicator] = a.read(f)
	}
	for _, x := range in.Assessments {
		a.verdicts = append(a.verdicts, a.verdict(x))
	}
	a.head()
	a.doc.addSection("总体情况", a.overview())
	a.doc.addSection("各"+a.sender+"考核情况和结果建议", a.each(true))
	a.doc.addSection("另行考核的"+a.sender, a.each(false))
	a.doc.addSection("保障和督查情况", a.support())
	a.doc.addSection("需要一并审定的事项", a.open())
	a.doc.Body = append(a.doc.Body, a.say("结语", a.face())...)
	a.annexes()
	var err error
	a.doc.Traces, err = a.finish()
	return a.doc, err
}

type assessmentFace struct {
	Office, Basis, Scope, Year marked
	Contact, Phone             marked
	Roster                     bool // there is a list of members
	Reissued                   bool
}

func (a *assessment) face() assessmentFace {
	s := a.scheme.Settings
	return assessmentFace{label(s.Office), label(s.NoticeTitle), label(s.Scope), label(itoa(a.in.Year)), label(s.Other[scheme.ContactSetting]), label(s.Other[scheme.PhoneSetting]), len(a.roster) > 0, a.in.Status == Reissued}
}

func (a *assessment) head() {
	s := a.scheme.Settings
	a.doc = &Document{Kind: "年考核", Number: a.in.Number, Title: titleParts(a.line("标题", a.face())), Signature: s.Office, Author: s.Office}
	// An office reports to the body whose office it is.
	if body, ok := strings.CutSuffix(s.Office, "办公室"); ok {
		a.doc.To = body
	}
	a.doc.Subject = strings.Join(a.doc.Title, "")
	if a.in.Status == Draft {
		a.doc.DraftMark, a.doc.Number = "送审稿", ""
	}
	if a.in.Date != (ingest.Date{}) {
		a.doc.Date = a.in.Date.Chinese()
	}
	a.doc.Body = a.say("引言", a.face())
	a.doc.Note = words(a.line("附注", a.face())) // whom to ask: 请示 say so
}

func (a *assessment) verdict(x score.Assessment) verdict {
	v := verdict{force: a.forces[x.TaskForce], judged: x, Who: a.short(x.TaskForce), Excluded: label(a.in.RedLines[x.TaskForce])}
	var all, reached, failed []string
	for _, res := range x.Results {
		view := resultView{reading: a.readings[x.TaskForce][res.Figure.Indicator], Met: res.Met, Binding: res.Figure.Binding}
		k := key("figure", x.TaskForce, res.Figure.Indicator)
		all = append(all, k+"/target")
		if res.Met {
			reached = append(reached, k+"/actual")
		} else {
			failed = append(failed, k+"/target")
			view.Short = a.missing(k, res.Figure, view.reading)
			v.Missed = append(v.Missed, view)
		}
		v.results = append(v.results, view)
	}
	if len(all) > 0 {
		v.Total = a.count(key("assess", x.TaskForce, "targets"), "年度目标项数", all...)
	}
	if len(reached) > 0 {
		v.Reached = a.count(key("assess", x.TaskForce, "reached"), "完成的年度目标项数", reached...)
	}
	if len(failed) > 0 {
		v.Failed = a.count(key("assess", x.TaskForce, "failed"), "未完成的年度目标项数", failed...)
	}
	if x.Outcome != nil && len(all) > 0 {
		v.Grade, v.Wording, v.Clause = label(x.Outcome.Grade), label(x.Outcome.Wording), label(a.citedInFull(x.Outcome.Basis))
	}
	a.others(&v)
	a.awaited(&v)
	return v
}

// awaited tells which of a task force's returns can still come in time, or cannot.
func (a *assessment) awaited(v *verdict) {
	for _, m := range a.in.Months {
		for _, r := range m.Reporting {
			if r.TaskForce == v.judged.TaskForce && !a.in.WaitingUntold {
				v.Waiting = v.Waiting || r.Open
				v.lapsed = v.lapsed || !r.Open && (r.Status == score.Missing || r.Status == score.Returned)
			}
		}
	}
}

// missing is how much a goal was missed by.
func (a *assessment) missing(k string, f *score.Figure, x reading) marked {
	if f.Actual == nil || f.Goal == nil {
		return ""
	}
	short := f.Goal.Sub(f.Actual.Num)
	return a.number(k+"/short", short, decimals(x.Indicator, short), score.Text(x.Indicator, *f.Goal)+"−"+words(x.Value), nil, k+"/target", k+"/actual")
}

// others are the figures without target, and how far the data reach.
func (a *assessment) others(v *verdict) {
	code := v.judged.TaskForce
	for i := range a.scheme.Indicators {
		x, ok := a.readings[code][a.scheme.Indicators[i].Code]
		if !ok {
			continue
		}
		if x.AsOf != "" {
			v.asOf = x.AsOf
		}
		v.stale = v.stale || x.AsOf != "" || x.Value == "" && x.Target != ""
		// That an amount without a target is zero is not worth a clause.
		if x.Target == "" && x.Value != "" && (!x.Zero || x.Indicator.Count) {
			v.Others = append(v.Others, x)
		}
	}
}

// takesPart reports whether a task force is one of those that are compared;
// the others are reported apart.
func (v verdict) takesPart() bool { return v.force != nil && v.force.InCounty }

// proposes reports whether there is a proposal for the task force's members.
func (v verdict) proposes() bool { return v.Grade != "" && v.Excluded == "" }

// staleOnes are those whose figures stand at an earlier month, all of one month
// and for the same reason together.
func (a *assessment) staleOnes() (list []stale) {
	var told [][]string // codes, parallel
	for _, x := range a.verdicts {
		if !x.stale {
			continue
		}
		as := stale{AsOf: x.asOf, Waiting: x.Waiting, Lapsed: x.Waiting && x.lapsed}
		at := slices.IndexFunc(list, func(y stale) bool { y.Who = ""; return y == as })
		if at < 0 {
			at, list, told = len(list), append(list, as), append(told, nil)
		}
		told[at] = append(told[at], x.judged.TaskForce)
		list[at].Who = a.shorts(told[at])
	}
	return list
}

func (a *assessment) overview() []Block {
	type view struct {
		Judged, Done, Failed crowd
		AllDone, NoneDone    bool
		Totals               []reading
		Ended                []stale // in the totals, not judged
		Stale                []stale
	}
	var judged, done, failed []string
	v := view{Stale: a.staleOnes()}
	for _, x := range a.verdicts {
		code := x.judged.TaskForce
		if !x.takesPart() || len(x.results) == 0 {
			continue
		}
		judged = append(judged, code)
		if x.judged.Done {
			done = append(done, code)
		} else {
			failed = append(failed, code)
		}
	}
	if len(judged) == 0 {
		return nil
	}
	v.Judged = a.crowd("assess/judged", "参加考核的"+a.sender+"数", judged)
	v.Done = a.crowd("assess/done", "完成年度目标任务的"+a.sender+"数", done)
	v.Failed = a.crowd("assess/failed", "未完成年度目标任务的"+a.sender+"数", failed)
	v.AllDone, v.NoneDone = len(failed) == 0, len(done) == 0
	summed := judged
	for _, tf := range a.scheme.TaskForces {
		if tf.InCounty && a.ended(tf.Code) {
			summed = append(summed, tf.Code)
			v.Ended = append(v.Ended, stale{Who: a.short(tf.Code), Ended: label(a.monthName(tf.To))})
		}
	}
	for _, t := range a.in.Totals {
		var parts []reading
		for _, code := range summed {
			if x, ok := a.readings[code][t.Indicator]; ok {
				parts = append(parts, x)
			}
		}
		if x := a.readTotal(t, parts); x.Target != "" && x.Value != "" {
			v.Totals = append(v.Totals, x)
		}
	}
	return a.say("总体情况", v)
}

// ended reports whether the year's figures hold those of a task force that no
// longer reports.
func (a *assessment) ended(code string) bool {
	return slices.ContainsFunc(a.in.Figures, func(f score.Figure) bool { return f.TaskForce == code && f.Ended })
}

// each tells of the task forces that are compared, or of the others.
func (a *assessment) each(compared bool) []Block {
	var blocks []Block
	for _, v := range a.verdicts {
		if v.takesPart() == compared {
			blocks = append(blocks, a.say("一个专班", v)...)
		}
	}
	return renumber(blocks)
}

// support is reporting, money, supervision and people in a few sentences; the
// tables stand in the annexes.
func (a *assessment) support() []Block {
	var blocks []Block
	if v := a.reportingView(); v.Due != "" {
		blocks = a.say("报送", v)
	}
	if f := a.funds(); len(f.rows) > 0 {
		blocks = append(blocks, a.say("经费", f)...)
	}
	type items struct{ AsOf, All, Closed, Overdue, Running, HandedOver, TakenOver marked }
	v := items{AsOf: asOf(a.in.ItemsAsOf)}
	by := func(what, how string, is func(supervise.Item) bool) marked {
		var keys []string
		for _, it := range a.in.Items {
			if is(it) {
				a.matter(it)
				keys = append(keys, key("supervision", it.ID))
			}
		}
		if len(keys) == 0 {
			return ""
		}
		return a.count(key("assess", "items", what), how, keys...)
	}
	v.All = by("all", "本年度督办事项数", func(supervise.Item) bool { return true })
	v.Closed = by("closed", "已销号督办事项数", func(it supervise.Item) bool { return it.Status == supervise.Closed })
	v.Overdue = by("overdue", "逾期未改督办事项数", func(it supervise.Item) bool { return it.Status == supervise.Overdue })
	v.Running = by("running", "尚在整改期限内的督办事项数", func(it supervise.Item) bool { return it.Status == supervise.Open })
	v.HandedOver = by("handed", "转入年度考核的督办事项数", func(it supervise.Item) bool { return it.Status == supervise.HandedOver })
	v.TakenOver = by("taken", "停用后移交的督办事项数", func(it supervise.Item) bool { return it.Status == supervise.TakenOver })
	blocks = append(blocks, a.say("督查", v)...)
	blocks = append(blocks, a.say("队伍", a.staff())...)
	return renumber(blocks)
}

type reportingTotals struct {
	Due, OnTime, Late, MadeGood, Corrected, Missing, Returned, Open marked
	AllOnTime                                                       bool
}

func (a *assessment) reportingView() reportingTotals {
	v := reportingTotals{}
	all := a.reportingKeys(func(score.Reporting) bool { return true }, "")
	if len(all) == 0 {
		return v
	}
	v.Due = a.count("assess/reporting/due", "应报月报表份数", all...)
	for state, into := range map[score.State]*marked{
		score.OnTime: &v.OnTime, score.Late: &v.Late, madeGood: &v.MadeGood, corrected: &v.Corrected, score.Missing: &v.Missing, score.Returned: &v.Returned, notYet: &v.Open,
	} {
		if state == notYet && a.in.WaitingUntold {
			continue
		}
		keys := a.reportingKeys(func(r score.Reporting) bool { return lastState(r) == state }, "")
		if len(keys) > 0 {
			*into = a.count(key("assess/reporting", string(state)), stateWords[state]+"的月报表份数", keys...)
		}
		v.AllOnTime = v.AllOnTime || state == score.OnTime && len(keys) == len(all)
	}
	return v
}

// reportingKeys registers the returns asked for, of one task force or of all.
func (a *assessment) reportingKeys(of func(score.Reporting) bool, code string) []string {
	var keys []string
	for _, m := range a.in.Months {
		for _, r := range m.Reporting {
			if code != "" && r.TaskForce != code || !of(r) {
				continue
			}
			k := key("reporting", r.TaskForce, m.Period.String())
			var from []ingest.Source
			for _, ret := range a.in.Returns {
				if ret.TaskForce == r.TaskForce && ret.Period == m.Period {
					from = []ingest.Source{{Version: &ret.Version}}
				}
			}
			a.traces[k] = Trace{Value: words(a.short(r.TaskForce)) + a.monthName(m.Period) + stateWords[lastState(r)], Formula: "月报表报送登记", Inputs: from}
			keys = append(keys, k)
		}
	}
	return keys
}

// open is what leaders have to settle before anything follows.
func (a *assessment) open() []Block {
	type conflict struct {
		Person, Unit marked
		Forces       []marked
	}
	type view struct {
		Conflicts []conflict
		RedLines  []verdict
		Pending   []marked
		Stale     []marked
		Waiting   []marked
		Drafts    []marked
	}
	v := view{}
	for _, c := range Conflicts(a.in) {
		one := conflict{Person: label(c.Person), Unit: label(c.Unit)}
		for _, code := range c.TaskForces {
			who := a.short(code)
			if a.in.RedLines[code] != "" {
				who += label("（触及红线）")
			}
			one.Forces = append(one.Forces, who)
		}
		v.Conflicts = append(v.Conflicts, one)
	}
	for _, c := range a.in.Pending {
		v.Pending = append(v.Pending, label("“"+clean(c.Name)+"”"))
	}
	for _, x := range a.verdicts {
		if x.Excluded != "" {
			v.RedLines = append(v.RedLines, x)
		}
		switch {
		case x.stale && x.Waiting && !x.lapsed:
			v.Waiting = append(v.Waiting, x.Who)
		case x.stale:
			v.Stale = append(v.Stale, x.Who)
		}
		if strings.Contains(words(x.Clause), "建议稿") && !slices.Contains(v.Drafts, x.Grade) {
			v.Drafts = append(v.Drafts, x.Grade)
		}
	}
	return a.say("审定事项", v)
}
