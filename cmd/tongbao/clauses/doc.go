// Package clauses holds tests only: what the notice says is what the default
// scheme does.
//
// Start at rule_cases_test.go, the table of a return that breaks and one that
// keeps each row of 规则; supervision_test.go does the same for 督查 and 扣分.
// clauses_test.go holds templates/CLAUSES.md against the notice, the scheme and
// the tests. workbook_test.go makes the returns: real workbooks, drawn and
// filled in by output/xlsx and read back by ingest/read, which is why these
// tests stand here and not beside rules/check.
package clauses
