package inbox

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// noon is the file-system clock of these tests.
var noon = time.Date(2023, 10, 5, 12, 0, 0, 0, time.UTC)

// put writes a file whose modification time is ago before noon.
func put(t *testing.T, dir, name string, content []byte, ago time.Duration) string {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	when := noon.Add(-ago)
	if err := os.Chtimes(path, when, when); err != nil {
		t.Fatal(err)
	}
	return path
}

func zipped(t *testing.T, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("xl/workbook.xml")
	if err == nil {
		_, err = f.Write([]byte(content))
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func scan(t *testing.T, dir string, p Policy) (names []string, skipped map[string]Reason) {
	t.Helper()
	found, skips, err := Scan(dir, p)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range found {
		names = append(names, c.Name)
	}
	skipped = map[string]Reason{}
	for _, s := range skips {
		skipped[s.Name] = s.Reason
	}
	return names, skipped
}

func TestScanPassesOverWhatIsNoDelivery(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]Reason{
		"~$KFQ9月.xlsx": OwnerFile, ".~lock.KFQ.xlsx#": OwnerFile, ".~KFQ.xlsx": OwnerFile,
		".hidden.xlsx": Hidden, "empty.xlsx": Empty, "九月/empty.xlsx": Empty,
		"a.xlsx.crdownload": Partial, "a.xlsx.part": Partial, "a.TMP": Partial, "a.xlsx.download": Partial,
		"desktop.ini": Clutter, "Thumbs.db": Clutter,
	} {
		content := []byte("x")
		if want == Empty {
			content = nil
		}
		put(t, dir, name, content, time.Hour)
		if _, skipped := scan(t, dir, Standard(noon)); skipped[name] != want {
			t.Errorf("%s: %q, want %q", name, skipped[name], want)
		}
	}
	put(t, dir, ".git/KFQ.xlsx", []byte("x"), time.Hour)
	if names, skipped := scan(t, dir, Standard(noon)); len(names) != 0 || skipped[".git"] != Hidden {
		t.Errorf("taken %v, skipped %v", names, skipped)
	}
}

func TestScanTakesAnyNameInAnyFolder(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "开发区 9月（最终版）(1).XLSX", []byte("1"), 4*time.Hour)
	put(t, dir, "微信文件/第二层/无后缀", []byte("2"), 3*time.Hour)
	put(t, dir, "a.pdf", []byte("3"), 2*time.Hour)
	names, skipped := scan(t, dir, Standard(noon))
	if got := strings.Join(names, "|"); got != "开发区 9月（最终版）(1).XLSX|微信文件/第二层/无后缀|a.pdf" || len(skipped) != 0 {
		t.Errorf("taken %s, skipped %v", got, skipped)
	}
}

func TestScanOrder(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "c.xlsx", []byte("old"), 2*time.Hour)
	put(t, dir, "b.xlsx", []byte("b"), time.Hour)
	// Same time and base name: by hash. sha256("x") = 2d71…, sha256("y") = a1fc….
	put(t, dir, "1/a.xlsx", []byte("y"), time.Hour)
	put(t, dir, "2/a.xlsx", []byte("x"), time.Hour)
	names, _ := scan(t, dir, Standard(noon))
	if got := strings.Join(names, " "); got != "c.xlsx 2/a.xlsx 1/a.xlsx b.xlsx" {
		t.Errorf("order %s", got)
	}
}

func TestScanWaitsUntilAFileIsStable(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "fresh.xlsx", []byte("x"), time.Second)
	put(t, dir, "old.xlsx", []byte("x"), 2*time.Second)
	put(t, dir, "ahead.xlsx", []byte("x"), -time.Hour) // written by a PC whose clock runs ahead
	names, skipped := scan(t, dir, Standard(noon))
	if got := strings.Join(names, " "); got != "old.xlsx ahead.xlsx" || skipped["fresh.xlsx"] != Unsettled {
		t.Errorf("taken %s, skipped %v", got, skipped)
	}
	at := Policy{Now: noon, Settle: 0}
	if names, _ := scan(t, dir, at); len(names) != 3 {
		t.Errorf("without settling: %v", names)
	}
}

func TestScanWaitsForTheEndOfAZip(t *testing.T) {
	dir := t.TempDir()
	whole := zipped(t, strings.Repeat("示例", 1000))
	// A picture or workbook embedded in a workbook is a zip with an end of its own.
	nested := append(append([]byte{}, whole[:40]...), zipped(t, "inner")...)
	put(t, dir, "whole.xlsx", whole, 5*time.Minute)
	put(t, dir, "comment.xlsx", append(append([]byte{}, whole[:len(whole)-2]...), append([]byte{5, 0}, "hello"...)...), 5*time.Minute)
	put(t, dir, "cut.xlsx", whole[:len(whole)-1], 5*time.Minute)
	put(t, dir, "head.xlsx", whole[:30], 5*time.Minute)
	put(t, dir, "no zip.xlsx", []byte("PK but no zip"), 5*time.Minute)
	put(t, dir, "nested.xlsx", nested, 5*time.Minute)
	names, skipped := scan(t, dir, Standard(noon))
	if got := strings.Join(names, " "); got != "comment.xlsx no zip.xlsx whole.xlsx" || skipped["cut.xlsx"] != Unended || skipped["head.xlsx"] != Unended || skipped["nested.xlsx"] != Unended {
		t.Errorf("taken %s, skipped %v", got, skipped)
	}
	found, _, err := Scan(dir, Standard(noon.Add(time.Hour)))
	if err != nil || len(found) != 6 {
		t.Fatalf("after the age limit: %v, %v", found, err)
	}
	for _, c := range found {
		if want := c.Name == "cut.xlsx" || c.Name == "head.xlsx" || c.Name == "nested.xlsx"; c.Incomplete != want {
			t.Errorf("%s: incomplete %v", c.Name, c.Incomplete)
		}
	}
}

func TestScanNeedsItsFolder(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "收件夹")
	if _, _, err := Scan(missing, Standard(noon)); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), missing) {
		t.Errorf("missing inbox: %v", err)
	}
}

// candidate scans a folder that holds one file.
func candidate(t *testing.T, dir string) Candidate {
	t.Helper()
	found, skipped, err := Scan(dir, Policy{Now: noon})
	if err != nil || len(found) != 1 {
		t.Fatal(found, skipped, err)
	}
	return found[0]
}

func listed(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestKeepAndRemove(t *testing.T) {
	in, archive := t.TempDir(), t.TempDir()
	content := zipped(t, "示例")
	h := sha256.Sum256(content)
	want := hex.EncodeToString(h[:])
	path := put(t, in, "九月/KFQ.xlsx", content, time.Hour)
	k, err := Keep(archive, candidate(t, in))
	if err != nil || k.SHA256 != want || k.Size != int64(len(content)) || k.Again || listed(t, archive) != want {
		t.Fatalf("kept %+v, %v; archive %s", k, err, listed(t, archive))
	}
	got, err := os.ReadFile(filepath.Join(archive, want))
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("the copy differs: %v", err)
	}
	if info, _ := os.Stat(k.File); info.Mode().Perm() != 0o444 {
		t.Errorf("mode %v", info.Mode())
	}
	if again, err := Keep(archive, candidate(t, in)); err != nil || !again.Again || listed(t, archive) != want {
		t.Errorf("again: %+v, %v", again, err)
	}
	if gone, err := Remove(k); !gone || err != nil {
		t.Errorf("removed %v, %v", gone, err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("still there: %v", err)
	}
	if gone, err := Remove(k); gone || err != nil {
		t.Errorf("removed what is gone: %v, %v", gone, err)
	}
}

func TestKeepMendsARottenCopy(t *testing.T) {
	in, archive := t.TempDir(), t.TempDir()
	put(t, in, "KFQ.xlsx", []byte("good"), time.Hour)
	c := candidate(t, in)
	k, err := Keep(archive, c)
	if err != nil {
		t.Fatal(err)
	}
	os.Chmod(k.File, 0o644)
	os.WriteFile(k.File, []byte("rots"), 0o644)
	if k, err = Keep(archive, c); err != nil || k.Again {
		t.Fatal(k, err)
	}
	if b, _ := os.ReadFile(k.File); string(b) != "good" {
		t.Errorf("kept %q", b)
	}
}

func TestKeepRefusesWhatChanged(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, path string){
		"grown":   func(t *testing.T, path string) { os.WriteFile(path, []byte("longer than before"), 0o644) },
		"touched": func(t *testing.T, path string) { os.Chtimes(path, noon, noon) },
		"replaced by a link": func(t *testing.T, path string) {
			other := path + ".real"
			os.Rename(path, other)
			if err := os.Symlink(other, path); err != nil {
				t.Skip(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			in, archive := t.TempDir(), t.TempDir()
			path := put(t, in, "KFQ.xlsx", []byte("x"), time.Hour)
			c := candidate(t, in)
			change(t, path)
			if k, err := Keep(archive, c); !errors.Is(err, ErrChanged) {
				t.Errorf("kept %+v, %v", k, err)
			}
			if got := listed(t, archive); got != "" {
				t.Errorf("archive holds %s", got)
			}
			if gone, err := Remove(Kept{Candidate: c}); gone || err != nil {
				t.Errorf("removed %v, %v", gone, err)
			}
			if _, err := os.Lstat(path); err != nil {
				t.Error("a new delivery was removed from the inbox")
			}
		})
	}
}

func TestKeepErrorsNameThePath(t *testing.T) {
	in := t.TempDir()
	put(t, in, "KFQ.xlsx", []byte("x"), time.Hour)
	c := candidate(t, in)
	nowhere := filepath.Join(t.TempDir(), "存档")
	if _, err := Keep(nowhere, c); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), nowhere) {
		t.Errorf("no archive: %v", err)
	}
	os.Remove(c.Path)
	archive := t.TempDir()
	if _, err := Keep(archive, c); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), c.Path) || listed(t, archive) != "" {
		t.Errorf("taken away: %v", err)
	}
}

func TestSweepTakesOnlyUnfinishedCopies(t *testing.T) {
	archive := t.TempDir()
	put(t, archive, newPrefix+"123", []byte("half"), time.Hour)
	put(t, archive, strings.Repeat("a", 64), []byte("whole"), time.Hour)
	if err := Sweep(archive); err != nil {
		t.Fatal(err)
	}
	if got := listed(t, archive); got != strings.Repeat("a", 64) {
		t.Errorf("left %s", got)
	}
}
