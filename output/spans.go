package output

import "strings"

// Wording templates put out plain text in which figures, labels and
// paragraphs are set off by private-use characters. Everything that carries a
// value into a sentence is marked when it is made, so a figure cannot reach
// the page without its trace.
const (
	openFigure = "\uE000" // key, midMark, text, endMark
	openLabel  = "\uE001" // text, endMark
	openLead   = "\uE002" // text, endMark: begins a paragraph with a numbered lead
	openPara   = "\uE003" // begins a paragraph
	cutMark    = "\uE004" // a title may break here
	midMark    = "\uE005"
	endMark    = "\uE006"
	senderMark = "\uE007" // what the county calls those who report
)

// marked is text in which values are marked. Only figure and label make it.
type marked string

// label marks words whose digits name something: a date, a document's number,
// a project, a name. What it is given may come from a stranger's workbook.
func label(s string) marked {
	if s = clean(s); s == "" {
		return ""
	}
	return marked(openLabel + s + endMark)
}

func labels(list []string) (out []marked) {
	for _, s := range list {
		out = append(out, label(s))
	}
	return out
}

// clean makes foreign text safe to stand inside a paragraph: our own marks
// become 〓, as every character that cannot be printed; breaks and tabs become
// a blank.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xE000 && r <= 0xE007:
			return '〓'
		case r < ' ' || r == 0x7f:
			return ' '
		}
		return r
	}, strings.TrimSpace(s))
}

// joinLines joins what a template laid out over several lines: a line break and
// the blanks around it mean nothing in Chinese.
func joinLines(s string) string {
	var b strings.Builder
	for _, line := range strings.Split(s, "\n") {
		b.WriteString(strings.Trim(line, " \t\r"))
	}
	return b.String()
}

// paragraphs cuts a template's output into paragraphs. Leads are numbered
// （一）（二） where there are several.
func paragraphs(out string) []Block {
	out = joinLines(out)
	var blocks []Block
	for _, piece := range strings.Split(breakBefore(out), openPara) {
		p := Paragraph{}
		if rest, ok := strings.CutPrefix(piece, openLead); ok {
			p.Lead, piece, _ = strings.Cut(rest, endMark)
		}
		if p.Text = spans(piece); len(p.Text) > 0 {
			blocks = append(blocks, p)
		}
	}
	return renumber(blocks)
}

// renumber puts （一）（二） before the leads, as one list, where there are
// several; what numbers they had are dropped.
func renumber(blocks []Block) []Block {
	var at []int
	for i, b := range blocks {
		if p, ok := b.(Paragraph); ok && p.Lead != "" {
			at = append(at, i)
		}
	}
	for n, i := range at {
		p := blocks[i].(Paragraph)
		if rest, ok := strings.CutPrefix(p.Lead, "（"); ok {
			_, p.Lead, _ = strings.Cut(rest, "）")
		}
		if len(at) > 1 {
			p.Lead = "（" + numeral(n+1) + "）" + p.Lead
		}
		blocks[i] = p
	}
	return blocks
}

func breakBefore(s string) string { return strings.ReplaceAll(s, openLead, openPara+openLead) }

// spans reads the marks of one paragraph.
func spans(s string) []Span {
	var list []Span
	add := func(x Span) {
		if x.Text == "" {
			return
		}
		if n := len(list); n > 0 && x.Figure == "" && list[n-1].Figure == "" && list[n-1].Label == x.Label {
			list[n-1].Text += x.Text
			return
		}
		list = append(list, x)
	}
	for s != "" {
		at := strings.IndexAny(s, openFigure+openLabel)
		if at < 0 {
			at = len(s)
		}
		add(Span{Text: s[:at]})
		if s = s[at:]; s == "" {
			break
		}
		body, rest, _ := strings.Cut(s, endMark)
		if key, ok := strings.CutPrefix(body, openFigure); ok {
			key, text, _ := strings.Cut(key, midMark)
			add(Span{Text: text, Figure: key})
		} else {
			add(Span{Text: strings.TrimPrefix(body, openLabel), Label: true})
		}
		s = rest
	}
	return list
}

// words is the text of marked text.
func words(m marked) string { return Join(spans(string(m))) }

const digits = "零一二三四五六七八九"

// numeral is n in Chinese as headings are numbered, from 0 to 99,999,999: 十一,
// 一百零一, 一百一十, 二万零一.
func numeral(n int) string {
	if n >= 10000 {
		text := numeral(n/10000) + "万"
		if rest := n % 10000; rest >= 1000 {
			text += belowTenThousand(rest)
		} else if rest > 0 {
			text += "零" + belowTenThousand(rest)
		}
		return text
	}
	if n >= 10 && n < 20 {
		return strings.TrimPrefix(belowTenThousand(n), "一") // 十一, not 一十一
	}
	return belowTenThousand(n)
}

func belowTenThousand(n int) string {
	list := []rune(digits)
	if n == 0 {
		return string(list[0])
	}
	var text string
	gap := false // zeros between digits are told once
	for _, place := range []struct {
		value int
		name  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / place.value % 10
		if d == 0 {
			gap = text != ""
			continue
		}
		if gap {
			text += string(list[0])
			gap = false
		}
		text += string(list[d]) + place.name
	}
	return text
}
