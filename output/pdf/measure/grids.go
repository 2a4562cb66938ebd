package measure

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// grid is a table as its strokes make it on one page, row by row from the top.
type grid struct {
	rows   []gridRow
	turned bool
}

// gridRow is a row between two level strokes, and the upright ones in it.
type gridRow struct {
	top, foot float64
	edges     []float64
	chars     []Char // of the whole row, as they are read
}

func (g grid) top() float64  { return g.rows[0].top }
func (g grid) foot() float64 { return g.rows[len(g.rows)-1].foot }

// hairs is how far two strokes may be apart that are one.
const hairs = 0.1

func same(a, b float64) bool { return math.Abs(a-b) < hairs }

// grids are a page's tables: a row is where strokes of one height stand on both
// edges of the text block, and rows that touch are of one table.
func (p Page) grids() (list []grid) {
	for _, turned := range []bool{false, true} {
		f := upright
		if turned {
			f = sideway
		}
		rows := p.gridRows(f, turned)
		for i, r := range rows {
			if n := len(list); i > 0 && n > 0 && list[n-1].turned == turned && same(list[n-1].foot(), r.top) {
				list[n-1].rows = append(list[n-1].rows, r)
				continue
			}
			list = append(list, grid{[]gridRow{r}, turned})
		}
	}
	return list
}

func (p Page) gridRows(f frame, turned bool) (rows []gridRow) {
	for _, r := range p.Rules {
		if !r.stands(turned) || !near(r.X1, f.left) || slices.ContainsFunc(rows, func(o gridRow) bool { return same(o.top, r.Y1) }) {
			continue
		}
		row := gridRow{top: r.Y1, foot: r.Y2}
		for _, o := range p.Rules {
			if o.stands(turned) && o.Y1 > r.Y1-hairs && o.Y2 < r.Y2+hairs && !slices.ContainsFunc(row.edges, func(x float64) bool { return same(x, o.X1) }) {
				row.edges = append(row.edges, o.X1)
			}
		}
		sort.Float64s(row.edges)
		if !near(row.edges[len(row.edges)-1], f.right()) {
			continue
		}
		row.chars = p.charsIn(turned, f.left-1, f.right()+1, row.top, row.foot)
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b gridRow) int { return cmp.Compare(a.top, b.top) })
	return rows
}

// stands says that a stroke is an upright one, of a page's turned part or not.
func (r Rule) stands(turned bool) bool {
	return r.Turned == turned && r.X2-r.X1 < hairs && r.Y2-r.Y1 > 2
}

// charsIn are the characters whose middle stands in a box, as they are read.
func (p Page) charsIn(turned bool, left, right, top, foot float64) (list []Char) {
	for _, c := range p.Chars {
		if x := c.X + c.Width/2; c.Turned == turned && c.R != ' ' && x > left && x < right && c.Middle() > top && c.Middle() < foot {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b Char) int {
		if math.Abs(a.Base-b.Base) > 0.3 {
			return cmp.Compare(a.Base, b.Base)
		}
		return cmp.Compare(a.X, b.X)
	})
	return list
}

func spelled(chars []Char) string {
	var b strings.Builder
	for _, c := range chars {
		b.WriteRune(c.R)
	}
	return b.String()
}

// bold says that most of some characters are of a face.
func bold(chars []Char, face string) bool {
	n := 0
	for _, c := range chars {
		if c.Face == face {
			n++
		}
	}
	return 2*n > len(chars)
}

// head is how many of a table's rows are its head.
func (g grid) head(face string) int {
	n := 0
	for n < len(g.rows) && bold(g.rows[n].chars, face) {
		n++
	}
	return n
}

// heads: a table has its head in 黑体 on every page that it goes on to, and
// there it says what it said on the page before.
func (s *sheet) heads() {
	var before *grid
	for i, p := range s.Pages {
		grids := p.grids()
		for k, g := range grids {
			n := g.head(s.want.Faces.First)
			if n == 0 {
				s.fault(i+1, "a table begins without its head: %s", spelled(g.rows[0].chars))
				continue
			}
			if k > 0 || before == nil || before.turned != g.turned || !s.opens(i, g) || len(g.rows) == n || !slices.EqualFunc(before.rows[len(before.rows)-1].edges, g.rows[n].edges, same) {
				continue
			}
			if was, is := spelled(before.rows[0].chars), spelled(g.rows[0].chars); was != is {
				s.fault(i+1, "a table goes on under another head: %s, before %s", is, was)
			}
		}
		if before = nil; len(grids) > 0 {
			before = &grids[len(grids)-1]
		}
	}
}

// opens says that nothing stands above a table on its page.
func (s *sheet) opens(i int, g grid) bool {
	return !slices.ContainsFunc(s.lines[i], func(l Line) bool { return l.Turned == g.turned && l.Middle < g.top() })
}

var (
	judged = regexp.MustCompile(`^[+−]?\d[\d.]*(?:[绿黄红]→)?（?([绿黄红])）?$`) // 较进度 with the word of its colour, and of that before
	gap    = regexp.MustCompile(`^[+−]?\d[\d.]*$`)
)

// hue is the word for a shade: the standard has none, and a reader tells three.
func hue(c Colour) string {
	switch {
	case c.R > c.B+40 && c.G > c.B+40:
		return "黄"
	case c.R > c.G+40 && c.R > c.B+40:
		return "红"
	case c.G > c.R+5 && c.G > c.B+5:
		return "绿"
	}
	return ""
}

// shades: a cell is shaded as the word in it says, or in the one to its right,
// and every cell with such a word is: 黄, 红; a 较进度 without a word, other than
// that of a total, is 绿. A 未完成 may be 红, and is where another of its column
// is.
func (s *sheet) shades() {
	for i, p := range s.Pages {
		for _, g := range p.grids() {
			failed := map[float64]string{} // what a column's first 未完成 was shaded
			for _, r := range g.rows[g.head(s.want.Faces.First):] {
				s.rowShades(i+1, g, r, failed)
			}
		}
	}
}

// rowShades goes from the right to the left, as a word speaks for the cell
// before it too.
func (s *sheet) rowShades(page int, g grid, r gridRow, failed map[float64]string) {
	p, said := s.Pages[page-1], ""
	for c := len(r.edges) - 2; c >= 0; c-- {
		left, right := r.edges[c], r.edges[c+1]
		text := spelled(p.charsIn(g.turned, left, right, r.top, r.foot))
		got := p.shade(g.turned, left, right, r.top, r.foot)
		want := s.wantShade(text, spelled(p.charsIn(g.turned, left, right, g.top(), r.top)), bold(r.chars, s.want.Faces.First))
		if text == "未完成" && (got == "" || got == "红") {
			if _, seen := failed[left]; !seen {
				failed[left] = got
			}
			want = failed[left]
		}
		if got != want && (want != "" || got != said) {
			s.fault(page, "a cell is shaded “%s”, not “%s”: %s", got, want, text)
		}
		said = want
	}
}

// wantShade is the hue that a cell's text asks for; above is what stands over
// it in its column.
func (s *sheet) wantShade(text, above string, total bool) string {
	switch m := judged.FindStringSubmatch(text); {
	case m != nil:
		return m[1]
	case gap.MatchString(text) && strings.Contains(above, "较进度") && !total:
		return "绿"
	}
	return ""
}

// shade is the hue that fills a cell from edge to edge, "" for none; one that
// fills a part of it, or has no name, is told as it is.
func (p Page) shade(turned bool, left, right, top, foot float64) string {
	got := ""
	for _, f := range p.Fills {
		if f.Turned != turned || f.Curved || f.X+f.W < left+hairs || f.X > right-hairs || f.Y+f.H < top+hairs || f.Y > foot-hairs {
			continue
		}
		if !same(f.X, left) || !same(f.X+f.W, right) || !same(f.Y, top) || !same(f.Y+f.H, foot) {
			return "in part"
		}
		if got += hue(f.Colour); hue(f.Colour) == "" {
			return "of no name"
		}
	}
	return got
}
