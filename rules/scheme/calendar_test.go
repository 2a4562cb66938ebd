package scheme_test

import (
	"strings"
	"testing"

	"tongbao/ingest"
	"tongbao/rules/scheme"
)

func day(t testing.TB, s string) ingest.Date {
	t.Helper()
	d, err := ingest.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func month(t testing.TB, s string) ingest.Period {
	t.Helper()
	p, err := ingest.ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Worked out with the State Council's notices beside a wall calendar.
func TestDueDays(t *testing.T) {
	s := defaults(t)
	for _, c := range []struct{ month, due, correction, why string }{
		{"2023-01", "2023-02-06", "2023-02-09", "5 February is a Sunday; Tue 7, Wed 8, Thu 9"},
		{"2023-02", "2023-03-06", "2023-03-09", "5 March is a Sunday"},
		{"2023-03", "2023-04-06", "2023-04-11", "5 April is Qingming, off; Fri 7, Mon 10, Tue 11"},
		{"2023-04", "2023-05-05", "2023-05-09", "Friday; Saturday 6 is worked for Labour Day, Mon 8, Tue 9"},
		{"2023-05", "2023-06-05", "2023-06-08", "Monday"},
		{"2023-09", "2023-10-07", "2023-10-10", "29 September to 6 October off; Saturday 7 is worked, Sunday 8 too, Mon 9, Tue 10"},
		{"2023-12", "2024-01-05", "2024-01-10", "Friday; Mon 8, Tue 9, Wed 10: across the year's end"},
		{"2024-01", "2024-02-05", "2024-02-08", "Monday"},
		{"2024-12", "2025-01-06", "2025-01-09", "5 January is a Sunday"},
		{"2025-01", "2025-02-05", "2025-02-08", "28 January to 4 February off; Thu 6, Fri 7, and Saturday 8 is worked"},
		{"2025-03", "2025-04-07", "2025-04-10", "4 to 6 April off"},
		{"2025-09", "2025-10-09", "2025-10-13", "1 to 8 October off; Fri 10, Saturday 11 is worked, Mon 13"},
	} {
		if got := s.Due(month(t, c.month)).String(); got != c.due {
			t.Errorf("%s is due on %s, want %s: %s", c.month, got, c.due, c.why)
		}
		if got := s.CorrectionEnd(month(t, c.month)).String(); got != c.correction {
			t.Errorf("%s may be corrected until %s, want %s: %s", c.month, got, c.correction, c.why)
		}
	}
}

func TestWorkingDaysBothWays(t *testing.T) {
	s := defaults(t)
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2023-09-28", 1, "2023-10-07"},
		{"2023-10-07", -1, "2023-09-28"},
		{"2023-10-01", 0, "2023-10-07"},
		{"2023-10-09", 0, "2023-10-09"},
		{"2023-01-20", 2, "2023-01-29"}, // 21–27 off, Saturday 28 and Sunday 29 worked
		{"2023-11-03", 10, "2023-11-17"},
	} {
		if got := s.AddWorkingDays(day(t, c.from), c.n).String(); got != c.want {
			t.Errorf("%s %+d working days is %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

// How many days each notice calls off and to work, counted in its text: 2023
// without 31 December 2022, 2024 with 10 June alone of the three days that the
// weekend makes of it.
func TestDaysOfTheNotices(t *testing.T) {
	s := defaults(t)
	for year, want := range map[int][2]int{
		2023: {2 + 7 + 1 + 5 + 3 + 8, 7},
		2024: {1 + 8 + 3 + 5 + 1 + 3 + 7, 8},
		2025: {1 + 8 + 3 + 5 + 3 + 8, 5},
	} {
		var off, worked int
		for d, kind := range s.Days {
			switch {
			case d.Year != year:
			case kind == scheme.DayOff:
				off++
			default:
				worked++
			}
		}
		if off != want[0] || worked != want[1] {
			t.Errorf("%d: %d off and %d worked, want %v", year, off, worked, want)
		}
	}
	for _, table := range scheme.Defaults() {
		if table.Sheet != "日历" {
			continue
		}
		if got := scheme.HelpFor(table); !strings.Contains(got, "已填2023年、2024年、2025年，其他年份由办公室填写") {
			t.Errorf("the sheet says %s", got)
		}
		for _, r := range table.Rows {
			if len(r.Cells) < 4 || !strings.HasPrefix(r.Cells[3], "国办发明电〔") {
				t.Errorf("row %d names no notice: %v", r.Number, r.Cells)
			}
		}
	}
}

// In a year without rows only weekends are off, and documents can ask.
func TestYearsTheOfficeHasNotFilled(t *testing.T) {
	s := defaults(t)
	if !s.CalendarKnown(2023) || !s.CalendarKnown(2024) || !s.CalendarKnown(2025) || s.CalendarKnown(2022) || s.CalendarKnown(2026) || s.CalendarKnown(2027) {
		t.Error("known are 2023 to 2025 alone")
	}
	if !s.Workday(day(t, "2027-10-01")) {
		t.Error("a Friday that no row calls off")
	}
	if got := second(t).Due(month(t, "2024-05")).String(); got != "2024-06-10" {
		t.Errorf("8 June 2024 is a Saturday, so Monday 10; the second county has no 日历 and got %s", got)
	}
}

// 31 is clamped to the month, and a county whose every day is off still gets
// an answer.
func TestOddDueDays(t *testing.T) {
	s := &scheme.Scheme{Settings: scheme.Settings{DueDay: 31}}
	if got := s.Due(month(t, "2023-01")).String(); got != "2023-02-28" {
		t.Errorf("due %s, want the last of February, a Tuesday", got)
	}
	s.Days = map[ingest.Date]scheme.DayKind{}
	for d, n := day(t, "2023-01-01"), 0; n < 1000; d, n = d.AddDays(1), n+1 {
		s.Days[d] = scheme.DayOff
	}
	if got := s.Due(month(t, "2023-01")); !got.Valid() {
		t.Errorf("due %v", got)
	}
}
