package check

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/scheme"
)

// Earlier is an earlier version of a return, whose explanations may still
// stand.
type Earlier struct {
	Return *ingest.Return // its Number is told
	// Same reports whether the rule of a code was then what it is now.
	Same func(code string) bool
}

// Carried turns each warning that this version leaves unexplained into a
// notice where an earlier one explained it, as long as the rule and the value
// it was about are unchanged (DESIGN 5): the sender may drop the row of
// 情况说明 and need not write it again. Earlier versions are given oldest
// first; the latest word counts.
//
// The value is that of the cell, and of every other cell that the rule's
// condition looks at in that row or of its project on other sheets. Rows are
// known by their project, or by all they say, so that one that moved is still
// the same. What a rule says of the
// return as a whole stands while the sheets that it looks at say the same.
func Carried(s *scheme.Scheme, f *form.Form, r *ingest.Return, list finding.List, earlier []Earlier) finding.List {
	if len(earlier) == 0 {
		return list
	}
	out := slices.Clone(list)
	for i, x := range out {
		if x.Level != finding.Warning {
			continue
		}
		for _, e := range slices.Backward(earlier) {
			text := said(s, f, r, e, x)
			if text == "" {
				continue
			}
			out[i].Level = finding.Notice
			out[i].Message += "第" + itoa(e.Return.Number) + "次报送时已说明：" + finding.Quote(text) + "。"
			break
		}
	}
	return out
}

// said is how an earlier version explains a finding of this one, "" when it
// does not or when what it was about has changed since.
func said(s *scheme.Scheme, f *form.Form, r *ingest.Return, e Earlier, x finding.Finding) string {
	given := answersOf(f, e.Return)
	if len(given) == 0 || e.Same != nil && !e.Same(x.Code) {
		return ""
	}
	names := conditionNames(s, f, x.Code)
	at := subjectOf(f, r, x.Place)
	if rule := s.Rule(x.Code); at.row == nil || rule != nil && rule.Sheet == "" {
		if !sameSheets(f, r, e.Return, at.sheet, names) {
			return ""
		}
		return given.to(finding.Finding{Code: x.Code, Place: at.in(e.Return)})
	}
	for _, row := range e.Return.Of(at.sheet.Name) {
		if sameRow(at.sheet, *at.row, row) && sameValues(at, row, names) && sameElsewhere(f, r, e.Return, at, names) {
			then := finding.Finding{Code: x.Code, Place: ingest.Place{Sheet: tabOf(e.Return, at.sheet.Name), Cell: cellIn(e.Return, row, at.key)}}
			if text := given.to(then); text != "" {
				return text
			}
		}
	}
	return ""
}

func conditionNames(s *scheme.Scheme, f *form.Form, code string) []string {
	rule := s.Rule(code)
	if rule == nil {
		return nil
	}
	program := rule.Condition[f.Class]
	if program == nil {
		return nil
	}
	return program.Names()
}

// subject is what a finding is about: a cell of a row, or a sheet, or (sheet
// nil) the return.
type subject struct {
	sheet *form.Sheet
	row   *ingest.Entry
	key   string // 字段; "" for a sheet
}

// subjectOf finds what stands at a place of a return.
func subjectOf(f *form.Form, r *ingest.Return, p ingest.Place) (at subject) {
	for i := range f.Sheets {
		if p.Sheet != "" && tabOf(r, f.Sheets[i].Name) == p.Sheet {
			at.sheet = &f.Sheets[i]
		}
	}
	if at.sheet == nil || p.Cell == "" {
		return at
	}
	for _, e := range r.Of(at.sheet.Name) {
		for _, field := range at.sheet.Fields {
			if cellIn(r, e, field.Key) == p.Cell {
				at.row, at.key = &e, field.Key
				return at
			}
		}
	}
	for key, column := range r.Tabs[at.sheet.Name].Columns {
		if p.Cell == column+itoa(r.Tabs[at.sheet.Name].Header) {
			at.key = key
		}
	}
	return at
}

// in is the same subject's place in another version, for one that is no row of
// a list.
func (at subject) in(r *ingest.Return) (p ingest.Place) {
	if at.sheet == nil {
		return p
	}
	p.Sheet = tabOf(r, at.sheet.Name)
	tab := r.Tabs[at.sheet.Name]
	switch column := tab.Columns[at.key]; {
	case column == "":
	case at.sheet.Shape == form.Pairs:
		p.Cell = column
	case tab.Header > 0:
		p.Cell = column + itoa(tab.Header)
	}
	return p
}

// cellIn is where a field of an entry stands, or would.
func cellIn(r *ingest.Return, e ingest.Entry, key string) string {
	if v, ok := e.Values[key]; ok && v.Cell != "" {
		return v.Cell
	}
	column := r.Tabs[e.Sheet].Columns[key]
	if column == "" || e.Row == 0 {
		return column
	}
	return column + itoa(e.Row)
}

// sameRow reports whether two rows are one: the same project, or where a sheet
// knows no projects, the same in all they say. A name-value sheet has but one.
func sameRow(s *form.Sheet, a, b ingest.Entry) bool {
	if s.Shape == form.Pairs {
		return true
	}
	if key := s.With(form.Project); key != nil && codeOf(a, key) != "" {
		return codeOf(a, key) == codeOf(b, key)
	}
	return rowText(s, a) == rowText(s, b)
}

// sameValues reports whether the cell, and whatever the condition looks at in
// its row, says the same in both.
func sameValues(at subject, then ingest.Entry, names []string) bool {
	for _, field := range at.sheet.Fields {
		asked := field.Key == at.key || slices.Contains(names, field.Key)
		if asked && at.row.Values[field.Key].String() != then.Values[field.Key].String() {
			return false
		}
	}
	return true
}

// sameElsewhere reports whether what the condition looks at of the row's project
// on other sheets says the same in both: the total of 对接项目 that the one of
// 签约项目 was explained against.
func sameElsewhere(f *form.Form, r, then *ingest.Return, at subject, names []string) bool {
	own := at.sheet.With(form.Project)
	if own == nil {
		return true
	}
	project := codeOf(*at.row, own)
	parts := map[string]bool{}
	for _, name := range names {
		for _, part := range strings.Split(name, ".") {
			parts[part] = true
		}
	}
	for i := range f.Sheets {
		s := &f.Sheets[i]
		key := s.With(form.Project)
		if s == at.sheet || key == nil || !parts[s.Name] {
			continue
		}
		asked := func(r *ingest.Return) string {
			var rows []string
			for _, e := range r.Of(s.Name) {
				if codeOf(e, key) != project {
					continue
				}
				var cells []string
				for _, field := range s.Fields {
					if parts[field.Key] {
						cells = append(cells, e.Values[field.Key].String())
					}
				}
				rows = append(rows, strings.Join(cells, "\x00"))
			}
			slices.Sort(rows)
			return strings.Join(rows, "\x01")
		}
		if asked(r) != asked(then) {
			return false
		}
	}
	return true
}

// sameSheets reports whether the sheets that a finding on the whole return
// rests on say the same in both versions: its own, those that the condition
// mentions, or else all but the explanations.
func sameSheets(f *form.Form, r, then *ingest.Return, own *form.Sheet, names []string) bool {
	asked := map[string]bool{}
	for _, name := range names {
		for _, part := range strings.Split(name, ".") {
			if f.Sheet(part) != nil {
				asked[part] = true
			}
		}
	}
	if own != nil {
		asked[own.Name] = true
	}
	for i := range f.Sheets {
		s := &f.Sheets[i]
		if s.With(form.AnswerCode) != nil || len(asked) > 0 && !asked[s.Name] {
			continue
		}
		if sheetText(s, r) != sheetText(s, then) {
			return false
		}
	}
	return true
}

func sheetText(s *form.Sheet, r *ingest.Return) string {
	var rows []string
	for _, e := range r.Of(s.Name) {
		rows = append(rows, rowText(s, e))
	}
	slices.Sort(rows)
	if slices.Contains(r.Nil, s.Name) {
		rows = append(rows, form.NilAnswer)
	}
	return strings.Join(rows, "\x01")
}

func rowText(s *form.Sheet, e ingest.Entry) string {
	var cells []string
	for _, field := range s.Fields {
		cells = append(cells, e.Values[field.Key].String())
	}
	return strings.Join(cells, "\x00")
}
