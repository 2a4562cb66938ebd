package main

import (
	"encoding/xml"
	"math/big"
	"path"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A second reader of workbooks, from the file format alone, so that what the
// program reads and writes is seen through other eyes than excelize's.

type workbook struct{ sheets []worksheet }

type worksheet struct {
	name string
	rows [][]sheetCell // in order; empty cells are left out
}

// sheetCell is a filled cell: its raw value, and what a spreadsheet shows.
type sheetCell struct {
	ref, raw string
	number   bool
	format   string // number format code
	link     string // internal hyperlink
}

func (w *workbook) sheet(t *testing.T, name string) worksheet {
	t.Helper()
	for _, s := range w.sheets {
		if s.name == name {
			return s
		}
	}
	t.Fatalf("no sheet %s", name)
	return worksheet{}
}

func (s worksheet) at(ref string) (sheetCell, bool) {
	for _, row := range s.rows {
		for _, c := range row {
			if c.ref == ref {
				return c, true
			}
		}
	}
	return sheetCell{}, false
}

// table reads a sheet whose first row names its columns; rows that begin with
// # are comments.
func (s worksheet) table(t *testing.T) (rows []map[string]string) {
	t.Helper()
	names := map[string]string{}
	for i, row := range s.rows {
		values := map[string]string{}
		for _, c := range row {
			column := strings.TrimRight(c.ref, "0123456789")
			if i == 0 {
				names[column] = c.raw
			} else {
				values[names[column]] = c.raw
			}
		}
		if i > 0 && !strings.HasPrefix(row[0].raw, "#") {
			rows = append(rows, values)
		}
	}
	return rows
}

func openWorkbook(t *testing.T, content []byte) *workbook {
	t.Helper()
	parts := bookParts(t, content)
	shared, formats := sharedTexts(t, parts["xl/sharedStrings.xml"]), cellFormats(t, parts["xl/styles.xml"])
	w := &workbook{}
	for _, s := range sheetParts(t, parts) {
		w.sheets = append(w.sheets, worksheet{s[0], sheetRows(t, parts[s[1]], shared, formats)})
	}
	return w
}

func decode(t *testing.T, part []byte, into any) {
	t.Helper()
	if err := xml.Unmarshal(part, into); err != nil {
		t.Fatal(err)
	}
}

// sheetParts lists the sheets' names and parts, in the order of the tabs.
func sheetParts(t *testing.T, parts map[string][]byte) (list [][2]string) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	decode(t, parts["xl/workbook.xml"], &book)
	decode(t, parts["xl/_rels/workbook.xml.rels"], &rels)
	for _, s := range book.Sheets {
		for _, r := range rels.List {
			if r.ID == s.ID {
				target := path.Join("xl", r.Target)
				if strings.HasPrefix(r.Target, "/") {
					target = r.Target[1:]
				}
				list = append(list, [2]string{s.Name, target})
			}
		}
	}
	if len(list) != len(book.Sheets) {
		t.Fatalf("%d sheets, %d parts", len(book.Sheets), len(list))
	}
	return list
}

type richText struct {
	Text string   `xml:"t"`
	Runs []string `xml:"r>t"`
}

func (r richText) String() string { return r.Text + strings.Join(r.Runs, "") }

func sharedTexts(t *testing.T, part []byte) (texts []string) {
	if part == nil {
		return nil
	}
	var table struct {
		Items []richText `xml:"si"`
	}
	decode(t, part, &table)
	for _, item := range table.Items {
		texts = append(texts, item.String())
	}
	return texts
}

// Built-in number formats that need no code in the file (ECMA-376 18.8.30).
var builtInFormats = map[int]string{0: "General", 1: "0", 2: "0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 49: "@"}

func cellFormats(t *testing.T, part []byte) (codes []string) {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	decode(t, part, &styles)
	custom := map[int]string{}
	for _, f := range styles.Formats {
		custom[f.ID] = f.Code
	}
	for _, c := range styles.Cells {
		code, ok := custom[c.Format]
		if !ok {
			code = builtInFormats[c.Format]
		}
		codes = append(codes, code)
	}
	return codes
}

func sheetRows(t *testing.T, part []byte, shared, formats []string) (rows [][]sheetCell) {
	var sheet struct {
		Rows []struct {
			Cells []struct {
				Ref    string   `xml:"r,attr"`
				Style  int      `xml:"s,attr"`
				Type   string   `xml:"t,attr"`
				Value  string   `xml:"v"`
				Inline richText `xml:"is"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
		Links []struct {
			Ref      string `xml:"ref,attr"`
			Location string `xml:"location,attr"`
		} `xml:"hyperlinks>hyperlink"`
	}
	decode(t, part, &sheet)
	links := map[string]string{}
	for _, l := range sheet.Links {
		links[l.Ref] = l.Location
	}
	for _, r := range sheet.Rows {
		var row []sheetCell
		for _, c := range r.Cells {
			cell := sheetCell{ref: c.Ref, raw: c.Value, format: formats[c.Style], link: links[c.Ref]}
			switch c.Type {
			case "s":
				i, err := strconv.Atoi(c.Value)
				if err != nil {
					t.Fatal(err)
				}
				cell.raw = shared[i]
			case "inlineStr":
				cell.raw = c.Inline.String()
			case "", "n":
				cell.number = c.Value != ""
			}
			if cell.raw != "" {
				row = append(row, cell)
			}
		}
		if row != nil {
			rows = append(rows, row)
		}
	}
	return rows
}

// shown is what a spreadsheet shows of a cell: literals in quotes, one run of
// zeros, a percent sign, and a section of its own for negative numbers.
func (c sheetCell) shown(t *testing.T) string {
	t.Helper()
	if !c.number || c.format == "@" || c.format == "General" {
		return c.raw
	}
	if strings.HasPrefix(c.format, "yyyy") {
		return c.dated(t)
	}
	n := rat(t, c.raw)
	sections := strings.Split(c.format, ";")
	code, sign := sections[0], ""
	if n.Sign() < 0 {
		if n = new(big.Rat).Neg(n); len(sections) > 1 {
			code = sections[1]
		} else {
			sign = "-"
		}
	}
	return sign + formatted(t, code, n)
}

func formatted(t *testing.T, code string, n *big.Rat) (text string) {
	t.Helper()
	if strings.Contains(strings.ReplaceAll(code, `"%"`, ""), "%") {
		n = mul(n, whole(100))
	}
	for i := 0; i < len(code); {
		rest := code[i:]
		switch {
		case rest[0] == '"':
			literal, _, _ := strings.Cut(rest[1:], `"`)
			text += literal
			i += len(literal) + 2
		case rest[0] == '0':
			zeros := rest[:len(rest)-len(strings.TrimLeft(rest, "0."))]
			_, decimals, _ := strings.Cut(zeros, ".")
			text += n.FloatString(len(decimals))
			i += len(zeros)
		case rest[0] == '%':
			text += "%"
			i++
		default:
			t.Fatalf("number format %q is beyond this judge", code)
		}
	}
	return text
}

// dated is what a spreadsheet shows of a number of days since 30 December 1899.
func (c sheetCell) dated(t *testing.T) string {
	t.Helper()
	layout, known := map[string]string{"yyyy-mm-dd": time.DateOnly, "yyyy-mm-dd hh:mm": "2006-01-02 15:04"}[c.format]
	if !known {
		t.Fatalf("date format %q is beyond this judge", c.format)
	}
	minutes := mul(rat(t, c.raw), whole(24*60)).FloatString(0)
	n, err := strconv.Atoi(minutes)
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(1899, 12, 30, 0, n, 0, 0, time.UTC).Format(layout)
}

// plain is a cell of a return as the program's answers spell it: a date in
// ISO, a number as typed, text as it stands.
func (c sheetCell) plain(t *testing.T) string {
	t.Helper()
	if c.number && strings.ContainsAny(c.format, "yd") {
		days, err := strconv.Atoi(c.raw)
		if err != nil {
			t.Fatalf("%s: a date with a time of day: %s", c.ref, c.raw)
		}
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days).Format(time.DateOnly)
	}
	return c.raw
}

func TestJudgesReader(t *testing.T) {
	for _, c := range []struct{ raw, format, want string }{
		{"16.7", `"+"0.0`, "+16.7"},
		{"-13.3", `0.0"黄";"−"0.0"黄"`, "−13.3黄"},
		{"30", "0.00", "30.00"},
		{"0.885", "0.0%", "88.5%"},
		{"-5", "0.00", "-5.00"},
		{"45184", "yyyy-mm-dd", "2023-09-15"},
		{"45184.434027777778", "yyyy-mm-dd hh:mm", "2023-09-15 10:25"},
	} {
		if got := (sheetCell{raw: c.raw, number: true, format: c.format}).shown(t); got != c.want {
			t.Errorf("%s as %s shows %s, want %s", c.raw, c.format, got, c.want)
		}
	}
	// 2023-09-15 is day 45184 of Excel's calendar.
	if got := (sheetCell{raw: "45184", number: true, format: "yyyy-mm-dd"}).plain(t); got != "2023-09-15" {
		t.Errorf("day 45184 is read as %s", got)
	}
}
