package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// element is one start or end tag of a part, and where its bytes stand. A tag
// that closes itself comes as two elements at the same place, the second with
// End set.
type element struct {
	path     []string // local names from the root down to this one
	prefix   string   // namespace prefix as written
	attr     []xml.Attr
	end      bool
	from, to int
}

func (e element) name() string { return e.path[len(e.path)-1] }

// in reports whether the element stands at exactly that path.
func (e element) in(path ...string) bool { return slices.Equal(e.path, path) }

// get returns an attribute by local name.
func (e element) get(name string) string {
	for _, a := range e.attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// walk visits every tag of a part in order. The path is only valid during the
// call.
func walk(data []byte, visit func(element)) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	var path []string
	for {
		from := int(d.InputOffset())
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("xlsx: part: %w", err)
		}
		to := int(d.InputOffset())
		switch t := t.(type) {
		case xml.StartElement:
			path = append(path, t.Name.Local)
			visit(element{path: path, prefix: t.Name.Space, attr: t.Attr, from: from, to: to})
		case xml.EndElement:
			if len(path) == 0 {
				return errors.New("xlsx: part: end without start")
			}
			visit(element{path: path, prefix: t.Name.Space, end: true, from: from, to: to})
			path = path[:len(path)-1]
		}
	}
}

// edit replaces bytes from..to of a part.
type edit struct {
	from, to int
	with     string
}

// apply makes the edits, which must not overlap. Edits at one place are made
// in the order given.
func apply(data []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		out.Write(data[at:e.from])
		out.WriteString(e.with)
		at = e.to
	}
	out.Write(data[at:])
	return out.Bytes()
}

// withAttr returns a start tag with the attribute set.
func withAttr(tag, name, value string) string {
	tag = withoutAttr(tag, name)
	end := len(tag) - 1
	if strings.HasSuffix(tag, "/>") {
		end--
	}
	return strings.TrimRight(tag[:end], " \t\r\n") + " " + name + `="` + escaped(value) + `"` + tag[end:]
}

func withoutAttr(tag, name string) string {
	return regexp.MustCompile(`\s+`+regexp.QuoteMeta(name)+`\s*=\s*("[^"]*"|'[^']*')`).ReplaceAllString(tag, "")
}

// opened turns a tag that closes itself into one that does not.
func opened(tag string) string { return strings.TrimSuffix(strings.TrimSuffix(tag, ">"), "/") + ">" }

// before puts text before an end tag. One that takes no bytes belongs to an
// element that closed itself, which is opened.
func before(data []byte, from, to int, name, text string) edit {
	if from != to {
		return edit{from, from, text}
	}
	from = bytes.LastIndexByte(data[:to], '<')
	return edit{from, to, opened(string(data[from:to])) + text + "</" + name + ">"}
}

// escaped is text as it may stand in a part.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(unescapable(clean(s)))) // a strings.Builder takes everything
	return b.String()
}

// prefixed is an element name under the prefix a part uses.
func prefixed(prefix, name string) string {
	if prefix == "" {
		return name
	}
	return prefix + ":" + name
}
