package facts

import (
	"maps"
	"slices"

	"tongbao/ingest/form"
	"tongbao/rules/formula"
)

// The names that facts adds to the office's own. A 字段 or 工作表 of the same
// name hides one of these where both could be meant.
const (
	monthStart, monthEnd, yearStart, yearEnd = "月初", "月末", "年初", "年末"
	quarterStart                             = "季初"
	yearNumber, monthNumber, monthsElapsed   = "年度", "月份", "已过月数"
	monthsDue                                = "应报月数"
	taskForce, targets, choices              = "专班", "目标", "口径"
	previous, hasPrevious                    = "上期", "有上期"
	nilSheets                                = "本月无"
	ofMonth, ofYear, ofEarlier, ofLastYear   = "本月", "累计", "往月", "上年"
	firstOf, latestOf, projects              = "首次", "最新", "项目"
	everyStage                               = "各阶段"
	reportMonth, stageIndex, terminated      = "报告月", "阶段序号", "已终止"
	indicators, reporting, supervision       = "指标", "报送", "督办"
	roster, places, waivers                  = "成员名册", "应配人员", "豁免"
)

// MonthCounts are the names that say which month of a year it is, 1 to 12.
var MonthCounts = []string{monthNumber, monthsElapsed}

// ItemCounts are the names of what a task force has on its list today, which no
// return says.
var ItemCounts = []string{supervision + ".未结", supervision + ".逾期"}

// ReportingState is the name of what became of a month's return.
const ReportingState = reporting + ".状态"

// ChoicePrefix begins the name of every row of 计算口径: 口径.<事项>.
const ChoicePrefix = choices + "."

// TargetPrefix begins the name of what a task force is to reach:
// 专班.目标.<代码>.
const TargetPrefix = taskForce + "." + targets + "."

// StageNames are the names that a row's own stage goes by.
var StageNames = []string{stageIndex, terminated}

var (
	number = formula.Type{Kind: formula.Number}
	text   = formula.Type{Kind: formula.Text}
	day    = formula.Type{Kind: formula.Day}
	truth  = formula.Type{Kind: formula.Truth}
)

// Names returns everything an expression may use in a scope. Sheet is the
// rule's sheet for OfRow, "" otherwise.
func Names(v Vocabulary, f *form.Form, scope Scope, sheet string) formula.Env {
	env := everywhereNames(v)
	maps.Copy(env, listNames(f))
	if scope == OfRow || scope == OfReturn {
		maps.Copy(env[taskForce].Members, targetNames(v))
		env[ofLastYear] = env[ofYear]
	}
	switch scope {
	case OfRow:
		maps.Copy(env, rowNames(f, f.Sheet(sheet)))
	case OfReturn:
		maps.Copy(env, returnNames(f))
	case OfJudgement:
		maps.Copy(env, judgementNames(v))
	}
	return env
}

func everywhereNames(v Vocabulary) formula.Env {
	return formula.Env{
		monthStart: day, monthEnd: day, yearStart: day, yearEnd: day, quarterStart: day,
		yearNumber: number, monthNumber: number, monthsElapsed: number, monthsDue: number,
		taskForce:  group(map[string]formula.Type{"代码": text, "名称": text, "类别": text, "牵头单位": text, "招商方向": text, "地区": text}),
		choices:    group(v.Choices),
		everyStage: group(stageNames(v)),
	}
}

// stageNames is 各阶段: a stage by its name, so that no expression has to count
// where it stands in the order.
func stageNames(v Vocabulary) map[string]formula.Type {
	all := map[string]formula.Type{}
	for _, s := range (stageOrder{v}).all() {
		all[s] = number
	}
	return all
}

// targetNames is 专班.目标: judgements have it with the figure, 指标.<代码>.目标.
func targetNames(v Vocabulary) map[string]formula.Type {
	goals := map[string]formula.Type{}
	for _, code := range v.Indicators {
		goals[code] = number
	}
	return map[string]formula.Type{targets: group(goals)}
}

func group(members map[string]formula.Type) formula.Type {
	return formula.Type{Kind: formula.Group, Members: members}
}

func list(members map[string]formula.Type) formula.Type {
	return formula.Type{Kind: formula.List, Members: members}
}

func listNames(f *form.Form) formula.Env {
	all, keyed := map[string]formula.Type{}, map[string]formula.Type{}
	for i := range f.Sheets {
		s := &f.Sheets[i]
		all[s.Name] = list(rowMembers(s))
		if s.With(form.Project) != nil {
			keyed[s.Name] = all[s.Name]
		}
	}
	return formula.Env{
		ofMonth: group(all), ofYear: group(all), ofEarlier: group(all),
		firstOf: group(keyed), latestOf: group(keyed), projects: list(projectMembers(f)),
	}
}

// rowMembers are the names of one row of a sheet.
func rowMembers(s *form.Sheet) map[string]formula.Type {
	m := map[string]formula.Type{reportMonth: day}
	if s.With(form.Project) != nil {
		m[stageIndex], m[terminated] = number, truth
	}
	for _, f := range s.Fields {
		m[f.Key] = fieldType(f)
	}
	return m
}

// projectMembers are the names of a project: the fields of all sheets that
// speak of projects. Where two sheets give one 字段 different types, the first
// sheet's holds.
func projectMembers(f *form.Form) map[string]formula.Type {
	m := map[string]formula.Type{}
	for i := range f.Sheets {
		s := &f.Sheets[i]
		if s.With(form.Project) == nil {
			continue
		}
		for name, t := range rowMembers(s) {
			if first, taken := m[name]; !taken {
				m[name] = t
			} else if first.Options != nil {
				first.Options = bothOptions(first, t)
				m[name] = first
			}
		}
	}
	return m
}

// bothOptions are what a text may be that either of two sheets gives.
func bothOptions(a, b formula.Type) []string {
	if b.Options == nil {
		return nil
	}
	both := slices.Clone(a.Options)
	for _, o := range b.Options {
		if !slices.Contains(both, o) {
			both = append(both, o)
		}
	}
	return both
}

func fieldType(f form.Field) formula.Type {
	switch f.Type {
	case form.Integer, form.Decimal:
		return number
	case form.DateType:
		return day
	case form.Choice:
		return formula.Type{Kind: formula.Text, Options: f.Choices}
	case form.YesNo:
		return formula.Type{Kind: formula.Text, Options: []string{form.Yes, form.No}}
	}
	return text
}

func rowNames(f *form.Form, s *form.Sheet) formula.Env {
	env := formula.Env{}
	if s == nil {
		return env
	}
	if s.With(form.Project) != nil {
		env[previous], env[hasPrevious] = group(projectMembers(f)), truth
	}
	maps.Copy(env, rowMembers(s))
	return env
}

func returnNames(f *form.Form) formula.Env {
	env, nils := formula.Env{}, map[string]formula.Type{}
	for i := range f.Sheets {
		s := &f.Sheets[i]
		if s.NilItem {
			nils[s.Name] = truth
		}
	}
	env[nilSheets] = group(nils)
	for i := range f.Sheets {
		s := &f.Sheets[i]
		if s.Shape == form.Pairs {
			env[s.Name] = group(rowMembers(s))
		} else {
			env[s.Name] = list(rowMembers(s))
		}
	}
	return env
}

func judgementNames(v Vocabulary) formula.Env {
	figure := group(map[string]formula.Type{
		"实际": number, targets: number, "应达": number, "完成率": number, "差距": number, "达标": truth,
	})
	figures := map[string]formula.Type{}
	for _, code := range v.Indicators {
		figures[code] = figure
	}
	env := formula.Env{
		indicators:  group(figures),
		reporting:   group(map[string]formula.Type{"状态": text, "本季应报": number, "本季迟报": number, "本季缺报": number, "本季退回": number}),
		supervision: group(map[string]formula.Type{"未结": number, "逾期": number, "答复": number, "所属月": day, "所属月末": day, "所属季": day}),
	}
	maps.Copy(env, staffNames())
	maps.Copy(env, waiverNames(v))
	return env
}
