// Package spelling tells how far apart two spellings are: for “did you mean”,
// for names that may be one, for a sentence and what became of it.
package spelling

// Distance counts the characters to insert, drop, change or swap with their
// neighbour to make b of a (optimal string alignment). The work grows with the
// product of the lengths: callers bound them.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}

// Likeness is the share of the pairs of neighbouring characters that two texts
// have in common, from 0 to 1 (Dice's coefficient): it minds a word that was
// put in, or moved, less than Distance does.
func Likeness(a, b string) float64 {
	pairs := func(s string) (list []string) {
		r := []rune(s)
		for i := range max(0, len(r)-1) {
			list = append(list, string(r[i:i+2]))
		}
		return list
	}
	count, common := map[string]int{}, 0
	x, y := pairs(a), pairs(b)
	for _, p := range x {
		count[p]++
	}
	for _, p := range y {
		if count[p] > 0 {
			count[p]--
			common++
		}
	}
	if len(x)+len(y) == 0 {
		return 0
	}
	return 2 * float64(common) / float64(len(x)+len(y))
}
