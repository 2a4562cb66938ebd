package output

import (
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
)

// writer puts the wording of one document around its figures.
type writer struct {
	*reader
	w    *Wording
	file string
}

// say renders a piece of wording as paragraphs; an error sticks.
func (w *writer) say(name string, data any) []Block {
	out, err := w.w.say(w.file, name, data)
	if err != nil {
		w.fail(err)
	}
	return paragraphs(w.named(out))
}

// line renders a piece of wording that is one line: a title, a remark.
func (w *writer) line(name string, data any) marked {
	m, err := w.w.line(w.file, name, data)
	if err != nil {
		w.fail(err)
	}
	return marked(w.named(string(m)))
}

// named puts the county's word for those who report where wording asks for it.
func (w *writer) named(out string) string { return strings.ReplaceAll(out, senderMark, w.sender) }

// notes renders a piece of wording as the notes under a table, one a
// paragraph. A note is a figure as a whole: it rests on those it prints.
func (w *writer) notes(name string, data any) []string { return w.notesAs(name, name, data) }

// notesAs is notes for wording that stands under several tables, where each
// note needs a key of its own.
func (w *writer) notesAs(k, name string, data any) []string {
	return w.noted(k, w.say(name, data))
}

// numberedNotes is notes that are told apart by number: 注：（一）… The office's
// own wording may begin with 注： already.
func (w *writer) numberedNotes(name string, data any) []string {
	blocks := w.say(name, data)
	for i, b := range blocks {
		p, ok := b.(Paragraph)
		head := ""
		if ok && i == 0 && !strings.HasPrefix(Join(p.Text), "注：") {
			head = "注："
		}
		if len(blocks) > 1 {
			head += "（" + numeral(i+1) + "）"
		}
		if ok && head != "" {
			p.Text = append(Plain(head), p.Text...)
			blocks[i] = p
		}
	}
	return w.noted(name, blocks)
}

// noted registers notes, each as a figure that rests on those it prints.
func (w *writer) noted(k string, blocks []Block) []string {
	var list []string
	for i, b := range blocks {
		p, ok := b.(Paragraph)
		if !ok {
			continue
		}
		var of []string
		for _, s := range p.Text {
			if s.Figure != "" {
				of = append(of, s.Figure)
			}
		}
		w.figure(key("note", k, itoa(i+1)), Join(p.Text), "", nil, of...)
		list = append(list, Join(p.Text))
	}
	return list
}

// remark renders a piece of wording as a table cell, a figure as a whole: it
// rests on the figures named.
func (w *writer) remark(k, name string, data any, of ...string) Cell {
	text := words(w.line(name, data))
	return w.cell(w.figure(k, text, "", nil, of...))
}

// objection is how many working days objections may take, "" when that is not
// laid down.
func (r *reader) objection(days int) marked {
	n, err := exact.Parse(r.scheme.Settings.Other["异议期"])
	if days > 0 {
		n, err = exact.Int(int64(days)), nil
	}
	if err != nil {
		return label(r.scheme.Settings.Other["异议期"])
	}
	return r.number("setting/异议期", n, 0, "对公布的数据提出异议的期限，工作日", []ingest.Source{r.scheme.SourceOf("设置", "值", "名称", "异议期")})
}

// titleParts cuts a title at its marks, and a long name of an office before
// the words every such name is made of.
func titleParts(m marked) []string {
	var parts []string
	for _, piece := range strings.Split(string(m), cutMark) {
		for text := words(marked(piece)); text != ""; {
			n := len(text)
			if len([]rune(text)) > longestPart {
				n = cutOffice(text)
			}
			parts, text = append(parts, text[:n]), text[n:]
		}
	}
	return parts
}

// longestPart is how many characters of a title stay together in any case; a
// line of 2号 type holds 20.
const longestPart = 16

// cutOffice is where a long name breaks best, in bytes.
func cutOffice(name string) int {
	for _, word := range []string{"工作领导小组", "领导小组", "委员会", "指挥部", "办公室"} {
		if at := strings.Index(name, word); at > 0 {
			return at
		}
	}
	return len(name)
}

// sections counts the first-level headings so far.
func sections(blocks []Block) (n int) {
	for _, b := range blocks {
		if h, ok := b.(Heading); ok && h.Level == 1 {
			n++
		}
	}
	return n
}

// addSection adds a numbered heading with what stands under it; a section
// without a word is left out.
func (d *Document) addSection(name string, blocks []Block) {
	if len(blocks) == 0 {
		return
	}
	d.Body = append(d.Body, Heading{Level: 1, Text: numeral(sections(d.Body)+1) + "、" + name})
	d.Body = append(d.Body, blocks...)
}
