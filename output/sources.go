package output

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/exact"
)

// The page of sources: which versions of which returns the document's figures
// were taken from, and how many cells of each. A return that none was taken
// from is there too: a figure of 0 rests on it as much as any. The list of every cell is the
// 来源 sheet of the document's workbook; a page of it would be thirty.

// shortSum is how much of a SHA-256 is printed: enough to find the file by.
const shortSum = 12

// used is a return that figures rest on, with the cells they rest on.
type used struct {
	ingest.Version
	cells map[ingest.Place]bool
	idle  string // why there are none: 零报告, 未取用
}

// idleReturn says of a return that no figure was taken from whether it had
// anything to report.
func idleReturn(ret *ingest.Return) string {
	for _, e := range ret.Entries {
		if e.Row > 0 {
			return "未取用"
		}
	}
	return "零报告"
}

// usedReturns gathers the returns behind every figure made so far, and those of
// all which none was taken from, by task force as the scheme lists them, then
// by month.
func (r *reader) usedReturns(all []*ingest.Return) []used {
	type which struct {
		taskForce string
		period    ingest.Period
		number    int
	}
	found := map[which]used{}
	calendar := r.scheme.Settings.Calendar
	for _, ret := range all {
		if ret.Number > 0 && calendar.YearOf(ret.Period) == calendar.YearOf(r.period) && !r.period.Before(ret.Period) {
			found[which{ret.TaskForce, ret.Period, ret.Number}] = used{Version: ret.Version, idle: idleReturn(ret)}
		}
	}
	for _, trace := range r.traces {
		for _, in := range trace.Inputs {
			if in.Version == nil || in.Version.SHA256 == "" {
				continue
			}
			k := which{in.Version.TaskForce, in.Version.Period, in.Version.Number}
			u, ok := found[k]
			if !ok || u.cells == nil || in.Version.SHA256 > u.SHA256 {
				u.Version = *in.Version
			}
			if u.cells == nil {
				u.cells = map[ingest.Place]bool{}
			}
			if in.Place.Cell != "" {
				u.cells[in.Place] = true
			}
			found[k] = u
		}
	}
	list := slices.Collect(maps.Values(found))
	order := func(code string) int {
		for i, t := range r.scheme.TaskForces {
			if t.Code == code {
				return i
			}
		}
		return len(r.scheme.TaskForces)
	}
	slices.SortFunc(list, func(a, b used) int {
		return cmp.Or(order(a.TaskForce)-order(b.TaskForce), a.Period.Sub(b.Period), a.Number-b.Number)
	})
	return list
}

// Arrivals says when the bytes of each version first came.
type Arrivals map[ingest.Version]time.Time

// sourceTable lists the returns: who, month, version, time of receipt, cells
// taken, the head of the SHA-256. All are the accepted ones that the document
// could have taken from. Nil where there are none.
func (r *writer) sourceTable(arrivals Arrivals, all []*ingest.Return) *Table {
	list := r.usedReturns(all)
	if len(list) == 0 {
		return nil
	}
	t := &Table{Columns: []Column{{r.sender, 29, Left}, {"月份", 16, Centre}, {"版次", 12, Centre}, {"收到时间", 27, Centre}, {"单元格", 12, Right}, {"校验值", 26, Left}}}
	var counts, idle []string
	cells := 0
	for _, u := range list {
		k := key("sources", u.TaskForce, u.Period.String(), itoa(u.Number))
		from := []ingest.Source{{Version: &u.Version}}
		if len(u.cells) == 0 { // a lateness or a missed meeting may rest on the return as a whole
			n := r.figure(k, cmp.Or(u.idle, "未取用"), "本文件没有数取自该份月报表的单元格", from)
			t.Rows = append(t.Rows, []Cell{r.nameCell(u.TaskForce), named(u.Period.String()), named("第" + itoa(u.Number) + "次"), receiptCell(arrivals[u.Version]), r.cell(n), named(firstOf(u.SHA256, shortSum) + "…")})
			idle = append(idle, k)
			continue
		}
		n := r.number(k, exact.Int(int64(len(u.cells))), 0, "本文件的数所取用的单元格数", from)
		t.Rows = append(t.Rows, []Cell{r.nameCell(u.TaskForce), named(u.Period.String()), named("第" + itoa(u.Number) + "次"), receiptCell(arrivals[u.Version]), r.cell(n), named(firstOf(u.SHA256, shortSum) + "…")})
		counts, cells = append(counts, k), cells+len(u.cells)
	}
	v := struct{ Returns, Cells, Idle marked }{
		r.count("sources/returns", "本文件的数所取用的月报表份数", counts...),
		r.number("sources/cells", exact.Int(int64(cells)), 0, "本文件的数所取用的单元格数，各份之和", nil, counts...), "",
	}
	if len(idle) > 0 {
		v.Idle = r.count("sources/idle", "零报告或未取用数据的月报表份数", idle...)
	}
	t.Notes = r.notes("来源附注", v)
	return t
}

// receiptCell is when a version came: 2024-01-05 09:00.
func receiptCell(at time.Time) Cell {
	if at.IsZero() {
		return dash
	}
	return named(at.In(ingest.Zone).Format("2006-01-02 15:04"))
}

func firstOf(s string, n int) string { return s[:min(n, len(s))] }
