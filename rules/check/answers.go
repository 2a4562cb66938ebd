package check

import (
	"slices"
	"strings"

	"golang.org/x/text/width"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
)

// Answered turns each warning that the return explains into a notice with the
// explanation. An explanation names the finding's code and place as the
// review printed them (roles 意见编号, 意见位置, 说明). Use it on any list about
// the return, whoever found it; what is a notice already stays as it is.
func Answered(f *form.Form, r *ingest.Return, list finding.List) finding.List {
	answers := answersOf(f, r)
	if len(answers) == 0 {
		return list
	}
	out := make(finding.List, len(list))
	for i, x := range list {
		if text := answers.to(x); x.Level == finding.Warning && text != "" {
			x.Level = finding.Notice
			x.Message += "已说明：" + finding.Quote(text) + "。"
		}
		out[i] = x
	}
	return out
}

// answer is a code and a folded place.
type answer struct{ code, place string }

type answers map[answer]string

func answersOf(f *form.Form, r *ingest.Return) answers {
	given := answers{}
	for i := range f.Sheets {
		s := &f.Sheets[i]
		code, cell, text := s.With(form.AnswerCode), s.With(form.AnswerCell), s.With(form.AnswerText)
		if code == nil || text == nil {
			continue
		}
		for _, e := range r.Of(s.Name) {
			at := ""
			if cell != nil {
				at = e.Values[cell.Key].String()
			}
			if said := e.Values[text.Key].String(); !idle(said) {
				given[answer{fold(e.Values[code.Key].String()), fold(at)}] = said
			}
		}
	}
	return given
}

// idle tells an explanation that says nothing: 无, a full stop.
func idle(said string) bool {
	said = plainName(said)
	return len([]rune(said)) < 2 || slices.Contains([]string{"没有", "暂无", "不详", "同上", "说明"}, said)
}

// to is the explanation of a finding. The place may be given without its
// sheet where the cell alone says enough.
func (a answers) to(f finding.Finding) string {
	for _, place := range []string{f.Place.String(), f.Cell} {
		if text, ok := a[answer{fold(f.Code), fold(place)}]; ok {
			return text
		}
	}
	return ""
}

// fold makes “签约项目！ f7” and “签约项目!F7” one.
func fold(s string) string {
	s = strings.ToUpper(width.Narrow.String(s))
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" $'　“”\"", r) {
			return -1
		}
		return r
	}, s)
}
