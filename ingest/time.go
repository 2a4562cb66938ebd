package ingest

import (
	"fmt"
	"time"
)

// Zone is the one time zone of the program, fixed so that a PC set to another
// zone, or one without zone data, prints the same hour.
var Zone = time.FixedZone("UTC+8", 8*60*60)

// Date is a day of the civil calendar. The zero Date is no date.
type Date struct {
	Year, Month, Day int
}

// DateOf returns the day of t in Zone.
func DateOf(t time.Time) Date {
	y, m, d := t.In(Zone).Date()
	return Date{y, int(m), d}
}

// ParseDate reads "2023-09-05".
func ParseDate(s string) (Date, error) {
	t, err := time.ParseInLocation(time.DateOnly, s, Zone)
	if err != nil {
		return Date{}, fmt.Errorf("ingest: %q is not a date like 2023-09-05", s)
	}
	return DateOf(t), nil
}

// Valid reports whether the day exists.
func (d Date) Valid() bool { return d != Date{} && DateOf(d.Time()) == d }

// Time is midnight in Zone at the start of the day.
func (d Date) Time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, Zone)
}

// String is "2023-09-05".
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Chinese is "2023年9月5日", as GB/T 9704 sets dates.
func (d Date) Chinese() string { return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day) }

// Compare is −1, 0 or +1 as d is before, equal to or after e.
func (d Date) Compare(e Date) int { return d.Time().Compare(e.Time()) }

// AddDays returns the day n days later (earlier when n is negative).
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// Period returns the month the day falls in.
func (d Date) Period() Period { return Period{d.Year, d.Month} }

func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(b))
	return err
}

// Period is a calendar month. The zero Period is no month.
type Period struct {
	Year, Month int
}

// ParsePeriod reads "2023-09".
func ParsePeriod(s string) (Period, error) {
	t, err := time.ParseInLocation("2006-01", s, Zone)
	if err != nil {
		return Period{}, fmt.Errorf("ingest: %q is not a month like 2023-09", s)
	}
	return Period{t.Year(), int(t.Month())}, nil
}

// String is "2023-09".
func (p Period) String() string {
	if p == (Period{}) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", p.Year, p.Month)
}

// Chinese is "2023年9月".
func (p Period) Chinese() string { return fmt.Sprintf("%d年%d月", p.Year, p.Month) }

// Add returns the month n months later (earlier when n is negative).
func (p Period) Add(n int) Period {
	i := p.index() + n
	return Period{floorDiv(i, 12), i - 12*floorDiv(i, 12) + 1}
}

// Sub returns how many months p is after q.
func (p Period) Sub(q Period) int { return p.index() - q.index() }

// Before reports whether p is earlier than q.
func (p Period) Before(q Period) bool { return p.index() < q.index() }

// First and Last are the month's first and last days.
func (p Period) First() Date { return Date{p.Year, p.Month, 1} }
func (p Period) Last() Date  { return p.Add(1).First().AddDays(-1) }

func (p Period) index() int { return p.Year*12 + p.Month - 1 }

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

func (p *Period) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*p = Period{}
		return nil
	}
	*p, err = ParsePeriod(string(b))
	return err
}

// Quarter is a quarter of a reporting year, 1 to 4. Which months it covers
// depends on where the scheme starts its year.
type Quarter struct {
	Year, Number int
}

// String is "2023Q3".
func (q Quarter) String() string { return fmt.Sprintf("%dQ%d", q.Year, q.Number) }

// Chinese is "2023年第三季度".
func (q Quarter) Chinese() string {
	return fmt.Sprintf("%d年第%c季度", q.Year, []rune("一二三四")[q.Number-1])
}

// Prev is the quarter before q, across the year's start.
func (q Quarter) Prev() Quarter {
	if q.Number == 1 {
		return Quarter{q.Year - 1, 4}
	}
	return Quarter{q.Year, q.Number - 1}
}

// ParseQuarter reads "2023Q3".
func ParseQuarter(s string) (Quarter, error) {
	var q Quarter
	if n, err := fmt.Sscanf(s, "%4dQ%1d", &q.Year, &q.Number); n != 2 || err != nil || q.String() != s || q.Number < 1 || q.Number > 4 {
		return Quarter{}, fmt.Errorf("ingest: %q is not a quarter like 2023Q3", s)
	}
	return q, nil
}

// Calendar cuts months into reporting years and quarters. A year is named for
// the calendar year its first month falls in.
type Calendar struct {
	Start int // first month of the year, 1–12
}

// YearOf returns the reporting year of p.
func (c Calendar) YearOf(p Period) int {
	if p.Month < c.Start {
		return p.Year - 1
	}
	return p.Year
}

// FirstMonth and LastMonth bound a reporting year.
func (c Calendar) FirstMonth(year int) Period { return Period{year, c.Start} }
func (c Calendar) LastMonth(year int) Period  { return c.FirstMonth(year).Add(11) }

// Elapsed is how many whole months of its reporting year have passed at the
// end of p: 1 to 12.
func (c Calendar) Elapsed(p Period) int { return p.Sub(c.FirstMonth(c.YearOf(p))) + 1 }

// QuarterOf returns the quarter p falls in.
func (c Calendar) QuarterOf(p Period) Quarter {
	return Quarter{c.YearOf(p), (c.Elapsed(p)-1)/3 + 1}
}

// QuarterEnd is the last month of q.
func (c Calendar) QuarterEnd(q Quarter) Period { return c.FirstMonth(q.Year).Add(3*q.Number - 1) }
