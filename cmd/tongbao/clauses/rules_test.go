package clauses

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/rules/check"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// ruleCase is a rule of the default scheme, a return that breaks it and only
// it, and one that keeps it, if only just.
type ruleCase struct {
	code   string
	why    string   // what the figures come to, where that is not plain
	unit   string   // KFQ when blank
	month  int      // September when 0
	quiet  bool     // begin with an empty return, not with the good one
	breaks []string // lines of paper.edit
	keeps  []string
	at     string // cells where the finding stands, blank-separated
}

// findings are all that a story gets, whoever found it.
func (c ruleCase) findings(t *testing.T, s *scheme.Scheme, lines []string) finding.List {
	t.Helper()
	unit, month := c.unit, ingest.Period{Year: year, Month: c.month}
	if unit == "" {
		unit = "KFQ"
	}
	if c.month == 0 {
		month.Month = 9
	}
	returns, last := story(t, s, unit, month, c.quiet, lines)
	known := facts.NewYear(s.Base(s.TaskForce(unit)), month, returns)
	return append(slices.Clone(last.findings), check.Return(s, formOf(s, unit), last.ret, known)...)
}

func places(list finding.List) (out []string) {
	for _, f := range list {
		out = append(out, f.Code+" "+f.Place.String())
	}
	return out
}

func (c ruleCase) want() (out []string) {
	for _, cell := range strings.Fields(c.at) {
		out = append(out, c.code+" "+cell)
	}
	return out
}

// TestRules judges the table by the default scheme, and once more with the
// one rule switched off: then nobody misses it but this test.
func TestRules(t *testing.T) {
	s := builtIn(t)
	for i, c := range ruleCases {
		name := c.code
		if i > 0 && ruleCases[i-1].code == c.code {
			name += " " + c.why
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rule := s.Rule(c.code)
			if rule == nil {
				t.Fatalf("规则 has no %s", c.code)
			}
			list := c.findings(t, s, c.breaks)
			if diff := cmp.Diff(c.want(), places(list)); diff != "" {
				t.Errorf("a return that breaks it and only it (%s):\n%s%s", c.why, diff, told(list))
			}
			for _, f := range list {
				if f.Level != finding.Level(rule.Level) || f.Hint == "" || f.Basis != rule.Basis || strings.ContainsAny(f.Message+f.Hint, "{}<>") {
					t.Errorf("%s is told as %s", c.code, told(finding.List{f}))
				}
			}
			if kept := c.findings(t, s, c.keeps); len(kept) > 0 {
				t.Errorf("a return that keeps it (%s) gets\n%s", c.why, told(kept))
			}
			for _, f := range c.findings(t, without(s, c.code), c.breaks) {
				if f.Code == c.code {
					t.Errorf("switched off, it still finds %s", f.Place)
				}
			}
		})
	}
}

// without is the scheme with one rule at 停用.
func without(s *scheme.Scheme, code string) *scheme.Scheme {
	other := *s
	other.Rules = slices.Clone(s.Rules)
	for i := range other.Rules {
		if other.Rules[i].Code == code {
			other.Rules[i].Stage = scheme.Retired
		}
	}
	return &other
}

func told(list finding.List) string {
	var b strings.Builder
	for _, f := range list {
		fmt.Fprintf(&b, "  %s %s %s %s %s\n", f.Place, f.Level.Chinese(), f.Code, f.Message, f.Hint)
	}
	return b.String()
}

// Every row of 规则 has its case: a rule without one is no rule that works.
func TestEveryRuleHasItsCase(t *testing.T) {
	has := map[string]bool{}
	for _, c := range ruleCases {
		has[c.code] = true
	}
	for _, r := range builtIn(t).Rules {
		if !has[r.Code] {
			t.Errorf("%s %s has no case", r.Code, r.Name)
		}
		if r.Example == "" || r.Hint == "" || r.Message == "" {
			t.Errorf("%s cannot be explained", r.Code)
		}
	}
}

// The good returns of both classes get nothing at all, so that what a case
// gets comes of its own lines.
func TestGoodReturnsGetNothing(t *testing.T) {
	s := builtIn(t)
	for unit := range goodRows {
		if list := (ruleCase{unit: unit}).findings(t, s, nil); len(list) > 0 {
			t.Errorf("%s:\n%s", unit, told(list))
		}
	}
}

// The stage that a row of the workbook names is what switches a rule: 停用 is
// silent, 试行 only warns, 生效月 and 失效月 bound it.
func TestARowOfTheWorkbookSwitchesItsRule(t *testing.T) {
	for _, c := range []struct{ column, value, want string }{
		{"阶段", "停用", ""},
		{"阶段", "试行", "警告 R-112"},
		{"阶段", "正式", "错误 R-112"},
		{"生效月", "2023-10", ""},
		{"生效月", "2023-09", "错误 R-112"},
		{"失效月", "2023-09", ""},
		{"失效月", "2023-10", "错误 R-112"},
	} {
		tables := scheme.Defaults()
		set(t, tables, "规则", "R-112", c.column, c.value)
		s, err := scheme.Load(tables)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range (ruleCase{}).findings(t, s, []string{"签约项目 1 签约金额=3.21"}) {
			got += f.Level.Chinese() + " " + f.Code
		}
		if got != c.want {
			t.Errorf("%s %s: %q, want %q", c.column, c.value, got, c.want)
		}
	}
}

// set writes a cell of the row that begins with key.
func set(t *testing.T, tables []scheme.Table, sheetName, key, column, value string) {
	t.Helper()
	for _, table := range tables {
		if table.Sheet != sheetName {
			continue
		}
		at := slices.Index(table.Columns, column)
		for i, row := range table.Rows {
			if row.Cells[0] == key {
				cells := make([]string, len(table.Columns)) // trailing blanks are not in the file
				copy(cells, row.Cells)
				cells[at] = value
				table.Rows[i].Cells = cells
				return
			}
		}
	}
	t.Fatalf("no %s %s", sheetName, key)
}
