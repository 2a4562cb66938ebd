package scheme_test

import (
	"strings"
	"testing"

	"tongbao/rules/scheme"
)

// A 取值 for one task force stands in place of the general one, for it alone;
// what expressions see is the same, with the cell it comes from.
func TestAChoiceForOneTaskForce(t *testing.T) {
	s, err := scheme.Load(added(scheme.Defaults(), "计算口径", map[string]string{"事项": "专班年度经费", "取值": "8", "专班": "MCQ"}))
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[string]string{"KFQ": "5", "MCQ": "8"} {
		if got := s.ChoiceOf(code, "专班年度经费").Value; got != want {
			t.Errorf("%s gets %s, want %s", code, got, want)
		}
	}
	if got := s.ChoiceOf("MCQ", "最短任期天数").Value; got != "365" {
		t.Errorf("what has no row of its own: %s", got)
	}
	for name, row := range map[string]map[string]string{
		"专班!":  {"事项": "专班年度经费", "取值": "8", "专班": "MCX"},
		"类":    {"事项": "专班年度经费", "取值": "八万", "专班": "MCQ"},
		"同一取值": {"事项": "黄色下限", "取值": "-20", "专班": "MCQ"},
		"选项":   {"事项": "签约协议", "取值": "意向书", "专班": "MCQ"},
		"另加一行": {"事项": "会议次数", "取值": "2", "专班": "MCQ"},
	} {
		if _, err := scheme.Load(added(scheme.Defaults(), "计算口径", row)); err == nil {
			t.Errorf("%s: %v is taken", name, row)
		}
	}
}

// A row that nothing reads decides nothing: it is told, and refused where it is
// another one misspelt (TestOneMistakeOneFault). One that only a
// wording or a setting speaks of is read. An expression with a fault may be
// what reads it, so that the fault alone is told.
func TestAChoiceThatNothingReads(t *testing.T) {
	extra := func() []scheme.Table {
		return added(scheme.Defaults(), "计算口径", map[string]string{"事项": "谈话天数", "取值": "5"})
	}
	idle := func(tables []scheme.Table) string {
		s, err := scheme.Load(tables)
		if err != nil {
			t.Fatal(err)
		}
		var items []string
		for _, c := range s.Idle {
			items = append(items, c.Item)
		}
		return strings.Join(items, " ")
	}
	if got := idle(extra()); got != "谈话天数" {
		t.Errorf("idle: %s", got)
	}
	for column, text := range map[string]string{"改法": "请在{{.口径.谈话天数}}天内改正。", "条件": "口径.谈话天数 > 0"} {
		if got := idle(edit(t, extra(), "规则", "R-180", column, text)); got != "" {
			t.Errorf("%s reads it: %s", column, got)
		}
	}
	if got := idle(edit(t, extra(), "设置", "年度经费口径", "值", "谈话天数")); strings.Contains(got, "谈话天数") {
		t.Errorf("a setting names it: %s", got)
	}
	if got := faultsOf(t, edit(t, extra(), "规则", "R-180", "条件", "口径.谈话天树 > 0")); len(got) != 1 || got[0].Sheet != "规则" {
		t.Errorf("misspelt in a rule:\n%v", got)
	}
}

// A rule on a sheet of two classes may name what only one of them can choose:
// 工作会议 is an option of 服务议事专班, 月例会 of 产业专班. What neither has is
// refused.
func TestAnOptionOfOneClass(t *testing.T) {
	for meeting, refused := range map[string]bool{"月例会": false, "工作会议": false, "座谈会": true} {
		tables := added(scheme.Defaults(), "规则", map[string]string{
			"编号": "R-901", "名称": "试", "范围": "会议与汇报", "条件": "事项类型 != \"" + meeting + "\"", "级别": "提示", "提示": "试。",
		})
		if got := len(faultsOf(t, tables)) > 0; got != refused {
			t.Errorf("%s refused: %v, want %v", meeting, got, refused)
		}
	}
}

// added is the tables with one row more on a sheet.
func added(tables []scheme.Table, sheet string, row map[string]string) []scheme.Table {
	for i := range tables {
		if tables[i].Sheet != sheet {
			continue
		}
		cells := make([]string, len(tables[i].Columns))
		for j, name := range tables[i].Columns {
			cells[j] = row[name]
		}
		last := tables[i].Rows[len(tables[i].Rows)-1].Number
		tables[i].Rows = append(tables[i].Rows, scheme.Row{Number: last + 1, Cells: cells})
	}
	return tables
}
