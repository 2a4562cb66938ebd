package office

import (
	"encoding/json"
	"fmt"
	"slices"

	"tongbao/output"
	"tongbao/rules/scheme"
	"tongbao/rules/score"
	"tongbao/rules/supervise"
)

// printedData is what matters of a document's data when two states of it are
// compared: the parts of circular, ranking and assessment that a reader would
// call figures. Words, dates and files are left out.
type printedData struct {
	Figures   []printedFigure `json:"figures"`
	Totals    []printedFigure `json:"totals"`
	Reporting []struct {
		TaskForce string      `json:"task_force"`
		Status    score.State `json:"status"`
	} `json:"reporting"`
	Supervision []struct {
		ID        string           `json:"id"`
		TaskForce string           `json:"task_force"`
		Status    supervise.Status `json:"status"`
		Due       string           `json:"due"`
	} `json:"supervision"`
	Rows []printedRow `json:"rows"`
}

type printedFigure struct {
	TaskForce string  `json:"task_force"`
	Indicator string  `json:"indicator"`
	Actual    *string `json:"actual"`
	Points    *string `json:"points"`
	Met       *bool   `json:"met"`
	Target    *struct {
		Low  string  `json:"low"`
		High *string `json:"high"`
	} `json:"target"`
}

// printedRow is one task force in a ranking or an assessment.
type printedRow struct {
	shownRow
	Results []printedFigure `json:"results"`
	Done    *bool           `json:"done"`
	Outcome *struct {
		Grade string `json:"grade"`
	} `json:"outcome"`
	Fund *struct {
		Spent *string `json:"spent"`
	} `json:"fund"`
	Reporting map[score.State]int `json:"reporting"`
}

// What is said of an indicator beside its figure.
const (
	targetMark = "目标"
	returnMark = "月报表报送"
	doneMark   = "完成情况"
)

// printedCell is one thing that a document says of a task force ("" of all).
type printedCell struct{ taskForce, what, text string }

// printedChanges lists what one state of a document says otherwise than
// another, in the order of the later one; what only the earlier said comes
// last. Why is left to the caller.
func (o *Office) printedChanges(was, is json.RawMessage) (list []output.Restated, err error) {
	before, err := o.printedCells(was)
	if err != nil {
		return nil, err
	}
	now, err := o.printedCells(is)
	if err != nil {
		return nil, err
	}
	type place struct{ taskForce, what string }
	texts := map[place]string{}
	for _, c := range before {
		texts[place{c.taskForce, c.what}] = c.text
	}
	for _, c := range now {
		at := place{c.taskForce, c.what}
		old, known := texts[at]
		delete(texts, at)
		if !known {
			old = "—"
		}
		if old != c.text {
			list = append(list, output.Restated{TaskForce: c.taskForce, What: c.what, Was: old, Is: c.text})
		}
	}
	for _, c := range before {
		if _, gone := texts[place{c.taskForce, c.what}]; gone && c.text != "—" {
			list = append(list, output.Restated{TaskForce: c.taskForce, What: c.what, Was: c.text, Is: "—"})
		}
	}
	return list, nil
}

// printedCells reads a document's data.
func (o *Office) printedCells(data json.RawMessage) ([]printedCell, error) {
	var d printedData
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("读取文件的数据：%w", err)
	}
	c := &printedCells{office: o}
	for _, f := range d.Figures {
		c.figure(f.TaskForce, "", f)
	}
	for _, f := range d.Totals {
		c.figure("", "合计·", f)
	}
	for _, r := range d.Reporting {
		c.add(r.TaskForce, "月报表报送", r.Status.Chinese())
	}
	for _, it := range d.Supervision {
		c.add(it.TaskForce, it.ID, it.Status.Chinese())
		c.add(it.TaskForce, it.ID+"整改期限", it.Due)
	}
	for _, row := range d.Rows {
		c.row(row)
	}
	return c.list, nil
}

// printedCells is a list of cells being read.
type printedCells struct {
	office *Office
	list   []printedCell
}

func (c *printedCells) add(taskForce, what, text string) {
	c.list = append(c.list, printedCell{taskForce, what, text})
}

func (c *printedCells) figure(taskForce, kind string, f printedFigure) {
	name, unit := f.Indicator, ""
	if ind := c.office.scheme.Indicator(f.Indicator); ind != nil {
		name, unit = ind.Name, ind.Unit
	}
	c.add(taskForce, kind+name, orDash(f.Actual, unit))
	if f.Target != nil {
		c.add(taskForce, kind+name+targetMark, targetPrinted(f)+unit)
	}
	if f.Met != nil {
		c.add(taskForce, kind+name+doneMark, doneText(*f.Met))
	}
}

func (c *printedCells) row(row printedRow) {
	for _, x := range row.Items {
		c.figure(row.TaskForce, "", printedFigure{Indicator: x.Indicator, Actual: x.Actual})
	}
	for _, f := range row.Results {
		c.figure(row.TaskForce, "", f)
	}
	if row.Deductions != nil { // of a ranking
		c.add(row.TaskForce, "扣分", shownDeductions(row.shownRow))
		c.add(row.TaskForce, "得分", orDash(row.Score, ""))
		c.add(row.TaskForce, "名次", rankText(row.Rank, row.Excluded))
	}
	if row.Done != nil {
		c.add(row.TaskForce, "年度目标任务", doneText(*row.Done))
	}
	if row.Outcome != nil {
		c.add(row.TaskForce, "考核结论建议", row.Outcome.Grade)
	}
	s := c.office.scheme
	if ind := s.Indicator(s.Settings.Other[scheme.FundSetting]); ind != nil && row.Fund != nil {
		c.add(row.TaskForce, ind.Name, orDash(row.Fund.Spent, ind.Unit))
	}
	for _, state := range []score.State{score.OnTime, score.Late, score.Missing, score.Returned} {
		if n := row.Reporting[state]; n > 0 {
			c.add(row.TaskForce, monthsOf(state), fmt.Sprint(n))
		}
	}
}

// monthsOf is what the months are called whose returns came to a state.
func monthsOf(state score.State) string { return "月报表" + state.Chinese() + "月数" }

func isMonthsOf(what string) bool {
	return slices.ContainsFunc([]score.State{score.OnTime, score.Late, score.Missing, score.Returned}, func(s score.State) bool { return what == monthsOf(s) })
}

func doneText(done bool) string {
	if done {
		return "完成"
	}
	return "未完成"
}

func orDash(text *string, unit string) string {
	if text == nil {
		return "—"
	}
	return *text + unit
}
