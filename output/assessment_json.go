package output

import (
	"encoding/json"

	"tongbao/ingest"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// The JSON of `assess --json`: numbers as strings, missing is null.

type resultJSON struct {
	Indicator  string      `json:"indicator"`
	Actual     *string     `json:"actual"`
	Reported   *string     `json:"reported"`
	AsOf       *string     `json:"as_of"`
	Target     *targetJSON `json:"target"`
	Completion *string     `json:"completion"` // ratio, 4 decimals
	Met        bool        `json:"met"`
	Binding    bool        `json:"binding"`
}

type outcomeJSON struct {
	Grade   string `json:"grade"`
	Wording string `json:"wording"`
	Basis   string `json:"basis"`
}

type memberJSON struct {
	Person string  `json:"person"`
	Unit   string  `json:"unit"`
	Post   string  `json:"post"`
	Kind   *string `json:"kind"`
	From   *string `json:"from"`
	To     *string `json:"to"`
}

type fundJSON struct {
	LeadUnit  string  `json:"lead_unit"`
	Amount    string  `json:"amount"`
	Spent     *string `json:"spent"`
	Remaining *string `json:"remaining"` // negative: overspent
}

type assessedJSON struct {
	TaskForce string         `json:"task_force"`
	Name      string         `json:"name"`
	Compared  bool           `json:"compared"` // false: reported apart
	Done      *bool          `json:"done"`     // null without a target
	Results   []resultJSON   `json:"results"`
	Outcome   *outcomeJSON   `json:"outcome"`  // a proposal, never a decision
	Excluded  *string        `json:"excluded"` // red line
	Members   []memberJSON   `json:"members"`
	Reporting map[string]int `json:"reporting"` // months by status
	Fund      *fundJSON      `json:"fund"`
}

type conflictJSON struct {
	Person     string   `json:"person"`
	Unit       string   `json:"unit"`
	TaskForces []string `json:"task_forces"`
}

// AssessmentJSON is the result of `assess --json`.
func AssessmentJSON(in AssessmentInput, files []File) ([]byte, error) {
	out := struct {
		Period    string         `json:"period"`
		Number    *string        `json:"number"`
		Status    Status         `json:"status"`
		Rows      []assessedJSON `json:"rows"`
		Conflicts []conflictJSON `json:"conflicts"`
		Restated  []Restated     `json:"restated,omitempty"` // of a reissue
		Files     []File         `json:"files"`
	}{itoa(in.Year), given(in.Number), in.Status, []assessedJSON{}, []conflictJSON{}, in.Restated, append([]File{}, files...)}
	j := jsonWriter{indicators(in.Scheme)}
	for _, x := range in.Assessments {
		out.Rows = append(out.Rows, j.assessed(in, x))
	}
	for _, c := range Conflicts(in) {
		out.Conflicts = append(out.Conflicts, conflictJSON(c))
	}
	return json.Marshal(out)
}

func (j jsonWriter) assessed(in AssessmentInput, x score.Assessment) assessedJSON {
	row := assessedJSON{TaskForce: x.TaskForce, Results: []resultJSON{}, Members: []memberJSON{}, Reporting: map[string]int{}, Excluded: given(in.RedLines[x.TaskForce])}
	if len(x.Results) > 0 {
		row.Done = &x.Done
	}
	if tf := in.Scheme.TaskForce(x.TaskForce); tf != nil {
		row.Name, row.Compared, row.Fund = tf.Name, tf.InCounty, j.fund(in, tf)
	}
	for _, r := range x.Results {
		f := j.figure(*r.Figure)
		row.Results = append(row.Results, resultJSON{f.Indicator, f.Actual, f.Reported, f.AsOf, f.Target, f.Completion, r.Met, r.Figure.Binding})
	}
	if x.Outcome != nil && len(x.Results) > 0 && row.Excluded == nil {
		row.Outcome = &outcomeJSON{x.Outcome.Grade, x.Outcome.Wording, x.Outcome.Basis}
	}
	for _, m := range Roster(in) {
		if m.TaskForce == x.TaskForce {
			row.Members = append(row.Members, memberJSON{m.Person, m.Unit, m.Post, given(m.Kind), givenDay(m.From), givenDay(m.To)})
		}
	}
	for _, m := range in.Months {
		for _, r := range m.Reporting {
			if r.TaskForce == x.TaskForce {
				row.Reporting[string(stateOf(r))]++
			}
		}
	}
	return row
}

// fund is one task force's money; nil where it has none.
func (j jsonWriter) fund(in AssessmentInput, tf *scheme.TaskForce) *fundJSON {
	code, item, ok := fundOf(in.Scheme)
	if !ok {
		return nil
	}
	amount, _ := in.Scheme.ChoiceOf(tf.Code, item).Number()
	for _, f := range in.Figures {
		if f.TaskForce != tf.Code || f.Indicator != code {
			continue
		}
		x := &fundJSON{LeadUnit: tf.LeadUnit, Amount: j.text(code, amount)}
		if f.Actual != nil {
			x.Spent, x.Remaining = given(j.text(code, f.Actual.Num)), given(j.text(code, amount.Sub(f.Actual.Num)))
		}
		return x
	}
	return nil
}

func givenDay(d ingest.Date) *string {
	if d == (ingest.Date{}) {
		return nil
	}
	return given(d.String())
}
