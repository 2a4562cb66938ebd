package pdf

import (
	"math"
	"slices"

	"tongbao/output"
)

// block is a piece that stays whole: a line of text, a table row, a blank.
type block struct {
	h     float64
	draw  func(c canvas, y float64) // y: its top inside the frame
	keep  bool                      // on the page of the next one
	wish  bool                      // the same, unless that leaves too much of the page white
	blank bool                      // dropped at the top of a page
	snap  bool                      // what follows returns to the grid
	head  *block                    // drawn again where this one begins a page
}

// whitest is the share of a page that may stay white at its foot for the sake
// of a table that could be parted.
const whitest = 0.35

// chain is a run of blocks that belong on one page, last one excluded.
func chainEnd(blocks []*block, i int, wishes bool) int {
	for i < len(blocks)-1 && (blocks[i].keep || wishes && blocks[i].wish) {
		i++
	}
	return i + 1
}

// flow fills pages with blocks. A chain that is higher than a page is broken
// like ordinary text; a single block that is higher runs over the edge, so
// callers cut such blocks beforehand.
func flow(blocks []*block, f frame) []*page { return flowOn(blocks, f, 0, 0) }

// flowOn is flow with the lines of the pages from one to another, counted from
// 0 and the latter excluded, closer together.
func flowOn(blocks []*block, f frame, from, to int) []*page {
	var p *page
	var pages []*page
	white := func() *page { // as the next one
		if n := len(pages); n >= from && n < to {
			return &page{line: closePitch}
		}
		return &page{line: pitch}
	}
	next := func() {
		p = white()
		p.frame, p.turned = f, f.turned
		pages = append(pages, p)
	}
	next()
	whole, torn, parted := 0, 0, 0 // blocks before these are known to fit, go one by one, are kept together only where they must
	for i, b := range blocks {
		if i >= whole && i >= torn {
			end := chainEnd(blocks, i, i >= parted)
			over := p.used+p.height(blocks[i:end]) > f.h+hair
			if over && (f.h-p.used > whitest*f.h || white().height(blocks[i:end]) > f.h+hair) {
				p.parts = p.parts || chainEnd(blocks, i, false) < end
				parted = end
				end = chainEnd(blocks, i, false)
			}
			switch fresh := white().height(blocks[i:end]); {
			case p.used+p.height(blocks[i:end]) <= f.h+hair:
				whole = end
			case fresh <= f.h+hair:
				next()
				whole = end
			default:
				torn = end
			}
		}
		if i < torn && p.used > 0 && p.used+p.height(blocks[i:i+1]) > f.h+hair {
			next()
		}
		p.put(b)
	}
	if n := len(pages); n > 1 && p.used == 0 { // only a blank was left for it
		pages = pages[:n-1]
	}
	return pages
}

// mostly is how much of a page, gathered from all pages, must be white before
// a page less is tried for.
const mostly = 0.6

// stretch is what stands between two page breaks of a body.
type stretch struct {
	body        []output.Block
	first, last bool
}

// cutAtBreaks cuts a body at its page breaks.
func cutAtBreaks(body []output.Block) []stretch {
	list := []stretch{{first: true}}
	for _, b := range body {
		if _, ends := b.(output.PageBreak); !ends {
			list[len(list)-1].body = append(list[len(list)-1].body, b)
			continue
		}
		list = append(list, stretch{})
	}
	list = slices.DeleteFunc(list, func(x stretch) bool { return !x.first && len(x.body) == 0 })
	list[len(list)-1].last = true
	return list
}

// settled makes pages of what set gives of a body, by way of flow or signed.
// Where they leave as much white as a page, or a table is parted, set is asked
// again for tighter tables, and these are taken if that saves it; smaller type
// only for a page less. Each stretch between two page breaks is settled by
// itself, and where there are several, each is meant to be one page and may be
// set as dense as that takes.
func (s *setter) settled(flow func([]*block) []*page, body []output.Block, set func(stretch) []*block) []*page {
	defer func() { s.leading = roomy }()
	list := cutAtBreaks(body)
	var pages []*page
	for _, part := range list {
		pages = append(pages, s.settledStretch(func(l leading) []*page {
			hints := s.hints
			s.leading = l
			sheet := flow(set(part))
			if l != roomy {
				s.hints = hints // already said
			}
			return sheet
		}, len(list) > 1)...)
	}
	return pages
}

func (s *setter) settledStretch(sheet func(leading) []*page, several bool) []*page {
	best := sheet(roomy)
	white, parted := flaws(best)
	single := several && len(best) == 2 // nearly the one page that it is to be
	if len(best) == 1 || !single && white < mostly && parted == 0 {
		return best
	}
	for _, l := range []leading{tight, small, closer, dense, densest} {
		if l.close && (!single || len(best) == 1) {
			break
		}
		try := sheet(l)
		if _, left := flaws(try); len(try) < len(best) || len(try) == len(best) && left < parted && l == tight {
			best, parted = try, left
		}
	}
	return best
}

// flaws are how many pages the pages leave white, and how often one ends inside
// a table that a page could hold.
func flaws(pages []*page) (white float64, parted int) {
	for _, p := range pages {
		white += 1 - p.used/p.frame.h
		if p.parts {
			parted++
		}
	}
	return white, parted
}

// height of blocks if they were put here.
func (p *page) height(blocks []*block) float64 {
	q := page{used: p.used, line: p.line}
	for _, b := range blocks {
		q.advance(b)
	}
	return q.used - p.used
}

// advance moves on by a block and gives its top.
func (p *page) advance(b *block) (top float64) {
	if p.used == 0 {
		if b.blank {
			return 0
		}
		if b.head != nil {
			p.used = b.head.h
		}
	}
	top = p.used
	p.used += p.heightOf(b)
	if b.snap {
		p.used = math.Ceil((p.used-hair)/p.grid()) * p.grid()
	}
	return top
}

// grid is the height of a line on this page.
func (p *page) grid() float64 {
	if p.line == 0 {
		return pitch
	}
	return p.line
}

func (p *page) heightOf(b *block) float64 {
	if b.h == pitch {
		return p.grid()
	}
	return b.h
}

func (p *page) put(b *block) {
	c := canvas{p, p.frame.x, p.frame.y}
	atTop := p.used == 0
	if atTop && b.blank {
		return
	}
	top := p.advance(b)
	if atTop && b.head != nil {
		b.head.draw(c, 0)
	}
	if b.draw != nil {
		b.draw(c, top-(b.h-p.heightOf(b))/2)
	}
}

// closePitch is that of a page of 23 lines.
var closePitch = textHeight / 23

// signed flows the main part. A signature that a line or two would bring on the
// page before, and that leaves this one half white as it takes text with it,
// is brought there by closing up lines (clauses 5.2.3 and 7.3.5.5: 调整行距): of
// as few pages as that takes, a line each, and none before the first given: one
// with a red head keeps its distances.
func signed(blocks []*block, first int) []*page {
	pages := flow(blocks, portrait)
	n := len(pages)
	if n < first+2 || pages[n-2].used > portrait.h-2*pitch {
		return pages
	}
	for from := n - 2; from >= first; from-- {
		if closer := flowOn(blocks, portrait, from, n-1); len(closer) < n {
			return closer
		}
	}
	return pages
}

// together makes one block of the lines of a text that is read as one string.
// Turned pages need it: readers put the lines of a turned text into any order.
func together(text string, lines []*block) []*block {
	h := 0.0
	for _, b := range lines {
		h += b.h
	}
	if len(lines) < 2 || h > textWidth/2 {
		return lines
	}
	return []*block{{h: h, draw: func(c canvas, y float64) {
		c.asOne(text, func() {
			for _, b := range lines {
				b.draw(c, y)
				y += b.h
			}
		})
	}}}
}

// spoken is what characters say.
func spoken(chars []char) string {
	r := make([]rune, len(chars))
	for i, c := range chars {
		r[i] = c.r
	}
	return string(r)
}

// blankLine is an empty line of the grid.
func blankLine() *block { return &block{h: pitch, blank: true} }

// lineBlock is one line of text at x on the grid. One that is spread wide says
// beside what it draws that its characters belong together, or nobody would
// find a word in it.
func lineBlock(l setLine, x float64, ink colour) *block {
	return &block{h: pitch, draw: func(c canvas, y float64) {
		set := func() { c.line(l, x, baseline(y, pitch, sizeOf(l)), ink) }
		if l.torn {
			c.asOne(l.text, set)
		} else {
			set()
		}
	}}
}

func sizeOf(l setLine) float64 {
	size := 0.0
	for _, c := range l.chars {
		size = max(size, c.size)
	}
	return size
}
