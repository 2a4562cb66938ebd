package office

import (
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/form"
)

// openingSheet is the register's sheet that an opening return stands for.
const openingSheet = "期初项目"

// opening is what the office carried in for a task force up to a month, as
// returns that nobody sent: one a month, oldest first. Their cells are the
// register's. They lie before the first month that the task force reports, so
// that none stands in a real return's place.
func (o *Office) opening(taskForce string, until ingest.Period) []*ingest.Return {
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
