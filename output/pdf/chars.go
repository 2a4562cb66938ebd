package pdf

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"tongbao/output"
)

// tofu stands for a character that no face has.
const tofu = '〓'

// style is how text is set.
type style struct {
	role role
	size float64
	cell float64 // advance of a full-width character; 0 for size
}

var (
	bodyStyle  = style{fangsong, size3, cell}
	heiStyle   = style{hei, size3, cell}
	kaiStyle   = style{kai, size3, cell}
	titleStyle = style{biaosong, size2, 0}
)

// char is one character of a text. There are a million in a long document: what
// all of one kind have in common they share.
type char struct {
	*letter
	brk bool   // a line must end before it
	of  string // the traced figure that it prints a part of
}

// letter is a character in one style: its glyph and its measures in points.
type letter struct {
	r     rune
	face  *face
	glyph int
	size  float64
	width float64 // of the glyph as the font has it, before scale
	adv   float64 // advance on an unjustified line
	dx    float64 // of the glyph inside its advance
	scale float64 // horizontal
	wide  bool    // full width
	lost  rune    // the character that 〓 stands for
}

// setter sets one document: it turns text into characters and gathers what
// has to be reported.
type setter struct {
	fonts                *Fonts
	missing              map[rune]bool
	hints                []string
	mark                 string // draft mark
	faintMark, drawnMark shape
	leading              leading
	chars                map[style]map[rune]*letter
}

// set measures a text. Characters that no face has become 〓; a line feed
// forces a line; marks without width (variation selectors, joiners) are
// dropped.
func (s *setter) set(text string, st style) []char { return s.setSpans(output.Plain(text), st) }

// setSpans is set of a text whose characters know which figure they print.
func (s *setter) setSpans(spans []output.Span, st style) []char {
	size := 1
	for _, x := range spans {
		size += len(x.Text) / 3
	}
	chars := make([]char, 0, size)
	known := s.chars[st]
	if known == nil {
		known = map[rune]*letter{}
		s.chars[st] = known
	}
	brk := false
	for _, x := range spans {
		for _, r := range x.Text {
			switch {
			case r == '\n':
				brk = true
				continue
			case r == '\t' || r == '\u00A0' || r == '\u3000':
				if r != '\u3000' {
					r = ' '
				}
			case invisible(r):
				continue
			}
			m := known[r]
			if m == nil {
				m = s.measure(r, st)
				known[r] = m
			}
			chars = append(chars, char{letter: m, brk: brk, of: x.Figure})
			brk = false
		}
	}
	return chars
}

func invisible(r rune) bool {
	return r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF || r == 0xFEFF || unicode.Is(unicode.Cf, r) || r == '\r'
}

func (s *setter) measure(r rune, st style) *letter {
	lost := rune(0)
	f, g := s.fonts.find(st.role, r)
	if f == nil {
		s.missing[r] = true
		lost, r = r, tofu
		f, g = s.fonts.find(song, tofu)
	}
	c := &letter{r: r, face: f, glyph: g, size: st.size, scale: 1, lost: lost}
	c.width = float64(f.font.Advance(g)) * st.size / float64(f.font.Em)
	c.adv = c.width
	full := st.cell
	if full == 0 {
		full = st.size
	}
	switch {
	case r == '—':
		// Narrower than its cell in some faces, which would tear —— apart.
		c.scale, c.adv, c.wide = full/c.width, full, true
	case strings.ContainsRune("“”‘’", r) && c.width < 0.9*st.size:
		c.adv, c.wide = full, true
		c.dx = 0.08 * st.size
		if r == '“' || r == '‘' {
			c.dx = full - c.width - c.dx
		}
	case c.width >= 0.95*st.size:
		c.adv, c.wide = full, true
	}
	return c
}

// warnings lists the characters that were not found, in order.
func (s *setter) warnings() []string {
	var list []rune
	for r := range s.missing {
		list = append(list, r)
	}
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("字体中没有“%c”（U+%04X），以〓代替", r, r))
	}
	return out
}

// widthOf is the unjustified width.
func widthOf(chars []char) float64 {
	w := 0.0
	for i := range chars {
		w += chars[i].adv
	}
	return w
}
