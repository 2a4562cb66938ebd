package templates_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tongbao/templates"
)

// lines cuts a table into its rows of cells, without the header.
func lines(text string) [][]string {
	var list [][]string
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n")[1:] {
		list = append(list, strings.Split(line, "\t"))
	}
	return list
}

func scheme(t *testing.T, sheet string) [][]string {
	t.Helper()
	for _, f := range templates.Scheme() {
		if f.Name == sheet {
			return lines(f.Text)
		}
	}
	t.Fatalf("no table %s", sheet)
	return nil
}

// filled is a row of the sample: its sheet and its fields.
type filled struct {
	book, sheet string // book is 专班 月份 版本
	values      map[string]string
}

func sample(t *testing.T) []filled {
	t.Helper()
	var list []filled
	for _, cells := range lines(templates.SampleEntries) {
		f := filled{strings.Join(cells[:3], " "), cells[3], map[string]string{}}
		for _, cell := range cells[4:] {
			if cell == "本月无" {
				continue
			}
			field, value, ok := strings.Cut(cell, "=")
			if _, twice := f.values[field]; !ok || value == "" || twice {
				t.Errorf("%s %s: %q", f.book, f.sheet, cell)
			}
			f.values[field] = value
		}
		list = append(list, f)
	}
	return list
}

// Every delivery has its workbook, and every workbook is delivered, in time
// order; all seven report twelve months.
func TestSampleDeliveries(t *testing.T) {
	books := map[string]bool{}
	for _, f := range sample(t) {
		books[f.book] = true
	}
	delivered, months, names := map[string]int{}, map[string]bool{}, map[string]bool{}
	var last time.Time
	for _, d := range lines(templates.SampleDeliveries) {
		at, err := time.Parse(time.RFC3339, d[0])
		if err != nil || at.Before(last) || names[d[4]] {
			t.Errorf("%v: %v, after %v", d, err, last)
		}
		last, names[d[4]] = at, true
		book := strings.Join(d[1:4], " ")
		delivered[book]++
		months[d[1]+d[2]] = true
		if books[book] == (d[3] == "0") {
			t.Errorf("%s: workbook %v", book, books[book])
		}
	}
	for book := range books {
		if delivered[book] == 0 {
			t.Errorf("%s is never delivered", book)
		}
	}
	if len(months) != 7*12 {
		t.Errorf("%d months reported", len(months))
	}
	if delivered["SZJ 2023-02 1"] != 2 {
		t.Error("no duplicate delivery")
	}
}

// Fields are those of the scheme's form, choices are offered, required ones
// given, in every row but for the faults planted on purpose.
func TestSampleKeepsToTheForm(t *testing.T) {
	type column struct {
		sheet, class, field string
		required            bool
		choices             []string
	}
	var columns []column
	for _, c := range scheme(t, "栏目") {
		col := column{sheet: c[0], class: c[1], field: c[2], required: c[7] == "是"}
		if c[8] != "" {
			col.choices = strings.Split(c[8], "，")
		}
		columns = append(columns, col)
	}
	service := func(book string) bool { return strings.HasPrefix(book, "FWZ") }
	for _, f := range sample(t) {
		if len(f.values) == 0 {
			continue // 本月无
		}
		known := map[string]bool{"专班名称": true, "报告月份": true}
		for _, c := range columns {
			if c.sheet != f.sheet || c.class != "" && (c.class == "服务议事专班") != service(f.book) {
				continue
			}
			value, given := f.values[c.field]
			if c.required && !given && !known[c.field] {
				t.Errorf("%s %s: no %s", f.book, f.sheet, c.field)
			}
			if given && c.choices != nil && !slices.Contains(c.choices, value) {
				t.Errorf("%s %s: %s is no choice of %s", f.book, f.sheet, value, c.field)
			}
			known[c.field] = true
		}
		for field := range f.values {
			if !known[field] {
				t.Errorf("%s %s: no field %s", f.book, f.sheet, field)
			}
		}
	}
}

// A sheet is either filled in or declared 本月无, never both, never neither
// where a 零报告 is possible.
func TestSampleNilSheets(t *testing.T) {
	filledIn, none := map[string]bool{}, map[string]bool{}
	books := map[string]bool{}
	for _, f := range sample(t) {
		books[f.book] = true
		into := filledIn
		if len(f.values) == 0 {
			into = none
		}
		into[f.book+f.sheet] = true
	}
	for _, s := range scheme(t, "表单") {
		for book := range books {
			if s[3] != "是" || (s[0] == "服务议事专班") != strings.HasPrefix(book, "FWZ") {
				continue
			}
			if filledIn[book+s[1]] == none[book+s[1]] {
				t.Errorf("%s %s: filled in %v, 本月无 %v", book, s[1], filledIn[book+s[1]], none[book+s[1]])
			}
		}
	}
	if filledIn["WLK 2023-02 1会议与汇报"] || !none["WLK 2023-02 1外出招商活动"] {
		t.Error("the nil month is not nil")
	}
}

// Nobody real is in it: firms begin with 示例, persons are posts.
func TestSampleIsFictional(t *testing.T) {
	firm := regexp.MustCompile(`[^、，。]*(公司|集团)`)
	for _, f := range sample(t) {
		for field, value := range f.values {
			for _, name := range firm.FindAllString(value, -1) {
				if !strings.Contains(name, "示例") {
					t.Errorf("%s %s %s: %s", f.book, f.sheet, field, name)
				}
			}
		}
		for _, field := range []string{"填报人", "审签人", "带队领导", "主持人", "职务"} {
			if v := f.values[field]; v != "" && v != "分管领导" && v != "业务骨干" {
				t.Errorf("%s %s: %s %s", f.book, f.sheet, field, v)
			}
		}
	}
}

// What task forces report of 人员变动 and what the office's 成员名册 says is one
// story: who was called away served since the day told and left on it, who was
// called in begins on it, and nobody else comes or goes after January.
func TestSampleRosterAgreesWithTheChanges(t *testing.T) {
	roster := map[string]map[string]string{} // by 专班 and 姓名
	for _, cells := range lines(templates.SampleRegister) {
		if cells[1] != "成员名册" {
			continue
		}
		row := map[string]string{}
		for _, cell := range cells[2:] {
			column, value, _ := strings.Cut(cell, "=")
			row[column] = value
		}
		who := row["专班"] + row["姓名"]
		if roster[who] == nil {
			roster[who] = map[string]string{}
		}
		for column, value := range row {
			roster[who][column] = value
		}
	}
	var told, kept []string
	for _, f := range sample(t) {
		v := f.values
		if f.sheet != "人员变动" || len(v) == 0 {
			continue
		}
		place := f.book[:3] + " " + v["单位"] + " " + v["人员类别"] + " "
		if v["变动类型"] == "调出" {
			told = append(told, place+v["进入日期"]+"至"+v["变动日期"])
		} else {
			told = append(told, place+v["变动日期"]+"至")
		}
	}
	for _, m := range roster {
		if m["止"] != "" || m["起"] > "2023-01-31" {
			kept = append(kept, m["专班"]+" "+m["单位"]+" "+m["人员类别"]+" "+m["起"]+"至"+m["止"])
		}
	}
	slices.Sort(told)
	slices.Sort(kept)
	if !slices.Equal(told, kept) {
		t.Errorf("returns tell\n%s\nthe roster\n%s", strings.Join(told, "\n"), strings.Join(kept, "\n"))
	}
}
