package output

import (
	"cmp"
	"slices"

	"tongbao/ingest/exact"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// What the month brought and what it took away are told apart: a month's
// figure is net, so 当月新增 is that figure with what terminated projects took
// out of it put back, and without what those taken up again bring back: a
// project is new once. 核减 and 恢复 are told once, with their amounts.

// addBack gives every reading of the month's events its gross figure.
func (c *circular) addBack() {
	lost := map[string]map[string]exact.Num{} // task force, indicator
	for _, way := range []way{givenUp, takenUp} {
		for _, t := range way.of(c) {
			for _, r := range t.all() {
				if lost[r.TaskForce] == nil {
					lost[r.TaskForce] = map[string]exact.Num{}
				}
				lost[r.TaskForce][r.Indicator] = lost[r.TaskForce][r.Indicator].Add(r.Month.Mul(exact.Int(way.sign)))
			}
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

// all is what a project given up, or taken up again, changes, and whose.
func (t *Termination) all() []Passed {
	var list []Passed
	for _, r := range t.Removed {
		list = append(list, Passed{t.TaskForce, r})
	}
	return append(list, t.Passed...)
}

// way is a way in which a project leaves the figures, or comes back. Sign is
// what it does to 当月新增 against the month's net figure.
type way struct {
	key, says, sum, passed, count string
	sign                          int64
	of                            func(*circular) []Termination
}

var (
	givenUp = way{"terminated", "本月填报终止", "终止项目原计入数之和", "终止项目改由其他报送单位计入数之和", "本月终止项目数", 1, func(c *circular) []Termination { return c.in.Terminated }}
	takenUp = way{"resumed", "本月恢复", "恢复项目重新计入数之和", "恢复项目其他报送单位不再计入数之和", "本月恢复项目数", -1, func(c *circular) []Termination { return c.in.Resumed }}
)

// gross sets what a month added before n was taken out, or but for −n that came
// back.
func (c *circular) gross(x *reading, k string, n exact.Num) {
	if x.Month == "" || n.IsZero() {
		return
	}
	added, how := x.month.Add(n), "，加回终止项目核减数"
	if len(c.in.Resumed) > 0 {
		how += "，不计恢复项目的数"
	}
	x.AddedSign = added.Sign()
	x.Added = c.number(key(k, "added"), abs(added), decimals(x.Indicator, added), "当月净数"+signed(x.month, decimals(x.Indicator, x.month))+how, nil, key(k, "month"))
}

// mostNamed is how many projects given up, or taken up again, a sentence names;
// of more the list of projects does.
const mostNamed = 5

type projectNamed struct{ Who, Project marked }

// named names the projects given up, or taken up again; nil where they are too
// many.
func (c *circular) named(way way) (list []projectNamed) {
	projects := way.of(c)
	if len(projects) > mostNamed {
		return nil
	}
	for _, t := range projects {
		list = append(list, projectNamed{c.short(t.TaskForce), label(clean(cmp.Or(t.Name, t.Project)))})
	}
	return list
}

// givenUp counts the projects given up, or taken up again, and adds up what
// goes, or comes back, with them; and, the other way round, what others that
// report them too count instead, or no more.
func (c *circular) givenUp(way way) (count marked, removed []reading, passed *passedOn) {
	var keys []string
	type at struct{ taskForce, indicator string }
	var order []at
	sums, of := map[at]formula.Num{}, map[at][]string{}
	for _, t := range way.of(c) {
		k := key(way.key, t.TaskForce, t.Project)
		c.figure(k, clean(t.Name), way.says, t.From)
		keys = append(keys, k)
		for _, r := range t.all() {
			if !slices.Contains(c.counted, r.TaskForce) {
				continue
			}
			x := at{r.TaskForce, r.Indicator}
			sum, known := sums[x]
			if !known {
				order = append(order, x)
			}
			sums[x] = formula.Num{Num: sum.Add(r.Amount.Num), From: append(slices.Clone(sum.From), r.Amount.From...)}
			of[x] = append(of[x], k)
		}
	}
	if len(keys) == 0 {
		return "", nil, nil
	}
	total := func(sign int, k, how string) (list []reading, who []string) {
		for i := range c.scheme.Indicators {
			ind := &c.scheme.Indicators[i]
			var sum formula.Num
			var rests []string
			for _, x := range order {
				if n := sums[x]; x.indicator == ind.Code && n.Sign() == sign {
					sum = formula.Num{Num: sum.Add(n.Num), From: append(sum.From, n.From...)}
					rests = append(rests, of[x]...)
					if !slices.Contains(who, x.taskForce) {
						who = append(who, x.taskForce)
					}
				}
			}
			if !sum.IsZero() {
				value := c.number(key(k, ind.Code), abs(sum.Num), decimals(ind, sum.Num), how, sum.From, unique(rests)...)
				list = append(list, reading{Indicator: ind, Name: label(ind.Name), Unit: label(ind.Unit), Value: value, value: abs(sum.Num)})
			}
		}
		return list, who
	}
	removed, _ = total(1, way.key, way.sum)
	if list, who := total(-1, way.passedKey(), way.passed); len(list) > 0 {
		passed = &passedOn{Items: list}
		for _, code := range who {
			passed.Who = append(passed.Who, c.short(code))
		}
	}
	return c.count("count/"+way.key, way.count, keys...), removed, passed
}

// passedOn is what others that report a project given up count instead of who
// gave it up, or no more once it is taken up again.
type passedOn struct {
	Who   []marked
	Items []reading
}

func (w way) passedKey() string { return w.key + "/passed" }

func unique(list []string) (once []string) {
	for _, x := range list {
		if !slices.Contains(once, x) {
			once = append(once, x)
		}
	}
	return once
}

func removedKey(ind *scheme.Indicator) string { return key(givenUp.key, ind.Code) }

// net is what remains of the indicators that both gained and lost in the
// month, as a reader of the two printed figures works it out.
func (c *circular) net() (list []reading) {
	for i := range c.scheme.Indicators {
		ind := &c.scheme.Indicators[i]
		x, ok := c.totals[ind.Code]
		if !ok || !c.has(removedKey(ind)) || x.AddedSign <= 0 {
			continue
		}
		rest, how := c.cell(x.Added).Num.Sub(*c.cells[removedKey(ind)].Num), "当月新增数−终止项目核减数"
		of := []string{spans(string(x.Added))[0].Figure, removedKey(ind)}
		if back := key(takenUp.key, ind.Code); c.has(back) {
			rest, how, of = rest.Add(*c.cells[back].Num), how+"+恢复项目计入数", append(of, back)
		}
		if on := key(givenUp.passedKey(), ind.Code); c.has(on) {
			rest, how, of = rest.Add(*c.cells[on].Num), how+"+终止项目改由其他报送单位计入数", append(of, on)
		}
		if off := key(takenUp.passedKey(), ind.Code); c.has(off) {
			rest, how, of = rest.Sub(*c.cells[off].Num), how+"−恢复项目其他报送单位不再计入数", append(of, off)
		}
		x.MonthSign = rest.Sign()
		x.Month = c.number(key("net", ind.Code), abs(rest), decimals(ind, rest), how, nil, of...)
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
type leftView struct {
	Who, Name, Unit, By, Value marked
	Turned                     []turnView
}

type turnView struct{ Project, Field, Was, Is marked }

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
		v := leftView{Who: x.Who, Name: x.Plain, Unit: x.Unit, By: by, Value: x.Value}
		for _, t := range c.in.Turned {
			if t.TaskForce == f.TaskForce && t.Indicator == f.Indicator {
				v.Turned = append(v.Turned, turnView{label(clean(t.Project)), label(clean(t.Field)), label(clean(t.Was)), label(clean(t.Is))})
			}
		}
		list = append(list, v)
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

// changed is what terminated projects, those taken up again and 核定 did to a
// figure in the month.
func (c *circular) changed(f score.Figure) (sum exact.Num) {
	for _, way := range []way{givenUp, takenUp} {
		for _, t := range way.of(c) {
			for _, r := range t.all() {
				if r.TaskForce == f.TaskForce && r.Indicator == f.Indicator {
					sum = sum.Sub(r.Amount.Num.Mul(exact.Int(way.sign)))
				}
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
