// Package measure reads a finished PDF back and measures it against GB/T
// 9704-2012, for tests. It knows nothing of the package that draws: the
// numbers here are the standard's, and the reader follows the PDF reference
// (objects, content streams, widths, ToUnicode), not our way of writing it.
//
// Start at Read, which gives what stands on each page in millimetres, then
// Faults, which is the list of the standard's clauses. Limits: the operators
// that gofpdf and package pdf write, fonts of type 0 with Identity-H, no
// encryption, no object streams.
package measure

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

const mm = 25.4 / 72

// Paper is a document as it lies on the desk.
type Paper struct {
	Pages []Page
	Title string // the file's own
	Lang  string
}

// Page holds what is drawn on one page. A turned piece is given as its reader
// sees it who turns the page clockwise: x from the foot of the portrait page
// upwards, y from its left edge.
type Page struct {
	Width, Height float64 // mm
	Chars         []Char
	Rules         []Rule
	Fills         []Fill
	Turned        bool
}

// Char is one character: x and base are its origin, mm from the upper left.
type Char struct {
	R          rune
	Face       string // the font's name without its subset tag
	Size       float64
	X, Width   float64
	Base       float64
	Rise, Drop float64 // of the line box, mm above and below the base
	Colour     Colour
	Turned     bool
}

// Middle is the middle of the character's line box.
func (c Char) Middle() float64 { return c.Base - (c.Rise-c.Drop)/2 }

// Colour in 0…255.
type Colour struct{ R, G, B int }

// Rule is a stroked line, width in mm.
type Rule struct {
	X1, Y1, X2, Y2, Width float64
	Colour                Colour
	Turned                bool
}

// Fill is a filled shape's bounding box.
type Fill struct {
	X, Y, W, H float64
	Colour     Colour
	Curved     bool
	Turned     bool
}

type object struct {
	dict   string
	stream []byte
}

type file struct {
	objects map[int]object
	fonts   map[string]*font
}

type font struct {
	name       string
	widths     map[int]float64
	text       map[int]rune
	rise, drop float64 // thousandths
}

var errPDF = errors.New("measure: not a PDF that this reader knows")

// Read takes a PDF apart.
func Read(raw []byte) (*Paper, error) {
	f := &file{objects: map[int]object{}, fonts: map[string]*font{}}
	if err := f.split(raw); err != nil {
		return nil, err
	}
	p := &Paper{}
	for _, o := range f.objects {
		if m := one(o.dict, `/Title \((?s)(.*?[^\\])\)\n`); m != "" && strings.Contains(o.dict, "/Producer") {
			p.Title = utf16Text(unescape(m))
		}
		if strings.Contains(o.dict, "/Type /Catalog") {
			p.Lang = one(o.dict, `/Lang \((.*?)\)`)
		}
	}
	for _, o := range f.objects {
		if !strings.Contains(o.dict, "/Type /Pages") {
			continue
		}
		box := numbers(one(o.dict, `/MediaBox \[(.*?)\]`))
		for _, kid := range refs(one(o.dict, `/Kids \[(.*?)\]`)) {
			page, err := f.page(kid, box)
			if err != nil {
				return nil, err
			}
			p.Pages = append(p.Pages, page)
		}
	}
	if len(p.Pages) == 0 {
		return nil, errPDF
	}
	return p, nil
}

// split finds the objects through the cross-reference table.
func (f *file) split(raw []byte) error {
	start, err := strconv.Atoi(one(string(raw[max(0, len(raw)-64):]), `startxref\s+(\d+)`))
	if err != nil || start >= len(raw) {
		return errPDF
	}
	for _, m := range regexp.MustCompile(`(\d{10}) \d{5} n`).FindAllSubmatch(raw[start:], -1) {
		at, _ := strconv.Atoi(string(m[1]))
		if at >= len(raw) {
			return errPDF
		}
		var n int
		if _, err := fmt.Sscanf(string(raw[at:min(at+20, len(raw))]), "%d 0 obj", &n); err != nil {
			return errPDF
		}
		o, err := readObject(raw[at:])
		if err != nil {
			return err
		}
		f.objects[n] = o
	}
	return nil
}

func readObject(raw []byte) (object, error) {
	end := bytes.Index(raw, []byte("endobj"))
	at := bytes.Index(raw, []byte("stream\n"))
	if at < 0 || end >= 0 && end < at {
		return object{dict: string(raw[:max(end, 0)])}, nil
	}
	o := object{dict: string(raw[:at])}
	n, err := strconv.Atoi(one(o.dict, `/Length (\d+)`))
	if from := at + len("stream\n"); err == nil && from+n <= len(raw) {
		o.stream = raw[from : from+n]
	}
	if strings.Contains(o.dict, "/FlateDecode") {
		r, err := zlib.NewReader(bytes.NewReader(o.stream))
		if err != nil {
			return o, err
		}
		if o.stream, err = io.ReadAll(r); err != nil {
			return o, err
		}
	}
	return o, nil
}

func one(text, pattern string) string {
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return m[1]
}

func numbers(text string) (list []float64) {
	for _, w := range strings.Fields(text) {
		if n, err := strconv.ParseFloat(w, 64); err == nil {
			list = append(list, n)
		}
	}
	return list
}

func refs(text string) (list []int) {
	for _, m := range regexp.MustCompile(`(\d+) 0 R`).FindAllStringSubmatch(text, -1) {
		n, _ := strconv.Atoi(m[1])
		list = append(list, n)
	}
	return list
}

func unescape(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			switch s[i] {
			case 'r':
				out = append(out, '\r')
				continue
			case 'n':
				out = append(out, '\n')
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

func utf16Text(s string) string {
	s = strings.TrimPrefix(s, "\xfe\xff")
	var u []uint16
	for i := 0; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(u))
}

// font reads a type 0 font: its name, widths, line box and what its codes say.
func (f *file) font(n int) *font {
	top := f.objects[n].dict
	name := one(top, `/BaseFont /(\S+)`)
	if _, plain, found := strings.Cut(name, "+"); found {
		name = plain
	}
	x := &font{name: name, widths: map[int]float64{}, text: map[int]rune{}}
	for _, d := range refs(one(top, `/DescendantFonts \[(.*?)\]`)) {
		dict := f.objects[d].dict
		x.readWidths(one(dict, `(?s)/W \[(.*)\]`))
		for _, at := range refs(one(dict, `/FontDescriptor (\d+ 0 R)`)) {
			if v := numbers(one(f.objects[at].dict, `/Ascent (-?\d+)`)); len(v) == 1 {
				x.rise = v[0]
			}
			if v := numbers(one(f.objects[at].dict, `/Descent (-?\d+)`)); len(v) == 1 {
				x.drop = -v[0]
			}
		}
	}
	for _, u := range refs(one(top, `/ToUnicode (\d+ 0 R)`)) {
		for _, m := range regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>\n`).FindAllStringSubmatch(string(f.objects[u].stream), -1) {
			code, _ := strconv.ParseInt(m[1], 16, 32)
			var raw []byte
			for i := 0; i+1 < len(m[2]); i += 2 {
				b, _ := strconv.ParseUint(m[2][i:i+2], 16, 8)
				raw = append(raw, byte(b))
			}
			for _, r := range utf16Text(string(raw)) {
				x.text[int(code)] = r
			}
		}
	}
	return x
}

// readWidths takes both forms: c [w1 w2 …] and c1 c2 w.
func (x *font) readWidths(w string) {
	words := strings.Fields(strings.NewReplacer("[", " [ ", "]", " ] ").Replace(w))
	num := func(i int) float64 { v, _ := strconv.ParseFloat(words[i], 64); return v }
	for i := 0; i+1 < len(words); {
		first := int(num(i))
		if words[i+1] == "[" {
			i += 2
			for ; i < len(words) && words[i] != "]"; i++ {
				x.widths[first] = num(i)
				first++
			}
			i++
			continue
		}
		if i+2 >= len(words) {
			return
		}
		for c := first; c <= int(num(i+1)); c++ {
			x.widths[c] = num(i + 2)
		}
		i += 3
	}
}
