package output

import (
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// Money (二（三）): so much a year for each task force, paid to its lead unit
// by a plan (拨付计划) that the office draws up, for certain purposes only. The
// plan stands in the year's first circular and, with what was spent, in the
// assessment; what is spent so far stands in every circular.

// fundRow is one task force's money, in the unit of 经费指标.
type fundRow struct {
	force                      *scheme.TaskForce
	amount, month, spent, left marked
	over                       bool
}

// funds is the year's money: what was set aside, spent and left.
type funds struct {
	Amount, Spent, Left marked
	Over                bool
	OverWho             []marked
	rows                []fundRow
	unit                string
	indicator           *scheme.Indicator
	unknown             bool
}

// fundOf is the indicator of what is spent, and the 计算口径 of what a task
// force gets a year; false where the office has not said so.
func fundOf(s *scheme.Scheme) (indicator, choice string, ok bool) {
	choice = s.Settings.Other[scheme.FundAmountSetting]
	general := s.ChoiceOf("", choice)
	_, ok = general.Number()
	for _, ind := range s.Indicators {
		if ind.Code == s.Settings.Other[scheme.FundSetting] {
			return ind.Code, choice, ok
		}
	}
	return "", "", false
}

// funds is empty where the office names no 经费指标.
func (a *assessment) funds() funds {
	var codes []string
	for _, v := range a.verdicts {
		codes = append(codes, v.judged.TaskForce)
	}
	return a.fundsOf(codes, a.readings)
}

// fundsOf is the year's money of some task forces as far as it is told; those
// whom 经费指标 does not concern are passed over.
func (r *reader) fundsOf(codes []string, readings map[string]map[string]reading) funds {
	f := funds{}
	code, item, ok := fundOf(r.scheme)
	if !ok {
		return f
	}
	ind := r.inds[code]
	f.unit, f.indicator = ind.Unit, ind
	var total, spent exact.Num
	var amounts, spents []string
	for _, code := range codes {
		x, has := readings[code][ind.Code]
		force := r.forces[code]
		if !has || force == nil {
			continue
		}
		at := func(what string) string { return key("fund", code, what) }
		choice := r.scheme.ChoiceOf(code, item)
		amount, _ := choice.Number()
		row := fundRow{force: force, month: x.Month, spent: x.Value}
		row.amount = r.number(at("amount"), amount, max(ind.Decimals, amount.Places()), "计算口径："+item, []ingest.Source{r.scheme.Source("计算口径", "取值", choice.Row)})
		total, amounts = total.Add(amount), append(amounts, at("amount"))
		if x.Value == "" {
			f.unknown = true
		} else {
			left := amount.Sub(score.AsPrinted(ind, x.value))
			spent, spents = spent.Add(x.value), append(spents, key("figure", code, ind.Code, "actual"))
			row.left = r.number(at("left"), abs(left), decimals(ind, left), amount.String()+"−"+words(x.Value), nil, at("amount"), key("figure", code, ind.Code, "actual"))
			if row.over = left.Sign() < 0; row.over {
				f.OverWho = append(f.OverWho, r.short(code))
			}
		}
		f.rows = append(f.rows, row)
	}
	if len(f.rows) == 0 {
		return f
	}
	f.Amount = r.number("fund/total/amount", total, max(ind.Decimals, total.Places()), "各"+r.sender+"之和", nil, amounts...)
	if len(spents) > 0 {
		left := total.Sub(score.AsPrinted(ind, spent))
		f.Spent = r.number("fund/total/spent", spent, decimals(ind, spent), "各"+r.sender+"之和", nil, spents...)
		f.Left = r.number("fund/total/left", abs(left), decimals(ind, left), words(f.Amount)+"−"+words(f.Spent), nil, "fund/total/amount", "fund/total/spent")
		f.Over = left.Sign() < 0
	}
	return f
}

// untold reports whether the total of what is left holds money of task forces
// whose own row cannot say what is left, so that the rows do not add up to it.
func (f funds) untold() bool { return f.unknown && f.Left != "" && len(f.rows) > 1 }

// byLead is the rows with those of one lead unit together.
func (f funds) byLead() []fundRow {
	rows := slices.Clone(f.rows)
	first := func(unit string) int {
		return slices.IndexFunc(f.rows, func(r fundRow) bool { return r.force.LeadUnit == unit })
	}
	slices.SortStableFunc(rows, func(x, y fundRow) int { return first(x.force.LeadUnit) - first(y.force.LeadUnit) })
	return rows
}

// planMoney reports whether the year's plan goes out with this circular: the
// first that the office issues in the year.
func (c *circular) planMoney() bool {
	cal := c.scheme.Settings.Calendar
	return cal.Elapsed(c.period) == 1 || c.period == c.scheme.Settings.FirstMonth
}

// fundPlanTable is 拨付计划: by lead unit, which is whom the money is paid to.
func (c *circular) fundPlanTable(f funds) *Table {
	t := &Table{Unit: "单位：" + f.unit, Total: len(f.rows) > 1, Columns: []Column{{"牵头单位", 52, Left}, {c.sender, 44, Left}, {"年度经费", 24, Right}, {"依据", 36, Centre}}}
	for _, r := range f.byLead() {
		t.Rows = append(t.Rows, []Cell{named(r.force.LeadUnit), c.nameCell(r.force.Code), c.orDash(r.amount), named(cited(f.indicator.Basis))})
	}
	if t.Total {
		t.Rows = append(t.Rows, []Cell{{Text: "合计"}, {}, c.orDash(f.Amount), {}})
	}
	t.Notes = c.notes("拨付计划说明", c.face())
	return t
}

// fundUseTable is what of the year's money is spent and left, month by month.
func (c *circular) fundUseTable(f funds) *Table {
	t := &Table{Caption: "工作经费使用情况", Unit: "单位：" + f.unit, Total: len(f.rows) > 1, Columns: []Column{
		{c.sender, 44, Left}, {"年度经费", 26, Right}, {"当月支出", 26, Right}, {"累计支出", 26, Right}, {"结余", 26, Right},
	}}
	line := func(first Cell, amount, month, spent, left marked, over bool) {
		rest := c.orDash(left)
		if over && rest.Num != nil {
			rest.Text, rest.Num = "−"+rest.Text, ptr(rest.Num.Neg())
		}
		t.Rows = append(t.Rows, []Cell{first, c.orDash(amount), c.orDash(month), c.orDash(spent), rest})
	}
	for _, r := range f.rows {
		line(c.nameCell(r.force.Code), r.amount, r.month, r.spent, r.left, r.over)
	}
	if t.Total {
		line(Cell{Text: "合计"}, f.Amount, c.totals[f.indicator.Code].Month, f.Spent, f.Left, f.Over)
	}
	if f.untold() {
		t.Notes = c.notes("经费使用说明", c.face())
	}
	c.addUp(t, moneyParts(t, "年度经费", "当月支出", "累计支出", "结余"), len(t.Notes) > 0)
	return t
}

// planAnnex adds 拨付计划 to the first circular of a year.
func (c *circular) planAnnex() {
	if len(c.money.rows) == 0 || !c.planMoney() {
		return
	}
	c.annex("拨付计划标题", false, []Block{c.fundPlanTable(c.money)})
	c.planAt = len(c.doc.Annexes)
}

// planView is 拨付计划 as a demand speaks of it; Each is "" where task forces
// get different amounts.
type planView struct {
	Amount, Each, Unit, Annex marked
	Whom                      marked // 产业专班: whose
	Several                   bool
}

func (c *circular) planView() *planView {
	if c.planAt == 0 {
		return nil
	}
	v := &planView{Amount: c.money.Amount, Each: c.money.rows[0].amount, Unit: label(c.money.unit), Several: len(c.money.rows) > 1}
	if slices.ContainsFunc(c.money.rows, func(r fundRow) bool { return words(r.amount) != words(v.Each) }) {
		v.Each = ""
	}
	var codes []string
	for _, r := range c.money.rows {
		codes = append(codes, r.force.Code)
	}
	v.Whom = label(c.className(codes))
	if len(c.doc.Annexes) > 1 {
		v.Annex = label(itoa(c.planAt))
	}
	return v
}
