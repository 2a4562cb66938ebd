package ledger

import (
	"context"
	"encoding/json"
	"time"
)

// Deed is a line of the audit table: who did what, when.
type Deed struct {
	ID     int64
	At     time.Time
	Who    string
	What   string          // post, issue, run, slot …
	Detail json.RawMessage // an object
}

// audit writes a deed inside the transaction of the deed itself.
func audit(ctx context.Context, tx *writing, at time.Time, who, what string, detail any) error {
	b, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	id, err := insert(ctx, tx, "INSERT INTO audit (at, who, what, detail) VALUES (?, ?, ?, ?)", stamp(at), who, what, string(b))
	tx.wroteRow("audit", id)
	return err
}

// Deeds returns the audit lines from..to (inclusive), oldest first.
func (l *Ledger) Deeds(ctx context.Context, from, to time.Time) ([]Deed, error) {
	list, err := collect(ctx, l.reader, scanDeed, "SELECT id, at, who, what, detail FROM audit WHERE at BETWEEN ? AND ? ORDER BY id", stamp(from), stamp(to))
	return list, l.failed(err)
}

func scanDeed(row scanner) (Deed, error) {
	var d Deed
	var at, detail string
	err := row.Scan(&d.ID, &at, &d.Who, &d.What, &detail)
	if err != nil {
		return d, err
	}
	d.Detail = json.RawMessage(detail)
	d.At, err = when(at)
	return d, err
}
