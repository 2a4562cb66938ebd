package xlsx

import (
	"time"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/output"
)

func sampleFilling() Filling {
	return Filling{
		Cover: map[string]string{"填报人": "业务骨干", "联系电话": "0356-0000000", "填报日期": "2023-10-09"},
		Rows: map[string][]map[string]string{
			"签约项目": {
				{"项目编号": "KFQ-2023-001", "项目名称": "示例储能装备制造项目", "投资方": "示例新能源装备有限公司", "合同甲方": "示例县人民政府", "签约日期": "2023-09-05", "签约金额": "3.2", "总投资": "10.0501", "性质": "正式协议", "用工": "120", "补报": "否"},
				{"项目编号": "KFQ-2023-004", "签约日期": "2023.13.5", "签约金额": "３０亿"},
			},
			"问题整改": {{"督办编号": "督办〔2023〕19号", "整改情况": "已于9月12日召开例会", "完成": "是"}},
		},
	}
}

func sampleReceipt() output.Receipt {
	at := func(sheet, cell string) ingest.Place { return ingest.Place{Sheet: sheet, Cell: cell} }
	return output.Receipt{
		Office: "示例办公室", TaskForce: "开发区招商专班", Period: ingest.Period{Year: 2023, Month: 9}, Version: 2,
		Received: time.Date(2023, 10, 9, 9, 12, 0, 0, ingest.Zone), File: "9月.xlsx", SHA256: "ab12", Due: ingest.Date{Year: 2023, Month: 10, Day: 13},
		Findings: finding.List{
			{Code: "F-NAME", Level: finding.Notice, Message: "文件名与内容不一致。"},
			{Code: "R-11", Level: finding.Warning, Place: at("封面", "C7"), Message: "联系电话不全。", Basis: "通知三（三）"},
			{Code: "T-DATE", Level: finding.Error, Place: at("签约项目", "E6"), Value: "2023.13.5", Expected: "日期", Message: "“2023.13.5”不是日期：没有13月。", Hint: "请填写如 2023-9-5。"},
			{Code: "R-101", Level: finding.Notice, Place: at("签约项目", "E6"), Message: "请核对。"},
			{Code: "R-112", Level: finding.Warning, Place: at("签约项目", "F5"), Value: "3.2", Message: "金额偏小。"},
			{Code: "R-RANGE", Level: finding.Notice, Place: at("签约项目", "C700:D701"), Message: "远处的空行。"},
			{Code: "S-NIL", Level: finding.Warning, Place: at("问题整改", ""), Message: "第18号没有答复。"},
			{Code: "D-201", Level: finding.Warning, Place: at("没有这张表", "B2"), Message: "疑为同一项目。"},
		},
		Repairs: []ingest.Repair{{Place: at("签约项目", "F6"), From: "３０亿", To: "30", Reason: "全角数字"}},
	}
}

func sampleTables() Workbook {
	return Workbook{
		Intro: []string{"示例方案", "改好保存，下次运行即按新方案执行。"}, Stamp: sampleStamp,
		Tables: []Table{{
			Sheet: "指标", Help: "考核哪些指标、怎样计算。",
			Columns: []Column{{Name: "代码", Help: "不重复"}, {Name: "类型", Choices: []string{"不少于", "金额", "争取区间"}}, {Name: "算式", Help: "如 sum(签约项目, .签约金额)。"}},
			Rows:    [][]string{{"001", "金额", "=sum(累计.签约项目, .签约金额)"}, {"2023-09-05", "不少于", "@x"}, {"短行"}},
		}},
	}
}
