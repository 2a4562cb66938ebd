//go:build !windows

package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tongbao/ingest/ledger"
	"tongbao/output/xlsx"
)

// busyFiles is how many returns wait in the inbox: some seconds of work.
const busyFiles = 24

// busy is a workspace of today whose inbox is full: one task force's form, sent
// so many times over, each time with another name in it.
func busy(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "区")
	say(t, dir, exitDone, "init", dir)
	month := time.Now().Format("2006-01")
	say(t, dir, exitDone, "form", "-m", month, "-t", "KFQ")
	forms, err := filepath.Glob(filepath.Join(dir, "forms", month, "*.xlsx"))
	if err != nil || len(forms) != 1 {
		t.Fatal(forms, err)
	}
	blank, err := os.ReadFile(forms[0])
	if err != nil {
		t.Fatal(err)
	}
	s, err := schemeOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now().Add(-time.Hour)
	for n := range busyFiles {
		content, err := xlsx.Fill(blank, s.Form(s.TaskForce("KFQ").Class), xlsx.Filling{Cover: map[string]string{"填报人": fmt.Sprintf("业务骨干%d", n)}})
		file := filepath.Join(dir, "inbox", fmt.Sprintf("%02d.xlsx", n))
		if err = errors.Join(err, os.WriteFile(file, content, 0o644), os.Chtimes(file, before, before.Add(time.Duration(n)*time.Second))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// program is this test binary acting as the command.
func program(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	path, err := exec.LookPath("tongbao")
	if err != nil {
		t.Fatal(err)
	}
	c, out := exec.Command(path, args...), new(bytes.Buffer)
	c.Stdout, c.Stderr = out, out
	return c, out
}

// underWay waits until a process has taken in a file and is not done. Files are
// read ahead of the one that is posted, so the archive says too little.
func underWay(t *testing.T, dir string) {
	t.Helper()
	deadline := time.After(time.Minute)
	for tick := time.Tick(5 * time.Millisecond); ; {
		if left, _ := os.ReadDir(filepath.Join(dir, "inbox")); len(left) < busyFiles {
			return
		}
		select {
		case <-deadline:
			t.Fatal("nothing was taken in for a minute")
		case <-tick:
		}
	}
}

// took holds a workspace to having taken in each file once, whole, and to
// proving so.
func took(t *testing.T, dir string) {
	t.Helper()
	l, err := ledger.OpenReadOnly(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	arrivals, err := l.Arrivals(context.Background())
	if err = errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, a := range arrivals {
		if a.FinishedAt.IsZero() || names[a.Name] || a.Verdict != ledger.NewVersion {
			t.Errorf("%s: %s, finished %v, twice %v", a.Name, a.Verdict, a.FinishedAt, names[a.Name])
		}
		names[a.Name] = true
	}
	left, _ := os.ReadDir(filepath.Join(dir, "inbox"))
	if len(names) != busyFiles || len(left) != 0 {
		t.Errorf("%d files taken in, %d left", len(names), len(left))
	}
	say(t, dir, exitDone, "verify")
}

// Stopped in the middle of its work, serve ends within seconds with the job
// cut between two files, leaves the lock, and the next run does the rest. The
// signals are those of systemd and of Ctrl-C.
func TestServeStops(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		t.Run(signal.String(), func(t *testing.T) {
			dir := busy(t)
			serve, out := program(t, "serve", "-w", dir)
			if err := serve.Start(); err != nil {
				t.Fatal(err)
			}
			defer serve.Process.Kill()
			underWay(t, dir)
			asked := time.Now()
			if err := serve.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if err := serve.Wait(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if took := time.Since(asked); took > 10*time.Second {
				t.Errorf("stopped after %s", took)
			}
			left, _ := os.ReadDir(filepath.Join(dir, "inbox"))
			if len(left) == 0 || len(left) == busyFiles || !strings.Contains(out.String(), "stopped") {
				t.Errorf("%d files left\n%s", len(left), out)
			}
			say(t, dir, exitRefused, "run") // at once: the lock is free; unfilled forms go back
			took(t, dir)
		})
	}
}

// serve killed in the middle and started again takes up what was left, and
// does nothing twice.
func TestServeStartsAgain(t *testing.T) {
	dir := busy(t)
	first, _ := program(t, "serve", "-w", dir)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	underWay(t, dir)
	first.Process.Kill()
	first.Wait()
	second, out := program(t, "serve", "-w", dir)
	if err := second.Start(); err != nil {
		t.Fatal(err)
	}
	defer second.Process.Kill()
	deadline := time.After(time.Minute)
	for tick := time.Tick(20 * time.Millisecond); ; {
		if left, _ := os.ReadDir(filepath.Join(dir, "inbox")); len(left) == 0 {
			break
		}
		select {
		case <-deadline:
			t.Fatalf("not taken up\n%s", out)
		case <-tick:
		}
	}
	second.Process.Signal(syscall.SIGTERM)
	if err := second.Wait(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	// The inbox is empty before the last return's answer is noted as given, and
	// what the first process left so is noted last: the next run does it.
	say(t, dir, exitDone, "run")
	took(t, dir)
}

// asOfVersion8 makes a ledger one of before the seals: migration 9 did no more
// than to add them.
func asOfVersion8(t *testing.T, file string) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []string{"DROP TABLE seal", "PRAGMA user_version = 8"} {
		if _, err := db.Exec(step); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(db.Close(), os.Remove(file+".head")); err != nil {
		t.Fatal(err)
	}
}

// The program was updated and the service started again: serve brings the ledger
// of before up to date by itself. Version 8 had no seals and no head beside it.
func TestServeOnAnOlderLedger(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "区")
	say(t, dir, exitDone, "init", dir)
	say(t, dir, exitDone, "run")
	file := filepath.Join(dir, "ledger.db")
	asOfVersion8(t, file)
	serve, out := program(t, "serve", "-w", dir)
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	defer serve.Process.Kill()
	deadline := time.After(time.Minute)
	for tick := time.Tick(20 * time.Millisecond); ; {
		if _, err := os.Stat(file + ".head"); err == nil {
			break
		}
		select {
		case <-deadline:
			t.Fatalf("not brought up to date\n%s", out)
		case <-tick:
		}
	}
	serve.Process.Signal(syscall.SIGTERM)
	if err := serve.Wait(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	say(t, dir, exitDone, "verify")
}

// Ctrl-C ends the wait for another process, and nothing was done.
func TestStoppedWhileWaiting(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "区")
	say(t, dir, exitDone, "init", dir)
	held, err := ledger.Lock(t.Context(), filepath.Join(dir, ".lock"), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Release()
	waiting, _ := program(t, "run", "-w", dir)
	waiting.Stdout, waiting.Stderr = nil, nil
	pipe, err := waiting.StderrPipe()
	if err = errors.Join(err, waiting.Start()); err != nil {
		t.Fatal(err)
	}
	defer waiting.Process.Kill()
	said := bufio.NewReader(pipe)
	if line, err := said.ReadString('\n'); !strings.Contains(line, "正在等候") {
		t.Fatalf("%q: %v", line, err)
	}
	if err := waiting.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(said)
	if waiting.Wait(); waiting.ProcessState.ExitCode() != exitFailed || !strings.Contains(string(rest), "已按要求停止") {
		t.Errorf("exit %d: %s", waiting.ProcessState.ExitCode(), rest)
	}
}

// A process that began later and came to the lock earlier is no clock that goes
// back: the one that waited reads the clock when its turn comes.
func TestOvertakenWhileWaiting(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "区")
	say(t, dir, exitDone, "init", dir)
	say(t, dir, exitDone, "run")
	held, err := ledger.Lock(context.Background(), filepath.Join(dir, ".lock"), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	overtaken, out := program(t, "run", "-w", dir)
	overtaken.Stdout, overtaken.Stderr = nil, nil
	pipe, err := overtaken.StderrPipe()
	if err = errors.Join(err, overtaken.Start()); err != nil {
		t.Fatal(err)
	}
	defer overtaken.Process.Kill()
	said := bufio.NewReader(pipe)
	if line, err := said.ReadString('\n'); !strings.Contains(line, "正在等候") {
		t.Fatalf("%q: %v", line, err)
	}
	later := time.Now().Add(time.Second).Truncate(time.Second)
	<-time.After(time.Until(later)) // the clock counts seconds: the other one's is later
	l, err := ledger.Open(filepath.Join(dir, "ledger.db"))
	if err = errors.Join(err, l.Advance(context.Background(), later, "run"), l.Close(), held.Release()); err != nil {
		t.Fatal(err)
	}
	io.Copy(out, said)
	if err := overtaken.Wait(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// Of two processes at once the second waits, says for whom, and then finds
// nothing left to do.
func TestSecondProcessWaits(t *testing.T) {
	dir := busy(t)
	first, _ := program(t, "run", "-w", dir)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	defer first.Process.Kill()
	underWay(t, dir)
	second, out := program(t, "run", "-w", dir)
	if err := second.Run(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if err := first.Wait(); first.ProcessState.ExitCode() != exitRefused {
		t.Error(err)
	}
	for _, want := range []string{fmt.Sprintf("另一个通报程序（进程%d）正在处理本工作区，正在等候", first.Process.Pid), "收件箱没有新的月报表"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("nothing of %q in:\n%s", want, out)
		}
	}
	took(t, dir)
}
