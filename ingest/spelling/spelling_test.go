package spelling

import "testing"

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"签约", "", 2}, {"", "签约", 2},
		{"签约金额", "签约金额", 0},
		{"签约金额", "签约总额", 1},      // changed
		{"签约金额", "签金额", 1},       // dropped
		{"金额", "签约金额", 2},        // inserted
		{"签约金额", "约签金额", 1},      // swapped
		{"约签金额", "签约额", 2},       // swapped and dropped
		{"kitten", "sitting", 3}, // the textbook's
	} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("%q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
