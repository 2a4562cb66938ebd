package read

import (
	"fmt"
	"regexp"
	"strconv"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/sheet"
)

// doubtResult asks about a formula whose saved result is not what it comes to,
// and lists the result of one that was not worked out as read as it was saved.
func (s *slot) doubtResult() (v ingest.Value, doubtful bool) {
	says := "=" + s.cell.Says
	is, worked := s.workbook.Recalculated(s.workbook.Sheet(s.at.Sheet), s.cell)
	saved, number := s.cell, s.cell.Type == sheet.Number
	if n, err := exact.Parse(squeeze(saved.Value)); saved.Type == sheet.Text && err == nil { // saved as text by some programs
		saved.Num, number = n, true
	}
	switch {
	case worked && number && sheet.Recalculates(is, saved):
		return v, false
	case worked && number:
		return s.bad("T-CALC", "", fmt.Sprintf("公式%s保存的结果是%s，按公式应为%s，不知以哪个为准。", finding.Quote(says), s.cell.Text(), s.result(is)), "请用 Excel 或 WPS 打开，核对后保存，或直接填写数值。"), true
	case s.cell.Says == "":
		says = "公式"
	}
	switch told := fmt.Sprintf("公式%s", finding.Quote(says)); {
	case s.cell.Says != "" && volatile.MatchString(s.cell.Says):
		s.tellResult(told + "的结果随打开的日期和次数变化，已按保存的结果读取。")
	case s.workbook.FullCalc && s.cell.Says != "":
		s.tellResult(told + "要在打开时重新计算，已按保存的结果读取。")
	}
	s.repair(s.at, says, s.cell.Text(), "公式没有核算，按保存的结果读取")
	return v, false
}

func (s *slot) tellResult(message string) {
	s.findings = append(s.findings, finding.Finding{Code: "T-FIX", Level: finding.Notice, Place: s.at, Value: s.cell.Text(), Message: message, Hint: "请核对，最好直接填写内容。"})
}

var volatile = regexp.MustCompile(`(?i)\b(TODAY|NOW|RAND|RANDBETWEEN|OFFSET|INDIRECT|CELL|INFO)\s*\(`)

// result writes what a formula comes to as its cell would show it: a day, or a
// number of twelve digits, within which adding up is exact.
func (s *slot) result(v float64) string {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'e', 11, 64), 64)
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if n, err := exact.Parse(text); err == nil && s.cell.IsDate {
		if day, ok := sheet.DateOf(n, s.cell.Date1904); ok {
			return day.String()
		}
	}
	return text
}
