// Package sheet opens workbooks: the only door to excelize for reading.
//
// Start at Open. It sniffs the file, reads every part of it to its end before
// excelize sees it (preflight), and gives cells with their places, raw values,
// dates and numbers told apart from raw value + number format + date system,
// never from formatted text. What cannot be read in full is refused with
// findings (F…), never shortened.
package sheet

import (
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
)

// Limits bound what Open accepts.
type Limits struct {
	FileBytes, UnpackedBytes     int64
	Parts                        int
	Rows, Columns, Cells, Merges int
	TextBytes                    int64
}

// DefaultLimits suit a monthly return many times over.
var DefaultLimits = Limits{FileBytes: 20 << 20, UnpackedBytes: 100 << 20, Parts: 2000, Rows: 5000, Columns: 200, Cells: 200_000, Merges: 2000, TextBytes: 8 << 20}

// Workbook is a workbook read in full.
type Workbook struct {
	Sheets   []Sheet
	Date1904 bool
	Notices  finding.List // hidden sheets, external links and the like: things to tell, not to refuse
}

// Sheet is one worksheet.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   []Row // non-empty rows, ascending
	Merges []Range
}

// Row is a row with its non-empty cells, ascending by column.
type Row struct {
	Number int // 1-based
	Hidden bool
	Cells  []Cell
}

// Type of a cell as stored.
type Type int

const (
	Text Type = iota
	Number
	Bool
	Error   // #REF!, #N/A …
	NoCache // a formula without a stored value
	Formula // not used alone: see Cell.Formula
)

// Cell is one cell. Value is its stored (raw) value as text.
type Cell struct {
	Column  int    // 1-based
	Ref     string // F7
	Type    Type
	Value   string
	Num     exact.Num // Type Number: exact value of the shortest decimal that the writer meant
	IsDate  bool      // number format is a date format
	Format  string    // number format code
	Formula bool      // the value is a formula's stored result
}

// Range is a merged range, 1-based and inclusive.
type Range struct{ Row1, Col1, Row2, Col2 int }

// Open reads the workbook at path. A file that cannot be taken gives
// findings and a nil Workbook; err is for a disk that fails.
func Open(path string, limits Limits) (*Workbook, finding.List, error) { panic("stub") }
