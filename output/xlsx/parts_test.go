package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
)

// must fails the test on an error and hands the bytes on.
func must(t testing.TB) func([]byte, error) []byte {
	return func(b []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

// open unzips a workbook and requires every XML part to be well formed to its
// end, as another program's parser sees it.
func open(t testing.TB, workbook []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := parts[f.Name]; twice {
			t.Fatalf("part %s stands twice", f.Name)
		}
		parts[f.Name] = string(data)
		d := xml.NewDecoder(bytes.NewReader(data))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return parts
}

// sheetXML returns the part of the sheet of that name.
func sheetXML(t testing.TB, parts map[string]string, name string) string {
	t.Helper()
	return parts[sheetPath(t, parts, name)]
}

func sheetPath(t testing.TB, parts map[string]string, name string) string {
	t.Helper()
	tag := regexp.MustCompile(`<sheet [^>]*name="` + regexp.QuoteMeta(name) + `"[^>]*>`).FindString(parts["xl/workbook.xml"])
	id := regexp.MustCompile(`r:id="([^"]+)"`).FindStringSubmatch(tag)
	if id == nil {
		t.Fatalf("no sheet %s in %s", name, parts["xl/workbook.xml"])
	}
	rel := regexp.MustCompile(`<Relationship [^>]*Id="` + id[1] + `"[^>]*>`).FindString(parts["xl/_rels/workbook.xml.rels"])
	target := regexp.MustCompile(`Target="([^"]+)"`).FindStringSubmatch(rel)
	if strings.HasPrefix(target[1], "/") {
		return target[1][1:]
	}
	return "xl/" + target[1]
}

func requireContains(t *testing.T, where, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("%s lacks %q", where, want)
		}
	}
}

func TestSameInputSameBytes(t *testing.T) {
	filled := must(t)(Fill(must(t)(Form(sampleInput())), sampleForm(), sampleFilling()))
	for name, make := range map[string]func() ([]byte, error){
		"form":     func() ([]byte, error) { return Form(sampleInput()) },
		"fill":     func() ([]byte, error) { return Fill(filled, sampleForm(), sampleFilling()) },
		"annotate": func() ([]byte, error) { return Annotate(filled, sampleReceipt()) },
		"tables":   func() ([]byte, error) { return Tables(sampleTables()) },
		"document": func() ([]byte, error) { return Document(sampleDocument()) },
	} {
		first := must(t)(make())
		for range 8 {
			if !bytes.Equal(first, must(t)(make())) {
				t.Errorf("%s: bytes differ from run to run", name)
				break
			}
		}
	}
}

func TestPackingIsFixed(t *testing.T) {
	workbook := must(t)(Document(sampleDocument()))
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	last := ""
	for i, f := range z.File {
		if i == 0 && f.Name != "[Content_Types].xml" {
			t.Errorf("first part is %s", f.Name)
		}
		if f.Name < last {
			t.Errorf("%s stands after %s", f.Name, last)
		}
		if y := f.Modified.UTC().Year(); y != 1980 {
			t.Errorf("%s carries the year %d", f.Name, y)
		}
		last = f.Name
	}
	core := open(t, workbook)["docProps/core.xml"]
	requireContains(t, "core.xml", core, "示例办公室", "2023-10-15T16:00:00Z") // 成文日期 2023年10月16日, UTC+8
	if strings.Contains(core, "xuri") {
		t.Error("the library's name stands as the author")
	}
}

func TestDimensionIsTold(t *testing.T) {
	parts := open(t, must(t)(Form(sampleInput())))
	// 10 columns; what is drawn ends at row 34 or the page's end, never at A1.
	ref := regexp.MustCompile(`<dimension ref="A1:J(\d+)"`).FindStringSubmatch(sheetXML(t, parts, "签约项目"))
	if ref == nil || len(ref[1]) != 2 {
		t.Errorf("dimension %v", ref)
	}
}

func TestSheetNames(t *testing.T) {
	long := strings.Repeat("招", 40)
	for in, want := range map[string]string{
		"附件1 表":        "附件1 表",
		"a/b[c]:d?*\\": "a b c d",
		"'quoted'":     "quoted",
		"":             "表",
		long:           long[:31*3],
		"🙂" + long:     "🙂" + long[:29*3], // a character beyond U+FFFF counts two
	} {
		if got := sheetName(in, func(string) bool { return false }); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	taken := map[string]bool{long[:31*3]: true}
	got := sheetName(long, func(s string) bool { return taken[s] })
	if got != long[:28*3]+"（2）" {
		t.Errorf("taken name became %q", got)
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{
		{"短", 5, "短"},
		{"一二三四五", 5, "一二三四五"},
		{"一二三四五六", 5, "一二三四…"},
		{"🙂🙂🙂", 5, "🙂🙂…"},
	} {
		if got := clip(c.in, c.max); got != c.want {
			t.Errorf("clip(%q, %d) = %q, want %q", c.in, c.max, got, c.want)
		}
	}
}
