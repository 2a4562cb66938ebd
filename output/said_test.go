package output

import (
	"testing"

	"tongbao/rules/scheme"
)

// How a figure stands in a sentence: 表述 before number and unit, or the
// scheme's own 累计句式 and 当月句式.
func TestAFigureInASentence(t *testing.T) {
	s, err := scheme.Load(scheme.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	own := &scheme.Indicator{Name: "会议", Unit: "次", Phrase: "开会", Monthly: "新开会{数}"}
	for _, c := range []struct {
		ind                *scheme.Indicator
		value, added       marked
		said, alone, month string
	}{
		{s.Indicator("外出招商活动"), "5", "2", "开展外出招商活动5次", "开展外出招商活动5次", "开展外出招商活动2次"},
		{s.Indicator("对接总投资"), "9.60", "2.60", "总投资9.60亿元", "对接项目总投资9.60亿元", "总投资2.60亿元"},
		{s.Indicator("项目评估会议"), "3", "1", "有3个季度召开项目评估会议", "有3个季度召开项目评估会议", "召开项目评估会议"},
		{s.Indicator("项目评估会议"), "3", "2", "有3个季度召开项目评估会议", "有3个季度召开项目评估会议", "有2个季度召开项目评估会议"},
		{s.Indicator("月例会"), "12", "1", "有12个月召开例会", "有12个月召开例会", "召开例会"},
		{own, "4", "1", "开会4次", "开会4次", "新开会1次"},
		{s.Indicator("项目评估会议"), "0", "1", "未召开项目评估会议", "未召开项目评估会议", "召开项目评估会议"},
		{s.Indicator("落地项目"), "0", "1", "落地项目0个", "落地项目0个", "落地项目1个"},
	} {
		x := reading{Zero: c.value == "0", Indicator: c.ind, Name: marked(c.ind.Phrase), Plain: marked(c.ind.Name), Unit: marked(c.ind.Unit), Value: c.value, Added: c.added}
		if got := words(x.Said()); got != c.said {
			t.Errorf("%s: %s, want %s", c.ind.Name, got, c.said)
		}
		if got := words(x.Alone()); got != c.alone {
			t.Errorf("%s alone: %s, want %s", c.ind.Name, got, c.alone)
		}
		if got := words(x.SaidMonth()); got != c.month {
			t.Errorf("%s, the month: %s, want %s", c.ind.Name, got, c.month)
		}
	}
	if got, want := s.Indicator("项目评估会议").Heading(), "项目评估会议（召开季度数）"; got != want {
		t.Errorf("heading %s, want %s", got, want)
	}
	if got, want := s.Indicator("签约金额").Heading(), "签约金额（亿元）"; got != want {
		t.Errorf("heading %s, want %s", got, want)
	}
}
