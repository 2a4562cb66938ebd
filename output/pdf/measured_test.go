package pdf

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/output"
	"tongbao/output/frozen"
	"tongbao/output/pdf/measure"
)

var builtinFaces = measure.Faces{Body: "TongbaoSong", Head: "TongbaoBiaosong", First: "TongbaoHei", Second: "TongbaoKai"}

var circularWant = measure.Want{RedHead: true, Number: true, Imprint: true, Faces: builtinFaces}

// measured renders a document and lays the standard's ruler on it.
func measured(t *testing.T, d *output.Document, want measure.Want) []string {
	t.Helper()
	fonts, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Render(d, fonts)
	if err != nil {
		t.Fatal(err)
	}
	paper, err := measure.Read(r.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	faults := measure.Faults(paper, want)
	if want.RedHead {
		path := filepath.Join(t.TempDir(), "d.pdf")
		if err := os.WriteFile(path, r.Bytes, 0o644); err != nil {
			t.Fatal(err)
		}
		more, err := measure.RedHeadInk(path)
		if err != nil {
			t.Fatal(err)
		}
		faults = append(faults, more...)
	}
	return faults
}

func TestMeasured(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("no pdftoppm (poppler-utils)")
	}
	for _, f := range measured(t, frozen.Circular(), circularWant) {
		t.Error("circular:", f)
	}
	for _, f := range measured(t, ruled(), circularWant) {
		t.Error("circular with more:", f)
	}
	for _, f := range measured(t, closedUp(), measure.Want{Faces: builtinFaces}) {
		t.Error("closed up:", f)
	}
	for _, f := range measured(t, frozen.Ranking(), measure.Want{Mark: "公示稿", Faces: builtinFaces}) {
		t.Error("ranking:", f)
	}
}

// The ruler is no part of the drawing: whatever length, size, face or colour
// of the layout is changed, the document is found at fault. Each is changed by
// more than the standard's 1 mm, or by a size or a stroke's width that a
// reader would see.
func TestEveryConstantIsMeasured(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("no pdftoppm (poppler-utils)")
	}
	type change struct {
		to float64
		at []*float64
	}
	of := func(to float64, at ...*float64) change { return change{to, at} }
	for name, c := range map[string]change{
		"width of the paper": of(216*mm, &pageWidth), "height of the paper": of(300*mm, &pageHeight),
		"left edge": of(26*mm, &leftEdge, &portrait.x), "top edge": of(39*mm, &topEdge, &portrait.y),
		"left edge of the text": of(26*mm, &portrait.x), "left edge of the furniture": of(26*mm, &leftEdge),
		"width of the text block": of(154*mm, &textWidth, &portrait.w), "height of the text block": of(229*mm, &textHeight, &portrait.h),
		"height of a page of text": of(236*mm, &portrait.h), "width of turned text": of(222*mm, &landscape.w),
		"line pitch": of(28.3, &pitch), "character pitch": of(16.3, &cell, &bodyStyle.cell, &heiStyle.cell, &kaiStyle.cell), "indent": of(40, &indent),
		"3号": of(15, &size3, &bodyStyle.size, &heiStyle.size, &kaiStyle.size), "2号": of(20, &size2, &titleStyle.size), "4号": of(12, &size4),
		"size of the text": of(14, &bodyStyle.size), "its pitch": of(15, &bodyStyle.cell), "size of the first level": of(18, &heiStyle.size), "size of the second level": of(14, &kaiStyle.size), "size of titles": of(24, &titleStyle.size),
		"top of the red head": of(33*mm, &headTop), "size of the red head": of(40, &headSize),
		"row of the number": of(6, &numberRow), "row of the title": of(9, &titleRow), "red rule below the number": of(6*mm, &ruleDrop), "width of the red rule": of(2*mm, &ruleWidth),
		"thick rule": of(0.5*mm, &thick), "thin rule": of(0.35*mm, &thin), "a line of the imprint": of(14, &imprintLine),
		"page number below the text": of(9*mm, &numberDrop), "its dash": of(0.7, &dashRise), "page number from the side": of(3*size4, &numberIn),
		"name of an annex behind its number": of(3*cell, &numbered), "signature from the right": of(4*cell, &signedIn), "date from the signature": of(4*cell, &datedIn), "note": of(0, &noteIn),
		"imprint from the side": of(3*size4, &imprintIn), "later lines of the copies": of(0, &copiedIn), "lines closed up": of(textHeight/25, &closePitch), "em box": of(1.05, &emAscent), "text beside a cell's edge": of(-0.4, &besides), "a table's strokes": of(2.5, &hairline), "type of tables": of(14, &roomy.largest), "line of a cell": of(0.8, &roomy.line), "type of charts": of(14, &chartType), "numbers of charts": of(5, &valueType), "origin of turned text": of(10, &landscape.x), "top of turned text": of(10, &landscape.y),
		"widest space of a filled line": of(0.6, &loosest),
	} {
		was := make([]float64, len(c.at))
		for i, at := range c.at {
			was[i], *at = *at, c.to
		}
		wantFaults(t, name)
		for i, at := range c.at {
			*at = was[i]
		}
	}
	for name, c := range map[string]struct {
		at *role
		to role
	}{"body": {&bodyStyle.role, kai}, "first level": {&heiStyle.role, song}, "second level": {&kaiStyle.role, hei}, "title": {&titleStyle.role, hei}} {
		was := *c.at
		*c.at = c.to
		wantFaults(t, "the face of the "+name)
		*c.at = was
	}
	for name, c := range map[string]struct {
		at *colour
		to colour
	}{"black": {&black, colour{90, 90, 90}}, "red": {&red, colour{0, 0, 0}}} {
		was := *c.at
		*c.at = c.to
		wantFaults(t, name)
		*c.at = was
	}
	if left := measured(t, ruled(), circularWant); len(left) > 0 {
		t.Errorf("a change was not taken back: %q", left)
	}
}

// ruled is the sample with what else a constant shows in: a line that a code
// leaves short, an annex whose name takes two lines, a small table with a cell of
// several lines.
func ruled() *output.Document {
	d := frozen.Circular()
	d.Body = append(d.Body, output.Paragraph{Flush: true, Text: output.Plain(strings.Repeat("招商引资专班通报", 3)[:3*21] + "KFQ-2023-0031—0034，已经核定。")})
	d.Body = append(d.Body, &output.Table{Caption: "核定情况", Notes: []string{"注：含核定数。"}, Columns: []output.Column{{Name: "项目", Width: 1}, {Name: "说明", Width: 2}}, Rows: [][]output.Cell{{{Text: "甲"}, {Text: strings.Repeat("招商引资专班通报", 6)}}}})
	d.Annexes[1].Title = "2023年9月份对接项目、签约项目、落地项目、包装项目清单"
	return d
}

// closedUp is a document whose title, with a blank line, 40 lines and closing
// three are a line more than two pages hold.
func closedUp() *output.Document {
	d := &output.Document{Title: []string{"通报"}, Signature: "示例县招商引资工作领导小组办公室", Date: "2023年10月16日"}
	for range 40 {
		d.Body = append(d.Body, output.Paragraph{Text: output.Plain("正文一行。")})
	}
	return d
}

// wantFaults renders the sample as it now is and as the standard has it not.
func wantFaults(t *testing.T, changed string) {
	t.Helper()
	if len(measured(t, ruled(), circularWant)) == 0 && len(measured(t, closedUp(), measure.Want{Faces: builtinFaces})) == 0 {
		t.Errorf("%s was changed and nothing was found", changed)
	}
}

// What a document says can be at fault too: a signature alone on its page, a
// heading at the foot, a title like an hourglass. The ruler sees each in
// pages that were put together wrongly by hand.
func TestRulerSeesWrongPages(t *testing.T) {
	for name, spoil := range map[string]func(*measure.Paper){
		"a page number on the wrong side": func(p *measure.Paper) {
			for i := range p.Pages[1].Chars {
				if c := &p.Pages[1].Chars[i]; c.Base > 37+225+5 {
					c.X += 100
				}
			}
		},
		"an imprint that floats": func(p *measure.Paper) {
			last := &p.Pages[len(p.Pages)-1]
			for i := range last.Rules {
				last.Rules[i].Y1 -= 5
				last.Rules[i].Y2 -= 5
			}
		},
		"a page that is lost": func(p *measure.Paper) { p.Pages = slices.Delete(p.Pages, 1, 2) },
		"a white line": func(p *measure.Paper) {
			p.Pages[1].Chars[3].Colour = measure.Colour{R: 255, G: 255, B: 255}
		},
		"a line too many": func(p *measure.Paper) {
			c := p.Pages[1].Chars[0]
			c.Base = 37 + 225 + 3
			p.Pages[1].Chars = append(p.Pages[1].Chars, c)
		},
		"a signature moved left": func(p *measure.Paper) {
			for n := range p.Pages {
				for i := range p.Pages[n].Chars {
					if c := &p.Pages[n].Chars[i]; n == 3 && c.Base > 60 {
						c.X -= 12
					}
				}
			}
		},
	} {
		paper := paperOf(t, frozen.Circular())
		spoil(paper)
		if len(measure.Faults(paper, circularWant)) == 0 {
			t.Errorf("%s was not seen", name)
		}
	}
}

// What a chart, a table's colours and its head say to the eye has to agree with
// what is printed beside them. Each fault is planted in the pages that were
// read back, in the frozen circular of the sample year (its 附件1 has cells of
// all three colours, its sources go on over pages) and in its ranking.
func TestRulerSeesWrongMarks(t *testing.T) {
	one := func(fills []measure.Fill, is func(measure.Fill) bool) *measure.Fill {
		for i := range fills {
			if is(fills[i]) {
				return &fills[i]
			}
		}
		return &measure.Fill{}
	}
	bar := func(f measure.Fill) bool { return !f.Curved && f.Colour == measure.Colour(inks[0].of()) && f.W > 20 }
	shaded := func(s output.Shade) func(measure.Fill) bool {
		return func(f measure.Fill) bool { return f.Colour == measure.Colour(shades[s].of()) }
	}
	for _, c := range []struct {
		name, document, want string
		spoil                func(*measure.Page) bool
	}{
		{"a bar a tenth too short", "ranking", "mm long", func(p *measure.Page) bool { f := one(p.Fills, bar); f.W *= 0.9; return f.W > 0 }},
		{"a number a digit wrong", "ranking", "mm long", func(p *measure.Page) bool { return retype(p, "13.89", '2') }},
		{"a bar in the ink of the other series", "ranking", "which is not what the legend says", func(p *measure.Page) bool {
			other := measure.Colour(inks[1].of())
			beside := one(p.Fills, func(f measure.Fill) bool { return f.Colour == other && f.W > 20 })
			f := one(p.Fills, func(f measure.Fill) bool { return bar(f) && math.Abs(f.Y-beside.Y) < 2*beside.H })
			f.Colour = other
			return f.W > 0 && beside.W > 0
		}},
		{"a bar that is not there", "ranking", "has no bar", func(p *measure.Page) bool {
			f := *one(p.Fills, bar)
			p.Fills = slices.DeleteFunc(p.Fills, func(o measure.Fill) bool { return o.Y == f.Y })
			return f.W > 0
		}},
		{"red where 黄 is printed", "circular", "shaded “红”, not “黄”", func(p *measure.Page) bool {
			f := one(p.Fills, shaded(output.YellowShade))
			f.Colour = measure.Colour(shades[output.RedShade].of())
			return f.W > 0
		}},
		{"no shade where 红 is printed", "circular", "shaded “”, not “红”", func(p *measure.Page) bool {
			f := one(p.Fills, shaded(output.RedShade))
			w := f.W
			f.W, f.X = 0, 0
			return w > 0
		}},
		{"no shade where the plan is kept", "circular", "shaded “”, not “绿”", func(p *measure.Page) bool {
			f := one(p.Fills, shaded(output.GreenShade))
			w := f.W
			f.W, f.X = 0, 0
			return w > 0
		}},
		{"a shade beside its cell", "circular", "shaded “in part”", func(p *measure.Page) bool {
			f := one(p.Fills, shaded(output.RedShade))
			f.X += 3
			return f.W > 0
		}},
		{"a head that is not repeated", "circular", "begins without its head", func(p *measure.Page) bool {
			top := p.Chars[0].Base
			if p.Turned || p.Chars[0].Size > 13 || top > 50 {
				return false
			}
			p.Chars = slices.DeleteFunc(p.Chars, func(c measure.Char) bool { return c.Base < top+1 })
			p.Rules = slices.DeleteFunc(p.Rules, func(r measure.Rule) bool { return r.Y2-r.Y1 > 2 && r.Y1 < top })
			return true
		}},
		{"a head that says something else", "circular", "goes on under another head", func(p *measure.Page) bool {
			return !p.Turned && p.Chars[0].Size < 13 && retype(p, "校验", '检')
		}},
		{"a red head that ends black", "circular", "written in", func(p *measure.Page) bool {
			for i := range p.Chars {
				if p.Chars[i].Colour.R > 150 && p.Chars[i].R == '件' {
					p.Chars[i].Colour = measure.Colour{}
					return true
				}
			}
			return false
		}},
		{"a grey page number", "circular", "written in", func(p *measure.Page) bool {
			c := &p.Chars[len(p.Chars)-1]
			c.Colour = measure.Colour{R: 120, G: 120, B: 120}
			return c.Base > 37+225
		}},
		{"a table's strokes in blue", "circular", "is drawn in", func(p *measure.Page) bool {
			if len(p.Rules) < 20 {
				return false
			}
			p.Rules[7].Colour = measure.Colour{B: 200}
			return true
		}},
	} {
		paper := paperOf(t, thaw(t, c.document))
		planted := false
		for i := range paper.Pages {
			if !planted {
				planted = c.spoil(&paper.Pages[i])
			}
		}
		faults := strings.Join(measure.Faults(paper, sampleYear[c.document]), "\n")
		if !planted || !strings.Contains(faults, c.want) {
			t.Errorf("%s, planted %t, was not seen:\n%s", c.name, planted, faults)
		}
	}
}

// of is a colour as the ruler reads it.
func (c colour) of() struct{ R, G, B int } { return struct{ R, G, B int }{c.r, c.g, c.b} }

// retype changes the first character of a printed text.
func retype(p *measure.Page, text string, to rune) bool {
	n := len([]rune(text))
	for i := 0; i+n <= len(p.Chars); i++ {
		var b strings.Builder
		for _, c := range p.Chars[i : i+n] {
			b.WriteRune(c.R)
		}
		if b.String() == text {
			p.Chars[i].R = to
			return true
		}
	}
	return false
}

func paperOf(t *testing.T, d *output.Document) *measure.Paper {
	t.Helper()
	fonts, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Render(d, fonts)
	if err != nil {
		t.Fatal(err)
	}
	paper, err := measure.Read(r.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return paper
}
