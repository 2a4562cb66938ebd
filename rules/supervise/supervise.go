// Package supervise keeps supervision items (督办事项): raised by a rule of the
// scheme or by the office, due, answered, closed, escalated as a proposal.
//
// Start at Judge: it takes the items so far and what one month brought, and
// returns the items after it. Correct is for a month that is issued again. It knows no clock and no ledger; whoever issues
// the month's circular keeps what it returns. Whether a problem exists is said
// by the scheme's 督查 conditions over the figures of rules/score; leaders
// decide on 约谈 and beyond, so escalation is only ever a Proposal.
package supervise

import (
	"fmt"
	"slices"

	"tongbao/ingest"
	"tongbao/rules/scheme"
)

// Status of an item as of the last month judged.
type Status string

const (
	Open    Status = "open"
	Overdue Status = "overdue" // open and past its day
	Closed  Status = "closed"  // 销号
	// HandedOver is left to the year's assessment: the year is over, and it was
	// not put right.
	HandedOver Status = "handed_over"
	// TakenOver was left open by a task force that has ended (启用止): others
	// deal with it, as its row of 督查 says.
	TakenOver Status = "taken_over"
)

// Over reports whether nothing more is asked of an item.
func (s Status) Over() bool { return s == Closed || s == HandedOver || s == TakenOver }

// Chinese is 未到期, 逾期未改, 已销号, 转入年度考核 or 已移交.
func (s Status) Chinese() string {
	switch s {
	case Overdue:
		return "逾期未改"
	case Closed:
		return "已销号"
	case HandedOver:
		return scheme.HandOver
	case TakenOver:
		return "已移交"
	}
	return "未到期"
}

// Item is one thing a task force has to put right.
type Item struct {
	ID        string        `json:"id"` // 督办〔2023〕21号
	Year      int           `json:"year"`
	Number    int           `json:"number"` // consecutive within Year, the calendar year it was raised in
	TaskForce string        `json:"task_force"`
	Code      string        `json:"code"`             // 编号 of 督查; that of the office's row for an item found on site
	Origin    string        `json:"origin,omitempty"` // key of the register's row; "" when a rule raised it
	Raised    ingest.Period `json:"raised"`           // the month it is about
	RaisedOn  ingest.Date   `json:"raised_on"`
	Due       ingest.Date   `json:"due"` // last day
	Text      string        `json:"text"`
	Demand    string        `json:"demand,omitempty"`
	Basis     string        `json:"basis,omitempty"`
	Status    Status        `json:"status"`
	History   []Event       `json:"history"`
}

// RaisedIn is the month of the circular that raised the item: a later one than
// Raised where the item is about a month whose return came late.
func (it *Item) RaisedIn() ingest.Period {
	for _, ev := range it.History {
		if ev.Kind == WasRaised {
			return ev.Period
		}
	}
	return it.Raised
}

// EventKind says what happened to an item.
type EventKind string

const (
	WasRaised   EventKind = "raised"
	WasAnswered EventKind = "answered" // 问题整改 of a return
	Persists    EventKind = "persists" // found again while open: not raised anew
	WasExtended EventKind = "extended" // 延期 of the register
	WasOverdue  EventKind = "overdue"
	WasClosed   EventKind = "closed"
	WasHanded   EventKind = "handed_over" // to the year's assessment
	// WasReopened is an item that was closed by what has been taken back since.
	WasReopened EventKind = "reopened"
	// WasTakenOver is an item of a task force that has ended.
	WasTakenOver EventKind = "taken_over"
	// WasWithdrawn is an item that a corrected figure left without ground.
	WasWithdrawn EventKind = "withdrawn"
)

// Event is one line of an item's history.
type Event struct {
	Period ingest.Period `json:"period"` // month of the circular that tells it
	On     ingest.Date   `json:"on"`
	Kind   EventKind     `json:"event"`
	Text   string        `json:"text"`           // Chinese, a sentence without full stop
	Cell   ingest.Place  `json:"place,omitzero"` // of an answer, on the return that gave it
}

// ID is an item's number as documents print it.
func ID(year, number int) string { return fmt.Sprintf("督办〔%d〕%d号", year, number) }

// Unresolved lists a task force's items that are not over, by number: what
// its next return form asks about.
func Unresolved(items []Item, taskForce string) []Item {
	var list []Item
	for _, it := range items {
		if it.TaskForce == taskForce && !it.Status.Over() {
			list = append(list, it)
		}
	}
	slices.SortStableFunc(list, byNumber)
	return list
}

func byNumber(a, b Item) int {
	if a.Year != b.Year {
		return a.Year - b.Year
	}
	return a.Number - b.Number
}

// lastNumber is the highest number given so far in a year.
func lastNumber(items []Item, year int) (last int) {
	for _, it := range items {
		if it.Year == year {
			last = max(last, it.Number)
		}
	}
	return last
}
