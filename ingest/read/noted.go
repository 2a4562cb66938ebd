package read

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// A unit may be stated anywhere: under the table, in a remark, a text box or a
// comment, over the printed page, on the cover. Where it is not the form's, the
// sums are asked about; only what stands above the headers converts them.

// listRead is a list sheet as it was read: what a unit noted elsewhere is held
// against.
type listRead struct {
	fs     *form.Sheet
	tab    *sheet.Sheet
	header header
}

// otherUnit is the first column of sums that has entries and another unit than
// the one stated.
func (l listRead) otherUnit(stated string, among func(form.Field) bool) *form.Field {
	for i, f := range l.fs.Fields {
		col, ok := l.header.columns[f.Key]
		if _, known := scaleTo(stated, f.Unit); !ok || !known || !among(f) || !columnUsed(l.tab, l.header.row, col) {
			continue
		}
		if unit := l.header.units[f.Key]; unit == stated || unit == "" && stated == fold(f.Unit) {
			continue
		}
		return &l.fs.Fields[i]
	}
	return nil
}

func anyField(form.Field) bool { return true }

// askNotedUnit asks about a unit that a remark under the headers states for
// the sums, where the form has another.
func (l *lister) askNotedUnit(note sheet.Cell) (asked bool) {
	stated := unitOfNote(note.Value)
	return stated != "" && note.Type == sheet.Text && l.askUnitAt(listRead{l.fs, l.tab, l.header}, stated, ingest.Place{Sheet: l.tab.Name, Cell: note.Ref}, "此处", anyField)
}

// askUnitAt asks about a unit stated at a place; where names it in words.
func (r *reader) askUnitAt(l listRead, stated string, at ingest.Place, where string, among func(form.Field) bool) (asked bool) {
	f := l.otherUnit(stated, among)
	if f == nil {
		return false
	}
	column := fmt.Sprintf("“%s”列", f.Header)
	if at.Sheet != l.tab.Name {
		column = fmt.Sprintf("工作表“%s”的", l.tab.Name) + column
	}
	r.report("T-UNIT", finding.Error, at, fmt.Sprintf("%s注明的单位“%s”与%s的单位%s不一致，不知以哪个为准。", where, stated, column, f.Unit), fmt.Sprintf("请删去%s的单位，“%s”按%s填写。", where, f.Header, f.Unit))
	return true
}

// askRemark asks about an entry whose remark states a unit for its sums.
func (l *lister) askRemark(row sheet.Row) {
	for _, f := range l.fs.Fields {
		c := cellAt(row, l.header.columns[f.Key])
		if f.Type != form.TextType || f.Role == form.AnswerText || c.Type != sheet.Text {
			continue
		}
		stated := unitOfNote(c.Value)
		if stated == "" {
			continue
		}
		at := ingest.Place{Sheet: l.tab.Name, Cell: c.Ref}
		if own, ok := sumOfNote(c.Value); ok {
			l.askOwnSum(own, listRow{listRead{l.fs, l.tab, l.header}, row}, at, "此处")
			continue
		}
		sum := func(f form.Field) bool {
			sum := cellAt(row, l.header.columns[f.Key])
			return !blankCell(sum) && (sum.Type != sheet.Text || !moneyWord.MatchString(sum.Value))
		}
		l.askUnitAt(listRead{l.fs, l.tab, l.header}, stated, at, "此处", sum)
	}
}

// ownSum is a sum that a remark gives in its own unit: 合同金额（万元）：85000. The
// unit is that of its number and says nothing of the columns.
type ownSum struct {
	label, unit string // 合同金额, folded; 万元
	num         exact.Num
	text        string // as written
}

// sumOfNote is the one sum that a remark gives, of those that unitOfNote would
// take for the unit of the table.
func sumOfNote(text string) (own ownSum, ok bool) {
	found := ownSums.FindAllStringSubmatch(fold(text[:min(len(text), longestNote)]), 2)
	if len(found) != 1 {
		return own, false
	}
	m := found[0]
	n, err := exact.Parse(strings.ReplaceAll(m[3], ",", ""))
	return ownSum{m[1], strings.TrimSuffix(m[2], "元") + "元", n, strings.Trim(m[0], ",.;:、。")}, err == nil
}

var ownSums = regexp.MustCompile(`(?:^|[,.;:、。\n])?(\p{Han}*?)[(\[【](?:人民币)?` + money + `[)\]】][:为是]?(\d[\d,]*(?:\.\d+)?)(?:$|[^\d年月日号.%个项家次人])`)

// askOwnSum asks about a sum given in a remark to a row that contradicts the
// row's: it goes by a column's name and is another sum, or its digits are those
// of a column that is in another unit. A sum of something else is let be.
func (r *reader) askOwnSum(own ownSum, in listRow, at ingest.Place, where string) {
	var against *form.Field
	var of exact.Num
	for i, f := range in.fs.Fields {
		col, ok := in.header.columns[f.Key]
		scale, known := scaleTo(own.unit, f.Unit)
		if !ok || !known {
			continue
		}
		n, ok := quietNumber(f, cellAt(in.row, col), in.header.units[f.Key])
		switch {
		case !ok:
		case n.Cmp(own.num.Mul(scale)) == 0:
			return
		case against == nil && (own.named(f) || n.Cmp(own.num) == 0):
			against, of = &in.fs.Fields[i], n
		}
	}
	if against == nil {
		return
	}
	scale, _ := scaleTo(own.unit, against.Unit)
	r.report("T-UNIT", finding.Error, at, fmt.Sprintf("%s写明%s，折合%s%s，与“%s”列的%s%s不一致，不知以哪个为准。", where, finding.Quote(own.text), own.num.Mul(scale), against.Unit, against.Header, of, against.Unit),
		fmt.Sprintf("请核对两处；“%s”按%s填写。", against.Header, against.Unit))
}

// named tells whether a sum goes by a field's name, or by none but 金额.
func (own ownSum) named(f form.Field) bool {
	switch own.label {
	case "", "金额", "总金额", fold(f.Header):
		return true
	}
	return slices.ContainsFunc(f.Aliases, func(a string) bool { return own.label == fold(a) })
}

// rowOf is the row in which a cell stands.
func (l listRead) rowOf(cell string) (row sheet.Row) {
	_, n := sheet.ParseRef(cell)
	for _, row := range l.tab.Rows {
		if row.Number == n {
			return row
		}
	}
	return row
}

// listRow is a row of a list with what its headers say.
type listRow struct {
	listRead
	row sheet.Row
}

// askFarUnits asks about units stated where no table is: on the cover, in an
// answer to a finding, and beside the cells of any sheet.
func (r *reader) askFarUnits(answers []ingest.Entry) {
	for i := range r.form.Sheets {
		fs := &r.form.Sheets[i]
		tab := r.tabs[fs.Name]
		if tab == nil {
			continue
		}
		r.readNotes(fs, tab)
		if fs.Shape == form.Pairs {
			r.askCoverUnits(fs, tab)
		}
	}
	for _, e := range answers {
		if f := r.form.Sheet(e.Sheet).With(form.AnswerText); f != nil {
			v := e.Values[f.Key]
			if _, own := sumOfNote(v.Text); own {
				continue
			}
			r.askEverywhere(v.Text, ingest.Place{Sheet: r.tabs[e.Sheet].Name, Cell: v.Cell}, "说明中")
		}
	}
}

// askEverywhere holds the unit that a text states against every list, or only
// against those that it names: 经费使用表金额单位为万元，其余为亿元.
func (r *reader) askEverywhere(text string, at ingest.Place, where string) bool {
	stated, rest := unitOfNote(text), ""
	if stated == "" {
		return false
	}
	text = fold(text)
	named := func(l listRead) bool { return strings.Contains(text, fold(l.fs.Name)) }
	narrowed := slices.ContainsFunc(r.form.Sheets, func(fs form.Sheet) bool { return fs.Shape == form.List && strings.Contains(text, fold(fs.Name)) })
	if m := restUnit.FindStringSubmatch(text); m != nil {
		rest = strings.TrimSuffix(m[1], "元") + "元"
	} else if otherwise.MatchString(text) {
		narrowed = false
	}
	return slices.ContainsFunc(r.lists, func(l listRead) bool {
		unit := stated
		if narrowed && !named(l) {
			unit = rest
		}
		return unit != "" && r.askUnitAt(l, unit, at, where, anyField)
	})
}

var (
	restUnit  = regexp.MustCompile(`其[余他它](?:各?表|各项)?的?(?:金额)?的?(?:单位)?(?:一律|统一|全部|均|都)?[为是以按:]?(?:人民币)?` + money)
	otherwise = regexp.MustCompile(`除|外|其[余他它]|以下|各表|所有`)
)

func (r *reader) askCoverUnits(fs *form.Sheet, tab *sheet.Sheet) {
	values := takenCells(findPairs(fs, tab))
	for _, row := range tab.Rows {
		for _, c := range row.Cells {
			if c.Type == sheet.Text && !values[c.Ref] {
				r.askEverywhere(c.Value, ingest.Place{Sheet: tab.Name, Cell: c.Ref}, "此处")
			}
		}
	}
}

// readNotes asks about units that the notes of a sheet state, and tells what is
// written in text boxes and that there are pictures: nothing is read of them.
func (r *reader) readNotes(fs *form.Sheet, tab *sheet.Sheet) {
	at := ingest.Place{Sheet: tab.Name}
	told := false
	for _, n := range tab.Notes {
		text, _, _ := strings.Cut(n.Text, form.NoteHead)
		if r.askUnitOfNote(fs, tab, n, text) || n.Where != sheet.InBox || told || blank(text) {
			continue
		}
		told = true
		r.report("S-EXTRA", finding.Notice, at, fmt.Sprintf("文本框中写有%s，未读取。", finding.Quote(text)), "需要上报的内容，请填入单元格。")
	}
	if tab.Pictures > 0 {
		r.report("S-EXTRA", finding.Notice, at, fmt.Sprintf("有图片%d张，图片中的内容未读取。", tab.Pictures), "需要上报的内容，请填入单元格。")
	}
}

func (r *reader) askUnitOfNote(fs *form.Sheet, tab *sheet.Sheet, n sheet.Note, text string) bool {
	at := ingest.Place{Sheet: tab.Name, Cell: n.Cell}
	for _, line := range append(strings.Split(text, "\n"), text) {
		stated := unitOfNote(line)
		switch {
		case stated == "":
		case fs.Shape == form.Pairs:
			return r.askEverywhere(line, at, n.Where+"中")
		default:
			for _, l := range r.lists {
				if l.fs != fs {
					continue
				}
				if own, ok := sumOfNote(line); ok && n.Cell != "" {
					r.askOwnSum(own, listRow{l, l.rowOf(n.Cell)}, at, n.Where+"中")
					return true
				}
				return r.askUnitAt(l, stated, at, n.Where+"中", l.underComment(n.Cell))
			}
		}
	}
	return false
}

// underComment tells the fields that a comment on a cell may speak of: the
// column's own where it is one of sums, else any.
func (l listRead) underComment(cell string) func(form.Field) bool {
	col, _ := sheet.ParseRef(cell)
	for _, f := range l.fs.Fields {
		if _, base := splitUnit(f.Unit); col > 0 && l.header.columns[f.Key] == col && base == "元" {
			return func(g form.Field) bool { return g.Key == f.Key }
		}
	}
	return anyField
}
