package main

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// judgeDeliveries: each file that was sent has one receipt with its time, and
// is kept once, whole, under its digest.
func judgeDeliveries(t *testing.T, dir string, y year) {
	lines := sampleLines(t, "deliveries.tsv")
	if len(lines) != len(y.arrivals) {
		t.Errorf("%d files were sent, %d receipts given", len(lines), len(y.arrivals))
	}
	for _, sent := range lines {
		if !slices.ContainsFunc(y.arrivals, func(a arrival) bool {
			return a.at.Format(time.RFC3339) == sent[0] && a.name == sent[4] && (a.unit == "" || a.unit == sent[1] && a.period == sent[2])
		}) {
			t.Errorf("no receipt for %s of %s", sent[4], sent[0])
		}
	}
	kept := tree(t, dir, "archive")
	for name, digest := range kept {
		if name != "archive/"+digest {
			t.Errorf("%s holds %s", name, digest)
		}
	}
	for _, a := range y.arrivals {
		if kept["archive/"+a.sum] == "" {
			t.Errorf("%s was not kept", a.name)
		}
	}
}

// judgeRegister: what the office entered stands in its register.
func judgeRegister(t *testing.T, dir string, y year) {
	book := openWorkbook(t, mustRead(t, dir, "register.xlsx"))
	for _, e := range y.register {
		if e.sheet == "签发" {
			continue // an act, no entry
		}
		if !slices.ContainsFunc(book.sheet(t, e.sheet).table(t), func(row map[string]string) bool {
			for name, value := range e.values {
				if row[name] != value && !strings.HasPrefix(value, "@") {
					return false
				}
			}
			return true
		}) {
			t.Errorf("%s has no row %v", e.sheet, e.values)
		}
	}
}

// judgeAccidents: the sample year has each of the accidents that a year has,
// as the program's answers show them.
func judgeAccidents(t *testing.T, d documents, y year) {
	circular := d.circulars(t)
	reported := func(period, unit, want string, version int) {
		t.Helper()
		for _, r := range circular[period].Reporting {
			if r.Unit == unit && (r.Status != want || version > 0 && (r.Version == nil || *r.Version != version)) {
				t.Errorf("%s %s is %s, version %v", period, unit, r.Status, r.Version)
			}
		}
	}
	reported("2023-02", "ZBZ", "late", 1)     // came a day after 6 March
	reported("2023-09", "SZJ", "missing", 0)  // came on 28 November
	reported("2023-05", "SZJ", "returned", 1) // “见附件” for an amount, corrected after the circular
	reported("2023-09", "MCQ", "on_time", 2)  // refused, corrected the next day
	judgeRefused(t, y)
	judgeSuperseded(t, y, circular)
	judgeNilMonth(t, y)
	judgeTerminated(t, y, circular)
	judgeOffice(t, circular)
	judgeTie(t, d)
	judgeDuplicate(t, y, circular)
	judgeNoWorkbook(t, y, circular)
}

func one(t *testing.T, y year, unit, period string, version int) arrival {
	t.Helper()
	for _, a := range y.arrivals {
		if a.unit == unit && a.period == period && a.version == version && !a.repeat {
			return a
		}
	}
	t.Fatalf("%s has no version %d for %s", unit, version, period)
	return arrival{}
}

func (a arrival) has(code string) bool {
	for _, f := range a.checked.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

// judgeRefused: September's first return of the coal task force dates a
// contract in August; the second stands.
func judgeRefused(t *testing.T, y year) {
	first, second := one(t, y, "MCQ", "2023-09", 1), one(t, y, "MCQ", "2023-09", 2)
	if first.accepted || !first.has("R-101") || first.checked.Status != "returned" {
		t.Errorf("the first return came to %s", first.checked.Status)
	}
	if !second.accepted || len(second.checked.Findings) > 0 {
		t.Errorf("the second return came to %s", second.checked.Status)
	}
	if late := one(t, y, "SZJ", "2023-05", 1); !late.has("T-NUM") || late.accepted {
		t.Errorf("an amount in words came to %s", late.checked.Status)
	}
}

// judgeSuperseded: a contract of 3 亿元 that was 3.2 counts with 3 in August's
// circular and with 3.2 from September's on, which says so.
func judgeSuperseded(t *testing.T, y year, circular map[string]*printedCircular) {
	for version := 1; version <= 2; version++ {
		if a := one(t, y, "ZBZ", "2023-08", version); !a.accepted {
			t.Errorf("version %d came to %s", version, a.checked.Status)
		}
	}
	same(t, "ZBZ", "签约金额", "August", or(circular["2023-08"].figure("ZBZ", "签约金额").Actual), "6.30")
	same(t, "ZBZ", "签约金额", "September", or(circular["2023-09"].figure("ZBZ", "签约金额").Actual), "6.50")
	if list := circular["2023-09"].Corrections; len(list) != 1 || list[0].Unit != "ZBZ" || list[0].Was != "6.30" || list[0].Is != "6.50" {
		t.Errorf("corrections of September: %+v", list)
	}
}

// judgeNilMonth: a return that says 本月无 of every sheet is accepted.
func judgeNilMonth(t *testing.T, y year) {
	a := one(t, y, "WLK", "2023-02", 1)
	nils := 0
	for sheet, rows := range a.checked.Entries {
		if sheet != "封面" {
			t.Errorf("%s has %d rows", sheet, len(rows))
			continue
		}
		for field, value := range rows[0].Values {
			if strings.HasPrefix(field, "零报告_") && value == "本月无" {
				nils++
			}
		}
	}
	if nils != 7 || a.checked.Status != "accepted_with_warnings" || !a.has("R-181") {
		t.Errorf("%d sheets are nil, %s", nils, a.checked.Status)
	}
}

// judgeTerminated: a contract of 5 亿元 is out of the figures from October.
func judgeTerminated(t *testing.T, y year, circular map[string]*printedCircular) {
	stage := ""
	for _, e := range one(t, y, "KFQ", "2023-10", 1).checked.Entries["对接项目"] {
		if e.Values["项目编号"] == "KFQ-2023-002" {
			stage = e.Values["阶段"]
		}
	}
	same(t, "KFQ", "KFQ-2023-002", "stage", stage, "终止")
	same(t, "KFQ", "签约金额", "September", or(circular["2023-09"].figure("KFQ", "签约金额").Actual), "26.00")
	same(t, "KFQ", "签约金额", "October", or(circular["2023-10"].figure("KFQ", "签约金额").Actual), "21.00")
}

// judgeOffice: a project of 5 亿元 that two task forces report counts with the
// first; an amount of 1 亿元 that was verified as 0.9 counts so from December's
// circular on, which corrects November's.
func judgeOffice(t *testing.T, circular map[string]*printedCircular) {
	claimed := circular["2023-11"].figure("ZBZ", "对接总投资")
	same(t, "ZBZ", "对接总投资", "reported", or(claimed.Reported), "17.00")
	same(t, "ZBZ", "对接总投资", "counted", or(claimed.Actual), "12.00")
	verified := circular["2023-12"].figure("NYC", "签约金额")
	same(t, "NYC", "签约金额", "reported", or(verified.Reported), "5.10")
	same(t, "NYC", "签约金额", "verified", or(verified.Actual), "5.00")
	if list := circular["2023-12"].Corrections; len(list) != 1 || list[0].Was != "4.20" || list[0].Is != "4.10" {
		t.Errorf("corrections of December: %+v", list)
	}
}

// judgeTie: two task forces share the second rank of the first quarter, and
// there is no third.
func judgeTie(t *testing.T, d documents) {
	var ranks []int
	scores := map[int]string{}
	for _, row := range d.rankings(t)["2023Q1"].Rows {
		ranks = append(ranks, *row.Rank)
		if was := scores[*row.Rank]; was != "" && was != row.Score {
			t.Errorf("rank %d has %s and %s", *row.Rank, was, row.Score)
		}
		scores[*row.Rank] = row.Score
	}
	if !slices.Equal(ranks, []int{1, 2, 2, 4, 5, 6}) {
		t.Errorf("ranks of the first quarter: %v", ranks)
	}
}

// judgeDuplicate: the bytes of 3 March came again on 6 March; version and time
// are the first ones'.
func judgeDuplicate(t *testing.T, y year, circular map[string]*printedCircular) {
	var again []arrival
	for _, a := range y.arrivals {
		if a.repeat {
			again = append(again, a)
		}
	}
	if len(again) != 1 || again[0].sum != one(t, y, "SZJ", "2023-02", 1).sum {
		t.Fatalf("repeated: %+v", again)
	}
	for _, r := range circular["2023-02"].Reporting {
		if r.Unit == "SZJ" {
			same(t, "SZJ", "报送", "received_at", or(r.ReceivedAt), "2023-03-03T15:30:00+08:00")
		}
	}
}

// judgeNoWorkbook: a photograph under a workbook's name is refused and kept,
// and the return that followed it in time is on time, as the first version.
func judgeNoWorkbook(t *testing.T, y year, circular map[string]*printedCircular) {
	var found []arrival
	for _, a := range y.arrivals {
		if a.unit == "" {
			found = append(found, a)
		}
	}
	if len(found) != 1 || found[0].checked.Status != "unreadable" || !found[0].has("F-NOTXLSX") || found[0].accepted {
		t.Fatalf("unreadable: %+v", found)
	}
	for _, r := range circular["2023-04"].Reporting {
		if r.Unit == "WLK" && (r.Status != "on_time" || *r.Version != 1) {
			t.Errorf("WLK in April: %s, version %d", r.Status, *r.Version)
		}
	}
}

// judgeSentAgain sends the whole of November once more, by new names: each is
// the version it was, and neither files nor figures move, but for receipts.
func judgeSentAgain(t *testing.T, dir string, y year) {
	figures := ask[printedCircular](t, dir, "circular", "-m", "2023-12", "--draft", "--now", "2024-01-24T19:00:00+08:00").Figures
	before := tree(t, dir, "out", "forms", "archive")
	sent := 0
	for _, a := range y.arrivals {
		if a.period == "2023-11" {
			sent++
			if err := os.WriteFile(filepath.Join(dir, "inbox", a.sum[:8]+".xlsx"), mustRead(t, dir, "archive", a.sum), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	known := 0
	for line := range strings.Lines(say(t, dir, exitDone, "ingest", "--json", "--now", "2024-01-24T19:00:00+08:00")) {
		if strings.HasPrefix(line, `{"file":`) && strings.Contains(line, `"received":{"version":1,`) {
			known++
		}
	}
	if sent != 7 || known != sent {
		t.Errorf("%d files sent again, %d of them known as version 1", sent, known)
	}
	if left := tree(t, dir, "inbox"); len(left) > 0 {
		t.Errorf("left in the inbox: %v", left)
	}
	sameTrees(t, "sent again", before, tree(t, dir, "out", "forms", "archive"))
	again := ask[printedCircular](t, dir, "circular", "-m", "2023-12", "--draft", "--now", "2024-01-24T19:00:00+08:00").Figures
	if !reflect.DeepEqual(figures, again) {
		t.Errorf("figures of a draft before: %v\nafter: %v", figures, again)
	}
}
