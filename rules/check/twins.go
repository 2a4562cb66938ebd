package check

import (
	"strings"
	"unicode/utf8"

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
	seen := map[string][]sketch{} // by what they share
	told := map[string]int{}      // how many twins of a project
	places := j.firstRows()
	report := func(newer, older *claimed) {
		if newer.FirstMonth == j.ret.Period && !newer.ended {
			told[newer.Project]++
			j.reportTwin(places[newer.Project], newer, older)
		}
	}
	for i := range all {
		own := &all[i]
		look := sketch{i, lettersOf(own.name), utf8.RuneCountInString(own.name)}
		known := map[int]bool{}
		for _, key := range own.twinKeys() {
			for _, at := range seen[key.text] {
				if told[own.Project] == mostTwins {
					break
				}
				other := &all[at.project]
				if known[at.project] || key.near && !(look.mayBe(at) && nearName(own.name, other.name)) {
					continue
				}
				known[at.project] = true
				if own.FirstMonth == j.ret.Period && !own.ended {
					report(own, other)
				} else if told[other.Project] < mostTwins {
					report(other, own)
				}
			}
			seen[key.text] = append(seen[key.text], look)
		}
	}
}

// mostTwins is how many twins of one project are told: who lists hundreds of
// projects of one name and amount need not read all pairs of them.
const mostTwins = 3

// twinKey is what two projects share that are thought one; near, if their names
// are near.
type twinKey struct {
	text string
	near bool
}

func (p *claimed) twinKeys() (keys []twinKey) {
	if p.name != "" && p.investor != "" {
		keys = append(keys, twinKey{strings.Join([]string{"name", p.name, "investor", p.investor}, "\x00"), false})
	}
	for _, a := range p.amounts {
		amount := strings.Join([]string{"amount", a.field.Key, a.value.String()}, "\x00")
		if p.name != "" {
			keys = append(keys, twinKey{amount + "\x00name\x00" + p.name, false})
		}
		if p.investor != "" {
			keys = append(keys, twinKey{amount + "\x00investor\x00" + p.investor, true})
		}
	}
	return keys
}

// row is an entry with its place in the form.
type row struct {
	sheet *form.Sheet
	entry ingest.Entry
}

// firstRows are the first rows of the return's projects, by code.
func (j *judge) firstRows() map[string]row {
	first := map[string]row{}
	j.eachProject(func(s *form.Sheet, e ingest.Entry, code string) {
		if _, known := first[code]; !known {
			first[code] = row{s, e}
		}
	})
	return first
}

// reportTwin blames the first cell of the return that holds the newer code.
func (j *judge) reportTwin(at row, newer, older *claimed) {
	if at.sheet == nil {
		return
	}
	key := at.sheet.With(form.Project).Key
	p, _ := j.at(at.entry, key)
	f := finding.Finding{
		Code: "X-TWIN", Level: finding.Warning, Place: p, Value: typed(at.entry.Values[key]),
		Message: "项目" + finding.Quote(newer.Project) + "与" + j.standing(older) + "的项目" + finding.Quote(older.Project) + finding.Quote(older.Name) + "疑为同一项目，将重复计数。",
		Hint:    "是同一项目的，请沿用原编号；确为两个项目的，请在“情况说明”中说明。",
	}
	if older.ended {
		f.Message = strings.TrimSuffix(f.Message, "将重复计数。") + "原项目已报终止，另编号将作为新项目计数。"
		f.Hint = "是原项目重新启动的，请沿用原编号，并在“情况说明”中写明原因；确为两个项目的，请在“情况说明”中说明。"
	}
	j.report(f)
}

// standing says where a claim stands: in this return or in an earlier one.
func (j *judge) standing(c *claimed) string {
	month := c.LatestMonth.Chinese() + "月报表"
	if c.LatestMonth == j.ret.Period {
		month = "本表"
	}
	return month + "“" + c.Source.Place.String() + "”"
}
