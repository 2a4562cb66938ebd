package scheme

import (
	"reflect"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// Functions are what the office's wordings (提示, 改法, 事项表述, 整改要求) may
// call beside the names that conditions use: {{小数 1 (绝对值
// .指标.签约金额.差距)}} prints 37.5.
var Functions = template.FuncMap{
	"小数":  func(places int, n formula.Num) string { return n.Fixed(places) },
	"绝对值": absolute,
	"百分比": func(places int, n formula.Num) string { return n.Mul(exact.Int(100)).Fixed(places) + "%" },
	"差":   func(a, b formula.Num) string { return absolute(formula.Num{Num: a.Sub(b.Num)}).String() },
	"日期":  func(d ingest.Date) string { return d.Chinese() },
	"其中":  having,
	"名单":  roll,
}

// having is the rows whose member is the given truth or text: 其中 .应配人员
// "从未确定" true.
func having(rows []formula.Record, member string, value any) (out []formula.Record) {
	for _, r := range rows {
		if r[member] == value {
			out = append(out, r)
		}
	}
	return out
}

// roll lists rows by members of theirs, run together, each once: 名单 .应配人员
// "单位" "人员类别" is 甲局分管领导、乙局业务骨干.
func roll(rows []formula.Record, members ...string) string {
	var names []string
	for _, r := range rows {
		name := ""
		for _, m := range members {
			text, _ := r[m].(string)
			name += text
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, "、")
}

func absolute(n formula.Num) formula.Num {
	if n.Sign() < 0 {
		return formula.Num{Num: n.Neg(), From: n.From}
	}
	return n
}

// wording parses the templates in the columns and checks the names they use
// for each class, since a name that is not there would only be found when the
// first return breaks the rule.
func (b *builder) wording(l *line, classes []string, scope facts.Scope, sheet string, columns ...string) {
	for _, column := range columns {
		source := l.text(column)
		if !strings.Contains(source, "{{") {
			continue
		}
		for item := range b.s.Choices {
			if name := facts.ChoicePrefix + item; mentions(source, name) {
				b.reads(name)
			}
		}
		t, err := template.New("").Funcs(Functions).Parse(source)
		if err != nil {
			b.misread = true
			_, why, _ := strings.Cut(err.Error(), ": ")
			l.fault(column, finding.Quote(column)+"中的“{{ }}”写法有误（"+why+"）。", "引用字段写作 {{.字段}}；可用函数：小数、绝对值、百分比、差、日期、其中、名单。")
			continue
		}
		for _, class := range classes {
			b.wordingNames(l, column, t.Root, b.names(class, scope, sheet))
		}
	}
}

// wordingNames faults every name of a template that env does not have. Inside
// range and with the dot is another thing; names there are left alone.
func (b *builder) wordingNames(l *line, column string, root parse.Node, env formula.Env) {
	walkFields(root, func(path []string) {
		members := map[string]formula.Type(env)
		for _, name := range path {
			t, ok := members[name]
			if !ok {
				b.misread = true
			}
			if !ok && !b.derived(l, column, name) {
				var known []string
				for k := range members {
					known = append(known, k)
				}
				slices.Sort(known)
				l.fault(column, finding.Quote(column)+"引用的"+finding.Quote(strings.Join(path, "."))+"不存在。", didYouMean(name, known))
				return
			}
			members = t.Members
		}
	})
}

// walkFields calls visit for each .甲.乙 in a template.
func walkFields(n parse.Node, visit func(path []string)) {
	if n == nil || reflect.ValueOf(n).IsNil() {
		return
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, x := range n.Nodes {
			walkFields(x, visit)
		}
	case *parse.ActionNode:
		walkFields(n.Pipe, visit)
	case *parse.IfNode:
		walkFields(n.Pipe, visit)
		walkFields(n.List, visit)
		walkFields(n.ElseList, visit)
	case *parse.RangeNode:
		walkFields(n.Pipe, visit)
	case *parse.WithNode:
		walkFields(n.Pipe, visit)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			walkFields(c, visit)
		}
	case *parse.CommandNode:
		for _, a := range n.Args {
			walkFields(a, visit)
		}
	case *parse.FieldNode:
		visit(n.Ident)
	}
}
