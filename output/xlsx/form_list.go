package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest/form"
)

// list draws a sheet of one event a row.
func (d *formDrawer) list(p *page, s *form.Sheet) {
	right := len(s.Fields)
	for i, f := range s.Fields {
		col := i + 1
		p.width(col, columnWidth(f))
		p.try(p.f.SetColStyle(p.name, column(col), p.style(entryLook(f, false))))
	}
	d.head(p, right, s.Name, s.Help, d.listLine(s))
	drawn := drawnRows(d.widthOf(p, right))
	for i, f := range s.Fields {
		p.text(i+1, form.HeaderRow, headerText(f), headerLook(f))
		p.dress(i+1, form.FirstEntry, i+1, form.FirstEntry+drawn-1, entryLook(f, true))
		d.guard(p, f, i+1, form.FirstEntry, lastEntry)
	}
	p.height(form.HeaderRow, headerHeight(s.Fields))
	if s.Prefill == form.PrefillOpen {
		d.openItems(p, s)
	}
	p.growBorders(right, form.FirstEntry+drawn)
	p.freeze(form.HeaderRow, right)
	p.rowHeight(entryHeight)
	p.protect(true)
	d.print(p, right)
}

func (d *formDrawer) listLine(s *form.Sheet) string {
	line := fmt.Sprintf("报送单位：%s　　报告月份：%s　　黄底带“%s”的为必填栏目", d.Unit.Name, d.Period.Chinese(), form.RequiredMark)
	if s.NilItem {
		line += "　　本月无此类事项的，在封面选“" + form.NilAnswer + "”"
	}
	return line
}

// headerText is the header as readers find it, marked when it is required.
func headerText(f form.Field) string {
	if f.Required {
		return f.Title() + form.RequiredMark
	}
	return f.Title()
}

func headerLook(f form.Field) look {
	if f.Required {
		return headLook.of(requiredFill)
	}
	return headLook
}

// entryLook is how an entry cell of the field looks; boxed inside the drawn
// rows.
func entryLook(f form.Field, boxed bool) look {
	l := look{border: boxed, unlocked: true, wrap: true, across: "center", format: "@"}
	switch f.Type {
	case form.TextType:
		l.across, l.indent = "left", 1
	case form.Integer:
		l.across, l.format = "right", "0"
	case form.Decimal:
		l.across, l.format = "right", decimalFormat(f.Decimals)
	case form.DateType:
		l.format = "yyyy-m-d"
	}
	return l
}

// decimalFormat shows two decimals at least and as many as may be given.
func decimalFormat(decimals int) string {
	const zeros, hashes = "00", "##########"
	switch {
	case decimals <= 0:
		return "0"
	case decimals <= 2:
		return "0." + zeros[:decimals]
	}
	return "0." + zeros + hashes[:min(decimals-2, len(hashes))]
}

// columnWidth fits the header on two lines and the kind of content on one.
func columnWidth(f form.Field) float64 {
	content := 16
	switch f.Type {
	case form.DateType, form.MonthType:
		content = 13
	case form.Integer:
		content = 9
	case form.Decimal:
		content = 12
	case form.YesNo:
		content = 8
	case form.Choice:
		content = 9
		for _, c := range f.Choices {
			content = max(content, min(displayWidth(c)+4, 24))
		}
	case form.TextType:
		content = textWidth(f)
	}
	header := displayWidth(headerText(f)) + 2
	if header > 14 {
		header = max(15, (header+1)/2+3)
	}
	return float64(max(content, header))
}

func textWidth(f form.Field) int {
	switch f.Role {
	case form.Answer, form.AnswerText, form.ItemText:
		return 44
	case form.ProjectName:
		return 30
	case form.Investor, form.Party:
		return 26
	case form.Project, form.Item:
		return 16
	}
	return min(max(displayWidth(f.Example)+3, 14), 34)
}

func headerHeight(fields []form.Field) float64 {
	lines := 1
	for _, f := range fields {
		lines = max(lines, linesIn(headerText(f), columnWidth(f)-1.5))
	}
	return float64(lines)*15 + 9
}

// openItems writes the supervision items to be answered: what the office wrote
// is locked, the answer is open.
func (d *formDrawer) openItems(p *page, s *form.Sheet) {
	for i, item := range d.Open {
		row := form.FirstEntry + i
		lines := 2
		for c, f := range s.Fields {
			l := entryLook(f, true).of(lockedFill)
			l.unlocked = false
			switch f.Role {
			case form.Item:
				p.text(c+1, row, item.ID, l)
			case form.ItemText:
				p.text(c+1, row, item.Text, l)
				lines = max(lines, linesIn(item.Text, columnWidth(f)-1))
			case form.ItemDue:
				if f.Type == form.DateType && item.Due.Valid() {
					p.day(c+1, row, item.Due, l)
				} else {
					p.text(c+1, row, item.Due.String(), l)
				}
			default:
				p.dress(c+1, row, c+1, row, entryLook(f, true))
			}
		}
		p.height(row, float64(lines)*15+8)
	}
}

// entryHeight is the height of an entry row in points.
const entryHeight = 21

// drawnRows is how many entry rows are boxed: as many as make one printed page
// of a sheet that wide, at most 30.
func drawnRows(width float64) int {
	const pageWidth, pageHeight, head, unit = 770, 480, 115, 6 // points; a unit of column width prints as about 6
	scale := min(1, pageWidth/(width*unit))
	return max(15, min(30, int((pageHeight/scale-head)/entryHeight)))
}

// growBorders boxes the rows from first on as soon as something stands in them.
func (p *page) growBorders(right, first int) {
	line := []excelize.Border{}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		line = append(line, excelize.Border{Type: side, Color: lineColour, Style: 1})
	}
	style, err := p.f.NewConditionalStyle(&excelize.Style{Border: line})
	p.try(err)
	p.try(p.f.SetConditionalFormat(p.name, ref(1, first)+":"+ref(right, lastEntry), []excelize.ConditionalFormatOptions{{
		Type: "formula", Criteria: fmt.Sprintf("COUNTA($A%d:$%s%d)>0", first, column(right), first), Format: &style,
	}}))
}

// freeze keeps the rows above and, on a wide sheet, the first column in sight.
func (p *page) freeze(rows, columns int) {
	x := 0
	if columns > 8 {
		x = 1
	}
	pane, cell := "bottomLeft", ref(1, rows+1)
	if x == 1 {
		pane = "bottomRight"
	}
	p.try(p.f.SetPanes(p.name, &excelize.Panes{
		Freeze: true, XSplit: x, YSplit: rows, TopLeftCell: ref(x+1, rows+1), ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: cell, ActiveCell: cell, Pane: pane}},
	}))
}

// rowHeight sets the height of rows that say nothing of their own.
func (p *page) rowHeight(points float64) {
	custom := true
	p.try(p.f.SetSheetProps(p.name, &excelize.SheetPropsOptions{DefaultRowHeight: &points, CustomHeight: &custom}))
}
