package check_test

import (
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/rules/check"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// An explanation given in version 1 stands for what has not changed since.
func TestCarried(t *testing.T) {
	warn := scheme.Rule{Code: "R-112", Name: "合同额", Sheet: "合同", Source: "合同额 <= 投资", Level: string(finding.Warning)}
	s := county(t, warn)
	version := func(rows ...string) *ingest.Return {
		return nilled(ret(t, "2023-09", append(rows, cover)...), "接触")
	}
	first := version("合同 编号=P1 名称=一号 合同额=12 投资=10", "说明 条=R-112 处=合同表!D5 话=含二期")
	first.Number = 1
	silent := version("合同 编号=P1 名称=一号 合同额=12 投资=10")
	silent.Number = 2
	const said, open = "不符合“合同额”。第1次报送时已说明：“含二期”。", "不符合“合同额”。"

	for name, c := range map[string]struct {
		now  *ingest.Return
		same func(string) bool
		want []string
	}{
		"unchanged":              {version("合同 编号=P1 名称=一号 合同额=12 投资=10"), nil, []string{"合同表!D5 提示 R-112 " + said}},
		"another cell changed":   {version("合同 编号=P1 名称=更名 合同额=12 投资=10"), nil, []string{"合同表!D5 提示 R-112 " + said}},
		"row moved":              {version("合同 编号=P2 合同额=1 投资=2", "合同 编号=p1 合同额=12 投资=10"), nil, []string{"合同表!D6 提示 R-112 " + said}},
		"value changed":          {version("合同 编号=P1 名称=一号 合同额=13 投资=10"), nil, []string{"合同表!D5 警告 R-112 " + open}},
		"what it is compared to": {version("合同 编号=P1 名称=一号 合同额=12 投资=9"), nil, []string{"合同表!D5 警告 R-112 " + open}},
		"another project there":  {version("合同 编号=P2 名称=二号 合同额=12 投资=10"), nil, []string{"合同表!D5 警告 R-112 " + open}},
		"rule changed":           {version("合同 编号=P1 名称=一号 合同额=12 投资=10"), func(string) bool { return false }, []string{"合同表!D5 警告 R-112 " + open}},
		"said anew":              {version("合同 编号=P1 名称=一号 合同额=12 投资=10", "说明 条=R-112 处=D5 话=另有补充协议"), nil, []string{"合同表!D5 提示 R-112 " + open + "已说明：“另有补充协议”。"}},
	} {
		t.Run(name, func(t *testing.T) {
			y := facts.NewYear(s.Base(&s.TaskForces[0]), c.now.Period, []*ingest.Return{c.now})
			list := check.Return(s, s.Forms[0], c.now, y, check.Earlier{Return: first, Same: c.same}, check.Earlier{Return: silent, Same: c.same})
			expect(t, list, c.want...)
		})
	}
}

// What was explained against another sheet's cell stands while that says the
// same of the project: once the contact of the 5th became one of the 25th, and
// what was said of the 12th and the 5th stood for the 25th without a word.
func TestCarriedWhileTheOtherSheetSaysTheSame(t *testing.T) {
	s := county(t, scheme.Rule{Code: "R-113", Name: "两表一致", Sheet: "合同", Source: "签日 == find(最新.接触, .编号 == 编号).日期", Level: string(finding.Warning)})
	const own = "合同 编号=P1 名称=一号 合同额=9 签日=2023-09-12"
	first := ret(t, "2023-09", cover, "接触 编号=P1 日期=2023-09-05 阶段=谈", "接触 编号=P2 日期=2023-09-01 阶段=谈", own, "说明 条=R-113 处=合同表!F5 话=先签后补")
	first.Number = 1
	for name, c := range map[string]struct {
		rows []string
		want string
	}{
		"same":                    {[]string{"接触 编号=P2 日期=2023-09-01 阶段=谈", "接触 编号=P1 日期=2023-09-05 阶段=谈"}, "合同表!F5 提示 R-113 不符合“两表一致”。第1次报送时已说明：“先签后补”。"},
		"what it does not ask of": {[]string{"接触 编号=P1 日期=2023-09-05 阶段=签", "接触 编号=P2 日期=2023-09-02 阶段=谈"}, "合同表!F5 提示 R-113 不符合“两表一致”。第1次报送时已说明：“先签后补”。"},
		"the other cell":          {[]string{"接触 编号=P1 日期=2023-09-25 阶段=谈", "接触 编号=P2 日期=2023-09-01 阶段=谈"}, "合同表!F5 警告 R-113 不符合“两表一致”。"},
	} {
		now := ret(t, "2023-09", append(c.rows, cover, own)...)
		y := facts.NewYear(s.Base(&s.TaskForces[0]), now.Period, []*ingest.Return{now})
		list := check.Return(s, s.Forms[0], now, y, check.Earlier{Return: first})
		t.Run(name, func(t *testing.T) { expect(t, list, c.want) })
	}
}

// An error is no warning: no explanation, old or new, lets it pass.
func TestCarriedExplainsNoError(t *testing.T) {
	s := county(t, scheme.Rule{Code: "R-112", Name: "合同额", Sheet: "合同", Source: "合同额 <= 投资"})
	first := nilled(ret(t, "2023-09", cover, "合同 编号=P1 合同额=12 投资=10", "说明 条=R-112 处=合同表!D5 话=含二期"), "接触")
	now := nilled(ret(t, "2023-09", cover, "合同 编号=P1 合同额=12 投资=10"), "接触")
	y := facts.NewYear(s.Base(&s.TaskForces[0]), now.Period, []*ingest.Return{now})
	expect(t, check.Return(s, s.Forms[0], now, y, check.Earlier{Return: first}), "合同表!D5 错误 R-112 不符合“合同额”。")
}

// What is said of the return as a whole stands while the sheets that the rule
// looks at say the same, in whatever order.
func TestCarriedForTheWholeReturn(t *testing.T) {
	s := county(t, scheme.Rule{Code: "R-181", Name: "接触", Source: "count(本月.接触, .阶段 == \"谈\") >= 3", Level: string(finding.Warning)})
	first := ret(t, "2023-09", cover, "接触 编号=P1 阶段=谈", "接触 编号=P2 阶段=谈", "合同 编号=P1 合同额=1", "说明 条=R-181 处=接触 话=下月补上")
	first.Number = 1
	for name, c := range map[string]struct {
		rows []string
		want string
	}{
		"same":        {[]string{"接触 编号=P2 阶段=谈", "接触 编号=P1 阶段=谈", "合同 编号=P1 合同额=2"}, "接触 提示 R-181 不符合“接触”。第1次报送时已说明：“下月补上”。"},
		"one row new": {[]string{"接触 编号=P1 阶段=谈", "接触 编号=P2 阶段=签", "合同 编号=P1 合同额=1"}, "接触 警告 R-181 不符合“接触”。"},
	} {
		now := ret(t, "2023-09", append(c.rows, cover)...)
		y := facts.NewYear(s.Base(&s.TaskForces[0]), now.Period, []*ingest.Return{now})
		list := check.Return(s, s.Forms[0], now, y, check.Earlier{Return: first})
		t.Run(name, func(t *testing.T) { expect(t, list, c.want) })
	}
}
