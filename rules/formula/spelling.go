package formula

import (
	"strings"
	"unicode"
)

// spelled is an expression in the spelling the grammar knows, with the place
// each of its characters had in the expression as the office wrote it.
type spelled struct {
	runes []rune
	from  []int // parallel to runes: 0-based rune offset in the original
	size  int   // runes in the original
}

// column is the 1-based column in the original of an offset in the spelling.
func (s spelled) column(offset int) int {
	if offset >= 0 && offset < len(s.from) {
		return s.from[offset] + 1
	}
	return s.size + 1
}

func (s *spelled) put(at int, text string) {
	for _, r := range text {
		s.runes = append(s.runes, r)
		s.from = append(s.from, at)
	}
}

// symbols are what people type for an operator with a Chinese keyboard, or
// with the symbols of a report.
var symbols = map[rune]string{
	'×': "*", '÷': "/", '−': "-", '—': "-", '≤': "<=", '≥': ">=", '≠': "!=",
	'，': ",", '、': ",", '。': ".", '【': "[", '】': "]", '｜': "|",
}

// words stand for and, or, not when they stand alone.
var words = map[string]string{"且": " and ", "并且": " and ", "或": " or ", "或者": " or ", "非": " not "}

// quotes open a text; the value closes it.
var quotes = map[rune]rune{'"': '"', '\'': '\'', '“': '”', '‘': '’', '”': '”', '＂': '＂'}

// spell maps full-width characters, Chinese quotes, = for ==, <> for != and
// the words 且 或 非. What stands inside quotes is left as it is.
func spell(source string) spelled {
	in := []rune(source)
	s := spelled{size: len(in)}
	for i := 0; i < len(in); {
		switch {
		case quotes[in[i]] != 0:
			i = s.quoted(in, i)
		case nameRune(in[i]) && !unicode.IsDigit(in[i]):
			i = s.word(in, i)
		default:
			i = s.symbol(in, i)
		}
	}
	return s
}

// quoted copies the text that opens at i as a "…" literal and returns where
// it ends. One that is never closed stays open, for the parser to report.
func (s *spelled) quoted(in []rune, i int) int {
	closer := quotes[in[i]]
	s.put(i, `"`)
	for i++; i < len(in); i++ {
		switch r := in[i]; {
		case r == closer, closer == '”' && r == '"':
			s.put(i, `"`)
			return i + 1
		case r == '\\' && closer != '”' && closer != '’' && i+1 < len(in):
			s.put(i, string(in[i:i+2]))
			i++
		case r == '"' || r == '\\':
			s.put(i, `\`+string(r))
		default:
			s.put(i, string(r))
		}
	}
	return i
}

func (s *spelled) word(in []rune, i int) int {
	end := i
	for end < len(in) && nameRune(in[end]) {
		end++
	}
	word := strings.Map(narrow, string(in[i:end]))
	if operator, ok := words[word]; ok {
		s.put(i, operator)
		return end
	}
	for n, r := range []rune(word) {
		s.put(i+n, string(r))
	}
	return end
}

func (s *spelled) symbol(in []rune, i int) int {
	r := narrow(in[i])
	next := rune(0)
	if i+1 < len(in) {
		next = narrow(in[i+1])
	}
	switch {
	case symbols[r] != "":
		s.put(i, symbols[r])
	case r == '<' && next == '>':
		s.put(i, "!=")
		return i + 2
	case strings.ContainsRune("<>=!", r) && next == '=':
		s.put(i, string(r))
		s.put(i+1, "=")
		return i + 2
	case r == '=':
		s.put(i, "==")
	case unicode.IsSpace(r):
		s.put(i, " ")
	default:
		s.put(i, string(r))
	}
	return i + 1
}

// narrow is the half-width form of a full-width letter, digit or sign.
func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

func nameRune(r rune) bool {
	r = narrow(r)
	return r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
