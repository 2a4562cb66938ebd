// Package finding is what is wrong with a return (审核意见): a value that is
// collected, shown and kept, not a Go error.
//
// House style of messages. Message says what is wrong, what was written and
// what was expected, by how much it differs; Hint says what to do, with an
// example. Short, polite, exact, in the sober Chinese of an office; no code
// words, no English of other software. What the sender typed stands in “ ”
// through Quote, so that an invisible character is seen. Every message ends
// in “。”.
package finding

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tongbao/ingest"
)

// Level says what follows from a finding.
type Level string

const (
	Error   Level = "error"   // 错误: the return goes back
	Warning Level = "warning" // 警告: accepted, wants an answer in 情况说明
	Notice  Level = "notice"  // 提示: accepted
)

// Chinese is 错误, 警告 or 提示.
func (l Level) Chinese() string {
	switch l {
	case Error:
		return "错误"
	case Warning:
		return "警告"
	}
	return "提示"
}

// Finding is one fault of a return and how to mend it. Codes are permanent:
// F… file, S… structure, T… type and format, R… rules of the scheme, X…
// across months, D… across task forces.
type Finding struct {
	Code  string `json:"code"`
	Level Level  `json:"level"`
	ingest.Place
	Value    string `json:"value,omitempty"`    // as typed
	Expected string `json:"expected,omitempty"` // what would have been right
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
	Basis    string `json:"basis,omitempty"` // clause of the notice or the scheme's row
}

// List is findings in the order they are shown.
type List []Finding

// Worst returns the heaviest level in the list, "" when it is empty.
func (l List) Worst() Level {
	var worst Level
	for _, f := range l {
		if worst == "" || rank(f.Level) < rank(worst) {
			worst = f.Level
		}
	}
	return worst
}

// Count returns how many findings are of the level.
func (l List) Count(level Level) (n int) {
	for _, f := range l {
		if f.Level == level {
			n++
		}
	}
	return n
}

func rank(l Level) int { return slices.Index([]Level{Error, Warning, Notice}, l) }

// Sort orders the list as a reader walks the workbook: the file first, then
// sheets in the given order, then by row, column, level and code. Sheets not
// in the order come last, by name.
func (l List) Sort(sheets []string) {
	at := func(f Finding) int {
		if f.Sheet == "" {
			return -1
		}
		if i := slices.Index(sheets, f.Sheet); i >= 0 {
			return i
		}
		return len(sheets)
	}
	slices.SortStableFunc(l, func(a, b Finding) int {
		if c := at(a) - at(b); c != 0 {
			return c
		}
		if c := strings.Compare(a.Sheet, b.Sheet); c != 0 {
			return c
		}
		ac, ar := split(a.Cell)
		bc, br := split(b.Cell)
		if c := ar - br; c != 0 {
			return c
		}
		if c := len(ac) - len(bc); c != 0 {
			return c
		}
		if c := strings.Compare(ac, bc); c != 0 {
			return c
		}
		if c := rank(a.Level) - rank(b.Level); c != 0 {
			return c
		}
		return strings.Compare(a.Code, b.Code)
	})
}

func split(cell string) (column string, row int) {
	column = strings.TrimRight(cell, "0123456789")
	fmt.Sscanf(cell[len(column):], "%d", &row)
	return column, row
}

// Quote puts what the sender typed between “ ”, long text cut, and characters
// that nobody can see written out: “2023-9-5␣”, “示例〔U+200B〕公司”.
func Quote(s string) string {
	runes := []rune(s)
	if len(runes) > 40 {
		return "“" + visible(runes, 40) + "…”"
	}
	return "“" + visible(runes, len(runes)) + "”"
}

// Visible writes out the characters that nobody can see, or that would turn
// or break the line they stand in: a file may be named anything.
func Visible(s string) string {
	runes := []rune(s)
	return visible(runes, len(runes))
}

// visible writes the first n of the runes.
func visible(runes []rune, n int) string {
	var b strings.Builder
	for i, r := range runes[:n] {
		switch {
		case r == '\n':
			b.WriteString("⏎")
		case r == ' ' && (i == 0 || i == len(runes)-1):
			b.WriteString("␣")
		case r != ' ' && (unicode.IsSpace(r) || !unicode.IsPrint(r)):
			fmt.Fprintf(&b, "〔U+%04X〕", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
