// Package disk is where one system's disk differs from another's: bringing a
// folder's names to disk, renaming over a file that is read-only or open,
// hidden files, free space. Nothing else in the tree asks which system it runs
// on.
//
// Start at Put. What Windows does otherwise stands in disk_windows.go: it
// cannot sync a folder and need not, it refuses to replace a read-only file or
// one that another program (Excel, a PDF viewer) holds open. Drive letters and
// names longer than 260 characters are the standard library's care, as is
// Chinese on a console.
package disk

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"tongbao/ingest/crash"
)

// Put writes a file whole: beside it first, synced, then renamed into place
// and the folder synced, so that nobody ever sees half of one. A file of the
// same bytes is left alone. The folder is made where it is missing.
func Put(path string, content []byte) error {
	if old, err := os.ReadFile(path); err == nil && string(old) == string(content) {
		return nil
	}
	return PutFrom(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// PutFrom is Put for what is written bit by bit. Whatever the error, nothing
// half-made stays.
func PutFrom(path string, write func(io.Writer) error) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, TempPrefix+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // of no effect once it is renamed
	err = write(f)
	if err == nil {
		err = errors.Join(f.Chmod(0o644), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	crash.Point(crash.FileWritten)
	if err := Replace(f.Name(), path); err != nil {
		return err
	}
	crash.Point(crash.FileRenamed)
	return SyncFolder(dir)
}

// TempPrefix begins the names of files that are not finished. A power cut
// leaves them behind; under the workspace's lock they may be removed.
const TempPrefix = ".new-"
