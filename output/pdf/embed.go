package pdf

import (
	"fmt"
	"strings"

	"tongbao/output/pdf/ttf"
)

// ascent of the line box in thousandths of an em, as emAscent.
const ascent = 880

// font is a face cut to the characters used, as the six objects from number
// first on that a PDF wants of a font of type 0 (ISO 32000-1, clause 9.7).
func (d *drawer) font(f *face, first int) ([][]byte, error) {
	runes := sorted(d.codes[f])
	chars := make([]ttf.Char, len(runes))
	for i, r := range runes {
		chars[i] = ttf.Char{Code: d.codes[f][r], Glyph: f.font.Glyph(r)}
	}
	// The line box is the em box, so that a reader's measure of a line is
	// that of its characters.
	cut, err := f.font.Cut(ttf.Cutting{Name: f.name, Chars: chars, Ascent: ascent, Descent: ascent - 1000})
	if err != nil {
		return nil, err
	}
	small, err := ttf.Parse(string(cut))
	if err != nil {
		return nil, err
	}
	widths := make([]string, len(chars))
	glyphs := make([]byte, 2, 2*len(chars)+2) // code 0 is glyph 0
	left, foot, right, top := 0, 0, 0, 0
	for i, c := range chars {
		widths[i] = fmt.Sprint(perMille(f, f.font.Advance(c.Glyph)))
		g := small.Glyph(c.Code)
		glyphs = append(glyphs, byte(g>>8), byte(g))
		x1, y1, x2, y2 := f.font.Box(c.Glyph)
		left, foot, right, top = min(left, x1), min(foot, y1), max(right, x2), max(top, y2)
	}
	name := d.tag(f) + "+" + postscript(f.name)
	return [][]byte{
		object(first, "/Type /Font\n/Subtype /Type0\n/BaseFont /%s\n/Encoding /Identity-H\n/DescendantFonts [%d 0 R]\n/ToUnicode %d 0 R", name, first+1, first+2),
		object(first+1, "/Type /Font\n/Subtype /CIDFontType2\n/BaseFont /%s\n/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>\n/FontDescriptor %d 0 R\n/DW 1000\n/W [1 [%s]]\n/CIDToGIDMap %d 0 R", name, first+3, strings.Join(widths, " "), first+4),
		toUnicode(first+2, d.codes[f]),
		object(first+3, "/Type /FontDescriptor\n/FontName /%s\n/Flags 4\n/FontBBox [%d %d %d %d]\n/ItalicAngle 0\n/Ascent %d\n/Descent %d\n/CapHeight 700\n/StemV 87\n/FontFile2 %d 0 R",
			name, perMille(f, left), perMille(f, foot), perMille(f, right), perMille(f, top), ascent, ascent-1000, first+5),
		stream(first+4, "", glyphs),
		stream(first+5, fmt.Sprintf("/Length1 %d ", len(cut)), cut),
	}, nil
}

// perMille turns font units into thousandths of an em, rounded.
func perMille(f *face, units int) int {
	n := 2000*units + f.font.Em
	if n < 0 {
		n -= 2*f.font.Em - 1 // Go divides towards zero
	}
	return n / (2 * f.font.Em)
}

func object(n int, format string, values ...any) []byte {
	return fmt.Appendf(fmt.Appendf(fmt.Appendf(nil, "%d 0 obj\n<<", n), format, values...), ">>\nendobj\n")
}
