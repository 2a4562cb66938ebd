package xlsx

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/output"
)

const (
	textSheet   = "正文"
	sourceSheet = "来源"
	// ChartSheet begins the names of sheets that only the workbook has.
	ChartSheet = "对照图"
)

// Document writes a document's figures as a workbook: the wording on 正文,
// every table and annex as typed cells that print the same digits, charts as
// native charts beside their data, and on 来源 what each traced figure rests
// on. The same document gives the same bytes.
func Document(d *output.Document) ([]byte, error) {
	content, _, err := DocumentPlaces(d, Names{})
	return content, err
}

// Names are what 来源 calls things, and where it leads to. What is nil or ""
// prints a key or a code as it stands, and leads nowhere.
type Names struct {
	Figure    func(key, formula string) string
	TaskForce func(code string) string
	Archive   string // folder of the kept files as seen from the workbook: ../../archive
}

func (n Names) figure(key string, t output.Trace) string {
	if n.Figure == nil {
		return key
	}
	return n.Figure(key, t.Formula)
}

func (n Names) taskForce(code string) string {
	if n.TaskForce == nil {
		return code
	}
	return n.TaskForce(code)
}

// Spot is where a traced figure stands in a document: its cell in the workbook,
// and what a reader of the printed page would call it.
type Spot struct {
	ingest.Place
	Words string // 二、目标完成情况第2段; 附件1…表，第3行（开发区），“签约金额（亿元）·累计”栏
}

// DocumentPlaces is Document, with every spot that a traced figure stands at,
// in reading order; a place that prints it twice is there twice.
func DocumentPlaces(d *output.Document, names Names) ([]byte, map[string][]Spot, error) {
	w := &documentWriter{book: newBook(), doc: d, names: names, at: map[string]placed{}}
	w.text = w.page(textSheet)
	w.body()
	for _, a := range d.Annexes {
		w.annex(a)
	}
	for i, c := range d.Charts {
		p := w.page(sheetName(ChartSheet+itoa(i+1)+" "+c.Title, w.taken))
		w.chart(p, c, 1)
		p.printSetup(printing{landscape: true, centre: p.name})
	}
	w.sources()
	content, err := w.finish(Stamp{Title: joined(d.Title), Creator: d.Author, At: dateOf(d.Date)})
	places := map[string][]Spot{}
	for figure, p := range w.at {
		places[figure] = p.all
	}
	return content, places, err
}

// dateOf reads 成文日期; a draft without one gives no time.
func dateOf(chinese string) time.Time {
	t, err := time.ParseInLocation("2006年1月2日", chinese, ingest.Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

func joined(title []string) string {
	s := ""
	for _, part := range title {
		s += part
	}
	return s
}

// titleLines sets a title in lines that end at its word ends only.
func titleLines(title []string) string {
	const width = bodyWidth * 11 / 16 // digits of titleLook's size on a line
	lines := []string{""}
	for _, part := range title {
		if last := lines[len(lines)-1]; last != "" && displayWidth(last+part) > width {
			lines = append(lines, "")
		}
		lines[len(lines)-1] += part
	}
	return strings.Join(lines, "\n")
}

// placed is where a traced figure stands in the workbook: first, and in all.
type placed struct {
	ingest.Place
	order int
	all   []Spot
}

type documentWriter struct {
	*book
	doc            *output.Document
	names          Names
	text           *page
	row            int    // of text, last written
	heading        string // last one passed; names a table that has no caption
	section        string // the same as printed, with its number
	paragraphs     int    // since it
	tables, charts int
	at             map[string]placed
}

// note remembers a place that a traced figure stands at, and how it is called.
func (w *documentWriter) note(figure string, p *page, col, row int, words string) {
	if figure == "" {
		return
	}
	here := Spot{ingest.Place{Sheet: p.name, Cell: ref(col, row)}, words}
	at, seen := w.at[figure]
	if !seen {
		at = placed{Place: here.Place, order: len(w.at)}
	}
	at.all = append(at.all, here)
	w.at[figure] = at
}

// bodyWidth fits a portrait page.
const bodyWidth = 80

func (w *documentWriter) body() {
	d := w.doc
	w.text.width(1, bodyWidth)
	if d.DraftMark != "" {
		w.line(d.DraftMark, look{font: headFont, size: 14, across: "right"})
	}
	w.line(d.RedHead, look{font: headFont, size: 18, colour: "C00000", across: "center", wrap: true})
	w.line(d.Number, look{across: "center"})
	w.line(titleLines(d.Title), titleLook.wrapped())
	if d.To != "" {
		w.line(d.To+"：", bodyLook)
	}
	for _, b := range d.Body {
		w.block(b)
	}
	for i, a := range d.Annexes {
		w.goTo("附件"+itoa(i+1)+"："+a.Title, w.annexName(i))
	}
	w.line(d.Signature, look{across: "right"})
	w.line(d.Date, look{across: "right"})
	if d.Note != "" {
		w.line("（"+d.Note+"）", bodyLook)
	}
	if d.CopyTo != "" {
		w.line("抄送："+d.CopyTo+"。", bodyLook)
	}
	w.text.hideGrid()
	w.text.printSetup(printing{centre: textSheet, left: d.Number})
}

var bodyLook = look{across: "left", wrap: true}

// line writes one row of 正文; an absent text takes no row.
func (w *documentWriter) line(s string, l look) {
	if s == "" {
		return
	}
	w.row++
	w.text.text(1, w.row, s, l)
	size := l.size
	if size == 0 {
		size = 11
	}
	w.text.height(w.row, float64(linesIn(s, bodyWidth*11/size-2))*size*1.5+6)
}

func (w *documentWriter) block(b output.Block) {
	switch b := b.(type) {
	case output.Heading:
		w.heading = unnumbered(b.Text)
		w.section, w.paragraphs = b.Text, 0
		w.line(b.Text, look{font: headFont, across: "left", wrap: true})
	case output.Paragraph:
		w.line(paragraph(b), bodyLook)
		w.paragraphs++
		for _, s := range b.Text {
			w.note(s.Figure, w.text, 1, w.row, cmp.Or(w.section, textSheet)+"第"+itoa(w.paragraphs)+"段")
		}
	case *output.Table:
		w.tables++
		p := w.page(sheetName("表"+itoa(w.tables)+" "+cmp.Or(b.Caption, w.heading), w.taken))
		w.only(p, b)
		w.goTo("（见“"+p.name+"”工作表）", p.name)
	case *output.Chart:
		w.charts++
		p := w.page(sheetName("图"+itoa(w.charts)+" "+b.Title, w.taken))
		w.chart(p, b, 1)
		p.printSetup(printing{landscape: true, centre: p.name})
		w.goTo("（见“"+p.name+"”工作表）", p.name)
	}
}

// unnumbered is a heading without its “一、” or “（一）”.
func unnumbered(s string) string {
	return regexp.MustCompile(`^(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|[0-9]+\.)`).ReplaceAllString(s, "")
}

func paragraph(b output.Paragraph) string {
	s := b.Lead + output.Join(b.Text)
	if b.Flush || b.Centre {
		return s
	}
	return "　　" + s
}

// goTo writes a line that leads to another sheet.
func (w *documentWriter) goTo(s, sheet string) {
	w.line(s, linkLook)
	w.text.link(1, w.row, sheet, "A1")
}

// annexName is the sheet an annex will stand on; annexes are drawn after the
// text that leads to them.
func (w *documentWriter) annexName(i int) string {
	reserved := map[string]bool{}
	for n := 0; ; n++ {
		name := sheetName("附件"+itoa(n+1)+" "+w.doc.Annexes[n].Title, func(s string) bool { return w.taken(s) || reserved[s] })
		if n == i {
			return name
		}
		reserved[name] = true
	}
}

func (w *documentWriter) annex(a output.Annex) {
	n := 0
	for _, p := range w.pages {
		if p.annexed {
			n++
		}
	}
	p := w.page(sheetName("附件"+itoa(n+1)+" "+a.Title, w.taken))
	p.annexed, w.section = true, ""
	if len(a.Body) == 1 {
		if t, is := a.Body[0].(*output.Table); is {
			w.titled(p, a.Title, t)
			return
		}
	}
	p.text(1, 1, a.Title, titleLook.at("left"))
	p.height(1, 30)
	right, tables := w.fitAll(p, a.Body)
	row, head := 3, 1
	for i, b := range a.Body {
		if t, is := b.(*output.Table); is {
			headEnd, next := w.table(p, t, row)
			if tables == 1 && i == len(a.Body)-1 && row <= deepestHead {
				head = headEnd // the only table, after a few lines of text: its head stays in sight
			}
			row = next + 1
			continue
		}
		row = w.annexBlock(p, b, row, right)
	}
	p.freeze(head, right)
	p.printSetup(printing{landscape: true, repeat: head, centre: p.name})
}

// deepestHead is how far down a head may begin and still be kept in sight.
const deepestHead = 5

// fitAll makes a sheet's columns wide enough for all its tables before
// paragraphs are set across them, and counts the tables.
func (w *documentWriter) fitAll(p *page, body []output.Block) (right, tables int) {
	right = 1
	for _, b := range body {
		if t, is := b.(*output.Table); is {
			w.fit(p, t)
			right, tables = max(right, len(t.Columns)), tables+1
		}
	}
	if tables == 0 {
		p.width(1, bodyWidth)
	}
	return right, tables
}

// annexBlock draws what is no table, text across the columns up to right.
func (w *documentWriter) annexBlock(p *page, b output.Block, row, right int) int {
	switch b := b.(type) {
	case output.Heading:
		p.text(1, row, b.Text, look{font: headFont, across: "left"})
		w.section = b.Text
		return row + 1
	case output.Paragraph:
		p.banner(1, row, right, paragraph(b), bodyLook)
		p.height(row, heightOf(paragraph(b), p.widthTo(right)))
		for _, s := range b.Text {
			w.note(s.Figure, p, 1, row, p.name+"，"+w.section)
		}
		return row + 1
	case *output.Chart:
		return w.chart(p, b, row) + 1
	}
	return row
}
