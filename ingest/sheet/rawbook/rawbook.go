// Package rawbook writes small workbooks as raw zip and XML, so that tests can
// plant damage exactly where they want it. It is for tests only: no program
// code imports it.
//
// Start at Book.Bytes for an ordinary workbook; Book.Parts and Zip let a test
// change any byte in between.
package rawbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"strings"
)

// Cell is one cell's XML: type, value, formula, style.
type Cell struct {
	T, V, F string
	S       int
}

// Styles that every Book has, as indexes for Cell.S.
const (
	General = iota
	DateStyle
	PercentStyle
	CJKDateStyle // yyyy"年"m"月"d"日"
	MonthStyle   // yyyy"年"m"月"
	WanStyle     // 0.00"万元"
	DollarStyle  // [$$-409]#,##0.00
	StruckStyle  // struck through
	PaleStyle    // white on no ground
	HeadingStyle // white on blue
	InkedStyle   // blue on blue
)

// Num is a number as it stands in the file, Date a date serial.
func Num(v string) Cell  { return Cell{V: v} }
func Date(v string) Cell { return Cell{V: v, S: DateStyle} }

// Formula is a formula with its stored value; "" is a formula never calculated.
func Formula(f, v string) Cell { return Cell{F: f, V: v} }

// Sheet is one sheet. Rows[i] is row i+1; an element is nil (no cell), a
// string (shared string) or a Cell.
type Sheet struct {
	Name       string
	Hidden     bool
	Rows       [][]any
	Merges     []string
	HiddenRows []int
	Cols       string // raw <cols> content
	Tail       string // raw elements behind the merges
}

// Book is a workbook.
type Book struct {
	Sheets   []Sheet
	Date1904 bool
	More     []Part // further parts: drawings, comments, relations
}

// Part is a zip entry.
type Part struct{ Name, Content string }

// File is a Part.
func File(name, content string) Part { return Part{name, content} }

const (
	main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	pkg  = "http://schemas.openxmlformats.org/package/2006"
	head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// Parts builds the parts of the book, in the order Excel writes them.
func (b Book) Parts() []Part {
	shared := &table{index: map[string]int{}}
	var sheets []Part
	for i, s := range b.Sheets {
		sheets = append(sheets, Part{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), s.xml(shared)})
	}
	list := []Part{
		{"[Content_Types].xml", b.types()},
		{"_rels/.rels", head + fmt.Sprintf(`<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>`, pkg, rels)},
		{"xl/workbook.xml", b.workbook()},
		{"xl/_rels/workbook.xml.rels", b.relations()},
	}
	list = append(list, sheets...)
	return append(append(list, Part{"xl/styles.xml", styles}, Part{"xl/sharedStrings.xml", shared.xml()}), b.More...)
}

// Bytes is the whole file.
func (b Book) Bytes() []byte { return Zip(b.Parts()) }

// Beside adds a part that a sheet (0 is the first) points at: kind is the last
// step of the relationship's type, drawing or comments.
func (b *Book) Beside(sheet int, kind, content string) {
	name := fmt.Sprintf("xl/beside%d.xml", len(b.More))
	b.More = append(b.More, Part{name, head + content},
		Part{fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", sheet+1), head + fmt.Sprintf(`<Relationships xmlns="%s/relationships"><Relationship Id="rId1" Type="%s/%s" Target="/%s"/></Relationships>`, pkg, rels, kind, name)})
}

// Zip packs parts, deflated.
func Zip(parts []Part) []byte {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, p := range parts {
		f, err := w.Create(p.Name)
		if err == nil {
			_, err = f.Write([]byte(p.Content))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

// Replace returns the parts with old replaced by new in the named part. It
// panics when there is nothing to replace: a test that plants no damage proves
// nothing.
func Replace(parts []Part, name, old, new string) []Part {
	var list []Part
	done := false
	for _, p := range parts {
		if p.Name == name && strings.Contains(p.Content, old) {
			p.Content = strings.Replace(p.Content, old, new, 1)
			done = true
		}
		list = append(list, p)
	}
	if !done {
		panic("rawbook: no " + old + " in " + name)
	}
	return list
}

func (b Book) types() string {
	var x strings.Builder
	fmt.Fprintf(&x, head+`<Types xmlns="%s/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/>`, pkg, kind)
	for i := range b.Sheets {
		fmt.Fprintf(&x, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, kind)
	}
	fmt.Fprintf(&x, `<Override PartName="/xl/styles.xml" ContentType="%sstyles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="%ssharedStrings+xml"/></Types>`, kind, kind)
	return x.String()
}

func (b Book) workbook() string {
	var x strings.Builder
	fmt.Fprintf(&x, head+`<workbook xmlns="%s" xmlns:r="%s">`, main, rels)
	if b.Date1904 {
		x.WriteString(`<workbookPr date1904="1"/>`)
	}
	x.WriteString(`<sheets>`)
	for i, s := range b.Sheets {
		state := ""
		if s.Hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&x, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, html.EscapeString(s.Name), i+1, state, i+1)
	}
	x.WriteString(`</sheets></workbook>`)
	return x.String()
}

func (b Book) relations() string {
	var x strings.Builder
	fmt.Fprintf(&x, head+`<Relationships xmlns="%s/relationships">`, pkg)
	for i := range b.Sheets {
		fmt.Fprintf(&x, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, rels, i+1)
	}
	fmt.Fprintf(&x, `<Relationship Id="rIdA" Type="%s/styles" Target="styles.xml"/><Relationship Id="rIdB" Type="%s/sharedStrings" Target="sharedStrings.xml"/></Relationships>`, rels, rels)
	return x.String()
}

const styles = head + `<styleSheet xmlns="` + main + `"><numFmts count="4"><numFmt numFmtId="177" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="178" formatCode="0.00&quot;万元&quot;"/><numFmt numFmtId="179" formatCode="[$$-409]#,##0.00"/><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></numFmts><fonts count="4"><font><sz val="11"/></font><font><strike/><sz val="11"/></font><font><sz val="11"/><color theme="0"/></font><font><sz val="11"/><color rgb="FF1F4E79"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF1F4E79"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="11"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="178"/><xf numFmtId="179"/><xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="2"/><xf numFmtId="0" fontId="2" fillId="2"/><xf numFmtId="0" fontId="3" fillId="2"/></cellXfs></styleSheet>`

type table struct {
	index map[string]int
	items []string
}

func (t *table) of(s string) int {
	i, ok := t.index[s]
	if !ok {
		i = len(t.items)
		t.index[s] = i
		t.items = append(t.items, s)
	}
	return i
}

func (t *table) xml() string {
	var x strings.Builder
	fmt.Fprintf(&x, head+`<sst xmlns="%s" count="%d" uniqueCount="%d">`, main, len(t.items), len(t.items))
	for _, s := range t.items {
		fmt.Fprintf(&x, `<si><t xml:space="preserve">%s</t></si>`, html.EscapeString(s))
	}
	x.WriteString(`</sst>`)
	return x.String()
}

func (s Sheet) xml(shared *table) string {
	var x strings.Builder
	fmt.Fprintf(&x, head+`<worksheet xmlns="%s">`, main)
	if s.Cols != "" {
		x.WriteString(`<cols>` + s.Cols + `</cols>`)
	}
	x.WriteString(`<sheetData>`)
	for i, row := range s.Rows {
		if len(row) == 0 {
			continue
		}
		hidden := ""
		for _, h := range s.HiddenRows {
			if h == i+1 {
				hidden = ` hidden="1"`
			}
		}
		fmt.Fprintf(&x, `<row r="%d"%s>`, i+1, hidden)
		for j, v := range row {
			writeCell(&x, fmt.Sprintf("%s%d", column(j+1), i+1), v, shared)
		}
		x.WriteString(`</row>`)
	}
	x.WriteString(`</sheetData>`)
	if len(s.Merges) > 0 {
		fmt.Fprintf(&x, `<mergeCells count="%d">`, len(s.Merges))
		for _, m := range s.Merges {
			fmt.Fprintf(&x, `<mergeCell ref="%s"/>`, m)
		}
		x.WriteString(`</mergeCells>`)
	}
	x.WriteString(s.Tail + `</worksheet>`)
	return x.String()
}

func writeCell(x *strings.Builder, ref string, v any, shared *table) {
	switch v := v.(type) {
	case nil:
	case string:
		fmt.Fprintf(x, `<c r="%s" t="s"><v>%d</v></c>`, ref, shared.of(v))
	case Cell:
		fmt.Fprintf(x, `<c r="%s"`, ref)
		if v.S != 0 {
			fmt.Fprintf(x, ` s="%d"`, v.S)
		}
		if v.T != "" {
			fmt.Fprintf(x, ` t="%s"`, v.T)
		}
		x.WriteString(`>`)
		if v.F != "" {
			fmt.Fprintf(x, `<f>%s</f>`, html.EscapeString(v.F))
		}
		if v.V != "" {
			fmt.Fprintf(x, `<v>%s</v>`, html.EscapeString(v.V))
		}
		x.WriteString(`</c>`)
	default:
		panic(fmt.Sprintf("rawbook: cell %s is a %T", ref, v))
	}
}

func column(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
