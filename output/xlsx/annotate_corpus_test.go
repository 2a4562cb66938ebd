package xlsx

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
	"tongbao/output"
)

const corpus = "../../../shared/corpus"

// TestAnnotateCorpus annotates every workbook of the corpus that preflight
// takes, twice, and reads it again through preflight: every cell of every
// sheet must hold what it held, and the second round must leave no more than
// the first. These are files of Excel, WPS, LibreOffice, Numbers and a dozen
// libraries. Every eighth is taken; TONGBAO_CORPUS=all takes all.
func TestAnnotateCorpus(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("corpus absent: ", corpus)
	}
	dir := t.TempDir()
	done, seen, stride := 0, 0, 8
	if os.Getenv("TONGBAO_CORPUS") == "all" {
		stride = 1
	}
	err := filepath.WalkDir(corpus, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".xlsx") {
			return err
		}
		if seen++; seen%stride == 0 && annotateOne(t, path, dir) {
			done++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d workbooks annotated", done)
	if done < 500/stride {
		t.Errorf("only %d workbooks were annotated", done)
	}
}

// small keeps the test short; size changes nothing about what is tested.
const small = 60 << 10

func annotateOne(t *testing.T, path, dir string) bool {
	info, err := os.Stat(path)
	if err != nil || info.Size() > small {
		return false
	}
	before, _, err := sheet.Open(path, sheet.DefaultLimits)
	if err != nil || before == nil || before.Sheet(form.ResultSheet) != nil {
		return false
	}
	original, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := output.Receipt{Findings: corpusFindings(before)}
	name := filepath.Base(path)
	first, err := Annotate(original, r)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return false
	}
	second, err := Annotate(first, r)
	if err != nil {
		t.Errorf("%s, second round: %v", name, err)
		return false
	}
	for round, content := range map[string][]byte{"first": first, "second": second} {
		out := filepath.Join(dir, "a.xlsx")
		if err := os.WriteFile(out, content, 0o600); err != nil {
			t.Fatal(err)
		}
		after, refused, err := sheet.Open(out, sheet.DefaultLimits)
		if err != nil || after == nil {
			t.Errorf("%s, %s round: %v %v", name, round, refused, err)
			return false
		}
		if diff := sameCells(before, after); diff != "" {
			t.Errorf("%s, %s round: %s", name, round, diff)
		}
	}
	return true
}

// corpusFindings points at a filled cell, a blank one beside it and one far
// below, on every sheet.
func corpusFindings(w *sheet.Workbook) finding.List {
	var list finding.List
	for _, s := range w.Sheets {
		cells := []string{"B1", "C901"}
		if len(s.Rows) > 0 {
			cells = append(cells, s.Rows[len(s.Rows)/2].Cells[0].Ref)
		}
		for _, c := range cells {
			list = append(list, finding.Finding{Code: "R-1", Level: finding.Warning, Place: ingest.Place{Sheet: s.Name, Cell: c}, Message: "请核对。"})
		}
	}
	return list
}

func sameCells(before, after *sheet.Workbook) string {
	if len(after.Sheets) != len(before.Sheets)+1 || after.Sheets[0].Name != form.ResultSheet {
		return fmt.Sprintf("%d sheets became %d", len(before.Sheets), len(after.Sheets))
	}
	for i, was := range before.Sheets {
		is := after.Sheets[i+1]
		if was.Name != is.Name || was.Hidden != is.Hidden || len(was.Rows) != len(is.Rows) {
			return fmt.Sprintf("sheet %q (%d rows) became %q (%d rows)", was.Name, len(was.Rows), is.Name, len(is.Rows))
		}
		for j := range was.Rows {
			if a, b := rowText(was.Rows[j]), rowText(is.Rows[j]); a != b {
				return fmt.Sprintf("%s row %d: %s became %s", was.Name, was.Rows[j].Number, a, b)
			}
		}
	}
	return ""
}

func rowText(r sheet.Row) string {
	text := ""
	for _, c := range r.Cells {
		if c.Format == "" {
			c.Format = "General" // a workbook without styles; it has some now
		}
		text += fmt.Sprintf("%s=%s %s %v %s|", c.Ref, c.Value, c.Format, c.IsDate, c.Num.String())
	}
	return text
}
