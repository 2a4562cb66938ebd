package inbox

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// replaceFile renames over whatever bears the name. Windows refuses to
// replace a read-only file, so the mark is taken off the old one first.
func replaceFile(from, to string) error {
	if err := os.Chmod(to, 0o666); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(from, to)
}

// syncFolder does nothing: Windows cannot flush a folder, and NTFS journals
// its names.
func syncFolder(string) error { return nil }

// hiddenOnDisk looks at the attributes that Explorer hides files by.
func hiddenOnDisk(info fs.FileInfo) bool {
	data, ok := info.Sys().(*syscall.Win32FileAttributeData)
	return ok && data.FileAttributes&(syscall.FILE_ATTRIBUTE_HIDDEN|syscall.FILE_ATTRIBUTE_SYSTEM) != 0
}
