package score

import (
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

func num(s string) exact.Num { return exact.MustParse(s) }

func ptr[T any](v T) *T { return &v }

func month(t testing.TB, s string) ingest.Period {
	t.Helper()
	p, err := ingest.ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func nums(values ...string) []exact.Num {
	list := make([]exact.Num, len(values))
	for i, v := range values {
		list[i] = num(v)
	}
	return list
}

var january = ingest.Calendar{Start: 1}

var (
	trips   = scheme.Indicator{Code: "外出招商活动", Unit: "次", Count: true}
	meets   = scheme.Indicator{Code: "外出对接项目", Unit: "个", Count: true}
	worth   = scheme.Indicator{Code: "对接总投资", Unit: "亿元", Decimals: 2}
	signed  = scheme.Indicator{Code: "签约金额", Unit: "亿元", Decimals: 2}
	started = scheme.Indicator{Code: "落地项目", Unit: "个", Count: true}
)

// noticeScheme is the annual targets of the notice (沁政办发〔2022〕38号, 一（二）)
// for the six industry task forces, with the weights of the 建议稿.
func noticeScheme() *scheme.Scheme {
	s := &scheme.Scheme{Settings: scheme.Settings{Calendar: january}}
	s.Indicators = []scheme.Indicator{trips, meets, worth, signed, started}
	for _, row := range []struct{ indicator, weight string }{
		{"外出招商活动", "20"}, {"外出对接项目", "15"}, {"对接总投资", "15"}, {"签约金额", "25"}, {"落地项目", "25"},
	} {
		s.Scores = append(s.Scores, scheme.ScoreLine{Indicator: row.indicator, Weight: num(row.weight), Cap: num("1.20")})
	}
	for _, row := range []struct{ code, meets, worth, trips, signed, low, high string }{
		{"KFQ", "5", "30", "4", "30", "1", "2"},
		{"MCQ", "5", "20", "4", "15", "2", "3"},
		{"ZBZ", "3", "10", "4", "10", "1", "2"},
		{"WLK", "3", "10", "4", "8", "1", "2"},
		{"NYC", "5", "10", "4", "5", "1", "2"},
		{"SZJ", "5", "10", "4", "5", "1", "2"},
	} {
		s.TaskForces = append(s.TaskForces, scheme.TaskForce{Unit: form.Unit{Code: row.code, Class: "产业专班"}, Ranked: true, InCounty: true})
		target := func(indicator string, kind scheme.TargetKind, low string) scheme.Target {
			return scheme.Target{TaskForce: row.code, Indicator: indicator, Year: 2023, Kind: kind, Low: num(low)}
		}
		land := target("落地项目", scheme.Range, row.low)
		land.High, land.Plan = ptr(num(row.high)), nums("0", "0", "1", row.low)
		s.Targets = append(s.Targets,
			target("外出对接项目", scheme.AtLeast, row.meets), target("对接总投资", scheme.Sum, row.worth),
			target("外出招商活动", scheme.AtLeast, row.trips), target("签约金额", scheme.Sum, row.signed), land)
	}
	return s
}

// figuresOf measures given actual values of one task force, "" for missing.
func figuresOf(t testing.TB, s *scheme.Scheme, taskForce, period string, actual map[string]string) map[string]*Figure {
	t.Helper()
	c, err := ReadChoices(s)
	if err != nil {
		t.Fatal(err)
	}
	p := month(t, period)
	index := targetsOf(s, s.Settings.Calendar.YearOf(p))
	figures := map[string]*Figure{}
	for i := range s.Indicators {
		ind := &s.Indicators[i]
		f := &Figure{TaskForce: taskForce, Indicator: ind.Code}
		if v := actual[ind.Code]; v != "" {
			f.Actual = &formula.Num{Num: num(v)}
		}
		if target := index[targetKey{taskForce, ind.Code}]; target != nil {
			f.Target = target
			f.measure(c, DueAt(c, s.Settings.Calendar, ind, target, p))
		}
		figures[ind.Code] = f
	}
	return figures
}
