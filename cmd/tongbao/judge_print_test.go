package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// judgePrint reads every PDF with another program, takes out all white space,
// and looks for what its workbook twin says, character for character: each
// paragraph and each cell in reading order, each row of a table as one run in
// the order of drawing.
func judgePrint(t *testing.T, dir string, y year) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("no pdftotext (poppler-utils)")
	}
	files, err := filepath.Glob(filepath.Join(dir, "out", "*", "*.pdf"))
	if err != nil || len(files) < 12+4 {
		t.Fatalf("%d PDFs of twelve circulars and four rankings, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".pdf"), func(t *testing.T) {
			twin := openWorkbook(t, mustRead(t, strings.TrimSuffix(file, ".pdf")+".xlsx"))
			read, drawn := pdfText(t, file), pdfText(t, file, "-raw")
			said := saidBy(t, twin)
			said.texts = append(said.texts, dated(y, file))
			for _, s := range said.texts {
				for _, text := range []string{read, drawn} {
					if !strings.Contains(text, s) {
						t.Errorf("not in print: %s", s)
					}
				}
			}
			for _, row := range said.rows {
				if !strings.Contains(drawn, row) {
					t.Errorf("not drawn as one row: %s", row)
				}
			}
			if texts, rows := least(file); len(said.texts) < texts || len(said.rows) < rows {
				t.Errorf("the twin says only %d texts in %d rows", len(said.texts), len(said.rows))
			}
		})
	}
}

// least is how much a document's twin must say, lest nothing be compared: the
// circulars and rankings have tables of all task forces, others may be short.
func least(file string) (texts, rows int) {
	if strings.HasPrefix(filepath.Base(file), "2023年") {
		return 60, 12
	}
	return 8, 0
}

// dated is 成文日期 of the document of a month or quarter, by the calendar
// worked out by hand, or the day on which it was made final; "" for other
// periods.
func dated(y year, file string) string {
	period := filepath.Base(filepath.Dir(file))
	for _, e := range y.register {
		if e.sheet == "签发" && e.values["期次"] == period && strings.Contains(file, "（定稿）") {
			return e.at.Format("2006年1月2日")
		}
	}
	for i, m := range months {
		day := ""
		switch period {
		case m.period:
			day = m.circular
		case fmt.Sprintf("2023Q%d", (i+1)/3):
			day = m.ranking
		}
		if day != "" {
			return at(day, "00:00:00").Format("2006年1月2日")
		}
	}
	return ""
}

var pageNumber = regexp.MustCompile(`(?m)^[ \t]*—[ \t]*(\d+)[ \t]*—[ \t]*$`)

// pdfText is a PDF's text without white space. Page numbers and the mark of
// 公示稿, which stand between the parts of a paragraph that runs on, are taken
// out; every page has one number, its own.
func pdfText(t *testing.T, file string, options ...string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", append(options, "-enc", "UTF-8", file, "-")...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for i, page := range strings.Split(strings.TrimSuffix(string(out), "\f"), "\f") {
		found := pageNumber.FindAllStringSubmatch(page, -1)
		if len(found) != 1 || found[0][1] != whole(i+1).RatString() {
			t.Errorf("page %d is numbered %v", i+1, found)
		}
		page = pageNumber.ReplaceAllString(page, "")
		if i > 0 {
			page = strings.Replace(page, "公示稿\n", "", 1)
		}
		text.WriteString(page)
	}
	return tight(text.String())
}

func tight(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// ownOfBook is a sheet that only the workbook has.
func ownOfBook(sheet string) bool {
	return sheet == "来源" || strings.HasPrefix(sheet, "对照图")
}

// said is what a workbook twin says that must be in print.
type said struct{ texts, rows []string }

// saidBy lists it: the lines of 正文, the cells of tables, charts and annexes.
// 来源 is the workbook's own, and so are the lines that lead to another sheet.
func saidBy(t *testing.T, twin *workbook) (s said) {
	for _, sheet := range twin.sheets {
		if ownOfBook(sheet.name) {
			continue
		}
		for i, row := range sheet.rows {
			if i == 0 && strings.HasPrefix(sheet.name, "图") {
				s.texts = append(s.texts, chartTitle(t, row[0])...)
				continue
			}
			run := ""
			for _, c := range row {
				text := tight(c.shown(t))
				if c.link != "" {
					text = led(text)
				}
				if text == "" {
					continue
				}
				s.texts = append(s.texts, text)
				run += text
			}
			if len(row) > 1 && !strings.HasPrefix(sheet.name, "图") {
				s.rows = append(s.rows, run)
			}
		}
	}
	return s
}

// chartTitle is a chart's title and unit, “得分（分）”, which print in two
// places.
func chartTitle(t *testing.T, c sheetCell) []string {
	t.Helper()
	title, unit, found := strings.Cut(strings.TrimSuffix(tight(c.shown(t)), "）"), "（")
	if !found {
		t.Errorf("chart %s tells no unit", title)
	}
	return []string{title, unit}
}

var annexLine = regexp.MustCompile(`^附件\d+：`)

// led is what a line that leads to another sheet says of the print: an annex's
// title; “（见……工作表）” says nothing.
func led(text string) string {
	if annexLine.MatchString(text) {
		return annexLine.ReplaceAllString(text, "")
	}
	return ""
}
