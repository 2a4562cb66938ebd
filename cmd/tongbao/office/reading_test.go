//go:build !crash

package office

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tongbao/cmd/tongbao/bounded"
	"tongbao/ingest/finding"
	"tongbao/ingest/sheet"
	"tongbao/output"
	"tongbao/rules/scheme"
)

func TestMain(m *testing.M) {
	bounded.Main(Jobs()) // the test binary is its own child
	os.Exit(m.Run())
}

var roomy = bounded.Limits{CPU: 10 * time.Second, Memory: 512 << 20}

func readingOf(tb testing.TB, path string) readRequest {
	tb.Helper()
	s, err := scheme.Load(scheme.Defaults())
	if err != nil {
		tb.Fatal(err)
	}
	return readRequest{path, "来件.xlsx", "00ff", s.Book(), sheet.DefaultLimits}
}

const faultyReturn = "../testdata/writers/openpyxl.xlsx" // has entries, findings, repairs

// What a child reads is what this process reads, to the last byte.
func TestChildReadsTheSame(t *testing.T) {
	q := readingOf(t, faultyReturn)
	here, err := readFile(q)
	if err != nil || len(here.Findings) < 5 || len(here.Return.Entries) < 5 {
		t.Fatalf("%d findings, %v", len(here.Findings), err)
	}
	there, err := inChild[readRequest, readAnswer](context.Background(), readJob, q, roomy)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := asJSON(t, here), asJSON(t, there); a != b {
		t.Errorf("a child reads\n%s\nnot\n%s", b, a)
	}
	q.Path = filepath.Join(t.TempDir(), "absent.xlsx")
	if _, err := inChild[readRequest, readAnswer](context.Background(), readJob, q, roomy); err == nil || errors.Is(err, bounded.ErrLimit) {
		t.Errorf("an absent file gave %v", err)
	}
}

func TestChildAnnotatesTheSame(t *testing.T) {
	original, err := os.ReadFile(faultyReturn)
	if err != nil {
		t.Fatal(err)
	}
	read, err := readFile(readingOf(t, faultyReturn))
	if err != nil {
		t.Fatal(err)
	}
	q := annotateRequest{original, output.Receipt{Office: "示例办公室", File: "来件.xlsx", Findings: append(finding.List{}, read.Findings...), Repairs: read.Return.Repairs}}
	here, err := annotateFile(q)
	if err != nil {
		t.Fatal(err)
	}
	there, err := inChild[annotateRequest, []byte](context.Background(), annotateJob, q, roomy)
	if err != nil || string(there) != string(here) {
		t.Errorf("a child annotates otherwise: %d and %d bytes, %v", len(there), len(here), err)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// BenchmarkReadInChild is an ordinary return read by a child, BenchmarkReadHere
// by this process: why a child reads only what is not modest.
func BenchmarkReadInChild(b *testing.B) {
	q := readingOf(b, faultyReturn)
	for b.Loop() {
		if _, err := inChild[readRequest, readAnswer](context.Background(), readJob, q, roomy); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadHere(b *testing.B) {
	q := readingOf(b, faultyReturn)
	for b.Loop() {
		if _, err := readFile(q); err != nil {
			b.Fatal(err)
		}
	}
}
