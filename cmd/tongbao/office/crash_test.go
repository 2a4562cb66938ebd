//go:build crash

package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/crash"
)

// The whole program is killed here, not a model of it: the process that dies
// is this test binary doing what `tongbao run` does, in a workspace where
// a month's returns wait in the inbox, and a circular, the notices that go
// with it and two months' forms are due.

func TestMain(m *testing.M) {
	if dir := os.Getenv("CRASH_DIR"); dir != "" {
		restrict(os.Getenv("CRASH_LIMIT"))
		if err := runOnce(dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// ranAt is the one clock of every run here, so that a run taken up again gives
// the same bytes.
var ranAt = time.Date(2023, 2, 27, 9, 30, 0, 0, ingest.Zone)

func runOnce(dir string) error {
	o, err := Open(Options{Dir: dir, Now: ranAt, Write: true})
	if err != nil {
		return err
	}
	defer o.Close()
	_, err = o.Run(context.Background(), false)
	return err
}

// atRest is a workspace at rest, made once: its forms were sent out and filled
// in, and the returns lie in the inbox. Every round begins with a copy of it.
func atRest(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	year, err := loadSample()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := initFor(dir, year.deliveries[0].period); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	begin := year.deliveries[0].period.First().Time()
	o, err := Open(Options{Dir: dir, Now: begin, Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	for n, d := range year.deliveries {
		if d.period.Month > 1 || n%2 == 1 {
			continue // the others are missing: circulars with something to say
		}
		if _, err := o.Forms(ctx, d.period, d.unit); err != nil {
			t.Fatal(err)
		}
		when := begin.Add(time.Duration(n) * time.Hour)
		if err := errors.Join(o.deliver(ctx, year, d), os.Chtimes(o.path(inboxDir, d.file), when, when)); err != nil {
			t.Fatal(err)
		}
	}
	put(o.path(inboxDir, "坏文件.xlsx"), []byte("no workbook at all"))
	return dir
}

func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	copyTo(t, dir, to)
	return to
}

// copyTo copies a workspace at rest, the times of what lies in its inbox too.
func copyTo(t *testing.T, dir, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(to, lockFile))
	err := filepath.WalkDir(filepath.Join(dir, inboxDir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		inside, _ := filepath.Rel(dir, path)
		return os.Chtimes(filepath.Join(to, inside), info.ModTime(), info.ModTime())
	})
	if err != nil {
		t.Fatal(err)
	}
}

// child runs in a process of its own, with the variables given.
func child(dir string, env ...string) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(append(os.Environ(), "CRASH_DIR="+dir), env...)
	return c
}

// ran waits for a child: nil when it did its work, killed when it was killed.
func ran(c *exec.Cmd) (killed bool, err error) {
	out, err := c.CombinedOutput()
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.ExitCode() == -1 {
		return true, nil
	}
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, out)
	}
	return false, err
}

// finish runs once more, undisturbed.
func finish(t *testing.T, dir string, env ...string) {
	t.Helper()
	if killed, err := ran(child(dir, env...)); killed || err != nil {
		t.Fatalf("the run after: killed %v, %v", killed, err)
	}
}

func firstLineThatDiffers(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("%.300s\nwant\n%.300s", x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(x), len(y))
}

// proved is what verify finds in a workspace.
func proved(t *testing.T, dir string) (found []string) {
	t.Helper()
	for _, p := range verifiedAt(t, dir, ranAt).Problems {
		found = append(found, p.Kind+": "+p.What)
	}
	return found
}

// rounds is how many random kills are made: few in CI, TONGBAO_ROUNDS more.
func rounds(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("TONGBAO_ROUNDS"))
	if err != nil {
		return 8
	}
	return n
}

func TestCrash(t *testing.T) {
	rest := atRest(t)
	calm := copyOf(t, rest)
	finish(t, calm)
	want := state(t, calm)
	if problems := proved(t, calm); len(problems) > 0 {
		t.Fatalf("undisturbed: %v", problems)
	}
	if strings.Count(want, ".pdf ") < 2 || strings.Contains(want, "inbox/") {
		t.Fatalf("undisturbed:\n%.3000s", want)
	}
	lost := 0
	t.Run("points", func(t *testing.T) { lost += killAtPoints(t, rest, want) })
	t.Run("random", func(t *testing.T) { lost += killAtRandom(t, rest, want) })
	t.Run("full", func(t *testing.T) { diskFull(t, rest, want) })
	t.Run("readonly", func(t *testing.T) { readOnlyFolders(t, rest, want) })
	t.Run("bugs", func(t *testing.T) { plantedBugs(t, rest, want) })
	t.Logf("losses: %d", lost)
}

// killAtPoints kills at each point, the first time it is passed and the second.
func killAtPoints(t *testing.T, rest, want string) (lost int) {
	kills := 0
	for _, point := range crash.Points {
		for n := 1; n <= 2; n++ {
			dir := copyOf(t, rest)
			killed, err := ran(child(dir, fmt.Sprintf("TONGBAO_CRASH=%s:%d", point, n)))
			if !killed || err != nil {
				if n == 1 || err != nil { // some are passed once a run
					t.Errorf("%s:%d was not passed: %v", point, n, err)
				}
				continue
			}
			kills++
			finish(t, dir)
			lost += judgeRound(t, fmt.Sprintf("%s:%d", point, n), dir, want, n == 1)
			os.RemoveAll(dir)
		}
	}
	t.Logf("%d points, %d kills, %d losses", len(crash.Points), kills, lost)
	return lost
}

func judgeRound(t *testing.T, name, dir, want string, verify bool) (lost int) {
	t.Helper()
	if got := state(t, dir); got != want {
		t.Errorf("%s: %s", name, firstLineThatDiffers(got, want))
		lost = 1
	}
	if verify {
		if problems := proved(t, dir); len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
			lost = 1
		}
	}
	return lost
}

// killAtRandom kills after a random while, several times over, before one run
// is let finish.
func killAtRandom(t *testing.T, rest, want string) (lost int) {
	seed := time.Now().UnixNano()
	random := rand.New(rand.NewSource(seed))
	calm := copyOf(t, rest)
	began := time.Now()
	finish(t, calm)
	takes := time.Since(began)
	kills := 0
	for round := range rounds(t) {
		dir := copyOf(t, rest)
		for range 1 + random.Intn(3) {
			c := child(dir)
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			timer := time.AfterFunc(time.Duration(random.Int63n(int64(takes))), func() { c.Process.Kill() })
			if c.Wait() != nil {
				kills++
			}
			timer.Stop()
		}
		finish(t, dir)
		lost += judgeRound(t, fmt.Sprintf("seed %d round %d", seed, round), dir, want, round%4 == 0)
		os.RemoveAll(dir)
	}
	t.Logf("%d rounds, %d kills, %d losses", rounds(t), kills, lost)
	return lost
}

// diskFull lets files grow only so far, as a full disk stops them at any size;
// then the disk has room again.
func diskFull(t *testing.T, rest, want string) {
	failed := 0
	for _, limit := range []int{4 << 10, 20 << 10, 60 << 10, 200 << 10, 500 << 10, 1 << 20, 2 << 20} {
		dir := copyOf(t, rest)
		c := child(dir, fmt.Sprintf("CRASH_LIMIT=%d", limit))
		if killed, err := ran(c); killed {
			t.Errorf("%d bytes: the program died", limit)
		} else if err != nil {
			failed++
		}
		finish(t, dir)
		judgeRound(t, fmt.Sprintf("%d bytes", limit), dir, want, limit == 200<<10)
	}
	if failed < 4 {
		t.Errorf("only %d limits were met", failed)
	}
}

// readOnlyFolders takes the right to write from one folder after another.
func readOnlyFolders(t *testing.T, rest, want string) {
	for _, folder := range []string{archiveDir, returnedDir, outDir, formsDir, inboxDir, "."} {
		dir := copyOf(t, rest)
		at := filepath.Join(dir, folder)
		if err := errors.Join(os.MkdirAll(at, 0o755), os.Chmod(at, 0o555)); err != nil {
			t.Fatal(err)
		}
		c, back := asOrdinaryUser(t, dir)
		killed, err := ran(c)
		if killed || err == nil {
			t.Errorf("%s read-only: killed %v, %v", folder, killed, err)
		}
		back()
		os.Chmod(at, 0o755)
		finish(t, dir)
		judgeRound(t, folder+" read-only", dir, want, false)
	}
}

// plantedBugs shows that the harness catches what it is there for.
func plantedBugs(t *testing.T, rest, want string) {
	for bug, points := range map[string][]string{
		crash.RemoveBeforePost: {crash.RemoveDone, crash.PostWritten},
		crash.RecordBeforeFile: {crash.IssueDone, crash.IssueWritten},
	} {
		var caught []string
		for _, point := range points {
			dir := copyOf(t, rest)
			plant := "TONGBAO_BUG=" + bug
			if killed, err := ran(child(dir, plant, "TONGBAO_CRASH="+point)); !killed || err != nil {
				t.Logf("%s at %s was not passed: %v", bug, point, err)
				continue
			}
			finish(t, dir, plant)
			if state(t, dir) != want {
				caught = append(caught, point)
			}
			if problems := proved(t, dir); len(problems) > 0 {
				t.Logf("%s at %s: verify says %.1q", bug, point, problems)
			}
		}
		if !slices.Contains(caught, points[0]) {
			t.Errorf("%s: caught only at %v", bug, caught)
		}
		t.Logf("%s: caught at %v", bug, caught)
	}
}
