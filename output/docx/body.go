package docx

import (
	"encoding/xml"
	"strconv"
	"strings"

	"tongbao/output"
)

// writer gathers what stands between the document's tags.
type writer struct {
	doc     *output.Document
	items   []item
	page    page // of the section that is being written
	newPage bool // the next paragraph begins a page
}

// item is a paragraph, or a table's markup.
type item struct {
	para
	table string
}

// para is a paragraph: its style, what differs from it, and its runs.
type para struct {
	style   string
	keep    bool // stays with the next
	newPage bool
	spacing string
	ind     string
	jc      string
	runs    string
	section string // properties of the section it ends
}

func (p para) xml() string {
	var b strings.Builder
	b.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + p.style + `"/>`)
	if p.keep {
		b.WriteString(keep)
	}
	if p.newPage {
		b.WriteString(`<w:pageBreakBefore/>`)
	}
	b.WriteString(p.spacing + p.ind)
	if p.jc != "" {
		b.WriteString(`<w:jc w:val="` + p.jc + `"/>`)
	}
	b.WriteString(p.section + `</w:pPr>` + p.runs + `</w:p>`)
	return b.String()
}

func (w *writer) document() string {
	var b strings.Builder
	b.WriteString(prolog + `<w:document` + spaces + `><w:body>`)
	for _, i := range w.items {
		if i.table != "" {
			b.WriteString(i.table)
		} else {
			b.WriteString(i.para.xml())
		}
	}
	b.WriteString(w.page.section() + `</w:body></w:document>`)
	return b.String()
}

// add puts a paragraph down.
func (w *writer) add(p para) {
	p.newPage, w.newPage = p.newPage || w.newPage, false
	w.items = append(w.items, item{para: p})
}

// turn ends the section where the page changes and says whether it did.
func (w *writer) turn(to page) bool {
	if w.page == to {
		return false
	}
	if n := len(w.items); n > 0 {
		w.items[n-1].section = w.page.section()
	}
	w.page, w.newPage = to, false
	return true
}

// escape makes any text safe inside an element; what XML cannot hold becomes
// U+FFFD.
func escape(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}

// run is text with run properties. Line ends and tabs become elements, since
// inside w:t they would be spaces.
func run(rPr, text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<w:r>`)
	if rPr != "" {
		b.WriteString(`<w:rPr>` + rPr + `</w:rPr>`)
	}
	for text != "" {
		at := strings.IndexAny(text, "\n\t")
		piece := text
		if at >= 0 {
			piece = text[:at]
		}
		if piece != "" {
			b.WriteString(`<w:t xml:space="preserve">` + escape(piece) + `</w:t>`)
		}
		if at < 0 {
			break
		}
		b.WriteString(map[byte]string{'\n': `<w:br/>`, '\t': `<w:tab/>`}[text[at]])
		text = text[at+1:]
	}
	b.WriteString(`</w:r>`)
	return b.String()
}

func (w *writer) blocks(list []output.Block, on page) {
	for _, b := range list {
		switch b := b.(type) {
		case output.PageBreak:
			w.newPage = true
		case output.Heading:
			w.add(para{style: "Level" + strconv.Itoa(min(max(b.Level, 1), 3)), runs: run("", b.Text)})
		case output.Paragraph:
			w.paragraph(b)
		case *output.Table:
			w.table(b, on)
		case *output.Chart:
			w.chart(b, on)
		}
	}
}

func (w *writer) paragraph(p output.Paragraph) {
	style := "Body"
	switch {
	case p.Centre:
		style = "Centre"
	case p.Flush:
		style = "Flush"
	}
	w.add(para{style: style, runs: run(`<w:rStyle w:val="Lead"/>`, p.Lead) + run("", output.Join(p.Text))})
}
