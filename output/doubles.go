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
	// Kept tells who counts what of an open one, where it is not the first of Sides
	// that counts it all.
	Kept []Kept
}

// Kept is what one side of an open claim counts for now.
type Kept struct {
	TaskForce  string
	Indicators []string
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
	Kept                       []keptView
}

type keptView struct {
	Who   marked
	Names []marked
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
		for _, k := range d.Kept {
			kept := keptView{Who: r.short(k.TaskForce)}
			for _, code := range k.Indicators {
				if ind := r.inds[code]; ind != nil {
					kept.Names = append(kept.Names, label(ind.Name))
				}
			}
			v.Kept = append(v.Kept, kept)
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
