package supervise

import (
	"cmp"

	"tongbao/ingest"
)

// Office is what the register says about items (督查登记).
type Office struct {
	Found     []Found
	Confirmed []Confirmation
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
	Item string // 督办〔2023〕21号
	On   ingest.Date
	Note string
}

// takeConfirmations closes what the office says is put right by the day of the
// document.
func (d *docket) takeConfirmations() {
	for _, c := range d.Office.Confirmed {
		it := d.find(c.Item, "")
		if it != nil && c.On.Compare(d.On) <= 0 {
			d.close(it, cmp.Or(c.Note, "经核查已整改到位"))
		}
	}
}

// raiseFound raises what the office found by the day of the document, once.
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
	}
}

func (d *docket) known(origin string) bool {
	for _, it := range d.items {
		if it.Origin == origin {
			return true
		}
	}
	return false
}
