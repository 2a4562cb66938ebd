package ledger_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
)

var mailedAt = time.Date(2023, 10, 7, 16, 20, 0, 0, ingest.Zone)

func openForMail(t *testing.T) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// A document that is to be delivered is owed with its record, once for its
// bytes: issued again with the same, nothing more is owed; with others, it is.
func TestTheSameBytesAreOwedOnce(t *testing.T) {
	l, ctx := openForMail(t), context.Background()
	issue := func(edition int, content string, deliver bool) {
		t.Helper()
		_, err := l.Issue(ctx, ledger.Issuing{Kind: "circular", Period: "2023-09", Replaces: edition, Status: ledger.Issued, At: mailedAt, Deliver: deliver,
			Files: []ledger.File{{Path: "out/" + content, Bytes: []byte(content)}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	for n, step := range []struct {
		content string
		deliver bool
		owed    int
	}{{"one", true, 1}, {"one", true, 1}, {"two", true, 2}, {"internal", false, 2}} {
		issue(n, step.content, step.deliver)
		owed, err := l.Owed(ctx)
		if err != nil || len(owed) != step.owed {
			t.Errorf("after %d documents %d are owed (%v), want %d", n+1, len(owed), err, step.owed)
		}
	}
}

// An arrival is owed its receipt from the posting on, and shows as owed once
// its answer is written.
func TestAReceiptIsOwedWithThePosting(t *testing.T) {
	l, ctx := openForMail(t), context.Background()
	posted, err := l.Post(ctx, ledger.Posting{SHA256: sum("a"), Name: "a.xlsx", At: mailedAt})
	if err != nil {
		t.Fatal(err)
	}
	if owed, _ := l.Owed(ctx); len(owed) != 0 {
		t.Error("owed before the answer is written")
	}
	if err := l.Finish(ctx, posted.ID, mailedAt); err != nil {
		t.Fatal(err)
	}
	owed, err := l.Owed(ctx)
	if err != nil || len(owed) != 1 || owed[0].Arrival != posted.ID || owed[0].Kind != ledger.KindReceipt {
		t.Errorf("owed %+v, %v", owed, err)
	}
}

func sum(s string) string { return ledger.MessageID(s) }

func prepared(t *testing.T, l *ledger.Ledger, id string) {
	t.Helper()
	err := l.Prepare(context.Background(), []ledger.Outgoing{{
		Message: ledger.Message{ID: sum(id), Kind: ledger.KindReminder, TaskForce: "甲", Period: "2023-09", At: mailedAt, Content: json.RawMessage(`{"text":"` + id + `"}`)},
		To:      []ledger.Delivery{{Address: id + "@example.cn", State: ledger.Queued, NextAt: mailedAt}},
	}})
	if err != nil {
		t.Fatal(err)
	}
}

func theOnly(t *testing.T, l *ledger.Ledger) ledger.Outgoing {
	t.Helper()
	list, err := l.Messages(context.Background(), mailedAt.Add(-time.Hour), mailedAt.Add(time.Hour))
	if err != nil || len(list) != 1 || len(list[0].To) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	return list[0]
}

// What was sent stays sent: neither preparing it again nor settling it
// otherwise changes it.
func TestWhatIsSentIsSent(t *testing.T) {
	l, ctx := openForMail(t), context.Background()
	prepared(t, l, "once")
	m := theOnly(t, l)
	m.To[0].State, m.To[0].EndedAt, m.To[0].NextAt = ledger.Delivered, mailedAt, time.Time{}
	if err := l.Settle(ctx, []ledger.Outgoing{m}, mailedAt); err != nil {
		t.Fatal(err)
	}
	prepared(t, l, "once")
	m.To[0].State = ledger.Queued
	if err := l.Settle(ctx, []ledger.Outgoing{m}, mailedAt); err == nil {
		t.Error("a message that was sent was queued again")
	}
	if got := theOnly(t, l); got.To[0].State != ledger.Delivered {
		t.Errorf("state %s", got.To[0].State)
	}
	deeds, err := l.Deeds(ctx, mailedAt, mailedAt)
	if err != nil {
		t.Fatal(err)
	}
	mails := 0
	for _, d := range deeds {
		if d.What == "mail" {
			mails++
		}
	}
	if mails != 1 {
		t.Errorf("%d lines of the audit tell of mail, want 1", mails)
	}
}

// In another folder than the one that mail was sent from, nothing that waited
// is sent: it may have been. What comes later is.
func TestACopyElsewhereHoldsWhatWaited(t *testing.T) {
	l, ctx := openForMail(t), context.Background()
	steps := []struct {
		path string
		held int
	}{{"/old", 0}, {"/old", 0}, {"/new", 1}, {"/new", 0}}
	for _, s := range steps {
		held, err := l.SendFrom(ctx, s.path, "恢复", mailedAt)
		if err != nil || held != s.held {
			t.Errorf("%s: held %d (%v), want %d", s.path, held, err, s.held)
		}
		if s.path == "/old" {
			prepared(t, l, "once")
		}
	}
	if m := theOnly(t, l); m.To[0].State != ledger.Manual || m.To[0].Reason != "恢复" {
		t.Errorf("%+v", m.To)
	}
}
