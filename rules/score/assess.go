package score

import (
	"errors"
	"fmt"

	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// Assessment is what a year came to for one task force: a proposal with its
// evidence, never a decision (DESIGN 9).
type Assessment struct {
	TaskForce string
	Results   []Result // one a target, as in 指标
	// Done is whether every binding target was reached, on unrounded numbers.
	Done    bool
	Outcome *scheme.Outcome // first row of 考核 that holds; nil when none does
}

// Result is one target at the year's end. Figure holds the numbers.
type Result struct {
	Figure *Figure
	Met    bool
}

// Assess judges every task force of a tally of the year's last month.
func (t *Tally) Assess(s *scheme.Scheme, conduct map[string]Conduct) ([]Assessment, error) {
	var list []Assessment
	for _, tf := range Active(s, t.Period) {
		if t.Years[tf.Code] == nil {
			continue
		}
		env, err := t.Judgement(s, tf.Code, conduct[tf.Code])
		if err != nil {
			return nil, err
		}
		a := Assessment{TaskForce: tf.Code, Done: true}
		for i := range s.Indicators {
			if f := t.Of(tf.Code, s.Indicators[i].Code); f != nil && f.Target != nil {
				a.Results = append(a.Results, Result{f, f.Met()})
				a.Done = a.Done && (f.Met() || !f.Binding)
			}
		}
		if a.Outcome, err = outcome(s, tf, env); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

// outcome is the first row of 考核 whose condition holds. One that lacks a
// value does not hold.
func outcome(s *scheme.Scheme, tf *scheme.TaskForce, env formula.Record) (*scheme.Outcome, error) {
	for i := range s.Outcomes {
		row := &s.Outcomes[i]
		p := row.Condition[tf.Class]
		if p == nil {
			continue
		}
		holds, _, err := p.Truth(env)
		if err != nil && !errors.Is(err, formula.ErrMissing) {
			return nil, fmt.Errorf("score: 考核“%s” of %s: %w", row.Grade, tf.Code, err)
		}
		if err == nil && holds {
			return row, nil
		}
	}
	return nil, nil
}
