package output

import (
	"strings"
	"testing"

	"tongbao/rules/scheme"
)

// Every rule in force is printed once, under its sheet, with what its row
// says; one at 停用 is not.
func TestCatalogueIsOfTheRows(t *testing.T) {
	s, err := scheme.Load(scheme.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	s.Rules[0].Stage = scheme.Retired
	s.Rules[1].Stage = scheme.Trial
	seen := map[string]string{}
	for _, b := range Catalogue(s).Annexes[0].Body {
		table := b.(*Table)
		for _, row := range table.Rows {
			if seen[row[0].Text] != "" {
				t.Errorf("%s is printed twice", row[0].Text)
			}
			seen[row[0].Text] = table.Caption + " " + row[1].Text + " " + row[2].Text
			if all := row[3].Text + row[4].Text + row[5].Text; strings.ContainsAny(all, "{}") {
				t.Errorf("%s shows a wording raw: %s", row[0].Text, all)
			}
		}
	}
	if len(seen) != len(s.Rules)-1 || seen[s.Rules[0].Code] != "" {
		t.Errorf("%d of %d rules, the one at 停用 as %q", len(seen), len(s.Rules), seen[s.Rules[0].Code])
	}
	for code, want := range map[string]string{
		"R-112": "签约项目 签约金额不大于总投资 错误",
		"R-181": "全表 每月召开例会 警告",
		"R-102": "落地项目 开工日期在报告月内 错误（试行）",
	} {
		if seen[code] != want {
			t.Errorf("%s: %q, want %q", code, seen[code], want)
		}
	}
}

func TestAWordingIsShownWithoutAReturn(t *testing.T) {
	for wording, want := range map[string]string{
		"超过{{.口径.报备天数}}天":                   "超过〔报备天数〕天",
		"低于时序进度{{小数 1 (绝对值 .指标.甲.差距)}}个百分点": "低于时序进度〔甲差距〕个百分点",
		"不足{{.专班.目标.甲}}个":                   "不足〔甲目标〕个",
		"请补填。":                              "请补填。",
		"坏的{{.甲":                            "坏的〔甲〕",
		"空的{{}}也好":                          "空的也好",
	} {
		if got := spoken(wording); got != want {
			t.Errorf("%s: %s, want %s", wording, got, want)
		}
	}
}
