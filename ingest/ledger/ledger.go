// Package ledger is the memory of tongbao: what was received, what became of
// it, what was issued. It is the only door to SQLite.
//
// WAL and synchronous=FULL, one writer; one transaction a return and one a
// document, so that a power cut leaves either all of it or nothing. Schema in
// migrations/*.sql, applied in order when the ledger is opened.
package ledger
