package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest/form"
)

const paperA4 = 9

// print sets a form's sheet up: A4 landscape, one page wide, header repeated.
func (d *formDrawer) print(p *page, right int) {
	s := d.Form.Sheet(p.name)
	repeat := 3
	if s != nil && s.Shape == form.List {
		repeat = form.HeaderRow
	}
	p.printSetup(printing{landscape: true, repeat: repeat, left: d.Unit.Name + " " + d.Period.Chinese(), centre: p.name})
}

// printing is how a sheet goes to paper.
type printing struct {
	landscape    bool
	repeat       int // rows repeated on every page, 0 for none
	left, centre string
}

func (p *page) printSetup(s printing) {
	orientation, size, one, many, fit := "portrait", paperA4, 1, 0, true
	if s.landscape {
		orientation = "landscape"
	}
	p.try(p.f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	p.try(p.f.SetPageLayout(p.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &one, FitToHeight: &many}))
	side, end, bar, yes := 0.5, 0.7, 0.3, true
	p.try(p.f.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end, Header: &bar, Footer: &bar, Horizontally: &yes}))
	p.try(p.f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{
		OddHeader: "&R&9" + " " + footer(s.left),
		OddFooter: "&L&9 " + footer(s.centre) + "&C&9 第 &P 页，共 &N 页",
	}))
	if s.repeat > 0 {
		p.try(p.f.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", Scope: p.name, RefersTo: quoted(p.name) + "!$1:$" + itoa(s.repeat),
		}))
	}
}

// footer doubles the sign that commands headers and footers, and keeps them
// under Excel's 255 units.
func footer(s string) string {
	return strings.ReplaceAll(clip(strings.ReplaceAll(clean(s), "\n", " "), 80), "&", "&&")
}

func (p *page) hideGrid() {
	no := false
	p.try(p.f.SetSheetView(p.name, 0, &excelize.ViewOptions{ShowGridLines: &no}))
}

func (p *page) freezeRows(rows int) { p.freeze(rows, 0) }
