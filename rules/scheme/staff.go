package scheme

import (
	"slices"

	"tongbao/ingest"
	"tongbao/rules/facts"
)

// StaffSetting names the 人员类别 of which every unit of a task force provides
// at least one member.
const StaffSetting = "成员配备"

// Staff is who is to serve in a task force, by the scheme, and who does, by
// the register's 成员名册: what 督查 can ask about.
func (s *Scheme) Staff(tf *TaskForce, r *Register) *facts.Staff {
	staff := &facts.Staff{Units: tf.Units(), Kinds: splitList(s.Settings.Other[StaffSetting])}
	for _, m := range r.Members {
		staff.Members = append(staff.Members, facts.Member{
			TaskForce: m.TaskForce, Person: m.Person, Unit: m.Unit, Post: m.Post, Kind: m.Kind, From: m.From, To: m.To,
			Source: ingest.Source{Office: "台账", Place: ingest.Place{Sheet: sheetMembers, Cell: m.Cell}},
		})
	}
	return staff
}

// Units are 牵头单位 and 成员单位, the leading one first.
func (t TaskForce) Units() (units []string) {
	for _, u := range append([]string{t.LeadUnit}, t.Members...) {
		if u != "" && !slices.Contains(units, u) {
			units = append(units, u)
		}
	}
	return units
}
