package office

import (
	"fmt"
	"strings"
)

// Text is the rehearsal as the office reads it: a summary, then the
// differences.
func (r *Rehearsal) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "按%s试算，不作任何记录。\n复核月报表%d份、月通报%d期、季评比%d期、年考核%d期。\n%s\n",
		r.Scheme.Name, r.Looked.Returns, r.Looked.Circulars, r.Looked.Rankings, r.Looked.Assessments, r.summary())
	for _, n := range r.Notes {
		b.WriteString("提示：" + n + "\n")
	}
	r.writeReturns(&b)
	r.writeFigures(&b)
	r.writeItems(&b)
	r.writeProposals(&b)
	r.writeRankings(&b)
	r.writeAssessments(&b)
	return b.String()
}

// Refused counts the accepted returns that would have been sent back, and the
// other way round.
func (r *Rehearsal) Refused() (refused, accepted int) {
	for _, c := range r.Returns {
		was, is := Verdict{Status: c.Was}, Verdict{Status: c.Is}
		switch {
		case !was.Refused() && is.Refused():
			refused++
		case was.Refused() && !is.Refused():
			accepted++
		}
	}
	return refused, accepted
}

func (r *Rehearsal) summary() string {
	if len(r.Returns)+r.changes() == 0 {
		return "审核意见、数据、督办事项、名次和考核结论都没有变化。"
	}
	refused, accepted := r.Refused()
	moved := 0
	for _, c := range r.Rankings {
		if c.moved() {
			moved++
		}
	}
	return fmt.Sprintf("审核意见有变化的月报表%d份（其中原通过、现会退回%d份，原退回、现会通过%d份）；数据变化%d项；督办事项变化%d项；内部专报建议变化%d项；评比得分或名次变化%d处（其中名次变化%d处）；考核变化%d处（其中结论变化%d处）。",
		len(r.Returns), refused, accepted, len(r.Figures), len(r.Items), len(r.Proposals), len(r.Rankings), moved, len(r.Assessments), r.regraded())
}

// moved reports whether the place itself would have been another one.
func (c RankingChange) moved() bool { return c.Was.place() != c.Is.place() }

// place is a rank as documents print it.
func (p *PastRank) place() string {
	switch {
	case p == nil:
		return "不参评"
	case p.Rank == nil:
		return "不排名"
	}
	return fmt.Sprintf("第%d名", *p.Rank)
}

func (p *PastRank) score() string {
	if p == nil || p.Score == "" {
		return "（无）"
	}
	return p.Score + "分"
}

func (r *Rehearsal) writeReturns(b *strings.Builder) {
	if len(r.Returns) > 0 {
		b.WriteString("【月报表】\n")
	}
	for _, c := range r.Returns {
		status := c.Is.Chinese()
		if c.Was != c.Is {
			status = c.Was.Chinese() + " → " + status
		}
		fmt.Fprintf(b, "  %s　%s　第%d次报送　%s\n", c.TaskForce, c.Period.Chinese(), c.Version, status)
		for _, f := range c.Findings {
			word := map[string]string{findingAppears: "会提出", findingVanishes: "不再提出"}[f.Kind]
			level := f.Level.Chinese()
			if f.Kind == findingLevel {
				word, level = "级别改变", f.Was.Chinese()+" → "+level
			}
			fmt.Fprintf(b, "      %s　%s　%s　%s　%s\n", word, f.Place, level, f.Code, f.Message)
		}
	}
}

func (r *Rehearsal) writeFigures(b *strings.Builder) {
	if len(r.Figures) > 0 {
		b.WriteString("【数据】\n")
	}
	for _, c := range r.Figures {
		who := c.TaskForce
		if who == "" {
			who = "合计"
		}
		fmt.Fprintf(b, "  %s　%s　%s　%s\n", c.Period, who, c.Indicator, c.differences())
	}
}

func (c FigureChange) differences() string {
	switch {
	case c.Was == nil:
		return "新增，实绩" + orNothing(c.Is.Actual)
	case c.Is == nil:
		return "不再有，原实绩" + orNothing(c.Was.Actual)
	}
	var parts []string
	for _, f := range []struct {
		name    string
		was, is *string
	}{
		{"实绩", c.Was.Actual, c.Is.Actual}, {"上报数", c.Was.Reported, c.Is.Reported}, {"目标", c.Was.Target.text(), c.Is.Target.text()},
		{"应达", c.Was.Expected, c.Is.Expected}, {"完成比例", c.Was.Completion, c.Is.Completion}, {"差距", c.Was.Gap, c.Is.Gap},
		{"颜色", colour(c.Was.Colour), colour(c.Is.Colour)},
	} {
		if !equal(f.was, f.is) {
			parts = append(parts, fmt.Sprintf("%s %s → %s", f.name, orNothing(f.was), orNothing(f.is)))
		}
	}
	return strings.Join(parts, "；")
}

func (t *PastTarget) text() *string {
	if t == nil {
		return nil
	}
	text := t.Low
	if t.High != nil {
		text += "—" + *t.High
	}
	return &text
}

func colour(c *string) *string {
	if c == nil {
		return nil
	}
	text := map[string]string{"green": "绿", "yellow": "黄", "red": "红"}[*c]
	return &text
}

func orNothing(s *string) string {
	if s == nil {
		return "（无）"
	}
	return *s
}

func (r *Rehearsal) writeItems(b *strings.Builder) {
	if len(r.Items) > 0 {
		b.WriteString("【督办事项】\n")
	}
	for _, c := range r.Items {
		fmt.Fprintf(b, "  %s　%s　%s　列入%d项 → %d项\n", c.Period, c.TaskForce, c.Code, c.Was, c.Is)
	}
}

// changes counts what would differ in documents.
func (r *Rehearsal) changes() int {
	return len(r.Figures) + len(r.Items) + len(r.Proposals) + len(r.Rankings) + len(r.Assessments)
}

// regraded counts the outcomes that would have been others.
func (r *Rehearsal) regraded() (n int) {
	for _, c := range r.Assessments {
		if c.Was.text() != c.Is.text() {
			n++
		}
	}
	return n
}

// text is an outcome's grade as the office calls it.
func (p *PastOutcome) text() string {
	switch {
	case p == nil:
		return "（无）"
	case p.Excluded != nil:
		return "触及红线"
	case p.Grade == nil:
		return "未提出结论"
	}
	return *p.Grade
}

func (r *Rehearsal) writeProposals(b *strings.Builder) {
	if len(r.Proposals) > 0 {
		b.WriteString("【内部专报的处理建议】\n")
	}
	for _, c := range r.Proposals {
		fmt.Fprintf(b, "  %s　%s　%s　%s　%d项 → %d项\n", c.Period, c.TaskForce, c.Code, c.Step, c.Was, c.Is)
	}
}

func (r *Rehearsal) writeAssessments(b *strings.Builder) {
	if len(r.Assessments) > 0 {
		b.WriteString("【年考核】\n")
	}
	for _, c := range r.Assessments {
		fmt.Fprintf(b, "  %s　%s　%s → %s\n", c.Period, c.TaskForce, c.Was.text(), c.Is.text())
		for _, l := range c.Targets {
			fmt.Fprintf(b, "      %s：%s → %s\n", l.Indicator, onLine(l.Was), onLine(l.Is))
		}
	}
}

func (r *Rehearsal) writeRankings(b *strings.Builder) {
	if len(r.Rankings) > 0 {
		b.WriteString("【季评比】\n")
	}
	for _, c := range r.Rankings {
		fmt.Fprintf(b, "  %s　%s　%s %s → %s %s\n", c.Period, c.TaskForce, c.Was.place(), c.Was.score(), c.Is.place(), c.Is.score())
		for _, l := range c.Lines {
			fmt.Fprintf(b, "      %s：%s → %s\n", l.What, onLine(l.Was), onLine(l.Is))
		}
	}
}
