package score

import (
	"strings"

	"tongbao/ingest/exact"
	"tongbao/rules/scheme"
)

// How numbers are printed stands here because it decides scores: what enters a
// printed formula enters it with these digits.

// finest is how many decimals any amount is printed with at most: 亿元 down to
// 万元 (DESIGN 9). A return may not give more.
const finest = 4

// most is how many decimals an indicator's numbers are printed with at most.
func most(ind *scheme.Indicator) int { return max(ind.Decimals, finest) }

// AsPrinted is n with the digits that Text prints.
func AsPrinted(ind *scheme.Indicator, n exact.Num) exact.Num { return n.Round(most(ind)) }

// Text prints a number of the indicator: at least its decimals, and up to four
// where it needs them: "26.00", "3.1234", "5".
func Text(ind *scheme.Indicator, n exact.Num) string { return n.AtLeast(ind.Decimals, most(ind)) }

// WeightText prints a weight or the points of a deduction: "25", "33.33".
func WeightText(n exact.Num) string {
	if n.Places() == 0 {
		return n.Fixed(0)
	}
	return n.Fixed(2)
}

// PercentText prints a completion as a percentage with the given number of
// decimals, "86.7" for 26/30. What falls short of the whole never prints as
// 100: then it gets as many more digits as it takes.
func PercentText(completion exact.Num, places int) string {
	percent := completion.Mul(hundred)
	return keepSide(percent, hundred, places)
}

// GapText prints a gap in percentage points with the given number of decimals,
// with more where rounding would put it on the other side of a colour line.
func (c Choices) GapText(gap exact.Num, places int) string {
	for _, line := range []exact.Num{c.Green, c.Yellow} {
		if text := keepSide(gap, line, places); text != gap.Fixed(places) {
			return text
		}
	}
	return gap.Fixed(places)
}

// keepSide prints n with more decimals than asked for as long as the printed
// number reaches a line from below that n itself does not reach.
func keepSide(n, line exact.Num, places int) string {
	const enough = 12
	for n.Cmp(line) < 0 && n.Round(places).Cmp(line) >= 0 && places < enough {
		places++
	}
	return n.Fixed(places)
}

// Minus prints a number below zero with a minus sign, not with the hyphen that
// computers write: −9.00.
func Minus(text string) string {
	if strings.HasPrefix(text, "-") {
		return "−" + text[1:]
	}
	return text
}

var hundred = exact.Int(100)
