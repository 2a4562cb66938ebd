package read

import (
	"fmt"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// identity is what the hidden sheet of a generated form says.
type identity struct {
	found           bool
	version, digest string
	taskForce       string
	period          ingest.Period
}

func readIdentity(w *sheet.Workbook) identity {
	s := w.Sheet(form.IdentitySheet)
	if s == nil {
		return identity{}
	}
	id := identity{found: true}
	for _, row := range s.Rows {
		name, value := cellAt(row, 1).Text(), squeeze(cellAt(row, 2).Text())
		switch squeeze(name) {
		case form.IdentityVersion:
			id.version = value
		case form.IdentityDigest:
			id.digest = value
		case form.IdentityTaskForce:
			id.taskForce = value
		case form.IdentityPeriod:
			id.period, _ = ingest.ParsePeriod(value)
		}
	}
	return id
}

// cellAt is the row's cell in that column, the zero Cell when it is blank.
func cellAt(row sheet.Row, col int) sheet.Cell {
	for _, c := range row.Cells {
		if c.Column == col {
			return c
		}
	}
	return sheet.Cell{}
}

// identify tells unit, month and form from the hidden sheet, the cover and
// the sheets found. It never guesses: where they disagree it says so and
// leaves the return without an owner.
func (r *reader) identify() {
	r.identity = readIdentity(r.workbook)
	if r.identity.found {
		r.unit = r.book.Unit(r.identity.taskForce)
	}
	r.chooseForm()
	if r.form == nil {
		return
	}
	r.matchTabs()
	cover := r.coverClaims()
	r.settleUnit(cover)
	r.settleMonth(cover)
	r.tellForm()
}

// chooseForm takes the form of the hidden sheet's unit, else the one whose
// sheets are there. A workbook with none of our sheets is not a return.
func (r *reader) chooseForm() {
	var best *form.Form
	most := 0
	for _, f := range r.book.Forms {
		n := r.sheetsOf(f)
		if r.unit != nil && f.Class == r.unit.Class {
			n = 2*n + 1 // equal sheets: the hidden sheet decides
		}
		if n > most {
			best, most = f, n
		}
	}
	enough := best != nil && 2*r.sheetsOf(best) >= len(best.Sheets)
	stranger := r.identity.found && r.unit == nil
	if r.unit != nil && best != nil && r.sheetsOf(best) > 0 {
		enough = true
	}
	if enough && !stranger {
		if cover := best.Cover(); cover == nil || r.unit != nil || r.findTab(cover.Name) != nil {
			r.form = best
			return
		}
	}
	r.strangeForm(stranger)
}

func (r *reader) strangeForm(stranger bool) {
	const hint = "请使用办公室下发的本月月报表填写后报送。"
	if stranger {
		r.report("F-FORM", finding.Error, ingest.Place{}, fmt.Sprintf("这不是本县下发的月报表：隐藏信息中的报送单位代码%s不在名单内。", finding.Quote(r.identity.taskForce)), hint)
		return
	}
	r.report("F-FORM", finding.Error, ingest.Place{}, "这不是本县下发的月报表：没有找到月报表应有的工作表。", hint)
}

func (r *reader) sheetsOf(f *form.Form) (n int) {
	for _, s := range f.Sheets {
		if r.findTab(s.Name) != nil {
			n++
		}
	}
	return n
}

// claim is what the cover says of unit and month.
type claim struct {
	unit            *form.Unit
	unitText        string
	unitAt, monthAt ingest.Place
	period          ingest.Period
	monthText       string
	monthUnreadable bool
}

// coverClaims reads the two items of the cover that say whose return it is.
func (r *reader) coverClaims() (c claim) {
	cover := r.form.Cover()
	if cover == nil {
		return c
	}
	tab := r.tabs[cover.Name]
	if tab == nil {
		return c
	}
	found := findPairs(cover, tab)
	if f := cover.With(form.TaskForce); f != nil {
		if cell, ok := found[f.Key]; ok {
			c.unitText, c.unitAt = cell.Text(), ingest.Place{Sheet: tab.Name, Cell: cell.Ref}
			c.unit = r.unitCalled(cell.Text())
		}
	}
	if f := cover.With(form.Month); f != nil {
		if cell, ok := found[f.Key]; ok && !blank(cell.Text()) {
			c.monthText, c.monthAt = cell.Text(), ingest.Place{Sheet: tab.Name, Cell: cell.Ref}
			year := r.identity.period.Year
			var ok bool
			c.period, ok = monthOfCell(cell, year)
			c.monthUnreadable = !ok
		}
	}
	return c
}

// unitCalled finds a unit by code or name as people type them. Nearly always it
// is the one that the form was drawn for; a country has 20,000 others.
func (r *reader) unitCalled(text string) *form.Unit {
	want, plain := fold(text), bare(text)
	if want == "" {
		return nil
	}
	is := func(u *form.Unit) bool {
		code, name := fold(u.Code), fold(u.Name)
		return code == want || name == want || name+code == want || code+name == want || plain == name
	}
	if r.unit != nil && is(r.unit) {
		return r.unit
	}
	for i := range r.book.Units {
		if u := &r.book.Units[i]; is(u) {
			return u
		}
	}
	return nil
}

func (r *reader) settleUnit(c claim) {
	hidden := r.unit
	written := !blank(c.unitText)
	switch {
	case hidden != nil && c.unit != nil && hidden.Code != c.unit.Code:
		r.torn = true
		r.findings = append(r.findings, finding.Finding{Code: "F-UNIT", Level: finding.Error, Place: c.unitAt, Value: c.unitText, Expected: hidden.Name,
			Message: fmt.Sprintf("封面写的是%s，隐藏信息是%s。", c.unit.Name, hidden.Name), Hint: "请使用下发给本单位的月报表，勿借用其他单位的表格。"})
	case c.unit != nil:
		r.unit = c.unit
	case written:
		r.unknownUnit(c, hidden)
	case hidden == nil:
		r.report("F-UNIT", finding.Error, c.unitAt, "封面没有填写报送单位的名称，表中也没有隐藏信息。", "请填写全称或代码，与下发的名单一致。")
	}
	if r.unit == nil || r.torn {
		return
	}
	if proper := r.book.Form(r.unit.Class); proper != r.form {
		r.torn = true
		r.report("F-FORM", finding.Error, c.unitAt, fmt.Sprintf("这是%s的月报表，不是%s（%s）应填的表。", r.form.Class, r.unit.Name, r.unit.Class), "请使用下发给本单位的月报表。")
	}
}

// unknownUnit says that the cover names a unit that does not exist.
func (r *reader) unknownUnit(c claim, hidden *form.Unit) {
	r.torn = true
	var names []string
	for _, u := range r.book.Units {
		names = append(names, u.Name)
	}
	hint := "请填写全称或代码，与下发的名单一致。"
	expected := ""
	if hidden != nil {
		expected = hidden.Name
	} else if i := closest(c.unitText, names); i >= 0 {
		expected = names[i]
	}
	if expected != "" {
		hint = "是否为“" + expected + "”？" + hint
	}
	r.findings = append(r.findings, finding.Finding{Code: "F-UNIT", Level: finding.Error, Place: c.unitAt, Value: c.unitText, Expected: expected,
		Message: fmt.Sprintf("封面填写的%s不在报送单位名单内。", finding.Quote(c.unitText)), Hint: hint})
}

func (r *reader) settleMonth(c claim) {
	hidden := r.identity.period
	none := ingest.Period{}
	const hint = "请确认报告月份，勿在上月报表上直接修改。"
	fault := func(message, hint string) {
		r.torn = true
		r.findings = append(r.findings, finding.Finding{Code: "F-MONTH", Level: finding.Error, Place: c.monthAt, Value: c.monthText, Expected: chineseMonth(hidden), Message: message, Hint: hint})
	}
	switch {
	case c.monthUnreadable:
		fault(fmt.Sprintf("封面的报告月份%s读不出是哪年哪月。", finding.Quote(c.monthText)), "请填写如 2023年9月。")
	case hidden != none && c.period != none && hidden != c.period:
		fault(fmt.Sprintf("封面写的是%s，隐藏信息是%s。", c.period.Chinese(), hidden.Chinese()), hint)
	case c.period != none:
		r.period = c.period
	case hidden == none:
		fault("没有填写报告月份，表中也没有隐藏信息。", "请填写如 2023年9月。")
	}
	if r.period == none {
		r.period = hidden // the cover left it blank, or the years of dates need one to go by
	}
}

func chineseMonth(p ingest.Period) string {
	if p == (ingest.Period{}) {
		return ""
	}
	return p.Chinese()
}

// olderForm reports whether the workbook is a form of another version.
func (r *reader) olderForm() bool {
	return r.identity.found && r.identity.digest != "" && r.form.Digest != "" && r.identity.digest != r.form.Digest
}

// tellForm says when the form is not the one now in force. It is read by its
// headers all the same.
func (r *reader) tellForm() {
	switch {
	case !r.identity.found:
		r.report("F-IDENTITY", finding.Notice, ingest.Place{}, "表中没有下发表格的隐藏信息，已按封面识别报送单位和月份。", "以后请在下发的月报表上直接填写。")
	case r.olderForm():
		r.report("F-VERSION", finding.Notice, ingest.Place{}, fmt.Sprintf("这是旧版月报表（%s），现行版本为%s，已按列名读取。", r.identity.version, r.form.Version), "以后请使用新下发的月报表。")
	}
}
