// Package ingest is what tongbao takes in: returns (月报表), their entries and
// values, and the months they speak of. It is data only, with no clock, file
// or rule inside.
//
// Start at Return. The packages below it do the taking in: sheet opens
// workbooks, read makes Returns of them, inbox and ledger keep them.
package ingest

import (
	"strings"
	"unicode"

	"tongbao/ingest/exact"
)

// Place is where something stands in a workbook. Cell is in A1 notation; an
// empty Cell means the whole sheet, an empty Sheet the whole file.
type Place struct {
	Sheet string `json:"sheet,omitempty"`
	Cell  string `json:"cell,omitempty"`
}

// String is "签约项目!F7", the sheet alone, or "" for the whole file. What
// cannot be seen in a sheet's name, or would turn the line it stands in, is left
// out; Sheet has the name as it is.
func (p Place) String() string {
	name := strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, p.Sheet)
	if p.Cell == "" {
		return name
	}
	return name + "!" + p.Cell
}

// Version names one version of a return: the identity that trace and
// manifests print. Number counts the different files of one task force and
// month from 1.
type Version struct {
	TaskForce string `json:"task_force"`
	Period    Period `json:"period"`
	Number    int    `json:"version"`
	SHA256    string `json:"sha256"` // of the workbook, lower-case hex
	File      string `json:"file"`   // name it arrived under
}

// Source is the cell that a number came from. Version is nil for a cell that
// is not of a posted return: the scheme, the register, or a return that is
// only being checked.
type Source struct {
	Version *Version
	Place   Place
	Office  string // "方案" or "台账" when the cell is the office's own
}

// Kind says what a Value holds.
type Kind string

const (
	Blank  Kind = ""       // nothing was entered
	Text   Kind = "text"   // Value.Text
	Number Kind = "number" // Value.Num
	Day    Kind = "date"   // Value.Date
	Bad    Kind = "bad"    // entered, but unreadable for its field: a finding exists
)

// Value is one cell of a return after repair.
type Value struct {
	Cell string    `json:"cell"`           // A1 notation, on the entry's sheet
	Raw  string    `json:"raw,omitempty"`  // as stored in the file; a number as plain decimal
	Kind Kind      `json:"kind,omitempty"` //
	Text string    `json:"text,omitempty"` // Kind Text: trimmed, NFC, full-width Latin narrowed
	Num  exact.Num `json:"num,omitzero"`   // Kind Number: in the field's unit
	Date Date      `json:"date,omitzero"`  // Kind Day
}

// String is the value as `check --json` shows it: plain decimal, ISO date or
// text; a Bad value as it was typed; "" when blank.
func (v Value) String() string {
	switch v.Kind {
	case Text:
		return v.Text
	case Number:
		return v.Num.String()
	case Day:
		return v.Date.String()
	case Bad:
		return v.Raw
	}
	return ""
}

// Entry is one row of a list sheet, or a whole name-value sheet (then Row is
// 0). Values is keyed by the scheme's 字段; blank fields are absent.
type Entry struct {
	Sheet  string           `json:"sheet"` // the scheme's 工作表, whatever the sender's tab is called
	Row    int              `json:"row"`   // 1-based row in the workbook
	Values map[string]Value `json:"values"`
}

// Repair is a value that was read differently from how it was typed; the
// sender is always shown it.
type Repair struct {
	Place
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason"` // Chinese, a phrase
}

// Return is one task force's workbook for one month, as read.
//
// Office is set on what the office itself carried in (期初项目): then it is the
// workbook that the cells are of, 台账, and there is no Version.
type Return struct {
	Office      string         `json:"-"`
	Version                    // Number is 0 until the ledger posts it
	FormVersion string         `json:"form_version"` // of the form it was filled in on; "" when not ours
	FormDigest  string         `json:"form_digest"`
	Rules       int            `json:"rules,omitempty"` // of reading (read.Rules) that it was read by; 0 where nobody noted them yet
	Entries     []Entry        `json:"entries"`         // in sheet order of the form, then by row
	Nil         []string       `json:"nil,omitempty"`   // sheets declared 本月无
	Repairs     []Repair       `json:"repairs,omitempty"`
	Tabs        map[string]Tab `json:"tabs,omitempty"` // by the scheme's 工作表
}

// Tab tells where the scheme's sheet stands in the sender's workbook, for
// messages about a whole column and for annotating.
type Tab struct {
	Name    string            `json:"name"`    // the sender's tab name
	Header  int               `json:"header"`  // row of the headers, 1-based; 0 for a name-value sheet
	Columns map[string]string `json:"columns"` // 字段 -> column letters, or the value's cell on a name-value sheet
}

// Of returns the entries of one sheet, in row order.
func (r *Return) Of(sheet string) []Entry {
	var list []Entry
	for _, e := range r.Entries {
		if e.Sheet == sheet {
			list = append(list, e)
		}
	}
	return list
}

// Source is a cell of one of the return's entries, under the tab's own name.
func (r *Return) Source(e Entry, cell string) Source {
	tab := e.Sheet
	if t, ok := r.Tabs[e.Sheet]; ok {
		tab = t.Name
	}
	s := Source{Place: Place{Sheet: tab, Cell: cell}, Office: r.Office}
	if r.Office == "" {
		s.Version = &r.Version
	}
	return s
}
