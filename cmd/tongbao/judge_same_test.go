package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func digestOf(content []byte) string {
	d := sha256.Sum256(content)
	return hex.EncodeToString(d[:])
}

// tree is the digest of every file under the given folders and files of a
// workspace, by its path.
func tree(t *testing.T, dir string, parts ...string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, part := range parts {
		err := filepath.WalkDir(filepath.Join(dir, part), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				name, _ := filepath.Rel(dir, path)
				files[filepath.ToSlash(name)] = digestOf(mustRead(t, path))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// sameTrees names every file that is in one tree only, or differs.
func sameTrees(t *testing.T, what string, a, b map[string]string) {
	t.Helper()
	for name := range a {
		if b[name] == "" {
			t.Errorf("%s: %s is gone", what, name)
		} else if a[name] != b[name] {
			t.Errorf("%s: %s has other bytes", what, name)
		}
	}
	for name := range b {
		if a[name] == "" {
			t.Errorf("%s: %s has come", what, name)
		}
	}
}

// Everything of a workspace but its ledger and lock.
var workspaceParts = []string{"out", "returned", "forms", "archive", "inbox", "scheme.xlsx", "register.xlsx"}

// judgeTwoDemos: the same year in two folders, at two times of day, is the
// same files to the byte: documents, workbooks, forms, answers, archive.
func judgeTwoDemos(t *testing.T, first, second string, said documents) {
	a, b := tree(t, first, workspaceParts...), tree(t, second, workspaceParts...)
	sameTrees(t, "two demos", a, b)
	kinds := map[string]int{}
	for name := range a {
		folder, _, _ := strings.Cut(name, "/")
		kinds[folder+filepath.Ext(name)]++
	}
	// 12 circulars and 4 rankings; a form a month for each of 7 task forces; 89
	// receipts for 88 files, one of which came twice.
	for kind, want := range map[string]int{"out.pdf": 16, "out.xlsx": 16, "forms.xlsx": 7 * 12, "returned.txt": 89, "archive": 88} {
		if kinds[kind] < want {
			t.Errorf("%d files of %s, not %d", kinds[kind], kind, want)
		}
	}
	for words, again := range askDocuments(t, second) {
		if again != said[words] {
			t.Errorf("tongbao %s is answered in two ways", words)
		}
	}
}

// judgeAgain: a run at the moment of the last one (年考核, ten working days after
// 5 January), the same again, and one later before anything is due (the next
// is the form of 25 January) change no file and no document; one earlier is
// refused; and issued documents come out of the ledger as they were, with out/
// lost.
func judgeAgain(t *testing.T, dir string, said documents) {
	before := tree(t, dir, workspaceParts...)
	for _, now := range []string{"2024-01-19T09:00:00+08:00", "2024-01-19T09:00:00+08:00", "2024-01-24T18:00:00+08:00"} {
		if got := strings.TrimSpace(say(t, dir, exitDone, "run", "--json", "--now", now)); got != `{"documents":[]}` {
			t.Errorf("run at %s did something: %s", now, got)
		}
		sameTrees(t, "run at "+now, before, tree(t, dir, workspaceParts...))
	}
	say(t, dir, exitUsage, "run", "--now", "2024-01-14T09:00:00+08:00")
	sameTrees(t, "a clock that goes back", before, tree(t, dir, workspaceParts...))

	if err := os.RemoveAll(filepath.Join(dir, "out")); err != nil {
		t.Fatal(err)
	}
	for words, again := range askDocuments(t, dir) {
		if again != said[words] {
			t.Errorf("tongbao %s is answered otherwise without out/", words)
		}
	}
	sameTrees(t, "asked again without out/", before, tree(t, dir, workspaceParts...))
}
