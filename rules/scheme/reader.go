package scheme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
)

// reader collects what is wrong with an office workbook while it hands out
// rows. Every cell is read by its column's kind once, in sheets; what the
// loaders then take from a line is either good or already faulted, so that
// they judge only what a single cell cannot tell.
type reader struct {
	layouts []layout
	lines   map[string][]*line
	tables  []Table // canonical: known columns, in the layout's order
	faults  Faults
	without map[string][]string // columns that a sheet does not have
}

// line is one row of an office sheet.
type line struct {
	r     *reader
	sheet string
	row   int
	cells map[string]field

	faulted bool     // what others say about its names would only repeat its fault
	bad     []string // the columns that were faulted
}

// field is one cell of a line. ok is false when its kind refused it.
type field struct {
	cell, text string
	ok         bool
}

// readTables finds sheets and columns by name and reads every cell by its
// kind. Book is what the workbook is called in messages.
func readTables(layouts []layout, tables []Table, book string) *reader {
	r := &reader{layouts: layouts, lines: map[string][]*line{}, without: map[string][]string{}}
	seen := map[string]bool{}
	for _, t := range tables {
		l := layoutOf(layouts, t.Sheet)
		switch {
		case l == nil:
			r.unknownSheet(t, book)
		case seen[t.Sheet]:
			r.fault(t.Sheet, "", "有两张同名的工作表。", "请删去一张。")
		default:
			seen[t.Sheet] = true
			r.readTable(l, t)
		}
	}
	for _, l := range layouts {
		if l.required && !seen[l.name] {
			r.fault(l.name, "", book+"缺少工作表"+finding.Quote(l.name)+"。", "请从缺省"+book+"中复制。")
		}
		r.canonical(&l)
	}
	return r
}

func (r *reader) unknownSheet(t Table, book string) {
	if len(t.Rows) == 0 && len(t.Columns) == 0 {
		return // an empty tab, as a new workbook has
	}
	var names []string
	for _, l := range r.layouts {
		names = append(names, l.name)
	}
	r.fault(t.Sheet, "", book+"没有"+finding.Quote(t.Sheet)+"这张工作表。", didYouMean(t.Sheet, names)+"自用的工作表请在表名前加“#”。")
}

// fault records what is wrong at a cell.
func (r *reader) fault(sheet, cell, message, hint string) {
	f := Fault{sheet, cell, message, hint}
	if !slices.Contains(r.faults, f) {
		r.faults = append(r.faults, f)
	}
}

func (r *reader) readTable(l *layout, t Table) {
	at := r.readHeader(l, t)
	if l.required && len(t.Rows) == 0 {
		r.fault(t.Sheet, "", "没有内容。", "这张表至少要有一行。")
	}
	for _, row := range t.Rows {
		r.lines[l.name] = append(r.lines[l.name], r.readRow(l, t, row, at))
	}
}

// readHeader returns the position of each column that is there, by name.
func (r *reader) readHeader(l *layout, t Table) map[string]int {
	at := map[string]int{}
	for i, header := range t.Columns {
		if header == "" || strings.HasPrefix(header, "#") {
			continue
		}
		c := l.column(header)
		if c == nil {
			r.fault(t.Sheet, cellName(i, t.Header), "没有"+finding.Quote(header)+"这一列。", didYouMean(header, l.columnNames())+"自用的列请在列名前加“#”。")
			continue
		}
		if _, twice := at[c.name]; twice {
			r.fault(t.Sheet, cellName(i, t.Header), "列"+finding.Quote(c.name)+"出现了两次。", "请删去一列。")
			continue
		}
		at[c.name] = i
	}
	for _, c := range l.columns {
		if _, there := at[c.name]; there {
			continue
		}
		r.without[l.name] = append(r.without[l.name], c.name)
		if c.required {
			r.fault(t.Sheet, "", "缺少"+finding.Quote(c.name)+"列。", "请在表头补上这一列。")
		}
	}
	return at
}

func (r *reader) readRow(l *layout, t Table, row Row, at map[string]int) *line {
	ln, before := &line{r: r, sheet: t.Sheet, row: row.Number, cells: map[string]field{}}, len(r.faults)
	for _, c := range l.columns {
		i, there := at[c.name]
		if !there {
			ln.cells[c.name] = field{"", "", !c.required}
			continue
		}
		f := field{cell: cellName(i, row.Number)}
		if i < len(row.Cells) {
			f.text = row.Cells[i]
		}
		if f.text, f.ok = r.canonicalCell(&c, t.Sheet, f); !f.ok {
			ln.bad = append(ln.bad, c.name)
		}
		ln.cells[c.name] = f
	}
	for i, cell := range row.Cells {
		if cell != "" && (i >= len(t.Columns) || t.Columns[i] == "") {
			r.fault(t.Sheet, cellName(i, row.Number), finding.Quote(cell)+"所在的列没有列名。", "请补上列名；自用的列请在列名前加“#”。")
		}
	}
	ln.faulted = len(r.faults) > before
	return ln
}

// whatToFill is the hint for a blank cell: its choices, or its column's help.
func (c *column) whatToFill() string {
	if len(c.choices) > 0 || c.help == "" {
		return choicesHint(c.choices)
	}
	return "应填：" + c.help + "。"
}

// canonicalCell reads a cell by its column's kind and returns the one way of
// writing its value.
func (r *reader) canonicalCell(c *column, sheet string, f field) (string, bool) {
	if f.text == "" {
		if c.required {
			r.fault(sheet, f.cell, finding.Quote(c.name)+"没有填写。", c.whatToFill())
		}
		return "", !c.required
	}
	if broken, ok := strings.CutPrefix(f.text, errorMark); ok {
		r.fault(sheet, f.cell, finding.Quote(c.name)+"列是错误值"+finding.Quote(broken)+"。", "请改成实际内容。")
		return "", false
	}
	if clock, ok := strings.CutPrefix(f.text, timeMark); ok {
		r.fault(sheet, f.cell, finding.Quote(c.name)+"列的内容被Excel当作时间"+finding.Quote(clock)+"。", "请先把单元格格式设为“文本”，再重新填写，如 6:4。")
		return "", false
	}
	value, wrong, hint := readKind(c, f.text)
	if wrong != "" {
		r.fault(sheet, f.cell, finding.Quote(c.name)+"列的"+finding.Quote(f.text)+wrong, hint)
		return f.text, false
	}
	return value, true
}

// of returns the lines of a sheet, in order.
func (r *reader) of(sheet string) []*line { return r.lines[sheet] }

// text is the cell as text, "" when blank or refused.
func (l *line) text(column string) string {
	f := l.cells[column]
	if !f.ok {
		return ""
	}
	return f.text
}

// has reports whether the cell is filled and good.
func (l *line) has(column string) bool { return l.text(column) != "" }

// filled reports whether the cell is filled, good or not.
func (l *line) filled(column string) bool { return l.cells[column].text != "" }

func (l *line) number(column string) *exact.Num {
	n, err := exact.Parse(l.text(column))
	if err != nil {
		return nil
	}
	return &n
}

func (l *line) whole(column string) int {
	n, _ := strconv.Atoi(l.text(column))
	return n
}

func (l *line) list(column string) []string { return splitList(l.text(column)) }

// yes reports 是; a blank cell is fallback.
func (l *line) yes(column string, fallback bool) bool {
	if t := l.text(column); t != "" {
		return t == form.Yes
	}
	return fallback
}

func (l *line) month(column string) ingest.Period {
	p, _ := parseMonth(l.text(column))
	return p
}

func (l *line) day(column string) ingest.Date {
	d, _ := parseDay(l.text(column))
	return d
}

// fault records what is wrong with a cell of the line.
func (l *line) fault(column, message, hint string) {
	l.faulted, l.bad = true, append(l.bad, column)
	l.r.fault(l.sheet, l.cells[column].cell, message, hint)
}

// badIn reports whether one of the columns was faulted.
func (l *line) badIn(columns ...string) bool {
	return slices.ContainsFunc(l.bad, func(c string) bool { return slices.Contains(columns, c) })
}

// unknown says that a cell names something that is not there. Where nothing is
// known the sheet it should be on is missing, and where a name among the known
// is blank one was refused: that is told there, and once.
func (l *line) unknown(column, what, value string, known []string) {
	if len(known) == 0 || slices.Contains(known, "") {
		return
	}
	l.fault(column, fmt.Sprintf("没有%s%s。", finding.Quote(value), what), didYouMean(value, known)+choicesHint(known))
}

// unique faults a line whose key was used by an earlier line.
func (l *line) unique(seen map[string]int, column string, keys ...string) bool {
	key := strings.Join(keys, "\x00")
	if first, twice := seen[key]; twice {
		written := slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k == "" })
		l.fault(column, finding.Quote(strings.Join(written, " "))+fmt.Sprintf("与第%d行重复。", first), "请删去一行或改正。")
		return false
	}
	seen[key] = l.row
	return true
}

// canonical keeps the sheet's known columns in the layout's order, which is
// what the digest and the written-out workbook are made of.
func (r *reader) canonical(l *layout) {
	t := Table{Sheet: l.name, Header: 1, Columns: l.columnNames()}
	for i, ln := range r.lines[l.name] {
		row := Row{Number: i + 2}
		for _, c := range l.columns {
			row.Cells = append(row.Cells, ln.cells[c.name].text)
		}
		t.Rows = append(t.Rows, row)
	}
	r.tables = append(r.tables, t)
}

// sorted returns the faults in the order of the workbook's sheets, rows and
// columns, as an error; nil when there are none.
func (r *reader) sorted() error {
	if len(r.faults) == 0 {
		return nil
	}
	at := func(name string) int {
		i := slices.IndexFunc(r.layouts, func(l layout) bool { return l.name == name })
		if i < 0 {
			return len(r.layouts)
		}
		return i
	}
	slices.SortStableFunc(r.faults, func(a, b Fault) int {
		if c := at(a.Sheet) - at(b.Sheet); c != 0 {
			return c
		}
		ac, ar := splitCell(a.Cell)
		bc, br := splitCell(b.Cell)
		if ar != br {
			return ar - br
		}
		if len(ac) != len(bc) {
			return len(ac) - len(bc)
		}
		return strings.Compare(ac, bc)
	})
	return r.faults
}

func splitCell(cell string) (column string, row int) {
	column = strings.TrimRight(cell, "0123456789")
	row, _ = strconv.Atoi(cell[len(column):])
	return column, row
}
