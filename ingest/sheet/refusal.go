package sheet

import (
	"fmt"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

// refusal is why a file is not taken; nil while nothing is wrong. House style:
// what stands in the way, then what the sender does about it. Nothing that
// another program or library says is repeated.
type refusal = *finding.Finding

func refuse(code string, at ingest.Place, message, hint string) refusal {
	return &finding.Finding{Code: code, Level: finding.Error, Place: at, Message: finding.Visible(message), Hint: hint}
}

const (
	hintSaveAs    = "请用 Excel 或 WPS 打开，“另存为”.xlsx 后再报送。"
	hintReopen    = "请重新打开原文件，另存后再报送。"
	hintNewFile   = "请在下发的月报表上重新填写（只粘贴数值），保存后再报送。"
	hintOriginal  = "请报送在下发的月报表上填写的 .xlsx 文件。"
	hintShrink    = "请删除多余的行、列、图片和格式，或把内容粘贴到下发的空白月报表后再报送。"
	hintNoMacro   = "请“另存为”不含宏的“Excel 工作簿（.xlsx）”，或在下发的月报表上填写后再报送。"
	hintCSV       = "CSV 只能保存一张工作表的文字，请打开原来的月报表，另存为 .xlsx 后再报送。"
	hintBreakLink = "请在“数据—编辑链接”中断开链接，另存后再报送。"
)

func damaged(at ingest.Place, message string) refusal {
	return refuse("F-DAMAGED", at, message, hintReopen)
}

// brokenSheet says where the data of a sheet ends.
func brokenSheet(name string, row int) refusal {
	at := ingest.Place{Sheet: name}
	if row > 0 {
		return damaged(at, fmt.Sprintf("工作表“%s”数据不完整（第%d行处中断），可能未传完。", name, row))
	}
	return damaged(at, fmt.Sprintf("工作表“%s”数据不完整，可能未传完。", name))
}

func badSheet(name string, row int, what string) refusal {
	if row > 0 {
		what = fmt.Sprintf("第%d行%s", row, what)
	}
	return damaged(ingest.Place{Sheet: name}, fmt.Sprintf("工作表“%s”%s，无法保证读全。", name, what))
}

func unsafe(message string) refusal {
	return refuse("F-UNSAFE", ingest.Place{}, message, hintNewFile)
}

func tooBig(at ingest.Place, message string) refusal {
	return refuse("F-TOOBIG", at, message, hintShrink)
}

// xmlRefusal words a fault of a part other than a sheet.
func xmlRefusal(part string, f xmlFault) refusal {
	switch f {
	case xmlDoctype:
		return unsafe(fmt.Sprintf("文件内部（%s）含有表格软件不会写入的实体定义，可能有害，不予读取。", partName(part)))
	case xmlDeep:
		return unsafe(fmt.Sprintf("文件内部（%s）嵌套层数异常，可能有害，不予读取。", partName(part)))
	case xmlLong:
		return tooBig(ingest.Place{}, fmt.Sprintf("文件内部（%s）内容过多，远超一份月报表。", partName(part)))
	case xmlEncoding:
		return refuse("F-DAMAGED", ingest.Place{}, fmt.Sprintf("文件内部（%s）的文字编码不是UTF-8，无法读取。", partName(part)), hintSaveAs)
	}
	return damaged(ingest.Place{}, fmt.Sprintf("文件内部（%s）不完整，可能未传完或已损坏。", partName(part)))
}

// partName is a part of the zip in words: what it is called inside says
// nothing to the sender, and a hostile file calls it anything.
func partName(part string) string {
	part = strings.ToLower(part)
	for _, n := range []struct{ in, name string }{
		{"sharedstrings", "文字表"}, {"styles", "格式表"}, {"worksheets/_rels", "工作表关系"}, {"worksheets/", "工作表"}, {"workbook.xml", "工作簿目录"},
		{"_rels/", "内部关系"}, {"[content_types]", "内容目录"}, {"theme/", "主题"}, {"docprops/", "文件属性"}, {"drawings/", "图形"}, {"media/", "图片"},
		{"charts/", "图表"}, {"comments", "批注"}, {"tables/", "表格定义"}, {"pivot", "数据透视表"}, {"externallinks/", "外部链接"}, {"printersettings/", "打印设置"}, {"calcchain", "计算顺序"},
	} {
		if strings.Contains(part, n.in) {
			return n.name
		}
	}
	return "其他部件"
}
