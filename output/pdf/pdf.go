// Package pdf draws documents on GB/T 9704-2012 pages: the only door to
// gofpdf, and the only package that knows fonts and millimetres.
//
// Start at Render. Lines are broken here, never by gofpdf, which loses a
// character at every automatic break.
package pdf

import "tongbao/output"

// Result is a drawn document.
type Result struct {
	Bytes    []byte
	Pages    int
	Fonts    []string // faces used, by role
	Warnings []string // Chinese: characters that no face has, printed as 〓
}

// Render draws a document. The same document gives the same bytes.
func Render(d *output.Document, fonts *Fonts) (*Result, error) { panic("stub") }

// Fonts is a set of loaded faces.
type Fonts struct{}

// Load takes the built-in faces, and the office's own from dir where there
// are any ("" for none).
func Load(dir string) (*Fonts, error) { panic("stub") }
