// Package frozen keeps documents as files, so that the tests of the renderers
// draw the same document whatever the rest of the program comes to say. Only
// tests use it.
//
// A file is JSON: Document holds what every document has, Body and Annexes its
// blocks, each under the name of its kind.
package frozen

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"tongbao/output"
)

type document struct {
	Document *output.Document
	Body     []block
	Annexes  []annex
}

type annex struct {
	Title     string
	Landscape bool
	Body      []block
}

// block has one of them.
type block struct {
	Heading   *output.Heading
	Paragraph *output.Paragraph
	Table     *output.Table
	Chart     *output.Chart
	PageBreak *output.PageBreak
}

//go:embed circular.json
var circular []byte

//go:embed ranking.json
var ranking []byte

// Circular is a circular in the wording of a real one, with a turned table, a
// list of forty projects, a chart and four annexes. All firms are made up.
func Circular() *output.Document { return made(circular) }

// Ranking is a report without a red head, marked 公示稿.
func Ranking() *output.Document { return made(ranking) }

func made(raw []byte) *output.Document {
	d, err := thaw(raw)
	if err != nil {
		panic(err) // it is part of this package
	}
	return d
}

// Read thaws a document of a file.
func Read(path string) (*output.Document, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	d, err := thaw(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return d, nil
}

func thaw(raw []byte) (*output.Document, error) {
	var f document
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, err
	}
	d := f.Document
	d.Body = blocksOf(f.Body)
	for _, a := range f.Annexes {
		d.Annexes = append(d.Annexes, output.Annex{Title: a.Title, Landscape: a.Landscape, Body: blocksOf(a.Body)})
	}
	return d, nil
}

// Write freezes a document, one block a line, without its traces, which no
// renderer of pages draws.
func Write(path string, d *output.Document) error {
	head := *d
	head.Body, head.Annexes, head.Traces = nil, nil, nil
	var b bytes.Buffer
	if err := write(&b, `{"Document":`, head); err != nil {
		return err
	}
	b.WriteString(",\n\"Body\":[")
	if err := writeBlocks(&b, d.Body); err != nil {
		return err
	}
	b.WriteString("],\n\"Annexes\":[")
	for i, a := range d.Annexes {
		if i > 0 {
			b.WriteString(",")
		}
		if err := write(&b, "\n{\"Title\":", a.Title); err != nil {
			return err
		}
		fmt.Fprintf(&b, `,"Landscape":%t,"Body":[`, a.Landscape)
		if err := writeBlocks(&b, a.Body); err != nil {
			return err
		}
		b.WriteString("]}")
	}
	b.WriteString("]}\n")
	return os.WriteFile(path, b.Bytes(), 0o644)
}

func writeBlocks(b *bytes.Buffer, list []output.Block) error {
	for i, x := range list {
		kind := strings.TrimPrefix(strings.TrimPrefix(fmt.Sprintf("%T", x), "*"), "output.")
		before := "\n{\"" + kind + "\":"
		if i > 0 {
			before = "," + before
		}
		if err := write(b, before, x); err != nil {
			return err
		}
		b.WriteString("}")
	}
	return nil
}

// write writes a value without what is zero, or the files would be four times
// as long.
func write(b *bytes.Buffer, before string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var back any
	if err := json.Unmarshal(raw, &back); err != nil {
		return err
	}
	raw, err = json.Marshal(lean(back))
	b.WriteString(before)
	b.Write(raw)
	return err
}

func lean(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if v[k] = lean(x); x == nil || x == "" || x == 0.0 || x == false {
				delete(v, k)
			}
		}
	case []any:
		for i := range v {
			v[i] = lean(v[i])
		}
	}
	return v
}

func blocksOf(list []block) (blocks []output.Block) {
	for _, b := range list {
		switch {
		case b.Heading != nil:
			blocks = append(blocks, *b.Heading)
		case b.Paragraph != nil:
			blocks = append(blocks, *b.Paragraph)
		case b.Table != nil:
			blocks = append(blocks, b.Table)
		case b.Chart != nil:
			blocks = append(blocks, b.Chart)
		case b.PageBreak != nil:
			blocks = append(blocks, *b.PageBreak)
		}
	}
	return blocks
}
