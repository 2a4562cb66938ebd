package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"tongbao/cmd/tongbao/bounded"
	"tongbao/cmd/tongbao/office"
	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/ingest/ledger"
	"tongbao/ingest/sheet"
	"tongbao/output/xlsx"
	"tongbao/rules/scheme"
)

// sourceDir is this folder; scripts run in folders of their own.
var sourceDir, _ = os.Getwd()

func TestMain(m *testing.M) {
	bounded.Main(office.Jobs()) // the test binary is its own child
	testscript.Main(m, map[string]func(){
		"tongbao": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
			stop()
			os.Exit(code)
		},
	})
}

// TestScripts plays the transcripts under testdata/script: what an office
// types, what it reads, what then lies on its disk. Beside testscript's own
// words (exists, stdout, stderr, cmp …) they know:
//
//	ends N tongbao …          the command ends with exit code N
//	objects N                 it printed N JSON objects, one a line, and nothing else
//	fill FORM TEXT FILE       fill in a form as TEXT says (see readFilling)
//	make KIND FILE            a bad file (see script_files_test.go)
//	age FILE DURATION         the file was last changed so long ago
//	copy FILE NAME            NAME may hold any character: \u202e and the like are read
//	remember DIR              … and then
//	unchanged DIR             every file of DIR, or of a folder in it, is as it was
//	kept DIR FILE             DIR/archive has FILE's bytes under their SHA-256
//	set BOOK SHEET KEY COLUMN TEXT    in an office workbook: the row that begins with KEY
//	add BOOK SHEET NAME=TEXT …        … a new row
//	drop BOOK SHEET COLUMN …          … as an earlier program wrote it, without these columns
//	retype DOCX OLD NEW FILE          the Word document with OLD replaced where it stands in one piece
//	sheets BOOK               prints the names of its sheets
//	text FILE                 prints all that is written in a workbook or PDF
//	nowhere DIR WORD …        none of the words is in any file under DIR
//	hold DIR                  another program works in the workspace until the script ends
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: false,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ends": ends, "objects": objects, "fill": fillForm, "make": makeFile, "age": age, "copy": copyFile,
			"remember": remember, "unchanged": unchanged, "kept": kept, "set": setCell, "add": addRow, "drop": dropColumns, "hold": hold,
			"retype": retype, "sheets": sheets, "text": text, "nowhere": nowhere,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("TONGBAO_WORKSPACE", "区")
			env.Setenv("OLD_XLS", filepath.Join(sourceDir, "testdata/old.xls"))
			return nil
		},
	})
}

func ends(ts *testscript.TestScript, _ bool, words []string) {
	want, err := strconv.Atoi(words[0])
	ts.Check(err)
	err = ts.Exec(words[1], words[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("%s ended with %d, not %d\n%s%s", strings.Join(words[1:], " "), got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

func objects(ts *testscript.TestScript, _ bool, words []string) {
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile("stdout"), "\n"), "\n")
	for _, line := range lines {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			ts.Fatalf("no JSON object: %q", line)
		}
	}
	if strconv.Itoa(len(lines)) != words[0] {
		ts.Fatalf("%d objects, not %s", len(lines), words[0])
	}
}

func fillForm(ts *testscript.TestScript, _ bool, words []string) {
	blank, err := os.ReadFile(ts.MkAbs(words[0]))
	ts.Check(err)
	s, err := schemeOf(ts.MkAbs(ts.Getenv("TONGBAO_WORKSPACE")))
	ts.Check(err)
	f := formFor(s, filepath.Base(words[0]))
	if f == nil {
		ts.Fatalf("whose form is %s?", words[0])
	}
	in, err := readFilling(f, ts.ReadFile(words[1]))
	ts.Check(err)
	content, err := xlsx.Fill(blank, f, in)
	ts.Check(err)
	put(ts, words[2], content)
}

func schemeOf(workspace string) (*scheme.Scheme, error) {
	book, _, err := sheet.Open(filepath.Join(workspace, "scheme.xlsx"), sheet.DefaultLimits)
	if err != nil {
		return nil, err
	}
	return scheme.Load(scheme.FromWorkbook(book))
}

// formFor knows a form by its file name, which begins with its task force's.
func formFor(s *scheme.Scheme, name string) *form.Form {
	for _, tf := range s.TaskForces {
		if strings.HasPrefix(name, tf.Name) {
			return s.Form(tf.Class)
		}
	}
	return nil
}

// readFilling reads what a person enters, a row a line:
//
//	封面 填报单位=示例单位 填报日期=2023-03-03
//	签约项目 项目编号=KFQ-2023-001 签约金额=8
//	经费使用 本月无
//	其余 本月无
//	格 封面!C4 2023年1月         (typed over whatever stands in the cell)
func readFilling(f *form.Form, text string) (xlsx.Filling, error) {
	in := xlsx.Filling{Cover: map[string]string{}, Rows: map[string][]map[string]string{}, Raw: map[ingest.Place]string{}}
	rest := false
	said := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) < 2:
			return in, errors.New("what is entered? " + line)
		case words[0] == "格":
			name, cell, _ := strings.Cut(words[1], "!")
			in.Raw[ingest.Place{Sheet: name, Cell: cell}] = strings.Join(words[2:], " ")
		case words[0] == "其余":
			rest = true
		case words[1] == form.NilAnswer:
			in.Nil = append(in.Nil, words[0])
		case f.Sheet(words[0]) == nil:
			return in, errors.New("the form has no sheet " + words[0])
		case f.Sheet(words[0]) == f.Cover():
			in.Cover = values(words[1:])
		default:
			in.Rows[words[0]] = append(in.Rows[words[0]], values(words[1:]))
		}
		said[words[0]] = true
	}
	for _, item := range f.Cover().Fields {
		if rest && item.Role == form.NilOf && !said[item.NilSheet] {
			in.Nil = append(in.Nil, item.NilSheet)
		}
	}
	return in, nil
}

func values(pairs []string) map[string]string {
	list := map[string]string{}
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		list[name] = value
	}
	return list
}

func put(ts *testscript.TestScript, name string, content []byte) {
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(name)), 0o755))
	ts.Check(os.WriteFile(ts.MkAbs(name), content, 0o644))
}

// age makes a file as old as said, or of the time that is said.
func age(ts *testscript.TestScript, _ bool, words []string) {
	then, err := time.Parse(time.RFC3339, words[1])
	if err != nil {
		d, err := time.ParseDuration(words[1])
		ts.Check(err)
		then = time.Now().Add(-d)
	}
	ts.Check(os.Chtimes(ts.MkAbs(words[0]), then, then))
}

func copyFile(ts *testscript.TestScript, _ bool, words []string) {
	content, err := os.ReadFile(ts.MkAbs(words[0]))
	ts.Check(err)
	name, err := strconv.Unquote(`"` + words[1] + `"`)
	ts.Check(err)
	put(ts, name, content)
}

func remember(ts *testscript.TestScript, _ bool, words []string) {
	seen, err := bytesOf(ts.MkAbs(words[0]))
	ts.Check(err)
	content, err := json.Marshal(seen)
	ts.Check(err)
	ts.Setenv("REMEMBERED", string(content))
}

func unchanged(ts *testscript.TestScript, _ bool, words []string) {
	var before map[string]string
	ts.Check(json.Unmarshal([]byte(ts.Getenv("REMEMBERED")), &before))
	dir := ts.MkAbs(words[0])
	now, err := bytesOf(dir)
	ts.Check(err)
	for name, sum := range before {
		if (name == dir || strings.HasPrefix(name, dir+string(filepath.Separator))) && now[name] != sum {
			ts.Fatalf("%s was changed or removed", name)
		}
	}
	for name := range now {
		if before[name] == "" {
			ts.Fatalf("%s is new", name)
		}
	}
}

// bytesOf is the hash of every file under dir, and a mark for every folder;
// what the ledger and its lock keep beside them while they are read is left
// out.
func bytesOf(dir string) (map[string]string, error) {
	seen := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name := filepath.Base(path)
		if err != nil || strings.HasSuffix(name, "-wal") || strings.HasSuffix(name, "-shm") || strings.HasPrefix(name, ".lock") {
			return err
		}
		seen[path] = "folder"
		if d.Type().IsRegular() {
			content, err := os.ReadFile(path)
			seen[path] = sha(content)
			return err
		}
		return nil
	})
	return seen, err
}

func sha(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func kept(ts *testscript.TestScript, _ bool, words []string) {
	content, err := os.ReadFile(ts.MkAbs(words[1]))
	ts.Check(err)
	copied, err := os.ReadFile(filepath.Join(ts.MkAbs(words[0]), "archive", sha(content)))
	ts.Check(err)
	if string(copied) != string(content) {
		ts.Fatalf("the kept copy of %s differs", words[1])
	}
}

func setCell(ts *testscript.TestScript, _ bool, words []string) {
	ts.Check(editBook(ts.MkAbs(words[0]), func(f *excelize.File) error {
		return setByName(f, words[1], words[2], words[3], strings.Join(words[4:], " "))
	}))
}

func addRow(ts *testscript.TestScript, _ bool, words []string) {
	ts.Check(editBook(ts.MkAbs(words[0]), func(f *excelize.File) error {
		return addByName(f, words[1], values(words[2:]))
	}))
}

func dropColumns(ts *testscript.TestScript, _ bool, words []string) {
	ts.Check(editBook(ts.MkAbs(words[0]), func(f *excelize.File) error {
		for _, header := range words[2:] {
			rows, err := f.GetRows(words[1])
			if err != nil {
				return err
			}
			name, err := excelize.ColumnNumberToName(columnOf(rows, header))
			if err != nil {
				return err
			}
			if err := f.RemoveCol(words[1], name); err != nil {
				return err
			}
		}
		return nil
	}))
}

// editBook changes an office workbook as the office would, by hand in Excel.
func editBook(path string, edit func(*excelize.File) error) error {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return err
	}
	return errors.Join(edit(f), f.Save(), f.Close())
}

// setByName enters text in the row whose first cells read key (several joined
// by /), under a header.
func setByName(f *excelize.File, tab, key, header, text string) error {
	rows, err := f.GetRows(tab)
	if err != nil {
		return err
	}
	col := columnOf(rows, header)
	parts := strings.Split(key, "/")
	for i, row := range rows[1:] {
		if col > 0 && len(row) >= len(parts) && strings.Join(row[:len(parts)], "/") == key {
			cell, _ := excelize.CoordinatesToCellName(col, i+2)
			return f.SetCellStr(tab, cell, text)
		}
	}
	return errors.New(tab + ": no cell " + key + "/" + header)
}

func addByName(f *excelize.File, tab string, row map[string]string) error {
	rows, err := f.GetRows(tab)
	if err != nil {
		return err
	}
	for header, text := range row {
		col := columnOf(rows, header)
		if col == 0 {
			return errors.New(tab + ": no column " + header)
		}
		cell, _ := excelize.CoordinatesToCellName(col, len(rows)+1)
		if err := f.SetCellStr(tab, cell, text); err != nil {
			return err
		}
	}
	return nil
}

func columnOf(rows [][]string, header string) int {
	for i, name := range rows[0] {
		if name == header {
			return i + 1
		}
	}
	return 0
}

func hold(ts *testscript.TestScript, _ bool, words []string) {
	held, err := ledger.Lock(context.Background(), filepath.Join(ts.MkAbs(words[0]), ".lock"), 0)
	ts.Check(err)
	ts.Defer(func() { held.Release() })
}
