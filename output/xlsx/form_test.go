package xlsx

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/read"
	"tongbao/ingest/sheet"
)

// readBack reads a workbook as a return, through the program's own door.
func readBack(t *testing.T, workbook []byte) (*ingest.Return, finding.List) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "return.xlsx")
	if err := os.WriteFile(path, workbook, 0o600); err != nil {
		t.Fatal(err)
	}
	r, findings, err := read.Read(path, "return.xlsx", "", form.Book{Units: []form.Unit{sampleUnit}, Forms: []*form.Form{sampleForm()}}, sheet.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	return r, findings
}

// What the office sends out, filled in, comes back as the values entered: form
// and reader cannot disagree.
func TestFilledFormIsReadBack(t *testing.T) {
	blank := must(t)(Form(sampleInput()))
	in := sampleFilling()
	in.Rows["签约项目"] = in.Rows["签约项目"][:1]
	r, findings := readBack(t, must(t)(Fill(blank, sampleForm(), in)))
	if len(findings) > 0 {
		t.Errorf("a clean form gives findings: %v", findings)
	}
	if r == nil || r.TaskForce != "KFQ" || r.Period.String() != "2023-09" || r.FormDigest != "d1ge57" || len(r.Repairs) > 0 {
		t.Fatalf("identity, repairs: %+v", r)
	}
	rows := r.Of("签约项目")
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	for key, want := range in.Rows["签约项目"][0] {
		if got := rows[0].Values[key].String(); got != want {
			t.Errorf("%s = %q, want %q", key, got, want)
		}
	}
	if kind := rows[0].Values["签约金额"].Kind; kind != ingest.Number {
		t.Errorf("amount came as %s", kind)
	}
	items := r.Of("问题整改")
	if len(items) != 1 || items[0].Values["督办编号"].Text != "督办〔2023〕19号" || items[0].Values["整改情况"].Text != "已于9月12日召开例会" || items[0].Row != 6 {
		t.Errorf("supervision rows: %+v", items)
	}
	if got := r.Of("封面")[0].Values["填报日期"].String(); got != "2023-10-09" {
		t.Errorf("cover date %q", got)
	}
}

func TestNilReportIsReadBack(t *testing.T) {
	r, _ := readBack(t, must(t)(Fill(must(t)(Form(sampleInput())), sampleForm(), Filling{Nil: []string{"签约项目"}})))
	if r == nil || len(r.Nil) != 1 || r.Nil[0] != "签约项目" {
		t.Errorf("nil sheets %+v", r)
	}
}

func TestFaultsArePlantedAsTyped(t *testing.T) {
	in := sampleFilling()
	in.Raw = map[ingest.Place]string{{Sheet: "签约项目", Cell: "F5"}: "1.5", {Sheet: "封面", Cell: "C5"}: "2023年8月"}
	parts := open(t, must(t)(Fill(must(t)(Form(sampleInput())), sampleForm(), in)))
	s := sheetXML(t, parts, "签约项目")
	for cell, kind := range map[string]string{"E5": "", "F5": "s", "G5": "", "E6": "s", "F6": "s"} {
		tag := regexp.MustCompile(`<c r="` + cell + `"[^>]*>`).FindString(s)
		if got := strings.Contains(tag, `t="s"`); got != (kind == "s") {
			t.Errorf("%s: %s", cell, tag)
		}
	}
	// 2023-09-05 is 45174 days after 1899-12-30.
	requireContains(t, "签约项目", s, "<v>45174</v>", "<v>10.0501</v>", "<v>120</v>")
}

func TestFillRefusesWhatTheFormLacks(t *testing.T) {
	blank := must(t)(Form(sampleInput()))
	for name, in := range map[string]Filling{
		"unknown field":      {Rows: map[string][]map[string]string{"签约项目": {{"没有": "1"}}}},
		"unknown cover item": {Cover: map[string]string{"没有": "1"}},
		"unknown sheet":      {Raw: map[ingest.Place]string{{Sheet: "没有", Cell: "A1"}: "1"}},
		"bad cell":           {Raw: map[ingest.Place]string{{Sheet: "封面", Cell: "1A"}: "1"}},
	} {
		if _, err := Fill(blank, sampleForm(), in); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Fill([]byte("no workbook"), sampleForm(), Filling{}); err == nil {
		t.Error("no workbook: no error")
	}
}

func TestFormGuardsItsCells(t *testing.T) {
	workbook := must(t)(Form(sampleInput()))
	parts := open(t, workbook)
	s := sheetXML(t, parts, "签约项目")
	requireContains(t, "签约项目", s,
		`<sheetProtection `, `state="frozen"`, `ySplit="4"`, `orientation="landscape"`, `paperSize="9"`, `fitToPage="true"`, `fitToWidth="1"`,
		`sqref="E5:E500" type="date"`, `sqref="F5:F500" type="decimal"`, `sqref="I5:I500" type="whole"`, `sqref="H5:H500" type="list"`,
		`<formula1>"正式协议,框架协议"</formula1>`, `<formula1>"是,否"</formula1>`,
		`<formula1>0</formula1><formula2>500</formula2>`,
		`第 &amp;P 页`)
	if strings.Contains(s, "password=") || strings.Contains(s, "hashValue") {
		t.Error("the sheet is locked with a password")
	}
	// 3 blocks: heading 4, headers 5, targets 6–8; projects' heading 10, headers 11, codes from 12.
	requireContains(t, "签约项目", s, `<formula1>'参考'!$A$12:$A$13</formula1>`)
	code := regexp.MustCompile(`<dataValidation [^>]*sqref="A5:A500"[^>]*>`).FindString(s)
	if strings.Contains(code, "showErrorMessage") {
		t.Error("a new project's code would be refused")
	}
	requireContains(t, "project prompt", code, "新项目从 KFQ-2023-003 起编号")
	requireContains(t, "workbook", parts["xl/workbook.xml"], "&#39;签约项目&#39;!$1:$4", `name="_表单标识" sheetId="5"`, `state="veryHidden"`, "lockStructure")
	requireContains(t, "参考", sheetXML(t, parts, "参考"), "<sheetProtection ")
}

func TestLockedAndOpenCells(t *testing.T) {
	f, err := excelize.OpenReader(strings.NewReader(string(must(t)(Form(sampleInput())))))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, c := range []struct {
		sheet, cell, value string
		locked             bool
		format             string
	}{
		{"签约项目", "F4", "签约金额（亿元）＊", true, ""},
		{"签约项目", "G4", "项目总投资（亿元）", true, ""},
		{"签约项目", "F5", "", false, "0.00##"},
		{"签约项目", "E5", "", false, "yyyy-m-d"},
		{"签约项目", "I5", "", false, "0"},
		{"封面", "C4", "开发区招商专班", true, "@"},
		{"封面", "C5", "2023年9月", true, "@"},
		{"封面", "C6", "", false, "@"},
		{"问题整改", "A5", "督办〔2023〕18号", true, "@"},
		{"问题整改", "D5", "", false, "@"},
		{"问题整改", "A7", "", false, "@"},
		{"参考", "A12", "KFQ-2023-001", true, "@"}, // what the project dropdown points at
		{"参考", "A13", "KFQ-2023-002", true, "@"},
		{"_表单标识", "B3", "KFQ", true, "@"},
		{"_表单标识", "B4", "2023-09", true, "@"},
	} {
		if got, err := f.GetCellValue(c.sheet, c.cell); err != nil || got != c.value {
			t.Errorf("%s!%s = %q, %v", c.sheet, c.cell, got, err)
		}
		id, err := f.GetCellStyle(c.sheet, c.cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		if s.Protection == nil || s.Protection.Locked != c.locked {
			t.Errorf("%s!%s: protection %+v", c.sheet, c.cell, s.Protection)
		}
		if c.format != "" && (s.CustomNumFmt == nil || *s.CustomNumFmt != c.format) {
			t.Errorf("%s!%s: format %v", c.sheet, c.cell, s.CustomNumFmt)
		}
	}
	// Row 400 is beyond what is drawn; it must be open all the same.
	col, err := f.GetColStyle("签约项目", "F")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := f.GetStyle(col); err != nil || s.Protection == nil || s.Protection.Locked {
		t.Errorf("rows below the drawn ones are locked: %+v, %v", s, err)
	}
}

func TestLongTextsStayInsideExcelsLimits(t *testing.T) {
	in := sampleInput()
	in.Form = sampleForm()
	fields := in.Form.Sheets[1].Fields
	fields[1].Help = strings.Repeat("很长的说明。", 100)
	fields[1].Header = strings.Repeat("长列名", 20)
	many := make([]string, 40)
	for i := range many {
		many[i] = "选项" + strings.Repeat("字", 8) + itoa(i)
	}
	fields[7].Choices = many
	parts := open(t, must(t)(Form(in)))
	s := sheetXML(t, parts, "签约项目")
	for _, c := range []struct {
		name string
		max  int
	}{{"prompt", 255}, {"promptTitle", 32}, {"error", 255}, {"errorTitle", 32}} {
		for _, m := range regexp.MustCompile(` `+c.name+`="([^"]*)"`).FindAllStringSubmatch(s, -1) {
			if n := len([]rune(strings.ReplaceAll(m[1], "&#xA;", "\n"))); n > c.max {
				t.Errorf("%s has %d characters", c.name, n)
			}
		}
	}
	requireContains(t, "签约项目", s, `<formula1>'_表单标识'!$D$1:$D$40</formula1>`)
	for _, m := range regexp.MustCompile(`<formula1>"([^"]*)"`).FindAllStringSubmatch(s, -1) {
		if len([]rune(m[1])) > 255 {
			t.Error("a dropdown list of more than 255 characters stands in the validation")
		}
	}
}

func TestFormsThatNoWorkbookCanHold(t *testing.T) {
	for name, spoil := range map[string]func(*form.Form){
		"no cover":         func(f *form.Form) { f.Sheets = f.Sheets[1:] },
		"forbidden sign":   func(f *form.Form) { f.Sheets[1].Name = "对接/签约" },
		"too long":         func(f *form.Form) { f.Sheets[1].Name = strings.Repeat("表", 32) },
		"twice":            func(f *form.Form) { f.Sheets[1].Name = "封面" },
		"name of ours":     func(f *form.Form) { f.Sheets[1].Name = form.GuideSheet },
		"same but in case": func(f *form.Form) { f.Sheets[1].Name, f.Sheets[2].Name = "Sheet", "sheet" },
	} {
		in := sampleInput()
		spoil(in.Form)
		if _, err := Form(in); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestFormWithoutPrefill(t *testing.T) {
	in := FormInput{Form: sampleForm(), Unit: sampleUnit, Period: ingest.Period{Year: 2023, Month: 1}}
	parts := open(t, must(t)(Form(in)))
	if strings.Contains(sheetXML(t, parts, "签约项目"), "'参考'!") {
		t.Error("a dropdown points at projects that are not there")
	}
	r, findings := readBack(t, must(t)(Form(in)))
	if r == nil || r.Period.String() != "2023-01" || len(r.Of("签约项目")) != 0 {
		t.Errorf("%+v %v", r, findings)
	}
}
