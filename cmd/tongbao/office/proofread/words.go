package proofread

import (
	"regexp"
	"slices"
	"strings"

	"tongbao/ingest/spelling"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// An edited text may keep every figure and still say something else: two task
// forces that changed places, a 黄 that became 绿, a 迟报 that became 缺报. So
// names and the words that judge are compared like figures, a sentence at a
// time, and a table's rows cell by cell.

// Kinds of a Difference beside figures.
const (
	KindName = "name" // of a task force, a unit, a project, an investor
	KindWord = "word" // a colour, or what became of a return or an item
	KindCell = "cell" // of a table: anything in it
)

// Names are what a text may name, and how to find it there.
type Names struct {
	same   map[string]string   // a name as written, to the one that stands for it
	begins map[string][]string // names by their first two runes, the longest first
}

// Judging words are the program's own; a colour is one where a sentence speaks
// of it as one. What denies comes last: 未报送 is one word, 未 of 未召开 another,
// and without it a task force that was rebuked has held its meeting.
var judging = regexp.MustCompile(strings.Join([]string{
	score.OnTime.Chinese(), score.Late.Chinese(), score.Missing.Chinese(), score.Returned.Chinese(),
	supervise.Overdue.Chinese(), strings.TrimPrefix(supervise.Closed.Chinese(), "已"), "未报送", "未完成", "未达到", "持平",
	"(?:由|转|转为|为|亮)[红黄绿]", "[红黄绿](?:色|灯|牌|转|→)", "→[红黄绿]",
	"通报批评", denial,
}, "|"))

// denial is a word that turns what follows into its opposite.
const denial = "没有|[未不无]"

var denies = regexp.MustCompile("^(?:" + denial + ")$").MatchString

// NamesOf makes names of lists of names, each list of one thing.
func NamesOf(lists [][]string) *Names {
	n := &Names{same: map[string]string{}, begins: map[string][]string{}}
	for _, list := range lists {
		for _, name := range list {
			if _, known := n.same[name]; !known && len([]rune(name)) > 1 {
				n.same[name] = list[0]
				n.begins[firstTwo(name)] = append(n.begins[firstTwo(name)], name)
			}
		}
	}
	for _, list := range n.begins {
		slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) }) // 沁水经济技术开发区 before 沁水经济
	}
	return n
}

func firstTwo(text string) string {
	n := 0
	for i := range text {
		if n++; n > 2 {
			return text[:i]
		}
	}
	return text
}

// at is the name that a text begins with, "" for none.
func (n *Names) at(text string) string {
	for _, name := range n.begins[firstTwo(text)] {
		if strings.HasPrefix(text, name) {
			return name
		}
	}
	return ""
}

// find lists where names and judging words stand, first come first served.
func (n *Names) find(text string) (list [][2]int) {
	words := judging.FindAllStringIndex(text, -1)
	end := 0
	for i := range text {
		for len(words) > 0 && words[0][0] < i {
			words = words[1:]
		}
		if i < end {
			continue
		}
		if name := n.at(text[i:]); name != "" {
			end = i + len(name)
			list = append(list, [2]int{i, end})
		} else if len(words) > 0 && words[0][0] == i {
			end = words[0][1]
			list = append(list, [2]int{i, end})
		}
	}
	return list
}

// markIn is a name or a judging word where it stands. Names that are listed
// together, 甲、乙2个专班, are one mark, in whatever order.
type markIn struct {
	kind, key, shown string
	before, after    string // the words around it
	at, end          int
}

// mostMarks bounds the marks of a sentence that their surroundings are told
// apart by; no sentence has so many.
const mostMarks = 200

var between = regexp.MustCompile(`^[、和与及]$`)

func (n *Names) marksIn(text string) (list []markIn) {
	for _, at := range n.find(text) {
		m := markIn{kind: KindWord, key: text[at[0]:at[1]], shown: text[at[0]:at[1]], at: at[0], end: at[1]}
		if key, ok := n.same[m.key]; ok {
			m.kind, m.key = KindName, key
		}
		if k := len(list) - 1; k >= 0 && m.kind == KindName && list[k].kind == KindName && between.MatchString(text[list[k].end:m.at]) {
			keys := append(strings.Split(list[k].key, "、"), m.key)
			slices.Sort(keys)
			list[k].key, list[k].end, list[k].shown = strings.Join(keys, "、"), m.end, text[list[k].at:m.end]
			continue
		}
		list = append(list, m)
	}
	if len(list) > mostMarks {
		return list
	}
	for i, m := range list {
		before, after := masked(text[:m.at], list[:i], 0), masked(text[m.end:], list[i+1:], m.end)
		list[i].before, list[i].after = around(before, after)
	}
	return list
}

// around is what stands beside a place, as far as its clause goes.
func around(before, after string) (string, string) {
	const far = 12
	b, a := []rune(before), []rune(after)
	before, after = string(b[max(0, len(b)-far):]), string(a[:min(len(a), far)])
	if i := strings.LastIndexAny(before, "，；。"); i >= 0 {
		before = before[i:]
	}
	if i := strings.IndexAny(after, "，；。"); i >= 0 {
		after = after[:i]
	}
	return before, after
}

// masked is a piece of a text, from a byte on, with a sign in place of marks.
func masked(text string, marks []markIn, from int) string {
	var b strings.Builder
	end := 0
	for _, m := range marks {
		b.WriteString(text[end : m.at-from])
		b.WriteString("#")
		end = m.end - from
	}
	b.WriteString(text[end:])
	return b.String()
}

// sentences are the parts of a paragraph that say one thing each; a table's row
// is one.
func sentences(text string) (list []string) {
	if strings.Contains(text, "\t") {
		return []string{text}
	}
	for text != "" {
		at := strings.IndexAny(text, "。；！？")
		if at < 0 {
			return append(list, text)
		}
		at += len("。")
		list, text = append(list, text[:at]), text[at:]
	}
	return list
}

func sameCells(was, now worded) (n int) {
	for i := range now.cells {
		if was.cells[i] == now.cells[i] {
			n++
		}
	}
	return n
}

// sameWords compares two sentences of the same words, or two rows.
func sameWords(was, now worded) (list []Difference) {
	if now.cells != nil {
		for i, cell := range now.cells {
			if was.cells[i] != cell {
				list = append(list, Difference{now.number, KindCell, was.cells[i], cell, Excerpt(now.text, 0)})
			}
		}
		return list
	}
	if onlyMoved(was, now) {
		return nil
	}
	for i, f := range now.figures {
		if was.figures[i].key != f.key {
			list = append(list, Difference{now.number, "", was.figures[i].shown, f.shown, Excerpt(now.text, f.at)})
		}
	}
	for i, m := range now.marks {
		if was.marks[i].key != m.key {
			list = append(list, Difference{now.number, m.kind, was.marks[i].shown, m.shown, Excerpt(now.text, m.at)})
		}
	}
	return list
}

// onlyMoved reports whether a sentence says of each the same, in another order.
func onlyMoved(was, now worded) bool {
	a, b := was.said(), now.said()
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// said cuts a sentence before each name.
func (w worded) said() (list []string) {
	end := 0
	cut := func(to int) {
		list = append(list, unspaced(strings.Trim(w.text[end:to], "，、；。,;")))
		end = to
	}
	for _, m := range w.marks {
		if m.kind == KindName {
			cut(m.at)
		}
	}
	cut(len(w.text))
	return list
}

// rewordedMarks compares the names and judging words of a sentence with what
// became of them. What stands around one tells which it was.
func rewordedMarks(was, now worded) (changed []Difference, lost, found []stray) {
	gone := slices.Clone(was.marks)
	for _, is := range now.marks {
		at, most := -1, -1.0
		for i, m := range gone {
			like := spelling.Likeness(m.before+m.after, is.before+is.after)
			if m.kind == is.kind && denies(m.key) == denies(is.key) && (like > most || like == most && m.key == is.key) {
				at, most = i, like
			}
		}
		switch {
		case at < 0 && is.kind == KindName:
			found = append(found, stray{is.kind, is.key, is.shown, is.at, now})
		case at < 0:
			changed = append(changed, Difference{now.number, is.kind, "", is.shown, Excerpt(now.text, is.at)})
		case gone[at].key != is.key:
			changed = append(changed, Difference{now.number, is.kind, gone[at].shown, is.shown, Excerpt(now.text, is.at)})
		}
		if at >= 0 {
			gone = slices.Delete(gone, at, at+1)
		}
	}
	for _, m := range gone {
		if m.kind == KindName {
			lost = append(lost, stray{m.kind, m.key, m.shown, m.at, was})
			continue
		}
		changed = append(changed, Difference{now.number, m.kind, m.shown, "", Excerpt(now.text, 0)})
	}
	return changed, lost, found
}
