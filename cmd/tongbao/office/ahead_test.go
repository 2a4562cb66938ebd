//go:build !windows

package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tongbao/ingest/inbox"
)

// One inbox with everything that order decides: two task forces with the same
// project, one return twice under two names, two versions of one month, a file
// that is no workbook. Whether one goroutine works or eight, ledger, receipts,
// marked workbooks and what the run says are the same to the byte.
func TestParallelIntakeIsOne(t *testing.T) {
	rest := scaledWorkspace(t, 16)
	var put sums
	put.report(t, rest, 2, 16)
	inbox := func(name string) string { return filepath.Join(rest, inboxDir, name) }
	first, err := os.ReadFile(inbox("示例2号专班月报表.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	drop := func(name string, content []byte, minute int) {
		when := clock("2023-02-26 09:00").Add(time.Duration(minute) * time.Minute)
		if err := errors.Join(os.WriteFile(inbox(name), content, 0o644), os.Chtimes(inbox(name), when, when)); err != nil {
			t.Fatal(err)
		}
	}
	drop("又一份.xlsx", first, 1)
	drop("坏.xlsx", []byte("no workbook"), 2)
	put.claim = projectClaim{from: 4, by: 7}
	put.again(t, rest, 2, 7, "改.xlsx", clock("2023-02-26 10:00"))

	var want string
	var said []byte
	for _, workers := range []int{1, 2, 8} {
		dir := filepath.Join(t.TempDir(), "copy")
		if err := os.CopyFS(dir, os.DirFS(rest)); err != nil {
			t.Fatal(err)
		}
		files, _ := filepath.Glob(filepath.Join(rest, inboxDir, "*"))
		for _, f := range files {
			info, err := os.Stat(f)
			if err = errors.Join(err, os.Chtimes(filepath.Join(dir, inboxDir, filepath.Base(f)), info.ModTime(), info.ModTime())); err != nil {
				t.Fatal(err)
			}
		}
		o, err := Open(Options{Dir: dir, Now: clock("2023-03-04 18:00"), Write: true})
		if err != nil {
			t.Fatal(err)
		}
		o.workers = workers
		report, err := o.Intake(context.Background())
		o.Close()
		if err != nil || len(report.Verdicts) != 19 {
			t.Fatalf("%d workers: %d verdicts, %v", workers, len(report.Verdicts), err)
		}
		tells, err := json.Marshal(report.Verdicts)
		if err != nil {
			t.Fatal(err)
		}
		got := state(t, dir)
		if want == "" {
			want, said = got, tells
			for _, sign := range []string{"D-201", `"duplicate"`, `"unreadable"`, "_第2次", "退回/"} {
				if !strings.Contains(want, sign) {
					t.Errorf("nothing of %s", sign)
				}
			}
		}
		if got != want || string(tells) != string(said) {
			t.Errorf("%d workers left something else than one", workers)
		}
	}
}

// Results are taken in order, no more are under way than allowed, and an error
// ends it with nothing still working.
func TestInTurn(t *testing.T) {
	var now, most atomic.Int32
	var taken []int
	stop := errors.New("stop")
	err := inTurn(100, 4, func(i int) int {
		n := now.Add(1)
		for {
			if m := most.Load(); n <= m || most.CompareAndSwap(m, n) {
				break
			}
		}
		defer now.Add(-1)
		return i * i
	}, func(i, square int) error {
		if taken = append(taken, square); square != i*i {
			t.Errorf("%d: %d", i, square)
		}
		if i == 60 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || len(taken) != 61 || !slices.IsSorted(taken) || now.Load() != 0 || most.Load() > 4 {
		t.Errorf("%v, %d taken, %d under way, %d at most", err, len(taken), now.Load(), most.Load())
	}
}

// Somebody has a workbook of the inbox open, as Excel holds it on Windows: it may
// be read and not removed. It is taken in once however often a run meets it, and
// neither the files after it nor the circular wait for it; its receipt goes out
// when it is closed.
func TestAFileThatIsOpen(t *testing.T) {
	dir := quietWorkspace(t)
	for _, name := range []string{"甲开着.txt", "乙.txt"} {
		put(filepath.Join(dir, inboxDir, name), []byte(name))
	}
	held := true
	removeKept = func(k inbox.Kept) (bool, error) {
		if held && k.Name == "甲开着.txt" {
			return false, fmt.Errorf("%w：%s", inbox.ErrInUse, k.Path)
		}
		return inbox.Remove(k)
	}
	t.Cleanup(func() { removeKept = inbox.Remove })
	for _, step := range []struct {
		at              string
		held            bool
		told, waiting   int
		unfinished, out int
	}{
		{"2023-02-20 09:00", true, 2, 1, 1, 1},
		{"2023-02-20 10:00", true, 0, 1, 1, 1},
		{"2023-02-20 11:00", false, 1, 0, 0, 2},
	} {
		held = step.held
		o, err := Open(Options{Dir: dir, Now: clock(step.at), Write: true})
		if err != nil {
			t.Fatal(err)
		}
		report, err := o.Run(context.Background(), false)
		if err != nil || len(report.Verdicts) != step.told || len(report.Waiting) != step.waiting {
			t.Fatalf("%+v: %d told, waiting %+v, %v", step, len(report.Verdicts), report.Waiting, err)
		}
		if step.waiting > 0 && !strings.Contains(report.Waiting[0].Why, "已经收取，文件正被其他程序") {
			t.Error(report.Waiting)
		}
		arrivals, err := o.ledger.Arrivals(context.Background())
		if err != nil || len(arrivals) != 2 {
			t.Errorf("%+v: %d arrivals, %v", step, len(arrivals), err)
		}
		if open, err := o.ledger.Unfinished(context.Background()); err != nil || len(open) != step.unfinished {
			t.Errorf("%+v: %d unfinished, %v", step, len(open), err)
		}
		o.Close()
		receipts, _ := filepath.Glob(filepath.Join(dir, outboxDir, "2023-02", "*回执*"))
		if len(receipts) != step.out || !exists(filepath.Join(dir, outDir, "2023-01", "2023年1月月通报.pdf")) {
			t.Errorf("%+v: receipts %v", step, receipts)
		}
		if exists(filepath.Join(dir, inboxDir, "甲开着.txt")) != step.held {
			t.Errorf("%+v: still there is wrong", step)
		}
	}
	if problems := verifiedAt(t, dir, clock("2023-02-20 12:00")).Problems; len(problems) > 0 {
		t.Error(problems)
	}
}
