package office

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"tongbao/ingest/disk"
)

// put writes a file of ours whole, or not at all.
func put(path string, content []byte) error { return disk.Put(path, content) }

// sweep removes the unfinished files that a killed run left in the workspace
// and in the folders of it that we write to. It looks everywhere, so call it
// only after one was killed.
func (o *Office) sweep() error {
	beside, err := os.ReadDir(o.dir) // of the ledger's head and the sender's sign
	failed := []error{err}
	for _, e := range beside {
		if e.Type().IsRegular() && strings.HasPrefix(e.Name(), disk.TempPrefix) {
			failed = append(failed, os.Remove(o.path(e.Name())))
		}
	}
	dirs := []string{o.path(returnedDir), o.path(formsDir), o.path(outDir), o.path(outboxDir)}
	if o.keepsBackups() {
		dirs = append(dirs, o.backupFolder())
	}
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err == nil && d.Type().IsRegular() && strings.HasPrefix(d.Name(), disk.TempPrefix) {
				err = os.Remove(path)
			}
			return err
		})
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

var scratchPattern = regexp.MustCompile(`^tongbao-(verify|backup|answer|ledger)-\d+$`)

// sweepScratch removes temporary folders, with copies of ledgers in them, that
// killed processes left more than a day ago: no system clears them for us. One
// that is another user's stays.
func sweepScratch() {
	entries, _ := os.ReadDir(os.TempDir())
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.IsDir() && scratchPattern.MatchString(e.Name()) && time.Since(info.ModTime()) > 24*time.Hour {
			_ = os.RemoveAll(filepath.Join(os.TempDir(), e.Name())) // else the next time
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// cleanName makes a name that came from outside fit for a file of ours.
func cleanName(s string) string { return disk.FileName(s) }
