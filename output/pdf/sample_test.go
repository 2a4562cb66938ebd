package pdf

import (
	"fmt"

	"tongbao/ingest/exact"
	"tongbao/output"
)

// sample is a circular in the wording of a real one, with a turned table, a
// long list and a chart. All firms are made up.
func sample() *output.Document {
	p := func(s string) output.Block { return output.Paragraph{Text: output.Plain(s)} }
	lead := func(l, s string) output.Block { return output.Paragraph{Lead: l, Text: output.Plain(s)} }
	h := func(s string) output.Block { return output.Heading{Level: 1, Text: s} }
	return &output.Document{
		Kind:    "月通报",
		RedHead: "沁水县招商引资工作领导小组办公室",
		Number:  "沁招商办〔2023〕9号",
		Title:   []string{"沁水县招商引资工作领导小组办公室", "关于2023年9月份", "招商专班工作情况的", "通报"},
		To:      "各招商专班牵头单位、成员单位",
		Body: []output.Block{
			p("根据《沁水县“6+6”招商专班工作协调机制》（沁政办发〔2022〕38号）“月通报、月督查、季评比、年考核”要求，现将2023年9月份招商专班工作情况通报如下。"),
			h("一、总体情况"),
			p("9月份，6个产业项目招商专班共开展外出招商活动2次，外出对接项目3个、总投资8.60亿元，签约项目2个、签约金额6.20亿元，落地项目1个。"),
			p("1—9月，累计开展外出招商活动17次，完成年度目标的70.8%，低于时序进度4.2个百分点；外出对接项目21个、总投资74.30亿元，分别完成年度目标的80.8%、82.6%，高于时序进度5.8个、7.6个百分点；签约金额52.20亿元，完成年度目标的71.5%，低于时序进度3.5个百分点；落地项目4个，比进度计划少2个。数字经济专班9月份月报表未报送，其数据截至8月。"),
			h("二、目标完成情况"),
			lead("（一）签约金额。", "开发区专班26.00亿元，完成年度目标的86.7%，高于时序进度11.7个百分点；装备制造业专班8.50亿元，完成85.0%；现代农业专班4.20亿元，完成84.0%；煤炭煤层气专班9.00亿元，完成60.0%，低于时序进度15.0个百分点；文旅康养专班3.00亿元，完成37.5%，低于时序进度37.5个百分点；数字经济专班1.50亿元（截至8月），完成30.0%，低于时序进度45.0个百分点。"),
			lead("（二）落地项目。", "开发区、煤炭煤层气、装备制造业、现代农业4个专班各1个；文旅康养、数字经济2个专班尚未实现零的突破。"),
			p("（各专班全部指标见附件1。）"),
			h("三、报送情况"),
			p("应报7家，按时报送5家，迟报1家（文旅康养专班，10月12日报送），缺报1家（数字经济专班）。煤炭煤层气专班首次报送因签约日期不在报告月被退回，订正期内改正，按时报送。"),
			sampleChart(),
			h("四、督查发现的问题"),
			lead("（一）新增3项。", "数字经济专班9月份月报表缺报（督办〔2023〕21号）；文旅康养专班签约金额进度滞后37.5个百分点（督办〔2023〕22号）；数字经济专班未召开9月份例会（督办〔2023〕23号）。"),
			lead("（二）销号2项，逾期未改1项。", "现代农业专班2项问题已整改销号；数字经济专班8月份外出招商活动进度滞后问题（督办〔2023〕18号）整改逾期，予以通报批评。"),
			h("五、下一步要求"),
			p("一是缺报的数字经济专班于10月20日前补报9月份月报表，并书面说明原因。二是进度滞后的专班于10月例会专题研究，措施随10月份月报表一并报送。三是各专班对本通报数据有异议的，于5个工作日内书面反馈。"),
		},
		Annexes: []output.Annex{
			{Title: "2023年1—9月招商专班目标完成情况表", Landscape: true, Body: []output.Block{sampleTable()}},
			{Title: "9月份对接、签约、落地项目清单", Body: []output.Block{sampleList(40)}},
			{Title: "督办事项清单", Body: []output.Block{sampleItems()}},
			{Title: "更正说明", Body: []output.Block{p("8月份通报中，装备制造业专班1—8月签约金额由6.30亿元更正为6.50亿元，原因：示例精密制造有限公司项目签约金额误填（8月报表第2次报送）。更正后排位不变。")}},
		},
		Signature: "沁水县招商引资工作领导小组办公室",
		Date:      "2023年10月16日",
		Note:      "此件公开发布",
		CopyTo:    "县委办公室，县人大常委会办公室，县政协办公室，县纪委监委，县委组织部，县发改局，县财政局，县统计局",
		PrintedBy: "沁水县招商引资工作领导小组办公室",
		PrintedOn: "2023年10月16日",
		Author:    "沁水县招商引资工作领导小组办公室",
		Subject:   "月通报 2023年9月",
	}
}

func sampleTable() *output.Table {
	t := &output.Table{Unit: "单位：个、亿元、次、%", Total: true, Notes: []string{
		"注：1. 红、黄、绿为完成进度与时序进度之差：不低于−10个百分点为绿，−30至−10个百分点为黄，低于−30个百分点为红。",
		"2. 数字经济专班9月份未报送，数据截至8月。"}}
	add := func(name string, w float64, a output.Align) {
		t.Columns = append(t.Columns, output.Column{Name: name, Width: w, Align: a})
	}
	add("专班", 16, output.Left)
	for _, n := range []string{"对接项目", "年度目标", "对接总投资", "年度目标", "招商活动", "年度目标", "签约金额", "年度目标", "完成比例", "与时序差", "落地项目"} {
		add(n, 8, output.Right)
	}
	t.Head = [][]output.HeadCell{
		{{Text: "专班", Columns: 1, Rows: 2}, {Text: "外出对接项目", Columns: 2, Rows: 1}, {Text: "对接总投资", Columns: 2, Rows: 1}, {Text: "外出招商活动", Columns: 2, Rows: 1}, {Text: "签约金额", Columns: 4, Rows: 1}, {Text: "落地项目", Columns: 1, Rows: 2}},
		{{Text: "完成"}, {Text: "目标"}, {Text: "完成"}, {Text: "目标"}, {Text: "完成"}, {Text: "目标"}, {Text: "完成"}, {Text: "目标"}, {Text: "完成比例"}, {Text: "比时序进度（百分点）"}},
	}
	row := func(shade output.Shade, cells ...string) {
		var r []output.Cell
		for i, c := range cells {
			k := output.Cell{Text: c}
			if i == 9 || i == 10 {
				k.Shade = shade
			}
			r = append(r, k)
		}
		t.Rows = append(t.Rows, r)
	}
	row(output.GreenShade, "开发区招商专班", "5", "5", "32.00", "30.00", "4", "4", "26.00", "30.00", "86.7", "11.7（绿）", "1")
	row(output.YellowShade, "煤炭煤层气产业招商专班", "4", "5", "14.50", "20.00", "3", "4", "9.00", "15.00", "60.0", "−15.0（黄）", "1")
	row(output.GreenShade, "装备制造业产业招商专班", "3", "3", "9.80", "10.00", "3", "4", "8.50", "10.00", "85.0", "10.0（绿）", "1")
	row(output.RedShade, "文旅康养产业招商专班", "2", "3", "5.00", "10.00", "2", "4", "3.00", "8.00", "37.5", "−37.5（红）", "0")
	row(output.GreenShade, "现代农业产业招商专班", "4", "5", "8.00", "10.00", "3", "4", "4.20", "5.00", "84.0", "9.0（绿）", "1")
	row(output.RedShade, "数字经济产业项目招商专班（截至8月）", "3", "5", "5.00", "10.00", "2", "4", "1.50", "5.00", "30.0", "−45.0（红）", "0")
	row(output.NoShade, "合计", "21", "26", "74.30", "90.00", "17", "24", "52.20", "73.00", "71.5", "−3.5", "4")
	return t
}

func sampleList(n int) *output.Table {
	t := &output.Table{Unit: "单位：亿元", Columns: []output.Column{
		{Name: "序号", Width: 5, Align: output.Centre}, {Name: "项目编号", Width: 14, Align: output.Centre}, {Name: "项目名称", Width: 26},
		{Name: "投资方", Width: 20}, {Name: "类别", Width: 8, Align: output.Centre}, {Name: "总投资", Width: 10, Align: output.Right}, {Name: "日期", Width: 15, Align: output.Centre}}}
	kinds := []string{"对接", "签约", "落地"}
	for i := range n {
		cells := []string{
			fmt.Sprint(i + 1), fmt.Sprintf("KFQ-2023-%03d", i+1), fmt.Sprintf("示例新能源装备第%d储气罐及配套管网建设项目", i+1),
			fmt.Sprintf("示例能源装备第%d有限公司", i+1), kinds[i%3], fmt.Sprintf("%d.%02d", i*7%13, i*31%100), fmt.Sprintf("2023年9月%d日", i%28+1)}
		var row []output.Cell
		for _, c := range cells {
			row = append(row, output.Cell{Text: c})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func sampleItems() *output.Table {
	t := &output.Table{Columns: []output.Column{{Name: "督办编号", Width: 20, Align: output.Centre}, {Name: "专班", Width: 20}, {Name: "事项", Width: 40}, {Name: "期限", Width: 18, Align: output.Centre}, {Name: "状态", Width: 12, Align: output.Centre}}}
	for _, r := range [][]string{
		{"督办〔2023〕21号", "数字经济专班", "9月份月报表缺报", "2023年10月20日", "新增"},
		{"督办〔2023〕22号", "文旅康养专班", "签约金额进度滞后37.5个百分点，落后于年度时序进度要求，应于例会专题研究并报送措施", "2023年10月31日", "新增"},
		{"督办〔2023〕18号", "数字经济专班", "8月份外出招商活动进度滞后", "2023年9月28日", "逾期"},
	} {
		var row []output.Cell
		for _, c := range r {
			row = append(row, output.Cell{Text: c})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func sampleChart() *output.Chart {
	c := &output.Chart{Title: "各专班签约金额与时序进度", Unit: "单位：亿元", Mark: "时序进度",
		Labels: []string{"开发区专班", "煤炭煤层气专班", "装备制造业专班", "文旅康养专班", "现代农业专班", "数字经济专班"}}
	var s output.Series
	s.Name = "1—9月签约金额"
	for i, v := range []string{"26.00", "9.00", "8.50", "3.00", "4.20", "1.50"} {
		n := exact.MustParse(v)
		s.Values, s.Texts = append(s.Values, &n), append(s.Texts, v)
		c.Marks = append(c.Marks, exact.MustParse([]string{"22.50", "11.25", "7.50", "6.00", "3.75", "3.75"}[i]))
	}
	c.Series = []output.Series{s}
	return c
}

// ranking is a report without a red head.
func ranking() *output.Document {
	p := func(s string) output.Block { return output.Paragraph{Text: output.Plain(s)} }
	d := &output.Document{Kind: "季评比", Title: []string{"2023年第三季度", "招商专班季评比"}, DraftMark: "公示稿", Date: "2023年10月18日", Signature: "沁水县招商引资工作领导小组办公室", Author: "沁水县招商引资工作领导小组办公室"}
	t := &output.Table{Columns: []output.Column{{Name: "名次", Width: 12, Align: output.Centre}, {Name: "专班", Width: 26}, {Name: "得分", Width: 14, Align: output.Right}, {Name: "比上季", Width: 10, Align: output.Centre}, {Name: "一句话", Width: 44}}}
	for _, r := range [][]string{{"第1名", "开发区专班", "113.89", "↑1", "签约26.00亿元，超时序；5项指标全部达到进度"}, {"第2名", "装备制造业专班", "101.20", "↓1", "签约8.50亿元，超时序"}, {"并列第5名", "文旅康养专班", "52.00", "—", "签约3.00亿元，低于时序进度37.5个百分点"}, {"并列第5名", "数字经济专班", "52.00", "↓1", "9月份未报送"}} {
		var row []output.Cell
		for _, c := range r {
			row = append(row, output.Cell{Text: c})
		}
		t.Rows = append(t.Rows, row)
	}
	d.Body = []output.Block{t, sampleChart(), output.Heading{Level: 1, Text: "一、得分计算"}, output.Heading{Level: 2, Text: "（一）开发区专班（权重、封顶倍数为建议稿）"}}
	for range 6 {
		d.Body = append(d.Body,
			p("外出招商活动得分：min(4÷3,1.20)×20=24.00。年度目标4次，9个月进度3次。"), p("外出对接项目得分：min(5÷3,1.20)×15=18.00。年度目标5个，9个月进度3个（3.75取整）。"),
			p("签约金额得分：min(26.00÷22.50,1.20)×25=28.89。"), p("得分：24.00+18.00+18.00+28.89+25.00−0=113.89。"))
	}
	return d
}
