package ledger

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongbao/ingest"
)

// forge runs statements as another program would, with the guards of a table
// taken away and put back.
func forge(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	guards := map[string]string{}
	rows, err := db.Query("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			t.Fatal(err)
		}
		guards[name] = text
	}
	rows.Close()
	for name := range guards {
		statements = append([]string{"DROP TRIGGER " + name}, statements...)
	}
	for name, text := range guards {
		if strings.HasPrefix(name, "seal_") && slices.Contains(statements, "DROP TABLE seal") {
			continue
		}
		statements = append(statements, text)
	}
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// breaches are what Sealed finds, a line each: how, table, key.
func breaches(t *testing.T, path string) (list []string) {
	t.Helper()
	l, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if other, err := l.Problems(ctx); err != nil || len(other) > 0 {
		t.Fatalf("seen without seals: %v %v", other, err)
	}
	s, err := l.Sealed(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range s.Breaks {
		list = append(list, fmt.Sprint(b.How, " ", b.Table, " ", strings.Join(b.Key, " ")))
	}
	return list
}

// One of each kind of row: a return accepted and finished, a slot done, a
// document with a file, an item and a version, a message sent.
func oneOfEach(t *testing.T, l *Ledger) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	r := &ingest.Return{Version: ingest.Version{TaskForce: "KFQ", Period: month("2023-09"), File: "a.xlsx"}}
	p, err := l.Post(ctx, Posting{SHA256: sum("a"), Name: "a.xlsx", At: at("2023-10-09 10:00:00"), Return: r, Status: Accepted, Scheme: "s", Register: "r"})
	must(err)
	must(l.Finish(ctx, p.ID, at("2023-10-09 10:00:00")))
	_, err = l.BeginSlot(ctx, "月通报", at("2023-10-11 09:00:00"), at("2023-10-11 09:00:00"))
	must(err)
	_, err = l.Issue(ctx, Issuing{Kind: "circular", Period: "2023-09", Status: Issued, Number: "示〔2023〕1号", Series: "示", Year: 2023, Serial: 1, At: at("2023-10-11 09:00:00"),
		Manifest: Manifest{Returns: []ingest.Version{p.Version.Version}}, Files: []File{{Path: "out/a.pdf", Bytes: []byte("pdf")}}, Deliver: true,
		Items: []Item{{ID: "督办1", Year: 2023, Serial: 1, TaskForce: "KFQ", Code: "d", Period: month("2023-09"), Raised: ingest.Date{Year: 2023, Month: 10, Day: 11}, Status: "open"}}})
	must(err)
	must(l.EndSlot(ctx, "月通报", at("2023-10-11 09:00:00"), Done, "", at("2023-10-11 09:00:00")))
	must(l.Snapshot(ctx, "scheme", sum("s"), []byte("[]"), at("2023-10-11 09:00:00")))
	owed, err := l.Owed(ctx)
	must(err)
	var out []Outgoing
	for _, m := range owed {
		m.Content = []byte("{}")
		out = append(out, Outgoing{m, []Delivery{{Address: "a@b", State: Queued, NextAt: at("2023-10-11 09:00:00")}}})
	}
	must(l.Prepare(ctx, out))
	for i := range out {
		out[i].To[0] = Delivery{Address: "a@b", State: Delivered, EndedAt: at("2023-10-11 09:00:00")}
	}
	must(l.Settle(ctx, out, at("2023-10-11 09:00:00")))
	_, err = l.KeepDraft(ctx, Draft{Kind: "circular", Period: "2023-10", At: at("2023-10-11 09:00:00"), Data: []byte("{}")})
	must(err)
}

// Guards gone and put back, and a reference or a page out of order nowhere:
// only the seals tell that a row is not what the program wrote.
func TestSealed(t *testing.T) {
	for forgery, want := range map[string]string{
		"":                                       "",
		"UPDATE version SET file = 'b.xlsx'":     "changed version 1",
		"UPDATE version SET status = 'returned'": "changed version 1",
		"UPDATE arrival SET received_at = '2023-10-08T10:00:00+08:00'":                            "changed arrival 1",
		"UPDATE arrival SET placed_at = '2023-10-08T10:00:00+08:00'":                              "changed arrival 1",
		"UPDATE document SET number = '示〔2023〕2号'":                                                "changed document 1",
		"UPDATE document_file SET size = 4":                                                       "changed document 1",
		"DELETE FROM document_version":                                                            "changed document 1",
		"UPDATE item_state SET status = 'closed'":                                                 "changed document 1",
		"UPDATE item SET due = '2023-12-31'":                                                      "changed item 督办1",
		"UPDATE audit SET who = 'somebody' WHERE id = 1":                                          "changed audit 1",
		"UPDATE slot SET reason = 'x'":                                                            "changed slot 月通报 2023-10-11T09:00:00+08:00",
		"UPDATE delivery SET shown = 1":                                                           "",
		"UPDATE draft SET data = '[]'":                                                            "changed draft 1",
		"UPDATE snapshot SET content = '[1]'":                                                     "changed snapshot scheme " + sum("s"),
		"DELETE FROM draft":                                                                       "removed draft 1",
		"DELETE FROM slot":                                                                        "removed slot 月通报 2023-10-11T09:00:00+08:00",
		"INSERT INTO draft SELECT 7, kind, period, 2, at, manifest, data FROM draft":              "added draft 7",
		"UPDATE seal SET lines = replace(lines, 'draft', 'Draft') WHERE lines LIKE '%\"draft\"%'": "unlinked seal 9|added draft 1|removed Draft 1",
		"DELETE FROM seal WHERE id = 2":                                                           "unlinked seal 3",
	} {
		path := filepath.Join(t.TempDir(), "ledger.db")
		l, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		oneOfEach(t, l)
		l.Close()
		if forgery != "" {
			forge(t, path, forgery)
		}
		got := breaches(t, path)
		if strings.HasPrefix(forgery, "DELETE FROM seal") { // and the row that it named is without a seal
			got = slices.DeleteFunc(got, func(s string) bool { return !strings.HasPrefix(s, "unlinked") })
		}
		if text := strings.Join(got, "|"); text != want {
			t.Errorf("%s: %q, want %q", forgery, text, want)
		}
	}
}

// A chain that was written anew from the forged row on is whole in itself; a
// head that was kept elsewhere does not stand in it.
func TestHeadKeptElsewhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	oneOfEach(t, l)
	kept, err := l.Head(ctx)
	if err != nil || kept.Seal < 5 {
		t.Fatal(kept, err)
	}
	l.Close()
	forge(t, path, "UPDATE version SET file = 'b.xlsx'", "DROP TABLE seal", "PRAGMA user_version = 8")
	if l, err = Open(path); err != nil { // the program itself seals what it finds
		t.Fatal(err)
	}
	defer l.Close()
	s, err := l.Sealed(ctx)
	if err != nil || len(s.Breaks) != 0 || s.Before == 0 {
		t.Fatalf("%+v %v", s, err)
	}
	if at, err := l.SealAt(ctx, kept.Seal); err != nil || at == kept {
		t.Errorf("the head of before stands in it: %v %v", at, err)
	}
}

// A ledger of before the seals: its rows are sealed as they stand when it is
// opened, and it says how many they were.
func TestSealsOfAnOldLedger(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	oneOfEach(t, l)
	l.Close()
	forge(t, path, "DROP TABLE seal", "PRAGMA user_version = 8")
	if l, err = Open(path); err != nil {
		t.Fatal(err)
	}
	if _, err := l.KeepDraft(ctx, Draft{Kind: "circular", Period: "2023-10", At: at("2023-10-11 09:00:00"), Data: []byte("{}")}); err != nil {
		t.Fatal(err)
	}
	s, err := l.Sealed(ctx)
	// 6 deeds (post, issue, slot, scheme, 2 of mail, draft are 7), 1 arrival,
	// 1 version, 1 document, 1 item, 1 draft, 1 slot, 1 snapshot, 2 messages,
	// 2 deliveries.
	if err != nil || s.Before != 7+1+1+1+1+1+1+1+2+2 || len(s.Breaks) != 0 {
		t.Errorf("%+v %v", s, err)
	}
	l.Close()
	forge(t, path, "UPDATE arrival SET name = 'b.xlsx'")
	if got := strings.Join(breaches(t, path), "|"); got != "changed arrival 1" {
		t.Errorf("changed after it was sealed: %s", got)
	}
}
