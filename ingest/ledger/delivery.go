package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// Message is something that goes out to people: a receipt, a reminder, an
// issued document. It is owed from the transaction of its cause on; Content
// follows and then never changes.
type Message struct {
	ID        string // 64 hex digits, made of what is delivered (MessageID)
	Kind      string // KindReceipt, KindReminder, or the kind of the document
	TaskForce string // "" for one that is no task force's
	Period    string
	At        time.Time // when it came to be owed
	Arrival   int64     // its cause, 0 for another
	Document  int64     // likewise
	Content   json.RawMessage
}

// Kinds of messages that are no documents.
const (
	KindReceipt  = "receipt"
	KindReminder = "reminder"
)

// MessageID makes a message's id of what is delivered and why: the same again
// is the same message.
func MessageID(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// DeliveryState is how far a message has come to one address.
type DeliveryState string

const (
	Manual    DeliveryState = "manual"  // lies in the outbox, to be passed on by hand; for good
	Queued    DeliveryState = "waiting" // to be mailed, at NextAt or later
	Delivered DeliveryState = "sent"    // a server has taken it; for good
	Refused   DeliveryState = "failed"  // not to be mailed to this address
)

// Delivery is a message's way to one address.
type Delivery struct {
	Address    string // "" where there is none
	State      DeliveryState
	Attempts   int
	NextAt     time.Time // while Queued
	EndedAt    time.Time
	ServerWide bool   // the last attempt failed for all messages alike
	Reason     string // Chinese
	Shown      bool   // the outbox tells this state; set by the ledger alone
}

// Outgoing is a message with its deliveries, by address.
type Outgoing struct {
	Message
	To []Delivery
}

// owe records a message of which nothing but the cause is known yet. One that
// is known already stays as it is.
func owe(ctx context.Context, tx *writing, m Message) error {
	res, err := tx.ExecContext(ctx, `INSERT INTO message (id, kind, task_force, period, at, arrival, document, content) VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING`,
		m.ID, m.Kind, m.TaskForce, m.Period, stamp(m.At), nullInt(int(m.Arrival)), nullInt(int(m.Document)), nullText(string(m.Content)))
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if n == 1 {
		tx.wroteRow("message", m.ID)
	}
	return err
}

// oweReceipt has every file that came answered.
func oweReceipt(ctx context.Context, tx *writing, p Posted) error {
	m := Message{Kind: KindReceipt, At: p.ReceivedAt, Arrival: p.ID}
	if p.Version != nil {
		m.TaskForce, m.Period = p.Version.TaskForce, p.Version.Period.String()
	}
	m.ID = MessageID(m.Kind, p.SHA256, p.Name, stamp(p.ReceivedAt), fmt.Sprint(p.ID))
	return owe(ctx, tx, m)
}

// oweDocument has an issued document delivered. The same bytes issued again
// are the same message.
func oweDocument(ctx context.Context, tx *writing, d Document) error {
	parts := []string{d.Kind, d.Period, d.TaskForce}
	for _, f := range d.Files {
		parts = append(parts, f.SHA256)
	}
	return owe(ctx, tx, Message{ID: MessageID(parts...), Kind: d.Kind, TaskForce: d.TaskForce, Period: d.Period, At: d.IssuedAt, Document: d.ID})
}

// Prepare records, in one transaction, what messages say and where they go.
// What was prepared before stays as it was; a message that was not owed yet
// (a reminder) is from now on.
func (l *Ledger) Prepare(ctx context.Context, list []Outgoing) error {
	if len(list) == 0 {
		return nil
	}
	return l.write(ctx, func(tx *writing) error {
		for _, m := range list {
			if err := prepare(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func prepare(ctx context.Context, tx *writing, m Outgoing) error {
	content := m.Content
	m.Content = nil
	if err := owe(ctx, tx, m.Message); err != nil {
		return err
	}
	res, err := tx.ExecContext(ctx, "UPDATE message SET content = ? WHERE id = ? AND content IS NULL", string(content), m.ID)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); n == 0 || err != nil {
		return err
	}
	tx.wroteRow("message", m.ID)
	for _, d := range m.To {
		if err := putDelivery(ctx, tx, m.ID, d); err != nil {
			return err
		}
	}
	return nil
}

// putDelivery writes a delivery as it stands now; the outbox does not tell it
// yet.
func putDelivery(ctx context.Context, tx *writing, message string, d Delivery) error {
	next, ended := "", ""
	if !d.NextAt.IsZero() {
		next = stamp(d.NextAt)
	}
	if !d.EndedAt.IsZero() {
		ended = stamp(d.EndedAt)
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO delivery (message, address, state, attempts, next_at, ended_at, server, reason, shown) VALUES (?,?,?,?,?,?,?,?,0)
		ON CONFLICT (message, address) DO UPDATE SET state = excluded.state, attempts = excluded.attempts, next_at = excluded.next_at,
		ended_at = excluded.ended_at, server = excluded.server, reason = excluded.reason, shown = 0`,
		message, d.Address, d.State, d.Attempts, next, ended, d.ServerWide, d.Reason)
	tx.wroteRow("delivery", message, d.Address)
	return err
}

// Settle records what became of deliveries at a time, all or none, and notes
// it in the audit: what was sent always, what was not when its reason is new.
func (l *Ledger) Settle(ctx context.Context, list []Outgoing, at time.Time) error {
	return l.write(ctx, func(tx *writing) error {
		for _, m := range list {
			for _, d := range m.To {
				var before string
				err := tx.QueryRowContext(ctx, "SELECT reason FROM delivery WHERE message = ? AND address = ?", m.ID, d.Address).Scan(&before)
				if err != nil && !errors.Is(err, sql.ErrNoRows) {
					return err
				}
				if err := putDelivery(ctx, tx, m.ID, d); err != nil {
					return err
				}
				if d.State != Delivered && d.Reason == before {
					continue
				}
				detail := map[string]any{"message": m.ID, "kind": m.Kind, "address": d.Address, "state": d.State, "attempts": d.Attempts, "reason": d.Reason}
				if err := audit(ctx, tx, at, l.Who, "mail", detail); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// SentFrom is the folder that mail was last sent from, "" before the first.
func (l *Ledger) SentFrom(ctx context.Context) (path string, err error) {
	err = l.reader.QueryRowContext(ctx, "SELECT path FROM sending_from").Scan(&path)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return path, l.failed(err)
}

// SendFrom tells the ledger which folder mail is sent from. In another folder
// than the last one, as after a restore or a copy, whatever waits becomes
// Manual for the reason given, since it may have been sent from there; it
// returns how many.
func (l *Ledger) SendFrom(ctx context.Context, path, reason string, at time.Time) (held int, err error) {
	var last string
	err = l.reader.QueryRowContext(ctx, "SELECT path FROM sending_from").Scan(&last)
	if err == nil && last == path {
		return 0, nil
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, l.failed(err)
	}
	err = l.write(ctx, func(tx *writing) error {
		waiting, err := collect(ctx, tx, func(row scanner) (k [2]string, err error) { return k, row.Scan(&k[0], &k[1]) },
			"UPDATE delivery SET state = 'manual', next_at = '', ended_at = ?, reason = ?, shown = 0 WHERE state = 'waiting' AND EXISTS (SELECT 1 FROM sending_from) RETURNING message, address", stamp(at), reason)
		if err != nil {
			return err
		}
		for _, k := range waiting {
			tx.wroteRow("delivery", k[0], k[1])
		}
		held = len(waiting)
		if _, err := tx.ExecContext(ctx, "INSERT INTO sending_from (id, path) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET path = excluded.path", path); err != nil {
			return err
		}
		return audit(ctx, tx, at, l.Who, "sending_from", map[string]any{"path": path, "held": held})
	})
	return held, err
}

// Shown records that the outbox tells the state of these messages.
func (l *Ledger) Shown(ctx context.Context, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return l.write(ctx, func(tx *writing) error {
		for _, id := range ids {
			if _, err := tx.ExecContext(ctx, "UPDATE delivery SET shown = 1 WHERE message = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Owed returns the messages that nothing but the cause is recorded of, oldest
// first. An arrival counts once it is finished: its answer is written then.
func (l *Ledger) Owed(ctx context.Context) ([]Message, error) {
	list, err := l.outgoing(ctx, "content IS NULL AND (arrival IS NULL OR (SELECT finished_at FROM arrival WHERE id = arrival) IS NOT NULL)")
	return bare(list), err
}

func bare(list []Outgoing) (out []Message) {
	for _, m := range list {
		out = append(out, m.Message)
	}
	return out
}

// Unsent returns the messages that wait to be mailed or were refused since a
// time, oldest first.
func (l *Ledger) Unsent(ctx context.Context, since time.Time) ([]Outgoing, error) {
	return l.outgoing(ctx, `id IN (SELECT message FROM delivery WHERE state = 'waiting' UNION SELECT message FROM delivery WHERE state = 'failed' AND ended_at >= ?)`, stamp(since))
}

// Unshown returns the messages whose state the outbox does not tell yet.
func (l *Ledger) Unshown(ctx context.Context) ([]Outgoing, error) {
	return l.outgoing(ctx, "id IN (SELECT message FROM delivery WHERE shown = 0)")
}

// Messages returns what came to be owed from..to (inclusive), oldest first.
func (l *Ledger) Messages(ctx context.Context, from, to time.Time) ([]Outgoing, error) {
	return l.outgoing(ctx, "at BETWEEN ? AND ?", stamp(from), stamp(to))
}

func (l *Ledger) outgoing(ctx context.Context, where string, args ...any) ([]Outgoing, error) {
	messages, err := collect(ctx, l.reader, scanMessage, `SELECT id, kind, task_force, period, at, coalesce(arrival, 0), coalesce(document, 0), coalesce(content, '')
		FROM message WHERE `+where+" ORDER BY at, coalesce(arrival, 0), coalesce(document, 0), task_force, id", args...)
	if err != nil {
		return nil, l.failed(err)
	}
	for i := range messages {
		m := &messages[i]
		if m.To, err = collect(ctx, l.reader, scanDelivery, "SELECT address, state, attempts, next_at, ended_at, server, reason, shown FROM delivery WHERE message = ? ORDER BY address", m.ID); err != nil {
			return nil, l.failed(err)
		}
	}
	return messages, nil
}

func scanMessage(row scanner) (m Outgoing, err error) {
	var at, content string
	if err := row.Scan(&m.ID, &m.Kind, &m.TaskForce, &m.Period, &at, &m.Arrival, &m.Document, &content); err != nil {
		return m, err
	}
	if content != "" {
		m.Content = json.RawMessage(content)
	}
	m.At, err = when(at)
	return m, err
}

func scanDelivery(row scanner) (d Delivery, err error) {
	var next, ended string
	if err := row.Scan(&d.Address, &d.State, &d.Attempts, &next, &ended, &d.ServerWide, &d.Reason, &d.Shown); err != nil {
		return d, err
	}
	var errs [2]error
	d.NextAt, errs[0] = when(next)
	d.EndedAt, errs[1] = when(ended)
	return d, errors.Join(errs[:]...)
}

// PostedAs describes an arrival as Post did; fs.ErrNotExist for none such.
func (l *Ledger) PostedAs(ctx context.Context, arrival int64) (Posted, error) {
	a, err := scanArrival(l.reader.QueryRowContext(ctx, "SELECT "+arrivalColumns+" FROM arrival WHERE id = ?", arrival))
	if err != nil {
		return Posted{}, l.failed(absent(err))
	}
	p, err := recall(ctx, l.reader, a)
	return p, l.failed(err)
}

// DocumentOf returns an issued document by its id, fs.ErrNotExist for none.
func (l *Ledger) DocumentOf(ctx context.Context, id int64) (Document, error) {
	list, err := l.documents(ctx, "WHERE id = ?", id)
	switch {
	case err != nil:
		return Document{}, err
	case len(list) == 0:
		return Document{}, l.failed(fs.ErrNotExist)
	}
	return list[0], nil
}
