package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/output/xlsx"
)

// The county's own form, filled in well and then made untidy as a clerk would:
// what `check` says of it, errors and warnings only, and what it read where
// that is the question.
func TestUntidyOnTheCountysForm(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "区")
	say(t, dir, exitDone, "init", dir, "--now", "2023-02-01T09:00:00+08:00")
	tidy := tidyReturn(t, dir)
	for _, c := range []struct {
		why   string
		edit  func(f *excelize.File) error
		codes string // “place code …” of errors and warnings
		reads string // 签约项目: 字段=value of row 6
	}{
		{"tidy", func(*excelize.File) error { return nil }, "", "投资方=示例公司"},
		{"investor and day merged over two contracts", func(f *excelize.File) error {
			return errors.Join(f.MergeCell("签约项目", "C5", "C6"), f.MergeCell("签约项目", "F5", "F6"))
		}, "", "投资方=示例公司 签约日期=2023-09-14"},
		{"the amount merged over two contracts", func(f *excelize.File) error { return f.MergeCell("签约项目", "E5", "E6") }, "签约项目!E5 S-MERGE 签约项目!E6 T-REQ", ""},
		{"a filter hides a contract", func(f *excelize.File) error {
			return errors.Join(f.AutoFilter("签约项目", "A4:L6", nil), f.SetRowVisible("签约项目", 6, false))
		}, "", "签约金额=1.5"},
		{"the header says 万元", func(f *excelize.File) error {
			return errors.Join(f.SetCellValue("签约项目", "E4", "签约金额（万元）"), f.SetCellValue("签约项目", "E5", 25000), f.SetCellValue("签约项目", "E6", 15000))
		}, "", "签约金额=1.5"},
		{"a total never calculated", func(f *excelize.File) error {
			return errors.Join(f.SetCellValue("签约项目", "A7", "合计"), f.SetCellFormula("签约项目", "E7", "SUM(E5:E6)"))
		}, "", "签约金额=1.5"},
		{"numbers and days in words", func(f *excelize.File) error {
			return errors.Join(f.SetCellValue("签约项目", "E6", "一亿五千万元"), f.SetCellValue("签约项目", "F6", "二〇二三年九月十四日"))
		}, "签约项目!E6 T-NUM 签约项目!F6 T-DATE", ""},
		{"同上", func(f *excelize.File) error { return f.SetCellValue("签约项目", "C6", "同上") }, "签约项目!C6 T-DITTO", ""},
		{"a copy of the sheet with another amount", func(f *excelize.File) error {
			from, err := f.GetSheetIndex("签约项目")
			to, err2 := f.NewSheet("签约项目 (2)")
			return errors.Join(err, err2, f.CopySheet(from, to), f.SetCellValue("签约项目 (2)", "E5", 9))
		}, "签约项目 (2) S-SHEET", "签约金额=1.5"},
		{"the hidden sheet deleted", func(f *excelize.File) error { return f.DeleteSheet("_表单标识") }, "", "签约金额=1.5"},
		{"a row far below", func(f *excelize.File) error {
			for i, v := range []any{"KFQ-2023-003", "示例丙项目", "示例公司", "2023-9-15", 1, "洽谈", "2023-9-15"} {
				cell, _ := excelize.CoordinatesToCellName(i+1, 900)
				if err := f.SetCellValue("对接项目", cell, v); err != nil {
					return err
				}
			}
			return nil
		}, "", "签约金额=1.5"},
		{"the month on the cover in words", func(f *excelize.File) error { return f.SetCellValue("封面", "C5", "二〇二三年九月") }, "封面!C5 F-MONTH 封面!C5 T-MONTH", ""},
		{"a long dash in a code", func(f *excelize.File) error { return f.SetCellValue("签约项目", "A6", "KFQ－2023－002") }, "", "项目编号=KFQ-2023-002"},
		{"a code in small letters", func(f *excelize.File) error { return f.SetCellValue("签约项目", "A6", "kfq-2023-002") }, "", "项目编号=KFQ-2023-002"},
	} {
		t.Run(c.why, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "月报.xlsx")
			if err := os.WriteFile(file, tidy, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := editBook(file, c.edit); err != nil {
				t.Fatal(err)
			}
			want := exitDone
			if c.codes != "" {
				want = exitRefused
			}
			var v untidyAnswer
			if err := json.Unmarshal([]byte(say(t, dir, want, "check", file, "--json", "--now", "2023-10-08T09:00:00+08:00")), &v); err != nil {
				t.Fatal(err)
			}
			if got := v.codes(); got != c.codes {
				t.Errorf("found %q, want %q\n%+v", got, c.codes, v.Findings)
			}
			for _, pair := range strings.Fields(c.reads) {
				key, value, _ := strings.Cut(pair, "=")
				if len(v.Entries["签约项目"]) != 2 || v.Entries["签约项目"][1].Values[key] != value {
					t.Errorf("read %+v, want %s", v.Entries["签约项目"], pair)
				}
			}
		})
	}
}

type untidyAnswer struct {
	Findings []struct{ Code, Level, Sheet, Cell, Message string }
	Entries  map[string][]struct {
		Row    int
		Values map[string]string
	}
}

func (v untidyAnswer) codes() string {
	var list []string
	for _, f := range v.Findings {
		if f.Level != "notice" {
			list = append(list, strings.TrimSuffix(f.Sheet+"!"+f.Cell, "!")+" "+f.Code)
		}
	}
	return strings.Join(list, " ")
}

// tidyReturn is a return with two contracts and nothing to find but notices.
func tidyReturn(t *testing.T, dir string) []byte {
	t.Helper()
	say(t, dir, exitDone, "form", "-t", "KFQ", "-m", "2023-09")
	s, err := schemeOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "forms", "2023-09", "开发区招商专班_2023年9月月报表.xlsx")
	f := formFor(s, filepath.Base(name))
	in, err := readFilling(f, `封面 填报单位=示例单位 填报人=业务骨干 审签人=分管领导 填报日期=2023-10-08
外出招商活动 活动名称=赴示例市考察 开始日期=2023-09-12 结束日期=2023-09-15 目的地=示例省示例市 带队领导=分管领导 参加人数=4 活动形式=外出考察 对接企业=示例公司
对接项目 项目编号=KFQ-2023-001 项目名称=示例储气罐项目 投资方=示例公司 对接日期=2023-09-12 总投资=3 阶段=签约 首次外出日期=2023-09-12
对接项目 项目编号=KFQ-2023-002 项目名称=示例装备项目 投资方=示例公司 对接日期=2023-09-12 总投资=3 阶段=签约 首次外出日期=2023-09-12
签约项目 项目编号=KFQ-2023-001 项目名称=示例储气罐项目 投资方=示例公司 协议类型=正式协议 签约金额=2.5 签约日期=2023-09-14 合同甲方=沁水县人民政府 总投资=3 法律审查=是
签约项目 项目编号=KFQ-2023-002 项目名称=示例装备项目 投资方=示例公司 协议类型=正式协议 签约金额=1.5 签约日期=2023-09-14 合同甲方=沁水县人民政府 总投资=3 法律审查=是
会议与汇报 事项类型=月例会 召开日期=2023-09-22 主题=研究四季度安排 主持人=分管领导
会议与汇报 事项类型=季度汇报 召开日期=2023-09-28 主题=三季度工作情况 主持人=分管领导
其余 本月无`)
	if err != nil {
		t.Fatal(err)
	}
	content, err := xlsx.Fill(mustRead(t, name), f, in)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
