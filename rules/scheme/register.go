package scheme

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
)

// Register is a loaded 台账: what only people can say (DESIGN 4). An empty one
// is fine. Row is each row's place in the workbook, for trace and messages.
type Register struct {
	Opening     []OpeningProject
	Members     []Member
	Verified    []Verified
	Settlements []Settlement
	Inspections []Inspection
	Objections  []Objection
	Waivers     []Waiver
	Extensions  []Extension
	Dispatches  []Dispatch
	Texts       []MonthText
	Digest      string // SHA-256 of the canonical tables
}

// OpeningProject is a row of 期初项目: a project carried in, as an entry of a
// sheet of the form. Its main columns are told by role, the others by name.
type OpeningProject struct {
	TaskForce string
	Sheet     string // 工作表 the row stands for
	Period    ingest.Period
	Values    map[form.Role]string // 项目编号, 项目名称, 投资方, 阶段, 金额, 发生日期; canonical text
	Cells     map[form.Role]string // A1 place of each
	Evidence  string
	Entry     ingest.Entry // the same as a row of the sheet, with what 其他栏目 adds; cells are the register's
	Row       int
}

// Member is a row of 成员名册.
type Member struct {
	TaskForce, Person, Unit, Post, Kind string
	From, To                            ingest.Date // zero is open
	Row                                 int
	Cell                                string // of 姓名
}

// Verified is a row of 核定: it stands in place of what was reported, from a
// month on.
type Verified struct {
	TaskForce, Indicator string
	Project              string // 项目编号; "" for the whole figure
	From                 ingest.Period
	Amount               exact.Num // in the indicator's unit
	Evidence, Reason     string
	Row                  int
	Cell                 string // of the amount
}

// Settlement is a row of 重复认定: projects that are one, and who holds it.
type Settlement struct {
	Claims  []Claim // two or more
	Apart   bool    // 归属 不重复: they are projects of their own, each Share is 1
	Basis   string  // 以谁为准: the task force whose figures hold; "" where none is named
	From    ingest.Period
	Reason  string
	Decided string // 认定人(岗位)
	Before  string // 上年已计入: form.Yes where what the claims counted in the year before that of From counts no more, form.No where the office says there is none, "" where it says nothing
	Row     int
	Cell    string // of 归属
}

// Claim is one task force's part in a settled project. Shares of a settlement
// add up to 1 unless it is Apart.
type Claim struct {
	TaskForce, Project string
	Share              exact.Num
}

// Has reports whether a settlement names a task force's project.
func (s Settlement) Has(c Claim) bool {
	return slices.ContainsFunc(s.Claims, func(own Claim) bool {
		return own.TaskForce == c.TaskForce && strings.EqualFold(strings.TrimSpace(own.Project), strings.TrimSpace(c.Project))
	})
}

// AnswersBefore reports whether a settlement says what becomes of what another
// counted of its projects in the year before.
func (s Settlement) AnswersBefore() bool { return s.Apart || s.Before != "" }

// Inspection is a row of 督查登记: a problem found on site, the confirmation
// that an item is closed, or a decision on one.
type Inspection struct {
	Kind           string // InspectFound, InspectClosed or InspectDecided
	Code           string // 编号: of the office's own row for a problem found
	Item           string // 督办编号 that is closed or decided on
	TaskForce      string
	On             ingest.Date
	Text, Demand   string
	Due            ingest.Date // zero: the usual days
	Days           int         // 期限(工作日), where no day is given
	Measure, Basis string      // 处理措施, 依据
	DecidedBy      string
	RedLine        bool // 弄虚作假 or a contract in the task force's name, confirmed
	Row            int
}

// What a row of 督查登记 may be.
const (
	InspectFound   = "发现问题"
	InspectClosed  = "确认销号"
	InspectDecided = "处理决定"
)

// Objection is a row of 异议.
type Objection struct {
	TaskForce, Document, Period, Indicator string
	Text, Answer, Effect                   string
	On, AnsweredOn                         ingest.Date
	Row                                    int
}

// 处理结果 of an objection.
const (
	ObjectionRejected = "维持"
	ObjectionUpheld   = "更正"
)

// Waiver is a row of 豁免: a rule that does not judge a task force for some
// months.
type Waiver struct {
	TaskForce, Rule, Project string
	From, To                 ingest.Period // both included
	Reason, ApprovedBy       string
	Row                      int
	Cell                     string // of 规则编号
}

// Extension is a row of 延期: a later due day for a month's return, or for a
// supervision item.
type Extension struct {
	TaskForce          string
	Period             ingest.Period // the return's month; zero for an item
	Item               string        // 督办编号; "" for a return
	Until              ingest.Date
	Reason, ApprovedBy string
	Row                int
}

// Dispatch is a row of 发文: what the registry gave a document.
type Dispatch struct {
	Document, Period string // 月通报 2023-09, 季评比 2023Q3, 年考核 2023
	Number, Signer   string // 文号, 签发人(岗位)
	On               ingest.Date
	Draft, Scan      string // 定稿版本, 扫描件
	Row              int
}

// MonthText is a row of 本月文字: the office's own paragraph for a circular.
type MonthText struct {
	Period    ingest.Period
	Section   string // 位置: one of TextSections
	TaskForce string // "" for all
	Text      string
	Row       int
}

// TextSections are the places of a circular that take the office's own words.
var TextSections = []string{"总体情况", "目标完成情况", "报送情况", "督查发现的问题", "下一步要求", "领导批示"}

// Documents that rows of the register may be about.
var documentNames = []string{TaskCircular, TaskRanking, TaskAssessment}

// LoadRegister reads a register from its tables and checks it against the
// scheme. A faulty one gives nil and a Faults error that lists every fault.
func LoadRegister(tables []Table, s *Scheme) (*Register, error) {
	b := newRegistrar(tables, s)
	b.load()
	if err := b.sorted(); err != nil {
		return nil, err
	}
	return b.r, nil
}

func newRegistrar(tables []Table, s *Scheme) *registrar {
	return &registrar{reader: readTables(registerSheets, tables, "台账"), s: s, r: &Register{}, doubtful: map[string]bool{}}
}

func (b *registrar) load() {
	b.opening()
	b.members()
	b.verified()
	b.settlements()
	b.inspections()
	b.objections()
	b.waivers()
	b.extensions()
	b.dispatches()
	b.texts()
	b.r.Digest = digest(b.tables)
}

type registrar struct {
	*reader
	s        *Scheme
	r        *Register
	doubtful map[string]bool // sheets of the scheme with faults: nothing is judged by them
}

// sound reports whether these sheets of the scheme can be judged by.
func (b *registrar) sound(sheets ...string) bool {
	return !slices.ContainsFunc(sheets, func(s string) bool { return b.doubtful[s] })
}

// taskForce reads a column with a 代码.
func (b *registrar) taskForce(l *line, column string) string {
	code := l.text(column)
	if code != "" && b.s.TaskForce(code) == nil && b.sound(sheetTaskForces) {
		l.unknown(column, "这个专班代码", code, b.codes())
	}
	return code
}

func (b *registrar) codes() []string {
	var codes []string
	for _, t := range b.s.TaskForces {
		codes = append(codes, t.Code)
	}
	return codes
}

// indicator reads a column with an indicator's 代码 that applies to the task
// force of the line.
func (b *registrar) indicator(l *line, taskForce string) string {
	code := l.text("指标")
	if code == "" || !b.sound(sheetTaskForces, sheetIndicators, sheetForms, sheetFields, sheetChoices, sheetSettings) {
		return code
	}
	t := b.s.TaskForce(taskForce)
	var known []string
	for _, i := range b.s.Indicators {
		if t == nil || i.Applies(t.Class) {
			known = append(known, i.Code)
		}
	}
	if !slices.Contains(known, code) {
		l.unknown("指标", "这个指标", code, known)
	}
	return code
}

func (b *registrar) members() {
	for _, l := range b.of(sheetMembers) {
		m := Member{TaskForce: b.taskForce(l, "专班"), Person: l.text("姓名"), Unit: l.text("单位"), Post: l.text("职务"), Kind: l.text("人员类别"), From: l.day("起"), To: l.day("止"), Row: l.row, Cell: l.cells["姓名"].cell}
		if m.From != (ingest.Date{}) && m.To != (ingest.Date{}) && m.To.Compare(m.From) < 0 {
			l.fault("止", "止"+m.To.Chinese()+"早于起"+m.From.Chinese()+"。", "请核对两个日期是否写反。")
		}
		if i := slices.IndexFunc(b.r.Members, m.twice); i >= 0 {
			l.fault("姓名", finding.Quote(m.Person)+fmt.Sprintf("与第%d行的任期重叠。", b.r.Members[i].Row), "同一人在同一专班、同一单位只登记一行；有变动的，前一行请填“止”。")
		}
		b.r.Members = append(b.r.Members, m)
	}
}

// twice reports whether another row tells of the same service: nobody serves
// in one task force for one unit twice at a time.
func (m Member) twice(other Member) bool {
	apart := func(to, from ingest.Date) bool {
		return to != (ingest.Date{}) && from != (ingest.Date{}) && to.Compare(from) < 0
	}
	return m.Person != "" && m.TaskForce == other.TaskForce && m.Person == other.Person && m.Unit == other.Unit && !apart(m.To, other.From) && !apart(other.To, m.From)
}

// begun faults a month before 启用月, in which the row would do nothing: a
// year mistyped, most likely.
func (b *registrar) begun(l *line, column string, p ingest.Period) {
	first := b.s.Settings.FirstMonth
	if p != (ingest.Period{}) && p.Before(first) && b.sound(sheetSettings) {
		l.fault(column, column+p.Chinese()+"早于启用月"+first.Chinese()+"，这一行不起作用。", "请核对年份。")
	}
}

// itemNumber is how the program numbers items, whatever brackets are typed.
var itemNumber = regexp.MustCompile(`^督办[^0-9]{0,2}[0-9]{4}[^0-9]{0,2}[0-9]+号$`)

// item reads 督办编号. One of another shape would match no item, in silence.
func (b *registrar) item(l *line) string {
	written := l.text("督办编号")
	if plain := strings.Join(strings.Fields(width.Narrow.String(written)), ""); written != "" && !itemNumber.MatchString(plain) {
		l.fault("督办编号", "督办编号"+finding.Quote(written)+"不能识别。", "请照督办清单填写，如 督办〔2023〕21号。")
	}
	return written
}

func (b *registrar) verified() {
	seen := map[string]int{}
	for _, l := range b.of("核定") {
		v := Verified{TaskForce: b.taskForce(l, "专班"), Project: l.text("项目编号"), From: l.month("起始月"), Evidence: l.text("依据材料"), Reason: l.text("原因"), Row: l.row, Cell: l.cells["核定数"].cell}
		v.Indicator = b.indicator(l, v.TaskForce)
		if n := l.number("核定数"); n != nil {
			v.Amount = *n
			b.countable(l, v)
		}
		if v.TaskForce != "" && v.Indicator != "" {
			l.unique(seen, "指标", v.TaskForce, v.Indicator, v.Project, v.From.String())
		}
		b.r.Verified = append(b.r.Verified, v)
	}
}

// countable refuses less than nothing, a part of what is counted one by one, and
// more than one of one project.
func (b *registrar) countable(l *line, v Verified) {
	i := b.s.Indicator(v.Indicator)
	switch {
	case i == nil:
	case !i.Count && v.Amount.Sign() < 0:
		l.fault("核定数", fmt.Sprintf("核定数%s小于0。", v.Amount), "核定数是核定后的数，不是增减数；不计入的填0。")
		return
	case i.Count && v.Project != "" && v.Amount.Places() == 0 && v.Amount.Cmp(exact.Int(1)) > 0:
		l.fault("核定数", fmt.Sprintf("项目%s是一个项目，指标%s的核定数%s应为0或1。", finding.Quote(v.Project), finding.Quote(i.Code), v.Amount), "核定全部个数的，请把项目编号留空。")
		return
	}
	if i != nil && i.Count && (v.Amount.Places() > 0 || v.Amount.Sign() < 0) {
		l.fault("核定数", fmt.Sprintf("指标%s按%s计数，核定数%s应为0或正整数。", finding.Quote(i.Code), cmp.Or(i.Unit, "个"), v.Amount), "请填整数，如 1；不计入的填0。")
	}
}

func (b *registrar) settlements() {
	claimed := map[string]int{}
	for _, l := range b.of("重复认定") {
		s := Settlement{From: l.month("起始月"), Reason: l.text("原因"), Decided: l.text("认定人(岗位)"), Row: l.row, Cell: l.cells["归属"].cell}
		for _, item := range l.list("项目") {
			if c, ok := b.claim(l, item); ok && l.unique(claimed, "项目", c.TaskForce, c.Project, s.From.String()) {
				s.Claims = append(s.Claims, c)
			}
		}
		s.Apart = l.text("归属") == notDouble
		b.shares(l, s.Claims)
		b.basis(l, &s)
		if s.Before = l.text("上年已计入"); s.Before != "" && s.Apart {
			l.fault("上年已计入", "归属为“"+notDouble+"”，各自计入，不需写上年已计入。", "请清除。")
		}
		b.r.Settlements = append(b.r.Settlements, s)
	}
}

// basis reads 以谁为准, which must be one of those that the project is of.
func (b *registrar) basis(l *line, s *Settlement) {
	s.Basis = l.text("以谁为准")
	switch {
	case s.Basis == "" || len(s.Claims) == 0:
	case s.Apart:
		l.fault("以谁为准", "归属为“"+notDouble+"”，各自计入，不需写以谁为准。", "请清除。")
	case !slices.ContainsFunc(s.Claims, func(c Claim) bool { return c.TaskForce == s.Basis }) && !l.badIn("项目"):
		l.unknown("以谁为准", "这个报了该项目的专班", s.Basis, claimants(s.Claims))
	}
}

func claimants(claims []Claim) (codes []string) {
	for _, c := range claims {
		codes = append(codes, c.TaskForce)
	}
	return codes
}

func (b *registrar) claim(l *line, item string) (Claim, bool) {
	code, project, ok := strings.Cut(strings.ReplaceAll(item, "：", ":"), ":")
	code, project = strings.TrimSpace(code), strings.TrimSpace(project)
	switch {
	case !ok || project == "":
		l.fault("项目", finding.Quote(item)+"不完整。", "请写成 专班代码:项目编号，几个的用逗号分开。")
	case b.s.TaskForce(code) == nil && b.sound(sheetTaskForces):
		l.unknown("项目", "这个专班代码", code, b.codes())
	default:
		return Claim{TaskForce: code, Project: project}, true
	}
	return Claim{}, false
}

// notDouble in 归属 settles a suspected double claim as none.
const notDouble = "不重复"

// shares reads 归属: one task force takes all, parts in the order of 项目, or
// 不重复.
func (b *registrar) shares(l *line, claims []Claim) {
	written := strings.ReplaceAll(width.Narrow.String(l.text("归属")), " ", "")
	if written == "" || len(claims) == 0 {
		return
	}
	if len(claims) < 2 {
		if l.badIn("项目") {
			return // one that was refused is the other
		}
		l.fault("项目", "重复认定至少要有两个项目。", "")
		return
	}
	if written == notDouble {
		for i := range claims {
			claims[i].Share = exact.Int(1)
		}
		return
	}
	if i := slices.IndexFunc(claims, func(c Claim) bool { return c.TaskForce == written }); i >= 0 {
		claims[i].Share = exact.Int(1)
		return
	}
	parts, sum := strings.Split(written, ":"), exact.Int(0)
	for i, p := range parts {
		n, err := exact.Parse(p)
		if err != nil || n.Sign() < 0 || len(parts) != len(claims) {
			l.fault("归属", "归属"+finding.Quote(l.text("归属"))+"不能识别。", fmt.Sprintf("请填上述专班之一的代码，或%d个数的比例，如 6:4。", len(claims)))
			return
		}
		claims[i].Share, sum = n, sum.Add(n)
	}
	if sum.IsZero() {
		l.fault("归属", "归属"+finding.Quote(l.text("归属"))+"的比例全为0。", "")
		return
	}
	if strings.Contains(written, ".") && sum.Cmp(exact.Int(1)) != 0 {
		l.fault("归属", "归属"+finding.Quote(l.text("归属"))+"合计为"+sum.String()+"。", "写成小数的，合计应为1；也可写整数的比例，如 6:4。")
		return
	}
	for i := range claims {
		claims[i].Share = claims[i].Share.Quo(sum)
	}
}

func (b *registrar) inspections() {
	seen := map[string]int{}
	for _, l := range b.of("督查登记") {
		i := Inspection{
			Kind: l.text("类型"), Code: l.text("编号"), Item: b.item(l), TaskForce: b.taskForce(l, "专班"), On: l.day("日期"), Text: l.text("事项"), Demand: l.text("整改要求"),
			Due: l.day("整改期限"), Days: l.whole("期限(工作日)"), Measure: l.text("处理措施"), Basis: l.text("依据"), DecidedBy: l.text("决定人(岗位)"), RedLine: l.yes("红线", false), Row: l.row,
		}
		if i.Kind == InspectFound {
			b.needs(l, i.Kind, "编号", "事项")
			if i.Code != "" {
				l.unique(seen, "编号", i.Code)
			}
			if !l.filled("整改期限") && !l.filled("期限(工作日)") {
				l.fault("整改期限", "发现问题的没有写期限。", "请填“整改期限”或“期限(工作日)”。")
			}
		}
		if i.Kind == InspectClosed {
			b.needs(l, i.Kind, "督办编号")
		}
		if i.Kind == InspectDecided {
			b.needs(l, i.Kind, "处理措施", "决定人(岗位)")
		}
		b.r.Inspections = append(b.r.Inspections, i)
	}
}

// needs faults columns that a kind of row must fill.
func (b *registrar) needs(l *line, kind string, columns ...string) {
	for _, c := range columns {
		if !l.filled(c) {
			l.fault(c, finding.Quote(kind)+"的"+finding.Quote(c)+"没有填写。", layoutOf(registerSheets, l.sheet).column(c).whatToFill())
		}
	}
}

// period reads 期次, which must suit the kind of document.
func (b *registrar) period(l *line) string {
	written := strings.TrimSpace(width.Narrow.String(l.text("期次")))
	if written == "" {
		return ""
	}
	switch l.text("文种") {
	case TaskCircular:
		if p, ok := parseMonth(written); ok {
			return p.String()
		}
	case TaskRanking:
		if q, err := ingest.ParseQuarter(written); err == nil {
			return q.String()
		}
	case TaskAssessment:
		if y, wrong, _ := readTime(year, written); wrong == "" {
			return y
		}
	case "":
		return written
	}
	l.fault("期次", "期次"+finding.Quote(written)+"与文种"+finding.Quote(l.text("文种"))+"不合。", "月通报填如 2023-09，季评比填如 2023Q3，年考核填如 2023。")
	return written
}

func (b *registrar) objections() {
	for _, l := range b.of("异议") {
		o := Objection{TaskForce: b.taskForce(l, "专班"), Document: l.text("文种"), Period: b.period(l), Text: l.text("异议内容"), Answer: l.text("答复"), Effect: l.text("处理结果"), On: l.day("提出日期"), AnsweredOn: l.day("答复日期"), Row: l.row}
		o.Indicator = b.indicator(l, o.TaskForce)
		if o.AnsweredOn != (ingest.Date{}) && o.AnsweredOn.Compare(o.On) < 0 {
			l.fault("答复日期", "答复日期"+o.AnsweredOn.Chinese()+"早于提出日期"+o.On.Chinese()+"。", "")
		}
		if o.Effect != "" && !l.filled("答复") {
			l.fault("答复", "处理结果为"+finding.Quote(o.Effect)+"，没有写答复。", "请写明答复内容和答复日期，定稿要用。")
		}
		b.r.Objections = append(b.r.Objections, o)
	}
}

func (b *registrar) waivers() {
	for _, l := range b.of(sheetWaivers) {
		w := Waiver{TaskForce: b.taskForce(l, "专班"), Rule: l.text("规则编号"), Project: l.text("项目编号"), From: l.month("起始月"), To: l.month("截止月"), Reason: l.text("原因"), ApprovedBy: l.text("批准人(岗位)"), Row: l.row, Cell: l.cells["规则编号"].cell}
		b.waivable(l, w.Rule)
		if w.To == (ingest.Period{}) {
			w.To = w.From
		}
		if w.To.Before(w.From) {
			l.fault("截止月", "截止月"+w.To.Chinese()+"早于起始月"+w.From.Chinese()+"。", "")
		}
		b.r.Waivers = append(b.r.Waivers, w)
	}
}

// waivable refuses a code that is no rule of the scheme's, nor one of the
// program's own that may be waived.
func (b *registrar) waivable(l *line, code string) {
	codes := slices.Clone(finding.Waivable)
	for _, r := range b.s.Rules {
		codes = append(codes, r.Code)
	}
	own, known := finding.Catalogue[code]
	item := slices.ContainsFunc(b.s.Supervision, func(s Supervision) bool { return s.Code == code })
	switch {
	case code == "" || slices.Contains(codes, code):
	case known:
		l.fault("规则编号", finding.Quote(code)+"（"+own.Name+"）不能豁免：内容缺少、读不出或自相矛盾的，豁免后仍不能采用。", "请由填报单位改正后重新报送；不应必填的栏目，在方案“栏目”表中改为不必填。")
	case item:
		l.fault("规则编号", finding.Quote(code)+"是督办事项，不是规则。", "请填写对应的规则编号；督办事项延期的登记“延期”，已整改的登记“督查登记”。")
	case b.sound(sheetRules) && b.sound(sheetSupervision):
		l.unknown("规则编号", "这条规则", code, codes)
	}
}

func (b *registrar) extensions() {
	seen := map[string]int{}
	for _, l := range b.of("延期") {
		e := Extension{TaskForce: b.taskForce(l, "专班"), Period: l.month("报告月份"), Item: b.item(l), Until: l.day("延至"), Reason: l.text("原因"), ApprovedBy: l.text("批准人(岗位)"), Row: l.row}
		switch {
		case l.filled("报告月份") == l.filled("督办编号"):
			l.fault("报告月份", "“报告月份”和“督办编号”应填且只填一项。", "月报表延期的填报告月份，整改延期的填督办编号。")
		case b.sound(sheetSettings, sheetDays) && e.Period != (ingest.Period{}) && e.Until != (ingest.Date{}) && e.Until.Compare(b.s.Due(e.Period)) < 0:
			l.fault("延至", "延至"+e.Until.Chinese()+"早于原来的截止日"+b.s.Due(e.Period).Chinese()+"。", "")
		case e.TaskForce != "":
			l.unique(seen, "延至", e.TaskForce, e.Period.String(), e.Item)
		}
		b.begun(l, "报告月份", e.Period)
		b.r.Extensions = append(b.r.Extensions, e)
	}
}

func (b *registrar) dispatches() {
	documents, numbers := map[string]int{}, map[string]int{}
	for _, l := range b.of("发文") {
		d := Dispatch{Document: l.text("文种"), Period: b.period(l), Number: l.text("文号"), Signer: l.text("签发人(岗位)"), On: l.day("签发日期"), Draft: l.text("定稿版本"), Scan: l.text("扫描件"), Row: l.row}
		if d.Document != "" && d.Period != "" {
			l.unique(documents, "期次", d.Document, d.Period)
		}
		if d.Number != "" {
			l.unique(numbers, "文号", d.Number)
		}
		b.r.Dispatches = append(b.r.Dispatches, d)
	}
}

func (b *registrar) texts() {
	for _, l := range b.of("本月文字") {
		m := MonthText{Period: l.month("月份"), Section: l.text("位置"), TaskForce: b.taskForce(l, "专班"), Text: l.text("内容"), Row: l.row}
		b.begun(l, "月份", m.Period)
		b.r.Texts = append(b.r.Texts, m)
	}
}
