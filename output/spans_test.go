package output

import "testing"

// A province has more task forces than a county: headings go on beyond 九十九.
func TestNumeral(t *testing.T) {
	for n, want := range map[int]string{
		0: "零", 1: "一", 10: "十", 11: "十一", 19: "十九", 20: "二十", 21: "二十一", 99: "九十九",
		100: "一百", 101: "一百零一", 110: "一百一十", 111: "一百一十一", 119: "一百一十九", 120: "一百二十", 200: "二百", 205: "二百零五",
		1000: "一千", 1001: "一千零一", 1010: "一千零一十", 1100: "一千一百", 2000: "二千", 9999: "九千九百九十九",
		10000: "一万", 10001: "一万零一", 10010: "一万零一十", 12345: "一万二千三百四十五", 20000: "二万", 110000: "十一万",
	} {
		if got := numeral(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
