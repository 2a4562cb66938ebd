package ledger

import (
	"fmt"
	"strings"
	"testing"

	"tongbao/ingest"
)

// TestQueriesGoByIndex holds every query of a month's run to a search by
// index: a scan would cost by the years stored.
func TestQueriesGoByIndex(t *testing.T) {
	l := open(t)
	for query, args := range map[string]int{
		"SELECT content" + latest: 4,
		"SELECT " + versionColumns + " FROM version WHERE task_force = ? AND period = ? ORDER BY number":                                   2,
		"SELECT " + versionColumns + " FROM version WHERE period = ? ORDER BY task_force, number":                                          1,
		"SELECT " + versionColumns + " FROM version WHERE sha256 = ? ORDER BY id":                                                          1,
		"SELECT " + arrivalColumns + " FROM arrival WHERE sha256 = ? ORDER BY id":                                                          1,
		"SELECT " + arrivalColumns + " FROM arrival WHERE verdict = 'unreadable' AND received_at BETWEEN ? AND ? ORDER BY received_at, id": 2,
		"SELECT EXISTS (SELECT 1 FROM document WHERE period = ?)":                                                                          1,
		"SELECT " + documentColumns + " FROM document WHERE kind = ? AND period = ? AND task_force = ? ORDER BY edition":                   3,
		"SELECT coalesce(max(serial), 0) + 1 FROM document WHERE series = ? AND year = ?":                                                  2,
		"SELECT coalesce(max(serial), 0) + 1 FROM item WHERE year = ?":                                                                     1,
		"SELECT " + itemColumns + " FROM item i WHERE closed = 0 AND task_force = ? ORDER BY year, serial":                                 1,
		"SELECT " + itemColumns + " FROM item i WHERE i.period BETWEEN ? AND ? ORDER BY year, serial":                                      2,
		itemsTold: 1,
		"SELECT max(edition) FROM document WHERE kind = ? AND period = ? AND task_force = ?": 3,
		"SELECT job FROM slot WHERE job = ? AND due >= ? ORDER BY due":                       2,
		"SELECT min(id) FROM arrival WHERE version = ?":                                      1,
		"SELECT at FROM run ORDER BY id DESC LIMIT 1":                                        0,
	} {
		plan, err := collect(ctx, l.reader, func(row scanner) (string, error) {
			var id, parent, unused int
			var detail string
			return detail, row.Scan(&id, &parent, &unused, &detail)
		}, "EXPLAIN QUERY PLAN "+query, make([]any, args)...)
		if err != nil {
			t.Errorf("%s: %v", query, err)
		}
		for _, step := range plan {
			if strings.HasPrefix(step, "SCAN") && step != "SCAN CONSTANT ROW" && step != "SCAN run" {
				t.Errorf("%s\n\t%s", query, strings.Join(plan, "\n\t"))
			}
		}
	}
}

var codes = []string{"KFQ", "MCQ", "ZBZ", "WLK", "NYC", "SZJ", "FWZ"}

// stored is a ledger that holds so many years of seven task forces' returns.
func stored(b *testing.B, years int) *Ledger {
	l := open(b)
	for m := range years * 12 {
		for _, code := range codes {
			finish(b, l, post1(b, l, posting(code, month("2013-01").Add(m).String(), fmt.Sprint(m), "2023-01-01 00:00:00", Accepted)))
		}
	}
	return l
}

// BenchmarkPost is one return into a ledger of one year and of ten: the two
// must cost the same.
func BenchmarkPost(b *testing.B) {
	for _, years := range []int{1, 10} {
		b.Run(fmt.Sprintf("years=%d", years), func(b *testing.B) {
			l := stored(b, years)
			n := 0
			for b.Loop() {
				p := posting("KFQ", month("2030-01").Add(n%600).String(), fmt.Sprint(n), "2026-01-01 00:00:00", Accepted)
				n++
				finish(b, l, post1(b, l, p))
			}
		})
	}
}

// BenchmarkAccepted is one task force's year out of a ledger of one year and
// of ten.
func BenchmarkAccepted(b *testing.B) {
	for _, years := range []int{1, 10} {
		b.Run(fmt.Sprintf("years=%d", years), func(b *testing.B) {
			l := stored(b, years)
			from := ingest.Period{Year: 2012 + years, Month: 1}
			for b.Loop() {
				if list, err := l.Accepted("ZBZ", from, from.Add(11)); len(list) != 12 || err != nil {
					b.Fatal(len(list), err)
				}
			}
		})
	}
}
