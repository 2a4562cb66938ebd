package output

import (
	"tongbao/ingest"
)

// DoubleClaim is a project that several task forces report (DESIGN 9). Until
// the office settles it, it counts once, with the first of Sides that supports
// the figure.
type DoubleClaim struct {
	Name    string // as the first of Sides calls it
	Same    string // why it is thought one project, a phrase
	Sides   []ClaimSide
	Settled string // how it was settled, a phrase; "" while it is open
}

// ClaimSide is one task force's part, in the order in which they filed.
type ClaimSide struct {
	TaskForce, Project, Name string
	Period                   ingest.Period // of the row that From is of
	From                     ingest.Source
}

// claimView is a double claim as wording speaks of it.
type claimView struct {
	Name, Same, Settled, First marked
	Sides                      []sideView
}

type sideView struct{ Who, Month, Place, Project marked }

// doubleClaims reads double claims for wording. Register rows stand under the
// name of their workbook.
func (r *reader) doubleClaims(list []DoubleClaim) (open, settled []claimView) {
	for _, d := range list {
		v := claimView{Name: label(d.Name), Same: label(d.Same), Settled: label(d.Settled)}
		for i, s := range d.Sides {
			if i == 0 {
				v.First = r.short(s.TaskForce)
			}
			book, month := "报表", r.monthName(s.Period)
			if s.From.Office != "" {
				book, month = s.From.Office, "" // what was carried in is of no month
			}
			v.Sides = append(v.Sides, sideView{r.short(s.TaskForce), label(month), label(book + placeWords(s.From.Place)), label(s.Project)})
		}
		if d.Settled == "" {
			open = append(open, v)
		} else {
			settled = append(settled, v)
		}
	}
	return open, settled
}

// doubles is the paragraph of 目标完成情况 on projects reported twice.
func (c *circular) doubles() []Block {
	type view struct {
		Open, Settled []claimView
		Objection     marked
	}
	v := view{Objection: c.objection(c.in.Objection)}
	v.Open, v.Settled = c.doubleClaims(c.in.Doubles)
	return c.say("重复项目", v)
}
