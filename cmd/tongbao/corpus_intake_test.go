package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"tongbao/output/xlsx"
)

const strangers = "../../../shared/corpus"

// batch is how many bad files come before each good return.
const batch = 64

// Every bad file is kept, refused with its reason and answered, and the next
// good return is taken in: all of the corpus through one workspace, a good
// return in the middle and at the end of each batch.
func TestBadFilesStopNothing(t *testing.T) {
	if _, err := os.Stat(strangers); err != nil {
		t.Skip("corpus absent: ", strangers)
	}
	dir := filepath.Join(t.TempDir(), "区")
	say(t, dir, exitDone, "init", dir, "--now", "2023-02-01T09:00:00+08:00")
	good := goodReturns(t, dir)
	bad := strangeFiles(t)
	at := time.Date(2023, 10, 8, 9, 0, 0, 0, time.FixedZone("", 8*3600))
	refused := 0
	for n := 0; len(bad) > 0; n++ {
		part := bad[:min(batch, len(bad))]
		bad = bad[len(part):]
		drop := &inboxDrop{dir: dir, at: time.Now().Add(-48 * time.Hour)}
		for i, file := range part {
			if i == len(part)/2 {
				drop.put(t, fmt.Sprintf("好%d中.xlsx", n), good(2*n))
			}
			drop.put(t, fmt.Sprintf("%03d_%s", i, filepath.Base(file)), mustRead(t, file))
		}
		drop.put(t, fmt.Sprintf("好%d末.xlsx", n), good(2*n+1))
		said := say(t, dir, exitRefused, "ingest", "--json", "--now", at.Add(time.Duration(n)*time.Minute).Format(time.RFC3339))
		refused += judgeBatch(t, dir, said, n, len(part))
		if left, _ := os.ReadDir(filepath.Join(dir, "inbox")); len(left) != 0 {
			t.Errorf("batch %d: %v stay in the inbox", n, left)
		}
	}
	receipts, err := filepath.Glob(filepath.Join(dir, "returned", "回执", "无法识别", "*.txt"))
	if err != nil || len(receipts) != refused {
		t.Errorf("%d receipts of %d refused files, %v", len(receipts), refused, err)
	}
}

// goodReturns gives returns of one task force and month that differ in a text.
func goodReturns(t *testing.T, dir string) func(n int) []byte {
	t.Helper()
	say(t, dir, exitDone, "form", "-t", "KFQ", "-m", "2023-09")
	s, err := schemeOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "forms", "2023-09", "开发区招商专班_2023年9月月报表.xlsx")
	f, blank := formFor(s, filepath.Base(name)), mustRead(t, name)
	return func(n int) []byte {
		in, err := readFilling(f, fmt.Sprintf("封面 填报单位=示例单位%d 填报人=业务骨干 审签人=分管领导 填报日期=2023-10-08\n会议与汇报 事项类型=月例会 召开日期=2023-09-20 主题=安排 主持人=分管领导\n其余 本月无", n))
		if err != nil {
			t.Fatal(err)
		}
		content, err := xlsx.Fill(blank, f, in)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
}

func strangeFiles(t *testing.T) (files []string) {
	t.Helper()
	err := filepath.WalkDir(strangers, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) != ".md" {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) < 1000 {
		t.Fatal(len(files), err)
	}
	return files
}

// inboxDrop puts files into the inbox, each a second after the one before:
// that is the order they are taken in.
type inboxDrop struct {
	dir string
	at  time.Time
}

func (d *inboxDrop) put(t *testing.T, name string, content []byte) {
	t.Helper()
	d.at = d.at.Add(time.Second)
	path := filepath.Join(d.dir, "inbox", name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, d.at, d.at); err != nil {
		t.Fatal(err)
	}
}

// judgeBatch holds what ingest said of a batch against what it should have.
func judgeBatch(t *testing.T, dir, said string, n, bad int) (refused int) {
	t.Helper()
	accepted := []string{}
	for line := range strings.Lines(said) {
		var v struct {
			File, SHA256, Status string
			Findings             []struct{ Code, Level, Message, Hint, Sheet string }
		}
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		if v.File == "" {
			continue // the documents
		}
		if _, err := os.Stat(filepath.Join(dir, "archive", v.SHA256)); err != nil {
			t.Errorf("%s is not kept: %v", v.File, err)
		}
		if strings.HasPrefix(v.File, "好") {
			if strings.HasPrefix(v.Status, "accepted") {
				accepted = append(accepted, v.File)
			} else {
				t.Errorf("%s is %s: %v", v.File, v.Status, v.Findings)
			}
			continue
		}
		refused++
		if v.Status != "unreadable" || len(v.Findings) == 0 {
			t.Errorf("%s is %s", v.File, v.Status)
		}
		for _, f := range v.Findings {
			inOfficeWords(t, v.File, f.Message)
			inOfficeWords(t, v.File, f.Hint)
			if f.Level == "error" && f.Hint == "" {
				t.Errorf("%s: no cure for %s", v.File, f.Message)
			}
		}
	}
	if want := []string{fmt.Sprintf("好%d中.xlsx", n), fmt.Sprintf("好%d末.xlsx", n)}; !slices.Equal(accepted, want) {
		t.Errorf("batch %d: accepted %v, want %v", n, accepted, want)
	}
	if refused != bad {
		t.Errorf("batch %d: %d files answered of %d", n, refused, bad)
	}
	return refused
}

var (
	quotedText = regexp.MustCompile(`“[^”]*”|[A-Z]{1,3}列`) // a column is named by its letters
	latinWord  = regexp.MustCompile(`[A-Za-z]{2,}`)
	// officeWords are the Latin words that an office knows.
	officeWords = strings.Fields("xlsx xlsb xlsm xls et ods csv rtf html xml pdf ofd zip rar MB KB HTML XML PDF RTF OFD CSV UTF DDE ActiveX Excel WPS Office Word PowerPoint Outlook OpenDocument Numbers")
)

// inOfficeWords fails where a message holds another program's English, or is
// no Chinese at all. What stands in “ ” is the sender's.
func inOfficeWords(t *testing.T, file, text string) {
	t.Helper()
	own := quotedText.ReplaceAllString(text, "")
	for _, word := range latinWord.FindAllString(own, -1) {
		if !slices.Contains(officeWords, word) {
			t.Errorf("%s: %q speaks of %q", file, text, word)
		}
	}
	if text != "" && (!strings.HasSuffix(text, "。") || !strings.ContainsFunc(own, func(r rune) bool { return unicode.Is(unicode.Han, r) })) {
		t.Errorf("%s: %q is no sentence of an office", file, text)
	}
}
