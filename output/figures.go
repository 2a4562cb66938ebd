package output

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// reading is one figure, of a task force or of the county, in the words and
// digits in which every document prints it. A marked field is "" where the
// figure has no such part.
type reading struct {
	TaskForce  string // code; "" for the county
	Indicator  *scheme.Indicator
	Who        marked // the task force's short name
	Name       marked // how a sentence calls the indicator before its value
	Plain      marked // its name, standing alone
	Unit       marked
	Value      marked // year to date; "" when nothing was ever reported
	Month      marked // the month alone, without sign; "" when its return is missing
	MonthSign  int
	Added      marked // Month with what terminated projects took out of it put back, without sign
	AddedSign  int
	Reported   marked // set only where a verified figure stands instead of it
	Target     marked
	Completion marked // per cent
	Expected   marked // as the plan asks by now
	Gap        marked // without sign; in points, or in units where Staged
	OnPlan     bool   // a count that reaches its plan's whole number but not the plan: 1 of 2, planned 1.67
	Compare    string // above, below, even; "" where there is nothing to compare with
	Staged     bool   // the target has a plan of its own: compared in units, not with the time gone
	NotDue     bool   // nothing is expected yet
	Ended      bool   // the task force no longer reports: not compared with the plan
	Zero       bool
	Pending    bool   // rests on a double claim that is not settled
	Verified   bool   // Reported differs because the office verified a figure; otherwise because of a double claim
	Evidence   marked // what a verified figure rests on
	AsOf       marked // 8月: the figure stands at an earlier month; "" when current
	Colour     score.Colour
	share      exact.Num // for order: completion
	value      exact.Num
	month      exact.Num
}

// Said is the figure in a sentence: 开会5次, 有3个季度开会, 未开会.
func (x reading) Said() marked { return x.said(x.Name, x.Value) }

// Alone is Said where the indicator that a sentence joins it to is not beside
// it.
func (x reading) Alone() marked {
	if x.Indicator.With != "" {
		return x.said(x.Plain, x.Value)
	}
	return x.Said()
}

// SaidMonth is what the month added, in a sentence.
func (x reading) SaidMonth() marked {
	way := x.Indicator.Monthly
	switch {
	case strings.Contains(way, scheme.ValueMark):
		return fill(way, x.Added+x.Unit)
	case way != "" && words(x.Added) == "1":
		return label(way)
	}
	return x.said(x.Name, x.Added)
}

func (x reading) said(name, value marked) marked {
	way := x.Indicator.Monthly
	if x.Zero && words(value) == "0" && way != "" && !strings.Contains(way, scheme.ValueMark) {
		return "未" + label(way)
	}
	if x.Indicator.Said != "" {
		return fill(x.Indicator.Said, value+x.Unit)
	}
	return name + value + x.Unit
}

// fill puts a number with its unit into 累计句式 or 当月句式.
func fill(way string, number marked) marked {
	before, after, _ := strings.Cut(way, scheme.ValueMark)
	return label(before) + number + label(after)
}

// decimals is how many decimals score.Text prints a number with.
func decimals(ind *scheme.Indicator, n exact.Num) int {
	_, frac, _ := strings.Cut(score.Text(ind, n), ".")
	return len(frac)
}

// reader turns figures into readings within one document.
type reader struct {
	*tracer
	scheme *scheme.Scheme
	period ingest.Period
	inds   map[string]*scheme.Indicator
	forces map[string]*scheme.TaskForce
	noun   string      // word that all short names end in: 专班
	sender string      // what the county calls who reports: 专班
	lines  []exact.Num // gaps at which the colour changes
}

func newReader(s *scheme.Scheme, period ingest.Period) *reader {
	r := &reader{tracer: newTracer(), scheme: s, period: period, inds: map[string]*scheme.Indicator{}, forces: map[string]*scheme.TaskForce{}}
	for i := range s.Indicators {
		r.inds[s.Indicators[i].Code] = &s.Indicators[i]
	}
	for i := range s.TaskForces {
		r.forces[s.TaskForces[i].Code] = &s.TaskForces[i]
	}
	r.noun, r.sender = sharedNoun(s), s.Settings.Sender()
	choices, err := score.ReadChoices(s)
	if err != nil {
		r.fail(err)
	}
	r.lines = []exact.Num{choices.Green, choices.Yellow}
	r.timeGone()
	return r
}

// timeGone registers the share of the year that has gone, 时序进度, in per
// cent.
func (r *reader) timeGone() marked {
	elapsed := exact.Int(int64(r.scheme.Settings.Calendar.Elapsed(r.period)))
	share := elapsed.Mul(exact.Int(100)).Quo(exact.Int(12))
	return r.number("elapsed/share", share.Round(1), 1, elapsed.String()+"÷12×100%", nil)
}

// short is a task force's short name as a label.
func (r *reader) short(code string) marked {
	if t := r.forces[code]; t != nil && t.Short != "" {
		return label(t.Short)
	} else if t != nil {
		return label(t.Name)
	}
	return label(code)
}

// force registers a task force, so that counts of task forces rest on
// something, and returns its key.
func (r *reader) force(code string) string {
	k := key("taskforce", code)
	var from []ingest.Source
	if t := r.forces[code]; t != nil && t.Row > 0 {
		from = []ingest.Source{r.scheme.Source("专班", "代码", t.Row)}
	}
	r.traces[k] = Trace{Value: words(r.short(code)), Formula: "方案所列" + r.sender, Inputs: from}
	return k
}

func (r *reader) name(ind *scheme.Indicator) marked {
	if ind.Phrase != "" {
		return label(ind.Phrase)
	}
	return label(ind.Name)
}

// read makes the reading of one task force's figure.
func (r *reader) read(f score.Figure) reading {
	ind := r.inds[f.Indicator]
	if ind == nil {
		ind = &scheme.Indicator{Code: f.Indicator, Name: f.Indicator}
	}
	at := func(what string) string { return key("figure", f.TaskForce, f.Indicator, what) }
	x := reading{TaskForce: f.TaskForce, Indicator: ind, Who: r.short(f.TaskForce), Name: r.name(ind), Plain: label(ind.Name), Unit: label(ind.Unit), Colour: f.Colour, Pending: f.Pending, Ended: f.Ended}
	x.Value, x.value = r.actual(at("actual"), f.Actual, ind, ind.Formula)
	if f.Month != nil {
		x.MonthSign = f.Month.Sign()
		month := formula.Num{Num: abs(f.Month.Num), From: f.Month.From}
		x.Month, _ = r.actual(at("month"), &month, ind, "当月："+ind.Formula)
		x.Added, x.AddedSign, x.month = x.Month, x.MonthSign, f.Month.Num
	}
	x.Zero = f.Actual != nil && f.Actual.IsZero()
	if f.Actual != nil && f.Reported != nil && f.Actual.Cmp(f.Reported.Num) != 0 {
		x.Reported, _ = r.actual(at("reported"), f.Reported, ind, ind.Formula)
	}
	if x.Verified = x.Reported != "" && len(f.Verified) > 0; x.Verified {
		x.Evidence = evidence(f.Verified)
	}
	if f.AsOf.Before(r.period) && f.AsOf != (ingest.Period{}) {
		x.AsOf = label(r.monthName(f.AsOf))
	}
	if f.Target != nil {
		p := progress{at: at, target: *f.Target, goal: f.Goal, share: f.Share, expected: f.Expected, due: f.Expected != nil && f.Expected.Sign() > 0}
		r.against(&x, p)
	}
	return x
}

// evidence names what verified figures rest on, each once.
func evidence(rows []score.Verified) marked {
	var list []string
	for _, v := range rows {
		if text := clean(v.Evidence); text != "" && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return label(strings.Join(list, "、"))
}

// actual prints a figure that rests on cells; missing prints as "".
func (r *reader) actual(k string, n *formula.Num, ind *scheme.Indicator, how string) (marked, exact.Num) {
	if n == nil {
		return "", exact.Num{}
	}
	return r.number(k, n.Num, decimals(ind, n.Num), how, n.From), n.Num
}

// progress is what a figure is measured against.
type progress struct {
	at       func(string) string
	target   scheme.Target
	goal     *exact.Num // nil: the target's low end
	share    *exact.Num // of the goal, due by now; nil: the time gone
	expected *exact.Num
	due      bool
}

// against adds target, completion, expectation and gap.
func (r *reader) against(x *reading, p progress) {
	x.Staged, x.NotDue = p.target.Plan != nil, !p.due && !x.Ended
	x.Target = r.targetText(p.at("target"), p.target, x.Indicator)
	if p.expected != nil {
		x.Expected = r.number(p.at("expected"), *p.expected, decimals(x.Indicator, *p.expected), r.planText(p.target), nil, p.at("target"))
	}
	goal := p.target.Low
	if p.goal != nil {
		goal = *p.goal
	}
	if x.Value == "" || goal.IsZero() {
		return
	}
	x.share = x.value.Quo(goal)
	ratio := words(x.Value) + "÷" + score.Text(x.Indicator, goal)
	done := exact.MustParse(score.PercentText(x.share, 1))
	x.Completion = r.number(p.at("completion"), done, max(1, done.Places()), ratio+"×100%", nil, p.at("actual"), p.at("target"))
	switch {
	case !p.due || x.Ended:
	case x.Staged:
		d := x.value.Sub(*p.expected)
		r.gap(x, p.at("gap"), d, decimals(x.Indicator, d), words(x.Value)+"−"+words(x.Expected), p.at("actual"), p.at("expected"))
	default:
		d := x.share.Sub(r.due(p.share)).Mul(exact.Int(100))
		elapsed := exact.Int(int64(r.scheme.Settings.Calendar.Elapsed(r.period))).String()
		r.gap(x, p.at("gap"), d, r.pointPlaces(d), "（"+ratio+"−"+elapsed+"÷12）×100", p.at("actual"), p.at("target"), "elapsed/share")
	}
	x.OnPlan = p.due && !x.Ended && x.Indicator.Count && x.value.Cmp(*p.expected) == 0 && x.share.Cmp(r.due(p.share)) < 0
}

func (r *reader) due(share *exact.Num) exact.Num {
	if share != nil {
		return *share
	}
	return exact.Int(int64(r.scheme.Settings.Calendar.Elapsed(r.period))).Quo(exact.Int(12))
}

// pointPlaces is with how many decimals a gap in percentage points prints: one,
// and more where one would put it on another side of the plan or of a colour
// line than the exact gap is on.
func (r *reader) pointPlaces(gap exact.Num) int {
	places := 1
	for ; places < 6; places++ {
		printed := gap.Round(places)
		honest := gap.Sign() == printed.Sign()
		for _, line := range r.lines {
			honest = honest && (gap.Cmp(line) >= 0) == (printed.Cmp(line) >= 0)
		}
		if honest {
			break
		}
	}
	return places
}

// gap prints a difference, computed from the printed base and rounded once.
func (r *reader) gap(x *reading, k string, d exact.Num, places int, how string, of ...string) {
	x.Compare = []string{"below", "even", "above"}[d.Sign()+1]
	x.Gap = r.figure(k, abs(d).Fixed(places), how, nil, of...)
	r.cells[k] = Cell{Text: signed(d, places), Num: ptr(d.Round(places)), Decimals: places, Figure: k}
}

func ptr(n exact.Num) *exact.Num { return &n }

// targetText prints a target: 30.00, or 1—2 for 争取区间.
func (r *reader) targetText(k string, t scheme.Target, ind *scheme.Indicator) marked {
	from := []ingest.Source{r.scheme.Source("目标", "下限", t.Row)}
	how := "方案目标，" + string(t.Kind)
	if t.High != nil {
		from = append(from, r.scheme.Source("目标", "上限", t.Row))
	}
	if t.High != nil && t.High.Cmp(t.Low) != 0 {
		return r.figure(k, score.Text(ind, t.Low)+"—"+score.Text(ind, *t.High), how, from)
	}
	return r.number(k, t.Low, decimals(ind, t.Low), how, from)
}

// planText says how the expectation of a target comes about.
func (r *reader) planText(t scheme.Target) string {
	if t.Plan == nil {
		return "年度目标×" + exact.Int(int64(r.scheme.Settings.Calendar.Elapsed(r.period))).String() + "÷12"
	}
	var steps []string
	for _, p := range t.Plan {
		steps = append(steps, p.String())
	}
	return "进度计划（各季末累计）" + strings.Join(steps, "、")
}

// readTotal makes the county's reading of one indicator from the readings of
// its task forces.
func (r *reader) readTotal(t score.Total, parts []reading) reading {
	ind := r.inds[t.Indicator]
	if ind == nil {
		ind = &scheme.Indicator{Code: t.Indicator, Name: t.Indicator}
	}
	at := func(what string) string { return key("total", t.Indicator, what) }
	x := reading{Indicator: ind, Who: "合计", Name: r.name(ind), Plain: label(ind.Name), Unit: label(ind.Unit)}
	known, monthly, staged := false, false, false
	var ofActual, ofMonth, ofExpected, ofTarget []string
	for _, p := range parts {
		if p.Value != "" {
			known, ofActual = true, append(ofActual, key("figure", p.TaskForce, t.Indicator, "actual"))
		}
		if p.Month != "" {
			monthly, ofMonth = true, append(ofMonth, key("figure", p.TaskForce, t.Indicator, "month"))
		}
		if p.Expected != "" {
			ofExpected = append(ofExpected, key("figure", p.TaskForce, t.Indicator, "expected"))
		}
		if p.Target != "" {
			ofTarget = append(ofTarget, key("figure", p.TaskForce, t.Indicator, "target"))
		}
		staged = staged || p.Staged
	}
	if known {
		x.value, x.Zero = t.Actual.Num, t.Actual.IsZero()
		x.Value = r.number(at("actual"), t.Actual.Num, decimals(ind, t.Actual.Num), "各"+r.sender+"合计，重复项目计一次", t.Actual.From, ofActual...)
	}
	if monthly {
		x.Month = r.number(at("month"), abs(t.Month.Num), decimals(ind, t.Month.Num), "各"+r.sender+"当月合计，重复项目计一次", t.Month.From, ofMonth...)
		x.MonthSign = t.Month.Sign()
		x.Added, x.AddedSign, x.month = x.Month, x.MonthSign, t.Month.Num
	}
	if t.Low.IsZero() {
		return x
	}
	p := progress{at: at, target: scheme.Target{Indicator: t.Indicator, Kind: scheme.TargetKind("各" + r.sender + "合计"), Low: t.Low, High: t.High}, share: t.Share, expected: &t.Expected, due: !t.Expected.IsZero()}
	if staged {
		p.target.Plan = []exact.Num{}
	}
	r.against(&x, p)
	r.restOn(at("expected"), "各"+r.sender+"应达之和", ofExpected)
	r.restOn(at("target"), "各"+r.sender+"目标之和", ofTarget)
	return x
}

// monthName is “9月”, with the year where it is not the document's own.
func (r *reader) monthName(p ingest.Period) string {
	if p.Year != r.period.Year {
		return p.Chinese()
	}
	return exact.Int(int64(p.Month)).String() + "月"
}

// span is “1—9月” of the reporting year up to the document's month.
func (r *reader) span() string {
	first := r.scheme.Settings.Calendar.FirstMonth(r.scheme.Settings.Calendar.YearOf(r.period))
	switch {
	case first == r.period:
		return r.monthName(first)
	case first.Year == r.period.Year:
		return strings.TrimSuffix(r.monthName(first), "月") + "—" + r.monthName(r.period)
	}
	return first.Chinese() + "—" + r.period.Chinese()
}

// crowd is several task forces in one breath: 开发区、装备制造业2个专班.
type crowd struct {
	Codes []string
	Names []marked // without the shared noun where Count is printed
	Count marked   // "" for one alone
	Noun  marked   // 专班, or 家
}

// crowd names task forces together; what says what they have in common, for
// the trace of their number.
func (r *reader) crowd(k, what string, codes []string) crowd {
	c := crowd{Codes: codes}
	if len(codes) == 1 {
		c.Names = []marked{r.short(codes[0])}
		return c
	}
	var keys []string
	for _, code := range codes {
		name := words(r.short(code))
		if r.noun != "" {
			name = strings.TrimSuffix(name, r.noun)
		}
		c.Names, keys = append(c.Names, label(name)), append(keys, r.force(code))
	}
	if c.Noun = "家"; r.noun != "" {
		c.Noun = "个" + label(r.noun)
	}
	if len(codes) > 0 {
		c.Count = r.count(k, what, keys...)
	}
	return c
}

// sharedNoun is the word that every task force's short name and the scheme's
// 统计范围 end in. A shared ending that is no word of its own (…业专班) is
// kept out by asking the latter too.
func sharedNoun(s *scheme.Scheme) string {
	if len(s.TaskForces) < 2 || s.Settings.Scope == "" {
		return ""
	}
	noun := []rune(s.Settings.Scope)
	for _, t := range s.TaskForces {
		noun = sharedEnd(noun, []rune(t.Short))
	}
	for _, t := range s.TaskForces {
		if len([]rune(t.Short)) < len(noun)+2 {
			return ""
		}
	}
	return string(noun)
}

func sharedEnd(a, b []rune) []rune {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return a[len(a)-n:]
}

// grouped cuts indicators into the clauses of a sentence: those joined by
// 并入 stand together.
func grouped(inds []*scheme.Indicator) [][]*scheme.Indicator {
	var out [][]*scheme.Indicator
	for _, ind := range inds {
		at := slices.IndexFunc(out, func(g []*scheme.Indicator) bool {
			return slices.ContainsFunc(g, func(o *scheme.Indicator) bool { return o.Code == ind.With || o.With == ind.Code })
		})
		switch {
		case at < 0:
			out = append(out, []*scheme.Indicator{ind})
		case ind.With == "":
			out[at] = append([]*scheme.Indicator{ind}, out[at]...)
		default:
			out[at] = append(out[at], ind)
		}
	}
	return out
}

func abs(n exact.Num) exact.Num {
	if n.Sign() < 0 {
		return n.Neg()
	}
	return n
}

// signed is a difference with its sign: +11.7, −45.0, 0.0.
func signed(n exact.Num, places int) string {
	switch n.Sign() {
	case 1:
		return "+" + n.Fixed(places)
	case -1:
		return "−" + n.Neg().Fixed(places)
	}
	return n.Fixed(places)
}
