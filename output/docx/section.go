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
)

// section is the properties of a section, which stand in its last paragraph.
func (p page) section() string {
	turned := ""
	if p.landscape {
		turned = ` w:orient="landscape"`
	}
	return fmt.Sprintf(`<w:sectPr><w:headerReference w:type="default" r:id="%[1]s"/><w:headerReference w:type="even" r:id="%[1]s"/>`+
		`<w:footerReference w:type="default" r:id="%[2]s"/><w:footerReference w:type="even" r:id="%[3]s"/><w:type w:val="nextPage"/>`,
		anyHeader, oddFooter, evenFooter) +
		fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`,
			p.w, p.h, turned, p.top, p.right, p.bottom, p.left, mms(15), p.footer) +
		fmt.Sprintf(`<w:docGrid w:type="lines" w:linePitch="%d"/></w:sectPr>`, pitch)
}

// footer is “— 1 —”, one character in from the given side.
func footer(side string) string {
	const field = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	return prolog + `<w:ftr` + spaces + `>` + para{style: "PageNumber",
		ind:  fmt.Sprintf(`<w:ind w:%sChars="100" w:%[1]s="280"/>`, side),
		jc:   side,
		runs: run("", "— ") + field + run("", " —")}.xml() + `</w:ftr>`
}

// header carries the mark of a draft.
func header(mark string) string {
	return prolog + `<w:hdr` + spaces + `>` + para{style: "Draft", runs: run("", mark)}.xml() + `</w:hdr>`
}
