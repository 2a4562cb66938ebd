package scheme

import (
	"slices"

	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
)

// knownChoices are the rows of 计算口径 that the program itself reads. Any
// other row is for the expressions, as 口径.事项.
var knownChoices = []knownChoice{
	{"争取区间", []string{"下限", "上限", "不作硬性要求"}},
	{"绿色下限", nil},
	{"黄色下限", nil},
}

type knownChoice struct {
	item   string
	values []string // nil: a number
}

func (b *builder) choices() {
	b.s.Choices, b.s.own = map[string]Choice{}, map[ownChoice]Choice{}
	seen, generals := map[string]int{}, map[string]int{}
	var own []*line
	for _, l := range b.of(sheetChoices) {
		c := choiceIn(l)
		if c.TaskForce != "" {
			own = append(own, l)
			continue
		}
		if c.Item == "" || !l.unique(generals, "事项", c.Item) {
			continue
		}
		if !usable(c.Item) {
			l.fault("事项", "名称"+finding.Quote(c.Item)+"在算式中另有含义。", "请换一个。")
		}
		b.knownChoice(l, c)
		b.s.Choices[c.Item] = c
	}
	for _, l := range own {
		b.ownChoice(l, seen)
	}
}

func choiceIn(l *line) Choice {
	return Choice{Item: l.text("事项"), Value: l.text("取值"), Note: l.text("说明"), TaskForce: l.text("专班"), Row: l.row}
}

// ownChoice reads a row that holds for one task force. The general row, which
// must be there, says whether it is a number.
func (b *builder) ownChoice(l *line, seen map[string]int) {
	c := choiceIn(l)
	general, ok := b.s.Choices[c.Item]
	_, number := c.Number()
	_, generally := general.Number()
	codes := b.taskForceCodes()
	switch {
	case c.Item == "" || c.Value == "":
	case !slices.Contains(codes, c.TaskForce):
		l.unknown("专班", "这个专班代码", c.TaskForce, codes)
	case slices.ContainsFunc(knownChoices, func(k knownChoice) bool { return k.item == c.Item }):
		l.fault("专班", finding.Quote(c.Item)+"各专班只能用同一取值。", "请删去“专班”，或删去这一行。")
	case !ok:
		l.fault("事项", finding.Quote(c.Item)+"只有一个专班的取值。", "请另加一行，“专班”不填，写明其他专班的取值。")
	case number != generally:
		l.fault("取值", finding.Quote(c.Item)+"的取值"+finding.Quote(c.Value)+"与通用的取值"+finding.Quote(general.Value)+"不是一类。", "请都填数，或都填文字。")
	case l.unique(seen, "专班", c.Item, c.TaskForce):
		b.s.own[ownChoice{c.TaskForce, c.Item}] = c
	}
}

// ownChoice is what a row of 计算口径 for one task force is known by.
type ownChoice struct{ taskForce, item string }

// ChoiceOf is the row of 计算口径 that holds for a task force: its own, or the
// general one; the zero Choice when there is none.
func (s *Scheme) ChoiceOf(taskForce, item string) Choice {
	if c, ok := s.own[ownChoice{taskForce, item}]; ok {
		return c
	}
	return s.Choices[item]
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
