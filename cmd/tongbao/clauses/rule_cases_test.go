package clauses

import "fmt"

// old and new are projects beside the good return's own: 004 is in it since
// last year, 009 is not in it.
const (
	old   = " 项目编号=KFQ-2022-004 项目名称=示例储能项目 投资方=示例储能有限公司 总投资=5"
	fresh = " 项目编号=KFQ-2023-009 项目名称=示例九号项目 投资方=示例九号有限公司"
	odd   = " 项目编号=KFQ-3 项目名称=示例三号项目"
)

// landedInAugust is 003 signed and begun in August and told once more now.
var landedInAugust = []string{
	"8月 签约项目 +1 签约日期=2023-08-15", "8月 落地项目 +1 开工日期=2023-08-20 拿地日期=2023-08-18",
	"对接项目 1 阶段=落地", "签约项目 -", "落地项目 1 开工日期=2023-08-20 拿地日期=2023-08-18",
}

// signsOld signs the project that is known since last year, on a day of
// September.
const signsOld = "签约项目 +1 项目编号=KFQ-2022-004 项目名称=示例储能项目 投资方=示例储能有限公司 总投资=5 签约金额=5 签约日期=2023-09-"

var ruleCases = []ruleCase{
	// Dates inside the month, or marked 补报.
	{code: "R-101", breaks: []string{"签约项目 1 签约日期=2023-08-30", "对接项目 1 首次外出日期=2022-12-20"}, at: "签约项目!F5",
		keeps: []string{"签约项目 1 签约日期=2023-08-30 补报=是", "对接项目 1 首次外出日期=2022-12-20"}},
	{code: "R-101", why: "补报 reaches back to January, not into last year", breaks: []string{"签约项目 1 签约日期=2022-12-31 补报=是", "对接项目 1 首次外出日期=2022-12-20"}, at: "签约项目!F5",
		keeps: []string{"签约项目 1 签约日期=2023-01-01 补报=是", "对接项目 1 首次外出日期=2022-12-20"}},
	{code: "R-102", breaks: []string{"落地项目 1 开工日期=2023-10-01"}, at: "落地项目!G5", keeps: []string{"落地项目 1 开工日期=2023-09-30"}},
	{code: "R-103", breaks: []string{"对接项目 1 对接日期=2023-10-01"}, at: "对接项目!D5", keeps: []string{"对接项目 1 对接日期=2023-09-30"}},
	{code: "R-104", breaks: []string{"外出招商活动 +1 开始日期=2023-10-01 结束日期=2023-10-03"}, at: "外出招商活动!B6",
		keeps: []string{"外出招商活动 +1 开始日期=2023-09-30 结束日期=2023-10-03"}},
	{code: "R-105", breaks: []string{"会议与汇报 +1 事项类型=其他 召开日期=2023-08-31"}, at: "会议与汇报!B7",
		keeps: []string{"会议与汇报 +1 事项类型=其他 召开日期=2023-08-31 补报=是"}},
	{code: "R-106", breaks: []string{"经费使用 1 支出日期=2023-08-31"}, at: "经费使用!A5", keeps: []string{"经费使用 1 支出日期=2023-08-31 补报=是"}},
	{code: "R-107", breaks: []string{"人员变动 1 变动日期=2023-08-31 报备日期=2023-08-31"}, at: "人员变动!E5",
		keeps: []string{"人员变动 1 变动日期=2023-08-31 报备日期=2023-08-31 补报=是"}},
	{code: "R-108", unit: "FWZ", breaks: []string{"包装项目 1 包装日期=2023-08-31"}, at: "包装项目!E5", keeps: []string{"包装项目 1 包装日期=2023-08-31 补报=是"}},
	{code: "R-109", unit: "FWZ", breaks: []string{"项目评估会议 1 召开日期=2023-08-31"}, at: "项目评估会议!A5", keeps: []string{"项目评估会议 1 召开日期=2023-08-31 补报=是"}},
	{code: "R-180", breaks: []string{"封面 填报日期=2023-08-31"}, at: "封面!C10", keeps: []string{"封面 填报日期=2023-09-28"}},

	// What a form tells has happened by the day it bears: the good return's last
	// event is that of the 28th, of FWZ the 26th.
	{code: "R-206", breaks: []string{"封面 填报日期=2023-09-28", "对接项目 2 对接日期=2023-09-29"}, at: "对接项目!D6", keeps: []string{"封面 填报日期=2023-09-28", "对接项目 2 对接日期=2023-09-28"}},
	{code: "R-207", breaks: []string{"封面 填报日期=2023-09-28", signsOld + "29", "对接项目 2 阶段=签约"}, at: "签约项目!F6", keeps: []string{"封面 填报日期=2023-09-28", signsOld + "28", "对接项目 2 阶段=签约"}},
	{code: "R-208", breaks: []string{"封面 填报日期=2023-09-28", "落地项目 1 开工日期=2023-09-29"}, at: "落地项目!G5", keeps: []string{"封面 填报日期=2023-09-28", "落地项目 1 开工日期=2023-09-28"}},
	{code: "R-209", breaks: []string{"封面 填报日期=2023-09-27"}, at: "会议与汇报!B6", keeps: []string{"封面 填报日期=2023-09-28"}},
	{code: "R-210", breaks: []string{"封面 填报日期=2023-09-28", "经费使用 1 支出日期=2023-09-29"}, at: "经费使用!A5", keeps: []string{"封面 填报日期=2023-09-28", "经费使用 1 支出日期=2023-09-28"}},
	{code: "R-211", unit: "FWZ", breaks: []string{"封面 填报日期=2023-09-26", "包装项目 1 包装日期=2023-09-27"}, at: "包装项目!E5", keeps: []string{"封面 填报日期=2023-09-26", "包装项目 1 包装日期=2023-09-26"}},
	{code: "R-212", unit: "FWZ", breaks: []string{"封面 填报日期=2023-09-25"}, at: "项目评估会议!A5", keeps: []string{"封面 填报日期=2023-09-26"}},
	{code: "R-213", breaks: []string{"封面 填报日期=2023-09-28", "人员变动 2 变动日期=2023-09-29 报备日期=2023-09-29"}, at: "人员变动!E6", keeps: []string{"封面 填报日期=2023-09-28", "人员变动 2 变动日期=2023-09-28 报备日期=2023-09-28"}},

	// Amounts.
	{code: "R-111", breaks: []string{"签约项目 1 签约金额=0"}, at: "签约项目!E5", keeps: []string{"签约项目 1 签约金额=0.0001"}},
	{code: "R-112", why: "3.2001 of 3.20 is 1 万元 too much", breaks: []string{"签约项目 1 签约金额=3.2001"}, at: "签约项目!E5", keeps: []string{"签约项目 1 签约金额=3.2"}},
	{code: "R-113", breaks: []string{"签约项目 1 总投资=3.5", "落地项目 1 总投资=3.5"}, at: "签约项目!I5",
		keeps: []string{"签约项目 1 总投资=3.5", "落地项目 1 总投资=3.5", "对接项目 1 总投资=3.5"}},
	{code: "R-114", breaks: []string{"对接项目 +2" + fresh + " 总投资=0"}, at: "对接项目!E7", keeps: []string{"对接项目 +2" + fresh + " 总投资=0.0001"}},
	{code: "R-148", breaks: []string{"落地项目 1 总投资=3.5"}, at: "落地项目!D5",
		keeps: []string{"落地项目 1 总投资=3.5", "签约项目 1 总投资=3.5", "对接项目 1 总投资=3.5"}},
	{code: "R-163", breaks: []string{"经费使用 1 支出金额=0"}, at: "经费使用!C5", keeps: []string{"经费使用 1 支出金额=0.0001"}},
	{code: "R-193", unit: "FWZ", breaks: []string{"包装项目 1 总投资=0"}, at: "包装项目!D5", keeps: []string{"包装项目 1 总投资=0.0001"}},

	// Figures and facts restated against earlier months.
	{code: "R-115", breaks: []string{"8月 对接项目 +2 对接日期=2023-08-10 总投资=4.5"}, at: "对接项目!E6", keeps: []string{"8月 对接项目 +2 对接日期=2023-08-10"}},
	{code: "R-116", breaks: []string{"8月 签约项目 +1 签约日期=2023-08-10 签约金额=3", "签约项目 1 签约日期=2023-08-10", "对接项目 1 首次外出日期=2022-12-20"}, at: "签约项目!E5",
		keeps: []string{"8月 签约项目 +1 签约日期=2023-08-10", "签约项目 1 签约日期=2023-08-10", "对接项目 1 首次外出日期=2022-12-20"}},
	{code: "R-205", why: "5 is more than twice 2.4", breaks: []string{"8月 对接项目 +2 对接日期=2023-08-10 总投资=2.4"}, at: "对接项目!E6", keeps: []string{"8月 对接项目 +2 对接日期=2023-08-10"}},
	{code: "R-117", breaks: []string{"8月 对接项目 +2 对接日期=2023-08-10 投资方=示例电力有限公司"}, at: "对接项目!C6", keeps: []string{"8月 对接项目 +2 对接日期=2023-08-10"}},
	{code: "R-118", why: "a framework agreement before the contract is another agreement", breaks: []string{"8月 签约项目 +1 签约日期=2023-08-20"}, at: "签约项目!F5",
		keeps: []string{"8月 签约项目 +1 签约日期=2023-08-20 协议类型=框架协议"}},
	{code: "R-220", at: "签约项目!D6", breaks: []string{"8月 签约项目 +1 签约日期=2023-08-20" + old, "签约项目 +1 协议类型=框架协议" + old, "对接项目 2 阶段=签约"},
		keeps: []string{"8月 签约项目 +1 签约日期=2023-08-20 协议类型=框架协议" + old, "签约项目 +1 协议类型=框架协议 签约日期=2023-08-20" + old, "对接项目 2 阶段=签约"}},
	{code: "R-119", breaks: []string{"8月 落地项目 +1 开工日期=2023-08-20 拿地日期=2023-08-18", "对接项目 1 阶段=落地"}, at: "落地项目!G5", keeps: landedInAugust},
	{code: "R-120", breaks: append(landedInAugust[:len(landedInAugust):len(landedInAugust)], "落地项目 1 施工许可=未取得"), at: "落地项目!F5", keeps: landedInAugust},
	{code: "R-137", breaks: []string{"8月 对接项目 +2 对接日期=2023-08-10 首次外出日期=2022-12-21"}, at: "对接项目!G6", keeps: []string{"8月 对接项目 +2 对接日期=2023-08-10"}},
	{code: "R-221", why: "what December left out counts in no year; what it told is December's", month: 1, quiet: true, at: "对接项目!G5",
		breaks: []string{"会议与汇报 +1 召开日期=2023-01-20", "对接项目 +2 对接日期=2023-01-10 首次外出日期=2022-12-28"},
		keeps:  []string{"会议与汇报 +1 召开日期=2023-01-20", "对接项目 +2 对接日期=2023-01-10 首次外出日期=2023-01-10", "外出招商活动 +1 开始日期=2023-01-10 结束日期=2023-01-11"}},
	{code: "R-147", unit: "FWZ", breaks: []string{"8月 包装项目 +1 包装日期=2023-08-20 总投资=3", "包装项目 1 包装日期=2023-08-20"}, at: "包装项目!D5",
		keeps: []string{"8月 包装项目 +1 包装日期=2023-08-20", "包装项目 1 包装日期=2023-08-20"}},
	{code: "R-158", unit: "FWZ", breaks: []string{"8月 包装项目 +1 包装日期=2023-08-20"}, at: "包装项目!E5",
		keeps: []string{"8月 包装项目 +1 包装日期=2023-08-20", "包装项目 1 包装日期=2023-08-20"}},

	// One project, one code, one row.
	{code: "R-121", breaks: []string{"对接项目 +2" + odd}, at: "对接项目!A7", keeps: []string{"对接项目 +2" + fresh}},
	{code: "R-122", breaks: []string{"8月 对接项目 +2" + odd, "签约项目 +1 总投资=5" + odd}, at: "签约项目!A6", keeps: []string{"8月 对接项目 +2" + fresh, "签约项目 +1 总投资=5" + fresh}},
	{code: "R-123", breaks: []string{"8月 签约项目 +1 签约日期=2023-08-15" + odd, "落地项目 +1" + odd}, at: "落地项目!A6",
		keeps: []string{"8月 签约项目 +1 签约日期=2023-08-15" + fresh, "落地项目 +1" + fresh}},
	{code: "R-124", breaks: []string{"对接项目 +2"}, at: "对接项目!A6 对接项目!A7", keeps: []string{"对接项目 +2" + fresh}},
	{code: "R-125", breaks: []string{"签约项目 +1"}, at: "签约项目!A5 签约项目!A6", keeps: []string{"签约项目 +1" + old, "对接项目 2 阶段=签约"}},
	{code: "R-126", breaks: []string{"落地项目 +1"}, at: "落地项目!A5 落地项目!A6", keeps: []string{"对接项目 2 阶段=落地", "签约项目 +1" + old, "落地项目 +1" + old}},
	{code: "R-192", unit: "FWZ", breaks: []string{"包装项目 +1"}, at: "包装项目!A5 包装项目!A6", keeps: []string{"包装项目 +1 项目编号=FWZ-2023-002 项目名称=示例农园招商项目"}},
	{code: "R-198", unit: "FWZ", breaks: []string{"包装项目 1 项目编号=FWZ-1"}, at: "包装项目!A5", keeps: []string{"包装项目 1 项目编号=FWZ-2023-011"}},
	{code: "R-143", breaks: []string{"外出招商活动 +1"}, at: "外出招商活动!B5 外出招商活动!B6", keeps: []string{"外出招商活动 +1 开始日期=2023-09-12 结束日期=2023-09-14"}},
	{code: "R-164", breaks: []string{"8月 经费使用 +1 支出日期=2023-08-12"}, at: "经费使用!E5", keeps: []string{"8月 经费使用 +1 支出日期=2023-08-12 凭证号=2023-08-001"}},
	{code: "R-164", why: "a row without a voucher says nothing of the others", breaks: []string{"8月 经费使用 +1 支出日期=2023-08-12", "7月 经费使用 +1 支出日期=2023-07-12 凭证号="}, at: "经费使用!E5",
		keeps: []string{"7月 经费使用 +1 支出日期=2023-07-12 凭证号="}},
	{code: "R-188", breaks: []string{"会议与汇报 +1"}, at: "会议与汇报!B5 会议与汇报!B7", keeps: []string{"会议与汇报 +1 主题=研究落地工作"}},
	{code: "R-189", unit: "FWZ", breaks: []string{"项目评估会议 +1"}, at: "项目评估会议!A5 项目评估会议!A6", keeps: []string{"项目评估会议 +1 召开日期=2023-09-27"}},

	// The order of stages and dates.
	{code: "R-127", breaks: []string{"7月 对接项目 +2 对接日期=2023-07-10 阶段=终止 进展情况=资金未到位", "对接项目 2 阶段=终止 进展情况=资金未到位", "签约项目 +1" + old}, at: "签约项目!A6",
		keeps: []string{"7月 对接项目 +2 对接日期=2023-07-10", "对接项目 2 阶段=签约", "签约项目 +1" + old}},
	{code: "R-128", breaks: []string{"7月 对接项目 +2 对接日期=2023-07-10 阶段=终止 进展情况=资金未到位", "对接项目 2 阶段=终止 进展情况=资金未到位", "落地项目 +1" + old}, at: "落地项目!A6",
		keeps: []string{"7月 对接项目 +2 对接日期=2023-07-10 阶段=签约", "对接项目 2 阶段=落地", "落地项目 +1" + old}},
	{code: "R-129", breaks: []string{"签约项目 +1" + fresh}, at: "签约项目!A6", keeps: []string{"签约项目 +1" + fresh, "对接项目 +2 总投资=3.2 阶段=签约" + fresh}},
	{code: "R-130", breaks: []string{"签约项目 1 签约日期=2023-09-05"}, at: "签约项目!F5", keeps: []string{"签约项目 1 签约日期=2023-09-06"}},
	{code: "R-131", breaks: []string{"8月 对接项目 +2 对接日期=2023-08-10 阶段=意向"}, at: "对接项目!F6", keeps: []string{"8月 对接项目 +2 对接日期=2023-08-10 阶段=线索"}},
	{code: "R-132", breaks: []string{"8月 对接项目 +2 对接日期=2023-08-10 阶段=终止 进展情况=资金未到位"}, at: "对接项目!F6",
		keeps: []string{"8月 对接项目 +2 对接日期=2023-08-10 阶段=终止 进展情况=资金未到位", "对接项目 2 阶段=终止 进展情况=资金未到位"}},
	{code: "R-201", breaks: []string{"对接项目 2 阶段=终止 进展情况=资金未到位", "签约项目 +1" + old}, at: "签约项目!A6", keeps: []string{"对接项目 2 阶段=签约", "签约项目 +1" + old}},
	{code: "R-202", breaks: []string{"8月 签约项目 +1 签约日期=2023-08-15" + old, "对接项目 2 阶段=终止 进展情况=资金未到位", "落地项目 +1" + old}, at: "落地项目!A6",
		keeps: []string{"8月 签约项目 +1 签约日期=2023-08-15" + old, "对接项目 2 阶段=落地", "落地项目 +1" + old}},
	{code: "R-203", why: "a framework agreement leaves a project where it is", breaks: []string{"对接项目 2 阶段=意向", "签约项目 +1" + old}, at: "对接项目!F6", keeps: []string{"对接项目 2 阶段=意向", "签约项目 +1 协议类型=框架协议" + old}},
	{code: "R-204", why: "without the licence nothing has landed", breaks: []string{"对接项目 1 阶段=签约"}, at: "对接项目!F5", keeps: []string{"对接项目 1 阶段=落地"}},
	{code: "R-133", breaks: []string{"对接项目 2 阶段=终止"}, at: "对接项目!I6", keeps: []string{"对接项目 2 阶段=终止 进展情况=资金未到位"}},
	{code: "R-134", breaks: []string{"落地项目 +1" + fresh}, at: "落地项目!A6", keeps: []string{"落地项目 +1" + fresh, "8月 签约项目 +1 签约日期=2023-08-15" + fresh}},
	{code: "R-134", why: "a framework agreement is no contract", breaks: []string{"落地项目 +1" + fresh, "8月 签约项目 +1 签约日期=2023-08-15 协议类型=框架协议" + fresh}, at: "落地项目!A6",
		keeps: []string{"落地项目 +1" + fresh, "8月 签约项目 +1 签约日期=2023-08-15" + fresh}},
	{code: "R-135", breaks: []string{"落地项目 1 开工日期=2023-09-14 拿地日期=2023-09-13"}, at: "落地项目!G5", keeps: []string{"落地项目 1 开工日期=2023-09-15 拿地日期=2023-09-13"}},
	{code: "R-136", breaks: []string{"对接项目 1 首次外出日期=2023-09-07"}, at: "对接项目!G5", keeps: []string{"对接项目 1 首次外出日期=2023-09-06"}},
	{code: "R-138", breaks: []string{"对接项目 2 阶段=签约"}, at: "对接项目!F6", keeps: []string{"对接项目 2 阶段=签约", "签约项目 +1" + old}},
	{code: "R-139", breaks: []string{"落地项目 1 施工许可=未取得"}, at: "落地项目!F5", keeps: []string{"落地项目 1 施工许可=已取得"}},
	{code: "R-140", breaks: []string{"对接项目 2 阶段=落地"}, at: "对接项目!F6", keeps: []string{"对接项目 2 阶段=落地", "签约项目 +1" + old, "落地项目 +1" + old}},
	{code: "R-145", breaks: []string{"对接项目 2 阶段=入统"}, at: "对接项目!F6",
		keeps: []string{"对接项目 2 阶段=入统", "签约项目 +1" + old, "落地项目 +1 入统日期=2023-09-28" + old}},
	{code: "R-146", breaks: []string{"对接项目 +2 首次外出日期=2023-09-04" + fresh}, at: "对接项目!G7", keeps: []string{"对接项目 +2 首次外出日期=2023-09-05" + fresh}},
	{code: "R-146", why: "who came to the county was not called on", breaks: []string{"对接项目 +2 首次外出日期=2023-09-04 对接方式=外出对接" + fresh}, at: "对接项目!G7", keeps: []string{"对接项目 +2 首次外出日期=2023-09-04 对接方式=客商来访" + fresh}},
	{code: "R-146", why: "it is asked once", breaks: []string{"对接项目 +2 首次外出日期=2023-08-04" + fresh}, at: "对接项目!G7",
		keeps: []string{"8月 对接项目 +2 对接日期=2023-08-10 首次外出日期=2023-08-04" + fresh, "对接项目 +2 首次外出日期=2023-08-04" + fresh}},
	{code: "R-137", why: "who came first may be called on later", breaks: []string{"8月 对接项目 +2 对接日期=2023-08-10 首次外出日期=2023-08-10" + fresh, "对接项目 +2 首次外出日期=2023-09-05 对接方式=外出对接" + fresh}, at: "对接项目!G7",
		keeps: []string{"8月 对接项目 +2 对接日期=2023-08-10 首次外出日期=2023-08-10 对接方式=客商来访" + fresh, "对接项目 +2 首次外出日期=2023-09-05 对接方式=外出对接" + fresh}},

	// Land, approval, legal review, statistics.
	{code: "R-151", why: "a framework agreement may wait", breaks: []string{"签约项目 1 法律审查=否"}, at: "签约项目!J5", keeps: []string{"签约项目 +1 法律审查=否 协议类型=框架协议" + old}},
	{code: "R-152", breaks: []string{"落地项目 1 拿地日期=2023-09-21"}, at: "落地项目!I5", keeps: []string{"落地项目 1 拿地日期=2023-09-20"}},
	{code: "R-153", breaks: []string{"落地项目 1 入统日期=2023-09-19"}, at: "落地项目!J5", keeps: []string{"落地项目 1 入统日期=2023-09-20"}},
	{code: "R-154", breaks: []string{"落地项目 1 入统日期=2023-10-01"}, at: "落地项目!J5", keeps: []string{"落地项目 1 入统日期=2023-09-30"}},
	{code: "R-155", why: "31 July to 30 September is 61 days, 1 August to then 60", breaks: []string{"7月 落地项目 +1 开工日期=2023-07-31 拿地日期=2023-07-01" + old, "对接项目 2 阶段=落地"}, at: "落地项目!J4",
		keeps: []string{"8月 落地项目 +1 开工日期=2023-08-01 拿地日期=2023-07-01" + old, "对接项目 2 阶段=落地"}},
	{code: "R-156", breaks: []string{"落地项目 1 拿地日期="}, at: "落地项目!I5", keeps: []string{"落地项目 1 拿地日期=2023-09-20"}},
	{code: "R-157", breaks: []string{"落地项目 1 注册日期=2023-10-01"}, at: "落地项目!H5", keeps: []string{"落地项目 1 注册日期=2023-09-30"}},
	{code: "R-149", unit: "FWZ", breaks: []string{"包装项目 1 产业领域=房地产"}, at: "包装项目!C5", keeps: []string{"包装项目 1 产业领域=现代农业"}},
	{code: "R-194", unit: "FWZ", breaks: []string{"包装项目 1 用地保障="}, at: "包装项目!F5", keeps: []string{"包装项目 1 用地保障=不涉及"}},
	{code: "R-195", unit: "FWZ", breaks: []string{"包装项目 1 审批服务="}, at: "包装项目!G5", keeps: []string{"包装项目 1 审批服务=不涉及"}},
	{code: "R-196", unit: "FWZ", breaks: []string{"包装项目 1 法律服务="}, at: "包装项目!H5", keeps: []string{"包装项目 1 法律服务=不涉及"}},
	{code: "R-197", unit: "FWZ", breaks: []string{"包装项目 1 统计服务="}, at: "包装项目!I5", keeps: []string{"包装项目 1 统计服务=不涉及"}},

	// Trips.
	{code: "R-141", breaks: []string{"外出招商活动 +1 开始日期=2023-09-20 结束日期=2023-09-19"}, at: "外出招商活动!C6", keeps: []string{"外出招商活动 +1 开始日期=2023-09-20 结束日期=2023-09-20"}},
	{code: "R-142", why: "the 10th to the 25th is 15 days", breaks: []string{"外出招商活动 +1 开始日期=2023-09-10 结束日期=2023-09-25"}, at: "外出招商活动!C6",
		keeps: []string{"外出招商活动 +1 开始日期=2023-09-10 结束日期=2023-09-24"}},
	{code: "R-144", breaks: []string{"外出招商活动 1 活动形式=其他 活动成效="}, at: "外出招商活动!J5", keeps: []string{"外出招商活动 1 活动成效="}},
	{code: "R-164", why: "December's voucher once more in January, for as much; the next year may number from 1 again", month: 1, quiet: true, at: "经费使用!E5",
		breaks: []string{"会议与汇报 +1 召开日期=2023-01-20", "上年12月 经费使用 +1 支出日期=2022-12-12 凭证号=15", "经费使用 +1 支出日期=2023-01-12 凭证号=15"},
		keeps:  []string{"会议与汇报 +1 召开日期=2023-01-20", "上年12月 经费使用 +1 支出日期=2022-12-12 凭证号=15", "经费使用 +1 支出日期=2023-01-12 凭证号=15 支出金额=0.87"}},
	{code: "R-214", why: "a town of the county itself is no outreach", breaks: []string{"外出招商活动 1 目的地=沁水县嘉峰镇"}, at: "外出招商活动!D5", keeps: []string{"外出招商活动 1 目的地=示例省水沁市"}},
	{code: "R-215", why: "of no kind that is outreach", breaks: []string{"外出招商活动 1 活动形式=其他"}, at: "外出招商活动!G5", keeps: []string{"外出招商活动 1 活动形式=展会"}},
	{code: "R-159", why: "one trip to two towns is one trip", breaks: []string{"外出招商活动 +1 目的地=示例省另一市"}, at: "外出招商活动!B5 外出招商活动!B6", keeps: []string{"外出招商活动 +1 目的地=示例省另一市 开始日期=2023-09-12 结束日期=2023-09-14"}},
	{code: "R-159", why: "the next day is the same journey", breaks: []string{"外出招商活动 +1 目的地=示例省另一市 开始日期=2023-09-09 结束日期=2023-09-10"}, at: "外出招商活动!B5 外出招商活动!B6", keeps: []string{"外出招商活动 +1 目的地=示例省另一市 开始日期=2023-09-10 结束日期=2023-09-11"}},
	{code: "R-159", why: "the last day of December and the first of January are one journey", month: 1, quiet: true, at: "外出招商活动!B5",
		breaks: []string{"会议与汇报 +1 召开日期=2023-01-20", "上年12月 外出招商活动 +1 开始日期=2022-12-29 结束日期=2022-12-31", "外出招商活动 +1 目的地=示例省另一市 开始日期=2023-01-01 结束日期=2023-01-03"},
		keeps:  []string{"会议与汇报 +1 召开日期=2023-01-20", "上年12月 外出招商活动 +1 开始日期=2022-12-29 结束日期=2022-12-31", "外出招商活动 +1 目的地=示例省另一市 开始日期=2023-01-02 结束日期=2023-01-03"}},
	{code: "R-160", why: "and so within the month", breaks: []string{"封面 填报日期=2023-09-28", "外出招商活动 +1 开始日期=2023-09-27 结束日期=2023-09-29"}, at: "外出招商活动!C4", keeps: []string{"封面 填报日期=2023-09-28", "外出招商活动 +1 开始日期=2023-09-27 结束日期=2023-09-28"}},
	{code: "R-160", why: "the form is dated 5 October", breaks: []string{"外出招商活动 +1 开始日期=2023-09-30 结束日期=2023-10-06"}, at: "外出招商活动!C4", keeps: []string{"外出招商活动 +1 开始日期=2023-09-30 结束日期=2023-10-05"}},
	{code: "R-187", why: "3 trips by the year's end, or 4", month: 12, quiet: true, breaks: append(decemberMeetings, trips(3)...), at: "外出招商活动",
		keeps: append(decemberMeetings, trips(4)...)},

	// Discipline.
	{code: "R-150", why: "in other words, or by its code", breaks: []string{"签约项目 1 合同甲方=开发区招商组"}, at: "签约项目!H5", keeps: []string{"签约项目 1 合同甲方=沁水经济技术开发区招商中心"}},
	{code: "R-150", breaks: []string{"签约项目 1 合同甲方=沁水县“6+6”招商工作队"}, at: "签约项目!H5", keeps: []string{"签约项目 1 合同甲方=沁水县招商引资服务中心有限公司"}},
	{code: "R-150", breaks: []string{"签约项目 1 合同甲方=KFQ"}, at: "签约项目!H5", keeps: []string{"签约项目 1 合同甲方=KFQ示例资产有限公司"}},
	{code: "R-150", breaks: []string{"签约项目 1 合同甲方=開發區招商專班"}, at: "签约项目!H5", keeps: []string{"签约项目 1 合同甲方=開發區管理委員會"}},
	{code: "R-150", breaks: []string{"签约项目 1 合同甲方=开发区招商专班"}, at: "签约项目!H5", keeps: []string{"签约项目 1 合同甲方=示例镇人民政府"}},
	{code: "R-150", why: "a framework agreement is a contract too", breaks: []string{"签约项目 +1 合同甲方=示例专班办公室 协议类型=框架协议" + old}, at: "签约项目!H6", keeps: []string{"签约项目 +1 协议类型=框架协议" + old}},

	// Funds: 50,000 元 a year for travel and for hosting investors.
	{code: "R-161", breaks: []string{"经费使用 1 用途=其他"}, at: "经费使用!B5", keeps: []string{"经费使用 1 用途=客商对接"}},
	{code: "R-162", why: "4.15 + 0.86 = 5.01, 4.14 + 0.86 = 5.00", breaks: []string{"8月 经费使用 +1 支出日期=2023-08-12 支出金额=4.15 凭证号=2023-08-001"}, at: "经费使用!C4",
		keeps: []string{"8月 经费使用 +1 支出日期=2023-08-12 支出金额=4.14 凭证号=2023-08-001"}},
	{code: "R-165", breaks: []string{"经费使用 1 凭证号="}, at: "经费使用!E5", keeps: []string{"经费使用 1 凭证号=2023-09-016"}},

	// Staff.
	{code: "R-171", why: "18 to 29 September is 11 days", breaks: []string{"人员变动 1 报备日期=2023-09-29"}, at: "人员变动!G5", keeps: []string{"人员变动 1 报备日期=2023-09-28"}},
	{code: "R-172", why: "19 September to 18 September is 364 days", breaks: []string{"人员变动 1 进入日期=2022-09-19"}, at: "人员变动!F5", keeps: []string{"人员变动 1 进入日期=2022-09-18"}},
	{code: "R-172", why: "not said since when", breaks: []string{"人员变动 1 进入日期="}, at: "人员变动!F5", keeps: []string{"人员变动 1 进入日期=2022-01-01"}},
	{code: "R-173", breaks: []string{"人员变动 -2"}, at: "人员变动!A5", keeps: []string{"人员变动 2 变动日期=2023-09-30 报备日期=2023-09-30"}},
	{code: "R-173", why: "a staff member does not stand in for a leader", breaks: []string{"人员变动 1 人员类别=分管领导"}, at: "人员变动!A5", keeps: []string{"人员变动 1 人员类别=分管领导", "人员变动 2 人员类别=分管领导"}},

	// Meetings, plans and reports.
	{code: "R-181", why: "a meeting of August, told late, is not September's", breaks: []string{"会议与汇报 1 召开日期=2023-08-25 补报=是"}, at: "会议与汇报", keeps: []string{"会议与汇报 1 召开日期=2023-09-01"}},
	{code: "R-181", breaks: []string{"会议与汇报 -1"}, at: "会议与汇报", keeps: []string{"会议与汇报 1 召开日期=2023-09-01"}},
	{code: "R-182", breaks: []string{"会议与汇报 -2"}, at: "会议与汇报", keeps: []string{"会议与汇报 -2", "7月 会议与汇报 +2 召开日期=2023-07-03"}},
	{code: "R-182", why: "June's report is of another quarter", breaks: []string{"会议与汇报 -2", "6月 会议与汇报 +2 召开日期=2023-06-30"}, at: "会议与汇报", keeps: nil},
	{code: "R-182", why: "a report of the third quarter that is for the second is not the third's", breaks: []string{"会议与汇报 2 所属季度=第二季度"}, at: "会议与汇报",
		keeps: []string{"会议与汇报 2 所属季度=第三季度", "7月 会议与汇报 +2 召开日期=2023-07-03 所属季度=第二季度"}},
	{code: "R-216", why: "March had none: April's is asked for which quarter it is", month: 4, quiet: true, at: "会议与汇报!G6",
		breaks: []string{"3月 会议与汇报 +1 召开日期=2023-03-20", "会议与汇报 +1 召开日期=2023-04-20", "会议与汇报 +2 召开日期=2023-04-10"},
		keeps:  []string{"3月 会议与汇报 +1 召开日期=2023-03-20", "会议与汇报 +1 召开日期=2023-04-20", "会议与汇报 +2 召开日期=2023-04-10 所属季度=第一季度"}},
	{code: "R-216", why: "September's only report is September's; of two, one may be June's", at: "会议与汇报!G6 会议与汇报!G7",
		breaks: []string{"6月 会议与汇报 +1 召开日期=2023-06-20", "会议与汇报 +2 召开日期=2023-09-27"}, keeps: []string{"6月 会议与汇报 +1 召开日期=2023-06-20"}},
	{code: "R-216", why: "March's report stands, so that April's needs no word", month: 4, quiet: true, at: "会议与汇报!G6",
		breaks: []string{"3月 会议与汇报 +2 召开日期=2023-03-20 事项类型=其他", "会议与汇报 +1 召开日期=2023-04-20", "会议与汇报 +2 召开日期=2023-04-10"},
		keeps:  []string{"3月 会议与汇报 +2 召开日期=2023-03-20", "会议与汇报 +1 召开日期=2023-04-20", "会议与汇报 +2 召开日期=2023-04-10"}},
	{code: "R-217", why: "September is not yet in the fourth quarter", breaks: []string{"7月 会议与汇报 +2 召开日期=2023-07-03", "会议与汇报 2 所属季度=第四季度"}, at: "会议与汇报!G6",
		keeps: []string{"7月 会议与汇报 +2 召开日期=2023-07-03", "会议与汇报 2 所属季度=第二季度"}},
	{code: "R-217", why: "January may report the fourth quarter of the year before, not the third", month: 1, quiet: true, at: "会议与汇报!G6",
		breaks: []string{"会议与汇报 +1 召开日期=2023-01-20", "会议与汇报 +2 召开日期=2023-01-10 所属季度=第三季度"}, keeps: []string{"会议与汇报 +1 召开日期=2023-01-20", "会议与汇报 +2 召开日期=2023-01-10 所属季度=第四季度"}},
	{code: "R-183", month: 3, quiet: true, at: "会议与汇报", breaks: append(marchMeetings, "1月 会议与汇报 +1 事项类型=年度招商计划 召开日期=2023-01-17"),
		keeps: append(marchMeetings, "1月 会议与汇报 +1 事项类型=年度招商计划 召开日期=2023-01-17", "1月 会议与汇报 +1 事项类型=工作安排会议 召开日期=2023-01-09")},
	{code: "R-184", month: 3, quiet: true, at: "会议与汇报", breaks: append(marchMeetings, "1月 会议与汇报 +1 事项类型=工作安排会议 召开日期=2023-01-09"),
		keeps: append(marchMeetings, "2月 会议与汇报 +1 事项类型=年度招商计划 召开日期=2023-02-17", "1月 会议与汇报 +1 事项类型=工作安排会议 召开日期=2023-01-09")},
	{code: "R-185", unit: "FWZ", breaks: []string{"项目评估会议 -"}, at: "项目评估会议", keeps: []string{"项目评估会议 -", "7月 项目评估会议 +1 召开日期=2023-07-26"}},
	{code: "R-185", why: "a meeting of the third quarter that is for the second is not the third's", unit: "FWZ", breaks: []string{"项目评估会议 1 所属季度=第二季度"}, at: "项目评估会议",
		keeps: []string{"项目评估会议 1 所属季度=第三季度", "7月 项目评估会议 +1 召开日期=2023-07-26 所属季度=第二季度"}},
	{code: "R-218", why: "March had none: April's is asked for which quarter it is", unit: "FWZ", month: 4, quiet: true, at: "项目评估会议!F5",
		breaks: []string{"3月 会议与汇报 +1 召开日期=2023-03-20", "项目评估会议 +1 召开日期=2023-04-20"}, keeps: []string{"3月 会议与汇报 +1 召开日期=2023-03-20", "项目评估会议 +1 召开日期=2023-04-20 所属季度=第一季度"}},
	{code: "R-219", why: "September is not yet in the fourth quarter", unit: "FWZ", breaks: []string{"7月 项目评估会议 +1 召开日期=2023-07-26", "项目评估会议 1 所属季度=第四季度"}, at: "项目评估会议!F5",
		keeps: []string{"7月 项目评估会议 +1 召开日期=2023-07-26", "项目评估会议 1 所属季度=第二季度"}},
	{code: "R-186", why: "9 projects by the year's end, or 10", unit: "FWZ", month: 12, quiet: true, at: "包装项目",
		breaks: append([]string{"项目评估会议 +1 召开日期=2023-12-21"}, packages(9)...), keeps: append([]string{"项目评估会议 +1 召开日期=2023-12-21"}, packages(10)...)},
	{code: "R-190", unit: "FWZ", breaks: []string{"项目评估会议 1 评估项目数=0"}, at: "项目评估会议!D5", keeps: []string{"项目评估会议 1 评估项目数=1"}},

	// Corrections.
	{code: "R-191", breaks: []string{"问题整改 +1 整改状态=已完成"}, at: "问题整改!F5", keeps: []string{"问题整改 +1 整改状态=已完成 完成日期=2023-09-18"}},
}

var marchMeetings = clip("会议与汇报 +1 召开日期=2023-03-25", "会议与汇报 +2 召开日期=2023-03-28")
var decemberMeetings = clip("会议与汇报 +1 召开日期=2023-12-25", "会议与汇报 +2 召开日期=2023-12-28")

// clip makes a list that append copies.
func clip(lines ...string) []string { return lines[:len(lines):len(lines)] }

// trips are so many trips of November, a day each.
func trips(n int) (lines []string) {
	for i := 1; i <= n; i++ {
		lines = append(lines, fmt.Sprintf("11月 外出招商活动 +1 开始日期=2023-11-%02d 结束日期=2023-11-%02d", i, i))
	}
	return lines
}

// packages are so many projects packaged in November.
func packages(n int) (lines []string) {
	for i := 1; i <= n; i++ {
		lines = append(lines, fmt.Sprintf("11月 包装项目 +1 项目编号=FWZ-2023-%03d 项目名称=示例第%d号招商项目 包装日期=2023-11-20", i, i))
	}
	return lines
}
