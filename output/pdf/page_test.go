package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tongbao/ingest/exact"
	"tongbao/output"
	"tongbao/output/frozen"
	"tongbao/output/pdf/measure"
	"tongbao/templates"
)

// word is a word as pdftotext -bbox-layout sees it, in millimetres from the
// page's upper left corner.
type word struct {
	text                   string
	page                   int
	left, top, right, foot float64
}

var wordLine = regexp.MustCompile(`<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>|<page `)

func words(t *testing.T, path string) []word {
	var list []word
	page := 0
	for _, m := range wordLine.FindAllStringSubmatch(tool(t, "pdftotext", "-bbox-layout", path, "-"), -1) {
		if m[5] == "" {
			page++
			continue
		}
		var n [4]float64
		for i := range n {
			n[i], _ = strconv.ParseFloat(m[i+1], 64)
			n[i] *= 25.4 / 72
		}
		list = append(list, word{m[5], page, n[0], n[1], n[2], n[3]})
	}
	return list
}

func find(t *testing.T, list []word, prefix string) word {
	t.Helper()
	for _, w := range list {
		if strings.HasPrefix(w.text, prefix) {
			return w
		}
	}
	t.Fatalf("no word begins with %s", prefix)
	return word{}
}

func within(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance {
		t.Errorf("%s: %.2f mm, want %.2f", what, got, want)
	}
}

// Places by GB/T 9704-2012, measured by poppler. A character is 15.75 pt =
// 5.56 mm high and stands in the middle of a line of 225/22 = 10.23 mm.
func TestPlaces(t *testing.T) {
	r, path := render(t, frozen.Circular())
	list := words(t, path)
	head := find(t, list, "沁水县招商引资工作领导小组办公室文件")
	within(t, "top of the red head: 37 + 35", head.top, 72, 1)
	within(t, "middle of the red head", (head.left+head.right)/2, 28+78, 1)
	first := find(t, list, "根据")
	within(t, "indent of the first paragraph: 28 + 2 × 156/28", first.left, 28+2*156.0/28, 1)
	second := find(t, list, "〔2022〕38号")
	within(t, "left edge", second.left, 28, 1)
	within(t, "line pitch", second.top-first.top, 225.0/22, 0.1)
	within(t, "height of a character", first.foot-first.top, 5.56, 0.1)
	top := find(t, list, "70.8%")
	if top.page != 2 {
		t.Fatalf("the second page begins elsewhere: %+v", top)
	}
	within(t, "first line of a page", top.top, 37+(10.23-5.56)/2, 1)
	number := find(t, list, "沁招商办")
	within(t, "number, two lines below the head's foot", number.top, 37+7*10.23+(10.23-5.56)/2, 1)
	signature := lastOf(t, list, "沁水县招商引资工作领导小组办公室", 4)
	within(t, "signature, two characters in from the right", signature.right, 28+156-2*156.0/28, 1)
	date := find(t, list, "2023年10月16日")
	within(t, "date, two characters right of the signature", date.left-signature.left, 2*156.0/28, 1)
	imprint := find(t, list, "抄送")
	if imprint.page != r.Pages {
		t.Errorf("imprint on page %d of %d", imprint.page, r.Pages)
	}
	printed := lastOf(t, list, "2023年10月16日印发", r.Pages)
	within(t, "imprint ends on the edge of the text block", printed.foot, 37+225-1.76, 1)
	within(t, "one character in from the right", printed.right, 28+156-14*25.4/72, 1)
}

func lastOf(t *testing.T, list []word, prefix string, page int) word {
	t.Helper()
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].page == page && strings.HasPrefix(list[i].text, prefix) {
			return list[i]
		}
	}
	t.Fatalf("no %s on page %d", prefix, page)
	return word{}
}

// Odd page numbers stand on the right, even ones on the left, one character
// in, the dash 7 mm below the text block.
func TestPageNumbers(t *testing.T) {
	r, path := render(t, frozen.Circular())
	seen := 0
	for _, w := range words(t, path) {
		if w.top < 37+225 || w.text == "—" {
			continue
		}
		seen++
		if n, _ := strconv.Atoi(strings.Trim(w.text, "—")); n != w.page {
			t.Errorf("page %d bears %s", w.page, w.text)
		}
		middle := (w.top + w.foot) / 2
		within(t, "dash below the text block", middle, 37+225+7, 1)
		if right := w.left > 105; right != (w.page%2 == 1) {
			t.Errorf("page %d has its number at %.0f mm", w.page, w.left)
		}
	}
	if seen != r.Pages {
		t.Errorf("%d page numbers on %d pages", seen, r.Pages)
	}
}

// pagesOf reads the pages one by one.
func pagesOf(t *testing.T, path string) []string {
	pages := strings.Split(strings.TrimSuffix(tool(t, "pdftotext", path, "-"), "\f"), "\f")
	for i := range pages {
		pages[i] = squeeze(pages[i])
	}
	return pages
}

// The signature takes text with it to a new page, wherever the text ends.
func TestSignatureNeverAlone(t *testing.T) {
	for lines := range 23 {
		d := frozen.Circular()
		d.Annexes, d.Body = nil, nil
		for range lines {
			d.Body = append(d.Body, output.Paragraph{Text: output.Plain("正文一行。")})
		}
		d.Body = append(d.Body, output.Paragraph{Text: output.Plain(strings.Repeat("招商引资专班工作通报", 8) + "末尾。")})
		_, path := render(t, d)
		for n, text := range pagesOf(t, path) {
			if strings.Contains(text, "2023年10月16日（此件") && !strings.Contains(text, "末尾。沁水县") {
				t.Errorf("%d lines: page %d holds the signature without text: %s", lines, n+1, text)
			}
		}
	}
}

// The imprint takes rows of the last table, or lines of the text, with it to a
// new page; only below a turned annex it finds none.
func TestImprintNeverAlone(t *testing.T) {
	for n := range 24 {
		listed, plain := frozen.Circular(), frozen.Circular()
		listed.Annexes = []output.Annex{{Title: "清单", Body: []output.Block{projects(10 + n)}}}
		plain.Annexes, plain.Body = nil, nil
		for range n {
			plain.Body = append(plain.Body, output.Paragraph{Text: output.Plain("正文一行。")})
		}
		for name, d := range map[string]*output.Document{"rows": listed, "lines": plain} {
			_, path := render(t, d)
			pages := pagesOf(t, path)
			if last := pages[len(pages)-1]; !strings.Contains(last, "抄送") || strings.HasPrefix(last, "抄送") {
				t.Errorf("%d %s: the last of %d pages says %q", n, name, len(pages), last)
			}
		}
	}
}

// What ends exactly at a page's foot leaves no empty page behind it: a table
// is followed by a blank.
func TestNoEmptyPage(t *testing.T) {
	for rows := 20; rows < 45; rows++ {
		d := &output.Document{Annexes: []output.Annex{{Title: "清单", Body: []output.Block{projects(rows)}}}}
		_, path := render(t, d)
		pages := pagesOf(t, path)
		if last := pages[len(pages)-1]; !strings.Contains(last, "KFQ-2023-") {
			t.Errorf("%d rows: the last of %d pages says %q", rows, len(pages), last)
		}
	}
}

// A heading is never the last line of a page.
func TestHeadingStaysWithItsText(t *testing.T) {
	for lines := range 22 {
		d := frozen.Ranking()
		d.DraftMark = ""
		d.Body = nil
		for range 10 + lines {
			d.Body = append(d.Body, output.Paragraph{Text: output.Plain("正文一行。")})
		}
		d.Body = append(d.Body, output.Heading{Level: 1, Text: "二、标题"}, output.Heading{Level: 2, Text: "（一）小标题"}, output.Paragraph{Text: output.Plain("其下文字。")})
		_, path := render(t, d)
		for n, text := range pagesOf(t, path) {
			if strings.Contains(text, "二、标题") && !strings.Contains(text, "二、标题（一）小标题其下文字。") {
				t.Errorf("%d lines: the heading stands alone on page %d", lines, n+1)
			}
		}
	}
}

// The head of a table is on each of its pages, and no row is torn.
func TestTableHeadRepeats(t *testing.T) {
	d := frozen.Circular()
	d.Annexes = []output.Annex{{Title: "清单", Body: []output.Block{projects(60)}}}
	_, path := render(t, d)
	pages := 0
	for n, text := range pagesOf(t, path) {
		if !strings.Contains(text, "KFQ-2023-") {
			continue
		}
		pages++
		if strings.Count(text, "项目编号") != 1 {
			t.Errorf("page %d has no head, or more than one", n+1)
		}
	}
	if pages < 3 {
		t.Errorf("60 rows on %d pages", pages)
	}
}

// The turned table is upright for a reader who turns the page clockwise, its
// head towards the left edge: its title is left of its rows.
func TestTurnedTable(t *testing.T) {
	_, path := render(t, frozen.Circular())
	list := words(t, path)
	var title, total word
	for _, w := range list {
		if w.page == 5 && strings.HasPrefix(w.text, "2023年1—9月招商专班") {
			title = w
		}
		if w.page == 5 && w.text == "合计" {
			total = w
		}
	}
	if title.text == "" || total.text == "" || title.right > total.left {
		t.Errorf("title %+v, total row %+v", title, total)
	}
	if title.foot-title.top < title.right-title.left {
		t.Errorf("the title is not turned: %+v", title)
	}
}

// A number wider than its column's share stays inside the column.
func TestNumbersStayInTheirColumns(t *testing.T) {
	d := frozen.Circular()
	table := frozen.Circular().Annexes[0].Body[0].(*output.Table)
	for i := range table.Rows {
		for j := 3; j < 8; j++ {
			table.Rows[i][j].Text = "1234567.8901"
		}
	}
	d.Annexes = []output.Annex{{Title: "表", Landscape: true, Body: []output.Block{table}}}
	s := testSetter(t)
	ts := s.fit(table, landscape)
	for _, row := range table.Rows {
		for i, c := range row {
			for _, l := range ts.lines(c.Text, cellTies(s.set(c.Text, ts.style(false))), i, false) {
				if l.width > ts.widths[i]+hair {
					t.Errorf("%s is %.1f wide in a column of %.1f", l.text, l.width, ts.widths[i])
				}
			}
		}
	}
	if total := ts.edges[len(ts.edges)-1]; math.Abs(total-textHeight) > 0.1 {
		t.Errorf("the table is %.1f wide, want %.1f", total, textHeight)
	}
	_, path := render(t, d)
	if !strings.Contains(extracted(t, path), "1234567.8901") {
		t.Error("a number was cut in two")
	}
}

// A cell that is higher than a page goes on, and loses nothing.
func TestEndlessCell(t *testing.T) {
	d := frozen.Circular()
	long := strings.Repeat("督办事项的说明文字很长，", 300)
	d.Annexes = []output.Annex{{Title: "表", Body: []output.Block{&output.Table{Columns: []output.Column{{Name: "事项", Width: 1}, {Name: "说明", Width: 3}}, Rows: [][]output.Cell{{{Text: "一项"}, {Text: long}}}}}}}
	_, path := render(t, d)
	if n := strings.Count(extracted(t, path), "督办事项的说明文字很长，"); n < 290 {
		t.Errorf("%d of 300 sentences read back whole", n) // those across pages meet the head
	}
}

// The note stands on each page that has a 〓, on the side where the page's
// number is not, on the same line, also of a turned page; several in the order
// in which they come, and those that find no room are counted.
func TestLostCharactersAreNotedOnTheirPage(t *testing.T) {
	d := &output.Document{Title: []string{"通报"}, Body: []output.Block{output.Paragraph{Text: output.Plain("甲\U0010FFFD乙\U0010FFFC，又\U0010FFFD。")}, output.PageBreak{}, output.Paragraph{Text: output.Plain("都有。")}},
		Annexes: []output.Annex{{Title: "名单", Landscape: true, Body: []output.Block{&output.Table{Columns: []output.Column{{Name: "姓名", Width: 1}}, Rows: [][]output.Cell{{{Text: "张\U0010FF00"}}}}}},
			{Title: "更多", Body: []output.Block{output.Paragraph{Text: output.Plain("\U0010FF10\U0010FF11\U0010FF12\U0010FF13\U0010FF14\U0010FF15\U0010FF16\U0010FF17")}}}}}
	_, path := render(t, d)
	list := words(t, path)
	for page, want := range []string{"注：〓为字库暂缺的字，字符编码依次为U+10FFFD、U+10FFFC。", "", "注：〓为字库暂缺的字，字符编码U+10FF00。", "注：〓为字库暂缺的字，字符编码依次为U+10FF10、U+10FF11、U+10FF12等8个。"} {
		var note, number *word
		for i, w := range list {
			if w.page == page+1 && strings.HasPrefix(w.text, "注：〓") {
				note = &list[i]
			}
			if w.page == page+1 && w.text == strconv.Itoa(page+1) {
				number = &list[i]
			}
		}
		switch {
		case want == "" && note == nil:
		case note == nil || note.text != want:
			t.Errorf("page %d: %+v, want %s", page+1, note, want)
		case page%2 == 0: // the number is on the right
			within(t, "note", note.left, 28+14*25.4/72, 0.5)
		default:
			within(t, "note", note.right, 210-26-14*25.4/72, 0.5)
			if number == nil || number.right > note.left {
				t.Errorf("page %d: the note runs into the number", page+1)
			}
		}
	}
}

// Rare characters print, those above U+FFFF too; what no face has is 〓 and
// said so.
func TestRareCharacters(t *testing.T) {
	d := frozen.Circular()
	d.Title = []string{"〇䶮㛃𠮷", "的通报"}
	d.Body = []output.Block{output.Heading{Level: 1, Text: "一、𠮷䶮"}, output.Paragraph{Text: output.Plain("〇䶮㛃𠮷𬭳与\U0010FFFD及﷽止。")}}
	r, path := render(t, d)
	text := extracted(t, path)
	if n := strings.Count(text, "注：〓为字库暂缺的字，字符编码依次为U+10FFFD、U+FDFD。"); n != 1 {
		t.Errorf("said %d times what 〓 stands for:\n%s", n, text)
	}
	for _, want := range []string{"〇䶮㛃𠮷的通报", "一、𠮷䶮", "〇䶮㛃𠮷𬭳与〓及"} {
		if !strings.Contains(text, want) {
			t.Errorf("not found: %s", want)
		}
	}
	if len(r.Warnings) == 0 || !strings.Contains(strings.Join(r.Warnings, ""), "U+10FFFD") {
		t.Errorf("warnings: %q", r.Warnings)
	}
}

// A chart that no page can hold fills its pages: title, blank, caption and
// legend take 3 × 29 + 20 of 638 pt, a group 1.2 × 11 + 9 = 22.2 pt, which
// makes 23 groups, then 28.
func TestChartOverSeveralPages(t *testing.T) {
	one := exact.Int(1)
	c := &output.Chart{Title: "很长的图"}
	var series output.Series
	for i := range 70 {
		c.Labels = append(c.Labels, "第"+strconv.Itoa(i+1)+"项")
		series.Values, series.Texts = append(series.Values, &one), append(series.Texts, "1")
	}
	c.Series = []output.Series{series}
	_, path := render(t, &output.Document{Title: []string{"图"}, Body: []output.Block{c}})
	pages := pagesOf(t, path)
	if len(pages) != 3 || !strings.Contains(pages[0], "第23项") || !strings.Contains(pages[1], "第51项") || !strings.Contains(pages[2], "第70项") {
		t.Errorf("%d pages: %q", len(pages), pages)
	}
}

// Scores of 30.00, −15.00 and 0.00: the bar of the second runs to the left of
// zero and is half as long as that of the first, which runs to the right; its
// number stands right of zero, where no bar is.
func TestChartBelowZero(t *testing.T) {
	c := &output.Chart{Title: "得分", Unit: "分", Labels: []string{"甲", "乙", "丙"}, Series: []output.Series{{Name: "得分"}}}
	for _, v := range []string{"30.00", "-15.00", "0.00"} {
		n := exact.MustParse(v)
		c.Series[0].Values, c.Series[0].Texts = append(c.Series[0].Values, &n), append(c.Series[0].Texts, strings.Replace(v, "-", "−", 1))
	}
	r, path := render(t, &output.Document{Title: []string{"图"}, Body: []output.Block{c}})
	paper, err := measure.Read(r.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	var bars []measure.Fill
	for _, f := range paper.Pages[0].Fills {
		if f.Colour.R == inks[0].r && f.W > 6 { // the legend's is 14 pt, 5 mm
			bars = append(bars, f)
		}
	}
	if len(bars) != 2 {
		t.Fatalf("bars %+v", bars)
	}
	within(t, "length of the second", bars[1].W, bars[0].W/2, 0.1)
	within(t, "end of the second", bars[1].X+bars[1].W, bars[0].X, 0.1)
	list := words(t, path)
	within(t, "number of the second", find(t, list, "−15.00").left, bars[0].X+4*25.4/72, 0.3)
	within(t, "number of the first", find(t, list, "30.00").left, bars[0].X+bars[0].W+4*25.4/72, 0.3)
}

// A legend that says what the title says is left out, and the unit stands beside
// the title; one of two series stays.
func TestLegendSaysMoreThanTheTitle(t *testing.T) {
	one := exact.Int(1)
	series := func(name string) output.Series {
		return output.Series{Name: name, Values: []*exact.Num{&one}, Texts: []string{"1"}}
	}
	c := &output.Chart{Title: "得分", Unit: "分", Labels: []string{"甲"}, Series: []output.Series{series("得分")}}
	_, path := render(t, &output.Document{Title: []string{"图"}, Body: []output.Block{c}})
	list := words(t, path)
	if n := strings.Count(strings.Join(pagesOf(t, path), ""), "得分"); n != 1 {
		t.Errorf("得分 is printed %d times", n)
	}
	within(t, "foot of the unit", find(t, list, "分").foot, find(t, list, "得分").foot, 0.5)
	c.Series = append(c.Series, series("上季得分"))
	if _, path = render(t, &output.Document{Title: []string{"图"}, Body: []output.Block{c}}); strings.Count(strings.Join(pagesOf(t, path), ""), "得分") != 3 {
		t.Error("the legend of two series is not whole")
	}
}

// Wherever the mark stands, it runs through no number, and no number through
// another; a range has a bar to either end.
func TestChartIsLegible(t *testing.T) {
	c := &output.Chart{Title: "完成情况", Unit: "亿元", Mark: "进度应达", Range: "争取区间", Series: []output.Series{{Name: "年度目标"}, {Name: "累计完成"}}}
	for i := range 40 {
		goal, reached, end := exact.Int(20), exact.Int(int64(i)/2), exact.Int(30)
		c.Labels = append(c.Labels, "示例专班")
		c.Marks = append(c.Marks, exact.Int(int64(i*7%33)))
		c.Series[0].Values, c.Series[0].Texts, c.Series[0].Ends = append(c.Series[0].Values, &goal), append(c.Series[0].Texts, "20.00–30.00"), append(c.Series[0].Ends, &end)
		c.Series[1].Values, c.Series[1].Texts = append(c.Series[1].Values, &reached), append(c.Series[1].Texts, reached.Fixed(2))
	}
	r, _ := render(t, &output.Document{Title: []string{"图"}, Body: []output.Block{c}})
	paper, err := measure.Read(r.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	marks := 0
	for n, p := range paper.Pages {
		for i, c := range p.Chars {
			for _, d := range p.Chars[:i] {
				if c.R != ' ' && math.Abs(c.Base-d.Base) < 2.5 && c.X < d.X+d.Width-0.1 && d.X < c.X+c.Width-0.1 {
					t.Errorf("page %d: %c stands on %c", n+1, c.R, d.R)
				}
			}
			for _, r := range p.Rules {
				if r.Colour.R > 150 && r.Colour.G == 0 && r.X1 > c.X-0.3 && r.X1 < c.X+c.Width+0.3 && r.Y1 < c.Base && r.Y2 > c.Base-2 {
					t.Errorf("page %d: the mark at %.1f runs through %c", n+1, r.X1, c.R)
				}
			}
		}
		for _, r := range p.Rules {
			if r.Colour.R > 150 && r.Colour.G == 0 {
				marks++
			}
		}
	}
	if marks < 41 {
		t.Errorf("%d marks of 40 groups and the legend", marks)
	}
}

// Shades are told apart on a black-and-white printer, and leave black text
// readable. Luminance as in ITU-R BT.709.
func TestShadesInGrey(t *testing.T) {
	grey := func(c colour) float64 { return 0.2126*float64(c.r) + 0.7152*float64(c.g) + 0.0722*float64(c.b) }
	green, yellow, red := grey(shades[output.GreenShade]), grey(shades[output.YellowShade]), grey(shades[output.RedShade])
	if !(255-green > 10 && green-yellow > 10 && yellow-red > 30 && red > 150) {
		t.Errorf("green %.0f, yellow %.0f, red %.0f of 255", green, yellow, red)
	}
	if dark, light := grey(inks[0]), grey(inks[1]); light-dark < 80 {
		t.Errorf("bars of %.0f and %.0f", dark, light)
	}
	for i, a := range inks {
		for _, b := range append(slices.Clone(inks[:i]), white) {
			if a, b := grey(a), grey(b); math.Abs(a-b) < 15 {
				t.Errorf("bars of %.0f and %.0f", a, b)
			}
		}
	}
}

// The recorded sums are those of the faces.
func TestSums(t *testing.T) {
	set, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	for file, data := range map[role]string{song: templates.FontSong, biaosong: templates.FontBiaosong, hei: templates.FontHei, kai: templates.FontKai} {
		if want := fmt.Sprintf("%x", sha256.Sum256([]byte(data))); set[file].sum != want {
			t.Errorf("%s: recorded %s, is %s", roleNames[file], set[file].sum, want)
		}
	}
}

// A title given in one piece pauses where a reader would, and loses nothing.
func TestPauses(t *testing.T) {
	for text, want := range map[string]string{
		"关于某某县2023年第三季度重点项目推进情况的补充说明（第二批）": "关于某某县|2023年|第三季度|重点项目推进情况的|补充说明|（第二批）",
		"2023年1—9月完成情况表": "2023年|1—9月|完成情况表",
		"的的《（x）》的":       "的的|《（x）》的",
		"":               "",
	} {
		if got := strings.Join(pauses(text), "|"); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// A title's lines are broken only between its parts and never form an
// hourglass; the shapes are counted out in characters.
func TestTitleShape(t *testing.T) {
	for _, c := range []struct{ parts, want string }{
		{"沁水县招商引资工作领导小组办公室|关于2023年9月份|招商专班工作情况的|通报", "沁水县招商引资工作领导小组办公室|关于2023年9月份招商专班工作情况的通报"},
		{"短标题|一行", "短标题一行"},
		{"一二三四五六七八九十一二|一二三四五六七八|一二三四五六七八九|一二三四五六七八九|一二三四五六七八", "一二三四五六七八九十一二|一二三四五六七八一二三四五六七八九|一二三四五六七八九一二三四五六七八"},
	} {
		got := testSetter(t).titleLines(strings.Split(c.parts, "|"), textWidth)
		if strings.Join(got, "|") != c.want {
			t.Errorf("got %q, want %s", got, c.want)
		}
	}
}

// The draft mark is on every page, as text on the first.
func TestDraftMark(t *testing.T) {
	_, plain := render(t, frozen.Circular())
	d := frozen.Circular()
	d.DraftMark, d.Number = "送审稿", ""
	r, path := render(t, d)
	if n := strings.Count(extracted(t, path), "送审稿"); n != 1 {
		t.Errorf("mark found %d times as text", n)
	}
	if strings.Contains(extracted(t, plain), "送审稿") {
		t.Error("a final document bears the mark")
	}
	s := testSetter(t)
	s.mark = "送审稿"
	for i := range r.Pages {
		p := &page{frame: portrait}
		s.draftMark(p, i == 0)
		shapes := 0
		for _, o := range p.ops {
			if sh, ok := o.(shapeOp); ok && strings.Contains(sh.path, " c\n") {
				shapes++
			}
		}
		if want := map[bool]int{true: 1, false: 2}[i == 0]; shapes != want {
			t.Errorf("page %d: %d outlines, want %d", i+1, shapes, want)
		}
	}
}

// Of a draft's turned pages, which have the faint mark under the table, the
// number is as black as the text.
func TestNumbersOfADraftsTurnedPagesAreBlack(t *testing.T) {
	d := frozen.Circular()
	d.DraftMark, d.Number = "送审稿", ""
	want := circularWant
	want.Mark, want.Draft, want.Number = "送审稿", true, false
	for _, f := range measured(t, d, want) {
		t.Error(f)
	}
}

// The mark under the text stands in the middle of the paper, 210 by 297 mm,
// with 15 mm and more to every edge, however long it is. Three characters of
// 110 pt rise at 36° by 3 × 110 × 0.588 + 110 × 0.809 = 283 pt, 100 mm; the ink
// of a character is a tenth less than its em, and a bracket's half is empty.
func TestWatermarkIsOnThePaper(t *testing.T) {
	for _, mark := range []string{"送审稿", "送审稿（第1稿）", "内部　送审稿（第12稿）", strings.Repeat("送审稿", 8)} {
		d := frozen.Ranking()
		d.DraftMark = mark
		r, _ := render(t, d)
		paper, err := measure.Read(r.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range measure.Faults(paper, measure.Want{Mark: mark, Faces: builtinFaces}) {
			t.Errorf("%s: %s", mark, f)
		}
		n := 0
		for _, x := range paper.Pages[0].Fills {
			if !x.Curved || x.W < 60 {
				continue
			}
			n++
			if x.X < 15 || x.X+x.W > 195 || x.Y < 15 || x.Y+x.H > 282 {
				t.Errorf("%s: from %.1f,%.1f to %.1f,%.1f mm", mark, x.X, x.Y, x.X+x.W, x.Y+x.H)
			}
			within(t, mark+": middle across", x.X+x.W/2, 105, 9)
			within(t, mark+": middle down", x.Y+x.H/2, 148.5, 7)
			if mark == "送审稿" {
				within(t, "height", x.H, 93, 5)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d marks", mark, n)
		}
	}
}

func TestSameBytes(t *testing.T) {
	for name, make := range map[string]func() *output.Document{"circular": frozen.Circular, "ranking": frozen.Ranking} {
		a, _ := render(t, make())
		b, _ := render(t, make())
		if !bytes.Equal(a.Bytes, b.Bytes) {
			t.Errorf("%s: two renderings differ", name)
		}
	}
}

func TestWhatTheFileSaysOfItself(t *testing.T) {
	_, path := render(t, frozen.Circular())
	info := tool(t, "pdfinfo", path)
	for _, want := range []string{"沁水县招商引资工作领导小组办公室关于2023年9月份招商专班工作情况的通报", "月通报 2023年9月", "Mon Oct 16 00:00:00 2023", "595.28 x 841.89 pts (A4)"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %s:\n%s", want, info)
		}
	}
	fonts := tool(t, "pdffonts", path)
	for _, want := range []string{"+TongbaoSong", "+TongbaoBiaosong", "+TongbaoHei", "+TongbaoKai"} {
		if !strings.Contains(fonts, want) {
			t.Errorf("pdffonts does not list %s:\n%s", want, fonts)
		}
	}
	if strings.Count(fonts, "yes yes yes") != 4 {
		t.Errorf("not all embedded, cut and mapped:\n%s", fonts)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(raw, []byte("/Lang (zh-CN)")) {
		t.Error("the file does not say its language")
	}
	if len(raw) > 400_000 {
		t.Errorf("%d bytes: the faces are not cut", len(raw))
	}
}

// Documents with next to nothing in them are drawn all the same.
func TestEmptyDocuments(t *testing.T) {
	zero := exact.Int(0)
	for name, d := range map[string]*output.Document{
		"nothing":      {},
		"title":        {Title: []string{"标题"}},
		"no columns":   {Body: []output.Block{&output.Table{}}},
		"no rows":      {Body: []output.Block{&output.Table{Columns: []output.Column{{Name: "一"}}}}},
		"short row":    {Body: []output.Block{&output.Table{Columns: []output.Column{{Name: "一"}, {Name: "二"}}, Rows: [][]output.Cell{{{Text: "1"}}}}}},
		"long row":     {Body: []output.Block{&output.Table{Columns: []output.Column{{Name: "一"}}, Total: true, Rows: [][]output.Cell{{{Text: "1"}, {Text: "2"}}}}}},
		"chart":        {Body: []output.Block{&output.Chart{}}},
		"zero chart":   {Body: []output.Block{&output.Chart{Labels: []string{"甲"}, Series: []output.Series{{Name: "数", Values: []*exact.Num{&zero}, Texts: []string{"0"}}}}}},
		"missing bar":  {Body: []output.Block{&output.Chart{Labels: []string{"甲", "乙"}, Series: []output.Series{{Values: []*exact.Num{nil}}}}}},
		"page breaks":  {Body: []output.Block{output.PageBreak{}, output.PageBreak{}}},
		"empty annex":  {Annexes: []output.Annex{{Title: "附"}, {Landscape: true}}, CopyTo: "县委办公室"},
		"only imprint": {PrintedBy: "办公室", PrintedOn: "2023年10月16日"},
	} {
		t.Run(name, func(t *testing.T) {
			r, path := render(t, d)
			if !strings.Contains(tool(t, "pdfinfo", path), "Pages:           "+strconv.Itoa(r.Pages)) {
				t.Errorf("poppler does not see %d pages", r.Pages)
			}
		})
	}
}

// The office's own faces are preferred; what cannot be used is refused with
// its reason.
func TestOfficeFonts(t *testing.T) {
	dir := t.TempDir()
	set, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("仿宋_GB2312.ttf", cutOf(t, set[kai], "一二三四五"))
	put("simfang.ttf", cutOf(t, set[kai], "一二三"))
	put("simsun.ttc", []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x02"))
	put("source.otf", []byte("OTTO\x00\x01\x00\x00\x00\x00\x00\x02"))
	put("broken.ttf", []byte("\x00\x01\x00\x00\x00\x09\x00\x00\x00\x00\x00\x02"))
	put("readme.txt", []byte("not a font"))
	f, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if f.faces[fangsong].from != "仿宋_GB2312.ttf" {
		t.Errorf("仿宋 is %s", f.faces[fangsong].from)
	}
	all := strings.Join(f.Warnings, "\n")
	for _, want := range []string{"simsun.ttc未采用：是字体集合", "source.otf未采用：是CFF", "broken.ttf未采用：不是完好的", "simfang.ttf未采用：仿宋已采用仿宋_GB2312.ttf"} {
		if !strings.Contains(all, want) {
			t.Errorf("no warning %q in:\n%s", want, all)
		}
	}
	d := frozen.Circular()
	d.Annexes = nil
	d.Body = []output.Block{output.Paragraph{Text: output.Plain("一二三四五六七。")}}
	r, err := Render(d, f)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(r.Fonts[fangsong], "仿宋_GB2312.ttf") {
		t.Errorf("recorded: %q", r.Fonts)
	}
	path := filepath.Join(dir, "d.pdf")
	if err := os.WriteFile(path, r.Bytes, 0o644); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(extracted(t, path), "一二三四五六七。") {
		t.Error("what the office's face lacks was lost")
	}
}

func TestNoFontFolder(t *testing.T) {
	f, err := Load(filepath.Join(t.TempDir(), "absent"))
	if err != nil || len(f.Warnings) > 0 {
		t.Errorf("%v %q", err, f.Warnings)
	}
}
