package score

import (
	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/formula"
)

// Conduct is what a task force did about reporting and supervision, for
// conditions to judge.
type Conduct struct {
	// Quarter is the reporting of the judged month's quarter so far, one a
	// month; the judged month stands last.
	Quarter []Reporting
	// Open counts supervision items not closed, Overdue those of them that are
	// past their day.
	Open, Overdue int
	// Answered counts the answers given to the one item that is judged; 0 when
	// the question is not about an item.
	Answered int
	// About and AboutQuarter are the first days of the month and the quarter
	// that the judged item is about; zero when the question is not about one.
	About, AboutQuarter ingest.Date
	// AboutEnd is the last day of that month.
	AboutEnd ingest.Date
}

// Chinese is 按时, 迟报, 缺报 or 退回未改.
func (s State) Chinese() string {
	switch s {
	case OnTime:
		return "按时"
	case Late:
		return "迟报"
	case Returned:
		return "退回未改"
	}
	return "缺报"
}

// Count is how many months of the quarter came to a state. One whose time is not
// up, as after 延期, has come to none.
func (c Conduct) Count(state State) (n int) {
	for _, r := range c.Quarter {
		if r.Status == state && !r.Waiting {
			n++
		}
	}
	return n
}

func (c Conduct) reportingGroup() formula.Record {
	group := formula.Record{
		"本季应报": whole(len(c.Quarter)),
		"本季迟报": whole(c.Count(Late)),
		"本季缺报": whole(c.Count(Missing)),
		"本季退回": whole(c.Count(Returned)),
	}
	if n := len(c.Quarter); n > 0 && !c.Quarter[n-1].Waiting {
		group["状态"] = c.Quarter[n-1].Status.Chinese()
	}
	return group
}

func (c Conduct) itemGroup() formula.Record {
	group := formula.Record{"未结": whole(c.Open), "逾期": whole(c.Overdue), "答复": whole(c.Answered)}
	if c.About != (ingest.Date{}) {
		group["所属月"], group["所属月末"], group["所属季"] = c.About, c.AboutEnd, c.AboutQuarter
	}
	return group
}

// figureGroup is 指标: one member an indicator. A member without a value is
// absent, except 达标: what was not reported is not reached.
func figureGroup(figures map[string]*Figure) formula.Record {
	group := formula.Record{}
	for code, f := range figures {
		one := formula.Record{}
		var cells formula.Num
		if f.Actual != nil {
			cells = *f.Actual
			one["实际"] = cells
		}
		for name, n := range map[string]*exact.Num{"目标": f.Goal, "应达": f.Expected, "完成率": f.Completion, "差距": f.ExactGap()} {
			if n != nil {
				one[name] = formula.Num{Num: *n, From: cells.From}
			}
		}
		if f.Target != nil {
			one["达标"] = f.Met() || !f.Binding
		}
		group[code] = one
	}
	return group
}

func whole(n int) formula.Num { return formula.Num{Num: exact.Int(int64(n))} }
