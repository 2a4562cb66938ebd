package scheme

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/rules/facts"
)

// knownChoices are the rows of 计算口径 that the program itself reads. Any
// other row is for the expressions, as 口径.事项.
var knownChoices = []knownChoice{
	{choiceRange, "下限", []string{"下限", rangeHigh, "不作硬性要求"}},
	{choiceGreen, "-10", nil},
	{choiceYellow, "-30", nil},
}

// What a 争取区间 is judged at.
const choiceRange, rangeHigh = "争取区间", "上限"

// The lowest gap that is still green, and still yellow.
const choiceGreen, choiceYellow = "绿色下限", "黄色下限"

type knownChoice struct {
	item     string
	fallback string   // where there is no row
	values   []string // nil: a number
}

// KnownChoice is the 取值 of a row of 计算口径 that the program itself reads,
// its fallback where the row is absent.
func (s *Scheme) KnownChoice(item string) string {
	if c, ok := s.Choices[item]; ok {
		return c.Value
	}
	for _, k := range knownChoices {
		if k.item == item {
			return k.fallback
		}
	}
	return ""
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
	b.colours()
}

// colours refuses a green that reaches below yellow: nothing would be yellow,
// and what is to be red would be green.
func (b *builder) colours() {
	green, err := exact.Parse(b.s.KnownChoice(choiceGreen))
	yellow, other := exact.Parse(b.s.KnownChoice(choiceYellow))
	if err != nil || other != nil || green.Cmp(yellow) >= 0 {
		return // what is no number is faulted already
	}
	for _, l := range b.of(sheetChoices) {
		if item := l.text("事项"); item == choiceGreen || item == choiceYellow {
			l.fault("取值", fmt.Sprintf("绿色下限%s低于黄色下限%s。", green, yellow), "绿色下限应不低于黄色下限，如绿色下限填-10，黄色下限填-30。")
			return
		}
	}
}

// reads notes that something speaks of rows of 计算口径; other names count for
// nothing.
func (b *builder) reads(names ...string) {
	for _, name := range names {
		if item, ok := strings.CutPrefix(name, facts.ChoicePrefix); ok {
			b.read[item] = true
		}
	}
}

// choicesRead refuses a row that nothing reads where it is one misspelt that
// would otherwise be taken for in force; others that decide nothing, left from an
// older scheme, are kept as Idle and told.
func (b *builder) choicesRead() {
	for _, sheet := range []string{sheetRules, sheetDeductions, sheetSupervision, sheetOutcomes} {
		if len(b.of(sheet)) == 0 {
			return // left out, with what it reads
		}
	}
	var absent []string
	for _, k := range knownChoices {
		b.read[k.item] = true
		if _, there := b.s.Choices[k.item]; !there {
			absent = append(absent, k.item)
		}
	}
	for _, l := range b.of(sheetChoices) {
		if item := l.text("事项"); item != "" && !b.misread && !l.faulted && !l.has("专班") && !b.read[item] {
			if meant := didYouMean(item, absent); meant != "" {
				l.fault("事项", finding.Quote(item)+"不起作用：程序不读取，各算式、条件和用语也没有引用。", meant+"请改正名称，或删去这一行。")
				continue
			}
			b.s.Idle = append(b.s.Idle, choiceIn(l))
		}
	}
}

func choiceIn(l *line) Choice {
	return Choice{Item: l.text("事项"), Value: l.text("取值"), Note: l.text("说明"), TaskForce: l.text("专班"), Phrase: l.text("表述"), Row: l.row}
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
