package scheme_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/scheme"
)

func defaults(t testing.TB) *scheme.Scheme {
	t.Helper()
	s, err := scheme.Load(scheme.Defaults())
	if err != nil {
		t.Fatalf("the default scheme is faulty:\n%v", err)
	}
	return s
}

func second(t testing.TB) *scheme.Scheme {
	t.Helper()
	tables, err := scheme.FromDir(os.DirFS("testdata/second"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := scheme.Load(tables)
	if err != nil {
		t.Fatalf("the second scheme is faulty:\n%v", err)
	}
	return s
}

// The table of the notice, 一（二）1 to 6, read from the paper: projects met
// outside, their investment, trips, signed amount, landed from–to.
func TestTargetsAreThoseOfTheNotice(t *testing.T) {
	s := defaults(t)
	want := map[string]string{
		"KFQ": "5 30 4 30 1-2",
		"MCQ": "5 20 4 15 2-3",
		"ZBZ": "3 10 4 10 1-2",
		"WLK": "3 10 4 8 1-2",
		"NYC": "5 10 4 5 1-2",
		"SZJ": "5 10 4 5 1-2",
	}
	got := map[string]string{}
	for code := range want {
		var parts []string
		for _, indicator := range []string{"外出对接项目", "对接总投资", "外出招商活动", "签约金额", "落地项目"} {
			target := s.Target(code, indicator, 2023)
			if target == nil {
				t.Fatalf("%s has no target for %s", code, indicator)
			}
			text := target.Low.String()
			if target.High != nil {
				text += "-" + target.High.String()
			}
			parts = append(parts, text)
		}
		got[code] = strings.Join(parts, " ")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// 5+5+3+3+5+5 = 26; 30+20+10+10+10+10 = 90; 6×4 = 24; 30+15+10+8+5+5 = 73;
// landed 1+2+1+1+1+1 = 7 to 2+3+2+2+2+2 = 13.
func TestControlTotals(t *testing.T) {
	s := defaults(t)
	low, high := map[string]exact.Num{}, exact.Int(0)
	for _, target := range s.Targets {
		if s.TaskForce(target.TaskForce).InCounty {
			low[target.Indicator] = low[target.Indicator].Add(target.Low)
			if target.High != nil {
				high = high.Add(*target.High)
			}
		}
	}
	for indicator, want := range map[string]string{"外出对接项目": "26", "对接总投资": "90", "外出招商活动": "24", "签约金额": "73", "落地项目": "7"} {
		if got := low[indicator].String(); got != want {
			t.Errorf("%s adds up to %s, want %s", indicator, got, want)
		}
	}
	if high.String() != "13" {
		t.Errorf("落地项目 at most %s, want 13", high)
	}
}

// 四（一）: 每季度召开1次项目评估会议，全年包装项目不少于10个.
func TestServiceTaskForceIsApart(t *testing.T) {
	s := defaults(t)
	fwz := s.TaskForce("FWZ")
	if fwz.Ranked || fwz.InCounty {
		t.Error("the service task force is ranked or counted in the county")
	}
	if got := s.Target("FWZ", "包装项目", 2023).Low.String(); got != "10" {
		t.Errorf("包装项目 %s, want 10", got)
	}
	if got := s.Target("FWZ", "项目评估会议", 2023); got.Low.String() != "4" || len(got.Plan) != 4 {
		t.Errorf("项目评估会议 %v, want 4, one a quarter", got)
	}
	if s.Target("FWZ", "签约金额", 2023) != nil || s.Target("KFQ", "签约金额", 2031) != nil {
		t.Error("a target nobody set")
	}
}

func TestEveryTargetAndScoreTellsItsGround(t *testing.T) {
	s := defaults(t)
	for _, target := range s.Targets {
		if !strings.Contains(target.Basis, "（") {
			t.Errorf("%s %s rests on %q, no clause", target.TaskForce, target.Indicator, target.Basis)
		}
	}
	sum := exact.Int(0)
	for _, line := range s.Scores {
		sum = sum.Add(line.Weight)
		if !strings.Contains(line.Note, "建议稿") || line.Cap.String() != "1.2" {
			t.Errorf("%s: the notice gives no weights; note %q, cap %s", line.Indicator, line.Note, line.Cap)
		}
	}
	if sum.String() != "100" {
		t.Errorf("weights add up to %s", sum)
	}
	for _, r := range s.Rules {
		if r.Message == "" || r.Example == "" || r.Name == "" {
			t.Errorf("%s cannot be explained: %+v", r.Code, r)
		}
	}
}

// The sheets of DESIGN 5.
func TestFormsOfTheTwoClasses(t *testing.T) {
	s := defaults(t)
	want := map[string]string{
		"产业专班":   "封面 外出招商活动 对接项目 签约项目 落地项目 会议与汇报 经费使用 人员变动 问题整改 情况说明",
		"服务议事专班": "封面 包装项目 项目评估会议 会议与汇报 问题整改 情况说明",
	}
	for class, sheets := range want {
		if got := strings.Join(s.Form(class).SheetNames(), " "); got != sheets {
			t.Errorf("%s: %s\nwant %s", class, got, sheets)
		}
	}
	if s.Form("产业专班").Digest == s.Form("服务议事专班").Digest || len(s.Form("产业专班").Digest) != 64 {
		t.Error("form digests do not tell the classes apart")
	}
}

func TestCoverAsksForNilSheets(t *testing.T) {
	f := defaults(t).Form("产业专班")
	var got []string
	for _, field := range f.Cover().Fields {
		if field.Role == form.NilOf {
			got = append(got, field.Header)
			if !slices.Equal(field.Choices, []string{"本月无"}) || field.Required {
				t.Errorf("%s: choices %v, required %v", field.Header, field.Choices, field.Required)
			}
		}
	}
	want := []string{"零报告：外出招商活动", "零报告：对接项目", "零报告：签约项目", "零报告：落地项目", "零报告：会议与汇报", "零报告：经费使用", "零报告：人员变动"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// One 事项类型 serves two classes with other choices; a stage column takes its
// choices from 设置.
func TestColumnsByClassAndStage(t *testing.T) {
	s := defaults(t)
	industry := s.Form("产业专班").Sheet("会议与汇报").Field("事项类型").Choices
	service := s.Form("服务议事专班").Sheet("会议与汇报").Field("事项类型").Choices
	if !slices.Contains(industry, "月例会") || slices.Contains(service, "月例会") {
		t.Errorf("industry %v, service %v", industry, service)
	}
	stages := s.Form("产业专班").Sheet("对接项目").With(form.Stage).Choices
	if got := strings.Join(stages, " "); got != "线索 洽谈 意向 签约 落地 入统 终止" {
		t.Errorf("stages %s", got)
	}
}

func TestWhoReportsWhen(t *testing.T) {
	s := defaults(t)
	if got := len(s.Reporting(ingest.Period{Year: 2023, Month: 9})); got != 7 {
		t.Errorf("%d returns due in September 2023, want 7 (six and the service task force)", got)
	}
	if got := s.Reporting(ingest.Period{Year: 2022, Month: 12}); got != nil {
		t.Errorf("returns due before 启用月: %v", got)
	}
	tf := scheme.TaskForce{From: ingest.Period{Year: 2023, Month: 4}, To: ingest.Period{Year: 2023, Month: 6}}
	for month, want := range map[int]bool{3: false, 4: true, 6: true, 7: false} {
		if got := tf.In(ingest.Period{Year: 2023, Month: month}); got != want {
			t.Errorf("month %d: %v", month, got)
		}
	}
}

func TestBookTellsUnits(t *testing.T) {
	book := defaults(t).Book()
	if len(book.Units) != 7 || len(book.Forms) != 2 || book.Unit("开发区招商专班").Code != "KFQ" || book.Form(book.Unit("FWZ").Class).Cover() == nil {
		t.Errorf("%+v", book.Units)
	}
}

func TestSecondCountyIsAnotherWorld(t *testing.T) {
	s := second(t)
	if got := s.Settings.Calendar.LastMonth(2024).String(); got != "2025-03" {
		t.Errorf("its year ends in %s, want 2025-03", got)
	}
	if !s.Settings.Manual || s.Settings.Terminated != "退出" || len(s.TaskForces) != 3 {
		t.Errorf("%+v", s.Settings)
	}
	if got := s.Target("NE", "KG", 2024); got.High.String() != "4" || got.Plan[2].String() != "1" {
		t.Errorf("target %+v", got)
	}
	if s.Form("招引组").Cover().Name != "首页" || s.Form("招引组").Sheet("开工登记").Stage != "开工" {
		t.Error("its form was not followed")
	}
	if s.TaskForces[0].Leader != "分管副县长" {
		t.Error("a header with full-width brackets was not found")
	}
	if s.Rule("R-A4").Stage != scheme.Trial || s.Rule("R-A1").Stage != scheme.Active || s.Rule("R-A9") != nil {
		t.Error("stages of rules")
	}
	april, may := ingest.Period{Year: 2024, Month: 3}, ingest.Period{Year: 2024, Month: 4}
	if r := s.Rule("R-A4"); r.Applies("招引组", april) || !r.Applies("招引组", may) || r.Applies("保障组", may) {
		t.Error("R-A4 holds from April 2024 on, for 招引组 alone")
	}
}

// Columns and choices of a sheet come from the table the loader reads by: each
// header of the built-in tables must be described.
func TestDescribeKnowsEveryColumn(t *testing.T) {
	for _, table := range append(scheme.Defaults(), scheme.RegisterDefaults()...) {
		var names []string
		for _, h := range scheme.Describe(table.Sheet) {
			names = append(names, h.Name)
		}
		for _, c := range table.Columns {
			if !slices.Contains(names, c) {
				t.Errorf("%s: %s is not described", table.Sheet, c)
			}
		}
		if scheme.SheetHelp(table.Sheet) == "" {
			t.Errorf("%s has no help", table.Sheet)
		}
	}
	help := scheme.Describe("目标")
	if !slices.Equal(help[3].Choices, []string{"不少于", "金额", "争取区间"}) || !help[3].Required {
		t.Errorf("类型: %+v", help[3])
	}
	if scheme.Describe("目标二") != nil {
		t.Error("a sheet that does not exist is described")
	}
}
