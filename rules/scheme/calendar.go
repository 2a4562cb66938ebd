package scheme

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

// days reads 日历: working days that are off, and days of a weekend that are
// worked.
func (b *builder) days() {
	b.s.Days = map[ingest.Date]DayKind{}
	seen := map[string]int{}
	for _, l := range b.of(sheetDays) {
		d, kind := l.day("日期"), DayKind(l.text("类型"))
		if d == (ingest.Date{}) || kind == "" || !l.unique(seen, "日期", d.String()) {
			continue
		}
		if kind == MakeUpDay && !weekend(d) {
			l.fault("类型", d.Chinese()+"不是周末，不用写成“班”。", "类型“班”只用于调休上班的周六、周日；放假写“休”。")
		}
		if y := d.Year; y < 2000 {
			l.fault("日期", finding.Quote(d.String())+"的年份不对。", "请填如 2023-10-01。")
		}
		b.s.Days[d] = kind
	}
}

// HelpFor is the one line over a sheet as it is written out: what one row is,
// and for 日历 which years its rows cover, so that the office sees which are
// its own to fill in.
func HelpFor(t Table) string {
	help := SheetHelp(t.Sheet)
	at := slices.Index(t.Columns, "日期")
	if t.Sheet != sheetDays || at < 0 {
		return help
	}
	var years []string
	for _, r := range t.Rows {
		if d, ok := parseDay(r.Cells[at]); ok && !slices.Contains(years, strconv.Itoa(d.Year)+"年") {
			years = append(years, strconv.Itoa(d.Year)+"年")
		}
	}
	if len(years) == 0 {
		return help
	}
	return help + "。已填" + strings.Join(years, "、") + "，其他年份由办公室填写"
}

func weekend(d ingest.Date) bool {
	w := d.Time().Weekday()
	return w == time.Saturday || w == time.Sunday
}

// Workday reports whether offices work on the day: 日历 decides, and without
// a row Monday to Friday.
func (s *Scheme) Workday(d ingest.Date) bool {
	if kind, ok := s.Days[d]; ok {
		return kind == MakeUpDay
	}
	return !weekend(d)
}

// CalendarKnown reports whether 日历 has the year's days off. Without them
// working days are told by weekends alone, which documents should say.
func (s *Scheme) CalendarKnown(year int) bool {
	for d, kind := range s.Days {
		if d.Year == year && kind == DayOff {
			return true
		}
	}
	return false
}

// longestBreak bounds the search for a working day, so that a calendar with
// every day off ends.
const longestBreak = 400

// nextWorkday is the day itself when it is worked, or the first worked day
// after it (before it when step is -1).
func (s *Scheme) nextWorkday(d ingest.Date, step int) ingest.Date {
	for range longestBreak {
		if s.Workday(d) {
			break
		}
		d = d.AddDays(step)
	}
	return d
}

// AddWorkingDays is the n-th working day after d; before it when n is
// negative. With n 0 it is d, moved on to a working day.
func (s *Scheme) AddWorkingDays(d ingest.Date, n int) ingest.Date {
	if n == 0 {
		return s.nextWorkday(d, 1)
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for range n {
		d = s.nextWorkday(d.AddDays(step), step)
	}
	return d
}

// Due is the last day on which the return of a month is on time: 报送截止日 of
// the next month (its last day where it has fewer), moved to the next working
// day.
func (s *Scheme) Due(p ingest.Period) ingest.Date {
	next := p.Add(1)
	d := ingest.Date{Year: next.Year, Month: next.Month, Day: min(s.Settings.DueDay, next.Last().Day)}
	return s.nextWorkday(d, 1)
}

// CorrectionEnd is the last day on which a return that was sent in time and
// refused may be corrected and still count as on time.
func (s *Scheme) CorrectionEnd(p ingest.Period) ingest.Date {
	if s.Settings.Correction == 0 {
		return s.Due(p)
	}
	return s.AddWorkingDays(s.Due(p), s.Settings.Correction)
}
