package xlsx

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest"
	"tongbao/ingest/exact"
)

// book is a workbook being written: the one seam over excelize. The first
// error sticks and is reported by finish, so that drawing code reads as the
// sheet does.
type book struct {
	f     *excelize.File
	pages []*page
	looks map[look]int
	err   error
}

// page is one sheet of a book, and how far it is written.
type page struct {
	*book
	name          string
	right, bottom int
	annexed       bool // holds an annex of a document
	streamed      bool // no longer in excelize's hands
}

func newBook() *book {
	b := &book{f: excelize.NewFile(), looks: map[look]int{}}
	b.try(b.f.SetDefaultFont(bodyFont))
	return b
}

// openBook opens a workbook that this package wrote.
func openBook(workbook []byte) (*book, error) {
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		return nil, fmt.Errorf("xlsx: open: %w", err)
	}
	b := &book{f: f, looks: map[look]int{}}
	for _, name := range f.GetSheetList() {
		p := &page{book: b, name: name}
		ref, err := f.GetSheetDimension(name)
		if err != nil {
			return nil, fmt.Errorf("xlsx: open %s: %w", name, err)
		}
		if _, last, found := strings.Cut(ref, ":"); found {
			p.right, p.bottom, _ = excelize.CellNameToCoordinates(last)
		}
		b.pages = append(b.pages, p)
	}
	return b, nil
}

func (b *book) try(err error) {
	if b.err == nil && err != nil {
		b.err = fmt.Errorf("xlsx: %w", err)
	}
}

// page adds a sheet. The name must be one that Excel accepts.
func (b *book) page(name string) *page {
	if b.taken(name) {
		b.try(fmt.Errorf("two sheets named %q", name))
	}
	if len(b.pages) == 0 {
		b.try(b.f.SetSheetName("Sheet1", name))
	} else {
		_, err := b.f.NewSheet(name)
		b.try(err)
	}
	p := &page{book: b, name: name}
	b.pages = append(b.pages, p)
	return p
}

func (b *book) taken(name string) bool { return b.find(name) != nil }

// find returns the sheet of that name, nil when there is none.
func (b *book) find(name string) *page {
	for _, p := range b.pages {
		if strings.EqualFold(p.name, name) {
			return p
		}
	}
	return nil
}

// finish gives the workbook's bytes.
func (b *book) finish(s Stamp) ([]byte, error) {
	b.openOnFirst()
	b.stamp(s)
	return b.bytes()
}

// openOnFirst makes the first sheet the one the workbook opens on. excelize reads
// every sheet for it, a streamed one back into memory: where there are such, it
// is done before the first.
func (b *book) openOnFirst() {
	for _, p := range b.pages {
		if p.streamed {
			return
		}
	}
	b.f.SetActiveSheet(0)
}

func (b *book) bytes() ([]byte, error) {
	for _, p := range b.pages {
		if !p.streamed {
			p.dimension()
		}
	}
	if b.err != nil {
		return nil, b.err
	}
	c := &collector{bufs: map[string]*bytes.Buffer{}}
	b.f.ZipWriter = c.zipWriter
	if _, err := b.f.WriteToBuffer(); err != nil {
		return nil, fmt.Errorf("xlsx: write: %w", err)
	}
	if err := b.f.Close(); err != nil {
		return nil, fmt.Errorf("xlsx: close: %w", err)
	}
	return c.parts().pack()
}

// dimension says how far the sheet reaches.
func (p *page) dimension() {
	p.try(p.f.SetSheetDimension(p.name, "A1:"+ref(max(p.right, 1), max(p.bottom, 1))))
}

func (b *book) stamp(s Stamp) {
	at := s.At
	if at.IsZero() {
		at = zipTime
	}
	when := at.UTC().Format(time.RFC3339)
	b.try(b.f.SetDocProps(&excelize.DocProperties{
		Title: clean(s.Title), Creator: clean(s.Creator), LastModifiedBy: clean(s.Creator), Created: when, Modified: when,
	}))
	b.try(b.f.SetAppProps(&excelize.AppProperties{Application: "tongbao"}))
}

// text writes s as text, whatever it looks like: a leading = or @ makes no
// formula, digits make no number.
func (p *page) text(col, row int, s string, l look) {
	s = clean(s)
	p.dress(col, row, col, row, l)
	if s == "" {
		return
	}
	p.put(ref(col, row), s)
}

// put writes text into a cell as it looks already.
func (p *page) put(cell, s string) {
	p.try(p.f.SetCellStr(p.name, cell, cellText(s)))
}

// cellText is s as a cell holds it.
func cellText(s string) string { return unescapable(clip(clean(s), maxCellText)) }

// number writes n with all its decimals. One that has more digits than Excel's
// numbers hold, or never ends, is rounded to places first.
func (p *page) number(col, row int, n exact.Num, places int, l look) {
	if n.Places() < 0 || len(n.String()) > 16 {
		n = n.Round(places)
	}
	p.dress(col, row, col, row, l)
	p.try(p.f.SetCellDefault(p.name, ref(col, row), n.String()))
}

// day writes a date as Excel's day number.
func (p *page) day(col, row int, d ingest.Date, l look) {
	p.dress(col, row, col, row, l)
	p.try(p.f.SetCellDefault(p.name, ref(col, row), itoa(serial(d))))
}

// dress gives a range its look and counts it as written.
func (p *page) dress(c1, r1, c2, r2 int, l look) {
	p.try(p.f.SetCellStyle(p.name, ref(c1, r1), ref(c2, r2), p.style(l)))
	p.right, p.bottom = max(p.right, c2), max(p.bottom, r2)
}

// banner writes text over a whole range.
func (p *page) banner(c1, row, c2 int, s string, l look) {
	p.dress(c1, row, c2, row, l)
	p.text(c1, row, s, l)
	if c2 > c1 {
		p.try(p.f.MergeCell(p.name, ref(c1, row), ref(c2, row)))
	}
}

func (p *page) width(col int, w float64) {
	p.try(p.f.SetColWidth(p.name, column(col), column(col), w))
}

// height sets a row's height; Excel refuses rows higher than about 409 points.
func (p *page) height(row int, points float64) {
	p.try(p.f.SetRowHeight(p.name, row, min(points, excelize.MaxRowHeight)))
}

// fitRow makes a row as high as its text needs; one line needs nothing said.
// Programs that open the file do not all do so by themselves.
func (p *page) fitRow(row int, texts []string) {
	height := fitting(texts, func(col int) float64 {
		w, err := p.f.GetColWidth(p.name, column(col))
		p.try(err)
		return w
	})
	if height > 0 {
		p.height(row, height)
	}
}

// fitting is the height that a row of texts needs in columns so wide; 0 when one
// line is enough.
func fitting(texts []string, width func(col int) float64) float64 {
	lines := 1
	for i, s := range texts {
		if displayWidth(s) < 8 && !strings.Contains(s, "\n") {
			continue
		}
		lines = max(lines, linesIn(s, width(i+1)-1))
	}
	if lines == 1 {
		return 0
	}
	return float64(lines)*15 + 5
}

// link makes a cell lead to a place in the same workbook.
func (p *page) link(col, row int, sheet, cell string) {
	p.try(p.f.SetCellHyperLink(p.name, ref(col, row), quoted(sheet)+"!"+cell, "Location"))
}

// serial is the day number of d in the 1900 date system.
func serial(d ingest.Date) int {
	return int(d.Time().Sub(ingest.Date{Year: 1899, Month: 12, Day: 30}.Time()) / (24 * time.Hour))
}

// quoted is a sheet's name as it stands in a reference.
func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

func ref(col, row int) string {
	s, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return "A1"
	}
	return s
}

// reach counts a cell given by name as written.
func (p *page) reach(cell string) {
	col, row, err := excelize.CellNameToCoordinates(cell)
	p.try(err)
	p.right, p.bottom = max(p.right, col), max(p.bottom, row)
}

func column(col int) string { return strings.TrimRight(ref(col, 1), "1") }

func itoa(n int) string { return strconv.Itoa(n) }
