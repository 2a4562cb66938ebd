package office

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"tongbao/ingest/word"
)

// Difference is a figure in which an edited file is other than what was issued.
type Difference struct {
	Paragraph int    `json:"paragraph"` // of the edited file; 0 where the figure is not in it
	Was       string `json:"was"`       // as issued, with its sign and unit; "" for a figure that was not
	Is        string `json:"is"`        // as edited; "" for one that is gone
	Text      string `json:"text"`      // what stands around it
}

// comparison is how figures are told apart. One that the ledger keeps from an
// earlier way is not held against this one.
const comparison = 2

// A figure is what a reader takes in at once: a project's code, a 文号, a date,
// a span, or a number with its sign.
var figurePattern = regexp.MustCompile(`[A-Za-z]+(?:-\d+)+|〔\d+〕\d+号|\d{4}-\d{1,2}-\d{1,2}|(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|\d+[—–]\d+|[+−-]?\d[\d,]*(?:\.\d+)?%?`)

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

// worded is a paragraph with its figures, and what is left without them.
type worded struct {
	number  int
	text    string
	figures []figureIn
	frame   string
}

func wordedOf(p word.Paragraph) worded {
	w := worded{number: p.Number, text: narrowDigits(p.Text)}
	end := 0
	for _, at := range figurePattern.FindAllStringIndex(w.text, -1) {
		before, number := w.text[end:at[0]], strings.ReplaceAll(w.text[at[0]:at[1]], ",", "")
		unit := ""
		if last := number[len(number)-1]; '0' <= last && last <= '9' {
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
	w.frame = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, width.Narrow.String(figurePattern.ReplaceAllString(w.text, "#")))
	return w
}

// narrowDigits makes the digits of a text ordinary ones, and what goes with them.
func narrowDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if '０' <= r && r <= '９' || strings.ContainsRune("．％＋－", r) {
			return r - '０' + '0'
		}
		return r
	}, text)
}

func allWorded(list []word.Paragraph) (all []worded) {
	for _, p := range list {
		all = append(all, wordedOf(p))
	}
	return all
}

// mostCompared bounds how many pairs of paragraphs are held against each other:
// of a text that is another from end to end, nothing would come of it.
const mostCompared = 200_000

// numbersDiffer lists the figures of one text that the other has not.
// Paragraphs and table rows of the same words are compared figure by figure,
// wherever they stand; one that was reworded with the one most like it; what
// is left over has to be found somewhere in the other text.
func numbersDiffer(issued, edited []word.Paragraph) []Difference {
	list := []Difference{}
	own := allWorded(issued)
	var reworded []worded
	for _, now := range allWorded(edited) {
		was, ok := takeLike(&own, now)
		if !ok {
			reworded = append(reworded, now)
			continue
		}
		for i, f := range now.figures {
			if was.figures[i].key != f.key {
				list = append(list, Difference{now.number, was.figures[i].shown, f.shown, excerpt(now.text, f.at)})
			}
		}
	}
	var lost, found []strayFigure
	rewritten := len(own)*len(reworded) > mostCompared
	for _, now := range reworded {
		was, ok := worded{}, false
		if !rewritten {
			was, ok = takeMostLike(&own, now)
		}
		if !ok {
			found = append(found, strays(now, now.figures)...)
			continue
		}
		changed, gone, new := rewordedNumbers(was, now)
		list, lost, found = append(list, changed...), append(lost, gone...), append(found, new...)
	}
	for _, was := range own {
		lost = append(lost, strays(was, was.figures)...)
	}
	return append(list, elsewhere(lost, found)...)
}

// takeLike takes a paragraph of the same words out of a list: one that agrees
// before one that does not.
func takeLike(list *[]worded, now worded) (worded, bool) {
	at := -1
	for i, w := range *list {
		if w.frame != now.frame {
			continue
		}
		if at < 0 {
			at = i
		}
		if slices.EqualFunc(w.figures, now.figures, func(a, b figureIn) bool { return a.key == b.key }) {
			at = i
			break
		}
	}
	return take(list, at)
}

// takeMostLike takes the paragraph that shares most words with one, if that is
// half of them.
func takeMostLike(list *[]worded, now worded) (worded, bool) {
	at, most := -1, 0.5
	for i, w := range *list {
		if like := likeness(w.frame, now.frame); like >= most && (at < 0 || like > most) {
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

// likeness is the share of neighbouring runes that two texts have in common.
func likeness(a, b string) float64 {
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

// strayFigure is a figure without a counterpart.
type strayFigure struct {
	figureIn
	in worded
}

func strays(w worded, figures []figureIn) (list []strayFigure) {
	for _, f := range figures {
		list = append(list, strayFigure{f, w})
	}
	return list
}

// rewordedNumbers compares a paragraph with what became of it. Where the same
// figures stand in another order, the words before them tell which is whose.
func rewordedNumbers(was, now worded) (changed []Difference, lost, found []strayFigure) {
	gone, new := onlyIn(was.figures, now.figures), onlyIn(now.figures, was.figures)
	if len(gone)+len(new) == 0 {
		gone, new = slices.Clone(was.figures), now.figures
	}
	for len(gone) > 0 && len(new) > 0 {
		is := new[0]
		at := 0
		for i := range gone {
			if likeness(gone[i].label, is.label) > likeness(gone[at].label, is.label) {
				at = i
			}
		}
		if gone[at].key != is.key {
			changed = append(changed, Difference{now.number, gone[at].shown, is.shown, excerpt(now.text, is.at)})
		}
		gone, new = slices.Delete(gone, at, at+1), new[1:]
	}
	return changed, strays(was, gone), strays(now, new)
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

// elsewhere compares figures whose paragraphs have no counterpart.
func elsewhere(lost, found []strayFigure) (list []Difference) {
	count := map[string]int{}
	for _, f := range lost {
		count[f.key]++
	}
	for _, f := range found {
		if count[f.key] > 0 {
			count[f.key]--
			continue
		}
		list = append(list, Difference{f.in.number, "", f.shown, excerpt(f.in.text, f.at)})
	}
	for _, f := range lost {
		if count[f.key] > 0 {
			count[f.key]--
			list = append(list, Difference{0, f.shown, "", excerpt(f.in.text, f.at)})
		}
	}
	return list
}

// excerpt is what stands around a place in a paragraph, enough to find it by.
func excerpt(text string, at int) string {
	const before, all = 16, 40
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
