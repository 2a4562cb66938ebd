package office

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"tongbao/ingest"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// What a month's circular has to say of earlier months: returns that came or
// were corrected since, months that had no circular, the year before, and task
// forces that there are none of any more.

// lateMonths are the earlier months of which returns came since the last
// circular, and those that had none, where 督查 has rows that go by months.
func (o *Office) lateMonths(ctx context.Context, in *circularInput) (list []supervise.LateMonth, err error) {
	if !o.byMonths() {
		return nil, nil
	}
	skipped, err := o.skippedMonths(ctx, in.Period)
	if err != nil {
		return nil, err
	}
	waited, err := o.waitedFor(ctx, in.Period)
	if err != nil {
		return nil, err
	}
	months := slices.Concat(skipped, slices.Collect(maps.Keys(in.cameLate)), slices.Collect(maps.Keys(waited)))
	slices.SortFunc(months, ingest.Period.Sub)
	for _, period := range slices.Compact(months) {
		came := in.cameLate[period]
		if slices.Contains(skipped, period) {
			if came, err = o.returnsOf(period); err != nil {
				return nil, err
			}
		}
		late, err := o.lateMonth(ctx, period, came, func(taskForce string) bool {
			return slices.Contains(skipped, period) || slices.Contains(waited[period], taskForce)
		})
		if err != nil {
			return nil, err
		}
		list = append(list, late)
	}
	return list, nil
}

// lateMonth is a month with the task forces whose returns of it came, or with
// those also looked at whose time to report it is over.
func (o *Office) lateMonth(ctx context.Context, period ingest.Period, came []*ingest.Return, also func(taskForce string) bool) (late supervise.LateMonth, err error) {
	quarter, err := o.quarterSoFar(ctx, period)
	if err != nil {
		return late, err
	}
	if late.Tally, err = o.tally(period, o.history()); err != nil {
		return late, err
	}
	for _, tf := range score.Active(o.scheme, period) {
		r, months := returnOf(came, tf.Code), quarter[tf.Code]
		if r != nil || also(tf.Code) && !months[len(months)-1].Open {
			late.Cases = append(late.Cases, supervise.Case{TaskForce: tf, Quarter: months, Form: o.scheme.Form(tf.Class), Return: r})
		}
	}
	return late, nil
}

// waitedFor are the task forces whose returns of earlier months, of this
// reporting year and the one before, could still come in time when their month's
// circular went out, after 延期 or within 订正期, and have not: it asked for
// nothing. What the register says of it by now, a row that was deleted included,
// is no matter.
func (o *Office) waitedFor(ctx context.Context, period ingest.Period) (map[ingest.Period][]string, error) {
	list := map[ingest.Period][]string{}
	if o.ledger == nil || !o.madeSince(tellsTerms) {
		return list, nil
	}
	for p := o.firstLookedBack(period); p.Before(period); p = p.Add(1) {
		now, err := o.reporting(ctx, p)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(now, func(r score.Reporting) bool { return r.FirstAt.IsZero() && !r.Open }) {
			continue
		}
		editions, err := o.ledger.Issued(ctx, kindCircular, p.String(), "")
		if err != nil {
			return nil, err
		}
		if len(editions) == 0 || editions[0].IssuedAt.After(o.Now) {
			continue
		}
		then := *o
		then.Now = editions[0].IssuedAt
		if then.register, err = o.registerThen(ctx, editions[0].Manifest.Register); err != nil {
			return nil, err
		}
		told, err := then.reporting(ctx, p)
		if err != nil {
			return nil, err
		}
		for _, r := range told {
			if r.Open {
				list[p] = append(list[p], r.TaskForce)
			}
		}
	}
	return list, nil
}

// firstLookedBack is the first month of the reporting year before a month's, or
// 启用月.
func (o *Office) firstLookedBack(period ingest.Period) ingest.Period {
	cal := o.scheme.Settings.Calendar
	first := cal.FirstMonth(cal.YearOf(period) - 1)
	if first.Before(o.scheme.Settings.FirstMonth) {
		first = o.scheme.Settings.FirstMonth
	}
	return first
}

// skippedMonths are the months before one that no circular was issued about and
// none has told of, in order, back to the first of the reporting year before:
// nobody reported anything, or a missed slot was left out. What was missing in
// them is told by the next circular there is, but for one of an earlier program:
// that told nothing, and what it left out is told by the next of today's.
func (o *Office) skippedMonths(ctx context.Context, period ingest.Period) (list []ingest.Period, err error) {
	first, untold := o.firstLookedBack(period), true
	for p := period.Add(-1); o.ledger != nil && o.madeSince(tellsSkipped) && !p.Before(first); p = p.Add(-1) {
		renderer, err := o.circularBy(ctx, p)
		if err != nil {
			return nil, err
		}
		switch {
		case renderer != "":
			if madeSince(renderer, tellsLeftOut) || !o.madeSince(tellsLeftOut) {
				return list, nil
			}
			untold = !madeSince(renderer, tellsSkipped)
		case untold && o.closed(p) == nil:
			list = slices.Insert(list, 0, p)
		}
	}
	return list, nil
}

// circularBy is the rendererVersion that made a month's first circular; "" where
// it had none.
func (o *Office) circularBy(ctx context.Context, period ingest.Period) (string, error) {
	if o.past != nil {
		return o.past.by[period], nil
	}
	editions, err := o.ledger.Issued(ctx, kindCircular, period.String(), "")
	if err != nil || len(editions) == 0 {
		return "", err
	}
	return cmp.Or(editions[0].Manifest.Renderer, "0"), nil
}

// returnsOf are all task forces' returns of a month as known now.
func (o *Office) returnsOf(period ingest.Period) (list []*ingest.Return, err error) {
	for _, tf := range score.Active(o.scheme, period) {
		own, err := o.accepted(tf.Code, period, period)
		if err != nil {
			return nil, err
		}
		list = append(list, own...)
	}
	return list, nil
}

// askedAgain are the months, besides those of its open items, that a task force
// is asked about again: those that had no circular, and where its returns came
// late those of items that were closed.
func askedAgain(month *supervise.Month, items []supervise.Item, taskForce string) (list []ingest.Period) {
	if month.Known == nil {
		return nil
	}
	came := false
	for _, late := range month.Late {
		for _, c := range late.Cases {
			if c.TaskForce.Code == taskForce {
				list, came = append(list, late.Tally.Period), came || c.Return != nil
			}
		}
	}
	for _, it := range items {
		if came && it.TaskForce == taskForce && it.Status == supervise.Closed {
			list = append(list, it.Raised)
		}
	}
	return list
}

// pastYear is the year before a month's as known now, where items about its
// months are open; nil where none are, or no row of 督查 goes by months.
func (o *Office) pastYear(period ingest.Period, items []supervise.Item) (*score.Tally, error) {
	cal := o.scheme.Settings.Calendar
	last := cal.FirstMonth(cal.YearOf(period)).Add(-1)
	about := func(it supervise.Item) bool {
		return !it.Status.Over() && cal.YearOf(it.Raised) == cal.YearOf(last)
	}
	if !o.byMonths() || !slices.ContainsFunc(items, about) {
		return nil, nil
	}
	return o.tally(last, o.history())
}

// byMonths reports whether 督查 has rows that go by months.
func (o *Office) byMonths() bool {
	return slices.ContainsFunc(o.scheme.Supervision, func(r scheme.Supervision) bool { return r.Monthly })
}

// endedCases adds the task forces that ended before a month and have items open,
// or had some: the return of their last month may have come since.
func (o *Office) endedCases(ctx context.Context, month *supervise.Month, items []supervise.Item) error {
	if !o.madeSince(asksTheEnded) {
		return nil
	}
	for i := range o.scheme.TaskForces {
		tf := &o.scheme.TaskForces[i]
		again := askedAgain(month, items, tf.Code)
		if !tf.Ended(month.Tally.Period) || len(supervise.Unresolved(items, tf.Code))+len(again) == 0 {
			continue
		}
		states, err := o.statesOf(ctx, items, tf.Code, again...)
		if err != nil {
			return err
		}
		month.Cases = append(month.Cases, supervise.Case{
			TaskForce: tf, Ended: true, Form: o.scheme.Form(tf.Class), States: states,
			Quarter: []score.Reporting{{TaskForce: tf.Code, Status: score.Missing}}, // an item's own month stands in its place
		})
	}
	return nil
}

// statesOf tells what became of the months that a task force's open items are
// about, and of others.
func (o *Office) statesOf(ctx context.Context, items []supervise.Item, taskForce string, others ...ingest.Period) (map[ingest.Period]score.State, error) {
	states := map[ingest.Period]score.State{}
	for _, it := range supervise.Unresolved(items, taskForce) {
		others = append(others, it.Raised)
	}
	for _, about := range others {
		if _, known := states[about]; known {
			continue
		}
		month, err := o.reporting(ctx, about)
		if err != nil {
			return nil, err
		}
		for _, r := range month {
			if r.TaskForce == taskForce {
				states[about] = r.Status
			}
		}
	}
	return states, nil
}
