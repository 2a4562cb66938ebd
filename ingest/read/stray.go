package read

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// What stands on a sheet and is read as nothing is told, so that nobody takes
// it for reported: sample rows, cells beside the table, a second copy of a
// sheet.

// tellSamples says which rows were passed over because they are marked 例, or
// hold nothing but formulas that give 0.
func (l *lister) tellSamples() {
	if len(l.noughts) > 0 {
		at := ingest.Place{Sheet: l.tab.Name, Cell: "A" + l.noughts[0]}
		l.report("S-EXTRA", finding.Notice, at, fmt.Sprintf("第%s行只有公式算出的0，按空行处理。", numbers(l.noughts)), "如是实际内容，请逐栏填写。")
	}
	if len(l.samples) > 0 {
		at := ingest.Place{Sheet: l.tab.Name, Cell: "A" + l.samples[0]}
		l.report("S-EXTRA", finding.Notice, at, fmt.Sprintf("第%s行标有“例”字，作示例，未读取。", numbers(l.samples)), "如是实际内容，请删去“例”字。")
	}
}

// numbers joins row numbers, ten at most.
func numbers(rows []string) string {
	text := strings.Join(rows[:min(len(rows), 10)], "、")
	if len(rows) > 10 {
		text += "等"
	}
	return text
}

// tellBeside says which cells stand in no column of the table. Plain numbers
// left of it count rows.
func (l *lister) tellBeside() {
	var refs []string
	left := lastTitle(l.header.titles)
	for _, col := range l.header.columns {
		left = min(left, col)
	}
	asked := map[int]bool{} // columns of no field in which a unit stands
	read := maps.Clone(l.passed)
	for _, e := range l.entries {
		read[e.Row] = true
	}
	for _, row := range l.tab.Rows {
		if !read[row.Number] {
			continue
		}
		for _, c := range row.Cells {
			_, titled := l.header.titles[c.Column]
			if _, is := l.fieldAt(c.Column); titled && !is && !asked[c.Column] { // 单位 in a column of its own
				asked[c.Column] = l.askNotedUnit(c)
			}
			if titled || blank(c.Text()) || c.Column < left && c.Type == sheet.Number {
				continue
			}
			refs = append(refs, c.Ref)
			l.askNotedUnit(c)
		}
	}
	if len(refs) > 0 {
		more := ""
		if len(refs) > 1 {
			more = fmt.Sprintf("等%d个单元格", len(refs))
		}
		l.report("S-EXTRA", finding.Notice, ingest.Place{Sheet: l.tab.Name, Cell: refs[0]}, refs[0]+more+"上方没有列名，未读取。", "需要上报的内容，请填入规定的列。")
	}
}

// askAbove asks about entries that stand above the headers: three columns of
// theirs are filled, one of them with a number or a day.
func (l *lister) askAbove() {
	for _, row := range l.tab.Rows {
		if row.Number >= l.header.row || isSample(row) || !l.looksLikeEntry(row) {
			continue
		}
		first, _ := firstCell(row)
		at := ingest.Place{Sheet: l.tab.Name, Cell: first.Ref}
		l.report("S-EXTRA", finding.Error, at, fmt.Sprintf("第%d行在列名（第%d行）上面，像是一条记录，未读取。", row.Number, l.header.row), "要上报的，请移到列名下面；不要的，请删除该行。")
	}
}

// askTitle asks about a title above the headers that names another task force
// or month: a sheet copied in from another return brings its title along.
func (l *lister) askTitle() {
	for _, row := range l.tab.Rows {
		if row.Number >= l.header.row {
			return
		}
		for _, c := range row.Cells {
			text, at := fold(c.Value), ingest.Place{Sheet: l.tab.Name, Cell: c.Ref}
			if c.Type != sheet.Text || len([]rune(text)) > longestName*2 {
				continue
			}
			if u := l.namedUnit(text); u != nil {
				l.report("F-UNIT", finding.Error, at, fmt.Sprintf("表上方写的报送单位是%s，封面是%s，不知是谁的内容。", u.Name, l.unit.Name), "请使用下发给本单位的月报表；内容确属本单位的，请改正此处。")
			}
			if p, ok := namedMonth(text); ok && !filedIn.MatchString(text) && l.period != (ingest.Period{}) && p != l.period {
				l.report("F-MONTH", finding.Warning, at, fmt.Sprintf("表上方写的是%s，报告月份是%s，请核对是否用了以前月份的表。", p.Chinese(), l.period.Chinese()), "内容确属本月的，请改正此处。")
			}
		}
	}
}

// namedUnit is the other task force that a title names as the one reporting.
func (l *lister) namedUnit(text string) *form.Unit {
	_, after, named := strings.Cut(text, "单位:")
	if !named || l.unit == nil || strings.HasPrefix(after, fold(l.unit.Name)) {
		return nil
	}
	for i, u := range l.book.Units {
		if u.Code != l.unit.Code && strings.HasPrefix(after, fold(u.Name)) {
			return &l.book.Units[i]
		}
	}
	return nil
}

// namedMonth is the one month that a title names, and no day or stretch of it.
func namedMonth(text string) (ingest.Period, bool) {
	found := titleMonth.FindAllStringSubmatch(text, -1)
	if len(found) != 1 || found[0][3] != "" || strings.ContainsAny(text, "-~至到—") || strings.Contains(text, "截") || strings.Contains(text, "累计") {
		return ingest.Period{}, false
	}
	return validMonth(found[0][1], found[0][2], 0)
}

// filedIn tells when a sheet was filled in or sent, not what month it is of.
var filedIn = regexp.MustCompile(`(?:填报|填表|制表|报送|上报|报出|编制|打印)(?:日期|时间|日)[:为]?\d{4}年\d{1,2}月[^\d]*$`)

var titleMonth = regexp.MustCompile(`(\d{4})年(\d{1,2})月(\d{1,2}日|以来|前|起)?`)

func (l *lister) looksLikeEntry(row sheet.Row) bool {
	filled, figures := 0, 0
	for _, f := range l.fs.Fields {
		c := cellAt(row, l.header.columns[f.Key])
		if c.Column == 0 || blankCell(c) {
			continue
		}
		filled++
		switch f.Type {
		case form.Decimal, form.Integer:
			if _, is := quietNumber(f, c, ""); is {
				figures++
			}
		case form.DateType:
			if d := dayOf(c, l.period); d.problem == "" {
				figures++
			}
		}
	}
	return filled >= 3 && figures > 0
}

// askStruck asks about an entry that is struck through, all of it or in part:
// it may be withdrawn, or still hold.
func (l *lister) askStruck(row sheet.Row) {
	refs, whole := l.entered(row, func(c sheet.Cell) bool { return c.Struck })
	if len(refs) == 0 {
		return
	}
	at := ingest.Place{Sheet: l.tab.Name, Cell: refs[0]}
	if whole {
		l.report("S-STRUCK", finding.Error, at, fmt.Sprintf("第%d行画有删除线，不知是作废还是仍要上报。", row.Number), "要上报的，请去掉删除线；作废的，请删除该行。")
		return
	}
	l.report("S-STRUCK", finding.Error, at, strings.Join(refs, "、")+"画有删除线，不知是作废还是仍要上报。", "要上报的，请去掉删除线；作废的，请清空或改正。")
}

// askWithdrawn asks about an entry beside which stands that it is withdrawn,
// in a column of remarks, outside the table or behind a name.
func (l *lister) askWithdrawn(row sheet.Row) {
	for _, c := range row.Cells {
		if f, _ := l.fieldAt(c.Column); c.Type != sheet.Text || f.Type == form.Choice || !withdrawn.MatchString(foldTail(c.Value)) {
			continue
		}
		at := ingest.Place{Sheet: l.tab.Name, Cell: c.Ref}
		l.report("S-STRUCK", finding.Error, at, fmt.Sprintf("第%d行写有%s，不知是作废还是仍要上报。", row.Number, finding.Quote(c.Text())), "要上报的，请删去这几个字；作废的，请删除该行。")
		return
	}
}

var withdrawn = regexp.MustCompile(`^[(\[【]?(?:此|本)?(?:行|条|项目)?(?:已)?(?:作废|不报|不计|删除|撤销|重复填报)[)\]】]?[。!]?$|[(\[【](?:已)?作废[)\]】]$`)

// askUnseen asks about what is written in the colour of its ground, or hidden by
// a format: whoever signs the return on paper does not see it.
func (l *lister) askUnseen(row sheet.Row) {
	refs, _ := l.entered(row, func(c sheet.Cell) bool { return c.MayHide && !c.Unseen })
	l.veiled = append(l.veiled, refs...)
	refs, _ = l.entered(row, func(c sheet.Cell) bool { return c.Unseen })
	if len(refs) == 0 {
		return
	}
	l.dropFormatDoubts(row)
	at := ingest.Place{Sheet: l.tab.Name, Cell: refs[0]}
	l.report("S-UNSEEN", finding.Error, at, strings.Join(refs, "、")+"的内容看不见（与底色同色、字号过小或被格式隐藏），不知是否要上报。", "要上报的，请把文字改为黑色、格式改为“常规”（日期改为“日期”）；不要的，请清空。")
}

// dropFormatDoubts takes back what was asked about numbers of which ;;; shows
// nothing: that nobody sees them says it all.
func (l *lister) dropFormatDoubts(row sheet.Row) {
	hidden := func(f finding.Finding) bool {
		return f.Sheet == l.tab.Name && slices.Contains([]string{"T-UNIT", "T-NUM", "T-DATE"}, f.Code) && slices.ContainsFunc(row.Cells, func(c sheet.Cell) bool {
			return c.Ref == f.Cell && c.Type == sheet.Number && c.Unseen && shownBy(c.Format, c.Num) == shown{}
		})
	}
	l.findings = slices.DeleteFunc(l.findings, hidden)
}

// entered lists the filled cells of a row that are of a kind; whole is true
// where all filled ones are.
func (l *lister) entered(row sheet.Row, of func(sheet.Cell) bool) (refs []string, whole bool) {
	filled := 0
	for _, c := range row.Cells {
		if _, is := l.fieldAt(c.Column); !is || blankCell(c) {
			continue
		}
		filled++
		if of(c) {
			refs = append(refs, c.Ref)
		}
	}
	return refs, len(refs) == filled
}

// isTitleAgain tells the title of a second table: one text alone in its row,
// and the headers again in the next.
func (l *lister) isTitleAgain(i int) bool {
	if i+1 >= len(l.tab.Rows) || !l.isHeaderAgain(l.tab.Rows[i+1]) {
		return false
	}
	filled := 0
	for _, c := range l.tab.Rows[i].Cells {
		if !blankCell(c) {
			filled++
		}
	}
	first, ok := firstCell(l.tab.Rows[i])
	return ok && filled == 1 && first.Type == sheet.Text
}

// isHeaderAgain tells a row that repeats the headers, as on a second page or
// over a second table of the same columns.
func (l *lister) isHeaderAgain(row sheet.Row) bool {
	same := 0
	for _, c := range row.Cells {
		title := l.header.bare[c.Column]
		switch {
		case len(c.Value) <= longestTitle && title != "" && bare(c.Value) == title:
			same++
		case !blank(c.Value):
			return false
		}
	}
	return same >= 2
}

// askHeaderAgain asks about headers that state other units than the first ones:
// what is below them would be read by the first.
func (l *lister) askHeaderAgain(row sheet.Row) {
	for _, f := range l.fs.Fields {
		c := cellAt(row, l.header.columns[f.Key])
		unit := l.header.units[f.Key]
		if unit == "" {
			unit = fold(f.Unit)
		}
		if again := unitIn(c.Value, f.Unit); again != "" && again != unit {
			at := ingest.Place{Sheet: l.tab.Name, Cell: c.Ref}
			l.report("T-UNIT", finding.Error, at, fmt.Sprintf("重复的列名%s与第%d行的列名单位不一致，下面的数值不知以哪个为准。", finding.Quote(c.Value), l.header.row), fmt.Sprintf("请删去重复的列名，“%s”一律按%s填写。", f.Header, f.Unit))
		}
	}
}

// isDitto tells 同上 and the marks for it.
func isDitto(c sheet.Cell) bool {
	switch squeeze(narrow(c.Value)) {
	case "同上", "同前", "同上行", "〃", "″", "\"", "''", "同上。":
		return c.Type == sheet.Text
	}
	return false
}

// ditto asks for what 同上 stands for: rows are sorted and filtered, and then
// it stands for something else.
func (l *lister) ditto(f form.Field, c sheet.Cell, at ingest.Place) ingest.Value {
	above := ""
	if len(l.entries) > 0 {
		above = l.entries[len(l.entries)-1].Values[f.Key].String()
	}
	s := &slot{l.reader, f, c, at, ""}
	hint := "请写明内容。"
	if above != "" {
		hint = fmt.Sprintf("是否为%s？请写明内容。", finding.Quote(above))
	}
	v := s.bad("T-DITTO", above, fmt.Sprintf("写的是%s，没有写明内容。", s.quoted()), hint)
	v.Cell, v.Raw = at.Cell, c.Value
	return v
}

// copyOf is the form's sheet that a tab is a copy of by its name (签约项目 (2)),
// nil when of none that was found.
func (r *reader) copyOf(tab *sheet.Sheet) *sheet.Sheet {
	name := fold(tab.Name)
	for _, fs := range r.form.Sheets {
		rest, ok := strings.CutPrefix(name, fold(fs.Name))
		if !ok || r.tabs[fs.Name] == nil {
			continue
		}
		rest = strings.Trim(rest, "()-_的")
		if _, err := strconv.Atoi(rest); err == nil || rest == "副本" || rest == "备份" || rest == "copy" || rest == "改" || rest == "新" {
			return r.tabs[fs.Name]
		}
	}
	return nil
}

// leftOver tells of a tab that belongs to no sheet of the form. A copy that
// says something else than its original is asked about: the sender may have
// filled in the copy.
func (r *reader) leftOver(tab *sheet.Sheet) {
	at := ingest.Place{Sheet: tab.Name}
	original := r.copyOf(tab)
	if fs := r.continues(tab); original == nil && fs != nil {
		level := finding.Warning
		if strings.Contains(fold(tab.Name), fold(fs.Name)) {
			level = finding.Error
		}
		r.report("S-SHEET", level, at, fmt.Sprintf("工作表“%s”的列名与“%s”相同，其中的记录没有读取，不知是否要上报。", tab.Name, fs.Name), fmt.Sprintf("要上报的，请接在“%s”的记录下面填写；自用的，请删除该表，或在“情况说明”中写明。", fs.Name))
		return
	}
	if original == nil {
		r.report("S-EXTRA", finding.Notice, at, fmt.Sprintf("工作表“%s”不属于月报表，未读取。", tab.Name), "")
		return
	}
	if sameCells(original, tab) {
		r.report("S-EXTRA", finding.Notice, at, fmt.Sprintf("工作表“%s”与“%s”内容相同，未重复读取。", tab.Name, original.Name), "")
		return
	}
	r.report("S-SHEET", finding.Error, at, fmt.Sprintf("工作表“%s”像是“%s”的副本，内容却不相同，不知以哪一张为准。", tab.Name, original.Name), fmt.Sprintf("请把应报的内容都填在“%s”中，删除另一张。", original.Name))
}

// continues is the form's list sheet that a tab has the columns of and entries
// under them: 对接项目续表. Nil when of none.
func (r *reader) continues(tab *sheet.Sheet) *form.Sheet {
	for i := range r.form.Sheets {
		fs := &r.form.Sheets[i]
		h, all := r.allColumns(fs, tab)
		if !all {
			continue
		}
		for _, row := range tab.Rows {
			if row.Number > h.row && !isSample(row) && slices.ContainsFunc(fs.Fields, func(f form.Field) bool {
				return h.columns[f.Key] != 0 && !blankCell(cellAt(row, h.columns[f.Key]))
			}) {
				return fs
			}
		}
	}
	return nil
}

func sameCells(a, b *sheet.Sheet) bool {
	texts := func(s *sheet.Sheet) (list []string) {
		for _, row := range s.Rows {
			for _, c := range row.Cells {
				if text := squeeze(c.Text()); text != "" {
					list = append(list, c.Ref+" "+text)
				}
			}
		}
		return list
	}
	return strings.Join(texts(a), "\n") == strings.Join(texts(b), "\n")
}
