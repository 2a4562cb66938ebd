package score

import (
	"testing"
)

// The signed amounts of ../shared/examples/circular-2023-09.txt 二（一）, which
// tells completion and gap to one decimal: 26.00亿元, 86.7%, +11.7 and so on;
// worked to two decimals by hand: 26÷30=86.6667%, −75% = 11.6667.
func TestProgressOfThePublishedExample(t *testing.T) {
	s := noticeScheme()
	for _, c := range []struct {
		taskForce, actual         string
		percent, one, two, colour string
	}{
		{"KFQ", "26", "86.7", "11.7", "11.67", "green"},
		{"ZBZ", "8.5", "85.0", "10.0", "10.00", "green"},
		{"NYC", "4.2", "84.0", "9.0", "9.00", "green"},
		{"MCQ", "9", "60.0", "-15.0", "-15.00", "yellow"},
		{"WLK", "3", "37.5", "-37.5", "-37.50", "red"},
		{"SZJ", "1.5", "30.0", "-45.0", "-45.00", "red"},
	} {
		f := figuresOf(t, s, c.taskForce, "2023-09", map[string]string{"签约金额": c.actual})["签约金额"]
		if got := PercentText(*f.Completion, 1); got != c.percent {
			t.Errorf("%s: completion %s%%, want %s%%", c.taskForce, got, c.percent)
		}
		if got := f.ExactGap().Fixed(1); got != c.one {
			t.Errorf("%s: gap %s, want %s", c.taskForce, got, c.one)
		}
		if got := f.Gap.Fixed(2); got != c.two {
			t.Errorf("%s: gap %s, want %s", c.taskForce, got, c.two)
		}
		if string(f.Colour) != c.colour {
			t.Errorf("%s: %s, want %s", c.taskForce, f.Colour, c.colour)
		}
	}
}

// Lines are −10 and −30 points, both belonging to the better side. After nine
// months of a target of 30: 19.5÷30=65% is −10 exactly; 13.5÷30=45% is −30.
func TestColourAtItsLines(t *testing.T) {
	s := noticeScheme()
	for _, c := range []struct {
		actual, gap, text string
		colour            Colour
	}{
		{"19.5", "-10.00", "-10.0", Green},
		{"19.4999", "-10.00", "-10.0003", Yellow}, // 19.4999÷30=64.99967%
		{"19.49", "-10.03", "-10.03", Yellow},
		{"13.5", "-30.00", "-30.0", Yellow},
		{"13.4999", "-30.00", "-30.0003", Red},
		{"0", "-75.00", "-75.0", Red},
		{"36", "45.00", "45.0", Green},
	} {
		f := figuresOf(t, s, "KFQ", "2023-09", map[string]string{"签约金额": c.actual})["签约金额"]
		if f.Colour != c.colour || f.Gap.Fixed(2) != c.gap {
			t.Errorf("%s: %s %s, want %s %s", c.actual, f.Colour, f.Gap.Fixed(2), c.colour, c.gap)
		}
		choices, _ := ReadChoices(s)
		if got := choices.GapText(*f.ExactGap(), 1); got != c.text {
			t.Errorf("%s: gap prints %s, want %s", c.actual, got, c.text)
		}
	}
}

func TestNoColourBeforeACheckpointOrWithoutAReturn(t *testing.T) {
	s := noticeScheme()
	early := figuresOf(t, s, "KFQ", "2023-06", map[string]string{"落地项目": "1"})["落地项目"]
	if early.Colour != "" || early.Gap != nil || !early.Expected.IsZero() {
		t.Errorf("before the checkpoint: %q, gap %v, expected %s", early.Colour, early.Gap, early.Expected)
	}
	if early.Completion.String() != "1" || !early.Met() {
		t.Errorf("an early result counts towards completion: %s", early.Completion)
	}
	missing := figuresOf(t, s, "KFQ", "2023-09", nil)["签约金额"]
	if missing.Colour != "" || missing.Gap != nil || missing.Completion != nil || missing.Met() {
		t.Errorf("a missing figure was judged: %+v", missing)
	}
	if missing.Expected.String() != "22.5" {
		t.Errorf("what is expected of a missing figure: %s", missing.Expected)
	}
}

// 29.9999 of 30 is 99.99967%: to one decimal that would print 100.0% beside
// 未完成.
func TestShortOfTheWholeNeverPrintsAsWhole(t *testing.T) {
	for _, c := range []struct {
		done, of string
		places   int
		want     string
	}{
		{"29.9999", "30", 1, "99.9997"},
		{"29.99", "30", 1, "99.97"},
		{"30", "30", 1, "100.0"},
		{"30.0001", "30", 1, "100.0"},
		{"17", "24", 1, "70.8"},
		{"0", "24", 1, "0.0"},
	} {
		if got := PercentText(num(c.done).Quo(num(c.of)), c.places); got != c.want {
			t.Errorf("%s/%s prints %s%%, want %s%%", c.done, c.of, got, c.want)
		}
	}
	almost := figuresOf(t, noticeScheme(), "KFQ", "2023-12", map[string]string{"签约金额": "29.9999"})["签约金额"]
	if almost.Met() || Text(&signed, almost.Actual.Num) != "29.9999" {
		t.Errorf("29.9999 of 30: met %v, printed %s", almost.Met(), Text(&signed, almost.Actual.Num))
	}
}
