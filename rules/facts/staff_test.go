package facts_test

import (
	"fmt"
	"testing"

	"tongbao/ingest"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

func on(t *testing.T, s string) ingest.Date {
	t.Helper()
	d, err := ingest.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The roster as of 30 September: 甲局 (leading) and 乙局 each owe a 领导 and a
// 骨干. 王 left 乙局 on 20 September and nobody came; 乙局 never had a 领导;
// 李 serves in B as well; 赵, of no member unit, left in August; 孙 begins in
// October.
func TestStaff(t *testing.T) {
	b := county()
	b.Staff = &facts.Staff{Units: []string{"甲局", "乙局"}, Kinds: []string{"领导", "骨干"}, Members: []facts.Member{
		{TaskForce: "A", Person: "张", Unit: "甲局", Kind: "领导"},
		{TaskForce: "A", Person: "李", Unit: "甲局", Kind: "骨干", From: on(t, "2023-01-03")},
		{TaskForce: "B", Person: "李", Unit: "甲局", Kind: "骨干"},
		{TaskForce: "A", Person: "王", Unit: "乙局", Kind: "骨干", From: on(t, "2023-01-03"), To: on(t, "2023-09-20")},
		{TaskForce: "A", Person: "赵", Unit: "丙局", Kind: "骨干", To: on(t, "2023-08-31")},
		{TaskForce: "A", Person: "孙", Unit: "乙局", Kind: "骨干", From: on(t, "2023-10-01")},
	}}
	ask := func(b facts.Base, month, source string) string {
		t.Helper()
		p, err := formula.Compile(source, facts.Names(b.Vocabulary, b.Form, facts.OfJudgement, ""), formula.Number)
		if err != nil {
			t.Fatalf("%s: %v", source, err)
		}
		at, err := ingest.ParsePeriod(month)
		if err != nil {
			t.Fatal(err)
		}
		n, err := p.Number(facts.NewYear(b, at, nil).Judgement(nil))
		if err != nil {
			return err.Error()
		}
		return fmt.Sprint(n.Num)
	}
	for _, c := range []struct{ month, source, want string }{
		{"2023-09", "count(成员名册)", "4"}, // not B's, not October's
		{"2023-09", "count(成员名册, .在任)", "2"},
		{"2023-08", "count(成员名册, .在任)", "4"}, // the last day counts
		{"2023-09", "count(成员名册, .兼任 > 0)", "1"},
		{"2023-08", "count(成员名册, .非成员单位)", "1"},
		{"2023-09", "count(成员名册, .非成员单位)", "0"},
		{"2023-09", "count(应配人员)", "4"},
		{"2023-09", "count(应配人员, .从未确定)", "1"},
		{"2023-09", `count(应配人员, .从未确定 and .单位 == "乙局" and .人员类别 == "领导")`, "1"},
		{"2023-09", `count(应配人员, .离任未补 and .单位 == "乙局" and .人员类别 == "骨干" and 有值(.离任日))`, "1"},
		{"2023-10", "count(应配人员, .离任未补)", "0"},
		{"2023-09", "sum(应配人员, .在任人数)", "2"},
		{"2023-09", "天数(find(成员名册, .单位 == \"乙局\").起, find(成员名册, .单位 == \"乙局\").止)", "260"}, // 3 January to 20 September: 28+28+31+30+31+30+31+31+20
	} {
		if got := ask(b, c.month, c.source); got != c.want {
			t.Errorf("%s %s is %s, want %s", c.month, c.source, got, c.want)
		}
	}
	// No roster, or one of others alone: nothing is owed.
	b.Staff.Members = b.Staff.Members[2:3]
	if got := ask(b, "2023-09", "count(应配人员) + count(成员名册)"); got != "0" {
		t.Errorf("a roster that is not kept asks for %s", got)
	}
	b.Staff = nil
	if got := ask(b, "2023-09", "count(应配人员) + count(成员名册)"); got != "0" {
		t.Errorf("without a roster: %s", got)
	}
}
