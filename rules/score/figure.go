package score

import (
	"errors"
	"fmt"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// Input is one task force's part of a reporting year.
type Input struct {
	TaskForce *scheme.TaskForce
	Base      facts.Base
	// Returns are the accepted versions of the reporting year, one a month,
	// oldest first. Months without one are absent: missing, not nil. Later
	// months are ignored; earlier years may be given, so that what is last
	// known of a project is.
	Returns []*ingest.Return
}

// Figures works out every indicator of one task force as of period, in the
// order of 指标. Without any accepted return this year all are missing
// (Actual nil) unless the office verified one. The Year they were read from
// comes back too, for conditions that ask about the same month. What a double
// claim leaves to it depends on the other holders: ask Assemble for that.
func Figures(s *scheme.Scheme, in Input, period ingest.Period, office Office) ([]Figure, *facts.Year, error) {
	c, err := ReadChoices(s)
	if err != nil {
		return nil, nil, err
	}
	return newAccount(s, in, period, office).figures(s, c, targetsOf(s, s.Settings.Calendar.YearOf(period)))
}

// ReportedOf is what an indicator is as of period by the returns alone, or with
// a project what that project adds to it; 0 where nothing was reported.
func ReportedOf(s *scheme.Scheme, in Input, period ingest.Period, indicator, project string) (exact.Num, error) {
	ind, a := s.Indicator(indicator), newAccount(s, in, period, Office{})
	if ind == nil || ind.Year[in.TaskForce.Class] == nil {
		return exact.Num{}, nil
	}
	if project == "" {
		n, err := orZero(a.value(ind, period))
		return n.Num, err
	}
	n, err := a.reported(ind, period, project)
	return n.Num, err
}

func newAccount(s *scheme.Scheme, in Input, period ingest.Period, office Office) *account {
	return &account{calendar: s.Settings.Calendar, in: in, period: period, office: office, years: map[string]*reading{}}
}

func (a *account) figures(s *scheme.Scheme, c Choices, targets targets) ([]Figure, *facts.Year, error) {
	var list []Figure
	in, period := a.in, a.period
	for i := range s.Indicators {
		ind := &s.Indicators[i]
		if ind.Year[in.TaskForce.Class] == nil {
			continue
		}
		f, err := a.figure(ind)
		if err != nil {
			return nil, nil, fmt.Errorf("score: %s %s as of %s: %w", in.TaskForce.Code, ind.Code, period, err)
		}
		if t := targets[targetKey{in.TaskForce.Code, ind.Code}]; t != nil {
			f.Target = t
			f.measure(c, DueAt(c, a.calendar, ind, t, period))
		}
		list = append(list, f)
	}
	return list, a.read(period).year, nil
}

type targetKey struct{ taskForce, indicator string }

type targets map[targetKey]*scheme.Target

// targetsOf indexes the targets of one year.
func targetsOf(s *scheme.Scheme, year int) targets {
	index := targets{}
	for i := range s.Targets {
		if t := &s.Targets[i]; t.Year == year {
			index[targetKey{t.TaskForce, t.Indicator}] = t
		}
	}
	return index
}

// account works out one task force's figures; it reads each Year once.
type account struct {
	calendar   ingest.Calendar
	in         Input
	period     ingest.Period
	office     Office
	peers      map[string]*account // of every task force, for claims; nil when it is looked at alone
	unverified bool                // without what the office verified, its peers too
	years      map[string]*reading // by month and the project left out
}

// reading is a Year and what 算式 can see of it.
type reading struct {
	year  *facts.Year
	env   formula.Record
	ended map[string]bool // projects that were given up, once that was asked
}

func (a *account) figure(ind *scheme.Indicator) (f Figure, err error) {
	f = Figure{TaskForce: a.in.TaskForce.Code, Indicator: ind.Code, AsOf: a.asOf(a.period), Ended: a.in.TaskForce.Ended(a.period)}
	if f.Reported, err = a.value(ind, a.period); err != nil {
		return f, err
	}
	if f.Actual, f.Pending, err = a.standing(ind); err != nil {
		return f, err
	}
	f.Verified = a.verifiedBy(ind)
	f.Month, err = a.month(ind)
	return f, err
}

// asOf is the last month of the reporting year up to period with an accepted
// return, zero when there is none.
func (a *account) asOf(period ingest.Period) (last ingest.Period) {
	first := a.calendar.FirstMonth(a.calendar.YearOf(period))
	for _, r := range a.in.Returns {
		if !r.Period.Before(first) && !period.Before(r.Period) {
			last = r.Period
		}
	}
	return last
}

// value is the indicator's year to date at the end of a month, as reported,
// with some projects left out; nil when nothing was reported by then.
func (a *account) value(ind *scheme.Indicator, period ingest.Period, without ...string) (*formula.Num, error) {
	if a.asOf(period) == (ingest.Period{}) {
		return nil, nil
	}
	return number(ind.Year[a.in.TaskForce.Class], a.read(period, without...).env)
}

// number evaluates a program; a value that was missing makes the whole missing.
func number(p *formula.Program, env formula.Record) (*formula.Num, error) {
	n, err := p.Number(env)
	if errors.Is(err, formula.ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &n, nil
}

// month is the month alone; nil when its return is missing. Without a program
// of its own it is what the year to date grew by, which takes in events
// reported late and what a terminated project gave back. Claims are as now at
// both ends: a project that two report is counted once here too, and settling
// it is no event of the month. What the office verified does not enter.
func (a *account) month(ind *scheme.Indicator) (*formula.Num, error) {
	if a.asOf(a.period) != a.period {
		return nil, nil
	}
	if p := ind.Month[a.in.TaskForce.Class]; p != nil {
		return number(p, a.read(a.period).env)
	}
	changes := claims(a.changes(ind, a.period))
	as := a
	if !a.office.LooseSettlements {
		as = a.asReported()
	}
	now, _, err := as.treated(ind, a.period, changes)
	if err != nil || now == nil || a.calendar.Elapsed(a.period) == 1 {
		return now, err
	}
	before, _, err := as.treated(ind, a.period.Add(-1), changes)
	if err != nil || before == nil {
		return now, err
	}
	cells := append(beyond(now.From, before.From), beyond(before.From, now.From)...)
	if len(cells) == 0 {
		cells = now.From
	}
	return &formula.Num{Num: now.Sub(before.Num), From: cells}, nil
}

// asReported is the account, and through it its peers', as if the office had
// verified nothing: who keeps a claim, and the amount of a settled one, are
// what the returns say then.
func (a *account) asReported() *account {
	own := *a
	own.office.Verified, own.unverified = nil, true
	return &own
}

// claims are the changes without what the office verified.
func claims(changes []change) (list []change) {
	for _, c := range changes {
		if c.verified = nil; c.claim != nil {
			list = append(list, c)
		}
	}
	return list
}

// read reads the year as of a month, as if some projects had never been
// reported.
func (a *account) read(period ingest.Period, without ...string) *reading {
	key := fmt.Sprintf("%s %q", period, without)
	if r := a.years[key]; r != nil {
		return r
	}
	var returns []*ingest.Return
	for _, r := range a.in.Returns {
		if !period.Before(r.Period) {
			returns = append(returns, leaveOut(a.in.Base.Form, r, without))
		}
	}
	y := facts.NewYear(a.in.Base, period, returns)
	r := &reading{year: y, env: y.Indicator()}
	a.years[key] = r
	return r
}

// cellID is a source by what it says: the same cell read through a copy of its
// return is the same cell.
type cellID struct {
	version ingest.Version
	office  string
	place   ingest.Place
}

func idOf(s ingest.Source) cellID {
	id := cellID{office: s.Office, place: s.Place}
	if s.Version != nil {
		id.version = *s.Version
	}
	return id
}

// beyond lists the cells of a that are not in b.
func beyond(a, b []ingest.Source) []ingest.Source {
	known := make(map[cellID]bool, len(b))
	for _, x := range b {
		known[idOf(x)] = true
	}
	var list []ingest.Source
	for _, x := range a {
		if !known[idOf(x)] {
			list = append(list, x)
		}
	}
	return list
}

// together joins cells, each once.
func together(lists ...[]ingest.Source) (all []ingest.Source) {
	for _, list := range lists {
		all = append(all, beyond(list, all)...)
	}
	return all
}

func plus(a, b formula.Num) formula.Num {
	return formula.Num{Num: a.Add(b.Num), From: together(a.From, b.From)}
}
