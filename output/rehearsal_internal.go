package output

import (
	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// busyInternal goes with a ranking of which nothing is certain.
func busyInternal() InternalInput {
	quarter := busyQuarter()
	p := ingest.Period{Year: 2023, Month: 6}
	s := quarter.Scheme
	s.Settings.Other[scheme.EscalationSetting] = "提醒，通报批评，约谈，追责"
	s.Supervision = []scheme.Supervision{{Code: "D", Escalate: "通报批评"}}
	in := InternalInput{Scheme: s, Period: p, Status: Draft, With: "2023年第二季度季评比", Items: sampleItems(p), AsOf: p.Last(), Ranking: &quarter.Ranking}
	in.Proposals = []supervise.Proposal{{Item: supervise.ID(2023, 1), TaskForce: "甲", Text: "约谈"}, {Item: "督办〔2023〕99号"}}
	in.Decisions = []scheme.Inspection{{Kind: scheme.InspectDecided, Item: supervise.ID(2023, 1), Measure: "约谈", DecidedBy: "分管领导", On: p.Last()}}
	in.Twice = []string{"台账“重复认定!B2”：这一行认定后本年乙计入金额1.00亿元，而上年已由甲计入金额1.00亿元，两年重复计入。"}
	in.Lifts = []score.Lift{{TaskForce: "乙", Indicator: "项目", Need: exact.Int(2), ToRank: 1, Shared: true}, {TaskForce: "乙", Indicator: "金额", Need: exact.MustParse("0.5"), ToRank: 1}}
	in.Margins = []score.Margin{
		{Upper: "甲", Lower: "乙", Printed: exact.MustParse("0.01"), Exact: exact.MustParse("-0.004")},
		{Upper: "乙", Lower: "丙", Exact: exact.MustParse("0.0033")},
		{Upper: "甲", Lower: "丙", Printed: exact.MustParse("0.01"), Exact: exact.MustParse("0.0021")},
		{Upper: "丙", Lower: "丁", Printed: exact.MustParse("0.01")},
	}
	in.Doubles = sampleDoubles(p)
	in.Signed = &Signature{Number: "示例办〔2023〕7号", Signer: "办公室主任", On: p.Last()}
	in.Absent = []Absence{{"丙", p, score.Missing, p.Add(-2)}, {"丙", p.Add(-1), score.Missing, p.Add(-2)}, {"乙", p, score.Returned, ingest.Period{}}, {"甲", p.Add(-1), score.Missing, p}}
	warn := finding.Finding{Code: "T-UNIT", Level: finding.Warning, Place: ingest.Place{Sheet: "项目", Cell: "F7"}, Message: "疑似单位有误。"}
	in.Unanswered = []Unanswered{
		{ingest.Version{TaskForce: "甲", Period: p, Number: 1}, finding.List{warn, warn}}, {ingest.Version{TaskForce: "乙", Period: p, Number: 2}, finding.List{warn}},
	}
	in.Waived = []supervise.Waived{{TaskForce: "甲", Code: "DC-1", Name: "未开会"}, {TaskForce: "乙", Code: "DC-1", Name: "未开会"}}
	s.Supervision = append(s.Supervision, scheme.Supervision{Code: "DC-1", Source: `none(豁免, .规则编号 == "R-1")`})
	in.Waivers = []scheme.Waiver{
		{TaskForce: "甲", Rule: "R-1", From: p, To: p, Reason: "机构改革", ApprovedBy: "分管领导"},
		{TaskForce: "乙", Rule: "R-1", From: p.Add(-1), To: p, Reason: "机构改革", ApprovedBy: "分管领导"},
	}
	spared := []score.DeductionLine{{Item: "未开会", Count: 1, Points: exact.Int(1)}}
	in.Ranking.Standings = append([]score.Standing{}, in.Ranking.Standings...)
	in.Ranking.Standings[0].Spared, in.Ranking.Standings[1].Spared = spared, spared
	return in
}

// quietInternal goes with a circular that leaves nothing to say, in a county
// without a ladder of escalation but with one overdue item.
func quietInternal() InternalInput {
	in := busyInternal()
	in.Scheme.Settings.Other = map[string]string{}
	in.With, in.Status, in.Date, in.Ranking = "2023年6月月通报", Issued, ingest.Date{Year: 2023, Month: 7, Day: 11}, nil
	in.Margins, in.Absent, in.Unanswered, in.Decisions, in.Waived, in.Twice, in.AsOf = nil, nil, nil, nil, nil, nil, ingest.Date{}
	return in
}

// stillInternal has nothing at all to tell.
func stillInternal() InternalInput {
	in := quietInternal()
	in.Proposals, in.Doubles = nil, nil
	return in
}

// calmInternal goes with a ranking that is certain.
func calmInternal() InternalInput {
	in := busyInternal()
	in.Margins, in.Absent, in.Unanswered, in.Doubles, in.Proposals, in.Waived, in.Twice = nil, nil, nil, nil, nil, nil, nil
	return in
}
