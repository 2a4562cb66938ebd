package disk

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"unsafe"
)

// Replace renames over whatever bears the name. Windows refuses to replace a
// read-only file, so the mark is taken off the old one first; one that another
// program holds open stays as it is, and InUse tells.
func Replace(from, to string) error {
	if err := os.Chmod(to, 0o666); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(from, to)
}

// SyncFolder does nothing: Windows cannot flush a folder, and NTFS journals
// its names.
func SyncFolder(string) error { return nil }

// Hidden looks at the attributes that Explorer hides files by.
func Hidden(info fs.FileInfo) bool {
	data, ok := info.Sys().(*syscall.Win32FileAttributeData)
	return ok && data.FileAttributes&(syscall.FILE_ATTRIBUTE_HIDDEN|syscall.FILE_ATTRIBUTE_SYSTEM) != 0
}

// System error codes of a file that another program holds, and of a full disk.
const (
	sharingViolation syscall.Errno = 32
	lockViolation    syscall.Errno = 33
	handleDiskFull   syscall.Errno = 39
	diskFull         syscall.Errno = 112
	quotaExceeded    syscall.Errno = 1816
)

// InUse reports whether an error says that another program holds the file.
func InUse(err error) bool {
	return errors.Is(err, sharingViolation) || errors.Is(err, lockViolation)
}

// Full reports whether an error says that the disk, or what this user may take
// of it, is full.
func Full(err error) bool {
	return errors.Is(err, diskFull) || errors.Is(err, handleDiskFull) || errors.Is(err, quotaExceeded)
}

var freeSpace = syscall.NewLazyDLL("kernel32.dll").NewProc("GetDiskFreeSpaceExW")

// Free returns the bytes that this user may still write on the disk of a
// folder.
func Free(dir string) (uint64, error) {
	name, err := syscall.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var mine, total, all uint64
	ok, _, err := freeSpace.Call(uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&mine)), uintptr(unsafe.Pointer(&total)), uintptr(unsafe.Pointer(&all)))
	if ok == 0 {
		return 0, &fs.PathError{Op: "GetDiskFreeSpaceEx", Path: dir, Err: err}
	}
	return mine, nil
}
