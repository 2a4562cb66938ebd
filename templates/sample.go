package templates

import _ "embed" // the sample year

// The sample year 2023 of the demo: seven task forces, twelve months, in two
// tables of the form that templates.go describes. All firms are fictional and
// begin with 示例; persons are posts.
//
// SampleDeliveries has a row for each file that reaches the inbox, by time:
// 送达时间 (RFC 3339), 专班 (代码), 月份 (2023-09), 版本, 文件名, 说明. 版本 0 is a file
// that is no workbook. The same 专班, 月份 and 版本 twice is the same bytes under
// two names: a duplicate. 说明 tells what a delivery is to show, "" for the
// ordinary ones.
//
// SampleEntries says what the workbook of a 专班, 月份 and 版本 holds: a row for
// each row of its 工作表, then as many cells 字段=值 as it fills, in the words of
// scheme/栏目.tsv; dates as 2023-09-05, amounts in the column's unit. A row of
// one cell 本月无 is the 零报告 of its sheet. 专班名称 and 报告月份 of the cover are
// not given, since the form is handed out with them.
var (
	//go:embed sample/deliveries.tsv
	SampleDeliveries string
	//go:embed sample/entries.tsv
	SampleEntries string
)
