package check_test

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/check"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// An invented county. The sender calls the sheet 合同 “合同表”, headers in row
// 4; its columns are A 编号, B 名称, C 企业, D 合同额, E 投资, F 签日, G 甲方.
func county(t testing.TB, rules ...scheme.Rule) *scheme.Scheme {
	t.Helper()
	zero, most := exact.Int(0), exact.Int(100)
	f := &form.Form{Class: "一类", Sheets: []form.Sheet{
		{Name: "首页", Shape: form.Pairs, Fields: []form.Field{
			{Key: "单位", Header: "填报单位", Role: form.TaskForce, Type: form.TextType, Required: true},
			{Key: "经办", Header: "经办人", Type: form.TextType, Required: true, Example: "办公室主任"}}},
		{Name: "接触", Shape: form.List, NilItem: true, Fields: []form.Field{
			{Key: "编号", Header: "编号", Role: form.Project, Type: form.TextType, Required: true},
			{Key: "名称", Header: "名称", Role: form.ProjectName, Type: form.TextType},
			{Key: "阶段", Header: "阶段", Role: form.Stage, Type: form.Choice, Choices: []string{"谈", "签", "建", "停"}},
			{Key: "日期", Header: "日期", Role: form.EventDate, Type: form.DateType}}},
		{Name: "合同", Shape: form.List, NilItem: true, Stage: "签", Fields: []form.Field{
			{Key: "编号", Header: "编号", Role: form.Project, Type: form.TextType, Required: true},
			{Key: "名称", Header: "项目名称", Role: form.ProjectName, Type: form.TextType},
			{Key: "企业", Header: "企业", Role: form.Investor, Type: form.TextType},
			{Key: "合同额", Header: "合同额", Role: form.Amount, Type: form.Decimal, Required: true, Unit: "亿元", Min: &zero, Max: &most, Example: "3.2"},
			{Key: "投资", Header: "总投资", Role: form.Amount, Type: form.Decimal, Unit: "亿元"},
			{Key: "签日", Header: "签约日期", Role: form.EventDate, Type: form.DateType},
			{Key: "甲方", Header: "甲方", Role: form.Party, Type: form.TextType}}},
		{Name: "说明", Shape: form.List, Fields: []form.Field{
			{Key: "条", Role: form.AnswerCode, Type: form.TextType}, {Key: "处", Role: form.AnswerCell, Type: form.TextType}, {Key: "话", Role: form.AnswerText, Type: form.TextType}}},
	}}
	s := &scheme.Scheme{Forms: []*form.Form{f}, Settings: scheme.Settings{Calendar: ingest.Calendar{Start: 1}, Stages: []string{"谈", "签", "建"}, Terminated: "停", FirstMonth: ingest.Period{Year: 2023, Month: 1}}}
	s.TaskForces = []scheme.TaskForce{taskForce("A", "甲组"), taskForce("B", "乙组"), taskForce("C", "丙组")}
	for _, r := range rules {
		scope := facts.OfReturn
		if r.Sheet != "" {
			scope = facts.OfRow
		}
		p, err := formula.Compile(r.Source, facts.Names(s.Base(&s.TaskForces[0]).Vocabulary, f, scope, r.Sheet), formula.Truth)
		if err != nil {
			t.Fatalf("%s: %v", r.Source, err)
		}
		r.Condition = map[string]*formula.Program{"一类": p}
		if r.Level == "" {
			r.Level = string(finding.Error)
		}
		if r.Stage == "" {
			r.Stage = scheme.Active
		}
		s.Rules = append(s.Rules, r)
	}
	return s
}

func taskForce(code, name string) scheme.TaskForce {
	return scheme.TaskForce{Unit: form.Unit{Code: code, Name: name, Class: "一类"}, Short: name}
}

// letters are the columns of the fields in the sender's workbook.
var letters = map[string]map[string]string{
	"首页": {"单位": "C4", "经办": "C5"},
	"接触": {"编号": "A", "名称": "B", "阶段": "C", "日期": "D"},
	"合同": {"编号": "A", "名称": "B", "企业": "C", "合同额": "D", "投资": "E", "签日": "F", "甲方": "G"},
	"说明": {"条": "A", "处": "B", "话": "C"},
}

const cover = "首页 单位=甲组 经办=办公室主任"

// ret makes a return of rows such as "合同 编号=P1 合同额=3.2", from row 5 of
// each sheet.
func ret(t testing.TB, month string, rows ...string) *ingest.Return {
	t.Helper()
	p, err := ingest.ParsePeriod(month)
	if err != nil {
		t.Fatal(err)
	}
	r := &ingest.Return{Version: ingest.Version{TaskForce: "A", Period: p}, Tabs: map[string]ingest.Tab{}}
	for sheet, columns := range letters {
		r.Tabs[sheet] = ingest.Tab{Name: strings.Replace(sheet, "合同", "合同表", 1), Header: 4, Columns: columns}
	}
	next := map[string]int{"首页": -5, "接触": 0, "合同": 0}
	for _, text := range rows {
		parts := strings.Fields(text)
		e := ingest.Entry{Sheet: parts[0], Row: 5 + next[parts[0]], Values: map[string]ingest.Value{}}
		next[parts[0]]++
		for _, part := range parts[1:] {
			key, raw, _ := strings.Cut(part, "=")
			cell := letters[parts[0]][key]
			if e.Row > 0 {
				cell += fmt.Sprint(e.Row)
			}
			e.Values[key] = value(raw, cell)
		}
		r.Entries = append(r.Entries, e)
	}
	return r
}

func value(raw, cell string) ingest.Value {
	v := ingest.Value{Cell: cell, Raw: raw, Kind: ingest.Text, Text: raw}
	if n, err := exact.Parse(raw); err == nil {
		v.Kind, v.Num, v.Text = ingest.Number, n, ""
	} else if d, err := ingest.ParseDate(raw); err == nil {
		v.Kind, v.Date, v.Text = ingest.Day, d, ""
	} else if strings.HasPrefix(raw, "?") {
		v.Kind, v.Text = ingest.Bad, ""
	}
	return v
}

func judged(t testing.TB, s *scheme.Scheme, r *ingest.Return, earlier ...*ingest.Return) finding.List {
	t.Helper()
	return check.Return(s, s.Forms[0], r, facts.NewYear(s.Base(&s.TaskForces[0]), r.Period, append(earlier, r)))
}

// lines prints findings as “签约项目!F7 错误 R-101 message hint”.
func lines(list finding.List) string {
	var b strings.Builder
	for _, f := range list {
		fmt.Fprintf(&b, "%s %s %s %s\n", f.Place, f.Level.Chinese(), f.Code, f.Message)
	}
	return b.String()
}

func expect(t *testing.T, list finding.List, want ...string) {
	t.Helper()
	if got := strings.TrimSpace(lines(list)); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

const good = "合同 编号=P1 名称=一号 合同额=3.2 投资=5 签日=2023-09-05 甲方=示例管委会"

func nilled(r *ingest.Return, sheets ...string) *ingest.Return {
	r.Nil = sheets
	return r
}

func TestGoodReturn(t *testing.T) {
	s := county(t, scheme.Rule{Code: "R-112", Sheet: "合同", Source: "合同额 <= 投资"})
	expect(t, judged(t, s, nilled(ret(t, "2023-09", cover, good), "接触")))
	expect(t, judged(t, s, nilled(ret(t, "2023-09", cover), "接触", "合同")))
}

func TestSheets(t *testing.T) {
	s := county(t)
	expect(t, judged(t, s, ret(t, "2023-09", cover, good)),
		"接触 错误 S-EMPTY “接触”没有填写，封面也未说明本月无。")
	expect(t, judged(t, s, nilled(ret(t, "2023-09", cover, good), "接触", "合同")),
		"合同表 错误 S-NIL 封面说明“合同”本月无，表中却有1行（第5行起）。")
	expect(t, judged(t, s, ret(t, "2023-09", cover)),
		"错误 F-EMPTY 月报表没有填写任何内容，也未说明“本月无”。")
	gone := nilled(ret(t, "2023-09", cover, good), "接触")
	delete(gone.Tabs, "接触") // the whole sheet is missing: read says so
	gone.Nil = nil
	expect(t, judged(t, s, gone))
	expect(t, judged(t, s, nilled(ret(t, "2023-09", cover, good, "合同 编号=P2 合同额=1", "合同 编号=p1 合同额=1"), "接触")),
		"合同表!A7 警告 S-DUP 编号“p1”与第5行相同。")
	own := scheme.Rule{Code: "R-124", Name: "重复", Sheet: "合同", Source: "count(本月.合同, .编号 == 编号) == 1"}
	expect(t, judged(t, county(t, own), nilled(ret(t, "2023-09", cover, "合同 编号=P1 合同额=1", "合同 编号=P1 合同额=2"), "接触")),
		"合同表!A5 错误 R-124 不符合“重复”。", "合同表!A6 错误 R-124 不符合“重复”。")
}

func TestFields(t *testing.T) {
	s := county(t)
	expect(t, judged(t, s, nilled(ret(t, "2023-09", "首页 单位=甲组", "合同 编号=P1 投资=3", "合同 编号=P2 合同额=-0.5", "合同 编号=P3 合同额=100.5", "合同 编号=P4 合同额=100", "合同 编号=P5 合同额=?x"), "接触")),
		"首页!C5 错误 T-REQ “经办人”未填写，此项必填。",
		"合同表!D5 错误 T-REQ 第5行“合同额”未填写，此项必填。",
		"合同表!D6 错误 T-RANGE 合同额-0.5亿元小于最小值0亿元，相差0.5亿元。",
		"合同表!D7 错误 T-RANGE 合同额100.5亿元大于最大值100亿元，相差0.5亿元。")
	expect(t, judged(t, s, nilled(ret(t, "2023-09", "首页 单位=甲组 经办=—", "合同 编号=无 合同额=1", "合同 编号=无锡-1 合同额=1 名称=/"), "接触")),
		"首页!C5 错误 T-REQ “经办人”写的是“—”，等于没有填写，此项必填。",
		"合同表!A5 错误 T-REQ 第5行“编号”写的是“无”，等于没有填写，此项必填。")
	noCover := nilled(ret(t, "2023-09", good), "接触")
	expect(t, judged(t, s, noCover), "首页!C4 错误 T-REQ “填报单位”未填写，此项必填。", "首页!C5 错误 T-REQ “经办人”未填写，此项必填。")
	noColumn := nilled(ret(t, "2023-09", cover, "合同 编号=P1"), "接触")
	tab := noColumn.Tabs["合同"]
	tab.Columns = map[string]string{"编号": "A"}
	noColumn.Tabs["合同"] = tab // read reports the missing column once
	expect(t, judged(t, s, noColumn))
}

// A name of ten thousand characters would fill twenty pages of the circular.
func TestLongTexts(t *testing.T) {
	s := county(t)
	s.Settings.Other = map[string]string{scheme.LongestTextSetting: "20"}
	twelve := exact.Int(12)
	s.Forms[0].Sheet("合同").Field("甲方").Max = &twelve
	long := func(n int) string { return strings.Repeat("长", n) }
	row := func(name, party int) string {
		return "合同 编号=P1 合同额=1 名称=" + long(name) + " 甲方=" + long(party)
	}
	expect(t, judged(t, s, nilled(ret(t, "2023-09", cover, row(20, 12)), "接触")))
	expect(t, judged(t, s, nilled(ret(t, "2023-09", cover, row(21, 13)), "接触")),
		"合同表!B5 错误 T-LONG “项目名称”有21字，最多20字。", "合同表!G5 错误 T-LONG “甲方”有13字，最多12字。")
	s.Settings.Other = nil // a scheme read without the setting's default
	expect(t, judged(t, s, nilled(ret(t, "2023-09", cover, row(10_000, 12)), "接触")))
}

// Rules that hold each row against every other took a minute for the 5,000
// rows of a 100 KB workbook.
func TestTooManyEntries(t *testing.T) {
	s := county(t, scheme.Rule{Code: "R-112", Name: "合同额", Sheet: "合同", Source: "合同额 > 5", Message: "合同额{{.合同额}}亿元。"})
	s.Settings.Other = map[string]string{scheme.MostEntriesSetting: "3"}
	rows := []string{cover, "合同 编号=P1 合同额=6", "合同 编号=P2 合同额=6", "合同 编号=P3 合同额=1"}
	expect(t, judged(t, s, nilled(ret(t, "2023-09", rows...), "接触")), "合同表!D7 错误 R-112 合同额1亿元。")
	rows = append(rows, "合同 编号=P4 合同额=1")
	expect(t, judged(t, s, nilled(ret(t, "2023-09", rows...), "接触")), "合同表 错误 S-MANY “合同”填了4条记录，一个月最多3条，多出1条，未逐条按规则审核。")
}

func TestRules(t *testing.T) {
	amount := scheme.Rule{Code: "R-112", Name: "合同额不超投资", Sheet: "合同", Source: "合同额 <= 投资", Message: "合同额{{.合同额}}亿元大于总投资{{.投资}}亿元，签于{{.签日}}。", Hint: "请核对{{.编号}}。"}
	over := "合同 编号=P1 合同额=12 投资=10 签日=2023-09-05"
	for name, c := range map[string]struct {
		rule func(r *scheme.Rule)
		row  string
		want []string
	}{
		"broken":                 {nil, over, []string{"合同表!D5 错误 R-112 合同额12亿元大于总投资10亿元，签于2023年9月5日。"}},
		"kept":                   {nil, good, nil},
		"missing is passed over": {nil, "合同 编号=P1 合同额=12", nil},
		"missing is held against": {func(r *scheme.Rule) { r.MissingBad = true }, "合同 编号=P1 合同额=12",
			[]string{"合同表!D5 错误 R-112 合同额12亿元大于总投资（未填）亿元，签于（未填）。"}},
		"a required field that is missing has one finding": {func(r *scheme.Rule) { r.MissingBad = true }, "合同 编号=P1 投资=12",
			[]string{"合同表!D5 错误 T-REQ 第5行“合同额”未填写，此项必填。"}},
		"an unreadable field has read's finding": {func(r *scheme.Rule) { r.MissingBad = true }, "合同 编号=P1 合同额=12 投资=?", nil},
		"a field out of range has one finding": {nil, "合同 编号=P1 合同额=120 投资=12",
			[]string{"合同表!D5 错误 T-RANGE 合同额120亿元大于最大值100亿元，相差20亿元。"}},
		"on trial it warns":  {func(r *scheme.Rule) { r.Stage, r.Message = scheme.Trial, "" }, over, []string{"合同表!D5 警告 R-112 （试行）不符合“合同额不超投资”。"}},
		"retired":            {func(r *scheme.Rule) { r.Stage = scheme.Retired }, over, nil},
		"not yet in force":   {func(r *scheme.Rule) { r.From = ingest.Period{Year: 2023, Month: 10} }, over, nil},
		"in force":           {func(r *scheme.Rule) { r.From, r.Message = ingest.Period{Year: 2023, Month: 9}, "" }, over, []string{"合同表!D5 错误 R-112 不符合“合同额不超投资”。"}},
		"no longer in force": {func(r *scheme.Rule) { r.To = ingest.Period{Year: 2023, Month: 9} }, over, nil},
		"placed by 定位字段":     {func(r *scheme.Rule) { r.Field, r.Message = "甲方", "" }, over, []string{"合同表!G5 错误 R-112 不符合“合同额不超投资”。"}},
		"a wording that fails on a missing value": {func(r *scheme.Rule) { r.MissingBad, r.Message = true, "差{{小数 2 .投资}}亿元。" }, "合同 编号=P1 合同额=12",
			[]string{"合同表!D5 错误 R-112 差…亿元。"}},
		"division by zero is the office's affair": {func(r *scheme.Rule) { r.Source = "合同额 / 投资 <= 1" }, "合同 编号=P1 合同额=12 投资=0",
			[]string{"提示 R-112 规则“合同额不超投资”未能核对：除数为0，无法计算。"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := amount
			if c.rule != nil {
				c.rule(&r)
			}
			expect(t, judged(t, county(t, r), nilled(ret(t, "2023-09", cover, c.row), "接触")), c.want...)
		})
	}
	list := judged(t, county(t, amount), nilled(ret(t, "2023-09", cover, over), "接触"))
	if len(list) != 1 || list[0].Hint != "请核对P1。" || list[0].Value != "12" {
		t.Errorf("got %+v", list)
	}
}

func TestWholeRules(t *testing.T) {
	cap := scheme.Rule{Code: "R-301", Name: "合计", Source: "sum(合同, .合同额) <= 10", Message: "合计超过10亿元。"}
	rows := []string{cover, "合同 编号=P1 合同额=6", "合同 编号=P2 合同额=5"} // 11 in all
	expect(t, judged(t, county(t, cap), nilled(ret(t, "2023-09", rows...), "接触")), "合同表 错误 R-301 合计超过10亿元。")
	cap.Field = "合同.合同额"
	expect(t, judged(t, county(t, cap), nilled(ret(t, "2023-09", rows...), "接触")), "合同表!D4 错误 R-301 合计超过10亿元。")
	cap.Field = "首页.经办"
	expect(t, judged(t, county(t, cap), nilled(ret(t, "2023-09", rows...), "接触")), "首页!C5 错误 R-301 合计超过10亿元。")
	expect(t, judged(t, county(t, cap), nilled(ret(t, "2023-09", cover, "合同 编号=P1 合同额=6"), "接触")))
	expect(t, judged(t, county(t, cap), nilled(ret(t, "2023-09", cover, "合同 编号=P1 合同额=60", "合同 编号=P2"), "接触")),
		"合同表!D6 错误 T-REQ 第6行“合同额”未填写，此项必填。") // the sum would only follow from it
}

// What a missing or silent sheet says is said once, not again by every rule
// that wanted something of it.
func TestRulesFollowSheets(t *testing.T) {
	meeting := county(t, scheme.Rule{Code: "R-181", Name: "接触", Source: "any(本月.接触, .阶段 == \"谈\")"})
	expect(t, judged(t, meeting, nilled(ret(t, "2023-09", cover, good), "接触")), "接触 错误 R-181 不符合“接触”。")
	expect(t, judged(t, meeting, ret(t, "2023-09", cover, good)), "接触 错误 S-EMPTY “接触”没有填写，封面也未说明本月无。")
	expect(t, judged(t, meeting, ret(t, "2023-09", cover)), "错误 F-EMPTY 月报表没有填写任何内容，也未说明“本月无”。")
	gone := ret(t, "2023-09", cover, good)
	delete(gone.Tabs, "接触")
	expect(t, judged(t, meeting, gone))
}

func TestHistory(t *testing.T) {
	earlier := ret(t, "2023-08", "接触 编号=P1 名称=示例储气罐项目 阶段=建 日期=2023-08-05")
	back := "接触 编号=p1 名称=示例（储气罐）项目 阶段=签 日期=2023-09-05" // only written otherwise
	expect(t, judged(t, county(t), nilled(ret(t, "2023-09", cover, back), "合同"), earlier),
		"接触!C5 警告 X-STAGE 项目“P1”此前已到建阶段（2023年8月月报表“接触!C5”），此处为签，阶段倒退。")
	own := scheme.Rule{Code: "R-201", Name: "阶段", Sheet: "接触", Source: "上期.阶段序号 <= 阶段序号"}
	expect(t, judged(t, county(t, own), nilled(ret(t, "2023-09", cover, back), "合同"), earlier), "接触!C5 错误 R-201 不符合“阶段”。")
	expect(t, judged(t, county(t), nilled(ret(t, "2023-09", cover, "接触 编号=P1 名称=别的项目 阶段=建 日期=2023-09-05"), "合同"), earlier),
		"接触!B5 警告 X-NAME 项目“P1”在2023年8月月报表“接触!B5”中名称为“示例储气罐项目”，此处为“别的项目”。")
	expect(t, judged(t, county(t), ret(t, "2023-09", cover, "接触 编号=P1 名称=一号 阶段=谈", "合同 编号=P1 名称=二号 合同额=1")),
		"合同表!B5 警告 X-NAME 项目“P1”在本表“接触!B5”中名称为“一号”，此处为“二号”。")
	stopped := ret(t, "2023-08", "接触 编号=P1 名称=一号 阶段=停 日期=2023-08-05")
	expect(t, judged(t, county(t), nilled(ret(t, "2023-09", cover, good), "接触"), stopped),
		"合同表!A5 警告 X-STAGE 项目“P1”此前已报停（2023年8月月报表“接触!C5”），此处又报签。")
	expect(t, judged(t, county(t), nilled(ret(t, "2023-09", cover, good), "接触"), ret(t, "2023-08", "接触 编号=P1 名称=一号 阶段=建 日期=2023-08-05"))) // an update of the contract is no step back
}

// One project under two codes of one task force would be counted twice.
func TestTwins(t *testing.T) {
	first := ret(t, "2023-08", "合同 编号=P1 名称=示例储气罐项目 合同额=6 投资=8")
	twin := func(row string) finding.List {
		return judged(t, county(t), nilled(ret(t, "2023-09", cover, row), "接触"), first)
	}
	expect(t, twin("合同 编号=P2 名称=示例（储气罐）项目 合同额=6 投资=9"),
		"合同表!A5 警告 X-TWIN 项目“P2”与2023年8月月报表“合同表!B5”的项目“P1”“示例储气罐项目”疑为同一项目，将重复计数。")
	expect(t, twin("合同 编号=P2 名称=示例储气罐项目 合同额=7 投资=9"))   // the name alone
	expect(t, twin("合同 编号=P2 名称=示例储气罐二期项目 合同额=6 投资=8")) // near, with the amounts but no investor
	expect(t, judged(t, county(t), nilled(ret(t, "2023-09", cover, "合同 编号=P2 名称=一号 合同额=6", "合同 编号=P3 名称=一号 合同额=6"), "接触")),
		"合同表!A6 警告 X-TWIN 项目“P3”与本表“合同表!B5”的项目“P2”“一号”疑为同一项目，将重复计数。")
	signed, stopped := ret(t, "2023-07", "合同 编号=P1 名称=一号 合同额=6"), ret(t, "2023-08", "接触 编号=P1 名称=一号 阶段=停 日期=2023-08-05")
	expect(t, judged(t, county(t), nilled(ret(t, "2023-09", cover, "合同 编号=P2 名称=一号 合同额=6"), "接触"), signed, stopped), // taken up again, or coded anew
		"合同表!A5 警告 X-TWIN 项目“P2”与2023年8月月报表“接触!B5”的项目“P1”“一号”疑为同一项目，原项目已报终止，另编号将作为新项目计数。")
}

// Who reports thirty projects of one name and amount is told of three others of
// each, not of all 435 pairs.
func TestManyTwins(t *testing.T) {
	rows := []string{cover}
	for i := range 30 {
		rows = append(rows, fmt.Sprintf("合同 编号=P%d 名称=一号 合同额=6", i+1))
	}
	list := judged(t, county(t), nilled(ret(t, "2023-09", rows...), "接触"))
	if got := list[len(list)-1].Message; len(list) != 6 || got != "本列自此行起还有79处同样问题，不逐一列出。" { // 0+1+2+27×3, of which 5 are shown
		t.Errorf("told %d, the last %s", len(list), got)
	}
}

func TestAnswered(t *testing.T) {
	warn := scheme.Rule{Code: "R-112", Name: "合同额", Sheet: "合同", Source: "合同额 <= 投资", Level: string(finding.Warning)}
	rows := []string{cover, "合同 编号=P1 合同额=12 投资=10", "合同 编号=P2 合同额=12 投资=10", "合同 编号=P3 合同额=12 投资=10"}
	answers := []string{"说明 条=r-112 处=合同表！ｄ5 话=含二期", "说明 条=R-112 处=D6 话=含三期", "说明 条=R-113 处=合同表!D7 话=答非所问"}
	expect(t, judged(t, county(t, warn), nilled(ret(t, "2023-09", append(rows, answers...)...), "接触")),
		"合同表!D5 提示 R-112 不符合“合同额”。已说明：“含二期”。",
		"合同表!D6 提示 R-112 不符合“合同额”。已说明：“含三期”。",
		"合同表!D7 警告 R-112 不符合“合同额”。")
	nothing := []string{"说明 条=R-112 处=D5 话=。", "说明 条=R-112 处=D6 话=无", "说明 条=R-112 处=D7 话=（暂无）"}
	if list := judged(t, county(t, warn), nilled(ret(t, "2023-09", append(rows, nothing...)...), "接触")); list.Count(finding.Warning) != 3 {
		t.Errorf("explained by nothing:\n%s", lines(list))
	}
	warn.Level = string(finding.Error) // an error cannot be explained away
	list := judged(t, county(t, warn), nilled(ret(t, "2023-09", append(rows, answers...)...), "接触"))
	if list.Count(finding.Error) != 3 {
		t.Errorf("got\n%s", lines(list))
	}
}

func TestWaived(t *testing.T) {
	s := county(t, scheme.Rule{Code: "R-112", Name: "合同额", Sheet: "合同", Source: "合同额 <= 投资"})
	r := nilled(ret(t, "2023-09", cover, "合同 编号=P1 合同额=12 投资=10", "合同 编号=P2 合同额=12 投资=10"), "接触")
	list := judged(t, s, r)
	waiver := scheme.Waiver{TaskForce: "A", Rule: "R-112", Project: "p2", From: ingest.Period{Year: 2023, Month: 9}, To: ingest.Period{Year: 2023, Month: 9}, Reason: "分期签约", ApprovedBy: "办公室主任"}
	kept := []string{"合同表!D5 错误 R-112 不符合“合同额”。", "合同表!D6 错误 R-112 不符合“合同额”。"}
	expect(t, check.Waived(s.Forms[0], r, list, []scheme.Waiver{waiver}), kept[0], "合同表!D6 提示 R-112 不符合“合同额”。已豁免（分期签约，办公室主任批准）。")
	for name, other := range map[string]func(w *scheme.Waiver){
		"task force": func(w *scheme.Waiver) { w.TaskForce = "B" }, "rule": func(w *scheme.Waiver) { w.Rule = "R-113" },
		"project": func(w *scheme.Waiver) { w.Project = "P3" }, "too early": func(w *scheme.Waiver) { w.From, w.To = ingest.Period{}, ingest.Period{Year: 2023, Month: 8} },
		"too late": func(w *scheme.Waiver) { w.From, w.To = ingest.Period{Year: 2023, Month: 10}, ingest.Period{} },
	} {
		t.Run("another "+name, func(t *testing.T) {
			w := waiver
			other(&w)
			expect(t, check.Waived(s.Forms[0], r, list, []scheme.Waiver{w}), kept...)
		})
	}
	waiver.Project, waiver.From, waiver.To = "", ingest.Period{}, ingest.Period{}
	if list := check.Waived(s.Forms[0], r, list, []scheme.Waiver{waiver}); list.Worst() != finding.Notice {
		t.Errorf("got\n%s", lines(list))
	}
}

func TestGrouped(t *testing.T) {
	rows := []string{cover}
	for i := range 20 {
		rows = append(rows, fmt.Sprintf("合同 编号=P%d 合同额=%d", i, 200+i))
	}
	list := judged(t, county(t), nilled(ret(t, "2023-09", rows...), "接触"))
	if len(list) != 6 || list[4].Cell != "D9" || list[5].Cell != "D10" || list[5].Message != "本列自此行起还有15处同样问题，不逐一列出。" {
		t.Errorf("got\n%s", lines(list))
	}
}

func TestMonth(t *testing.T) {
	s := county(t)
	tf := s.TaskForces[0]
	tf.From, tf.To = ingest.Period{Year: 2023, Month: 3}, ingest.Period{Year: 2023, Month: 9}
	for _, c := range []struct{ month, today, want string }{
		{"2023-09", "2023-10-08", ""},
		{"2023-09", "2023-09-30", ""},
		{"2023-09", "2023-09-29", " 提示 F-FUTURE 2023年9月尚未结束，今天是2023年9月29日。"},
		{"2023-09", "2023-09-15", " 警告 F-FUTURE 2023年9月尚未结束，今天是2023年9月15日。"},
		{"2023-09", "2023-08-31", " 错误 F-FUTURE 报告月份2023年9月还没有到，今天是2023年8月31日。"},
		{"2023-02", "2023-10-08", " 错误 F-CLOSED 甲组自2023年3月起报送，不需报送2023年2月。"},
		{"2023-10", "2023-11-08", " 错误 F-CLOSED 甲组报送至2023年9月为止，不需报送2023年10月。"},
	} {
		today, err := ingest.ParseDate(c.today)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSuffix(lines(check.Month(s, &tf, ret(t, c.month), today)), "\n"); got != c.want {
			t.Errorf("%s on %s: got %q, want %q", c.month, c.today, got, c.want)
		}
	}
	expect(t, check.Month(s, &s.TaskForces[0], ret(t, "2022-12"), ingest.Date{Year: 2023, Month: 1, Day: 8}),
		"错误 F-EARLY 报告月份2022年12月早于启用月2023年1月。")
}

func TestAcross(t *testing.T) {
	s := county(t)
	sides := []check.Side{
		{TaskForce: &s.TaskForces[0], Year: yearOf(s, 0, ret(t, "2023-09", "合同 编号=A1 名称=示例新能源装备公司储气罐项目 企业=示例公司 合同额=3.2", "合同 编号=A2 名称=粮库 企业=示例粮业 合同额=1", "合同 编号=A3 名称=冷库 企业=示例冷链 合同额=2", "合同 编号=X9 名称=甲 合同额=1"))},
		{TaskForce: &s.TaskForces[1], Year: yearOf(s, 1,
			ret(t, "2023-08", "合同 编号=B1 名称=示例新能源装备有限公司储气罐项目 企业=示例公司 合同额=3.20", "合同 编号=B2 名称=药厂 企业=示例粮业 合同额=1"),
			ret(t, "2023-09", "合同 编号=B3 名称=冷库 企业=别家 合同额=2.5", "合同 编号=x9 名称=乙 合同额=7"))},
	}
	doubles := check.Doubles(sides)
	if len(doubles) != 2 || doubles[0].Holders[0].TaskForce.Code != "B" || doubles[0].Holders[0].FirstMonth.Month != 8 || doubles[0].ByCode || !doubles[1].ByCode {
		t.Fatalf("got %+v", doubles)
	}
	september, august := ingest.Period{Year: 2023, Month: 9}, ingest.Period{Year: 2023, Month: 8}
	expect(t, check.Across(doubles, "A", september),
		"合同表!B5 警告 D-201 “示例新能源装备公司储气罐项目”与乙组8月报表“合同表!B5”“示例新能源装备有限公司储气罐项目”疑为同一项目（投资方相同，合同额均为3.2亿元）。",
		"合同表!B8 警告 D-202 项目编号“X9”与乙组9月报表“合同表!B6”的项目“乙”编号相同。")
	expect(t, check.Across(doubles, "B", august),
		"合同表!B5 警告 D-201 “示例新能源装备有限公司储气罐项目”与甲组9月报表“合同表!B5”“示例新能源装备公司储气罐项目”疑为同一项目（投资方相同，合同额均为3.2亿元）。")
	expect(t, check.Across(doubles, "C", september))
	// 冷库 is in both, with another investor and another amount: no double, yet asked.
	claims := check.NewClaims()
	for i, s := range sides {
		claims.Put(s, i)
	}
	namesakes := claims.Namesakes(sides[0], 0)
	if len(namesakes) != 1 {
		t.Fatalf("got %+v", namesakes)
	}
	expect(t, check.Across(namesakes, "A", september),
		"合同表!B7 警告 D-203 “冷库”与乙组9月报表“合同表!B5”的项目“B3”名称相同，投资方、金额均不一致，现按两个项目分别计入。")
	expect(t, check.Across(claims.Namesakes(sides[1], 1), "B", september),
		"合同表!B5 警告 D-203 “冷库”与甲组9月报表“合同表!B7”的项目“A3”名称相同，投资方、金额均不一致，现按两个项目分别计入。")
	if again := claims.Against(sides[0], 0); len(again) != 2 {
		t.Errorf("asking changed something: %+v", again)
	}
}

func yearOf(s *scheme.Scheme, i int, returns ...*ingest.Return) *facts.Year {
	return facts.NewYear(s.Base(&s.TaskForces[i]), ingest.Period{Year: 2023, Month: 9}, returns)
}

// One return of 40 rows under 20 rules, with 8 months before it.
func BenchmarkReturn(b *testing.B) {
	var rules []scheme.Rule
	for i := range 20 {
		rules = append(rules, scheme.Rule{Code: fmt.Sprint("R-", i), Sheet: "合同", Source: "合同额 <= 投资 and (not 有上期 or 上期.阶段序号 <= 阶段序号)"})
	}
	s := county(b, rules...)
	var rows []string
	for i := range 40 {
		rows = append(rows, fmt.Sprintf("合同 编号=P%d 名称=示例%d 合同额=3.2 投资=5 签日=2023-09-05 甲方=示例管委会", i, i))
	}
	var earlier []*ingest.Return
	for m := 1; m <= 8; m++ {
		earlier = append(earlier, ret(b, fmt.Sprintf("2023-%02d", m), rows...))
	}
	own := nilled(ret(b, "2023-09", append([]string{cover}, rows...)...), "接触")
	b.ReportAllocs()
	for b.Loop() {
		if list := judged(b, s, own, earlier...); len(list) > 0 {
			b.Fatal(lines(list))
		}
	}
}
