package ledger

import (
	"path/filepath"
	"testing"

	"tongbao/ingest"
)

// Three documents with returns and an item between them; the copy is taken
// back to before each, and the ledger itself keeps everything.
func TestRewind(t *testing.T) {
	l := open(t)
	first := post1(t, l, posting("KFQ", "2023-01", "1", "2023-02-01 09:00:00", Accepted))
	i := issuing("circular", "2023-01", 1, "2023-02-10 09:00:00", first.Version)
	item := Item{ID: "督办〔2023〕1号", Year: 2023, Serial: 1, TaskForce: "KFQ", Code: "S-1", Period: month("2023-01"), Raised: ingest.Date{Year: 2023, Month: 2, Day: 10}, Status: "open", Content: []byte(`{"at":1}`)}
	i.Items = []Item{item}
	one := issue1(t, l, i)
	// In the very second of the next document, before it and after it.
	post1(t, l, posting("KFQ", "2023-02", "2", "2023-03-10 09:00:00", Accepted))
	i = issuing("circular", "2023-02", 2, "2023-03-10 09:00:00", first.Version)
	item.Status, item.Closed, item.Content = "closed", true, []byte(`{"at":2}`)
	i.Items = []Item{item}
	two := issue1(t, l, i)
	post1(t, l, posting("KFQ", "2023-01", "9", "2023-03-10 09:00:00", Accepted))

	r, err := l.Rewind(ctx, filepath.Join(t.TempDir(), "then.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, c := range []struct {
		document        int64
		amounts, status string
	}{{two.ID + 1, "2023-01=9 2023-02=2", "closed"}, {two.ID, "2023-01=1 2023-02=2", "open"}, {one.ID, "2023-01=1", ""}} {
		if c.document <= two.ID {
			if err := r.Before(ctx, c.document); err != nil {
				t.Fatal(err)
			}
		}
		if got := amountsOf(t, r.Ledger, "KFQ", "2023-01", "2023-12"); got != c.amounts {
			t.Errorf("before %d: %q, want %q", c.document, got, c.amounts)
		}
		status := ""
		if got, err := r.Items(ctx, item.Period, item.Period); err != nil {
			t.Fatal(err)
		} else if len(got) > 0 {
			status = got[0].Status
		}
		if status != c.status {
			t.Errorf("before %d: item is %q, want %q", c.document, status, c.status)
		}
		if c.document == two.ID { // made again in the copy: taken back with the next step
			again := issuing("circular", "2023-02", 2, "2023-03-10 09:00:00", first.Version)
			again.Items = []Item{item}
			issue1(t, r.Ledger, again)
		}
	}
	if n, err := r.NextSerial(ctx, "示例办", 2023); n != 1 || err != nil {
		t.Error(n, err)
	}
	if list, err := l.Documents(ctx); len(list) != 2 || err != nil {
		t.Errorf("the ledger itself has %d documents, %v", len(list), err)
	}
}

func TestAFailedSlotIsDueAgain(t *testing.T) {
	l := open(t)
	due := at("2023-10-12 09:00:00")
	for n, reason := range []string{"磁盘已满", "磁盘已满", "没有权限"} {
		when := at("2023-10-12 10:00:00")
		if may, err := l.BeginSlot(ctx, "circular", due, when); !may || err != nil {
			t.Fatal(n, may, err)
		}
		if err := l.EndSlot(ctx, "circular", due, Failed, reason, when); err != nil {
			t.Fatal(err)
		}
	}
	l.BeginSlot(ctx, "circular", due, at("2023-10-13 10:00:00"))
	if err := l.EndSlot(ctx, "circular", due, Done, "", at("2023-10-13 10:00:00")); err != nil {
		t.Fatal(err)
	}
	if may, _ := l.BeginSlot(ctx, "circular", due, at("2023-10-14 10:00:00")); may {
		t.Error("a slot that was done began again")
	}
	deeds, err := l.Deeds(ctx, due, at("2023-12-01 00:00:00"))
	if len(deeds) != 3 || err != nil { // two reasons and the end
		t.Errorf("%d deeds, %v", len(deeds), err)
	}
}

// A watcher that looks every ten minutes leaves a row a day, and the clock
// still never goes back.
func TestRunsOfADayShareARow(t *testing.T) {
	l := open(t)
	for _, when := range []string{"2023-10-12 09:00:00", "2023-10-12 09:10:00", "2023-10-12 23:59:59", "2023-10-13 00:00:00"} {
		if err := l.Advance(ctx, at(when), "run"); err != nil {
			t.Fatal(err)
		}
	}
	var rows int
	if err := l.reader.QueryRow("SELECT count(*) FROM run").Scan(&rows); err != nil || rows != 2 {
		t.Error(rows, err)
	}
	if err := l.Advance(ctx, at("2023-10-12 23:59:58"), "run"); err == nil {
		t.Error("the clock went back")
	}
	if last, _ := l.LastRun(ctx); !last.Equal(at("2023-10-13 00:00:00")) {
		t.Error(last)
	}
}
