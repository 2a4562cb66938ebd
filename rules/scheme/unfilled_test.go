package scheme_test

import (
	"slices"
	"strings"
	"testing"

	"tongbao/rules/scheme"
)

// gapsOf are the missing targets of a year, “MCQ 签约金额”, “ZBZ（全缺）…”.
func gapsOf(t *testing.T, tables []scheme.Table, year int) (list []string) {
	t.Helper()
	s, err := scheme.Load(tables)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range s.MissingTargets(year) {
		all := ""
		if g.None {
			all = "（全缺）"
		}
		list = append(list, g.TaskForce.Code+all+" "+strings.Join(g.Indicators, "、"))
	}
	return list
}

// The notice's targets are for 2023: six industry task forces with five each,
// the service task force with two.
func TestMissingTargets(t *testing.T) {
	if got := gapsOf(t, scheme.Defaults(), 2023); got != nil {
		t.Errorf("the default scheme lacks %v", got)
	}
	const five = "外出招商活动、外出对接项目、对接总投资、签约金额、落地项目"
	want := []string{"KFQ（全缺） " + five, "MCQ（全缺） " + five, "ZBZ（全缺） " + five, "WLK（全缺） " + five, "NYC（全缺） " + five, "SZJ（全缺） " + five, "FWZ（全缺） 项目评估会议、包装项目"}
	if got := gapsOf(t, scheme.Defaults(), 2024); !slices.Equal(got, want) {
		t.Errorf("2024 lacks %v", got)
	}
	// One row taken for the next year is one gap, and nobody else's.
	if got := gapsOf(t, edit(t, scheme.Defaults(), "目标", "MCQ|签约金额", "年度", "2024"), 2023); !slices.Equal(got, []string{"MCQ 签约金额"}) {
		t.Errorf("MCQ's moved target: %v", got)
	}
	// A task force that ended with 2022, or begins in 2024, owes none in 2023.
	tables := edit(t, scheme.Defaults(), "目标", "MCQ|签约金额", "年度", "2024")
	if got := gapsOf(t, edit(t, tables, "专班", "MCQ", "启用起", "2024-01"), 2023); got != nil {
		t.Errorf("a task force of next year: %v", got)
	}
	tables = edit(t, scheme.Defaults(), "专班", "MCQ", "启用止", "2023-12")
	if got := gapsOf(t, tables, 2024); slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "MCQ") }) {
		t.Errorf("a task force that has ended: %v", got)
	}
}

// A setting stands in the list once: what it falls back to must not depend on
// which of two rows is read. A blank 异议期 stays blank, which documents word
// as 及时.
func TestEverySettingOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range scheme.Describe("设置") {
		for _, name := range c.Choices {
			if seen[name] {
				t.Errorf("设置 lists %s twice", name)
			}
			seen[name] = true
		}
	}
	if len(seen) < 30 {
		t.Fatalf("%d settings", len(seen))
	}
	s, err := scheme.Load(edit(t, scheme.Defaults(), "设置", "异议期", "值", ""))
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Settings.Other["异议期"]; got != "" {
		t.Errorf("a blank 异议期 becomes %q", got)
	}
}
