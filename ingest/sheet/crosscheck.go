package sheet

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest"
)

// crossCheck reads the workbook a second time, with excelize, and refuses it
// unless both readings have the same value in every cell.
//
// The cells themselves come from preflight's own scanner: excelize's stream
// gives no types, formats or formulas, and swallows damage (a broken cell
// ends a row early, with a nil error). What excelize is needed for is what no
// program can do for itself: a second opinion. It is also what will reopen
// the file to annotate it.
//
// Excelize writes parts above UnzipXMLSizeLimit to temporary files. Preflight
// has bounded all parts together by limits.UnpackedBytes, so with that as the
// threshold nothing is ever written that a crash could leave behind.
func crossCheck(data []byte, w *Workbook, skipped map[string]bool, limits Limits) refusal {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipXMLSizeLimit: limits.UnpackedBytes})
	if err != nil {
		return damaged(ingest.Place{}, "文件结构不规范，无法完整读取。")
	}
	defer f.Close()
	for i := range w.Sheets {
		if skipped[w.Sheets[i].Name] {
			continue
		}
		if r := crossCheckSheet(f, &w.Sheets[i]); r != nil {
			return r
		}
	}
	return nil
}

func crossCheckSheet(f *excelize.File, s *Sheet) refusal {
	rows, err := f.Rows(s.Name)
	if err != nil {
		return badSheet(s.Name, 0, "的名称或内容不规范")
	}
	defer rows.Close()
	next := 0 // of s.Rows
	for number := 1; rows.Next(); number++ {
		values, err := rows.Columns()
		if err != nil {
			return badSheet(s.Name, number, "无法读取")
		}
		row := Row{}
		if next < len(s.Rows) && s.Rows[next].Number == number {
			row = s.Rows[next]
			next++
		}
		if col := firstDifference(row, values); col > 0 {
			at := ingest.Place{Sheet: s.Name, Cell: Ref(col, number)}
			return damaged(at, fmt.Sprintf("工作表“%s”第%d行两次读取的结果不一致，文件可能已损坏。", s.Name, number))
		}
	}
	if next < len(s.Rows) {
		return brokenSheet(s.Name, s.Rows[next].Number)
	}
	return nil
}

// firstDifference returns the first column in which the readings differ, 0
// when they agree. Escapes (_xHHHH_) are compared by presence only: for
// halves of characters the readers' customs differ.
func firstDifference(row Row, values []string) int {
	i := 0
	for col, v := range values {
		if i < len(row.Cells) && row.Cells[i].Column == col+1 {
			c := row.Cells[i]
			i++
			if v == c.Value || c.Type == NoCache && v == "" || v != "" && strings.Contains(v+c.Value, "_x") {
				continue
			}
			if c.Type != Text && strings.TrimSpace(v) == strings.TrimSpace(c.Value) {
				continue
			}
			return col + 1
		}
		if strings.TrimSpace(v) != "" {
			return col + 1
		}
	}
	if i < len(row.Cells) {
		return row.Cells[i].Column
	}
	return 0
}
