package formula

import (
	"strconv"

	"github.com/expr-lang/expr/ast"

	"tongbao/ingest"
	"tongbao/ingest/exact"
)

// listed compiles the list of a list function.
func (c *compiler) listed(k call) (l node, ok bool) {
	l = c.compile(k.args[0])
	if l.kind != List {
		return c.wrong(k, 0, l, "清单"), false
	}
	return l, true
}

// deepest bounds list functions within the conditions of list functions.
const deepest = 3

// predicate compiles what is asked of each element.
func (c *compiler) predicate(l node, n ast.Node) node {
	if p, ok := n.(*ast.PredicateNode); ok {
		n = p.Node
	}
	if len(c.elements) == deepest {
		return c.fail(start(n), "清单函数嵌套超过"+strconv.Itoa(deepest)+"层。", "请拆成几条。")
	}
	c.elements = append(c.elements, l.element())
	v := c.compile(n)
	c.elements = c.elements[:len(c.elements)-1]
	return v
}

// condition compiles a list and a truth of each element.
func (c *compiler) condition(k call) (l, test node, ok bool) {
	l, ok = c.listed(k)
	if !ok {
		return l, test, false
	}
	if test = c.predicate(l, k.args[1]); test.kind != Truth {
		return c.wrong(k, 1, test, "是非判断"), test, false
	}
	return l, test, true
}

// kept is the elements of a list that pass a test.
func kept(l, test node) func(*run) list {
	return func(x *run) (out list) {
		in := l.list(x)
		x.each(in, func(i int) bool {
			switch {
			case !test.truth(x):
			case in.items != nil:
				out.items = append(out.items, in.items[i])
			default:
				out.records = append(out.records, in.records[i])
			}
			return true
		})
		return out
	}
}

func filter(c *compiler, k call) node {
	l, test, ok := c.condition(k)
	if !ok {
		return l
	}
	return node{typ: l.typ, list: kept(l, test)}
}

// count is how many rows, carrying the rows that were counted.
func count(c *compiler, k call) node {
	if len(k.args) == 2 {
		l, test, ok := c.condition(k)
		if !ok {
			return l
		}
		return counted(kept(l, test))
	}
	l, ok := c.listed(k)
	if !ok {
		return l
	}
	return counted(l.list)
}

func counted(l func(*run) list) node {
	return node{typ: typ{kind: Number}, counts: true, number: func(x *run) Num {
		rows := l(x)
		from := rows.sources()
		if x.look {
			x.seen = append(x.seen, from...)
		}
		return Num{exact.Int(int64(rows.len())), from}
	}}
}

func sum(c *compiler, k call) node {
	l, ok := c.listed(k)
	if !ok {
		return l
	}
	if len(k.args) == 1 {
		if !l.mapped || l.scalar != Number {
			return c.wrong(k, 0, l, "数字清单")
		}
		return added(l, node{number: element[Num]})
	}
	body := c.predicate(l, k.args[1])
	if body.kind != Number {
		return c.wrong(k, 1, body, "数字")
	}
	return added(l, body)
}

func added(l, body node) node {
	return node{typ: typ{kind: Number}, number: func(x *run) Num {
		var total exact.Total
		var from []ingest.Source
		x.each(l.list(x), func(int) bool {
			if n := body.number(x); x.err == nil {
				total.Add(n.Num)
				from = append(from, n.From...)
			}
			return true
		})
		return Num{total.Num(), distinct(from)}
	}}
}

// mapped is map(清单, .字段): the values of one expression, each with the
// cells it rests on, or its row's where none is known.
func mapped(c *compiler, k call) node {
	l, ok := c.listed(k)
	if !ok {
		return l
	}
	body := c.predicate(l, k.args[1])
	if body.kind != Number && body.kind != Text && body.kind != Day {
		return c.wrong(k, 1, body, "数字、文字或日期")
	}
	return node{typ: typ{kind: List, mapped: true, scalar: body.kind}, list: func(x *run) list {
		in := l.list(x)
		out := make([]item, 0, in.len())
		x.each(in, func(int) bool {
			out = append(out, x.watch(body))
			return true
		})
		return list{items: out}
	}}
}

// watch evaluates a scalar of the current element and notes its cells.
func (x *run) watch(body node) item {
	look, seen := x.look, x.seen
	x.look, x.seen = true, nil
	got := item{value: body.value(x)}
	got.from = x.seen
	if len(got.from) == 0 {
		got.from = x.item.sources()
	}
	x.look, x.seen = look, seen
	if look {
		x.seen = append(x.seen, got.from...)
	}
	return got
}

// quantified is all, any, none and one: a truth about how many of the
// elements pass. A row whose condition misses a value makes the whole
// missing; 有值(.字段) 且 … leaves such rows aside.
func quantified(holds func(yes, of int) bool) func(*compiler, call) node {
	return func(c *compiler, k call) node {
		l, test, ok := c.condition(k)
		if !ok {
			return l
		}
		return node{typ: typ{kind: Truth}, truth: func(x *run) bool {
			in, yes := l.list(x), 0
			x.each(in, func(int) bool {
				if test.truth(x) {
					yes++
				}
				return true
			})
			return x.err == nil && holds(yes, in.len())
		}}
	}
}

// find is the first row that passes; none is a missing value.
func find(c *compiler, k call) node {
	l, test, ok := c.condition(k)
	if !ok {
		return l
	}
	if l.mapped {
		return c.wrong(k, 0, l, "由行组成的清单")
	}
	return node{typ: l.element(), group: func(x *run) (found Record) {
		in := l.list(x)
		x.each(in, func(i int) bool {
			if test.truth(x) && x.err == nil {
				found = in.records[i]
			}
			return found == nil
		})
		if found == nil && x.err == nil {
			x.err = ErrMissing
		}
		return found
	}}
}

// extremeOf is the least or greatest of a list; an empty list has none.
func extremeOf(sign int, l node) node {
	pick := func(x *run) (best item) {
		for _, i := range l.list(x).items {
			if best.value == nil || order(i.value, best.value)*sign > 0 {
				best = i
			}
		}
		if best.value == nil && x.err == nil {
			x.err = ErrMissing
		}
		return best
	}
	if l.scalar == Day {
		return node{typ: typ{kind: Day}, day: func(x *run) ingest.Date { d, _ := pick(x).value.(ingest.Date); return d }}
	}
	return node{typ: typ{kind: Number}, number: func(x *run) Num { n, _ := pick(x).value.(Num); return n }}
}

func order(a, b any) int {
	if n, ok := a.(Num); ok {
		return n.Cmp(b.(Num).Num)
	}
	return compareDays(a.(ingest.Date), b.(ingest.Date))
}

// scalars compiles the argument of a function that takes a list of one kind.
func (c *compiler) scalars(k call, i int, want Kind) (l node, ok bool) {
	l = c.compile(k.args[i])
	if l.kind != List || !l.mapped || l.scalar != want {
		return c.wrong(k, i, l, want.Chinese()+"清单"), false
	}
	return l, true
}

// yearStart is the day that quarters are counted from, where the environment
// has one: a reporting year need not start in January.
const yearStart = "年初"

// spanned is 涉及月数 and 涉及季数: in how many different months or quarters the
// days of one or several lists lie, carrying the cells of all of them.
func spanned(months int) func(*compiler, call) node {
	return func(c *compiler, k call) node {
		var all []func(*run) list
		for i := range k.args {
			l, ok := c.scalars(k, i, Day)
			if !ok {
				return l
			}
			all = append(all, l.list)
		}
		l := node{list: func(x *run) (days list) {
			for _, l := range all {
				days.items = append(days.items, l(x).items...)
			}
			return days
		}}
		return distinctKeys(l, func(x *run, v any) any {
			p := v.(ingest.Date).Period()
			start, _ := x.env[yearStart].(ingest.Date)
			since := p.Sub(ingest.Period{Year: start.Year, Month: max(start.Month, 1)})
			return floorDiv(since, months)
		})
	}
}

func floorMod(a, b int) int { return a - floorDiv(a, b)*b }

func floorDiv(a, b int) int {
	if a < 0 {
		return (a - b + 1) / b
	}
	return a / b
}

// different is 不同: how many different texts.
func different(c *compiler, k call) node {
	l, ok := c.scalars(k, 0, Text)
	if !ok {
		return l
	}
	return distinctKeys(l, func(_ *run, v any) any { return v })
}

// distinctKeys counts the different keys of a list's values.
func distinctKeys(l node, key func(*run, any) any) node {
	return node{typ: typ{kind: Number}, counts: true, number: func(x *run) Num {
		keys, in := map[any]bool{}, l.list(x)
		if x.err != nil {
			return Num{}
		}
		for _, i := range in.items {
			keys[key(x, i.value)] = true
		}
		return Num{exact.Int(int64(len(keys))), distinct(in.sources())}
	}}
}
