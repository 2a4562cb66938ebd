package office

import (
	"context"
	"time"

	"tongbao/ingest"
	"tongbao/output"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// tally works out everybody's figures as of a month from a history. A project
// that several task forces report is counted once (claims.go).
func (o *Office) tally(period ingest.Period, history facts.History) (*score.Tally, error) {
	inputs, err := o.inputs(period, history)
	if err != nil {
		return nil, err
	}
	rows, err := o.officeRows(period, inputs, history)
	if err != nil {
		return nil, err
	}
	return score.Assemble(o.scheme, period, inputs, rows)
}

// inputs are all task forces' reporting years up to a month.
func (o *Office) inputs(period ingest.Period, history facts.History) (inputs []score.Input, err error) {
	for _, tf := range score.Counted(o.scheme, period) {
		in, err := o.input(tf, period, history)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, in)
	}
	return inputs, nil
}

// input is one task force's reporting year up to a month, after what the
// office carried in for it.
func (o *Office) input(tf *scheme.TaskForce, period ingest.Period, history facts.History) (score.Input, error) {
	cal := o.scheme.Settings.Calendar
	returns, err := history.Accepted(tf.Code, cal.FirstMonth(cal.YearOf(period)), period)
	base := o.scheme.Base(tf)
	base.ContractsReturn = !o.madeSince(soundFigures)
	base.Staff, base.Waivers = o.scheme.Staff(tf, o.register), o.register.WaiversOf(tf)
	return score.Input{TaskForce: tf, Base: base, Returns: append(o.opening(tf.Code, period), returns...)}, err
}

// reporting says what became of every task force's return of a month, as
// known now.
func (o *Office) reporting(ctx context.Context, period ingest.Period) ([]score.Reporting, error) {
	versions := map[string][]score.Received{}
	if o.ledger != nil {
		all, err := o.ledger.Month(ctx, period)
		if err != nil {
			return nil, err
		}
		for _, v := range all {
			if v.ReceivedAt.After(o.Now) {
				continue // not known yet
			}
			// What was judged again is as early or late as its bytes came.
			versions[v.TaskForce] = append(versions[v.TaskForce], score.Received{Number: v.Number, At: v.SentAt, Accepted: v.Accepted()})
		}
	}
	var list []score.Reporting
	for _, tf := range score.Active(o.scheme, period) {
		deadline := score.DeadlineFor(o.scheme, o.register, tf.Code, period)
		list = append(list, deadline.Judge(tf.Code, versions[tf.Code], o.Now))
	}
	return list, nil
}

// arrivals are when the accepted versions of the months up to period came, two
// years back: as far as figures reach.
func (o *Office) arrivals(ctx context.Context, period ingest.Period) (output.Arrivals, error) {
	at := output.Arrivals{}
	if o.ledger == nil {
		return at, nil
	}
	for _, tf := range o.scheme.TaskForces {
		list, err := o.ledger.AcceptedVersions(ctx, tf.Code, period.Add(-24), period)
		if err != nil {
			return nil, err
		}
		for _, v := range list {
			at[v.Version] = v.SentAt
		}
	}
	return at, nil
}

// endOf is the first instant after a day.
func endOf(d ingest.Date) time.Time { return d.AddDays(1).Time() }

// quarterMonths is the reporting of a month's quarter so far, month by month,
// that month last. Months before 启用月 are not told.
func (o *Office) quarterMonths(ctx context.Context, period ingest.Period) ([]output.MonthReporting, error) {
	cal := o.scheme.Settings.Calendar
	first := cal.QuarterEnd(cal.QuarterOf(period)).Add(-2)
	if first.Before(o.scheme.Settings.FirstMonth) {
		first = o.scheme.Settings.FirstMonth
	}
	var months []output.MonthReporting
	for p := first; !period.Before(p); p = p.Add(1) {
		list, err := o.reporting(ctx, p)
		if err != nil {
			return nil, err
		}
		months = append(months, output.MonthReporting{Period: p, Reporting: list})
	}
	return months, nil
}

// quarterSoFar is the same by task force. What need not have come yet, after 延期,
// is held against nobody.
func (o *Office) quarterSoFar(ctx context.Context, period ingest.Period) (map[string][]score.Reporting, error) {
	months, err := o.quarterMonths(ctx, period)
	quarter := map[string][]score.Reporting{}
	for _, m := range months {
		for _, r := range m.Reporting {
			r.Waiting = r.Open && o.madeSince(tellsTerms)
			quarter[r.TaskForce] = append(quarter[r.TaskForce], r)
		}
	}
	return quarter, err
}

// begun refuses months that nothing can be asked of: before 启用月, or still
// to come.
func (o *Office) begun(period ingest.Period) error {
	if first := o.scheme.Settings.FirstMonth; period.Before(first) {
		return usage("%s早于启用月%s，没有可通报的数据。", period.Chinese(), first.Chinese())
	}
	if o.today().Period().Before(period) {
		return usage("%s还没有到，没有可通报的数据。", period.Chinese())
	}
	return nil
}

// closed refuses months whose 截止 is not past as well: they are not to be
// issued.
func (o *Office) closed(period ingest.Period) error {
	if err := o.begun(period); err != nil {
		return err
	}
	if end := endOf(o.scheme.Due(period)); o.Now.Before(end) {
		return usage("%s月报表%s截止，截止前只能出送审稿（加 --draft）。", period.Chinese(), o.scheme.Due(period).Chinese())
	}
	return nil
}
