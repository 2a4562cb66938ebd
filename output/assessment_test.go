package output

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// The year by hand. Targets are 10 (商谈项目), 10.00 (商谈金额), 10 (活动) and
// 10 to 12 (开工项目, no hard requirement); each task force gets 5.00 a year.
//
//	甲  10, 11.50, 12, 10: all four reached; spent 6.20, 1.20 too much
//	乙  10, 9.9999, 3, 9: one of four; 10.00−9.9999=0.0001, 10−3=7, 10−9=1;
//	    99.999% and not 100.0%; spent 4.80, 0.20 left
//	丙  3, 0, 0, 0 as of November, none of four; spent 1.50, 3.50 left
//	丁  12, 10.00, 10, 3: apart, and not finished for want of nothing binding
//
// Returns: 4 each of November and December. 甲 was told as missing for November
// and made it good, 乙 as not corrected and corrected it; in December 甲 is late,
// 乙 not corrected, 丙 missing; the other 3 are on time.
//
// Money: 3×5=15.00, 6.20+4.80+1.50=12.50 spent, 2.50 left.
func TestAssessmentOfAYear(t *testing.T) {
	expectAssessment(t, busyAssessment(),
		[]string{
			"标记：送审稿", "示例县工作领导小组：", "考核结果的请示", "以上考核结果建议妥否，请批示。",
			"3个专班参加考核，完成年度目标任务的有甲方专班，未完成的有乙方、丙方2个专班。",
			"丙方专班数据截至11月，此后月报表未报送或退回未改。",
			"（一）甲方专班。4项年度目标全部完成。全年经费支出6.20万元，召开例会的月数11个月。\n    结果建议为“完成”：建议评定为优秀等次。",
			"（二）乙方专班。4项年度目标完成1项，其余3项未完成：商谈金额9.9999亿元，目标10.00亿元，完成99.999%，差0.0001亿元；活动3次，目标10次，完成30.0%，差7次；开工项目9个，目标10—12个，完成90.0%，差1个（不作硬性要求）。",
			"结果建议为“未完成”：建议取消评先评优资格。（依据：《示例办法》第三部分第（二）项；标准为建议稿）",
			"触及红线：以专班名义签订合同。结果由领导小组研究决定。",
			"# 三、另行考核的专班\n    服务专班。",
			"全年安排15.00万元，支出12.50万元，结余2.50万元；甲方专班超支。",
			"全年应报月报表8份，按时3份，迟报1份，缺报后补报1份，退回未改后改正1份，缺报1份，退回未改1份。",
			"甲方专班│6.20│11│0│1│1│0│0│0", "乙方专班│4.80│—│0│0│0│1│0│1",
			"全年督办7项，已销号2项，逾期未改1项，尚在整改期限内3项，未完成、转入年度考核1项。",
			"成员名册共3人，年内报备人员变动1人次。丙方专班、服务专班没有登记成员。",
			"示例甲（示例单位）兼任甲方专班、乙方专班成员；示例丙（示例单位）兼任甲方专班、乙方专班成员，所在专班结果不同",
			"丙方专班缺少月报表，补报后结果可能变化。",
			"示例单位│甲方专班│5.00│6.20│−1.20│5.00│超支", "合计││15.00│12.50│2.50│15.00│",
			"开工项目│个│10—12│9│90.0│1│不作硬性要求",
			"示例乙│示例单位│业务骨干│业务骨干│甲方专班│2023-03-10—2023-09-10│完成│年内进入、年内调出",
		},
		[]string{"100.0%，差", "决定取消", "的报告", "报告如下"})
}

// A list has no column of nothing: 丁's form asks for no investor, and what it
// packs has no stage.
func TestNoColumnOfNothing(t *testing.T) {
	in := busyAssessment()
	in.Projects = map[string][]facts.Project{"丁": {{Code: "丁-1"}, {Code: "丁-2"}}}
	d, err := Assessment(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range d.Annexes {
		for _, b := range a.Body {
			if table, ok := b.(*Table); ok && len(table.Rows) == 2 && table.Rows[1][0].Text == "丁-2" {
				if n := len(table.Columns); n != len(table.Rows[0]) || table.Columns[n-1].Name == "阶段" || n > 2 {
					t.Errorf("columns %v", table.Columns)
				}
				return
			}
		}
	}
	t.Error("no list of projects")
}

func TestSingularAssessments(t *testing.T) {
	noRoster := busyAssessment()
	noRoster.Members = nil
	twice := busyAssessment()
	twice.Members = []scheme.Member{
		{TaskForce: "甲", Person: "示例甲", Unit: "示例单位", Post: "业务骨干", To: ingest.Date{Year: 2023, Month: 6, Day: 30}},
		{TaskForce: "甲", Person: "示例甲", Unit: "示例单位", Post: "分管领导", From: ingest.Date{Year: 2023, Month: 7, Day: 1}},
		{TaskForce: "丁", Person: "示例甲", Unit: "示例单位", Post: "分管领导"},
		{TaskForce: "乙", Person: "示例甲", Unit: "另一单位", Post: "分管领导"},
		{TaskForce: "乙", Person: "示例丁", Unit: "另一单位", Post: "已离任", To: ingest.Date{Year: 2022, Month: 12, Day: 31}},
	}
	noMoney := busyAssessment()
	noMoney.Scheme.Settings.Other = map[string]string{}
	waiting, untold := waitingAssessment(), waitingAssessment()
	untold.WaitingUntold = true
	for name, c := range map[string]struct {
		in            AssessmentInput
		says, notSays []string
	}{
		"nobody failed":        {finishedAssessment(), []string{"2个专班参加考核，全部完成年度目标任务。", "全部按时报送"}, []string{"未完成的有", "差额不足", "# 五、", "红线"}},
		"nobody met":           {unfinishedAssessment(), []string{"均未完成年度目标任务。", "4项年度目标均未完成：", "全年未报送，目标10个", "乙方、丙方专班全年未报送数据。", "没有适用的考核条件", "超支1.00万元"}, []string{"完成年度目标任务的有", "优秀"}},
		"no roster":            {noRoster, []string{"台账没有本年度的成员名册，结果建议不能落实到人"}, []string{"成员名单", "兼任"}},
		"one person twice":     {twice, []string{"成员名册共2人"}, []string{"兼任", "已离任"}},
		"one task force alone": {loneAssessment(), []string{"甲方专班参加考核，完成年度目标任务。", "乙方专班。没有设定本年度目标，不作评定。"}, []string{"应报月报表", "全部完成年度目标任务。各", "乙方专班。未完成"}},
		// Of 8 returns November's of 甲 and 乙 are missing, 3 of December can still
		// come, and 丙's two others and 丁's are on time: 3+2+3=8.
		"given more time": {waiting, []string{
			"全年应报月报表8份，按时3份，缺报2份，尚在报送期内3份。", "缺报（份）│退回未改（份）│尚在报送期内（份）", "甲方专班│1.50│0│0│1│0│1", "丙方专班│1.50│1│0│0│0│1",
			"甲方专班数据截至11月，此后月报表未报送、退回未改或尚在报送期内。", "丙方专班数据截至11月，此后月报表尚在报送期内。", "乙方专班尚未报送本年度数据。", "商谈项目尚未报送，目标10个",
			"甲方专班、乙方专班缺少月报表，补报后结果可能变化。", "丙方专班月报表尚在报送期内，报送后结果可能变化。",
		}, []string{"全年未报送", "此后月报表未报送或退回未改"}},
		"given more time, once": {untold, []string{
			"全年应报月报表8份，按时3份，缺报2份。", "甲方、丙方专班数据截至11月，此后月报表未报送或退回未改。", "乙方专班全年未报送数据。", "甲方专班、乙方专班、丙方专班缺少月报表",
		}, []string{"尚在报送期内", "尚未报送"}},
		"no money told of": {noMoney, nil, []string{"工作经费。", "拨付计划"}},
	} {
		t.Run(name, func(t *testing.T) { expectAssessment(t, c.in, c.says, c.notSays) })
	}
}

func expectAssessment(t *testing.T, in AssessmentInput, says, notSays []string) {
	t.Helper()
	d, err := Assessment(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	got := Text(d)
	for _, want := range says {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, not := range notSays {
		if strings.Contains(got, not) {
			t.Errorf("says %q", not)
		}
	}
	if t.Failed() {
		t.Log(got)
	}
}

func TestAssessmentJSON(t *testing.T) {
	in := busyAssessment()
	data, err := AssessmentJSON(in, []File{{Path: "out/2023/2023年度年考核.pdf", SHA256: "c0ffee"}})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Period, Status string
		Rows           []struct {
			TaskForce string `json:"task_force"`
			Done      *bool
			Results   []struct {
				Indicator  string
				Actual     *string
				Completion *string
				Met        bool
			}
			Outcome  *struct{ Grade, Wording, Basis string }
			Excluded *string
			Members  []struct{ Person, Post string }
			Fund     *struct{ Amount, Spent, Remaining string }
		}
		Conflicts []struct {
			Person     string
			TaskForces []string `json:"task_forces"`
		}
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	second, third := got.Rows[1], got.Rows[2]
	if got.Period != "2023" || got.Status != "draft" || len(got.Rows) != 4 {
		t.Errorf("%s %s, %d rows", got.Period, got.Status, len(got.Rows))
	}
	if *second.Done || second.Results[1].Met || *second.Results[1].Actual != "9.9999" || *second.Results[1].Completion != "1.0000" && *second.Results[1].Completion != "0.9999" {
		t.Errorf("乙: %+v", second)
	}
	if second.Outcome == nil || second.Outcome.Grade != "未完成" || third.Outcome != nil || third.Excluded == nil {
		t.Errorf("outcomes of 乙 %+v and 丙 %+v, red line %v", second.Outcome, third.Outcome, third.Excluded)
	}
	if diff := cmp.Diff([]string{"5.00", "4.80", "0.20"}, []string{second.Fund.Amount, second.Fund.Spent, second.Fund.Remaining}); diff != "" {
		t.Error(diff)
	}
	if got.Rows[0].Fund.Remaining != "-1.20" || got.Rows[3].Fund != nil {
		t.Errorf("甲 has %s left, 丁 %v", got.Rows[0].Fund.Remaining, got.Rows[3].Fund)
	}
	if len(got.Conflicts) != 2 || got.Conflicts[0].Person != "示例甲" || len(got.Rows[0].Members) != 3 {
		t.Errorf("conflicts %+v, %d members of 甲", got.Conflicts, len(got.Rows[0].Members))
	}
	empty, err := AssessmentJSON(AssessmentInput{Scheme: county(), Year: 2023, Status: Issued}, nil)
	if want := `{"period":"2023","number":null,"status":"issued","rows":[],"conflicts":[],"files":[]}`; err != nil || string(empty) != want {
		t.Errorf("%s, %v", empty, err)
	}
}

// What belongs to the office alone never reaches the public documents.
func TestInternalWordsStayInside(t *testing.T) {
	w := wording(t)
	in := busyInternal()
	d, err := Internal(in, w)
	if err != nil {
		t.Fatal(err)
	}
	got := Text(d)
	for _, want := range []string{
		"标记：内部　送审稿", "所列处理事项均为建议，由领导小组决定。",
		"2023年第二季度季评比由办公室主任于2023年6月30日签发，文号示例办〔2023〕7号。",
		"下列1项提出时已发整改通知单提醒，逾期未改，按通报批评、约谈、追责的顺序逐月递进一级", "提出以下处理建议。月通报对逾期未改事项写明予以通报批评的，随通报印发即视为通报批评；其余措施由领导小组决定后执行。", "│约谈│约谈（分管领导，2023年6月30日）",
		"甲方专班│1│100.00│—│已居首位",
		"乙方专班│2│90.00│10.00│商谈项目再增2个，可升至并列第1名；或商谈金额再增0.50亿元，可升至第1名",
		"丙方专班│2│90.00│10.00│任何一项指标单独增加都不能提升名次（其余各项已封顶或未到考核节点），需几项合计再增10.00分",
		"甲方专班与乙方专班相差0.01分，不作四舍五入时乙方专班反高0.0040分，先后取决于四舍五入。",
		"乙方专班与丙方专班得分相同，不作四舍五入时乙方专班高0.0033分",
		"甲方专班台账项目表B5单元格所列项目甲-1与乙方专班6月报表项目表B6单元格所列项目乙-1（示例项目）疑为同一项目：投资方相同，尚未认定。认定结果可能改变得分，认定前不能定稿。",
		"丙方专班5月、6月份月报表缺报，数据截至4月；乙方专班6月份月报表退回未改，本年度尚无数据；甲方专班5月份月报表缺报，数据不含该月。",
		"甲方专班│6月│第1次│疑似单位有误│T-UNIT│项目!F7\n  甲方专班│6月│第1次│疑似单位有误│T-UNIT│项目!F7\n  乙方专班│6月│第2次│",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	quarter := busyQuarter()
	quarter.Lifts = in.Lifts
	public, err := Ranking(quarter, w)
	if err != nil {
		t.Fatal(err)
	}
	month := busyMonth()
	circular, err := Circular(month, w)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"ranking": Text(public), "circular": Text(circular)} {
		for _, not := range []string{"约谈", "追责", "可升至第", "处理建议", "四舍五入时", "T-UNIT"} {
			if strings.Contains(text, not) {
				t.Errorf("the %s says %q", name, not)
			}
		}
	}
}

func TestInternalWithNothingToTell(t *testing.T) {
	d, err := Internal(stillInternal(), wording(t))
	if err != nil {
		t.Fatal(err)
	}
	got := Text(d)
	for _, want := range []string{"没有逾期未改、需要提出处理建议的事项。", "没有发现重复项目、缺报、未答复警告等影响数据的情形。"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "名次提升分析") {
		t.Error("a sheet beside a circular speaks of ranks")
	}
}

// Different outcomes need two outcomes: 甲 reached its targets, 丙 did not, and of
// 丁 nothing is proposed. A red line of 丙 leaves it to the leaders, which is
// another outcome than 甲's praise, and the document says which one it is.
func TestConflictsNeedTwoOutcomes(t *testing.T) {
	in := busyAssessment()
	in.Members = []scheme.Member{{TaskForce: "甲", Person: "示例甲", Unit: "示例单位"}, {TaskForce: "丙", Person: "示例甲", Unit: "示例单位"}, {TaskForce: "丁", Person: "示例甲", Unit: "示例单位"}}
	if got := Conflicts(in); len(got) != 1 || !cmp.Equal(got[0].TaskForces, []string{"甲", "丙"}) {
		t.Errorf("red line: %+v", got)
	}
	d, err := Assessment(in, wording(t))
	if want := "示例甲（示例单位）兼任甲方专班、丙方专班（触及红线）成员，所在专班结果不同，按哪一结果执行请予明确。"; err != nil || !strings.Contains(Text(d), want) {
		t.Errorf("%v: no %q in\n%s", err, want, Text(d))
	}
	// The same person, its two characters spread as in a list.
	in.Members[1].Person, in.Members[0].Person = "示　例甲", "示例甲"
	if got := Conflicts(in); len(got) != 1 || got[0].Person != "示例甲" {
		t.Errorf("spaced: %+v", got)
	}
	in.Members[1].Person = "示例甲"
	if got := PlainName("Li Si"); got != "Li Si" {
		t.Errorf("a name in letters: %s", got)
	}
	red := in
	red.RedLines = map[string]string{"甲": "弄虚作假", "丙": "弄虚作假"}
	if got := Conflicts(red); len(got) != 0 {
		t.Errorf("both red: %+v", got)
	}
	in.RedLines = nil
	if got := Conflicts(in); len(got) != 1 || !cmp.Equal(got[0].TaskForces, []string{"甲", "丙"}) {
		t.Errorf("without: %+v", got)
	}
	in.Assessments[2].Outcome = nil
	if got := Conflicts(in); len(got) != 0 {
		t.Errorf("no outcome: %+v", got)
	}
}

func TestTenure(t *testing.T) {
	first, last := ingest.Date{Year: 2023, Month: 1, Day: 3}, ingest.Date{Year: 2023, Month: 6, Day: 30}
	for want, m := range map[string]scheme.Member{
		"": {}, "2023-01-03起": {From: first}, "至2023-06-30": {To: last}, "2023-01-03—2023-06-30": {From: first, To: last},
	} {
		if got := tenure(m); got != want {
			t.Errorf("%v: %q, want %q", m, got, want)
		}
	}
}

// What is missing to the next place is said in 万元 where 亿元 has only noughts
// to show.
func TestSmallAmountsAreReadable(t *testing.T) {
	money := &scheme.Indicator{Unit: "亿元", Decimals: 2}
	for _, c := range []struct {
		ind              *scheme.Indicator
		need, want, unit string
	}{
		{money, "0.0098", "98", "万元"}, {money, "0.07", "700", "万元"}, {money, "0.1", "0.10", "亿元"}, {money, "1.5655", "1.5655", "亿元"},
		{&scheme.Indicator{Unit: "万元", Decimals: 2}, "0.05", "0.05", "万元"}, {&scheme.Indicator{Unit: "个", Count: true}, "1", "1", "个"},
	} {
		num, unit, places := readable(c.ind, n(c.need))
		if got := num.Fixed(places); got != c.want || unit != c.unit {
			t.Errorf("%s%s: %s%s, want %s%s", c.need, c.ind.Unit, got, unit, c.want, c.unit)
		}
	}
}
