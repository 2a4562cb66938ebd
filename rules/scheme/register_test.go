package scheme_test

import (
	"errors"
	"strings"
	"testing"

	"tongbao/ingest/form"
	"tongbao/rules/scheme"
)

// register makes tables of a sheet with one line a row, cells cut at |.
func register(sheet, header string, rows ...string) []scheme.Table {
	text := strings.ReplaceAll(header+"\n"+strings.Join(rows, "\n"), "|", "\t")
	return []scheme.Table{scheme.ParseTSV(sheet, text)}
}

func registerFaults(t testing.TB, tables []scheme.Table) string {
	t.Helper()
	_, err := scheme.LoadRegister(tables, defaults(t))
	var faults scheme.Faults
	if err == nil {
		return ""
	}
	if !errors.As(err, &faults) {
		t.Fatalf("not Faults: %v", err)
	}
	return faults.Error()
}

// A register without its sheets is the one whose sheets are empty.
func TestEmptyRegister(t *testing.T) {
	digests := map[string]bool{}
	for _, tables := range [][]scheme.Table{nil, scheme.RegisterDefaults()} {
		r, err := scheme.LoadRegister(tables, defaults(t))
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Verified)+len(r.Settlements)+len(r.Waivers) != 0 {
			t.Errorf("%+v", r)
		}
		digests[r.Digest] = true
	}
	if len(digests) != 1 {
		t.Errorf("two digests: %v", digests)
	}
}

func TestRegisterRows(t *testing.T) {
	tables := append(register("核定", "专班|指标|项目编号|起始月|核定数|依据材料|原因", "KFQ|签约金额|KFQ-2023-003|2023年9月|2.80|统计局核查单|合同文本为2.80亿元"),
		register("重复认定", "项目|归属|起始月|原因|认定人(岗位)",
			"KFQ:KFQ-2023-003，MCQ：MCQ-2023-001|6:4|2023-09|同一投资方|办公室主任",
			"KFQ:KFQ-2023-004，ZBZ:ZBZ-2023-001|ZBZ|2023-09|先对接|办公室主任")...)
	tables = append(tables, register("豁免", "专班|规则编号|项目编号|起始月|截止月|原因|批准人(岗位)", "SZJ|R-181||2023-08||机构改革|分管副县长")...)
	tables = append(tables, register("期初项目", "专班|工作表|月份|项目编号|项目名称|投资方|阶段|金额|发生日期|依据材料|其他栏目", "KFQ|签约项目|2022-12|KFQ-2022-001|示例项目|示例公司||5.00|2022-12-15|协议|协议类型=正式协议，总投资=6.5")...)
	r, err := scheme.LoadRegister(tables, defaults(t))
	if err != nil {
		t.Fatal(err)
	}
	if v := r.Verified[0]; v.Amount.String() != "2.8" || v.From.String() != "2023-09" || v.Cell != "E2" || v.Row != 2 {
		t.Errorf("核定 %+v", v)
	}
	// 6:4 of ten parts is 0.6 and 0.4.
	if c := r.Settlements[0].Claims; len(c) != 2 || c[0].Share.String() != "0.6" || c[1].Share.String() != "0.4" || c[1].TaskForce != "MCQ" {
		t.Errorf("shares %+v", c)
	}
	if c := r.Settlements[1].Claims; c[0].Share.String() != "0" || c[1].Share.String() != "1" {
		t.Errorf("ZBZ holds it alone: %+v", c)
	}
	if w := r.Waivers[0]; w.From != w.To || w.To.String() != "2023-08" {
		t.Errorf("a waiver without an end is for its month alone: %+v", w)
	}
	if o := r.Opening[0]; o.Values[form.Amount] != "5" || o.Cells[form.Amount] != "H2" || o.Values[form.Stage] != "" {
		t.Errorf("期初项目 %+v", o)
	}
	if v := r.Opening[0].Entry.Values; v["总投资"].Num.String() != "6.5" || v["总投资"].Cell != "K2" || v["签约日期"].Date.String() != "2022-12-15" || v["签约金额"].Cell != "H2" {
		t.Errorf("期初项目 as an entry: %+v", v)
	}
}

func TestRegisterFaults(t *testing.T) {
	const opening = "专班|工作表|月份|项目编号|项目名称|金额|发生日期|其他栏目"
	const verified, settled, found = "专班|指标|项目编号|起始月|核定数|依据材料|原因", "项目|归属|起始月|原因", "类型|编号|督办编号|专班|日期|事项|整改期限|处理措施|决定人(岗位)"
	for _, c := range []struct {
		tables []scheme.Table
		want   string
	}{
		{register("核定", verified, "KFC|签约金额||2023-09|2.80|核查单|更正"), "核定!A2：没有“KFC”这个专班代码。是否想写“KFQ”？"},
		{register("核定", verified, "FWZ|签约金额||2023-09|2.80|核查单|更正"), "核定!B2：没有“签约金额”这个指标"},
		{register("核定", verified, "KFQ|签约金额||2023-09|约3亿|核查单|更正"), "核定!E2：“核定数”列的“约3亿”不是数"},
		{register("核定", verified, "KFQ|签约金额||2023-09|2.80||更正"), "核定!F2：“依据材料”没有填写"},
		{register("核定", verified, "KFQ|签约金额||2023-09|2|单|正", "KFQ|签约金额||2023-09|3|单|正"), "核定!B3：“KFQ 签约金额 2023-09”与第2行重复"},
		{register("重复认定", settled, "KFQ:KFQ-2023-003|KFQ|2023-09|同一"), "重复认定!A2：重复认定至少要有两个项目"},
		{register("重复认定", settled, "KFQ:甲，MCQ:乙|6:4:1|2023-09|同一"), "重复认定!B2：归属“6:4:1”不能识别"},
		{register("重复认定", settled, "KFQ:甲，MCQ:乙|ZBZ|2023-09|同一"), "重复认定!B2：归属“ZBZ”不能识别"},
		{register("重复认定", settled, "KFQ:甲，MCQ:乙|0:0|2023-09|同一"), "的比例全为0"},
		{register("重复认定", settled, "KFQ甲，MCQ:乙|6:4|2023-09|同一"), "重复认定!A2：“KFQ甲”不完整"},
		{register("督查登记", found, "发现问题|||KFQ|2023-09-20||2023-10-20||"), "督查登记!B2：“发现问题”的“编号”没有填写"},
		{register("督查登记", found, "确认销号|||KFQ|2023-09-20||||"), "督查登记!C2：“确认销号”的“督办编号”没有填写"},
		{register("督查登记", found, "发现问题|X-1||KFQ|2023-09-20|未建台账|||"), "发现问题的没有写期限"},
		{register("异议", "专班|文种|期次|异议内容|提出日期", "KFQ|月通报|2023Q3|数据有误|2023-10-20"), "异议!C2：期次“2023Q3”与文种“月通报”不合"},
		{register("豁免", "专班|规则编号|起始月|截止月|原因|批准人(岗位)", "KFQ|R-999|2023-09||因故|分管副县长"), "豁免!B2：没有“R-999”这条规则"},
		{register("豁免", "专班|规则编号|起始月|截止月|原因|批准人(岗位)", "KFQ|R-150|2023-09|2023-08|因故|分管副县长"), "豁免!D2：截止月2023年8月早于起始月2023年9月"},
		{register("延期", "专班|报告月份|督办编号|延至|原因|批准人(岗位)", "KFQ|||2023-10-20|因故|分管副县长"), "应填且只填一项"},
		{register("延期", "专班|报告月份|督办编号|延至|原因|批准人(岗位)", "KFQ|2023-09||2023-10-06|因故|分管副县长"), "延期!D2：延至2023年10月6日早于原来的截止日2023年10月7日"},
		{register("延期", "专班|报告月份|督办编号|延至|原因|批准人(岗位)", "KFQ|2023-09||2023-10-20|因故|分管副县长", "KFQ|2023-9||2023-10-13|因故|分管副县长"), "延期!D3：“KFQ 2023-09”与第2行重复"},
		{register("延期", "专班|报告月份|督办编号|延至|原因|批准人(岗位)", "KFQ||督办〔2023〕1号|2023-10-20|因故|分管副县长", "KFQ||督办〔2023〕1号|2023-10-27|因故|分管副县长"), "延期!D3：“KFQ 督办〔2023〕1号”与第2行重复"},
		{register("发文", "文种|期次|文号|签发日期", "月通报|2023-09|沁招商办〔2023〕9号|2023-10-16", "月通报|2023-9|沁招商办〔2023〕10号|2023-10-17"), "发文!B3：“月通报 2023-09”与第2行重复"},
		{register("本月文字", "月份|位置|内容", "2023-09|第四部分|略"), "本月文字!B2：“位置”列的“第四部分”不能识别"},
		{register("期初项目", "专班|工作表|月份|项目编号|项目名称|阶段", "KFQ|签约项目|2022-12|KFQ-2022-001|示例项目|签约"), "期初项目!F2：工作表“签约项目”没有角色为“阶段”的栏目"},
		{register("期初项目", opening, "KFQ|签约项目|2023-01|KFQ-2022-001|示例项目|5|2022-12-15|协议类型=正式协议，总投资=6"), "期初项目!C2：2023年1月起由专班自行填报月报表"},
		{register("期初项目", opening, "KFQ|签约项目|2022-12|KFQ-2022-001|示例项目|5|2022-12-15|总投资=6"), "期初项目!H2：工作表“签约项目”的“协议类型”没有填写，缺了它有关指标无法计算"},
		{register("期初项目", opening, "KFQ|签约项目|2022-12|KFQ-2022-001|示例项目||2022-12-15|协议类型=正式协议，总投资=6"), "期初项目!F2：工作表“签约项目”的“签约金额”没有填写"},
		{register("期初项目", opening, "KFQ|签约项目|2022-12|KFQ-2022-001|示例项目|5|2022-12-15|协议类型=合同，总投资=6"), "期初项目!H2：“协议类型”没有“合同”这个选项"},
		{register("期初项目", opening, "KFQ|签约项目|2022-12|KFQ-2022-001|示例项目|5|2022-12-15|协议=正式协议，总投资=6"), "期初项目!H2：没有“协议”这个栏目"},
		{register("期初项目", opening, "KFQ|经费使用|2022-12|KFQ-2022-001|示例项目|5|2022-12-15|"), "期初项目!B2：没有“经费使用”这张项目工作表"},
		{register("成员名单", "专班|姓名", "KFQ|某"), "成员名单：台账没有“成员名单”这张工作表。是否想写“成员名册”？"},
	} {
		if got := registerFaults(t, c.tables); !strings.Contains(got, c.want) {
			t.Errorf("no %q in\n%s", c.want, got)
		}
	}
}

// What was read and is a question of judgement may be waived, rule or not.
func TestWhatMayBeWaived(t *testing.T) {
	for _, code := range []string{"R-181", "X-NAME", "X-STAGE", "D-201", "T-RANGE", "T-UNIT"} {
		if _, err := scheme.LoadRegister(register("豁免", "专班|规则编号|起始月|截止月|原因|批准人(岗位)", "KFQ|"+code+"|2023-09||因故|分管副县长"), defaults(t)); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// Faults of both workbooks come at once. What the register says is not judged
// by a sheet of the scheme that is faulty itself, and by the others it is.
func TestFaultsOfBothBooks(t *testing.T) {
	rows := append(register("核定", "专班|指标|项目编号|起始月|核定数|依据材料|原因", "KFC|签约金额||2023-09|约3亿|核查单|更正"),
		register("豁免", "专班|规则编号|起始月|截止月|原因|批准人(岗位)", "KFQ|R-999|2023-09||因故|分管副县长")...)
	rows = append(rows, register("期初项目", "专班|工作表|月份|项目编号|项目名称", "KFQ|签约|2022-12|KFQ-2022-001|示例项目")...)
	cells := func(tables []scheme.Table) string {
		_, _, err := scheme.LoadBooks(tables, rows)
		var faults scheme.Faults
		if !errors.As(err, &faults) {
			t.Fatalf("not Faults: %v", err)
		}
		var list []string
		for _, f := range faults {
			list = append(list, f.Sheet+"!"+f.Cell)
		}
		return strings.Join(list, " ")
	}
	for _, c := range []struct {
		why    string
		tables []scheme.Table
		want   string
	}{
		{"a good scheme", scheme.Defaults(), "期初项目!B2 核定!A2 核定!E2 豁免!B2"},
		{"a faulty target", edit(t, scheme.Defaults(), "目标", "KFQ|签约金额", "下限", "三十"), "目标!E5 期初项目!B2 核定!A2 核定!E2 豁免!B2"},
		{"a faulty task force: KFC may be its code", edit(t, scheme.Defaults(), "专班", "MCQ", "参评", "对"), "专班!L3 核定!E2 豁免!B2"},
		{"a faulty rule: R-999 may be its code", edit(t, scheme.Defaults(), "规则", "R-112", "级别", "重"), "规则!F12 期初项目!B2 核定!A2 核定!E2"},
		{"a faulty sheet of the form", edit(t, scheme.Defaults(), "表单", "产业专班|落地项目", "形式", "表格"), "表单!C6 核定!A2 核定!E2 豁免!B2"},
	} {
		if got := cells(c.tables); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.why, got, c.want)
		}
	}
	if _, _, err := scheme.LoadBooks(nil, rows); err == nil {
		t.Error("no scheme at all is none")
	}
	s, r, err := scheme.LoadBooks(scheme.Defaults(), scheme.RegisterDefaults())
	if err != nil || s == nil || r == nil {
		t.Errorf("faultless books: %v", err)
	}
}

// Every sheet of the register, a bad row each: the cell, what may be written,
// and what was probably meant.
func TestBadRowsOfEverySheet(t *testing.T) {
	const (
		opening   = "专班|工作表|月份|项目编号|项目名称|金额|发生日期|其他栏目"
		members   = "专班|姓名|单位|职务|人员类别|起|止"
		verified  = "专班|指标|项目编号|起始月|核定数|依据材料|原因"
		settled   = "项目|归属|起始月|原因|认定人(岗位)"
		inspected = "类型|编号|督办编号|专班|日期|事项|期限(工作日)|处理措施|决定人(岗位)|红线"
		objection = "专班|文种|期次|指标|异议内容|提出日期|答复|答复日期|处理结果"
		waiver    = "专班|规则编号|项目编号|起始月|截止月|原因|批准人(岗位)"
		extension = "专班|报告月份|督办编号|延至|原因|批准人(岗位)"
		dispatch  = "文种|期次|文号|签发日期"
		texts     = "月份|位置|专班|内容"
		codes     = "可填：KFQ、MCQ、ZBZ、WLK、NYC、SZJ、FWZ"
	)
	for _, c := range []struct {
		sheet, header string
		rows          []string
		cell          string
		says, hints   string
	}{
		{"期初项目", opening, []string{"KFO|签约项目|2022-12|KFQ-2022-001|示例项目|5|2022-12-15|协议类型=正式协议，总投资=6"}, "A2", "没有“KFO”这个专班代码", "是否想写“KFQ”？" + codes},
		{"期初项目", opening, []string{"KFQ|签约项木|2022-12|KFQ-2022-001|示例项目|5|2022-12-15|协议类型=正式协议，总投资=6"}, "B2", "没有“签约项木”这张项目工作表", "是否想写“签约项目”？可填：对接项目、签约项目、落地项目"},
		{"期初项目", opening, []string{"KFQ|签约项目|去年底|KFQ-2022-001|示例项目|5|2022-12-15|协议类型=正式协议，总投资=6"}, "C2", "“去年底”不是月份", "2023-09"},
		{"期初项目", opening, []string{"KFQ|签约项目|2022-12|KFQ-2022-001|示例项目|5亿元|2022-12-15|协议类型=正式协议，总投资=6"}, "F2", "“5亿元”不是数", "请只填数字"},
		{"期初项目", opening, []string{"KFQ|签约项目|2022-12|KFQ-2022-001|示例项目|5|12月中旬|协议类型=正式协议，总投资=6"}, "G2", "“12月中旬”不是日期", "2023-09-05"},
		{"期初项目", opening, []string{"KFQ|签约项目|2022-12|KFQ-2022-001|示例项目|5|2022-12-15|协议类形=正式协议，总投资=6"}, "H2", "没有“协议类形”这个栏目", "是否想写“协议类型”？"},
		{"期初项目", opening, []string{"KFQ|签约项目|2022-12|KFQ-2022-001|示例项目|5|2022-12-15|协议类型=正试协议，总投资=6"}, "H2", "没有“正试协议”这个选项", "是否想写“正式协议”？可填："},
		{"期初项目", opening, []string{"KFQ|签约项目|2022-12|KFQ-2022-001|甲|5|2022-12-15|协议类型=正式协议，总投资=6", "KFQ|签约项目|2022-12|KFQ-2022-001|甲|5|2022-12-15|协议类型=正式协议，总投资=6"}, "D3", "与第2行重复", ""},

		{"成员名册", members, []string{"ZBX|成员01|县工业和信息化局|科长|业务骨干|2023-01-03|"}, "A2", "没有“ZBX”这个专班代码", "是否想写“ZBZ”？" + codes},
		{"成员名册", members, []string{"ZBZ|成员01|县工业和信息化局||业务骨干|2023-01-03|"}, "D2", "“职务”没有填写", ""},
		{"成员名册", members, []string{"ZBZ|成员01|县工业和信息化局|科长|业务骨干|年初|"}, "F2", "“年初”不是日期", "2023-09-05"},
		{"成员名册", members, []string{"ZBZ|成员01|县工业和信息化局|科长|业务骨干|2023-02-30|"}, "F2", "不是日期，或没有这一天", ""},
		{"成员名册", members, []string{"ZBZ|成员01|县工业和信息化局|科长|业务骨干|2023-06-01|2023-05-31"}, "G2", "早于起2023年6月1日", "写反"},
		{"成员名册", members, []string{"ZBZ|成员01|县工业和信息化局|科长|业务骨干|2023-01-03|", "ZBZ|成员01|县工业和信息化局|科长|业务骨干|2023-03-01|"}, "B3", "与第2行的任期重叠", ""},

		{"核定", verified, []string{"KFQ|签约金而||2023-09|2|核查单|更正"}, "B2", "没有“签约金而”这个指标", "是否想写“签约金额”？可填："},
		{"核定", verified, []string{"KFQ|签约金额||2023-09|-3|核查单|更正"}, "E2", "核定数-3小于0", "不是增减数"},
		{"核定", verified, []string{"KFQ|落地项目|KFQ-2023-003|2023-09|2|核查单|更正"}, "E2", "核定数2应为0或1", "项目编号留空"},
		{"核定", verified, []string{"KFQ|落地项目||2023-09|1.5|核查单|更正"}, "E2", "指标“落地项目”按个计数，核定数1.5应为0或正整数", "不计入的填0"},
		{"核定", verified, []string{"KFQ|落地项目||2023-09|-1|核查单|更正"}, "E2", "核定数-1应为0或正整数", ""},
		{"核定", verified, []string{"KFQ|签约金额||九月|2|核查单|更正"}, "D2", "“九月”不是月份", "2023-09"},
		{"核定", verified, []string{"KFQ|签约金额||2023-09|2|核查单|"}, "G2", "“原因”没有填写", ""},

		{"重复认定", settled, []string{"KFC:KFQ-2023-003，MCQ:MCQ-2023-001|6:4|2023-09|同一|主任"}, "A2", "没有“KFC”这个专班代码", "是否想写“KFQ”？" + codes},
		{"重复认定", settled, []string{"KFQ:KFQ-2023-003，MCQ:MCQ-2023-001|6:4|2023年第三季度|同一|主任"}, "C2", "不是月份", "2023-09"},
		{"重复认定", settled, []string{"KFQ:KFQ-2023-003，MCQ:MCQ-2023-001|60%:30%|2023-09|同一|主任"}, "B2", "“60%:30%”不能识别", "2个数的比例，如 6:4"},
		{"重复认定", settled, []string{"KFQ:KFQ-2023-003，MCQ:MCQ-2023-001|-6:4|2023-09|同一|主任"}, "B2", "“-6:4”不能识别", "如 6:4"},
		{"重复认定", settled, []string{"KFQ:KFQ-2023-003，MCQ:MCQ-2023-001|0.6:0.3|2023-09|同一|主任"}, "B2", "合计为0.9", "合计应为1"},
		{"重复认定", settled, []string{"KFQ:KFQ-2023-003，MCQ:MCQ-2023-001|KFQ|2023-09|同一|主任", "KFQ:KFQ-2023-003，ZBZ:ZBZ-2023-001|ZBZ|2023-09|同一|主任"}, "A3", "“KFQ KFQ-2023-003 2023-09”与第2行重复", "删去一行"},
		{"重复认定", settled, []string{"KFQ:KFQ-2023-003，KFQ:KFQ-2023-003|6:4|2023-09|同一|主任"}, "A2", "重复", ""},

		{"督查登记", inspected, []string{"发现情况|XC-1||KFQ|2023-09-20|未建台账|5|||"}, "A2", "“发现情况”不能识别", "可填：发现问题、确认销号、处理决定"},
		{"督查登记", inspected, []string{"处理决定||督办〔2023〕1号|KFQ|2023-09-20|||约谈||"}, "I2", "“处理决定”的“决定人(岗位)”没有填写", "岗位"},
		{"督查登记", inspected, []string{"发现问题|XC-1||KFQ|9月下旬|未建台账|5|||"}, "E2", "“9月下旬”不是日期", "2023-09-05"},
		{"督查登记", inspected, []string{"发现问题|XC-1||KFQ|2023-09-20|未建台账|一周|||"}, "G2", "“一周”不是整数", "如 3"},
		{"督查登记", inspected, []string{"确认销号||督查一号|KFQ|2023-09-20|||||"}, "C2", "督办编号“督查一号”", "督办〔2023〕21号"},

		{"异议", objection, []string{"KFQ|季度评比|2023Q3|签约金额|少计|2023-10-20|||"}, "B2", "“季度评比”不能识别", "是否想写“季评比”？可填：月通报、季评比、年考核"},
		{"异议", objection, []string{"KFQ|季评比|三季度|签约金额|少计|2023-10-20|||"}, "C2", "期次“三季度”与文种“季评比”不合", "2023Q3"},
		{"异议", objection, []string{"KFQ|季评比|2023Q3|签约总额|少计|2023-10-20|||"}, "D2", "没有“签约总额”这个指标", "签约金额"},
		{"异议", objection, []string{"KFQ|季评比|2023Q3|签约金额|少计|2023-10-20|属实|2023-10-18|更正"}, "H2", "早于提出日期2023年10月20日", ""},
		{"异议", objection, []string{"KFQ|季评比|2023Q3|签约金额|少计|2023-10-20|属实|2023-10-21|同意"}, "I2", "“同意”不能识别", "可填：维持、更正"},
		{"异议", objection, []string{"KFQ|季评比|2023Q3|签约金额|少计|2023-10-20|||更正"}, "G2", "处理结果为“更正”，没有写答复", ""},

		{"豁免", waiver, []string{"KFQ|R-18l||2023-09||因故|分管副县长"}, "B2", "没有“R-18l”这条规则", "是否想写“R-18"},
		{"豁免", waiver, []string{"KFQ|T-REQ||2023-09||因故|分管副县长"}, "B2", "“T-REQ”（必填项空白）不能豁免", "“栏目”表中改为不必填"},
		{"豁免", waiver, []string{"KFQ|S-HEAD||2023-09||因故|分管副县长"}, "B2", "“S-HEAD”（缺少列）不能豁免", "改正后重新报送"},
		{"豁免", waiver, []string{"KFQ|DC-21||2023-09||因故|分管副县长"}, "B2", "“DC-21”是督办事项，不是规则", "对应的规则编号"},
		{"豁免", waiver, []string{"KFQ|T-RANG||2023-09||因故|分管副县长"}, "B2", "没有“T-RANG”这条规则", "是否想写“T-RANGE”"},
		{"豁免", waiver, []string{"KFQ|R-181||2023-13||因故|分管副县长"}, "D2", "“2023-13”不是月份", "2023-09"},
		{"豁免", waiver, []string{"KFQ|R-181||2023-09||因故|"}, "G2", "“批准人(岗位)”没有填写", "岗位"},

		{"延期", extension, []string{"KFX|2023-09||2023-10-20|因故|分管副县长"}, "A2", "没有“KFX”这个专班代码", "是否想写“KFQ”？"},
		{"延期", extension, []string{"KFQ|2023-09||下周五|因故|分管副县长"}, "D2", "“下周五”不是日期", "2023-09-05"},
		{"延期", extension, []string{"KFQ|2023-09||2023-10-20|因故|"}, "F2", "“批准人(岗位)”没有填写", "岗位"},
		{"延期", extension, []string{"KFQ|2023-09|督办〔2023〕1号|2023-10-20|因故|分管副县长"}, "B2", "应填且只填一项", "报告月份"},
		{"延期", extension, []string{"KFQ||督办1|2023-10-20|因故|分管副县长"}, "C2", "督办编号“督办1”", "督办〔2023〕21号"},
		{"延期", extension, []string{"KFQ|2022-09||2023-10-20|因故|分管副县长"}, "B2", "2022年9月早于启用月2023年1月", ""},

		{"发文", dispatch, []string{"月通报|2023Q3|沁招商办〔2023〕9号|2023-10-16"}, "B2", "期次“2023Q3”与文种“月通报”不合", "2023-09"},
		{"本月文字", texts, []string{"2022-09|下一步要求|KFQ|略"}, "A2", "2022年9月早于启用月2023年1月", "年份"},
		{"本月文字", texts, []string{"2023-09|下步要求|KFQ|略"}, "B2", "“下步要求”不能识别", "是否想写“下一步要求”？可填："},
		{"本月文字", texts, []string{"2023-09|下一步要求|开发区|略"}, "C2", "没有“开发区”这个专班代码", codes},
	} {
		_, err := scheme.LoadRegister(register(c.sheet, c.header, c.rows...), defaults(t))
		var faults scheme.Faults
		if !errors.As(err, &faults) {
			t.Errorf("%s %q is taken", c.sheet, c.rows)
			continue
		}
		if len(faults) != 1 || faults[0].Sheet != c.sheet || faults[0].Cell != c.cell || !strings.Contains(faults[0].Message, c.says) || !strings.Contains(faults[0].Hint, c.hints) {
			t.Errorf("%s %q:\n got %v\nwant %s %s | %s", c.sheet, c.rows, faults, c.cell, c.says, c.hints)
		}
	}
}

// 上年已计入 is yes, no, or not said, as in a register of before that has no such
// column; of projects that are two nothing was counted for the other.
func TestASettlementSpeaksOfTheYearBefore(t *testing.T) {
	const header = "项目|归属|起始月|原因|上年已计入"
	for _, c := range []struct{ header, row, before, fault string }{
		{header, "KFQ:KFQ-2022-003，MCQ:MCQ-2023-001|MCQ|2023-01|同一项目|是", "是", ""},
		{header, "KFQ:KFQ-2022-003，MCQ:MCQ-2023-001|6:4|2023-01|另一份合同|否", "否", ""},
		{header, "KFQ:KFQ-2022-003，MCQ:MCQ-2023-001|6:4|2023-01|同一项目|", "", ""},
		{"项目|归属|起始月|原因", "KFQ:KFQ-2022-003，MCQ:MCQ-2023-001|6:4|2023-01|同一项目", "", ""},
		{header, "KFQ:KFQ-2022-003，MCQ:MCQ-2023-001|6:4|2023-01|同一项目|2022", "", "重复认定!E2"},
		{header, "KFQ:KFQ-2022-003，MCQ:MCQ-2023-001|不重复|2023-01|两个项目|是", "", "重复认定!E2：归属为“不重复”，各自计入，不需写上年已计入。请清除。"},
	} {
		tables := register("重复认定", c.header, c.row)
		if c.fault != "" {
			if got := registerFaults(t, tables); !strings.Contains(got, c.fault) {
				t.Errorf("%s: %s", c.row, got)
			}
			continue
		}
		r, err := scheme.LoadRegister(tables, defaults(t))
		if err != nil {
			t.Fatal(err)
		}
		s := r.Settlements[0]
		if s.Before != c.before || s.AnswersBefore() != (c.before != "") || !s.Has(scheme.Claim{TaskForce: "MCQ", Project: "mcq-2023-001"}) || s.Has(scheme.Claim{TaskForce: "KFQ", Project: "MCQ-2023-001"}) {
			t.Errorf("%s: %+v", c.row, s)
		}
	}
}
