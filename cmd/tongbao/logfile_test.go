package main

import (
	"fmt"
	"os"
	"path/filepath"
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
