package pdf

import (
	"strings"
	"unicode"
)

// Where the words of a head end. A head's lines are so short that they would
// soon cut a word, and there is no dictionary: official terms are words of two
// characters, 框架｜协议｜金额, one of them with a prefix or a suffix where
// their number is odd, 对接｜项目｜总投资.
const (
	prefixes = "较总应各上下本当副新原已未非每某年"
	suffixes = "率数额值量费款方人号名者家地期日格式表单证书权比位级"
)

// headTies are ties that also keep words whole; a prefix or a suffix is parted
// from its word where a line can hold no more.
func headTies(chars []char) []bond {
	t := ties(chars)
	for from := 0; from < len(chars); {
		to := from
		for to < len(chars) && unicode.Is(unicode.Han, chars[to].r) && (to == from || !chars[to].brk) {
			to++
		}
		tieWords(chars, from, to, t)
		from = max(to, from+1)
	}
	return t
}

// tieWords ties the words of a run of Chinese characters.
func tieWords(chars []char, from, to int, t []bond) {
	if (to-from)%2 == 1 && to-from > 1 {
		switch first, last := chars[from].r, chars[to-1].r; {
		case strings.ContainsRune(suffixes, last):
			to--
			t[to] = max(t[to], wished)
		case strings.ContainsRune(prefixes, first):
			from++
			t[from] = max(t[from], wished)
		default: // the last three, perhaps with a prefix
			to -= 3
			affix, word := to+1, to+2
			if !strings.ContainsRune(prefixes, chars[to].r) {
				affix, word = word, affix
			}
			t[affix], t[word] = max(t[affix], wished), firm
		}
	}
	for i := from + 1; i < to; i += 2 {
		t[i] = firm
	}
}

// cellTies are the ties of a cell of a table's body: a figure and what marks it
// are each whole, −16.7｜红→黄, 12.00△｜待核; a name of few characters ends its
// lines with words; a day stays with its month, and no character stands alone
// on the last line.
func cellTies(chars []char) []bond {
	n := len(chars)
	t := ties(chars)
	figure := 0
	for figure < n && strings.ContainsRune("0123456789+−-.,—–%*△", chars[figure].r) {
		figure++
	}
	switch {
	case figure > 0:
		hold(chars, t, 1, figure)
		if n-figure <= longestMark {
			hold(chars, t, figure+1, n)
		}
	case n <= shortCell && onlyHan(chars):
		t = headTies(chars)
	}
	for i := 1; i+1 < n; i++ {
		if j := i; chars[i-1].r == '月' && isDigit(chars[i].r) {
			for j < n && isDigit(chars[j].r) {
				j++
			}
			if j < n && chars[j].r == '日' {
				t[i] = firm
			}
		}
	}
	if n > 2 && !chars[n-1].brk && onlyHan(chars[n-2:]) {
		t[n-1] = max(t[n-1], wished)
	}
	return t
}

// longestMark is how many characters mark a figure at most: 未到节点.
const longestMark = 4

func hold(chars []char, t []bond, from, to int) {
	for i := from; i < to; i++ {
		if !chars[i].brk {
			t[i] = firm
		}
	}
}

func onlyHan(chars []char) bool {
	for _, c := range chars {
		if !unicode.Is(unicode.Han, c.r) {
			return false
		}
	}
	return true
}
