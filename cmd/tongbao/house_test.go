package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Things are taken in, judged, given out; each may know those before it and
// none after it; cmd knows all; templates knows nobody.
var order = map[string]int{"templates": 0, "ingest": 1, "rules": 2, "output": 3, "cmd": 4}

// doors names the only package that may import each outside library.
var doors = map[string][]string{
	"github.com/xuri/excelize/v2":    {"ingest/sheet", "output/xlsx"},
	"modernc.org/sqlite":             {"ingest/ledger"},
	"github.com/expr-lang/expr":      {"rules/formula"},
	"github.com/jung-kurt/gofpdf":    {"output/pdf"},
	"github.com/robfig/cron/v3":      {"rules/scheme", "cmd/tongbao"},
	"github.com/gofrs/flock":         {"ingest/ledger"},
	"github.com/wneessen/go-mail":    {"output/deliver"},
	"github.com/spf13/cobra":         {"cmd/tongbao"},
	"github.com/schollz/progressbar": {"cmd/tongbao"},
}

func TestWhoMayKnowWhom(t *testing.T) {
	checked := 0
	eachGoFile(t, func(path string, src []byte) {
		pkg := filepath.ToSlash(filepath.Dir(path))
		file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		test := strings.HasSuffix(path, "_test.go")
		for _, spec := range file.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			checked++
			if inner, ok := strings.CutPrefix(name, "tongbao/"); ok {
				from, to := top(pkg), top(inner)
				if order[to] > order[from] {
					t.Errorf("%s imports %s: %s comes before %s", path, name, from, to)
				}
				continue
			}
			for library, homes := range doors {
				if test || name != library && !strings.HasPrefix(name, library+"/") {
					continue
				}
				if !inside(pkg, homes) {
					t.Errorf("%s imports %s, whose only door is %v", path, name, homes)
				}
			}
		}
	})
	if checked < 50 {
		t.Fatalf("only %d imports seen: the test does not read the tree", checked)
	}
}

// No county is compiled in: the names of the default scheme stand in its
// tables and in tests, never in code.
func TestNothingOfTheDefaultSchemeIsCompiledIn(t *testing.T) {
	words := []string{"沁水", "KFQ", "开发区", "煤层气", "外出招商活动", "对接项目", "签约项目", "落地项目", "问题整改"}
	eachGoFile(t, func(path string, src []byte) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		for n, line := range strings.Split(string(src), "\n") {
			code, _, _ := strings.Cut(line, "//")
			for _, w := range words {
				if strings.Contains(code, w) {
					t.Errorf("%s:%d names %s", path, n+1, w)
				}
			}
		}
	})
}

// The package comment of office is the map of its files: a new file is put on
// it, and one that is gone is taken off.
func TestMapOfOfficeIsWhole(t *testing.T) {
	src, err := os.ReadFile("office/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	files, err := filepath.Glob("office/*.go")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	there := map[string]bool{}
	for _, f := range files {
		name := filepath.Base(f)
		there[name] = true
		family, _, _ := strings.Cut(name, "_")
		told := strings.Contains(text, name) || strings.Contains(text, "its "+family+"_ files")
		if !told && name != "doc.go" && !strings.HasSuffix(name, "_test.go") {
			t.Errorf("%s is not on the map", name)
		}
	}
	for _, name := range regexp.MustCompile(`[a-z_]+\.go`).FindAllString(text, -1) {
		if !there[name] {
			t.Errorf("the map names %s, which is not there", name)
		}
	}
}

func eachGoFile(t *testing.T, visit func(path string, src []byte)) {
	t.Helper()
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "demo" || d.Name() == "bin") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		src, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		visit(path, src)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func top(pkg string) string { first, _, _ := strings.Cut(pkg, "/"); return first }

func inside(pkg string, homes []string) bool {
	for _, h := range homes {
		if pkg == h || strings.HasPrefix(pkg, h+"/") {
			return true
		}
	}
	return false
}
