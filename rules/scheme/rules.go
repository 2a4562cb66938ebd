package scheme

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// levels are what 级别 may hold and the finding level each stands for.
var levels = map[string]finding.Level{levelError: finding.Error, levelWarning: finding.Warning, levelNotice: finding.Notice}

func (b *builder) rules() {
	seen := map[string]int{}
	for _, l := range b.of(sheetRules) {
		r := Rule{
			Code: l.text("编号"), Name: l.text("名称"), Source: l.text("条件"), Level: string(levels[l.text("级别")]), Stage: Stage(l.text("阶段")),
			Message: l.text("提示"), Hint: l.text("改法"), Field: l.text("定位字段"), Basis: l.text("依据"), Example: l.text("示例"),
			MissingBad: l.text("缺值") == missingBad, From: l.month("生效月"), To: l.month("失效月"), Row: l.row,
		}
		if r.Stage == "" {
			r.Stage = Active
		}
		b.ruleCode(l, r.Code, seen)
		scope := facts.OfReturn
		if where := l.text("范围"); where != wholeReturn {
			scope, r.Sheet = facts.OfRow, where
		}
		r.Classes = b.ruleClasses(l, r.Sheet)
		r.Condition = b.compile(l, "条件", r.Classes, scope, r.Sheet, formula.Truth)
		b.rulePlace(l, r)
		b.wording(l, r.Classes, scope, r.Sheet, "提示", "改法")
		b.inForce(l, r.From, r.To, "规则从不适用")
		b.s.Rules = append(b.s.Rules, r)
	}
}

// inForce refuses a row that no month lies between 生效月 and 失效月 of.
func (b *builder) inForce(l *line, from, to ingest.Period, never string) {
	if from != (ingest.Period{}) && to != (ingest.Period{}) && !from.Before(to) {
		l.fault("失效月", "失效月"+to.Chinese()+"不晚于生效月"+from.Chinese()+"，"+never+"。", "")
	}
}

// within reports whether a month is one from 生效月 on and before 失效月; an empty
// one sets no bound.
func within(from, to, p ingest.Period) bool {
	return (from == ingest.Period{} || !p.Before(from)) && (to == ingest.Period{} || p.Before(to))
}

// ruleCode holds the families apart: F, S, T, X and D are the program's own.
func (b *builder) ruleCode(l *line, code string, seen map[string]int) {
	if code == "" {
		return
	}
	if !strings.HasPrefix(code, "R") || strings.ContainsAny(code, " \n") {
		l.fault("编号", "编号"+finding.Quote(code)+"应以R开头，不带空格。", "如 R-101；其他字母开头的编号由程序自用。")
	}
	l.unique(seen, "编号", code)
}

// ruleClasses are the classes named, or every class that has the sheet.
func (b *builder) ruleClasses(l *line, sheet string) []string {
	classes := b.appliesTo(l, "适用")
	if sheet == "" {
		return classes
	}
	if all := b.allSheets(); !slices.Contains(all, sheet) {
		l.unknown("范围", "这张工作表", sheet, append(all, wholeReturn))
		return nil
	}
	var with []string
	for _, c := range classes {
		switch {
		case b.s.Form(c).Sheet(sheet) != nil:
			with = append(with, c)
		case l.filled("适用"):
			l.fault("适用", finding.Quote(c)+"的月报表没有工作表"+finding.Quote(sheet)+"。", "")
		}
	}
	return with
}

// rulePlace checks 定位字段: a field of the sheet, or 工作表 or 工作表.字段 for
// a rule on the whole return.
func (b *builder) rulePlace(l *line, r Rule) {
	if r.Field == "" {
		return
	}
	for _, class := range r.Classes {
		f := b.s.Form(class)
		sheet, key := r.Sheet, r.Field
		if r.Sheet == "" {
			sheet, key, _ = strings.Cut(r.Field, ".")
		}
		s := f.Sheet(sheet)
		if s == nil && b.derived(l, "定位字段", sheet) || s != nil && key != "" && s.Field(key) == nil && b.derived(l, "定位字段", key) {
			return
		}
		if s == nil {
			l.unknown("定位字段", "这张工作表", sheet, f.SheetNames())
			return
		}
		if key != "" && s.Field(key) == nil {
			var keys []string
			for _, x := range s.Fields {
				keys = append(keys, x.Key)
			}
			l.unknown("定位字段", "这个字段", key, keys)
			return
		}
	}
}

// Applies reports whether the rule judges a class's returns of a month: it is
// not retired, has a condition for them, and is in force from 生效月 on and
// before 失效月.
func (r Rule) Applies(class string, p ingest.Period) bool {
	return r.Stage != Retired && r.Condition[class] != nil && within(r.From, r.To, p)
}

// Rule returns the rule with that 编号, nil when there is none.
func (s *Scheme) Rule(code string) *Rule {
	for i := range s.Rules {
		if s.Rules[i].Code == code {
			return &s.Rules[i]
		}
	}
	return nil
}
