package office

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/rules/scheme"
)

// The clock is handed in. The jobs are the default schedule's; what a job does
// is replaced, since only when it is done is looked at here. A workspace has one
// task force's return of every month, or nobody ever reports to it.

func clock(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, ingest.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// instead has the jobs do something else until the test ends, and returns the
// list of what was done, which grows.
func instead(t *testing.T, do func(DueTask) error) *[]string {
	t.Helper()
	kept := map[string]func(context.Context, *Office, DueTask) ([]*Paper, error){}
	var done []string
	for task, f := range tasks {
		kept[task] = f
		tasks[task] = func(_ context.Context, _ *Office, d DueTask) ([]*Paper, error) {
			if err := do(d); err != nil {
				return nil, err
			}
			done = append(done, d.job+" "+d.Period)
			return nil, nil
		}
	}
	t.Cleanup(func() {
		for task, f := range kept {
			tasks[task] = f
		}
	})
	return &done
}

func quietWorkspace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := initFor(dir, ingest.Period{Year: 2023, Month: 1}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// reportedWorkspace has one return of every month from..to of 2023 and later,
// refused ones as good as others: somebody sent something.
func reportedWorkspace(t *testing.T, from, to ingest.Period) string {
	t.Helper()
	dir := quietWorkspace(t)
	l, err := ledger.Open(filepath.Join(dir, ledgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for p := from; !to.Before(p); p = p.Add(1) {
		r := &ingest.Return{Version: ingest.Version{TaskForce: "KFQ", Period: p, File: p.String() + ".xlsx"}}
		sum := hash([]byte(p.String()))
		status := ledger.Accepted
		if p.Month%2 == 0 {
			status = ledger.Returned
		}
		posted, err := l.Post(context.Background(), ledger.Posting{SHA256: sum, Name: r.File, At: p.First().Time(), Return: r, Status: status})
		if err == nil {
			err = l.Finish(context.Background(), posted.ID, p.First().Time())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// runAt is one `run` at a time of day, in a process of its own as far as the
// ledger can tell.
func runAt(t *testing.T, dir, when string) error {
	t.Helper()
	o, err := Open(Options{Dir: dir, Now: clock(when), Write: true})
	if err != nil {
		return err
	}
	defer o.Close()
	_, err = o.Run(context.Background(), false)
	return err
}

// periodsOf keeps the lines of one job.
func periodsOf(done []string, job string) (list []string) {
	for _, d := range done {
		if period, ok := strings.CutPrefix(d, job+" "); ok {
			list = append(list, period)
		}
	}
	return list
}

func skippedOf(t *testing.T, dir, job, now string) (list []string) {
	t.Helper()
	o, err := Open(Options{Dir: dir, Now: clock(now)})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	v, err := o.Status(context.Background(), ingest.Period{Year: 2023, Month: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range v.Jobs {
		if j.Job == job {
			for _, s := range j.Skipped {
				if s.Reason == "" {
					t.Errorf("%s %s was skipped for no reason", job, s.Due)
				}
				list = append(list, s.Due.In(ingest.Zone).Format("2006-01-02"))
			}
		}
	}
	return list
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// Asleep over three circulars and the year's end: 月通报 (全部) makes up every
// one, 表单 (最近一次) the last alone; the others stand as skipped. Looked at
// again, at once or an hour later, nothing is done twice.
func TestSlotsAfterALongSleep(t *testing.T) {
	dir := reportedWorkspace(t, ingest.Period{Year: 2023, Month: 1}, ingest.Period{Year: 2023, Month: 12})
	done := instead(t, func(DueTask) error { return nil })
	if err := runAt(t, dir, "2023-10-12 09:00"); err != nil {
		t.Fatal(err)
	}
	same(t, "months up to August or September", periodsOf(*done, scheme.TaskCircular)[:8],
		"2023-01", "2023-02", "2023-03", "2023-04", "2023-05", "2023-06", "2023-07", "2023-08")
	*done = nil
	for _, when := range []string{"2024-01-20 08:00", "2024-01-20 08:00", "2024-01-20 09:00"} {
		if err := runAt(t, dir, when); err != nil {
			t.Fatal(err)
		}
	}
	// 截止 of September moved over the National Day holiday: 10月8日 + 4 = 10月12日
	// at the latest, so that September is done or due; three more follow.
	circulars := periodsOf(*done, scheme.TaskCircular)
	same(t, "the last three", circulars[len(circulars)-3:], "2023-10", "2023-11", "2023-12")
	same(t, "quarter", periodsOf(*done, scheme.TaskRanking)[len(periodsOf(*done, scheme.TaskRanking))-1:], "2023Q4")
	same(t, "year", periodsOf(*done, scheme.TaskAssessment), "2023")
	same(t, "forms", periodsOf(*done, scheme.TaskForms), "2023-12")
	skipped := skippedOf(t, dir, scheme.TaskForms, "2024-01-20 10:00")
	same(t, "skipped", skipped[len(skipped)-2:], "2023-10-25", "2023-11-25")
}

// After a stop of years nobody gets a circular for every empty month between:
// of the months and quarters that were missed, those that somebody reported on
// are done, and the latest of a year that has targets. The default scheme has
// targets of 2023 alone, so that nothing of 2026 is done unasked.
func TestSlotsThatNobodyReportedOn(t *testing.T) {
	march := ingest.Period{Year: 2023, Month: 3}
	dir := reportedWorkspace(t, march, march)
	done := instead(t, func(DueTask) error { return nil })
	if err := runAt(t, dir, "2023-07-31 09:00"); err != nil {
		t.Fatal(err)
	}
	same(t, "March was reported on, June is the latest", periodsOf(*done, scheme.TaskCircular), "2023-03", "2023-06")
	same(t, "the first quarter holds March, the second is the latest", periodsOf(*done, scheme.TaskRanking), "2023Q1", "2023Q2")
	if got := skippedOf(t, dir, scheme.TaskCircular, "2023-07-31 10:00"); len(got) != 4 {
		t.Errorf("January, February, April and May are recorded as left out: %v", got)
	}
	*done = nil
	for range 2 {
		if err := runAt(t, dir, "2026-11-22 09:00"); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "nothing of years without targets", periodsOf(*done, scheme.TaskCircular))
	same(t, "nor of their quarters", periodsOf(*done, scheme.TaskRanking))
	same(t, "2023 was reported on", periodsOf(*done, scheme.TaskAssessment), "2023")
	// 2023-07 to 2026-10 are 40 months.
	if got := skippedOf(t, dir, scheme.TaskCircular, "2026-11-22 10:00"); len(got) != 4+40 {
		t.Errorf("%d left out", len(got))
	}
}

// A slot in time is done though nobody reported: an empty month is news.
func TestSlotsInTimeOfAnEmptyMonth(t *testing.T) {
	dir := quietWorkspace(t)
	done := instead(t, func(DueTask) error { return nil })
	for _, when := range []string{"2023-02-20 09:00", "2023-03-20 09:00", "2023-04-20 09:00"} {
		if err := runAt(t, dir, when); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "each in its time", periodsOf(*done, scheme.TaskCircular), "2023-01", "2023-02", "2023-03")
}

// A job that fails and one that panics are recorded, the others run, and both
// are done at the next run, though later slots have come since.
func TestSlotsThatFail(t *testing.T) {
	dir := reportedWorkspace(t, ingest.Period{Year: 2023, Month: 1}, ingest.Period{Year: 2023, Month: 5})
	broken := true
	done := instead(t, func(d DueTask) error {
		switch {
		case broken && d.Task == scheme.TaskCircular && d.Period == "2023-02":
			panic("a fault of the program")
		case broken && d.Task == scheme.TaskForms:
			return errors.New("no paper")
		}
		return nil
	})
	var panicked *PanicError
	if err := runAt(t, dir, "2023-06-30 09:00"); !errors.As(err, &panicked) {
		t.Fatalf("the panic came out as %v", err)
	}
	same(t, "the others", periodsOf(*done, scheme.TaskCircular), "2023-01", "2023-03", "2023-04", "2023-05")
	broken = false
	*done = nil
	if err := runAt(t, dir, "2023-06-30 10:00"); err != nil {
		t.Fatal(err)
	}
	same(t, "made good", periodsOf(*done, scheme.TaskCircular), "2023-02")
	same(t, "made good", periodsOf(*done, scheme.TaskForms), "2023-06")
}

// An inbox that was renamed with a return in it: nobody is called missing, doctor
// tells, nothing is made in its stead; once it is back, February's circular is due
// as it was.
func TestSlotsWithoutAnInbox(t *testing.T) {
	dir := reportedWorkspace(t, ingest.Period{Year: 2023, Month: 1}, ingest.Period{Year: 2023, Month: 1})
	done := instead(t, func(DueTask) error { return nil })
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	*done = nil
	inbox, aside := filepath.Join(dir, inboxDir), filepath.Join(dir, "收件")
	if err := os.Rename(inbox, aside); err != nil {
		t.Fatal(err)
	}
	if err := runAt(t, dir, "2023-03-20 09:00"); !errors.Is(err, ErrNoInbox) || len(*done) != 0 || exists(inbox) {
		t.Errorf("%v, done %v", err, *done)
	}
	told := Doctor(context.Background(), Options{Dir: dir, Now: clock("2023-03-20 09:10")})
	if !slices.ContainsFunc(told, func(s Symptom) bool {
		return s.State == illness && s.Found == "工作区中没有 inbox 文件夹，没有收报，也不印发文件，以免把已交的月报表算作缺报"
	}) {
		t.Errorf("doctor: %v", told)
	}
	if err := errors.Join(os.Rename(aside, inbox), runAt(t, dir, "2023-03-20 10:00")); err != nil {
		t.Fatal(err)
	}
	same(t, "due as it was", periodsOf(*done, scheme.TaskCircular), "2023-02")
}

// A run that is stopped in the middle of a job has not done it.
// A backup that finds its disk full holds nothing up: February's circular, due
// the same morning, goes out. March's circular that does has what is due after
// it wait, the first quarter's ranking; a later run does both, in order, each once.
func TestSlotsOnAFullDisk(t *testing.T) {
	dir := reportedWorkspace(t, ingest.Period{Year: 2023, Month: 1}, ingest.Period{Year: 2023, Month: 3})
	var full []string
	done := instead(t, func(d DueTask) error {
		if slices.Contains(full, d.Task) {
			return &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
		}
		return nil
	})
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	*done = nil
	full = []string{scheme.TaskBackup}
	if err := runAt(t, dir, "2023-03-31 10:00"); err == nil {
		t.Error("the backup did not fail")
	}
	circular := func() int {
		return len(slices.DeleteFunc(slices.Clone(*done), func(s string) bool { return s != "月通报 2023-02" }))
	}
	if circular() != 1 {
		t.Errorf("a full backup disk: %v", *done)
	}
	full, *done = []string{scheme.TaskCircular}, nil
	if err := runAt(t, dir, "2023-04-28 10:00"); err == nil {
		t.Error("the circular did not fail")
	}
	if slices.ContainsFunc(*done, func(s string) bool { return strings.HasPrefix(s, "季评比") }) {
		t.Errorf("done after the circular that found no room: %v", *done)
	}
	before := len(*done)
	full = nil
	if err := runAt(t, dir, "2023-04-28 11:00"); err != nil {
		t.Fatal(err)
	}
	after := (*done)[before:]
	first, ranking := slices.Index(after, "月通报 2023-03"), slices.Index(after, "季评比 2023Q1")
	if first < 0 || ranking < first {
		t.Errorf("with room again: %v", after)
	}
	for i, s := range *done {
		if slices.Contains((*done)[:i], s) {
			t.Errorf("%s twice", s)
		}
	}
}

func TestSlotsOfAStoppedRun(t *testing.T) {
	dir := reportedWorkspace(t, ingest.Period{Year: 2023, Month: 1}, ingest.Period{Year: 2023, Month: 3})
	ctx, stop := context.WithCancel(context.Background())
	done := instead(t, func(d DueTask) error {
		if d.Task == scheme.TaskCircular && d.Period == "2023-02" && ctx.Err() == nil {
			stop()
			return ctx.Err()
		}
		return nil
	})
	o, err := Open(Options{Dir: dir, Now: clock("2023-04-20 09:00"), Write: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.Run(ctx, false); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	o.Close()
	if err := runAt(t, dir, "2023-04-20 09:10"); err != nil {
		t.Fatal(err)
	}
	same(t, "each once", periodsOf(*done, scheme.TaskCircular), "2023-01", "2023-02", "2023-03")
}

// A circular that failed is due though the schedule moves it to an earlier day
// than it failed on, or to a later one; the day it failed on stands as left out.
// 截止 of March is 6 April, its circular due on the 12th; three working days
// after it are the 11th, five the 13th.
func TestSlotsMovedWhileOverdue(t *testing.T) {
	for _, moved := range []string{"截止后3个工作日 09:00", "截止后5个工作日 09:00", "0 9 20 * *", "0 9 8 * *"} {
		t.Run(moved, func(t *testing.T) {
			dir := reportedWorkspace(t, ingest.Period{Year: 2023, Month: 1}, ingest.Period{Year: 2023, Month: 3})
			broken := true
			done := instead(t, func(d DueTask) error {
				if broken && d.Task == scheme.TaskCircular && d.Period == "2023-03" {
					return errors.New("no paper")
				}
				return nil
			})
			if err := runAt(t, dir, "2023-04-28 09:00"); err == nil {
				t.Fatal("the circular did not fail")
			}
			rewriteScheme(t, dir, func(_ scheme.Table, cells []string) {
				for i := range cells {
					if cells[i] == "截止后4个工作日 09:00" {
						cells[i] = moved
					}
				}
			})
			broken = false
			for _, when := range []string{"2023-04-28 10:00", "2023-04-28 11:00"} {
				if err := runAt(t, dir, when); err != nil {
					t.Fatal(err)
				}
			}
			march := slices.DeleteFunc(periodsOf(*done, scheme.TaskCircular), func(period string) bool { return period != "2023-03" })
			same(t, "done once", march, "2023-03")
			same(t, "left out", skippedOf(t, dir, scheme.TaskCircular, "2023-04-28 12:00"), "2023-04-12")
		})
	}
}

// A clock that jumps back repeats nothing and is refused; once it is right
// again, work goes on. A clock that jumps ahead does each slot once.
func TestSlotsAndClockJumps(t *testing.T) {
	dir := reportedWorkspace(t, ingest.Period{Year: 2023, Month: 1}, ingest.Period{Year: 2023, Month: 4})
	done := instead(t, func(DueTask) error { return nil })
	for _, step := range []struct {
		when    string
		refused bool
	}{{"2023-03-20 09:00", false}, {"2000-01-01 00:00", true}, {"2023-03-20 08:59", true}, {"2023-03-20 09:10", false}, {"2023-05-31 23:59", false}, {"2023-05-31 23:59", false}} {
		var usage *UsageError
		if err := runAt(t, dir, step.when); errors.As(err, &usage) != step.refused {
			t.Errorf("%s: %v", step.when, err)
		}
	}
	same(t, "each once", periodsOf(*done, scheme.TaskCircular), "2023-01", "2023-02", "2023-03", "2023-04")
}

// Each night's backup, as the demo of a workspace left alone: the night after
// the first run is the first, and a week over a holiday leaves one.
func TestSlotsOfBackups(t *testing.T) {
	dir := quietWorkspace(t)
	for _, when := range []string{"2023-01-10 09:00", "2023-01-11 02:00", "2023-01-11 02:10", "2023-01-20 08:00"} {
		if err := runAt(t, dir, when); err != nil {
			t.Fatal(err)
		}
	}
	made, err := filepath.Glob(filepath.Join(dir, backupDir, "*.zip"))
	if err != nil || len(made) != 2 || filepath.Base(made[1]) != "2023-01-20_0200.zip" {
		t.Errorf("made %v, %v", made, err)
	}
	if got := skippedOf(t, dir, scheme.TaskBackup, "2023-01-20 09:00"); len(got) != 8 {
		t.Errorf("skipped %v", got)
	}
	to := filepath.Join(t.TempDir(), "restored")
	if _, err := Restore(context.Background(), made[1], to, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(context.Background(), made[1], to, nil); err == nil {
		t.Error("restored over a workspace")
	}
	damaged, _ := os.ReadFile(made[1])
	damaged[len(damaged)/3] ^= 0xff
	bad := filepath.Join(t.TempDir(), "bad.zip")
	os.WriteFile(bad, damaged, 0o644)
	if _, err := Restore(context.Background(), bad, filepath.Join(t.TempDir(), "x"), nil); err == nil {
		t.Error("a damaged backup was restored")
	}
}

// Intake keeps its last time, not a row for every quarter of an hour.
func TestIntakeLeavesAPulse(t *testing.T) {
	dir := quietWorkspace(t)
	for _, when := range []string{"2023-01-10 09:00", "2023-01-10 09:15", "2023-01-10 09:30"} {
		if err := runAt(t, dir, when); err != nil {
			t.Fatal(err)
		}
	}
	l, err := ledger.OpenReadOnly(filepath.Join(dir, ledgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p, err := l.PulseOf(context.Background(), scheme.TaskIntake)
	if err != nil || !p.At.Equal(clock("2023-01-10 09:30")) || p.Outcome != ledger.Done {
		t.Errorf("%+v, %v", p, err)
	}
	if slots, _ := l.Slots(context.Background(), scheme.TaskIntake, time.Time{}); len(slots) != 0 {
		t.Errorf("%d slots", len(slots))
	}
}

// The power goes in the middle of a job: what lies on the disk at that moment
// is copied, begun slot and all, and opened by another run. It does the job
// once more and the ones before it never again.
func TestSlotsTakenUpAfterAPowerCut(t *testing.T) {
	dir, cut := quietWorkspace(t), filepath.Join(t.TempDir(), "cut")
	done := instead(t, func(d DueTask) error {
		if d.Task == scheme.TaskCircular && d.Period == "2023-03" && !exists(cut) {
			return os.CopyFS(cut, os.DirFS(dir))
		}
		return nil
	})
	for _, when := range []string{"2023-02-20 09:00", "2023-03-20 09:00", "2023-04-14 10:00"} {
		if err := runAt(t, dir, when); err != nil {
			t.Fatal(err)
		}
	}
	*done = nil
	for _, when := range []string{"2023-04-14 10:01", "2023-04-14 10:02"} {
		if err := runAt(t, cut, when); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "taken up", periodsOf(*done, scheme.TaskCircular), "2023-03")
	same(t, "due after it, once", periodsOf(*done, scheme.TaskRanking), "2023Q1")
}

// 设置 says where backups lie and how many stay. An older one goes only when
// the new one can be read back; one that cannot is made again.
func TestBackupsAreReadBackBeforeOldOnesGo(t *testing.T) {
	dir, elsewhere := quietWorkspace(t), filepath.Join(t.TempDir(), "另一块[磁]盘")
	if err := runAt(t, dir, "2023-01-10 09:00"); err != nil {
		t.Fatal(err)
	}
	o, err := Open(Options{Dir: dir, Now: clock("2023-01-20 09:00"), Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	o.scheme.Settings.Other[scheme.BackupFolderSetting], o.scheme.Settings.Other[scheme.BackupsKeptSetting] = elsewhere, "2"
	backup := func(day string) {
		t.Helper()
		if err := o.scheduledBackup(context.Background(), DueTask{Task: scheme.TaskBackup, At: clock(day + " 02:00")}); err != nil {
			t.Fatal(err)
		}
	}
	kept := func() (names []string) {
		entries, _ := os.ReadDir(elsewhere)
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	for _, day := range []string{"2023-01-11", "2023-01-12", "2023-01-13"} {
		backup(day)
	}
	same(t, "two stay", kept(), "2023-01-12_0200.zip", "2023-01-13_0200.zip")
	last := filepath.Join(elsewhere, "2023-01-13_0200.zip")
	whole, err := os.ReadFile(last)
	if err != nil || readBack(last) != nil {
		t.Fatal(err, readBack(last))
	}
	for what, damaged := range map[string][]byte{"half": whole[:len(whole)/2], "one byte": slices.Concat(whole[:len(whole)/3], []byte{whole[len(whole)/3] ^ 0xff}, whole[len(whole)/3+1:]), "begun": whole[:100]} {
		if err := os.WriteFile(last, damaged, 0o644); err != nil || readBack(last) == nil {
			t.Errorf("%s: read back all the same, %v", what, err)
		}
		backup("2023-01-13") // as after a power cut, before it was looked at
		if err := readBack(last); err != nil {
			t.Error(what, err)
		}
	}
	same(t, "still two", kept(), "2023-01-12_0200.zip", "2023-01-13_0200.zip")
}

// A copy of the workspace, tried out on the same machine, keeps its backups in the
// same folder, and its backup of the 12th is there first. The workspace has its
// own beside it, once; verify tells the other and what to do.
func TestBackupOfACopyIsNoneOfOurs(t *testing.T) {
	dir, elsewhere := quietWorkspace(t), t.TempDir()
	setScheme(t, dir, map[string]string{scheme.BackupFolderSetting: elsewhere}, nil)
	if err := runAt(t, dir, "2023-01-10 09:00"); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "副本")
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	put(filepath.Join(copied, inboxDir, "试.xlsx"), []byte("tried out"))
	put(filepath.Join(dir, inboxDir, "真.xlsx"), []byte("in earnest"))
	for _, at := range []string{copied, dir, dir} {
		if err := runAt(t, at, "2023-01-12 09:00"); err != nil {
			t.Fatal(err)
		}
	}
	made, _ := filepath.Glob(filepath.Join(elsewhere, "2023-01-12_*.zip"))
	if len(made) != 2 {
		t.Fatal(made)
	}
	restored := filepath.Join(t.TempDir(), "恢复")
	if _, err := Restore(context.Background(), made[1], restored, nil); err != nil {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(filepath.Join(restored, archiveDir, hash([]byte("in earnest")))); string(kept) != "in earnest" {
		t.Error(made[1], err)
	}
	problems := verifiedAt(t, dir, clock("2023-01-12 10:00")).Problems
	if len(problems) != 1 || problems[0].Kind != ProblemForged || !strings.Contains(problems[0].What, filepath.Base(made[0])) || !strings.Contains(problems[0].What, "给副本另设“备份文件夹”") {
		t.Errorf("%v", problems)
	}
}

// Rubbish in the middle of the ledger, as of a disk that fails, is told as that by
// doctor and by the night's backup, which is none, though every run goes on.
func TestDamagedLedgerIsTold(t *testing.T) {
	dir := quietWorkspace(t)
	if err := runAt(t, dir, "2023-01-10 09:00"); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, ledgerFile)
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	half := len(content) / 2
	copy(content[half:], bytes.Repeat([]byte{0xff}, 3*4096))
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := runAt(t, dir, "2023-01-11 09:00"); !errors.Is(err, ledger.ErrDamaged) {
		t.Errorf("backup: %v", err)
	}
	told := Doctor(context.Background(), Options{Dir: dir, Now: clock("2023-01-11 10:00")})
	if !slices.ContainsFunc(told, func(s Symptom) bool {
		return s.What == "账本" && s.State == illness && s.Found == "账本内部已损坏"
	}) {
		t.Errorf("doctor: %v", told)
	}
}

// A temporary folder that takes nothing is told as that, not as the ledger's own
// disk; the slot is due again.
func TestBackupWithoutATemporaryFolder(t *testing.T) {
	dir := quietWorkspace(t)
	if err := runAt(t, dir, "2023-01-10 09:00"); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(t.TempDir(), "临时")
	t.Setenv("TMPDIR", gone)
	err := runAt(t, dir, "2023-01-11 09:00")
	if want := "没有备份：账本副本要先放在系统的临时文件夹 " + gone + "，它不能写入。请清理或检查该文件夹后重新运行；以前的备份没有删除。"; err == nil || Explain(err) != want {
		t.Errorf("told: %v", err)
	}
	full := &ScratchError{gone, &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}}
	if !strings.Contains(Explain(full), "它所在的磁盘空间已满") {
		t.Error(Explain(full))
	}
	if err := errors.Join(os.Mkdir(gone, 0o755), runAt(t, dir, "2023-01-11 10:00")); err != nil {
		t.Fatal(err)
	}
	if !exists(filepath.Join(dir, backupDir, "2023-01-11_0200.zip")) {
		t.Error("no backup")
	}
}

// Two backups are kept. While archive/ is gone, no night's backup pushes out the
// last that has it, the job stands as failed with what to do, and doctor tells;
// once the folder is back, the same night's backup is made anew and whole.
func TestBackupsWithoutTheArchive(t *testing.T) {
	dir := quietWorkspace(t)
	setScheme(t, dir, map[string]string{scheme.BackupsKeptSetting: "2"}, nil)
	put(filepath.Join(dir, inboxDir, "来.xlsx"), []byte("came"))
	for _, day := range []string{"10", "11"} {
		if err := runAt(t, dir, "2023-01-"+day+" 09:00"); err != nil {
			t.Fatal(err)
		}
	}
	archive, aside := filepath.Join(dir, archiveDir), filepath.Join(dir, "旧存档")
	if err := os.Rename(archive, aside); err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"12 09:00", "12 09:10", "13 09:00", "14 09:00"} {
		var lacking *LackingError
		if err := runAt(t, dir, "2023-01-"+when); !errors.As(err, &lacking) || lacking.Files != 1 {
			t.Fatalf("%s: %v", when, err)
		}
	}
	made := func() (list []string) {
		list, _ = filepath.Glob(filepath.Join(dir, backupDir, "*.zip"))
		for i := range list {
			list[i] = filepath.Base(list[i])[8:10]
		}
		return list
	}
	same(t, "nothing was pushed out", made(), "11", "12", "13", "14")
	told := Doctor(context.Background(), Options{Dir: dir, Now: clock("2023-01-14 10:00")})
	if !slices.ContainsFunc(told, func(s Symptom) bool {
		return s.What == "存档" && s.State == illness && strings.Contains(s.Found, "1件")
	}) {
		t.Errorf("doctor: %v", told)
	}
	if err := errors.Join(os.RemoveAll(archive), os.Rename(aside, archive), runAt(t, dir, "2023-01-14 11:00")); err != nil {
		t.Fatal(err)
	}
	same(t, "the last two", made(), "13", "14")
	b, err := listIn(filepath.Join(dir, backupDir, "2023-01-14_0200.zip"))
	if err != nil || len(b.Lacking) != 0 || b.Files[archiveDir+"/"+hash([]byte("came"))] == "" {
		t.Errorf("made anew: %v, %v", b, err)
	}
}

// Two stay of each workspace's backups in a folder that they share. A copy that
// is run ahead takes none away that was made before it was copied; nor is a file
// of another program counted or replaced, though it bears the day's name. A workspace
// that was moved knows its own.
func TestSharedBackupFolder(t *testing.T) {
	home, shared := t.TempDir(), t.TempDir()
	dir, copied, moved := filepath.Join(home, "原"), filepath.Join(home, "副本"), filepath.Join(home, "搬走")
	if err := os.CopyFS(dir, os.DirFS(quietWorkspace(t))); err != nil {
		t.Fatal(err)
	}
	setScheme(t, dir, map[string]string{scheme.BackupFolderSetting: shared, scheme.BackupsKeptSetting: "2"}, nil)
	foreign, _ := os.Create(filepath.Join(shared, "2023-01-14_0200.zip"))
	z := zip.NewWriter(foreign)
	z.Create("别的程序.txt")
	if err := errors.Join(z.Close(), foreign.Close()); err != nil {
		t.Fatal(err)
	}
	step := func(at string, days ...string) {
		t.Helper()
		put(filepath.Join(at, inboxDir, days[0]+".xlsx"), []byte(at)) // their ledgers part
		for _, day := range days {
			if err := runAt(t, at, "2023-01-"+day+" 09:00"); err != nil {
				t.Fatal(err)
			}
		}
	}
	stand := func(what string, want ...string) {
		t.Helper()
		made, _ := filepath.Glob(filepath.Join(shared, "*.zip"))
		for i := range made {
			made[i] = strings.TrimSuffix(strings.TrimPrefix(filepath.Base(made[i]), "2023-01-"), ".zip")
		}
		same(t, what, made, want...)
	}
	step(dir, "10", "11")
	stand("the first", "11_0200", "14_0200")
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	step(copied, "12", "13", "14")
	stand("the copy is ahead", "11_0200", "13_0200", "14_0200", "14_0201")
	step(dir, "12")
	stand("the first and one more", "11_0200", "12_0200", "13_0200", "14_0200", "14_0201")
	step(dir, "13")
	stand("two of each", "12_0200", "13_0200", "13_0201", "14_0200", "14_0201")
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	step(moved, "15")
	stand("moved", "13_0200", "13_0201", "14_0200", "14_0201", "15_0200")
	o, err := Open(Options{Dir: moved, Now: clock("2023-01-15 10:00")})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	own, err := o.ownBackups(context.Background(), "*.zip")
	if err != nil || len(own) != 2 || filepath.Base(own[0]) != "2023-01-13_0201.zip" {
		t.Errorf("own %v, %v", own, err)
	}
}

// A run that was killed while it wrote the ledger's head leaves that unfinished
// beside the ledger; the run after removes it, and nothing of anybody's.
func TestSweepOfTheWorkspace(t *testing.T) {
	dir := quietWorkspace(t)
	for name, content := range map[string]string{".new-2470064331": "half", "办公室.txt": "notes", lockFile + ".pid": "1"} {
		if err := put(filepath.Join(dir, name), []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := runAt(t, dir, "2023-01-10 09:00"); err != nil {
		t.Fatal(err)
	}
	if exists(filepath.Join(dir, ".new-2470064331")) || !exists(filepath.Join(dir, "办公室.txt")) {
		t.Error("what the killed run left stays, or what it did not is gone")
	}
}

// A run that was killed leaves unfinished files. In a backup folder elsewhere the
// next backup removes its kind when they are a day old and lie where it writes;
// what is younger another workspace may be writing. A disk that is not there, here
// a file in the folder's place, is no reason for the run after to do nothing.
func TestSweepOfABackupFolderElsewhere(t *testing.T) {
	dir, elsewhere := quietWorkspace(t), filepath.Join(t.TempDir(), "别处")
	setScheme(t, dir, map[string]string{scheme.BackupFolderSetting: elsewhere}, nil)
	left := map[string]bool{".new-old": false, ".new-young": true, "deeper/.new-old": true, "old.zip": true}
	for name := range left {
		file := filepath.Join(elsewhere, filepath.FromSlash(name))
		if err := put(file, []byte("half")); err != nil {
			t.Fatal(err)
		}
		if when := time.Now().AddDate(0, 0, -2); !strings.Contains(name, "young") {
			os.Chtimes(file, when, when)
		}
	}
	for _, when := range []string{"2023-01-10 09:00", "2023-01-11 09:00"} {
		if err := runAt(t, dir, when); err != nil {
			t.Fatal(err)
		}
	}
	for name, stays := range left {
		if exists(filepath.Join(elsewhere, filepath.FromSlash(name))) != stays {
			t.Errorf("%s: should stay: %v", name, stays)
		}
	}
	if err := errors.Join(os.RemoveAll(elsewhere), os.WriteFile(elsewhere, []byte("no folder"), 0o644)); err != nil {
		t.Fatal(err)
	}
	put(filepath.Join(dir, lockFile+".pid"), []byte("1"))
	if err := runAt(t, dir, "2023-01-11 10:00"); err != nil {
		t.Error(err)
	}
}

// Processes that are killed leave copies of the ledger in the system's temporary
// folder, which an office PC never clears: the night's backup does, after a day.
func TestSweepOfScratchFolders(t *testing.T) {
	dir, temp := quietWorkspace(t), t.TempDir()
	t.Setenv("TMPDIR", temp)
	stays := map[string]bool{"tongbao-backup-123": false, "tongbao-verify-9": false, "tongbao-verify-8": true, "tongbao-backup-mine": true, "other-1": true}
	for name := range stays {
		if err := put(filepath.Join(temp, name, ledgerFile), []byte("copy")); err != nil {
			t.Fatal(err)
		}
		if when := time.Now().AddDate(0, 0, -2); name != "tongbao-verify-8" {
			os.Chtimes(filepath.Join(temp, name), when, when)
		}
	}
	for _, when := range []string{"2023-01-10 09:00", "2023-01-11 09:00"} {
		if err := runAt(t, dir, when); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range stays {
		if exists(filepath.Join(temp, name)) != want {
			t.Errorf("%s: should stay: %v", name, want)
		}
	}
}

// What fell due while nothing ran is what comes next, and not the slot after
// it: the reports of February are due on Monday, 6 March (the 5th is a Sunday),
// its circular four working days later; those of March on 6 April (the 5th is a
// day off), its circular on 12 April.
func TestStatusTellsWhatIsOverdue(t *testing.T) {
	dir := reportedWorkspace(t, ingest.Period{Year: 2023, Month: 1}, ingest.Period{Year: 2023, Month: 3})
	instead(t, func(DueTask) error { return nil })
	if err := runAt(t, dir, "2023-03-01 09:00"); err != nil {
		t.Fatal(err)
	}
	nextAt := func(now, want string) {
		t.Helper()
		o, err := Open(Options{Dir: dir, Now: clock(now)})
		if err != nil {
			t.Fatal(err)
		}
		defer o.Close()
		v, err := o.Status(context.Background(), ingest.Period{})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(v.Jobs, func(j JobState) bool { return j.Job == scheme.TaskCircular })
		if got := v.Jobs[i].Next; got == nil || !got.Equal(clock(want)) {
			t.Errorf("at %s the circular comes next at %v, want %s", now, got, want)
		}
	}
	nextAt("2023-03-10 08:59", "2023-03-10 09:00")
	nextAt("2023-03-12 10:00", "2023-03-10 09:00")
	l, err := ledger.Open(filepath.Join(dir, ledgerFile))
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.BeginSlot(context.Background(), scheme.TaskCircular, clock("2023-03-10 09:00"), clock("2023-03-12 10:00"))
	if err = errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	nextAt("2023-03-12 10:01", "2023-03-10 09:00") // begun and cut short
	if err := runAt(t, dir, "2023-03-12 10:02"); err != nil {
		t.Fatal(err)
	}
	nextAt("2023-03-12 10:03", "2023-04-12 09:00")
}
