package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/ledger"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// Why one figure is another than was published: each late return and each new
// row of the register is undone by itself, and the figures that come out
// otherwise are those it changed. A figure is told its own reasons only, and
// whose they are where they are another task force's.

// whyChanged is what is known now and was not when a document was issued.
type whyChanged struct {
	returns []ledger.Correction // of the document's reporting year up to its month
	before  []ledger.Correction // of the year before that, where its figures rested on it
	rows    map[string][]string // by task force, and by task force/indicator: rows of the register
	changed []registerChange    // the same rows, each with how to undo it
	leave   []leave
	lapsed  map[string][]string // by task force: returns whose time was not up then, after 延期, and have not come
	causes  []cause
	names   map[string]string // short names of task forces
	year    int               // of the document's month: other years are named
	scheme  bool              // the scheme is another
	terms   *terms            // what that changes; nil where it cannot be told
}

// terms is what a scheme in place of another changes, by task force/indicator.
type terms struct {
	figures map[string]bool // what was done counts otherwise
	targets map[string]bool // what is to be done is another
}

const byScheme = "方案修改"

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
	old := o.register
	if d.Manifest.Register != o.register.Digest {
		if old, err = o.registerThen(ctx, d.Manifest.Register); err != nil {
			return nil, err
		}
		w.compare(old, o.register)
		if o.madeSince(tellsTerms) {
			w.leave = o.leaveChanged(old, o.register)
		}
	}
	// Its figures rested on the year before by the rows that it knew, even where no
	// return of that year had come.
	if first := cal.FirstMonth(cal.YearOf(month)); o.restsOnBefore(old, month) && o.restsOnBefore(o.register, month) {
		begun := cal.FirstMonth(cal.YearOf(month) - 1)
		if w.before, err = o.ledger.Corrections(ctx, *d, begun, first.Add(-1)); err != nil {
			return nil, err
		}
	}
	if err := o.causes(ctx, w, month); err != nil {
		return nil, err
	}
	if w.scheme && o.madeSince(tellsTerms) {
		w.terms, err = o.termsChanged(ctx, d.Manifest.Scheme, month)
	}
	if w.terms != nil {
		w.causes = append(w.causes, cause{text: byScheme, figures: w.terms.figures})
	}
	return w, err
}

// termsChanged compares the month as it stands with what it would be under a
// scheme of the past. Most of what an office changes in its scheme, the next
// year's targets or a holiday, changes nothing of it.
func (o *Office) termsChanged(ctx context.Context, digest string, month ingest.Period) (*terms, error) {
	tables, err := o.schemeTables(ctx, digest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	then := *o
	then.openingJudged, then.rivals = nil, nil
	if then.scheme, err = scheme.Load(tables); err != nil {
		return nil, nil // this program does not accept it any more
	}
	if then.register, err = scheme.LoadRegister(o.tables, then.scheme); err != nil {
		return nil, nil // today's register speaks of what there was not
	}
	was, err := then.tally(month, then.history())
	if err != nil {
		return nil, err
	}
	now, err := o.tally(month, o.history())
	if err != nil {
		return nil, err
	}
	return &terms{figures: moved(now, was, sameActual), targets: moved(now, was, sameTarget)}, nil
}

func sameActual(a, b *score.Figure) bool {
	return (a.Actual == nil) == (b.Actual == nil) && (a.Actual == nil || a.Actual.Cmp(b.Actual.Num) == 0)
}

// sameTarget reports whether as much is to be reached, by now and in the end.
func sameTarget(a, b *score.Figure) bool {
	same := func(x, y *exact.Num) bool { return (x == nil) == (y == nil) && (x == nil || x.Cmp(*y) == 0) }
	return same(a.Goal, b.Goal) && same(a.Share, b.Share) && a.Binding == b.Binding
}

func (w *whyChanged) nothing() bool {
	return len(w.returns)+len(w.before) == 0 && len(w.rows) == 0 && !w.scheme
}

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
	for _, x := range w.leave {
		if x.taskForce == taskForce && x.month == month {
			why = append(why, x.text)
		}
	}
	return why
}

// ofLeave is the leave that was given a task force since, or taken back.
func (w *whyChanged) ofLeave(taskForce string) (why []string) {
	for _, x := range w.leave {
		if x.taskForce == taskForce {
			why = append(why, x.text)
		}
	}
	return why
}

// lapsedSince are the returns of some months that could still come in time when a
// document was issued, and have not come by now.
func (o *Office) lapsedSince(ctx context.Context, d *ledger.Document, first, last ingest.Period) (map[string][]string, error) {
	lapsed := map[string][]string{}
	if !o.madeSince(tellsTerms) {
		return lapsed, nil
	}
	old, err := o.registerThen(ctx, d.Manifest.Register)
	if err != nil {
		return nil, err
	}
	then := *o
	then.Now, then.register = d.IssuedAt, old
	was, err := then.monthsReported(ctx, first, last)
	if err != nil {
		return nil, err
	}
	now, err := o.monthsReported(ctx, first, last)
	if err != nil {
		return nil, err
	}
	for i, month := range now {
		for j, r := range month.Reporting {
			if was[i].Reporting[j].Open && !r.Open && r.FirstAt.IsZero() {
				what := "报送"
				if r.Status == score.Returned {
					what = "改正"
				}
				lapsed[r.TaskForce] = append(lapsed[r.TaskForce], fmt.Sprintf("%d月报表期满仍未%s", month.Period.Month, what))
			}
		}
	}
	return lapsed, nil
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

// cause is one thing that is known now and was not then.
type cause struct {
	text    string
	force   string          // whose return; "" for a row of the register
	figures map[string]bool // task force/indicator that it changed
}

// causes undoes every change by itself and notes which figures move.
func (o *Office) causes(ctx context.Context, w *whyChanged, month ingest.Period) error {
	if len(w.returns)+len(w.before) == 0 && len(w.changed) == 0 {
		return nil
	}
	now, err := o.tally(month, o.history())
	if err != nil {
		return err
	}
	note := func(c cause, history facts.History, register *scheme.Register) error {
		without, err := o.tallyUnder(register, month, history)
		if err != nil {
			return err
		}
		c.figures = moved(now, without, sameActual)
		w.causes = append(w.causes, c)
		return ctx.Err()
	}
	for _, r := range slices.Concat(w.before, w.returns) {
		if err := note(cause{text: w.reason(r), force: r.TaskForce}, withoutReturn(o.history(), r), o.register); err != nil {
			return err
		}
	}
	for _, row := range w.changed {
		register := *o.register
		row.undo(&register)
		if err := note(cause{text: row.text}, o.history(), &register); err != nil {
			return err
		}
	}
	return nil
}

// tallyUnder is the tally as another register would have it.
func (o *Office) tallyUnder(register *scheme.Register, month ingest.Period, history facts.History) (*score.Tally, error) {
	own := o.register
	o.register = register
	defer func() { o.register = own }()
	return o.tally(month, history)
}

// withoutReturn is a history in which one return is still what it was.
func withoutReturn(history facts.History, c ledger.Correction) facts.History {
	return historyFunc(func(taskForce string, from, to ingest.Period) ([]*ingest.Return, error) {
		list, err := history.Accepted(taskForce, from, to)
		if err != nil || taskForce != c.TaskForce {
			return list, err
		}
		var then []*ingest.Return
		for _, r := range list {
			switch {
			case r.Period != c.Period:
				then = append(then, r)
			case c.Was != nil:
				then = append(then, c.Was.Return)
			}
		}
		return then, nil
	})
}

// moved are the figures that two tallies of one month do not have the same, by
// task force/indicator.
func moved(a, b *score.Tally, same func(a, b *score.Figure) bool) map[string]bool {
	list := map[string]bool{}
	for i := range a.Figures {
		f := &a.Figures[i]
		if g := b.Of(f.TaskForce, f.Indicator); g == nil || !same(f, g) {
			list[f.TaskForce+"/"+f.Indicator] = true
		}
	}
	return list
}

// of words why a figure is another now.
func (w *whyChanged) of(f *score.Figure) string {
	var own, others []string
	for _, c := range w.causes {
		switch {
		case !c.figures[f.TaskForce+"/"+f.Indicator]:
		case c.force == "" || c.force == f.TaskForce:
			own = append(own, c.text)
		default:
			others = append(others, w.names[c.force]+c.text)
		}
	}
	if len(others) > 0 {
		own = append(own, strings.Join(others, "、")+"，重复项目的计入随之改变")
	}
	if len(own) == 0 {
		// Nothing changes the figure by itself: two things do together, or the
		// scheme's own terms.
		own = w.together(f)
	}
	if f.Pending {
		own = append(own, "含重复项目，待核")
	}
	return strings.Join(slices.Compact(own), "；")
}

func (w *whyChanged) together(f *score.Figure) []string {
	if w.scheme && w.terms == nil {
		return []string{byScheme}
	}
	why := append(w.ofReturns(f.TaskForce), w.rows[f.TaskForce+"/"+f.Indicator]...)
	why = append(why, w.rows[f.TaskForce]...)
	if f.Indicator == "" {
		why = append(why, w.ofLeave(f.TaskForce)...)
	}
	switch {
	case f.Indicator == "" && w.terms.of(f.TaskForce), len(why) == 0 && w.scheme:
		why = append(why, byScheme)
	case len(why) == 0:
		why = []string{"重复项目的计入改变"}
	}
	return why
}

// of reports whether anything about a task force is another.
func (t *terms) of(taskForce string) bool {
	if t == nil {
		return false
	}
	for _, list := range []map[string]bool{t.figures, t.targets} {
		for at := range list {
			if strings.HasPrefix(at, taskForce+"/") {
				return true
			}
		}
	}
	return false
}

// moves reports whether one of the changes moves a figure by itself.
func (w *whyChanged) moves(f *score.Figure) bool {
	return slices.ContainsFunc(w.causes, func(c cause) bool { return c.figures[f.TaskForce+"/"+f.Indicator] })
}

// retargeted reports whether a figure's target is another.
func (w *whyChanged) retargeted(f *score.Figure) bool {
	return w.terms != nil && w.terms.targets[f.TaskForce+"/"+f.Indicator]
}
