package xlsx

import (
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
)

// sampleForm is a form with every type, role and shape that a scheme can have.
func sampleForm() *form.Form {
	zero, most := exact.Int(0), exact.Int(500)
	text := func(key string, role form.Role, required bool, example, help string) form.Field {
		return form.Field{Key: key, Header: key, Role: role, Type: form.TextType, Required: required, Example: example, Help: help}
	}
	date := form.Field{Key: "签约日期", Header: "签约日期", Role: form.EventDate, Type: form.DateType, Required: true, Example: "2023-9-5", Help: "正式协议签字的日期。"}
	amount := form.Field{Key: "签约金额", Header: "签约金额", Role: form.Amount, Type: form.Decimal, Unit: "亿元", Decimals: 4, Required: true, Min: &zero, Max: &most, Example: "3.2", Help: "按协议金额填写，万元请折合亿元。"}
	late := form.Field{Key: "补报", Header: "补报", Role: form.LateMark, Type: form.YesNo, Help: "以前月份漏报的选“是”。"}
	return &form.Form{Class: "产业专班", Version: "1", Digest: "d1ge57", Sheets: []form.Sheet{
		{Name: "封面", Shape: form.Pairs, Help: "请先填封面，再逐表填写。黄底为必填，灰底由办公室填好。", Fields: []form.Field{
			{Key: "专班", Header: "专班", Role: form.TaskForce, Type: form.TextType, Required: true},
			{Key: "报告月份", Header: "报告月份", Role: form.Month, Type: form.MonthType, Required: true},
			text("填报人", form.Reporter, true, "业务骨干", "填岗位即可。"),
			text("联系电话", form.NoRole, false, "0356-0000000", ""),
			{Key: "填报日期", Header: "填报日期", Type: form.DateType, Required: true, Example: "2023-10-9"},
			{Key: "零报告_签约项目", Header: form.NilHeading + "签约项目", Role: form.NilOf, Type: form.Choice, Choices: []string{form.NilAnswer}, NilSheet: "签约项目"},
		}},
		{Name: "签约项目", Shape: form.List, NilItem: true, Stage: "签约", Help: "本月签订正式协议的项目，一个项目一行；框架协议在“协议性质”中选“框架协议”。", Fields: []form.Field{
			text("项目编号", form.Project, true, "KFQ-2023-003", "与对接时使用同一编号。"),
			text("项目名称", form.ProjectName, true, "示例储能装备制造项目", "写全称。"),
			text("投资方", form.Investor, true, "示例新能源装备有限公司", ""),
			text("合同甲方", form.Party, true, "示例县人民政府", "不得以专班名义签订。"),
			date, amount,
			{Key: "总投资", Header: "项目总投资", Role: form.Amount, Type: form.Decimal, Unit: "亿元", Decimals: 4, Min: &zero},
			{Key: "性质", Header: "协议性质", Type: form.Choice, Required: true, Choices: []string{"正式协议", "框架协议"}},
			{Key: "用工", Header: "预计用工", Type: form.Integer, Unit: "人", Min: &zero},
			late,
		}},
		{Name: "问题整改", Shape: form.List, Prefill: form.PrefillOpen, Help: "逐项答复办公室下发的督办事项。", Fields: []form.Field{
			text("督办编号", form.Item, true, "", ""),
			text("督办事项", form.ItemText, false, "", ""),
			{Key: "整改期限", Header: "整改期限", Role: form.ItemDue, Type: form.DateType},
			text("整改情况", form.Answer, true, "已于9月12日召开例会研究。", "写明做了什么、何时完成。"),
			{Key: "完成", Header: "是否完成", Type: form.YesNo, Required: true},
		}},
	}}
}

var sampleUnit = form.Unit{Code: "KFQ", Name: "开发区招商专班", Class: "产业专班"}

var sampleStamp = Stamp{Creator: "示例办公室", At: time.Date(2023, 9, 28, 9, 0, 0, 0, ingest.Zone)}

func sampleInput() FormInput {
	return FormInput{
		Form: sampleForm(), Unit: sampleUnit, Period: ingest.Period{Year: 2023, Month: 9}, Stamp: sampleStamp,
		Notice: []string{"请于2023年10月10日（星期二）前报送，逾期按迟报处理。", "报送方式：发办公室邮箱，或拷入收件文件夹。"},
		AsOf:   "截至2023年8月",
		Targets: []GuideTarget{
			{Indicator: "外出招商活动", Unit: "次", Target: "不少于4", Actual: "3", Expected: "2", Completion: "75.0%"},
			{Indicator: "签约金额", Unit: "亿元", Target: "30.00", Actual: "26.00", Expected: "20.00", Completion: "86.7%"},
			{Indicator: "落地项目", Unit: "个", Target: "争取1—2", Actual: "1", Expected: "0", Completion: "100.0%", Remark: "按年末1个计"},
		},
		Projects: []GuideProject{
			{Code: "KFQ-2023-001", Name: "示例储能装备制造项目", Investor: "示例新能源装备有限公司", Stage: "签约", Amount: "3.20亿元", Last: "2023年8月月报表"},
			{Code: "KFQ-2023-002", Name: "示例煤层气总部基地项目", Investor: "示例能源投资有限公司", Stage: "洽谈", Amount: "10.00亿元", Last: "2023年6月月报表"},
		},
		Open: []OpenItem{
			{ID: "督办〔2023〕18号", Text: "8月份外出招商活动进度滞后，请专题研究并提出措施，连同9月份月报表一并报送办公室。", Due: ingest.Date{Year: 2023, Month: 10, Day: 10}},
			{ID: "督办〔2023〕19号", Text: "未召开8月份例会。", Due: ingest.Date{Year: 2023, Month: 10, Day: 10}},
		},
		NextCode: "KFQ-2023-003",
	}
}
