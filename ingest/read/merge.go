package read

import (
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// A cell merged over several entries: where the scheme declares 向下填充 the
// value holds for each of them and every one is listed as a repair; elsewhere
// only the sender knows whether it holds for each or for all together, and is
// asked.

// filling is the cell whose value stands for the blank ones merged with it.
type filling struct {
	cell  sheet.Cell
	merge sheet.Range
}

// fillMerges finds the blank cells that take the value of their merge.
func (l *lister) fillMerges() {
	l.filled = map[string]filling{}
	for _, m := range l.tab.Merges {
		f, ok := l.fieldAt(m.Col1)
		if !ok || f.Merged != form.FillDown || m.Row1 <= l.header.row || m.Row2 == m.Row1 {
			continue
		}
		anchor := l.cellOf(m.Row1, m.Col1)
		if blankCell(anchor) {
			continue
		}
		for _, row := range l.tab.Rows {
			if row.Number > m.Row1 && row.Number <= m.Row2 {
				l.filled[sheet.Ref(m.Col1, row.Number)] = filling{anchor, m}
			}
		}
	}
}

// fill reads the merge's value for one more entry. The value stays where it
// stands, in the first cell of the merge; what is wrong with it was told there.
func (l *lister) fill(f form.Field, from filling, at ingest.Place) ingest.Value {
	stands := ingest.Place{Sheet: l.tab.Name, Cell: from.cell.Ref}
	findings, repairs := len(l.findings), len(l.repairs)
	v := l.value(f, from.cell, stands, l.header.units[f.Key])
	l.findings, l.repairs = l.findings[:findings], l.repairs[:repairs]
	if v.Kind != ingest.Blank && v.Kind != ingest.Bad {
		l.repair(at, "", v.String(), fmt.Sprintf("与%s合并（第%d至%d行），按其内容填充", from.cell.Ref, from.merge.Row1, from.merge.Row2))
	}
	return v
}

// askMerges asks about cells merged over several entries of a column that is
// not filled down.
func (l *lister) askMerges() {
	for _, m := range l.tab.Merges {
		f, ok := l.fieldAt(m.Col1)
		if !ok || f.Merged == form.FillDown || m.Row2 == m.Row1 || m.Row1 <= l.header.row || l.entriesWithin(m) < 2 {
			continue
		}
		at := ingest.Place{Sheet: l.tab.Name, Cell: sheet.Ref(m.Col1, m.Row1)}
		l.report("S-MERGE", finding.Error, at, fmt.Sprintf("“%s”列第%d至%d行合并成了一个单元格，只有第%d行能读到内容。", f.Header, m.Row1, m.Row2, m.Row1), "请取消合并，逐行填写。")
	}
}

// askUnderMerges asks about what still stands in the covered cells of a merge:
// nobody sees it, and it would be read. Where the merge is filled down and the
// covered cells say the same, nothing is asked.
func (l *lister) askUnderMerges() {
	for _, m := range l.tab.Merges {
		if m.Row2 <= l.header.row {
			continue
		}
		f, _ := l.fieldAt(m.Col1)
		down := f.Merged == form.FillDown && m.Col1 == m.Col2
		above := l.cellOf(m.Row1, m.Col1)
		if c, ok := l.covered(m, func(c sheet.Cell) bool { return !down || squeeze(c.Text()) != squeeze(above.Text()) }); ok {
			at := ingest.Place{Sheet: l.tab.Name, Cell: c.Ref}
			l.report("S-MERGE", finding.Error, at, fmt.Sprintf("%s与%s合并，下面还留有%s，屏幕上看不到。", c.Ref, sheet.Ref(m.Col1, m.Row1), finding.Quote(c.Text())), "请取消合并，逐格填写。")
		}
	}
}

// covered is the first filled cell of an entry that a merge covers and that is
// of a kind.
func (l *lister) covered(m sheet.Range, of func(sheet.Cell) bool) (sheet.Cell, bool) {
	from, _ := slices.BinarySearchFunc(l.tab.Rows, max(m.Row1, l.header.row+1), func(r sheet.Row, n int) int { return r.Number - n })
	for _, row := range l.tab.Rows[from:] {
		if row.Number > m.Row2 {
			break
		}
		for _, c := range row.Cells {
			if c.Column < m.Col1 || c.Column > m.Col2 || c.Column == m.Col1 && row.Number == m.Row1 || blankCell(c) {
				continue
			}
			if _, is := l.fieldAt(c.Column); is && of(c) {
				return c, true
			}
		}
	}
	return sheet.Cell{}, false
}

// askAcross asks about columns merged in one entry: what stands there belongs
// to the first, or to all.
func (l *lister) askAcross() {
	for _, m := range l.tab.Merges {
		f, ok := l.fieldAt(m.Col1)
		var last form.Field
		for col := m.Col1 + 1; col <= m.Col2 && col <= lastTitle(l.header.titles); col++ {
			if g, is := l.fieldAt(col); is {
				last = g
			}
		}
		if !ok || last.Key == "" || m.Row1 <= l.header.row || l.entriesWithin(m) == 0 {
			continue
		}
		at := ingest.Place{Sheet: l.tab.Name, Cell: sheet.Ref(m.Col1, m.Row1)}
		l.report("S-MERGE", finding.Error, at, fmt.Sprintf("“%s”至“%s”列合并成了一个单元格，只有“%s”列能读到内容。", f.Header, last.Header, f.Header), "请取消合并，逐栏填写。")
	}
}

func (l *lister) fieldAt(col int) (form.Field, bool) {
	for _, f := range l.fs.Fields {
		if at, ok := l.header.columns[f.Key]; ok && at == col {
			return f, true
		}
	}
	return form.Field{}, false
}

func (l *lister) cellOf(row, col int) sheet.Cell {
	for _, r := range l.tab.Rows {
		if r.Number == row {
			return cellAt(r, col)
		}
	}
	return sheet.Cell{}
}

func (l *lister) entriesWithin(m sheet.Range) (n int) {
	for _, e := range l.entries {
		if e.Row >= m.Row1 && e.Row <= m.Row2 {
			n++
		}
	}
	return n
}

func blankCell(c sheet.Cell) bool { return c.Type != sheet.NoCache && blank(c.Value) }
