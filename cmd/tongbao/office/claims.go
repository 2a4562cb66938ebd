package office

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/output"
	"tongbao/rules/check"
	"tongbao/rules/facts"
	"tongbao/rules/score"
)

// double is a project that several task forces report as of a month, its
// holders in the order in which they filed it.
type double struct {
	check.Double
	claim score.Claim
}

// doubles finds the double claims among the inputs as of a month, oldest
// first. Register rows that settle them are not looked at.
func (o *Office) doubles(period ingest.Period, inputs []score.Input) ([]double, error) {
	var sides []check.Side
	for _, in := range inputs {
		sides = append(sides, check.Side{TaskForce: in.TaskForce, Year: facts.NewYear(in.Base, period, in.Returns)})
	}
	var list []double
	for _, d := range check.Doubles(sides) {
		at := map[string]time.Time{}
		for _, h := range d.Holders {
			t, err := o.filed(h)
			if err != nil {
				return nil, err
			}
			at[h.TaskForce.Code+"/"+h.Project] = t
		}
		slices.SortStableFunc(d.Holders, func(a, b check.Holder) int {
			return at[a.TaskForce.Code+"/"+a.Project].Compare(at[b.TaskForce.Code+"/"+b.Project])
		})
		list = append(list, double{d, claimOf(d)})
	}
	return list, nil
}

// claimOf is a double as figures see it: open, in force from the month in
// which a second task force reported the project.
func claimOf(d check.Double) score.Claim {
	c := score.Claim{Name: d.Name}
	var months []ingest.Period
	for _, h := range d.Holders {
		c.Holders = append(c.Holders, score.Holder{TaskForce: h.TaskForce.Code, Project: h.Project})
		months = append(months, h.FirstMonth)
	}
	slices.SortFunc(months, ingest.Period.Sub)
	c.From = months[1]
	return c
}

// filed is when a task force first reported a project in a return that was
// accepted; zero for what the office carried in, which came before all.
func (o *Office) filed(h check.Holder) (time.Time, error) {
	if o.ledger == nil {
		return time.Time{}, nil
	}
	versions, err := o.ledger.Versions(context.Background(), h.TaskForce.Code, h.FirstMonth)
	if err != nil {
		return time.Time{}, err
	}
	f := o.scheme.Form(h.TaskForce.Class)
	for _, v := range versions {
		if v.Accepted() && slices.ContainsFunc(v.Return.Entries, func(e ingest.Entry) bool {
			return strings.EqualFold(strings.TrimSpace(byRole(f, e, form.Project).Text), strings.TrimSpace(h.Project))
		}) {
			return v.ReceivedAt, nil
		}
	}
	return time.Time{}, nil
}

// officeRows is what the office knows better than returns: the register's rows
// and the double claims among the inputs.
func (o *Office) officeRows(period ingest.Period, inputs []score.Input) (score.Office, error) {
	rows := score.FromRegister(o.register)
	found, err := o.doubles(period, inputs)
	for _, d := range found {
		rows.Claims = append(rows.Claims, d.claim)
	}
	return rows, err
}

// unsettled leaves out the doubles that the register settles as of a month.
func (o *Office) unsettled(period ingest.Period, found []check.Double) []check.Double {
	rows := score.FromRegister(o.register)
	return slices.DeleteFunc(found, func(d check.Double) bool {
		c := claimOf(d)
		return rows.Answers(&c, period)
	})
}

// doubleClaims tells a document of the double claims as of its month: the open
// ones, and those that a settlement of that very month ended.
func (o *Office) doubleClaims(period ingest.Period, inputs []score.Input) ([]output.DoubleClaim, error) {
	found, err := o.doubles(period, inputs)
	if err != nil {
		return nil, err
	}
	rows := score.FromRegister(o.register)
	var list []output.DoubleClaim
	for _, d := range found {
		c := output.DoubleClaim{Name: d.Name, Same: d.Same}
		for _, h := range d.Holders {
			c.Sides = append(c.Sides, output.ClaimSide{TaskForce: h.TaskForce.Code, Project: h.Project, Name: h.Name, Period: h.LatestMonth, From: h.Source})
		}
		if rows.Answers(&d.claim, period) {
			if c.Settled = o.settledAs(rows, &d.claim, period); c.Settled == "" {
				continue
			}
		}
		list = append(list, c)
	}
	return list, nil
}

// settledAs words the settlement that ended a claim in a month: 6:4. It is ""
// when an earlier month's ended it.
func (o *Office) settledAs(rows score.Office, c *score.Claim, period ingest.Period) string {
	s := rows.Settlement(c, period)
	if s == nil || s.From != period {
		return ""
	}
	if s.Apart {
		return "不是同一项目，各自计入"
	}
	var parts []string
	for _, h := range c.Holders {
		for _, g := range s.Holders {
			if g.TaskForce == h.TaskForce && strings.EqualFold(g.Project, h.Project) {
				parts = append(parts, fmt.Sprintf("%s计%s%%", o.scheme.TaskForce(h.TaskForce).Short, score.PercentText(g.Share, 0)))
			}
		}
	}
	return strings.Join(parts, "，")
}
