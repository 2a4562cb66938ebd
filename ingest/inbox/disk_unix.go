//go:build !windows

package inbox

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// replaceFile renames over whatever bears the name.
func replaceFile(from, to string) error { return os.Rename(from, to) }

// syncFolder brings the names in a folder to disk; without it a power cut can
// forget a rename that has already been built upon. Some network file systems
// refuse to sync a folder; they have nothing better to offer.
func syncFolder(dir string) error {
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

// hiddenOnDisk is for file systems that mark hidden files other than by name.
func hiddenOnDisk(fs.FileInfo) bool { return false }
