package sheet_test

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/ingest/sheet"
)

const corpus = "../../../shared/corpus"

// recalculated holds the saved results of a workbook's simple formulas against
// what we make of them: other programs calculated them, rightly.
func recalculated(t *testing.T, path string, w *sheet.Workbook) (n int) {
	if w == nil {
		return 0
	}
	for i := range w.Sheets {
		for _, row := range w.Sheets[i].Rows {
			for _, c := range row.Cells {
				v, worked := w.Recalculated(&w.Sheets[i], c)
				if !worked || c.Type != sheet.Number {
					continue
				}
				if n++; !sheet.Recalculates(v, c) {
					t.Errorf("%s %s!%s: =%s saved as %s, worked out as %g", path, w.Sheets[i].Name, c.Ref, c.Says, c.Num, v)
				}
			}
		}
	}
	return n
}

// TestCorpus opens a thousand workbooks that nobody here wrote, bad and odd
// ones among them. Whatever they are, Open answers: a workbook, or a refusal
// in Chinese with a cure; no crash, none hangs. `make corpus` writes what it
// came to into CORPUS.md.
func TestCorpus(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("corpus absent: ", corpus)
	}
	counts, files, formulas := map[string]int{}, 0, 0
	var opened *sheet.Workbook
	var slowest, hungriest measure
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".md") {
			return err
		}
		m := measured(func() {
			w, findings, err := sheet.Open(path, sheet.DefaultLimits)
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			counts[verdict(t, path, w, findings)]++
			opened = w
		})
		formulas += recalculated(t, path, opened)
		m.name = d.Name()
		files++
		if m.took > slowest.took {
			slowest = m
		}
		if m.allocated > hungriest.allocated {
			hungriest = m
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if formulas < 10_000 {
		t.Errorf("only %d formulas worked out", formulas)
	}
	lines := []string{"| files | verdict |", "|---|---|"}
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, fmt.Sprintf("| %d | %s |", counts[v], v))
	}
	lines = append(lines, "", fmt.Sprintf("%d files. Slowest: %s, %d ms. Most memory: %s, %d MB allocated in all.",
		files, slowest.name, slowest.took.Milliseconds(), hungriest.name, hungriest.allocated>>20))
	tell(t, "The corpus", lines)
}

// measure is what reading one file took.
type measure struct {
	name      string
	took      time.Duration
	allocated uint64 // bytes, given back or not: an upper bound of what was held
}

func measured(work func()) measure {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	work()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	return measure{took: took, allocated: after.TotalAlloc - before.TotalAlloc}
}

var update = flag.Bool("update", false, "write CORPUS.md")

var sections = map[string][]string{}

// tell logs a part of the table and keeps it for CORPUS.md.
func tell(t *testing.T, title string, lines []string) {
	sections[title] = lines
	t.Log(title + "\n" + strings.Join(lines, "\n"))
}

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if *update && code == 0 {
		text := "# What bad files come to\n\nMade by `make corpus`; times are of the machine that made it. F-codes are\nrefusals, each with cause and cure (`tongbao explain CODE`).\n"
		for _, title := range slices.Sorted(maps.Keys(sections)) {
			text += "\n## " + title + "\n\n" + strings.Join(sections[title], "\n") + "\n"
		}
		if err := os.WriteFile("CORPUS.md", []byte(text), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}
