package ledger

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"

	"tongbao/ingest"
)

// Figure is a figure of an issued document and what it rests on: cells, or
// other figures of the same document.
type Figure struct {
	Key     string          `json:"key"`   // figure/AAA/金额/actual, by the document's own naming
	Value   string          `json:"value"` // as printed
	Formula string          `json:"formula,omitempty"`
	Inputs  []ingest.Source `json:"inputs,omitempty"`
	Of      []string        `json:"of,omitempty"`    // keys of the figures it was computed from
	At      []ingest.Place  `json:"at,omitempty"`    // where it stands in the document's workbook
	Words   []string        `json:"words,omitempty"` // what a reader calls those places, parallel to At; nil for a document issued before they were kept
	Pages   []int           `json:"pages,omitempty"` // of its print, from 1; nil as Words, or where only the workbook has it
}

// insertFigures keeps what a document printed. Its text says the same names
// over and over, so it is compressed, to about a twentieth.
func insertFigures(ctx context.Context, tx *writing, document int64, figures []Figure) error {
	if figures == nil {
		figures = []Figure{}
	}
	text, err := json.Marshal(figures)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO document_trace (document, content) VALUES (?, ?)", document, b.Bytes())
	return err
}

// Figures are the figures of an issued document that a search may concern:
// none where its text does not hold the given word (a SHA-256, a sheet's name;
// "" for any). A document that was issued before figures were kept is
// fs.ErrNotExist: make it again to know them.
func (l *Ledger) Figures(ctx context.Context, document int64, word string) ([]Figure, error) {
	var content []byte
	err := l.reader.QueryRowContext(ctx, "SELECT content FROM document_trace WHERE document = ?", document).Scan(&content)
	if err != nil {
		return nil, l.failed(absent(err))
	}
	z, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, l.failed(err)
	}
	text, err := io.ReadAll(z)
	if err != nil || !bytes.Contains(text, inJSON(word)) {
		return nil, l.failed(err)
	}
	var list []Figure
	return list, l.failed(json.Unmarshal(text, &list))
}

// inJSON is how a word stands inside a JSON text.
func inJSON(word string) []byte {
	text, err := json.Marshal(word)
	if err != nil {
		return nil
	}
	return text[1 : len(text)-1]
}
