package output

import (
	"slices"

	"tongbao/ingest/exact"
)

// Rounding (舍位): amounts print with every digit they have, up to four
// decimals, and totals are of exact figures. Only what no four decimals hold,
// a project shared in thirds for one, prints rounded, and then the printed
// rows need not add up to the printed total. The table says so under it.

// addUp puts a note under a table whose last row is a total, naming the
// columns whose printed rows differ from it by rounding. Parts are the columns
// that are sums, by place, as the note calls them. The note opens with 注
// unless it follows others.
func (w *writer) addUp(t *Table, parts map[int]string, follows bool) {
	if !t.Total || len(t.Rows) < 2 {
		return
	}
	var columns []marked
	name := "舍位说明"
	for c := range t.Columns {
		if parts[c] != "" && roundedApart(t, c) {
			columns = append(columns, label(parts[c]))
			name += "/" + parts[c]
		}
	}
	if len(columns) > 0 {
		t.Notes = append(t.Notes, w.notesAs(name, "舍位说明", roundingView{columns, follows})...)
	}
}

type roundingView struct {
	Columns []marked
	Follows bool
}

// roundedApart reports whether a column's printed rows add up to another
// number than its total prints, by no more than rounding explains. A larger
// difference has another reason, which rounding must not be blamed for.
func roundedApart(t *Table, column int) bool {
	last := len(t.Rows) - 1
	total := t.Rows[last][column]
	if total.Num == nil {
		return false
	}
	var sum exact.Num
	places, rounded := total.Decimals, 1
	for _, row := range t.Rows[:last] {
		switch cell := row[column]; {
		case cell.Num != nil:
			sum = sum.Add(cell.Num.Round(cell.Decimals))
			places, rounded = max(places, cell.Decimals), rounded+1
		case cell.Text != dash.Text:
			return false // a range: 1—2
		}
	}
	apart := abs(sum.Sub(total.Num.Round(total.Decimals)))
	half := exact.Int(1).Quo(exact.Int(2))
	for range places {
		half = half.Quo(exact.Int(10))
	}
	return !apart.IsZero() && apart.Cmp(half.Mul(exact.Int(int64(rounded)))) <= 0
}

// moneyParts are the columns of a table of money that add up, by place.
func moneyParts(t *Table, names ...string) map[int]string {
	parts := map[int]string{}
	for i, c := range t.Columns {
		if slices.Contains(names, c.Name) {
			parts[i] = c.Name
		}
	}
	return parts
}
