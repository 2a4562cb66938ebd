package office

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"tongbao/ingest"
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
	begun bool   // an earlier run began it and did not end it: it failed, or was cut short
	skip  string // why it is not done; "" when it is
}

// due lists the slots up to Now that were neither done nor skipped, in the
// order of their time. Jobs whose 补跑 leaves older slots out have them listed
// as skipped, as are slots that were begun under a schedule that is no longer.
func (o *Office) due(ctx context.Context) ([]DueTask, error) {
	var list []DueTask
	for i, job := range o.scheme.Jobs {
		if tasks[job.Task] == nil {
			continue
		}
		slots, err := o.dueOf(ctx, job, jobName(o.scheme.Jobs, i))
		if err != nil {
			return nil, err
		}
		list = append(list, slots...)
	}
	slices.SortStableFunc(list, func(a, b DueTask) int { return a.At.Compare(b.At) })
	return list, nil
}

func (o *Office) dueOf(ctx context.Context, job scheme.Job, name string) ([]DueTask, error) {
	start, err := o.startOf(ctx, job.Task)
	if err != nil {
		return nil, err
	}
	since, open, ended, err := o.slotsSince(ctx, name, start)
	if err != nil {
		return nil, err
	}
	var list []DueTask
	for _, s := range o.scheme.Slots(job, since, o.Now) {
		t := o.task(s, name)
		t.begun = slices.ContainsFunc(open, s.At.Equal)
		open = slices.DeleteFunc(open, s.At.Equal)
		if ended[s.At.Unix()] || t.month != (ingest.Period{}) && t.month.Before(o.scheme.Settings.FirstMonth) {
			continue
		}
		list = append(list, t)
	}
	catchUp(list, job.CatchUp, o.Now)
	if err := o.leaveOutEmpty(ctx, list); err != nil {
		return nil, err
	}
	for _, at := range open {
		t := o.task(scheme.Slot{Task: job.Task, At: at}, name)
		t.skip = "日程已改，此班次不再执行"
		list = append(list, t)
	}
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

// startOf is the time after which a job has slots in a workspace where it
// never ran: 启用月, but nothing was there to be backed up before the first run.
func (o *Office) startOf(ctx context.Context, task string) (time.Time, error) {
	start := o.scheme.Settings.FirstMonth.First().Time().Add(-time.Second)
	if task != scheme.TaskBackup {
		return start, nil
	}
	if o.ledger == nil {
		return o.Now, nil
	}
	first, err := o.ledger.FirstRun(ctx)
	if err == nil && first.IsZero() {
		first = o.Now
	}
	return first, err
}

// slotsSince tells after which time to look for slots: after the last one that
// is over before any that was begun and is not (failed, or cut short), since the
// schedule or the calendar may have moved that one ahead. Open are those; ended
// the ones after them that are over.
func (o *Office) slotsSince(ctx context.Context, job string, start time.Time) (since time.Time, open []time.Time, ended map[int64]bool, err error) {
	ended = map[int64]bool{}
	if o.ledger == nil {
		return start, nil, ended, nil
	}
	recorded, err := o.ledger.Slots(ctx, job, start)
	since = start
	for _, s := range recorded {
		switch {
		case s.Outcome == ledger.Done || s.Outcome == ledger.Skipped:
			ended[s.Due.Unix()] = true
			if len(open) == 0 {
				since = s.Due
			}
		default:
			open = append(open, s.Due)
		}
	}
	return since, open, ended, err
}

// task tells what a slot is about. A cron line says only when: documents are
// about the last month that has closed by then, forms about the month itself.
func (o *Office) task(s scheme.Slot, job string) DueTask {
	t := DueTask{Task: s.Task, At: s.At, month: s.Period, job: job}
	if s.Task == scheme.TaskBackup { // about no month
		t.Period = ingest.DateOf(s.At).String()
		return t
	}
	if t.month == (ingest.Period{}) {
		t.month = ingest.DateOf(s.At).Period()
		switch s.Task {
		case scheme.TaskForms:
		case scheme.TaskRemind: // about the month that is being reported, closed or not
			t.month = t.month.Add(-1)
		default:
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
	if s.Task == scheme.TaskAssessment {
		cal := o.scheme.Settings.Calendar
		year := cal.YearOf(t.month)
		if cal.LastMonth(year) != t.month {
			year--
		}
		t.month, t.Period = cal.LastMonth(year), strconv.Itoa(year)
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

// leaveOutEmpty marks the slots of documents about months of which nobody ever
// reported anything: after a long stop a run must not issue a circular for
// every month in between. The latest slot is done as ever, an empty month being
// news then, unless its year has no targets to measure it by. What an earlier
// run began is taken up again whatever it is about.
func (o *Office) leaveOutEmpty(ctx context.Context, slots []DueTask) error {
	for i := range slots {
		t := &slots[i]
		verb := documentVerbs[t.Task]
		if verb == "" || t.skip != "" || t.begun {
			continue
		}
		year := o.scheme.Settings.Calendar.YearOf(t.month)
		targets := o.hasTargets(year)
		if i == len(slots)-1 && targets {
			continue
		}
		reported, err := o.anyReported(ctx, *t)
		if err != nil {
			return err
		}
		switch {
		case reported:
		case !targets:
			t.skip = fmt.Sprintf("方案中没有%d年度的目标，该期也没有一个专班报送；需要的请用 tongbao %s", year, verb)
		default:
			t.skip = "补跑时该期没有一个专班报送，未印发；需要的请用 tongbao " + verb
		}
	}
	return nil
}

// documentVerbs are the jobs that issue a document, with the verb that issues
// it whatever the schedule says.
var documentVerbs = map[string]string{
	scheme.TaskCircular:   "circular -m 月份",
	scheme.TaskRanking:    "ranking -q 季度",
	scheme.TaskAssessment: "assess -y 年度",
}

// hasTargets reports whether the scheme sets any target for a reporting year.
func (o *Office) hasTargets(year int) bool {
	return slices.ContainsFunc(o.scheme.Targets, func(t scheme.Target) bool { return t.Year == year })
}

// anyReported reports whether anything came, accepted or not, for one of the
// months that a document's slot is about.
func (o *Office) anyReported(ctx context.Context, t DueTask) (bool, error) {
	if o.ledger == nil {
		return false, nil
	}
	first, cal := t.month, o.scheme.Settings.Calendar
	switch t.Task {
	case scheme.TaskRanking:
		first = t.month.Add(-2)
	case scheme.TaskAssessment:
		first = cal.FirstMonth(cal.YearOf(t.month))
	}
	return o.ledger.AnyReturn(ctx, first, t.month)
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
