package score

import (
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// Incomplete is a settlement by shares that cannot be worked out: the holders
// report different amounts, or one gave the project up and another goes on with
// it, and it does not say whose report holds. Its claim stays open until it does.
type Incomplete struct {
	Claim     Claim
	Indicator string      // the first that they differ in
	Amounts   []exact.Num // by holder; zero where one reports nothing of it
	Ended     []bool      // by holder: it gave the project up, and so has no amount any more
}

// said is what one holder of a claim says a figure gets of the project.
type said struct {
	*Holder
	amount   formula.Num
	verified bool // the office's own word
	ended    bool // the holder terminated the project
}

// said asks the holders that are known here, in their order.
func (a *account) said(ind *scheme.Indicator, period ingest.Period, claim *Claim) (list []said, err error) {
	for i := range claim.Holders {
		h := &claim.Holders[i]
		peer := a.peer(h.TaskForce)
		if peer == nil || ind.Year[peer.in.TaskForce.Class] == nil {
			continue
		}
		x := said{Holder: h}
		verified := peer.verified(ind, period, h.Project)
		if x.amount, err = peer.contribution(ind, period, h.Project, verified); err != nil {
			return nil, err
		}
		x.verified, x.ended = verified != nil, peer.terminated(period, h.Project)
		list = append(list, x)
	}
	return list, nil
}

// settled is the one amount of a settled project: what the holder says whose
// report holds, else what the office verified, else what the first says who
// says anything. Without a basis those that do say the same (Incomplete).
func (a *account) settled(ind *scheme.Indicator, period ingest.Period, claim *Claim) (formula.Num, error) {
	list, err := a.said(ind, period, claim)
	if err != nil {
		return formula.Num{}, err
	}
	basis := claim.basis()
	for _, holds := range []func(said) bool{
		func(x said) bool { return x.TaskForce == basis && (x.verified || x.ended || !x.amount.IsZero()) },
		func(x said) bool { return x.verified },
		func(x said) bool { return !x.amount.IsZero() },
	} {
		if i := slices.IndexFunc(list, holds); i >= 0 {
			return list[i].amount, nil
		}
	}
	return formula.Num{}, nil
}

// basis is the task force whose report holds: as settled, else whoever gets
// all of it.
func (c *Claim) basis() string {
	for _, h := range c.Holders {
		if c.Basis == "" && h.Share.Cmp(exact.Int(1)) == 0 {
			return h.TaskForce
		}
	}
	return c.Basis
}

// left is what this year counts of a settled project's one amount: what an
// earlier year holds of it was counted then. Over the two years together it is
// counted once.
func (c *Claim) left(ind *scheme.Indicator, amount formula.Num) formula.Num {
	held := c.Held[ind.Code]
	switch {
	case held.Sign() <= 0:
		return amount
	case amount.Cmp(held.Num) <= 0:
		return formula.Num{}
	}
	return formula.Num{Num: amount.Sub(held.Num), From: together(amount.From, held.From)}
}

// portion is a holder's share of the one amount, with as many digits as are
// printed: the holders' portions add up to the amount, as printed too.
func (c *Claim) portion(ind *scheme.Indicator, amount formula.Num, holder int) formula.Num {
	before := exact.Int(0)
	for _, h := range c.Holders[:holder] {
		before = before.Add(h.Share)
	}
	upTo := func(share exact.Num) exact.Num { return AsPrinted(ind, amount.Mul(share)) }
	own := upTo(before.Add(c.Holders[holder].Share)).Sub(upTo(before))
	if own.IsZero() {
		return formula.Num{}
	}
	return formula.Num{Num: own, From: amount.From}
}

// incomplete tells which settlements in force cannot be worked out.
func incomplete(s *scheme.Scheme, accounts map[string]*account, office Office, period ingest.Period) (list []Incomplete, err error) {
	for i := range office.Claims {
		c := &office.Claims[i]
		if office.EachOwn || !c.Settled || c.Apart || c.basis() != "" || period.Before(c.From) || len(c.Holders) == 0 {
			continue
		}
		a := accounts[c.Holders[0].TaskForce]
		for k := range s.Indicators {
			if a == nil {
				break
			}
			ind := &s.Indicators[k]
			words, err := a.said(ind, period, c)
			if err != nil {
				return nil, err
			}
			ended := endedAlone(words) && !office.LooseSettlements
			if ended || differ(words) {
				x := Incomplete{Claim: *c, Indicator: ind.Code, Amounts: c.amounts(words), Ended: make([]bool, len(c.Holders))}
				for j := range c.Holders {
					x.Ended[j] = ended && slices.ContainsFunc(words, func(y said) bool { return y.Holder == &c.Holders[j] && y.ended && y.amount.IsZero() })
				}
				list = append(list, x)
				break
			}
		}
	}
	return list, nil
}

// endedAlone reports whether a holder gave the project up with which another
// still makes up the figure. What the office verified is not asked about.
func endedAlone(list []said) bool {
	gone := slices.ContainsFunc(list, func(x said) bool { return x.ended && x.amount.IsZero() })
	goesOn := slices.ContainsFunc(list, func(x said) bool { return !x.ended && !x.amount.IsZero() })
	return gone && goesOn && !slices.ContainsFunc(list, func(x said) bool { return x.verified })
}

// differ reports whether there is no one amount: those that the office
// verified differ, or without such, those that were reported.
func differ(list []said) bool {
	var one *said
	for i := range list {
		x := &list[i]
		switch {
		case !x.verified && x.amount.IsZero():
		case one == nil || x.verified && !one.verified:
			one = x
		}
	}
	return one != nil && slices.ContainsFunc(list, func(x said) bool {
		counts := x.verified || !one.verified && !x.amount.IsZero()
		return counts && x.amount.Cmp(one.amount.Num) != 0
	})
}

func (c *Claim) amounts(list []said) []exact.Num {
	amounts := make([]exact.Num, len(c.Holders))
	for i := range c.Holders {
		for _, x := range list {
			if x.Holder == &c.Holders[i] {
				amounts[i] = x.amount.Num
			}
		}
	}
	return amounts
}

// settledWithout reports whether other holders of an open claim are settled, make
// up the figure, and this one is not named: they have the project then, or their
// parts of it, and nothing is left for it until it is settled too.
func (a *account) settledWithout(ind *scheme.Indicator, period ingest.Period, claim *Claim, holder int) (taken bool, err error) {
	for i, h := range claim.Holders {
		peer := a.peer(h.TaskForce)
		if i == holder || peer == nil || a.office.LooseSettlements || ind.Year[peer.in.TaskForce.Class] == nil {
			continue
		}
		settlement := peer.settlementOf(period, h)
		if settlement == nil {
			continue
		}
		amount, err := peer.settled(ind, period, settlement)
		if err != nil || !amount.IsZero() {
			return err == nil, err
		}
	}
	return false, nil
}

// superseded reports whether a later settlement names one of a settlement's
// holders: then that one holds for it, and of this one nothing is left.
func (a *account) superseded(period ingest.Period, claim *Claim) bool {
	if !claim.Settled || a.office.LooseSettlements {
		return false
	}
	for _, h := range claim.Holders {
		peer := a.peer(h.TaskForce)
		if peer == nil {
			continue
		}
		if now := peer.settlementOf(period, h); now != nil && (now.Source != claim.Source || now.From != claim.From) {
			return true
		}
	}
	return false
}

// settlementOf is the settlement of one of the task force's own projects in
// force in a month, nil when there is none.
func (a *account) settlementOf(period ingest.Period, h Holder) (latest *Claim) {
	for i := range a.office.Claims {
		c := &a.office.Claims[i]
		named := slices.ContainsFunc(c.Holders, func(g Holder) bool { return g.TaskForce == h.TaskForce && sameProject(g.Project, h.Project) })
		if c.Settled && named && !period.Before(c.From) && (latest == nil || c.overrules(latest)) {
			latest = c
		}
	}
	return latest
}
