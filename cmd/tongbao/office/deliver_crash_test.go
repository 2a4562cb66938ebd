//go:build crash

package office

import (
	"bytes"
	"context"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"tongbao/ingest/crash"
	"tongbao/ingest/ledger"
	"tongbao/output/deliver"
	"tongbao/output/deliver/mailtest"
)

// The power is cut at every point of sending, the first time it is passed and
// the second: the run after comes to the ledger and the outbox of a run that
// was never disturbed, and everybody got what he would have got, at most one
// letter twice and that under one Message-ID.
func TestCrashOfMail(t *testing.T) {
	s := mailtest.Start(t, false)
	rest := mailWorkspace(t, s, nil)
	reported(t, rest, "KFQ", "2023-01-31 10:00")
	calm := copyOf(t, rest)
	finish(t, calm)
	want, ids := mailOutcome(t, calm), messageIDs(t, s, 0)
	if len(ids) < 3 {
		t.Fatalf("undisturbed: %d letters", len(ids))
	}
	kills, twice := 0, 0
	for _, point := range crash.MailPoints {
		for n := 1; n <= 2; n++ {
			dir, before := copyOf(t, rest), len(s.Received())
			killed, err := ran(child(dir, fmt.Sprintf("TONGBAO_CRASH=%s:%d", point, n)))
			if err != nil {
				t.Fatal(err)
			}
			if !killed {
				if n == 1 {
					t.Errorf("%s was not passed", point)
				}
				continue
			}
			kills++
			finish(t, dir)
			if got := mailOutcome(t, dir); got != want {
				t.Errorf("%s:%d: %s", point, n, firstLineThatDiffers(got, want))
			}
			got := messageIDs(t, s, before)
			if len(got) != len(ids) {
				t.Errorf("%s:%d: %d messages arrived, want %d", point, n, len(got), len(ids))
			}
			for id, times := range got {
				if ids[id] == 0 || times > 2 || times == 2 && point != crash.MailTaken {
					t.Errorf("%s:%d: %s arrived %d times", point, n, id, times)
				}
				twice += times - 1
			}
		}
	}
	t.Logf("kills: %d, letters twice: %d", kills, twice)
}

// messageIDs counts what arrived since, by Message-ID.
func messageIDs(t *testing.T, s *mailtest.Server, since int) map[string]int {
	t.Helper()
	ids := map[string]int{}
	for _, l := range s.Received()[since:] {
		m, err := mail.ReadMessage(bytes.NewReader(l.Data))
		if err != nil {
			t.Fatal(err)
		}
		ids[m.Header.Get("Message-Id")]++
	}
	return ids
}

// mailOutcome is the outbox and what the ledger knows of it, without how often
// it was tried.
func mailOutcome(t *testing.T, dir string) string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(filepath.Join(dir, outboxDir), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		inside, _ := filepath.Rel(dir, path)
		lines = append(lines, fmt.Sprintf("%s %s", inside, hash(content)))
		if filepath.Base(path) == deliver.StateFile {
			lines = append(lines, string(content))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.OpenReadOnly(filepath.Join(dir, ledgerFile))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	list, err := l.Messages(context.Background(), ranAt.AddDate(-1, 0, 0), ranAt.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		line := fmt.Sprintf("%s %s %s", m.ID, m.Kind, m.Content)
		for _, d := range m.To {
			line += fmt.Sprintf(" %s %s", d.Address, d.State)
		}
		lines = append(lines, line)
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}
