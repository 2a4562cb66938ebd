package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/rules/scheme"
)

// registerChange is a row that only one of two registers has, with how to make
// today's as it was.
type registerChange struct {
	text string
	undo func(*scheme.Register)
}

// registerThen is the register that a document was made by. One that today's
// scheme cannot read is an empty one: every row is then new.
func (o *Office) registerThen(ctx context.Context, digest string) (*scheme.Register, error) {
	content, err := o.ledger.SnapshotOf(ctx, "register", digest)
	if errors.Is(err, fs.ErrNotExist) {
		return &scheme.Register{}, nil
	}
	if err != nil {
		return nil, err
	}
	var tables []scheme.Table
	if err := json.Unmarshal(content, &tables); err != nil {
		return nil, fmt.Errorf("读取当时的台账：%w", err)
	}
	old, err := scheme.LoadRegister(tables, o.scheme)
	if err != nil {
		return &scheme.Register{}, nil
	}
	return old, nil
}

// compare notes the rows that change figures and that only one of two
// registers has. A row that stands in place of another about the same thing
// is one change, not a new row and a withdrawn one.
func (w *whyChanged) compare(was, is *scheme.Register) {
	gone, come := rowsOnlyIn(figureRows(was), figureRows(is)), rowsOnlyIn(figureRows(is), figureRows(was))
	for _, r := range come {
		old := slices.IndexFunc(gone, func(o figureRow) bool { return r.about != "" && o.about == r.about })
		if old < 0 {
			w.note(r, "", r.drop)
			continue
		}
		keep := gone[old].keep
		gone = slices.Delete(gone, old, old+1)
		w.note(r, "更改", func(reg *scheme.Register) { r.drop(reg); keep(reg) })
	}
	for _, r := range gone {
		w.note(r, "撤销", r.keep)
	}
}

// leave is a 豁免 or 延期 that only one of two registers has: it changes no
// figure, but what is held against a task force.
type leave struct {
	taskForce string
	month     ingest.Period // whose return was given longer; zero for a 豁免
	text      string
}

// leaveChanged are those for a month's return, and for rules that a deduction
// asks about.
func (o *Office) leaveChanged(was, is *scheme.Register) (list []leave) {
	given := func(r *scheme.Register) (list []leave) {
		for _, x := range r.Waivers {
			if !slices.ContainsFunc(o.scheme.Deductions, func(d scheme.Deduction) bool { return strings.Contains(d.Source, x.Rule) }) {
				continue
			}
			list = append(list, leave{x.TaskForce, ingest.Period{}, "豁免" + x.Rule + "（" + x.Reason + "）"})
		}
		for _, x := range r.Extensions {
			if x.Item == "" {
				list = append(list, leave{x.TaskForce, x.Period, "延期至" + x.Until.Chinese() + "（" + x.Reason + "）"})
			}
		}
		return list
	}
	then, now := given(was), given(is)
	for _, x := range now {
		if !slices.Contains(then, x) {
			list = append(list, x)
		}
	}
	for _, x := range then {
		if !slices.Contains(now, x) {
			x.text = "撤销" + x.text
			list = append(list, x)
		}
	}
	return list
}

// rowsOnlyIn are the rows that the other list does not have.
func rowsOnlyIn(rows, other []figureRow) (list []figureRow) {
	for _, r := range rows {
		if !slices.ContainsFunc(other, r.same) {
			list = append(list, r)
		}
	}
	return list
}

func (w *whyChanged) note(r figureRow, how string, undo func(*scheme.Register)) {
	text := how + r.what
	if r.reason != "" {
		text += "（" + r.reason + "）"
	}
	w.changed = append(w.changed, registerChange{text, undo})
	for _, k := range r.keys {
		if !slices.Contains(w.rows[k], text) {
			w.rows[k] = append(w.rows[k], text)
		}
	}
}

// figureRow is a row of the register that changes figures.
type figureRow struct {
	keys         []string // whose: task force, or task force/indicator
	what, reason string
	content      string // the row as text, to tell rows apart
	about        string // what it is about; "" where a register may have several such
	// Take the row out of a register, put it into one.
	drop, keep func(*scheme.Register)
}

func (r figureRow) same(other figureRow) bool { return r.content == other.content }

func figureRows(r *scheme.Register) (rows []figureRow) {
	for i, v := range r.Verified {
		rows = append(rows, figureRow{[]string{v.TaskForce + "/" + v.Indicator}, "核定", v.Reason,
			fmt.Sprint("核定", v.TaskForce, v.Indicator, v.Project, v.From, v.Amount), fmt.Sprint("核定", v.TaskForce, v.Indicator, v.Project, v.From),
			func(r *scheme.Register) { r.Verified = leftOut(r.Verified, i) },
			func(r *scheme.Register) { r.Verified = append(slices.Clone(r.Verified), v) }})
	}
	for i, s := range r.Settlements {
		row := figureRow{what: "重复认定", reason: s.Reason, content: fmt.Sprint("重复认定", s.From, s.Apart, s.Basis, s.Before), about: fmt.Sprint("重复认定", s.From),
			drop: func(r *scheme.Register) { r.Settlements = leftOut(r.Settlements, i) },
			keep: func(r *scheme.Register) { r.Settlements = append(slices.Clone(r.Settlements), s) }}
		for _, c := range s.Claims {
			row.keys = append(row.keys, c.TaskForce)
			row.content += fmt.Sprint(c.TaskForce, c.Project, c.Share)
			row.about += fmt.Sprint(c.TaskForce, c.Project)
		}
		rows = append(rows, row)
	}
	for i, p := range r.Opening {
		rows = append(rows, figureRow{[]string{p.TaskForce}, "期初项目补登", p.Evidence, fmt.Sprint("期初", p.TaskForce, p.Sheet, p.Period, p.Entry.Values), "",
			func(r *scheme.Register) { r.Opening = leftOut(r.Opening, i) },
			func(r *scheme.Register) { r.Opening = append(slices.Clone(r.Opening), p) }})
	}
	for i, p := range r.Inspections {
		if p.RedLine {
			rows = append(rows, figureRow{[]string{p.TaskForce}, "督查登记", p.Text, fmt.Sprint("红线", p.TaskForce, p.On, p.Text), "",
				func(r *scheme.Register) { r.Inspections = leftOut(r.Inspections, i) },
				func(r *scheme.Register) { r.Inspections = append(slices.Clone(r.Inspections), p) }})
		}
	}
	return rows
}

// leftOut is a list without its i-th member.
func leftOut[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }
