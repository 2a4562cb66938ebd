package score

import (
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// Tally is everybody's figures as of one month, and the totals over them.
type Tally struct {
	Period  ingest.Period
	Choices Choices
	Figures []Figure // by task force as in 专班, then by indicator as in 指标
	Totals  []Total  // of the indicators that any counted task force has, as in 指标
	Years   map[string]*facts.Year
	Pending []Claim // not settled: a ranking that rests on them cannot be 定稿
	// Incomplete are settlements without effect: whose figures hold is not said.
	Incomplete []Incomplete

	index    map[targetKey]*Figure
	scheme   *scheme.Scheme
	accounts map[string]*account
}

// Keepers are the task forces that keep an open claim for now, by indicator: not
// always who filed first, if that one had no contract to report or gave the
// project up. Indicators to which nobody contributes are absent.
func (t *Tally) Keepers(c *Claim) (map[string]string, error) {
	keepers := map[string]string{}
	for i := range t.scheme.Indicators {
		ind := &t.scheme.Indicators[i]
		for j, h := range c.Holders {
			a := t.accounts[h.TaskForce]
			if a == nil {
				continue
			}
			taken, err := a.settledWithout(ind, t.Period, c, j)
			if err != nil {
				return nil, err
			}
			keeper, err := a.keeper(ind, t.Period, c)
			if err != nil {
				return nil, err
			}
			if !taken && keeper != nil && keeper.TaskForce == h.TaskForce {
				keepers[ind.Code] = h.TaskForce
			}
		}
	}
	return keepers, nil
}

// PartOf is what a project adds to a figure of a task force as documents print
// it: as reported, or as the office verified or settled it. What the office
// verified of the whole figure is nobody's part.
func (t *Tally) PartOf(taskForce, project, indicator string) (formula.Num, error) {
	a, ind := t.accounts[taskForce], t.scheme.Indicator(indicator)
	if a == nil || ind == nil || ind.Year[a.in.TaskForce.Class] == nil {
		return formula.Num{}, nil
	}
	c := change{project: project}
	for _, x := range a.changes(ind, t.Period) {
		if sameProject(x.project, project) {
			c = x
		}
	}
	_, part, err := a.counted(ind, t.Period, c)
	return part, err
}

// Active lists the task forces that exist in a month, as in 专班: those that a
// return is asked of, that are ranked and supervised.
func Active(s *scheme.Scheme, period ingest.Period) []*scheme.TaskForce {
	return between(s, period, period)
}

// Counted lists the task forces that existed in some month of the reporting
// year up to period, as in 专班. What one achieved before it ended (启用止) was
// achieved, and stays in the year's figures and totals.
func Counted(s *scheme.Scheme, period ingest.Period) []*scheme.TaskForce {
	cal := s.Settings.Calendar
	return between(s, cal.FirstMonth(cal.YearOf(period)), period)
}

func between(s *scheme.Scheme, first, last ingest.Period) (list []*scheme.TaskForce) {
	for i := range s.TaskForces {
		tf := &s.TaskForces[i]
		if begun := !last.Before(tf.From); begun && !tf.Ended(first) {
			list = append(list, tf)
		}
	}
	return list
}

// Assemble works out the figures of the given task forces as of period, and
// the totals over those that are counted in them (计入合计).
func Assemble(s *scheme.Scheme, period ingest.Period, inputs []Input, office Office) (*Tally, error) {
	c, err := ReadChoices(s)
	if err != nil {
		return nil, err
	}
	accounts := map[string]*account{}
	t := &Tally{Period: period, Choices: c, Years: map[string]*facts.Year{}, index: map[targetKey]*Figure{}, scheme: s, accounts: accounts}
	targets := targetsOf(s, s.Settings.Calendar.YearOf(period))
	office.Claims = founded(office.Claims, inputs, period)
	for _, in := range inputs {
		a := newAccount(s, in, period, office.of(in.TaskForce.Code))
		a.peers = accounts
		accounts[in.TaskForce.Code] = a
	}
	if t.Incomplete, err = incomplete(s, accounts, office, period); err != nil {
		return nil, err
	}
	office = office.Without(t.Incomplete)
	for _, in := range inputs {
		accounts[in.TaskForce.Code].office = office.of(in.TaskForce.Code)
	}
	for _, in := range inputs {
		list, year, err := accounts[in.TaskForce.Code].figures(s, c, targets)
		if err != nil {
			return nil, err
		}
		t.Figures = append(t.Figures, list...)
		t.Years[in.TaskForce.Code] = year
	}
	for i := range t.Figures {
		f := &t.Figures[i]
		t.index[targetKey{f.TaskForce, f.Indicator}] = f
	}
	t.total(s, inputs)
	t.Pending = office.unsettled(period)
	return t, nil
}

// founded leaves out settlements that name a project which its task force has
// not reported by the end of the month: a code mistyped would take the others'
// projects from them.
func founded(claims []Claim, inputs []Input, period ingest.Period) []Claim {
	knows := map[string]map[string]bool{} // by task force, of the projects asked about
	known := func(h Holder) bool {
		i := slices.IndexFunc(inputs, func(in Input) bool { return in.TaskForce.Code == h.TaskForce })
		if i < 0 {
			return true // not of those that are counted here
		}
		if knows[h.TaskForce] == nil {
			knows[h.TaskForce] = map[string]bool{}
			upTo := slices.DeleteFunc(slices.Clone(inputs[i].Returns), func(r *ingest.Return) bool { return period.Before(r.Period) })
			for _, code := range facts.NewYear(inputs[i].Base, period, upTo).Codes() {
				knows[h.TaskForce][code] = true
			}
		}
		return knows[h.TaskForce][facts.NormalCode(h.Project)]
	}
	return slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool {
		return c.Settled && slices.ContainsFunc(c.Holders, func(h Holder) bool { return !slices.Contains(c.Earlier, h) && !known(h) })
	})
}

// unsettled lists the open claims in force in a month that no settlement
// answers.
func (o Office) unsettled(period ingest.Period) (open []Claim) {
	for i := range o.Claims {
		if c := &o.Claims[i]; !c.Settled && !period.Before(c.From) && !o.Answers(c, period) {
			open = append(open, *c)
		}
	}
	return open
}

// Without leaves out settlements that cannot be worked out.
func (o Office) Without(list []Incomplete) Office {
	if len(list) > 0 {
		o.Claims = slices.DeleteFunc(slices.Clone(o.Claims), func(c Claim) bool {
			return slices.ContainsFunc(list, func(x Incomplete) bool {
				return c.Settled && c.Source == x.Claim.Source && c.From == x.Claim.From && c.Names(&x.Claim)
			})
		})
	}
	return o
}

// of is the part of the office's rows that concerns one task force.
func (o Office) of(taskForce string) (own Office) {
	own.EachOwn, own.LooseSettlements = o.EachOwn, o.LooseSettlements
	for _, v := range o.Verified {
		if v.TaskForce == taskForce {
			own.Verified = append(own.Verified, v)
		}
	}
	for _, c := range o.Claims {
		for _, h := range c.Holders {
			if h.TaskForce == taskForce {
				own.Claims = append(own.Claims, c)
				break
			}
		}
	}
	return own
}

// Of returns one figure, nil when the task force does not have the indicator.
func (t *Tally) Of(taskForce, indicator string) *Figure {
	return t.index[targetKey{taskForce, indicator}]
}

// ByIndicator returns one task force's figures by indicator.
func (t *Tally) ByIndicator(s *scheme.Scheme, taskForce string) map[string]*Figure {
	own := map[string]*Figure{}
	for i := range s.Indicators {
		if f := t.Of(taskForce, s.Indicators[i].Code); f != nil {
			own[f.Indicator] = f
		}
	}
	return own
}

func (t *Tally) total(s *scheme.Scheme, inputs []Input) {
	for i := range s.Indicators {
		ind := &s.Indicators[i]
		all := adder{total: Total{Indicator: ind.Code}}
		for _, in := range inputs {
			if f := t.Of(in.TaskForce.Code, ind.Code); f != nil && in.TaskForce.InCounty {
				all.add(f, t.Period)
			}
		}
		if all.any {
			t.Totals = append(t.Totals, all.done())
		}
	}
}

// adder adds up figures of one indicator. What is missing adds nothing and is
// named in Stale, so that nobody takes the total for complete.
type adder struct {
	total         Total
	any           bool
	actual, month sum
	goal, planned exact.Num
}

// sum adds up numbers and keeps each cell once, in time linear in the cells:
// a total may rest on those of thousands of task forces.
type sum struct {
	formula.Num
	seen map[ingest.Source]bool
}

func (s *sum) add(n *formula.Num) {
	if n == nil {
		return
	}
	if s.seen == nil {
		s.seen = map[ingest.Source]bool{}
	}
	s.Num.Num = s.Num.Num.Add(n.Num)
	for _, cell := range n.From {
		if !s.seen[cell] {
			s.seen[cell] = true
			s.From = append(s.From, cell)
		}
	}
}

func (a *adder) add(f *Figure, period ingest.Period) {
	t := &a.total
	a.any = true
	a.actual.add(f.Actual)
	a.month.add(f.Month)
	if f.AsOf != period {
		t.Stale = append(t.Stale, f.TaskForce)
	}
	t.Pending = t.Pending || f.Pending
	if f.Target == nil {
		return
	}
	high := f.Target.Low
	if f.Target.High != nil {
		high = *f.Target.High
	}
	a.raise(high, f.Target.High != nil)
	t.Low = t.Low.Add(f.Target.Low)
	t.Expected = t.Expected.Add(*f.Expected)
	a.goal = a.goal.Add(*f.Goal)
	a.planned = a.planned.Add(f.Goal.Mul(*f.Share))
}

// raise adds to the upper end of the total's target, which exists once one
// task force has a range.
func (a *adder) raise(high exact.Num, isRange bool) {
	t := &a.total
	if t.High == nil && isRange {
		low := t.Low
		t.High = &low
	}
	if t.High != nil {
		sum := t.High.Add(high)
		t.High = &sum
	}
}

func (a *adder) done() Total {
	t := a.total
	t.Actual, t.Month = a.actual.Num, a.month.Num
	if a.goal.IsZero() {
		return t
	}
	completion, share := t.Actual.Quo(a.goal), a.planned.Quo(a.goal)
	t.Completion, t.Share = &completion, &share
	if !t.Expected.IsZero() {
		gap := points(completion, share).Round(2)
		t.Gap = &gap
	}
	return t
}

// Judgement is what conditions of 扣分, 督查 and 考核 can see of one task force:
// its year, its figures and its conduct.
func (t *Tally) Judgement(s *scheme.Scheme, taskForce string, c Conduct) (formula.Record, error) {
	year := t.Years[taskForce]
	if year == nil {
		return nil, fmt.Errorf("score: %s has no figures as of %s", taskForce, t.Period)
	}
	return year.Judgement(formula.Record{
		"指标": figureGroup(t.ByIndicator(s, taskForce)),
		"报送": c.reportingGroup(),
		"督办": c.itemGroup(),
	}), nil
}
