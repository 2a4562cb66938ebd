package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Backup writes a consistent copy of the ledger to a new file while others
// read and write. The copy is one file with everything in it. A path that
// exists is refused.
func (l *Ledger) Backup(ctx context.Context, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%s：%w", to, os.ErrExist)
	}
	_, err := l.reader.ExecContext(ctx, "VACUUM INTO ?", to)
	if err != nil {
		return errors.Join(fmt.Errorf("备份到 %s：%w", to, err), ignoreAbsent(os.Remove(to)))
	}
	return nil
}

func ignoreAbsent(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// Problems lists what is wrong inside the ledger file itself: pages, indexes
// and references, as SQLite finds them. None is healthy.
func (l *Ledger) Problems(ctx context.Context) ([]string, error) {
	pages, err := collect(ctx, l.reader, scanText, "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'")
	if err != nil {
		return nil, l.failed(err)
	}
	references, err := collect(ctx, l.reader, scanText, `SELECT "table" || ' row ' || coalesce(rowid, '?') || ' -> ' || parent FROM pragma_foreign_key_check`)
	return append(pages, references...), l.failed(err)
}

func scanText(row scanner) (s string, err error) { return s, row.Scan(&s) }
