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

// A cell is parted between a figure and its mark, at the ends of words, before
// a month's name; never inside of them. Widths are in full-width characters; a
// digit is about half of one.
func TestCellsBreakAtNaturalPoints(t *testing.T) {
	s := testSetter(t)
	for _, c := range []struct {
		text string
		ems  float64
		want string
	}{
		{"5待核", 2.4, "5|待核"}, {"12.00△待核", 3.8, "12.00△|待核"}, {"−16.7红→黄", 3.1, "−16.7|红→黄"}, {"−54.2红", 3.1, "−54.2|红"},
		{"106.60*", 4, "106.60*"}, {"未到节点", 2.2, "未到|节点"}, {"煤炭煤层气", 4.2, "煤炭|煤层气"}, {"装备制造业", 4.2, "装备|制造业"},
		{"示例智造有限公司阀门智能制造项目", 15.2, "示例智造有限公司阀门智能制造|项目"}, {"9月至11月答复；12月11日销号", 10.2, "9月至11月答复；|12月11日销号"},
		{"沁水县“6+6”招商", 5.2, "沁水县|“6+6”招商"}, {"24.00+18.00+18.00", 6, "24.00+18.00|+18.00"},
	} {
		chars := s.set(c.text, style{fangsong, emSize, 0})
		got := ""
		for i, l := range breakTied(chars, cellTies(chars), c.ems*emSize, c.ems*emSize) {
			if i > 0 {
				got += "|"
			}
			got += spoken(chars[l.from:l.to])
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}
