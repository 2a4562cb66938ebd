package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"

	"tongbao/ingest/disk"
	"tongbao/ingest/ledger"
)

// UsageError is a request that cannot be answered as it was made: an absent
// file, a month that is not due, a clock that goes back. Nothing was changed.
type UsageError struct{ Message string }

func (e *UsageError) Error() string { return e.Message }

// ErrRecords is answered by an office that was opened to read, when what is
// asked for has to be recorded: open it to write and ask again.
var ErrRecords = errors.New("须记入账本")

func usage(format string, args ...any) error { return &UsageError{fmt.Sprintf(format, args...)} }

// Explain words a failure of the disk, of permissions or of the ledger in
// Chinese, with the path and what to do. The system's own words are shown only
// where nothing better is known.
func Explain(err error) string {
	var half *HalfRestoredError
	if errors.As(err, &half) {
		return half.Error()
	}
	var scratch *ScratchError
	if errors.As(err, &scratch) {
		return scratch.Error()
	}
	where := ""
	var path *fs.PathError
	if errors.As(err, &path) {
		where = path.Path + "："
	}
	switch {
	case errors.Is(err, context.Canceled):
		return where + "已按要求停止。已完成的部分有效，重新运行即接着做。"
	case disk.Full(err):
		return where + "磁盘空间已满。请清理磁盘后重新运行，已收到的文件不会丢失。"
	case disk.InUse(err):
		return where + "文件正被其他程序（如 Excel、PDF 阅读器）打开。请关闭后重新运行，未完成的部分会接着做。"
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		return where + "没有写入权限。请检查文件夹权限，或确认文件没有被其他程序占用。"
	case errors.Is(err, syscall.ENOTDIR) || errors.Is(err, fs.ErrExist):
		return where + "这里应当是文件夹，却有一个同名的文件。请将该文件改名或移走后重试。"
	case errors.Is(err, syscall.EISDIR):
		return where + "这里应当是文件，却有一个同名的文件夹。请将该文件夹改名或移走后重试。"
	case errors.Is(err, fs.ErrNotExist):
		return where + "文件或文件夹不存在。"
	}
	if text := explainLedger(err); text != "" {
		return text
	}
	return err.Error()
}

// Primary result codes of SQLite (sqlite.org/rescode.html). The ledger is its
// only door; the number is all that comes through it.
const (
	sqliteBusy     = 5
	sqliteLocked   = 6
	sqliteReadOnly = 8
	sqliteIOError  = 10
	sqliteCorrupt  = 11
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteNotADB   = 26
)

const ledgerFull = "磁盘空间已满，账本 " + ledgerFile + " 写不进去。请清理磁盘后重新运行，已收到的文件不会丢失。"

// leastRoom is less than any run needs.
const leastRoom = 256 << 10

// noRoom reports whether an error is that of a full disk: by its own words, or
// of the ledger on a disk that has no room.
func noRoom(err error) bool {
	if disk.Full(err) {
		return true
	}
	var coded interface {
		error
		Code() int
	}
	if !errors.As(err, &coded) {
		return false
	}
	switch coded.Code() & 0xff {
	case sqliteFull:
		return true
	case sqliteIOError, sqliteCantOpen:
		var file *ledger.FileError
		if errors.As(err, &file) {
			free, err := disk.Free(filepath.Dir(file.Path))
			return err == nil && free < leastRoom
		}
	}
	return false
}

// explainLedger words a failure of the ledger file, "" when it is none.
func explainLedger(err error) string {
	var coded interface {
		error
		Code() int
	}
	if !errors.As(err, &coded) {
		return ""
	}
	switch coded.Code() & 0xff {
	case sqliteBusy, sqliteLocked:
		return "账本 " + ledgerFile + " 正被其他程序占用。请关闭打开它的程序后重试。"
	case sqliteReadOnly:
		return "账本 " + ledgerFile + " 没有写入权限。请检查文件夹和文件的权限。"
	case sqliteFull:
		return ledgerFull
	case sqliteCorrupt, sqliteNotADB:
		return "账本 " + ledgerFile + " 已损坏，或不是账本文件，程序没有改动它。请用最近一次备份恢复。"
	case sqliteIOError, sqliteCantOpen:
		if noRoom(err) { // SQLite has one code for many things that a full disk does
			return ledgerFull
		}
		return "账本 " + ledgerFile + " 打不开或读写出错。请检查磁盘，并确认它是文件而不是文件夹。"
	}
	return ""
}
