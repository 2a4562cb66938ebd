package score

import (
	"slices"
	"sort"

	"tongbao/ingest/exact"
	"tongbao/rules/scheme"
)

// Lift is the least amount of one indicator that alone would raise a task
// force's rank, with everybody else as they are.
type Lift struct {
	TaskForce string
	Indicator string
	Need      exact.Num // more of the indicator: whole for counts, down to 万元 for amounts
	ToRank    int
	Shared    bool // another one has that rank's score too
}

// Lifts lists, for every ranked task force below the first rank, each
// indicator that could raise it, the smallest need (as a share of what was
// expected) first. Drawing level is enough: equal scores share the better rank.
// Task forces stand in ranking order; one that no single indicator can raise,
// because caps stand in the way, is absent.
func Lifts(s *scheme.Scheme, r Ranking) []Lift {
	var all []Lift
	aim := -1 // first standing of the next better score
	for i, st := range r.Standings {
		if st.Rank == 0 {
			break
		}
		if i > 0 && r.Standings[i-1].Score.Cmp(st.Score) != 0 {
			aim = i - 1
		}
		if aim < 0 {
			continue
		}
		all = append(all, liftsOf(s, r, st, r.Standings[aim].Score)...)
	}
	return all
}

// liftsOf weighs every line of one task force against the score it must draw
// level with.
func liftsOf(s *scheme.Scheme, r Ranking, st Standing, level exact.Num) []Lift {
	type option struct {
		Lift
		effort exact.Num
	}
	var options []option
	for i := range st.Lines {
		l := &st.Lines[i]
		need, ok := l.needFor(l.Points.Add(level.Sub(st.Score)), step(indicator(s, l.Indicator)))
		if !ok {
			continue
		}
		gained := l.pointsFor(l.Actual.Add(need)).Sub(l.Points)
		reached := st.Score.Add(gained)
		shared := slices.ContainsFunc(r.Standings, func(o Standing) bool {
			return o.TaskForce != st.TaskForce && o.Rank > 0 && o.Score.Cmp(reached) == 0
		})
		lift := Lift{st.TaskForce, l.Indicator, need, r.placeOf(reached), shared}
		options = append(options, option{lift, need.Quo(l.Expected)})
	}
	slices.SortStableFunc(options, func(a, b option) int { return a.effort.Cmp(b.effort) })
	lifts := make([]Lift, len(options))
	for i, o := range options {
		lifts[i] = o.Lift
	}
	return lifts
}

// placeOf is the rank that a better score than its own would give a task force.
func (r Ranking) placeOf(score exact.Num) int {
	return 1 + sort.Search(len(r.Standings), func(i int) bool {
		return r.Standings[i].Rank == 0 || r.Standings[i].Score.Cmp(score) <= 0
	})
}

var half = exact.MustParse("0.005")

// needFor is how much more the line's indicator needs for at least want
// points, in whole steps; false when its cap or its being dropped forbids it.
func (l *Line) needFor(want, step exact.Num) (exact.Num, bool) {
	if !l.Judged || l.Weight.Sign() <= 0 {
		return exact.Num{}, false
	}
	// Points are rounded half up, so half a hundredth less is enough.
	needed := want.Sub(half).Mul(l.Expected).Quo(l.Weight)
	steps := needed.Sub(l.Actual).Quo(step).Neg().Floor().Neg()
	need := steps.Mul(step)
	return need, need.Sign() > 0 && l.pointsFor(l.Actual.Add(need)).Cmp(want) >= 0
}

// step is the least by which an indicator can grow.
func step(ind *scheme.Indicator) exact.Num {
	if ind.Count {
		return exact.Int(1)
	}
	tenth, step := exact.MustParse("0.1"), exact.Int(1)
	for range most(ind) {
		step = step.Mul(tenth)
	}
	return step
}
