package inbox

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"tongbao/ingest/crash"
	"tongbao/ingest/disk"
)

// ErrChanged is returned by Keep when the file changed while it was copied:
// it was not complete after all and is to be left for the next run.
var ErrChanged = errors.New("文件在收取过程中发生变化")

// ErrInUse is returned by Remove for a file that another program holds open, as
// Excel does on Windows: it may be read and not removed.
var ErrInUse = errors.New("文件正被其他程序打开")

// Kept is a file of the inbox whose bytes are safe in the archive.
type Kept struct {
	Candidate
	SHA256 string // lower-case hex; the name in the archive
	File   string // path of the kept copy
	Again  bool   // the archive had it already
}

// settling lets one copy at a time have its final name: of two files of the
// same bytes, kept at once, the second finds the first.
var settling sync.Mutex

// newPrefix begins the names of copies that are not finished.
const newPrefix = ".new-"

// Keep copies the candidate into the archive under its SHA-256, read-only,
// and returns when the copy and its name are on disk. Bytes that are there
// already are read and compared; a kept file that has rotted is replaced by
// the good copy.
//
// Errors: ErrChanged; fs.ErrNotExist when the file was taken away; fs.ErrPermission
// and the disk's own errors, each naming the path. Whatever the error, no
// half-made file stays under a final name, and none of the inbox is touched.
// Several goroutines may keep at once.
func Keep(archive string, c Candidate) (Kept, error) {
	sum, temp, err := copyIn(archive, c)
	if err != nil {
		return Kept{}, fmt.Errorf("收取 %s：%w", c.Path, err)
	}
	defer os.Remove(temp) // of no effect once it is renamed
	settling.Lock()
	defer settling.Unlock()
	k := Kept{Candidate: c, SHA256: sum, File: filepath.Join(archive, sum)}
	if k.Again, err = matches(k.File, sum); err != nil {
		return Kept{}, fmt.Errorf("核对存档 %s：%w", k.File, err)
	}
	if k.Again { // its name may date from a run that was killed before this step
		err = disk.SyncFolder(archive)
	} else {
		err = settle(temp, k.File)
	}
	if err != nil {
		return Kept{}, fmt.Errorf("存档 %s：%w", k.File, err)
	}
	crash.Point(crash.KeepDone)
	return k, nil
}

// copyIn copies the candidate to a new file beside the archived ones, hashing
// on the way, and brings it to disk.
func copyIn(archive string, c Candidate) (sum, temp string, err error) {
	src, err := openSame(c)
	if err != nil {
		return "", "", err
	}
	defer src.Close()
	dst, err := os.CreateTemp(archive, newPrefix+"*")
	if err != nil {
		return "", "", err
	}
	defer func() {
		err = errors.Join(err, dst.Close())
		if err != nil {
			os.Remove(dst.Name())
		}
	}()
	h := sha256.New()
	if _, err := io.Copy(io.MultiWriter(dst, h), src); err != nil {
		return "", "", err
	}
	if err := unchanged(src, c); err != nil {
		return "", "", err
	}
	crash.Point(crash.KeepCopied)
	if err := dst.Sync(); err != nil {
		return "", "", err
	}
	crash.Point(crash.KeepSynced)
	return hex.EncodeToString(h.Sum(nil)), dst.Name(), nil
}

// openSame opens the very file that was scanned: a link or another file put
// in its place since is ErrChanged.
func openSame(c Candidate) (*os.File, error) {
	before, err := os.Lstat(c.Path)
	if err != nil {
		return nil, err
	}
	if !before.Mode().IsRegular() || !c.unchanged(before) {
		return nil, ErrChanged
	}
	f, err := os.Open(c.Path)
	if err != nil {
		return nil, err
	}
	after, err := f.Stat()
	if err == nil && !os.SameFile(before, after) {
		err = ErrChanged
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// unchanged is the second look: what was copied must still be what its name
// stands for, in the size and with the time that the scan saw.
func unchanged(src *os.File, c Candidate) error {
	open, err := src.Stat()
	if err != nil {
		return err
	}
	named, err := os.Lstat(c.Path)
	if err != nil {
		return err
	}
	for _, info := range []fs.FileInfo{open, named} {
		if !c.unchanged(info) || !os.SameFile(open, info) {
			return ErrChanged
		}
	}
	return nil
}

// matches reports whether the file at path has that hash; an absent file does
// not.
func matches(path, sum string) (bool, error) {
	got, err := hashFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return got == sum, err
}

// settle gives a finished copy its final name. Read-only comes before the
// name, so that nobody ever sees a writable file in the archive.
func settle(temp, final string) error {
	if err := os.Chmod(temp, 0o444); err != nil {
		return err
	}
	if err := disk.Replace(temp, final); err != nil {
		return err
	}
	crash.Point(crash.KeepRenamed)
	return disk.SyncFolder(filepath.Dir(final))
}

// Remove takes a kept file out of the inbox and reports whether it did. A
// file that is no longer the one that was kept stays: it is a new delivery. A
// file that is gone already is fine; one that is held open is ErrInUse.
func Remove(k Kept) (bool, error) {
	info, err := os.Lstat(k.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("移出收件夹 %s：%w", k.Path, err)
	}
	if !info.Mode().IsRegular() || !k.unchanged(info) {
		return false, nil
	}
	crash.Point(crash.RemoveBegin)
	if err := os.Remove(k.Path); err != nil {
		if disk.InUse(err) {
			err = errors.Join(ErrInUse, err)
		}
		return false, fmt.Errorf("移出收件夹 %s：%w", k.Path, err)
	}
	crash.Point(crash.RemoveDone)
	return true, nil
}

// Sweep removes copies that a power cut left unfinished. Call it only under
// the workspace's lock, since another process's copy looks the same.
func Sweep(archive string) error {
	entries, err := os.ReadDir(archive)
	if err != nil {
		return fmt.Errorf("存档夹 %s 无法读取：%w", archive, err)
	}
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasPrefix(e.Name(), newPrefix) {
			err = errors.Join(err, os.Remove(filepath.Join(archive, e.Name())))
		}
	}
	return err
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
