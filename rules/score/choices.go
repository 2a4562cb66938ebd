package score

import (
	"fmt"

	"tongbao/ingest/exact"
	"tongbao/rules/scheme"
)

// Names of the rows of 计算口径 that decide figures.
const (
	ChoiceRange  = "争取区间" // 下限, 上限 or 不作硬性要求
	ChoiceGreen  = "绿色下限" // percentage points
	ChoiceYellow = "黄色下限" // percentage points
)

// What a 争取区间 is judged at.
const (
	RangeLow  = "下限"
	RangeHigh = "上限"
	RangeSoft = "不作硬性要求" // measured at the low end, but failing it fails nothing
)

// Choices are the rows of 计算口径 that figures rest on.
type Choices struct {
	Range         string
	Green, Yellow exact.Num // lowest gap that is still green, still yellow
}

// ReadChoices takes the choices of a scheme. A value that means nothing is an
// error: the loader should have refused it.
func ReadChoices(s *scheme.Scheme) (Choices, error) {
	c := Choices{Range: s.KnownChoice(ChoiceRange)}
	if c.Range != RangeLow && c.Range != RangeHigh && c.Range != RangeSoft {
		return Choices{}, fmt.Errorf("score: 计算口径“%s”的取值“%s”无效，可填：%s、%s、%s", ChoiceRange, c.Range, RangeLow, RangeHigh, RangeSoft)
	}
	for item, line := range map[string]*exact.Num{ChoiceGreen: &c.Green, ChoiceYellow: &c.Yellow} {
		value := s.KnownChoice(item)
		n, err := exact.Parse(value)
		if err != nil {
			return Choices{}, fmt.Errorf("score: 计算口径“%s”的取值“%s”不是数", item, value)
		}
		*line = n
	}
	return c, nil
}
