package pdf

import (
	"slices"
	"strconv"

	"tongbao/output"
)

// annex sets an annex on pages of its own: 附件 and its number on the first
// line, its title on the third (clause 7.3.7). A turned one has all of this
// turned with it; only the page number keeps its place.
func (s *setter) annex(d *output.Document, i int) []*page {
	pages := s.annexPages(d, i)
	if n := len(pages); n > 1 && slices.ContainsFunc(pages, scant) {
		hints := s.hints // already said
		s.leading = tight
		if fewer := s.annexPages(d, i); len(fewer) < n {
			pages = fewer
		}
		s.leading, s.hints = roomy, hints
	}
	return pages
}

// scant says that a page holds so little that setting the annex tighter, and
// so without it, is worth a try.
func scant(p *page) bool { return p.used < 0.4*p.frame.h }

func (s *setter) annexPages(d *output.Document, i int) []*page {
	a := d.Annexes[i]
	f := portrait
	if a.Landscape {
		f = landscape
	}
	name := "附件"
	if len(d.Annexes) > 1 {
		name += strconv.Itoa(i + 1)
	}
	label := place(s.set(name, heiStyle), f.w, false)
	blocks := []*block{
		{h: pitch, keep: true, draw: func(c canvas, y float64) {
			c.line(label, 0, baseline(y, pitch, size3), black)
			c.bookmark(name+" "+a.Title, 0, y)
		}},
	}
	blocks = append(blocks, s.titleIn([]string{a.Title}, 1, f)...)
	return flow(append(blocks, s.body(a.Body, f)...), f)
}
