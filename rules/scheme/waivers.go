package scheme

import (
	"tongbao/ingest"
	"tongbao/rules/facts"
)

// WaiversOf are the rows of 豁免 for a task force: what 督查 and 扣分 can ask
// about. A nil register has none.
func (r *Register) WaiversOf(tf *TaskForce) (list []facts.Waiver) {
	if r == nil {
		return nil
	}
	for _, w := range r.Waivers {
		if w.TaskForce == tf.Code {
			list = append(list, facts.Waiver{Rule: w.Rule, Project: w.Project, From: w.From, To: w.To,
				Source: ingest.Source{Office: "台账", Place: ingest.Place{Sheet: sheetWaivers, Cell: w.Cell}}})
		}
	}
	return list
}
