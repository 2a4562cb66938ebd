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
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/check"
	"tongbao/rules/facts"
)

// Check judges a file against the ledger as it stands and records nothing.
func (o *Office) Check(ctx context.Context, path string) (*Verdict, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, usage("%s 是文件夹。请写明其中的工作簿。", path)
	}
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
	r, list, err := o.read(ctx, path, name, sum, o.scheme.Book())
	if err != nil || r == nil {
		return nil, list, err
	}
	list, err = o.examine(r, list)
	if err != nil {
		return nil, nil, err
	}
	return r, list, nil
}

// examine adds to what was found while a return was read what the rules find
// in it, by task force, month and register.
func (o *Office) examine(r *ingest.Return, list finding.List) (finding.List, error) {
	tf := o.scheme.TaskForce(r.TaskForce)
	f := o.scheme.Form(tf.Class)
	list = append(list, check.Month(o.scheme, tf, r, o.today())...)
	year, err := o.yearWith(r, 0)
	if err != nil {
		return nil, err
	}
	memory, err := o.yearWith(r, yearsRemembered)
	if err != nil {
		return nil, err
	}
	earlier, err := o.earlierVersions(r)
	if err != nil {
		return nil, err
	}
	list = append(list, check.Return(o.scheme, f, r, memory, earlier...)...)
	across, err := o.across(r, year, memory)
	if err != nil {
		return nil, err
	}
	list = append(list, across...)
	later, err := o.laterReturns(r)
	if err != nil {
		return nil, err
	}
	list = append(list, check.Contradicted(o.scheme, f, r, later, o.register.Waivers)...)
	list = check.Waived(f, r, list, o.register.Waivers)
	list = check.Carried(o.scheme, f, r, check.Answered(f, r, list), earlier)
	list = append(list, check.Unmatched(f, r, list)...)
	list.Sort(tabs(f, r))
	return list, nil
}

// tabs are the form's sheets in order, by the names they have in the sender's
// workbook.
func tabs(f *form.Form, r *ingest.Return) []string {
	names := f.SheetNames()
	for i, n := range names {
		if tab, ok := r.Tabs[n]; ok {
			names[i] = tab.Name
		}
	}
	return names
}

// yearsRemembered is how many reporting years before its own a return is held
// against, for what is last known of a project: a new year's return must not make
// an old project a new one, nor its contract one of this year.
const yearsRemembered = 2

// laterReturns are the accepted returns of months after a return's own, as the
// rules saw them and would see them with it: of a correction, or of one that
// comes late.
func (o *Office) laterReturns(r *ingest.Return) (list []check.Later, err error) {
	returns, err := o.accepted(r.TaskForce, r.Period.Add(1), o.today().Period())
	cal := o.scheme.Settings.Calendar
	for _, later := range returns {
		first := cal.FirstMonth(cal.YearOf(later.Period) - yearsRemembered)
		if r.Period.Before(first) {
			break
		}
		known, err := o.accepted(r.TaskForce, first, later.Period)
		if err != nil {
			return nil, err
		}
		list = append(list, check.Later{Return: later, Year: func(own *ingest.Return) *facts.Year {
			with := slices.Clone(known)
			if own != nil {
				with = slices.DeleteFunc(with, func(x *ingest.Return) bool { return x.Period == own.Period })
				with = append(with, own)
				slices.SortStableFunc(with, func(a, b *ingest.Return) int { return a.Period.Sub(b.Period) })
			}
			base := o.scheme.Base(o.scheme.TaskForce(later.TaskForce))
			return facts.NewYear(base, later.Period, append(o.opening(later.TaskForce, later.Period), with...))
		}})
	}
	return list, err
}

// yearWith is the task force's reporting year with the given return standing
// as its month's, and with so many years before it remembered.
func (o *Office) yearWith(r *ingest.Return, remembered int) (*facts.Year, error) {
	cal := o.scheme.Settings.Calendar
	earlier, err := o.accepted(r.TaskForce, cal.FirstMonth(cal.YearOf(r.Period)-remembered), r.Period.Add(-1))
	if err != nil {
		return nil, err
	}
	base := o.scheme.Base(o.scheme.TaskForce(r.TaskForce))
	return facts.NewYear(base, r.Period, append(append(o.opening(r.TaskForce, r.Period), earlier...), r)), nil
}

// accepted is the ledger's history; a workspace without a ledger has none. What
// was read once in a run is kept until the task force's next return is posted,
// since a document looks at the same months many times. It is kept by months:
// stretches of them overlap. Nobody changes a Return.
func (o *Office) accepted(taskForce string, from, to ingest.Period) (list []*ingest.Return, err error) {
	if o.past != nil || o.ledger == nil || to.Before(from) {
		return o.recorded(taskForce, from, to)
	}
	months := o.known[taskForce]
	first, last, unread := from, to, 0
	for p := from; !to.Before(p); p = p.Add(1) {
		if _, read := months[p]; read {
			continue
		}
		if unread++; unread == 1 {
			first = p
		}
		last = p
	}
	if unread > 0 {
		if months, err = o.readMonths(taskForce, first, last); err != nil {
			return nil, err
		}
	}
	for p := from; !to.Before(p); p = p.Add(1) {
		if r := months[p]; r != nil {
			list = append(list, r)
		}
	}
	return list, nil
}

// readMonths reads a stretch of a task force's months from the ledger, and gives
// all that are known of it; a month without a return is nil.
func (o *Office) readMonths(taskForce string, from, to ingest.Period) (map[ingest.Period]*ingest.Return, error) {
	read, err := o.recorded(taskForce, from, to)
	if err != nil {
		return nil, err
	}
	if o.known == nil {
		o.known = map[string]map[ingest.Period]*ingest.Return{}
	}
	months := o.known[taskForce]
	if months == nil {
		months = map[ingest.Period]*ingest.Return{}
		o.known[taskForce] = months
	}
	for p := from; !to.Before(p); p = p.Add(1) {
		if _, known := months[p]; !known {
			months[p] = nil
		}
	}
	for _, r := range read {
		if months[r.Period] == nil {
			months[r.Period] = r
		}
	}
	return months, nil
}

// recorded is accepted, kept nowhere.
func (o *Office) recorded(taskForce string, from, to ingest.Period) ([]*ingest.Return, error) {
	switch {
	case to.Before(from):
		return nil, nil
	case o.past != nil:
		return o.past.accepted(taskForce, from, to)
	case o.ledger == nil:
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
