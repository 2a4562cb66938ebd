package scheme

import (
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/text/unicode/norm"

	"tongbao/ingest"
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
			grid[r.Number-1] = rowText(r)
		}
		tables = append(tables, fromGrid(s.Name, grid))
	}
	return tables
}

func rowText(r sheet.Row) []string {
	var cells []string
	for _, c := range r.Cells {
		for len(cells) < c.Column {
			cells = append(cells, "")
		}
		cells[c.Column-1] = cellText(c)
	}
	return cells
}

// errorMark begins the text of a cell that a formula left without a value. No
// cell can hold it, so that #REF! is told apart from a note.
const errorMark = "\x00"

// timeMark begins the text of a cell that Excel took for a time of day. No
// column holds one: somebody typed 6:4.
const timeMark = "\x01"

func cellText(c sheet.Cell) string {
	if clock, ok := c.Clock(); ok {
		return timeMark + clock
	}
	switch {
	case c.Type == sheet.Error:
		return errorMark + c.Value
	case c.Type == sheet.NoCache:
		return errorMark + "没有计算结果的公式"
	case c.IsDate && c.Day != ingest.Date{}:
		return c.Day.String()
	case c.Type == sheet.Number:
		return c.Num.String()
	}
	return c.Value
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
func plainHeader(s string) string { return headerSpelling.Replace(s) }

var headerSpelling = strings.NewReplacer("（", "(", "）", ")", " ", "", "\n", "", "　", "")

// At is the text of a cell by its A1 name, "" when there is none.
func (t Table) At(cell string) string {
	for _, row := range t.Rows {
		for i, text := range row.Cells {
			if cellName(i, row.Number) == cell {
				return text
			}
		}
	}
	return ""
}
