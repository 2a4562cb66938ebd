package scheme

import (
	"strings"

	"tongbao/ingest/finding"
)

// didYouMean names the known word nearest to what was written, as a sentence;
// "" when none is near.
func didYouMean(written string, known []string) string {
	if best := nearest(written, known); best != "" {
		return "是否想写" + finding.Quote(best) + "？"
	}
	return ""
}

// DidYouMean is the same for whoever asks about the office's own words.
func DidYouMean(written string, known []string) string { return didYouMean(written, known) }

// nearest is the known word that differs in the fewest characters, or else one
// that was written in part; "" when none is near.
func nearest(written string, known []string) string {
	size := len([]rune(written))
	if size > 60 {
		return "" // no name is that long, and the work grows with the square
	}
	best, at := "", size/2+1
	for _, k := range known {
		if d := distance([]rune(written), []rune(k)); d < at && d < max(len([]rune(k)), 2) {
			best, at = k, d
		}
	}
	for _, k := range known {
		if best == "" && size > 1 && strings.Contains(k, written) {
			best = k
		}
	}
	return best
}

// choicesHint lists what may be written, as a sentence; "" for no list.
func choicesHint(choices []string) string {
	if len(choices) == 0 {
		return ""
	}
	const most = 20
	if len(choices) > most {
		return "可填：" + strings.Join(choices[:most], "、") + "等。"
	}
	return "可填：" + strings.Join(choices, "、") + "。"
}

// distance counts the characters to insert, drop, change or swap to make b of
// a.
func distance(a, b []rune) int {
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
