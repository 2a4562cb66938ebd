// Package docx writes a document as WordprocessingML, for the office to edit
// before it is sealed: the same text as the PDF, styles by their Chinese
// names, the page set to GB/T 9704-2012.
//
// Start at Render. style.go is the table of styles, section.go the page and
// what repeats on it, head.go, body.go, table.go and closing.go the parts of a
// document in printed order, package.go the other parts of the file and the
// zip. No library writes it: every element stands in these files in the order
// that the schema asks for.
//
// Limits: where lines and pages end is left to the program that opens it; a
// turned annex is a section of landscape pages, not of portrait pages with a
// turned table; a chart becomes a table of its values and says so.
package docx

import (
	"fmt"

	"tongbao/output"
)

// Render gives the bytes of a .docx file. The same document gives the same
// bytes. The fonts are named, not embedded.
func Render(d *output.Document) ([]byte, error) {
	w := &writer{doc: d}
	w.redHead()
	w.title()
	w.blocks(d.Body, portrait)
	w.closing()
	for i := range d.Annexes {
		w.annex(i)
	}
	w.imprint()
	content, err := pack(map[string]string{
		"[Content_Types].xml":          contentTypes,
		"_rels/.rels":                  packageLinks,
		"docProps/app.xml":             appProperties,
		"docProps/core.xml":            coreProperties(d),
		"word/_rels/document.xml.rels": documentLinks,
		"word/document.xml":            w.document(),
		"word/fontTable.xml":           fontTable(),
		"word/footer1.xml":             footer("right"),
		"word/footer2.xml":             footer("left"),
		"word/footer3.xml":             turnedFooter("right"),
		"word/footer4.xml":             turnedFooter("left"),
		"word/header1.xml":             header(d.DraftMark),
		"word/settings.xml":            settings,
		"word/styles.xml":              styleSheet(),
	})
	if err != nil {
		return nil, fmt.Errorf("docx: %w", err)
	}
	return content, nil
}
