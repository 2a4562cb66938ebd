package output

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"tongbao/ingest/spelling"
	"tongbao/templates"
)

// Wording is the sentences of all documents, compiled and tried out.
type Wording struct {
	files  map[string]*template.Template // by file name: circular.tmpl
	Digest string                        // SHA-256 over every file used
	faults map[string]WordingFaults      // by file, "" for what is not of one document: nothing is said with it
	doubts map[string]WordingFaults      // by file: see Doubts
	heard  func(string)                  // is told everything that is said; nil outside tests
}

// WordingFault is one thing wrong with the office's own wording.
type WordingFault struct {
	File    string
	Line    int    // 1-based; 0 for the whole file
	Message string // Chinese
}

// WordingFaults is every fault found; as an error it prints one a line.
type WordingFaults []WordingFault

func (f WordingFaults) Error() string {
	var list []string
	for _, x := range f {
		at := x.File
		if x.Line > 0 {
			at += "第" + strconv.Itoa(x.Line) + "行"
		}
		list = append(list, at+"："+x.Message)
	}
	return strings.Join(list, "\n")
}

// wordingFuncs are the functions a template may call, beside Go's own.
var wordingFuncs = template.FuncMap{
	"para": func() string { return openPara },                                                     // begins a paragraph
	"lead": func(s any) string { return openLead + words(marked(fmt.Sprint(s))) + "。" + endMark }, // begins one with a numbered lead
	"cut":  func() string { return cutMark },                                                      // a title may break here
	"join": func(sep string, list []marked) string { return join(list, sep) },                     // {{join "、" .Names}}
	"专班":   func() string { return senderMark },                                                   // the county's word for it
	"one":  func(m marked) bool { return words(m) == "1" },                                        // a count of one: no 均, no 全部
	"no":   func(s any) marked { return label(fmt.Sprint(s)) },                                    // digits that name something
}

// LoadWording compiles the built-in wording, with the office's own files of
// the same names in dir laid over it; a file of the office may define only
// the sentences that it wants otherwise. Dir "" or absent means none.
//
// What is wrong with the office's files comes back as WordingFaults: they are
// tried on sample months before a document depends on them. Beside these the
// Wording is returned: a document that needs a faulty file is refused with its
// faults when it is made, the others are made. A file that is none of ours may
// have been meant for any of them, and holds all.
func LoadWording(dir string) (*Wording, error) {
	w := &Wording{files: map[string]*template.Template{}, doubts: map[string]WordingFaults{}}
	hash := sha256.New()
	names, err := fs.Glob(templates.Wording, "wording/*.tmpl")
	if err != nil {
		return nil, err
	}
	for _, path := range names {
		text, err := fs.ReadFile(templates.Wording, path)
		if err != nil {
			return nil, err
		}
		name := strings.TrimPrefix(path, "wording/")
		if w.files[name], err = template.New(name).Funcs(wordingFuncs).Parse(string(text)); err != nil {
			return nil, fmt.Errorf("output: built-in wording: %w", err)
		}
		fmt.Fprintf(hash, "%s %d\n%s", name, len(text), text)
	}
	own := false
	faults, err := w.overlay(dir, func(name string, text []byte) {
		own = true
		fmt.Fprintf(hash, "own %s %d\n%s", name, len(text), text)
	})
	if err != nil {
		return nil, err
	}
	w.Digest = hex.EncodeToString(hash.Sum(nil))
	if own {
		faults = append(faults, w.rehearse()...)
	}
	if len(faults) == 0 {
		return w, nil
	}
	w.faults = map[string]WordingFaults{}
	for _, f := range faults {
		file := f.File
		if w.files[file] == nil {
			file = ""
		}
		w.faults[file] = append(w.faults[file], f)
	}
	return w, faults
}

// overlay parses the office's files over the built-in ones.
func (w *Wording) overlay(dir string, used func(string, []byte)) (WordingFaults, error) {
	if dir == "" {
		return nil, nil
	}
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var faults WordingFaults
	for _, entry := range list {
		name := entry.Name()
		if entry.IsDir() {
			continue
		}
		if filepath.Ext(name) != ".tmpl" {
			w.misnamed(name)
			continue
		}
		base := w.files[name]
		if base == nil {
			faults = append(faults, WordingFault{name, 0, "没有这个名称的用语文件，可用的有" + strings.Join(w.names(), "、") + "。"})
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		used(name, text)
		plain, wrong := plainText(text)
		if wrong != "" {
			faults = append(faults, WordingFault{name, 0, wrong})
			continue
		}
		faults = append(faults, w.lay(name, base, plain)...)
	}
	return faults, nil
}

// misnamed tells of a file that Notepad saved as circular.tmpl.txt, which
// nobody would read.
func (w *Wording) misnamed(name string) {
	for _, ours := range w.names() {
		if stem := strings.TrimSuffix(ours, ".tmpl"); strings.EqualFold(name, ours+".txt") || strings.EqualFold(name, stem+".txt") {
			w.doubts[ours] = append(w.doubts[ours], WordingFault{name, 0, "扩展名不是.tmpl，其中的用语没有采用。要采用的，请把文件名改为" + ours + "（先在文件夹选项中显示扩展名）。"})
		}
	}
}

// plainText is what an editor saved as UTF-8, or as UTF-16 with its mark
// (Notepad's “Unicode”), with ordinary line ends. What else it may be is not
// guessed: wrong says in Chinese what to do.
func plainText(raw []byte) (text, wrong string) {
	if bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff")) {
		decoded, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(raw)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			return "", "文件不完整，请重新保存。"
		}
		raw = decoded
	}
	if !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 {
		return "", "文件的编码不是UTF-8（可能是记事本的“ANSI”，即GBK）。请用记事本打开，选“另存为”，把“编码”改为“UTF-8”后保存。"
	}
	return strings.ReplaceAll(strings.TrimPrefix(string(raw), "\ufeff"), "\r\n", "\n"), ""
}

func (w *Wording) lay(name string, base *template.Template, text string) WordingFaults {
	known := defined(base)
	trees, err := parse.Parse(name, text, "", "", builtins(), map[string]any(wordingFuncs))
	if err != nil {
		return WordingFaults{translateParse(name, text, err)}
	}
	var faults WordingFaults
	for define, tree := range trees {
		if define != name && !slices.Contains(known, define) && !strings.Contains(text, "template \""+define+"\"") {
			faults = append(faults, WordingFault{name, lineOf(text, tree.Root), "“" + define + "”不是本文件的段落，" + meantPart(define, known)})
		}
	}
	if len(faults) > 0 {
		slices.SortFunc(faults, func(a, b WordingFault) int { return a.Line - b.Line })
		return faults
	}
	laid, err := base.Clone()
	if err == nil {
		laid, err = laid.Parse(text)
	}
	if err != nil {
		return WordingFaults{translate(name, err)}
	}
	w.files[name], w.doubts[name] = laid, append(w.doubts[name], doubt(name, base, trees, text)...)
	return nil
}

// meantPart asks for the part whose name is a character or two off, or lists
// them all.
func meantPart(written string, known []string) string {
	best, least := "", 3
	for _, name := range known {
		if d := spelling.Distance(written, name); d < least && 2*d <= len([]rune(name)) {
			best, least = name, d
		}
	}
	if best != "" {
		return "是否想写“" + best + "”？"
	}
	return "可用的有" + strings.Join(known, "、") + "。"
}

// builtins names Go's own template functions for a bare parse.
func builtins() map[string]any {
	m := map[string]any{}
	for _, name := range []string{"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "index", "slice", "print", "printf", "println", "call", "html", "js", "urlquery"} {
		m[name] = ""
	}
	return m
}

func lineOf(text string, n *parse.ListNode) int {
	return 1 + strings.Count(text[:min(int(n.Pos), len(text))], "\n")
}

func (w *Wording) names() []string {
	var list []string
	for name := range w.files {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// defined lists the paragraphs a file defines, by name.
func defined(t *template.Template) []string {
	var list []string
	for _, d := range t.Templates() {
		if d.Name() != t.Name() {
			list = append(list, d.Name())
		}
	}
	slices.Sort(list)
	return list
}

// rehearse makes every document from sample data with this wording.
func (w *Wording) rehearse() WordingFaults {
	var faults WordingFaults
	for _, try := range rehearsals {
		err := try(w)
		if err == nil {
			continue
		}
		var found WordingFaults
		if !errors.As(err, &found) {
			found = WordingFaults{translate("", err)}
		}
		for _, f := range found {
			if !slices.Contains(faults, f) {
				faults = append(faults, f)
			}
		}
	}
	return faults
}

// longestPiece is how much one piece of wording may say, many times the longest
// of ours: one that calls itself twice would fill the memory.
const longestPiece = 256 << 10

var errTooLong = errors.New("output: wording without end")

// capped refuses what goes beyond longestPiece.
type capped struct{ strings.Builder }

func (c *capped) Write(p []byte) (int, error) {
	if c.Len()+len(p) > longestPiece {
		return 0, errTooLong
	}
	return c.Builder.Write(p)
}

// endless is the line where a piece calls itself, over others or at once; 0
// where none does.
func endless(file *template.Template, name string) int {
	var under []string // the pieces that are being looked through
	done := map[string]bool{}
	var piece func(string) int
	var through func(*parse.ListNode) int
	piece = func(name string) (line int) {
		t := file.Lookup(name)
		if t == nil || t.Tree == nil || done[name] {
			return 0
		}
		done[name] = true
		under = append(under, name)
		defer func() { under = under[:len(under)-1] }()
		return through(t.Tree.Root)
	}
	through = func(list *parse.ListNode) (line int) {
		if list == nil {
			return 0
		}
		branch := func(b *parse.BranchNode) int { return cmp.Or(through(b.List), through(b.ElseList)) }
		for _, n := range list.Nodes {
			switch n := n.(type) {
			case *parse.TemplateNode:
				if slices.Contains(under, n.Name) {
					return n.Line
				}
				line = piece(n.Name)
			case *parse.IfNode:
				line = branch(&n.BranchNode)
			case *parse.RangeNode:
				line = branch(&n.BranchNode)
			case *parse.WithNode:
				line = branch(&n.BranchNode)
			}
			if line > 0 {
				return line
			}
		}
		return 0
	}
	return piece(name)
}

// say renders one named piece of wording with its data. What goes wrong is
// WordingFaults.
func (w *Wording) say(file, name string, data any) (string, error) {
	t := w.files[file]
	if t == nil {
		return "", fmt.Errorf("output: no wording file %s", file)
	}
	if held := slices.Concat(w.faults[file], w.faults[""]); len(held) > 0 {
		return "", held
	}
	var b capped
	if err := t.ExecuteTemplate(&b, name, data); errors.Is(err, errTooLong) {
		line, why := endless(t, name), ""
		if line > 0 {
			why = "，这一行又引用了自己"
		}
		return "", WordingFaults{{file, line, fmt.Sprintf("段落“%s”写出的文字超过%dKB%s。", name, longestPiece>>10, why)}}
	} else if err != nil {
		return "", WordingFaults{translate(file, err)}
	}
	if odd := goWords.FindString(b.String()); odd != "" {
		return "", WordingFaults{{file, 0, fmt.Sprintf("段落“%s”写出了程序内部的写法“%s”：所填的字段不是文字，或 printf 的写法与字段不符。", name, clip(odd, 20))}}
	}
	if w.heard != nil {
		w.heard(b.String())
	}
	return b.String(), nil
}

// goWords is what Go prints for a value that is no text: of a wrong verb, of
// nothing, of a whole view.
var goWords = regexp.MustCompile(`%![A-Za-z(]|<nil>|\{[^{}]*\b(?:true|false)\b[^{}]*\}`)

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// line is say for text that is one line of plain words: a title, a caption.
func (w *Wording) line(file, name string, data any) (marked, error) {
	s, err := w.say(file, name, data)
	return marked(joinLines(s)), err
}

func join(list []marked, sep string) string {
	s := make([]string, len(list))
	for i, m := range list {
		s[i] = string(m)
	}
	return strings.Join(s, sep)
}
