package supervise

import (
	"testing"

	"tongbao/ingest"
	"tongbao/rules/facts"
	"tongbao/rules/score"
)

// A made no trip in July, which August's closed. September's circular knows that
// there was none in August either: the item is taken up again, overdue as its day
// has passed, unless a trip in September makes it good, the office had said that
// it is, or September's is the circular of an earlier program.
func TestWhatIsTakenBackComesUpAgain(t *testing.T) {
	s := smallScheme(t)
	s.Supervision[2].Days = 5
	b := returns{7: {contract("Q1", "12"), trip}, 8: {trip}, 9: {trip}}
	sent := map[string]returns{"A": {7: {contract("P1", "12")}, 8: {trip}}, "B": b}
	july := judgeMonth(t, s, 7, "2023-08-15", sent, nil)
	august := judgeMonth(t, s, 8, "2023-09-15", sent, july.Items)
	if it := august.Items[0]; len(august.Items) != 1 || it.Status != Closed || it.Due != day("2023-08-22") {
		t.Fatalf("%v", told(august))
	}
	for name, c := range map[string]struct {
		september []ingest.Entry
		confirmed bool
		earlier   bool // program
		late      int  // month of the return that came
		want      Status
	}{
		"taken back":                  {nil, false, false, 8, Overdue},
		"made good since":             {[]ingest.Entry{trip}, false, false, 8, Closed},
		"confirmed by the office":     {nil, true, false, 8, Closed},
		"an earlier program":          {nil, false, true, 8, Closed},
		"nothing came of it":          {nil, false, false, 0, Closed},
		"July came again, August not": {nil, false, false, 7, Overdue},
	} {
		sent := map[string]returns{"A": {7: {contract("P1", "12")}, 8: nil, 9: c.september}, "B": b}
		m := monthSent(t, s, 9, "2023-10-16", sent)
		if !c.earlier {
			m.Known = func(p ingest.Period) (*score.Tally, error) {
				return monthSent(t, s, p.Month, "2023-10-16", sent).Tally, nil
			}
		}
		if c.late > 0 {
			late := monthSent(t, s, c.late, "2023-10-16", sent)
			own := late.Cases[0]
			own.Return = &ingest.Return{Version: ingest.Version{TaskForce: "A", Period: late.Tally.Period, Number: 2}}
			m.Late = []LateMonth{{Tally: late.Tally, Cases: []Case{own}}}
		}
		if c.confirmed {
			m.Office.Confirmed = []Confirmation{{Item: ID(2023, 1), On: day("2023-09-01")}}
		}
		r, err := Judge(m, august.Items)
		if err != nil || r.Items[0].Status != c.want {
			t.Errorf("%s: %v, %v", name, told(r), err)
		}
		if kinds := r.Items[0].kinds(); (c.want == Overdue) != (kinds == "raised closed reopened overdue persists ") {
			t.Errorf("%s: %s", name, kinds)
		}
	}
}

// July's corrected circular took back that A made no trip in July. A later
// version of July's return has none again: July's item is taken up again, where
// each month has its own. With the trip it stays as it is.
func TestWhatWasWithdrawnComesUpAgain(t *testing.T) {
	for _, c := range []struct {
		july    []ingest.Entry
		monthly bool
		want    string
	}{
		{nil, true, "raised withdrawn reopened overdue "},
		{[]ingest.Entry{trip}, true, "raised withdrawn "},
		{nil, false, "raised withdrawn "}, // August, without a trip, raises anew
	} {
		s := smallScheme(t)
		s.Supervision = s.Supervision[2:3]
		s.Supervision[0].Monthly = c.monthly
		july := ingest.Period{Year: 2023, Month: 7}
		item := Item{ID: ID(2023, 1), Year: 2023, Number: 1, TaskForce: "A", Code: "未出访", Raised: july, Due: day("2023-08-22"), Status: Closed,
			History: []Event{{Period: july, Kind: WasRaised}, {Period: july, Kind: WasWithdrawn}}}
		sent := map[string]returns{"A": {7: c.july, 8: nil}, "B": {7: {trip}, 8: {trip}}}
		m := monthSent(t, s, 8, "2023-09-15", sent)
		m.Known = func(p ingest.Period) (*score.Tally, error) {
			return monthSent(t, s, p.Month, "2023-09-15", sent).Tally, nil
		}
		late := monthSent(t, s, 7, "2023-09-15", sent)
		late.Cases[0].Return = &ingest.Return{Version: ingest.Version{TaskForce: "A", Period: july, Number: 3}}
		m.Late = []LateMonth{{Tally: late.Tally, Cases: late.Cases[:1]}}
		r, err := Judge(m, []Item{item})
		if err != nil || r.Items[0].kinds() != c.want || len(r.Items) != 2 {
			t.Errorf("monthly %t, %d entries: %s of %v, %v", c.monthly, len(c.july), r.Items[0].kinds(), told(r), err)
		}
	}
}

// December's item was closed by what became known of December in the new year.
// A return of January that comes late asks about it again: by December it is
// right, or not.
func TestAPastYearsItemIsAskedByItsOwnYear(t *testing.T) {
	for want, december := range map[string][]ingest.Entry{"raised closed ": {trip}, "raised closed reopened overdue ": nil} {
		s := smallScheme(t)
		s.Supervision = s.Supervision[2:3]
		s.Supervision[0].Monthly = true
		nothing := func(p ingest.Period) *score.Tally {
			var inputs []score.Input
			for i := range s.TaskForces {
				base := facts.Base{Vocabulary: vocabulary, Calendar: s.Settings.Calendar, Form: smallForm}
				inputs = append(inputs, score.Input{TaskForce: &s.TaskForces[i], Base: base})
			}
			tally, err := score.Assemble(s, p, inputs, score.Office{})
			if err != nil {
				t.Fatal(err)
			}
			return tally
		}
		last := ingest.Period{Year: 2023, Month: 12}
		item := Item{ID: ID(2024, 1), Year: 2024, Number: 1, TaskForce: "A", Code: "未出访", Raised: last, Due: day("2024-01-22"), Status: Closed,
			History: []Event{{Period: last, Kind: WasRaised}, {Period: last.Add(1), Kind: WasClosed}}}
		known := monthSent(t, s, 12, "2024-03-15", map[string]returns{"A": {12: december}})
		m := Month{Scheme: s, On: day("2024-03-15"), Workday: weekdays, Tally: nothing(last.Add(2)), Cases: known.Cases[:1]}
		m.Known = func(p ingest.Period) (*score.Tally, error) {
			if p == last {
				return known.Tally, nil
			}
			return nothing(p), nil
		}
		own := known.Cases[0]
		own.Return = &ingest.Return{Version: ingest.Version{TaskForce: "A", Period: last.Add(1), Number: 2}}
		m.Late = []LateMonth{{Tally: nothing(last.Add(1)), Cases: []Case{own}}}
		r, err := Judge(m, []Item{item})
		if err != nil || r.Items[0].kinds() != want {
			t.Errorf("%d trips in December: %s, %v", len(december), r.Items[0].kinds(), err)
		}
	}
}

// That nothing was overdue when an item about that was closed stays so, though
// something is today and a return came late.
func TestWhatOtherItemsClosedStaysClosed(t *testing.T) {
	s := smallScheme(t)
	july := ingest.Period{Year: 2023, Month: 7}
	items := []Item{
		{ID: ID(2023, 1), Year: 2023, Number: 1, TaskForce: "A", Code: "逾期", Raised: july, Due: day("2023-12-01"), Status: Closed,
			History: []Event{{Period: july, Kind: WasRaised}, {Period: july.Add(1), Kind: WasClosed}}},
		{ID: ID(2023, 2), Year: 2023, Number: 2, TaskForce: "A", Origin: "台账/1", Raised: july, Due: day("2023-09-20"), Status: Open},
	}
	sent := map[string]returns{"A": {7: {contract("P1", "12"), trip}, 8: {trip}, 9: {trip}}, "B": {7: {contract("Q1", "12"), trip}, 8: {trip}, 9: {trip}}}
	m := monthSent(t, s, 9, "2023-10-16", sent)
	m.Known = func(p ingest.Period) (*score.Tally, error) {
		return monthSent(t, s, p.Month, "2023-10-16", sent).Tally, nil
	}
	late := monthSent(t, s, 8, "2023-10-16", sent)
	late.Cases[0].Return = &ingest.Return{Version: ingest.Version{TaskForce: "A", Period: july.Add(1), Number: 2}}
	m.Late = []LateMonth{{Tally: late.Tally, Cases: late.Cases[:1]}}
	r, err := Judge(m, items)
	if err != nil || r.Items[0].kinds() != "raised closed " || len(r.Items) != 3 || r.Items[2].Code != "逾期" {
		t.Errorf("%s of %v, %v", r.Items[0].kinds(), told(r), err)
	}
}

func (it *Item) kinds() (all string) {
	for _, ev := range it.History {
		all += string(ev.Kind) + " "
	}
	return all
}
