package facts_test

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// An invented county: a cover, 接触 (stage in a column) and 合同 (every row is
// at stage 签), both about projects, and 会 without projects.
func county() facts.Base {
	late := form.Field{Key: "迟", Role: form.LateMark, Type: form.YesNo}
	return facts.Base{
		Vocabulary: facts.Vocabulary{
			Stages: []string{"谈", "签", "建"}, Terminated: "停", Indicators: []string{"合同额"},
			Choices: map[string]formula.Type{"线": {Kind: formula.Number}, "法": {Kind: formula.Text}},
		},
		ChoiceValues: map[string]any{"线": formula.Num{Num: exact.MustParse("0.5")}, "法": "下限"},
		Calendar:     ingest.Calendar{Start: 1},
		TaskForce:    formula.Record{"代码": "A", "名称": "甲组", "类别": "一类"},
		Form: &form.Form{Class: "一类", Sheets: []form.Sheet{
			{Name: "首页", Shape: form.Pairs, Fields: []form.Field{{Key: "单位", Role: form.TaskForce, Type: form.TextType}, {Key: "人数", Type: form.Integer}}},
			{Name: "接触", Shape: form.List, NilItem: true, Fields: []form.Field{
				{Key: "编号", Role: form.Project, Type: form.TextType}, {Key: "名称", Role: form.ProjectName, Type: form.TextType},
				{Key: "投资", Role: form.Amount, Type: form.Decimal}, {Key: "阶段", Role: form.Stage, Type: form.Choice}, {Key: "日期", Role: form.EventDate, Type: form.DateType}, late}},
			{Name: "合同", Shape: form.List, NilItem: true, Stage: "签", Fields: []form.Field{
				{Key: "编号", Role: form.Project, Type: form.TextType}, {Key: "合同额", Role: form.Amount, Type: form.Decimal},
				{Key: "投资", Role: form.Amount, Type: form.Decimal}, {Key: "签日", Role: form.EventDate, Type: form.DateType}, late}},
			{Name: "会", Shape: form.List, Fields: []form.Field{{Key: "会日", Role: form.EventDate, Type: form.DateType}}},
		}},
	}
}

func ret(t *testing.T, month string, rows ...string) *ingest.Return {
	t.Helper()
	p, err := ingest.ParsePeriod(month)
	if err != nil {
		t.Fatal(err)
	}
	r := &ingest.Return{Version: ingest.Version{TaskForce: "A", Period: p, Number: 1}, Tabs: map[string]ingest.Tab{"合同": {Name: "合同表"}}}
	next := map[string]int{}
	for _, text := range rows {
		r.Entries = append(r.Entries, entry(t, text, next))
	}
	return r
}

// entry reads "合同 编号=P1 合同额=3.2 签日=2023-09-05" into row 5, 6, … of the
// sheet, cells in the order written from A.
func entry(t *testing.T, text string, next map[string]int) ingest.Entry {
	parts := strings.Fields(text)
	row := 5 + next[parts[0]]
	next[parts[0]]++
	e := ingest.Entry{Sheet: parts[0], Row: row, Values: map[string]ingest.Value{}}
	for i, part := range parts[1:] {
		key, raw, _ := strings.Cut(part, "=")
		v := ingest.Value{Cell: fmt.Sprintf("%c%d", 'A'+i, row), Raw: raw, Kind: ingest.Text, Text: raw}
		if n, err := exact.Parse(raw); err == nil {
			v.Kind, v.Num, v.Text = ingest.Number, n, ""
		}
		if d, err := ingest.ParseDate(raw); err == nil {
			v.Kind, v.Date, v.Text = ingest.Day, d, ""
		}
		if raw == "?" {
			v.Kind, v.Text = ingest.Bad, ""
		}
		e.Values[key] = v
	}
	return e
}

func month(t *testing.T, s string) ingest.Period {
	t.Helper()
	p, err := ingest.ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// eval compiles an expression with the names of a scope and evaluates it on
// its values, so that a name without its value is caught.
func eval(t *testing.T, b facts.Base, scope facts.Scope, sheet, source string, env formula.Record) string {
	t.Helper()
	names := facts.Names(b.Vocabulary, b.Form, scope, sheet)
	if p, err := formula.Compile(source, names, formula.Number); err == nil {
		n, err := p.Number(env)
		if err != nil {
			return err.Error()
		}
		var cells []string
		for _, s := range n.From {
			cells = append(cells, s.Place.String())
		}
		return strings.TrimSpace(n.String() + " " + strings.Join(cells, " "))
	}
	p, err := formula.Compile(source, names, formula.Truth)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	truth, _, err := p.Truth(env)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(truth)
}

const missing = "formula: missing value"

// P1 is met in January (2.0), signed in March for 1.5, its investment raised
// to 2.5 in the contract. P2 is met in January at 4 and terminated in March.
// P3 is signed in February for 0.7. In March a contact without code comes.
func quarter(t *testing.T) []*ingest.Return {
	return []*ingest.Return{
		ret(t, "2023-01", "首页 单位=甲组 人数=3", "接触 编号=P1 名称=一号 投资=2 阶段=谈 日期=2023-01-10", "接触 编号=P2 名称=二号 投资=4 阶段=谈 日期=2023-01-12"),
		ret(t, "2023-02", "合同 编号=P3 合同额=0.7 签日=2023-02-03", "会 会日=2023-02-20"),
		ret(t, "2023-03", "首页 单位=甲组 人数=4", "接触 编号=P2 名称=二号 阶段=停 日期=2023-03-01", "接触 名称=无号 投资=1 阶段=谈 日期=2023-03-02",
			"合同 编号=p1 合同额=1.5 投资=2.5 签日=2023-03-09", "会 会日=2023-03-20"),
	}
}

func TestIndicatorNames(t *testing.T) {
	b := county()
	y := facts.NewYear(b, month(t, "2023-03"), quarter(t))
	for source, want := range map[string]string{
		"count(累计.接触)":                     "4 接触!A5 接触!A6 接触!A5 接触!D6", // March row 6 has no code: its date stands for it
		"count(本月.接触)":                     "2 接触!A5 接触!D6",
		"count(往月.接触)":                     "2 接触!A5 接触!A6",
		"count(首次.接触)":                     "3 接触!A5 接触!A6 接触!D6",
		"sum(最新.接触, .投资)":                  "7 接触!C5 接触!C6 接触!B6", // 2 + 4 (blank in March, filled from January) + 1
		"sum(累计.合同, .合同额)":                 "2.2 合同表!B5 合同表!B5",
		"count(最新.接触, not .已终止)":           "2 接触!A5 接触!D6",
		"count(项目, .已终止)":                  "1 接触!A5",
		"sum(filter(项目, 有值(.投资)), .投资)":    "6.5 合同表!C5 接触!C6", // P1 2.5, P2 4; P3 has none
		"sum(项目, .投资)":                     missing,
		"sum(项目, .阶段序号)":                   "8 合同表!A5 接触!C5 合同表!A5", // P1 签 2, P2 停 4, P3 签 2
		"涉及月数(map(累计.会, .会日))":             "2 会!A5 会!A5",
		"涉及月数(map(累计.接触, .日期))":            "2 接触!E5 接触!E6 接触!D5 接触!D6",
		"sum(map(累计.首页, .人数))":             "7 首页!B5 首页!B5",
		"年度 * 100 + 月份":                    "202303",
		"已过月数 / 12":                        "0.25",
		"天数(年初, 年末) + 1":                   "365",
		"天数(月初, 月末) + 1":                   "31",
		"专班.名称 == \"甲组\"":                  "true",
		"专班.招商方向 == \"\"":                  missing,
		"口径.线 * 2":                         "1",
		"口径.法 == \"下限\"":                   "true",
		"各阶段.签 * 10 + 各阶段.停":               "24", // 谈 签 建, then 停
		"all(项目, .报告月 >= 年初)":              "true",
		"find(项目, .编号 == \"P2\").阶段序号 > 3": "true",
	} {
		if got := eval(t, b, facts.OfIndicator, "", source, y.Indicator()); got != want {
			t.Errorf("%s = %q, want %q", source, got, want)
		}
	}
}

func TestRowNames(t *testing.T) {
	b, returns := county(), quarter(t)
	y := facts.NewYear(b, month(t, "2023-03"), returns)
	own := returns[2]
	signed, stopped, bare := own.Of("合同")[0], own.Of("接触")[0], own.Of("接触")[1]
	for _, c := range []struct {
		e      ingest.Entry
		source string
		want   string
	}{
		{signed, "合同额 <= 投资", "true"},
		{signed, "投资 - 上期.投资", "0.5 合同表!C5 接触!C5"},
		{signed, "上期.阶段序号 < 阶段序号", "true"},
		{signed, "有上期 and 上期.名称 == \"一号\"", "true"},
		{signed, "count(累计.合同)", "2 合同表!A5 合同表!A5"},
		{signed, "签日 >= 月初 and 签日 <= 月末", "true"},
		{stopped, "已终止", "true"},
		{stopped, "阶段序号", "4 接触!C5"}, // 停 stands after 谈 签 建
		{stopped, "投资", missing},
		{bare, "有上期", "false"},
		{bare, "上期.投资", missing},
		{bare, "已终止", "false"},
	} {
		if got := eval(t, b, facts.OfRow, c.e.Sheet, c.source, y.Row(c.e)); got != c.want {
			t.Errorf("%s row %d: %s = %q, want %q", c.e.Sheet, c.e.Row, c.source, got, c.want)
		}
	}
}

func TestReturnNames(t *testing.T) {
	b, returns := county(), quarter(t)
	returns[2].Nil = []string{"合同"}
	env := facts.NewYear(b, month(t, "2023-03"), returns).Return()
	for source, want := range map[string]string{
		"首页.人数": "4 首页!B5", "count(接触)": "2 接触!A5 接触!D6", "本月无.合同": "true", "本月无.接触": "false",
		"sum(合同, .合同额) <= sum(filter(接触, 有值(.投资)), .投资)": "false",
	} {
		if got := eval(t, b, facts.OfReturn, "", source, env); got != want {
			t.Errorf("%s = %q, want %q", source, got, want)
		}
	}
	// A month without a return has nothing this month, but still has a year.
	env = facts.NewYear(b, month(t, "2023-04"), returns).Return()
	for source, want := range map[string]string{"首页.人数": missing, "count(接触)": "0", "本月无.合同": "false", "count(累计.会)": "2 会!A5 会!A5"} {
		if got := eval(t, b, facts.OfReturn, "", source, env); got != want {
			t.Errorf("without a return: %s = %q, want %q", source, got, want)
		}
	}
}

func TestJudgementNames(t *testing.T) {
	b := county()
	env := facts.NewYear(b, month(t, "2023-03"), quarter(t)).Judgement(formula.Record{
		"指标": formula.Record{"合同额": formula.Record{"实际": formula.Num{Num: exact.MustParse("2.2")}, "目标": formula.Num{Num: exact.Int(4)}, "达标": false}},
		"报送": formula.Record{"状态": "迟报", "本季迟报": formula.Num{Num: exact.Int(1)}},
	})
	for source, want := range map[string]string{
		"指标.合同额.实际 / 指标.合同额.目标": "0.55", "not 指标.合同额.达标 and 报送.状态 == \"迟报\"": "true", "报送.本季缺报": missing, "count(累计.会)": "2 会!A5 会!A5",
	} {
		if got := eval(t, b, facts.OfJudgement, "", source, env); got != want {
			t.Errorf("%s = %q, want %q", source, got, want)
		}
	}
}

// What is last known: later reports win for values, later events for stages.
func TestLatestKnown(t *testing.T) {
	for name, c := range map[string]struct {
		returns    []*ingest.Return
		stage      string
		terminated bool
		invest     string
	}{
		"a later report moves on": {[]*ingest.Return{
			ret(t, "2023-01", "接触 编号=P 投资=1 阶段=谈 日期=2023-01-05"), ret(t, "2023-02", "接触 编号=P 投资=2 阶段=签 日期=2023-02-05")}, "签", false, "2"},
		"a 补报 of an earlier event does not move back": {[]*ingest.Return{
			ret(t, "2023-02", "接触 编号=P 投资=1 阶段=建 日期=2023-02-05"), ret(t, "2023-03", "接触 编号=P 投资=2 阶段=谈 日期=2023-01-05 迟=是")}, "建", false, "2"},
		"a 补报 contract after a termination leaves it terminated": {[]*ingest.Return{
			ret(t, "2023-03", "接触 编号=P 投资=1 阶段=停 日期=2023-03-05"), ret(t, "2023-04", "合同 编号=P 合同额=1 签日=2023-02-05 迟=是")}, "停", true, "1"},
		"an unmarked row with an old day speaks of its month": {[]*ingest.Return{
			ret(t, "2023-02", "合同 编号=P 合同额=1 签日=2023-02-20"), ret(t, "2023-03", "接触 编号=P 投资=3 阶段=停 日期=2023-01-05")}, "停", true, "3"},
		"same day: the later row": {[]*ingest.Return{
			ret(t, "2023-02", "接触 编号=P 投资=1 阶段=谈 日期=2023-02-05", "合同 编号=P 合同额=1 投资=5 签日=2023-02-05")}, "签", false, "5"},
		"same month: the later event, though it stands first": {[]*ingest.Return{
			ret(t, "2023-02", "接触 编号=P 投资=8 阶段=签 日期=2023-02-25", "接触 编号=P 投资=7 阶段=谈 日期=2023-02-05")}, "签", false, "8"},
		"a row without a day stands at the month's end": {[]*ingest.Return{
			ret(t, "2023-02", "接触 编号=P 投资=1 阶段=停", "合同 编号=P 合同额=1 签日=2023-02-05")}, "停", true, "1"},
		"blank and unreadable cells do not wipe out": {[]*ingest.Return{
			ret(t, "2023-01", "接触 编号=P 投资=1 阶段=谈 日期=2023-01-05"), ret(t, "2023-02", "接触 编号=P 投资=? 日期=2023-02-05")}, "谈", false, "1"},
		"a stage nobody knows is none": {[]*ingest.Return{
			ret(t, "2023-01", "接触 编号=P 投资=1 阶段=飞 日期=2023-01-05")}, "", false, "1"},
		"a project carried over from last year": {[]*ingest.Return{
			ret(t, "2022-11", "接触 编号=P 投资=1 阶段=建 日期=2022-11-05"), ret(t, "2023-02", "接触 编号=P 投资=2 日期=2023-02-05")}, "建", false, "2"},
	} {
		y := facts.NewYear(county(), month(t, "2023-04"), c.returns)
		list := y.Projects()
		if len(list) != 1 {
			t.Fatalf("%s: %d projects", name, len(list))
		}
		p := list[0]
		if p.Stage != c.stage || p.Terminated != c.terminated || p.Values["投资"].String() != c.invest {
			t.Errorf("%s: %s %v %s, want %s %v %s", name, p.Stage, p.Terminated, p.Values["投资"], c.stage, c.terminated, c.invest)
		}
		want := "count(项目, .已终止) == 0"
		if c.terminated {
			want = "count(项目, .已终止) == 1"
		}
		if got := eval(t, county(), facts.OfIndicator, "", want, y.Indicator()); got != "true" {
			t.Errorf("%s: %s is %s", name, want, got)
		}
	}
}

func TestYearBounds(t *testing.T) {
	b := county()
	b.Calendar.Start = 4
	returns := []*ingest.Return{
		ret(t, "2023-03", "接触 编号=P 投资=1 阶段=谈 日期=2023-03-05", "会 会日=2023-03-01"),
		ret(t, "2023-04", "接触 编号=P 投资=2 阶段=谈 日期=2023-04-05", "会 会日=2023-04-01"),
		ret(t, "2023-04", "接触 编号=P 投资=3 阶段=谈 日期=2023-04-05", "会 会日=2023-04-01"), // a second version
		ret(t, "2023-06", "会 会日=2023-06-01"),                                    // after the month asked for
	}
	y := facts.NewYear(b, month(t, "2023-05"), returns)
	for source, want := range map[string]string{
		"count(累计.会)": "1 会!A5", "sum(累计.接触, .投资)": "3 接触!B5", "count(首次.接触)": "0", "count(最新.接触)": "1 接触!A5", "已过月数": "2",
		"天数(年初, \"2023-04-01\")": "0", "天数(年末, \"2024-03-31\")": "0", "年度": "2023",
	} {
		if got := eval(t, b, facts.OfIndicator, "", source, y.Indicator()); got != want {
			t.Errorf("%s = %q, want %q", source, got, want)
		}
	}
	p, ok := y.Previous("p")
	if !ok || p.Roles[form.Amount].Value.String() != "3" || p.Roles[form.Amount].Source.Version.Period.Month != 4 {
		t.Errorf("previous is %v %v", p, ok)
	}
}

// A list of a month's projects tells what is new from what was there before.
func TestCarried(t *testing.T) {
	b := county()
	deal := b.Form.Sheet("合同")
	deal.Fields = append(deal.Fields, form.Field{Key: "类型", Type: form.Choice, Required: true})
	y := facts.NewYear(b, month(t, "2023-03"), []*ingest.Return{
		ret(t, "2022-12", "接触 编号=P1 阶段=谈", "接触 编号=P5 阶段=谈"),
		ret(t, "2023-02", "接触 编号=P2 阶段=谈", "合同 编号=P2 类型=框架", "合同 编号=P3 类型=正式"),
		ret(t, "2023-03", "接触 编号=p1 阶段=签", "接触 编号=P2 阶段=签", "接触 编号=P3 阶段=谈", "接触 编号=P4 日期=2023-03-20", "接触 编号=P4 日期=2023-03-06",
			"合同 编号=P1 类型=正式", "合同 编号=P2 类型=正式", "合同 编号=P3 类型=正式", "会 会日=2023-03-01"),
	})
	want := []bool{
		true, true, false, // met last year; in February, another stage is no other kind; only signed before
		true, false, // twice in the month: the later day is the second time
		false, false, true, // first contract; formal after framework; formal again
		false, // no project
	}
	for i, e := range ret(t, "2023-03", "接触", "接触", "接触", "接触", "接触", "合同", "合同", "合同", "会").Entries {
		if got := y.Carried(e); got != want[i] {
			t.Errorf("row %d of %s: carried %v, want %v", e.Row, e.Sheet, got, want[i])
		}
	}
}

// A return that is only being checked has no version to cite.
func TestUnpostedSource(t *testing.T) {
	r := ret(t, "2023-03", "接触 编号=P 投资=2 阶段=谈 日期=2023-03-05")
	r.Number = 0
	y := facts.NewYear(county(), month(t, "2023-03"), []*ingest.Return{r})
	n := y.Row(r.Entries[0])["投资"].(formula.Num)
	if len(n.From) != 1 || n.From[0].Version != nil || n.From[0].Place.Cell != "B5" {
		t.Errorf("got %v", n.From)
	}
	posted := ret(t, "2023-03", "接触 编号=P 投资=2")
	y = facts.NewYear(county(), month(t, "2023-03"), []*ingest.Return{posted})
	if n := y.Row(posted.Entries[0])["投资"].(formula.Num); n.From[0].Version != &posted.Version {
		t.Errorf("got %v", n.From)
	}
}

func BenchmarkYear(b *testing.B) {
	var returns []*ingest.Return
	for m := 1; m <= 12; m++ {
		r := &ingest.Return{Version: ingest.Version{Period: ingest.Period{Year: 2023, Month: m}, Number: 1}}
		for i := range 50 {
			r.Entries = append(r.Entries, ingest.Entry{Sheet: "合同", Row: 5 + i, Values: map[string]ingest.Value{
				"编号": {Cell: "A5", Kind: ingest.Text, Text: fmt.Sprint("P", m*7%12, "-", i)}, "合同额": {Cell: "B5", Kind: ingest.Number, Num: exact.MustParse("1.5")},
				"签日": {Cell: "C5", Kind: ingest.Day, Date: ingest.Date{Year: 2023, Month: m, Day: 5}}}})
		}
		returns = append(returns, r)
	}
	base := county()
	p, err := formula.Compile("sum(filter(最新.合同, not .已终止), .合同额)", facts.Names(base.Vocabulary, base.Form, facts.OfIndicator, ""), formula.Number)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		y := facts.NewYear(base, ingest.Period{Year: 2023, Month: 12}, returns)
		if _, err := p.Number(y.Indicator()); err != nil {
			b.Fatal(err)
		}
	}
}

// Meetings: one in December 2022, two in 2023 (February and March), one in
// January 2024, whose rules see those of 2023 as 上年 and no others. What counts
// the year has no such name: it is not given the year before.
func TestTheYearBefore(t *testing.T) {
	b := county()
	returns := append([]*ingest.Return{ret(t, "2022-12", "会 会日=2022-12-20")}, quarter(t)...)
	own := ret(t, "2024-01", "会 会日=2024-01-15")
	y := facts.NewYear(b, month(t, "2024-01"), append(returns, own))
	for source, want := range map[string]string{
		"count(上年.会)": "2 会!A5 会!A5", "count(累计.会)": "1 会!A5",
		"none(上年.会, 天数(.会日, 会日) <= 1)": "true", "any(上年.会, .会日 < 年初)": "true",
	} {
		if got := eval(t, b, facts.OfRow, "会", source, y.Row(own.Of("会")[0])); got != want {
			t.Errorf("%s = %q, want %q", source, got, want)
		}
	}
	if got := eval(t, b, facts.OfReturn, "", "count(上年.会)", y.Return()); got != "2 会!A5 会!A5" {
		t.Errorf("of the return: %s", got)
	}
	for _, scope := range []facts.Scope{facts.OfIndicator, facts.OfJudgement} {
		if _, err := formula.Compile("count(上年.会)", facts.Names(b.Vocabulary, b.Form, scope, ""), formula.Number); err == nil {
			t.Errorf("scope %d knows 上年", scope)
		}
	}
}
