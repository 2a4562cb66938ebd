package pdf

import (
	"math"
	"strings"

	"tongbao/output"
)

var (
	headTop   = 35 * mm // of the mark's ink, below the text block's edge
	headSize  = 34.0
	narrowest = 0.6    // of the mark's width; a longer name gets smaller type
	numberRow = 7.0    // rows 5 and 6 stay empty below the mark
	titleRow  = 10.0   // two rows below the red rule
	ruleDrop  = 4 * mm // of the red rule below the number's foot
	ruleWidth = 0.7 * mm
)

// redHead is the upper part of an official document: the name of the office
// with 文件, the number two lines below, the red rule 4 mm under it (clause
// 7.2.4 to 7.2.7).
func (s *setter) redHead(d *output.Document) *block {
	return &block{h: titleRow * pitch, keep: true, draw: func(c canvas, y float64) {
		mark := s.headLine(d.RedHead + "文件")
		c.centred(mark, 0, textWidth, headTop+inkHeight(mark), red)
		rowTop := numberRow * pitch
		if d.Number != "" {
			number := place(s.set(d.Number, bodyStyle), textWidth, false)
			c.centred(number, 0, textWidth, baseline(rowTop, pitch, size3), black)
		}
		under := baseline(rowTop, pitch, size3) + (1-emAscent)*size3 + ruleDrop
		c.rule(0, under, textWidth, under, ruleWidth, red)
	}}
}

// headLine sets the mark in one line as wide as the text block at most: long
// names are set narrow, as printers do, before they are set small.
func (s *setter) headLine(text string) setLine {
	size := headSize
	chars := s.set(text, style{biaosong, size, 0})
	natural := widthOf(chars)
	scale := min(1, (textWidth-4*mm)/natural)
	if scale < narrowest {
		size *= scale / narrowest
		scale = narrowest
		chars = s.set(text, style{biaosong, size, 0})
	}
	for i := range chars {
		chars[i].scale *= scale
		chars[i].adv *= scale
		chars[i].dx *= scale
	}
	return place(chars, textWidth, false)
}

// inkHeight is how far a line's ink rises above its baseline.
func inkHeight(l setLine) float64 {
	top := 0.0
	for _, c := range l.chars {
		_, _, _, yMax := c.face.font.Box(c.glyph)
		top = max(top, float64(yMax)*c.size/float64(c.face.font.Em))
	}
	return top
}

// title sets a title's parts in lines broken only between them, and one blank
// line below. rows is how many rows of the grid stay empty above.
func (s *setter) title(parts []string, rows int) []*block {
	return s.titleIn(parts, rows, portrait)
}

func (s *setter) titleIn(parts []string, rows int, f frame) []*block {
	width := f.w
	var blocks, lines []*block
	for range rows {
		blocks = append(blocks, &block{h: pitch, keep: true})
	}
	for i, text := range s.titleLines(s.phrases(parts, width), width) {
		for _, l := range s.titleLine(text, width) {
			first := i == 0
			lines = append(lines, &block{h: pitch, keep: true, draw: func(c canvas, y float64) {
				if first && rows == 0 {
					c.bookmark(strings.Join(parts, ""), 0, y)
				}
				c.centred(l, 0, width, baseline(y, pitch, size2), black)
			}})
		}
	}
	if f.turned {
		lines = together(spoken(s.set(strings.Join(parts, ""), titleStyle)), lines)
		for _, b := range lines {
			b.keep = true
		}
	}
	return append(append(blocks, lines...), &block{h: pitch, keep: true})
}

// phrases cuts what is too long for a line where a reader would pause: after
// 的, a year or a place, before 关于 or a bracket. It knows no grammar, and is
// only for titles that were given in one piece.
func (s *setter) phrases(parts []string, width float64) []string {
	var all []string
	for _, p := range parts {
		if widthOf(s.set(p, titleStyle)) <= width {
			all = append(all, p)
			continue
		}
		all = append(all, pauses(p)...)
	}
	return all
}

func pauses(text string) []string {
	const after, before = "的、，》）年月度县市省区", "（《"
	var parts []string
	from := 0
	last := rune(-1)
	for i, r := range text {
		rests := strings.ContainsRune(after, last) && !strings.ContainsRune(after, r)
		if begins := strings.ContainsRune(before, r) || strings.HasPrefix(text[i:], "关于"); i > from && !strings.ContainsRune(before, last) && (rests || begins) {
			parts = append(parts, text[from:i])
			from = i
		}
		last = r
	}
	return append(parts, text[from:])
}

// titleLine sets one line of a title; a part that is too long for a line is
// broken like text.
func (s *setter) titleLine(text string, width float64) []setLine {
	return paragraph(s.set(text, titleStyle), width, 0, false)
}

// titleLines puts the parts on as few lines as they need, choosing the shape:
// a trapezium or a rhombus, never an hourglass.
func (s *setter) titleLines(parts []string, width float64) []string {
	n := len(parts)
	if n == 0 {
		return nil
	}
	if n > 16 { // more cuts than a title has; keep the search small
		return []string{strings.Join(parts, "")}
	}
	best, lines := math.Inf(1), []string{strings.Join(parts, "")}
	for cuts := range 1 << (n - 1) {
		try := cutAt(parts, cuts)
		if cost := s.shape(try, width); cost < best {
			best, lines = cost, try
		}
	}
	return lines
}

// cutAt joins the parts into lines; bit i of cuts ends a line after part i.
func cutAt(parts []string, cuts int) []string {
	lines := []string{""}
	for i, p := range parts {
		lines[len(lines)-1] += p
		if i < len(parts)-1 && cuts>>i&1 == 1 {
			lines = append(lines, "")
		}
	}
	return lines
}

// shape is the cost of a title's lines: first their number, then an outline
// that sinks in the middle, then equal lines, then very unequal ones.
func (s *setter) shape(lines []string, width float64) float64 {
	cost := 1000 * float64(len(lines))
	w := make([]float64, len(lines))
	for i, l := range lines {
		w[i] = widthOf(s.set(l, titleStyle))
		if w[i] > width {
			cost += 10000 * math.Ceil(w[i]/width)
		}
	}
	rises := 0
	for i := 1; i < len(w); i++ {
		cost += math.Abs(w[i]-w[i-1]) / size2
		if math.Abs(w[i]-w[i-1]) < size2 {
			cost += 3
		}
		if i > 1 && w[i] > w[i-1] && w[i-1] < w[i-2] {
			rises++
		}
	}
	return cost + 200*float64(rises)
}
