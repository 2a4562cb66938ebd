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
	const said = "甲方专班原计入活动的2次因项目情况变化，本月不再计入，累计8次。"
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
