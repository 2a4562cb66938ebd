package read_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"tongbao/ingest/finding"
	"tongbao/ingest/read"
	"tongbao/ingest/sheet"
	. "tongbao/ingest/sheet/rawbook"
)

const corpus = "../../../shared/corpus"

// TestCorpus hands a thousand workbooks that are no returns to Read. None may
// crash it or be taken for a return; each is told why not, in Chinese, with a
// cure, and without a word of another program's. With -v the table of verdicts
// is printed.
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
		ret, findings, err := read.Read(path, d.Name(), "", book(), sheet.DefaultLimits)
		if took := time.Since(start); took > slowest {
			slowest, slowestFile = took, d.Name()
		}
		if err != nil || ret != nil {
			t.Errorf("%s: return %v, error %v", path, ret, err)
		}
		verdicts[refusal(t, path, findings)]++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for v, n := range verdicts {
		lines = append(lines, fmt.Sprintf("%5d  %s", n, v))
	}
	slices.Sort(lines)
	t.Logf("\n%s\nslowest %v %s", strings.Join(lines, "\n"), slowest.Round(time.Millisecond), slowestFile)
}

// refusal is the code of the one error, and fails the test where the words
// are not fit for an office.
func refusal(t *testing.T, path string, findings finding.List) string {
	t.Helper()
	code := ""
	for _, f := range findings {
		if f.Level == finding.Error {
			code = f.Code
			if f.Hint == "" {
				t.Errorf("%s: %s has no cure", path, f.Message)
			}
		}
		if !strings.HasSuffix(f.Message, "。") || !strings.ContainsFunc(f.Message, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: message %q", path, f.Message)
		}
	}
	if findings.Count(finding.Error) != 1 {
		t.Errorf("%s: %d errors, want one refusal: %v", path, findings.Count(finding.Error), findings)
	}
	return code
}

// BenchmarkRead takes an ordinary return from file to entries.
func BenchmarkRead(b *testing.B) {
	var rows [][]any
	for i := range 40 {
		rows = append(rows, []any{fmt.Sprintf("AAA-2023-%03d", i), "示例公司项目", Num(fmt.Sprint(i) + ".5"), Date("45174"), Num("4"), "签约", "否"})
	}
	path := filepath.Join(b.TempDir(), "a.xlsx")
	if err := os.WriteFile(path, filled(rows...).Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		ret, _, err := read.Read(path, "a.xlsx", "", book(), sheet.DefaultLimits)
		if err != nil || len(ret.Of("合同")) != 40 {
			b.Fatal(ret, err)
		}
	}
}
