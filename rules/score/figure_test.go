package score

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// A small county of another kind: one class, a sheet of contracts and one of
// visits, two indicators. Names differ from the default scheme on purpose.
var smallForm = &form.Form{Class: "组", Sheets: []form.Sheet{
	{Name: "合同", Shape: form.List, Stage: "签", Fields: []form.Field{
		{Key: "号", Role: form.Project, Type: form.TextType},
		{Key: "额", Role: form.Amount, Type: form.Decimal},
		{Key: "态", Role: form.Stage, Type: form.TextType},
		{Key: "日", Role: form.EventDate, Type: form.DateType},
	}},
	{Name: "出访", Shape: form.List, Fields: []form.Field{{Key: "日", Role: form.EventDate, Type: form.DateType}}},
}}

var vocabulary = facts.Vocabulary{Stages: []string{"谈", "签"}, Terminated: "终", Indicators: []string{"合同额", "合同数", "出访"}}

func program(t testing.TB, source string, scope facts.Scope, want formula.Kind) map[string]*formula.Program {
	t.Helper()
	p, err := formula.Compile(source, facts.Names(vocabulary, smallForm, scope, ""), want)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return map[string]*formula.Program{"组": p}
}

func smallScheme(t testing.TB) *scheme.Scheme {
	year := func(s string) map[string]*formula.Program { return program(t, s, facts.OfIndicator, formula.Number) }
	s := &scheme.Scheme{
		Settings: scheme.Settings{Calendar: january},
		Indicators: []scheme.Indicator{
			{Code: "合同额", Unit: "亿元", Decimals: 2, Year: year("sum(filter(最新.合同, not .已终止), .额)")},
			{Code: "合同数", Unit: "个", Count: true, Year: year("count(最新.合同, not .已终止)")},
			{Code: "出访", Unit: "次", Count: true, Year: year("count(累计.出访)"), Month: year("count(本月.出访)")},
		},
	}
	for _, code := range []string{"A", "B"} {
		s.TaskForces = append(s.TaskForces, scheme.TaskForce{Unit: form.Unit{Code: code, Class: "组"}, Ranked: true, InCounty: true})
		s.Targets = append(s.Targets,
			scheme.Target{TaskForce: code, Indicator: "合同额", Year: 2023, Kind: scheme.Sum, Low: num("12")},
			scheme.Target{TaskForce: code, Indicator: "出访", Year: 2023, Kind: scheme.AtLeast, Low: num("6")})
	}
	s.Scores = []scheme.ScoreLine{{Indicator: "合同额", Weight: num("60"), Cap: num("1.2")}, {Indicator: "出访", Weight: num("40"), Cap: num("1.2")}}
	return s
}

// contract is a row of 合同; visits are rows of 出访.
func contract(row int, code, amount, stage string) ingest.Entry {
	cell := func(c string) string { return fmt.Sprint(c, row) }
	return ingest.Entry{Sheet: "合同", Row: row, Values: map[string]ingest.Value{
		"号": {Cell: cell("A"), Kind: ingest.Text, Text: code},
		"额": {Cell: cell("B"), Kind: ingest.Number, Num: num(amount)},
		"态": {Cell: cell("C"), Kind: ingest.Text, Text: stage},
	}}
}

func visit(row int) ingest.Entry {
	return ingest.Entry{Sheet: "出访", Row: row, Values: map[string]ingest.Value{"日": {Cell: fmt.Sprint("A", row), Kind: ingest.Day, Date: ingest.Date{Year: 2023, Month: 1, Day: row}}}}
}

func input(t testing.TB, s *scheme.Scheme, code string, months map[string][]ingest.Entry) Input {
	t.Helper()
	in := Input{Base: facts.Base{Vocabulary: vocabulary, Calendar: s.Settings.Calendar, Form: smallForm}}
	for i := range s.TaskForces {
		if s.TaskForces[i].Code == code {
			in.TaskForce = &s.TaskForces[i]
		}
	}
	for p := month(t, "2022-01"); p.Year < 2025; p = p.Add(1) {
		if entries, ok := months[p.String()]; ok {
			in.Returns = append(in.Returns, &ingest.Return{
				Version: ingest.Version{TaskForce: code, Period: p, Number: 1, SHA256: code + p.String()}, Entries: entries,
			})
		}
	}
	return in
}

// show prints a figure: actual/reported/month as of.
func show(f *Figure) string {
	text := func(n *formula.Num) string {
		if n == nil {
			return "—"
		}
		return n.String()
	}
	return fmt.Sprintf("%s/%s/%s %s", text(f.Actual), text(f.Reported), text(f.Month), f.AsOf)
}

func assemble(t testing.TB, s *scheme.Scheme, period string, office Office, in ...Input) *Tally {
	t.Helper()
	tally, err := Assemble(s, month(t, period), in, office)
	if err != nil {
		t.Fatal(err)
	}
	return tally
}

// A has contracts P1 3.2 (January), P2 1.5 (February); in March P1 becomes 4,
// in May P2 is terminated. April is missing.
func history() map[string][]ingest.Entry {
	return map[string][]ingest.Entry{
		"2023-01": {contract(5, "P1", "3.2", "签"), visit(5)},
		"2023-02": {contract(5, "P2", "1.5", "签"), visit(5), visit(6)},
		"2023-03": {contract(5, "p1 ", "4", "签")},
		"2023-05": {contract(5, "P2", "1.5", "终"), visit(5)},
	}
}

func TestFiguresMonthByMonth(t *testing.T) {
	s := smallScheme(t)
	for _, c := range []struct{ period, amount, count, visits string }{
		{"2023-01", "3.2/3.2/3.2 2023-01", "1/1/1 2023-01", "1/1/1 2023-01"},
		{"2023-02", "4.7/4.7/1.5 2023-02", "2/2/1 2023-02", "3/3/2 2023-02"},
		{"2023-03", "5.5/5.5/0.8 2023-03", "2/2/0 2023-03", "3/3/0 2023-03"},
		{"2023-04", "5.5/5.5/— 2023-03", "2/2/— 2023-03", "3/3/— 2023-03"}, // missing: stands at March
		{"2023-05", "4/4/-1.5 2023-05", "1/1/-1 2023-05", "4/4/1 2023-05"}, // the termination takes 1.5 back
		{"2024-01", "—/—/— ", "—/—/— ", "—/—/— "},                          // nothing this year: missing, not 0
	} {
		tally := assemble(t, s, c.period, Office{}, input(t, s, "A", history()))
		for code, want := range map[string]string{"合同额": c.amount, "合同数": c.count, "出访": c.visits} {
			if got := show(tally.Of("A", code)); got != want {
				t.Errorf("%s %s: %s, want %s", c.period, code, got, want)
			}
		}
	}
}

func cells(from []ingest.Source) (list []string) {
	for _, s := range from {
		where := s.Office
		if s.Version != nil {
			where = s.Version.SHA256
		}
		list = append(list, where+" "+s.Place.String())
	}
	return list
}

func TestFiguresKnowTheirCells(t *testing.T) {
	s := smallScheme(t)
	tally := assemble(t, s, "2023-03", Office{}, input(t, s, "A", history()))
	f := tally.Of("A", "合同额")
	if diff := cmp.Diff([]string{"A2023-03 合同!B5", "A2023-02 合同!B5"}, cells(f.Actual.From)); diff != "" {
		t.Error("year:", diff)
	}
	// March alone rests on the new amount and on the one it replaced.
	if diff := cmp.Diff([]string{"A2023-03 合同!B5", "A2023-01 合同!B5"}, cells(f.Month.From)); diff != "" {
		t.Error("month:", diff)
	}
}

func TestProgressAndTotalsNameTheStale(t *testing.T) {
	s := smallScheme(t)
	b := map[string][]ingest.Entry{"2023-04": {contract(5, "Q1", "2.25", "签"), visit(5)}}
	tally := assemble(t, s, "2023-04", Office{}, input(t, s, "A", history()), input(t, s, "B", b))
	// 12×4÷12=4.00 each; A 5.5÷12=45.8333%−33.3333%=12.5; B 2.25÷12=18.75%−33.3333%=−14.5833
	for code, want := range map[string]string{"A": "4.00 12.50 green", "B": "4.00 -14.58 yellow"} {
		f := tally.Of(code, "合同额")
		if got := fmt.Sprintf("%s %s %s", Text(&s.Indicators[0], *f.Expected), f.Gap.Fixed(2), f.Colour); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
	total := tally.Totals[0]
	// 7.75 of 24 is 32.2917%, 8.00 expected is 33.3333%: −1.0417
	if total.Actual.String() != "7.75" || total.Low.String() != "24" || total.Expected.String() != "8" || total.Gap.Fixed(2) != "-1.04" || total.High != nil {
		t.Errorf("total %+v", total)
	}
	if diff := cmp.Diff([]string{"A"}, total.Stale); diff != "" {
		t.Error(diff)
	}
	if total.Month.String() != "2.25" {
		t.Errorf("month %s: A's is missing, B's is 2.25", total.Month)
	}
	if tally.Totals[1].Completion != nil {
		t.Error("合同数 has no target, but a completion")
	}
	s.TaskForces[0].InCounty = false
	if total := assemble(t, s, "2023-04", Office{}, input(t, s, "A", history()), input(t, s, "B", b)).Totals[0]; total.Actual.String() != "2.25" || len(total.Stale) != 0 {
		t.Errorf("A is not counted in, total %s, stale %v", total.Actual, total.Stale)
	}
}

var register = ingest.Source{Office: "台账", Place: ingest.Place{Sheet: "核定", Cell: "D5"}}

func TestVerifiedStandsBesideReported(t *testing.T) {
	s := smallScheme(t)
	p1 := Verified{TaskForce: "A", Project: "P1", Indicator: "合同额", Amount: num("3"), From: month(t, "2023-03"), Source: register}
	p2 := Verified{TaskForce: "A", Project: "P2", Indicator: "合同额", Amount: num("1"), From: month(t, "2023-02"), Source: register}
	unknown := Verified{TaskForce: "A", Project: "P9", Indicator: "合同额", Amount: num("0.5"), From: month(t, "2023-01"), Source: register}
	whole := Verified{TaskForce: "A", Indicator: "合同额", Amount: num("4.5"), From: month(t, "2023-02"), Source: register}
	later := whole
	later.Amount, later.From = num("5"), month(t, "2023-03")
	lastYear := whole
	lastYear.From = month(t, "2022-12")
	other := whole
	other.TaskForce = "B"
	for _, c := range []struct {
		name, period string
		rows         []Verified
		want         string
	}{
		{"not yet in force", "2023-02", []Verified{p1}, "4.7/4.7/1.5 2023-02"},
		{"P1 3 for 4: 5.5−4+3", "2023-03", []Verified{p1}, "4.5/5.5/0.8 2023-03"},
		{"both: 3+1", "2023-03", []Verified{p1, p2}, "4/5.5/0.8 2023-03"},
		{"stays in force in a missing month", "2023-04", []Verified{p1}, "4.5/5.5/— 2023-03"},
		{"termination beats verification: only P1's 3", "2023-05", []Verified{p1, p2}, "3/4/-1.5 2023-05"},
		{"a project that nobody reported, or a mistyped one: not counted", "2023-01", []Verified{unknown}, "3.2/3.2/3.2 2023-01"},
		{"whole figure at its month", "2023-02", []Verified{whole}, "4.5/4.7/1.5 2023-02"},
		{"and what came after: 4.5+(5.5−4.7)", "2023-03", []Verified{whole}, "5.3/5.5/0.8 2023-03"},
		{"the later row holds", "2023-05", []Verified{later, whole}, "3.5/4/-1.5 2023-05"}, // 5+(4−5.5)
		{"another year's row", "2023-02", []Verified{lastYear}, "4.7/4.7/1.5 2023-02"},
		{"another task force's row", "2023-02", []Verified{other}, "4.7/4.7/1.5 2023-02"},
	} {
		tally := assemble(t, s, c.period, Office{Verified: c.rows}, input(t, s, "A", history()))
		if got := show(tally.Of("A", "合同额")); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if f := tally.Of("A", "合同数"); f.Actual.Cmp(f.Reported.Num) != 0 {
			t.Errorf("%s: another indicator changed: %s", c.name, show(f))
		}
	}
	none := assemble(t, s, "2023-02", Office{Verified: []Verified{whole}}, input(t, s, "A", nil))
	if got := show(none.Of("A", "合同额")); got != "4.5/—/— " {
		t.Errorf("verified without a return: %s", got)
	}
	f := assemble(t, s, "2023-03", Office{Verified: []Verified{p1}}, input(t, s, "A", history())).Of("A", "合同额")
	if diff := cmp.Diff([]string{"A2023-02 合同!B5", "台账 核定!D5"}, cells(f.Actual.From)); diff != "" {
		t.Error(diff)
	}
}

// P1 (A, 4 in March) and Q1 (B, 4) are one project.
func TestADoubleClaimIsCountedOnce(t *testing.T) {
	s := smallScheme(t)
	b := map[string][]ingest.Entry{"2023-03": {contract(5, "Q1", "4", "签"), contract(6, "Q2", "1", "签")}}
	holders := []Holder{{"A", "P1", num("0.6")}, {"B", "Q1", num("0.4")}}
	for _, c := range []struct {
		name        string
		claim       Claim
		a, b, total string
		pending     bool
	}{
		{"open: the first filer keeps it", Claim{Holders: holders}, "5.5", "1", "6.5", true},
		{"settled 6:4 of 4", Claim{Holders: holders, Settled: true, Source: register}, "3.9", "2.6", "6.5", false}, // 2.4+1.5, 1.6+1
		{"settled from April on", Claim{Holders: holders, Settled: true, From: month(t, "2023-04")}, "5.5", "5", "10.5", false},
	} {
		tally := assemble(t, s, "2023-03", Office{Claims: []Claim{c.claim}}, input(t, s, "A", history()), input(t, s, "B", b))
		a, b := tally.Of("A", "合同额"), tally.Of("B", "合同额")
		if a.Actual.String() != c.a || b.Actual.String() != c.b || tally.Totals[0].Actual.String() != c.total {
			t.Errorf("%s: A %s, B %s, total %s", c.name, a.Actual, b.Actual, tally.Totals[0].Actual)
		}
		if a.Pending != c.pending || b.Pending != c.pending || tally.Totals[0].Pending != c.pending || (len(tally.Pending) == 1) != c.pending {
			t.Errorf("%s: pending %v %v, %v", c.name, a.Pending, b.Pending, tally.Pending)
		}
		if a.Reported.String() != "5.5" || b.Reported.String() != "5" {
			t.Errorf("%s: reported %s and %s", c.name, a.Reported, b.Reported)
		}
		if visits := tally.Of("A", "出访"); visits.Pending || visits.Actual.String() != "3" {
			t.Errorf("%s: visits %+v", c.name, visits)
		}
	}
}

// P9 (A) and Q1 (B, 4) are one project, and only B has a contract of it. A
// filed first, yet has nothing to keep: B keeps 4. Settled 6:4, A gets 2.4 of
// what B reported, B 1.6; 4 in all. Settled as two projects, A has none.
func TestAClaimIsKeptByWhoSupportsTheFigure(t *testing.T) {
	s := smallScheme(t)
	a, b := history(), map[string][]ingest.Entry{"2023-03": {contract(5, "Q1", "4", "签")}}
	a["2023-01"] = append(a["2023-01"], contract(9, "P9", "0", "谈"))
	holders := []Holder{{"A", "P9", num("0.6")}, {"B", "Q1", num("0.4")}}
	mistyped := []Holder{{"A", "P8", num("1")}, {"B", "Q1", num("0")}} // A has no P8
	whole := []Holder{{"A", "P9", num("1")}, {"B", "Q1", num("1")}}
	for _, c := range []struct {
		name        string
		claims      []Claim
		a, b, total string
		pending     bool
	}{
		{"open", []Claim{{Holders: holders}}, "5.5", "4", "9.5", true},
		{"settled 6:4", []Claim{{Holders: holders}, {Holders: holders, Settled: true}}, "7.9", "1.6", "9.5", false},
		{"settled as two", []Claim{{Holders: holders}, {Holders: whole, Settled: true, Apart: true}}, "5.5", "4", "9.5", false},
		{"settled with a code that A never reported", []Claim{{Holders: holders}, {Holders: mistyped, Settled: true}}, "5.5", "4", "9.5", true},
		{"settled without B", []Claim{{Holders: holders}, {Holders: holders[:1], Settled: true}}, "5.5", "4", "9.5", true},
	} {
		tally := assemble(t, s, "2023-03", Office{Claims: c.claims}, input(t, s, "A", a), input(t, s, "B", b))
		got := []string{tally.Of("A", "合同额").Actual.String(), tally.Of("B", "合同额").Actual.String(), tally.Totals[0].Actual.String()}
		if diff := cmp.Diff([]string{c.a, c.b, c.total}, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if pending := len(tally.Pending) == 1; pending != c.pending {
			t.Errorf("%s: pending %v", c.name, tally.Pending)
		}
		// A settlement is no event of the month: A's growth and B's 4, once.
		if month := tally.Totals[0].Month.String(); c.name == "settled 6:4" && month != "4.8" { // A: 5.5−4.7, B: 4
			t.Errorf("%s: month %s", c.name, month)
		}
	}
}

// A year that starts in April: March closes it, and what January reported is
// of the same year; April begins anew.
func TestFiguresOfAYearThatStartsInApril(t *testing.T) {
	s := smallScheme(t)
	s.Settings.Calendar = ingest.Calendar{Start: 4}
	months := map[string][]ingest.Entry{
		"2023-04": {contract(5, "P1", "6", "签")},
		"2024-01": {contract(5, "P2", "3", "签")},
		"2024-04": {contract(5, "P3", "1", "签")},
	}
	for period, want := range map[string]string{
		"2023-04": "6/6/6 2023-04", "2024-01": "9/9/3 2024-01", "2024-03": "9/9/— 2024-01", "2024-04": "1/1/1 2024-04",
	} {
		f := assemble(t, s, period, Office{}, input(t, s, "A", months)).Of("A", "合同额")
		if got := show(f); got != want {
			t.Errorf("%s: %s, want %s", period, got, want)
		}
		// Targets are named for the year of their first month: 2023 ends in March 2024.
		if has := f.Target != nil; has != (period != "2024-04") {
			t.Errorf("%s: target %v", period, has)
		}
	}
	// January is the tenth month: 12×10÷12=10.00 expected, 9÷12=75% against 83.33%
	f := assemble(t, s, "2024-01", Office{}, input(t, s, "A", months)).Of("A", "合同额")
	if f.Expected.String() != "10" || f.Gap.Fixed(2) != "-8.33" || f.Colour != Green {
		t.Errorf("expected %s, gap %s, %s", f.Expected, f.Gap, f.Colour)
	}
}

// slipsScheme punishes late and missing returns and asks for a visit a year.
func slipsScheme(t testing.TB) *scheme.Scheme {
	s := smallScheme(t)
	judge := func(source string, want formula.Kind) map[string]*formula.Program {
		return program(t, source, facts.OfJudgement, want)
	}
	s.Deductions = []scheme.Deduction{
		{Item: "迟报", Condition: judge("报送.本季迟报", formula.Number), Points: num("1"), Limit: num("1.5")},
		{Item: "缺报", Condition: judge("报送.本季缺报", formula.Number), Points: num("2")},
		{Item: "本月未出访", Condition: judge("count(本月.出访) == 0", formula.Truth), Points: num("0.5")},
		{Item: "进度", Condition: judge("指标.合同数.差距 < 0", formula.Truth), Points: num("50")}, // no target: missing, costs nothing
	}
	s.Outcomes = []scheme.Outcome{
		{Grade: "完成", Condition: judge("指标.合同额.达标 and 指标.出访.达标", formula.Truth)},
		{Grade: "未完成", Condition: judge("not 指标.合同额.达标 or not 指标.出访.达标", formula.Truth)},
	}
	return s
}

// June: A has 4.00 of 6.00 expected and 4 of 3 visits:
// min(4÷6,1.2)×60=40.00, min(4÷3,1.2)×40=48.00 → 88.00
// two late (2 points, at most 1.5), one missing (2): 88−3.5=84.50; in June it
// made no visit: −0.5 → 84.00
// B has nothing all year: 0, and 0.5 for the month's visits.
func TestAQuarterFromReturns(t *testing.T) {
	s := slipsScheme(t)
	months := history()
	months["2023-06"] = nil
	tally := assemble(t, s, "2023-06", Office{}, input(t, s, "A", months), input(t, s, "B", nil))
	conduct := map[string]Conduct{
		"A": {Quarter: []Reporting{{Status: Missing}, {Status: Late}, {Status: Late}}},
		"B": {Quarter: []Reporting{{Status: OnTime}}},
	}
	r, err := tally.Quarter(s, conduct, nil, map[string]int{"B": 1, "A": 2})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, st := range r.Standings {
		got = append(got, fmt.Sprintf("%d %s %s", st.Rank, st.TaskForce, st.Formula))
	}
	want := []string{"1 A 40.00+48.00−4=84.00", "2 B 0.00+0.00−0.50=−0.50"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	lost := []DeductionLine{{"迟报", 2, num("1.5")}, {"缺报", 1, num("2")}, {"本月未出访", 1, num("0.5")}}
	if got, want := fmt.Sprint(r.Standings[0].Deductions), fmt.Sprint(lost); got != want {
		t.Errorf("lost %s, want %s", got, want)
	}
	if r.Quarter.String() != "2023Q2" || r.Standings[0].PreviousRank != 2 {
		t.Errorf("%s, previous %d", r.Quarter, r.Standings[0].PreviousRank)
	}
	out, err := tally.Quarter(s, conduct, map[string]string{"A": "弄虚作假"}, nil)
	if err != nil || out.Standings[0].TaskForce != "B" || out.Standings[0].Rank != 1 || out.Standings[1].Rank != 0 {
		t.Errorf("excluded: %+v, %v", out.Standings, err)
	}
}

func TestTheYearsOutcome(t *testing.T) {
	s := slipsScheme(t)
	done := map[string][]ingest.Entry{"2023-12": {contract(5, "P1", "12", "签"), visit(1), visit(2), visit(3), visit(4), visit(5), visit(6)}}
	short := map[string][]ingest.Entry{"2023-12": {contract(5, "P1", "11.9999", "签"), visit(1), visit(2), visit(3), visit(4), visit(5), visit(6)}}
	for name, c := range map[string]struct {
		months map[string][]ingest.Entry
		grade  string
		done   bool
		met    []bool
	}{
		"exactly":                         {done, "完成", true, []bool{true, true}},
		"one 万元 short, prints as 11.9999": {short, "未完成", false, []bool{false, true}},
		"never reported":                  {nil, "未完成", false, []bool{false, false}},
	} {
		tally := assemble(t, s, "2023-12", Office{}, input(t, s, "A", c.months))
		list, err := tally.Assess(s, nil)
		if err != nil || len(list) != 1 {
			t.Fatalf("%s: %v %v", name, list, err)
		}
		a := list[0]
		if a.Outcome == nil || a.Outcome.Grade != c.grade || a.Done != c.done {
			t.Errorf("%s: %+v", name, a)
		}
		var met []bool
		for _, r := range a.Results {
			met = append(met, r.Met)
		}
		if diff := cmp.Diff(c.met, met); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// 不作硬性要求: a range that is missed fails nobody; by 上限 its upper end counts.
func TestTheYearsOutcomeWithARange(t *testing.T) {
	months := map[string][]ingest.Entry{"2023-12": {contract(5, "P1", "10", "签"), visit(1), visit(2), visit(3), visit(4), visit(5), visit(6)}}
	for choice, want := range map[string]string{RangeLow: "未完成 false false", RangeSoft: "完成 true false", RangeHigh: "未完成 false false"} {
		s := slipsScheme(t)
		s.Choices = map[string]scheme.Choice{ChoiceRange: {Value: choice}}
		s.Targets[0].Kind, s.Targets[0].High = scheme.Range, ptr(num("13"))
		tally := assemble(t, s, "2023-12", Office{}, input(t, s, "A", months))
		list, err := tally.Assess(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(list[0].Outcome.Grade, " ", list[0].Done, " ", list[0].Results[0].Met); got != want {
			t.Errorf("%s, 10 of 12–13: %s, want %s", choice, got, want)
		}
		if high := tally.Totals[0].High; high == nil || high.String() != "13" {
			t.Errorf("%s: total's upper end %v", choice, high)
		}
		if goal := tally.Of("A", "合同额").Goal.String(); (goal == "13") != (choice == RangeHigh) {
			t.Errorf("%s: goal %s", choice, goal)
		}
	}
}
