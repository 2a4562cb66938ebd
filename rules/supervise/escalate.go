package supervise

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/rules/scheme"
)

// Proposals says what leaders might do about each overdue item as of a month:
// the step that its row of 督查 names, and one step further up 督办升级 for
// every month it has stayed overdue since, so that no step is left out. A step
// that is not on the ladder stays as it is; an item without one is left out.
func Proposals(s *scheme.Scheme, items []Item, month ingest.Period) (list []Proposal) {
	ladder := Ladder(s)
	for _, it := range items {
		step := firstStep(s, it)
		if it.Status != Overdue || step == "" {
			continue
		}
		if at := slices.Index(ladder, step); at >= 0 {
			step = ladder[min(at+it.monthsOverdue(month), len(ladder)-1)]
		}
		list = append(list, Proposal{Item: it.ID, TaskForce: it.TaskForce, Code: it.Code, Text: step})
	}
	return list
}

func firstStep(s *scheme.Scheme, it Item) string {
	if it.Origin == "" {
		for _, row := range s.Supervision {
			if row.Code == it.Code {
				return row.Escalate
			}
		}
		return ""
	}
	if _, steps := Steps(s); len(steps) > 0 {
		return steps[0]
	}
	return ""
}

// Steps parts the ladder: what comes before any row of 督查 begins, which has
// been done by the time an item is overdue (提醒, with the 整改通知单), and the
// steps from the mildest that a row begins with. What the office found on site
// has no row and begins there too. Where no row begins on the ladder it is
// climbed from its foot.
func Steps(s *scheme.Scheme) (done, ahead []string) {
	ladder := Ladder(s)
	first := len(ladder)
	for _, row := range s.Supervision {
		if at := slices.Index(ladder, row.Escalate); at >= 0 {
			first = min(first, at)
		}
	}
	if first == len(ladder) {
		first = 0
	}
	return ladder[:first], ladder[first:]
}

// Ladder is 督办升级 of 设置, mildest first; empty when the office has none.
func Ladder(s *scheme.Scheme) []string {
	return strings.FieldsFunc(s.Settings.Other[scheme.EscalationSetting], func(r rune) bool { return strings.ContainsRune("，,、 ", r) })
}

// monthsOverdue counts the months since the circular that first told an item
// as overdue; an extension begins anew.
func (it Item) monthsOverdue(month ingest.Period) int {
	for _, ev := range slices.Backward(it.History) {
		if ev.Kind == WasOverdue {
			return max(0, month.Sub(ev.Period))
		}
	}
	return 0
}
