package scheme

import (
	"strings"
	"unicode/utf8"

	"tongbao/ingest"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// Base is what expressions know of a task force before any return is looked
// at, by the same vocabulary that they were compiled with. Its Form is nil
// when the task force's class has none.
func (s *Scheme) Base(tf *TaskForce) facts.Base {
	return facts.Base{
		Vocabulary:   s.vocabulary(tf.Class),
		ChoiceValues: s.choiceValues(tf.Code),
		Calendar:     s.Settings.Calendar,
		Form:         s.Form(tf.Class),
		Begins:       s.begins(tf),
		Targets:      func(year int) formula.Record { return s.goals(tf.Code, year) },
		TaskForce:    formula.Record{"代码": tf.Code, "名称": tf.Name, "类别": tf.Class, "牵头单位": tf.LeadUnit, "招商方向": tf.Remit, "地区": s.Settings.place()},
	}
}

// begins is the first month that a task force reports for: 启用月, or its own
// 启用起 where that is later.
func (s *Scheme) begins(tf *TaskForce) ingest.Period {
	if s.Settings.FirstMonth.Before(tf.From) {
		return tf.From
	}
	return s.Settings.FirstMonth
}

// place is how people write the county: without what kind of place it is,
// where two characters or more are left.
func (s Settings) place() string {
	for _, kind := range []string{"县", "市", "区", "旗"} {
		if short, ok := strings.CutSuffix(s.County, kind); ok && utf8.RuneCountInString(short) > 1 {
			return short
		}
	}
	return s.County
}

// goals are what a task force is to reach in a year, by 代码.
func (s *Scheme) goals(taskForce string, year int) formula.Record {
	goals, high := formula.Record{}, s.KnownChoice(choiceRange) == rangeHigh
	for _, t := range s.TargetsOf(taskForce, year) {
		goals[t.Indicator] = formula.Num{Num: t.Goal(high), From: []ingest.Source{s.Source(sheetTargets, "下限", t.Row)}}
	}
	return goals
}

// choiceValues are the 取值 of 计算口径 for a task force, numbers where they are
// plain decimals.
func (s *Scheme) choiceValues(taskForce string) map[string]any {
	values := make(map[string]any, len(s.Choices))
	for item := range s.Choices {
		c := s.ChoiceOf(taskForce, item)
		if n, ok := c.Number(); ok {
			values[item] = formula.Num{Num: n, From: []ingest.Source{s.Source(sheetChoices, "取值", c.Row)}}
		} else {
			values[item] = c.Value
		}
	}
	return values
}
