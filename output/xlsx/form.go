package xlsx

import (
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/ingest"
	"tongbao/ingest/form"
)

// FormInput is what a return form is drawn from: the form, whose it is, and
// what the office writes into it before sending it out (下发).
type FormInput struct {
	Form   *form.Form
	Unit   form.Unit
	Period ingest.Period
	Title  string   // head of the cover; "" makes one of unit and month
	Notice []string // lines under it: due day, where to send
	Stamp  Stamp

	AsOf     string // month the progress stands at, “截至2023年8月”
	Targets  []GuideTarget
	Projects []GuideProject
	Open     []OpenItem
	NextCode string // first free project code, for prompts; "" for none
}

// GuideTarget is a line of the guide's targets and progress, as printed.
type GuideTarget struct {
	Indicator, Unit, Target, Actual, Expected, Completion, Remark string
}

// GuideProject is one of the task force's projects as last known.
type GuideProject struct {
	Code, Name, Investor, Stage string
	Amount                      string // with unit, “3.20亿元”
	Last                        string // “2023年8月月报表”
}

// OpenItem is a supervision item that the return is to answer.
type OpenItem struct {
	ID, Text string
	Due      ingest.Date
}

// lastEntry is the last row that is guarded. Rows beyond the drawn ones are as
// good as those: unlocked, and boxed as soon as something stands in them.
const lastEntry = 500

// Form draws a return form. It fails on a scheme that no workbook can hold: a
// sheet name that Excel refuses, two sheets of one name, a form without cover.
func Form(in FormInput) ([]byte, error) {
	if err := drawable(in.Form); err != nil {
		return nil, err
	}
	b := newBook()
	d := &formDrawer{FormInput: in, book: b, lists: &choiceLists{}}
	for i := range in.Form.Sheets {
		d.sheet(&in.Form.Sheets[i])
	}
	d.guide()
	d.identity()
	b.try(b.f.ProtectWorkbook(&excelize.WorkbookProtectionOptions{LockStructure: true}))
	if in.Stamp.Title == "" {
		in.Stamp.Title = d.title()
	}
	return b.finish(in.Stamp)
}

func drawable(f *form.Form) error {
	if f.Cover() == nil {
		return errors.New("xlsx: form has no cover")
	}
	seen := map[string]bool{strings.ToLower(form.IdentitySheet): true, strings.ToLower(form.GuideSheet): true}
	for _, s := range f.Sheets {
		key := strings.ToLower(s.Name)
		if s.Name != sheetName(s.Name, func(string) bool { return false }) || seen[key] {
			return fmt.Errorf("xlsx: %q cannot name a sheet of the form", s.Name)
		}
		seen[key] = true
	}
	return nil
}

// formDrawer draws one form.
type formDrawer struct {
	FormInput
	*book
	lists *choiceLists
}

func (d *formDrawer) title() string {
	if d.Title != "" {
		return d.Title
	}
	return d.Unit.Name + d.Period.Chinese() + "月报表"
}

func (d *formDrawer) sheet(s *form.Sheet) {
	p := d.page(s.Name)
	if s.Shape == form.Pairs {
		d.pairs(p, s)
	} else {
		d.list(p, s)
	}
}

// head draws rows 1 to 3: title, help, line.
func (d *formDrawer) head(p *page, right int, title, help, line string) {
	p.banner(1, 1, right, title, titleLook)
	p.height(1, 30)
	p.banner(1, 2, right, help, helpLook)
	p.banner(1, 3, right, line, helpLook.faced(bodyFont).inked(""))
	width := d.widthOf(p, right)
	p.height(2, heightOf(help, width))
	p.height(3, heightOf(line, width))
}

func (d *formDrawer) widthOf(p *page, right int) (sum float64) {
	for col := 1; col <= right; col++ {
		w, err := p.f.GetColWidth(p.name, column(col))
		p.try(err)
		sum += w
	}
	return sum
}

// heightOf is the height in points of a row with text in a cell that wide.
func heightOf(s string, width float64) float64 {
	return float64(linesIn(s, width-1))*15 + 5
}

// identity writes the hidden sheet by which a return is known again.
func (d *formDrawer) identity() {
	p := d.page(form.IdentitySheet)
	rows := [][2]string{
		{form.IdentityVersion, d.Form.Version},
		{form.IdentityDigest, d.Form.Digest},
		{form.IdentityTaskForce, d.Unit.Code},
		{form.IdentityPeriod, d.Period.String()},
	}
	plain := look{format: "@"}
	for i, r := range rows {
		p.text(1, i+1, r[0], plain)
		p.text(2, i+1, r[1], plain)
	}
	d.lists.write(p)
	p.protect(false)
	p.try(p.f.SetSheetVisible(p.name, false, true))
}

// protect locks the sheet without a password: it guards against a slip, not
// against a person. Entry sheets may still be formatted, sorted and given
// rows.
func (p *page) protect(entry bool) {
	p.try(p.f.ProtectSheet(p.name, &excelize.SheetProtectionOptions{
		SelectLockedCells: true, SelectUnlockedCells: true,
		FormatCells: entry, FormatColumns: true, FormatRows: true,
		InsertRows: entry, DeleteRows: entry, Sort: entry, AutoFilter: entry,
	}))
}
