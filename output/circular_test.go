package output

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden texts anew")

func golden(t *testing.T, name string, d *Document) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	got := Text(d)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-golden +now):\n%s", name, diff)
	}
}

func TestCircularOfSeptember(t *testing.T) {
	d, err := Circular(september(), wording(t))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "circular-2023-09", d)
}
