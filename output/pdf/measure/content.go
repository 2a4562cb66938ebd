package measure

import (
	"encoding/hex"
	"math"
	"strconv"
	"strings"
)

// matrix is a PDF transformation [a b c d e f].
type matrix [6]float64

func (m matrix) at(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// times applies m first, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// graphics is the state that q saves and Q brings back.
type graphics struct {
	ctm          matrix
	fill, stroke Colour
	width        float64
	font         *font
	size         float64
	extra, scale float64
}

// reader runs one content stream.
type reader struct {
	page  *Page
	f     *file
	fonts map[string]int // resource name to object
	g     graphics
	saved []graphics
	text  matrix
	path  [][2]float64
	bent  bool
	boxed []float64
}

func (f *file) page(n int, box []float64) (Page, error) {
	dict := f.objects[n].dict
	if own := numbers(one(dict, `/MediaBox \[(.*?)\]`)); len(own) == 4 {
		box = own
	}
	contents, resources := refs(one(dict, `/Contents (\d+ 0 R)`)), refs(one(dict, `/Resources (\d+ 0 R)`))
	if len(box) != 4 || len(contents) != 1 || len(resources) != 1 {
		return Page{}, errPDF
	}
	p := Page{Width: (box[2] - box[0]) * mm, Height: (box[3] - box[1]) * mm}
	r := &reader{page: &p, f: f, fonts: map[string]int{}}
	r.g = graphics{ctm: matrix{1, 0, 0, 1, 0, 0}, width: 1, scale: 1}
	for _, line := range strings.Split(one(f.objects[resources[0]].dict, `(?s)/Font <<(.*?)>>`), "/") {
		if name, rest, found := strings.Cut(strings.TrimSpace(line), " "); found {
			if at := refs(rest); len(at) == 1 {
				r.fonts[name] = at[0]
			}
		}
	}
	r.run(string(f.objects[contents[0]].stream))
	return p, nil
}

// run reads tokens; what is not an operand is an operator.
func (r *reader) run(s string) {
	var operands []string
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ' || c == '\n' || c == '\r' || c == '\t':
			i++
		case c == '(':
			j := i + 1
			for j < len(s) && s[j] != ')' {
				if s[j] == '\\' {
					j++
				}
				j++
			}
			operands = append(operands, unescape(s[i:min(j, len(s))]))
			i = j + 1
		case c == '<' && strings.HasPrefix(s[i:], "<<"):
			i += strings.Index(s[i:], ">>>") + 3 // <</ActualText <…>>>
		case c == '<':
			j := i + strings.IndexByte(s[i:], '>')
			raw, _ := hex.DecodeString(s[i+1 : j])
			operands = append(operands, "("+string(raw))
			i = j + 1
		case c == '[':
			i += strings.IndexByte(s[i:], ']') + 1
			operands = append(operands, "[]")
		default:
			j := i
			for j < len(s) && !strings.ContainsRune(" \n\r\t(<[", rune(s[j])) {
				j++
			}
			word := s[i:j]
			i = max(j, i+1)
			if _, err := strconv.ParseFloat(word, 64); err == nil || strings.HasPrefix(word, "/") {
				operands = append(operands, word)
				continue
			}
			r.do(word, operands)
			operands = operands[:0]
		}
	}
}

func (r *reader) do(op string, operands []string) {
	n := make([]float64, len(operands))
	for i, o := range operands {
		n[i], _ = strconv.ParseFloat(o, 64)
	}
	switch op {
	case "q":
		r.saved = append(r.saved, r.g)
	case "Q":
		if k := len(r.saved); k > 0 {
			r.g, r.saved = r.saved[k-1], r.saved[:k-1]
		}
	case "cm":
		r.g.ctm = matrix(n).times(r.g.ctm)
	case "w":
		r.g.width = n[0]
	case "g":
		r.g.fill = rgb(n[0], n[0], n[0])
	case "G":
		r.g.stroke = rgb(n[0], n[0], n[0])
	case "rg":
		r.g.fill = rgb(n[0], n[1], n[2])
	case "RG":
		r.g.stroke = rgb(n[0], n[1], n[2])
	case "Tf":
		at := r.fonts[strings.TrimPrefix(operands[0], "/")]
		if r.f.fonts[operands[0]] == nil {
			r.f.fonts[operands[0]] = r.f.font(at)
		}
		r.g.font, r.g.size = r.f.fonts[operands[0]], n[1]
	case "Tc":
		r.g.extra = n[0]
	case "Tz":
		r.g.scale = n[0] / 100
	case "BT":
		r.text = matrix{1, 0, 0, 1, 0, 0}
	case "Td":
		r.text = matrix{1, 0, 0, 1, n[0], n[1]}.times(r.text)
	case "Tj":
		r.show(strings.TrimPrefix(operands[0], "("))
	default:
		r.draw(op, n)
	}
}

func (r *reader) draw(op string, n []float64) {
	switch op {
	case "m", "l":
		r.path = append(r.path, [2]float64{n[0], n[1]})
	case "c":
		r.path = append(r.path, [2]float64{n[4], n[5]})
		r.bent = true
	case "re":
		r.path = append(r.path, [2]float64{n[0], n[1]}, [2]float64{n[0] + n[2], n[1] + n[3]})
		r.boxed = n
	case "S":
		for i := 1; i < len(r.path); i++ {
			r.rule(r.path[i-1], r.path[i])
		}
		r.path, r.bent = nil, false
	case "f":
		r.filled()
		r.path, r.bent = nil, false
	}
}

func rgb(r, g, b float64) Colour {
	return Colour{int(math.Round(255 * r)), int(math.Round(255 * g)), int(math.Round(255 * b))}
}

// place is a point of the content as its reader sees it.
func (r *reader) place(x, y float64) (float64, float64, bool) {
	px, py := r.g.ctm.at(x, y)
	if r.g.ctm[1] != 0 {
		r.page.Turned = true
		return py * mm, px * mm, true
	}
	return px * mm, r.page.Height - py*mm, false
}

func (r *reader) rule(a, b [2]float64) {
	x1, y1, turned := r.place(a[0], a[1])
	x2, y2, _ := r.place(b[0], b[1])
	r.page.Rules = append(r.page.Rules, Rule{min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), r.g.width * mm, r.g.stroke, turned})
}

func (r *reader) filled() {
	if len(r.path) == 0 {
		return
	}
	left, top, right, foot := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	turned := false
	for _, p := range r.path {
		x, y, t := r.place(p[0], p[1])
		left, right, top, foot, turned = min(left, x), max(right, x), min(top, y), max(foot, y), t
	}
	r.page.Fills = append(r.page.Fills, Fill{left, top, right - left, foot - top, r.g.fill, r.bent, turned})
}

// show draws a string of two-byte codes.
func (r *reader) show(s string) {
	if r.g.font == nil {
		return
	}
	at := 0.0
	for i := 0; i+1 < len(s); i += 2 {
		code := int(s[i])<<8 | int(s[i+1])
		w := r.g.font.widths[code] / 1000 * r.g.size * r.g.scale
		ux, uy := r.text.at(at, 0)
		x, y, turned := r.place(ux, uy)
		text := r.g.font.text[code]
		if text == 0 {
			text = '\uFFFD'
		}
		k := r.g.size / 1000 * mm
		r.page.Chars = append(r.page.Chars, Char{text, r.g.font.name, r.g.size, x, w * mm, y, r.g.font.rise * k, r.g.font.drop * k, r.g.fill, turned})
		at += w + r.g.extra*r.g.scale
	}
}
