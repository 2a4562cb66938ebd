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
		{"one digit", text("签约3.50亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), []Difference{{1, "3.00", "3.50", "签约3.50亿元，完成40.0%"}}},
		// 3.00 stands elsewhere in the text all the same.
		{"one row of two", text("签约3.00亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.10\t10.0%"), []Difference{{4, "3.00", "3.10", "煤炭专班 3.10 10.0%"}}},
		{"exchanged within a paragraph", text("签约40.0亿元，完成3.00%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"),
			[]Difference{{1, "3.00", "40.0", "签约40.0亿元，完成3.00%"}, {1, "40.0%", "3.00%", "签约40.0亿元，完成3.00%"}}},
		{"struck out", text("签约3.00亿元，完成40.0%", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), []Difference{{0, "2", "", "落地2个"}}},
		{"added", append(text("签约3.00亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), word.Paragraph{Number: 5, Text: "另有7个在谈"}), []Difference{{5, "", "7", "另有7个在谈"}}},
	} {
		if diff := cmp.Diff(c.want, numbersDiffer(issued, c.edited)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}
