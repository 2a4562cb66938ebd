package scheme_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tongbao/ingest/sheet"
	"tongbao/rules/scheme"
)

// written makes a workbook of tables as an untidy office would: columns the
// other way round, a blank row and a note between the rows, numbers and dates
// as such where they look like it, headers in row 3.
func written(t testing.TB, tables []scheme.Table) []byte {
	t.Helper()
	f := excelize.NewFile()
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if _, err := f.NewSheet(table.Sheet); err != nil {
			t.Fatal(err)
		}
		w := untidy{t, f, table.Sheet, day}
		w.row(1, []string{"# 本表由办公室维护"})
		columns := slices.Clone(table.Columns)
		slices.Reverse(columns)
		w.row(3, columns)
		for i, r := range table.Rows {
			cells := append(slices.Clone(r.Cells), make([]string, len(columns)-len(r.Cells))...)
			slices.Reverse(cells)
			w.row(5+2*i, cells)
		}
		w.row(6, []string{"", "#注：以上为试行"})
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type untidy struct {
	t     testing.TB
	f     *excelize.File
	sheet string
	day   int
}

func (w untidy) row(row int, cells []string) {
	for i, text := range cells {
		cell, _ := excelize.CoordinatesToCellName(i+1, row)
		if err := w.f.SetCellValue(w.sheet, cell, w.value(cell, text)); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w untidy) value(cell, text string) any {
	if d, err := time.Parse(time.DateOnly, text); err == nil {
		if err := w.f.SetCellStyle(w.sheet, cell, cell, w.day); err != nil {
			w.t.Fatal(err)
		}
		return d
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n
	}
	if text == "" {
		return nil
	}
	return " " + text + "\u3000"
}

func fromBytes(t testing.TB, workbook []byte) []scheme.Table {
	t.Helper()
	wb, findings, err := sheet.OpenBytes("scheme.xlsx", workbook, sheet.DefaultLimits)
	if err != nil || wb == nil {
		t.Fatalf("the workbook cannot be read: %v %v", err, findings)
	}
	return scheme.FromWorkbook(wb)
}

// The same scheme from text and from a workbook with its columns turned round
// is the same scheme to the last cell.
func TestWorkbookAndTextAreEqual(t *testing.T) {
	for name, tables := range map[string][]scheme.Table{"default": scheme.Defaults(), "second": second(t).Tables()} {
		text, err := scheme.Load(tables)
		if err != nil {
			t.Fatal(err)
		}
		book, err := scheme.Load(fromBytes(t, written(t, tables)))
		if err != nil {
			t.Fatalf("%s: the workbook is faulty:\n%v", name, err)
		}
		if diff := cmp.Diff(text.Tables(), book.Tables()); diff != "" || text.Digest != book.Digest {
			t.Errorf("%s: digests %s and %s\n%s", name, text.Digest, book.Digest, diff)
		}
		for i, f := range text.Forms {
			if f.Digest != book.Forms[i].Digest {
				t.Errorf("%s: form digests of %s differ", name, f.Class)
			}
		}
	}
}

// A fault of a workbook is told where it stands in the workbook.
func TestWorkbookFaultsNameTheirOwnCells(t *testing.T) {
	tables := edit(t, scheme.Defaults(), "计分", "签约金额", "权重", "二十五")
	_, err := scheme.Load(fromBytes(t, written(t, tables)))
	// 计分 has four columns, so turned round 权重 is the third, C; its fourth
	// row of entries is row 5+2×3 = 11.
	if err == nil || !strings.Contains(err.Error(), "计分!C11：“权重”列的“二十五”不是数。") {
		t.Errorf("got %v", err)
	}
}

// A target that changes leaves the form as it was; a column that changes does
// not, and only for the class that has it.
func TestDigestsCoverWhatTheyShould(t *testing.T) {
	before := defaults(t)
	load := func(tables []scheme.Table) *scheme.Scheme {
		s, err := scheme.Load(tables)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	target := load(edit(t, scheme.Defaults(), "目标", "KFQ|签约金额", "下限", "31"))
	if target.Digest == before.Digest || target.Form("产业专班").Digest != before.Form("产业专班").Digest {
		t.Error("a target belongs to the scheme's digest and not to the form's")
	}
	column := load(edit(t, scheme.Defaults(), "栏目", "签约项目||备注", "填写说明", "可不填"))
	if column.Form("产业专班").Digest == before.Form("产业专班").Digest || column.Form("服务议事专班").Digest != before.Form("服务议事专班").Digest {
		t.Error("a column of 签约项目 belongs to 产业专班's form alone")
	}
	if column.Form("产业专班").Version == before.Form("产业专班").Version {
		t.Error("the form's version did not follow its digest")
	}
	if again := load(before.Tables()); again.Digest != before.Digest {
		t.Error("a scheme loaded from its own tables is another scheme")
	}
}

// What Excel makes of a ratio, a month or a date that is typed in is told in
// the words of the office: 6:4 is four minutes past six, 30:20 a time of more
// than a day, 45107 the 30th of June 2023 without its format.
func TestWhatExcelMakesOfAnEntry(t *testing.T) {
	f := excelize.NewFile()
	format := func(code string) int {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		return style
	}
	for _, c := range []struct {
		sheet, cell, format string
		value               any
	}{
		{"重复认定", "A1", "", "项目"}, {"重复认定", "B1", "", "归属"}, {"重复认定", "C1", "", "起始月"}, {"重复认定", "D1", "", "原因"},
		{"重复认定", "A2", "", "KFQ:KFQ-2023-003，MCQ:MCQ-2023-001"}, {"重复认定", "B2", "h:mm", 364.0 / 1440}, {"重复认定", "C2", "yyyy-mm-dd", 45107}, {"重复认定", "D2", "", "同一项目"},
		{"重复认定", "A3", "", "KFQ:KFQ-2023-004，MCQ:MCQ-2023-002"}, {"重复认定", "B3", "[h]:mm:ss", 1820.0 / 1440}, {"重复认定", "C3", "", 45107}, {"重复认定", "D3", "", "同一项目"},
		{"重复认定", "A4", "", "KFQ:KFQ-2023-005，MCQ:MCQ-2023-003"}, {"重复认定", "B4", "", "6:4"}, {"重复认定", "C4", "yyyy-mm", 45078}, {"重复认定", "D4", "", "同一项目"},
		{"成员名册", "A1", "", "专班"}, {"成员名册", "B1", "", "姓名"}, {"成员名册", "C1", "", "单位"}, {"成员名册", "D1", "", "职务"}, {"成员名册", "E1", "", "起"},
		{"成员名册", "A2", "", "KFQ"}, {"成员名册", "B2", "", "成员01"}, {"成员名册", "C2", "", "示例局"}, {"成员名册", "D2", "", "副局长"}, {"成员名册", "E2", "", 45107},
	} {
		if _, err := f.NewSheet(c.sheet); err != nil {
			t.Fatal(err)
		}
		if c.format != "" {
			if err := f.SetCellStyle(c.sheet, c.cell, c.cell, format(c.format)); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellValue(c.sheet, c.cell, c.value); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	_, err := scheme.LoadRegister(fromBytes(t, b.Bytes()), defaults(t))
	want := []string{
		"成员名册!E2：“起”列的“45107”是Excel日期2023年6月30日的序号。请把单元格格式设为“文本”，填 2023-06-30。",
		"重复认定!B2：“归属”列的内容被Excel当作时间“6:04”。请先把单元格格式设为“文本”，再重新填写，如 6:4。",
		"重复认定!C2：“起始月”列的“2023-06-30”是某一天，这里应填月份。请填如 2023-06；Excel自动改成日期的，先把单元格格式设为“文本”。",
		"重复认定!B3：“归属”列的内容被Excel当作时间“30:20”。请先把单元格格式设为“文本”，再重新填写，如 6:4。",
		"重复认定!C3：“起始月”列的“45107”是Excel日期2023年6月30日的序号。请把单元格格式设为“文本”，填 2023-06。",
	}
	if err == nil || err.Error() != strings.Join(want, "\n") {
		t.Errorf("got\n%v\nwant\n%s", err, strings.Join(want, "\n"))
	}
}

// #REF! and formulas nobody calculated are faults, not notes or blanks.
func TestBrokenFormulasAreFaults(t *testing.T) {
	f := excelize.NewFile()
	if err := f.SetSheetName("Sheet1", "计分"); err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"指标", "权重", "封顶倍数"} {
		if err := f.SetCellStr("计分", string(rune('A'+i))+"1", text); err != nil {
			t.Fatal(err)
		}
	}
	for cell, formula := range map[string]string{"A2": "B9", "B2": "1/0"} {
		if err := f.SetCellFormula("计分", cell, formula); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	_, err := scheme.Load(fromBytes(t, b.Bytes()))
	for _, want := range []string{"计分!A2：“指标”列是错误值", "计分!B2：“权重”列是错误值", "计分!C2：“封顶倍数”没有填写", "缺少工作表“设置”"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}
