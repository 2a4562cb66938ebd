package formula

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/expr-lang/expr/file"

	"tongbao/ingest/spelling"
)

// grammarFault says in Chinese what the parser said in English. It only ever
// reports one fault, the first.
func grammarFault(err error, s spelled) *Fault {
	var e *file.Error
	if !errors.As(err, &e) {
		return grammar(1, "无法识别的写法。", "")
	}
	at := min(max(e.From, 0), len(s.runes))
	token := string(s.runes[at:min(max(e.To, at), len(s.runes))])
	column := s.column(at)
	has := func(part string) bool { return strings.Contains(e.Message, part) }
	switch {
	case has("token EOF"), has("unexpected end"):
		return grammar(s.size+1, "没有写完。", "请补全末尾的内容，并检查括号是否成对。")
	case has("literal not terminated"):
		return grammar(s.column(s.lastQuote()), "文字缺少右引号。", "文字请用一对引号括起，如 “是”。")
	case has("escape"), has("unescape"):
		return grammar(column, "引号内的反斜杠写法不对。", "反斜杠请写两个。")
	case has("unrecognized character"):
		return grammar(column, "不认识的字符“"+token+"”。", "请改用常用的运算符号。")
	case has("number syntax"), has("literal"):
		return grammar(s.column(s.numberBefore(at)), "数字写法不对。", "请写成普通小数，如 0.5；数字与文字之间请留空格。")
	case has("expected name"):
		return grammar(column, "“.”后面应写名称。", "如 上期.阶段。")
	case has("expected at least"):
		return grammar(column, "括号内的内容不够。", "清单函数写作 sum(清单, .字段)。")
	case has("maximum allowed"):
		return grammar(column, "太长、太复杂。", "请拆成几条。")
	case strings.TrimSpace(token) == ".":
		return grammar(column, "“.字段”只能用在清单函数之内。", "如 sum(清单, .字段)。")
	case strings.TrimSpace(token) == "":
		return grammar(column, "此处写法不对。", "")
	}
	return grammar(column, "此处不应出现“"+strings.TrimSpace(token)+"”。", "请检查前后是否缺少运算符、逗号或括号。")
}

func grammar(column int, message, hint string) *Fault {
	return &Fault{Column: column, Message: message, Hint: hint}
}

// lastQuote is where the text that never ended began.
func (s spelled) lastQuote() int {
	for i := len(s.runes) - 1; i > 0; i-- {
		if s.runes[i] == '"' && s.runes[i-1] != '\\' {
			return i
		}
	}
	return 0
}

// numberBefore is where the number at or before an offset began: the parser
// notices a number that is too long only when it has passed it.
func (s spelled) numberBefore(at int) int {
	at = min(at, len(s.runes)-1)
	for at > 0 && !unicode.IsDigit(s.runes[at]) {
		at--
	}
	for at > 0 && (unicode.IsDigit(s.runes[at-1]) || s.runes[at-1] == '.') {
		at--
	}
	return at
}

// didYouMean is “是否想写“…”？”, or the choices where none is near and they
// are few.
func didYouMean(written string, known []string) string {
	slices.Sort(known)
	best, distance := "", len([]rune(written))/2+1
	for _, k := range known {
		if d := spelling.Distance(written, k); d < distance {
			best, distance = k, d
		}
	}
	switch {
	case best != "":
		return "是否想写“" + best + "”？"
	case len(known) == 0:
		return ""
	case len(known) > 12:
		return "可用的有：" + strings.Join(known[:12], "、") + "等" + strconv.Itoa(len(known)) + "个。"
	}
	return "可用的有：" + strings.Join(known, "、") + "。"
}

func names[V any](m map[string]V) []string { return slices.Collect(maps.Keys(m)) }

// first is the leftmost of several faults.
func first(faults []*Fault) *Fault {
	return slices.MinFunc(faults, func(a, b *Fault) int { return cmp.Compare(a.Column, b.Column) })
}
