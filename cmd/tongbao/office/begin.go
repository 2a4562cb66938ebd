package office

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tongbao/ingest/disk"
	"tongbao/ingest/ledger"
)

// A run begins only where its memory and its clock can be believed: without the
// ledger of what was issued, or by a clock that is months ahead, it would number
// anew, call everybody missing and mail it.

// ErrLedgerLost is a workspace that has received or issued files and no ledger
// of them.
var ErrLedgerLost = errors.New("账本 " + ledgerFile + " 不见了或是空的，而 " + archiveDir + "、" + outDir + " 中有以前收到、印发的文件。未作任何处理：继续运行会从头编号、重复印发。请把原来的账本放回，或用最近一次备份恢复（tongbao restore 备份.zip 新文件夹）。")

// ledgerThere refuses a workspace whose ledger was lost. A new one has neither
// ledger nor files; one that was cut off while its first ledger was made has an
// empty one and no files. Drafts prove nothing: one may be made before there is
// a ledger.
func (o *Office) ledgerThere() error {
	info, err := os.Stat(o.path(ledgerFile))
	if err == nil && info.Size() > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil // what else is wrong with it, opening tells
	}
	for _, dir := range []string{archiveDir, outDir} {
		held, err := holdsFiles(o.path(dir), o.path(filepath.FromSlash(draftsDir)))
		if err != nil {
			return err
		}
		if held {
			return ErrLedgerLost
		}
	}
	return nil
}

// holdsFiles reports whether a folder has a file in it, at any depth, but for
// one folder.
func holdsFiles(dir, but string) (held bool, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir() && path == but:
			return fs.SkipDir
		case !d.IsDir() && !strings.HasPrefix(d.Name(), disk.TempPrefix):
			held = true
			return fs.SkipAll
		}
		return nil
	})
	return held, err
}

// begin records the run and the office workbooks it works by.
func (o *Office) begin(leap time.Duration) error {
	ctx := context.Background()
	last, err := o.ledger.LastRun(ctx)
	if err != nil {
		return err
	}
	if ahead := o.Now.Sub(last); leap > 0 && !last.IsZero() && ahead > leap {
		return usage("本次运行的时间%s比上一次运行的%s晚了%d天，未作任何处理。请核对计算机的日期；日期无误、确实停机至今的，请运行一次 tongbao run --now %s 确认，以后照常运行。",
			clockText(o.Now), clockText(last), int(ahead/(24*time.Hour)), o.Now.Format(time.RFC3339))
	}
	var back *ledger.ClockBackError
	err = o.ledger.Advance(ctx, o.Now, "run")
	if errors.As(err, &back) {
		return usage("本次运行的时间%s早于上一次运行的%s，未作任何处理。请检查计算机时间或 --now。",
			clockText(back.Now), clockText(back.Last))
	}
	if err != nil {
		return err
	}
	if err := o.snapshot(ctx, "scheme", o.scheme.Digest, o.scheme.Tables()); err != nil {
		return err
	}
	return o.snapshot(ctx, "register", o.register.Digest, o.tables)
}
