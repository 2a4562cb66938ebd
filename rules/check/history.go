package check

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/rules/facts"
)

// renamed reports a project that earlier months, or an earlier sheet of the
// same return, knew under another name (X-NAME): two projects under one code
// would be counted as one.
func renamed(j *judge) {
	type first struct{ name, place string }
	here := map[string]first{}
	j.eachProject(func(s *form.Sheet, e ingest.Entry, code string) {
		field := s.With(form.ProjectName)
		if field == nil || e.Values[field.Key].Kind != ingest.Text {
			return
		}
		name := e.Values[field.Key].Text
		p, _ := j.at(e, field.Key)
		known, seen := here[code]
		if old, ok := j.year.Previous(code); ok && !seen {
			if v, named := old.Roles[form.ProjectName]; named {
				known, seen = first{v.Value.Text, v.Period.Chinese() + "月报表“" + v.Source.Place.String() + "”"}, true
			}
		}
		if !seen {
			here[code] = first{name, "本表“" + p.String() + "”"}
			return
		}
		here[code] = known
		if sameName(known.name, name) {
			return
		}
		j.report(finding.Finding{
			Code: "X-NAME", Level: finding.Warning, Place: p, Value: name, Expected: known.name,
			Message: "项目" + finding.Quote(e.Values[s.With(form.Project).Key].Text) + "在" + known.place + "中名称为" + finding.Quote(known.name) + "，此处为" + finding.Quote(name) + "。",
			Hint:    "是新项目的，请另编项目编号；是项目更名的，请在“情况说明”中说明。",
		})
	})
}

// eachProject visits the entries that carry a project code.
func (j *judge) eachProject(visit func(s *form.Sheet, e ingest.Entry, code string)) {
	for i := range j.form.Sheets {
		s := &j.form.Sheets[i]
		key := s.With(form.Project)
		if key == nil {
			continue
		}
		for _, e := range j.ret.Of(s.Name) {
			if code := codeOf(e, key); code != "" {
				visit(s, e, code)
			}
		}
	}
}

// sameName compares names without what people write one way today and another
// tomorrow: width, case, blanks, brackets and dashes.
func sameName(a, b string) bool { return plainName(a) == plainName(b) }

func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, width.Narrow.String(s))
}

// stageBack reports a project that goes back in stage, or goes on after it was
// terminated (X-STAGE). It keeps silent where a rule of the scheme compares
// the stage with 上期 itself.
func stageBack(j *judge) {
	if j.schemeSpeaksOf("上期.阶段序号") {
		return
	}
	j.eachProject(func(s *form.Sheet, e ingest.Entry, code string) {
		old, ok := j.year.Previous(code)
		stage, day := j.year.Attested(e)
		if !ok || old.StageIndex == 0 || j.year.StageIndex(stage) == 0 || day.Compare(old.StageDay) < 0 {
			return
		}
		field := s.With(form.Stage)
		said := field != nil && e.Values[field.Key].Kind == ingest.Text
		if said {
			j.compareStage(e, field.Key, stage, old)
		} else if old.Terminated {
			j.compareStage(e, s.With(form.Project).Key, stage, old)
		}
	})
}

func (j *judge) compareStage(e ingest.Entry, key, stage string, old facts.Project) {
	if j.year.StageIndex(stage) >= old.StageIndex {
		return
	}
	p, _ := j.at(e, key)
	from := "（" + old.Last.Chinese() + "月报表“" + old.StageFrom.Place.String() + "”）"
	message, hint := "项目"+finding.Quote(old.Code)+"此前已到"+old.Stage+"阶段"+from+"，此处为"+stage+"，阶段倒退。", "请核对阶段；确有倒退的，请在“情况说明”中说明。"
	if old.Terminated {
		message, hint = "项目"+finding.Quote(old.Code)+"此前已报"+old.Stage+from+"，此处又报"+stage+"。", "请核对项目编号；确已恢复的，请在“情况说明”中说明。"
	}
	j.report(finding.Finding{
		Code: "X-STAGE", Level: finding.Warning, Place: p, Value: typed(e.Values[key]), Expected: old.Stage, Message: message, Hint: hint,
	})
}

// schemeSpeaksOf reports whether a rule in force mentions the name: then the
// office judges the matter itself, and the program's own check is left out.
func (j *judge) schemeSpeaksOf(name string) bool {
	for _, r := range j.scheme.Rules {
		if r.Applies(j.form.Class, j.ret.Period) && slices.Contains(r.Condition[j.form.Class].Names(), name) {
			return true
		}
	}
	return false
}
