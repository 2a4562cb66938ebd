package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/output"
)

const worksheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"

// addResult puts the sheet with the findings first.
func (s *sender) addResult(r output.Receipt) error {
	part := s.free(sheetFolder+"sheet", ".xml")
	w := &resultWriter{sender: s}
	w.looks()
	w.draw(r)
	s.parts[part] = w.xml()
	if err := s.register(part, worksheetType); err != nil {
		return err
	}
	id, err := s.relate(s.book, "worksheet", part)
	if err != nil {
		return err
	}
	return s.insertResult(id)
}

// insertResult makes it the workbook's first sheet and the one it opens on.
func (s *sender) insertResult(relID string) error {
	s.deselect()
	highest := 0
	name := form.ResultSheet
	if slices.ContainsFunc(s.tabs, func(t tab) bool { return strings.EqualFold(t.name, name) }) {
		name = form.OtherResult
	}
	err := walk(s.parts[s.book], func(e element) {
		if e.in("workbook", "sheets", "sheet") && !e.end {
			n, _ := atoi(e.get("sheetId"))
			highest = max(highest, n)
		}
	})
	if err != nil {
		return err
	}
	data := s.parts[s.book]
	return s.editBook(func(e element, i int) (string, bool) {
		tag := "<" + prefixed(e.prefix, "sheet") + ` name="` + name + `" sheetId="` + itoa(highest+1) + `" xmlns:r="` + s.relBase() + `" r:id="` + relID + `"/>`
		return tag + string(data[e.from:e.to]), i == 0
	}, 0, +1)
}

// resultWriter writes the sheet's part by hand: its looks are added to the
// sender's own styles.
type resultWriter struct {
	*sender
	rows   strings.Builder
	merges []string
	links  []string
	row    int

	title, fact, head, body, link, plain int
	level                                map[finding.Level]int
}

// Columns of the list.
var resultColumns = []struct {
	name  string
	width int
}{{"序号", 6}, {"级别", 7}, {"位置", 19}, {"原值", 17}, {"应为", 17}, {"问题", 44}, {"改法", 38}, {"代码", 11}, {"依据", 18}}

func (w *resultWriter) looks() {
	t := w.styles
	face := func(name, size, more string) int {
		return t.add("fonts", t.el("font", "", more+t.el("sz", `val="`+size+`"`, "")+t.el("color", `rgb="FF000000"`, "")+t.el("name", `val="`+name+`"`, "")+t.el("charset", `val="134"`, "")))
	}
	linked := t.add("fonts", t.el("font", "", t.el("u", "", "")+t.el("sz", `val="11"`, "")+t.el("color", `rgb="FF`+linkColour+`"`, "")+t.el("name", `val="`+bodyFont+`"`, "")+t.el("charset", `val="134"`, "")))
	side := func(name string) string {
		return t.el(name, `style="thin"`, t.el("color", `rgb="FF`+lineColour+`"`, ""))
	}
	box := t.add("borders", t.el("border", "", side("left")+side("right")+side("top")+side("bottom")+t.el("diagonal", "", "")))
	fill := func(colour string) int { return t.add("fills", t.solid(`rgb="`+colour+`"`, `indexed="64"`)) }
	xf := func(font, fill, border int, across string) int {
		return t.add("cellXfs", t.el("xf", fmt.Sprintf(`numFmtId="49" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"`, font, fill, border),
			t.el("alignment", `horizontal="`+across+`" vertical="center" wrapText="1"`, "")))
	}
	none := t.add("borders", t.el("border", "", t.el("left", "", "")+t.el("right", "", "")+t.el("top", "", "")+t.el("bottom", "", "")+t.el("diagonal", "", "")))
	blank := t.add("fills", t.el("fill", "", t.el("patternFill", `patternType="none"`, "")))
	song := face(bodyFont, "11", "")
	w.title = xf(face(headFont, "16", ""), blank, none, "left")
	w.fact = xf(song, blank, none, "left")
	w.plain = xf(face(headFont, "12", ""), blank, none, "left")
	w.head = xf(face(headFont, "11", ""), fill("FF"+headFill), box, "center")
	w.body = xf(song, blank, box, "left")
	w.link = xf(linked, blank, box, "left")
	w.level = map[finding.Level]int{}
	for _, l := range []finding.Level{finding.Error, finding.Warning, finding.Notice} {
		// The shade of the list is a step lighter than the marks: a mark found
		// again in a later round is always a mark.
		w.level[l] = xf(song, fill(listColours[l]), box, "center")
	}
}

// listColours show a finding's level in the list.
var listColours = map[finding.Level]string{finding.Error: "FFF8B4B4", finding.Warning: "FFFFE08A", finding.Notice: "FFCFE2FF"}

func (w *resultWriter) draw(r output.Receipt) {
	w.wide(form.ResultSheet+"："+r.Verdict(), w.title, 30)
	for _, s := range resultFacts(r) {
		w.wide(s, w.fact, heightOf(s, 170))
	}
	w.wide("", w.fact, 9)
	if len(r.Findings) > 0 {
		w.wide("一、审核意见（点“位置”转到该单元格）", w.plain, 24)
		names := make([]string, len(resultColumns))
		for i, c := range resultColumns {
			names[i] = c.name
		}
		w.cells(names, func(int) int { return w.head }, 22)
		for i, f := range w.inTabOrder(r.Findings) {
			w.finding(i+1, f)
		}
		w.wide("", w.fact, 9)
	}
	if len(r.Repairs) > 0 {
		w.wide("二、已自动修正，请核对（如有不符，请直接改正原单元格）", w.plain, 24)
		w.cells([]string{"序号", "", "位置", "原值", "读作", "原因"}, func(int) int { return w.head }, 22)
		for i, x := range r.Repairs {
			w.repair(i+1, x)
		}
	}
}

func resultFacts(r output.Receipt) []string {
	list := []string{r.Counts() + "。" + r.Next()}
	who := r.TaskForce
	if r.Period != (ingest.Period{}) {
		who += "　" + r.Period.Chinese() + "月报表"
	}
	if r.Version > 0 {
		who += "　第" + itoa(r.Version) + "次报送"
	}
	if !r.Received.IsZero() {
		who += "　" + r.Received.In(ingest.Zone).Format("2006年1月2日 15:04") + "收到"
	}
	return append(list, strings.TrimSpace(who), "SHA-256："+r.SHA256, "有问题的单元格已着色（红色错误、黄色警告、蓝色提示）并加批注；改正后可直接用本文件重新报送，本表不必删除。")
}

func (w *resultWriter) finding(n int, f finding.Finding) {
	where := f.Place.String()
	if where == "" {
		where = "（整个文件）"
	}
	look := func(i int) int {
		switch i {
		case 1:
			return w.level[f.Level]
		case 2:
			return w.place(f.Place)
		}
		return w.body
	}
	w.cells([]string{itoa(n), f.Level.Chinese(), where, f.Value, f.Expected, f.Message, f.Hint, f.Code, f.Basis}, look, 0)
}

func (w *resultWriter) repair(n int, r ingest.Repair) {
	w.cells([]string{itoa(n), "", r.Place.String(), r.From, r.To, r.Reason}, func(i int) int {
		if i == 2 {
			return w.place(r.Place)
		}
		return w.body
	}, 0)
}

// place links the next row's 位置 where it can, and returns how it looks.
func (w *resultWriter) place(p ingest.Place) int {
	list := places(p.Cell)
	if p.Sheet == "" || !w.holds(p.Sheet) || p.Cell != "" && len(list) == 0 {
		return w.body
	}
	cell := "A1"
	if len(list) > 0 {
		cell = list[0].ref()
	}
	w.links = append(w.links, `<hyperlink ref="C`+itoa(w.row+1)+`" location="`+escaped(quoted(p.Sheet)+"!"+cell)+`" display="`+escaped(p.String())+`"/>`)
	return w.link
}

// wide writes a row over all columns.
func (w *resultWriter) wide(s string, style int, height float64) {
	w.cells([]string{s}, func(int) int { return style }, height)
	w.merges = append(w.merges, "A"+itoa(w.row)+":"+ref(len(resultColumns), w.row))
}

// cells writes a row of text; height 0 fits the text.
func (w *resultWriter) cells(texts []string, style func(i int) int, height float64) {
	cells := ""
	lines := 1
	for i, s := range texts {
		s = clip(clean(s), 2000)
		lines = max(lines, linesIn(s, float64(resultColumns[i].width-1)))
		cells += `<c r="` + ref(i+1, w.row+1) + `" s="` + itoa(style(i)) + `"`
		if s == "" {
			cells += "/>"
			continue
		}
		cells += ` t="inlineStr"><is><t xml:space="preserve">` + escaped(s) + `</t></is></c>`
	}
	if height == 0 {
		height = min(400, float64(lines)*15+6)
	}
	w.row++
	fmt.Fprintf(&w.rows, `<row r="%d" ht="%.1f" customHeight="1">%s</row>`, w.row, height, cells)
}

func (w *resultWriter) xml() []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n")
	space := "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	if w.strict {
		space = "http://purl.oclc.org/ooxml/spreadsheetml/main"
	}
	b.WriteString(`<worksheet xmlns="` + space + `"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>`)
	fmt.Fprintf(&b, `<dimension ref="A1:%s"/>`, ref(len(resultColumns), max(1, w.row)))
	b.WriteString(`<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/><cols>`)
	for i, c := range resultColumns {
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, c.width)
	}
	b.WriteString(`</cols><sheetData>` + w.rows.String() + `</sheetData>`)
	fmt.Fprintf(&b, `<mergeCells count="%d">`, len(w.merges))
	for _, m := range w.merges {
		b.WriteString(`<mergeCell ref="` + m + `"/>`)
	}
	b.WriteString(`</mergeCells>`)
	if len(w.links) > 0 {
		b.WriteString(`<hyperlinks>` + strings.Join(w.links, "") + `</hyperlinks>`)
	}
	b.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>`)
	return []byte(b.String())
}
