package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"tongbao/ingest/finding"
)

// Deed is a line of the ledger's audit: who did what, when, and what it was
// about. Nothing of it can be changed or removed (migrations/0001, triggers).
type Deed struct {
	At     time.Time       `json:"at"`
	Who    string          `json:"who"`  // OS user
	What   string          `json:"what"` // post, issue, slot, scheme, register, …
	Detail json.RawMessage `json:"detail"`
}

// Deeds are what was done on the days from..to, oldest first.
func (o *Office) Deeds(ctx context.Context, from, to time.Time) ([]Deed, error) {
	if o.ledger == nil {
		return nil, usage("本工作区还没有运行过，没有操作记录。")
	}
	kept, err := o.ledger.Deeds(ctx, from, to)
	if err != nil {
		return nil, err
	}
	list := []Deed{}
	for _, d := range kept {
		list = append(list, Deed{d.At, d.Who, d.What, d.Detail})
	}
	return list, nil
}

// Text is a deed as the office reads it.
func (d Deed) Text() string {
	var about struct {
		File, SHA256, Period, Kind, Number, Job, Due, Outcome, Reason string

		TaskForce string `json:"task_force"`
		Version   int
		Verdict   string
		Status    string
	}
	_ = json.Unmarshal(d.Detail, &about) // a deed of another shape is told by its name
	parts := []string{d.At.Format("2006-01-02 15:04:05"), d.Who}
	switch d.What {
	case "post":
		parts = append(parts, "收报", finding.Visible(about.File), about.TaskForce, about.Period)
		if about.TaskForce != "" {
			parts = append(parts, fmt.Sprintf("第%d次报送", about.Version), Status(about.Status).Chinese())
		} else {
			parts = append(parts, Unreadable.Chinese())
		}
	case "issue":
		parts = append(parts, "签发", kindNames[about.Kind], about.Period, about.TaskForce, about.Number)
	case "slot":
		due := about.Due
		if at, err := time.Parse(time.RFC3339, due); err == nil {
			due = at.Format("2006-01-02 15:04") + "的班次"
		}
		parts = append(parts, about.Job, due, outcomeWords[about.Outcome], finding.Visible(about.Reason))
	case "scheme", "register", "wording":
		parts = append(parts, "启用", bookNames[d.What], fmt.Sprintf("%.12s", about.SHA256))
	default:
		parts = append(parts, d.What, finding.Visible(string(d.Detail)))
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "　")
}

var outcomeWords = map[string]string{"done": "完成", "failed": "未成", "skipped": "不执行"}

var bookNames = map[string]string{"scheme": "方案", "register": "台账", "wording": "文稿模板"}
