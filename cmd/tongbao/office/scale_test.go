//go:build !windows

package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/output/xlsx"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// A province or a country of task forces goes through the real path here: a
// scheme.xlsx that names them all, forms drawn and filled in as workbooks,
// dropped into the inbox, taken in by Intake. What was put in is summed by the
// generator itself (sums) and held against the ledger's figures.

// scale is how much is made: TONGBAO_SCALE=2000x12, a few in CI. A third
// number takes part of the month only: 20000x1x4000 is a country of 20,000 in
// whose one month 4,000 report.
type scale struct{ units, months, reporting int }

func scaleOf(t *testing.T) scale {
	s := scale{24, 3, 24}
	asked := os.Getenv("TONGBAO_SCALE")
	if asked == "" {
		return s
	}
	var n []int
	for _, part := range strings.Split(asked, "x") {
		i, err := strconv.Atoi(part)
		if err != nil || i < 1 {
			t.Fatalf("TONGBAO_SCALE=%s", asked)
		}
		n = append(n, i)
	}
	if len(n) < 2 || n[1] > 12 {
		t.Fatalf("TONGBAO_SCALE=%s: units x months", asked)
	}
	s = scale{n[0], n[1], n[0]}
	if len(n) > 2 {
		s.reporting = n[2]
	}
	return s
}

// unitCode is a task force's code of letters only: AAAA, AAAB …
func unitCode(i int) string {
	code := []byte("AAAA")
	for k := len(code) - 1; k >= 0; k-- {
		code[k] += byte(i % 26)
		i /= 26
	}
	return string(code)
}

// eachTenth task force is a service one, of the default scheme's second class.
func serviceUnit(i int) bool { return i%10 == 9 }

// scaledTables are the default scheme's with other task forces: as many as
// asked for, each with the targets of the default's first of its class.
func scaledTables(units int) []scheme.Table {
	tables := scheme.Defaults()
	for i := range tables {
		t := &tables[i]
		switch t.Sheet {
		case "专班":
			t.Rows = unitRows(t, units)
		case "目标":
			t.Rows = targetRows(t, units)
		}
	}
	return startingIn(tables, ingest.Period{Year: 2023, Month: 1})
}

func unitRows(t *scheme.Table, units int) (rows []scheme.Row) {
	for i := range units {
		model := t.Rows[0]
		if serviceUnit(i) {
			model = t.Rows[len(t.Rows)-1]
		}
		row := scheme.Row{Number: i + 2, Cells: slices.Clone(model.Cells)}
		for column, value := range map[string]string{"代码": unitCode(i), "名称": fmt.Sprintf("示例%d号专班", i+1), "简称": fmt.Sprintf("示例%d号", i+1)} {
			row.Cells[slices.Index(t.Columns, column)] = value
		}
		rows = append(rows, row)
	}
	return rows
}

func targetRows(t *scheme.Table, units int) (rows []scheme.Row) {
	first, last := t.Rows[0].Cells[0], t.Rows[len(t.Rows)-1].Cells[0]
	for i := range units {
		model := first
		if serviceUnit(i) {
			model = last
		}
		for _, r := range t.Rows {
			if r.Cells[0] == model {
				cells := slices.Clone(r.Cells)
				cells[0] = unitCode(i)
				rows = append(rows, scheme.Row{Number: len(rows) + 2, Cells: cells})
			}
		}
	}
	return rows
}

// sums is what the generator itself put into the workbooks.
type sums struct {
	returns, projects, signed int
	amount                    exact.Num // 亿元 signed
	claim                     projectClaim
	filed                     []filed
}

// filed is a project as first reported; signed once its contract was too.
type filed struct {
	unit, number int
	name, amount string
	signed       bool
}

// withoutDoubles counts projects that may be one only once, with the first that
// filed them: names that differ in one character of five or less, and the same
// amount (DESIGN 9). Among thousands of names some come so near by chance. What
// is near a second one, and that a third, is one with both.
func (s *sums) withoutDoubles() (projects int, amount exact.Num) {
	projects, amount = s.projects, s.amount
	byAmount := map[string][]int{}
	same := make([]int, len(s.filed)) // an earlier one of the same project, or itself
	first := func(i int) int {
		for same[i] != i {
			i = same[i]
		}
		return i
	}
	for i, f := range s.filed {
		same[i] = i
		for _, e := range byAmount[f.amount] {
			if s.filed[e].unit != f.unit && mayBeOne(s.filed[e].name, f.name) {
				x, y := first(e), first(i)
				same[max(x, y)] = min(x, y)
			}
		}
		byAmount[f.amount] = append(byAmount[f.amount], i)
	}
	for i, f := range s.filed {
		if first(i) != i {
			projects--
			if f.signed {
				amount = amount.Sub(exact.MustParse(f.amount))
			}
		}
	}
	return projects, amount
}

func mayBeOne(a, b string) bool {
	x, y := []rune(a), []rune(b)
	strange := 0
	for _, r := range x {
		if !slices.Contains(y, r) {
			strange++
		}
	}
	if long := max(len(x), len(y)); strange*5 > long {
		return false
	} else if strings.Contains(a, b) || strings.Contains(b, a) {
		return true
	} else {
		return edits(x, y)*5 <= long
	}
}

// edits is how many characters to put in, take out, change or swap with the
// next, by the textbook: the whole table, row by row.
func edits(x, y []rune) int {
	table := make([][]int, len(x)+1)
	for i := range table {
		table[i] = make([]int, len(y)+1)
		table[i][0] = i
	}
	for j := range table[0] {
		table[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := 0
			if x[i-1] != y[j-1] {
				change = 1
			}
			table[i][j] = min(table[i-1][j]+1, table[i][j-1]+1, table[i-1][j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				table[i][j] = min(table[i][j], table[i-2][j-2]+1)
			}
		}
	}
	return table[len(x)][len(y)]
}

// In a province's year 15 pairs of the generated names are near, of the same
// amount: 76's 示例红岩煤层气液化工厂7611 and 766's 示例新民煤层气液化工厂76611 are
// one. Their amounts are 2×1.2+3+10+2×1+2+2×6.5+2×0.8+2×1.5+5+0.5 = 42.5; one
// of 6.5 and one of 1 were filed in December and not signed: 35 of the 20910.2.
func TestScaleDoubles(t *testing.T) {
	var put sums
	for month := 1; month <= 12; month++ {
		for i := range 2000 {
			put.fill(i, month)
		}
	}
	projects, amount := put.withoutDoubles()
	if put.projects != 7200 || projects != 7185 || put.amount.String() != "20910.2" || amount.String() != "20875.2" {
		t.Errorf("%d projects of %d, %s of %s", projects, put.projects, amount, put.amount)
	}
}

// projectClaim has a task force report another one's project as its own.
type projectClaim struct{ from, by int }

// amounts are round, as in life: thousands of projects share each of them, and
// the search for double claims has to live with that.
var amounts = []string{"0.5", "0.8", "1", "1.2", "1.5", "2", "3", "5", "6.5", "10"}

// words that project names are made of: near names are rare, as in life.
var (
	places   = strings.Fields("东山 西河 南坪 北塬 柳林 石桥 青龙 白杨 黑水 红岩 金沟 银川 玉泉 铁岭 铜城 双塔 三义 四合 五里 六盘 七星 八角 九原 十里 平安 永丰 长治 新民 古城 大同 小店 高平")
	products = strings.Fields("光伏组件 风电叶片 铸造件 精密轴承 药材加工 蜂蜜饮品 民宿集群 仓储物流 数据标注 锂电回收 燃气管网 特种陶瓷 生物质能 预制构件 肉牛养殖 食用菌 桑蚕纺织 玻璃纤维 阀门制造 环保设备 冷链配送 研学营地 智能农机 煤层气液化")
	kinds    = strings.Fields("基地 园区 生产线 中心 工程 工厂 综合体 示范区")
)

func projectName(i, n int) string {
	h := uint(i)*2654435761 + uint(n)*40503
	return fmt.Sprintf("示例%s%s%s", places[h%32], products[(h>>5)%24], kinds[(h>>11)%8]) + strconv.Itoa(i*100+n)
}

// fill is what task force i reports for a month: every third month a journey
// and a new project, the month after it is signed.
func (s *sums) fill(i, month int) xlsx.Filling {
	s.returns++
	day := func(d int) string { return fmt.Sprintf("2023-%02d-%02d", month, d) }
	in := xlsx.Filling{Rows: map[string][]map[string]string{}, Cover: map[string]string{
		"填报单位": "示例单位", "填报人": "业务骨干", "审签人": "分管领导", "联系电话": "0356-7000001", "填报日期": fmt.Sprintf("2023-%02d-28", month)}}
	meeting := func(kind string, d int) {
		in.Rows["会议与汇报"] = append(in.Rows["会议与汇报"], map[string]string{"事项类型": kind, "召开日期": day(d), "主题": "研究招商工作", "主持人": "分管领导", "材料名称": "会议纪要"})
	}
	if serviceUnit(i) {
		meeting("工作会议", 20)
		in.Nil = []string{"包装项目", "项目评估会议"}
		return in
	}
	meeting("月例会", 20)
	in.Nil = []string{"落地项目", "经费使用", "人员变动"}
	phase := (i + month) % 3
	code := func(n int) string { return fmt.Sprintf("%s-2023-%03d", unitCode(i), n) }
	project := func(n int) map[string]string {
		return map[string]string{"项目编号": code(n), "项目名称": projectName(i, n), "投资方": fmt.Sprintf("示例投资%d号公司", i*100+n), "总投资": amounts[(i*7+n)%len(amounts)]}
	}
	with := func(row map[string]string, more ...string) map[string]string {
		for k := 0; k < len(more); k += 2 {
			row[more[k]] = more[k+1]
		}
		return row
	}
	if s.claim.by == i && s.claim.by != s.claim.from {
		row := project(month)
		row["项目名称"], row["投资方"] = projectName(s.claim.from, month), fmt.Sprintf("示例投资%d号公司", s.claim.from*100+month)
		in.Rows["对接项目"] = []map[string]string{with(row, "对接日期", day(9), "阶段", "洽谈", "首次外出日期", day(9))}
		in.Nil = append(in.Nil, "外出招商活动", "签约项目")
		return in
	}
	if phase == 0 {
		s.projects++
		s.filed = append(s.filed, filed{i, month, projectName(i, month), project(month)["总投资"], false})
		in.Rows["外出招商活动"] = []map[string]string{{"活动名称": "赴外地对接", "开始日期": day(5), "结束日期": day(7), "目的地": "示例市", "带队领导": "分管领导", "参加人数": "4", "活动形式": "上门拜访", "对接企业": "示例公司"}}
		in.Rows["对接项目"] = []map[string]string{with(project(month), "对接日期", day(8), "阶段", "洽谈", "首次外出日期", day(6))}
	} else {
		in.Nil = append(in.Nil, "外出招商活动", "对接项目")
	}
	if phase == 1 && month > 1 {
		p := project(month - 1)
		s.signed++
		for k := range s.filed { // none where the year is begun later
			if f := &s.filed[k]; f.unit == i && f.number == month-1 {
				f.signed = true
			}
		}
		s.amount = s.amount.Add(exact.MustParse(p["总投资"]))
		in.Rows["签约项目"] = []map[string]string{with(p, "协议类型", "正式协议", "签约金额", p["总投资"], "签约日期", day(15), "合同甲方", "示例县人民政府")}
		if i%7 != 0 { // the others get their workbooks back, marked
			in.Rows["签约项目"][0]["法律审查"] = "是"
		}
	} else {
		in.Nil = append(in.Nil, "签约项目")
	}
	return in
}

// scaledWorkspace is a workspace of that many task forces.
func scaledWorkspace(t testing.TB, units int) string {
	t.Helper()
	dir := t.TempDir()
	if _, err := initFor(dir, ingest.Period{Year: 2023, Month: 1}); err != nil {
		t.Fatal(err)
	}
	content, err := xlsx.Tables(xlsx.Workbook{Intro: schemeIntro, Tables: officeTables(scaledTables(units)), Stamp: xlsx.Stamp{Title: "方案"}})
	if err == nil {
		err = put(filepath.Join(dir, schemeFile), content)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// report drops a month's returns into the inbox: drawn forms, filled in.
func (s *sums) report(t testing.TB, dir string, month, reporting int) {
	t.Helper()
	o, err := Open(Options{Dir: dir, Now: clock(fmt.Sprintf("2023-%02d-25 09:00", month))})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	period := ingest.Period{Year: 2023, Month: month}
	for i := range reporting {
		s.send(t, o, period, i, fmt.Sprintf("%s月报表.xlsx", o.scheme.TaskForce(unitCode(i)).Name), o.Now.Add(time.Duration(i)*time.Second))
	}
}

// send fills in one form and drops it into the inbox.
func (s *sums) send(t testing.TB, o *Office, period ingest.Period, i int, file string, when time.Time) {
	t.Helper()
	tf := o.scheme.TaskForce(unitCode(i))
	blank, err := o.form(context.Background(), tf, period)
	if err != nil {
		t.Fatal(err)
	}
	content, err := xlsx.Fill(blank, o.scheme.Form(tf.Class), s.fill(i, period.Month))
	name := o.path(inboxDir, file)
	if err = errors.Join(err, os.WriteFile(name, content, 0o644), os.Chtimes(name, when, when)); err != nil {
		t.Fatal(err)
	}
}

// again drops one more version of a task force's month into the inbox.
func (s *sums) again(t testing.TB, dir string, month, i int, file string, when time.Time) {
	t.Helper()
	o, err := Open(Options{Dir: dir, Now: when})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	s.send(t, o, ingest.Period{Year: 2023, Month: month}, i, file, when)
}

// taken is one month's intake as measured.
type taken struct {
	returns   int
	wall, cpu time.Duration
	peak      int // kB, of the process so far
	ledger    int64
	disk      int64
}

func takeMonth(t testing.TB, dir string, month int) taken {
	t.Helper()
	began, used := time.Now(), cpuTime()
	when := clock(fmt.Sprintf("2023-%02d-04 18:00", month)).AddDate(0, 1, 0)
	o, err := Open(Options{Dir: dir, Now: when, Write: true})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	report, err := o.Intake(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range report.Verdicts {
		if v.Refused() {
			t.Fatalf("%s: %+v", v.File, v.Findings)
		}
	}
	m := taken{returns: len(report.Verdicts), wall: time.Since(began), cpu: cpuTime() - used, peak: peakMemory()}
	m.ledger, m.disk = sizeOf(t, dir, ledgerFile), sizeOf(t, dir, "")
	return m
}

// sizeOf is the bytes of the files that begin with a name.
func sizeOf(t testing.TB, dir, prefix string) (n int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		inside, _ := filepath.Rel(dir, path)
		if err != nil || d.IsDir() || !strings.HasPrefix(inside, prefix) {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestScale(t *testing.T) {
	s := scaleOf(t)
	dir := scaledWorkspace(t, s.units)
	var put sums
	for month := 1; month <= s.months; month++ {
		began := time.Now()
		put.report(t, dir, month, s.reporting)
		made := time.Since(began)
		m := takeMonth(t, dir, month)
		if m.returns != s.reporting {
			t.Fatalf("month %d: %d of %d taken in", month, m.returns, s.reporting)
		}
		t.Logf("month %2d: %d returns, %.1f/s, %.1f ms CPU each, on %.1f cores; peak %d MB; ledger %.1f MB, all %.1f MB (forms made in %.0f s)", month, m.returns,
			float64(m.returns)/m.wall.Seconds(), m.cpu.Seconds()*1000/float64(m.returns), m.cpu.Seconds()/m.wall.Seconds(), m.peak>>10, float64(m.ledger)/1e6, float64(m.disk)/1e6, made.Seconds())
	}
	holdAgainst(t, dir, s, put)
}

// longestCircular is how many task forces one circular is made of here: a page
// holds thirty, and no office issues one of a country.
const longestCircular = 5_000

// holdAgainst compares the ledger's figures with the generator's own sums.
func holdAgainst(t *testing.T, dir string, s scale, want sums) {
	t.Helper()
	now := clock("2024-01-05 09:00")
	if s.months < 12 {
		now = clock(fmt.Sprintf("2023-%02d-12 09:00", s.months+1))
	}
	o, err := Open(Options{Dir: dir, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	arrivals, err := o.ledger.Arrivals(context.Background())
	if err != nil || len(arrivals) != want.returns {
		t.Errorf("%d arrivals, want %d; %v", len(arrivals), want.returns, err)
	}
	began := time.Now()
	tally, err := o.tally(ingest.Period{Year: 2023, Month: s.months}, o.history())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("figures of %d task forces: %.1f s", s.units, time.Since(began).Seconds())
	projects, amount := want.withoutDoubles()
	for indicator, sum := range map[string]exact.Num{"外出对接项目": exact.Int(int64(projects)), "外出招商活动": exact.Int(int64(want.projects)), "签约金额": amount} {
		i := slices.IndexFunc(tally.Totals, func(x score.Total) bool { return x.Indicator == indicator })
		if i < 0 || tally.Totals[i].Actual.Num.Cmp(sum) != 0 {
			t.Errorf("%s: %+v, want %s", indicator, tally.Totals, sum)
		}
	}
	if left, err := os.ReadDir(filepath.Join(dir, inboxDir)); err != nil || len(left) != 0 {
		t.Errorf("%d files left, %v", len(left), err)
	}
	if s.units > longestCircular {
		return
	}
	began = time.Now()
	paper, err := o.Circular(context.Background(), ingest.Period{Year: 2023, Month: s.months}, Making{Draft: true})
	if err != nil || len(paper.Files) == 0 {
		t.Fatal(paper, err)
	}
	t.Logf("circular of %d task forces: %.1f s, peak %d MB", s.units, time.Since(began).Seconds(), peakMemory()>>10)
}
