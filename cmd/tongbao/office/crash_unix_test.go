//go:build crash && !windows

package office

import (
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// restrict bounds the size of every file that the process writes.
func restrict(limit string) {
	n, err := strconv.ParseUint(limit, 10, 64)
	if err != nil {
		return
	}
	signal.Ignore(syscall.SIGXFSZ) // so that a write fails instead of ending the process
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
		panic(err)
	}
}

// nobody is any user but root, who is refused nothing.
const nobody = 65534

// asOrdinaryUser runs the child as a user who can be refused: root hands the
// workspace over first, and back takes it back.
func asOrdinaryUser(t *testing.T, dir string) (c *exec.Cmd, back func()) {
	t.Helper()
	c = child(dir)
	if os.Getuid() != 0 {
		return c, func() {}
	}
	give := func(id int) {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err == nil {
				err = os.Lchown(path, id, id)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	give(nobody)
	for up := filepath.Dir(dir); up != "/"; up = filepath.Dir(up) {
		if info, err := os.Stat(up); err == nil && info.Mode().Perm()&0o005 != 0o005 {
			os.Chmod(up, info.Mode().Perm()|0o055)
		}
	}
	c.Path = programFor(t)
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return c, func() { give(0) }
}

// programFor is this test binary where anybody may run it.
func programFor(t *testing.T) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "program")
	for up := filepath.Dir(to); up != "/"; up = filepath.Dir(up) {
		if info, err := os.Stat(up); err == nil && info.Mode().Perm()&0o005 != 0o005 {
			os.Chmod(up, info.Mode().Perm()|0o055)
		}
	}
	from, err := os.Open(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	f, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err == nil {
		_, err = io.Copy(f, from)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return to
}
