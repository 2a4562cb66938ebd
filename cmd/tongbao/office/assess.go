package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// Assess makes the assessment of a reporting year (年考核), or answers with the
// one that was issued. What it proposes is decided elsewhere.
func (o *Office) Assess(ctx context.Context, year int, how Making) (*Paper, error) {
	period, name := strconv.Itoa(year), assessmentName(year)
	last := o.scheme.Settings.Calendar.LastMonth(year)
	if !how.Draft {
		p, _, err := o.issued(ctx, kindAssessment, period, name)
		if err != nil {
			return nil, err
		}
		if p != nil {
			return p, o.answersTo(p, how.approval)
		}
		if err := o.closed(last); err != nil {
			return nil, err
		}
		how.Draft = o.scheme.Settings.Manual && how.approval == nil
		if o.lock == nil && !how.Draft {
			return nil, ErrRecords
		}
	}
	if err := o.yearBegun(year); err != nil {
		return nil, err
	}
	if err := o.look(); err != nil {
		return nil, err
	}
	in, err := o.assessmentInput(ctx, year)
	if err != nil {
		return nil, err
	}
	d := &drawing{paper: &Paper{Kind: kindAssessment, Period: period, Name: name}, folder: period, base: name, status: ledger.Issued, manifest: o.manifest(in.Returns), year: year}
	d.manifest.Approved = approved(how.approval)
	serial := 0
	if !how.Draft {
		in.Status, in.Date = output.Issued, o.today()
		if a := how.approval; a != nil && a.Number != "" {
			n, err := o.numberOf(*a)
			if err != nil {
				return nil, err
			}
			in.Number, in.Date, d.series, d.year, serial = n.text, a.On, n.series, n.year, n.serial
		}
	}
	if d.document, err = output.Assessment(*in, o.wording); err != nil {
		return nil, err
	}
	d.shape = func(_, _ string, files []PaperFile) ([]byte, error) {
		return output.AssessmentJSON(*in, outputFiles(files))
	}
	if how.Draft {
		return o.leaveDraft(d)
	}
	return o.issue(ctx, d, serial)
}

// IssueAssessment makes the 送审稿 of a year's assessment final, under the
// registry's number.
func (o *Office) IssueAssessment(ctx context.Context, year int, a Approval) (*Paper, error) {
	a, err := o.approval(scheme.TaskAssessment, strconv.Itoa(year), a)
	if err != nil {
		return nil, err
	}
	if a.Number == "" && o.scheme.Settings.Manual {
		return nil, usage("签发方式为人工，没有文号不能签发。请用 --number 写明文号，或在台账“发文”表中登记。")
	}
	return o.Assess(ctx, year, Making{approval: &a})
}

func assessmentName(year int) string {
	return fmt.Sprintf("%d年度%s", year, kindNames[kindAssessment])
}

// yearBegun lets a draft be made as soon as the year's first month that is
// reported on has begun.
func (o *Office) yearBegun(year int) error {
	cal := o.scheme.Settings.Calendar
	first, last := cal.FirstMonth(year), cal.LastMonth(year)
	if begin := o.scheme.Settings.FirstMonth; first.Before(begin) && !last.Before(begin) {
		first = begin
	}
	return o.begun(first)
}

func (o *Office) assessmentInput(ctx context.Context, year int) (*output.AssessmentInput, error) {
	cal := o.scheme.Settings.Calendar
	first, last := cal.FirstMonth(year), cal.LastMonth(year)
	history := o.history()
	tally, err := o.tally(last, history)
	if err != nil {
		return nil, err
	}
	conduct, err := o.conduct(ctx, last, o.today())
	if err != nil {
		return nil, err
	}
	in := &output.AssessmentInput{
		Scheme: o.scheme, Year: year, Status: output.Draft, Figures: tally.Figures, Totals: tally.Totals, Members: o.register.Members,
		RedLines: score.RedLines(o.register, first.First().AddDays(-1), o.today()), Pending: tally.Pending, Projects: map[string][]facts.Project{},
	}
	if in.Assessments, err = tally.Assess(o.scheme, conduct); err != nil {
		return nil, err
	}
	if in.Months, err = o.monthsReported(ctx, first, last); err != nil {
		return nil, err
	}
	if in.Items, err = o.itemsAbout(ctx, first, last); err != nil {
		return nil, err
	}
	for _, tf := range score.Active(o.scheme, last) {
		own, err := o.input(tf, last, history)
		if err != nil {
			return nil, err
		}
		in.Projects[tf.Code] = tally.Years[tf.Code].Projects()
		in.Returns = append(in.Returns, posted(own.Returns)...)
	}
	return in, nil
}

// itemsAbout are the supervision items about some months, as they stand now.
func (o *Office) itemsAbout(ctx context.Context, first, last ingest.Period) ([]supervise.Item, error) {
	if o.ledger == nil {
		return nil, nil
	}
	kept, err := o.ledger.Items(ctx, first, last)
	if err != nil {
		return nil, err
	}
	items := make([]supervise.Item, len(kept))
	for i, k := range kept {
		if err := json.Unmarshal(k.Content, &items[i]); err != nil {
			return nil, fmt.Errorf("督办事项 %s：%w", k.ID, err)
		}
	}
	return items, nil
}
