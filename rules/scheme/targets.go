package scheme

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
)

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
		b.wholeTarget(l, t)
		t.Plan = b.plan(l, t)
		b.s.Targets = append(b.s.Targets, t)
	}
	b.s.targeted = indexOf(b.s.Targets, aimedBy)
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
// at the lower bound, or at the upper where that is what is judged.
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
	case l.has("下限") && plan[3].Cmp(t.Low) != 0 && plan[3].Cmp(t.Goal(b.s.KnownChoice(choiceRange) == rangeHigh)) != 0:
		l.fault("进度计划", "进度计划"+finding.Quote(written)+"年末为"+plan[3].String()+"，与下限"+t.Low.String()+"不等。", "最后一个数应等于下限。")
	}
	return plan
}

// Goal is the number a target is measured by; high asks for 上限, which only a
// 争取区间 has.
func (t *Target) Goal(high bool) exact.Num {
	if high && t.Kind == Range && t.High != nil {
		return *t.High
	}
	return t.Low
}

// Target returns what a task force is to reach in a year, nil when nothing is
// set.
func (s *Scheme) Target(taskForce, indicator string, year int) *Target {
	for t := range s.targeted.of(s.Targets, taskForce, aimedBy) {
		if t.Indicator == indicator && t.Year == year {
			return t
		}
	}
	return nil
}

// TargetsOf lists a task force's targets of a year, in the scheme's order.
func (s *Scheme) TargetsOf(taskForce string, year int) []Target {
	var list []Target
	for t := range s.targeted.of(s.Targets, taskForce, aimedBy) {
		if t.Year == year {
			list = append(list, *t)
		}
	}
	return list
}

// TargetGap is a task force that is asked for figures in a year without a
// target for them.
type TargetGap struct {
	TaskForce  *TaskForce
	Indicators []string // 代码, as in 指标
	None       bool     // it has no target at all in that year
}

// MissingTargets tells, for the task forces that report in a year, which of
// the indicators have no target in it: those that a task force of its class
// has a target for in any year, and those it is scored by. Without one an
// indicator has no plan, no colour and no part in ranking and assessment.
func (s *Scheme) MissingTargets(year int) (gaps []TargetGap) {
	first, last := s.Settings.Calendar.FirstMonth(year), s.Settings.Calendar.LastMonth(year)
	type kind struct {
		class, indicator string
		ranked           bool
	}
	aimed := map[kind]bool{}
	for i := range s.TaskForces {
		t := &s.TaskForces[i]
		if last.Before(t.From) || t.To != (ingest.Period{}) && t.To.Before(first) {
			continue
		}
		gap := TargetGap{TaskForce: t, None: len(s.TargetsOf(t.Code, year)) == 0}
		for _, ind := range s.IndicatorsOf(t.Class) {
			k := kind{t.Class, ind.Code, t.Ranked}
			if _, known := aimed[k]; !known {
				aimed[k] = s.aimedAt(t, ind.Code)
			}
			if aimed[k] && s.Target(t.Code, ind.Code, year) == nil {
				gap.Indicators = append(gap.Indicators, ind.Code)
			}
		}
		if len(gap.Indicators) > 0 {
			gaps = append(gaps, gap)
		}
	}
	return gaps
}

// aimedAt reports whether task forces like this one go by targets for an
// indicator.
func (s *Scheme) aimedAt(t *TaskForce, indicator string) bool {
	like := func(other Target) bool {
		tf := s.TaskForce(other.TaskForce)
		return other.Indicator == indicator && tf != nil && tf.Class == t.Class
	}
	scored := func(l ScoreLine) bool { return t.Ranked && l.Indicator == indicator }
	return slices.ContainsFunc(s.Targets, like) || slices.ContainsFunc(s.Scores, scored)
}
