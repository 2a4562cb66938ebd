// Package form is what a return form (月报表) is: its sheets, columns, roles
// and types, and where things stand on it.
//
// The scheme fills a Form from its 表单 and 栏目 sheets; output/xlsx draws it,
// ingest/read reads returns by it, rules/check judges by it, so that form,
// dropdowns, checks and messages cannot disagree. The code knows a column
// only by its Role, never by its name.
package form

import (
	"slices"
	"strings"

	"tongbao/ingest/exact"
)

// Form is the return form of one class of task forces (类别).
type Form struct {
	Class   string // 类别, e.g. 产业专班
	Version string // printed on the form; changes with Digest
	Digest  string // SHA-256 of 表单+栏目 only, lower-case hex
	Sheets  []Sheet
}

// Shape is how a sheet is laid out (形式).
type Shape string

const (
	Pairs Shape = "名称-值" // one item a row: name in column B, value in column C
	List  Shape = "清单"   // one event a row under a header row
)

// Prefill is what the office writes into a sheet before sending the form out
// (预填).
type Prefill string

const (
	NoPrefill   Prefill = ""
	PrefillOpen Prefill = "督办事项" // open supervision items, one a row, to be answered
)

// Sheet is one sheet of a form.
type Sheet struct {
	Name    string // 工作表
	Shape   Shape
	NilItem bool // 可零报告: may be declared 本月无 on the cover
	Prefill Prefill
	Stage   string // 对应阶段: the project stage that a row of this sheet attests; "" for none
	Help    string // 填写说明, printed under the title
	Fields  []Field
}

// Role is the meaning by which the code knows a column (角色).
type Role string

const (
	NoRole      Role = ""
	TaskForce   Role = "专班"   // cover: which task force; its 代码 or 名称
	Month       Role = "报告月份" // cover: which month
	Reporter    Role = "填报人"  // cover: who filled it in
	NilOf       Role = "零报告"  // cover: made by the program, one a sheet with 可零报告
	Project     Role = "项目编号" // key of a project: ABC-2023-003
	ProjectName Role = "项目名称"
	Investor    Role = "投资方"
	Stage       Role = "阶段" // the project's stage; choices in order
	Amount      Role = "金额" // an amount of money
	EventDate   Role = "发生日期"
	LateMark    Role = "补报"   // 是: an event of an earlier month of the year
	Party       Role = "合同甲方" // who signs for our side
	Item        Role = "督办编号" // supervision item a row answers
	ItemText    Role = "督办事项" // what the item is about; written by the office when it sends the form out
	ItemDue     Role = "整改期限" // day the item is due; written by the office
	Answer      Role = "整改情况" // what was done about it
	AnswerCode  Role = "意见编号" // 情况说明: code of the finding explained
	AnswerCell  Role = "意见位置" // 情况说明: its cell, 签约项目!F7
	AnswerText  Role = "说明"
)

// Roles is every role the 角色 column may hold.
var Roles = []Role{TaskForce, Month, Reporter, Project, ProjectName, Investor, Stage, Amount, EventDate, LateMark, Party, Item, ItemText, ItemDue, Answer, AnswerCode, AnswerCell, AnswerText}

// Type is what a column holds (类型).
type Type string

const (
	TextType  Type = "文本"
	Integer   Type = "整数"
	Decimal   Type = "数值" // exact decimal in Field.Unit with up to Field.Decimals decimals
	DateType  Type = "日期"
	MonthType Type = "月份" // 2023年9月; read as Text "2023-09"
	Choice    Type = "选项" // one of Field.Choices
	YesNo     Type = "是否" // 是 or 否
)

// Types is every type the 类型 column may hold.
var Types = []Type{TextType, Integer, Decimal, DateType, MonthType, Choice, YesNo}

// Merged is what a cell merged over several entries of a column means (合并).
type Merged string

const (
	AskMerged Merged = ""     // nobody can tell: the sender is asked (S-MERGE)
	FillDown  Merged = "向下填充" // the value holds for each entry; each filled one is listed as a repair
)

// Field is a column of a list sheet or an item of a name-value sheet (栏目).
type Field struct {
	Key      string   // 字段: the name expressions and JSON use
	Header   string   // 列名, without unit
	Aliases  []string // 别名: other headers that mean the same
	Role     Role
	Type     Type
	Required bool
	Merged   Merged
	Choices  []string   // 选项
	Unit     string     // 单位, printed in the header: 签约金额（亿元）
	Decimals int        // 小数位: how many decimals may be given
	Min, Max *exact.Num // 最小, 最大; of a text: Max is its greatest number of characters
	Example  string     // 示例
	Help     string     // 填写说明, shown when the cell is chosen
	NilSheet string     // Role NilOf: the sheet declared 本月无
}

// Title is the header as printed: 签约金额（亿元）.
func (f Field) Title() string {
	if f.Unit == "" {
		return f.Header
	}
	return f.Header + "（" + f.Unit + "）"
}

// The fixed places of a form. A list sheet has its title in row 1, help in
// row 2, a blank or period line in row 3, headers in HeaderRow and entries
// below. A name-value sheet has names in column B and values in column C.
const (
	HeaderRow     = 4
	FirstEntry    = 5
	FirstPair     = 4
	PairNameCol   = "B"
	PairValueCol  = "C"
	NilAnswer     = "本月无"  // what the cover's 零报告 item says
	NilHeading    = "零报告：" // header of such an item: 零报告：签约项目
	Yes, No       = "是", "否"
	RequiredMark  = "＊"         // ends the header of a required field on a generated form, 签约金额（亿元）＊; readers drop it
	IdentitySheet = "_表单标识"     // hidden and protected: name in A, value in B
	ResultSheet   = "审核结果"      // our findings in a workbook sent back; readers pass over it
	OtherResult   = "审核结果（办公室）" // its name where the sender has a sheet of its own by that name
	NoteHead      = "【审核意见】"    // begins every comment of ours in a workbook sent back; readers pass over it
	GuideSheet    = "参考"        // read-only: projects, targets, progress; never read back
)

// Names of the identity sheet's rows.
const (
	IdentityVersion   = "表单版本"
	IdentityDigest    = "表单摘要"
	IdentityTaskForce = "专班代码"
	IdentityPeriod    = "报告月份"
)

// Sheet returns the sheet of that name, nil when there is none.
func (f *Form) Sheet(name string) *Sheet {
	for i := range f.Sheets {
		if f.Sheets[i].Name == name {
			return &f.Sheets[i]
		}
	}
	return nil
}

// Cover is the name-value sheet that holds the TaskForce role. A scheme
// without one is refused when it is loaded.
func (f *Form) Cover() *Sheet {
	for i := range f.Sheets {
		if f.Sheets[i].Shape == Pairs && f.Sheets[i].With(TaskForce) != nil {
			return &f.Sheets[i]
		}
	}
	return nil
}

// SheetNames lists the sheets in form order.
func (f *Form) SheetNames() []string {
	names := make([]string, len(f.Sheets))
	for i, s := range f.Sheets {
		names[i] = s.Name
	}
	return names
}

// Field returns the field with that key, nil when there is none.
func (s *Sheet) Field(key string) *Field {
	return s.first(func(f Field) bool { return f.Key == key })
}

// Headed returns the field with that 列名, nil when there is none.
func (s *Sheet) Headed(header string) *Field {
	return s.first(func(f Field) bool { return f.Header == header })
}

// With returns the first field that plays the role, nil when there is none.
func (s *Sheet) With(role Role) *Field {
	return s.first(func(f Field) bool { return f.Role == role })
}

func (s *Sheet) first(is func(Field) bool) *Field {
	if i := slices.IndexFunc(s.Fields, is); i >= 0 {
		return &s.Fields[i]
	}
	return nil
}

// Unit is what reading must know of a task force.
type Unit struct {
	Code  string // 代码: ABC
	Name  string // 名称
	Class string // 类别
}

// Book is everything reading must know of a scheme: who may report, on which
// forms, in which years.
type Book struct {
	Units []Unit
	Forms []*Form
}

// Unit returns the unit with that code or name, nil when there is none.
func (b Book) Unit(codeOrName string) *Unit {
	for i, u := range b.Units {
		if u.Code == codeOrName || u.Name == codeOrName {
			return &b.Units[i]
		}
	}
	return nil
}

// Form returns the form of a class, nil when there is none.
func (b Book) Form(class string) *Form {
	for _, f := range b.Forms {
		if f.Class == class {
			return f
		}
	}
	return nil
}

// IsResult tells our findings, by the sheet's name and first text, from a sheet
// of the sender's own that has the name.
func IsResult(name, first string) bool {
	return (strings.EqualFold(name, ResultSheet) || strings.EqualFold(name, OtherResult)) && strings.HasPrefix(first, ResultSheet+"：")
}

// SaysNothing tells a text that only marks that there is nothing: /, —, 无.
func SaysNothing(text string) bool {
	switch strings.Join(strings.Fields(text), "") {
	case "/", "／", "-", "－", "--", "—", "——", "\\", "无", "暂无", "没有", "本月无", "本月暂无", "（无）", "(无)":
		return true
	}
	return false
}
