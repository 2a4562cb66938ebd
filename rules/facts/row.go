package facts

import (
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/formula"
)

// columns are a sheet's fields by what the code must know of them.
type columns struct {
	sheet                       *form.Sheet
	project, stage, event, late *form.Field
}

func columnsOf(s *form.Sheet) *columns {
	return &columns{s, s.With(form.Project), s.With(form.Stage), s.With(form.EventDate), s.With(form.LateMark)}
}

// row is one entry of one return, with the place it came from.
type row struct {
	*columns
	entry   ingest.Entry
	version *ingest.Version // nil while the return is not posted
	tab     string          // the sender's tab
	office  string          // the office's workbook that it is of; "" for a return
	period  ingest.Period
	order   int    // place in the year: by month, then as the form's sheets and rows come
	code    string // project, normalised; "" when the row has none
	record  formula.Record
	env     formula.Record // of a row of the month's own return: Year.Row
}

// NormalCode makes kfq-2023-003 and KFQ-2023-003 one project.
func NormalCode(s string) string { return strings.ToUpper(strings.TrimSpace(s)) }

// text is the value of a text field, "" when there is none.
func (r *row) text(f *form.Field) string {
	if f == nil {
		return ""
	}
	if v := r.entry.Values[f.Key]; v.Kind == ingest.Text {
		return v.Text
	}
	return ""
}

// eventDate is the day of the row's event; ok is false when it gives none.
func (r *row) eventDate() (ingest.Date, bool) {
	if r.event == nil {
		return ingest.Date{}, false
	}
	v := r.entry.Values[r.event.Key]
	return v.Date, v.Kind == ingest.Day
}

// stageText is the stage the row attests: its own 阶段, otherwise its sheet's.
func (r *row) stageText() string {
	if s := r.text(r.stage); s != "" {
		return s
	}
	return r.sheet.Stage
}

// kind is what sort of thing the row speaks of: its answers where the form
// demands one of a few and the answer is no stage.
func (r *row) kind() string {
	var answers []string
	for i := range r.sheet.Fields {
		if f := &r.sheet.Fields[i]; f.Type == form.Choice && f.Required && f.Role == form.NoRole {
			answers = append(answers, r.text(f))
		}
	}
	return strings.Join(answers, "\x00")
}

// attested is the day the row's stage is as of. An event marked 补报 counts
// from its own day, so that it cannot move a project back. An unmarked row of
// a sheet that has the mark speaks of the reported month, even where it
// repeats the day of an old event. A row without a day speaks of the month's
// end, or when marked 补报 of its beginning.
func (r *row) attested() ingest.Date {
	day, dated := r.eventDate()
	marked := r.text(r.late) == form.Yes
	switch {
	case dated && r.late != nil && !marked && day.Compare(r.period.First()) < 0:
		return r.period.First()
	case dated:
		return day
	case marked:
		return r.period.First()
	}
	return r.period.Last()
}

// source is the place of one of the row's cells.
func (r *row) source(cell string) ingest.Source {
	return ingest.Source{Version: r.version, Office: r.office, Place: ingest.Place{Sheet: r.tab, Cell: cell}}
}

// Cell implements formula.Cells.
func (r *row) Cell(field string) (ingest.Source, bool) {
	v, ok := r.entry.Values[field]
	return r.source(v.Cell), ok
}

// place is the cell that stands for the whole row: its project code, its
// event date, or else its first value.
func (r *row) place() ingest.Source {
	for _, f := range []*form.Field{r.project, r.event} {
		if f == nil {
			continue
		}
		if v, ok := r.entry.Values[f.Key]; ok && v.Cell != "" {
			return r.source(v.Cell)
		}
	}
	for _, f := range r.sheet.Fields {
		if v, ok := r.entry.Values[f.Key]; ok && v.Cell != "" {
			return r.source(v.Cell)
		}
	}
	return r.source("A" + strconv.Itoa(max(r.entry.Row, 1)))
}

// stageSource is the cell that says the row's stage.
func (r *row) stageSource() ingest.Source {
	if r.text(r.stage) != "" {
		return r.source(r.entry.Values[r.stage.Key].Cell)
	}
	return r.place()
}

// valueOf is a value as expressions see it; nil when it is blank, unreadable,
// or not of its field's type.
func (r *row) valueOf(f form.Field) any {
	v, ok := r.entry.Values[f.Key]
	if !ok {
		return nil
	}
	switch kind := fieldType(f).Kind; {
	case v.Kind == ingest.Number && kind == formula.Number:
		return formula.Num{Num: v.Num, From: []ingest.Source{r.source(v.Cell)}}
	case v.Kind == ingest.Day && kind == formula.Day:
		return v.Date
	case v.Kind == ingest.Text && kind == formula.Text && v.Text != "":
		return v.Text
	}
	return nil
}

// build makes the row's record but for what only the whole year knows.
func (r *row) build(stages stageOrder) formula.Record {
	rec := make(formula.Record, len(r.sheet.Fields)+6)
	rec[formula.SourceKey] = r.place()
	rec[formula.CellsKey] = r
	rec[reportMonth] = r.period.First()
	if r.project != nil {
		stages.put(rec, r.stageText(), r.stageSource())
	}
	for _, f := range r.sheet.Fields {
		if v := r.valueOf(f); v != nil {
			rec[f.Key] = v
		} else {
			delete(rec, f.Key) // a 字段 hides a built-in name even where it is blank
		}
	}
	return rec
}

// stageOrder tells a stage's place.
type stageOrder struct{ Vocabulary }

// all is every stage; the terminal one comes after all others, so that a
// project may be terminated from any.
func (o stageOrder) all() []string {
	if o.Terminated == "" {
		return o.Stages
	}
	return append(slices.Clone(o.Stages), o.Terminated)
}

// index is 1-based in the order of stages; 0 is none.
func (o stageOrder) index(stage string) int { return slices.Index(o.all(), stage) + 1 }

// places is 各阶段: the index of each.
func (o stageOrder) places() formula.Record {
	rec := formula.Record{}
	for i, s := range o.all() {
		rec[s] = whole(i + 1)
	}
	return rec
}

// put sets 阶段序号, absent where the stage is unknown.
func (o stageOrder) put(rec formula.Record, stage string, from ingest.Source) {
	if i := o.index(stage); i > 0 {
		rec[stageIndex] = formula.Num{Num: exact.Int(int64(i)), From: []ingest.Source{from}}
	}
}
