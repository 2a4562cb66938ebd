package pdf

import (
	"strconv"

	"tongbao/output"
)

// annex sets an annex on pages of its own: 附件 and its number on the first
// line, its title on the third (clause 7.3.7). A turned one has all of this
// turned with it; only the page number keeps its place. The imprint, which is
// upright, stands at the foot of the last annex, and takes a page of its own
// only after a turned one.
func (s *setter) annex(d *output.Document, i int, foot []*block) []*page {
	f := portrait
	if d.Annexes[i].Landscape {
		f = landscape
	}
	last := i == len(d.Annexes)-1 && len(foot) > 0
	pages := s.settled(func(b []*block) []*page { return flow(b, f) }, d.Annexes[i].Body, func(x stretch) []*block {
		blocks := s.body(x.body, f)
		if x.first {
			blocks = append(s.annexTitle(d, i, f), blocks...)
		}
		if x.last && last && !f.turned {
			blocks = closed(blocks, foot)
		}
		return blocks
	})
	if last && f.turned {
		pages = append(pages, flow(foot, portrait)...)
	}
	return pages
}

func (s *setter) annexTitle(d *output.Document, i int, f frame) []*block {
	a := d.Annexes[i]
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
	return append(blocks, s.titleIn([]string{a.Title}, 1, f)...)
}
