package read_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/sheet"
	. "tongbao/ingest/sheet/rawbook"
)

// rowsOf writes what was read of 合同, a row a line: 5 编号=AAA-2023-001 ….
func rowsOf(r *ingest.Return) string {
	if r == nil {
		return "no return"
	}
	var lines []string
	for _, e := range r.Of("合同") {
		line := fmt.Sprint(e.Row)
		for _, key := range []string{"编号", "名称", "金额", "日期", "人数", "阶段", "补报"} {
			if v, ok := e.Values[key]; ok {
				text := v.String()
				if v.Kind == ingest.Bad {
					text = "?"
				}
				line += " " + text
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func codesOf(l finding.List) string {
	var list []string
	for _, f := range l {
		list = append(list, f.Place.String()+" "+f.Code+" "+f.Level.Chinese())
	}
	return strings.Join(list, "\n")
}

// What clerks make of a form, each judged by what a careful person would read
// of the sheet on the screen: values, or a question with a place.
func TestUntidyReturns(t *testing.T) {
	a := []any{"AAA-2023-001", "示例甲项目", Num("3.2"), Date("45174")} // 5 September 2023
	b := []any{"AAA-2023-002", "示例乙项目", Num("1.5"), Date("45175")}
	const both = "5 AAA-2023-001 示例甲项目 3.2 2023-09-05\n6 AAA-2023-002 示例乙项目 1.5 2023-09-06"
	const first = "5 AAA-2023-001 示例甲项目 3.2 2023-09-05"
	with := func(i int, v any) []any { r := slices.Clone(a); r[i] = v; return r }
	more := func(v ...any) []any { return append(slices.Clone(a), v...) }
	contract := func(change func(s *Sheet)) func(*Book) {
		return func(b *Book) { change(&b.Sheets[1]) }
	}
	readings := map[string]*ingest.Return{}
	for _, c := range []struct {
		why    string
		rows   [][]any
		change func(*Book)
		want   string // rows
		codes  string
	}{
		{"as it should be", [][]any{a, b}, nil, both, ""},
		{"pasted from Word: hard blanks, line ends, full-width", [][]any{{"AAA-2023-001\u00a0", "示例甲项目\n", "３.２\u3000", "２０２３年９月５日"}, b}, nil, both, ""},
		{"blank rows between", [][]any{a, {}, {}, b}, nil, first + "\n8 AAA-2023-002 示例乙项目 1.5 2023-09-06", ""},
		{"the whole sheet two columns to the right", [][]any{a, b}, contract(func(s *Sheet) {
			for i := range s.Rows {
				s.Rows[i] = append([]any{nil, nil}, s.Rows[i]...)
			}
		}), both, ""},
		{"the sheet three rows further down", [][]any{a}, contract(func(s *Sheet) { s.Rows = append([][]any{{}, {}, {}}, s.Rows...) }), strings.Replace(first, "5 ", "8 ", 1), ""},
		{"a right total in the middle", [][]any{a, {"小计", nil, Num("3.2")}, b}, nil, first + "\n7 AAA-2023-002 示例乙项目 1.5 2023-09-06", ""},
		{"a wrong total at the end", [][]any{a, b, {nil, "合计", Num("5")}}, nil, both, "合同!C7 S-SUM 警告"},
		{"a total in words", [][]any{a, b, {"共2个项目", nil, Num("4.7")}}, nil, both, ""},
		{"a wrong total in words", [][]any{a, b, {nil, "合计：3个"}}, nil, both, "合同!B7 S-SUM 警告"},
		{"a total over a column of doubt is not told twice", [][]any{with(2, "约3"), {"合计", nil, Num("3")}}, nil, "5 AAA-2023-001 示例甲项目 ? 2023-09-05", "合同!C5 T-NUM 错误"},
		{"a filter hides a row: it counts", [][]any{a, b}, contract(func(s *Sheet) { s.HiddenRows = []int{6} }), both, "合同!A6 S-HIDDEN 提示"},
		{"days counted from 1904", [][]any{with(3, Date("43712"))}, func(b *Book) { b.Date1904 = true }, first, ""}, // 45174 - 1462
		{"a time after the day", [][]any{with(3, Date("45174.604"))}, nil, first, ""},
		{"a serial without format", [][]any{with(3, Num("45174"))}, nil, first, "合同!D5 T-FIX 提示"},
		{"a date that shows only its month, at the 1st", [][]any{with(3, Cell{V: "45170", S: MonthStyle})}, nil, "5 AAA-2023-001 示例甲项目 3.2 ?", "合同!D5 T-DATE 错误"},
		{"a date that shows only its month, of a real day", [][]any{with(3, Cell{V: "45174", S: MonthStyle})}, nil, first, "合同!D5 T-FIX 提示"},
		{"a day typed in words", [][]any{with(3, "二〇二三年九月五日")}, nil, "5 AAA-2023-001 示例甲项目 3.2 ?", "合同!D5 T-DATE 错误"},
		{"a day with its weekday", [][]any{with(3, "2023年9月5日（周二）")}, nil, first, ""},
		{"29 February 1900, which never was", [][]any{with(3, Date("60"))}, nil, "5 AAA-2023-001 示例甲项目 3.2 ?", "合同!D5 T-DATE 错误"},
		{"a negative amount is read; its range is judged later", [][]any{with(2, Num("-3.2"))}, nil, "5 AAA-2023-001 示例甲项目 -3.2 2023-09-05", ""},
		{"an amount that Excel took for a day", [][]any{with(2, Date("3.2"))}, nil, "5 AAA-2023-001 示例甲项目 ? 2023-09-05", "合同!C5 T-NUM 错误"},
		{"a broken reference", [][]any{with(2, Cell{T: "e", F: "D9*2", V: "#REF!"})}, nil, "5 AAA-2023-001 示例甲项目 ? 2023-09-05", "合同!C5 T-CALC 错误"},
		{"the text that a broken reference leaves when exported", [][]any{with(1, "#N/A")}, nil, "5 AAA-2023-001 ? 3.2 2023-09-05", "合同!B5 T-CALC 错误"},
		{"####### copied from a narrow column", [][]any{with(3, "########")}, nil, "5 AAA-2023-001 示例甲项目 3.2 ?", "合同!D5 T-CALC 错误"},
		{"a formula never calculated", [][]any{with(2, Formula("1+2.2", ""))}, nil, "5 AAA-2023-001 示例甲项目 ? 2023-09-05", "合同!C5 T-CALC 错误"},
		{"a formula with its value", [][]any{with(2, Formula("1+2.2", "3.2"))}, nil, first, ""},
		{"a formula's text", [][]any{with(1, Cell{T: "str", F: `"示例甲"&"项目"`, V: "示例甲项目"})}, nil, first, ""},
		{"同上", [][]any{a, {"AAA-2023-002", "同上", Num("1.5"), "〃"}}, nil, first + "\n6 AAA-2023-002 ? 1.5 ?", "合同!B6 T-DITTO 错误\n合同!D6 T-DITTO 错误"},
		{"同上 under nothing", [][]any{with(1, "同上")}, nil, "5 AAA-2023-001 ? 3.2 2023-09-05", "合同!B5 T-DITTO 错误"},
		{"/ and 无 where a blank is allowed", [][]any{more("/", "—", "无")}, nil, first, ""},
		{"无 where a value is required", [][]any{with(2, "无")}, nil, "5 AAA-2023-001 示例甲项目 ? 2023-09-05", "合同!C5 T-NUM 错误"},
		{"4人+2人", [][]any{more("4人+2人")}, nil, first + " ?", "合同!E5 T-NUM 错误"},
		{"五人", [][]any{more("五人")}, nil, first + " ?", "合同!E5 T-NUM 错误"},
		{"three amounts in one cell", [][]any{with(2, "3.2\n1.5")}, nil, "5 AAA-2023-001 示例甲项目 ? 2023-09-05", "合同!C5 T-NUM 错误"},
		{"rows far below the styled ones", append(append([][]any{a}, make([][]any, 894)...), b), nil, first + "\n900 AAA-2023-002 示例乙项目 1.5 2023-09-06", ""},
		{"the sample row kept, then the data", [][]any{{"例", "示例项目", Num("1"), Date("45174")}, b}, nil, "6 AAA-2023-002 示例乙项目 1.5 2023-09-06", "合同!A5 S-EXTRA 提示"},
		{"the sample row edited, its mark kept", [][]any{{"示例：", "示例甲项目", Num("3.2"), Date("45174")}, b}, nil, "6 AAA-2023-002 示例乙项目 1.5 2023-09-06", "合同!A5 S-EXTRA 提示"},
		{"notes to the right of the table", [][]any{more(nil, nil, nil, nil, "待核")}, nil, first, "合同!I5 S-EXTRA 提示"},
		{"a note under the table", [][]any{a, {"注：金额为合同金额"}}, nil, first, ""},
		{"headers again, as on a second page", [][]any{a, headers, b}, nil, first + "\n7 AAA-2023-002 示例乙项目 1.5 2023-09-06", ""},
		{"a second table of the same columns with its title", [][]any{a, {}, {"注：以下为补充"}, headers, b}, nil, first + "\n9 AAA-2023-002 示例乙项目 1.5 2023-09-06", ""},
		{"two tables side by side", [][]any{more(nil, nil, nil, nil, "AAA-2023-002", "示例乙项目")}, contract(func(s *Sheet) {
			s.Rows[3] = append(slices.Clone(headers), nil, "项目编号", "项目名称")
		}), first, "合同!I4 S-HEAD 错误\n合同!J4 S-HEAD 错误"},
		{"a required column deleted", [][]any{{"AAA-2023-001", "示例甲项目", Num("3.2")}}, contract(func(s *Sheet) { s.Rows[3] = headers[:3] }), "5 AAA-2023-001 示例甲项目 3.2",
			"合同!A4 S-HEAD 错误\n合同!A4 S-HEAD 警告\n合同!A4 S-HEAD 警告\n合同!A4 S-HEAD 警告"},
		{"an own column of remarks", [][]any{more(nil, nil, nil, "自用")}, contract(func(s *Sheet) { s.Rows[3] = append(slices.Clone(headers), "内部备注") }), first, "合同!H4 S-EXTRA 提示"},
		{"万元 in the header with a remark behind it", [][]any{with(2, Num("320"))}, contract(func(s *Sheet) {
			s.Rows[3] = append([]any{"项目编号", "项目名称", "签约金额（万元，不含税）"}, headers[3:]...)
		}), "5 AAA-2023-001 示例甲项目 0.032 2023-09-05", "合同!C5 T-FIX 提示"},
		{"万元 in the first of two brackets", [][]any{with(2, Num("320"))}, contract(func(s *Sheet) {
			s.Rows[3] = append([]any{"项目编号", "项目名称", "签约金额（万元）（含税）"}, headers[3:]...)
		}), "5 AAA-2023-001 示例甲项目 0.032 2023-09-05", "合同!C5 T-FIX 提示"},
		{"万元 in the title, none in the header", [][]any{with(2, Num("320"))}, contract(func(s *Sheet) {
			s.Rows[0], s.Rows[3] = []any{"合同情况表（单位：万元）"}, append([]any{"项目编号", "项目名称", "签约金额"}, headers[3:]...)
		}), "5 AAA-2023-001 示例甲项目 0.032 2023-09-05", "合同!C5 T-FIX 提示"},
		{"万元 in a line with the filer", [][]any{with(2, Num("320"))}, contract(func(s *Sheet) {
			s.Rows[2], s.Rows[3] = []any{"填报单位：示例一专班　　金额单位：人民币万元　　填报日期：10月8日"}, append([]any{"项目编号", "项目名称", "签约金额"}, headers[3:]...)
		}), "5 AAA-2023-001 示例甲项目 0.032 2023-09-05", "合同!C5 T-FIX 提示"},
		{"units on a line of their own", [][]any{{nil, nil, "（万元）", nil, "（人）"}, with(2, Num("320"))}, contract(func(s *Sheet) {
			s.Rows[3] = []any{"项目编号", "项目名称", "签约金额", "签约日期", "参加人数", "阶段", "补报"}
		}), "6 AAA-2023-001 示例甲项目 0.032 2023-09-05", "合同!C6 T-FIX 提示"},
		{"万元 over a group of columns, none in the header", [][]any{with(2, Num("320"))}, contract(func(s *Sheet) {
			s.Rows[2], s.Rows[3] = []any{nil, nil, "金额（万元）"}, append([]any{"项目编号", "项目名称", "签约金额"}, headers[3:]...)
			s.Merges = []string{"C3:D3"}
		}), "5 AAA-2023-001 示例甲项目 0.032 2023-09-05", "合同!C5 T-FIX 提示"},
		{"万元 over a group of columns, 亿元 in the header", [][]any{a}, contract(func(s *Sheet) {
			s.Rows[2], s.Merges = []any{nil, nil, "金额（万元）"}, []string{"C3:D3"}
		}), first, "合同!C4 T-UNIT 错误"},
		{"万元 beside the headers", [][]any{with(2, Num("320"))}, contract(func(s *Sheet) {
			s.Rows[3] = append(append([]any{"项目编号", "项目名称", "签约金额"}, headers[3:]...), "单位：个、万元")
		}), "5 AAA-2023-001 示例甲项目 0.032 2023-09-05", "合同!C5 T-FIX 提示"},
		{"万元 beside an entry", [][]any{more(nil, nil, nil, nil, "单位：万元")}, nil, first, "合同!I5 T-UNIT 错误\n合同!I5 S-EXTRA 提示"},
		{"a second table in 万元", [][]any{a, append([]any{"项目编号", "项目名称", "签约金额（万元）"}, headers[3:]...), b}, nil, first + "\n7 AAA-2023-002 示例乙项目 1.5 2023-09-06", "合同!C6 T-UNIT 错误"},
		{"a second table under a title in 万元", [][]any{a, {"二、其他合同（单位：万元）"}, headers, b}, nil, first + "\n8 AAA-2023-002 示例乙项目 1.5 2023-09-06", "合同!A6 T-UNIT 错误"},
		{"values under a merge that begins beside the table", [][]any{{Num("1")}, {nil, "AAA-2023-001", "示例甲项目", Num("3.2"), Date("45174")}}, contract(func(s *Sheet) {
			s.Rows[3] = append([]any{"序号"}, headers...)
			s.Merges = []string{"A6:F6"}
		}), "6 AAA-2023-001 示例甲项目 3.2 2023-09-05", "合同!B6 S-MERGE 错误"},
		{"an amount that runs backwards", [][]any{with(2, "\u202e2.4")}, nil, "5 AAA-2023-001 示例甲项目 ? 2023-09-05", "合同!C5 T-NUM 错误"},
		{"an own sheet whose name begins with _", [][]any{a}, func(b *Book) { b.Sheets = append(b.Sheets, Sheet{Name: "_台账", Rows: [][]any{{"x"}}}) }, first, "_台账 S-EXTRA 提示"},
		{"an item of the cover twice", [][]any{a}, func(b *Book) { b.Sheets[0].Rows = append(b.Sheets[0].Rows, []any{nil, "填报人", "别的人员"}) }, first, "首页!C8 S-HEAD 错误"},
		{"a signature under the table", [][]any{a, {"负责人", "分管领导"}}, nil, first, ""},
		{"a word of signatures with a day beside it", [][]any{a, {"负责人", nil, nil, Date("45175")}}, nil, first + "\n6 负责人 2023-09-06", ""},
		{"a cell that shows 320万元 by its format", [][]any{with(2, Cell{V: "320", S: WanStyle})}, nil, "5 AAA-2023-001 示例甲项目 0.032 2023-09-05", "合同!C5 T-FIX 提示"},
		{"a cell that shows dollars", [][]any{with(2, Cell{V: "3.2", S: DollarStyle})}, nil, "5 AAA-2023-001 示例甲项目 ? 2023-09-05", "合同!C5 T-UNIT 错误"},
		{"the sheet copied, the copy filled in", nil, func(b *Book) {
			copied := b.Sheets[1]
			copied.Name, copied.Rows = "合同 (2)", append(slices.Clone(copied.Rows), a)
			b.Sheets = append(b.Sheets, copied)
		}, "", "合同 (2) S-SHEET 错误"},
		{"the sheet copied and left as it was", [][]any{a}, func(b *Book) {
			copied := b.Sheets[1]
			copied.Name = "合同（2）"
			b.Sheets = append(b.Sheets, copied)
		}, first, "合同（2） S-EXTRA 提示"},
		{"the copy kept, the original deleted", [][]any{a}, contract(func(s *Sheet) { s.Name = "合同 (2)" }), first, "合同 (2) S-SHEET 错误"},
		{"the sheet under quite another name", [][]any{a}, contract(func(s *Sheet) { s.Name = "Sheet3" }), first, "Sheet3 S-SHEET 错误"},
		{"a sheet that goes on", [][]any{a}, func(b *Book) {
			more := b.Sheets[1]
			more.Name, more.Rows = "合同续表", append(slices.Clone(more.Rows), []any{"AAA-2023-002", "示例乙项目", Num("1.5"), Date("45174")})
			b.Sheets = append(b.Sheets, more)
		}, first, "合同续表 S-SHEET 错误"},
		{"an own list with the columns of a sheet", [][]any{a}, func(b *Book) {
			own := b.Sheets[1]
			own.Name, own.Rows = "本年台账", append(slices.Clone(own.Rows), a)
			b.Sheets = append(b.Sheets, own)
		}, first, "本年台账 S-SHEET 警告"},
		{"an own sheet", [][]any{a}, func(b *Book) { b.Sheets = append(b.Sheets, Sheet{Name: "随手记", Rows: [][]any{{"x"}}}) }, first, "随手记 S-EXTRA 提示"},
		{"the sheet hidden", [][]any{a}, contract(func(s *Sheet) { s.Hidden = true }), first, "合同 S-HIDDEN 提示"},
		{"columns merged in an entry", [][]any{a}, contract(func(s *Sheet) { s.Merges = []string{"E5:F5"} }), first, "合同!E5 S-MERGE 错误"},
		{"the cover filled in one cell further right", [][]any{a}, func(b *Book) {
			b.Sheets[0].Rows[3] = []any{nil, "专班名称", nil, "示例一专班"}
		}, first, "首页!D4 S-EXTRA 提示"},
		{"label and value in one cell of the cover", [][]any{a}, func(b *Book) { b.Sheets[0].Rows[5] = []any{nil, "填报人：业务骨干"} }, first, "首页!B6 S-HEAD 警告"},
		{"the hidden sheet deleted", [][]any{a}, func(b *Book) { b.Sheets = b.Sheets[:4] }, first, " F-IDENTITY 提示"},
		{"last month's form with this month's cover", [][]any{a}, func(b *Book) { b.Sheets[4].Rows[3][1] = "2023-08" }, "no return", "首页!C5 F-MONTH 错误"},
		{"another task force's form", [][]any{a}, func(b *Book) { b.Sheets[4].Rows[2][1] = "BBB" }, "no return", "首页!C4 F-UNIT 错误"},
		{"a serial number left of the table", [][]any{{Num("1"), "AAA-2023-001", "示例甲项目", Num("3.2"), Date("45174")}, {Num("2")}}, contract(func(s *Sheet) { s.Rows[3] = append([]any{nil}, headers...) }), first, ""},
		{"formula text in a name", [][]any{with(1, "=1+1")}, nil, "5 AAA-2023-001 =1+1 3.2 2023-09-05", ""},
		{"characters beyond the basic plane", [][]any{with(1, "示例𠮷项目🙂")}, nil, "5 AAA-2023-001 示例𠮷项目🙂 3.2 2023-09-05", ""},
		{"an amount as text with an apostrophe", [][]any{with(2, "3.2")}, nil, first, ""},
		{"long dashes, a blank and small letters in a code", [][]any{with(0, "aaa－2023— 001")}, nil, first, ""},
		{"another's code stays as typed", [][]any{with(0, "bbb-2023-001")}, nil, "5 bbb-2023-001 示例甲项目 3.2 2023-09-05", ""},
		{"a row struck through", [][]any{a, {Cell{T: "str", V: "AAA-2023-002", S: StruckStyle}, Cell{T: "str", V: "示例乙项目", S: StruckStyle}, Cell{V: "1.5", S: StruckStyle}, Cell{T: "str", V: "2023-9-6", S: StruckStyle}}}, nil, both, "合同!A6 S-STRUCK 错误"},
		{"an amount struck through", [][]any{with(2, Cell{V: "3.2", S: StruckStyle})}, nil, first, "合同!C5 S-STRUCK 错误"},
		{"an amount in white on white", [][]any{with(2, Cell{V: "3.2", S: PaleStyle})}, nil, first, "合同!C5 S-UNSEEN 错误"},
		{"an amount in blue on blue", [][]any{with(2, Cell{V: "3.2", S: InkedStyle})}, nil, first, "合同!C5 S-UNSEEN 错误"},
		{"an amount in white on blue", [][]any{with(2, Cell{V: "3.2", S: HeadingStyle})}, nil, first, ""},
		{"an empty cell in white", [][]any{more(Cell{S: PaleStyle})}, nil, first, ""},
		{"an empty cell of struck format", [][]any{more(Cell{S: StruckStyle})}, nil, first, ""},
		{"nothing happened, a nought beside it", [][]any{a, {nil, "本月未发生支出", Num("0"), nil, "0人", nil, "否"}}, nil, first, "合同!B6 S-EXTRA 提示"},
		{"the same with a day and a choice", [][]any{a, {nil, "9月份未签订合同", Num("0"), Date("45199"), nil, "签约"}}, nil, first, "合同!B6 S-EXTRA 提示"},
		{"nothing happened, yet a sum stands beside it", [][]any{{nil, "本月未发生支出", Num("0.5")}}, nil, "5 本月未发生支出 0.5", ""},
		{"a name that begins like nothing, with a code", [][]any{{"AAA-2023-001", "未开展项目", Num("0"), Date("45174")}}, nil, "5 AAA-2023-001 未开展项目 0 2023-09-05", ""},
		{"a remark that gives the same sum in 万元", [][]any{with(1, "合同金额（万元）：32000")}, nil, "5 AAA-2023-001 合同金额（万元）：32000 3.2 2023-09-05", ""},
		{"a remark that gives another sum under the column's name", [][]any{with(1, "合同金额（万元）：85000")}, nil, "5 AAA-2023-001 合同金额（万元）：85000 3.2 2023-09-05", "合同!B5 T-UNIT 错误"},
		{"a remark that gives the column's digits in 万元", [][]any{with(1, "含税合同金额（万元）：3.2")}, nil, "5 AAA-2023-001 含税合同金额（万元）：3.2 3.2 2023-09-05", "合同!B5 T-UNIT 错误"},
		{"a remark that gives a sum of something else", [][]any{with(1, "其中设备投资金额（万元）：3,000")}, nil, "5 AAA-2023-001 其中设备投资金额（万元）：3,000 3.2 2023-09-05", ""},
		{"a remark that gives the unit and a day", [][]any{with(1, "金额单位（万元）2023年9月")}, nil, "5 AAA-2023-001 金额单位（万元）2023年9月 3.2 2023-09-05", "合同!B5 T-UNIT 错误"},
		{"an entry above the headers", [][]any{a}, contract(func(s *Sheet) { s.Rows[2] = b }), first, "合同!A3 S-EXTRA 错误"},
		{"entries of words only above the headers are a title", [][]any{a}, contract(func(s *Sheet) { s.Rows[2] = []any{"甲", "乙", "丙", "丁"} }), first, ""},
		{"the unit under the table", [][]any{a, {"以上金额单位：万元"}}, nil, first, "合同!A6 T-UNIT 错误"},
		{"the unit in a remark under the table", [][]any{a, {"注：以上金额单位为万元"}}, nil, first, "合同!A6 T-UNIT 错误"},
		{"the form's own unit under the table", [][]any{a, {"注：以上金额单位为亿元"}}, nil, first, ""},
		{"a title over a second table", [][]any{a, {}, {"二、框架协议"}, headers, b}, nil, first + "\n9 AAA-2023-002 示例乙项目 1.5 2023-09-06", ""},
		{"a text alone over no table is an entry", [][]any{a, {"框架协议"}, b}, nil, first + "\n6 框架协议\n7 AAA-2023-002 示例乙项目 1.5 2023-09-06", ""},
		{"cells beside the table where it has no entry", [][]any{a, {nil, nil, nil, nil, nil, nil, nil, nil, "AAA-2023-002", "示例乙项目"}}, nil, first, "合同!I6 S-EXTRA 提示"},
		{"dollars in the header", [][]any{a}, contract(func(s *Sheet) {
			s.Rows[3] = append([]any{"项目编号", "项目名称", "签约金额（单位：万美元）"}, headers[3:]...)
		}), first, "合同!C4 T-UNIT 错误"},
		{"a total behind its serial number", [][]any{{Num("1"), "AAA-2023-001", "示例甲项目", Num("3.2"), Date("45174")}, {Num("2"), "合计", nil, Num("3.2")}}, contract(func(s *Sheet) { s.Rows[3] = append([]any{"序号"}, headers...) }), first, ""},
		{"以下空白", [][]any{a, {"（以下空白）"}}, nil, first, ""},
		{"a row that says 本月无", [][]any{{"本月无", nil, nil, nil, nil, nil, "否"}}, nil, "", "合同!A5 S-EXTRA 提示"},
		{"a row of strokes under an entry", [][]any{a, {"/", "／", "—", "-", "无"}}, nil, first, "合同!A6 S-EXTRA 提示"},
		{"a name that begins with 无", [][]any{with(1, "无人机项目")}, nil, "5 AAA-2023-001 无人机项目 3.2 2023-09-05", ""},
		{"a picture put into a cell by WPS", [][]any{with(1, `=DISPIMG("ID_0A",1)`)}, nil, "5 AAA-2023-001 ? 3.2 2023-09-05", "合同!B5 T-CALC 错误"},
		{"the same as a formula", [][]any{with(1, Cell{T: "str", F: `_xlfn.DISPIMG("ID_0A",1)`, V: `=DISPIMG("ID_0A",1)`})}, nil, "5 AAA-2023-001 ? 3.2 2023-09-05", "合同!B5 T-CALC 错误"},
		{"a number of 18 digits, of which a workbook keeps 15", [][]any{with(1, Num("123456789012345678"))}, nil, "5 AAA-2023-001 ? 3.2 2023-09-05", "合同!B5 T-NUM 错误"},
		{"a serial as text", [][]any{with(3, "45178")}, nil, "5 AAA-2023-001 示例甲项目 3.2 ?", "合同!D5 T-DATE 错误"},
		{"an ISO day of another zone", [][]any{with(3, Cell{T: "d", V: "2023-09-04T16:00:00.000Z", S: DateStyle})}, nil, "5 AAA-2023-001 示例甲项目 3.2 ?", "合同!D5 T-DATE 错误"}, // midnight of the 5th in Beijing
		{"a day with Beijing's offset", [][]any{with(3, "2023-09-05T00:00:00+08:00")}, nil, first, ""},
		{"3.2元, where 亿 was forgotten", [][]any{with(2, "3.2元")}, nil, "5 AAA-2023-001 示例甲项目 ? 2023-09-05", "合同!C5 T-UNIT 错误"},
		{"four persons in a politer word", [][]any{more("4名")}, nil, first + " 4", "合同!E5 T-FIX 提示"},
		{"four firms are no persons", [][]any{more("4家")}, nil, first + " ?", "合同!E5 T-UNIT 错误"},
		{"headings over groups of entries, merged across", [][]any{{"一、正式协议"}, a, {"（二）框架协议"}, b}, contract(func(s *Sheet) { s.Merges = []string{"A5:G5", "A7:G7"} }), strings.Replace(first, "5 ", "6 ", 1) + "\n8 AAA-2023-002 示例乙项目 1.5 2023-09-06", "合同!A5 S-EXTRA 提示\n合同!A7 S-EXTRA 提示"},
		{"a heading with a figure may be an entry", [][]any{a, {"二、框架协议3亿元"}}, nil, first + "\n6 二、框架协议3亿元", ""},
		{"a heading in 万元", [][]any{a, {"二、框架协议（单位：万元）"}, b}, nil, first + "\n7 AAA-2023-002 示例乙项目 1.5 2023-09-06", "合同!A6 T-UNIT 错误"},
		{"totals that say of what", [][]any{a, {"本页小计", nil, Num("3.2")}, b, {"9月合计", nil, Num("4.7")}, {"1-9月累计", nil, Num("45.6")}, {"上月累计", nil, Num("40.9")}}, nil, first + "\n7 AAA-2023-002 示例乙项目 1.5 2023-09-06", ""},
		{"a wrong total of the month", [][]any{a, {"9月合计", nil, Num("4.7")}}, nil, first, "合同!C6 S-SUM 警告"},
		{"a unit in a column of its own", [][]any{more(nil, nil, nil, "万元"), append(slices.Clone(b), nil, nil, nil, "万元")}, contract(func(s *Sheet) { s.Rows[3] = append(slices.Clone(headers), "单位") }), both, "合同!H4 S-EXTRA 提示\n合同!H5 T-UNIT 错误"},
		{"the form's own unit in a column of its own", [][]any{more(nil, nil, nil, "亿元")}, contract(func(s *Sheet) { s.Rows[3] = append(slices.Clone(headers), "单位") }), first, "合同!H4 S-EXTRA 提示"},
		{"亿 in the header", [][]any{a}, contract(func(s *Sheet) {
			s.Rows[3] = append([]any{"项目编号", "项目名称", "签约金额（亿）"}, headers[3:]...)
		}), first, ""},
		{"亿 in the header, and a sum beyond all bounds", [][]any{with(2, Num("30000"))}, contract(func(s *Sheet) {
			s.Rows[3] = append([]any{"项目编号", "项目名称", "签约金额（亿）"}, headers[3:]...)
		}), "5 AAA-2023-001 示例甲项目 ? 2023-09-05", "合同!C5 T-UNIT 错误"},
		{"formulas filled down beyond the entries", [][]any{a, {nil, nil, Formula("F6", "0")}, {nil, nil, Formula("F7", "0")}}, nil, first, "合同!A6 S-EXTRA 提示"},
		{"a formula filled down that gives a sum", [][]any{a, {nil, nil, Formula("1+1", "2")}}, nil, first + "\n6 2", ""},
		{"a nought that was typed", [][]any{a, {nil, nil, Num("0")}}, nil, first + "\n6 0", ""},
		{"a sum that Σ left under a column", [][]any{a, b, {nil, nil, Formula("SUM(C5:C6)", "4.7")}}, nil, both, "合同!C7 S-EXTRA 提示"},
		{"a sum under a column over too few rows", [][]any{a, b, {nil, nil, Formula("SUM(C5:C5)", "3.2")}}, nil, both, "合同!C7 S-SUM 警告\n合同!C7 S-EXTRA 提示"},
		{"a total that says of which column", [][]any{a, b, {"签约金额合计", nil, Num("4.7")}}, nil, both, ""},
		{"a name that ends in 合计, in an entry", [][]any{a, {"AAA-2023-002", "某某合计", Num("1.5"), Date("45175")}}, nil, first + "\n6 AAA-2023-002 某某合计 1.5 2023-09-06", ""},
		{"a sentence for nothing", [][]any{{"本月无合同签订"}}, nil, "", "合同!A5 S-EXTRA 提示"},
		{"a sentence for nothing and a sum", [][]any{{"本月无合同签订", nil, Num("3.2")}}, nil, "5 本月无合同签订 3.2", ""},
		{"signatures in a row", [][]any{a, {"单位负责人：张某", nil, "填表人：李某", nil, "填报日期：2023年10月8日"}}, nil, first, ""},
		{"a seal's place and a day", [][]any{a, {"填报单位（盖章）：某局", nil, nil, "2023年10月8日"}, {nil, nil, nil, "（盖章）"}, {"第1页 共2页"}}, nil, first, ""},
		{"signatures in cells of their own", [][]any{a, {"填报人：", "张三", nil, "审核人：", "李四"}}, nil, first, "合同!A6 S-EXTRA 提示"},
		{"signatures without colons, and a day", [][]any{a, {"填报人", "张三", "审核人", "李四（主任）", nil, "填报日期", Date("45207")}}, nil, first, "合同!A6 S-EXTRA 提示"},
		{"a unit's seal and the day under it", [][]any{a, {nil, nil, nil, "某某局（盖章）"}, {nil, nil, nil, "2023年10月8日"}}, nil, first, "合同!D6 S-EXTRA 提示\n合同!D7 S-EXTRA 提示"},
		{"a seal's place and a kept day under it", [][]any{a, {nil, nil, nil, "（公章）"}, {nil, nil, nil, Date("45207")}}, nil, first, "合同!D7 S-EXTRA 提示"},
		{"a day in a column of text signs off", [][]any{a, {nil, "2023-10-08"}}, nil, first, "合同!B6 S-EXTRA 提示"},
		{"a label and a number are no signature", [][]any{a, {"填报人：", nil, Num("9.15"), "9月15日", nil}}, nil, first + "\n6 填报人： 9.15 2023-09-15", "合同!D6 T-FIX 提示"},
		{"a sum alone is no day", [][]any{a, {nil, nil, Num("9.15")}}, nil, first + "\n6 9.15", ""},
		{"a sum as text alone is no day", [][]any{a, {nil, nil, "9.15"}}, nil, first + "\n6 9.15", ""},
		{"a name after one label without a colon may be an entry", [][]any{a, {"甲负责人", "示例乙项目", nil, Date("45175")}}, nil, first + "\n6 甲负责人 示例乙项目 2023-09-06", ""},
		{"a day alone is no signature", [][]any{a, {nil, nil, nil, "2023年9月8日"}}, nil, first + "\n6 2023-09-08", ""},
		{"numbered remarks under the table, merged across", [][]any{a, {"1.本表数据截至2023年9月30日；"}, {"2．签约金额不含框架协议。"}, {"③ 表中投资方以合同为准"}}, contract(func(s *Sheet) { s.Merges = []string{"A6:G6"} }), first, "合同!A6 S-EXTRA 提示\n合同!A7 S-EXTRA 提示\n合同!A8 S-EXTRA 提示"},
		{"a remark that goes on, numbered and not", [][]any{a, {"注："}, {"1、总投资含设备投资"}, {"以上项目均已核对"}}, nil, first, "合同!A7 S-EXTRA 提示\n合同!A8 S-EXTRA 提示"},
		{"a numbered remark with a unit", [][]any{a, {"1.本表金额单位：万元；"}}, nil, first, "合同!A6 T-UNIT 错误"},
		{"a numbered text with a sum may be an entry", [][]any{a, {"1.示例乙项目，以上投资3亿元，已签约。"}}, nil, first + "\n6 1.示例乙项目，以上投资3亿元，已签约。", ""},
		{"a numbered text that goes on in a column is half an entry", [][]any{a, {nil, "2.研究统计口径。"}}, nil, first + "\n6 2.研究统计口径。", ""},
		{"a numbered name with a word of remarks may be an entry", [][]any{a, {"1.示例大数据产业园"}}, nil, first + "\n6 1.示例大数据产业园", ""},
		{"a numbered name may be an entry", [][]any{a, {nil, "1.示例乙项目"}}, nil, first + "\n6 1.示例乙项目", ""},
		{"a numbered remark beside an amount is a name", [][]any{a, {nil, "1.统计口径项目", Num("1.5")}}, nil, first + "\n6 1.统计口径项目 1.5", ""},
		{"a sentence about the table, not numbered", [][]any{a, {"本表数据截至9月30日"}}, nil, first, "合同!A6 S-EXTRA 提示"},
		{"the unit's name over the day at the foot", [][]any{a, {}, {nil, nil, nil, "某某县能源局"}, {nil, nil, nil, "2023年10月8日"}}, nil, first, "合同!D7 S-EXTRA 提示\n合同!D8 S-EXTRA 提示"},
		{"a firm's name over a kept day at the foot", [][]any{a, {nil, nil, nil, nil, nil, "某某投资有限公司"}, {nil, nil, nil, Date("45207")}}, nil, first, "合同!F6 S-EXTRA 提示\n合同!D7 S-EXTRA 提示"},
		{"the unit's name over the day in words", [][]any{a, {nil, nil, nil, nil, nil, "某某县开发区管委会"}, {nil, nil, nil, nil, nil, "二〇二三年十月八日"}}, nil, first, "合同!F6 S-EXTRA 提示\n合同!F7 S-EXTRA 提示"},
		{"以下无正文", [][]any{a, {"（以下无正文）"}}, nil, first, ""},
		{"the own name and the day", [][]any{a, {"示例一专班", nil, nil, Date("45207")}}, nil, first, "合同!A6 S-EXTRA 提示"},
		{"the own name alone", [][]any{a, {nil, nil, nil, nil, "示例一专班"}}, nil, first, "合同!E6 S-EXTRA 提示"},
		{"a unit's name over an entry is no signature", [][]any{a, {nil, "某某县能源局"}, {nil, nil, nil, "2023年9月8日"}, b}, nil, first + "\n6 某某县能源局\n7 2023-09-08\n8 AAA-2023-002 示例乙项目 1.5 2023-09-06", ""},
		{"a project's name over a day is no signature", [][]any{a, {nil, "示例乙项目"}, {nil, nil, nil, "2023年9月8日"}}, nil, first + "\n6 示例乙项目\n7 2023-09-08", ""},
		{"a total all in one cell", [][]any{a, {nil, nil, nil, "合计：3.2亿元"}}, nil, first, ""},
		{"an entry marked as withdrawn beside the table", [][]any{a, append(slices.Clone(b), nil, nil, nil, "作废")}, contract(func(s *Sheet) { s.Rows[3] = append(slices.Clone(headers), "内部备注") }), both, "合同!H4 S-EXTRA 提示\n合同!H6 S-STRUCK 错误"},
		{"an entry marked as withdrawn behind its name", [][]any{with(1, "示例甲项目（作废）")}, nil, strings.Replace(first, "项目 ", "项目（作废） ", 1), "合同!B5 S-STRUCK 错误"},
		{"a name with 作废 in it", [][]any{with(1, "作废汽车拆解项目")}, nil, "5 AAA-2023-001 作废汽车拆解项目 3.2 2023-09-05", ""},
		{"two codes in one cell stay two", [][]any{with(0, "AAA-2023-001\nAAA-2023-002")}, nil, "5 AAA-2023-001\nAAA-2023-002 示例甲项目 3.2 2023-09-05", ""},
		{"last month's sheet by its title", [][]any{a}, contract(func(s *Sheet) { s.Rows[2] = []any{"报送单位：示例一专班　　报告月份：2023年8月"} }), first, "合同!A3 F-MONTH 警告"},
		{"the month in which a sheet was sent", [][]any{a}, contract(func(s *Sheet) {
			s.Rows[2] = []any{"报送单位：示例一专班", nil, nil, "填报时间：2023年10月"}
		}), first, ""},
		{"a title that says what it reports", [][]any{a}, contract(func(s *Sheet) { s.Rows[0] = []any{"本表填报2023年8月数据"} }), first, "合同!A1 F-MONTH 警告"},
		{"another task force's sheet by its title", [][]any{a}, contract(func(s *Sheet) { s.Rows[2] = []any{"报送单位：示例二专班　　报告月份：2023年9月"} }), first, "合同!A3 F-UNIT 错误"},
		{"a title that says until when", [][]any{a}, contract(func(s *Sheet) {
			s.Rows[0], s.Rows[1] = []any{"截至2023年8月底合同"}, []any{"按2023年1月5日通知填报，2023年1月以来签约的均填"}
		}), first, ""},
		{"a tick for 是", [][]any{more(nil, nil, "√")}, nil, first + " 是", ""},
	} {
		t.Run(c.why, func(t *testing.T) {
			book := filled(c.rows...)
			if c.change != nil {
				c.change(&book)
			}
			ret, findings := open(t, book)
			if got := rowsOf(ret); got != c.want {
				t.Errorf("read:\n%s\nwant:\n%s", got, c.want)
			}
			if got := codesOf(findings); got != c.codes {
				t.Errorf("findings:\n%swant:\n%s", show(findings), c.codes)
			}
			told(t, book, ret)
			readings[c.why] = ret
		})
	}
	byTheRules(t, readings)
}

// told fails where a text was read otherwise than it stands and no repair
// says so: what a cell holds is asked of the workbook itself.
func told(t *testing.T, b Book, ret *ingest.Return) {
	t.Helper()
	w, _, err := sheet.OpenBytes("a.xlsx", b.Bytes(), sheet.DefaultLimits)
	if err != nil || ret == nil {
		return
	}
	repaired := map[string]bool{}
	for _, r := range ret.Repairs {
		repaired[r.Place.String()] = true
	}
	tab := w.Sheet(ret.Tabs["合同"].Name)
	for _, e := range ret.Of("合同") {
		for key, v := range e.Values {
			for _, row := range tab.Rows {
				for _, c := range row.Cells {
					if c.Ref == v.Cell && v.Kind == ingest.Text && c.Text() != v.Text && !repaired[tab.Name+"!"+c.Ref] {
						t.Errorf("%s is %q, read as %q, and nobody is told", key, c.Text(), v.Text)
					}
				}
			}
		}
	}
}

// An answer to a finding may begin like a remark; it is an answer.
func TestAnswerThatBeginsLikeANote(t *testing.T) {
	b := filled([]any{"AAA-2023-001", "示例甲项目", Num("3.2"), Date("45174")})
	b.Sheets[3].Rows = append(b.Sheets[3].Rows, []any{nil, nil, "说明：金额已与合同核对"})
	ret, _ := open(t, b)
	if got := ret.Of("说明"); len(got) != 1 || got[0].Values["文字"].Text != "说明：金额已与合同核对" {
		t.Errorf("read %+v", got)
	}
}

// Renaming 签约金额/万元 to 签约金额 alone would make 25万元 into 25亿元: the cure
// names the unit.
func TestCureOfAHeaderWithAnotherUnit(t *testing.T) {
	b := filled([]any{"AAA-2023-001", "示例甲项目", Num("25"), Date("45174")})
	b.Sheets[1].Rows[3] = append([]any{"项目编号", "项目名称", "签约金额/万元"}, headers[3:]...)
	_, findings := open(t, b)
	if got := show(findings); !strings.Contains(got, "或将列名改回“签约金额（亿元）”，数值按亿元填写。") {
		t.Error(got)
	}
}

// A sheet's name that runs backwards or hides something turns no line that we
// print: it is written out in messages and left out of places.
func TestSheetNamedToTurnTheLine(t *testing.T) {
	b := filled([]any{"AAA-2023-001", "示例甲项目", Num("3.2"), Date("45174")})
	b.Sheets = append(b.Sheets, Sheet{Name: "随手\u202e记\u200b", Rows: [][]any{{"x"}}})
	_, findings := open(t, b)
	wantFindings(t, findings, "随手记 提示 S-EXTRA 工作表“随手〔U+202E〕记〔U+200B〕”不属于月报表，未读取。")
	if findings[0].Sheet != b.Sheets[5].Name {
		t.Errorf("the finding's own sheet is %q: marks and links would miss it", findings[0].Sheet)
	}
}
