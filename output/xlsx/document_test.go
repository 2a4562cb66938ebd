package xlsx

import (
	"slices"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/output"
)

// A typed cell must print the very text of the document.
func TestTypedCells(t *testing.T) {
	for _, c := range []struct {
		text, num    string
		decimals     int
		value, shown string // "" when it has to stay text
	}{
		{"26.00", "26", 2, "26", `0.00`},
		{"3.2456", "3.2456", 2, "3.2456", `0.0000`},
		{"4", "4", 0, "4", `0`},
		{"86.7%", "86.6666", 1, "86.7", `0.0"%"`},
		{"86.7%", "0.8666666", 1, "0.867", `0.0%`},
		{"−37.5", "-37.5", 1, "-37.5", `0.0;"−"0.0`},
		{"-37.5", "-37.5", 1, "-37.5", `0.0`},
		{"↑11.7", "11.7", 1, "11.7", `"↑"0.0`},
		{"3.00（截至8月）", "3", 2, "3", `0.00"（截至8月）"`},
		{"30.004", "30.004", 2, "30.004", `0.000`}, // 30.00 would look like the target reached
		{"缺报", "3", 0, "", ""},
		{"123", "23", 0, "", ""},
		{"1—2", "1", 0, "1", `0"—2"`},
	} {
		n, format, ok := typed(output.Cell{Text: c.text, Num: num(c.num), Decimals: c.decimals})
		if ok != (c.value != "") || ok && (n.Cmp(exact.MustParse(c.value)) != 0 || format != c.shown) {
			t.Errorf("%s: %s as %s (%v), want %s as %s", c.text, n, format, ok, c.value, c.shown)
		}
	}
}

func TestDocumentSheets(t *testing.T) {
	f := openExcelize(t, must(t)(Document(sampleDocument())))
	want := "正文 表1 目标完成情况表 图1 签约金额 附件1 2023年1—9月招商专班目标完成情况表 附件2 图表 来源"
	if got := strings.Join(f.GetSheetList(), " "); got != want {
		t.Errorf("sheets %s, want %s", got, want)
	}
	for cell, want := range map[string]string{"B5": "26", "C5": "0.867", "D6": "-37.5", "A6": "=文旅康养专班", "B7": "29", "C7": "—"} {
		if got, err := f.GetCellValue("表1 目标完成情况表", cell, rawValue); err != nil || got != want {
			t.Errorf("%s = %q, want %q (%v)", cell, got, want, err)
		}
	}
	if merged, err := f.GetMergeCells("表1 目标完成情况表"); err != nil || len(merged) != 5 { // caption, unit, 专班, 签约金额, note
		t.Errorf("merged %v, %v", merged, err)
	}
}

func TestDocumentChartIsNative(t *testing.T) {
	parts := open(t, must(t)(Document(sampleDocument())))
	requireContains(t, "chart", strings.ReplaceAll(parts["xl/charts/chart1.xml"], "&#39;", "'"), `barDir val="bar"`, `'图1 签约金额'!$A$3:$A$4`, `'图1 签约金额'!$B$3:$B$4`, `'图1 签约金额'!$C$3:$C$4`)
	requireContains(t, "data beside it", sheetXML(t, parts, "图1 签约金额"), "<v>26</v>", "<v>22.5</v>", "<v>6</v>", "<drawing ")
}

func TestSourcesTellEveryTracedFigure(t *testing.T) {
	content, _, err := DocumentPlaces(sampleDocument(), Names{
		Figure:    func(key, formula string) string { return "“" + key + "”" },
		TaskForce: func(code string) string { return map[string]string{"KFQ": "开发区专班"}[code] },
		Archive:   "../../archive",
	})
	if err != nil {
		t.Fatal(err)
	}
	f := openExcelize(t, content)
	rows, err := f.GetRows("来源")
	if err != nil {
		t.Fatal(err)
	}
	// 26.00 stands first in the text, row 6 (draft mark, head, number, title, 主送, heading before it).
	want := [][]string{
		{"“KFQ/签约”", "正文!A7", "26.00", "sum(累计.签约项目, .签约金额)", "", "开发区专班", "2023年9月", "第2次", "签约项目", "F5", "=月报.xlsx", strings.Repeat("ab", 32)},
		{"", "", "", "", "", "台账", "", "", "核定", "D2"},
		{"“合计/签约”", "表1 目标完成情况表!B7", "29.00", "26.00+3.00", "26.00（正文!A7）；3.00（“WLK/签约”）"},
		{"“WLK/签约”", "", "3.00", "sum", "", "开发区专班", "2023年9月", "第2次", "签约项目", "F5", "=月报.xlsx", strings.Repeat("ab", 32)},
	}
	for i, w := range want {
		if got := strings.Join(rows[i+1], "|"); strings.TrimRight(got, "|") != strings.Join(w, "|") {
			t.Errorf("row %d:\n got %s\nwant %s", i+2, got, strings.Join(w, "|"))
		}
	}
	if len(rows) != len(want)+1 {
		t.Errorf("%d rows", len(rows))
	}
	if got, _ := f.GetCellValue("正文", "A7"); !strings.Contains(got, "26.00亿元") {
		t.Errorf("the link of 26.00 leads to %q", got)
	}
	if _, to, err := f.GetCellHyperLink("来源", "K2"); err != nil || to != "../../archive/"+strings.Repeat("ab", 32) {
		t.Errorf("the file's name leads to %q, %v", to, err)
	}
	if linked, _, err := f.GetCellHyperLink("来源", "K3"); err != nil || linked {
		t.Errorf("台账 leads to a kept file: %v", err)
	}
}

// Excel allows a sheet 65,530 links. A total that rests on 7,000 cells, each with
// a link to its file, goes on on a second sheet after 5,000: 2,000 there, and
// the figure after it.
func TestSourcesGoOnOnAnotherSheet(t *testing.T) {
	kept := &ingest.Version{TaskForce: "KFQ", SHA256: strings.Repeat("ab", 32), File: "月报.xlsx"}
	d := &output.Document{Traces: map[string]output.Trace{
		"1": {Value: "7000", Inputs: slices.Repeat([]ingest.Source{{Version: kept, Place: ingest.Place{Sheet: "签约项目", Cell: "F5"}}}, 7_000)},
		"2": {Value: "7", Inputs: []ingest.Source{{Version: kept}}},
	}}
	content, _, err := DocumentPlaces(d, Names{Figure: func(key, _ string) string { return "第" + key + "个数" }, Archive: "../archive"})
	if err != nil {
		t.Fatal(err)
	}
	f := openExcelize(t, content)
	for _, c := range []struct{ sheet, cell, want string }{
		{"来源", "A2", "第1个数"}, {"来源", "J5001", "F5"}, {"来源", "J5002", ""},
		{"来源（2）", "A1", "数"}, {"来源（2）", "A2", "第1个数（续）"}, {"来源（2）", "A3", ""}, {"来源（2）", "J2001", "F5"}, {"来源（2）", "A2002", "第2个数"}, {"来源（2）", "A2003", ""},
	} {
		if got, err := f.GetCellValue(c.sheet, c.cell); err != nil || got != c.want {
			t.Errorf("%s!%s is %q, %v; want %q", c.sheet, c.cell, got, err, c.want)
		}
	}
	if linked, _, err := f.GetCellHyperLink("来源（2）", "K2001"); err != nil || !linked {
		t.Errorf("the last cell leads nowhere: %v", err)
	}
}

// 15 September 2023 is day 45184 of Excel's calendar; 10:48 is 648 of its 1,440
// minutes, 0.45 of a day.
func TestDatesAreDates(t *testing.T) {
	for _, c := range []struct{ text, days, format string }{
		{"2023-09-15", "45184", "yyyy-mm-dd"},
		{"2023-09-15 10:48", "45184.45", "yyyy-mm-dd hh:mm"},
		{"2023-13-15", "", ""}, {"2023-09", "", ""}, {"KFQ-2023-001", "", ""}, {"自2023-09-15", "", ""}, {"—", "", ""},
	} {
		if days, format, ok := dated(c.text); days != c.days || ok != (c.days != "") || ok && format != c.format {
			t.Errorf("%s: %s as %s", c.text, days, format)
		}
	}
	d := &output.Document{Body: []output.Block{&output.Table{Columns: []output.Column{{Name: "签约日期"}}, Rows: [][]output.Cell{{{Text: "2023-09-15", Label: true}}}}}}
	f := openExcelize(t, must(t)(Document(d)))
	if got, err := f.GetCellValue("表1", "A2", rawValue); err != nil || got != "45184" {
		t.Errorf("a date is %q, %v", got, err)
	}
}

// A chart that only the workbook has stands on a sheet of its own before 来源.
func TestChartsOfTheWorkbookAlone(t *testing.T) {
	d := sampleDocument()
	d.Charts = []*output.Chart{d.Body[3].(*output.Chart)}
	content := must(t)(Document(d))
	sheets := openExcelize(t, content).GetSheetList()
	if got := strings.Join(sheets[len(sheets)-2:], " "); got != "对照图1 签约金额 来源" {
		t.Errorf("the last sheets are %s", got)
	}
	requireContains(t, "chart", strings.ReplaceAll(open(t, content)["xl/charts/chart3.xml"], "&#39;", "'"), `'对照图1 签约金额'!$B$3:$B$4`)
}

func TestEmptyDocument(t *testing.T) {
	parts := open(t, must(t)(Document(&output.Document{Body: []output.Block{&output.Table{}, &output.Chart{}}, Annexes: []output.Annex{{}, {}}})))
	if n := strings.Count(parts["xl/workbook.xml"], "<sheet "); n != 5 {
		t.Errorf("%d sheets", n)
	}
}

func TestTitleBreaksAtWordEnds(t *testing.T) {
	got := titleLines([]string{"示例县招商引资工作领导小组办公室", "关于2023年9月份", "招商专班工作情况的", "通报"})
	if got != "示例县招商引资工作领导小组办公室关于2023年9月份\n招商专班工作情况的通报" {
		t.Errorf("%q", got)
	}
}
