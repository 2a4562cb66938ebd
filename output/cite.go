package output

import (
	"regexp"
	"strings"

	"tongbao/ingest"
)

// The scheme cites the notice by its numbering alone, 三（二）; a document says
// it in full.

var (
	noticeClause = regexp.MustCompile(`^([一二三四五六七八九十]+)（([一二三四五六七八九十]+)）(\d*)([^；，。]*)`)
	bookTitle    = regexp.MustCompile(`《.+?》`)
)

// cited is a 依据 as documents print it: 第三部分第（二）项；标准为建议稿. One
// that does not begin with a clause stays as it is.
func cited(basis string) string {
	m := noticeClause.FindStringSubmatch(basis)
	if m == nil {
		return basis
	}
	text := "第" + m[1] + "部分第（" + m[2] + "）项"
	if m[3] != "" {
		text += "第" + m[3] + "目"
	}
	if m[4] != "" {
		text += "“" + m[4] + "”"
	}
	return text + strings.TrimPrefix(basis, m[0])
}

// sheetWords is a sheet as a sentence speaks of it: 签约项目表.
func sheetWords(sheet string) string { return strings.TrimSuffix(sheet, "表") + "表" }

// placeWords is a place as a sentence speaks of it: 签约项目表B5单元格. What a
// sender has to write down again, as in 情况说明, stays as it is written there.
func placeWords(p ingest.Place) string {
	if p.Cell == "" {
		return sheetWords(p.Sheet)
	}
	return sheetWords(p.Sheet) + p.Cell + "单元格"
}

// citedInFull is cited after the notice's title, where a clause is cited.
func (r *reader) citedInFull(basis string) string {
	if text := cited(basis); text != basis {
		return bookTitle.FindString(r.scheme.Settings.NoticeTitle) + text
	}
	return basis
}
