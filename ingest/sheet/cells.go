package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest"
)

// Ceilings of the format itself.
const (
	lastRow    = 1_048_576
	lastColumn = 16_384
)

// blankFactor says how many styled but empty cells a file may have for each
// one of Limits.Cells: people format whole regions, which costs time only.
const blankFactor = 3

// meter counts what all sheets of a workbook use up together.
type meter struct {
	limits               Limits
	cells, blanks, merge int
	text                 int64
	formulas             int // bytes of formulas kept
}

// cellReader takes the cells out of one sheet's XML. It trusts nothing: rows
// and cells must ascend, references must be theirs, types known, indexes in
// range, or the sheet is refused with the row where it went wrong.
type cellReader struct {
	sheet    *Sheet
	strings  []sharedString
	styles   styles
	date1904 bool
	meter    *meter

	s        *scanner
	row      Row
	lastRow  int
	col      int // of the last cell in the row
	cell     rawCell
	in       []byte // value being collected
	seenData bool

	zeroHeight bool // rows that do not say otherwise are hidden

	repeated   map[string]sharedFormula // by number
	conditions []condition              // of formats that hide
}

// sharedFormula is a formula that others repeat, shifted.
type sharedFormula struct {
	says     string
	col, row int
}

// Formulas are kept to be worked out again; what is longer is not simple.
const (
	maxFormula  = 500
	maxFormulas = 2 << 20 // bytes of a workbook
)

// rawCell is a cell as its XML gives it.
type rawCell struct {
	col                 int
	kind                string
	style               int
	value               []byte
	hasValue, hasInline bool
	formula             bool
	says                []byte // the formula
	kept                string // t and si of the formula: how it is kept
	number              string
	looks               looks // of any of its own runs
}

// read scans the sheet to its end.
func (c *cellReader) read(data []byte) refusal {
	c.s = newScanner(data, 0)
	parent := ""
	for {
		t, f := c.s.next()
		switch {
		case f != 0:
			return c.broken(f)
		case t == tokenEOF:
			if !c.seenData {
				return badSheet(c.sheet.Name, 0, "没有数据区")
			}
			c.hide()
			return nil
		case t != tokenStart:
			continue
		case c.s.depth() == 1:
			if c.s.local() != "worksheet" {
				return badSheet(c.sheet.Name, 0, "结构不正确")
			}
		case c.s.depth() == 2:
			parent = c.s.local()
			if parent == "sheetFormatPr" {
				zero, _ := c.s.attr("zeroHeight", false)
				c.zeroHeight = isTrue(zero)
			}
			if parent == "sheetData" {
				if c.seenData {
					return badSheet(c.sheet.Name, 0, "有两个数据区")
				}
				c.seenData = true
				if r := c.rows(); r != nil {
					return r
				}
			}
			read := map[string]func() xmlFault{"headerFooter": c.margins, "conditionalFormatting": c.conditional}[parent]
			if read == nil {
				continue
			}
			if f := read(); f != 0 {
				return c.broken(f)
			}
		case c.s.depth() == 3 && parent == "cols":
			if r := c.columns(); r != nil {
				return r
			}
		case c.s.depth() == 3 && parent == "mergeCells":
			if r := c.merged(); r != nil {
				return r
			}
		}
	}
}

func (c *cellReader) broken(f xmlFault) refusal {
	switch f {
	case xmlBroken:
		return brokenSheet(c.sheet.Name, c.lastRow)
	case xmlEncoding:
		return badSheet(c.sheet.Name, 0, "的文字编码不是UTF-8")
	}
	return xmlRefusal("工作表“"+c.sheet.Name+"”", f)
}

// rows reads sheetData up to its end.
func (c *cellReader) rows() refusal {
	for {
		t, f := c.s.next()
		switch {
		case f != 0:
			return c.broken(f)
		case t == tokenEnd && c.s.depth() == 1:
			return nil
		case t == tokenStart && c.s.depth() == 3 && c.s.local() == "row":
			if r := c.startRow(); r != nil {
				return r
			}
		case t == tokenEnd && c.s.depth() == 2:
			c.endRow()
		case t == tokenStart && c.s.depth() == 4 && c.s.local() == "c":
			if r := c.readCell(); r != nil {
				return r
			}
		case t == tokenStart && c.s.depth() <= 4 && c.s.local() != "extLst":
			return badSheet(c.sheet.Name, c.lastRow, "有不认识的内容")
		}
	}
}

func (c *cellReader) startRow() refusal {
	number := c.lastRow + 1
	if r, ok := c.s.attr("r", false); ok {
		n, err := strconv.Atoi(r)
		if err != nil || n < number || n > lastRow {
			return badSheet(c.sheet.Name, c.lastRow, "之后行号“"+clip(r)+"”重复、倒序或无效")
		}
		number = n
	}
	if number > lastRow {
		return tooBig(ingest.Place{Sheet: c.sheet.Name}, fmt.Sprintf("工作表“%s”的行数超过上限。", c.sheet.Name))
	}
	hidden, _ := c.s.attr("hidden", false)
	c.row = Row{Number: number, Hidden: isTrue(hidden) || c.flat()}
	c.lastRow, c.col = number, 0
	c.meter.blanks++
	return c.overBlanks()
}

// flat tells a row without height, its own or the sheet's: nobody sees it.
func (c *cellReader) flat() bool {
	height, own := c.s.attr("ht", false)
	if n, err := strconv.ParseFloat(height, 64); own && err == nil {
		return n == 0
	}
	hidden, stated := c.s.attr("hidden", false)
	return c.zeroHeight && (!stated || isTrue(hidden))
}

func (c *cellReader) overBlanks() refusal {
	if c.meter.blanks > blankFactor*c.meter.limits.Cells {
		return tooBig(ingest.Place{Sheet: c.sheet.Name}, fmt.Sprintf("工作表“%s”设了格式的空白单元格过多。", c.sheet.Name))
	}
	return nil
}

func (c *cellReader) endRow() {
	if len(c.row.Cells) > 0 {
		c.sheet.Rows = append(c.sheet.Rows, c.row)
	}
	c.row = Row{}
}

func clip(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

// readCell reads one c element to its end and adds what it holds to the row.
func (c *cellReader) readCell() refusal {
	c.cell = rawCell{value: c.in[:0]}
	if r := c.cellAttributes(); r != nil {
		return r
	}
	for part := ""; ; {
		t, f := c.s.next()
		switch {
		case f != 0:
			return c.broken(f)
		case t == tokenEnd && c.s.depth() == 3:
			c.in = c.cell.value
			return c.finishCell()
		case t == tokenStart && c.s.depth() == 5:
			part = c.s.local()
			switch part {
			case "v":
				if c.cell.hasValue || c.cell.hasInline {
					return badSheet(c.sheet.Name, c.lastRow, "有单元格的值重复")
				}
				c.cell.hasValue = true
			case "is":
				if c.cell.hasValue || c.cell.hasInline {
					return badSheet(c.sheet.Name, c.lastRow, "有单元格的值重复")
				}
				c.cell.hasInline = true
				if r := c.inline(); r != nil {
					return r
				}
			case "f":
				c.cell.formula = true
				c.cell.kept, _ = c.s.attr("t", false)
				c.cell.number, _ = c.s.attr("si", false)
			}
		case t == tokenStart && part == "v":
			return badSheet(c.sheet.Name, c.lastRow, "有单元格的值无效")
		case t == tokenText && part == "v" && c.s.depth() == 5:
			c.cell.value = c.s.appendText(c.cell.value)
		case t == tokenText && part == "f" && c.s.depth() == 5 && len(c.cell.says) <= maxFormula:
			c.cell.says = c.s.appendText(c.cell.says)
		}
	}
}

// says is the cell's formula in full, that of a shared one shifted to here.
// One result of a formula over several cells has none of its own.
func (c *cellReader) says() string {
	if len(c.cell.says) > maxFormula || c.meter.formulas > maxFormulas {
		return ""
	}
	says := string(c.cell.says)
	switch {
	case c.cell.kept != "" && c.cell.kept != "normal" && c.cell.kept != "shared":
		return ""
	case c.cell.kept == "shared" && says != "":
		if c.repeated == nil {
			c.repeated = map[string]sharedFormula{}
		}
		c.repeated[c.cell.number] = sharedFormula{says, c.cell.col, c.lastRow}
	case c.cell.kept == "shared":
		first := c.repeated[c.cell.number]
		says = shifted(first.says, c.cell.col-first.col, c.lastRow-first.row)
	}
	c.meter.formulas += len(says)
	return says
}

func (c *cellReader) cellAttributes() refusal {
	c.cell.col = c.col + 1
	for _, a := range c.s.attrs {
		switch string(a.name) {
		case "r":
			col, row := parseRef(string(a.value))
			if row != c.lastRow || col <= c.col || col > lastColumn {
				return badSheet(c.sheet.Name, c.lastRow, "单元格位置“"+clip(string(a.value))+"”重复、倒序或无效")
			}
			c.cell.col = col
		case "s":
			style, err := strconv.Atoi(string(a.value))
			if err != nil || style < 0 || style > 0 && style >= len(c.styles.formats) {
				return badSheet(c.sheet.Name, c.lastRow, "有单元格的格式编号无效")
			}
			c.cell.style = style
		case "t":
			c.cell.kind = string(a.value)
		}
	}
	if c.col = c.cell.col; c.col > lastColumn {
		return badSheet(c.sheet.Name, c.lastRow, "列数超过上限")
	}
	return nil
}

// inline reads an is element to its end into the cell's value. Phonetic
// guides (rPh) are not part of the text.
func (c *cellReader) inline() refusal {
	text, looks, f := richText(c.s, c.cell.value)
	if f != 0 {
		return c.broken(f)
	}
	c.cell.value, c.cell.looks = text, looks
	return nil
}

// looks is what some part of a text looks like where that changes what is read
// of it: “2.0” struck through and then “5” shows 5, 3.2 with a raised 1 is 3.2
// with a footnote, and nobody sees white on white.
type looks struct{ struck, raised, pale, tiny bool }

func (l looks) or(m looks) looks {
	return looks{l.struck || m.struck, l.raised || m.raised, l.pale || m.pale, l.tiny || m.tiny}
}

// smallest is the size in points below which nobody sees a run of text.
const smallest = 4

// lookOf adds what an element of a run's properties says.
func (l looks) lookOf(s *scanner) looks {
	v, stated := s.attr("val", false)
	switch s.local() {
	case "strike":
		l.struck = !stated || isTrue(v)
	case "vertAlign":
		l.raised = v == "superscript" || v == "subscript"
	case "color":
		l.pale = colourOf(s, inked) == white
	case "sz":
		size, err := strconv.ParseFloat(v, 64)
		l.tiny = err == nil && size < smallest
	}
	return l
}

// richText appends the text of a si or is element, whose start was just read,
// and leaves the scanner at its end.
func richText(s *scanner, dst []byte) (_ []byte, all looks, _ xmlFault) {
	base := s.depth()
	phonetic := 0
	var run looks // of the run being read
	for {
		t, f := s.next()
		if t == tokenStart && s.depth() == base+1 {
			run = looks{}
		}
		switch {
		case f != 0:
			return dst, all, f
		case t == tokenStart && s.depth() == base+3 && phonetic == 0:
			run = run.lookOf(s)
		case t == tokenStart && phonetic == 0 && s.local() == "rPh":
			phonetic = s.depth()
		case t == tokenEnd && s.depth() == base-1:
			return dst, all, 0
		case t == tokenEnd && s.depth() < phonetic:
			phonetic = 0
		case t == tokenText && phonetic == 0 && string(localName(s.stack[len(s.stack)-1])) == "t":
			before := len(dst)
			dst = s.appendText(dst)
			if len(bytes.TrimSpace(dst[before:])) > 0 {
				all = all.or(run)
			}
		}
	}
}

// finishCell interprets the cell and appends it unless it is blank.
func (c *cellReader) finishCell() refusal {
	cell := Cell{Column: c.cell.col, Formula: c.cell.formula, Value: ""}
	bad := func(what string) refusal { return badSheet(c.sheet.Name, c.lastRow, what) }
	value := c.cell.value
	switch c.cell.kind {
	case "s":
		if len(value) > 0 {
			text, r := c.shared(value)
			if r != nil {
				return r
			}
			cell.Value, c.cell.looks = text.text, text.looks
		}
	case "str":
		cell.Value = string(value)
	case "inlineStr":
		if cell.Value = string(value); c.cell.hasInline {
			cell.Value = unescapeBStr(cell.Value)
		}
	case "b":
		cell.Type, cell.Value = Bool, strings.TrimSpace(string(value))
		if cell.Value != "" && cell.Value != "0" && cell.Value != "1" && cell.Value != "true" && cell.Value != "false" {
			return bad("有单元格的逻辑值无效")
		}
	case "e":
		cell.Type, cell.Value = Error, string(value)
	case "d":
		cell.Type, cell.Value = Number, string(value)
		if day, ok := isoDay(cell.Value); ok {
			cell.IsDate, cell.Day = true, day
		} else if len(value) > 0 {
			cell.Type = Text
		}
	case "", "n":
		cell.Type, cell.Value = Number, string(value)
		if len(bytes.TrimSpace(value)) == 0 {
			cell.Value = ""
			break
		}
		num, ok := decimalOf(cell.Value)
		if !ok {
			return bad("有数值单元格不是数")
		}
		cell.Num = num
	default:
		return bad("有单元格的类型无效")
	}
	return c.keep(cell)
}

func (c *cellReader) keep(cell Cell) refusal {
	if cell.Value == "" {
		if !cell.Formula || c.cell.kind == "str" && c.cell.hasValue {
			c.meter.blanks++
			return c.overBlanks()
		}
		cell.Type = NoCache
	}
	cell.Ref, cell.Date1904 = Ref(cell.Column, c.lastRow), c.date1904
	if cell.Formula {
		cell.Says = c.says()
	}
	if c.cell.style < len(c.styles.formats) {
		cell.Format, cell.Struck, cell.Unseen = c.styles.formats[c.cell.style], c.styles.struck[c.cell.style], c.styles.unseen[c.cell.style]
		if cell.Type == Number && c.cell.kind != "d" && c.styles.dates[c.cell.style] {
			cell.IsDate = true
			cell.Day, _ = DateOf(cell.Num, c.date1904)
		}
	}
	ground := c.cell.style >= len(c.styles.grounds) || c.styles.grounds[c.cell.style] == white
	cell.Struck, cell.Raised = cell.Struck || c.cell.looks.struck, c.cell.looks.raised
	cell.Unseen = cell.Unseen || c.cell.looks.tiny || c.cell.looks.pale && ground
	if r := c.charge(cell); r != nil {
		return r
	}
	c.row.Cells = append(c.row.Cells, cell)
	return nil
}

// charge books the cell against the limits.
func (c *cellReader) charge(cell Cell) refusal {
	at := ingest.Place{Sheet: c.sheet.Name, Cell: cell.Ref}
	c.meter.cells++
	c.meter.text += int64(len(cell.Value))
	limits := c.meter.limits
	switch {
	case c.lastRow > limits.Rows:
		return tooBig(at, fmt.Sprintf("工作表“%s”的内容到了第%d行，超过上限%d行。", c.sheet.Name, c.lastRow, limits.Rows))
	case cell.Column > limits.Columns:
		return tooBig(at, fmt.Sprintf("工作表“%s”的内容到了%s列，超过上限%d列。", c.sheet.Name, ColumnName(cell.Column), limits.Columns))
	case c.meter.cells > limits.Cells:
		return tooBig(at, fmt.Sprintf("文件有内容的单元格超过上限%d个。", limits.Cells))
	}
	return c.overText()
}

func (c *cellReader) overText() refusal {
	if c.meter.text > c.meter.limits.TextBytes {
		return tooBig(ingest.Place{Sheet: c.sheet.Name}, fmt.Sprintf("工作表“%s”第%d行起，文字总量超过上限，远超一份月报表。", c.sheet.Name, c.lastRow))
	}
	return nil
}

func (c *cellReader) shared(value []byte) (sharedString, refusal) {
	i, err := strconv.Atoi(string(bytes.TrimSpace(value)))
	if err != nil || i < 0 || i >= len(c.strings) {
		return sharedString{}, badSheet(c.sheet.Name, c.lastRow, "有单元格指向不存在的文字")
	}
	c.meter.text += int64(c.strings[i].weight)
	return c.strings[i], c.overText()
}

// columns notes a hidden range of columns.
func (c *cellReader) columns() refusal {
	hidden, _ := c.s.attr("hidden", false)
	wide, stated := c.s.attr("width", false)
	width, err := strconv.ParseFloat(wide, 64)
	if !isTrue(hidden) && !(stated && err == nil && width == 0) {
		return nil
	}
	low, _ := c.s.attr("min", false)
	high, _ := c.s.attr("max", false)
	from, err1 := strconv.Atoi(low)
	to, err2 := strconv.Atoi(high)
	if err1 != nil || err2 != nil || from < 1 || to < from || to > lastColumn {
		return badSheet(c.sheet.Name, 0, "的列设置无效")
	}
	if len(c.sheet.HiddenColumns) < 1000 {
		c.sheet.HiddenColumns = append(c.sheet.HiddenColumns, Range{1, from, lastRow, to})
	}
	return nil
}

func (c *cellReader) merged() refusal {
	ref, _ := c.s.attr("ref", false)
	m, ok := parseArea(ref)
	if !ok {
		return badSheet(c.sheet.Name, 0, "的合并单元格“"+clip(ref)+"”无效")
	}
	if c.meter.merge++; c.meter.merge > c.meter.limits.Merges {
		return tooBig(ingest.Place{Sheet: c.sheet.Name}, fmt.Sprintf("文件的合并单元格超过上限%d处。", c.meter.limits.Merges))
	}
	if slices.ContainsFunc(c.sheet.Merges, m.overlaps) { // no office program writes it; each mends it in its own way
		return badSheet(c.sheet.Name, 0, "的合并单元格“"+clip(ref)+"”与另一处合并重叠")
	}
	c.sheet.Merges = append(c.sheet.Merges, m)
	return nil
}

func (r Range) overlaps(s Range) bool {
	return r.Row1 <= s.Row2 && s.Row1 <= r.Row2 && r.Col1 <= s.Col2 && s.Col1 <= r.Col2
}

// parseRef reads "F7" as column 6, row 7; 0, 0 when it is no reference.
func parseRef(ref string) (col, row int) {
	i := 0
	for i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z' {
		col = col*26 + int(ref[i]-'A') + 1
		i++
	}
	if i == 0 || i == len(ref) || len(ref)-i > 7 || ref[i] == '0' {
		return 0, 0
	}
	for ; i < len(ref); i++ {
		if ref[i] < '0' || ref[i] > '9' {
			return 0, 0
		}
		row = row*10 + int(ref[i]-'0')
	}
	return col, row
}

// ColumnName is the letters of a 1-based column: 6 is "F".
func ColumnName(col int) string {
	var b [4]byte
	i := len(b)
	for ; col > 0; col = (col - 1) / 26 {
		i--
		b[i] = byte('A' + (col-1)%26)
	}
	return string(b[i:])
}

// Ref is the A1 notation of a cell, column and row 1-based.
func Ref(col, row int) string { return ColumnName(col) + strconv.Itoa(row) }

// ParseRef reads "F7" as column 6, row 7; 0, 0 when it is no reference.
func ParseRef(ref string) (col, row int) { return parseRef(ref) }
