package check

import (
	"fmt"
	"maps"
	"strings"
	"text/template"

	"tongbao/ingest"
	"tongbao/rules/facts"
	"tongbao/rules/formula"
	"tongbao/rules/scheme"
)

// notGiven is what a message prints for a value that is missing.
const notGiven = "（未填）"

// chineseDay prints as 2023年9月5日.
type chineseDay ingest.Date

func (d chineseDay) String() string { return ingest.Date(d).Chinese() }

// wordings are the scheme's functions, on the values as messages see them.
var wordings = func() template.FuncMap {
	funcs := maps.Clone(scheme.Functions)
	funcs["日期"] = func(d chineseDay) string { return d.String() }
	return funcs
}()

// wording returns a function that fills in a text of the scheme from the
// names its condition could use. The loader has checked the text; one that
// still fails on these values (a number's function on a missing value) is
// printed without its {{ }}.
func (j *judge) wording(env formula.Record, scope facts.Scope, sheet string) func(text string) string {
	var data map[string]any
	return func(text string) string {
		if !strings.Contains(text, "{{") {
			return text
		}
		if data == nil {
			data = view(env, facts.Names(j.year.Vocabulary, j.form, scope, sheet))
		}
		var b strings.Builder
		t, err := template.New("").Funcs(wordings).Parse(text)
		if err == nil {
			err = t.Execute(&b, data)
		}
		if err != nil {
			return withoutActions(text)
		}
		return b.String()
	}
}

// view is a record as messages print it: every name is there, dates in
// Chinese, truths as 是 or 否.
func view(r formula.Record, names map[string]formula.Type) map[string]any {
	data := make(map[string]any, len(names))
	for name, t := range names {
		data[name] = viewOf(r[name], t)
	}
	return data
}

func viewOf(v any, t formula.Type) any {
	if t.Kind == formula.Group {
		r, _ := v.(formula.Record)
		return view(r, t.Members)
	}
	switch v := v.(type) {
	case formula.Num, string:
		return v
	case ingest.Date:
		return chineseDay(v)
	case bool:
		if v {
			return "是"
		}
		return "否"
	case formula.Lazy, []formula.Record:
		return nil
	case nil:
		return notGiven
	}
	return fmt.Sprint(v)
}

func withoutActions(text string) string {
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{{")
		b.WriteString(before)
		_, after, closed := strings.Cut(rest, "}}")
		if !open || !closed {
			return b.String()
		}
		b.WriteString("…")
		text = after
	}
}
