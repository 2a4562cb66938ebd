package office

import (
	"fmt"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// farOff is how many times another a verified sum is before it is doubted: the
// next unit that is in use is a hundred times this one, or ten thousand times.
var farOff = exact.Int(100)

// finestSum is the decimals that sums are stated with, 万元 of 亿元.
const finestSum = 4

// doubtfulVerified tells which rows of 核定 say a sum that can hardly be meant:
// so far from the reported one that it was written in another unit, or with more
// digits than are printed. They count as they stand, for the office's word holds.
func (o *Office) doubtfulVerified(history facts.History) (list []gap, err error) {
	cal, today := o.scheme.Settings.Calendar, o.today().Period()
	for _, v := range o.register.Verified {
		ind, tf := o.scheme.Indicator(v.Indicator), o.scheme.TaskForce(v.TaskForce)
		period := cal.FirstMonth(cal.YearOf(v.From) + 1).Add(-1)
		if today.Before(period) {
			period = today
		}
		if ind == nil || ind.Count || tf == nil || period.Before(v.From) {
			continue
		}
		in, err := o.input(tf, period, history)
		if err != nil {
			return nil, err
		}
		reported, err := score.ReportedOf(o.scheme, in, period, v.Indicator, v.Project)
		if err != nil {
			return nil, err
		}
		if why := o.doubt(v, ind, period, reported); why != "" {
			list = append(list, gap{fmt.Sprintf("台账“核定!%s”：核定数%s%s%s", v.Cell, v.Amount, ind.Unit, why), "这一行照样计入，请核对数字和单位；单位为" + ind.Unit + "。"})
		}
	}
	return list, nil
}

// doubt says what is doubtful about a row, "" when nothing is. Where nothing was
// reported the year's target is what the sum is held against.
func (o *Office) doubt(v scheme.Verified, ind *scheme.Indicator, period ingest.Period, reported exact.Num) string {
	far := func(n exact.Num) bool {
		return n.Sign() > 0 && v.Amount.Sign() > 0 && (v.Amount.Cmp(n.Mul(farOff)) >= 0 || n.Cmp(v.Amount.Mul(farOff)) >= 0)
	}
	if v.Amount.Places() > finestSum {
		return fmt.Sprintf("的小数多于%d位，印出的数与它不同", finestSum)
	}
	if !reported.IsZero() {
		if far(reported) {
			return fmt.Sprintf("，上报数为%s%s，相差一百倍以上，疑似单位有误", reported, ind.Unit)
		}
		return ""
	}
	for _, t := range o.scheme.Targets {
		year := o.scheme.Settings.Calendar.YearOf(period)
		if t.TaskForce == v.TaskForce && t.Indicator == v.Indicator && t.Year == year && v.Amount.Cmp(t.Low.Mul(farOff)) >= 0 && t.Low.Sign() > 0 {
			return fmt.Sprintf("，本年度目标为%s%s，是目标的一百倍以上，疑似单位有误", t.Low, ind.Unit)
		}
	}
	return ""
}
