package output

import (
	"slices"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// Status of a document.
type Status string

const (
	Draft    Status = "draft"    // 送审稿: not numbered, not dated
	Issued   Status = "issued"   // 签发
	Reissued Status = "reissued" // 更正后重发
)

// CircularInput is everything a circular (月通报) is made of, judged already.
// Lists are in the order they are to be told in; figures of every task force
// and indicator that applies to it, reporting of every task force that was due.
type CircularInput struct {
	Scheme      *scheme.Scheme
	Period      ingest.Period
	Status      Status
	Number      string      // 发文字号; "" in a draft
	Date        ingest.Date // 成文日期; zero in a draft
	Signer      string      // post of who signed, kept in JSON; 下行文 do not print it
	Figures     []score.Figure
	Previous    []score.Figure // as of the month before, same reporting year; nil when unknown
	Totals      []score.Total
	Reporting   []score.Reporting
	RefusedFor  map[string]string  // why a first return went back, a phrase after 因, by task force: 签约日期不在报告月
	Returns     []*ingest.Return   // the accepted return of the month, one a task force at most
	Carried     map[Row]bool       // rows of Returns whose project stood in the same sheet before
	Sources     []*ingest.Return   // accepted returns of the year that figures rest on, or could
	Arrivals    Arrivals           // of these
	Items       []supervise.Item   // every item that is open, or was closed in this month
	Doubles     []DoubleClaim      // open ones, and those settled in this month
	Terminated  []Termination      // projects terminated in this month
	Resumed     []Termination      // projects taken up again in this month, with what counts again
	Revised     []Revision         // what 核定 from this month on changes
	Turned      []Turn             // why earlier months' cells no longer count
	Granted     []string           // task forces that reported nothing this year, of which what the office verified or settled counts
	Retargeted  []Retarget         // targets that are others than in the circular before
	Corrections []Correction       // against circulars issued before
	Sums        []Correction       // the county's totals that those, or what came late, made others
	Restated    []Restated         // of a reissue: what else than corrected figures is other than in the edition before
	Replaces    string             // of a reissue: 文号 of the edition before; "" in a first edition
	First       ingest.Date        // of a reissue: day of the first edition, as of which Items stand
	Overtaken   bool               // the next month's returns were due before it
	Next        ingest.Period      // the first month whose returns are not due yet; zero is the next
	Recovered   []Recovery         // missing months made good since the last circular
	Absent      []Absence          // earlier months that are missing still
	Texts       []scheme.MonthText // 本月文字 of the month
	MakeGoodBy  ingest.Date        // until when missing returns are to come; zero says 尽快
	Objection   int                // working days for objections; 0 takes 设置 异议期, and without one says 及时
}

// Row is a row of a task force's return of the month.
type Row struct {
	TaskForce, Sheet string
	Row              int
}

// Termination is a project that was given up, and what it takes out of the
// figures (positive amounts; none when it had not counted).
type Termination struct {
	TaskForce, Project, Name string
	From                     []ingest.Source // the cells that say so
	Removed                  []Removal
	// Passed is what it changes in the figures of others that report the project
	// too: they lose with it what they shared, or keep (negative) what had counted
	// with it.
	Passed []Passed
}

// Removal is what one indicator loses by a Termination, or gains where the
// project is taken up again: it was told as new before. The two amounts are
// the same but where the office had verified another than was reported.
type Removal struct {
	Indicator string
	Amount    formula.Num // of the year to date, as documents print it
	Month     exact.Num   // of the month's figure, which is net of it
}

// Passed is a Removal of another task force's figures.
type Passed struct {
	TaskForce string
	Removal
}

// Revision is what 核定 that takes effect in this month adds to a figure, or
// takes from it. It is no event of the month, so the month's figure is without
// it.
type Revision struct {
	TaskForce, Indicator string
	By                   formula.Num // signed, never zero
}

// Turn is a project of which the month's return says something else than an
// earlier one, so that an indicator counts the earlier cell no more: a framework
// agreement that became a formal one.
type Turn struct {
	TaskForce, Indicator string
	Project              string // its name
	Field, Was, Is       string // what is said otherwise; Field "" where nothing that can be named
}

// Retarget is a target that is another than the circular before printed.
type Retarget struct {
	TaskForce, Indicator string
	Was                  string // as printed, 30.00 or 1—2; "" where there was none
}

// Correction is a published figure that is now known to be another.
type Correction struct {
	TaskForce string // "" for the county's total
	Indicator string
	Period    ingest.Period // whose circular printed Was
	Was, Is   formula.Num
	Why       string // a phrase without full stop
	Effect    string // what follows for the ranking, a sentence without full stop; may be ""
}

// Restated is something that a document printed and prints otherwise now: a
// state of reporting, a rank, a figure that was missing.
type Restated struct {
	TaskForce string `json:"task_force"`
	What      string `json:"what"` // 月报表报送, 名次
	Was       string `json:"was"`  // as printed, with unit
	Is        string `json:"is"`
	Why       string `json:"why"` // a phrase; may be ""
}

// Recovery is a missing month that has come in since.
type Recovery struct {
	TaskForce string
	Period    ingest.Period
	At        time.Time
}

const circularFile = "circular.tmpl"

// circular is a CircularInput being written up.
type circular struct {
	*writer
	in       CircularInput
	readings map[string]map[string]reading // task force, indicator
	counted  []string                      // task forces in the county's totals
	apart    []string                      // the others that figures or reporting speak of
	told     []*scheme.Indicator           // of the counted, in scheme order
	totals   map[string]reading
	status   map[string]score.Reporting
	doc      *Document

	money     funds
	planAt    int  // number of the annex with 拨付计划; 0 for none
	changesAt int  // and of that with the changes of a reissue
	recovered bool // some figure was red a month ago and is not now
}

// Circular writes the month's circular. An error is a fault of the wording or
// of the input, never of the figures.
func Circular(in CircularInput, w *Wording) (*Document, error) {
	c := &circular{writer: &writer{newReader(in.Scheme, in.Period), w, circularFile}, in: in}
	c.gather()
	c.head()
	c.annexes()
	c.doc.Body = append(c.doc.Body, c.say("引言", c.face())...)
	c.overview()
	c.targets()
	c.reporting()
	c.supervision()
	c.section("领导批示", nil)
	c.demands()
	c.sources()
	for _, ind := range c.told {
		if chart := c.progressChart(ind.Code, c.counted, c.readings, c.in.Figures); chart != nil {
			c.doc.Charts = append(c.doc.Charts, chart)
		}
	}
	traces, err := c.finish()
	if err != nil {
		return nil, err
	}
	c.doc.Traces = traces
	return c.doc, nil
}

// sources is the last annex, of what all figures were taken from: upright, so
// that the imprint stands below it.
func (c *circular) sources() {
	if t := c.sourceTable(c.in.Arrivals, c.in.Sources); t != nil {
		c.annex("来源标题", false, append(c.say("来源说明", c.face()), t))
	}
}

// gather reads all figures once, so that every part prints the same.
func (c *circular) gather() {
	c.readings, c.totals, c.status = map[string]map[string]reading{}, map[string]reading{}, map[string]score.Reporting{}
	present := map[string]bool{}
	for _, f := range c.in.Figures {
		if c.readings[f.TaskForce] == nil {
			c.readings[f.TaskForce] = map[string]reading{}
		}
		c.readings[f.TaskForce][f.Indicator] = c.read(f)
		present[f.TaskForce] = true
	}
	for _, r := range c.in.Reporting {
		c.status[r.TaskForce] = r
		present[r.TaskForce] = true
	}
	for _, t := range c.scheme.TaskForces {
		switch {
		case !present[t.Code]:
		case t.InCounty:
			c.counted = append(c.counted, t.Code)
		default:
			c.apart = append(c.apart, t.Code)
		}
	}
	for i := range c.scheme.Indicators {
		ind := &c.scheme.Indicators[i]
		if c.tells(ind, c.counted) {
			c.told = append(c.told, ind)
		}
	}
	for _, t := range c.in.Totals {
		c.totals[t.Indicator] = c.readTotal(t, c.column(t.Indicator, c.counted))
	}
	c.addBack()
}

// column is one indicator over several task forces.
func (c *circular) column(ind string, codes []string) []reading {
	var list []reading
	for _, code := range codes {
		if x, ok := c.readings[code][ind]; ok {
			list = append(list, x)
		}
	}
	return list
}

// tells reports whether sentences speak of an indicator: it has a target, or
// is joined to one that has.
func (c *circular) tells(ind *scheme.Indicator, codes []string) bool {
	aimed := func(code string) bool {
		return slices.ContainsFunc(c.column(code, codes), func(x reading) bool { return x.Target != "" })
	}
	if aimed(ind.Code) {
		return true
	}
	if len(c.column(ind.Code, codes)) == 0 {
		return false
	}
	return ind.With != "" && aimed(ind.With) || slices.ContainsFunc(c.scheme.Indicators, func(o scheme.Indicator) bool {
		return o.With == ind.Code && aimed(o.Code)
	})
}

// face is what every piece of wording may speak of.
type face struct {
	Office, Basis, Scope, Year, Month, Full, Span, SpanFull, Next marked
	First, Last, Reissued                                         bool

	// of a reissue: 文号 that it replaces, day of the first edition, number of
	// the annex with what changed; of any: whether the next month has been reported
	Replaces, FirstOn, Changes marked
	Overtaken                  bool
}

func (c *circular) face() face {
	s := c.scheme.Settings
	span := c.span()
	full := span
	if !strings.Contains(span, "年") {
		full = exact.Int(int64(c.period.Year)).String() + "年" + span
	}
	changes := marked("")
	if c.changesAt > 0 && len(c.doc.Annexes) > 1 {
		changes = label(itoa(c.changesAt))
	}
	cal := s.Calendar
	return face{
		Replaces: label(c.in.Replaces), FirstOn: label(c.in.First.Chinese()), Changes: changes, Overtaken: c.in.Overtaken,
		Office: label(s.Office), Basis: label(s.NoticeTitle), Scope: label(s.Scope),
		Year: label(exact.Int(int64(cal.YearOf(c.period))).String()), Month: label(c.monthName(c.period)),
		Full: label(c.period.Chinese()), Span: label(span), SpanFull: label(full), Next: label(c.monthName(nextOf(c.in.Next, c.period))),
		First: cal.Elapsed(c.period) == 1, Last: cal.Elapsed(c.period) == 12, Reissued: c.in.Replaces != "",
	}
}

// nextOf is the month in whose return items are answered.
func nextOf(next, period ingest.Period) ingest.Period {
	if next == (ingest.Period{}) {
		return period.Add(1)
	}
	return next
}

// head lays out everything around the text.
func (c *circular) head() {
	s := c.scheme.Settings
	c.doc = &Document{
		Kind: "月通报", RedHead: s.Office, To: s.To, Signature: s.Office, Note: s.Other["附注"],
		CopyTo: s.CopyTo, PrintedBy: s.Office, Author: s.Office,
	}
	c.doc.Title = titleParts(c.line("标题", c.face()))
	c.doc.Subject = strings.Join(c.doc.Title, "")
	if c.in.Status == Draft {
		c.doc.DraftMark = "送审稿"
	} else {
		c.doc.Number = c.in.Number
	}
	if c.in.Date != (ingest.Date{}) {
		c.doc.Date = c.in.Date.Chinese()
		c.doc.PrintedOn = c.in.Date.Chinese()
	}
}

// section adds a numbered heading with what stands under it, the office's own
// paragraphs last; a section without a word is left out.
func (c *circular) section(name string, blocks []Block) {
	c.doc.addSection(name, append(blocks, c.own(name)...))
}

// own is what the office wrote itself for a section, one paragraph a line.
func (c *circular) own(section string) []Block {
	var blocks []Block
	for _, t := range c.in.Texts {
		if t.Section != section {
			continue
		}
		who := marked("")
		if t.TaskForce != "" {
			who = c.short(t.TaskForce) + "："
		}
		for _, p := range strings.Split(t.Text, "\n") {
			if p = strings.TrimSpace(p); p != "" {
				blocks = append(blocks, Paragraph{Text: spans(string(who + label(p)))})
			}
		}
	}
	return blocks
}

// stale are task forces whose return of the month is missing, or that no longer
// report, of which the same is to be said.
type stale struct {
	Who      marked // one, or several: 甲、乙专班
	AsOf     marked
	Returned bool
	// In an assessment: Waiting where returns can still come in time, Lapsed where
	// others beside them cannot.
	Waiting, Lapsed bool
	Granted         bool   // no data of its own, and something that the office verified or settled counts
	Ended           marked // 6月: the last month that it reports for (启用止); "" where it still does
}

func (c *circular) staleOnes(codes []string) []stale {
	var list []stale
	var told [][]string // codes, parallel
	for _, code := range codes {
		if !c.isStale(code) {
			continue
		}
		x := stale{Who: c.short(code), Returned: c.status[code].Status == score.Returned, Granted: slices.Contains(c.in.Granted, code)}
		if c.ended(code) {
			x.Ended = label(c.monthName(c.forces[code].To))
		}
		for i := range c.in.Figures {
			if f := &c.in.Figures[i]; f.TaskForce == code && f.AsOf != (ingest.Period{}) {
				x.AsOf = label(c.monthName(f.AsOf))
			}
		}
		same := func(y stale) bool {
			return y.AsOf == x.AsOf && y.Returned == x.Returned && y.Granted == x.Granted && y.Ended == x.Ended
		}
		if at := slices.IndexFunc(list, same); at >= 0 {
			told[at] = append(told[at], code)
			continue
		}
		list, told = append(list, x), append(told, []string{code})
	}
	for i, codes := range told {
		if len(codes) > 1 {
			list[i].Who = c.shorts(codes)
		}
	}
	return list
}

// isStale reports whether a task force's figures stand at an earlier month.
func (c *circular) isStale(code string) bool {
	s := c.status[code].Status
	return c.ended(code) || s == score.Missing || s == score.Returned
}

// shorts are several task forces' short names, the noun that ends each said once.
func (r *reader) shorts(codes []string) (names marked) {
	for i, code := range codes {
		name := words(r.short(code))
		if i < len(codes)-1 {
			name = strings.TrimSuffix(name, r.noun) + "、"
		}
		names += label(name)
	}
	return names
}

// sent reports whether a task force's figures know this month.
func (c *circular) sent(code string) bool {
	r, ok := c.status[code]
	return !c.ended(code) && (!ok || r.Status == score.OnTime || r.Status == score.Late)
}

// ended reports whether a task force no longer reports for the month.
func (c *circular) ended(code string) bool {
	tf := c.forces[code]
	return tf != nil && tf.Ended(c.period)
}

type clause struct {
	Items    []reading
	Together bool // all compare alike, so one 分别 does for all
	Compare  string
	// All print the same completion, the same gap: 均 does.
	SameCompletion, SameGap bool
}

// overview is 一、总体情况.
func (c *circular) overview() {
	type view struct {
		face
		Awaited             *crowd // those that still report; nil where all have ended
		Heard               crowd
		NoReturns           bool
		Refused, AllRefused bool // some, all, of those awaited were sent back
		Added               [][]reading
		NotAdded            []marked
		Idle                *crowd
		Terminated, Resumed marked
		GivenUp, TakenUp    []projectNamed // nil where they are too many to name
		Removed, Restored   []reading
		Passed, Returned    *passedOn
		Net                 []reading
		Revised             []revisionView
		Left                []leftView
		Cumulative          []clause
		AllZero             bool
		Stale               []stale
	}
	v := view{face: c.face(), Stale: c.staleOnes(c.counted)}
	if awaited := slices.DeleteFunc(slices.Clone(c.counted), c.ended); len(awaited) > 0 {
		x := c.crowd("count/counted", "计入合计、应报当月报表的"+c.sender+"数", awaited)
		v.Awaited = &x
		back := func(code string) bool { return c.status[code].Status == score.Returned }
		v.Refused = slices.ContainsFunc(awaited, back)
		v.AllRefused = v.Refused && !slices.ContainsFunc(awaited, func(code string) bool { return !back(code) })
	}
	if len(c.counted) > 1 && !slices.ContainsFunc(c.counted, func(code string) bool { return !c.isStale(code) }) {
		v.Stale = c.onlyOlder(v.Stale)
	}
	var heard []string
	for _, code := range c.counted {
		if c.sent(code) {
			heard = append(heard, code)
		}
	}
	v.Heard, v.NoReturns = c.allOf("count/heard", "已报送当月报表的"+c.sender+"数", heard), len(heard) == 0
	v.Added, v.NotAdded = c.added(c.told, func(ind string) (reading, bool) { x, ok := c.totals[ind]; return x, ok })
	v.Idle = c.idle(heard, len(v.Added) == 0)
	v.Terminated, v.Removed, v.Passed = c.givenUp(givenUp)
	v.Resumed, v.Restored, v.Returned = c.givenUp(takenUp)
	v.GivenUp, v.TakenUp = c.named(givenUp), c.named(takenUp)
	v.Net, v.Revised, v.Left = c.net(), c.revisions(), c.leftOut()
	for _, g := range grouped(c.told) {
		if cl, ok := c.clause(g); ok {
			v.AllZero = (v.AllZero || len(v.Cumulative) == 0) && !slices.ContainsFunc(cl.Items, func(x reading) bool { return !x.Zero })
			v.Cumulative = append(v.Cumulative, cl)
		}
	}
	if len(c.counted) == 0 {
		c.section("总体情况", nil)
		return
	}
	c.section("总体情况", c.say("总体情况", v))
}

// onlyOlder leaves those that have figures of an earlier month: where nobody
// reported, that nobody did has been said already.
func (c *circular) onlyOlder(list []stale) []stale {
	return slices.DeleteFunc(list, func(s stale) bool { return s.AsOf == "" })
}

// allOf speaks of a whole class at once: 6个产业专班.
func (c *circular) allOf(k, what string, codes []string) crowd {
	x := c.crowd(k, what, codes)
	if len(codes) < 2 {
		return x
	}
	x.Names, x.Noun = nil, "个"+label(c.className(codes))
	return x
}

// className is the class of the task forces, or the scheme's 统计范围 where
// they are of several.
func (c *circular) className(codes []string) string {
	name := ""
	for _, code := range codes {
		class := c.forces[code].Class
		if name != "" && class != name {
			return c.scheme.Settings.Scope
		}
		name = class
	}
	return name
}

// added sorts indicators into those that moved in the month and those that
// did not.
func (c *circular) added(inds []*scheme.Indicator, of func(string) (reading, bool)) (moved [][]reading, still []marked) {
	for _, g := range grouped(inds) {
		var list []reading
		for _, ind := range g {
			x, ok := of(ind.Code)
			switch {
			case !ok || x.Month == "":
			case x.AddedSign == 0:
				still = append(still, x.Plain)
			default:
				list = append(list, x)
			}
		}
		if len(list) > 0 {
			moved = append(moved, list)
		}
	}
	return moved, still
}

// idle names the task forces that reported nothing new at all.
func (c *circular) idle(heard []string, all bool) *crowd {
	if all {
		return nil
	}
	var codes []string
	for _, code := range heard {
		moved, still := c.added(c.told, func(ind string) (reading, bool) { x, ok := c.readings[code][ind]; return x, ok })
		if len(moved) == 0 && len(still) > 0 {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	x := c.crowd("count/idle", "当月各项指标均无新增的"+c.sender+"数", codes)
	return &x
}

func (c *circular) clause(group []*scheme.Indicator) (clause, bool) {
	cl := clause{Together: len(group) > 1}
	for _, ind := range group {
		x, ok := c.totals[ind.Code]
		if !ok || x.Value == "" {
			continue
		}
		if cl.Together = cl.Together && x.Completion != "" && !x.Staged && (len(cl.Items) == 0 || x.Compare == cl.Compare); cl.Together {
			cl.Compare = x.Compare
		}
		cl.Items = append(cl.Items, x)
	}
	cl.Together = cl.Together && len(cl.Items) > 1
	cl.SameCompletion, cl.SameGap = true, true
	for _, x := range cl.Items {
		cl.SameCompletion = cl.SameCompletion && words(x.Completion) == words(cl.Items[0].Completion)
		cl.SameGap = cl.SameGap && words(x.Gap) == words(cl.Items[0].Gap)
	}
	return cl, len(cl.Items) > 0
}
