package office

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/output"
	"tongbao/output/pdf"
	"tongbao/output/xlsx"
)

// demoYear is the demo's workspace after its whole year, opened to write.
func demoYear(b *testing.B) *Office {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "demo")
	if err := Demo(context.Background(), dir, nil, func(Scene) {}); err != nil {
		b.Fatal(err)
	}
	o, err := Open(Options{Dir: dir, Now: time.Date(2024, 2, 1, 9, 0, 0, 0, ingest.Zone), Write: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { o.Close() })
	return o
}

// archivedReturn is a return of a dozen entries from the middle of the year.
func archivedReturn(b *testing.B, o *Office) string {
	b.Helper()
	versions, err := o.ledger.Versions(context.Background(), o.scheme.TaskForces[0].Code, ingest.Period{Year: 2023, Month: 9})
	if err != nil || len(versions) == 0 {
		b.Fatal("no return of September", err)
	}
	return o.path(archiveDir, versions[0].SHA256)
}

// BenchmarkCheck reads and judges one return against eight months before it.
func BenchmarkCheck(b *testing.B) {
	o := demoYear(b)
	path := archivedReturn(b, o)
	for b.Loop() {
		if _, err := o.Check(context.Background(), path); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTakeIn is one return's whole way: archived, read, judged, posted,
// answered with a receipt, removed from the inbox; every commit on disk.
func BenchmarkTakeIn(b *testing.B) {
	o := demoYear(b)
	original, err := os.ReadFile(archivedReturn(b, o))
	if err != nil {
		b.Fatal(err)
	}
	f := o.scheme.Form(o.scheme.TaskForces[0].Class)
	note := f.Cover().Fields[len(f.Cover().Fields)-len(f.Sheets)+2].Key
	n := 0
	for b.Loop() {
		b.StopTimer()
		n++
		next, err := xlsx.Fill(original, f, xlsx.Filling{Cover: map[string]string{note: fmt.Sprintf("第%d版", n)}})
		if err != nil {
			b.Fatal(err)
		}
		if err := put(o.path(inboxDir, "报表.xlsx"), next); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		report, err := o.Intake(context.Background())
		if err != nil || len(report.Verdicts) != 1 {
			b.Fatal(report, err)
		}
	}
}

// BenchmarkCircularAlone works out September's figures and draws the circular's
// PDF, fonts included, and nothing else.
func BenchmarkCircularAlone(b *testing.B) {
	o := demoYear(b)
	for b.Loop() {
		if err := o.look(); err != nil {
			b.Fatal(err)
		}
		in, err := o.circularInput(context.Background(), ingest.Period{Year: 2023, Month: 9}, nil, o.today())
		if err != nil {
			b.Fatal(err)
		}
		d, err := output.Circular(in.CircularInput, o.wording)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := pdf.Render(d, o.fonts); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCircular works out and draws September's circular and what goes
// with it: PDF, workbook and docx, the notices, the internal sheet.
func BenchmarkCircular(b *testing.B) {
	o := demoYear(b)
	for b.Loop() {
		if _, err := o.Circular(context.Background(), ingest.Period{Year: 2023, Month: 9}, Making{Draft: true}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRanking works out and draws the third quarter's ranking.
func BenchmarkRanking(b *testing.B) {
	o := demoYear(b)
	for b.Loop() {
		if _, err := o.Ranking(context.Background(), ingest.Quarter{Year: 2023, Number: 3}, Making{Draft: true}); err != nil {
			b.Fatal(err)
		}
	}
}
