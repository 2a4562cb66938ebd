// Package formula evaluates the expressions of a scheme (算式, 条件) on exact
// numbers that remember the cells they rest on. It is the only door to
// expr-lang/expr.
//
// Start at Compile. What names an expression may use is decided by rules/facts.
//
// The grammar is expr's: its parser makes the tree. Types and values are ours
// (compile.go and the files beside it), because the library's checker speaks
// English and stops at the first fault, its literals are binary floats, its
// truths cannot tell which cells they looked at, and it takes a missing text
// for one that differs. So every number literal is exact, every name is
// checked against an Env, and a missing value stops the evaluation wherever
// it is met. What is left out: exponents, %, slices, variables, text sums.
package formula

import (
	"errors"

	"tongbao/ingest"
	"tongbao/ingest/exact"
)

// Num is an exact number and the cells it rests on, in reading order, each
// once.
type Num struct {
	exact.Num
	From []ingest.Source
}

// Kind is the kind of thing a name stands for or an expression yields.
type Kind int

const (
	Number Kind = iota // Num
	Text               // string
	Day                // ingest.Date
	Truth              // bool
	Group              // a record with named members: 上期.阶段序号
	List               // a list of records: sum(签约项目, .签约金额)
)

// Type describes a name. Members is for Group and List. Options is for a Text
// that is one of a few, as a column with choices gives; nil is any text.
type Type struct {
	Kind    Kind
	Members map[string]Type
	Options []string
}

// Env names everything an expression may use.
type Env map[string]Type

// Record is a Group's or a List element's value by member name: Num, string,
// ingest.Date, bool, Record or []Record. An absent member is missing. The
// record's own place is kept under SourceKey for counting.
type Record map[string]any

// SourceKey is the member under which a Record keeps its ingest.Source.
const SourceKey = "$行"

// ErrMissing is returned when an expression needed a value that was not
// given; the row's 缺值 says what follows.
var ErrMissing = errors.New("formula: missing value")

// Fault is why an expression cannot be used, in Chinese, with the 1-based
// character column in the expression as the office wrote it.
type Fault struct {
	Column  int
	Message string
	Hint    string // did you mean, or what is allowed
	Name    string // the name that is not known; "" for any other fault
}

func (f *Fault) Error() string { return f.Message }
