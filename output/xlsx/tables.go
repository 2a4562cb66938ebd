package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Workbook is an office workbook (方案, 台账) to be written: plain tables of
// text, one a sheet, header in row 1, that a person edits and the loader
// reads back.
type Workbook struct {
	Intro  []string // lines of a first sheet 说明, which also lists the tables; none: no such sheet
	Tables []Table
	Stamp  Stamp
}

// IntroSheet is the sheet of an office workbook that explains it. It holds no
// table; loaders pass over it.
const IntroSheet = "说明"

// Table is one sheet. Rows run parallel to Columns; a short row is blank at
// its end.
type Table struct {
	Sheet   string
	Help    string // what the sheet is for, on 说明
	Columns []Column
	Rows    [][]string
}

// Column is a column of a table.
type Column struct {
	Name    string
	Help    string   // shown as the header's comment
	Choices []string // dropdown; another value is questioned, not refused
	Width   float64  // in digits; 0 fits the content
}

// spareRows is how many empty rows below a table take its dropdowns.
const spareRows = 500

// Tables writes an office workbook. Every cell is text, so that codes keep
// their zeros and dates stay as they were typed.
func Tables(in Workbook) ([]byte, error) {
	b := newBook()
	if len(in.Intro) > 0 {
		b.page(IntroSheet).intro(in)
	}
	for _, t := range in.Tables {
		if name := sheetName(t.Sheet, b.taken); name != t.Sheet {
			return nil, fmt.Errorf("xlsx: %q cannot name a sheet", t.Sheet)
		}
		b.page(t.Sheet).table(t)
	}
	return b.finish(in.Stamp)
}

func (p *page) intro(in Workbook) {
	p.width(1, 22)
	p.width(2, 100)
	row := 1
	for i, line := range in.Intro {
		l := helpLook.sized(12).inked("").faced(bodyFont)
		if i == 0 {
			l = titleLook.at("left")
		}
		p.banner(1, row, 2, line, l)
		p.height(row, max(24, heightOf(line, 118)))
		row++
	}
	row++
	p.text(1, row, "工作表", headLook)
	p.text(2, row, "用途", headLook)
	for _, t := range in.Tables {
		row++
		p.text(1, row, t.Sheet, linkLook.boxed().inset())
		p.link(1, row, t.Sheet, "A1")
		p.text(2, row, t.Help, cellLook.inset())
		p.height(row, max(20, heightOf(t.Help, 98)))
	}
	p.hideGrid()
	p.printSetup(printing{landscape: true, centre: p.name})
}

func (p *page) table(t Table) {
	last := 1 + len(t.Rows)
	body := look{border: true, across: "left", down: "top", wrap: true, format: "@"}
	for i, c := range t.Columns {
		col := i + 1
		p.width(col, t.widthOf(i))
		p.try(p.f.SetColStyle(p.name, column(col), p.style(look{across: "left", down: "top", wrap: true, format: "@"})))
		p.text(col, 1, c.Name, headLook)
		p.explain(col, c)
		p.offer(col, c, last+spareRows)
	}
	for r, cells := range t.Rows {
		for i := range t.Columns {
			s := ""
			if i < len(cells) {
				s = cells[i]
			}
			p.text(i+1, r+2, s, body)
		}
		p.fitRow(r+2, cells[:min(len(cells), len(t.Columns))])
	}
	p.height(1, 24)
	p.freeze(1, len(t.Columns))
	if len(t.Columns) > 0 {
		p.try(p.f.AddIgnoredErrors(p.name, "A1:"+ref(len(t.Columns), last+spareRows), excelize.IgnoredErrorsNumberStoredAsText))
	}
	p.printSetup(printing{landscape: true, repeat: 1, centre: p.name})
}

// explain puts the column's help on its header as a comment.
func (p *page) explain(col int, c Column) {
	if c.Help == "" {
		return
	}
	text := clean(c.Help)
	p.try(p.f.AddComment(p.name, excelize.Comment{
		Cell: ref(col, 1), Author: "tongbao", Width: 260, Height: uint(20 * (1 + linesIn(text, 34))),
		Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Family: bodyFont, Size: 10}}},
	}))
}

// offer gives the column's cells a dropdown.
func (p *page) offer(col int, c Column, last int) {
	choices := cleanAll(c.Choices)
	if len(choices) == 0 || !inline(choices) {
		return
	}
	dv := excelize.NewDataValidation(true)
	dv.Sqref = ref(col, 2) + ":" + ref(col, last)
	p.try(dv.SetDropList(choices))
	dv.SetError(excelize.DataValidationErrorStyleWarning, "请核对", "不在可选值之内。")
	p.try(p.f.AddDataValidation(p.name, dv))
}

// widthOf fits the widest cell, within reason.
func (t Table) widthOf(i int) float64 {
	c := t.Columns[i]
	if c.Width > 0 {
		return min(c.Width, excelize.MaxColumnWidth)
	}
	w := displayWidth(c.Name) + 3
	for _, cells := range t.Rows {
		if i < len(cells) {
			w = max(w, displayWidth(cells[i])+2)
		}
	}
	return float64(min(max(w, 10), 48))
}
