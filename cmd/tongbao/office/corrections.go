package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// What an issued circular said and what is known now: the 更正说明 of the next
// circular, and the change table of one that is issued again.

// corrections compares the last circular before this month with what is known
// now: figures that it printed and that are others today, and months that were
// missing then and have come in since. In a new reporting year nothing of the
// year before enters a figure any more, but what its circulars said is put
// right all the same (corrections_past.go).
func (o *Office) corrections(ctx context.Context, in *circularInput, history facts.History) error {
	in.cameLate = map[ingest.Period][]*ingest.Return{}
	if err := o.pastCorrections(ctx, in, history); err != nil {
		return err
	}
	cal := o.scheme.Settings.Calendar
	first := cal.FirstMonth(cal.YearOf(in.Period))
	editions, month, err := o.lastCircular(ctx, first, in.Period.Add(-1))
	if err != nil || editions == nil {
		return err
	}
	// A corrected edition raises no item, so what came before it is late too.
	if err = o.cameSince(in, editions[0].Manifest.Returns, first, month); err != nil {
		return err
	}
	last := &editions[len(editions)-1]
	if o.madeSince(tellsTerms) {
		if in.Retargeted, err = o.retargeted(last.Data, in.Figures); err != nil {
			return err
		}
	}
	why, err := o.whyChanged(ctx, last, month)
	if err != nil {
		return err
	}
	in.recovered(why)
	if why.nothing() {
		return nil
	}
	now, err := o.tally(month, history)
	if err != nil {
		return err
	}
	printed, err := printedFigures(last.Data)
	if err != nil {
		return err
	}
	in.Corrections = append(in.Corrections, o.differences(printed, month, now.Figures, why)...)
	in.Sums = append(in.Sums, o.totalDifferences(printed, month, now.Figures, now.Totals)...)
	return nil
}

// retargeted are the targets of those whom a circular spoke of that are others
// now than it printed.
func (o *Office) retargeted(data json.RawMessage, now []score.Figure) (list []output.Retarget, err error) {
	var doc struct {
		Figures []printedFigure `json:"figures"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("读取已签发的通报：%w", err)
	}
	for i := range now {
		f := &now[i]
		at := slices.IndexFunc(doc.Figures, func(x printedFigure) bool { return x.TaskForce == f.TaskForce && x.Indicator == f.Indicator })
		if at < 0 {
			continue
		}
		if was := targetPrinted(doc.Figures[at]); was != targetNow(o.scheme.Indicator(f.Indicator), f.Target) {
			list = append(list, output.Retarget{TaskForce: f.TaskForce, Indicator: f.Indicator, Was: was})
		}
	}
	return list, nil
}

// targetPrinted is a target as a document printed it, 30.00 or 1—2; "" for none.
func targetPrinted(f printedFigure) string {
	switch {
	case f.Target == nil:
		return ""
	case f.Target.High != nil && *f.Target.High != f.Target.Low:
		return f.Target.Low + "—" + *f.Target.High
	}
	return f.Target.Low
}

func targetNow(ind *scheme.Indicator, t *scheme.Target) string {
	switch {
	case t == nil:
		return ""
	case t.High != nil && t.High.Cmp(t.Low) != 0:
		return score.Text(ind, t.Low) + "—" + score.Text(ind, *t.High)
	}
	return score.Text(ind, t.Low)
}

// recovered tells of the months that were missing and have come in.
func (in *circularInput) recovered(why *whyChanged) {
	for _, c := range why.returns {
		if c.Was == nil && c.Is != nil {
			in.Recovered = append(in.Recovered, output.Recovery{TaskForce: c.TaskForce, Period: c.Period, At: c.Is.ReceivedAt})
		}
	}
}

// cameSince notes the returns of some months that count now and that a circular
// did not know: it knew none, or an earlier version. What a correction takes
// back, a meeting that was not held, its circular could not judge either.
func (o *Office) cameSince(in *circularInput, known []ingest.Version, first, last ingest.Period) error {
	for _, tf := range o.scheme.TaskForces {
		list, err := o.accepted(tf.Code, first, last)
		if err != nil {
			return err
		}
		for _, r := range list {
			if !slices.ContainsFunc(known, func(v ingest.Version) bool {
				return v.TaskForce == r.TaskForce && v.Period == r.Period && v.Number == r.Number
			}) {
				in.cameLate[r.Period] = append(in.cameLate[r.Period], r)
			}
		}
	}
	return nil
}

// differences are the figures that a circular printed and that are others now.
// A figure counts as printed: what rounds to the same is the same.
func (o *Office) differences(printed map[string]exact.Num, month ingest.Period, now []score.Figure, why *whyChanged) (list []output.Correction) {
	for i := range now {
		f := &now[i]
		was, known := printed[f.TaskForce+"/"+f.Indicator]
		if !known || f.Actual == nil || sameText(o.scheme.Indicator(f.Indicator), was, f.Actual.Num) {
			continue
		}
		list = append(list, output.Correction{
			TaskForce: f.TaskForce, Indicator: f.Indicator, Period: month,
			Was: formula.Num{Num: was}, Is: *f.Actual, Why: why.of(f),
		})
	}
	return list
}

// totalDifferences are the county's totals that a circular printed and that are
// others now, each with the task forces whose figures made it so.
func (o *Office) totalDifferences(printed map[string]exact.Num, month ingest.Period, figures []score.Figure, totals []score.Total) (list []output.Correction) {
	for _, t := range totals {
		was, known := printed["/"+t.Indicator]
		if !known || sameText(o.scheme.Indicator(t.Indicator), was, t.Actual.Num) {
			continue
		}
		var who []string
		for i := range figures {
			f := &figures[i]
			old, had := printed[f.TaskForce+"/"+f.Indicator]
			if f.Indicator == t.Indicator && f.Actual != nil && (!had || !sameText(o.scheme.Indicator(f.Indicator), old, f.Actual.Num)) {
				who = append(who, o.shortName(f.TaskForce))
			}
		}
		why := "重复项目的计入改变"
		if len(who) > 0 {
			why = "随" + strings.Join(who, "、") + "数据变化相应变动"
		}
		list = append(list, output.Correction{Indicator: t.Indicator, Period: month, Was: formula.Num{Num: was}, Is: t.Actual, Why: why})
	}
	return list
}

func sameText(ind *scheme.Indicator, a, b exact.Num) bool {
	return score.Text(ind, a) == score.Text(ind, b)
}

// restate compares an issued circular with what its month came to as known
// now. Only where that is something else does the new one replace it.
func (o *Office) restate(ctx context.Context, before *ledger.Document, in *circularInput) error {
	why, err := o.whyChanged(ctx, before, in.Period)
	if err != nil {
		return err
	}
	printed, err := printedFigures(before.Data)
	if err != nil {
		return err
	}
	changed := o.differences(printed, in.Period, in.Figures, why)
	new, err := o.newlyPrinted(before, in, why)
	if err != nil {
		return err
	}
	in.Restated, err = o.restatedReturns(before, in, why)
	if err != nil {
		return err
	}
	in.Restated = append(new, in.Restated...)
	var targets []output.Retarget
	if o.madeSince(tellsTerms) {
		if targets, err = o.retargeted(before.Data, in.Figures); err != nil {
			return err
		}
		for _, t := range targets {
			in.Restated = append(in.Restated, o.restatedTarget(t, in.Figures))
		}
	}
	sums := o.totalDifferences(printed, in.Period, in.Figures, in.Totals)
	if len(changed)+len(sums)+len(in.Restated) == 0 {
		return nil
	}
	in.Restated = append(in.Restated, o.restatedItems(in.amended, itemGrounds{changed, in.Restated, targets, o.madeSince(tellsTerms) && why.scheme})...)
	in.Corrections, in.Sums = append(changed, in.Corrections...), append(sums, in.Sums...)
	in.Replaces = before.Number
	in.Overtaken = o.closed(in.Period.Add(1)) == nil
	return nil
}

// restatedTarget is a target that is another than the edition before had.
func (o *Office) restatedTarget(t output.Retarget, now []score.Figure) output.Restated {
	ind := o.scheme.Indicator(t.Indicator)
	x := output.Restated{TaskForce: t.TaskForce, What: ind.Name + targetMark, Was: "—", Is: "—", Why: byScheme}
	if t.Was != "" {
		x.Was = t.Was + ind.Unit
	}
	for _, f := range now {
		if f.TaskForce == t.TaskForce && f.Indicator == t.Indicator && f.Target != nil {
			x.Is = targetNow(ind, f.Target) + ind.Unit
		}
	}
	return x
}

// itemGrounds is what can make supervision items others.
type itemGrounds struct {
	changed []output.Correction // figures
	new     []output.Restated   // figures that there were none of, and returns
	targets []output.Retarget
	scheme  bool // it is another one
}

// moves reports whether a figure is another.
func (g itemGrounds) moves(taskForce string, ind *scheme.Indicator) bool {
	return slices.ContainsFunc(g.changed, func(c output.Correction) bool { return c.TaskForce == taskForce && c.Indicator == ind.Code }) ||
		slices.ContainsFunc(g.new, func(r output.Restated) bool { return r.TaskForce == taskForce && r.What == ind.Name })
}

func (g itemGrounds) retargets(taskForce string, ind *scheme.Indicator) bool {
	return slices.ContainsFunc(g.targets, func(t output.Retarget) bool { return t.TaskForce == taskForce && t.Indicator == ind.Code })
}

func (g itemGrounds) reports(taskForce string) bool {
	return slices.ContainsFunc(g.new, func(r output.Restated) bool { return r.TaskForce == taskForce && r.What == returnMark })
}

// restatedItems are the supervision items that a correction makes others, each
// with the figures that its row of 督查 asks about, or with the scheme where their
// targets are others.
func (o *Office) restatedItems(amended []supervise.Amendment, grounds itemGrounds) (list []output.Restated) {
	for _, a := range amended {
		x := output.Restated{TaskForce: a.Was.TaskForce, What: a.Was.ID, Was: a.Was.Text, Is: a.Is.Text}
		switch {
		case a.Is.Withdrawn():
			x.Is = "撤销"
		case a.Is.Status != a.Was.Status:
			x.Was, x.Is = a.Was.Status.Chinese(), a.Is.Status.Chinese()
		}
		var of []string
		x.Why = "报送情况更正"
		if grounds.scheme && !grounds.reports(x.TaskForce) {
			x.Why = byScheme
		}
		retargeted := false
		for i := range o.scheme.Indicators {
			ind := &o.scheme.Indicators[i]
			corrected, asks := grounds.moves(x.TaskForce, ind), o.asksAbout(a.Was.Code, ind.Code)
			if corrected {
				x.Why = "数据更正"
			}
			if corrected && asks {
				of = append(of, ind.Name)
			}
			retargeted = retargeted || asks && grounds.retargets(x.TaskForce, ind)
		}
		switch {
		case len(of) > 0 && retargeted:
			x.Why = strings.Join(of, "、") + "更正；" + byScheme
		case len(of) > 0:
			x.Why = strings.Join(of, "、") + "更正"
		case retargeted:
			x.Why = byScheme
		}
		list = append(list, x)
	}
	return list
}

// asksAbout reports whether a row of 督查 asks about an indicator.
func (o *Office) asksAbout(row, indicator string) bool {
	return slices.ContainsFunc(o.scheme.Supervision, func(r scheme.Supervision) bool {
		return r.Code == row && strings.Contains(r.Source, "指标."+indicator+".")
	})
}

// newlyPrinted are the figures that a circular had none of.
func (o *Office) newlyPrinted(before *ledger.Document, in *circularInput, why *whyChanged) (list []output.Restated, err error) {
	printed, err := printedFigures(before.Data)
	for i := range in.Figures {
		f := &in.Figures[i]
		if _, known := printed[f.TaskForce+"/"+f.Indicator]; !known && f.Actual != nil {
			ind := o.scheme.Indicator(f.Indicator)
			list = append(list, output.Restated{TaskForce: f.TaskForce, What: ind.Name, Was: "—", Is: score.Text(ind, f.Actual.Num) + ind.Unit, Why: why.of(f)})
		}
	}
	return list, err
}

// restatedReturns are the rows of the reporting table that are others now.
func (o *Office) restatedReturns(before *ledger.Document, in *circularInput, why *whyChanged) (list []output.Restated, err error) {
	was, err := toldReporting(before.Data)
	if err != nil {
		return nil, err
	}
	for _, r := range in.Reporting {
		if old, known := was[r.TaskForce]; known && old != r.Status {
			list = append(list, output.Restated{TaskForce: r.TaskForce, What: returnMark, Was: old.Chinese(), Is: r.Status.Chinese(),
				Why: strings.Join(why.ofMonth(r.TaskForce, in.Period), "；")})
		}
	}
	return list, nil
}

// lastCircular is every edition of the latest circular of the months
// first..last; none when there is none.
func (o *Office) lastCircular(ctx context.Context, first, last ingest.Period) ([]ledger.Document, ingest.Period, error) {
	for p := last; o.ledger != nil && !p.Before(first); p = p.Add(-1) {
		editions, err := o.ledger.Issued(ctx, kindCircular, p.String(), "")
		if err != nil || len(editions) > 0 {
			return editions, p, err
		}
	}
	return nil, last, nil
}

// printedFigures reads the figures of an issued circular, by task force and
// indicator, the county's totals by "/" and the indicator. Those that were
// missing are absent.
func printedFigures(data json.RawMessage) (map[string]exact.Num, error) {
	type figure struct {
		TaskForce string  `json:"task_force"`
		Indicator string  `json:"indicator"`
		Actual    *string `json:"actual"`
	}
	var doc struct {
		Figures []figure `json:"figures"`
		Totals  []figure `json:"totals"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("读取已签发的通报：%w", err)
	}
	printed := map[string]exact.Num{}
	for _, f := range append(doc.Figures, doc.Totals...) {
		if f.Actual == nil {
			continue
		}
		n, err := exact.Parse(*f.Actual)
		if err != nil {
			return nil, fmt.Errorf("读取已签发的通报：%w", err)
		}
		printed[f.TaskForce+"/"+f.Indicator] = n
	}
	return printed, nil
}
