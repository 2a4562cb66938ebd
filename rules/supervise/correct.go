package supervise

import (
	"slices"

	"tongbao/ingest"
)

// Amendment is an item that a corrected figure makes another.
type Amendment struct{ Was, Is Item }

// Correct applies figures known since to the items of a month whose circular
// is issued again. The list stays as the edition before left it: nothing is
// raised, answered or found overdue by what came after it. But an item that
// the month raised over a figure is withdrawn where the figure gives no ground
// for it any more, and says what the figure is now; one raised before is
// closed where the figure would have closed it, and is open again where it was
// closed by what is not so. The month is as it was first
// judged, but for Tally; Corrected is the day of the correction. An error is a
// condition or text of 督查 that cannot be evaluated.
func Correct(m Month, items []Item) (list []Amendment, err error) {
	d := &docket{Month: m}
	for _, it := range items {
		it.History = slices.Clone(it.History)
		d.items = append(d.items, it)
	}
	slices.SortStableFunc(d.items, byNumber)
	was := slices.Clone(d.items)
	for i := range d.items {
		was[i].History = slices.Clone(was[i].History)
	}
	if err := d.unclose(); err != nil {
		return nil, err
	}
	if err := d.closeByRule(); err != nil {
		return nil, err
	}
	for i := range d.items {
		changed := d.items[i].Status != was[i].Status
		if d.items[i].Raised == m.Tally.Period {
			if changed, err = d.reconsider(i); err != nil {
				return nil, err
			}
		}
		if changed {
			list = append(list, Amendment{was[i], d.items[i]})
		}
	}
	return list, nil
}

// reconsider asks about an item that the month raised by rule whether it would
// be raised now, and with which words. What was numbered after it had not been
// raised yet, so it does not count.
func (d *docket) reconsider(i int) (changed bool, err error) {
	it := &d.items[i]
	row, c := d.row(it.Code), d.caseOf(it.TaskForce)
	if it.Origin != "" || it.Status.Over() || row == nil || c == nil {
		return false, nil
	}
	then := docket{Month: d.Month, items: d.items[:i]}
	holds, _, err := then.holds(row.Raise[c.TaskForce.Class], row, c, nil)
	if err != nil {
		return false, err
	}
	if !holds {
		it.Status = Closed
		d.note(it, WasWithdrawn, d.Cause+"后不再成立，予以撤销", ingest.Place{})
		return true, nil
	}
	text, demand, err := then.words(row, c)
	if err != nil || text == it.Text && demand == it.Demand {
		return false, err
	}
	it.Text, it.Demand = text, demand
	return true, nil
}

// Withdrawn reports whether a correction took the item back.
func (it *Item) Withdrawn() bool {
	return it.lastEvent().Kind == WasWithdrawn
}
