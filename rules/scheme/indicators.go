package scheme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// maxPlaces bounds 小数位 of an indicator.
const maxPlaces = 6

func (b *builder) indicators() {
	seen := map[string]int{}
	for _, l := range b.of(sheetIndicators) {
		i := Indicator{
			Code: l.text("代码"), Name: l.text("名称"), Unit: l.text("单位"), Decimals: l.whole("小数位"), Count: l.text("小数位") == "0", Formula: l.text("算式"),
			Help: l.text("说明"), Basis: l.text("依据"), Phrase: l.text("表述"), With: l.text("并入"), Headline: l.yes("通报重点", false),
		}
		if i.Phrase == "" {
			i.Phrase = i.Name
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

func (b *builder) targets() {
	seen := map[string]int{}
	for _, l := range b.of(sheetTargets) {
		t := Target{TaskForce: l.text("专班"), Indicator: l.text("指标"), Year: l.whole("年度"), Kind: TargetKind(l.text("类型")), High: l.number("上限"), Basis: l.text("依据"), Row: l.row}
		if low := l.number("下限"); low != nil {
			t.Low = *low
		}
		b.references(l, t)
		if t.TaskForce != "" && t.Indicator != "" && t.Year != 0 {
			l.unique(seen, "指标", t.TaskForce, t.Indicator, l.text("年度"))
		}
		b.amounts(l, t)
		t.Plan = b.plan(l, t)
		b.s.Targets = append(b.s.Targets, t)
	}
}

func (b *builder) references(l *line, t Target) {
	tf, i := b.s.TaskForce(t.TaskForce), b.s.Indicator(t.Indicator)
	if tf == nil && t.TaskForce != "" {
		l.unknown("专班", "这个专班代码", t.TaskForce, b.taskForceCodes())
	}
	if i == nil && t.Indicator != "" {
		l.unknown("指标", "这个指标", t.Indicator, b.indicatorCodes())
	}
	if tf != nil && i != nil && i.Year != nil && !i.Applies(tf.Class) && b.s.Form(tf.Class) != nil {
		l.fault("指标", "指标"+finding.Quote(t.Indicator)+"不适用于"+finding.Quote(tf.Class)+"。", "请在“指标”的“适用类别”中加上这个类别。")
	}
}

func (b *builder) amounts(l *line, t Target) {
	if l.has("下限") && t.Low.Sign() <= 0 {
		l.fault("下限", "下限"+finding.Quote(t.Low.String())+"应大于0。", "没有目标的，请删去这一行。")
	}
	switch {
	case t.Kind == Range && !l.filled("上限"):
		l.fault("上限", "争取区间没有填写上限。", "")
	case t.Kind == Range && t.High != nil && l.has("下限") && t.High.Cmp(t.Low) < 0:
		l.fault("上限", "上限"+finding.Quote(t.High.String())+"小于下限"+finding.Quote(t.Low.String())+"。", "")
	case t.Kind != Range && t.Kind != "" && l.filled("上限"):
		l.fault("上限", "类型为"+finding.Quote(string(t.Kind))+"的目标没有上限。", "请清除，或把类型改为“争取区间”。")
	}
}

// plan reads 进度计划: 线性, or four cumulative values that never fall and end
// at the lower bound.
func (b *builder) plan(l *line, t Target) []exact.Num {
	written := l.text("进度计划")
	if written == "" || written == linear {
		return nil
	}
	var plan []exact.Num
	for _, part := range splitList(written) {
		n, err := exact.Parse(strings.TrimSpace(width.Narrow.String(part)))
		if err != nil {
			l.fault("进度计划", "进度计划"+finding.Quote(written)+"中的"+finding.Quote(part)+"不是数。", didYouMean(written, []string{linear})+"请填“线性”，或四个季度末的累计数，如 0,0,1,1。")
			return nil
		}
		plan = append(plan, n)
	}
	switch {
	case len(plan) != 4:
		l.fault("进度计划", "进度计划"+finding.Quote(written)+"有"+strconv.Itoa(len(plan))+"个数，应为四个季度末的累计数。", "如 0,0,1,1。")
	case !slices.IsSortedFunc(plan, exact.Num.Cmp) || plan[0].Sign() < 0:
		l.fault("进度计划", "进度计划"+finding.Quote(written)+"应逐季不减，且不小于0。", "各数是累计数，不是当季数。")
	case l.has("下限") && plan[3].Cmp(t.Low) != 0:
		l.fault("进度计划", "进度计划"+finding.Quote(written)+"年末为"+plan[3].String()+"，与下限"+t.Low.String()+"不等。", "最后一个数应等于下限。")
	}
	return plan
}

// Target returns what a task force is to reach in a year, nil when nothing is
// set.
func (s *Scheme) Target(taskForce, indicator string, year int) *Target {
	for i, t := range s.Targets {
		if t.TaskForce == taskForce && t.Indicator == indicator && t.Year == year {
			return &s.Targets[i]
		}
	}
	return nil
}

// TargetsOf lists a task force's targets of a year, in the scheme's order.
func (s *Scheme) TargetsOf(taskForce string, year int) []Target {
	var list []Target
	for _, t := range s.Targets {
		if t.TaskForce == taskForce && t.Year == year {
			list = append(list, t)
		}
	}
	return list
}

func (b *builder) scores() {
	seen, sum := map[string]int{}, exact.Int(0)
	lines := b.of(sheetScores)
	for _, l := range lines {
		code := l.text("指标")
		b.scored(l, code)
		if code != "" {
			l.unique(seen, "指标", code)
		}
		s := ScoreLine{Indicator: code, Note: l.text("说明"), Weight: b.positive(l, "权重"), Cap: b.positive(l, "封顶倍数")}
		if l.has("封顶倍数") && s.Cap.Sign() > 0 && s.Cap.Cmp(exact.Int(1)) < 0 {
			l.fault("封顶倍数", "封顶倍数"+finding.Quote(s.Cap.String())+"小于1，完成任务也得不到满分。", "如 1.20。")
		}
		sum = sum.Add(s.Weight)
		b.s.Scores = append(b.s.Scores, s)
	}
	if len(lines) > 0 && sum.Cmp(exact.Int(100)) != 0 {
		lines[len(lines)-1].fault("权重", "权重合计为"+sum.String()+"，应为100。", "")
	}
}

// scored requires an indicator that every ranked task force has.
func (b *builder) scored(l *line, code string) {
	i := b.s.Indicator(code)
	if i == nil {
		if code != "" {
			l.unknown("指标", "这个指标", code, b.indicatorCodes())
		}
		return
	}
	for _, t := range b.s.TaskForces {
		if t.Ranked && i.Year != nil && !i.Applies(t.Class) && b.s.Form(t.Class) != nil {
			l.fault("指标", "指标"+finding.Quote(code)+"不适用于"+finding.Quote(t.Class)+"，而"+finding.Quote(t.Name)+"参加评比。", "请在“指标”的“适用类别”中加上，或把该专班的“参评”改为否。")
			return
		}
	}
}

// positive reads a number that must be above 0.
func (b *builder) positive(l *line, column string) exact.Num {
	n := l.number(column)
	if n == nil {
		return exact.Num{}
	}
	if n.Sign() <= 0 {
		l.fault(column, finding.Quote(column)+"应大于0，写的是"+n.String()+"。", "")
	}
	return *n
}
