package pdf

import (
	"testing"

	"tongbao/output"
	"tongbao/output/frozen"
	"tongbao/output/pdf/ttf"
)

// cutOf is a face of a few characters, as an office's file might be.
func cutOf(t testing.TB, f *face, text string) []byte {
	t.Helper()
	var chars []ttf.Char
	for _, r := range text {
		chars = append(chars, ttf.Char{Code: r, Glyph: f.font.Glyph(r)})
	}
	data, err := f.font.Cut(ttf.Cutting{Name: "Some FangSong", Chars: chars})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func benchmark(b *testing.B, d *output.Document) {
	for b.Loop() {
		f, err := Load("")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Render(d, f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCircular(b *testing.B) { benchmark(b, frozen.Circular()) }
func BenchmarkRanking(b *testing.B)  { benchmark(b, frozen.Ranking()) }
