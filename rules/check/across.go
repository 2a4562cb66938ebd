package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
	"tongbao/ingest/spelling"
	"tongbao/rules/facts"
	"tongbao/rules/scheme"
)

// Side is one task force in the search for double claims, with its year as of
// the month that is looked at.
type Side struct {
	TaskForce *scheme.TaskForce
	Year      *facts.Year
}

// Double is one project that two or more task forces report.
type Double struct {
	Name    string // as the first of Holders calls it
	Same    string // why it is thought one: 项目编号相同, or 投资方相同，金额均为3.2亿元
	ByCode  bool   // the code itself is the same
	ByName  bool   // nothing but the name is the same: asked about, counted as two
	Holders []Holder
}

// Holder is one side of a Double. Holders stand by the month in which each
// first reported the project, then as the task forces were given.
type Holder struct {
	TaskForce   *scheme.TaskForce
	Project     string        // its own 项目编号
	Name        string        // its own 项目名称
	FirstMonth  ingest.Period // of its first row
	LatestMonth ingest.Period // of the row that Source is of
	Ended       bool          // given up, as last known
	Source      ingest.Source // where its name stands last
}

// claimed is a project of one side as the search sees it.
type claimed struct {
	Holder
	ended    bool   // terminated as last known
	side     int    // its task force's place among the others
	nth      int    // its own among those of its task force
	name     string // for comparing
	investor string
	amounts  []amount
}

type amount struct {
	field *form.Field
	value exact.Num
}

// Doubles finds suspected double claims between task forces of one class: the
// same project code, or a near-same name with the same investor or the same
// amount. Terminated projects count too: a double claim was made all the same.
// Doubles come in the order of their first holders' first months.
func Doubles(sides []Side) []Double {
	c := NewClaims()
	for i, s := range sides {
		c.add(s, i, nil)
	}
	all := make([]int, len(c.all))
	for i := range all {
		all[i] = i
	}
	return c.doubles(all)
}

func claims(s Side, order int) (all []claimed) {
	return claimsTo(s, s.Year.Projects(), order)
}

// claimsTo are a side's projects out of a list as the search sees them.
func claimsTo(s Side, projects []facts.Project, order int) (all []claimed) {
	for _, p := range projects {
		c := claimed{side: order, nth: len(all), ended: p.Terminated, Holder: Holder{TaskForce: s.TaskForce, Project: p.Code, FirstMonth: p.First, LatestMonth: p.Last, Ended: p.Terminated}}
		name := p.Roles[form.ProjectName]
		if name.Period == (ingest.Period{}) {
			name = p.Roles[form.Project]
		} else {
			c.name, c.Name = plainName(name.Value.Text), name.Value.Text
		}
		c.Source, c.LatestMonth = apart(name.Source), name.Period
		c.investor = plainName(p.Roles[form.Investor].Value.Text)
		c.amounts = amountsOf(s.Year.Form, p)
		all = append(all, c)
	}
	return all
}

// HolderOf is a project of a side, of the years that it remembers too; ok is
// false for one that it never reported.
func HolderOf(s Side, project string) (h Holder, ok bool) {
	for _, c := range claimsTo(s, s.Year.Remembered(), 0) {
		if strings.EqualFold(c.Project, strings.TrimSpace(project)) {
			return c.Holder, true
		}
	}
	return Holder{}, false
}

// apart is a cell whose version is no part of a return any more: what is kept of
// a project must not keep the whole of its return with it.
func apart(s ingest.Source) ingest.Source {
	if s.Version != nil {
		v := *s.Version
		s.Version = &v
	}
	return s
}

// amountsOf are the project's amounts by field, zero ones left out: they say
// nothing.
func amountsOf(f *form.Form, p facts.Project) (list []amount) {
	for _, s := range f.Sheets {
		for i := range s.Fields {
			field := &s.Fields[i]
			v := p.Values[field.Key]
			known := slices.ContainsFunc(list, func(a amount) bool { return a.field.Key == field.Key })
			if field.Role == form.Amount && v.Kind == ingest.Number && !v.Num.IsZero() && !known {
				list = append(list, amount{field, v.Num})
			}
		}
	}
	return list
}

// reason says why two projects are thought one.
type reason struct {
	text   string
	byCode bool
}

func same(a, b *claimed) reason {
	switch {
	case a.side == b.side || a.TaskForce.Class != b.TaskForce.Class:
		return reason{}
	case strings.EqualFold(a.Project, b.Project):
		return reason{"项目编号相同", true}
	case !nearName(a.name, b.name):
		return reason{}
	}
	var why []string
	if a.investor != "" && a.investor == b.investor {
		why = append(why, "投资方相同")
	}
	if x, ok := sharedAmount(a.amounts, b.amounts); ok {
		why = append(why, x.field.Header+"均为"+x.value.String()+x.field.Unit)
	}
	return reason{strings.Join(why, "，"), false}
}

func sharedAmount(a, b []amount) (amount, bool) {
	for _, x := range a {
		for _, y := range b {
			if x.field.Key == y.field.Key && x.value.Cmp(y.value) == 0 {
				return x, true
			}
		}
	}
	return amount{}, false
}

// nearName reports whether two plain names may be one project: equal, one
// within the other, or differing in at most one character in five.
func nearName(a, b string) bool {
	short, long := min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	switch {
	case short == 0:
		return false
	case a == b:
		return true
	case short >= 4 && (strings.Contains(a, b) || strings.Contains(b, a)):
		return true
	}
	return (long-short)*5 <= long && spelling.Distance(a, b)*5 <= long
}

// group is projects that are thought one, and why.
type group struct {
	members []int
	why     reason
}

// because takes the best reason: the same code, else the first in the order of
// the words, so that it does not depend on who was compared first.
func (g *group) because(why reason) {
	if g.why.text == "" || why.byCode && !g.why.byCode || why.byCode == g.why.byCode && why.text < g.why.text {
		g.why = why
	}
}

func (g *group) double(all []claimed) Double {
	slices.SortFunc(g.members, func(a, b int) int {
		x, y := &all[a], &all[b]
		return cmp.Or(x.FirstMonth.Sub(y.FirstMonth), x.side-y.side, x.nth-y.nth)
	})
	d := Double{Name: all[g.members[0]].Name, Same: g.why.text, ByCode: g.why.byCode}
	for _, i := range g.members {
		d.Holders = append(d.Holders, all[i].Holder)
	}
	return d
}

// byFirstHolder orders doubles by the months of their first holders.
func byFirstHolder(a, b Double) int {
	x, y := a.Holders[0], b.Holders[0]
	return cmp.Or(x.FirstMonth.Sub(y.FirstMonth), strings.Compare(x.TaskForce.Code, y.TaskForce.Code), strings.Compare(x.Project, y.Project))
}

// Across words the doubles for the return of one task force and month: one
// warning at its own cell for each other side, naming that side's cell. D-202
// is the same code, D-201 a likeness, D-203 a name and nothing else. Doubles whose row stands in another
// month's return say nothing here.
func Across(doubles []Double, taskForce string, month ingest.Period) (list finding.List) {
	for _, d := range doubles {
		for i, own := range d.Holders {
			if own.TaskForce.Code != taskForce || own.LatestMonth != month {
				continue
			}
			for k, other := range d.Holders {
				if k != i && other.TaskForce.Code != taskForce {
					list = append(list, d.finding(own, other))
				}
			}
		}
	}
	return list
}

// BeforeThisYear words, for the return of one task force and month, the doubles
// of what it reports for the first time with what others reported the year
// before and did not give up (D-204): what counted then would count again. A
// double within the year (D-201) is told beside it: settling that one moves this
// year's sum, not the year before's.
func BeforeThisYear(past []Double, taskForce string, month ingest.Period) (list finding.List) {
	for _, d := range past {
		for i, own := range d.Holders {
			if own.TaskForce.Code != taskForce || own.FirstMonth != month {
				continue
			}
			for k, other := range d.Holders {
				if k != i && other.TaskForce.Code != taskForce && !other.Ended {
					list = append(list, d.again(own, other))
				}
			}
		}
	}
	return list
}

func (d Double) again(own, other Holder) finding.Finding {
	book := other.LatestMonth.Chinese() + "月报表“"
	if other.Source.Office != "" {
		book = "登记在" + other.Source.Office + "的“"
	}
	return finding.Finding{
		Code: "D-204", Level: finding.Warning, Place: own.Source.Place, Value: own.Name,
		Message: finding.Quote(own.Name) + "与" + called(other) + book + other.Source.Place.String() + "”" + finding.Quote(other.Name) + "疑为同一项目（" + d.Same + "）；上年已计入的，本年再计即重复。",
		Hint:    "请与对方核实，结果报办公室：上年已计入对方的，由办公室在“重复认定”登记（“上年已计入”填“是”），本年不再计入；不是同一项目的，请在“情况说明”中说明。",
	}
}

func called(h Holder) string { return cmp.Or(h.TaskForce.Short, h.TaskForce.Name) }

func (d Double) finding(own, other Holder) finding.Finding {
	place := fmt.Sprintf("%s%d月报表“%s”", called(other), other.LatestMonth.Month, other.Source.Place)
	f := finding.Finding{
		Code: "D-201", Level: finding.Warning, Place: own.Source.Place, Value: own.Name,
		Message: finding.Quote(own.Name) + "与" + place + finding.Quote(other.Name) + "疑为同一项目（" + d.Same + "）。",
		Hint:    "请与对方核实，结果报办公室认定；认定前各表均标“待核”，全县只计一次。",
	}
	if d.ByCode {
		f.Code, f.Value = "D-202", own.Project
		f.Message = "项目编号" + finding.Quote(own.Project) + "与" + place + "的项目" + finding.Quote(other.Name) + "编号相同。"
	}
	if d.ByName {
		f.Code = "D-203"
		f.Message = finding.Quote(own.Name) + "与" + place + "的项目" + finding.Quote(other.Project) + "名称相同，投资方、金额均不一致，现按两个项目分别计入。"
		f.Hint = "请与对方核实：是同一项目的，报办公室认定；不是同一项目的，请在“情况说明”中说明，名称最好能区分。"
	}
	return f
}
