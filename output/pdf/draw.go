package pdf

import (
	"bytes"
	"fmt"
	"sort"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"

	"tongbao/output/pdf/ttf"
)

// drawer puts laid-out pages on paper through gofpdf, whose errors stick and
// are read once at the end.
type drawer struct {
	pdf   *gofpdf.Fpdf
	codes map[*face]map[rune]rune // what addresses a character in the PDF
	state struct {
		face         *face
		size         float64
		extra, scale float64
	}
}

// private is where characters above U+FFFF are addressed: gofpdf knows two
// bytes only. The PDF's ToUnicode says what they are.
const private = 0xE000

// use gathers the characters of all pages by face.
func (d *drawer) use(pages []*page) {
	d.codes = map[*face]map[rune]rune{}
	for _, p := range pages {
		for _, o := range p.ops {
			if t, ok := o.(textOp); ok {
				if d.codes[t.face] == nil {
					d.codes[t.face] = map[rune]rune{}
				}
				for _, r := range t.runes {
					d.codes[t.face][r] = r
				}
			}
		}
	}
	for _, used := range d.codes {
		free := rune(private)
		for _, r := range sorted(used) {
			if r <= 0xFFFF {
				continue
			}
			for used[free] != 0 {
				free++
			}
			used[r] = free
			free++
		}
	}
}

func sorted(used map[rune]rune) []rune {
	list := make([]rune, 0, len(used))
	for r := range used {
		list = append(list, r)
	}
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	return list
}

// faces in a fixed order.
func (d *drawer) faces() []*face {
	var list []*face
	for f := range d.codes {
		list = append(list, f)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].id < list[j].id })
	return list
}

// embed hands gofpdf a cut of each face.
func (d *drawer) embed() error {
	for _, f := range d.faces() {
		var chars []ttf.Char
		for r, code := range d.codes[f] {
			chars = append(chars, ttf.Char{Code: code, Glyph: f.font.Glyph(r)})
		}
		// The line box is the em box, so that a reader's measure of a line
		// is that of its characters.
		cut, err := f.font.Cut(ttf.Cutting{Name: f.name, Chars: chars, Ascent: 880, Descent: -120})
		if err != nil {
			return err
		}
		d.pdf.AddUTF8FontFromBytes(f.id, "", cut)
	}
	return d.pdf.Error()
}

// info is what the file says about itself.
type info struct {
	title, author, subject string
	made                   time.Time
}

func draw(pages []*page, about info) ([]byte, error) {
	d := &drawer{pdf: gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: pageWidth, Ht: pageHeight}})}
	f := d.pdf
	f.SetCatalogSort(true)
	f.SetCompression(true)
	f.SetCreationDate(about.made)
	f.SetModificationDate(about.made)
	f.SetTitle(twoByte(about.title), true)
	f.SetAuthor(twoByte(about.author), true)
	f.SetSubject(twoByte(about.subject), true)
	f.SetProducer("tongbao", true)
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	d.use(pages)
	if err := d.embed(); err != nil {
		return nil, err
	}
	for _, p := range pages {
		f.AddPage()
		d.state.face, d.state.extra, d.state.scale = nil, 0, 1
		for _, o := range p.ops {
			o.draw(d)
		}
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	return finish(out.Bytes(), d)
}

func (t textOp) draw(d *drawer) {
	f := d.pdf
	if d.state.face != t.face || d.state.size != t.size {
		f.SetFont(t.face.id, "", t.size)
		d.state.face, d.state.size = t.face, t.size
	}
	if d.state.extra != t.extra {
		f.RawWriteStr(fmt.Sprintf("%.3f Tc", t.extra))
		d.state.extra = t.extra
	}
	if d.state.scale != t.scale {
		f.RawWriteStr(fmt.Sprintf("%.2f Tz", 100*t.scale))
		d.state.scale = t.scale
	}
	coded := make([]rune, len(t.runes))
	for i, r := range t.runes {
		coded[i] = d.codes[t.face][r]
	}
	f.SetTextColor(t.colour.r, t.colour.g, t.colour.b)
	f.Text(t.x, t.y, string(coded))
}

func (r ruleOp) draw(d *drawer) {
	d.pdf.SetDrawColor(r.colour.r, r.colour.g, r.colour.b)
	d.pdf.SetLineWidth(r.width)
	d.pdf.Line(r.x1, r.y1, r.x2, r.y2)
}

func (b boxOp) draw(d *drawer) {
	d.pdf.SetFillColor(b.fill.r, b.fill.g, b.fill.b)
	d.pdf.Rect(b.x, b.y, b.w, b.h, "F")
}

func (s shapeOp) draw(d *drawer) {
	d.pdf.RawWriteStr(fmt.Sprintf("q %.3f %.3f %.3f rg\n%s f\nQ", float64(s.colour.r)/255, float64(s.colour.g)/255, float64(s.colour.b)/255, s.path))
}

// draw turns the coordinates a quarter to the left about the text block: the
// frame's width runs up the page, its top lies at the left edge.
func (t turnOp) draw(d *drawer) {
	if t.end {
		d.pdf.RawWriteStr("Q")
		d.state.face = nil
		d.state.extra, d.state.scale = 0, 1
		return
	}
	bottom := pageHeight - topEdge - textHeight
	d.pdf.RawWriteStr(fmt.Sprintf("q 0 1 -1 0 %.3f %.3f cm", leftEdge+pageHeight, bottom))
}

func (r readOp) draw(d *drawer) {
	if r.text == "" {
		d.pdf.RawWriteStr("EMC")
		return
	}
	hex := "FEFF"
	for _, u := range utf16.Encode([]rune(r.text)) {
		hex += fmt.Sprintf("%04X", u)
	}
	d.pdf.RawWriteStr("/Span <</ActualText <" + hex + ">>> BDC")
}

func (m markOp) draw(d *drawer) {
	if d.state.face == nil { // gofpdf takes the text for Latin-1 while no face is set
		f := d.faces()[0]
		d.pdf.SetFont(f.id, "", size3)
		d.state.face, d.state.size = f, size3
	}
	d.pdf.Bookmark(twoByte(m.text), m.level, m.y)
}

// twoByte replaces what gofpdf cannot write into the file's own strings.
func twoByte(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return tofu
		}
		return r
	}, text)
}
