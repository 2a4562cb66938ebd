package main

import (
	"slices"
	"strings"
	"testing"
)

type printedTrace struct {
	Value   *string       `json:"value"`
	Formula string        `json:"formula"`
	Inputs  []tracedInput `json:"inputs"`
}

type tracedInput struct {
	Value   string `json:"value"`
	Unit    string `json:"task_force"`
	Period  string `json:"period"`
	Version int    `json:"version"`
	SHA256  string `json:"sha256"`
	File    string `json:"file"`
	Sheet   string `json:"sheet"`
	Cell    string `json:"cell"`
}

// judgeTraces follows every figure of December back to the cells it names,
// opens the archived workbooks with another reader, and adds up or counts what
// stands in them.
func judgeTraces(t *testing.T, dir string, d documents) {
	december := d.circulars(t)["2023-12"]
	books := map[string]*workbook{}
	for _, f := range december.Figures {
		trace := ask[printedTrace](t, dir, "trace", "-m", "2023-12", "-t", f.Unit, "-i", f.Indicator)
		if got := printed(f.Indicator, rat(t, or(trace.Value))); got != or(f.Actual) {
			t.Errorf("%s %s: traced %s, printed %s", f.Unit, f.Indicator, got, or(f.Actual))
		}
		if trace.Formula == "" {
			t.Errorf("%s %s has no formula", f.Unit, f.Indicator)
		}
		values := judgeCells(t, dir, books, f.Unit, trace.Inputs)
		if got := recount(t, f.Indicator, values); got != *trace.Value {
			t.Errorf("%s %s is %s; its %d cells come to %s: %v", f.Unit, f.Indicator, *trace.Value, len(values), got, values)
		}
	}
}

// judgeCells opens each cell of a trace and returns what stands in them.
func judgeCells(t *testing.T, dir string, books map[string]*workbook, unit string, inputs []tracedInput) (values []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, in := range inputs {
		if in.SHA256 == "" {
			values = append(values, judgeOfficeCell(t, dir, in)...)
			continue
		}
		place := in.SHA256 + "!" + in.Sheet + "!" + in.Cell
		if seen[place] || in.Unit != unit || in.Version < 1 || in.Period < "2023-01" || in.Period > "2023-12" || in.File == "" {
			t.Errorf("%s rests on %+v", unit, in)
		}
		seen[place] = true
		book := books[in.SHA256]
		if book == nil {
			content := mustRead(t, dir, "archive", in.SHA256)
			if digestOf(content) != in.SHA256 {
				t.Fatalf("archive/%s has another digest", in.SHA256)
			}
			book = openWorkbook(t, content)
			books[in.SHA256] = book
		}
		cell, ok := book.sheet(t, in.Sheet).at(in.Cell)
		if !ok {
			t.Errorf("%s is empty", place)
			continue
		}
		if got := cell.plain(t); !sameValue(t, got, in.Value, cell.number) {
			t.Errorf("%s holds %s, the trace says %s", place, got, in.Value)
		}
		values = append(values, in.Value)
	}
	return values
}

// judgeOfficeCell opens a cell of the register. A verified amount stands for
// the reported one; who holds a project is no part of a sum.
func judgeOfficeCell(t *testing.T, dir string, in tracedInput) []string {
	t.Helper()
	register := openWorkbook(t, mustRead(t, dir, "register.xlsx"))
	cell, ok := register.sheet(t, in.Sheet).at(in.Cell)
	if !ok || in.File != "台账" || cell.plain(t) != in.Value {
		t.Errorf("台账 %s!%s holds %q, the trace says %s of %s", in.Sheet, in.Cell, cell.raw, in.Value, in.File)
	}
	if in.Sheet == "核定" {
		return []string{in.Value}
	}
	return nil
}

func sameValue(t *testing.T, got, said string, number bool) bool {
	t.Helper()
	if number && !strings.Contains(said, "-") {
		return rat(t, got).Cmp(rat(t, said)) == 0
	}
	return got == said
}

// recount adds amounts up, counts rows, and counts the months or quarters that
// dates fall in.
func recount(t *testing.T, indicator string, values []string) string {
	t.Helper()
	distinct := func(of func(string) string) string {
		var in []string
		for _, v := range values {
			in = append(in, of(v))
		}
		slices.Sort(in)
		return whole(len(slices.Compact(in))).RatString()
	}
	switch {
	case indicator == "月例会":
		return distinct(monthOf)
	case indicator == "季度汇报", indicator == "项目评估会议":
		return distinct(quarterOf)
	case isCount(indicator):
		return whole(len(values)).RatString()
	}
	sum := whole(0)
	for _, v := range values {
		sum = add(sum, rat(t, v))
	}
	return short(sum, 4)
}
