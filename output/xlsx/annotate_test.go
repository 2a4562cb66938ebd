package xlsx

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet/rawbook"
	"tongbao/output"
)

func returned(t testing.TB) []byte {
	t.Helper()
	return must(t)(Fill(must(t)(Form(sampleInput())), sampleForm(), sampleFilling()))
}

func openExcelize(t *testing.T, workbook []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func styleOf(t *testing.T, f *excelize.File, sheet, cell string) *excelize.Style {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func commentsOf(t *testing.T, f *excelize.File, sheet string) map[string]string {
	t.Helper()
	list, err := f.GetComments(sheet)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, c := range list {
		text := c.Text
		for _, r := range c.Paragraph {
			text += r.Text
		}
		out[c.Cell] = text
	}
	return out
}

func TestProblemCellsAreMarked(t *testing.T) {
	before, after := openExcelize(t, returned(t)), openExcelize(t, must(t)(Annotate(returned(t), sampleReceipt())))
	for cell, colour := range map[string]string{"E6": "F8B4B5", "F5": "FFE08B", "C700": "CFE2FE", "D701": "CFE2FE"} {
		old, now := styleOf(t, before, "签约项目", cell), styleOf(t, after, "签约项目", cell)
		if len(now.Fill.Color) == 0 || now.Fill.Color[0] != colour {
			t.Errorf("%s: fill %v, want %s", cell, now.Fill.Color, colour)
		}
		now.Fill, old.Fill = excelize.Fill{}, excelize.Fill{}
		if *old.Protection != *now.Protection || old.Font.Family != now.Font.Family || len(old.Border) != len(now.Border) ||
			old.Alignment.Horizontal != now.Alignment.Horizontal || (old.CustomNumFmt == nil) != (now.CustomNumFmt == nil) ||
			old.CustomNumFmt != nil && *old.CustomNumFmt != *now.CustomNumFmt {
			t.Errorf("%s: more than the fill changed: %+v, %+v", cell, old, now)
		}
	}
	if fill := styleOf(t, after, "签约项目", "D5").Fill; len(fill.Color) > 0 {
		t.Errorf("a cell without a finding is coloured %v", fill.Color)
	}
	notes := commentsOf(t, after, "签约项目")
	if len(notes) != 6 {
		t.Errorf("comments at %v", notes)
	}
	// Two findings on one cell: one comment, both messages, the worse colour.
	requireContains(t, "comment on E6", notes["E6"], "【审核意见】错误 T-DATE", "没有13月", "改法：请填写如 2023-9-5", "提示 R-101", "请核对。")
	if got := commentsOf(t, after, "封面"); len(got) != 1 || !strings.Contains(got["C7"], "联系电话不全") {
		t.Errorf("cover comments %v", got)
	}
}

func TestResultSheet(t *testing.T) {
	f := openExcelize(t, must(t)(Annotate(returned(t), sampleReceipt())))
	if list := f.GetSheetList(); list[0] != form.ResultSheet || f.GetActiveSheetIndex() != 0 {
		t.Fatalf("sheets %v, active %d", list, f.GetActiveSheetIndex())
	}
	rows, err := f.GetRows(form.ResultSheet)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	at := map[string]int{}
	for i, r := range rows {
		text += strings.Join(r, "|") + "\n"
		if len(r) > 7 {
			at[r[7]] = i + 1
		}
	}
	requireContains(t, "审核结果", text, "审核结果：退回", "错误1条，警告4条，提示3条", "第2次报送", "2023年10月9日 09:12收到", "ab12",
		"3|错误|签约项目!E6|2023.13.5|日期|“2023.13.5”不是日期：没有13月。|请填写如 2023-9-5。|T-DATE", "通知三（三）", "签约项目!F6|３０亿|30|全角数字")
	// File first, then the workbook's tabs in their order, then what is not in it.
	order := []string{"F-NAME", "R-11", "T-DATE", "R-101", "R-112", "R-RANGE", "S-NIL", "D-201"}
	for i := 1; i < len(order); i++ {
		if at[order[i-1]] == 0 || at[order[i-1]] >= at[order[i]] {
			t.Errorf("%s does not stand before %s: %v", order[i-1], order[i], at)
		}
	}
	for code, want := range map[string]string{"T-DATE": "'签约项目'!E6", "S-NIL": "'问题整改'!A1", "R-RANGE": "'签约项目'!C700", "D-201": "", "F-NAME": ""} {
		_, link, err := f.GetCellHyperLink(form.ResultSheet, ref(3, at[code]))
		if err != nil || link != want {
			t.Errorf("%s links to %q, want %q (%v)", code, link, want, err)
		}
	}
}

// What is not a problem stays byte for byte.
func TestTheRestOfTheWorkbookIsUntouched(t *testing.T) {
	original := returned(t)
	before, after := open(t, original), open(t, must(t)(Annotate(original, sampleReceipt())))
	for name, content := range before {
		switch name {
		case contentTypes, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", sheetPath(t, before, "封面"), sheetPath(t, before, "签约项目"):
		default:
			if after[name] != content {
				t.Errorf("%s changed", name)
			}
		}
	}
	was, is := sheetXML(t, before, "签约项目"), sheetXML(t, after, "签约项目")
	for _, section := range []string{"sheetProtection", "dataValidations", "conditionalFormatting", "cols", "sheetViews", "pageSetup", "headerFooter"} {
		part := regexp.MustCompile(`(?s)<` + section + `[ >].*</` + section + `>`)
		if old := part.FindString(was); old == "" || old != part.FindString(is) {
			t.Errorf("%s changed", section)
		}
	}
	// Print titles belong to a sheet by its place; all places moved by one.
	requireContains(t, "workbook", after["xl/workbook.xml"], `localSheetId="2">&#39;签约项目&#39;!$1:$4`)
	if n := strings.Count(after["xl/workbook.xml"], "<sheet "); n != 6 {
		t.Errorf("%d sheets", n)
	}
	for name, content := range after {
		if strings.HasPrefix(name, "xl/worksheets/sheet") && strings.Contains(content, "tabSelected") && !strings.Contains(content, "审核结果：") {
			t.Errorf("%s is selected beside 审核结果: typing would go into both", name)
		}
	}
}

// The sender mends the annotated copy and sends that: nothing of the first
// round may stay where it is mended.
func TestSecondRoundReplacesTheFirst(t *testing.T) {
	r := sampleReceipt()
	first := must(t)(Annotate(returned(t), r))
	r.Findings = finding.List{{Code: "R-112", Level: finding.Error, Place: ingest.Place{Sheet: "签约项目", Cell: "F5"}, Message: "第二轮。"}}
	r.Repairs = nil
	second := must(t)(Annotate(first, r))
	f := openExcelize(t, second)
	if notes := commentsOf(t, f, "签约项目"); len(notes) != 1 || !strings.Contains(notes["F5"], "第二轮。") || strings.Contains(notes["F5"], "金额偏小") {
		t.Errorf("comments %v", notes)
	}
	if notes := commentsOf(t, f, "封面"); len(notes) != 0 {
		t.Errorf("comments left on the cover: %v", notes)
	}
	if fill := styleOf(t, f, "签约项目", "E6").Fill; len(fill.Color) > 0 {
		t.Errorf("E6 is mended and still %v", fill.Color)
	}
	if fill := styleOf(t, f, "签约项目", "F5").Fill; len(fill.Color) == 0 || fill.Color[0] != "F8B4B5" {
		t.Errorf("F5 %v", fill.Color)
	}
	parts := open(t, second)
	if n := strings.Count(parts["xl/workbook.xml"], form.ResultSheet); n != 1 {
		t.Errorf("审核结果 stands %d times", n)
	}
	requireContains(t, "workbook", parts["xl/workbook.xml"], `localSheetId="2">&#39;签约项目&#39;!$1:$4`)
	vml := 0
	for name, content := range parts {
		if strings.HasSuffix(name, ".vml") {
			vml += strings.Count(content, "<v:shape ")
		}
	}
	if vml != 1 {
		t.Errorf("%d comment boxes for one comment", vml)
	}
	// And a third with nothing found leaves the sheet as it was sent in.
	r.Findings = nil
	third := open(t, must(t)(Annotate(second, r)))
	if strings.Contains(sheetXML(t, third, "签约项目"), `r="E6" s="0"`) {
		t.Error("E6 lost its style")
	}
	requireContains(t, "third round", sheetXML(t, third, form.ResultSheet), "审核结果：通过", "没有审核意见")
}

// A cell that had a colour before it was marked gets it back.
func TestOldFillReturns(t *testing.T) {
	r := sampleReceipt()
	r.Findings = finding.List{{Code: "S-HEAD", Level: finding.Error, Place: ingest.Place{Sheet: "签约项目", Cell: "F4"}, Message: "列名不对。"}}
	marked := must(t)(Annotate(returned(t), r))
	if fill := styleOf(t, openExcelize(t, marked), "签约项目", "F4").Fill; fill.Color[0] != "F8B4B5" {
		t.Fatalf("not marked: %v", fill.Color)
	}
	r.Findings = nil
	if fill := styleOf(t, openExcelize(t, must(t)(Annotate(marked, r))), "签约项目", "F4").Fill; len(fill.Color) == 0 || fill.Color[0] != requiredFill {
		t.Errorf("fill %v, want %s back", fill.Color, requiredFill)
	}
}

// foreign is a workbook as another program leaves it: comments of a person
// with shape ids and part names of its own, a formula, a row without cells, a
// prefix on every element of a sheet, a table after the place of the drawing.
func foreign() []byte { return rawbook.Zip(foreignParts()) }

func foreignParts() []rawbook.Part {
	book := rawbook.Book{Sheets: []rawbook.Sheet{
		{Name: "甲", Rows: [][]any{{"a", "b"}, {rawbook.Num("1"), rawbook.Formula("A2*2", "2")}, nil, {"后"}}},
		{Name: "乙", Rows: [][]any{{"x"}}},
	}}
	p := book.Parts()
	p = rawbook.Replace(p, "xl/worksheets/sheet1.xml", `</worksheet>`, `<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="anyId"/><extLst><ext uri="{x}"/></extLst></worksheet>`)
	p = rawbook.Replace(p, "xl/worksheets/sheet1.xml", `<row r="4">`, `<row r="3"/><row r="4">`)
	p = rawbook.Replace(p, "xl/worksheets/sheet2.xml", `</worksheet>`, `<tableParts count="0"/><extLst/></worksheet>`)
	for _, element := range []string{"worksheet", "sheetData", "row", "tableParts", "extLst"} {
		p = rawbook.Replace(p, "xl/worksheets/sheet2.xml", "<"+element, "<x:"+element)
		if element != "tableParts" && element != "extLst" {
			p = rawbook.Replace(p, "xl/worksheets/sheet2.xml", "</"+element, "</x:"+element)
		}
	}
	p = rawbook.Replace(p, "xl/worksheets/sheet2.xml", `<c r="A1" t="s"><v>`, `<x:c r="A1" t="s"><x:v>`)
	p = rawbook.Replace(p, "xl/worksheets/sheet2.xml", `</v></c>`, `</x:v></x:c>`)
	p = rawbook.Replace(p, "xl/worksheets/sheet2.xml", `xmlns=`, `xmlns:x=`)
	return append(p,
		rawbook.Part{Name: "xl/worksheets/_rels/sheet1.xml.rels", Content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="comments" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="/xl/comments/comment1.xml"/><Relationship Id="anyId" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing" Target="/xl/drawings/commentsDrawing1.vml"/></Relationships>`},
		rawbook.Part{Name: "xl/comments/comment1.xml", Content: `<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>某科员</author><author>tc={1}</author></authors><commentList><comment ref="A1" authorId="0"><text><t>请王科长核对</t></text></comment><comment ref="B1" authorId="1"><text><t>线程</t></text></comment></commentList></comments>`},
		rawbook.Part{Name: "xl/drawings/commentsDrawing1.vml", Content: `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"/><v:shape id="shape_0" type="#_x0000_t202"><x:ClientData ObjectType="Note"><x:Row>0</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>`})
}

// A comments part that is none gives an error, no crash: the receipt tells. A
// style sheet without cell formats gets one.
func TestOddParts(t *testing.T) {
	r := output.Receipt{Findings: finding.List{{Code: "R-1", Level: finding.Error, Place: ingest.Place{Sheet: "甲", Cell: "B2"}, Message: "请看。"}}}
	const part = "xl/comments/comment1.xml"
	for name, changes := range map[string][][2]string{
		"no authors":   {{`<authors><author>某科员</author><author>tc={1}</author></authors>`, ""}},
		"no list":      {{"<commentList>", "<commentLost>"}, {"</commentList>", "</commentLost>"}},
		"another root": {{"<comments ", "<remarks "}, {"</comments>", "</remarks>"}},
	} {
		p := foreignParts()
		for _, c := range changes {
			p = rawbook.Replace(p, part, c[0], c[1])
		}
		if _, err := Annotate(rawbook.Zip(p), r); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	p := rawbook.Replace(rawbook.Book{Sheets: []rawbook.Sheet{{Name: "甲", Rows: [][]any{{"a", "b"}, {"c", "d"}}}}}.Parts(), "xl/styles.xml", "<cellXfs ", "<cellXfz ")
	p = rawbook.Replace(p, "xl/styles.xml", "</cellXfs>", "</cellXfz>")
	if fill := styleOf(t, openExcelize(t, must(t)(Annotate(rawbook.Zip(p), r))), "甲", "B2").Fill; len(fill.Color) == 0 {
		t.Error("no colour where the style sheet had no cell formats")
	}
}

// What some programs write around comments, and what a broken one leaves: a
// person's words stay, ours come to them, one drawing is pointed at, and each
// comment has its box. Parts that call their UTF-8 something else are marked
// like any other.
func TestOddComments(t *testing.T) {
	r := output.Receipt{Findings: finding.List{{Code: "R-1", Level: finding.Error, Place: ingest.Place{Sheet: "甲", Cell: "A1"}, Message: "请看。"}, {Code: "R-2", Level: finding.Error, Place: ingest.Place{Sheet: "甲", Cell: "B2"}, Message: "请改。"}}}
	const sheet1, comments, vml = "xl/worksheets/sheet1.xml", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml"
	for name, c := range map[string]struct {
		part, old, new string
		a1             string // what stands at the beginning of A1's comment
	}{
		"an empty text":                      {comments, "<text><t>请王科长核对</t></text>", "<text/>", ""},
		"VML that ends in a remark":          {vml, "</xml>", "</xml><!-- x -->", "请王科长核对"},
		"VML that is none":                   {vml, "</xml>", "</html>", "请王科长核对"},
		"VML cut short":                      {vml, "</xml>", "", "请王科长核对"},
		"a drawing that is not there":        {sheet1, `r:id="anyId"`, `r:id="rId99"`, "请王科长核对"},
		"ASCII by its own word":              {comments, "<comments ", `<?xml version="1.0" encoding="us-ascii"?><comments `, "请王科长核对"},
		"UTF-8 by another name, in quotes '": {"xl/styles.xml", `encoding="UTF-8"`, `encoding='utf8'`, "请王科长核对"},
	} {
		marked, err := Annotate(rawbook.Zip(rawbook.Replace(foreignParts(), c.part, c.old, c.new)), r)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		notes := commentsOf(t, openExcelize(t, marked), "甲")
		if !strings.HasPrefix(notes["A1"], c.a1) || !strings.Contains(notes["A1"], "请看。") || !strings.Contains(notes["B2"], "请改。") || notes["B1"] != "线程" {
			t.Errorf("%s: comments %q", name, notes)
		}
		parts := open(t, marked)
		if n := strings.Count(parts[sheet1], "<legacyDrawing "); n != 1 {
			t.Errorf("%s: %d drawings are pointed at", name, n)
		}
		boxed := ""
		for part, text := range parts {
			if strings.HasSuffix(part, ".vml") && (part != vml || strings.Contains(text, "</xml>")) {
				boxed += text
			}
		}
		for _, at := range []string{"<x:Row>0</x:Row><x:Column>0</x:Column>", "<x:Row>1</x:Row><x:Column>1</x:Column>"} {
			if !strings.Contains(boxed, at) {
				t.Errorf("%s: no box at %s", name, at)
			}
		}
	}
}

// A sheet of the sender's own that has the name of ours stays.
func TestOwnResultSheetStays(t *testing.T) {
	book := rawbook.Book{Sheets: []rawbook.Sheet{{Name: "甲", Rows: [][]any{{"a"}}}, {Name: form.ResultSheet, Rows: [][]any{{"科室自审记录"}}}}}
	r := output.Receipt{Findings: finding.List{{Code: "R-1", Level: finding.Error, Place: ingest.Place{Sheet: "甲", Cell: "A1"}, Message: "请看。"}}}
	once := must(t)(Annotate(book.Bytes(), r))
	for round, marked := range [][]byte{once, must(t)(Annotate(once, r))} {
		f := openExcelize(t, marked)
		if got := strings.Join(f.GetSheetList(), " "); got != form.OtherResult+" 甲 "+form.ResultSheet {
			t.Errorf("round %d: sheets %s", round+1, got)
		}
		if got, _ := f.GetCellValue(form.ResultSheet, "A1"); got != "科室自审记录" {
			t.Errorf("round %d: own sheet says %q", round+1, got)
		}
	}
}

func TestForeignWorkbook(t *testing.T) {
	r := output.Receipt{Findings: finding.List{}}
	for _, place := range []ingest.Place{{Sheet: "甲", Cell: "A1"}, {Sheet: "甲", Cell: "B1"}, {Sheet: "甲", Cell: "B2"}, {Sheet: "甲", Cell: "C3"}, {Sheet: "甲", Cell: "A5"}, {Sheet: "乙", Cell: "B1"}} {
		r.Findings = append(r.Findings, finding.Finding{Code: "R-1", Level: finding.Warning, Place: place, Message: "请看。"})
	}
	marked := must(t)(Annotate(foreign(), r))
	f := openExcelize(t, marked)
	notes := commentsOf(t, f, "甲")
	if !strings.HasPrefix(notes["A1"], "请王科长核对") || !strings.Contains(notes["A1"], "请看。") {
		t.Errorf("a person's comment became %q", notes["A1"])
	}
	if notes["B1"] != "线程" {
		t.Errorf("a threaded comment became %q", notes["B1"])
	}
	for _, cell := range []string{"B2", "C3", "A5"} {
		if !strings.Contains(notes[cell], "请看。") {
			t.Errorf("%s: %q", cell, notes[cell])
		}
	}
	if got, _ := f.GetCellFormula("甲", "B2"); got != "A2*2" {
		t.Errorf("formula became %q", got)
	}
	if got := styleOf(t, f, "甲", "C3").Fill; len(got.Color) == 0 {
		t.Error("a cell put into an empty row has no colour")
	}
	parts := open(t, marked)
	second := sheetXML(t, parts, "乙")
	requireContains(t, "乙", second, `<x:c r="B1" s="`, `<x:legacyDrawing `)
	if strings.Index(second, "x:legacyDrawing") > strings.Index(second, "x:tableParts") {
		t.Error("legacyDrawing stands after tableParts: Excel refuses the sheet")
	}
	requireContains(t, "VML of 甲", parts["xl/drawings/commentsDrawing1.vml"], `"shape_0"`, "<x:Row>1</x:Row><x:Column>1</x:Column>")
	// Cleared again, the person's comment stands alone.
	cleared := openExcelize(t, must(t)(Annotate(marked, output.Receipt{})))
	if notes := commentsOf(t, cleared, "甲"); notes["A1"] != "请王科长核对" || len(notes) != 2 {
		t.Errorf("after clearing: %q", notes)
	}
}

func TestAnnotateRefusesWhatIsNoWorkbook(t *testing.T) {
	for name, data := range map[string][]byte{
		"text":        []byte("不是工作簿"),
		"empty":       nil,
		"another zip": rawbook.Zip([]rawbook.Part{{Name: "a.txt", Content: "a"}}),
		"cut": func() []byte {
			p := rawbook.Replace(rawbook.Book{Sheets: []rawbook.Sheet{{Name: "甲", Rows: [][]any{{"a"}}}}}.Parts(), "xl/worksheets/sheet1.xml", "</worksheet>", "")
			return rawbook.Zip(rawbook.Replace(p, "xl/worksheets/sheet1.xml", "</sheetData>", "<row"))
		}(),
	} {
		if _, err := Annotate(data, output.Receipt{Findings: finding.List{{Level: finding.Error, Place: ingest.Place{Sheet: "甲", Cell: "A1"}}}}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestPlaces(t *testing.T) {
	for cell, want := range map[string]string{"F7": "F7", "$F$7": "F7", "f7": "F7", "F7:G8": "F7 G7 F8 G8", "": "", "整列": "", "F0": "", "XFE1": "", "G8:F7": ""} {
		var got []string
		for _, p := range places(cell) {
			got = append(got, p.ref())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", cell, got, want)
		}
	}
	if n := len(places("A1:XFD1048576")); n != maxMarked {
		t.Errorf("a finding on a whole sheet marks %d cells", n)
	}
}
