package scheme_test

import (
	"strings"
	"testing"

	"tongbao/rules/scheme"
)

// 最大 of a text column is its greatest number of characters; the general one
// is a setting and 500 where nobody sets it.
func TestLongestText(t *testing.T) {
	s, err := scheme.Load(edit(t, scheme.Defaults(), "栏目", "签约项目||项目名称", "最大", "60"))
	if err != nil {
		t.Fatal(err)
	}
	if f := s.Forms[0].Sheet("签约项目").Field("项目名称"); f.Max == nil || f.Max.String() != "60" {
		t.Errorf("最大 of 项目名称 is %v", f.Max)
	}
	if got := s.Settings.Other[scheme.LongestTextSetting]; got != "500" {
		t.Errorf("文字上限 is %q", got)
	}
	for _, bad := range []struct{ column, value, says string }{{"最大", "0", "不是正整数"}, {"最大", "6.5", "不是正整数"}, {"最小", "1", "限定大小"}} {
		faults := faultsOf(t, edit(t, scheme.Defaults(), "栏目", "签约项目||项目名称", bad.column, bad.value))
		if len(faults) != 1 || !strings.Contains(faults[0].Message, bad.says) {
			t.Errorf("%s %s: %v", bad.column, bad.value, faults)
		}
	}
}
