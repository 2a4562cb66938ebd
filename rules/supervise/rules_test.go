package supervise

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// A small county: contracts and visits, two task forces with 12.00 亿元 each to
// sign in the year.
var smallForm = &form.Form{Class: "组", Sheets: []form.Sheet{
	{Name: "合同", Shape: form.List, Fields: []form.Field{{Key: "号", Role: form.Project, Type: form.TextType}, {Key: "额", Type: form.Decimal}}},
	{Name: "出访", Shape: form.List, Fields: []form.Field{{Key: "日", Type: form.DateType}}},
}}

var vocabulary = facts.Vocabulary{Indicators: []string{"合同额"}}

func compile(t *testing.T, source string, scope facts.Scope, want formula.Kind) map[string]*formula.Program {
	t.Helper()
	p, err := formula.Compile(source, facts.Names(vocabulary, smallForm, scope, ""), want)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return map[string]*formula.Program{"组": p}
}

func smallScheme(t *testing.T) *scheme.Scheme {
	truth := func(s string) map[string]*formula.Program {
		return compile(t, s, facts.OfJudgement, formula.Truth)
	}
	s := &scheme.Scheme{
		Settings: scheme.Settings{Calendar: ingest.Calendar{Start: 1}},
		Indicators: []scheme.Indicator{{
			Code: "合同额", Decimals: 2, Year: compile(t, "sum(最新.合同, .额)", facts.OfIndicator, formula.Number),
		}},
		Supervision: []scheme.Supervision{
			{Code: "缺报", Raise: truth(`报送.状态 == "缺报"`), Close: truth(`报送.状态 != "缺报"`), Text: "{{.专班.名称}}{{.月份}}月份月报表缺报", Demand: "补报", Days: 4, Escalate: "建议通报批评"},
			{Code: "滞后", Raise: truth("已过月数 > 6 and 指标.合同额.差距 < -30"), Close: truth("指标.合同额.差距 >= -10"), Text: "合同额进度滞后{{小数 1 (绝对值 .指标.合同额.差距)}}个百分点", Days: 60},
			{Code: "未出访", Raise: truth("count(本月.出访) == 0"), Close: truth("count(本月.出访) > 0"), Text: "当月未出访", Days: 60},
			{Code: "逾期", Raise: truth("督办.逾期 > 0"), Close: truth("督办.逾期 == 0"), Text: "有逾期{{.督办.逾期}}项", Days: 60},
		},
	}
	for _, code := range []string{"A", "B"} {
		s.TaskForces = append(s.TaskForces, scheme.TaskForce{Unit: form.Unit{Code: code, Name: code + "组", Class: "组"}})
		s.Targets = append(s.Targets, scheme.Target{TaskForce: code, Indicator: "合同额", Year: 2023, Kind: scheme.Sum, Low: exact.Int(12)})
	}
	return s
}

func contract(code, amount string) ingest.Entry {
	return ingest.Entry{Sheet: "合同", Row: 5, Values: map[string]ingest.Value{
		"号": {Cell: "A5", Kind: ingest.Text, Text: code}, "额": {Cell: "B5", Kind: ingest.Number, Num: exact.MustParse(amount)},
	}}
}

var trip = ingest.Entry{Sheet: "出访", Row: 5, Values: map[string]ingest.Value{"日": {Cell: "A5", Kind: ingest.Day, Date: ingest.Date{Year: 2023, Month: 7, Day: 1}}}}

// returns are the accepted returns of one task force by month number of 2023.
type returns map[int][]ingest.Entry

func (r returns) until(code string, p ingest.Period) (list []*ingest.Return) {
	for m := 1; m <= p.Month; m++ {
		if entries, ok := r[m]; ok {
			list = append(list, &ingest.Return{Version: ingest.Version{TaskForce: code, Period: ingest.Period{Year: 2023, Month: m}, Number: 1}, Entries: entries})
		}
	}
	return list
}

// judgeMonth judges a month of 2023 on a day, from the returns accepted by then.
func judgeMonth(t *testing.T, s *scheme.Scheme, month int, on string, sent map[string]returns, items []Item) Result {
	t.Helper()
	r, err := Judge(monthSent(t, s, month, on, sent), items)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func monthSent(t *testing.T, s *scheme.Scheme, month int, on string, sent map[string]returns) Month {
	t.Helper()
	p := ingest.Period{Year: 2023, Month: month}
	state := func(code string, m int) score.State {
		if _, ok := sent[code][m]; ok {
			return score.OnTime
		}
		return score.Missing
	}
	m := Month{Scheme: s, On: day(on), Workday: weekdays}
	var inputs []score.Input
	for i := range s.TaskForces {
		tf := &s.TaskForces[i]
		list := sent[tf.Code].until(tf.Code, p)
		base := facts.Base{Vocabulary: vocabulary, Calendar: s.Settings.Calendar, Form: smallForm, TaskForce: formula.Record{"名称": tf.Name}}
		inputs = append(inputs, score.Input{TaskForce: tf, Base: base, Returns: list})
		c := Case{TaskForce: tf, Form: smallForm, Quarter: []score.Reporting{{Status: state(tf.Code, month)}}, States: map[ingest.Period]score.State{}}
		for earlier := 1; earlier < month; earlier++ {
			c.States[ingest.Period{Year: 2023, Month: earlier}] = state(tf.Code, earlier)
		}
		m.Cases = append(m.Cases, c)
	}
	tally, err := score.Assemble(s, p, inputs, score.Office{})
	if err != nil {
		t.Fatal(err)
	}
	m.Tally = tally
	return m
}

func told(r Result) (list []string) {
	for _, it := range r.Items {
		list = append(list, fmt.Sprintf("%d %s %s %s %s", it.Number, it.TaskForce, it.Code, it.Status, it.Text))
	}
	return list
}

// July to September, circulars on the 15th. A has signed 3.60 by July:
// 30.00% against 58.33% is −28.33; in August against 66.67% −36.67; with 4.20
// more in September 65.00% against 75.00% is −10.00. B's July return is
// missing until September.
func TestItemsOverThreeMonths(t *testing.T) {
	s := smallScheme(t)
	a := returns{7: {contract("P1", "3.6"), trip}}
	b := returns{}
	sent := map[string]returns{"A": a, "B": b}

	july := judgeMonth(t, s, 7, "2023-08-15", sent, nil)
	want := []string{"1 B 缺报 open B组7月份月报表缺报", "2 B 未出访 open 当月未出访"}
	if diff := cmp.Diff(want, told(july)); diff != "" {
		t.Error("July:", diff)
	}
	// 15 August 2023 is a Tuesday; the fourth working day after it is Monday 21.
	if due := july.Items[0].Due; due != day("2023-08-21") || july.Items[0].Demand != "补报" {
		t.Errorf("due %s, %s", due, july.Items[0].Demand)
	}
	if again := judgeMonth(t, s, 7, "2023-08-15", sent, july.Items); len(again.Raised)+len(again.Closed) != 0 || !cmp.Equal(again.Items, july.Items) {
		t.Errorf("July judged twice: %v", told(again))
	}

	a[8] = []ingest.Entry{trip}
	b[8] = []ingest.Entry{contract("Q1", "9"), trip}
	august := judgeMonth(t, s, 8, "2023-09-15", sent, july.Items)
	want = []string{
		"1 B 缺报 overdue B组7月份月报表缺报", // August came, July is still missing
		"2 B 未出访 closed 当月未出访",
		"3 A 滞后 open 合同额进度滞后36.7个百分点",
		"4 B 逾期 open 有逾期1项",
	}
	if diff := cmp.Diff(want, told(august)); diff != "" {
		t.Error("August:", diff)
	}
	if diff := cmp.Diff([]Proposal{{Item: "督办〔2023〕1号", TaskForce: "B", Code: "缺报", Text: "建议通报批评"}}, august.Proposals); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"督办〔2023〕1号"}, august.Overdue); diff != "" {
		t.Error(diff)
	}

	a[9] = []ingest.Entry{contract("P2", "4.2"), trip}
	b[7], b[9] = []ingest.Entry{}, []ingest.Entry{trip}
	september := judgeMonth(t, s, 9, "2023-10-16", sent, august.Items)
	want = []string{
		"1 B 缺报 closed B组7月份月报表缺报",
		"2 B 未出访 closed 当月未出访",
		"3 A 滞后 closed 合同额进度滞后36.7个百分点", // −10.00 is enough
		"4 B 逾期 closed 有逾期1项",           // nothing is overdue any more
	}
	if diff := cmp.Diff(want, told(september)); diff != "" {
		t.Error("September:", diff)
	}
	if diff := cmp.Diff([]string{"督办〔2023〕1号", "督办〔2023〕3号", "督办〔2023〕4号"}, september.Closed); diff != "" {
		t.Error(diff)
	}
}

// The same cause again is noted on the open item, not raised anew; once closed
// it is raised anew.
func TestAnOpenCauseIsNotRaisedAnew(t *testing.T) {
	s := smallScheme(t)
	sent := map[string]returns{"A": {7: {contract("P1", "12")}}, "B": {7: {contract("Q1", "12"), trip}}}
	july := judgeMonth(t, s, 7, "2023-08-15", sent, nil)
	if diff := cmp.Diff([]string{"1 A 未出访 open 当月未出访"}, told(july)); diff != "" {
		t.Fatal(diff)
	}
	sent["A"][8], sent["B"][8] = nil, []ingest.Entry{trip}
	august := judgeMonth(t, s, 8, "2023-09-15", sent, july.Items)
	if len(august.Raised) != 0 || august.Items[0].History[1].Kind != Persists || august.Items[0].History[1].Text != "2023年8月仍未整改到位" {
		t.Errorf("August: %v %+v", august.Raised, august.Items[0].History)
	}
	if len(july.Items[0].History) != 1 {
		t.Error("July's items were changed")
	}
	sent["A"][9], sent["B"][9] = []ingest.Entry{trip}, []ingest.Entry{trip}
	september := judgeMonth(t, s, 9, "2023-10-16", sent, august.Items)
	sent["A"][10], sent["B"][10] = nil, []ingest.Entry{trip}
	october := judgeMonth(t, s, 10, "2023-11-15", sent, september.Items)
	if diff := cmp.Diff([]string{"1 A 未出访 closed 当月未出访", "2 A 未出访 open 当月未出访"}, told(october)); diff != "" {
		t.Error(diff)
	}
}

// 已过月数 > 6 begins in July: half a year behind is no item in June.
func TestProgressIsNotEscalatedBeforeMidYear(t *testing.T) {
	s := smallScheme(t)
	s.Supervision = s.Supervision[1:2]
	sent := map[string]returns{"A": {6: {contract("P1", "0.12")}}, "B": {6: {contract("Q1", "12")}}}
	if june := judgeMonth(t, s, 6, "2023-07-17", sent, nil); len(june.Items) != 0 {
		t.Errorf("June: %v", told(june))
	}
	sent["A"][7], sent["B"][7] = nil, nil
	// 0.12÷12=1% against 58.33%: −57.3
	july := judgeMonth(t, s, 7, "2023-08-15", sent, nil)
	if diff := cmp.Diff([]string{"1 A 滞后 open 合同额进度滞后57.3个百分点"}, told(july)); diff != "" {
		t.Error(diff)
	}
}

func TestAWordingThatCannotBeFilledStopsTheMonth(t *testing.T) {
	s := smallScheme(t)
	s.Supervision[2].Text = "{{.没有}}"
	m := Month{Scheme: s, On: day("2023-08-15"), Workday: weekdays}
	in := score.Input{TaskForce: &s.TaskForces[0], Base: facts.Base{Vocabulary: vocabulary, Calendar: s.Settings.Calendar, Form: smallForm}}
	in.Returns = returns{7: {contract("P1", "12")}}.until("A", ingest.Period{Year: 2023, Month: 7})
	tally, err := score.Assemble(s, ingest.Period{Year: 2023, Month: 7}, []score.Input{in}, score.Office{})
	if err != nil {
		t.Fatal(err)
	}
	m.Tally, m.Cases = tally, []Case{{TaskForce: &s.TaskForces[0], Quarter: []score.Reporting{{Status: score.OnTime}}}}
	if _, err := Judge(m, nil); err == nil {
		t.Error("an unfillable wording went through")
	}
}

// An item about overdue items (督办.逾期) does not count itself, and closes in
// the month in which the last other one does, whatever their numbers.
func TestClosingOneItemCanCloseAnother(t *testing.T) {
	s := smallScheme(t)
	july := ingest.Period{Year: 2023, Month: 7}
	items := []Item{
		{ID: ID(2023, 1), Year: 2023, Number: 1, TaskForce: "A", Code: "逾期", Raised: july, Due: day("2023-09-01"), Status: Overdue},
		{ID: ID(2023, 2), Year: 2023, Number: 2, TaskForce: "A", Code: "缺报", Raised: july, Due: day("2023-08-21"), Status: Overdue},
		{ID: ID(2023, 3), Year: 2023, Number: 3, TaskForce: "B", Code: "逾期", Raised: july, Due: day("2023-09-01"), Status: Overdue},
		{ID: ID(2023, 4), Year: 2023, Number: 4, TaskForce: "B", Code: "缺报", Raised: july, Due: day("2023-08-21"), Status: Overdue},
	}
	sent := map[string]returns{"A": {7: {contract("P1", "12")}, 8: {trip}}, "B": {8: {contract("Q1", "12"), trip}}}
	r := judgeMonth(t, s, 8, "2023-09-15", sent, items)
	want := []string{"1 A 逾期 closed ", "2 A 缺报 closed ", "3 B 逾期 overdue ", "4 B 缺报 overdue "}
	if diff := cmp.Diff(want, told(r)); diff != "" {
		t.Error(diff)
	}
}

// The circular that raises an item does not close it: a re-issue, made when the
// missing return has come, still tells the item as it was raised.
func TestAReissueDoesNotCloseItsOwnItems(t *testing.T) {
	s := smallScheme(t)
	sent := map[string]returns{"A": {7: {contract("P1", "12"), trip}}, "B": {}}
	july := judgeMonth(t, s, 7, "2023-08-15", sent, nil)
	sent["B"][7] = []ingest.Entry{contract("Q1", "12"), trip}
	again := judgeMonth(t, s, 7, "2023-08-18", sent, july.Items)
	if diff := cmp.Diff(told(july), told(again)); diff != "" || len(july.Items) != 2 {
		t.Errorf("%v %s", told(july), diff)
	}
}

// July's circular of 15 August, corrected on 18 September. A's return, with a
// trip, was missing then: that it was stays, that there was no trip does not. B
// signed 2.40 of 12, not 0.60: 20.00% is 38.33 short of 58.33%, not 53.33. With
// 6.00 it is 8.33 short, and never was to be told.
func TestCorrect(t *testing.T) {
	s := smallScheme(t)
	july := judgeMonth(t, s, 7, "2023-08-15", map[string]returns{"A": {}, "B": {7: {contract("Q1", "0.6"), trip}}}, nil)
	if diff := cmp.Diff([]string{"1 A 缺报 open A组7月份月报表缺报", "2 B 滞后 open 合同额进度滞后53.3个百分点", "3 A 未出访 open 当月未出访"}, told(july)); diff != "" {
		t.Fatal(diff)
	}
	correct := func(amount string, items []Item) (list []Amendment, told []string) {
		m := monthSent(t, s, 7, "2023-08-15", map[string]returns{"A": {7: {contract("P1", "12"), trip}}, "B": {7: {contract("Q1", amount)}}})
		m.Corrected = day("2023-09-18")
		m.Cases[0].Quarter[0].Status = score.Missing
		list, err := Correct(m, items)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range list {
			told = append(told, fmt.Sprintf("%d %s, withdrawn %t", a.Is.Number, a.Is.Text, a.Is.Withdrawn()))
		}
		return list, told
	}
	list, is := correct("2.4", july.Items)
	if diff := cmp.Diff([]string{"2 合同额进度滞后38.3个百分点, withdrawn false", "3 当月未出访, withdrawn true"}, is); diff != "" {
		t.Error(diff)
	}
	if ev := list[1].Is.History[1]; ev.On != day("2023-09-18") || len(july.Items[2].History) != 1 {
		t.Errorf("noted on %s; the items given have %d events", ev.On, len(july.Items[2].History))
	}
	// An item of June over the same figure is closed by it.
	june := Item{ID: ID(2023, 9), Year: 2022, Number: 9, TaskForce: "B", Code: "滞后", Raised: ingest.Period{Year: 2023, Month: 6}, Status: Overdue, Due: day("2023-08-01")}
	_, is = correct("6", append([]Item{june}, july.Items[:2]...))
	if diff := cmp.Diff([]string{"9 , withdrawn false", "2 合同额进度滞后53.3个百分点, withdrawn true"}, is); diff != "" {
		t.Error(diff)
	}
}
