package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLogTurnsOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tongbao.log")
	for round := range 2 { // opened again, it goes on where it was
		l, err := openLog(path, 100)
		if err != nil {
			t.Fatal(err)
		}
		for n := range 50 {
			if _, err := fmt.Fprintf(l, "round %d line %02d 0123456789\n", round, n); err != nil {
				t.Fatal(err)
			}
		}
		l.Close()
	}
	files, _ := filepath.Glob(path + "*")
	if len(files) != 1+logsKept {
		t.Errorf("left: %v", files)
	}
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Size() > 100 {
			t.Errorf("%s: %v, %v", f, info.Size(), err)
		}
	}
}

// A log that cannot be put aside, since something stands in the way, grows and
// takes none of the older ones with it; one whose folder is gone for a while is
// written again once it is back.
func TestLogThatCannotBeTurnedOver(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "logs")
	path := filepath.Join(folder, "tongbao.log")
	for name, text := range map[string]string{path + ".1": "younger", path + ".3": "older", filepath.Join(path+".0", "x"): ""} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	l, err := openLog(path, 20)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for n := range 5 {
		if _, err := fmt.Fprintf(l, "line %d 0123456789\n", n); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{path + ".1": "younger", path + ".3": "older"} {
		if got, _ := os.ReadFile(name); string(got) != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if grown, _ := os.ReadFile(path); strings.Count(string(grown), "\n") != 5 {
		t.Errorf("the log: %q", grown)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintln(l, "while it is gone"); err == nil {
		t.Error("written into no folder")
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintln(l, "back"); err != nil {
		t.Error(err)
	}
	if got, _ := os.ReadFile(path); string(got) != "back\n" {
		t.Errorf("again: %q", got)
	}
}
