package main

import (
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest/form"
)

// Each finding of 审核结果 that has a place leads there, those on the structure
// of a sheet too: headers renamed and deleted, an item of the cover renamed, a
// row and a column hidden, a cell merged, a remark beside the table.
func TestFindingsLeadToTheirPlaces(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "区")
	say(t, dir, exitDone, "init", dir, "--now", "2023-02-01T09:00:00+08:00")
	say(t, dir, exitDone, "form", "-t", "KFQ", "-m", "2023-09")
	sendFaulty(t, dir)
	file := filepath.Join(dir, "inbox", "月报.xlsx")
	edit(t, file, map[string]any{"签约项目!E4": "协议额度", "对接项目!G4": nil, "封面!B8": "审签的人", "会议与汇报!P5": "待核", "会议与汇报!A6": "同上"})
	err := editBook(file, func(f *excelize.File) error {
		return errors.Join(f.SetRowVisible("签约项目", 5, false), f.SetColVisible("会议与汇报", "C", false), f.MergeCell("外出招商活动", "B5", "C5"))
	})
	if err != nil {
		t.Fatal(err)
	}
	said := say(t, dir, exitRefused, "ingest", "--now", "2023-10-08T09:00:00+08:00")
	structural := 0
	err = editBook(filepath.Join(dir, "returned", "退回", "2023-09", "开发区招商专班_第1次.xlsx"), func(f *excelize.File) error {
		rows, err := f.GetRows(form.ResultSheet)
		for i, row := range rows {
			if len(row) < 8 || row[1] != "错误" && row[1] != "警告" && row[1] != "提示" || row[2] == "（整个文件）" {
				continue
			}
			sheet, cell, located := strings.Cut(row[2], "!")
			if !located {
				cell = "A1"
			}
			linked, target, err := f.GetCellHyperLink(form.ResultSheet, "C"+strconv.Itoa(i+1))
			if err != nil || !linked || strings.NewReplacer("'", "", "#", "").Replace(target) != sheet+"!"+cell {
				t.Errorf("%s %s leads to %q, %v", row[2], row[7], target, err)
			}
			if strings.HasPrefix(row[7], "S-") {
				structural++
				if !located {
					t.Errorf("%s names no cell: %v", row[7], row)
				}
			}
		}
		return err
	})
	if err != nil || structural < 6 {
		t.Errorf("%d findings on structure, want six at least, %v\n%s", structural, err, said)
	}
}
