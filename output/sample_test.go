package output

import (
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// The county of ../shared/examples/circular-2023-09.txt, built by hand.

func n(s string) exact.Num { return exact.MustParse(s) }

var qinshuiTargets = map[string][5]string{ // 活动, 对接, 总投资, 签约, 落地 (low)
	"KFQ": {"4", "5", "30", "30", "1"},
	"MCQ": {"4", "5", "20", "15", "2"},
	"ZBZ": {"4", "3", "10", "10", "1"},
	"WLK": {"4", "3", "10", "8", "1"},
	"NYC": {"4", "5", "10", "5", "1"},
	"SZJ": {"4", "5", "10", "5", "1"},
}

var industry = []string{"外出招商活动", "外出对接项目", "对接总投资", "签约金额", "落地项目"}

func qinshui() *scheme.Scheme {
	s := &scheme.Scheme{
		Settings: scheme.Settings{
			Office: "沁水县招商引资工作领导小组办公室", DocumentCode: "沁招商办", To: "各招商专班牵头单位、成员单位",
			NoticeTitle: "《沁水县“6+6”招商专班工作协调机制》（沁政办发〔2022〕38号）“月通报、月督查、季评比、年考核”",
			CopyTo:      "县委办公室，县人大常委会办公室，县政协办公室", Calendar: ingest.Calendar{Start: 1},
			Scope: "招商专班", Stages: []string{"线索", "洽谈", "意向", "签约", "落地", "入统"}, Terminated: "终止",
			Other: map[string]string{"附注": "此件公开发布"},
		},
		Choices: map[string]scheme.Choice{"争取区间": {Item: "争取区间", Value: "下限", Note: "建议稿。完成率按下限计算。"}},
	}
	for i, t := range [][3]string{
		{"KFQ", "开发区招商专班", "开发区专班"}, {"MCQ", "煤炭煤层气产业招商专班", "煤炭煤层气专班"}, {"ZBZ", "装备制造业产业招商专班", "装备制造业专班"},
		{"WLK", "文旅康养产业招商专班", "文旅康养专班"}, {"NYC", "现代农业产业招商专班", "现代农业专班"}, {"SZJ", "数字经济产业项目招商专班", "数字经济专班"},
	} {
		s.TaskForces = append(s.TaskForces, scheme.TaskForce{Unit: form.Unit{Code: t[0], Name: t[1], Class: "产业专班"}, Short: t[2], Ranked: true, InCounty: true, Row: i + 2})
	}
	s.TaskForces = append(s.TaskForces, scheme.TaskForce{Unit: form.Unit{Code: "FWZ", Name: "招商服务议事专班", Class: "服务专班"}, Short: "服务议事专班", Row: 8})
	s.Indicators = []scheme.Indicator{
		{Code: "外出招商活动", Name: "外出招商活动", Unit: "次", Count: true, Phrase: "开展外出招商活动"},
		{Code: "外出对接项目", Name: "外出对接项目", Unit: "个", Count: true},
		{Code: "对接总投资", Name: "对接总投资", Unit: "亿元", Decimals: 2, Phrase: "总投资", With: "外出对接项目"},
		{Code: "签约项目", Name: "签约项目", Unit: "个", Count: true},
		{Code: "签约金额", Name: "签约金额", Unit: "亿元", Decimals: 2, With: "签约项目", Headline: true},
		{Code: "落地项目", Name: "落地项目", Unit: "个", Count: true, Headline: true},
		{Code: "包装项目", Name: "包装项目", Unit: "个", Count: true},
		{Code: "项目评估会议", Name: "项目评估会议", Unit: "次", Count: true},
	}
	for _, code := range []string{"KFQ", "MCQ", "ZBZ", "WLK", "NYC", "SZJ"} {
		for i, ind := range industry {
			t := scheme.Target{TaskForce: code, Indicator: ind, Year: 2023, Kind: scheme.AtLeast, Low: n(qinshuiTargets[code][i])}
			if ind == "落地项目" {
				high := t.Low.Add(n("1"))
				t.Kind, t.High = scheme.Range, &high
				t.Plan = []exact.Num{n("0"), n("0"), n("1"), t.Low}
			}
			s.Targets = append(s.Targets, t)
		}
	}
	s.Targets = append(s.Targets,
		scheme.Target{TaskForce: "FWZ", Indicator: "包装项目", Year: 2023, Kind: scheme.AtLeast, Low: n("10")},
		scheme.Target{TaskForce: "FWZ", Indicator: "项目评估会议", Year: 2023, Kind: scheme.AtLeast, Low: n("4"), Plan: []exact.Num{n("1"), n("2"), n("3"), n("4")}},
	)
	s.Supervision = []scheme.Supervision{
		{Code: "DC-01", Name: "缺报", Source: `报送.状态 == "缺报"`},
		{Code: "DC-02", Name: "进度滞后", Source: `指标.签约金额.差距 < -30`},
	}
	s.Forms = []*form.Form{{Class: "产业专班", Sheets: []form.Sheet{
		{Name: "封面", Shape: form.Pairs, Fields: []form.Field{{Key: "专班名称", Role: form.TaskForce}}},
		{Name: "签约项目", Shape: form.List, Stage: "签约", Fields: []form.Field{
			{Key: "项目编号", Header: "项目编号", Role: form.Project, Type: form.TextType},
			{Key: "项目名称", Header: "项目名称", Role: form.ProjectName, Type: form.TextType},
			{Key: "投资方", Header: "投资方", Role: form.Investor, Type: form.TextType},
			{Key: "协议类型", Header: "协议类型", Type: form.Choice, Required: true},
			{Key: "签约金额", Header: "签约金额", Role: form.Amount, Type: form.Decimal, Unit: "亿元", Decimals: 4},
			{Key: "签约日期", Header: "签约日期", Role: form.EventDate, Type: form.DateType},
			{Key: "联系电话", Header: "联系电话", Type: form.TextType},
		}},
	}}}
	return s
}

// figure works a figure out as rules/score does.
func figure(s *scheme.Scheme, p ingest.Period, code, ind, actual, month string, asOf ingest.Period) score.Figure {
	f := score.Figure{TaskForce: code, Indicator: ind, AsOf: asOf}
	from := []ingest.Source{{Version: &ingest.Version{TaskForce: code, Period: p, Number: 1, SHA256: "c0ffee"}, Place: ingest.Place{Sheet: ind, Cell: "E5"}}}
	if actual != "" {
		f.Actual = &formula.Num{Num: n(actual), From: from}
		f.Reported = f.Actual
	}
	if month != "" {
		f.Month = &formula.Num{Num: n(month), From: from}
	}
	var indicator *scheme.Indicator
	for i := range s.Indicators {
		if s.Indicators[i].Code == ind {
			indicator = &s.Indicators[i]
		}
	}
	for i := range s.Targets {
		t := &s.Targets[i]
		if t.TaskForce != code || t.Indicator != ind {
			continue
		}
		d := score.DueAt(score.Choices{Range: score.RangeLow}, s.Settings.Calendar, indicator, t, p)
		f.Target, f.Goal, f.Share, f.Expected, f.Binding = t, &d.Goal, &d.Share, &d.Expected, d.Binding
		if f.Actual == nil {
			continue
		}
		done := f.Actual.Quo(d.Goal)
		f.Completion = &done
		if d.Expected.IsZero() {
			continue
		}
		gap := done.Sub(d.Share).Mul(n("100"))
		f.Colour = score.Red
		if gap.Cmp(n("-30")) >= 0 {
			f.Colour = score.Yellow
		}
		if gap.Cmp(n("-10")) >= 0 {
			f.Colour = score.Green
		}
		rounded := gap.Round(2)
		f.Gap = &rounded
	}
	return f
}

// sums adds figures up to totals, as rules/score does without double claims.
func sums(s *scheme.Scheme, p ingest.Period, figures []score.Figure) []score.Total {
	county := map[string]bool{}
	for _, t := range s.TaskForces {
		county[t.Code] = t.InCounty
	}
	var list []score.Total
	for _, ind := range s.Indicators {
		t, any := score.Total{Indicator: ind.Code}, false
		due := exact.Num{}
		for _, f := range figures {
			if f.Indicator != ind.Code || !county[f.TaskForce] {
				continue
			}
			any = true
			if f.Actual != nil {
				t.Actual = formula.Num{Num: t.Actual.Add(f.Actual.Num), From: append(t.Actual.From, f.Actual.From...)}
			}
			if f.Month != nil {
				t.Month = formula.Num{Num: t.Month.Add(f.Month.Num), From: append(t.Month.From, f.Month.From...)}
			}
			if f.Target != nil {
				t.Low = t.Low.Add(f.Target.Low)
				t.Expected = t.Expected.Add(*f.Expected)
				due = due.Add(f.Share.Mul(*f.Goal))
			}
		}
		if !any {
			continue
		}
		if !t.Low.IsZero() {
			share := due.Quo(t.Low)
			t.Share = &share
		}
		list = append(list, t)
	}
	return list
}

func at(month, day, hour int) time.Time {
	return time.Date(2023, time.Month(month), day, hour, 0, 0, 0, ingest.Zone)
}

// september is the month of the example.
func september() CircularInput {
	s, p := qinshui(), ingest.Period{Year: 2023, Month: 9}
	in := CircularInput{Scheme: s, Period: p, Status: Issued, Number: "沁招商办〔2023〕9号", Date: ingest.Date{Year: 2023, Month: 10, Day: 16}, Objection: 5, MakeGoodBy: ingest.Date{Year: 2023, Month: 10, Day: 20}}
	actual := map[string][6]string{ // 活动, 对接, 总投资, 签约, 落地, 签约项目
		"KFQ": {"4", "5", "32", "26", "1", "6"},
		"MCQ": {"3", "4", "15", "9", "1", "3"},
		"ZBZ": {"3", "3", "9.3", "8.5", "1", "3"},
		"WLK": {"3", "2", "6", "3", "0", "1"},
		"NYC": {"3", "4", "7", "4.2", "1", "2"},
		"SZJ": {"1", "3", "5", "1.5", "0", "1"},
	}
	month := map[string][6]string{
		"KFQ": {"1", "1", "3.2", "3.2", "1", "1"},
		"MCQ": {"1", "2", "5.4", "3", "0", "1"},
		"ZBZ": {"0", "0", "0", "0", "0", "0"},
		"WLK": {"0", "0", "0", "0", "0", "0"},
		"NYC": {"0", "0", "0", "0", "0", "0"},
	}
	for _, code := range []string{"KFQ", "MCQ", "ZBZ", "WLK", "NYC", "SZJ"} {
		asOf := p
		if code == "SZJ" {
			asOf = p.Add(-1)
		}
		for i, ind := range append(append([]string(nil), industry...), "签约项目") {
			in.Figures = append(in.Figures, figure(s, p, code, ind, actual[code][i], month[code][i], asOf))
		}
	}
	in.Figures = append(in.Figures, figure(s, p, "FWZ", "包装项目", "8", "1", p), figure(s, p, "FWZ", "项目评估会议", "2", "0", p))
	in.Totals = sums(s, p, in.Figures)
	in.Reporting = []score.Reporting{
		{TaskForce: "KFQ", Status: score.OnTime, ReceivedAt: at(10, 7, 9), FirstAt: at(10, 7, 9), Version: 1},
		{TaskForce: "MCQ", Status: score.OnTime, ReceivedAt: at(10, 11, 9), FirstAt: at(10, 11, 9), Version: 2, Refused: 1, Corrected: true},
		{TaskForce: "ZBZ", Status: score.OnTime, ReceivedAt: at(10, 8, 9), FirstAt: at(10, 8, 9), Version: 1},
		{TaskForce: "WLK", Status: score.Late, ReceivedAt: at(10, 12, 9), FirstAt: at(10, 12, 9), Version: 1},
		{TaskForce: "NYC", Status: score.OnTime, ReceivedAt: at(10, 8, 10), FirstAt: at(10, 8, 10), Version: 1},
		{TaskForce: "SZJ", Status: score.Missing},
		{TaskForce: "FWZ", Status: score.OnTime, ReceivedAt: at(10, 9, 10), FirstAt: at(10, 9, 10), Version: 1},
	}
	in.Arrivals = Arrivals{}
	for _, r := range in.Reporting {
		for _, sum := range []string{"c0ffee", "c0ffee" + r.TaskForce} {
			in.Arrivals[ingest.Version{TaskForce: r.TaskForce, Period: p, Number: 1, SHA256: sum}] = r.ReceivedAt
		}
	}
	in.RefusedFor = map[string]string{"MCQ": "签约日期不在报告月"}
	on, due := ingest.Date{Year: 2023, Month: 10, Day: 16}, ingest.Date{Year: 2023, Month: 10, Day: 31}
	item := func(number int, code, tf string, raised ingest.Period, status supervise.Status, text string, events ...supervise.EventKind) {
		it := supervise.Item{ID: supervise.ID(2023, number), Year: 2023, Number: number, TaskForce: tf, Code: code, Raised: raised, RaisedOn: on, Due: due, Text: text, Demand: "限期整改并书面说明原因", Status: status}
		for _, e := range events {
			it.History = append(it.History, supervise.Event{Period: p, On: on, Kind: e, Text: text})
		}
		in.Items = append(in.Items, it)
	}
	item(16, "DC-01", "NYC", p.Add(-1), supervise.Closed, "8月份例会未召开", supervise.WasClosed)
	item(17, "DC-02", "NYC", p.Add(-1), supervise.Closed, "签约金额进度滞后32.7个百分点", supervise.WasClosed)
	item(18, "DC-02", "SZJ", p.Add(-1), supervise.Overdue, "8月份外出招商活动进度滞后", supervise.WasOverdue)
	item(21, "DC-01", "SZJ", p, supervise.Open, "9月份月报表缺报", supervise.WasRaised)
	item(22, "DC-02", "WLK", p, supervise.Open, "签约金额进度滞后37.5个百分点", supervise.WasRaised)
	item(23, "DC-03", "SZJ", p, supervise.Open, "未召开9月份例会", supervise.WasRaised)
	in.Corrections = []Correction{{TaskForce: "ZBZ", Indicator: "签约金额", Period: p.Add(-1), Was: formula.Num{Num: n("6.3")}, Is: formula.Num{Num: n("6.5")}, Why: "示例精密制造有限公司项目签约金额误填（8月报表第2次报送）", Effect: "更正后排位不变"}}
	in.Returns = []*ingest.Return{contractReturn("KFQ", p, "3.2"), contractReturn("MCQ", p, "3")}
	return in
}

func text(s string) ingest.Value { return ingest.Value{Cell: "B5", Kind: ingest.Text, Text: s} }

func contractReturn(code string, p ingest.Period, amount string) *ingest.Return {
	text := func(cell, s string) ingest.Value { return ingest.Value{Cell: cell, Kind: ingest.Text, Text: s} }
	return &ingest.Return{
		Version: ingest.Version{TaskForce: code, Period: p, Number: 1, SHA256: "c0ffee" + code},
		Entries: []ingest.Entry{{Sheet: "签约项目", Row: 5, Values: map[string]ingest.Value{
			"项目编号": text("B5", code+"-2023-003"), "项目名称": text("C5", "示例装备项目"), "投资方": text("D5", "示例装备有限公司"),
			"协议类型": text("E5", "正式协议"), "签约金额": {Cell: "F5", Kind: ingest.Number, Num: n(amount)},
			"签约日期": {Cell: "G5", Kind: ingest.Day, Date: ingest.Date{Year: 2023, Month: 9, Day: 15}}, "联系电话": text("H5", "0356-7000000"),
		}}},
	}
}

func wording(t *testing.T) *Wording {
	t.Helper()
	w, err := LoadWording("")
	if err != nil {
		t.Fatal(err)
	}
	return w
}
