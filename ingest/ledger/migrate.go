package ledger

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// mark is the application_id in the header of every ledger, "TBLZ".
const mark = 0x54424c5a

// ErrForeign is returned by Open for a file that is an SQLite database but no
// ledger.
var ErrForeign = errors.New("这不是 tongbao 的账本文件")

// NewerError is returned by Open for a ledger that a newer program has written.
type NewerError struct{ Ledger, Program int } // schema versions

func (e *NewerError) Error() string {
	return fmt.Sprintf("账本由较新版本的程序写成（账本第%d版，本程序支持到第%d版），请更新程序后再试", e.Ledger, e.Program)
}

// OlderError tells a ledger that any command that writes will bring up to date:
// see Older.
type OlderError struct{ Ledger, Program int }

func (e *OlderError) Error() string {
	return fmt.Sprintf("账本由较旧版本的程序写成（账本第%d版，本程序为第%d版）", e.Ledger, e.Program)
}

// version returns the schema version of an open database, 0 for a new one.
func version(db *sql.DB) (v int, err error) {
	var id, tables int
	if err := db.QueryRow("SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_schema)").Scan(&v, &id, &tables); err != nil {
		return 0, err
	}
	if id != mark && (id != 0 || v != 0 || tables != 0) {
		return 0, ErrForeign
	}
	return v, nil
}

// migrate applies the migrations that the ledger has not seen, each in a
// transaction of its own. They are numbered from 1 without gaps.
func migrate(db *sql.DB) error {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	have, err := version(db)
	if err != nil {
		return err
	}
	if have > len(files) {
		return &NewerError{have, len(files)}
	}
	for n := have; n < len(files); n++ {
		if err := apply(db, files[n], n+1); err != nil {
			return fmt.Errorf("%s：%w", files[n], err)
		}
	}
	return nil
}

func apply(db *sql.DB, file string, number int) error {
	text, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec(string(text)); err != nil {
		return err
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", number, mark)); err != nil {
		return err
	}
	if file == firstSealed {
		if err := sealExisting(context.Background(), tx); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// firstSealed is the migration from which on what is written is sealed.
const firstSealed = "migrations/0009_seal.sql"

// current refuses a ledger that is not of this program's schema.
func current(db *sql.DB) error {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	have, err := version(db)
	switch {
	case err != nil:
		return err
	case have > len(files):
		return &NewerError{have, len(files)}
	case have < len(files):
		return &OlderError{have, len(files)}
	}
	return nil
}
