package measure

import (
	"math"
	"regexp"
	"sort"
	"strings"
)

// Line is what stands on one baseline, cut where a wide gap parts two things.
type Line struct {
	Chars  []Char
	Text   string // without spaces
	Page   int    // from 1
	Left   float64
	Right  float64
	Middle float64 // of the line box
	Size   float64 // of the largest character, pt
	Turned bool
}

// apart is the gap in ems that no justified line has.
const apart = 2.5

// Lines of a page from top to foot, left to right.
func (p Page) lines(number int) []Line {
	chars := append([]Char(nil), p.Chars...)
	sort.SliceStable(chars, func(i, j int) bool {
		a, b := chars[i], chars[j]
		if a.Turned != b.Turned {
			return b.Turned
		}
		if math.Abs(a.Base-b.Base) > 0.3 {
			return a.Base < b.Base
		}
		return a.X < b.X
	})
	var list []Line
	var now []Char
	end := func() {
		if len(now) > 0 {
			list = append(list, lineOf(now, number))
		}
		now = nil
	}
	for _, c := range chars {
		if k := len(now); k > 0 {
			last := now[k-1]
			if last.Turned != c.Turned || math.Abs(last.Base-c.Base) > 0.3 || c.X-last.X-last.Width > apart*c.Size*mm {
				end()
			}
		}
		now = append(now, c)
	}
	end()
	return list
}

func lineOf(chars []Char, number int) Line {
	l := Line{Chars: chars, Page: number, Left: chars[0].X, Turned: chars[0].Turned}
	var text strings.Builder
	for _, c := range chars {
		if c.R != ' ' {
			text.WriteRune(c.R)
			l.Right = c.X + c.Width
		}
		if c.Size > l.Size {
			l.Size, l.Middle = c.Size, c.Middle()
		}
	}
	l.Text = text.String()
	return l
}

// face is the one of the line's first characters that are no digits or marks.
func (l Line) face() string { return l.Chars[0].Face }

// frame is a text block.
type frame struct{ left, top, width, height float64 }

func (f frame) right() float64 { return f.left + f.width }
func (f frame) foot() float64  { return f.top + f.height }

// The text block of clause 5.2.1, and how its reader sees it turned: the
// portrait page's bottom margin of 35 mm is then on the left.
var (
	upright = frame{28, 37, 156, 225}
	sideway = frame{35, 28, 225, 156}
)

const (
	row       = 225.0 / 22 // mm, clause 5.2.3: 22 lines a page
	closed    = 225.0 / 23 // where it was adjusted to bring the signature on the page (特定情况可以作适当调整)
	character = 156.0 / 28 // mm, 28 characters a line
)

// rowOf is the line's place on the grid: 0 for the first, and how far its
// middle is off.
func (f frame) rowOf(l Line) (n int, off float64) { return f.rowOn(l, row) }

func (f frame) rowOn(l Line, row float64) (n int, off float64) {
	at := (l.Middle-f.top)/row - 0.5
	n = int(math.Round(at))
	return n, (at - float64(n)) * row
}

var (
	numberText  = regexp.MustCompile(`^—(\d+)—$`)
	lostText    = regexp.MustCompile(`^注：〓为字库暂缺的字`) // beside the page's number
	annexLabel  = regexp.MustCompile(`^附件\d*$`)
	officialNo  = regexp.MustCompile(`^\S+〔\d{4}〕\d+号$`)
	dateText    = regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日$`)
	firstLevel  = regexp.MustCompile(`^[一二三四五六七八九十]+、`)
	secondLevel = regexp.MustCompile(`^（[一二三四五六七八九十]+）`)
)

// inside says that upright strokes run past a line's middle on its page: it
// stands in a table or a chart.
func inside(p Page, l Line) bool {
	for _, r := range p.Rules {
		if r.Turned == l.Turned && r.X2-r.X1 < 0.2 && r.Y2-r.Y1 > 2 && r.Y1 <= l.Middle && l.Middle <= r.Y2 {
			return true
		}
	}
	return false
}

// near is within the 1 mm that the standard allows.
func near(a, b float64) bool { return math.Abs(a-b) <= 1 }
