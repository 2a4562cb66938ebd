package pdf

import (
	"fmt"
	"strconv"
	"strings"
)

var (
	numberDrop = 7 * mm // of the dash beside a page number, below the text block
	dashRise   = 0.38   // of that dash above its baseline, in ems
	numberIn   = size4  // of the number, from the side
	noteSize   = 9.0    // of a note beside it
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
	x := textWidth - numberIn - l.width
	if n%2 == 0 {
		x = numberIn
	}
	base := textHeight + numberDrop + dashRise*size4
	canvas{p, leftEdge, topEdge}.line(l, x, base, black)
	if len(p.lost) > 0 {
		note := s.lostNote(p.lost, textWidth-3*size4-l.width)
		x = size4
		if n%2 == 0 {
			x = textWidth - size4 - note.width
		}
		canvas{p, leftEdge, topEdge}.line(note, x, base, black)
	}
}

// lostNote says, beside the page's number, which characters 〓 stands for on
// this page: by their code, since no face has them. What does not fit is left
// to the run's warnings, which name all.
func (s *setter) lostNote(lost []rune, width float64) setLine {
	for n := len(lost); ; n-- {
		var codes []string
		for _, r := range lost[:n] {
			codes = append(codes, fmt.Sprintf("U+%04X", r))
		}
		text := "注：〓为字库暂缺的字，字符编码"
		if n > 1 {
			text += "依次为"
		}
		text += strings.Join(codes, "、")
		if n < len(lost) {
			text += "等" + strconv.Itoa(len(lost)) + "个"
		}
		if l := place(s.set(text+"。", style{fangsong, noteSize, 0}), textWidth, false); l.width <= width || n == 1 {
			return l
		}
	}
}
