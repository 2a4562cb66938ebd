package supervise

import (
	"cmp"
	"slices"

	"tongbao/ingest"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// Office is what the register says about items (督查登记).
type Office struct {
	Found     []Found
	Confirmed []Confirmation
	Extended  []Extension
	PutOff    []PutOff
}

// PutOff is a month's return whose day was put off (延期).
type PutOff struct {
	TaskForce string
	Period    ingest.Period
	Until     ingest.Date
}

// Extension puts off an item's day (延期).
type Extension struct {
	Item      string
	TaskForce string // whose item; "" says nothing
	Until     ingest.Date
	Reason    string
}

// FromRegister takes 督查登记 and the 延期 of items. A decision (处理决定) changes
// no item: leaders decided, and it is printed from the register.
func FromRegister(r *scheme.Register) (o Office) {
	if r == nil {
		return o
	}
	for _, row := range r.Inspections {
		switch row.Kind {
		case scheme.InspectFound:
			o.Found = append(o.Found, Found{
				Key: OriginOf(row), Code: row.Code, TaskForce: row.TaskForce, On: row.On,
				Text: row.Text, Demand: row.Demand, Due: row.Due, Days: row.Days, Basis: row.Basis,
			})
		case scheme.InspectClosed:
			o.Confirmed = append(o.Confirmed, Confirmation{Item: row.Item, TaskForce: row.TaskForce, On: row.On, Note: row.Text})
		}
	}
	for _, e := range r.Extensions {
		if e.Item != "" {
			o.Extended = append(o.Extended, Extension{e.Item, e.TaskForce, e.Until, e.Reason})
		} else {
			o.PutOff = append(o.PutOff, PutOff{e.TaskForce, e.Period, e.Until})
		}
	}
	return o
}

// OriginOf is the Origin of the item that a row of the register raises.
func OriginOf(row scheme.Inspection) string { return "台账/" + row.Code }

// Named reports whether a row of the register means this item: by its number,
// and by the task force where the row names one. Of a row that contradicts
// itself nobody knows which half is the slip, so it does nothing, as doctor says.
func (it *Item) Named(id, taskForce string) bool {
	return plainID(it.ID) == plainID(id) && (taskForce == "" || it.TaskForce == taskForce)
}

// DueOf is an item's day with what put it off since the last month was judged:
// a form that is made between two circulars has to show it.
func (o Office) DueOf(s *scheme.Scheme, it Item) ingest.Date {
	due := it.Due
	if until := o.putOff(s, it); due.Compare(until) < 0 {
		due = until
	}
	for _, e := range o.Extended {
		if it.Named(e.Item, e.TaskForce) && due.Compare(e.Until) < 0 {
			due = e.Until
		}
	}
	return due
}

// ConfirmedBy reports whether the office had said by a day that an item is put
// right: a form that is made between two circulars no longer asks about it.
func (o Office) ConfirmedBy(it Item, day ingest.Date) bool {
	for _, c := range o.Confirmed {
		if it.Named(c.Item, c.TaskForce) && c.On.Compare(day) <= 0 {
			return true
		}
	}
	return false
}

// Found is an item the office found on site.
type Found struct {
	Key       string // identifies the register's row for good: it is raised once
	Code      string // 编号 the office gives such items
	TaskForce string
	On        ingest.Date // day of the inspection
	Text      string
	Demand    string
	Due       ingest.Date // zero: Days working days after the document
	Days      int
	Basis     string
}

// Confirmation is the office's word that an item is put right.
type Confirmation struct {
	Item      string // 督办〔2023〕21号
	TaskForce string // whose item; "" says nothing
	On        ingest.Date
	Note      string
}

// extend puts off the days of open items. What was overdue is open again when
// the new day has not passed.
func (d *docket) extend() {
	for _, e := range d.Office.Extended {
		it := d.find(e.Item, e.TaskForce)
		if it == nil || it.Due.Compare(e.Until) >= 0 {
			continue
		}
		it.Due, it.Status = e.Until, Open
		d.note(it, WasExtended, extendedTo(e.Until), ingest.Place{})
	}
}

// putOff moves the days of open items that the return of their month closes:
// where that may come later, so may what the item asks for.
func (d *docket) putOff() {
	for i := range d.items {
		it := &d.items[i]
		if until := d.Office.putOff(d.Scheme, *it); !it.Status.Over() && it.Due.Compare(until) < 0 {
			it.Due, it.Status = until, Open
			d.note(it, WasExtended, extendedTo(until), ingest.Place{})
		}
	}
}

// putOff is the day to which the return was put off whose coming closes an item
// (关闭条件 asks what became of it); zero for none.
func (o Office) putOff(s *scheme.Scheme, it Item) (until ingest.Date) {
	tf := s.TaskForce(it.TaskForce)
	i := slices.IndexFunc(s.Supervision, func(r scheme.Supervision) bool { return r.Code == it.Code })
	if tf == nil || i < 0 || it.Origin != "" {
		return until
	}
	if p := s.Supervision[i].Close[tf.Class]; p == nil || !slices.Contains(p.Names(), facts.ReportingState) {
		return until
	}
	for _, e := range o.PutOff {
		if e.TaskForce == it.TaskForce && e.Period == it.Raised {
			until = e.Until // a return has one row (score.DeadlineFor)
		}
	}
	return until
}

func extendedTo(day ingest.Date) string { return "整改期限延至" + day.Chinese() }

// WasExtendedTo reports whether an item's day was ever put off to this one.
func (it *Item) WasExtendedTo(day ingest.Date) bool {
	return slices.ContainsFunc(it.History, func(ev Event) bool { return ev.Kind == WasExtended && ev.Text == extendedTo(day) })
}

// takeConfirmations closes what the office says is put right by the day of the
// document, though it may have been left to the assessment.
func (d *docket) takeConfirmations() {
	for _, c := range d.Office.Confirmed {
		for i := range d.items {
			it := &d.items[i]
			if it.Status != Closed && it.Named(c.Item, c.TaskForce) && c.On.Compare(d.On) <= 0 {
				d.close(it, cmp.Or(c.Note, "经核查已整改到位"))
			}
		}
	}
}

// raiseFound raises what the office found by the day of the document, once. Its
// day was given on site: where that has passed, the item is overdue at once.
func (d *docket) raiseFound() {
	for _, f := range d.Office.Found {
		if f.On.Compare(d.On) > 0 || d.known(f.Key) {
			continue
		}
		due := f.Due
		if due == (ingest.Date{}) {
			due = d.Workday(d.On, f.Days)
		}
		d.add(Item{
			TaskForce: f.TaskForce, Code: f.Code, Origin: f.Key, Raised: d.Tally.Period,
			Due: due, Text: f.Text, Demand: f.Demand, Basis: f.Basis,
		})
		if !d.AsRaised {
			d.lapse(&d.items[len(d.items)-1])
		}
	}
}

func (d *docket) known(origin string) bool {
	raised := func(it Item) bool { return it.Origin == origin }
	return slices.ContainsFunc(d.items, raised) || slices.ContainsFunc(d.Later, raised)
}
