package measure

import (
	"bytes"
	"fmt"
	"os/exec"
)

// RedHeadInk measures the red head of a file on its first page as poppler
// paints it: its top edge is 35 mm below that of the text block, and it stands
// in the middle (clause 7.2.4).
func RedHeadInk(path string) (faults []string, err error) {
	left, top, right, foot, err := redInk(path)
	if err != nil {
		return nil, err
	}
	if !near(top, 37+35) {
		faults = append(faults, fmt.Sprintf("page 1: the red head's ink begins at %.1f mm, the standard says 72", top))
	}
	if !near((left+right)/2, 28+78) {
		faults = append(faults, fmt.Sprintf("page 1: the red head's middle is at %.1f mm, not 106", (left+right)/2))
	}
	if h := foot - top; h < 7 || h > 15 { // 22 to 36 pt, ink a little smaller
		faults = append(faults, fmt.Sprintf("page 1: the red head is %.1f mm high", h))
	}
	return faults, nil
}

// redInk is the box, in mm, of what poppler paints red on a page's upper
// half, down to the red rule and without it: the red head.
func redInk(path string) (left, top, right, foot float64, err error) {
	const perMM = 5
	raw, err := exec.Command("pdftoppm", "-f", "1", "-l", "1", "-r", fmt.Sprint(25.4*perMM), path).Output()
	if err != nil {
		return 0, 0, 0, 0, err
	}
	var w, h, depth int
	if _, err := fmt.Fscanf(bytes.NewReader(raw), "P6\n%d %d\n%d\n", &w, &h, &depth); err != nil || len(raw) < 3*w*h {
		return 0, 0, 0, 0, errPDF
	}
	pixels := raw[len(raw)-3*w*h:]
	x1, y1, x2, y2 := w, h, -1, -1
	for y := 37 * perMM; y < 100*perMM; y++ { // above the text block a draft has its mark
		for x := range w {
			p := pixels[3*(y*w+x):]
			if p[0] > 150 && p[1] < 100 && p[2] < 100 {
				x1, y1, x2, y2 = min(x1, x), min(y1, y), max(x2, x), max(y2, y)
			}
		}
	}
	return float64(x1) / perMM, float64(y1) / perMM, float64(x2+1) / perMM, float64(y2+1) / perMM, nil
}
