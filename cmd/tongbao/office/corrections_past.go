package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/facts"
	"tongbao/rules/score"
)

// told is what has been said of a past reporting year by now.
type told struct {
	month   ingest.Period        // of its last circular
	printed map[string]exact.Num // the figures of that, as corrected since
	// The circular that told of the year last, and what its first edition to do
	// so knew of the year's returns.
	by    *ledger.Document
	known []ingest.Version
}

// pastCorrections tells what became known of the reporting year before since
// something last told of it: the year's last circular, or a circular of this
// year. A circular that tells of it rests on that year's returns, which is how
// the next one knows.
func (o *Office) pastCorrections(ctx context.Context, in *circularInput, history facts.History) error {
	if !o.madeSince(tellsPastYear) {
		return nil
	}
	cal := o.scheme.Settings.Calendar
	first := cal.FirstMonth(cal.YearOf(in.Period))
	begun := cal.FirstMonth(cal.YearOf(first.Add(-1)))
	t, err := o.toldOf(ctx, begun, first, in.Period)
	if err != nil || t == nil {
		return err
	}
	if err := o.cameSince(in, t.known, begun, t.month); err != nil {
		return err
	}
	why, err := o.whyChanged(ctx, t.by, t.month)
	if err != nil || len(why.returns)+len(why.rows) == 0 {
		return err
	}
	in.recovered(why)
	now, err := o.tally(t.month, history)
	if err != nil {
		return err
	}
	// What the new year's scheme makes of the old year is no correction.
	moved := slices.DeleteFunc(slices.Clone(now.Figures), func(f score.Figure) bool {
		return !slices.ContainsFunc(why.causes, func(c cause) bool { return c.figures[f.TaskForce+"/"+f.Indicator] })
	})
	corrections := o.differences(t.printed, t.month, moved, why)
	if len(corrections)+len(why.returns) == 0 {
		return nil
	}
	in.Corrections = append(in.Corrections, corrections...)
	sums := slices.DeleteFunc(slices.Clone(now.Totals), func(total score.Total) bool {
		return !slices.ContainsFunc(corrections, func(c output.Correction) bool { return c.Indicator == total.Indicator })
	})
	in.Sums = append(in.Sums, o.totalDifferences(t.printed, t.month, now.Figures, sums)...)
	for _, tf := range score.Counted(o.scheme, t.month) {
		year, err := o.input(tf, t.month, history)
		if err != nil {
			return err
		}
		in.rests = append(in.rests, posted(year.Returns)...)
	}
	return nil
}

// toldOf is what the circulars of the months begun..period say of the
// reporting year before first, that of period left out; nil when that year had
// none.
func (o *Office) toldOf(ctx context.Context, begun, first, period ingest.Period) (*told, error) {
	editions, month, err := o.lastCircular(ctx, begun, first.Add(-1))
	if err != nil || editions == nil {
		return nil, err
	}
	closing := &editions[len(editions)-1]
	t := &told{month: month, by: closing, known: editions[0].Manifest.Returns}
	if t.printed, err = printedFigures(closing.Data); err != nil {
		return nil, err
	}
	knows := func(d ledger.Document) bool {
		return d.ID > closing.ID && slices.ContainsFunc(d.Manifest.Returns, func(v ingest.Version) bool { return v.Period.Before(first) })
	}
	for p := first; p.Before(period); p = p.Add(1) {
		if editions, err = o.ledger.Issued(ctx, kindCircular, p.String(), ""); err != nil {
			return nil, err
		}
		editions = slices.DeleteFunc(editions, func(d ledger.Document) bool { return !knows(d) })
		for i := range editions {
			if err := t.correct(&editions[i]); err != nil {
				return nil, err
			}
		}
		if n := len(editions); n > 0 {
			t.by, t.known = &editions[n-1], editions[0].Manifest.Returns
		}
	}
	return t, nil
}

// correct takes in what a circular corrected.
func (t *told) correct(d *ledger.Document) error {
	type correction struct {
		TaskForce string `json:"task_force"` // "" for a total
		Indicator string `json:"indicator"`
		Period    string `json:"period"`
		Is        string `json:"is"`
	}
	var doc struct {
		Corrections []correction `json:"corrections"`
		Sums        []correction `json:"corrected_totals"`
	}
	if err := json.Unmarshal(d.Data, &doc); err != nil {
		return fmt.Errorf("读取已签发的通报：%w", err)
	}
	for _, c := range append(doc.Corrections, doc.Sums...) {
		if c.Period != t.month.String() {
			continue
		}
		is, err := exact.Parse(c.Is)
		if err != nil {
			return fmt.Errorf("读取已签发的通报：%w", err)
		}
		t.printed[c.TaskForce+"/"+c.Indicator] = is
	}
	return nil
}
