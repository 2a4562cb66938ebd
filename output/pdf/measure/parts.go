package measure

import (
	"math"
	"strings"
)

// text is the running text of a page: what stands outside of tables and
// charts, without captions, units and notes. Annexes' labels and titles, the
// head and the imprint are left out too.
func (s *sheet) text(i int) (list []Line) {
	p := s.Pages[i]
	title := map[string]bool{}
	for _, l := range s.titleLines() {
		title[l.Text] = i == 0
	}
	imprint := s.imprintTop(i)
	notes := 0.0
	for n, l := range s.lines[i] {
		f := s.frame(l)
		centred := near((l.Left+l.Right)/2, f.left+f.width/2) && l.Left > f.left+2*character+1
		switch {
		case inside(p, l):
			notes = 0
		case title[l.Text], l.Middle > imprint:
		case i == 0 && (s.want.RedHead && n == 0 || officialNo.MatchString(l.Text)):
		case strings.HasPrefix(l.Text, "注："):
			notes = l.Size
		case notes > 0 && math.Abs(l.Size-notes) < 0.3:
		case centred && (l.face() == s.want.Faces.First || l.Size > 18): // a caption, an annex's title
		case l.Left > f.left+f.width/2 && l.Right > f.right()-2 && l.Size < 13: // a unit
		case annexLabel.MatchString(l.Text) && n == 0:
		default:
			notes = 0
			list = append(list, l)
		}
	}
	return list
}

// body: 3号, on the grid, paragraphs indented two characters, full lines as
// wide as the text block, 28 characters wide, headings in the face of their
// level and none at the foot of a page (5.2.3, 7.3.3).
func (s *sheet) body() {
	full := 0
	for i := range s.Pages {
		text, row := s.text(i), s.row(i+1)
		for n, l := range text {
			s.sized(l, "the text", 15.75)
			s.onGrid(l)
			s.spaced(l)
			s.level(l)
			if n > 0 && l.Turned == text[n-1].Turned {
				if d := l.Middle - text[n-1].Middle; d > 1 && d < 1.9*row && math.Abs(d-row) > 0.2 {
					s.fault(i+1, "lines %.2f mm apart, not %.2f: %s", d, row, l.Text)
				}
			}
			if !s.closing(l) {
				s.margins(l)
			}
			if near(l.Left, 28) && near(l.Right, 184) {
				full++
			}
		}
		if len(text) > 0 && i < s.main-1 {
			if last := text[len(text)-1]; last.Middle > upright.foot()-2*row && firstLevel.MatchString(last.Text) && last.face() == s.want.Faces.First {
				s.fault(i+1, "a heading alone at the foot: %s", last.Text)
			}
		}
	}
	if s.want.RedHead && full < 3 {
		s.fault(1, "only %d full lines", full)
	}
}

// closing says that a line belongs to what follows the text, which has places
// of its own.
func (s *sheet) closing(l Line) bool {
	from, _ := s.closingFrom()
	return l.Page-1 == s.main-1 && l.Middle >= from-1 || l.Page > s.main && l.Size > 18
}

// closingFrom is where 附件说明 or the signature begins on the last page of
// the main part, and the line of the date there.
func (s *sheet) closingFrom() (float64, *Line) {
	if s.main == 0 {
		return math.Inf(1), nil
	}
	from, lines := math.Inf(1), s.lines[s.main-1]
	var date *Line
	for i := range lines {
		if inside(s.Pages[s.main-1], lines[i]) || lines[i].Middle > s.imprintTop(s.main-1) {
			continue
		}
		if strings.HasPrefix(lines[i].Text, "附件：") {
			from = min(from, lines[i].Middle)
		}
		if dateText.MatchString(lines[i].Text) && lines[i].Left > upright.left+4*character {
			date = &lines[i]
			if i > 0 {
				from = min(from, lines[i-1].Middle)
			}
		}
		if s.want.Draft && i == len(lines)-1 && lines[i].Left > upright.left+4*character {
			from = min(from, lines[i].Middle)
		}
	}
	return from, date
}

// margins: a line begins at the edge or two characters in, and ends at the
// other edge unless it is the last of its paragraph.
func (s *sheet) margins(l Line) {
	f := s.frame(l)
	slack := 0.5
	if strings.ContainsRune("（《“‘「『【〔〈", l.Chars[0].R) {
		slack = l.Size * mm / 2 // the bracket's empty half stands out
	}
	if d := l.Left - f.left; math.Abs(d) > slack && math.Abs(d-2*character) > slack {
		s.fault(l.Page, "begins %.2f mm from the edge, neither 0 nor %.2f: %s", d, 2*character, l.Text)
	}
	if strings.ContainsRune("，。、；：？！）》」』】〕”’〉", l.Chars[0].R) {
		s.fault(l.Page, "begins with a mark: %s", l.Text)
	}
	if last := l.Chars[len(l.Chars)-1].R; strings.ContainsRune("（《“‘「『【〔〈", last) {
		s.fault(l.Page, "ends with an opening mark: %s", l.Text)
	}
}

// spaced: on a line that is not stretched two Chinese characters stand 156/28
// mm apart; on a stretched one never nearer, and by a quarter of a character
// more at most.
func (s *sheet) spaced(l Line) {
	least := math.Inf(1)
	for i := 1; i < len(l.Chars); i++ {
		a, b := l.Chars[i-1], l.Chars[i]
		if han(a.R) && han(b.R) {
			least = min(least, b.X-a.X)
		}
	}
	if math.IsInf(least, 1) {
		return
	}
	stretched := near(l.Right, s.frame(l).right())
	most := character + l.Size*mm/4
	if least < character-0.1 || !stretched && least > character+0.1 && least < most-0.1 {
		s.fault(l.Page, "characters %.2f mm apart, not %.2f: %s", least, character, l.Text)
	}
	if least > most+0.1 {
		s.fault(l.Page, "spread by more than a quarter of a character: %.2f mm apart: %s", least, l.Text)
	}
}

func han(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// level: 黑体 for 一、, 楷体 for （一）, 仿宋 for the rest (7.3.3).
func (s *sheet) level(l Line) {
	switch {
	case firstLevel.MatchString(l.Text):
		s.faced(l, "a heading", s.want.Faces.First)
	case secondLevel.MatchString(l.Text) && near(l.Left, s.frame(l).left+2*character):
		s.faced(l, "a heading of the second level", s.want.Faces.Second)
	case l.face() != s.want.Faces.Body && l.face() != s.want.Faces.Second && l.face() != s.want.Faces.First:
		s.fault(l.Page, "the text is set in %s: %s", l.face(), l.Text)
	}
}

// attachments: 附件说明 one line below the text, two characters in, the names
// under each other, no full stop (7.3.4).
func (s *sheet) attachments() {
	if s.main == 0 || s.main == len(s.Pages) {
		return
	}
	lines, row := s.lines[s.main-1], s.row(s.main)
	for i, l := range lines {
		if !strings.HasPrefix(l.Text, "附件：") {
			continue
		}
		s.near(l.Page, "附件说明", l.Left, upright.left+2*character)
		if n, _ := upright.rowOn(l, row); i > 0 && n > 0 && !inside(s.Pages[s.main-1], lines[i-1]) {
			s.near(l.Page, "附件说明 below the text", l.Middle-lines[i-1].Middle, 2*row)
		}
		number := upright.left + 5*character // after 附件：
		name := 0.0
		for k, item := range lines[i:] {
			if dateText.MatchString(item.Text) || k > 0 && item.Middle-lines[i+k-1].Middle > 1.5*row {
				return
			}
			if strings.HasSuffix(item.Text, "。") {
				s.fault(l.Page, "a full stop in 附件说明: %s", item.Text)
			}
			if k > 0 && item.Chars[0].R == rune('1'+k) {
				s.near(l.Page, "number in 附件说明", item.Left, number)
			}
			switch at, gap := nameIn(item); {
			case at == 0 && name > 0:
				s.near(l.Page, "second line of a name in 附件说明", item.Left, name)
			case at > 0 && name > 0:
				s.near(l.Page, "name in 附件说明", at, name)
				fallthrough
			case at > 0:
				name = at
				if gap > character {
					s.fault(l.Page, "a name %.1f mm from its number: %s", gap, item.Text)
				}
			}
		}
		return
	}
	s.fault(s.main, "no 附件说明")
}

// nameIn is where the name of an annex begins behind its number, and how far
// from it; 0 on a line without a number.
func nameIn(l Line) (at, gap float64) {
	for i := 1; i+1 < len(l.Chars) && i < 7; i++ {
		if before := l.Chars[i-1].R; l.Chars[i].R != '.' || before < '0' || before > '9' {
			continue
		}
		for _, c := range l.Chars[i+1:] {
			if c.R != ' ' {
				return c.X, c.X - l.Chars[i].X - l.Chars[i].Width
			}
		}
	}
	return 0, 0
}

// signature: 署名 two characters in from the right after an empty line, the
// date on the next line two characters right of its beginning, and text above
// it on the same page (7.3.5).
func (s *sheet) signature() {
	from, date := s.closingFrom()
	if date == nil {
		if s.want.RedHead && !s.want.Draft {
			s.fault(s.main, "no date")
		}
		return
	}
	lines, row := s.lines[s.main-1], s.row(s.main)
	var name, above *Line
	texts := 0
	for i := range lines {
		if note := lines[i]; note.Middle > date.Middle+1 && note.Middle < date.Middle+1.5*row && strings.HasPrefix(note.Text, "（") {
			s.near(s.main, "附注", note.Left, upright.left+2*character)
		}
		if lines[i].Middle < date.Middle-1 {
			name, above = &lines[i], name
		}
		if lines[i].Middle < from-1 {
			texts++
		}
	}
	if name == nil || texts == 0 {
		s.fault(s.main, "the signature stands alone")
		return
	}
	s.near(s.main, "date below the signature", date.Middle-name.Middle, row)
	s.near(s.main, "date right of the signature's beginning", date.Left-name.Left, 2*character)
	edge := max(name.Right, date.Right)
	s.near(s.main, "signature from the right", edge, upright.right()-2*character)
	s.sized(*name, "the signature", 15.75)
	if above != nil && !inside(s.Pages[s.main-1], *above) {
		s.near(s.main, "signature below an empty line", name.Middle-above.Middle, 2*row)
	}
}

// annexes: 附件 and its number in 3号黑体 flush left on line 1, the title
// centred on line 3, each on a new page (7.3.7); turned ones as their reader
// sees them.
func (s *sheet) annexes() {
	for i := s.main; i < len(s.Pages); i++ {
		lines := s.lines[i]
		if len(lines) < 2 || !annexLabel.MatchString(lines[0].Text) {
			continue
		}
		label, f := lines[0], s.frame(lines[0])
		s.sized(label, "an annex's label", 16)
		s.faced(label, "an annex's label", s.want.Faces.First)
		s.near(i+1, "an annex's label", label.Left, f.left)
		s.near(i+1, "an annex's label below the edge", label.Middle, f.top+row/2)
		title := []Line{lines[1]}
		for _, l := range lines[2:] {
			if l.Size > 18 {
				title = append(title, l)
			}
		}
		s.near(i+1, "an annex's title on line 3", title[0].Middle, f.top+2.5*row)
		s.centredTitle(title, f)
	}
}

// tables: type no larger than 小四 and no smaller than can be read, in the
// faces of text and heads; strokes inside the text block.
func (s *sheet) tables() {
	for i, p := range s.Pages {
		for _, l := range s.lines[i] {
			if !inside(p, l) {
				f := s.frame(l)
				if caption := near((l.Left+l.Right)/2, f.left+f.width/2) && l.Left > f.left+2*character+1 && l.face() == s.want.Faces.First; l.Size > 12.5 && (caption || strings.HasPrefix(l.Text, "注：") && l.Size < 15) {
					s.fault(i+1, "a caption or note of a table is set in %.1f pt: %s", l.Size, l.Text)
				}
				continue
			}
			if l.Size > 12.5 || l.Size < 7 {
				s.fault(i+1, "a table or chart has type of %.1f pt: %s", l.Size, l.Text)
			}
		}
		for _, r := range p.Rules {
			f := upright
			if r.Turned {
				f = sideway
			}
			if mark := red(r.Colour) && r.Y2 < f.top && s.want.Mark != ""; mark {
				continue
			}
			if r.Colour == (Colour{}) && (r.Width > 0.36 || r.Width < 0.1) { // the imprint's thickest is 0.35 mm
				s.fault(i+1, "a rule of %.2f mm at %.1f,%.1f", r.Width, r.X1, r.Y1)
			}
			if r.X1 < f.left-1 || r.X2 > f.right()+1 || r.Y1 < f.top-1 || r.Y2 > f.foot()+1 {
				s.fault(i+1, "a rule leaves the text block: %.1f,%.1f to %.1f,%.1f", r.X1, r.Y1, r.X2, r.Y2)
			}
		}
	}
}

// cells: in tables and charts no upright stroke runs through a character, and
// no line through another.
func (s *sheet) cells() {
	for i, p := range s.Pages {
		var in []Line
		for _, l := range s.lines[i] {
			if !inside(p, l) {
				continue
			}
			for _, o := range in {
				if d := math.Abs(l.Middle - o.Middle); l.Turned == o.Turned && d > 0.3 && d < 0.95*min(l.Size, o.Size)*mm && l.Left < o.Right-0.3 && o.Left < l.Right-0.3 {
					s.fault(i+1, "lines %.2f mm apart run through each other: %s and %s", d, o.Text, l.Text)
				}
			}
			in = append(in, l)
		}
		for _, r := range p.Rules {
			if r.Colour != (Colour{}) || r.X2-r.X1 > 0.1 {
				continue
			}
			for _, l := range in {
				if l.Turned != r.Turned || l.Middle < r.Y1 || l.Middle > r.Y2 || r.X1 < l.Left || r.X1 > l.Right {
					continue
				}
				for _, c := range l.Chars {
					ink := 0.8
					if strings.ContainsRune("，。、；：！？）》」』】〕”’〉", c.R) {
						ink = 0.45 // its right half is empty, and squeezed out at the end of a line
					}
					if c.R != ' ' && r.X1 > c.X+0.2*c.Width && r.X1 < c.X+ink*c.Width {
						s.fault(i+1, "a stroke runs through %c in %s", c.R, l.Text)
					}
				}
			}
		}
	}
}

// imprintRules are the level strokes as wide as the text block that close the
// last page.
func (s *sheet) imprintRules(i int) (list []Rule) {
	if !s.want.Imprint || i != len(s.Pages)-1 {
		return nil
	}
	for _, r := range s.Pages[i].Rules {
		if !r.Turned && r.Y2-r.Y1 < 0.1 && near(r.X1, upright.left) && near(r.X2, upright.right()) && !red(r.Colour) && r.Y1 > upright.foot()-60 {
			list = append(list, r)
		}
	}
	return list
}

func (s *sheet) imprintTop(i int) float64 {
	top := math.Inf(1)
	for _, r := range s.imprintRules(i) {
		top = min(top, r.Y1)
	}
	return top
}

// upright says that the page before a page is not a turned one, which has no
// line to give.
func (s *sheet) upright(page int) bool {
	return page > 0 && len(s.lines[page-1]) > 0 && !s.lines[page-1][0].Turned
}

// imprint: 4号 between rules of 0.35, 0.25 and 0.35 mm on the last page, the
// last rule on the edge of the text block, one character in on both sides
// (7.4).
func (s *sheet) imprint() {
	if !s.want.Imprint {
		return
	}
	page := len(s.Pages)
	rules := s.imprintRules(page - 1)
	if len(rules) != 3 {
		s.fault(page, "%d rules of the imprint, not 3", len(rules))
		return
	}
	for i, want := range []float64{0.35, 0.25, 0.35} {
		if math.Abs(rules[i].Width-want) > 0.03 {
			s.fault(page, "rule %d of the imprint is %.2f mm wide, not %.2f", i+1, rules[i].Width, want)
		}
	}
	if math.Abs(rules[2].Y1-upright.foot()) > 0.3 {
		s.fault(page, "the last rule is at %.2f mm, not on the edge of the text block", rules[2].Y1)
	}
	for i := 1; i < len(rules); i++ {
		if h := rules[i].Y1 - rules[i-1].Y1; h < 14*mm*1.3 {
			s.fault(page, "the rules of the imprint are %.1f mm apart: its lines stand too tight", h)
		}
	}
	if top := s.lines[page-1][0]; top.Middle > rules[0].Y1 && s.upright(page-1) {
		s.fault(page, "the imprint stands alone")
	}
	copied, printed := false, false
	for _, l := range s.lines[page-1] {
		if l.Middle < rules[0].Y1 {
			continue
		}
		s.sized(l, "the imprint", 14)
		s.faced(l, "the imprint", s.want.Faces.Body)
		switch {
		case strings.HasPrefix(l.Text, "抄送："):
			copied = true
			s.near(page, "抄送", l.Left, upright.left+14*mm)
		case copied && l.Middle < rules[1].Y1:
			s.near(page, "second line of 抄送", l.Left, upright.left+4*14*mm)
		case l.Middle > rules[1].Y1 && !strings.HasSuffix(l.Text, "印发"):
			s.near(page, "印发机关", l.Left, upright.left+14*mm)
		}
		if strings.HasSuffix(l.Text, "印发") {
			printed = true
			s.near(page, "印发", l.Right, upright.right()-14*mm)
		}
	}
	if !copied || !printed && !s.want.Draft {
		s.fault(page, "the imprint lacks 抄送 or 印发")
	}
}
