package score

import "tongbao/ingest/exact"

// Margin is two neighbours of a ranking whose order rests on rounding: a
// hundredth of a point apart or less, or the other way round when the lines are
// not rounded.
type Margin struct {
	Upper, Lower string
	Printed      exact.Num // points between the printed scores, 0 for a tie
	Exact        exact.Num // the same without rounding the lines; negative: turned round
}

var hundredth = exact.MustParse("0.01")

// Margins lists the neighbours whose order rests on rounding, from the top.
// Equal printed scores count only if they are not equal unrounded as well.
func Margins(r Ranking) []Margin {
	var list []Margin
	for i := 1; i < len(r.Standings); i++ {
		upper, lower := r.Standings[i-1], r.Standings[i]
		if upper.Rank == 0 || lower.Rank == 0 {
			continue
		}
		m := Margin{upper.TaskForce, lower.TaskForce, upper.Score.Sub(lower.Score), upper.unrounded().Sub(lower.unrounded())}
		level := m.Printed.IsZero() && m.Exact.IsZero()
		if !level && (m.Printed.Cmp(hundredth) <= 0 || m.Exact.Sign() <= 0) {
			list = append(list, m)
		}
	}
	return list
}

// unrounded is the score with lines that are not rounded to hundredths.
func (s Standing) unrounded() (score exact.Num) {
	for _, l := range s.Lines {
		if l.Judged && !l.Missing {
			score = score.Add(l.Actual.Quo(l.Expected).Min(l.Cap).Mul(l.Weight))
		}
	}
	for _, d := range s.Deductions {
		score = score.Sub(d.Points)
	}
	return score
}
