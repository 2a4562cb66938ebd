package check

import (
	"strings"

	"tongbao/ingest"
	"tongbao/ingest/finding"
	"tongbao/ingest/form"
)

// twins reports a project that is new this month and seems to be one that the
// same task force reports already, under another code (X-TWIN): both would be
// counted. The same name counts with the same investor or amount, a near-same
// name with both: two phases of one investor differ in the amount. One that was
// terminated is asked about too, since a project that is taken up again is no
// new one; that itself is nobody's twin.
func twins(j *judge) {
	all := claimsTo(Side{Year: j.year}, j.year.Remembered(), 0)
	seen := map[string][]*claimed{} // by investor, and by name
	for i := range all {
		own := &all[i]
		keys := []string{"n" + own.name, "i" + own.investor}
		for _, other := range twinsOf(own, keys, seen) {
			if own.FirstMonth == j.ret.Period && !own.ended {
				j.reportTwin(own, other)
			} else if other.FirstMonth == j.ret.Period && !other.ended {
				j.reportTwin(other, own)
			}
		}
		for _, k := range keys {
			seen[k] = append(seen[k], own)
		}
	}
}

func twinsOf(own *claimed, keys []string, seen map[string][]*claimed) (list []*claimed) {
	known := map[*claimed]bool{}
	for _, k := range keys {
		for _, other := range seen[k] {
			if !known[other] && twin(own, other) {
				known[other] = true
				list = append(list, other)
			}
		}
	}
	return list
}

func twin(a, b *claimed) bool {
	investor := a.investor != "" && a.investor == b.investor
	_, amount := sharedAmount(a.amounts, b.amounts)
	if a.name == b.name {
		return a.name != "" && (investor || amount)
	}
	return investor && amount && nearName(a.name, b.name)
}

// reportTwin blames the first cell of the return that holds the newer code.
func (j *judge) reportTwin(newer, older *claimed) {
	done := false
	j.eachProject(func(s *form.Sheet, e ingest.Entry, code string) {
		if done || code != newer.Project {
			return
		}
		done = true
		key := s.With(form.Project).Key
		p, _ := j.at(e, key)
		f := finding.Finding{
			Code: "X-TWIN", Level: finding.Warning, Place: p, Value: typed(e.Values[key]),
			Message: "项目" + finding.Quote(newer.Project) + "与" + j.standing(older) + "的项目" + finding.Quote(older.Project) + finding.Quote(older.Name) + "疑为同一项目，将重复计数。",
			Hint:    "是同一项目的，请沿用原编号；确为两个项目的，请在“情况说明”中说明。",
		}
		if older.ended {
			f.Message = strings.TrimSuffix(f.Message, "将重复计数。") + "原项目已报终止，另编号将作为新项目计数。"
			f.Hint = "是原项目重新启动的，请沿用原编号，并在“情况说明”中写明原因；确为两个项目的，请在“情况说明”中说明。"
		}
		j.report(f)
	})
}

// standing says where a claim stands: in this return or in an earlier one.
func (j *judge) standing(c *claimed) string {
	month := c.LatestMonth.Chinese() + "月报表"
	if c.LatestMonth == j.ret.Period {
		month = "本表"
	}
	return month + "“" + c.Source.Place.String() + "”"
}
