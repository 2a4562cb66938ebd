package office

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/check"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// openingSheet is the register's sheet that an opening return stands for.
const openingSheet = "期初项目"

// opening is what the office carried in for a task force up to a month, as
// returns that nobody sent: one a month, oldest first. Their cells are the
// register's. They lie before the first month that the task force reports, so
// that none stands in a real return's place. Rows that break a rule for which
// a return would be sent back are left out until they are mended, but for those
// that tell of a project's end.
func (o *Office) opening(taskForce string, until ingest.Period) []*ingest.Return {
	list := o.carriedIn(taskForce, until)
	if len(list) == 0 || !o.madeSince(soundFigures) {
		return list
	}
	wrong := o.openingFaults()
	for _, r := range list {
		r.Entries = slices.DeleteFunc(r.Entries, func(e ingest.Entry) bool { return wrong.rows[e.Row] })
	}
	return list
}

// openingFaults is what is wrong with 期初项目, judged once for a scheme and a
// register.
type openingFaults struct {
	scheme   *scheme.Scheme
	register *scheme.Register
	list     []openingFault
	rows     map[int]bool // that do not count
}

type openingFault struct {
	taskForce string
	leave     bool // its row does not count
	finding.Finding
}

// ends reports whether a row of 期初项目 tells that a project was given up. Such
// a one holds whatever else is wrong with it: left out, what is over would count.
func (o *Office) ends(f *form.Form, r *ingest.Return, row int) bool {
	return slices.ContainsFunc(r.Entries, func(e ingest.Entry) bool {
		s := f.Sheet(e.Sheet)
		if e.Row != row || s == nil {
			return false
		}
		stage := s.With(form.Stage)
		return stage != nil && e.Values[stage.Key].String() == o.scheme.Settings.Terminated
	})
}

func (o *Office) openingFaults() *openingFaults {
	if f := o.openingJudged; f != nil && f.scheme == o.scheme && f.register == o.register {
		return f
	}
	f := &openingFaults{scheme: o.scheme, register: o.register, rows: map[int]bool{}}
	for i := range o.scheme.TaskForces {
		tf := &o.scheme.TaskForces[i]
		blank := o.scheme.Form(tf.Class)
		returns := o.carriedIn(tf.Code, o.scheme.Settings.FirstMonth.Add(-1))
		if tf.From != (ingest.Period{}) {
			returns = o.carriedIn(tf.Code, tf.From.Add(-1))
		}
		for n, r := range returns {
			year := facts.NewYear(o.scheme.Base(tf), r.Period, returns[:n+1])
			found := check.Waived(blank, r, check.Opening(o.scheme, blank, r, year), o.register.Waivers)
			for _, x := range found {
				if x.Level == finding.Notice {
					continue
				}
				leave := x.Level == finding.Error && !o.ends(blank, r, check.RowOf(x))
				f.list = append(f.list, openingFault{tf.Code, leave, x})
				f.rows[check.RowOf(x)] = f.rows[check.RowOf(x)] || leave
			}
		}
	}
	o.openingJudged = f
	return f
}

// openingGaps words what is wrong with 期初项目, row by row.
func (o *Office) openingGaps() (list []gap) {
	if len(o.register.Opening) == 0 {
		return nil
	}
	for _, x := range o.openingFaults().list {
		g := gap{fmt.Sprintf("台账“%s”（%s）：%s（%s）", x.Place, x.taskForce, strings.TrimSuffix(x.Message, "。"), x.Code), x.Hint}
		switch {
		case x.leave:
			g.found += "。这一行不计入，改正后再计"
		case x.Level == finding.Error:
			g.found += "。项目终止照记，请补正"
		default:
			g.advice += "经核对无误的，登记“豁免”后不再提示。"
		}
		list = append(list, g)
	}
	return list
}

// carriedIn is what stands in 期初项目, right or wrong.
func (o *Office) carriedIn(taskForce string, until ingest.Period) []*ingest.Return {
	byMonth := map[ingest.Period]*ingest.Return{}
	var list []*ingest.Return
	for _, row := range o.register.Opening {
		if row.TaskForce != taskForce || until.Before(row.Period) {
			continue
		}
		r := byMonth[row.Period]
		if r == nil {
			r = &ingest.Return{Office: officeBook, Version: ingest.Version{TaskForce: taskForce, Period: row.Period, File: registerFile}, Tabs: map[string]ingest.Tab{}}
			byMonth[row.Period], list = r, append(list, r)
		}
		r.Tabs[row.Sheet] = ingest.Tab{Name: openingSheet}
		r.Entries = append(r.Entries, row.Entry)
	}
	tf := o.scheme.TaskForce(taskForce)
	for _, r := range list {
		inFormOrder(o.scheme.Form(tf.Class), r.Entries)
	}
	slices.SortFunc(list, func(a, b *ingest.Return) int { return a.Period.Sub(b.Period) })
	return list
}

// officeBook is what sources call the register.
const officeBook = "台账"

// inFormOrder puts entries as a return has them: by sheet, then by row.
func inFormOrder(f *form.Form, entries []ingest.Entry) {
	names := f.SheetNames()
	slices.SortStableFunc(entries, func(a, b ingest.Entry) int {
		return slices.Index(names, a.Sheet) - slices.Index(names, b.Sheet)
	})
}

// posted leaves out what nobody sent: returns that the ledger has.
func posted(returns []*ingest.Return) (list []*ingest.Return) {
	for _, r := range returns {
		if r.Number > 0 {
			list = append(list, r)
		}
	}
	return list
}

// registerValue is what the register says in a cell.
func (o *Office) registerValue(at ingest.Place) string {
	for _, t := range o.tables {
		if t.Sheet == at.Sheet {
			return t.At(at.Cell)
		}
	}
	return ""
}
