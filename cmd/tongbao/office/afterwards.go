package office

import (
	"context"
	"encoding/json"
	"fmt"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/score"
)

// corrections compares the last circular before this month with what is known
// now: figures that it printed and that are others today, and months that were
// missing then and have come in since.
func (o *Office) corrections(ctx context.Context, in *circularInput, history facts.History) error {
	last, month, err := o.lastCircular(ctx, in.Period)
	if err != nil || last == nil {
		return err
	}
	cal := o.scheme.Settings.Calendar
	changed, err := o.ledger.Corrections(ctx, *last, cal.FirstMonth(cal.YearOf(month)), month)
	if err != nil || len(changed) == 0 {
		return err
	}
	now, err := o.tally(month, history)
	if err != nil {
		return err
	}
	printed, err := printedFigures(last.Data)
	if err != nil {
		return err
	}
	why := map[string]string{}
	for _, c := range changed {
		if c.Was == nil && c.Is != nil {
			in.Recovered = append(in.Recovered, output.Recovery{TaskForce: c.TaskForce, Period: c.Period, At: c.Is.ReceivedAt})
		}
		if why[c.TaskForce] == "" {
			why[c.TaskForce] = reason(c)
		}
	}
	for i := range now.Figures {
		f := &now.Figures[i]
		if why[f.TaskForce] == "" || f.Actual == nil {
			continue
		}
		was, known := printed[f.TaskForce+"/"+f.Indicator]
		if !known || was.Cmp(f.Actual.Num) == 0 {
			continue
		}
		in.Corrections = append(in.Corrections, output.Correction{
			TaskForce: f.TaskForce, Indicator: f.Indicator, Period: month,
			Was: formula.Num{Num: was}, Is: *f.Actual, Why: why[f.TaskForce],
		})
	}
	return nil
}

// reason words why a month counts differently now.
func reason(c ledger.Correction) string {
	if c.Was == nil {
		return fmt.Sprintf("%d月报表补报", c.Period.Month)
	}
	return fmt.Sprintf("%d月报表更正（第%d次报送）", c.Period.Month, c.Is.Number)
}

// lastCircular is the latest circular of an earlier month of the same
// reporting year, nil when there is none.
func (o *Office) lastCircular(ctx context.Context, period ingest.Period) (*ledger.Document, ingest.Period, error) {
	cal := o.scheme.Settings.Calendar
	if o.ledger == nil {
		return nil, period, nil
	}
	for p := period.Add(-1); cal.YearOf(p) == cal.YearOf(period); p = p.Add(-1) {
		editions, err := o.ledger.Issued(ctx, kindCircular, p.String(), "")
		if err != nil {
			return nil, p, err
		}
		if n := len(editions); n > 0 {
			return &editions[n-1], p, nil
		}
	}
	return nil, period, nil
}

// printedFigures reads the figures of an issued circular, by task force and
// indicator. Those that were missing are absent.
func printedFigures(data json.RawMessage) (map[string]exact.Num, error) {
	var doc struct {
		Figures []struct {
			TaskForce string  `json:"task_force"`
			Indicator string  `json:"indicator"`
			Actual    *string `json:"actual"`
		} `json:"figures"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("读取已签发的通报：%w", err)
	}
	printed := map[string]exact.Num{}
	for _, f := range doc.Figures {
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

// terminations lists the projects given up in the tally's month, with what
// each takes out of the figures: the difference to the same year without the
// rows that say so.
func (o *Office) terminations(tally *score.Tally, history facts.History) ([]output.Termination, error) {
	var list []output.Termination
	for _, tf := range score.Active(o.scheme, tally.Period) {
		in, err := o.input(tf, tally.Period, history)
		if err != nil {
			return nil, err
		}
		n := len(in.Returns)
		if n == 0 || in.Returns[n-1].Period != tally.Period {
			continue
		}
		earlier := map[string]bool{}
		for _, p := range facts.NewYear(in.Base, tally.Period.Add(-1), in.Returns[:n-1]).Projects() {
			earlier[p.Code] = p.Terminated
		}
		for _, p := range tally.Years[tf.Code].Projects() {
			if !p.Terminated || earlier[p.Code] {
				continue
			}
			t, err := o.termination(tally, in, p)
			if err != nil {
				return nil, err
			}
			list = append(list, t)
		}
	}
	return list, nil
}

func (o *Office) termination(tally *score.Tally, in score.Input, p facts.Project) (output.Termination, error) {
	month := *in.Returns[len(in.Returns)-1]
	t := output.Termination{TaskForce: in.TaskForce.Code, Project: p.Code}
	var kept []ingest.Entry
	for _, e := range month.Entries {
		if byRole(in.Base.Form, e, form.Project).Text != p.Code {
			kept = append(kept, e)
			continue
		}
		if name := byRole(in.Base.Form, e, form.ProjectName).Text; name != "" {
			t.Name = name
		}
		stage := byRole(in.Base.Form, e, form.Stage)
		if stage.Text != o.scheme.Settings.Terminated {
			kept = append(kept, e)
			continue
		}
		place := ingest.Place{Sheet: month.Tabs[e.Sheet].Name, Cell: stage.Cell}
		t.From = append(t.From, ingest.Source{Version: &month.Version, Place: place})
	}
	month.Entries = kept
	in.Returns = append(in.Returns[:len(in.Returns)-1:len(in.Returns)-1], &month)
	without, err := o.tallyWith(in, tally.Period)
	if err != nil {
		return t, err
	}
	for _, w := range without.Figures {
		if w.TaskForce != in.TaskForce.Code {
			continue
		}
		f := tally.Of(w.TaskForce, w.Indicator)
		if f == nil || f.Actual == nil || w.Actual == nil {
			continue
		}
		if lost := w.Actual.Num.Sub(f.Actual.Num); lost.Sign() > 0 {
			t.Removed = append(t.Removed, output.Removal{Indicator: w.Indicator, Amount: formula.Num{Num: lost, From: only(w.Actual.From, f.Actual.From)}})
		}
	}
	return t, nil
}

// tallyWith is the tally with one task force's year replaced.
func (o *Office) tallyWith(in score.Input, period ingest.Period) (*score.Tally, error) {
	inputs, err := o.inputs(period, o.history())
	if err != nil {
		return nil, err
	}
	for i := range inputs {
		if inputs[i].TaskForce.Code == in.TaskForce.Code {
			inputs[i] = in
		}
	}
	rows, err := o.officeRows(period, inputs)
	if err != nil {
		return nil, err
	}
	return score.Assemble(o.scheme, period, inputs, rows)
}

// byRole is the value that plays a role in an entry, blank when none does.
func byRole(f *form.Form, e ingest.Entry, role form.Role) ingest.Value {
	if s := f.Sheet(e.Sheet); s != nil {
		if field := s.With(role); field != nil {
			return e.Values[field.Key]
		}
	}
	return ingest.Value{}
}

// only lists the cells of a that are not among b: those that made the
// difference.
func only(a, b []ingest.Source) []ingest.Source {
	type cell struct {
		sum   string
		place ingest.Place
	}
	at := func(s ingest.Source) cell {
		if s.Version == nil {
			return cell{s.Office, s.Place}
		}
		return cell{s.Version.SHA256, s.Place}
	}
	known := map[cell]bool{}
	for _, s := range b {
		known[at(s)] = true
	}
	var list []ingest.Source
	for _, s := range a {
		if !known[at(s)] {
			list = append(list, s)
		}
	}
	return list
}
