package ledger

import (
	"context"
	"encoding/json"
	"time"
)

// Draft is a 送审稿 as it was put before the signer.
type Draft struct {
	Kind     string
	Period   string
	Number   int // 第n稿 of its document, from 1
	At       time.Time
	Manifest Manifest
	Data     json.RawMessage // figures as shown
}

// KeepDraft records a 送审稿 as the next of its document and returns its number.
func (l *Ledger) KeepDraft(ctx context.Context, d Draft) (number int, err error) {
	manifest, err := json.Marshal(d.Manifest)
	if err != nil {
		return 0, err
	}
	err = l.write(ctx, func(tx *writing) error {
		err := tx.QueryRowContext(ctx, "SELECT coalesce(max(number), 0) + 1 FROM draft WHERE kind = ? AND period = ?", d.Kind, d.Period).Scan(&number)
		if err != nil {
			return err
		}
		id, err := insert(ctx, tx, "INSERT INTO draft (kind, period, number, at, manifest, data) VALUES (?, ?, ?, ?, ?, ?)",
			d.Kind, d.Period, number, stamp(d.At), string(manifest), string(d.Data))
		if err != nil {
			return err
		}
		tx.wroteRow("draft", id)
		return audit(ctx, tx, d.At, l.Who, "draft", map[string]any{"kind": d.Kind, "period": d.Period, "number": number})
	})
	return number, err
}

// Drafts returns the 送审稿 of one document, oldest first.
func (l *Ledger) Drafts(ctx context.Context, kind, period string) ([]Draft, error) {
	list, err := collect(ctx, l.reader, scanDraft, "SELECT kind, period, number, at, manifest, data FROM draft WHERE kind = ? AND period = ? ORDER BY number", kind, period)
	return list, l.failed(err)
}

func scanDraft(row scanner) (d Draft, err error) {
	var at, manifest, data string
	if err := row.Scan(&d.Kind, &d.Period, &d.Number, &at, &manifest, &data); err != nil {
		return d, err
	}
	d.Data = json.RawMessage(data)
	if d.At, err = when(at); err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(manifest), &d.Manifest)
}
