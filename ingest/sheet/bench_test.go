package sheet_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest/sheet"
)

// BenchmarkReadBesideGetRows sets Open, which reads a file twice and checks
// every part, beside bare excelize GetRows on the same bytes, in turns, and
// reports the ratio ours/GetRows: of a filled return, and of a long list.
//
// Where the time goes (pprof): two thirds of ours is the second reading, by
// excelize, most of it its encoding/xml; three tenths is preflight, of which
// two thirds are our scanner over the cells. GetRows in turn spends on what we
// do not ask of excelize: it formats every value by its style and opens the
// file for that. Measured: 1.07 for the return, 0.64 for the list.
func BenchmarkReadBesideGetRows(b *testing.B) {
	filled, err := os.ReadFile("../../cmd/tongbao/testdata/writers/openpyxl.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	for name, data := range map[string][]byte{"return": filled, "list of 2000 rows": ordinary(2000).Bytes()} {
		b.Run(name, func(b *testing.B) {
			var ours, bare time.Duration
			for b.Loop() {
				start := time.Now()
				if w, findings, err := sheet.OpenBytes("a.xlsx", data, sheet.DefaultLimits); w == nil {
					b.Fatal(findings, err)
				}
				between := time.Now()
				getRows(b, data)
				ours, bare = ours+between.Sub(start), bare+time.Since(between)
			}
			b.ReportMetric(float64(ours)/float64(bare), "ours/GetRows")
			b.ReportMetric(float64(ours.Microseconds())/float64(b.N), "µs-ours/op")
		})
	}
}

func getRows(b *testing.B, data []byte) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		if _, err := f.GetRows(name); err != nil {
			b.Fatal(err)
		}
	}
}
