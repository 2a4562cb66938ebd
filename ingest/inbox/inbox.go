// Package inbox notices the files that are dropped into the inbox and keeps
// each of them once, unchanged, in the archive.
//
// Three steps, in this order, the posting in the ledger standing between the
// second and the third:
//
//	found, skipped, err := inbox.Scan(dir, policy) // what is there and complete
//	kept, err := inbox.Keep(archive, candidate)    // archive/<sha256>, on disk for good
//	                                               // … ledger.Post …
//	gone, err := inbox.Remove(kept)                // only if it is still that file
//
// A file is taken when it is complete and has stopped changing (Policy tells
// how that is known); what Office and browsers leave lying about (~$, .~,
// hidden, empty, partial downloads, links) is passed over, and every file that
// is passed over or waited for is told with its reason. Only the kept copy is
// ever parsed.
//
// The package asks no clock: Policy.Now is given by the caller. What differs
// on Windows stands in disk_windows.go and disk_unix.go, nowhere else.
package inbox
