package disk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// What Windows refuses is from Microsoft's "Naming Files, Paths, and
// Namespaces": < > : " / \ | ? *, characters 0 to 31, a point or blank at the
// end, the devices' names with or without an ending.
func TestFileName(t *testing.T) {
	for given, want := range map[string]string{
		"开发区招商专班":                             "开发区招商专班",
		"甲/乙:丙*丁?":                            "甲_乙_丙_丁_",
		`a\b"c<d>e|f`:                         "a_b_c_d_e_f",
		"CON":                                 "CON_",
		"con":                                 "con_",
		"Aux.xlsx":                            "Aux_.xlsx",
		"nul .tar.gz":                         "nul_.tar.gz",
		"COM1":                                "COM1_",
		"lpt9.txt":                            "lpt9_.txt",
		"COM10":                               "COM10",
		"CONSOLE":                             "CONSOLE",
		"九月. . ":                              "九月",
		" .":                                  "_",
		"":                                    "_",
		"..":                                  "_",
		"../../etc":                           "_.._etc",
		"报\x00表\n\u202e":                      "报_表__",
		strings.Repeat("长", 300):              strings.Repeat("长", 60),
		strings.Repeat("长", 59) + " 后":        strings.Repeat("长", 59),
		"bad\xffbyte":                         "bad_byte",
		"CON." + strings.Repeat("长", 60):      "CON_." + strings.Repeat("长", 55), // 60 in all, the _ among them
		"CON" + strings.Repeat(" ", 60) + "x": "CON_",
	} {
		if got := FileName(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestFileKey(t *testing.T) {
	for _, pair := range [][2]string{{"ABC专班", "abc专班"}, {"甲/乙", "甲:乙"}, {"甲", "甲."}, {"Straße", "STRASSE"}} {
		one := FileKey(pair[0]) == FileKey(pair[1])
		if want := pair[0] != "Straße"; one != want {
			t.Errorf("%q: the same file %v", pair, one)
		}
	}
}

// Whatever comes, the name is a file's here too, inside its folder, and stays
// what it is when it is made fit again.
func FuzzFileName(f *testing.F) {
	for _, seed := range []string{"CON.xlsx", "../x", "a\x00b", strings.Repeat("长", 300), " . "} {
		f.Add(seed)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, given string) {
		name := FileName(given)
		if name != FileName(name) || !utf8.ValidString(name) || utf8.RuneCountInString(name) > nameLength {
			t.Fatalf("%q: %q, then %q", given, name, FileName(name))
		}
		path := filepath.Join(dir, name)
		if filepath.Dir(path) != dir {
			t.Fatalf("%q: outside", given)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		os.Remove(path)
	})
}
