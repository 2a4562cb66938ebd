package output

import (
	"fmt"
	"strings"
)

// Text prints a document as plain text, for tests to compare. Blocks stand in printed order, a table row a line with │ between
// cells. Spans and cells are not told apart from plain words.
func Text(d *Document) string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	put := func(name, value string) {
		if value != "" {
			p("%s：%s", name, value)
		}
	}
	put("标记", d.DraftMark)
	if d.RedHead != "" {
		p("%s文件", d.RedHead)
	}
	put("文号", d.Number)
	p("%s", strings.Join(d.Title, "／"))
	if d.To != "" {
		p("%s：", d.To)
	}
	textBlocks(&b, d.Body)
	if len(d.Annexes) > 0 {
		p("")
	}
	for i, a := range d.Annexes {
		p("附件%d. %s", i+1, a.Title)
	}
	if d.Signature+d.Date != "" {
		p("\n%s\n%s", d.Signature, d.Date)
	}
	if d.Note != "" {
		p("（%s）", d.Note)
	}
	put("抄送", d.CopyTo)
	if d.PrintedBy != "" {
		p("%s　%s印发", d.PrintedBy, d.PrintedOn)
	}
	for i, a := range d.Annexes {
		turned := ""
		if a.Landscape {
			turned = "（横排）"
		}
		p("\n════ 附件%d %s%s", i+1, a.Title, turned)
		textBlocks(&b, a.Body)
	}
	return b.String()
}

func textBlocks(b *strings.Builder, blocks []Block) {
	for _, x := range blocks {
		switch x := x.(type) {
		case Heading:
			fmt.Fprintf(b, "%s %s\n", strings.Repeat("#", x.Level), x.Text)
		case Paragraph:
			fmt.Fprintf(b, "    %s%s\n", x.Lead, Join(x.Text))
		case *Table:
			textTable(b, x)
		case *Chart:
			textChart(b, x)
		case PageBreak:
			fmt.Fprintln(b, "──── 换页")
		}
	}
}

func textTable(b *strings.Builder, t *Table) {
	if t.Caption+t.Unit != "" {
		fmt.Fprintf(b, "［表］%s %s\n", t.Caption, t.Unit)
	}
	if t.Head == nil {
		var names []string
		for _, c := range t.Columns {
			names = append(names, c.Name)
		}
		fmt.Fprintf(b, "  %s\n", strings.Join(names, "│"))
	}
	for _, row := range t.Head {
		var names []string
		for _, h := range row {
			name := h.Text
			if h.Columns > 1 {
				name += fmt.Sprintf("〔跨%d列〕", h.Columns)
			}
			names = append(names, name)
		}
		fmt.Fprintf(b, "  %s\n", strings.Join(names, "│"))
	}
	for _, row := range t.Rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, c.Text)
		}
		fmt.Fprintf(b, "  %s\n", strings.Join(cells, "│"))
	}
	for _, n := range t.Notes {
		fmt.Fprintf(b, "  %s\n", n)
	}
}

func textChart(b *strings.Builder, c *Chart) {
	fmt.Fprintf(b, "［图］%s %s %s\n", c.Title, c.Unit, c.Mark)
	for i, name := range c.Labels {
		line := "  " + name
		for _, s := range c.Series {
			line += "│" + s.Name + " " + s.Texts[i]
		}
		if i < len(c.Marks) {
			line += "│时序 " + c.Marks[i].String()
		}
		fmt.Fprintln(b, line)
	}
}
