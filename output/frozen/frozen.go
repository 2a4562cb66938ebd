// Package frozen keeps documents as files, so that the tests of the renderers
// draw the same document whatever the rest of the program comes to say. Only
// tests use it.
//
// A file is JSON: Document holds what every document has, Body and Annexes its
// blocks, each under the name of its kind.
package frozen

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"

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
