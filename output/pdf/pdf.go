// Package pdf draws documents on GB/T 9704-2012 pages: the only door to
// gofpdf, and the only package that knows fonts and millimetres.
//
// Start at Render. A document is first set (chars.go, breaking.go, line.go:
// text into lines), then flowed (flow.go: lines, rows and bars into pages),
// and only then drawn (draw.go, finish.go), with each face cut to the
// characters used. Parts of a page: head.go (red head, title), body.go,
// closing.go (attachments, signature, imprint), annex.go, table.go, chart.go.
//
// Lines are broken here, never by gofpdf, which loses a character at every
// automatic break. Limits: horizontal text of one direction; a table row or a
// chart higher than a page is not cut.
package pdf

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tongbao/output"
)

// Result is a drawn document.
type Result struct {
	Bytes    []byte
	Pages    int
	Figures  map[string][]int // the pages that each traced figure stands on, from 1
	Fonts    []string         // faces used, by role, with their SHA-256
	Warnings []string         // Chinese: files in fonts/ that cannot be used, characters that no face has, printed as 〓
	Hints    []string         // Chinese: what an editor may want to mend, such as a last line of one character
}

// Render draws a document. The same document and fonts give the same bytes.
func Render(d *output.Document, fonts *Fonts) (*Result, error) {
	s := &setter{fonts: fonts, missing: map[rune]bool{}, chars: map[style]map[rune]*letter{}, mark: d.DraftMark, leading: roomy}
	foot := s.imprint(d)
	first := 0 // page that may be closed up
	if d.RedHead != "" {
		first = 1
	}
	pages := s.settled(func(b []*block) []*page { return signed(b, first) }, d.Body, func(x stretch) []*block {
		main := s.body(x.body, portrait)
		if x.last {
			main = s.close(d, main)
		}
		if x.first {
			main = append(s.opening(d), main...)
		}
		if x.last && len(d.Annexes) == 0 {
			main = closed(main, foot)
		}
		return main
	})
	for i := range d.Annexes {
		pages = append(pages, s.annex(d, i, foot)...)
	}
	s.furniture(pages)
	about := info{strings.Join(d.Title, ""), d.Author, d.Subject, made(d)}
	raw, err := draw(pages, about)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return &Result{raw, len(pages), figures(pages), fonts.used(), append(slices.Clone(fonts.Warnings), s.warnings()...), s.hints}, nil
}

func figures(pages []*page) map[string][]int {
	on := map[string][]int{}
	for i, p := range pages {
		for k := range p.prints {
			on[k] = append(on[k], i+1)
		}
	}
	return on
}

// opening is what stands above the body: red head, title, addressee.
func (s *setter) opening(d *output.Document) []*block {
	var blocks []*block
	if d.RedHead != "" {
		blocks = append(blocks, s.redHead(d))
	}
	blocks = append(blocks, s.title(d.Title, 0)...)
	if d.To != "" {
		blocks = append(blocks, s.lines(s.set(d.To+"：", bodyStyle), 0, true)...)
	}
	return blocks
}

var day = regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})日`)

// made is the date in the file's own data: the document's, since a program's
// clock has no place on paper. A document without a date is of no day.
func made(d *output.Document) time.Time {
	for _, text := range []string{d.Date, d.PrintedOn} {
		if m := day.FindStringSubmatch(text); m != nil {
			y, _ := strconv.Atoi(m[1])
			month, _ := strconv.Atoi(m[2])
			day, _ := strconv.Atoi(m[3])
			return time.Date(y, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		}
	}
	return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
}
