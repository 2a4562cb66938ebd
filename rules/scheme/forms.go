package scheme

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// Limits of a form's text that Excel sets.
const maxSheetName = 31

// defaultDecimals is how many decimals a 数值 may have when 小数位 is blank:
// 亿元 down to 万元.
const defaultDecimals = 4

func nameRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// forms reads 表单 and 栏目 into one form a class.
func (b *builder) forms() {
	seen, sheets := map[string]int{}, map[string][]*line{}
	for _, l := range b.of(sheetForms) {
		class, name := l.text("类别"), l.text("工作表")
		if class == "" || name == "" || !l.unique(seen, "工作表", class, name) {
			continue
		}
		b.sheet(l, class, name)
		sheets[class] = append(sheets[class], l)
	}
	b.fields()
	b.breaksForms()
	for _, f := range b.s.Forms {
		b.wholeForm(f, sheets[f.Class])
	}
}

func (b *builder) form(class string) *form.Form {
	if f := b.s.Form(class); f != nil {
		return f
	}
	b.s.Forms = append(b.s.Forms, &form.Form{Class: class})
	return b.s.Forms[len(b.s.Forms)-1]
}

func (b *builder) sheet(l *line, class, name string) {
	if why := badSheetName(name); why != "" {
		l.fault("工作表", "工作表名"+finding.Quote(name)+why, "")
	}
	s := form.Sheet{Name: name, Shape: form.Shape(l.text("形式")), NilItem: l.yes("可零报告", false), Prefill: form.Prefill(l.text("预填")), Stage: l.text("对应阶段"), Help: l.text("填写说明")}
	if s.NilItem && s.Shape == form.Pairs {
		l.fault("可零报告", "名称-值形式的工作表不能零报告。", "请填“否”。")
	}
	if s.Stage != "" && !slices.Contains(b.s.Settings.Stages, s.Stage) {
		l.unknown("对应阶段", "这个阶段", s.Stage, b.s.Settings.Stages)
	}
	f := b.form(class)
	f.Sheets = append(f.Sheets, s)
}

// badSheetName says why Excel or the form cannot take the name.
func badSheetName(name string) string {
	switch {
	case len([]rune(name)) > maxSheetName:
		return fmt.Sprintf("有%d个字，Excel最多%d个字。", len([]rune(name)), maxSheetName)
	case strings.ContainsAny(name, `[]:*?/\`) || strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'"):
		return "含有Excel不允许的字符（[ ] : * ? / \\ 或首尾的'）。"
	case !isName(name):
		return "不能在算式中使用：只能用汉字、字母、数字和下划线，不以数字开头。"
	case name == form.GuideSheet || name == form.IdentitySheet || name == form.ResultSheet || slices.Contains(ownNames, name):
		return "是程序自用的名称。"
	}
	return ""
}

// fields reads 栏目 into the sheets that have been made.
func (b *builder) fields() {
	for _, l := range b.of(sheetFields) {
		name := l.text("工作表")
		if name == "" {
			continue
		}
		if !slices.Contains(b.allSheets(), name) {
			l.unknown("工作表", "这张工作表", name, b.allSheets())
			continue
		}
		f := b.field(l)
		for _, class := range b.appliesTo(l, "适用类别") {
			b.place(l, class, name, f)
		}
	}
}

func (b *builder) allSheets() []string {
	var names []string
	for _, f := range b.s.Forms {
		for _, s := range f.Sheets {
			if !slices.Contains(names, s.Name) {
				names = append(names, s.Name)
			}
		}
	}
	return names
}

// place adds a field to a class's sheet, which must not have another of the
// same name, header or alias.
func (b *builder) place(l *line, class, name string, f form.Field) {
	s := b.s.Form(class).Sheet(name)
	if s == nil {
		if l.filled("适用类别") {
			l.fault("适用类别", finding.Quote(class)+"没有工作表"+finding.Quote(name)+"。", "请先在“表单”中增加。")
		}
		return
	}
	if s.Field(f.Key) != nil && f.Key != "" {
		l.fault("字段", "工作表"+finding.Quote(name)+"已有字段"+finding.Quote(f.Key)+"。", "同一张表的字段不能重名。")
		return
	}
	if b.s.Form(class).Sheet(f.Key) != nil {
		l.fault("字段", "字段"+finding.Quote(f.Key)+"与工作表同名，条件中分不清。", "请换一个字段名。")
	}
	for _, header := range append([]string{f.Header}, f.Aliases...) {
		if other := headed(s, header); other != nil {
			l.fault("列名", "列名"+finding.Quote(header)+"与字段"+finding.Quote(other.Key)+"的列名或别名相同。", "同一张表的列名和别名不能相同。")
		}
	}
	if f.Role != form.NoRole && f.Role != form.Amount && s.With(f.Role) != nil && !l.faulted {
		l.fault("角色", "工作表"+finding.Quote(name)+"已有角色为"+finding.Quote(string(f.Role))+"的栏目。", "一张表中除“金额”外，一种角色只能有一栏。")
	}
	s.Fields = append(s.Fields, f)
}

func headed(s *form.Sheet, header string) *form.Field {
	for i, f := range s.Fields {
		if f.Header == header || slices.Contains(f.Aliases, header) {
			return &s.Fields[i]
		}
	}
	return nil
}

// typeOfRole is the type that a role's column must have; roles not listed are
// free text.
var typeOfRole = map[form.Role]form.Type{
	form.Month: form.MonthType, form.Stage: form.Choice, form.Amount: form.Decimal, form.EventDate: form.DateType, form.LateMark: form.YesNo, form.ItemDue: form.DateType,
}

func (b *builder) field(l *line) form.Field {
	f := form.Field{
		Key: l.text("字段"), Header: l.text("列名"), Aliases: l.list("别名"), Role: form.Role(l.text("角色")), Type: form.Type(l.text("类型")),
		Required: l.yes("必填", false), Choices: l.list("选项"), Unit: l.text("单位"), Min: l.number("最小"), Max: l.number("最大"), Example: l.text("示例"), Help: l.text("填写说明"), Merged: form.Merged(l.text("合并")),
	}
	b.reserved(l, f.Key)
	if want := typeOfRole[f.Role]; want != "" && f.Type != "" && f.Type != want {
		f.Role = form.NoRole // else it would be blamed for a clash of roles as well
		l.fault("类型", "角色"+finding.Quote(l.text("角色"))+"的类型应为"+finding.Quote(string(want))+"，写的是"+finding.Quote(string(f.Type))+"。", "")
	}
	if !l.faulted {
		b.choicesOf(l, &f)
		if l.badIn("选项") {
			f.Choices = nil // or expressions would be blamed for naming what it should have
		}
		b.boundsOf(l, &f)
	}
	if f.Merged == form.FillDown {
		b.fillable(l, f)
	}
	if why := badExample(f); why != "" && !l.faulted {
		l.fault("示例", "示例"+finding.Quote(f.Example)+why, "示例应当自己就能通过审核。")
	}
	return f
}

// choicesOf gives a stage column without choices the stages of 设置.
func (b *builder) choicesOf(l *line, f *form.Field) {
	switch {
	case f.Type == form.Choice && f.Role == form.Stage:
		b.stageChoices(l, f)
	case f.Type == form.Choice && len(f.Choices) == 0:
		l.fault("选项", "类型为“选项”的栏目没有写选项。", "请写出各个选项，用逗号分开。")
	case f.Type != form.Choice && len(f.Choices) > 0 && f.Type != "":
		l.fault("选项", "类型为"+finding.Quote(string(f.Type))+"的栏目不用写选项。", "要限定选项的，类型请填“选项”。")
	}
	for i, c := range f.Choices {
		if slices.Contains(f.Choices[:i], c) {
			l.fault("选项", "选项"+finding.Quote(c)+"写了两次。", "")
		}
	}
}

func (b *builder) stageChoices(l *line, f *form.Field) {
	known := append(slices.Clone(b.s.Settings.Stages), b.s.Settings.Terminated)
	if len(f.Choices) == 0 {
		f.Choices = known
		return
	}
	for _, c := range f.Choices {
		if !slices.Contains(known, c) {
			l.unknown("选项", "这个阶段", c, known)
		}
	}
}

func (b *builder) boundsOf(l *line, f *form.Field) {
	if f.Type == form.Decimal {
		f.Decimals = defaultDecimals
	}
	if l.has("小数位") {
		f.Decimals = l.whole("小数位")
		if f.Decimals > 8 || f.Decimals > 0 && f.Type != form.Decimal && f.Type != "" {
			l.fault("小数位", "小数位"+finding.Quote(l.text("小数位"))+"不合适：只有“数值”有小数位，最多8位。", "")
			f.Decimals = min(f.Decimals, 8)
		}
	}
	text := f.Type == form.TextType && f.Min == nil
	if (f.Min != nil || f.Max != nil) && f.Type != form.Decimal && f.Type != form.Integer && f.Type != "" && !text {
		l.fault("最小", "只有“数值”和“整数”可以限定大小，“文本”可以在“最大”中限定字数。", "请清除“最小”“最大”。")
	}
	if text && f.Max != nil && (f.Max.Places() > 0 || f.Max.Sign() <= 0) {
		l.fault("最大", "“文本”的“最大”是字数，"+finding.Quote(f.Max.String())+"不是正整数。", "请填写整数，如 50。")
	}
	if f.Min != nil && f.Max != nil && f.Min.Cmp(*f.Max) > 0 {
		l.fault("最大", "最大"+finding.Quote(f.Max.String())+"小于最小"+finding.Quote(f.Min.String())+"。", "")
	}
}

// fillable refuses 向下填充 where a merged cell need not hold for each row: a
// number may be the sum of all, a code and a name tell rows apart.
func (b *builder) fillable(l *line, f form.Field) {
	switch {
	case f.Type == form.Decimal || f.Type == form.Integer:
		l.fault("合并", "类型为"+finding.Quote(string(f.Type))+"的栏目不能向下填充：合并单元格里可能是几行的合计。", "请清除“合并”。")
	case f.Role == form.Project || f.Role == form.ProjectName || f.Role == form.Item:
		l.fault("合并", "角色为"+finding.Quote(string(f.Role))+"的栏目不能向下填充：各行靠它区分。", "请清除“合并”。")
	}
}

// badExample says why the example is no value of its own column.
func badExample(f form.Field) string {
	if f.Example == "" {
		return ""
	}
	switch f.Type {
	case form.Integer, form.Decimal:
		n, err := exact.Parse(f.Example)
		if err != nil {
			return "不是数。"
		}
		if f.Min != nil && n.Cmp(*f.Min) < 0 || f.Max != nil && n.Cmp(*f.Max) > 0 || n.Places() > f.Decimals {
			return "不在限定的范围或小数位内。"
		}
	case form.DateType:
		if _, ok := parseDay(f.Example); !ok {
			return "不是日期。"
		}
	case form.MonthType:
		if _, ok := parseMonth(f.Example); !ok {
			return "不是月份。"
		}
	case form.Choice:
		if !slices.Contains(f.Choices, f.Example) {
			return "不在选项中。"
		}
	case form.YesNo:
		if f.Example != form.Yes && f.Example != form.No {
			return "不是“是”或“否”。"
		}
	}
	return ""
}

// reserved refuses a field named like something that expressions already have.
func (b *builder) reserved(l *line, key string) {
	if key == "" {
		return
	}
	if !usable(key) {
		l.fault("字段", "字段名"+finding.Quote(key)+"在算式中另有含义。", "请换一个，例如在后面加一个字。")
		return
	}
	if slices.Contains(ownNames, key) {
		l.fault("字段", "字段名"+finding.Quote(key)+"是程序自用的名称。", "请换一个，例如在后面加一个字。")
	}
}

// usable reports whether an expression can call something by this name: words
// such as and, 且 or in cannot be.
func usable(key string) bool {
	_, err := formula.Compile(key, formula.Env{key: {Kind: formula.Number}}, formula.Number)
	return err == nil
}

// ownNames are what expressions have beside the office's names, asked of facts
// with a form of one project sheet.
var ownNames = func() []string {
	const sheet, key = "甲", "乙"
	f := &form.Form{Sheets: []form.Sheet{{Name: sheet, Shape: form.List, Fields: []form.Field{{Key: key, Role: form.Project}}}}}
	own := map[string]bool{}
	for _, scope := range []facts.Scope{facts.OfRow, facts.OfReturn, facts.OfIndicator, facts.OfJudgement} {
		for name := range facts.Names(facts.Vocabulary{}, f, scope, sheet) {
			own[name] = true
		}
	}
	delete(own, sheet)
	delete(own, key)
	return slices.Sorted(maps.Keys(own))
}()

// wholeForm checks what only the whole form can tell, adds the 零报告 items
// to the cover and fixes the digest.
func (b *builder) wholeForm(f *form.Form, lines []*line) {
	for i := range f.Sheets {
		b.wholeSheet(&f.Sheets[i], lines[i])
	}
	b.cover(f, lines[0])
	f.Digest = b.formDigest(f.Class)
	f.Version = strings.ToUpper(f.Digest[:8])
}

func (b *builder) wholeSheet(s *form.Sheet, l *line) {
	if slices.Contains(b.broken, s.Name) || slices.Contains(b.unsure, s.Name) {
		return
	}
	if len(s.Fields) == 0 {
		l.fault("工作表", "工作表"+finding.Quote(s.Name)+"没有栏目。", "请在“栏目”中增加。")
		return
	}
	need := func(column, why string, roles ...form.Role) {
		for _, r := range roles {
			if s.With(r) == nil {
				l.fault(column, "工作表"+finding.Quote(s.Name)+why+"，但没有角色为"+finding.Quote(string(r))+"的栏目。", "请在“栏目”中指定。")
			}
		}
	}
	if s.Stage != "" {
		need("对应阶段", "有对应阶段", form.Project)
	}
	if s.Prefill == form.PrefillOpen {
		need("预填", "预填督办事项", form.Item, form.Answer)
	}
	if s.With(form.Stage) != nil {
		need("工作表", "有阶段", form.Project)
	}
	if s.With(form.AnswerText) != nil {
		need("工作表", "用于说明审核意见", form.AnswerCode)
	}
	if s.With(form.LateMark) != nil {
		need("工作表", "有补报", form.EventDate)
	}
}

// cover requires one name-value sheet that says who reports and which month,
// and gives it one 零报告 item a sheet.
func (b *builder) cover(f *form.Form, first *line) {
	cover := f.Cover()
	if cover == nil {
		first.fault("类别", finding.Quote(f.Class)+"的月报表没有封面：要有一张“名称-值”形式的工作表，其中一栏的角色为“专班”。", "")
		return
	}
	if cover.With(form.Month) == nil {
		first.fault("类别", finding.Quote(f.Class)+"的封面"+finding.Quote(cover.Name)+"没有角色为“报告月份”的栏目。", "请在“栏目”中指定。")
	}
	for _, s := range f.Sheets {
		if s.NilItem {
			cover.Fields = append(cover.Fields, nilItem(s.Name))
		}
	}
}

func nilItem(sheet string) form.Field {
	return form.Field{
		Key: "零报告_" + sheet, Header: form.NilHeading + sheet, Role: form.NilOf, Type: form.Choice, Choices: []string{form.NilAnswer},
		Help: "“" + sheet + "”本月没有内容的选“" + form.NilAnswer + "”，有内容的不填。", NilSheet: sheet,
	}
}

// formDigest covers the rows of 表单 and 栏目 that make the class's form, so
// that a change elsewhere never invalidates a form that was sent out.
func (b *builder) formDigest(class string) string {
	h := sha256.New()
	for _, l := range b.of(sheetForms) {
		if l.text("类别") == class {
			hashLine(h.Write, l, layoutOf(schemeSheets, sheetForms))
		}
	}
	for _, l := range b.of(sheetFields) {
		classes := l.list("适用类别")
		if f := b.s.Form(class); f.Sheet(l.text("工作表")) != nil && (len(classes) == 0 || slices.Contains(classes, class)) {
			hashLine(h.Write, l, layoutOf(schemeSheets, sheetFields))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func hashLine(write func([]byte) (int, error), l *line, in *layout) {
	var cells []string
	for _, c := range in.columns {
		if c.name == "合并" {
			continue // says how a form is read, not what it asks for: forms already sent out stay in force
		}
		cells = append(cells, l.cells[c.name].text)
	}
	_, _ = write(fmt.Appendf(nil, "%q\n", cells)) // a hash never fails
}
