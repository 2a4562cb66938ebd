package output

import (
	"strings"
	"testing"
)

// A piece of the office's own that has no end is refused with its file, and
// with the line that calls it again where one does: the line is counted by hand
// in each text. One that is merely too long has no such line.
func TestWordingWithoutEndIsRefused(t *testing.T) {
	long := strings.Repeat("再说一遍", 100)
	for name, c := range map[string]struct{ own, want string }{
		"calls itself twice": {
			"{{define \"引言\"}}{{template \"又\" .}}{{end}}\n{{define \"又\"}}\n同一句话" + long + "\n{{template \"又\" .}}{{template \"又\" .}}{{end}}",
			"circular.tmpl第4行：段落“引言”写出的文字超过256KB，这一行又引用了自己。"},
		"over another, in a branch": {
			"{{define \"引言\"}}" + long + "\n\n{{template \"又\" .}}{{end}}{{define \"又\"}}{{if .Year}}\n{{template \"引言\" .}}{{end}}{{end}}",
			"circular.tmpl第4行：段落“引言”写出的文字超过256KB，这一行又引用了自己。"},
		"says nothing, and never ends": {
			"{{define \"引言\"}}{{template \"又\" .}}{{end}}\n{{define \"又\"}}\n{{template \"又\" .}}{{end}}",
			"circular.tmpl第3行：段落“又”中段落一再引用自己，没有尽头。"},
		"merely long": {
			"\n{{define \"引言\"}}{{printf \"%300000d\" 1}}{{end}}",
			"circular.tmpl：段落“引言”写出的文字超过256KB。"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "circular.tmpl", c.own)
			_, err := LoadWording(dir)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

// A faulty file holds the documents that are worded by it and no other; one
// whose name is not ours may have been meant for any.
func TestFaultyWordingHoldsItsOwnDocuments(t *testing.T) {
	for name, c := range map[string]struct {
		file, text       string
		circular, notice string // "" for a document that is made
	}{
		"syntax":         {"notice.tmpl", "\n{{define \"正文\"}}{{if .Office}}{{end}}", "", "notice.tmpl第2行："},
		"unknown field":  {"notice.tmpl", "{{define \"标题\"}}\n\n{{.Titel}}{{end}}", "", "notice.tmpl第3行：段落“标题”中没有名为“Titel”的内容"},
		"while running":  {"notice.tmpl", "{{define \"标题\"}}\n{{slice .Office 900}}{{end}}", "", "notice.tmpl第2行：段落“标题”中序号超出了现有的个数。"},
		"the other file": {"circular.tmpl", "{{define \"标题\"}}{{.Titel}}{{end}}", "circular.tmpl第1行：", ""},
		"not our name":   {"circullar.tmpl", "{{define \"标题\"}}通报{{end}}", "circullar.tmpl：没有这个名称的用语文件", "circullar.tmpl：没有这个名称的用语文件"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, c.file, c.text)
			w, err := LoadWording(dir)
			if err == nil || w == nil {
				t.Fatalf("%v, %v", w, err)
			}
			_, err = Circular(september(), w)
			refusedWith(t, "circular", err, c.circular)
			_, err = Notice(busyNotice(), w)
			refusedWith(t, "notice", err, c.notice)
		})
	}
}

func refusedWith(t *testing.T, what string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s was held: %v", what, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: got %v, want %s", what, err, want)
	}
}
