package ledger

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"tongbao/ingest"
)

// Figures come back as they were issued, only where they speak of what is
// looked for, and go with their document when the ledger is taken back.
func TestFigures(t *testing.T) {
	l := open(t)
	first := post1(t, l, posting("KFQ", "2023-01", "1", "2023-02-01 09:00:00", Accepted))
	i := issuing("circular", "2023-01", 1, "2023-02-10 09:00:00", first.Version)
	i.Figures = []Figure{{Key: "figure/KFQ/签约金额/actual", Value: "1.00", Inputs: []ingest.Source{{Version: &first.Version.Version, Place: ingest.Place{Sheet: "签约&项目", Cell: "E5"}}}, At: []ingest.Place{{Sheet: "正文", Cell: "A7"}}}}
	d := issue1(t, l, i)
	for word, want := range map[string]int{"": 1, first.Version.SHA256: 1, "签约&项目": 1, "落地项目": 0} {
		got, err := l.Figures(ctx, d.ID, word)
		if err != nil || len(got) != want {
			t.Errorf("%q: %d figures, want %d (%v)", word, len(got), want, err)
		}
		if want == 1 && len(got) == 1 && (got[0].Value != "1.00" || got[0].Inputs[0].Place.Cell != "E5" || got[0].Inputs[0].Version.SHA256 != first.Version.SHA256 || got[0].At[0].Cell != "A7") {
			t.Errorf("%q: %+v", word, got[0])
		}
	}
	if _, err := l.Figures(ctx, d.ID+1, ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of no document: %v", err)
	}
	r, err := l.Rewind(ctx, filepath.Join(t.TempDir(), "then.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Before(ctx, d.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Figures(ctx, d.ID, ""); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after the ledger was taken back: %v", err)
	}
}
