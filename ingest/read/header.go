package read

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// deepestHeader is the last row in which headers are looked for: a form has
// them in row 4, and people put titles and remarks above.
const deepestHeader = 15

// header is where a list sheet's columns are.
type header struct {
	row     int               // of the headers, the lower one of two lines; 0 when there is none
	columns map[string]int    // field key -> column
	titles  map[int]string    // column -> header text as it stands
	bare    map[int]string    // … folded, without brackets
	units   map[string]string // field key -> unit that the header or the sheet states, where it is not the field's
	torn    map[string]string // field key -> unit of the note above, where the header states another
	foreign map[string]bool   // field key -> the header states a foreign currency
}

// findHeader finds the row that has most of the sheet's headers, by text. Two
// lines are taken together when only that gives more (merged and two-line
// headers).
func (r *reader) findHeader(fs *form.Sheet, tab *sheet.Sheet) header {
	list := r.namesOf(fs)
	best := header{}
	for i, row := range tab.Rows {
		if row.Number > deepestHeader {
			break
		}
		single := titlesOf(row)
		if h := matchColumns(list, row.Number, single); len(h.columns) > len(best.columns) {
			best = h
		}
		if i+1 < len(tab.Rows) && tab.Rows[i+1].Number == row.Number+1 && isHeaderPair(tab, row.Number) {
			if h := matchColumns(list, row.Number+1, twoLines(tab, row, tab.Rows[i+1])); len(h.columns) > len(best.columns) {
				best = h
			}
		}
	}
	if len(best.columns) < min(2, len(fs.Fields)) {
		return header{}
	}
	for _, row := range tab.Rows {
		if row.Number == best.row+1 {
			if titles, ok := unitRow(fs, best, row); ok {
				best.row, best.titles = row.Number, titles
			}
			break
		}
	}
	best.bare = map[int]string{}
	for col, title := range best.titles {
		best.bare[col] = labelled(title).bare
	}
	best.units, best.torn = statedUnits(fs, tab, best)
	best.foreign = map[string]bool{}
	for _, f := range fs.Fields {
		if _, base := splitUnit(f.Unit); base == "元" && foreign.MatchString(fold(best.titles[best.columns[f.Key]])) {
			best.foreign[f.Key] = true
		}
	}
	return best
}

// isHeaderPair tells whether a merge joins the row with the next, or spans
// several columns of it: the mark of a header in two lines.
func isHeaderPair(tab *sheet.Sheet, row int) bool {
	for _, m := range tab.Merges {
		if m.Row1 == row && (m.Row2 == row+1 || m.Row2 == row && m.Col2 > m.Col1) {
			return true
		}
	}
	return false
}

func titlesOf(row sheet.Row) map[int]string {
	titles := map[int]string{}
	for _, c := range row.Cells {
		if c.Type == sheet.Text && strings.TrimSpace(c.Value) != "" {
			titles[c.Column] = c.Value
		}
	}
	return titles
}

// twoLines gives for each column the lower text, or the upper one where the
// lower is blank.
func twoLines(tab *sheet.Sheet, upper, lower sheet.Row) map[int]string {
	titles := titlesOf(upper)
	for _, m := range tab.Merges {
		if m.Row1 == upper.Number && m.Row2 == upper.Number && m.Col2 > m.Col1 {
			delete(titles, m.Col1) // a group's heading is no column's
		}
	}
	for col, text := range titlesOf(lower) {
		titles[col] = text
	}
	return titles
}

// matchColumns assigns columns to fields: first by the full header, unit and
// all, then by header or alias with brackets left aside.
func matchColumns(list []names, row int, titles map[int]string) header {
	h := header{row: row, columns: map[string]int{}, titles: titles}
	used := map[int]bool{}
	cols := slices.Sorted(maps.Keys(titles))
	labels := make([]label, len(cols))
	for i, col := range cols {
		labels[i] = labelled(titles[col])
	}
	for _, same := range waysToCall {
		for _, n := range list {
			if _, done := h.columns[n.key]; done {
				continue
			}
			for i, col := range cols {
				if !used[col] && same(n, labels[i]) {
					h.columns[n.key] = col
					used[col] = true
					break
				}
			}
		}
	}
	return h
}

// longestTitle bounds in bytes what is compared with headers, help text in
// brackets and all: a cell may hold any number of pages.
const longestTitle = 2000

func lastTitle(titles map[int]string) (last int) {
	for col := range titles {
		last = max(last, col)
	}
	return last
}

// names is what a field may be called, folded to be compared.
type names struct {
	key                 string
	title, header, bare string // with unit, without, without brackets
	aliases             []string
}

func namesOf(fs *form.Sheet) []names {
	list := make([]names, len(fs.Fields))
	for i, f := range fs.Fields {
		list[i] = names{key: f.Key, title: foldHeader(f.Title()), header: foldHeader(f.Header), bare: bare(f.Header)}
		for _, a := range f.Aliases {
			list[i].aliases = append(list[i].aliases, bare(a))
		}
	}
	return list
}

// namesOf is namesOf, worked out once for each sheet of the form.
func (r *reader) namesOf(fs *form.Sheet) []names {
	if r.names[fs] == nil {
		r.names[fs] = namesOf(fs)
	}
	return r.names[fs]
}

// label is a text that may name a field, folded; nothing when too long to.
type label struct{ whole, bare string }

func labelled(text string) label {
	if len(text) > longestTitle {
		return label{}
	}
	return label{foldHeader(text), bare(text)}
}

// waysToCall a field, the surest first.
var waysToCall = []func(n names, l label) bool{names.byTitle, names.byHeader, names.byAlias}

func (n names) byTitle(l label) bool {
	return l.whole != "" && (l.whole == n.title || l.whole == n.header)
}

func (n names) byHeader(l label) bool { return l.bare != "" && l.bare == n.bare }

func (n names) byAlias(l label) bool { return l.bare != "" && slices.Contains(n.aliases, l.bare) }

// statedUnits finds the units that the workbook states for number columns and
// that are not the form's: in the header's brackets, or for the whole sheet in
// a note above (单位：万元) where the header has none. Where both state one and
// they differ, only the sender knows (torn).
func statedUnits(fs *form.Sheet, tab *sheet.Sheet, h header) (units, torn map[string]string) {
	sheetNote := sheetUnit(tab, h)
	units, torn = map[string]string{}, map[string]string{}
	for _, f := range fs.Fields {
		col, ok := h.columns[f.Key]
		if !ok || f.Unit == "" || f.Type != form.Decimal && f.Type != form.Integer {
			continue
		}
		unit, note := unitIn(h.titles[col], f.Unit), sheetNote
		if group := unitIn(groupTitle(tab, h.row, col), f.Unit); group != "" {
			note = group
		}
		if _, known := scaleTo(note, f.Unit); known && note != "" {
			if unit != "" && unit != note {
				torn[f.Key] = note
			} else {
				unit = note
			}
		}
		if factor, _ := scaleTo(unit, f.Unit); unit != "" && factor.Cmp(exact.Int(1)) != 0 { // （亿） is the form's 亿元
			units[f.Key] = unit
		}
	}
	return units, torn
}

// sheetUnit is what a note above the headers says, or beside them: 单位：万元,
// alone or among other words of a title.
func sheetUnit(tab *sheet.Sheet, h header) string {
	for _, row := range tab.Rows {
		if row.Number > h.row {
			break
		}
		for _, c := range row.Cells {
			if c.Type != sheet.Text || row.Number == h.row && h.isColumn(c.Column) {
				continue
			}
			if unit := unitOfNote(c.Value); unit != "" {
				return unit
			}
		}
	}
	return ""
}

func (h header) isColumn(col int) bool {
	for _, c := range h.columns {
		if c == col {
			return true
		}
	}
	return false
}

// groupTitle is what stands in the line above the headers over a column, in its
// own cell or in one merged over several columns: 金额（万元）.
func groupTitle(tab *sheet.Sheet, header, col int) string {
	for _, m := range tab.Merges {
		if m.Row1 < header && header-1 <= m.Row2 && m.Col1 <= col && col <= m.Col2 {
			return textAt(tab, m.Row1, m.Col1)
		}
	}
	return textAt(tab, header-1, col)
}

func textAt(tab *sheet.Sheet, row, col int) string {
	for _, r := range tab.Rows {
		if c := cellAt(r, col); r.Number == row && c.Type == sheet.Text {
			return c.Value
		}
	}
	return ""
}

var moneyWord = regexp.MustCompile(`[万亿]|元`)

// money are the units that sums are stated in, as fold writes them.
const money = `([十百千]?[万亿]元?|元)`

// A remark states a unit in one of these ways: alone in brackets or without, as
// 单位 of something that is no 填报单位, or of 金额. None is looked for where a
// character that it needs is not.
var noteUnits = []struct {
	needs string // any of them
	says  *regexp.Regexp
}{
	{"万亿元", regexp.MustCompile(`^[(\[【]?(?:人民币)?` + money + `[)\]】]?$`)},
	{"位", regexp.MustCompile(`(?:^|\P{Han}|金额|货币|计量|数据|数字|资金|投资|计价|本表|表中|全表)单位(?:一律|统一|全部|均|都)?[为是]?(?:\P{Han}|[个次项家户人份笔]|人民币)*?` + money + `(?:$|\P{Han}|的|计|填)`)},
	{"额", regexp.MustCompile(`金额(?:数据|数字|单位)?(?:一律|统一|全部|均|都)?(?:[为是以按]|[:;(\[])+(?:人民币)?` + money + `(?:$|\P{Han}|为单位|的|计|填)`)},
	{"以按", regexp.MustCompile(`[以按](?:人民币)?` + money + `(?:为(?:计量)?单位|计|填)`)},
}

// longestNote bounds in bytes what is looked through for a unit: a cell may hold
// any number of pages.
const longestNote = 6000

// unitOfNote is the unit of money that a remark states for the sums, "" when it
// states none: 单位：万元, （万元）, 以上金额均为万元.
func unitOfNote(text string) string {
	text = fold(text[:min(len(text), longestNote)])
	for _, unit := range noteUnits {
		if !strings.ContainsAny(text, unit.needs) || !strings.ContainsAny(text, "万亿元") {
			continue
		}
		if m := unit.says.FindStringSubmatch(text); m != nil {
			return strings.TrimSuffix(m[1], "元") + "元"
		}
	}
	return ""
}

// unitRow tells the row below the headers that says nothing but units, and
// gives the titles with them.
func unitRow(fs *form.Sheet, h header, row sheet.Row) (titles map[int]string, ok bool) {
	titles = maps.Clone(h.titles)
	for _, f := range fs.Fields {
		col, is := h.columns[f.Key]
		text := strings.Trim(fold(cellAt(row, col).Value), "()[]")
		if !is || text == "" {
			continue
		}
		if _, known := scaleTo(text, f.Unit); !known {
			return nil, false
		}
		titles[col] += "（" + text + "）"
		ok = true
	}
	return titles, ok
}

// reportHeader tells of columns that are missing, double or unknown.
func (r *reader) reportHeader(fs *form.Sheet, tab *sheet.Sheet, h header) {
	at := ingest.Place{Sheet: tab.Name}
	free := map[int]string{}
	for col, title := range h.titles {
		free[col] = title
	}
	for _, col := range h.columns {
		delete(free, col)
	}
	for _, f := range fs.Fields {
		if _, ok := h.columns[f.Key]; !ok {
			r.missingColumn(f, tab, h, free)
		}
	}
	for _, f := range fs.Fields {
		if h.foreign[f.Key] && columnUsed(tab, h.row, h.columns[f.Key]) {
			at := ingest.Place{Sheet: tab.Name, Cell: sheet.Ref(h.columns[f.Key], h.row)}
			r.report("T-UNIT", finding.Error, at, fmt.Sprintf("列名%s写的是外币，本列单位为%s，不能直接折算。", finding.Quote(h.titles[h.columns[f.Key]]), f.Unit), fmt.Sprintf("请按合同约定折合人民币，按%s填写，并将列名改回“%s”。", f.Unit, f.Title()))
		}
		if odd := oddUnit(h.titles[h.columns[f.Key]], f.Unit); odd != "" && columnUsed(tab, h.row, h.columns[f.Key]) {
			at := ingest.Place{Sheet: tab.Name, Cell: sheet.Ref(h.columns[f.Key], h.row)}
			r.report("T-UNIT", finding.Error, at, fmt.Sprintf("列名%s中注明的“%s”读不准，不知数值以什么为单位。", finding.Quote(h.titles[h.columns[f.Key]]), odd), fmt.Sprintf("请将列名改回“%s”，数值按%s填写。", f.Title(), f.Unit))
		}
		if note, ok := h.torn[f.Key]; ok && columnUsed(tab, h.row, h.columns[f.Key]) {
			at := ingest.Place{Sheet: tab.Name, Cell: sheet.Ref(h.columns[f.Key], h.row)}
			r.report("T-UNIT", finding.Error, at, fmt.Sprintf("列名%s与表上方注明的单位“%s”不一致，不知以哪个为准。", finding.Quote(h.titles[h.columns[f.Key]]), note), fmt.Sprintf("请删去表上方的单位，本列按%s填写。", f.Unit))
		}
	}
	for col := 1; col <= lastTitle(free); col++ {
		title, ok := free[col]
		if !ok || isSerial(title) || !columnUsed(tab, h.row, col) {
			continue
		}
		if f := r.fieldLike(fs, title); f != nil {
			first := sheet.Ref(h.columns[f.Key], h.row)
			at := ingest.Place{Sheet: tab.Name, Cell: sheet.Ref(col, h.row)}
			r.report("S-HEAD", finding.Error, at, fmt.Sprintf("“%s”列出现了两次（%s、%s），不知以哪一列为准。", f.Header, first, at.Cell), "请删除多余的一列。")
			continue
		}
		at.Cell = sheet.Ref(col, h.row)
		r.report("S-EXTRA", finding.Notice, at, fmt.Sprintf("%s列不属于月报表，未读取。", finding.Quote(title)), "")
	}
}

func (r *reader) missingColumn(f form.Field, tab *sheet.Sheet, h header, free map[int]string) {
	var cols []int
	var titles []string
	for col := 1; col <= lastTitle(free); col++ {
		if title, ok := free[col]; ok && !isSerial(title) {
			cols, titles = append(cols, col), append(titles, title)
		}
	}
	at := ingest.Place{Sheet: tab.Name, Cell: h.first()}
	use := "请使用下发的月报表"
	if r.period != (ingest.Period{}) {
		use = fmt.Sprintf("请使用%d月份下发的月报表", r.period.Month)
	}
	message, hint := fmt.Sprintf("第%d行没有找到“%s”列。", h.row, f.Header), use+"，不要删除或改动列名。"
	level := finding.Warning
	switch {
	case f.Required:
		level = finding.Error
	case r.olderForm() && len(titles) == 0: // as it was sent out, perhaps
		level, hint = finding.Notice, "下发的旧表没有这一列的，不必补；以后请使用新下发的月报表。"
	}
	if i := closest(f.Header, titles); i >= 0 {
		level = finding.Error
		message = fmt.Sprintf("第%d行没有找到“%s”列，最接近的是%s（%s）。", h.row, f.Header, finding.Quote(titles[i]), sheet.Ref(cols[i], h.row))
		hint = fmt.Sprintf("%s，或将列名改回“%s”。", use, f.Header)
		if foldHeader(titles[i]) != fold(f.Header) && f.Unit != "" && moneyWord.MatchString(strings.TrimPrefix(bare(titles[i]), bare(f.Header))) {
			hint = fmt.Sprintf("%s，或将列名改回“%s”，数值按%s填写。", use, f.Title(), f.Unit)
		}
		at.Cell = sheet.Ref(cols[i], h.row)
		delete(free, cols[i])
	}
	r.findings = append(r.findings, finding.Finding{Code: "S-HEAD", Level: level, Place: at, Expected: f.Header, Message: message, Hint: hint})
}

// first is the first cell of the header row that says anything: where a
// missing column is pointed at.
func (h header) first() string {
	for col := 1; col <= lastTitle(h.titles); col++ {
		if _, ok := h.titles[col]; ok {
			return sheet.Ref(col, h.row)
		}
	}
	return ""
}

func isSerial(title string) bool {
	switch bare(title) {
	case "序号", "行号", "编号", "no", "num", "#":
		return true
	}
	return false
}

func (r *reader) fieldLike(fs *form.Sheet, title string) *form.Field {
	l := labelled(title)
	for i, n := range r.namesOf(fs) {
		if n.byTitle(l) || n.byHeader(l) {
			return &fs.Fields[i]
		}
	}
	return nil
}

// columnUsed tells whether anything stands below the header in that column.
func columnUsed(tab *sheet.Sheet, header, col int) bool {
	for _, row := range tab.Rows {
		if row.Number > header && !blank(cellAt(row, col).Value) {
			return true
		}
	}
	return false
}
