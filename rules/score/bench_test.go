package score

import (
	"fmt"
	"testing"

	"tongbao/rules/scheme"
)

// BenchmarkRanking scores, ranks and works out what would lift everybody, from
// figures in hand: the part of a ranking that grows with the task forces.
func BenchmarkRanking(b *testing.B) {
	for _, size := range []int{7, 2000} {
		b.Run(fmt.Sprintf("%d task forces", size), func(b *testing.B) {
			s := noticeScheme()
			s.Targets = nil
			all := make([]map[string]*Figure, size)
			for i := range all {
				code := fmt.Sprintf("T%04d", i)
				s.Targets = append(s.Targets, scheme.Target{TaskForce: code, Indicator: "签约金额", Year: 2023, Kind: scheme.Sum, Low: num("30")},
					scheme.Target{TaskForce: code, Indicator: "外出招商活动", Year: 2023, Kind: scheme.AtLeast, Low: num("4")})
			}
			for i := range all {
				all[i] = figuresOf(b, s, fmt.Sprintf("T%04d", i), "2023-09", map[string]string{
					"签约金额": fmt.Sprintf("%d.%02d", i%30, i%97), "外出招商活动": fmt.Sprint(i % 5),
				})
			}
			b.ReportAllocs()
			for b.Loop() {
				list := make([]Standing, size)
				for i, figures := range all {
					list[i] = Stand(fmt.Sprintf("T%04d", i), Lines(s, figures), nil, "")
				}
				Lifts(s, Rank(third, list, nil))
			}
		})
	}
}
