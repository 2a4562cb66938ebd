package xlsx

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/output"
)

// hostile is what a sender, or a slip, can put where text belongs.
var hostile = []string{
	"=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "=HYPERLINK(\"http://example.invalid\",\"点我\")",
	"{=1}", "http://example.invalid/x", "_x0041_", "]]>", "<f>1</f>", "a&b<c>\"d'", "\x00\x01\x1f\ufffe\xff坏", "🙂𠮷", "行一\r\n行二", "0012", "1E5", "2023-9-5", "TRUE", "#REF!",
	strings.Repeat("长", 40000),
}

// Every function that writes text from outside, given every hostile string.
func hostileWorkbooks(t *testing.T) map[string][]byte {
	t.Helper()
	all := strings.Join(hostile[:len(hostile)-1], "；")
	in := sampleInput()
	in.Notice, in.Unit.Name = hostile, "=1+1专班"
	in.Projects, in.Open, in.Targets = nil, nil, nil
	rows := []map[string]string{}
	table := Table{Sheet: "表", Columns: []Column{{Name: "=列", Help: all}, {Name: "@选", Choices: hostile[:6]}}}
	doc := sampleDocument()
	body := &output.Table{Caption: "=标题", Columns: []output.Column{{Name: "=列"}}}
	chart := &output.Chart{Title: "=图", Labels: hostile[:6], Series: []output.Series{{Name: "=系列", Values: []*exact.Num{num("1"), num("2"), num("3"), num("4"), num("5"), num("6")}}}}
	r := sampleReceipt()
	for _, s := range hostile {
		in.Projects = append(in.Projects, GuideProject{Code: s, Name: s, Investor: s})
		in.Open = append(in.Open, OpenItem{ID: s, Text: s})
		in.Targets = append(in.Targets, GuideTarget{Indicator: s, Remark: s})
		rows = append(rows, map[string]string{"项目编号": s, "项目名称": s, "签约金额": s, "性质": s})
		table.Rows = append(table.Rows, []string{s, s})
		body.Rows = append(body.Rows, []output.Cell{{Text: s}})
		doc.Body = append(doc.Body, output.Paragraph{Text: output.Plain(s)})
		r.Findings = append(r.Findings, finding.Finding{Code: s, Level: finding.Error, Place: ingest.Place{Sheet: "签约项目", Cell: "B5"}, Value: s, Message: s, Hint: s, Basis: s})
		r.Findings = append(r.Findings, finding.Finding{Level: finding.Error, Place: ingest.Place{Sheet: s, Cell: s}})
	}
	doc.Body = append(doc.Body, body, chart)
	doc.Traces["坏"] = output.Trace{Value: "=1", Formula: "=2", Inputs: []ingest.Source{{Office: "=3"}}}
	blank := must(t)(Form(in))
	filled := must(t)(Fill(blank, in.Form, Filling{Rows: map[string][]map[string]string{"签约项目": rows}}))
	return map[string][]byte{
		"form": blank, "filled": filled, "annotated": must(t)(Annotate(filled, r)),
		"tables": must(t)(Tables(Workbook{Intro: hostile, Tables: []Table{table}})), "document": must(t)(Document(doc)),
	}
}

func TestTextStaysText(t *testing.T) {
	for name, workbook := range hostileWorkbooks(t) {
		for part, content := range open(t, workbook) {
			if !strings.HasPrefix(part, "xl/worksheets/") {
				continue
			}
			if strings.HasSuffix(part, ".rels") {
				if strings.Contains(content, "External") {
					t.Errorf("%s: %s links outside", name, part)
				}
				continue
			}
			// Only validations and conditional formats may hold formulas, never a cell.
			if f := regexp.MustCompile(`<f>[^<]*</f>|<f [^>]*>`).FindString(content); f != "" {
				t.Errorf("%s: %s has a formula %s", name, part, f)
			}
			if m := regexp.MustCompile(`<c r="[A-Z]+[0-9]+"[^>]* t="(e|b|str)"`).FindString(content); m != "" {
				t.Errorf("%s: %s has %s", name, part, m)
			}
		}
	}
}

func TestHostileTextIsReadBackAsItWas(t *testing.T) {
	f := openExcelize(t, hostileWorkbooks(t)["tables"])
	for i, s := range hostile {
		got, err := f.GetCellValue("表", ref(1, i+2))
		want := clip(clean(s), maxCellText)
		if err != nil || got != want {
			t.Errorf("%.40q came back as %.40q (%v)", want, got, err)
		}
	}
	// What had to go shows.
	if got := clean("\x00\x01坏\xff"); got != "〓〓坏〓" {
		t.Errorf("clean gives %q", got)
	}
}

// Another program opens all of them: LibreOffice converts what it can load and
// leaves out what it cannot.
func TestLibreOfficeOpensThem(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice absent")
	}
	if testing.Short() {
		t.Skip("LibreOffice is slow")
	}
	dir := t.TempDir()
	books := hostileWorkbooks(t)
	books["return"] = must(t)(Annotate(returned(t), sampleReceipt()))
	books["sample"] = must(t)(Document(sampleDocument()))
	books["foreign"] = must(t)(Annotate(foreign(), output.Receipt{Findings: finding.List{{Code: "R-1", Level: finding.Error, Place: ingest.Place{Sheet: "甲", Cell: "A2"}, Message: "请看。"}}}))
	var files []string
	for name, content := range books {
		file := filepath.Join(dir, name+".xlsx")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	convert(t, office, dir, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "csv", files)
	for name := range books {
		if list, _ := filepath.Glob(filepath.Join(dir, "csv", name+"-*.csv")); len(list) < 2 {
			t.Errorf("%s: LibreOffice read %d sheets", name, len(list))
		}
	}
	csv := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, "csv", name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	requireContains(t, "return, 签约项目", csv("return-签约项目"), "KFQ-2023-001", "2023-09-05,3.2,10.0501", "2023.13.5", "３０亿")
	requireContains(t, "return, 审核结果", csv("return-审核结果"), "审核结果：退回", "签约项目!E6", "没有13月")
	requireContains(t, "document table", csv("sample-表1 目标完成情况表"), "开发区专班,26,86.7%,11.7", "=文旅康养专班,3,37.5,-37.5", "合计,29,—,")
	requireContains(t, "hostile tables", csv("tables-表"), "=cmd|' /C calc'!A0", "@SUM(A1)", "0012", "1E5")
	requireContains(t, "foreign", csv("foreign-甲"), "1,2", "后")

	if reader, err := exec.LookPath("pdftotext"); err == nil {
		convert(t, office, dir, "pdf", "pdf", []string{filepath.Join(dir, "sample.xlsx"), filepath.Join(dir, "return.xlsx")})
		requireContains(t, "document as printed", printed(t, reader, filepath.Join(dir, "pdf", "sample.pdf")), "26.00", "86.7%", "↑11.7", "3.00（截至8月）", "−37.5", "29.00")
		requireContains(t, "return as printed", printed(t, reader, filepath.Join(dir, "pdf", "return.pdf")), "2023-9-5", "3.20", "10.0501", "第1页")
	}

	// The sender saves the annotated copy in LibreOffice, mends it and sends it
	// again: marks and comments go all the same.
	convert(t, office, dir, "xlsx", "xlsx", []string{filepath.Join(dir, "return.xlsx")})
	saved, err := os.ReadFile(filepath.Join(dir, "xlsx", "return.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	again := must(t)(Annotate(saved, output.Receipt{}))
	f := openExcelize(t, again)
	if notes := commentsOf(t, f, "签约项目"); len(notes) > 0 {
		t.Errorf("comments left after a save in LibreOffice: %v", notes)
	}
	if fill := styleOf(t, f, "签约项目", "E6").Fill; len(fill.Color) > 0 {
		t.Errorf("E6 is still %v after a save in LibreOffice", fill.Color)
	}
	if list := f.GetSheetList(); list[0] != form.ResultSheet || len(list) != 6 {
		t.Errorf("sheets %v", list)
	}
}

func convert(t *testing.T, office, dir, filter, out string, files []string) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 3*time.Minute)
	defer stop()
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", filter, "--outdir", filepath.Join(dir, out)}, files...)
	if text, err := exec.CommandContext(ctx, office, args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
}

// printed is a PDF's text without white space.
func printed(t *testing.T, reader, file string) string {
	t.Helper()
	text, err := exec.Command(reader, file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(text)), "")
}
