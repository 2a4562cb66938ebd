package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// unzip reads a file's parts.
func unzip(t *testing.T, content []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

// node is an element of any XML part.
type node struct {
	name  string
	attrs map[string]string
	text  string
	kids  []*node
}

func parse(t *testing.T, part []byte) *node {
	t.Helper()
	root := &node{}
	stack := []*node{root}
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		top := stack[len(stack)-1]
		switch k := token.(type) {
		case xml.StartElement:
			n := &node{name: k.Name.Local, attrs: map[string]string{}}
			for _, a := range k.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			top.kids, stack = append(top.kids, n), append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.text += string(k)
		}
	}
	return root
}

// all finds the elements of a name, in order, at any depth.
func (n *node) all(name string) (list []*node) {
	for _, k := range n.kids {
		if k.name == name {
			list = append(list, k)
		}
		list = append(list, k.all(name)...)
	}
	return list
}

func (n *node) has(name string) bool { return len(n.all(name)) > 0 }

// val is the w:val of the first element of a name.
func (n *node) val(name string) string {
	for _, k := range n.all(name) {
		return k.attrs["val"]
	}
	return ""
}

// plain is a paragraph's text.
func (n *node) plain() string {
	var b strings.Builder
	for _, k := range n.kids {
		switch k.name {
		case "t":
			b.WriteString(k.text)
		case "tab":
			b.WriteByte('\t')
		case "br":
			b.WriteByte('\n')
		case "pPr":
		default:
			b.WriteString(k.plain())
		}
	}
	return b.String()
}

// body reads document.xml as lines: a paragraph is “style name|text”, a table
// row its cells with │ between.
func readBody(t *testing.T, content []byte) (list []string, document *node) {
	t.Helper()
	parts := unzip(t, content)
	names := map[string]string{}
	for _, s := range parse(t, parts["word/styles.xml"]).all("style") {
		names[s.attrs["styleId"]] = s.val("name")
	}
	document = parse(t, parts["word/document.xml"])
	for _, k := range document.all("body")[0].kids {
		switch k.name {
		case "p":
			name, known := names[k.val("pStyle")]
			if !known {
				t.Errorf("no style %q", k.val("pStyle"))
			}
			list = append(list, name+"|"+k.plain())
		case "tbl":
			for _, row := range k.all("tr") {
				var cells []string
				for _, c := range row.all("tc") {
					cells = append(cells, c.plain())
				}
				list = append(list, strings.Join(cells, "│"))
			}
		}
	}
	return list, document
}
