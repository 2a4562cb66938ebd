package docx

import "fmt"

// page is a section's page in twips. The margins of a turned one are those of
// the portrait page turned with its head to the left edge.
type page struct {
	w, h                     int
	top, right, bottom, left int
	footer                   int // from the paper's edge to below the number
	landscape                bool
}

var (
	portrait  = page{w: 11906, h: 16838, top: mms(37), right: mms(26), bottom: mms(35), left: mms(28), footer: mms(24.5)}
	landscape = page{w: 16838, h: 11906, top: mms(28), right: mms(37), bottom: mms(26), left: mms(35), footer: mms(15.5), landscape: true}
)

func mms(n float64) int { return int(n*mm + 0.5) }

// width is the text block's.
func (p page) width() int { return p.w - p.left - p.right }

func (p page) height() int { return p.h - p.top - p.bottom }

// Relationships that a section names.
const (
	oddFooter, evenFooter, anyHeader = "rId4", "rId5", "rId6"
	oddTurned, evenTurned            = "rId7", "rId8"
)

// section is the properties of a section, which stand in its last paragraph.
func (p page) section() string {
	turned, odd, even := "", oddFooter, evenFooter
	if p.landscape {
		turned, odd, even = ` w:orient="landscape"`, oddTurned, evenTurned
	}
	return fmt.Sprintf(`<w:sectPr><w:headerReference w:type="default" r:id="%[1]s"/><w:headerReference w:type="even" r:id="%[1]s"/>`+
		`<w:footerReference w:type="default" r:id="%[2]s"/><w:footerReference w:type="even" r:id="%[3]s"/><w:type w:val="nextPage"/>`,
		anyHeader, odd, even) +
		fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`,
			p.w, p.h, turned, p.top, p.right, p.bottom, p.left, mms(15), p.footer) +
		fmt.Sprintf(`<w:docGrid w:type="lines" w:linePitch="%d"/></w:sectPr>`, pitch)
}

// footer is “— 1 —”, one character in from the given side.
func footer(side string) string {
	return prolog + `<w:ftr` + spaces + `>` + pageNumber(side) + `</w:ftr>`
}

// turnedFooter is that of a turned page, whose number keeps its place at the
// foot of the portrait page (clause 8: 横排表格的页码): beside the left edge of
// the text block, its dash 7 mm from it, turned a quarter to the right. A table
// of one cell holds it there, since that is what every program turns alike; the
// portrait page's right side is the turned one's lower end.
func turnedFooter(side string) string {
	p, across := landscape, mms(10)
	return prolog + `<w:ftr` + spaces + `><w:tbl><w:tblPr>` +
		fmt.Sprintf(`<w:tblpPr w:vertAnchor="page" w:horzAnchor="page" w:tblpX="%d" w:tblpY="%d"/><w:tblOverlap w:val="never"/><w:tblW w:w="%d" w:type="dxa"/>`, p.left-mms(7)-across/2, p.top, across) +
		`<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>` +
		fmt.Sprintf(`<w:tblGrid><w:gridCol w:w="%d"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="%d" w:hRule="exact"/></w:trPr>`, across, p.height()) +
		`<w:tc><w:tcPr>` + wide(across) + `<w:textDirection w:val="tbRl"/><w:vAlign w:val="center"/></w:tcPr>` + pageNumber(side) + `</w:tc></w:tr></w:tbl>` +
		para{style: "After"}.xml() + `</w:ftr>`
}

func pageNumber(side string) string {
	const field = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	return para{style: "PageNumber",
		ind:  fmt.Sprintf(`<w:ind w:%sChars="100" w:%[1]s="280"/>`, side),
		jc:   side,
		runs: run("", "— ") + field + run("", " —")}.xml()
}

// header carries the mark of a draft.
func header(mark string) string {
	return prolog + `<w:hdr` + spaces + `>` + para{style: "Draft", runs: run("", mark)}.xml() + `</w:hdr>`
}
