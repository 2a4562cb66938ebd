// Package read makes a Return of a workbook and a form: it finds sheets and
// headers by their text, tells which task force and month the workbook is
// for, and turns cells into values. What it reads differently from how it was
// typed is listed as a repair; what it cannot read is a finding (S…, T…), and
// what is doubtful is asked, never guessed.
//
// Start at Read. identity.go says whose return it is and for which month,
// tabs.go which sheet is which, header.go which column, list.go and pairs.go
// walk the entries, noted.go looks at what is written around them, value.go leads to a file for each type: number.go,
// date.go, choice.go, text.go. Whether a value is required or in range is the
// business of rules/check.
package read

import (
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// Rules counts the changes of what is read of a workbook: it is raised with
// each one by which a value, an entry or a repair of some workbook is another
// than before. What was accepted under earlier rules stays as it was recorded.
const Rules = 4

// Read reads the file at path, which arrived under name. The Return is nil
// when the file is unreadable or it cannot be told whose it is or for which
// month; the findings then say why. err is for a disk that fails.
//
// Findings of Read: F… (file, task force, month), S… (sheets, headers), T…
// (a value that is not of its field's type, unit or number of decimals; a
// choice that is none). Whether a field is required or in range is the
// business of rules/check. Findings and repairs carry the sender's own tab
// names, entries the scheme's.
func Read(path, name, sha256 string, book form.Book, limits sheet.Limits) (*ingest.Return, finding.List, error) {
	w, refused, err := sheet.OpenAs(path, name, limits)
	if err != nil {
		return nil, nil, err
	}
	if w == nil {
		return nil, refused, nil
	}
	r := Workbook(w, book)
	if r.Return != nil {
		r.Return.SHA256, r.Return.File = sha256, name
	}
	return r.Return, r.Findings, nil
}

// Result is what Workbook makes of a workbook.
type Result struct {
	Return   *ingest.Return // nil as with Read; without SHA256 and File
	Findings finding.List
}

// Workbook reads a workbook that was opened before.
func Workbook(w *sheet.Workbook, book form.Book) Result {
	r := &reader{book: book, workbook: w, findings: slices.Clone(w.Notices), explained: map[string]bool{}, names: map[*form.Sheet][]names{}}
	r.identify()
	var ret *ingest.Return
	if r.form != nil {
		ret = r.read()
	}
	r.findings.Sort(tabNames(w))
	for i, f := range r.findings { // a sheet may be named anything, and its name is in many of them
		r.findings[i].Message, r.findings[i].Hint = finding.Visible(f.Message), finding.Visible(f.Hint)
	}
	if r.unit == nil || r.period == (ingest.Period{}) || r.torn {
		ret = nil
	}
	return Result{ret, r.findings}
}

func tabNames(w *sheet.Workbook) []string {
	names := make([]string, len(w.Sheets))
	for i, s := range w.Sheets {
		names[i] = s.Name
	}
	return names
}

// reader is one workbook being read.
type reader struct {
	book      form.Book
	workbook  *sheet.Workbook
	identity  identity
	unit      *form.Unit
	period    ingest.Period // of the return; years of dates typed without one follow it
	torn      bool          // hidden sheet and cover disagree: not known whose, or for which month
	form      *form.Form
	tabs      map[string]*sheet.Sheet // by the form's sheet name
	names     map[*form.Sheet][]names
	findings  finding.List
	repairs   []ingest.Repair
	lists     []listRead      // the list sheets whose headers were found
	explained map[string]bool // “T-UNIT 签约项目!E9”: doubts that the sender has answered
}

// read reads the sheets of the form. Sheets that answer findings go first, so
// that a doubt that was answered need not be raised again.
func (r *reader) read() *ingest.Return {
	ret := &ingest.Return{Rules: Rules, FormVersion: r.identity.version, FormDigest: r.identity.digest, Tabs: map[string]ingest.Tab{}}
	ret.Period = r.period
	if r.unit != nil {
		ret.TaskForce = r.unit.Code
	}
	entries := map[string][]ingest.Entry{}
	for _, answers := range []bool{true, false} {
		for i := range r.form.Sheets {
			fs := &r.form.Sheets[i]
			if tab := r.tabs[fs.Name]; tab != nil && (fs.With(form.AnswerCode) != nil) == answers {
				entries[fs.Name] = r.sheet(fs, tab, ret)
			}
		}
	}
	for _, fs := range r.form.Sheets {
		ret.Entries = append(ret.Entries, entries[fs.Name]...)
	}
	r.askFarUnits(ret.Entries)
	r.missingTabs(ret)
	ret.Repairs = r.repairs
	return ret
}

func (r *reader) sheet(fs *form.Sheet, tab *sheet.Sheet, ret *ingest.Return) []ingest.Entry {
	if tab.Hidden {
		r.report("S-HIDDEN", finding.Notice, ingest.Place{Sheet: tab.Name}, "工作表是隐藏的，已照常读取。", "")
	}
	if fs.Shape == form.Pairs {
		return r.pairs(fs, tab, ret)
	}
	entries := r.list(fs, tab, ret)
	r.noteExplained(fs, entries)
	return entries
}

// noteExplained remembers which doubts the sender has answered.
func (r *reader) noteExplained(fs *form.Sheet, entries []ingest.Entry) {
	code, cell := fs.With(form.AnswerCode), fs.With(form.AnswerCell)
	if code == nil || cell == nil {
		return
	}
	for _, e := range entries {
		r.explained[e.Values[code.Key].Text+" "+foldPlace(e.Values[cell.Key].Text)] = true
	}
}

func (r *reader) report(code string, level finding.Level, at ingest.Place, message, hint string) {
	r.findings = append(r.findings, finding.Finding{Code: code, Level: level, Place: at, Message: message, Hint: hint})
}

func (r *reader) repair(at ingest.Place, from, to, reason string) {
	r.repairs = append(r.repairs, ingest.Repair{Place: at, From: from, To: to, Reason: reason})
}
