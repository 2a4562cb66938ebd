package pdf

import (
	"fmt"
	"strings"

	"tongbao/output"
)

var indent = 2 * cell

// body sets a document's blocks. The lines of the last paragraph are kept
// apart by the caller.
func (s *setter) body(list []output.Block, f frame) []*block {
	var blocks []*block
	for i, b := range list {
		var set []*block
		switch b := b.(type) {
		case output.Heading:
			set = s.heading(b, f)
		case output.Paragraph:
			set = s.paragraph(b, f)
			if i+1 < len(list) {
				leadIn(set, list[i+1])
			}
		case *output.Table:
			set = s.table(b, f)
			if s.leading.close && len(set) > 0 && i+1 < len(list) {
				_, followed := list[i+1].(*output.Table)
				set[len(set)-1].snap = !followed
			}
		case *output.Chart:
			set = s.chart(b, f)
		}
		blocks = append(blocks, set...)
	}
	return blocks
}

// leadIn keeps the end of a paragraph with the table or chart that it leads to:
// nobody should read “如下：” at a page's foot. A short one goes over whole.
func leadIn(lines []*block, next output.Block) {
	switch next.(type) {
	case *output.Table, *output.Chart:
	default:
		return
	}
	for i, b := range lines {
		b.keep = b.keep || i == len(lines)-1 || len(lines) <= carried
	}
}

// heading is set in the type of its level and stays with what follows.
func (s *setter) heading(h output.Heading, f frame) []*block {
	st := bodyStyle
	switch h.Level {
	case 1:
		st = heiStyle
	case 2:
		st = kaiStyle
	}
	chars := s.set(h.Text, st)
	blocks := s.wrapped(chars, f.w, indent, true)
	if f.turned {
		blocks = together(spoken(chars), blocks)
	}
	for _, b := range blocks {
		b.keep = true
	}
	if h.Level > 2 || len(blocks) == 0 {
		return blocks
	}
	draw := blocks[0].draw
	blocks[0].draw = func(c canvas, y float64) {
		draw(c, y)
		c.bookmark(h.Text, h.Level-1, y)
	}
	return blocks
}

func (s *setter) paragraph(p output.Paragraph, f frame) []*block {
	chars := append(s.set(p.Lead, kaiStyle), s.setSpans(p.Text, bodyStyle)...)
	var blocks []*block
	switch {
	case p.Centre:
		for _, l := range paragraph(chars, f.w, 0, false) {
			blocks = append(blocks, lineBlock(l, (f.w-l.width)/2, black))
		}
	case p.Flush:
		blocks = s.wrapped(chars, f.w, 0, true)
	default:
		blocks = s.wrapped(chars, f.w, indent, true)
	}
	if f.turned {
		blocks = together(spoken(chars), blocks)
	}
	return blocks
}

// wrapped sets text as lines of the grid.
func (s *setter) wrapped(chars []char, width, indent float64, fill bool) []*block {
	lines := paragraph(chars, width, indent, fill)
	if n := len(lines); n > 1 && len(lines[n-1].chars) <= 2 {
		s.hints = append(s.hints, fmt.Sprintf("段落末行只有%d个字：“…%s%s”", len(lines[n-1].chars), tail(lines[n-2].text, 8), lines[n-1].text))
	}
	var blocks []*block
	for i, l := range lines {
		x := 0.0
		if i == 0 {
			x = indent
		}
		blocks = append(blocks, lineBlock(l, x, black))
	}
	return blocks
}

func tail(text string, n int) string {
	r := []rune(strings.TrimSpace(text))
	return string(r[max(0, len(r)-n):])
}

// lines sets text across the text block.
func (s *setter) lines(chars []char, indent float64, fill bool) []*block {
	return s.wrapped(chars, textWidth, indent, fill)
}
