package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tongbao/ingest"
)

// ErrClockBack matches *ClockBackError with errors.Is.
var ErrClockBack = errors.New("时间早于上一次运行")

// ClockBackError is returned by Advance for a run that is earlier than one
// already recorded.
type ClockBackError struct{ Now, Last time.Time }

func (e *ClockBackError) Error() string {
	const layout = "2006-01-02 15:04:05"
	return fmt.Sprintf("本次时间 %s 早于上一次运行的时间 %s，请核对电脑时钟或 --now", e.Now.In(ingest.Zone).Format(layout), e.Last.In(ingest.Zone).Format(layout))
}

func (e *ClockBackError) Is(target error) bool { return target == ErrClockBack }

// Advance records that a run of the given verb began at now. A now earlier
// than the last recorded one is refused with *ClockBackError and records
// nothing; the same second is not earlier. The runs of one verb on one day
// share a row.
func (l *Ledger) Advance(ctx context.Context, now time.Time, what string) error {
	return l.write(ctx, func(tx *writing) error {
		last, err := lastRun(ctx, tx)
		if err != nil {
			return err
		}
		if stamp(now) < stamp(last) && !last.IsZero() {
			return &ClockBackError{now, last}
		}
		res, err := tx.ExecContext(ctx, `UPDATE run SET at = ?1 WHERE id = (SELECT max(id) FROM run) AND what = ?2 AND substr(at, 1, 10) = substr(?1, 1, 10)`, stamp(now), what)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); n == 1 || err != nil {
			return err
		}
		_, err = insert(ctx, tx, "INSERT INTO run (at, what) VALUES (?, ?)", stamp(now), what)
		return err
	})
}

// LastRun returns the last recorded run time, the zero time before the first.
func (l *Ledger) LastRun(ctx context.Context) (time.Time, error) {
	t, err := lastRun(ctx, l.reader)
	return t, l.failed(err)
}

func lastRun(ctx context.Context, from source) (time.Time, error) {
	var at string
	err := from.QueryRowContext(ctx, "SELECT at FROM run ORDER BY id DESC LIMIT 1").Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return when(at)
}

// FirstRun returns the first recorded run time, to the day's last of its verb;
// the zero time before any.
func (l *Ledger) FirstRun(ctx context.Context) (time.Time, error) {
	var at string
	err := l.reader.QueryRowContext(ctx, "SELECT coalesce(min(at), '') FROM run").Scan(&at)
	if err != nil {
		return time.Time{}, l.failed(err)
	}
	t, err := when(at)
	return t, l.failed(err)
}
