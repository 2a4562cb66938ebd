// Package inbox notices the files that are dropped into the inbox and keeps
// each of them once, unchanged, in the archive.
//
// A file is taken when it is complete and has stopped changing; what Word and
// Excel leave lying about (~$, .~, hidden, empty, partial downloads, links) is
// passed over. Only the kept copy is ever parsed.
package inbox
