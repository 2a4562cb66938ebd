package check

import (
	"slices"
	"strconv"
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/scheme"
)

// emptyForm reports a return in which nothing was filled in (F-EMPTY): one
// finding in place of one a sheet.
func emptyForm(j *judge) {
	if !j.empty() {
		return
	}
	j.report(finding.Finding{
		Code: "F-EMPTY", Level: finding.Error, Message: "月报表没有填写任何内容，也未说明“本月无”。",
		Hint: "请填写后再报送；本月确无内容的，请在封面各“零报告”项选“本月无”。",
	})
}

func (j *judge) empty() bool {
	if len(j.ret.Nil) > 0 {
		return false
	}
	wanted := false
	for i := range j.form.Sheets {
		s := &j.form.Sheets[i]
		if s.NilItem && len(j.ret.Of(s.Name)) > 0 {
			return false
		}
		wanted = wanted || s.NilItem
	}
	return wanted
}

// crowded reports a list with more entries than 记录上限 (S-MANY) and keeps the
// rules from it: a task force has a dozen events a month, so thousands of rows
// are pasted by mistake or meant to keep the program busy, and rules that hold
// each row against every other take the square of them.
func crowded(j *judge) {
	most, _ := strconv.Atoi(j.scheme.Settings.Other[scheme.MostEntriesSetting])
	for i := range j.form.Sheets {
		s := &j.form.Sheets[i]
		n := len(j.ret.Of(s.Name))
		if s.Shape != form.List || most == 0 || n <= most {
			continue
		}
		tab := j.tab(s.Name)
		j.blameSheet(tab)
		j.report(finding.Finding{
			Code: "S-MANY", Level: finding.Error, Place: ingest.Place{Sheet: tab}, Value: itoa(n) + "条", Expected: "不超过" + itoa(most) + "条",
			Message: "“" + s.Name + "”填了" + itoa(n) + "条记录，一个月最多" + itoa(most) + "条，多出" + itoa(n-most) + "条，未逐条按规则审核。",
			Hint:    "请核对是否误粘贴了其他内容；确有这么多的，与领导小组办公室联系，由办公室在方案中调整记录上限。",
		})
	}
}

// nilSheets holds 零报告 against the sheets: an empty sheet must be declared
// 本月无 (S-EMPTY), one with rows must not be (S-NIL).
func nilSheets(j *judge) {
	empty := j.empty()
	for i := range j.form.Sheets {
		s := &j.form.Sheets[i]
		if !s.NilItem || !j.there(s.Name) {
			continue
		}
		at := ingest.Place{Sheet: j.tab(s.Name)}
		declared, rows := slices.Contains(j.ret.Nil, s.Name), j.ret.Of(s.Name)
		switch {
		case declared && len(rows) > 0:
			j.report(finding.Finding{
				Code: "S-NIL", Level: finding.Error, Place: at,
				Message: "封面说明“" + s.Name + "”本月无，表中却有" + itoa(len(rows)) + "行（第" + itoa(rows[0].Row) + "行起）。",
				Hint:    "请核对：确有内容的，取消封面的“本月无”；没有的，清空这些行。",
			})
		case !declared && len(rows) == 0:
			j.blameSheet(at.Sheet)
			if empty {
				continue
			}
			j.report(finding.Finding{
				Code: "S-EMPTY", Level: finding.Error, Place: at, Expected: form.NilAnswer,
				Message: "“" + s.Name + "”没有填写，封面也未说明本月无。",
				Hint:    "本月确无内容的，请在封面“" + form.NilHeading + s.Name + "”选“" + form.NilAnswer + "”。",
			})
		}
	}
}

// duplicates reports a project code given twice on one sheet (S-DUP): the
// later row would silently stand for the earlier one. It keeps silent where a
// rule of the scheme looks for the code in the month's rows itself.
func duplicates(j *judge) {
	for i := range j.form.Sheets {
		s := &j.form.Sheets[i]
		key := s.With(form.Project)
		if key == nil || s.Shape != form.List || j.schemeSpeaksOf("本月."+s.Name+"."+key.Key) {
			continue
		}
		first := map[string]ingest.Entry{}
		for _, e := range j.ret.Of(s.Name) {
			code := codeOf(e, key)
			if code == "" {
				continue
			}
			if earlier, twice := first[code]; twice {
				j.duplicate(e, earlier, *key)
			} else {
				first[code] = e
			}
		}
	}
}

func (j *judge) duplicate(e, earlier ingest.Entry, key form.Field) {
	p, _ := j.at(e, key.Key)
	v := e.Values[key.Key]
	j.report(finding.Finding{
		Code: "S-DUP", Level: finding.Warning, Place: p, Value: typed(v),
		Message: key.Header + finding.Quote(v.Text) + "与第" + itoa(earlier.Row) + "行相同。",
		Hint:    "同一项目请合并为一行；确为不同项目的，请改正编号。未改的按同一项目的更新处理，不重复计数。",
	})
}

// codeOf is a project's code in the form in which codes are compared.
func codeOf(e ingest.Entry, key *form.Field) string {
	if v := e.Values[key.Key]; v.Kind == ingest.Text {
		return strings.ToUpper(strings.TrimSpace(v.Text))
	}
	return ""
}
