package xlsx

import (
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest/finding"
)

// place is a cell by row and column, 1-based.
type place struct{ row, col int }

func (p place) ref() string { return ref(p.col, p.row) }

func placeOf(cell string) (place, bool) {
	col, row, err := excelize.CellNameToCoordinates(strings.ReplaceAll(cell, "$", ""))
	return place{row, col}, err == nil
}

func comparePlaces(a, b place) int {
	if a.row != b.row {
		return a.row - b.row
	}
	return a.col - b.col
}

// colour marks cells of a sheet part. Cells that are not there are put in,
// with the style their row or column gives them.
func (s *sender) colour(part string, cells map[place]finding.Level) error {
	c := &colourer{styles: s.styles, data: s.parts[part], cells: cells, todo: slices.SortedFunc(maps.Keys(cells), comparePlaces), columns: map[int]int{}}
	if err := walk(c.data, c.visit); err != nil {
		return err
	}
	s.parts[part] = apply(c.data, c.edits)
	return nil
}

// colourer walks a sheet part once, cells in order beside the places to mark.
type colourer struct {
	styles  *styleSheet
	data    []byte
	cells   map[place]finding.Level
	todo    []place
	edits   []edit
	columns map[int]int // style by column

	row, rowStyle, col int
	prefix             string
}

func (c *colourer) visit(e element) {
	if len(e.path) < 3 && !e.in("worksheet", "sheetData") || e.path[0] != "worksheet" {
		return
	}
	switch {
	case e.in("worksheet", "cols", "col") && !e.end:
		c.column(e)
	case e.in("worksheet", "sheetData") && e.end:
		c.endOfData(e)
	case e.in("worksheet", "sheetData"):
		c.prefix = e.prefix
	case e.in("worksheet", "sheetData", "row") && e.end:
		c.endOfRow(e)
	case e.in("worksheet", "sheetData", "row"):
		c.startOfRow(e)
	case e.in("worksheet", "sheetData", "row", "c") && !e.end:
		c.cell(e)
	}
}

// column notes the style of columns, no further than cells are to be marked.
func (c *colourer) column(e element) {
	low, _ := atoi(e.get("min"))
	high, _ := atoi(e.get("max"))
	style, _ := atoi(e.get("style"))
	for _, p := range c.todo {
		if low <= p.col && p.col <= high {
			c.columns[p.col] = style
		}
	}
}

func (c *colourer) startOfRow(e element) {
	row, given := atoi(e.get("r"))
	if !given {
		row = c.row + 1
	}
	text := ""
	for len(c.todo) > 0 && c.todo[0].row < row {
		text += c.newRow(c.todo[0].row)
	}
	if text != "" {
		c.edits = append(c.edits, edit{e.from, e.from, text})
	}
	c.row, c.col, c.rowStyle = row, 0, -1
	if style, has := atoi(e.get("s")); has {
		c.rowStyle = style
	}
}

// newRow makes a row of the places to mark in it.
func (c *colourer) newRow(row int) string {
	n := prefixed(c.prefix, "row")
	c.rowStyle = -1
	return "<" + n + ` r="` + itoa(row) + `">` + c.newCells(func(p place) bool { return p.row == row }) + "</" + n + ">"
}

// newCells makes blank cells of the next places to mark, as long as they fit.
func (c *colourer) newCells(fit func(place) bool) string {
	var text strings.Builder
	for len(c.todo) > 0 && fit(c.todo[0]) {
		p := c.todo[0]
		style := c.columns[p.col]
		if c.rowStyle >= 0 {
			style = c.rowStyle
		}
		text.WriteString("<" + prefixed(c.prefix, "c") + ` r="` + p.ref() + `" s="` + itoa(c.styles.mark(style, c.cells[p])) + `"/>`)
		c.todo = c.todo[1:]
	}
	return text.String()
}

func (c *colourer) cell(e element) {
	at, given := placeOf(e.get("r"))
	if !given {
		at = place{c.row, c.col + 1}
	}
	c.col = at.col
	if text := c.newCells(func(p place) bool { return p.row == c.row && p.col < at.col }); text != "" {
		c.edits = append(c.edits, edit{e.from, e.from, text})
	}
	if len(c.todo) == 0 || c.todo[0] != at {
		return
	}
	c.todo = c.todo[1:]
	style, _ := atoi(e.get("s"))
	tag := string(c.data[e.from:e.to])
	c.edits = append(c.edits, edit{e.from, e.to, withAttr(tag, "s", itoa(c.styles.mark(style, c.cells[at])))})
}

func (c *colourer) endOfRow(e element) {
	c.close(e, "row", c.newCells(func(p place) bool { return p.row == c.row }))
}

func (c *colourer) endOfData(e element) {
	var text strings.Builder
	for len(c.todo) > 0 {
		text.WriteString(c.newRow(c.todo[0].row))
	}
	c.close(e, "sheetData", text.String())
}

func (c *colourer) close(e element, name, text string) {
	if text != "" {
		c.edits = append(c.edits, before(c.data, e.from, e.to, prefixed(c.prefix, name), text))
	}
}
