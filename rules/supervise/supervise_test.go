package supervise

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

func day(s string) ingest.Date {
	d, err := ingest.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// weekdays is a calendar without public holidays.
func weekdays(d ingest.Date, n int) ingest.Date {
	for n > 0 {
		d = d.AddDays(1)
		if w := d.Time().Weekday(); w != 0 && w != 6 {
			n--
		}
	}
	return d
}

var september = ingest.Period{Year: 2023, Month: 9}

func monthOf(p ingest.Period, on string) Month {
	return Month{Scheme: &scheme.Scheme{}, Tally: &score.Tally{Period: p}, On: day(on), Workday: weekdays}
}

func statuses(items []Item) (list []string) {
	for _, it := range items {
		list = append(list, fmt.Sprintf("%s %s %s", it.ID, it.TaskForce, it.Status))
	}
	return list
}

// Numbers run on within the calendar year of the document and begin anew with
// the next: what is found in December and told in January is 〔2024〕1号.
func TestNumbersRunOnWithinTheYear(t *testing.T) {
	old := []Item{
		{ID: ID(2023, 20), Year: 2023, Number: 20, TaskForce: "NYC", Status: Closed},
		{ID: ID(2023, 3), Year: 2023, Number: 3, TaskForce: "SZJ", Status: Open, Due: day("2023-12-31")},
	}
	m := monthOf(september, "2023-10-16")
	m.Office.Found = []Found{
		{Key: "台账5", TaskForce: "SZJ", On: day("2023-09-20"), Text: "台账不全", Days: 5},
		{Key: "台账6", TaskForce: "WLK", On: day("2023-10-17"), Text: "通报之后发现的"},
		{Key: "台账7", TaskForce: "WLK", On: day("2023-10-16"), Text: "经费用途不符", Due: day("2023-10-31")},
	}
	r, err := Judge(m, old)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"督办〔2023〕3号 SZJ open", "督办〔2023〕20号 NYC closed", "督办〔2023〕21号 SZJ open", "督办〔2023〕22号 WLK open"}
	if diff := cmp.Diff(want, statuses(r.Items)); diff != "" {
		t.Error(diff)
	}
	// 16 October 2023 is a Monday: five working days later is Monday the 23rd.
	if r.Items[2].Due != day("2023-10-23") || r.Items[3].Due != day("2023-10-31") {
		t.Errorf("due %s and %s", r.Items[2].Due, r.Items[3].Due)
	}
	again, err := Judge(m, r.Items)
	if err != nil || len(again.Raised) != 0 {
		t.Errorf("judged again, raised %v, %v", again.Raised, err)
	}
	january := monthOf(ingest.Period{Year: 2023, Month: 12}, "2024-01-16")
	january.Office.Found = []Found{{Key: "台账9", TaskForce: "KFQ", On: day("2023-12-30"), Text: "示例"}}
	next, err := Judge(january, r.Items)
	if err != nil || !cmp.Equal(next.Raised, []string{"督办〔2024〕1号"}) {
		t.Errorf("raised %v, %v", next.Raised, err)
	}
	if n := len(old[1].History); n != 0 || old[1].Status != Open {
		t.Error("Judge changed its input")
	}
}

func TestOverdueTheDayAfter(t *testing.T) {
	items := []Item{{ID: ID(2023, 1), Year: 2023, Number: 1, TaskForce: "SZJ", Code: "DC-1", Status: Open, Due: day("2023-10-16"), Raised: ingest.Period{Year: 2023, Month: 8}}}
	for on, want := range map[string]Status{"2023-10-15": Open, "2023-10-16": Open, "2023-10-17": Overdue} {
		m := monthOf(september, on)
		m.Scheme.Supervision = []scheme.Supervision{{Code: "DC-1", Escalate: "建议约谈"}}
		r, err := Judge(m, items)
		if err != nil || r.Items[0].Status != want {
			t.Errorf("%s: %s, %v; want %s", on, r.Items[0].Status, err, want)
		}
		if (want == Overdue) != (len(r.Proposals) == 1 && r.Proposals[0].Text == "建议约谈") {
			t.Errorf("%s: proposals %v", on, r.Proposals)
		}
		again, _ := Judge(m, r.Items)
		if len(again.Items[0].History) != len(r.Items[0].History) {
			t.Errorf("%s: told overdue twice", on)
		}
	}
}

func TestAnswersAndConfirmations(t *testing.T) {
	f := &form.Form{Sheets: []form.Sheet{
		{Name: "整改回复", Fields: []form.Field{{Key: "编号", Role: form.Item}, {Key: "回复", Role: form.Answer}}},
		{Name: "别的", Fields: []form.Field{{Key: "编号", Role: form.Item}}},
	}}
	text := func(cell, s string) ingest.Value { return ingest.Value{Cell: cell, Kind: ingest.Text, Text: s} }
	answer := func(row int, id, said string) ingest.Entry {
		values := map[string]ingest.Value{"编号": text(fmt.Sprint("A", row), id)}
		if said != "" {
			values["回复"] = text(fmt.Sprint("B", row), said)
		}
		return ingest.Entry{Sheet: "整改回复", Row: row, Values: values}
	}
	ret := &ingest.Return{Entries: []ingest.Entry{
		answer(5, "督办[2023] 1号", "已补报"),
		answer(6, "督办〔2023〕2号", ""),
		answer(7, "督办〔2023〕3号", "不是自己的"),
		answer(8, "督办〔2023〕4号", "已销号的"),
		answer(9, "督办〔2023〕11号", "没有这一项"),
	}}
	items := make([]Item, 4)
	for i := range items {
		items[i] = Item{ID: ID(2023, i+1), Year: 2023, Number: i + 1, TaskForce: "NYC", Status: Open, Due: day("2023-12-31")}
	}
	items[2].TaskForce, items[3].Status = "SZJ", Closed
	m := monthOf(september, "2023-10-16")
	m.Cases = []Case{{TaskForce: &scheme.TaskForce{Unit: form.Unit{Code: "NYC"}}, Return: ret, Form: f}}
	m.Office.Confirmed = []Confirmation{
		{Item: "督办〔2023〕2号", On: day("2023-10-16"), Note: "已到现场核实"},
		{Item: "督办〔2023〕3号", On: day("2023-10-17")},
		{Item: "督办〔2023〕99号", On: day("2023-10-01")},
	}
	r, err := Judge(m, items)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"督办〔2023〕1号"}, r.Answered); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"督办〔2023〕2号"}, r.Closed); diff != "" {
		t.Error(diff)
	}
	want := []Event{{Period: september, On: day("2023-10-16"), Kind: WasAnswered, Text: "已补报", Cell: ingest.Place{Sheet: "整改回复", Cell: "B5"}}}
	if diff := cmp.Diff(want, r.Items[0].History); diff != "" {
		t.Error(diff)
	}
	if h := r.Items[1].History; len(h) != 1 || h[0].Kind != WasClosed || h[0].Text != "已到现场核实" {
		t.Errorf("closing: %+v", h)
	}
	if diff := cmp.Diff([]string{"督办〔2023〕1号 NYC open"}, statuses(Unresolved(r.Items, "NYC"))); diff != "" {
		t.Error(diff)
	}
	again, err := Judge(m, r.Items)
	if err != nil || len(again.Answered) != 0 || len(again.Closed) != 0 {
		t.Errorf("judged again: answered %v closed %v %v", again.Answered, again.Closed, err)
	}
}

// A month issued again after later months were: what those raised keeps its
// numbers, and neither it nor what an earlier edition raised comes up again.
func TestMonthIssuedAgain(t *testing.T) {
	m := monthOf(september, "2024-01-20")
	m.Later = []Item{
		{ID: ID(2024, 1), Year: 2024, Number: 1, TaskForce: "MCQ", Code: "DC-15", Raised: ingest.Period{Year: 2023, Month: 12}, Status: Open},
		{ID: ID(2023, 16), Year: 2023, Number: 16, TaskForce: "MCQ", Origin: "台账/XC-01", Raised: ingest.Period{Year: 2023, Month: 10}, Status: Closed},
	}
	m.Office.Found = []Found{
		{Key: "台账/XC-01", TaskForce: "MCQ", On: day("2023-11-10"), Text: "台账不一致"},
		{Key: "台账/XC-02", TaskForce: "KFQ", On: day("2024-01-19"), Text: "新发现的"},
	}
	r, err := Judge(m, nil)
	if err != nil || !cmp.Equal(r.Raised, []string{"督办〔2024〕2号"}) || len(r.Items) != 1 || r.Items[0].TaskForce != "KFQ" {
		t.Errorf("raised %v of %+v, %v", r.Raised, r.Items, err)
	}
	earlier := Item{ID: ID(2023, 9), Year: 2023, Number: 9, TaskForce: "WLK", Code: "DC-03", Raised: september, Status: Closed}
	for taskForce, code := range map[string]string{"WLK": "DC-03", "MCQ": "DC-15"} {
		d := docket{Month: m, items: []Item{earlier}}
		err := d.raiseOrNote(&scheme.Supervision{Code: code}, &Case{TaskForce: &scheme.TaskForce{Unit: form.Unit{Code: taskForce}}})
		if err != nil || len(d.items) != 1 || len(d.items[0].History) != 0 {
			t.Errorf("%s %s: %+v, %v", taskForce, code, d.items, err)
		}
	}
}

func TestWording(t *testing.T) {
	env := formula.Record{"指标": formula.Record{"签约": formula.Record{
		"差距": formula.Num{Num: exact.MustParse("-37.55")}, "完成率": formula.Num{Num: exact.MustParse("0.375")},
	}}, "专班": formula.Record{"名称": "示例专班"}, "月份": formula.Num{Num: exact.Int(9)}}
	got, err := fill("{{.专班.名称}}{{.月份}}月份签约进度滞后{{小数 1 (绝对值 .指标.签约.差距)}}个百分点，完成{{百分比 1 .指标.签约.完成率}}", env)
	if want := "示例专班9月份签约进度滞后37.6个百分点，完成37.5%"; got != want || err != nil {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
	for _, bad := range []string{"{{.没有}}", "{{.指标.签约.没有}}", "{{没有 1}}", "{{"} {
		if got, err := fill(bad, env); err == nil {
			t.Errorf("%q gave %q without complaint", bad, got)
		}
	}
}

func TestAnExtensionPutsOffTheDay(t *testing.T) {
	items := []Item{{ID: ID(2023, 1), Year: 2023, Number: 1, TaskForce: "SZJ", Status: Overdue, Due: day("2023-10-09")}}
	for until, want := range map[string]Status{"2023-10-31": Open, "2023-10-12": Overdue, "2023-10-01": Overdue} {
		m := monthOf(september, "2023-10-16")
		m.Office.Extended = []Extension{{Item: "督办〔2023〕1号", Until: day(until)}}
		r, err := Judge(m, items)
		if err != nil || r.Items[0].Status != want {
			t.Errorf("until %s: %s %v, want %s", until, r.Items[0].Status, err, want)
		}
		if put := r.Items[0].Due == day(until); put != (until != "2023-10-01") {
			t.Errorf("until %s: due %s", until, r.Items[0].Due)
		}
	}
}

// The day was given on site and has passed when the circular tells of it:
// overdue at once, by a day; on the day itself it is not.
func TestWhatIsFoundCanBeOverdueAtOnce(t *testing.T) {
	for due, want := range map[string]Status{"2023-10-15": Overdue, "2023-10-16": Open} {
		m := monthOf(september, "2023-10-16")
		m.Scheme.Settings.Other = map[string]string{scheme.EscalationSetting: "提醒，通报批评"}
		m.Scheme.Supervision = []scheme.Supervision{{Code: "DC-1", Escalate: "通报批评"}}
		m.Office.Found = []Found{{Key: "台账/1", TaskForce: "SZJ", On: day("2023-09-20"), Text: "台账不全", Due: day(due)}}
		r, err := Judge(m, nil)
		if err != nil || r.Items[0].Status != want || len(r.Overdue) != len(r.Proposals) || (len(r.Overdue) == 1) != (want == Overdue) {
			t.Errorf("due %s: %+v %v %v %v", due, r.Items, r.Overdue, r.Proposals, err)
		}
		m.AsRaised = true
		if r, _ := Judge(m, nil); r.Items[0].Status != Open {
			t.Errorf("due %s, as earlier programs left it: %s", due, r.Items[0].Status)
		}
	}
}

// A row that names another task force than the item's does nothing to it: one
// of the two was mistyped.
func TestRowOfAnotherTaskForce(t *testing.T) {
	it := Item{ID: "督办〔2023〕6号", TaskForce: "SZJ", Due: day("2023-10-20")}
	for taskForce, does := range map[string]bool{"SZJ": true, "": true, "KFQ": false} {
		o := FromRegister(&scheme.Register{
			Inspections: []scheme.Inspection{{Kind: scheme.InspectClosed, Item: "督办[2023]6号", TaskForce: taskForce, On: day("2023-10-10")}},
			Extensions:  []scheme.Extension{{Item: "督办〔2023〕6号", TaskForce: taskForce, Until: day("2024-03-01")}},
		})
		if o.ConfirmedBy(it, day("2023-10-11")) != does || (o.DueOf(&scheme.Scheme{}, it) == day("2024-03-01")) != does {
			t.Errorf("%q: confirmed %v, due %s", taskForce, o.ConfirmedBy(it, day("2023-10-11")), o.DueOf(&scheme.Scheme{}, it))
		}
		d := docket{Month: Month{On: day("2023-10-11"), Office: o}, items: []Item{it}}
		if (d.find("督办〔2023〕6号", taskForce) != nil) != does {
			t.Errorf("%q: found %v", taskForce, !does)
		}
	}
}

func TestItemsOfTheRegister(t *testing.T) {
	r := &scheme.Register{
		Inspections: []scheme.Inspection{
			{Kind: scheme.InspectFound, Code: "XC-1", TaskForce: "WLK", On: day("2023-09-20"), Text: "台账不全", Days: 5},
			{Kind: scheme.InspectClosed, Item: "督办〔2023〕1号", On: day("2023-10-10"), Text: "已核实"},
			{Kind: scheme.InspectDecided, Item: "督办〔2023〕2号", Measure: "约谈"},
		},
		Extensions: []scheme.Extension{{Item: "督办〔2023〕2号", Until: day("2023-10-31")}, {Period: september, TaskForce: "WLK", Until: day("2023-10-12")}},
	}
	o := FromRegister(r)
	if len(o.Found) != 1 || len(o.Confirmed) != 1 || len(o.Extended) != 1 {
		t.Fatalf("%+v", o)
	}
	if o.Found[0].Key != "台账/XC-1" || o.Confirmed[0].Item != "督办〔2023〕1号" || o.Extended[0].Until != day("2023-10-31") {
		t.Errorf("%+v", o)
	}
	if o := FromRegister(nil); len(o.Found) != 0 {
		t.Error("a workspace without a register has no items")
	}
}
