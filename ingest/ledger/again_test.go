package ledger

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

// refused posts a refused return and finishes it.
func refusedReturn(t *testing.T, l *Ledger, taskForce, bytes, when, scheme, register string) *Version {
	t.Helper()
	r := &ingest.Return{Version: ingest.Version{TaskForce: taskForce, Period: month("2023-09"), File: bytes + ".xlsx"}}
	p, err := l.Post(ctx, Posting{SHA256: sum(bytes), Name: bytes + ".xlsx", At: at(when), Return: r, Status: Returned, Scheme: scheme, Register: register,
		Findings: finding.List{{Code: "R-101", Level: finding.Error}}})
	if err == nil {
		err = l.Finish(ctx, p.ID, at(when))
	}
	if err != nil {
		t.Fatal(err)
	}
	return p.Version
}

func TestJudgedAgain(t *testing.T) {
	l := open(t)
	was := refusedReturn(t, l, "KFQ", "a", "2023-10-09 10:00:00", "s1", "r1")
	refusedReturn(t, l, "MCQ", "b", "2023-10-09 11:00:00", "s1", "r1")
	refusedReturn(t, l, "MCQ", "c", "2023-10-09 12:00:00", "s1", "r1") // newer than b
	names := func(scheme, register string) (list []string) {
		found, err := l.RefusedUnderOther(ctx, scheme, register)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range found {
			list = append(list, v.TaskForce+" "+v.File)
		}
		return list
	}
	if got := names("s1", "r1"); len(got) != 0 {
		t.Errorf("judged under these: %v", got)
	}
	if got := names("s1", "r2"); len(got) != 2 || got[0] != "KFQ a.xlsx" || got[1] != "MCQ c.xlsx" {
		t.Errorf("the newest of each month: %v", got)
	}
	if err := l.StillRefused(ctx, was, "s1", "r2", at("2023-10-10 10:00:00")); err != nil {
		t.Fatal(err)
	}
	if got := names("s1", "r2"); len(got) != 1 {
		t.Errorf("judged again under these: %v", got)
	}
	again := Posting{SHA256: sum("a"), Name: "a.xlsx", At: at("2023-10-16 09:00:00"), Return: was.Return, Status: Accepted, Scheme: "s1", Register: "r3", Again: was, Reason: "豁免"}
	p, err := l.Post(ctx, again)
	if err != nil {
		t.Fatal(err)
	}
	v := p.Version
	if p.Verdict != NewVersion || v.Number != 2 || v.SHA256 != sum("a") || v.Reason != "豁免" || !v.SentAt.Equal(at("2023-10-09 10:00:00")) || !v.ReceivedAt.Equal(at("2023-10-16 09:00:00")) {
		t.Errorf("%s %+v", p.Verdict, v)
	}
	if got := names("s9", "r9"); len(got) != 1 {
		t.Errorf("an accepted one is never judged again: %v", got)
	}
	// Killed before it was answered: it is among the unfinished, once.
	if open, err := l.Unfinished(ctx); err != nil || len(open) != 1 || open[0].Version.Number != 2 {
		t.Errorf("%+v, %v", open, err)
	}
	// Twice is refused: the month's newest is no refused one any more.
	if _, err := l.Post(ctx, again); err == nil {
		t.Error("judged again twice")
	}
	// The bytes sent once more meet the version that passed.
	p, err = l.Post(ctx, Posting{SHA256: sum("a"), Name: "again.xlsx", At: at("2023-10-17 09:00:00")})
	if err != nil || p.Verdict != Duplicate || p.Version.Number != 2 {
		t.Errorf("%+v, %v", p, err)
	}
	accepted, err := l.Accepted("KFQ", month("2023-09"), month("2023-09"))
	if err != nil || len(accepted) != 1 || accepted[0].Number != 2 {
		t.Errorf("%v, %v", accepted, err)
	}
}

// A ledger from before versions could be judged again keeps every row and
// every reference when it is brought up to date.
func TestLedgerFromBeforeJudgedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	db, err := sql.Open("sqlite", address(path, "rwc", pragmas+"&_txlock=immediate"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	for n, file := range []string{"0001_ledger.sql", "0002_slots.sql", "0003_trace.sql", "0004_delivery.sql"} {
		if err := apply(db, "migrations/"+file, n+1); err != nil {
			t.Fatal(err)
		}
	}
	digest := sum("x")
	for _, text := range []string{
		`INSERT INTO version VALUES (7, 'KFQ', '2023-09', 1, '` + digest + `', 'a.xlsx', '2023-10-09T10:00:00+08:00', 'accepted', 0, 's', 'r', '{}', '[]')`,
		`INSERT INTO arrival VALUES (3, '` + digest + `', 5, 'a.xlsx', '2023-10-09T10:00:00+08:00', 'return', 7, '[]', NULL)`,
		`INSERT INTO document (id, kind, period, task_force, edition, status, issued_at, manifest, data) VALUES (1, 'circular', '2023-09', '', 1, 'issued', '2023-10-16T09:00:00+08:00', '{}', '{}')`,
		`INSERT INTO document_version VALUES (1, 7)`,
	} {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	// Who reads it first reads it as new, and leaves it as it is.
	read, err := OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	was, err := read.versionByID(ctx, 7)
	if err != nil || was.Return == nil || read.Older() == nil || read.Older().Ledger != 4 {
		t.Errorf("%+v, %v", was, err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := errors.Join(read.Backup(ctx, copied), read.Close()); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, copied} {
		db, err := openReader(file)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := version(db); v != 4 || err != nil {
			t.Errorf("%s is of version %d, %v", file, v, err)
		}
		db.Close()
	}
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	v, err := l.versionByID(ctx, 7)
	if err != nil || v.TaskForce != "KFQ" || v.Reason != "" || !v.SentAt.Equal(at("2023-10-09 10:00:00")) {
		t.Errorf("%+v, %v", v, err)
	}
	if problems, err := l.Problems(ctx); err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
	for _, text := range []string{
		"DELETE FROM version", "UPDATE version SET file = 'b.xlsx'",
		"INSERT INTO document_version VALUES (1, 8)", // no such version
		"INSERT INTO version SELECT 8, task_force, period, 2, sha256, file, received_at, status, 0, scheme, register, content, findings, sent_at, '' FROM version", // the same bytes, sent
	} {
		if _, err := l.writer.Exec(text); err == nil {
			t.Errorf("%s: done", text)
		}
	}
}
