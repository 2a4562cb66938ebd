package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest/exact"
	"tongbao/output"
)

// inks of the bars: apart in grey as well.
var inks = []string{"1F4E79", "9DC3E6", "7F7F7F", "D9D9D9"}

// chart writes a chart's data from row on and the chart beside it; it returns
// the row below both.
func (w *documentWriter) chart(p *page, c *output.Chart, row int) int {
	p.text(1, row, c.Title+bracket(c.Unit), look{font: headFont, size: 12, across: "left"})
	head := row + 1
	p.text(1, head, "", headLook)
	p.width(1, max(20, p.widthTo(1)))
	for r, label := range c.Labels {
		p.text(1, head+1+r, label, cellLook)
	}
	columns := w.chartColumns(c)
	for i, col := range columns {
		w.chartColumn(p, c, col, i+2, head)
	}
	if len(c.Labels) > 0 && len(columns) > 0 {
		p.try(p.f.AddChart(p.name, ref(len(columns)+3, row), p.chartOf(c, columns, head)))
	}
	return max(head+len(c.Labels), row+chartRows) + 2
}

// chartRows is how many rows of default height a chart covers.
const chartRows = 24

type chartColumn struct {
	name   string
	values []*exact.Num
	texts  []string // as printed; gives the number of decimals
	keys   []string
}

// places is how many decimals the column prints.
func (c chartColumn) places() int {
	n := 0
	for i, v := range c.values {
		if v == nil {
			continue
		}
		if v.Places() > 0 {
			n = max(n, min(4, v.Places()))
		}
		if i < len(c.texts) {
			if _, _, ok := typed(output.Cell{Text: c.texts[i], Num: v}); ok {
				_, after, _ := strings.Cut(c.texts[i], ".")
				n = max(n, len(after)-len(strings.TrimLeft(after, "0123456789")))
			}
		}
	}
	return n
}

func (w *documentWriter) chartColumns(c *output.Chart) (columns []chartColumn) {
	for _, s := range c.Series {
		columns = append(columns, chartColumn{s.Name, s.Values, s.Texts, s.Keys})
	}
	if len(c.Marks) > 0 {
		marks := make([]*exact.Num, len(c.Marks))
		for i := range c.Marks {
			marks[i] = &c.Marks[i]
		}
		texts := make([]string, len(c.Keys))
		for i, key := range c.Keys {
			texts[i] = w.doc.Traces[key].Value
		}
		columns = append(columns, chartColumn{c.Mark, marks, texts, c.Keys})
	}
	return columns
}

func (w *documentWriter) chartColumn(p *page, chart *output.Chart, c chartColumn, col, head int) {
	p.text(col, head, c.name, headLook)
	places := c.places()
	for r, v := range c.values {
		if v == nil {
			p.text(col, head+1+r, "", cellLook)
			continue
		}
		p.number(col, head+1+r, *v, 4, cellLook.at("right").as(zeros(places)))
		if r < len(c.keys) {
			words := p.name + "，"
			if r < len(chart.Labels) {
				words += chart.Labels[r] + "，"
			}
			w.note(c.keys[r], p, col, head+1+r, words+"“"+c.name+"”")
		}
	}
}

func (p *page) chartOf(c *output.Chart, columns []chartColumn, head int) *excelize.Chart {
	first, last := itoa(head+1), itoa(head+len(c.Labels))
	span := func(col int) string {
		return quoted(p.name) + "!$" + column(col) + "$" + first + ":$" + column(col) + "$" + last
	}
	ink := excelize.Font{Family: bodyFont, Size: 10, Color: "000000"}
	oneColour, legend := false, "bottom"
	if len(columns) == 1 {
		legend = "none"
	}
	chart := &excelize.Chart{
		Type:       excelize.Bar,
		Title:      excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: clean(c.Title + bracket(c.Unit)), Font: &excelize.Font{Family: headFont, Size: 12, Color: "000000"}}}},
		Legend:     excelize.ChartLegend{Position: legend},
		Dimension:  excelize.ChartDimension{Width: 640, Height: 460},
		VaryColors: &oneColour,
		PlotArea:   excelize.ChartPlotArea{ShowVal: true},
		XAxis:      excelize.ChartAxis{ReverseOrder: true, Font: ink},
		YAxis:      excelize.ChartAxis{None: true},
	}
	for i := range columns {
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       quoted(p.name) + "!$" + column(i+2) + "$" + itoa(head),
			Categories: span(1), Values: span(i + 2),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{inks[i%len(inks)]}},
		})
	}
	return chart
}
