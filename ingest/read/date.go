package read

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/sheet"
)

// date reads a day. Forms that the hint itself recommends (2023-9-5,
// 2023年9月5日, a date cell) are no repairs; all others are listed.
func (s *slot) date() ingest.Value {
	d := dayOf(s.cell, s.period)
	if d.problem != "" {
		return s.bad("T-DATE", d.proposal, fmt.Sprintf("%s%s", s.quoted(), d.problem), d.ask(s.period))
	}
	if d.reason != "" {
		s.fixed(d.day.Chinese(), d.reason, d.inferred)
	}
	return ingest.Value{Kind: ingest.Day, Date: d.day}
}

// dayRead is what a cell gave as a day, or the problem with it.
type dayRead struct {
	day      ingest.Date
	reason   string // why it is a repair; "" when it is none
	inferred bool   // something was added that was not typed (the year)
	problem  string // ends in 。; "" when day is good
	proposal string // what was probably meant
}

func (d dayRead) ask(p ingest.Period) string {
	example := "请填写如 2023-9-5 或 2023年9月5日。"
	if p != (ingest.Period{}) {
		example = fmt.Sprintf("请填写如 %d-%d-5 或 %d年%d月5日。", p.Year, p.Month, p.Year, p.Month)
	}
	if d.proposal != "" {
		return "是否为" + d.proposal + "？" + example
	}
	return example
}

// dayOf reads a cell as a day of, or before, the reported month.
func dayOf(c sheet.Cell, p ingest.Period) dayRead {
	if d, other := dayElsewhere(strings.TrimSpace(c.Value)); other && c.IsDate {
		return d
	}
	switch {
	case c.IsDate && c.Day == ingest.Date{} && c.Type == sheet.Number && len(c.Num.String()) == 8:
		// 20230909 typed into a cell of date format: Excel keeps the number and
		// shows ########. No serial has eight digits.
		return dayOfNumber(c.Num, false, p)
	case c.IsDate && c.Day == ingest.Date{}:
		return dayRead{problem: "不是有效的日期。"}
	case c.IsDate && (c.Day.Year < earliestYear || c.Day.Year > latestYear):
		return dayRead{problem: fmt.Sprintf("显示为%s，不会是实际日期。", c.Day.Chinese())}
	case c.IsDate && c.Day.Day == 1 && !c.ShowsDay():
		// Excel makes 2023年9月 the first of the month and goes on showing the
		// month alone: nobody chose that day.
		return dayRead{problem: fmt.Sprintf("只显示到月（%s），没有写明是哪一日。", c.Day.Period().Chinese())}
	case c.IsDate && !c.ShowsYear() && p.Year > 0 && c.Day.Year != p.Year:
		return dayOfAnotherYear(c.Day, p)
	case c.IsDate && !c.ShowsWholeDay():
		return dayRead{day: c.Day, reason: "单元格的格式没有把年月日显示完整，按所存的日期读取", inferred: true}
	case c.IsDate:
		return dayRead{day: c.Day}
	case c.Type == sheet.Number:
		return dayOfNumber(c.Num, c.Date1904, p)
	case c.Type == sheet.Text:
		return dayOfText(c.Value, p)
	}
	return dayRead{problem: "不是日期。"}
}

// dayOfAnotherYear reads a day that shows without its year, 9月5日, and is kept
// with another than the reported one. Only a day that has not come yet in the
// reported year is taken for last year's.
func dayOfAnotherYear(day ingest.Date, p ingest.Period) dayRead {
	here := ingest.Date{Year: p.Year, Month: day.Month, Day: day.Day}
	if day.Year == p.Year-1 && p.Before(here.Period()) {
		return dayRead{day: day, reason: "单元格没有显示年份，按所存的日期读取", inferred: true}
	}
	return dayRead{problem: fmt.Sprintf("的单元格只显示月和日，所存的年份%d年不是报告年度。", day.Year), proposal: here.Chinese()}
}

const earliestYear, latestYear = 1980, 2099

// dayOfNumber reads a plain number in a date column: 20230909, a serial that
// lost its format, 9.9. As a number 9.1 may be the 1st or the 10th.
func dayOfNumber(n exact.Num, date1904 bool, p ingest.Period) dayRead {
	text := n.String()
	switch {
	case n.Places() == 0 && len(text) == 8:
		return dayOfText(text, p)
	case n.Places() == 0 && len(text) == 5:
		if d, ok := sheet.DateOf(n, date1904); ok && p.Year > 0 && d.Year >= p.Year-10 && d.Year <= p.Year+1 {
			return dayRead{day: d, reason: "日期序号按日期读取", inferred: true}
		}
	case n.Places() == 1 && len(text) <= 4 && strings.ContainsAny(text[len(text)-1:], "123"):
		month, day, _ := strings.Cut(text, ".")
		return dayRead{problem: fmt.Sprintf("读不准：可能是%s月%s日，也可能是%s月%s0日。", month, day, month, day)}
	case n.Places() >= 1 && n.Places() <= 2 && len(text) <= 5:
		return dayOfText(text, p)
	case n.Places() >= 1 && n.Places() <= 2 && len(text) <= 7 && strings.Index(text, ".") == 4:
		return dayRead{problem: "没有写明是哪一日。"}
	case n.Places() >= 1 && strings.Index(text, ".") == 5:
		if d, ok := sheet.DateOf(n, date1904); ok && d.Year >= earliestYear && d.Year <= latestYear {
			return dayRead{problem: "是失去日期格式、带有时刻的日期序号。", proposal: d.Chinese()}
		}
	}
	return dayRead{problem: "不是日期。"}
}

// serialDay is the day of a serial that stands as text, 45178, near the month.
func serialDay(text string, p ingest.Period) (ingest.Date, bool) {
	n, err := exact.Parse(text)
	if err != nil || len(text) != 5 || n.Places() > 0 {
		return ingest.Date{}, false
	}
	d := dayOfNumber(n, false, p)
	return d.day, d.problem == ""
}

const separator = `[年月./\-、。,_]`

var (
	weekday      = regexp.MustCompile(`^(.*\d日?)\(?(?:星期|周|礼拜)([一二三四五六日天])\)?$`)
	partOfMonth  = regexp.MustCompile(`[上中下]旬|月[初中底末]|[年月]$|[上下]半月`)
	timeOfDay    = regexp.MustCompile(`^(.*\d日?)[ T]+\d{1,2}:\d{1,2}(:\d{1,2})?(\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$`)
	chineseTime  = regexp.MustCompile(`^(.*\d日)(?:(?:[上下]午|中午|早上|晚上)(?:\d{1,2}(?:时|点|:)(?:\d{1,2}分?|半|整)?)?|\d{1,2}(?:时|点|:)(?:\d{1,2}分?|半|整)?)$`)
	fullDay      = regexp.MustCompile(`^(\d{4})` + separator + `(\d{1,2})` + separator + `(\d{1,2})日?$`)
	blankDay     = regexp.MustCompile(`^(\d{4})[\s\p{Z}]+(\d{1,2})[\s\p{Z}]+(\d{1,2})$`)
	firstMonth   = regexp.MustCompile(`^((?:\d{2,4}年)?)元月(\d{1,2}[日号]?)$`)
	spacedDay    = regexp.MustCompile(`^\d{4}[ \x{a0}]+\d{2}[ \x{a0}]+\d{2}$`)
	compactDay   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	shortYear    = regexp.MustCompile(`^(\d{2})` + separator + `(\d{1,2})` + separator + `(\d{1,2})日?$`)
	monthAndDay  = regexp.MustCompile(`^(\d{1,2})[月./\-](\d{1,2})日?$`)
	onlyMonth    = regexp.MustCompile(`^(\d{4})[年./\-](\d{1,2})月?份?$|^(\d{4})(\d{2})$|^(\d{4})年?$|^(\d{1,2})月份?$`)
	rangeOfDays  = regexp.MustCompile(`\d日?(至|到|~|—|–|-{2}|－)\D*\d|^\d{1,2}[.月]\d{1,2}日?-\d|^\d{4}[.年/]\d{1,2}[.月/]\d{1,2}日?-\d|、\d{1,2}日$`)
	recommended  = regexp.MustCompile(`^\d{4}([-/])\d{1,2}([-/])\d{1,2}$|^\d{4}年\d{1,2}月\d{1,2}日$`)
	chineseDigit = strings.NewReplacer("号", "日", "．", ".", "／", "/", "－", "-", "—", "-")
)

// dayOfText reads a day as people type it. A day without a year takes the
// year of the reported month; when that would lie after the month, it is
// asked.
func dayOfText(typed string, p ingest.Period) dayRead {
	d := dayOfTyped(typed, p)
	text := strings.TrimSpace(strings.Map(dropInvisible, narrow(typed)))
	if m := timeOfDay.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	if d.problem == "" && innerBlank.MatchString(text) && !spacedDay.MatchString(text) {
		return dayRead{problem: "的数字中间有空格或换行，读不准是哪一天。", proposal: d.day.Chinese()}
	}
	return d
}

func dayOfTyped(typed string, p ingest.Period) dayRead {
	text := strings.Map(dropInvisible, narrow(typed))
	text = strings.TrimSpace(text)
	if d, other := dayElsewhere(text); other {
		return d
	}
	reason := ""
	if m := timeOfDay.FindStringSubmatch(text); m != nil {
		text, reason = m[1], "去掉时刻"
	}
	if m := blankDay.FindStringSubmatch(text); m != nil && !spacedDay.MatchString(text) {
		d := checkedDay(m[1], m[2], m[3], "")
		if d.problem == "" {
			d = dayRead{problem: "的年、月、日之间只有空格，读不准是哪一天。", proposal: d.day.Chinese()}
		}
		return d
	}
	text = strings.TrimRight(squeeze(text), ".;,。；，")
	if m := firstMonth.FindStringSubmatch(text); m != nil {
		d := dayOfTyped(m[1]+"1月"+m[2], p)
		if d.problem == "" {
			d.reason = strings.TrimPrefix(d.reason+"，元月按1月读取", "，")
		}
		return d
	}
	if m := chineseTime.FindStringSubmatch(text); m != nil {
		text, reason = m[1], "去掉时刻"
	}
	if m := weekday.FindStringSubmatch(text); m != nil {
		return checkedWeekday(m[1], m[2], p)
	}
	if partOfMonth.MatchString(text) {
		return dayRead{problem: "没有写明是哪一日。"}
	}
	if rangeOfDays.MatchString(text) {
		return dayRead{problem: "是一段时间，本列只填一个日期。"}
	}
	text = chineseDigit.Replace(text)
	if digits, ok := digitsForWords(text); ok {
		d := dayOfText(digits, p)
		if d.problem != "" {
			return dayRead{problem: "不是日期。"}
		}
		return dayRead{problem: "不是阿拉伯数字写的日期。", proposal: d.day.Chinese()}
	}
	if m := fullDay.FindStringSubmatch(text); m != nil {
		if reason == "" && !recommended.MatchString(strings.TrimSpace(typed)) {
			reason = "按规范日期格式读取"
		}
		return checkedDay(m[1], m[2], m[3], reason)
	}
	if m := compactDay.FindStringSubmatch(text); m != nil {
		return checkedDay(m[1], m[2], m[3], "按年月日读取")
	}
	if m := monthAndDay.FindStringSubmatch(text); m != nil {
		return dayOfYear(m[1], m[2], p)
	}
	if m := shortYear.FindStringSubmatch(text); m != nil {
		d := checkedDay("20"+m[1], m[2], m[3], "")
		if d.problem == "" {
			d = dayRead{problem: "的年份只写了两位。", proposal: d.day.Chinese()}
		}
		return d
	}
	if onlyMonth.MatchString(text) {
		return dayRead{problem: "没有写明是哪一日。"}
	}
	if d, ok := serialDay(text, p); ok {
		return dayRead{problem: "是文本格式的日期序号，看不出是哪一天。", proposal: d.Chinese()}
	}
	return dayRead{problem: "不是日期。"}
}

// dayElsewhere asks about an instant written for another zone whose day is not
// Beijing's: programs write 2023-09-13T16:00:00Z for the 14th in China.
func dayElsewhere(text string) (d dayRead, other bool) {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return dayRead{}, false
	}
	here := at.In(ingest.Zone)
	if here.Day() == at.Day() {
		return dayRead{}, false
	}
	day := ingest.Date{Year: here.Year(), Month: int(here.Month()), Day: here.Day()}
	return dayRead{problem: "是其他时区的时间，与北京时间不是同一天。", proposal: day.Chinese()}, true
}

// checkedWeekday reads a day that names its weekday, which must be the right
// one: two statements that contradict each other are asked about.
func checkedWeekday(text, day string, p ingest.Period) dayRead {
	d := dayOfText(text, p)
	if d.problem != "" {
		return d
	}
	names := []rune("日一二三四五六")
	is := string(names[d.day.Time().Weekday()])
	if day == "天" {
		day = "日"
	}
	if is != day {
		return dayRead{problem: fmt.Sprintf("日期与星期不符：%s是星期%s。", d.day.Chinese(), is)}
	}
	d.reason = "去掉星期"
	return d
}

// checkedDay makes a day of its digits, or says which part does not exist.
func checkedDay(year, month, day, reason string) dayRead {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	switch date := (ingest.Date{Year: y, Month: m, Day: d}); {
	case m < 1 || m > 12:
		return dayRead{problem: fmt.Sprintf("不是日期：没有%d月。", m)}
	case !date.Valid():
		return dayRead{problem: fmt.Sprintf("不是日期：%d年%d月没有%d日。", y, m, d)}
	case y < earliestYear || y > latestYear:
		return dayRead{problem: fmt.Sprintf("的年份%d不会是实际年份。", y)}
	default:
		return dayRead{day: date, reason: reason}
	}
}

func dayOfYear(month, day string, p ingest.Period) dayRead {
	if p == (ingest.Period{}) {
		return dayRead{problem: "没有写明年份。"}
	}
	d := checkedDay(strconv.Itoa(p.Year), month, day, fmt.Sprintf("年份按报告月份取%d年", p.Year))
	if d.problem == "" && p.Before(d.day.Period()) {
		return dayRead{problem: fmt.Sprintf("没有写明年份，按%d年则晚于报告月份。", p.Year)}
	}
	d.inferred = d.problem == ""
	return d
}

// month reads a month into Text “2023-09”.
func (s *slot) month() ingest.Value {
	p, ok := monthOfCell(s.cell, s.period.Year)
	if !ok {
		return s.bad("T-MONTH", "", fmt.Sprintf("%s读不出是哪年哪月。", s.quoted()), "请填写如 2023年9月。")
	}
	return ingest.Value{Kind: ingest.Text, Text: p.String()}
}

var monthText = regexp.MustCompile(`^(?:(\d{4})[年./\-])?(\d{1,2})月?份?$|^(\d{4})(\d{2})$`)

// monthOfCell reads 2023年9月, 2023-09, 2023.9, 202309, a date cell; 9月 where
// a year is known.
func monthOfCell(c sheet.Cell, year int) (ingest.Period, bool) {
	if c.IsDate {
		return c.Day.Period(), c.Day != ingest.Date{}
	}
	text := squeeze(narrow(c.Text()))
	if c.Type == sheet.Number && strings.HasSuffix(text, ".1") {
		return ingest.Period{}, false // 2023.1 and 2023.10 are the same number
	}
	if m := monthText.FindStringSubmatch(text); m != nil {
		return validMonth(m[1]+m[3], m[2]+m[4], year)
	}
	if d := dayOfText(text, ingest.Period{}); d.problem == "" {
		return d.day.Period(), true
	}
	return ingest.Period{}, false
}

func validMonth(yearText, monthText string, year int) (ingest.Period, bool) {
	if yearText != "" {
		year, _ = strconv.Atoi(yearText)
	}
	month, _ := strconv.Atoi(monthText)
	return ingest.Period{Year: year, Month: month}, year >= earliestYear && year <= latestYear && month >= 1 && month <= 12
}
