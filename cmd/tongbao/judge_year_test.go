package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What the notice (沁政办发〔2022〕38号, 一（二）) asks of each industry task force
// in a year, typed off its text.
var notice = []struct {
	code                                            string
	projects, investment, trips, contract, low, top int
}{
	{"KFQ", 5, 30, 4, 30, 1, 2},
	{"MCQ", 5, 20, 4, 15, 2, 3},
	{"ZBZ", 3, 10, 4, 10, 1, 2},
	{"WLK", 3, 10, 4, 8, 1, 2},
	{"NYC", 5, 10, 4, 5, 1, 2},
	{"SZJ", 5, 10, 4, 5, 1, 2},
}

// A month as the calendar has it: the 5th of the next month, moved to the next
// working day; three working days for corrections; the circular on the fourth,
// the ranking on the sixth. Worked out by hand on the State Council's holidays
// of 2023 (国办发明电〔2022〕16号): 5 February, 5 March and 5 November are Sundays,
// 5 August is a Saturday; 5 April is 清明; 29 April to 3 May are off and
// Saturday 6 May is worked; 29 September to 6 October are off and 7 and 8
// October are worked.
var months = []struct {
	period, due, correctable, circular, ranking string
}{
	{"2023-01", "2023-02-06", "2023-02-09", "2023-02-10", ""},
	{"2023-02", "2023-03-06", "2023-03-09", "2023-03-10", ""},
	{"2023-03", "2023-04-06", "2023-04-11", "2023-04-12", "2023-04-14"},
	{"2023-04", "2023-05-05", "2023-05-09", "2023-05-10", ""},
	{"2023-05", "2023-06-05", "2023-06-08", "2023-06-09", ""},
	{"2023-06", "2023-07-05", "2023-07-10", "2023-07-11", "2023-07-13"},
	{"2023-07", "2023-08-07", "2023-08-10", "2023-08-11", ""},
	{"2023-08", "2023-09-05", "2023-09-08", "2023-09-11", ""},
	{"2023-09", "2023-10-07", "2023-10-10", "2023-10-11", "2023-10-13"},
	{"2023-10", "2023-11-06", "2023-11-09", "2023-11-10", ""},
	{"2023-11", "2023-12-05", "2023-12-08", "2023-12-11", ""},
	{"2023-12", "2024-01-05", "2024-01-10", "2024-01-11", "2024-01-15"},
}

// The twelve indicators, in the order of 指标: unit, plan (shares of the year by
// quarter, or straight), whether only the service task force has it.
var indicators = []struct {
	code    string
	count   bool
	service bool
}{
	{"外出招商活动", true, false},
	{"外出对接项目", true, false},
	{"对接总投资", false, false},
	{"签约项目", true, false},
	{"签约金额", false, false},
	{"框架协议金额", false, false},
	{"落地项目", true, false},
	{"月例会", true, false},
	{"季度汇报", true, false},
	{"经费支出", false, false},
	{"项目评估会议", true, true},
	{"包装项目", true, true},
}

// industry and service are everybody, in the notice's order.
func industry() (codes []string) {
	for _, n := range notice {
		codes = append(codes, n.code)
	}
	return codes
}

const serviceForce = "FWZ"

func at(day, clock string) time.Time {
	t, err := time.Parse(time.RFC3339, day+"T"+clock+"+08:00")
	if err != nil {
		panic(err)
	}
	return t
}

// arrival is one file that came, as its receipt and `check --json` tell it.
type arrival struct {
	at           time.Time
	name, sum    string
	unit, period string // "" when unreadable
	version      int
	accepted     bool
	repeat       bool // the bytes of an earlier version
	checked      checked
}

type checked struct {
	SHA256   string `json:"sha256"`
	Unit     string `json:"task_force"`
	Period   string `json:"period"`
	Status   string `json:"status"`
	Findings []struct {
		Code  string `json:"code"`
		Level string `json:"level"`
		Sheet string `json:"sheet"`
		Cell  string `json:"cell"`
	} `json:"findings"`
	Entries map[string][]struct {
		Row    int               `json:"row"`
		Values map[string]string `json:"values"`
	} `json:"entries"`
}

// year is everything that came in, by time, and what the office entered.
type year struct {
	arrivals []arrival
	register []entered
}

// entered is a row that the office wrote into a sheet of its register.
type entered struct {
	at     time.Time
	sheet  string
	values map[string]string
}

var receiptLine = regexp.MustCompile(`(?m)^(收到时间|报送版次|文 件 名|SHA-256 |结　　论|下 一 步)：(.*)$`)

// readYear reads the receipts that were given out, and has the program check
// the archived workbooks once more.
func readYear(t *testing.T, dir string) (y year) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "archive", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("nothing in the archive", err)
	}
	judged := map[string]checked{}
	lines := bufio.NewScanner(strings.NewReader(say(t, dir, exitRefused, append([]string{"check", "--json"}, files...)...)))
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var c checked
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		judged[c.SHA256] = c
	}
	err = filepath.WalkDir(filepath.Join(dir, "returned", "回执"), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			y.arrivals = append(y.arrivals, readReceipt(t, mustRead(t, path), judged))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(y.arrivals, func(a, b arrival) int { return a.at.Compare(b.at) })
	y.register = readRegister(t)
	return y
}

// readRegister reads when the office entered what, from the sample year.
func readRegister(t *testing.T) (list []entered) {
	t.Helper()
	for _, cells := range sampleLines(t, "register.tsv") {
		e := entered{sheet: cells[1], values: map[string]string{}}
		var err error
		if e.at, err = time.Parse(time.RFC3339, cells[0]); err != nil {
			t.Fatal(err)
		}
		for _, c := range cells[2:] {
			name, value, _ := strings.Cut(c, "=")
			e.values[name] = value
		}
		list = append(list, e)
	}
	return list
}

// sampleLines cuts a table of the sample year into cells, without its head.
func sampleLines(t *testing.T, file string) (rows [][]string) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(string(mustRead(t, "..", "..", "templates", "sample", file))), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

// inForce are the entries of a sheet that a document of a month knows.
func (y year) inForce(sheet, period string, until time.Time) (list []map[string]string) {
	for _, e := range y.register {
		if e.sheet == sheet && !e.at.After(until) && e.values["起始月"] <= period {
			list = append(list, e.values)
		}
	}
	return list
}

func readReceipt(t *testing.T, text []byte, judged map[string]checked) (a arrival) {
	t.Helper()
	said := map[string]string{}
	for _, m := range receiptLine.FindAllStringSubmatch(strings.ReplaceAll(string(text), "\r", ""), -1) {
		said[m[1]] = m[2]
	}
	var err error
	if a.at, err = time.ParseInLocation("2006年1月2日 15:04:05", said["收到时间"], time.FixedZone("", 8*3600)); err != nil {
		t.Fatal(err)
	}
	a.name, a.sum = said["文 件 名"], said["SHA-256 "]
	a.accepted, a.repeat = strings.HasPrefix(said["结　　论"], "通过"), strings.Contains(said["下 一 步"], "内容相同")
	if v := said["报送版次"]; v != "" {
		if a.version, err = strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(v, "第"), "次报送")); err != nil {
			t.Fatal(err)
		}
	}
	a.checked = judged[a.sum]
	a.unit, a.period = a.checked.Unit, a.checked.Period
	if checkedAccepted := strings.HasPrefix(a.checked.Status, "accepted"); checkedAccepted != a.accepted {
		t.Errorf("%s: the receipt says accepted %t, check says %s", a.name, a.accepted, a.checked.Status)
	}
	return a
}

// versions are what a task force sent for a month up to a moment.
func (y year) versions(unit, period string, until time.Time) (list []arrival) {
	for _, a := range y.arrivals {
		if a.unit == unit && a.period == period && !a.repeat && !a.at.After(until) {
			list = append(list, a)
		}
	}
	return list
}

// known is a task force's year as a document of a month knew it: the accepted
// version of each month that stood at the moment of issue, the projects that
// count with another task force, and the amounts that the office verified.
type known struct {
	unit, period string
	returns      []arrival
	lost         map[string]bool
	verified     map[string]string // by indicator and project
}

func (y year) known(unit, period string, until time.Time) known {
	k := y.reported(unit, period, until)
	k.lost, k.verified = map[string]bool{}, map[string]string{}
	for _, other := range industry() {
		if other == unit {
			continue
		}
		theirs := y.reported(other, period, until)
		for mine, p := range k.latest("对接项目") {
			for code, q := range theirs.latest("对接项目") {
				if sameProject(p, q) && y.holder(k, mine, theirs, code, until) != unit {
					k.lost[mine] = true
				}
			}
		}
	}
	for _, v := range y.inForce("核定", period, until) {
		k.verified[v["指标"]+" "+v["项目编号"]] = v["核定数"]
	}
	return k
}

// sameProject: one investor, and one amount or name.
func sameProject(p, q map[string]string) bool {
	return p["投资方"] == q["投资方"] && (p["总投资"] == q["总投资"] || p["项目名称"] == q["项目名称"])
}

// holder is the task force that a project of two counts with: the one that
// 重复认定 gives it to, else the one that reported it first.
func (y year) holder(a known, mine string, b known, theirs string, until time.Time) string {
	for _, v := range y.inForce("重复认定", a.period, until) {
		if strings.Contains(v["项目"], mine) && strings.Contains(v["项目"], theirs) {
			return v["归属"]
		}
	}
	if a.firstTold(mine).Before(b.firstTold(theirs)) {
		return a.unit
	}
	return b.unit
}

func (k known) firstTold(project string) (first time.Time) {
	for _, r := range k.returns {
		for _, e := range r.checked.Entries["对接项目"] {
			if e.Values["项目编号"] == project && (first.IsZero() || r.at.Before(first)) {
				first = r.at
			}
		}
	}
	return first
}

// reported is the same by what the task force itself says.
func (y year) reported(unit, period string, until time.Time) (k known) {
	k.unit, k.period = unit, period
	for _, m := range months {
		if m.period > period {
			break
		}
		var stands *arrival
		for _, a := range y.versions(unit, m.period, until) {
			if a.accepted {
				stands = &a
			}
		}
		if stands != nil {
			k.returns = append(k.returns, *stands)
		}
	}
	return k
}

// asOf is the last month there is a return of.
func (k known) asOf() string { return k.returns[len(k.returns)-1].period }

// happened tells whether a date lies in the year, up to the month's end.
func (k known) happened(date string) bool {
	return date >= k.period[:4]+"-01-01" && date <= k.period+"-31"
}

// all are the rows of a sheet, month by month.
func (k known) all(sheet string) (rows []map[string]string) {
	for _, r := range k.returns {
		for _, e := range r.checked.Entries[sheet] {
			rows = append(rows, e.Values)
		}
	}
	return rows
}

// latest is each project of a sheet as its last row has it.
func (k known) latest(sheet string) map[string]map[string]string {
	projects := map[string]map[string]string{}
	for _, row := range k.all(sheet) {
		code := row["项目编号"]
		if projects[code] == nil {
			projects[code] = map[string]string{}
		}
		for field, value := range row {
			projects[code][field] = value
		}
	}
	for code := range k.lost {
		delete(projects, code)
	}
	return projects
}

func (k known) terminated(project string) bool {
	return k.latest("对接项目")[project]["阶段"] == "终止"
}

// actual is an indicator by its definition in the design (9 Figures).
func (k known) actual(t *testing.T, indicator string) *big.Rat {
	t.Helper()
	switch indicator {
	case "外出招商活动": // one trip, one row
		n := 0
		for _, trip := range k.all("外出招商活动") {
			if k.happened(trip["开始日期"]) {
				n++
			}
		}
		return whole(n)
	case "外出对接项目":
		return whole(len(k.contacted()))
	case "对接总投资":
		return addUp(t, k.contacted(), "总投资")
	case "签约项目":
		return whole(len(k.signed(true)))
	case "签约金额":
		return addUp(t, k.signed(true), "签约金额")
	case "框架协议金额":
		return addUp(t, k.signed(false), "签约金额")
	case "落地项目":
		n := 0
		for code, p := range k.latest("落地项目") {
			if p["施工许可"] == "已取得" && k.happened(p["开工日期"]) && !k.terminated(code) {
				n++
			}
		}
		return whole(n)
	case "月例会":
		return whole(len(k.spread("会议与汇报", "月例会", monthOf)))
	case "季度汇报":
		return whole(len(k.spread("会议与汇报", "季度汇报", quarterOf)))
	case "经费支出":
		var spent []map[string]string
		for _, row := range k.all("经费使用") {
			if k.happened(row["支出日期"]) {
				spent = append(spent, row)
			}
		}
		return addUp(t, spent, "支出金额")
	case "项目评估会议":
		return whole(len(k.spread("项目评估会议", "", quarterOf)))
	case "包装项目":
		n := 0
		for _, p := range k.latest("包装项目") {
			if k.happened(p["包装日期"]) {
				n++
			}
		}
		return whole(n)
	}
	t.Fatalf("no definition of %s", indicator)
	return nil
}

// contacted are the projects first visited in the year, as last reported.
func (k known) contacted() (list []map[string]string) {
	for _, p := range k.latest("对接项目") {
		if k.happened(p["首次外出日期"]) {
			list = append(list, p)
		}
	}
	return list
}

// signed are the projects with a formal agreement of the year that is not
// terminated, or those with another agreement.
func (k known) signed(formal bool) (list []map[string]string) {
	for code, p := range k.latest("签约项目") {
		if (p["协议类型"] == "正式协议") == formal && k.happened(p["签约日期"]) && !k.terminated(code) {
			if v := k.verified["签约金额 "+code]; v != "" && formal {
				p["签约金额"] = v
			}
			list = append(list, p)
		}
	}
	return list
}

// spread is the set of months or quarters that meetings of a kind fall in.
func (k known) spread(sheet, kind string, of func(string) string) map[string]bool {
	in := map[string]bool{}
	for _, row := range k.all(sheet) {
		if k.happened(row["召开日期"]) && (kind == "" || row["事项类型"] == kind) {
			in[of(row["召开日期"])] = true
		}
	}
	return in
}

func monthOf(date string) string { return date[:7] }

func quarterOf(date string) string {
	month, _ := strconv.Atoi(date[5:7])
	return fmt.Sprintf("%sQ%d", date[:4], (month+2)/3)
}

func addUp(t *testing.T, rows []map[string]string, field string) *big.Rat {
	t.Helper()
	sum := whole(0)
	for _, row := range rows {
		sum = add(sum, rat(t, row[field]))
	}
	return sum
}

// aim is a target: what is asked at least, what is hoped for, and the plan.
type aim struct {
	kind     string
	low, top int
	staged   [4]int // cumulative by quarter; zero: a twelfth a month
}

// aimOf is the target of a task force, nil where there is none.
func aimOf(unit, indicator string) *aim {
	for _, n := range notice {
		if n.code != unit {
			continue
		}
		switch indicator {
		case "外出招商活动":
			return &aim{kind: "at_least", low: n.trips}
		case "外出对接项目":
			return &aim{kind: "at_least", low: n.projects}
		case "对接总投资":
			return &aim{kind: "sum", low: n.investment}
		case "签约金额":
			return &aim{kind: "sum", low: n.contract}
		case "落地项目": // none asked for before mid-year, one by September, all by December
			return &aim{kind: "range", low: n.low, top: n.top, staged: [4]int{0, 0, 1, n.low}}
		}
		return nil
	}
	switch indicator {
	case "项目评估会议": // 四（一）: one a quarter
		return &aim{kind: "at_least", low: 4, staged: [4]int{1, 2, 3, 4}}
	case "包装项目": // 四（一）: at least ten a year
		return &aim{kind: "at_least", low: 10}
	}
	return nil
}

// planned is what is expected after so many months, unrounded.
func (a *aim) planned(month int) *big.Rat {
	if a.staged == [4]int{} {
		return big.NewRat(int64(a.low*month), 12)
	}
	quarter := (month - 1) / 3
	before := 0
	if quarter > 0 {
		before = a.staged[quarter-1]
	}
	into := month - 3*quarter // 1, 2, 3
	return add(whole(before), big.NewRat(int64((a.staged[quarter]-before)*into), 3))
}

// expected is the same as it is printed: counts floored, amounts to 分 of 亿元.
func (a *aim) expected(month int, count bool) *big.Rat {
	if count {
		return floor(a.planned(month))
	}
	r, _ := new(big.Rat).SetString(fixed(a.planned(month), 2))
	return r
}

// gap is actual against planned in percentage points of the target.
func (a *aim) gap(actual *big.Rat, month int) *big.Rat {
	return mul(whole(100), quo(sub(actual, a.planned(month)), whole(a.low)))
}

func colour(gap *big.Rat) string {
	switch {
	case gap.Cmp(whole(-10)) >= 0:
		return "green"
	case gap.Cmp(whole(-30)) >= 0:
		return "yellow"
	}
	return "red"
}

// state is 按时, 迟报, 缺报 or 退回未改 as known at a moment, with the version that
// stands or, where none does, the last that came.
func (y year) state(unit string, month int, until time.Time) (string, *arrival) {
	m := months[month-1]
	list := y.versions(unit, m.period, until)
	if len(list) == 0 {
		return "missing", nil
	}
	var taken, stands *arrival
	for _, a := range list {
		if a.accepted {
			stands = &a
			if taken == nil {
				taken = &a
			}
		}
	}
	switch {
	case taken == nil:
		return "returned", &list[len(list)-1]
	case list[0].at.After(at(m.due, "23:59:59")), taken.at.After(at(m.correctable, "23:59:59")):
		return "late", stands
	}
	return "on_time", stands
}
