package office

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
)

// A month that nobody reported is issued; then somebody meddles.
func TestVerifyFindsWhatDiffers(t *testing.T) {
	dir := quietWorkspace(t)
	put(filepath.Join(dir, inboxDir, "坏文件.xlsx"), []byte("no workbook"))
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	kinds := func() (list []string) {
		v := verifiedAt(t, dir, clock("2023-02-20 10:00"))
		if v.Documents == 0 || v.OK != (len(v.Problems) == 0) {
			t.Fatalf("%+v", v)
		}
		for _, p := range v.Problems {
			list = append(list, p.Kind)
		}
		slices.Sort(list)
		return list
	}
	same(t, "untouched", kinds())
	kept, _ := filepath.Glob(filepath.Join(dir, archiveDir, "*"))
	pdfs, _ := filepath.Glob(filepath.Join(dir, outDir, "2023-01", "*.pdf"))
	if len(kept) != 1 || len(pdfs) == 0 {
		t.Fatal(kept, pdfs)
	}
	os.Chmod(kept[0], 0o644)
	os.WriteFile(kept[0], []byte("other bytes"), 0o644)
	os.WriteFile(filepath.Join(dir, archiveDir, strings.Repeat("a", 64)), []byte("x"), 0o644)
	os.WriteFile(filepath.Join(dir, outDir, "自拟.pdf"), []byte("x"), 0o644)
	os.WriteFile(pdfs[0], []byte("%PDF"), 0o644)
	os.Remove(strings.TrimSuffix(pdfs[0], ".pdf") + ".xlsx")
	same(t, "meddled with", kinds(), ProblemArchiveChanged, ProblemArchiveUnknown, ProblemFileChanged, ProblemFileMissing, ProblemFileUnknown)
	answers, _ := filepath.Glob(filepath.Join(dir, returnedDir, "回执", "*", "*.txt"))
	if len(answers) != 1 {
		t.Fatal(answers)
	}
	os.WriteFile(answers[0], []byte("通过"), 0o644)
	if got := kinds(); !slices.Contains(got, ProblemAnswerChanged) {
		t.Errorf("receipt edited: %v", got)
	}
	os.Remove(answers[0])
	if got := kinds(); !slices.Contains(got, ProblemAnswerMissing) {
		t.Errorf("receipt removed: %v", got)
	}
	os.Remove(kept[0])
	if got := kinds(); !slices.Contains(got, ProblemArchiveMissing) {
		t.Errorf("removed: %v", got)
	}
}

// Called up again, an issued file that somebody changed comes back, and what
// they made of it is kept aside.
func TestChangedFileIsKeptAside(t *testing.T) {
	dir := quietWorkspace(t)
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	issued := filepath.Join(dir, outDir, "2023-01", "2023年1月月通报.pdf")
	want, err := os.ReadFile(issued)
	if err != nil {
		t.Fatal(err)
	}
	for n, mine := range []string{"批注一", "批注二"} {
		if err := os.WriteFile(issued, []byte(mine), 0o644); err != nil {
			t.Fatal(err)
		}
		o, err := Open(Options{Dir: dir, Now: clock("2023-02-21 09:00"), Write: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Circular(context.Background(), ingest.Period{Year: 2023, Month: 1}, Making{}); err != nil {
			t.Fatal(err)
		}
		o.Close()
		aside := strings.TrimSuffix(issued, ".pdf") + "（原有文件" + string(rune('1'+n)) + "）.pdf"
		if got, _ := os.ReadFile(aside); string(got) != mine {
			t.Errorf("%s says %q", aside, got)
		}
		if got, _ := os.ReadFile(issued); string(got) != string(want) {
			t.Error("the issued file did not come back")
		}
	}
}

// The figures of a document in the ledger, a receipt time, an entry of the audit
// that is gone, changed from outside while everything else stands as it was, are
// found: with their guards taken away, with a guard put back, whoever did it.
func TestVerifyFindsAForgedLedger(t *testing.T) {
	dir := quietWorkspace(t)
	put(filepath.Join(dir, inboxDir, "坏文件.xlsx"), []byte("no workbook"))
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	same(t, "untouched", foundIn(t, dir))
	db, err := sql.Open("sqlite", filepath.Join(dir, ledgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []struct{ guard, forge, kind, says string }{
		{"arrival_update", `UPDATE arrival SET received_at = '2023-02-01T09:00:00+08:00'`, ProblemForged, "第1件来件“坏文件.xlsx”在程序之外被改动过"},
		{"slot_no_delete", `DELETE FROM slot WHERE job = '月通报'`, ProblemForged, "任务班次月通报 2023-02-10T09:00:00+08:00在程序之外被删去"},
		{"document_no_update", `UPDATE document SET data = replace(data, '"low":"26"', '"low":"27"') WHERE kind = 'circular'`, ProblemDocumentDiffers, "原为 27，重制为 26"},
		{"document_no_update", `UPDATE document SET data = data || ' ' WHERE kind = 'circular'`, ProblemForged, "月通报 2023-01 沁招商办〔2023〕1号的记录在程序之外被改动过"},
		{"audit_no_delete", `DELETE FROM audit WHERE id = 2`, ProblemLedger, "操作记录缺1条"},
	} {
		var guard string
		if err := db.QueryRow("SELECT sql FROM sqlite_master WHERE name = ?", c.guard).Scan(&guard); err != nil {
			t.Fatal(err)
		}
		for _, step := range []string{"DROP TRIGGER " + c.guard, c.forge} {
			if r, err := db.Exec(step); err != nil {
				t.Fatal(err)
			} else if n, _ := r.RowsAffected(); step == c.forge && n != 1 {
				t.Fatalf("%s: %d rows", step, n)
			}
		}
		if found := strings.Join(foundIn(t, dir), "\n"); !strings.Contains(found, ProblemLedger+" ") || !strings.Contains(found, c.guard) {
			t.Errorf("without %s: %s", c.guard, found)
		}
		if _, err := db.Exec(guard); err != nil {
			t.Fatal(err)
		}
		if found := strings.Join(foundIn(t, dir), "\n"); !strings.Contains(found, c.kind+" ") || !strings.Contains(found, c.says) || strings.Contains(found, c.guard) {
			t.Errorf("%s: %s", c.forge, found)
		}
	}
}

// Whoever writes the whole chain anew, with this very program, is found by a
// head that lies elsewhere: in a backup, in the file beside the ledger, on a
// sheet of paper.
func TestVerifyFindsAChainWrittenAnew(t *testing.T) {
	dir := quietWorkspace(t)
	put(filepath.Join(dir, inboxDir, "坏文件.xlsx"), []byte("no workbook"))
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	o := openAt(t, dir, "2023-02-20 10:00")
	v, err := o.Verify(context.Background())
	if err != nil || v.Seals.Seal == 0 || v.Seals.Before != 0 {
		t.Fatal(v, err)
	}
	code := v.Seals.Code()
	if _, err := o.Backup(context.Background(), filepath.Join(dir, backupDir, "x.zip")); err != nil {
		t.Fatal(err)
	}
	o.Close()
	same(t, "untouched", foundIn(t, dir))
	db, err := sql.Open("sqlite", filepath.Join(dir, ledgerFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []string{"DROP TRIGGER arrival_update", `UPDATE arrival SET received_at = '2023-02-01T09:00:00+08:00'`, "DROP TABLE seal", "PRAGMA user_version = 8"} {
		if _, err := db.Exec(step); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	l, err := ledger.Open(filepath.Join(dir, ledgerFile)) // seals what it finds
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	found := strings.Join(foundIn(t, dir), "\n")
	for _, says := range []string{ProblemForged + " 备份 x.zip", ProblemStale + " 账本 ledger.db 是旧的，或记录被删去过"} {
		if !strings.Contains(found, says) {
			t.Errorf("no %q in %s", says, found)
		}
	}
	o = openAt(t, dir, "2023-02-20 10:00")
	defer o.Close()
	after := &Verification{OK: true}
	if err := o.VerifyAgainst(context.Background(), after, code); err != nil || after.OK || !strings.Contains(after.Problems[0].What, "账本没有封存第12条") {
		t.Errorf("%+v %v", after, err)
	}
	if err := o.VerifyAgainst(context.Background(), after, "12"); !errors.As(err, new(*UsageError)) {
		t.Error(err)
	}
}

func openAt(t *testing.T, dir, when string) *Office {
	t.Helper()
	o, err := Open(Options{Dir: dir, Now: clock(when)})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func foundIn(t *testing.T, dir string) (list []string) {
	t.Helper()
	for _, p := range verifiedAt(t, dir, clock("2023-02-20 10:00")).Problems {
		list = append(list, p.Kind+" "+p.What)
	}
	return list
}

// While a backup goes through the workspace another run takes in the two files
// that lie in the inbox and issues February's circular. What is restored is the
// workspace of before: the files wait in the inbox, in their order, no document
// lies there that its ledger does not know, and its own next run comes to the
// same documents.
func TestBackupWhileAnotherRunGoesOn(t *testing.T) {
	const run = "2023-03-15 09:00"
	for _, late := range []bool{false, true} { // the run begins after the files were listed, or before
		dir := quietWorkspace(t)
		put(filepath.Join(dir, inboxDir, "先到.xlsx"), []byte("no workbook"))
		if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
			t.Fatal(err)
		}
		put(filepath.Join(dir, inboxDir, "甲", "报表.xlsx"), []byte("no workbook of 甲"))
		put(filepath.Join(dir, inboxDir, "乙", "报表.xlsx"), []byte("no workbook of 乙"))
		old := clock("2023-03-01 09:00")
		if err := os.Chtimes(filepath.Join(dir, inboxDir, "甲", "报表.xlsx"), old, old); err != nil {
			t.Fatal(err)
		}
		o := openAt(t, dir, "2023-02-20 10:00")
		defer o.Close()
		file, to := filepath.Join(t.TempDir(), "b.zip"), filepath.Join(t.TempDir(), "restored")
		if late {
			ran := false
			o.progress = func(int, int, string) {
				if !ran {
					ran = true
					if err := runAt(t, dir, run); err != nil {
						t.Error(err)
					}
				}
			}
			if _, err := o.Backup(context.Background(), file); err != nil {
				t.Fatal(err)
			}
		} else {
			copied := filepath.Join(t.TempDir(), ledgerFile)
			if err := o.ledger.Backup(context.Background(), copied); err != nil {
				t.Fatal(err)
			}
			if err := runAt(t, dir, run); err != nil {
				t.Fatal(err)
			}
			if _, err := o.backupAround(context.Background(), file, copied); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := Restore(context.Background(), file, to, nil); err != nil {
			t.Fatal(err)
		}
		for _, p := range verifiedAt(t, to, clock("2023-02-20 10:00")).Problems {
			t.Errorf("restored: %s", p.What)
		}
		var waits []string
		filepath.WalkDir(filepath.Join(to, inboxDir), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				content, _ := os.ReadFile(path)
				waits = append(waits, d.Name()+" "+string(content))
			}
			return err
		})
		// The first arrival was 先到, 甲 was the second.
		same(t, "waits", waits, "000002_报表.xlsx no workbook of 甲", "000003_报表.xlsx no workbook of 乙")
		if err := runAt(t, to, run); err != nil {
			t.Fatal(err)
		}
		circular := filepath.Join(outDir, "2023-02", "2023年2月月通报.pdf")
		if a, b := mustHash(t, filepath.Join(dir, circular)), mustHash(t, filepath.Join(to, circular)); a != b {
			t.Errorf("the circular is another: %s %s", a, b)
		}
		for _, p := range verifiedAt(t, to, clock(run)).Problems {
			t.Errorf("after its run: %s", p.What)
		}
	}
}

func mustHash(t *testing.T, file string) string {
	t.Helper()
	sum, err := hashFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// A run issues a circular while verify looks: what is new in out/ is no stranger,
// and neither is the ledger.
func TestVerifyWhileARunIssues(t *testing.T) {
	dir := quietWorkspace(t)
	if err := runAt(t, dir, "2023-01-10 09:00"); err != nil {
		t.Fatal(err)
	}
	o, err := Open(Options{Dir: dir, Now: clock("2023-02-20 10:00")})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	ctx := context.Background()
	v := &verifying{office: o, result: &Verification{}}
	if err := v.ledgerFile(ctx); err != nil {
		t.Fatal(err)
	}
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	if issued, _ := filepath.Glob(filepath.Join(dir, outDir, "2023-01", "*.pdf")); len(issued) == 0 {
		t.Fatal("nothing was issued")
	}
	if err := errors.Join(v.files(ctx), v.sealed(ctx)); err != nil || len(v.result.Problems) > 0 {
		t.Errorf("%v %v", v.result.Problems, err)
	}
}

// A restore that is stopped, wherever that is, leaves no workspace that somebody
// could run: returns that wait in its inbox may be missing.
func TestHalfRestoredIsNoWorkspace(t *testing.T) {
	dir := quietWorkspace(t)
	put(filepath.Join(dir, inboxDir, "待收.txt"), []byte("waits"))
	zip := filepath.Join(t.TempDir(), "x.zip")
	if err := runAt(t, dir, "2023-01-10 09:00"); err != nil {
		t.Fatal(err)
	}
	o, err := Open(Options{Dir: dir, Now: clock("2023-01-10 10:00")})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	made, err := o.Backup(context.Background(), zip)
	if err != nil {
		t.Fatal(err)
	}
	for stop := range len(made.Files) {
		ctx, cancel := context.WithCancel(context.Background())
		to := filepath.Join(t.TempDir(), "恢复")
		_, err := Restore(ctx, zip, to, func(done, _ int, _ string) {
			if done == stop {
				cancel()
			}
		})
		if half := new(HalfRestoredError); !errors.As(err, &half) || !strings.Contains(Explain(err), "没有恢复完，不能使用。请删去这个文件夹") {
			t.Fatalf("stopped at %d: %v", stop, err)
		}
		_, err = Open(Options{Dir: to, Now: clock("2023-01-10 11:00"), Write: true})
		if wrong := new(UsageError); !errors.As(err, &wrong) || stop > 0 && !strings.Contains(err.Error(), "没有恢复完") {
			t.Errorf("stopped at %d, opened: %v", stop, err)
		}
	}
}
