package formula

import (
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"tongbao/ingest"
)

func (c *compiler) unary(n *ast.UnaryNode) node {
	v, at := c.compile(n.Node), n.Location().From
	switch {
	case v.kind == invalid:
		return v
	case n.Operator == "-" && v.kind == Number:
		return node{typ: typ{kind: Number}, number: func(x *run) Num { a := v.number(x); return Num{a.Neg(), a.From} }}
	case n.Operator == "+" && v.kind == Number:
		return v
	case (n.Operator == "not" || n.Operator == "!") && v.kind == Truth:
		return node{typ: typ{kind: Truth}, truth: func(x *run) bool { return !v.truth(x) }}
	case n.Operator == "not" || n.Operator == "!":
		return c.fail(at, "“非”后面是"+v.describe()+"，应是是非判断。", "要否定一个比较，请加括号：非 (甲 == 乙)。")
	}
	return c.fail(at, "“"+n.Operator+"”后面是"+v.describe()+"，应是数字。", "")
}

// binary compiles an operator of two sides. Both are looked at even when one
// is faulty, so that the leftmost fault is found.
func (c *compiler) binary(n *ast.BinaryNode) node {
	at := n.Location().From
	if n.Operator == "in" {
		return c.in(n)
	}
	a, b := c.compile(n.Left), c.compile(n.Right)
	if a.kind == invalid || b.kind == invalid {
		return node{typ: typ{kind: invalid}}
	}
	switch n.Operator {
	case "+", "-", "*", "/":
		return c.arithmetic(n.Operator, a, b, at)
	case "<", "<=", ">", ">=", "==", "!=":
		return c.compare(n.Operator, a, b, at)
	case "and", "&&", "or", "||":
		return c.logic(n.Operator, a, b, at)
	case "contains", "startsWith", "endsWith":
		return c.textTest(n.Operator, a, b, at)
	case "matches":
		return c.matches(n, a, b)
	case "??":
		return c.otherwise(a, b, at)
	case "%":
		return c.fail(at, "不支持“%”。", "百分之五请写 0.05。")
	case "**", "^":
		return c.fail(at, "不支持乘方“"+n.Operator+"”。", "请用连乘。")
	}
	return c.fail(at, "不支持“"+n.Operator+"”。", "可用 + - * / < <= > >= == != 和 且 或 非。")
}

func (c *compiler) arithmetic(operator string, a, b node, at int) node {
	if a.kind != Number || b.kind != Number {
		hint := "四则运算只用于数字。"
		if a.kind == Day || b.kind == Day {
			hint = "相隔天数请用 天数(起, 止)。"
		}
		return c.fail(at, "“"+operator+"”两边是"+a.describe()+"和"+b.describe()+"，不能计算。", hint)
	}
	column := c.source.column(at)
	return node{typ: typ{kind: Number}, number: func(x *run) Num {
		l, r := a.number(x), b.number(x)
		if x.err != nil {
			return Num{}
		}
		from := join(l.From, r.From)
		switch operator {
		case "+":
			return Num{l.Add(r.Num), from}
		case "-":
			return Num{l.Sub(r.Num), from}
		case "*":
			return Num{l.Mul(r.Num), from}
		}
		if r.IsZero() {
			x.err = &Fault{Column: column, Message: "除数为0，无法计算。", Hint: "可先判断：除数 == 0 ? 0 : 被除数 / 除数。"}
			return Num{}
		}
		return Num{l.Quo(r.Num), from}
	}}
}

// answers says whether a comparison of −1, 0 or +1 satisfies the operator.
var answers = map[string]func(int) bool{
	"<":  func(c int) bool { return c < 0 },
	"<=": func(c int) bool { return c <= 0 },
	">":  func(c int) bool { return c > 0 },
	">=": func(c int) bool { return c >= 0 },
	"==": func(c int) bool { return c == 0 },
	"!=": func(c int) bool { return c != 0 },
}

func (c *compiler) compare(operator string, a, b node, at int) node {
	a, b = c.asDay(a, b), c.asDay(b, a)
	if a.kind != b.kind || a.kind > Truth {
		return c.fail(at, "“"+operator+"”两边是"+a.describe()+"和"+b.describe()+"，不能比较。", compareHint(a, b))
	}
	equality := operator == "==" || operator == "!="
	if !equality && (a.kind == Text || a.kind == Truth) {
		return c.fail(at, a.kind.Chinese()+"不能比较大小。", "只能用 == 或 !=。")
	}
	c.noteOptions(a, b)
	c.noteOptions(b, a)
	if a.kind == Number && a.path != "" && b.path != "" {
		c.pairs = append(c.pairs, [2]string{a.path, b.path})
	}
	holds := answers[operator]
	v := node{typ: typ{kind: Truth}}
	switch a.kind {
	case Number:
		v.truth = func(x *run) bool { l, r := a.number(x), b.number(x); return x.err == nil && holds(l.Cmp(r.Num)) }
	case Day:
		v.truth = func(x *run) bool { l, r := a.day(x), b.day(x); return x.err == nil && holds(compareDays(l, r)) }
	case Text:
		v.truth = func(x *run) bool { l, r := a.text(x), b.text(x); return x.err == nil && (l == r) == (operator == "==") }
	case Truth:
		v.truth = func(x *run) bool {
			l, r := a.truth(x), b.truth(x)
			return x.err == nil && (l == r) == (operator == "==")
		}
	}
	return v
}

// noteOptions notes that a text of few options is held against another.
func (c *compiler) noteOptions(of, with node) {
	switch {
	case of.options == nil:
	case with.written != nil:
		c.compared = append(c.compared, Comparison{Field: of.path, Options: of.options, Text: with.written.Value, Column: c.source.column(with.written.Location().From)})
	case with.path != "" && with.options == nil:
		c.compared = append(c.compared, Comparison{Field: of.path, Options: of.options, Name: with.path})
	}
}

func compareHint(a, b node) string {
	switch {
	case a.kind == Truth && b.kind == Text, a.kind == Text && b.kind == Truth:
		return "是非判断可直接写，如 有上期 且 非 已终止。"
	case a.kind == Number && b.kind == Text, a.kind == Text && b.kind == Number:
		return "数字不要加引号。"
	case a.kind == Day || b.kind == Day:
		return `日期请写成 "2023-09-05"，或与月初、月末、年初、年末比较。`
	case a.kind == List || b.kind == List:
		return "清单先用 count、sum 等函数算成数字。"
	}
	return ""
}

// compareDays orders days without going through a clock.
func compareDays(a, b ingest.Date) int {
	if c := a.Year - b.Year; c != 0 {
		return c
	}
	if c := a.Month - b.Month; c != 0 {
		return c
	}
	return a.Day - b.Day
}

// asDay lets a written date stand beside a day: 签约日期 >= "2023-01-01".
func (c *compiler) asDay(text, other node) node {
	if text.kind != Text || text.path != "" || other.kind != Day {
		return text
	}
	day, err := ingest.ParseDate(text.text(&run{}))
	if err != nil {
		return text
	}
	return node{typ: typ{kind: Day}, day: func(*run) ingest.Date { return day }}
}

// logic stops as soon as the left side decides; a missing left side makes the
// whole missing.
func (c *compiler) logic(operator string, a, b node, at int) node {
	if a.kind != Truth || b.kind != Truth {
		return c.fail(at, "“且”“或”两边是"+a.describe()+"和"+b.describe()+"，应同为是非判断。", "是否字段请写成 字段 == \"是\"。")
	}
	if operator == "and" || operator == "&&" {
		return node{typ: typ{kind: Truth}, truth: func(x *run) bool { return a.truth(x) && b.truth(x) }}
	}
	return node{typ: typ{kind: Truth}, truth: func(x *run) bool { return a.truth(x) || x.err == nil && b.truth(x) }}
}

var textTests = map[string]func(s, part string) bool{
	"contains": strings.Contains, "startsWith": strings.HasPrefix, "endsWith": strings.HasSuffix,
}

func (c *compiler) textTest(operator string, a, b node, at int) node {
	if a.kind != Text || b.kind != Text {
		return c.fail(at, "判断包含的两边是"+a.describe()+"和"+b.describe()+"，应同为文字。", "如 含(合同甲方, “专班”)。")
	}
	test := textTests[operator]
	return node{typ: typ{kind: Truth}, truth: func(x *run) bool { s, part := a.text(x), b.text(x); return x.err == nil && test(s, part) }}
}

// matches takes a written pattern only, so that a bad one is found when the
// scheme is loaded.
func (c *compiler) matches(n *ast.BinaryNode, a, b node) node {
	at := n.Location().From
	pattern, written := n.Right.(*ast.StringNode)
	if a.kind != Text || !written {
		return c.fail(at, "“matches”左边应是文字，右边应是加引号的模式。", `如 项目编号 matches "^[A-Z]{3}-"。`)
	}
	re, err := regexp.Compile(pattern.Value)
	if err != nil {
		return c.fail(n.Right.Location().From, "“"+pattern.Value+"”不是正确的模式。", "请检查括号是否成对。")
	}
	return node{typ: typ{kind: Truth}, truth: func(x *run) bool { s := a.text(x); return x.err == nil && re.MatchString(s) }}
}

// otherwise is 甲 ?? 乙: 乙 where 甲 is missing.
func (c *compiler) otherwise(a, b node, at int) node {
	if a.kind != b.kind || a.kind > Truth {
		return c.fail(at, "“??”两边是"+a.describe()+"和"+b.describe()+"，应是同一类。", "如 签约金额 ?? 0。")
	}
	v := node{typ: typ{kind: a.kind, options: eitherOption(a, b)}}
	v.number, v.text = fallback(a.number, b.number), fallback(a.text, b.text)
	v.day, v.truth = fallback(a.day, b.day), fallback(a.truth, b.truth)
	return v
}

// eitherOption is what 甲 ?? 乙 may be where both are one of a few.
func eitherOption(a, b node) []string {
	switch {
	case a.options == nil:
		return nil
	case b.written != nil:
		return append(slices.Clone(a.options), b.written.Value)
	case b.options == nil:
		return nil
	}
	return slices.Concat(a.options, b.options)
}

func fallback[T any](a, b func(*run) T) func(*run) T {
	if a == nil {
		return nil
	}
	return func(x *run) (v T) {
		if x.present(func() { v = a(x) }) || x.err != nil {
			return v
		}
		return b(x)
	}
}

// in is text or day membership: 类型 in ["甲类","乙类"], or in a list that map
// made. Numbers are refused: an amount that must equal one of a few is a sign
// of a rule gone wrong, and == says it plainly.
func (c *compiler) in(n *ast.BinaryNode) node {
	at := n.Location().From
	a := c.compile(n.Left)
	members, ok := n.Right.(*ast.ArrayNode)
	if !ok {
		return c.inList(a, c.compile(n.Right), at)
	}
	parts := make([]node, len(members.Nodes))
	for i, m := range members.Nodes {
		parts[i] = c.asDay(c.compile(m), a)
		if a.kind != invalid && parts[i].kind != invalid && parts[i].kind != a.kind {
			c.fail(start(m), "“in”左边是"+a.describe()+"，列举的却是"+parts[i].kind.Chinese()+"。", "")
		}
		c.noteOptions(a, parts[i])
	}
	if bad := c.inKind(a, at); bad != nil {
		return *bad
	}
	return node{typ: typ{kind: Truth}, truth: func(x *run) bool {
		want := a.value(x)
		for _, p := range parts {
			if v := p.value(x); x.err != nil || v == want {
				return x.err == nil
			}
		}
		return false
	}}
}

func (c *compiler) inList(a, b node, at int) node {
	if bad := c.inKind(a, at); bad != nil || b.kind == invalid {
		return node{typ: typ{kind: invalid}}
	}
	if b.kind != List || !b.mapped || b.scalar != a.kind {
		return c.fail(at, "“in”右边是"+b.describe()+"，应是列举或 map 得出的同类清单。", `如 类型 in ["甲类","乙类"]。`)
	}
	return node{typ: typ{kind: Truth}, truth: func(x *run) (found bool) {
		want, l := a.value(x), b.list(x)
		for _, i := range l.items {
			found = found || i.value == want
		}
		return found && x.err == nil
	}}
}

func (c *compiler) inKind(a node, at int) *node {
	var bad node
	switch a.kind {
	case Text, Day:
		return nil
	case invalid:
		bad = a
	case Number:
		bad = c.fail(at, "数字不能用“in”。", "请用 == 逐个比较，或用 >= 和 <= 写出范围。")
	default:
		bad = c.fail(at, "“in”左边是"+a.describe()+"，应是文字或日期。", "")
	}
	return &bad
}

// extreme is min or max of several numbers or days.
func extreme(sign int, parts []node) node {
	if parts[0].kind == Day {
		return node{typ: typ{kind: Day}, day: func(x *run) ingest.Date {
			best := parts[0].day(x)
			for _, p := range parts[1:] {
				if d := p.day(x); compareDays(d, best)*sign > 0 {
					best = d
				}
			}
			return best
		}}
	}
	return node{typ: typ{kind: Number}, number: func(x *run) Num {
		best := parts[0].number(x)
		for _, p := range parts[1:] {
			if n := p.number(x); x.err == nil && n.Cmp(best.Num)*sign > 0 {
				best = n
			}
		}
		return best
	}}
}
