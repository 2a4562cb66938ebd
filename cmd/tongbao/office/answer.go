package office

import (
	"context"
	"fmt"
	"path"
	"path/filepath"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/score"
)

// answer writes what the sender gets back (returned/回执 and returned/退回),
// from what the ledger recorded: written twice, it is the same.
func (o *Office) answer(p ledger.Posted) (*Verdict, error) {
	v := o.verdict(p)
	r, err := o.receipt(v)
	if err != nil {
		return nil, err
	}
	if p.Version != nil && p.Version.Number > 1 && v.Repeat == 0 {
		changes, err := o.changes(p.Version)
		if err != nil {
			return nil, err
		}
		r.Changes = changes
	}
	name := o.returnName(v, p.ID)
	if err := o.sendBack(v, &r, name); err != nil {
		return nil, err
	}
	return v, o.give(v, path.Join(returnedDir, "回执", name+".txt"), r.Text())
}

// sendBack gives the sender its own workbook with everything marked. One that
// cannot be marked is answered by its receipt alone.
func (o *Office) sendBack(v *Verdict, r *output.Receipt, name string) error {
	if !v.readable() || v.Repeat > 0 || len(v.Findings)+len(v.Repairs()) == 0 {
		return nil
	}
	original, err := o.archived(v.SHA256)
	if err != nil {
		return err
	}
	r.Annotated = path.Base(name) + ".xlsx"
	content, err := o.annotate(original, *r)
	if err != nil {
		r.Annotated, r.Unmarked, v.Unmarked = "", true, true
		return nil
	}
	return o.give(v, path.Join(returnedDir, "退回", name+".xlsx"), content)
}

// give writes a file for the sender and lists it.
func (o *Office) give(v *Verdict, name string, content []byte) error {
	if err := put(o.path(filepath.FromSlash(name)), content); err != nil {
		return err
	}
	v.Returned = append(v.Returned, name)
	return nil
}

// returnName tells whose answer a file is: 2023-09/开发区专班_第2次. What cannot
// be told apart goes by its own name.
func (o *Office) returnName(v *Verdict, arrival int64) string {
	if v.Return == nil {
		return fmt.Sprintf("无法识别/%s_%d", cleanName(path.Base(v.File)), arrival)
	}
	tf := o.scheme.TaskForce(v.Return.TaskForce)
	name := fmt.Sprintf("%s/%s_第%d次", v.Return.Period, cleanName(tf.Name), v.Received.Version)
	if v.Repeat > 0 {
		name += fmt.Sprintf("_重复报送_%d", arrival)
	}
	return name
}

func (o *Office) receipt(v *Verdict) (output.Receipt, error) {
	r := output.Receipt{Office: o.scheme.Settings.Office, File: finding.Visible(path.Base(v.File)), SHA256: v.SHA256,
		Repeat: v.Repeat, Again: v.Again, Corrects: v.AfterIssue, Findings: v.Findings, Repairs: v.Repairs()}
	if v.Received != nil {
		r.Version, r.Received = v.Received.Version, v.Received.At
		if cal := o.scheme.Settings.Calendar; v.Return != nil {
			r.PastYear = cal.YearOf(v.Return.Period) < cal.YearOf(ingest.DateOf(r.Received).Period())-1
		}
	}
	if v.Return != nil {
		r.TaskForce, r.Period = o.scheme.TaskForce(v.Return.TaskForce).Name, v.Return.Period
		if v.Status == SentBack {
			var err error
			if r.Due, err = o.correctBy(v); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

// correctBy is the last day on which a return that is sent back can be corrected
// and count as in time: it, or one before it, has to have come in time, and 订正期
// not to be over. Zero is none.
func (o *Office) correctBy(v *Verdict) (day ingest.Date, err error) {
	deadline, at := score.DeadlineFor(o.scheme, o.register, v.Return.TaskForce, v.Return.Period), o.Now
	if v.Received != nil {
		at = v.Received.At
	}
	inTime := at.Before(deadline.Due)
	if o.ledger != nil && !inTime {
		all, err := o.ledger.Versions(context.Background(), v.Return.TaskForce, v.Return.Period)
		if err != nil {
			return day, err
		}
		inTime = slices.ContainsFunc(all, func(x *ledger.Version) bool { return x.SentAt.Before(deadline.Due) })
	}
	if inTime && at.Before(deadline.Correction) {
		day = ingest.DateOf(deadline.Correction).AddDays(-1)
	}
	return day, nil
}

// changes lists what a version says differently from the one sent before it,
// accepted or not: that is the file its sender worked on.
func (o *Office) changes(v *ledger.Version) ([]ingest.Change, error) {
	all, err := o.ledger.Versions(context.Background(), v.TaskForce, v.Period)
	if err != nil {
		return nil, err
	}
	return ingest.Changed(all[v.Number-2].Return, v.Return), nil
}

// AnnotateBeside leaves the annotated copy of a checked file at a path of the
// caller's. A file that is no workbook has none.
func (o *Office) AnnotateBeside(v *Verdict, original []byte, path string) error {
	if !v.readable() {
		return nil
	}
	r, err := o.receipt(v)
	if err != nil {
		return err
	}
	content, err := o.annotate(original, r)
	if err != nil {
		v.Unmarked = true // its findings are printed all the same
		return nil
	}
	if err := put(path, content); err != nil {
		return err
	}
	v.Returned = append(v.Returned, path)
	return nil
}
