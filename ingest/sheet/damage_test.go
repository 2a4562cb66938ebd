package sheet_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"tongbao/ingest/sheet"
	. "tongbao/ingest/sheet/rawbook"
)

// ordinary is a workbook of the size of a return: three sheets, texts,
// numbers, dates, formulas.
func ordinary(rows int) Book {
	list := [][]any{{"项目编号", "项目名称", "金额（亿元）", "日期"}}
	for i := range rows {
		list = append(list, []any{fmt.Sprintf("KFQ-2023-%03d", i), fmt.Sprintf("示例第%d号公司项目", i), Num(fmt.Sprint(i) + ".25"), Date(fmt.Sprint(45170 + i%30)), nil, Formula("C2*2", "6.4")})
	}
	return Book{Sheets: []Sheet{
		{Name: "封面", Rows: [][]any{{"月报表"}, {"专班名称", "示例专班"}}, Merges: []string{"A1:B1"}},
		{Name: "签约项目", Rows: list},
		{Name: "_标识", Hidden: true, Rows: [][]any{{"版本", "1"}}},
	}}
}

// image is everything a workbook says, as one string to compare.
func image(t *testing.T, w *sheet.Workbook) string {
	t.Helper()
	b, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// same fails unless data is refused or reads exactly as want.
func same(t *testing.T, what string, data []byte, want string) (read bool) {
	t.Helper()
	w, findings, err := sheet.OpenBytes("a.xlsx", data, sheet.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	if w == nil {
		verdict(t, what, w, findings)
		return false
	}
	if got := image(t, w); got != want {
		t.Errorf("%s: taken in with other contents", what)
	}
	return true
}

// A transfer that breaks off anywhere gives a refusal, never fewer rows.
func TestCutAtEveryPercent(t *testing.T) {
	data := ordinary(60).Bytes()
	w, _, _ := sheet.OpenBytes("a.xlsx", data, sheet.DefaultLimits)
	want := image(t, w)
	for percent := range 100 {
		if same(t, fmt.Sprintf("cut at %d%%", percent), data[:len(data)*percent/100], want) {
			t.Errorf("cut at %d%%: taken in", percent)
		}
	}
	for tail := 1; tail <= 22; tail++ {
		same(t, fmt.Sprintf("cut by %d bytes", tail), data[:len(data)-tail], want)
	}
	same(t, "whole", data, want)
}

// One byte turned over anywhere gives the same values or a refusal. Here at
// every 23rd place; at every place with `make sweep`.
func TestFlippedBytes(t *testing.T) {
	data := ordinary(20).Bytes()
	w, _, _ := sheet.OpenBytes("a.xlsx", data, sheet.DefaultLimits)
	want := image(t, w)
	refused := 0
	step := 23 // prime: over the rows it meets every place of their pattern
	if os.Getenv("TONGBAO_SWEEP") == "all" {
		step = 1
	}
	for i := 0; i < len(data); i += step {
		for _, mask := range []byte{0x01, 0x80} {
			flipped := append([]byte(nil), data...)
			flipped[i] ^= mask
			if !same(t, fmt.Sprintf("byte %d of %d ^ %#x", i, len(data), mask), flipped, want) {
				refused++
			}
		}
	}
	if total := 2 * len(data) / step; refused < total/2 {
		t.Errorf("only %d of %d flips were noticed", refused, total)
	}
}

// Every byte of the zip's directory turned over: a part whose name is another
// there, the list of what stands beside a sheet, is missed, not passed over
// with the comment that says 单位：万元.
func TestFlippedDirectory(t *testing.T) {
	book := ordinary(3)
	book.Beside(0, "comments", `<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>a</author></authors><commentList><comment ref="C1" authorId="0"><text><r><t>单位：万元</t></r></text></comment></commentList></comments>`)
	data := book.Bytes()
	w, _, _ := sheet.OpenBytes("a.xlsx", data, sheet.DefaultLimits)
	if n := w.Sheets[0].Notes; len(n) != 1 || n[0].Text != "单位：万元" {
		t.Fatalf("notes %v", n)
	}
	want := image(t, w)
	refused := 0
	for i := bytes.Index(data, []byte("PK\x01\x02")); i < len(data); i++ {
		for _, mask := range []byte{0x01, 0x20, 0x80} { // 0x20: of the other case
			flipped := append([]byte(nil), data...)
			flipped[i] ^= mask
			if !same(t, fmt.Sprintf("byte %d of %d ^ %#x", i, len(data), mask), flipped, want) {
				refused++
			}
		}
	}
	if refused == 0 {
		t.Error("nothing was noticed")
	}
}

// A sheet cut inside a whole zip is told by sheet and row, as
// examples/findings.txt has it.
func TestCutInsideSheet(t *testing.T) {
	parts := ordinary(60).Parts()
	for i, p := range parts {
		if p.Name == "xl/worksheets/sheet2.xml" {
			parts[i].Content = p.Content[:strings.Index(p.Content, `<row r="37"`)+40]
		}
	}
	_, findings, _ := sheet.OpenBytes("a.xlsx", Zip(parts), sheet.DefaultLimits)
	if len(findings) != 1 {
		t.Fatalf("findings %v", findings)
	}
	f := findings[0]
	if want := "工作表“签约项目”数据不完整（第37行处中断），可能未传完。"; f.Code != "F-DAMAGED" || f.Message != want || f.Hint != "请重新打开原文件，另存后再报送。" || f.Sheet != "签约项目" {
		t.Errorf("%+v, want %s", f, want)
	}
}

// What excelize reads short, shifted or not at all with a nil error is
// refused here, each kind by what is wrong with it.
func TestPlantedFaults(t *testing.T) {
	const two, shared, rels = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
	type plant struct{ part, old, new string }
	for name, c := range map[string]struct {
		plant
		code, contains string
	}{
		"rows out of order":        {plant{two, `<row r="3">`, `<row r="2">`}, "F-DAMAGED", "第2行之后行号“2”重复、倒序或无效"},
		"row zero":                 {plant{two, `<row r="1">`, `<row r="0">`}, "F-DAMAGED", "行号“0”"},
		"row beyond the last":      {plant{two, `<row r="21">`, `<row r="1048577">`}, "F-DAMAGED", "行号“1048577”"},
		"row no number":            {plant{two, `<row r="3">`, `<row r="x">`}, "F-DAMAGED", "行号“x”"},
		"cell of another row":      {plant{two, `<c r="C3"`, `<c r="C4"`}, "F-DAMAGED", "第3行单元格位置“C4”"},
		"cells out of order":       {plant{two, `<c r="C3"`, `<c r="A3"`}, "F-DAMAGED", "第3行单元格位置“A3”"},
		"cell beyond XFD":          {plant{two, `<c r="F3"`, `<c r="XFE3"`}, "F-DAMAGED", "XFE3"},
		"reference absurd":         {plant{two, `<c r="F3"`, `<c r="AAAAAAAAAA3"`}, "F-DAMAGED", "AAAAAAAAAA3"},
		"empty style":              {plant{two, `<c r="D3" s="1"`, `<c r="D3" s=""`}, "F-DAMAGED", "第3行有单元格的格式编号无效"},
		"style out of range":       {plant{two, `<c r="D3" s="1"`, `<c r="D3" s="77"`}, "F-DAMAGED", "格式编号无效"},
		"string index too high":    {plant{two, `t="s"><v>5</v>`, `t="s"><v>99999</v>`}, "F-DAMAGED", "指向不存在的文字"},
		"string index negative":    {plant{two, `t="s"><v>5</v>`, `t="s"><v>-1</v>`}, "F-DAMAGED", "指向不存在的文字"},
		"number that is none":      {plant{two, `<v>0.25</v>`, `<v>0x1p4</v>`}, "F-DAMAGED", "数值单元格不是数"},
		"infinity":                 {plant{two, `<v>0.25</v>`, `<v>INF</v>`}, "F-DAMAGED", "数值单元格不是数"},
		"unknown cell type":        {plant{two, `t="s"><v>5</v>`, `t="q"><v>5</v>`}, "F-DAMAGED", "类型无效"},
		"two values":               {plant{two, `<v>0.25</v>`, `<v>0.25</v><v>9</v>`}, "F-DAMAGED", "值重复"},
		"element in value":         {plant{two, `<v>0.25</v>`, `<v>0.<b/>25</v>`}, "F-DAMAGED", "值无效"},
		"tag not closed":           {plant{two, `</row><row r="9">`, `<row r="9">`}, "F-DAMAGED", "第8行有不认识的内容"},
		"text after the end":       {plant{two, `</worksheet>`, `</worksheet>x`}, "F-DAMAGED", "不完整"},
		"two roots":                {plant{two, `</worksheet>`, `</worksheet><worksheet/>`}, "F-DAMAGED", "不完整"},
		"two data areas":           {plant{two, `</sheetData>`, `</sheetData><sheetData/>`}, "F-DAMAGED", "两个数据区"},
		"no data area":             {plant{"xl/worksheets/sheet3.xml", `sheetData>`, `sheetDato>`}, "F-DAMAGED", "不完整"},
		"attribute twice":          {plant{two, `<row r="3">`, `<row r="3" r="3">`}, "F-DAMAGED", "不完整"},
		"control character":        {plant{shared, `示例第3号`, "示例\x01号"}, "F-DAMAGED", "文字表"},
		"broken UTF-8":             {plant{shared, `示例第3号`, "示例\xff号"}, "F-DAMAGED", "文字表"},
		"unknown entity":           {plant{shared, `示例第3号`, "示例&nbsp;号"}, "F-UNSAFE", "实体定义"},
		"DTD in strings":           {plant{shared, `<sst `, `<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst `}, "F-UNSAFE", "实体定义"},
		"DTD in a sheet":           {plant{two, `<worksheet `, `<!DOCTYPE w SYSTEM "file:///etc/passwd"><worksheet `}, "F-UNSAFE", "实体定义"},
		"another encoding":         {plant{two, `encoding="UTF-8"`, `encoding="GB18030"`}, "F-DAMAGED", "编码不是UTF-8"},
		"sheet part missing":       {plant{rels, `worksheets/sheet2.xml`, `worksheets/sheet9.xml`}, "F-DAMAGED", "签约项目"},
		"sheet on another machine": {plant{rels, `Target="worksheets/sheet2.xml"`, `TargetMode="External" Target="file:///c:/a.xml"`}, "F-DAMAGED", "签约项目"},
		"macro sheet":              {plant{rels, `relationships/worksheet" Target="worksheets/sheet2.xml"`, `relationships/xlMacrosheet" Target="worksheets/sheet2.xml"`}, "F-MACRO", "宏表"},
		"macro workbook":           {plant{"[Content_Types].xml", `vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml`, `vnd.ms-excel.sheet.macroEnabled.main+xml`}, "F-MACRO", "含有宏"},
		"one id for two parts":     {plant{rels, `</Relationships>`, `<Relationship Id="rId1" Type="x/theme" Target="theme9.xml"/></Relationships>`}, "F-UNSAFE", "同一个编号"},
		"two workbooks":            {plant{"_rels/.rels", `</Relationships>`, `<Relationship Id="other" Type="x/officeDocument" Target="xl/styles.xml"/></Relationships>`}, "F-UNSAFE", "两个工作簿"},
		"properties twice":         {plant{"xl/workbook.xml", `<sheets>`, `<workbookPr/><workbookPr date1904="1"/><sheets>`}, "F-DAMAGED", "不完整"},
		"merges over one another":  {plant{two, `</sheetData>`, `</sheetData><mergeCells><mergeCell ref="A3:B4"/><mergeCell ref="B4:C5"/></mergeCells>`}, "F-DAMAGED", "“B4:C5”与另一处合并重叠"},
		"sheet name twice":         {plant{"xl/workbook.xml", `name="封面"`, `name="签约项目"`}, "F-DAMAGED", "重复"},
	} {
		t.Run(name, func(t *testing.T) {
			data := Zip(Replace(ordinary(20).Parts(), c.part, c.old, c.new))
			w, findings, err := sheet.OpenBytes("a.xlsx", data, sheet.DefaultLimits)
			if err != nil {
				t.Fatal(err)
			}
			if got := verdict(t, name, w, findings); got != c.code {
				t.Fatalf("verdict %s, want %s", got, c.code)
			}
			if !strings.Contains(findings[0].Message, c.contains) {
				t.Errorf("message %s does not say %s", findings[0].Message, c.contains)
			}
		})
	}
}

// A missing row number, cell reference or style is legal; the value is the
// same as with them.
func TestReferencesMayBeAbsent(t *testing.T) {
	parts := ordinary(3).Parts()
	w, _, _ := sheet.OpenBytes("a.xlsx", Zip(parts), sheet.DefaultLimits)
	want := image(t, w)
	for i := range parts {
		if parts[i].Name == "xl/worksheets/sheet2.xml" {
			for _, ref := range []string{"A1", "B1", "C1", "D1", "A2", "B2", "C2", "D2"} {
				parts[i].Content = strings.Replace(parts[i].Content, ` r="`+ref+`"`, "", 1)
			}
			parts[i].Content = strings.Replace(parts[i].Content, `<row r="2">`, "<row>", 1)
		}
	}
	if !same(t, "without references", Zip(parts), want) {
		t.Error("refused")
	}
}
