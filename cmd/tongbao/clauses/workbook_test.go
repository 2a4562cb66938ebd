package clauses

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/read"
	"tongbao/ingest/sheet"
	"tongbao/output/xlsx"
	"tongbao/rules/scheme"
)

// defaults is the built-in scheme, loaded once: tests that change it copy it.
var defaults = sync.OnceValues(func() (*scheme.Scheme, error) { return scheme.Load(scheme.Defaults()) })

func builtIn(t testing.TB) *scheme.Scheme {
	t.Helper()
	s, err := defaults()
	if err != nil {
		t.Fatalf("the default scheme is faulty:\n%v", err)
	}
	return s
}

// The year in which the cases play, by the scheme's targets.
const year = 2023

// goodRows is September 2023 of a task force that keeps every rule: the first
// row of a sheet stands in row 5 of the workbook. KFQ met 003 on its trip of 5
// to 8 September, signed it on the 15th and began to build on the 20th; 004 is
// known since last year.
var goodRows = map[string][]string{
	"KFQ": {
		"外出招商活动 活动名称=赴示例市考察 开始日期=2023-09-05 结束日期=2023-09-08 目的地=示例省示例市 带队领导=分管领导 参加人数=4 活动形式=外出考察 对接企业=示例装备有限公司 活动成效=达成初步意向",
		"对接项目 项目编号=KFQ-2023-003 项目名称=示例装备项目 投资方=示例装备有限公司 对接日期=2023-09-06 总投资=3.2 阶段=落地 首次外出日期=2023-09-06",
		"对接项目 项目编号=KFQ-2022-004 项目名称=示例储能项目 投资方=示例储能有限公司 对接日期=2023-09-07 总投资=5 阶段=洽谈 首次外出日期=2022-12-20",
		"签约项目 项目编号=KFQ-2023-003 项目名称=示例装备项目 投资方=示例装备有限公司 协议类型=正式协议 签约金额=3.2 签约日期=2023-09-15 合同甲方=示例管理委员会 总投资=3.2 法律审查=是",
		"落地项目 项目编号=KFQ-2023-003 项目名称=示例装备项目 投资方=示例装备有限公司 总投资=3.2 建设地点=示例园区 施工许可=已取得 开工日期=2023-09-20 注册日期=2023-09-16 拿地日期=2023-09-18",
		"会议与汇报 事项类型=月例会 召开日期=2023-09-25 主题=研究签约工作 主持人=分管领导",
		"会议与汇报 事项类型=季度汇报 召开日期=2023-09-28 主题=三季度工作进展 主持人=分管领导",
		"经费使用 支出日期=2023-09-12 用途=外出考察 支出金额=0.86 事由=考察差旅费 凭证号=2023-09-015",
		"人员变动 变动类型=调出 单位=示例单位 职务=业务骨干 人员类别=业务骨干 变动日期=2023-09-18 进入日期=2022-08-20 报备日期=2023-09-18 变动原因=工作调整",
		"人员变动 变动类型=调入 单位=示例单位 职务=业务骨干 人员类别=业务骨干 变动日期=2023-09-19 报备日期=2023-09-19 变动原因=接替调出人员",
	},
	"FWZ": {
		"包装项目 项目编号=FWZ-2023-001 项目名称=示例康养小镇招商项目 产业领域=文旅康养 总投资=2.5 包装日期=2023-09-22 用地保障=已提出布局意见 审批服务=已列入绿色通道 法律服务=已出具审查意见 统计服务=未到入统节点",
		"项目评估会议 召开日期=2023-09-26 主持人=分管副县长 参加单位=县发改局、县统计局 评估项目数=5 评估结论=通过4个",
		"会议与汇报 事项类型=工作会议 召开日期=2023-09-25 主题=研究包装工作 主持人=分管领导",
	},
}

// answerRow is what a task force writes about a supervision item.
const answerRow = "问题整改 督办编号=督办〔2023〕21号 整改状态=正在整改 整改情况=正在筹备会议"

// paper is a return before it is put into a workbook: rows by sheet.
type paper struct {
	unit  string
	month ingest.Period
	cover map[string]string
	rows  map[string][]map[string]string
}

// newPaper is the unit's good return; one that holds only the cover if quiet.
func newPaper(unit string, month ingest.Period, quiet bool) *paper {
	filed := month.Add(1).First()
	filed.Day = 5
	p := &paper{unit, month, map[string]string{
		"填报单位": "示例单位", "填报人": "办公室负责同志", "审签人": "分管领导", "填报日期": filed.String(),
	}, map[string][]map[string]string{}}
	if quiet {
		return p
	}
	for _, text := range goodRows[unit] {
		name, row := parseRow(text)
		p.rows[name] = append(p.rows[name], row)
	}
	return p
}

func parseRow(text string) (sheet string, row map[string]string) {
	words := strings.Fields(text)
	return words[0], pairs(words[1:])
}

func pairs(words []string) map[string]string {
	row := map[string]string{}
	for _, w := range words {
		key, value, _ := strings.Cut(w, "=")
		row[key] = value
	}
	return row
}

// models are the rows that “+1” and “+2” copy.
func models(unit, sheetName string) (list []map[string]string) {
	for _, text := range append(slices.Clone(goodRows[unit]), answerRow) {
		if name, row := parseRow(text); name == sheetName {
			list = append(list, row)
		}
	}
	return list
}

// edit changes a paper by one line of a case:
//
//	签约项目 1 签约金额=12      sets fields of the first row (an empty value clears)
//	签约项目 +1 项目编号=…      adds a copy of the good return's first row, changed
//	签约项目 -1                 takes the first row out
//	签约项目 -                  takes all out: 本月无
//	封面 填报日期=2023-08-31     sets items of the cover
func (p *paper) edit(t testing.TB, line string) {
	t.Helper()
	words := strings.Fields(line)
	name, what, set := words[0], words[1], pairs(words[2:])
	if strings.Contains(what, "=") {
		maps.Copy(p.cover, pairs(words[1:]))
		return
	}
	if what == "-" {
		p.rows[name] = nil
		return
	}
	n, err := strconv.Atoi(strings.TrimLeft(what, "+-"))
	if err != nil {
		t.Fatalf("%s: which row?", line)
	}
	switch what[0] {
	case '+':
		row := maps.Clone(models(p.unit, name)[n-1])
		maps.Copy(row, set)
		p.rows[name] = append(p.rows[name], row)
	case '-':
		p.rows[name] = slices.Delete(p.rows[name], n-1, n)
	default:
		maps.Copy(p.rows[name][n-1], set)
	}
}

// blanks keeps the drawn forms: one a task force and month.
var blanks sync.Map

func blank(t testing.TB, s *scheme.Scheme, unit string, month ingest.Period) []byte {
	t.Helper()
	key := unit + month.String()
	if b, ok := blanks.Load(key); ok {
		return b.([]byte)
	}
	tf := s.TaskForce(unit)
	b, err := xlsx.Form(xlsx.FormInput{Form: s.Form(tf.Class), Unit: tf.Unit, Period: month})
	if err != nil {
		t.Fatal(err)
	}
	blanks.Store(key, b)
	return b
}

// papers that were read before, by what they hold: many cases share one.
var readings sync.Map

type reading struct {
	ret      *ingest.Return
	findings finding.List
}

// read puts the paper into the task force's own form and reads the workbook.
func (p *paper) read(t testing.TB, s *scheme.Scheme) reading {
	t.Helper()
	key := fmt.Sprint(p.unit, p.month, p.cover, p.rows)
	if r, ok := readings.Load(key); ok {
		return r.(reading)
	}
	f := s.Form(s.TaskForce(p.unit).Class)
	in := xlsx.Filling{Cover: p.cover, Rows: p.rows}
	for _, sh := range f.Sheets {
		if sh.NilItem && len(p.rows[sh.Name]) == 0 {
			in.Nil = append(in.Nil, sh.Name)
		}
	}
	filled, err := xlsx.Fill(blank(t, s, p.unit, p.month), f, in)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "return.xlsx")
	if err := os.WriteFile(path, filled, 0o600); err != nil {
		t.Fatal(err)
	}
	r, list, err := read.Read(path, "return.xlsx", "", s.Book(), sheet.DefaultLimits)
	if err != nil || r == nil {
		t.Fatalf("the workbook cannot be read: %v %v", err, list)
	}
	r.Number = 1
	readings.Store(key, reading{r, list})
	return reading{r, list}
}

// story is a task force's year up to a month: the month's return and those of
// months that a line speaks of, “8月 签约项目 +1 签约日期=2023-08-10”, or
// “上年12月 …”. Earlier months hold nothing else.
func story(t testing.TB, s *scheme.Scheme, unit string, month ingest.Period, quiet bool, lines []string) (year []*ingest.Return, last reading) {
	t.Helper()
	now := newPaper(unit, month, quiet)
	earlier := map[int]*paper{} // by month, those of the year before up to 0
	for _, line := range lines {
		first, rest, _ := strings.Cut(line, " ")
		first, lastYear := strings.CutPrefix(first, "上年")
		n, err := strconv.Atoi(strings.TrimSuffix(first, "月"))
		if err != nil {
			now.edit(t, line)
			continue
		}
		if lastYear {
			n -= 12
		}
		if earlier[n] == nil {
			earlier[n] = newPaper(unit, ingest.Period{Year: month.Year, Month: 1}.Add(n-1), true)
		}
		earlier[n].edit(t, rest)
	}
	for _, n := range slices.Sorted(maps.Keys(earlier)) {
		year = append(year, earlier[n].read(t, s).ret)
	}
	last = now.read(t, s)
	return append(year, last.ret), last
}

// form is the return form of a task force.
func formOf(s *scheme.Scheme, unit string) *form.Form { return s.Form(s.TaskForce(unit).Class) }
