package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/read"
	"tongbao/ingest/sheet"
	"tongbao/rules/check"
	"tongbao/rules/facts"
)

// Check judges a file against the ledger as it stands and records nothing.
func (o *Office) Check(ctx context.Context, path string) (*Verdict, error) {
	sum, err := hashFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("没有这个文件：%s", path)
	}
	if err != nil {
		return nil, err
	}
	r, findings, err := o.judge(ctx, path, filepath.Base(path), sum)
	if err != nil {
		return nil, err
	}
	return &Verdict{File: filepath.Base(path), SHA256: sum, Return: r, Status: statusOf(r, findings), Findings: findings}, nil
}

// judge reads a workbook and checks it against the scheme and what was
// accepted before its month. The Return is nil when it is unreadable.
func (o *Office) judge(ctx context.Context, path, name, sum string) (*ingest.Return, finding.List, error) {
	r, list, err := read.Read(path, name, sum, o.scheme.Book(), sheet.DefaultLimits)
	if err != nil || r == nil {
		return nil, list, err
	}
	tf := o.scheme.TaskForce(r.TaskForce)
	f := o.scheme.Form(tf.Class)
	list = append(list, check.Month(o.scheme, tf, r, o.today())...)
	year, err := o.yearWith(r)
	if err != nil {
		return nil, nil, err
	}
	list = append(list, check.Return(o.scheme, f, r, year)...)
	list.Sort(f.SheetNames())
	return r, list, nil
}

// yearWith is the task force's reporting year with the given return standing
// as its month's.
func (o *Office) yearWith(r *ingest.Return) (*facts.Year, error) {
	cal := o.scheme.Settings.Calendar
	earlier, err := o.accepted(r.TaskForce, cal.FirstMonth(cal.YearOf(r.Period)), r.Period.Add(-1))
	if err != nil {
		return nil, err
	}
	base := o.scheme.Base(o.scheme.TaskForce(r.TaskForce))
	return facts.NewYear(base, r.Period, append(earlier, r)), nil
}

// accepted is the ledger's history; a workspace without a ledger has none.
func (o *Office) accepted(taskForce string, from, to ingest.Period) ([]*ingest.Return, error) {
	if o.ledger == nil || to.Before(from) {
		return nil, nil
	}
	return o.ledger.Accepted(taskForce, from, to)
}

func (o *Office) today() ingest.Date { return ingest.DateOf(o.Now) }

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
