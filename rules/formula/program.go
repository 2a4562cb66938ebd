package formula

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/parser"

	"tongbao/ingest"
)

// MaxLength bounds an expression, in characters.
const MaxLength = 2000

// maxNodes bounds what the parser builds of one.
const maxNodes = 2000

// Program is a compiled expression. It may be run by several goroutines.
type Program struct {
	result   node
	names    []string
	compared []Comparison
	pairs    [][2]string
}

// Comparison is a text of few options that an expression holds against a text
// in quotes (Text, at Column) or against another name (Name). One that is no
// option never matches, which only who knows the whole scheme can call wrong.
type Comparison struct {
	Field   string // as Names has it; "" where 甲 ?? 乙 is compared
	Options []string
	Text    string
	Column  int
	Name    string
}

// Compile type-checks an expression against env and requires it to yield want
// (Number or Truth). Full-width （），＜＞＝ and the like are mapped first. A fault
// is returned as *Fault, the leftmost where there are several.
func Compile(source string, env Env, want Kind) (program *Program, err error) {
	defer func() {
		if r := recover(); r != nil { // the parser is not ours; a scheme must not end the process
			program, err = nil, &Fault{Column: 1, Message: "无法识别的写法。"}
		}
	}()
	s := spell(source)
	if s.size > MaxLength {
		return nil, grammar(MaxLength+1, "长"+strconv.Itoa(s.size)+"个字，超过"+strconv.Itoa(MaxLength)+"个字的上限。", "请拆成几条。")
	}
	settings := conf.CreateNew()
	settings.MaxNodes = maxNodes
	tree, err := parser.ParseWithConfig(string(s.runes), settings)
	if err != nil {
		return nil, grammarFault(err, s)
	}
	c := &compiler{env: env, source: s}
	result := c.compile(tree.Node)
	if result.kind != want && result.kind != invalid {
		c.fail(0, "结果是"+result.describe()+"，这里需要"+want.Chinese()+"。", resultHint(want))
	}
	if len(c.faults) > 0 {
		return nil, first(c.faults)
	}
	return &Program{result, c.names, c.compared, c.pairs}, nil
}

func resultHint(want Kind) string {
	if want == Truth {
		return "条件请写成能判断是或否的式子，如 签约金额 <= 总投资。"
	}
	return "算式请写成能算出一个数的式子，如 sum(清单, .字段)。"
}

// Number evaluates a Number program. ErrMissing when a value was missing; a
// *Fault when it cannot be worked out at all (a division by zero).
func (p *Program) Number(env Record) (n Num, err error) {
	if p.result.number == nil {
		return Num{}, fmt.Errorf("formula: a %s was asked for a number", p.result.kind.Chinese())
	}
	defer rescue(&err)
	x := begin(env, false)
	defer x.end()
	n = p.result.number(x)
	if x.err != nil {
		return Num{}, x.err
	}
	return Num{n.Num, distinct(n.From)}, nil
}

// Truth evaluates a Truth program and returns the cells it looked at, in
// order, each once. Errors as of Number.
func (p *Program) Truth(env Record) (truth bool, looked []ingest.Source, err error) {
	if p.result.truth == nil {
		return false, nil, fmt.Errorf("formula: a %s was asked for a truth", p.result.kind.Chinese())
	}
	defer rescue(&err)
	x := begin(env, true)
	defer x.end()
	truth = p.result.truth(x)
	if x.err != nil {
		return false, nil, x.err
	}
	return truth, distinct(slices.Clone(x.seen)), nil
}

// rescue turns a panic of an evaluation into its error: one bad rule must not
// end a month's run.
func rescue(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("formula: %v", r)
	}
}

// Names lists the top-level names and members the expression mentions, in
// order, each once: ["签约金额", "上期.阶段序号"]. A finding points at the first
// that is a field of its row. A member used within a list function is named
// with its list: sum(签约项目, .签约金额) gives 签约项目 and 签约项目.签约金额.
func (p *Program) Names() []string { return p.names }

// Compared lists what the expression holds texts of few options against, in
// order.
func (p *Program) Compared() []Comparison { return p.compared }

// Pairs lists the numbers by name that the expression holds against each other:
// 已过月数 and 口径.起始月数.
func (p *Program) Pairs() [][2]string { return p.pairs }

// Counts reports whether the result is how many of something there are.
func (p *Program) Counts() bool { return p.result.counts }
