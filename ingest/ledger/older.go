package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// After an update of the program the ledger is of an older version until a
// command that writes has opened it. Whoever only reads it does not have to
// wait: what is read is a copy brought up to date in a temporary folder. The
// ledger itself stays as it is, and Backup copies it as it is.

// older is a ledger of an older program that was opened to read.
type older struct {
	versions *OlderError
	original *sql.DB
	dir      string // of the copy that the reader reads
}

// Close lets go of the original and removes the copy.
func (o *older) Close() error { return errors.Join(o.original.Close(), os.RemoveAll(o.dir)) }

// Older says that the ledger is of an older program and was opened to read; nil
// otherwise.
func (l *Ledger) Older() *OlderError {
	if l.older == nil {
		return nil
	}
	return l.older.versions
}

// asItStands is the ledger's own file, of whatever version.
func (l *Ledger) asItStands() *sql.DB {
	if l.older != nil {
		return l.older.original
	}
	return l.reader
}

// readAsNew has the reader read a copy that is brought up to date.
func (l *Ledger) readAsNew(versions *OlderError) error {
	dir, err := os.MkdirTemp("", "tongbao-ledger-")
	if err != nil {
		return err
	}
	l.older = &older{versions, l.reader, dir}
	file := filepath.Join(dir, filepath.Base(l.path))
	if err := copyWhole(context.Background(), l.older.original, file); err != nil {
		return err
	}
	copied, err := Open(file)
	if err != nil {
		return fmt.Errorf("按新版本读取：%w", err)
	}
	l.reader = copied.reader
	return copied.writer.Close()
}
