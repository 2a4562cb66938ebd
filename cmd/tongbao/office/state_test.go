package office

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
)

// state is every file that a workspace holds and everything its ledger knows,
// but for what tells how often it was run.
func state(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		inside, _ := filepath.Rel(dir, path)
		if err != nil || d.IsDir() || strings.HasPrefix(inside, lockFile) || strings.HasPrefix(inside, ledgerFile) {
			return err
		}
		if strings.HasPrefix(inside, backupDir) { // its ledger has seen other runs
			fmt.Fprintln(&b, inside)
			return nil
		}
		content, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s %x\n", inside, sha256.Sum256(content))
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
	ctx := context.Background()
	line := func(v any, err error) {
		text, jerr := json.Marshal(v)
		if err = errors.Join(err, jerr); err != nil {
			t.Fatal(err)
		}
		b.Write(append(text, '\n'))
	}
	line(l.Arrivals(ctx))
	line(l.Documents(ctx))
	line(l.Items(ctx, ingest.Period{Year: 2000, Month: 1}, ingest.Period{Year: 2100, Month: 1}))
	for _, job := range []string{"表单", "月通报", "季评比", "年考核", "催报"} {
		line(l.Slots(ctx, job, time.Time{}))
	}
	if err := l.EachVersion(ctx, func(v *ledger.Version) error { line(v, nil); return nil }); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// verifiedAt is what verify says of a workspace at a time.
func verifiedAt(t *testing.T, dir string, now time.Time) *Verification {
	t.Helper()
	o, err := Open(Options{Dir: dir, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	v, err := o.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return v
}
