package supervise

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// By the default scheme, a month in which nobody reports raises one item each
// and nothing else: what is not known is no ground for an item. 16 October
// 2023 is a Monday; three working days later is Thursday the 19th. A month on,
// the September returns are there (empty), so the items are closed; October's
// are on time without a meeting, which the six industry task forces must hold,
// and in October no quarter ends.
func TestTheDefaultSchemesItems(t *testing.T) {
	s, err := scheme.Load(scheme.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	judge := func(p ingest.Period, on string, sent bool, items []Item) Result {
		m := Month{Scheme: s, On: day(on)}
		var inputs []score.Input
		for _, tf := range score.Active(s, p) {
			in := score.Input{TaskForce: tf, Base: s.Base(tf)}
			c := Case{TaskForce: tf, Form: s.Form(tf.Class), Quarter: []score.Reporting{{Status: score.Missing}}}
			if sent {
				in.Returns = []*ingest.Return{{Version: ingest.Version{TaskForce: tf.Code, Period: p, Number: 1}}}
				c.Quarter[0].Status = score.OnTime
				c.States = map[ingest.Period]score.State{september: score.Late}
			}
			inputs, m.Cases = append(inputs, in), append(m.Cases, c)
		}
		if m.Tally, err = score.Assemble(s, p, inputs, score.Office{}); err != nil {
			t.Fatal(err)
		}
		r, err := Judge(m, items)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := judge(september, "2023-10-16", false, nil)
	var want []string
	for i, code := range []string{"KFQ", "MCQ", "ZBZ", "WLK", "NYC", "SZJ", "FWZ"} {
		want = append(want, fmt.Sprintf("%d %s DC-01 open 2023年9月份月报表缺报", i+1, code))
	}
	if diff := cmp.Diff(want, told(first)); diff != "" {
		t.Fatal(diff)
	}
	if due := first.Items[0].Due; due != day("2023-10-19") {
		t.Errorf("due %s", due)
	}
	second := judge(september.Add(1), "2023-11-13", true, first.Items)
	if len(second.Closed) != 7 || len(second.Overdue) != 0 {
		t.Errorf("closed %v, overdue %v", second.Closed, second.Overdue)
	}
	meetings := 0
	for _, it := range second.Items {
		if it.Code == "DC-21" {
			meetings++
			if it.Text != "未召开10月份例会" || it.TaskForce == "FWZ" {
				t.Errorf("%s %s", it.TaskForce, it.Text)
			}
		}
		if it.Code == "DC-22" || it.Code == "DC-31" {
			t.Errorf("%s in a month that ends no quarter", it.Code)
		}
	}
	if meetings != 6 {
		t.Errorf("%d items about meetings", meetings)
	}
}
