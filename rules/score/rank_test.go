package score

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
)

func standings(scores ...string) (list []Standing) {
	for i, s := range scores {
		list = append(list, Standing{TaskForce: string(rune('A' + i)), Score: num(s)})
	}
	return list
}

func places(r Ranking) (list []string) {
	for _, st := range r.Standings {
		tied := ""
		if st.Tied {
			tied = "并列"
		}
		list = append(list, fmt.Sprintf("%s%d %s", tied, st.Rank, st.TaskForce))
	}
	return list
}

func TestEqualScoresShareARankAndTheNextIsSkipped(t *testing.T) {
	q := ingest.Quarter{Year: 2023, Number: 3}
	for _, c := range []struct {
		scores, want []string
	}{
		{[]string{"80.00", "113.89", "90.10", "90.10", "20.00", "90.09"}, []string{"1 B", "并列2 C", "并列2 D", "4 F", "5 A", "6 E"}},
		{[]string{"50", "50", "50"}, []string{"并列1 A", "并列1 B", "并列1 C"}},
		{[]string{"1", "3", "2", "1"}, []string{"1 B", "2 C", "并列3 A", "并列3 D"}},
		{[]string{"-1.50", "0"}, []string{"1 B", "2 A"}},
		{[]string{"7"}, []string{"1 A"}},
		{nil, nil},
	} {
		if diff := cmp.Diff(c.want, places(Rank(q, standings(c.scores...), nil))); diff != "" {
			t.Errorf("%v: %s", c.scores, diff)
		}
	}
}

func TestARedLineIsNotRanked(t *testing.T) {
	list := standings("113.89", "90", "80")
	list[0].Excluded = "以专班名义签订经济合同"
	r := Rank(ingest.Quarter{Year: 2023, Number: 3}, list, map[string]int{"A": 1, "B": 2, "C": 2})
	if diff := cmp.Diff([]string{"1 B", "2 C", "0 A"}, places(r)); diff != "" {
		t.Error(diff)
	}
	if _, ok := r.Standings[2].Moved(); ok {
		t.Error("an excluded task force moved")
	}
	if diff := cmp.Diff(map[string]int{"B": 1, "C": 2}, r.Ranks()); diff != "" {
		t.Error(diff)
	}
	if list[0].Rank != 0 || list[1].Rank != 0 {
		t.Error("Rank changed its input")
	}
}

func TestMovementAgainstTheQuarterBefore(t *testing.T) {
	r := Rank(ingest.Quarter{Year: 2023, Number: 2}, standings("90", "80", "70", "60"), map[string]int{"A": 3, "B": 1, "C": 3})
	var got []string
	for _, st := range r.Standings {
		places, ok := st.Moved()
		got = append(got, fmt.Sprintf("%s %d %v", st.TaskForce, places, ok))
	}
	// A from 3 to 1, B from 1 to 2, C stays, D is new
	if want := []string{"A 2 true", "B -1 true", "C 0 true", "D 0 false"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, st := range Rank(ingest.Quarter{Year: 2023, Number: 1}, standings("90", "80"), nil).Standings {
		if _, ok := st.Moved(); ok || st.PreviousRank != 0 {
			t.Errorf("%s moved in the first quarter", st.TaskForce)
		}
	}
}
