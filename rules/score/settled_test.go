package score

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/rules/formula"
)

// P1 (A: 4 in March) and Q1 (B: 5) are one project, whose one amount is shared
// 6:4. A has 1.5 beside it, B 1.
//
//	A's figures hold:   A 2.4+1.5=3.9   B 1.6+1=2.6   6.5 in all
//	B's figures hold:   A 3+1.5=4.5     B 2+1=3       7.5
//	verified for B, 4.5: A 2.7+1.5=4.2  B 1.8+1=2.8   7
//	nobody said so:     open, A filed first: 4+1.5=5.5   B 1   6.5, pending
//	A gets all:         5.5             1             6.5
//	B gets all:         1.5             6             7.5
//
// Never 2.4 and 2, parts of two amounts. The project is one: 0.6 and 0.4 of it,
// with the other of each 1.6 and 1.4.
func TestASettledProjectHasOneAmount(t *testing.T) {
	s := smallScheme(t)
	b := map[string][]ingest.Entry{"2023-03": {contract(5, "Q1", "5", "签"), contract(6, "Q2", "1", "签")}}
	open := Claim{Holders: []Holder{{"A", "P1", num("0")}, {"B", "Q1", num("0")}}}
	shared := func(basis, x, y string) Claim {
		return Claim{Holders: []Holder{{"A", "P1", num(x)}, {"B", "Q1", num(y)}}, Settled: true, Basis: basis, Source: register}
	}
	verified := []Verified{{TaskForce: "B", Indicator: "合同额", Project: "Q1", From: month(t, "2023-03"), Amount: num("4.5"), Source: register}}
	for _, c := range []struct {
		name           string
		office         Office
		amounts, count string
		pending        int
	}{
		{"A's hold", Office{Claims: []Claim{open, shared("A", "0.6", "0.4")}}, "3.9 2.6 6.5", "1.6 1.4 3", 0},
		{"B's hold", Office{Claims: []Claim{open, shared("B", "0.6", "0.4")}}, "4.5 3 7.5", "1.6 1.4 3", 0},
		{"verified", Office{Claims: []Claim{open, shared("", "0.6", "0.4")}, Verified: verified}, "4.2 2.8 7", "1.6 1.4 3", 0},
		{"nobody's", Office{Claims: []Claim{open, shared("", "0.6", "0.4")}}, "5.5 1 6.5", "2 1 3", 1},
		{"all to A", Office{Claims: []Claim{open, shared("", "1", "0")}}, "5.5 1 6.5", "2 1 3", 0},
		{"all to B", Office{Claims: []Claim{open, shared("", "0", "1")}}, "1.5 6 7.5", "1 2 3", 0},
		// As it was once: 2.4+1.5 and 2+1, a project of 4.4 that nobody reported.
		{"each its own", Office{Claims: []Claim{open, shared("A", "0.6", "0.4")}, EachOwn: true}, "3.9 3 6.9", "1.6 1.4 3", 0},
	} {
		tally := assemble(t, s, "2023-03", c.office, input(t, s, "A", history()), input(t, s, "B", b))
		for i, want := range []string{c.amounts, c.count} {
			ind := s.Indicators[i].Code
			got := strings.Join([]string{tally.Of("A", ind).Actual.String(), tally.Of("B", ind).Actual.String(), tally.Totals[i].Actual.String()}, " ")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s: %s", c.name, ind, diff)
			}
		}
		if len(tally.Pending) != c.pending || len(tally.Incomplete) != c.pending {
			t.Errorf("%s: pending %v, incomplete %v", c.name, tally.Pending, tally.Incomplete)
		}
		for _, x := range tally.Incomplete {
			if x.Indicator != "合同额" || x.Amounts[0].String() != "4" || x.Amounts[1].String() != "5" {
				t.Errorf("%s: %+v", c.name, x)
			}
		}
	}
}

// A gave P2 up in May, and B, with whom it was shared 6:4, still counts it: it
// is nobody's to say that a project given up goes on in parts. Without a word
// whose report holds the claim is open: B's 1.5 are kept by B, A has its 4. As A
// says it is over, and 4 and 0 are left; as B says it goes on, 4+0.9 and 0.6. So
// it was once without a word, too.
func TestASettledProjectOneOfThemGaveUp(t *testing.T) {
	s := smallScheme(t)
	b := map[string][]ingest.Entry{"2023-05": {contract(5, "Q2", "1.5", "签")}}
	open := Claim{Holders: []Holder{{"A", "P2", num("0")}, {"B", "Q2", num("0")}}}
	for _, c := range []struct {
		basis      string
		unasked    bool
		want       string
		incomplete int
	}{{"", false, "4 1.5 5.5", 1}, {"A", false, "4 0 4", 0}, {"B", false, "4.9 0.6 5.5", 0}, {"", true, "4.9 0.6 5.5", 0}} {
		settled := Claim{Holders: []Holder{{"A", "P2", num("0.6")}, {"B", "Q2", num("0.4")}}, Settled: true, Basis: c.basis, Source: register}
		tally := assemble(t, s, "2023-05", Office{Claims: []Claim{open, settled}, LooseSettlements: c.unasked}, input(t, s, "A", history()), input(t, s, "B", b))
		got := strings.Join([]string{tally.Of("A", "合同额").Actual.String(), tally.Of("B", "合同额").Actual.String(), tally.Totals[0].Actual.String()}, " ")
		if got != c.want || len(tally.Incomplete) != c.incomplete || len(tally.Pending) != c.incomplete {
			t.Errorf("as %q says: %s, want %s; %+v", c.basis, got, c.want, tally.Incomplete)
		}
		for _, x := range tally.Incomplete {
			if !x.Ended[0] || x.Ended[1] {
				t.Errorf("given up by %v", x.Ended)
			}
		}
	}
}

// A's P1, B's Q1 and C's R1 are one project of 4, and settlements name two of
// them each: what they do not name counts for nothing until it is named, for the
// project is counted once. A has 1.5 beside it. B and C 1:1 leave A, who filed
// first, its 1.5; A and B 1:1 from February, then B and C 1:1 from March, leave
// nothing of the former. B and C may be two projects, 4 each, one of which is
// A's. Once these came to 4+2+2, to 2+2+2 and to three times 4.
func TestASettlementOfTwoOfThreeHolders(t *testing.T) {
	s := smallScheme(t)
	c := s.TaskForces[1]
	c.Code = "C"
	s.TaskForces = append(slices.Clone(s.TaskForces), c)
	hold := func(taskForce, project string) Holder { return Holder{taskForce, project, num("0.5")} }
	a, b, third := hold("A", "P1"), hold("B", "Q1"), hold("C", "R1")
	open := Claim{Holders: []Holder{a, b, third}}
	settled := func(from string, row string, holders ...Holder) Claim {
		at := register
		at.Place.Cell = row
		return Claim{Holders: holders, Settled: true, From: month(t, from), Source: at}
	}
	apart := settled("2023-02", "B2", b, third)
	apart.Apart = true
	for _, x := range []struct {
		name, want, once string
		claims           []Claim
	}{
		{"B and C", "1.5 2 2 5.5", "5.5 2 2 9.5", []Claim{open, settled("2023-02", "B2", b, third)}},
		{"A and B, then B and C", "1.5 2 2 5.5", "3.5 2 2 7.5", []Claim{open, settled("2023-02", "B2", a, b), settled("2023-03", "B3", b, third)}},
		{"B and C are two", "1.5 4 4 9.5", "5.5 4 4 13.5", []Claim{open, apart}},
	} {
		for want, loose := range map[string]bool{x.want: false, x.once: true} {
			tally := assemble(t, s, "2023-03", Office{Claims: x.claims, LooseSettlements: loose}, input(t, s, "A", history()),
				input(t, s, "B", map[string][]ingest.Entry{"2023-03": {contract(5, "Q1", "4", "签")}}), input(t, s, "C", map[string][]ingest.Entry{"2023-03": {contract(5, "R1", "4", "签")}}))
			got := tally.Totals[0].Actual.String()
			for _, code := range []string{"C", "B", "A"} {
				got = tally.Of(code, "合同额").Actual.String() + " " + got
			}
			if got != want || len(tally.Pending) != 1 {
				t.Errorf("%s: %s, want %s; %d pending", x.name, got, want, len(tally.Pending))
			}
		}
	}
}

// 1 among three: 0.3333, 0.3334 and 0.3333, which make 1 as printed.
func TestPortionsAddUpAsPrinted(t *testing.T) {
	third := num("1").Quo(num("3"))
	claim := Claim{Holders: []Holder{{"A", "1", third}, {"B", "2", third}, {"C", "3", third}}, Settled: true}
	ind := &smallScheme(t).Indicators[0]
	amount := formula.Num{Num: num("1")}
	var got []string
	for i := range claim.Holders {
		got = append(got, Text(ind, claim.portion(ind, amount, i).Num))
	}
	if diff := cmp.Diff([]string{"0.3333", "0.3334", "0.3333"}, got); diff != "" {
		t.Error(diff)
	}
}

// A's P1 (3.2 in January, nothing new in February) and B's Q1 (3.2, February)
// are one project, and the office finds from February that A's is nothing, or
// 2.7. No return says so: the months themselves are nil for both, whatever the
// year to date loses. By hand for A, whose P2 of 1.5 is new in February:
//
//	open, A filed first        year 0+1.5=1.5     month 1.5     B 3.2    0
//	shared 6:4 as A says       year 0+1.5=1.5     month 1.5     B 0      0
//	as 2.7, shared 6:4         1.62+1.5=3.12      month 1.5     B 1.08   0
//
// Once the first came to 1.5−3.2=−1.7 in the month and 3.2 for B, told twice.
func TestWhatIsVerifiedOfAClaimIsNoEventOfTheMonth(t *testing.T) {
	s := smallScheme(t)
	b := map[string][]ingest.Entry{"2023-01": {contract(5, "Q1", "3.2", "签")}, "2023-02": {visit(5)}}
	open := Claim{Holders: []Holder{{"A", "P1", num("0")}, {"B", "Q1", num("0")}}}
	shared := Claim{Holders: []Holder{{"A", "P1", num("0.6")}, {"B", "Q1", num("0.4")}}, Settled: true, Basis: "A", Source: register}
	for _, c := range []struct {
		claims               []Claim
		verified, want, once string
	}{
		{[]Claim{open}, "0", "1.5 1.5 3.2 0", "1.5 -1.7 3.2 3.2"},
		{[]Claim{open, shared}, "0", "1.5 1.5 0 0", "1.5 -0.42 0 -1.28"},
		{[]Claim{open, shared}, "2.7", "3.12 1.5 1.08 0", "3.12 1.2 1.08 -0.2"},
	} {
		for want, loose := range map[string]bool{c.want: false, c.once: true} {
			office := Office{Claims: c.claims, LooseSettlements: loose, Verified: []Verified{
				{TaskForce: "A", Indicator: "合同额", Project: "P1", From: month(t, "2023-02"), Amount: num(c.verified), Source: register}}}
			tally := assemble(t, s, "2023-02", office, input(t, s, "A", history()), input(t, s, "B", b))
			var got []string
			for _, code := range []string{"A", "B"} {
				f := tally.Of(code, "合同额")
				got = append(got, f.Actual.String(), f.Month.String())
			}
			if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
				t.Errorf("verified %s: %s", c.verified, diff)
			}
		}
	}
}

// P1 (A: 4 in March) and Q1 (B: 5) are one project, of which the year before
// holds 3.2 and one contract. What is left of the one amount is shared, and the
// contract is none of this year's. A has 1.5 and a contract beside it, B 1 and
// one:
//
//	as B says, 6:4    5−3.2=1.8: A 1.08+1.5=2.58   B 0.72+1=1.72   4.3 in all
//	all to A, as A    4−3.2=0.8: A 0.8+1.5=2.3     B 1             3.3
//	all of B's 5, held 6: nothing is left, less than nothing is not: A 1.5, B 1
//
// A reports none of it this year, only the year before did: it is settled all the
// same, and B's 5 less 3.2 are 1.8 of A's, 6:4, as above.
func TestWhatTheYearBeforeHoldsIsNotCountedAgain(t *testing.T) {
	s := smallScheme(t)
	past := ingest.Source{Office: "上年", Place: ingest.Place{Sheet: "合同", Cell: "B7"}}
	b := map[string][]ingest.Entry{"2023-03": {contract(5, "Q1", "5", "签"), contract(6, "Q2", "1", "签")}}
	settled := func(project, basis, x, y, held string) Claim {
		return Claim{Holders: []Holder{{"A", project, num(x)}, {"B", "Q1", num(y)}}, Settled: true, Basis: basis, Source: register,
			Held: map[string]formula.Num{"合同额": {Num: num(held), From: []ingest.Source{past}}, "合同数": {Num: num("1"), From: []ingest.Source{past}}}}
	}
	unseen := settled("P9", "", "0.6", "0.4", "3.2")
	unseen.Earlier = unseen.Holders[:1]
	for _, c := range []struct {
		name           string
		claim          Claim
		amounts, count string
	}{
		{"6:4", settled("P1", "B", "0.6", "0.4", "3.2"), "2.58 1.72 4.3", "1 1 2"},
		{"all to A", settled("P1", "", "1", "0", "3.2"), "2.3 1 3.3", "1 1 2"},
		{"more than there is", settled("P1", "B", "0.6", "0.4", "6"), "1.5 1 2.5", "1 1 2"},
		{"last year's holder", unseen, "6.58 1.72 8.3", "2 1 3"}, // P1 is another: 5.5 beside it
	} {
		tally := assemble(t, s, "2023-03", Office{Claims: []Claim{c.claim}}, input(t, s, "A", history()), input(t, s, "B", b))
		for i, want := range []string{c.amounts, c.count} {
			ind := s.Indicators[i].Code
			got := strings.Join([]string{tally.Of("A", ind).Actual.String(), tally.Of("B", ind).Actual.String(), tally.Totals[i].Actual.String()}, " ")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s: %s", c.name, ind, diff)
			}
		}
		f := tally.Of("B", "合同额")
		for _, cell := range []string{"上年 合同!B7", "B2023-03 合同!B5", "台账 核定!D5"} {
			if !slices.ContainsFunc(cells(f.Actual.From), func(x string) bool { return strings.HasPrefix(x, cell) }) {
				t.Errorf("%s: B's does not rest on %s: %v", c.name, cell, cells(f.Actual.From))
			}
		}
	}
	// Without a year before that knows it, a project that A never reported is a
	// slip of the pen: nothing is taken from B.
	unseen.Earlier = nil
	if f := assemble(t, s, "2023-03", Office{Claims: []Claim{unseen}}, input(t, s, "A", history()), input(t, s, "B", b)).Of("B", "合同额"); f.Actual.String() != "6" {
		t.Errorf("unknown to both years: %s", show(f))
	}
}

// Of three who report a project two are settled, of whom the year before holds
// all of it: the third, who is not named and filed first, has nothing of it
// either.
func TestWhatIsHeldIsNobodyElses(t *testing.T) {
	s := smallScheme(t)
	third := s.TaskForces[1]
	third.Code = "C"
	s.TaskForces = append(slices.Clone(s.TaskForces), third)
	open := Claim{Holders: []Holder{{"C", "R1", num("0")}, {"A", "P1", num("0")}, {"B", "Q1", num("0")}}}
	settled := Claim{Holders: []Holder{{"A", "P1", num("1")}, {"B", "Q1", num("0")}}, Settled: true, Source: register, Held: map[string]formula.Num{"合同额": {Num: num("4")}}}
	tally := assemble(t, s, "2023-03", Office{Claims: []Claim{open, settled}}, input(t, s, "A", history()),
		input(t, s, "B", map[string][]ingest.Entry{"2023-03": {contract(5, "Q1", "4", "签")}}), input(t, s, "C", map[string][]ingest.Entry{"2023-03": {contract(5, "R1", "4", "签")}}))
	got := strings.Join([]string{tally.Of("A", "合同额").Actual.String(), tally.Of("B", "合同额").Actual.String(), tally.Of("C", "合同额").Actual.String()}, " ")
	if got != "1.5 0 0" {
		t.Errorf("A, B, C: %s", got)
	}
}

// What each counts of one project, which another year asks for. A's P1 is 4 in
// March and verified as 3, B's Q1 is 5; settled 6:4 they are 1.8 and 1.2, open
// they are 3 and nothing, and nobody's is what nobody reported. One of two
// contracts is 0.6 and 0.4 of it.
func TestPartOfAProject(t *testing.T) {
	s := smallScheme(t)
	b := map[string][]ingest.Entry{"2023-03": {contract(5, "Q1", "5", "签"), contract(6, "Q2", "1", "签")}}
	verified := []Verified{{TaskForce: "A", Indicator: "合同额", Project: "P1", From: month(t, "2023-03"), Amount: num("3"), Source: register}}
	open := Claim{Holders: []Holder{{"A", "P1", num("0.6")}, {"B", "Q1", num("0.4")}}}
	settled := open
	settled.Settled, settled.Source = true, register
	for _, c := range []struct {
		claims []Claim
		want   string
	}{
		{nil, "3 5 1.5 1 0 1"},
		{[]Claim{open}, "3 0 1.5 1 0 1"},
		{[]Claim{open, settled}, "1.8 1.2 1.5 1 0 0.6"},
	} {
		tally := assemble(t, s, "2023-03", Office{Claims: c.claims, Verified: verified}, input(t, s, "A", history()), input(t, s, "B", b))
		var got []string
		for _, x := range [][3]string{{"A", "p1", "合同额"}, {"B", "Q1", "合同额"}, {"A", "P2", "合同额"}, {"B", "Q2", "合同额"}, {"A", "Q1", "合同额"}, {"A", "P1", "合同数"}} {
			n, err := tally.PartOf(x[0], x[1], x[2])
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, n.String())
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%d claims: %s", len(c.claims), diff)
		}
	}
}
