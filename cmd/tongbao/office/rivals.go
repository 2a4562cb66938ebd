package office

import (
	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/ledger"
	"tongbao/rules/check"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// rivalry is whose projects could be one and the same: those of a class, as of
// a month, under the office's workbooks as they are.
type rivalry struct {
	class            string
	period           ingest.Period
	scheme, register string
}

// across tells what other task forces of the class report that looks the same,
// as known now, this year or, of what is new in the return, the year before.
// Memory is own with earlier years.
func (o *Office) across(r *ingest.Return, own, memory *facts.Year) (finding.List, error) {
	tf := o.scheme.TaskForce(r.TaskForce)
	claims, err := o.claimsOf(tf.Class, r.Period)
	if err != nil {
		return nil, err
	}
	side, order := check.Side{TaskForce: tf, Year: own}, o.orderOf(tf)
	doubles := append(claims.Against(side, order), claims.Namesakes(side, order)...)
	list := check.Across(o.unsettled(r.Period, doubles), r.TaskForce, r.Period)
	before, err := o.claimsOf(tf.Class, o.yearBefore(r.Period)) // what the office carried in is of a year before too
	if err != nil {
		return nil, err
	}
	side.Year = memory
	return append(list, check.BeforeThisYear(o.unansweredBefore(before.Against(side, order), r.TaskForce), r.TaskForce, r.Period)...), nil
}

// orderOf is a task force's place in the scheme.
func (o *Office) orderOf(tf *scheme.TaskForce) int { return tf.Row }

// claimsOf is what the task forces of a class report as of a month. It is made
// from the ledger once in a run and follows each return that is posted; a
// rehearsal, for which every return has a past of its own, makes it each time.
func (o *Office) claimsOf(class string, period ingest.Period) (*check.Claims, error) {
	key := rivalry{class, period, o.scheme.Digest, o.register.Digest}
	if claims := o.rivals[key]; claims != nil && o.past == nil {
		return claims, nil
	}
	claims := check.NewClaims()
	for _, tf := range score.Counted(o.scheme, period) {
		if tf.Class == class {
			if err := o.putClaims(claims, tf, period); err != nil {
				return nil, err
			}
		}
	}
	if o.past != nil {
		return claims, nil
	}
	for old := range o.rivals {
		if old.scheme != key.scheme || old.register != key.register {
			delete(o.rivals, old) // a workbook was changed
		}
	}
	if o.rivals == nil {
		o.rivals = map[rivalry]*check.Claims{}
	}
	o.rivals[key] = claims
	return claims, nil
}

func (o *Office) putClaims(claims *check.Claims, tf *scheme.TaskForce, period ingest.Period) error {
	in, err := o.input(tf, period, historyFunc(o.recorded))
	if err == nil {
		claims.Put(check.Side{TaskForce: tf, Year: facts.NewYear(in.Base, period, in.Returns)}, o.orderOf(tf))
	}
	return err
}

// remember has what is kept of the ledger follow a posting.
func (o *Office) remember(p ledger.Posted) error {
	if p.Verdict != ledger.NewVersion || !p.Version.Accepted() {
		return nil
	}
	code := p.Version.TaskForce
	delete(o.known, code)
	tf := o.scheme.TaskForce(code)
	for key, claims := range o.rivals {
		if tf.Class != key.class || key.period.Before(p.Version.Period) || !tf.In(key.period) {
			continue
		}
		if err := o.putClaims(claims, tf, key.period); err != nil {
			return err
		}
	}
	return nil
}
