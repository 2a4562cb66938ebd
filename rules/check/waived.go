package check

import (
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/scheme"
)

// Waived turns each finding that a row of 豁免 covers into a notice that says
// so: the same rule, task force and month, and the project of the finding's
// row where the waiver is for one project only.
func Waived(f *form.Form, r *ingest.Return, list finding.List, waivers []scheme.Waiver) finding.List {
	out := make(finding.List, len(list))
	for i, x := range list {
		for _, w := range waivers {
			if x.Level != finding.Notice && covers(w, f, r, x) {
				x.Level = finding.Notice
				x.Message += "已豁免（" + w.Reason + "，" + w.ApprovedBy + "批准）。"
			}
		}
		out[i] = x
	}
	return out
}

func covers(w scheme.Waiver, f *form.Form, r *ingest.Return, x finding.Finding) bool {
	open := ingest.Period{}
	switch {
	case w.TaskForce != r.TaskForce || !strings.EqualFold(w.Rule, x.Code):
		return false
	case w.From != open && r.Period.Before(w.From), w.To != open && w.To.Before(r.Period):
		return false
	}
	return w.Project == "" || strings.EqualFold(w.Project, ProjectAt(f, r, x.Place))
}

// ProjectAt is the code of the project whose row a cell stands in.
func ProjectAt(f *form.Form, r *ingest.Return, p ingest.Place) string {
	for i := range f.Sheets {
		s := &f.Sheets[i]
		key := s.With(form.Project)
		if key == nil || p.Sheet != tabOf(r, s.Name) {
			continue
		}
		for _, e := range r.Of(s.Name) {
			if strings.TrimLeft(p.Cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == itoa(e.Row) {
				return codeOf(e, key)
			}
		}
	}
	return ""
}
