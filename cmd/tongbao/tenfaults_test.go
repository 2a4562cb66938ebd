package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/output/xlsx"
)

// A return with ten faults goes back. Someone who never saw the program opens
// the workbook, reads 审核结果 and nothing else, mends each cell that it names,
// with what it proposes, or, where only the sender can know, with the fact;
// the very workbook is sent again and accepted.
func TestTenFaultsAreMendedInOneRound(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "区")
	say(t, dir, exitDone, "init", dir, "--now", "2023-02-01T09:00:00+08:00")
	say(t, dir, exitDone, "form", "-t", "KFQ", "-m", "2023-09")
	sent := sendFaulty(t, dir)
	said := say(t, dir, exitRefused, "ingest", "--now", "2023-10-08T09:00:00+08:00")
	back := filepath.Join(dir, "returned", "退回", "2023-09", "开发区招商专班_第1次.xlsx")
	mended := mend(t, back, facts)
	for place := range sent {
		if !mended[place] {
			t.Errorf("审核结果 says nothing to be done at %s\n%s", place, said)
		}
	}
	if err := os.Rename(back, filepath.Join(dir, "inbox", "改好.xlsx")); err != nil {
		t.Fatal(err)
	}
	again := say(t, dir, exitDone, "ingest", "--now", "2023-10-08T15:00:00+08:00")
	if !strings.Contains(again, "改好.xlsx　KFQ　2023年9月　通过") || strings.Contains(again, "错误") {
		t.Errorf("sent again: %s", again)
	}
}

// facts are what only the sender knows, where 审核结果 can but ask.
var facts = map[string]string{
	"封面!C7": "业务骨干", "外出招商活动!F5": "4", "外出招商活动!B5": "2023-9-12", "对接项目!D5": "2023-9-12",
	"签约项目!H5": "沁水县人民政府", "签约项目!F5": "2023-9-14", "会议与汇报!B5": "2023-9-22",
}

// sendFaulty puts the return into the inbox and lists the faulty cells.
func sendFaulty(t *testing.T, dir string) map[string]bool {
	t.Helper()
	s, err := schemeOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "forms", "2023-09", "开发区招商专班_2023年9月月报表.xlsx")
	f := formFor(s, filepath.Base(name))
	in, err := readFilling(f, `封面 填报单位=沁水经济技术开发区 填报人=业务骨干 审签人=分管领导 填报日期=2023-10-08
外出招商活动 活动名称=赴示例市对接活动 开始日期=2023-09-12 结束日期=2023-09-14 目的地=示例省示例市 带队领导=分管领导 参加人数=4 活动形式=外出考察 对接企业=示例新能源公司
对接项目 项目编号=KFQ-2023-001 项目名称=示例储气罐项目 投资方=示例新能源公司 对接日期=2023-09-12 总投资=3 阶段=洽谈 首次外出日期=2023-09-12
签约项目 项目编号=KFQ-2023-001 项目名称=示例储气罐项目 投资方=示例新能源公司 协议类型=正式协议 签约金额=2.5 签约日期=2023-09-14 合同甲方=沁水县人民政府 总投资=3
会议与汇报 事项类型=月例会 召开日期=2023-09-22 主题=研究四季度安排 主持人=分管领导
其余 本月无`)
	if err != nil {
		t.Fatal(err)
	}
	content, err := xlsx.Fill(mustRead(t, name), f, in)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "inbox", "月报.xlsx")
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	faults := map[string]any{
		"封面!C7":     nil,         // nobody's name
		"外出招商活动!B5": "2023.13.5", // no such month
		"外出招商活动!F5": 3.5,         // half a person
		"外出招商活动!G5": "外出考查",      // a slip in a choice
		"对接项目!D5":   "2023年9月",   // which day?
		"对接项目!E5":   30000,       // 万元 in a column of 亿元
		"对接项目!F5":   "洽谈中",       // near a choice
		"签约项目!E5":   2.51239,     // five decimals
		"签约项目!F5":   "九月十四日",     // in characters
		"签约项目!H5":   nil,         // who signed?
	}
	places := map[string]bool{}
	for place := range faults {
		places[place] = true
	}
	edit(t, file, faults)
	return places
}

// edit types values into cells, as a person would in Excel.
func edit(t *testing.T, file string, cells map[string]any) {
	t.Helper()
	err := editBook(file, func(f *excelize.File) error {
		for place, value := range cells {
			sheet, cell, _ := strings.Cut(place, "!")
			if err := f.SetCellValue(sheet, cell, value); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// mend does what 审核结果 says of each error, and tells which cells it named.
func mend(t *testing.T, file string, facts map[string]string) map[string]bool {
	t.Helper()
	named, cells, list := map[string]bool{}, map[string]any{}, false
	for _, row := range openWorkbook(t, mustRead(t, file)).sheet(t, form.ResultSheet).rows {
		at := map[string]string{}
		for _, c := range row {
			at[strings.TrimRight(c.ref, "0123456789")] = c.raw
		}
		if at["C"] == "位置" {
			list = at["E"] == "应为"
			continue
		}
		if !list || at["B"] != "错误" {
			continue
		}
		value, known := facts[at["C"]]
		if at["E"] != "" {
			value, known = at["E"], true
		}
		if !known || at["G"] == "" {
			t.Fatalf("nobody could mend this: %v", at)
		}
		named[at["C"]] = true
		cells[at["C"]] = keyedIn(value)
	}
	edit(t, file, cells)
	return named
}

// keyedIn is what Excel makes of what is typed: a number where it is one.
func keyedIn(typed string) any {
	if n, err := strconv.ParseFloat(typed, 64); err == nil {
		return n
	}
	if d, err := ingest.ParseDate(typed); err == nil {
		return d.Time()
	}
	return typed
}
