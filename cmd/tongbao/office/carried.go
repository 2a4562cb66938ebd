package office

import (
	"context"

	"tongbao/ingest"
	"tongbao/rules/check"
	"tongbao/rules/scheme"
)

// earlierVersions are the versions of a return's month that came before it,
// whose explanations may still stand.
func (o *Office) earlierVersions(r *ingest.Return) (list []check.Earlier, err error) {
	if o.ledger == nil {
		return nil, nil
	}
	versions, err := o.ledger.Versions(context.Background(), r.TaskForce, r.Period)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		if v.SHA256 == r.SHA256 {
			break
		}
		e := check.Earlier{Return: v.Return, Same: o.sameRuleAs(v.Scheme)}
		e.Return.Number = v.Number
		list = append(list, e)
	}
	return list, nil
}

// sameRuleAs compares rules with those of a scheme that was in force once. A
// scheme that cannot be loaded any more has none that is the same. Played
// again, every version is judged by the one scheme that is rehearsed.
func (o *Office) sameRuleAs(digest string) func(code string) bool {
	if digest == o.scheme.Digest || o.past != nil {
		return nil
	}
	var old *scheme.Scheme
	loaded := false
	return func(code string) bool {
		now := o.scheme.Rule(code)
		if now == nil {
			return true // the program's own: its meaning is permanent
		}
		if !loaded {
			loaded = true
			if tables, err := o.schemeTables(context.Background(), digest); err == nil {
				old, _ = scheme.Load(tables)
			}
		}
		if old == nil {
			return false
		}
		was := old.Rule(code)
		return was != nil && was.Source == now.Source && was.Sheet == now.Sheet && was.Level == now.Level && was.MissingBad == now.MissingBad
	}
}
