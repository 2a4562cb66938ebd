package office

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/output/xlsx"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// Forms writes the return forms of a month, pre-filled, into forms/ and
// returns their paths under the workspace. Unit "" is all task forces.
func (o *Office) Forms(ctx context.Context, period ingest.Period, unit string) ([]string, error) {
	if first := o.scheme.Settings.FirstMonth; period.Before(first) {
		return nil, usage("%s早于启用月%s，不需要报送。", period.Chinese(), first.Chinese())
	}
	var list []*scheme.TaskForce
	for _, tf := range score.Active(o.scheme, period) {
		if unit == "" || tf.Code == unit || tf.Name == unit {
			list = append(list, tf)
		}
	}
	if len(list) == 0 {
		return nil, usage("%s没有代码为“%s”的专班。可用的有：%s。", period.Chinese(), unit, strings.Join(o.unitCodes(), "、"))
	}
	var made []string
	for _, tf := range list {
		content, err := o.form(ctx, tf, period)
		if err != nil {
			return made, err
		}
		name := formPath(tf, period)
		if err := put(o.path(filepath.FromSlash(name)), content); err != nil {
			return made, err
		}
		made = append(made, name)
	}
	return made, nil
}

// formPath is where a form stands, under the workspace.
func formPath(tf *scheme.TaskForce, period ingest.Period) string {
	return path.Join(formsDir, period.String(), fmt.Sprintf("%s_%s月报表.xlsx", cleanName(tf.Name), period.Chinese()))
}

// form draws one task force's form for a month.
func (o *Office) form(ctx context.Context, tf *scheme.TaskForce, period ingest.Period) ([]byte, error) {
	due := ingest.DateOf(score.DeadlineFor(o.scheme, o.register, tf.Code, period).Due).AddDays(-1)
	in := xlsx.FormInput{
		Form: o.scheme.Form(tf.Class), Unit: tf.Unit, Period: period,
		Notice: []string{fmt.Sprintf("请于%s前报%s。", due.Chinese(), o.scheme.Settings.Office)},
		Stamp:  xlsx.Stamp{Title: tf.Name + period.Chinese() + "月报表", Creator: o.scheme.Settings.Office},
	}
	last := period.Add(-1)
	year, err := o.input(tf, last, o.history())
	if err != nil {
		return nil, err
	}
	if err := o.guide(&in, tf, last, year); err != nil {
		return nil, err
	}
	return o.finishForm(ctx, &in, tf, year, last)
}

func (o *Office) finishForm(ctx context.Context, in *xlsx.FormInput, tf *scheme.TaskForce, year score.Input, last ingest.Period) ([]byte, error) {
	projects, err := o.projectsUntil(tf, year, last)
	if err != nil {
		return nil, err
	}
	for _, p := range projects {
		in.Projects = append(in.Projects, o.guideProject(in.Form, p))
	}
	in.NextCode = nextCode(tf.Code, in.Period, projects)
	if o.ledger != nil {
		open, err := o.ledger.OpenItems(ctx, tf.Code)
		if err != nil {
			return nil, err
		}
		registered := supervise.FromRegister(o.register)
		for _, kept := range open {
			var it supervise.Item
			if err := json.Unmarshal(kept.Content, &it); err != nil {
				return nil, fmt.Errorf("督办事项 %s：%w", kept.ID, err)
			}
			if registered.ConfirmedBy(it, o.today()) {
				continue
			}
			in.Open = append(in.Open, xlsx.OpenItem{ID: it.ID, Text: it.Text, Due: registered.DueOf(o.scheme, it)})
		}
	}
	return xlsx.Form(*in)
}

// projectsUntil are the task force's projects as last known: those of the
// reporting year, and of the years remembered before it those not given up.
func (o *Office) projectsUntil(tf *scheme.TaskForce, year score.Input, last ingest.Period) ([]facts.Project, error) {
	first := o.scheme.Settings.Calendar.FirstMonth(o.scheme.Settings.Calendar.YearOf(last))
	before, err := o.accepted(tf.Code, first.Add(-12*yearsRemembered), first.Add(-1))
	if err != nil {
		return nil, err
	}
	projects := facts.NewYear(year.Base, last, append(slices.Clone(year.Returns), before...)).Remembered()
	return slices.DeleteFunc(projects, func(p facts.Project) bool { return p.Terminated && p.Last.Before(first) }), nil
}

// guide fills in targets and progress as of the month before. In the first
// month of a year there are targets and no progress yet.
func (o *Office) guide(in *xlsx.FormInput, tf *scheme.TaskForce, last ingest.Period, year score.Input) error {
	cal := o.scheme.Settings.Calendar
	figures := map[string]score.Figure{}
	if cal.YearOf(last) == cal.YearOf(in.Period) && len(year.Returns) > 0 {
		rows, err := o.registerRows(last, o.history())
		if err != nil {
			return err
		}
		list, _, err := score.Figures(o.scheme, year, last, rows)
		if err != nil {
			return err
		}
		for _, f := range list {
			figures[f.Indicator] = f
		}
		in.AsOf = "截至" + year.Returns[len(year.Returns)-1].Period.Chinese()
	}
	for i := range o.scheme.Indicators {
		ind := &o.scheme.Indicators[i]
		t := o.scheme.Target(tf.Code, ind.Code, cal.YearOf(in.Period))
		if t == nil {
			continue
		}
		row := xlsx.GuideTarget{Indicator: ind.Name, Unit: ind.Unit, Target: targetText(ind, t)}
		if f, ok := figures[ind.Code]; ok && f.Actual != nil {
			row.Actual = score.Text(ind, f.Actual.Num)
			if f.Completion != nil {
				row.Completion = score.PercentText(*f.Completion, 1) + "%"
			}
			if f.Expected != nil {
				row.Expected = score.Text(ind, *f.Expected)
			}
		}
		in.Targets = append(in.Targets, row)
	}
	return nil
}

func targetText(ind *scheme.Indicator, t *scheme.Target) string {
	if t.High != nil {
		return score.Text(ind, t.Low) + "—" + score.Text(ind, *t.High)
	}
	return score.Text(ind, t.Low)
}

// guideProject shows a project as last known, its columns told by role.
func (o *Office) guideProject(f *form.Form, p facts.Project) xlsx.GuideProject {
	g := xlsx.GuideProject{Code: p.Code, Stage: p.Stage, Last: p.Last.Chinese() + "月报表"}
	for i := range f.Sheets {
		for _, field := range f.Sheets[i].Fields {
			v, ok := p.Values[field.Key]
			if !ok {
				continue
			}
			switch field.Role {
			case form.ProjectName:
				g.Name = v.String()
			case form.Investor:
				g.Investor = v.String()
			case form.Amount:
				if g.Amount == "" && v.Kind == ingest.Number {
					g.Amount = v.Num.AtLeast(min(2, field.Decimals), field.Decimals) + field.Unit
				}
			}
		}
	}
	return g
}

// nextCode is the first free project code of a year: ABC-2023-004.
func nextCode(unit string, period ingest.Period, projects []facts.Project) string {
	prefix, next := fmt.Sprintf("%s-%d-", unit, period.Year), 1
	for _, p := range projects {
		var n int
		if _, err := fmt.Sscanf(p.Code, prefix+"%d", &n); err == nil && n >= next {
			next = n + 1
		}
	}
	return fmt.Sprintf("%s%03d", prefix, next)
}
