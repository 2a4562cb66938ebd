package clauses

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// itemLife is three months in a row of one task force: the first raises an
// item of a row of 督查, the second leaves it open, the third closes it. All
// lines name their month; those of later months are not known yet.
type itemLife struct {
	code, why, unit string // KFQ when blank
	first           int    // the month that raises it; September when 0
	lines           []string
	// known is what is known of the first month's own return in each of the
	// three; on time when nil.
	known []score.State
	// confirmed: the row has no 关闭条件; the office says so in the third month.
	confirmed bool
	// raised is how many of the row are raised in all; 1 when 0.
	raised int
	// toldInThird are lines of earlier months that a correction brings in the
	// third month.
	toldInThird []string
}

// trip, met, signed are one more of each on a day.
func trip(day string) string {
	return monthOf(day) + " 外出招商活动 +1 开始日期=" + day + " 结束日期=" + day
}

func metOn(day, code, amount string) string {
	return monthOf(day) + " 对接项目 +1 项目编号=" + code + " 对接日期=" + day + " 首次外出日期=" + day + " 总投资=" + amount
}

func signedOn(day, code, amount string) string {
	return monthOf(day) + " 签约项目 +1 项目编号=" + code + " 签约日期=" + day + " 总投资=30 签约金额=" + amount
}

func held(day, kind string) string {
	return monthOf(day) + " 会议与汇报 +1 事项类型=" + kind + " 召开日期=" + day
}

func landedOn(day, permit string) string {
	return monthOf(day) + " 落地项目 +1 项目编号=KFQ-2023-001 开工日期=2023-09-20 施工许可=" + permit
}

func packagedOn(day string, from, to int) (lines []string) {
	for i := from; i <= to; i++ {
		lines = append(lines, fmt.Sprintf("%s 包装项目 +1 项目编号=FWZ-2023-%03d 包装日期=%s", monthOf(day), i, day))
	}
	return lines
}

func monthOf(day string) string {
	n, _ := strconv.Atoi(day[5:7])
	return fmt.Sprintf("%d月", n)
}

// KFQ is to make 4 trips, meet 5 projects of 30 亿元, sign 30 and land 1; FWZ
// to package 10. By the plan 75.00% is due by September, 83.33% by October,
// 91.67% by November.
var itemLives = []itemLife{
	{code: "DC-01", why: "June comes on time while May is still missing", first: 5, known: []score.State{score.Missing, score.Missing, score.Late}},
	{code: "DC-02", why: "June comes on time while May is still not mended", first: 5, known: []score.State{score.Returned, score.Returned, score.OnTime}},
	{code: "DC-02", why: "mended late", first: 5, known: []score.State{score.Returned, score.Returned, score.Late}},
	{code: "DC-03", why: "answered in July", first: 5, known: []score.State{score.Late, score.Late, score.Late},
		lines: []string{"7月 问题整改 +1 督办编号=督办〔2023〕1号"}},
	{code: "DC-11", why: "1÷4−75.00 is −50.00; 2÷4−83.33 is −33.33; 3÷4−91.67 is −16.67",
		lines: []string{trip("2023-05-10"), trip("2023-10-12"), trip("2023-11-12")}},
	{code: "DC-12", why: "2÷5−75.00 is −35.00; 2÷5−83.33 is −43.33; 4÷5−91.67 is −11.67",
		lines: []string{metOn("2023-05-10", "KFQ-2023-001", "12"), metOn("2023-05-11", "KFQ-2023-002", "12"),
			metOn("2023-11-10", "KFQ-2023-003", "1"), metOn("2023-11-11", "KFQ-2023-004", "1")}},
	{code: "DC-13", why: "13.49÷30 is −30.03; 15.90÷30 is 53.00−83.33=−30.33; 18.50÷30 is 61.67−91.67=−30.00, the bound itself",
		lines: []string{metOn("2023-05-10", "KFQ-2023-001", "13.49"), metOn("2023-10-10", "KFQ-2023-002", "2.41"), metOn("2023-11-10", "KFQ-2023-003", "2.6")}},
	{code: "DC-14", why: "as DC-13",
		lines: []string{signedOn("2023-05-10", "KFQ-2023-001", "13.49"), signedOn("2023-10-10", "KFQ-2023-002", "2.41"), signedOn("2023-11-10", "KFQ-2023-003", "2.6")}},
	{code: "DC-15", why: "0 of 1; begun without a permit in October; the permit in November",
		lines: []string{landedOn("2023-10-10", "未取得"), landedOn("2023-11-10", "已取得")}},
	{code: "DC-21", why: "none in October either, which is another item; November's undoes neither; September's is told in November", raised: 2,
		lines: []string{held("2023-08-25", "月例会"), held("2023-11-20", "月例会")}, toldInThird: []string{"9月 会议与汇报 +1 事项类型=月例会 召开日期=2023-09-28"}},
	{code: "DC-22", why: "the report of June does not serve for the third quarter", lines: []string{held("2023-06-25", "季度汇报"), held("2023-11-20", "季度汇报") + " 所属季度=第三季度"}},
	{code: "DC-23", first: 3, why: "another meeting is none", lines: []string{held("2023-04-20", "月例会"), held("2023-05-09", "工作安排会议")}},
	{code: "DC-24", first: 3, why: "a meeting is no plan", lines: []string{held("2023-04-20", "工作安排会议"), held("2023-05-09", "年度招商计划")}},
	{code: "DC-25", why: "nothing more is spent after September", confirmed: true, lines: []string{"9月 经费使用 +1 支出金额=5.01 支出日期=2023-09-12"}},
	{code: "DC-26", why: "told 11 days after", confirmed: true, lines: []string{"9月 人员变动 +2 变动日期=2023-09-18 报备日期=2023-09-29"}},
	{code: "DC-27", why: "found on 10 November", lines: with(staffed[:3], "名册 县投资促进中心 业务骨干 2023-11-10")},
	{code: "DC-28", why: "left on 15 September, replaced on 10 November",
		lines: with(staffed[:3], "名册 县投资促进中心 业务骨干 2022-09-01 2023-09-15", "名册 县投资促进中心 业务骨干 2023-11-10")},
	{code: "DC-29", why: "31 October is a day in office, 30 November is not", lines: with(staffed, "名册 示例局 业务骨干 2023-09-10 2023-11-29")},
	{code: "DC-30", why: "answered in November", lines: with(staffed, "名册 县投资促进中心 业务骨干 2023-03-01 2023-09-20", "11月 问题整改 +1 督办编号=督办〔2023〕1号")},
	{code: "DC-31", unit: "FWZ", why: "the meeting of June does not serve for the third quarter",
		lines: with(packagedOn("2023-05-20", 1, 10), "6月 项目评估会议 +1 召开日期=2023-06-26", "11月 项目评估会议 +1 召开日期=2023-11-15 所属季度=第三季度")},
	{code: "DC-32", unit: "FWZ", why: "4÷10−75.00 is −35.00; 5÷10−83.33 is −33.33; 7÷10−91.67 is −21.67",
		lines: with(packagedOn("2023-05-20", 1, 4), with(packagedOn("2023-10-20", 5, 5), packagedOn("2023-11-20", 6, 7)...)...)},
	{code: "DC-33", unit: "FWZ", first: 12, why: "January does not mend the year before", confirmed: true, lines: packagedOn("2023-05-20", 1, 9)},
}

// linesOf are a life's lines as story wants them for a month: its own without
// the month, those to come left out.
func (l itemLife) linesOf(month int) (lines []string) {
	for _, line := range l.lines {
		first, rest, _ := strings.Cut(line, " ")
		n, err := strconv.Atoi(strings.TrimSuffix(first, "月"))
		switch {
		case err != nil || n < month:
			lines = append(lines, line)
		case n == month:
			lines = append(lines, rest)
		}
	}
	return lines
}

// statuses is what the row's first item is after each of the three months,
// and how many of the row were raised in all.
func (l itemLife) statuses(t *testing.T, s *scheme.Scheme) (after []supervise.Status, raised int) {
	t.Helper()
	unit, first := l.unit, l.first
	if unit == "" {
		unit = "KFQ"
	}
	if first == 0 {
		first = 9
	}
	tf, begun := s.TaskForce(unit), ingest.Period{Year: year, Month: first}
	only := *s
	only.Supervision = slices.DeleteFunc(slices.Clone(s.Supervision), func(r scheme.Supervision) bool { return r.Code != l.code })
	var items []supervise.Item
	for i := range 3 {
		lines := l.linesOf(first + i)
		if i == 2 {
			lines = append(lines, l.toldInThird...)
		}
		period := begun.Add(i)
		returns, last := story(t, s, unit, period, true, slices.DeleteFunc(slices.Clone(lines), onRoster))
		own := score.OnTime
		if l.known != nil {
			own = l.known[i]
		}
		c := supervise.Case{TaskForce: tf, Quarter: []score.Reporting{{TaskForce: unit, Status: score.OnTime}}, Return: last.ret, Form: formOf(s, unit), States: map[ingest.Period]score.State{begun: own}}
		if i == 0 {
			c.Quarter[0].Status = own
		}
		base := s.Base(tf)
		register := roster(t, unit, lines)
		base.Staff, base.Waivers = s.Staff(tf, register), register.WaiversOf(tf)
		tally, err := score.Assemble(s, period, []score.Input{{TaskForce: tf, Base: base, Returns: returns}}, score.Office{})
		if err != nil {
			t.Fatal(err)
		}
		on := period.Add(1).First()
		on.Day = 16
		m := supervise.Month{Scheme: &only, Tally: tally, On: on, Cases: []supervise.Case{c}}
		if l.confirmed && i == 2 {
			m.Office.Confirmed = []supervise.Confirmation{{Item: supervise.ID(begun.Add(1).Year, 1), On: on}}
		}
		r, err := supervise.Judge(m, items)
		if err != nil {
			t.Fatal(err)
		}
		items = r.Items
		if len(items) == 0 {
			return append(after, ""), 0
		}
		after = append(after, items[0].Status)
	}
	return after, len(items)
}

// TestClosing follows an item of every row of 督查 from the month that raises
// it over one that does not make it good to the one that does. Without its
// 关闭条件 nothing closes it; one without any waits for the office.
func TestClosing(t *testing.T) {
	s := builtIn(t)
	for _, l := range itemLives {
		t.Run(l.code+" "+l.why, func(t *testing.T) {
			t.Parallel()
			got, raised := l.statuses(t, s)
			if len(got) < 3 || got[0] != supervise.Open || got[1] == supervise.Closed || got[2] != supervise.Closed || raised != max(l.raised, 1) {
				t.Fatalf("%v, %d raised in all", got, raised)
			}
			i := slices.IndexFunc(s.Supervision, func(r scheme.Supervision) bool { return r.Code == l.code })
			if (s.Supervision[i].Close == nil) != l.confirmed {
				t.Fatalf("the row closes by rule: %v", s.Supervision[i].Close != nil)
			}
			other := *s
			other.Supervision = slices.Clone(s.Supervision)
			other.Supervision[i].Close = nil
			l.confirmed = false
			if got, _ := l.statuses(t, &other); got[2] == supervise.Closed {
				t.Errorf("without its 关闭条件 and without the office's word it is %v", got)
			}
		})
	}
	for _, row := range s.Supervision {
		if !slices.ContainsFunc(itemLives, func(l itemLife) bool { return l.code == row.Code }) {
			t.Errorf("%s %s: nobody shows how it closes", row.Code, row.Name)
		}
	}
}

// A meeting that was held and only forgotten: in November September's return
// is known to have it, or November's tells it, and September's item closes though
// neither October nor November had one, which are two more items. A meeting of
// August does not serve for September, nor does one of October or November:
// that September had none stays, until the office strikes it off.
func TestACorrectedMonthClosesItsMeeting(t *testing.T) {
	for _, c := range []struct {
		told   string
		third  supervise.Status
		raised int
	}{
		{"9月 会议与汇报 +1 事项类型=月例会 召开日期=2023-09-25", supervise.Closed, 3},
		{"会议与汇报 +1 事项类型=月例会 召开日期=2023-09-25 补报=是", supervise.Closed, 3},
		{"9月 会议与汇报 +1 事项类型=其他 召开日期=2023-09-25", supervise.Overdue, 3},
		{"8月 会议与汇报 +1 事项类型=月例会 召开日期=2023-08-25", supervise.Overdue, 3},
		{"10月 会议与汇报 +1 事项类型=月例会 召开日期=2023-10-25", supervise.Overdue, 3},
		{"会议与汇报 +1 事项类型=月例会 召开日期=2023-11-20", supervise.Overdue, 2},
	} {
		got, raised := itemLife{code: "DC-21", toldInThird: []string{c.told}}.statuses(t, builtIn(t))
		if diff := cmp.Diff([]supervise.Status{supervise.Open, supervise.Overdue, c.third}, got); diff != "" || raised != c.raised {
			t.Errorf("%s: %d raised %s", c.told, raised, diff)
		}
	}
}

// What was behind in December is not made good by January's small plan: the
// year is over, so it is left to the year's assessment and goes up no ladder
// any more; the office may close it. 13.49 of 30 is signed by December;
// 30 are to be signed in 2024, of which 2.50 by January, and 2.50 are.
func TestANewYearDoesNotCloseLastYearsItems(t *testing.T) {
	s := *builtIn(t)
	s.Supervision = slices.DeleteFunc(slices.Clone(s.Supervision), func(r scheme.Supervision) bool { return r.Code != "DC-14" })
	for _, target := range builtIn(t).Targets {
		target.Year = year + 1
		s.Targets = append(s.Targets, target)
	}
	tf := s.TaskForce("KFQ")
	judge := func(p ingest.Period, on ingest.Date, lines []string, items []supervise.Item, confirmed ...supervise.Confirmation) supervise.Result {
		returns, last := story(t, &s, "KFQ", p, true, lines)
		tally, err := score.Assemble(&s, p, []score.Input{{TaskForce: tf, Base: s.Base(tf), Returns: returns}}, score.Office{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := supervise.Judge(supervise.Month{Scheme: &s, Tally: tally, On: on, Office: supervise.Office{Confirmed: confirmed},
			Cases: []supervise.Case{{TaskForce: tf, Quarter: []score.Reporting{{Status: score.OnTime}}, Return: last.ret, Form: formOf(&s, "KFQ")}}}, items)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	december := ingest.Period{Year: year, Month: 12}
	r := judge(december, ingest.Date{Year: 2024, Month: 1, Day: 11}, []string{"5月 签约项目 +1 签约日期=2023-05-10 总投资=30 签约金额=13.49"}, nil)
	if len(r.Items) != 1 {
		t.Fatalf("December raises %d", len(r.Items))
	}
	january, on := []string{"签约项目 +1 项目编号=KFQ-2024-001 签约日期=2024-01-10 总投资=30 签约金额=2.5"}, ingest.Date{Year: 2024, Month: 2, Day: 8}
	got := judge(december.Add(1), on, january, r.Items)
	if it := got.Items[0]; it.Status != supervise.HandedOver || it.Status.Chinese() != "转入年度考核" || it.History[len(it.History)-1].Kind != supervise.WasHanded || len(got.Items) != 1 {
		t.Errorf("January leaves what was behind in the year before %+v", got.Items)
	}
	late := slices.Clone(r.Items)
	late[0].Status, late[0].Due = supervise.Overdue, ingest.Date{Year: 2024, Month: 1, Day: 12}
	if got := judge(december.Add(1), on, january, late); len(got.Proposals) != 0 || got.Items[0].Status != supervise.HandedOver {
		t.Errorf("January proposes %+v about %+v", got.Proposals, got.Items)
	}
	again := judge(december.Add(2), ingest.Date{Year: 2024, Month: 3, Day: 8}, nil, got.Items)
	if n := len(again.Items[0].History); n != len(got.Items[0].History) || len(again.Proposals)+len(supervise.Unresolved(again.Items, "KFQ")) != 0 {
		t.Errorf("February speaks of it again: %+v %+v", again.Items[0], again.Proposals)
	}
	got = judge(december.Add(1), on, january, r.Items, supervise.Confirmation{Item: r.Items[0].ID, On: on})
	if got.Items[0].Status != supervise.Closed {
		t.Error("the office's word does not close it")
	}
	got = judge(december.Add(2), ingest.Date{Year: 2024, Month: 3, Day: 8}, nil, again.Items, supervise.Confirmation{Item: r.Items[0].ID, On: on})
	if got.Items[0].Status != supervise.Closed {
		t.Error("the office's word does not close it once it was handed over")
	}
}

// December had no meeting, which January's does not undo. That December had one
// after all is told in January's time: by December's corrected return, as known
// now.
func TestAPastYearsMeetingIsToldByItsCorrection(t *testing.T) {
	s := *builtIn(t)
	s.Supervision = slices.DeleteFunc(slices.Clone(s.Supervision), func(r scheme.Supervision) bool { return r.Code != "DC-21" })
	tf, december := s.TaskForce("KFQ"), ingest.Period{Year: year, Month: 12}
	tally := func(p ingest.Period, lines ...string) (*score.Tally, *ingest.Return) {
		returns, last := story(t, &s, "KFQ", p, true, lines)
		tally, err := score.Assemble(&s, p, []score.Input{{TaskForce: tf, Base: s.Base(tf), Returns: returns}}, score.Office{})
		if err != nil {
			t.Fatal(err)
		}
		return tally, last.ret
	}
	judge := func(on ingest.Date, now *score.Tally, ret *ingest.Return, past *score.Tally, items []supervise.Item) []supervise.Item {
		r, err := supervise.Judge(supervise.Month{Scheme: &s, Tally: now, On: on, PastYear: past, Cases: []supervise.Case{{
			TaskForce: tf, Quarter: []score.Reporting{{Status: score.OnTime}}, Return: ret, Form: formOf(&s, "KFQ"), States: map[ingest.Period]score.State{december: score.OnTime}}}}, items)
		if err != nil {
			t.Fatal(err)
		}
		return r.Items
	}
	none, ret := tally(december)
	items := judge(ingest.Date{Year: 2024, Month: 1, Day: 11}, none, ret, nil, nil)
	if len(items) != 1 || items[0].Text != "未召开12月份例会" {
		t.Fatalf("December raises %+v", items)
	}
	january, ret := tally(december.Add(1), "会议与汇报 +1 事项类型=月例会 召开日期=2024-01-25")
	corrected, _ := tally(december, "会议与汇报 +1 事项类型=月例会 召开日期=2023-12-25")
	for past, want := range map[*score.Tally]supervise.Status{none: supervise.Overdue, corrected: supervise.Closed} {
		if got := judge(ingest.Date{Year: 2024, Month: 2, Day: 8}, january, ret, past, items); len(got) != 1 || got[0].Status != want {
			t.Errorf("%+v, want %s", got, want)
		}
	}
}

// The third quarter had no report, no evaluation meeting. One makes up for it
// that says it is for the third quarter, whenever it was made; one that says
// nothing is of the quarter of its day, and so is one for the second.
func TestAQuartersOwnReportDoesNotServeForTheOneBefore(t *testing.T) {
	s := builtIn(t)
	report := func(day string) string { return held(day, "季度汇报") }
	meeting := func(day string) string { return monthOf(day) + " 项目评估会议 +1 召开日期=" + day }
	for _, row := range []struct {
		code, unit string
		did        func(day string) string
	}{{"DC-22", "KFQ", report}, {"DC-31", "FWZ", meeting}} {
		for _, c := range []struct {
			days []string
			want [3]supervise.Status // after October, November, December
		}{
			{[]string{"2023-06-25"}, [3]supervise.Status{supervise.Overdue, supervise.Overdue, supervise.Overdue}},
			{[]string{"2023-10-20 所属季度=第三季度"}, [3]supervise.Status{supervise.Closed, supervise.Closed, supervise.Closed}},
			{[]string{"2023-10-20 所属季度=第二季度"}, [3]supervise.Status{supervise.Overdue, supervise.Overdue, supervise.Overdue}},
			{[]string{"2023-10-20"}, [3]supervise.Status{supervise.Overdue, supervise.Overdue, supervise.Overdue}},
			{[]string{"2023-11-20 所属季度=第三季度"}, [3]supervise.Status{supervise.Overdue, supervise.Closed, supervise.Closed}},
			{[]string{"2023-12-05 所属季度=第三季度", "2023-12-20"}, [3]supervise.Status{supervise.Overdue, supervise.Overdue, supervise.Closed}},
			{[]string{"2023-12-05", "2023-12-20"}, [3]supervise.Status{supervise.Overdue, supervise.Overdue, supervise.Overdue}},
		} {
			l := itemLife{code: row.code, unit: row.unit}
			for _, day := range c.days {
				l.lines = append(l.lines, row.did(day))
			}
			if got := l.quarterAfter(t, s); got != c.want {
				t.Errorf("%s %v: %v, want %v", row.code, c.days, got, c.want)
			}
		}
	}
}

// A report of April for the first quarter closes March's item and is not
// June's: June has none, and is raised.
func TestOneReportIsOfOneQuarter(t *testing.T) {
	s := builtIn(t)
	for _, c := range []struct {
		code, unit, april string
	}{
		{"DC-22", "KFQ", held("2023-04-10", "季度汇报") + " 所属季度=第一季度"},
		{"DC-31", "FWZ", "4月 项目评估会议 +1 召开日期=2023-04-10 所属季度=第一季度"},
	} {
		for from, want := range map[int]supervise.Status{3: supervise.Closed, 6: supervise.Open} {
			got, raised := itemLife{code: c.code, unit: c.unit, first: from, lines: []string{c.april}}.statuses(t, s)
			if raised != 1 || from == 3 && got[1] != want || from == 6 && got[0] != want {
				t.Errorf("%s from month %d: %v, %d raised", c.code, from, got, raised)
			}
		}
	}
}

// quarterAfter is what the item that September raises is after October,
// November and December. It is due on 24 October, ten working days after the
// circular of the 10th, so that November's finds it overdue.
func (l itemLife) quarterAfter(t *testing.T, s *scheme.Scheme) (after [3]supervise.Status) {
	t.Helper()
	only := *s
	only.Supervision = slices.DeleteFunc(slices.Clone(s.Supervision), func(r scheme.Supervision) bool { return r.Code != l.code })
	tf := s.TaskForce(l.unit)
	var items []supervise.Item
	for i := range 4 {
		period := ingest.Period{Year: year, Month: 9}.Add(i)
		returns, last := story(t, s, l.unit, period, true, l.linesOf(period.Month))
		tally, err := score.Assemble(s, period, []score.Input{{TaskForce: tf, Base: s.Base(tf), Returns: returns}}, score.Office{})
		if err != nil {
			t.Fatal(err)
		}
		on := period.Add(1).First()
		on.Day = 10
		m := supervise.Month{Scheme: &only, Tally: tally, On: on, Cases: []supervise.Case{{
			TaskForce: tf, Quarter: []score.Reporting{{TaskForce: l.unit, Status: score.OnTime}}, Return: last.ret, Form: formOf(s, l.unit)}}}
		r, err := supervise.Judge(m, items)
		if err != nil {
			t.Fatal(err)
		}
		items = r.Items
		if len(items) == 0 {
			t.Fatalf("%s: September raises nothing", l.code)
		}
		if i > 0 {
			after[i-1] = items[0].Status
		}
	}
	return after
}

// Who begins to report after the months that the year's beginning has (3) is
// asked once, in its first return, about the year's opening meeting and plan, and
// has an item over them only where a later month does not tell them either. What
// was held before it began to report can be told late. Who was there by March is
// asked in March and has its items from then on.
func TestWhoBeginsInMidYearIsAskedOnce(t *testing.T) {
	july := []string{"会议与汇报 +1 召开日期=2023-07-25"}
	august := []string{"7月 会议与汇报 +1 召开日期=2023-07-25", "会议与汇报 +1 召开日期=2023-08-25"}
	told := []string{"会议与汇报 +1 事项类型=工作安排会议 召开日期=2023-01-09 补报=是", "会议与汇报 +1 事项类型=年度招商计划 召开日期=2023-01-17 补报=是"}
	asked := []string{"R-183 会议与汇报", "R-184 会议与汇报"}
	raised := []string{"DC-23 未召开年初工作安排会议", "DC-24 未制定年度招商计划"}
	for _, c := range []struct {
		sheet, key, column, begins string
		month                      int
		lines                      []string
		asked, raised              []string
	}{
		{"设置", "启用月", "值", "2023-07", 7, july, asked, nil},
		{"设置", "启用月", "值", "2023-07", 7, with(july, told...), nil, nil},
		{"设置", "启用月", "值", "2023-07", 8, august, nil, raised},
		{"设置", "启用月", "值", "2023-07", 8, with(august, told...), nil, nil},
		{"专班", "KFQ", "启用起", "2023-07", 7, july, asked, nil},
		// It began in July, and its first return is August's.
		{"专班", "KFQ", "启用起", "2023-07", 8, august[1:], asked, nil},
		{"设置", "启用月", "值", "2023-04", 4, []string{"会议与汇报 +1 召开日期=2023-04-25"}, asked, nil},
		{"设置", "启用月", "值", "2023-03", 3, marchMeetings, asked, raised},
		{"设置", "启用月", "值", "2023-03", 4, []string{"会议与汇报 +1 召开日期=2023-04-25"}, nil, raised},
		{"设置", "启用月", "值", "2022-07", 2, []string{"会议与汇报 +1 召开日期=2023-02-25"}, nil, nil},
	} {
		tables := scheme.Defaults()
		set(t, tables, c.sheet, c.key, c.column, c.begins)
		// Progress is another matter.
		for _, code := range []string{"DC-11", "DC-12", "DC-13", "DC-14", "DC-15"} {
			set(t, tables, "督查", code, "失效月", "2022-12")
		}
		s, err := scheme.Load(tables)
		if err != nil {
			t.Fatal(err)
		}
		name := c.begins + " " + c.sheet
		list := ruleCase{month: c.month, quiet: true}.findings(t, s, c.lines)
		if diff := cmp.Diff(c.asked, places(list)); diff != "" {
			t.Errorf("begun %s, asked in month %d:\n%s", name, c.month, diff)
		}
		if diff := cmp.Diff(c.raised, monthCase{month: c.month}.raised(t, s, c.lines, nil)); diff != "" {
			t.Errorf("begun %s, raised in month %d:\n%s", name, c.month, diff)
		}
	}
}
