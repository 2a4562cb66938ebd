package pdf

import (
	"fmt"
)

var (
	numberDrop = 7 * mm // of the dash beside a page number, below the text block
	dashRise   = 0.38   // of that dash above its baseline, in ems
)

// furniture puts on every page what repeats: its number and the draft mark.
func (s *setter) furniture(pages []*page) {
	for i, p := range pages {
		if p.turned {
			body := p.ops
			p.ops = append([]op{turnOp{}}, body...)
			p.ops = append(p.ops, turnOp{end: true})
		}
		s.pageNumber(p, i+1)
		if s.mark != "" {
			s.draftMark(p, i == 0)
		}
	}
}

// pageNumber stands at the foot of the portrait page, odd ones on the right,
// even ones on the left, one character in (clause 7.5).
func (s *setter) pageNumber(p *page, n int) {
	l := place(s.set(fmt.Sprintf("— %d —", n), style{song, size4, 0}), textWidth, false)
	x := textWidth - size4 - l.width
	if n%2 == 0 {
		x = size4
	}
	canvas{p, leftEdge, topEdge}.line(l, x, textHeight+numberDrop+dashRise*size4, black)
}
