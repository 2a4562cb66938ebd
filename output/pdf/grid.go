package pdf

const mm = 72 / 25.4

// Lengths are points; the page is seen from its top left corner. The numbers
// are those of GB/T 9704-2012, clauses 5 and 7. They are variables for one
// reason: TestEveryConstantIsMeasured changes each and wants the document
// found at fault. Nothing else writes them.
var (
	pageWidth  = 210 * mm
	pageHeight = 297 * mm
	leftEdge   = 28 * mm  // 订口
	topEdge    = 37 * mm  // 天头
	textWidth  = 156 * mm // 版心
	textHeight = 225 * mm

	pitch = textHeight / 22 // one line
	cell  = textWidth / 28  // one character

	// 28 characters of 16 pt would be 158 mm, so glyphs are a little smaller.
	size3 = 15.75 // 3号
	size2 = 22.0  // 2号
	size4 = 14.0  // 4号

	// emAscent is where the em box of a Chinese face begins above the
	// baseline, as a share of the em; faces are cut with this line box.
	emAscent = 0.88
)

// baseline of a line of the given height whose glyphs stand in its middle.
func baseline(top, height, size float64) float64 {
	return top + (height-size)/2 + emAscent*size
}
