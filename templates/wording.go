package templates

import "embed"

// Wording holds the sentences of documents, one text/template file a document,
// under wording/. The head of each file says what its names mean.
//
//go:embed wording/*.tmpl
var Wording embed.FS
