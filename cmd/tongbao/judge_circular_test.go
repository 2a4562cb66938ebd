package main

import (
	"fmt"
	"math/big"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
)

type printedTarget struct {
	Kind string  `json:"kind"`
	Low  string  `json:"low"`
	High *string `json:"high"`
}

// String spells a target like wanted does.
func (p *printedTarget) String() string {
	if p == nil {
		return "none"
	}
	return fmt.Sprintf("%s %s %s", p.Kind, p.Low, or(p.High))
}

type printedFigure struct {
	Unit       string         `json:"task_force"`
	Indicator  string         `json:"indicator"`
	Actual     *string        `json:"actual"`
	Reported   *string        `json:"reported"`
	AsOf       *string        `json:"as_of"`
	Target     *printedTarget `json:"target"`
	Completion *string        `json:"completion"`
	Expected   *string        `json:"expected"`
	Gap        *string        `json:"gap"`
	Colour     *string        `json:"colour"`
}

type printedCircular struct {
	Period  string          `json:"period"`
	Number  string          `json:"number"`
	Status  string          `json:"status"`
	Figures []printedFigure `json:"figures"`
	Totals  []struct {
		Indicator string         `json:"indicator"`
		Actual    string         `json:"actual"`
		Target    *printedTarget `json:"target"`
	} `json:"totals"`
	Reporting   []printedState `json:"reporting"`
	Supervision []struct {
		ID     string `json:"id"`
		Unit   string `json:"task_force"`
		Code   string `json:"code"`
		Status string `json:"status"`
	} `json:"supervision"`
	Corrections []struct {
		Unit      string `json:"task_force"`
		Indicator string `json:"indicator"`
		Period    string `json:"period"`
		Was       string `json:"was"`
		Is        string `json:"is"`
		Why       string `json:"why"`
	} `json:"corrections"`
	Files []struct {
		Path   string `json:"path"`
		SHA256 string `json:"sha256"`
	} `json:"files"`
}

type printedState struct {
	Unit       string  `json:"task_force"`
	Status     string  `json:"status"`
	ReceivedAt *string `json:"received_at"`
	Version    *int    `json:"version"`
}

func (c *printedCircular) figure(unit, indicator string) *printedFigure {
	for i := range c.Figures {
		if c.Figures[i].Unit == unit && c.Figures[i].Indicator == indicator {
			return &c.Figures[i]
		}
	}
	return &printedFigure{}
}

// or spells what may be null.
func or(s *string) string {
	if s == nil {
		return "null"
	}
	return *s
}

// issuedAt is the moment of a month's circular.
func issuedAt(month int) time.Time { return at(months[month-1].circular, "09:00:00") }

// judgeCirculars works out every figure of the year's twelve circulars from
// the entries of the returns that stood when each was issued.
func judgeCirculars(t *testing.T, dir string, d documents, y year) {
	var before *printedCircular
	circulars := d.circulars(t)
	for month := 1; month <= 12; month++ {
		c := circulars[months[month-1].period]
		t.Run(months[month-1].period, func(t *testing.T) {
			if c.Period != months[month-1].period || c.Status != "issued" || c.Number != numberOf(month) {
				t.Errorf("circular %s is %s, numbered %s", c.Period, c.Status, c.Number)
			}
			judgeFigures(t, c, y, month)
			judgeTotals(t, c, y, month)
			judgeStates(t, c.Reporting, y, month, issuedAt(month))
			judgeCorrections(t, c, before, y, month)
			judgeOpenItems(t, c, y, month)
			judgeFiles(t, dir, c)
		})
		before = c
	}
}

// numberOf is a circular's 发文字号: numbers run within the year of issue, in
// which December's circular is the first.
func numberOf(month int) string {
	if month == 12 {
		return "沁招商办〔2024〕1号"
	}
	return fmt.Sprintf("沁招商办〔2023〕%d号", month)
}

func judgeFigures(t *testing.T, c *printedCircular, y year, month int) {
	judged := 0
	for _, ind := range indicators {
		units := industry()
		if ind.service {
			units = []string{serviceForce}
		}
		for _, unit := range units {
			judged++
			k := y.known(unit, c.Period, issuedAt(month))
			got := c.figure(unit, ind.code)
			actual := k.actual(t, ind.code)
			same(t, unit, ind.code, "actual", or(got.Actual), printed(ind.code, actual))
			reported := y.reported(unit, c.Period, issuedAt(month)).actual(t, ind.code)
			same(t, unit, ind.code, "reported", or(got.Reported), printed(ind.code, reported))
			same(t, unit, ind.code, "as_of", or(got.AsOf), k.asOf())
			judgeProgress(t, got, actual, month)
		}
	}
	if len(c.Figures) != judged {
		t.Errorf("%d figures are printed, %d are defined", len(c.Figures), judged)
	}
}

func judgeProgress(t *testing.T, got *printedFigure, actual *big.Rat, month int) {
	t.Helper()
	want := map[string]string{"target": "none", "completion": "null", "expected": "null", "gap": "null", "colour": "null"}
	if a := aimOf(got.Unit, got.Indicator); a != nil {
		expected := a.expected(month, isCount(got.Indicator))
		want["target"] = targetText(got.Indicator, a.kind, a.low, a.top)
		want["completion"] = fixed(quo(actual, whole(a.low)), 4)
		want["expected"] = printed(got.Indicator, expected)
		if expected.Sign() > 0 {
			gap := a.gap(actual, month)
			want["gap"], want["colour"] = fixed(gap, 2), colour(gap)
		}
	}
	same(t, got.Unit, got.Indicator, "target", got.Target.String(), want["target"])
	same(t, got.Unit, got.Indicator, "completion", or(got.Completion), want["completion"])
	same(t, got.Unit, got.Indicator, "expected", or(got.Expected), want["expected"])
	same(t, got.Unit, got.Indicator, "gap", or(got.Gap), want["gap"])
	same(t, got.Unit, got.Indicator, "colour", or(got.Colour), want["colour"])
}

func targetText(indicator, kind string, low, top int) string {
	high := "null"
	if top > 0 {
		high = printed(indicator, whole(top))
	}
	return fmt.Sprintf("%s %s %s", kind, printed(indicator, whole(low)), high)
}

func same(t *testing.T, unit, indicator, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s %s: %s is printed as %s, worked out as %s", unit, indicator, what, got, want)
	}
}

func isCount(indicator string) bool {
	for _, ind := range indicators {
		if ind.code == indicator {
			return ind.count
		}
	}
	panic(indicator)
}

// printed is a figure of an indicator as documents print it.
func printed(indicator string, r *big.Rat) string {
	if isCount(indicator) {
		return r.RatString()
	}
	return amount(r)
}

// judgeTotals: what the six industry task forces come to together, a project
// of two once.
func judgeTotals(t *testing.T, c *printedCircular, y year, month int) {
	var order []string
	for _, got := range c.Totals {
		order = append(order, got.Indicator)
		sum, low, top, kind := whole(0), 0, 0, ""
		for _, unit := range industry() {
			sum = add(sum, y.known(unit, c.Period, issuedAt(month)).actual(t, got.Indicator))
			if a := aimOf(unit, got.Indicator); a != nil {
				kind, low, top = a.kind, low+a.low, top+a.top
			}
		}
		target := "none"
		if kind != "" {
			target = targetText(got.Indicator, kind, low, top)
		}
		same(t, "合计", got.Indicator, "actual", got.Actual, printed(got.Indicator, sum))
		same(t, "合计", got.Indicator, "target", got.Target.String(), target)
	}
	if len(order) != 10 || len(slices.Compact(slices.Sorted(slices.Values(order)))) != 10 {
		t.Errorf("totals are of %v", order)
	}
}

// judgeStates: 报送情况 of a month as it stood at a moment.
func judgeStates(t *testing.T, list []printedState, y year, month int, until time.Time) {
	t.Helper()
	units := append(industry(), serviceForce)
	if len(list) != len(units) {
		t.Errorf("%d task forces in 报送情况", len(list))
	}
	for i, got := range list {
		same(t, got.Unit, "报送", "place", got.Unit, units[i])
		want, version := y.state(got.Unit, month, until)
		same(t, got.Unit, "报送", "status", got.Status, want)
		if version == nil {
			if got.ReceivedAt != nil || got.Version != nil {
				t.Errorf("%s is missing, yet received at %s", got.Unit, or(got.ReceivedAt))
			}
			continue
		}
		same(t, got.Unit, "报送", "received_at", or(got.ReceivedAt), version.at.Format(time.RFC3339))
		if got.Version == nil || *got.Version != version.version {
			t.Errorf("%s: version %v, not %d", got.Unit, got.Version, version.version)
		}
	}
}

// judgeCorrections: every figure of the last circular that would be another
// today, and no other.
func judgeCorrections(t *testing.T, c, before *printedCircular, y year, month int) {
	want := map[string]string{}
	if before != nil {
		for _, f := range before.Figures {
			now := printed(f.Indicator, y.known(f.Unit, before.Period, issuedAt(month)).actual(t, f.Indicator))
			if now != or(f.Actual) {
				want[strings.Join([]string{f.Unit, f.Indicator, before.Period}, " ")] = or(f.Actual) + " → " + now
			}
		}
	}
	for _, got := range c.Corrections {
		key := strings.Join([]string{got.Unit, got.Indicator, got.Period}, " ")
		if change := got.Was + " → " + got.Is; want[key] != change || got.Why == "" {
			t.Errorf("correction %s: %s because of %q; worked out %q", key, change, got.Why, want[key])
		}
		delete(want, key)
	}
	for key, change := range want {
		t.Errorf("%s is %s and is not corrected", key, change)
	}
}

// Progress items of 督查, by the indicator they watch.
var progressItems = map[string]string{
	"DC-11": "外出招商活动", "DC-12": "外出对接项目", "DC-13": "对接总投资", "DC-14": "签约金额", "DC-15": "落地项目", "DC-32": "包装项目",
}

// judgeOpenItems: from July on, an item stands open for exactly the figures
// more than 30 points behind, unless a count has reached what the circular
// prints as due; before mid-year nobody is pressed for progress.
func judgeOpenItems(t *testing.T, c *printedCircular, y year, month int) {
	var got, want []string
	for _, it := range c.Supervision {
		if ind := progressItems[it.Code]; ind != "" && it.Status != "closed" {
			got = append(got, it.Unit+" "+ind)
		}
	}
	for _, ind := range progressItems {
		for _, unit := range append(industry(), serviceForce) {
			a := aimOf(unit, ind)
			if a == nil || month < 7 || a.expected(month, isCount(ind)).Sign() == 0 {
				continue
			}
			actual := y.known(unit, c.Period, issuedAt(month)).actual(t, ind)
			if isCount(ind) && actual.Cmp(a.expected(month, true)) >= 0 {
				continue
			}
			if colour(a.gap(actual, month)) == "red" {
				want = append(want, unit+" "+ind)
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("open progress items:\n %v\nfigures over 30 points behind:\n %v", got, want)
	}
}

// judgeFiles: the files named, at least a PDF and its workbook, are there and
// are the bytes they are said to be.
func judgeFiles(t *testing.T, dir string, c *printedCircular) {
	if len(c.Files) < 2 || path.Ext(c.Files[0].Path) != ".pdf" || path.Ext(c.Files[1].Path) != ".xlsx" {
		t.Errorf("files: %+v", c.Files)
	}
	for _, f := range c.Files {
		if got := digestOf(mustRead(t, dir, f.Path)); got != f.SHA256 {
			t.Errorf("%s has %s, said to have %s", f.Path, got, f.SHA256)
		}
	}
}

// judgeStatus: the due days are those of the calendar worked out by hand, and
// everybody's state is as known now, in the year after.
func judgeStatus(t *testing.T, dir string, y year) {
	for i, m := range months {
		s := ask[struct {
			Period    string         `json:"period"`
			Due       string         `json:"due"`
			Reporting []printedState `json:"reporting"`
		}](t, dir, "status", "-m", m.period, "--now", "2024-01-24T18:00:00+08:00")
		same(t, "status", s.Period, "month", s.Period, m.period)
		same(t, "status", s.Period, "due", s.Due, m.due)
		judgeStates(t, s.Reporting, y, i+1, at("2024-01-24", "18:00:00"))
	}
}
