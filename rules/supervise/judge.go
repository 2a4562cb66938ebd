package supervise

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
)

// Month is what one month brought.
type Month struct {
	Scheme *scheme.Scheme
	Tally  *score.Tally // of the month
	On     ingest.Date  // day of the document: items are raised on it, overdue before it
	// Corrected is the day on which the month's circular is issued again, zero
	// in a first edition: what a correction changes bears this day.
	Corrected ingest.Date
	// Cause is what events call what the correction rests on: 更正, or in those of
	// earlier programs 数据更正, though targets had changed.
	Cause  string
	Cases  []Case // task forces to judge, as in 专班
	Office Office
	// Late are earlier months, in order, that the last circular could not judge,
	// or not all of: returns of them came since, or they had no circular.
	Late []LateMonth
	// Known works out an earlier month's figures as known now. Where it is nil
	// nothing that was closed comes up again, as in circulars of earlier programs.
	Known func(ingest.Period) (*score.Tally, error)
	// PastYear is the last month of the reporting year before as known now, for
	// items about its months; nil where there are none.
	PastYear *score.Tally
	// Later are items that later months raised already: a month that is issued
	// after those leaves them alone, gives none of their numbers out, and raises
	// nothing that they are about.
	Later []Item
	// AsRaised leaves what the office found as raised, though its day may have
	// passed: circulars of earlier programs did, and are made again so.
	AsRaised bool
	// Workday is the n-th working day after a day; nil is the scheme's calendar.
	Workday func(day ingest.Date, n int) ingest.Date
}

// LateMonth is an earlier month with the task forces whose returns its circular
// did not know: they were missing, or have been corrected since. Of a month
// without a circular it is every task force, whose return may be missing still.
type LateMonth struct {
	Tally *score.Tally
	Cases []Case
}

// Case is one task force's part of the month.
type Case struct {
	TaskForce *scheme.TaskForce
	// Quarter is its reporting in the quarter so far, the judged month last.
	Quarter []score.Reporting
	// States tells, as known now, what became of the returns of earlier months
	// that items are about: an item for a missing return closes once that
	// return has come, whatever the judged month's did.
	States map[ingest.Period]score.State
	Return *ingest.Return // the month's accepted return, with answers; nil when missing
	Form   *form.Form
	// Ended is of a task force that there is none of any more (启用止): what its
	// last months left open can still be put right, and nothing new is raised.
	Ended bool
}

// Result is the items after the month.
type Result struct {
	Items     []Item   // all, by number
	Raised    []string // ids new this month
	Answered  []string
	Closed    []string // 销号 this month
	Overdue   []string // past their day, whether since this month or before
	Proposals []Proposal
	Waived    []Waived
}

// Waived is what would have been raised but for a 豁免.
type Waived struct {
	TaskForce, Code, Name string // Code and Name of 督查
}

// Proposal is an escalation for leaders to decide on; it belongs on the
// internal sheet only.
type Proposal struct {
	Item, TaskForce, Code string
	Text                  string // 升级建议: the step that it has come to
}

// Judge applies one month to the items so far: answers are noted, what is put
// right is closed, what is late becomes overdue, and what the scheme's 督查
// finds is raised, in the order of its rows and then of the task forces. A
// cause that is still open is noted, not raised anew, but where the row says
// that each month is a fact of its own (逐月). Items holds every open
// item, and every other of this reporting year and the last, for numbering and
// so that what the office found is raised once. An error is a condition or
// text of 督查 that cannot be evaluated.
func Judge(m Month, items []Item) (Result, error) {
	if m.Workday == nil {
		m.Workday = m.Scheme.AddWorkingDays
	}
	d := &docket{Month: m}
	for _, it := range items {
		it.History = slices.Clone(it.History)
		d.items = append(d.items, it)
	}
	slices.SortStableFunc(d.items, byNumber)
	d.takeAnswers()
	d.extend()
	d.putOff()
	d.takeConfirmations()
	if err := d.reopen(); err != nil {
		return Result{}, err
	}
	if err := d.closeByRule(); err != nil {
		return Result{}, err
	}
	d.handOver()
	d.takeOver()
	d.markOverdue()
	if err := d.raiseLate(); err != nil {
		return Result{}, err
	}
	if err := d.raiseByRule(); err != nil {
		return Result{}, err
	}
	d.raiseFound()
	d.Proposals = Proposals(d.Scheme, d.items, d.Tally.Period)
	d.Items = d.items
	return d.Result, nil
}

// docket is the items while a month is being applied.
type docket struct {
	Month
	Result
	items []Item
}

func (d *docket) note(it *Item, kind EventKind, text string, at ingest.Place) {
	it.History = append(it.History, Event{Period: d.Tally.Period, On: d.day(), Kind: kind, Text: text, Cell: at})
}

// day is the one that events bear.
func (d *docket) day() ingest.Date {
	if d.Corrected != (ingest.Date{}) {
		return d.Corrected
	}
	return d.On
}

func (d *docket) close(it *Item, text string) {
	it.Status = Closed
	d.note(it, WasClosed, text, ingest.Place{})
	d.Result.Closed = append(d.Result.Closed, it.ID)
}

// find returns an open item by its number however its brackets are typed; nil
// when there is none, or it is not the task force's own. "" is any task force.
func (d *docket) find(id, taskForce string) *Item {
	for i := range d.items {
		it := &d.items[i]
		if !it.Status.Over() && it.Named(id, taskForce) {
			return it
		}
	}
	return nil
}

// closeByRule closes items whose 关闭条件 holds. Closing one can satisfy the
// condition of another (none overdue any more), so it goes on until nothing
// changes.
func (d *docket) closeByRule() error {
	for changed := true; changed; {
		changed = false
		for i := range d.items {
			it := &d.items[i]
			row, c := d.row(it.Code), d.caseOf(it.TaskForce)
			if it.Status.Over() || it.Origin != "" || row == nil || c == nil || it.RaisedIn() == d.Tally.Period {
				continue
			}
			holds, waived, err := d.putRight(row, c, it)
			if err != nil {
				return err
			}
			if !holds {
				continue
			}
			text := cmp.Or(row.Closing, "已整改到位")
			if waived {
				text = "已豁免"
			}
			d.close(it, text)
			changed = true
		}
	}
	return nil
}

// putRight reports whether an item's 关闭条件 holds: by what is known of this
// reporting year, or by what is known by now of the item's own, where that is
// the one before and the row goes by months.
func (d *docket) putRight(row *scheme.Supervision, c *Case, it *Item) (holds, waived bool, err error) {
	closing := row.Close[c.TaskForce.Class]
	holds, waived, err = d.holds(closing, row, c, it)
	cal := d.Scheme.Settings.Calendar
	if holds || err != nil || !row.Monthly || d.PastYear == nil || cal.YearOf(it.Raised) != cal.YearOf(d.PastYear.Period) {
		return holds, waived, err
	}
	then, own := docket{Month: d.Month, items: d.items}, *c
	then.Tally, own.Quarter = d.PastYear, c.judgedAs(it.Raised, d.Tally.Period)
	return then.holds(closing, row, &own, it)
}

// handOver leaves items about a reporting year that is over to its assessment,
// where their row says so: what they lack no later month brings.
func (d *docket) handOver() {
	cal := d.Scheme.Settings.Calendar
	for i := range d.items {
		it := &d.items[i]
		row := d.row(it.Code)
		if it.Status.Over() || it.Origin != "" || row == nil || !row.HandedOver || cal.YearOf(it.Raised) >= cal.YearOf(d.Tally.Period) {
			continue
		}
		it.Status = HandedOver
		d.note(it, WasHanded, "年度已结束，"+scheme.HandOver, ingest.Place{})
	}
}

// takeOver leaves what a task force that has ended did not put right to whom its
// row names: it has no form any more to answer in, and there is nobody to go up
// the ladder for.
func (d *docket) takeOver() {
	for i := range d.items {
		it := &d.items[i]
		row, c := d.row(it.Code), d.caseOf(it.TaskForce)
		if it.Status.Over() || it.Origin != "" || row == nil || row.TakenOver == "" || c == nil || !c.Ended {
			continue
		}
		it.Status = TakenOver
		d.note(it, WasTakenOver, c.TaskForce.Short+"已于"+c.TaskForce.To.Chinese()+"停用，"+row.TakenOver, ingest.Place{})
	}
}

func (d *docket) markOverdue() {
	for i := range d.items {
		d.lapse(&d.items[i])
	}
}

// lapse makes an item overdue whose day has passed.
func (d *docket) lapse(it *Item) {
	if it.Status.Over() || it.Due.Compare(d.On) >= 0 {
		return
	}
	if it.Status == Open {
		it.Status = Overdue
		d.note(it, WasOverdue, "期限"+it.Due.Chinese()+"，逾期未改", ingest.Place{})
	}
	d.Result.Overdue = append(d.Result.Overdue, it.ID)
}

// raiseLate asks the rows that go by months about earlier months whose returns
// came, or were corrected, after they were judged. What has been put right
// since, or has its item, is let be.
func (d *docket) raiseLate() error {
	for i := range d.Late {
		late := &d.Late[i]
		for j := range d.Scheme.Supervision {
			row := &d.Scheme.Supervision[j]
			if !row.Monthly || !row.Raises(late.Tally.Period) {
				continue
			}
			for k := range late.Cases {
				if err := d.raiseOfLate(row, late.Tally, &late.Cases[k]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (d *docket) raiseOfLate(row *scheme.Supervision, month *score.Tally, c *Case) error {
	about := Item{TaskForce: c.TaskForce.Code, Code: row.Code, Raised: month.Period}
	if slices.ContainsFunc(d.items, func(it Item) bool {
		return it.TaskForce == about.TaskForce && it.Code == about.Code && it.Origin == "" && it.Raised == about.Raised
	}) {
		return nil
	}
	then := docket{Month: d.Month, items: d.items}
	then.Tally = month
	holds, waived, err := then.holds(row.Raise[c.TaskForce.Class], row, c, nil)
	if waived && !holds {
		d.Result.Waived = append(d.Result.Waived, Waived{c.TaskForce.Code, row.Code, row.Name})
	}
	if err != nil || !holds {
		return err
	}
	right, _, err := then.holds(row.Close[c.TaskForce.Class], row, c, &about)
	if now := d.caseOf(about.TaskForce); err == nil && !right && now != nil {
		right, _, err = d.putRight(row, now, &about)
	}
	if err != nil || right {
		return err
	}
	if about.Text, about.Demand, err = then.words(row, c); err != nil {
		return err
	}
	about.Due, about.Basis = d.Workday(d.On, row.Days), row.Basis
	d.add(about)
	return nil
}

func (d *docket) raiseByRule() error {
	for i := range d.Scheme.Supervision {
		row := &d.Scheme.Supervision[i]
		for j := range d.Cases {
			c := &d.Cases[j]
			if c.Ended || !row.Raises(d.Tally.Period) {
				continue
			}
			holds, waived, err := d.holds(row.Raise[c.TaskForce.Class], row, c, nil)
			if err != nil {
				return err
			}
			if waived && !holds {
				d.Result.Waived = append(d.Result.Waived, Waived{c.TaskForce.Code, row.Code, row.Name})
			}
			if !holds {
				continue
			}
			if err := d.raiseOrNote(row, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *docket) raiseOrNote(row *scheme.Supervision, c *Case) error {
	about := func(it Item) bool {
		return it.TaskForce == c.TaskForce.Code && it.Code == row.Code && it.Origin == ""
	}
	// Raised by an earlier edition of this very month, put right since or not.
	again := func(it Item) bool { return about(it) && it.Raised == d.Tally.Period }
	after := func(it Item) bool { return about(it) && !row.Monthly }
	if slices.ContainsFunc(d.items, again) || slices.ContainsFunc(d.Later, after) {
		return nil
	}
	for i := range d.items {
		it := &d.items[i]
		if !row.Monthly && about(*it) && !it.Status.Over() {
			d.note(it, Persists, d.Tally.Period.Chinese()+"仍未整改到位", ingest.Place{})
			return nil
		}
	}
	text, demand, err := d.words(row, c)
	if err != nil {
		return err
	}
	d.add(Item{
		TaskForce: c.TaskForce.Code, Code: row.Code, Raised: d.Tally.Period,
		Due: d.Workday(d.On, row.Days), Text: text, Demand: demand, Basis: row.Basis,
	})
	return nil
}

// add numbers a new item and puts it on the docket.
func (d *docket) add(it Item) {
	it.Year = d.On.Year
	it.Number = max(lastNumber(d.items, it.Year), lastNumber(d.Later, it.Year)) + 1
	it.ID = ID(it.Year, it.Number)
	it.RaisedOn, it.Status = d.On, Open
	d.note(&it, WasRaised, it.Text, ingest.Place{})
	d.items = append(d.items, it)
	d.Result.Raised = append(d.Result.Raised, it.ID)
}

// holds evaluates a condition of 督查 for a task force. A missing condition
// never holds, and neither does one that lacks a value: what is not known is
// no ground for an item, nor for closing one. waived tells that it would be
// otherwise had the office waived nothing.
func (d *docket) holds(p *formula.Program, row *scheme.Supervision, c *Case, about *Item) (holds, waived bool, err error) {
	if p == nil || c.Ended && d.Tally.Years[c.TaskForce.Code] == nil {
		return false, false, nil // it ended in an earlier year: this one says nothing of it
	}
	env, err := d.env(c, about)
	if err != nil {
		return false, false, err
	}
	if holds, err = truth(p, env); err == nil {
		if bare, differs := facts.Unwaived(env); differs {
			var otherwise bool
			otherwise, err = truth(p, bare)
			waived = holds != otherwise
		}
	}
	if err != nil {
		return false, false, fmt.Errorf("supervise: 督查“%s” of %s: %w", row.Code, c.TaskForce.Code, err)
	}
	return holds, waived, nil
}

// truth is a condition's outcome; a missing value is no.
func truth(p *formula.Program, env formula.Record) (bool, error) {
	holds, _, err := p.Truth(env)
	if errors.Is(err, formula.ErrMissing) {
		return false, nil
	}
	return holds, err
}

// env is what a condition sees: the month's figures and conduct. About an open
// item, 报送.状态 is that of the item's own month, 督办.答复 counts its answers,
// 督办.所属月, .所属月末 and .所属季 tell when it is about, and the item itself is not
// counted among the open ones.
func (d *docket) env(c *Case, about *Item) (formula.Record, error) {
	conduct := score.Conduct{Quarter: c.Quarter}
	if about != nil {
		conduct.Quarter, conduct.Answered = c.judgedAs(about.Raised, d.Tally.Period), about.answers()
		cal := d.Scheme.Settings.Calendar
		conduct.About, conduct.AboutEnd, conduct.AboutQuarter = about.Raised.First(), about.Raised.Last(), cal.QuarterEnd(cal.QuarterOf(about.Raised)).Add(-2).First()
	}
	for i := range d.items {
		it := &d.items[i]
		if it == about || it.TaskForce != c.TaskForce.Code || it.Status.Over() {
			continue
		}
		conduct.Open++
		if it.Due.Compare(d.On) < 0 {
			conduct.Overdue++
		}
	}
	return d.Tally.Judgement(d.Scheme, c.TaskForce.Code, conduct)
}

// answers counts what was answered so far.
func (it *Item) answers() (n int) {
	for _, ev := range it.History {
		if ev.Kind == WasAnswered {
			n++
		}
	}
	return n
}

// judgedAs is the quarter's reporting with the state of another month in the
// judged month's place.
func (c *Case) judgedAs(month, judged ingest.Period) []score.Reporting {
	state, known := c.States[month]
	if month == judged || !known || len(c.Quarter) == 0 {
		return c.Quarter
	}
	quarter := slices.Clone(c.Quarter)
	last := &quarter[len(quarter)-1]
	last.Status, last.Waiting = state, false
	return quarter
}

func (d *docket) row(code string) *scheme.Supervision {
	for i := range d.Scheme.Supervision {
		if d.Scheme.Supervision[i].Code == code {
			return &d.Scheme.Supervision[i]
		}
	}
	return nil
}

func (d *docket) caseOf(taskForce string) *Case {
	for i := range d.Cases {
		if d.Cases[i].TaskForce.Code == taskForce {
			return &d.Cases[i]
		}
	}
	return nil
}
