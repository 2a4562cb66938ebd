package scheme_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tongbao/rules/scheme"
)

// changed is the default scheme with cells changed: sheet, a text that its row
// begins with, column, new text.
func changed(t *testing.T, tables []scheme.Table, sheet, row, column, text string) []scheme.Table {
	t.Helper()
	for _, x := range tables {
		if x.Sheet != sheet {
			continue
		}
		at := slices.Index(x.Columns, column)
		for _, r := range x.Rows {
			if strings.HasPrefix(strings.Join(r.Cells, "|"), row) {
				r.Cells[at] = text
				return tables
			}
		}
	}
	t.Fatalf("no %s %s %s", sheet, row, column)
	return nil
}

func canonical(t *testing.T, tables []scheme.Table) []scheme.Table {
	t.Helper()
	s, err := scheme.Load(tables)
	if err != nil {
		t.Fatal(err)
	}
	return s.Tables()
}

func told(diff []scheme.SheetDiff) (lines []string) {
	for _, d := range diff {
		if d.Reordered {
			lines = append(lines, d.Sheet+" reordered")
		}
		for _, r := range d.Rows {
			line := fmt.Sprintf("%s %s %s %s", d.Sheet, r.Kind, r.Key, r.Name)
			for _, c := range r.Cells {
				if r.Kind == scheme.RowChanged {
					line += fmt.Sprintf(" %s：%s→%s", c.Column, c.Was, c.Is)
				}
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func TestSameSchemeHasNoDiff(t *testing.T) {
	if got := told(scheme.Diff(canonical(t, scheme.Defaults()), canonical(t, scheme.Defaults()))); got != nil {
		t.Errorf("nothing changed, told %q", got)
	}
}

func TestDiffKnowsRowsByTheirKeys(t *testing.T) {
	was := canonical(t, scheme.Defaults())
	tables := changed(t, scheme.Defaults(), "规则", "R-112", "级别", "警告")
	tables = changed(t, tables, "目标", "KFQ|签约金额", "下限", "36")
	for i, x := range tables {
		switch x.Sheet {
		case "规则": // R-113 goes, R-199 comes, and the rest stands elsewhere
			x.Rows = slices.DeleteFunc(x.Rows, func(r scheme.Row) bool { return r.Cells[0] == "R-113" })
			row := slices.Clone(x.Rows[0].Cells)
			row[0], row[1] = "R-199", "新规则"
			tables[i].Rows = append([]scheme.Row{{Number: 2, Cells: row}}, x.Rows...)
		case "计分":
			slices.Reverse(x.Rows)
		}
	}
	want := []string{
		"目标 changed KFQ　签约金额　2023  下限：30→36",
		"规则 added R-199 新规则",
		"规则 changed R-112 签约金额不大于总投资 级别：错误→警告",
		"规则 removed R-113 签约与对接的总投资一致",
		"计分 reordered",
	}
	if got := told(scheme.Diff(was, canonical(t, tables))); !slices.Equal(got, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Two lines of one job share their key: the one that is still there is no
// change, the other is.
func TestDiffOfRowsThatShareAKey(t *testing.T) {
	jobs := func(times ...string) []scheme.Table {
		x := scheme.Table{Sheet: "日程", Columns: []string{"任务", "时间"}}
		for i, at := range times {
			x.Rows = append(x.Rows, scheme.Row{Number: i + 2, Cells: []string{"月通报", at}})
		}
		return []scheme.Table{x}
	}
	got := told(scheme.Diff(jobs("0 8 * * *", "0 9 * * *"), jobs("0 9 * * *", "0 10 * * *")))
	want := []string{"日程 reordered", "日程 changed 月通报  时间：0 8 * * *→0 10 * * *"}
	if !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

// A column that an older workbook does not have is blank there.
func TestDiffOfAColumnThatIsNew(t *testing.T) {
	was := []scheme.Table{{Sheet: "计分", Columns: []string{"指标", "权重"}, Rows: []scheme.Row{{Number: 2, Cells: []string{"签约金额", "25"}}}}}
	is := []scheme.Table{{Sheet: "计分", Columns: []string{"指标", "权重", "封顶倍数"}, Rows: []scheme.Row{{Number: 2, Cells: []string{"签约金额", "25", "1.2"}}}}}
	want := []string{"计分 changed 签约金额  封顶倍数：→1.2"}
	if got := told(scheme.Diff(was, is)); !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}
