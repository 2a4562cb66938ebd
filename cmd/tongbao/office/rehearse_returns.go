package office

import (
	"context"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/ledger"
	"tongbao/rules/scheme"
)

// ReturnChange is a version of a return that would have been judged otherwise.
type ReturnChange struct {
	TaskForce string          `json:"task_force"`
	Period    ingest.Period   `json:"period"`
	Version   int             `json:"version"`
	File      string          `json:"file"`
	Was       Status          `json:"was"`
	Is        Status          `json:"is"`
	Findings  []FindingChange `json:"findings"`
}

// FindingChange is a finding that would be new, gone, or of another level.
type FindingChange struct {
	Kind string        `json:"kind"` // appears, vanishes, level
	Was  finding.Level `json:"was,omitempty"`
	finding.Finding
}

// Kinds of FindingChange.
const (
	findingAppears  = "appears"
	findingVanishes = "vanishes"
	findingLevel    = "level"
)

// judgeAgain judges a version under both schemes, as of the day it came, and
// keeps the difference.
func (r *rehearsal) judgeAgain(ctx context.Context, v *ledger.Version) error {
	r.result.Looked.Returns++
	if v.Scheme == r.next.Digest {
		return nil
	}
	was, err := r.pastScheme(ctx, v.Scheme)
	if err != nil || was == nil {
		return err
	}
	change := ReturnChange{TaskForce: v.TaskForce, Period: v.Period, Version: v.Number, File: v.File, Was: Status(v.Status), Findings: []FindingChange{}}
	before, err := r.findings(ctx, v, was, was)
	if err != nil {
		return err
	}
	after, err := r.findings(ctx, v, was, r.next)
	if err != nil {
		return err
	}
	if after.unreadable {
		change.Is = Unreadable
	} else {
		// What was found while the workbook was read stands as it is recorded,
		// where it was not read again.
		rest := after.list
		if !after.read {
			rest = append(without(v.Findings, before.list), rest...)
		}
		change.Is = Status(ledger.StatusOf(rest))
	}
	change.Findings = append(change.Findings, compareFindings(before.list, after.list)...)
	// Findings that came to nothing else leave the status as it was recorded.
	if len(change.Findings) == 0 && !after.unreadable {
		return nil
	}
	r.result.Returns = append(r.result.Returns, change)
	return nil
}

// found is what a scheme finds in a return.
type found struct {
	list       finding.List
	read       bool // the workbook was read again
	unreadable bool // it cannot be told whose return it would be
}

func (r *rehearsal) findings(ctx context.Context, v *ledger.Version, was, s *scheme.Scheme) (found, error) {
	again := !sameForm(was, r.next, v.TaskForce) // then both are read, so that they compare
	from := was
	if again {
		from = nil
	}
	got, err := r.read(ctx, v, from, s)
	if err != nil {
		return found{}, err
	}
	f := found{list: finding.List{}, read: again}
	for _, x := range got.list {
		switch {
		case x.Code == "F-VERSION": // it would have come on a new form
		case r.lacksNews(was, s, v.TaskForce, x):
			r.note("表单新增了栏目或工作表，以前报来的表里没有，不作为审核意见列出。")
		default:
			f.list = append(f.list, x)
		}
	}
	if f.unreadable = got.ret == nil; f.unreadable {
		return f, nil
	}
	o, err := r.under(ctx, s, v.Register)
	if err != nil {
		return f, err
	}
	then := *o
	then.Now = v.ReceivedAt
	then.past = &past{accepted: r.asOf(ctx, s, func(x *ledger.Version) bool { return !x.ReceivedAt.After(v.ReceivedAt) })}
	f.list, err = then.examine(got.ret, f.list)
	return f, err
}

// lacksNews reports whether a finding only says that a workbook lacks a sheet
// or column that forms did not have when it was sent.
func (r *rehearsal) lacksNews(was, s *scheme.Scheme, taskForce string, x finding.Finding) bool {
	if x.Code != "S-HEAD" && x.Code != "S-SHEET" {
		return false
	}
	a, b := was.TaskForce(taskForce), s.TaskForce(taskForce)
	if a == nil || b == nil || was.Form(a.Class) == nil || s.Form(b.Class) == nil {
		return false
	}
	old := was.Form(a.Class)
	for _, sheet := range s.Form(b.Class).Sheets {
		before := old.Sheet(sheet.Name)
		if before == nil && strings.Contains(x.Message, "“"+sheet.Name+"”") {
			return true
		}
		for _, f := range sheet.Fields {
			if before != nil && before.Field(f.Key) == nil && x.Expected == f.Header {
				return true
			}
		}
	}
	return false
}

// at is what two findings share that are the same: code and place.
type at struct {
	code string
	ingest.Place
}

func byPlace(list finding.List) map[at][]finding.Finding {
	m := map[at][]finding.Finding{}
	for _, f := range list {
		m[at{f.Code, f.Place}] = append(m[at{f.Code, f.Place}], f)
	}
	return m
}

// without leaves out of a list what another one has too.
func without(list, other finding.List) (rest finding.List) {
	known := byPlace(other)
	for _, f := range list {
		if len(known[at{f.Code, f.Place}]) == 0 {
			rest = append(rest, f)
		}
	}
	return rest
}

// compareFindings lists what appears or has another level, in the order of the
// new list, then what vanishes.
func compareFindings(before, after finding.List) (list []FindingChange) {
	old := byPlace(before)
	for _, f := range after {
		key := at{f.Code, f.Place}
		if len(old[key]) == 0 {
			list = append(list, FindingChange{Kind: findingAppears, Finding: f})
			continue
		}
		if was := old[key][0].Level; was != f.Level {
			list = append(list, FindingChange{Kind: findingLevel, Was: was, Finding: f})
		}
		old[key] = old[key][1:]
	}
	for _, f := range before {
		key := at{f.Code, f.Place}
		if len(old[key]) > 0 {
			old[key] = old[key][1:]
			list = append(list, FindingChange{Kind: findingVanishes, Finding: f})
		}
	}
	return list
}
