package supervise

import (
	"slices"

	"tongbao/ingest"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// reopen takes up again what a rule closed by something that its task force has
// since taken back, with a corrected return or one that came late: nothing known
// by now would have closed it, in the month that did or in any since. The day it
// had stands, so that nobody gains by what was not so. What the office confirmed
// stays closed.
func (d *docket) reopen() error {
	if d.Known == nil {
		return nil
	}
	for i := range d.items {
		it := &d.items[i]
		row, c := d.row(it.Code), d.caseOf(it.TaskForce)
		if row == nil || c == nil || !closesByReturns(row.Close[c.TaskForce.Class]) || !d.struckOff(it) {
			continue
		}
		late := d.lateReturn(it)
		if late == nil {
			continue
		}
		unfounded, err := d.unfounded(row, c, it)
		if err != nil {
			return err
		}
		if unfounded {
			it.Status = Open
			d.note(it, WasReopened, late.Period.Chinese()+"份月报表更正、补报后，已不符合销号条件，销号撤回", ingest.Place{})
		}
	}
	return nil
}

// closesByReturns leaves out a 关闭条件 over other items: how many there were when
// it held cannot be asked again.
func closesByReturns(p *formula.Program) bool {
	return p != nil && !slices.ContainsFunc(p.Names(), func(name string) bool { return slices.Contains(facts.ItemCounts, name) })
}

// struckOff reports whether a rule closed the item, or a corrected figure took
// it back, and not the office.
func (d *docket) struckOff(it *Item) bool {
	return it.Status == Closed && it.Origin == "" && (it.lastEvent().Kind == WasClosed || it.Withdrawn()) &&
		!slices.ContainsFunc(d.Office.Confirmed, func(c Confirmation) bool { return it.Named(c.Item, c.TaskForce) })
}

// lateReturn is a return of the item's task force that came after the circular
// that closed the item and is about its month or an earlier one; nil is none.
func (d *docket) lateReturn(it *Item) (late *ingest.Return) {
	for i := range d.Late {
		if it.lastEvent().Period.Before(d.Late[i].Tally.Period) {
			continue
		}
		for j := range d.Late[i].Cases {
			if c := &d.Late[i].Cases[j]; c.TaskForce.Code == it.TaskForce && c.Return != nil {
				late = c.Return
			}
		}
	}
	return late
}

// unfounded reports whether nothing known by now closes an item any more; one
// that was taken back must have ground again, too. Where a row does not go by
// months, raiseByRule finds that ground, and raises an item anew.
func (d *docket) unfounded(row *scheme.Supervision, c *Case, it *Item) (bool, error) {
	if it.Withdrawn() {
		if !row.Monthly {
			return false, nil
		}
		holds, err := d.raisedThen(row, c, it)
		if err != nil || !holds {
			return false, err
		}
	}
	right, err := d.putRightSince(row, c, it)
	return err == nil && !right, err
}

// raisedThen reports whether the item would be raised about its month by what is
// known now.
func (d *docket) raisedThen(row *scheme.Supervision, c *Case, it *Item) (bool, error) {
	tally, err := d.Known(it.Raised)
	if err != nil {
		return false, err
	}
	then, own := docket{Month: d.Month, items: d.items}, *c
	then.Tally, own.Quarter = tally, c.judgedAs(it.Raised, d.Tally.Period)
	holds, _, err := then.holds(row.Raise[c.TaskForce.Class], row, &own, nil)
	return holds, err
}

// putRightSince reports whether the 关闭条件 holds, by what is known now, in any
// month from the one in which the item was closed.
func (d *docket) putRightSince(row *scheme.Supervision, c *Case, it *Item) (bool, error) {
	own := *c
	own.Quarter = c.judgedAs(it.Raised, d.Tally.Period)
	for p := it.lastEvent().Period; p.Before(d.Tally.Period); p = p.Add(1) {
		tally, err := d.Known(p)
		if err != nil {
			return false, err
		}
		if holds, err := d.putRightAsOf(tally, row, &own, it); err != nil || holds {
			return holds, err
		}
	}
	return d.putRightAsOf(d.Tally, row, c, it)
}

// putRightAsOf is putRight by the figures of a month, and by those of the item's
// own reporting year where that was over by then.
func (d *docket) putRightAsOf(tally *score.Tally, row *scheme.Supervision, c *Case, it *Item) (holds bool, err error) {
	then := docket{Month: d.Month, items: d.items}
	then.Tally = tally
	cal := d.Scheme.Settings.Calendar
	if year := cal.YearOf(it.Raised); row.Monthly && year < cal.YearOf(tally.Period) {
		if then.PastYear, err = d.Known(cal.LastMonth(year)); err != nil {
			return false, err
		}
	}
	holds, _, err = then.putRight(row, c, it)
	return holds, err
}

// unclose takes back what a month's first edition closed by a figure that is
// corrected now.
func (d *docket) unclose() error {
	if d.Known == nil {
		return nil
	}
	for i := range d.items {
		it := &d.items[i]
		row, c := d.row(it.Code), d.caseOf(it.TaskForce)
		if row == nil || c == nil || !closesByReturns(row.Close[c.TaskForce.Class]) || !d.struckOff(it) || it.Withdrawn() || it.lastEvent().Period != d.Tally.Period {
			continue
		}
		holds, err := d.putRightAsOf(d.Tally, row, c, it)
		if err != nil {
			return err
		}
		if !holds {
			it.Status = Open
			d.note(it, WasReopened, d.Cause+"后不符合销号条件，销号撤回", ingest.Place{})
			d.lapse(it)
		}
	}
	return nil
}

// lastEvent is the latest of an item's history, zero where it has none.
func (it *Item) lastEvent() (last Event) {
	if n := len(it.History); n > 0 {
		last = it.History[n-1]
	}
	return last
}
