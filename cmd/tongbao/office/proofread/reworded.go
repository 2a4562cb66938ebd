package proofread

import (
	"slices"
	"strings"

	"tongbao/ingest/word"
)

// Rewording is a sentence that says in other words what was issued: Was and Is
// are the two, "" for one that was left out or put in.
type Rewording struct {
	Paragraph int // of the edited text; 0 where it is not in it
	Was, Is   string
	At        int      // byte of Is where the first change is
	Changes   []Change // in the order of the sentence, none where one of the two is ""
}

// Change is a stretch of words that took the place of another.
type Change struct{ Was, Is string }

// Reworded lists the sentences of an edited text that are other in their words,
// beside what Differences told of them, and those that were put in or left out
// of which it told nothing. Whether words matter is the office's to judge, but
// it should see them.
func Reworded(issued, edited []word.Paragraph, told []Difference, n *Names) (list []Rewording) {
	own, other := otherWorded(allWorded(issued, n), allWorded(edited, n))
	rewritten := len(own)*len(other) > mostCompared
	before := counterparts(&own, other, rewritten)
	for i, now := range other {
		was, of := before[i], toldOf(told, now.number, now.text)
		switch {
		case was == nil && len(of) == 0:
			list = append(list, Rewording{Paragraph: now.number, Is: now.text})
		case was == nil || len(of) > 0 && (was.frame == now.frame || now.cells != nil): // told already
		default:
			r := Rewording{now.number, was.text, now.text, parting(was.text, now.text), changes(was.text, now.text)}
			r.Changes = slices.DeleteFunc(r.Changes, func(c Change) bool {
				return slices.ContainsFunc(of, func(d Difference) bool { return strings.Contains(d.Was, c.Was) && strings.Contains(d.Is, c.Is) })
			})
			if len(r.Changes) > 0 {
				list = append(list, r)
			}
		}
	}
	for _, was := range own {
		if !rewritten && len(toldOf(told, 0, was.text)) == 0 {
			list = append(list, Rewording{Was: was.text})
		}
	}
	return list
}

// counterparts finds what each sentence was, nil for none: first those that are
// surely the same one, then those that have a few words left of it. Of a text
// that is another from end to end, nothing would come of it.
func counterparts(own *[]worded, other []worded, rewritten bool) []*worded {
	list := make([]*worded, len(other))
	for _, share := range []float64{1, 0.5, 0.25} {
		for i, now := range other {
			if list[i] != nil || rewritten {
				continue
			}
			was, ok := worded{}, false
			if share == 1 {
				was, ok = takeLike(own, now)
			} else {
				was, ok = takeMostLike(own, now, share)
			}
			if ok {
				list[i] = &was
			}
		}
	}
	return list
}

// otherWorded are the sentences of two texts that the other has not, letter for
// letter.
func otherWorded(own, other []worded) (gone, new []worded) {
	count := map[string]int{}
	for _, w := range own {
		count[unspaced(w.text)]++
	}
	for _, w := range other {
		if k := unspaced(w.text); count[k] > 0 {
			count[k]--
			continue
		}
		new = append(new, w)
	}
	for i := len(own) - 1; i >= 0; i-- { // of like ones the first is the one that stayed
		if k := unspaced(own[i].text); count[k] > 0 {
			count[k]--
			gone = append(gone, own[i])
		}
	}
	slices.Reverse(gone)
	return gone, new
}

// toldOf are the differences that were told of a sentence.
func toldOf(told []Difference, paragraph int, text string) (of []Difference) {
	for _, d := range told {
		if d.Paragraph == paragraph && strings.Contains(unspaced(text), unspaced(strings.Trim(d.Text, "…"))) {
			of = append(of, d)
		}
	}
	return of
}

const (
	mostRunes = 1000 // of a sentence that is compared letter by letter
	fewRunes  = 2    // between two changes that are read as one
)

// changes are where two sentences part.
func changes(was, is string) (list []Change) {
	a, b := []rune(was), []rune(is)
	if len(a) > mostRunes || len(b) > mostRunes {
		return []Change{{was, is}}
	}
	i, j, alike := 0, 0, fewRunes+1
	for _, at := range append(common(a, b), [2]int{len(a), len(b)}) {
		x, y := string(a[i:at[0]]), string(b[j:at[1]])
		switch k := len(list) - 1; {
		case x+y == "":
		case alike <= fewRunes && k >= 0:
			between := string(a[i-alike : i])
			list[k] = Change{list[k].Was + between + x, list[k].Is + between + y}
			alike = 0
		default:
			list, alike = append(list, Change{x, y}), 0
		}
		i, j, alike = at[0]+1, at[1]+1, alike+1
	}
	return list
}

// parting is the byte of the second text where it parts from the first.
func parting(was, is string) int {
	for i, r := range is {
		if !strings.HasPrefix(was[min(i, len(was)):], string(r)) {
			return i
		}
	}
	return len(is)
}

// common are the places of a longest run of letters that two texts share.
func common(a, b []rune) (at [][2]int) {
	longest := make([][]int, len(a)+1)
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if longest[i][j] = max(longest[i+1][j], longest[i][j+1]); a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			at = append(at, [2]int{i, j})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
	return at
}
