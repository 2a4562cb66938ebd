package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/inbox"
	"tongbao/ingest/ledger"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// Report is what a run did.
type Report struct {
	Verdicts []*Verdict
	Waiting  []Waiting
	Papers   []*Paper
	Mail     *Mailing  // what went out; nil of a dry run
	Due      []DueTask // what would be done, of a dry run
	Dry      bool      // nothing was done
}

// MarshalJSON lists what was issued, one object a file (DESIGN 12), and of a
// dry run what is due; what was taken in is printed before it, return by
// return.
func (r *Report) MarshalJSON() ([]byte, error) {
	type file struct {
		Kind   string `json:"kind"`
		Period string `json:"period"`
		PaperFile
	}
	type slot struct {
		Job    string    `json:"job"`
		Period string    `json:"period"`
		Due    time.Time `json:"due"`
	}
	out := struct {
		Documents []file  `json:"documents"`
		Due       *[]slot `json:"due,omitempty"`
	}{Documents: []file{}}
	if r.Dry {
		due := []slot{}
		for _, t := range r.Due {
			due = append(due, slot{t.job, t.Period, t.At})
		}
		out.Due = &due
	}
	for _, p := range r.Papers {
		for _, x := range append([]*Paper{p}, p.Attached...) {
			for _, f := range x.Files {
				out.Documents = append(out.Documents, file{x.Kind, x.Period, f})
			}
		}
	}
	return json.Marshal(out)
}

// Waiting is a file of the inbox that was left alone, and why.
type Waiting struct{ File, Why string }

// Refused reports whether any file goes back to its sender.
func (r *Report) Refused() bool {
	for _, v := range r.Verdicts {
		if v.Refused() {
			return true
		}
	}
	return false
}

// ErrNoInbox is a workspace that was run before and has no inbox any more: what
// was put into it lies in a folder of another name, and were one made anew, nobody
// would be told, and everybody be called missing.
var ErrNoInbox = errors.New("工作区中没有 " + inboxDir + " 文件夹，没有收报，也不印发文件，以免把已交的月报表算作缺报。文件夹改了名、移走的，请放回原处；确实没有了的，请新建一个名为 " + inboxDir + " 的文件夹，再运行。")

func (o *Office) scanInbox() ([]inbox.Candidate, []inbox.Skip, error) {
	found, skipped, err := inbox.Scan(o.path(inboxDir), o.policy())
	if err != nil && !exists(o.path(inboxDir)) {
		err = ErrNoInbox
	}
	return found, skipped, err
}

// takeIn takes in every complete file of the inbox: kept, judged, posted,
// answered, removed, in that order, so that a run killed anywhere is picked up
// by the next with the same result. A file that fails for reasons of the disk
// stays and ends the intake; whatever was taken before it stands.
func (o *Office) takeIn(ctx context.Context) (*Report, error) {
	report := &Report{}
	if err := inbox.Sweep(o.path(archiveDir)); err != nil {
		return report, err
	}
	found, skipped, err := o.scanInbox()
	if err != nil {
		return report, err
	}
	for _, s := range skipped {
		report.Waiting = append(report.Waiting, Waiting{s.Name, string(s.Reason)})
	}
	again, err := o.judgeAgain(ctx)
	report.Verdicts = append(report.Verdicts, again...)
	if err != nil {
		return report, err
	}
	in := &intake{office: o, workers: o.cores(), book: o.scheme.Book(), found: found, outcomes: make([]outcome, len(found))}
	err = in.take(ctx)
	var failed []error
	for i, end := range in.outcomes {
		if end.verdict != nil {
			report.Verdicts = append(report.Verdicts, end.verdict)
		}
		if end.waiting != "" {
			report.Waiting = append(report.Waiting, Waiting{found[i].Name, end.waiting})
			failed = append(failed, end.failed)
		}
	}
	if err != nil {
		return report, err
	}
	again, err = o.judgeRepeated(ctx, report.Verdicts)
	report.Verdicts = append(report.Verdicts, again...)
	return report, errors.Join(append(failed, err, o.finishOld(ctx, in.open))...)
}

// posting is what the ledger is told of a file: judged now, in its turn.
func (o *Office) posting(ctx context.Context, a ahead) (ledger.Posting, error) {
	p := ledger.Posting{SHA256: a.kept.SHA256, Size: a.kept.Size, Name: a.kept.Name, At: o.Now, Scheme: o.scheme.Digest, Register: o.register.Digest}
	known, err := o.ledger.VersionsOf(ctx, a.kept.SHA256)
	if err != nil || len(known) > 0 || !a.read {
		return p, err
	}
	p.Return, p.Findings = a.got.Return, a.got.Findings
	if p.Return != nil {
		p.Findings, err = o.examine(p.Return, p.Findings)
	}
	p.Status = ledger.StatusOf(p.Findings)
	if p.Return != nil && err == nil {
		p.Placed, err = o.placed(ctx, p.Return, a.kept.ModTime)
	}
	return p, err
}

// placed is what speaks for a return that comes after its due hour: that
// nothing was taken in over that hour, and that the file dates from before it.
func (o *Office) placed(ctx context.Context, r *ingest.Return, changed time.Time) (*ledger.Placed, error) {
	due := score.DeadlineFor(o.scheme, o.register, r.TaskForce, r.Period).Due
	if o.Now.Before(due) || !changed.Before(due) {
		return nil, nil
	}
	last, err := o.ledger.PulseOf(ctx, scheme.TaskIntake)
	if err != nil || last.At.IsZero() || !last.At.Before(due) {
		return nil, err
	}
	return &ledger.Placed{At: changed.In(ingest.Zone).Truncate(time.Second), IdleSince: last.At}, nil
}

// placedText words it for the office, which alone decides.
func placedText(p ledger.Placed) string {
	const minute = "1月2日15:04"
	return fmt.Sprintf("电脑停机（程序没有运行）期间收到的：此前一次收报为%s，收件箱中文件的修改时间为%s，在截止之前。收到时间仍以程序收取为准；认定按时报送的，请在台账“延期”登记。",
		p.IdleSince.In(ingest.Zone).Format(minute), p.At.In(ingest.Zone).Format(minute))
}

// finishOld completes what an earlier run posted and did not live to answer, but
// for what lies open in the inbox.
func (o *Office) finishOld(ctx context.Context, open map[int64]bool) error {
	old, err := o.ledger.Unfinished(ctx)
	if err != nil {
		return err
	}
	for _, posted := range old {
		if open[posted.ID] {
			continue
		}
		if _, err := o.answer(posted); err != nil {
			return err
		}
		if err := o.ledger.Finish(ctx, posted.ID, o.Now); err != nil {
			return err
		}
	}
	return nil
}

// verdict is what a posting says to its sender.
func (o *Office) verdict(p ledger.Posted) *Verdict {
	v := &Verdict{File: p.Name, SHA256: p.SHA256, Status: Unreadable, Findings: p.Findings, Received: &Receipt{At: p.ReceivedAt}}
	if p.Version == nil {
		return v
	}
	v.Return, v.Findings, v.Status = p.Version.Return, p.Version.Findings, Status(p.Version.Status)
	v.Received.Version, v.AfterIssue = p.Version.Number, p.Version.AfterIssue
	if p.Placed != nil {
		v.Placed = placedText(*p.Placed)
	}
	if p.Verdict == ledger.Duplicate {
		v.Repeat = p.Version.Number
	} else {
		v.Again = p.Version.Reason
	}
	if v.Return != nil && !v.Refused() {
		v.Undrawn, _ = o.undrawn(v.Return) // faces that do not load, the document tells
	}
	return v
}

// archived opens the kept bytes of a file.
func (o *Office) archived(sum string) ([]byte, error) {
	content, err := os.ReadFile(o.path(archiveDir, sum))
	if err != nil {
		return nil, fmt.Errorf("读取存档：%w", err)
	}
	return content, nil
}
