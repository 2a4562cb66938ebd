package output

import (
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// The cases that are easily forgotten, each as sentences that must, and must
// not, be printed.
func TestSingularMonths(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*CircularInput)
		says    []string
		notSays []string
	}{
		"nobody late": {
			func(in *CircularInput) {
				for i := range in.Reporting {
					in.Reporting[i].Status, in.Reporting[i].Corrected = score.OnTime, false
				}
			},
			[]string{"    应报7家，全部按时报送。\n"}, []string{"迟报", "缺报1家", "补报数据"},
		},
		"nobody behind": {
			func(in *CircularInput) {
				for i := range in.Figures {
					in.Figures[i].Colour = score.Green
				}
			},
			nil, []string{"加快进度", "进度滞后，须于"},
		},
		"nothing to supervise": {
			func(in *CircularInput) { in.Items = nil },
			[]string{"# 四、督查发现的问题\n    本月未发现需督办的问题。\n", "附件3. 更正说明"}, []string{"督办事项清单", "限期整改。"},
		},
		"only the office found something": {
			func(in *CircularInput) {
				in.Items = nil
				in.Texts = []scheme.MonthText{{Section: "督查发现的问题", Text: "现场督查3个项目，2个未开工。"}}
			},
			[]string{"# 四、督查发现的问题\n    现场督查3个项目，2个未开工。\n"}, []string{"未发现需督办"},
		},
		"leaders' words": {
			func(in *CircularInput) {
				in.Texts = []scheme.MonthText{{Section: "领导批示", Text: "请各专班对照差距，抓紧推进。"}}
			},
			[]string{"# 五、领导批示\n    请各专班对照差距，抓紧推进。\n# 六、下一步要求"}, nil,
		},
		"no corrections": {
			func(in *CircularInput) { in.Corrections = nil },
			[]string{"附件3. 督办事项清单"}, []string{"更正说明"},
		},
		"a terminated project": {
			func(in *CircularInput) {
				in.Terminated = []Termination{{TaskForce: "KFQ", Project: "KFQ-2023-001", Name: "示例项目", Removed: []Removal{{"签约金额", formula.Num{Num: n("8")}, n("8")}}}}
				setMonth(in, "KFQ", "签约金额", "-8")
				setMonth(in, "MCQ", "签约金额", "0")
			},
			// Nothing was signed and 8.00 given up: no gain, one loss, no net.
			[]string{"当月终止项目1个（开发区专班“示例项目”），相应核减签约金额8.00亿元。", "；签约金额无新增。", "注：本表当月数为新增数减去因项目终止核减数后的净数。", "│−8.00│"}, []string{"净减", "相抵"},
		},
		// 开发区 signs two contracts of 6.20 and gives up one of 3.00, so its
		// month is 3.20 and 1; 煤炭煤层气 signs one of 3.00.
		// Signed 6.20+3.00=9.20 and 2+1=3; given up 3.00 and 1; net 6.20 and 2.
		"signed and terminated in one month": {
			func(in *CircularInput) {
				in.Terminated = []Termination{{TaskForce: "KFQ", Project: "KFQ-2023-001", Name: "示例项目", Removed: []Removal{
					{"签约金额", formula.Num{Num: n("3")}, n("3")}, {"签约项目", formula.Num{Num: n("1")}, n("1")},
				}}}
			},
			[]string{"签约项目3个、签约金额9.20亿元，", "当月终止项目1个（开发区专班“示例项目”），相应核减签约项目1个、签约金额3.00亿元，相抵后签约项目净增2个、签约金额净增6.20亿元。", "│3.20│"}, []string{"净减"},
		},
		// The one given up had been reported with 3.00 and verified at 2.50,
		// which is what the year to date loses: 9.20−2.50=6.70.
		"a verified project terminated": {
			func(in *CircularInput) {
				in.Terminated = []Termination{{TaskForce: "KFQ", Project: "KFQ-2023-001", Name: "示例项目", Removed: []Removal{{"签约金额", formula.Num{Num: n("2.5")}, n("3")}}}}
			},
			[]string{"签约金额9.20亿元，", "相应核减签约金额2.50亿元，相抵后签约金额净增6.70亿元。"}, nil,
		},
		"as much terminated as signed": {
			func(in *CircularInput) {
				in.Terminated = []Termination{{TaskForce: "KFQ", Project: "KFQ-2023-001", Name: "示例项目", Removed: []Removal{{"签约金额", formula.Num{Num: n("3")}, n("3")}}}}
				setMonth(in, "KFQ", "签约金额", "-3")
			},
			[]string{"签约金额3.00亿元", "相抵后签约金额增减持平。"}, nil,
		},
		"verified from this month on": {
			func(in *CircularInput) {
				in.Revised = []Revision{{"ZBZ", "签约金额", formula.Num{Num: n("-0.8")}}, {"KFQ", "签约项目", formula.Num{Num: n("1")}}}
			},
			[]string{"经核定，自本月起装备制造业专班签约金额核减0.80亿元；开发区专班签约项目核增1个。"}, nil,
		},
		"a terminated project that had not counted": {
			func(in *CircularInput) {
				in.Terminated = []Termination{{TaskForce: "KFQ", Project: "KFQ-2023-001", Name: "示例项目"}}
			},
			[]string{"当月终止项目1个（开发区专班“示例项目”）。"}, []string{"核减"},
		},
		"a month that takes more out than it brings": {
			func(in *CircularInput) {
				for i := range in.Totals {
					if in.Totals[i].Indicator == "签约金额" {
						in.Totals[i].Month.Num = n("-1.8")
					}
				}
			},
			[]string{"签约项目2个、签约金额净减1.80亿元，"}, []string{"金额-1.80", "−1.80亿元，"},
		},
		"a verified figure": {
			func(in *CircularInput) {
				f := &in.Figures[3]
				f.Reported = &formula.Num{Num: n("28")}
				f.Verified = []score.Verified{{}}
			},
			[]string{"开发区专班26.00亿元（核定数，上报28.00亿元），完成年度目标的86.7%", "│26.00△│", "开发区专班签约金额26.00亿元为核定数（△），上报数28.00亿元。"}, nil,
		},
		"a double claim not settled": {
			func(in *CircularInput) { in.Figures[3].Pending = true },
			[]string{"│26.00待核│", "开发区专班签约金额含待核的重复项目。"}, nil,
		},
		"sent back and never mended": {
			func(in *CircularInput) { in.Reporting[5].Status = score.Returned },
			[]string{"退回未改1家（数字经济专班）", "数字经济专班9月份月报表被退回未改，其数据截至8月。", "数字经济专班按审核意见改正9月份月报表，于10月20日前重新报送。"}, []string{"缺报1家"},
		},
		"a missing month made good": {
			func(in *CircularInput) {
				in.Recovered = []Recovery{{"SZJ", ingest.Period{Year: 2023, Month: 8}, at(10, 9, 9)}}
			},
			[]string{"数字经济专班已于10月9日补报8月份月报表。"}, nil,
		},
		"earlier months that are missing still, whoever reported this one": {
			func(in *CircularInput) {
				month := func(n int) ingest.Period { return ingest.Period{Year: 2023, Month: n} }
				in.Absent = []Absence{
					{TaskForce: "KFQ", Period: month(7), Status: score.Missing}, {TaskForce: "SZJ", Period: month(7), Status: score.Missing},
					{TaskForce: "KFQ", Period: month(8), Status: score.Missing}, {TaskForce: "SZJ", Period: month(8), Status: score.Missing},
					{TaskForce: "WLK", Period: month(8), Status: score.Returned},
					{TaskForce: "NYC", Period: ingest.Period{Year: 2022, Month: 12}, Status: score.Missing},
				}
			},
			[]string{"开发区、数字经济专班7月、8月份月报表至今缺报。文旅康养专班8月份月报表退回后至今未改正。现代农业专班2022年12月份月报表至今缺报。"}, nil,
		},
		"left to the year's assessment": {
			func(in *CircularInput) {
				in.Items = []supervise.Item{{ID: supervise.ID(2022, 7), TaskForce: "KFQ", Code: "DC-14", Raised: ingest.Period{Year: 2022, Month: 12}, Text: "签约金额进度滞后40.0个百分点", Status: supervise.HandedOver,
					History: []supervise.Event{{Period: in.Period, On: ingest.Date{Year: 2023, Month: 10, Day: 16}, Kind: supervise.WasHanded}}}}
			},
			[]string{"转入年度考核事项。年度结束时尚未销号的1项转入年度考核，不再按月督办。开发区专班签约金额进度滞后40.0个百分点（督办〔2022〕7号）。", "│10月16日转入考核│转入年度考核"}, []string{"逾期未改", "按期继续整改"},
		},
		"recovered from red": {
			func(in *CircularInput) {
				in.Previous = []score.Figure{{TaskForce: "MCQ", Indicator: "签约金额", Colour: score.Red}, {TaskForce: "KFQ", Indicator: "签约金额", Colour: score.Green}}
			},
			[]string{"    与上月相比，煤炭煤层气专班签约金额由红转黄。\n"}, []string{"开发区专班签约金额由"},
		},
		"a draft": {
			func(in *CircularInput) { in.Status, in.Date = Draft, ingest.Date{} },
			[]string{"标记：送审稿"}, []string{"文号：", "2023年10月16日印发"},
		},
		"a reissue": {
			func(in *CircularInput) {
				in.Status, in.Replaces, in.First = Reissued, "沁招商办〔2023〕8号", ingest.Date{Year: 2023, Month: 10, Day: 12}
			},
			[]string{
				"工作情况的通报／（更正）", "更正事项见附件4；以本通报为准，沁招商办〔2023〕8号通报同时作废。",
				"下列事项为2023年10月12日原通报印发时的情况", "措施随10月份月报表一并报送", "仍按原定要求和期限办理",
			},
			[]string{"立即整改到位"},
		},
		"a reissue of a month long gone": {
			func(in *CircularInput) {
				in.Status, in.Replaces, in.Overtaken = Reissued, "沁招商办〔2023〕8号", true
			},
			[]string{"仍按原定要求和期限办理"}, []string{"10月例会", "10月份月报表"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := september()
			c.change(&in)
			expectText(t, in, c.says, c.notSays)
		})
	}
}

// setMonth changes one task force's month and adds the totals up anew.
func setMonth(in *CircularInput, code, ind, month string) {
	for i := range in.Figures {
		if f := &in.Figures[i]; f.TaskForce == code && f.Indicator == ind {
			f.Month = &formula.Num{Num: n(month)}
		}
	}
	in.Totals = sums(in.Scheme, in.Period, in.Figures)
}

func expectText(t *testing.T, in CircularInput, says, notSays []string) {
	t.Helper()
	d, err := Circular(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	text := Text(d)
	for _, want := range says {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for _, bad := range notSays {
		if strings.Contains(text, bad) {
			t.Errorf("%q in\n%s", bad, text)
		}
	}
	for i, b := range d.Body {
		if _, ok := b.(Heading); ok && i+1 < len(d.Body) {
			if _, next := d.Body[i+1].(Heading); next {
				t.Errorf("a section without a word: %v", b)
			}
		}
	}
}

func TestEveryReturnMissing(t *testing.T) {
	expectText(t, emptyYear(), []string{"3月份，甲方、乙方2个专班月报表均未报送，当月数据暂缺。", "缺报2家（甲方专班、乙方专班）", "商谈项目。各专班均未报送数据。"}, []string{"NaN", "0.00亿元，完成年度目标的0.0%，低于时序进度75", "甲方专班3月份月报表未报送"})
	expectText(t, silentMonth(), []string{"应报3家，均未报送：甲方专班、乙方专班、丙方专班。", "乙方专班5月份月报表未报送，其数据截至4月。"}, nil)
}

func TestFirstMonthOfASingleTaskForce(t *testing.T) {
	expectText(t, firstMonth(), []string{"1月份，甲方专班商谈项目1个、商谈金额0.50亿元，活动1次；开工项目无新增。", "1月为年度首月，", "开工项目0个，尚未到考核节点", "# 二、目标完成情况\n    甲方专班各项指标的累计完成情况见第一部分。\n", "应报1家，按时报送。"}, []string{"1—1月", "合计", "个产业专班"})
}

// 5 + 5÷3 = 6.67 of 10 are planned by October; 6 are expected, 6 are 60%.
func TestPlanReachedByItsWholeNumberOnly(t *testing.T) {
	expectText(t, flooredMonth(), []string{"甲方专班6个，与取整后的进度计划持平。", "乙方专班7个，比进度计划多1个", "底色按取整前的计划判定，不作为进度滞后"}, []string{"低于计划"})
}

// A year that has only zeros says so once; its end asks for reasons, not for
// more speed.
func TestYearsEnds(t *testing.T) {
	expectText(t, zeroMonth(1), []string{"1月为年度首月，上述专班各项指标累计数均为零。"}, []string{"商谈项目0个", "累计1月"})
	expectText(t, zeroMonth(2), []string{"1—2月，上述专班各项指标累计数均为零。"}, []string{"首月"})
	expectText(t, lastMonth(), []string{"查找差距。甲方专班年末进度仍然滞后，须于2024年1月例会专题分析原因，改进措施随2024年1月份月报表一并报送。"}, []string{"加快进度"})
}

func TestNobodyDidAnything(t *testing.T) {
	expectText(t, quietMonth(), []string{"4月份，2个产业专班当月无新增。", "乙方专班4月份月报表被退回未改，本年度尚未报送数据，未计入合计。", "甲方、丙方2个专班均为零，低于时序进度33.3个百分点"}, []string{"专班商谈项目0"})
	expectText(t, grantedMonth(), []string{"乙方专班4月份月报表被退回未改，本年度尚未报送数据，合计只计经核定、认定的数。"}, []string{"未计入合计"})
	// January is the year so far: what stands apart is told once.
	expectText(t, zeroMonth(1), []string{"服务专班。不参加评比，工作情况另列。当月商谈项目1个，完成年度目标的10.0%"}, []string{"工作情况另列。当月商谈项目1个；累计"})
	expectText(t, zeroMonth(2), []string{"工作情况另列。当月商谈项目1个；累计商谈项目1个"}, nil)
}

// A year that begins in another month and crosses the new year.
func TestYearThatStartsInOctober(t *testing.T) {
	in := evenMonth()
	in.Period = ingest.Period{Year: 2024, Month: 3}
	in.Scheme.Settings.Calendar = ingest.Calendar{Start: 10}
	for i := range in.Figures {
		in.Figures[i].AsOf = in.Period
	}
	in.Figures[0].AsOf, in.Figures[0].Month = ingest.Period{Year: 2023, Month: 12}, nil
	in.Reporting[0].Status = score.Missing
	in.Reporting[0].Corrected = false
	expectText(t, in, []string{"2023年10月—2024年3月，累计", "5个（截至2023年12月）", "附件1. 2023年10月—2024年3月招商专班目标完成情况表", "时序进度为50.0%"}, nil)
}

// 8 of 12 months are 66.666…%: rounding may neither call an unfinished target
// finished, nor move a gap across the plan or a colour line.
func TestRoundingNeverSaysWhatIsNotSo(t *testing.T) {
	s := county()
	r := newReader(s, ingest.Period{Year: 2023, Month: 8})
	for _, c := range []struct{ low, actual, completion, gap, compare string }{
		{"10000", "9999", "99.99", "33.3", "above"},
		{"10", "10", "100.0", "33.3", "above"},
		{"300000", "199999", "66.7", "0.0003", "below"},
		{"300000", "200001", "66.7", "0.0003", "above"},
		{"3", "2", "66.7", "0.0", "even"},
		{"10000", "5663", "56.6", "10.04", "below"}, // −10.0367: yellow, and −10.0 would be green
		{"10000", "5667", "56.7", "10.0", "below"},  // −9.9967: green, as −10.0 is
		{"10000", "3663", "36.6", "30.04", "below"}, // −30.0367: red
	} {
		low, actual := n(c.low), n(c.actual)
		target := scheme.Target{Low: low}
		share := exact.Int(2).Quo(exact.Int(3))
		expected := low.Mul(share)
		f := score.Figure{TaskForce: "甲" + c.actual, Indicator: "项目", Actual: &formula.Num{Num: actual}, Target: &target, Goal: &low, Share: &share, Expected: &expected, AsOf: r.period}
		x := r.read(f)
		if words(x.Completion) != c.completion || words(x.Gap) != c.gap || x.Compare != c.compare {
			t.Errorf("%s of %s: %s%%, %s by %s; want %s%%, %s by %s", c.actual, c.low, words(x.Completion), x.Compare, words(x.Gap), c.completion, c.compare, c.gap)
		}
	}
	if r.err != nil {
		t.Error(r.err)
	}
}

func TestCrowdsKeepTheirNames(t *testing.T) {
	for name, c := range map[string]struct {
		shorts []string
		scope  string
		want   string
	}{
		"shared noun":             {[]string{"工业专班", "农业专班", "旅游专班"}, "招商专班", "工业、农业2个专班"},
		"ending that is no word":  {[]string{"加工业组", "农产业组", "服务业组"}, "招商专班", "加工业组、农产业组2家"},
		"nothing in common":       {[]string{"一组", "园区办", "商务局"}, "招商单位", "一组、园区办2家"},
		"name that is only noun":  {[]string{"大专班", "专班", "小专班"}, "招商专班", "大专班、专班2家"},
		"no scope to ask":         {[]string{"工业专班", "农业专班", "旅游专班"}, "", "工业专班、农业专班2家"},
		"one noun, other's scope": {[]string{"工业小组", "农业小组", "旅游小组"}, "项目小组", "工业、农业2个小组"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &scheme.Scheme{Settings: scheme.Settings{Scope: c.scope, Calendar: ingest.Calendar{Start: 1}}}
			for i, short := range c.shorts {
				tf := scheme.TaskForce{Short: short}
				tf.Code = itoa(i)
				s.TaskForces = append(s.TaskForces, tf)
			}
			r := newReader(s, ingest.Period{Year: 2023, Month: 1})
			x := r.crowd("count", "", []string{"0", "1"})
			if got := words(marked(join(x.Names, "、")) + x.Count + x.Noun); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestNoticeIsOnlyForThoseWithOpenItems(t *testing.T) {
	in := busyNotice()
	d, err := Notice(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "notice", d)
	in.TaskForce = "丙"
	if d, err := Notice(in, wording(t)); d != nil || err != nil {
		t.Errorf("a task force without items got %v, %v", d, err)
	}
	in = busyNotice()
	for i := range in.Items {
		in.Items[i].Status = supervise.Closed
	}
	if d, err := Notice(in, wording(t)); d != nil || err != nil {
		t.Errorf("a task force with closed items got %v, %v", d, err)
	}
}

func BenchmarkCircular(b *testing.B) {
	w, err := LoadWording("")
	if err != nil {
		b.Fatal(err)
	}
	in := september()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Circular(in, w); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRanking(b *testing.B) {
	w, err := LoadWording("")
	if err != nil {
		b.Fatal(err)
	}
	in := thirdQuarter()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Ranking(in, w); err != nil {
			b.Fatal(err)
		}
	}
}

// An item's course by hand: raised by August's circular of 11 September,
// answered with September's return, overdue, extended, closed.
func TestAnItemsCourseIsPrinted(t *testing.T) {
	august, september := ingest.Period{Year: 2023, Month: 8}, ingest.Period{Year: 2023, Month: 9}
	on := func(month, day int) ingest.Date { return ingest.Date{Year: 2023, Month: month, Day: day} }
	events := []supervise.Event{
		{Period: august, On: on(9, 11), Kind: supervise.WasRaised}, {Period: september, On: on(10, 11), Kind: supervise.WasAnswered},
		{Period: september, On: on(10, 11), Kind: supervise.WasOverdue}, {Period: september, On: on(10, 11), Kind: supervise.Persists},
		{Period: september, On: on(11, 10), Kind: supervise.WasExtended}, {Period: september, On: on(12, 11), Kind: supervise.WasClosed},
	}
	r := newReader(county(), ingest.Period{Year: 2023, Month: 11})
	patient := supervise.Item{Status: supervise.Open, History: []supervise.Event{
		{On: on(4, 12), Kind: supervise.WasAnswered}, {On: on(4, 12), Kind: supervise.WasOverdue}, {On: on(5, 10), Kind: supervise.WasAnswered}, {On: on(6, 9), Kind: supervise.WasAnswered},
	}}
	if got, want := r.course(patient), "4月12日答复；4月12日逾期；5月10日、6月9日答复"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	// Told in the order of days, whatever the order in which they were noted:
	// May's three answers before it fell due, one after, then closed.
	mixed := supervise.Item{Status: supervise.Closed, History: []supervise.Event{
		{On: on(8, 11), Kind: supervise.WasClosed}, {On: on(3, 10), Kind: supervise.WasAnswered}, {On: on(6, 9), Kind: supervise.WasOverdue},
		{On: on(7, 11), Kind: supervise.WasAnswered}, {On: on(4, 12), Kind: supervise.WasAnswered}, {On: on(5, 10), Kind: supervise.WasAnswered},
	}}
	if got, want := r.course(mixed), "3月10日至5月10日答复3次；6月9日逾期；7月11日答复；8月11日销号"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, c := range []struct {
		raised ingest.Period
		events int
		status supervise.Status
		want   string
	}{
		{ingest.Period{Year: 2023, Month: 11}, 1, supervise.Open, "新提出"},
		{august, 1, supervise.Open, "尚未答复"},
		{august, 2, supervise.Open, "10月11日答复"},
		{august, 4, supervise.Overdue, "10月11日答复；10月11日逾期；9月仍存在"},
		{august, 6, supervise.Closed, "10月11日答复；10月11日逾期；11月10日延期；12月11日销号"},
	} {
		if got := r.course(supervise.Item{Raised: c.raised, History: events[:c.events], Status: c.status}); got != c.want {
			t.Errorf("%d events: %s, want %s", c.events, got, c.want)
		}
	}
}

// A task force that misses several months has one item; it names them all.
func TestMonthsThatAnItemIsFoundAgain(t *testing.T) {
	it := supervise.Item{Status: supervise.Overdue}
	for _, month := range []int{10, 8, 9, 12, 10} {
		it.History = append(it.History, supervise.Event{Period: ingest.Period{Year: 2023, Month: month}, Kind: supervise.Persists})
	}
	it.History = append(it.History, supervise.Event{Period: ingest.Period{Year: 2024, Month: 1}, Kind: supervise.Persists})
	r := newReader(county(), ingest.Period{Year: 2024, Month: 1})
	if got, want := r.stillIn(it), "2023年8月至2023年10月、2023年12月、1月"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if it.Status = supervise.Closed; r.stillIn(it) != "" {
		t.Error("a closed item is still there")
	}
}

// Three task forces of one lead unit with 5.00 a year: the plan pays 15.00 and
// goes out with the year's first circular only. 甲 has spent 1.50 and keeps
// 3.50, 乙 has not said, 丙 has spent 5.20, 0.20 too much: 15.00−6.70=8.30.
func TestMoneyInTheYearsFirstCircular(t *testing.T) {
	in := fundedMonth("1.50", "", "5.20")
	says := []string{
		"每个产业专班安排工作经费5.00万元，共15.00万元，由财政部门按计划（附件2）拨付到牵头单位，专款专用。", "附件2. 2023年度招商专班工作经费拨付计划",
		"示例单位│甲方专班│5.00│第二部分第（三）项", "合计││15.00│",
	}
	use := []string{"甲方专班│5.00│1.50│1.50│3.50", "乙方专班│5.00│—│—│—", "丙方专班│5.00│5.20│5.20│−0.20", "合计│15.00│6.70│6.70│8.30"}
	expectText(t, in, append(says, use...), nil)
	expectText(t, fundedMonth("0"), []string{"本年度安排工作经费5.00万元，由财政部门"}, []string{"每个产业专班安排", "共5.00"})
	in.Scheme.Settings.FirstMonth = ingest.Period{Year: 2022, Month: 12}
	later := in
	later.Period = ingest.Period{Year: 2023, Month: 2}
	for i := range later.Figures {
		later.Figures[i].AsOf = later.Period
	}
	expectText(t, later, use[:1], []string{"拨付"})
	in.Scheme.Settings.FirstMonth = later.Period // the county starts in mid-year
	expectText(t, later, says[:1], nil)
	in.Scheme.Settings.Other = map[string]string{}
	expectText(t, later, nil, []string{"经费使用", "拨付"})
}

// Red in August, green in September: the table says so, and a figure that was
// green all along does not.
func TestRedMadeGoodIsNotAlwaysGreen(t *testing.T) {
	in := september()
	in.Previous = []score.Figure{{TaskForce: "KFQ", Indicator: "签约金额", Colour: score.Red}, {TaskForce: "MCQ", Indicator: "签约金额", Colour: score.Red}, {TaskForce: "ZBZ", Indicator: "签约金额", Colour: score.Green}}
	d, err := Circular(in, wording(t))
	if err != nil {
		t.Fatal(err)
	}
	got := Text(d)
	for want, times := range map[string]int{"│+11.7红→绿": 1, "│−15.0红→黄": 1, "红→绿": 2, "“红→黄”“红→绿”为上月为红、本月好转的": 1} {
		if n := strings.Count(got, want); n != times {
			t.Errorf("%q stands %d times, want %d\n%s", want, n, times, got)
		}
	}
}
