package scheme_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/rules/scheme"
)

func at(t testing.TB, s string) time.Time {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", s, ingest.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func slots(t testing.TB, s *scheme.Scheme, task, after, until string) []string {
	t.Helper()
	var list []string
	job := s.Jobs[slices.IndexFunc(s.Jobs, func(j scheme.Job) bool { return j.Task == task })]
	for _, slot := range s.Slots(job, at(t, after), at(t, until)) {
		list = append(list, strings.TrimSpace(slot.At.In(ingest.Zone).Format("2006-01-02 15:04")+" "+slot.Period.String()))
	}
	return list
}

// The circular of September: 截止 is Saturday 7 October 2023 (worked), then
// Sun 8 (worked), Mon 9, Tue 10, Wed 11 make four working days. 5 November is a
// Sunday, so Mon 6 and four on is Fri 10; 5 December a Tuesday, four on Mon 11.
func TestSlotsAfterDue(t *testing.T) {
	s := defaults(t)
	got := slots(t, s, "月通报", "2023-09-30 00:00", "2023-12-31 00:00")
	want := []string{"2023-10-11 09:00 2023-09", "2023-11-10 09:00 2023-10", "2023-12-11 09:00 2023-11"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A slot belongs to the interval that ends at it, not to the next one, so
// that cutting time anywhere neither loses nor doubles a slot.
func TestSlotsMeetWithoutOverlap(t *testing.T) {
	s := defaults(t)
	first := slots(t, s, "月通报", "2023-10-01 00:00", "2023-10-11 09:00")
	rest := slots(t, s, "月通报", "2023-10-11 09:00", "2023-11-30 00:00")
	if len(first) != 1 || len(rest) != 1 || first[0] == rest[0] {
		t.Errorf("first %v, rest %v", first, rest)
	}
}

func TestSlotsOfQuartersAndYears(t *testing.T) {
	s := defaults(t)
	// 截止 of March is Thursday 6 April; Fri 7, Mon 10, Tue 11, Wed 12, Thu 13, Fri 14.
	got := slots(t, s, "季评比", "2023-01-01 00:00", "2023-06-30 00:00")
	if diff := cmp.Diff([]string{"2023-04-14 09:00 2023-03"}, got); diff != "" {
		t.Error(diff)
	}
	// 截止 of December is Friday 5 January 2024; ten working days on is Friday 19.
	got = slots(t, s, "年考核", "2023-01-01 00:00", "2024-12-31 00:00")
	if diff := cmp.Diff([]string{"2024-01-19 09:00 2023-12"}, got); diff != "" {
		t.Error(diff)
	}
	// The second county's year ends in March: one assessment a year, in April.
	got = slots(t, second(t), "年考核", "2024-01-01 00:00", "2025-12-31 00:00")
	// 8 April 2025 is a Tuesday; ten working days on is Tuesday 22.
	if diff := cmp.Diff([]string{"2025-04-22 10:00 2025-03"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestSlotsBeforeDueAndByCron(t *testing.T) {
	s := defaults(t)
	// The working day before 截止 of September (7 October) is 28 September.
	got := slots(t, s, "催报", "2023-09-20 00:00", "2023-10-20 00:00")
	if diff := cmp.Diff([]string{"2023-09-28 09:00 2023-09"}, got); diff != "" {
		t.Error(diff)
	}
	got = slots(t, s, "备份", "2023-09-30 02:00", "2023-10-02 12:00")
	if diff := cmp.Diff([]string{"2023-10-01 02:00", "2023-10-02 02:00"}, got); diff != "" {
		t.Error(diff)
	}
}

// Before 启用月 nothing is due, however long the machine was off.
func TestNoSlotsBeforeTheFirstMonth(t *testing.T) {
	got := slots(t, second(t), "月通报", "2020-01-01 00:00", "2024-05-20 00:00")
	// 启用月 is April 2024; 8 May is a Wednesday, two working days on is Friday 10.
	if diff := cmp.Diff([]string{"2024-05-10 16:30 2024-04"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestScheduleSpellings(t *testing.T) {
	for _, good := range []string{"0 8 * * *", "*/15 7-21 * * 1-5", "0 9 29 2 *", "截止后3个工作日 09:00", "截止后 3个工作日 09:00", "截止前1个工作日 9:00", "截止日 17:30", "截止后12个工作日　23：59", "截止后３个工作日　０９：００"} {
		if _, err := scheme.ParseSchedule(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for bad, why := range map[string]string{
		"0 0 30 2 *":          "永远不会",
		"60 8 * * *":          "分0-59",
		"0 8 * *":             "五段",
		"0 0 8 * * *":         "五段",
		"@every 1h":           "不支持@",
		"TZ=X":                "时区",
		"CRON_TZ=UTC 0 8 * *": "时区",
		"截止后三个工作日 09:00":      "截止后3个工作日",
		"截止后3个工作日":            "截止后3个工作日",
		"截止后3个工作日 25:00":      "没有25:00",
		"截止后 09:00":           "截止后3个工作日",
		"截止日3个工作日 09:00":      "截止日 17:00",
		"截止后99个工作日 09:00":     "最多60个",
		"":                    "五段",
	} {
		if _, err := scheme.ParseSchedule(bad); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want a word on %s", bad, err, why)
		}
	}
}
