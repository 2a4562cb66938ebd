package office

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"

	"tongbao/ingest/crash"
	"tongbao/ingest/disk"
	"tongbao/ingest/ledger"
	"tongbao/rules/scheme"
)

// tasks are the jobs that a run does besides taking in, by 任务.
var tasks = map[string]func(context.Context, *Office, DueTask) ([]*Paper, error){
	scheme.TaskForms: func(ctx context.Context, o *Office, t DueTask) ([]*Paper, error) {
		_, err := o.Forms(ctx, t.month, "")
		return nil, err
	},
	scheme.TaskCircular: func(ctx context.Context, o *Office, t DueTask) ([]*Paper, error) {
		p, err := o.Circular(ctx, t.month, Making{})
		return one(p), err
	},
	scheme.TaskRanking: func(ctx context.Context, o *Office, t DueTask) ([]*Paper, error) {
		p, err := o.Ranking(ctx, o.scheme.Settings.Calendar.QuarterOf(t.month), Making{})
		return one(p), err
	},
	scheme.TaskAssessment: func(ctx context.Context, o *Office, t DueTask) ([]*Paper, error) {
		p, err := o.Assess(ctx, o.scheme.Settings.Calendar.YearOf(t.month), Making{})
		return one(p), err
	},
	scheme.TaskRemind: func(ctx context.Context, o *Office, t DueTask) ([]*Paper, error) {
		return nil, o.remind(ctx, t)
	},
	scheme.TaskBackup: func(ctx context.Context, o *Office, t DueTask) ([]*Paper, error) {
		return nil, o.scheduledBackup(ctx, t)
	},
}

func one(p *Paper) []*Paper {
	if p == nil {
		return nil
	}
	return []*Paper{p}
}

// Run takes in the inbox, then does everything that is due at Now, each slot
// once. A task that fails is recorded and due again at the next run; the
// others go on. A panic is a failure like any other, and one file that causes
// it stays in the inbox. Only when the disk keeps the inbox from being taken
// in, is full, or takes nothing into the ledger, does everything that is left
// wait.
func (o *Office) Run(ctx context.Context, dry bool) (*Report, error) {
	if dry {
		return o.dryRun(ctx)
	}
	failed := []error{o.republish(ctx)}
	report, err := o.Intake(ctx)
	failed = append(failed, err)
	var panicked *PanicError
	if err != nil && !errors.As(err, &panicked) {
		// What lies in the inbox was not taken in: a document issued now would
		// call it missing. It is due again at the next run.
		return report, errors.Join(failed...)
	}
	due, err := o.due(ctx)
	if err != nil {
		return report, errors.Join(append(failed, err)...)
	}
	stalled := map[string]bool{}
	for i, t := range due {
		o.progress.tell(i, len(due), t.Task)
		if err := ctx.Err(); err != nil {
			return report, errors.Join(append(failed, err)...)
		}
		if stalled[t.job] {
			continue // were this one recorded, the one before it would be forgotten
		}
		papers, err := o.do(ctx, t)
		stalled[t.job] = errors.As(err, new(unrecordedError))
		report.Papers = append(report.Papers, papers...)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s（%s）：%w", t.Task, t.Period, err))
		}
		if full := err != nil && (disk.Full(err) || explainLedger(err) != ""); full && t.Task != scheme.TaskBackup {
			// What comes later may be smaller and find room, and would be made
			// without what comes before it: a form without the items of the
			// circular. All of it is due again at the next run. A backup is large
			// and may lie on a disk of its own: it holds nothing up.
			return report, errors.Join(failed...)
		}
	}
	o.progress.tell(len(due), len(due), "")
	report.Mail = o.Deliver(ctx, false)
	return report, errors.Join(append(failed, report.Mail.Failed())...)
}

// Intake is 收报 as a job: every run does it, whenever its line falls due, so
// that its last time is kept and not its slots.
func (o *Office) Intake(ctx context.Context) (report *Report, err error) {
	err = guarded(func() error {
		report, err = o.takeIn(ctx)
		return err
	})
	if report == nil {
		report = &Report{}
	}
	outcome, reason := ledger.Done, ""
	if err != nil {
		outcome, reason = ledger.Failed, Explain(err)
	}
	return report, errors.Join(err, o.ledger.Beat(context.WithoutCancel(ctx), scheme.TaskIntake, outcome, reason, o.Now))
}

// PanicError is a job that came upon a fault of the program itself.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string {
	return fmt.Sprintf("程序内部错误（%v）。请把日志交给维护人员，其余任务不受影响。", e.Value)
}

// guarded makes a panic an error, so that one job never takes the others with
// it.
func guarded(job func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{p, debug.Stack()}
		}
	}()
	return job()
}

// republishDays is how far back a run looks for documents whose files are not
// out, as after a power cut between record and file.
const republishDays = 40

// republish puts out files that are missing of documents issued lately: a
// document signed by hand has no slot that would do it again.
func (o *Office) republish(ctx context.Context) error {
	list, err := o.ledger.IssuedSince(ctx, o.Now.AddDate(0, 0, -republishDays))
	if err != nil {
		return err
	}
	for _, d := range list {
		if crash.Planted(crash.RecordBeforeFile) || !slices.ContainsFunc(d.Files, func(f ledger.File) bool { return !exists(o.path(filepath.FromSlash(f.Path))) }) {
			continue
		}
		if _, err := o.again(ctx, d, ""); err != nil {
			return err
		}
	}
	return nil
}

// unrecordedError is a slot that the ledger could not be told of at all, as on
// a full disk. Slots are looked for from the last recorded one on, so a later
// one of its job must not be recorded before it.
type unrecordedError struct{ error }

func (e unrecordedError) Unwrap() error { return e.error }

func unrecorded(err error) error {
	if err != nil {
		err = unrecordedError{err}
	}
	return err
}

// do runs one slot and records how it ended. What the clock or the user stops
// half-way has not ended: the next run takes it up.
func (o *Office) do(ctx context.Context, t DueTask) (papers []*Paper, err error) {
	if t.skip != "" {
		return nil, unrecorded(o.ledger.EndSlot(ctx, t.job, t.At, ledger.Skipped, t.skip, o.Now))
	}
	may, err := o.ledger.BeginSlot(ctx, t.job, t.At, o.Now)
	if err != nil || !may {
		return nil, unrecorded(err)
	}
	crash.Point(crash.SlotBegun)
	if crash.Planted(crash.RecordBeforeFile) {
		if err := o.ledger.EndSlot(ctx, t.job, t.At, ledger.Done, "", o.Now); err != nil {
			return nil, err
		}
	}
	err = guarded(func() error {
		papers, err = tasks[t.Task](ctx, o, t)
		return err
	})
	crash.Point(crash.SlotWorked)
	if crash.Planted(crash.RecordBeforeFile) || err != nil && ctx.Err() != nil {
		return papers, err
	}
	if err != nil {
		return papers, errors.Join(err, o.ledger.EndSlot(ctx, t.job, t.At, ledger.Failed, Explain(err), o.Now))
	}
	err = o.ledger.EndSlot(ctx, t.job, t.At, ledger.Done, "", o.Now)
	crash.Point(crash.SlotDone)
	return papers, err
}

// dryRun lists what a run would do.
func (o *Office) dryRun(ctx context.Context) (*Report, error) {
	report := &Report{Dry: true}
	due, err := o.due(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range due {
		if t.skip == "" {
			report.Due = append(report.Due, t)
		}
	}
	return report, o.dryIntake(ctx, report)
}

// dryIntake checks what lies in the inbox and leaves it there.
func (o *Office) dryIntake(ctx context.Context, report *Report) error {
	found, skipped, err := o.scanInbox()
	if err != nil {
		return err
	}
	for _, s := range skipped {
		report.Waiting = append(report.Waiting, Waiting{s.Name, string(s.Reason)})
	}
	for _, c := range found {
		v, err := o.Check(ctx, c.Path)
		if err != nil {
			return err
		}
		v.File = c.Name
		report.Verdicts = append(report.Verdicts, v)
	}
	return nil
}
