package output

import (
	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// busyAssessment has something of nearly everything: 甲 reached its targets,
// 乙 some of them, 丙 none and its last return is missing, 丁 is apart.
func busyAssessment() AssessmentInput {
	in := assessedYear(map[string][]string{
		"甲": {"10/1", "11.50/1.00", "12/1", "10/1", "6.20/0.20", "11/1"}, "乙": {"10/1", "9.9999/1.00", "3/0", "9/0", "4.80/0"}, "丙": {"3", "0", "0", "0", "1.50"}, "丁": {"12/1", "10.00/0", "10/0", "3/0"},
	})
	in.Status = Draft
	in.Scheme.Settings.Other[scheme.ContactSetting], in.Scheme.Settings.Other[scheme.PhoneSetting] = "综合岗", "0000-7000000"
	in.Months[1].Reporting[0].Status, in.Months[1].Reporting[1].Status, in.Months[1].Reporting[2].Status = score.Late, score.Returned, score.Missing
	for i, told := range []score.State{score.Missing, score.Returned} {
		r := &in.Months[0].Reporting[i]
		r.Status, r.Told = score.Late, told
	}
	in.Figures[1].Pending = true
	in.Items = sampleItems(ingest.Period{Year: 2023, Month: 12})
	in.ItemsAsOf = ingest.Date{Year: 2024, Month: 1, Day: 11}
	in.Pending = []score.Claim{{Name: "示例项目"}, {Name: "示例项目二"}}
	in.RedLines = map[string]string{"丙": "以专班名义签订合同", "丁": "弄虚作假"}
	in.Scheme.Outcomes[0].Basis += "；标准为建议稿"
	in.Projects = map[string][]facts.Project{"甲": {{Code: "甲-1", Stage: "签约"}, {Code: "甲-2", Stage: "终止", Terminated: true}}}
	change := ingest.Entry{Sheet: "变动", Row: 5, Values: map[string]ingest.Value{"职务": {Cell: "B5", Kind: ingest.Text, Text: "业务骨干"}}}
	in.Returns = []*ingest.Return{{Version: ingest.Version{TaskForce: "甲", Period: ingest.Period{Year: 2023, Month: 5}, Number: 1}, Entries: []ingest.Entry{change}}}
	year := func(m int) ingest.Date { return ingest.Date{Year: 2023, Month: m, Day: 10} }
	in.Members = []scheme.Member{
		{TaskForce: "甲", Person: "示例甲", Unit: "示例单位", Post: "分管领导"}, {TaskForce: "乙", Person: "示例甲", Unit: "示例单位", Post: "分管领导"},
		{TaskForce: "甲", Person: "示例乙", Unit: "示例单位", Post: "业务骨干", Kind: "业务骨干", From: year(3), To: year(9)},
		{TaskForce: "乙", Person: "示例丙", Unit: "示例单位", Post: "业务骨干"}, {TaskForce: "甲", Person: "示例丙", Unit: "示例单位", Post: "业务骨干"},
	}
	return in
}

// assessedYear is a year of the sample county, judged.
func assessedYear(figures map[string][]string) AssessmentInput {
	p := ingest.Period{Year: 2023, Month: 12}
	s := county()
	s.Indicators = append(s.Indicators, scheme.Indicator{Code: "支出", Name: "经费支出", Unit: "万元", Decimals: 2}, scheme.Indicator{Code: "例会", Name: "召开例会的月数", Unit: "个月", Count: true})
	s.Settings.Other = map[string]string{scheme.FundSetting: "支出", scheme.FundAmountSetting: "年度经费", scheme.ChangesSetting: "变动"}
	s.Settings.FirstMonth = ingest.Period{Year: 2023, Month: 1}
	s.Choices["年度经费"] = scheme.Choice{Item: "年度经费", Value: "5"}
	s.Forms = []*form.Form{{Class: "产业专班", Sheets: []form.Sheet{{Name: "变动", Shape: form.List, Fields: []form.Field{{Key: "职务", Header: "职务", Type: form.TextType}}}}}}
	s.Outcomes = []scheme.Outcome{{Grade: "完成", Wording: "建议评定为优秀等次。", Basis: "三（二）"}, {Grade: "未完成", Wording: "建议取消评先评优资格。", Basis: "三（二）；标准为建议稿"}}
	in := AssessmentInput{Scheme: s, Year: 2023, Status: Issued, Date: ingest.Date{Year: 2024, Month: 1, Day: 19}}
	for _, t := range s.TaskForces {
		list := figures[t.Code]
		for i, text := range list {
			actual, month := cutFigure(text)
			f := sampleFigure(s, p, t.Code, s.Indicators[i].Code, actual, month)
			if f.Target != nil && f.Actual != nil {
				done := f.Actual.Quo(*f.Goal)
				f.Completion = &done
			}
			f.Binding = f.Target != nil && f.Target.High == nil
			in.Figures = append(in.Figures, f)
		}
		in.judge(t.Code, len(list))
	}
	for _, ind := range s.Indicators[:4] {
		in.Totals = append(in.Totals, sampleTotal(CircularInput{Figures: in.Figures}, ind.Code))
	}
	for m := 11; m <= 12; m++ {
		month := MonthReporting{Period: ingest.Period{Year: 2023, Month: m}}
		for _, t := range s.TaskForces {
			month.Reporting = append(month.Reporting, score.Reporting{TaskForce: t.Code, Status: score.OnTime})
		}
		in.Months = append(in.Months, month)
	}
	return in
}

// judge assesses the task force whose last n figures were just added.
func (in *AssessmentInput) judge(code string, n int) {
	a := score.Assessment{TaskForce: code, Done: true}
	own := in.Figures[len(in.Figures)-n:]
	for i := range own {
		if f := own[i]; f.Target != nil {
			a.Results = append(a.Results, score.Result{Figure: &f, Met: f.Met()})
			a.Done = a.Done && (f.Met() || !f.Binding)
		}
	}
	a.Outcome = &in.Scheme.Outcomes[1]
	if a.Done {
		a.Outcome = &in.Scheme.Outcomes[0]
	}
	in.Assessments = append(in.Assessments, a)
}

// finishedAssessment is a year that everybody finished, with a verified figure
// and no more money than there was.
func finishedAssessment() AssessmentInput {
	all := []string{"10/1", "10.00/1.00", "10/1", "10/1", "5.00/0"}
	in := assessedYear(map[string][]string{"甲": all, "乙": all, "丙": {"", "", "", "", ""}, "丁": {"10/0", "10.00/0", "10/0", "10/0"}})
	in.Assessments = in.Assessments[:2]
	in.Scheme.Settings.NoticeTitle = ""
	verified := *in.Assessments[0].Results[0].Figure.Actual
	verified.Num = exact.Int(9)
	in.Figures[0].Reported = &verified
	for i := range in.Items {
		in.Items[i].Status = supervise.Closed
	}
	in.Members = []scheme.Member{{TaskForce: "甲", Person: "示例甲", Unit: "示例单位", Post: "分管领导"}}
	in.Status = Reissued
	in.Restated = []Restated{{TaskForce: "甲", What: "某指标", Was: "9个", Is: "10个", Why: "12月报表补报"}, {What: "合计·某指标", Was: "19个", Is: "20个", Why: "12月报表补报"}}
	return in
}

// unfinishedAssessment is a year that nobody finished: no roster, money
// overspent, and one task force never reported at all.
func unfinishedAssessment() AssessmentInput {
	none := []string{"", "", "", "", ""}
	in := assessedYear(map[string][]string{"甲": {"1/0", "1.00/0", "1/0", "1/0", "16.00/0"}, "乙": none, "丙": none})
	in.Assessments[1].Outcome = nil
	in.Items = sampleItems(ingest.Period{Year: 2023, Month: 12})[1:3]
	in.Returns = busyAssessment().Returns
	return in
}

// waitingAssessment is a year of which returns can still come in time: all that
// 丙 owes, and the last of 甲, which owes November too, and of 乙, which reported
// nothing.
func waitingAssessment() AssessmentInput {
	last := []string{"3", "0", "0", "0", "1.50"}
	in := assessedYear(map[string][]string{"甲": last, "乙": {"", "", "", "", ""}, "丙": last})
	for i := range 3 {
		r := &in.Months[1].Reporting[i]
		r.Status, r.Open = score.Missing, true
	}
	in.Months[0].Reporting[0].Status, in.Months[0].Reporting[1].Status = score.Missing, score.Missing
	return in
}

// loneAssessment is of one task force; the others have no target.
func loneAssessment() AssessmentInput {
	in := assessedYear(map[string][]string{"甲": {"10/1", "10.00/1.00", "10/1", "10/1", ""}, "乙": {"1/0"}})
	in.Assessments[1].Results = nil
	in.Figures[len(in.Figures)-1].Target = nil
	in.Assessments = in.Assessments[:2]
	in.Totals, in.Months = nil, nil
	return in
}

// roundedAssessment is a year whose spending no four decimals hold.
func roundedAssessment() AssessmentInput {
	third := []string{"10/1", "10.00/1.00", "10/1", "10/1", "1.33333/0"}
	return assessedYear(map[string][]string{"甲": third, "乙": third, "丙": third})
}

// endedAssessment is of one task force; two others ended in June.
func endedAssessment() AssessmentInput {
	all := []string{"10/1", "10.00/1.00", "10/1", "10/1", "5.00/0"}
	in := assessedYear(map[string][]string{"甲": all, "乙": all, "丙": all})
	in.Assessments = in.Assessments[:1]
	for _, code := range []string{"乙", "丙"} {
		in.Figures = ended(in.Scheme, in.Figures, code)
	}
	in.Items = append(in.Items, leftOpen("乙", ingest.Period{Year: 2023, Month: 7}))
	return in
}
