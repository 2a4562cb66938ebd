package docx

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Room in the red head, in twips: above the mark's line, which puts the top of
// its ink 35 mm below the text block's edge; above the number, which then
// stands on the eighth row of the grid; and above the title, two rows less
// what the rule takes.
const (
	markBefore   = 1610
	numberBefore = 7*pitch - 2*pitch - markBefore
	titleBefore  = 2*pitch - (numberRule+2)*20
)

const narrowest = 60 // per cent of the mark's width; a longer name gets smaller type

// redHead is the name of the office with 文件, the number two lines below, the
// red rule 4 mm under it (clause 7.2.4 to 7.2.7). A draft's number is left
// empty for the office to fill in.
func (w *writer) redHead() {
	w.page = portrait
	d := w.doc
	if d.RedHead == "" {
		return
	}
	mark := d.RedHead + "文件"
	per := int(100 * (float64(portrait.width())/20 - 11) / (ems(mark) * headSize))
	look := ""
	if per < 100 {
		look = fmt.Sprintf(`<w:w w:val="%d"/>`, max(per, narrowest))
	}
	if per < narrowest {
		look += size(math.Floor(headSize * float64(per) / narrowest))
	}
	w.add(para{style: "Mark", runs: run(look, mark)})
	w.add(para{style: "Number", runs: run("", d.Number)})
}

// title is two lines below the rule, its lines broken between its parts only.
func (w *writer) title() {
	d := w.doc
	if len(d.Title) > 0 {
		p := para{style: "DocTitle", runs: run("", strings.Join(titleLines(d.Title), "\n"))}
		if d.RedHead != "" {
			p.spacing = lines(pitch, titleBefore, pitch)
		}
		w.add(p)
	}
	if d.To != "" {
		w.add(para{style: "To", runs: run("", d.To+"：")})
	}
}

// annex begins a page: 附件 and its number on the first line, its title on the
// third (clause 7.3.7).
func (w *writer) annex(i int) {
	a := w.doc.Annexes[i]
	on := portrait
	if a.Landscape {
		on = landscape
	}
	name := "附件"
	if len(w.doc.Annexes) > 1 {
		name += strconv.Itoa(i + 1)
	}
	turned := w.turn(on)
	w.add(para{style: "Annex", newPage: !turned, runs: run("", name)})
	w.add(para{style: "AnnexTitle", runs: run("", a.Title)})
	w.blocks(a.Body, on)
	w.newPage = false
}

// ems is the width of text in characters: what is not Chinese takes half.
func ems(text string) float64 {
	n := 0.0
	for _, r := range text {
		if r < 0x2000 && r != '·' {
			n += 0.5
		} else {
			n++
		}
	}
	return n
}

// roomy is the width of text where another face has to stand in, with wider
// digits and with air between Chinese and Western characters: what is measured
// for must not break there.
func roomy(text string) float64 {
	n, before := 0.0, rune(0)
	for _, r := range text {
		if ems(string(r)) < 1 {
			n += 0.62
		} else {
			n++
		}
		if before != 0 && (r > 0x2FFF) != (before > 0x2FFF) {
			n += 0.25
		}
		before = r
	}
	return n
}

// titleLines puts the parts on as few lines as they need, as equal as can be
// and never wider above and below than in the middle: a trapezium or rhombus.
func titleLines(parts []string) []string {
	const most = 16 // more cuts than a title has; keep the search small
	if len(parts) < 2 || len(parts) > most {
		return []string{strings.Join(parts, "")}
	}
	width := float64(portrait.width()) / 20 / titleSize
	var best []string
	least := math.Inf(1)
	for cuts := range 1 << (len(parts) - 1) {
		try := cutAt(parts, cuts)
		if cost := shape(try, width); cost < least {
			best, least = try, cost
		}
	}
	return best
}

// cutAt joins the parts into lines; bit i of cuts ends a line after part i.
func cutAt(parts []string, cuts int) []string {
	list := []string{""}
	for i, p := range parts {
		list[len(list)-1] += p
		if i < len(parts)-1 && cuts>>i&1 == 1 {
			list = append(list, "")
		}
	}
	return list
}

// shape is the cost of a title's lines, weighed as the PDF weighs them.
func shape(list []string, width float64) float64 {
	cost := 1000 * float64(len(list))
	last, before := 0.0, 0.0
	for i, l := range list {
		w := roomy(l)
		if w > width {
			cost += 10000 * math.Ceil(w/width)
		}
		if i > 0 {
			cost += math.Abs(w - last)
			if math.Abs(w-last) < 1 {
				cost += 3
			}
		}
		if i > 1 && w > last && last < before {
			cost += 200
		}
		before, last = last, w
	}
	return cost
}
