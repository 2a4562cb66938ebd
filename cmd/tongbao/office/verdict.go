package office

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/ledger"
)

// Status is what a file came to.
type Status string

const (
	Accepted     Status = "accepted"
	WithWarnings Status = "accepted_with_warnings"
	SentBack     Status = "returned"
	Unreadable   Status = "unreadable" // not a workbook, or nobody can tell whose or for which month
)

// Chinese is how receipts and the terminal call it.
func (s Status) Chinese() string {
	switch s {
	case Accepted:
		return "通过"
	case WithWarnings:
		return "通过（有提示）"
	case SentBack:
		return "退回"
	}
	return "无法读取，退回"
}

func statusOf(r *ingest.Return, findings finding.List) Status {
	if r == nil {
		return Unreadable
	}
	return Status(ledger.StatusOf(findings))
}

// Verdict is what tongbao says of one file: the object that `check`, `ingest`
// and `run` print (DESIGN 12).
type Verdict struct {
	File       string
	SHA256     string
	Return     *ingest.Return // nil when unreadable
	Status     Status
	Received   *Receipt // nil for check, which records nothing
	Findings   finding.List
	Repeat     int      // the version whose bytes came again; 0 when new
	Again      string   // why bytes that were refused were judged anew; "" for what was sent
	AfterIssue bool     // for a month already issued: a 更正, counts from the next document
	Unmarked   bool     // nothing can be added to the workbook, so that no annotated copy was made
	Placed     string   // for the office: what speaks for a file that came late; "" for most
	Undrawn    []string // characters that print as 〓; nil for a return that is not taken in
	Returned   []string // files written for the sender, under the workspace
}

// Receipt is when and as which version a return was taken in.
type Receipt struct {
	Version int       `json:"version"`
	At      time.Time `json:"at"`
}

// Refused reports whether the file goes back to its sender.
func (v *Verdict) Refused() bool { return v.Status == SentBack || v.Status == Unreadable }

// readable reports whether the workbook passed preflight, so that it may be
// opened again: it was read, or refused only for whose or for which month it
// is.
func (v *Verdict) readable() bool {
	return v.Return != nil || slices.ContainsFunc(v.Findings, func(f finding.Finding) bool {
		return f.Code == "F-UNIT" || f.Code == "F-MONTH" || f.Code == "F-FORM"
	})
}

// Repairs are the values that were read differently from how they were typed.
func (v *Verdict) Repairs() []ingest.Repair {
	if v.Return == nil {
		return nil
	}
	return v.Return.Repairs
}

// Headline says in a line what became of the file.
func (v *Verdict) Headline() string {
	text := v.Status.Chinese()
	if v.Return != nil {
		text = fmt.Sprintf("%s　%s　%s", v.Return.TaskForce, v.Return.Period.Chinese(), text)
	}
	switch {
	case v.Repeat > 0:
		text += fmt.Sprintf("　与第%d次报送内容相同，不重复计入", v.Repeat)
	case v.Received != nil && v.Received.Version > 0:
		text += fmt.Sprintf("　第%d次报送", v.Received.Version)
	}
	if v.Again != "" {
		text += "（内容未变，" + v.Again + "）"
	}
	if v.AfterIssue && !v.Refused() && v.Repeat == 0 {
		text += "　该月已通报，按更正处理，自下一期通报起计入"
	}
	return text
}

// MarshalJSON writes the verdict as DESIGN 12 fixes it.
func (v *Verdict) MarshalJSON() ([]byte, error) {
	type row struct {
		Row    int               `json:"row"`
		Values map[string]string `json:"values"`
	}
	out := struct {
		File        string           `json:"file"`
		SHA256      string           `json:"sha256"`
		TaskForce   *string          `json:"task_force"`
		Period      *ingest.Period   `json:"period"`
		FormVersion *string          `json:"form_version"`
		Status      Status           `json:"status"`
		Received    *Receipt         `json:"received"`
		Findings    finding.List     `json:"findings"`
		Repairs     []ingest.Repair  `json:"repairs"`
		Entries     map[string][]row `json:"entries"`
	}{File: v.File, SHA256: v.SHA256, Status: v.Status, Findings: v.Findings, Repairs: []ingest.Repair{}, Entries: map[string][]row{}}
	if v.Received != nil && v.Received.Version > 0 { // what cannot be read is no version of anything
		out.Received = v.Received
	}
	if out.Findings == nil {
		out.Findings = finding.List{}
	}
	if r := v.Return; r != nil {
		out.TaskForce, out.Period, out.FormVersion = &r.TaskForce, &r.Period, &r.FormVersion
		out.Repairs = append(out.Repairs, r.Repairs...)
		for _, e := range r.Entries {
			values := map[string]string{}
			for key, value := range e.Values {
				if value.Kind != ingest.Blank {
					values[key] = value.String()
				}
			}
			out.Entries[e.Sheet] = append(out.Entries[e.Sheet], row{e.Row, values})
		}
	}
	return json.Marshal(out)
}
