package office

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/output/xlsx"
	"tongbao/rules/scheme"
	"tongbao/rules/supervise"
)

// Scene is one moment of the demo, as its transcript tells it.
type Scene struct {
	At      time.Time
	Arrived []string // files that came
	Note    string   // what they are to show
	Report  *Report
}

// Demo makes a workspace in dir and runs a sample year through it, month by
// month with a moving clock: forms go out, returns come in as real workbooks
// made by filling those forms, and whatever is due is issued, all by the same
// code as `run`. Each scene in which something happened is told.
func Demo(ctx context.Context, dir string, progress Progress, tell func(Scene)) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return usage("%s 不是空文件夹，未作改动。请另指定一个文件夹。", dir)
	}
	year, err := loadSample()
	if err != nil {
		return err
	}
	first := year.deliveries[0].period
	if _, err := initFor(dir, first); err != nil {
		return err
	}
	begin := first.First().Time()
	o, err := Open(Options{Dir: dir, Now: begin, Write: true})
	if err != nil {
		return err
	}
	defer o.Close()
	// A year passes in a minute: its nights need no backup each.
	o.scheme.Jobs = slices.DeleteFunc(o.scheme.Jobs, func(j scheme.Job) bool { return j.Task == scheme.TaskBackup })
	moments := o.moments(year, begin)
	for i, at := range moments {
		progress.tell(i, len(moments), at.Format("2006年1月2日"))
		scene, err := o.play(ctx, year, at)
		if err != nil {
			return fmt.Errorf("%s：%w", clockText(at), err)
		}
		if scene != nil {
			tell(*scene)
		}
	}
	progress.tell(len(moments), len(moments), "")
	return nil
}

// moments are the times at which anything happens: a file arrives or a job is
// due, until the last file's year has had its last document.
func (o *Office) moments(year *sampleYear, begin time.Time) []time.Time {
	end := begin
	var list []time.Time
	for _, d := range year.deliveries {
		list = append(list, d.at)
		if d.at.After(end) {
			end = d.at
		}
	}
	for _, r := range year.register {
		list = append(list, r.at)
	}
	for _, job := range o.scheme.Jobs {
		if tasks[job.Task] == nil {
			continue
		}
		for _, s := range o.scheme.Slots(job, begin, end.AddDate(0, 1, 0)) {
			if t := o.task(s, ""); !year.lastMonth().Before(t.month) {
				list = append(list, s.At)
			}
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}

func (y *sampleYear) lastMonth() (last ingest.Period) {
	for _, d := range y.deliveries {
		if last.Before(d.period) {
			last = d.period
		}
	}
	return last
}

// play is one moment: what arrives is put into the inbox, then the job runs.
func (o *Office) play(ctx context.Context, year *sampleYear, at time.Time) (*Scene, error) {
	if err := o.ledger.Advance(ctx, at, "demo"); err != nil {
		return nil, err
	}
	o.Now = at
	scene := &Scene{At: at}
	made, err := o.enter(ctx, year, at)
	if err != nil {
		return nil, err
	}
	for _, d := range year.deliveries {
		if d.at.Equal(at) {
			if err := o.deliver(ctx, year, d); err != nil {
				return nil, err
			}
			scene.Arrived, scene.Note = append(scene.Arrived, d.file), d.note
		}
	}
	if scene.Report, err = o.Run(ctx, false); err != nil {
		return nil, err
	}
	scene.Report.Papers = append(made, scene.Report.Papers...)
	if len(scene.Report.Verdicts)+len(scene.Report.Papers)+len(scene.Report.Mail.Reminded) == 0 {
		return nil, nil
	}
	return scene, nil
}

// deliver fills in the form that went out for the month and drops it into the
// inbox under the sender's own name.
func (o *Office) deliver(ctx context.Context, year *sampleYear, d delivery) error {
	tf := o.scheme.TaskForce(d.unit)
	blank, err := os.ReadFile(o.path(filepath.FromSlash(formPath(tf, d.period))))
	if err != nil {
		return err
	}
	open, codes, err := o.askedOn(ctx, d)
	if err != nil {
		return err
	}
	content, err := year.workbook(o, d, blank, open, codes)
	if err != nil {
		return err
	}
	return put(o.path(inboxDir, d.file), content)
}

// askedOn lists the items that the form of a delivery's month was sent out
// with, and the code each was raised by.
func (o *Office) askedOn(ctx context.Context, d delivery) ([]xlsx.OpenItem, map[string]string, error) {
	items, err := o.ledger.OpenItems(ctx, d.unit)
	if err != nil {
		return nil, nil, err
	}
	var open []xlsx.OpenItem
	codes := map[string]string{}
	for _, kept := range items {
		var it supervise.Item
		if err := json.Unmarshal(kept.Content, &it); err != nil {
			return nil, nil, err
		}
		if it.Raised.Before(d.period) {
			open = append(open, xlsx.OpenItem{ID: it.ID, Text: it.Text, Due: it.Due})
			codes[it.ID] = it.Code
		}
	}
	return open, codes, nil
}

// finalAct is the 表 of the sample register that is an act, not a sheet.
const finalAct = "签发"

// enter writes what the office enters at a moment into register.xlsx, as a
// person would, and reads it again. A 定稿 that it makes is returned.
func (o *Office) enter(ctx context.Context, year *sampleYear, at time.Time) (made []*Paper, err error) {
	entered := false
	for _, r := range year.register {
		if !r.at.Equal(at) {
			continue
		}
		if r.sheet == finalAct {
			p, err := o.makeFinal(ctx, r.values["期次"])
			if err != nil {
				return nil, err
			}
			made = append(made, p)
			continue
		}
		entered = true
		if err := o.enterRow(ctx, r); err != nil {
			return nil, err
		}
	}
	if !entered {
		return made, nil
	}
	content, err := xlsx.Tables(xlsx.Workbook{Intro: registerIntro, Tables: officeTables(o.tables), Stamp: xlsx.Stamp{Title: "台账"}})
	if err != nil {
		return nil, err
	}
	if err := put(o.path(registerFile), content); err != nil {
		return nil, err
	}
	if err := o.loadRegister(); err != nil {
		return nil, err
	}
	return made, o.snapshot(ctx, "register", o.register.Digest, o.tables)
}

func (o *Office) makeFinal(ctx context.Context, quarter string) (*Paper, error) {
	q, err := ingest.ParseQuarter(quarter)
	if err != nil {
		return nil, err
	}
	return o.IssueRanking(ctx, q, Approval{})
}

func (o *Office) enterRow(ctx context.Context, r registration) error {
	i := slices.IndexFunc(o.tables, func(t scheme.Table) bool { return t.Sheet == r.sheet })
	if i < 0 {
		return fmt.Errorf("sample: no sheet %s in the register", r.sheet)
	}
	t := &o.tables[i]
	cells := make([]string, len(t.Columns))
	for name, value := range r.values {
		at := slices.Index(t.Columns, name)
		if at < 0 {
			return fmt.Errorf("sample: no column %s in %s", name, r.sheet)
		}
		if code, ok := strings.CutPrefix(value, "@"); ok {
			items, err := o.ledger.OpenItems(ctx, "")
			if err != nil {
				return err
			}
			for _, it := range items {
				if it.Code == code {
					value = it.ID
				}
			}
		}
		cells[at] = value
	}
	for j := range t.Rows {
		if full, ok := completed(t.Rows[j].Cells, cells); ok {
			t.Rows[j].Cells = full
			return nil
		}
	}
	t.Rows = append(t.Rows, scheme.Row{Number: len(t.Rows) + 2, Cells: cells})
	return nil
}

// completed is a row with its blanks filled from another that agrees with it in
// every cell that both fill; ok is false where they do not agree.
func completed(row, more []string) (full []string, ok bool) {
	full = slices.Clone(more)
	for i, value := range row {
		if value == "" {
			continue
		}
		if more[i] != "" && more[i] != value {
			return nil, false
		}
		full[i] = value
	}
	return full, true
}
