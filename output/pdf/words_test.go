package pdf

import (
	"strings"
	"testing"
)

// Heads of a county's tables, cut by hand where their words end; ｜ is a place
// where only a line that holds no more may end.
func TestHeadsBreakAtWords(t *testing.T) {
	s := testSetter(t)
	for _, want := range []string{
		"外出/招商/活动", "外出/对接/项目/（个）", "对接/项目/总｜投资/（亿元）", "框架/协议/金额/（亿元）", "项目/评估/会议/（召开/季度｜数）", "例会/（召开/月数）",
		"年度/目标", "完成｜率%", "较｜进度", "工作/经费/支出/（万元）", "收到/时间", "单元｜格", "校验｜值", "下｜年度/拨付", "项目/所在｜地", "专班", "累计", "得分",
	} {
		chars := s.set(strings.NewReplacer("/", "", "｜", "").Replace(want), style{hei, emSize, 0})
		got := ""
		for i, tie := range headTies(chars)[:len(chars)] {
			switch {
			case i > 0 && tie == loose:
				got += "/"
			case tie == wished:
				got += "｜"
			}
			got += string(chars[i].r)
		}
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
