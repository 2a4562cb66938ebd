package sheet

import (
	"fmt"
	"strings"

	"tongbao/ingest"
)

// preflight reads every part of the zip to its end and takes the cells out of
// the sheets. skipped names sheets that hold no cells (chart sheets).
func preflight(d disguise, data []byte, limits Limits) (w *Workbook, skipped map[string]bool, r refusal) {
	a, r := openArchive(data, limits)
	if r != nil {
		return nil, nil, r
	}
	part, r := a.workbookPart(d)
	if r != nil {
		return nil, nil, r
	}
	if strings.HasSuffix(strings.ToLower(part), ".bin") || strings.HasPrefix(part, "word/") || strings.HasPrefix(part, "ppt/") {
		return nil, nil, sniffZip(d, a)
	}
	if r := a.macroTypes(); r != nil {
		return nil, nil, r
	}
	w = &Workbook{}
	if w.Notices, r = a.policy(); r != nil {
		return nil, nil, r
	}
	if skipped, r = a.sheets(part, w, limits); r != nil {
		return nil, nil, r
	}
	return w, skipped, a.rest()
}

// sheets reads the workbook part and all its sheets into w.
func (a *archive) sheets(part string, w *Workbook, limits Limits) (skipped map[string]bool, r refusal) {
	var listed []listing
	r = a.need(part, func(data []byte) (f xmlFault) {
		listed, f = readWorkbook(data, w)
		return f
	})
	if r != nil {
		return nil, r
	}
	if r := namesClash(listed); r != nil {
		return nil, r
	}
	rels, r := a.relations(part)
	if r != nil {
		return nil, r
	}
	texts, formats, r := a.tables(rels)
	if r != nil {
		return nil, r
	}
	skipped = map[string]bool{}
	m := &meter{limits: limits}
	for _, l := range listed {
		rel, ok := rels[l.id]
		if !ok || rel.external || !a.has(rel.target) {
			return nil, badSheet(l.name, 0, "的数据缺失")
		}
		s := Sheet{Name: l.name, Hidden: l.hidden}
		switch rel.kind {
		case "worksheet":
			c := &cellReader{sheet: &s, strings: texts, styles: formats, date1904: w.Date1904, meter: m}
			if r := a.sheet(rel.target, c); r != nil {
				return nil, r
			}
			if r := a.beside(rel.target, &s); r != nil {
				return nil, r
			}
		case "chartsheet":
			skipped[l.name] = true
		default:
			return nil, refuse("F-MACRO", ingest.Place{Sheet: l.name}, fmt.Sprintf("“%s”是宏表或对话框表，不予读取。", l.name), hintNoMacro)
		}
		w.Sheets = append(w.Sheets, s)
	}
	return skipped, nil
}

// sheet reads one sheet's part. Where it breaks is told by its row, also when
// it is the compressed data that breaks.
func (a *archive) sheet(part string, c *cellReader) refusal {
	data, e := a.read(part)
	switch e {
	case partTooBig:
		return a.unpacksTooBig()
	case partWhole:
		if len(data) > maxSheet {
			return tooBig(ingest.Place{Sheet: c.sheet.Name}, fmt.Sprintf("工作表“%s”的数据过大，远超一份月报表。", c.sheet.Name))
		}
		return c.read(data)
	}
	c.read(data)
	return brokenSheet(c.sheet.Name, c.lastRow)
}

// tables reads the string table and the styles, where the workbook has them.
func (a *archive) tables(rels map[string]relation) (texts []sharedString, formats styles, r refusal) {
	seen := map[string]bool{}
	for _, rel := range rels {
		if rel.external || !a.has(rel.target) || rel.kind != "sharedStrings" && rel.kind != "styles" {
			continue // some writers announce a table they do not write; a cell that needs it is refused
		}
		if seen[rel.kind] {
			return nil, styles{}, unsafe("文件内部有重复的文字表或格式表，不同软件会读出不同内容，不予读取。")
		}
		seen[rel.kind] = true
		r := a.need(rel.target, func(data []byte) (f xmlFault) {
			if rel.kind == "styles" {
				formats, f = readStyles(data, maxElements)
			} else {
				texts, f = readStrings(data)
			}
			return f
		})
		if r != nil {
			return nil, styles{}, r
		}
	}
	return texts, formats, nil
}

// namesClash refuses sheets that differ by case only, or have no name: nobody
// can say which of them a message or a link means.
func namesClash(listed []listing) refusal {
	if len(listed) == 0 {
		return damaged(ingest.Place{}, "文件里没有工作表。")
	}
	seen := map[string]bool{}
	for _, l := range listed {
		key := strings.ToLower(l.name)
		if l.name == "" || seen[key] {
			return damaged(ingest.Place{Sheet: l.name}, fmt.Sprintf("工作表名称“%s”重复或为空。", l.name))
		}
		seen[key] = true
	}
	return nil
}
