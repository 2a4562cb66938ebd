// Package read makes a Return of a workbook and a form: it finds sheets and
// headers by their text, tells which task force and month the workbook is
// for, and turns cells into values. What it reads differently from how it was
// typed is listed as a repair; what it cannot read is a finding (S…, T…).
package read

import (
	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// Read reads the file at path, which arrived under name. The Return is nil
// when the file is unreadable or it cannot be told whose it is; the findings
// then say why. err is for a disk that fails.
//
// Findings of Read: F… (file, task force, month), S… (sheets, headers), T…
// (a value that is not of its field's type, unit or number of decimals; a
// choice that is none). Whether a field is required or in range is the
// business of rules/check.
func Read(path, name, sha256 string, book form.Book, limits sheet.Limits) (*ingest.Return, finding.List, error) {
	panic("stub")
}
