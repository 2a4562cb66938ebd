package xlsx

import "github.com/xuri/excelize/v2"

// Families as office PCs have them; a PC without them falls back by itself.
const (
	bodyFont  = "宋体"
	headFont  = "黑体"
	quietFont = "仿宋"
)

// Colours, chosen to stay apart in grey: the words say the same.
const (
	headFill     = "DDEBF7"
	requiredFill = "FFF2CC"
	lockedFill   = "F2F2F2"
	lineColour   = "A6A6A6"
	quietColour  = "595959"
	linkColour   = "1F4E9E"
)

// look is how a cell looks. Looks are compared, so equal ones share a style.
type look struct {
	font     string // "" is bodyFont
	size     float64
	bold     bool
	colour   string
	fill     string
	border   bool
	across   string // left, center, right
	down     string // top; "" is center
	wrap     bool
	format   string // number format; "@" is text
	unlocked bool
	indent   int
}

// Looks that several sheets share.
var (
	titleLook = look{font: headFont, size: 16, across: "center"}
	helpLook  = look{font: quietFont, size: 10.5, colour: quietColour, across: "left", wrap: true}
	headLook  = look{font: headFont, size: 10.5, fill: headFill, border: true, across: "center", wrap: true}
	cellLook  = look{border: true, across: "left", wrap: true, format: "@"}
	linkLook  = look{colour: linkColour, across: "left", wrap: true}
)

func (l look) of(fill string) look    { l.fill = fill; return l }
func (l look) at(across string) look  { l.across = across; return l }
func (l look) as(format string) look  { l.format = format; return l }
func (l look) inked(c string) look    { l.colour = c; return l }
func (l look) boxed() look            { l.border = true; return l }
func (l look) sized(pt float64) look  { l.size = pt; return l }
func (l look) wrapped() look          { l.wrap = true; return l }
func (l look) inset() look            { l.indent = 1; return l }
func (l look) faced(font string) look { l.font = font; return l }

// style returns the book's style for a look, making it once.
func (b *book) style(l look) int {
	if id, ok := b.looks[l]; ok {
		return id
	}
	id, err := b.f.NewStyle(l.excelize())
	b.try(err)
	b.looks[l] = id
	return id
}

func (l look) excelize() *excelize.Style {
	locked := !l.unlocked
	s := &excelize.Style{
		Font:       &excelize.Font{Family: l.font, Size: l.size, Bold: l.bold, Color: l.colour},
		Alignment:  &excelize.Alignment{Horizontal: l.across, Vertical: l.down, WrapText: l.wrap, Indent: l.indent},
		Protection: &excelize.Protection{Locked: locked},
	}
	if l.font == "" {
		s.Font.Family = bodyFont
	}
	if l.size == 0 {
		s.Font.Size = 11
	}
	if l.down == "" {
		s.Alignment.Vertical = "center"
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.border {
		for _, side := range []string{"left", "top", "right", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: lineColour, Style: 1})
		}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	return s
}
