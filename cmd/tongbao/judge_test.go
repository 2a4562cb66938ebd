package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestJudged judges the demo as a stranger would, who has the county's notice,
// a pocket calculator and the program's answers, but not its code. Nothing
// here calls package score, facts or formula: what a figure is, is said once
// more, by hand, in judge_year_test.go, and the arithmetic is math/big's.
//
// The demo runs once and is asked by every judge; a second run stands beside
// it to be compared, and is then handed to the judges that break things.
func TestJudged(t *testing.T) {
	first, second := startDemo(t), startDemo(t)
	dir := first(t)
	year, said := readYear(t, dir), askDocuments(t, dir)

	t.Run("control totals", func(t *testing.T) { judgeControlTotals(t, dir) })
	t.Run("register", func(t *testing.T) { judgeRegister(t, dir, year) })
	t.Run("every delivery has its receipt", func(t *testing.T) { judgeDeliveries(t, dir, year) })
	t.Run("circulars", func(t *testing.T) { judgeCirculars(t, dir, said, year) })
	t.Run("status", func(t *testing.T) { judgeStatus(t, dir, year) })
	t.Run("sums", func(t *testing.T) { judgeSums(t, dir) })
	t.Run("rankings", func(t *testing.T) { judgeRankings(t, said, year) })
	t.Run("traces", func(t *testing.T) { judgeTraces(t, dir, said) })
	t.Run("cells", func(t *testing.T) { judgeUsedBy(t, dir, said) })
	t.Run("every number", func(t *testing.T) { judgeEveryNumber(t, dir) })
	t.Run("accidents", func(t *testing.T) { judgeAccidents(t, said, year) })
	t.Run("print", func(t *testing.T) { judgePrint(t, dir, year) })

	other := second(t)
	t.Run("two demos are one", func(t *testing.T) { judgeTwoDemos(t, dir, other, said) })
	t.Run("again changes nothing", func(t *testing.T) { judgeAgain(t, other, said) })
	t.Run("sent again counts once", func(t *testing.T) { judgeSentAgain(t, other, year) })
	t.Run("contract", func(t *testing.T) { judgeContract(t, dir, other, said) })
	t.Run("books", func(t *testing.T) { judgeBooks(t, dir) })
	t.Run("pages", func(t *testing.T) { judgePages(t, dir) })
}

// startDemo begins a demo in a folder of its own; the function it returns
// waits for its end and names the folder.
func startDemo(t *testing.T) func(*testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "demo")
	done := make(chan struct{})
	var code int
	var stderr bytes.Buffer
	go func() {
		defer close(done)
		code = run(context.Background(), []string{"demo", dir}, io.Discard, &stderr)
	}()
	t.Cleanup(func() { <-done })
	return func(t *testing.T) string {
		t.Helper()
		if <-done; code != exitDone {
			t.Fatalf("demo ended with %d: %s", code, &stderr)
		}
		return dir
	}
}

// say runs a verb in a workspace and returns what it printed.
func say(t *testing.T, dir string, want int, words ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), append(words, "-w", dir), &stdout, &stderr); code != want {
		t.Fatalf("tongbao %s ended with %d, not %d: %s", strings.Join(words, " "), code, want, &stderr)
	}
	return stdout.String()
}

// documents are the answers to `circular --json`, `ranking --json` and `assess
// --json` for a whole year, by the words that asked for them.
type documents map[string]string

func askDocuments(t *testing.T, dir string) documents {
	t.Helper()
	d := documents{}
	for _, m := range months {
		d["circular -m "+m.period] = say(t, dir, exitDone, "circular", "-m", m.period, "--json")
	}
	for _, q := range quarters {
		d["ranking -q "+q] = say(t, dir, exitDone, "ranking", "-q", q, "--json")
	}
	d["assess -y 2023"] = say(t, dir, exitDone, "assess", "-y", "2023", "--json")
	return d
}

var quarters = []string{"2023Q1", "2023Q2", "2023Q3", "2023Q4"}

// circulars are those of the year, by month.
func (d documents) circulars(t *testing.T) map[string]*printedCircular {
	t.Helper()
	list := map[string]*printedCircular{}
	for _, m := range months {
		list[m.period] = new(printedCircular)
		decodeAnswer(t, d["circular -m "+m.period], list[m.period])
	}
	return list
}

// rankings are those of the year, by quarter.
func (d documents) rankings(t *testing.T) map[string]*printedRanking {
	t.Helper()
	list := map[string]*printedRanking{}
	for _, q := range quarters {
		list[q] = new(printedRanking)
		decodeAnswer(t, d["ranking -q "+q], list[q])
	}
	return list
}

func decodeAnswer(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatal(err)
	}
}

// ask is say with --json, its one object decoded.
func ask[T any](t *testing.T, dir string, words ...string) (answer T) {
	t.Helper()
	decodeAnswer(t, say(t, dir, exitDone, append(words, "--json")...), &answer)
	return answer
}

func mustRead(t *testing.T, path ...string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return content
}
