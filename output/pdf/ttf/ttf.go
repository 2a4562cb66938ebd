// Package ttf reads TrueType fonts and cuts them down to chosen characters.
//
// Start at Parse. A Font is a view of its bytes: nothing is unpacked, so that
// opening a face of 15 MB costs microseconds, and a lookup costs a binary
// search. Cut writes a smaller font: the embedded faces are cut with it when
// the repository is made (output/pdf/cut), and every document carries a cut of
// its own. gofpdf's own cutter walks the whole face for each document and
// knows no character above U+FFFF.
//
// Limits: glyf outlines only (no CFF, no collections), horizontal writing, no
// layout tables, no hinting in the cut.
package ttf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
	"unicode/utf16"
)

// Why a file cannot be used. All are wrapped by Parse.
var (
	ErrCollection = errors.New("a font collection (.ttc), not a single face")
	ErrCFF        = errors.New("an OpenType face with CFF outlines, not TrueType")
	ErrNotFont    = errors.New("not a TrueType font")
	ErrRestricted = errors.New("its maker forbids embedding")
)

// Font is one face. It is safe for concurrent use.
type Font struct {
	data      string
	tables    map[string]string
	Em        int // units per em
	glyphs    int
	metrics   int // long entries of hmtx
	longLoca  bool
	cmap      string // subtable of format 4 or 12
	cmap12    bool
	Family    string // English family name, or the first one
	FullNames []string
	Copyright string
}

func u16(s string, at int) int { return int(s[at])<<8 | int(s[at+1]) }
func i16(s string, at int) int { return int(int16(u16(s, at))) }
func u32(s string, at int) int { return u16(s, at)<<16 | u16(s, at+2) }

// Parse opens a face. Damaged files come back as errors, never as panics.
func Parse(data string) (f *Font, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("%w: damaged (%v)", ErrNotFont, r)
		}
	}()
	if len(data) < 12 {
		return nil, ErrNotFont
	}
	switch u32(data, 0) {
	case 0x00010000, 0x74727565:
	case 0x74746366:
		return nil, ErrCollection
	case 0x4F54544F:
		return nil, ErrCFF
	default:
		return nil, ErrNotFont
	}
	f = &Font{data: data, tables: map[string]string{}}
	for i := range u16(data, 4) {
		at := 12 + 16*i
		off, n := u32(data, at+8), u32(data, at+12)
		f.tables[data[at:at+4]] = data[off : off+n]
	}
	for _, t := range []string{"head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap", "name", "post"} {
		if f.tables[t] == "" {
			return nil, fmt.Errorf("%w: no %q table", ErrNotFont, t)
		}
	}
	return f, f.read()
}

func (f *Font) read() error {
	if os2 := f.tables["OS/2"]; os2 != "" && u16(os2, 8)&0x000F == 0x0002 {
		return ErrRestricted
	}
	f.Em = u16(f.tables["head"], 18)
	f.longLoca = u16(f.tables["head"], 50) == 1
	f.glyphs = u16(f.tables["maxp"], 4)
	f.metrics = u16(f.tables["hhea"], 34)
	loca := 2 * (f.glyphs + 1)
	if f.longLoca {
		loca *= 2
	}
	if f.Em == 0 || f.glyphs == 0 || f.metrics == 0 || len(f.tables["hmtx"]) < 4*f.metrics+2*max(0, f.glyphs-f.metrics) || len(f.tables["loca"]) < loca {
		return fmt.Errorf("%w: metrics do not fit", ErrNotFont)
	}
	f.readNames()
	return f.readCmap()
}

// readCmap takes the fullest Unicode subtable.
func (f *Font) readCmap() error {
	t := f.tables["cmap"]
	for i := range u16(t, 2) {
		platform, encoding, off := u16(t, 4+8*i), u16(t, 6+8*i), u32(t, 8+8*i)
		if platform != 0 && (platform != 3 || encoding != 1 && encoding != 10) {
			continue
		}
		switch sub := t[off:]; u16(sub, 0) {
		case 12:
			if groups := u32(sub, 12); groups <= (len(sub)-16)/12 {
				f.cmap, f.cmap12 = sub, true
				return nil
			}
		case 4:
			if 16+4*u16(sub, 6) <= len(sub) { // its length field overflows in large fonts
				f.cmap = sub
			}
		}
	}
	if f.cmap == "" {
		return fmt.Errorf("%w: no Unicode character map", ErrNotFont)
	}
	return nil
}

func (f *Font) readNames() {
	t := f.tables["name"]
	stored := t[u16(t, 4):]
	for i := range u16(t, 2) {
		at := 6 + 12*i
		platform, language, id := u16(t, at), u16(t, at+4), u16(t, at+6)
		if platform != 3 && platform != 0 || id > 1 && id != 4 && id != 6 {
			continue
		}
		n, off := u16(t, at+8), u16(t, at+10)
		units := make([]uint16, n/2)
		for j := range units {
			units[j] = uint16(u16(stored, off+2*j))
		}
		name := string(utf16.Decode(units))
		if id == 0 {
			f.Copyright = name
			continue
		}
		f.FullNames = append(f.FullNames, name)
		if id == 1 && (f.Family == "" || language == 0x409) {
			f.Family = name
		}
	}
}

// Glyph is the glyph of a character, 0 for none.
func (f *Font) Glyph(r rune) int {
	if f.cmap12 {
		return f.glyph12(int(r))
	}
	if r > 0xFFFF {
		return 0
	}
	return f.glyph4(int(r))
}

func (f *Font) glyph12(r int) int {
	n := u32(f.cmap, 12)
	i := sort.Search(n, func(i int) bool { return u32(f.cmap, 16+12*i+4) >= r })
	if i == n {
		return 0
	}
	start := u32(f.cmap, 16+12*i)
	if r < start {
		return 0
	}
	return f.inside(u32(f.cmap, 16+12*i+8) + r - start)
}

func (f *Font) glyph4(r int) int {
	c := f.cmap
	n := u16(c, 6) / 2
	i := sort.Search(n, func(i int) bool { return u16(c, 14+2*i) >= r })
	if i == n {
		return 0
	}
	start, delta := u16(c, 16+2*n+2*i), u16(c, 16+4*n+2*i)
	at := 16 + 6*n + 2*i
	offset := u16(c, at)
	if r < start {
		return 0
	}
	if offset == 0 {
		return f.inside((r + delta) & 0xFFFF)
	}
	at += offset + 2*(r-start)
	if at < 0 || at+2 > len(c) {
		return 0
	}
	g := u16(c, at)
	if g != 0 {
		g = (g + delta) & 0xFFFF
	}
	return f.inside(g)
}

func (f *Font) inside(g int) int {
	if g >= f.glyphs {
		return 0
	}
	return g
}

// Runes lists every character of the face, in order.
func (f *Font) Runes() []rune {
	var all []rune
	for r := rune(0x20); r < 0x40000; r++ {
		if f.Glyph(r) != 0 {
			all = append(all, r)
		}
	}
	return all
}

// Advance is the width of a glyph in font units.
func (f *Font) Advance(g int) int {
	if g >= f.metrics {
		g = f.metrics - 1
	}
	return u16(f.tables["hmtx"], 4*g)
}

func (f *Font) bearing(g int) int {
	if g < f.metrics {
		return i16(f.tables["hmtx"], 4*g+2)
	}
	return i16(f.tables["hmtx"], 4*f.metrics+2*(g-f.metrics))
}

// outline is the glyf entry of a glyph, "" for an empty or a damaged one.
func (f *Font) outline(g int) string {
	loca := f.tables["loca"]
	var from, to int
	if f.longLoca {
		from, to = u32(loca, 4*g), u32(loca, 4*g+4)
	} else {
		from, to = 2*u16(loca, 2*g), 2*u16(loca, 2*g+2)
	}
	if glyf := f.tables["glyf"]; from+10 <= to && to <= len(glyf) {
		return glyf[from:to]
	}
	return ""
}

// Box is the bounding box of a glyph's ink in font units, y upwards.
func (f *Font) Box(g int) (xMin, yMin, xMax, yMax int) {
	o := f.outline(g)
	if o == "" {
		return 0, 0, 0, 0
	}
	return i16(o, 2), i16(o, 4), i16(o, 6), i16(o, 8)
}

// be16 and be32 append big-endian numbers.
func be16(b []byte, v ...int) []byte {
	for _, x := range v {
		b = binary.BigEndian.AppendUint16(b, uint16(x))
	}
	return b
}

func be32(b []byte, v ...int) []byte {
	for _, x := range v {
		b = binary.BigEndian.AppendUint32(b, uint32(x))
	}
	return b
}
