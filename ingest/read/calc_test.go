package read_test

import (
	"strconv"
	"strings"
	"testing"

	. "tongbao/ingest/sheet/rawbook"
)

// A formula's saved result is held against the formula where that is simple:
// a program that changes a cell and calculates nothing leaves the old result.
// Sums worked out by hand; 45174 is 5 September 2023.
func TestSavedResults(t *testing.T) {
	for _, c := range []struct {
		why, formula, saved string
		want                string // findings
		repaired            bool   // listed as read by its saved result
	}{
		{"a sum", "1+2.2", "3.2", "", false},
		{"what adding up loses", "0.1+0.2", "0.30000000000000004", "", false},
		{"a cell and a product", "ROUND(C6*2,1)", "3", "", false},
		{"万元 made 亿元", "32000/10000", "3.2", "", false},
		{"a percentage", "C6*50%", "0.75", "", false},
		{"brackets and a sign", "-(C6-3)", "1.5", "", false},
		{"a sum over cells with a blank and text" /* 1.5 + 2.5 */, "SUM($C$6:C8,B5)", "4", "", false},
		{"on another sheet", "SUM('整改'!E9,整改!E10)+C6", "1.5", "", false},
		{"a formula on a formula", "C7*2", "1", "合同!C5 T-CALC 错误", false}, // C7 is =C6+1, saved 0.5: 2×(1.5+1) = 5
		{"an old result", "C6+1.7", "1.7", "合同!C5 T-CALC 错误", false},
		{"nought, never calculated", "C6*2", "0", "合同!C5 T-CALC 错误", false},
		{"a third", "C6/3", "0.5", "", false},
		{"divided by nothing", "C6/C9", "3.2", "", true},
		{"itself", "C5+1", "3.2", "", true},
		{"a function", "IF(C6>1,3.2,0)", "3.2", "", true},
		{"another workbook", "[1]Sheet1!A1+1", "3.2", "", true},
		{"a sheet that is not there", "没有!A1+1", "3.2", "", true},
		{"a name", "合计数*2", "3.2", "", true},
		{"a text in a sum", "B5+1", "3.2", "", true},
		{"LOG10 is no cell", "LOG10(10)", "1", "", true},
		{"a number that cannot be", "1:2", "3.2", "", true},
		{"a chance number", "RAND()*3", "3.2", "合同!C5 T-FIX 提示", true},
	} {
		t.Run(c.why, func(t *testing.T) {
			ret, findings := open(t, filled(
				[]any{"AAA-2023-001", "示例甲项目", Formula(c.formula, c.saved), Date("45174")},
				[]any{"AAA-2023-002", "示例乙项目", Num("1.5"), Date("45174")},
				[]any{nil, nil, Cell{F: "C6+1", V: "0.5"}}, // what another formula rests on
			))
			var own []string
			for _, line := range strings.Split(codesOf(findings), "\n") {
				if !strings.HasPrefix(line, "合同!C7 ") && line != "" {
					own = append(own, line)
				}
			}
			if got := strings.Join(own, "\n"); got != c.want {
				t.Errorf("findings:\n%swant:\n%s", show(findings), c.want)
			}
			listed := false
			for _, r := range ret.Repairs {
				listed = listed || r.Place.Cell == "C5" && r.From == "="+c.formula
			}
			if listed != c.repaired {
				t.Errorf("repairs %+v, want C5 among them: %v", ret.Repairs, c.repaired)
			}
		})
	}
}

// A formula filled down is kept once, for its first cell: C6 of =A5*2 in B5 is
// =A6*2. And a day that a formula comes to is said as a day.
func TestSavedResultsFilledDown(t *testing.T) {
	b := filled(
		[]any{"AAA-2023-001", "示例甲项目", Num("1"), Formula("E5+1", "45174"), Num("45173")},
		[]any{"AAA-2023-002", "示例乙项目", Num("1"), Formula("LATER", "45175"), Num("45173")},
	)
	parts := Replace(b.Parts(), "xl/worksheets/sheet2.xml", "<f>E5+1</f>", `<f t="shared" si="0" ref="D5:D6">E5+1</f>`)
	parts = Replace(parts, "xl/worksheets/sheet2.xml", "<f>LATER</f>", `<f t="shared" si="0"/>`)
	parts = Replace(parts, "xl/worksheets/sheet2.xml", `<c r="D6">`, `<c r="D6" s="1">`)
	parts = Replace(parts, "xl/worksheets/sheet2.xml", `<c r="D5">`, `<c r="D5" s="1">`)
	_, findings := openParts(t, parts)
	wantFindings(t, findings, "合同!D6 错误 T-CALC 公式“=E6+1”保存的结果是2023-09-06，按公式应为2023-09-05，不知以哪个为准。请用 Excel 或 WPS 打开，核对后保存，或直接填写数值。")
}

// TODAY shows another day on every day; a writer that leaves all calculation to
// Excel has saved what may be old.
func TestResultsThatChange(t *testing.T) {
	row := func(f string) Book {
		return filled([]any{"AAA-2023-001", "示例甲项目", Num("1"), Cell{F: f, V: "45174", S: DateStyle}})
	}
	_, findings := open(t, row("TODAY()"))
	wantFindings(t, findings, "合同!D5 提示 T-FIX 公式“=TODAY()”的结果随打开的日期和次数变化，已按保存的结果读取。请核对，最好直接填写内容。")
	parts := Replace(row("DATE(2023,9,5)").Parts(), "xl/workbook.xml", "</workbook>", `<calcPr fullCalcOnLoad="1"/></workbook>`)
	_, findings = openParts(t, parts)
	wantFindings(t, findings, "合同!D5 提示 T-FIX 公式“=DATE(2023,9,5)”要在打开时重新计算，已按保存的结果读取。请核对，最好直接填写内容。")
}

// What is no plain number is not worked out: a workbook that calculates with
// what its cells show has 3.33 for 10/3, and a day may be kept as its text. A
// number that was saved as text is held against its formula like any other.
func TestResultsKeptOtherwise(t *testing.T) {
	row := func(amount Cell, day any) []any { return []any{"AAA-2023-001", "示例甲项目", amount, day} }
	parts := Replace(filled(row(Formula("10/3", "3.33"), Date("45174"))).Parts(), "xl/workbook.xml", "</workbook>", `<calcPr fullPrecision="0"/></workbook>`)
	_, findings := openParts(t, parts)
	wantFindings(t, findings)
	beside := Cell{T: "d", V: "2023-09-04"} // in H, where no column is
	for _, day := range []Cell{{F: "H5+1", V: "45174", S: DateStyle}, {F: "H5+1", V: "2023-09-05", T: "d", S: DateStyle}} {
		_, findings = open(t, filled(append(row(Num("3"), day), nil, nil, nil, beside)))
		if got := codesOf(findings); got != "合同!H5 S-EXTRA 提示" {
			t.Error(show(findings))
		}
	}
	_, findings = open(t, filled(row(Cell{F: "1+2", V: "3", T: "str"}, Date("45174"))))
	wantFindings(t, findings)
	_, findings = open(t, filled([]any{"AAA-2023-001", "示例甲项目", Cell{F: "1+2", V: "2", T: "str"}, Date("45174")}))
	wantFindings(t, findings, "合同!C5 错误 T-CALC 公式“=1+2”保存的结果是2，按公式应为3，不知以哪个为准。请用 Excel 或 WPS 打开，核对后保存，或直接填写数值。")
}

// Formulas on formulas without end, and ranges of ranges, are given up early.
func TestFormulasWithoutEnd(t *testing.T) {
	var rows [][]any
	for i := range 3000 {
		rows = append(rows, []any{"AAA-2023-001", "示例甲项目", Formula("SUM(C"+strconv.Itoa(i+6)+":C4000,C1:C4000)", "1"), Date("45174")})
	}
	if ret, _ := open(t, filled(rows...)); ret == nil || len(ret.Of("合同")) != 3000 {
		t.Error("not read")
	}
	deep := strings.Repeat("(", 400) + "1"
	if _, findings := open(t, filled([]any{"AAA-2023-001", "示例甲项目", Formula(deep, "1"), Date("45174")})); len(findings) > 0 {
		t.Error(show(findings))
	}
}
