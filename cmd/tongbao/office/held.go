package office

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/output"
	"tongbao/rules/check"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// A project of which the year before holds a sum already, in an assessment that
// is done, must not bring it once more to whoever has it this year. A row of
// 重复认定 says so (上年已计入); the sum is that of the year before as known now,
// and what is left of the project's one amount counts this year.

// yearBefore is the last month of the reporting year before a month's.
func (o *Office) yearBefore(period ingest.Period) ingest.Period {
	cal := o.scheme.Settings.Calendar
	return cal.FirstMonth(cal.YearOf(period)).Add(-1)
}

// saysBefore is what a row of 重复认定 says of the year before a month's: it
// speaks of the year before that of its 起始月.
func (o *Office) saysBefore(s scheme.Settlement, period ingest.Period) string {
	cal := o.scheme.Settings.Calendar
	if cal.YearOf(s.From) != cal.YearOf(period) {
		return ""
	}
	return s.Before
}

// takesOff reports whether a row takes from a month's figures what the year
// before holds.
func (o *Office) takesOff(s scheme.Settlement, period ingest.Period) bool {
	return o.saysBefore(s, period) == form.Yes && !period.Before(s.From)
}

// hold tells the register's settlements, in their order, what the year before
// holds of them.
func (o *Office) hold(rows *score.Office, period ingest.Period, history facts.History) error {
	var past *score.Tally
	for i, s := range o.register.Settlements {
		if !o.takesOff(s, period) {
			continue
		}
		if past == nil {
			var err error
			if past, err = o.tally(o.yearBefore(period), history); err != nil {
				return err
			}
		}
		c := &rows.Claims[i]
		c.Held = map[string]formula.Num{}
		for _, h := range c.Holders {
			if year := past.Years[h.TaskForce]; year != nil && year.Knows(h.Project) {
				c.Earlier = append(c.Earlier, h)
			}
			parts, err := o.partsOf(past, h)
			if err != nil {
				return err
			}
			for _, p := range parts {
				held := c.Held[p.indicator.Code]
				c.Held[p.indicator.Code] = formula.Num{Num: held.Add(p.amount.Num), From: cells(held.From, p.amount.From)}
			}
		}
	}
	return nil
}

// cells are those of both, each once.
func cells(a, b []ingest.Source) []ingest.Source {
	return append(slices.Clone(a), only(b, a)...)
}

// restsOnBefore reports whether a register's row takes anything from a month's
// figures.
func (o *Office) restsOnBefore(register *scheme.Register, period ingest.Period) bool {
	return slices.ContainsFunc(register.Settlements, func(s scheme.Settlement) bool { return o.takesOff(s, period) })
}

// heldReturns are the returns of the year before that a month's figures rest on
// because of such rows; all of them, since what the others report decides too.
func (o *Office) heldReturns(period ingest.Period, history facts.History) (list []*ingest.Return, err error) {
	if !o.restsOnBefore(o.register, period) {
		return nil, nil
	}
	inputs, err := o.inputs(o.yearBefore(period), history)
	for _, in := range inputs {
		list = append(list, posted(in.Returns)...)
	}
	return list, err
}

// part is what a project counts for in one indicator.
type part struct {
	holder    score.Holder
	indicator *scheme.Indicator
	amount    formula.Num
}

func (o *Office) partsOf(t *score.Tally, h score.Holder) (list []part, err error) {
	for i := range o.scheme.Indicators {
		ind := &o.scheme.Indicators[i]
		n, err := t.PartOf(h.TaskForce, h.Project, ind.Code)
		if err != nil {
			return nil, err
		}
		if n.Sign() > 0 {
			list = append(list, part{h, ind, n})
		}
	}
	return list, nil
}

// sums words what holders counted: 开发区专班计入签约项目1个、签约金额3.20亿元.
func (o *Office) sums(parts []part) string {
	var who []string
	of := map[string][]string{}
	for _, p := range parts {
		short := o.scheme.TaskForce(p.holder.TaskForce).Short
		if of[short] == nil {
			who = append(who, short)
		}
		of[short] = append(of[short], p.indicator.Name+score.Text(p.indicator, p.amount.Num)+p.indicator.Unit)
	}
	for i, short := range who {
		who[i] = short + "计入" + strings.Join(of[short], "、")
	}
	return strings.Join(who, "，")
}

// about leaves of what the year before counted what this year's figures are
// about too.
func about(past, now []part) []part {
	return slices.DeleteFunc(slices.Clone(past), func(p part) bool {
		return !slices.ContainsFunc(now, func(n part) bool { return n.indicator == p.indicator })
	})
}

// holdsBefore is what the year before holds of a settlement's projects, and what
// of the one amount of each this year is left of it, as documents tell it of a
// settlement that takes it off; "" for another.
func (o *Office) holdsBefore(s *score.Claim, tally *score.Tally, past func() (*score.Tally, error)) (string, error) {
	if len(s.Held) == 0 {
		return "", nil
	}
	before, err := past()
	if err != nil {
		return "", err
	}
	var then, now []part
	for _, h := range s.Holders {
		parts, err := o.partsOf(before, h)
		if err != nil {
			return "", err
		}
		then = append(then, parts...)
		if parts, err = o.partsOf(tally, h); err != nil {
			return "", err
		}
		now = append(now, parts...)
	}
	text := "上年已由" + o.sums(then) + "，本年不再计入"
	if rest := about(now, then); len(rest) > 0 {
		text = "上年已由" + o.sums(then) + "，本年只计其余（" + o.sums(rest) + "）"
	}
	if reason := strings.TrimSuffix(s.Reason, "。"); reason != "" {
		text += "，原因：" + reason
	}
	return text, nil
}

// settledOver are the settlements of a month that take off what the year before
// holds and are no double claim of this year, since only the year before has the
// other project.
func (o *Office) settledOver(rows score.Office, found []double, tally *score.Tally, past func() (*score.Tally, error)) (list []output.DoubleClaim, err error) {
	period := tally.Period
	years := map[string]*facts.Year{}
	for i := range rows.Claims {
		s := &rows.Claims[i]
		if !s.Settled || s.From != period || len(s.Held) == 0 || slices.ContainsFunc(found, func(d double) bool { return s.Names(&d.claim) }) {
			continue
		}
		c := output.DoubleClaim{}
		for _, h := range s.Holders {
			tf := o.scheme.TaskForce(h.TaskForce)
			if years[tf.Code] == nil {
				if years[tf.Code], err = o.memory(tf, period, o.history()); err != nil {
					return nil, err
				}
			}
			if known, ok := check.HolderOf(check.Side{TaskForce: tf, Year: years[tf.Code]}, h.Project); ok {
				c.Name = cmp.Or(c.Name, known.Name)
				c.Sides = append(c.Sides, output.ClaimSide{TaskForce: tf.Code, Project: known.Project, Name: known.Name, Period: known.LatestMonth, From: known.Source})
			}
		}
		if c.Settled, err = o.settledAs(rows, &score.Claim{Holders: s.Holders}, tally, past); err != nil {
			return nil, err
		}
		if c.Settled != "" && len(c.Sides) > 0 {
			list = append(list, c)
		}
	}
	return list, nil
}

// memory is a task force's reporting year up to a month with the year before it.
func (o *Office) memory(tf *scheme.TaskForce, period ingest.Period, history facts.History) (*facts.Year, error) {
	in, err := o.input(tf, period, history)
	if err != nil {
		return nil, err
	}
	last := o.yearBefore(period)
	cal := o.scheme.Settings.Calendar
	before, err := history.Accepted(tf.Code, cal.FirstMonth(cal.YearOf(last)), last)
	return facts.NewYear(in.Base, period, append(before, in.Returns...)), err
}

// countedTwice are the rows of 重复认定 under which a project counts this year
// although the year before holds it too, with nothing said of that, and those
// that take off what there is not.
func (o *Office) countedTwice(ctx context.Context, tally *score.Tally) (list []gap, err error) {
	period := tally.Period
	var past *score.Tally
	for i := range o.register.Settlements {
		s := &o.register.Settlements[i]
		said := o.saysBefore(*s, period)
		if s.Apart || said == form.No || period.Before(s.From) || o.superseded(s, period) {
			continue
		}
		if past == nil {
			if past, err = o.tally(o.yearBefore(period), o.history()); err != nil {
				return nil, err
			}
		}
		g, err := o.twice(ctx, s, said, tally, past)
		if err != nil {
			return nil, err
		}
		if g != nil {
			list = append(list, *g)
		}
	}
	return list, nil
}

// twiceTold are the same as an internal sheet tells them.
func (o *Office) twiceTold(ctx context.Context, tally *score.Tally) (list []string, err error) {
	if !o.madeSince(tellsTwice) {
		return nil, nil
	}
	gaps, err := o.countedTwice(ctx, tally)
	return sentences(gaps), err
}

// superseded reports whether a later row names one of a row's projects.
func (o *Office) superseded(s *scheme.Settlement, period ingest.Period) bool {
	return slices.ContainsFunc(o.register.Settlements, func(t scheme.Settlement) bool {
		return s.From.Before(t.From) && !period.Before(t.From) && slices.ContainsFunc(s.Claims, t.Has)
	})
}

func (o *Office) twice(ctx context.Context, s *scheme.Settlement, said string, tally, past *score.Tally) (*gap, error) {
	var now, own, others []part
	var outside []check.Holder
	for _, c := range s.Claims {
		h := score.Holder{TaskForce: c.TaskForce, Project: c.Project}
		parts, err := o.partsOf(tally, h)
		if err != nil {
			return nil, err
		}
		now = append(now, parts...)
		if parts, err = o.partsOf(past, h); err != nil {
			return nil, err
		}
		own = append(own, parts...)
		found, err := o.askedBefore(ctx, s, c, tally.Period)
		if err != nil {
			return nil, err
		}
		for _, other := range found {
			if slices.ContainsFunc(outside, func(h check.Holder) bool { return h.TaskForce == other.TaskForce && h.Project == other.Project }) {
				continue
			}
			if parts, err = o.partsOf(past, score.Holder{TaskForce: other.TaskForce.Code, Project: other.Project}); err != nil {
				return nil, err
			}
			if parts = about(parts, now); len(parts) > 0 {
				others, outside = append(others, parts...), append(outside, other)
			}
		}
	}
	at := fmt.Sprintf("台账“重复认定!%s”：", s.Cell)
	const column = "上年已计入"
	switch counted := about(own, now); {
	case said == form.Yes && len(own) == 0 && len(others) == 0:
		return &gap{at + "“" + column + "”填“是”，上一年度没有所列项目计入的数", "没有可扣除的，这一列不起作用。请核对项目编号；上一年度的月报表不在本账本的，把项目登记在“期初项目”（月份填上一年度的月份），或登记“核定”。"}, nil
	case len(others) > 0:
		var add []string
		for _, h := range outside {
			add = append(add, h.TaskForce.Code+":"+h.Project)
		}
		return &gap{at + "这一行认定后本年" + o.sums(about(now, others)) + "，而上年已由" + o.sums(others) + "，这一行没有列入，两年重复计入",
			"属于同一项目的，请在这一行的“项目”列加上" + strings.Join(add, "、") + "（归属按比例的，所加的写0），“" + column + "”填“是”" + o.lacking("重复认定", column) + "；不是同一项目的，由专班在“情况说明”中说明D-204，或登记“豁免”。"}, nil
	case said == "" && len(counted) > 0:
		where := "请在这一行的“" + column + "”列填“是”，本年只计其余；不是同一笔的填“否”"
		if cal := o.scheme.Settings.Calendar; cal.YearOf(s.From) != cal.YearOf(tally.Period) {
			where = "请另登记一行，项目、归属照原来的写，起始月写本年的月份，“" + column + "”填“是”，本年只计其余；不是同一笔的填“否”"
		}
		return &gap{at + "这一行认定后本年" + o.sums(about(now, counted)) + "，而上年已由" + o.sums(counted) + "，两年重复计入", where + o.lacking("重复认定", column) + "。"}, nil
	}
	return nil, nil
}

// askedBefore are the projects of the year before that one of a settlement is
// thought to be (D-204), that the settlement does not name and that nobody has
// answered for.
func (o *Office) askedBefore(ctx context.Context, s *scheme.Settlement, c scheme.Claim, period ingest.Period) (list []check.Holder, err error) {
	tf := o.scheme.TaskForce(c.TaskForce)
	if tf == nil || o.ledger == nil {
		return nil, nil
	}
	cal := o.scheme.Settings.Calendar
	versions, err := o.ledger.AcceptedVersions(ctx, tf.Code, cal.FirstMonth(cal.YearOf(period)), period)
	if err != nil {
		return nil, err
	}
	blank, asked := o.scheme.Form(tf.Class), false
	for _, v := range versions {
		found := slices.DeleteFunc(slices.Clone(v.Findings), func(f finding.Finding) bool { return f.Code != reportedBefore })
		if len(found) == 0 {
			continue
		}
		returns, err := o.accepted(tf.Code, v.Period, v.Period)
		if err != nil {
			return nil, err
		}
		for _, r := range returns {
			for _, f := range check.Waived(blank, r, found, o.register.Waivers) {
				asked = asked || f.Level == finding.Warning && strings.EqualFold(check.ProjectAt(blank, r, f.Place), c.Project)
			}
		}
	}
	if !asked {
		return nil, nil
	}
	year, err := o.memory(tf, period, o.history())
	if err != nil {
		return nil, err
	}
	claims, err := o.claimsOf(tf.Class, o.yearBefore(period))
	if err != nil {
		return nil, err
	}
	for _, d := range claims.Against(check.Side{TaskForce: tf, Year: year}, o.orderOf(tf)) {
		if !slices.ContainsFunc(d.Holders, func(h check.Holder) bool {
			return h.TaskForce.Code == tf.Code && strings.EqualFold(h.Project, c.Project)
		}) {
			continue
		}
		for _, h := range d.Holders {
			if h.TaskForce.Code != tf.Code && !h.Ended && !s.Has(scheme.Claim{TaskForce: h.TaskForce.Code, Project: h.Project}) {
				list = append(list, h)
			}
		}
	}
	return list, nil
}

// unansweredBefore leaves out the doubles with the year before that a row of
// 重复认定 answers: it names both, and says that they are two or what becomes of
// what the year before holds.
func (o *Office) unansweredBefore(found []check.Double, taskForce string) []check.Double {
	for i := range found {
		d := &found[i]
		own := slices.IndexFunc(d.Holders, func(h check.Holder) bool { return h.TaskForce.Code == taskForce })
		if own < 0 {
			continue
		}
		mine := scheme.Claim{TaskForce: taskForce, Project: d.Holders[own].Project}
		d.Holders = slices.DeleteFunc(slices.Clone(d.Holders), func(h check.Holder) bool {
			return h.TaskForce.Code != taskForce && slices.ContainsFunc(o.register.Settlements, func(s scheme.Settlement) bool {
				return s.AnswersBefore() && s.Has(mine) && s.Has(scheme.Claim{TaskForce: h.TaskForce.Code, Project: h.Project})
			})
		})
	}
	return found
}
