package check

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/scheme"
)

// Unmatched tells of each explanation of a return that no finding of it asks
// for (S-ANSWER), with what was probably meant: the cell or the code mistyped
// leaves the warning standing, and the sender believes it answered. List is all
// that was found in the return, whoever found it.
func Unmatched(f *form.Form, r *ingest.Return, list finding.List) (told finding.List) {
	for i := range f.Sheets {
		s := &f.Sheets[i]
		code, cell := s.With(form.AnswerCode), s.With(form.AnswerCell)
		if code == nil {
			continue
		}
		for _, e := range r.Of(s.Name) {
			given := explained{code: e.Values[code.Key].String(), sheet: tabOf(r, s.Name)}
			at := e.Values[code.Key]
			if cell != nil {
				given.place = e.Values[cell.Key].String()
			}
			if given.code == "" || given.meets(list) {
				continue
			}
			if cell != nil && given.place != "" && slices.ContainsFunc(list, given.sameCode) {
				at = e.Values[cell.Key] // the place is what is wrong
			}
			told = append(told, finding.Finding{
				Code: "S-ANSWER", Level: finding.Notice, Place: ingest.Place{Sheet: given.sheet, Cell: at.Cell}, Value: typed(at),
				Message: "说明未对应任何问题：所填意见编号为" + finding.Quote(given.code) + given.where() + "，本次审核没有这条意见。", Hint: given.meant(list),
			})
		}
	}
	return told
}

// explained is the code and place that an explanation gives.
type explained struct{ code, place, sheet string }

func (x explained) where() string {
	if x.place == "" {
		return "，没有填位置"
	}
	return "，位置为" + finding.Quote(x.place)
}

func (x explained) sameCode(f finding.Finding) bool { return fold(f.Code) == fold(x.code) }

func (x explained) samePlace(f finding.Finding) bool {
	at := fold(x.place)
	return at == fold(f.Place.String()) || f.Cell != "" && at == fold(f.Cell)
}

// meets reports whether a finding is what is explained. Where a column has so
// many of a kind that the rest are not listed singly, the column is enough.
func (x explained) meets(list finding.List) bool {
	column := func(place string) string { return strings.TrimRight(fold(place), "0123456789") }
	like := 0
	for _, f := range list {
		switch {
		case !x.sameCode(f):
		case x.samePlace(f):
			return true
		case f.Cell != "" && (column(x.place) == column(f.Place.String()) || column(x.place) == column(f.Cell)):
			like++
		}
	}
	return like > shown
}

// meant says what to do: the place of the finding that has the code, the code
// of the one that stands at the place, a code written almost so, or nothing.
func (x explained) meant(list finding.List) string {
	var places, codes, known []string
	for _, f := range list {
		if f.Level != finding.Warning {
			continue
		}
		place := f.Place.String()
		if place == "" {
			place = "整份报表"
		}
		if x.sameCode(f) && !slices.Contains(places, place) {
			places = append(places, place)
		}
		if x.samePlace(f) && !slices.Contains(codes, f.Code) {
			codes = append(codes, f.Code)
		}
		if !slices.Contains(known, f.Code) {
			known = append(known, f.Code)
		}
	}
	const most = 3
	switch {
	case len(places) > 0:
		return "待说明的" + strings.ToUpper(x.code) + "在：" + strings.Join(places[:min(most, len(places))], "、") + "。说明它的，请改正位置后重新报送。"
	case len(codes) > 0:
		return "该位置待说明的意见是" + strings.Join(codes[:min(most, len(codes))], "、") + "。说明它的，请改正意见编号后重新报送。"
	}
	if like := scheme.DidYouMean(strings.ToUpper(x.code), known); like != "" {
		return like + "请照回执或“审核结果”表填写编号和位置；所说明的问题已经改正的，不用改。"
	}
	return "请照回执或“审核结果”表核对编号和位置；所说明的问题已经改正的，不用改。"
}
