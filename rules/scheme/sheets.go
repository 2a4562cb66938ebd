package scheme

import (
	"slices"

	"tongbao/ingest/form"
)

// This file and register_sheets.go are the one description of the office
// workbooks: the loaders read by it, the messages quote it, and Describe gives
// the workbook that init writes its help texts and dropdowns from it, so that
// the three cannot disagree.

// kind is what a column of an office workbook holds.
type kind int

const (
	text   kind = iota // any text
	name               // a name that expressions may use: letters, digits, _, no leading digit
	number             // plain decimal
	whole              // whole number, not negative
	yesNo              // 是 or 否
	list               // items separated by ，, ；or 、
	choice             // one of column.choices
	month              // 2023-09
	day                // 2023-09-05
	year               // 2023
)

// column is a column of an office sheet.
type column struct {
	name     string
	kind     kind
	required bool // every row must fill it
	choices  []string
	help     string
}

// layout is a sheet of an office workbook.
type layout struct {
	name     string
	required bool // the workbook must have it, with at least one row
	help     string
	columns  []column
}

// Names of the sheets, as the contract fixes them.
const (
	sheetSettings    = "设置"
	sheetTaskForces  = "专班"
	sheetIndicators  = "指标"
	sheetTargets     = "目标"
	sheetForms       = "表单"
	sheetFields      = "栏目"
	sheetRules       = "规则"
	sheetScores      = "计分"
	sheetDeductions  = "扣分"
	sheetSupervision = "督查"
	sheetOutcomes    = "考核"
	sheetDays        = "日历"
	sheetJobs        = "日程"
	sheetChoices     = "计算口径"
)

// Words of the workbooks that decide something.
const (
	wholeReturn  = "全表" // 范围
	linear       = "线性" // 进度计划
	missingSkip  = "跳过" // 缺值
	missingBad   = "视为不满足"
	signAuto     = "自动" // 签发方式
	signManual   = "人工"
	levelError   = "错误"
	levelWarning = "警告"
	levelNotice  = "提示"
)

const basisHelp = "通知条款或建议稿"

// schemeSheets is the scheme workbook (DESIGN 3), in its order.
var schemeSheets = []layout{
	{sheetSettings, true, "一行一项设置", []column{
		{"名称", text, true, settingNames(), "设置项名称"},
		{"值", text, false, nil, "设置内容；几项的用逗号分开"},
		{"说明", text, false, nil, ""},
	}},
	{sheetTaskForces, true, "一行一个专班", []column{
		{"代码", name, true, nil, "字母或数字，项目编号、目标和命令用它，启用后不要改"},
		{"名称", text, true, nil, "全称"},
		{"简称", text, false, nil, "通报正文中的称呼，不填用名称"},
		{"类别", text, true, nil, "与“表单”的类别一致"},
		{"分管领导(岗位)", text, false, nil, "只填岗位"},
		{"牵头单位", text, false, nil, ""},
		{"成员单位", list, false, nil, "用逗号分开，不含牵头单位"},
		{"招商方向", text, false, nil, ""},
		{"邮箱", text, false, nil, ""},
		{"启用起", month, false, nil, "不填为一直有效"},
		{"启用止", month, false, nil, "不填为一直有效"},
		{"参评", yesNo, false, nil, "是否参加评比排名，不填为是"},
		{"计入合计", yesNo, false, nil, "是否计入全县合计，不填为是"},
		{"依据", text, false, nil, basisHelp},
	}},
	{sheetIndicators, true, "一行一个指标", []column{
		{"代码", name, true, nil, "目标、计分、条件用它"},
		{"名称", text, true, nil, "表格里的叫法"},
		{"表述", text, false, nil, "通报句子里数字前的叫法，不填用名称"},
		{"并入", text, false, nil, "句子中接在哪个指标之后（填代码），不填为单独一句"},
		{"通报重点", yesNo, false, nil, "是否逐个专班写进通报；都不选则全部写"},
		{"单位", text, false, nil, ""},
		{"小数位", whole, true, nil, "打印位数；0为个数，应达数向下取整"},
		{"算式", text, true, nil, "本年累计，如 count(累计.工作表, .日期字段 >= 年初)"},
		{"当月算式", text, false, nil, "不填则用本月累计减上月累计"},
		{"适用类别", list, false, nil, "不填为全部类别"},
		{"说明", text, false, nil, ""},
		{"依据", text, false, nil, basisHelp},
		{"累计句式", text, false, nil, "句子不便以叫法和数字相接时的写法，{数}处写入数和单位，如 有{数}开会"},
		{"当月句式", text, false, nil, "当月新增1个时句子的写法，可不写数字；不填同累计句式"},
		{"表头", text, false, nil, "表格栏目中的写法，不填为名称（单位）"},
	}},
	{sheetTargets, true, "一行一个专班一个指标一年的目标", []column{
		{"专班", text, true, nil, "专班代码"},
		{"指标", text, true, nil, "指标代码"},
		{"年度", year, true, nil, "如 2023"},
		{"类型", choice, true, []string{string(AtLeast), string(Sum), string(Range)}, ""},
		{"下限", number, true, nil, "大于0"},
		{"上限", number, false, nil, "只有争取区间填写"},
		{"进度计划", text, false, nil, "线性，或四个季度末的累计数，如 0,0,1,1"},
		{"依据", text, false, nil, basisHelp},
	}},
	{sheetForms, true, "一行一张月报表工作表", []column{
		{"类别", text, true, nil, "专班的类别"},
		{"工作表", text, true, nil, ""},
		{"形式", choice, true, []string{string(form.Pairs), string(form.List)}, ""},
		{"可零报告", yesNo, false, nil, "是：没有内容时须在封面选“本月无”"},
		{"对应阶段", text, false, nil, "填在这张表里即表明项目到了哪个阶段"},
		{"预填", choice, false, []string{string(form.PrefillOpen)}, "下发时由办公室预填的内容"},
		{"填写说明", text, false, nil, "印在表头下面"},
	}},
	{sheetFields, true, "一行一个栏目", []column{
		{"工作表", text, true, nil, "“表单”中的工作表"},
		{"适用类别", list, false, nil, "同名工作表几类专班都有而栏目不同的才填"},
		{"字段", name, true, nil, "算式、条件中的名称"},
		{"列名", text, true, nil, "表头，不含单位"},
		{"别名", list, false, nil, "也认的列名"},
		{"角色", choice, false, roleNames(), "程序靠角色认栏目"},
		{"类型", choice, true, typeNames(), ""},
		{"必填", yesNo, false, nil, "不填为否"},
		{"选项", list, false, nil, "类型为选项时填写；角色为阶段的可不填，取“项目阶段”"},
		{"单位", text, false, nil, ""},
		{"小数位", whole, false, nil, "类型为数值时最多几位小数，不填为4"},
		{"最小", number, false, nil, ""},
		{"最大", number, false, nil, ""},
		{"示例", text, false, nil, ""},
		{"填写说明", text, false, nil, "选中单元格时显示"},
		{"合并", choice, false, []string{string(form.FillDown)}, "几行合并成一个单元格时，各行都按所填内容读取；不填为退回请填报人逐行填写"},
	}},
	{sheetRules, false, "一行一条规则：条件成立为合格", []column{
		{"编号", text, true, nil, "R 开头，如 R-101；使用后不要改作他用"},
		{"名称", text, true, nil, ""},
		{"范围", text, true, nil, "工作表名，或“全表”"},
		{"适用", list, false, nil, "适用类别，不填为有这张表的全部类别"},
		{"条件", text, true, nil, "如 甲字段 <= 乙字段"},
		{"级别", choice, true, []string{levelError, levelWarning, levelNotice}, "有错误的退回；警告须作情况说明"},
		{"阶段", choice, false, []string{string(Trial), string(Active), string(Retired)}, "试行只提醒；不填为正式"},
		{"提示", text, true, nil, "哪里不对，可引用字段，如 {{.金额}}亿元"},
		{"改法", text, false, nil, "怎样改"},
		{"定位字段", text, false, nil, "意见指向的字段，不填为条件中的第一个字段；全表规则填“工作表”或“工作表.字段”"},
		{"依据", text, false, nil, basisHelp},
		{"示例", text, false, nil, "违反的例子"},
		{"缺值", choice, false, []string{missingSkip, missingBad}, "所需内容没有填时怎样判，不填为跳过"},
		{"生效月", month, false, nil, ""},
		{"失效月", month, false, nil, "从这个月起不再适用"},
	}},
	{sheetScores, false, "一行一项计分，权重合计100", []column{
		{"指标", text, true, nil, "指标代码"},
		{"权重", number, true, nil, ""},
		{"封顶倍数", number, true, nil, "如 1.20"},
		{"说明", text, false, nil, ""},
	}},
	{sheetDeductions, false, "一行一项扣分", []column{
		{"事项", text, true, nil, ""},
		{"适用类别", list, false, nil, "不填为全部类别"},
		{"条件", text, true, nil, "得数为次数，或成立时计一次"},
		{"每次扣分", number, true, nil, "正数"},
		{"扣分上限", number, false, nil, "每季度最多扣多少，不填为不设上限"},
		{"说明", text, false, nil, ""},
	}},
	{sheetSupervision, false, "一行一种督办事项", []column{
		{"编号", text, true, nil, "如 D-01"},
		{"名称", text, true, nil, ""},
		{"适用类别", list, false, nil, "不填为全部类别"},
		{"触发条件", text, true, nil, "成立即列入督办"},
		{"事项表述", text, false, nil, "督办清单中的文字，可引用名称"},
		{"整改要求", text, false, nil, ""},
		{"期限(工作日)", whole, true, nil, ""},
		{"关闭条件", text, false, nil, "成立即销号；不填由办公室确认销号"},
		{"升级建议", text, false, nil, "逾期未改时首先建议的措施，如 通报批评；此后按“督办升级”逐月加重一级"},
		{"依据", text, false, nil, basisHelp},
		{"逐月", yesNo, false, nil, "是：每个月的问题各列一项，前一项没有销号的也照样另列，迟到的月报表收到后补列；不填为否，没有销号以前不另列"},
		{"销号用语", text, false, nil, "关闭条件成立而销号时怎样记载，如 已补报；不填为已整改到位"},
		{"跨年", choice, false, []string{HandOver}, "统计年度结束后仍未销号的：转入年度考核，不再按月督办；不填为继续督办"},
		{"停用后", text, false, nil, "报送单位停用（“专班”的启用止）以后仍未销号的由谁处理，写成“由…处理”，如 由领导小组办公室处理：写明的不再督办、不再逐月加重建议；不填为继续督办"},
		{"生效月", month, false, nil, "从哪个月的情况起列入督办，不填为一直列入"},
		{"失效月", month, false, nil, "从哪个月的情况起不再列入；此前提出的照常督办到销号"},
	}},
	{sheetOutcomes, false, "一行一种考核结论，按顺序取第一个成立的", []column{
		{"顺序", whole, true, nil, ""},
		{"适用类别", list, false, nil, "不填为全部类别"},
		{"条件", text, true, nil, ""},
		{"等次", text, true, nil, ""},
		{"结论用语", text, true, nil, ""},
		{"依据", text, false, nil, basisHelp},
	}},
	{sheetDays, false, "一行一个放假日或调休上班日；每年按国务院办公厅放假通知补充，没有填写的年份只按周六、周日推算", []column{
		{"日期", day, true, nil, "如 2023-10-01"},
		{"类型", choice, true, []string{string(DayOff), string(MakeUpDay)}, "休：工作日放假；班：周末上班"},
		{"名称", text, false, nil, ""},
		{"依据", text, false, nil, "国务院办公厅通知"},
	}},
	{sheetJobs, false, "一行一个定时任务", []column{
		{"任务", choice, true, Tasks, ""},
		{"时间", text, true, nil, "五段 cron，如 0 8 * * *；或 截止后3个工作日 09:00"},
		{"补跑", choice, false, []string{CatchUpAll, CatchUpLast, CatchUpNone}, "关机错过的班次怎样办，不填为最近一次"},
		{"说明", text, false, nil, ""},
	}},
	{sheetChoices, false, "一行一个通知没有规定、由办公室选定的口径", []column{
		{"事项", name, true, nil, "条件中以 口径.事项 引用"},
		{"取值", text, true, nil, "数或文字"},
		{"说明", text, false, nil, ""},
		{"专班", text, false, nil, "取值只对一个专班适用的填其代码，另有一行通用的；不填为各专班通用"},
		{"表述", text, false, nil, "印在季评比“计算口径”中的说法，带上单位；不填用事项名称"},
	}},
}

func roleNames() []string {
	var names []string
	for _, r := range form.Roles {
		names = append(names, string(r))
	}
	return names
}

func typeNames() []string {
	var names []string
	for _, t := range form.Types {
		names = append(names, string(t))
	}
	return names
}

// ColumnHelp is what the written-out workbook shows of a column.
type ColumnHelp struct {
	Name     string
	Help     string
	Choices  []string // dropdown; nil for none
	Required bool
}

// Describe returns the columns of a sheet of the scheme or the register, in
// order; nil for a name that is no such sheet.
func Describe(sheet string) []ColumnHelp {
	l := layoutOf(slices.Concat(schemeSheets, registerSheets), sheet)
	if l == nil {
		return nil
	}
	var help []ColumnHelp
	for _, c := range l.columns {
		choices := c.choices
		if c.kind == yesNo {
			choices = []string{form.Yes, form.No}
		}
		help = append(help, ColumnHelp{c.name, c.help, choices, c.required})
	}
	return help
}

// SheetHelp is the one line about a sheet: what one row of it is.
func SheetHelp(sheet string) string {
	if l := layoutOf(slices.Concat(schemeSheets, registerSheets), sheet); l != nil {
		return l.help
	}
	return ""
}

func layoutOf(sheets []layout, name string) *layout {
	for i := range sheets {
		if sheets[i].name == name {
			return &sheets[i]
		}
	}
	return nil
}

func (l *layout) column(name string) *column {
	for i := range l.columns {
		if plainHeader(l.columns[i].name) == plainHeader(name) {
			return &l.columns[i]
		}
	}
	return nil
}

func (l *layout) columnNames() []string {
	var names []string
	for _, c := range l.columns {
		names = append(names, c.name)
	}
	return names
}
