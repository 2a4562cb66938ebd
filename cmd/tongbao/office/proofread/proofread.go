// Package proofread holds the text that the office edited against the one that
// was issued: every figure, date, name and judging word that is other in it.
//
// Start at Differences; Reworded finds what says the same in other words, Notes
// and RewordedNotes tell both. Texts are compared a sentence, or a table's row,
// at a time; it knows no ledger and reads no file.
package proofread

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"tongbao/ingest/spelling"
	"tongbao/ingest/word"
)

// Difference is something in which an edited file is other than what was issued.
type Difference struct {
	Paragraph int    `json:"paragraph"`      // of the edited file; 0 where it is not in it
	Kind      string `json:"kind,omitempty"` // "": a figure or date; name, word, cell (words.go)
	Was       string `json:"was"`            // as issued, a figure with its sign and unit; "" for one that was not
	Is        string `json:"is"`             // as edited; "" for one that is gone
	Text      string `json:"text"`           // what stands around it
}

// Comparison is how differences are found. What the ledger keeps from an
// earlier way is not held against this one.
const Comparison = 4

// A figure is what a reader takes in at once: a project's code, a 文号 with the
// organ's own letters, a date, a span, or a number with its sign.
var figurePattern = regexp.MustCompile(`[A-Za-z]+(?:-\d+)+|\p{Han}{0,6}〔\d+〕\d+号|\d{4}-\d{1,2}-\d{1,2}|(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|\d+[—–]\d+|[+−-]?\d[\d,]*(?:\.\d+)?%?`)

var (
	unitAfter   = regexp.MustCompile(`^(?:[亿万]?元|个百分点|\p{Han})`)
	wayBefore   = regexp.MustCompile(`[高低超多少增减降][^高低超多少增减降，。；、,.;()（）\s]{0,8}$`) // 高于时序进度4.2
	labelBefore = regexp.MustCompile(`[^，。；：、,.;:()（）\s]{1,12}$`)
)

// figureIn is a figure where it stands. Key tells figures apart: which way it
// counts, the number, the unit; label is the words before it.
type figureIn struct {
	key, label, shown string
	at                int // byte of the paragraph's text
}

// worded is a sentence or a table's row with its figures and what it names, and
// what is left without them.
type worded struct {
	number  int // of the paragraph
	text    string
	cells   []string // of a row
	figures []figureIn
	marks   []markIn
	frame   string
}

func wordedOf(number int, text string, n *Names) worded {
	w := worded{number: number, text: NarrowDigits(text)}
	if strings.Contains(w.text, "\t") {
		for _, cell := range strings.Split(w.text, "\t") {
			w.cells = append(w.cells, unspaced(cell))
		}
	}
	end := 0
	for _, at := range figurePattern.FindAllStringIndex(w.text, -1) {
		before, number := w.text[end:at[0]], strings.ReplaceAll(w.text[at[0]:at[1]], ",", "")
		unit := ""
		if last := number[len(number)-1]; '0' <= last && last <= '9' && !unicode.IsLetter(rune(number[0])) { // a project's code has none
			unit = unitAfter.FindString(w.text[at[1]:])
		}
		way := wayBefore.FindString(before)
		first := []rune(way)
		w.figures = append(w.figures, figureIn{
			key:   string(first[:min(1, len(first))]) + strings.Replace(number, "-", "−", 1) + unit,
			label: labelBefore.FindString(before), shown: way + number + unit, at: at[0],
		})
		end = at[1]
	}
	w.marks = n.marksIn(w.text)
	w.frame = unspaced(figurePattern.ReplaceAllString(masked(w.text, w.marks, 0), "#"))
	return w
}

// unspaced is a text without spaces and in narrow letters.
func unspaced(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, width.Narrow.String(text))
}

// NarrowDigits makes the digits of a text ordinary ones, and what goes with them.
func NarrowDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if '０' <= r && r <= '９' || strings.ContainsRune("．％＋－", r) {
			return r - '０' + '0'
		}
		return r
	}, text)
}

func allWorded(list []word.Paragraph, n *Names) (all []worded) {
	for _, p := range list {
		for _, text := range sentences(p.Text) {
			all = append(all, wordedOf(p.Number, text, n))
		}
	}
	return all
}

// mostCompared bounds how many pairs of sentences are held against each other:
// of a text that is another from end to end, nothing would come of it.
const mostCompared = 200_000

// Differences lists what one text says otherwise than the other: figures and
// dates, whom and what it names, the words that judge. Sentences and table rows
// that are the same are set aside, wherever they stand; one of the same words
// is compared thing by thing, one that was reworded with the one most like it;
// what is left over has to be found somewhere in the other text.
func Differences(issued, edited []word.Paragraph, n *Names) []Difference {
	list := []Difference{}
	own := allWorded(issued, n)
	var other, reworded []worded
	for _, now := range allWorded(edited, n) {
		if _, ok := take(&own, slices.IndexFunc(own, func(w worded) bool { return w.same(now) })); !ok {
			other = append(other, now)
		}
	}
	for _, now := range other {
		was, ok := takeLike(&own, now)
		if !ok {
			reworded = append(reworded, now)
			continue
		}
		list = append(list, sameWords(was, now)...)
	}
	var lost, found []stray
	rewritten := len(own)*len(reworded) > mostCompared
	for _, now := range reworded {
		was, ok := worded{}, false
		if !rewritten {
			was, ok = takeMostLike(&own, now, 0.5)
		}
		if !ok {
			found = append(found, strays(now)...)
			continue
		}
		changed, gone, new := rewordedNumbers(was, now)
		list, lost, found = append(list, changed...), append(lost, gone...), append(found, new...)
		changed, gone, new = rewordedMarks(was, now)
		list, lost, found = append(list, changed...), append(lost, gone...), append(found, new...)
	}
	for _, was := range own {
		lost = append(lost, strays(was)...)
	}
	list = append(list, elsewhere(lost, found)...)
	slices.SortStableFunc(list, func(a, b Difference) int { return cmp.Compare(place(a), place(b)) })
	return list
}

// place puts differences in the order of the edited text, what is gone last.
func place(d Difference) int {
	if d.Paragraph == 0 {
		return math.MaxInt
	}
	return d.Paragraph
}

// same reports whether two sentences say the same in the same words.
func (w worded) same(now worded) bool {
	return w.frame == now.frame && w.alike(now) == len(w.figures)+len(w.marks) && slices.Equal(w.cells, now.cells)
}

// alike counts what two sentences of the same words have in common.
func (w worded) alike(now worded) (n int) {
	for i := range min(len(w.figures), len(now.figures)) {
		if w.figures[i].key == now.figures[i].key {
			n++
		}
	}
	for i := range min(len(w.marks), len(now.marks)) {
		if w.marks[i].key == now.marks[i].key {
			n++
		}
	}
	return n
}

// takeLike takes a sentence of the same words out of a list, or a row of which
// at least half the cells are the same: the one that agrees most.
func takeLike(list *[]worded, now worded) (worded, bool) {
	at, most := -1, -1
	for i, w := range *list {
		alike := -1
		switch {
		case now.cells == nil && w.cells == nil && w.frame == now.frame:
			alike = w.alike(now)
		case now.cells != nil && len(w.cells) == len(now.cells):
			if alike = sameCells(w, now); 2*alike < len(now.cells) {
				continue
			}
		}
		if alike > most {
			at, most = i, alike
		}
	}
	return take(list, at)
}

// takeMostLike takes the sentence that shares most words with one, if that is a
// share of them.
func takeMostLike(list *[]worded, now worded, share float64) (worded, bool) {
	at, most := -1, share
	for i, w := range *list {
		if like := spelling.Likeness(w.frame, now.frame); like >= most && (at < 0 || like > most) {
			at, most = i, like
		}
	}
	return take(list, at)
}

func take(list *[]worded, at int) (w worded, ok bool) {
	if at < 0 {
		return w, false
	}
	w = (*list)[at]
	*list = slices.Delete(*list, at, at+1)
	return w, true
}

// stray is a figure or a name without a counterpart.
type stray struct {
	kind, key, shown string
	at               int
	in               worded
}

// strays are what a sentence without a counterpart says.
func strays(w worded) []stray {
	list := strayFigures(w, w.figures)
	for _, m := range w.marks {
		if m.kind == KindName { // words alone say nothing outside their sentence
			list = append(list, stray{m.kind, m.key, m.shown, m.at, w})
		}
	}
	return list
}

func strayFigures(w worded, figures []figureIn) (list []stray) {
	for _, f := range figures {
		list = append(list, stray{"", f.key, f.shown, f.at, w})
	}
	return list
}

// rewordedNumbers compares a sentence with what became of it. Where the same
// figures stand in another order, the words before them tell which is whose.
func rewordedNumbers(was, now worded) (changed []Difference, lost, found []stray) {
	gone, new := onlyIn(was.figures, now.figures), onlyIn(now.figures, was.figures)
	if len(gone)+len(new) == 0 {
		gone, new = slices.Clone(was.figures), now.figures
	}
	for len(gone) > 0 && len(new) > 0 {
		is := new[0]
		at := 0
		for i := range gone {
			if spelling.Likeness(gone[i].label, is.label) > spelling.Likeness(gone[at].label, is.label) {
				at = i
			}
		}
		if gone[at].key != is.key {
			changed = append(changed, Difference{now.number, "", gone[at].shown, is.shown, Excerpt(now.text, is.at)})
		}
		gone, new = slices.Delete(gone, at, at+1), new[1:]
	}
	return changed, strayFigures(was, gone), strayFigures(now, new)
}

// onlyIn are the figures that another list has not, each counted once.
func onlyIn(list, other []figureIn) (only []figureIn) {
	count := map[string]int{}
	for _, f := range other {
		count[f.key]++
	}
	for _, f := range list {
		if count[f.key]--; count[f.key] < 0 {
			only = append(only, f)
		}
	}
	return only
}

// elsewhere compares what stands in sentences without a counterpart.
func elsewhere(lost, found []stray) (list []Difference) {
	count := map[string]int{}
	for _, f := range lost {
		count[f.kind+f.key]++
	}
	for _, f := range found {
		if count[f.kind+f.key] > 0 {
			count[f.kind+f.key]--
			continue
		}
		list = append(list, Difference{f.in.number, f.kind, "", f.shown, Excerpt(f.in.text, f.at)})
	}
	for _, f := range lost {
		if count[f.kind+f.key] > 0 {
			count[f.kind+f.key]--
			list = append(list, Difference{0, f.kind, f.shown, "", Excerpt(f.in.text, f.at)})
		}
	}
	return list
}

// Excerpt is what stands around a place in a paragraph, enough to find it by.
func Excerpt(text string, at int) string {
	const before, all = 24, 60
	runes, from := []rune(text), len([]rune(text[:at]))
	from = max(0, min(from-before, len(runes)-all))
	to := min(len(runes), from+all)
	short := strings.Join(strings.Fields(string(runes[from:to])), " ")
	if from > 0 {
		short = "…" + short
	}
	if to < len(runes) {
		short += "…"
	}
	return short
}

// ShareSentence reports whether two texts have a sentence or a table's row in
// common that is long enough to tell.
func ShareSentence(a, b []word.Paragraph) bool {
	frames, none := map[string]bool{}, NamesOf(nil)
	for _, w := range allWorded(a, none) {
		frames[w.frame] = len([]rune(w.frame)) >= 12
	}
	return slices.ContainsFunc(allWorded(b, none), func(w worded) bool { return frames[w.frame] })
}
