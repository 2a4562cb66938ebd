package scheme_test

import (
	"strings"
	"testing"

	"tongbao/rules/scheme"
)

// Each edit makes the default scheme odd in one place; it still loads. The
// default itself is not odd.
func TestOddities(t *testing.T) {
	if s, err := scheme.Load(scheme.Defaults()); err != nil || len(s.Odd) > 0 {
		t.Fatalf("the default: %v %+v", err, s.Odd)
	}
	for _, c := range []struct{ sheet, key, column, value, at, says string }{
		{"计算口径", "绿色下限", "取值", "10", "计算口径!B3", "“绿色下限”为10，完成率须高于时序进度10个百分点才算"},
		{"督查", "DC-01", "升级建议", "通报披评", "督查!I2", "“通报披评”不在设置“督办升级”所列各级之中"},
		{"督查", "DC-21", "触发条件", "1 > 2", "督查!D10", "条件恒不成立，这一行从不提出事项"},
		{"督查", "DC-21", "触发条件", "true", "督查!D10", "条件恒成立，每一期都对每个适用的单位提出"},
		{"督查", "DC-25", "关闭条件", "true", "督查!H14", "条件恒成立，事项提出后的下一期就会销号"},
		{"指标", "外出招商活动", "小数位", "2", "指标!G2", "指标“外出招商活动”的算式是个数，小数位填了2"},
		{"指标", "月例会", "小数位", "1", "指标!G9", "算式是个数"}, // months counted
		{"设置", "订正期", "值", "4", "设置!B14", "订正期4个工作日，月通报在截止后4个工作日 09:00签发，签发时订正期还没有满"},
		{"设置", "订正期", "值", "10", "设置!B14", "订正期还没有满"},
		{"日程", "季评比", "时间", "截止后3个工作日 09:00", "日程!B6", "季评比在截止后3个工作日 09:00，早于月通报的截止后4个工作日 09:00"},
		{"日程", "年考核", "时间", "截止后4个工作日 08:30", "日程!B7", "年考核在截止后4个工作日 08:30，早于月通报"},
		{"考核", "5", "条件", "1 > 2", "考核!C6", "条件恒不成立，这一行对服务议事专班不起作用"},
	} {
		s, err := scheme.Load(edit(t, scheme.Defaults(), c.sheet, c.key, c.column, c.value))
		if err != nil {
			t.Errorf("%s %s: %v", c.sheet, c.key, err)
			continue
		}
		if len(s.Odd) != 1 || s.Odd[0].Sheet+"!"+s.Odd[0].Cell != c.at || !strings.Contains(s.Odd[0].Message, c.says) || s.Odd[0].Hint == "" {
			t.Errorf("%s %s=%s: %+v", c.sheet, c.key, c.value, s.Odd)
		}
	}
}

// Judged at the upper bound, a plan that ends at the lower one falls short: of
// the six task forces' plans for 落地项目 each is told. One that ends at the
// upper bound, 2 for KFQ, is right then, and only then.
func TestAPlanForTheUpperBound(t *testing.T) {
	high := func() []scheme.Table {
		return edit(t, scheme.Defaults(), "计算口径", "争取区间", "取值", "上限")
	}
	s, err := scheme.Load(high())
	if err != nil || len(s.Odd) != 6 || s.Odd[0].Sheet != "目标" || s.Odd[0].Cell != "G6" || !strings.Contains(s.Odd[0].Message, "按上限2判断是否完成，而进度计划年末为1") {
		t.Fatalf("%v %+v", err, s.Odd)
	}
	if s, err = scheme.Load(edit(t, high(), "目标", "KFQ|落地项目", "进度计划", "0,0,1,2")); err != nil || len(s.Odd) != 5 {
		t.Errorf("ending at the upper bound: %v %+v", err, s.Odd)
	}
}

// KFQ begins in July 2023: by a plan in equal parts 7/12 of its targets were due
// in its first month. One remark tells of all its five targets, of which that for
// 落地项目 (0,0,1,1) asks nothing before July anyway. Plans that begin with the
// quarter are right, and so is a year that it was there from the start.
func TestAPlanBeforeTheStart(t *testing.T) {
	late := edit(t, scheme.Defaults(), "专班", "KFQ", "启用起", "2023-07")
	s, err := scheme.Load(late)
	if err != nil || len(s.Odd) != 1 || s.Odd[0].Sheet != "目标" || s.Odd[0].Cell != "G2" || !strings.Contains(s.Odd[0].Message, "专班KFQ自2023年7月启用，而2023年的进度计划自年初起算，启用以前的6个月也计入应达数") {
		t.Fatalf("%v %+v", err, s.Odd)
	}
	for indicator, plan := range map[string]string{"外出对接项目": "0,0,2,5", "对接总投资": "0,0,15,30", "外出招商活动": "0,0,2,4", "签约金额": "0,0,15,30"} {
		late = edit(t, late, "目标", "KFQ|"+indicator, "进度计划", plan)
	}
	if s, err = scheme.Load(late); err != nil || len(s.Odd) != 0 {
		t.Errorf("staged from July: %v %+v", err, s.Odd)
	}
	if s, err = scheme.Load(edit(t, scheme.Defaults(), "专班", "KFQ", "启用起", "2022-07")); err != nil || len(s.Odd) != 0 {
		t.Errorf("there since the year before: %v %+v", err, s.Odd)
	}
}
