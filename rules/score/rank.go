package score

import (
	"slices"

	"tongbao/ingest"
)

// Rank orders standings by printed score, best first. Equal scores share a
// rank and the next is skipped (1, 2, 2, 4); among equals the given order
// stays. Excluded ones come last, unranked. Previous holds last quarter's
// ranks by task force, nil when there was no ranking.
func Rank(q ingest.Quarter, standings []Standing, previous map[string]int) Ranking {
	list := slices.Clone(standings)
	slices.SortStableFunc(list, func(a, b Standing) int {
		if (a.Excluded == "") != (b.Excluded == "") {
			if a.Excluded == "" {
				return -1
			}
			return 1
		}
		return b.Score.Cmp(a.Score)
	})
	for i := range list {
		st := &list[i]
		st.Rank, st.Tied, st.PreviousRank = 0, false, previous[st.TaskForce]
		if st.Excluded != "" {
			continue
		}
		st.Rank = i + 1
		if i > 0 && list[i-1].Score.Cmp(st.Score) == 0 {
			st.Rank, st.Tied, list[i-1].Tied = list[i-1].Rank, true, true
		}
	}
	return Ranking{Quarter: q, Standings: list}
}

// Ranks is the ranking by task force, for the next quarter's movement.
func (r Ranking) Ranks() map[string]int {
	ranks := map[string]int{}
	for _, st := range r.Standings {
		if st.Rank > 0 {
			ranks[st.TaskForce] = st.Rank
		}
	}
	return ranks
}
