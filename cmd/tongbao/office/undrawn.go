package office

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tongbao/ingest"
	"tongbao/output/pdf"
	"tongbao/rules/score"
)

// A character that no face has is printed as 〓. The office is to know when it
// comes in, not when the circular is frozen with it.

// UndrawnAdvice is what becomes of such a character, and what helps.
const UndrawnAdvice = "印发的PDF以〓代替，Word文档和电子表格照原样。有含这个字的字体的，请在印发前放进 fonts 文件夹。"

// undrawn lists the characters of returns that no face has: “𪚥”（U+2A6A5）.
func (o *Office) undrawn(returns ...*ingest.Return) (list []string, err error) {
	rare := map[rune]bool{}
	for _, r := range returns {
		for _, e := range r.Entries {
			for _, v := range e.Values {
				for _, c := range v.Text {
					if isRare(c) {
						rare[c] = true
					}
				}
			}
		}
	}
	if len(rare) == 0 {
		return nil, nil
	}
	fonts := o.fonts
	if fonts == nil {
		if fonts, err = pdf.Load(o.path(fontsDir)); err != nil {
			return nil, err
		}
	}
	var all []rune
	for c := range rare {
		all = append(all, c)
	}
	slices.Sort(all)
	for _, c := range all {
		if !fonts.Draws(c) {
			list = append(list, fmt.Sprintf("“%c”（U+%04X）", c, c))
		}
	}
	return list, nil
}

// isRare is quick to say that a character is none that every face has: Latin,
// marks and the ideographs of GBK.
func isRare(c rune) bool {
	return (c >= 0x3400 && c < 0x4e00 || c > 0x9fa5 && c < 0xe000 || c > 0xffff) && !unicode.Is(unicode.Variation_Selector, c)
}

// undrawn looks through the returns of the year.
func (d *doctor) undrawn(_ context.Context, o *Office) {
	cal, month := o.scheme.Settings.Calendar, o.today().Period()
	var returns []*ingest.Return
	for _, tf := range score.Counted(o.scheme, month) {
		list, err := o.accepted(tf.Code, cal.FirstMonth(cal.YearOf(month)), month)
		if err != nil {
			return // opening and verify tell of a ledger that cannot be read
		}
		returns = append(returns, list...)
	}
	if list, err := o.undrawn(returns...); err == nil && len(list) > 0 {
		d.add("生僻字", unwell, "本年度月报表中的"+strings.Join(list, "、")+"，字体中没有", UndrawnAdvice)
	}
}
