package clauses

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// monthCase is what one task force sent up to a month: a month that makes a
// row of 督查 or 扣分 speak and one that does not.
type monthCase struct {
	code  string // 编号 of 督查, 事项 of 扣分
	why   string
	unit  string // KFQ when blank
	month int    // September when 0
	says  string // text of the item; count and points of the deduction
	// The year's lines, and what became of the returns: by default all came on
	// time. A month that is missing or was sent back has no lines.
	does, doesNot           []string
	status, statusOtherwise []score.State
}

var onTime = []score.State{score.OnTime}

// told is September of a task force that is on its way, by the notice's
// targets for KFQ: 3 trips and 3 projects of 22.50 亿元 in all are due, 22.50
// signed and 1 landed; it met, planned and reported.
var (
	meetings = []string{
		"1月 会议与汇报 +1 事项类型=工作安排会议 召开日期=2023-01-09", "1月 会议与汇报 +1 事项类型=年度招商计划 召开日期=2023-01-17",
		"会议与汇报 +1 召开日期=2023-09-25", "会议与汇报 +2 召开日期=2023-09-28",
	}
	landed = "6月 落地项目 +1 项目编号=KFQ-2023-001 开工日期=2023-06-20"
)

// progress is a year so far: a line each for trips, projects met, contracts.
func progress(trips int, met []string, signed string, rest ...string) (lines []string) {
	for i := 1; i <= trips; i++ {
		lines = append(lines, fmt.Sprintf("5月 外出招商活动 +1 开始日期=2023-05-%02d 结束日期=2023-05-%02d", i, i))
	}
	for i, amount := range met {
		lines = append(lines, fmt.Sprintf("5月 对接项目 +1 项目编号=KFQ-2023-%03d 对接日期=2023-05-02 首次外出日期=2023-05-02 总投资=%s", i+1, amount))
	}
	lines = append(lines, "5月 签约项目 +1 项目编号=KFQ-2023-001 签约日期=2023-05-15 总投资=30 签约金额="+signed)
	return append(lines, rest...)
}

func with(lines []string, more ...string) []string { return append(slices.Clone(lines), more...) }

var (
	enough  = []string{"8", "8", "8"}
	onTrack = progress(3, enough, "22.5", with(meetings, landed)...)
	serves  = packaged(8, "项目评估会议 +1")
)

// staffed is a full roster of KFQ: unit, 人员类别, first day, last day if any.
var staffed = []string{
	"名册 沁水经济技术开发区 分管领导 2023-01-03", "名册 沁水经济技术开发区 业务骨干 2023-01-03",
	"名册 县投资促进中心 分管领导 2023-01-03", "名册 县投资促进中心 业务骨干 2023-01-03",
}

// onRoster tells lines of the register from those of returns: “名册 …” and
// “豁免 R-181 2023-09”.
func onRoster(line string) bool {
	return strings.HasPrefix(line, "名册 ") || strings.HasPrefix(line, "豁免 ")
}

// roster is the register that a case's lines of it make, a person each.
func roster(t *testing.T, unit string, lines []string) *scheme.Register {
	t.Helper()
	r := &scheme.Register{}
	for i, line := range lines {
		if !onRoster(line) {
			continue
		}
		words := strings.Fields(line)
		if words[0] == "豁免" {
			p, err := ingest.ParsePeriod(words[2])
			if err != nil {
				t.Fatal(err)
			}
			r.Waivers = append(r.Waivers, scheme.Waiver{TaskForce: unit, Rule: words[1], From: p, To: p})
			continue
		}
		m := scheme.Member{TaskForce: unit, Person: fmt.Sprintf("成员%02d", i), Unit: words[1], Kind: words[2], Post: words[2]}
		for j, at := range []*ingest.Date{&m.From, &m.To} {
			if len(words) > 3+j {
				d, err := ingest.ParseDate(words[3+j])
				if err != nil {
					t.Fatal(err)
				}
				*at = d
			}
		}
		r.Members = append(r.Members, m)
	}
	return r
}

// packaged is the service task force with so many projects packaged by May.
func packaged(n int, rest ...string) (lines []string) {
	for i := 1; i <= n; i++ {
		lines = append(lines, fmt.Sprintf("5月 包装项目 +1 项目编号=FWZ-2023-%03d 包装日期=2023-05-20", i))
	}
	return append(lines, rest...)
}

var supervisionCases = []monthCase{
	{code: "DC-01", month: 5, says: "2023年5月份月报表缺报", status: []score.State{score.Missing}, doesNot: maytime, statusOtherwise: onTime},
	{code: "DC-02", month: 5, says: "2023年5月份月报表退回后未改正", status: []score.State{score.Returned}, doesNot: maytime, statusOtherwise: onTime},
	{code: "DC-03", month: 5, says: "2023年5月份月报表迟报", does: maytime, status: []score.State{score.Late}, doesNot: maytime, statusOtherwise: onTime},
	{code: "DC-11", why: "1÷4 is 50 points behind 75%, 2÷4 is 25", says: "外出招商活动低于时序进度50.0个百分点",
		does: progress(1, enough, "22.5", with(meetings, landed)...), doesNot: progress(2, enough, "22.5", with(meetings, landed)...)},
	{code: "DC-12", why: "2÷5 is 35 points behind 75%, 3÷5 is 15", says: "外出对接项目低于时序进度35.0个百分点",
		does: progress(3, []string{"12", "12"}, "22.5", with(meetings, landed)...), doesNot: progress(3, []string{"8", "8", "8"}, "22.5", with(meetings, landed)...)},
	{code: "DC-13", why: "13.49÷30 is 30.03 points behind 75%, 13.50÷30 is 30.00", says: "对接项目总投资低于时序进度30.0个百分点",
		does: progress(3, []string{"4", "4", "5.49"}, "22.5", with(meetings, landed)...), doesNot: progress(3, []string{"4", "4", "5.5"}, "22.5", with(meetings, landed)...)},
	{code: "DC-14", why: "13.47÷30 is 30.1 points behind 75%, 13.50÷30 is 30.0", says: "签约金额低于时序进度30.1个百分点",
		does: progress(3, enough, "13.47", with(meetings, landed)...), doesNot: progress(3, enough, "13.5", with(meetings, landed)...)},
	{code: "DC-15", why: "one was to be landed by September", says: "落地项目0个，进度计划应达1个",
		does: progress(3, enough, "22.5", meetings...), doesNot: onTrack},
	{code: "DC-15", why: "without a permit it is not landed", says: "落地项目0个，进度计划应达1个",
		does: progress(3, enough, "22.5", with(meetings, landed+" 施工许可=未取得")...), doesNot: onTrack},
	{code: "DC-21", says: "未召开9月份例会", does: progress(3, enough, "22.5", landed, meetings[0], meetings[1], meetings[3]), doesNot: onTrack},
	{code: "DC-22", says: "至9月末当季未汇报工作进展情况", does: progress(3, enough, "22.5", landed, meetings[0], meetings[1], meetings[2]), doesNot: onTrack},
	{code: "DC-23", says: "未召开年初工作安排会议", does: progress(3, enough, "22.5", landed, meetings[1], meetings[2], meetings[3]), doesNot: onTrack},
	{code: "DC-24", says: "未制定年度招商计划", does: progress(3, enough, "22.5", landed, meetings[0], meetings[2], meetings[3]), doesNot: onTrack},
	{code: "DC-25", why: "5.01 or 5.00 万元", says: "本年工作经费支出5.01万元，超过年度经费5万元",
		does: with(onTrack, "经费使用 +1 支出金额=5.01"), doesNot: with(onTrack, "经费使用 +1 支出金额=5")},
	{code: "DC-26", why: "11 days or 10", says: "人员调整后10天内未报备",
		does: with(onTrack, "人员变动 +2 变动日期=2023-09-18 报备日期=2023-09-29"), doesNot: with(onTrack, "人员变动 +2 变动日期=2023-09-18 报备日期=2023-09-28")},
	{code: "DC-27", why: "a unit without a 业务骨干; of two kinds each of two units must have one", says: "成员名册中没有县投资促进中心业务骨干",
		does: with(onTrack, staffed[:3]...), doesNot: with(onTrack, staffed...)},
	{code: "DC-27", why: "two are lacking, and nothing is said where no roster is kept", says: "成员名册中没有沁水经济技术开发区分管领导、县投资促进中心分管领导",
		does: with(onTrack, staffed[1], staffed[3]), doesNot: onTrack},
	{code: "DC-28", why: "left on the 20th, replaced on the 30th or the day after", says: "县投资促进中心业务骨干离任后没有补充",
		does:    with(onTrack, staffed[0], staffed[1], staffed[2], "名册 县投资促进中心 业务骨干 2022-09-01 2023-09-20", "名册 县投资促进中心 业务骨干 2023-10-01"),
		doesNot: with(onTrack, staffed[0], staffed[1], staffed[2], "名册 县投资促进中心 业务骨干 2022-09-01 2023-09-20", "名册 县投资促进中心 业务骨干 2023-09-30")},
	{code: "DC-29", why: "a unit that 专班 does not name", says: "成员名册中示例局不是本专班的成员单位",
		does: with(onTrack, with(staffed, "名册 示例局 业务骨干 2023-01-03")...), doesNot: with(onTrack, with(staffed, "名册 示例局 业务骨干 2023-01-03 2023-08-31", "名册 县投资促进中心 业务骨干 2023-01-03")...)},
	{code: "DC-30", why: "364 days, or 365", says: "有成员从事专班工作不满一年即作调整",
		does: with(onTrack, with(staffed, "名册 县投资促进中心 业务骨干 2022-09-16 2023-09-15")...), doesNot: with(onTrack, with(staffed, "名册 县投资促进中心 业务骨干 2022-09-15 2023-09-15")...)},
	{code: "DC-31", unit: "FWZ", says: "至9月末当季未召开项目评估会议", does: packaged(8, "会议与汇报 +1"), doesNot: serves},
	{code: "DC-32", why: "4÷10 is 35 points behind 75%, 5÷10 is 25", unit: "FWZ", says: "包装项目低于时序进度35.0个百分点",
		does: packaged(4, "项目评估会议 +1"), doesNot: packaged(5, "项目评估会议 +1")},
	{code: "DC-33", why: "9 or 10 by the year's end", unit: "FWZ", month: 12, says: "全年包装项目9个，少于10个",
		does: packaged(9, "项目评估会议 +1 召开日期=2023-12-21"), doesNot: packaged(10, "项目评估会议 +1 召开日期=2023-12-21")},
}

// maytime is a May with its meeting; nothing else is due by then.
var maytime = []string{meetings[0], meetings[1], "会议与汇报 +1 召开日期=2023-05-25"}

var deductionCases = []monthCase{
	{code: "月报表迟报", why: "two of three", says: "2次扣2分", does: meetingsOfTheQuarter, doesNot: meetingsOfTheQuarter,
		status: []score.State{score.Late, score.OnTime, score.Late}, statusOtherwise: []score.State{score.OnTime, score.OnTime, score.OnTime}},
	{code: "月报表缺报", why: "a missing month is not punished for its meeting too", says: "1次扣3分", does: meetingsOfTheQuarter[1:], doesNot: meetingsOfTheQuarter,
		status: []score.State{score.Missing, score.OnTime, score.OnTime}, statusOtherwise: []score.State{score.OnTime, score.OnTime, score.OnTime}},
	{code: "月报表缺报", why: "sent back and never mended", says: "2次扣6分", does: meetingsOfTheQuarter[2:], doesNot: meetingsOfTheQuarter,
		status: []score.State{score.Returned, score.Missing, score.OnTime}, statusOtherwise: []score.State{score.OnTime, score.OnTime, score.OnTime}},
	{code: "未召开月例会", why: "August had none", says: "1次扣1分", does: []string{meetingsOfTheQuarter[0], "8月 会议与汇报 +1 事项类型=其他 召开日期=2023-08-25", meetingsOfTheQuarter[2]}, doesNot: meetingsOfTheQuarter,
		status: []score.State{score.OnTime, score.OnTime, score.OnTime}, statusOtherwise: []score.State{score.OnTime, score.OnTime, score.OnTime}},
}

var meetingsOfTheQuarter = []string{"7月 会议与汇报 +1 召开日期=2023-07-25", "8月 会议与汇报 +1 召开日期=2023-08-25", "会议与汇报 +1 召开日期=2023-09-25"}

// tally is the case's task force alone as of its month, with its reporting.
func (c monthCase) tally(t *testing.T, s *scheme.Scheme, lines []string, states []score.State) (*score.Tally, *scheme.TaskForce, []score.Reporting, *ingest.Return) {
	t.Helper()
	unit, month := c.unit, ingest.Period{Year: year, Month: 9}
	if unit == "" {
		unit = "KFQ"
	}
	if c.month > 0 {
		month.Month = c.month
	}
	if states == nil {
		states = onTime
	}
	returns, last := story(t, s, unit, month, true, slices.DeleteFunc(slices.Clone(lines), onRoster))
	now := last.ret
	var quarter []score.Reporting
	for _, state := range states {
		quarter = append(quarter, score.Reporting{TaskForce: unit, Status: state})
	}
	if end := states[len(states)-1]; end == score.Missing || end == score.Returned {
		returns, now = returns[:len(returns)-1], nil
	}
	tf := s.TaskForce(unit)
	base := s.Base(tf)
	register := roster(t, unit, lines)
	base.Staff, base.Waivers = s.Staff(tf, register), register.WaiversOf(tf)
	tally, err := score.Assemble(s, month, []score.Input{{TaskForce: tf, Base: base, Returns: returns}}, score.Office{})
	if err != nil {
		t.Fatal(err)
	}
	return tally, tf, quarter, now
}

// raised are the items that a month raises, “DC-21 未召开9月份例会”.
func (c monthCase) raised(t *testing.T, s *scheme.Scheme, lines []string, states []score.State) (out []string) {
	tally, tf, quarter, now := c.tally(t, s, lines, states)
	on := tally.Period.Add(1).First()
	on.Day = 16
	r, err := supervise.Judge(supervise.Month{Scheme: s, Tally: tally, On: on,
		Cases: []supervise.Case{{TaskForce: tf, Quarter: quarter, Return: now, Form: formOf(s, tf.Code)}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range r.Waived {
		out = append(out, "豁免 "+w.Code)
	}
	for _, it := range r.Items {
		out = append(out, it.Code+" "+it.Text)
		if it.Demand == "" || it.Basis == "" || it.Due.Compare(on) <= 0 {
			t.Errorf("%s is not told what to do by when: %+v", it.Code, it)
		}
	}
	return out
}

func TestSupervision(t *testing.T) {
	s := builtIn(t)
	for i, c := range supervisionCases {
		name := c.code
		if i > 0 && supervisionCases[i-1].code == c.code {
			name += " " + c.why
		}
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff([]string{c.code + " " + c.says}, c.raised(t, s, c.does, c.status)); diff != "" {
				t.Errorf("a month that raises it and only it (%s):\n%s", c.why, diff)
			}
			if got := c.raised(t, s, c.doesNot, c.statusOtherwise); len(got) > 0 {
				t.Errorf("a month that does not (%s) raises %v", c.why, got)
			}
			other := *s
			other.Supervision = slices.DeleteFunc(slices.Clone(s.Supervision), func(r scheme.Supervision) bool { return r.Code == c.code })
			if got := c.raised(t, &other, c.does, c.status); len(got) > 0 {
				t.Errorf("without its row the month raises %v", got)
			}
		})
	}
	for _, row := range s.Supervision {
		if !slices.ContainsFunc(supervisionCases, func(c monthCase) bool { return c.code == row.Code }) {
			t.Errorf("%s %s has no case", row.Code, row.Name)
		}
	}
}

// A waived rule has no consequence either: no item for the month it is waived
// in, and it is told what was waived; another month's waiver, or another
// rule's, changes nothing.
func TestAWaiverTakesTheItem(t *testing.T) {
	s := builtIn(t)
	waivers := map[string]string{
		"DC-21": "R-181", "DC-22": "R-182", "DC-23": "R-183", "DC-24": "R-184", "DC-25": "R-162", "DC-26": "R-171", "DC-31": "R-185", "DC-33": "R-186",
	}
	for _, c := range supervisionCases {
		rule := waivers[c.code]
		if rule == "" {
			continue
		}
		month := fmt.Sprintf("2023-%02d", max(c.month, 0))
		if c.month == 0 {
			month = "2023-09"
		}
		delete(waivers, c.code)
		if diff := cmp.Diff([]string{"豁免 " + c.code}, c.raised(t, s, with(c.does, "豁免 "+rule+" "+month), c.status)); diff != "" {
			t.Errorf("%s, %s waived in %s:\n%s", c.code, rule, month, diff)
		}
		for _, other := range []string{"豁免 " + rule + " 2022-12", "豁免 R-101 " + month} {
			if diff := cmp.Diff([]string{c.code + " " + c.says}, c.raised(t, s, with(c.does, other), c.status)); diff != "" {
				t.Errorf("%s, %s:\n%s", c.code, other, diff)
			}
		}
	}
	if len(waivers) > 0 {
		t.Errorf("not tried: %v", waivers)
	}
}

// August had no meeting: waived it costs nothing, with its points told as
// spared. Waiving July, which had one, spares nothing, nor does it where July
// is missing: then July costs 3 points and August its 1.
func TestAWaiverTakesTheDeduction(t *testing.T) {
	s := builtIn(t)
	on := score.OnTime
	none := "8月 会议与汇报 +1 事项类型=其他 召开日期=2023-08-25"
	july, september := meetingsOfTheQuarter[0], meetingsOfTheQuarter[2]
	for _, c := range []struct {
		lines  []string
		states []score.State
		want   []string
	}{
		{[]string{july, none, september, "豁免 R-181 2023-08"}, []score.State{on, on, on}, nil},
		{[]string{july, none, september, "豁免 R-181 2023-07"}, []score.State{on, on, on}, []string{"未召开月例会 1次扣1分"}},
		{[]string{none, september, "豁免 R-181 2023-07"}, []score.State{score.Missing, on, on}, []string{"月报表缺报 1次扣3分", "未召开月例会 1次扣1分"}},
	} {
		if diff := cmp.Diff(c.want, monthCase{}.deducted(t, s, c.lines, c.states)); diff != "" {
			t.Errorf("%v:\n%s", c.lines, diff)
		}
		tally, tf, quarter, _ := monthCase{}.tally(t, s, c.lines, c.states)
		r, err := tally.Quarter(s, map[string]score.Conduct{tf.Code: {Quarter: quarter}}, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(r.Standings[0].Spared); (got == "[{未召开月例会 1 1}]") != (c.want == nil) {
			t.Errorf("%v: spared %s", c.lines, got)
		}
	}
}

// July is missing, and its meeting is told in August: that does not make up for
// September, which had none. July costs its 3 points, September its 1.
func TestAMissingMonthsMeetingMakesUpForNoOther(t *testing.T) {
	lines := []string{"8月 会议与汇报 +1 召开日期=2023-08-25", "8月 会议与汇报 +1 召开日期=2023-07-25 补报=是"}
	got := monthCase{}.deducted(t, builtIn(t), lines, []score.State{score.Missing, score.OnTime, score.OnTime})
	if diff := cmp.Diff([]string{"月报表缺报 1次扣3分", "未召开月例会 1次扣1分"}, got); diff != "" {
		t.Error(diff)
	}
}

// deducted are the deductions of a quarter, “月报表迟报 2次扣2分”.
func (c monthCase) deducted(t *testing.T, s *scheme.Scheme, lines []string, states []score.State) (out []string) {
	tally, tf, quarter, _ := c.tally(t, s, lines, states)
	env, err := tally.Judgement(s, tf.Code, score.Conduct{Quarter: quarter})
	if err != nil {
		t.Fatal(err)
	}
	list, err := score.Deductions(s, tf, env)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		out = append(out, fmt.Sprintf("%s %d次扣%s分", d.Item, d.Count, d.Points))
	}
	return out
}

func TestDeductions(t *testing.T) {
	s := builtIn(t)
	for _, c := range deductionCases {
		t.Run(c.code+" "+c.why, func(t *testing.T) {
			if diff := cmp.Diff([]string{c.code + " " + c.says}, c.deducted(t, s, c.does, c.status)); diff != "" {
				t.Errorf("a quarter that costs it and only it:\n%s", diff)
			}
			if got := c.deducted(t, s, c.doesNot, c.statusOtherwise); len(got) > 0 {
				t.Errorf("a quarter that does not costs %v", got)
			}
			other := *s
			other.Deductions = slices.DeleteFunc(slices.Clone(s.Deductions), func(d scheme.Deduction) bool { return d.Item == c.code })
			if got := c.deducted(t, &other, c.does, c.status); len(got) > 0 {
				t.Errorf("without its row the quarter costs %v", got)
			}
		})
	}
	for _, row := range s.Deductions {
		if !slices.ContainsFunc(deductionCases, func(c monthCase) bool { return c.code == row.Item }) {
			t.Errorf("%s has no case", row.Item)
		}
	}
}

// The rows of 考核, each by a year that ends in it. KFQ's targets: 4 trips, 5
// projects, 30 亿元 met, 30 signed, 1 landed; FWZ's: 4 meetings, 10 projects. Who
// never reports comes out no better than who reports month by month that there
// was nothing.
func TestOutcomes(t *testing.T) {
	s := builtIn(t)
	five := []string{"6", "6", "6", "6", "6"}
	quarterly := []string{"3月 项目评估会议 +1 召开日期=2023-03-26", "6月 项目评估会议 +1 召开日期=2023-06-26", "9月 项目评估会议 +1", "项目评估会议 +1 召开日期=2023-12-26"}
	for _, c := range []struct {
		why, unit, grade string
		row              int // of 考核, from 0
		lines            []string
		silent           bool
	}{
		{"every target reached", "KFQ", "完成", 0, progress(4, five, "30", landed), false},
		{"never reported", "KFQ", "未完成（较差）", 1, nil, true},
		{"nothing in any month", "KFQ", "未完成（较差）", 2, nil, false},
		{"20.99÷30 is 30.03 points short and none landed", "KFQ", "未完成（较差）", 2, progress(4, five, "20.99"), false},
		{"21.00÷30 is 30.00 points short and none landed", "KFQ", "未完成", 3, progress(4, five, "21"), false},
		{"10,000 元 short", "KFQ", "未完成", 3, progress(4, five, "29.9999", landed), false},
		{"three trips of four", "KFQ", "未完成", 3, progress(3, five, "30", landed), false},
		{"10 projects and a meeting each quarter", "FWZ", "完成", 4, packaged(10, quarterly...), false},
		{"a quarter without its meeting", "FWZ", "未完成", 5, packaged(10, quarterly[1:]...), false},
		{"9 projects", "FWZ", "未完成", 5, packaged(9, quarterly...), false},
		{"never reported, apart", "FWZ", "未完成", 5, nil, true},
	} {
		t.Run(c.why, func(t *testing.T) {
			m := monthCase{unit: c.unit, month: 12}
			judge := func(s *scheme.Scheme) *scheme.Outcome {
				tally, tf, quarter, _ := m.tally(t, s, c.lines, onTime)
				if c.silent {
					var err error
					if tally, err = score.Assemble(s, tally.Period, []score.Input{{TaskForce: tf, Base: s.Base(tf)}}, score.Office{}); err != nil {
						t.Fatal(err)
					}
					quarter = []score.Reporting{{Status: score.Missing}, {Status: score.Missing}, {Status: score.Missing}}
				}
				list, err := tally.Assess(s, map[string]score.Conduct{c.unit: {Quarter: quarter}})
				if err != nil {
					t.Fatal(err)
				}
				for _, a := range list {
					if a.TaskForce == c.unit {
						return a.Outcome
					}
				}
				return nil
			}
			want := s.Outcomes[c.row].Wording
			if got := judge(s); got == nil || got.Grade != c.grade || got.Wording != want {
				t.Fatalf("%+v, want %s %s", got, c.grade, want)
			}
			other := *s
			other.Outcomes = slices.Delete(slices.Clone(s.Outcomes), c.row, c.row+1)
			if got := judge(&other); got != nil && got.Wording == want {
				t.Error("without its row the outcome is the same")
			}
		})
	}
}
