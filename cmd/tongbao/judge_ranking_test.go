package main

import (
	"math/big"
	"slices"
	"strings"
	"testing"
)

type printedRanking struct {
	Period string `json:"period"`
	Status string `json:"status"`
	Rows   []struct {
		Rank       *int        `json:"rank"`
		Unit       string      `json:"task_force"`
		Name       string      `json:"name"`
		Score      string      `json:"score"`
		Previous   *int        `json:"previous_rank"`
		Items      []scoreLine `json:"items"`
		Deductions []deduction `json:"deductions"`
		Excluded   *string     `json:"excluded"`
	} `json:"rows"`
	Lift []struct {
		Unit      string `json:"task_force"`
		Indicator string `json:"indicator"`
		Need      string `json:"need"`
		ToRank    int    `json:"to_rank"`
	} `json:"lift"`
}

type scoreLine struct {
	Indicator string  `json:"indicator"`
	Actual    *string `json:"actual"`
	Expected  string  `json:"expected"`
	Cap       string  `json:"cap"`
	Weight    string  `json:"weight"`
	Points    string  `json:"points"`
	Formula   string  `json:"formula"`
	Judged    bool    `json:"judged"`
}

type deduction struct {
	Item   string `json:"item"`
	Count  int    `json:"count"`
	Points string `json:"points"`
}

// weights are those of the 建议稿, out of 100.
var weights = []struct {
	indicator string
	points    int
}{{"外出招商活动", 20}, {"外出对接项目", 15}, {"对接总投资", 15}, {"签约金额", 25}, {"落地项目", 25}}

// judgeRankings works out every score of the year's four rankings from the
// formula that is printed with it, and the formula from the returns.
func judgeRankings(t *testing.T, d documents, y year) {
	previous := map[string]int{}
	rankings := d.rankings(t)
	for i, name := range quarters {
		quarter, r := i+1, rankings[name]
		t.Run(name, func(t *testing.T) {
			if r.Period != name || r.Status != y.stage(name) || len(r.Rows) != 6 {
				t.Errorf("%s, %d rows", r.Status, len(r.Rows))
			}
			for _, row := range r.Rows {
				score := judgeLines(t, y, row.Unit, row.Items, quarter)
				for _, d := range row.Deductions {
					score = sub(score, rat(t, d.Points))
				}
				same(t, row.Unit, "季评比", "score", row.Score, fixed(score, 2))
				judgeDeductions(t, y, row.Unit, row.Deductions, quarter)
				if row.Excluded != nil {
					t.Errorf("%s is excluded: %s", row.Unit, *row.Excluded)
				}
			}
			judgeRanks(t, r, previous)
			judgeLifts(t, r)
		})
	}
}

// stage is 定稿 for a quarter that the office made final, else 公示稿. In the
// sample year nothing came in between the two.
func (y year) stage(quarter string) string {
	for _, e := range y.register {
		if e.sheet == "签发" && e.values["期次"] == quarter {
			return "final"
		}
	}
	return "published"
}

func judgeLines(t *testing.T, y year, unit string, lines []scoreLine, quarter int) *big.Rat {
	t.Helper()
	month := 3 * quarter
	k := y.known(unit, months[month-1].period, at(months[month-1].ranking, "09:00:00"))
	share := judgedWeight(unit, month)
	score := whole(0)
	for i, l := range lines {
		w := weights[i]
		same(t, unit, l.Indicator, "line", l.Indicator, w.indicator)
		expected := aimOf(unit, w.indicator).expected(month, isCount(w.indicator))
		same(t, unit, l.Indicator, "actual", or(l.Actual), printed(w.indicator, k.actual(t, w.indicator)))
		same(t, unit, l.Indicator, "expected", l.Expected, printed(w.indicator, expected))
		same(t, unit, l.Indicator, "cap", l.Cap, "1.20")
		if l.Judged != (expected.Sign() > 0) {
			t.Errorf("%s %s: judged %t with %s expected", unit, l.Indicator, l.Judged, l.Expected)
		}
		if !l.Judged {
			same(t, unit, l.Indicator, "points", l.Points, "0.00")
			if scoreFormula.MatchString(l.Formula) || l.Formula == "" {
				t.Errorf("%s %s is not judged, yet reads %s", unit, l.Indicator, l.Formula)
			}
			continue
		}
		same(t, unit, l.Indicator, "weight", l.Weight, short(quo(whole(100*w.points), share), 2))
		actual, wanted, limit, weight, result, worked := evaluate(t, l.Formula)
		same(t, unit, l.Indicator, l.Formula+" actual", actual, or(l.Actual))
		same(t, unit, l.Indicator, l.Formula+" expected", wanted, l.Expected)
		same(t, unit, l.Indicator, l.Formula+" cap", limit, l.Cap)
		same(t, unit, l.Indicator, l.Formula+" weight", weight, l.Weight)
		same(t, unit, l.Indicator, l.Formula+" result", result, worked)
		same(t, unit, l.Indicator, "points", l.Points, result)
		score = add(score, rat(t, l.Points))
	}
	if len(lines) != len(weights) {
		t.Errorf("%s has %d score lines", unit, len(lines))
	}
	return score
}

// judgedWeight is the weight of the lines that are judged: a line with nothing
// expected yet is dropped, and the others are scaled to 100.
func judgedWeight(unit string, month int) *big.Rat {
	sum := 0
	for _, w := range weights {
		if aimOf(unit, w.indicator).expected(month, isCount(w.indicator)).Sign() > 0 {
			sum += w.points
		}
	}
	return whole(sum)
}

// judgeDeductions counts what a task force let slip in the quarter: a point
// for a late month and three for a missing or uncorrected one, up to 3 and 9;
// a point for a month that was reported and had no meeting, up to 3.
func judgeDeductions(t *testing.T, y year, unit string, got []deduction, quarter int) {
	t.Helper()
	until := at(months[3*quarter-1].ranking, "09:00:00")
	count := map[string]int{}
	meetings := y.known(unit, months[3*quarter-1].period, until).spread("会议与汇报", "月例会", monthOf)
	for month := 3*quarter - 2; month <= 3*quarter; month++ {
		state, _ := y.state(unit, month, until)
		switch state {
		case "late":
			count["月报表迟报"]++
		case "missing", "returned":
			count["月报表缺报"]++
		}
		if (state == "late" || state == "on_time") && !meetings[months[month-1].period] {
			count["未召开月例会"]++
		}
	}
	rate := map[string][2]int{"月报表迟报": {1, 3}, "月报表缺报": {3, 9}, "未召开月例会": {1, 3}}
	for _, d := range got {
		points := whole(min(count[d.Item]*rate[d.Item][0], rate[d.Item][1]))
		if d.Count != count[d.Item] || d.Points != fixed(points, 2) {
			t.Errorf("%s: %s %d times, %s points; worked out %d times, %s points", unit, d.Item, d.Count, d.Points, count[d.Item], fixed(points, 2))
		}
		delete(count, d.Item)
	}
	for item, n := range count {
		t.Errorf("%s: %s %d times and no deduction", unit, item, n)
	}
}

// judgeRanks: one more than the number of better scores, so that equal scores
// share a rank and the next is skipped; moved against the quarter before.
func judgeRanks(t *testing.T, r *printedRanking, previous map[string]int) {
	t.Helper()
	now := map[string]int{}
	for i, row := range r.Rows {
		rank := 1
		for _, other := range r.Rows {
			if rat(t, other.Score).Cmp(rat(t, row.Score)) > 0 {
				rank++
			}
		}
		if row.Rank == nil || *row.Rank != rank {
			t.Errorf("%s with %s: rank %v, worked out %d", row.Unit, row.Score, row.Rank, rank)
		}
		if i > 0 && *r.Rows[i-1].Rank > rank {
			t.Errorf("%s stands below a worse one", row.Unit)
		}
		was, known := previous[row.Unit]
		if known != (row.Previous != nil) || known && was != *row.Previous {
			t.Errorf("%s: previous rank %v, it was %d", row.Unit, row.Previous, was)
		}
		now[row.Unit] = rank
	}
	for unit, rank := range now {
		previous[unit] = rank
	}
}

// judgeLifts: with what is said to be needed the rank is reached; with a
// little less it is not.
func judgeLifts(t *testing.T, r *printedRanking) {
	t.Helper()
	for _, l := range r.Lift {
		need, step := rat(t, l.Need), big.NewRat(1, 10000)
		if isCount(l.Indicator) {
			step = whole(1)
		}
		if got := rankWith(t, r, l.Unit, l.Indicator, need); got != l.ToRank {
			t.Errorf("%s with %s more %s comes to rank %d, not %d", l.Unit, l.Need, l.Indicator, got, l.ToRank)
		}
		if got := rankWith(t, r, l.Unit, l.Indicator, sub(need, step)); got <= l.ToRank {
			t.Errorf("%s needs less than %s more %s for rank %d", l.Unit, l.Need, l.Indicator, l.ToRank)
		}
	}
	if len(r.Lift) == 0 {
		t.Error("nobody is told what would lift it")
	}
}

// rankWith is a task force's rank, had it so much more of an indicator.
func rankWith(t *testing.T, r *printedRanking, unit, indicator string, more *big.Rat) int {
	t.Helper()
	var mine *big.Rat
	var others []*big.Rat
	for _, row := range r.Rows {
		score := rat(t, row.Score)
		if row.Unit != unit {
			others = append(others, score)
			continue
		}
		i := slices.IndexFunc(row.Items, func(l scoreLine) bool { return l.Indicator == indicator })
		l := row.Items[i]
		grown := printed(indicator, add(rat(t, *l.Actual), more))
		formula := strings.Replace(l.Formula, "("+*l.Actual+"÷", "("+grown+"÷", 1)
		_, _, _, _, _, points := evaluate(t, formula)
		mine = add(sub(score, rat(t, l.Points)), rat(t, points))
	}
	rank := 1
	for _, o := range others {
		if o.Cmp(mine) > 0 {
			rank++
		}
	}
	return rank
}
