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

func TestEmptyRegister(t *testing.T) {
	for _, tables := range [][]scheme.Table{nil, scheme.RegisterDefaults()} {
		r, err := scheme.LoadRegister(tables, defaults(t))
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Verified)+len(r.Settlements)+len(r.Waivers) != 0 || len(r.Tables()) != 10 {
			t.Errorf("%+v", r)
		}
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
		{register("核定", verified, "KFQ|签约金额||2023-09|2|单|正", "KFQ|签约金额||2023-09|3|单|正"), "核定!B3：“KFQ 签约金额  2023-09”与第2行重复"},
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
