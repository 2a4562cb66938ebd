package main

import (
	"strconv"
	"testing"
)

// judgeControlTotals reads the scheme as init wrote it out, and holds it
// against the notice: 26 projects, 90 亿元, 24 activities, 73 亿元, 7–13 landed.
func judgeControlTotals(t *testing.T, dir string) {
	book := openWorkbook(t, mustRead(t, dir, "scheme.xlsx"))
	low, top := map[string]int{}, map[string]int{}
	seen := 0
	for _, row := range book.sheet(t, "目标").table(t) {
		unit, indicator := row["专班"], row["指标"]
		want := aimOf(unit, indicator)
		if want == nil {
			t.Errorf("%s has a target for %s, which the notice does not ask", unit, indicator)
			continue
		}
		seen++
		if got := integer(t, row["下限"]); got != want.low {
			t.Errorf("%s %s: 下限 %d, the notice says %d", unit, indicator, got, want.low)
		}
		if got := integer(t, row["上限"]); got != want.top {
			t.Errorf("%s %s: 上限 %d, the notice says %d", unit, indicator, got, want.top)
		}
		if unit != serviceForce {
			low[indicator] += integer(t, row["下限"])
			top[indicator] += integer(t, row["上限"])
		}
	}
	if seen != 6*5+2 {
		t.Errorf("%d targets; six industry task forces have five each, the service one has two", seen)
	}
	for indicator, want := range map[string]int{"外出对接项目": 26, "对接总投资": 90, "外出招商活动": 24, "签约金额": 73, "落地项目": 7} {
		if low[indicator] != want {
			t.Errorf("%s adds up to %d, not %d", indicator, low[indicator], want)
		}
	}
	if top["落地项目"] != 13 {
		t.Errorf("落地项目 at most %d, not 13", top["落地项目"])
	}
	judgeRoster(t, book)
}

// judgeRoster: seven task forces, of which six are ranked and count.
func judgeRoster(t *testing.T, book *workbook) {
	var ranked []string
	rows := book.sheet(t, "专班").table(t)
	for _, row := range rows {
		if row["参评"] == "是" && row["计入合计"] == "是" {
			ranked = append(ranked, row["代码"])
		}
	}
	if len(rows) != 7 || len(ranked) != 6 {
		t.Fatalf("%d task forces, %d ranked", len(rows), len(ranked))
	}
	for i, code := range industry() {
		if ranked[i] != code {
			t.Errorf("task force %d is %s, the notice has %s", i+1, ranked[i], code)
		}
	}
}

func integer(t *testing.T, s string) int {
	t.Helper()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
