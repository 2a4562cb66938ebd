package scheme

import (
	"slices"

	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
)

// knownChoices are the rows of 计算口径 that the program itself reads. Any
// other row is for the expressions, as 口径.事项.
var knownChoices = []struct {
	item   string
	values []string // nil: a number
}{
	{"争取区间", []string{"下限", "上限", "不作硬性要求"}},
	{"绿色下限", nil},
	{"黄色下限", nil},
}

func (b *builder) choices() {
	b.s.Choices = map[string]Choice{}
	seen := map[string]int{}
	for _, l := range b.of(sheetChoices) {
		c := Choice{Item: l.text("事项"), Value: l.text("取值"), Note: l.text("说明")}
		if c.Item == "" || !l.unique(seen, "事项", c.Item) {
			continue
		}
		if !usable(c.Item) {
			l.fault("事项", "名称"+finding.Quote(c.Item)+"在算式中另有含义。", "请换一个。")
		}
		b.knownChoice(l, c)
		b.s.Choices[c.Item] = c
	}
}

func (b *builder) knownChoice(l *line, c Choice) {
	for _, k := range knownChoices {
		if k.item != c.Item || c.Value == "" {
			continue
		}
		_, number := c.Number()
		if k.values == nil && !number {
			l.fault("取值", finding.Quote(c.Item)+"的取值"+finding.Quote(c.Value)+"不是数。", "请只填数字，如 -10。")
		}
		if k.values != nil && !slices.Contains(k.values, c.Value) {
			l.fault("取值", finding.Quote(c.Item)+"的取值"+finding.Quote(c.Value)+"不能识别。", didYouMean(c.Value, k.values)+choicesHint(k.values))
		}
	}
}

// Number returns the value as a number; ok is false when it is text.
func (c Choice) Number() (n exact.Num, ok bool) {
	n, err := exact.Parse(c.Value)
	return n, err == nil
}
