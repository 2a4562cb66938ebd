package sheet_test

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest/sheet"
	. "tongbao/ingest/sheet/rawbook"
)

// Every kind of cell, as its XML says it.
func TestCells(t *testing.T) {
	b := Book{Date1904: true, Sheets: []Sheet{{Name: "表", Merges: []string{"A1:B2"}, HiddenRows: []int{2}, Cols: `<col min="3" max="4" width="9" hidden="1"/>`, Rows: [][]any{
		{"文字", Num("3.2000000000000002"), Date("43712"), Cell{T: "b", V: "1"}, Cell{T: "e", V: "#N/A"}, Formula("1+1", "2"), Formula("1+1", ""), Cell{T: "str", F: `""`, V: ""}, Cell{T: "d", V: "2023-09-05T00:00:00"}, Cell{S: DateStyle}},
		{" 前后 ", Cell{V: "0.85", S: PercentStyle}},
	}}, {Name: "隐", Hidden: true, Rows: [][]any{{"x"}}}}}
	parts := swap(b.Parts(), "xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><rPr><b/></rPr><t>文</t></r><r><t>字&amp;</t></r><rPh sb="0" eb="1"><t>wen</t></rPh></si><si><t xml:space="preserve"> 前后 </t></si><si><t>x</t></si></sst>`)
	w, findings, err := sheet.OpenBytes("a.xlsx", Zip(parts), sheet.DefaultLimits)
	if w == nil || err != nil {
		t.Fatal(findings, err)
	}
	s := w.Sheets[0]
	if !w.Date1904 || s.Hidden || !w.Sheets[1].Hidden || len(s.Rows) != 2 || s.Rows[0].Hidden || !s.Rows[1].Hidden || s.Merges[0] != (sheet.Range{Row1: 1, Col1: 1, Row2: 2, Col2: 2}) || s.HiddenColumns[0].Col1 != 3 || s.HiddenColumns[0].Col2 != 4 {
		t.Errorf("frame of the sheet: %+v", s)
	}
	want := []struct {
		ref, text string
		kind      sheet.Type
		date      bool
	}{{"A1", "文字&", sheet.Text, false}, {"B1", "3.2", sheet.Number, false}, {"C1", "2023-09-05", sheet.Number, true}, {"D1", "TRUE", sheet.Bool, false}, {"E1", "#N/A", sheet.Error, false}, {"F1", "2", sheet.Number, false}, {"G1", "", sheet.NoCache, false}, {"I1", "2023-09-05", sheet.Number, true}}
	// H1 would be NoCache: rawbook writes no <v> for ""; a <v/> is the empty result.
	var got []sheet.Cell
	for _, c := range s.Rows[0].Cells {
		if c.Ref != "H1" {
			got = append(got, c)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("cells %+v", got)
	}
	for i, w := range want {
		if c := got[i]; c.Ref != w.ref || c.Text() != w.text || c.Type != w.kind || c.IsDate != w.date {
			t.Errorf("cell %+v, want %+v", c, w)
		}
	}
	if c := s.Rows[1].Cells; c[0].Value != " 前后 " || c[1].Format != "0.00%" {
		t.Errorf("second row %+v", c)
	}
}

// Text struck through in part: “2.0” struck and “5” shows 5, whose text is 2.05.
func TestStruckRuns(t *testing.T) {
	const struck, plain = `<r><rPr><strike/><sz val="11"/></rPr><t>2.0</t></r>`, `<r><rPr><sz val="11"/></rPr><t>5</t></r>`
	for runs, want := range map[string]bool{
		struck + plain: true,
		plain + struck: true,
		plain + `<r><rPr><strike val="0"/></rPr><t>2</t></r>`:              false,
		plain + `<r><rPr><strike/></rPr><t xml:space="preserve"> </t></r>`: false, // a blank
		`<r><t>2</t></r>` + plain:                                          false,
	} {
		parts := Book{Sheets: []Sheet{{Name: "表", Rows: [][]any{{"x", "y"}}}}}.Parts()
		parts = swap(parts, "xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>`+runs+`</si><si><t>y</t></si></sst>`)
		inline := Replace(parts, "xl/worksheets/sheet1.xml", `t="s"><v>0</v>`, `t="inlineStr"><is>`+runs+`</is>`)
		for kind, parts := range map[string][]Part{"shared": parts, "inline": inline} {
			w, findings, err := sheet.OpenBytes("a.xlsx", Zip(parts), sheet.DefaultLimits)
			if w == nil || err != nil {
				t.Fatal(findings, err)
			}
			if c := w.Sheets[0].Rows[0].Cells; c[0].Struck != want || c[1].Struck {
				t.Errorf("%s %s: %+v", kind, runs, c)
			}
		}
	}
}

// A raised footnote, and runs that nobody sees.
func TestLooksOfRuns(t *testing.T) {
	run := func(properties, text string) string {
		return `<r><rPr>` + properties + `<sz val="11"/></rPr><t>` + text + `</t></r>`
	}
	tiny := `<r><rPr><sz val="1"/></rPr><t>9</t></r>`
	for runs, want := range map[string][2]bool{ // raised, unseen
		run("", "3.2") + run(`<vertAlign val="superscript"/>`, "1"): {true, false},
		run("", "3.2") + run(`<vertAlign val="baseline"/>`, "1"):    {false, false},
		run("", "4.2") + run(`<color rgb="FFFFFFFF"/>`, "9"):        {false, true},
		run("", "4.2") + run(`<color theme="0"/>`, "9"):             {false, true},
		run("", "4.2") + run(`<color theme="1"/>`, "9"):             {false, false},
		run("", "4.2") + run(`<color rgb="FFFF0000"/>`, "9"):        {false, false},
		run("", "4.2") + tiny:                                       {false, true},
		run(`<vertAlign val="superscript"/>`, " ") + run("", "4"):   {false, false},
	} {
		parts := Book{Sheets: []Sheet{{Name: "表", Rows: [][]any{{"x"}}}}}.Parts()
		parts = swap(parts, "xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>`+runs+`</si></sst>`)
		w, findings, err := sheet.OpenBytes("a.xlsx", Zip(parts), sheet.DefaultLimits)
		if w == nil || err != nil {
			t.Fatal(findings, err)
		}
		if c := w.Sheets[0].Rows[0].Cells[0]; c.Raised != want[0] || c.Unseen != want[1] {
			t.Errorf("%s: raised %t, unseen %t", runs, c.Raised, c.Unseen)
		}
	}
}

// The empty result of a formula is a blank, no missing one.
func TestEmptyResult(t *testing.T) {
	b := Book{Sheets: []Sheet{{Name: "表", Rows: [][]any{{Cell{T: "str", F: `IF(1,"")`}, "x"}}}}}
	parts := Replace(b.Parts(), "xl/worksheets/sheet1.xml", `</f></c>`, `</f><v></v></c>`)
	w, findings, _ := sheet.OpenBytes("a.xlsx", Zip(parts), sheet.DefaultLimits)
	if w == nil || len(w.Sheets[0].Rows[0].Cells) != 1 {
		t.Errorf("%+v %v, want B1 alone", w, findings)
	}
}

// A strict workbook (ISO 29500 strict, "Strict Open XML" in Excel) is read like any other.
func TestStrict(t *testing.T) {
	path := filepath.Join(corpus, "SheetJS__test_files/sheet_visibility_strict.xlsx")
	if _, err := os.Stat(path); err != nil {
		t.Skip("corpus absent: ", path)
	}
	w, findings, err := sheet.Open(path, sheet.DefaultLimits)
	if w == nil || err != nil {
		t.Fatal(findings, err)
	}
	var names []string
	for _, s := range w.Sheets {
		names = append(names, s.Name)
	}
	if got := strings.Join(names, ","); got != "Visible,Hidden,VeryHidden" || w.Sheets[0].Hidden || !w.Sheets[1].Hidden || !w.Sheets[2].Hidden {
		t.Errorf("sheets %s", got)
	}
}

// An ordinary workbook by excelize, read by LibreOffice and by us: the same
// cells. LibreOffice is a third reader that shares no line with either.
func TestAgainstLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice absent")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "a.xlsx")
	writeOrdinary(t, path, 40)
	cmd := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir", dir, path)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	f, err := os.Open(filepath.Join(dir, "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	w, findings, err := sheet.Open(path, sheet.DefaultLimits)
	if w == nil || err != nil {
		t.Fatal(findings, err)
	}
	ours := map[string]string{}
	for _, row := range w.Sheets[0].Rows {
		for _, c := range row.Cells {
			ours[c.Ref] = c.Text()
		}
	}
	theirs := 0
	for i, record := range records {
		for j, v := range record {
			if ref := sheet.Ref(j+1, i+1); v != ours[ref] {
				t.Errorf("%s: LibreOffice %q, we %q", ref, v, ours[ref])
			}
			if v != "" {
				theirs++
			}
		}
	}
	if theirs != len(ours) || theirs < 160 {
		t.Errorf("LibreOffice has %d cells, we %d", theirs, len(ours))
	}
}

// writeOrdinary makes a workbook the way excelize users do: texts, decimals,
// dates shown as 2023-09-05, a formula with its value.
func writeOrdinary(tb testing.TB, path string, rows int) {
	tb.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		if err != nil {
			tb.Fatal(err)
		}
	}
	code := "yyyy-mm-dd"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
	must(err)
	for i := 1; i <= rows; i++ {
		must(f.SetSheetRow("Sheet1", sheet.Ref(1, i), &[]any{"KFQ-2023-00" + sheet.Ref(1, i), "示例“新能源”公司,项目", float64(i)/10 + 0.2, 45170 + i, i}))
		must(f.SetCellStyle("Sheet1", sheet.Ref(4, i), sheet.Ref(4, i), style))
	}
	must(f.SetSheetDimension("Sheet1", "A1:E40"))
	must(f.SaveAs(path))
}

// BenchmarkOpen reads an ordinary return; BenchmarkExcelizeGetRows is bare
// excelize on the same file, to be compared with.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "a.xlsx")
	writeOrdinary(b, path, 300)
	for b.Loop() {
		if w, _, err := sheet.Open(path, sheet.DefaultLimits); w == nil || err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExcelizeGetRows(b *testing.B) {
	path := filepath.Join(b.TempDir(), "a.xlsx")
	writeOrdinary(b, path, 300)
	for b.Loop() {
		f, err := excelize.OpenFile(path)
		if err != nil {
			b.Fatal(err)
		}
		for _, name := range f.GetSheetList() {
			if _, err := f.GetRows(name); err != nil {
				b.Fatal(err)
			}
		}
		f.Close()
	}
}

// People hide by dragging to nothing, too: rows of height 0, a sheet whose rows
// are hidden unless they say otherwise, columns of width 0.
func TestHiddenBySize(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string
		rows     [3]bool
		column   int
	}{
		"a row of height 0":      {`<row r="2">`, `<row r="2" ht="0" customHeight="1">`, [3]bool{false, true, false}, 0},
		"rows hidden by default": {`<sheetData><row r="1">`, `<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/><sheetData><row r="1" ht="15">`, [3]bool{false, true, true}, 0},
		"a column of width 0":    {`<sheetData>`, `<cols><col min="2" max="2" width="0" customWidth="1"/></cols><sheetData>`, [3]bool{}, 2},
		"ordinary sizes":         {`<sheetData><row r="1">`, `<sheetFormatPr defaultRowHeight="15"/><cols><col min="2" max="2" width="9.5"/></cols><sheetData><row r="1" ht="30">`, [3]bool{}, 0},
	} {
		parts := Book{Sheets: []Sheet{{Name: "表", Rows: [][]any{{"a"}, {"b"}, {"c"}}}}}.Parts()
		w, findings, err := sheet.OpenBytes("a.xlsx", Zip(Replace(parts, "xl/worksheets/sheet1.xml", c.old, c.new)), sheet.DefaultLimits)
		if w == nil || err != nil {
			t.Fatal(name, findings, err)
		}
		s := w.Sheets[0]
		for i, hidden := range c.rows {
			if s.Rows[i].Hidden != hidden {
				t.Errorf("%s: row %d hidden %v", name, i+1, s.Rows[i].Hidden)
			}
		}
		if column := len(s.HiddenColumns); (column > 0) != (c.column > 0) {
			t.Errorf("%s: hidden columns %v", name, s.HiddenColumns)
		}
	}
}
