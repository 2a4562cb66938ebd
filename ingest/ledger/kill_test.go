package ledger

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestMain lets this test binary be the process that is killed: with
// LEDGER_CHILD set it is one of the children below and runs no test.
func TestMain(m *testing.M) {
	children := map[string]func(path string) error{"post": childPosts, "stop": childStopsInMidPost, "lock": childLocks}
	if child, ok := children[os.Getenv("LEDGER_CHILD")]; ok {
		if err := child(os.Getenv("LEDGER_PATH")); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// start starts a child and returns its lines of output as they come.
func start(t *testing.T, child, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "LEDGER_CHILD="+child, "LEDGER_PATH="+path)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd, bufio.NewScanner(out)
}

func kill(cmd *exec.Cmd) {
	cmd.Process.Kill() // SIGKILL
	cmd.Wait()
}

// childPosts posts month after month and says each that Post has answered for.
func childPosts(path string) error {
	l, err := Open(path)
	if err != nil {
		return err
	}
	for m := 0; ; m++ {
		p := posting("KFQ", month("2000-01").Add(m).String(), "1", "2026-01-01 00:00:00", Accepted)
		if _, err := l.Post(ctx, p); err != nil {
			return err
		}
		fmt.Println(p.Return.Period)
	}
}

// TestKilledWhilePosting kills a writer at whatever it is doing. What it
// answered for must be there, at most one posting more, and every version with
// its arrival and its line of audit.
func TestKilledWhilePosting(t *testing.T) {
	for round := range 6 {
		path := filepath.Join(t.TempDir(), "ledger.db")
		cmd, lines := start(t, "post", path)
		answered := 0
		for answered < 1+7*round && lines.Scan() {
			answered++
		}
		kill(cmd)
		for lines.Scan() { // said before it died
			answered++
		}
		l, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		var versions, arrivals, deeds int
		if err := l.reader.QueryRow("SELECT (SELECT count(*) FROM version), (SELECT count(*) FROM arrival), (SELECT count(*) FROM audit)").Scan(&versions, &arrivals, &deeds); err != nil {
			t.Fatal(err)
		}
		if versions < answered || versions > answered+1 || arrivals != versions || deeds != versions || answered == 0 {
			t.Errorf("answered %d, found %d versions, %d arrivals, %d deeds", answered, versions, arrivals, deeds)
		}
		if problems, err := l.Problems(ctx); len(problems) != 0 || err != nil {
			t.Error(problems, err)
		}
		l.Close()
	}
}

// childStopsInMidPost does everything of a posting but the commit and waits
// to be killed.
func childStopsInMidPost(path string) error {
	l, err := Open(path)
	if err != nil {
		return err
	}
	if _, err := l.Post(ctx, posting("KFQ", "2023-01", "1", "2023-02-01 00:00:00", Accepted)); err != nil {
		return err
	}
	return l.write(ctx, func(tx *writing) error {
		if _, err := post(ctx, tx, "", posting("KFQ", "2023-02", "1", "2023-03-01 00:00:00", Accepted)); err != nil {
			return err
		}
		fmt.Println("ready")
		<-time.After(time.Hour)
		return nil
	})
}

func TestKilledBeforeTheCommit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	cmd, lines := start(t, "stop", path)
	if !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("child said %q", lines.Text())
	}
	kill(cmd)
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got := amountsOf(t, l, "KFQ", "2023-01", "2023-12"); got != "2023-01=1" {
		t.Errorf("found %q", got)
	}
	done := post1(t, l, posting("KFQ", "2023-02", "1", "2023-03-01 00:00:00", Accepted))
	if done.Replay || done.Version.Number != 1 {
		t.Errorf("posted again: %+v", done)
	}
}

// childHolds keeps the child's lock from being collected, and so let go.
var childHolds *Held

func childLocks(path string) (err error) {
	if childHolds, err = Lock(context.Background(), path, 0); err != nil {
		return err
	}
	fmt.Println("locked")
	<-time.After(time.Hour) // a bare select {} is a deadlock to a program without cgo
	return nil
}

func TestOneWriterAcrossProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tongbao.lock")
	cmd, lines := start(t, "lock", path)
	if !lines.Scan() || lines.Text() != "locked" {
		t.Fatalf("child said %q", lines.Text())
	}
	for _, wait := range []time.Duration{0, 120 * time.Millisecond} {
		_, err := Lock(t.Context(), path, wait)
		var locked *LockedError
		if !errors.Is(err, ErrLocked) || !errors.As(err, &locked) || locked.Holder != fmt.Sprint(cmd.Process.Pid) || locked.Waited != wait {
			t.Errorf("after %v: %v", wait, err)
		}
	}
	kill(cmd)
	held, err := Lock(t.Context(), path, time.Minute) // the dead hold nothing
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(t.Context(), path, 0); !errors.Is(err, ErrLocked) {
		t.Errorf("a second lock of the same process: %v", err)
	}
	if err := held.Release(); err != nil {
		t.Error(err)
	}
	if held, err = Lock(t.Context(), path, 0); err != nil {
		t.Errorf("after release: %v", err)
	} else {
		held.Release()
	}
	if _, err := Lock(t.Context(), filepath.Join(t.TempDir(), "no", "lock"), 0); err == nil || errors.Is(err, ErrLocked) {
		t.Errorf("no folder: %v", err)
	}
}
