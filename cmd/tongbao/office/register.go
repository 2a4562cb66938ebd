package office

import (
	"fmt"

	"tongbao/ingest"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// What the register says, in the terms of those who judge by it.

// verified are the figures that the office knows better than the returns: 核定
// and 重复认定.
func (o *Office) verified() score.Office {
	var known score.Office
	for _, v := range o.register.Verified {
		known.Verified = append(known.Verified, score.Verified{
			TaskForce: v.TaskForce, Project: v.Project, Indicator: v.Indicator, Amount: v.Amount,
			From: v.From, Evidence: v.Evidence, Reason: v.Reason, Source: registerCell("核定", v.Cell),
		})
	}
	for _, s := range o.register.Settlements {
		claim := score.Claim{Name: s.Claims[0].Project, From: s.From, Settled: true, Reason: s.Reason,
			Source: registerCell("重复认定", fmt.Sprintf("A%d", s.Row))}
		for _, c := range s.Claims {
			claim.Holders = append(claim.Holders, score.Holder{TaskForce: c.TaskForce, Project: c.Project, Share: c.Share})
		}
		known.Claims = append(known.Claims, claim)
	}
	return known
}

func registerCell(sheet, cell string) ingest.Source {
	return ingest.Source{Office: "台账", Place: ingest.Place{Sheet: sheet, Cell: cell}}
}

// inspections are the rows of 督查登记 that raise or close items.
func (o *Office) inspections() supervise.Office {
	var found supervise.Office
	for _, i := range o.register.Inspections {
		switch i.Kind {
		case scheme.InspectFound:
			found.Found = append(found.Found, supervise.Found{
				Key: fmt.Sprintf("%s/%s/%s", i.TaskForce, i.Code, i.On), Code: i.Code, TaskForce: i.TaskForce, On: i.On,
				Text: i.Text, Demand: i.Demand, Due: i.Due, Days: i.Days, Basis: i.Basis,
			})
		case scheme.InspectClosed:
			found.Confirmed = append(found.Confirmed, supervise.Confirmation{Item: i.Item, On: i.On, Note: i.Text})
		}
	}
	return found
}

// redLines gives, by task force, why it is not ranked: a red line that the
// office confirmed by the quarter's ranking.
func (o *Office) redLines() map[string]string {
	why := map[string]string{}
	for _, i := range o.register.Inspections {
		if i.RedLine && i.On.Compare(o.today()) <= 0 {
			why[i.TaskForce] = i.Text
		}
	}
	return why
}

// officeTexts are the office's own paragraphs for a month's circular.
func (o *Office) officeTexts(period ingest.Period) []scheme.MonthText {
	var list []scheme.MonthText
	for _, t := range o.register.Texts {
		if t.Period == period {
			list = append(list, t)
		}
	}
	return list
}
