package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tongbao/ingest/crash"
	"tongbao/ingest/inbox"
	"tongbao/ingest/ledger"
)

// Report is what a run did.
type Report struct {
	Verdicts []*Verdict
	Waiting  []Waiting
	Papers   []*Paper
	Due      []DueTask // what would be done, of a dry run
}

// MarshalJSON lists what was issued, one object a file (DESIGN 12); what was
// taken in is printed before it, return by return.
func (r *Report) MarshalJSON() ([]byte, error) {
	type file struct {
		Kind   string `json:"kind"`
		Period string `json:"period"`
		PaperFile
	}
	out := struct {
		Documents []file `json:"documents"`
	}{[]file{}}
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

// takeIn takes in every complete file of the inbox: kept, judged, posted,
// answered, removed, in that order, so that a run killed anywhere is picked up
// by the next with the same result. A file that fails for reasons of the disk
// stays and ends the intake; whatever was taken before it stands.
func (o *Office) takeIn(ctx context.Context) (*Report, error) {
	report := &Report{}
	if err := inbox.Sweep(o.path(archiveDir)); err != nil {
		return report, err
	}
	found, skipped, err := inbox.Scan(o.path(inboxDir), o.policy())
	if err != nil {
		return report, err
	}
	for _, s := range skipped {
		report.Waiting = append(report.Waiting, Waiting{s.Name, string(s.Reason)})
	}
	var failed []error
	for i, c := range found {
		o.progress.tell(i, len(found), "收报")
		if err := ctx.Err(); err != nil {
			return report, err
		}
		var v *Verdict
		err := guarded(func() (err error) { v, err = o.take(ctx, c); return err })
		if errors.As(err, new(*PanicError)) {
			report.Waiting = append(report.Waiting, Waiting{c.Name, "处理时程序出错，留待下次"})
			failed = append(failed, fmt.Errorf("%s：%w", c.Name, err))
			continue
		}
		if errors.Is(err, inbox.ErrChanged) || errors.Is(err, fs.ErrNotExist) && !exists(c.Path) {
			report.Waiting = append(report.Waiting, Waiting{c.Name, "收取时文件发生变化，留待下次"})
			continue
		}
		if err != nil {
			return report, err
		}
		report.Verdicts = append(report.Verdicts, v)
	}
	o.progress.tell(len(found), len(found), "收报")
	return report, errors.Join(append(failed, o.finishOld(ctx))...)
}

// take is one file's way in.
func (o *Office) take(ctx context.Context, c inbox.Candidate) (*Verdict, error) {
	kept, err := inbox.Keep(o.path(archiveDir), c)
	if err != nil {
		return nil, err
	}
	if crash.Planted(crash.RemoveBeforePost) {
		if _, err := inbox.Remove(kept); err != nil {
			return nil, err
		}
	}
	posting, err := o.posting(ctx, kept)
	if err != nil {
		return nil, err
	}
	posted, err := o.ledger.Post(ctx, posting)
	o.known = nil
	if err != nil {
		return nil, err
	}
	v, err := o.answer(posted)
	if err != nil {
		return nil, err
	}
	crash.Point(crash.AnswerDone)
	if _, err := inbox.Remove(kept); err != nil {
		return nil, err
	}
	return v, o.ledger.Finish(ctx, posted.ID, o.Now)
}

// posting judges a kept file. Bytes that made a version before are not read
// again: they are the same return.
func (o *Office) posting(ctx context.Context, kept inbox.Kept) (ledger.Posting, error) {
	p := ledger.Posting{SHA256: kept.SHA256, Size: kept.Size, Name: kept.Name, At: o.Now, Scheme: o.scheme.Digest, Register: o.register.Digest}
	known, err := o.ledger.VersionsOf(ctx, kept.SHA256)
	if err != nil || len(known) > 0 {
		return p, err
	}
	p.Return, p.Findings, err = o.judge(ctx, kept.File, filepath.Base(kept.Name), kept.SHA256)
	p.Status = ledger.StatusOf(p.Findings)
	return p, err
}

// finishOld completes what an earlier run posted and did not live to answer.
func (o *Office) finishOld(ctx context.Context) error {
	old, err := o.ledger.Unfinished(ctx)
	if err != nil {
		return err
	}
	for _, posted := range old {
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
	if p.Verdict == ledger.Duplicate {
		v.Repeat = p.Version.Number
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
