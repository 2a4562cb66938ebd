package scheme

// Sheets that expressions can ask about.
const (
	sheetMembers = "成员名册"
	sheetWaivers = "豁免"
)

// registerSheets is the register workbook (DESIGN 4), in its order.
var registerSheets = []layout{
	{"期初项目", false, "一行一个年中启用时已有的项目", []column{
		{"专班", text, true, nil, "专班代码"},
		{"工作表", text, true, nil, "相当于填在月报表的哪张表"},
		{"月份", month, true, nil, "记在哪个月，应在启用月以前"},
		{"项目编号", text, true, nil, ""},
		{"项目名称", text, true, nil, ""},
		{"投资方", text, false, nil, ""},
		{"阶段", text, false, nil, ""},
		{"金额", number, false, nil, "单位与月报表该栏目相同"},
		{"发生日期", day, false, nil, ""},
		{"其他栏目", text, false, nil, "该表必填的其他栏目，写成 栏目=内容，用逗号分开"},
		{"依据材料", text, false, nil, ""},
	}},
	{sheetMembers, false, "一行一名专班成员", []column{
		{"专班", text, true, nil, "专班代码"},
		{"姓名", text, true, nil, "同一人在几个专班的，写法应一致"},
		{"单位", text, true, nil, "与方案“专班”的牵头单位、成员单位写法一致"},
		{"职务", text, true, nil, ""},
		{"人员类别", text, false, nil, "如 分管领导、业务骨干；与设置“成员配备”写法一致"},
		{"起", day, false, nil, "从事专班工作的第一天；不填为一直在任"},
		{"止", day, false, nil, "最后一天；在任的不填"},
	}},
	{"核定", false, "一行一个以核定数代替上报数的数字", []column{
		{"专班", text, true, nil, "专班代码"},
		{"指标", text, true, nil, "指标代码"},
		{"项目编号", text, false, nil, "只核定一个项目的填写；不填为核定整个指标"},
		{"起始月", month, true, nil, "从哪个月的通报起使用"},
		{"核定数", number, true, nil, "单位与指标相同"},
		{"依据材料", text, true, nil, "如 统计部门的入统名单"},
		{"原因", text, true, nil, ""},
	}},
	{"重复认定", false, "一行一个认定为同一项目的结果", []column{
		{"项目", list, true, nil, "专班代码:项目编号，用逗号分开，如 A1:A1-2023-003，B2:B2-2023-001"},
		{"归属", text, true, nil, "专班代码；分享的写比例，按上一列的次序，如 6:4；不是同一项目的写“不重复”"},
		{"起始月", month, true, nil, ""},
		{"原因", text, true, nil, ""},
		{"认定人(岗位)", text, false, nil, ""},
		{"以谁为准", text, false, nil, "专班代码：各方所报数不一致的，以该专班所报的数按归属分计；写比例而数不一致的必填"},
		{"上年已计入", yesNo, false, nil, "是：所列项目在起始月的上一年度已计入的数，本年不再计入，只计其余；否：上年没有计入，或者不是同一笔；不填：不扣除"},
	}},
	{"督查登记", false, "一行一个现场发现的问题、一次销号确认或一个处理决定", []column{
		{"类型", choice, true, []string{InspectFound, InspectClosed, InspectDecided}, ""},
		{"编号", text, false, nil, "发现问题的填写，办公室自编，不重复"},
		{"督办编号", text, false, nil, "销号确认和处理决定的填写，如 督办〔2023〕21号"},
		{"专班", text, true, nil, "专班代码"},
		{"日期", day, true, nil, ""},
		{"事项", text, false, nil, "发现问题的填写"},
		{"整改要求", text, false, nil, ""},
		{"整改期限", day, false, nil, ""},
		{"期限(工作日)", whole, false, nil, "没有写整改期限的，按几个工作日"},
		{"处理措施", text, false, nil, "领导决定的措施，如 约谈"},
		{"决定人(岗位)", text, false, nil, "处理决定的填写，只填岗位，如 分管副县长"},
		{"红线", yesNo, false, nil, "查实弄虚作假或以专班名义签订合同的填“是”，不参加排名"},
		{"依据", text, false, nil, ""},
	}},
	{"异议", false, "一行一个对已公布数据的异议", []column{
		{"专班", text, true, nil, "专班代码"},
		{"文种", choice, true, documentNames, ""},
		{"期次", text, true, nil, "2023-09、2023Q3 或 2023"},
		{"指标", text, false, nil, "指标代码"},
		{"异议内容", text, true, nil, ""},
		{"提出日期", day, true, nil, ""},
		{"答复", text, false, nil, ""},
		{"答复日期", day, false, nil, ""},
		{"处理结果", choice, false, []string{ObjectionRejected, ObjectionUpheld}, ""},
	}},
	{sheetWaivers, false, "一行一条不适用于某专班的规则", []column{
		{"专班", text, true, nil, "专班代码"},
		{"规则编号", text, true, nil, "如 R-101；也可填 X-NAME、D-201 等程序自用的编号，读不出或没有填的（如 T-REQ）不能豁免"},
		{"项目编号", text, false, nil, "只豁免一个项目的填写"},
		{"起始月", month, true, nil, ""},
		{"截止月", month, false, nil, "不填为只豁免起始月"},
		{"原因", text, true, nil, ""},
		{"批准人(岗位)", text, true, nil, "只填岗位，如 分管副县长"},
	}},
	{"延期", false, "一行一个延长的期限", []column{
		{"专班", text, true, nil, "专班代码"},
		{"报告月份", month, false, nil, "月报表延期的填写"},
		{"督办编号", text, false, nil, "整改延期的填写"},
		{"延至", day, true, nil, ""},
		{"原因", text, true, nil, ""},
		{"批准人(岗位)", text, true, nil, "只填岗位，如 分管副县长"},
	}},
	{"发文", false, "一行一份已编文号的文件", []column{
		{"文种", choice, true, documentNames, ""},
		{"期次", text, true, nil, "2023-09、2023Q3 或 2023"},
		{"文号", text, true, nil, ""},
		{"签发人(岗位)", text, false, nil, ""},
		{"签发日期", day, true, nil, ""},
		{"定稿版本", text, false, nil, "由第几次送审稿定稿"},
		{"扫描件", text, false, nil, "文件名"},
	}},
	{"本月文字", false, "一行一段办公室写进通报的文字", []column{
		{"月份", month, true, nil, ""},
		{"位置", choice, true, TextSections, "写进哪一部分"},
		{"专班", text, false, nil, "专班代码；不填为全体"},
		{"内容", text, true, nil, ""},
	}},
}
