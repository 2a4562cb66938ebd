package frozen

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest/exact"
	"tongbao/output"
)

// What is frozen thaws as it was.
func TestFrozenAndThawed(t *testing.T) {
	for _, want := range []*output.Document{Circular(), Ranking()} {
		path := filepath.Join(t.TempDir(), "d.json")
		if err := Write(path, want); err != nil {
			t.Fatal(err)
		}
		got, err := Read(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b exact.Num) bool { return a.Cmp(b) == 0 })); diff != "" {
			t.Error(diff)
		}
	}
}
