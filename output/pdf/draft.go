package pdf

import (
	"fmt"
	"math"
	"strings"

	"tongbao/output/pdf/ttf"
)

var (
	faint = colour{236, 236, 236} // light enough to read through, dark enough for a copier
	stamp = colour{190, 0, 0}
)

// draftMark says on every page that it is not final: boxed at the upper right,
// and large and faint under the text. Only the first page has it as text. On
// the others it is drawn as outlines, so that a sentence running over the page
// is not torn by it when the file is searched or read aloud.
func (s *setter) draftMark(p *page, asText bool) {
	size := size3
	l := place(s.set(s.mark, style{hei, size, 0}), textWidth, false)
	x, y := pageWidth-26*mm-l.width-6, 18*mm
	c := canvas{p, 0, 0}
	for _, r := range [][4]float64{{x - 6, y - 5, x + l.width + 6, y - 5}, {x - 6, y + size + 5, x + l.width + 6, y + size + 5}, {x - 6, y - 5, x - 6, y + size + 5}, {x + l.width + 6, y - 5, x + l.width + 6, y + size + 5}} {
		c.rule(r[0], r[1], r[2], r[3], 1.2, stamp)
	}
	base := y + emAscent*size
	var under []op
	if asText {
		head := &page{}
		canvas{head, 0, 0}.line(l, x, base, stamp)
		under = head.ops
	} else {
		c.add(shapeOp{s.drawnMark.path(func() string { return outlines(l, x, base, 0) }), stamp})
	}
	under = append(under, shapeOp{s.faintMark.path(s.watermark), faint})
	p.ops = append(under, p.ops...)
}

var (
	markSize = 110.0
	markEdge = 15 * mm // between the mark and the paper's edges, at least
)

// watermark runs across the page from the lower left to the upper right; a
// long one is set smaller, as printers cut what comes near the paper's edge.
func (s *setter) watermark() string {
	sin, cos := math.Sincos(math.Pi / 5)
	l := place(s.set(s.mark, style{hei, markSize, 0}), math.Inf(1), false)
	fit := min(1, (pageWidth-2*markEdge)/(l.width*cos+markSize*sin), (pageHeight-2*markEdge)/(l.width*sin+markSize*cos))
	size := fit * markSize
	l = place(s.set(s.mark, style{hei, size, 0}), math.Inf(1), false)
	below := (emAscent - 0.5) * size // of the em box's middle, which is to be the page's
	x := pageWidth/2 - l.width/2*cos + below*sin
	y := pageHeight/2 + l.width/2*sin + below*cos
	return outlines(l, x, y, math.Pi/5)
}

// shape is an outline that is the same on every page, traced once.
type shape struct{ traced string }

func (s *shape) path(trace func() string) string {
	if s.traced == "" {
		s.traced = trace()
	}
	return s.traced
}

// outlines is a line of text as PDF path operators, from (x, y) rising by an
// angle. TrueType's quadratic curves become cubic ones.
func outlines(l setLine, x, y, angle float64) string {
	var b strings.Builder
	sin, cos := math.Sincos(angle)
	for _, c := range l.chars {
		k := c.size / float64(c.face.font.Em)
		at := func(p ttf.Point) (float64, float64) {
			u, v := c.x+p.X*k*c.scale, p.Y*k
			return x + u*cos - v*sin, pageHeight - y + u*sin + v*cos
		}
		for _, contour := range c.face.font.Outline(c.glyph) {
			trace(&b, contour, at)
		}
	}
	return b.String()
}

// trace writes one closed contour.
func trace(b *strings.Builder, contour []ttf.Point, at func(ttf.Point) (float64, float64)) {
	n := len(contour)
	if n < 2 {
		return
	}
	start := contour[0]
	if !start.On {
		start = mid(contour[n-1], contour[0])
		if contour[n-1].On {
			start = contour[n-1]
		}
	}
	x, y := at(start)
	fmt.Fprintf(b, "%.2f %.2f m\n", x, y)
	from := start
	for i := range n {
		p := contour[i]
		if p.On {
			if i > 0 {
				x, y := at(p)
				fmt.Fprintf(b, "%.2f %.2f l\n", x, y)
			}
			from = p
			continue
		}
		to := contour[(i+1)%n]
		if !to.On {
			to = mid(p, to)
		}
		x1, y1 := at(toward(from, p))
		x2, y2 := at(toward(to, p))
		x3, y3 := at(to)
		fmt.Fprintf(b, "%.2f %.2f %.2f %.2f %.2f %.2f c\n", x1, y1, x2, y2, x3, y3)
		from = to
	}
	b.WriteString("h\n")
}

func mid(a, b ttf.Point) ttf.Point {
	return ttf.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2, On: true}
}

// toward is two thirds of the way from a to the control point b.
func toward(a, b ttf.Point) ttf.Point {
	return ttf.Point{X: a.X + (b.X-a.X)*2/3, Y: a.Y + (b.Y-a.Y)*2/3, On: true}
}
