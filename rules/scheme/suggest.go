package scheme

import (
	"strings"

	"tongbao/ingest/finding"
	"tongbao/ingest/spelling"
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
		if d := spelling.Distance(written, k); d < at && d < max(len([]rune(k)), 2) {
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
