package formula

import (
	"fmt"
	"slices"
	"sync"

	"tongbao/ingest"
)

// Lazy may stand for any value of a Record: it is called when, and each time
// that, an expression asks for the value. It lets facts leave a year's lists
// unbuilt until an expression speaks of them.
type Lazy func() any

// Cells tells the cell of a record's member, for members that cannot carry
// one themselves (Text, Day, Truth). A Record may keep one under CellsKey.
type Cells interface {
	Cell(member string) (ingest.Source, bool)
}

// CellsKey is the member under which a Record keeps its Cells.
const CellsKey = "$格"

// run is one evaluation. The first error sticks; evaluators then return zero
// values and loops stop, so that only the ends look at it.
type run struct {
	env  Record
	item item // the element a predicate is looking at
	look bool // note the cells that are read
	seen []ingest.Source
	rows int // elements looked at so far
	err  error
}

// mostRows bounds what one evaluation looks at, about a second's work: list
// functions within list functions multiply.
const mostRows = 2_000_000

// idle keeps evaluations for the next: a month's run makes a great many.
var idle = sync.Pool{New: func() any { return new(run) }}

func begin(env Record, look bool) *run {
	x := idle.Get().(*run)
	*x = run{env: env, look: look, seen: x.seen[:0]}
	return x
}

func (x *run) end() {
	*x = run{seen: x.seen[:0]}
	idle.Put(x)
}

// item is an element of a list: a Record, Num, string, ingest.Date or bool,
// and the cells that say so.
type item struct {
	value any
	from  []ingest.Source
}

// list is a list of records as facts made it, or of what map made of one.
type list struct {
	records []Record
	items   []item
}

func (l list) len() int { return max(len(l.records), len(l.items)) }

func (l list) at(i int) item {
	if l.items != nil {
		return l.items[i]
	}
	return item{value: l.records[i]}
}

// sources are the cells of the listed rows themselves.
func (l list) sources() (from []ingest.Source) {
	for _, r := range l.records {
		from = append(from, place(r)...)
	}
	for _, i := range l.items {
		from = append(from, i.sources()...)
	}
	return from
}

func (i item) sources() []ingest.Source {
	if r, ok := i.value.(Record); ok {
		return place(r)
	}
	return i.from
}

func place(r Record) []ingest.Source {
	if s, ok := r[SourceKey].(ingest.Source); ok {
		return []ingest.Source{s}
	}
	return nil
}

// each looks at every element until f says stop or something fails.
func (x *run) each(l list, f func(i int) (more bool)) {
	outer := x.item
	for i := range l.len() {
		x.item = l.at(i)
		if x.rows++; x.rows > mostRows && x.err == nil {
			x.err = &Fault{Column: 1, Message: "要看的行数太多，已停止计算。", Hint: "请减少清单函数的嵌套。"}
		}
		if x.err != nil || !f(i) || x.err != nil {
			break
		}
	}
	x.item = outer
}

// get reads a member of a record; an absent one is missing.
func get[T any](x *run, r Record, name string) (value T) {
	if x.err != nil {
		return value
	}
	raw := r[name]
	if lazy, ok := raw.(Lazy); ok {
		raw = lazy()
	}
	if raw == nil {
		x.err = ErrMissing
		return value
	}
	value, ok := raw.(T)
	if !ok {
		x.err = fmt.Errorf("formula: %s holds a %T", name, raw)
		return value
	}
	if x.look {
		x.note(r, name, raw)
	}
	return value
}

func (x *run) note(r Record, name string, value any) {
	if n, ok := value.(Num); ok {
		x.seen = append(x.seen, n.From...)
		return
	}
	if cells, ok := r[CellsKey].(Cells); ok {
		if s, ok := cells.Cell(name); ok {
			x.seen = append(x.seen, s)
		}
	}
}

// present runs f and reports whether it found a value; what it missed is
// forgiven.
func (x *run) present(f func()) bool {
	if x.err != nil {
		return false
	}
	f()
	if x.err == ErrMissing {
		x.err = nil
		return false
	}
	return x.err == nil
}

// distinct drops repeated cells and keeps the order of reading.
func distinct(from []ingest.Source) []ingest.Source {
	if len(from) <= fewCells {
		return distinctFew(from)
	}
	seen := make(map[ingest.Source]bool, len(from))
	kept := make([]ingest.Source, 0, len(from))
	for _, s := range from {
		if !seen[s] {
			seen[s] = true
			kept = append(kept, s)
		}
	}
	return kept
}

// fewCells is up to where looking through a short list beats a map.
const fewCells = 12

func distinctFew(from []ingest.Source) []ingest.Source {
	var kept []ingest.Source
	for i, s := range from {
		switch {
		case slices.Contains(from[:i], s):
			if kept == nil {
				kept = append(kept, from[:i]...)
			}
		case kept != nil:
			kept = append(kept, s)
		}
	}
	if kept == nil {
		return from
	}
	return kept
}

// join adds up the cells of two numbers without touching either.
func join(a, b []ingest.Source) []ingest.Source {
	switch {
	case len(b) == 0:
		return a
	case len(a) == 0:
		return b
	}
	return append(a[:len(a):len(a)], b...)
}
