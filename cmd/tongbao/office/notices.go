package office

import (
	"context"
	"encoding/json"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// withCircular makes what goes out with a circular: a 整改通知单 for every task
// force that has something to put right, and the internal sheet.
func (o *Office) withCircular(ctx context.Context, d *drawing, in *circularInput) error {
	unanswered, err := o.unanswered(ctx, in.Period, in.Period, in.Doubles)
	if err != nil {
		return err
	}
	told := score.Active(o.scheme, in.Period)
	if in.Status == output.Reissued {
		told = nil // its days are over; what a corrected figure does to an item stands in the change table
	}
	for _, tf := range told {
		notice, err := o.notice(ctx, d, in, unanswered, tf.Code)
		if err != nil {
			return err
		}
		if notice != nil {
			d.attached = append(d.attached, notice)
		}
	}
	sheet, err := o.internalOfCircular(ctx, d, in)
	if err != nil {
		return err
	}
	d.attached = append(d.attached, sheet)
	return nil
}

// noticeItem is what the ledger keeps of an item that a notice told.
type noticeItem struct {
	ID     string           `json:"id"`
	Due    ingest.Date      `json:"due"`
	Status supervise.Status `json:"status"`
}

// notice is one task force's 整改通知单, nil when it has nothing to put right,
// or when a circular is issued anew and its notice still stands.
func (o *Office) notice(ctx context.Context, circular *drawing, in *circularInput, unanswered []output.Unanswered, code string) (*drawing, error) {
	doc, err := output.Notice(output.NoticeInput{
		Unanswered: unanswered, Doubles: in.Doubles, Next: in.Next,
		Last:   in.Next != (ingest.Period{}) && o.scheme.TaskForce(code).Ended(in.Next),
		Scheme: o.scheme, Period: in.Period, Status: in.Status, Circular: in.Number, Date: in.Date, TaskForce: code, Items: in.Items,
	}, o.wording)
	if doc == nil || err != nil {
		return nil, err
	}
	told, err := json.Marshal(noticeData{in.Period, code, noticeItems(in.Items, code)})
	if err != nil {
		return nil, err
	}
	d := o.attachment(circular, kindNotice, kindNames[kindNotice]+"_"+cleanName(o.shortName(code)))
	d.document, d.force = doc, code
	d.shape = func(string, string, []PaperFile) ([]byte, error) { return told, nil }
	before, err := o.edition(ctx, d)
	if err != nil || before != nil {
		return nil, err
	}
	return d, nil
}

type noticeData struct {
	Period    ingest.Period `json:"period"`
	TaskForce string        `json:"task_force"`
	Items     []noticeItem  `json:"items"`
}

func noticeItems(items []supervise.Item, code string) (list []noticeItem) {
	for _, it := range supervise.Unresolved(items, code) {
		list = append(list, noticeItem{it.ID, it.Due, it.Status})
	}
	return list
}

// attachment is a document that goes out with another: same period, same
// folder, no number of its own.
func (o *Office) attachment(with *drawing, kind, base string) *drawing {
	return &drawing{
		paper:  &Paper{Kind: kind, Period: with.paper.Period, Name: base},
		folder: with.folder, base: base, manifest: with.manifest, year: with.year, status: ledger.Issued,
	}
}

// edition makes a document follow the edition that was issued before, and
// returns that one; nil when it is the first.
func (o *Office) edition(ctx context.Context, d *drawing) (*ledger.Document, error) {
	if o.ledger == nil {
		return nil, nil
	}
	editions, err := o.ledger.Issued(ctx, d.paper.Kind, d.paper.Period, d.force)
	if err != nil || len(editions) == 0 {
		return nil, err
	}
	last := editions[len(editions)-1]
	d.status, d.replaces = ledger.Reissued, last.Edition
	return &last, nil
}

// shortName is how documents call a task force.
func (o *Office) shortName(code string) string {
	tf := o.scheme.TaskForce(code)
	if tf.Short != "" {
		return tf.Short
	}
	return tf.Name
}
