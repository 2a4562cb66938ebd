package read

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// lister walks the rows of one list sheet.
type lister struct {
	*reader
	fs       *form.Sheet
	tab      *sheet.Sheet
	header   header
	entries  []ingest.Entry
	filled   map[string]filling // “C7”, a blank cell inside a merge: what stands for it
	part     int                // index of the first entry after the last 小计
	passed   map[int]bool       // rows in whose columns nothing was entered
	hidden   []string           // numbers of hidden rows with entries
	samples  []string           // numbers of rows marked 例
	noughts  []string           // numbers of rows in which formulas give 0, and nothing else stands
	veiled   []string           // cells that a conditional format may hide
	signed   bool               // the row before was of signatures
	remarked bool               // … of remarks
	signer   int                // row of the unit's name at the foot
}

// list reads the entries of a list sheet: every row below the header that is
// not blank, a total, a note or a sample.
func (r *reader) list(fs *form.Sheet, tab *sheet.Sheet, ret *ingest.Return) []ingest.Entry {
	h := r.findHeader(fs, tab)
	if h.row == 0 {
		r.report("S-HEAD", finding.Error, ingest.Place{Sheet: tab.Name, Cell: "A1"}, fmt.Sprintf("前%d行没有找到列名（如“%s”）。", deepestHeader, fs.Fields[0].Header), "请使用下发的月报表，不要删除列名所在的行。")
		return nil
	}
	r.reportHeader(fs, tab, h)
	t := ingest.Tab{Name: tab.Name, Header: h.row, Columns: map[string]string{}}
	for key, col := range h.columns {
		t.Columns[key] = sheet.ColumnName(col)
	}
	ret.Tabs[fs.Name] = t
	r.lists = append(r.lists, listRead{fs, tab, h})
	l := &lister{reader: r, fs: fs, tab: tab, header: h, passed: map[int]bool{}}
	l.signer = l.signatory()
	l.fillMerges()
	l.askAbove()
	l.askTitle()
	for i, row := range tab.Rows {
		if row.Number <= h.row {
			continue
		}
		if l.isTitleAgain(i) {
			title, _ := firstCell(row)
			l.askNotedUnit(title)
			continue
		}
		l.row(row)
	}
	l.askMerges()
	l.askUnderMerges()
	l.askAcross()
	l.tellSamples()
	l.tellBeside()
	l.tellHidden()
	return l.entries
}

func (l *lister) row(row sheet.Row) {
	first, ok := firstCell(row)
	underRemark := l.remarked
	l.remarked = false
	switch {
	case !ok:
	case l.isHeaderAgain(row):
		l.askHeaderAgain(row)
	case l.isNote(row, first):
		l.signed = isSigned(row)
		l.remarked = !l.signed
		l.askNotedUnit(first)
	case isSample(row):
		l.samples = append(l.samples, strconv.Itoa(row.Number))
	case l.isSignedOff(row):
		l.tellFoot(row, first, "是单位落款、签字、盖章或填报日期", "如是实际内容，请填入规定的列。")
	case l.isHeading(row, first):
		l.tellFoot(row, first, finding.Quote(first.Text())+"是分类标题", "如是实际内容，请逐栏填写。")
	case l.isRemark(row, first, underRemark):
		l.remarked = true
		l.tellFoot(row, first, finding.Quote(first.Text())+"是表下的说明", "如是实际内容，请逐栏填写。")
	case l.totalLabel(row) != "":
		l.total(row, l.totalLabel(row))
	case l.onlySums(row):
		l.report("S-EXTRA", finding.Notice, ingest.Place{Sheet: l.tab.Name, Cell: first.Ref}, fmt.Sprintf("第%d行只有求和公式，按合计行核对，未作为记录读取。", row.Number), "如是合计，请在行首写明“合计”。")
		l.total(row, "合计")
	case l.untouched(row):
		l.passed[row.Number] = true
	case l.onlyNoughts(row):
		l.passed[row.Number] = true
		l.noughts = append(l.noughts, strconv.Itoa(row.Number))
	case l.saysNone(row):
		l.passed[row.Number] = true
		l.report("S-EXTRA", finding.Notice, ingest.Place{Sheet: l.tab.Name, Cell: first.Ref}, fmt.Sprintf("第%d行只写有%s，按空行处理。", row.Number, finding.Quote(l.sentence(row))), "本月没有内容的，在封面的“零报告”项选“本月无”，不必在表中填写。")
	default:
		l.entry(row)
	}
}

// untouched tells whether nothing in the row was entered by the sender: only
// serial numbers, what the office pre-filled, or a leftover 否.
func (l *lister) untouched(row sheet.Row) bool {
	for _, f := range l.fs.Fields {
		col, ok := l.header.columns[f.Key]
		if !ok {
			continue
		}
		c := cellAt(row, col)
		switch {
		case blankCell(c):
		case l.fs.Prefill != form.NoPrefill && (f.Role == form.Item || f.Role == form.ItemText || f.Role == form.ItemDue):
		case f.Type == form.YesNo && fold(c.Value) == form.No:
		default:
			return false
		}
	}
	return true
}

// onlyNoughts tells a row into which formulas were filled down beyond the
// entries: each gives 0, and nothing else stands there.
func (l *lister) onlyNoughts(row sheet.Row) bool {
	for _, c := range row.Cells {
		if _, is := l.fieldAt(c.Column); is && !blankCell(c) && !(c.Formula && c.Type == sheet.Number && c.Num.Sign() == 0) {
			return false
		}
	}
	return true
}

// saysNone tells a row in which nothing stands but words for nothing: 无, or /
// in every column.
func (l *lister) saysNone(row sheet.Row) bool {
	for _, c := range row.Cells {
		f, is := l.fieldAt(c.Column)
		if is && f.Type == form.YesNo && fold(c.Value) == form.No { // a dropdown left behind
			continue
		}
		if is && !blankCell(c) && (c.Type != sheet.Text || !form.SaysNothing(squeeze(c.Value))) {
			return l.saysNoneAlone(row)
		}
	}
	return true
}

// saysNoneAlone tells a sentence for nothing, 本月无外出活动, in a row where
// nothing else stands but noughts: 本月未发生支出 beside 0. Beside a nought a
// choice and a day say nothing either. In a column of answers it is an answer.
func (l *lister) saysNoneAlone(row sheet.Row) bool {
	said, nought, chosen := false, false, false
	for _, c := range row.Cells {
		f, is := l.fieldAt(c.Column)
		switch {
		case blankCell(c), is && f.Type == form.YesNo && fold(c.Value) == form.No:
		case is && isNought(c):
			nought = true
		case c.Type == sheet.Text && form.SaysNothing(squeeze(c.Value)):
		case f.Role == form.AnswerText || f.Role == form.Answer:
			return false
		case c.Type == sheet.Text && nothingToTell.MatchString(fold(c.Value)):
			said = true
		case is && (f.Type == form.DateType || f.Type == form.Choice):
			chosen = true
		default:
			return false
		}
	}
	return said && (nought || !chosen)
}

// isNought tells a 0, typed as a number or a text.
func isNought(c sheet.Cell) bool {
	return c.Type == sheet.Number && !c.IsDate && c.Num.Sign() == 0 || c.Type == sheet.Text && noughtText.MatchString(fold(c.Value))
}

var noughtText = regexp.MustCompile(`^0(?:\.0+)?(?:[万亿]?元|[次个项人])?$`)

var nothingToTell = regexp.MustCompile(`^(?:本月|本期|当月|\d{1,2}月份?)(?:暂|尚)?(?:无|没有|未)\P{N}{1,20}$|^(?:暂|尚)?未(?:发生|产生|开展|召开|签订|支出)\P{N}{0,12}$|^暂无\P{N}{0,12}$`)

// sentence is what a row says that is no entry.
func (l *lister) sentence(row sheet.Row) string {
	for _, c := range row.Cells {
		if c.Type == sheet.Text && nothingToTell.MatchString(fold(c.Value)) {
			return c.Text()
		}
	}
	first, _ := firstCell(row)
	return first.Text()
}

func (l *lister) entry(row sheet.Row) {
	e := ingest.Entry{Sheet: l.fs.Name, Row: row.Number, Values: map[string]ingest.Value{}}
	for _, f := range l.fs.Fields {
		col, ok := l.header.columns[f.Key]
		if !ok {
			continue
		}
		c := cellAt(row, col)
		at := ingest.Place{Sheet: l.tab.Name, Cell: sheet.Ref(col, row.Number)}
		if fill, ok := l.filled[at.Cell]; ok && blankCell(c) {
			if v := l.fill(f, fill, at); v.Kind != ingest.Blank {
				e.Values[f.Key] = v
			}
			continue
		}
		if isDitto(c) {
			e.Values[f.Key] = l.ditto(f, c, at)
			continue
		}
		if v := l.value(f, c, at, l.header.units[f.Key]); v.Kind != ingest.Blank {
			e.Values[f.Key] = v
		}
	}
	l.askRemark(row)
	l.askWithdrawn(row)
	l.askStruck(row)
	l.askUnseen(row)
	if row.Hidden {
		l.hidden = append(l.hidden, strconv.Itoa(row.Number))
	}
	if len(e.Values) > 0 {
		l.entries = append(l.entries, e)
	}
}

func firstCell(row sheet.Row) (sheet.Cell, bool) {
	for _, c := range row.Cells {
		if !blank(c.Value) || c.Type == sheet.NoCache {
			return c, true
		}
	}
	return sheet.Cell{}, false
}

// isSample tells a row that shows how to fill in: marked 例 or 示例 in its
// first cells. A firm called 示例… is not marked.
func isSample(row sheet.Row) bool {
	for i, c := range row.Cells {
		if i < 2 && c.Type == sheet.Text {
			text := foldHead(c.Value)
			switch strings.Trim(text, "()[]【】〔〕:") {
			case "例", "示例", "样例", "范例", "例子", "填写示例", "填报示例", "举例":
				return true
			}
			for _, p := range []string{"例:", "示例:", "样例:", "填写示例:", "(例)", "(示例)", "【例】", "【示例】", "[例]", "[示例]", "例如:"} {
				if strings.HasPrefix(text, p) {
					return true
				}
			}
		}
	}
	return false
}

// totalLabel is 合计, 小计 and the like when the row is a total, "" otherwise.
// A serial number may stand before it.
func (l *lister) totalLabel(row sheet.Row) string {
	for _, c := range row.Cells {
		if _, is := l.fieldAt(c.Column); blank(c.Value) || !is && c.Type == sheet.Number {
			continue
		}
		if c.Type != sheet.Text {
			return ""
		}
		switch label := bare(c.Value); label {
		case "合计", "小计", "总计", "共计", "累计", "合计数":
			return label
		default:
			if ofPeriod.MatchString(label) {
				return label
			}
			if m := countLabel.FindStringSubmatch(label); m != nil {
				return m[1]
			}
			if inWordsTotal.MatchString(fold(c.Value)) && len(row.Cells) == 1 {
				return fold(c.Value)
			}
			if totalOf.MatchString(label) && l.restNumbers(row, c) {
				return label
			}
		}
		return ""
	}
	return ""
}

// ofPeriod is a total that says of what: 本页小计, 9月合计, 1-9月累计.
var ofPeriod = regexp.MustCompile(`^(?:本|上|全|当|今|以上|[一二三四五六七八九十\d]|[-~—至、]|年度?|季度?|月|页|第|度)+(?:合计|小计|总计|共计|累计)(?:数|额)?$`)

// totalOf is a total that says of which column, 签约金额合计: with nothing but
// numbers beside it.
var totalOf = regexp.MustCompile(`^\p{Han}{1,8}(?:合计|小计|总计)(?:数|额)?$`)

func (l *lister) restNumbers(row sheet.Row, label sheet.Cell) bool {
	numbers := 0
	for _, c := range row.Cells {
		if c.Ref == label.Ref || blankCell(c) {
			continue
		}
		if c.Type != sheet.Number || c.IsDate {
			return false
		}
		numbers++
	}
	return numbers > 0
}

// onlySums tells a row in which nothing stands but sums over cells: what a
// click on Σ leaves under a column.
func (l *lister) onlySums(row sheet.Row) bool {
	sums := 0
	for _, c := range row.Cells {
		if blankCell(c) {
			continue
		}
		if !c.Formula || c.Type != sheet.Number || !sumFormula.MatchString(c.Says) {
			return false
		}
		sums++
	}
	return sums > 0
}

var sumFormula = regexp.MustCompile(`(?i)^(?:SUM\(|SUBTOTAL\(10?9,)\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+\)$`)

// inWordsTotal is a total that is all in one cell: 合计：4.7亿元. What it says is
// not worked out.
var inWordsTotal = regexp.MustCompile(`^(?:合计|小计|总计|共计):`)

// countLabel is a total of rows put in words: 共3个项目, 合计：3项.
var countLabel = regexp.MustCompile(`^(合计|小计|总计|共计|共)[:：]?(\d+)(?:个|项|次|条|笔|家|场|人)(?:项目|活动|会议|合同|记录)?$`)

// total checks a total row against the sum of the rows it stands under. It is
// never read as data.
func (l *lister) total(row sheet.Row, label string) {
	from := 0
	sub := strings.HasSuffix(label, "小计")
	if sub {
		from = l.part
		l.part = len(l.entries)
	}
	l.countedTotal(row, len(l.entries)-from)
	if strings.Contains(label, "累计") && label != "累计" || strings.HasPrefix(label, "上") {
		return // over months that are not on this sheet
	}
	for _, f := range l.fs.Fields {
		col, ok := l.header.columns[f.Key]
		if !ok || f.Type != form.Decimal && f.Type != form.Integer {
			continue
		}
		c := cellAt(row, col)
		stated, ok := quietNumber(f, c, l.header.units[f.Key])
		if !ok {
			continue
		}
		sum, whole := sumOf(l.entries[from:], f.Key)
		if !whole || sum.Cmp(stated) == 0 {
			continue
		}
		diff := stated.Sub(sum)
		if diff.Sign() < 0 {
			diff = diff.Neg()
		}
		l.findings = append(l.findings, finding.Finding{Code: "S-SUM", Level: finding.Warning, Place: ingest.Place{Sheet: l.tab.Name, Cell: c.Ref},
			Value: stated.String(), Expected: sum.String(),
			Message: fmt.Sprintf("%s%s与各行之和%s相差%s。", label, stated, sum, diff), Hint: label + "行不计入数据，请核对是否漏行。"})
	}
}

// countedTotal checks a total that says how many rows there are.
func (l *lister) countedTotal(row sheet.Row, rows int) {
	for _, c := range row.Cells {
		m := countLabel.FindStringSubmatch(bare(c.Value))
		if m == nil || m[2] == strconv.Itoa(rows) {
			continue
		}
		l.findings = append(l.findings, finding.Finding{Code: "S-SUM", Level: finding.Warning, Place: ingest.Place{Sheet: l.tab.Name, Cell: c.Ref},
			Value: m[2], Expected: strconv.Itoa(rows),
			Message: fmt.Sprintf("%s与所填的%d行不符。", finding.Quote(c.Value), rows), Hint: "合计行不计入数据，请核对是否漏行。"})
		return
	}
}

// sumOf adds up a field; whole is false where a value could not be read, so
// that one fault is not reported twice.
func sumOf(entries []ingest.Entry, key string) (sum exact.Num, whole bool) {
	for _, e := range entries {
		switch v := e.Values[key]; v.Kind {
		case ingest.Bad:
			return sum, false
		case ingest.Number:
			sum = sum.Add(v.Num)
		}
	}
	return sum, true
}

// tellHidden says that hidden rows and columns were read like any other.
func (l *lister) tellHidden() {
	at := ingest.Place{Sheet: l.tab.Name}
	if len(l.hidden) > 0 {
		at.Cell = "A" + l.hidden[0]
		l.report("S-HIDDEN", finding.Notice, at, fmt.Sprintf("第%s行是隐藏的，已照常读取。", numbers(l.hidden)), "如不应上报，请删除该行。")
	}
	if len(l.veiled) > 0 {
		at.Cell = l.veiled[0]
		l.report("S-HIDDEN", finding.Notice, at, numbers(l.veiled)+"设有条件格式，条件成立时看不见内容，已照常读取。", "请核对；不应上报的，请清空。")
	}
	for _, f := range l.fs.Fields {
		for _, hidden := range l.tab.HiddenColumns {
			if col, ok := l.header.columns[f.Key]; ok && hidden.Col1 <= col && col <= hidden.Col2 && columnUsed(l.tab, l.header.row, col) {
				at.Cell = sheet.Ref(col, l.header.row)
				l.report("S-HIDDEN", finding.Notice, at, fmt.Sprintf("“%s”列是隐藏的，已照常读取。", f.Header), "")
			}
		}
	}
}
