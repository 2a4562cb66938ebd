// Package xlsx writes workbooks: return forms, annotated returns, the figures
// behind a document, the office's own scheme and register. Everything it
// writes is byte-identical for the same input.
package xlsx
