package xlsx

import (
	"strings"

	"tongbao/ingest"
	"tongbao/output"
)

// sourceRows is how many rows a sheet of sources holds. Excel allows a sheet 65,530
// links, of which a row has up to two; excelize looks through all of them at each
// new one, so that full sheets would take minutes.
const sourceRows = 5_000

// sourceList is the sheets of sources being written.
type sourceList struct {
	*documentWriter
	page *page
	row  int // of page, last written
	left int // rows to come
}

// sources lists every traced figure with what it rests on, one input a row.
func (w *documentWriter) sources() {
	l := &sourceList{documentWriter: w}
	for _, t := range w.doc.Traces {
		l.left += max(1, len(t.Inputs))
	}
	for _, key := range w.sortedKeys() {
		l.figure(key)
	}
}

// next goes on to the next row, where a sheet is full to one of another.
func (l *sourceList) next() {
	if l.page == nil || l.row > sourceRows {
		l.page, l.row = l.sheet(min(l.left, sourceRows)), 1
	}
	l.row++
	l.left--
}

// sheet begins a sheet of so many rows.
func (l *sourceList) sheet(rows int) *page {
	p := l.documentWriter.page(sheetName(sourceSheet, l.taken))
	headers := []string{"数", "所在位置", "数值", "算式", "由本文件中的数得出", "来源", "报告月份", "报送版次", "工作表", "单元格", "文件名（点击打开存档原件）", "SHA-256"}
	for i, width := range []float64{28, 24, 14, 50, 60, 16, 12, 10, 18, 10, 34, 68} {
		p.width(i+1, width)
		p.text(i+1, 1, headers[i], headLook)
	}
	p.height(1, 24)
	p.dress(1, 2, len(headers), 1+rows, sourceLook) // at once: cell by cell it takes a third of the document's time
	p.freeze(1, len(headers))
	p.printSetup(printing{landscape: true, repeat: 1, centre: p.name})
	return p
}

var sourceLook = cellLook.sized(10)

// figure writes one figure. Where it goes on on another sheet its name is
// repeated.
func (l *sourceList) figure(key string) {
	t := l.doc.Traces[key]
	inputs := t.Inputs
	if len(inputs) == 0 {
		inputs = []ingest.Source{{}}
	}
	for i, in := range inputs {
		l.next()
		left := [5]string{}
		switch {
		case i == 0:
			left = [5]string{l.names.figure(key, t), "", t.Value, t.Formula, l.derivation(t)}
			if len(t.Inputs)+len(t.Of) == 0 && strings.Trim(t.Value, "0.") == "" {
				left[4] = "各份月报表均无应计入的记录"
			}
		case l.row == 2:
			left[0] = l.names.figure(key, t) + "（续）"
		}
		l.page.fill(1, l.row, left[:])
		if at, shown := l.at[key]; shown && i == 0 {
			l.page.text(2, l.row, at.String(), linkLook.boxed().sized(10))
			l.page.link(2, l.row, at.Sheet, at.Cell)
		}
		right := l.sourceCells(in)
		l.page.fill(6, l.row, right[:])
		if v := in.Version; v != nil && v.SHA256 != "" && l.names.Archive != "" {
			l.page.text(11, l.row, v.File, linkLook.boxed().sized(10))
			l.try(l.f.SetCellHyperLink(l.page.name, ref(11, l.row), l.names.Archive+"/"+v.SHA256, "External"))
		}
		l.page.fitRow(l.row, append(left[:], right[:]...))
	}
}

// fill puts texts into cells that have their look, from a column on.
func (p *page) fill(col, row int, texts []string) {
	for i, s := range texts {
		if s != "" {
			p.put(ref(col+i, row), s)
		}
	}
}

func (w *documentWriter) placeOf(key string) string {
	if at, shown := w.at[key]; shown {
		return at.String()
	}
	return w.names.figure(key, w.doc.Traces[key])
}

// derivation names the figures that one was computed from: 26.00（附件1!C5）.
func (w *documentWriter) derivation(t output.Trace) string {
	var list []string
	for _, key := range t.Of {
		list = append(list, w.doc.Traces[key].Value+"（"+w.placeOf(key)+"）")
	}
	return strings.Join(list, "；")
}

func (w *documentWriter) sourceCells(s ingest.Source) [7]string {
	cells := [7]string{3: s.Place.Sheet, 4: s.Place.Cell, 0: s.Office}
	if v := s.Version; v != nil {
		cells[0], cells[1], cells[5], cells[6] = w.names.taskForce(v.TaskForce), v.Period.Chinese(), v.File, v.SHA256
		if v.Number > 0 {
			cells[2] = "第" + itoa(v.Number) + "次"
		}
	}
	return cells
}
