package office

import (
	"fmt"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/output"
	"tongbao/rules/scheme"
)

// SchemeSummary says what a faultless scheme holds, for the eye, and what is
// wrong with the office's own wording.
func (o *Office) SchemeSummary() string {
	s := o.scheme
	text := fmt.Sprintf("方案和台账没有错误：专班%d个，指标%d个，目标%d条，规则%d条，计分%d项，督查%d条，日程%d条。",
		len(s.TaskForces), len(s.Indicators), len(s.Targets), len(s.Rules), len(s.Scores), len(s.Supervision), len(s.Jobs))
	w, err := output.LoadWording(o.path(wordingDir))
	if err != nil {
		return text + "\n用语有误，改正前用到它的文件不能签发：\n" + Explain(err)
	}
	for _, doubt := range w.Doubts("") {
		text += "\n用语请核对：" + output.WordingFaults{doubt}.Error()
	}
	return text
}

// Explain tells what a finding's code means: a rule of the scheme, or one of
// the program's own.
func (o *Office) Explain(code string) (string, error) {
	code = strings.ToUpper(strings.TrimSpace(code))
	if r := o.scheme.Rule(code); r != nil {
		return explainRule(r), nil
	}
	for _, d := range o.scheme.Supervision {
		if d.Code != code {
			continue
		}
		return explainItem(&d), nil
	}
	if text := Meaning(code); text != "" {
		return text, nil
	}
	return "", usage("没有编号为“%s”的审核意见。", code)
}

// Meaning explains a code of the program's own, which needs no workspace; ""
// when it is none.
func Meaning(code string) string {
	code = strings.ToUpper(strings.TrimSpace(code))
	c, ok := finding.Catalogue[code]
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s　%s\n%s\n改法：%s", code, c.Name, c.Meaning, c.Remedy)
}

func explainItem(d *scheme.Supervision) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s　%s\n触发条件：%s\n整改要求：%s\n期限：%d个工作日\n依据：%s", d.Code, d.Name, d.Source, d.Demand, d.Days, d.Basis)
	for _, part := range []struct {
		name string
		p    ingest.Period
	}{{"生效月", d.From}, {"失效月", d.To}} {
		if part.p != (ingest.Period{}) {
			fmt.Fprintf(&b, "\n%s：%s", part.name, part.p.Chinese())
		}
	}
	return b.String()
}

func explainRule(r *scheme.Rule) string {
	where := r.Sheet
	if where == "" {
		where = "全表"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s　%s\n范围：%s　级别：%s　阶段：%s\n条件：%s\n改法：%s", r.Code, r.Name, where, finding.Level(r.Level).Chinese(), r.Stage, r.Source, r.Hint)
	for _, part := range []struct{ name, text string }{{"依据", r.Basis}, {"违反的例子", r.Example}} {
		if part.text != "" {
			fmt.Fprintf(&b, "\n%s：%s", part.name, part.text)
		}
	}
	return b.String()
}
