package ttf

import (
	"errors"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"tongbao/templates"
)

func faces(t testing.TB) map[string]string {
	t.Helper()
	return map[string]string{"song": templates.FontSong, "biaosong": templates.FontBiaosong, "hei": templates.FontHei, "kai": templates.FontKai}
}

const probe = "一〇䶮㛃沁水县招商〔2023〕9号—…％“”÷×−"

// Glyphs, widths and boxes are those that golang.org/x/image reads.
func TestAgreesWithAnotherReader(t *testing.T) {
	for name, data := range faces(t) {
		ours, err := Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		theirs, err := sfnt.Parse([]byte(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var b sfnt.Buffer
		for _, r := range probe {
			g, err := theirs.GlyphIndex(&b, r)
			if err != nil || int(g) != ours.Glyph(r) {
				t.Errorf("%s: %c is glyph %d, another reader says %d (%v)", name, r, ours.Glyph(r), g, err)
			}
			w, err := theirs.GlyphAdvance(&b, g, fixed.I(ours.Em), font.HintingNone)
			if err != nil || w.Round() != ours.Advance(int(g)) {
				t.Errorf("%s: %c is %d wide, another reader says %v", name, r, ours.Advance(int(g)), w)
			}
			box, _, err := theirs.GlyphBounds(&b, g, fixed.I(ours.Em), font.HintingNone)
			_, yMin, _, yMax := ours.Box(int(g))
			if err != nil || abs(-box.Min.Y.Round()-yMax) > 1 || abs(-box.Max.Y.Round()-yMin) > 1 {
				t.Errorf("%s: %c reaches from %d to %d, another reader says %v", name, r, yMin, yMax, box)
			}
		}
	}
}

func abs(n int) int { return max(n, -n) }

// A cut can be read by another reader, keeps the shapes, and puts a character
// above U+FFFF where it is asked to.
func TestCut(t *testing.T) {
	f, err := Parse(templates.FontKai)
	if err != nil {
		t.Fatal(err)
	}
	if f.Glyph('𠮷') == 0 {
		t.Fatal("the face has no 𠮷")
	}
	chars := []Char{{0xE000, f.Glyph('𠮷')}, {'县', f.Glyph('县')}, {'é', f.Glyph('é')}}
	data, err := f.Cut(Cutting{Name: "Cut", Chars: chars})
	if err != nil {
		t.Fatal(err)
	}
	cut, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := sfnt.Parse([]byte(templates.FontKai))
	if err != nil {
		t.Fatal(err)
	}
	var b sfnt.Buffer
	for code, r := range map[rune]rune{0xE000: '𠮷', '县': '县', 'é': 'é'} {
		g, _ := cut.GlyphIndex(&b, code)
		w, _ := whole.GlyphIndex(&b, r)
		got, err := cut.LoadGlyph(&b, g, fixed.I(1000), nil)
		if g == 0 || err != nil {
			t.Errorf("%U: glyph %d, %v", code, g, err)
			continue
		}
		n := len(got)
		want, _ := whole.LoadGlyph(&b, w, fixed.I(1000), nil)
		if n != len(want) || n == 0 {
			t.Errorf("%c has %d segments, want %d", r, n, len(want))
		}
	}
	if g, _ := cut.GlyphIndex(&b, '水'); g != 0 {
		t.Error("a character was kept that was not asked for")
	}
	if len(data) > 5000 {
		t.Errorf("%d bytes for three characters", len(data))
	}
}

// The built-in faces have what is asked of them.
func TestRepertoire(t *testing.T) {
	for name, data := range faces(t) {
		f, err := Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) >= 16<<20 {
			t.Errorf("%s is %d bytes", name, len(data))
		}
		for _, r := range "啊座亍齄龢一〇，。、；：？！（）《》「」『』【】“”‘’〈〉—…·～％‰℃〔〕①㎡〓±×÷≥≤↑↓ABCabc0123456789" {
			if f.Glyph(r) == 0 {
				t.Errorf("%s has no %c", name, r)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	for data, want := range map[string]error{
		"":                                             ErrNotFont,
		"PK\x03\x04 not a font at all":                 ErrNotFont,
		"ttcf\x00\x01\x00\x00\x00\x00\x00":             ErrNotFont,
		"ttcf\x00\x01\x00\x00\x00\x00\x00\x02":         ErrCollection,
		"OTTO\x00\x01\x00\x00\x00\x00\x00\x02":         ErrCFF,
		"\x00\x01\x00\x00\x00\x63\x00\x00\x00\x00\x00": ErrNotFont,
		templates.FontHei[:4000]:                       ErrNotFont,
	} {
		if _, err := Parse(data); !errors.Is(err, want) {
			t.Errorf("%.12q: %v, want %v", data, err, want)
		}
	}
}

// A damaged face is an error or a face with gaps, never a panic.
func FuzzParse(f *testing.F) {
	whole, err := Parse(templates.FontHei)
	if err != nil {
		f.Fatal(err)
	}
	small, err := whole.Cut(Cutting{Name: "x", Chars: []Char{{'一', whole.Glyph('一')}, {'é', whole.Glyph('é')}, {'县', whole.Glyph('县')}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(small)
	f.Add(small[:len(small)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		font, err := Parse(string(data))
		if err != nil {
			return
		}
		for _, r := range "一é县𠮷" {
			g := font.Glyph(r)
			font.Advance(g)
			font.Box(g)
			font.Outline(g)
			_, _ = font.Cut(Cutting{Name: "x", Chars: []Char{{r & 0xFFFF, g}}})
		}
	})
}
