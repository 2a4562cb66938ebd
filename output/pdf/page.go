package pdf

import (
	"math"
	"slices"
)

// colour of ink or ground.
type colour struct{ r, g, b int }

var (
	black = colour{0, 0, 0}
	red   = colour{214, 0, 0}
	white = colour{255, 255, 255}
)

// op is one thing on a page, drawn later: the faces are cut to what a document
// uses, and that is known only when it is all laid out.
type op interface{ draw(d *drawer) }

type (
	// textOp is a run of one face and size on one baseline.
	textOp struct {
		face   *face
		size   float64
		scale  float64
		extra  float64 // space after each character
		x, y   float64
		runes  []rune
		colour colour
	}
	ruleOp struct {
		x1, y1, x2, y2 float64
		width          float64
		colour         colour
	}
	boxOp struct {
		x, y, w, h float64
		fill       colour
	}
	// shapeOp fills closed outlines of cubic curves.
	shapeOp struct {
		path   string // PDF path operators in page space
		colour colour
	}
	// turnOp begins (or ends) a turned page: its head towards the left edge.
	turnOp struct{ end bool }
	// readOp begins (with text) or ends (without) a piece that is read as one
	// string though it is drawn as several lines.
	readOp struct{ text string }
	// markOp is an entry of the outline.
	markOp struct {
		text  string
		level int
		y     float64
	}
)

// page is a page being filled. ops are in page coordinates; on a turned page
// those of its body are in the turned frame's.
type page struct {
	ops    []op
	frame  frame
	used   float64 // of the frame's height
	line   float64 // height of a line of text; 0 for pitch
	turned bool
	asOne  bool            // what is drawn now is read as one string
	lost   []rune          // characters that stand on it as 〓, each once, in the order drawn
	prints map[string]bool // the traced figures that stand on it
	parts  bool            // a table that a page can hold goes on on the next one
}

// frame is where a flow puts its boxes.
type frame struct {
	x, y, w, h float64
	turned     bool
}

var (
	portrait  = frame{leftEdge, topEdge, textWidth, textHeight, false}
	landscape = frame{0, 0, textHeight, textWidth, true}
)

// canvas draws into a page relative to a frame's corner.
type canvas struct {
	p    *page
	x, y float64
}

func (c canvas) add(o op) { c.p.ops = append(c.p.ops, o) }

// line draws a set line with its left end at x and its baseline at y.
func (c canvas) line(l setLine, x, y float64, ink colour) {
	for _, k := range l.chars {
		if k.of != "" && !c.p.prints[k.of] {
			if c.p.prints == nil {
				c.p.prints = map[string]bool{}
			}
			c.p.prints[k.of] = true
		}
		if k.lost != 0 && !slices.Contains(c.p.lost, k.lost) {
			c.p.lost = append(c.p.lost, k.lost)
		}
	}
	for i := 0; i < len(l.chars); {
		run, j := c.run(l.chars, i)
		run.x, run.y, run.colour = c.x+x+l.chars[i].x, c.y+y, ink
		c.add(run)
		i = j
	}
}

// run gathers the characters from i on that one text operator can draw: same
// face, size and scale, evenly spaced.
func (c canvas) run(chars []placed, i int) (textOp, int) {
	first := chars[i]
	t := textOp{face: first.face, size: first.size, scale: first.scale, runes: []rune{first.r}}
	j := i + 1
	for ; j < len(chars); j++ {
		a, b := chars[j-1], chars[j]
		if b.face != first.face || b.size != first.size || b.scale != first.scale {
			break
		}
		extra := (b.x-a.x)/first.scale - a.width
		if j == i+1 {
			t.extra = extra
		} else if math.Abs(extra-t.extra) > 0.002 {
			break
		}
		t.runes = append(t.runes, b.r)
	}
	if len(t.runes) == 2 && t.extra < -0.2*t.size { // let squeezed pairs stand alone
		t.runes, t.extra, j = t.runes[:1], 0, i+1
	}
	return t, j
}

// centred draws a line in the middle of a width.
func (c canvas) centred(l setLine, x, w, y float64, ink colour) {
	c.line(l, x+(w-l.width)/2, y, ink)
}

func (c canvas) rule(x1, y1, x2, y2, width float64, ink colour) {
	c.add(ruleOp{x1: c.x + x1, y1: c.y + y1, x2: c.x + x2, y2: c.y + y2, width: width, colour: ink})
}

func (c canvas) box(x, y, w, h float64, fill colour) {
	c.add(boxOp{c.x + x, c.y + y, w, h, fill})
}

// bookmark points at y; on a turned page, whose lines stand upright, at its
// top.
func (c canvas) bookmark(text string, level int, y float64) {
	at := c.y + y
	if c.p.turned {
		at = 0
	}
	c.add(markOp{text, level, at})
}

// asOne lets draw's lines be read as one string, for copying and searching. A
// line of a text that is read as one already adds nothing.
func (c canvas) asOne(text string, draw func()) {
	if c.p.asOne {
		draw()
		return
	}
	c.p.asOne = true
	c.add(readOp{text})
	draw()
	c.add(readOp{})
	c.p.asOne = false
}
