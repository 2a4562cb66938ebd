package office

import (
	"cmp"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/output"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/score"
)

// What took something out of a month's figures, or changed them by the
// office's word: each is the difference to the same month without it.

// terminations lists the projects given up in the tally's month, with what
// each takes out of the figures: the difference to the same year without the
// rows that say so.
func (o *Office) terminations(tally *score.Tally, history facts.History) ([]output.Termination, error) {
	var list []output.Termination
	u, err := o.undo(tally, history)
	if err != nil {
		return nil, err
	}
	for _, tf := range score.Active(o.scheme, tally.Period) {
		in := u.input(tf.Code)
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
			t, err := u.termination(u.input(tf.Code), p)
			if err != nil {
				return nil, err
			}
			list = append(list, t)
		}
	}
	return list, nil
}

// undoing takes events of a month back one after another, and tells what each
// made of the figures that those before it left: what two holders of one project
// did in one month is told once so.
type undoing struct {
	*Office
	inputs []score.Input
	from   facts.History
	tally  *score.Tally // with what was taken back so far
	alone  bool         // each by itself, and of its own task force only: so it was once
}

func (o *Office) undo(tally *score.Tally, history facts.History) (*undoing, error) {
	inputs, err := o.inputs(tally.Period, history)
	return &undoing{Office: o, inputs: slices.Clone(inputs), from: history, tally: tally, alone: !o.madeSince(wholeSettlements)}, err
}

func (u *undoing) input(taskForce string) score.Input {
	i := slices.IndexFunc(u.inputs, func(in score.Input) bool { return in.TaskForce.Code == taskForce })
	if i < 0 {
		return score.Input{}
	}
	return u.inputs[i]
}

// without is the tally with one more task force's year replaced, and the tally
// before that.
func (u *undoing) without(in score.Input) (then, was *score.Tally, err error) {
	inputs := slices.Clone(u.inputs)
	for i := range inputs {
		if inputs[i].TaskForce.Code == in.TaskForce.Code {
			inputs[i] = in
		}
	}
	rows, err := u.officeRows(u.tally.Period, inputs, u.from)
	if err != nil {
		return nil, nil, err
	}
	then, was = nil, u.tally
	if then, err = score.Assemble(u.scheme, u.tally.Period, inputs, rows); err == nil && !u.alone {
		u.inputs, u.tally = inputs, then
	}
	return then, was, err
}

// removals are by how much the figures of one tally are above those of another:
// the task force's own that fell, and those of the others.
func (u *undoing) removals(taskForce string, above, below *score.Tally) (own []output.Removal, others []output.Passed) {
	for _, w := range above.Figures {
		f := below.Of(w.TaskForce, w.Indicator)
		if f == nil || f.Actual == nil || w.Actual == nil {
			continue
		}
		lost := w.Actual.Num.Sub(f.Actual.Num)
		r := output.Removal{Indicator: w.Indicator, Amount: formula.Num{Num: lost, From: only(w.Actual.From, f.Actual.From)}}
		if lost.Sign() < 0 {
			r.Amount.From = only(f.Actual.From, w.Actual.From)
		}
		if w.Month != nil && f.Month != nil {
			r.Month = w.Month.Num.Sub(f.Month.Num)
		}
		switch {
		case w.TaskForce == taskForce && (lost.Sign() > 0 || !u.alone && lost.Sign() < 0):
			own = append(own, r)
		case w.TaskForce != taskForce && !u.alone && !lost.IsZero():
			others = append(others, output.Passed{TaskForce: w.TaskForce, Removal: r})
		}
	}
	return own, others
}

// endedEarlier tells the projects that a return before the last one gave up.
func (o *Office) endedEarlier(in score.Input) map[string]bool {
	gone := map[string]bool{}
	for _, r := range in.Returns[:len(in.Returns)-1] {
		for _, e := range r.Entries {
			if byRole(in.Base.Form, e, form.Stage).Text == o.scheme.Settings.Terminated {
				gone[facts.NormalCode(byRole(in.Base.Form, e, form.Project).Text)] = true
			}
		}
	}
	return gone
}

// resumptions lists the projects that count again in the tally's month: they
// had counted earlier in the year, were given up and have been taken up again,
// in this month or before it. What counts of them again is nothing new.
func (o *Office) resumptions(tally *score.Tally, history facts.History) (list []output.Termination, err error) {
	if !o.madeSince(soundFigures) {
		return nil, nil
	}
	u, err := o.undo(tally, history)
	if err != nil {
		return nil, err
	}
	for _, tf := range score.Active(o.scheme, tally.Period) {
		in := u.input(tf.Code)
		n := len(in.Returns)
		if n == 0 || in.Returns[n-1].Period != tally.Period {
			continue
		}
		earlier := o.endedEarlier(in)
		for _, p := range tally.Years[tf.Code].Projects() {
			if p.Terminated || !earlier[facts.NormalCode(p.Code)] {
				continue
			}
			t := output.Termination{TaskForce: tf.Code, Project: p.Code, Name: p.Roles[form.ProjectName].Value.Text, From: []ingest.Source{p.StageFrom}}
			without := u.input(tf.Code)
			without.Returns = append(without.Returns[:n-1:n-1], withoutProject(in.Base.Form, without.Returns[n-1], p.Code))
			if t.Removed, t.Passed, err = u.restored(without, p.Code); err != nil {
				return nil, err
			}
			if len(t.Removed) > 0 {
				list = append(list, t)
			}
		}
	}
	return list, nil
}

// restored is what counts again of a project by what the month's return says
// of it, which without leaves out, of the indicators that it had counted in
// earlier in the year; and what that changes for the others who report it.
func (u *undoing) restored(without score.Input, project string) (own []output.Removal, others []output.Passed, err error) {
	counted, err := u.countedBefore(u.tally.Period, without, project)
	if err != nil || len(counted) == 0 {
		return nil, nil, err
	}
	then, was, err := u.without(without)
	if err != nil {
		return nil, nil, err
	}
	own, others = u.removals(without.TaskForce.Code, was, then)
	own = slices.DeleteFunc(own, func(r output.Removal) bool { return !counted[r.Indicator] })
	return own, slices.DeleteFunc(others, func(r output.Passed) bool { return !counted[r.Indicator] }), nil
}

// countedBefore tells the indicators that a project had counted in at the end
// of some month of the year before period, and counts in no more.
func (o *Office) countedBefore(period ingest.Period, in score.Input, project string) (map[string]bool, error) {
	rest := in
	rest.Returns = nil
	for _, r := range in.Returns {
		rest.Returns = append(rest.Returns, withoutProject(in.Base.Form, r, project))
	}
	counts := func(p ingest.Period) (map[string]bool, error) {
		with, _, err := score.Figures(o.scheme, in, p, score.Office{})
		if err != nil {
			return nil, err
		}
		less, _, err := score.Figures(o.scheme, rest, p, score.Office{})
		in := map[string]bool{}
		for i, f := range with {
			if g := less[i]; f.Actual != nil && g.Actual != nil && f.Actual.Cmp(g.Actual.Num) > 0 {
				in[f.Indicator] = true
			}
		}
		return in, err
	}
	before, cal := map[string]bool{}, o.scheme.Settings.Calendar
	for p := cal.FirstMonth(cal.YearOf(period)); p.Before(period); p = p.Add(1) {
		at, err := counts(p)
		if err != nil {
			return nil, err
		}
		for ind := range at {
			before[ind] = true
		}
	}
	still, err := counts(period)
	for ind := range still {
		delete(before, ind)
	}
	return before, err
}

// withoutProject is a return as if it did not speak of a project.
func withoutProject(f *form.Form, r *ingest.Return, project string) *ingest.Return {
	rest := *r
	rest.Entries = slices.DeleteFunc(slices.Clone(r.Entries), func(e ingest.Entry) bool {
		return facts.NormalCode(byRole(f, e, form.Project).Text) == facts.NormalCode(project)
	})
	return &rest
}

func (u *undoing) termination(in score.Input, p facts.Project) (output.Termination, error) {
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
		if stage.Text != u.scheme.Settings.Terminated {
			kept = append(kept, e)
			continue
		}
		place := ingest.Place{Sheet: month.Tabs[e.Sheet].Name, Cell: stage.Cell}
		t.From = append(t.From, ingest.Source{Version: &month.Version, Place: place})
	}
	month.Entries = kept
	in.Returns = append(in.Returns[:len(in.Returns)-1:len(in.Returns)-1], &month)
	then, was, err := u.without(in)
	if err == nil {
		t.Removed, t.Passed = u.removals(t.TaskForce, then, was)
	}
	return t, err
}

// revisions are what 核定 that begins in the tally's month changes: the
// difference to the same month without those rows.
func (o *Office) revisions(tally *score.Tally, history facts.History) (list []output.Revision, err error) {
	inputs, err := o.inputs(tally.Period, history)
	if err != nil {
		return nil, err
	}
	rows, err := o.officeRows(tally.Period, inputs, history)
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

// turned says why a cell that an earlier month counted counts no more, though
// nothing was given up: its project is reported again, as something else.
func (o *Office) turned(in *circularInput) (list []output.Turn) {
	for i := range in.Figures {
		f := &in.Figures[i]
		ind, tf := o.scheme.Indicator(f.Indicator), o.scheme.TaskForce(f.TaskForce)
		was := slices.IndexFunc(in.Previous, func(p score.Figure) bool { return p.TaskForce == f.TaskForce && p.Indicator == f.Indicator })
		if was < 0 || in.Previous[was].Actual == nil || f.Actual == nil || ind == nil || tf == nil || ind.Month[tf.Class] == nil {
			continue
		}
		frm := o.scheme.Form(tf.Class)
		counted := map[string]bool{} // projects
		for _, s := range f.Actual.From {
			counted[projectAt(frm, in.rests, s).code] = true
		}
		for _, s := range only(in.Previous[was].Actual.From, f.Actual.From) {
			at := projectAt(frm, in.rests, s)
			if at.code == "" || counted[at.code] {
				continue
			}
			counted[at.code] = true // told once
			list = append(list, turn(frm, in, f, at))
		}
	}
	return list
}

// projectCell is the entry that a cell stands in, and its project.
type projectCell struct {
	code, name string
	entry      ingest.Entry
}

func projectAt(f *form.Form, returns []*ingest.Return, s ingest.Source) projectCell {
	for _, r := range returns {
		if s.Version == nil || r.TaskForce != s.Version.TaskForce || r.Period != s.Version.Period || r.Number != s.Version.Number {
			continue
		}
		for _, e := range r.Entries {
			for _, v := range e.Values {
				if v.Cell == s.Place.Cell && r.Tabs[e.Sheet].Name == s.Place.Sheet {
					return projectCell{byRole(f, e, form.Project).Text, byRole(f, e, form.ProjectName).Text, e}
				}
			}
		}
	}
	return projectCell{}
}

// turn is what the month's return says otherwise of a project, on the sheet
// that the earlier cell stood on: of the columns that are chosen from a list,
// the first.
func turn(f *form.Form, in *circularInput, of *score.Figure, was projectCell) output.Turn {
	t := output.Turn{TaskForce: of.TaskForce, Indicator: of.Indicator, Project: cmp.Or(was.name, was.code)}
	for _, r := range in.Returns {
		for _, e := range r.Entries {
			if r.TaskForce != of.TaskForce || e.Sheet != was.entry.Sheet || byRole(f, e, form.Project).Text != was.code {
				continue
			}
			for _, field := range f.Sheet(e.Sheet).Fields {
				before, now := was.entry.Values[field.Key].Text, e.Values[field.Key].Text
				if len(field.Choices) > 0 && before != "" && now != "" && before != now && t.Field == "" {
					t.Field, t.Was, t.Is = field.Header, before, now
				}
			}
		}
	}
	return t
}
