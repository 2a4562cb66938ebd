package score

import (
	"tongbao/ingest/exact"
)

// measure sets a figure's progress from its actual value and what was due:
// completion and gap against the plan's unrounded share, colour by the
// unrounded gap.
func (f *Figure) measure(c Choices, d Due) {
	f.Goal, f.Share, f.Expected, f.Binding = &d.Goal, &d.Share, &d.Expected, d.Binding
	if f.Actual == nil || d.Goal.IsZero() {
		return
	}
	completion := f.Actual.Quo(d.Goal)
	f.Completion = &completion
	if d.Expected.IsZero() || f.Ended {
		return
	}
	gap := *f.ExactGap()
	f.Colour = c.colour(gap)
	rounded := gap.Round(2)
	f.Gap = &rounded
}

// ExactGap is the gap in percentage points before rounding: what the colour
// was decided on, and what prose should round once. Nil where Gap is nil.
func (f *Figure) ExactGap() *exact.Num {
	if f.Completion == nil || f.Expected == nil || f.Expected.IsZero() {
		return nil
	}
	return points(*f.Completion, *f.Share)
}

// points is how many percentage points a share is above another.
func points(a, b exact.Num) *exact.Num {
	gap := a.Sub(b).Mul(hundred)
	return &gap
}

func (c Choices) colour(gap exact.Num) Colour {
	switch {
	case gap.Cmp(c.Green) >= 0:
		return Green
	case gap.Cmp(c.Yellow) >= 0:
		return Yellow
	}
	return Red
}

// Met reports whether the figure reaches its goal, on unrounded numbers. A
// figure that was never reported, or has no target, does not.
func (f *Figure) Met() bool {
	return f.Actual != nil && f.Goal != nil && f.Actual.Cmp(*f.Goal) >= 0
}
