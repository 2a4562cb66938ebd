package scheme

import "slices"

// newer are optional columns that came after workbooks were in use. One that an
// earlier program wrote lacks them and works as it did; that there are other
// ways by now nobody would know who is not told.
var newer = map[string][]string{
	sheetSupervision: {"逐月", "销号用语", "跨年", "停用后", "生效月", "失效月"},
}

// Newer is such a column that a sheet of the office lacks, with what the
// built-in scheme writes there in the rows that the office has as well.
type Newer struct {
	Sheet, Column, Help string
	Usual               []Usual
}

// Usual is what the built-in scheme has in a column, and the rows, by their first
// column, that have it.
type Usual struct {
	Text string
	Rows []string
}

func (b *builder) newer() {
	for _, l := range b.layouts {
		keys := map[string]bool{}
		for _, line := range b.of(l.name) {
			keys[line.text(l.columns[0].name)] = true
		}
		for _, c := range newer[l.name] {
			if len(keys) > 0 && slices.Contains(b.without[l.name], c) {
				b.s.Newer = append(b.s.Newer, Newer{l.name, c, l.column(c).help, usual(l.name, c, keys)})
			}
		}
	}
}

// usual goes by the built-in scheme's own order.
func usual(sheet, column string, keys map[string]bool) (list []Usual) {
	t := tableOf(Defaults(), sheet)
	at := slices.Index(t.Columns, column)
	for _, r := range t.Rows {
		if at < 0 || at >= len(r.Cells) || r.Cells[at] == "" || !keys[r.Cells[0]] {
			continue
		}
		i := slices.IndexFunc(list, func(u Usual) bool { return u.Text == r.Cells[at] })
		if i < 0 {
			i, list = len(list), append(list, Usual{Text: r.Cells[at]})
		}
		list[i].Rows = append(list[i].Rows, r.Cells[0])
	}
	return list
}
