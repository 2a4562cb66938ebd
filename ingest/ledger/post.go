package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/crash"
	"tongbao/ingest/finding"
)

// Verdict is what a received file turned out to be.
type Verdict string

const (
	NewVersion Verdict = "return"     // a new version of a return
	Duplicate  Verdict = "duplicate"  // bytes that came before
	Unreadable Verdict = "unreadable" // not to be read, or whose it is cannot be told
)

// Arrival is one file that came.
type Arrival struct {
	ID         int64
	SHA256     string
	Size       int64
	Name       string // under the inbox
	ReceivedAt time.Time
	Verdict    Verdict
	Findings   finding.List // of an unreadable file
	FinishedAt time.Time    // zero until Finish
	Placed     *Placed      // see there; nil for most

	version sql.NullInt64
}

// Placed is what speaks for a return that was taken in late because nothing
// ran over its due hour. Nothing is judged by it: a file's time is anybody's.
type Placed struct {
	At        time.Time // the file was last changed, before the due hour
	IdleSince time.Time // the intake before, before the due hour too
}

// Posting is one file of the inbox with what it was found to be.
type Posting struct {
	SHA256   string
	Size     int64
	Name     string         // under the inbox
	At       time.Time      // the run's clock: recorded as the time of receipt
	Return   *ingest.Return // nil: unreadable, or not read since Received knows the bytes
	Status   Status         // of Return
	Findings finding.List
	Scheme   string // digests it was judged under
	Register string
	// Again is the refused version that Return is the same bytes of, judged
	// anew; nil for what somebody sent. It must be its month's newest.
	Again  *Version
	Reason string // why, Chinese
	Placed *Placed
}

// Posted is what Post made of a posting.
type Posted struct {
	Arrival
	Version  *Version // made, or met again by a duplicate; nil when unreadable
	Standing *Version // the accepted version that counts now for that month; nil when none
	Before   *Version // the accepted version that counted until now; nil when none
	// Replay is true when this very arrival was posted already by a run that
	// did not live to Finish it: everything above is as it was then, its time
	// of receipt included.
	Replay bool
}

// Post records one file in one transaction: as the next version of its task
// force's month, as a duplicate, or as unreadable. Two arrivals of the same
// bytes are told apart from one arrival that a killed run left behind: the
// second is unfinished and has the same name.
func (l *Ledger) Post(ctx context.Context, p Posting) (Posted, error) {
	var done Posted
	err := l.write(ctx, func(tx *writing) (err error) {
		done, err = post(ctx, tx, l.Who, p)
		crash.Point(crash.PostWritten)
		return err
	})
	crash.Point(crash.PostDone)
	return done, err
}

func post(ctx context.Context, tx *writing, who string, p Posting) (Posted, error) {
	earlier, err := arrivalsOf(ctx, tx, p.SHA256)
	if err != nil {
		return Posted{}, err
	}
	for _, a := range earlier {
		if p.Again == nil && a.FinishedAt.IsZero() && a.Name == p.Name {
			return recall(ctx, tx, a)
		}
	}
	a := Arrival{SHA256: p.SHA256, Size: p.Size, Name: p.Name, ReceivedAt: p.At.In(ingest.Zone).Truncate(time.Second), Findings: p.Findings, Placed: p.Placed}
	if err := decide(ctx, tx, &a, p, earlier); err != nil {
		return Posted{}, err
	}
	if a.ID, err = insertArrival(ctx, tx, a); err != nil {
		return Posted{}, err
	}
	done, err := describe(ctx, tx, a)
	if err != nil {
		return Posted{}, err
	}
	if err := oweReceipt(ctx, tx, done); err != nil {
		return Posted{}, err
	}
	return done, audit(ctx, tx, p.At, who, "post", done.audit())
}

// decide settles the verdict and, for a new version, writes it.
func decide(ctx context.Context, tx *writing, a *Arrival, p Posting, earlier []Arrival) error {
	if p.Return == nil {
		a.Verdict = Unreadable
		for _, e := range earlier { // the last version counts: it may have been judged anew
			if e.version.Valid || e.Verdict == Unreadable && !a.version.Valid {
				a.Verdict, a.version = Duplicate, e.version
			}
		}
		return nil
	}
	a.Findings = nil
	if p.Again != nil {
		return decideAgain(ctx, tx, a, p)
	}
	r := p.Return
	var known int64
	err := tx.QueryRowContext(ctx, "SELECT id FROM version WHERE task_force = ? AND period = ? AND sha256 = ? ORDER BY id DESC LIMIT 1", r.TaskForce, r.Period.String(), p.SHA256).Scan(&known)
	if err == nil {
		a.Verdict, a.version = Duplicate, sql.NullInt64{Int64: known, Valid: true}
		return nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	id, err := insertVersion(ctx, tx, p)
	a.Verdict, a.version = NewVersion, sql.NullInt64{Int64: id, Valid: true}
	return err
}

func insertVersion(ctx context.Context, tx *writing, p Posting) (int64, error) {
	r := *p.Return
	r.SHA256 = p.SHA256
	period := r.Period.String()
	var after bool
	err := tx.QueryRowContext(ctx, `SELECT coalesce((SELECT max(number) FROM version WHERE task_force = ?1 AND period = ?2), 0) + 1,
		EXISTS (SELECT 1 FROM document WHERE period = ?2)`, r.TaskForce, period).Scan(&r.Number, &after)
	if err != nil {
		return 0, err
	}
	content, err := json.Marshal(r)
	if err != nil {
		return 0, err
	}
	findings, err := findingsJSON(p.Findings)
	if err != nil {
		return 0, err
	}
	sent := p.At
	if p.Again != nil {
		sent = p.Again.SentAt
	}
	id, err := insert(ctx, tx, "INSERT INTO version ("+versionColumns+") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
		r.TaskForce, period, r.Number, p.SHA256, r.File, stamp(p.At), p.Status, after, p.Scheme, p.Register, string(content), findings, stamp(sent), p.Reason)
	tx.wroteRow("version", id)
	return id, err
}

// findingsJSON writes a list as an array, never null.
func findingsJSON(l finding.List) (string, error) {
	if l == nil {
		l = finding.List{}
	}
	b, err := json.Marshal(l)
	return string(b), err
}

func insert(ctx context.Context, tx *writing, query string, args ...any) (int64, error) {
	res, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

func insertArrival(ctx context.Context, tx *writing, a Arrival) (int64, error) {
	findings, err := findingsJSON(a.Findings)
	if err != nil {
		return 0, err
	}
	var placed, idle any
	if a.Placed != nil {
		placed, idle = stamp(a.Placed.At), stamp(a.Placed.IdleSince)
	}
	id, err := insert(ctx, tx, "INSERT INTO arrival (sha256, size, name, received_at, verdict, version, findings, placed_at, idle_since) VALUES (?,?,?,?,?,?,?,?,?)",
		a.SHA256, a.Size, a.Name, stamp(a.ReceivedAt), a.Verdict, a.version, findings, placed, idle)
	tx.wroteRow("arrival", id)
	return id, err
}

// recall describes an arrival that is already recorded.
func recall(ctx context.Context, from source, a Arrival) (Posted, error) {
	p, err := describe(ctx, from, a)
	p.Replay = true
	return p, err
}

// describe gathers what a receipt tells of an arrival, as of its own time:
// later versions do not show, so that a receipt written again is the same.
func describe(ctx context.Context, from source, a Arrival) (Posted, error) {
	p := Posted{Arrival: a}
	if !a.version.Valid {
		return p, nil
	}
	var err error
	if p.Version, err = scanVersion(from.QueryRowContext(ctx, "SELECT "+versionColumns+" FROM version WHERE id = ?", a.version.Int64)); err != nil {
		return p, err
	}
	// Versions and arrivals are both numbered as they come, so the versions
	// this arrival knew are those whose own arrival is not after it.
	known, err := collect(ctx, from, scanVersion, "SELECT "+versionColumns+` FROM version v WHERE task_force = ? AND period = ? AND status <> 'returned'
		AND (SELECT min(id) FROM arrival WHERE version = v.id) <= ? ORDER BY number DESC LIMIT 2`,
		p.Version.TaskForce, p.Version.Period.String(), a.ID)
	if err != nil {
		return p, err
	}
	if len(known) > 0 {
		p.Standing, p.Before = known[0], known[0]
	}
	if a.Verdict == NewVersion && p.Version.Accepted() {
		p.Before = nil
		if len(known) > 1 {
			p.Before = known[1]
		}
	}
	return p, nil
}

func (p Posted) audit() map[string]any {
	detail := map[string]any{"file": p.Name, "sha256": p.SHA256, "verdict": p.Verdict}
	if v := p.Version; v != nil {
		detail["task_force"], detail["period"], detail["version"] = v.TaskForce, v.Period, v.Number
		detail["status"], detail["scheme"], detail["register"] = v.Status, v.Scheme, v.Register
		if v.Reason != "" && p.Verdict == NewVersion {
			detail["judged_again"] = v.Reason
		}
	}
	return detail
}

const arrivalColumns = "id, sha256, size, name, received_at, verdict, version, findings, coalesce(finished_at, ''), coalesce(placed_at, ''), coalesce(idle_since, '')"

func scanArrival(row scanner) (Arrival, error) {
	var a Arrival
	var received, finished, findings, placed, idle string
	err := row.Scan(&a.ID, &a.SHA256, &a.Size, &a.Name, &received, &a.Verdict, &a.version, &findings, &finished, &placed, &idle)
	if err != nil {
		return a, err
	}
	if placed != "" {
		a.Placed = &Placed{}
		if a.Placed.At, err = when(placed); err != nil {
			return a, err
		}
		if a.Placed.IdleSince, err = when(idle); err != nil {
			return a, err
		}
	}
	if a.ReceivedAt, err = when(received); err != nil {
		return a, err
	}
	if a.FinishedAt, err = when(finished); err != nil {
		return a, err
	}
	err = json.Unmarshal([]byte(findings), &a.Findings)
	if len(a.Findings) == 0 {
		a.Findings = nil
	}
	return a, err
}

func arrivalsOf(ctx context.Context, from source, sha256 string) ([]Arrival, error) {
	return collect(ctx, from, scanArrival, "SELECT "+arrivalColumns+" FROM arrival WHERE sha256 = ? ORDER BY id", sha256)
}

// Received returns every arrival of these bytes, oldest first; none means
// that they were never seen. Known bytes need not be read again: Post takes
// them without a Return.
func (l *Ledger) Received(ctx context.Context, sha256 string) ([]Arrival, error) {
	list, err := arrivalsOf(ctx, l.reader, sha256)
	return list, l.failed(err)
}

// Arrivals returns everything received, oldest first, for verify.
func (l *Ledger) Arrivals(ctx context.Context) ([]Arrival, error) {
	list, err := collect(ctx, l.reader, scanArrival, "SELECT "+arrivalColumns+" FROM arrival ORDER BY id")
	return list, l.failed(err)
}

// Hashes are those of all files that were received or issued.
func (l *Ledger) Hashes(ctx context.Context) (map[string]bool, error) {
	known := map[string]bool{}
	_, err := collect(ctx, l.reader, func(row scanner) (none struct{}, err error) {
		var sum string
		err = row.Scan(&sum)
		known[sum] = true
		return none, err
	}, "SELECT sha256 FROM arrival UNION SELECT sha256 FROM document_file")
	return known, l.failed(err)
}

// Unfinished returns what earlier runs posted and did not Finish, oldest
// first: their receipts are to be written again and the inbox cleared.
func (l *Ledger) Unfinished(ctx context.Context) ([]Posted, error) {
	arrivals, err := collect(ctx, l.reader, scanArrival, "SELECT "+arrivalColumns+" FROM arrival WHERE finished_at IS NULL ORDER BY id")
	if err != nil {
		return nil, l.failed(err)
	}
	var list []Posted
	for _, a := range arrivals {
		p, err := recall(ctx, l.reader, a)
		if err != nil {
			return nil, l.failed(err)
		}
		list = append(list, p)
	}
	return list, nil
}

// Finish records that an arrival's receipt is written and its file out of the
// inbox. Only then is the next file of the same name and bytes a new arrival.
func (l *Ledger) Finish(ctx context.Context, arrival int64, at time.Time) error {
	defer crash.Point(crash.FinishDone)
	return l.write(ctx, func(tx *writing) error {
		res, err := tx.ExecContext(ctx, "UPDATE arrival SET finished_at = ? WHERE id = ? AND finished_at IS NULL", stamp(at), arrival)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if n == 0 && err == nil {
			return fmt.Errorf("收件 %d 不存在或已办结", arrival)
		}
		tx.wroteRow("arrival", arrival)
		return err
	})
}
