package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/score"
)

// asPublished gives figures of a month the colours that its circular printed,
// so that red made good later shows as recovered and not as never red. Without
// a circular they stand as known now.
func (o *Office) asPublished(ctx context.Context, month ingest.Period, figures []score.Figure) error {
	if o.ledger == nil {
		return nil
	}
	editions, err := o.ledger.Issued(ctx, kindCircular, month.String(), "")
	editions = slices.DeleteFunc(editions, func(d ledger.Document) bool { return d.IssuedAt.After(o.Now) })
	if err != nil || len(editions) == 0 {
		return err
	}
	var doc struct {
		Figures []struct {
			TaskForce string  `json:"task_force"`
			Indicator string  `json:"indicator"`
			Colour    *string `json:"colour"`
		} `json:"figures"`
	}
	if err := json.Unmarshal(editions[len(editions)-1].Data, &doc); err != nil {
		return fmt.Errorf("读取已签发的%s通报：%w", month.Chinese(), err)
	}
	printed := map[string]score.Colour{}
	for _, f := range doc.Figures {
		if f.Colour != nil {
			printed[f.TaskForce+"/"+f.Indicator] = score.Colour(*f.Colour)
		}
	}
	for i := range figures {
		figures[i].Colour = printed[figures[i].TaskForce+"/"+figures[i].Indicator]
	}
	return nil
}

// asTold marks the late returns that the month's first circular told as missing
// or not corrected: they were made good, which is another thing than late.
func (o *Office) asTold(ctx context.Context, months []output.MonthReporting) error {
	isLate := func(r score.Reporting) bool { return r.Status == score.Late }
	for _, m := range months {
		if o.ledger == nil || !slices.ContainsFunc(m.Reporting, isLate) {
			continue
		}
		editions, err := o.ledger.Issued(ctx, kindCircular, m.Period.String(), "")
		if err != nil {
			return err
		}
		if len(editions) == 0 {
			continue
		}
		told, err := toldReporting(editions[0].Data)
		if err != nil {
			return err
		}
		for i := range m.Reporting {
			r := &m.Reporting[i]
			if was := told[r.TaskForce]; isLate(*r) && (was == score.Missing || was == score.Returned) {
				r.Told = was
			}
		}
	}
	return nil
}

// toldReporting reads what an issued circular told of the month's returns.
func toldReporting(data json.RawMessage) (map[string]score.State, error) {
	var doc struct {
		Reporting []struct {
			TaskForce string      `json:"task_force"`
			Status    score.State `json:"status"`
		} `json:"reporting"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("读取已签发的通报：%w", err)
	}
	told := map[string]score.State{}
	for _, r := range doc.Reporting {
		told[r.TaskForce] = r.Status
	}
	return told, nil
}
