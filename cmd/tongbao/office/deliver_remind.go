package office

import (
	"context"
	"fmt"
	"path"
	"path/filepath"

	"tongbao/ingest"
	"tongbao/ingest/crash"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/score"
)

// remind is 催报: every task force whose return of the month is not there, or
// was sent back and not corrected, is told what is missing and by when, and
// gets the form. One whose time was put off is left in peace until it is up.
func (o *Office) remind(ctx context.Context, t DueTask) error {
	list, err := o.reporting(ctx, t.month)
	if err != nil {
		return err
	}
	if err := o.look(); err != nil {
		return err
	}
	if err := o.holdCopies(ctx); err != nil {
		return err
	}
	earlier, err := o.missingBefore(ctx, t.month)
	if err != nil {
		return err
	}
	var out []ledger.Outgoing
	for _, r := range list {
		if !r.FirstAt.IsZero() {
			continue // accepted
		}
		due := ingest.DateOf(score.DeadlineFor(o.scheme, o.register, r.TaskForce, t.month).Due).AddDays(-1)
		if due != o.scheme.Due(t.month) && o.today().Compare(due) < 0 && o.scheme.Due(t.month).Compare(o.today()) < 0 {
			continue
		}
		m, err := o.composeReminder(ctx, t, r, due, earlier[r.TaskForce])
		if err != nil {
			return err
		}
		out = append(out, m)
	}
	err = o.ledger.Prepare(ctx, out)
	crash.Point(crash.MailPrepared)
	return err
}

// composeReminder words one reminder. What it is about and the slot make its
// id: a slot that is taken up again reminds nobody twice.
func (o *Office) composeReminder(ctx context.Context, t DueTask, r score.Reporting, due ingest.Date, earlier []ingest.Period) (ledger.Outgoing, error) {
	tf := o.scheme.TaskForce(r.TaskForce)
	m := ledger.Message{Kind: ledger.KindReminder, TaskForce: tf.Code, Period: t.month.String(), At: t.At}
	m.ID = ledger.MessageID(m.Kind, m.TaskForce, m.Period, t.At.In(ingest.Zone).Format("2006-01-02 15:04"))
	in := output.Reminder{Period: t.month, Due: due, DaysLeft: o.workingDays(o.today(), due), DaysLate: o.workingDays(due, o.today()), Earlier: earlier}
	file := formPath(tf, t.month)
	if r.Status == score.Returned {
		all, err := o.ledger.Versions(ctx, tf.Code, t.month)
		if err != nil {
			return ledger.Outgoing{}, err
		}
		last := all[len(all)-1]
		in.Returned, in.ReturnedOn, in.Findings = last.Number, ingest.DateOf(last.ReceivedAt), last.Findings
		if r.Open { // the first came in time
			in.Correct = ingest.DateOf(score.DeadlineFor(o.scheme, o.register, r.TaskForce, t.month).Correction).AddDays(-1)
			in.DaysLate = 0
		}
		marked := path.Join(returnedDir, "退回", fmt.Sprintf("%s/%s_第%d次.xlsx", t.month, cleanName(tf.Name), last.Number))
		if exists(o.path(filepath.FromSlash(marked))) {
			file = marked
		}
	}
	if !exists(o.path(filepath.FromSlash(file))) {
		if _, err := o.Forms(ctx, t.month, tf.Code); err != nil {
			return ledger.Outgoing{}, err
		}
	}
	files := []letterFile{{Name: path.Base(file), Path: file}}
	return o.outgoing(m, "催报_"+cleanName(tf.Name), files, func(e output.Envelope) (output.Letter, error) {
		return o.wording.ReminderLetter(e, in)
	})
}

// workingDays counts the working days after one day up to another; 0 when it
// is not later.
func (o *Office) workingDays(from, to ingest.Date) (n int) {
	for d := from.AddDays(1); d.Compare(to) <= 0; d = d.AddDays(1) {
		if o.scheme.Workday(d) {
			n++
		}
	}
	return n
}

// missingBefore lists for every task force the earlier months of the year that
// nothing was accepted for, and that can come in time no more.
func (o *Office) missingBefore(ctx context.Context, month ingest.Period) (map[string][]ingest.Period, error) {
	missing := map[string][]ingest.Period{}
	cal, first := o.scheme.Settings.Calendar, o.scheme.Settings.FirstMonth
	for p := cal.FirstMonth(cal.YearOf(month)); p.Before(month); p = p.Add(1) {
		if p.Before(first) {
			continue
		}
		list, err := o.reporting(ctx, p)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			if r.FirstAt.IsZero() && !r.Open {
				missing[r.TaskForce] = append(missing[r.TaskForce], p)
			}
		}
	}
	return missing, nil
}
