package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/inbox"
	"tongbao/ingest/ledger"
	"tongbao/rules/scheme"
)

// DueTask is one due occurrence of a scheduled job.
type DueTask struct {
	Task   string
	At     time.Time
	Period string // what it is about: 2023-09, 2023Q3; "" for none

	month ingest.Period
	job   string // its name in the ledger
	skip  string // why it is not done; "" when it is
}

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
}

func one(p *Paper) []*Paper {
	if p == nil {
		return nil
	}
	return []*Paper{p}
}

// Run takes in the inbox, then does everything that is due at Now, each slot
// once. What a failing task leaves undone is due again at the next run; the
// others go on.
func (o *Office) Run(ctx context.Context, dry bool) (*Report, error) {
	if dry {
		return o.rehearse(ctx)
	}
	report, err := o.Intake(ctx)
	if err != nil {
		return report, err
	}
	due, err := o.due(ctx)
	if err != nil {
		return report, err
	}
	var failed []error
	for i, t := range due {
		o.progress.tell(i, len(due), t.Task)
		if err := ctx.Err(); err != nil {
			return report, err
		}
		papers, err := o.do(ctx, t)
		report.Papers = append(report.Papers, papers...)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s（%s）：%w", t.Task, t.Period, err))
		}
	}
	o.progress.tell(len(due), len(due), "")
	return report, errors.Join(failed...)
}

// do runs one slot and records how it ended.
func (o *Office) do(ctx context.Context, t DueTask) ([]*Paper, error) {
	if t.skip != "" {
		return nil, o.ledger.EndSlot(ctx, t.job, t.At, ledger.Skipped, t.skip, o.Now)
	}
	may, err := o.ledger.BeginSlot(ctx, t.job, t.At, o.Now)
	if err != nil || !may {
		return nil, err
	}
	papers, err := tasks[t.Task](ctx, o, t)
	if err != nil {
		return papers, err
	}
	return papers, o.ledger.EndSlot(ctx, t.job, t.At, ledger.Done, "", o.Now)
}

// due lists the slots up to Now that have not ended, in the order of their
// time. Jobs whose 补跑 leaves older slots out have them listed as skipped.
func (o *Office) due(ctx context.Context) ([]DueTask, error) {
	var list []DueTask
	for i, job := range o.scheme.Jobs {
		if tasks[job.Task] == nil {
			continue
		}
		name := jobName(o.scheme.Jobs, i)
		since, err := o.dueSince(ctx, name)
		if err != nil {
			return nil, err
		}
		var slots []DueTask
		for _, s := range o.scheme.Slots(job, since, o.Now) {
			if t := o.task(s, name); !t.month.Before(o.scheme.Settings.FirstMonth) {
				slots = append(slots, t)
			}
		}
		catchUp(slots, job.CatchUp, o.Now)
		list = append(list, slots...)
	}
	slices.SortStableFunc(list, func(a, b DueTask) int { return a.At.Compare(b.At) })
	return list, nil
}

// jobName is how the ledger knows a job: its task, numbered where the
// schedule has several lines of one task.
func jobName(jobs []scheme.Job, i int) string {
	n := 0
	for _, j := range jobs[:i] {
		if j.Task == jobs[i].Task {
			n++
		}
	}
	if n == 0 {
		return jobs[i].Task
	}
	return fmt.Sprintf("%s#%d", jobs[i].Task, n+1)
}

// dueSince is the time of the last slot that ended: what is due comes after
// it. A workspace that never ran starts with 启用月.
func (o *Office) dueSince(ctx context.Context, job string) (time.Time, error) {
	start := o.scheme.Settings.FirstMonth.First().Time().Add(-time.Second)
	if o.ledger == nil {
		return start, nil
	}
	slots, err := o.ledger.Slots(ctx, job, start)
	if err != nil {
		return start, err
	}
	for i := len(slots) - 1; i >= 0; i-- {
		if slots[i].Outcome != "" {
			return slots[i].Due, nil
		}
	}
	return start, nil
}

// task tells what a slot is about. A cron line says only when: documents are
// about the last month that has closed by then, forms about the month itself.
func (o *Office) task(s scheme.Slot, job string) DueTask {
	t := DueTask{Task: s.Task, At: s.At, month: s.Period, job: job}
	if t.month == (ingest.Period{}) {
		t.month = ingest.DateOf(s.At).Period()
		if s.Task != scheme.TaskForms {
			t.month = o.lastClosed(s.At)
		}
	}
	t.Period = t.month.String()
	if s.Task == scheme.TaskRanking {
		cal := o.scheme.Settings.Calendar
		q := cal.QuarterOf(t.month)
		if cal.QuarterEnd(q) != t.month {
			q = q.Prev()
			t.month = cal.QuarterEnd(q)
		}
		t.Period = q.String()
	}
	return t
}

// lastClosed is the latest month whose returns were due before t.
func (o *Office) lastClosed(t time.Time) ingest.Period {
	p := ingest.DateOf(t).Period()
	for t.Before(endOf(o.scheme.Due(p))) {
		p = p.Add(-1)
	}
	return p
}

// catchUp marks the slots that 补跑 leaves out.
func catchUp(slots []DueTask, policy string, now time.Time) {
	for i := range slots {
		switch {
		case policy == scheme.CatchUpLast && i < len(slots)-1:
			slots[i].skip = "错过后只补最近一次"
		case policy == scheme.CatchUpNone && ingest.DateOf(slots[i].At) != ingest.DateOf(now):
			slots[i].skip = "错过后不补"
		}
	}
}

// rehearse lists what a run would do.
func (o *Office) rehearse(ctx context.Context) (*Report, error) {
	report := &Report{}
	due, err := o.due(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range due {
		if t.skip == "" {
			report.Due = append(report.Due, t)
		}
	}
	return report, o.rehearseIntake(ctx, report)
}

// Knocks are the cron lines on which serve looks whether anything is due:
// those of 日程, and every ten minutes for what stands around 截止 and for the
// inbox. They decide nothing.
func (o *Office) Knocks() []string {
	lines := []string{"*/10 * * * *"}
	for _, j := range o.scheme.Jobs {
		if j.Schedule.Cron() && !slices.Contains(lines, j.When) {
			lines = append(lines, j.When)
		}
	}
	return lines
}

// rehearseIntake checks what lies in the inbox and leaves it there.
func (o *Office) rehearseIntake(ctx context.Context, report *Report) error {
	found, skipped, err := inbox.Scan(o.path(inboxDir), o.policy())
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
