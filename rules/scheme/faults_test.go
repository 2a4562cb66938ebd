package scheme_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"tongbao/rules/scheme"
)

// edit sets the cell of a column in the first row whose cells begin with the
// key's, or adds a column or a row that is not there.
func edit(t testing.TB, tables []scheme.Table, sheet, key, column, value string) []scheme.Table {
	t.Helper()
	table := &tables[slices.IndexFunc(tables, func(x scheme.Table) bool { return x.Sheet == sheet })]
	at := slices.Index(table.Columns, column)
	if at < 0 {
		t.Fatalf("%s has no column %s", sheet, column)
	}
	for i, r := range table.Rows {
		if strings.HasPrefix(strings.Join(r.Cells, "|"), key) {
			cells := slices.Clone(r.Cells)
			for len(cells) <= at {
				cells = append(cells, "")
			}
			cells[at] = value
			table.Rows[i].Cells = cells
			return tables
		}
	}
	t.Fatalf("%s has no row %s", sheet, key)
	return nil
}

func faultsOf(t testing.TB, tables []scheme.Table) scheme.Faults {
	t.Helper()
	s, err := scheme.Load(tables)
	var faults scheme.Faults
	if err != nil && !errors.As(err, &faults) {
		t.Fatalf("not Faults: %v", err)
	}
	if (s == nil) != (len(faults) > 0) {
		t.Fatalf("scheme %v beside %d faults", s != nil, len(faults))
	}
	return faults
}

// Each row breaks the default scheme in one place and wants exactly one fault
// there: nothing that follows from it is told as well.
func TestOneMistakeOneFault(t *testing.T) {
	for _, c := range []struct{ sheet, key, column, value, cell, says, hints string }{
		// settings
		{"设置", "签发方式", "值", "手工", "B17", "“手工”不能识别", "可填：自动、人工"},
		{"设置", "经费指标", "值", "经费支岀", "B33", "没有“经费支岀”", "经费支出"},
		{"设置", "年度经费口径", "值", "争取区间", "B34", "没有“争取区间”", "可填：专班年度经费"},
		{"设置", "人员变动表", "值", "人员变更", "B35", "没有“人员变更”", "人员变动"},
		{"设置", "订正期", "名称", "定正期", "A14", "没有“定正期”这项设置", "是否想写“订正期”"},
		{"设置", "报送截止日", "值", "40", "B13", "“40”应为1至31的整数", ""},
		{"设置", "启用月", "值", "45107", "B11", "启用月“45107”是Excel日期2023年6月30日的序号", "填 2023-06"},
		{"设置", "启用月", "值", "一月", "B11", "启用月“一月”不是月份", ""},
		{"设置", "年度止", "值", "3月", "B10", "与年度起不合", "应为12月"},
		{"设置", "发文机关", "值", "", "B2", "设置“发文机关”没有填写", ""},
		{"设置", "时区", "值", "UTC+9", "B12", "“UTC+9”不能识别", "北京时间"},
		// task forces
		{"专班", "MCQ", "名称", "开发区招商专班.", "B3", "与第2行的名称只有大小写或标点不同", "能区分"},
		{"专班", "MCQ", "代码", "M C", "A3", "“M C”不能用作名称", "不带空格"},
		{"专班", "MCQ", "类别", "产业专斑", "D3", "没有“产业专斑”这个类别", "是否想写“产业专班”"},
		{"专班", "MCQ", "参评", "对", "L3", "“对”不能识别", "可填：是、否"},
		{"专班", "MCQ", "启用起", "2023-13", "J3", "“2023-13”不是月份", "2023-09"},
		{"专班", "MCQ", "启用起", "45107", "J3", "“45107”是Excel日期2023年6月30日的序号", "填 2023-06"},
		{"专班", "MCQ", "启用止", "2023-06-30", "K3", "“2023-06-30”是某一天，这里应填月份", "请填如 2023-06"},
		{"专班", "MCQ", "邮箱", "能源局", "I3", "不是邮箱地址", ""},
		{"专班", "MCQ", "简称", "开发区专班", "C3", "“开发区专班”与第2行重复", ""},
		// indicators
		{"指标", "签约金额", "算式", "sum(filter(最新.签约项目, .签约日期 >= 年初), .签约额)", "H6", "没有“签约额”", "是否想写“签约金额”"},
		{"指标", "签约金额", "算式", "sum(最新.签约项木, .签约金额)", "H6", "没有“签约项木”", "签约项目"},
		{"指标", "签约金额", "小数位", "9", "G6", "最多6位", ""},
		{"指标", "项目评估会议", "累计句式", "有几个季度召开项目评估会议", "M12", "应有一处{数}", "{数}处写入数和单位"},
		{"指标", "签约金额", "并入", "签约项木", "D6", "没有“签约项木”这个指标", "是否想写“签约项目”"},
		// targets
		{"目标", "KFQ|签约金额", "指标", "签约金而", "B5", "没有“签约金而”这个指标", "是否想写“签约金额”"},
		{"目标", "KFQ|签约金额", "专班", "KFC", "A5", "没有“KFC”这个专班代码", "是否想写“KFQ”"},
		{"目标", "KFQ|签约金额", "下限", "三十", "E5", "“三十”不是数", "如 22.5"},
		{"目标", "KFQ|签约金额", "下限", "0", "E5", "应大于0", ""},
		{"目标", "KFQ|签约金额", "上限", "40", "F5", "没有上限", "争取区间"},
		{"目标", "KFQ|签约金额", "年度", "去年", "C5", "“去年”不是年度", ""},
		{"目标", "KFQ|签约金额", "类型", "不小于", "D5", "“不小于”不能识别", "是否想写“不少于”"},
		{"目标", "KFQ|落地项目", "上限", "", "F6", "没有填写上限", ""},
		{"目标", "KFQ|落地项目", "进度计划", "0,0,2,1", "G6", "应逐季不减", "累计数"},
		{"目标", "KFQ|落地项目", "进度计划", "0,0,1,2", "G6", "年末为2，与下限1不等", ""},
		{"目标", "KFQ|落地项目", "进度计划", "0,0,1", "G6", "有3个数", "0,0,1,1"},
		{"目标", "KFQ|落地项目", "进度计划", "线形", "G6", "“线形”不是数", "是否想写“线性”"},
		{"目标", "KFQ|外出对接项目", "指标", "包装项目", "B2", "不适用于“产业专班”", "适用类别"},
		// forms
		{"表单", "产业专班|落地项目", "对应阶段", "落的", "E6", "没有“落的”这个阶段", "是否想写“落地”"},
		{"表单", "产业专班|落地项目", "形式", "表格", "C6", "“表格”不能识别", "可填：名称-值、清单"},
		{"表单", "产业专班|落地项目", "可零报告", "可", "D6", "“可”不能识别", ""},
		{"栏目", "签约项目||签约金额", "角色", "钱数", "F35", "“钱数”不能识别", "可填："},
		{"栏目", "签约项目||签约金额", "类型", "数字", "G35", "“数字”不能识别", "是否想写“数值”"},
		{"栏目", "签约项目||签约金额", "类型", "整数", "G35", "角色“金额”的类型应为“数值”", ""},
		{"栏目", "签约项目||签约金额", "示例", "三亿", "N35", "“三亿”不是数", "审核"},
		{"栏目", "签约项目||签约金额", "示例", "2000", "N35", "不在限定的范围", ""},
		{"栏目", "签约项目||签约金额", "最小", "2000", "M35", "小于最小", ""},
		{"栏目", "签约项目||签约金额", "小数位", "12", "K35", "最多8位", ""},
		{"栏目", "签约项目||签约金额", "工作表", "签约项木", "A35", "没有“签约项木”这张工作表", "是否想写“签约项目”"},
		{"栏目", "签约项目||签约金额", "字段", "上期", "C35", "“上期”是程序自用的名称", ""},
		{"栏目", "签约项目||签约金额", "字段", "and", "C35", "“and”在算式中另有含义", ""},
		{"栏目", "签约项目||签约金额", "字段", "签约日期", "C36", "已有字段“签约日期”", ""},
		{"栏目", "签约项目||签约金额", "列名", "项目名称", "D35", "与字段“项目名称”的列名或别名相同", ""},
		{"栏目", "签约项目||签约金额", "选项", "甲，乙", "I35", "不用写选项", ""},
		{"栏目", "签约项目||签约金额", "合并", "向下填充", "P35", "可能是几行的合计", ""},
		{"栏目", "签约项目||项目名称", "合并", "向下填充", "P32", "各行靠它区分", ""},
		{"栏目", "签约项目||投资方", "合并", "填充", "P33", "“填充”不能识别", "可填：向下填充"},
		{"栏目", "签约项目||协议类型", "选项", "", "I34", "没有写选项", ""},
		{"栏目", "签约项目||签约日期", "角色", "补报", "G36", "角色“补报”的类型应为“是否”", ""},
		{"栏目", "对接项目||阶段", "选项", "洽谈，签约，落户", "I25", "没有“落户”这个阶段", "可填：线索"},
		// rules
		{"规则", "R-112", "条件", "签约金额 <= 总投咨", "E12", "第9个字起：没有“总投咨”", "是否想写“总投资”"},
		{"规则", "R-112", "条件", "签约金额 + 总投资", "E12", "", ""},
		{"规则", "R-112", "级别", "严重", "F12", "“严重”不能识别", "可填：错误、警告、提示"},
		{"规则", "R-112", "范围", "签约", "C12", "没有“签约”这张工作表", "是否想写“签约项目”"},
		{"规则", "R-112", "编号", "F-1", "A12", "应以R开头", ""},
		{"规则", "R-112", "编号", "R-111", "A12", "“R-111”与第11行重复", ""},
		{"规则", "R-112", "提示", "金额{{.签约全额}}", "H12", "引用的“签约全额”不存在", "是否想写“签约金额”"},
		{"规则", "R-112", "提示", "金额{{.签约金额", "H12", "写法有误", "{{.字段}}"},
		{"规则", "R-112", "定位字段", "金额", "J12", "没有“金额”这个字段", ""},
		{"规则", "R-112", "缺值", "算错", "M12", "“算错”不能识别", "可填：跳过、视为不满足"},
		{"规则", "R-112", "适用", "服务议事专班", "D12", "没有工作表“签约项目”", ""},
		// scores, deductions, supervision, assessment
		{"计分", "签约金额", "权重", "20", "B6", "权重合计为95，应为100", ""},
		{"计分", "签约金额", "封顶倍数", "0.8", "C5", "小于1", ""},
		{"计分", "签约金额", "指标", "项目评估会议", "A5", "不适用于“产业专班”", "参评"},
		{"扣分", "月报表迟报", "条件", "报送.本季晚报", "C2", "没有“本季晚报”", "本季"},
		{"扣分", "月报表迟报", "每次扣分", "-1", "D2", "应大于0", ""},
		{"扣分", "月报表迟报", "扣分上限", "0.5", "E2", "小于每次扣分", ""},
		{"督查", "DC-01", "触发条件", "报送.状太 == \"缺报\"", "D2", "没有“状太”", "是否想写“状态”"},
		{"督查", "DC-01", "期限(工作日)", "三天", "G2", "“三天”不是整数", ""},
		{"督查", "DC-14", "停用后", "不管了", "N8", "“不管了”没有写明由谁处理", "如 由领导小组办公室处理"},
		{"督查", "DC-14", "停用后", "由领导小组办公室", "N8", "“由领导小组办公室”没有写明由谁处理", "写成“由…处理”"},
		{"督查", "DC-14", "事项表述", "{{小数 1 .指标.签约金额.差据}}", "E8", "引用的“指标.签约金额.差据”不存在", "是否想写“差距”"},
		{"考核", "1", "条件", "指标.签约金额.达成", "C2", "没有“达成”", "达标"},
		{"考核", "1", "条件", "true", "C2", "条件恒成立，其后顺序为2的一行对产业专班永远用不上", "最后一行"},
		// what cannot be
		{"目标", "KFQ|外出招商活动", "下限", "4.5", "E4", "指标“外出招商活动”按次计数，下限4.5不是整数", "请填整数"},
		{"目标", "KFQ|落地项目", "上限", "2.5", "F6", "上限2.5不是整数", "请填整数"},
		{"计算口径", "专班年度经费", "取值", "-5", "B9", "“专班年度经费”的取值-5小于0", "0或正数"},
		{"计算口径", "进度督查起始月数", "取值", "13", "B7", "取值13不是一年中的月数", "1至12"},
		{"计算口径", "年初事项月数", "取值", "2.5", "B8", "取值2.5不是一年中的月数", "1至12"},
		// calendar, schedule, choices
		{"日历", "2023-01-23", "日期", "2023-02-30", "A6", "不是日期，或没有这一天", ""},
		{"日历", "2023-01-23", "日期", "2023-01-24", "A7", "“2023-01-24”与第6行重复", ""},
		{"日历", "2023-01-23", "类型", "班", "B6", "不是周末", ""},
		{"日程", "月通报", "时间", "每月10日", "B5", "五段", "截止后3个工作日"},
		{"日程", "月通报", "时间", "0 9 31 4 *", "B5", "永远不会执行", ""},
		{"日程", "月通报", "时间", "截止前1个工作日 09:00", "B5", "要在截止以后", "截止后4个工作日"},
		{"日程", "月通报", "时间", "* * * * *", "B5", "一天不能执行两次", ""},
		{"日程", "收报", "时间", "*/100 * * * *", "B2", "间隔过大", ""},
		{"日程", "月通报", "任务", "周通报", "A5", "“周通报”不能识别", "是否想写“月通报”"},
		{"计算口径", "争取区间", "取值", "中间", "B2", "“中间”不能识别", "可填：下限、上限、不作硬性要求"},
		{"计算口径", "绿色下限", "取值", "十", "B3", "“十”不是数", ""},
		{"计算口径", "绿色下限", "取值", "-35", "B3", "绿色下限-35低于黄色下限-30", "绿色下限填-10"},
		{"计算口径", "绿色下限", "事项", "绿色下线", "A3", "“绿色下线”不起作用", "是否想写“绿色下限”"},
		{"计算口径", "黄色下限", "取值", "-5", "B3", "绿色下限-10低于黄色下限-5", ""},
		// texts that no option of the column matches
		{"计算口径", "签约协议", "取值", "正式合同", "B5", "“签约协议”的取值“正式合同”不在栏目“协议类型”的选项中", "是否想写“正式协议”？可填：正式协议、框架协议。"},
		{"计算口径", "落地许可", "取值", "是", "B6", "“落地许可”的取值“是”不在栏目“施工许可”的选项中", "可填：已取得、未取得。"},
		{"指标", "月例会", "算式", "涉及月数(map(filter(累计.会议与汇报, .事项类型 == \"例会\"), .召开日期))", "H9", "第36个字起：“例会”不在栏目“事项类型”的选项中", "是否想写“月例会”"},
		{"规则", "R-133", "条件", "阶段 != \"中止\" or 有值(进展情况)", "E33", "“中止”不在栏目“阶段”的选项中", "是否想写“终止”"},
		{"规则", "R-165", "条件", "用途 in [\"外出考察\", \"招待\"]", "E65", "“招待”不在栏目“用途”的选项中", "可填：外出考察、客商对接、其他"},
		{"规则", "R-151", "条件", "(法律审查 ?? \"没填\") != \"否认\"", "E51", "“否认”不在所比栏目的选项中", ""},
	} {
		faults := faultsOf(t, edit(t, scheme.Defaults(), c.sheet, c.key, c.column, c.value))
		if len(faults) != 1 {
			t.Errorf("%s %s %s=%q: %d faults, want 1:\n%v", c.sheet, c.key, c.column, c.value, len(faults), faults)
			continue
		}
		f := faults[0]
		if f.Sheet != c.sheet || f.Cell != c.cell || !strings.Contains(f.Message, c.says) || !strings.Contains(f.Hint, c.hints) {
			t.Errorf("%s %s %s=%q:\n got %s!%s %s | %s\nwant %s!%s %s | %s", c.sheet, c.key, c.column, c.value, f.Sheet, f.Cell, f.Message, f.Hint, c.sheet, c.cell, c.says, c.hints)
		}
	}
}

// Nothing is told one at a time: a workbook with many faults lists them all,
// in the order of its sheets and rows.
func TestAllFaultsAtOnce(t *testing.T) {
	tables := scheme.Defaults()
	edits := [][4]string{
		{"日程", "月通报", "时间", "随时"},
		{"设置", "签发方式", "值", "手工"},
		{"规则", "R-150", "条件", "not 含(合同乙方, \"专班\")"},
		{"规则", "R-112", "级别", "重"},
		{"目标", "KFQ|签约金额", "下限", "三十"},
		{"专班", "WLK", "参评", "Y"},
	}
	for _, e := range edits {
		tables = edit(t, tables, e[0], e[1], e[2], e[3])
	}
	faults := faultsOf(t, tables)
	if len(faults) != len(edits) {
		t.Fatalf("%d faults, want %d:\n%v", len(faults), len(edits), faults)
	}
	var order []string
	for _, f := range faults {
		order = append(order, f.Sheet)
	}
	if got := strings.Join(order, " "); got != "设置 专班 目标 规则 规则 日程" {
		t.Errorf("told in the order %s", got)
	}
	if lines := strings.Count(faults.Error(), "\n") + 1; lines != len(edits) {
		t.Errorf("printed on %d lines", lines)
	}
}

// A stage taken out of 项目阶段 is told wherever a form or an expression speaks
// of it, by its place in the order too.
func TestAStageThatRulesSpeakOf(t *testing.T) {
	faults := faultsOf(t, edit(t, scheme.Defaults(), "设置", "项目阶段", "值", "线索，洽谈，意向，落地，入统"))
	for _, want := range []string{
		"表单!E5：没有“签约”这个阶段。",
		"规则!E34：“条件”第77个字起：“各阶段”里没有“签约”。",
		"规则!E38：“条件”第7个字起：“签约”不在栏目“阶段”的选项中。",
	} {
		if !strings.Contains(faults.Error(), want) {
			t.Errorf("no %q in\n%v", want, faults)
		}
	}
}

func without(tables []scheme.Table, sheet string) []scheme.Table {
	return slices.DeleteFunc(tables, func(t scheme.Table) bool { return t.Sheet == sheet })
}

// The sheets an office may leave out, and those it may not.
func TestMissingSheets(t *testing.T) {
	tables := scheme.Defaults()
	for _, name := range []string{"规则", "计分", "扣分", "督查", "考核", "日历", "日程"} {
		tables = without(tables, name)
	}
	if faults := faultsOf(t, tables); len(faults) != 0 {
		t.Errorf("optional sheets are wanted:\n%v", faults)
	}
	for _, name := range []string{"设置", "专班", "指标", "目标", "表单", "栏目"} {
		faults := faultsOf(t, without(scheme.Defaults(), name))
		if !strings.Contains(faults.Error(), "方案缺少工作表“"+name+"”") {
			t.Errorf("%s is missing and nobody says so:\n%v", name, faults)
		}
	}
	if faults := faultsOf(t, nil); len(faults) != 6 {
		t.Errorf("an empty workbook has %d faults, want its six sheets:\n%v", len(faults), faults)
	}
}

func TestSheetsAndColumnsByName(t *testing.T) {
	rename := func(change func(*scheme.Table)) scheme.Faults {
		tables := scheme.Defaults()
		change(&tables[slices.IndexFunc(tables, func(x scheme.Table) bool { return x.Sheet == "计分" })])
		return faultsOf(t, tables)
	}
	for _, c := range []struct {
		change func(*scheme.Table)
		want   string
	}{
		{func(x *scheme.Table) { x.Sheet = "记分" }, "记分：方案没有“记分”这张工作表。是否想写“计分”？"},
		{func(x *scheme.Table) { x.Columns[1] = "权数" }, "计分!B1：没有“权数”这一列。是否想写“权重”？"},
		{func(x *scheme.Table) { x.Columns[1] = "权数" }, "计分：缺少“权重”列"},
		{func(x *scheme.Table) { x.Columns[3] = "权重" }, "计分!D1：列“权重”出现了两次"},
		{func(x *scheme.Table) { x.Columns[3] = "" }, "计分!D2：“建议稿。"},
	} {
		if got := rename(c.change).Error(); !strings.Contains(got, c.want) {
			t.Errorf("no %q in\n%s", c.want, got)
		}
	}
	if faults := rename(func(x *scheme.Table) { x.Columns[3] = "#办公室记事" }); len(faults) != 0 {
		t.Errorf("a column of the office's own is refused:\n%v", faults)
	}
	if faults := faultsOf(t, append(scheme.Defaults(), scheme.Table{Sheet: "Sheet1"})); len(faults) != 0 {
		t.Errorf("an empty tab is refused:\n%v", faults)
	}
	if faults := faultsOf(t, append(scheme.Defaults(), scheme.Defaults()[0])); len(faults) != 1 || !strings.Contains(faults[0].Message, "两张同名") {
		t.Errorf("two sheets of one name:\n%v", faults)
	}
}

// A form must say who reports and for which month.
func TestCoverMustNameTaskForceAndMonth(t *testing.T) {
	faults := faultsOf(t, edit(t, scheme.Defaults(), "栏目", "封面||报告月份", "角色", ""))
	if len(faults) != 2 || !strings.Contains(faults[0].Message, "没有角色为“报告月份”的栏目") {
		t.Errorf("one for each class, want 2:\n%v", faults)
	}
	faults = faultsOf(t, edit(t, scheme.Defaults(), "栏目", "封面||专班名称", "角色", ""))
	if len(faults) != 2 || !strings.Contains(faults[0].Message, "没有封面") {
		t.Errorf("one for each class, want 2:\n%v", faults)
	}
}

func TestPrefilledSheetsNeedTheirColumns(t *testing.T) {
	faults := faultsOf(t, edit(t, scheme.Defaults(), "栏目", "问题整改||整改情况", "角色", ""))
	if len(faults) != 2 || !strings.Contains(faults[0].Message, "预填督办事项，但没有角色为“整改情况”的栏目") {
		t.Errorf("one for each class, want 2:\n%v", faults)
	}
}

// A mistake in 栏目 or 表单 must not hide another one that has nothing to do
// with it, on the same sheet or not; what only follows from it is not told.
func TestAFaultHidesNoOther(t *testing.T) {
	type change struct{ sheet, key, column, value string }
	for _, c := range []struct {
		why     string
		changes []change
		want    []string // cells, each once
	}{
		{"an 示例 and a misspelt name in a rule on the same sheet",
			[]change{{"栏目", "签约项目||签约金额", "示例", "三亿"}, {"规则", "R-112", "条件", "签约金额 <= 总投咨"}}, []string{"栏目 示例", "规则 条件"}},
		{"a 最小 and a misspelt name of that very field",
			[]change{{"栏目", "签约项目||签约金额", "最小", "2000"}, {"规则", "R-111", "条件", "签约全额 > 0"}}, []string{"栏目 最大", "规则 条件"}},
		{"a refused 类型: its own rules follow from it, another's misspelling does not",
			[]change{{"栏目", "签约项目||签约金额", "类型", "数字"}, {"规则", "R-130", "条件", "签约日其 >= 月初"}}, []string{"栏目 类型", "规则 条件"}},
		{"a refused 字段: unknown names of the sheet may be it, a sum with a text is not",
			[]change{{"栏目", "签约项目||签约金额", "字段", "上期"}, {"规则", "R-150", "条件", "合同甲方 > 3"}}, []string{"栏目 字段", "规则 条件"}},
		{"a refused 字段 and an unknown 级别, 定位字段 and 阶段 of rules on the sheet",
			[]change{{"栏目", "签约项目||签约金额", "字段", "上期"}, {"规则", "R-150", "级别", "重"}, {"规则", "R-151", "阶段", "试用"}}, []string{"栏目 字段", "规则 级别", "规则 阶段"}},
		{"a 可零报告 and a misspelt name",
			[]change{{"表单", "产业专班|签约项目", "可零报告", "可"}, {"规则", "R-112", "条件", "签约金额 <= 总投咨 and 3"}}, []string{"表单 可零报告", "规则 条件"}},
		{"金额 is refused, 签约金额 has nothing to do with it",
			[]change{{"栏目", "经费使用||支出金额", "类型", "数字"}, {"指标", "签约金额", "算式", "sum(最新.签约项目, .签约金额) + 签约金额"}}, []string{"栏目 类型", "指标 算式"}},
	} {
		tables := scheme.Defaults()
		for _, x := range c.changes {
			tables = edit(t, tables, x.sheet, x.key, x.column, x.value)
		}
		var got []string
		for _, f := range faultsOf(t, tables) {
			got = append(got, f.Sheet+" "+columnAt(t, tables, f))
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n got %v\nwant %v\n%v", c.why, got, c.want, faultsOf(t, tables))
		}
	}
}

// columnAt is the header over a fault's cell.
func columnAt(t *testing.T, tables []scheme.Table, f scheme.Fault) string {
	t.Helper()
	for _, x := range tables {
		if x.Sheet == f.Sheet && f.Cell != "" {
			return x.Columns[f.Cell[0]-'A']
		}
	}
	return f.Cell
}
