package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/output"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// gap is something not filled in, and what to do about it.
type gap struct{ found, advice string }

// Hints tell what the office still has to write into its workbooks for the
// reporting year to be judged, the year's targets and the days off, and which
// rows of scheme and register do nothing because what they name is not known. Nothing
// of it is a fault: the program runs, and documents say less than they should.
// A sentence each, as the office reads it.
func (o *Office) Hints(ctx context.Context) (list []string, err error) {
	rows, err := o.unmatched(ctx)
	left, alsoErr := o.takenOver(ctx)
	rows, err = append(rows, left...), errors.Join(err, alsoErr)
	return sentences(slices.Concat(o.unfilledTargets(), o.unfilledDays(), o.idleChoices(), o.oddities(), o.silenceGains(), o.openingGaps(), rows)), err
}

// SinceMade tells what the program's built-in scheme has by now and the office's
// has not, for who asks about the scheme: a run every quarter of an hour does
// not urge upon an office what it may have left out on purpose.
func (o *Office) SinceMade() []string {
	return sentences(slices.Concat(o.newerColumns(), o.newerRows()))
}

func sentences(gaps []gap) (list []string) {
	for _, g := range gaps {
		list = append(list, g.found+"。"+g.advice)
	}
	return list
}

// unfilledTargets asks for the targets of the reporting year that today lies
// in.
func (o *Office) unfilledTargets() (list []gap) {
	year := o.scheme.Settings.Calendar.YearOf(o.today().Period())
	gaps := o.scheme.MissingTargets(year)
	var none []string
	for _, g := range gaps {
		if g.None {
			none = append(none, g.TaskForce.Code)
		}
	}
	if len(none) > 0 {
		list = append(list, gap{fmt.Sprintf("方案“目标”没有%d年度的目标：%s", year, strings.Join(none, "、")), "没有目标的不算进度、不参加排名、不能考核，请补填。"})
	}
	if some := aimlessSaid(gaps, year); some != "" {
		list = append(list, gap{"方案“目标”中" + some, "没有目标的指标不算进度、不评分，应有的请补填。"})
	}
	return list
}

// aimlessSaid names the task forces that lack some targets, those that lack the
// same ones together: an indicator that nobody has a target for is one thing.
func aimlessSaid(gaps []scheme.TargetGap, year int) string {
	var lacks []string
	who := map[string][]string{}
	for _, g := range gaps {
		if g.None {
			continue
		}
		what := strings.Join(g.Indicators, "、")
		if who[what] == nil {
			lacks = append(lacks, what)
		}
		who[what] = append(who[what], g.TaskForce.Code)
	}
	for i, what := range lacks {
		lacks[i] = fmt.Sprintf("%s没有%d年度的%s目标", strings.Join(who[what], "、"), year, what)
	}
	return strings.Join(lacks, "；")
}

// oddities tells of what the scheme says and hardly means.
func (o *Office) oddities() (list []gap) {
	for _, x := range o.scheme.Odd {
		list = append(list, gap{fmt.Sprintf("方案“%s!%s”：%s", x.Sheet, x.Cell, x.Message), x.Hint})
	}
	return list
}

// silenceGains tells of a class in which who never reports comes to another
// outcome than who reports every month that there was nothing: conditions over
// figures do not hold where there are none, and nobody is to gain by silence.
// Who has no target of the year is not graded (年考核: 不作评定), whatever holds.
func (o *Office) silenceGains() (list []gap) {
	year := 0
	for _, t := range o.scheme.Targets {
		year = max(year, t.Year)
	}
	if year == 0 || len(o.scheme.Outcomes) == 0 {
		return nil
	}
	last, told := o.scheme.Settings.Calendar.LastMonth(year), map[string]bool{}
	for _, tf := range score.Active(o.scheme, last) {
		if !slices.ContainsFunc(o.scheme.Targets, func(t scheme.Target) bool { return t.TaskForce == tf.Code && t.Year == year }) {
			continue
		}
		never, err := o.gradeOf(tf, last, nil, score.Missing)
		if err != nil {
			return list
		}
		nothing := &ingest.Return{Version: ingest.Version{TaskForce: tf.Code, Period: last, Number: 1}}
		zero, err := o.gradeOf(tf, last, []*ingest.Return{nothing}, score.OnTime)
		if err != nil {
			return list
		}
		if never != zero && !told[tf.Class] {
			told[tf.Class] = true
			list = append(list, gap{
				fmt.Sprintf("方案“考核”对%s：全年一次也不报送的，等次为%s；每月都报“本月无”的，等次为%s", tf.Class, finding.Quote(never), finding.Quote(zero)),
				"不报送的不应好于如实报零的：没有报送就没有数值，比较数值的条件不成立。请在“考核”中为不报送的另列一行，条件如 not 有值(指标.某指标.实际)；不报送的本来就定得更差的，不用改。",
			})
		}
	}
	return list
}

// gradeOf is a task force's 等次 of the year that a month ends, were these its
// returns.
func (o *Office) gradeOf(tf *scheme.TaskForce, last ingest.Period, returns []*ingest.Return, state score.State) (string, error) {
	tally, err := score.Assemble(o.scheme, last, []score.Input{{TaskForce: tf, Base: o.scheme.Base(tf), Returns: returns}}, score.Office{})
	if err != nil {
		return "", err
	}
	quarter := slices.Repeat([]score.Reporting{{TaskForce: tf.Code, Status: state}}, 3)
	list, err := tally.Assess(o.scheme, map[string]score.Conduct{tf.Code: {Quarter: quarter}})
	if err != nil || len(list) == 0 || list[0].Outcome == nil {
		return "没有结论", err
	}
	return list[0].Outcome.Grade, nil
}

// newerColumns tells, a sheet at a time, of columns that came after the office's
// scheme was made.
func (o *Office) newerColumns() (list []gap) {
	var sheets []string
	told := map[string][]string{}
	for _, c := range o.scheme.Newer {
		if told[c.Sheet] == nil {
			sheets = append(sheets, c.Sheet)
		}
		told[c.Sheet] = append(told[c.Sheet], finding.Quote(c.Column)+"（"+c.Help+usually(c.Usual)+"）")
	}
	for _, s := range sheets {
		list = append(list, gap{fmt.Sprintf("方案“%s”没有后来增加的%d列：%s", s, len(told[s]), strings.Join(told[s], "；")),
			"需要的，请在该表表头的最后加写列名，逐行填写（可对照 tongbao init 另一文件夹 所建方案的同一张表），再用 tongbao scheme rehearse 试算；不加的照旧办理。加列不影响已下发的月报表和已签发的文件。"})
	}
	return list
}

// newerRows tells, in one remark, of rows that came after the office's scheme was
// made, and of conditions that were mended since and that the office never
// changed itself. Which they are in full is for `scheme diff --default`.
func (o *Office) newerRows() (list []gap) {
	column := func(sheet, name string) bool {
		return slices.ContainsFunc(o.scheme.Newer, func(n scheme.Newer) bool { return n.Sheet == sheet && n.Column == name })
	}
	var parts []string
	for _, d := range scheme.Diff(o.scheme.Tables(), o.scheme.UpToDate()) {
		var added, mended []string
		for _, r := range d.Rows {
			switch {
			case r.Kind == scheme.RowAdded:
				added = append(added, rowNamed(r))
			case r.Kind == scheme.RowChanged && slices.ContainsFunc(r.Cells, func(c scheme.CellDiff) bool { return !column(d.Sheet, c.Column) }):
				mended = append(mended, rowNamed(r))
			}
		}
		var said []string
		if len(added) > 0 {
			said = append(said, fmt.Sprintf("增加%d行：%s", len(added), firstOf(added)))
		}
		if len(mended) > 0 {
			said = append(said, fmt.Sprintf("改进%d行：%s", len(mended), firstOf(mended)))
		}
		if len(said) > 0 {
			parts = append(parts, "“"+d.Sheet+"”"+strings.Join(said, "，"))
		}
	}
	if len(parts) > 0 {
		list = append(list, gap{"默认方案后来有增加和改进，本方案还没有：" + strings.Join(parts, "；"),
			"逐行内容用 tongbao scheme diff --default 查看；需要的，从 tongbao init 另一文件夹 所建方案的同一张表中照抄这些行（改进的照改有变化的各格），试算后再替换。不需要的照旧办理，不影响运行；不需要的规则，抄入后“阶段”填“停用”，不再提示。"})
	}
	return list
}

// rowNamed is a row by its key and what it is about.
func rowNamed(r scheme.RowDiff) string {
	about := r.Name
	for _, c := range r.Cells {
		if about == "" && c.Column == "填写说明" {
			about = c.Is
		}
	}
	name := strings.ReplaceAll(r.Key, "　", " ")
	if about = strings.TrimSuffix(about, "。"); about != "" {
		name += "（" + about + "）"
	}
	return name
}

// firstOf names the first of a list that may be long.
func firstOf(names []string) string {
	const named = 6
	if len(names) <= named {
		return strings.Join(names, "、")
	}
	return strings.Join(names[:named], "、") + "等"
}

// usually says what the built-in scheme has in a column, "" when it has nothing.
func usually(list []scheme.Usual) string {
	const named = 3
	var texts []string
	for _, u := range list {
		rows := strings.Join(u.Rows[:min(named, len(u.Rows))], "、")
		if n := len(u.Rows); n > named {
			rows += fmt.Sprintf("等%d行", n)
		}
		texts = append(texts, rows+"填"+finding.Quote(u.Text))
	}
	if len(texts) == 0 {
		return ""
	}
	return "。默认方案：" + strings.Join(texts, "，")
}

// takenOver tells of the items that task forces left open which have ended, until
// the office says that they are dealt with: no circular asks about them again.
func (o *Office) takenOver(ctx context.Context) (list []gap, err error) {
	if o.ledger == nil {
		return nil, nil
	}
	kept, err := o.ledger.Items(ctx, ingest.Period{Year: 1, Month: 1}, ingest.Period{Year: 9999, Month: 12})
	if err != nil {
		return nil, err
	}
	var numbers []string
	confirmed := supervise.FromRegister(o.register)
	for _, k := range kept {
		it := supervise.Item{ID: k.ID, TaskForce: k.TaskForce}
		if k.Status == string(supervise.TakenOver) && !confirmed.ConfirmedBy(it, o.today()) {
			numbers = append(numbers, k.ID)
		}
	}
	if len(numbers) > 0 {
		list = append(list, gap{"停用后移交的督办事项，尚未登记处理完毕：" + strings.Join(numbers, "、"), "处理完毕的，请在台账“督查登记”中登记“确认销号”，下一期月通报即予销号。"})
	}
	return list, nil
}

// idleChoices tells of rows of 计算口径 that decide nothing.
func (o *Office) idleChoices() (list []gap) {
	for _, c := range o.scheme.Idle {
		list = append(list, gap{fmt.Sprintf("方案“计算口径”第%d行“%s”不起作用：程序不读取，各算式、条件和用语也没有引用", c.Row, c.Item), "请改正名称，或删去这一行。"})
	}
	return list
}

// calendarAhead is the month from which next year's days off are asked for:
// the State Council's notice is out by then, and January's days depend on it.
const calendarAhead = 12

func (o *Office) unfilledDays() (list []gap) {
	today := o.today()
	years := []int{today.Year}
	if today.Month >= calendarAhead {
		years = append(years, today.Year+1)
	}
	for _, y := range years {
		if !o.scheme.CalendarKnown(y) {
			list = append(list, gap{fmt.Sprintf("方案“日历”没有%d年的放假安排", y), "截止日和期限暂按周一至周五为工作日推算，请按国务院办公厅的放假通知补填。"})
		}
	}
	return list
}

// rosterGaps are the task forces nobody of whom is on 成员名册 today, where
// the scheme says who is to be (成员配备), and shared the persons who serve in
// several.
func (o *Office) rosterGaps() (empty, shared []string) {
	today := o.today()
	serving, in := map[string]bool{}, map[string][]string{}
	var order []string
	for _, m := range o.register.Members {
		if m.From != (ingest.Date{}) && m.From.Compare(today) > 0 || m.To != (ingest.Date{}) && m.To.Compare(today) < 0 {
			continue
		}
		serving[m.TaskForce] = true
		p := output.PlainName(m.Person)
		if in[p] == nil {
			order = append(order, p)
		}
		if !slices.Contains(in[p], m.TaskForce) {
			in[p] = append(in[p], m.TaskForce)
		}
	}
	for _, t := range o.scheme.TaskForces {
		if t.Ranked && t.In(today.Period()) && !serving[t.Code] {
			empty = append(empty, t.Code)
		}
	}
	for _, p := range order {
		if len(in[p]) > 1 {
			shared = append(shared, p+"（"+strings.Join(in[p], "、")+"）")
		}
	}
	return empty, shared
}
