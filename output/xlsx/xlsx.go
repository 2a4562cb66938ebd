// Package xlsx writes workbooks: return forms to send out, the sender's own
// workbook with what was found in it, the figures behind a document, and the
// office's scheme and register. It is the only door to excelize for writing.
//
// Start at Form, Annotate, Tables, Document, and Fill, which fills a form in as
// a person would, for sample data and tests. book.go is what they share: every
// cell goes through it, so that text from outside stays text, and the same
// input gives the same bytes (repack.go says what excelize leaves to chance).
//
// Annotate alone does not use excelize: a stranger's workbook is not written
// anew but edited part by part, so that all it holds and we do not know of
// stays as it was.
package xlsx

import "time"

// Stamp is what a workbook says of its own making. Nothing else of a workbook
// depends on when it was made.
type Stamp struct {
	Title   string
	Creator string
	At      time.Time // zero for none
}
