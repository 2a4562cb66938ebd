package scheme

import (
	"cmp"
	"slices"

	"tongbao/ingest"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// deductions reads 扣分. A condition may yield how many slips there were, or
// only whether there was one.
func (b *builder) deductions() {
	seen := map[string]int{}
	for _, l := range b.of(sheetDeductions) {
		d := Deduction{Item: l.text("事项"), Source: l.text("条件"), Points: b.positive(l, "每次扣分"), Note: l.text("说明")}
		if d.Item != "" {
			l.unique(seen, "事项", d.Item)
		}
		if l.filled("扣分上限") {
			d.Limit = b.positive(l, "扣分上限")
		}
		if !d.Limit.IsZero() && d.Limit.Cmp(d.Points) < 0 {
			l.fault("扣分上限", "扣分上限"+d.Limit.String()+"小于每次扣分"+d.Points.String()+"。", "")
		}
		d.Condition = b.compile(l, "条件", b.appliesTo(l, "适用类别"), facts.OfJudgement, "", formula.Truth, formula.Number)
		b.s.Deductions = append(b.s.Deductions, d)
	}
}

func (b *builder) supervision() {
	seen := map[string]int{}
	for _, l := range b.of(sheetSupervision) {
		v := Supervision{
			Code: l.text("编号"), Name: l.text("名称"), Source: l.text("触发条件"), Text: l.text("事项表述"), Demand: l.text("整改要求"),
			Days: l.whole("期限(工作日)"), Escalate: l.text("升级建议"), Basis: l.text("依据"),
			Monthly: l.yes("逐月", false), Closing: l.text("销号用语"), HandedOver: l.text("跨年") == HandOver, TakenOver: l.text("停用后"),
			From: l.month("生效月"), To: l.month("失效月"),
		}
		if v.Text == "" {
			v.Text = v.Name
		}
		if v.Code != "" {
			l.unique(seen, "编号", v.Code)
		}
		if v.TakenOver != "" && !takeOver.MatchString(v.TakenOver) {
			l.fault("停用后", "停用后“"+v.TakenOver+"”没有写明由谁处理。", "写成“由…处理”，如 由领导小组办公室处理；继续督办的不填")
		}
		b.inForce(l, v.From, v.To, "这一行从不提出事项")
		classes := b.appliesTo(l, "适用类别")
		v.Raise = b.compile(l, "触发条件", classes, facts.OfJudgement, "", formula.Truth)
		v.Close = b.compile(l, "关闭条件", classes, facts.OfJudgement, "", formula.Truth)
		b.wording(l, classes, facts.OfJudgement, "", "事项表述", "整改要求")
		b.s.Supervision = append(b.s.Supervision, v)
	}
}

// Raises reports whether the row raises items about a month.
func (v Supervision) Raises(p ingest.Period) bool { return within(v.From, v.To, p) }

// outcomes reads 考核 in the order of 顺序.
func (b *builder) outcomes() {
	var rows []numbered
	seen := map[string]int{}
	for _, l := range b.of(sheetOutcomes) {
		o := Outcome{Source: l.text("条件"), Grade: l.text("等次"), Wording: l.text("结论用语"), Basis: l.text("依据")}
		classes := b.appliesTo(l, "适用类别")
		if at := l.text("顺序"); at != "" {
			l.unique(seen, "顺序", at)
		}
		o.Condition = b.compile(l, "条件", classes, facts.OfJudgement, "", formula.Truth)
		b.wording(l, classes, facts.OfJudgement, "", "结论用语")
		rows = append(rows, numbered{l.whole("顺序"), l, o})
	}
	slices.SortStableFunc(rows, func(a, b numbered) int { return cmp.Compare(a.at, b.at) })
	b.outOfReach(rows)
	for _, r := range rows {
		b.s.Outcomes = append(b.s.Outcomes, r.Outcome)
	}
}

// numbered is a row of 考核 with its 顺序.
type numbered struct {
	at   int
	line *line
	Outcome
}
