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

// sourceList is the sheets of sources being written. Its rows are gathered by
// sheets and then streamed: of some hundred task forces there are a hundred
// thousand cells, which excelize would hold until the workbook is finished.
type sourceList struct {
	*documentWriter
	rows []sourceRow // of the sheet at hand, below its head
}

// sourceRow is a figure's name, place, value, formula and derivation on its first
// row, and one thing that it rests on.
type sourceRow struct {
	texts   [12]string
	at      ingest.Place // where the figure stands
	archive string       // where the kept file lies
}

// sources lists every traced figure with what it rests on, one input a row.
func (w *documentWriter) sources() {
	l := &sourceList{documentWriter: w}
	for _, key := range w.sortedKeys() {
		l.figure(key)
	}
	l.sheet()
}

// figure gathers one figure. Where it goes on on another sheet its name is
// repeated.
func (l *sourceList) figure(key string) {
	t := l.doc.Traces[key]
	inputs := t.Inputs
	if len(inputs) == 0 {
		inputs = []ingest.Source{{}}
	}
	for i, in := range inputs {
		if len(l.rows) == sourceRows {
			l.sheet()
		}
		r := sourceRow{texts: l.sourceTexts(in)}
		switch {
		case i == 0:
			r.texts[0], r.texts[2], r.texts[3], r.texts[4] = l.names.figure(key, t), t.Value, t.Formula, l.derivation(t)
			if len(t.Inputs)+len(t.Of) == 0 && strings.Trim(t.Value, "0.") == "" {
				r.texts[4] = "各份月报表均无应计入的记录"
			}
			if at, shown := l.at[key]; shown {
				r.texts[1], r.at = at.String(), at.Place
			}
		case len(l.rows) == 0:
			r.texts[0] = l.names.figure(key, t) + "（续）"
		}
		if v := in.Version; v != nil && v.SHA256 != "" && l.names.Archive != "" {
			r.archive = l.names.Archive + "/" + v.SHA256
		}
		l.rows = append(l.rows, r)
	}
}

var (
	sourceHeads  = [12]string{"数", "所在位置", "数值", "算式", "由本文件中的数得出", "来源", "报告月份", "报送版次", "工作表", "单元格", "文件名（点击打开存档原件）", "SHA-256"}
	sourceWidths = [12]float64{28, 24, 14, 50, 60, 16, 12, 10, 18, 10, 34, 68}
	sourceLook   = cellLook.sized(10)
	sourceLink   = linkLook.boxed().sized(10)
)

// sheet writes the rows gathered. What stands around a sheet's cells, its links
// too, is set before they are streamed.
func (l *sourceList) sheet() {
	if len(l.rows) == 0 {
		return
	}
	p := l.page(sheetName(sourceSheet, l.taken))
	for i, width := range sourceWidths {
		p.width(i+1, width)
	}
	p.freeze(1, len(sourceHeads))
	p.printSetup(printing{landscape: true, repeat: 1, centre: p.name})
	for i, r := range l.rows {
		if r.at.Sheet != "" {
			p.link(2, i+2, r.at.Sheet, r.at.Cell)
		}
		if r.archive != "" {
			l.try(l.f.SetCellHyperLink(p.name, ref(11, i+2), r.archive, "External"))
		}
	}
	s := p.stream(len(sourceHeads), 1+len(l.rows))
	s.row(24, sourceHeads[:], func(int) look { return headLook })
	for _, r := range l.rows {
		s.row(fitting(r.texts[:], func(col int) float64 { return sourceWidths[col-1] }), r.texts[:], func(i int) look {
			if i == 1 && r.at.Sheet != "" || i == 10 && r.archive != "" {
				return sourceLink
			}
			return sourceLook
		})
	}
	s.end()
	l.rows = l.rows[:0]
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

// sourceTexts are the cells of what a figure rests on; those of the figure are
// empty.
func (w *documentWriter) sourceTexts(s ingest.Source) (texts [12]string) {
	texts[5], texts[8], texts[9] = s.Office, s.Place.Sheet, s.Place.Cell
	if v := s.Version; v != nil {
		texts[5], texts[6], texts[10], texts[11] = w.names.taskForce(v.TaskForce), v.Period.Chinese(), v.File, v.SHA256
		if v.Number > 0 {
			texts[7] = "第" + itoa(v.Number) + "次"
		}
	}
	return texts
}
