package scheme

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/sheet"
	"tongbao/templates"
)

// Defaults returns the tables of the built-in scheme.
func Defaults() []Table { return fromFiles(templates.Scheme()) }

// RegisterDefaults returns the tables of an empty register.
func RegisterDefaults() []Table { return fromFiles(templates.Register()) }

func fromFiles(files []templates.File) []Table {
	var tables []Table
	for _, f := range files {
		tables = append(tables, ParseTSV(f.Name, f.Text))
	}
	return tables
}

// FromDir reads every .tsv of a folder as a table named for the file.
func FromDir(dir fs.FS) ([]Table, error) {
	names, err := fs.Glob(dir, "*.tsv")
	if err != nil {
		return nil, fmt.Errorf("scheme: list tables: %w", err)
	}
	var tables []Table
	for _, n := range names {
		b, err := fs.ReadFile(dir, n)
		if err != nil {
			return nil, fmt.Errorf("scheme: read table: %w", err)
		}
		tables = append(tables, ParseTSV(strings.TrimSuffix(n, ".tsv"), string(b)))
	}
	return tables, nil
}

// ParseTSV reads a tab-separated table: the first line names the columns, \n
// in a cell is a line break, blank lines and lines that begin with # are
// notes.
func ParseTSV(name, text string) Table {
	var grid [][]string
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		cells := strings.Split(strings.TrimSuffix(line, "\r"), "\t")
		for i := range cells {
			cells[i] = strings.ReplaceAll(cells[i], `\n`, "\n")
		}
		grid = append(grid, cells)
	}
	return fromGrid(name, grid)
}

// introSheet explains a written-out workbook and holds no table.
const introSheet = "说明"

// FromWorkbook returns the sheets of an office workbook as tables. Dates are
// written 2023-09-05 and numbers as plain decimals, so that a table means the
// same from a workbook and from text. Sheets whose name begins with # are
// notes, as is 说明.
func FromWorkbook(wb *sheet.Workbook) []Table {
	var tables []Table
	for _, s := range wb.Sheets {
		if strings.HasPrefix(s.Name, "#") || s.Name == introSheet {
			continue
		}
		var grid [][]string
		for _, r := range s.Rows {
			for len(grid) < r.Number {
				grid = append(grid, nil)
			}
			grid[r.Number-1] = rowText(r, wb.Date1904)
		}
		tables = append(tables, fromGrid(s.Name, grid))
	}
	return tables
}

func rowText(r sheet.Row, date1904 bool) []string {
	var cells []string
	for _, c := range r.Cells {
		for len(cells) < c.Column {
			cells = append(cells, "")
		}
		cells[c.Column-1] = cellText(c, date1904)
	}
	return cells
}

// cellText is the cell as the office reads it. A date cell that is not a
// whole day stays a number, which the loader then refuses by its column.
func cellText(c sheet.Cell, date1904 bool) string {
	if c.Type != sheet.Number {
		return c.Value
	}
	if c.IsDate {
		if d, ok := serialDay(c.Num, date1904); ok {
			return d.String()
		}
	}
	return c.Num.String()
}

// serialDay turns a spreadsheet day number into a date. Day 60 of the 1900
// system is 1900-02-29, which never was; the days after it count from
// 1899-12-30.
func serialDay(n exact.Num, date1904 bool) (ingest.Date, bool) {
	days, err := strconv.Atoi(n.String())
	if err != nil || days <= 60 && !date1904 || days < 0 || days > 2958465 {
		return ingest.Date{}, false
	}
	if date1904 {
		return ingest.Date{Year: 1904, Month: 1, Day: 1}.AddDays(days), true
	}
	return ingest.Date{Year: 1899, Month: 12, Day: 30}.AddDays(days), true
}

// fromGrid takes the first row that is neither blank nor a note as the header.
func fromGrid(name string, grid [][]string) Table {
	t := Table{Sheet: strings.TrimSpace(name)}
	for i, cells := range grid {
		clean := cleanCells(cells)
		switch first := firstText(clean); {
		case first == "" || strings.HasPrefix(first, "#"):
		case t.Columns == nil:
			t.Header, t.Columns = i+1, clean
		default:
			t.Rows = append(t.Rows, Row{Number: i + 1, Cells: clean})
		}
	}
	return t
}

func cleanCells(cells []string) []string {
	clean := make([]string, len(cells))
	for i, c := range cells {
		clean[i] = norm.NFC.String(strings.TrimFunc(strings.ReplaceAll(c, "\r\n", "\n"), invisible))
	}
	for len(clean) > 0 && clean[len(clean)-1] == "" {
		clean = clean[:len(clean)-1]
	}
	return clean
}

// invisible is what people cannot see at the ends of a cell.
func invisible(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '\u3000' || r == '\ufeff' || r == '\u200b'
}

func firstText(cells []string) string {
	for _, c := range cells {
		if c != "" {
			return c
		}
	}
	return ""
}

// letters is the name of a 1-based column: 1 is A, 27 is AA.
func letters(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

func cellName(column, row int) string { return fmt.Sprintf("%s%d", letters(column+1), row) }

// plainHeader makes headers comparable: blanks dropped, brackets half-width.
func plainHeader(s string) string {
	return strings.NewReplacer("（", "(", "）", ")", " ", "", "\n", "", "　", "").Replace(s)
}
