package measure

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// bars is a chart as it lies on a page: groups of bars on one axis.
type bars struct {
	axis, top, foot float64
	groups          [][2]float64 // from and to, top to foot
	key             []Colour     // inks of the series, as the legend has them
}

// axes finds the charts of a page: an upright stroke that reaches past the boxes
// which lean on it, and those that go on from it.
func (p Page) axes() (list []bars) {
	var strokes []Rule
	for _, r := range p.Rules {
		if r.stands(false) && r.Colour == (Colour{}) && r.Width > 0.25 && !slices.ContainsFunc(strokes, func(o Rule) bool { return same(o.X1, r.X1) && same(o.Y1, r.Y1) }) {
			strokes = append(strokes, r)
		}
	}
	slices.SortFunc(strokes, func(a, b Rule) int { return cmp.Compare(a.Y1, b.Y1) })
	for _, r := range strokes {
		group := [2]float64{r.Y1, r.Y2}
		if n := len(list); n > 0 && same(list[n-1].axis, r.X1) && same(list[n-1].foot, r.Y1) {
			list[n-1].foot, list[n-1].groups = r.Y2, append(list[n-1].groups, group)
			continue
		}
		list = append(list, bars{axis: r.X1, top: r.Y1, foot: r.Y2, groups: [][2]float64{group}})
	}
	for i := range list {
		list[i].key = p.legend(list[i])
	}
	return list
}

// legend are the inks of the small boxes above a chart, left to right.
func (p Page) legend(b bars) (inks []Colour) {
	var boxes []Fill
	for _, f := range p.Fills {
		if !f.Turned && !f.Curved && f.Y+f.H < b.top+hairs && f.Y > b.top-8 && f.X > b.axis-60 && f.W < 8 && f.Colour != white {
			boxes = append(boxes, f)
		}
	}
	slices.SortFunc(boxes, func(a, b Fill) int { return cmp.Compare(a.X, b.X) })
	for _, f := range boxes {
		inks = append(inks, f.Colour)
	}
	return inks
}

var (
	white     = Colour{255, 255, 255}
	barNumber = regexp.MustCompile(`^(−?\d+(?:\.\d+)?)(?:[—–](\d+(?:\.\d+)?))?`)
)

// bar is a printed number and the boxes beside it.
type bar struct {
	text      string
	low, high float64 // what is printed: two of a range
	near, far float64 // mm from the axis: the inked box and the outline
	ink       Colour
	drawn     bool
}

// barsOf reads a group: a number a line, right of the axis.
func (p Page) barsOf(b bars, group [2]float64) (list []bar) {
	for _, l := range (Page{Chars: p.charsIn(false, b.axis, upright.right()+1, group[0], group[1])}).lines(0) {
		x := bar{text: l.Text}
		if m := barNumber.FindStringSubmatch(l.Text); m != nil {
			x.low, _ = strconv.ParseFloat(strings.Replace(m[1], "−", "-", 1), 64)
			if x.high = x.low; m[2] != "" {
				x.high, _ = strconv.ParseFloat(m[2], 64)
			}
		}
		for _, f := range p.Fills {
			leans := same(f.X, b.axis) || same(f.X+f.W, b.axis)
			if f.Turned || f.Curved || !leans || l.Middle < f.Y || l.Middle > f.Y+f.H {
				continue
			}
			x.drawn = true
			length := f.W
			if same(f.X+f.W, b.axis) && f.W > hairs {
				length = -f.W
			}
			if math.Abs(length) > math.Abs(x.far) {
				x.far = length
			}
			if f.Colour != white {
				x.near, x.ink = length, f.Colour
			}
		}
		list = append(list, x)
	}
	return list
}

// charts: every bar is as long as its printed number says, on the scale of its
// chart, and inked as the legend has its series; none is without a number.
func (s *sheet) charts() {
	for i, p := range s.Pages {
		for _, b := range p.axes() {
			var all []bar
			scale := 0.0
			for _, group := range b.groups {
				list := p.barsOf(b, group)
				if n := p.leaning(b, group); n > drawn(list) {
					s.fault(i+1, "%d bars of a chart have %d numbers", n, drawn(list))
				}
				s.inked(i+1, b, list)
				all = append(all, list...)
			}
			for _, x := range all {
				if v := math.Abs(x.far) / math.Max(math.Abs(x.low), math.Abs(x.high)); x.drawn && !math.IsInf(v, 0) && !math.IsNaN(v) {
					scale = max(scale, v)
				}
			}
			for _, x := range all {
				s.long(i+1, x, scale)
			}
		}
	}
}

func drawn(list []bar) (n int) {
	for _, x := range list {
		if x.drawn {
			n++
		}
	}
	return n
}

// leaning counts the places of a group at which bars lean on the axis.
func (p Page) leaning(b bars, group [2]float64) int {
	var tops []float64
	for _, f := range p.Fills {
		if !f.Turned && !f.Curved && f.Y > group[0]-hairs && f.Y+f.H < group[1]+hairs && (same(f.X, b.axis) || same(f.X+f.W, b.axis)) && !slices.ContainsFunc(tops, func(y float64) bool { return same(y, f.Y) }) {
			tops = append(tops, f.Y)
		}
	}
	return len(tops)
}

func (s *sheet) inked(page int, b bars, list []bar) {
	if len(b.key) == 0 { // one series needs no key, or it stands on the page before
		return
	}
	for k, x := range list {
		if x.drawn && (k >= len(b.key) || x.ink != b.key[k]) {
			s.fault(page, "a bar is inked %v, which is not what the legend says of its series: %s", x.ink, x.text)
		}
	}
}

// long holds a bar against its number. One without a bar has nothing to say but
// that there is none.
func (s *sheet) long(page int, x bar, scale float64) {
	if !x.drawn {
		if barNumber.MatchString(x.text) {
			s.fault(page, "a number of a chart has no bar: %s", x.text)
		}
		return
	}
	low, high := scale*x.low, scale*x.high
	if math.Abs(x.far-high) > 0.3 || math.Abs(x.near-low) > 0.3 && math.Abs(x.near-high) > 0.3 {
		s.fault(page, "a bar is %.1f mm long, and filled to %.1f, where its number says %.1f and %.1f: %s", x.far, x.near, high, low, x.text)
	}
}
