package output

import (
	"slices"
	"strings"
	"testing"

	"tongbao/ingest/exact"
)

// contracts is the example's month with the contract amounts of three task
// forces put in place of theirs, and of the others nothing.
func contracts(amounts ...exact.Num) CircularInput {
	in := september()
	for i := range in.Figures {
		f := &in.Figures[i]
		if f.Indicator != "签约金额" {
			continue
		}
		at := slices.Index([]string{"KFQ", "MCQ", "ZBZ"}, f.TaskForce)
		amount := exact.Int(0)
		if at >= 0 && at < len(amounts) {
			amount = amounts[at]
		}
		*f = figure(in.Scheme, in.Period, f.TaskForce, f.Indicator, "0", "0", in.Period)
		f.Actual.Num, f.Month.Num = amount, amount
	}
	in.Totals = sums(in.Scheme, in.Period, in.Figures)
	return in
}

// column is what a table prints in a column, from its first row to its total.
func column(t *testing.T, table *Table, name string) (texts []string) {
	t.Helper()
	at := slices.IndexFunc(table.Columns, func(c Column) bool { return c.Name == name })
	if at < 0 {
		t.Fatalf("no column %s", name)
	}
	for _, row := range table.Rows {
		texts = append(texts, row[at].Text)
	}
	return texts
}

// tablesOf are the tables of an annex whose title says word.
func tablesOf(t *testing.T, d *Document, word string) (list []*Table) {
	t.Helper()
	for _, a := range d.Annexes {
		for _, b := range a.Body {
			if table, ok := b.(*Table); ok && strings.Contains(a.Title, word) {
				list = append(list, table)
			}
		}
	}
	if len(list) == 0 {
		t.Fatalf("no annex %s", word)
	}
	return list
}

// Amounts print all their digits up to four decimals, so that rows add up to
// the total: 1.005 twice prints as 1.005 and 2.01, not as 1.01, 1.01 and 2.01.
// A third has no end: 0.3333 three times is 0.9999, and the total is 1.00. Two
// thirds and one are 0.6667 and 0.3333, which is 1.
func TestRowsAddUpOrTheTableSaysWhy(t *testing.T) {
	third := exact.Int(1).Quo(exact.Int(3))
	for name, c := range map[string]struct {
		amounts []exact.Num
		printed []string // KFQ, MCQ, ZBZ, total
		noted   bool
	}{
		"halves of a cent":    {[]exact.Num{n("1.005"), n("1.005")}, []string{"1.005", "1.005", "0.00", "2.01"}, false},
		"down to 万元":          {[]exact.Num{n("3.1234"), n("2.8766")}, []string{"3.1234", "2.8766", "0.00", "6.00"}, false},
		"three thirds":        {[]exact.Num{third, third, third}, []string{"0.3333", "0.3333", "0.3333", "1.00"}, true},
		"two thirds and one":  {[]exact.Num{third.Add(third), third}, []string{"0.6667", "0.3333", "0.00", "1.00"}, false},
		"taken back in parts": {[]exact.Num{third.Neg(), third.Neg(), third.Neg()}, []string{"−0.3333", "−0.3333", "−0.3333", "−1.00"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Circular(contracts(c.amounts...), wording(t))
			if err != nil {
				t.Fatal(err)
			}
			tables := tablesOf(t, d, "完成情况表")
			got := column(t, tables[0], "签约金额累计")
			if got = []string{got[0], got[1], got[2], got[6]}; !slices.Equal(got, c.printed) {
				t.Errorf("printed %v, want %v", got, c.printed)
			}
			for at, want := range map[int]string{
				0: "签约金额累计数因四舍五入，各专班之和与合计略有差异。",
				2: "注：当月签约金额因四舍五入，各专班之和与合计略有差异。",
			} {
				if noted := slices.Contains(tables[at].Notes, want); noted != c.noted {
					t.Errorf("table %d: noted %v, want %v: %q", at+1, noted, c.noted, tables[at].Notes)
				}
			}
			if text := Text(d); !c.noted && strings.Contains(text, "略有差异") {
				t.Error("a note where nothing differs")
			}
		})
	}
}

// What differs by more than rounding can explain must not be put down to it.
func TestRoundingIsNotBlamedForMore(t *testing.T) {
	cell := func(s string) Cell { return Cell{Text: s, Num: ptr(n(s)), Decimals: n(s).Places()} }
	for _, c := range []struct {
		rows  []Cell
		apart bool
	}{
		{[]Cell{cell("0.3333"), cell("0.3333"), cell("0.3333"), cell("1")}, true},
		{[]Cell{cell("0.3333"), dash, cell("0.6666"), cell("1")}, true},
		{[]Cell{cell("0.3333"), cell("0.3333"), cell("0.3333"), cell("1.01")}, false},
		{[]Cell{cell("2"), cell("3"), cell("6")}, true}, // 1.5 may hide behind each: 2.4 and 3.4 are 5.8
		{[]Cell{cell("2"), cell("3"), cell("7")}, false},
		{[]Cell{{Text: "1—2"}, cell("3"), cell("5")}, false},
		{[]Cell{cell("2"), cell("3"), dash}, false},
		{[]Cell{cell("2"), cell("3"), cell("5")}, false},
	} {
		table := &Table{Columns: make([]Column, 1)}
		for _, x := range c.rows {
			table.Rows = append(table.Rows, []Cell{x})
		}
		if got := roundedApart(table, 0); got != c.apart {
			t.Errorf("%v: %v, want %v", c.rows, got, c.apart)
		}
	}
}

// Three task forces get 5.00 each. Three times 1.33333 spent prints as 1.3333
// and leaves 5.00 − 1.3333 = 3.6667; together 3.99999, printed 4.0000, which
// leaves 15 − 4 = 11.00, where the rows make 3.9999 and 11.0001. The year's money
// itself adds up: 15.00.
func TestMoneyAddsUpOrTheTableSaysWhy(t *testing.T) {
	d, err := Circular(fundedMonth("1.33333", "1.33333", "1.33333"), wording(t))
	if err != nil {
		t.Fatal(err)
	}
	expectMoney(t, tablesOf(t, d, "完成情况表"), "累计支出", "注：当月支出、累计支出、结余因四舍五入，各专班之和与合计略有差异。")
	if d, err = Assessment(roundedAssessment(), wording(t)); err != nil {
		t.Fatal(err)
	}
	expectMoney(t, tablesOf(t, d, "经费"), "已支出", "已支出、结余因四舍五入，各专班之和与合计略有差异。")
}

func expectMoney(t *testing.T, tables []*Table, spent, note string) {
	t.Helper()
	table := tables[len(tables)-1]
	for name, want := range map[string][]string{
		"年度经费": {"5.00", "5.00", "5.00", "15.00"},
		spent:  {"1.3333", "1.3333", "1.3333", "4.0000"},
		"结余":   {"3.6667", "3.6667", "3.6667", "11.00"},
	} {
		if got := column(t, table, name); !slices.Equal(got, want) {
			t.Errorf("%s prints %v, want %v", name, got, want)
		}
	}
	if !slices.Contains(table.Notes, note) {
		t.Errorf("notes %q, want %s", table.Notes, note)
	}
}

// Who has not said what it spent has no balance of its own, but its 5.00 is in
// the total's: 3.50 and −0.20 make 3.30, the total is 15.00 − 6.70 = 8.30.
func TestBalanceOfTheUntoldIsSaid(t *testing.T) {
	note := "注：尚无支出数据的以“—”表示，其年度经费计入结余合计。"
	for name, c := range map[string]struct {
		spent, left []string
		noted       bool
	}{
		"one untold":   {[]string{"1.50", "", "5.20"}, []string{"3.50", "—", "−0.20", "8.30"}, true},
		"all told":     {[]string{"1.50", "0", "5.20"}, []string{"3.50", "5.00", "−0.20", "8.30"}, false},
		"none told":    {[]string{"", ""}, []string{"—", "—", "—"}, false},
		"a lone force": {[]string{""}, []string{"—"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Circular(fundedMonth(c.spent...), wording(t))
			if err != nil {
				t.Fatal(err)
			}
			tables := tablesOf(t, d, "完成情况表")
			table := tables[len(tables)-1]
			if got := column(t, table, "结余"); !slices.Equal(got, c.left) {
				t.Errorf("left %v, want %v", got, c.left)
			}
			if got := slices.Contains(table.Notes, note); got != c.noted || strings.Contains(Text(d), "四舍五入，各") {
				t.Errorf("noted %v, want %v: %q", got, c.noted, table.Notes)
			}
		})
	}
}
