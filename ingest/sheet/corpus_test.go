package sheet_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"tongbao/ingest/sheet"
)

const corpus = "../../../shared/corpus"

// TestCorpus opens a thousand workbooks that nobody here wrote, bad and odd
// ones among them. Whatever they are, Open answers: a workbook, or a refusal
// in Chinese with a cure; no crash, none hangs. With -v it
// prints the table of verdicts.
func TestCorpus(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("corpus absent: ", corpus)
	}
	verdicts := map[string]int{}
	var slowest time.Duration
	var slowestFile string
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".md") {
			return err
		}
		start := time.Now()
		w, findings, err := sheet.Open(path, sheet.DefaultLimits)
		if took := time.Since(start); took > slowest {
			slowest, slowestFile = took, path
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		verdicts[verdict(t, path, w, findings)]++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(table(verdicts), "slowest ", slowest.Round(time.Millisecond), " ", filepath.Base(slowestFile))
	if slowest > 30*time.Second { // 10 s of CPU, on a machine with other work to do
		t.Errorf("slowest file %s took %v, want at most 30s", slowestFile, slowest)
	}
}

func table(verdicts map[string]int) string {
	var lines []string
	for v, n := range verdicts {
		lines = append(lines, fmt.Sprintf("%5d  %s", n, v))
	}
	sort.Strings(lines)
	return "\n" + strings.Join(lines, "\n") + "\n"
}
