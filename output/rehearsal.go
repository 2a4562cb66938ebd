package output

import (
	"slices"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// rehearsals make each kind of document from sample data, so that faulty
// wording is found before anything depends on it. Between them they reach
// every branch of the built-in wording; a test holds them to that.
var rehearsals = []func(*Wording) error{
	everyLetter,
	func(w *Wording) error { _, err := Circular(busyMonth(), w); return err },
	func(w *Wording) error { _, err := Circular(turnedMonth(2), w); return err },
	func(w *Wording) error { _, err := Circular(turnedMonth(mostNamed+1), w); return err },
	func(w *Wording) error { _, err := Circular(evenMonth(), w); return err },
	func(w *Wording) error { _, err := Circular(quietMonth(), w); return err },
	func(w *Wording) error { _, err := Circular(grantedMonth(), w); return err },
	func(w *Wording) error { _, err := Circular(silentMonth(), w); return err },
	func(w *Wording) error { _, err := Circular(firstMonth(), w); return err },
	func(w *Wording) error { _, err := Circular(emptyYear(), w); return err },
	func(w *Wording) error { _, err := Circular(refusedMonth(score.Missing), w); return err },
	func(w *Wording) error { _, err := Circular(refusedMonth(score.Returned), w); return err },
	func(w *Wording) error { _, err := Circular(endedMonth("甲", "乙"), w); return err },
	func(w *Wording) error { _, err := Circular(endedMonth("甲", "乙", "丙"), w); return err },
	func(w *Wording) error { _, err := Circular(flooredMonth(), w); return err },
	func(w *Wording) error { _, err := Circular(zeroMonth(1), w); return err },
	func(w *Wording) error { _, err := Circular(zeroMonth(2), w); return err },
	func(w *Wording) error { _, err := Circular(lastMonth(), w); return err },
	func(w *Wording) error { _, err := Circular(troubledMonth("甲"), w); return err },
	func(w *Wording) error { _, err := Circular(troubledMonth("甲", "乙"), w); return err },
	func(w *Wording) error {
		_, err := Circular(troubledMonth("甲", "乙", "丙", "丁", "丁"), w)
		return err
	},
	func(w *Wording) error { _, err := Ranking(rankedQuarter(0), w); return err },
	func(w *Wording) error { _, err := Ranking(silentQuarter(), w); return err },
	func(w *Wording) error { _, err := Ranking(rankedQuarter(1), w); return err },
	func(w *Wording) error {
		in := busyNotice()
		in.Items = append(in.Items[:1:1], in.Items[0])
		in.Items[1].ID = supervise.ID(2023, 9)
		_, err := Notice(in, w)
		return err
	},
	func(w *Wording) error { _, err := Circular(fundedMonth("1.50", "", "5.20"), w); return err },
	func(w *Wording) error { _, err := Circular(fundedMonth("0"), w); return err },
	func(w *Wording) error {
		_, err := Circular(fundedMonth("1.33333", "1.33333", "1.33333"), w)
		return err
	},
	func(w *Wording) error { _, err := Ranking(busyQuarter(), w); return err },
	func(w *Wording) error { _, err := Ranking(quietQuarter(), w); return err },
	func(w *Wording) error { _, err := Ranking(mixedQuarter(), w); return err },
	func(w *Wording) error { _, err := Ranking(stagedQuarter(), w); return err },
	func(w *Wording) error { _, err := Ranking(tiedQuarter(), w); return err },
	func(w *Wording) error { _, err := Ranking(flooredQuarter(), w); return err },
	func(w *Wording) error {
		in := busyQuarter()
		in.Status, in.Shown, in.Pending, in.Doubles = RankingFinal, ingest.Date{Year: 2023, Month: 7, Day: 17}, false, nil
		if _, err := Ranking(in, w); err != nil {
			return err
		}
		in.Changes = []Restated{{TaskForce: "甲", What: "得分", Was: "98.00", Is: "100.00", Why: "更正"}}
		in.Objections = []Objection{{TaskForce: "甲", Text: "漏计", On: in.Shown, Answer: "属实", Effect: "更正"}}
		_, err := Ranking(in, w)
		return err
	},
	func(w *Wording) error { _, err := Notice(busyNotice(), w); return err },
	func(w *Wording) error {
		in := busyNotice()
		in.Items = in.Items[:1]
		in.Scheme.Settings.Other["异议期"] = "5"
		_, err := Notice(in, w)
		return err
	},
	func(w *Wording) error { _, err := Assessment(busyAssessment(), w); return err },
	func(w *Wording) error { _, err := Assessment(finishedAssessment(), w); return err },
	func(w *Wording) error { _, err := Assessment(unfinishedAssessment(), w); return err },
	func(w *Wording) error { _, err := Assessment(waitingAssessment(), w); return err },
	func(w *Wording) error { _, err := Assessment(loneAssessment(), w); return err },
	func(w *Wording) error { _, err := Assessment(roundedAssessment(), w); return err },
	func(w *Wording) error { _, err := Assessment(endedAssessment(), w); return err },
	func(w *Wording) error { _, err := Internal(busyInternal(), w); return err },
	func(w *Wording) error { _, err := Internal(quietInternal(), w); return err },
	func(w *Wording) error { _, err := Internal(stillInternal(), w); return err },
	func(w *Wording) error { _, err := Internal(calmInternal(), w); return err },
	func(w *Wording) error {
		in := busyNotice()
		in.Items, in.Scheme.Forms = in.Items[1:], nil
		_, err := Notice(in, w)
		return err
	},
}

// county is a sample scheme: three task forces in the totals, one apart, an
// amount that joins a count, and a count with a plan of its own.
func county() *scheme.Scheme {
	s := &scheme.Scheme{Settings: scheme.Settings{
		Office: "示例县工作领导小组办公室", DocumentCode: "示例办", NoticeTitle: "《示例办法》", To: "各专班", CopyTo: "县委办公室",
		Calendar: ingest.Calendar{Start: 1}, Scope: "招商专班", Terminated: "终止", Other: map[string]string{},
	}}
	for _, code := range []string{"甲", "乙", "丙"} {
		s.TaskForces = append(s.TaskForces, scheme.TaskForce{Unit: form.Unit{Code: code, Name: code + "产业招商专班", Class: "产业专班"}, Short: code + "方专班", LeadUnit: "示例单位", Ranked: true, InCounty: true})
	}
	s.TaskForces = append(s.TaskForces, scheme.TaskForce{Unit: form.Unit{Code: "丁", Name: "服务专班", Class: "服务专班"}, Short: "服务专班"})
	s.Indicators = []scheme.Indicator{
		{Code: "项目", Name: "商谈项目", Unit: "个", Count: true},
		{Code: "金额", Name: "商谈金额", Unit: "亿元", Decimals: 2, With: "项目"},
		{Code: "活动", Name: "活动", Unit: "次", Count: true},
		{Code: "落地", Name: "开工项目", Unit: "个", Count: true},
	}
	for _, t := range s.TaskForces {
		for _, ind := range s.Indicators {
			target := scheme.Target{TaskForce: t.Code, Indicator: ind.Code, Year: 2023, Kind: scheme.AtLeast, Low: exact.Int(10)}
			if ind.Code == "落地" {
				high := exact.Int(12)
				target.Kind, target.High, target.Plan = scheme.Range, &high, []exact.Num{exact.Int(0), exact.Int(2), exact.Int(5), exact.Int(10)}
			}
			s.Targets = append(s.Targets, target)
		}
	}
	s.Scores = []scheme.ScoreLine{{Indicator: "金额", Weight: exact.Int(60), Cap: exact.MustParse("1.2"), Note: "建议稿"}, {Indicator: "活动", Weight: exact.Int(40), Cap: exact.MustParse("1.2")}, {Indicator: "无标", Weight: exact.Int(10), Cap: exact.Int(1)}}
	s.Choices = map[string]scheme.Choice{score.ChoiceRange: {Item: score.ChoiceRange, Value: score.RangeLow, Note: "建议稿"}}
	return s
}

// sampleFigure is a figure of the sample county; "" is a missing number.
func sampleFigure(s *scheme.Scheme, p ingest.Period, force, ind, actual, month string) score.Figure {
	num := func(text string) *formula.Num {
		if text == "" {
			return nil
		}
		return &formula.Num{Num: exact.MustParse(text)}
	}
	f := score.Figure{TaskForce: force, Indicator: ind, Actual: num(actual), Reported: num(actual), Month: num(month), AsOf: p}
	if actual == "" {
		f.AsOf = ingest.Period{}
	} else if month == "" {
		f.AsOf = p.Add(-1)
	}
	for i := range s.Targets {
		t := &s.Targets[i]
		if t.TaskForce != force || t.Indicator != ind {
			continue
		}
		d := score.DueAt(score.Choices{Range: score.RangeLow}, s.Settings.Calendar, indicators(s)[ind], t, p)
		f.Target, f.Goal, f.Share, f.Expected = t, &d.Goal, &d.Share, &d.Expected
		if f.Actual != nil && d.Expected.Sign() > 0 {
			gap := f.Actual.Quo(d.Goal).Sub(d.Share).Mul(exact.Int(100)).Round(2)
			f.Gap, f.Colour = &gap, score.Green
			if gap.Sign() < 0 {
				f.Colour = score.Red
			}
		}
	}
	return f
}

// sampleMonth is a month of the sample county: figures "实绩/当月" by task
// force, in the order of the indicators.
func sampleMonth(p ingest.Period, figures map[string][]string) CircularInput {
	s := county()
	in := CircularInput{Scheme: s, Period: p, Status: Issued, Number: "示例办〔2023〕1号", Date: p.Add(1).First()}
	for _, t := range s.TaskForces {
		list, ok := figures[t.Code]
		if !ok {
			continue
		}
		for i, text := range list {
			actual, month := cutFigure(text)
			in.Figures = append(in.Figures, sampleFigure(s, p, t.Code, s.Indicators[i].Code, actual, month))
		}
		in.Reporting = append(in.Reporting, score.Reporting{TaskForce: t.Code, Status: score.OnTime, ReceivedAt: p.Add(1).First().Time(), Version: 1})
	}
	for _, ind := range s.Indicators {
		in.Totals = append(in.Totals, sampleTotal(in, ind.Code))
	}
	return in
}

func cutFigure(text string) (actual, month string) {
	for i, r := range text {
		if r == '/' {
			return text[:i], text[i+1:]
		}
	}
	return text, ""
}

func sampleTotal(in CircularInput, ind string) score.Total {
	t := score.Total{Indicator: ind}
	for _, f := range in.Figures {
		if f.Indicator != ind || f.TaskForce == "丁" {
			continue
		}
		if f.Actual != nil {
			t.Actual.Num = t.Actual.Add(f.Actual.Num)
		}
		if f.Month != nil {
			t.Month.Num = t.Month.Add(f.Month.Num)
		}
		t.Low = t.Low.Add(f.Target.Low)
		t.Expected = t.Expected.Add(*f.Expected)
		t.Share = f.Share
	}
	return t
}

func day(month, day int) time.Time { return ingest.Date{Year: 2023, Month: month, Day: day}.Time() }

// sampleStates puts the given states in place of “on time”, in order.
func (in *CircularInput) sampleStates(states ...score.State) {
	for i, s := range states {
		r := &in.Reporting[i]
		if r.Status = s; s == score.Missing || s == score.Returned {
			r.ReceivedAt = time.Time{}
		}
	}
}

// endedMonth is an August in which task forces no longer report: the first of
// them did until June, the others never. What each left open is taken over.
func endedMonth(codes ...string) CircularInput {
	figures := map[string][]string{"甲": {"10", "15.00", "8", "6"}, "乙": {"", "", "", ""}, "丙": {"3/1", "0/0", "0/0", "0/0"}, "丁": {"8/1", "7.00/0", "0/0", "1/0"}}
	in := sampleMonth(ingest.Period{Year: 2023, Month: 8}, figures)
	for _, code := range codes {
		in.Figures = ended(in.Scheme, in.Figures, code)
		in.Reporting = slices.DeleteFunc(in.Reporting, func(r score.Reporting) bool { return r.TaskForce == code })
		in.Items = append(in.Items, leftOpen(code, in.Period))
	}
	in.Items = append(in.Items, takenBack(in.Period))
	return in
}

// leftOpen is an item of a task force that has ended.
func leftOpen(code string, told ingest.Period) supervise.Item {
	it := sampleItems(told)[0]
	it.ID, it.TaskForce, it.Status = "督办"+code, code, supervise.TakenOver
	it.History = []supervise.Event{{Period: told, Kind: supervise.WasTakenOver}}
	return it
}

// takenBack is an item that was closed by what is not so.
func takenBack(told ingest.Period) supervise.Item {
	it := sampleItems(told)[0]
	it.TaskForce, it.History = "丁", []supervise.Event{{Period: told.Add(-1), Kind: supervise.WasClosed}, {Period: told, Kind: supervise.WasReopened}}
	return it
}

// ended ends a task force in June.
func ended(s *scheme.Scheme, figures []score.Figure, code string) []score.Figure {
	for i := range s.TaskForces {
		if tf := &s.TaskForces[i]; tf.Code == code {
			tf.To = ingest.Period{Year: 2023, Month: 6}
		}
	}
	for i := range figures {
		figures[i].Ended = figures[i].Ended || figures[i].TaskForce == code
	}
	return figures
}

// busyMonth has something of nearly everything.
func busyMonth() CircularInput {
	p := ingest.Period{Year: 2023, Month: 8}
	in := sampleMonth(p, map[string][]string{
		"甲": {"10/3", "15.00/3.00", "8/1", "6/1"}, "乙": {"8/2", "8.00/-1.00", "2/0", "4/1"},
		"丙": {"3", "0", "0", "0"}, "丁": {"8/1", "7.00/0", "0", "1/0"},
	})
	in.Status, in.Replaces, in.First, in.RefusedFor = Reissued, "示例办〔2023〕1号", ingest.Date{Year: 2023, Month: 9, Day: 8}, map[string]string{"甲": "日期不在报告月"}
	in.Reporting[0].Corrected = true
	in.sampleStates(score.OnTime, score.Late, score.Missing, score.Returned)
	in.Reporting[1].FirstAt = day(9, 12)
	verified := formula.Num{Num: exact.MustParse("10")}
	in.Figures[1].Reported, in.Figures[1].Pending = &verified, true
	in.Figures[0].Pending, in.Figures[6].Pending = true, true
	in.Figures[9].Reported = &verified
	in.Figures[9].Verified = []score.Verified{{Evidence: "示例核查单"}}
	in.Figures[5].Reported = &verified
	in.Doubles = sampleDoubles(p)
	kept := in.Doubles[0]
	kept.Kept = []Kept{{"甲", []string{"项目"}}, {"乙", []string{"金额", "落地"}}}
	in.Doubles = append(in.Doubles, kept)
	in.Previous = []score.Figure{{TaskForce: "甲", Indicator: "项目", Colour: score.Red}, {TaskForce: "乙", Indicator: "活动", Colour: score.Green}}
	nine := formula.Num{Num: exact.Int(9)}
	in.Previous = append(in.Previous, score.Figure{TaskForce: "甲", Indicator: "活动", Actual: &nine})
	in.Scheme.Indicators[2].Month = map[string]*formula.Program{"产业专班": {}}
	in.Terminated = []Termination{{TaskForce: "乙", Project: "乙-1", Name: "示例项目", Removed: []Removal{
		{"项目", formula.Num{Num: exact.Int(1)}, exact.Int(1)}, {"金额", formula.Num{Num: exact.Int(20)}, exact.Int(10)}, {"落地", formula.Num{Num: exact.Int(3)}, exact.Int(1)},
	}, Passed: []Passed{
		{"甲", Removal{"项目", formula.Num{Num: exact.Int(-1)}, exact.Int(-1)}}, {"甲", Removal{"金额", formula.Num{Num: exact.Int(-2)}, exact.Int(-2)}},
	}}}
	in.Resumed = []Termination{{TaskForce: "甲", Project: "甲-1", Name: "示例项目", Removed: []Removal{{"项目", formula.Num{Num: exact.Int(1)}, exact.Int(1)}, {"金额", formula.Num{Num: exact.Int(2)}, exact.Int(2)}},
		Passed: []Passed{{"乙", Removal{"金额", formula.Num{Num: exact.Int(-1)}, exact.Int(-1)}}}}}
	in.Revised = []Revision{{"甲", "金额", formula.Num{Num: exact.Int(-1)}}, {"乙", "金额", formula.Num{Num: exact.Int(1)}}, {"乙", "无此指标", verified}}
	in.Corrections = []Correction{{TaskForce: "甲", Indicator: "金额", Period: p.Add(-1), Was: verified, Is: formula.Num{Num: exact.Int(9)}, Why: "误填", Effect: "排位不变"}}
	in.Retargeted = []Retarget{{"甲", "金额", "50.00"}, {"甲", "活动", ""}, {"戊", "项目", "3"}}
	in.Recovered = []Recovery{{TaskForce: "甲", Period: p.Add(-1), At: day(9, 1)}}
	in.Absent = []Absence{{TaskForce: "甲", Period: p.Add(-2), Status: score.Missing}, {TaskForce: "乙", Period: p.Add(-2), Status: score.Missing}, {TaskForce: "甲", Period: p.Add(-1), Status: score.Returned}}
	in.MakeGoodBy, in.Objection = ingest.Date{Year: 2023, Month: 9, Day: 20}, 5
	in.Items = sampleItems(p)
	in.sampleList()
	in.Texts = []scheme.MonthText{{Section: "下一步要求", TaskForce: "甲", Text: "抓好落实。"}}
	return in
}

// turnedMonth is the busy month in which so many projects are given up, and two
// are reported as something else.
func turnedMonth(given int) CircularInput {
	in := busyMonth()
	for i := len(in.Terminated); i < given; i++ {
		in.Terminated = append(in.Terminated, Termination{TaskForce: "甲", Project: "甲-" + itoa(i+1)})
	}
	in.Turned = []Turn{{TaskForce: "甲", Indicator: "活动", Project: "示例项目", Field: "类型", Was: "框架", Is: "正式"}, {TaskForce: "甲", Indicator: "活动", Project: "示例项目二"}}
	return in
}

// sampleList puts rows on two sheets of a return: two new projects on one, a
// new one and one known before on the other.
func (in *CircularInput) sampleList() {
	project := []form.Field{{Key: "编号", Header: "编号", Role: form.Project, Type: form.TextType}}
	in.Scheme.Forms = []*form.Form{{Class: "产业专班", Sheets: []form.Sheet{{Name: "项目", Shape: form.List, Fields: project}, {Name: "新项目", Shape: form.List, Fields: project}}}}
	ret := &ingest.Return{Version: ingest.Version{TaskForce: "甲", Period: in.Period, Number: 1}}
	for _, sheet := range []string{"项目", "新项目"} {
		for i, code := range []string{"甲-1", "甲-2"} {
			v := ingest.Value{Kind: ingest.Text, Text: code, Cell: "A" + itoa(i+2)}
			ret.Entries = append(ret.Entries, ingest.Entry{Sheet: sheet, Row: i + 2, Values: map[string]ingest.Value{"编号": v}})
		}
	}
	in.Returns = append(in.Returns, ret)
	in.Sources = []*ingest.Return{{Version: ingest.Version{TaskForce: "甲", Period: in.Period, Number: 9, SHA256: "c0ffee"}}} // a nil return
	in.Carried = map[Row]bool{{"甲", "项目", 2}: true}
}

func sampleDoubles(p ingest.Period) []DoubleClaim {
	at := func(cell string) ingest.Source {
		return ingest.Source{Place: ingest.Place{Sheet: "项目", Cell: cell}}
	}
	sides := []ClaimSide{{"甲", "甲-1", "示例项目", p.Add(-1), ingest.Source{Office: "台账", Place: at("B5").Place}}, {"乙", "乙-1", "示例项目", p, at("B6")}}
	return []DoubleClaim{{Name: "示例项目", Same: "投资方相同", Sides: sides}, {Name: "示例项目", Same: "投资方相同", Sides: sides, Settled: "甲计60%，乙计40%"}}
}

func sampleItems(p ingest.Period) []supervise.Item {
	item := func(number int, force string, status supervise.Status, kind supervise.EventKind, told ingest.Period) supervise.Item {
		return supervise.Item{
			ID: supervise.ID(2023, number), TaskForce: force, Code: "D", Raised: p, RaisedOn: p.First(), Due: p.Last(), Text: "问题待整改", Demand: "限期整改",
			Status: status, History: []supervise.Event{{Period: told, Kind: kind}},
		}
	}
	list := []supervise.Item{
		item(1, "甲", supervise.Overdue, supervise.WasOverdue, p), item(2, "甲", supervise.Open, supervise.WasRaised, p),
		item(3, "甲", supervise.Open, supervise.WasRaised, p.Add(-1)), item(4, "甲", supervise.Closed, supervise.WasClosed, p),
		item(5, "乙", supervise.Closed, supervise.WasClosed, p), item(6, "乙", supervise.Open, supervise.WasRaised, p),
		item(7, "乙", supervise.HandedOver, supervise.WasHanded, p),
	}
	list[0].History = append(list[0].History, supervise.Event{Period: p, Kind: supervise.Persists})
	return list
}

// troubledMonth has more new items than are told one by one, of each of the
// task forces named.
func troubledMonth(forces ...string) CircularInput {
	in := evenMonth()
	in.Items = nil
	for _, force := range forces {
		for range toldEach + 1 {
			it := sampleItems(in.Period)[1]
			it.ID, it.TaskForce = supervise.ID(2023, len(in.Items)+1), force
			in.Items = append(in.Items, it)
		}
	}
	return in
}

// evenMonth is level with the plan, ahead in one place, and nobody is at fault.
func evenMonth() CircularInput {
	in := sampleMonth(ingest.Period{Year: 2023, Month: 6}, map[string][]string{
		"甲": {"5/1", "5.00/1.00", "5/0", "2/0"}, "乙": {"5/0", "5.00/0", "5/0", "4/0"}, "丙": {"5/0", "5.00/0", "5/0", "4/0"}, "丁": {"6/1", "5.00/-1.00", "1/0", "0/0"},
	})
	in.Status, in.Number, in.Date = Draft, "", ingest.Date{}
	in.Scheme.Settings.NoticeTitle = ""
	in.Reporting[0].Corrected = true
	in.Items = sampleItems(in.Period)[4:5]
	return in
}

// quietMonth brought nothing new; some never reported, and some still may.
func quietMonth() CircularInput {
	in := sampleMonth(ingest.Period{Year: 2023, Month: 4}, map[string][]string{
		"甲": {"4/0", "0/0", "0/0", "1/0"}, "乙": {"", "", "", ""}, "丙": {"0/0", "0/0", "0/0", "0/0"}, "丁": {"", "", "", ""},
	})
	in.sampleStates(score.Late, score.Returned, score.Late, score.Missing)
	in.Reporting[3].Open = true
	in.Scheme.Choices[score.ChoiceGreen] = scheme.Choice{Item: score.ChoiceGreen, Value: "0"}
	in.Items = sampleItems(in.Period.Add(-1))[:1]
	in.Doubles = sampleDoubles(in.Period)[:1]
	in.Corrections = []Correction{
		{TaskForce: "甲", Indicator: "金额", Period: in.Period.Add(-1)},
		{TaskForce: "甲", Indicator: "项目", Period: in.Period.Add(-1), Is: formula.Num{Num: exact.Int(9)}, Why: "误填", Effect: "排位不变"},
	}
	in.Sums = []Correction{{Indicator: "项目", Period: in.Period.Add(-1), Is: formula.Num{Num: exact.Int(9)}, Why: "随甲专班数据更正相应变动"}}
	return in
}

// grantedMonth is a quiet month of which something counts for who never reported.
func grantedMonth() CircularInput {
	in := quietMonth()
	in.Granted = []string{"乙"}
	return in
}

// silentMonth is one that nobody reported.
func silentMonth() CircularInput {
	none := []string{"", "", "", ""}
	in := sampleMonth(ingest.Period{Year: 2023, Month: 5}, map[string][]string{"甲": none, "乙": {"1", "1", "1", "1"}, "丙": none})
	in.sampleStates(score.Missing, score.Missing, score.Missing)
	in.Items = sampleItems(in.Period)[5:]
	return in
}

// refusedMonth is a month whose returns were all sent back, but for the first,
// and that of the task force apart.
func refusedMonth(first score.State) CircularInput {
	none := []string{"", "", "", ""}
	in := sampleMonth(ingest.Period{Year: 2023, Month: 5}, map[string][]string{"甲": none, "乙": {"1", "1", "1", "1"}, "丙": none, "丁": none})
	in.sampleStates(first, score.Returned, score.Returned, score.Returned)
	return in
}

// emptyYear is a month before which nobody ever reported.
func emptyYear() CircularInput {
	none := []string{"", "", "", ""}
	in := sampleMonth(ingest.Period{Year: 2023, Month: 3}, map[string][]string{"甲": none, "乙": none, "丁": {"0/0", "0/0", "0/0", "0/0"}})
	in.sampleStates(score.Missing, score.Missing)
	return in
}

// flooredMonth has a count that reaches its plan of 6.67 by the whole number
// only.
func flooredMonth() CircularInput {
	return sampleMonth(ingest.Period{Year: 2023, Month: 10}, map[string][]string{"甲": {"1/1", "0.50/0.50", "1/1", "6/0"}, "乙": {"1/1", "0.50/0.50", "1/1", "7/0"}})
}

// zeroMonth is a month of a year in which nothing has been done yet.
func zeroMonth(month int) CircularInput {
	zero := []string{"0/0", "0/0", "0/0", "0/0"}
	return sampleMonth(ingest.Period{Year: 2023, Month: month}, map[string][]string{"甲": zero, "乙": zero, "丁": {"1/1", "0/0", "0/0", "0/0"}})
}

// lastMonth ends a year that one task force has not done well in.
func lastMonth() CircularInput {
	in := sampleMonth(ingest.Period{Year: 2023, Month: 12}, map[string][]string{"甲": {"1/0", "1.00/0", "1/0", "0/0"}, "乙": {"10/0", "10.00/0", "10/0", "10/1"}})
	in.Items = sampleItems(in.Period)[:2]
	return in
}

// firstMonth is January of a single task force.
func firstMonth() CircularInput {
	return sampleMonth(ingest.Period{Year: 2023, Month: 1}, map[string][]string{"甲": {"1/1", "0.50/0.50", "1/1", "0/0"}})
}

// fundedMonth is the first of a year in which every task force gets 5.00, of
// which they have spent so much; "" has not reported it.
func fundedMonth(spent ...string) CircularInput {
	p := ingest.Period{Year: 2023, Month: 1}
	codes, figures := []string{"甲", "乙", "丙"}[:len(spent)], map[string][]string{}
	for _, code := range codes {
		figures[code] = []string{"1/1", "0.50/0.50", "1/1", "0/0"}
	}
	in := sampleMonth(p, figures)
	s := in.Scheme
	s.Indicators = append(s.Indicators, scheme.Indicator{Code: "支出", Name: "经费支出", Unit: "万元", Decimals: 2, Basis: "二（三）"})
	s.Settings.Other = map[string]string{scheme.FundSetting: "支出", scheme.FundAmountSetting: "年度经费"}
	s.Choices["年度经费"] = scheme.Choice{Item: "年度经费", Value: "5"}
	total := score.Total{Indicator: "支出"}
	for i, code := range codes {
		f := sampleFigure(s, p, code, "支出", spent[i], spent[i])
		if in.Figures = append(in.Figures, f); f.Actual != nil {
			total.Actual.Num, total.Month.Num = total.Actual.Add(f.Actual.Num), total.Month.Add(f.Actual.Num)
		}
	}
	in.Totals = append(in.Totals, total)
	return in
}

func busyQuarter() RankingInput {
	month := evenMonth()
	month.Figures[1].Pending = true
	in := RankingInput{Scheme: county(), Quarter: ingest.Quarter{Year: 2023, Number: 2}, Status: RankingPublished, Objection: 5, Figures: month.Figures, Pending: true}
	stand := func(force string, rank, before int, points, lost string) score.Standing {
		figures := map[string]*score.Figure{}
		for i := range in.Figures {
			if in.Figures[i].TaskForce == force {
				figures[in.Figures[i].Indicator] = &in.Figures[i]
			}
		}
		st := score.Stand(force, score.Lines(in.Scheme, figures), nil, "")
		if lost != "" {
			st.Deductions = []score.DeductionLine{{Item: "缺报", Count: 1, Points: exact.MustParse(lost)}}
		}
		st.Rank, st.PreviousRank, st.Score = rank, before, exact.MustParse(points)
		return st
	}
	in.Ranking.Quarter = in.Quarter
	in.Ranking.Standings = []score.Standing{stand("甲", 1, 2, "100", ""), stand("乙", 2, 1, "90", "2"), stand("丙", 2, 2, "90", ""), stand("丁", 0, 0, "0", "")}
	in.Ranking.Standings[1].Tied, in.Ranking.Standings[2].Tied, in.Ranking.Standings[3].Excluded = true, true, "以专班名义签订合同"
	in.Months = []MonthReporting{{Period: month.Period, Reporting: month.Reporting}, {Period: month.Period, Reporting: month.Reporting}}
	in.Projects = map[string][]facts.Project{"甲": {{Code: "甲-1"}, {Code: "甲-2", Terminated: true}}}
	in.Figures[0].Reported = &formula.Num{Num: exact.Int(99)}
	in.Items = sampleItems(month.Period)
	in.Earlier = []score.Ranking{{Quarter: in.Quarter.Prev()}}
	in.Returns = []*ingest.Return{{Version: ingest.Version{TaskForce: "甲", Period: month.Period, Number: 1}}}
	in.Ranking.Standings[0].Lines[0].Actual = exact.MustParse("1") // one line short of its plan
	in.Doubles = sampleDoubles(month.Period)
	in.Ended = []string{"丁"}
	return in
}

// quietQuarter is a first quarter in which little is known and nothing due.
func quietQuarter() RankingInput {
	in := busyQuarter()
	p := ingest.Period{Year: 2023, Month: 3}
	in.Quarter, in.Status, in.Objection, in.Pending, in.Projects, in.Ended = ingest.Quarter{Year: 2023, Number: 1}, RankingPublished, 0, false, nil, nil
	in.Scheme.Settings.NoticeTitle = ""
	in.Figures = []score.Figure{
		sampleFigure(in.Scheme, p, "甲", "金额", "", ""), sampleFigure(in.Scheme, p, "甲", "活动", "0", "0"),
		sampleFigure(in.Scheme, p, "乙", "金额", "9", "0"), sampleFigure(in.Scheme, p, "乙", "活动", "3", "0"), sampleFigure(in.Scheme, p, "丙", "金额", "1", ""),
		sampleFigure(in.Scheme, p, "丙", "落地", "1", "0"),
	}
	in.Scheme.Scores = append(in.Scheme.Scores, scheme.ScoreLine{Indicator: "落地", Weight: exact.Int(5), Cap: exact.Int(1)})
	for i := range in.Ranking.Standings {
		st := &in.Ranking.Standings[i]
		figures := map[string]*score.Figure{}
		for j := range in.Figures {
			if in.Figures[j].TaskForce == st.TaskForce {
				figures[in.Figures[j].Indicator] = &in.Figures[j]
			}
		}
		st.Lines, st.PreviousRank = score.Lines(in.Scheme, figures), 0
	}
	in.Ranking.Standings = in.Ranking.Standings[:3]
	in.Ranking.Standings[2].Tied = false
	in.Ranking.Standings[2].PreviousRank = 2
	for i := range in.Ranking.Standings[2].Lines {
		in.Ranking.Standings[2].Lines[i].Judged = false
	}
	return in
}

// mixedQuarter has everybody short of something by June, when 5 of each was
// due: 甲 of 金额 and 活动, 乙 of 活动, 丙 of 金额, and 丙 lost points twice.
func mixedQuarter() RankingInput {
	in := busyQuarter()
	in.Pending, in.Doubles, in.Figures = false, nil, nil
	in.Scheme.Scores = append(in.Scheme.Scores[:2:2], scheme.ScoreLine{Indicator: "项目", Weight: exact.Int(20), Cap: exact.Int(1)})
	p := ingest.Period{Year: 2023, Month: 6}
	for i, actual := range [][]string{{"0", "1", "6"}, {"9", "1", "6"}, {"1", "9", "9"}} {
		st := &in.Ranking.Standings[i]
		figures := map[string]*score.Figure{}
		for j, ind := range []string{"金额", "活动", "项目"} {
			f := sampleFigure(in.Scheme, p, st.TaskForce, ind, actual[j], []string{"", "0", "0"}[i])
			in.Figures = append(in.Figures, f)
			figures[ind] = &f
		}
		st.Lines = score.Lines(in.Scheme, figures)
	}
	in.Ranking.Standings[2].Deductions = []score.DeductionLine{{Item: "迟报", Count: 1, Points: exact.Int(1)}, {Item: "缺报", Count: 2, Points: exact.Int(6)}}
	return in
}

// stagedQuarter is a final ranking that speaks first of a count with a plan of
// its own.
func stagedQuarter() RankingInput {
	in := busyQuarter()
	in.Status = RankingFinal
	in.Scheme.Indicators[3].Headline = true
	in.Scheme.Scores = append(in.Scheme.Scores, scheme.ScoreLine{Indicator: "落地", Weight: exact.Int(5), Cap: exact.Int(1)})
	p := ingest.Period{Year: 2023, Month: 6}
	for i, actual := range []string{"1", "4", "2"} {
		st := &in.Ranking.Standings[i]
		f := sampleFigure(in.Scheme, p, st.TaskForce, "落地", actual, "0")
		for j := range in.Figures {
			if in.Figures[j].TaskForce == f.TaskForce && in.Figures[j].Indicator == f.Indicator {
				in.Figures[j] = f
			}
		}
		st.Lines = score.Lines(in.Scheme, map[string]*score.Figure{"落地": &f})
	}
	return in
}

// flooredQuarter speaks first of a count that reaches its plan of 7.50 by the
// whole number only.
func flooredQuarter() RankingInput {
	in := busyQuarter()
	in.Quarter, in.Pending, in.Doubles, in.Figures = ingest.Quarter{Year: 2023, Number: 3}, false, nil, nil
	in.Scheme.Indicators[2].Headline = true
	for i := range in.Ranking.Standings[:3] {
		st := &in.Ranking.Standings[i]
		f := sampleFigure(in.Scheme, ingest.Period{Year: 2023, Month: 9}, st.TaskForce, "活动", "7", "0")
		in.Figures = append(in.Figures, f)
		st.Lines = score.Lines(in.Scheme, map[string]*score.Figure{"活动": &f})
	}
	return in
}

// tiedQuarter has two that share the first place, and a third one that nobody
// has set a target.
func tiedQuarter() RankingInput {
	in := quietQuarter()
	for i, st := range in.Ranking.Standings[:2] {
		st.Rank, st.Score, st.Tied = 1, exact.Int(90), true
		in.Ranking.Standings[i] = st
	}
	in.Ranking.Standings[2].Rank, in.Ranking.Standings[2].Score = 3, exact.Int(0)
	in.Scheme.Targets = slices.DeleteFunc(in.Scheme.Targets, func(t scheme.Target) bool { return t.TaskForce == "丙" })
	for i := range in.Figures {
		if f := &in.Figures[i]; f.TaskForce == "丙" {
			f.Target, f.Goal, f.Expected, f.Completion, f.Gap, f.Colour = nil, nil, nil, nil, nil, ""
		}
	}
	return in
}

// rankedQuarter leaves the first few ranked; the others are shut out.
func rankedQuarter(few int) RankingInput {
	in := busyQuarter()
	for i := range in.Ranking.Standings[few:] {
		st := &in.Ranking.Standings[few+i]
		st.Rank, st.PreviousRank, st.Tied, st.Excluded = 0, 0, false, "弄虚作假"
	}
	return in
}

// silentQuarter is one in which nobody reported.
func silentQuarter() RankingInput {
	in := rankedQuarter(0)
	for i := range in.Ranking.Standings {
		st := &in.Ranking.Standings[i]
		st.Excluded, st.Score = score.NobodyReported, exact.Int(-9)
	}
	return in
}

func busyNotice() NoticeInput {
	p := ingest.Period{Year: 2023, Month: 8}
	s := county()
	s.Forms = []*form.Form{{Class: "产业专班", Sheets: []form.Sheet{{Name: "整改回复", Shape: form.List, Prefill: form.PrefillOpen}}}}
	return NoticeInput{Scheme: s, Period: p, Status: Issued, Circular: "示例办〔2023〕2号", Date: p.Add(1).First(), TaskForce: "甲", Items: sampleItems(p),
		Doubles: append(sampleDoubles(p), DoubleClaim{Name: "与己无关", Sides: []ClaimSide{{TaskForce: "乙"}, {TaskForce: "丙"}}}), Unanswered: busyInternal().Unanswered}
}
