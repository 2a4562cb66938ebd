package ttf

// Point is a corner or control point of an outline, in font units.
type Point struct {
	X, Y float64
	On   bool // on the curve; a point off it is the control of a quadratic
}

// Composites inside composites, and parts of one glyph altogether, beyond
// which a glyph is taken for damaged: it may contain itself.
const (
	maxDepth = 4
	maxParts = 200
)

// Outline gives the closed contours of a glyph, nil where it has none or is
// damaged.
func (f *Font) Outline(g int) (contours [][]Point) {
	defer func() {
		if recover() != nil {
			contours = nil
		}
	}()
	left := maxParts
	return f.contours(g, 0, &left)
}

func (f *Font) contours(g, depth int, left *int) [][]Point {
	o := f.outline(g)
	if *left--; o == "" || depth > maxDepth || *left < 0 {
		return nil
	}
	if i16(o, 0) >= 0 {
		return simple(o)
	}
	var all [][]Point
	f.parts(o, func(o string, at int) {
		dx, dy := int(int8(o[at+2])), int(int8(o[at+3]))
		if u16(o, at-2)&wordArgs != 0 {
			dx, dy = i16(o, at+2), i16(o, at+4)
		}
		for _, c := range f.contours(u16(o, at), depth+1, left) { // scaled parts are drawn unscaled
			for i := range c {
				c[i].X += float64(dx)
				c[i].Y += float64(dy)
			}
			all = append(all, c)
		}
	})
	return all
}

// simple decodes the flags and deltas of a simple glyph.
func simple(o string) [][]Point {
	n := i16(o, 0)
	if n == 0 {
		return nil
	}
	total := u16(o, 10+2*(n-1)) + 1
	at := 10 + 2*n
	at += 2 + u16(o, at)
	flags := make([]byte, 0, total)
	for len(flags) < total {
		fl := o[at]
		at++
		flags = append(flags, fl)
		if fl&8 != 0 {
			for k := o[at]; k > 0; k-- {
				flags = append(flags, fl)
			}
			at++
		}
	}
	points := make([]Point, total)
	x, y := 0, 0
	for i := range points {
		x += delta(o, &at, flags[i], 2, 16)
		points[i].X, points[i].On = float64(x), flags[i]&1 != 0
	}
	for i := range points {
		y += delta(o, &at, flags[i], 4, 32)
		points[i].Y = float64(y)
	}
	var all [][]Point
	from := 0
	for i := range n {
		to := u16(o, 10+2*i) + 1
		all = append(all, points[from:to])
		from = to
	}
	return all
}

func delta(o string, at *int, flag, short, same byte) int {
	switch {
	case flag&short != 0:
		d := int(o[*at])
		*at++
		if flag&same == 0 {
			return -d
		}
		return d
	case flag&same != 0:
		return 0
	}
	*at += 2
	return i16(o, *at-2)
}
