package scheme

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/ingest/sheet"
)

// readKind returns the canonical text of a cell, or what is wrong with it.
func readKind(c *column, raw string) (value, wrong, hint string) {
	plain := strings.TrimSpace(width.Narrow.String(raw))
	switch c.kind {
	case name:
		if !isName(raw) {
			return "", "不能用作名称。", "名称只能用汉字、字母、数字和下划线，不以数字开头，不带空格。"
		}
	case number:
		n, err := exact.Parse(plain)
		if err != nil {
			return "", "不是数。", "请只填数字，如 22.5。"
		}
		return n.String(), "", ""
	case whole:
		n, err := strconv.Atoi(plain)
		if err != nil || n < 0 || n > 1_000_000 {
			return "", "不是整数。", "请填0或正整数，如 3。"
		}
		return strconv.Itoa(n), "", ""
	case yesNo:
		if raw != form.Yes && raw != form.No {
			return "", "不能识别。", choicesHint([]string{form.Yes, form.No})
		}
	case list:
		return strings.Join(splitList(raw), "，"), "", ""
	case choice:
		if !slices.Contains(c.choices, raw) {
			return "", "不能识别。", didYouMean(raw, c.choices) + choicesHint(c.choices)
		}
	case month, day, year:
		return readTime(c.kind, plain)
	}
	return raw, "", ""
}

func readTime(k kind, plain string) (value, wrong, hint string) {
	if d, ok := serialDay(plain); ok && k != year {
		fill := d.String()
		if k == month {
			fill = d.Period().String()
		}
		return "", "是Excel日期" + d.Chinese() + "的序号。", "请把单元格格式设为“文本”，填 " + fill + "。"
	}
	switch k {
	case month:
		if p, ok := parseMonth(plain); ok {
			return p.String(), "", ""
		}
		if d, ok := parseDay(plain); ok {
			return "", "是某一天，这里应填月份。", "请填如 " + d.Period().String() + "；Excel自动改成日期的，先把单元格格式设为“文本”。"
		}
		return "", "不是月份。", "请填如 2023-09。"
	case day:
		if d, ok := parseDay(plain); ok {
			return d.String(), "", ""
		}
		return "", "不是日期，或没有这一天。", "请填如 2023-09-05。"
	}
	if y, err := strconv.Atoi(strings.TrimSuffix(plain, "年")); err == nil && y >= 2000 && y <= 2200 {
		return strconv.Itoa(y), "", ""
	}
	return "", "不是年度。", "请填如 2023。"
}

// serialDay is the day of a number that Excel shows for a date whose format was
// lost, of this century and the next: 45107 is 30 June 2023.
func serialDay(s string) (ingest.Date, bool) {
	n, err := exact.Parse(s)
	if err != nil || len(s) < 5 || n.Places() > 0 {
		return ingest.Date{}, false
	}
	d, ok := sheet.DateOf(n, false)
	return d, ok && d.Year >= 2000 && d.Year <= 2200
}

var dateMarks = strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-")

// parseDay reads 2023-09-05, 2023-9-5, 2023/9/5 and 2023年9月5日.
func parseDay(s string) (ingest.Date, bool) {
	n, ok := numbers(dateMarks.Replace(s), 3)
	if !ok {
		return ingest.Date{}, false
	}
	d := ingest.Date{Year: n[0], Month: n[1], Day: n[2]}
	return d, d.Valid() && d.Year >= 1900 && d.Year <= 2200
}

// parseMonth reads 2023-09, 2023年9月, and the first of a month, which is what
// Excel makes of a month that is typed in.
func parseMonth(s string) (ingest.Period, bool) {
	if d, ok := parseDay(s); ok {
		return d.Period(), d.Day == 1
	}
	n, ok := numbers(strings.TrimSuffix(dateMarks.Replace(s), "-"), 2)
	if !ok {
		return ingest.Period{}, false
	}
	p := ingest.Period{Year: n[0], Month: n[1]}
	return p, p.Month >= 1 && p.Month <= 12 && p.Year >= 1900 && p.Year <= 2200
}

func numbers(s string, count int) ([]int, bool) {
	parts := strings.Split(s, "-")
	if len(parts) != count {
		return nil, false
	}
	var list []int
	for _, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || len(p) > 4 {
			return nil, false
		}
		list = append(list, n)
	}
	return list, true
}

// splitList cuts a cell at ，,；; and 、.
func splitList(s string) []string {
	var items []string
	for _, item := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("，,；;、\n", r) }) {
		if item = strings.TrimFunc(item, invisible); item != "" {
			items = append(items, item)
		}
	}
	return items
}
