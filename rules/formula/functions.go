package formula

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/expr-lang/expr/ast"

	"tongbao/ingest"
	"tongbao/ingest/exact"
)

// function is something an expression can call. usage is how to write it, as
// hints show it.
type function struct {
	least, most int // how many arguments
	usage       string
	compile     func(c *compiler, call call) node
}

type call struct {
	name string
	args []ast.Node
	at   int
}

// functions is the whole list; anything else is refused with the nearest.
var functions map[string]function

func init() { // a literal would refer to itself through compiler.call
	functions = map[string]function{
		"sum":    {1, 2, "sum(清单, .字段)", sum},
		"count":  {1, 2, "count(清单, 条件)", count},
		"len":    {1, 1, "len(清单)", count},
		"filter": {2, 2, "filter(清单, 条件)", filter},
		"map":    {2, 2, "map(清单, .字段)", mapped},
		"all":    {2, 2, "all(清单, 条件)", quantified(func(yes, of int) bool { return yes == of })},
		"any":    {2, 2, "any(清单, 条件)", quantified(func(yes, of int) bool { return yes > 0 })},
		"none":   {2, 2, "none(清单, 条件)", quantified(func(yes, of int) bool { return yes == 0 })},
		"one":    {2, 2, "one(清单, 条件)", quantified(func(yes, of int) bool { return yes == 1 })},
		"find":   {2, 2, "find(清单, 条件).字段", find},
		"min":    {1, 20, "min(甲, 乙)", minmax(-1)},
		"max":    {1, 20, "max(甲, 乙)", minmax(1)},
		"有值":     {1, 1, "有值(字段)", given},
		"涉及月数":   {1, 5, "涉及月数(map(清单, .日期))", spanned(1)},
		"涉及季数":   {1, 5, "涉及季数(map(清单, .日期))", spanned(3)},
		"取整":     {1, 1, "取整(数字)", floor},
		"四舍五入":   {2, 2, "四舍五入(数字, 2)", rounded},
		"含":      {2, 2, "含(文字, “一段”)", contains},
		"拼接":     {2, 20, "拼接(文字, “-”)", joined},
		"不同":     {1, 1, "不同(map(清单, .字段))", different},
		"天数":     {2, 2, "天数(起, 止)", days},
		"季首":     {1, 2, "季首(日期, 第几季度)", quarterOpening},
	}
}

func (c *compiler) call(name string, args []ast.Node, at int) node {
	f, ok := functions[name]
	if !ok {
		return c.fail(at, "没有“"+name+"”这个函数。", didYouMean(name, names(functions)))
	}
	if len(args) < f.least || len(args) > f.most {
		return c.fail(at, "“"+name+"”括号内应有"+howMany(f)+"项，写了"+strconv.Itoa(len(args))+"项。", "写作 "+f.usage+"。")
	}
	return f.compile(c, call{name, args, at})
}

func howMany(f function) string {
	if f.least == f.most {
		return strconv.Itoa(f.least)
	}
	return strconv.Itoa(f.least) + "至" + strconv.Itoa(f.most)
}

// wrong is the fault of an argument of the wrong kind.
func (c *compiler) wrong(k call, i int, got node, want string) node {
	if got.kind == invalid {
		return got
	}
	return c.fail(start(k.args[i]), "“"+k.name+"”的第"+strconv.Itoa(i+1)+"项是"+got.describe()+"，应是"+want+"。", "写作 "+functions[k.name].usage+"。")
}

// minmax takes several numbers, several days, or one list of either.
func minmax(sign int) func(*compiler, call) node {
	return func(c *compiler, k call) node {
		parts := make([]node, len(k.args))
		for i, a := range k.args {
			parts[i] = c.compile(a)
			if i > 0 && parts[i].kind != parts[0].kind {
				return c.wrong(k, i, parts[i], parts[0].kind.Chinese())
			}
		}
		first := parts[0]
		switch {
		case len(parts) == 1 && first.kind == List && first.mapped && (first.scalar == Number || first.scalar == Day):
			return extremeOf(sign, first)
		case first.kind != Number && first.kind != Day, len(parts) == 1:
			return c.wrong(k, 0, first, "数字、日期，或由它们组成的清单")
		}
		return extreme(sign, parts)
	}
}

// given is 有值: the one function that may be asked about what is missing.
// An empty text is no value.
func given(c *compiler, k call) node {
	v := c.compile(k.args[0])
	if v.kind == invalid || v.kind == List {
		return c.wrong(k, 0, v, "字段")
	}
	return node{typ: typ{kind: Truth}, truth: func(x *run) bool {
		var got any
		return x.present(func() { got = v.value(x) }) && got != ""
	}}
}

func floor(c *compiler, k call) node {
	v := c.compile(k.args[0])
	if v.kind != Number {
		return c.wrong(k, 0, v, "数字")
	}
	return node{typ: v.typ.plain(), number: func(x *run) Num { n := v.number(x); return Num{n.Floor(), n.From} }}
}

// mostPlaces bounds the second argument of 四舍五入.
const mostPlaces = 12

func rounded(c *compiler, k call) node {
	v := c.compile(k.args[0])
	if v.kind != Number {
		return c.wrong(k, 0, v, "数字")
	}
	places, ok := k.args[1].(*ast.IntegerNode)
	if !ok || places.Value > mostPlaces {
		return c.fail(start(k.args[1]), "“四舍五入”的第2项应是0至"+strconv.Itoa(mostPlaces)+"的小数位数。", "写作 "+functions[k.name].usage+"。")
	}
	return node{typ: v.typ.plain(), number: func(x *run) Num { n := v.number(x); return Num{n.Round(places.Value), n.From} }}
}

// Blanks and line breaks count for nothing: who reads “招商专 班” reads 招商专班.
func contains(c *compiler, k call) node {
	a, b := c.compile(k.args[0]), c.compile(k.args[1])
	if a.kind != Text {
		return c.wrong(k, 0, a, "文字")
	}
	if b.kind != Text {
		return c.wrong(k, 1, b, "文字")
	}
	return node{typ: typ{kind: Truth}, truth: func(x *run) bool {
		s, part := solid(a.text(x)), solid(b.text(x))
		return x.err == nil && strings.Contains(s, part)
	}}
}

// joined is texts one after the other.
func joined(c *compiler, k call) node {
	parts := make([]node, len(k.args))
	for i, arg := range k.args {
		if parts[i] = c.compile(arg); parts[i].kind != Text {
			return c.wrong(k, i, parts[i], "文字")
		}
	}
	return node{typ: typ{kind: Text}, text: func(x *run) string {
		var s strings.Builder
		for _, p := range parts {
			s.WriteString(p.text(x))
		}
		return s.String()
	}}
}

// solid is text without blanks, line breaks and characters that show nothing.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

// days is 天数(起, 止): how many days the second lies after the first.
func days(c *compiler, k call) node {
	a, b := c.compile(k.args[0]), c.compile(k.args[1])
	day := node{typ: typ{kind: Day}}
	a, b = c.asDay(a, day), c.asDay(b, day)
	if a.kind != Day {
		return c.wrong(k, 0, a, "日期")
	}
	if b.kind != Day {
		return c.wrong(k, 1, b, "日期")
	}
	return node{typ: typ{kind: Number}, number: func(x *run) Num {
		from, to := a.day(x), b.day(x)
		if x.err != nil {
			return Num{}
		}
		return Num{Num: exact.Int(int64(to.Time().Sub(from.Time()).Hours()) / 24)}
	}}
}

// quarterOpening is 季首(日期): the first day of the quarter that a day lies in.
// With a second argument it is that of the latest quarter of that number which
// had begun by then: 季首("2024-01-10", "第四季度") is 2023-10-01, and so is that
// of 4. What is no quarter makes it missing.
func quarterOpening(c *compiler, k call) node {
	of := c.asDay(c.compile(k.args[0]), node{typ: typ{kind: Day}})
	if of.kind != Day {
		return c.wrong(k, 0, of, "日期")
	}
	if len(k.args) == 1 {
		return node{typ: typ{kind: Day}, day: func(x *run) ingest.Date { return quarterBefore(x, of.day(x), 0) }}
	}
	n := c.compile(k.args[1])
	if n.kind != Number && n.kind != Text {
		return c.wrong(k, 1, n, "数字或“第三季度”一类的文字")
	}
	return node{typ: typ{kind: Day}, day: func(x *run) ingest.Date {
		d, q := of.day(x), quarterNumber(x, n)
		if x.err == nil && q == 0 {
			x.err = ErrMissing
		}
		if x.err != nil {
			return ingest.Date{}
		}
		return quarterBefore(x, d, floorMod(quarterIn(x, d)-q+1, quarters))
	}}
}

const quarters = 4

// quarterNames are what the quarters go by, with 季度 behind and 第 before.
var quarterNames = []string{"一", "二", "三", "四"}

// quarterNumber is which quarter a number or a text tells, 0 for none.
func quarterNumber(x *run, n node) int {
	if n.kind == Text {
		said := strings.TrimSuffix(strings.TrimPrefix(solid(n.text(x)), "第"), "季度")
		for q, name := range quarterNames {
			if said == name || said == strconv.Itoa(q+1) {
				return q + 1
			}
		}
		return 0
	}
	number := n.number(x)
	for q := 1; q <= quarters; q++ {
		if number.Cmp(exact.Int(int64(q))) == 0 {
			return q
		}
	}
	return 0
}

// quarterIn counts from the beginning of the reporting year to the quarter
// that a day lies in; days before it are in quarters below 0.
func quarterIn(x *run, d ingest.Date) int {
	start, _ := x.env[yearStart].(ingest.Date)
	return floorDiv(d.Period().Sub(ingest.Period{Year: start.Year, Month: max(start.Month, 1)}), 12/quarters)
}

// quarterBefore is the first day of the quarter n before that of a day.
func quarterBefore(x *run, d ingest.Date, n int) ingest.Date {
	start, _ := x.env[yearStart].(ingest.Date)
	year := ingest.Period{Year: start.Year, Month: max(start.Month, 1)}
	return year.Add((quarterIn(x, d) - n) * 12 / quarters).First()
}
