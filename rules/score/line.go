package score

import (
	"strings"

	"tongbao/ingest/exact"
	"tongbao/rules/scheme"
)

// Lines scores one task force by the lines of 计分, in their order. Figures are
// its own, keyed by indicator. A line whose figure expects nothing yet, or has
// no target, is dropped; the weights of the others are rescaled to 100 then,
// each rounded to 2 decimals.
func Lines(s *scheme.Scheme, figures map[string]*Figure) []Line {
	lines := make([]Line, len(s.Scores))
	judged, dropped := exact.Num{}, false
	for i, row := range s.Scores {
		lines[i] = newLine(row, figures[row.Indicator])
		if lines[i].Judged {
			judged = judged.Add(row.Weight)
		} else {
			dropped = true
		}
	}
	for i := range lines {
		l := &lines[i]
		if l.Judged && dropped && !judged.IsZero() {
			l.Weight = l.Weight.Mul(hundred).Quo(judged).Round(2)
		}
		l.work(indicator(s, l.Indicator), figures[l.Indicator])
	}
	return lines
}

func newLine(row scheme.ScoreLine, f *Figure) Line {
	return Line{
		Indicator: row.Indicator,
		Cap:       row.Cap.Round(finest),
		Weight:    row.Weight.Round(2),
		Judged:    f != nil && f.Expected != nil && f.Expected.Sign() > 0,
		Missing:   f == nil || f.Actual == nil,
	}
}

// work fills in the numbers as printed, the points and the formula.
func (l *Line) work(ind *scheme.Indicator, f *Figure) {
	if f == nil || ind == nil {
		l.Formula = "不承担此项，不计分"
		return
	}
	if f.Actual != nil {
		l.Actual = AsPrinted(ind, f.Actual.Num)
	}
	if f.Expected != nil {
		l.Expected = AsPrinted(ind, *f.Expected)
	}
	switch {
	case f.Expected == nil:
		l.Formula = "无年度目标，不计分"
	case !l.Judged:
		l.Formula = "未到考核节点，不计分"
	case l.Missing:
		// A missing return is missing, not zero: there is no number to divide,
		// so no arithmetic is printed and no points are given.
		l.Formula = "未报送，计0.00分"
	default:
		l.Points = l.pointsFor(l.Actual)
		l.Formula = l.formula(ind)
	}
}

// pointsFor is what the line gives for an actual value as printed.
func (l *Line) pointsFor(actual exact.Num) exact.Num {
	return actual.Quo(l.Expected).Min(l.Cap).Mul(l.Weight).Round(2)
}

// formula prints min(26.00÷22.50,1.20)×25=28.89.
func (l *Line) formula(ind *scheme.Indicator) string {
	return "min(" + Text(ind, l.Actual) + "÷" + Text(ind, l.Expected) + "," + l.Cap.AtLeast(2, finest) + ")×" +
		WeightText(l.Weight) + "=" + l.Points.Fixed(2)
}

// Stand adds up one task force's lines and deductions. An excluded one keeps
// its arithmetic, but is not ranked.
func Stand(taskForce string, lines []Line, deductions []DeductionLine, excluded string) Standing {
	st := Standing{TaskForce: taskForce, Lines: lines, Deductions: deductions, Excluded: excluded}
	terms := []string{}
	for _, l := range lines {
		if l.Judged {
			st.Score = st.Score.Add(l.Points)
			terms = append(terms, l.Points.Fixed(2))
		}
	}
	if len(terms) == 0 {
		terms = append(terms, "0")
	}
	lost := exact.Num{}
	for _, d := range deductions {
		lost = lost.Add(d.Points)
	}
	st.Score = st.Score.Sub(lost)
	st.Formula = strings.Join(terms, "+") + "−" + WeightText(lost) + "=" + Minus(st.Score.Fixed(2))
	return st
}

func indicator(s *scheme.Scheme, code string) *scheme.Indicator {
	for i := range s.Indicators {
		if s.Indicators[i].Code == code {
			return &s.Indicators[i]
		}
	}
	return nil
}
