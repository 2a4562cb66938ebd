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
	if i < len(d.Annexes)-1 || len(foot) == 0 {
		return s.settled(func() []*page { return s.annexPages(d, i, nil) })
	}
	if d.Annexes[i].Landscape {
		return append(s.settled(func() []*page { return s.annexPages(d, i, nil) }), flow(foot, portrait)...)
	}
	return s.settled(func() []*page { return s.annexPages(d, i, foot) })
}

func (s *setter) annexPages(d *output.Document, i int, foot []*block) []*page {
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
	return flow(closed(append(blocks, s.body(a.Body, f)...), foot), f)
}
