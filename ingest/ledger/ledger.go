// Package ledger is the memory of tongbao: what was received, what became of
// it, what was issued. It is the only door to SQLite.
//
// Start at Open, Post (a return comes in) and Issue (a document goes out).
// WAL and synchronous=FULL, one writer; one transaction a return and one a
// document, so that a power cut leaves either all of it or nothing. What is
// written once is never changed: triggers refuse it. The schema stands in
// migrations/*.sql, applied in order when the ledger is opened.
//
// The package asks no clock: every time is given by the caller, kept to the
// second in ingest.Zone. It judges nothing either; statuses, findings and
// figures come from outside. Within a process a Ledger may be used from
// several goroutines; between processes take Lock first.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver

	"tongbao/ingest"
)

// Ledger is an open ledger.db.
type Ledger struct {
	// Who acts, for the audit table: the OS user and the verb. Set it after
	// Open, before the first write.
	Who string

	path   string
	reader *sql.DB
	writer *sql.DB // nil when opened read-only
	older  *older  // nil unless it is of an older program, opened read-only
}

// ErrReadOnly is returned by whatever writes, on a ledger opened read-only.
var ErrReadOnly = errors.New("账本以只读方式打开")

// Pragmas of every connection. FULL, since the promise is that what was
// answered with a receipt survives a power cut; the wait is for readers that
// meet a checkpoint and for a backup by another process.
const pragmas = "_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)"

// Open opens the ledger for writing, makes it where there is none and brings
// its schema up to date. A ledger of a newer program is refused with
// *NewerError, a file that is no ledger with ErrForeign.
func Open(path string) (*Ledger, error) {
	writer, err := sql.Open("sqlite", address(path, "rwc", pragmas+"&_pragma=journal_mode(WAL)&_txlock=immediate"))
	if err != nil {
		return nil, &FileError{path, err}
	}
	writer.SetMaxOpenConns(1)
	l := &Ledger{path: path, writer: writer}
	if err := migrate(writer); err != nil {
		return nil, l.failed(errors.Join(err, writer.Close()))
	}
	if l.reader, err = sql.Open("sqlite", address(path, "ro", pragmas)); err != nil {
		return nil, l.failed(errors.Join(err, writer.Close()))
	}
	return l, nil
}

// OpenReadOnly opens an existing ledger without ever changing it; several may
// while another process writes. An absent one is fs.ErrNotExist. It also opens
// a ledger in a folder that cannot be written, as on a read-only share, where
// SQLite cannot keep the small files beside it that WAL wants. One of an older
// program is read through a copy (Older).
func OpenReadOnly(path string) (*Ledger, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	reader, err := openReader(path)
	if err != nil {
		return nil, &FileError{path, err}
	}
	l := &Ledger{path: path, reader: reader}
	err = current(reader)
	var old *OlderError
	if errors.As(err, &old) {
		err = l.readAsNew(old)
	}
	if err != nil {
		return nil, l.failed(errors.Join(err, l.Close()))
	}
	return l, nil
}

// openReader opens a file to read, of whatever version.
func openReader(path string) (*sql.DB, error) {
	var failed error
	for _, mode := range []string{pragmas, pragmas + "&immutable=1"} {
		if mode != pragmas && !settled(path) {
			break // changes stand beside the file and would not be seen
		}
		reader, err := sql.Open("sqlite", address(path, "ro", mode))
		if err == nil {
			_, err = version(reader)
		}
		if err == nil {
			return reader, nil
		}
		failed = errors.Join(err, reader.Close())
	}
	return nil, failed
}

// settled reports whether no WAL with changes lies beside the ledger.
func settled(path string) bool {
	info, err := os.Stat(path + "-wal")
	return errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0
}

// address is the SQLite URI of a path, which may hold any character: Chinese,
// blanks, ?, #, %, a drive letter.
func address(path, mode, query string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/… becomes /C:/…
	}
	return "file://" + (&url.URL{Path: slashed}).EscapedPath() + "?mode=" + mode + "&" + query
}

// Close ends the use of the ledger.
func (l *Ledger) Close() error {
	err := l.reader.Close()
	if l.writer != nil {
		err = errors.Join(err, l.writer.Close())
	}
	if l.older != nil {
		err = errors.Join(err, l.older.Close())
	}
	return err
}

// write runs f in one transaction that takes the write lock at once, and seals
// what it wrote. On an error nothing of it stays.
func (l *Ledger) write(ctx context.Context, f func(*writing) error) error {
	if l.writer == nil {
		return l.failed(ErrReadOnly)
	}
	tx, err := l.writer.BeginTx(ctx, nil)
	if err != nil {
		return l.failed(err)
	}
	defer tx.Rollback() // of no effect after Commit
	w := &writing{Tx: tx}
	if err := f(w); err != nil {
		return l.failed(err)
	}
	if err := w.seal(ctx); err != nil {
		return l.failed(err)
	}
	return l.failed(tx.Commit())
}

// FileError is an error of the disk, of SQLite or of what was asked, with the
// ledger's path.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string { return "账本 " + e.Path + "：" + e.Err.Error() }

func (e *FileError) Unwrap() error { return e.Err }

// failed names the ledger in an error of the disk or of SQLite.
func (l *Ledger) failed(err error) error {
	if err == nil {
		return nil
	}
	return &FileError{l.path, err}
}

// source is what can be asked: the reader, or a transaction that is to see
// its own writes.
type source interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// collect reads every row of a query with one scan function.
func collect[T any](ctx context.Context, from source, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := from.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		x, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, rows.Err()
}

// scanner is a row.
type scanner interface{ Scan(...any) error }

// stamp writes a time as the ledger keeps it: RFC 3339 in +08:00, to the
// second, so that text order is time order.
func stamp(t time.Time) string {
	return t.In(ingest.Zone).Truncate(time.Second).Format(time.RFC3339)
}

// when reads what stamp wrote; "" is the zero time.
func when(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	return t.In(ingest.Zone), err
}
