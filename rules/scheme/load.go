package scheme

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// Load reads a scheme from its tables. A faulty one gives nil and a Faults
// error that lists every fault at once, in the order of the workbook; nothing
// runs on a faulty scheme.
func Load(tables []Table) (*Scheme, error) {
	b := build(tables)
	if err := b.sorted(); err != nil {
		return nil, err
	}
	return b.s, nil
}

// LoadBooks reads the scheme and the register by it. Faults of both come as
// one Faults: what is wrong with the scheme does not hide what is wrong with
// the register, except where the register could only be judged by a sheet of
// the scheme that is faulty itself.
func LoadBooks(tables, register []Table) (*Scheme, *Register, error) {
	b := build(tables)
	r := newRegistrar(register, b.s)
	for _, f := range b.faults {
		r.doubtful[f.Sheet] = true
	}
	r.load()
	var faults Faults
	if b.sorted() != nil {
		faults = append(faults, b.faults...)
	}
	if r.sorted() != nil {
		faults = append(faults, r.faults...)
	}
	if len(faults) > 0 {
		return nil, nil, faults
	}
	return b.s, r.r, nil
}

// build reads what it can of a scheme, faulty or not.
func build(tables []Table) *builder {
	b := &builder{reader: readTables(schemeSheets, tables, "方案"), s: &Scheme{}, envs: map[envKey]formula.Env{}, read: map[string]bool{}}
	b.settings()
	b.forms()
	b.taskForces()
	b.choices()
	b.breaks(sheetChoices, "事项")
	b.indicators()
	b.breaks(sheetIndicators, "代码")
	b.targets()
	b.rules()
	b.scores()
	b.deductions()
	b.supervision()
	b.outcomes()
	b.days()
	b.jobs()
	b.settingNamesRows()
	b.choicesHeld()
	b.choicesRead()
	b.sense()
	b.newer()
	b.s.tables = b.tables
	b.s.Digest = digest(b.tables)
	return b
}

// builder makes a Scheme of lines. What one part needs of an earlier one it
// takes from s.
type builder struct {
	*reader
	s       *Scheme
	broken  []string             // names whose own line is faulty
	lost    []string             // sheets of which a column's name or role was refused
	absent  []string             // names that are only missing where a faulty line left them out
	unsure  []string             // sheets with a faulty column
	chosen  []formula.Comparison // what 口径.事项 is held against
	months  []string             // rows of 计算口径 that are held against the months of a year
	read    map[string]bool      // rows of 计算口径 that something speaks of
	misread bool                 // an expression or wording was refused: what it speaks of is not known
	envs    map[envKey]formula.Env
}

type envKey struct {
	class, sheet string
	scope        facts.Scope
}

// Tables returns the scheme's sheets as they were read, known columns only, in
// the workbook's order: what init writes out and Digest is made of.
func (s *Scheme) Tables() []Table { return s.tables }

// digest is the SHA-256 over every cell, lengths included, so that no two
// different schemes meet.
func digest(tables []Table) string {
	h := sha256.New()
	for _, t := range tables {
		fmt.Fprintf(h, "%q %d\n", t.Sheet, len(t.Rows))
		for _, row := range t.Rows {
			fmt.Fprintf(h, "%q\n", row.Cells)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// classes are the 类别 that have a form, in order.
func (b *builder) classes() []string {
	var names []string
	for _, f := range b.s.Forms {
		names = append(names, f.Class)
	}
	return names
}

// appliesTo reads a column of classes: blank is every class.
func (b *builder) appliesTo(l *line, column string) []string {
	known := b.classes()
	written := l.list(column)
	if len(written) == 0 {
		return known
	}
	var classes []string
	for _, c := range written {
		if !slices.Contains(known, c) {
			l.unknown(column, "这个类别", c, known)
		} else if !slices.Contains(classes, c) {
			classes = append(classes, c)
		}
	}
	return classes
}

// compile compiles the expression of a column for each class. A kind given
// twice (truth or number) takes the first that fits.
func (b *builder) compile(l *line, column string, classes []string, scope facts.Scope, sheet string, kinds ...formula.Kind) map[string]*formula.Program {
	source := l.text(column)
	if source == "" {
		return nil
	}
	programs := map[string]*formula.Program{}
	for _, class := range classes {
		p, err := firstThatFits(source, b.names(class, scope, sheet), kinds)
		if err != nil {
			b.badExpression(l, column, err)
		}
		programs[class] = p // nil when faulty: it still applies to the class
	}
	b.held(l, column, classes, programs)
	for _, p := range programs {
		if p != nil {
			b.reads(p.Names()...)
			b.pairs(p)
		}
	}
	return programs
}

func firstThatFits(source string, env formula.Env, kinds []formula.Kind) (p *formula.Program, err error) {
	for _, k := range kinds {
		if p, err = formula.Compile(source, env, k); err == nil {
			return p, nil
		}
	}
	return nil, err
}

// names is what an expression may use for a class in a scope.
func (b *builder) names(class string, scope facts.Scope, sheet string) formula.Env {
	key := envKey{class, sheet, scope}
	env, ok := b.envs[key]
	if !ok {
		env = facts.Names(b.s.vocabulary(class), b.s.Form(class), scope, sheet)
		b.envs[key] = env
	}
	return env
}

// breaks remembers the names that faulty lines were to define, so that
// expressions which use them are not blamed as well.
func (b *builder) breaks(sheet string, columns ...string) {
	for _, l := range b.of(sheet) {
		for _, c := range columns {
			if name := l.cells[c].text; l.faulted && name != "" {
				b.broken = append(b.broken, name)
			}
		}
	}
}

// breaksForms does the same for 表单 and 栏目. A faulty 示例 or 最大 breaks no
// name; a refused 类型 breaks that field's; where the name itself or the role
// was refused nobody knows what it was, and any name that is not known on that
// sheet may be it.
func (b *builder) breaksForms() {
	for _, l := range b.of(sheetForms) {
		switch name := l.text("工作表"); {
		case l.badIn("类别", "工作表", "形式"):
			b.broken = append(b.broken, l.cells["工作表"].text)
		case l.badIn("可零报告"):
			b.absent = append(b.absent, name)
		}
	}
	for _, l := range b.of(sheetFields) {
		if !l.faulted {
			continue
		}
		sheet := nearest(l.cells["工作表"].text, b.allSheets())
		b.unsure = append(b.unsure, sheet)
		if l.badIn("字段", "角色", "工作表", "适用类别") {
			b.lost = append(b.lost, sheet)
		}
		if l.badIn("类型", "字段") && l.text("字段") != "" {
			b.broken = append(b.broken, l.text("字段"))
		}
	}
}

// derived reports whether what an expression or wording of a line says would
// only repeat the fault of the line that was to define a name. Unknown is the
// name that is not known, "" where something else is wrong.
func (b *builder) derived(l *line, column, unknown string) bool {
	where, text := l.text("范围"), l.text(column)
	return slices.ContainsFunc(b.broken, func(name string) bool {
		return name == unknown && name != "" || name == where && name != "" || mentions(text, name)
	}) ||
		unknown != "" && slices.Contains(b.absent, unknown) ||
		unknown != "" && slices.ContainsFunc(b.lost, func(sheet string) bool { return sheet != "" && (sheet == where || mentions(text, sheet)) })
}

// mentions reports whether a text has the name, whole.
func mentions(text, name string) bool {
	for at := 0; name != ""; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at+i])
		after, _ := utf8.DecodeRuneInString(text[at+i+len(name):])
		if !nameRune(before) && !nameRune(after) {
			return true
		}
		at += i + len(name)
	}
	return false
}

func (b *builder) badExpression(l *line, column string, err error) {
	b.misread = true
	f, ok := err.(*formula.Fault)
	if b.derived(l, column, unknownIn(f)) {
		return
	}
	if !ok {
		l.fault(column, "“"+column+"”不能使用："+err.Error()+"。", "")
		return
	}
	place := ""
	if f.Column > 0 {
		place = fmt.Sprintf("第%d个字起：", f.Column)
	}
	l.fault(column, "“"+column+"”"+place+f.Message, f.Hint)
}

func unknownIn(f *formula.Fault) string {
	if f == nil {
		return ""
	}
	return f.Name
}

// Form returns the return form of a class, nil when there is none.
func (s *Scheme) Form(class string) *form.Form {
	for _, f := range s.Forms {
		if f.Class == class {
			return f
		}
	}
	return nil
}

// vocabulary is what the expressions of a class can speak about apart from
// returns: only the indicators that apply to it.
func (s *Scheme) vocabulary(class string) facts.Vocabulary {
	v := facts.Vocabulary{Stages: s.Settings.Stages, Terminated: s.Settings.Terminated, Choices: map[string]formula.Type{}}
	for item, c := range s.Choices {
		kind := formula.Text
		if _, number := c.Number(); number {
			kind = formula.Number
		}
		v.Choices[item] = formula.Type{Kind: kind}
	}
	for _, r := range s.Rules {
		v.Rules = append(v.Rules, r.Code)
	}
	for _, i := range s.IndicatorsOf(class) {
		v.Indicators = append(v.Indicators, i.Code)
	}
	return v
}

// isName reports whether expressions can use s as a name.
func isName(s string) bool {
	if s == "" || strings.HasPrefix(s, "__") {
		return false
	}
	for i, r := range s {
		if !nameRune(r) || i == 0 && r >= '0' && r <= '9' {
			return false
		}
	}
	return true
}
