package scheme

import (
	"fmt"
	"strings"

	"tongbao/ingest/finding"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// ValueMark is where 累计句式 and 当月句式 take the number with its unit.
const ValueMark = "{数}"

// maxPlaces bounds 小数位 of an indicator.
const maxPlaces = 6

func (b *builder) indicators() {
	seen := map[string]int{}
	for _, l := range b.of(sheetIndicators) {
		i := Indicator{
			Code: l.text("代码"), Name: l.text("名称"), Unit: l.text("单位"), Decimals: l.whole("小数位"), Count: l.text("小数位") == "0", Formula: l.text("算式"),
			Help: l.text("说明"), Basis: l.text("依据"), Phrase: l.text("表述"), Said: l.text("累计句式"), Monthly: l.text("当月句式"), Head: l.text("表头"), With: l.text("并入"), Headline: l.yes("通报重点", false),
		}
		if i.Phrase == "" {
			i.Phrase = i.Name
		}
		if i.Said != "" && strings.Count(i.Said, ValueMark) != 1 {
			l.fault("累计句式", finding.Quote(i.Said)+"中应有一处"+ValueMark+"。", "如 有"+ValueMark+"召开会议，"+ValueMark+"处写入数和单位。")
		}
		if strings.Count(i.Monthly, ValueMark) > 1 {
			l.fault("当月句式", finding.Quote(i.Monthly)+"中的"+ValueMark+"不止一处。", "")
		}
		if i.Code != "" {
			l.unique(seen, "代码", i.Code)
		}
		if i.Decimals > maxPlaces {
			l.fault("小数位", fmt.Sprintf("小数位%d过多，最多%d位。", i.Decimals, maxPlaces), "")
		}
		classes := b.appliesTo(l, "适用类别")
		i.Year = b.compile(l, "算式", classes, facts.OfIndicator, "", formula.Number)
		i.Month = b.compile(l, "当月算式", classes, facts.OfIndicator, "", formula.Number)
		b.s.Indicators = append(b.s.Indicators, i)
	}
	for _, l := range b.of(sheetIndicators) {
		b.joined(l)
	}
}

// joined checks 并入: another indicator that stands alone.
func (b *builder) joined(l *line) {
	with := l.text("并入")
	if with == "" {
		return
	}
	other := b.s.Indicator(with)
	switch {
	case other == nil:
		l.unknown("并入", "这个指标", with, b.indicatorCodes())
	case with == l.text("代码") || other.With != "":
		l.fault("并入", "不能并入"+finding.Quote(with)+"。", "只能并入另一个单独成句的指标。")
	}
}

// Heading is how a table's heading calls the indicator.
func (i Indicator) Heading() string {
	if i.Head != "" {
		return i.Head
	}
	return i.Name + "（" + i.Unit + "）"
}

// Applies reports whether the indicator is computed for a class.
func (i Indicator) Applies(class string) bool {
	_, ok := i.Year[class]
	return ok
}

// Indicator returns the indicator with that 代码, nil when there is none.
func (s *Scheme) Indicator(code string) *Indicator {
	for i := range s.Indicators {
		if s.Indicators[i].Code == code {
			return &s.Indicators[i]
		}
	}
	return nil
}

// IndicatorsOf lists the indicators of a class, in the scheme's order.
func (s *Scheme) IndicatorsOf(class string) []Indicator {
	var list []Indicator
	for _, i := range s.Indicators {
		if i.Applies(class) {
			list = append(list, i)
		}
	}
	return list
}

func (b *builder) indicatorCodes() []string {
	var codes []string
	for _, i := range b.s.Indicators {
		codes = append(codes, i.Code)
	}
	return codes
}
