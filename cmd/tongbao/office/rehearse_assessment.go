package office

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/supervise"
)

// AssessmentChange is a task force's outcome of a past year that would have
// been another one, or come about otherwise.
type AssessmentChange struct {
	Period    string       `json:"period"`
	TaskForce string       `json:"task_force"`
	Was       *PastOutcome `json:"was"`
	Is        *PastOutcome `json:"is"`
	Targets   []PastTested `json:"targets"` // those met in one and not in the other, or against another number
}

// PastOutcome is what an assessment proposed. Grade is nil where nothing is
// proposed; Done is nil where there was no target.
type PastOutcome struct {
	Grade    *string `json:"grade"`
	Wording  *string `json:"wording"`
	Done     *bool   `json:"done"`
	Excluded *string `json:"excluded"`
}

// PastTested is one target as an assessment tested it, in words; "" where the
// indicator had none.
type PastTested struct {
	Indicator string `json:"indicator"`
	Was       string `json:"was"`
	Is        string `json:"is"`
}

// ProposalChange says how often a month's internal sheet proposed a step about
// a task force's items of a kind, and how often it would have.
type ProposalChange struct {
	Period    string `json:"period"`
	TaskForce string `json:"task_force"`
	Code      string `json:"code"`
	Step      string `json:"step"`
	Was       int    `json:"was"`
	Is        int    `json:"is"`
}

// assessmentData is what a rehearsal looks at of an assessment's JSON.
type assessmentData struct {
	Rows []assessedData `json:"rows"`
}

type assessedData struct {
	TaskForce string                           `json:"task_force"`
	Done      *bool                            `json:"done"`
	Excluded  *string                          `json:"excluded"`
	Outcome   *struct{ Grade, Wording string } `json:"outcome"`
	Results   []struct {
		Indicator string      `json:"indicator"`
		Actual    *string     `json:"actual"`
		Target    *PastTarget `json:"target"`
		Met       bool        `json:"met"`
	} `json:"results"`
}

func (a *assessedData) outcome() *PastOutcome {
	if a == nil {
		return nil
	}
	p := &PastOutcome{Done: a.Done, Excluded: a.Excluded}
	if a.Outcome != nil {
		p.Grade, p.Wording = &a.Outcome.Grade, &a.Outcome.Wording
	}
	return p
}

// tested are the targets in words: 26.00，目标30，未完成.
func (a *assessedData) tested() (list []PastLine) {
	if a == nil {
		return nil
	}
	for _, x := range a.Results {
		met := "未完成"
		if x.Met {
			met = "完成"
		}
		list = append(list, PastLine{What: x.Indicator, Is: orNothing(x.Actual) + "，目标" + orNothing(x.Target.text()) + "，" + met})
	}
	return list
}

func (d assessmentData) of(taskForce string) *assessedData {
	for i := range d.Rows {
		if d.Rows[i].TaskForce == taskForce {
			return &d.Rows[i]
		}
	}
	return nil
}

// playAssessment makes an assessment again by what its manifest rests on.
func (r *rehearsal) playAssessment(ctx context.Context, then *Office, d ledger.Document, counts bool) error {
	if !counts {
		return nil
	}
	r.result.Looked.Assessments++
	year, err := strconv.Atoi(d.Period)
	if err != nil {
		return err
	}
	in, err := then.assessmentInput(ctx, year)
	if err != nil {
		return err
	}
	data, err := output.AssessmentJSON(*in, nil)
	if err != nil {
		return err
	}
	var was, is assessmentData
	if err := decodeBoth(d.Data, &was, data, &is); err != nil {
		return err
	}
	r.compareAssessment(d.Period, was, is)
	return nil
}

func (r *rehearsal) compareAssessment(period string, was, is assessmentData) {
	var codes []string
	for _, row := range slices.Concat(is.Rows, was.Rows) {
		if !slices.Contains(codes, row.TaskForce) {
			codes = append(codes, row.TaskForce)
		}
	}
	for _, code := range codes {
		a, b := was.of(code), is.of(code)
		c := AssessmentChange{Period: period, TaskForce: code, Was: a.outcome(), Is: b.outcome(), Targets: []PastTested{}}
		for _, l := range changedLines(a.tested(), b.tested()) {
			c.Targets = append(c.Targets, PastTested{l.What, l.Was, l.Is})
		}
		if len(c.Targets) > 0 || !equal(c.Was, c.Is) {
			r.result.Assessments = append(r.result.Assessments, c)
		}
	}
}

// proposed counts proposals by task force, code and step.
func proposed(list []supervise.Proposal) map[[3]string]int {
	n := map[[3]string]int{}
	for _, p := range list {
		n[[3]string{p.TaskForce, p.Code, p.Text}]++
	}
	return n
}

// compareProposals holds what a circular's internal sheet proposed, as it was
// kept, against what it would have.
func (r *rehearsal) compareProposals(period string, is []supervise.Proposal) error {
	kept, there := r.internal[period]
	if !there {
		return nil
	}
	var was struct{ Proposals []supervise.Proposal }
	if err := json.Unmarshal(kept, &was); err != nil {
		return err
	}
	before, after := proposed(was.Proposals), proposed(is)
	var keys [][3]string
	for _, m := range []map[[3]string]int{before, after} {
		for k := range m {
			if before[k] != after[k] && !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	slices.SortFunc(keys, func(a, b [3]string) int { return slices.Compare(a[:], b[:]) })
	for _, k := range keys {
		r.result.Proposals = append(r.result.Proposals, ProposalChange{period, k[0], k[1], k[2], before[k], after[k]})
	}
	return nil
}
