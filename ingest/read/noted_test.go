package read_test

import (
	"testing"

	. "tongbao/ingest/sheet/rawbook"
)

func textBox(text string) string {
	return `<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="文本框 1"/></xdr:nvSpPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>`
}

func comment(ref, text string) string {
	return `<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>a</author></authors><commentList><comment ref="` + ref + `" authorId="0"><text><r><t>a:</t></r><r><t xml:space="preserve">` + "\n" + text + `</t></r></text></comment></commentList></comments>`
}

// A unit of the sums that is stated where no cell of the table is: the form's
// column is in 亿元, so 320 under 单位：万元 would be a thousandfold of what a
// person reads. It is asked about wherever people write such a thing, and what
// says nothing of units, or the form's own, is left alone.
func TestUnitsNotedElsewhere(t *testing.T) {
	row := []any{"AAA-2023-001", "示例甲项目", Num("320"), Date("45174")}
	margin := func(sheet int, xml string) func(*Book) {
		return func(b *Book) { b.Sheets[sheet].Tail = "<headerFooter" + xml + "</headerFooter>" }
	}
	beside := func(sheet int, kind, content string) func(*Book) {
		return func(b *Book) { b.Beside(sheet, kind, content) }
	}
	cover := func(row ...any) func(*Book) {
		return func(b *Book) { b.Sheets[0].Rows = append(b.Sheets[0].Rows, row) }
	}
	for _, c := range []struct {
		why    string
		change func(*Book)
		want   string
	}{
		{"on the cover", cover("金额单位：万元"), "首页!A8 T-UNIT 错误"},
		{"on the cover in the title", func(b *Book) { b.Sheets[0].Rows[0] = []any{"月报表（单位：万元）"} }, "首页!A1 T-UNIT 错误"},
		{"on the cover, the form's own", cover("金额单位：亿元"), ""},
		{"on the cover, of persons", cover("单位：人"), ""},
		{"on the cover, of another sheet", cover("注：整改表金额单位为万元，其余为亿元"), ""},
		{"on the cover, of this sheet", cover("注：合同表金额单位为万元"), "首页!A8 T-UNIT 错误"},
		{"on the cover, of all but another sheet", cover("除整改表外，金额单位：万元"), "首页!A8 T-UNIT 错误"},
		{"on the cover, of the sheets that are left", cover("整改表金额单位为亿元，其余均为万元"), "首页!A8 T-UNIT 错误"},
		{"a filer's name on the cover that sounds like one", cover(nil, "填报单位", "万元物流公司"), ""},
		{"in a text box", beside(1, "drawing", textBox("单位：万元")), "合同 T-UNIT 错误"},
		{"in a text box of the cover", beside(0, "drawing", textBox("金额单位：万元")), "首页 T-UNIT 错误"},
		{"in a text box of a sheet without sums", beside(2, "drawing", textBox("单位：万元")), "整改 S-EXTRA 提示"},
		{"a text box with other words", beside(1, "drawing", textBox("本月共1项")), "合同 S-EXTRA 提示"},
		{"an empty text box", beside(1, "drawing", textBox("")), ""},
		{"a picture", beside(1, "drawing", `<xdr:wsDr xmlns:xdr="x"><xdr:twoCellAnchor><xdr:pic/></xdr:twoCellAnchor></xdr:wsDr>`), "合同 S-EXTRA 提示"},
		{"over the page", margin(1, `><oddHeader>&amp;L合同&amp;R&amp;"宋体,常规"&amp;10金额单位：万元</oddHeader>`), "合同 T-UNIT 错误"},
		{"under the page of the cover", margin(0, `><oddFooter>&amp;C单位：万元</oddFooter>`), "首页 T-UNIT 错误"},
		{"over even pages that are none", margin(1, `><evenHeader>&amp;R单位：万元</evenHeader>`), ""},
		{"over even pages", margin(1, ` differentOddEven="1"><evenHeader>&amp;R单位：万元</evenHeader>`), "合同 T-UNIT 错误"},
		{"page numbers", margin(1, `><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter>`), ""},
		{"in a comment on the header", beside(1, "comments", comment("C4", "万元")), "合同!C4 T-UNIT 错误"},
		{"in a comment on the amount", beside(1, "comments", comment("C5", "单位：万元")), "合同!C5 T-UNIT 错误"},
		{"a comment on another matter", beside(1, "comments", comment("C5", "已与投资方核对，总额3200万元")), ""},
		{"our own comment of an earlier round", beside(1, "comments", comment("C5", "【审核意见】错误 T-UNIT\n单位：万元")), ""},
		{"in the name of the entry", func(b *Book) {
			b.Sheets[1].Rows[4] = []any{"AAA-2023-001", "示例甲项目（单位：万元）", Num("320"), Date("45174")}
		}, "合同!B5 T-UNIT 错误"},
		{"beside an amount that names its own", func(b *Book) {
			b.Sheets[1].Rows[4] = []any{"AAA-2023-001", "示例甲项目（单位：万元）", "0.5亿元", Date("45174")}
		}, ""},
		{"in an answer", func(b *Book) {
			b.Sheets[3].Rows = append(b.Sheets[3].Rows, []any{"T-UNIT", "合同!C5", "金额单位为万元"})
		}, "说明!C5 T-UNIT 错误"},
		{"an answer of another kind", func(b *Book) {
			b.Sheets[3].Rows = append(b.Sheets[3].Rows, []any{"R-1", "合同!C5", "单位负责人已核对"})
		}, ""},
	} {
		t.Run(c.why, func(t *testing.T) {
			b := filled(row)
			c.change(&b)
			_, findings := open(t, b)
			if got := codesOf(findings); got != c.want {
				t.Errorf("findings:\n%swant:\n%s", show(findings), c.want)
			}
		})
	}
}

// The message says where the note stands and which column it contradicts.
func TestUnitNotedInATextBoxIsSaid(t *testing.T) {
	b := filled([]any{"AAA-2023-001", "示例甲项目", Num("320"), Date("45174")})
	b.Beside(0, "drawing", textBox("单位：万元"))
	_, findings := open(t, b)
	wantFindings(t, findings, "首页 错误 T-UNIT 文本框中注明的单位“万元”与工作表“合同”的“签约金额”列的单位亿元不一致，不知以哪个为准。请删去文本框中的单位，“签约金额”按亿元填写。")
}
