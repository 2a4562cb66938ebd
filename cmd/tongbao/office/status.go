package office

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// Overview is the state of one month and of the jobs (`status`).
type Overview struct {
	Period    ingest.Period `json:"period"`
	Due       ingest.Date   `json:"due"`
	Reporting []Sender      `json:"reporting"`
	Jobs      []JobState    `json:"jobs"`
	Mail      *MailState    `json:"mail,omitempty"` // nil where no mail is sent
	Reminder  string        `json:"reminder,omitempty"`
}

// Sender is one task force's row: `open` while the time is not up.
type Sender struct {
	TaskForce  string     `json:"task_force"`
	Status     string     `json:"status"`
	ReceivedAt *time.Time `json:"received_at"`
	Version    *int       `json:"version"`
	Placed     string     `json:"placed,omitempty"` // what speaks for one that came late
	Name       string     `json:"-"`
	Words      string     `json:"-"`
}

// JobState is when a job last ran and when it is due next: what fell due while
// nothing ran, or was cut short, is next until it is done. What was due and
// failed stands in Failed until then.
type JobState struct {
	Job     string     `json:"job"`
	Last    *time.Time `json:"last"`
	Next    *time.Time `json:"next"`
	Skipped []Skipped  `json:"skipped"`
	Failed  []Skipped  `json:"failed,omitempty"`
}

// Skipped is a slot that was left out, and why.
type Skipped struct {
	Due    time.Time `json:"due"`
	Reason string    `json:"reason"`
}

// Status tells who has reported for a month, and how the jobs stand. The zero
// month is the last one that is over.
func (o *Office) Status(ctx context.Context, period ingest.Period) (*Overview, error) {
	if period == (ingest.Period{}) {
		period = o.today().Period().Add(-1)
		if first := o.scheme.Settings.FirstMonth; period.Before(first) {
			period = first // of a workspace that has only just begun
		}
	}
	if first := o.scheme.Settings.FirstMonth; period.Before(first) {
		return nil, usage("%s早于启用月%s。", period.Chinese(), first.Chinese())
	}
	list, err := o.reporting(ctx, period)
	if err != nil {
		return nil, err
	}
	v := &Overview{Period: period, Due: o.scheme.Due(period), Jobs: []JobState{}}
	var missing []string
	for _, r := range list {
		s := o.sender(r)
		if s.Placed, err = o.placedOf(ctx, r, period); err != nil {
			return nil, err
		}
		v.Reporting = append(v.Reporting, s)
		if r.FirstAt.IsZero() {
			missing = append(missing, o.scheme.TaskForce(r.TaskForce).Short+waitingFor(r)+o.putOffTo(r, period))
		}
	}
	if len(missing) > 0 {
		v.Reminder = fmt.Sprintf("%s月报表于%s截止，尚缺：%s。请尽快报送%s。",
			period.Chinese(), v.Due.Chinese(), strings.Join(missing, "、"), o.scheme.Settings.Office)
	}
	if v.Mail, err = o.mailState(ctx); err != nil {
		return nil, err
	}
	return v, o.jobStates(ctx, v)
}

// placedOf is what speaks for a return that counts as late.
func (o *Office) placedOf(ctx context.Context, r score.Reporting, period ingest.Period) (string, error) {
	if r.Status != score.Late {
		return "", nil
	}
	versions, err := o.ledger.Versions(ctx, r.TaskForce, period)
	for _, v := range versions {
		a, err := o.arrivalOf(ctx, v)
		if err != nil {
			return "", err
		}
		if a.Placed != nil {
			return placedText(*a.Placed), nil
		}
	}
	return "", err
}

// putOffTo tells of a return that need not have come with the others'.
func (o *Office) putOffTo(r score.Reporting, period ingest.Period) string {
	if until := ingest.DateOf(score.DeadlineFor(o.scheme, o.register, r.TaskForce, period).Due).AddDays(-1); r.Open && o.scheme.Due(period).Compare(until) < 0 {
		return "（已延期至" + until.Chinese() + "）"
	}
	return ""
}

func waitingFor(r score.Reporting) string {
	if r.Status == score.Returned {
		return fmt.Sprintf("（第%d次报送被退回，待改正）", r.Version)
	}
	return ""
}

func (o *Office) sender(r score.Reporting) Sender {
	s := Sender{TaskForce: r.TaskForce, Status: string(r.Status), Name: o.scheme.TaskForce(r.TaskForce).Name, Words: r.Status.Chinese()}
	if r.Open {
		s.Status, s.Words = "open", "尚未报送"
		if r.Status == score.Returned {
			s.Words = "已退回，待改正"
		}
	}
	if r.Version > 0 {
		s.ReceivedAt, s.Version = &r.ReceivedAt, &r.Version
		s.Words += fmt.Sprintf("　第%d次报送　%s", r.Version, r.ReceivedAt.Format("1月2日15:04"))
	}
	return s
}

func (o *Office) jobStates(ctx context.Context, v *Overview) error {
	for i, job := range o.scheme.Jobs {
		if tasks[job.Task] == nil && job.Task != scheme.TaskIntake {
			continue
		}
		name := jobName(o.scheme.Jobs, i)
		state := JobState{Job: name, Skipped: []Skipped{}}
		if o.ledger != nil {
			if err := o.jobPast(ctx, job.Task, &state); err != nil {
				return err
			}
		}
		if err := o.jobNext(ctx, job, &state); err != nil {
			return err
		}
		v.Jobs = append(v.Jobs, state)
	}
	return nil
}

// jobNext finds the first slot that a run has still to do. Intake is done by
// every run.
func (o *Office) jobNext(ctx context.Context, job scheme.Job, state *JobState) error {
	if tasks[job.Task] != nil {
		due, err := o.dueOf(ctx, job, state.Job)
		if err != nil {
			return err
		}
		for _, t := range due {
			failed := slices.ContainsFunc(state.Failed, func(s Skipped) bool { return s.Due.Equal(t.At) })
			if t.skip == "" && !failed {
				state.Next = &t.At
				return nil
			}
		}
	}
	if next := o.scheme.Slots(job, o.Now, o.Now.AddDate(1, 1, 0)); len(next) > 0 {
		state.Next = &next[0].At
	}
	return nil
}

// jobPast tells what the ledger knows of a job. Intake keeps no slots.
func (o *Office) jobPast(ctx context.Context, task string, state *JobState) error {
	if task == scheme.TaskIntake {
		p, err := o.ledger.PulseOf(ctx, task)
		if p.Outcome == ledger.Failed {
			state.Failed = append(state.Failed, Skipped{p.At, p.Reason})
		}
		if !p.At.IsZero() {
			state.Last = &p.At
		}
		return err
	}
	slots, err := o.ledger.Slots(ctx, state.Job, time.Time{})
	for _, s := range slots {
		switch s.Outcome {
		case ledger.Skipped:
			state.Skipped = append(state.Skipped, Skipped{s.Due, s.Reason})
		case ledger.Failed:
			state.Failed = append(state.Failed, Skipped{s.Due, s.Reason})
		case ledger.Done:
			state.Last = &s.EndedAt
		}
	}
	return err
}
