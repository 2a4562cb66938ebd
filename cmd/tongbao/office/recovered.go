package office

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
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
