package docx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/output"
	"tongbao/output/frozen"
)

func render(t testing.TB, d *output.Document) []byte {
	t.Helper()
	content, err := Render(d)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// Every part is XML to its last tag, and every part that another names is
// there.
func TestPartsAreWellFormed(t *testing.T) {
	for _, d := range []*output.Document{frozen.Circular(), frozen.Ranking(), hostile(), {}} {
		parts := unzip(t, render(t, d))
		for name, part := range parts {
			for dec := xml.NewDecoder(bytes.NewReader(part)); ; {
				if _, err := dec.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
		for _, k := range parse(t, parts["word/_rels/document.xml.rels"]).all("Relationship") {
			if parts["word/"+k.attrs["Target"]] == nil {
				t.Errorf("%s is not there", k.attrs["Target"])
			}
		}
		for _, k := range parse(t, parts["[Content_Types].xml"]).all("Override") {
			if parts[strings.TrimPrefix(k.attrs["PartName"], "/")] == nil {
				t.Errorf("%s is not there", k.attrs["PartName"])
			}
		}
	}
}

// The text is the document's, character for character, under the styles an
// office knows.
func TestTextIsTheDocuments(t *testing.T) {
	d := frozen.Circular()
	got, _ := readBody(t, render(t, d))
	want := []string{
		"发文机关标志|沁水县招商引资工作领导小组办公室文件", "发文字号|沁招商办〔2023〕9号",
		"主送机关|各招商专班牵头单位、成员单位：",
		"附件说明|附件：1.\t2023年1—9月招商专班目标完成情况表", "附件说明|2.\t9月份对接、签约、落地项目清单",
		"署名|沁水县招商引资工作领导小组办公室", "成文日期|2023年10月16日", "附注|（此件公开发布）",
		"附件|附件1", "附件标题|2023年1—9月招商专班目标完成情况表", "附件|附件4", "附件标题|更正说明",
		"专班│外出对接项目│对接总投资│外出招商活动│签约金额│落地项目",
		"│完成│目标│完成│目标│完成│目标│完成│目标│完成比例│比时序进度（百分点）│",
		"抄送：县委办公室，县人大常委会办公室，县政协办公室，县纪委监委，县委组织部，县发改局，县财政局，县统计局。",
		"沁水县招商引资工作领导小组办公室│2023年10月16日印发",
		"表题|各专班签约金额与时序进度", "项目│1—9月签约金额│时序进度", "开发区专班│26.00│22.5",
	}
	blocks := slices.Clone(d.Body)
	for _, a := range d.Annexes {
		blocks = append(blocks, a.Body...)
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case output.Heading:
			want = append(want, "一级标题|"+b.Text)
		case output.Paragraph:
			want = append(want, "公文正文|"+b.Lead+output.Join(b.Text))
		case *output.Table:
			for _, row := range b.Rows {
				var cells []string
				for _, c := range row {
					cells = append(cells, c.Text)
				}
				want = append(want, strings.Join(cells, "│"))
			}
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("not in the file: %s", line)
		}
	}
	joined := strings.ReplaceAll(strings.Join(got, "\n"), "\n", "")
	if !strings.Contains(joined, "公文标题|"+strings.Join(d.Title, "")) {
		t.Error("the title is not the parts of the title")
	}
	want = append(want, "公文标题|"+strings.Join(titleLines(d.Title), "\n"), "附件说明|3.\t督办事项清单", "附件说明|4.\t更正说明",
		"附件|附件2", "附件|附件3", "附件标题|9月份对接、签约、落地项目清单", "附件标题|督办事项清单",
		"序号│项目编号│项目名称│投资方│类别│总投资│日期", "督办编号│专班│事项│期限│状态",
		"煤炭煤层气专班│9.00│11.25", "装备制造业专班│8.50│7.5", "文旅康养专班│3.00│6", "现代农业专班│4.20│3.75", "数字经济专班│1.50│3.75")
	for _, line := range got {
		style, _, _ := strings.Cut(line, "|")
		if !slices.Contains(want, line) && !slices.Contains([]string{"表内单位", "表注", "表后间隔"}, style) {
			t.Errorf("not the document's: %s", line)
		}
	}
}

// A title's lines end where its parts do, however long they are.
func TestTitleBreaksBetweenItsPartsOnly(t *testing.T) {
	parts := []string{"示例县招商引资工作领导小组办公室", "关于2023年9月份", "招商专班工作情况的", "通报"}
	ends := map[string]bool{}
	for i := range parts {
		ends[strings.Join(parts[:i+1], "")] = true
	}
	said := ""
	for _, l := range titleLines(parts) {
		said += l
		if !ends[said] {
			t.Errorf("a line ends after %q", said)
		}
	}
	if said != strings.Join(parts, "") {
		t.Errorf("title %q", said)
	}
}

// GB/T 9704: A4 is 210 by 297 mm; margins 37, 35, 28 and 26 mm; 22 lines of
// 28.95 pt. A twip is 1/1440 inch: 37 mm are 2098, 35 are 1984, 28 are 1587, 26
// are 1474. The turned annex keeps the same margins, turned.
func TestPageIsTheStandards(t *testing.T) {
	_, doc := readBody(t, render(t, frozen.Circular()))
	sections := doc.all("sectPr")
	if len(sections) != 3 { // before, the turned annex, after
		t.Fatalf("%d sections", len(sections))
	}
	for i, s := range sections {
		footers := map[string]string{}
		for _, f := range s.all("footerReference") {
			footers[f.attrs["type"]] = f.attrs["id"]
		}
		want := map[string]string{"default": "rId4", "even": "rId5"}
		if i == 1 {
			want = map[string]string{"default": "rId7", "even": "rId8"}
		}
		if fmt.Sprint(footers) != fmt.Sprint(want) {
			t.Errorf("section %d has the footers %v", i, footers)
		}
		size, m, grid := s.all("pgSz")[0].attrs, s.all("pgMar")[0].attrs, s.all("docGrid")[0].attrs
		got := fmt.Sprint(size["w"], size["h"], size["orient"], m["top"], m["bottom"], m["left"], m["right"], grid["type"], grid["linePitch"])
		sizes := fmt.Sprint("11906", "16838", "", "2098", "1984", "1587", "1474", "lines", "579")
		if i == 1 {
			sizes = fmt.Sprint("16838", "11906", "landscape", "1587", "1474", "1984", "2098", "lines", "579")
		}
		if got != sizes {
			t.Errorf("section %d: %s, not %s", i, got, sizes)
		}
	}
}

func TestTables(t *testing.T) {
	_, doc := readBody(t, render(t, frozen.Circular()))
	for i, table := range doc.all("tbl") {
		rows, width := table.all("tr"), 0
		for _, g := range table.all("gridCol") {
			var n int
			fmt.Sscan(g.attrs["w"], &n)
			width += n
		}
		if want := map[bool]int{false: 8845, true: 12756}[i == 1]; width < want-3 || width > want+3 { // 156 mm and 225 mm
			t.Errorf("table %d is %d wide, not %d", i, width, want)
		}
		for r, row := range rows {
			if !row.has("cantSplit") {
				t.Errorf("table %d: row %d may be split", i, r)
			}
		}
		if last := i == len(doc.all("tbl"))-1; !last && !rows[0].has("tblHeader") || rows[len(rows)-1].has("tblHeader") {
			t.Errorf("table %d: the head is not what repeats", i)
		}
	}
	if n := len(doc.all("tbl")[1].all("shd")); n != 12 { // six task forces, two cells each
		t.Errorf("%d shaded cells", n)
	}
}

// Odd pages have their number on the right, even ones on the left, and every
// page of a draft its mark.
// 煤炭煤层气 is five characters. Beside columns of numbers that have room to
// spare it stands on one line: 5.6 ems of the type, 20 twips a point.
func TestANameStandsOnOneLine(t *testing.T) {
	table := &output.Table{Columns: []output.Column{{Name: "专班", Width: 8}}}
	row := []output.Cell{{Text: "煤炭煤层气"}}
	for range 10 {
		table.Columns, row = append(table.Columns, output.Column{Name: "较进度", Width: 10, Align: output.Right}), append(row, output.Cell{Text: "−37.5红"})
	}
	table.Rows = [][]output.Cell{row}
	points, widths := fit(table, 12757) // 225 mm
	if need := 5.6 * points * 20; float64(widths[0]) < need || points != largestType {
		t.Errorf("%d twips at %.1f pt, %.0f wanted", widths[0], points, need)
	}
	sum := 0
	for _, w := range widths {
		sum += w
	}
	if sum != 12757 {
		t.Errorf("the columns are %d twips wide", sum)
	}
}

func TestHeadersAndFooters(t *testing.T) {
	parts := unzip(t, render(t, frozen.Ranking()))
	for name, side := range map[string]string{"word/footer1.xml": "right", "word/footer2.xml": "left", "word/footer3.xml": "right", "word/footer4.xml": "left"} {
		f := parse(t, parts[name])
		if f.val("jc") != side || f.all("p")[0].plain() != "— 1 —" || !strings.Contains(f.all("instrText")[0].text, "PAGE") {
			t.Errorf("%s: %s", name, parts[name])
		}
	}
	if got := parse(t, parts["word/header1.xml"]).all("p")[0].plain(); got != "公示稿" {
		t.Errorf("header %q", got)
	}
	if !bytes.Contains(parts["word/settings.xml"], []byte("<w:evenAndOddHeaders/>")) {
		t.Error("odd and even pages are one")
	}
	if got := parse(t, unzip(t, render(t, frozen.Circular()))["word/header1.xml"]).all("p")[0].plain(); got != "" {
		t.Errorf("a final document is marked %q", got)
	}
}

// hostile is a document whose every text looks like markup, a field or a
// control character.
func hostile() *output.Document {
	const bad = `</w:t><w:instrText>DDEAUTO c:\\x</w:instrText>&amp;<!--]]>"' =1+1 {INCLUDETEXT}`
	return &output.Document{
		RedHead: bad, Number: bad, Title: []string{bad, "二"}, To: bad, Signature: bad, Date: bad, Note: bad, CopyTo: bad, PrintedBy: bad, PrintedOn: bad, DraftMark: bad, Author: bad, Subject: bad,
		Body: []output.Block{output.Heading{Level: 9, Text: bad}, output.Paragraph{Lead: bad, Text: output.Plain("  两端空格  ")}, output.Paragraph{Text: output.Plain("甲\x00乙\x1b\ufffe𠮷\n丙")},
			&output.Table{Caption: bad, Unit: bad, Columns: []output.Column{{Name: bad}, {Name: "二"}}, Rows: [][]output.Cell{{{Text: bad}}}, Notes: []string{bad}}},
		Annexes: []output.Annex{{Title: bad}},
	}
}

func TestHostileTextStaysText(t *testing.T) {
	d := hostile()
	got, doc := readBody(t, render(t, d))
	if doc.has("instrText") {
		t.Error("text became a field")
	}
	for _, line := range []string{"三级标题|" + d.To, "公文正文|" + d.To + "  两端空格  ", "公文正文|甲\ufffd乙\ufffd\ufffd𠮷\n丙", d.To + "│", "署名|" + d.To} {
		if !slices.Contains(got, line) {
			t.Errorf("not in the file: %q", line)
		}
	}
}

func TestTwoRunsAreOneFile(t *testing.T) {
	if !bytes.Equal(render(t, frozen.Circular()), render(t, frozen.Circular())) {
		t.Error("two runs, two files")
	}
}

// LibreOffice opens the file, and its PDF has every paragraph and cell.
func TestLibreOfficeReadsTheText(t *testing.T) {
	for _, tool := range []string{"soffice", "pdftotext"} {
		if _, err := exec.LookPath(tool); err != nil && os.Getenv("CI") != "true" {
			t.Skipf("%s is not installed", tool)
		}
	}
	dir := t.TempDir()
	content := render(t, frozen.Circular())
	if err := os.WriteFile(filepath.Join(dir, "a.docx"), content, 0o644); err != nil {
		t.Fatal(err)
	}
	soffice := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "a.docx"))
	soffice.Env = append(os.Environ(), "FONTCONFIG_FILE="+ourFaces(t, dir))
	if said, err := soffice.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	judgeLines(t, filepath.Join(dir, "a.pdf"))
	judgeTurnedNumbers(t, filepath.Join(dir, "a.pdf"))
	said, err := exec.Command("pdftotext", "-raw", filepath.Join(dir, "a.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	printed := solid(pageNumbers(string(said)))
	list, _ := readBody(t, content)
	for _, line := range list {
		if _, text, paragraph := strings.Cut(line, "|"); paragraph && !strings.Contains(printed, solid(text)) {
			t.Errorf("not printed: %s", line)
		} else if !paragraph {
			for _, c := range strings.Split(line, "│") {
				if !strings.Contains(printed, solid(c)) {
					t.Errorf("cell not printed: %s", c)
				}
			}
		}
	}
}

// ourFaces has LibreOffice set Chinese in the faces that the program ships: a
// bare machine has none, and lines of stand-in boxes are as long as they like.
func ourFaces(t *testing.T, dir string) (file string) {
	t.Helper()
	faces, err := filepath.Abs("../../templates/fonts")
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, "fonts.conf")
	conf := `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>` + faces + `</dir><cachedir>` + filepath.Join(dir, "fontcache") + `</cachedir></fontconfig>`
	if err := os.WriteFile(file, []byte(conf), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// judgeLines measures the first page as LibreOffice set it: A4 is 595.3 by
// 841.9 pt; the number's line and those of the body are 28.95 pt apart and
// begin no further left than 28 mm, 79.4 pt, and end by 184 mm, 521.6 pt.
func judgeLines(t *testing.T, file string) {
	t.Helper()
	said, err := exec.Command("pdftotext", "-bbox-layout", "-l", "1", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	root := parse(t, said[bytes.Index(said, []byte("<html")):])
	number := func(n *node, name string) (x float64) { fmt.Sscan(n.attrs[name], &x); return x }
	page := root.all("page")[0]
	if w, h := number(page, "width"), number(page, "height"); math.Abs(w-595.3) > 0.5 || math.Abs(h-841.9) > 0.5 {
		t.Errorf("a page of %.1f by %.1f pt", w, h)
	}
	var tops []float64
	for _, l := range page.all("line") {
		if number(l, "xMin") < 79.4-1 || number(l, "xMax") > 521.6+1 {
			t.Errorf("a line from %s to %s", l.attrs["xMin"], l.attrs["xMax"])
		}
		tops = append(tops, number(l, "yMin"))
	}
	slices.Sort(tops)
	body := tops[len(tops)-6 : len(tops)-1] // before the page number
	for i, y := range body[1:] {
		if d := y - body[i]; math.Abs(d-28.95) > 0.15 {
			t.Errorf("lines %.2f pt apart", d)
		}
	}
}

// judgeTurnedNumbers measures where LibreOffice put the numbers of turned
// pages, 297 by 210 mm: in one column, its middle 7 mm left of the text block,
// whose edge is at 35 mm, that is at 28 mm, 79.4 pt; 4号 is 14 pt. An odd one
// ends a character above the text block's foot at 184 mm: 521.6 − 14 = 507.6 pt;
// an even one begins a character below its top at 28 mm: 79.4 + 14 = 93.4 pt.
func judgeTurnedNumbers(t *testing.T, file string) {
	t.Helper()
	said, err := exec.Command("pdftotext", "-bbox", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	root := parse(t, said[bytes.Index(said, []byte("<html")):])
	turned := 0
	for n, page := range root.all("page") {
		number := func(w *node, name string) (x float64) { fmt.Sscan(w.attrs[name], &x); return x }
		if number(page, "width") < number(page, "height") {
			continue
		}
		turned++
		top, foot := math.Inf(1), 0.0
		text := ""
		for _, w := range page.all("word") {
			if number(w, "xMax") > 95 { // the text block begins at 99.2 pt
				continue
			}
			if mid := (number(w, "xMin") + number(w, "xMax")) / 2; math.Abs(mid-79.4) > 3 {
				t.Errorf("page %d: %s stands at %.1f pt", n+1, w.text, mid)
			}
			top, foot, text = min(top, number(w, "yMin")), max(foot, number(w, "yMax")), text+w.text
		}
		if want := fmt.Sprintf("—%d—", n+1); text != want {
			t.Errorf("page %d: %q left of the text, not %s", n+1, text, want)
		}
		if odd := n%2 == 0; odd && math.Abs(foot-507.6) > 2 || !odd && math.Abs(top-93.4) > 2 {
			t.Errorf("page %d: its number stands from %.1f to %.1f pt", n+1, top, foot)
		}
	}
	if turned == 0 {
		t.Error("no turned page")
	}
}

// pageNumbers takes the lines “— 1 —” out, which stand inside sentences that
// run over the page.
func pageNumbers(text string) string {
	var kept []string
	for _, l := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\f' }) {
		if !strings.HasPrefix(l, "— ") {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

func solid(text string) string { return strings.Join(strings.Fields(text), "") }

func BenchmarkRender(b *testing.B) {
	d := frozen.Circular()
	for b.Loop() {
		render(b, d)
	}
}
