//go:build crash && linux

package office

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tongbao/ingest"
)

// smallDisk is a file system of its own, of some megabytes, for as long as the
// test lasts; ok is false where this user may not mount one.
func smallDisk(t *testing.T) (dir string, ok bool) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=24m"); err != nil {
		t.Logf("no small file system: %v", err)
		return "", false
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir, true
}

// stuff leaves so many bytes free on the disk of a folder and returns the file
// that takes the rest.
func stuff(t *testing.T, dir string, left int64) string {
	t.Helper()
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		t.Fatal(err)
	}
	ballast := filepath.Join(dir, "ballast")
	f, err := os.Create(ballast)
	if err == nil {
		err = errors.Join(syscall.Fallocate(int(f.Fd()), 0, 0, int64(s.Bfree)*s.Bsize-left), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	return ballast
}

// A disk that is really full stops a run wherever it stands: at the first byte,
// in the ledger, in the archive, between two receipts, in a circular. It says
// so, loses nothing, and with room again the outcome is that of a run that
// never met it. TestCrash/full proves the same, coarser, where nobody may mount
// anything: there a limit on each file's size stands in for the disk.
func TestCrashOnAFullDisk(t *testing.T) {
	rest := atRest(t)
	calm := copyOf(t, rest)
	finish(t, calm)
	want := state(t, calm)
	disk, ok := smallDisk(t)
	if !ok {
		diskFull(t, rest, want)
		return
	}
	met := map[string]int{} // where the disk was met
	for _, left := range []int64{0, 16 << 10, 64 << 10, 200 << 10, 300 << 10, 400 << 10, 600 << 10, 1 << 20, 1200 << 10, 1400 << 10, 2 << 20} {
		dir := filepath.Join(disk, "w")
		copyTo(t, rest, dir)
		ballast := stuff(t, disk, left)
		killed, err := ran(child(dir))
		if killed {
			t.Errorf("%d kB left: the program died", left>>10)
		}
		waiting, _ := os.ReadDir(filepath.Join(dir, inboxDir))
		switch issued, _ := filepath.Glob(filepath.Join(dir, outDir, "*", "*.pdf")); {
		case err == nil:
			met["not at all"]++
		case len(waiting) > 0:
			met["taking in"]++
		case len(issued) == 0:
			met["issuing"]++
		default:
			met["after the first paper"]++
		}
		if err != nil && !strings.Contains(err.Error(), "no space left") && !strings.Contains(err.Error(), "database or disk is full") && !strings.Contains(err.Error(), "disk I/O error") {
			t.Errorf("%d kB left: %v", left>>10, err)
		}
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		finish(t, dir)
		judgeRound(t, fmt.Sprintf("%d kB left", left>>10), dir, want, true)
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("the disk was full: %v", met)
	if met["taking in"] < 3 || met["issuing"]+met["after the first paper"] < 2 {
		t.Errorf("too few ways to meet it: %v", met)
	}
}

// The first run of all on a disk that has room for next to nothing: whatever
// little there is, it says that the disk is full, and with room again it begins
// as if it had never been tried. SQLite itself names other causes where the
// room runs out in the files beside the ledger (about 16 kB).
func TestCrashFirstRunOnAFullDisk(t *testing.T) {
	disk, ok := smallDisk(t)
	if !ok {
		t.Skip("nobody may mount a small file system here")
	}
	for left := int64(0); left <= 64<<10; left += 4 << 10 {
		dir := filepath.Join(disk, "w")
		if _, err := initFor(dir, ingest.Period{Year: 2023, Month: 1}); err != nil {
			t.Fatal(err)
		}
		ballast := stuff(t, disk, left)
		if err := runOnce(dir); err == nil || !strings.Contains(Explain(err), "磁盘空间已满") {
			t.Errorf("%d kB left: %v", left>>10, Explain(err))
		}
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		if err := runOnce(dir); err != nil {
			t.Errorf("%d kB left, then room again: %v", left>>10, err)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
}
