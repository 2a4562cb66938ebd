package docx

import (
	"fmt"
	"math"
	"strings"

	"tongbao/output"
)

var shades = map[output.Shade]string{ // three steps of grey on a black-and-white printer
	output.GreenShade:  "E8F4E8",
	output.YellowShade: "FAE296",
	output.RedShade:    "F0A59B",
}

var aligned = map[output.Align]string{output.Left: "left", output.Centre: "center", output.Right: "right"}

// Type sizes tried for a table, in points: the largest in which every number
// stands whole and no cell has more than easyLines lines, or one more in small
// type, or as many as it takes.
const (
	largestType  = 10.5
	leastType    = 7.0
	smallestEasy = 8.0
	easyLines    = 2
	beside       = 0.3  // room on each side of a cell's text, in ems
	shortCell    = 11.0 // ems; a centred or right-aligned cell up to this stays whole
)

// table sets a table with its caption and unit above and its notes below. The
// head repeats on every page and no row is split.
func (w *writer) table(t *output.Table, on page) {
	if len(t.Columns) == 0 {
		return
	}
	if t.Caption != "" {
		w.add(para{style: "Caption", runs: run("", t.Caption)})
	}
	if t.Unit != "" {
		w.add(para{style: "Unit", runs: run("", t.Unit)})
	}
	if w.newPage {
		w.add(para{style: "After", keep: true})
	}
	points, widths := fit(t, on.width())
	s := tableWriter{t: t, widths: widths, size: size(points), page: on}
	if points == 10.5 {
		s.size = "" // the style's own
	}
	w.items = append(w.items, item{table: s.xml(on.width(), points)})
	for _, n := range t.Notes {
		w.add(para{style: "TableNote", runs: run("", n)})
	}
	w.add(para{style: "After"}) // two tables in a row would become one
}

// chart gives a chart's values as a table, and says so.
func (w *writer) chart(c *output.Chart, on page) {
	t := &output.Table{Caption: c.Title, Unit: c.Unit, Notes: []string{"注：本稿可编辑，图表在此以数据表列示，图见同名PDF文件。"}}
	t.Columns = append(t.Columns, output.Column{Name: "项目", Width: 30})
	for _, s := range c.Series {
		t.Columns = append(t.Columns, output.Column{Name: s.Name, Width: 20, Align: output.Right})
	}
	if len(c.Marks) > 0 {
		t.Columns = append(t.Columns, output.Column{Name: c.Mark, Width: 20, Align: output.Right})
	}
	for i, label := range c.Labels {
		row := []output.Cell{{Text: label}}
		for _, s := range c.Series {
			text := ""
			if i < len(s.Texts) {
				text = s.Texts[i]
			}
			row = append(row, output.Cell{Text: text})
		}
		if i < len(c.Marks) {
			row = append(row, output.Cell{Text: c.Marks[i].String()})
		}
		t.Rows = append(t.Rows, row)
	}
	w.table(t, on)
}

// forNames is by how much smaller type may be, in points, to keep names whole.
const forNames = 1.0

// fit chooses the type size and the columns' widths in twips.
func fit(t *output.Table, width int) (points float64, widths []int) {
	for _, try := range []struct {
		least float64
		lines int
	}{{9, easyLines}, {smallestEasy, easyLines + 1}, {leastType, math.MaxInt}} {
		for points = largestType; points >= try.least; points -= 0.5 {
			if widths, ok := divide(t, width, points); ok && deepest(t, widths, points) <= try.lines {
				return smaller(t, width, points, widths, try.lines)
			}
		}
	}
	widths, _ = divide(t, width, leastType)
	return leastType, widths
}

// smaller is a setting in smaller type in which names stand whole; the one given
// where they do so already, or there is none.
func smaller(t *output.Table, width int, points float64, widths []int, lines int) (float64, []int) {
	for p := points; p >= max(leastType, points-forNames); p -= 0.5 {
		if w, ok := divide(t, width, p); ok && unbroken(names(t, p), w) && deepest(t, w, p) <= lines {
			return p, w
		}
	}
	return points, widths
}

func unbroken(names []float64, widths []int) bool {
	for i, w := range widths {
		if names[i] > float64(w)+1 {
			return false
		}
	}
	return true
}

// divide shares out the width by the columns' shares, but gives none less than
// what must stand whole in it; false where these do not fit.
func divide(t *output.Table, width int, points float64) ([]int, bool) {
	least, sum := needs(t, points), 0.0
	for _, c := range t.Columns {
		sum += max(c.Width, 1)
	}
	missing, spare := 0.0, 0.0
	share := make([]float64, len(least))
	for i, c := range t.Columns {
		share[i] = max(c.Width, 1) / sum * float64(width)
		missing += max(0, least[i]-share[i])
		spare += max(0, share[i]-least[i])
	}
	fits := missing <= spare
	total := 0.0
	for i := range share {
		over := max(0, share[i]-least[i])
		share[i] = max(share[i], least[i])
		if missing > 0 && spare > 0 {
			share[i] -= over * min(1, missing/spare)
		}
		total += share[i]
	}
	if fits {
		whole(share, least, names(t, points))
	}
	widths, at, from := make([]int, len(share)), 0.0, 0
	for i := range share {
		at += share[i] / total * float64(width)
		widths[i] = int(math.Round(at)) - from
		from += widths[i]
	}
	return widths, fits
}

// whole moves room from columns that have more than they need to those in which
// a name would break: 煤炭煤层气 stands on one line where anything can be spared.
func whole(widths, least, names []float64) {
	spare, need := 0.0, 0.0
	for i, w := range widths {
		if names[i] > w {
			need += names[i] - w
		} else {
			spare += max(0, w-max(least[i], names[i]))
		}
	}
	if need == 0 || spare < need {
		return
	}
	for i, w := range widths {
		if names[i] > w {
			widths[i] = names[i]
		} else {
			widths[i] -= max(0, w-max(least[i], names[i])) * need / spare
		}
	}
}

// names is the width of each column's longest name, a cell short enough to be
// one.
func names(t *output.Table, points float64) []float64 {
	widths := make([]float64, len(t.Columns))
	for _, row := range t.Rows {
		for i, c := range row[:min(len(row), len(widths))] {
			if n := roomy(c.Text); n <= shortCell {
				widths[i] = max(widths[i], (n+2*beside)*points*20+10)
			}
		}
	}
	return widths
}

// needs is the width of each column that its numbers and short cells take.
func needs(t *output.Table, points float64) []float64 {
	least := make([]float64, len(t.Columns))
	see := func(i int, n float64) { least[i] = max(least[i], (n+2*beside)*points*20+10) }
	for _, k := range places(t) {
		if k.cols == 1 {
			see(k.col, max(longestPiece(k.text), min(2, roomy(k.text))))
		}
	}
	for _, row := range t.Rows {
		for i, c := range row[:min(len(row), len(least))] {
			n := longestPiece(c.Text)
			if all := roomy(c.Text); all <= 2 || all <= shortCell && t.Columns[i].Align != output.Left {
				n = all
			}
			see(i, n)
		}
	}
	return least
}

// longestPiece is the longest run of characters that no line may part.
func longestPiece(text string) float64 {
	most, n := 0.0, 0.0
	for _, r := range text {
		if r > 0x2000 && r != '−' {
			n = 0
		}
		n += roomy(string(r))
		most = max(most, n)
	}
	return most
}

func deepest(t *output.Table, widths []int, points float64) int {
	most := 1
	for _, row := range t.Rows {
		for i, c := range row[:min(len(row), len(widths))] {
			most = max(most, linesIn(c.Text, widths[i], points))
		}
	}
	return most
}

func linesIn(text string, width int, points float64) int {
	return int(math.Ceil(roomy(text) / max(1, math.Floor(float64(width)/20/points-2*beside))))
}

// place is a cell of the head with the columns and rows it spans.
type place struct {
	text                 string
	col, cols, row, rows int
}

// places puts each cell of the head on the next columns that no cell above
// reaches into. Without a head the columns' names are it.
func places(t *output.Table) []place {
	head := t.Head
	if len(head) == 0 {
		head = [][]output.HeadCell{nil}
		for _, c := range t.Columns {
			head[0] = append(head[0], output.HeadCell{Text: c.Name})
		}
	}
	n := len(t.Columns)
	below := make([]int, n) // rows still taken by a cell above
	var list []place
	for r, cells := range head {
		free := make([]int, n)
		for i := range below {
			free[i], below[i] = below[i], max(0, below[i]-1)
		}
		col := 0
		for _, h := range cells {
			for col < n && free[col] > 0 {
				col++
			}
			if col >= n {
				break
			}
			cols := 1
			for cols < h.Columns && col+cols < n && free[col+cols] == 0 {
				cols++
			}
			k := place{h.Text, col, cols, r, max(1, min(h.Rows, len(head)-r))}
			for i := col; i < col+cols; i++ {
				below[i] = k.rows - 1
			}
			list = append(list, k)
			col += cols
		}
	}
	return list
}

type tableWriter struct {
	t      *output.Table
	widths []int
	size   string // run properties
	page   page
}

func (s tableWriter) xml(across int, points float64) string {
	var b strings.Builder
	side := int(beside*points*20 + 0.5)
	fmt.Fprintf(&b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, across)
	for _, edge := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + edge + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
	}
	fmt.Fprintf(&b, `</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="%d" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/><w:right w:w="%[1]d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, side)
	for _, n := range s.widths {
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, n)
	}
	b.WriteString(`</w:tblGrid>`)
	s.head(&b)
	for i, row := range s.t.Rows {
		s.row(&b, row, i, points)
	}
	b.WriteString(`</w:tbl>`)
	return b.String()
}

// head writes the rows of the head; a cell that a higher one reaches into is
// merged with it.
func (s tableWriter) head(b *strings.Builder) {
	at := map[[2]int]place{}
	for _, k := range places(s.t) {
		for r := k.row; r < k.row+k.rows; r++ {
			at[[2]int{r, k.col}] = k
		}
	}
	for r := range max(1, len(s.t.Head)) {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
		for col := 0; col < len(s.widths); {
			k, there := at[[2]int{r, col}]
			if !there {
				k = place{col: col, cols: 1, row: r, rows: 1}
			}
			merge, text := "", k.text
			if k.rows > 1 {
				merge = `<w:vMerge w:val="restart"/>`
				if r > k.row {
					merge, text = `<w:vMerge/>`, ""
				}
			}
			s.cell(b, s.across(k.col, k.cols), k.cols, merge, "", para{style: "HeadCell", runs: run(s.size, text)})
			col += k.cols
		}
		b.WriteString(`</w:tr>`)
	}
}

func (s tableWriter) across(col, cols int) int {
	n := 0
	for _, w := range s.widths[col : col+cols] {
		n += w
	}
	return n
}

func (s tableWriter) row(b *strings.Builder, row []output.Cell, i int, points float64) {
	style, last := "Cell", i == len(s.t.Rows)-1
	if s.t.Total && last {
		style = "TotalCell"
	}
	b.WriteString(`<w:tr><w:trPr>`)
	if s.whole(row, points) {
		b.WriteString(`<w:cantSplit/>`)
	}
	b.WriteString(`</w:trPr>`)
	for col, width := range s.widths {
		c := output.Cell{}
		if col < len(row) {
			c = row[col]
		}
		p := para{style: style, jc: aligned[s.t.Columns[col].Align], runs: run(s.size, c.Text)}
		p.keep = s.t.Total && i == len(s.t.Rows)-2 // a total is never alone on a page
		s.cell(b, width, 1, "", shades[c.Shade], p)
	}
	b.WriteString(`</w:tr>`)
}

// whole is false for a row that would take most of a page, which has to be
// split somewhere.
func (s tableWriter) whole(row []output.Cell, points float64) bool {
	for i, c := range row[:min(len(row), len(s.widths))] {
		if float64(linesIn(c.Text, s.widths[i], points))*points*1.4*20 > float64(s.page.height())*0.7 {
			return false
		}
	}
	return true
}

func (s tableWriter) cell(b *strings.Builder, width, cols int, merge, fill string, p para) {
	b.WriteString(`<w:tc><w:tcPr>` + wide(width))
	if cols > 1 {
		fmt.Fprintf(b, `<w:gridSpan w:val="%d"/>`, cols)
	}
	b.WriteString(merge)
	if fill != "" {
		b.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + fill + `"/>`)
	}
	b.WriteString(`<w:vAlign w:val="center"/></w:tcPr>` + p.xml() + `</w:tc>`)
}
