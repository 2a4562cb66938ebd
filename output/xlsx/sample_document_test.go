package xlsx

import (
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/output"
)

func num(s string) *exact.Num {
	n := exact.MustParse(s)
	return &n
}

// sampleDocument is a circular with every kind of block and a traced figure
// that rests on a cell, one that rests on others, and one that no table shows.
func sampleDocument() *output.Document {
	version := &ingest.Version{TaskForce: "KFQ", Period: ingest.Period{Year: 2023, Month: 9}, Number: 2, SHA256: strings.Repeat("ab", 32), File: "=月报.xlsx"}
	cell := ingest.Source{Version: version, Place: ingest.Place{Sheet: "签约项目", Cell: "F5"}}
	table := &output.Table{
		Caption: "目标完成情况表", Unit: "单位：亿元", Total: true,
		Columns: []output.Column{{Name: "专班", Width: 2}, {Name: "实际", Width: 1, Align: output.Right}, {Name: "完成率", Width: 1, Align: output.Right}, {Name: "差距", Width: 1, Align: output.Right}},
		Head: [][]output.HeadCell{
			{{Text: "专班", Rows: 2}, {Text: "签约金额", Columns: 3}},
			{{Text: "实际"}, {Text: "完成率"}, {Text: "差距"}},
		},
		Rows: [][]output.Cell{
			{{Text: "开发区专班"}, {Text: "26.00", Num: num("26"), Decimals: 2, Figure: "KFQ/签约"}, {Text: "86.7%", Num: num("0.86666666666666"), Decimals: 1}, {Text: "↑11.7", Num: num("11.7"), Decimals: 1, Shade: output.GreenShade}},
			{{Text: "=文旅康养专班"}, {Text: "3.00（截至8月）", Num: num("3"), Decimals: 2}, {Text: "37.5%", Num: num("37.5"), Decimals: 1}, {Text: "−37.5", Num: num("-37.5"), Decimals: 1, Shade: output.RedShade}},
			{{Text: "合计"}, {Text: "29.00", Num: num("29"), Decimals: 2, Figure: "合计/签约"}, {Text: "—"}, {Text: ""}},
		},
		Notes: []string{"注：差距为百分点。"},
	}
	chart := &output.Chart{
		Title: "签约金额", Unit: "亿元", Labels: []string{"开发区专班", "文旅康养专班"}, Mark: "时序进度",
		Series: []output.Series{{Name: "实际", Values: []*exact.Num{num("26"), nil}, Texts: []string{"26.00", ""}}},
		Marks:  []exact.Num{exact.MustParse("22.5"), exact.MustParse("6")},
	}
	return &output.Document{
		Kind: "月通报", RedHead: "示例县招商引资工作领导小组办公室", Number: "示招商办〔2023〕9号",
		Title: []string{"关于2023年9月份招商专班", "工作情况的通报"}, To: "各招商专班牵头单位、成员单位", Author: "示例办公室",
		Body: []output.Block{
			output.Heading{Level: 1, Text: "一、总体情况"},
			output.Paragraph{Lead: "（一）签约金额。", Text: []output.Span{{Text: "开发区专班"}, {Text: "26.00亿元", Figure: "KFQ/签约"}, {Text: "，名列第一；其他专班要对标先进、查找差距，于10月例会专题研究，措施随10月份月报表一并报送。"}}},
			table, chart, output.PageBreak{},
		},
		Annexes:   []output.Annex{{Title: "2023年1—9月招商专班目标完成情况表", Body: []output.Block{table}}, {Title: "图表", Body: []output.Block{output.Paragraph{Text: output.Plain("说明。")}, chart, table}}},
		Signature: "示例县招商引资工作领导小组办公室", Date: "2023年10月16日", Note: "此件公开发布", CopyTo: "县委办公室", DraftMark: "送审稿",
		Traces: map[string]output.Trace{
			"KFQ/签约": {Value: "26.00", Formula: "sum(累计.签约项目, .签约金额)", Inputs: []ingest.Source{cell, {Office: "台账", Place: ingest.Place{Sheet: "核定", Cell: "D2"}}}},
			"合计/签约":  {Value: "29.00", Formula: "26.00+3.00", Of: []string{"KFQ/签约", "WLK/签约"}},
			"WLK/签约": {Value: "3.00", Formula: "sum", Inputs: []ingest.Source{cell}},
		},
	}
}
