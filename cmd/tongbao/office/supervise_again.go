package office

import (
	"context"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/rules/facts"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// A circular that is issued again corrects figures. Its supervision list stays
// as the first edition had it: what was put right, extended or found since
// belongs to the months that told it, and a return that has come in was still
// missing then. Only an item over a figure that is corrected now is looked at
// anew (supervise.Correct).

// superviseAgain gives the month's items as the edition before told them, but
// for those that corrected figures make others.
func (o *Office) superviseAgain(ctx context.Context, in *circularInput, before *ledger.Document, history facts.History) error {
	editions, err := o.ledger.Issued(ctx, kindCircular, before.Period, "")
	if err != nil {
		return err
	}
	first := editions[0]
	in.First = signedOn(first)
	told, err := o.itemsTold(ctx, before, in.Period)
	if err != nil {
		return err
	}
	month, err := o.monthThen(ctx, &first, in.Period, told, history)
	if err != nil {
		return err
	}
	if in.amended, err = supervise.Correct(month, told); err != nil {
		return err
	}
	now, err := o.itemsUntil(ctx, in.Period)
	if err != nil {
		return err
	}
	for _, was := range told {
		left := itemNamed(now, was.ID, was)
		is := was
		if i := slices.IndexFunc(in.amended, func(a supervise.Amendment) bool { return a.Was.ID == was.ID }); i >= 0 {
			is = in.amended[i].Is
			left = carriedOn(was, is, left)
		}
		if err := in.tell(is, left); err != nil {
			return err
		}
	}
	in.proposals = supervise.Proposals(o.scheme, in.Items, in.Period)
	return nil
}

// signedOn is the day that a document bears.
func signedOn(d ledger.Document) ingest.Date {
	if a := d.Manifest.Approved; a != nil && a.On != (ingest.Date{}) {
		return a.On
	}
	return ingest.DateOf(d.IssuedAt)
}

// itemsTold are the items that stand on a circular's list.
func (o *Office) itemsTold(ctx context.Context, d *ledger.Document, period ingest.Period) (list []supervise.Item, err error) {
	if o.past != nil {
		return o.past.told[period], nil
	}
	kept, err := o.ledger.ItemsTold(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	list, err = itemsOf(kept)
	return slices.DeleteFunc(list, func(it supervise.Item) bool { return it.Withdrawn() }), err
}

// monthThen is a month as its first circular judged it, with the figures of
// now: returns had come by then or not, and the roster is that of then. But
// what counts as in time by now, after 延期 or 豁免, never was a fault.
func (o *Office) monthThen(ctx context.Context, first *ledger.Document, period ingest.Period, told []supervise.Item, history facts.History) (m supervise.Month, err error) {
	old, err := o.registerThen(ctx, first.Manifest.Register)
	if err != nil {
		return m, err
	}
	register := *o.register
	register.Members = old.Members
	tally, err := o.tallyUnder(&register, period, history)
	if err != nil {
		return m, err
	}
	then := *o
	then.Now = first.IssuedAt
	m = supervise.Month{Scheme: o.scheme, Tally: tally, On: then.today(), Corrected: o.today(), Cause: "数据更正"}
	if o.madeSince(tellsTerms) {
		m.Cause = "更正"
	}
	var closed []ingest.Period
	if o.madeSince(tellsSkipped) {
		m.Known = func(p ingest.Period) (*score.Tally, error) { return o.tallyUnder(&register, p, history) }
		m.Office = supervise.FromRegister(old)
		for _, it := range told {
			if it.Status == supervise.Closed {
				closed = append(closed, it.Raised)
			}
		}
	}
	quarter, err := o.quarterSoFar(ctx, period)
	if err != nil {
		return m, err
	}
	quarterThen, err := then.quarterSoFar(ctx, period)
	if err != nil {
		return m, err
	}
	for _, tf := range score.Active(o.scheme, period) {
		c := supervise.Case{TaskForce: tf, Quarter: quarterThen[tf.Code], Form: o.scheme.Form(tf.Class)}
		for i, r := range quarter[tf.Code] {
			if r.Status == score.OnTime {
				c.Quarter[i] = r
			}
			c.Quarter[i].Waiting = c.Quarter[i].Waiting && r.Waiting
		}
		if c.States, err = then.statesOf(ctx, told, tf.Code, closed...); err != nil {
			return m, err
		}
		states, err := o.statesOf(ctx, told, tf.Code, closed...)
		if err != nil {
			return m, err
		}
		for month, state := range states {
			if state == score.OnTime {
				c.States[month] = state
			}
		}
		m.Cases = append(m.Cases, c)
	}
	return m, nil
}

// carriedOn is an item as it stands by now, after what a correction makes of
// it. What later months found of it stays; only an item that had no ground is
// over, whatever they found, and one that the month would have closed is left
// to those that judged it since.
func carriedOn(was, is, now supervise.Item) supervise.Item {
	switch {
	case equal(was, now):
		return is
	case is.Withdrawn() && !now.Status.Over():
		now.Status, now.History = supervise.Closed, append(slices.Clone(now.History), is.History[len(is.History)-1])
	case is.Status == was.Status:
		now.Text, now.Demand = is.Text, is.Demand
	}
	return now
}

func itemNamed(items []supervise.Item, id string, otherwise supervise.Item) supervise.Item {
	if i := slices.IndexFunc(items, func(it supervise.Item) bool { return it.ID == id }); i >= 0 {
		return items[i]
	}
	return otherwise
}
