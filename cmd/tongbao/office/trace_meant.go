package office

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/ledger"
	"tongbao/ingest/spelling"
)

// Which of a document's printed figures a Question means, and what is answered
// where it means none.

// meant are the printed figures that a question means, in the order of their
// keys.
func (t *tracing) meant(figures []ledger.Figure, q Question) (list []ledger.Figure, err error) {
	narrowed := figures[:0:0]
	for _, f := range figures {
		if len(f.At) > 0 && t.about(f, q) {
			narrowed = append(narrowed, f)
		}
	}
	if exact := slices.DeleteFunc(slices.Clone(narrowed), func(f ledger.Figure) bool { return t.partName(f) != q.Part }); q.Part != "" && len(exact) > 0 {
		narrowed = exact // 名次, not 上期名次 as well
	}
	for _, rank := range []func(ledger.Figure) bool{ // the narrowest reading of the word that finds any
		func(f ledger.Figure) bool { return q.Word == "" || f.Key == q.Word },
		func(f ledger.Figure) bool { return standsAt(f, q.Word) },
		func(f ledger.Figure) bool { return f.Value == q.Word },
		func(f ledger.Figure) bool { return sameNumber(f.Value, q.Word) },
		func(f ledger.Figure) bool { return strings.Contains(t.name(f), q.Word) },
	} {
		if list = slices.DeleteFunc(slices.Clone(narrowed), func(f ledger.Figure) bool { return !rank(f) }); len(list) > 0 {
			return list, nil
		}
	}
	if len(narrowed) == 0 {
		q.Part, q.Word = "", ""
		for _, f := range figures {
			if len(f.At) > 0 && t.about(f, q) {
				narrowed = append(narrowed, f)
			}
		}
	}
	if len(narrowed) == 0 {
		return nil, usage("%s没有印这样的数：%s。去掉 -t、-i、-p 可列出全部的数。", titleOf(t.document), asked(q))
	}
	if sheet, _, place := cutLast(q.Word); place {
		return nil, t.notAt(narrowed, sheet, q.Word)
	}
	return nil, usage("%s没有印所问的数。最接近的有：%s。共印有%d个数，可加 -t、-i、-p 缩小范围，或按位置查（如 %s）。", titleOf(t.document), strings.Join(t.likely(narrowed, q.Word), "、"), len(narrowed), exampleOf(narrowed))
}

// likely are the names and values of the figures nearest to a word that none
// is: of a number, those that a slip of the keys away (53.30 typed as 35.30),
// then the nearest in value; of words, the names most like them.
func (t *tracing) likely(figures []ledger.Figure, word string) (names []string) {
	const most = 8
	number, err := exact.Parse(bareNumber(word))
	isNumber := err == nil
	type candidate struct {
		ledger.Figure
		slip int
		far  exact.Num
		like float64
	}
	var list []candidate
	for _, f := range figures {
		c := candidate{Figure: f}
		value, err := exact.Parse(bareNumber(f.Value))
		switch {
		case isNumber && err != nil:
			continue
		case isNumber:
			c.slip = min(2, spelling.Distance(clipped(bareNumber(word), 40), bareNumber(f.Value)))
			if c.far = value.Sub(number); c.far.Sign() < 0 {
				c.far = number.Sub(value)
			}
		default:
			c.like = spelling.Likeness(word, t.name(f))
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.slip, b.slip), a.far.Cmp(b.far), cmp.Compare(b.like, a.like))
	})
	for _, c := range list {
		if name := t.name(c.Figure) + " " + clipped(c.Value, 12); len(names) < most && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// notAt says of a place where no figure stands which cells of that sheet have
// one, or, where it has none, which sheets have.
func (t *tracing) notAt(figures []ledger.Figure, sheet, place string) error {
	sheet = strings.Trim(strings.TrimSpace(sheet), "'")
	var cells, sheets []string
	for _, f := range figures {
		for _, at := range f.At {
			if !slices.Contains(sheets, at.Sheet) {
				sheets = append(sheets, at.Sheet)
			}
			if sheet != "" && (at.Sheet == sheet || strings.HasPrefix(at.Sheet, sheet+" ")) && !slices.Contains(cells, at.Cell) {
				cells = append(cells, at.Cell)
			}
		}
	}
	if len(cells) == 0 {
		slices.Sort(sheets)
		return usage("%s没有印着数的“%s”表。印着数的表有：%s。", titleOf(t.document), sheet, strings.Join(sheets, "、"))
	}
	const most = 40
	slices.SortFunc(cells, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	more := ""
	if len(cells) > most {
		more = fmt.Sprintf("等%d格", len(cells))
		cells = cells[:most]
	}
	return usage("%s的%s没有印数。这张表印着数的单元格有：%s%s。", titleOf(t.document), place, strings.Join(cells, "、"), more)
}

func asked(q Question) string {
	words := slices.DeleteFunc([]string{q.TaskForce, q.Indicator}, func(s string) bool { return s == "" })
	return strings.Join(words, " ")
}

func clipped(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// about reports whether a figure is of the task force, the indicator and the
// part asked for.
func (t *tracing) about(f ledger.Figure, q Question) bool {
	u := t.figureNamed(f.Key)
	switch {
	case q.TaskForce == CountyTotal && u.TaskForce != "":
		return false
	case q.TaskForce != "" && q.TaskForce != CountyTotal && u.TaskForce != q.TaskForce:
		return false
	case q.Indicator != "" && u.Indicator != q.Indicator:
		return false
	}
	return q.Part == "" || u.Part == q.Part || strings.Contains(t.name(f), q.Part)
}

// partName is a figure's name without whose it is and of what.
func (t *tracing) partName(f ledger.Figure) string {
	u, name := t.figureNamed(f.Key), t.name(f)
	name = strings.TrimPrefix(name, t.whose(u.TaskForce))
	if ind := t.scheme.Indicator(u.Indicator); ind != nil {
		name = strings.TrimPrefix(name, ind.Name)
	}
	return name
}

// standsAt reports whether a figure is printed at a cell of the workbook:
// 正文!A10; of a sheet's name its beginning will do: 附件1!C5.
func standsAt(f ledger.Figure, word string) bool {
	sheetName, cell, ok := cutLast(word)
	cell = strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(cell), "$", ""))
	sheetName = strings.Trim(strings.TrimSpace(sheetName), "'")
	return ok && sheetName != "" && slices.ContainsFunc(f.At, func(at ingest.Place) bool {
		return at.Cell == cell && (at.Sheet == sheetName || strings.HasPrefix(at.Sheet, sheetName+" "))
	})
}

// sameNumber compares a printed number with one that was typed, perhaps with
// its unit: 26亿元 is 26.00.
func sameNumber(value, word string) bool {
	a, err := exact.Parse(bareNumber(value))
	b, err2 := exact.Parse(bareNumber(word))
	return err == nil && err2 == nil && a.Cmp(b) == 0
}

// bareNumber is a printed number without its unit, its minus sign as one types
// it.
func bareNumber(s string) string {
	return strings.ReplaceAll(strings.TrimRight(s, "亿万元个次项家分名%百点"), "−", "-")
}

// exampleOf is a place of the workbook that a figure stands at.
func exampleOf(figures []ledger.Figure) string {
	at := figures[0].At[0]
	return strings.Fields(at.Sheet)[0] + "!" + at.Cell
}
