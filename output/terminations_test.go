package output

import (
	"strings"
	"testing"

	"tongbao/ingest/exact"
	"tongbao/rules/formula"
)

// 活动 has a formula of its own for the month. 甲 had 9, adds 1 and has 8: 2 of
// the 9 no longer count. A termination or 核定 that takes them out tells it
// itself, and an indicator whose month is the difference has nothing to tell.
func TestWhatNoLongerCountsIsSaid(t *testing.T) {
	const said = "甲方专班活动累计数减少2次，为8次，系本月填报的项目情况有变化，不再计入。"
	two := formula.Num{Num: exact.Int(2)}
	terminated, revised, differing := busyMonth(), busyMonth(), busyMonth()
	terminated.Terminated = append(terminated.Terminated, Termination{TaskForce: "甲", Project: "甲-9", Name: "示例项目", Removed: []Removal{{"活动", two, exact.Int(0)}}})
	revised.Revised = append(revised.Revised, Revision{"甲", "活动", formula.Num{Num: exact.Int(-2)}})
	differing.Scheme.Indicators[2].Month = nil
	for name, c := range map[string]struct {
		in   CircularInput
		says bool
	}{"no longer counted": {busyMonth(), true}, "terminated": {terminated, false}, "verified": {revised, false}, "a difference": {differing, false}} {
		d, err := Circular(c.in, wording(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(Text(d), said); got != c.says {
			t.Errorf("%s: says so %v, want %v", name, got, c.says)
		}
	}
}

// Which project it was, and what it became, is said where it is known.
func TestWhatTurnedIsNamed(t *testing.T) {
	d, err := Circular(turnedMonth(2), wording(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"甲方专班活动累计数减少2次，为8次：“示例项目”的类型由“框架”变为“正式”；“示例项目二”本月重新填报，不再计入。",
		"当月终止项目2个（乙方专班“示例项目”；甲方专班“甲-2”），相应核减",
	} {
		if !strings.Contains(Text(d), want) {
			t.Errorf("no %q in\n%s", want, Text(d))
		}
	}
	// Six are too many for a sentence.
	if d, err = Circular(turnedMonth(6), wording(t)); err != nil || !strings.Contains(Text(d), "当月终止项目6个（名称见附件项目清单），") {
		t.Errorf("%v", err)
	}
}
