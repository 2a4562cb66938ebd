package sheet

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// A cell of a formula is read by the result that was saved with it. A program
// that changes cells and calculates nothing leaves the old one there, and
// Excel shows another as soon as it opens the file. So the simple formulas
// that people write in a return are worked out again: + - * / % and brackets,
// SUM and ROUND, over cells of this workbook. All others are taken at their
// saved result, and whoever reads must say so.

// calculator works formulas out. It counts what it looks at, since ranges of
// ranges add up to any number of cells.
type calculator struct {
	w      *Workbook
	known  map[string]outcome // by sheet and cell
	looked int
	circle bool // the formula being worked out refers to itself, on whatever way
}

// outcome is a formula's value; ok is false where it is not worked out. circle
// is one that refers to itself, which any is taken for while it is worked out:
// such are worked out by coming nearer step by step.
type outcome struct {
	value      float64
	ok, circle bool
}

const (
	maxLooked = 500_000 // cells that all formulas of a workbook may look at
	maxNested = 60      // formulas on formulas, brackets in brackets
)

// Recalculated works out a cell's formula; ok is false where it has none, or
// none that is simple, or its result is no plain number: a day written out, one
// of a workbook that calculates with the rounded numbers that its cells show.
func (w *Workbook) Recalculated(tab *Sheet, c Cell) (value float64, ok bool) {
	if _, day := isoDay(c.Value); day || !c.Formula || c.Says == "" || w.AsShown {
		return 0, false
	}
	if w.calculator == nil {
		w.calculator = &calculator{w: w, known: map[string]outcome{}}
	}
	o := w.calculator.formula(tab, c, 0)
	return o.value, o.ok
}

// Recalculates reports whether a value is what was saved: the last of fifteen
// digits aside, and what adding up loses.
func Recalculates(value float64, saved Cell) bool {
	stored, err := strconv.ParseFloat(saved.Num.String(), 64)
	return err == nil && math.Abs(value-stored) <= 1e-9*max(1, math.Abs(value), math.Abs(stored))
}

func (c *calculator) formula(tab *Sheet, cell Cell, depth int) outcome {
	key := tab.Name + "!" + cell.Ref
	if o, done := c.known[key]; done {
		return o
	}
	if depth > maxNested {
		return outcome{}
	}
	c.known[key] = outcome{circle: true}
	outer := c.circle
	c.circle = false
	p := &formulaReader{calculator: c, tab: tab, text: cell.Says, depth: depth}
	v := p.sum()
	o := outcome{value: v, ok: !p.lost && p.at == len(p.text) && !math.IsNaN(v) && !math.IsInf(v, 0)}
	o.circle = c.circle
	c.circle = outer || c.circle
	c.known[key] = o
	return o
}

// at is the value of a cell as arithmetic takes it. In a sum over cells text
// and blanks count nothing.
func (c *calculator) at(tab *Sheet, col, row, depth int, summed bool) (float64, bool) {
	c.looked++
	if c.looked > maxLooked {
		return 0, false
	}
	i, found := slices.BinarySearchFunc(tab.Rows, row, func(r Row, n int) int { return r.Number - n })
	if !found {
		return 0, true
	}
	j, found := slices.BinarySearchFunc(tab.Rows[i].Cells, col, func(x Cell, n int) int { return x.Column - n })
	if !found {
		return 0, true
	}
	cell := tab.Rows[i].Cells[j]
	if cell.Formula {
		o := c.formula(tab, cell, depth+1)
		c.circle = c.circle || o.circle
		if o.ok || o.circle {
			return o.value, o.ok
		}
	}
	_, day := isoDay(cell.Value)
	switch {
	case cell.Type == Number && !day:
		f, err := strconv.ParseFloat(cell.Num.String(), 64)
		return f, err == nil
	case cell.Type == Text && summed && !cell.Formula:
		return 0, true
	}
	return 0, false
}

// formulaReader reads one formula from the left. lost is set at the first
// thing that is not simple.
type formulaReader struct {
	*calculator
	tab   *Sheet
	text  string
	at    int
	depth int
	lost  bool
}

func (p *formulaReader) lose() float64 { p.lost = true; return 0 }

func (p *formulaReader) peek() byte {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\n' || p.text[p.at] == '\r') {
		p.at++
	}
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *formulaReader) take(b byte) bool {
	if p.peek() != b {
		return false
	}
	p.at++
	return true
}

func (p *formulaReader) sum() float64 {
	v := p.product()
	for !p.lost {
		switch {
		case p.take('+'):
			v += p.product()
		case p.take('-'):
			v -= p.product()
		default:
			return v
		}
	}
	return v
}

func (p *formulaReader) product() float64 {
	v := p.factor()
	for !p.lost {
		switch {
		case p.take('*'):
			v *= p.factor()
		case p.take('/'):
			v /= p.factor()
		default:
			return v
		}
	}
	return v
}

func (p *formulaReader) factor() float64 {
	if p.depth++; p.depth > 2*maxNested {
		return p.lose()
	}
	defer func() { p.depth-- }()
	v := 0.0
	switch b := p.peek(); {
	case b == '-':
		p.at++
		v = -p.factor()
	case b == '+':
		p.at++
		v = p.factor()
	case b == '(':
		p.at++
		if v = p.sum(); !p.take(')') {
			return p.lose()
		}
	case b >= '0' && b <= '9' || b == '.':
		v = p.number()
	default:
		v = p.named()
	}
	for p.take('%') {
		v /= 100
	}
	return v
}

func (p *formulaReader) number() float64 {
	from := p.at
	for p.at < len(p.text) && (p.text[p.at] >= '0' && p.text[p.at] <= '9' || p.text[p.at] == '.') {
		p.at++
	}
	v, err := strconv.ParseFloat(p.text[from:p.at], 64)
	if err != nil || p.at < len(p.text) && (p.text[p.at] == ':' || p.text[p.at]|0x20 == 'e') {
		return p.lose()
	}
	return v
}

// named reads a function or a cell.
func (p *formulaReader) named() float64 {
	switch word := p.word(); {
	case strings.EqualFold(word, "SUM") && p.take('('):
		return p.added()
	case strings.EqualFold(word, "ROUND") && p.take('('):
		return p.rounded()
	default:
		area, tab, ok := p.area(word)
		if !ok || area.Row1 != area.Row2 || area.Col1 != area.Col2 {
			return p.lose()
		}
		v, ok := p.calculator.at(tab, area.Col1, area.Row1, p.depth, false)
		if !ok {
			return p.lose()
		}
		return v
	}
}

// word takes letters, digits and $, and a sheet's name in quotes.
func (p *formulaReader) word() string {
	p.peek()
	from := p.at
	if p.at < len(p.text) && p.text[p.at] == '\'' {
		end := strings.IndexByte(p.text[p.at+1:], '\'')
		if end < 0 {
			return ""
		}
		p.at += end + 2
		return p.text[from+1 : p.at-1]
	}
	for p.at < len(p.text) && (nameByte[p.text[p.at]] && p.text[p.at] != '-' && p.text[p.at] != ':' || p.text[p.at] == '$') {
		p.at++
	}
	return p.text[from:p.at]
}

// area is the cells that a word stands for: E5, $E$5, E5:E8, 合同!E5.
func (p *formulaReader) area(word string) (r Range, tab *Sheet, ok bool) {
	tab = p.tab
	if p.at < len(p.text) && p.text[p.at] == '!' {
		p.at++
		if tab = p.w.Sheet(word); tab == nil {
			return r, nil, false
		}
		word = p.word()
	}
	r.Col1, r.Row1 = cellNamed(word)
	r.Col2, r.Row2 = r.Col1, r.Row1
	if p.at < len(p.text) && p.text[p.at] == ':' {
		p.at++
		r.Col2, r.Row2 = cellNamed(p.word())
	}
	return r, tab, r.Col1 > 0 && r.Col2 >= r.Col1 && r.Row2 >= r.Row1
}

func cellNamed(word string) (col, row int) {
	return parseRef(strings.ToUpper(strings.ReplaceAll(word, "$", "")))
}

// added reads what SUM adds up.
func (p *formulaReader) added() float64 {
	total := 0.0
	for !p.lost {
		total += p.summand()
		if p.take(')') {
			return total
		}
		if !p.take(',') {
			return p.lose()
		}
	}
	return 0
}

// summand is an area, or anything that has a value.
func (p *formulaReader) summand() float64 {
	p.peek()
	from := p.at
	if area, tab, ok := p.area(p.word()); ok && (p.peek() == ',' || p.peek() == ')') {
		total := 0.0
		for row := area.Row1; row <= area.Row2 && !p.lost; row++ {
			for col := area.Col1; col <= area.Col2; col++ {
				v, ok := p.calculator.at(tab, col, row, p.depth, true)
				if !ok {
					return p.lose()
				}
				total += v
			}
		}
		return total
	}
	p.at = from
	return p.sum()
}

// rounded reads what ROUND rounds, half up and to how many decimals, as Excel
// does: by the fifteen digits that it shows.
func (p *formulaReader) rounded() float64 {
	v := p.sum()
	if !p.take(',') {
		return p.lose()
	}
	places := p.sum()
	if !p.take(')') || places != math.Trunc(places) || math.Abs(places) > 15 {
		return p.lose()
	}
	scale := math.Pow(10, places)
	return math.Copysign(math.Floor(math.Abs(v)*scale*(1+1e-14)+0.5)/scale, v)
}

// shifted is a formula as it holds for a cell so many columns and rows away:
// how Excel keeps a formula that was filled down. $ holds a column or row.
func shifted(formula string, cols, rows int) string {
	var b strings.Builder
	for i := 0; i < len(formula); {
		switch ch := formula[i]; {
		case ch == '"' || ch == '\'':
			end := strings.IndexByte(formula[i+1:], ch)
			if end < 0 {
				return ""
			}
			b.WriteString(formula[i : i+end+2])
			i += end + 2
		case nameByte[ch] && ch != '-' && ch != ':' || ch == '$':
			end := i
			for end < len(formula) && (nameByte[formula[end]] && formula[end] != '-' && formula[end] != ':' || formula[end] == '$') {
				end++
			}
			word := formula[i:end]
			if end == len(formula) || formula[end] != '(' { // LOG10( is no cell
				word = shiftedCell(word, cols, rows)
			}
			b.WriteString(word)
			i = end
		default:
			b.WriteByte(ch)
			i++
		}
	}
	return b.String()
}

func shiftedCell(word string, cols, rows int) string {
	col, row := cellNamed(word)
	if col == 0 {
		return word
	}
	mark := strings.LastIndexByte(word, '$')
	if !strings.HasPrefix(word, "$") {
		col += cols
	}
	if mark <= 0 {
		row += rows
	}
	if col < 1 || row < 1 {
		return "#REF!"
	}
	return Ref(col, row)
}
