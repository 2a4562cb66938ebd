package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

// Backup writes a consistent copy of the ledger to a new file while others
// read and write. The copy is one file with everything in it, of the version
// that the ledger has. A path that exists is refused. A ledger that cannot be
// copied since it is damaged is ErrDamaged, whatever SQLite calls it: a page of
// rubbish may ask for more room than any disk has.
func (l *Ledger) Backup(ctx context.Context, to string) error {
	err := copyWhole(ctx, l.asItStands(), to)
	if err != nil && errors.Is(l.Whole(ctx), ErrDamaged) {
		return ErrDamaged
	}
	return err
}

// ErrDamaged is a ledger file that opens and whose pages are not what SQLite
// wrote.
var ErrDamaged = errors.New("账本内部已损坏。请用最近一次备份恢复（tongbao restore）。")

// Whole looks through the pages of the ledger, as Problems does, but for what it
// takes long to look for, and returns ErrDamaged at the first that is not whole.
func (l *Ledger) Whole(ctx context.Context) error {
	found, err := collect(ctx, l.asItStands(), scanText, "SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok' LIMIT 1")
	const corrupt = 11 // SQLITE_CORRUPT
	var coded interface {
		error
		Code() int
	}
	if len(found) > 0 || errors.As(err, &coded) && coded.Code()&0xff == corrupt {
		return ErrDamaged
	}
	return l.failed(err)
}

func copyWhole(ctx context.Context, from *sql.DB, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%s：%w", to, os.ErrExist)
	}
	_, err := from.ExecContext(ctx, "VACUUM INTO ?", to)
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
// and references as SQLite finds them, guards that somebody took away, entries
// of the audit that are gone. None is healthy.
func (l *Ledger) Problems(ctx context.Context) ([]string, error) {
	pages, err := collect(ctx, l.asItStands(), scanText, "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'")
	if err != nil {
		return nil, l.failed(err)
	}
	references, err := collect(ctx, l.asItStands(), scanText, `SELECT "table" || ' row ' || coalesce(rowid, '?') || ' -> ' || parent FROM pragma_foreign_key_check`)
	if err != nil {
		return nil, l.failed(err)
	}
	guards, err := l.missingGuards(ctx)
	if err != nil {
		return nil, err
	}
	// The audit is numbered without gaps; SQLite remembers the last number.
	cut, err := collect(ctx, l.reader, scanText, `SELECT '操作记录缺' || (seq - n) || '条' FROM
		(SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0) AS seq, (SELECT count(*) FROM audit) AS n) WHERE seq <> n`)
	return slices.Concat(pages, references, guards, cut), l.failed(err)
}

var triggerPattern = regexp.MustCompile(`(?im)^(CREATE|DROP) TRIGGER (?:IF EXISTS )?(\w+)`)

// missingGuards names triggers of the migrations that the ledger does not have:
// nothing of this program drops them, so another one wrote into the ledger.
func (l *Ledger) missingGuards(ctx context.Context) (missing []string, err error) {
	have, err := collect(ctx, l.reader, scanText, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
	if err != nil {
		return nil, l.failed(err)
	}
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	made := map[string]bool{}
	for _, file := range files {
		text, err := migrations.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, m := range triggerPattern.FindAllStringSubmatch(string(text), -1) {
			made[m[2]] = strings.EqualFold(m[1], "CREATE")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(made)) {
		if made[name] && !slices.Contains(have, name) {
			missing = append(missing, "防改动的设置"+name+"已被去掉，账本可能在程序之外被改动过")
		}
	}
	return missing, nil
}

func scanText(row scanner) (s string, err error) { return s, row.Scan(&s) }
