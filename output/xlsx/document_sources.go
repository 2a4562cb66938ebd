package xlsx

import (
	"strings"

	"tongbao/ingest"
	"tongbao/output"
)

// sources lists every traced figure with what it rests on, one input a row.
func (w *documentWriter) sources() {
	if len(w.doc.Traces) == 0 {
		return
	}
	p := w.page(sheetName(sourceSheet, w.taken))
	headers := []string{"数", "所在位置", "数值", "算式", "由本文件中的数得出", "来源", "报告月份", "报送版次", "工作表", "单元格", "文件名（点击打开存档原件）", "SHA-256"}
	for i, width := range []float64{28, 24, 14, 50, 60, 16, 12, 10, 18, 10, 34, 68} {
		p.width(i+1, width)
		p.text(i+1, 1, headers[i], headLook)
	}
	p.height(1, 24)
	rows := 0
	for _, t := range w.doc.Traces {
		rows += max(1, len(t.Inputs))
	}
	p.dress(1, 2, len(headers), 1+rows, sourceLook) // at once: cell by cell it takes a third of the document's time
	row := 2
	for _, key := range w.sortedKeys() {
		row = w.source(p, key, row)
	}
	p.freeze(1, len(headers))
	p.printSetup(printing{landscape: true, repeat: 1, centre: p.name})
}

var sourceLook = cellLook.sized(10)

// source writes one figure and returns the row after it.
func (w *documentWriter) source(p *page, key string, row int) int {
	t := w.doc.Traces[key]
	inputs := t.Inputs
	if len(inputs) == 0 {
		inputs = []ingest.Source{{}}
	}
	for i, in := range inputs {
		left := [5]string{}
		if i == 0 {
			left = [5]string{w.names.figure(key, t), "", t.Value, t.Formula, w.derivation(t)}
			if len(t.Inputs)+len(t.Of) == 0 && strings.Trim(t.Value, "0.") == "" {
				left[4] = "各份月报表均无应计入的记录"
			}
		}
		p.fill(1, row, left[:])
		if at, shown := w.at[key]; shown && i == 0 {
			p.text(2, row, at.String(), linkLook.boxed().sized(10))
			p.link(2, row, at.Sheet, at.Cell)
		}
		right := w.sourceCells(in)
		p.fill(6, row, right[:])
		if v := in.Version; v != nil && v.SHA256 != "" && w.names.Archive != "" {
			p.text(11, row, v.File, linkLook.boxed().sized(10))
			p.try(p.f.SetCellHyperLink(p.name, ref(11, row), w.names.Archive+"/"+v.SHA256, "External"))
		}
		p.fitRow(row, append(left[:], right[:]...))
		row++
	}
	return row
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
