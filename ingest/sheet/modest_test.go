package sheet_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/ingest/sheet"
	. "tongbao/ingest/sheet/rawbook"
)

// What an ordinary return is, and what it is not.
func TestModest(t *testing.T) {
	for _, c := range []struct {
		name string
		data []byte
		want bool
	}{
		{"a return of 200 rows", ordinary(200).Bytes(), true},
		{"no zip", make([]byte, 30<<20), true},
		{"a zip that breaks off", ordinary(200).Bytes()[:3000], true},
		{"5 MB of blanks in 5 KB", Zip(swap(ordinary(3).Parts(), second, sheetHead+strings.Repeat(" ", 5<<20)+sheetTail)), false},
		{"501 parts", with(ordinary(3).Parts(), manyParts(501)...), false},
		{"declares 2 GB", lyingSizes(ordinary(3).Bytes(), 1<<31), false},
		{"2 MB of file", append(ordinary(3).Bytes(), make([]byte, 2<<20)...), false},
	} {
		path := filepath.Join(t.TempDir(), "a.xlsx")
		if err := os.WriteFile(path, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := sheet.Modest(path); got != c.want || sheet.ModestBytes(c.data) != c.want {
			t.Errorf("%s: modest %v, want %v", c.name, got, c.want)
		}
	}
	if !sheet.Modest(filepath.Join(t.TempDir(), "absent.xlsx")) {
		t.Error("an absent file is for Open to tell of")
	}
}

// A directory that declares little to pass for modest gains nothing: the part
// is cut off at what was declared, and refused.
func TestModestLiarIsCutOff(t *testing.T) {
	data := lyingSizes(Zip(swap(ordinary(3).Parts(), second, sheetHead+strings.Repeat(" ", 60<<20)+sheetTail)), 1000)
	if !sheet.ModestBytes(data) {
		t.Fatal("the lie is not believed")
	}
	w, findings, err := sheet.OpenBytes("a.xlsx", data, sheet.DefaultLimits)
	if err != nil || w != nil || findings[0].Code != "F-DAMAGED" {
		t.Errorf("%v %v %v, want F-DAMAGED", w != nil, findings, err)
	}
}
