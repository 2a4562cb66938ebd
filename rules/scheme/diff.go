package scheme

import (
	"fmt"
	"slices"
	"strings"
)

// SheetDiff is what changed in one sheet between two schemes.
type SheetDiff struct {
	Sheet string    `json:"sheet"`
	Rows  []RowDiff `json:"rows"`
	// Reordered is true where rows that stayed stand in another order, which
	// decides the order of columns on a form and of lines in a document.
	Reordered bool `json:"reordered,omitempty"`
}

// How a row changed.
const (
	RowAdded   = "added"
	RowRemoved = "removed"
	RowChanged = "changed"
)

// RowDiff is a row that was added, removed or changed. A row is known by its
// key columns (编号, 代码, 专班+指标+年度 …), wherever it stands in the sheet.
type RowDiff struct {
	Kind  string     `json:"kind"`
	Key   string     `json:"key"`            // “KFQ　签约金额　2023”
	Name  string     `json:"name,omitempty"` // its 名称, where that is not in the key
	Cells []CellDiff `json:"cells"`          // of an added or removed row: what is filled in
}

// CellDiff is a cell of a row: "" is blank.
type CellDiff struct {
	Column string `json:"column"`
	Was    string `json:"was"`
	Is     string `json:"is"`
}

// keyColumns tell a row of a sheet from every other. Sheets that are not
// listed are known by their first column.
var keyColumns = map[string][]string{
	sheetTargets:    {"专班", "指标", "年度"},
	sheetForms:      {"类别", "工作表"},
	sheetFields:     {"工作表", "适用类别", "字段"},
	sheetDeductions: {"事项", "适用类别"},
	sheetOutcomes:   {"顺序", "适用类别"},
	sheetChoices:    {"事项", "专班"},
}

// Diff lists what changed from one scheme's tables to another's, as Tables
// gives them, sheet by sheet in the workbook's order. Sheets without a change
// are absent. Columns that one of them does not have are blank there, so that
// a workbook of an older program compares well.
func Diff(was, is []Table) []SheetDiff {
	var list []SheetDiff
	for _, name := range sheetNames(was, is) {
		d := diffSheet(name, tableOf(was, name), tableOf(is, name))
		if len(d.Rows) > 0 || d.Reordered {
			list = append(list, d)
		}
	}
	return list
}

// sheetNames are the sheets of either, known ones first and in order.
func sheetNames(was, is []Table) []string {
	var names []string
	for _, l := range schemeSheets {
		names = append(names, l.name)
	}
	for _, t := range slices.Concat(was, is) {
		if !slices.Contains(names, t.Sheet) {
			names = append(names, t.Sheet)
		}
	}
	return names
}

func tableOf(tables []Table, name string) Table {
	for _, t := range tables {
		if t.Sheet == name {
			return t
		}
	}
	return Table{Sheet: name}
}

// keyed is a row by column name, with what it is known by.
type keyed struct {
	key   string
	cells map[string]string
}

func diffSheet(name string, was, is Table) SheetDiff {
	columns := slices.Clone(is.Columns)
	for _, c := range was.Columns {
		if !slices.Contains(columns, c) {
			columns = append(columns, c)
		}
	}
	old, now := keyedRows(name, was), keyedRows(name, is)
	d := SheetDiff{Sheet: name}
	partner := pair(old, now)
	var kept []int // positions in old of the rows that stayed, in the new order
	for j, row := range now {
		i, stayed := partner[j]
		if !stayed {
			d.Rows = append(d.Rows, rowDiff(RowAdded, columns, keyed{key: row.key}, row))
			continue
		}
		kept = append(kept, i)
		if r := rowDiff(RowChanged, columns, old[i], row); len(r.Cells) > 0 {
			d.Rows = append(d.Rows, r)
		}
	}
	d.Reordered = !slices.IsSorted(kept)
	for i, row := range old {
		if !slices.Contains(kept, i) {
			d.Rows = append(d.Rows, rowDiff(RowRemoved, columns, row, keyed{key: row.key}))
		}
	}
	return d
}

func keyedRows(sheet string, t Table) []keyed {
	var list []keyed
	for _, r := range t.Rows {
		k := keyed{cells: map[string]string{}}
		for i, c := range t.Columns {
			if i < len(r.Cells) && c != "" {
				k.cells[c] = r.Cells[i]
			}
		}
		k.key = keyOf(sheet, t.Columns, k.cells)
		list = append(list, k)
	}
	return list
}

func keyOf(sheet string, columns []string, cells map[string]string) string {
	names := keyColumns[sheet]
	if names == nil && len(columns) > 0 {
		names = columns[:1]
	}
	var parts []string
	for _, n := range names {
		if cells[n] != "" {
			parts = append(parts, cells[n])
		}
	}
	return strings.Join(parts, "　")
}

// pair finds for each new row the old one that it was, by position. Several
// rows may share a key (two times of one job): those that are equal belong
// together, the others in their order.
func pair(old, now []keyed) map[int]int {
	partner, taken := map[int]int{}, map[int]bool{}
	match := func(same func(a, b keyed) bool) {
		for j, row := range now {
			if _, has := partner[j]; has {
				continue
			}
			for i := range old {
				if !taken[i] && same(old[i], row) {
					partner[j], taken[i] = i, true
					break
				}
			}
		}
	}
	match(func(a, b keyed) bool { return a.key == b.key && fmt.Sprint(a.cells) == fmt.Sprint(b.cells) })
	match(func(a, b keyed) bool { return a.key == b.key })
	return partner
}

func rowDiff(kind string, columns []string, was, is keyed) RowDiff {
	r := RowDiff{Kind: kind, Key: is.key, Cells: []CellDiff{}}
	for _, c := range columns {
		if a, b := was.cells[c], is.cells[c]; a != b {
			r.Cells = append(r.Cells, CellDiff{c, a, b})
		}
	}
	for _, cells := range []map[string]string{is.cells, was.cells} {
		if n := cells["名称"]; r.Name == "" && n != r.Key {
			r.Name = n
		}
	}
	return r
}
