package facts

import (
	"slices"

	"tongbao/ingest"
	"tongbao/rules/formula"
)

// Staff is who is to serve in a task force and who does: what judgements ask
// about under 成员名册 and 应配人员.
type Staff struct {
	Units   []string // 牵头单位 and 成员单位, the leading one first
	Kinds   []string // 人员类别 of which every unit provides at least one
	Members []Member // of every task force, as in the office's roster
}

// Member is one person's service in one task force. A zero day is open.
type Member struct {
	TaskForce, Person, Unit, Post, Kind string
	From, To                            ingest.Date
	Source                              ingest.Source // the roster's row
}

// serves reports whether the member serves on a day; the last day counts.
func (m Member) serves(on ingest.Date) bool {
	return m.begun(on) && (m.To == ingest.Date{} || m.To.Compare(on) >= 0)
}

func (m Member) begun(on ingest.Date) bool {
	return m.From == ingest.Date{} || m.From.Compare(on) <= 0
}

// staffNames are the types of what staff makes.
func staffNames() formula.Env {
	return formula.Env{
		roster: list(map[string]formula.Type{
			"姓名": text, "单位": text, "职务": text, "人员类别": text, "起": day, "止": day,
			"在任": truth, "非成员单位": truth, "兼任": number,
		}),
		places: list(map[string]formula.Type{
			"单位": text, "人员类别": text, "在任人数": number, "从未确定": truth, "离任未补": truth, "离任日": day,
		}),
	}
}

// staff is 成员名册 and 应配人员 as of a day. A task force with nobody on the
// roster has no 应配人员 either: a roster that was not kept is no ground to
// say that a unit sent nobody.
func (s *Staff) staff(taskForce string, on ingest.Date) formula.Record {
	rows, own := []formula.Record{}, []Member{}
	if s != nil {
		for _, m := range s.Members {
			if m.TaskForce == taskForce && m.begun(on) {
				own = append(own, m)
				rows = append(rows, s.member(m, on))
			}
		}
	}
	wanted := []formula.Record{}
	if len(own) > 0 {
		for _, unit := range s.Units {
			for _, kind := range s.Kinds {
				wanted = append(wanted, vacancy(own, unit, kind, on))
			}
		}
	}
	return formula.Record{roster: rows, places: wanted}
}

func (s *Staff) member(m Member, on ingest.Date) formula.Record {
	serves := m.serves(on)
	elsewhere := map[string]bool{}
	for _, other := range s.Members {
		if other.Person == m.Person && other.TaskForce != m.TaskForce && other.serves(on) {
			elsewhere[other.TaskForce] = true
		}
	}
	r := formula.Record{
		"姓名": m.Person, "单位": m.Unit, "职务": m.Post, "人员类别": m.Kind, "在任": serves,
		"非成员单位": serves && !slices.Contains(s.Units, m.Unit), "兼任": whole(len(elsewhere)), formula.SourceKey: m.Source,
	}
	addDay(r, "起", m.From)
	addDay(r, "止", m.To)
	return r
}

// vacancy is one row of 应配人员: what a unit has of a 人员类别.
func vacancy(own []Member, unit, kind string, on ingest.Date) formula.Record {
	serving, left := 0, ingest.Date{}
	var from ingest.Source
	for _, m := range own {
		switch {
		case m.Unit != unit || m.Kind != kind:
		case m.serves(on):
			serving++
			from = m.Source
		case left.Compare(m.To) < 0:
			left, from = m.To, m.Source
		}
	}
	empty := serving == 0
	r := formula.Record{
		"单位": unit, "人员类别": kind, "在任人数": whole(serving),
		"从未确定": empty && left == ingest.Date{}, "离任未补": empty && left != ingest.Date{},
	}
	if from != (ingest.Source{}) {
		r[formula.SourceKey] = from
	}
	if empty {
		addDay(r, "离任日", left)
	}
	return r
}

func addDay(r formula.Record, name string, d ingest.Date) {
	if d != (ingest.Date{}) {
		r[name] = d
	}
}
