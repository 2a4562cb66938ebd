package supervise

import (
	"slices"
	"strings"

	"tongbao/rules/scheme"
)

// propose says what leaders might do about an overdue item: the step that its
// row of 督查 names, and one step further up 督办升级 for every month it has
// stayed overdue since. What the office found on site has no row and begins
// with the first step. A step that is not on the ladder stays as it is.
func (d *docket) propose(it *Item) {
	ladder := Ladder(d.Scheme)
	step := ""
	if row := d.row(it.Code); row != nil && it.Origin == "" {
		step = row.Escalate
	} else if it.Origin != "" && len(ladder) > 0 {
		step = ladder[0]
	}
	if at := slices.Index(ladder, step); at >= 0 {
		step = ladder[min(at+d.monthsOverdue(it), len(ladder)-1)]
	}
	if step != "" {
		d.Proposals = append(d.Proposals, Proposal{Item: it.ID, TaskForce: it.TaskForce, Code: it.Code, Text: step})
	}
}

// Ladder is 督办升级 of 设置, mildest first; empty when the office has none.
func Ladder(s *scheme.Scheme) []string {
	return strings.FieldsFunc(s.Settings.Other[scheme.EscalationSetting], func(r rune) bool { return strings.ContainsRune("，,、 ", r) })
}

// monthsOverdue counts the months since the circular that first told an item
// as overdue; an extension begins anew.
func (d *docket) monthsOverdue(it *Item) int {
	for _, ev := range slices.Backward(it.History) {
		if ev.Kind == WasOverdue {
			return max(0, d.Tally.Period.Sub(ev.Period))
		}
	}
	return 0
}
