package pdf

import (
	"fmt"
	"strings"

	"tongbao/output"
)

// carried is how many lines of the body (or rows of its last table) go with a
// signature to a new page, which must not carry the signature alone (clause
// 7.3.5.5); and with the imprint, which nobody should meet on a white page.
const carried = 2

// close adds what follows the body: list of annexes, signature and date, note.
func (s *setter) close(d *output.Document, body []*block) []*block {
	end := s.attachments(d)
	end = append(end, s.signature(d)...)
	for _, b := range end[:max(0, len(end)-1)] {
		b.keep = true
	}
	return closed(body, end)
}

// closed adds to a body what may not begin a page: the body's last lines go
// with it.
func closed(body, end []*block) []*block {
	if len(end) == 0 {
		return body
	}
	lines := 0
	for i := len(body) - 1; i >= 0 && lines < carried && body[i].h < textHeight/4; i-- {
		body[i].keep = true
		if !body[i].blank {
			lines++
		}
	}
	return append(body, end...)
}

// attachments is the 附件说明: one line below the text, two characters in,
// later lines under the name (clause 7.3.4).
func (s *setter) attachments(d *output.Document) []*block {
	if len(d.Annexes) == 0 {
		return nil
	}
	blocks := []*block{blankLine()}
	label := place(s.set("附件：", bodyStyle), textWidth, false)
	numberAt := indent + label.width
	for i, a := range d.Annexes {
		number := setLine{}
		nameAt := numberAt
		if len(d.Annexes) > 1 {
			number = place(s.set(fmt.Sprintf("%d.", i+1), bodyStyle), textWidth, false)
			nameAt += numbered
			if len(d.Annexes) > 9 {
				nameAt += 0.5 * cell
			}
		}
		for j, l := range paragraph(s.set(a.Title, bodyStyle), textWidth-nameAt-cell, 0, false) {
			blocks = append(blocks, &block{h: pitch, draw: func(c canvas, y float64) {
				base := baseline(y, pitch, size3)
				if i == 0 && j == 0 {
					c.line(label, indent, base, black)
				}
				if j == 0 {
					c.line(number, numberAt, base, black)
				}
				c.line(l, nameAt, base, black)
			}})
		}
	}
	return blocks
}

// signature is the 署名 without a seal, the date below it, and the note
// (clauses 7.3.5.2 and 7.3.6).
func (s *setter) signature(d *output.Document) []*block {
	var blocks []*block
	if d.Signature != "" || d.Date != "" {
		blocks = append(blocks, blankLine())
	}
	name := place(s.set(d.Signature, bodyStyle), textWidth, false)
	date := place(s.set(d.Date, bodyStyle), textWidth, false)
	nameAt, dateAt := signAt(name.width, date.width)
	if d.Signature != "" {
		blocks = append(blocks, lineBlock(name, nameAt, black))
	}
	if d.Date != "" {
		blocks = append(blocks, lineBlock(date, dateAt, black))
	}
	if d.Note != "" {
		blocks = append(blocks, s.lines(s.set("（"+d.Note+"）", bodyStyle), noteIn, true)...)
	}
	return blocks
}

// signAt places the signature two characters in from the right and the date
// two characters right of its beginning; a date that would then pass the
// margin takes the place, and the signature moves left.
func signAt(name, date float64) (nameAt, dateAt float64) {
	if name == 0 {
		return 0, textWidth - date - sealedIn
	}
	nameAt = textWidth - name - signedIn
	dateAt = nameAt + datedIn
	if over := dateAt + date - (textWidth - signedIn); over > 0 {
		nameAt -= over
		dateAt -= over
	}
	return max(0, nameAt), dateAt
}

var (
	numbered = 1.2 * cell // of an annex's number, with the room before its name
	signedIn = 2 * cell   // signature from the right
	datedIn  = 2 * cell   // date from the signature's beginning
	sealedIn = 4 * cell   // date without a signature, over which a seal is put, from the right
	noteIn   = 2 * cell   // 附注 from the left

	imprintIn   = size4     // text of the imprint from both sides
	copiedIn    = 3 * size4 // later lines of 抄送, under what follows the colon
	imprintLine = 24.0      // height of a line of the imprint
	thick       = 0.35 * mm
	thin        = 0.25 * mm
)

// imprint is the 版记 at the bottom edge of the last page (clause 7.4), as a
// block that takes its room and half a line wherever the text ends. Nil for a
// document without one.
func (s *setter) imprint(d *output.Document) []*block {
	copies := s.copies(d.CopyTo)
	printed := d.PrintedBy != "" || d.PrintedOn != ""
	rows := len(copies)
	if printed {
		rows++
	}
	if rows == 0 {
		return nil
	}
	h := float64(rows) * imprintLine
	return []*block{{h: h + pitch/2, draw: func(c canvas, _ float64) { s.drawImprint(c, d, copies, h) }}}
}

func (s *setter) drawImprint(c canvas, d *output.Document, copies []setLine, h float64) {
	st := style{fangsong, size4, 0}
	y := textHeight - h
	c.rule(0, y, textWidth, y, thick, black)
	for i, l := range copies {
		x := imprintIn
		if i > 0 {
			x += copiedIn
		}
		c.line(l, x, baseline(y, imprintLine, size4), black)
		y += imprintLine
	}
	if d.PrintedBy != "" || d.PrintedOn != "" {
		if len(copies) > 0 {
			c.rule(0, y, textWidth, y, thin, black)
		}
		by := place(s.set(d.PrintedBy, st), textWidth, false)
		c.line(by, imprintIn, baseline(y, imprintLine, size4), black)
		if d.PrintedOn != "" {
			on := place(s.set(strings.TrimSuffix(d.PrintedOn, "印发")+"印发", st), textWidth, false)
			c.line(on, textWidth-imprintIn-on.width, baseline(y, imprintLine, size4), black)
		}
	}
	c.rule(0, textHeight, textWidth, textHeight, thick, black)
}

// copies sets 抄送：…。 The first line holds the word, later ones begin under
// the first name.
func (s *setter) copies(to string) []setLine {
	if to == "" {
		return nil
	}
	st := style{fangsong, size4, 0}
	to = strings.TrimSuffix(to, "。") + "。"
	full := textWidth - 2*imprintIn
	hang := copiedIn
	chars := append(s.set("抄送：", st), s.set(to, st)...)
	var lines []setLine
	for i, sp := range breakLines(chars, full, full-hang) {
		w := full
		if i > 0 {
			w -= hang
		}
		lines = append(lines, place(chars[sp.from:sp.to], w, !sp.last))
	}
	return lines
}
