package ingest

import (
	"cmp"
	"slices"
	"strings"
)

// ChangeKind says what happened between two versions of a return.
type ChangeKind string

const (
	ValueChanged ChangeKind = "changed"
	RowAdded     ChangeKind = "added"
	RowRemoved   ChangeKind = "removed"
	NilChanged   ChangeKind = "nil" // a sheet declared 本月无, or no longer so
)

// Change is one difference between two versions of a return. Place is in the
// new workbook; for a RowRemoved, in the old one.
type Change struct {
	Kind ChangeKind `json:"kind"`
	Place
	Field string `json:"field,omitempty"` // 字段, of a ValueChanged
	Row   int    `json:"row,omitempty"`   // of a list
	Was   string `json:"was,omitempty"`   // a whole row is its values, joined by “、”
	Is    string `json:"is,omitempty"`
}

// Changed lists what a new version of a return says differently from an old
// one, in sheet order of the new form, then by row and column. Rows are
// matched by likeness, so that a row put in between does not make every row
// below it a change; values count, not how they were typed.
func Changed(old, new *Return) []Change {
	var list []Change
	for _, sheet := range sheetsOf(new, old) {
		list = append(list, changedRows(old.Of(sheet), new.Of(sheet))...)
		was, is := slices.Contains(old.Nil, sheet), slices.Contains(new.Nil, sheet)
		if was != is {
			list = append(list, Change{Kind: NilChanged, Place: Place{Sheet: sheet}, Was: yesNo(was), Is: yesNo(is)})
		}
	}
	return list
}

func yesNo(b bool) string {
	if b {
		return "本月无"
	}
	return ""
}

// sheetsOf lists every sheet that either return speaks of, each once.
func sheetsOf(returns ...*Return) []string {
	var names []string
	add := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, r := range returns {
		for _, e := range r.Entries {
			add(e.Sheet)
		}
		for _, name := range r.Nil {
			add(name)
		}
	}
	return names
}

func changedRows(old, new []Entry) []Change {
	var list []Change
	for _, m := range match(old, new) {
		switch {
		case m.old == nil:
			list = append(list, wholeRow(RowAdded, *m.new))
		case m.new == nil:
			list = append(list, wholeRow(RowRemoved, *m.old))
		default:
			list = append(list, changedValues(*m.old, *m.new)...)
		}
	}
	return list
}

func wholeRow(kind ChangeKind, e Entry) Change {
	values := make([]Value, 0, len(e.Values))
	for _, v := range e.Values {
		values = append(values, v)
	}
	slices.SortFunc(values, func(a, b Value) int { return compareCells(a.Cell, b.Cell) })
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = v.String()
	}
	c := Change{Kind: kind, Place: Place{Sheet: e.Sheet}, Row: e.Row}
	if len(values) > 0 {
		c.Cell = values[0].Cell
	}
	if kind == RowAdded {
		c.Is = strings.Join(texts, "、")
	} else {
		c.Was = strings.Join(texts, "、")
	}
	return c
}

func changedValues(old, new Entry) []Change {
	var list []Change
	for field, v := range new.Values {
		if was := old.Values[field]; was.String() != v.String() {
			list = append(list, Change{ValueChanged, Place{new.Sheet, v.Cell}, field, new.Row, was.String(), v.String()})
		}
	}
	for field, v := range old.Values {
		if _, still := new.Values[field]; !still && v.String() != "" {
			list = append(list, Change{ValueChanged, Place{new.Sheet, moved(v.Cell, new)}, field, new.Row, v.String(), ""})
		}
	}
	slices.SortFunc(list, func(a, b Change) int {
		return cmp.Or(compareCells(a.Cell, b.Cell), strings.Compare(a.Field, b.Field))
	})
	return list
}

// moved is the cell of a value that was emptied: its column, in the row where
// the entry stands now.
func moved(cell string, e Entry) string {
	if e.Row == 0 {
		return cell
	}
	for _, v := range e.Values {
		return column(cell) + strings.TrimPrefix(v.Cell, column(v.Cell))
	}
	return cell
}

func column(cell string) string { return strings.TrimRight(cell, "0123456789") }

// compareCells orders cells by row, then by column: B4, C4, AA4, B10.
func compareCells(a, b string) int {
	ac, bc := column(a), column(b)
	ar, br := a[len(ac):], b[len(bc):]
	return cmp.Or(cmp.Compare(len(ar), len(br)), strings.Compare(ar, br), cmp.Compare(len(ac), len(bc)), strings.Compare(ac, bc))
}

// matched is an old and a new row that are the same entry; one is nil where a
// row was added or removed.
type matched struct{ old, new *Entry }

// match pairs the rows of one sheet in their order: equal rows at both ends
// first, then what lies between by the pairing that differs least.
func match(old, new []Entry) []matched {
	var head, tail []matched
	for len(old) > 0 && len(new) > 0 && distance(old[0], new[0]) == 0 {
		head = append(head, matched{&old[0], &new[0]})
		old, new = old[1:], new[1:]
	}
	for len(old) > 0 && len(new) > 0 && distance(old[len(old)-1], new[len(new)-1]) == 0 {
		tail = append(tail, matched{&old[len(old)-1], &new[len(new)-1]})
		old, new = old[:len(old)-1], new[:len(new)-1]
	}
	slices.Reverse(tail)
	middle := inOrder(old, new)
	if len(old)*len(new) <= mostPairs {
		middle = cheapest(old, new)
	}
	return slices.Concat(head, middle, tail)
}

// mostPairs bounds the work of cheapest; a return that differs in more is
// compared row by row.
const mostPairs = 250_000

func inOrder(old, new []Entry) []matched {
	var list []matched
	for i := range max(len(old), len(new)) {
		var m matched
		if i < len(old) {
			m.old = &old[i]
		}
		if i < len(new) {
			m.new = &new[i]
		}
		list = append(list, m)
	}
	return list
}

// Costs of an alignment, in thousandths: a pair costs the share of its fields
// that differ, a row without a partner costs rowCost. Two rows that share less
// than four in ten values are therefore told as one removed and one added.
const rowCost = 300

// distance is how many of two rows' fields differ, in thousandths. The only
// record of a name-value sheet is always the same record.
func distance(a, b Entry) int {
	union, differ := len(b.Values), 0
	for field, v := range b.Values {
		if a.Values[field].String() != v.String() {
			differ++
		}
	}
	for field, v := range a.Values {
		if _, both := b.Values[field]; !both {
			union++
			if v.String() != "" {
				differ++
			}
		}
	}
	switch {
	case differ == 0:
		return 0
	case a.Row == 0 && b.Row == 0:
		return 1
	}
	return max(1, differ*1000/union)
}

// cheapest aligns two lists in order at the least cost, as an edit distance
// does.
func cheapest(old, new []Entry) []matched {
	cost := costs(old, new)
	var list []matched
	i, j := len(old), len(new)
	for i > 0 || j > 0 {
		switch {
		case j > 0 && cost[i][j] == cost[i][j-1]+rowCost:
			j--
			list = append(list, matched{new: &new[j]})
		case i > 0 && cost[i][j] == cost[i-1][j]+rowCost:
			i--
			list = append(list, matched{old: &old[i]})
		default:
			i, j = i-1, j-1
			list = append(list, matched{&old[i], &new[j]})
		}
	}
	slices.Reverse(list)
	return list
}

// costs[i][j] is the least cost of turning the first i old rows into the first
// j new ones.
func costs(old, new []Entry) [][]int {
	table := make([][]int, len(old)+1)
	for i := range table {
		table[i] = make([]int, len(new)+1)
		for j := range table[i] {
			if i == 0 || j == 0 {
				table[i][j] = (i + j) * rowCost
				continue
			}
			pair := table[i-1][j-1] + distance(old[i-1], new[j-1])
			table[i][j] = min(pair, table[i-1][j]+rowCost, table[i][j-1]+rowCost)
		}
	}
	return table
}
