package read_test

import (
	"testing"

	"tongbao/ingest/form"
	"tongbao/ingest/read"
	"tongbao/ingest/sheet"
	. "tongbao/ingest/sheet/rawbook"
)

// bookFilling is book with 向下填充 declared for 签约日期.
func bookFilling() form.Book {
	b := book()
	b.Forms[0].Sheet("合同").Field("日期").Merged = form.FillDown
	return b
}

func readBook(t *testing.T, b Book, scheme form.Book) read.Result {
	t.Helper()
	w, refused, err := sheet.OpenBytes("a.xlsx", b.Bytes(), sheet.DefaultLimits)
	if err != nil || w == nil {
		t.Fatal(refused, err)
	}
	return read.Workbook(w, scheme)
}

// One ceremony, three contracts: the clerk merges the day over the rows. Each
// contract has it, each filled one is listed, and the row below has its own.
func TestMergeFilledDown(t *testing.T) {
	b := filled(
		[]any{"AAA-2023-001", "示例甲项目", Num("3"), Date("45174")},
		[]any{"AAA-2023-002", "示例乙项目", Num("1")},
		[]any{"合计", nil, Num("4")},
		[]any{"AAA-2023-003", "示例丙项目", Num("2"), "  "}, // blanks left in the merge
		[]any{"AAA-2023-004", "示例丁项目", Num("5"), Date("45175")},
	)
	b.Sheets[1].Merges = []string{"D5:D8"}
	got := readBook(t, b, bookFilling())
	wantFindings(t, got.Findings)
	want := []string{"2023-09-05", "2023-09-05", "2023-09-05", "2023-09-06"}
	rows := got.Return.Of("合同")
	if len(rows) != len(want) {
		t.Fatalf("entries %+v", rows)
	}
	for i, e := range rows {
		if v := e.Values["日期"]; v.String() != want[i] {
			t.Errorf("row %d has the day %q, want %s", e.Row, v, want[i])
		}
	}
	if at := rows[1].Values["日期"].Cell; at != "D5" {
		t.Errorf("the filled value stands at %s, want the merge's first cell", at)
	}
	var repairs []string
	for _, r := range got.Return.Repairs {
		repairs = append(repairs, r.Place.String()+" “"+r.From+"”→"+r.To+" "+r.Reason)
	}
	if len(repairs) != 2 || repairs[0] != "合同!D6 “”→2023-09-05 与D5合并（第5至8行），按其内容填充" || repairs[1] != "合同!D8 “”→2023-09-05 与D5合并（第5至8行），按其内容填充" {
		t.Errorf("repairs %q", repairs)
	}
}

// A merge makes no entries of blank rows, and a fault in it is told once.
func TestMergeFilledDownOverBlanksAndFaults(t *testing.T) {
	b := filled(
		[]any{"AAA-2023-001", "示例甲项目", Num("3"), "2023.13.5"},
		[]any{"AAA-2023-002", "示例乙项目", Num("1")},
		[]any{},
		[]any{nil, "  "})
	b.Sheets[1].Merges = []string{"D5:D9"}
	got := readBook(t, b, bookFilling())
	wantFindings(t, got.Findings, "合同!D5 错误 T-DATE “2023.13.5”不是日期：没有13月。请填写如 2023-9-5 或 2023年9月5日。")
	if n := len(got.Return.Of("合同")); n != 2 {
		t.Errorf("%d entries, want 2", n)
	}
	if len(got.Return.Repairs) != 0 {
		t.Errorf("repairs %+v of a value that could not be read", got.Return.Repairs)
	}
}

// Elsewhere, and across columns, the sender is asked.
func TestMergeAskedFor(t *testing.T) {
	b := filled(
		[]any{"AAA-2023-001", "示例甲项目", Num("3"), Date("45174")},
		[]any{"AAA-2023-002", "示例乙项目", nil, Date("45174")},
		[]any{"AAA-2023-003", nil, Num("3"), Date("45174")})
	b.Sheets[1].Merges = []string{"C5:C6", "A7:B7"}
	got := readBook(t, b, bookFilling())
	wantFindings(t, got.Findings,
		"合同!C5 错误 S-MERGE “签约金额”列第5至6行合并成了一个单元格，只有第5行能读到内容。请取消合并，逐行填写。",
		"合同!A7 错误 S-MERGE “项目编号”至“项目名称”列合并成了一个单元格，只有“项目编号”列能读到内容。请取消合并，逐栏填写。")
}

// The same as LibreOffice 7.4 writes it: the covered cells are there, blank and
// styled (testdata/merged_libreoffice.xlsx, saved from a file of rawbook's
// whose days stand merged in D5:D7).
func TestMergeWrittenByLibreOffice(t *testing.T) {
	w, refused, err := sheet.Open("testdata/merged_libreoffice.xlsx", sheet.DefaultLimits)
	if err != nil || w == nil {
		t.Fatal(refused, err)
	}
	got := read.Workbook(w, bookFilling())
	wantFindings(t, got.Findings)
	const want = "5 AAA-2023-001 示例甲项目 3 2023-09-05\n6 AAA-2023-002 示例乙项目 1 2023-09-05\n7 AAA-2023-003 示例丙项目 2 2023-09-05\n8 AAA-2023-004 示例丁项目 5 2023-09-06"
	if rows := rowsOf(got.Return); rows != want || len(got.Return.Repairs) != 2 {
		t.Errorf("read:\n%s\nwith %d repairs, want:\n%s\nwith 2", rows, len(got.Return.Repairs), want)
	}
	undeclared := read.Workbook(w, book())
	if text := codesOf(undeclared.Findings); text != "合同!D5 S-MERGE 错误" {
		t.Errorf("not declared: %s", text)
	}
}

// What other programs leave in the covered cells of a merge is on no screen:
// it is neither read in silence nor dropped.
func TestTextUnderAMerge(t *testing.T) {
	b := filled([]any{"AAA-2023-001", "示例甲项目", Num("3"), Date("45174")}, []any{"AAA-2023-002", "示例乙项目", Num("1"), Date("45175")})
	b.Sheets[1].Merges = []string{"D5:D6"}
	wantFindings(t, readBook(t, b, bookFilling()).Findings, "合同!D6 错误 S-MERGE D6与D5合并，下面还留有“2023-09-06”，屏幕上看不到。请取消合并，逐格填写。")
	b.Sheets[1].Rows[5][3] = Date("45174")
	wantFindings(t, readBook(t, b, bookFilling()).Findings)
}
