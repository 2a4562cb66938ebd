// Package output gives out what was judged: documents as plain data (title,
// paragraphs, tables, charts), built here, drawn by pdf, xlsx and docx.
//
// Start at Document. A document holds everything that is printed; only
// output/pdf knows fonts and millimetres. One file a kind of document.
package output

import (
	"tongbao/ingest"
	"tongbao/ingest/exact"
)

// Document is one document to be drawn.
type Document struct {
	Kind      string   // 月通报, 季评比 …
	RedHead   string   // 发文机关标志 without 文件; "" for a report without a red head
	Number    string   // 发文字号, “沁招商办〔2023〕9号”; "" in a draft
	Title     []string // title cut at its word ends, in order; lines break only between the parts
	To        string   // 主送机关, without colon
	Body      []Block
	Annexes   []Annex
	Charts    []*Chart // in the workbook alone, beside what the text says
	Signature string   // 署名
	Date      string   // 成文日期 2023年10月16日
	Note      string   // 附注, without brackets
	CopyTo    string   // 抄送, without the word and the full stop
	PrintedBy string   // 印发机关
	PrintedOn string   // 印发日期
	DraftMark string   // 送审稿, 公示稿: printed visibly on every page; "" when final
	Author    string   // PDF metadata
	Subject   string
	Traces    map[string]Trace // by Span.Figure and Cell.Figure
}

// Trace is what a printed figure rests on: cells, or other figures of the same
// document.
type Trace struct {
	Value   string // as printed
	Formula string
	Inputs  []ingest.Source
	Of      []string // keys of figures that this one was computed from
}

// Annex is a 附件, beginning on a page of its own.
type Annex struct {
	Title     string
	Landscape bool // turned 90°, the page stays portrait
	Body      []Block
}

// Block is a Heading, Paragraph, *Table, *Chart or PageBreak.
type Block interface{ block() }

// Heading levels follow GB/T 9704: 1 “一、” 黑体, 2 “（一）” 楷体, 3 “1.” 仿宋.
type Heading struct {
	Level int
	Text  string
}

// Paragraph is indented two characters. A Lead is set in 楷体 and runs into
// the text: “（一）签约金额。”
type Paragraph struct {
	Lead   string
	Text   []Span
	Flush  bool // no indent
	Centre bool
}

// Span is a piece of text. Figure names the traced figure it prints, "" for
// plain words. Label says that its digits name something (a date, a document
// number, a project, quoted words) and so rest on no trace.
type Span struct {
	Text   string
	Figure string
	Label  bool
}

// Plain makes a paragraph's text of one untraced span.
func Plain(s string) []Span { return []Span{{Text: s}} }

// Join is the text of the spans.
func Join(spans []Span) string {
	s := ""
	for _, x := range spans {
		s += x.Text
	}
	return s
}

// Table is a table with a header row or two that repeats on every page.
type Table struct {
	Caption string // centred above
	Unit    string // “单位：亿元”, right above the table
	Columns []Column
	Head    [][]HeadCell // rows of the head; nil: one row of the columns' names
	Rows    [][]Cell     // parallel to Columns
	Total   bool         // the last row is a total: set in 黑体
	Notes   []string     // under the table: 注：…
}

// Column of a table. Width is a share of the table's width.
type Column struct {
	Name  string
	Width float64
	Align Align
}

// HeadCell spans Columns columns and Rows rows of the head.
type HeadCell struct {
	Text          string
	Columns, Rows int
}

// Align of a column's cells.
type Align int

const (
	Left Align = iota
	Centre
	Right
)

// Cell is a table cell. Text is what is printed; Num is the same as a number
// for xlsx, nil for text. Figure names the traced figure.
type Cell struct {
	Text     string
	Num      *exact.Num
	Decimals int
	Figure   string
	Label    bool  // digits name something, as in Span
	Shade    Shade // readable in black and white: also said in the text
}

// Shade marks a cell.
type Shade int

const (
	NoShade Shade = iota
	GreenShade
	YellowShade
	RedShade
)

// Chart is a bar chart, one group a label; drawn as vectors, readable in grey.
type Chart struct {
	Title  string
	Unit   string
	Labels []string
	Series []Series
	Marks  []exact.Num // 时序 mark across each label's bars; nil for none
	Keys   []string    // traced figures that the marks show, parallel to them
	Mark   string      // legend of the marks
	Range  string      // legend of the part between the ends of a range
}

// Series is one bar a label; a nil value draws none.
type Series struct {
	Name   string
	Values []*exact.Num
	Ends   []*exact.Num // the other end of a value that is a range; nil for none
	Texts  []string     // printed at the bar's end
	Keys   []string     // traced figures that Texts print, parallel to it
}

// PageBreak begins a new page.
type PageBreak struct{}

func (Heading) block()   {}
func (Paragraph) block() {}
func (*Table) block()    {}
func (*Chart) block()    {}
func (PageBreak) block() {}
