package output

// outcomes is the proposal for every task force at the year's end and, target
// by target, what it rests on; empty beside any other document.
func (x *internal) outcomes() []Block {
	t := &Table{Columns: []Column{{x.sender, 26, Left}, {"指标", 38, Left}, {"年度目标", 22, Right}, {"全年完成", 24, Right}, {"结果", 22, Centre}, {"结果建议", 43, Left}}}
	named := func(s string) Cell { return Cell{Text: clean(s), Label: true} }
	for _, a := range x.in.Assessments {
		proposed := "没有适用的考核条件"
		if a.Outcome != nil {
			proposed = a.Outcome.Grade
		}
		if x.in.RedLines[a.TaskForce] != "" {
			proposed = "触及红线，研究决定"
		}
		for i, res := range a.Results {
			is, result := x.read(*res.Figure), "未完成"
			switch {
			case res.Met:
				result = "完成"
			case !res.Figure.Binding:
				result = "不作硬性要求"
			}
			last := named(proposed)
			if i > 0 {
				last = named("同上")
			}
			t.Rows = append(t.Rows, []Cell{
				x.nameCell(a.TaskForce), named(is.Indicator.Heading()), x.orDash(is.Target), x.orDash(is.Value), named(result), last,
			})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return append(x.say("考核建议", x.in.With), t)
}
