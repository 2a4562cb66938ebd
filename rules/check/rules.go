package check

import (
	"errors"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// rules judges by the scheme's 规则, in their order.
func rules(j *judge) {
	for _, r := range j.scheme.Rules {
		if !r.Applies(j.form.Class, j.ret.Period) {
			continue
		}
		program := r.Condition[j.form.Class]
		if r.Sheet == "" {
			j.wholeRule(r, program)
			continue
		}
		s := j.form.Sheet(r.Sheet)
		if s == nil || j.faulty[ingest.Place{Sheet: j.tab(s.Name)}] {
			continue
		}
		for _, e := range j.ret.Of(s.Name) {
			j.rowRule(r, program, s, e)
		}
	}
}

// rowRule judges one row. A rule that speaks of a field with a finding of its
// own is not asked: whatever it said would follow from that.
func (j *judge) rowRule(r scheme.Rule, program *formula.Program, s *form.Sheet, e ingest.Entry) {
	for _, name := range program.Names() {
		if s.Field(name) != nil && j.blamed(e, name) {
			return
		}
	}
	env := j.year.Row(e)
	holds, _, err := program.Truth(env)
	if j.satisfied(r, holds, err) {
		return
	}
	key := rowField(r, program, s)
	p, _ := j.at(e, key)
	f := j.finding(r, p, env, facts.OfRow)
	f.Value = typed(e.Values[key])
	j.report(f)
}

// rowField is where a finding of a row points: 定位字段, or the first field in
// the condition that is the row's; a condition on the stage points at its
// column.
func rowField(r scheme.Rule, program *formula.Program, s *form.Sheet) string {
	if r.Field != "" {
		return r.Field
	}
	for _, name := range program.Names() {
		if s.Field(name) != nil {
			return name
		}
		if f := s.With(form.Stage); f != nil && slices.Contains(facts.StageNames, name) {
			return f.Key
		}
	}
	if f := s.With(form.Project); f != nil {
		return f.Key
	}
	return s.Fields[0].Key
}

// satisfied says what a condition's outcome means. A missing value passes or
// fails by the rule's 缺值; a condition that cannot be worked out at all (a
// division by zero) is no fault of the return, and the office is told.
func (j *judge) satisfied(r scheme.Rule, holds bool, err error) bool {
	var fault *formula.Fault
	switch {
	case err == nil:
		return holds
	case err == formula.ErrMissing:
		return !r.MissingBad
	case errors.As(err, &fault):
		j.uncomputed(r, fault.Message)
	default:
		j.uncomputed(r, "条件与数据不符。")
	}
	return true
}

// uncomputed says once that a rule could not be worked out.
func (j *judge) uncomputed(r scheme.Rule, why string) {
	f := finding.Finding{
		Code: r.Code, Level: finding.Notice, Message: "规则“" + r.Name + "”未能核对：" + why,
		Hint: "此条不需填报单位处理，由办公室核对规则。", Basis: r.Basis,
	}
	for _, x := range j.list {
		if x == f {
			return
		}
	}
	j.report(f)
}

// wholeRule judges the return as a whole.
func (j *judge) wholeRule(r scheme.Rule, program *formula.Program) {
	if j.wholeBlamed(program) {
		return
	}
	env := j.year.Return()
	holds, looked, err := program.Truth(env)
	if !j.satisfied(r, holds, err) {
		j.report(j.finding(r, j.wholePlace(r, program, looked), env, facts.OfReturn))
	}
}

// wholeBlamed reports whether the condition follows from what was found
// already: it mentions a sheet that is missing, or empty without a word, or a
// field with a finding in any of this return's rows.
func (j *judge) wholeBlamed(program *formula.Program) bool {
	for _, name := range program.Names() {
		sheet, key := j.mentioned(name)
		switch {
		case sheet == "":
			continue
		case !j.there(sheet) || j.faulty[ingest.Place{Sheet: j.tab(sheet)}]:
			return true
		case key == "":
			continue
		}
		for _, e := range j.ret.Of(sheet) {
			if j.blamed(e, key) {
				return true
			}
		}
	}
	return false
}

// mentioned finds the sheet and field in a name such as 签约项目.签约金额,
// 本月.签约项目 or 封面.填报日期; both "" when it is about neither.
func (j *judge) mentioned(name string) (sheet, key string) {
	if strings.HasPrefix(name, facts.TargetPrefix) {
		return "", "" // an indicator may be called like a sheet
	}
	for _, part := range strings.Split(name, ".") {
		switch {
		case sheet == "" && j.form.Sheet(part) != nil:
			sheet = part
		case sheet != "" && j.form.Sheet(sheet).Field(part) != nil:
			return sheet, part
		}
	}
	return sheet, ""
}

// wholePlace is where a finding on the whole return points: 定位字段
// (工作表 or 工作表.字段), the first sheet that the condition mentions, or the
// first cell of this return it looked at.
func (j *judge) wholePlace(r scheme.Rule, program *formula.Program, looked []ingest.Source) ingest.Place {
	for _, name := range append([]string{r.Field}, program.Names()...) {
		sheet, key := j.mentioned(name)
		if sheet == "" {
			continue
		}
		if j.form.Sheet(sheet).Shape == form.Pairs && key != "" {
			e := ingest.Entry{Sheet: sheet}
			if entries := j.ret.Of(sheet); len(entries) > 0 {
				e = entries[0]
			}
			p, _ := j.at(e, key)
			return p
		}
		return j.column(sheet, key)
	}
	for _, s := range looked {
		if s.Office == "" && (s.Version == nil || s.Version.Period == j.ret.Period) {
			return s.Place
		}
	}
	return ingest.Place{}
}

// column is the header cell of a list's column, the sheet where there is none.
func (j *judge) column(sheet, key string) ingest.Place {
	p, tab := ingest.Place{Sheet: j.tab(sheet)}, j.ret.Tabs[sheet]
	if column, ok := tab.Columns[key]; ok && tab.Header > 0 {
		p.Cell = column + itoa(tab.Header)
	}
	return p
}

// finding words a rule that was broken. A rule on trial (试行) only warns.
func (j *judge) finding(r scheme.Rule, p ingest.Place, env formula.Record, scope facts.Scope) finding.Finding {
	say := j.wording(env, scope, r.Sheet)
	f := finding.Finding{Code: r.Code, Level: finding.Level(r.Level), Place: p, Message: say(r.Message), Hint: say(r.Hint), Basis: r.Basis}
	if f.Message == "" {
		f.Message = "不符合“" + r.Name + "”。"
	}
	if r.Stage == scheme.Trial {
		f.Message = "（试行）" + f.Message
		if f.Level == finding.Error {
			f.Level = finding.Warning
		}
	}
	return f
}
