package scheme

import (
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// Vocabulary is what the scheme's expressions can speak about apart from
// returns. It needs Settings, Choices and Indicators to be loaded.
func (s *Scheme) Vocabulary() facts.Vocabulary {
	v := facts.Vocabulary{Stages: s.Settings.Stages, Terminated: s.Settings.Terminated, Choices: map[string]formula.Type{}}
	for item, value := range s.choiceValues() {
		kind := formula.Text
		if _, ok := value.(formula.Num); ok {
			kind = formula.Number
		}
		v.Choices[item] = formula.Type{Kind: kind}
	}
	for _, i := range s.Indicators {
		v.Indicators = append(v.Indicators, i.Code)
	}
	return v
}

// choiceValues are the 取值 of 计算口径: a plain decimal is a number, anything
// else text.
func (s *Scheme) choiceValues() map[string]any {
	values := make(map[string]any, len(s.Choices))
	for item, c := range s.Choices {
		if n, err := exact.Parse(c.Value); err == nil {
			values[item] = formula.Num{Num: n, From: []ingest.Source{{Office: "方案", Place: ingest.Place{Sheet: "计算口径"}}}}
		} else {
			values[item] = c.Value
		}
	}
	return values
}

// Base is what expressions know of a task force before any return is looked
// at. Its Form is nil when the task force's class has none.
func (s *Scheme) Base(tf *TaskForce) facts.Base {
	return facts.Base{
		Vocabulary:   s.Vocabulary(),
		ChoiceValues: s.choiceValues(),
		Calendar:     s.Settings.Calendar,
		Form:         s.formOf(tf.Class),
		TaskForce: formula.Record{
			"代码": tf.Code, "名称": tf.Name, "类别": tf.Class, "牵头单位": tf.LeadUnit, "招商方向": strings.TrimSpace(tf.Remit),
		},
	}
}

func (s *Scheme) formOf(class string) *form.Form { return form.Book{Forms: s.Forms}.Form(class) }
