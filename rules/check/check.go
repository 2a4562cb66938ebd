// Package check judges a return: required fields, ranges, the scheme's rules,
// what earlier months and other task forces say. It yields findings; it never
// changes a value.
//
// Start at Return, whose list of checks is the table of contents. Month asks
// whether a return of that month is wanted at all, Answered softens warnings
// that the sender has explained, Carried those explained in an earlier version
// and Waived what the office has, Unmatched tells of explanations that meet no
// finding; Opening judges what the office carried in; Contradicted
// looks at later months' returns, Doubles and Across look across task forces.
// Everything here is pure: no clock, disk or database.
//
// Codes: S-MANY, S-EMPTY, S-NIL, S-DUP, S-ANSWER (sheets and rows), T-REQ, T-RANGE, T-LONG (values),
// the scheme's own R…, X-NAME, X-TWIN, X-STAGE, X-LATER (across months), D-201, D-202, D-203, D-204 (across
// task forces), F-EMPTY, F-EARLY, F-FUTURE, F-CLOSED (the return as a whole).
// What is wrong with the file itself or with how a value is written was found
// by ingest/sheet and ingest/read before; a value they could not read is Bad
// here and raises nothing more.
//
// Places name the sheet as the sender's workbook calls it.
package check

import (
	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// checks are made in this order: what is found missing or out of range first
// keeps the later ones from speaking of the same cell.
var checks = []func(*judge){
	emptyForm,
	crowded,
	nilSheets,
	required,
	ranges,
	lengths,
	duplicates,
	renamed,
	twins,
	stageBack,
	rules,
}

// Return judges one return against the scheme and, through y, against earlier
// months; r must stand in y as its month's return. The findings are sorted by
// sheet, repeated ones grouped, and warnings that 情况说明 answers, here or in an
// earlier version (see Carried), are notices.
func Return(s *scheme.Scheme, f *form.Form, r *ingest.Return, y *facts.Year, earlier ...Earlier) finding.List {
	j := &judge{scheme: s, form: f, ret: r, year: y, faulty: map[ingest.Place]bool{}}
	for _, check := range checks {
		check(j)
	}
	list := Carried(s, f, r, Answered(f, r, j.list), earlier)
	list.Sort(j.tabs())
	return grouped(list)
}

// judge is one return being judged.
type judge struct {
	scheme *scheme.Scheme
	form   *form.Form
	ret    *ingest.Return
	year   *facts.Year
	faulty map[ingest.Place]bool // cells and sheets that are blamed already
	list   finding.List
}

func (j *judge) report(f finding.Finding) { j.list = append(j.list, f) }

// tab is the sender's name of a sheet.
func (j *judge) tab(sheet string) string { return tabOf(j.ret, sheet) }

func tabOf(r *ingest.Return, sheet string) string {
	if t := r.Tabs[sheet]; t.Name != "" {
		return t.Name
	}
	return sheet
}

func (j *judge) tabs() []string {
	names := j.form.SheetNames()
	for i, n := range names {
		names[i] = j.tab(n)
	}
	return names
}

// there reports whether the workbook has the sheet. A return made without a
// workbook (Tabs empty) has every sheet.
func (j *judge) there(sheet string) bool {
	_, ok := j.ret.Tabs[sheet]
	return ok || len(j.ret.Tabs) == 0
}

// at is where a field of an entry stands: its cell, or where the cell would
// be. ok is false when the workbook has no such column, which read reported.
func (j *judge) at(e ingest.Entry, key string) (p ingest.Place, ok bool) {
	p.Sheet = j.tab(e.Sheet)
	if v, given := e.Values[key]; given && v.Cell != "" {
		p.Cell = v.Cell
		return p, true
	}
	column, known := j.ret.Tabs[e.Sheet].Columns[key]
	if !known {
		return p, len(j.ret.Tabs) == 0
	}
	p.Cell = column
	if e.Row > 0 {
		p.Cell = column + itoa(e.Row)
	}
	return p, true
}

// blame notes that a cell has its finding.
func (j *judge) blame(p ingest.Place) {
	if p.Cell != "" {
		j.faulty[p] = true
	}
}

// blameSheet notes that a whole sheet has its finding.
func (j *judge) blameSheet(tab string) { j.faulty[ingest.Place{Sheet: tab}] = true }

// blamed reports whether a field of an entry is unreadable or has a finding,
// so that nothing that follows from it is reported too.
func (j *judge) blamed(e ingest.Entry, key string) bool {
	if e.Values[key].Kind == ingest.Bad {
		return true
	}
	p, ok := j.at(e, key)
	return ok && p.Cell != "" && j.faulty[p]
}

// typed is a value as the sender wrote it.
func typed(v ingest.Value) string {
	if v.Raw != "" && v.Kind != ingest.Day {
		return v.Raw
	}
	return printed(v)
}

// printed is a value as a message prints it: dates in Chinese.
func printed(v ingest.Value) string {
	if v.Kind == ingest.Day {
		return v.Date.Chinese()
	}
	return v.String()
}
