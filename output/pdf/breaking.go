package pdf

import (
	"strings"
	"unicode"
)

// Where a line may end (GB/T 15834-2011, clause 5.1).
const (
	noStart = "，。、；：？！）》」』】〕〗｝］”’〉…·～％‰℃,.;:?!)]}%"
	noEnd   = "（《「『【〔〖｛［“‘〈([{￥¥$№"

	// openers have their ink on the right of the cell, closers on the left:
	// the empty half can be squeezed out.
	openers = "（《「『【〔〖“‘〈"
	closers = "，。、）》」』】〕〗”’〉"
	stops   = "；：？！" // less room beside them
)

// units stay on the line of their number. A longer one stands before the
// shorter one that begins it.
var units = strings.Fields(`个百分点 个工作日 个月 个 亿元 万元 元 亿 万 次 项 家 分钟 分 名 位 人次 人 年度 年 月份 月 日 时 号 天 周 季度
	场 件 户 亩 公里 平方公里 平方米 立方米 米 吨 千瓦时 千瓦 兆瓦 倍 成 份 批 条 类 期 轮 级 届 岁 余个 余家 余项 余人 余次 余万元 余亿元 多个 多家 多项 多人 多次 多万元 多亿元`)

func isWord(r rune) bool {
	return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// bond is how strongly two neighbours hold together.
type bond byte

const (
	loose  bond = iota // a line may end between them
	wished             // better not
	held               // not unless the line would be spread visibly
	firm               // never, unless a line can hold nothing else
)

// ties says for every i how i-1 and i hold together.
func ties(chars []char) []bond {
	t := make([]bond, len(chars)+1)
	for i := 1; i < len(chars); i++ {
		a, b := chars[i-1].r, chars[i].r
		if tied(a, b) || strings.ContainsRune("-_./:@&'", b) && isWord(a) || strings.ContainsRune("-_./:@&',", a) && isWord(b) && (i == 1 || isWord(chars[i-2].r)) {
			t[i] = firm
		}
	}
	for i := 0; i < len(chars); i++ {
		if isDigit(chars[i].r) || strings.ContainsRune("%％", chars[i].r) {
			tieUnit(chars, i+1, t)
		}
		if chars[i].r == '〔' {
			tieAgency(chars, i, t)
		}
		if chars[i].r == '+' {
			tieName(chars, i, t)
		}
		if strings.ContainsRune("—～~－–-", chars[i].r) {
			tieRange(chars, i, t)
		}
		if chars[i].brk {
			t[i] = loose
		}
	}
	return t
}

// tied says that two neighbours are never parted.
func tied(a, b rune) bool {
	switch {
	case strings.ContainsRune(noStart, b), strings.ContainsRune(noEnd, a):
		return true
	case isWord(a) && isWord(b):
		return true
	case a == b && (a == '—' || a == '…'):
		return true
	case strings.ContainsRune("×÷/／", a) || strings.ContainsRune("×÷/／", b):
		return true
	case strings.ContainsRune("+−-=＝≥≤<>", a) && (isWord(b) || b == '('):
		return true
	case isWord(a) && b == '(', a == '第' && isDigit(b), a == '〕' && isDigit(b):
		return true
	case b == ' ':
		return true // a space ends a line, it never begins one
	}
	return false
}

// tieUnit keeps the unit that begins at i with the number before it.
func tieUnit(chars []char, i int, t []bond) {
	for _, u := range units {
		n := 0
		for _, r := range u {
			if i+n >= len(chars) || chars[i+n].r != r {
				n = -1
				break
			}
			n++
		}
		if n > 0 {
			for k := range n {
				t[i+k] = firm
			}
			if u == "个百分点" {
				t[i+1] = held // 个｜百分点
			}
			return
		}
	}
}

// tieAgency keeps the letters of an office with the bracket of its document
// number, 沁政办发〔2022〕38号: the Chinese characters before it, back to a mark,
// where they are few.
func tieAgency(chars []char, i int, t []bond) {
	const most = 6
	from := i
	for from > 0 && unicode.Is(unicode.Han, chars[from-1].r) {
		from--
	}
	if i-from > most {
		return
	}
	for k := from + 1; k <= i; k++ {
		t[k] = max(t[k], wished)
	}
}

// tieName keeps a name such as 6+6 whole: a plus between two numbers of a digit
// or two. Longer ones are a sum, which may end a line before each plus.
func tieName(chars []char, i int, t []bond) {
	from, to := i, i+1
	for from > 0 && (isDigit(chars[from-1].r) || strings.ContainsRune(".+", chars[from-1].r)) {
		from--
	}
	for to < len(chars) && (isDigit(chars[to].r) || strings.ContainsRune(".+", chars[to].r)) {
		to++
	}
	if from < i && i-from <= 2 && to-i-1 <= 2 {
		t[i] = firm
	}
}

// tieRange keeps “1—9月”, “3～5个” whole: a single dash between figures. A
// dash alone never begins a line.
func tieRange(chars []char, i int, t []bond) {
	single := (i == 0 || chars[i-1].r != '—') && (i+1 == len(chars) || chars[i+1].r != '—')
	if !single {
		return
	}
	t[i] = firm
	if i+1 < len(chars) && isDigit(chars[i+1].r) {
		t[i+1] = firm
	}
}

// span is a line as a range of characters.
type span struct {
	from, to int
	last     bool // of its paragraph, or before a forced break: not stretched
}

// breakLines cuts a paragraph into lines no wider than first and rest. At a
// forbidden place it squeezes punctuation to take in more, else pushes out
// what may not be parted; what is wider than a line is cut anywhere.
func breakLines(chars []char, first, rest float64) []span {
	return breakLinesOf(chars, ties(chars), first, rest, true)
}

// breakTied is for lines that are not filled to the edge.
func breakTied(chars []char, tie []bond, first, rest float64) []span {
	return breakLinesOf(chars, tie, first, rest, false)
}

func breakLinesOf(chars []char, tie []bond, first, rest float64, fill bool) []span {
	var lines []span
	for from := 0; from < len(chars); {
		width := rest
		if from == 0 {
			width = first
		}
		to, last := lineEnd(chars, tie, from, width, fill)
		lines = append(lines, span{from, to, last})
		from = to
		for from < len(chars) && chars[from].r == ' ' && !chars[from].brk {
			from++ // spaces at a break are not carried over
		}
	}
	return lines
}

const hair = 0.01 // tolerance of comparisons, points

func lineEnd(chars []char, tie []bond, from int, width float64, fill bool) (to int, last bool) {
	w := 0.0
	to = from
	for to < len(chars) {
		if to > from && chars[to].brk {
			return to, true
		}
		if w+chars[to].adv > width+hair && chars[to].r != ' ' {
			break
		}
		w += chars[to].adv
		to++
	}
	if to == len(chars) {
		return to, true
	}
	if to > from && tie[to] == loose {
		return to, false
	}
	if in := squeezeIn(chars, tie, from, to, w, width); in > 0 {
		return in, in == len(chars) || chars[in].brk
	}
	out := pushOut(chars, tie, from, to)
	if fill && looseness(chars[from:out], width) > easy*chars[from].size {
		for k := to; k > out; k-- {
			if tie[k] == held || tie[k] == wished && chars[k].r == '〔' {
				return k, false
			}
		}
	}
	return out, false
}

// easy is how far apart, in ems, characters may be spread before a line rather
// ends inside of 个百分点, or before the bracket of a document number.
const easy = 0.12

// looseness is how far apart the characters of a line are spread to fill it.
func looseness(chars []char, width float64) float64 {
	gaps := 0
	for i := 1; i < len(chars); i++ {
		if stretches(chars[i-1], chars[i]) {
			gaps++
		}
	}
	return (width - widthOf(chars)) / float64(max(1, gaps))
}

// gappy is how many characters may be pushed out for a wish alone.
const gappy = 3

// pushOut goes back to where the line may end.
func pushOut(chars []char, tie []bond, from, to int) int {
	wish := 0
	for out := to; out > from; out-- {
		switch {
		case tie[out] == wished && wish == 0:
			wish = out
		case tie[out] == loose && (wish == 0 || to-out <= gappy):
			return out
		case tie[out] == loose:
			return wish
		}
	}
	if wish > 0 {
		return wish
	}
	return cutWithin(chars, from, to)
}

// squeezeIn looks for the next place after to where the line may end if its
// punctuation is squeezed; 0 if there is none.
func squeezeIn(chars []char, tie []bond, from, to int, w, width float64) int {
	for i := to; i < len(chars); i++ {
		w += chars[i].adv
		if chars[i].brk || w-width > 3*cell {
			return 0
		}
		end := i + 1
		if end < len(chars) && tie[end] != loose {
			continue
		}
		if w-room(chars[from:end]) <= width+hair {
			return end
		}
		return 0
	}
	return 0
}

// cutWithin parts what is wider than a line, still keeping marks off the
// beginning where it can.
func cutWithin(chars []char, from, to int) int {
	for out := to; out > from+1; out-- {
		a, b := chars[out-1].r, chars[out].r
		if !strings.ContainsRune(noStart, b) && !strings.ContainsRune(noEnd, a) && !(a == b && (a == '—' || a == '…')) {
			return out
		}
	}
	return max(to, from+1)
}

// squeezable is how much a character can give: half of its cell at the end of
// a line, a little less inside.
func squeezable(c char, atEnd bool) float64 {
	switch {
	case !c.wide:
		return 0
	case strings.ContainsRune(closers, c.r) && atEnd:
		return 0.5 * c.size
	case strings.ContainsRune(closers, c.r), strings.ContainsRune(openers, c.r):
		return 0.4 * c.size
	case strings.ContainsRune(stops, c.r) && atEnd:
		return 0.35 * c.size
	case strings.ContainsRune(stops, c.r):
		return 0.2 * c.size
	}
	return 0
}

// tighten is how much the space between full-width characters can give.
const tighten = 0.1

// room is how much a line can give.
func room(chars []char) float64 {
	r := 0.0
	for i, c := range chars {
		r += squeezable(c, i == len(chars)-1)
		if i > 0 && stretches(chars[i-1], c) {
			r += tighten
		}
	}
	return r
}

// stretches says that space between two characters may change.
func stretches(a, b char) bool {
	if a.r == b.r && (a.r == '—' || a.r == '…') {
		return false
	}
	return a.wide || b.wide || a.r == ' '
}
