//go:build !windows

package inbox

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestScanFollowsNoLinkAndOpensNoPipe(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	put(t, outside, "secret.xlsx", []byte("x"), time.Hour)
	for name, to := range map[string]string{"file.xlsx": filepath.Join(outside, "secret.xlsx"), "folder": outside, "dangling": "/no/where", "circle": dir} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.xlsx"), 0o644); err != nil {
		t.Fatal(err)
	}
	names, skipped := scan(t, dir, Standard(noon))
	for _, name := range []string{"file.xlsx", "folder", "dangling", "circle"} {
		if skipped[name] != Link {
			t.Errorf("%s: %q", name, skipped[name])
		}
	}
	if len(names) != 0 || skipped["pipe.xlsx"] != NotAFile {
		t.Errorf("taken %v, skipped %v", names, skipped)
	}
}

func TestScanOfALinkedInbox(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "KFQ.xlsx", []byte("x"), time.Hour)
	link := filepath.Join(t.TempDir(), "inbox")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if names, _ := scan(t, link, Standard(noon)); len(names) != 1 {
		t.Errorf("an inbox that is itself a link, to a share: %v", names)
	}
}

func TestPermissions(t *testing.T) {
	if os.Getuid() == 0 { // who is refused nothing
		asOrdinaryUser(t, "^TestPermissions$")
		return
	}
	in, archive := t.TempDir(), t.TempDir()
	path := put(t, in, "KFQ.xlsx", []byte("x"), time.Hour)
	c := candidate(t, in)
	os.Chmod(archive, 0o555)
	defer os.Chmod(archive, 0o755)
	if _, err := Keep(archive, c); !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), archive) {
		t.Errorf("archive read-only: %v", err)
	}
	os.Chmod(path, 0)
	if _, skipped := scan(t, in, Standard(noon)); skipped["KFQ.xlsx"] != Denied {
		t.Errorf("unreadable: %v", skipped)
	}
}

// asOrdinaryUser runs a test of this binary once more as nobody.
func asOrdinaryUser(t *testing.T, name string) {
	t.Helper()
	const nobody = 65534
	dir, err := os.MkdirTemp("", "inbox-nobody-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "inbox.test")
	if err := errors.Join(os.WriteFile(binary, self, 0o755), os.Chmod(dir, 0o777)); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(binary, "-test.run="+name, "-test.v")
	child.Dir, child.Env = dir, []string{"TMPDIR=" + dir}
	child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := child.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS")) {
		t.Fatalf("as nobody: %v\n%s", err, out)
	}
}

// TestDiskFull lets a child process run into a limit on the size of files, as
// a full disk stops a copy half way.
func TestDiskFull(t *testing.T) {
	if dir := os.Getenv("INBOX_FULL"); dir != "" {
		keepUnderLimit(t, dir)
		return
	}
	dir := t.TempDir()
	put(t, dir, "in/KFQ.xlsx", bytes.Repeat([]byte("x"), 1<<20), time.Hour)
	os.Mkdir(filepath.Join(dir, "archive"), 0o755)
	child := exec.Command(os.Args[0], "-test.run=^TestDiskFull$", "-test.v")
	child.Env = append(os.Environ(), "INBOX_FULL="+dir)
	out, err := child.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("the limit was met")) {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := listed(t, filepath.Join(dir, "archive")); got != "" {
		t.Errorf("half-made: %s", got)
	}
	if got := listed(t, filepath.Join(dir, "in")); got != "KFQ.xlsx" {
		t.Errorf("inbox: %s", got)
	}
}

func keepUnderLimit(t *testing.T, dir string) {
	c := candidate(t, filepath.Join(dir, "in"))
	signal.Ignore(syscall.SIGXFSZ) // so that the write fails instead of ending the process
	limit := syscall.Rlimit{Cur: 64 << 10, Max: 64 << 10}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(dir, "archive")
	_, err := Keep(archive, c)
	if !errors.Is(err, syscall.EFBIG) || !strings.Contains(err.Error(), archive) {
		t.Fatalf("kept under a limit: %v", err)
	}
	t.Log("the limit was met")
}
