package measure

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Want says what kind of paper is expected.
type Want struct {
	RedHead bool   // 发文机关标志 and red rule
	Number  bool   // 发文字号
	Imprint bool   // 版记
	Mark    string // 送审稿 …, "" for none
	Draft   bool   // not signed yet: neither 成文日期 nor 印发日期
	Faces   Faces
}

// Faces are the fonts' names by their use.
type Faces struct{ Body, Head, First, Second string }

// sheet is the document under the ruler.
type sheet struct {
	*Paper
	want   Want
	lines  [][]Line // by page, without page numbers and mark
	main   int      // pages before the first annex
	faults []string
}

func (s *sheet) fault(page int, format string, values ...any) {
	s.faults = append(s.faults, fmt.Sprintf("page %d: ", page)+fmt.Sprintf(format, values...))
}

// near reports what is more than 1 mm off.
func (s *sheet) near(page int, what string, got, want float64) {
	if !near(got, want) {
		s.fault(page, "%s: %.2f mm, the standard says %.2f", what, got, want)
	}
}

// sized reports type that is not of the size wanted, half a point allowed.
func (s *sheet) sized(l Line, what string, want float64) {
	for _, c := range l.Chars {
		if math.Abs(c.Size-want) > 0.5 {
			s.fault(l.Page, "%s is set in %.1f pt, not %.1f: %s", what, c.Size, want, l.Text)
			return
		}
	}
}

func (s *sheet) faced(l Line, what, want string) {
	for _, c := range l.Chars {
		if c.Face == want {
			return
		}
	}
	s.fault(l.Page, "%s is set in %s, not %s: %s", what, l.face(), want, l.Text)
}

// clauses is the list of what is measured.
var clauses = []func(*sheet){
	(*sheet).paperSize, (*sheet).textBlock, (*sheet).pageNumbers, (*sheet).redHead, (*sheet).title, (*sheet).addressee,
	(*sheet).body, (*sheet).attachments, (*sheet).signature, (*sheet).annexes, (*sheet).tables, (*sheet).heads, (*sheet).cells, (*sheet).shades, (*sheet).charts, (*sheet).imprint, (*sheet).inks,
}

// Faults measures a document by every clause; none is a document that holds.
func Faults(p *Paper, want Want) []string {
	s := &sheet{Paper: p, want: want, main: len(p.Pages)}
	for i, page := range p.Pages {
		var kept []Line
		for _, l := range page.lines(i + 1) {
			if !numberText.MatchString(l.Text) && !lostText.MatchString(l.Text) && (i > 0 || l.Text != want.Mark) {
				kept = append(kept, l)
			}
		}
		s.lines = append(s.lines, kept)
		if len(kept) > 0 && annexLabel.MatchString(kept[0].Text) && s.main == len(p.Pages) {
			s.main = i
		}
	}
	for _, measure := range clauses {
		measure(s)
	}
	return s.faults
}

// unprinted is the edge of the paper, in mm, that office printers leave white.
const unprinted = 5

// paperSize: A4, clause 5.1; no page that holds nothing, and nothing, be it a
// mark under the text, that runs off the paper.
func (s *sheet) paperSize() {
	for i, p := range s.Pages {
		s.near(i+1, "width of the paper", p.Width, 210)
		s.near(i+1, "height of the paper", p.Height, 297)
		if len(s.lines[i]) == 0 {
			s.fault(i+1, "nothing but its number")
		}
		for _, x := range p.Fills {
			if w, h := p.Width, p.Height; !x.Turned && (x.X < unprinted || x.Y < unprinted || x.X+x.W > w-unprinted || x.Y+x.H > h-unprinted) {
				s.fault(i+1, "something drawn from %.1f,%.1f to %.1f,%.1f mm is cut off by the paper's edge", x.X, x.Y, x.X+x.W, x.Y+x.H)
			}
		}
	}
}

// textBlock: nothing but the page number leaves the 156 × 225 mm (clause
// 5.2.1). A bracket's empty half may.
func (s *sheet) textBlock() {
	for i, lines := range s.lines {
		for _, l := range lines {
			f := s.frame(l)
			half := l.Size * mm / 2
			if l.Left < f.left-half-0.5 || l.Right > f.right()+half+0.5 || l.Middle < f.top || l.Middle > f.foot() {
				s.fault(i+1, "outside of the text block: %s (%.1f to %.1f, %.1f)", l.Text, l.Left, l.Right, l.Middle)
			}
		}
	}
}

func (s *sheet) frame(l Line) frame {
	if l.Turned {
		return sideway
	}
	return upright
}

// pageNumbers: 4号 Song with a dash on both sides, 7 mm below the text block,
// odd ones one character in from the right, even ones from the left (7.5).
// Turned pages have theirs where the others have it.
func (s *sheet) pageNumbers() {
	for i, p := range s.Pages {
		var found []Line
		for _, l := range p.lines(i + 1) {
			if numberText.MatchString(l.Text) && !l.Turned {
				found = append(found, l)
			}
		}
		if len(found) != 1 {
			s.fault(i+1, "%d page numbers", len(found))
			continue
		}
		l := found[0]
		if n := numberText.FindStringSubmatch(l.Text)[1]; n != strconv.Itoa(i+1) {
			s.fault(i+1, "bears the number %s", n)
		}
		s.sized(l, "the page number", 14)
		s.faced(l, "the page number", s.want.Faces.Body)
		s.near(i+1, "the page number's dash", l.Middle, upright.foot()+7)
		if one := 14 * mm; i%2 == 0 {
			s.near(i+1, "right end of an odd page number", l.Right, upright.right()-one)
		} else {
			s.near(i+1, "left end of an even page number", l.Left, upright.left+one)
		}
	}
}

// redHead: clauses 7.2.4 to 7.2.7. The mark's ink is measured in a picture by
// Ink; here its face, colour and middle, then the number two empty lines
// below it, and the rule 4 mm under the number's foot.
func (s *sheet) redHead() {
	if !s.want.RedHead {
		return
	}
	first := s.lines[0]
	if len(first) < 3 {
		s.fault(1, "no red head")
		return
	}
	mark := first[0]
	if !strings.HasSuffix(mark.Text, "文件") || !red(mark.Chars[0].Colour) {
		s.fault(1, "the red head is not red, or not the first: %s", mark.Text)
		return
	}
	s.faced(mark, "the red head", s.want.Faces.Head)
	if mark.Size < 29 || mark.Size > 36 {
		s.fault(1, "the red head is set in %.1f pt", mark.Size)
	}
	s.near(1, "middle of the red head", (mark.Left+mark.Right)/2, 106)
	foot := upright.top + 7.5*row // middle of the number's line: the mark ends in row 4, 5 and 6 are empty
	if s.want.Number {
		number := first[1]
		if !officialNo.MatchString(number.Text) {
			s.fault(1, "no document number below the red head: %s", number.Text)
		}
		s.sized(number, "the document number", 16)
		s.faced(number, "the document number", s.want.Faces.Body)
		s.near(1, "the document number", number.Middle, foot)
		s.near(1, "middle of the document number", (number.Left+number.Right)/2, 106)
	}
	rules := 0
	for _, r := range s.Pages[0].Rules {
		if !red(r.Colour) || math.Abs(r.Y2-r.Y1) > 0.1 || r.X2-r.X1 < 100 {
			continue
		}
		rules++
		s.near(1, "left end of the red rule", r.X1, 28)
		s.near(1, "right end of the red rule", r.X2, 184)
		s.near(1, "red rule under the number", r.Y1, foot+8*mm+4)
		if r.Width < 0.35 || r.Width > 1 {
			s.fault(1, "the red rule is %.2f mm thick", r.Width)
		}
	}
	if rules != 1 {
		s.fault(1, "%d red rules", rules)
	}
}

func red(c Colour) bool { return c.R > 150 && c.G < 60 && c.B < 60 }

// titleLines are the lines on page 1 that say the file's title together.
func (s *sheet) titleLines() []Line {
	want := strings.ReplaceAll(s.Title, " ", "")
	for i := range s.lines[0] {
		text := ""
		for j := i; j < len(s.lines[0]) && strings.HasPrefix(want, text+s.lines[0][j].Text); j++ {
			text += s.lines[0][j].Text
			if text == want {
				return s.lines[0][i : j+1]
			}
		}
	}
	return nil
}

// title: 2号小标宋, centred, two lines below the red rule, in the shape of a
// trapezium or a rhombus (7.3.1).
func (s *sheet) title() {
	lines := s.titleLines()
	if len(lines) == 0 {
		s.fault(1, "the title is not in print: %s", s.Title)
		return
	}
	if n, _ := upright.rowOf(lines[0]); s.want.RedHead && n != 10 { // the rule is in row 8, at 83.5 of 225 mm
		s.fault(1, "the title begins on line %d, not 11", n+1)
	}
	s.centredTitle(lines, upright)
}

func (s *sheet) centredTitle(lines []Line, f frame) {
	for i, l := range lines {
		s.sized(l, "the title", 22)
		s.faced(l, "the title", s.want.Faces.Head)
		s.near(l.Page, "middle of the title", (l.Left+l.Right)/2, f.left+f.width/2)
		s.onGrid(l)
		if i > 0 && !near(l.Middle-lines[i-1].Middle, s.row(l.Page)) {
			s.fault(l.Page, "the title's lines are %.2f mm apart", l.Middle-lines[i-1].Middle)
		}
		if w := l.Right - l.Left; i > 0 && i < len(lines)-1 && w < lines[i-1].Right-lines[i-1].Left-1 && w < lines[i+1].Right-lines[i+1].Left-1 {
			s.fault(l.Page, "the title has the shape of an hourglass")
		}
	}
}

// onGrid: 22 lines a page, filled (5.2.3).
func (s *sheet) onGrid(l Line) {
	f, row := s.frame(l), s.row(l.Page)
	n, off := f.rowOn(l, row)
	if math.Abs(off) > 0.5 || n < 0 || n > int(math.Round(f.height/row))-1 {
		s.fault(l.Page, "%.2f mm off line %d of the grid: %s", off, n+1, l.Text)
	}
}

// row is the height of a page's lines: 22 fill it, or 23 where lines were closed
// up for the signature. That is allowed to a page of the main part, but to none
// with a red head, and only in a row that ends with the signature's page.
func (s *sheet) row(page int) float64 {
	for i := page - 1; (i > 0 || !s.want.RedHead) && i < s.main; i++ {
		text := s.text(i)
		if len(text) < 2 || math.Abs(text[1].Middle-text[0].Middle-closed) > 0.1 {
			return row
		}
		if i == s.main-1 {
			return closed
		}
	}
	return row
}

// addressee: one empty line below the title, flush left, a full-width colon.
func (s *sheet) addressee() {
	title := s.titleLines()
	if len(title) == 0 {
		return
	}
	last := title[len(title)-1]
	at := slices.IndexFunc(s.lines[0], func(l Line) bool { return l.Middle > last.Middle+1 })
	if at < 0 {
		return
	}
	next, row := s.lines[0][at], s.row(1)
	if next.Middle > last.Middle+3*row || inside(s.Pages[0], next) {
		return
	}
	s.near(1, "first line below the title", next.Middle, last.Middle+2*row)
	if !s.want.RedHead {
		return
	}
	s.near(1, "主送机关", next.Left, upright.left)
	if !strings.HasSuffix(next.Text, "：") {
		s.fault(1, "no colon after 主送机关: %s", next.Text)
	}
}

// inks: everything is written black, page numbers and notes too, but for the
// red head and the mark of a draft, which are red to the last character.
// Strokes are black; red ones are the red rule and the mark's box, and in
// charts the mark of the plan with its white edges.
func (s *sheet) inks() {
	for i, p := range s.Pages {
		for _, l := range p.lines(i + 1) {
			reds := i == 0 && (l.Text == s.want.Mark && l.Middle < upright.top || s.want.RedHead && strings.HasSuffix(l.Text, "文件") && l.Size > 28)
			for _, c := range l.Chars {
				if c.R != ' ' && (reds && !red(c.Colour) || !reds && c.Colour != Colour{}) {
					s.fault(i+1, "written in %v: %s", c.Colour, l.Text)
					break
				}
			}
		}
		for _, r := range p.Rules {
			if r.Colour == (Colour{}) || red(r.Colour) && i == 0 && s.want.RedHead && r.X2-r.X1 > 100 || red(r.Colour) && s.want.Mark != "" && r.Y2 < upright.top || p.marks(r) {
				continue
			}
			s.fault(i+1, "a stroke at %.1f,%.1f is drawn in %v", r.X1, r.Y1, r.Colour)
		}
	}
}

// marks says that a stroke is a chart's mark of the plan, in it or in its
// legend, or the white beside one.
func (p Page) marks(r Rule) bool {
	return !r.Turned && r.X2-r.X1 < hairs && (red(r.Colour) || r.Colour == white) && slices.ContainsFunc(p.axes(), func(b bars) bool {
		return r.X1 > b.axis-hairs && r.Y1 > b.top-10 && r.Y2 < b.foot+1
	})
}
