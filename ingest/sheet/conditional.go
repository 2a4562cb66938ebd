package sheet

import (
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest/exact"
)

// A conditional format may make what a cell holds invisible: in the colour of
// its ground, or by the format ;;;. Where its condition is a plain comparison
// with a number it is decided here; of any other it is only known that it may
// hide the cell.

// condition is one conditional format that hides what it applies to.
type condition struct {
	areas    []Range
	operator string // of a comparison that is decided; "" otherwise
	of       [2]exact.Num
}

// What is looked at of a sheet's hiding formats.
const (
	maxConditions = 200
	maxAreas      = 200       // of one condition
	maxHeld       = 2_000_000 // rows and cells held against conditions
)

// conditional reads one conditionalFormatting element to its end.
func (c *cellReader) conditional() xmlFault {
	ref, _ := c.s.attr("sqref", false)
	var areas []Range
	for part := range strings.FieldsSeq(ref) {
		if area, ok := parseArea(part); ok && len(areas) < maxAreas {
			areas = append(areas, area)
		}
	}
	rule, kind, hides, formulas := condition{areas: areas}, "", false, []string{}
	for {
		t, f := c.s.next()
		switch {
		case f != 0:
			return f
		case t == tokenEnd && c.s.depth() == 1:
			return 0
		case t == tokenStart && c.s.depth() == 3:
			kind, _ = c.s.attr("type", false)
			rule.operator, _ = c.s.attr("operator", false)
			id, stated := c.s.attr("dxfId", false)
			n, err := strconv.Atoi(id)
			hides = stated && err == nil && n >= 0 && n < len(c.styles.hiding) && c.styles.hiding[n]
			formulas = formulas[:0]
		case t == tokenStart && c.s.local() == "formula" && len(formulas) < 3: // more than two are no comparison
			formulas = append(formulas, "")
		case t == tokenText && len(formulas) > 0 && len(formulas[len(formulas)-1]) < maxFormula && string(localName(c.s.stack[len(c.s.stack)-1])) == "formula":
			formulas[len(formulas)-1] += string(c.s.appendText(nil))
		case t == tokenEnd && c.s.depth() == 2 && hides && len(c.conditions) < maxConditions:
			c.conditions = append(c.conditions, rule.comparing(kind, formulas))
		}
	}
}

// comparing completes a condition by what it compares with.
func (r condition) comparing(kind string, formulas []string) condition {
	need := 1
	if r.operator == "between" || r.operator == "notBetween" {
		need = 2
	}
	if kind != "cellIs" || len(formulas) != need {
		r.operator = ""
		return r
	}
	for i, f := range formulas {
		n, ok := decimalOf(f)
		if !ok {
			r.operator = ""
			return r
		}
		r.of[i] = n
	}
	return r
}

// holds tells whether the condition is met; known is false where that is not
// decided here.
func (r condition) holds(c Cell) (met, known bool) {
	if r.operator == "" {
		return false, false
	}
	if c.Type != Number { // to Excel every text is more than any number
		return r.operator == "greaterThan" || r.operator == "greaterThanOrEqual" || r.operator == "notEqual" || r.operator == "notBetween", true
	}
	first, second := c.Num.Cmp(r.of[0]), c.Num.Cmp(r.of[1])
	switch r.operator {
	case "equal":
		return first == 0, true
	case "notEqual":
		return first != 0, true
	case "lessThan":
		return first < 0, true
	case "lessThanOrEqual":
		return first <= 0, true
	case "greaterThan":
		return first > 0, true
	case "greaterThanOrEqual":
		return first >= 0, true
	case "between":
		return first >= 0 && second <= 0, true
	case "notBetween":
		return first < 0 || second > 0, true
	}
	return false, false
}

// hide marks the cells that conditional formats hide, or may hide.
func (c *cellReader) hide() {
	held := 0
	for _, rule := range c.conditions {
		for _, area := range rule.areas {
			from, _ := slices.BinarySearchFunc(c.sheet.Rows, area.Row1, func(r Row, n int) int { return r.Number - n })
			for i := from; i < len(c.sheet.Rows) && c.sheet.Rows[i].Number <= area.Row2; i++ {
				row := &c.sheet.Rows[i]
				if held += 1 + len(row.Cells); held > maxHeld {
					return
				}
				for j := range row.Cells {
					cell := &row.Cells[j]
					if cell.Column < area.Col1 || cell.Column > area.Col2 {
						continue
					}
					met, known := rule.holds(*cell)
					cell.Unseen = cell.Unseen || met
					cell.MayHide = cell.MayHide || !known
				}
			}
		}
	}
}

// parseArea reads C5:C20, or a cell.
func parseArea(ref string) (r Range, ok bool) {
	from, to, two := strings.Cut(ref, ":")
	if !two {
		to = from
	}
	r.Col1, r.Row1 = parseRef(from)
	r.Col2, r.Row2 = parseRef(to)
	return r, r.Col1 > 0 && r.Col2 >= r.Col1 && r.Row1 > 0 && r.Row2 >= r.Row1 && r.Col2 <= lastColumn && r.Row2 <= lastRow
}
