package score

import (
	"cmp"
	"strings"

	"tongbao/ingest"
	"tongbao/rules/scheme"
)

// FromRegister takes 核定 and 重复认定. Double claims that are not settled yet
// are found by comparing returns; whoever finds them adds them to Claims.
func FromRegister(r *scheme.Register) (o Office) {
	if r == nil {
		return o
	}
	for _, v := range r.Verified {
		o.Verified = append(o.Verified, Verified{
			TaskForce: v.TaskForce, Project: v.Project, Indicator: v.Indicator, Amount: v.Amount, From: v.From,
			Evidence: v.Evidence, Reason: v.Reason, Source: registerCell("核定", v.Cell),
		})
	}
	for _, row := range r.Settlements {
		c := Claim{From: row.From, Settled: true, Apart: row.Apart, Basis: row.Basis, Reason: row.Reason, Source: registerCell("重复认定", row.Cell)}
		names := make([]string, len(row.Claims))
		for i, h := range row.Claims {
			c.Holders = append(c.Holders, Holder{h.TaskForce, h.Project, h.Share})
			names[i] = h.Project
		}
		c.Name = strings.Join(names, "、")
		o.Claims = append(o.Claims, c)
	}
	return o
}

func registerCell(sheet, cell string) ingest.Source {
	return ingest.Source{Office: "台账", Place: ingest.Place{Sheet: sheet, Cell: cell}}
}

// RedLines gives the reason of every red line (红线) the office confirmed after
// one day and until another, both as the ranking's window: from the day of the
// ranking before to the day of this one, so that each excludes once.
func RedLines(r *scheme.Register, after, until ingest.Date) map[string]string {
	reasons := map[string]string{}
	if r == nil {
		return reasons
	}
	for _, row := range r.Inspections {
		if row.RedLine && row.On.Compare(after) > 0 && row.On.Compare(until) <= 0 {
			reasons[row.TaskForce] = cmp.Or(row.Text, row.Measure, row.Basis, "触及红线")
		}
	}
	return reasons
}
