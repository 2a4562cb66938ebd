package pdf

import (
	"math"
	"strings"

	"tongbao/output"
)

// Type sizes of tables: as large as leaves no cell with more than easyLines
// lines, short cells whole, and a table that a page can hold on one page; else
// as large as lets every number stand whole in its column.
const (
	largestType  = 12.0 // 小四
	smallestEasy = 9.0
	smallestType = 7.0
	easyLines    = 3
	shortCell    = 11.0 // ems
)

var (
	besides  = 0.3 // room beside a cell's text, in ems
	hairline = 0.5
)

// leading is the room of a table's lines, in ems, and their largest type.
type leading struct {
	line    float64 // height of a line of a cell
	above   float64 // room above and below
	largest float64
	close   bool // tables follow on one another without returning to the grid
}

// roomy is how tables are set; tight or small where that saves something, the
// others where that makes one page of a sheet.
var (
	roomy   = leading{1.32, 0.32, largestType, false}
	tight   = leading{1.2, 0.16, largestType, false}
	small   = leading{1.2, 0.16, 10.5, false}
	closer  = leading{1.2, 0.2, 10.5, true}
	dense   = leading{1.2, 0.2, 9, true}
	densest = leading{1.15, 0.12, 8, true}
)

// annexHead is what the label and title of an annex take of its first page.
var annexHead = 5 * pitch

var shades = map[output.Shade]colour{ // three steps of grey on a black-and-white printer
	output.GreenShade:  {232, 244, 232},
	output.YellowShade: {250, 226, 150},
	output.RedShade:    {240, 165, 155},
}

// tableSetter sets one table in one type size.
type tableSetter struct {
	s       *setter
	t       *output.Table
	ems     [][]emCell
	size    float64
	whole   bool // short cells that are not flush left stay on one line
	widths  []float64
	cramped bool      // a name is cut, or a head has more than two lines
	edges   []float64 // left edge of each column, and the right edge
	head    *block
}

// tcell is a set cell over some columns and rows.
type tcell struct {
	lines      []setLine
	text       string
	align      output.Align
	shade      output.Shade
	col, cols  int
	row, spans int
}

// table sets a table as blocks, one a row; the head begins every page.
func (s *setter) table(t *output.Table, f frame) []*block {
	if len(t.Columns) == 0 {
		return nil
	}
	ts := s.fit(t, f)
	head := ts.head
	blocks := ts.above(f)
	for _, b := range blocks {
		b.keep = true
	}
	shown := *head
	shown.keep = true
	blocks = append(blocks, &shown)
	for i, row := range t.Rows {
		parts := ts.row(row, ts.ems[i], t.Total && i == len(t.Rows)-1, f.h-head.h)
		for _, b := range parts {
			b.head = head
		}
		blocks = append(blocks, parts...)
	}
	if n := len(blocks); len(t.Rows) > 1 { // no row, and no total, stands alone
		blocks[n-2].keep = true
		blocks[n-len(t.Rows)].keep = true
	}
	blocks = append(blocks, ts.below(f)...)
	if (&page{}).height(blocks) <= f.h {
		for _, b := range blocks[:len(blocks)-1] {
			b.wish = true
		}
	}
	return blocks
}

// fit chooses the type size and the widths of the columns: the cheapest of
// the settings in which every number stands whole; if there is none, the
// smallest type, and what is wider than its column is cut into lines.
func (s *setter) fit(t *output.Table, f frame) *tableSetter {
	ems := s.ems(t)
	var best *tableSetter
	least := math.Inf(1)
	for size := s.leading.largest; size >= smallestType && tiny(size) < least; size -= 0.5 {
		for _, whole := range []bool{true, false} {
			ts := &tableSetter{s: s, t: t, ems: ems, size: size, whole: whole}
			if !ts.divide(f.w) && (best != nil || size > smallestType || whole) {
				continue
			}
			if cost := ts.cost(f); cost < least {
				best, least = ts, cost
			}
		}
	}
	return best
}

// cost weighs what a reader minds: small type, short cells and names cut, cells
// of many lines, more pages than the table needs.
func (ts *tableSetter) cost(f frame) float64 {
	ts.head = ts.setHead()
	deepest, average, height := ts.extent()
	c := tiny(ts.size)
	if !ts.whole {
		c += 5
	}
	if ts.cramped {
		c += 5
	}
	c += 4*float64(max(0, deepest-easyLines)) + 3*(average-1)
	pages := math.Ceil(height / (f.h - annexHead))
	return c + min(8, 4*(pages-1)) + pages
}

// tiny is what small type costs by itself.
func tiny(size float64) float64 {
	if size < smallestEasy {
		return 20 + 2*(largestType-size)
	}
	return 2 * (largestType - size)
}

// extent is the largest and the average number of lines in a row of the body,
// and the height of the whole with its head and a few lines around it.
func (ts *tableSetter) extent() (deepest int, average, height float64) {
	height = ts.head.h + 4*ts.size
	for _, row := range ts.ems {
		most := 1
		for i, e := range row {
			w := (ts.widths[i]/ts.size - 2*besides) * emSize
			most = max(most, len(breakTied(e.chars, e.tie, w, w)))
		}
		deepest = max(deepest, most)
		average += float64(most) / float64(len(ts.ems))
		height += ts.heightOf(most)
	}
	return deepest, max(1, average), height
}

// emCell is a cell set at emSize, to be measured at every size without being
// set again.
type emCell struct {
	chars []char
	tie   []bond
	piece float64 // widest piece that may not be parted, in ems
	all   float64
}

const emSize = 10.0

// ems sets every cell of the body once.
func (s *setter) ems(t *output.Table) [][]emCell {
	rows := make([][]emCell, len(t.Rows))
	for r, row := range t.Rows {
		st := style{fangsong, emSize, 0}
		if t.Total && r == len(t.Rows)-1 {
			st.role = hei
		}
		for _, c := range row[:min(len(t.Columns), len(row))] {
			chars := s.set(c.Text, st)
			tie := cellTies(chars)
			rows[r] = append(rows[r], emCell{chars, tie, widestPiece(chars, tie, wished) / emSize, widthOf(chars) / emSize})
		}
	}
	return rows
}

func (ts *tableSetter) style(bold bool) style {
	if bold {
		return style{hei, ts.size, 0}
	}
	return style{fangsong, ts.size, 0}
}

// divide shares out the width: by the columns' shares, but no column narrower
// than what must stand whole in it, and none wider than its longest cell while
// another has to break its text. It is false where these do not fit.
func (ts *tableSetter) divide(width float64) bool {
	n := len(ts.t.Columns)
	least, names, ease := ts.measure()
	share := make([]float64, n)
	sum := 0.0
	for i, c := range ts.t.Columns {
		share[i] = c.Width
		if c.Width <= 0 {
			share[i] = ease[i]
		}
		sum += share[i]
	}
	missing, spare := 0.0, 0.0
	ts.widths = make([]float64, n)
	for i := range share {
		w := share[i] / sum * width
		ts.widths[i] = max(w, least[i])
		missing += max(0, least[i]-w)
		spare += max(0, w-least[i])
	}
	fits := missing <= spare+hair
	for i := range ts.widths {
		if over := ts.widths[i] - least[i]; over > 0 && missing > 0 {
			ts.widths[i] -= over * min(1, missing/spare)
		}
	}
	if !fits { // the widest thing is cut, nothing leaves its column
		total := 0.0
		for _, w := range ts.widths {
			total += w
		}
		for i := range ts.widths {
			ts.widths[i] *= width / total
		}
	}
	if fits {
		ts.cramped = !level(ts.widths, names, 1) // a head, or a sentence, breaks before a name does
		level(ts.widths, ease, slack)
	}
	ts.edges = []float64{0}
	for _, w := range ts.widths {
		ts.edges = append(ts.edges, ts.edges[len(ts.edges)-1]+w)
	}
	return fits
}

// slack is what a column may keep beyond its ease, so that nothing stands
// tight.
const slack = 1.1

// level moves width from columns that have more than they can use to those
// that have less; it is false where these do not get all they need.
func level(widths, ease []float64, slack float64) bool {
	spare, need := 0.0, 0.0
	for i, w := range widths {
		spare += max(0, w-slack*ease[i])
		need += max(0, ease[i]-w)
	}
	if spare == 0 || need == 0 {
		return need <= hair
	}
	moved := min(spare, need)
	for i, w := range widths {
		widths[i] += max(0, ease[i]-w)*moved/need - max(0, w-slack*ease[i])*moved/spare
	}
	return need <= spare+hair
}

// measure gives of each column the widest piece that may not be parted, and
// the widest whole cell: if it is a name, with the head in two lines; and with
// a head that has room.
func (ts *tableSetter) measure() (least, names, ease []float64) {
	n := len(ts.t.Columns)
	least, names, ease = make([]float64, n), make([]float64, n), make([]float64, n)
	see := func(i int, piece, all float64, short bool) {
		if ts.whole && short {
			piece = all
		}
		least[i] = max(least[i], (piece+2*besides)*ts.size)
		ease[i] = max(ease[i], (min(all, 16)+2*besides)*ts.size)
	}
	for _, k := range places(ts.t) {
		chars := ts.s.set(k.text, style{hei, emSize, 0})
		tie := headTies(chars)
		piece, all := widestPiece(chars, tie, firm)/emSize, widthOf(chars)/emSize
		if k.cols == 1 {
			see(k.col, max(piece, min(2, all)), max(piece, min(4, all), all/2), all <= 4)
			names[k.col] = (max(piece, min(4, inTwo(chars, tie))) + 2*besides) * ts.size
			continue
		}
		for i := k.col; i < k.col+k.cols; i++ {
			ease[i] = max(ease[i], all/float64(k.cols)*ts.size)
		}
	}
	for _, row := range ts.ems {
		for i, e := range row {
			see(i, e.piece, e.all, e.all <= 2 || e.all <= shortCell && ts.t.Columns[i].Align != output.Left)
			if e.all <= shortCell {
				names[i] = max(names[i], (e.all+2*besides)*ts.size)
			}
		}
	}
	for i := range names {
		names[i] = max(names[i], least[i])
	}
	return least, names, ease
}

// inTwo is how wide two lines of a head are that end with words, in ems.
func inTwo(chars []char, tie []bond) float64 {
	w := math.Ceil(widthOf(chars) / 2 / emSize)
	for len(breakTied(chars, tie, w*emSize, w*emSize)) > 2 {
		w++
	}
	return w
}

// widestPiece is the widest run of characters tied as strongly as said.
func widestPiece(chars []char, tie []bond, held bond) float64 {
	widest, w := 0.0, 0.0
	for i, c := range chars {
		if tie[i] < held {
			w = 0
		}
		w += c.adv
		widest = max(widest, w)
	}
	return widest
}

// lines breaks a cell's text to its column, as tied when it was measured.
func (ts *tableSetter) lines(text string, tie []bond, col int, bold bool) []setLine {
	w := ts.edges[col+1] - ts.edges[col] - 2*besides*ts.size
	chars := ts.s.set(text, ts.style(bold))
	var lines []setLine
	for _, l := range breakTied(chars, tie, w, w) {
		lines = append(lines, place(chars[l.from:l.to], w, false))
	}
	return lines
}

// balanced breaks a head cell at the ends of its words into lines of like
// length: 落地／项目, not 落地项／目; and before a bracket rather than in it.
func (ts *tableSetter) balanced(text string, col, cols int) []setLine {
	chars := ts.s.set(text, ts.style(true))
	tie := headTies(chars)
	full := ts.edges[col+cols] - ts.edges[col] - 2*besides*ts.size
	best := breakTied(chars, tie, full, full)
	n, least := len(best), math.Inf(1)
	for w := full; n > 1 && w >= widthOf(chars)/float64(n)-ts.size; w -= ts.size / 4 {
		if try := breakTied(chars, tie, w, w); len(try) == n {
			if cost := uneven(chars, tie, try); cost < least {
				best, least = try, cost
			}
		}
	}
	lines := make([]setLine, n)
	for i, l := range best {
		lines[i] = place(chars[l.from:l.to], full, false)
	}
	return lines
}

// uneven weighs how a head is broken: the longest line, and what is cut.
func uneven(chars []char, tie []bond, lines []span) float64 {
	cost := 0.0
	for i, l := range lines {
		cost = max(cost, widthOf(chars[l.from:l.to]))
		if i == 0 {
			continue
		}
		if before := spoken(chars[:l.from]); strings.Count(before, "（") > strings.Count(before, "）") {
			cost += 4 * chars[0].size
		}
		cost += 2 * float64(tie[l.from]) * chars[0].size
	}
	return cost
}

func (ts *tableSetter) heightOf(lines int) float64 {
	return float64(max(1, lines))*ts.s.leading.line*ts.size + 2*ts.s.leading.above*ts.size
}

// row sets one row. One that is higher than a page is cut between its lines.
func (ts *tableSetter) row(row []output.Cell, ems []emCell, bold bool, most float64) []*block {
	var cells []tcell
	lines := 1
	for i, c := range row[:min(len(ts.widths), len(row))] {
		l := ts.lines(c.Text, ems[i].tie, i, bold)
		for _, x := range l {
			x.prints(c.Figure)
		}
		lines = max(lines, len(l))
		cells = append(cells, tcell{lines: l, text: c.Text, align: ts.t.Columns[i].Align, shade: c.Shade, col: i, cols: 1, spans: 1})
	}
	for i := len(cells); i < len(ts.widths); i++ {
		cells = append(cells, tcell{col: i, cols: 1, spans: 1})
	}
	step := max(1, int((most-2*ts.s.leading.above*ts.size)/(ts.s.leading.line*ts.size)))
	var blocks []*block
	for from := 0; from < lines; from += step {
		part := cells
		if lines > step {
			part = cutCells(cells, from, step)
		}
		h := ts.heightOf(min(step, lines-from))
		blocks = append(blocks, &block{h: h, draw: func(c canvas, y float64) { ts.draw(c, y, part, []float64{h}) }})
	}
	return blocks
}

// cutCells takes some lines of every cell.
func cutCells(cells []tcell, from, step int) []tcell {
	part := make([]tcell, len(cells))
	for i, c := range cells {
		part[i] = c
		part[i].lines = c.lines[min(from, len(c.lines)):min(from+step, len(c.lines))]
		part[i].text = ""
	}
	return part
}

// setHead sets the rows of the head as one block.
func (ts *tableSetter) setHead() *block {
	cells := places(ts.t)
	heights := make([]float64, max(1, len(ts.t.Head)))
	for i := range heights {
		heights[i] = ts.heightOf(1)
	}
	for i := range cells {
		c := &cells[i]
		c.lines = ts.balanced(c.text, c.col, c.cols)
		if c.spans == 1 {
			heights[c.row] = max(heights[c.row], ts.heightOf(len(c.lines)))
		}
	}
	for _, c := range cells {
		have := 0.0
		for _, h := range heights[c.row : c.row+c.spans] {
			have += h
		}
		heights[c.row+c.spans-1] += max(0, ts.heightOf(len(c.lines))-have)
	}
	all := 0.0
	for _, h := range heights {
		all += h
	}
	return &block{h: all, draw: func(c canvas, y float64) { ts.draw(c, y, cells, heights) }}
}

// places finds the columns and rows of each cell of the head: the next ones
// that no cell above reaches into. Without a head the columns' names are it.
func places(t *output.Table) []tcell {
	n := len(t.Columns)
	rows := t.Head
	if len(rows) == 0 {
		rows = [][]output.HeadCell{nil}
		for _, c := range t.Columns {
			rows[0] = append(rows[0], output.HeadCell{Text: c.Name})
		}
	}
	taken := make([][]bool, len(rows))
	for i := range taken {
		taken[i] = make([]bool, n)
	}
	var cells []tcell
	for r, row := range rows {
		col := 0
		for _, h := range row {
			for col < n && taken[r][col] {
				col++
			}
			if col >= n {
				break
			}
			k := tcell{text: h.Text, align: output.Centre, col: col, cols: max(1, min(h.Columns, n-col)), row: r, spans: max(1, min(h.Rows, len(rows)-r))}
			for i := r; i < r+k.spans; i++ {
				for j := col; j < col+k.cols; j++ {
					taken[i][j] = true
				}
			}
			cells = append(cells, k)
			col += k.cols
		}
	}
	return cells
}

// draw puts cells on rows of the given heights.
func (ts *tableSetter) draw(c canvas, y float64, cells []tcell, heights []float64) {
	tops := []float64{y}
	for _, h := range heights {
		tops = append(tops, tops[len(tops)-1]+h)
	}
	for _, k := range cells {
		x, w := ts.edges[k.col], ts.edges[k.col+k.cols]-ts.edges[k.col]
		top, h := tops[k.row], tops[k.row+k.spans]-tops[k.row]
		if fill, ok := shades[k.shade]; ok {
			c.box(x, top, w, h, fill)
		}
		for _, r := range [][4]float64{{x, top, x + w, top}, {x, top + h, x + w, top + h}, {x, top, x, top + h}, {x + w, top, x + w, top + h}} {
			c.rule(r[0], r[1], r[2], r[3], hairline, black)
		}
		if len(k.lines) > 1 && k.text != "" {
			c.asOne(ts.plain(k), func() { ts.text(c, k, x, w, top, h) })
		} else {
			ts.text(c, k, x, w, top, h)
		}
	}
}

// plain is a cell's text as it is drawn, tofu and all.
func (ts *tableSetter) plain(k tcell) string {
	return spoken(ts.s.set(k.text, ts.style(false)))
}

func (ts *tableSetter) text(c canvas, k tcell, x, w, top, h float64) {
	line := ts.s.leading.line * ts.size
	y := top + (h-line*float64(len(k.lines)))/2
	for _, l := range k.lines {
		at := x + besides*ts.size
		switch k.align {
		case output.Centre:
			at = x + (w-l.width)/2
		case output.Right:
			at = x + w - besides*ts.size - l.width
		}
		c.line(l, at, baseline(y, line, ts.size), black)
		y += line
	}
}

// above is the caption and the unit.
func (ts *tableSetter) above(f frame) []*block {
	var blocks []*block
	if ts.t.Caption != "" {
		size, h := largestType, pitch
		if ts.s.leading.close {
			size, h = ts.s.leading.largest+1.5, 1.6*(ts.s.leading.largest+1.5)
		}
		for _, l := range paragraph(ts.s.set(ts.t.Caption, style{hei, size, 0}), f.w, 0, false) {
			blocks = append(blocks, &block{h: h, draw: func(c canvas, y float64) {
				c.centred(l, 0, f.w, baseline(y, h, size), black)
			}})
		}
		if f.turned {
			blocks = together(ts.t.Caption, blocks)
		}
	}
	if ts.t.Unit != "" {
		size := min(ts.size, 10.5)
		l := place(ts.s.set(ts.t.Unit, style{fangsong, size, 0}), f.w, false)
		h := 1.5 * size
		blocks = append(blocks, &block{h: h, draw: func(c canvas, y float64) {
			c.line(l, f.w-l.width-besides*size, baseline(y, h, size), black)
		}})
	}
	return blocks
}

// below is the notes, and the way back to the grid.
func (ts *tableSetter) below(f frame) []*block {
	size := min(ts.size, 10.5)
	var blocks []*block
	for _, note := range ts.t.Notes {
		chars := ts.s.set(note, style{fangsong, size, 0})
		var lines []*block
		for _, l := range paragraph(chars, f.w, 0, true) {
			h := 1.4 * size
			lines = append(lines, &block{h: h, draw: func(c canvas, y float64) {
				c.line(l, 0, baseline(y, h, size), black)
			}})
		}
		blocks = append(blocks, together(spoken(chars), lines)...)
	}
	if len(blocks) > 0 {
		blocks = append([]*block{{h: 0.4 * size, blank: true}}, blocks...)
	}
	return append(blocks, &block{h: math.Max(4, size/2), blank: true, snap: true})
}
