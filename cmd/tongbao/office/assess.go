package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	var before *ledger.Document
	if !how.Draft {
		p, last, err := o.issued(ctx, kindAssessment, period, name)
		if err != nil {
			return nil, err
		}
		if p != nil && !how.Reissue {
			return p, o.answersTo(p, how.approval)
		}
		if p == nil && how.Reissue {
			return nil, usage("%s尚未签发，不能重新印发。", name)
		}
		if err := o.closed(o.scheme.Settings.Calendar.LastMonth(year)); err != nil {
			return nil, err
		}
		if o.lock == nil {
			return nil, ErrRecords
		}
		how.Draft = o.scheme.Settings.Manual && how.approval == nil
		before = last
	}
	if err := o.yearBegun(year); err != nil {
		return nil, err
	}
	return o.makeAssessment(ctx, year, before, how)
}

// makeAssessment makes the assessment as known now, as the edition after
// before.
func (o *Office) makeAssessment(ctx context.Context, year int, before *ledger.Document, how Making) (*Paper, error) {
	if err := o.look(); err != nil {
		return nil, err
	}
	in, err := o.assessmentInput(ctx, year)
	if err != nil {
		return nil, err
	}
	held, err := o.heldReturns(o.scheme.Settings.Calendar.LastMonth(year), o.history())
	if err != nil {
		return nil, err
	}
	name := assessmentName(year)
	d := &drawing{paper: &Paper{Kind: kindAssessment, Period: strconv.Itoa(year), Name: name}, folder: strconv.Itoa(year), base: name,
		status: ledger.Issued, manifest: o.manifest(slices.Concat(in.Returns, held)), year: year}
	d.manifest.Approved = approved(how.approval)
	d.shape = func(_, _ string, files []PaperFile) ([]byte, error) {
		return output.AssessmentJSON(*in, outputFiles(files))
	}
	if before != nil {
		if err := o.reassess(ctx, d, in, before); err != nil {
			return nil, err
		}
	}
	serial := 0
	if !how.Draft {
		in.Date = o.today()
		if in.Status = output.Issued; before != nil {
			in.Status = output.Reissued
		}
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
	if in.Status == output.Reissued {
		if err := output.TellsCorrection(d.document, kindAssessment+".tmpl", ""); err != nil {
			return nil, err
		}
	}
	if err := o.withAssessment(ctx, d, in); err != nil {
		return nil, err
	}
	if how.Draft {
		return o.leaveDraft(ctx, d)
	}
	if err := o.asSigned(ctx, d, how.approval, issuedAt(before)); err != nil {
		return nil, err
	}
	return o.issue(ctx, d, serial)
}

// reassess makes an assessment follow an edition that was issued, with what is
// other and why. It is refused when nothing is.
func (o *Office) reassess(ctx context.Context, d *drawing, in *output.AssessmentInput, before *ledger.Document) error {
	why, err := o.whyChanged(ctx, before, o.scheme.Settings.Calendar.LastMonth(in.Year))
	if err != nil {
		return err
	}
	cal := o.scheme.Settings.Calendar
	lapsed, err := o.lapsedSince(ctx, before, cal.FirstMonth(in.Year), cal.LastMonth(in.Year))
	if err != nil {
		return err
	}
	now, err := d.shape("", "", nil)
	if err != nil {
		return err
	}
	if in.Restated, err = o.printedChanges(before.Data, now); err != nil {
		return err
	}
	if len(in.Restated) == 0 {
		return usage("%s印发后，各项数据和结论没有变化，不需要更正。", d.paper.Name)
	}
	for i := range in.Restated {
		c := &in.Restated[i]
		if months := lapsed[c.TaskForce]; len(months) > 0 && isMonthsOf(c.What) {
			c.Why = strings.Join(append(why.ofReturns(c.TaskForce), months...), "；")
			continue
		}
		f := o.figureChanged(in.Figures, c)
		if c.Why = why.of(f); !why.retargeted(f) {
			continue
		}
		switch ind := o.scheme.Indicator(f.Indicator).Name; {
		case c.What == ind+targetMark || c.What == ind+doneMark && !why.moves(f):
			c.Why = byScheme
		case c.What == ind+doneMark:
			c.Why += "；" + byScheme
		}
	}
	d.status, d.replaces = ledger.Reissued, before.Edition
	d.base += "（更正）"
	if before.Edition > 1 {
		d.base += fmt.Sprintf("（%d）", before.Edition)
	}
	return nil
}

// figureChanged is the figure that a change is about; of a change that is about
// none, one of the task force's alone.
func (o *Office) figureChanged(figures []score.Figure, c *output.Restated) *score.Figure {
	for i := range figures {
		ind := o.scheme.Indicator(figures[i].Indicator)
		if figures[i].TaskForce == c.TaskForce && ind != nil && strings.HasPrefix(c.What, ind.Name) {
			return &figures[i]
		}
	}
	return &score.Figure{TaskForce: c.TaskForce}
}

// withAssessment makes what goes out with an assessment: the internal sheet,
// with every outcome proposed and what it rests on.
func (o *Office) withAssessment(ctx context.Context, d *drawing, in *output.AssessmentInput) error {
	cal := o.scheme.Settings.Calendar
	first, last := cal.FirstMonth(in.Year), cal.LastMonth(in.Year)
	items, err := o.itemsUntil(ctx, last)
	if err != nil {
		return err
	}
	sheet := output.InternalInput{
		Period: last, Status: in.Status, Date: in.Date, With: d.paper.Name, Items: items, Proposals: supervise.Proposals(o.scheme, items, last), AsOf: in.ItemsAsOf,
		RedLines: in.RedLines, Assessments: in.Assessments, Absent: absent(in.Months, in.Figures),
	}
	inputs, err := o.inputs(last, o.history())
	if err != nil {
		return err
	}
	tally, err := o.tally(last, o.history())
	if err != nil {
		return err
	}
	if sheet.Doubles, err = o.doubleClaims(tally, inputs); err != nil {
		return err
	}
	if sheet.Twice, err = o.twiceTold(ctx, tally); err != nil {
		return err
	}
	if sheet.Unanswered, err = o.unanswered(ctx, first, last, sheet.Doubles); err != nil {
		return err
	}
	x, err := o.internal(ctx, d, sheet)
	d.attached = append(d.attached, x)
	return err
}

// IssueAssessment makes the 送审稿 of a year's assessment final, under the
// registry's number. Reissue issues a correction of one that was issued.
func (o *Office) IssueAssessment(ctx context.Context, year int, a Approval, reissue bool) (*Paper, error) {
	a, err := o.approval(scheme.TaskAssessment, strconv.Itoa(year), a)
	if err != nil {
		return nil, err
	}
	if a.Number == "" && o.scheme.Settings.Manual {
		return nil, usage("签发方式为人工，没有文号不能签发。请用 --number 写明文号，或在台账“发文”表中登记。")
	}
	return o.Assess(ctx, year, Making{Reissue: reissue, approval: &a})
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
		RedLinesApart: !o.madeSince(soundFigures), WaitingUntold: !o.madeSince(tellsTerms), RedLines: score.RedLines(o.register, first.First().AddDays(-1), o.today()), Pending: tally.Pending, Projects: map[string][]facts.Project{},
	}
	if in.Assessments, err = tally.Assess(o.scheme, conduct); err != nil {
		return nil, err
	}
	if in.Arrivals, err = o.arrivals(ctx, last); err != nil {
		return nil, err
	}
	if in.Months, err = o.monthsReported(ctx, first, last); err != nil {
		return nil, err
	}
	if err := o.asTold(ctx, in.Months); err != nil {
		return nil, err
	}
	if in.Items, err = o.itemsAbout(ctx, first, last); err != nil {
		return nil, err
	}
	if in.ItemsAsOf, err = o.itemsAsOf(ctx, first); err != nil {
		return nil, err
	}
	for _, tf := range score.Counted(o.scheme, last) {
		own, err := o.input(tf, last, history)
		if err != nil {
			return nil, err
		}
		in.Projects[tf.Code] = tally.Years[tf.Code].Projects()
		in.Returns = append(in.Returns, posted(own.Returns)...)
	}
	return in, nil
}

// itemsAsOf is the day of the last circular about a month or a later one: what
// is issued between circulars tells supervision items as that left them. A
// return that came since closes its item in the next. Zero is none.
func (o *Office) itemsAsOf(ctx context.Context, first ingest.Period) (last ingest.Date, err error) {
	if o.ledger == nil || !o.madeSince(tellsTerms) {
		return last, nil
	}
	now := o.today()
	for p := first; !(ingest.Period{Year: now.Year, Month: now.Month}).Before(p); p = p.Add(1) {
		editions, err := o.ledger.Issued(ctx, kindCircular, p.String(), "")
		if err != nil {
			return last, err
		}
		for _, d := range editions {
			if on := ingest.DateOf(d.IssuedAt); on.Compare(last) > 0 {
				last = on
			}
		}
	}
	return last, nil
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
