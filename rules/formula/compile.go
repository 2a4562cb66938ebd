package formula

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"tongbao/ingest"
	"tongbao/ingest/exact"
)

// invalid is the kind of what is faulty already: it raises no second fault.
const invalid Kind = -1

// Chinese names the kind in faults: 数字, 文字 and so on.
func (k Kind) Chinese() string {
	switch k {
	case Number:
		return "数字"
	case Text:
		return "文字"
	case Day:
		return "日期"
	case Truth:
		return "是非判断"
	case Group:
		return "一组名称"
	case List:
		return "清单"
	}
	return "无法判断的内容"
}

// typ is a type as it is known while compiling. path is how the office would
// write the thing, where it is a name.
type typ struct {
	kind    Kind
	members map[string]Type // Group, or List of records
	scalar  Kind            // List that map made: kind of its elements
	mapped  bool
	path    string
	options []string // Text that is one of a few
}

func typeOf(t Type, path string) typ {
	return typ{kind: t.Kind, members: t.Members, path: path, options: t.Options}
}

// plain is the type of a value made of t, which is no name any more.
func (t typ) plain() typ { return typ{kind: t.kind} }

// element is the type of a list's elements.
func (t typ) element() typ {
	if t.mapped {
		return typ{kind: t.scalar}
	}
	return typ{kind: Group, members: t.members, path: t.path}
}

// node is a compiled part of an expression; the evaluator of its kind is set.
type node struct {
	typ
	number func(*run) Num
	text   func(*run) string
	day    func(*run) ingest.Date
	truth  func(*run) bool
	group  func(*run) Record
	list   func(*run) list

	written *ast.StringNode // a text in quotes
	counts  bool            // a number of things
}

// describe names the node in a fault: “项目名称”是文字.
func (n node) describe() string {
	if n.path != "" {
		return n.kind.Chinese() + "“" + n.path + "”"
	}
	return n.kind.Chinese()
}

// value evaluates a scalar or group of any kind.
func (n node) value(x *run) any {
	switch n.kind {
	case Number:
		return n.number(x)
	case Text:
		return n.text(x)
	case Day:
		return n.day(x)
	case Truth:
		return n.truth(x)
	case Group:
		return n.group(x)
	}
	return n.list(x)
}

type compiler struct {
	env      Env
	source   spelled
	elements []typ // of the predicates being compiled, innermost last
	names    []string
	compared []Comparison
	pairs    [][2]string
	faults   []*Fault
}

// fail notes a fault at a rune offset of the spelling and returns a node that
// raises no further one.
func (c *compiler) fail(offset int, message, hint string) node {
	c.faults = append(c.faults, &Fault{Column: c.source.column(offset), Message: message, Hint: hint})
	return node{typ: typ{kind: invalid}}
}

// failName notes that a name is not known.
func (c *compiler) failName(name string, offset int, message, hint string) node {
	v := c.fail(offset, message, hint)
	c.faults[len(c.faults)-1].Name = name
	return v
}

func (c *compiler) mention(path string) {
	if path != "" && !slices.Contains(c.names, path) {
		c.names = append(c.names, path)
	}
}

// compile turns the parser's tree into evaluators, refusing whatever an exact
// number cannot answer for.
func (c *compiler) compile(n ast.Node) node {
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return c.literal(n)
	case *ast.StringNode:
		return node{typ: typ{kind: Text}, text: func(*run) string { return n.Value }, written: n}
	case *ast.BoolNode:
		return node{typ: typ{kind: Truth}, truth: func(*run) bool { return n.Value }}
	case *ast.IdentifierNode, *ast.MemberNode, *ast.PointerNode:
		v := c.place(n)
		c.mention(v.path)
		return v
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		return c.conditional(n)
	case *ast.BuiltinNode:
		return c.call(n.Name, n.Arguments, n.Location().From)
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			return c.call(callee.Value, n.Arguments, n.Location().From)
		}
		return c.fail(n.Location().From, "名称后面不能接括号。", "字段不是函数。")
	case *ast.NilNode:
		return c.fail(n.Location().From, "不能与空值比较。", "是否填写请用 有值(字段) 或 非 有值(字段)。")
	case *ast.ArrayNode:
		return c.fail(n.Location().From, "列举只能写在 in 的右边。", `如 类型 in ["甲类","乙类"]。`)
	case *ast.ChainNode:
		return c.fail(n.Location().From, "不支持“?.”。", "请直接写“.”，缺值按“缺值”列处理。")
	}
	return c.fail(n.Location().From, "不支持这种写法。", "可用运算、比较、且或非、条件 ? 甲 : 乙 和清单函数。")
}

// literal reads a number from the expression's own characters, so that 0.1
// is one tenth.
func (c *compiler) literal(n ast.Node) node {
	at := n.Location()
	text := string(c.source.runes[at.From:min(at.To, len(c.source.runes))])
	if strings.HasPrefix(text, ".") {
		text = "0" + text
	}
	value, err := exact.Parse(text)
	if err != nil {
		return c.fail(at.From, "“"+text+"”不是普通小数。", "请写成如 0.05 的小数。")
	}
	return node{typ: typ{kind: Number}, number: func(*run) Num { return Num{Num: value} }}
}

// place compiles a name without mentioning it; its user knows the full path.
func (c *compiler) place(n ast.Node) node {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return c.identifier(n)
	case *ast.MemberNode:
		return c.member(n)
	case *ast.PointerNode:
		return c.pointer(n)
	}
	return c.compile(n)
}

func (c *compiler) identifier(n *ast.IdentifierNode) node {
	t, ok := c.env[n.Value]
	if !ok {
		return c.failName(n.Value, n.Location().From, "没有“"+n.Value+"”这个名称。", c.unknown(n.Value))
	}
	return field(typeOf(t, n.Value), func(x *run) Record { return x.env }, n.Value)
}

// unknown is the hint for an unknown name: the likely accidents first.
func (c *compiler) unknown(name string) string {
	if _, ok := functions[name]; ok {
		return "“" + name + "”是函数，后面应接括号。"
	}
	if n := len(c.elements); n > 0 {
		if _, ok := c.elements[n-1].members[name]; ok {
			return "清单里每行的字段前面要加“.”：“." + name + "”。"
		}
	}
	if i := strings.IndexAny(name, "且或"); i > 0 {
		return "如果“且”“或”是并列条件，前后请留空格。"
	}
	return didYouMean(name, names(c.env))
}

func (c *compiler) member(n *ast.MemberNode) node {
	base := c.place(n.Node)
	at := n.Property.Location().From
	name, ok := n.Property.(*ast.StringNode)
	switch {
	case base.kind == invalid:
		return base
	case !ok || n.Method:
		return c.fail(n.Location().From, "不支持这种取值。", "清单请用 find(清单, 条件) 取其中一行。")
	case base.kind == List:
		return c.fail(at, base.describe()+"有许多行，不能直接取“"+name.Value+"”。", "如 sum("+orElse(base.path, "清单")+", ."+name.Value+")。")
	case base.kind != Group:
		return c.fail(at, base.describe()+"没有下级名称“"+name.Value+"”。", "")
	}
	t, ok := base.members[name.Value]
	if !ok {
		return c.failName(name.Value, at, "“"+orElse(base.path, "这一行")+"”里没有“"+name.Value+"”。", didYouMean(name.Value, names(base.members)))
	}
	path := ""
	if base.path != "" {
		path = base.path + "." + name.Value
	}
	return field(typeOf(t, path), base.group, name.Value)
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// field reads a member of the record that owner yields.
func field(t typ, owner func(*run) Record, name string) node {
	v := node{typ: t}
	switch t.kind {
	case Number:
		v.number = func(x *run) Num { return get[Num](x, owner(x), name) }
	case Text:
		v.text = func(x *run) string { return get[string](x, owner(x), name) }
	case Day:
		v.day = func(x *run) ingest.Date { return get[ingest.Date](x, owner(x), name) }
	case Truth:
		v.truth = func(x *run) bool { return get[bool](x, owner(x), name) }
	case Group:
		v.group = func(x *run) Record { return get[Record](x, owner(x), name) }
	case List:
		v.list = func(x *run) list { return list{records: get[[]Record](x, owner(x), name)} }
	}
	return v
}

// pointer is the element a predicate looks at: # or the base of .字段.
func (c *compiler) pointer(n *ast.PointerNode) node {
	if n.Name != "" || len(c.elements) == 0 {
		return c.fail(n.Location().From, "不支持“#"+n.Name+"”。", "每一行的字段写作 .字段。")
	}
	v := node{typ: c.elements[len(c.elements)-1]}
	switch v.kind {
	case Number:
		v.number = element[Num]
	case Text:
		v.text = element[string]
	case Day:
		v.day = element[ingest.Date]
	case Group:
		v.group = element[Record]
	}
	return v
}

func element[T any](x *run) T {
	v, _ := x.item.value.(T)
	if x.look {
		x.seen = append(x.seen, x.item.from...)
	}
	return v
}

func (c *compiler) conditional(n *ast.ConditionalNode) node {
	when := c.compile(n.Cond)
	then, otherwise := c.compile(n.Exp1), c.compile(n.Exp2)
	switch {
	case when.kind == invalid || then.kind == invalid || otherwise.kind == invalid:
		return node{typ: typ{kind: invalid}}
	case when.kind != Truth:
		return c.fail(start(n.Cond), "“?”前面是"+when.describe()+"，应是是非判断。", "")
	case then.kind != otherwise.kind || then.kind > Truth:
		return c.fail(start(n.Exp1), "“?”后面两项分别是"+then.describe()+"和"+otherwise.describe()+"，应同为数字、文字、日期或是非判断。", "")
	}
	v := node{typ: typ{kind: then.kind}}
	v.number = choose(when.truth, then.number, otherwise.number)
	v.text = choose(when.truth, then.text, otherwise.text)
	v.day = choose(when.truth, then.day, otherwise.day)
	v.truth = choose(when.truth, then.truth, otherwise.truth)
	return v
}

func choose[T any](when func(*run) bool, then, otherwise func(*run) T) func(*run) T {
	if then == nil {
		return nil
	}
	return func(x *run) T {
		if when(x) {
			return then(x)
		}
		return otherwise(x)
	}
}

// start is the leftmost offset of a part; the parser places an operation at
// its operator.
func start(n ast.Node) int {
	left := n.Location().From
	ast.Walk(&n, visit(func(part ast.Node) { left = min(left, part.Location().From) }))
	return left
}

type visit func(ast.Node)

func (v visit) Visit(n *ast.Node) { v(*n) }
