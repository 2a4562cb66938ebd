package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// A return that was refused may pass once the scheme or the register is
// another: a waiver, a rule that is no longer in force. It is then judged anew
// from its kept bytes and posted as its month's next version (Posting.Again).
// What was accepted is never judged again.

// RefusedUnderOther returns the refused versions that are the newest of their
// month and that were not judged under this scheme and register yet, in the
// order they were posted.
func (l *Ledger) RefusedUnderOther(ctx context.Context, scheme, register string) ([]*Version, error) {
	list, err := collect(ctx, l.reader, scanVersion, "SELECT "+versionColumns+` FROM version v INDEXED BY version_refused
		WHERE status = 'returned' AND NOT (scheme = ?1 AND register = ?2)
		  AND number = (SELECT max(number) FROM version WHERE task_force = v.task_force AND period = v.period)
		  AND NOT EXISTS (SELECT 1 FROM judged_again j WHERE j.version = v.id AND j.scheme = ?1 AND j.register = ?2)
		ORDER BY id`, scheme, register)
	return list, l.failed(err)
}

// StillRefused records that a version was judged anew under a scheme and a
// register and refused once more.
func (l *Ledger) StillRefused(ctx context.Context, v *Version, scheme, register string, at time.Time) error {
	return l.write(ctx, func(tx *writing) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO judged_again (version, scheme, register, at)
			SELECT id, ?, ?, ? FROM version WHERE task_force = ? AND period = ? AND number = ?
			ON CONFLICT (version) DO UPDATE SET scheme = excluded.scheme, register = excluded.register, at = excluded.at`,
			scheme, register, stamp(at), v.TaskForce, v.Period.String(), v.Number)
		return err
	})
}

// decideAgain writes the version that a refused one becomes. It is refused
// itself when the month has a newer version by now, or reads as another
// month's.
func decideAgain(ctx context.Context, tx *writing, a *Arrival, p Posting) error {
	r, was := p.Return, p.Again
	var newest int
	var status Status
	err := tx.QueryRowContext(ctx, "SELECT number, status FROM version WHERE task_force = ? AND period = ? ORDER BY number DESC LIMIT 1",
		r.TaskForce, r.Period.String()).Scan(&newest, &status)
	switch {
	case err != nil:
		return err
	case r.TaskForce != was.TaskForce || r.Period != was.Period || p.SHA256 != was.SHA256 || newest != was.Number || status != Returned || p.Reason == "":
		return fmt.Errorf("%s %s 第%d次报送不能重新审核", was.TaskForce, was.Period, was.Number)
	}
	id, err := insertVersion(ctx, tx, p)
	a.Verdict, a.version = NewVersion, sql.NullInt64{Int64: id, Valid: true}
	return err
}
