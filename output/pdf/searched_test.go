package pdf

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/ingest/exact"
	"tongbao/output"
)

// A number keeps its unit, so a line before one may be spread wide. Whoever
// searches the file for what stands there finds it all the same: the text is
// compared as pdftotext gives it, with the blanks that it sees.
func TestWordsOfLooseLinesAreFound(t *testing.T) {
	const loose = "时序进度1.9个、32.0个百分点；签约项目14个，签约金额"
	d := &output.Document{Title: []string{"通报"}, Body: []output.Block{
		output.Paragraph{Flush: true, Text: output.Plain(loose + "53.30亿元，完成年度目标的73.0%，低于时序进度2.0个百分点；落地项目与计划持平。")},
	}}
	_, path := render(t, d)
	text := tool(t, "pdftotext", path, "-")
	if !strings.Contains(text, loose) {
		t.Errorf("%q is not to be found in\n%s", loose, text)
	}
}

// tableOf is a table of n rows of one line.
func tableOf(n int) *output.Table {
	t := &output.Table{Columns: []output.Column{{Name: "项目", Width: 50}, {Name: "数", Width: 50}}}
	for i := range n {
		t.Rows = append(t.Rows, []output.Cell{{Text: fmt.Sprintf("第%d行", i+1)}, {Text: "1"}})
	}
	return t
}

// rowsBy gives of each page how many of a table's rows it holds, when the
// table follows so many lines of text.
func rowsBy(t *testing.T, lines, rows int) []int {
	t.Helper()
	s := testSetter(t)
	var list []output.Block
	for range lines {
		list = append(list, output.Paragraph{Text: output.Plain("一行。")})
	}
	var counts []int
	for _, p := range flow(s.body(append(list, tableOf(rows)), portrait), portrait) {
		n, text := 0, []rune(nil)
		for _, o := range p.ops {
			if op, ok := o.(textOp); ok {
				text = append(text, op.runes...)
			}
		}
		for i := range rows {
			if strings.Contains(string(text), fmt.Sprintf("第%d行", i+1)) {
				n++
			}
		}
		counts = append(counts, n)
	}
	return counts
}

// A table of 12 rows of 24 pt wants 306 pt, a page has 638. After 10 lines of
// 29 pt it fits; after 18 or 16 it goes to the next page whole, and the line
// before it too, five or seven lines of 22 being left white; after 13, where ten
// lines would be, it is parted; and no row stands alone on either side.
func TestATableIsPartedBeforeAPageStaysWhite(t *testing.T) {
	if got := rowsBy(t, 10, 12); len(got) != 1 {
		t.Errorf("after 10 lines: %v", got)
	}
	for _, lines := range []int{16, 18} {
		if got := rowsBy(t, lines, 12); fmt.Sprint(got) != "[0 12]" {
			t.Errorf("after %d lines: %v, want it whole on the second page", lines, got)
		}
	}
	if got := rowsBy(t, 13, 12); len(got) != 2 || got[0] < 2 || got[1] < 2 || got[0]+got[1] != 12 {
		t.Errorf("after 13 lines: %v, want it parted", got)
	}
	for lines := range 22 {
		for _, n := range rowsBy(t, lines, 12) {
			if n == 1 {
				t.Errorf("after %d lines a row stands alone", lines)
			}
		}
	}
}

// 煤炭煤层气专班 is seven characters. Beside nine columns of numbers it stands on
// one line; the heads break instead.
func TestANameBreaksAfterTheHeads(t *testing.T) {
	s := testSetter(t)
	table := &output.Table{Columns: []output.Column{{Name: "名次", Width: 10, Align: output.Centre}, {Name: "专班", Width: 28}}}
	row := []output.Cell{{Text: "1"}, {Text: "煤炭煤层气专班"}}
	for _, name := range []string{"外出招商活动", "外出对接项目", "对接项目总投资", "签约金额", "落地项目"} {
		table.Columns = append(table.Columns, output.Column{Name: name, Width: 16, Align: output.Right})
		row = append(row, output.Cell{Text: "18.00"})
	}
	table.Columns = append(table.Columns, output.Column{Name: "扣分", Width: 12, Align: output.Right}, output.Column{Name: "得分", Width: 14, Align: output.Right}, output.Column{Name: "上季名次", Width: 12, Align: output.Centre})
	table.Rows = [][]output.Cell{append(row, output.Cell{Text: "1"}, output.Cell{Text: "113.89"}, output.Cell{Text: "4"})}
	ts := s.fit(table, portrait)
	for i, c := range table.Rows[0] {
		if n := len(ts.lines(c.Text, cellTies(s.set(c.Text, ts.style(false))), i, false)); n != 1 {
			t.Errorf("%s stands on %d lines at %.1f pt", c.Text, n, ts.size)
		}
	}
	for i, c := range table.Columns {
		if n := len(ts.balanced(c.Name, i, 1)); n > 2 {
			t.Errorf("the head %s has %d lines", c.Name, n)
		}
	}
}

// Six groups of two bars, as a county of six has them: three such charts stand
// on one page.
func TestThreeChartsStandOnAPage(t *testing.T) {
	s := testSetter(t)
	c := &output.Chart{Title: "完成情况", Unit: "次", Mark: "进度应达", Series: []output.Series{{Name: "年度目标"}, {Name: "累计完成"}}}
	for i := range 6 {
		c.Labels = append(c.Labels, "示例专班")
		c.Marks = append(c.Marks, exact.Int(3))
		for k := range c.Series {
			n := exact.Int(int64(i + k))
			c.Series[k].Values, c.Series[k].Texts = append(c.Series[k].Values, &n), append(c.Series[k].Texts, "4")
		}
	}
	if pages := flow(s.body([]output.Block{c, c, c}, portrait), portrait); len(pages) != 1 {
		t.Errorf("%d pages", len(pages))
	}
}

// A page of text holds 638 pt. A row of one line is 1.96 × 12 pt = 23.5 pt high,
// 40 and a head 964 pt: two pages. Between page breaks they are to be one: with
// 0.2 em above and below, 9 pt gives rows of 14.4 pt, 590 pt in all. A hundred
// rows do not fit on a page at any size and stay in large type; so do 40 rows
// of a document without page breaks.
func TestASheetBetweenPageBreaksIsMadeOnePage(t *testing.T) {
	table := func(rows int) *output.Table {
		x := &output.Table{Columns: []output.Column{{Name: "项目", Width: 1}, {Name: "金额", Width: 1, Align: output.Right}}}
		for range rows {
			x.Rows = append(x.Rows, []output.Cell{{Text: "示例项目"}, {Text: "12.00"}})
		}
		return x
	}
	for _, c := range []struct {
		body  []output.Block
		pages int
		from  float64 // the least type of the first cell
		to    float64 // and the largest
	}{
		{[]output.Block{table(40), output.PageBreak{}, table(40)}, 2, 9, 9},
		{[]output.Block{table(10), output.PageBreak{}, table(40)}, 2, 12, 12},
		{[]output.Block{table(100), output.PageBreak{}, table(10)}, 5, 11, 12},
		{[]output.Block{table(40)}, 2, 11, 12},
	} {
		s := testSetter(t)
		pages := s.settled(func(b []*block) []*page { return signed(b, 1) }, c.body, func(x stretch) []*block { return s.body(x.body, portrait) })
		size := 0.0
		for _, o := range pages[0].ops {
			if text, ok := o.(textOp); ok {
				size = text.size
				break
			}
		}
		if len(pages) != c.pages || size < c.from || size > c.to {
			t.Errorf("%d pages, the first in %.1f pt, not %d in %.1f to %.1f", len(pages), size, c.pages, c.from, c.to)
		}
	}
}

// A page has 22 lines. After 19 a lead-in stands on the twentieth, and the two
// left, 58 pt, cannot hold a head and two rows of 23.5 pt: the lead-in goes to the
// next page with its table. After 18 they can.
func TestLeadInStaysWithItsTable(t *testing.T) {
	for _, c := range []struct{ before, first int }{{19, 19}, {18, 19}} {
		s := testSetter(t)
		var body []output.Block
		for range c.before {
			body = append(body, output.Paragraph{Text: output.Plain("正文一行。")})
		}
		table := &output.Table{Columns: []output.Column{{Name: "项目", Width: 1}}}
		for range 30 {
			table.Rows = append(table.Rows, []output.Cell{{Text: "示例项目"}})
		}
		body = append(body, output.Paragraph{Text: output.Plain("办理情况如下：")}, table)
		lines := 0
		for _, o := range flow(s.body(body, portrait), portrait)[0].ops {
			if text, ok := o.(textOp); ok && text.size > 15 {
				lines++
			}
		}
		if lines != c.first {
			t.Errorf("after %d lines the first page has %d, not %d", c.before, lines, c.first)
		}
	}
}

// A page has 22 lines; blank line, signature and date take three. 41 lines of
// text and these are two pages. 42 are a line too many: instead of taking two
// lines to a third page, and leaving four white, the second page is closed up
// to 23 lines, 225 mm ÷ 23 = 9.78 mm apart. 43 are two too many for it: a page
// cannot give more than one, and the first gives none. With a page more, two
// pages give one each: 22 + 23 + 23 = 68 lines with the closing three.
func TestLinesAreClosedUpForTheSignature(t *testing.T) {
	for _, c := range []struct{ lines, pages, closed int }{{41, 2, 0}, {42, 2, 1}, {43, 3, 0}, {63, 3, 0}, {64, 3, 1}, {65, 3, 2}, {66, 4, 0}} {
		s := testSetter(t)
		d := &output.Document{Signature: "示例县招商引资工作领导小组办公室", Date: "2023年10月16日"}
		for range c.lines {
			d.Body = append(d.Body, output.Paragraph{Text: output.Plain("正文一行。")})
		}
		pages := signed(s.close(d, s.body(d.Body, portrait)), 1)
		closed := 0
		for _, p := range pages {
			var at []float64
			for _, o := range p.ops {
				if text, ok := o.(textOp); ok && (len(at) == 0 || text.y > at[len(at)-1]+1) {
					at = append(at, text.y)
				}
			}
			if last := at[len(at)-1]; last > topEdge+textHeight {
				t.Errorf("%d lines: one stands at %.1f pt, below the text block", c.lines, last)
			}
			if d := (at[1] - at[0]) / mm; d < 10 {
				closed++
				within(t, "lines apart", d, 9.78, 0.01)
			}
		}
		if len(pages) != c.pages || closed != c.closed {
			t.Errorf("%d lines: %d pages, %d closed up; want %d and %d", c.lines, len(pages), closed, c.pages, c.closed)
		}
	}
}
