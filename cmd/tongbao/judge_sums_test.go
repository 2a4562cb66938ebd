package main

import (
	"fmt"
	"math/big"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// judgeSums adds up, from what their workbooks show, every column of parts in
// every issued document and holds the sum against the printed total: they are
// the same, or the table says under itself that this column was rounded (舍位).
// A table that says so of a column that does add up is as wrong.
func judgeSums(t *testing.T, dir string) {
	books, err := filepath.Glob(filepath.Join(dir, "out", "*", "*.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	columns := 0
	for _, path := range books {
		for _, s := range openWorkbook(t, mustRead(t, path)).sheets {
			for _, table := range totalled(t, s) {
				n, problems := table.addedUp(t)
				columns += n
				for _, p := range problems {
					t.Errorf("%s %s: %s", filepath.Base(path), s.name, p)
				}
			}
		}
	}
	// Twelve circulars of more than twenty such columns, and the year's money.
	if columns < 250 {
		t.Errorf("only %d columns of parts were added up", columns)
	}
	t.Logf("%d columns added up", columns)
}

// noParts are columns whose total is no sum: ratios, and differences that not
// every task force has yet.
var noParts = []string{"完成率%", "较进度", "得分", "名次"}

// totalledTable is a table that ends in 合计, as a spreadsheet shows it.
type totalledTable struct {
	heads map[string]string   // by column letter
	rows  []map[string]string // the last is the total
	notes string
}

// totalled finds them on a sheet: from the row that is headed 专班 or 牵头单位
// to the one headed 合计, and the notes that follow before the next table.
func totalled(t *testing.T, s worksheet) (list []totalledTable) {
	var now *totalledTable
	open := false
	for _, row := range s.rows {
		cells := map[string]string{}
		for _, c := range row {
			cells[strings.TrimRight(c.ref, "0123456789")] = c.shown(t)
		}
		first := cells["A"]
		switch {
		case first == "专班" || first == "牵头单位":
			now, open = &totalledTable{heads: cells}, true
		case now == nil:
		case open && first == "": // the second row of the head; or of a merged one
			for c, name := range cells {
				now.heads[c] = name
			}
		case open:
			if now.rows = append(now.rows, cells); first == "合计" {
				list = append(list, *now)
				open = false
			}
		case len(list) > 0 && len(cells) == 1 && strings.HasSuffix(first, "。"):
			list[len(list)-1].notes += first
		default:
			now = nil
		}
	}
	return list
}

// amountShown is a number as tables show it, with what may stand beside it, or
// the two ends of a range.
var amountShown = regexp.MustCompile(`^([-−]?[0-9.]+)(?:—([0-9.]+))?[*△]*(?:待核)?$`)

// addedUp returns how many columns it added up, and what is wrong with them.
func (x totalledTable) addedUp(t *testing.T) (columns int, problems []string) {
	t.Helper()
	apart, untold := false, strings.Contains(x.notes, "其年度经费计入结余合计")
	for c, head := range x.heads {
		total := x.rows[len(x.rows)-1][c]
		if c == "A" || !amountShown.MatchString(total) || slices.Contains(noParts, head) {
			continue
		}
		low, high := new(big.Rat), new(big.Rat)
		for _, row := range x.rows[:len(x.rows)-1] {
			if row[c] == "—" || row[c] == "" {
				continue
			}
			l, h := bothEnds(t, row[c])
			low, high = add(low, l), add(high, h)
		}
		columns++
		l, h := bothEnds(t, total)
		if low.Cmp(l) == 0 && high.Cmp(h) == 0 || untold && head == "结余" {
			continue
		}
		if apart = true; !strings.Contains(x.notes, "四舍五入，各") {
			problems = append(problems, fmt.Sprintf("column %s %s adds up to %s, its total is %s, and no note says why", c, head, amount(low), total))
		}
	}
	if !apart && strings.Contains(x.notes, "四舍五入，各") {
		problems = append(problems, "every column adds up, and yet a note says "+x.notes)
	}
	return columns, problems
}

// bothEnds are both ends of what a cell shows; of a number they are the same.
func bothEnds(t *testing.T, shown string) (low, high *big.Rat) {
	t.Helper()
	m := amountShown.FindStringSubmatch(shown)
	if m == nil {
		t.Fatalf("%q is no number", shown)
	}
	low = rat(t, strings.Replace(m[1], "−", "-", 1))
	if m[2] == "" {
		return low, low
	}
	return low, rat(t, m[2])
}

// The judge, judged by hand.
func TestJudgeOfSums(t *testing.T) {
	text := func(list ...string) (row []sheetCell) {
		for i, s := range list {
			if s != "" {
				row = append(row, sheetCell{ref: string(rune('A'+i)) + "1", raw: s})
			}
		}
		return row
	}
	note := "注：签约金额累计数因四舍五入，各专班之和与合计略有差异。"
	for name, c := range map[string]struct {
		rows [][]sheetCell
		want string // "" for nothing wrong
	}{
		"adds up":          {[][]sheetCell{text("甲", "1—2", "1.005*"), text("乙", "2—3", "1.005△待核"), text("丙", "—", "−0.50"), text("合计", "3—5", "1.51")}, ""},
		"rounded, unsaid":  {[][]sheetCell{text("甲", "1", "0.3333"), text("乙", "1", "0.3333"), text("丙", "1", "0.3333"), text("合计", "3", "1.00")}, "column C 累计 adds up to 0.9999, its total is 1.00"},
		"rounded and said": {[][]sheetCell{text("甲", "1", "0.3333"), text("乙", "1", "0.3333"), text("丙", "1", "0.3333"), text("合计", "3", "1.00"), text(note)}, ""},
		"said of nothing":  {[][]sheetCell{text("甲", "1", "0.50"), text("合计", "1", "0.50"), text(note)}, "every column adds up, and yet"},
		"a range too high": {[][]sheetCell{text("甲", "1—2", "0.50"), text("合计", "1—3", "0.50")}, "column B 年度目标 adds up"},
	} {
		t.Run(name, func(t *testing.T) {
			head := [][]sheetCell{text("标题"), text("专班", "签约金额（亿元）"), text("", "年度目标", "累计")}
			found := totalled(t, worksheet{rows: append(head, c.rows...)})
			if len(found) != 1 {
				t.Fatalf("%d tables found", len(found))
			}
			columns, problems := found[0].addedUp(t)
			if got := strings.Join(problems, "; "); columns != 2 || (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
				t.Errorf("%d columns, problems %q, want %q", columns, got, c.want)
			}
		})
	}
}
