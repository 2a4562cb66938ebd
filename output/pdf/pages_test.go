package pdf

import (
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/output"
	"tongbao/output/frozen"
	"tongbao/output/pdf/measure"
)

var update = flag.Bool("update", false, "write testdata/pages/*.ink anew: look at the pages before")

// sampleYear is documents of the sample year as they were one day, so that a
// change of wording elsewhere moves nothing here: what these tests guard is
// how a document is set, not what it says.
var sampleYear = map[string]measure.Want{
	"circular":   circularWant,
	"ranking":    {Faces: builtinFaces, Mark: "公示稿"},
	"assessment": {Faces: builtinFaces},
	"notice":     {Faces: builtinFaces},
	"internal":   {Faces: builtinFaces, Mark: "内部"},
}

// TestPages compares every page with the picture that was looked at when it
// was accepted, and measures it.
func TestPages(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("no pdftoppm (poppler-utils)")
	}
	for name, want := range sampleYear {
		t.Run(name, func(t *testing.T) {
			d := thaw(t, name)
			for _, f := range measured(t, d, want) {
				t.Error(f)
			}
			got, file := inkOf(t, d), filepath.Join("testdata", "pages", name+".ink")
			if *update {
				if err := os.WriteFile(file, []byte(strings.Join(got, "\n")), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.Split(string(raw), "\n\n")
			for i := range golden {
				golden[i] = strings.TrimSuffix(golden[i], "\n") + "\n"
			}
			if len(got) != len(golden) {
				t.Fatalf("%d pages, the picture has %d", len(got), len(golden))
			}
			for i := range got {
				if n := unlike(got[i], golden[i]); n > 0 {
					t.Errorf("page %d: %d places of 7 by 7 mm look otherwise (-update after looking)\n%s", i+1, n, got[i])
				}
			}
		})
	}
}

// The pictures are fine enough: a page moved by 3 mm, larger type, a
// wider indent, another title each look otherwise.
func TestPicturesSeeChanges(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("no pdftoppm (poppler-utils)")
	}
	d := thaw(t, "notice")
	golden := inkOf(t, d)
	for name, c := range map[string]struct {
		at *float64
		to float64
	}{"moved": {&portrait.y, topEdge + 3*mm}, "larger": {&bodyStyle.size, 18}, "wider": {&indent, 3 * cell}, "other title": {&titleStyle.size, 18}} {
		was := *c.at
		*c.at = c.to
		if got := inkOf(t, d); unlike(got[0], golden[0]) == 0 {
			t.Errorf("%s: no difference seen", name)
		}
		*c.at = was
	}
	if got := inkOf(t, d); unlike(got[0], golden[0]) != 0 {
		t.Error("a difference is seen where there is none")
	}
}

// inkOf renders a document and gives of each page 42 rows of 30 places, 7 mm
// wide: how dark each is, from “.” for white to f.
func inkOf(t *testing.T, d *output.Document) []string {
	t.Helper()
	fonts, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Render(d, fonts)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "d.pdf")
	if err := os.WriteFile(path, r.Bytes, 0o644); err != nil {
		t.Fatal(err)
	}
	tool(t, "pdftoppm", "-gray", "-r", fmt.Sprint(25.4*side/7), path, filepath.Join(dir, "p"))
	files, err := filepath.Glob(filepath.Join(dir, "p-*.pgm"))
	if err != nil || len(files) != r.Pages {
		t.Fatalf("%d pictures of %d pages, %v", len(files), r.Pages, err)
	}
	pages := make([]string, len(files))
	for i, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		pages[i] = ink(t, raw)
	}
	return pages
}

const side = 12 // pixels of a place

func ink(t *testing.T, pgm []byte) string {
	t.Helper()
	var w, h, depth int
	if _, err := fmt.Sscanf(string(pgm[:30]), "P5\n%d %d\n%d\n", &w, &h, &depth); err != nil || len(pgm) < w*h {
		t.Fatal("not a grey picture", err)
	}
	pixels := pgm[len(pgm)-w*h:]
	var b strings.Builder
	for row := range 42 {
		for col := range 30 {
			dark := 0.0
			for y := row * side; y < (row+1)*side; y++ {
				for x := col * side; x < (col+1)*side; x++ {
					dark += 1 - float64(pixels[y*w+x])/255
				}
			}
			level := min(15, int(math.Round(dark/(side*side)*40)))
			b.WriteByte(".123456789abcdef"[level])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// unlike counts the places that differ by more than another version of the
// renderer may make; a few such are let pass.
func unlike(got, want string) int {
	const levels, places = 2, 4
	n := 0
	for i := range min(len(got), len(want)) {
		if math.Abs(darkness(got[i])-darkness(want[i])) > levels {
			n++
		}
	}
	if len(got) != len(want) {
		return n + places + 1
	}
	if n <= places {
		return 0
	}
	return n
}

func darkness(c byte) float64 { return float64(max(0, strings.IndexByte(".123456789abcdef", c))) }

// thaw reads a frozen document of the sample year.
func thaw(t *testing.T, name string) *output.Document {
	t.Helper()
	d, err := frozen.Read(filepath.Join("testdata", "pages", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
