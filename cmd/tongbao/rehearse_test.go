package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/ingest/sheet"
	"tongbao/output/xlsx"
	"tongbao/rules/scheme"
)

// book is an office workbook being edited as the office would: sheets by name,
// rows by what they begin with, cells by column.
type book []scheme.Table

func openBook(t *testing.T, path string) book {
	t.Helper()
	w, refused, err := sheet.Open(path, sheet.DefaultLimits)
	if err != nil || w == nil {
		t.Fatalf("%s: %v %v", path, refused, err)
	}
	return scheme.FromWorkbook(w)
}

func (b book) sheet(t *testing.T, name string) *scheme.Table {
	t.Helper()
	for i := range b {
		if b[i].Sheet == name {
			return &b[i]
		}
	}
	t.Fatalf("no sheet %s", name)
	return nil
}

// set changes a cell of the row that begins with the given words, joined by |.
func (b book) set(t *testing.T, name, row, column, text string) {
	t.Helper()
	s := b.sheet(t, name)
	at := slices.Index(s.Columns, column)
	for i, r := range s.Rows {
		if strings.HasPrefix(strings.Join(r.Cells, "|")+"|", row+"|") && at >= 0 {
			for len(r.Cells) <= at {
				r.Cells = append(r.Cells, "")
			}
			r.Cells[at] = text
			s.Rows[i] = r
			return
		}
	}
	t.Fatalf("%s has no row %s with %s", name, row, column)
}

// add appends a row of 列=内容.
func (b book) add(t *testing.T, name string, cells ...string) {
	t.Helper()
	s := b.sheet(t, name)
	row := make([]string, len(s.Columns))
	for _, c := range cells {
		column, text, _ := strings.Cut(c, "=")
		at := slices.Index(s.Columns, column)
		if at < 0 {
			t.Fatalf("%s has no column %s", name, column)
		}
		row[at] = text
	}
	s.Rows = append(s.Rows, scheme.Row{Cells: row})
}

func (b book) save(t *testing.T, path string) {
	t.Helper()
	var in xlsx.Workbook
	for _, s := range b {
		x := xlsx.Table{Sheet: s.Sheet}
		for _, c := range s.Columns {
			x.Columns = append(x.Columns, xlsx.Column{Name: c})
		}
		for _, r := range s.Rows {
			x.Rows = append(x.Rows, r.Cells)
		}
		in.Tables = append(in.Tables, x)
	}
	content, err := xlsx.Tables(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// treeHash is the SHA-256 of every file of a folder, names included, but for
// the two that SQLite keeps beside an open ledger.
func treeHash(t *testing.T, dir string) string {
	t.Helper()
	h := sha256.New()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "-wal") || strings.HasSuffix(path, "-shm") {
			return err
		}
		content, err := os.ReadFile(path)
		h.Write([]byte(path))
		h.Write(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// answers of `scheme rehearse --json`, as far as the tests look at them.
type rehearsed struct {
	Looked  struct{ Returns, Circulars, Rankings, Assessments int }
	Returns []struct {
		TaskForce string `json:"task_force"`
		Period    string
		Was, Is   string
		Findings  []struct{ Kind, Was, Level, Code, Sheet, Cell string }
	}
	Figures []struct {
		Period    string
		TaskForce string `json:"task_force"`
		Indicator string
		Was, Is   *struct{ Actual, Expected, Completion, Gap, Colour *string }
	}
	Supervision []struct{ Period, Code string }
	Proposals   []struct{ Period, Code, Step string }
	Assessments []struct {
		Period    string
		TaskForce string `json:"task_force"`
		Was, Is   struct {
			Grade *string
			Done  *bool
		}
		Targets []struct{ Indicator, Was, Is string }
	}
	Rankings []struct {
		Period    string
		TaskForce string `json:"task_force"`
		Was, Is   struct {
			Rank  *int
			Score string
		}
		Lines []struct{ What, Was, Is string }
	}
	Notes []string
}

func TestRehearse(t *testing.T) {
	dir := startDemo(t)(t)
	current := filepath.Join(dir, "scheme.xlsx")
	before := treeHash(t, dir)
	next := filepath.Join(t.TempDir(), "拟改方案.xlsx")

	// Every past document made again by the same scheme is the same, figure by
	// figure and rank by rank: what differs in the cases below is the scheme's.
	t.Run("the scheme as it is changes nothing", func(t *testing.T) {
		got := ask[rehearsed](t, dir, "scheme", "rehearse")
		if got.Looked.Circulars != 12 || got.Looked.Rankings != 4 || got.Looked.Assessments != 1 || got.Looked.Returns < 80 {
			t.Errorf("looked at %+v, not at the whole year", got.Looked)
		}
		if n := len(got.Returns) + len(got.Figures) + len(got.Supervision) + len(got.Proposals) + len(got.Rankings) + len(got.Assessments) + len(got.Notes); n > 0 {
			t.Errorf("%d differences: %+v", n, got)
		}
	})

	t.Run("a doubled target", func(t *testing.T) {
		b := openBook(t, current)
		b.set(t, "目标", "KFQ|签约金额", "下限", "60")
		b.save(t, next)
		rehearseDoubledTarget(t, ask[rehearsed](t, dir, "scheme", "rehearse", next))
	})

	t.Run("a rule that refuses", func(t *testing.T) {
		b := openBook(t, current)
		b.set(t, "规则", "R-181", "级别", "错误")
		b.save(t, next)
		got := ask[rehearsed](t, dir, "scheme", "rehearse", next)
		var months []string
		for _, r := range got.Returns {
			months = append(months, r.TaskForce+" "+r.Period)
			if r.Was != "accepted_with_warnings" || r.Is != "returned" || len(r.Findings) != 1 || r.Findings[0].Kind != "level" || r.Findings[0].Code != "R-181" {
				t.Errorf("%s %s would be %+v", r.TaskForce, r.Period, r)
			}
		}
		// The months for which the sample year reports no meeting at all.
		want := []string{"WLK 2023-02", "ZBZ 2023-07", "SZJ 2023-08", "SZJ 2023-10", "WLK 2023-11"}
		if !slices.Equal(months, want) {
			t.Errorf("would have been refused: %v, want %v", months, want)
		}
		if len(got.Figures)+len(got.Rankings) > 0 {
			t.Errorf("figures rest on the versions they were published by: %+v", got)
		}
		if len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "仍按当时收下的报送版本试算") {
			t.Errorf("that they do is not told: %q", got.Notes)
		}
	})

	// “争取1—2个” held to the upper end, with plans that end at the lower one.
	t.Run("a choice that the plans do not follow", func(t *testing.T) {
		b := openBook(t, current)
		b.set(t, "计算口径", "争取区间", "取值", "上限")
		b.save(t, next)
		if got := ask[rehearsed](t, dir, "scheme", "rehearse", next); len(got.Notes) != 6 || !strings.Contains(got.Notes[0], "方案“目标!G6”：“争取区间”按上限2判断") {
			t.Errorf("what is odd about it is not told: %q", got.Notes)
		}
	})

	t.Run("a rule that is retired", func(t *testing.T) {
		b := openBook(t, current)
		b.set(t, "规则", "R-181", "阶段", "停用")
		b.save(t, next)
		got := ask[rehearsed](t, dir, "scheme", "rehearse", next)
		for _, r := range got.Returns {
			if r.Findings[0].Kind != "vanishes" || r.Is != "accepted" {
				t.Errorf("%s %s would be %+v", r.TaskForce, r.Period, r)
			}
		}
		if len(got.Returns) != 5 {
			t.Errorf("%d returns would be judged otherwise, want 5", len(got.Returns))
		}
	})

	// A column more means other forms: every workbook is read again from the
	// archive, and says what the ledger says.
	t.Run("a column more", func(t *testing.T) {
		b := openBook(t, current)
		b.add(t, "栏目", "工作表=签约项目", "字段=联系岗位", "列名=联系岗位", "类型=文本", "必填=否")
		b.save(t, next)
		got := ask[rehearsed](t, dir, "scheme", "rehearse", next)
		if n := len(got.Returns) + len(got.Figures) + len(got.Supervision) + len(got.Rankings); n > 0 {
			t.Errorf("read again, %d differences: %+v", n, got)
		}
		if len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "新增了栏目") {
			t.Errorf("notes %q", got.Notes)
		}
		if text := say(t, dir, exitDone, "scheme", "diff", next); !strings.Contains(text, "月报表有变化：产业专班（") || strings.Contains(text, "服务议事专班（") {
			t.Errorf("whose forms are others now? %s", text)
		}
	})

	t.Run("faulty or absent", func(t *testing.T) {
		b := openBook(t, current)
		b.set(t, "规则", "R-112", "条件", "签约金額 <= 总投资")
		b.save(t, next)
		say(t, dir, exitUsage, "scheme", "rehearse", next)
		say(t, dir, exitUsage, "scheme", "rehearse", next+".gone")
		say(t, dir, exitUsage, "scheme", "diff", next+".gone")
	})

	if treeHash(t, dir) != before {
		t.Error("a rehearsal changed the workspace")
	}
}

// KFQ is to sign 60 instead of 30. Its 26.00 at the end of September then
// stand against 60×9÷12=45.00: 26÷60=43.33% of the year's target, 31.67 points
// behind the 75% of the plan, red. In the ranking of the third quarter its line
// is 26÷45×25=14.44 instead of 28.89, its score 113.89−28.89+14.44=99.44, and
// it falls behind MCQ (107.89), ZBZ (102.67) and NYC (102.60).
func rehearseDoubledTarget(t *testing.T, got rehearsed) {
	seen := 0
	for _, f := range got.Figures {
		if f.Period != "2023-09" || f.TaskForce != "KFQ" {
			if f.TaskForce != "KFQ" && f.TaskForce != "" || f.Indicator != "签约金额" {
				t.Errorf("%s %s %s changed", f.Period, f.TaskForce, f.Indicator)
			}
			continue
		}
		seen++
		if *f.Was.Expected != "22.50" || *f.Is.Expected != "45.00" || *f.Is.Actual != "26.00" || *f.Is.Completion != "0.4333" || *f.Is.Gap != "-31.67" || *f.Was.Colour != "green" || *f.Is.Colour != "red" {
			t.Errorf("September is %+v", *f.Is)
		}
	}
	if seen != 1 {
		t.Errorf("September told %d times", seen)
	}
	want := map[string][2]int{"KFQ": {1, 4}, "MCQ": {2, 1}, "ZBZ": {3, 2}, "NYC": {4, 3}}
	for _, r := range got.Rankings {
		if r.Period != "2023Q3" {
			continue
		}
		if places := [2]int{*r.Was.Rank, *r.Is.Rank}; places != want[r.TaskForce] {
			t.Errorf("%s from %d to %d, want %v", r.TaskForce, places[0], places[1], want[r.TaskForce])
		}
		delete(want, r.TaskForce)
		if r.TaskForce == "KFQ" && (r.Was.Score != "113.89" || r.Is.Score != "99.44" || len(r.Lines) != 1 || r.Lines[0].Is != "min(26.00÷45.00,1.20)×25=14.44") {
			t.Errorf("KFQ: %+v", r)
		}
	}
	if len(want) > 0 {
		t.Errorf("not told: %v", want)
	}
	// 30.50 of 60 is not reached; 1 landed, so it is not 较差.
	if n := len(got.Assessments); n != 1 {
		t.Fatalf("%d outcomes would be others: %+v", n, got.Assessments)
	}
	a := got.Assessments[0]
	if a.Period != "2023" || a.TaskForce != "KFQ" || *a.Was.Grade != "完成" || *a.Is.Grade != "未完成" || !*a.Was.Done || *a.Is.Done ||
		len(a.Targets) != 1 || a.Targets[0].Indicator != "签约金额" || !strings.HasPrefix(a.Targets[0].Is, "30.50，目标60") || !strings.HasSuffix(a.Targets[0].Is, "，未完成") {
		t.Errorf("the year would be %+v", a)
	}
	// Behind since mid-year and not made good, it would have come to a proposal.
	if !slices.ContainsFunc(got.Proposals, func(p struct{ Period, Code, Step string }) bool { return p.Code == "DC-14" && p.Step == "通报批评" }) {
		t.Errorf("internal sheets would propose %+v", got.Proposals)
	}
	if len(got.Returns) > 0 {
		t.Errorf("a target judges no return: %+v", got.Returns)
	}
}

// What changed since the last run; a workbook put back is no change; a
// workspace that never ran has nothing to compare with.
func TestSchemeDiff(t *testing.T) {
	dir := t.TempDir()
	say(t, dir, exitDone, "init", dir, "--now", "2023-09-01T08:00:00+08:00")
	say(t, dir, exitUsage, "scheme", "diff")
	say(t, dir, exitUsage, "scheme", "rehearse")
	say(t, dir, exitDone, "ingest", "--now", "2023-09-01T09:00:00+08:00")
	path := filepath.Join(dir, "scheme.xlsx")
	original := mustRead(t, path)

	b := openBook(t, path)
	b.set(t, "计分", "签约金额", "封顶倍数", "1.5")
	b.set(t, "规则", "R-162", "级别", "提示")
	b.save(t, path)
	diff := func() string { return say(t, dir, exitDone, "scheme", "diff") }
	for _, want := range []string{
		"【规则】修改1行\n  修改　R-162　经费不超过年度额度\n      级别：警告　→　提示\n",
		"【计分】修改1行\n  修改　签约金额　\n      封顶倍数：1.2　→　1.5\n",
		"月报表没有变化，已下发的表照常使用。",
		"台账的登记（核定、豁免、延期等）任何时候都不影响已下发的表。",
	} {
		if got := diff(); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	say(t, dir, exitDone, "ingest", "--now", "2023-09-02T09:00:00+08:00")
	if got := diff(); !strings.Contains(got, "方案没有变化。") {
		t.Errorf("in force now, and told as a change:\n%s", got)
	}
	if err := os.WriteFile(path, original, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := diff(); !strings.Contains(got, "级别：提示　→　警告") {
		t.Errorf("put back, not told:\n%s", got)
	}
	say(t, dir, exitDone, "ingest", "--now", "2023-09-03T09:00:00+08:00")
	if got := diff(); !strings.Contains(got, "方案没有变化。") {
		t.Errorf("put back and in force:\n%s", got)
	}
}
