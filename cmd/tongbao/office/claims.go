package office

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/output"
	"tongbao/rules/check"
	"tongbao/rules/facts"
	"tongbao/rules/score"
)

// double is a project that several task forces report as of a month, its
// holders in the order in which they filed it.
type double struct {
	check.Double
	claim score.Claim
}

// doubles finds the double claims among the inputs as of a month, oldest
// first. Register rows that settle them are not looked at.
func (o *Office) doubles(period ingest.Period, inputs []score.Input) ([]double, error) {
	var sides []check.Side
	for _, in := range inputs {
		sides = append(sides, check.Side{TaskForce: in.TaskForce, Year: facts.NewYear(in.Base, period, in.Returns)})
	}
	var list []double
	for _, d := range check.Doubles(sides) {
		at := map[string]time.Time{}
		for _, h := range d.Holders {
			t, err := o.filed(h, period)
			if err != nil {
				return nil, err
			}
			at[h.TaskForce.Code+"/"+h.Project] = t
		}
		slices.SortStableFunc(d.Holders, func(a, b check.Holder) int {
			return at[a.TaskForce.Code+"/"+a.Project].Compare(at[b.TaskForce.Code+"/"+b.Project])
		})
		list = append(list, double{d, claimOf(d)})
	}
	return list, nil
}

// claimOf is a double as figures see it: open, in force from the month in
// which a second task force reported the project.
func claimOf(d check.Double) score.Claim {
	c := score.Claim{Name: d.Name}
	var months []ingest.Period
	for _, h := range d.Holders {
		c.Holders = append(c.Holders, score.Holder{TaskForce: h.TaskForce.Code, Project: h.Project})
		months = append(months, h.FirstMonth)
	}
	slices.SortFunc(months, ingest.Period.Sub)
	c.From = months[1]
	return c
}

// filed is when a task force first reported a project in a return that was
// accepted, of whatever month: a correction of an earlier one, which came later,
// takes nothing from who was first. Zero is what the office carried in, which
// came before all.
func (o *Office) filed(h check.Holder, period ingest.Period) (first time.Time, err error) {
	for p := h.FirstMonth; !period.Before(p); p = p.Add(1) {
		at, err := o.filedFor(h, p)
		if err != nil {
			return first, err
		}
		if p == h.FirstMonth {
			first = at
		}
		if first.IsZero() || !o.madeSince(tellsTerms) {
			break
		}
		if !at.IsZero() && at.Before(first) {
			first = at
		}
	}
	return first, nil
}

// filedFor is when a task force first reported a project in a month's return
// that was accepted; zero for never.
func (o *Office) filedFor(h check.Holder, month ingest.Period) (time.Time, error) {
	if o.ledger == nil {
		return time.Time{}, nil
	}
	versions, err := o.ledger.Versions(context.Background(), h.TaskForce.Code, month)
	if err != nil {
		return time.Time{}, err
	}
	f := o.scheme.Form(h.TaskForce.Class)
	for _, v := range versions {
		if v.Accepted() && slices.ContainsFunc(v.Return.Entries, func(e ingest.Entry) bool {
			return strings.EqualFold(strings.TrimSpace(byRole(f, e, form.Project).Text), strings.TrimSpace(h.Project))
		}) {
			return v.ReceivedAt, nil
		}
	}
	return time.Time{}, nil
}

// officeRows is what the office knows better than returns: the register's rows
// and the double claims among the inputs.
func (o *Office) officeRows(period ingest.Period, inputs []score.Input, history facts.History) (score.Office, error) {
	rows, err := o.registerRows(period, history)
	if err != nil {
		return rows, err
	}
	rows.EachOwn, rows.LooseSettlements = !o.madeSince(soundFigures), !o.madeSince(wholeSettlements)
	found, err := o.doubles(period, inputs)
	for _, d := range found {
		rows.Claims = append(rows.Claims, d.claim)
	}
	return rows, err
}

// registerRows is the register's part of it, with what the year before holds.
func (o *Office) registerRows(period ingest.Period, history facts.History) (score.Office, error) {
	rows := score.FromRegister(o.register)
	return rows, o.hold(&rows, period, history)
}

// unsettled leaves out the doubles that the register settles as of a month.
func (o *Office) unsettled(period ingest.Period, found []check.Double) []check.Double {
	rows := score.FromRegister(o.register)
	return slices.DeleteFunc(found, func(d check.Double) bool {
		c := claimOf(d)
		return rows.Answers(&c, period)
	})
}

// doubleClaims tells a document of the double claims as of its month: the open
// ones, and those that a settlement of that very month ended.
func (o *Office) doubleClaims(tally *score.Tally, inputs []score.Input) ([]output.DoubleClaim, error) {
	period := tally.Period
	found, err := o.doubles(period, inputs)
	if err != nil {
		return nil, err
	}
	rows, err := o.registerRows(period, o.history())
	if err != nil {
		return nil, err
	}
	without := rows.Without(tally.Incomplete)
	past := sync.OnceValues(func() (*score.Tally, error) { return o.tally(o.yearBefore(period), o.history()) })
	var list []output.DoubleClaim
	for _, d := range found {
		c := output.DoubleClaim{Name: d.Name, Same: d.Same}
		for _, h := range d.Holders {
			c.Sides = append(c.Sides, output.ClaimSide{TaskForce: h.TaskForce.Code, Project: h.Project, Name: h.Name, Period: h.LatestMonth, From: h.Source})
		}
		switch {
		case without.Answers(&d.claim, period):
			if c.Settled, err = o.settledAs(without, &d.claim, tally, past); err != nil {
				return nil, err
			}
			if c.Settled == "" {
				continue
			}
		case rows.Answers(&d.claim, period):
			c.Same += "；" + o.whyIncomplete(tally.Incomplete, rows.Settlement(&d.claim, period))
		default:
			if _, why := o.settledInPart(without, &d.claim, period); why != "" && o.madeSince(wholeSettlements) {
				c.Same += "；" + why
			}
		}
		if c.Settled == "" {
			if c.Kept, err = o.kept(tally, &d.claim); err != nil {
				return nil, err
			}
		}
		list = append(list, c)
	}
	over, err := o.settledOver(without, found, tally, past)
	return append(list, over...), err
}

// kept tells who counts what of an open claim for now; nil where it is all with
// the first, as is said then.
func (o *Office) kept(tally *score.Tally, c *score.Claim) (list []output.Kept, err error) {
	keepers, err := tally.Keepers(c)
	if err != nil || !o.madeSince(wholeSettlements) {
		return nil, err
	}
	elsewhere := false
	for i := range o.scheme.Indicators {
		code := o.scheme.Indicators[i].Code
		who := keepers[code]
		if who == "" {
			continue
		}
		elsewhere = elsewhere || who != c.Holders[0].TaskForce
		at := slices.IndexFunc(list, func(k output.Kept) bool { return k.TaskForce == who })
		if at < 0 {
			at, list = len(list), append(list, output.Kept{TaskForce: who})
		}
		list[at].Indicators = append(list[at].Indicators, code)
	}
	if !elsewhere {
		return nil, nil
	}
	return list, nil
}

// settledAs words the settlement that ended a claim in a tally's month: 6:4, and
// what it takes off as counted the year before. It is "" when an earlier month's
// ended it.
func (o *Office) settledAs(rows score.Office, c *score.Claim, tally *score.Tally, past func() (*score.Tally, error)) (string, error) {
	s := rows.Settlement(c, tally.Period)
	if s == nil || s.From != tally.Period {
		return "", nil
	}
	if s.Apart {
		return "不是同一项目，各自计入", nil
	}
	var parts []string
	tell := func(g score.Holder) {
		parts = append(parts, fmt.Sprintf("%s计%s%%", o.scheme.TaskForce(g.TaskForce).Short, score.PercentText(g.Share, 0)))
	}
	is := func(g score.Holder) func(score.Holder) bool {
		return func(h score.Holder) bool {
			return g.TaskForce == h.TaskForce && strings.EqualFold(g.Project, h.Project)
		}
	}
	for _, h := range c.Holders {
		if i := slices.IndexFunc(s.Holders, is(h)); i >= 0 {
			tell(s.Holders[i])
		}
	}
	// Who reports it no more this year has its share all the same.
	for _, g := range s.Holders {
		if o.madeSince(tellsTwice) && !g.Share.IsZero() && !slices.ContainsFunc(c.Holders, is(g)) {
			tell(g)
		}
	}
	if basis := o.scheme.TaskForce(s.Basis); basis != nil {
		parts = append(parts, "数额以"+basis.Short+"所报为准")
	}
	text := strings.Join(parts, "，")
	before, err := o.holdsBefore(s, tally, past)
	if before != "" {
		text += "；" + before
	}
	return text, err
}

// whyIncomplete says why a settlement has no effect, as documents say it: what
// each of them reported.
func (o *Office) whyIncomplete(list []score.Incomplete, s *score.Claim) string {
	for _, x := range list {
		if s == nil || x.Claim.Source != s.Source {
			continue
		}
		ind := o.scheme.Indicator(x.Indicator)
		var said, ended, still []string
		for i, h := range x.Claim.Holders {
			if x.Ended[i] {
				ended = append(ended, o.scheme.TaskForce(h.TaskForce).Short)
			}
			if !x.Amounts[i].IsZero() {
				amount := score.Text(ind, x.Amounts[i]) + ind.Unit
				said = append(said, o.scheme.TaskForce(h.TaskForce).Short+amount)
				still = append(still, o.scheme.TaskForce(h.TaskForce).Short+"仍报"+ind.Name+amount)
			}
		}
		if len(ended) > 0 {
			return "已议定按比例分计，但" + strings.Join(ended, "、") + "已报项目终止，" + strings.Join(still, "，") + "，没有明确以谁所报为准"
		}
		return "已议定按比例分计，但各方所报" + ind.Name + "不一致（" + strings.Join(said, "，") + "），没有明确以谁所报为准"
	}
	return ""
}

// settledInPart is the latest settlement in force in a month that names some of
// an open claim's holders, and says which it leaves out; "" where none does.
func (o *Office) settledInPart(rows score.Office, c *score.Claim, period ingest.Period) (at ingest.Place, why string) {
	for i := range rows.Claims {
		s := &rows.Claims[i]
		if !s.Settled || period.Before(s.From) {
			continue
		}
		var out []string
		for _, h := range c.Holders {
			if !s.Names(&score.Claim{Holders: []score.Holder{h}}) {
				out = append(out, o.scheme.TaskForce(h.TaskForce).Short)
			}
		}
		if len(out) > 0 && len(out) < len(c.Holders) {
			at, why = s.Source.Place, "认定没有包括"+strings.Join(out, "、")+"，没有包括的在补充认定以前不计"
		}
	}
	return at, why
}

// incompleteRows tells which settlements of the register have no effect as of
// the month that is at hand: a ranking that rests on them cannot be 定稿.
func (o *Office) incompleteRows(ctx context.Context) (list []gap, err error) {
	if len(o.register.Settlements) == 0 {
		return nil, nil
	}
	period := o.today().Period()
	tally, err := o.tally(period, o.history())
	if err != nil {
		return nil, err
	}
	for i := range tally.Incomplete {
		x := &tally.Incomplete[i]
		list = append(list, gap{fmt.Sprintf("台账“%s”：%s", x.Claim.Source.Place, o.whyIncomplete(tally.Incomplete, &x.Claim)),
			"这一行认定不完整，暂不起作用，仍由先报送的暂计。请在“以谁为准”列填写其中一个专班的代码" + o.lacking(x.Claim.Source.Place.Sheet, "以谁为准") + "；经核对为另一数的，登记“核定”。"})
	}
	rows := score.FromRegister(o.register).Without(tally.Incomplete)
	for i := range tally.Pending {
		if at, why := o.settledInPart(rows, &tally.Pending[i], period); why != "" {
			list = append(list, gap{fmt.Sprintf("台账“%s”：%s的%s", at, finding.Quote(tally.Pending[i].Name), why), "请在这一行的“项目”“归属”列补全各方。"})
		}
	}
	twice, err := o.countedTwice(ctx, tally)
	return append(list, twice...), err
}

// lacking says how to come by a column that a register of an earlier program
// has not; "" where it stands.
func (o *Office) lacking(sheet, column string) string {
	for _, t := range o.tables {
		if t.Sheet == sheet && !slices.Contains(t.Columns, column) {
			return "（这本台账还没有这一列，请在该表表头的最后加写列名）"
		}
	}
	return ""
}
