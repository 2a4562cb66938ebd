package read

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// What stands between and under the entries of a list and is none: remarks,
// headings over groups, signatures.

var notePrefixes = []string{"注:", "备注:", "说明:", "填表说明", "填报说明", "填写说明", "注意:", "注意事项", "以下空白", "(以下空白)", "以下无正文", "(以下无正文)", "此页无正文", "(此页无正文)", "※", "注1", "填报人:", "填表人:", "制表人:", "制表:", "审核人:", "审签人:", "负责人:", "联系人:", "联系电话:"}

// isNote tells a row of remarks or signatures under the entries: its first
// cell says so and hardly anything stands beside it. An answer to a finding
// that begins with 说明： is an answer.
func (l *lister) isNote(row sheet.Row, first sheet.Cell) bool {
	if f, is := l.fieldAt(first.Column); first.Type != sheet.Text || is && f.Role == form.AnswerText {
		return false
	}
	if isSigned(row) {
		return true
	}
	if len(row.Cells) > 4 {
		return false
	}
	others, figures := 0, 0
	for _, c := range row.Cells {
		if c.Ref != first.Ref && !blank(c.Value) && !strings.Contains(narrow(c.Value), ":") {
			others++
			if _, is := l.fieldAt(c.Column); is && (c.Type != sheet.Text || dayOf(c, l.period).problem == "") {
				figures++
			}
		}
	}
	text := fold(first.Value)
	if others == 0 && unitOfNote(text) != "" {
		return true
	}
	for _, p := range notePrefixes {
		switch {
		case strings.HasPrefix(text, p):
			return others <= 1
		case text == strings.TrimSuffix(p, ":"): // 负责人, with a day beside it, may be an entry's post
			return others <= 1 && figures == 0
		}
	}
	return false
}

// isHeading tells a row that heads a group of entries: one text alone, numbered
// as headings are and with no figure in it.
func (l *lister) isHeading(row sheet.Row, first sheet.Cell) bool {
	if f, _ := l.fieldAt(first.Column); f.Role == form.AnswerText || f.Role == form.Answer {
		return false
	}
	return first.Type == sheet.Text && aloneIn(row, first) && groupHeading.MatchString(fold(first.Value))
}

var groupHeading = regexp.MustCompile(`^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+[类批部])[^0-9]*$`)

// isSigned tells a row of signatures: 单位负责人：…, 填报日期：…, （盖章）, and
// nothing else.
func isSigned(row sheet.Row) bool {
	signed := false
	for _, c := range row.Cells {
		text := foldHead(c.Value)
		switch {
		case text == "":
		case c.Type == sheet.Text && (signature.MatchString(text) || sealPlace.MatchString(text)):
			signed = true
		case c.Type == sheet.Text && dayAlone.MatchString(text):
		default:
			return false
		}
	}
	return signed
}

// isSignedOff tells a row of signatures whose labels and names have cells of
// their own: 填报人 | 某某 | 审核人 | 某某, a seal behind the unit's name, its own
// name, or the day under it. A day alone in a column of days is half an entry, unless a
// signature stands above it.
func (l *lister) isSignedOff(row sheet.Row) bool {
	signatures, colon, unit, days, others := 0, false, false, 0, 0
	named, phone := false, false // whether the cell before is a label
	for _, c := range row.Cells {
		text := foldHead(c.Value)
		day := isDay(c)
		f, is := l.fieldAt(c.Column)
		switch {
		case text == "":
			continue
		case c.Type == sheet.Text && signatureLabel.MatchString(text):
			signatures++
			named, phone, colon = true, strings.Contains(text, "电话"), colon || strings.HasSuffix(text, ":")
			continue
		case c.Type == sheet.Text && (signature.MatchString(text) || sealed.MatchString(text)):
			signatures++
			colon = true
		case c.Type == sheet.Text && (row.Number == l.signer || l.unit != nil && text == fold(l.unit.Name)):
			unit = true
		case day && (named || unit || l.signed || !is || f.Type == form.TextType):
			days++
		case named && c.Type == sheet.Text && (phone || aName.MatchString(text)), named && phone && c.Type == sheet.Number:
		default:
			others++
		}
		named = false
	}
	l.signed = others == 0 && (signatures >= 2 || signatures == 1 && colon || signatures == 0 && (days == 1 || unit))
	return l.signed
}

var (
	signature = regexp.MustCompile(`^.{0,4}(?:负责人|领导|填报人|填表人|制表人|经办人|审核人|审签人|审批人|复核人|联系人|电话|填报单位|填表单位|报送单位|(?:填报|填表|制表|报送|上报)(?:日期|时间)|签字|签名|签章|盖章|公章)(?:\([^)]*\))?(?:签字|签名|签章|盖章)?:`)

	signatureLabel = regexp.MustCompile(strings.TrimSuffix(signature.String(), ":") + `:?$`)
	aName          = regexp.MustCompile(`^\p{Han}{1,12}(?:\(\p{Han}{1,12}\))?$`)
	wholeDay       = regexp.MustCompile(`^\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?$`)
	sealed         = regexp.MustCompile(`^\P{N}{0,30}\((?:单位)?(?:盖章|公章|签章|签字)(?:处)?\)$`)

	sealPlace = regexp.MustCompile(`^(?:\((?:单位)?(?:盖章|公章|签章|签字)(?:处)?\)|第\d+页.{0,3}共\d+页)$`)
	dayAlone  = regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日$`)
)

// isRemark tells a remark without 注： before it, alone in its row, in the first
// column or merged across: 1.本表数据截至9月30日；. It is numbered and about the
// table or a sentence without a figure; under another remark either is enough.
// What names something or speaks of a sum of money may be an entry.
func (l *lister) isRemark(row sheet.Row, first sheet.Cell, underRemark bool) bool {
	f, _ := l.fieldAt(first.Column)
	if first.Type != sheet.Text || f.Role == form.AnswerText || f.Role == form.Answer || !aloneIn(row, first) || !l.acrossOrFirst(first) {
		return false
	}
	text := fold(first.Value)
	number := remarkNumber.FindString(text)
	rest := text[len(number):]
	about := aboutTable.MatchString(rest)
	switch {
	case aSum.MatchString(rest), aThing.MatchString(rest):
		return false
	case number == "":
		return about && (underRemark || ownTable.MatchString(rest))
	case about:
		return true
	}
	return !strings.ContainsFunc(rest, unicode.IsDigit) && (underRemark || strings.HasSuffix(rest, "。") || strings.HasSuffix(rest, ";"))
}

var (
	remarkNumber = regexp.MustCompile(`^(?:\d{1,2}[.、)]|\(\d{1,2}\)|[①-⑳])`)
	aboutTable   = regexp.MustCompile(`[本此上]表|表[中内]|以上|上述|数据|口径|截[至止]|统计|填[报写列]|详见|附[后件]|单位|均[为按已]`)
	ownTable     = regexp.MustCompile(`^(?:[本此上]表|以上|上述)`)
	aThing       = regexp.MustCompile(`(?:项目|工程|基地|园区?|中心|公司|集团|平台|厂)$`)
	aSum         = regexp.MustCompile(`\d\s*(?:[十百千]?[万亿]|元)`)
)

// acrossOrFirst tells a cell of the table's first column, or left of it, or
// merged over several.
func (l *lister) acrossOrFirst(c sheet.Cell) bool {
	left := lastTitle(l.header.titles)
	for _, col := range l.header.columns {
		left = min(left, col)
	}
	return c.Column <= left || slices.ContainsFunc(l.tab.Merges, func(m sheet.Range) bool {
		return m.Col1 == c.Column && m.Col2 > m.Col1 && sheet.Ref(m.Col1, m.Row1) == c.Ref
	})
}

func aloneIn(row sheet.Row, cell sheet.Cell) bool {
	for _, c := range row.Cells {
		if c.Ref != cell.Ref && !blankCell(c) {
			return false
		}
	}
	return true
}

// signatory is the row of the unit's name that stands alone at the foot of the
// sheet, over the day alone; 0 for none.
func (l *lister) signatory() int {
	rows := l.tab.Rows
	for len(rows) > 0 && len(filledCells(rows[len(rows)-1])) == 0 {
		rows = rows[:len(rows)-1]
	}
	if len(rows) < 2 {
		return 0
	}
	name, day := filledCells(rows[len(rows)-2]), filledCells(rows[len(rows)-1])
	if len(name) != 1 || len(day) != 1 || rows[len(rows)-2].Number <= l.header.row {
		return 0
	}
	if name[0].Type != sheet.Text || !aUnit.MatchString(fold(name[0].Value)) || !isDay(day[0]) {
		return 0
	}
	return rows[len(rows)-2].Number
}

// aUnit is the name of an office or firm.
var aUnit = regexp.MustCompile(`^\p{Han}{1,30}(?:局|委|办|室|会|中心|专班|政府|院|站|所|处|科|部|厅|公司|集团|协会|区)$`)

func filledCells(row sheet.Row) (list []sheet.Cell) {
	for _, c := range row.Cells {
		if !blankCell(c) {
			list = append(list, c)
		}
	}
	return list
}

// isDay tells a cell with a whole day and nothing else, 二〇二三年十月八日 too.
func isDay(c sheet.Cell) bool {
	text := foldHead(c.Value)
	if digits, ok := digitsForWords(text); ok && strings.Contains(text, "年") {
		text = digits
	}
	return c.IsDate || c.Type == sheet.Text && wholeDay.MatchString(text)
}

// tellFoot says that a row was taken for a remark or a signature.
func (l *lister) tellFoot(row sheet.Row, first sheet.Cell, what, hint string) {
	l.passed[row.Number] = true
	l.report("S-EXTRA", finding.Notice, ingest.Place{Sheet: l.tab.Name, Cell: first.Ref}, fmt.Sprintf("第%d行%s，不是一条记录，未读取。", row.Number, what), hint)
	l.askNotedUnit(first)
}
