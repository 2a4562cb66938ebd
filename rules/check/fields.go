package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/scheme"
)

func itoa(i int) string { return strconv.Itoa(i) }

// eachEntry visits every entry of every sheet; a name-value sheet that holds
// nothing is visited with an empty entry, since its items may be required.
func (j *judge) eachEntry(visit func(s *form.Sheet, e ingest.Entry)) {
	for i := range j.form.Sheets {
		s := &j.form.Sheets[i]
		entries := j.ret.Of(s.Name)
		if s.Shape == form.Pairs && len(entries) == 0 && j.there(s.Name) {
			entries = []ingest.Entry{{Sheet: s.Name}}
		}
		for _, e := range entries {
			visit(s, e)
		}
	}
}

// required reports blank fields that must be filled in (T-REQ).
func required(j *judge) {
	j.eachEntry(func(s *form.Sheet, e ingest.Entry) {
		for _, f := range s.Fields {
			v := e.Values[f.Key]
			nothing := saysNothing(f, v)
			if !f.Required || v.Kind != ingest.Blank && !nothing {
				continue
			}
			p, ok := j.at(e, f.Key)
			if !ok {
				continue // the whole column is missing: S-HEAD says so once
			}
			j.blame(p)
			said := "未填写"
			if nothing {
				said = "写的是" + finding.Quote(v.Text) + "，等于没有填写"
			}
			j.report(finding.Finding{
				Code: "T-REQ", Level: finding.Error, Place: p, Value: v.Text, Expected: expectedOf(f),
				Message: where(s, e) + "“" + f.Header + "”" + said + "，此项必填。", Hint: howToFill(f),
			})
		}
	})
}

// saysNothing tells a text that only marks that there is nothing. 无 and its
// like may be an answer where the field is nobody's name.
func saysNothing(f form.Field, v ingest.Value) bool {
	if f.Type != form.TextType || v.Kind != ingest.Text || !form.SaysNothing(v.Text) {
		return false
	}
	names := []form.Role{form.TaskForce, form.Reporter, form.Project, form.ProjectName, form.Investor, form.Party}
	return slices.Contains(names, f.Role) || !strings.ContainsFunc(v.Text, unicode.IsLetter)
}

// where begins a message about a row that has no value to quote.
func where(s *form.Sheet, e ingest.Entry) string {
	if e.Row > 0 {
		return "第" + itoa(e.Row) + "行"
	}
	return ""
}

func expectedOf(f form.Field) string {
	if len(f.Choices) > 0 {
		return strings.Join(f.Choices, "、")
	}
	return string(f.Type)
}

func howToFill(f form.Field) string {
	switch {
	case len(f.Choices) > 0:
		return "请选填：" + strings.Join(f.Choices, "、") + "。"
	case f.Example != "":
		return "请填写，如 " + f.Example + "。"
	case f.Type == form.YesNo:
		return "请选填“是”或“否”。"
	}
	return "请补填；整行无内容的，请清空该行。"
}

// ranges reports numbers outside 最小 and 最大 (T-RANGE).
func ranges(j *judge) {
	j.eachEntry(func(s *form.Sheet, e ingest.Entry) {
		for _, f := range s.Fields {
			v := e.Values[f.Key]
			if v.Kind != ingest.Number {
				continue
			}
			switch {
			case f.Min != nil && v.Num.Cmp(*f.Min) < 0:
				j.outside(f, e, v, "小于最小值", *f.Min, f.Min.Sub(v.Num))
			case f.Max != nil && v.Num.Cmp(*f.Max) > 0:
				j.outside(f, e, v, "大于最大值", *f.Max, v.Num.Sub(*f.Max))
			}
		}
	})
}

func (j *judge) outside(f form.Field, e ingest.Entry, v ingest.Value, how string, limit, by exact.Num) {
	p, _ := j.at(e, f.Key)
	j.blame(p)
	hint := "请核对数字。"
	if f.Unit != "" {
		hint = "请核对数字和单位，本列单位为" + f.Unit + "。"
	}
	j.report(finding.Finding{
		Code: "T-RANGE", Level: finding.Error, Place: p, Value: typed(v), Expected: rangeOf(f),
		Message: f.Header + v.Num.String() + f.Unit + how + limit.String() + f.Unit + "，相差" + by.String() + f.Unit + "。", Hint: hint,
	})
}

// lengths reports texts longer than their field's 最大, or than the scheme's
// 文字上限 where the field declares none (T-LONG): a text of ten thousand
// characters would take twenty pages of the circular.
func lengths(j *judge) {
	general, _ := strconv.Atoi(j.scheme.Settings.Other[scheme.LongestTextSetting])
	j.eachEntry(func(s *form.Sheet, e ingest.Entry) {
		for _, f := range s.Fields {
			v := e.Values[f.Key]
			if v.Kind != ingest.Text || f.Type != form.TextType {
				continue
			}
			longest := general
			if f.Max != nil {
				longest, _ = strconv.Atoi(f.Max.String())
			}
			if n := utf8.RuneCountInString(v.Text); longest > 0 && n > longest {
				j.tooLong(f, e, v, n, longest)
			}
		}
	})
}

func (j *judge) tooLong(f form.Field, e ingest.Entry, v ingest.Value, n, longest int) {
	p, _ := j.at(e, f.Key)
	j.blame(p)
	j.report(finding.Finding{
		Code: "T-LONG", Level: finding.Error, Place: p, Value: typed(v), Expected: fmt.Sprintf("不超过%d字", longest),
		Message: fmt.Sprintf("“%s”有%d字，最多%d字。", f.Header, n, longest), Hint: fmt.Sprintf("请压缩到%d字以内，详细情况另附材料。", longest),
	})
}

func rangeOf(f form.Field) string {
	switch {
	case f.Min == nil:
		return "不大于" + f.Max.String() + f.Unit
	case f.Max == nil:
		return "不小于" + f.Min.String() + f.Unit
	}
	return f.Min.String() + "—" + f.Max.String() + f.Unit
}
