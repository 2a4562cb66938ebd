package scheme

import (
	"fmt"
	"slices"
	"strings"

	"tongbao/ingest/finding"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
)

// This file judges what expressions hold a column with 选项 against. A text
// that is none of the options never matches: the expression compiles, and its
// figure is 0 without a word.

// held judges the texts that an expression has in quotes, and keeps what it
// holds rows of 计算口径 against for choicesHeld.
func (b *builder) held(l *line, column string, classes []string, programs map[string]*formula.Program) {
	for _, c := range heldInAll(classes, programs) {
		item, chosen := strings.CutPrefix(c.Name, facts.ChoicePrefix)
		switch {
		case chosen:
			c.Name = item
			b.chosen = append(b.chosen, c)
		case c.Name == "" && !slices.Contains(c.Options, c.Text) && !b.derived(l, column, ""):
			l.fault(column, fmt.Sprintf("“%s”第%d个字起：", column, c.Column)+noOption(c, c.Text), didYouMean(c.Text, c.Options)+choicesHint(c.Options))
		}
	}
}

// choicesHeld judges the rows of 计算口径 by the columns that they choose from.
func (b *builder) choicesHeld() {
	for _, l := range b.of(sheetChoices) {
		item, value := l.text("事项"), l.text("取值")
		for _, c := range b.chosen {
			if c.Name == item && value != "" && !slices.Contains(c.Options, value) {
				l.fault("取值", finding.Quote(item)+"的取值"+noOption(c, value), didYouMean(value, c.Options)+choicesHint(c.Options))
				break
			}
		}
	}
}

func noOption(c formula.Comparison, value string) string {
	field := c.Field[strings.LastIndex(c.Field, ".")+1:]
	if field == "" {
		return finding.Quote(value) + "不在所比栏目的选项中。"
	}
	return finding.Quote(value) + "不在栏目" + finding.Quote(field) + "的选项中。"
}

// heldInAll is what an expression holds a column with 选项 against in every
// class it judges, with the options of them all: what one class has no use for
// another may have.
func heldInAll(classes []string, programs map[string]*formula.Program) (all []formula.Comparison) {
	first := true
	for _, class := range classes {
		p := programs[class]
		switch {
		case p == nil:
		case first:
			all, first = slices.Clone(p.Compared()), false
		default:
			all = inBoth(all, p.Compared())
		}
	}
	return all
}

func inBoth(a, b []formula.Comparison) (both []formula.Comparison) {
	for _, x := range a {
		i := slices.IndexFunc(b, func(y formula.Comparison) bool {
			return x.Name == y.Name && x.Column == y.Column && x.Field == y.Field
		})
		if i >= 0 {
			x.Options = union(x.Options, b[i].Options)
			both = append(both, x)
		}
	}
	return both
}

// union keeps the order of the first and adds what only the second has.
func union(a, b []string) []string {
	both := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(both, s) {
			both = append(both, s)
		}
	}
	return both
}
