package output

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tongbao/ingest/finding"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// Catalogue is the printed annex of everything that a return is judged by
// (审核规则说明): the scheme's 规则 sheet by sheet and its 督查, then the codes that
// the program finds by itself. It is made of the same rows as findings and
// `explain`, so that it cannot say anything else. Rules at 停用 are left out.
func Catalogue(s *scheme.Scheme) *Document {
	kinds := "本说明由方案的“规则”“督查”两表生成，供填报和审核时查阅。错误：退回改正；警告：可以通过，须改正或在情况说明中说明；提示：请核对，不影响通过。"
	return &Document{
		Kind: "规则说明", Title: []string{s.Settings.County + "月报表", "审核规则说明"}, Author: s.Settings.Office, Subject: "规则说明",
		Body: []Block{
			Paragraph{Text: Plain(kinds)},
			Paragraph{Text: Plain("条件的算式见方案“规则”表；依据为通知的条款，写“建议稿”的是通知没有规定、由办公室拟定的。")},
		},
		Annexes: []Annex{
			{Title: "审核规则", Landscape: true, Body: ruleTables(s)},
			{Title: "督查事项", Landscape: true, Body: []Block{itemTable(s)}},
			{Title: "文件、表格和填写方面的审核意见", Landscape: true, Body: []Block{programTable()}},
		},
	}
}

// ruleTables has a table a sheet, in the order of the scheme's forms; rules on
// the whole return come last.
func ruleTables(s *scheme.Scheme) (blocks []Block) {
	var sheets []string
	for _, f := range s.Forms {
		for _, name := range f.SheetNames() {
			if !slices.Contains(sheets, name) {
				sheets = append(sheets, name)
			}
		}
	}
	for _, name := range append(sheets, "") {
		t := &Table{Caption: cmp.Or(name, "全表"), Columns: []Column{
			{"编号", 0.08, Left}, {"应做到", 0.18, Left}, {"级别", 0.06, Centre}, {"违反的例子", 0.2, Left}, {"改法", 0.32, Left}, {"依据", 0.16, Left},
		}}
		for _, r := range s.Rules {
			if r.Sheet != name || r.Stage == scheme.Retired {
				continue
			}
			t.Rows = append(t.Rows, textCells(r.Code, r.Name, levelText(r), r.Example, spoken(r.Hint), r.Basis))
		}
		if len(t.Rows) > 0 {
			blocks = append(blocks, t)
		}
	}
	return blocks
}

// levelText is 级别, and that a rule is on trial.
func levelText(r scheme.Rule) string {
	level := finding.Level(r.Level).Chinese()
	if r.Stage == scheme.Trial {
		return level + "（试行）"
	}
	return level
}

func itemTable(s *scheme.Scheme) *Table {
	t := &Table{Columns: []Column{{"编号", 0.08, Left}, {"事项", 0.2, Left}, {"表述", 0.26, Left}, {"整改要求", 0.24, Left}, {"期限", 0.08, Centre}, {"依据", 0.14, Left}}}
	for _, d := range s.Supervision {
		t.Rows = append(t.Rows, textCells(d.Code, d.Name, spoken(d.Text), spoken(d.Demand), fmt.Sprintf("%d个工作日", d.Days), d.Basis))
	}
	return t
}

// programTable lists the program's own codes, which are part of no scheme.
func programTable() *Table {
	t := &Table{Columns: []Column{{"编号", 0.12, Left}, {"名称", 0.18, Left}, {"含义", 0.36, Left}, {"改法", 0.34, Left}}}
	for _, code := range slices.Sorted(maps.Keys(finding.Catalogue)) {
		m := finding.Catalogue[code]
		t.Rows = append(t.Rows, textCells(code, m.Name, m.Meaning, m.Remedy))
	}
	return t
}

func textCells(texts ...string) (row []Cell) {
	for _, text := range texts {
		row = append(row, Cell{Text: text, Label: true})
	}
	return row
}

// spoken shows a wording without its returns: {{.口径.报备天数}} becomes 〔报备天数〕.
func spoken(wording string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(wording, "{{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		inside, after, _ := strings.Cut(rest, "}}")
		words := strings.FieldsFunc(inside, func(r rune) bool { return strings.ContainsRune(" .()", r) })
		if len(words) > 0 {
			b.WriteString("〔" + spokenName(inside, words) + "〕")
		}
		wording = after
	}
}

// spokenName is the field that an action prints; of a figure 签约金额差距, of a
// target 签约金额目标.
func spokenName(inside string, words []string) string {
	if n := len(words); n > 2 && strings.Contains(inside, "指标.") {
		return words[n-2] + words[n-1]
	}
	if n := len(words); n > 1 && strings.HasPrefix(strings.TrimSpace(inside), "."+facts.TargetPrefix) {
		return words[n-1] + words[n-2]
	}
	return words[len(words)-1]
}
