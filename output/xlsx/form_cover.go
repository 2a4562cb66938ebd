package xlsx

import (
	"fmt"
	"strings"

	"tongbao/ingest/form"
)

// Columns of a name-value sheet; B and C are form's PairNameCol and
// PairValueCol.
const (
	pairMargin = 1
	pairName   = 2
	pairValue  = 3
	pairHelp   = 4
)

// pairs draws a sheet of one item a row: the cover, and any other 名称-值 sheet.
func (d *formDrawer) pairs(p *page, s *form.Sheet) {
	for col, w := range map[int]float64{pairMargin: 2, pairName: 30, pairValue: 44, pairHelp: 62} {
		p.width(col, w)
	}
	title, line := s.Name, d.Unit.Name+"　　"+d.Period.Chinese()
	if s == d.Form.Cover() {
		title, line = d.title(), strings.Join(d.Notice, "\n")
	}
	d.head(p, pairHelp, title, s.Help, line)
	for i, f := range s.Fields {
		row := form.FirstPair + i
		p.text(pairName, row, headerText(f), headerLook(f).at("left").inset())
		d.pairValue(p, f, row)
		d.pairHelp(p, f, row)
		p.height(row, max(24, heightOf(helpBeside(f), 60)))
	}
	p.hideGrid()
	p.freezeRows(form.FirstPair - 1)
	p.protect(true)
	d.print(p, pairHelp)
}

func (d *formDrawer) pairValue(p *page, f form.Field, row int) {
	fixed := cellLook.of(lockedFill).inset()
	switch f.Role {
	case form.TaskForce:
		p.text(pairValue, row, d.Unit.Name, fixed)
	case form.Month:
		p.text(pairValue, row, d.Period.Chinese(), fixed)
	default:
		p.dress(pairValue, row, pairValue, row, entryLook(f, true).at("left").inset())
		d.guard(p, f, pairValue, row, row)
	}
}

// pairHelp writes the help beside the item; a 零报告 item leads to its sheet.
func (d *formDrawer) pairHelp(p *page, f form.Field, row int) {
	if f.Role != form.NilOf || d.Form.Sheet(f.NilSheet) == nil {
		p.text(pairHelp, row, helpBeside(f), helpLook.inset())
		return
	}
	p.text(pairHelp, row, fmt.Sprintf("本月没有的选“%s”；有的，此处空着，填写“%s”表 →", form.NilAnswer, f.NilSheet), linkLook.sized(10.5).inset())
	p.link(pairHelp, row, f.NilSheet, ref(1, form.FirstEntry))
}

func helpBeside(f form.Field) string {
	switch {
	case f.Role == form.TaskForce || f.Role == form.Month:
		return "已由办公室填好，请勿改动。"
	case f.Help != "" && f.Example != "":
		return f.Help + "（示例：" + f.Example + "）"
	case f.Example != "":
		return "示例：" + f.Example
	}
	return f.Help
}
