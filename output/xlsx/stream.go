package xlsx

import "github.com/xuri/excelize/v2"

// stream writes the cells of a sheet row by row, so that they are not all held
// at once. Everything else that the sheet has is set before it begins; nothing
// can be once it has ended.
type stream struct {
	*page
	w    *excelize.StreamWriter
	next int
}

// stream begins the cells of a sheet that will have so many columns and rows.
func (p *page) stream(columns, rows int) *stream {
	p.openOnFirst()
	p.right, p.bottom, p.streamed = columns, rows, true
	p.dimension()
	w, err := p.f.NewStreamWriter(p.name)
	p.try(err)
	return &stream{p, w, 1}
}

// row writes the next row: texts in the looks of their columns, from 0 on. A
// height of 0 says nothing.
func (s *stream) row(height float64, texts []string, look func(i int) look) {
	if s.err != nil {
		return
	}
	cells := make([]any, len(texts))
	for i, text := range texts {
		c := excelize.Cell{StyleID: s.style(look(i))}
		if text != "" {
			c.Value = cellText(text)
		}
		cells[i] = c
	}
	s.try(s.w.SetRow(ref(1, s.next), cells, excelize.RowOpts{Height: min(height, excelize.MaxRowHeight)}))
	s.next++
}

func (s *stream) end() {
	if s.err == nil {
		s.try(s.w.Flush())
	}
}
