package office

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/ingest/word"
	"tongbao/output"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// Circular makes the circular of a month, or answers with the one that was
// issued. Issuing freezes it: asked again, it is the same bytes.
func (o *Office) Circular(ctx context.Context, period ingest.Period, how Making) (*Paper, error) {
	name := period.Chinese() + kindNames[kindCircular]
	if !how.Draft {
		p, last, err := o.issued(ctx, kindCircular, period.String(), name)
		if err != nil {
			return nil, err
		}
		if p != nil && !how.Reissue {
			return p, o.answersTo(p, how.approval)
		}
		if p == nil && how.Reissue {
			return nil, usage("%s尚未签发，不能重新印发。", name)
		}
		if err := o.closed(period); err != nil {
			return nil, err
		}
		if o.lock == nil {
			return nil, ErrRecords
		}
		return o.makeCircular(ctx, period, last, how)
	}
	if err := o.begun(period); err != nil {
		return nil, err
	}
	var last *ledger.Document
	if o.ledger != nil {
		editions, err := o.ledger.Issued(ctx, kindCircular, period.String(), "")
		if err != nil {
			return nil, err
		}
		if n := len(editions); n > 0 {
			last = &editions[n-1]
		}
	}
	return o.makeCircular(ctx, period, last, how)
}

// makeCircular makes the circular as known now, as the edition after before. A
// mere look at what an edition would say may find nothing to correct.
func (o *Office) makeCircular(ctx context.Context, period ingest.Period, before *ledger.Document, how Making) (*Paper, error) {
	approval, draft := how.approval, how.Draft || o.scheme.Settings.Manual && how.approval == nil
	if err := o.look(); err != nil {
		return nil, err
	}
	paper := &Paper{Kind: kindCircular, Period: period.String(), Name: period.Chinese() + kindNames[kindCircular]}
	from, err := o.termsFrom(ctx, paper, approval, issuedAt(before))
	if err != nil {
		return nil, err
	}
	in, err := o.circularInput(ctx, period, before, from)
	if err != nil {
		return nil, err
	}
	d := &drawing{
		paper:    paper,
		folder:   period.String(),
		base:     period.Chinese() + kindNames[kindCircular],
		status:   ledger.Issued,
		manifest: o.manifest(in.rests),
		items:    in.items,
		from:     from,
	}
	d.manifest.Approved = approved(approval)
	if approval != nil {
		in.Signer = approval.Signer
	}
	if before != nil {
		if err := o.restate(ctx, before, in); err != nil {
			return nil, err
		}
		if in.Replaces == "" && !how.Draft {
			return nil, usage("%s%s印发后，各项数据和报送情况没有变化，不需要更正。", period.Chinese(), kindNames[kindCircular])
		}
	}
	serial := 0
	if !draft {
		in.Status = output.Issued
		if before != nil {
			in.Status, d.status, d.replaces = output.Reissued, ledger.Reissued, before.Edition
			d.base += "（更正）"
			if before.Edition > 1 {
				d.base += fmt.Sprintf("（%d）", before.Edition)
			}
		}
		n, on, err := o.sign(ctx, approval)
		if err != nil {
			return nil, err
		}
		in.Number, in.Date, d.series, d.year, serial = n.text, on, n.series, n.year, n.serial
	}
	if d.document, err = output.Circular(in.CircularInput, o.wording); err != nil {
		return nil, err
	}
	if in.Replaces != "" {
		if err := output.TellsCorrection(d.document, kindCircular+".tmpl", in.Replaces); err != nil {
			return nil, err
		}
	}
	d.shape = func(_, _ string, files []PaperFile) ([]byte, error) {
		return output.CircularJSON(in.CircularInput, outputFiles(files))
	}
	if err := o.withCircular(ctx, d, in); err != nil {
		return nil, err
	}
	d.terms = in.terms(o.today())
	if draft {
		return o.leaveDraft(ctx, d)
	}
	if err := o.asSigned(ctx, d, approval, issuedAt(before)); err != nil {
		return nil, err
	}
	if how.edited != nil { // before anything is recorded
		title := []word.Paragraph{{Text: d.document.Subject}}
		if err := o.isOf(ctx, how.edited, d.paper.Name, in.Number, title); err != nil {
			return nil, err
		}
	}
	return o.issue(ctx, d, serial)
}

// circularInput is everything that one month came to.
type circularInput struct {
	output.CircularInput
	rests []*ingest.Return // every return its figures rest on
	left  []supervise.Item // supervision items as the circular leaves them
	items []ledger.Item    // the same, as the ledger keeps them

	// returns of earlier months that came since the last circular, corrected ones too
	cameLate map[ingest.Period][]*ingest.Return

	// of a month issued again: items that corrected figures make others
	amended []supervise.Amendment

	// for the internal sheet
	proposals []supervise.Proposal
	twice     []string
	waived    []supervise.Waived
}

// circularInput works a month out as known now, to be told in the edition
// after before; nil is none. The terms it gives count from a day.
func (o *Office) circularInput(ctx context.Context, period ingest.Period, before *ledger.Document, from ingest.Date) (*circularInput, error) {
	history := o.history()
	tally, err := o.tally(period, history)
	if err != nil {
		return nil, err
	}
	in := &circularInput{CircularInput: output.CircularInput{
		Scheme: o.scheme, Period: period, Status: output.Draft,
		Figures: tally.Figures, Totals: tally.Totals, Texts: o.officeTexts(period),
	}}
	if o.madeSince(tellsTwice) {
		in.Granted = granted(tally)
	}
	if in.Reporting, err = o.reporting(ctx, period); err != nil {
		return nil, err
	}
	if in.Arrivals, err = o.arrivals(ctx, period); err != nil {
		return nil, err
	}
	if in.Absent, err = o.stillAbsent(ctx, in); err != nil {
		return nil, err
	}
	if err := o.previousFigures(ctx, in, history); err != nil {
		return nil, err
	}
	if err := o.gatherReturns(in, tally, history); err != nil {
		return nil, err
	}
	held, err := o.heldReturns(period, history)
	if err != nil {
		return nil, err
	}
	in.rests = append(in.rests, held...)
	in.Turned = o.turned(in)
	if in.RefusedFor, err = o.refusedFor(ctx, in.Reporting, period); err != nil {
		return nil, err
	}
	if in.Terminated, err = o.terminations(tally, history); err != nil {
		return nil, err
	}
	if in.Resumed, err = o.resumptions(tally, history); err != nil {
		return nil, err
	}
	if in.Revised, err = o.revisions(tally, history); err != nil {
		return nil, err
	}
	if err := o.corrections(ctx, in, history); err != nil {
		return nil, err
	}
	inputs, err := o.inputs(period, history)
	if err != nil {
		return nil, err
	}
	if in.Doubles, err = o.doubleClaims(tally, inputs); err != nil {
		return nil, err
	}
	if in.twice, err = o.twiceTold(ctx, tally); err != nil {
		return nil, err
	}
	if o.madeSince(tellsTerms) {
		in.Next = o.nextReturn(period)
		in.Overtaken = in.Next != period.Add(1)
	}
	in.MakeGoodBy = o.scheme.AddWorkingDays(from, makeGoodDays)
	if before != nil {
		return in, o.superviseAgain(ctx, in, before, history)
	}
	return in, o.supervise(ctx, in, tally, from)
}

// granted are the task forces that reported nothing this year and have figures all
// the same: what the office verified, or their share of what it settled.
func granted(tally *score.Tally) (list []string) {
	for _, f := range tally.Figures {
		if f.AsOf == (ingest.Period{}) && f.Actual != nil && !f.Actual.IsZero() && !slices.Contains(list, f.TaskForce) {
			list = append(list, f.TaskForce)
		}
	}
	return list
}

// nextReturn is the first month after one whose returns are not due yet: what a
// circular that goes out late asks for cannot come with the next month's.
func (o *Office) nextReturn(period ingest.Period) ingest.Period {
	for period = period.Add(1); o.closed(period) == nil; period = period.Add(1) {
	}
	return period
}

// stillAbsent lists the earlier months of the year, and the last of the year
// before in its first, that are missing as known now.
func (o *Office) stillAbsent(ctx context.Context, in *circularInput) ([]output.Absence, error) {
	cal, last := o.scheme.Settings.Calendar, in.Period.Add(-1)
	first := cal.FirstMonth(cal.YearOf(in.Period))
	if last.Before(first) {
		first = last
	}
	months, err := o.monthsReported(ctx, first, last)
	return absent(months, in.Figures), err
}

// makeGoodDays are the working days that a circular gives to send in what is
// missing.
const makeGoodDays = 3

// history is the ledger's; a workspace without a ledger has an empty one.
func (o *Office) history() facts.History { return historyFunc(o.accepted) }

type historyFunc func(taskForce string, from, to ingest.Period) ([]*ingest.Return, error)

func (f historyFunc) Accepted(taskForce string, from, to ingest.Period) ([]*ingest.Return, error) {
	return f(taskForce, from, to)
}

// previousFigures are those of the month before in the same reporting year.
func (o *Office) previousFigures(ctx context.Context, in *circularInput, history facts.History) error {
	cal := o.scheme.Settings.Calendar
	last := in.Period.Add(-1)
	if cal.YearOf(last) != cal.YearOf(in.Period) {
		return nil
	}
	tally, err := o.tally(last, history)
	if err != nil {
		return err
	}
	in.Previous = tally.Figures
	return o.asPublished(ctx, last, in.Previous)
}

// gatherReturns keeps the month's own returns, and all that the figures rest
// on.
func (o *Office) gatherReturns(in *circularInput, tally *score.Tally, history facts.History) error {
	in.Carried = map[output.Row]bool{}
	for _, tf := range score.Counted(o.scheme, in.Period) {
		year, err := o.input(tf, in.Period, history)
		if err != nil {
			return err
		}
		sent := posted(year.Returns)
		in.rests = append(in.rests, sent...)
		in.Sources = in.rests
		if n := len(sent); n > 0 && sent[n-1].Period == in.Period {
			in.Returns = append(in.Returns, sent[n-1])
			for _, e := range sent[n-1].Entries {
				if tally.Years[tf.Code].Carried(e) {
					in.Carried[output.Row{TaskForce: tf.Code, Sheet: e.Sheet, Row: e.Row}] = true
				}
			}
		}
	}
	return nil
}

// refusedFor says why the first version of a return went back, for those that
// were corrected in time: the name of the rule it broke.
func (o *Office) refusedFor(ctx context.Context, reporting []score.Reporting, period ingest.Period) (map[string]string, error) {
	why := map[string]string{}
	for _, r := range reporting {
		if !r.Corrected {
			continue
		}
		versions, err := o.ledger.Versions(ctx, r.TaskForce, period)
		if err != nil {
			return nil, err
		}
		for _, f := range versions[0].Findings {
			if rule := o.scheme.Rule(f.Code); rule != nil && rule.Name != "" {
				why[r.TaskForce] = "不符合“" + rule.Name + "”的要求"
				break
			}
		}
	}
	return why, nil
}

// terms are the days that the circular itself sets: for what is missing, and
// for the items that it raises.
func (in *circularInput) terms(today ingest.Date) (list []term) {
	for _, r := range in.Reporting {
		if r.Status == score.Missing || r.Status == score.Returned {
			list = append(list, term{"补报、改正月报表", in.MakeGoodBy})
			break
		}
	}
	for _, it := range in.Items {
		if it.RaisedOn == today {
			list = append(list, term{it.ID, it.Due})
		}
	}
	return list
}

// supervise applies the month to the supervision items; terms count from a day.
func (o *Office) supervise(ctx context.Context, in *circularInput, tally *score.Tally, from ingest.Date) error {
	before, err := o.itemsUntil(ctx, in.Period)
	if err != nil {
		return err
	}
	later, err := o.itemsAfter(ctx, in.Period)
	if err != nil {
		return err
	}
	quarter, err := o.quarterSoFar(ctx, in.Period)
	if err != nil {
		return err
	}
	month := supervise.Month{AsRaised: !o.madeSince(tellsLapsed), Later: later, Scheme: o.scheme, Tally: tally, On: o.today(), Office: supervise.FromRegister(o.register),
		Workday: func(_ ingest.Date, n int) ingest.Date { return o.scheme.AddWorkingDays(from, n) }}
	if !o.madeSince(tellsTerms) {
		month.Office.PutOff = nil
	}
	if month.Late, err = o.lateMonths(ctx, in); err != nil {
		return err
	}
	if month.PastYear, err = o.pastYear(in.Period, before); err != nil {
		return err
	}
	if o.madeSince(tellsSkipped) {
		month.Known = func(p ingest.Period) (*score.Tally, error) { return o.tally(p, o.history()) }
	}
	for _, tf := range score.Active(o.scheme, in.Period) {
		c := supervise.Case{TaskForce: tf, Quarter: quarter[tf.Code], Form: o.scheme.Form(tf.Class), Return: returnOf(in.Returns, tf.Code)}
		if c.States, err = o.statesOf(ctx, before, tf.Code, askedAgain(&month, before, tf.Code)...); err != nil {
			return err
		}
		month.Cases = append(month.Cases, c)
	}
	if err := o.endedCases(ctx, &month, before); err != nil {
		return err
	}
	result, err := supervise.Judge(month, before)
	if err != nil {
		return err
	}
	in.proposals, in.waived = result.Proposals, result.Waived
	for _, it := range result.Items {
		changed := !it.Status.Over() || it.History[len(it.History)-1].Period == in.Period
		if !changed {
			continue
		}
		if err := in.tell(it, it); err != nil {
			return err
		}
	}
	return nil
}

func returnOf(list []*ingest.Return, taskForce string) *ingest.Return {
	if i := slices.IndexFunc(list, func(r *ingest.Return) bool { return r.TaskForce == taskForce }); i >= 0 {
		return list[i]
	}
	return nil
}

// tell puts an item on the month's list, as told there and as it is left.
func (in *circularInput) tell(told, left supervise.Item) error {
	if !told.Withdrawn() {
		in.Items = append(in.Items, told)
	}
	in.left = append(in.left, left)
	kept, err := keptItem(left)
	if err != nil {
		return err
	}
	if kept.Told, err = json.Marshal(told); err != nil {
		return err
	}
	if bytes.Equal(kept.Told, kept.Content) {
		kept.Told = nil
	}
	in.items = append(in.items, kept)
	return nil
}

// keptItem is an item as the ledger keeps it.
func keptItem(it supervise.Item) (ledger.Item, error) {
	content, err := json.Marshal(it)
	return ledger.Item{
		ID: it.ID, Year: it.Year, Serial: it.Number, TaskForce: it.TaskForce, Code: it.Code, Period: it.Raised,
		Raised: it.RaisedOn, Due: it.Due, Status: string(it.Status), Closed: it.Status.Over(), Content: content,
	}, err
}

// itemsUntil are the items up to a month. Closed ones of long ago are among
// them: the register's row that raised one still stands there, and must not
// raise it anew.
func (o *Office) itemsUntil(ctx context.Context, period ingest.Period) ([]supervise.Item, error) {
	if o.past != nil {
		return o.past.itemsUntil(period), nil
	}
	if o.ledger == nil {
		return nil, nil
	}
	recent, err := o.ledger.Items(ctx, ingest.Period{Year: 1, Month: 1}, period)
	if err != nil {
		return nil, err
	}
	open, err := o.ledger.OpenItems(ctx, "")
	if err != nil {
		return nil, err
	}
	var kept []ledger.Item
	seen := map[string]bool{}
	for _, it := range append(recent, open...) {
		if !seen[it.ID] && !period.Before(it.Period) {
			seen[it.ID] = true
			kept = append(kept, it)
		}
	}
	return itemsOf(kept)
}

// itemsAfter are the items that months after this one raised already, where a
// month is issued late.
func (o *Office) itemsAfter(ctx context.Context, period ingest.Period) ([]supervise.Item, error) {
	if o.past != nil {
		return o.past.itemsAfter(period), nil
	}
	if o.ledger == nil {
		return nil, nil
	}
	kept, err := o.ledger.Items(ctx, period.Add(1), ingest.Period{Year: 9999, Month: 12})
	if err != nil {
		return nil, err
	}
	return itemsOf(kept)
}

func itemsOf(kept []ledger.Item) (items []supervise.Item, err error) {
	for _, k := range kept {
		var it supervise.Item
		if err := json.Unmarshal(k.Content, &it); err != nil {
			return nil, fmt.Errorf("督办事项 %s：%w", k.ID, err)
		}
		items = append(items, it)
	}
	return items, nil
}

func outputFiles(files []PaperFile) []output.File {
	var list []output.File
	for _, f := range files {
		list = append(list, output.File{Path: f.Path, SHA256: f.SHA256})
	}
	return list
}

// officeTexts are the office's own paragraphs for a month's circular.
func (o *Office) officeTexts(period ingest.Period) []scheme.MonthText {
	var list []scheme.MonthText
	for _, t := range o.register.Texts {
		if t.Period == period {
			list = append(list, t)
		}
	}
	return list
}
