package score

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/rules/scheme"
)

func defaults(t testing.TB) *scheme.Scheme {
	t.Helper()
	s, err := scheme.Load(scheme.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// from is every active task force's input; returns are by 代码.
func from(s *scheme.Scheme, period ingest.Period, returns map[string][]*ingest.Return) (list []Input) {
	for _, tf := range Active(s, period) {
		list = append(list, Input{TaskForce: tf, Base: s.Base(tf), Returns: returns[tf.Code]})
	}
	return list
}

// The notice's targets add up to 26 projects, 90 亿元, 24 activities, 73 亿元 and
// 7–13 landed; FWZ is reported apart. Nobody has reported: every total is
// stale and nothing is taken for 0.
func TestControlTotalsOfTheNotice(t *testing.T) {
	s := defaults(t)
	tally := assemble(t, s, "2023-12", Office{}, from(s, month(t, "2023-12"), nil)...)
	got := map[string]string{}
	for _, total := range tally.Totals {
		text := total.Low.String()
		if total.High != nil {
			text += "–" + total.High.String()
		}
		got[total.Indicator] = text + " 应达" + total.Expected.String()
		if len(total.Stale) != 6 {
			t.Errorf("%s: stale %v", total.Indicator, total.Stale)
		}
	}
	for code, want := range map[string]string{
		"外出对接项目": "26 应达26", "对接总投资": "90 应达90", "外出招商活动": "24 应达24", "签约金额": "73 应达73", "落地项目": "7–13 应达7",
	} {
		if got[code] != want {
			t.Errorf("%s: %s, want %s", code, got[code], want)
		}
	}
	if _, ok := got["包装项目"]; ok {
		t.Error("the service task force is in the county's totals")
	}
	if f := tally.Of("FWZ", "包装项目"); f == nil || f.Expected.String() != "10" || f.Actual != nil {
		t.Errorf("FWZ: %+v", f)
	}
}

// row is an entry whose values are given as text, typed by their form: dates,
// decimals, anything else.
func row(sheet string, number int, pairs ...string) ingest.Entry {
	e := ingest.Entry{Sheet: sheet, Row: number, Values: map[string]ingest.Value{}}
	for i := 0; i < len(pairs); i += 2 {
		v := ingest.Value{Cell: fmt.Sprintf("%c%d", 'A'+i/2, number), Kind: ingest.Text, Text: pairs[i+1]}
		if d, err := ingest.ParseDate(pairs[i+1]); err == nil {
			v.Kind, v.Date = ingest.Day, d
		} else if c := pairs[i+1][0]; c >= '0' && c <= '9' {
			v.Kind, v.Num = ingest.Number, num(pairs[i+1])
		}
		e.Values[pairs[i]] = v
	}
	return e
}

// kfq is the example's task force by September 2023: 4 trips, 5 projects of
// 32.00 亿元 in all, 26.00 亿元 signed (a framework agreement of 9 and a
// terminated contract of 8 do not count), 1 project started (another has no
// permit), a meeting a month from July on.
func kfq(t testing.TB) []*ingest.Return {
	talk := func(n int, code, amount, stage string) ingest.Entry {
		return row("对接项目", n, "项目编号", code, "对接日期", "2023-03-10", "总投资", amount, "阶段", stage, "首次外出日期", "2023-03-06")
	}
	sign := func(n int, code, amount, kind, on string) ingest.Entry {
		return row("签约项目", n, "项目编号", code, "协议类型", kind, "签约金额", amount, "签约日期", on, "总投资", amount)
	}
	trip := func(n int, on string) ingest.Entry { return row("外出招商活动", n, "开始日期", on) }
	meet := func(n int, on string) ingest.Entry {
		return row("会议与汇报", n, "事项类型", "月例会", "召开日期", on)
	}
	ret := func(p string, entries ...ingest.Entry) *ingest.Return {
		return &ingest.Return{Version: ingest.Version{TaskForce: "KFQ", Period: month(t, p), Number: 1, SHA256: p}, Entries: append(entries, row("封面", 1, "填报单位", "示例单位"))}
	}
	return []*ingest.Return{
		ret("2023-03", trip(5, "2023-03-06"), trip(6, "2023-03-20"),
			talk(5, "KFQ-2023-001", "10", "洽谈"), talk(6, "KFQ-2023-002", "8", "洽谈"), talk(7, "KFQ-2023-003", "6.5", "意向"), talk(8, "KFQ-2023-004", "4", "线索")),
		ret("2023-06", trip(5, "2023-06-05"), talk(5, "KFQ-2023-005", "3.5", "洽谈"),
			sign(5, "KFQ-2023-001", "16", "正式协议", "2023-06-15"), sign(6, "KFQ-2023-002", "8", "正式协议", "2023-06-16"), sign(7, "KFQ-2023-003", "9", "框架协议", "2023-06-17")),
		ret("2023-07", meet(5, "2023-07-25"), talk(5, "KFQ-2023-002", "8", "终止")),
		ret("2023-08", meet(5, "2023-08-25"), sign(5, "KFQ-2023-005", "10", "正式协议", "2023-08-15")),
		ret("2023-09", meet(5, "2023-09-25"), trip(5, "2023-09-05"),
			row("落地项目", 5, "项目编号", "KFQ-2023-001", "施工许可", "已取得", "开工日期", "2023-09-20"),
			row("落地项目", 6, "项目编号", "KFQ-2023-005", "施工许可", "未取得", "开工日期", "2023-09-21")),
	}
}

// Nobody sent a return of the quarter that was accepted: six scores of 0 less 9
// are no ranking, neither are those of earlier months. A red line is told
// first. One return, late though, and there is a ranking; a month that is still
// open decides nothing.
func TestNobodyReportedNobodyIsRanked(t *testing.T) {
	s := defaults(t)
	tally := assemble(t, s, "2023-09", Office{}, from(s, month(t, "2023-09"), map[string][]*ingest.Return{"KFQ": kfq(t)[:2]})...) // March and June
	silent := func(change func(map[string]Conduct)) Ranking {
		conduct := map[string]Conduct{}
		for _, tf := range s.TaskForces {
			conduct[tf.Code] = Conduct{Quarter: []Reporting{{Status: Missing}, {Status: Returned}, {Status: Missing}}}
		}
		change(conduct)
		r, err := tally.Quarter(s, conduct, map[string]string{"MCQ": "弄虚作假"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := silent(func(map[string]Conduct) {})
	for _, st := range r.Standings {
		want := "本季度没有收到月报表"
		if st.TaskForce == "MCQ" {
			want = "弄虚作假"
		}
		if st.Rank != 0 || st.Tied || st.Excluded != want {
			t.Errorf("%s: rank %d, %s", st.TaskForce, st.Rank, st.Excluded)
		}
		if st.TaskForce == "NYC" && st.Formula != "0.00+0.00+0.00+0.00+0.00−9=−9.00" {
			t.Errorf("formula %s", st.Formula)
		}
	}
	if len(r.Standings) != 6 || len(r.Ranks()) != 0 {
		t.Errorf("%d standings, ranks %v", len(r.Standings), r.Ranks())
	}
	for name, change := range map[string]func(map[string]Conduct){
		"one late": func(c map[string]Conduct) {
			c["WLK"] = Conduct{Quarter: []Reporting{{Status: Missing}, {Status: Late}, {Status: Missing}}}
		},
		"one open": func(c map[string]Conduct) { c["WLK"] = Conduct{Quarter: []Reporting{{Status: Missing, Open: true}}} },
	} {
		if r := silent(change); len(r.Ranks()) != 5 {
			t.Errorf("%s: ranks %v", name, r.Ranks())
		}
	}
	if r := silent(func(c map[string]Conduct) { c["FWZ"] = Conduct{Quarter: []Reporting{{Status: OnTime}}} }); len(r.Ranks()) != 0 {
		t.Errorf("the return of one that is not ranked makes a ranking: %v", r.Ranks())
	}
}

// A task force that joined in mid-year and has no target yet is not last: it is
// not ranked, and the other five are. FWZ, which takes no part, is not told.
func TestWhoHasNoTargetIsNotRanked(t *testing.T) {
	s := defaults(t)
	s.Targets = slices.DeleteFunc(s.Targets, func(x scheme.Target) bool { return x.TaskForce == "WLK" || x.TaskForce == "FWZ" })
	tally := assemble(t, s, "2023-09", Office{}, from(s, month(t, "2023-09"), map[string][]*ingest.Return{"KFQ": kfq(t)})...)
	if diff := cmp.Diff(map[string]string{"WLK": "没有年度目标"}, tally.Untargeted(s)); diff != "" {
		t.Error(diff)
	}
	r, err := tally.Quarter(s, map[string]Conduct{"KFQ": {Quarter: []Reporting{{Status: OnTime}}}}, tally.Untargeted(s), nil)
	if err != nil {
		t.Fatal(err)
	}
	if last := r.Standings[5]; last.TaskForce != "WLK" || last.Rank != 0 || len(r.Ranks()) != 5 {
		t.Errorf("last %s, rank %d, of %v", last.TaskForce, last.Rank, r.Ranks())
	}
}

// ../shared/examples/ranking-2023Q3.txt from returns by the default scheme.
// Nobody else sent anything: 0 points less 3 for each month that is missing, 9
// in all; five share rank 2. FWZ is not ranked.
func TestTheExampleRankingByTheDefaultScheme(t *testing.T) {
	s := defaults(t)
	tally := assemble(t, s, "2023-09", Office{}, from(s, month(t, "2023-09"), map[string][]*ingest.Return{"KFQ": kfq(t)})...)
	if f := tally.Of("KFQ", "框架协议金额"); f.Actual.String() != "9" {
		t.Errorf("framework agreements %s", f.Actual)
	}
	conduct := map[string]Conduct{}
	for _, tf := range s.TaskForces {
		conduct[tf.Code] = Conduct{Quarter: []Reporting{{Status: Missing}, {Status: Missing}, {Status: Missing}}}
	}
	conduct["KFQ"] = Conduct{Quarter: []Reporting{{Status: OnTime}, {Status: OnTime}, {Status: OnTime}}}
	r, err := tally.Quarter(s, conduct, nil, map[string]int{"KFQ": 2})
	if err != nil {
		t.Fatal(err)
	}
	first := r.Standings[0]
	want := []string{
		"min(4÷3,1.20)×20=24.00", "min(5÷3,1.20)×15=18.00", "min(32.00÷22.50,1.20)×15=18.00",
		"min(26.00÷22.50,1.20)×25=28.89", "min(1÷1,1.20)×25=25.00",
	}
	if diff := cmp.Diff(want, formulas(first.Lines)); diff != "" {
		t.Error(diff)
	}
	if first.Formula != "24.00+18.00+18.00+28.89+25.00−0=113.89" || len(first.Deductions) != 0 {
		t.Errorf("%s, %v", first.Formula, first.Deductions)
	}
	if up, ok := first.Moved(); !ok || up != 1 {
		t.Errorf("moved %d %v", up, ok)
	}
	wantPlaces := []string{"1 KFQ", "并列2 MCQ", "并列2 ZBZ", "并列2 WLK", "并列2 NYC", "并列2 SZJ"}
	if diff := cmp.Diff(wantPlaces, places(r)); diff != "" {
		t.Error(diff)
	}
	if got := r.Standings[1].Formula; got != "0.00+0.00+0.00+0.00+0.00−9=−9.00" {
		t.Errorf("MCQ %s", got)
	}
}

// A meeting missed in August and another never held in September cost a point
// each, late returns one each, up to the limits of 扣分.
func TestSlipsByTheDefaultScheme(t *testing.T) {
	s := defaults(t)
	returns := kfq(t)
	for _, r := range returns[3:] {
		r.Entries = r.Entries[1:] // August's and September's meetings
	}
	tally := assemble(t, s, "2023-09", Office{}, from(s, month(t, "2023-09"), map[string][]*ingest.Return{"KFQ": returns})...)
	conduct := map[string]Conduct{"KFQ": {Quarter: []Reporting{{Status: Late}, {Status: OnTime}, {Status: Late}}}}
	env, err := tally.Judgement(s, "KFQ", conduct["KFQ"])
	if err != nil {
		t.Fatal(err)
	}
	lost, err := Deductions(s, s.TaskForce("KFQ"), env)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(lost), fmt.Sprint([]DeductionLine{{"月报表迟报", 2, num("2")}, {"未召开月例会", 2, num("2")}}); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
