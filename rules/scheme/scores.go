package scheme

import (
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
)

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
