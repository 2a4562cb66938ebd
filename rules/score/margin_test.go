package score

import (
	"testing"

	"tongbao/ingest/exact"
)

func scored(code string, rank int, lines ...[3]string) Standing {
	var list []Line
	for _, x := range lines {
		l := Line{Actual: exact.MustParse(x[0]), Expected: exact.MustParse(x[1]), Weight: exact.MustParse(x[2]), Cap: exact.MustParse("1.2"), Judged: true}
		l.Points = l.pointsFor(l.Actual)
		list = append(list, l)
	}
	st := Stand(code, list, nil, "")
	st.Rank = rank
	return st
}

// By hand, three lines of weight 1 each:
//
//	甲  2÷3 three times: 0.67+0.67+0.67 = 2.01, unrounded 2.00
//	乙  1, 1, 0.004:     1.00+1.00+0.00 = 2.00, unrounded 2.004
//
// so 甲 is a hundredth ahead by rounding alone, and 0.004 behind without.
func TestMarginsThatRestOnRounding(t *testing.T) {
	a := scored("甲", 1, [3]string{"2", "3", "1"}, [3]string{"2", "3", "1"}, [3]string{"2", "3", "1"})
	b := scored("乙", 2, [3]string{"1", "1", "1"}, [3]string{"1", "1", "1"}, [3]string{"0.004", "1", "1"})
	got := Margins(Ranking{Standings: []Standing{a, b}})
	if len(got) != 1 || got[0].Printed.String() != "0.01" || got[0].Exact.String() != "-0.004" || got[0].Upper != "甲" || got[0].Lower != "乙" {
		t.Errorf("%+v", got)
	}
}

func TestMarginsThatDoNot(t *testing.T) {
	clear := scored("甲", 1, [3]string{"1", "1", "50"})
	behind := scored("乙", 2, [3]string{"1", "1", "49"})
	level := scored("丙", 2, [3]string{"1", "1", "49"})
	hair := scored("丁", 2, [3]string{"48.996", "49", "49"}) // 48.996, printed 49.00
	out := scored("戊", 0, [3]string{"1", "1", "49"})
	for name, c := range map[string]struct {
		list []Standing
		want int
	}{
		"a point apart":               {[]Standing{clear, behind}, 0},
		"level on both counts":        {[]Standing{behind, level}, 0},
		"level only as printed":       {[]Standing{behind, hair}, 0 + 1},
		"one that is not ranked":      {[]Standing{behind, out}, 0},
		"nobody":                      {nil, 0},
		"one alone has no neighbours": {[]Standing{clear}, 0},
	} {
		if got := Margins(Ranking{Standings: c.list}); len(got) != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
