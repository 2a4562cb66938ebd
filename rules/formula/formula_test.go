package formula_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/formula"
)

// The little world of these tests: a row with two amounts, a list of three
// signed projects of 0.1, 0.2 and 0.3 (sum 0.6), dated 5 January, 20 January
// and 3 May 2023.
var signed = map[string]formula.Type{
	"项目编号": {Kind: formula.Text}, "签约金额": {Kind: formula.Number}, "签约日期": {Kind: formula.Day},
	"类型": {Kind: formula.Text}, "已终止": {Kind: formula.Truth},
}

var env = formula.Env{
	"签约金额": {Kind: formula.Number}, "总投资": {Kind: formula.Number}, "空额": {Kind: formula.Number},
	"合同甲方": {Kind: formula.Text}, "空文": {Kind: formula.Text}, "签约日期": {Kind: formula.Day}, "空日": {Kind: formula.Day},
	"月初": {Kind: formula.Day}, "年初": {Kind: formula.Day}, "有上期": {Kind: formula.Truth}, "空真": {Kind: formula.Truth},
	"上期":   {Kind: formula.Group, Members: map[string]formula.Type{"阶段序号": {Kind: formula.Number}, "项目名称": {Kind: formula.Text}}},
	"无上期":  {Kind: formula.Group, Members: map[string]formula.Type{"阶段序号": {Kind: formula.Number}}},
	"签约项目": {Kind: formula.List, Members: signed},
	"累计":   {Kind: formula.Group, Members: map[string]formula.Type{"签约项目": {Kind: formula.List, Members: signed}}},
}

func at(cell string) ingest.Source {
	return ingest.Source{Place: ingest.Place{Sheet: "签约项目", Cell: cell}}
}

func num(s string, cells ...string) formula.Num {
	n := formula.Num{Num: exact.MustParse(s)}
	for _, c := range cells {
		n.From = append(n.From, at(c))
	}
	return n
}

type cells map[string]string

func (c cells) Cell(member string) (ingest.Source, bool) { s, ok := c[member]; return at(s), ok }

func world() formula.Record {
	rows := []formula.Record{
		{"项目编号": "A", "签约金额": num("0.1", "D5"), "签约日期": ingest.Date{Year: 2023, Month: 1, Day: 5}, "类型": "正式", "已终止": false, formula.SourceKey: at("B5"), formula.CellsKey: cells{"签约日期": "E5"}},
		{"项目编号": "B", "签约金额": num("0.2", "D6"), "签约日期": ingest.Date{Year: 2023, Month: 1, Day: 20}, "类型": "框架", "已终止": true, formula.SourceKey: at("B6"), formula.CellsKey: cells{"签约日期": "E6"}},
		{"项目编号": "A", "签约金额": num("0.3", "D7"), "签约日期": ingest.Date{Year: 2023, Month: 5, Day: 3}, "类型": "正式", "已终止": false, formula.SourceKey: at("B7"), formula.CellsKey: cells{"签约日期": "E7"}},
	}
	return formula.Record{
		"签约金额": num("12", "F7"), "总投资": num("10", "E7"), "合同甲方": "装备制造业招商专班", "签约日期": ingest.Date{Year: 2023, Month: 9, Day: 5},
		"月初": ingest.Date{Year: 2023, Month: 9, Day: 1}, "年初": ingest.Date{Year: 2023, Month: 1, Day: 1}, "有上期": true,
		"上期": formula.Record{"阶段序号": num("3", "C2"), "项目名称": "示例项目"}, "签约项目": rows,
		"累计": formula.Record{"签约项目": formula.Lazy(func() any { return rows })}, formula.CellsKey: cells{"签约日期": "G7", "合同甲方": "H7"},
	}
}

func TestNumber(t *testing.T) {
	for source, want := range map[string]struct{ value, cells string }{
		"0.1 + 0.2":        {"0.3", ""},
		"1/3*3":            {"1", ""},
		"-.5 - 007":        {"-7.5", ""},
		"10/4":             {"2.5", ""},
		"签约金额 - 总投资":       {"2", "F7 E7"},
		"签约金额 + 签约金额":      {"24", "F7"},
		"sum(签约项目, .签约金额)": {"0.6", "D5 D6 D7"},
		"sum（签约项目，．签约金额）":                                 {"0.6", "D5 D6 D7"},
		"sum(map(签约项目, .签约金额 × 2))":                       {"1.2", "D5 D6 D7"},
		"sum(filter(签约项目, 非 .已终止), .签约金额)":                {"0.4", "D5 D7"},
		"sum(累计.签约项目, .签约金额 * 1.5) ÷ 0.9":                 {"1", "D5 D6 D7"},
		"sum(filter(签约项目, false), .签约金额)":                 {"0", ""},
		"count(签约项目)":                                     {"3", "B5 B6 B7"},
		"len(filter(签约项目, .类型 == “正式”))":                  {"2", "B5 B7"},
		"count(签约项目, .签约金额 > 0.15 且 .类型 = '正式')":          {"1", "B7"},
		"find(签约项目, .项目编号 == \"B\").签约金额":                 {"0.2", "D6"},
		"min(签约金额 / 总投资, 1.2) * 25":                       {"30", "F7 E7"},
		"min(签约金额 / 总投资, 1) * 25":                         {"25", ""},
		"max(map(签约项目, .签约金额))":                           {"0.3", "D7"},
		"取整(-0.5)":                                        {"-1", ""},
		"四舍五入(0.125, 2)":                                  {"0.13", ""},
		"四舍五入(-0.125, 2)":                                 {"-0.13", ""},
		"涉及月数(map(签约项目, .签约日期))":                          {"2", "E5 E6 E7"},
		"涉及季数(map(签约项目, .签约日期))":                          {"2", "E5 E6 E7"},
		"不同(map(签约项目, .项目编号))":                            {"2", "B5 B6 B7"},
		"天数(月初, 签约日期)":                                    {"4", ""},
		`天数("2024-02-28", "2024-03-01")`:                  {"2", ""},
		`天数(季首("2023-12-31"), "2023-12-31")`:              {"91", ""}, // 1 October
		`天数("2023-01-01", 季首("2023-01-01"))`:              {"0", ""},
		`天数(季首("2024-01-10", 4), "2024-01-10")`:           {"101", ""}, // 1 October 2023
		`天数(季首("2023-05-10", 2), "2023-05-10")`:           {"39", ""},  // 1 April
		`天数(季首("2024-01-10", "第四季度"), "2024-01-10")`:      {"101", ""},
		`天数(季首("2024-01-10", "一季度"), "2024-01-10")`:       {"9", ""},
		`天数(季首("2024-01-10", "上季度"), "2024-01-10") ?? -1`: {"-1", ""},
		`天数(季首("2023-05-10", 5), 月初) ?? -1`:               {"-1", ""},
		`天数(季首("2023-05-10", 空额), 月初) ?? -1`:              {"-1", ""},
		"有值(空额) ? 空额 : 总投资":                               {"10", "E7"},
		"空额 ?? 1":                                         {"1", ""},
		"有上期 ? 上期.阶段序号 : 0":                               {"3", "C2"},
		"sum(签约项目, sum(签约项目, .签约金额))":                     {"1.8", "D5 D6 D7"},
		"签约项目 | filter(.签约金额 > 0.1) | count()":            {"2", "B6 B7"},
		"１２＋３":  {"15", ""},
		"1_000": {"", ""},
		"sum(签约项目, .已终止 ? 0 : .签约金额)":               {"0.4", "D5 D7"},
		"count(签约项目, .签约日期 < 月初 and .签约日期 >= 年初)":   {"3", "B5 B6 B7"},
		"count(签约项目, .签约日期 > max(年初, '2023-1-30'))": {"", ""},
	} {
		p, err := formula.Compile(source, env, formula.Number)
		if want.value == "" {
			if err == nil {
				t.Errorf("%s: compiled", source)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", source, describe(err))
			continue
		}
		got, err := p.Number(world())
		if err != nil || got.String() != want.value || cellsOf(got.From) != want.cells {
			t.Errorf("%s = %s from %q, %v; want %s from %q", source, got, cellsOf(got.From), err, want.value, want.cells)
		}
	}
}

func TestTruth(t *testing.T) {
	for source, want := range map[string]struct {
		truth bool
		cells string
	}{
		"签约金额 <= 总投资":                                 {false, "F7 E7"},
		"签约金额＜＝总投资":                                   {false, "F7 E7"},
		"签约金额 ≥ 总投资":                                  {true, "F7 E7"},
		"签约金额 <> 总投资":                                 {true, "F7 E7"},
		"10 < 签约金额 < 20":                              {true, "F7"},
		"上期.阶段序号 <= 3":                                {true, "C2"},
		"签约日期 >= 月初 and 签约日期 <= \"2023-09-30\"":       {true, "G7"},
		"签约日期 in [月初, \"2023-09-05\"]":                {true, "G7"},
		"含(合同甲方, “专班”)":                               {true, "H7"},
		"含(\"示例招商专\u3000 班\", “专班”)":                  {true, ""},
		"含(\"招商专\\n\u200b班\", “专班”)":                  {true, ""},
		"\"KFQ-3\" startsWith 拼接(\"KFQ\", \"-\")":     {true, ""},
		"\"KFQX-3\" startsWith 拼接(\"KFQ\", \"-\")":    {false, ""},
		"含(合同甲方, 拼接(\"专\", \"班\"))":                   {true, "H7"},
		"含(\"招商专门班\", “专班”)":                          {false, ""},
		"合同甲方 contains \"且（＜\"":                       {false, "H7"},
		"合同甲方 endsWith '专班'":                          {true, "H7"},
		"合同甲方 matches \"^装备.+专班$\"":                   {true, "H7"},
		"合同甲方 not in [\"甲\", \"乙\"]":                  {true, "H7"},
		"\"B\" in map(签约项目, .项目编号)":                   {true, "B5 B6 B7"},
		"all(签约项目, .签约金额 <= 0.3)":                     {true, "D5 D6 D7"},
		"any(签约项目, .签约金额 > 0.3) 或 count(签约项目) == 3":   {true, "D5 D6 D7 B5 B6 B7"},
		"none(签约项目, .类型 == \"其他\")":                   {true, ""},
		"one(签约项目, .类型 == \"框架\")":                    {true, ""},
		"有值(空额) and 空额 > 0":                           {false, ""},
		"not 有值(空文) and not 有值(空日) and not 有值(无上期)":   {true, ""},
		"有上期 == true":                                 {true, ""},
		"非 (签约金额 > 总投资)":                              {false, "F7 E7"},
		"sum(签约项目, .签约金额) == 0.6 && 0.1 + 0.2 == 0.3": {true, "D5 D6 D7"},
	} {
		p, err := formula.Compile(source, env, formula.Truth)
		if err != nil {
			t.Errorf("%s: %v", source, describe(err))
			continue
		}
		got, looked, err := p.Truth(world())
		if err != nil || got != want.truth || cellsOf(looked) != want.cells {
			t.Errorf("%s = %v looking at %q, %v; want %v, %q", source, got, cellsOf(looked), err, want.truth, want.cells)
		}
	}
}

// A value that is not there must never pass for one that differs, is zero or
// is false, however deep it is read.
func TestMissing(t *testing.T) {
	rows := world()
	delete(rows["签约项目"].([]formula.Record)[1], "签约金额")
	for _, source := range []string{
		"空额 > 0", "0 > 空额 - 1", "空文 == \"甲\"", "空文 != \"甲\"", "空日 < 月初", "空真", "not 空真", "空真 == false",
		"无上期.阶段序号 < 3", "find(签约项目, .项目编号 == \"Z\").签约金额 > 0", "sum(签约项目, .签约金额) > 0",
		"count(filter(签约项目, .签约金额 > 0)) > 0", "all(签约项目, .签约金额 > 0)", "any(签约项目, .签约金额 > 0)",
		"空文 in [\"甲\"]", "空文 not in [\"甲\"]", "含(空文, \"甲\")", "not 含(空文, \"甲\")", "天数(空日, 月初) > 0",
		"(空额 > 0) or true", "min(空额, 1) > 0", "none(签约项目, .签约金额 > 9)", "max(map(filter(签约项目, false), .签约金额)) > 0",
		"不同(map(签约项目, 空文)) > 0", "(空额 > 0 ? 1 : 2) > 0",
	} {
		p, err := formula.Compile(source, env, formula.Truth)
		if err != nil {
			t.Errorf("%s: %v", source, describe(err))
			continue
		}
		if got, _, err := p.Truth(rows); err != formula.ErrMissing {
			t.Errorf("%s = %v, %v; want ErrMissing", source, got, err)
		}
	}
}

func TestDivisionByZero(t *testing.T) {
	p, err := formula.Compile("签约金额 / (总投资 - 10)", env, formula.Number)
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Number(world())
	var f *formula.Fault
	if !errors.As(err, &f) || f.Column != 6 || !strings.Contains(f.Message, "除数为0") {
		t.Errorf("got %v", err)
	}
}

// Columns count characters of what the office typed, from 1.
func TestFaults(t *testing.T) {
	for source, want := range map[string]struct {
		column  int
		message string
		hint    string
	}{
		"签约金鹅 <= 总投资":                 {1, "没有“签约金鹅”这个名称", "是否想写“签约金额”"},
		"总投资 ≥ 签约金鹅":                  {7, "没有“签约金鹅”", "签约金额"},
		"sum(签约项目, .签约额) > 0":         {12, "“签约项目”里没有“签约额”", "签约金额"},
		"上期.阶段 > 1":                   {4, "“上期”里没有“阶段”", "阶段序号"},
		"累计.签约 > 1":                   {4, "“累计”里没有“签约”", "签约项目"},
		"summ(签约项目, 1) > 0":           {1, "没有“summ”这个函数", "sum"},
		"合同甲方 + 1 > 0":                {6, "文字“合同甲方”和数字", "只用于数字"},
		"签约日期 - 月初 > 0":               {6, "不能计算", "天数(起, 止)"},
		"签约日期 > 5":                    {6, "日期“签约日期”和数字", "2023-09-05"},
		"合同甲方 > \"甲\"":                {6, "文字不能比较大小", "=="},
		"总投资 == \"10\"":               {5, "数字“总投资”和文字", "不要加引号"},
		"总投资 == nil":                  {8, "空值", "有值(字段)"},
		"总投资 in [1, 2]":               {5, "数字不能用“in”", "=="},
		"总投资 ** 2 > 1":                {5, "乘方", "连乘"},
		"总投资 % 2 == 1":                {5, "“%”", "0.05"},
		"签约项目.签约金额 > 0":               {6, "清单“签约项目”有许多行", "sum(签约项目, .签约金额)"},
		"sum(签约项目, 签约日期) > 0":         {11, "“sum”的第2项是日期", "sum(清单, .字段)"},
		"sum(签约项目, .项目编号) > 0":        {11, "“sum”的第2项是文字", "sum(清单, .字段)"},
		"any(签约项目, 类型 == \"甲\")":      {11, "没有“类型”", "“.类型”"},
		"sum(总投资, 1) > 0":             {5, "第1项是数字“总投资”，应是清单", "sum"},
		"filter(签约项目) > 0":            {12, "括号内的内容不够", ""},
		"min(总投资, 月初) > 0":            {10, "“min”的第2项是日期", ""},
		"四舍五入(总投资, 签约金额) > 0":         {11, "第2项应是0至12", ""},
		"签约金额":                        {1, "结果是数字“签约金额”，这里需要是非判断", ""},
		"签约金额 <= ":                    {9, "没有写完", ""},
		"(签约金额 <= 总投资":                {13, "没有写完", ""},
		"签约金额 <= 总投资)":                {12, "不应出现“)”", ""},
		"签约金额 <= 总投资 总投资":             {13, "不应出现“总投资”", "运算符"},
		"合同甲方 == “甲":                  {9, "缺少右引号", ""},
		"签约金额 > 1e3":                  {8, "“1e3”不是普通小数", ""},
		"签约金额 > 0x10":                 {8, "不是普通小数", ""},
		"签约金额 > 99999999999999999999": {8, "数字写法不对", ""},
		"签约金额 ~ 3":                    {6, "不认识的字符", ""},
		"":                            {1, "没有写完", ""},
		"有上期且总投资 > 1":                 {1, "没有“有上期且总投资”", "前后请留空格"},
		"非 签约金额 == 1":                 {1, "“非”后面是数字", "加括号"},
		"sum > 1":                     {1, "没有“sum”", "后面应接括号"},
		"有上期 == \"是\"":                {5, "不能比较", "是非判断可直接写"},
		"let x = 1; x > 0":            {0, "", ""},
		"now() > 3":                   {1, "没有“now”这个函数", ""},
		"签约项目[0].签约金额 > 1":            {0, "", ""},
		"上期?.阶段序号 > 1":                {0, "", "缺值"},
		"合同甲方 matches \"(\"":          {14, "不是正确的模式", ""},
		"1..5 > 3":                    {0, "", ""},
		"上期 == 上期":                    {4, "不能比较", ""},
		"签约金额 > 0 ? 1 : \"甲\"":        {12, "应同为", ""},
		"合同甲方 + 1 > 签约金鹅":             {6, "不能计算", ""},
	} {
		_, err := formula.Compile(source, env, formula.Truth)
		var f *formula.Fault
		if !errors.As(err, &f) {
			t.Errorf("%s: %v, want a fault", source, err)
			continue
		}
		if want.column != 0 && f.Column != want.column || !strings.Contains(f.Message, want.message) || !strings.Contains(f.Hint, want.hint) {
			t.Errorf("%s: %s; want column %d %s %s", source, describe(err), want.column, want.message, want.hint)
		}
		for _, english := range []string{"token", "unexpected", "invalid", "expected", "Operator", "mismatched", "unknown"} {
			if strings.Contains(f.Message+f.Hint, english) {
				t.Errorf("%s: the library's own words show: %s", source, f.Message)
			}
		}
	}
}

func TestLength(t *testing.T) {
	long := strings.Repeat("1+", formula.MaxLength) + "1"
	if _, err := formula.Compile(long, env, formula.Number); err == nil || !strings.Contains(err.Error(), "4001个字") {
		t.Errorf("got %v", err)
	}
	deep := strings.Repeat("(", formula.MaxLength/2-1) + "1" + strings.Repeat(")", formula.MaxLength/2-1)
	if _, err := formula.Compile(deep, env, formula.Number); err != nil {
		t.Errorf("nested brackets: %v", err)
	}
}

// List functions within each other multiply; neither the office's rule nor
// the run may hang on them.
func TestNesting(t *testing.T) {
	_, err := formula.Compile("sum(签约项目, sum(签约项目, sum(签约项目, sum(签约项目, .签约金额))))", env, formula.Number)
	if err == nil || !strings.Contains(err.Error(), "嵌套超过3层") {
		t.Errorf("got %v", err)
	}
	p, err := formula.Compile("count(签约项目, count(签约项目, count(签约项目, .签约金额 > 9) > 0) > 0)", env, formula.Number)
	if err != nil {
		t.Fatal(describe(err))
	}
	w, many := world(), []formula.Record{}
	for range 200 { // 200 × 200 × 200 is 8 million looks
		many = append(many, w["签约项目"].([]formula.Record)[0])
	}
	w["签约项目"] = many
	if _, err := p.Number(w); err == nil || !strings.Contains(err.Error(), "已停止计算") {
		t.Errorf("got %v", err)
	}
}

func TestNames(t *testing.T) {
	for source, want := range map[string][]string{
		"签约金额 <= 总投资 and 签约金额 > 0":                       {"签约金额", "总投资"},
		"上期.阶段序号 <= 3":                                   {"上期.阶段序号"},
		"sum(签约项目, .签约金额) > 总投资":                         {"签约项目", "签约项目.签约金额", "总投资"},
		"count(filter(累计.签约项目, .已终止), .类型 == \"甲\") > 0": {"累计.签约项目", "累计.签约项目.已终止", "累计.签约项目.类型"},
	} {
		p, err := formula.Compile(source, env, formula.Truth)
		if err != nil {
			t.Fatal(describe(err))
		}
		if d := cmp.Diff(want, p.Names()); d != "" {
			t.Errorf("%s: %s", source, d)
		}
	}
}

// A record that does not hold what its Env promised is the program's fault,
// not the office's, and must not end the run.
// What an expression holds a text of few options against is told, with the
// place of what stands in quotes; 甲 ?? "乙" may also be 乙.
func TestCompared(t *testing.T) {
	env := formula.Env{
		"类型": {Kind: formula.Text, Options: []string{"正式", "框架"}}, "名称": {Kind: formula.Text},
		"口径": {Kind: formula.Group, Members: map[string]formula.Type{"类": {Kind: formula.Text}}},
	}
	options := []string{"正式", "框架"}
	for source, want := range map[string][]formula.Comparison{
		`类型 == "草签"`:          {{Field: "类型", Options: options, Text: "草签", Column: 7}},
		`“草签” ≠ 类型`:           {{Field: "类型", Options: options, Text: "草签", Column: 1}},
		`类型 in ["正式", "草签"]`:  {{Field: "类型", Options: options, Text: "正式", Column: 8}, {Field: "类型", Options: options, Text: "草签", Column: 14}},
		`类型 != 口径.类`:          {{Field: "类型", Options: options, Name: "口径.类"}},
		`(类型 ?? "无") == "没有"`: {{Options: []string{"正式", "框架", "无"}, Text: "没有", Column: 16}},
		`类型 == 类型`:            nil,
		`名称 == "草签"`:          nil,
	} {
		p, err := formula.Compile(source, env, formula.Truth)
		if err != nil {
			t.Fatal(source, err)
		}
		if diff := cmp.Diff(want, p.Compared()); diff != "" {
			t.Errorf("%s\n%s", source, diff)
		}
	}
}

func TestBrokenRecord(t *testing.T) {
	p, err := formula.Compile("签约金额 > 1", env, formula.Truth)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.Truth(formula.Record{"签约金额": 3.5}); err == nil || err == formula.ErrMissing {
		t.Errorf("got %v", err)
	}
	if _, err := p.Number(world()); err == nil {
		t.Error("a truth gave a number")
	}
}

// A program is shared by everything that judges by the scheme.
func TestConcurrent(t *testing.T) {
	p, err := formula.Compile("sum(map(filter(签约项目, .签约金额 > 0.15), .签约金额)) == 0.5 and 有值(空额) == false", env, formula.Truth)
	if err != nil {
		t.Fatal(describe(err))
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if got, looked, err := p.Truth(world()); !got || err != nil || cellsOf(looked) != "D5 D6 D7" {
					t.Errorf("got %v %s %v", got, cellsOf(looked), err)
					return
				}
			}
		})
	}
	group.Wait()
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{"签约金额 <= 总投资", "sum(签约项目, .签约金额)", "“", "(((", "上期.", "a ? b", "1 in [", "#", "签约项目 | sum(.签约金额)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		p, err := formula.Compile(source, env, formula.Truth)
		if err != nil {
			var fault *formula.Fault
			if !errors.As(err, &fault) || fault.Column < 1 || fault.Column > len([]rune(source))+1 {
				t.Fatalf("%q: %v", source, err)
			}
			return
		}
		var fault *formula.Fault
		if _, _, err := p.Truth(world()); err != nil && err != formula.ErrMissing && !errors.As(err, &fault) {
			t.Fatalf("%q: %v", source, err) // a panic that was caught
		}
	})
}

func describe(err error) string {
	var f *formula.Fault
	if errors.As(err, &f) {
		return exact.Int(int64(f.Column)).String() + " " + f.Message + f.Hint
	}
	return err.Error()
}

func cellsOf(from []ingest.Source) string {
	var list []string
	for _, s := range from {
		list = append(list, s.Place.Cell)
	}
	return strings.Join(list, " ")
}

func benchmark(b *testing.B, source string) {
	p, err := formula.Compile(source, env, formula.Number)
	if err != nil {
		b.Fatal(err)
	}
	w := world()
	rows := w["签约项目"].([]formula.Record)
	for len(rows) < 10 {
		rows = append(rows, rows[:3]...)
	}
	w["签约项目"] = rows[:10]
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Number(w); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSumOfTen(b *testing.B) { benchmark(b, "sum(签约项目, .签约金额)") }

func BenchmarkComparison(b *testing.B) {
	p, err := formula.Compile("签约金额 <= 总投资", env, formula.Truth)
	if err != nil {
		b.Fatal(err)
	}
	w := world()
	b.ReportAllocs()
	for b.Loop() {
		p.Truth(w)
	}
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		formula.Compile("sum(filter(签约项目, .签约金额 > 0.05), .签约金额 * 1.5)", env, formula.Number)
	}
}
