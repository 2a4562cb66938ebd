package scheme

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"tongbao/rules/facts"
	"tongbao/templates"
)

// takenSheets are the sheets whose rows an older scheme can take over from the
// built-in one as they are, with the columns that decide something. The others
// hold what is an office's own (targets, task forces, days, weights). Rows that
// are tried in order are one thing, and taken over together or not at all.
var takenSheets = []struct {
	sheet   string
	decide  []string
	ordered bool
}{
	{sheetChoices, nil, false},
	{sheetIndicators, []string{"算式", "当月算式"}, false},
	{sheetFields, []string{"类型", "选项"}, false},
	{sheetRules, []string{"条件"}, false},
	{sheetDeductions, []string{"条件"}, false},
	{sheetSupervision, []string{"触发条件", "关闭条件"}, false},
	{sheetOutcomes, []string{"条件", "等次", "结论用语"}, true},
}

// UpToDate returns the scheme's tables as they would be with what the built-in
// scheme has by now: rows that came since, where they fit the form that this
// scheme makes, and in rows that both have what was mended since. A cell that no
// built-in scheme ever said is the office's own and stays, and so does a row
// that is out of use. Newer columns are filled as the built-in scheme has them.
// Diff against Tables tells what there is to take over.
func (s *Scheme) UpToDate() []Table {
	u := update{earlier: earlierTexts(), refused: map[string]bool{}, lacks: s.Newer}
	if !u.descends(s.tables) {
		return s.tables
	}
	for {
		tables, origin := u.apply(s.tables)
		b := build(tables)
		again := false
		for _, f := range b.faults {
			_, row := splitCell(f.Cell)
			if key := origin[at{f.Sheet, row}]; key != "" && !u.refused[key] {
				u.refused[key], again = true, true
			}
		}
		switch {
		case again:
		case len(b.faults) > 0: // what is added quarrels with the office's own
			return s.tables
		default:
			return tables
		}
	}
}

// update is what may be taken over; refused, by sheet and key, what does not
// fit.
type update struct {
	earlier map[string]bool
	refused map[string]bool
	lacks   []Newer
}

// descends reports whether a scheme was made of the built-in one: most of its
// rules are, or once were, the built-in scheme's. Another county's own scheme
// has nothing to catch up with.
func (u *update) descends(tables []Table) bool {
	rows := keyedRows(sheetRules, tableOf(tables, sheetRules))
	n := 0
	for _, r := range rows {
		if u.earlier[earlierKey(sheetRules, r.key, r.cells["条件"])] {
			n++
		}
	}
	return 2*n > len(rows)
}

// at is a row of a sheet.
type at struct {
	sheet string
	row   int
}

// apply takes over what is not refused, and says of which rows it did.
func (u *update) apply(tables []Table) (list []Table, origin map[at]string) {
	list, origin = slices.Clone(tables), map[at]string{}
	var texts strings.Builder
	for _, x := range slices.Backward(takenSheets) { // 计算口径 last: only what the others speak of
		i := slices.IndexFunc(list, func(t Table) bool { return t.Sheet == x.sheet })
		if i < 0 || len(list[i].Rows) == 0 {
			continue
		}
		rows, today := keyedRows(x.sheet, list[i]), keyedRows(x.sheet, tableOf(Defaults(), x.sheet))
		taken := make([]string, len(rows))
		switch {
		case !x.ordered:
			rows, taken = u.merge(x.sheet, x.decide, rows, today, func(r keyed) bool {
				return x.sheet != sheetChoices || strings.Contains(texts.String(), facts.ChoicePrefix+r.cells["事项"])
			})
		case !u.refused[x.sheet] && u.untouched(x.sheet, x.decide, rows):
			rows, taken = today, slices.Repeat([]string{x.sheet}, len(today))
		}
		t := Table{Sheet: x.sheet, Header: list[i].Header, Columns: list[i].Columns}
		for k, row := range rows {
			cells := make([]string, len(t.Columns))
			for c, name := range t.Columns {
				cells[c] = row.cells[name]
			}
			number := t.Header + 1 + k
			t.Rows = append(t.Rows, Row{Number: number, Cells: cells})
			if taken[k] != "" {
				origin[at{x.sheet, number}] = taken[k]
				texts.WriteString(strings.Join(cells, "\n") + "\n")
			}
		}
		list[i] = t
	}
	return list, origin
}

// untouched reports whether all that decides in a sheet is the built-in
// scheme's, of whatever time.
func (u *update) untouched(sheet string, decide []string, rows []keyed) bool {
	for _, r := range rows {
		for _, c := range decide {
			if !u.earlier[earlierKey(sheet, r.key, r.cells[c])] {
				return false
			}
		}
	}
	return true
}

// merge mends rows, adds those of today that are not there, and says by taken
// which these are.
func (u *update) merge(sheet string, decide []string, rows, today []keyed, wanted func(keyed) bool) (merged []keyed, taken []string) {
	keyIs := func(key string) func(keyed) bool { return func(r keyed) bool { return r.key == key } }
	for _, r := range rows {
		mended := ""
		if j := slices.IndexFunc(today, keyIs(r.key)); j >= 0 && !u.refused[sheet+r.key] {
			mended = u.mend(sheet, decide, r, today[j])
		}
		taken = append(taken, mended)
	}
	for j, r := range today {
		if slices.ContainsFunc(rows, keyIs(r.key)) || u.refused[sheet+r.key] || !wanted(r) {
			continue
		}
		k := place(rows, today[:j])
		rows, taken = slices.Insert(rows, k, r), slices.Insert(taken, k, sheet+r.key)
	}
	return rows, taken
}

// place is where a row belongs that comes after others: behind the nearest of
// them that is there, first where none is.
func place(rows, before []keyed) int {
	for _, b := range slices.Backward(before) {
		if i := slices.IndexFunc(rows, func(r keyed) bool { return r.key == b.key }); i >= 0 {
			return i + 1
		}
	}
	return 0
}

// mend changes row to what the built-in scheme has now, and returns its key where
// anything that decides was mended.
func (u *update) mend(sheet string, decide []string, row, now keyed) string {
	if row.cells["阶段"] == string(Retired) || row.cells["失效月"] != "" {
		return ""
	}
	for _, n := range u.lacks {
		if n.Sheet == sheet {
			row.cells[n.Column] = now.cells[n.Column]
		}
	}
	outdated := func(column string) bool {
		return u.earlier[earlierKey(sheet, row.key, row.cells[column])] && row.cells[column] != now.cells[column]
	}
	if !slices.ContainsFunc(decide, outdated) {
		return ""
	}
	for column := range now.cells {
		if outdated(column) || row.cells[column] == "" {
			row.cells[column] = now.cells[column]
		}
	}
	return sheet + row.key
}

// earlierTexts is what the built-in schemes have said, by earlierKey, today's
// included.
func earlierTexts() map[string]bool {
	texts := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(templates.Earlier), "\n") {
		row, sums, _ := strings.Cut(line, "\t")
		for _, sum := range strings.Fields(sums) {
			texts[row+"\t"+sum] = true
		}
	}
	return texts
}

// earlierKey is a cell of templates.Earlier: its row by sheet and key, and the
// head of the SHA-256 of what it says.
func earlierKey(sheet, key, text string) string {
	sum := sha256.Sum256([]byte(text))
	return sheet + "　" + key + "\t" + hex.EncodeToString(sum[:4])
}
