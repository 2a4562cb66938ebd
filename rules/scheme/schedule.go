package scheme

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
	"golang.org/x/text/width"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

// What 任务 may name.
const (
	TaskIntake     = "收报"
	TaskRemind     = "催报"
	TaskCircular   = "月通报"
	TaskRanking    = "季评比"
	TaskAssessment = "年考核"
	TaskForms      = "表单"
	TaskBackup     = "备份"
)

// Tasks is every task, in the order a run does them.
var Tasks = []string{TaskIntake, TaskForms, TaskRemind, TaskCircular, TaskRanking, TaskAssessment, TaskBackup}

// What 补跑 may say about slots that were missed.
const (
	CatchUpAll  = "全部"
	CatchUpLast = "最近一次"
	CatchUpNone = "不补"
)

// Schedule is a parsed 时间: a cron line, or working days around 截止.
type Schedule struct {
	cron         cron.Schedule // nil for the other kind
	Days         int           // working days after 截止; negative before it
	Hour, Minute int
}

// Slot is one due occurrence of a job (应执行班次).
type Slot struct {
	Task   string
	At     time.Time
	Period ingest.Period // the month whose 截止 it follows; zero for a cron line
}

var afterDue = regexp.MustCompile(`^截止(前|后|日|当日) *(?:(\d{1,3}) *个工作日)? *(\d{1,2}):(\d{2})$`)

// cronFields has no seconds and no descriptors: @every counts from the start
// of a process, which a ledger of slots cannot.
var cronFields = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// ParseSchedule reads a 时间. An error says in Chinese what is wrong.
func ParseSchedule(written string) (Schedule, error) {
	plain := strings.TrimSpace(width.Narrow.String(written))
	if strings.HasPrefix(plain, "截止") {
		return parseAfterDue(plain)
	}
	if strings.ContainsAny(plain, "@=") || strings.Contains(plain, "TZ") {
		return Schedule{}, fmt.Errorf("不支持@写法和时区，时间一律为北京时间")
	}
	if n := len(strings.Fields(plain)); n != 5 {
		return Schedule{}, fmt.Errorf("cron应为五段（分 时 日 月 周），写了%d段", n)
	}
	c, err := cronFields.Parse(plain)
	if err != nil {
		return Schedule{}, fmt.Errorf("cron写法有误，分0-59、时0-23、日1-31、月1-12、周0-6")
	}
	for i, field := range strings.Fields(plain) {
		for _, m := range step.FindAllStringSubmatch(field, -1) {
			if n, err := strconv.Atoi(m[1]); err != nil || n > fieldEnds[i] { // cron takes it for once an hour, a day …
				return Schedule{}, fmt.Errorf("“/%s”的间隔过大", m[1])
			}
		}
	}
	if c.Next(epoch).IsZero() {
		return Schedule{}, fmt.Errorf("没有这样的日期，任务永远不会执行")
	}
	return Schedule{cron: c}, nil
}

var (
	step      = regexp.MustCompile(`/(\d+)`)
	fieldEnds = []int{59, 23, 31, 12, 7}
)

// fits says what is wrong with a schedule for a task, "" where nothing is. A
// document is made once its month can be judged, and a form sent out, not
// several times a day.
func (s Schedule) fits(task string) string {
	switch task {
	case TaskCircular, TaskRanking, TaskAssessment:
		if !s.Cron() && s.Days <= 0 {
			return task + "要在截止以后才能出"
		}
	case TaskForms:
	default:
		return ""
	}
	if s.Cron() {
		first := s.Next(epoch)
		for range 400 {
			next := s.Next(first)
			if !next.IsZero() && ingest.DateOf(next) == ingest.DateOf(first) {
				return task + "一天不能执行两次"
			}
			first = next
		}
	}
	return ""
}

// epoch is any moment: cron looks five years ahead of it, far enough for a
// 29 February.
var epoch = time.Date(2023, 1, 1, 0, 0, 0, 0, ingest.Zone)

func parseAfterDue(plain string) (Schedule, error) {
	m := afterDue.FindStringSubmatch(plain)
	if m == nil {
		return Schedule{}, fmt.Errorf("应写成“截止后3个工作日 09:00”")
	}
	days, _ := strconv.Atoi(m[2])
	hour, _ := strconv.Atoi(m[3])
	minute, _ := strconv.Atoi(m[4])
	sameDay := m[1] == "日" || m[1] == "当日"
	switch {
	case hour > 23 || minute > 59:
		return Schedule{}, fmt.Errorf("没有%s:%s这个时刻", m[3], m[4])
	case sameDay != (m[2] == ""):
		return Schedule{}, fmt.Errorf("应写成“截止后3个工作日 09:00”或“截止日 17:00”")
	case days > 60:
		return Schedule{}, fmt.Errorf("离截止%d个工作日，最多60个", days)
	case m[1] == "前":
		days = -days
	}
	return Schedule{Days: days, Hour: hour, Minute: minute}, nil
}

// Cron reports whether the schedule is a cron line.
func (s Schedule) Cron() bool { return s.cron != nil }

// Next is the first moment of a cron line after a time; zero for the other
// kind, which needs the scheme's calendar (Slots).
func (s Schedule) Next(after time.Time) time.Time {
	if s.cron == nil {
		return time.Time{}
	}
	return s.cron.Next(after.In(ingest.Zone))
}

// Slots lists when a job is due, after the first time and up to the second, in
// order. Around 截止, a monthly job has a slot a month, 季评比 one a quarter
// and 年考核 one a year, each on the last month's 截止; none before 启用月.
func (s *Scheme) Slots(j Job, after, until time.Time) []Slot {
	if j.Schedule.Cron() {
		return cronSlots(j, after, until)
	}
	var slots []Slot
	// A slot lies within 60 working days, under four months, of a 截止 that
	// lies in the month after the period.
	const reach = 5
	last := ingest.DateOf(until).Period().Add(reach)
	for p := ingest.DateOf(after).Period().Add(-reach); !last.Before(p); p = p.Add(1) {
		if at := s.slotAt(j, p); s.concludes(j.Task, p) && at.After(after) && !at.After(until) {
			slots = append(slots, Slot{j.Task, at, p})
		}
	}
	return slots
}

func cronSlots(j Job, after, until time.Time) []Slot {
	var slots []Slot
	for t := j.Schedule.Next(after); !t.IsZero() && !t.After(until); t = j.Schedule.Next(t) {
		slots = append(slots, Slot{Task: j.Task, At: t})
	}
	return slots
}

// slotAt is when a job around 截止 is due for a month.
func (s *Scheme) slotAt(j Job, p ingest.Period) time.Time {
	d := s.Due(p)
	if j.Schedule.Days != 0 {
		d = s.AddWorkingDays(d, j.Schedule.Days)
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, j.Schedule.Hour, j.Schedule.Minute, 0, 0, ingest.Zone)
}

// concludes reports whether the month ends what the task is about.
func (s *Scheme) concludes(task string, p ingest.Period) bool {
	elapsed := s.Settings.Calendar.Elapsed(p)
	switch {
	case p.Before(s.Settings.FirstMonth):
		return false
	case task == TaskRanking:
		return elapsed%3 == 0
	case task == TaskAssessment:
		return elapsed == 12
	}
	return true
}

func (b *builder) jobs() {
	seen := map[string]int{}
	for _, l := range b.of(sheetJobs) {
		j := Job{Task: l.text("任务"), When: l.text("时间"), CatchUp: l.text("补跑")}
		if j.CatchUp == "" {
			j.CatchUp = CatchUpLast
		}
		switch {
		case j.Task == TaskRemind: // before 截止 and after it
			l.unique(seen, "时间", j.Task+" "+j.When)
		case j.Task != "":
			l.unique(seen, "任务", j.Task)
		}
		if j.When != "" {
			var err error
			if j.Schedule, err = ParseSchedule(j.When); err != nil {
				l.fault("时间", "时间"+finding.Quote(j.When)+"不能识别："+err.Error()+"。", "如 0 8 * * *，或 截止后3个工作日 09:00。")
			} else if wrong := j.Schedule.fits(j.Task); wrong != "" {
				l.fault("时间", "时间"+finding.Quote(j.When)+"不合用："+wrong+"。", "如 截止后4个工作日 09:00。")
			}
		}
		b.s.Jobs = append(b.s.Jobs, j)
	}
}
