package pdf

import "strings"

// placed is a character at its place on a line.
type placed struct {
	char
	x float64 // of the glyph's origin, from the line's left
}

// setLine is a finished line.
type setLine struct {
	chars []placed
	width float64
	text  string
	torn  bool // spread so far that readers would see a blank between any two characters
}

// prints says which traced figure the line prints.
func (l setLine) prints(figure string) {
	for i := range l.chars {
		l.chars[i].of = figure
	}
}

// loosest is the widest space between characters, in ems, that justification
// makes; a line that would need more is a little short, and one that would need
// more than raggedFrom is not spread at all.
var loosest, raggedFrom = 0.25, 0.6

// blankSeen is the space between two characters, in ems, that programs which
// search or copy the text begin to take for a blank; poppler does at 0.1.
const blankSeen = 0.08

// place sets the characters of one line: natural width, squeezed where it is
// wider than width, spread to it where fill is asked for.
func place(chars []char, width float64, fill bool) setLine {
	for len(chars) > 0 && chars[len(chars)-1].r == ' ' {
		chars = chars[:len(chars)-1]
	}
	var text strings.Builder
	for _, c := range chars {
		text.WriteRune(c.r)
	}
	give, space := spread(chars, width-widthOf(chars), fill)
	l := setLine{chars: make([]placed, len(chars)), text: text.String()}
	l.torn = len(chars) > 0 && space > blankSeen*chars[0].size
	x := 0.0
	for i, c := range chars {
		if i > 0 && stretches(chars[i-1], c) {
			x += space
		}
		l.chars[i] = placed{c, x + c.dx}
		if strings.ContainsRune(openers, c.r) {
			l.chars[i].x -= give[i]
		}
		x += c.adv - give[i]
	}
	l.width = x
	return l
}

// spread shares out what is left over: lacking room (diff < 0) comes first
// from the mark at the end, then from the others in proportion, then from the
// spaces; spare room goes evenly between the characters.
func spread(chars []char, diff float64, fill bool) (give []float64, space float64) {
	give = make([]float64, len(chars))
	n := len(chars)
	gaps := 0
	for i := 1; i < n; i++ {
		if stretches(chars[i-1], chars[i]) {
			gaps++
		}
	}
	if diff >= 0 {
		if each := diff / float64(max(1, gaps)); fill && gaps > 0 && each <= raggedFrom*chars[0].size {
			space = min(each, loosest*chars[0].size)
		}
		return give, space
	}
	need := -diff
	if n > 0 {
		give[n-1] = min(need, squeezable(chars[n-1], true))
		need -= give[n-1]
	}
	all := 0.0
	for i := 0; i < n-1; i++ {
		all += squeezable(chars[i], false)
	}
	if all > 0 && need > 0 {
		share := min(1, need/all)
		for i := 0; i < n-1; i++ {
			give[i] = share * squeezable(chars[i], false)
		}
		need -= share * all
	}
	if need > hair && gaps > 0 {
		space = -need / float64(gaps)
	}
	return give, space
}

// paragraph sets text into lines of a width, the first one shorter by indent.
func paragraph(chars []char, width, indent float64, fill bool) []setLine {
	var lines []setLine
	for i, s := range breakLines(chars, width-indent, width) {
		w := width
		if i == 0 {
			w -= indent
		}
		lines = append(lines, place(chars[s.from:s.to], w, fill && !s.last))
	}
	return lines
}
