package pdf

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"tongbao/output"
	"tongbao/output/frozen"
)

// render draws with the built-in faces and leaves the file in a folder of the
// test.
func render(t *testing.T, d *output.Document) (*Result, string) {
	t.Helper()
	f, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Render(d, f)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(path, r.Bytes, 0o644); err != nil {
		t.Fatal(err)
	}
	return r, path
}

// tool runs a program of poppler-utils. Without it a test skips, but not in
// CI, where it has to be.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed (poppler-utils)", name)
		}
		t.Skipf("%s is not installed (poppler-utils)", name)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, stderr.String())
	}
	if stderr.Len() > 0 {
		t.Errorf("%s complains: %s", name, stderr.String())
	}
	return string(out)
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

var pageNumber = regexp.MustCompile(`(?m)^\f?— ?\d+ ?—$`)

// extracted is what another program reads from the file, without white space
// and page numbers.
func extracted(t *testing.T, path string) string {
	return squeeze(pageNumber.ReplaceAllString(tool(t, "pdftotext", path, "-"), ""))
}

// wording lists every piece of text of a document.
func wording(d *output.Document) []string {
	list := []string{strings.Join(d.Title, ""), d.Number, d.Signature, d.Date, "（" + d.Note + "）"}
	if d.RedHead != "" {
		list = append(list, d.RedHead+"文件", d.To+"：", "抄送："+d.CopyTo+"。", d.PrintedBy, d.PrintedOn+"印发")
	} else {
		list = list[:4]
	}
	bodies := [][]output.Block{d.Body}
	for _, a := range d.Annexes {
		list = append(list, a.Title)
		bodies = append(bodies, a.Body)
	}
	for _, body := range bodies {
		for _, b := range body {
			list = append(list, blockWording(b)...)
		}
	}
	return list
}

func blockWording(b output.Block) (list []string) {
	switch b := b.(type) {
	case output.Heading:
		return []string{b.Text}
	case output.Paragraph:
		return []string{b.Lead + output.Join(b.Text)}
	case *output.Chart:
		list = append([]string{b.Title, b.Unit, b.Mark}, b.Labels...)
		for _, s := range b.Series {
			list = append(append(list, s.Name), s.Texts...)
		}
	case *output.Table:
		list = append([]string{b.Caption, b.Unit}, b.Notes...)
		for _, h := range b.Head {
			for _, c := range h {
				list = append(list, c.Text)
			}
		}
		for _, c := range b.Columns {
			if b.Head == nil {
				list = append(list, c.Name)
			}
		}
		for _, row := range b.Rows {
			for _, c := range row {
				list = append(list, c.Text)
			}
		}
	}
	return list
}

// Every sentence and every cell can be read back character for character.
func TestEverythingIsReadBack(t *testing.T) {
	for name, d := range map[string]*output.Document{"circular": frozen.Circular(), "ranking": frozen.Ranking(), "narrow": narrow()} {
		t.Run(name, func(t *testing.T) {
			_, path := render(t, d)
			text := extracted(t, path)
			n := 0
			for _, w := range wording(d) {
				if w = squeeze(w); w == "" {
					continue
				}
				n++
				if !strings.Contains(text, w) {
					t.Errorf("not found: %s", w)
				}
			}
			if n < 20 {
				t.Errorf("only %d pieces compared", n)
			}
		})
	}
}

// randomDocument has every kind of block, in both directions of the page.
func randomDocument(r *rand.Rand) *output.Document {
	short := func(n int) string {
		s := []rune(randomText(r))
		return string(s[:min(len(s), 1+r.IntN(n))])
	}
	body := func() []output.Block {
		list := []output.Block{
			output.Heading{Level: 1 + r.IntN(3), Text: "一、" + short(60)},
			output.Paragraph{Lead: short(9), Text: output.Plain(randomText(r))},
		}
		t := &output.Table{Caption: short(40), Unit: "单位：亿元", Notes: []string{"注：" + randomText(r)}, Total: r.IntN(2) == 0}
		n := 2 + r.IntN(10)
		for range n {
			t.Columns = append(t.Columns, output.Column{Name: short(8), Width: float64(r.IntN(10)), Align: output.Align(r.IntN(3))})
		}
		for range 1 + r.IntN(30) {
			var row []output.Cell
			for range n {
				text := fmt.Sprintf("%d.%02d", r.IntN(999), r.IntN(100))
				if r.IntN(3) == 0 {
					text = short(30)
				}
				row = append(row, output.Cell{Text: text, Shade: output.Shade(r.IntN(4))})
			}
			t.Rows = append(t.Rows, row)
		}
		return append(list, t, output.Paragraph{Text: output.Plain(randomText(r))})
	}
	return &output.Document{Title: []string{"标题"}, Date: "2023年10月16日", Signature: "办公室", Body: body(),
		Annexes: []output.Annex{{Title: short(60), Landscape: true, Body: body()}, {Title: short(60), Body: body()}}}
}

func TestRandomDocumentsAreReadBack(t *testing.T) {
	for seed := range uint64(12) {
		d := randomDocument(rand.New(rand.NewPCG(seed, 9704)))
		_, path := render(t, d)
		text := extracted(t, path)
		for _, w := range wording(d) {
			if w = squeeze(w); !strings.Contains(text, w) && w != "（）" {
				t.Errorf("document %d: not found: %s", seed, w)
			}
		}
	}
}

// projects is the circular's list with n rows, its own over and over.
func projects(n int) *output.Table {
	t := frozen.Circular().Annexes[1].Body[0].(*output.Table)
	own := t.Rows
	t.Rows = nil
	for i := range n {
		t.Rows = append(t.Rows, slices.Clone(own[i%len(own)]))
	}
	return t
}

// narrow is a table whose cells all need several lines.
func narrow() *output.Document {
	d := frozen.Circular()
	d.Annexes = nil
	list := projects(12)
	for i := range list.Rows {
		list.Rows[i][4].Text = "外出招商对接并签约，2023年9月" + list.Rows[i][0].Text + "日报送"
		list.Rows[i][5].Text = "123456789.12亿元"
	}
	d.Body = append(d.Body, list)
	d.Annexes = []output.Annex{{Title: "横排", Landscape: true, Body: []output.Block{list}}}
	return d
}
