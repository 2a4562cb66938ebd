package score

import (
	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/scheme"
)

// Due is what a target asks for by the end of one month.
type Due struct {
	Goal     exact.Num // to be reached by the year's end
	Planned  exact.Num // by the plan, unrounded: 3.75 of 5 after nine months
	Expected exact.Num // as printed: rounded half up, counts floored; 0 is 未到考核节点
	Share    exact.Num // Planned ÷ Goal, unrounded
	Binding  bool
}

// DueAt works out what the target asks for by the end of period, a month of
// the target's year: goal × whole months elapsed ÷ 12, or the staged plan
// interpolated between quarter ends.
func DueAt(c Choices, cal ingest.Calendar, ind *scheme.Indicator, t *scheme.Target, period ingest.Period) Due {
	d := Due{Goal: t.Goal(c.Range == RangeHigh), Binding: t.Kind != scheme.Range || c.Range != RangeSoft}
	months := cal.Elapsed(period)
	if t.Plan == nil {
		d.Planned = d.Goal.Mul(exact.Int(int64(months))).Quo(exact.Int(12))
	} else {
		d.Planned = interpolate(t.Plan, months)
	}
	d.Expected = d.Planned.Round(ind.Decimals)
	if ind.Count {
		d.Expected = d.Planned.Floor()
	}
	if !d.Goal.IsZero() {
		d.Share = d.Planned.Quo(d.Goal)
	}
	return d
}

// interpolate reads a plan of cumulative values at quarter ends after the
// given number of months, straight between the ends, from 0 at the start.
func interpolate(plan []exact.Num, months int) exact.Num {
	quarter, into := (months-1)/3, (months-1)%3+1
	before := exact.Num{}
	if quarter > 0 {
		before = plan[quarter-1]
	}
	step := plan[quarter].Sub(before)
	return before.Add(step.Mul(exact.Int(int64(into))).Quo(exact.Int(3)))
}
