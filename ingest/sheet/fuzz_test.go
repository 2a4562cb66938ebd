package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"tongbao/ingest/sheet"
	. "tongbao/ingest/sheet/rawbook"
)

var fuzzLimits = sheet.Limits{FileBytes: 1 << 20, UnpackedBytes: 4 << 20, Parts: 100, Rows: 500, Columns: 50, Cells: 5000, Merges: 100, TextBytes: 1 << 18}

// FuzzPreflight feeds whole files. Open must answer with a workbook or one
// refusal, and never crash.
func FuzzPreflight(f *testing.F) {
	f.Add(ordinary(2).Bytes())
	f.Add(ordinary(2).Bytes()[:700])
	f.Add([]byte("PK\x05\x06"))
	f.Add([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, findings, err := sheet.OpenBytes("a.xlsx", data, fuzzLimits)
		if err != nil {
			t.Fatal(err)
		}
		if w == nil {
			verdict(t, "fuzz", w, findings)
		}
	})
}

// FuzzCells feeds the XML of one sheet inside a good workbook. What is taken
// in must be well-formed to encoding/xml as well: a document that our scanner
// accepts and another refuses would be read short by the other.
func FuzzCells(f *testing.F) {
	for _, p := range ordinary(2).Parts() {
		if p.Name == second {
			f.Add(p.Content)
		}
	}
	f.Add(sheetHead + `<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>` + sheetTail)
	f.Add(sheetHead + `<row><c><f>1</f><v></v></c><c t="b"><v>1</v></c></row>` + sheetTail)
	f.Add(sheetHead + `<row><c><f>SUM(B1:$C$2,'封面'!A1)*(1+5%)-ROUND(A2/3,2)</f><v>1</v></c></row>` + sheetTail)
	f.Add(strings.Replace(sheetHead+`<row><c><f t="shared" si="0">A2+1</f><v>1</v></c><c><f t="shared" si="0"/><v>1</v></c></row>`+sheetTail, "</sheetData>", `</sheetData><conditionalFormatting sqref="A1:B2"><cfRule type="cellIs" dxfId="0" operator="equal"><formula>0</formula></cfRule></conditionalFormatting><headerFooter><oddHeader>&amp;C单位：万元</oddHeader></headerFooter>`, 1))
	f.Add(sheetHead + `<row r="2"><c r="B2" s=""><v>&#x41;</v></c></row>` + sheetTail)
	f.Fuzz(func(t *testing.T, content string) {
		parts := swap(ordinary(2).Parts(), second, content)
		w, findings, err := sheet.OpenBytes("a.xlsx", Zip(parts), fuzzLimits)
		if err != nil {
			t.Fatal(err)
		}
		if w == nil {
			verdict(t, "fuzz", w, findings)
			return
		}
		for i := range w.Sheets {
			for _, row := range w.Sheets[i].Rows {
				for _, c := range row.Cells {
					w.Recalculated(&w.Sheets[i], c)
				}
			}
		}
		d := xml.NewDecoder(bytes.NewReader([]byte(content)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("accepted what encoding/xml refuses: %v", err)
			}
		}
	})
}

// The seeds above are good zips; this keeps them so.
func TestFuzzSeedsAreZips(t *testing.T) {
	data := ordinary(2).Bytes()
	if _, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil {
		t.Fatal(err)
	}
}
