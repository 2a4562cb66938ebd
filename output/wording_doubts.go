package output

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"golang.org/x/text/width"
)

// What an office's own wording may do and hardly means to: print a digit that
// it typed where a figure belongs, so that every month says the same and
// nobody can trace it, or leave out what the built-in words never do.

// Doubts are those of one file, or of all files for "": no faults, documents
// are made with them, but whoever signs has to know.
func (w *Wording) Doubts(file string) WordingFaults {
	if file != "" {
		return w.doubts[file]
	}
	var all WordingFaults
	for _, name := range w.names() {
		all = append(all, w.doubts[name]...)
	}
	return all
}

// due are the contents that a piece which has them in the built-in words has
// to have in the office's own.
var due = []struct{ field, missing string }{
	{".Basis", "没有写入依据文件（.Basis）。"},
	{".Reissued", "没有更正后重新印发时的说明（{{if .Reissued}}…{{end}}），更正件将不能印发。"},
}

// doubt looks through the pieces of an office's file, beside the built-in ones
// that they take the place of.
func doubt(name string, base *template.Template, trees map[string]*parse.Tree, text string) (list WordingFaults) {
	known := map[string]bool{}
	for _, t := range base.Templates() {
		eachPrinted(t.Root, func(_ parse.Pos, s string) {
			for _, n := range typedDigits.FindAllString(width.Narrow.String(s), -1) {
				known[n] = true
			}
		})
	}
	if tree := trees[name]; tree != nil {
		for _, n := range tree.Root.Nodes {
			said := strings.TrimSpace(n.String())
			if said == "" {
				continue
			}
			at := int(n.Position()) + strings.Index(text[n.Position():], strings.SplitN(said, "\n", 2)[0])
			list = append(list, WordingFault{name, 1 + strings.Count(text[:at], "\n"), fmt.Sprintf("“%s”写在段落之外，不会印出。请写到{{define \"段落名称\"}}和{{end}}之间；只是备注的，写作{{/* … */}}。", clip(said, 20))})
		}
	}
	for piece, tree := range trees {
		if piece == name {
			continue
		}
		line := func(at parse.Pos) int { return 1 + strings.Count(text[:min(int(at), len(text))], "\n") }
		eachPrinted(tree.Root, func(at parse.Pos, s string) {
			for _, span := range typedDigits.FindAllStringIndex(width.Narrow.String(s), -1) {
				plain := width.Narrow.String(s)
				if n := plain[span[0]:span[1]]; !known[n] {
					list = append(list, WordingFault{name, line(at) + strings.Count(plain[:span[0]], "\n"), fmt.Sprintf("段落“%s”中的数字“%s”是手工写入的，各期都会照此印出，也不能追溯。统计数据请用现成的名称写入；确非统计数据的，请写作{{no \"%s\"}}。", piece, n, n)})
				}
			}
		})
		own := base.Lookup(piece)
		if own == nil || own.Tree == nil {
			continue
		}
		for _, d := range due {
			if strings.Contains(own.Root.String(), d.field) && !strings.Contains(tree.Root.String(), d.field) {
				list = append(list, WordingFault{name, line(tree.Root.Pos), "段落“" + piece + "”" + d.missing})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b WordingFault) int { return a.Line - b.Line })
	return list
}

var typedDigits = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?%?`)

// eachPrinted hands over what a piece prints as it stands: its own text, and
// words in quotes but for those that name something (no) or join a list.
func eachPrinted(n parse.Node, take func(parse.Pos, string)) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, x := range n.Nodes {
				eachPrinted(x, take)
			}
		}
	case *parse.TextNode:
		take(n.Pos, string(n.Text))
	case *parse.ActionNode:
		for _, c := range n.Pipe.Cmds {
			printedBy(c, take)
		}
	case *parse.IfNode:
		eachPrinted(n.List, take)
		eachPrinted(n.ElseList, take)
	case *parse.RangeNode:
		eachPrinted(n.List, take)
		eachPrinted(n.ElseList, take)
	case *parse.WithNode:
		eachPrinted(n.List, take)
		eachPrinted(n.ElseList, take)
	}
}

func printedBy(c *parse.CommandNode, take func(parse.Pos, string)) {
	if f, ok := c.Args[0].(*parse.IdentifierNode); ok && f.Ident == "no" {
		return
	}
	for _, x := range c.Args {
		switch x := x.(type) {
		case *parse.StringNode:
			take(x.Pos, x.Text)
		case *parse.NumberNode:
			if len(c.Args) == 1 || isPrint(c.Args[0]) {
				take(x.Pos, x.Text)
			}
		case *parse.PipeNode:
			for _, inner := range x.Cmds {
				printedBy(inner, take)
			}
		}
	}
}

func isPrint(n parse.Node) bool {
	f, ok := n.(*parse.IdentifierNode)
	return ok && strings.HasPrefix(f.Ident, "print")
}

// TellsCorrection refuses a document issued again that does not say so: in its
// title that it corrects, in its text which 文号 it replaces ("" for one that
// had none). Two papers of one month that look alike are worse than none.
func TellsCorrection(d *Document, file, replaces string) error {
	said := func(blocks []Block, word string) bool {
		return slices.ContainsFunc(blocks, func(b Block) bool {
			p, ok := b.(Paragraph)
			return ok && strings.Contains(Join(p.Text), word)
		})
	}
	switch {
	case !strings.Contains(strings.Join(d.Title, ""), "更正"):
		return WordingFaults{{file, 0, "更正后重新印发的，标题须注明“（更正）”。请在段落“标题”中补上{{if .Reissued}}（更正）{{end}}。"}}
	case !said(d.Body, cmp.Or(replaces, "更正")):
		return WordingFaults{{file, 0, "更正后重新印发的，正文须说明更正，并写明所代替的文号。请在段落“引言”中补上{{if .Reissued}}…{{end}}，文号写作{{.Replaces}}。"}}
	}
	return nil
}
