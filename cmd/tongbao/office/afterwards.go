package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
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
	why, err := o.whyChanged(ctx, last, month)
	if err != nil {
		return err
	}
	for _, c := range why.returns {
		if c.Was == nil && c.Is != nil {
			in.Recovered = append(in.Recovered, output.Recovery{TaskForce: c.TaskForce, Period: c.Period, At: c.Is.ReceivedAt})
		}
	}
	if why.nothing() {
		return nil
	}
	now, err := o.tally(month, history)
	if err != nil {
		return err
	}
	in.Corrections, err = o.differences(last, month, now.Figures, why)
	return err
}

// differences are the figures that a circular printed and that are others now.
// A figure counts as printed: what rounds to the same is the same.
func (o *Office) differences(d *ledger.Document, month ingest.Period, now []score.Figure, why *whyChanged) ([]output.Correction, error) {
	printed, err := printedFigures(d.Data)
	if err != nil {
		return nil, err
	}
	var list []output.Correction
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
	return list, nil
}

func sameText(ind *scheme.Indicator, a, b exact.Num) bool {
	return score.Text(ind, a) == score.Text(ind, b)
}

// whyChanged is what is known now and was not when a document was issued.
type whyChanged struct {
	returns []ledger.Correction // of the document's reporting year up to its month
	rows    map[string][]string // by task force, and by task force/indicator: rows of the register
	changed []registerChange    // the same rows, each with how to undo it
	causes  []cause
	names   map[string]string // short names of task forces
	year    int               // of the document's month: other years are named
	scheme  bool              // the scheme is another
}

func (o *Office) whyChanged(ctx context.Context, d *ledger.Document, month ingest.Period) (*whyChanged, error) {
	cal := o.scheme.Settings.Calendar
	w := &whyChanged{year: month.Year, rows: map[string][]string{}, names: map[string]string{}, scheme: d.Manifest.Scheme != o.scheme.Digest}
	var err error
	if w.returns, err = o.ledger.Corrections(ctx, *d, cal.FirstMonth(cal.YearOf(month)), month); err != nil {
		return nil, err
	}
	for _, tf := range o.scheme.TaskForces {
		w.names[tf.Code] = o.shortName(tf.Code)
	}
	if d.Manifest.Register != o.register.Digest {
		old, err := o.registerThen(ctx, d.Manifest.Register)
		if err != nil {
			return nil, err
		}
		w.compare(old, o.register)
	}
	return w, o.causes(ctx, w, month)
}

// registerThen is the register that a document was made by. One that today's
// scheme cannot read is an empty one: every row is then new.
func (o *Office) registerThen(ctx context.Context, digest string) (*scheme.Register, error) {
	content, err := o.ledger.SnapshotOf(ctx, "register", digest)
	if errors.Is(err, fs.ErrNotExist) {
		return &scheme.Register{}, nil
	}
	if err != nil {
		return nil, err
	}
	var tables []scheme.Table
	if err := json.Unmarshal(content, &tables); err != nil {
		return nil, fmt.Errorf("读取当时的台账：%w", err)
	}
	old, err := scheme.LoadRegister(tables, o.scheme)
	if err != nil {
		return &scheme.Register{}, nil
	}
	return old, nil
}

// compare notes the rows that change figures and that only one of two
// registers has.
func (w *whyChanged) compare(was, is *scheme.Register) {
	had, has := figureRows(was), figureRows(is)
	for _, r := range has {
		if !slices.ContainsFunc(had, r.same) {
			w.note(r, "", r.drop)
		}
	}
	for _, r := range had {
		if !slices.ContainsFunc(has, r.same) {
			w.note(r, "撤销", r.keep)
		}
	}
}

func (w *whyChanged) note(r figureRow, how string, undo func(*scheme.Register)) {
	text := how + r.what
	if r.reason != "" {
		text += "（" + r.reason + "）"
	}
	w.changed = append(w.changed, registerChange{text, undo})
	for _, k := range r.keys {
		if !slices.Contains(w.rows[k], text) {
			w.rows[k] = append(w.rows[k], text)
		}
	}
}

// figureRow is a row of the register that changes figures.
type figureRow struct {
	keys         []string // whose: task force, or task force/indicator
	what, reason string
	content      string // the row as text, to tell rows apart
	// Take the row out of a register, put it into one.
	drop, keep func(*scheme.Register)
}

func (r figureRow) same(other figureRow) bool { return r.content == other.content }

func figureRows(r *scheme.Register) (rows []figureRow) {
	for i, v := range r.Verified {
		rows = append(rows, figureRow{[]string{v.TaskForce + "/" + v.Indicator}, "核定", v.Reason,
			fmt.Sprint("核定", v.TaskForce, v.Indicator, v.Project, v.From, v.Amount),
			func(r *scheme.Register) { r.Verified = leftOut(r.Verified, i) },
			func(r *scheme.Register) { r.Verified = append(slices.Clone(r.Verified), v) }})
	}
	for i, s := range r.Settlements {
		row := figureRow{what: "重复认定", reason: s.Reason, content: fmt.Sprint("重复认定", s.From, s.Apart),
			drop: func(r *scheme.Register) { r.Settlements = leftOut(r.Settlements, i) },
			keep: func(r *scheme.Register) { r.Settlements = append(slices.Clone(r.Settlements), s) }}
		for _, c := range s.Claims {
			row.keys = append(row.keys, c.TaskForce)
			row.content += fmt.Sprint(c.TaskForce, c.Project, c.Share)
		}
		rows = append(rows, row)
	}
	for i, p := range r.Opening {
		rows = append(rows, figureRow{[]string{p.TaskForce}, "期初项目补登", p.Evidence, fmt.Sprint("期初", p.TaskForce, p.Sheet, p.Period, p.Entry.Values),
			func(r *scheme.Register) { r.Opening = leftOut(r.Opening, i) },
			func(r *scheme.Register) { r.Opening = append(slices.Clone(r.Opening), p) }})
	}
	for i, p := range r.Inspections {
		if p.RedLine {
			rows = append(rows, figureRow{[]string{p.TaskForce}, "督查登记", p.Text, fmt.Sprint("红线", p.TaskForce, p.On, p.Text),
				func(r *scheme.Register) { r.Inspections = leftOut(r.Inspections, i) },
				func(r *scheme.Register) { r.Inspections = append(slices.Clone(r.Inspections), p) }})
		}
	}
	return rows
}

// leftOut is a list without its i-th member.
func leftOut[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }

func (w *whyChanged) nothing() bool { return len(w.returns) == 0 && len(w.rows) == 0 && !w.scheme }

func (w *whyChanged) ofReturns(taskForce string) (why []string) {
	for _, c := range w.returns {
		if c.TaskForce == taskForce {
			why = append(why, w.reason(c))
		}
	}
	return why
}

// ofMonth is why one month's return stands otherwise: what came for it.
func (w *whyChanged) ofMonth(taskForce string, month ingest.Period) (why []string) {
	for _, c := range w.returns {
		if c.TaskForce == taskForce && c.Period == month {
			why = append(why, w.reason(c))
		}
	}
	return why
}

// reason words why a month counts differently now.
func (w *whyChanged) reason(c ledger.Correction) string {
	month := fmt.Sprintf("%d月", c.Period.Month)
	if c.Period.Year != w.year {
		month = c.Period.Chinese()
	}
	switch {
	case c.Was == nil && c.Is.Number > 1:
		return fmt.Sprintf("%s报表退回后改正（第%d次报送）", month, c.Is.Number)
	case c.Was == nil:
		return month + "报表补报"
	}
	return fmt.Sprintf("%s报表更正（第%d次报送）", month, c.Is.Number)
}

// restate compares an issued circular with what its month came to as known
// now. It is refused when there is nothing to correct.
func (o *Office) restate(ctx context.Context, before *ledger.Document, in *circularInput) error {
	why, err := o.whyChanged(ctx, before, in.Period)
	if err != nil {
		return err
	}
	changed, err := o.differences(before, in.Period, in.Figures, why)
	if err != nil {
		return err
	}
	new, err := o.newlyPrinted(before, in, why)
	if err != nil {
		return err
	}
	in.Restated, err = o.restatedReturns(before, in, why)
	if err != nil {
		return err
	}
	in.Restated = append(new, in.Restated...)
	if len(changed)+len(in.Restated) == 0 {
		return usage("%s%s印发后，各项数据和报送情况没有变化，不需要更正。", in.Period.Chinese(), kindNames[kindCircular])
	}
	in.Corrections = append(changed, in.Corrections...)
	return nil
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
	var doc struct {
		Reporting []struct {
			TaskForce string      `json:"task_force"`
			Status    score.State `json:"status"`
		} `json:"reporting"`
	}
	if err := json.Unmarshal(before.Data, &doc); err != nil {
		return nil, fmt.Errorf("读取已签发的通报：%w", err)
	}
	was := map[string]score.State{}
	for _, r := range doc.Reporting {
		was[r.TaskForce] = r.Status
	}
	for _, r := range in.Reporting {
		if old, known := was[r.TaskForce]; known && old != r.Status {
			list = append(list, output.Restated{TaskForce: r.TaskForce, What: "月报表报送", Was: old.Chinese(), Is: r.Status.Chinese(),
				Why: strings.Join(why.ofMonth(r.TaskForce, in.Period), "；")})
		}
	}
	return list, nil
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
			r := output.Removal{Indicator: w.Indicator, Amount: formula.Num{Num: lost, From: only(w.Actual.From, f.Actual.From)}}
			if w.Month != nil && f.Month != nil {
				r.Month = w.Month.Num.Sub(f.Month.Num)
			}
			t.Removed = append(t.Removed, r)
		}
	}
	return t, nil
}

// revisions are what 核定 that begins in the tally's month changes: the
// difference to the same month without those rows.
func (o *Office) revisions(tally *score.Tally, history facts.History) (list []output.Revision, err error) {
	inputs, err := o.inputs(tally.Period, history)
	if err != nil {
		return nil, err
	}
	rows, err := o.officeRows(tally.Period, inputs)
	if err != nil {
		return nil, err
	}
	all := len(rows.Verified)
	rows.Verified = slices.DeleteFunc(slices.Clone(rows.Verified), func(v score.Verified) bool { return v.From == tally.Period })
	if len(rows.Verified) == all {
		return nil, nil
	}
	without, err := score.Assemble(o.scheme, tally.Period, inputs, rows)
	if err != nil {
		return nil, err
	}
	for _, w := range without.Figures {
		f := tally.Of(w.TaskForce, w.Indicator)
		if f == nil || f.Actual == nil || w.Actual == nil || f.Actual.Cmp(w.Actual.Num) == 0 {
			continue
		}
		by := formula.Num{Num: f.Actual.Num.Sub(w.Actual.Num), From: only(f.Actual.From, w.Actual.From)}
		list = append(list, output.Revision{TaskForce: w.TaskForce, Indicator: w.Indicator, By: by})
	}
	return list, nil
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
