package office

import (
	"cmp"

	"tongbao/ingest"
	"tongbao/rules/supervise"
)

// past stands in for what the ledger knows now while a rehearsal plays an
// earlier moment again: the returns that counted then, and the supervision
// items as the documents before it left them.
type past struct {
	accepted func(taskForce string, from, to ingest.Period) ([]*ingest.Return, error)
	items    []supervise.Item
	told     map[ingest.Period][]supervise.Item // as each month's circular told them
	by       map[ingest.Period]string           // rendererVersion of each month's first circular
}

// itemsUntil are the items that a month's document could touch.
func (p *past) itemsUntil(period ingest.Period) (list []supervise.Item) {
	for _, it := range p.items {
		if !period.Before(it.Raised) {
			list = append(list, it)
		}
	}
	return list
}

// itemsAfter are those of later months, where a month's document came after
// theirs.
func (p *past) itemsAfter(period ingest.Period) (list []supervise.Item) {
	for _, it := range p.items {
		if period.Before(it.Raised) {
			list = append(list, it)
		}
	}
	return list
}

// keep takes in the items as a month's circular, made by a rendererVersion, tells
// and as it leaves them.
func (p *past) keep(month ingest.Period, renderer string, told, left []supervise.Item) {
	p.told[month], p.by[month] = told, cmp.Or(p.by[month], renderer)
	at := map[string]int{}
	for i, it := range p.items {
		at[it.ID] = i
	}
	for _, it := range left {
		if i, known := at[it.ID]; known {
			p.items[i] = it
		} else {
			p.items = append(p.items, it)
		}
	}
}
