package output

import (
	"os"
	"slices"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// thirdQuarter is the ranking on the figures of september.
func thirdQuarter() RankingInput {
	month := september()
	s := month.Scheme
	for _, row := range [][2]string{{"外出招商活动", "20"}, {"外出对接项目", "15"}, {"对接总投资", "15"}, {"签约金额", "25"}, {"落地项目", "25"}} {
		s.Scores = append(s.Scores, scheme.ScoreLine{Indicator: row[0], Weight: n(row[1]), Cap: n("1.2"), Note: "建议稿。"})
	}
	in := RankingInput{Scheme: s, Quarter: ingest.Quarter{Year: 2023, Number: 3}, Status: RankingPublished, Date: ingest.Date{Year: 2023, Month: 10, Day: 18}, Objection: 5, Figures: month.Figures, Returns: month.Returns}
	var standings []score.Standing
	for _, t := range s.TaskForces {
		if !t.Ranked {
			continue
		}
		figures := map[string]*score.Figure{}
		for i := range in.Figures {
			if in.Figures[i].TaskForce == t.Code {
				figures[in.Figures[i].Indicator] = &in.Figures[i]
			}
		}
		var lost []score.DeductionLine
		if t.Code == "SZJ" {
			lost = []score.DeductionLine{{Item: "月报表缺报", Count: 1, Points: n("2")}}
		}
		standings = append(standings, score.Stand(t.Code, score.Lines(s, figures), lost, ""))
	}
	in.Ranking = score.Rank(in.Quarter, standings, map[string]int{"KFQ": 2, "ZBZ": 1, "MCQ": 3, "NYC": 4, "WLK": 5})
	in.Months = []MonthReporting{{Period: month.Period, Reporting: month.Reporting}}
	in.Projects = map[string][]facts.Project{"KFQ": {{Code: "KFQ-2023-003", Stage: "签约", Values: month.Returns[0].Entries[0].Values, Latest: month.Returns[0].Entries[0]}}}
	in.Earlier = []score.Ranking{{Quarter: in.Quarter.Prev(), Standings: []score.Standing{{TaskForce: "KFQ", Rank: 2, Score: n("98.5"), Formula: "98.50−0=98.50"}, {TaskForce: "ZBZ", Rank: 1, Score: n("101.25")}}}}
	in.Lifts = []score.Lift{{TaskForce: "ZBZ", Indicator: "对接总投资", Need: n("0.5"), ToRank: 1}}
	return in
}

// 7.50 of 10 are planned by September, 7 are expected, 7 are there; coloured red
// here, the page has to say why; nothing calls it behind.
func TestRankingOfACountOnItsPlan(t *testing.T) {
	d, err := Ranking(flooredQuarter(), wording(t))
	if err != nil {
		t.Fatal(err)
	}
	got := Text(d)
	for _, want := range []string{"活动7次，与取整后的进度计划持平；1项指标达到进度", "│7│7│70.0│−5.0红", "底色按取整前的计划判定，不作为进度滞后"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "欠时序进度") {
		t.Error("says that it is behind")
	}
}

func TestRankingOfFew(t *testing.T) {
	for few, want := range []string{"    本季度没有参加排名的专班。甲方专班、乙方专班、丙方专班、服务专班均不参加排名：弄虚作假。", "    参加排名的只有甲方专班，得分100.00分。乙方专班、丙方专班、服务专班均不参加排名"} {
		d, err := Ranking(rankedQuarter(few), wording(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := Text(d); !strings.Contains(got, want) || strings.Contains(got, "得分最高") {
			t.Errorf("%d ranked: no %q in\n%s", few, want, got)
		}
	}
}

// Those who are not ranked for one reason are named together; another reason is
// a sentence of its own.
func TestRankingSaysOnceWhySeveralAreNotRanked(t *testing.T) {
	in := tiedQuarter()
	for i, reason := range []string{"没有年度目标", "弄虚作假", "没有年度目标"} {
		st := &in.Ranking.Standings[i]
		st.Rank, st.PreviousRank, st.Tied, st.Excluded = 0, 0, false, reason
	}
	d, err := Ranking(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	if got := Text(d); !strings.Contains(got, "甲方专班、丙方专班均不参加排名：没有年度目标。乙方专班不参加排名：弄虚作假。") {
		t.Error(got)
	}
}

// Of one that is not ranked for want of a target no score is printed and no
// arithmetic: a meeting missed is told, not 0−1=−1.00.
func TestRankingWithoutTargetHasNoArithmetic(t *testing.T) {
	in := tiedQuarter()
	st := &in.Ranking.Standings[2]
	st.Lines = slices.Clone(st.Lines)
	for i := range st.Lines {
		st.Lines[i].Judged, st.Lines[i].Formula = false, "无年度目标，不计分"
	}
	*st = score.Stand("丙", st.Lines, []score.DeductionLine{{Item: "未召开月例会", Count: 1, Points: exact.Int(1)}}, "没有年度目标")
	if st.Formula != "0−1=−1.00" {
		t.Fatal(st.Formula)
	}
	d, err := Ranking(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	got := Text(d)
	for _, want := range []string{"（三）丙方专班\n    不参加排名：没有年度目标，不作得分计算。", "未召开月例会"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for _, not := range []string{"−1.00", "-1.00", "0−1", "无年度目标，不计分"} {
		if strings.Contains(got, not) {
			t.Errorf("%q stands in\n%s", not, got)
		}
	}
	for k, x := range d.Traces {
		if strings.Contains(x.Value+x.Formula, "−1.00") {
			t.Errorf("the sources list %s: %s", k, x.Formula)
		}
	}
	// Nor is there one in JSON; where points were always given, there still is.
	for all, want := range map[bool]string{false: `"score":null`, true: `"score":"-1.00"`} {
		in.ScoresAll = all
		data, err := RankingJSON(in)
		if _, row, _ := strings.Cut(string(data), `"task_force":"丙"`); err != nil || !strings.Contains(row[:min(80, len(row))], want) {
			t.Errorf("%v: no %s in %s: %v", all, want, row, err)
		}
	}
	if d, err = Ranking(in, wording(t)); err != nil || !strings.Contains(Text(d), "0−1=−1.00") {
		t.Errorf("an earlier document has other arithmetic: %v", err)
	}
}

// Two that share the first place are named once, with their score and place. Of
// one without a target it is said so, not that nothing is due yet, and its page
// has no table without rows.
func TestRankingOfEqualsAndOfOneWithoutTarget(t *testing.T) {
	d, err := Ranking(tiedQuarter(), wording(t))
	if err != nil {
		t.Fatal(err)
	}
	got := Text(d)
	for _, want := range []string{
		"得分最高的是甲方专班、乙方专班，均为90.00分，并列第1名；最低的是丙方专班，0.00分。\n",
		"；没有年度目标，各项指标不计分", "没有年度目标，各项指标不计分。",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "得分相同") || strings.Count(got, "指标完成情况") != 2 {
		t.Errorf("told twice, or a table without rows:\n%s", got)
	}
}

// Points that rest on an unsettled double claim say so where they are printed.
func TestRankingMarksPointsOnUnsettledClaims(t *testing.T) {
	d, err := Ranking(busyQuarter(), wording(t))
	if err != nil {
		t.Fatal(err)
	}
	var points *Table
	for _, b := range d.Body {
		if x, ok := b.(*Table); ok && x.Columns[2].Name == "商谈金额" {
			points = x
		}
	}
	if points == nil {
		t.Fatal("no table of points")
	}
	for i, row := range points.Rows {
		if marked := strings.HasSuffix(row[2].Text, "待核"); marked != (i == 0) {
			t.Errorf("row %d: %q", i+1, row[2].Text)
		}
	}
	if len(points.Notes) != 1 || !strings.Contains(points.Notes[0], "认定后可能变化") {
		t.Errorf("notes %q", points.Notes)
	}
}

func TestRankingOfTheThirdQuarter(t *testing.T) {
	d, err := Ranking(thirdQuarter(), wording(t))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "ranking-2023Q3", d)
	text := Text(d)
	for _, want := range exampleFormulas(t) {
		if !strings.Contains(text, want) {
			t.Errorf("the example's %s is not printed", want)
		}
	}
}

// exampleFormulas are the formulas of ../shared/examples/ranking-2023Q3.txt.
func exampleFormulas(t *testing.T) []string {
	data, err := os.ReadFile("../../shared/examples/ranking-2023Q3.txt")
	if os.IsNotExist(err) {
		t.Skip("shared/examples is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, word := range strings.Fields(string(data)) {
		if strings.Contains(word, "=") {
			list = append(list, word)
		}
	}
	if len(list) != 6 {
		t.Fatalf("%d formulas in the example, want 6: %q", len(list), list)
	}
	return list
}

// 计算口径 calls what was laid down by 表述, in the scheme's order, with a minus
// that is one.
func TestMethodIsInWords(t *testing.T) {
	in := busyQuarter()
	in.Scheme.Choices = map[string]scheme.Choice{
		"红线": {Item: "红线", Value: "-30", Phrase: "标红的界限（百分点）", Note: "建议稿", Row: 2}, "乙法": {Item: "乙法", Value: "各计一次", Row: 3}, "甲法": {Item: "甲法", Value: "5", Row: 4},
	}
	d, err := Ranking(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := Text(d), "标红的界限（百分点）│−30│建议稿\n  乙法│各计一次│\n  甲法│5│"; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
}

// A task force's page holds what it was judged by: what its figures were taken
// from, what points were lost for, its supervision items.
func TestRankingPagesHoldTheirEvidence(t *testing.T) {
	in := busyQuarter()
	in.Scheme.Deductions = []scheme.Deduction{{Item: "缺报", Points: n("2"), Limit: n("6"), Note: "建议稿"}}
	cells := []ingest.Source{
		{Office: "台账", Place: ingest.Place{Sheet: "核定", Cell: "D5"}},
	}
	for _, month := range []int{5, 4} { // the same two cells in both, the later month's first and the other way round
		version := &ingest.Version{TaskForce: "乙", Period: ingest.Period{Year: 2023, Month: month}, Number: 1}
		for _, cell := range []string{"E6", "E5"} {
			cells = append(cells, ingest.Source{Version: version, Place: ingest.Place{Sheet: "签约", Cell: cell}})
		}
	}
	for i := range in.Figures {
		if f := &in.Figures[i]; f.TaskForce == "乙" && f.Indicator == "金额" {
			f.Actual = &formula.Num{Num: f.Actual.Num, From: cells}
		}
	}
	d, err := Ranking(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	got := Text(d)
	_, page, _ := strings.Cut(got, "（二）乙方专班\n    得分")
	page, next, _ := strings.Cut(page, "（三）丙方专班\n    得分")
	for _, want := range []string{"注：数据依据：商谈项目，月报表没有填报。商谈金额取自4月、5月报表签约表E5、E6；台账核定表D5。活动", "［表］扣分情况", "缺报│1│2│每次扣2分，最多扣6分。建议稿", "［表］督办事项（截至6月通报）", "督办〔2023〕6号│乙方专班问题待整改│2023-06-30│新提出│未到期"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if strings.Contains(page, "督办〔2023〕1号") || !strings.Contains(next, "本季度没有扣分。本季度没有督办事项。") {
		t.Errorf("says of others what is 乙's, or not that there is nothing:\n%s", next)
	}
}

// A quarter without a single return is not ranked, which is said once; nobody
// shares the first place, there is no chart of scores, nor an empty one of their
// course over the quarters, and what was lost prints with a minus sign.
func TestAQuarterWithoutReturnsIsNotRanked(t *testing.T) {
	d, err := Ranking(silentQuarter(), wording(t))
	if err != nil {
		t.Fatal(err)
	}
	got := Text(d)
	if want := "本季度各月均没有收到专班的月报表，不作排名。"; strings.Count(got, want) != 1 {
		t.Errorf("not once: %q in\n%s", want, got)
	}
	for _, bad := range []string{"并列", "第1名", "得分最高", "-9", "不参加排名：本季度没有收到月报表。\n", "［图］得分 ", "各季度得分"} {
		if front, _, _ := strings.Cut(got, "各专班得分与项目情况"); strings.Contains(front, bad) {
			t.Errorf("%q in\n%s", bad, front)
		}
	}
	if want := "不排名│甲方专班│−9.00│—│本季度没有收到月报表"; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
}

// One line of why for each, by hand: 甲 has no 金额 and 1 of the 5 次 due, and 6
// of 5 项目; 乙 is short of 活动 alone; 丙 of 金额 alone, 1.00 of 10.00 where half
// was due, and was late once and missing twice: 1+6=7 points.
func TestOneLineOfWhy(t *testing.T) {
	d, err := Ranking(mixedQuarter(), wording(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"│商谈金额为零（截至5月），欠时序进度50.0个百分点；活动也未达到进度，其余1项达到\n",
		"│商谈金额9.00亿元，超时序进度40.0个百分点；活动未达到进度，其余2项均达到；缺报1次，扣2分\n",
		"│商谈金额1.00亿元，欠时序进度40.0个百分点，其余2项指标均达到进度；迟报1次、缺报2次，共扣7分\n",
	} {
		if !strings.Contains(Text(d), want) {
			t.Errorf("no %q in\n%s", want, Text(d)[:1500])
		}
	}
}
