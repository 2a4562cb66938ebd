package read_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/read"
	"tongbao/ingest/sheet"
	. "tongbao/ingest/sheet/rawbook"
)

// The form of an invented county: what the code knows of it, it knows from
// here.
func book() form.Book {
	f := &form.Form{Class: "甲类", Version: "2023-1", Digest: "abc", Sheets: []form.Sheet{
		{Name: "首页", Shape: form.Pairs, Fields: []form.Field{
			{Key: "专班", Header: "专班名称", Role: form.TaskForce, Type: form.TextType, Required: true},
			{Key: "月份", Header: "报告月份", Role: form.Month, Type: form.MonthType, Required: true},
			{Key: "填报人", Header: "填报人", Aliases: []string{"填表人"}, Role: form.Reporter, Type: form.TextType},
			{Key: "零", Header: form.NilHeading + "合同", Role: form.NilOf, Type: form.Choice, Choices: []string{form.NilAnswer}, NilSheet: "合同"},
		}},
		{Name: "合同", Shape: form.List, NilItem: true, Fields: []form.Field{
			{Key: "编号", Header: "项目编号", Role: form.Project, Type: form.TextType, Required: true},
			{Key: "名称", Header: "项目名称", Type: form.TextType, Required: true},
			{Key: "金额", Header: "签约金额", Aliases: []string{"合同金额"}, Role: form.Amount, Type: form.Decimal, Unit: "亿元", Decimals: 4, Required: true},
			{Key: "日期", Header: "签约日期", Aliases: []string{"签约时间"}, Role: form.EventDate, Type: form.DateType, Required: true},
			{Key: "人数", Header: "参加人数", Type: form.Integer, Unit: "人"},
			{Key: "阶段", Header: "阶段", Type: form.Choice, Choices: []string{"洽谈", "签约", "落地"}},
			{Key: "补报", Header: "补报", Role: form.LateMark, Type: form.YesNo},
		}},
		{Name: "整改", Shape: form.List, Prefill: form.PrefillOpen, Fields: []form.Field{
			{Key: "督办", Header: "督办编号", Role: form.Item, Type: form.TextType},
			{Key: "事项", Header: "督办事项", Role: form.ItemText, Type: form.TextType},
			{Key: "情况", Header: "整改情况", Role: form.Answer, Type: form.TextType},
		}},
		{Name: "说明", Shape: form.List, Fields: []form.Field{
			{Key: "意见", Header: "意见编号", Role: form.AnswerCode, Type: form.TextType},
			{Key: "位置", Header: "意见位置", Role: form.AnswerCell, Type: form.TextType},
			{Key: "文字", Header: "说明", Role: form.AnswerText, Type: form.TextType},
		}},
	}}
	return form.Book{Units: []form.Unit{{Code: "AAA", Name: "示例一专班", Class: "甲类"}, {Code: "BBB", Name: "示例二专班", Class: "甲类"}}, Forms: []*form.Form{f}}
}

var headers = []any{"项目编号", "项目名称", "签约金额（亿元）＊", "签约日期＊", "参加人数（人）", "阶段", "补报"}

// filled is a good return for September 2023 with the given rows under the
// headers of 合同, which stand in row 4.
func filled(rows ...[]any) Book {
	contract := [][]any{{"合同"}, {"填写说明"}, {}, headers}
	return Book{Sheets: []Sheet{
		{Name: "首页", Rows: [][]any{{"月报表"}, {}, {}, {nil, "专班名称", "示例一专班"}, {nil, "报告月份", "2023年9月"}, {nil, "填报人", "经办人员"}, {nil, "零报告：合同"}}},
		{Name: "合同", Rows: append(contract, rows...)},
		{Name: "整改", Rows: [][]any{{"整改"}, {}, {}, {"督办编号", "督办事项", "整改情况"}}},
		{Name: "说明", Rows: [][]any{{"说明"}, {}, {}, {"意见编号", "意见位置", "说明"}}},
		{Name: form.IdentitySheet, Hidden: true, Rows: [][]any{{form.IdentityVersion, "2023-1"}, {form.IdentityDigest, "abc"}, {form.IdentityTaskForce, "AAA"}, {form.IdentityPeriod, "2023-09"}}},
	}}
}

func open(t *testing.T, b Book) (*ingest.Return, finding.List) {
	t.Helper()
	return openAs(t, b, book())
}

func openParts(t *testing.T, parts []Part) (*ingest.Return, finding.List) {
	t.Helper()
	return openBytes(t, Zip(parts), book())
}

func openAs(t *testing.T, b Book, forms form.Book) (*ingest.Return, finding.List) {
	t.Helper()
	return openBytes(t, b.Bytes(), forms)
}

func openBytes(t *testing.T, content []byte, forms form.Book) (*ingest.Return, finding.List) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	ret, findings, err := read.Read(path, "来件.xlsx", "00ff", forms, sheet.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	return ret, findings
}

// show prints findings as the house style has them: place level code message.
func show(l finding.List) string {
	var b strings.Builder
	for _, f := range l {
		b.WriteString(f.Place.String() + " " + f.Level.Chinese() + " " + f.Code + " " + f.Message + f.Hint + "\n")
	}
	return b.String()
}

func wantFindings(t *testing.T, got finding.List, want ...string) {
	t.Helper()
	text := strings.Join(want, "\n")
	if len(want) > 0 {
		text += "\n"
	}
	if show(got) != text {
		t.Errorf("findings:\n%swant:\n%s", show(got), text)
	}
}

func TestGoodReturn(t *testing.T) {
	ret, findings := open(t, filled(
		[]any{"AAA-2023-001", "示例新能源公司储气罐项目", Num("3.2000000000000002"), Date("45174"), Num("4"), "签约", "否"},
		[]any{nil, nil, nil, nil, nil, nil, "否"}, // a dropdown left behind
		[]any{"AAA-2023-002", "示例装备公司项目", Num("0.5"), "2023-9-6", nil, "洽谈"},
	))
	wantFindings(t, findings)
	if ret.TaskForce != "AAA" || ret.Period.String() != "2023-09" || ret.SHA256 != "00ff" || ret.File != "来件.xlsx" || ret.FormVersion != "2023-1" {
		t.Errorf("identity %+v", ret.Version)
	}
	rows := ret.Of("合同")
	if len(rows) != 2 || rows[0].Row != 5 || rows[1].Row != 7 {
		t.Fatalf("entries %+v, want rows 5 and 7", rows)
	}
	v := rows[0].Values
	// 45174 days after 30 December 1899 is 5 September 2023 (date -d '1899-12-30 +45174 days')
	for key, want := range map[string]string{"编号": "AAA-2023-001", "金额": "3.2", "日期": "2023-09-05", "人数": "4", "阶段": "签约", "补报": "否"} {
		if v[key].String() != want {
			t.Errorf("%s = %q, want %q", key, v[key], want)
		}
	}
	if v["金额"].Cell != "C5" || v["金额"].Raw != "3.2" {
		t.Errorf("amount stands at %+v", v["金额"])
	}
	if _, blank := rows[1].Values["人数"]; blank {
		t.Error("a blank field is present")
	}
	tab := ret.Tabs["合同"]
	if tab.Name != "合同" || tab.Header != 4 || tab.Columns["金额"] != "C" || ret.Tabs["首页"].Columns["月份"] != "C5" {
		t.Errorf("tabs %+v", ret.Tabs)
	}
	if len(ret.Repairs) != 0 {
		t.Errorf("repairs %+v", ret.Repairs)
	}
}

// What is wrong with a value, each in the words of examples/findings.txt.
func TestValueFindings(t *testing.T) {
	row := func(amount, day any) []any { return []any{"AAA-2023-001", "示例项目", amount, day, nil, nil, nil} }
	good := Date("45174")
	for name, c := range map[string]struct {
		row  []any
		want string
	}{
		"no 13th month":    {row(Num("1"), "2023.13.5"), "合同!D5 错误 T-DATE “2023.13.5”不是日期：没有13月。请填写如 2023-9-5 或 2023年9月5日。"},
		"no 31 September":  {row(Num("1"), "9月31日"), "合同!D5 错误 T-DATE “9月31日”不是日期：2023年9月没有31日。请填写如 2023-9-5 或 2023年9月5日。"},
		"month only":       {row(Num("1"), "2023年9月"), "合同!D5 错误 T-DATE “2023年9月”没有写明是哪一日。请填写如 2023-9-5 或 2023年9月5日。"},
		"9.1 as a number":  {row(Num("1"), Num("9.1")), "合同!D5 错误 T-DATE “9.1”读不准：可能是9月1日，也可能是9月10日。请填写如 2023-9-5 或 2023年9月5日。"},
		"a stretch":        {row(Num("1"), "9.5-9.8"), "合同!D5 错误 T-DATE “9.5-9.8”是一段时间，本列只填一个日期。请填写如 2023-9-5 或 2023年9月5日。"},
		"year unclear":     {row(Num("1"), "12月5日"), "合同!D5 错误 T-DATE “12月5日”没有写明年份，按2023年则晚于报告月份。请填写如 2023-9-5 或 2023年9月5日。"},
		"no day 20231305":  {row(Num("1"), Date("20231305")), "合同!D5 错误 T-DATE “20231305”不是日期：没有13月。请填写如 2023-9-5 或 2023年9月5日。"},
		"a day of 1900":    {row(Num("1"), Date("9")), "合同!D5 错误 T-DATE “1900-01-09”显示为1900年1月9日，不会是实际日期。请填写如 2023-9-5 或 2023年9月5日。"},
		"万元 for 亿元":        {row(Num("30000"), good), "合同!C5 错误 T-UNIT “30000”疑似万元：本列单位为亿元，折合3亿元。确为3亿元请填3；确为30000亿元请在“说明”中说明。"},
		"元 for 亿元":         {row(Num("320000000"), good), "合同!C5 错误 T-UNIT “320000000”疑似元：本列单位为亿元，折合3.2亿元。确为3.2亿元请填3.2；确为320000000亿元请在“说明”中说明。"},
		"five decimals":    {row(Num("3.14159"), good), "合同!C5 错误 T-DECIMALS “3.14159”有5位小数，本列最多4位。请核对后填写，如四舍五入为3.1416。"},
		"roughly":          {row("约3亿元", good), "合同!C5 错误 T-NUM “约3亿元”不是确切的数。请填写确切的数值，如 3.2；情况请写在说明栏。"},
		"comma for a dot":  {row("1,5", good), "合同!C5 错误 T-NUM “1,5”中的逗号位置不对，无法确定数值。小数请用“.”，千位分隔可以不写，如 1234.5。"},
		"another currency": {row("3亿美元", good), "合同!C5 错误 T-UNIT “3亿美元”是外币，本列单位为亿元，不能直接折算。请按合同约定折合人民币后填写数值，折算依据写在备注栏。"},
		"a percentage":     {row(Cell{V: "0.85", S: PercentStyle}, good), "合同!C5 错误 T-UNIT 85%是百分数，本列单位为亿元。请按本列单位填写数值。"},
		"nothing":          {row("无", good), "合同!C5 错误 T-NUM “无”不是数。请只填数值，如 3.2；没有请留空。"},
		"no stored result": {row(Formula("1+1", ""), good), "合同!C5 错误 T-CALC 单元格是公式但没有保存计算结果。请在 Excel 中打开后另存，或直接填写数值。"},
		"error value":      {row(Cell{T: "e", V: "#REF!"}, good), "合同!C5 错误 T-CALC 公式出错，显示为“#REF!”。请改正公式，或直接填写数值。"},
		"half a person":    {[]any{"AAA-2023-001", "示例项目", Num("1"), good, Num("3.5")}, "合同!E5 错误 T-INT “3.5”不是整数。本列为个数，请填写整数，如 3。"},
		"near a choice":    {[]any{"AAA-2023-001", "示例项目", Num("1"), good, nil, "已签约"}, "合同!F5 错误 T-CHOICE “已签约”不在可选内容之内。是否为“签约”？请从“洽谈”“签约”“落地”中选择。"},
		"far from any":     {[]any{"AAA-2023-001", "示例项目", Num("1"), good, nil, "其他情况"}, "合同!F5 错误 T-CHOICE “其他情况”不在可选内容之内。请从“洽谈”“签约”“落地”中选择。"},
		"有 is not 是":       {[]any{"AAA-2023-001", "示例项目", Num("1"), good, nil, nil, "有"}, "合同!G5 错误 T-CHOICE “有”不在可选内容之内。请从“是”“否”中选择。"},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := open(t, filled(c.row))
			wantFindings(t, findings, c.want)
		})
	}
}

// A doubt that the sender has answered is not raised again as an error.
func TestAnsweredDoubt(t *testing.T) {
	b := filled([]any{"AAA-2023-001", "示例项目", Num("30000"), Date("45174")})
	b.Sheets[3].Rows = append(b.Sheets[3].Rows, []any{"T-UNIT", "合同！c5", "确为30000亿元"})
	ret, findings := open(t, b)
	wantFindings(t, findings, "合同!C5 警告 T-UNIT “30000”疑似万元：本列单位为亿元，折合3亿元。已有说明，按30000亿元读取。")
	if got := ret.Of("合同")[0].Values["金额"].String(); got != "30000" {
		t.Errorf("amount %s, want 30000", got)
	}
}

// Beyond the column's 最大 no explanation helps, so none is offered.
func TestDoubtBeyondTheMost(t *testing.T) {
	forms, most := book(), exact.Int(1000)
	forms.Forms[0].Sheets[1].Fields[2].Max = &most
	b := filled([]any{"AAA-2023-001", "示例项目", Num("30000"), Date("45174")})
	b.Sheets[3].Rows = append(b.Sheets[3].Rows, []any{"T-UNIT", "合同！c5", "确为30000亿元"})
	_, findings := openAs(t, b, forms)
	wantFindings(t, findings, "合同!C5 错误 T-UNIT “30000”疑似万元：本列单位为亿元，折合3亿元。确为3亿元请填3；本列最大为1000亿元。")
}

// A choice that has a number goes by it however it is written, and the sender is
// told; where two have it, or the words are others, it is asked.
func TestNumberedChoices(t *testing.T) {
	quarters := []string{"第一季度", "第二季度", "第三季度", "第四季度"}
	for _, c := range []struct {
		choices []string
		typed   any
		want    string // "" is a question
	}{
		{quarters, "第三季度", "第三季度"}, {quarters, "三季度", "第三季度"}, {quarters, "3", "第三季度"}, {quarters, Num("3"), "第三季度"}, {quarters, "Q3", "第三季度"}, {quarters, "ｑ３", "第三季度"},
		{quarters, "第3季度", "第三季度"}, {quarters, "第 3 季度", "第三季度"}, {quarters, "3季度", "第三季度"}, {quarters, "三", "第三季度"}, {quarters, "第三季", "第三季度"}, {quarters, "第四", "第四季度"},
		{quarters, "5", ""}, {quarters, "0", ""}, {quarters, "3.5", ""}, {quarters, "-3", ""}, {quarters, "3月", ""}, {quarters, "第三产业", ""}, {quarters, "Q3季度", ""}, {quarters, "第Q3", ""}, {quarters, "2023年三季度", ""}, {quarters, "三、四季度", ""}, {quarters, "季度", ""},
		{quarters, Date("3"), ""}, // shows 1900/1/3
		{[]string{"第1批", "第2批", "第12批"}, "十二批", "第12批"}, {[]string{"第1批", "第2批", "第12批"}, "1季度", ""}, {[]string{"第1批", "第2批", "第12批"}, "Q1", ""},
		{[]string{"第一批", "第一季度"}, "1", ""}, {[]string{"第一批", "第一季度"}, "1批", "第一批"},
		{[]string{"一级", "二级"}, "1", ""}, // no 第: 1 need not be a rank
	} {
		forms := book()
		forms.Forms[0].Sheets[1].Fields[5].Choices = c.choices
		ret, findings := openAs(t, filled([]any{"AAA-2023-001", "示例项目", Num("1"), Date("45174"), nil, c.typed}), forms)
		got := ret.Of("合同")[0].Values["阶段"]
		var codes []string
		for _, f := range findings {
			codes = append(codes, f.Place.String()+" "+f.Code)
		}
		switch {
		case c.want == "" && (got.Kind != ingest.Bad || fmt.Sprint(codes) != "[合同!F5 T-CHOICE]"):
			t.Errorf("%v of %v is read as %s, with %v", c.typed, c.choices, got.String(), codes)
		case c.want != "" && (got.String() != c.want || len(codes) > 0):
			t.Errorf("%v of %v is read as %s, with %v", c.typed, c.choices, got.String(), codes)
		case c.want != "" && c.typed != c.want && (len(ret.Repairs) != 1 || ret.Repairs[0].To != c.want || ret.Repairs[0].Place.String() != "合同!F5"):
			t.Errorf("%v of %v: the sender is told %v", c.typed, c.choices, ret.Repairs)
		}
	}
}

func TestRepairs(t *testing.T) {
	ret, findings := open(t, filled(
		[]any{"ＡＡＡ-2023-001 ", "示例\u200b项目", "１．５亿", "2023.9.9", "４ 人", " 签约", "√"},
		[]any{"AAA-2023-002", "示例乙项目", "8910万元", "9月9日", nil, nil, Cell{T: "b", V: "1"}},
		[]any{"AAA-2023-003", "示例丙项目", "1,234.5", Num("20230909")},
		[]any{"AAA-2023-004", "示例丁项目", Num("1"), Date("20230910")}, // the cell shows ########
	))
	wantFindings(t, findings,
		"合同!C5 提示 T-FIX “１．５亿”已按1.5亿元读取（全角字符改为半角、去掉单位）。如有不符请改正。",
		"合同!C6 提示 T-FIX “8910万元”已按0.891亿元读取（万元换算为亿元）。如有不符请改正。",
		"合同!D6 提示 T-FIX “9月9日”已按2023年9月9日读取（年份按报告月份取2023年）。如有不符请改正。",
		"合同!C7 错误 T-UNIT “1,234.5”疑似万元：本列单位为亿元，折合0.12345亿元。确为0.12345亿元请填0.12345；确为1234.5亿元请在“说明”中说明。",
	)
	var got []string
	for _, r := range ret.Repairs {
		got = append(got, r.Place.String()+" "+r.From+" → "+r.To)
	}
	want := []string{
		"合同!A5 ＡＡＡ-2023-001  → AAA-2023-001", "合同!B5 示例\u200b项目 → 示例项目", "合同!C5 １．５亿 → 1.5亿元", "合同!D5 2023.9.9 → 2023年9月9日", "合同!E5 ４ 人 → 4人", "合同!F5  签约 → 签约", "合同!G5 √ → 是",
		"合同!C6 8910万元 → 0.891亿元", "合同!D6 9月9日 → 2023年9月9日", "合同!G6 TRUE → 是", "合同!D7 20230909 → 2023年9月9日", "合同!D8 20230910 → 2023年9月10日",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("repairs:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Columns moved, renamed by an alias, a serial number and an own column put
// in, title rows above, headers on two lines: the values stay the same.
func TestMovedColumns(t *testing.T) {
	b := filled()
	b.Sheets[1].Rows = [][]any{
		{"某县招商引资"}, {"合同情况表"}, {}, {}, {}, {"序号", "签约时间", nil, "项 目\n名称", "＊项目编号", "合同金额(万元)", "备注2", "阶段", "补报", "参加人数"},
		{Num("1"), Date("45174"), nil, "示例项目", "AAA-2023-001", Num("32000"), "自用"},
		{Num("2")}, // a serial number alone is a blank row
	}
	ret, findings := open(t, b)
	wantFindings(t, findings,
		"合同!G6 提示 S-EXTRA “备注2”列不属于月报表，未读取。",
		"合同!F7 提示 T-FIX “32000”已按3.2亿元读取（表中注明单位为万元，已换算为亿元）。如有不符请改正。")
	rows := ret.Of("合同")
	if len(rows) != 1 || rows[0].Row != 7 || rows[0].Values["金额"].String() != "3.2" || rows[0].Values["编号"].String() != "AAA-2023-001" || rows[0].Values["日期"].String() != "2023-09-05" {
		t.Errorf("entries %+v", rows)
	}
}

// A unit in a note above the headers holds where the header states none; where
// they differ, the sender is asked.
func TestUnitNote(t *testing.T) {
	b := filled([]any{"AAA-2023-001", "示例项目", Num("32000"), Date("45174")})
	b.Sheets[1].Rows[2] = []any{nil, nil, "金额单位：万元"}
	_, findings := open(t, b)
	wantFindings(t, findings,
		"合同!C4 错误 T-UNIT 列名“签约金额（亿元）＊”与表上方注明的单位“万元”不一致，不知以哪个为准。请删去表上方的单位，本列按亿元填写。",
		"合同!C5 错误 T-UNIT “32000”疑似万元：本列单位为亿元，折合3.2亿元。确为3.2亿元请填3.2；确为32000亿元请在“说明”中说明。")
	b.Sheets[1].Rows[3] = []any{"项目编号", "项目名称", "签约金额", "签约日期", "参加人数", "阶段", "补报"}
	ret, findings := open(t, b)
	wantFindings(t, findings, "合同!C5 提示 T-FIX “32000”已按3.2亿元读取（表中注明单位为万元，已换算为亿元）。如有不符请改正。")
	if got := ret.Of("合同")[0].Values["金额"].String(); got != "3.2" {
		t.Errorf("amount %s", got)
	}
}

func TestHeaderOnTwoLines(t *testing.T) {
	b := filled()
	b.Sheets[1].Rows = [][]any{
		{"合同"}, {"项目编号", "项目名称", "合同内容", nil, "参加人数", "阶段", "补报"}, {nil, nil, "签约金额", "签约日期"},
		{"AAA-2023-001", "示例项目", Num("3.2"), Date("45174")},
	}
	b.Sheets[1].Merges = []string{"A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "G2:G3"}
	ret, findings := open(t, b)
	wantFindings(t, findings)
	if rows := ret.Of("合同"); len(rows) != 1 || rows[0].Row != 4 || rows[0].Values["金额"].String() != "3.2" {
		t.Errorf("entries %+v", rows)
	}
}

func TestMissingColumn(t *testing.T) {
	b := filled([]any{"AAA-2023-001", "示例项目", Num("3.2"), Date("45174")})
	b.Sheets[1].Rows[3] = []any{"项目编号", "项目名称", "签约金额（亿元）", "签约时点 ", "参加人数", "阶段"}
	_, findings := open(t, b)
	wantFindings(t, findings,
		"合同!A4 警告 S-HEAD 第4行没有找到“补报”列。请使用9月份下发的月报表，不要删除或改动列名。",
		"合同!D4 错误 S-HEAD 第4行没有找到“签约日期”列，最接近的是“签约时点␣”（D4）。请使用9月份下发的月报表，或将列名改回“签约日期”。")
}

// Totals are checked, not read; notes, samples and styled blanks are passed over.
func TestRowsThatAreNoEntries(t *testing.T) {
	ret, findings := open(t, filled(
		[]any{"例", "示例项目", Num("1"), Date("45174")},
		[]any{"AAA-2023-001", "示例新能源公司项目", Num("3.2"), Date("45174")},
		[]any{nil, "   ", Cell{S: DateStyle}},
		[]any{"AAA-2023-002", "示例装备公司项目", Num("8.1"), Date("45175")},
		[]any{"合 计", nil, Num("12.5")},
		[]any{"注：金额以合同为准"},
		[]any{"填报人：经办人员", nil, "审核人：分管领导"},
	))
	wantFindings(t, findings, "合同!A5 提示 S-EXTRA 第5行标有“例”字，作示例，未读取。如是实际内容，请删去“例”字。",
		"合同!C9 警告 S-SUM 合计12.5与各行之和11.3相差1.2。合计行不计入数据，请核对是否漏行。")
	if rows := ret.Of("合同"); len(rows) != 2 || rows[0].Row != 6 || rows[1].Row != 8 {
		t.Errorf("entries %+v, want rows 6 and 8", rows)
	}
}

func TestMergedAndHidden(t *testing.T) {
	b := filled(
		[]any{"AAA-2023-001", "示例甲项目", Num("3"), Date("45174")},
		[]any{"AAA-2023-002", "示例乙项目", nil, Date("45174")})
	b.Sheets[1].Merges = []string{"A1:G1", "C5:C6"}
	b.Sheets[1].HiddenRows = []int{6}
	b.Sheets[1].Cols = `<col min="4" max="4" width="9" hidden="1"/>`
	_, findings := open(t, b)
	wantFindings(t, findings,
		"合同!D4 提示 S-HIDDEN “签约日期”列是隐藏的，已照常读取。",
		"合同!C5 错误 S-MERGE “签约金额”列第5至6行合并成了一个单元格，只有第5行能读到内容。请取消合并，逐行填写。",
		"合同!A6 提示 S-HIDDEN 第6行是隐藏的，已照常读取。如不应上报，请删除该行。")
}

func TestNilAndPrefilled(t *testing.T) {
	b := filled()
	b.Sheets[0].Rows[6] = []any{nil, "零报告：合同", "本月无"}
	b.Sheets[2].Rows = append(b.Sheets[2].Rows, []any{"督办1号", "9月缺报"}, []any{"督办2号", "数字不符", "已改正"})
	ret, findings := open(t, b)
	wantFindings(t, findings)
	if len(ret.Nil) != 1 || ret.Nil[0] != "合同" {
		t.Errorf("nil sheets %v, want 合同", ret.Nil)
	}
	if rows := ret.Of("整改"); len(rows) != 1 || rows[0].Row != 6 {
		t.Errorf("answers %+v, want only row 6: row 5 was not touched", rows)
	}
}

func TestWhoseAndWhen(t *testing.T) {
	good := []any{"AAA-2023-001", "示例项目", Num("3.2"), Date("45174")}
	for name, c := range map[string]struct {
		change func(b *Book)
		want   string
	}{
		"month": {func(b *Book) { b.Sheets[0].Rows[4][2] = "2023年8月" }, "首页!C5 错误 F-MONTH 封面写的是2023年8月，隐藏信息是2023年9月。请确认报告月份，勿在上月报表上直接修改。"},
		"month unreadable": {func(b *Book) { b.Sheets[0].Rows[4][2] = "上月" },
			"首页!C5 错误 F-MONTH 封面的报告月份“上月”读不出是哪年哪月。请填写如 2023年9月。\n首页!C5 错误 T-MONTH “上月”读不出是哪年哪月。请填写如 2023年9月。"},
		"unit":         {func(b *Book) { b.Sheets[0].Rows[3][2] = "示例二专班" }, "首页!C4 错误 F-UNIT 封面写的是示例二专班，隐藏信息是示例一专班。请使用下发给本单位的月报表，勿借用其他单位的表格。"},
		"unit unknown": {func(b *Book) { b.Sheets[0].Rows[3][2] = "示例三专班" }, "首页!C4 错误 F-UNIT 封面填写的“示例三专班”不在报送单位名单内。是否为“示例一专班”？请填写全称或代码，与下发的名单一致。"},
		"other county": {func(b *Book) { b.Sheets[4].Rows[2][1] = "ZZZ" }, " 错误 F-FORM 这不是本县下发的月报表：隐藏信息中的报送单位代码“ZZZ”不在名单内。请使用办公室下发的本月月报表填写后报送。"},
		"not a return": {func(b *Book) { b.Sheets = []Sheet{{Name: "Sheet1", Rows: [][]any{{"购物清单"}}}} }, " 错误 F-FORM 这不是本县下发的月报表：没有找到月报表应有的工作表。请使用办公室下发的本月月报表填写后报送。"},
	} {
		t.Run(name, func(t *testing.T) {
			b := filled(good)
			c.change(&b)
			ret, findings := open(t, b)
			if ret != nil {
				t.Errorf("return of %s %s, want none", ret.TaskForce, ret.Period)
			}
			wantFindings(t, findings, strings.Split(c.want, "\n")...)
		})
	}
}

// Without the hidden sheet the cover alone says whose it is, by code or name.
func TestIdentityFromCover(t *testing.T) {
	b := filled([]any{"AAA-2023-001", "示例项目", Num("3.2"), Date("45174")})
	b.Sheets = b.Sheets[:4]
	b.Sheets[0].Rows[3][2] = " ｂｂｂ"
	b.Sheets[0].Rows[4][2] = Cell{V: "45170", S: CJKDateStyle} // 1 September 2023
	ret, findings := open(t, b)
	if ret == nil || ret.TaskForce != "BBB" || ret.Period.String() != "2023-09" {
		t.Fatalf("return %+v", ret)
	}
	wantFindings(t, findings, " 提示 F-IDENTITY 表中没有下发表格的隐藏信息，已按封面识别报送单位和月份。以后请在下发的月报表上直接填写。")
}

func TestSheetNames(t *testing.T) {
	b := filled([]any{"AAA-2023-001", "示例项目", Num("3.2"), Date("45174")})
	b.Sheets[1].Name = "合同表"
	b.Sheets[2].Name = " 整改 "
	b.Sheets = append(b.Sheets, Sheet{Name: "草稿", Rows: [][]any{{"随手记"}}}, Sheet{Name: "Sheet2"}, Sheet{Name: form.GuideSheet, Rows: [][]any{{"a"}}}, Sheet{Name: form.ResultSheet, Rows: [][]any{{"自己的审核结果"}}}, Sheet{Name: form.OtherResult, Rows: [][]any{{"审核结果：退回"}}})
	ret, findings := open(t, b)
	wantFindings(t, findings,
		"合同表 错误 S-SHEET 没有找到工作表“合同”，最接近的是“合同表”。如就是该表，请将工作表名改回“合同”。",
		"草稿 提示 S-EXTRA 工作表“草稿”不属于月报表，未读取。", "审核结果 提示 S-EXTRA 工作表“审核结果”不属于月报表，未读取。")
	if rows := ret.Of("合同"); len(rows) != 1 || ret.Tabs["合同"].Name != "合同表" {
		t.Errorf("the renamed sheet was not read: %+v", rows)
	}
}

func TestMissingSheet(t *testing.T) {
	b := filled()
	b.Sheets = append(b.Sheets[:1:1], b.Sheets[2:]...)
	_, findings := open(t, b)
	wantFindings(t, findings, "合同 错误 S-SHEET 没有找到工作表“合同”。请使用下发的月报表，不要删除工作表或修改其名称。")
}

// Text that would run elsewhere is text here.
func TestFormulaTextStaysText(t *testing.T) {
	ret, findings := open(t, filled([]any{"=cmd|'/C calc'!A0", "@SUM(1)", Num("1"), Date("45174")}))
	wantFindings(t, findings)
	if v := ret.Of("合同")[0].Values; v["编号"].Text != "=cmd|'/C calc'!A0" || v["名称"].Text != "@SUM(1)" {
		t.Errorf("values %+v", v)
	}
}

// The format ;;; hides what the cell holds, words as well as numbers and days.
// It is told once.
func TestFormatThatHides(t *testing.T) {
	hidden := func(v string, text bool) Cell {
		if text {
			return Cell{T: "str", V: v, S: WanStyle}
		}
		return Cell{V: v, S: WanStyle}
	}
	parts := Replace(filled([]any{"AAA-2023-001", hidden("示例甲项目", true), hidden("3.2", false), hidden("45174", false)}).Parts(), "xl/styles.xml", `formatCode="0.00&quot;万元&quot;"`, `formatCode=";;;"`)
	_, findings := openParts(t, parts)
	wantFindings(t, findings,
		"合同!B5 错误 S-UNSEEN B5、C5、D5的内容看不见（与底色同色、字号过小或被格式隐藏），不知是否要上报。要上报的，请把文字改为黑色、格式改为“常规”（日期改为“日期”）；不要的，请清空。")
}

// A conditional format in white hides what meets its condition: the first rule
// hides 0 and no other amount, the second every amount over 3. Whether a
// formula is met is not worked out, so that is only told. A format that only
// colours hides nothing.
func TestConditionalFormatThatHides(t *testing.T) {
	for tail, want := range map[string]string{
		`<cfRule type="cellIs" dxfId="0" operator="equal"><formula>0</formula></cfRule>`:                                    "",
		`<cfRule type="cellIs" dxfId="0" operator="greaterThan"><formula>3</formula></cfRule>`:                              "合同!C5 S-UNSEEN 错误",
		`<cfRule type="cellIs" dxfId="1" operator="between"><formula>1</formula><formula>4</formula></cfRule>`:              "合同!C5 S-UNSEEN 错误",
		`<cfRule type="cellIs" dxfId="2" operator="greaterThan"><formula>3</formula></cfRule>`:                              "",
		`<cfRule type="expression" dxfId="0"><formula>$B5=""</formula></cfRule>`:                                            "合同!C5 S-HIDDEN 提示",
		`<cfRule type="expression" dxfId="2"><formula>$B5=""</formula></cfRule>`:                                            "",
		`<cfRule type="cellIs" dxfId="7" operator="greaterThan"><formula>3</formula></cfRule>`:                              "",
		`<cfRule type="cellIs" dxfId="3" operator="lessThan"><formula>4</formula></cfRule>`:                                 "合同!C5 S-UNSEEN 错误",
		`<cfRule type="cellIs" dxfId="0" operator="equal"><formula>$C$9</formula></cfRule><cfRule type="top10" dxfId="2"/>`: "合同!C5 S-HIDDEN 提示",
	} {
		b := filled([]any{"AAA-2023-001", "示例甲项目", Num("3.2"), Date("45174")})
		b.Sheets[1].Tail = `<conditionalFormatting sqref="H1 C5:C20">` + tail + `</conditionalFormatting>`
		parts := Replace(b.Parts(), "xl/styles.xml", "</cellXfs>", `</cellXfs><dxfs count="4"><dxf><font><color rgb="FFFFFFFF"/></font></dxf><dxf><numFmt numFmtId="200" formatCode=";;;"/></dxf><dxf><font><color rgb="FFFF0000"/></font><fill><patternFill><bgColor rgb="FFFFFF00"/></patternFill></fill></dxf><dxf><font><color theme="0"/></font></dxf></dxfs>`)
		_, findings := openParts(t, parts)
		if got := codesOf(findings); got != want {
			t.Errorf("%s: %q, want %q", tail, got, want)
		}
	}
}
