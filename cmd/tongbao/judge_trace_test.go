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

type usedCell struct {
	SHA256    *string `json:"sha256"`
	Sheet     string  `json:"sheet"`
	Cell      string  `json:"cell"`
	Value     *string `json:"value"`
	State     string  `json:"state"`
	Note      string  `json:"note"`
	TaskForce string  `json:"task_force"`
	UsedBy    []struct {
		Kind    string `json:"kind"`
		Period  string `json:"period"`
		Edition int    `json:"edition"`
		Figure  struct {
			TaskForce string `json:"task_force"`
			Indicator string `json:"indicator"`
			Part      string `json:"part"`
		} `json:"figure"`
		Printed string `json:"printed"`
		Direct  bool   `json:"direct"`
	} `json:"used_by"`
}

// uses says how often a document's figure is among those that used a cell, and
// what it printed.
func (c usedCell) uses(kind, period, unit, indicator, part string) (n int, printed string) {
	for _, u := range c.UsedBy {
		if u.Kind == kind && u.Period == period && u.Figure.TaskForce == unit && u.Figure.Indicator == indicator && u.Figure.Part == part {
			n, printed = n+1, u.Printed
		}
	}
	return n, printed
}

// judgeUsedBy turns traces round: every cell that a December amount rests on
// names that amount as printed, and what followed from it; and a cell of which
// nothing was printed says why.
func judgeUsedBy(t *testing.T, dir string, d documents) {
	for _, f := range d.circulars(t)["2023-12"].Figures {
		if f.Indicator != "签约金额" {
			continue
		}
		trace := ask[printedTrace](t, dir, "trace", "-m", "2023-12", "-t", f.Unit, "-i", f.Indicator)
		for _, in := range trace.Inputs {
			file := in.SHA256
			if file == "" {
				file = in.File
			} else {
				file = file[:12]
			}
			c := ask[usedCell](t, dir, "trace", file+"!"+in.Sheet+"!"+in.Cell)
			if n, printed := c.uses("circular", "2023-12", f.Unit, f.Indicator, "actual"); n != 1 || printed != or(f.Actual) {
				t.Errorf("%s!%s!%s: named %d times by the December circular, as %q, printed %s", file, in.Sheet, in.Cell, n, printed, or(f.Actual))
			}
			if in.Sheet == "重复认定" {
				continue // says who holds the project, not how much
			}
			if n, _ := c.uses("circular", "2023-12", f.Unit, f.Indicator, "completion"); n != 1 || c.Value == nil || *c.Value != in.Value {
				t.Errorf("%s!%s!%s: %d completions rest on it, it holds %v", file, in.Sheet, in.Cell, n, c.Value)
			}
		}
	}
	// The accidents of the sample year, as its script tells them.
	for _, c := range []struct{ address, state, note string }{
		{"煤炭煤层气专班9月报表.xlsx!签约项目!F5", "returned", "已退回"},     // a contract of August in September's return
		{"文旅康养专班4月报表.xlsx!封面!B2", "unreadable", "无法读取"},     // a picture
		{"装备制造业专班8月报表.xlsx!签约项目!E5", "superseded", "第2次报送"}, // corrected on 20 September
		{"开发区专班9月报表.xlsx!签约项目!A1", "counted", "不是填报项"},      // the sheet's own title
		{"开发区专班9月报表.xlsx!签约项目!ZZ99", "counted", "空的"},       // nothing there
		{"scheme.xlsx!目标!A1", "office", "没有已签发文件的数字取自该单元格"}, // a head
	} {
		got := ask[usedCell](t, dir, "trace", c.address)
		if got.State != c.state || !strings.Contains(got.Note, c.note) {
			t.Errorf("%s is %s: %s", c.address, got.State, got.Note)
		}
		if (c.state == "superseded") != (len(got.UsedBy) > 0) {
			t.Errorf("%s is used %d times", c.address, len(got.UsedBy))
		}
	}
	for _, address := range []string{"deadbeef!签约项目!E5", "开发区专班9月报表.xlsx!没有此表!A1", "签约项目!E5", "开发区专班9月报表.xlsx!签约项目!5E", "scheme.xlsx!没有此表!A1"} {
		say(t, dir, exitUsage, "trace", address)
	}
}
