package xlsx

import (
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

var rawValue = excelize.Options{RawCellValue: true}

func TestTablesAreText(t *testing.T) {
	workbook := must(t)(Tables(sampleTables()))
	parts := open(t, workbook)
	s := sheetXML(t, parts, "指标")
	if m := regexp.MustCompile(`<c [^>]*>\s*<v>`).FindAllString(s, -1); len(m) != 10 {
		t.Errorf("%d cells with a value, want 3 headers and 7", len(m))
	} else {
		for _, c := range m {
			if !strings.Contains(c, `t="s"`) {
				t.Errorf("%s is no text", c)
			}
		}
	}
	requireContains(t, "指标", s, `<formula1>"不少于,金额,争取区间"</formula1>`, `sqref="B2:B504"`, `errorStyle="warning"`, `ySplit="1"`, "<legacyDrawing ", "numberStoredAsText")
	f := openExcelize(t, workbook)
	for cell, want := range map[string]string{"A1": "代码", "A2": "001", "C2": "=sum(累计.签约项目, .签约金额)", "A3": "2023-09-05", "C3": "@x", "B4": ""} {
		if got, _ := f.GetCellValue("指标", cell, rawValue); got != want {
			t.Errorf("%s = %q, want %q", cell, got, want)
		}
	}
	if notes := commentsOf(t, f, "指标"); len(notes) != 2 || notes["A1"] != "不重复" {
		t.Errorf("comments %v", notes)
	}
	if list := f.GetSheetList(); list[0] != IntroSheet {
		t.Errorf("sheets %v", list)
	}
}

func TestTablesWithoutIntro(t *testing.T) {
	in := sampleTables()
	in.Intro = nil
	if list := openExcelize(t, must(t)(Tables(in))).GetSheetList(); len(list) != 1 || list[0] != "指标" {
		t.Errorf("sheets %v", list)
	}
}

func TestTablesRefuseBadNames(t *testing.T) {
	for name, sheets := range map[string][]string{"forbidden": {"a/b"}, "twice": {"甲", "甲"}, "taken by the intro": {IntroSheet}, "empty": {""}} {
		in := Workbook{Intro: []string{"x"}}
		for _, s := range sheets {
			in.Tables = append(in.Tables, Table{Sheet: s, Columns: []Column{{Name: "列"}}})
		}
		if _, err := Tables(in); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
