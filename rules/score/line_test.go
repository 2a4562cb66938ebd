package score

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func formulas(lines []Line) (list []string) {
	for _, l := range lines {
		list = append(list, l.Formula)
	}
	return list
}

// ../shared/examples/ranking-2023Q3.txt, 开发区专班得分计算.
func TestScoreOfThePublishedExample(t *testing.T) {
	s := noticeScheme()
	figures := figuresOf(t, s, "KFQ", "2023-09", map[string]string{
		"外出招商活动": "4", "外出对接项目": "5", "对接总投资": "32", "签约金额": "26", "落地项目": "1",
	})
	st := Stand("KFQ", Lines(s, figures), nil, "")
	want := []string{
		"min(4÷3,1.20)×20=24.00",
		"min(5÷3,1.20)×15=18.00",
		"min(32.00÷22.50,1.20)×15=18.00",
		"min(26.00÷22.50,1.20)×25=28.89",
		"min(1÷1,1.20)×25=25.00",
	}
	if diff := cmp.Diff(want, formulas(st.Lines)); diff != "" {
		t.Error(diff)
	}
	if got := "24.00+18.00+18.00+28.89+25.00−0=113.89"; st.Formula != got {
		t.Errorf("sum %q, want %q", st.Formula, got)
	}
	if st.Score.Fixed(2) != "113.89" {
		t.Errorf("score %s", st.Score)
	}
}

// In June the landing plan asks for nothing, so its 25 go: the others' 75
// become 100. 20÷75×100=26.666…→26.67; 15→20.00; 25→33.333…→33.33.
// KFQ after six months: 4×6÷12=2 trips, 5×6÷12=2.5→2 projects, 15.00, 15.00.
// 2÷2×26.67=26.67; 1÷2×20=10; 10÷15×20=13.333…→13.33; 7÷15×33.33=15.554→15.55.
func TestWeightsAreSharedOutWhenALineIsDropped(t *testing.T) {
	s := noticeScheme()
	figures := figuresOf(t, s, "KFQ", "2023-06", map[string]string{
		"外出招商活动": "2", "外出对接项目": "1", "对接总投资": "10", "签约金额": "7", "落地项目": "1",
	})
	st := Stand("KFQ", Lines(s, figures), []DeductionLine{{Item: "迟报", Count: 1, Points: num("0.5")}, {Item: "缺报", Count: 1, Points: num("2")}}, "")
	want := []string{
		"min(2÷2,1.20)×26.67=26.67",
		"min(1÷2,1.20)×20=10.00",
		"min(10.00÷15.00,1.20)×20=13.33",
		"min(7.00÷15.00,1.20)×33.33=15.55",
		"未到考核节点，不计分",
	}
	if diff := cmp.Diff(want, formulas(st.Lines)); diff != "" {
		t.Error(diff)
	}
	last := st.Lines[4]
	if last.Judged || last.Actual.String() != "1" || !last.Points.IsZero() {
		t.Errorf("an early result is listed, not scored: %+v", last)
	}
	// 26.67+10.00+13.33+15.55=65.55; 0.5+2=2.5
	if want := "26.67+10.00+13.33+15.55−2.50=63.05"; st.Formula != want {
		t.Errorf("sum %q, want %q", st.Formula, want)
	}
}

// A number enters a formula as printed: 10 over 3 months of a target of 10
// shared 1:2 with somebody gives 3.3333 as printed, not 10÷3.
func TestOnlyPrintedDigitsEnterAFormula(t *testing.T) {
	s := noticeScheme()
	figures := figuresOf(t, s, "KFQ", "2023-09", map[string]string{"签约金额": "0"})
	third := num("10").Quo(num("3"))
	figures["签约金额"].Actual.Num = third
	line := Lines(s, figures)[3]
	// 3.3333÷22.5×25=3.70366…; 10÷3÷22.5×25=3.7037 gives the same 3.70 here, so
	// look at the number itself too.
	if line.Formula != "min(3.3333÷22.50,1.20)×25=3.70" || line.Actual.String() != "3.3333" {
		t.Errorf("%s with %s", line.Formula, line.Actual)
	}
}

func TestPointsRoundHalfUp(t *testing.T) {
	for _, c := range []struct{ actual, expected, weight, want string }{
		{"1", "8", "1", "0.13"},          // 0.125
		{"3", "8", "1", "0.38"},          // 0.375
		{"1.0049", "1", "1", "1.00"},     // 1.0049
		{"27", "22.5", "25", "30.00"},    // at the cap exactly
		{"27.01", "22.5", "25", "30.00"}, // above it
		{"0", "22.5", "25", "0.00"},
	} {
		l := Line{Expected: num(c.expected), Weight: num(c.weight), Cap: num("1.2")}
		if got := l.pointsFor(num(c.actual)).Fixed(2); got != c.want {
			t.Errorf("min(%s÷%s,1.2)×%s gives %s, want %s", c.actual, c.expected, c.weight, got, c.want)
		}
	}
}

func TestMissingScoresNothingAndSaysSo(t *testing.T) {
	s := noticeScheme()
	st := Stand("SZJ", Lines(s, figuresOf(t, s, "SZJ", "2023-09", nil)), nil, "")
	for _, l := range st.Lines {
		if !l.Missing || !l.Judged || l.Formula != "未报送，计0.00分" || !l.Points.IsZero() {
			t.Errorf("%s: %+v", l.Indicator, l)
		}
	}
	if st.Score.Sign() != 0 || st.Formula != "0.00+0.00+0.00+0.00+0.00−0=0.00" {
		t.Errorf("%s", st.Formula)
	}
}

// Without a target for the year a line is dropped like one that expects
// nothing; with no line left the score is 0 and nothing divides by zero.
func TestNoTargetsAtAll(t *testing.T) {
	s := noticeScheme()
	s.Targets = nil
	st := Stand("KFQ", Lines(s, figuresOf(t, s, "KFQ", "2023-09", map[string]string{"签约金额": "26"})), nil, "")
	if st.Formula != "0−0=0.00" || st.Lines[3].Formula != "无年度目标，不计分" || st.Lines[3].Judged {
		t.Errorf("%s %+v", st.Formula, st.Lines[3])
	}
	if lines := Lines(s, nil); lines[0].Formula != "不承担此项，不计分" {
		t.Errorf("%s", lines[0].Formula)
	}
}
