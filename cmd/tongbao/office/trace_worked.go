package office

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"tongbao/ingest/exact"
)

// A traced figure's formula with its values put in.

// worked is a figure's formula with its values put in. Nothing is said that
// does not come out: a sum is shown only where it is one.
func worked(x PrintedFigure) string {
	value, err := exact.Parse(strings.ReplaceAll(x.Value, "−", "-"))
	if err != nil {
		return ""
	}
	if text := plannedShare(x, value); text != "" {
		return text
	}
	if !strings.ContainsFunc(x.Formula, isWord) && strings.ContainsAny(x.Formula, "÷×−+") && strings.ContainsAny(x.Formula, "0123456789") {
		switch {
		case strings.Contains(x.Formula, "="):
			return ""
		case x.Figure.Part == "gap":
			return x.Formula + "，相差" + x.Value
		}
		return x.Formula + "=" + x.Value
	}
	var terms []string
	for _, of := range x.Of {
		terms = append(terms, of.Value)
	}
	if text := sumOf(terms, value, x.Value); text != "" {
		return text
	}
	if len(x.Of) > 0 && exact.Int(int64(len(x.Of))).Cmp(value) == 0 {
		return fmt.Sprintf("所列共%d项", len(x.Of))
	}
	if len(x.Of) > 0 {
		return ""
	}
	if len(x.Own) == 0 {
		return ""
	}
	terms = nil
	for _, c := range x.Own {
		terms = append(terms, c.Value)
	}
	switch {
	case value.IsZero() && x.Own[len(x.Own)-1].Cell == "" && x.Own[0].Cell != "":
		return "本月月报表中没有可计入的记录，以前月份的没有变化"
	case value.IsZero() && x.Own[0].Cell == "":
		return "所列月报表中没有可计入的记录"
	case strings.Contains(x.Formula, "sum("):
		return sumOf(terms, value, x.Value)
	case strings.Contains(x.Formula, "count(") && exact.Int(int64(len(terms))).Cmp(value) == 0 && len(terms) > 0:
		return fmt.Sprintf("所列单元格共%d个，每个计1", len(terms))
	}
	return ""
}

func isWord(r rune) bool { return unicode.IsLetter(r) }

var plannedFormula = regexp.MustCompile(`^年度目标×(\d+)÷(\d+)$`)

// plannedShare works out what a yearly target asks for by now: 30.00×9÷12=22.50,
// of a count 5×9÷12=3.75，取整为3.
func plannedShare(x PrintedFigure, value exact.Num) string {
	m := plannedFormula.FindStringSubmatch(x.Formula)
	if m == nil || len(x.Of) != 1 {
		return ""
	}
	goal, err := exact.Parse(x.Of[0].Value)
	if err != nil {
		return ""
	}
	share := goal.Mul(exact.MustParse(m[1])).Quo(exact.MustParse(m[2]))
	text := x.Of[0].Value + "×" + m[1] + "÷" + m[2] + "="
	switch {
	case share.Round(value.Places()).Cmp(value) == 0:
		return text + x.Value
	case share.Floor().Cmp(value) == 0:
		return text + share.AtLeast(0, 2) + "，取整为" + x.Value
	}
	return ""
}

// sumOf is 8+5+4.5=17.50, "" where the terms do not come to the value.
func sumOf(terms []string, value exact.Num, printed string) string {
	if len(terms) < 2 {
		return ""
	}
	var sum exact.Total
	for _, s := range terms {
		n, err := exact.Parse(s)
		if err != nil {
			return ""
		}
		sum.Add(n)
	}
	if sum.Num().Cmp(value) != 0 {
		return ""
	}
	return strings.Join(terms, "+") + "=" + printed
}
