package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"tongbao/output/xlsx"
	"tongbao/rules/scheme"
)

// makeFile makes what offices really send, or worse:
//
//	make xls FILE               a workbook of 97-2003 by LibreOffice (testdata/old.xls)
//	make photo FILE             a picture
//	make encrypted FILE SOURCE  SOURCE with a password to open it
//	make cut FILE SOURCE        the first two thirds of SOURCE
//	make bomb FILE SOURCE       SOURCE with a part of 200 MB in 200 KB
//	make heavy FILE SOURCE      SOURCE with a part of 90 MB that has to be read as XML
//	make another DIR            the workspace of another county: its scheme, no register
//	make older DIR              the workspace of an office that began with the default scheme of 2026-11-29
func makeFile(ts *testscript.TestScript, _ bool, words []string) {
	if name := map[string]string{"another": "second", "older": "earlier"}[words[0]]; name != "" {
		ts.Check(workspaceOf(name, ts.MkAbs(words[1])))
		return
	}
	var source []byte
	if len(words) > 2 {
		var err error
		source, err = os.ReadFile(ts.MkAbs(words[2]))
		ts.Check(err)
	}
	content, err := badFile(words[0], source)
	ts.Check(err)
	if words[0] == "xls" {
		content, err = os.ReadFile(ts.Getenv("OLD_XLS"))
		ts.Check(err)
	}
	put(ts, words[1], content)
}

func badFile(kind string, source []byte) ([]byte, error) {
	switch kind {
	case "xls":
		return nil, nil
	case "photo":
		return []byte("\xff\xd8\xff\xe0\x00\x10JFIF" + string(make([]byte, 2000))), nil
	case "encrypted":
		f, err := excelize.OpenReader(bytes.NewReader(source))
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = f.Write(&b, excelize.Options{Password: "示例口令"})
		return b.Bytes(), errors.Join(err, f.Close())
	case "cut":
		return source[:len(source)*2/3], nil
	case "bomb":
		return withPart(source, "xl/media/image1.png", make([]byte, 200<<20))
	case "heavy":
		// Beside what unpacks to nearly as much as may be stands what does not
		// pack, so that the two together are surely above 128 MB.
		picture := make([]byte, 19<<20)
		noise := rand.NewChaCha8([32]byte{})
		if _, err := noise.Read(picture); err != nil {
			return nil, err
		}
		heavy, err := withPart(source, "xl/media/image1.png", picture)
		if err != nil {
			return nil, err
		}
		return withPart(heavy, "xl/heavy.xml", append(append([]byte("<a>"), bytes.Repeat([]byte(" "), 78<<20)...), "</a>"...))
	}
	return nil, errors.New("no such kind of file: " + kind)
}

// withPart adds a part to a workbook, leaving the others as they are.
func withPart(book []byte, name string, content []byte) ([]byte, error) {
	from, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, part := range from.File {
		if err := to.Copy(part); err != nil {
			return nil, err
		}
	}
	w, err := to.Create(name)
	if err != nil {
		return nil, err
	}
	_, err = io.Copy(w, bytes.NewReader(content))
	err = errors.Join(err, to.Close())
	return b.Bytes(), err
}

// workspaceOf makes the workspace of a scheme in testdata, written out as the
// workbook that its office would edit.
func workspaceOf(name, dir string) error {
	tables, err := scheme.FromDir(os.DirFS(filepath.Join(sourceDir, "../../rules/scheme/testdata", name)))
	if err != nil {
		return err
	}
	var book xlsx.Workbook
	for _, t := range tables {
		out := xlsx.Table{Sheet: t.Sheet}
		for _, c := range t.Columns {
			out.Columns = append(out.Columns, xlsx.Column{Name: c})
		}
		for _, r := range t.Rows {
			out.Rows = append(out.Rows, r.Cells)
		}
		book.Tables = append(book.Tables, out)
	}
	content, err := xlsx.Tables(book)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "inbox"), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "scheme.xlsx"), content, 0o644)
}

// sheets prints the names of a workbook's visible sheets; text all that is
// written in it.
func sheets(ts *testscript.TestScript, _ bool, words []string) {
	f, err := excelize.OpenFile(ts.MkAbs(words[0]))
	ts.Check(err)
	var names []string
	for _, name := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(name); err == nil && visible {
			names = append(names, name)
		}
	}
	ts.Check(f.Close())
	fmt.Fprintln(ts.Stdout(), strings.Join(names, " "))
}

var tags = regexp.MustCompile(`(<[^>]*>\s*)+`)

func text(ts *testscript.TestScript, _ bool, words []string) {
	said, err := saidIn(ts.MkAbs(words[0]))
	ts.Check(err)
	fmt.Fprintln(ts.Stdout(), tags.ReplaceAllString(said, "\n"))
}

// nowhere fails when a word stands in any file of a workspace: in a sheet's
// cells, names, comments or dropdowns, on a printed page, in a receipt or in a
// file's name. What came in from outside is left out.
func nowhere(ts *testscript.TestScript, _ bool, words []string) {
	files := 0
	err := filepath.WalkDir(ts.MkAbs(words[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.Name() == "archive" {
			return fs.SkipDir
		}
		said := ""
		if d.Type().IsRegular() {
			if said, err = saidIn(path); err != nil {
				return err
			}
			files++
		}
		for _, w := range words[1:] {
			if strings.Contains(said+path, w) {
				ts.Logf("%s says %s", path, w)
				err = errors.New("found what should be nowhere")
			}
		}
		return err
	})
	ts.Check(err)
	if files < 10 {
		ts.Fatalf("only %d files looked at", files)
	}
}

// saidIn is all text of a file: of a workbook every part, of a PDF what
// pdftotext reads, where it is installed.
func saidIn(path string) (string, error) {
	switch filepath.Ext(path) {
	case ".pdf":
		if _, err := exec.LookPath("pdftotext"); err != nil {
			return "", nil
		}
		out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
		return string(out), err
	case ".xlsx", ".docx":
		book, err := zip.OpenReader(path)
		if err != nil {
			return "", err
		}
		defer book.Close()
		var b strings.Builder
		for _, part := range book.File {
			r, err := part.Open()
			if err != nil {
				return "", err
			}
			if _, err := io.Copy(&b, r); err != nil {
				return "", err
			}
			r.Close()
		}
		return b.String(), nil
	}
	content, err := os.ReadFile(path)
	return string(content), err
}

// retype edits a Word document as the office would, in its text.
func retype(ts *testscript.TestScript, _ bool, words []string) {
	old, err := zip.OpenReader(ts.MkAbs(words[0]))
	ts.Check(err)
	defer old.Close()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range old.File {
		in, err := f.Open()
		ts.Check(err)
		content, err := io.ReadAll(in)
		ts.Check(err)
		if f.Name == "word/document.xml" {
			if !bytes.Contains(content, []byte(words[1])) {
				ts.Fatalf("%s does not say %s", words[0], words[1])
			}
			content = bytes.Replace(content, []byte(words[1]), []byte(words[2]), 1)
		}
		out, err := w.Create(f.Name)
		ts.Check(err)
		_, err = out.Write(content)
		ts.Check(err)
	}
	ts.Check(w.Close())
	put(ts, words[3], b.Bytes())
}
