package facts

import (
	"tongbao/ingest"
	"tongbao/rules/formula"
)

// Waiver is a rule that the office does not hold a task force to, for some
// months: what judgements ask about under 豁免.
type Waiver struct {
	Rule, Project string        // 规则编号; 项目编号, "" for every project
	From, To      ingest.Period // both included
	Source        ingest.Source // the office's row
}

// waiverNames are the types of what waived makes.
func waiverNames(v Vocabulary) formula.Env {
	return formula.Env{waivers: list(map[string]formula.Type{
		"规则编号": {Kind: formula.Text, Options: v.Rules}, "项目编号": text, reportMonth: day,
	})}
}

// waived is 豁免: one row a waiver and month so far. A month of this year
// without a return is left out: no rule judged it, and that it is missing is
// not waived.
func (y *Year) waived() []formula.Record {
	reported := map[ingest.Period]bool{}
	for _, r := range y.returns {
		reported[r.Period] = reported[r.Period] || r.Office == ""
	}
	rows := []formula.Record{}
	for _, w := range y.Waivers {
		for p := w.From; !w.To.Before(p) && !y.Period.Before(p); p = p.Add(1) {
			if !p.Before(y.first()) && !reported[p] {
				continue
			}
			row := formula.Record{"规则编号": w.Rule, reportMonth: p.First(), formula.SourceKey: w.Source}
			if w.Project != "" {
				row["项目编号"] = w.Project
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// Unwaived is what a judgement would see if the office had waived nothing: who
// judges by both learns what a waiver took away.
func Unwaived(env formula.Record) (bare formula.Record, differs bool) {
	if rows, _ := env[waivers].([]formula.Record); len(rows) == 0 {
		return env, false
	}
	bare = formula.Record{}
	for name, value := range env {
		bare[name] = value
	}
	bare[waivers] = []formula.Record{}
	return bare, true
}
