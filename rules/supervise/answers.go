package supervise

import (
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/form"
)

// takeAnswers notes what the month's returns say about open items, and before
// them those of earlier months that came late.
func (d *docket) takeAnswers() {
	for i := range d.Late {
		d.takeFrom(d.Late[i].Cases)
	}
	d.takeFrom(d.Cases)
}

func (d *docket) takeFrom(cases []Case) {
	for i := range cases {
		c := &cases[i]
		if c.Return == nil || c.Form == nil {
			continue
		}
		for _, e := range c.Return.Entries {
			d.takeAnswer(c, e)
		}
	}
}

// takeAnswer notes one row of a sheet that answers items. A row without an
// answer, about a closed item or about somebody else's says nothing here.
func (d *docket) takeAnswer(c *Case, e ingest.Entry) {
	sheet := c.Form.Sheet(e.Sheet)
	if sheet == nil {
		return
	}
	id, answer := sheet.With(form.Item), sheet.With(form.Answer)
	if id == nil || answer == nil {
		return
	}
	said := e.Values[answer.Key]
	it := d.find(e.Values[id.Key].String(), c.TaskForce.Code)
	if it == nil || said.String() == "" || d.alreadySaid(it, said.String()) {
		return
	}
	d.note(it, WasAnswered, said.String(), ingest.Place{Sheet: e.Sheet, Cell: said.Cell})
	d.Answered = append(d.Answered, it.ID)
}

// alreadySaid keeps a month that is judged twice from being told twice.
func (d *docket) alreadySaid(it *Item, text string) bool {
	for _, ev := range it.History {
		if ev.Kind == WasAnswered && ev.Period == d.Tally.Period && ev.Text == text {
			return true
		}
	}
	return false
}

// OwnerOf is the task force of the item of that number, closed or not, however
// its brackets are typed; ok is false when none was ever raised.
func OwnerOf(items []Item, id string) (taskForce string, ok bool) {
	i := slices.IndexFunc(items, func(it Item) bool { return it.Named(id, "") })
	if i < 0 {
		return "", false
	}
	return items[i].TaskForce, true
}

// plainID takes brackets and blanks out of an item's number: people retype
// 〔2023〕 as [2023], （2023） or 【2023】.
func plainID(id string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" 　〔〕[]［］()（）【】{}", r) {
			return ' '
		}
		return r
	}, strings.Join(strings.Fields(id), ""))
}
