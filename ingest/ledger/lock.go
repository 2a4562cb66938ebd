package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked matches *LockedError with errors.Is.
var ErrLocked = errors.New("工作区正被占用")

// LockedError is returned by Lock when another process kept the lock longer
// than one was ready to wait.
type LockedError struct {
	Path   string
	Waited time.Duration
	Holder string // process number of the holder, "" when it cannot be told
}

func (e *LockedError) Error() string {
	holder := "另一个 tongbao"
	if e.Holder != "" {
		holder += "（进程 " + e.Holder + "）"
	}
	return fmt.Sprintf("%s正在使用此工作区，已等待%s：请稍后再试（%s）", holder, e.Waited, e.Path)
}

func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// Held is a lock that is held.
type Held struct {
	// Orphaned is true where the process that held the lock before did not
	// live to release it: it may have left unfinished files.
	Orphaned bool

	file *flock.Flock
}

// Lock takes the workspace's lock file, waiting for another process at most
// that long, and returns *LockedError after it, or the error of a ctx that ends
// before. The system lets go of the lock when a process dies, however it dies;
// the file itself stays.
func Lock(ctx context.Context, path string, wait time.Duration) (*Held, error) {
	patience, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	file := flock.New(path, flock.SetPermissions(0o644))
	got, err := file.TryLock()
	if err == nil && !got && wait > 0 {
		got, err = file.TryLockContext(patience, 50*time.Millisecond)
	}
	if ctx.Err() != nil && !got {
		return nil, ctx.Err()
	}
	if errors.Is(err, context.DeadlineExceeded) || err == nil && !got {
		return nil, &LockedError{path, wait, holder(path)}
	}
	if err != nil {
		return nil, fmt.Errorf("锁文件 %s：%w", path, err)
	}
	_, left := os.Stat(holderFile(path))
	// Beside the lock, since Windows lets nobody read a locked file.
	_ = os.WriteFile(holderFile(path), []byte(fmt.Sprint(os.Getpid())), 0o644) // only for the message of others
	return &Held{Orphaned: left == nil, file: file}, nil
}

// Release lets the lock go.
func (h *Held) Release() error {
	os.Remove(holderFile(h.file.Path()))
	return h.file.Close()
}

func holderFile(path string) string { return path + ".pid" }

func holder(path string) string {
	b, _ := os.ReadFile(holderFile(path))
	return strings.TrimSpace(string(b))
}
