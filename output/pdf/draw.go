package pdf

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"
)

// drawer puts laid-out pages on paper through gofpdf, whose errors stick and
// are read once at the end. gofpdf keeps pages, outline and the file's own
// data; text and lines are written here as PDF operators, and finish adds the
// faces: gofpdf's own fonts cost more time than all the rest of a document and
// know two-byte characters only.
type drawer struct {
	pdf    *gofpdf.Fpdf
	codes  map[*face]map[rune]rune // what addresses a character in the PDF, from 1 in the order of characters
	out    []byte                  // the page's operators
	state  state
	before state // of a turned piece, which comes back behind it
}

// state is what the page's operators have set so far.
type state struct {
	face         *face
	size         float64
	extra, scale float64
	fill, stroke colour
	width        float64
}

// fresh is the state a page begins with.
var fresh = state{scale: 1, width: -1}

// use gathers the characters of all pages by face and numbers them.
func (d *drawer) use(pages []*page) {
	d.codes = map[*face]map[rune]rune{}
	for _, p := range pages {
		for _, o := range p.ops {
			if t, ok := o.(textOp); ok {
				if d.codes[t.face] == nil {
					d.codes[t.face] = map[rune]rune{}
				}
				for _, r := range t.runes {
					d.codes[t.face][r] = 0
				}
			}
		}
	}
	for _, used := range d.codes {
		for i, r := range sorted(used) {
			used[r] = rune(i + 1)
		}
	}
}

func sorted(used map[rune]rune) []rune {
	list := make([]rune, 0, len(used))
	for r := range used {
		list = append(list, r)
	}
	slices.Sort(list)
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

// info is what the file says about itself.
type info struct {
	title, author, subject string
	made                   time.Time
}

func draw(pages []*page, about info) ([]byte, error) {
	d := &drawer{pdf: gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: pageWidth, Ht: pageHeight}})}
	f := d.pdf
	f.SetCatalogSort(true)
	f.SetCompression(false) // finish packs
	f.SetCreationDate(about.made)
	f.SetModificationDate(about.made)
	f.SetTitle(twoByte(about.title), true)
	f.SetAuthor(twoByte(about.author), true)
	f.SetSubject(twoByte(about.subject), true)
	f.SetProducer("tongbao", true)
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	d.use(pages)
	for _, p := range pages {
		f.AddPage()
		d.out, d.state = d.out[:0], fresh
		for _, o := range p.ops {
			o.draw(d)
		}
		f.RawWriteBuf(bytes.NewReader(d.out))
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, err
	}
	return finish(out.Bytes(), d)
}

// say writes operators.
func (d *drawer) say(format string, values ...any) {
	d.out = fmt.Appendf(d.out, format, values...)
	d.out = append(d.out, '\n')
}

// number writes a number and a space.
func (d *drawer) number(v float64, decimals int) {
	d.out = strconv.AppendFloat(d.out, v, 'f', decimals, 64)
	d.out = append(d.out, ' ')
}

func (d *drawer) fill(c colour) {
	if d.state.fill != c {
		d.say("%.3f %.3f %.3f rg", float64(c.r)/255, float64(c.g)/255, float64(c.b)/255)
		d.state.fill = c
	}
}

func (t textOp) draw(d *drawer) {
	d.fill(t.colour)
	if d.state.face != t.face || d.state.size != t.size {
		d.say("/%s %.2f Tf", t.face.id, t.size)
		d.state.face, d.state.size = t.face, t.size
	}
	if d.state.extra != t.extra {
		d.say("%.3f Tc", t.extra)
		d.state.extra = t.extra
	}
	if d.state.scale != t.scale {
		d.say("%.2f Tz", 100*t.scale)
		d.state.scale = t.scale
	}
	d.out = append(d.out, "BT "...)
	d.number(t.x, 2)
	d.number(pageHeight-t.y, 2)
	d.out = append(d.out, "Td <"...)
	for _, r := range t.runes {
		code := d.codes[t.face][r]
		d.out = hex.AppendEncode(d.out, []byte{byte(code >> 8), byte(code)})
	}
	d.out = append(d.out, "> Tj ET\n"...)
}

func (r ruleOp) draw(d *drawer) {
	if d.state.stroke != r.colour {
		d.say("%.3f %.3f %.3f RG", float64(r.colour.r)/255, float64(r.colour.g)/255, float64(r.colour.b)/255)
		d.state.stroke = r.colour
	}
	if d.state.width != r.width {
		d.say("%.2f w", r.width)
		d.state.width = r.width
	}
	d.number(r.x1, 2)
	d.number(pageHeight-r.y1, 2)
	d.out = append(d.out, "m "...)
	d.number(r.x2, 2)
	d.number(pageHeight-r.y2, 2)
	d.out = append(d.out, "l S\n"...)
}

func (b boxOp) draw(d *drawer) {
	d.fill(b.fill)
	d.say("%.2f %.2f %.2f %.2f re f", b.x, pageHeight-b.y, b.w, -b.h)
}

func (s shapeOp) draw(d *drawer) {
	d.fill(s.colour)
	d.out = append(append(d.out, s.path...), "f\n"...)
}

// draw turns the coordinates a quarter to the left about the text block: the
// frame's width runs up the page, its top lies at the left edge.
func (t turnOp) draw(d *drawer) {
	if t.end {
		d.say("Q")
		d.state = d.before
		return
	}
	d.before = d.state
	bottom := pageHeight - topEdge - textHeight
	d.say("q 0 1 -1 0 %.3f %.3f cm", leftEdge+pageHeight, bottom)
}

func (r readOp) draw(d *drawer) {
	if r.text == "" {
		d.say("EMC")
		return
	}
	d.say("/Span <</ActualText <%X>>> BDC", utf16Bytes(r.text))
}

func (m markOp) draw(d *drawer) {
	d.pdf.Bookmark(string(utf16Bytes(m.text)), m.level, m.y)
}

// utf16Bytes is text as a PDF's own strings have it.
func utf16Bytes(text string) []byte {
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return b
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
