package score

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// Office is what the office itself knows better than the returns: rows of its
// register that change figures.
type Office struct {
	Verified []Verified
	Claims   []Claim
	// EachOwn: the holders of a settled claim count shares of what each reported
	// itself. So it was once, and the parts of unequal amounts made up no amount.
	EachOwn bool
	// LooseSettlements: a settled project that one holder gave up counts on as the
	// others report it, in its share too; a holder that no settlement names keeps
	// the whole of what others share, one that names a holder anew leaves the rest
	// of an earlier one as it was, and what the office verified of a claimed project
	// enters the month's own figure. So it was once.
	LooseSettlements bool
}

// Verified is a row of 核定: a figure that was checked, in place of the
// reported one, from one month on to the end of that reporting year.
//
// With a Project, Amount is what that project contributes to the indicator
// (1 or 0 for a count); until the task force has reported the project it does
// nothing, since a mistyped code would be counted beside the project it means.
// Without one, Amount is the whole year to date at the
// end of From; what is reported after From is added to it.
type Verified struct {
	TaskForce string
	Project   string // 项目编号; "" for the whole figure
	Indicator string
	Amount    exact.Num
	From      ingest.Period
	Evidence  string
	Reason    string
	Source    ingest.Source // the row's amount in the register
}

// Claim is one project that several task forces report: a double claim, or a
// row of 重复认定 that settles one.
type Claim struct {
	Name    string // how documents call it
	Holders []Holder
	From    ingest.Period
	// Settled by the office. Until it is, of the holders whose returns support
	// a figure the first one keeps the whole, and all are marked 待核.
	Settled bool
	// Apart: settled as projects of their own; every holder keeps its whole.
	Apart bool
	// Basis is the task force whose report of the project holds where the
	// holders' differ; "" where the settlement names none.
	Basis string
	// Held is what an earlier year's figures hold of the project already, by
	// indicator: what is left of its one amount is shared.
	Held map[string]formula.Num
	// Earlier are those of Holders that reported the project in a year before: they
	// need not report it again to be settled.
	Earlier []Holder
	Reason  string
	Source  ingest.Source // the register's row; zero while unsettled
}

// Holder is one side of a claim; an open claim's stand by the time at which
// each filed. Shares of a settled claim add up to 1, unless it is Apart.
type Holder struct {
	TaskForce string
	Project   string // its own 项目编号
	Share     exact.Num
}

// change is what the office changes about one project in one figure.
type change struct {
	project  string
	verified *Verified
	claim    *Claim
	holder   int  // its place among the claim's
	open     bool // an open claim to the project that no settlement answers
}

// standing is the figure that documents print: the reported one with what the
// office verified and settled.
func (a *account) standing(ind *scheme.Indicator) (*formula.Num, bool, error) {
	now, pending, err := a.changed(ind, a.period)
	whole := a.wholeVerified(ind)
	if err != nil || whole == nil {
		return now, pending, err
	}
	total := formula.Num{Num: whole.Amount, From: []ingest.Source{whole.Source}}
	if now == nil {
		return &total, pending, nil
	}
	then, _, err := a.changed(ind, whole.From)
	if err != nil {
		return nil, false, err
	}
	if then == nil {
		then = &formula.Num{}
	}
	grown := formula.Num{Num: now.Sub(then.Num), From: beyond(now.From, then.From)}
	total = plus(total, grown)
	return &total, pending, nil
}

// changed is the year to date at the end of a month with the changes to single
// projects. A project's contribution to an indicator is found by leaving it
// out, so that any 算式 that adds up projects can be corrected.
func (a *account) changed(ind *scheme.Indicator, period ingest.Period) (*formula.Num, bool, error) {
	return a.treated(ind, period, a.changes(ind, period))
}

// treated is the year to date at the end of a month under the given changes.
func (a *account) treated(ind *scheme.Indicator, period ingest.Period, changes []change) (*formula.Num, bool, error) {
	all, err := a.value(ind, period)
	if err != nil || len(changes) == 0 {
		return all, false, err
	}
	total, pending, given := formula.Num{}, false, false
	if all != nil {
		if total, err = a.withoutAll(ind, period, changes); err != nil {
			return nil, false, err
		}
	}
	for _, c := range changes {
		own, part, err := a.counted(ind, period, c)
		if err != nil {
			return nil, false, err
		}
		pending = pending || c.open && !own.IsZero()
		given = given || c.verified != nil || !part.IsZero()
		total = plus(total, part)
	}
	if all == nil && !given {
		return nil, false, nil
	}
	return &total, pending, nil
}

// counted is what a changed project is for before it is shared, and what it
// counts for, with all that rests on: the row that settles it and what an earlier
// year holds too.
func (a *account) counted(ind *scheme.Indicator, period ingest.Period, c change) (own, part formula.Num, err error) {
	if own, err = a.contribution(ind, period, c.project, c.verified); err != nil {
		return own, part, err
	}
	if part, err = a.part(ind, period, c, own); err != nil {
		return own, part, err
	}
	if c.claim != nil && c.claim.Settled && !(own.IsZero() && part.IsZero()) {
		part.From = together(part.From, []ingest.Source{c.claim.Source})
		if held := c.claim.Held[ind.Code]; !held.IsZero() {
			part.From = together(own.From, part.From, held.From)
		}
	}
	return own, part, nil
}

func (a *account) withoutAll(ind *scheme.Indicator, period ingest.Period, changes []change) (formula.Num, error) {
	projects := make([]string, len(changes))
	for i, c := range changes {
		projects[i] = c.project
	}
	return orZero(a.value(ind, period, projects...))
}

// contribution is what a project adds to the figure before it is shared: as
// reported, or as verified. A verified amount does not bring a terminated
// project back.
func (a *account) contribution(ind *scheme.Indicator, period ingest.Period, project string, verified *Verified) (formula.Num, error) {
	own, err := a.reported(ind, period, project)
	if err == nil && verified != nil && !(own.IsZero() && a.terminated(period, project)) {
		own = formula.Num{Num: verified.Amount, From: []ingest.Source{verified.Source}}
	}
	return own, err
}

func (a *account) reported(ind *scheme.Indicator, period ingest.Period, project string) (formula.Num, error) {
	all, err := orZero(a.value(ind, period))
	if err != nil {
		return formula.Num{}, err
	}
	rest, err := orZero(a.value(ind, period, project))
	return formula.Num{Num: all.Sub(rest.Num), From: beyond(all.From, rest.From)}, err
}

// part is what a project counts for here. An open claim is kept whole by the
// first holder whose returns support the figure: who reported only contact
// has nothing to keep of a contract. A settled one has one amount
// (settled.go), of which each holder gets its share, whatever it reported.
func (a *account) part(ind *scheme.Indicator, period ingest.Period, c change, own formula.Num) (formula.Num, error) {
	switch {
	case c.claim == nil || c.claim.Apart:
		return own, nil
	case c.claim.Settled && a.office.EachOwn && !own.IsZero():
		return formula.Num{Num: own.Mul(c.claim.Holders[c.holder].Share), From: own.From}, nil
	case c.claim.Settled:
		amount, err := a.settled(ind, period, c.claim)
		return c.claim.portion(ind, c.claim.left(ind, amount), c.holder), err
	}
	taken, err := a.settledWithout(ind, period, c.claim, c.holder)
	if err != nil || taken {
		return formula.Num{}, err
	}
	keeper, err := a.keeper(ind, period, c.claim)
	if err != nil || keeper == nil || keeper.TaskForce != a.in.TaskForce.Code || !sameProject(keeper.Project, c.project) {
		return formula.Num{}, err
	}
	return own, nil
}

// keeper is the first holder of a claim that contributes to a figure; nil when
// none does.
func (a *account) keeper(ind *scheme.Indicator, period ingest.Period, claim *Claim) (*Holder, error) {
	said, err := a.said(ind, period, claim)
	for i := range said {
		if !said[i].amount.IsZero() {
			return said[i].Holder, err
		}
	}
	return nil, err
}

// peer is the account of another task force, nil when it is not known.
func (a *account) peer(taskForce string) *account {
	if taskForce == a.in.TaskForce.Code {
		return a
	}
	peer := a.peers[taskForce]
	if peer != nil && a.unverified {
		return peer.asReported()
	}
	return peer
}

// verified is the latest row of 核定 for one project in force at the end of a
// month.
func (a *account) verified(ind *scheme.Indicator, period ingest.Period, project string) (latest *Verified) {
	for i := range a.office.Verified {
		v := &a.office.Verified[i]
		if sameProject(v.Project, project) && v.Project != "" && a.concerns(v, ind, period) && (latest == nil || !v.From.Before(latest.From)) {
			latest = v
		}
	}
	return latest
}

func orZero(n *formula.Num, err error) (formula.Num, error) {
	if n == nil {
		return formula.Num{}, err
	}
	return *n, err
}

func (a *account) terminated(period ingest.Period, project string) bool {
	if a.asOf(period) == (ingest.Period{}) {
		return false
	}
	r := a.read(period)
	if r.ended == nil {
		r.ended = map[string]bool{}
		for _, p := range r.year.Projects() {
			r.ended[facts.NormalCode(p.Code)] = p.Terminated
		}
	}
	return r.ended[facts.NormalCode(project)]
}

// changes lists the projects the office changes in a figure, by code.
func (a *account) changes(ind *scheme.Indicator, period ingest.Period) []change {
	byProject := map[string]*change{}
	at := func(project string) *change {
		project = strings.ToUpper(strings.TrimSpace(project))
		if byProject[project] == nil {
			byProject[project] = &change{project: project}
		}
		return byProject[project]
	}
	for i := range a.office.Verified {
		if v := &a.office.Verified[i]; v.Project != "" && a.concerns(v, ind, period) {
			if c := at(v.Project); c.verified == nil || !v.From.Before(c.verified.From) {
				c.verified = v
			}
		}
	}
	for i := range a.office.Claims {
		claim := &a.office.Claims[i]
		for j, h := range claim.Holders {
			if h.TaskForce == a.in.TaskForce.Code && !period.Before(claim.From) && !a.superseded(period, claim) {
				c := at(h.Project)
				c.open = c.open || !claim.Settled && !a.office.Answers(claim, period)
				if c.claim == nil || claim.overrules(c.claim) {
					c.claim, c.holder = claim, j
				}
			}
		}
	}
	list := make([]change, 0, len(byProject))
	for _, c := range byProject {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b change) int { return strings.Compare(a.project, b.project) })
	return list
}

// overrules tells which of two claims to one project holds: a settled one over
// an open one, then the later.
func (c *Claim) overrules(other *Claim) bool {
	if c.Settled != other.Settled {
		return c.Settled
	}
	return !c.From.Before(other.From)
}

// Answers reports whether a settlement in force in a month answers a claim: it
// names all of its holders. One that names some leaves the others open.
func (o Office) Answers(c *Claim, period ingest.Period) bool { return o.Settlement(c, period) != nil }

// Settlement is the latest one in force in a month that answers a claim, nil
// when none does.
func (o Office) Settlement(c *Claim, period ingest.Period) (latest *Claim) {
	for i := range o.Claims {
		s := &o.Claims[i]
		if s.Settled && !period.Before(s.From) && s.Names(c) && (latest == nil || s.overrules(latest)) {
			latest = s
		}
	}
	return latest
}

// Names reports whether every holder of another claim is one of this claim's.
func (c *Claim) Names(other *Claim) bool {
	return !slices.ContainsFunc(other.Holders, func(h Holder) bool {
		return !slices.ContainsFunc(c.Holders, func(g Holder) bool {
			return h.TaskForce == g.TaskForce && sameProject(h.Project, g.Project)
		})
	})
}

// wholeVerified is the latest row of 核定 for the whole figure.
func (a *account) wholeVerified(ind *scheme.Indicator) (latest *Verified) {
	for i := range a.office.Verified {
		v := &a.office.Verified[i]
		if v.Project == "" && a.concerns(v, ind, a.period) && (latest == nil || !v.From.Before(latest.From)) {
			latest = v
		}
	}
	return latest
}

// verifiedBy lists the rows of 核定 that a figure rests on: those of its
// projects, and the one of the whole.
func (a *account) verifiedBy(ind *scheme.Indicator) (list []Verified) {
	for _, c := range a.changes(ind, a.period) {
		if c.verified != nil {
			list = append(list, *c.verified)
		}
	}
	if whole := a.wholeVerified(ind); whole != nil {
		list = append(list, *whole)
	}
	return list
}

// concerns reports whether a verified row is in force for this figure at the
// end of a month: begun, in the same reporting year, and about a project that
// was reported.
func (a *account) concerns(v *Verified, ind *scheme.Indicator, period ingest.Period) bool {
	return v.TaskForce == a.in.TaskForce.Code && v.Indicator == ind.Code &&
		!period.Before(v.From) && a.calendar.YearOf(v.From) == a.calendar.YearOf(a.period) &&
		(v.Project == "" || a.read(period).year.Knows(v.Project))
}

// leaveOut is a return as if some projects had never been reported on it.
func leaveOut(f *form.Form, r *ingest.Return, projects []string) *ingest.Return {
	if len(projects) == 0 {
		return r
	}
	rest := *r
	rest.Entries = nil
	for _, e := range r.Entries {
		code := projectOf(f, e)
		if !slices.ContainsFunc(projects, func(p string) bool { return sameProject(p, code) }) {
			rest.Entries = append(rest.Entries, e)
		}
	}
	return &rest
}

// sameProject compares codes as rules/facts does: kfq-2023-003 is KFQ-2023-003.
func sameProject(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// projectOf is the 项目编号 of an entry, "" when its sheet has none.
func projectOf(f *form.Form, e ingest.Entry) string {
	sheet := f.Sheet(e.Sheet)
	if sheet == nil {
		return ""
	}
	if field := sheet.With(form.Project); field != nil {
		return e.Values[field.Key].Text
	}
	return ""
}
