package check

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// Opening judges the rows that the office carried in (期初项目) of one month as
// a return's would be; r must stand in y as its month's return. What the
// register does not ask of them is not asked: texts that only describe, sheets
// that say nothing. Findings for information (提示) are left out, since nobody
// is there to take note of them.
func Opening(s *scheme.Scheme, f *form.Form, r *ingest.Return, y *facts.Year) finding.List {
	j := &judge{scheme: s, form: f, ret: r, year: y, faulty: map[ingest.Place]bool{}}
	for _, check := range []func(*judge){ranges, lengths, renamed, twins, stageBack, openingRules} {
		check(j)
	}
	list := slices.DeleteFunc(j.list, func(x finding.Finding) bool { return x.Level == finding.Notice })
	for i := range list {
		list[i].Hint = j.openingHint(list[i])
	}
	list.Sort(nil)
	return list
}

// openingRules are the scheme's rules of single rows.
func openingRules(j *judge) {
	for _, r := range j.scheme.Rules {
		s := j.form.Sheet(r.Sheet)
		if r.Sheet == "" || s == nil || !r.Applies(j.form.Class, j.ret.Period) {
			continue
		}
		program := r.Condition[j.form.Class]
		for _, e := range j.ret.Of(s.Name) {
			if carriedIn(j.ret, program, s, e) {
				continue
			}
			before := len(j.list)
			j.rowRule(r, program, s, e)
			for i := range j.list[before:] {
				if x := &j.list[before+i]; x.Cell == "" {
					x.Cell = "A" + itoa(e.Row)
				}
			}
		}
	}
}

// carriedIn reports whether a rule asks that an event be of the month or
// marked as late, of one that is of the month or earlier: what is carried in
// is late by nature, and of earlier years too.
func carriedIn(r *ingest.Return, program *formula.Program, s *form.Sheet, e ingest.Entry) bool {
	mark, event := s.With(form.LateMark), s.With(form.EventDate)
	if mark == nil || event == nil || !slices.Contains(program.Names(), mark.Key) {
		return false
	}
	v := e.Values[event.Key]
	return v.Kind != ingest.Day || v.Date.Compare(r.Period.Last()) <= 0
}

// RowOf is the register's row that a finding of Opening is about.
func RowOf(x finding.Finding) int {
	n := 0
	for _, c := range strings.TrimLeft(x.Cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		n = n*10 + int(c-'0')
	}
	return n
}

// openingHint is a hint to a sender as one to the office about its own row.
// What asks for something that 期初项目 has no place for is left out: the mark
// of what comes late, explanations, another sheet of the form. A column of the
// form is called as 期初项目 calls it. Where nothing is left, it says where to
// look.
func (j *judge) openingHint(x finding.Finding) string {
	var kept []string
	for _, sentence := range strings.FieldsFunc(x.Hint, func(r rune) bool { return r == '；' || r == '。' }) {
		parts := strings.Split(sentence, "，")
		for len(parts) > 1 && j.formOnly(parts[len(parts)-1]) && strings.HasPrefix(parts[len(parts)-1], "并") {
			parts = parts[:len(parts)-1]
		}
		if !j.formOnly(strings.Join(parts, "，")) {
			kept = append(kept, strings.Join(parts, "，"))
		}
	}
	at := j.sheetOfRow(x)
	if at == nil || len(kept) == 0 {
		return "请核对这一行。"
	}
	hint := strings.Join(kept, "；") + "。"
	for i := range at.Fields {
		field := &at.Fields[i]
		name := finding.Quote(field.Header)
		column, own := scheme.OpeningColumn(at, field)
		switch {
		case !strings.Contains(hint, name):
		case own:
			hint = strings.ReplaceAll(hint, name, finding.Quote(column))
		default:
			hint = strings.ReplaceAll(hint, name, finding.Quote(column)+"的“"+field.Key+"=……”")
		}
	}
	return hint
}

// formOnly reports whether words are about what only a return has.
func (j *judge) formOnly(words string) bool {
	if strings.Contains(words, "月报表") {
		return true
	}
	for i := range j.form.Sheets {
		s := &j.form.Sheets[i]
		if late := s.With(form.LateMark); late != nil && strings.Contains(words, finding.Quote(late.Header)) {
			return true
		}
		if s.With(form.AnswerText) != nil && strings.Contains(words, s.Name) || strings.Contains(words, finding.Quote(s.Name)) {
			return true
		}
	}
	return false
}

// sheetOfRow is the form's sheet that a row of the register is one of.
func (j *judge) sheetOfRow(x finding.Finding) *form.Sheet {
	for _, e := range j.ret.Entries {
		if e.Row == RowOf(x) {
			return j.form.Sheet(e.Sheet)
		}
	}
	return nil
}
