package output

import (
	"slices"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/score"
)

// Section 三、报送情况: who reported when. Results do not belong here.

// sender is one task force in the reporting section.
type sender struct{ Who, At, Why, Period marked }

// senders are those with one state. Count is "" when there are none.
type senders struct {
	Count marked
	List  []sender
	Names []marked
}

var stateWords = map[score.State]string{
	score.OnTime: "按时报送", score.Late: "迟报", score.Missing: "缺报", score.Returned: "退回未改", notYet: "尚在报送期内", madeGood: "缺报后补报", corrected: "退回未改后改正",
}

// notYet is a return that is not there, while there is still time.
const notYet score.State = "open"

// A late return that the month's circular had told as missing or not corrected
// is, seen later, no mere lateness.
const (
	madeGood  score.State = "made_good"
	corrected score.State = "corrected"
)

// lastState is stateOf as a document after the month's circular tells it.
func lastState(r score.Reporting) score.State {
	switch r.Told {
	case score.Missing:
		return madeGood
	case score.Returned:
		return corrected
	}
	return stateOf(r)
}

func stateOf(r score.Reporting) score.State {
	if r.Open {
		return notYet
	}
	return r.Status
}

func (c *circular) reporting() {
	type view struct {
		Due                                   marked
		OnTime, Late, Missing, Returned, Open senders
		AllOnTime, NoneSent                   bool
		Corrected, Recovered                  []sender
		Absent                                []absentView
	}
	if len(c.in.Reporting) == 0 {
		c.section("报送情况", nil)
		return
	}
	v := view{Due: c.count("reporting/due", "应报送月报表的"+c.sender+"数", c.reportingKeys(func(score.Reporting) bool { return true })...)}
	for state, into := range map[score.State]*senders{score.OnTime: &v.OnTime, score.Late: &v.Late, score.Missing: &v.Missing, score.Returned: &v.Returned, notYet: &v.Open} {
		*into = c.sendersOf(state)
	}
	v.AllOnTime = len(v.OnTime.List) == len(c.in.Reporting)
	v.NoneSent = len(v.Missing.List) == len(c.in.Reporting)
	for _, r := range c.in.Reporting {
		if r.Corrected {
			v.Corrected = append(v.Corrected, sender{Who: c.short(r.TaskForce), Why: label(c.in.RefusedFor[r.TaskForce])})
		}
	}
	for _, r := range c.in.Recovered {
		v.Recovered = append(v.Recovered, sender{Who: c.short(r.TaskForce), At: label(c.dayName(r.At)), Period: label(c.monthName(r.Period))})
	}
	v.Absent = c.absent()
	c.section("报送情况", c.say("报送情况", v))
}

// absentView is the earlier months that one or several task forces still owe.
type absentView struct {
	Who, Months marked
	Returned    bool
}

// absent tells those together that owe the same months.
func (c *circular) absent() (list []absentView) {
	type debt struct {
		code     string
		returned bool
	}
	var debts []debt
	months := map[debt][]ingest.Period{}
	for _, a := range c.in.Absent {
		d := debt{a.TaskForce, a.Status == score.Returned}
		if months[d] == nil {
			debts = append(debts, d)
		}
		months[d] = append(months[d], a.Period)
	}
	var codes [][]string // parallel to list
	for _, d := range debts {
		x := absentView{Months: label(strings.Join(c.monthNames(months[d]), "、")), Returned: d.returned}
		if i := slices.Index(list, x); i >= 0 {
			codes[i] = append(codes[i], d.code)
			continue
		}
		list, codes = append(list, x), append(codes, []string{d.code})
	}
	for i := range list {
		list[i].Who = c.shorts(codes[i])
	}
	return list
}

func (c *circular) sendersOf(state score.State) senders {
	var s senders
	keys := c.reportingKeys(func(r score.Reporting) bool { return stateOf(r) == state })
	if len(keys) == 0 {
		return s
	}
	s.Count = c.count(key("reporting", "count", string(state)), stateWords[state]+"的"+c.sender+"数", keys...)
	for _, r := range c.in.Reporting {
		if stateOf(r) == state {
			at := r.FirstAt
			if at.IsZero() {
				at = r.ReceivedAt
			}
			s.List = append(s.List, sender{Who: c.short(r.TaskForce), At: label(c.dayName(at))})
			s.Names = append(s.Names, c.short(r.TaskForce))
		}
	}
	return s
}

// reportingKeys registers the reporting of the task forces asked for and
// returns the keys.
func (c *circular) reportingKeys(of func(score.Reporting) bool) []string {
	var keys []string
	for _, r := range c.in.Reporting {
		if !of(r) {
			continue
		}
		k := key("reporting", r.TaskForce)
		value := words(c.short(r.TaskForce)) + stateWords[stateOf(r)]
		var from []ingest.Source
		if !r.ReceivedAt.IsZero() {
			value += "（" + r.ReceivedAt.In(ingest.Zone).Format("2006-01-02 15:04") + "）"
		}
		for _, ret := range c.in.Returns {
			if ret.TaskForce == r.TaskForce {
				from = []ingest.Source{{Version: &ret.Version}}
			}
		}
		c.traces[k] = Trace{Value: value, Formula: "月报表报送登记", Inputs: from}
		keys = append(keys, k)
	}
	return keys
}

// dayName is “10月12日”, with the year where it is not the document's own.
func (r *reader) dayName(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return r.dateName(ingest.DateOf(t))
}

func (r *reader) dateName(d ingest.Date) string {
	if d == (ingest.Date{}) {
		return ""
	}
	if d.Year != r.period.Year {
		return d.Chinese()
	}
	return exact.Int(int64(d.Month)).String() + "月" + exact.Int(int64(d.Day)).String() + "日"
}
