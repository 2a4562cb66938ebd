package xlsx

import (
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
)

// Filling is what a person enters into a form. Values are by 字段 and in plain
// writing: text, “3.2”, “2023-09-05”. A value that is of its field's type is
// entered as Excel would keep it, a number or a day; any other is entered as
// the text it is, which is how people make mistakes.
type Filling struct {
	Cover map[string]string              // items of the cover
	Nil   []string                       // sheets declared 本月无
	Rows  map[string][]map[string]string // by 工作表, in order; a row whose 督办编号 was pre-filled answers that row
	Raw   map[ingest.Place]string        // text written last, over whatever stands there
}

// Fill enters values into a form made by Form, for sample data and tests.
func Fill(formBytes []byte, f *form.Form, in Filling) ([]byte, error) {
	b, err := openBook(formBytes)
	if err != nil {
		return nil, err
	}
	w := &filler{book: b, form: f}
	w.cover(in)
	for i := range f.Sheets {
		w.rows(&f.Sheets[i], in.Rows[f.Sheets[i].Name])
	}
	for _, place := range sortedPlaces(in.Raw) {
		w.raw(place, in.Raw[place])
	}
	return b.bytes()
}

func sortedPlaces(raw map[ingest.Place]string) []ingest.Place {
	places := make([]ingest.Place, 0, len(raw))
	for p := range raw {
		places = append(places, p)
	}
	slices.SortFunc(places, func(a, b ingest.Place) int {
		if a.String() < b.String() {
			return -1
		}
		return 1
	})
	return places
}

type filler struct {
	*book
	form *form.Form
}

func (w *filler) page(name string) *page {
	p := w.find(name)
	if p == nil {
		w.try(fmt.Errorf("form has no sheet %q", name))
		p = &page{book: w.book, name: name}
	}
	return p
}

func (w *filler) cover(in Filling) {
	cover := w.form.Cover()
	if cover == nil {
		w.try(fmt.Errorf("form has no cover"))
		return
	}
	p := w.page(cover.Name)
	for key := range in.Cover {
		w.known(cover, key)
	}
	for i, f := range cover.Fields {
		v, given := in.Cover[f.Key]
		if f.Role == form.NilOf && slices.Contains(in.Nil, f.NilSheet) {
			v, given = form.NilAnswer, true
		}
		if given {
			p.enter(pairValue, form.FirstPair+i, f, v)
		}
	}
}

func (w *filler) known(s *form.Sheet, key string) {
	if s.Field(key) == nil {
		w.try(fmt.Errorf("sheet %q has no field %q", s.Name, key))
	}
}

func (w *filler) rows(s *form.Sheet, rows []map[string]string) {
	if len(rows) == 0 || w.err != nil {
		return
	}
	p := w.page(s.Name)
	used := map[int]bool{}
	for _, values := range rows {
		for key := range values {
			w.known(s, key)
		}
		row := w.rowFor(p, s, values, used)
		used[row] = true
		for i, f := range s.Fields {
			col, at := i+1, row
			if s.Shape == form.Pairs {
				col, at = pairValue, form.FirstPair+i
			}
			if v, given := values[f.Key]; given {
				p.enter(col, at, f, v)
			}
		}
		if s.Shape == form.List && s.Prefill == form.NoPrefill {
			p.fitRow(row, inOrder(s, values)) // as Excel does while one types
		}
	}
}

func inOrder(s *form.Sheet, values map[string]string) []string {
	texts := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		texts[i] = values[f.Key]
	}
	return texts
}

// rowFor is the row that was pre-filled for the same supervision item, or the
// first free one.
func (w *filler) rowFor(p *page, s *form.Sheet, values map[string]string, used map[int]bool) int {
	col := slices.IndexFunc(s.Fields, func(f form.Field) bool { return f.Role == form.Item }) + 1
	for row := form.FirstEntry; ; row++ {
		if used[row] {
			continue
		}
		there := ""
		if col > 0 {
			v, err := p.f.GetCellValue(p.name, ref(col, row))
			w.try(err)
			there = v
		}
		if there == "" || there == values[s.Fields[col-1].Key] {
			return row
		}
	}
}

// enter types a value into a cell, keeping the cell's look.
func (p *page) enter(col, row int, f form.Field, v string) {
	cell := ref(col, row)
	p.right, p.bottom = max(p.right, col), max(p.bottom, row)
	switch f.Type {
	case form.Integer, form.Decimal:
		if n, err := exact.Parse(v); err == nil {
			p.try(p.f.SetCellDefault(p.name, cell, n.String()))
			return
		}
	case form.DateType:
		if d, err := ingest.ParseDate(v); err == nil {
			p.try(p.f.SetCellDefault(p.name, cell, itoa(serial(d))))
			return
		}
	}
	p.put(cell, v)
}

func (w *filler) raw(place ingest.Place, text string) {
	p := w.page(place.Sheet)
	p.put(place.Cell, text)
	p.reach(place.Cell)
}
