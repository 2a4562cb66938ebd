package read

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// findTab returns the workbook's sheet of that name, blanks, width and case
// aside; nil when there is none.
func (r *reader) findTab(name string) *sheet.Sheet {
	if s := r.workbook.Sheet(name); s != nil {
		return s
	}
	for i := range r.workbook.Sheets {
		if fold(r.workbook.Sheets[i].Name) == fold(name) {
			return &r.workbook.Sheets[i]
		}
	}
	return nil
}

// matchTabs finds the form's sheets among the workbook's. A sheet under
// another but near name is an error, and read all the same, so that its own
// faults are told in the same round.
func (r *reader) matchTabs() {
	r.tabs = map[string]*sheet.Sheet{}
	taken := map[string]bool{}
	for _, fs := range r.form.Sheets {
		if tab := r.findTab(fs.Name); tab != nil && !taken[tab.Name] {
			r.tabs[fs.Name] = tab
			taken[tab.Name] = true
		}
	}
	for _, fs := range r.form.Sheets {
		if r.tabs[fs.Name] == nil {
			r.nearTab(fs, taken)
		}
	}
	for i := range r.form.Sheets {
		if fs := &r.form.Sheets[i]; r.tabs[fs.Name] == nil {
			r.tabLike(fs, taken)
		}
	}
	for i, tab := range r.workbook.Sheets {
		if !taken[tab.Name] && !ours(&r.workbook.Sheets[i]) && len(tab.Rows) > 0 {
			r.leftOver(&r.workbook.Sheets[i])
		}
	}
}

func (r *reader) nearTab(fs form.Sheet, taken map[string]bool) {
	var free []string
	for i, tab := range r.workbook.Sheets {
		if !taken[tab.Name] && !ours(&r.workbook.Sheets[i]) {
			free = append(free, tab.Name)
		}
	}
	i := closest(fs.Name, free)
	if i < 0 {
		return
	}
	tab := r.workbook.Sheet(free[i])
	r.tabs[fs.Name] = tab
	taken[tab.Name] = true
	r.findings = append(r.findings, finding.Finding{Code: "S-SHEET", Level: finding.Error, Place: ingest.Place{Sheet: tab.Name}, Value: tab.Name, Expected: fs.Name,
		Message: fmt.Sprintf("没有找到工作表“%s”，最接近的是%s。", fs.Name, finding.Quote(tab.Name)), Hint: fmt.Sprintf("如就是该表，请将工作表名改回“%s”。", fs.Name)})
}

// tabLike takes a tab of quite another name, Sheet3, that has the columns of
// the missing sheet.
func (r *reader) tabLike(fs *form.Sheet, taken map[string]bool) {
	for i := range r.workbook.Sheets {
		tab := &r.workbook.Sheets[i]
		if taken[tab.Name] || ours(tab) {
			continue
		}
		if _, all := r.allColumns(fs, tab); !all {
			continue
		}
		r.tabs[fs.Name] = tab
		taken[tab.Name] = true
		r.findings = append(r.findings, finding.Finding{Code: "S-SHEET", Level: finding.Error, Place: ingest.Place{Sheet: tab.Name}, Value: tab.Name, Expected: fs.Name,
			Message: fmt.Sprintf("没有找到工作表“%s”，%s的列名与它相同。", fs.Name, finding.Quote(tab.Name)), Hint: fmt.Sprintf("如就是该表，请将工作表名改回“%s”。", fs.Name)})
		return
	}
}

// allColumns finds the header of a tab; all reports whether it has every column
// that a list sheet must, and most of those that it may have.
func (r *reader) allColumns(fs *form.Sheet, tab *sheet.Sheet) (h header, all bool) {
	if fs.Shape != form.List {
		return h, false
	}
	h = r.findHeader(fs, tab)
	return h, h.row > 0 && len(h.columns)*2 > len(fs.Fields) && !slices.ContainsFunc(fs.Fields, func(f form.Field) bool { return f.Required && h.columns[f.Key] == 0 })
}

// ours are sheets that the program itself puts into a workbook.
func ours(tab *sheet.Sheet) bool {
	return tab.Name == form.IdentitySheet || tab.Name == form.GuideSheet || form.IsResult(tab.Name, tab.FirstText()) || tab.Hidden && strings.HasPrefix(tab.Name, "_")
}

// missingTabs reports the form's sheets that are not there at all. A sheet
// that the cover declares 本月无 is not missed.
func (r *reader) missingTabs(ret *ingest.Return) {
	for _, fs := range r.form.Sheets {
		if r.tabs[fs.Name] != nil {
			continue
		}
		at := ingest.Place{Sheet: fs.Name}
		if slices.Contains(ret.Nil, fs.Name) {
			r.report("S-SHEET", finding.Notice, at, fmt.Sprintf("没有工作表“%s”，封面已说明本月无，按零报告处理。", fs.Name), "请勿删除工作表。")
			continue
		}
		r.report("S-SHEET", finding.Error, at, fmt.Sprintf("没有找到工作表“%s”。", fs.Name), "请使用下发的月报表，不要删除工作表或修改其名称。")
	}
}
