package supervise

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// An item due on 16 October is first told as overdue by the circular of
// October (16 November), so that circular proposes the row's own step; those of
// November, December and January each one more, and never beyond the last. 提醒
// has been given with the 整改通知单: what was found on site, which has no row,
// begins where the rows begin.
func TestEscalationGoesUpAStepAMonth(t *testing.T) {
	old := []Item{
		{ID: ID(2023, 1), Year: 2023, Number: 1, TaskForce: "SZJ", Code: "DC-1", Status: Open, Due: day("2023-10-16"), Raised: ingest.Period{Year: 2023, Month: 8}},
		{ID: ID(2023, 2), Year: 2023, Number: 2, TaskForce: "SZJ", Code: "现场", Origin: "台账/1", Status: Open, Due: day("2023-10-16"), Raised: ingest.Period{Year: 2023, Month: 8}},
		{ID: ID(2023, 3), Year: 2023, Number: 3, TaskForce: "SZJ", Code: "DC-3", Status: Open, Due: day("2023-10-16"), Raised: ingest.Period{Year: 2023, Month: 8}},
	}
	items := old
	for _, c := range []struct {
		month ingest.Period
		on    string
		want  [3]string
	}{
		{ingest.Period{Year: 2023, Month: 10}, "2023-11-16", [3]string{"通报批评", "通报批评", "报县委"}},
		{ingest.Period{Year: 2023, Month: 11}, "2023-12-16", [3]string{"约谈", "约谈", "报县委"}},
		{ingest.Period{Year: 2023, Month: 12}, "2024-01-16", [3]string{"追责", "追责", "报县委"}},
		{ingest.Period{Year: 2024, Month: 1}, "2024-02-16", [3]string{"追责", "追责", "报县委"}},
	} {
		m := monthOf(c.month, c.on)
		m.Scheme.Settings.Other = map[string]string{scheme.EscalationSetting: "提醒，通报批评，约谈，追责"}
		m.Scheme.Supervision = []scheme.Supervision{{Code: "DC-1", Escalate: "通报批评"}, {Code: "DC-3", Escalate: "报县委"}}
		r, err := Judge(m, items)
		if err != nil || len(r.Proposals) != 3 {
			t.Fatal(r.Proposals, err)
		}
		for i, p := range r.Proposals {
			if p.Text != c.want[i] {
				t.Errorf("%s %s: %s, want %s", c.month, p.Item, p.Text, c.want[i])
			}
		}
		items = r.Items
	}
	m := monthOf(ingest.Period{Year: 2023, Month: 10}, "2023-11-16")
	if r, err := Judge(m, old); err != nil || len(r.Proposals) != 0 {
		t.Errorf("without rows and ladder: %v, %v", r.Proposals, err)
	}
}

// A task force that ended in August has two items overdue. What its row leaves
// to the office goes up no ladder, and is left there for good; its missing
// return is demanded as before, until the office says that it is settled.
func TestWhatATaskForceLeavesOpenGoesUpNoLadder(t *testing.T) {
	tf := &scheme.TaskForce{Unit: form.Unit{Code: "SZJ"}, Short: "数字专班", To: ingest.Period{Year: 2023, Month: 8}}
	judge := func(month ingest.Period, on string, items []Item, ended bool, confirmed ...Confirmation) Result {
		m := monthOf(month, on)
		m.Scheme.Settings.Other = map[string]string{scheme.EscalationSetting: "提醒，通报批评，约谈，追责"}
		m.Scheme.Supervision = []scheme.Supervision{{Code: "滞后", Escalate: "通报批评", TakenOver: "由某处处理"}, {Code: "缺报", Escalate: "通报批评"}}
		m.Cases = []Case{{TaskForce: tf, Ended: ended}}
		m.Office.Confirmed = confirmed
		r, err := Judge(m, items)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	august := ingest.Period{Year: 2023, Month: 8}
	items := []Item{
		{ID: ID(2023, 1), Year: 2023, Number: 1, TaskForce: "SZJ", Code: "滞后", Status: Open, Due: day("2023-09-11"), Raised: august},
		{ID: ID(2023, 2), Year: 2023, Number: 2, TaskForce: "SZJ", Code: "缺报", Status: Open, Due: day("2023-09-11"), Raised: august},
	}
	both := judge(august, "2023-09-16", items, false)
	if len(both.Proposals) != 2 {
		t.Fatalf("in its last month: %+v", both.Proposals)
	}
	ended := judge(august.Add(1), "2023-10-16", both.Items, true)
	want := []Proposal{{Item: ID(2023, 2), TaskForce: "SZJ", Code: "缺报", Text: "约谈"}}
	if diff := cmp.Diff(want, ended.Proposals); diff != "" {
		t.Error(diff)
	}
	last := ended.Items[0].History[len(ended.Items[0].History)-1]
	if it := ended.Items[0]; it.Status.Chinese() != "已移交" || last.Text != "数字专班已于2023年8月停用，由某处处理" {
		t.Errorf("%s: %+v", it.Status, last)
	}
	later := judge(august.Add(2), "2023-11-16", ended.Items, true)
	if diff := cmp.Diff(ended.Items[0], later.Items[0]); diff != "" || len(later.Proposals) != 1 {
		t.Errorf("a month later: %s %+v", diff, later.Proposals)
	}
	settled := judge(august.Add(2), "2023-11-16", ended.Items, true, Confirmation{Item: ID(2023, 1), On: day("2023-11-01")})
	if settled.Items[0].Status != Closed {
		t.Errorf("the office's word leaves it %s", settled.Items[0].Status)
	}
}

// The mildest step that a row begins with parts the ladder; a ladder that no
// row begins on is climbed from its foot.
func TestStepsOfTheLadder(t *testing.T) {
	for name, c := range map[string]struct {
		rows        []string
		done, ahead []string
	}{
		"rows begin at two steps": {[]string{"约谈", "通报批评", "报县委"}, []string{"提醒"}, []string{"通报批评", "约谈", "追责"}},
		"a row begins at once":    {[]string{"通报批评", "提醒"}, nil, []string{"提醒", "通报批评", "约谈", "追责"}},
		"no row is on the ladder": {[]string{"报县委", ""}, nil, []string{"提醒", "通报批评", "约谈", "追责"}},
	} {
		s := &scheme.Scheme{Settings: scheme.Settings{Other: map[string]string{scheme.EscalationSetting: "提醒，通报批评，约谈，追责"}}}
		for _, step := range c.rows {
			s.Supervision = append(s.Supervision, scheme.Supervision{Escalate: step})
		}
		if done, ahead := Steps(s); !slices.Equal(done, c.done) || !slices.Equal(ahead, c.ahead) {
			t.Errorf("%s: %v, then %v", name, done, ahead)
		}
	}
}

// What cannot be undone, like having been late, is put right by an answer: it
// closes with the month that answers it, and not with one that does not.
func TestAnAnswerCanCloseAnItem(t *testing.T) {
	late := []Item{{ID: ID(2023, 1), Year: 2023, Number: 1, TaskForce: "A", Code: "迟报", Status: Open, Due: day("2023-10-16"), Raised: ingest.Period{Year: 2023, Month: 8}}}
	answered := []Item{late[0]}
	answered[0].History = []Event{{Period: september, On: day("2023-10-16"), Kind: WasAnswered, Text: "已说明"}}
	for name, c := range map[string]struct {
		items []Item
		want  Status
	}{"without an answer": {late, Open}, "answered": {answered, Closed}} {
		s := smallScheme(t)
		s.Supervision = []scheme.Supervision{{Code: "迟报", Close: compile(t, "督办.答复 > 0", facts.OfJudgement, formula.Truth)}}
		if r := judgeMonth(t, s, 9, "2023-10-16", map[string]returns{"A": {9: nil}, "B": {9: nil}}, c.items); r.Items[0].Status != c.want {
			t.Errorf("%s: %s, want %s", name, r.Items[0].Status, c.want)
		}
	}
}
