package facts

import (
	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/rules/formula"
)

// Scope is where an expression stands, and so which names it may use.
type Scope int

const (
	OfRow       Scope = iota // 规则 of one sheet
	OfReturn                 // 规则 of 全表
	OfIndicator              // 算式
	OfJudgement              // 扣分, 督查, 考核
)

// Vocabulary is what a scheme's expressions can speak about apart from returns.
type Vocabulary struct {
	Stages     []string                // 项目阶段 in order
	Terminated string                  // 终止阶段
	Choices    map[string]formula.Type // 口径.<事项>
	Indicators []string                // 指标.<代码>, for OfJudgement
}

// Names returns everything an expression may use in a scope. Sheet is the
// rule's sheet for OfRow, "" otherwise.
func Names(v Vocabulary, f *form.Form, scope Scope, sheet string) formula.Env { panic("stub") }

// Base is what is known before any return is looked at.
type Base struct {
	Vocabulary
	ChoiceValues map[string]any // Num or string
	Calendar     ingest.Calendar
	Form         *form.Form
	TaskForce    formula.Record // 专班: 代码, 名称, 类别, 牵头单位, 招商方向
}

// Year is one task force's reporting year as of one month.
type Year struct{}

// NewYear takes the accepted returns of the reporting year up to period,
// oldest first (a return being checked stands last, in place of any earlier
// version of its month).
func NewYear(b Base, period ingest.Period, returns []*ingest.Return) *Year { panic("stub") }

// Indicator is the environment for 算式 and 当月算式.
func (y *Year) Indicator() formula.Record { panic("stub") }

// Return is the environment for a rule of 全表 on the month's own return.
func (y *Year) Return() formula.Record { panic("stub") }

// Row is the environment for a rule of one sheet on one entry of the month's
// own return.
func (y *Year) Row(e ingest.Entry) formula.Record { panic("stub") }

// Judgement is the environment for 扣分, 督查 and 考核: figures and reporting
// are given by the caller under 指标, 报送 and 督办.
func (y *Year) Judgement(more formula.Record) formula.Record { panic("stub") }

// Project is a project as last known, fields of all its sheets merged.
type Project struct {
	Code       string
	Stage      string
	StageIndex int // 1-based; 0 unknown
	Terminated bool
	Values     map[string]ingest.Value // by 字段, latest known
	Latest     ingest.Entry
}

// Projects lists the projects of the year, by code.
func (y *Year) Projects() []Project { panic("stub") }
