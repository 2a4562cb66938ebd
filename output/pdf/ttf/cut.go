package ttf

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"
)

// Char puts the glyph of a face at a code of the cut. The two differ where a
// PDF has to address a character above U+FFFF with two bytes.
type Char struct {
	Code  rune
	Glyph int
}

// Cutting says what a cut is to be.
type Cutting struct {
	Name      string // family name of the cut
	Copyright string // name records 0 and 13; "" for none
	Licence   string
	Chars     []Char
	Ascent    int // of the line box in thousandths of an em, 0 to keep the face's
	Descent   int // negative
}

// Component flags of a composite glyph, as the OpenType specification has them.
const (
	wordArgs   = 1 << 0
	scaled     = 1 << 3
	more       = 1 << 5
	xyScaled   = 1 << 6
	twoByTwo   = 1 << 7
	withHints  = 1 << 8
	composites = 64 // parts of one glyph beyond which it is taken for damaged
)

// Cut writes a font of the chosen characters only. Equal cuttings give equal
// bytes, whatever the order of Chars.
func (f *Font) Cut(c Cutting) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("ttf: damaged glyph (%v)", r)
		}
	}()
	chars := slices.Clone(c.Chars)
	sort.Slice(chars, func(i, j int) bool { return chars[i].Code < chars[j].Code })
	order, place := f.closure(chars)
	if len(order) > 0xFFFF {
		return nil, errors.New("ttf: more than 65535 glyphs")
	}
	tables := map[string][]byte{}
	tables["glyf"], tables["loca"] = f.cutGlyphs(order, place)
	for _, g := range order {
		tables["hmtx"] = be16(tables["hmtx"], f.Advance(g), f.bearing(g))
	}
	tables["cmap"] = cutCmap(chars, place)
	tables["name"] = cutNames(c)
	tables["post"] = append(be32(nil, 0x00030000), append([]byte(f.tables["post"][4:16]), make([]byte, 16)...)...)
	tables["head"] = f.patched("head", 8, 0, 10, 0, 50, 1)
	tables["hhea"] = f.patched("hhea", 34, len(order))
	tables["maxp"] = f.patched("maxp", 4, len(order))
	if f.tables["OS/2"] != "" {
		tables["OS/2"] = []byte(f.tables["OS/2"])
	}
	if c.Ascent != 0 {
		tables["hhea"] = be16(tables["hhea"][:4], c.Ascent*f.Em/1000, c.Descent*f.Em/1000, 0)
		tables["hhea"] = append(tables["hhea"], f.patched("hhea", 34, len(order))[10:]...)
	}
	return assemble(tables), nil
}

// patched copies a table with 16-bit numbers replaced: offset, value, …
func (f *Font) patched(table string, offsetValue ...int) []byte {
	t := []byte(f.tables[table])
	for i := 0; i < len(offsetValue); i += 2 {
		at, v := offsetValue[i], offsetValue[i+1]
		t[at], t[at+1] = byte(v>>8), byte(v)
	}
	return t
}

// closure lists the glyphs needed, parts of composites included, glyph 0
// first, and says where each one ends up.
func (f *Font) closure(chars []Char) (order []int, place map[int]int) {
	place = make(map[int]int, len(chars)+1)
	add := func(g int) {
		if _, ok := place[g]; !ok {
			place[g] = len(order)
			order = append(order, g)
		}
	}
	add(0)
	for _, c := range chars {
		add(c.Glyph)
	}
	for i := 0; i < len(order); i++ { // order grows
		f.parts(f.outline(order[i]), func(o string, at int) { add(u16(o, at)) })
	}
	return order, place
}

// parts calls see with the offset of each part's glyph number in a composite
// glyph, and does nothing for a simple one.
func (f *Font) parts(o string, see func(o string, at int)) {
	if o == "" || i16(o, 0) >= 0 {
		return
	}
	for at, n := 10, 0; n < composites; n++ {
		flags := u16(o, at)
		see(o, at+2)
		at += 6
		if flags&wordArgs != 0 {
			at += 2
		}
		switch {
		case flags&scaled != 0:
			at += 2
		case flags&xyScaled != 0:
			at += 4
		case flags&twoByTwo != 0:
			at += 8
		}
		if flags&more == 0 {
			return
		}
	}
}

// cutGlyphs copies the outlines without their hinting, which belongs to
// tables that a cut leaves out.
func (f *Font) cutGlyphs(order []int, place map[int]int) (glyf, loca []byte) {
	loca = be32(loca, 0)
	for _, g := range order {
		o := f.outline(g)
		switch {
		case o == "":
		case i16(o, 0) < 0:
			glyf = append(glyf, f.cutComposite(o, place)...)
		default:
			glyf = append(glyf, unhinted(o)...)
		}
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		loca = be32(loca, len(glyf))
	}
	return glyf, loca
}

func (f *Font) cutComposite(o string, place map[int]int) []byte {
	b := []byte(o)
	f.parts(o, func(_ string, at int) {
		p := place[u16(o, at)]
		b[at], b[at+1] = byte(p>>8), byte(p)
		b[at-2] &^= withHints >> 8
	})
	return b
}

func unhinted(o string) []byte {
	at := 10 + 2*i16(o, 0)
	n := u16(o, at)
	b := append(make([]byte, 0, len(o)), o[:at]...)
	return append(append(b, 0, 0), o[at+2+n:]...)
}

// cutCmap writes a format 4 table, and a format 12 one where a code lies
// above U+FFFF.
func cutCmap(chars []Char, place map[int]int) []byte {
	type run struct{ from, to, glyph int }
	var runs []run
	for _, c := range chars {
		g, code := place[c.Glyph], int(c.Code)
		if k := len(runs) - 1; k >= 0 && runs[k].to == code-1 && g == runs[k].glyph+code-runs[k].from {
			runs[k].to = code
			continue
		}
		runs = append(runs, run{code, code, g})
	}
	var ends, starts, deltas, offsets []byte
	low := 0
	for _, r := range append(slices.Clone(runs), run{0xFFFF, 0xFFFF, 0x10000}) {
		if r.to > 0xFFFF {
			continue
		}
		ends, starts = be16(ends, r.to), be16(starts, r.from)
		deltas, offsets = be16(deltas, r.glyph-r.from), be16(offsets, 0)
		low++
	}
	four := be16(nil, 4, min(16+8*low, 0xFFFF), 0, 2*low, 0, 0, 0)
	four = slices.Concat(four, ends, []byte{0, 0}, starts, deltas, offsets)
	if len(chars) == 0 || chars[len(chars)-1].Code <= 0xFFFF {
		return append(be32(be16(nil, 0, 1, 3, 1), 12), four...)
	}
	twelve := be32(be16(nil, 12, 0), 16+12*len(runs), 0, len(runs))
	for _, r := range runs {
		twelve = be32(twelve, r.from, r.to, r.glyph)
	}
	head := be32(be16(nil, 0, 2, 3, 1), 20)
	head = be32(be16(head, 3, 10), 20+len(four))
	return slices.Concat(head, four, twelve)
}

func cutNames(c Cutting) []byte {
	records := []struct {
		id   int
		text string
	}{{0, c.Copyright}, {1, c.Name}, {2, "Regular"}, {4, c.Name}, {6, strings.ReplaceAll(c.Name, " ", "")}, {13, c.Licence}}
	var heads, text []byte
	n := 0
	for _, r := range records {
		if r.text == "" {
			continue
		}
		var enc []byte
		for _, u := range utf16.Encode([]rune(r.text)) {
			enc = be16(enc, int(u))
		}
		heads = be16(heads, 3, 1, 0x409, r.id, len(enc), len(text))
		text = append(text, enc...)
		n++
	}
	return slices.Concat(be16(nil, 0, n, 6+12*n), heads, text)
}

func assemble(tables map[string][]byte) []byte {
	var tags []string
	for t := range tables {
		tags = append(tags, t)
	}
	sort.Strings(tags)
	power, log := 1, 0
	for power*2 <= len(tags) {
		power, log = power*2, log+1
	}
	out := be16(be32(nil, 0x00010000), len(tags), 16*power, log, 16*(len(tags)-power))
	at, head := 12+16*len(tags), 0
	for _, t := range tags {
		if t == "head" {
			head = at
		}
		out = append(out, t...)
		out = be32(out, checksum(tables[t]), at, len(tables[t]))
		at += (len(tables[t]) + 3) &^ 3
	}
	for _, t := range tags {
		out = append(out, tables[t]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	copy(out[head+8:], be32(nil, 0xB1B0AFBA-checksum(out)))
	return out
}

func checksum(b []byte) int {
	var sum uint32
	for i := range b {
		sum += uint32(b[i]) << (24 - 8*(i%4))
	}
	return int(sum)
}
