package output

import (
	"slices"

	"tongbao/ingest/exact"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// What the month brought and what it took away are told apart: a month's
// figure is net, so 当月新增 is that figure with what terminated projects took
// out of it put back, and 核减 is told once, with its amount.

// addBack gives every reading of the month's events its gross figure.
func (c *circular) addBack() {
	lost := map[string]map[string]exact.Num{} // task force, indicator
	for _, t := range c.in.Terminated {
		if lost[t.TaskForce] == nil {
			lost[t.TaskForce] = map[string]exact.Num{}
		}
		for _, r := range t.Removed {
			lost[t.TaskForce][r.Indicator] = lost[t.TaskForce][r.Indicator].Add(r.Month)
		}
	}
	county := map[string]exact.Num{}
	for code, inds := range lost {
		for ind, n := range inds {
			if x, ok := c.readings[code][ind]; ok {
				c.gross(&x, key("figure", code, ind), n)
				c.readings[code][ind] = x
			}
			if slices.Contains(c.counted, code) {
				county[ind] = county[ind].Add(n)
			}
		}
	}
	for ind, n := range county {
		if x, ok := c.totals[ind]; ok {
			c.gross(&x, key("total", ind), n)
			c.totals[ind] = x
		}
	}
}

// gross sets what a month added before n was taken out.
func (c *circular) gross(x *reading, k string, n exact.Num) {
	if x.Month == "" || n.IsZero() {
		return
	}
	added := x.month.Add(n)
	x.AddedSign = added.Sign()
	x.Added = c.number(key(k, "added"), abs(added), decimals(x.Indicator, added), "当月净数"+signed(x.month, decimals(x.Indicator, x.month))+"，加回终止项目核减数", nil, key(k, "month"))
}

// terminations counts the projects given up and adds up what goes with them.
func (c *circular) terminations() (count marked, removed []reading) {
	var keys []string
	sums, of := map[string]formula.Num{}, map[string][]string{}
	for _, t := range c.in.Terminated {
		k := key("terminated", t.TaskForce, t.Project)
		c.figure(k, clean(t.Name), "本月填报终止", t.From)
		keys = append(keys, k)
		if !slices.Contains(c.counted, t.TaskForce) {
			continue
		}
		for _, r := range t.Removed {
			sum := sums[r.Indicator]
			sums[r.Indicator] = formula.Num{Num: sum.Add(r.Amount.Num), From: append(slices.Clone(sum.From), r.Amount.From...)}
			of[r.Indicator] = append(of[r.Indicator], k)
		}
	}
	if len(keys) == 0 {
		return "", nil
	}
	for i := range c.scheme.Indicators {
		ind := &c.scheme.Indicators[i]
		if sum, ok := sums[ind.Code]; ok && !sum.IsZero() {
			value := c.number(removedKey(ind), sum.Num, decimals(ind, sum.Num), "终止项目原计入数之和", sum.From, of[ind.Code]...)
			removed = append(removed, reading{Indicator: ind, Name: label(ind.Name), Unit: label(ind.Unit), Value: value, value: sum.Num})
		}
	}
	return c.count("count/terminated", "本月终止项目数", keys...), removed
}

func removedKey(ind *scheme.Indicator) string { return key("terminated", ind.Code) }

// net is what remains of the indicators that both gained and lost in the
// month, as a reader of the two printed figures works it out.
func (c *circular) net() (list []reading) {
	for i := range c.scheme.Indicators {
		ind := &c.scheme.Indicators[i]
		x, ok := c.totals[ind.Code]
		if !ok || !c.has(removedKey(ind)) || x.AddedSign <= 0 {
			continue
		}
		rest := c.cell(x.Added).Num.Sub(*c.cells[removedKey(ind)].Num)
		added := spans(string(x.Added))[0].Figure
		x.MonthSign = rest.Sign()
		x.Month = c.number(key("net", ind.Code), abs(rest), decimals(ind, rest), "当月新增数−终止项目核减数", nil, added, removedKey(ind))
		list = append(list, x)
	}
	return list
}

// revisionView is a Revision as wording speaks of it.
type revisionView struct {
	Who, Name, Unit, By marked
	Less                bool
}

// revisions are what 核定 that begins in this month changes.
func (c *circular) revisions() (list []revisionView) {
	for _, r := range c.in.Revised {
		ind := c.inds[r.Indicator]
		if ind == nil {
			continue
		}
		by := c.number(key("revised", r.TaskForce, r.Indicator), abs(r.By.Num), decimals(ind, r.By.Num), "自本月起的核定数与此前计入数之差", r.By.From)
		list = append(list, revisionView{c.short(r.TaskForce), label(ind.Name), label(ind.Unit), by, r.By.Sign() < 0})
	}
	return list
}

// leftView is an amount that no longer counts, as wording speaks of it.
type leftView struct{ Who, Name, Unit, By, Value marked }

// leftOut is what earlier months counted and this one does not, of indicators
// whose month has a formula of its own: a framework agreement that became a
// formal one is gone from the year to date, and the month's figure does not
// show it. What terminated projects and 核定 changed is told as such.
func (c *circular) leftOut() (list []leftView) {
	for _, f := range c.in.Figures {
		was, ind, tf := c.before(f), c.inds[f.Indicator], c.forces[f.TaskForce]
		if was == nil || was.Actual == nil || f.Actual == nil || f.Month == nil || ind == nil || tf == nil || ind.Month[tf.Class] == nil {
			continue
		}
		gone := was.Actual.Add(f.Month.Num).Add(c.changed(f)).Sub(f.Actual.Num)
		if gone.Sign() <= 0 {
			continue
		}
		x := c.readings[f.TaskForce][f.Indicator]
		k := key("figure", f.TaskForce, f.Indicator)
		by := c.number(key(k, "left"), gone, decimals(ind, gone), "上月累计数+当月数−本月累计数，终止和核定所致的除外", was.Actual.From, key(k, "actual"), key(k, "month"))
		list = append(list, leftView{x.Who, x.Plain, x.Unit, by, x.Value})
	}
	return list
}

// before is a figure as of the month before, nil when it is not known.
func (c *circular) before(f score.Figure) *score.Figure {
	for i := range c.in.Previous {
		if p := &c.in.Previous[i]; p.TaskForce == f.TaskForce && p.Indicator == f.Indicator {
			return p
		}
	}
	return nil
}

// changed is what terminated projects and 核定 did to a figure in the month.
func (c *circular) changed(f score.Figure) (sum exact.Num) {
	for _, t := range c.in.Terminated {
		for _, r := range t.Removed {
			if t.TaskForce == f.TaskForce && r.Indicator == f.Indicator {
				sum = sum.Sub(r.Amount.Num)
			}
		}
	}
	for _, r := range c.in.Revised {
		if r.TaskForce == f.TaskForce && r.Indicator == f.Indicator {
			sum = sum.Add(r.By.Num)
		}
	}
	return sum
}
