package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// issuedBooks are one workbook of each kind that the sample year issues, and
// how many charts each draws: a circular has one for each of the five indicators
// with targets, in the workbook alone; a ranking has 得分, one for each of the five
// indicators scored, and 各季度得分.
var issuedBooks = []struct {
	file   string
	charts int
}{
	{"2023-12/2023年12月月通报.xlsx", 5},
	{"2023-12/整改通知单_文旅康养专班.xlsx", 0},
	{"2023-12/（内部）2023年12月月通报专报.xlsx", 0},
	{"2023Q4/2023年第四季度季评比.xlsx", 7},
	{"2023/2023年度年考核.xlsx", 0},
}

// judgeBooks holds one workbook of each kind to what an office expects of a
// workbook: that another program shows it alike, and that it can be printed.
func judgeBooks(t *testing.T, dir string) {
	for _, b := range issuedBooks {
		file := filepath.Join(dir, "out", filepath.FromSlash(b.file))
		t.Run(filepath.Base(file), func(t *testing.T) {
			content := mustRead(t, file)
			judgeSheetsSetUp(t, content)
			judgeSourceLinks(t, openWorkbook(t, content))
			judgeBookCharts(t, content, b.charts)
		})
	}
	t.Run("LibreOffice", func(t *testing.T) { judgeLibreOffice(t, dir) })
}

// judgeLibreOffice has LibreOffice write every sheet as it shows it, texts in
// quotes and numbers not, and compares that cell by cell, empty ones too.
func judgeLibreOffice(t *testing.T, dir string) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("no soffice (LibreOffice)")
	}
	out := t.TempDir()
	words := []string{"-env:UserInstallation=file://" + filepath.Join(out, "profile"), "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,true,false,false,-1", "--outdir", out}
	for _, b := range issuedBooks {
		words = append(words, filepath.Join(dir, "out", filepath.FromSlash(b.file)))
	}
	ctx, stop := context.WithTimeout(t.Context(), 4*time.Minute)
	defer stop()
	if text, err := exec.CommandContext(ctx, office, words...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	for _, b := range issuedBooks {
		name := strings.TrimSuffix(filepath.Base(b.file), ".xlsx")
		book := openWorkbook(t, mustRead(t, dir, "out", filepath.FromSlash(b.file)))
		files, err := filepath.Glob(filepath.Join(out, name+"-*.csv"))
		if err != nil || len(files) != len(book.sheets) {
			t.Errorf("%s: LibreOffice sees %d sheets of %d, %v", name, len(files), len(book.sheets), err)
			continue
		}
		for _, s := range book.sheets {
			csv := string(mustRead(t, out, name+"-"+s.name+".csv"))
			for _, problem := range s.against(t, seenCells(csv)) {
				t.Errorf("%s, %s: %s", name, s.name, problem)
			}
		}
	}
}

// seenCell is a cell of LibreOffice's csv.
type seenCell struct {
	text   string
	quoted bool
}

// seenCells reads csv with all texts in quotes; empty cells are left out.
func seenCells(csv string) map[string]seenCell {
	cells := map[string]seenCell{}
	col, row := 1, 1
	var cell seenCell
	end := func() {
		if cell.text != "" {
			ref, _ := excelize.CoordinatesToCellName(col, row)
			cells[ref] = cell
		}
		cell = seenCell{}
		col++
	}
	inside := false
	for i := 0; i < len(csv); i++ {
		switch c := csv[i]; {
		case inside && c == '"' && i+1 < len(csv) && csv[i+1] == '"':
			cell.text += `"`
			i++
		case c == '"':
			inside, cell.quoted = !inside, true
		case !inside && c == ',':
			end()
		case !inside && c == '\n':
			end()
			col, row = 1, row+1
		default:
			cell.text += csv[i : i+1]
		}
	}
	end()
	return cells
}

// plainNumber is a text that anybody would add up.
var plainNumber = regexp.MustCompile(`^[+−-]?\d+(\.\d+)?%?$`)

// against compares a sheet with what LibreOffice sees of it.
func (s worksheet) against(t *testing.T, seen map[string]seenCell) (problems []string) {
	t.Helper()
	filled := 0
	for _, row := range s.rows {
		for _, c := range row {
			filled++
			got, is := seen[c.ref]
			switch want := c.shown(t); {
			case !is || got.text != want:
				problems = append(problems, fmt.Sprintf("%s shows %q, not %q", c.ref, got.text, want))
			case got.quoted == c.number:
				problems = append(problems, fmt.Sprintf("%s, %s: a number is %t, LibreOffice says %t", c.ref, want, c.number, !got.quoted))
			case s.name != "来源" && !c.number && plainNumber.MatchString(want):
				problems = append(problems, fmt.Sprintf("%s: the number %s is text", c.ref, want))
			case c.number && (c.format == "" || c.format == "General"):
				problems = append(problems, fmt.Sprintf("%s: %s has no number format", c.ref, want))
			}
		}
	}
	if filled != len(seen) || filled == 0 {
		problems = append(problems, fmt.Sprintf("%d cells, LibreOffice sees %d", filled, len(seen)))
	}
	return problems
}

// bookParts are a workbook's parts by name.
func bookParts(t *testing.T, content []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range z.File {
		var b bytes.Buffer
		r, err := f.Open()
		if err == nil {
			_, err = b.ReadFrom(r)
		}
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = b.Bytes()
	}
	return parts
}

// sheetSetUp is how a sheet scrolls and goes to paper.
type sheetSetUp struct {
	Pane struct {
		Rows  int    `xml:"ySplit,attr"`
		State string `xml:"state,attr"`
	} `xml:"sheetViews>sheetView>pane"`
	Fit struct {
		Page string `xml:"fitToPage,attr"`
	} `xml:"sheetPr>pageSetUpPr"`
	Paper struct {
		Size        int    `xml:"paperSize,attr"`
		Orientation string `xml:"orientation,attr"`
		Wide        string `xml:"fitToWidth,attr"`
		Tall        string `xml:"fitToHeight,attr"`
	} `xml:"pageSetup"`
	Footer string `xml:"headerFooter>oddFooter"`
}

// judgeSheetsSetUp: every sheet is A4 and one page wide, 正文 upright and the
// others lying; a sheet that is a table keeps its head in sight, and repeats
// the same rows on paper.
func judgeSheetsSetUp(t *testing.T, content []byte) {
	parts := bookParts(t, content)
	var book struct {
		Names []struct {
			Name  string `xml:"name,attr"`
			Sheet int    `xml:"localSheetId,attr"`
			Range string `xml:",chardata"`
		} `xml:"definedNames>definedName"`
	}
	decode(t, parts["xl/workbook.xml"], &book)
	repeated := map[int]string{}
	for _, n := range book.Names {
		if n.Name == "_xlnm.Print_Titles" {
			repeated[n.Sheet] = n.Range
		}
	}
	frozen := 0
	for i, s := range sheetParts(t, parts) {
		var set sheetSetUp
		decode(t, parts[s[1]], &set)
		lies := "landscape"
		if s[0] == "正文" {
			lies = "portrait"
		}
		if p := set.Paper; p.Size != 9 || p.Orientation != lies || p.Wide != "1" || p.Tall != "0" || set.Fit.Page != "true" {
			t.Errorf("%s goes to paper as %+v %+v", s[0], p, set.Fit)
		}
		if !strings.Contains(set.Footer, "第 &P 页，共 &N 页") {
			t.Errorf("%s: footer %q", s[0], set.Footer)
		}
		want := ""
		if set.Pane.State == "frozen" && set.Pane.Rows > 0 {
			frozen++
			want = fmt.Sprintf("'%s'!$1:$%d", s[0], set.Pane.Rows)
		} else if s[0] != "正文" && !strings.HasPrefix(s[0], "图") && !strings.HasPrefix(s[0], "对照图") {
			t.Errorf("%s: the head scrolls away", s[0])
		}
		if repeated[i] != want {
			t.Errorf("%s repeats %q on paper and keeps %q in sight", s[0], repeated[i], want)
		}
	}
	if frozen == 0 {
		t.Error("no sheet keeps its head in sight")
	}
}

// judgeSourceLinks: 来源 leads from each figure to the cell that says it, and
// no link of the workbook leads nowhere.
func judgeSourceLinks(t *testing.T, book *workbook) {
	sourced := 0
	for _, s := range book.sheets {
		for _, row := range s.rows {
			for i, c := range row {
				if c.link == "" {
					continue
				}
				target, cell, _ := strings.Cut(c.link, "!")
				there, is := book.sheet(t, strings.ReplaceAll(strings.Trim(target, "'"), "''", "'")).at(cell)
				if !is && s.name != "正文" { // 正文 leads to a sheet's A1, which a head may leave empty
					t.Errorf("%s!%s leads to %s, which is empty", s.name, c.ref, c.link)
				}
				if s.name != "来源" {
					continue
				}
				sourced++
				if i+1 == len(row) {
					t.Errorf("来源!%s: no value", c.ref)
					continue
				}
				// Of a target that is a range a chart marks the low end.
				low, _, _ := strings.Cut(row[i+1].raw, "—")
				charted := strings.HasPrefix(target, "'图") && there.shown(t) == low
				if !charted && !strings.Contains(there.shown(t), row[i+1].raw) {
					t.Errorf("来源!%s: %s stands not in %s, which says %s", c.ref, row[i+1].raw, c.link, there.shown(t))
				}
			}
		}
	}
	if sourced == 0 {
		t.Error("来源 leads nowhere")
	}
}

// judgeBookCharts: as many native charts as the document draws, each over
// cells of its own workbook: labels that say something, values that are
// numbers.
func judgeBookCharts(t *testing.T, content []byte, want int) {
	book, charts := openWorkbook(t, content), 0
	for name, part := range bookParts(t, content) {
		if !strings.HasPrefix(name, "xl/charts/chart") {
			continue
		}
		charts++
		var chart struct {
			Names  []string `xml:"chart>plotArea>barChart>ser>tx>strRef>f"`
			Labels []string `xml:"chart>plotArea>barChart>ser>cat>strRef>f"`
			Values []string `xml:"chart>plotArea>barChart>ser>val>numRef>f"`
		}
		decode(t, part, &chart)
		if len(chart.Values) == 0 || len(chart.Labels) != len(chart.Values) || len(chart.Names) != len(chart.Values) {
			t.Errorf("%s: %d series, %d labels, %d names", name, len(chart.Values), len(chart.Labels), len(chart.Names))
		}
		for _, area := range chart.Values {
			if all, numbers := book.area(t, area); numbers == 0 || numbers != all {
				t.Errorf("%s: %d numbers among the %d values of %s", name, numbers, all, area)
			}
		}
		for _, area := range append(chart.Labels, chart.Names...) {
			if all, numbers := book.area(t, area); all == 0 || numbers > 0 {
				t.Errorf("%s: %s holds %d labels, %d of them numbers", name, area, all, numbers)
			}
		}
	}
	if charts != want {
		t.Errorf("%d charts, the document draws %d", charts, want)
	}
}

// area counts the filled cells of a column's span, 'Sheet'!$B$3:$B$8, and the
// numbers among them.
func (w *workbook) area(t *testing.T, span string) (all, numbers int) {
	t.Helper()
	name, cells, _ := strings.Cut(strings.ReplaceAll(span, "$", ""), "!")
	first, last, many := strings.Cut(cells, ":")
	if !many {
		last = first
	}
	col, from, err := excelize.CellNameToCoordinates(first)
	if err != nil {
		t.Fatal(err)
	}
	_, to, err := excelize.CellNameToCoordinates(last)
	if err != nil {
		t.Fatal(err)
	}
	sheet := w.sheet(t, strings.Trim(name, "'"))
	for row := from; row <= to; row++ {
		ref, _ := excelize.CoordinatesToCellName(col, row)
		if c, is := sheet.at(ref); is {
			all++
			if c.number {
				numbers++
			}
		}
	}
	return all, numbers
}

// The judge sees each way in which two programs may differ.
func TestTheJudgeOfSheetsCatches(t *testing.T) {
	sheet := worksheet{"表1", [][]sheetCell{{{ref: "A1", raw: "开发区，\"甲\"\n乙"}, {ref: "C1", raw: "4.5", number: true, format: "0.00"}}}}
	for csv, problems := range map[string]int{
		"\"开发区，\"\"甲\"\"\n乙\",,4.50\n":         0,
		"\"开发区，\"\"甲\"\"\n乙\",,4.5\n":          1,
		"\"开发区，\"\"甲\"\"\n乙\",,\"4.50\"\n":     1,
		"\"开发区，\"\"甲\"\"\n乙\",,4.50,\"又\"\n":   1,
		"\"开发区\",4.50\n":                       2,
		"\"开发区，\"\"甲\"\"\n乙\",,4.50\n,,1.00\n": 1,
	} {
		if got := sheet.against(t, seenCells(csv)); len(got) != problems {
			t.Errorf("%q: %q", csv, got)
		}
	}
	text := worksheet{"表1", [][]sheetCell{{{ref: "A1", raw: "−62.5"}}}}
	if got := text.against(t, seenCells("\"−62.5\"\n")); len(got) != 1 {
		t.Errorf("a number that is text: %q", got)
	}
}
