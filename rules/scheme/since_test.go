package scheme

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"tongbao/templates"
)

var record = flag.Bool("update", false, "add what the default scheme says today to templates/earlier.txt")

// What the default scheme says must be known as its own once it has changed, or
// an office that never touched a cell would not be told that it was mended.
func TestEarlierTextsAreKept(t *testing.T) {
	known, rows := earlierTexts(), map[string][]string{}
	for line := range strings.Lines(templates.Earlier) {
		row, sums, _ := strings.Cut(strings.TrimSpace(line), "\t")
		rows[row] = strings.Fields(sums)
	}
	added := 0
	for _, x := range takenSheets {
		for _, r := range keyedRows(x.sheet, tableOf(Defaults(), x.sheet)) {
			for _, text := range r.cells {
				key := earlierKey(x.sheet, r.key, text)
				if text == "" || known[key] {
					continue
				}
				row, sum, _ := strings.Cut(key, "\t")
				rows[row], known[key] = append(rows[row], sum), true
				added++
			}
		}
	}
	if added == 0 {
		return
	}
	if !*record {
		t.Fatalf("%d cells of the default scheme are not in templates/earlier.txt: run this with -update", added)
	}
	var b strings.Builder
	for _, row := range slices.Sorted(maps.Keys(rows)) {
		slices.Sort(rows[row])
		b.WriteString(row + "\t" + strings.Join(rows[row], " ") + "\n")
	}
	if err := os.WriteFile("../../templates/earlier.txt", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// earlier is the default scheme as it once was (of 863c963), with one cell
// changed a line: sheet, row, column, text. A row without a column is deleted.
func earlier(t *testing.T, changes ...[4]string) *Scheme {
	t.Helper()
	tables, err := FromDir(os.DirFS("testdata/earlier"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		i := slices.IndexFunc(tables, func(x Table) bool { return x.Sheet == c[0] })
		j := slices.IndexFunc(tables[i].Rows, func(r Row) bool { return r.Cells[0] == c[1] })
		if c[2] == "" {
			tables[i].Rows = slices.Delete(tables[i].Rows, j, j+1)
			continue
		}
		k := slices.Index(tables[i].Columns, c[2])
		row := &tables[i].Rows[j]
		for len(row.Cells) <= k {
			row.Cells = append(row.Cells, "")
		}
		row.Cells[k] = c[3]
	}
	s, err := Load(tables)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ahead is what an old scheme can take over: “规则 +R-216”, “督查 ~DC-22：触发条件、…”,
// without the columns that the whole sheet lacks.
func ahead(s *Scheme) (list []string) {
	for _, d := range Diff(s.Tables(), s.UpToDate()) {
		for _, r := range d.Rows {
			sign := map[string]string{RowAdded: "+", RowChanged: "~", RowRemoved: "-"}[r.Kind]
			var columns []string
			for _, c := range r.Cells {
				if !slices.ContainsFunc(s.Newer, func(n Newer) bool { return n.Sheet == d.Sheet && n.Column == c.Column }) {
					columns = append(columns, c.Column)
				}
			}
			if line := d.Sheet + " " + sign + r.Key; r.Kind != RowChanged {
				list = append(list, line)
			} else if len(columns) > 0 {
				list = append(list, line+"："+strings.Join(columns, "、"))
			}
		}
	}
	return list
}

// Since that scheme of 29 November, midday: a quarter's report and meeting say
// which quarter they are of (0eecf42: the column, R-216 to R-219, and what
// looks at it), a contract outlives a framework agreement, a first trip
// of last year, the years before, who never reports
// (考核), the meetings missed in months of their own (扣分); and who came to the
// county himself was not called on (对接方式). Who begins in mid-year
// is asked about the year's beginning once (R-183, R-184, DC-23, DC-24).
var sinceThen = []string{
	"指标 ~外出对接项目：算式、说明", "指标 ~对接总投资：算式", "指标 ~季度汇报：算式、说明", "指标 ~项目评估会议：算式、说明",
	"栏目 +对接项目　对接方式", "栏目 +会议与汇报　产业专班　所属季度", "栏目 +项目评估会议　所属季度",
	"规则 ~R-118：条件", "规则 ~R-119：条件", "规则 ~R-137：条件", "规则 ~R-146：条件、级别、提示、改法", "规则 ~R-158：条件", "规则 ~R-159：条件", "规则 ~R-164：条件", "规则 ~R-182：条件、改法", "规则 ~R-183：条件、改法", "规则 ~R-184：条件、改法", "规则 ~R-185：条件、改法",
	"规则 +R-216", "规则 +R-217", "规则 +R-218", "规则 +R-219", "规则 +R-220", "规则 +R-221",
	"扣分 ~未召开月例会　产业专班：条件、说明",
	"督查 ~DC-22：触发条件、整改要求、关闭条件", "督查 ~DC-23：触发条件", "督查 ~DC-24：触发条件", "督查 ~DC-31：触发条件、整改要求、关闭条件",
	"考核 ~2　产业专班：条件、结论用语、依据", "考核 ~3　产业专班：条件、等次、结论用语、依据", "考核 +4　产业专班",
	"考核 ~5　服务议事专班：条件、等次、结论用语", "考核 +6　服务议事专班", "考核 -4　服务议事专班",
}

func TestWhatAnEarlierDefaultLacks(t *testing.T) {
	without := func(lines ...string) (list []string) {
		for _, x := range sinceThen {
			if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(x, l) }) {
				list = append(list, x)
			}
		}
		return list
	}
	for _, c := range []struct {
		name string
		s    *Scheme
		want []string
	}{
		{"as it was", earlier(t), sinceThen},
		// An office's own condition stays its own; the rest of the row is not told either.
		{"own condition", earlier(t, [4]string{"规则", "R-182", "条件", "已过月数 < 3"}), without("规则 ~R-182")},
		{"out of use", earlier(t, [4]string{"规则", "R-185", "阶段", "停用"}, [4]string{"督查", "DC-31", "触发条件", "报送.状态 == \"缺报\""}, [4]string{"督查", "DC-31", "关闭条件", ""}), without("规则 ~R-185", "督查 ~DC-31")},
		// The outcomes are tried in order: one that is the office's own leaves them all.
		{"own outcome", earlier(t, [4]string{"考核", "3", "结论用语", "未完成年度目标任务。"}), without("考核")},
		// A wording of its own stays in a row whose condition was mended.
		{"own wording", earlier(t, [4]string{"规则", "R-182", "改法", "请补填。"}), func() []string {
			list := slices.Clone(sinceThen)
			list[slices.Index(list, "规则 ~R-182：条件、改法")] = "规则 ~R-182：条件"
			return list
		}()},
		// What does not fit is not told, nor what speaks of it: an office whose
		// 事项类型 is also found as 所属季度 can have no such column beside it.
		{"no room", earlier(t, [4]string{"栏目", "会议与汇报", "别名", "所属季度"}), without("栏目 +会议与汇报", "规则 ~R-182", "规则 +R-216", "规则 +R-217", "督查 ~DC-22", "指标 ~季度汇报")},
		{"deleted rule", earlier(t, [4]string{"规则", "R-101"}), slices.Insert(slices.Clone(sinceThen), slices.Index(sinceThen, "规则 ~R-118：条件"), "规则 +R-101")},
	} {
		if got := ahead(c.s); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%s\nnot\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
		if next, err := Load(c.s.UpToDate()); err != nil || len(ahead(next)) > 0 {
			t.Errorf("%s: what is taken over does not load, or leaves %v (%v)", c.name, ahead(next), err)
		}
	}
}

// Today's default scheme and another county's own have nothing to catch up with.
func TestNothingToCatchUpWith(t *testing.T) {
	second, err := FromDir(os.DirFS("testdata/second"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tables := range map[string][]Table{"default": Defaults(), "second": second} {
		s, err := Load(tables)
		if err != nil {
			t.Fatal(err)
		}
		if got := ahead(s); got != nil {
			t.Errorf("%s: %v", name, got)
		}
	}
}
