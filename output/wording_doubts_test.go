package output

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ownWords is the wording with one file of the office's laid over it.
func ownWords(t *testing.T, file, text string) *Wording {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, file, text)
	w, err := LoadWording(dir)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestDoubts(t *testing.T) {
	for _, c := range []struct {
		name, text string
		lines      []int
	}{
		{"the office's own words, every content in its place", `{{define "引言"}}{{para}}根据{{.Basis}}，通报如下。{{if .Reissued}}{{.Replaces}}通报作废。{{end}}{{end}}`, nil},
		{"a figure typed by hand", "{{define \"目标见附件\"}}\n{{para}}全县签约\n53.30亿元。{{end}}", []int{3}},
		{"full-width", `{{define "目标见附件"}}{{para}}签约３．５亿元。{{end}}`, []int{1}},
		{"in quotes", `{{define "目标见附件"}}{{para}}签约{{print "53.30"}}亿元、{{"7"}}个、{{8}}个。{{end}}`, []int{1, 1, 1}},
		{"behind a condition", `{{define "目标见附件"}}{{if .}}{{else}}共7个{{end}}{{end}}`, []int{1}},
		// The telephone is no figure, and says so; a number compared is not printed.
		{"what names something", `{{define "目标见附件"}}{{para}}电话{{no "7022345"}}。{{if eq (len "甲") 3}}见附件{{.}}。{{end}}{{end}}`, nil},
		{"text outside every piece, which is never printed", "现将情况通报如下。\n{{define \"目标见附件\"}}见附件。{{end}}\n\n{{/* 备注 */}}\n  请各单位 {{para}}\n", []int{1, 5, 5}},
		{"no basis, no correction", `{{define "引言"}}{{para}}现将有关情况通报如下。{{end}}`, []int{1, 1}},
	} {
		w := ownWords(t, "circular.tmpl", c.text)
		var lines []int
		for _, d := range w.Doubts("circular.tmpl") {
			lines = append(lines, d.Line)
		}
		if diff := cmp.Diff(c.lines, lines); diff != "" || len(w.Doubts("")) != len(lines) || len(w.Doubts("ranking.tmpl")) != 0 {
			t.Errorf("%s: %v\n%s", c.name, w.Doubts(""), diff)
		}
	}
	w, err := LoadWording("")
	if err != nil || len(w.Doubts("")) != 0 {
		t.Errorf("the built-in words: %v, %v", w.Doubts(""), err)
	}
}

// A month issued again has to be told from the one that it replaces.
func TestTellsCorrection(t *testing.T) {
	for text, tells := range map[string]bool{
		``: true,
		`{{define "引言"}}{{para}}现将有关情况通报如下。{{end}}`:                             false,
		`{{define "标题"}}{{.Office}}关于{{.Full}}份工作情况的通报{{end}}`:                  false,
		`{{define "引言"}}{{para}}{{if .Reissued}}{{.Replaces}}作废。{{end}}{{end}}`: true,
	} {
		in := busyMonth()
		d, err := Circular(in, ownWords(t, "circular.tmpl", text))
		if err != nil {
			t.Fatal(err)
		}
		if err := TellsCorrection(d, "circular.tmpl", in.Replaces); (err == nil) != tells {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// What Go prints for a value that is no text goes into no document.
func TestGoWordsAreRefused(t *testing.T) {
	for _, piece := range []string{`{{printf "%d" .Month}}`, `{{.}}`} {
		dir := t.TempDir()
		text := `{{define "引言"}}{{para}}现将` + piece + `情况通报如下。{{end}}`
		write(t, dir, "circular.tmpl", text)
		w, err := LoadWording(dir)
		if err == nil {
			_, err = Circular(busyMonth(), w)
		}
		if err == nil || !strings.Contains(err.Error(), "段落“引言”写出了程序内部的写法") {
			t.Errorf("%s: %v", piece, err)
		}
	}
}
