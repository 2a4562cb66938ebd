package check

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// Later is an accepted return of a month after the one that is being judged.
type Later struct {
	Return *ingest.Return
	// Year is what was known by its month, with a return standing as that of the
	// month being judged; nil is as known so far.
	Year func(*ingest.Return) *facts.Year
}

// Contradicted tells what a return that comes after those of later months, a
// correction or a late one, makes wrong with them (X-LATER): an event that a
// later month gave as one left out would count twice, and a value that a later
// month repeats as it was stands against this one's. It is an error where the
// later return would have been sent back for it, had this one come first, and
// this one alone makes it so and can put it right. All else is a warning, so that
// what cannot be changed in two returns at once never stands in its own way.
func Contradicted(s *scheme.Scheme, f *form.Form, r *ingest.Return, later []Later, waivers []scheme.Waiver) finding.List {
	var list []contradiction
	for _, l := range later {
		find := func(own *ingest.Return) finding.List {
			j := &judge{scheme: s, form: f, ret: l.Return, year: l.Year(own), faulty: map[ingest.Place]bool{}}
			for _, check := range checks {
				check(j)
			}
			return Answered(f, l.Return, Waived(f, l.Return, j.list, waivers))
		}
		with := find(r)
		with = slices.DeleteFunc(with, func(x finding.Finding) bool { return x.Level == finding.Notice })
		if len(with) == 0 {
			continue
		}
		// As it stands, and as if the return said nothing: one that is sent once
		// more with an explanation is still to be told what it explains.
		before, bare, told := find(nil), find(without(r, nil)), map[string]int{}
		for _, x := range with {
			if has(before, x) && has(bare, x) {
				continue
			}
			own := x.Level == finding.Error && !has(before, x) && !has(bare, x)
			if told[x.Code]++; told[x.Code] > shown {
				continue
			}
			list = join(list, contradiction{x, l.Return, nil, own, culprit(f, r, l.Return, x, find)})
		}
	}
	var out finding.List
	for _, c := range list {
		out = append(out, c.finding(r))
	}
	return out
}

func has(list finding.List, x finding.Finding) bool {
	return slices.ContainsFunc(list, func(y finding.Finding) bool { return y.Code == x.Code && y.Place == x.Place })
}

// contradiction is one finding of a later return.
type contradiction struct {
	finding.Finding
	first  *ingest.Return
	others []ingest.Period // that say the same of the same row
	own    bool            // an error that this return can put right
	row    *culpritRow
}

func join(list []contradiction, c contradiction) []contradiction {
	for i := range list {
		if x := &list[i]; x.Code == c.Code && x.first != c.first && x.row.place() == c.row.place() {
			x.own = x.own || c.own
			if !slices.Contains(x.others, c.first.Period) {
				x.others = append(x.others, c.first.Period)
			}
			return list
		}
	}
	return append(list, c)
}

func (c contradiction) finding(r *ingest.Return) finding.Finding {
	at := c.first.Period.Chinese() + "月报表"
	if c.Place != (ingest.Place{}) {
		at += "“" + c.Place.String() + "”"
	}
	if len(c.others) > 0 {
		var months []string
		for _, p := range c.others {
			months = append(months, p.Chinese())
		}
		at += "（" + strings.Join(months, "、") + "的月报表同样）"
	}
	x := finding.Finding{
		Code: "X-LATER", Level: finding.Warning, Place: c.row.place(), Value: c.row.value(), Basis: c.Basis,
		Message: "按本表，" + at + "不再符合" + c.Code + "：" + c.Message,
		Hint:    "请核对两份月报表：以后月份已经填报的事项，本表不再填，以免重复计数；同一项目前后不一的，以较晚月份所填的为准，应以本表为准的，请一并更正以后月份的月报表；都无误的，请在“情况说明”中说明。",
	}
	if c.own {
		x.Level = finding.Error
		x.Hint = "同一事项只在一份月报表中填报：以后月份已经填报的，本表不再填；应以本表为准的，请先更正以后月份的月报表，再报本表（内容可不变）。"
	}
	return x
}

// culpritRow is the row of a return that a later one contradicts.
type culpritRow struct {
	tab   string
	entry *ingest.Entry // nil where no single row is
	key   string        // 字段
	cell  string
}

func (c *culpritRow) place() ingest.Place { return ingest.Place{Sheet: c.tab, Cell: c.cell} }

func (c *culpritRow) value() string {
	if c.entry == nil {
		return ""
	}
	return typed(c.entry.Values[c.key])
}

// mostTried is how many rows are left out, one at a time, to find the one that
// a later return contradicts; those that are most like its row first.
const mostTried = 10

// culprit finds the row of a return that makes a finding of a later one: of the
// same project, or one without which there is no finding. Where there is none it
// is the sheet.
func culprit(f *form.Form, r, later *ingest.Return, x finding.Finding, find func(*ingest.Return) finding.List) *culpritRow {
	at := subjectOf(f, later, x.Place)
	if at.sheet == nil {
		return &culpritRow{}
	}
	c := &culpritRow{tab: tabOf(r, at.sheet.Name)}
	if at.row == nil {
		return c
	}
	here := func(s *form.Sheet, e ingest.Entry, key string) *culpritRow {
		return &culpritRow{tabOf(r, s.Name), &e, key, cellIn(r, e, key)}
	}
	if own := at.sheet.With(form.Project); own != nil && codeOf(*at.row, own) != "" {
		for _, s := range append([]form.Sheet{*at.sheet}, f.Sheets...) {
			key := s.With(form.Project)
			for _, e := range r.Of(s.Name) {
				if key == nil || codeOf(e, key) != codeOf(*at.row, own) {
					continue
				}
				if s.Name == at.sheet.Name {
					return here(&s, e, at.key)
				}
				return here(&s, e, key.Key)
			}
		}
	}
	rows := slices.Clone(r.Of(at.sheet.Name))
	slices.SortStableFunc(rows, func(a, b ingest.Entry) int { return alike(at.sheet, b, *at.row) - alike(at.sheet, a, *at.row) })
	for i := range rows[:min(len(rows), mostTried)] {
		if !has(find(without(r, &rows[i])), x) {
			return here(at.sheet, rows[i], at.key)
		}
	}
	return c
}

// alike is in how many fields two rows say the same.
func alike(s *form.Sheet, a, b ingest.Entry) (n int) {
	for _, field := range s.Fields {
		if v := a.Values[field.Key].String(); v != "" && v == b.Values[field.Key].String() {
			n++
		}
	}
	return n
}

// without is a return as if one of its rows had not been filled in; nil is all.
func without(r *ingest.Return, row *ingest.Entry) *ingest.Return {
	rest := *r
	rest.Entries = slices.DeleteFunc(slices.Clone(r.Entries), func(e ingest.Entry) bool {
		return row == nil || e.Sheet == row.Sheet && e.Row == row.Row
	})
	return &rest
}
