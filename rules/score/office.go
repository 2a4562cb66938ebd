package score

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// Office is what the office itself knows better than the returns: rows of its
// register that change figures.
type Office struct {
	Verified []Verified
	Claims   []Claim
}

// Verified is a row of 核定: a figure that was checked, in place of the
// reported one, from one month on to the end of that reporting year.
//
// With a Project, Amount is what that project contributes to the indicator
// (1 or 0 for a count). Without one, Amount is the whole year to date at the
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
	// Settled by the office. Until it is, the first of Holders, who filed
	// evidence first, keeps the whole, and all are marked 待核.
	Settled bool
	Reason  string
	Source  ingest.Source // the register's row; zero while unsettled
}

// Holder is one side of a claim. Shares of a settled claim add up to 1.
type Holder struct {
	TaskForce string
	Project   string // its own 项目编号
	Share     exact.Num
}

// change is what the office changes about one project in one figure.
type change struct {
	project  string
	verified *Verified
	share    exact.Num
	claim    *Claim
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
	all, err := a.value(ind, period)
	changes := a.changes(ind, period)
	if err != nil || len(changes) == 0 {
		return all, false, err
	}
	total, pending, verified := formula.Num{}, false, false
	if all != nil {
		if total, err = a.withoutAll(ind, period, changes); err != nil {
			return nil, false, err
		}
	}
	for _, c := range changes {
		part, own, err := a.contribution(ind, period, c)
		if err != nil {
			return nil, false, err
		}
		if c.claim != nil && !own.IsZero() {
			pending = pending || !c.claim.Settled
			if c.claim.Settled {
				part.From = together(part.From, []ingest.Source{c.claim.Source})
			}
		}
		verified = verified || c.verified != nil
		total = plus(total, part)
	}
	if all == nil && !verified {
		return nil, false, nil
	}
	return &total, pending, nil
}

func (a *account) withoutAll(ind *scheme.Indicator, period ingest.Period, changes []change) (formula.Num, error) {
	projects := make([]string, len(changes))
	for i, c := range changes {
		projects[i] = c.project
	}
	return orZero(a.value(ind, period, projects...))
}

// contribution is what a changed project adds to the figure, and what it would
// add unshared. A verified amount does not bring a terminated project back.
func (a *account) contribution(ind *scheme.Indicator, period ingest.Period, c change) (part, own formula.Num, err error) {
	all, err := orZero(a.value(ind, period))
	if err != nil {
		return part, own, err
	}
	rest, err := orZero(a.value(ind, period, c.project))
	if err != nil {
		return part, own, err
	}
	own = formula.Num{Num: all.Sub(rest.Num), From: beyond(all.From, rest.From)}
	if c.verified != nil && !(own.IsZero() && a.terminated(period, c.project)) {
		own = formula.Num{Num: c.verified.Amount, From: []ingest.Source{c.verified.Source}}
	}
	return scaled(own, c.share), own, nil
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
	for _, p := range a.read(period).year.Projects() {
		if sameProject(p.Code, project) {
			return p.Terminated
		}
	}
	return false
}

// changes lists the projects the office changes in a figure, by code.
func (a *account) changes(ind *scheme.Indicator, period ingest.Period) []change {
	byProject := map[string]*change{}
	at := func(project string) *change {
		project = strings.ToUpper(strings.TrimSpace(project))
		if byProject[project] == nil {
			byProject[project] = &change{project: project, share: exact.Int(1)}
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
			if h.TaskForce == a.in.TaskForce.Code && !period.Before(claim.From) {
				if c := at(h.Project); c.claim == nil || claim.overrules(c.claim) {
					c.claim, c.share = claim, claim.shareOf(j)
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

// shareOf is the i-th holder's share: as settled, or all for the first filer.
func (c *Claim) shareOf(i int) exact.Num {
	if c.Settled {
		return c.Holders[i].Share
	}
	if i == 0 {
		return exact.Int(1)
	}
	return exact.Num{}
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

// concerns reports whether a verified row is in force for this figure at the
// end of a month: begun, and in the same reporting year.
func (a *account) concerns(v *Verified, ind *scheme.Indicator, period ingest.Period) bool {
	return v.TaskForce == a.in.TaskForce.Code && v.Indicator == ind.Code &&
		!period.Before(v.From) && a.calendar.YearOf(v.From) == a.calendar.YearOf(a.period)
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
