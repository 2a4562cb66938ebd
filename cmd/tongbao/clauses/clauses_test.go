package clauses

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/rules/scheme"
)

const root = "../../.."

// clauseIDs is every clause of the notice, as the scheme's 依据 writes it.
// TestClausesAreThoseOfTheNotice holds it against the paper.
var clauseIDs = strings.Fields(`题头
一（一）
一（一）1 一（一）1（1） 一（一）1（2） 一（一）1（3） 一（一）1（4） 一（一）1（5） 一（一）1（6） 一（一）1（7） 一（一）1（8）
一（一）2 一（一）2（1） 一（一）2（2） 一（一）2（3） 一（一）2（4）
一（一）3 一（一）3（1） 一（一）3（2） 一（一）3（3） 一（一）3（4）
一（一）4 一（一）4（1） 一（一）4（2） 一（一）4（3）
一（一）5 一（一）5（1） 一（一）5（2） 一（一）5（3） 一（一）5（4）
一（一）6 一（一）6（1） 一（一）6（2） 一（一）6（3）
一（二） 一（二）1 一（二）2 一（二）3 一（二）4 一（二）5 一（二）6
一（二）组成人员 一（二）主要职责1 一（二）主要职责2 一（二）主要职责3
二（一） 二（二） 二（三）
三（一） 三（二） 三（三）
四（一） 四（二）
附注 抄送`)

// notice is the paper itself; where it is not at hand the test is skipped.
func notice(t *testing.T) string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(root, "../shared/000_*.txt"))
	if len(files) == 0 {
		t.Skip("the notice is not beside the repository")
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	chapter = regexp.MustCompile(`^([一二三四])、`)
	section = regexp.MustCompile(`^[（(]([一二三四])[）)]`)
	point   = regexp.MustCompile(`^([1-9])\.`)
	sub     = regexp.MustCompile(`^[（(]([1-9])[）)]`)
)

// clausesOf reads the clauses from the paper's own numbering.
func clausesOf(text string) (ids []string) {
	var in [3]string // chapter, section, point
	ids = []string{"题头"}
	inSecond := func(id string) bool { return in[0]+in[1] == id }
	duties := ""
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case chapter.MatchString(line):
			in, duties = [3]string{line[:len("一")]}, ""
		case in[0] == "":
		case section.MatchString(line):
			in[1], in[2], duties = "（"+section.FindStringSubmatch(line)[1]+"）", "", ""
			ids = append(ids, in[0]+in[1])
		case line == "组成人员：":
			ids = append(ids, in[0]+in[1]+"组成人员")
		case line == "主要职责：" && inSecond("一（二）"):
			duties = "主要职责"
		case point.MatchString(line):
			in[2] = duties + point.FindStringSubmatch(line)[1]
			ids = append(ids, in[0]+in[1]+in[2])
		case sub.MatchString(line):
			ids = append(ids, in[0]+in[1]+in[2]+"（"+sub.FindStringSubmatch(line)[1]+"）")
		}
	}
	return append(ids, "附注", "抄送")
}

func TestClausesAreThoseOfTheNotice(t *testing.T) {
	text := notice(t)
	if diff := cmp.Diff(clauseIDs, clausesOf(text)); diff != "" {
		t.Error(diff)
	}
	for _, part := range []string{"（此件公开发布）", "抄送："} {
		if !strings.Contains(text, part) {
			t.Errorf("the notice has no %s", part)
		}
	}
}

// clauseRow is a row of templates/CLAUSES.md.
type clauseRow struct{ id, does, data, tests string }

func clauseText(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "templates/CLAUSES.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func clauseTable(text string) (rows []clauseRow) {
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || strings.HasPrefix(cells[1], "--") || strings.TrimSpace(cells[1]) == "条款" {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, clauseRow{cells[1], cells[2], cells[3], cells[4]})
	}
	return rows
}

var (
	code   = regexp.MustCompile(`\b(R|DC)-\d+\b`)
	table  = regexp.MustCompile(`(方案|台账)·(\p{Han}+)`)
	tested = regexp.MustCompile("`([a-z]+)\\.(Test\\w+)(?:/([^`]+))?`")
)

// clauseFaults is what is wrong with a clause table: every clause stands in it
// once, in the notice's order; what a row names is there, rules, 督查, sheets
// and tests; and every rule and every row of 督查 stands under some clause, so
// that none is without a ground that somebody has thought of.
func clauseFaults(text string, s *scheme.Scheme, sources map[string]string) (faults []string) {
	var ids []string
	for _, r := range clauseTable(text) {
		ids = append(ids, r.id)
		faults = append(faults, r.faults(s, sources)...)
	}
	if diff := cmp.Diff(clauseIDs, ids); diff != "" {
		faults = append(faults, "clauses:\n"+diff)
	}
	named := code.FindAllString(text, -1)
	for _, r := range s.Rules {
		if !slices.Contains(named, r.Code) {
			faults = append(faults, r.Code+" "+r.Name+" stands under no clause")
		}
	}
	for _, d := range s.Supervision {
		if !slices.Contains(named, d.Code) {
			faults = append(faults, d.Code+" "+d.Name+" stands under no clause")
		}
	}
	return faults
}

func (r clauseRow) faults(s *scheme.Scheme, sources map[string]string) (faults []string) {
	if r.does == "" || r.data == "" || !tested.MatchString(r.tests) {
		faults = append(faults, r.id+" says not enough")
	}
	for _, c := range code.FindAllString(r.data, -1) {
		if !known(s, c) {
			faults = append(faults, r.id+" names "+c+", which the scheme has not")
		}
		if !strings.Contains(r.tests, "/"+c+"`") {
			faults = append(faults, r.id+" names "+c+" and no test of it")
		}
	}
	for _, m := range table.FindAllStringSubmatch(r.data, -1) {
		if !slices.ContainsFunc(tablesOf(m[1]), func(x scheme.Table) bool { return x.Sheet == m[2] }) {
			faults = append(faults, r.id+" names the sheet "+m[2]+", which the "+m[1]+" has not")
		}
	}
	for _, m := range tested.FindAllStringSubmatch(r.tests, -1) {
		if why := missing(sources, m[1], m[2], m[3]); why != "" {
			faults = append(faults, r.id+": "+m[0]+": "+why)
		}
	}
	return faults
}

func TestClauseTable(t *testing.T) {
	s, sources, text := builtIn(t), testSources(t), clauseText(t)
	for _, f := range clauseFaults(text, s, sources) {
		t.Error(f)
	}
	// The check itself: each slip is one that it finds.
	cut := func(id string) string {
		var kept []string
		for _, line := range strings.Split(text, "\n") {
			if !strings.HasPrefix(line, "| "+id+" |") {
				kept = append(kept, line)
			}
		}
		return strings.Join(kept, "\n")
	}
	for why, slip := range map[string]string{
		"a clause left out":               cut("二（二）"),
		"a rule under no clause":          strings.ReplaceAll(text, "R-143", ""),
		"a row of 督查 under no clause":     strings.ReplaceAll(text, "DC-28", ""),
		"a rule that the scheme has not":  strings.Replace(text, "方案·规则 R-149", "方案·规则 R-999", 1),
		"a sheet that the scheme has not": strings.Replace(text, "方案·计算口径", "方案·口径表", 1),
		"a rule without its test":         strings.Replace(text, " `clauses.TestRules/R-193`", "", 1),
		"a test that does not exist":      strings.Replace(text, "`clauses.TestOutcomes`", "`clauses.TestOutcome`", 1),
		"a part that does not exist":      strings.Replace(text, "`clauses.TestRules/R-149`", "`clauses.TestRules/R-0149`", 1),
		"a clause twice":                  text + "\n| 附注 | 重复 | 方案·设置 | `clauses.TestOutcomes` |",
		"a clause without a test":         strings.Replace(text, "| `main.TestScripts/office_words` |", "| |", 1),
	} {
		if slip == text || len(clauseFaults(slip, s, sources)) == 0 {
			t.Errorf("%s goes unnoticed", why)
		}
	}
}

func known(s *scheme.Scheme, code string) bool {
	return s.Rule(code) != nil || slices.ContainsFunc(s.Supervision, func(d scheme.Supervision) bool { return d.Code == code })
}

func tablesOf(book string) []scheme.Table {
	if book == "台账" {
		return scheme.RegisterDefaults()
	}
	return scheme.Defaults()
}

// testSources is the text of all test files, by package name without _test.
func testSources(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, line := range strings.Split(string(src), "\n") {
			if name, ok := strings.CutPrefix(line, "package "); ok {
				all[strings.TrimSuffix(name, "_test")] += string(src)
				break
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// missing says what is not there of a test that the table names, "" when all is.
func missing(sources map[string]string, pkg, test, part string) string {
	if !strings.Contains(sources[pkg], "func "+test+"(t *testing.T)") {
		return "no such test"
	}
	there := part == "" || strings.Contains(sources[pkg], `"`+part+`"`)
	if test == "TestScripts" {
		_, err := os.Stat(filepath.Join(root, "cmd/tongbao/testdata/script", part+".txtar"))
		there = err == nil
	}
	if !there {
		return "no such part"
	}
	return ""
}

// Units and directions, word by word from the paper: leading unit; members.
func TestTaskForcesAreThoseOfTheNotice(t *testing.T) {
	s := builtIn(t)
	want := map[string]string{
		"KFQ": "沁水经济技术开发区；县投资促进中心",
		"MCQ": "县能源局；县应急管理局、县投资促进中心、山西沁水煤层气开发投资有限公司",
		"ZBZ": "县工业和信息化局；县投资促进中心、县中小企业发展促进中心",
		"WLK": "县文化和旅游局；县林业局、县投资促进中心、县文化旅游开发投资有限公司",
		"NYC": "县农业农村局；县乡村振兴局、县投资促进中心、山西沁水农林投资发展有限公司",
		"SZJ": "县行政审批服务管理局；县投资促进中心",
		"FWZ": "县投资促进中心；县发改局、县自然资源局、县行政审批服务管理局、县司法局、县统计局",
	}
	got := map[string]string{}
	for _, tf := range s.TaskForces {
		got[tf.Code] = tf.LeadUnit + "；" + strings.Join(tf.Members, "、")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// 一（二）1–6, each one's own.
	want = map[string]string{
		"KFQ": "围绕打造“煤层气特区”，在煤层气总部经济、装备制造、新材料产业等领域引进项目。",
		"MCQ": "主要引进以煤层气为原料和燃料的高端制造业、煤层气配套产业、煤层气总部项目。",
		"ZBZ": "围绕装备制造业领域引进项目。",
		"WLK": "聚焦“百村百院”康养特色村建设，在大景区开发、大健康园区建设、康养村打造、古堡利用、温泉度假等领域招引项目。",
		"NYC": "依托“沁水蜂蜜”、“沁水黑山羊”、沁水小杂粮、食用菌等农产品以及传统村落开发等领域引进项目。",
		"SZJ": "在数字经济领域引进项目。",
	}
	got = map[string]string{}
	for _, tf := range s.TaskForces {
		if tf.Ranked {
			got[tf.Code] = tf.Remit
		}
		if !strings.Contains(tf.Leader, "副县长") {
			t.Errorf("%s: no deputy head of the county leads it: %q", tf.Code, tf.Leader)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	text := notice(t)
	for _, tf := range s.TaskForces {
		if tf.Ranked && !strings.Contains(text, "招商方向："+tf.Remit) {
			t.Errorf("%s: the notice does not say %s", tf.Code, tf.Remit)
		}
	}
}

// The numbers that rules take from 计算口径 and 目标 are the notice's: 5 万元,
// one year, 10 projects, 4 trips.
func TestNumbersOfTheNotice(t *testing.T) {
	s := builtIn(t)
	for item, want := range map[string]string{"专班年度经费": "5", "最短任期天数": "365"} {
		if got := s.Choices[item].Value; got != want {
			t.Errorf("%s is %s, want %s", item, got, want)
		}
	}
	for _, target := range s.Targets {
		for indicator, want := range map[string]string{"包装项目": "10", "外出招商活动": "4"} {
			if target.Indicator == indicator && target.Low.String() != want {
				t.Errorf("%s: the target of %s is %s, the notice says %s", target.TaskForce, indicator, target.Low, want)
			}
		}
	}
}
