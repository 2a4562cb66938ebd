package scheme

import (
	"slices"

	"tongbao/ingest"
)

// Source is the cell of the scheme that a value was read from: the named
// column of a row, as trace prints it. The sheet alone where the scheme has no
// such cell.
func (s *Scheme) Source(sheet, column string, row int) ingest.Source {
	place := ingest.Place{Sheet: sheet}
	column = plainHeader(column)
	for _, t := range s.tables {
		if t.Sheet != sheet || row <= 0 { // first: a document asks for hundreds of cells
			continue
		}
		if at := slices.IndexFunc(t.Columns, func(name string) bool { return plainHeader(name) == column }); at >= 0 {
			place.Cell = cellName(at, row)
		}
	}
	return ingest.Source{Office: "方案", Place: place}
}

// SourceOf is Source in the first row whose key column holds the name.
func (s *Scheme) SourceOf(sheet, column, key, name string) ingest.Source {
	for _, t := range s.tables {
		at := slices.Index(t.Columns, key)
		if t.Sheet != sheet || at < 0 {
			continue
		}
		for _, row := range t.Rows {
			if at < len(row.Cells) && row.Cells[at] == name {
				return s.Source(sheet, column, row.Number)
			}
		}
	}
	return ingest.Source{Office: "方案", Place: ingest.Place{Sheet: sheet}}
}
