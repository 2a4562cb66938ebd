package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"tongbao/ingest"
)

// Outcome is how a slot ended; "" is that it was begun and never ended.
type Outcome string

const (
	Done    Outcome = "done"
	Failed  Outcome = "failed"
	Skipped Outcome = "skipped"
)

// Slot is one due occurrence of a job.
type Slot struct {
	Job     string
	Due     time.Time
	BegunAt time.Time
	EndedAt time.Time // zero while it runs or when it was interrupted
	Outcome Outcome
	Reason  string // why it failed or was skipped, Chinese
}

// BeginSlot records that a job starts for a due time and reports whether it
// may: false when that slot was done or skipped. A slot that was interrupted
// or failed may begin again; its last reason stays until it ends.
func (l *Ledger) BeginSlot(ctx context.Context, job string, due, at time.Time) (may bool, err error) {
	err = l.write(ctx, func(tx *writing) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO slot (job, due, begun_at, reason) VALUES (?, ?, ?, '')
			ON CONFLICT (job, due) DO UPDATE SET begun_at = excluded.begun_at, ended_at = NULL, outcome = NULL
			WHERE outcome IS NULL OR outcome = 'failed'`, job, stamp(due), stamp(at))
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if may = n == 1; may {
			tx.wroteRow("slot", job, stamp(due))
		}
		return err
	})
	return may, err
}

// EndSlot records how a slot ended. A skipped slot need not have begun. A slot
// that was done or skipped already is refused. One that fails again for the
// same reason is noted in the audit once.
func (l *Ledger) EndSlot(ctx context.Context, job string, due time.Time, outcome Outcome, reason string, at time.Time) error {
	return l.write(ctx, func(tx *writing) error {
		var before string
		err := tx.QueryRowContext(ctx, "SELECT reason FROM slot WHERE job = ? AND due = ?", job, stamp(due)).Scan(&before)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO slot (job, due, begun_at, ended_at, outcome, reason) VALUES (?1, ?2, ?3, ?3, ?4, ?5)
			ON CONFLICT (job, due) DO UPDATE SET ended_at = excluded.ended_at, outcome = excluded.outcome, reason = excluded.reason`,
			job, stamp(due), stamp(at), outcome, reason)
		tx.wroteRow("slot", job, stamp(due))
		if err != nil || outcome == Failed && reason == before {
			return err
		}
		return audit(ctx, tx, at, l.Who, "slot", map[string]any{"job": job, "due": stamp(due), "outcome": outcome, "reason": reason})
	})
}

// Pulse is the last time of a job that every run does and that keeps no slots.
type Pulse struct {
	Job     string
	At      time.Time // zero when it never ran
	Outcome Outcome   // Done or Failed
	Reason  string
}

// Beat records that such a job was done, or failed and why.
func (l *Ledger) Beat(ctx context.Context, job string, outcome Outcome, reason string, at time.Time) error {
	return l.write(ctx, func(tx *writing) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO pulse (job, at, outcome, reason) VALUES (?, ?, ?, ?)
			ON CONFLICT (job) DO UPDATE SET at = excluded.at, outcome = excluded.outcome, reason = excluded.reason`, job, stamp(at), outcome, reason)
		return err
	})
}

// PulseOf returns the last beat of a job.
func (l *Ledger) PulseOf(ctx context.Context, job string) (Pulse, error) {
	p := Pulse{Job: job}
	var at string
	err := l.reader.QueryRowContext(ctx, "SELECT at, outcome, reason FROM pulse WHERE job = ?", job).Scan(&at, &p.Outcome, &p.Reason)
	if errors.Is(err, sql.ErrNoRows) {
		return p, nil
	}
	if err == nil {
		p.At, err = when(at)
	}
	return p, l.failed(err)
}

// Slots returns the slots of a job due at or after since, oldest first.
func (l *Ledger) Slots(ctx context.Context, job string, since time.Time) ([]Slot, error) {
	list, err := collect(ctx, l.reader, scanSlot, "SELECT job, due, begun_at, coalesce(ended_at, ''), coalesce(outcome, ''), reason FROM slot WHERE job = ? AND due >= ? ORDER BY due", job, stamp(since))
	return list, l.failed(err)
}

// OpenSlots returns the slots of all jobs that failed or were begun and did not
// end, oldest first.
func (l *Ledger) OpenSlots(ctx context.Context) ([]Slot, error) {
	list, err := collect(ctx, l.reader, scanSlot, "SELECT job, due, begun_at, coalesce(ended_at, ''), coalesce(outcome, ''), reason FROM slot WHERE outcome IS NULL OR outcome = 'failed' ORDER BY due, job")
	return list, l.failed(err)
}

func scanSlot(row scanner) (Slot, error) {
	var s Slot
	var due, begun, ended string
	if err := row.Scan(&s.Job, &due, &begun, &ended, &s.Outcome, &s.Reason); err != nil {
		return s, err
	}
	var errs [3]error
	s.Due, errs[0] = when(due)
	s.BegunAt, errs[1] = when(begun)
	s.EndedAt, errs[2] = when(ended)
	return s, errors.Join(errs[:]...)
}

// Snapshot keeps the text of an office workbook or template under its SHA-256,
// once, and notes in the audit that it is in force from at on. Kind is scheme,
// register or wording.
func (l *Ledger) Snapshot(ctx context.Context, kind, sha256 string, content []byte, at time.Time) error {
	if last, err := l.InForce(ctx, kind); err != nil || last == sha256 {
		return err
	}
	return l.write(ctx, func(tx *writing) error {
		res, err := tx.ExecContext(ctx, "INSERT INTO snapshot (kind, sha256, at, content) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", kind, sha256, stamp(at.In(ingest.Zone)), string(content))
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil {
			return err
		} else if n == 1 {
			tx.wroteRow("snapshot", kind, sha256)
		}
		return audit(ctx, tx, at, l.Who, kind, map[string]any{"sha256": sha256})
	})
}

// InForce returns the SHA-256 of the snapshot of a kind that the last run
// worked by, "" when there was none. A workbook that was put back as it was is
// in force again.
func (l *Ledger) InForce(ctx context.Context, kind string) (sha256 string, err error) {
	err = l.reader.QueryRowContext(ctx, "SELECT json_extract(detail, '$.sha256') FROM audit WHERE what = ? ORDER BY id DESC LIMIT 1", kind).Scan(&sha256)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return sha256, l.failed(err)
}

// SnapshotOf returns what Snapshot kept, fs.ErrNotExist when it kept none.
func (l *Ledger) SnapshotOf(ctx context.Context, kind, sha256 string) ([]byte, error) {
	var content string
	err := l.reader.QueryRowContext(ctx, "SELECT content FROM snapshot WHERE kind = ? AND sha256 = ?", kind, sha256).Scan(&content)
	return []byte(content), l.failed(absent(err))
}
