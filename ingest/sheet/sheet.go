// Package sheet opens workbooks: the only door to excelize for reading.
//
// Start at Open. It sniffs the file, reads every part of it to its end before
// excelize sees it (preflight), and gives cells with their places, raw values,
// dates and numbers told apart from raw value + number format + date system,
// never from formatted text. What cannot be read in full is refused with
// findings (F…), never shortened.
//
// Reading goes in this order, a file each: sniff.go what the bytes are,
// archive.go the zip, workbook.go the parts and the policy on macros and
// links, strings.go and styles.go the tables that cells point into, cells.go
// the cells, conditional.go which of them a format hides, notes.go what is written beside them, crosscheck.go excelize's
// reading beside ours. xml.go is the scanner under all of them, refusal.go the
// house style of refusals. What the values mean for a form is the business of
// ingest/read.
package sheet

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"tongbao/ingest"
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

	AsShown  bool // it calculates with the numbers that its cells show, 以显示精度为准
	FullCalc bool // its writer left the formulas to be calculated when it is opened

	calculator *calculator
}

// Sheet is one worksheet.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   []Row // non-empty rows, ascending
	Merges []Range

	HiddenColumns []Range // whole columns, also by a width of nothing

	Notes    []Note // what is written beside the cells
	Pictures int    // in its drawing: nothing is read of them
}

// Row is a row with its non-empty cells, ascending by column.
type Row struct {
	Number int  // 1-based
	Hidden bool // also by a height of nothing
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
	IsDate  bool      // number format is a date format, or the cell holds an ISO date
	Format  string    // number format code
	Formula bool      // the value is a formula's stored result
	Says    string    // the formula without its =, "" where it is too long to be kept, or one of several cells
	Struck  bool      // shown struck through
	Unseen  bool      // in the colour of its ground, tiny or hidden by a format, all of it or in part: nobody sees it
	MayHide bool      // a conditional format hides it, if its condition is met
	Raised  bool      // a part of it is set as superscript or subscript

	Date1904 bool        // day serials count from 1904 in this workbook
	Day      ingest.Date // IsDate: the day; zero when the number is no day (serial 60, negative)
}

// Range is a merged range, 1-based and inclusive.
type Range struct{ Row1, Col1, Row2, Col2 int }

// Open reads the workbook at path. A file that cannot be taken gives
// findings and a nil Workbook; err is for a disk that fails.
func Open(path string, limits Limits) (*Workbook, finding.List, error) {
	return OpenAs(path, path, limits)
}

// OpenAs is Open of a file that came under another name than it is kept by:
// the name words refusals of what is not what it is called.
func OpenAs(path, name string, limits Limits) (*Workbook, finding.List, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, finding.List{*disguise("").notWorkbook("文件夹或特殊文件", hintOriginal)}, nil
	}
	if info.Size() > limits.FileBytes {
		return nil, finding.List{*fileTooBig(info.Size(), limits)}, nil
	}
	data, err := io.ReadAll(io.LimitReader(f, limits.FileBytes+1))
	if err != nil {
		return nil, nil, err
	}
	return OpenBytes(name, data, limits)
}

func fileTooBig(size int64, limits Limits) refusal {
	const mega = 1 << 20
	return tooBig(ingest.Place{}, fmt.Sprintf("文件有%dMB，超过上限%dMB。", (size+mega-1)/mega, limits.FileBytes/mega))
}

// OpenBytes reads a workbook from memory. name serves only to word a refusal
// (.et): what the file is, its content says. err is
// for a disk that fails; reading from memory needs none, so it is nil.
func OpenBytes(name string, data []byte, limits Limits) (w *Workbook, findings finding.List, err error) {
	defer func() {
		// The last net: whatever a hostile file makes a reader trip over, the
		// file is refused and the run goes on.
		if recover() != nil {
			w = nil
			findings = finding.List{*damaged(ingest.Place{}, "文件结构异常，读取中断。")}
		}
	}()
	if int64(len(data)) > limits.FileBytes {
		return nil, finding.List{*fileTooBig(int64(len(data)), limits)}, nil
	}
	if r := sniff(name, data); r != nil {
		return nil, finding.List{*r}, nil
	}
	w, skipped, r := preflight(disguiseOf(name), data, limits)
	if r == nil {
		r = crossCheck(data, w, skipped, limits)
	}
	if r != nil {
		return nil, finding.List{*r}, nil
	}
	return w, w.Notices, nil
}

// Sheet returns the sheet of that name, nil when there is none.
func (w *Workbook) Sheet(name string) *Sheet {
	for i := range w.Sheets {
		if w.Sheets[i].Name == name {
			return &w.Sheets[i]
		}
	}
	return nil
}

// FirstText is the first text that stands in the sheet.
func (s *Sheet) FirstText() string {
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			if c.Type == Text && strings.TrimSpace(c.Value) != "" {
				return strings.TrimSpace(c.Value)
			}
		}
	}
	return ""
}

// Clock is the time that a number shows which is formatted as one, 6:04: what
// Excel makes of 6:4. ok is false for any other cell.
func (c Cell) Clock() (text string, ok bool) {
	if c.Type != Number || c.IsDate || c.Value == "" || !isTimeFormat(c.Format) || c.Num.Sign() < 0 {
		return "", false
	}
	minutes, _ := strconv.Atoi(c.Num.Mul(exact.Int(24 * 60)).Fixed(0))
	return fmt.Sprintf("%d:%02d", minutes/60, minutes%60), true
}

// Text is the cell in plain words: a number as plain decimal, a date as
// 2023-09-05, a truth as TRUE or FALSE, an error as it shows, a formula
// without a stored value as "".
func (c Cell) Text() string {
	switch {
	case c.IsDate && c.Day != ingest.Date{}:
		return c.Day.String()
	case c.Type == Number: // also a number of date format that is no day
		return c.Num.String()
	case c.Type == Bool && (c.Value == "1" || c.Value == "true"):
		return "TRUE"
	case c.Type == Bool:
		return "FALSE"
	}
	return c.Value
}
