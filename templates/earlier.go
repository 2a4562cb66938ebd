package templates

import _ "embed"

// Earlier says what the default scheme has said since there were workbooks of
// it, so that a cell which an office never touched is told from its own. A line
// is a row, by its sheet and key columns, and after a tab the heads of the
// SHA-256 of what was in its cells. `go test ./rules/scheme -run TestEarlier
// -update` adds what the default scheme says today; nothing is taken out.
//
//go:embed earlier.txt
var Earlier string
