package score

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/rules/scheme"
)

func date(t testing.TB, s string) ingest.Date {
	t.Helper()
	d, err := ingest.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// September 2023: due on the 10th of October, a Tuesday; three working days
// later is Friday the 13th. An extension to Friday the 20th moves 订正期 to
// Wednesday the 25th.
func TestDeadlines(t *testing.T) {
	s := &scheme.Scheme{Settings: scheme.Settings{Calendar: january, DueDay: 10, Correction: 3}}
	r := &scheme.Register{Extensions: []scheme.Extension{
		{TaskForce: "WLK", Period: month(t, "2023-09"), Until: date(t, "2023-10-20")},
		{TaskForce: "WLK", Item: "督办〔2023〕1号", Until: date(t, "2023-12-31")},
	}}
	for _, c := range []struct {
		register       *scheme.Register
		taskForce      string
		due, corrected string
	}{
		{nil, "WLK", "2023-10-11 00:00", "2023-10-14 00:00"},
		{r, "KFQ", "2023-10-11 00:00", "2023-10-14 00:00"},
		{r, "WLK", "2023-10-21 00:00", "2023-10-26 00:00"},
	} {
		d := DeadlineFor(s, c.register, c.taskForce, month(t, "2023-09"))
		if !d.Due.Equal(at(c.due)) || !d.Correction.Equal(at(c.corrected)) {
			t.Errorf("%s: %s and %s", c.taskForce, d.Due, d.Correction)
		}
	}
}

func TestOfficeFromTheRegister(t *testing.T) {
	r := &scheme.Register{
		Verified: []scheme.Verified{{TaskForce: "A", Indicator: "合同额", Project: "P1", From: month(t, "2023-03"), Amount: num("3"), Cell: "E2"}},
		Settlements: []scheme.Settlement{{From: month(t, "2023-03"), Claims: []scheme.Claim{
			{TaskForce: "A", Project: "P1", Share: num("0.5")}, {TaskForce: "B", Project: "Q1", Share: num("0.5")},
		}}},
	}
	s := smallScheme(t)
	b := map[string][]ingest.Entry{"2023-03": {contract(5, "Q1", "4", "签")}}
	office := FromRegister(r)
	// An open claim that the settlement answers is pending no more.
	office.Claims = append([]Claim{{Holders: []Holder{{TaskForce: "B", Project: "q1"}, {TaskForce: "A", Project: "P1"}}}}, office.Claims...)
	tally := assemble(t, s, "2023-03", office, input(t, s, "A", history()), input(t, s, "B", b))
	// A: P1 verified 3, half of it, and P2 1.5: 3.00. B: the other half of 3, not
	// of the 4 that it reported.
	a := tally.Of("A", "合同额")
	if a.Actual.String() != "3" || a.Reported.String() != "5.5" || tally.Of("B", "合同额").Actual.String() != "1.5" {
		t.Errorf("A %s, B %s", show(a), show(tally.Of("B", "合同额")))
	}
	if len(tally.Pending) != 0 || a.Pending {
		t.Errorf("pending %v", tally.Pending)
	}
	want := []string{"A2023-02 合同!B5", "台账 核定!E2", "台账 重复认定"}
	if diff := cmp.Diff(want, cells(a.Actual.From)); diff != "" {
		t.Error(diff)
	}
	// In February neither row is in force. B, the first filer of the open claim,
	// has no return to support the figure: A keeps it, marked. 3.2+1.5=4.7.
	tally = assemble(t, s, "2023-02", office, input(t, s, "A", history()), input(t, s, "B", b))
	if got := show(tally.Of("A", "合同额")); got != "4.7/4.7/1.5 2023-02" || len(tally.Pending) != 1 || !tally.Of("A", "合同额").Pending {
		t.Errorf("February: %s, pending %v", got, tally.Pending)
	}
}

func TestRedLinesExcludeOnce(t *testing.T) {
	r := &scheme.Register{Inspections: []scheme.Inspection{
		{Kind: scheme.InspectDecided, TaskForce: "A", RedLine: true, On: date(t, "2023-10-16"), Text: "以专班名义签订合同"},
		{Kind: scheme.InspectDecided, TaskForce: "B", RedLine: true, On: date(t, "2023-07-17"), Measure: "取消排名"},
		{Kind: scheme.InspectFound, TaskForce: "C", On: date(t, "2023-09-01"), Text: "别的问题"},
	}}
	third := RedLines(r, date(t, "2023-07-17"), date(t, "2023-10-16"))
	if diff := cmp.Diff(map[string]string{"A": "以专班名义签订合同"}, third); diff != "" {
		t.Error(diff)
	}
	if fourth := RedLines(r, date(t, "2023-10-16"), date(t, "2024-01-16")); len(fourth) != 0 {
		t.Errorf("excluded again: %v", fourth)
	}
	second := RedLines(r, ingest.Date{}, date(t, "2023-07-17"))
	if diff := cmp.Diff(map[string]string{"B": "取消排名"}, second); diff != "" {
		t.Error(diff)
	}
}
