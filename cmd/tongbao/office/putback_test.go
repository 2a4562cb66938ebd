package office

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/output/deliver/mailtest"
)

// laidOut is every file of the outbox and of returned/ with its hash.
func laidOut(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, folder := range []string{outboxDir, returnedDir} {
		filepath.WalkDir(filepath.Join(dir, folder), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files[path], err = hashFile(path)
			}
			return err
		})
	}
	return files
}

// A month of the outbox and the answers to senders are thrown away, together,
// so that neither is left to copy the other from: verify tells, the next run lays
// them out again as they were, byte for byte, and mails nothing twice.
func TestWhatIsGoneIsPutBack(t *testing.T) {
	s := mailtest.Start(t, false)
	dir := mailWorkspace(t, s, nil)
	put(filepath.Join(dir, inboxDir, "坏文件.xlsx"), []byte("no workbook"))
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	want, sent := laidOut(t, dir), len(s.Received())
	if len(want) < 4 || sent == 0 {
		t.Fatal(want, sent)
	}
	for _, gone := range []string{outboxDir, returnedDir} {
		if err := os.RemoveAll(filepath.Join(dir, gone)); err != nil {
			t.Fatal(err)
		}
	}
	var kinds []string
	for _, p := range verifiedAt(t, dir, clock("2023-02-20 10:00")).Problems {
		kinds = append(kinds, p.Kind)
	}
	slices.Sort(kinds)
	same(t, "gone", kinds, ProblemAnswerMissing, ProblemOutboxMissing)
	if err := runAt(t, dir, "2023-02-20 10:00"); err != nil {
		t.Fatal(err)
	}
	got := laidOut(t, dir)
	for file, sum := range want {
		if got[file] != sum {
			t.Errorf("%s did not come back as it was", file)
		}
	}
	if len(got) != len(want) || len(s.Received()) != sent {
		t.Errorf("%d files, were %d; %d letters, were %d", len(got), len(want), len(s.Received()), sent)
	}
	if problems := verifiedAt(t, dir, clock("2023-02-20 10:00")).Problems; len(problems) > 0 {
		t.Errorf("%v", problems)
	}
	// One that somebody changed stays as it is, and is told.
	receipts, _ := filepath.Glob(filepath.Join(dir, returnedDir, "回执", "*", "*.txt"))
	os.WriteFile(receipts[0], []byte("通过"), 0o644)
	if err := runAt(t, dir, "2023-02-20 11:00"); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(receipts[0]); string(text) != "通过" {
		t.Error("a changed receipt was overwritten")
	}
}

// Where messages are passed on by hand, whoever has done so may clear them away.
// One that is put back says that it was gone, so that it is not passed on twice;
// a letter that the program mailed says so already (above, byte for byte).
func TestPutBackByHandSaysSo(t *testing.T) {
	dir := quietWorkspace(t)
	put(filepath.Join(dir, inboxDir, "坏文件.xlsx"), []byte("no workbook"))
	if err := runAt(t, dir, "2023-02-20 09:00"); err != nil {
		t.Fatal(err)
	}
	states, _ := filepath.Glob(filepath.Join(dir, outboxDir, "2023-02", "*回执*", "状态.txt"))
	if len(states) != 1 {
		t.Fatal(states)
	}
	const told = "此件曾被移走或删去，2023年2月20日10:00按账本放回。转发以前请核对，已经转发过的不要再发"
	for _, step := range []struct {
		gone bool
		want bool
	}{{false, false}, {true, true}, {false, true}} {
		if step.gone {
			if err := os.RemoveAll(filepath.Dir(states[0])); err != nil {
				t.Fatal(err)
			}
		}
		if err := runAt(t, dir, "2023-02-20 10:00"); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(states[0]); err != nil || strings.Contains(string(text), told) != step.want {
			t.Errorf("%+v: %s %v", step, text, err)
		}
	}
}
