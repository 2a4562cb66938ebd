package output

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/template/parse"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Every branch of the built-in wording is reached by the rehearsals: each
// branch gets a sign of its own, and the documents must show them all.
func TestRehearsalsReachEveryBranch(t *testing.T) {
	w := wording(t)
	signs := map[string]string{} // sign -> where
	for name, file := range w.files {
		text, err := os.ReadFile("../templates/wording/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range file.Templates() {
			if part.Tree != nil {
				mark(part.Tree.Root, name+" "+part.Name(), string(text), signs)
			}
		}
	}
	if len(signs) < 150 {
		t.Fatalf("only %d branches found", len(signs))
	}
	seen := map[rune]bool{}
	w.heard = func(out string) {
		for _, r := range out {
			seen[r] = true
		}
	}
	for i, try := range rehearsals {
		if err := try(w); err != nil && !strings.Contains(err.Error(), "printed both") {
			t.Errorf("rehearsal %d: %v", i, err)
		}
	}
	for sign, where := range signs {
		if !seen[[]rune(sign)[0]] {
			t.Errorf("never reached: %s", where)
		}
	}
}

// mark puts a sign at the head of every branch under the list.
func mark(list *parse.ListNode, where, text string, signs map[string]string) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		var b *parse.BranchNode
		switch n := n.(type) {
		case *parse.IfNode:
			b = &n.BranchNode
		case *parse.RangeNode:
			b = &n.BranchNode
		default:
			continue
		}
		for kind, branch := range map[string]*parse.ListNode{"then": b.List, "else": b.ElseList} {
			if branch == nil {
				continue
			}
			mark(branch, where, text, signs)
			sign := string(rune(0xF0000 + len(signs)))
			signs[sign] = fmt.Sprintf("%s line %d: %s of {{%s}}", where, 1+strings.Count(text[:b.Pos], "\n"), kind, b.Pipe)
			branch.Nodes = append([]parse.Node{&parse.TextNode{NodeType: parse.NodeText, Text: []byte(sign)}}, branch.Nodes...)
		}
	}
}

func TestOwnWordingIsLaidOver(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "circular.tmpl", "\ufeff{{define \"引言\"}}{{para}}现通报{{.Full}}份情况。{{end}}")
	w, err := LoadWording(dir)
	if err != nil {
		t.Fatal(err)
	}
	if w.Digest == wording(t).Digest {
		t.Error("own wording leaves the digest as it was")
	}
	d, err := Circular(september(), w)
	if err != nil {
		t.Fatal(err)
	}
	if text := Text(d); !strings.Contains(text, "    现通报2023年9月份情况。\n") || !strings.Contains(text, "# 一、总体情况") {
		t.Errorf("own 引言 or built-in 总体情况 missing:\n%s", text)
	}
}

func TestFaultyWordingIsNamedWithFileAndLine(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"unknown name":     {"circular.tmpl", "{{define \"引言\"}}\n{{para}}{{.Monat}}\n{{end}}", "circular.tmpl第2行：段落“引言”中没有名为“Monat”的内容"},
		"unknown function": {"circular.tmpl", "\n\n{{define \"引言\"}}{{absatz}}{{end}}", "circular.tmpl第3行：没有函数“absatz”"},
		"unknown part":     {"circular.tmpl", "{{define \"前言\"}}{{end}}", "circular.tmpl第1行：“前言”不是本文件的段落，是否想写“引言”？"},
		"no part like it":  {"circular.tmpl", "{{define \"完全另一段落\"}}{{end}}", "“完全另一段落”不是本文件的段落，可用的有"},
		"no end":           {"ranking.tmpl", "{{define \"引言\"}}{{if .Basis}}x", "ranking.tmpl第1行：{{if}}、{{range}}或{{define}}没有配对的{{end}}"},
		"no end, lines on": {"ranking.tmpl", "{{define \"引言\"}}x\n{{/* {{if}} */}}\n{{if .Basis}}x\n\n", "ranking.tmpl第3行：{{if}}、{{range}}或{{define}}没有配对的{{end}}"},
		"unclosed action":  {"ranking.tmpl", "{{define \"引言\"}}\n{{if .Basis\nx\n{{end}}{{end}}", "ranking.tmpl第2行：“{{”没有配对的“}}”。"},
		"unclosed at end":  {"ranking.tmpl", "{{define \"引言\"}}\n\n{{.Basis\n\n", "ranking.tmpl第3行：“{{”没有配对的“}}”"},
		"unclosed quote":   {"ranking.tmpl", "{{define \"引言\"}}\n{{join \"、 .Basis}}{{end}}", "ranking.tmpl第2行：引号没有配对。"},
		"full-width comma": {"ranking.tmpl", "{{define \"引言\"}}\n{{.Basis，}}{{end}}", "ranking.tmpl第2行：“{{”和“}}”之间不能有“，”；标点、引号、括号须用半角。"},
		"wrong kind":       {"ranking.tmpl", "{{define \"引言\"}}{{if lt .Basis 3}}a{{end}}{{end}}", "ranking.tmpl第1行：段落“引言”中比较的两边不是一类，不能相比。"},
		"no words for it":  {"ranking.tmpl", "{{define \"引言\"}}{{.Basis | 3}}{{end}}", "ranking.tmpl第1行：写法不对，请与内置文件的同一段对照。"},
		"unknown file":     {"tongbao.tmpl", "", "tongbao.tmpl：没有这个名称的用语文件，可用的有assessment.tmpl、circular.tmpl、internal.tmpl、letter.tmpl、notice.tmpl、ranking.tmpl"},
		"missing part":     {"notice.tmpl", "{{define \"正文\"}}\n\n{{template \"附\"}}{{end}}", "notice.tmpl第3行：段落“正文”中引用的段落“附”没有定义"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, c.file, c.text)
			_, err := LoadWording(dir)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestAbsentWordingFolderIsNoFault(t *testing.T) {
	if _, err := LoadWording(filepath.Join(t.TempDir(), "wording")); err != nil {
		t.Error(err)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// What Notepad makes of a file: marks, line ends, and encodings that are read
// or refused with what to do.
func TestWordingAsEditorsSaveIt(t *testing.T) {
	const text = "{{define \"引言\"}}\r\n{{para}}现通报{{.Full}}份情况。\r\n{{if .Reissued}}{{.Replaces}}{{.Basis}}{{end}}\r\n{{end}}\r\n"
	wide := func(order binary.ByteOrder, text string) string {
		var b []byte
		for _, u := range utf16.Encode([]rune("\ufeff" + text)) {
			b = order.(binary.AppendByteOrder).AppendUint16(b, u)
		}
		return string(b)
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ saved, wrong string }{
		"UTF-8":                 {text, ""},
		"UTF-8 with a mark":     {"\ufeff" + text, ""},
		"Unicode":               {wide(binary.LittleEndian, text), ""},
		"Unicode big endian":    {wide(binary.BigEndian, text), ""},
		"ANSI":                  {gbk, "circular.tmpl：文件的编码不是UTF-8（可能是记事本的“ANSI”，即GBK）。请用记事本打开，选“另存为”，把“编码”改为“UTF-8”后保存。"},
		"UTF-16 without a mark": {wide(binary.LittleEndian, text)[2:], "circular.tmpl：文件的编码不是UTF-8"},
		"half a surrogate":      {wide(binary.LittleEndian, text) + "\x00\xd8", "circular.tmpl：文件不完整，请重新保存。"},
	} {
		dir := t.TempDir()
		write(t, dir, "circular.tmpl", c.saved)
		w, err := LoadWording(dir)
		if c.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || len(w.Doubts("")) > 0 {
			t.Errorf("%s: %v %v", name, err, w.Doubts(""))
			continue
		}
		if d, err := Circular(september(), w); err != nil || !strings.Contains(Text(d), "    现通报2023年9月份情况。\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file that Notepad named circular.tmpl.txt is not read, and is told.
func TestMisnamedWordingIsTold(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "circular.tmpl.txt", "x")
	write(t, dir, "ranking.txt", "x")
	write(t, dir, "说明.txt", "x")
	w, err := LoadWording(dir)
	if err != nil || len(w.Doubts("")) != 2 || len(w.Doubts("circular.tmpl")) != 1 {
		t.Fatalf("%v %v", err, w.Doubts(""))
	}
	if said := w.Doubts("circular.tmpl").Error(); said != "circular.tmpl.txt：扩展名不是.tmpl，其中的用语没有采用。要采用的，请把文件名改为circular.tmpl（先在文件夹选项中显示扩展名）。" {
		t.Error(said)
	}
}
