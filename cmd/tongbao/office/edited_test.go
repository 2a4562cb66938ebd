package office

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest/word"
)

func text(list ...string) (paragraphs []word.Paragraph) {
	for i, t := range list {
		paragraphs = append(paragraphs, word.Paragraph{Number: i + 1, Text: t})
	}
	return paragraphs
}

func TestNumbersDiffer(t *testing.T) {
	issued := text("签约3.00亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%")
	for _, c := range []struct {
		name   string
		edited []word.Paragraph
		want   []Difference
	}{
		{"the same", issued, []Difference{}},
		{"other words, the same numbers, full-width ones too", text("各专班共签约３.００亿元，达到40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), []Difference{}},
		{"moved", text("落地2个", "煤炭专班\t3.00\t10.0%", "开发区专班\t3.00\t10.0%", "签约3.00亿元，完成40.0%"), []Difference{}},
		{"one digit", text("签约3.50亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), []Difference{{1, "3.00亿元", "3.50亿元", "签约3.50亿元，完成40.0%"}}},
		// 3.00 stands elsewhere in the text all the same.
		{"one row of two", text("签约3.00亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.10\t10.0%"), []Difference{{4, "3.00", "3.10", "煤炭专班 3.10 10.0%"}}},
		{"exchanged within a paragraph", text("签约40.0亿元，完成3.00%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"),
			[]Difference{{1, "3.00亿元", "40.0亿元", "签约40.0亿元，完成3.00%"}, {1, "40.0%", "3.00%", "签约40.0亿元，完成3.00%"}}},
		{"another unit", text("签约3.00万元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), []Difference{{1, "3.00亿元", "3.00万元", "签约3.00万元，完成40.0%"}}},
		{"struck out", text("签约3.00亿元，完成40.0%", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), []Difference{{0, "2个", "", "落地2个"}}},
		{"added", append(text("签约3.00亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), word.Paragraph{Number: 5, Text: "另有7个在谈"}), []Difference{{5, "", "7个", "另有7个在谈"}}},
	} {
		if diff := cmp.Diff(c.want, numbersDiffer(issued, c.edited)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// A figure is told apart by all that makes it one: its sign and which way it
// counts, its unit, and where a sentence was reworded, whose it is.
func TestFiguresAreComparedWhole(t *testing.T) {
	for _, c := range []struct {
		was, is string
		want    []Difference
	}{
		{"开发区\t−10.0\t6–13", "开发区\t+10.0\t6–13", []Difference{{1, "−10.0", "+10.0", "开发区 +10.0 6–13"}}},
		{"签约金额3.00亿元，高于时序进度4.2个百分点。", "签约金额3.00亿元，低于时序进度4.2个百分点。", []Difference{{1, "高于时序进度4.2个百分点", "低于时序进度4.2个百分点", "签约金额3.00亿元，低于时序进度4.2个百分点。"}}},
		{"1—9月累计签约3.00亿元", "1—8月累计签约3.00亿元", []Difference{{1, "1—9月", "1—8月", "1—8月累计签约3.00亿元"}}},
		{"于10月16日前补报9月份月报表。", "请于10月17日前补报9月份月报表。", []Difference{{1, "10月16日", "10月17日", "请于10月17日前补报9月份月报表。"}}},
		{"进度滞后（督办〔2023〕12号）", "进度滞后较多（督办〔2023〕21号）", []Difference{{1, "〔2023〕12号", "〔2023〕21号", "进度滞后较多（督办〔2023〕21号）"}}},
		// Reworded, and two figures change hands.
		{"煤炭专班签约8.00亿元，装备专班签约3.00亿元。", "其中煤炭专班签约3.00亿元，装备专班签约8.00亿元。",
			[]Difference{{1, "8.00亿元", "3.00亿元", "其中煤炭专班签约3.00亿元，装备专班签约8.00亿元。"}, {1, "3.00亿元", "8.00亿元", "其中煤炭专班签约3.00亿元，装备专班签约8.00亿元。"}}},
		// In another order they stay whose they were.
		{"煤炭专班8.00亿元，装备专班3.00亿元。", "其中装备专班3.00亿元，煤炭专班8.00亿元。", []Difference{}},
	} {
		if diff := cmp.Diff(c.want, numbersDiffer(text(c.was), text(c.is))); diff != "" {
			t.Errorf("%s: %s", c.is, diff)
		}
	}
}
