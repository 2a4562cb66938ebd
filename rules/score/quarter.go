package score

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"tongbao/ingest/exact"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// Quarter ranks the task forces that take part (参加评比) by a tally of the
// quarter's last month. Conduct is by task force; excluded gives the reason of
// each red line; previous is the ranking of the quarter before, nil without.
func (t *Tally) Quarter(s *scheme.Scheme, conduct map[string]Conduct, excluded map[string]string, previous map[string]int) (Ranking, error) {
	var standings []Standing
	for _, tf := range Active(s, t.Period) {
		if !tf.Ranked || t.Years[tf.Code] == nil {
			continue
		}
		env, err := t.Judgement(s, tf.Code, conduct[tf.Code])
		if err != nil {
			return Ranking{}, err
		}
		lost, err := Deductions(s, tf, env)
		if err != nil {
			return Ranking{}, err
		}
		lines := Lines(s, t.ByIndicator(s, tf.Code))
		st := Stand(tf.Code, lines, lost, excluded[tf.Code])
		if st.Spared, err = spared(s, tf, env, lost); err != nil {
			return Ranking{}, err
		}
		standings = append(standings, st)
	}
	if silent(standings, conduct) {
		for i := range standings {
			standings[i].Excluded = cmp.Or(standings[i].Excluded, NobodyReported)
		}
	}
	return Rank(s.Settings.Calendar.QuarterOf(t.Period), standings, previous), nil
}

// NobodyReported is why nobody is ranked in a quarter without returns: what
// stands then is figures of earlier months, and points lost for silence.
const NobodyReported = "本季度没有收到月报表"

// silent says that not one of those ranked sent a return of the quarter that was
// accepted, and that the time is up for all of them.
func silent(standings []Standing, conduct map[string]Conduct) bool {
	for _, st := range standings {
		months := conduct[st.TaskForce].Quarter
		if len(months) == 0 || slices.ContainsFunc(months, func(r Reporting) bool { return r.Open || r.Status != Missing && r.Status != Returned }) {
			return false
		}
	}
	return len(standings) > 0
}

// Untargeted gives, by task force, why those that take part are not ranked of
// whom no line of 计分 asks anything: with nothing to reach, 0 points would be
// the last place, and a single slip below that.
func (t *Tally) Untargeted(s *scheme.Scheme) map[string]string {
	reasons := map[string]string{}
	for _, tf := range Active(s, t.Period) {
		figures := t.ByIndicator(s, tf.Code)
		asked := slices.ContainsFunc(s.Scores, func(row scheme.ScoreLine) bool {
			f := figures[row.Indicator]
			return f != nil && f.Expected != nil
		})
		if tf.Ranked && !asked {
			reasons[tf.Code] = "没有年度目标"
		}
	}
	return reasons
}

// Deductions applies 扣分 to one task force. A condition is a number, so many
// slips, or a truth, one slip; env shows this quarter's slips only, so each is
// punished once. What cannot be judged for want of a value costs nothing.
func Deductions(s *scheme.Scheme, tf *scheme.TaskForce, env formula.Record) ([]DeductionLine, error) {
	var lines []DeductionLine
	for _, row := range s.Deductions {
		p := row.Condition[tf.Class]
		if p == nil {
			continue
		}
		count, err := slips(p, env)
		if errors.Is(err, formula.ErrMissing) || err == nil && count.Sign() <= 0 {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("score: 扣分“%s” of %s: %w", row.Item, tf.Code, err)
		}
		lines = append(lines, deduct(row, count))
	}
	return lines, nil
}

// spared is what more would have been deducted had the office waived nothing.
func spared(s *scheme.Scheme, tf *scheme.TaskForce, env formula.Record, lost []DeductionLine) (lines []DeductionLine, err error) {
	bare, differs := facts.Unwaived(env)
	if !differs {
		return nil, nil
	}
	all, err := Deductions(s, tf, bare)
	for _, line := range all {
		for _, l := range lost {
			if l.Item == line.Item {
				line.Count, line.Points = line.Count-l.Count, line.Points.Sub(l.Points)
			}
		}
		if line.Count > 0 {
			lines = append(lines, line)
		}
	}
	return lines, err
}

// deduct costs so many slips, up to the row's limit; no limit is 0.
func deduct(row scheme.Deduction, count exact.Num) DeductionLine {
	cost := row.Points.Mul(count).Round(2)
	if row.Limit.Sign() > 0 {
		cost = cost.Min(row.Limit.Round(2))
	}
	times, _ := strconv.Atoi(count.Fixed(0)) // a whole number already
	return DeductionLine{Item: row.Item, Count: times, Points: cost}
}

// slips is how many times a condition was broken: a whole number, or a truth
// that counts as one.
func slips(p *formula.Program, env formula.Record) (exact.Num, error) {
	broken, _, notTruth := p.Truth(env)
	switch {
	case notTruth == nil && broken:
		return exact.Int(1), nil
	case notTruth == nil || errors.Is(notTruth, formula.ErrMissing):
		return exact.Num{}, notTruth
	}
	n, err := p.Number(env)
	return n.Num.Floor(), err
}
