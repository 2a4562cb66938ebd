package output

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A piece of the office's own that calls itself twice, each time saying
// something, is refused by its file before anything is issued.
func TestWordingWithoutEndIsRefused(t *testing.T) {
	dir := t.TempDir()
	own := `{{define "引言"}}{{template "又" .}}{{end}}{{define "又"}}同一句话` + strings.Repeat("再说一遍", 100) + `{{template "又" .}}{{template "又" .}}{{end}}`
	if err := os.WriteFile(filepath.Join(dir, "circular.tmpl"), []byte(own), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := LoadWording(dir)
	if err == nil || !strings.Contains(err.Error(), "circular.tmpl第1行") || !strings.Contains(err.Error(), "超过256KB") {
		t.Errorf("err = %v", err)
	}
}
