package pdf

import (
	"math"
	"strconv"
	"strings"

	"tongbao/ingest/exact"
	"tongbao/output"
)

var (
	chartType    = 10.0
	valueType    = 9.0 // of the numbers at the bars, which stand in lines as low as the bars
	legendHeight = 18.0
	barHeight    = 9.0
	barGap       = 1.0
	groupGap     = 6.0 // three charts of six groups of two bars stand on one page
)

// inks of the series: four steps of grey on a black-and-white printer.
var inks = []colour{{40, 66, 104}, {176, 196, 222}, {125, 125, 125}, {238, 238, 238}}

var markInk = colour{180, 0, 0}

// chartSetter sets one chart: a group of lying bars a label, since names of
// task forces are long and bars that lie leave room for them.
type chartSetter struct {
	s       *setter
	c       *output.Chart
	left, w float64 // of the bars' room
	least   float64 // the lowest value that is below zero, else 0
	largest float64
}

// chart sets a chart as blocks that stay together where a page can hold them.
func (s *setter) chart(c *output.Chart, f frame) []*block {
	cs := &chartSetter{s: s, c: c}
	cs.scale(f.w)
	var blocks []*block
	if c.Title != "" {
		l := place(s.set(c.Title, style{hei, largestType, 0}), f.w, false)
		blocks = append(blocks, &block{h: pitch, draw: func(c canvas, y float64) {
			c.centred(l, 0, f.w, baseline(y, pitch, largestType), black)
			if cs.plain() {
				cs.unit(c, f.w, baseline(y, pitch, largestType))
			}
		}})
	}
	if !cs.plain() {
		blocks = append(blocks, cs.legend(f.w))
	}
	for i := range c.Labels {
		blocks = append(blocks, cs.group(i))
	}
	for _, b := range blocks {
		b.keep = true
	}
	return append(blocks, &block{h: 4, blank: true, snap: true})
}

func (cs *chartSetter) text(t string) setLine {
	return place(cs.s.set(t, style{fangsong, chartType, 0}), textWidth, false)
}

func (cs *chartSetter) number(t string) setLine {
	return place(cs.s.set(t, style{fangsong, valueType, 0}), textWidth, false)
}

// scale leaves room for the longest label and the longest value.
func (cs *chartSetter) scale(width float64) {
	label, value := 0.0, 0.0
	for _, l := range cs.c.Labels {
		label = max(label, cs.text(l).width)
	}
	for _, s := range cs.c.Series {
		for i, v := range s.Values {
			if v != nil {
				near, far := reach(s, i)
				cs.least, cs.largest = min(cs.least, near), max(cs.largest, far)
			}
			if i < len(s.Texts) {
				value = max(value, cs.number(s.Texts[i]).width)
			}
		}
	}
	for _, m := range cs.c.Marks {
		cs.largest = max(cs.largest, length(m))
	}
	if cs.largest == cs.least {
		cs.largest = 1
	}
	cs.left = min(label, 0.35*width) + 6
	cs.w = width - cs.left - value - 2*valueGap
}

// at is where a value stands; 0 is where the bars begin.
func (cs *chartSetter) at(v float64) float64 {
	return cs.left + cs.w*(v-cs.least)/(cs.largest-cs.least)
}

// reach is how far a bar is filled, and how far it goes: the same unless its
// value is a range.
func reach(s output.Series, i int) (near, far float64) {
	near = length(*s.Values[i])
	far = near
	if i < len(s.Ends) && s.Ends[i] != nil {
		end := length(*s.Ends[i])
		near, far = min(near, end), max(far, end)
	}
	return near, far
}

// length of a bar is for the eye only; the number beside it is exact.
func length(n exact.Num) float64 {
	v, err := strconv.ParseFloat(n.Fixed(6), 64)
	if err != nil {
		return 0
	}
	return v
}

// plain says that the title names the only series: a legend would say it again.
func (cs *chartSetter) plain() bool {
	c := cs.c
	return len(c.Series) == 1 && len(c.Marks) == 0 && c.Range == "" && c.Title != "" && strings.Contains(c.Title, c.Series[0].Name)
}

func (cs *chartSetter) unit(c canvas, width, base float64) {
	l := cs.text(cs.c.Unit)
	c.line(l, width-l.width, base, black)
}

// legend names the series, the mark and the unit.
func (cs *chartSetter) legend(width float64) *block {
	return &block{h: legendHeight, draw: func(c canvas, y float64) {
		x := cs.left
		base := baseline(y, legendHeight, chartType)
		for i, s := range cs.c.Series {
			cs.bar(c, i, x, y+4, 14, 10)
			l := cs.text(s.Name)
			c.line(l, x+18, base, black)
			x += 18 + l.width + 16
		}
		if cs.c.Range != "" {
			cs.outlined(c, x, y+4, 14, 10, white)
			l := cs.text(cs.c.Range)
			c.line(l, x+18, base, black)
			x += 18 + l.width + 16
		}
		if len(cs.c.Marks) > 0 && cs.c.Mark != "" {
			c.rule(x+4, y+2, x+4, y+16, 1.4, markInk)
			l := cs.text(cs.c.Mark)
			c.line(l, x+10, base, black)
		}
		cs.unit(c, width, base)
	}}
}

// bar draws one bar with the ink of a series, outlined so that a light one
// shows on paper.
func (cs *chartSetter) bar(c canvas, series int, x, y, w, h float64) {
	if len(cs.c.Marks) > 0 && len(cs.c.Series) == 2 {
		series = 1 - series // of a target and what was reached, the latter is to be seen first
	}
	cs.outlined(c, x, y, w, h, inks[series%len(inks)])
}

func (cs *chartSetter) outlined(c canvas, x, y, w, h float64, fill colour) {
	c.box(x, y, w, h, fill)
	for _, r := range [][4]float64{{x, y, x + w, y}, {x, y + h, x + w, y + h}, {x, y, x, y + h}, {x + w, y, x + w, y + h}} {
		c.rule(r[0], r[1], r[2], r[3], hairline, black)
	}
}

// group draws the bars of one label and the mark across them.
func (cs *chartSetter) group(i int) *block {
	n := len(cs.c.Series)
	name := paragraph(cs.s.set(cs.c.Labels[i], style{fangsong, chartType, 0}), cs.left-6, 0, false)
	bars := float64(n)*(barHeight+barGap) - barGap
	label := float64(len(name)) * 1.2 * chartType
	h := max(bars, label) + groupGap
	return &block{h: h, draw: func(c canvas, y float64) {
		top := y + (h-bars)/2
		cs.label(c, cs.c.Labels[i], name, y+(h-label)/2)
		zero := cs.at(0)
		c.rule(zero, y, zero, y+h, 0.8, black)
		for k, s := range cs.c.Series {
			if i < len(s.Values) && s.Values[i] != nil {
				near, far := reach(s, i)
				at := top + float64(k)*(barHeight+barGap)
				cs.outlined(c, min(zero, cs.at(far)), at, math.Abs(cs.at(far)-zero), barHeight, white)
				cs.bar(c, k, min(zero, cs.at(near)), at, math.Abs(cs.at(near)-zero), barHeight)
			}
		}
		if i < len(cs.c.Marks) {
			x := cs.at(length(cs.c.Marks[i]))
			c.rule(x, top-3, x, top+bars+3, 4, white) // a margin, or it is lost in a dark bar
			c.rule(x, top-3, x, top+bars+3, 1.4, markInk)
		}
		for k := range cs.c.Series {
			cs.value(c, k, i, top+float64(k)*(barHeight+barGap))
		}
	}}
}

// valueGap is the room before a number, from its bar or from the mark.
const valueGap = 4.0

// value prints a bar's number at its end, that of a bar to the left of zero on
// the other side of zero; behind the mark where that would run through it.
func (cs *chartSetter) value(c canvas, k, i int, y float64) {
	s := cs.c.Series[k]
	if i >= len(s.Texts) || s.Texts[i] == "" {
		return
	}
	x := cs.at(0) + valueGap
	if i < len(s.Values) && s.Values[i] != nil {
		_, far := reach(s, i)
		x = cs.at(max(0, far)) + valueGap
	}
	l := cs.number(s.Texts[i])
	if i < len(s.Keys) {
		l.prints(s.Keys[i])
	}
	if i < len(cs.c.Marks) {
		if mark := cs.at(length(cs.c.Marks[i])); x < mark+valueGap && x+l.width > mark-valueGap/2 {
			x = mark + valueGap
		}
	}
	c.line(l, x, baseline(y, barHeight, valueType), black)
}

// label prints a label's lines against the axis.
func (cs *chartSetter) label(c canvas, text string, lines []setLine, y float64) {
	c.asOne(text, func() {
		for _, l := range lines {
			c.line(l, cs.left-6-l.width, baseline(y, 1.2*chartType, chartType), black)
			y += 1.2 * chartType
		}
	})
}
