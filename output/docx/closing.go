package docx

import (
	"fmt"
	"strings"
)

// closing is what follows the body: list of annexes, signature and date, note.
func (w *writer) closing() {
	w.newPage = false
	d := w.doc
	if n := len(w.items); n > 0 && w.items[n-1].table == "" && (len(d.Annexes) > 0 || d.Signature != "" || d.Date != "") {
		w.items[n-1].keep = true // the signature is never alone on a page (clause 7.3.5.5)
	}
	w.attachments()
	w.signature()
	if d.Note != "" {
		w.add(para{style: "Note", runs: run("", "（"+d.Note+"）")})
	}
}

// attachments is the 附件说明: one line below the text, two characters in,
// later lines under the name (clause 7.3.4).
func (w *writer) attachments() {
	list := w.doc.Annexes
	for i, a := range list {
		number, hang := "", 0
		if len(list) > 1 {
			number, hang = fmt.Sprintf("%d.\t", i+1), cell*6/5
			if len(list) > 9 {
				hang += cell / 2
			}
		}
		p := para{style: "Attached"}
		at := 5*cell + hang
		if i == 0 {
			p.spacing = lines(pitch, pitch, 0)
			number, hang = "附件："+number, hang+3*cell
		}
		p.ind = fmt.Sprintf(`<w:ind w:left="%d" w:right="%d" w:hanging="%d"/>`, at, cell, hang)
		p.runs = run("", number+a.Title)
		w.add(p)
	}
}

// signature stands two characters in from the right and the date, on the next
// line, begins two characters right of it; where the date would pass the
// margin, it takes the place and the signature moves left (clause 7.3.5.2).
func (w *writer) signature() {
	d := w.doc
	name, date := ems(d.Signature), ems(d.Date)
	nameIn, dateIn := 2.0, name-date
	if dateIn < 2 {
		nameIn, dateIn = 2+date-name+2, 2
	}
	if d.Date == "" {
		nameIn = 2
	}
	if d.Signature != "" {
		w.add(para{style: "Signature", ind: fromRight(nameIn), runs: run("", d.Signature)})
	}
	if d.Date != "" {
		p := para{style: "Dated", ind: fromRight(dateIn), keep: d.Note != "", runs: run("", d.Date)}
		if d.Signature == "" {
			p.spacing, p.ind = lines(pitch, pitch, 0), fromRight(4)
		}
		w.add(p)
	}
}

// fromRight is a right indent in characters.
func fromRight(n float64) string {
	n = max(0, n)
	return fmt.Sprintf(`<w:ind w:rightChars="%d" w:right="%d"/>`, int(n*100), int(n*cell))
}

// imprint is the 版记 at the bottom edge of the last page's text block (clause
// 7.4), on a portrait page: a table held to the bottom margin, which grows
// upwards. Measured from the page's side, because LibreOffice lets a table as
// wide as the text block float only then.
func (w *writer) imprint() {
	d := w.doc
	on := ""
	if d.PrintedOn != "" {
		on = strings.TrimSuffix(d.PrintedOn, "印发") + "印发"
	}
	across := portrait.width()
	right := int(roomy(on)*smallSize*20) + 400
	var rows []string
	if d.CopyTo != "" {
		p := para{style: "Imprint", ind: `<w:ind w:left="1120" w:right="280" w:hanging="840"/>`, runs: run("", "抄送："+strings.TrimSuffix(d.CopyTo, "。")+"。")}
		rows = append(rows, `<w:tc><w:tcPr>`+wide(across)+`<w:gridSpan w:val="2"/></w:tcPr>`+p.xml()+`</w:tc>`)
	}
	if d.PrintedBy != "" || on != "" {
		by := para{style: "Imprint", ind: `<w:ind w:left="280"/>`, jc: "left", runs: run("", d.PrintedBy)}
		when := para{style: "Imprint", ind: `<w:ind w:right="280"/>`, jc: "right", runs: run("", on)}
		rows = append(rows, `<w:tc><w:tcPr>`+wide(across-right)+`</w:tcPr>`+by.xml()+`</w:tc><w:tc><w:tcPr>`+wide(right)+`</w:tcPr>`+when.xml()+`</w:tc>`)
	}
	if len(rows) == 0 {
		return
	}
	w.turn(portrait)
	const whole = `<w:tr><w:trPr><w:cantSplit/></w:trPr>`
	w.items = append(w.items, item{table: fmt.Sprintf(`<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="%d" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="%d" w:type="dxa"/>`, portrait.left, across) +
		imprintRules + `<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>` +
		fmt.Sprintf(`<w:tblGrid><w:gridCol w:w="%d"/><w:gridCol w:w="%d"/></w:tblGrid>`, across-right, right) +
		whole + strings.Join(rows, `</w:tr>`+whole) + `</w:tr></w:tbl>`})
	w.add(para{style: "After"})
}

// imprintRules are 0.35 mm outside and 0.25 mm between; Word counts eighths of
// a point.
const imprintRules = `<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:insideH w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tblBorders>`

func wide(twips int) string { return fmt.Sprintf(`<w:tcW w:w="%d" w:type="dxa"/>`, twips) }
