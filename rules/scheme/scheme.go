// Package scheme loads the office's two workbooks, the scheme (方案: the rules
// of the game) and the register (台账: what only people can say), and refuses
// faulty ones with every fault at once.
//
// Start at Scheme; Load reads one from tables, and tables come from the
// built-in defaults (templates) or from a workbook alike. Everything about a
// county is data in here; the code knows only the general mechanism.
//
// Reading goes in this order: table.go makes tables of a workbook or of text,
// sheets.go says which sheets and columns there are, reader.go and cells.go
// read every cell by its column's kind, and one file a sheet judges what a
// single cell cannot tell (forms.go, targets.go, rules.go …). register.go does
// the same for the 台账. calendar.go counts working days, schedule.go says when
// a job is due; who does it is the business of cmd.
package scheme

import (
	"cmp"
	"regexp"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/formula"
)

// Scheme is a loaded 方案, compiled and without faults.
type Scheme struct {
	Settings    Settings
	TaskForces  []TaskForce
	Indicators  []Indicator
	Targets     []Target
	Forms       []*form.Form // one a class, in order of appearance
	Rules       []Rule
	Scores      []ScoreLine
	Deductions  []Deduction
	Supervision []Supervision
	Outcomes    []Outcome
	Days        map[ingest.Date]DayKind
	Jobs        []Job
	own         map[ownChoice]Choice
	Choices     map[string]Choice // 计算口径 by 事项; what holds for one task force: ChoiceOf
	Idle        []Choice          // rows of 计算口径 that nothing reads
	Odd         []Oddity          // what works, but hardly as it was meant
	Newer       []Newer           // columns that the office's workbook is too old to have
	Digest      string            // SHA-256 of the canonical tables

	tables   []Table
	byCode   index[TaskForce]
	targeted index[Target]
}

// Settings are the rows of 设置 that the code asks for; mail, limits and the
// like stay in Other by name, as written or at their fallback, "" for none.
type Settings struct {
	Office       string // 发文机关
	DocumentCode string // 文号代字, e.g. 沁招商办
	NoticeTitle  string // 依据文件, e.g. 《…》（沁政办发〔2022〕38号）
	To           string // 主送
	CopyTo       string // 抄送
	Calendar     ingest.Calendar
	FirstMonth   ingest.Period // 启用月: no return is due before it
	DueDay       int           // 报送截止日: day of the next month, moved to a working day
	Correction   int           // 订正期, working days after 截止
	Manual       bool          // 签发方式 人工
	Stages       []string      // 项目阶段, in order, without the terminal one
	Terminated   string        // 终止阶段
	Scope        string        // 统计范围用语 in titles, e.g. 招商专班
	County       string        // 地区名称
	Other        map[string]string
}

// TaskForce is a row of 专班.
type TaskForce struct {
	form.Unit
	Short    string   // 简称, as sentences call it: 开发区专班
	Leader   string   // 分管领导(岗位)
	LeadUnit string   // 牵头单位
	Members  []string // 成员单位
	Remit    string   // 招商方向
	Mail     string
	From, To ingest.Period // 启用起, 启用止; zero is open
	Ranked   bool          // 参加评比
	InCounty bool          // 计入全县合计
	Row      int
}

// Indicator is a row of 指标. Programs are by class, for the classes it
// applies to.
type Indicator struct {
	Code     string // 代码, as JSON and trace use it: 签约金额
	Name     string
	Unit     string
	Decimals int
	Year     map[string]*formula.Program // 算式: the year to date
	Month    map[string]*formula.Program // 当月算式: the month alone; nil: difference of two 算式
	Formula  string                      // 算式 as written
	Count    bool                        // 小数位 0: floored when expected
	Help     string
	Basis    string
	Phrase   string // 表述: how a sentence calls it, before its value; Name when blank
	Said     string // 累计句式: how a sentence tells the year to date, ValueMark where value and unit stand; "" Phrase, value, unit
	Monthly  string // 当月句式: how it tells a month that added one, or with ValueMark any; "" like Said
	Head     string // 表头: its heading in a table; "" Name with Unit in brackets
	With     string // 并入: code of the indicator whose clause it joins with 、; "" stands alone
	Headline bool   // 通报重点: told task force by task force in the circular; none marked means all
}

// TargetKind is 目标's 类型.
type TargetKind string

const (
	AtLeast TargetKind = "不少于"
	Sum     TargetKind = "金额"
	Range   TargetKind = "争取区间"
)

// Target is a row of 目标: what one task force is to reach in one year.
type Target struct {
	TaskForce, Indicator string
	Year                 int
	Kind                 TargetKind
	Low                  exact.Num
	High                 *exact.Num
	Plan                 []exact.Num // cumulative at each quarter's end; nil is 线性
	Basis                string
	Row                  int
}

// Stage of a rule's life (阶段).
type Stage string

const (
	Trial   Stage = "试行" // only warns
	Active  Stage = "正式"
	Retired Stage = "停用"
)

// Rule is a row of 规则: Condition must hold.
type Rule struct {
	Code, Name string
	Sheet      string // 范围: a 工作表, or "" for 全表
	Classes    []string
	Condition  map[string]*formula.Program // by class
	Source     string                      // 条件 as written
	Level      string                      // finding.Level
	Stage      Stage
	Message    string // 提示, a text/template over the same names: “{{.签约金额}}亿元”
	Hint       string // 改法
	Field      string // 定位字段: where the finding points; first field of the condition when blank
	Basis      string
	Example    string
	MissingBad bool          // 缺值: 视为不满足; otherwise 跳过
	From, To   ingest.Period // 生效月, and 失效月: the first month it no longer applies
	Row        int
}

// ScoreLine is a row of 计分.
type ScoreLine struct {
	Indicator string
	Weight    exact.Num
	Cap       exact.Num
	Note      string
}

// Deduction is a row of 扣分: Count slips of Condition, each costing Points.
type Deduction struct {
	Item      string
	Condition map[string]*formula.Program // a number (how many) or a truth (once)
	Source    string
	Points    exact.Num
	Limit     exact.Num
	Note      string
}

// Supervision is a row of 督查: what raises an item.
type Supervision struct {
	Code     string
	Name     string
	Raise    map[string]*formula.Program
	Source   string
	Text     string // 事项表述, a text/template over the same names
	Demand   string // 整改要求
	Days     int    // 期限, working days
	Close    map[string]*formula.Program
	Escalate string
	Basis    string
	// Monthly: what happened in one month is a fact of its own, whatever later
	// months bring, so each has its own item (逐月).
	Monthly bool
	Closing string // 销号用语: how a closing by rule is told; "" is 已整改到位
	// HandedOver: what is open when the reporting year is over is a matter for
	// the year's assessment, since no later month can make it good (跨年).
	HandedOver bool
	// TakenOver says what becomes of an item that a task force which has ended
	// left open: 由…处理; "" is that it goes on.
	TakenOver string
	// From and To are 生效月 and 失效月: the row raises items about months from
	// the one on and before the other; what it raised is pursued ever after.
	From, To ingest.Period
}

// HandOver is what 跨年 may say.
const HandOver = "转入年度考核"

// takeOver is what 停用后 may say: a circular prints it as “尚未销号的7项由办公室处理”.
var takeOver = regexp.MustCompile(`^由\p{Han}{2,20}处理$`)

// Outcome is a row of 考核, tried in order.
type Outcome struct {
	Condition map[string]*formula.Program
	Source    string
	Grade     string // 等次
	Wording   string // 结论用语
	Basis     string
}

// DayKind is 日历's 类型.
type DayKind string

const (
	DayOff    DayKind = "休"
	MakeUpDay DayKind = "班"
)

// Job is a row of 日程.
type Job struct {
	Task    string // 任务
	When    string // 时间: a cron line, or 截止后3个工作日 09:00
	CatchUp string // 补跑: CatchUpAll, CatchUpLast or CatchUpNone

	Schedule Schedule // 时间, parsed; see Scheme.Slots
}

// Choice is a row of 计算口径.
type Choice struct {
	Item, Value, Note string
	TaskForce         string // 专班: the one it holds for in place of the general row; "" for all
	Phrase            string // 表述: how documents call it; "" is by its name
	Row               int
}

// Title is what documents call the choice.
func (c Choice) Title() string { return cmp.Or(c.Phrase, c.Item) }

// Fault is one thing wrong with a workbook of the office.
type Fault struct {
	Sheet, Cell string
	Message     string // Chinese: what is wrong, with the value
	Hint        string // allowed values, did you mean
}

// Faults is every fault of a workbook; as an error it prints one a line.
type Faults []Fault

func (f Faults) Error() string {
	text := ""
	for i, x := range f {
		if i > 0 {
			text += "\n"
		}
		text += x.Sheet
		if x.Cell != "" {
			text += "!" + x.Cell
		}
		text += "：" + x.Message + x.Hint
	}
	return text
}

// Table is one sheet of an office workbook as text, from a .tsv of templates
// or from a workbook alike.
type Table struct {
	Sheet   string
	Header  int      // 1-based row (line) of the headers
	Columns []string // by position from column A; "" where a column has no header
	Rows    []Row
}

// Row is a table's row. Number is its 1-based row in the sheet (or line in the
// file), Cells run parallel to Columns, trimmed.
type Row struct {
	Number int
	Cells  []string
}
