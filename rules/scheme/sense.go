package scheme

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// This file looks for what is written well and cannot be meant. What can never
// come true is a fault, as everywhere; what is only odd is kept as Odd and told
// with every check, since an office may mean it and nothing else would say so.

// Oddity is a cell of a scheme that works, but hardly as it was meant.
type Oddity struct{ Sheet, Cell, Message, Hint string }

func (b *builder) odd(l *line, column, message, hint string) {
	b.s.Odd = append(b.s.Odd, Oddity{l.sheet, l.cells[column].cell, message, hint})
}

func (b *builder) sense() {
	b.monthsOfTheYear()
	b.funds()
	b.aheadOfPlan()
	b.shortPlans()
	b.plansBeforeTheStart()
	b.steps()
	b.fixedItems()
	b.unevenCounts()
	b.terms()
}

// pairs keeps the rows of 计算口径 that an expression holds against the months
// of a year.
func (b *builder) pairs(p *formula.Program) {
	for _, pair := range p.Pairs() {
		for i, name := range pair {
			if item, ok := strings.CutPrefix(pair[1-i], facts.ChoicePrefix); ok && slices.Contains(facts.MonthCounts, name) {
				b.months = append(b.months, item)
			}
		}
	}
}

// monthsOfTheYear refuses a number of months that no month of a year reaches:
// the condition would never hold, or always.
func (b *builder) monthsOfTheYear() {
	for _, l := range b.of(sheetChoices) {
		c := choiceIn(l)
		n, ok := c.Number()
		if ok && slices.Contains(b.months, c.Item) && (n.Places() > 0 || n.Cmp(exact.Int(1)) < 0 || n.Cmp(exact.Int(12)) > 0) {
			l.fault("取值", finding.Quote(c.Item)+"的取值"+c.Value+"不是一年中的月数，与它比较的条件不会按时成立。", "请填1至12的整数。")
		}
	}
}

// funds refuses a budget of less than nothing.
func (b *builder) funds() {
	item := b.s.Settings.Other[FundAmountSetting]
	for _, l := range b.of(sheetChoices) {
		c := choiceIn(l)
		if n, ok := c.Number(); ok && item != "" && c.Item == item && n.Sign() < 0 {
			l.fault("取值", finding.Quote(c.Item)+"的取值"+c.Value+"小于0。", "经费额度请填0或正数。")
		}
	}
}

// aheadOfPlan tells of a colour that keeping to the plan does not earn.
func (b *builder) aheadOfPlan() {
	for _, l := range b.of(sheetChoices) {
		c := choiceIn(l)
		if n, ok := c.Number(); ok && n.Sign() > 0 && (c.Item == choiceGreen || c.Item == choiceYellow) {
			b.odd(l, "取值", fmt.Sprintf("“%s”为%s，完成率须高于时序进度%s个百分点才算，与进度持平的也不算", c.Item, c.Value, n), "界限一般填负数，如 -10；是按超前进度要求的，不用改。")
		}
	}
}

// shortPlans tells of a plan that, kept to the end, misses the target that is
// judged at its upper bound.
func (b *builder) shortPlans() {
	if b.s.KnownChoice(choiceRange) != rangeHigh {
		return
	}
	for _, l := range b.of(sheetTargets) {
		for _, t := range b.s.Targets {
			if t.Row == l.row && t.Kind == Range && t.High != nil && len(t.Plan) == 4 && t.Plan[3].Cmp(*t.High) < 0 {
				b.odd(l, "进度计划", fmt.Sprintf("“%s”按上限%s判断是否完成，而进度计划年末为%s，照计划做完仍是未完成", choiceRange, t.High, t.Plan[3]), fmt.Sprintf("请把最后一个数改为%s，或在“计算口径”中把“%s”改为“下限”。", t.High, choiceRange))
			}
		}
	}
}

// plansBeforeTheStart tells of a task force that begins in the course of a year
// and whose plan asks something for the months before: it would be behind in its
// first month. Told once a task force and year, at the first such target.
func (b *builder) plansBeforeTheStart() {
	type unitYear struct {
		code string
		year int
	}
	told := map[unitYear]bool{}
	for _, l := range b.of(sheetTargets) {
		for _, t := range b.s.Targets {
			tf := b.s.TaskForce(t.TaskForce)
			if t.Row != l.row || tf == nil || told[unitYear{t.TaskForce, t.Year}] {
				continue
			}
			before := tf.From.Sub(b.s.Settings.Calendar.FirstMonth(t.Year)) // months of the year
			if before <= 0 || before > 11 || t.Plan != nil && (before < 3 || t.Plan[before/3-1].IsZero()) {
				continue
			}
			told[unitYear{t.TaskForce, t.Year}] = true
			b.odd(l, "进度计划", fmt.Sprintf("专班%s自%s启用，而%d年的进度计划自年初起算，启用以前的%d个月也计入应达数，启用当月就会显示进度滞后", tf.Code, tf.From.Chinese(), t.Year, before),
				"请把这个专班各项目标的“进度计划”改为四个季度末的累计数，启用以前的季度填0，如 0,0,15,30；确按全年要求的，不用改。")
		}
	}
}

// steps tells of a 升级建议 that is no step of 督办升级: it is proposed again and
// again, and never raised.
func (b *builder) steps() {
	ladder := strings.FieldsFunc(b.s.Settings.Other[EscalationSetting], func(r rune) bool { return strings.ContainsRune("，,、 ", r) })
	for _, l := range b.of(sheetSupervision) {
		if step := l.text("升级建议"); step != "" && len(ladder) > 0 && !slices.Contains(ladder, step) {
			b.odd(l, "升级建议", finding.Quote(step)+"不在设置“"+EscalationSetting+"”所列各级之中，逾期再久也只按这一句建议，不逐月加重", didYouMean(step, ladder)+choicesHint(ladder))
		}
	}
}

// fixedItems tells of a row of 督查 that looks at nothing: it raises an item never
// or always, or strikes every item off as soon as it can.
func (b *builder) fixedItems() {
	for _, l := range b.of(sheetSupervision) {
		i := slices.IndexFunc(b.s.Supervision, func(r Supervision) bool { return r.Code == l.text("编号") })
		if i < 0 {
			continue
		}
		says := func(programs map[string]*formula.Program) string {
			for _, class := range b.classes() {
				if said := always(programs[class]); said != "" {
					return said
				}
			}
			return ""
		}
		switch says(b.s.Supervision[i].Raise) {
		case "false":
			b.odd(l, "触发条件", "条件恒不成立，这一行从不提出事项", "请改正条件；不再用的，请删去这一行。")
		case "true":
			b.odd(l, "触发条件", "条件恒成立，每一期都对每个适用的单位提出", "请改正条件。")
		}
		if says(b.s.Supervision[i].Close) == "true" {
			b.odd(l, "关闭条件", "条件恒成立，事项提出后的下一期就会销号，是否整改都一样", "请改正条件；由办公室确认销号的，请不填。")
		}
	}
}

// unevenCounts tells of an indicator that counts things one by one and is not
// treated so: its plan is not floored, and it is printed as 3.00.
func (b *builder) unevenCounts() {
	for _, l := range b.of(sheetIndicators) {
		i := b.s.Indicator(l.text("代码"))
		if i != nil && i.Decimals > 0 && i.counts() {
			b.odd(l, "小数位", fmt.Sprintf("指标%s的算式是个数，小数位填了%d，会印成带小数的数，应达数也不取整", finding.Quote(i.Code), i.Decimals), "个数的小数位请填0。")
		}
	}
}

// counts reports whether the indicator's formula yields how many of something
// there are, for every class.
func (i *Indicator) counts() bool {
	for _, p := range i.Year {
		if p == nil || !p.Counts() {
			return false
		}
	}
	return len(i.Year) > 0
}

// wholeTarget refuses a part of what is counted one by one.
func (b *builder) wholeTarget(l *line, t Target) {
	i := b.s.Indicator(t.Indicator)
	if i == nil || !i.Count && !i.counts() {
		return
	}
	low := t.Low
	for column, n := range map[string]*exact.Num{"下限": &low, "上限": t.High} {
		if n != nil && n.Places() > 0 && l.has(column) {
			l.fault(column, fmt.Sprintf("指标%s按%s计数，%s%s不是整数，正好完成是不可能的。", finding.Quote(i.Code), cmp.Or(i.Unit, "个"), column, n), "请填整数。")
		}
	}
}

// terms tells of documents that come before what they rest on: a circular
// before 订正期 is over, a ranking or an assessment before the circular of its
// last month.
func (b *builder) terms() {
	lines := map[string]*line{}
	times := map[string]Schedule{}
	for i, l := range b.of(sheetJobs) {
		if j := b.s.Jobs[i]; j.When != "" && !j.Schedule.Cron() && !l.faulted {
			lines[j.Task], times[j.Task] = l, j.Schedule
		}
	}
	circular, there := times[TaskCircular]
	if !there {
		return
	}
	for _, l := range b.of(sheetSettings) {
		if days := b.s.Settings.Correction; l.text("名称") == "订正期" && !l.faulted && days >= circular.Days {
			b.odd(l, "值", "订正期"+strconv.Itoa(days)+"个工作日，"+TaskCircular+"在"+lines[TaskCircular].text("时间")+"签发，签发时订正期还没有满，期内改正的要到下一期才计入", "请缩短订正期，或推迟“日程”中的"+TaskCircular+"。")
		}
	}
	for _, task := range []string{TaskRanking, TaskAssessment} {
		if s, ok := times[task]; ok && s.before(circular) {
			b.odd(lines[task], "时间", task+"在"+lines[task].text("时间")+"，早于"+TaskCircular+"的"+lines[TaskCircular].text("时间")+"，出"+task+"时最后一个月还没有通报", "请改到"+TaskCircular+"以后。")
		}
	}
}

// before compares two times around 截止.
func (s Schedule) before(t Schedule) bool {
	return cmp.Or(cmp.Compare(s.Days, t.Days), cmp.Compare(s.Hour, t.Hour), cmp.Compare(s.Minute, t.Minute)) < 0
}

// always is what a condition says that looks at nothing: true, false or "".
func always(p *formula.Program) string {
	if p == nil || len(p.Names()) > 0 {
		return ""
	}
	holds, _, err := p.Truth(formula.Record{})
	if err != nil {
		return ""
	}
	return strconv.FormatBool(holds)
}

// outOfReach judges the rows of 考核, in their order: behind one that always
// holds no other is ever tried, and one before which nothing is tried gives
// everybody the same outcome.
func (b *builder) outOfReach(rows []numbered) {
	for _, class := range b.classes() {
		var tried []numbered
		for _, r := range rows {
			if _, applies := r.Condition[class]; applies {
				tried = append(tried, r)
			}
		}
		for i, r := range tried {
			switch always(r.Condition[class]) {
			case "false":
				b.odd(r.line, "条件", "条件恒不成立，这一行对"+class+"不起作用", "请改正条件，或删去这一行。")
			case "true":
				if rest := tried[i+1:]; len(rest) > 0 {
					r.line.fault("条件", fmt.Sprintf("条件恒成立，其后顺序为%d的一行对%s永远用不上。", rest[0].at, class), "恒成立的条件只用在最后一行；请改正条件或顺序。")
					return
				}
				if i == 0 {
					b.odd(r.line, "条件", "条件恒成立，又没有别的行，所有"+class+"的结论都是"+finding.Quote(r.Grade), "请补写条件。")
				}
			}
		}
	}
}
