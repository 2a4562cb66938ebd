package score

import (
	"fmt"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/form"
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

// BenchmarkTally works out figures and totals from twelve returns a task force.
func BenchmarkTally(b *testing.B) {
	for _, size := range []int{7, 2000} {
		b.Run(fmt.Sprintf("%d task forces", size), func(b *testing.B) {
			s := smallScheme(b)
			s.TaskForces, s.Targets = nil, nil
			for i := range size {
				code := fmt.Sprintf("T%04d", i)
				s.TaskForces = append(s.TaskForces, scheme.TaskForce{Unit: form.Unit{Code: code, Class: "组"}, InCounty: true})
				s.Targets = append(s.Targets, scheme.Target{TaskForce: code, Indicator: "合同额", Year: 2023, Kind: scheme.Sum, Low: num("30")})
			}
			var inputs []Input
			months := map[string][]ingest.Entry{}
			for m := 1; m <= 12; m++ {
				months[fmt.Sprintf("2023-%02d", m)] = []ingest.Entry{contract(5, fmt.Sprint("P", m), "1.25", "签"), contract(6, "P1", "2.5", "签"), visit(5)}
			}
			for i := range s.TaskForces {
				inputs = append(inputs, input(b, s, s.TaskForces[i].Code, months))
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Assemble(s, month(b, "2023-12"), inputs, Office{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
