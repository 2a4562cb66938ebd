package xlsx

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"tongbao/ingest/exact"
	"tongbao/output"
)

// only draws a table that has a sheet to itself: its head stays in sight and
// is repeated on every page.
func (w *documentWriter) only(p *page, t *output.Table) {
	headEnd, _ := w.table(p, t, 1)
	p.freeze(headEnd, len(t.Columns))
	p.printSetup(printing{landscape: true, repeat: headEnd, centre: p.name})
}

// titled is only, under the annex's title.
func (w *documentWriter) titled(p *page, title string, t *output.Table) {
	p.banner(1, 1, max(1, len(t.Columns)), title, titleLook)
	p.height(1, 30)
	headEnd, _ := w.table(p, t, 2)
	p.freeze(headEnd, len(t.Columns))
	p.printSetup(printing{landscape: true, repeat: headEnd, centre: p.name})
}

// table draws a table from row on; it returns the last row of its head and the
// row after the table.
func (w *documentWriter) table(p *page, t *output.Table, row int) (headEnd, next int) {
	right := max(1, len(t.Columns))
	if t.Caption != "" {
		p.banner(1, row, right, t.Caption, look{font: headFont, size: 14, across: "center"})
		p.height(row, 26)
		row++
	}
	if t.Unit != "" {
		p.banner(1, row, right, t.Unit, look{across: "right"})
		row++
	}
	w.fit(p, t)
	headEnd = w.head(p, t, row)
	heads, title := columnHeads(t), tableWords(p.name, t.Caption)
	row = headEnd + 1
	for i, cells := range t.Rows {
		total := t.Total && i == len(t.Rows)-1
		texts := make([]string, len(cells))
		for c, cell := range cells {
			texts[c] = cell.Text
			w.cell(p, c+1, row, cell, alignOf(t, c), total)
			w.note(cell.Figure, p, c+1, row, title+rowWords(i, cells)+columnWords(heads, c))
		}
		p.fitRow(row, texts)
		row++
	}
	for _, n := range t.Notes {
		p.banner(1, row, right, n, helpLook)
		w.note(w.noteKey(n), p, 1, row, title+"附注")
		p.height(row, heightOf(n, p.widthTo(right)))
		row++
	}
	return headEnd, row
}

// tableWords begins what a cell of a table is called: its sheet, which bears
// the annex's or the table's name, and its caption where that is another.
func tableWords(sheet, caption string) string {
	if caption == "" || strings.Contains(sheet, caption) {
		return sheet + "，"
	}
	return sheet + "“" + caption + "”，"
}

// rowWords is 第3行（开发区）: the row's number under the head, and the first
// words that stand in it.
func rowWords(i int, cells []output.Cell) string {
	s := "第" + itoa(i+1) + "行"
	for _, c := range cells {
		if c.Text != "" && c.Num == nil && c.Figure == "" {
			return s + "（" + c.Text + "），"
		}
	}
	return s + "，"
}

func columnWords(heads []string, c int) string {
	if c < len(heads) && heads[c] != "" {
		return "“" + heads[c] + "”栏"
	}
	return "第" + itoa(c+1) + "栏"
}

// columnHeads are the names of a table's columns, those that stand above each
// other joined: 签约金额（亿元）·累计.
func columnHeads(t *output.Table) []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	if len(t.Head) == 0 {
		return names
	}
	clear(names)
	covered := map[[2]int]bool{}
	for r, cells := range t.Head {
		col := 0
		for _, h := range cells {
			for covered[[2]int{col, r}] {
				col++
			}
			wide, tall := max(1, h.Columns), max(1, h.Rows)
			for x := col; x < col+wide && x < len(names); x++ {
				if names[x] != "" && h.Text != "" {
					names[x] += "·"
				}
				names[x] += h.Text
				for y := r; y < r+tall; y++ {
					covered[[2]int{x, y}] = true
				}
			}
			col += wide
		}
	}
	return names
}

// noteKey is the figure that a note under a table is as a whole, "" for none.
func (w *documentWriter) noteKey(note string) (found string) {
	for key, t := range w.doc.Traces {
		if t.Value == note && strings.HasPrefix(key, "note/") && (found == "" || key < found) {
			found = key
		}
	}
	return found
}

// fit widens columns to the table's content; tables on one sheet share them.
func (w *documentWriter) fit(p *page, t *output.Table) {
	for c, col := range t.Columns {
		need := displayWidth(col.Name)/2 + 4
		for _, cells := range t.Rows {
			if c < len(cells) {
				need = max(need, min(displayWidth(cells[c].Text), 40)+3)
			}
		}
		now, err := p.f.GetColWidth(p.name, column(c+1))
		p.try(err)
		p.width(c+1, max(float64(need), now))
	}
}

// head draws the head's rows with their spans and returns the last one's
// number.
func (w *documentWriter) head(p *page, t *output.Table, row int) int {
	rows := t.Head
	if len(rows) == 0 {
		names := make([]output.HeadCell, len(t.Columns))
		for i, c := range t.Columns {
			names[i] = output.HeadCell{Text: c.Name}
		}
		rows = [][]output.HeadCell{names}
	}
	covered := map[[2]int]bool{}
	for r, cells := range rows {
		col := 1
		for _, h := range cells {
			for covered[[2]int{col, r}] {
				col++
			}
			wide, tall := max(1, h.Columns), max(1, h.Rows)
			p.dress(col, row+r, col+wide-1, row+r+tall-1, headLook)
			p.text(col, row+r, h.Text, headLook)
			if wide > 1 || tall > 1 {
				p.try(p.f.MergeCell(p.name, ref(col, row+r), ref(col+wide-1, row+r+tall-1)))
			}
			for x := col; x < col+wide; x++ {
				for y := r; y < r+tall; y++ {
					covered[[2]int{x, y}] = true
				}
			}
			col += wide
		}
		p.height(row+r, 32)
	}
	return row + len(rows) - 1
}

func alignOf(t *output.Table, c int) string {
	if c >= len(t.Columns) {
		return "left"
	}
	return map[output.Align]string{output.Left: "left", output.Centre: "center", output.Right: "right"}[t.Columns[c].Align]
}

// shades mark cells; the words of the table say the same.
var shades = map[output.Shade]string{output.GreenShade: "E2EFDA", output.YellowShade: "FFF2CC", output.RedShade: "F8CBAD"}

func (w *documentWriter) cell(p *page, col, row int, c output.Cell, across string, total bool) {
	l := look{border: true, across: across, wrap: true, fill: shades[c.Shade]}
	if total {
		l.font = headFont
	}
	if c.Num != nil {
		if n, format, ok := typed(c); ok {
			p.number(col, row, n, c.Decimals, l.as(format))
			return
		}
	}
	if at, format, ok := dated(c.Text); ok {
		l.across, l.format = "center", format
		p.dress(col, row, col, row, l)
		p.try(p.f.SetCellDefault(p.name, ref(col, row), at))
		return
	}
	p.text(col, row, c.Text, l.as("@"))
}

var (
	dayText    = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	minuteText = regexp.MustCompile(`^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$`)
)

// dated is a text that is a date, or a date with a time of day, as a number of
// days, and a format under which it prints the same text.
func dated(text string) (days, format string, ok bool) {
	layout, format := time.DateOnly, "yyyy-mm-dd"
	switch {
	case dayText.MatchString(text):
	case minuteText.MatchString(text):
		layout, format = "2006-01-02 15:04", "yyyy-mm-dd hh:mm"
	default:
		return "", "", false
	}
	at, err := time.Parse(layout, text)
	if err != nil {
		return "", "", false
	}
	minutes := exact.Int(int64(at.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)) / time.Minute))
	days = minutes.Quo(exact.Int(24*60)).AtLeast(0, 12)
	return days, format, true
}

// typed gives the number of a cell exactly as printed, and a format under
// which it prints the same text. It fails where the text does not show the
// number.
func typed(c output.Cell) (n exact.Num, format string, ok bool) {
	text := strings.ReplaceAll(c.Text, "−", "-")
	for places := c.Decimals; places <= c.Decimals+6; places++ {
		for _, scale := range []exact.Num{exact.Int(1), exact.Int(100)} {
			digits := c.Num.Mul(scale).Fixed(places)
			before, after, found := strings.Cut(text, digits)
			percent := !scale.Sub(exact.Int(1)).IsZero()
			if !found || edged(before, after) || percent && !strings.HasPrefix(after, "%") {
				continue
			}
			if percent {
				return c.Num.Round(places + 2), literal(before) + zeros(places) + "%" + literal(after[1:]), true
			}
			return c.Num.Round(places), minus(c.Text, literal(before)+zeros(places)+literal(after)), true
		}
	}
	return exact.Num{}, "", false
}

// edged reports digits right before or after: then the text shows another
// number.
func edged(before, after string) bool {
	return strings.ContainsAny(lastByte(before), "0123456789.,-") || strings.ContainsAny(firstByte(after), "0123456789.,")
}

func lastByte(s string) string {
	if s == "" {
		return ""
	}
	return s[len(s)-1:]
}

func firstByte(s string) string {
	if s == "" {
		return ""
	}
	return s[:1]
}

// minus keeps the printed minus sign where it is not the keyboard's.
func minus(text, format string) string {
	if !strings.Contains(text, "−") {
		return format
	}
	return format + `;"−"` + format
}

func zeros(places int) string {
	if places <= 0 {
		return "0"
	}
	return "0." + strings.Repeat("0", places)
}

func literal(s string) string {
	if s == "" {
		return ""
	}
	return `"` + strings.ReplaceAll(clean(s), `"`, `”`) + `"`
}

func (p *page) widthTo(right int) (sum float64) {
	for col := 1; col <= right; col++ {
		w, err := p.f.GetColWidth(p.name, column(col))
		p.try(err)
		sum += w
	}
	return sum
}

// sortedKeys lists figures as the workbook shows them, then those it does not
// show, by key.
func (w *documentWriter) sortedKeys() []string {
	keys := make([]string, 0, len(w.doc.Traces))
	for k := range w.doc.Traces {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		pa, oka := w.at[a]
		pb, okb := w.at[b]
		switch {
		case oka && okb:
			return pa.order - pb.order
		case oka != okb:
			if oka {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return keys
}
