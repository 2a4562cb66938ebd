//go:build crash

package crash_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/crash"
	"tongbao/ingest/inbox"
	"tongbao/ingest/ledger"
)

// The process that is killed is this test binary taking in a folder.
func TestMain(m *testing.M) {
	if dir := os.Getenv("CRASH_DIR"); dir != "" {
		if err := intake(dir, os.Getenv("CRASH_BUG") != ""); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var (
	ctx     = context.Background()
	now     = time.Date(2023, 10, 5, 9, 0, 0, 0, ingest.Zone)
	periods = []string{"2023-07", "2023-08", "2023-09"}
)

// intake is the way of a file: kept, posted, removed, finished. A bug takes it
// out of the inbox before the commit.
func intake(dir string, bug bool) error {
	archive := filepath.Join(dir, "archive")
	if err := inbox.Sweep(archive); err != nil {
		return err
	}
	l, err := ledger.Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		return err
	}
	defer l.Close()
	found, _, err := inbox.Scan(filepath.Join(dir, "inbox"), inbox.Policy{Now: now})
	if err != nil {
		return err
	}
	for _, c := range found {
		if err := take(l, archive, c, bug); err != nil {
			return err
		}
	}
	return finish(l)
}

func take(l *ledger.Ledger, archive string, c inbox.Candidate, bug bool) error {
	k, err := inbox.Keep(archive, c)
	if err != nil {
		return err
	}
	if bug {
		if _, err := inbox.Remove(k); err != nil {
			return err
		}
	}
	period, err := ingest.ParsePeriod(strings.TrimSuffix(k.Name, ".xlsx"))
	if err != nil {
		return err
	}
	r := &ingest.Return{Version: ingest.Version{TaskForce: "KFQ", Period: period, File: k.Name}}
	posted, err := l.Post(ctx, ledger.Posting{SHA256: k.SHA256, Size: k.Size, Name: k.Name, At: now, Return: r, Status: ledger.Accepted})
	if err != nil {
		return err
	}
	if !bug {
		if _, err := inbox.Remove(k); err != nil {
			return err
		}
	}
	return l.Finish(ctx, posted.ID, now)
}

// finish completes what a killed run had posted and taken out of the inbox.
func finish(l *ledger.Ledger) error {
	left, err := l.Unfinished(ctx)
	for _, p := range left {
		err = errors.Join(err, l.Finish(ctx, p.ID, now))
	}
	return err
}

// workspace is a folder with a file a month in its inbox.
func workspace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, sub := range []string{"inbox", "archive"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for i, p := range periods {
		path := filepath.Join(dir, "inbox", p+".xlsx")
		when := now.Add(time.Duration(i-10) * time.Hour)
		if err := errors.Join(os.WriteFile(path, []byte("return of "+p), 0o644), os.Chtimes(path, when, when)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// run takes in with the power cut at a point, "" for none, and reports whether
// it was cut.
func run(t *testing.T, dir, point, bug string) bool {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "CRASH_DIR="+dir, "CRASH_BUG="+bug, "TONGBAO_CRASH="+point)
	out, err := child.CombinedOutput()
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.ExitCode() == -1 {
		return true
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", point, err, out)
	}
	return false
}

// state is everything that a run leaves behind, as text.
func state(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	for _, sub := range []string{"inbox", "archive"} {
		entries, err := os.ReadDir(filepath.Join(dir, sub))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			content, _ := os.ReadFile(filepath.Join(dir, sub, e.Name()))
			fmt.Fprintf(&b, "%s/%s %q\n", sub, e.Name(), content)
		}
	}
	l, err := ledger.OpenReadOnly(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	arrivals, err := l.Arrivals(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range arrivals {
		fmt.Fprintf(&b, "arrival %s %s %s %s\n", a.Name, a.SHA256, a.Verdict, a.FinishedAt)
	}
	err = l.EachVersion(ctx, func(v *ledger.Version) error {
		fmt.Fprintf(&b, "version %+v %s %s\n", v.Version, v.Status, v.ReceivedAt)
		return nil
	})
	problems, perr := l.Problems(ctx)
	if err = errors.Join(err, perr); err != nil || len(problems) != 0 {
		t.Fatal(problems, err)
	}
	return b.String()
}

// Wherever the power is cut, at the first file, the second or the third, the
// next run comes to the state of a run that was never disturbed.
func TestEveryPointEndsInTheSameState(t *testing.T) {
	calm := workspace(t)
	run(t, calm, "", "")
	want := state(t, calm)
	if strings.Count(want, "version") != 3 || strings.Contains(want, "inbox/") {
		t.Fatalf("undisturbed:\n%s", want)
	}
	for _, point := range crash.Points {
		for n := range periods {
			dir := workspace(t)
			cut := run(t, dir, fmt.Sprintf("%s:%d", point, n+1), "")
			if cut != passed(point) {
				t.Errorf("%s:%d: cut %v", point, n+1, cut)
			}
			run(t, dir, "", "")
			if got := state(t, dir); got != want {
				t.Errorf("%s:%d:\n%s\nwant\n%s", point, n+1, got, want)
			}
		}
	}
}

// passed reports whether taking in comes by a point; issuing is the whole
// program's and tested there (cmd/tongbao/office).
func passed(point string) bool {
	step, _, _ := strings.Cut(point, ".")
	return slices.Contains([]string{"keep", "post", "remove", "finish"}, step)
}

// The harness itself is tested: an intake that clears the inbox before the
// commit must be caught.
func TestThePlantedBugIsCaught(t *testing.T) {
	calm := workspace(t)
	run(t, calm, "", "")
	want := state(t, calm)
	var caught []string
	for _, point := range crash.Points {
		dir := workspace(t)
		run(t, dir, point, "bug")
		run(t, dir, "", "bug")
		if state(t, dir) != want {
			caught = append(caught, point)
		}
	}
	if !slices.Contains(caught, crash.PostWritten) || !slices.Contains(caught, crash.RemoveDone) {
		t.Errorf("caught only at %v", caught)
	}
}
