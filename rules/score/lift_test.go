package score

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/scheme"
)

var third = ingest.Quarter{Year: 2023, Number: 3}

// KFQ has 24+18+18+28.89+25=113.89 (see line_test). MCQ after nine months is
// expected 3 trips, 3 projects, 15.00, 11.25 and 1 landed, and has 3, 3, 15,
// 11.25, 1: 20+15+15+25+25=100.00. It is 13.89 short.
//
//	签约金额: 25 points at 11.25; the cap gives 30 at most: +5 is not enough
//	no other line has more than 5 to give either: nothing lifts it alone
//
// With 12 trips' worth of cap (5.00) the most, give it a rival at 103.00:
//
//	外出招商活动  20×a÷3 ≥ 22.995 → a ≥ 3.449 → 4 (+1): min(4÷3,1.2)×20=24, +4.00
//	外出对接项目  15×a÷3 ≥ 17.995 → a ≥ 3.599 → 4 (+1): 1.2×15=18, +3.00
//	对接总投资    15×a÷15 ≥ 17.995 → a ≥ 17.995 (+2.995)
//	签约金额      25×a÷11.25 ≥ 27.995 → a ≥ 12.59775 → 12.5978 (+1.3478)
//	落地项目      2÷1 capped 1.2×25=30, +5.00 with one more
//
// By need as a share of what was expected: 签约 0.1198, 总投资 0.1997, trips and
// projects 1/3 each in order, 落地 1.
func TestLeastThatLiftsOnePlace(t *testing.T) {
	s := noticeScheme()
	mcq := Stand("MCQ", Lines(s, figuresOf(t, s, "MCQ", "2023-09", map[string]string{
		"外出招商活动": "3", "外出对接项目": "3", "对接总投资": "15", "签约金额": "11.25", "落地项目": "1",
	})), nil, "")
	if mcq.Score.Fixed(2) != "100.00" {
		t.Fatalf("MCQ has %s", mcq.Formula)
	}
	rival := Standing{TaskForce: "ZBZ", Score: num("103")}
	far := Standing{TaskForce: "KFQ", Score: num("113.89")}
	got := lifted(Lifts(s, Rank(third, []Standing{mcq, rival, far}, nil)))
	want := []string{"MCQ 签约金额 1.3478 2", "MCQ 对接总投资 2.995 2", "MCQ 外出招商活动 1 2", "MCQ 外出对接项目 1 2", "MCQ 落地项目 1 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := Lifts(s, Rank(third, []Standing{mcq, far}, nil)); len(got) != 0 {
		t.Errorf("nothing lifts it past the caps, got %v", lifted(got))
	}
}

func lifted(list []Lift) (out []string) {
	for _, l := range list {
		out = append(out, fmt.Sprintf("%s %s %s %d", l.TaskForce, l.Indicator, l.Need, l.ToRank))
	}
	return out
}

// Whatever is proposed is tried out by scoring anew: the need raises the rank
// to what was said, one step less does not raise it.
func TestEveryLiftHoldsWhenScoredAnew(t *testing.T) {
	s := noticeScheme()
	actual := map[string]map[string]string{
		"KFQ": {"外出招商活动": "4", "外出对接项目": "5", "对接总投资": "32", "签约金额": "26", "落地项目": "1"},
		"MCQ": {"外出招商活动": "3", "外出对接项目": "4", "对接总投资": "14.2", "签约金额": "9", "落地项目": "1"},
		"ZBZ": {"外出招商活动": "3", "外出对接项目": "3", "对接总投资": "9.1", "签约金额": "8.5", "落地项目": "1"},
		"WLK": {"外出招商活动": "2", "外出对接项目": "2", "对接总投资": "4.0001", "签约金额": "3", "落地项目": "0"},
		"NYC": {"外出招商活动": "3", "外出对接项目": "4", "对接总投资": "8", "签约金额": "4.2", "落地项目": "1"},
		"SZJ": {"外出招商活动": "2", "外出对接项目": "2", "对接总投资": "4.0001", "签约金额": "1.5", "落地项目": "0"},
	}
	ranking := func(extra Lift) Ranking {
		var list []Standing
		for _, tf := range s.TaskForces {
			figures := figuresOf(t, s, tf.Code, "2023-09", actual[tf.Code])
			if tf.Code == extra.TaskForce {
				f := figures[extra.Indicator]
				f.Actual.Num = f.Actual.Add(extra.Need)
			}
			list = append(list, Stand(tf.Code, Lines(s, figures), nil, ""))
		}
		return Rank(third, list, nil)
	}
	before := ranking(Lift{})
	lifts := Lifts(s, before)
	if len(lifts) < 5 {
		t.Fatalf("only %v", lifted(lifts))
	}
	for _, l := range lifts {
		if got := ranking(l).Ranks()[l.TaskForce]; got != l.ToRank || got >= before.Ranks()[l.TaskForce] {
			t.Errorf("%v makes rank %d from %d", lifted([]Lift{l}), got, before.Ranks()[l.TaskForce])
		}
		less := l
		less.Need = l.Need.Sub(smallest(s, l.Indicator))
		if got := ranking(less).Ranks()[l.TaskForce]; got != before.Ranks()[l.TaskForce] {
			t.Errorf("%v: one step less is enough", lifted([]Lift{l}))
		}
	}
}

func smallest(s *scheme.Scheme, code string) exact.Num {
	if indicator(s, code).Count {
		return num("1")
	}
	return num("0.0001")
}

// Two share a rank: each must draw level with the next better score, not with
// its equal.
func TestLiftOfATie(t *testing.T) {
	s := noticeScheme()
	line := func(actual string) []Line {
		l := Line{Indicator: "签约金额", Actual: num(actual), Expected: num("10"), Cap: num("1.2"), Weight: num("100"), Judged: true}
		l.Points = l.pointsFor(l.Actual)
		return []Line{l}
	}
	r := Rank(third, []Standing{Stand("A", line("8"), nil, ""), Stand("B", line("8"), nil, ""), Stand("C", line("9"), nil, ""), Stand("D", line("9"), nil, "")}, nil)
	// 80 against 90: 10×89.995÷100=8.9995, so 0.9995 more rounds to 90.00.
	want := []string{"A 签约金额 0.9995 1", "B 签约金额 0.9995 1"}
	if diff := cmp.Diff(want, lifted(Lifts(s, r))); diff != "" {
		t.Error(diff)
	}
}
