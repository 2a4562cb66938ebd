package facts

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/rules/formula"
)

// Project is a project as last known, fields of all its sheets merged.
type Project struct {
	Code       string
	Stage      string
	StageIndex int // 1-based; the terminal stage comes after all others; 0 unknown
	Terminated bool
	Values     map[string]ingest.Value  // by 字段, latest known
	From       map[string]ingest.Source // the cells of Values
	Latest     ingest.Entry
	Roles      map[form.Role]Known // latest known by 角色, with its cell
	StageFrom  ingest.Source       // the cell that says Stage
	StageDay   ingest.Date         // the day that Stage is as of
	First      ingest.Period       // month of its first row
	Last       ingest.Period       // month of its latest row
}

// Known is a value with the month and cell it stands in.
type Known struct {
	Value  ingest.Value
	Source ingest.Source
	Period ingest.Period
}

// Projects lists the projects of the year, by code.
func (y *Year) Projects() []Project {
	return slices.DeleteFunc(y.Remembered(), func(p Project) bool { return p.Last.Before(y.first()) })
}

// Remembered lists the projects of the year and of all years before it that
// returns were given of, by code.
func (y *Year) Remembered() (list []Project) {
	for _, rows := range y.index().projects {
		list = append(list, y.project(rows))
	}
	slices.SortFunc(list, func(a, b Project) int { return strings.Compare(a.Code, b.Code) })
	return list
}

// Knows reports whether a project was ever reported, this year or before, by
// the end of the month.
func (y *Year) Knows(code string) bool { return len(y.index().projects[NormalCode(code)]) > 0 }

// Codes lists the projects ever reported by the end of the month, earlier
// years' too, as NormalCode writes them.
func (y *Year) Codes() []string { return y.index().order }

// Previous is a project as known before this month, from earlier months only;
// ok is false when it is new.
func (y *Year) Previous(code string) (p Project, ok bool) {
	rows := y.earlier(NormalCode(code))
	if len(rows) == 0 {
		return Project{}, false
	}
	return y.project(rows), true
}

// Carried reports whether an entry of the month's own return says again what
// its sheet said of the project before, in an earlier month, of any year, or
// in an earlier row of the month. A row that is now of another kind says
// something new: a formal agreement after a framework agreement.
func (y *Year) Carried(e ingest.Entry) bool {
	r := y.index().own[place{e.Sheet, e.Row}]
	if r == nil || r.code == "" {
		return false
	}
	for _, old := range oneSheet(y.index().projects[r.code], r.sheet) {
		if old == r {
			return false
		}
		if old.kind() == r.kind() {
			return true
		}
	}
	return false
}

func (y *Year) earlier(code string) (rows []*row) {
	if code == "" {
		return nil
	}
	for _, r := range y.index().projects[code] {
		if r.period.Before(y.Period) {
			rows = append(rows, r)
		}
	}
	return rows
}

// Attested is the stage that an entry of the month's own return attests, and
// the day it is as of; "" when it says none or is not of the return.
func (y *Year) Attested(e ingest.Entry) (stage string, as ingest.Date) {
	r := y.index().own[place{e.Sheet, e.Row}]
	if r == nil {
		return "", ingest.Date{}
	}
	return r.stageText(), r.attested()
}

// StageIndex is a stage's 1-based place; the terminal stage comes after all
// others; 0 is unknown.
func (y *Year) StageIndex(stage string) int { return y.stages.index(stage) }

func (y *Year) project(rows []*row) Project {
	latest := rows[len(rows)-1]
	p := Project{
		Code: latest.text(latest.project), Latest: latest.entry, First: rows[0].period, Last: latest.period,
		Values: map[string]ingest.Value{}, From: map[string]ingest.Source{}, Roles: map[form.Role]Known{},
	}
	if from, stage := y.stage(rows); from != nil {
		p.Stage, p.StageIndex, p.Terminated = stage, y.stages.index(stage), stage == y.Terminated
		p.StageFrom, p.StageDay = from.stageSource(), from.attested()
	}
	for _, r := range rows {
		for _, f := range r.sheet.Fields {
			v, ok := r.entry.Values[f.Key]
			if !ok || v.Kind == ingest.Blank || v.Kind == ingest.Bad {
				continue
			}
			p.Values[f.Key], p.From[f.Key] = v, r.source(v.Cell)
			if f.Role != form.NoRole {
				p.Roles[f.Role] = Known{v, r.source(v.Cell), r.period}
			}
		}
	}
	return p
}

// insert keeps a project's rows in the order in which the later one is the
// later known: by reported month, then by event date where both have one,
// then as they stand in the workbook. Rows arrive by month and place.
func insert(rows []*row, r *row) []*row {
	at := len(rows)
	for at > 0 && sameMonthButLater(rows[at-1], r) {
		at--
	}
	return slices.Insert(rows, at, r)
}

func sameMonthButLater(a, b *row) bool {
	x, xOK := a.eventDate()
	y, yOK := b.eventDate()
	return a.period == b.period && xOK && yOK && x.Compare(y) > 0
}

// stage is the stage of a project as known from its rows, and the row that
// says so: the one whose stage is as of the latest day; of equal days the
// later in the order of rows.
func (y *Year) stage(rows []*row) (from *row, stage string) {
	var day ingest.Date
	for _, r := range rows {
		s := r.stageText()
		if y.stages.index(s) == 0 {
			continue
		}
		if d := r.attested(); from == nil || d.Compare(day) >= 0 {
			from, stage, day = r, s, d
		}
	}
	return from, stage
}

// merged is one record of several rows of a project, oldest first: each field
// from the latest row that has it. Sheets limits it to the fields of one
// sheet; nil is all.
type merged struct {
	formula.Record
	owner map[string]*row
}

// Cell implements formula.Cells.
func (m merged) Cell(field string) (ingest.Source, bool) {
	r := m.owner[field]
	if r == nil {
		return ingest.Source{}, false
	}
	return r.Cell(field)
}

// merge lays the rows over each other. Types keeps a 字段 that two sheets type
// differently to the type that its name promises.
func merge(rows []*row, types map[string]formula.Type) merged {
	m := merged{formula.Record{}, map[string]*row{}}
	for _, r := range rows {
		for _, f := range r.sheet.Fields {
			if fieldType(f).Kind != types[f.Key].Kind {
				continue
			}
			if v := r.valueOf(f); v != nil {
				m.Record[f.Key], m.owner[f.Key] = v, r
			}
		}
	}
	latest := rows[len(rows)-1]
	m.Record[formula.SourceKey] = latest.place()
	m.Record[formula.CellsKey] = m
	if !isField(rows, reportMonth) {
		m.Record[reportMonth] = latest.period.First()
	}
	return m
}

func isField(rows []*row, name string) bool {
	return slices.ContainsFunc(rows, func(r *row) bool { return r.sheet.Field(name) != nil })
}

// asProject adds what is known of the project as a whole to its merged
// fields: its stage, wherever a sheet has a column for it, and whether it is
// terminated.
func (y *Year) asProject(rows []*row) formula.Record {
	m := merge(rows, y.projectTypes())
	from, stage := y.stage(rows)
	if from != nil {
		for _, c := range y.index().columns {
			if c.stage != nil && c.project != nil {
				m.Record[c.stage.Key], m.owner[c.stage.Key] = stage, from
			}
		}
		if !isField(rows, stageIndex) {
			y.stages.put(m.Record, stage, from.stageSource())
		}
	}
	if !isField(rows, terminated) {
		m.Record[terminated] = from != nil && stage == y.Terminated
	}
	return m.Record
}

func (y *Year) projectTypes() map[string]formula.Type {
	if y.types == nil {
		y.types = projectMembers(y.Form)
	}
	return y.types
}

// oneSheet picks the rows of one sheet.
func oneSheet(rows []*row, s *form.Sheet) (kept []*row) {
	for _, r := range rows {
		if r.sheet == s {
			kept = append(kept, r)
		}
	}
	return kept
}
