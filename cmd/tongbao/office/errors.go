package office

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// UsageError is a request that cannot be answered as it was made: an absent
// file, a month that is not due, a clock that goes back. Nothing was changed.
type UsageError struct{ Message string }

func (e *UsageError) Error() string { return e.Message }

func usage(format string, args ...any) error { return &UsageError{fmt.Sprintf(format, args...)} }

// Explain words a failure of disk or permissions in Chinese, with the path;
// the system's own words follow only where nothing better is known.
func Explain(err error) string {
	where := ""
	var path *fs.PathError
	if errors.As(err, &path) {
		where = path.Path + "："
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return where + "磁盘空间已满。请清理磁盘后重新运行，已收到的文件不会丢失。"
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		return where + "没有写入权限。请检查文件夹权限，或确认文件没有被其他程序占用。"
	case errors.Is(err, fs.ErrNotExist):
		return where + "文件或文件夹不存在。"
	}
	return err.Error()
}
