package read

import (
	"fmt"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// findPairs finds the items of a name-value sheet by their label, wherever it
// stands; the value is the next cell to the right (beyond the label's merge).
// A blank value gives a blank Cell that knows its place.
func findPairs(fs *form.Sheet, tab *sheet.Sheet) map[string]sheet.Cell {
	found := map[string]sheet.Cell{}
	list, labels := namesOf(fs), map[string]label{}
	for _, same := range waysToCall {
		taken := takenCells(found)
		for _, row := range tab.Rows {
			for _, c := range row.Cells {
				if c.Type != sheet.Text || taken[c.Ref] {
					continue
				}
				l, known := labels[c.Ref]
				if !known {
					l = labelled(c.Value)
					labels[c.Ref] = l
				}
				if key := called(list, l, same, found); key != "" {
					value := rightOf(tab, row, c)
					found[key] = value
					taken[value.Ref] = true
				}
			}
		}
	}
	return found
}

// takenCells are values already found: a value is never another item's label.
func takenCells(found map[string]sheet.Cell) map[string]bool {
	taken := map[string]bool{}
	for _, c := range found {
		taken[c.Ref] = true
	}
	return taken
}

// called is the key of the field that a label names, of those not found yet.
func called(list []names, l label, same func(names, label) bool, found map[string]sheet.Cell) string {
	for _, n := range list {
		if _, done := found[n.key]; !done && same(n, l) {
			return n.key
		}
	}
	return ""
}

// isLabel tells the name of an item.
func isLabel(list []names, text string) bool {
	return called(list, labelled(text), names.byHeader, nil) != ""
}

func rightOf(tab *sheet.Sheet, row sheet.Row, label sheet.Cell) sheet.Cell {
	col := label.Column + 1
	for _, m := range tab.Merges {
		if m.Row1 <= row.Number && row.Number <= m.Row2 && m.Col1 == label.Column {
			col = m.Col2 + 1
		}
	}
	c := cellAt(row, col)
	c.Column, c.Ref = col, sheet.Ref(col, row.Number)
	return c
}

// pairs reads a name-value sheet as one entry.
func (r *reader) pairs(fs *form.Sheet, tab *sheet.Sheet, ret *ingest.Return) []ingest.Entry {
	found := findPairs(fs, tab)
	t := ingest.Tab{Name: tab.Name, Columns: map[string]string{}}
	e := ingest.Entry{Sheet: fs.Name, Values: map[string]ingest.Value{}}
	for _, f := range fs.Fields {
		c, ok := found[f.Key]
		if !ok {
			r.missingItem(f, tab)
			continue
		}
		t.Columns[f.Key] = c.Ref
		at := ingest.Place{Sheet: tab.Name, Cell: c.Ref}
		if f.Required && blankCell(c) {
			r.tellNextCell(fs, f, tab, c)
		}
		if v := r.value(f, c, at, ""); v.Kind != ingest.Blank {
			e.Values[f.Key] = v
			if f.Role == form.NilOf && v.Text == form.NilAnswer {
				ret.Nil = append(ret.Nil, f.NilSheet)
			}
		}
	}
	r.askSecondItems(fs, tab, found)
	ret.Tabs[fs.Name] = t
	if len(e.Values) == 0 {
		return nil
	}
	return []ingest.Entry{e}
}

// askSecondItems asks about an item that stands twice with different contents.
func (r *reader) askSecondItems(fs *form.Sheet, tab *sheet.Sheet, found map[string]sheet.Cell) {
	values, list := takenCells(found), r.namesOf(fs)
	for _, row := range tab.Rows {
		for _, c := range row.Cells {
			if c.Type != sheet.Text || values[c.Ref] {
				continue
			}
			f := fs.Field(called(list, labelled(c.Value), names.byHeader, nil))
			if f == nil {
				continue
			}
			first, second := found[f.Key], rightOf(tab, row, c)
			if second.Ref == first.Ref || blankCell(second) || squeeze(second.Text()) == squeeze(first.Text()) || isLabel(list, second.Value) {
				continue
			}
			at := ingest.Place{Sheet: tab.Name, Cell: second.Ref}
			r.report("S-HEAD", finding.Error, at, fmt.Sprintf("“%s”出现了两次（%s、%s），内容不同，不知以哪一处为准。", f.Header, first.Ref, second.Ref), "请删除多余的一处。")
		}
	}
}

// tellNextCell points at what stands one cell further right of a blank
// required item: it may have been meant for it, or be a help text.
func (r *reader) tellNextCell(fs *form.Sheet, f form.Field, tab *sheet.Sheet, blank sheet.Cell) {
	for _, row := range tab.Rows {
		next := cellAt(row, blank.Column+1)
		text := squeeze(next.Text())
		if sheet.Ref(blank.Column, row.Number) != blank.Ref || text == "" || isLabel(r.namesOf(fs), text) {
			continue
		}
		if f.Help != "" && strings.Contains(text, squeeze(f.Help)) || strings.HasPrefix(text, "示例：") || f.Example != "" && strings.Contains(text, "（示例：") {
			return
		}
		at := ingest.Place{Sheet: tab.Name, Cell: next.Ref}
		r.report("S-EXTRA", finding.Notice, at, fmt.Sprintf("“%s”应填在%s，该单元格空着；%s写有%s，未读取。", f.Header, blank.Ref, next.Ref, finding.Quote(next.Text())), "如是本项内容，请移到"+blank.Ref+"。")
	}
}

func (r *reader) missingItem(f form.Field, tab *sheet.Sheet) {
	level := finding.Warning
	if f.Required {
		level = finding.Error
	}
	var labels []string
	var refs []string
	for _, row := range tab.Rows {
		for _, c := range row.Cells {
			if c.Type == sheet.Text {
				labels, refs = append(labels, c.Value), append(refs, c.Ref)
			}
		}
	}
	at := ingest.Place{Sheet: tab.Name, Cell: "A1"}
	message := fmt.Sprintf("没有找到“%s”一项。", f.Header)
	hint := "请使用下发的月报表，不要删除或改动项目名称。"
	if i := closest(f.Header, labels); i >= 0 && f.Role != form.NilOf {
		message = fmt.Sprintf("没有找到“%s”一项，最接近的是%s（%s）。", f.Header, finding.Quote(labels[i]), refs[i])
		hint = fmt.Sprintf("请使用下发的月报表，或将名称改回“%s”。", f.Header)
		at.Cell = refs[i]
	}
	r.findings = append(r.findings, finding.Finding{Code: "S-HEAD", Level: level, Place: at, Expected: f.Header, Message: message, Hint: hint})
}
