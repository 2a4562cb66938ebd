package score

import (
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/rules/scheme"
)

// Worked with a pocket calculator from DESIGN 9: target × months ÷ 12, or the
// plan straight between quarter ends; amounts half up to 2 decimals, counts
// floored.
func TestWhatATargetAsksForByAMonth(t *testing.T) {
	thirty := &scheme.Target{Kind: scheme.Sum, Low: num("30")}
	fifteen := &scheme.Target{Kind: scheme.Sum, Low: num("15")}
	five := &scheme.Target{Kind: scheme.AtLeast, Low: num("5")}
	four := &scheme.Target{Kind: scheme.AtLeast, Low: num("4")}
	landing := &scheme.Target{Kind: scheme.Range, Low: num("1"), High: ptr(num("2")), Plan: nums("0", "0", "1", "1")}
	two := &scheme.Target{Kind: scheme.Range, Low: num("2"), High: ptr(num("3")), Plan: nums("0", "0", "1", "2")}
	meetings := &scheme.Target{Kind: scheme.AtLeast, Low: num("4"), Plan: nums("1", "2", "3", "4")}
	paced := &scheme.Target{Kind: scheme.Sum, Low: num("10"), Plan: nums("1", "2.5", "6", "10")}
	odd := &scheme.Target{Kind: scheme.Sum, Low: num("0.5")}
	for _, c := range []struct {
		name            string
		ind             *scheme.Indicator
		target          *scheme.Target
		period          string
		expected, share string // share as a fraction of the target
	}{
		{"30×9÷12", &signed, thirty, "2023-09", "22.5", "3/4"},
		{"15×9÷12", &signed, fifteen, "2023-09", "11.25", "3/4"},
		{"5×9÷12=3.75, floored; the share is not", &meets, five, "2023-09", "3", "3/4"},
		{"4×9÷12", &trips, four, "2023-09", "3", "3/4"},
		{"4×1÷12=0.33: no checkpoint yet", &trips, four, "2023-01", "0", "1/12"},
		{"4×3÷12", &trips, four, "2023-03", "1", "1/4"},
		{"whole year", &trips, four, "2023-12", "4", "1/1"},
		{"0.5×1÷12=0.04166…", &signed, odd, "2023-01", "0.04", "1/12"},
		{"0.5×3÷12=0.125, half up", &signed, odd, "2023-03", "0.13", "1/4"},
		{"plan: nothing before July", &started, landing, "2023-06", "0", "0/1"},
		{"plan: a third of one, floored", &started, landing, "2023-07", "0", "1/3"},
		{"plan: two thirds of one, floored", &started, landing, "2023-08", "0", "2/3"},
		{"plan: one at the end of Q3", &started, landing, "2023-09", "1", "1/1"},
		{"plan: 1 of 2", &started, two, "2023-09", "1", "1/2"},
		{"plan: 1+1×1÷3 of 2", &started, two, "2023-10", "1", "2/3"},
		{"plan: one a quarter, 1+1×2÷3", &started, meetings, "2023-05", "1", "5/12"},
		{"plan: 1×1÷3=0.333…", &signed, paced, "2023-01", "0.33", "1/30"},
		{"plan: 1+1.5×2÷3", &signed, paced, "2023-05", "2", "1/5"},
		{"plan: 2.5+3.5×1÷3=3.6666…", &signed, paced, "2023-07", "3.67", "11/30"},
		{"plan: year's end", &signed, paced, "2023-12", "10", "1/1"},
	} {
		d := DueAt(Choices{Range: RangeLow}, january, c.ind, c.target, month(t, c.period))
		if d.Expected.String() != c.expected {
			t.Errorf("%s: expected %s, want %s", c.name, d.Expected, c.expected)
		}
		if want := fraction(t, c.share); d.Share.Cmp(want) != 0 {
			t.Errorf("%s: share %s, want %s", c.name, d.Share, c.share)
		}
	}
}

func fraction(t *testing.T, s string) (n exact.Num) {
	t.Helper()
	if err := n.UnmarshalJSON([]byte(`"` + s + `"`)); err != nil {
		t.Fatal(err)
	}
	return n
}

// A year that starts in April: December is its ninth month, March its last.
func TestExpectedFollowsTheSchemesYear(t *testing.T) {
	april := ingest.Calendar{Start: 4}
	target := &scheme.Target{Kind: scheme.Sum, Low: num("30")}
	for period, want := range map[string]string{
		"2023-04": "2.50",  // 30×1÷12
		"2023-12": "22.50", // 30×9÷12
		"2024-03": "30.00", // 30×12÷12
	} {
		d := DueAt(Choices{}, april, &signed, target, month(t, period))
		if got := Text(&signed, d.Expected); got != want {
			t.Errorf("%s: expected %s, want %s", period, got, want)
		}
	}
}

func TestRangeIsJudgedWhereTheChoiceSays(t *testing.T) {
	two := &scheme.Target{Kind: scheme.Range, Low: num("2"), High: ptr(num("3"))}
	for _, c := range []struct {
		choice, goal string
		binding      bool
	}{
		{RangeLow, "2", true}, {RangeHigh, "3", true}, {RangeSoft, "2", false},
	} {
		d := DueAt(Choices{Range: c.choice}, january, &started, two, month(t, "2023-12"))
		if d.Goal.String() != c.goal || d.Binding != c.binding {
			t.Errorf("%s: goal %s binding %v, want %s %v", c.choice, d.Goal, d.Binding, c.goal, c.binding)
		}
	}
}

func TestChoicesAreReadAndRefused(t *testing.T) {
	s := &scheme.Scheme{Choices: map[string]scheme.Choice{ChoiceYellow: {Value: "-25.5"}}}
	c, err := ReadChoices(s)
	if err != nil || c.Green.String() != "-10" || c.Yellow.String() != "-25.5" || c.Range != RangeLow {
		t.Errorf("got %+v, %v", c, err)
	}
	for item, value := range map[string]string{ChoiceGreen: "十", ChoiceRange: "中间"} {
		s := &scheme.Scheme{Choices: map[string]scheme.Choice{item: {Value: value}}}
		if _, err := ReadChoices(s); err == nil {
			t.Errorf("%s=%s was taken", item, value)
		}
	}
}
