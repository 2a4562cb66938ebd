package facts

import (
	"maps"
	"slices"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/form"
	"tongbao/rules/formula"
)

// Scope is where an expression stands, and so which names it may use.
type Scope int

const (
	OfRow       Scope = iota // 规则 of one sheet
	OfReturn                 // 规则 of 全表
	OfIndicator              // 算式
	OfJudgement              // 扣分, 督查, 考核
)

// Vocabulary is what a scheme's expressions can speak about apart from returns.
type Vocabulary struct {
	Stages     []string                // 项目阶段 in order
	Terminated string                  // 终止阶段
	Choices    map[string]formula.Type // 口径.<事项>
	Indicators []string                // 指标.<代码> for OfJudgement, 专班.目标.<代码> for rules
	Rules      []string                // 规则 by 编号, which 豁免 may name, for OfJudgement
}

// Base is what is known before any return is looked at.
type Base struct {
	Vocabulary
	ChoiceValues map[string]any // Num or string
	Calendar     ingest.Calendar
	Form         *form.Form
	TaskForce    formula.Record                // 专班: 代码, 名称, 类别, 牵头单位, 招商方向, 地区
	Begins       ingest.Period                 // the first month it reports for; zero is before any year
	Targets      func(year int) formula.Record // 专班.目标: what is to be reached, by 代码; nil for none
	Staff        *Staff                        // nil where no roster is at hand
	Waivers      []Waiver                      // 豁免 of the task force
	// ContractsReturn: what was signed of a project given up counts again as
	// soon as it is taken up, at whatever stage. So it was once.
	ContractsReturn bool
}

// Year is one task force's reporting year as of one month. It is built as it
// is asked, once, and is not for several goroutines at a time.
type Year struct {
	Base
	Period  ingest.Period
	returns []*ingest.Return
	own     *ingest.Return // the month's; nil when it is missing
	stages  stageOrder
	types   map[string]formula.Type
	known   *index
	shared  formula.Record // names that do not depend on a row
	before  map[string]formula.Record
}

// index is every row of the year, by month and place.
type index struct {
	columns  map[string]*columns
	sheets   map[string][]*row // by 工作表; only of the reporting year
	lastYear map[string][]*row // by 工作表; of the year before it
	projects map[string][]*row // by code; earlier years too
	own      map[place]*row    // of the month's own return
	order    []string          // codes as they were first met
}

// place is an entry of the month's own return.
type place struct {
	sheet string
	row   int
}

// NewYear takes the accepted returns of the reporting year up to period,
// oldest first (a return being checked stands last, in place of any earlier
// version of its month). Returns of earlier years may be given too: they do
// not enter 累计, 本月 or 往月, but 上年, 上期 and what is last known of a project
// remember them.
func NewYear(b Base, period ingest.Period, returns []*ingest.Return) *Year {
	y := &Year{Base: b, Period: period, stages: stageOrder{b.Vocabulary}, before: map[string]formula.Record{}}
	for _, r := range returns {
		if period.Before(r.Period) {
			continue
		}
		if n := len(y.returns); n > 0 && y.returns[n-1].Period == r.Period {
			y.returns = y.returns[:n-1]
		}
		y.returns = append(y.returns, r)
	}
	slices.SortStableFunc(y.returns, func(a, b *ingest.Return) int { return a.Period.Sub(b.Period) })
	if n := len(y.returns); n > 0 && y.returns[n-1].Period == period {
		y.own = y.returns[n-1]
	}
	return y
}

// first is the first month of the reporting year.
func (y *Year) first() ingest.Period { return y.Calendar.FirstMonth(y.Calendar.YearOf(y.Period)) }

func (y *Year) thisYear(r *row) bool { return !r.period.Before(y.first()) }

// index reads every row once.
func (y *Year) index() *index {
	if y.known != nil {
		return y.known
	}
	x := &index{columns: map[string]*columns{}, sheets: map[string][]*row{}, lastYear: map[string][]*row{}, projects: map[string][]*row{}, own: map[place]*row{}}
	for i := range y.Form.Sheets {
		s := &y.Form.Sheets[i]
		x.columns[s.Name] = columnsOf(s)
	}
	order := 0
	for _, ret := range y.returns {
		for _, r := range rowsOf(ret, x.columns) {
			r.order = order
			order++
			x.add(r, y.thisYear(r))
			if last := y.first().Add(-12); r.period.Before(y.first()) && !r.period.Before(last) {
				x.lastYear[r.sheet.Name] = append(x.lastYear[r.sheet.Name], r)
			}
			if r.period == y.Period {
				x.own[place{r.sheet.Name, r.entry.Row}] = r
			}
		}
	}
	y.known = x
	return x
}

func (x *index) add(r *row, thisYear bool) {
	if thisYear {
		x.sheets[r.sheet.Name] = append(x.sheets[r.sheet.Name], r)
	}
	if r.code == "" {
		return
	}
	if x.projects[r.code] == nil {
		x.order = append(x.order, r.code)
	}
	x.projects[r.code] = insert(x.projects[r.code], r)
}

// rowsOf are the rows of one return on the sheets that the form knows.
func rowsOf(ret *ingest.Return, known map[string]*columns) []*row {
	var version *ingest.Version
	if ret.Number > 0 {
		version = &ret.Version
	}
	var rows []*row
	for _, e := range ret.Entries {
		c := known[e.Sheet]
		if c == nil {
			continue
		}
		r := &row{columns: c, entry: e, version: version, tab: e.Sheet, office: ret.Office, period: ret.Period}
		if tab := ret.Tabs[e.Sheet]; tab.Name != "" {
			r.tab = tab.Name
		}
		r.code = NormalCode(r.text(c.project))
		rows = append(rows, r)
	}
	return rows
}

// record is a row as expressions see it, made once.
func (y *Year) record(r *row) formula.Record {
	if r.record != nil {
		return r.record
	}
	r.record = r.build(y.stages)
	if r.project != nil && r.sheet.Field(terminated) == nil {
		r.record[terminated] = r.code != "" && y.ended(r)
	}
	return r.record
}

// ended reports whether what a row tells has come to nothing: its project is
// terminated, or was after the row, and has since been taken up again at a
// stage before that of the row's sheet. A contract does not come back because
// talks do; it counts again once its project is at that stage again.
func (y *Year) ended(r *row) bool {
	rows := y.index().projects[r.code]
	from, stage := y.stage(rows)
	switch {
	case from == nil || stage == y.Terminated:
		return from != nil
	case y.ContractsReturn || y.stages.index(stage) >= y.stages.index(r.sheet.Stage):
		return false
	}
	after := false // rows that stand after r
	return slices.ContainsFunc(rows, func(t *row) bool {
		later := t.attested().Compare(r.attested())
		if t == r {
			after = true
			return false
		}
		return t.stageText() == y.Terminated && (later > 0 || later == 0 && after)
	})
}

func (y *Year) records(rows []*row) []formula.Record {
	list := make([]formula.Record, len(rows))
	for i, r := range rows {
		list[i] = y.record(r)
	}
	return list
}

// once makes a Lazy that is worked out at its first use.
func once(build func() any) formula.Lazy {
	var value any
	return func() any {
		if value == nil {
			value = build()
		}
		return value
	}
}

// names is what every scope shares.
func (y *Year) names() formula.Record {
	if y.shared != nil {
		return y.shared
	}
	first, year := y.first(), y.Calendar.YearOf(y.Period)
	y.shared = formula.Record{
		monthStart: y.Period.First(), monthEnd: y.Period.Last(),
		yearStart: first.First(), yearEnd: y.Calendar.LastMonth(year).Last(),
		quarterStart: y.Calendar.QuarterEnd(y.Calendar.QuarterOf(y.Period)).Add(-2).First(),
		yearNumber:   whole(year), monthNumber: whole(y.Period.Month), monthsElapsed: whole(y.Calendar.Elapsed(y.Period)), monthsDue: whole(y.due()),
		taskForce: y.taskForce(year), choices: orEmpty(y.ChoiceValues), everyStage: y.stages.places(),
		ofMonth:    y.perSheet(false, func(s *form.Sheet) any { return y.records(y.ofMonths(s, true)) }),
		ofEarlier:  y.perSheet(false, func(s *form.Sheet) any { return y.records(y.ofMonths(s, false)) }),
		ofYear:     y.perSheet(false, func(s *form.Sheet) any { return y.records(y.index().sheets[s.Name]) }),
		ofLastYear: y.perSheet(false, func(s *form.Sheet) any { return y.records(y.index().lastYear[s.Name]) }),
		firstOf:    y.perSheet(true, func(s *form.Sheet) any { return y.firsts(s) }),
		latestOf:   y.perSheet(true, func(s *form.Sheet) any { return y.latest(s) }),
		projects:   once(func() any { return y.allProjects() }),
	}
	return y.shared
}

// due is how many months of the reporting year the task force has had to report
// for, this one included: fewer than have passed where it began within the year.
func (y *Year) due() int {
	first := y.first()
	if first.Before(y.Begins) {
		first = y.Begins
	}
	return max(y.Period.Sub(first)+1, 0)
}

// taskForce is 专班, with the targets of a year.
func (y *Year) taskForce(year int) formula.Record {
	rec := formula.Record{}
	maps.Copy(rec, y.TaskForce)
	if y.Targets != nil {
		rec[targets] = y.Targets(year)
	}
	return rec
}

func whole(i int) formula.Num { return formula.Num{Num: exact.Int(int64(i))} }

func orEmpty[M ~map[string]any](m M) formula.Record {
	if m == nil {
		return formula.Record{}
	}
	return formula.Record(m)
}

// perSheet is a group with one list a sheet, each made when it is asked for.
func (y *Year) perSheet(keyed bool, build func(*form.Sheet) any) formula.Record {
	rec := formula.Record{}
	for i := range y.Form.Sheets {
		s := &y.Form.Sheets[i]
		if !keyed || s.With(form.Project) != nil {
			rec[s.Name] = once(func() any { return build(s) })
		}
	}
	return rec
}

func (y *Year) ofMonths(s *form.Sheet, this bool) (rows []*row) {
	for _, r := range y.index().sheets[s.Name] {
		if (r.period == y.Period) == this {
			rows = append(rows, r)
		}
	}
	return rows
}

// firsts is one row a project: its first of the sheet, where that falls in
// the year. Rows without a code stay as they are.
func (y *Year) firsts(s *form.Sheet) []formula.Record {
	return y.onePerProject(s, func(rows []*row) formula.Record {
		if !y.thisYear(rows[0]) {
			return nil
		}
		return y.record(rows[0])
	})
}

// latest is one row a project: its last of the sheet, blank fields filled
// from earlier ones.
func (y *Year) latest(s *form.Sheet) []formula.Record {
	return y.onePerProject(s, func(rows []*row) formula.Record {
		last := y.record(rows[len(rows)-1])
		if len(rows) == 1 {
			return last
		}
		m := merge(rows, rowMembers(s))
		for _, name := range []string{stageIndex, terminated} {
			if v, ok := last[name]; ok && s.Field(name) == nil {
				m.Record[name] = v
			}
		}
		return m.Record
	})
}

// onePerProject walks a sheet's rows of the year and makes one record of each
// project where it is first met.
func (y *Year) onePerProject(s *form.Sheet, build func(rows []*row) formula.Record) []formula.Record {
	list, done := []formula.Record{}, map[string]bool{}
	for _, r := range y.index().sheets[s.Name] {
		switch {
		case r.code == "":
			list = append(list, y.record(r))
		case !done[r.code]:
			done[r.code] = true
			if rec := build(oneSheet(y.index().projects[r.code], s)); rec != nil {
				list = append(list, rec)
			}
		}
	}
	return list
}

// allProjects are the projects with a row in the year, as first met.
func (y *Year) allProjects() []formula.Record {
	list := []formula.Record{}
	for _, code := range y.index().order {
		if rows := y.index().projects[code]; y.thisYear(rows[len(rows)-1]) {
			list = append(list, y.asProject(rows))
		}
	}
	return list
}

// Indicator is the environment for 算式 and 当月算式.
func (y *Year) Indicator() formula.Record { return y.names() }

// Return is the environment for a rule of 全表 on the month's own return.
func (y *Year) Return() formula.Record {
	env := maps.Clone(y.names())
	nils := formula.Record{}
	for i := range y.Form.Sheets {
		s := &y.Form.Sheets[i]
		if s.NilItem {
			nils[s.Name] = y.own != nil && slices.Contains(y.own.Nil, s.Name)
		}
	}
	env[nilSheets] = nils
	for i := range y.Form.Sheets {
		s := &y.Form.Sheets[i]
		rows := y.ofMonths(s, true)
		switch {
		case s.Shape == form.List:
			env[s.Name] = y.records(rows)
		case len(rows) > 0:
			env[s.Name] = y.record(rows[0])
		default:
			delete(env, s.Name)
		}
	}
	return env
}

// Row is the environment for a rule of one sheet on one entry of the month's
// own return. 上期 is the project as known from earlier months only: what the
// same return says of it elsewhere is not 上期. The record is made once an
// entry and shared by its rules: callers do not change it.
func (y *Year) Row(e ingest.Entry) formula.Record {
	r := y.index().own[place{e.Sheet, e.Row}]
	if r == nil {
		return y.names()
	}
	if r.env == nil {
		r.env = y.rowEnv(r)
	}
	return r.env
}

func (y *Year) rowEnv(r *row) formula.Record {
	env := maps.Clone(y.names())
	if r.project != nil {
		old := y.previous(r.code)
		env[hasPrevious] = old != nil
		if old != nil {
			env[previous] = old
		}
	}
	for _, f := range r.sheet.Fields {
		delete(env, f.Key)
	}
	maps.Copy(env, y.record(r))
	return env
}

// previous is a project as known before this month, nil when it is new.
func (y *Year) previous(code string) formula.Record {
	if rec, ok := y.before[code]; ok {
		return rec
	}
	rows := y.earlier(code)
	if len(rows) == 0 {
		y.before[code] = nil
	} else {
		y.before[code] = y.asProject(rows)
	}
	return y.before[code]
}

// Judgement is the environment for 扣分, 督查 and 考核: figures and reporting
// are given by the caller under 指标, 报送 and 督办. The roster is as of the
// month's last day, 豁免 of the year so far.
func (y *Year) Judgement(more formula.Record) formula.Record {
	env := maps.Clone(y.names())
	code, _ := y.TaskForce["代码"].(string)
	maps.Copy(env, y.Staff.staff(code, y.Period.Last()))
	env[waivers] = y.waived()
	maps.Copy(env, more)
	return env
}
