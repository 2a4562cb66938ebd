//go:build !windows

package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// Replace renames over whatever bears the name.
func Replace(from, to string) error { return os.Rename(from, to) }

// SyncFolder brings the names in a folder to disk; without it a power cut can
// forget a rename that has already been built upon. Some network file systems
// refuse to sync a folder; they have nothing better to offer.
func SyncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}

// Hidden is for file systems that mark hidden files other than by name.
func Hidden(fs.FileInfo) bool { return false }

// InUse reports whether an error says that another program holds the file.
func InUse(error) bool { return false }

// Full reports whether an error says that the disk, or what this user may take
// of it, is full.
func Full(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// Free returns the bytes that an ordinary user may still write on the disk of
// a folder.
func Free(dir string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, &fs.PathError{Op: "statfs", Path: dir, Err: err}
	}
	return s.Bavail * uint64(s.Bsize), nil
}
