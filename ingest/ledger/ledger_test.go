package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest"
	"tongbao/ingest/exact"
	"tongbao/ingest/finding"
)

var ctx = context.Background()

// open makes a ledger in a folder with a name that a URI would misread.
func open(t testing.TB) *Ledger {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "工作 区#1?%20")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	l, err := Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	l.Who = "tester"
	t.Cleanup(func() { l.Close() })
	return l
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, ingest.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

func month(s string) ingest.Period {
	p, err := ingest.ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

// report is a return with one contract of the given amount.
func report(taskForce, period, amount string) *ingest.Return {
	return &ingest.Return{
		Version:     ingest.Version{TaskForce: taskForce, Period: month(period), File: taskForce + ".xlsx"},
		FormVersion: "2023-1",
		Nil:         []string{"落地项目"},
		Entries: []ingest.Entry{{Sheet: "签约项目", Row: 5, Values: map[string]ingest.Value{
			"项目编号": {Cell: "A5", Raw: taskForce + "-2023-001", Kind: ingest.Text, Text: taskForce + "-2023-001"},
			"签约金额": {Cell: "F5", Raw: amount, Kind: ingest.Number, Num: exact.MustParse(amount)},
			"签约日期": {Cell: "E5", Raw: "45174", Kind: ingest.Day, Date: ingest.Date{Year: 2023, Month: 9, Day: 5}},
			"零":    {Cell: "G5", Raw: "0", Kind: ingest.Number, Num: exact.Int(0)},
		}}},
		Repairs: []ingest.Repair{{Place: ingest.Place{Sheet: "签约项目", Cell: "F5"}, From: "３.２", To: "3.2", Reason: "全角数字"}},
		Tabs:    map[string]ingest.Tab{"签约项目": {Name: "签约", Header: 4, Columns: map[string]string{"签约金额": "F"}}},
	}
}

// posting is a posting of report's return. Different content has different bytes.
func posting(taskForce, period, amount, when string, status Status) Posting {
	content := taskForce + period + amount
	p := Posting{SHA256: sum(content), Size: int64(len(content)), Name: content + ".xlsx", At: at(when), Return: report(taskForce, period, amount), Status: status}
	if status == Returned {
		p.Findings = finding.List{{Code: "R-101", Level: finding.Error, Place: ingest.Place{Sheet: "签约项目", Cell: "E5"}, Message: "签约日期不在报告月。"}}
	}
	return p
}

func post1(t testing.TB, l *Ledger, p Posting) Posted {
	t.Helper()
	done, err := l.Post(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func finish(t testing.TB, l *Ledger, p Posted) Posted {
	t.Helper()
	if err := l.Finish(ctx, p.ID, p.ReceivedAt); err != nil {
		t.Fatal(err)
	}
	return p
}

// amounts is the contract amount of each month that counts.
func amounts(t testing.TB, list []*ingest.Return, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range list {
		out = append(out, r.Period.String()+"="+r.Entries[0].Values["签约金额"].String())
	}
	return strings.Join(out, " ")
}

func TestReturnComesBackAsPosted(t *testing.T) {
	l := open(t)
	p := posting("KFQ", "2023-09", "3.2", "2023-10-05 08:30:00", WithWarnings)
	p.Findings = finding.List{{Code: "R-201", Level: finding.Warning, Message: "请说明。"}}
	p.Scheme, p.Register = sum("scheme"), sum("register")
	done := post1(t, l, p)
	if done.Verdict != NewVersion || done.Replay || done.Version.Number != 1 || done.Before != nil || done.Standing.Number != 1 {
		t.Fatalf("posted %+v", done)
	}
	got, err := l.Versions(ctx, "KFQ", month("2023-09"))
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	want := report("KFQ", "2023-09", "3.2")
	want.SHA256, want.Number = p.SHA256, 1
	if d := cmp.Diff(want, got[0].Return, cmp.Comparer(func(a, b exact.Num) bool { return a.Cmp(b) == 0 })); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(p.Findings, got[0].Findings); d != "" {
		t.Error(d)
	}
	if v := got[0]; v.ReceivedAt.Format(time.RFC3339) != "2023-10-05T08:30:00+08:00" || v.Scheme != p.Scheme || v.Register != p.Register || v.Status != WithWarnings || v.Version != want.Version {
		t.Errorf("got %+v", v)
	}
}

func TestOnlyAcceptedVersionsSupersede(t *testing.T) {
	l := open(t)
	accepted := func() string { t.Helper(); return amountsOf(t, l, "MCQ", "2023-01", "2023-12") }
	first := finish(t, l, post1(t, l, posting("MCQ", "2023-08", "1", "2023-09-04 09:00:00", Accepted)))
	if got := accepted(); got != "2023-08=1" {
		t.Fatal(got)
	}
	refused := finish(t, l, post1(t, l, posting("MCQ", "2023-08", "2", "2023-09-05 09:00:00", Returned)))
	if refused.Version.Number != 2 || refused.Standing.Number != 1 || refused.Before.Number != 1 {
		t.Errorf("a refused version stands: %+v", refused)
	}
	if got := accepted(); got != "2023-08=1" {
		t.Errorf("after a refused version: %s", got)
	}
	third := finish(t, l, post1(t, l, posting("MCQ", "2023-08", "3", "2023-09-06 09:00:00", WithWarnings)))
	if third.Version.Number != 3 || third.Before.Number != 1 || third.Standing.Number != 3 {
		t.Errorf("third: %+v", third)
	}
	post1(t, l, posting("MCQ", "2023-07", "7", "2023-09-07 09:00:00", Accepted))
	post1(t, l, posting("KFQ", "2023-08", "9", "2023-09-07 09:00:00", Accepted))
	post1(t, l, posting("MCQ", "2023-06", "5", "2023-09-07 09:00:00", Returned))
	if got := accepted(); got != "2023-07=7 2023-08=3" {
		t.Errorf("all: %s", got)
	}
	again := post1(t, l, Posting{SHA256: first.SHA256, Size: first.Size, Name: "again.xlsx", At: at("2023-09-08 09:00:00")})
	if again.Verdict != Duplicate || again.Version.Number != 1 || again.Standing.Number != 3 {
		t.Errorf("duplicate of the first: %+v", again)
	}
	if got := accepted(); got != "2023-07=7 2023-08=3" {
		t.Errorf("after a duplicate: %s", got)
	}
}

func amountsOf(t testing.TB, h interface {
	Accepted(string, ingest.Period, ingest.Period) ([]*ingest.Return, error)
}, taskForce, from, to string) string {
	t.Helper()
	list, err := h.Accepted(taskForce, month(from), month(to))
	return amounts(t, list, err)
}

func TestDuplicateAndReplayAreToldApart(t *testing.T) {
	l := open(t)
	p := posting("NYC", "2023-05", "0.5", "2023-06-02 09:00:00", Accepted)
	first := post1(t, l, p)
	p.At = at("2023-06-02 09:10:00") // the run was killed and started again
	replay := post1(t, l, p)
	if !replay.Replay || replay.ID != first.ID || !replay.ReceivedAt.Equal(at("2023-06-02 09:00:00")) || replay.Verdict != NewVersion {
		t.Errorf("replay: %+v", replay)
	}
	if d := cmp.Diff(first.Version.Version, replay.Version.Version); d != "" {
		t.Error(d)
	}
	left, err := l.Unfinished(ctx)
	if err != nil || len(left) != 1 || left[0].ID != first.ID {
		t.Fatalf("unfinished: %+v, %v", left, err)
	}
	finish(t, l, first)
	if left, err := l.Unfinished(ctx); len(left) != 0 || err != nil {
		t.Errorf("still unfinished: %+v, %v", left, err)
	}
	if err := l.Finish(ctx, first.ID, p.At); err == nil {
		t.Error("finished twice")
	}
	second := post1(t, l, p) // now it is another arrival
	if second.Verdict != Duplicate || second.Replay || second.Version.Number != 1 {
		t.Errorf("second: %+v", second)
	}
	p.Name = "elsewhere.xlsx" // same bytes beside an unfinished arrival of another name
	if third := post1(t, l, p); third.Verdict != Duplicate || third.Replay {
		t.Errorf("third: %+v", third)
	}
	if list, err := l.Received(ctx, p.SHA256); err != nil || len(list) != 3 {
		t.Errorf("received %d times: %v", len(list), err)
	}
	if vs, _ := l.Versions(ctx, "NYC", month("2023-05")); len(vs) != 1 {
		t.Errorf("%d versions of one content", len(vs))
	}
}

// A receipt written again after later versions came must say what it said.
func TestReplayKnowsNothingLater(t *testing.T) {
	l := open(t)
	finish(t, l, post1(t, l, posting("KFQ", "2023-04", "1", "2023-05-02 09:00:00", Accepted)))
	p := posting("KFQ", "2023-04", "2", "2023-05-03 09:00:00", Accepted)
	before := post1(t, l, p)
	finish(t, l, post1(t, l, posting("KFQ", "2023-04", "3", "2023-05-04 09:00:00", Accepted)))
	left, err := l.Unfinished(ctx)
	if err != nil || len(left) != 1 {
		t.Fatal(left, err)
	}
	for _, got := range []Posted{left[0], post1(t, l, p)} {
		if got.Standing.Number != before.Standing.Number || got.Before.Number != before.Before.Number || got.Before.Number != 1 {
			t.Errorf("standing %d before %d, first said %d and %d", got.Standing.Number, got.Before.Number, before.Standing.Number, before.Before.Number)
		}
	}
}

func TestUnreadableFiles(t *testing.T) {
	l := open(t)
	p := Posting{SHA256: sum("scan"), Size: 4, Name: "扫描件.xlsx", At: at("2023-06-02 09:00:00"),
		Findings: finding.List{{Code: "F-PDF", Level: finding.Error, Message: "这不是工作簿。"}}}
	done := finish(t, l, post1(t, l, p))
	if done.Verdict != Unreadable || done.Version != nil || done.Standing != nil {
		t.Errorf("unreadable: %+v", done)
	}
	again := post1(t, l, p)
	if again.Verdict != Duplicate || again.Version != nil || again.Replay {
		t.Errorf("again: %+v", again)
	}
	list, err := l.Arrivals(ctx)
	if err != nil || len(list) != 2 || list[0].Verdict != Unreadable || list[0].Findings[0].Code != "F-PDF" || list[1].Verdict != Duplicate {
		t.Errorf("list: %+v, %v", list, err)
	}
	// A repaired scheme may make a return of it: that is a version, not a duplicate.
	q := posting("KFQ", "2023-05", "1", "2023-06-03 09:00:00", Accepted)
	q.SHA256 = p.SHA256
	if read := post1(t, l, q); read.Verdict != NewVersion || read.Version.Number != 1 {
		t.Errorf("read at last: %+v", read)
	}
}

func TestClockNeverGoesBack(t *testing.T) {
	l := open(t)
	if last, err := l.LastRun(ctx); !last.IsZero() || err != nil {
		t.Fatal(last, err)
	}
	for _, s := range []string{"2023-09-05 08:00:00", "2023-09-05 08:00:00", "2023-09-06 08:00:00"} {
		if err := l.Advance(ctx, at(s), "run"); err != nil {
			t.Fatal(s, err)
		}
	}
	err := l.Advance(ctx, at("2023-09-06 07:59:59"), "run")
	var back *ClockBackError
	if !errors.Is(err, ErrClockBack) || !errors.As(err, &back) || !back.Last.Equal(at("2023-09-06 08:00:00")) || !back.Now.Equal(at("2023-09-06 07:59:59")) {
		t.Errorf("went back: %v", err)
	}
	// The same instant in another zone is no step back.
	if err := l.Advance(ctx, at("2023-09-06 08:00:00").UTC(), "run"); err != nil {
		t.Error(err)
	}
	if last, _ := l.LastRun(ctx); !last.Equal(at("2023-09-06 08:00:00")) {
		t.Errorf("last run %v", last)
	}
}

func issuing(kind, period string, serial int, when string, versions ...*Version) Issuing {
	i := Issuing{Kind: kind, Period: period, Status: Issued, Series: "示例办", Year: 2023, Serial: serial, At: at(when),
		Number: "示例办〔2023〕" + string(rune('0'+serial)) + "号",
		Data:   json.RawMessage(`{"figures":[]}`),
		Files:  []File{{Path: "out/" + period + "/月通报.pdf", Bytes: []byte("%PDF " + period + kind)}, {Path: "out/" + period + "/月通报.xlsx", Bytes: []byte("PK")}},
	}
	for _, v := range versions {
		i.Manifest.Returns = append(i.Manifest.Returns, v.Version)
	}
	i.Manifest.Scheme, i.Manifest.Renderer = sum("scheme"), "1"
	return i
}

func issue1(t testing.TB, l *Ledger, i Issuing) Document {
	t.Helper()
	d, err := l.Issue(ctx, i)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestIssueGivesTheSameBytesForEver(t *testing.T) {
	l := open(t)
	v := post1(t, l, posting("KFQ", "2023-09", "3.2", "2023-10-05 08:30:00", Accepted)).Version
	if n, err := l.NextSerial(ctx, "示例办", 2023); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	made := issue1(t, l, issuing("circular", "2023-09", 1, "2023-10-16 09:00:00", v))
	if n, _ := l.NextSerial(ctx, "示例办", 2023); n != 2 {
		t.Errorf("next serial %d", n)
	}
	if n, _ := l.NextSerial(ctx, "示例办", 2024); n != 1 {
		t.Errorf("a new year begins with %d", n)
	}
	got, err := l.Issued(ctx, "circular", "2023-09", "")
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	if d := cmp.Diff(made, got[0]); d != "" {
		t.Error(d)
	}
	b, err := l.Bytes(ctx, got[0].Files[0].SHA256)
	if err != nil || string(b) != "%PDF 2023-09circular" {
		t.Errorf("bytes %q, %v", b, err)
	}
	if _, err := l.Bytes(ctx, sum("never")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("bytes that are not there: %v", err)
	}
	used, err := l.UsedBy(ctx, v.Version)
	if err != nil || len(used) != 1 || used[0].ID != made.ID {
		t.Errorf("used by %+v, %v", used, err)
	}
}

// A circular and its notice are one: the notice's number is taken already, so
// the circular is not recorded either.
func TestDocumentsThatGoOutTogetherAreAllRecordedOrNone(t *testing.T) {
	l := open(t)
	circular, notice := issuing("circular", "2023-09", 1, "2023-10-16 09:00:00"), issuing("notice", "2023-09", 2, "2023-10-16 09:00:00")
	notice.TaskForce = "KFQ"
	taken := notice
	taken.Number, taken.Serial = circular.Number, circular.Serial
	if _, err := l.IssueAll(ctx, []Issuing{circular, taken}); !errors.Is(err, ErrNumberTaken) {
		t.Fatal(err)
	}
	if docs, _ := l.Documents(ctx); len(docs) != 0 {
		t.Errorf("%d documents of a refused issue", len(docs))
	}
	made, err := l.IssueAll(ctx, []Issuing{circular, notice})
	if err != nil || len(made) != 2 || made[1].TaskForce != "KFQ" {
		t.Fatal(made, err)
	}
	if docs, _ := l.Documents(ctx); len(docs) != 2 {
		t.Errorf("%d documents, want 2", len(docs))
	}
}

func TestIssueRefusesAndLeavesNothing(t *testing.T) {
	l := open(t)
	v := post1(t, l, posting("KFQ", "2023-09", "3.2", "2023-10-05 08:30:00", Accepted)).Version
	stranger := *v
	stranger.Number = 2
	wrong := issuing("ranking", "2023Q3", 3, "2023-10-16 09:00:00")
	wrong.Files[1].SHA256 = sum("other")
	issue1(t, l, issuing("circular", "2023-09", 1, "2023-10-16 09:00:00", v))
	deeds := func() int { d, _ := l.Deeds(ctx, time.Time{}, at("9000-01-01 00:00:00")); return len(d) }
	before := deeds()
	for name, c := range map[string]struct {
		Issuing
		want error
	}{
		"twice":                       {issuing("circular", "2023-09", 2, "2023-10-16 09:00:00", v), ErrIssued},
		"a number twice":              {issuing("ranking", "2023Q3", 1, "2023-10-16 09:00:00", v), ErrNumberTaken},
		"an unknown return":           {issuing("ranking", "2023Q3", 3, "2023-10-16 09:00:00", &stranger), nil},
		"a file that is not its hash": {wrong, nil},
	} {
		_, err := l.Issue(ctx, c.Issuing)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if docs, _ := l.Documents(ctx); len(docs) != 1 || deeds() != before {
		t.Errorf("%d documents, %d new deeds", len(docs), deeds()-before)
	}
	again := issuing("circular", "2023-09", 2, "2023-10-20 09:00:00", v)
	again.Replaces, again.Status = 1, Reissued
	if d := issue1(t, l, again); d.Edition != 2 {
		t.Errorf("edition %d", d.Edition)
	}
}

func TestCorrectionsAfterIssue(t *testing.T) {
	l := open(t)
	z8 := post1(t, l, posting("ZBZ", "2023-08", "6.3", "2023-09-04 10:00:00", Accepted)).Version
	k8 := post1(t, l, posting("KFQ", "2023-08", "1", "2023-09-04 10:00:00", Accepted)).Version
	doc := issue1(t, l, issuing("circular", "2023-08", 1, "2023-09-08 09:00:00", z8, k8))
	none, err := l.Corrections(ctx, doc, month("2023-01"), month("2023-08"))
	if err != nil || len(none) != 0 {
		t.Fatalf("nothing new: %+v, %v", none, err)
	}
	fixed := post1(t, l, posting("ZBZ", "2023-08", "6.5", "2023-09-20 10:00:00", Accepted)).Version
	late := post1(t, l, posting("SZJ", "2023-08", "0.5", "2023-09-21 10:00:00", Accepted)).Version
	refused := post1(t, l, posting("KFQ", "2023-08", "9", "2023-09-21 10:00:00", Returned)).Version
	next := post1(t, l, posting("KFQ", "2023-09", "2", "2023-09-30 10:00:00", Accepted)).Version
	for name, c := range map[string]struct {
		v    *Version
		want bool
	}{"before the circular": {z8, false}, "after it": {fixed, true}, "late": {late, true}, "refused": {refused, true}, "next month": {next, false}} {
		if c.v.AfterIssue != c.want {
			t.Errorf("%s: AfterIssue %v", name, c.v.AfterIssue)
		}
	}
	list, err := l.Corrections(ctx, doc, month("2023-01"), month("2023-08"))
	if err != nil || len(list) != 2 {
		t.Fatalf("corrections: %+v, %v", list, err)
	}
	if c := list[0]; c.TaskForce != "SZJ" || c.Was != nil || c.Is.Number != 1 {
		t.Errorf("late: %+v", c)
	}
	if c := list[1]; c.TaskForce != "ZBZ" || c.Was.Number != 1 || c.Is.Number != 2 {
		t.Errorf("corrected: %+v", c)
	}
}

func TestItemsKeepEveryState(t *testing.T) {
	l := open(t)
	i := issuing("circular", "2023-08", 1, "2023-09-08 09:00:00")
	item := Item{ID: "督办〔2023〕1号", Year: 2023, Serial: 1, TaskForce: "SZJ", Code: "缺报", Period: month("2023-08"),
		Raised: ingest.Date{Year: 2023, Month: 9, Day: 8}, Due: ingest.Date{Year: 2023, Month: 9, Day: 15}, Status: "open", Content: json.RawMessage(`{"n":1}`)}
	i.Items = []Item{item}
	issue1(t, l, i)
	open, err := l.OpenItems(ctx, "")
	if err != nil || len(open) != 1 {
		t.Fatal(open, err)
	}
	if d := cmp.Diff(item, open[0]); d != "" {
		t.Error(d)
	}
	j := issuing("circular", "2023-09", 2, "2023-10-12 09:00:00")
	closed := item
	closed.Status, closed.Closed, closed.Content = "closed", true, json.RawMessage(`{"n":2}`)
	j.Items = []Item{closed}
	issue1(t, l, j)
	if open, _ := l.OpenItems(ctx, "SZJ"); len(open) != 0 {
		t.Errorf("still open: %+v", open)
	}
	// The first month issued again tells how the item stood then, and leaves it
	// as it is.
	k := issuing("circular", "2023-08", 3, "2023-10-13 09:00:00")
	k.Replaces = 1
	again := closed
	again.Told = json.RawMessage(`{"n":1}`)
	k.Items = []Item{again}
	if told, err := l.ItemsTold(ctx, issue1(t, l, k).ID); err != nil || len(told) != 1 || string(told[0].Content) != `{"n":1}` {
		t.Errorf("told %+v, %v", told, err)
	}
	if got, err := l.Items(ctx, item.Period, item.Period); err != nil || len(got) != 1 || got[0].Status != "closed" || string(got[0].Content) != `{"n":2}` {
		t.Errorf("now %+v, %v", got, err)
	}
	if got, err := l.Items(ctx, month("2023-09"), month("2023-12")); err != nil || len(got) != 0 {
		t.Errorf("items of months that raised none: %+v, %v", got, err)
	}
}

// A number that has an item is not given to another: the first would be lost.
func TestItemNumbersAreGivenOnce(t *testing.T) {
	l := open(t)
	i := issuing("circular", "2023-12", 1, "2024-01-10 09:00:00")
	first := Item{ID: "督办〔2024〕1号", Year: 2024, Serial: 1, TaskForce: "MCQ", Code: "落地", Period: month("2023-12"),
		Raised: ingest.Date{Year: 2024, Month: 1, Day: 10}, Status: "open", Content: json.RawMessage(`{"n":1}`)}
	i.Items = []Item{first}
	issue1(t, l, i)
	j := issuing("circular", "2023-09", 2, "2024-01-20 09:00:00")
	other := first
	other.TaskForce, other.Code, other.Period = "WLK", "迟报", month("2023-09")
	j.Items = []Item{other}
	if _, err := l.Issue(ctx, j); err == nil || !strings.Contains(err.Error(), first.ID) {
		t.Errorf("given twice: %v", err)
	}
	if got, err := l.OpenItems(ctx, ""); err != nil || len(got) != 1 || !cmp.Equal(got[0], first) {
		t.Errorf("now %+v, %v", got, err)
	}
}

func TestSlotsRunOnce(t *testing.T) {
	l := open(t)
	due := at("2023-10-12 09:00:00")
	begin := func(s string) bool {
		t.Helper()
		may, err := l.BeginSlot(ctx, "circular", due, at(s))
		if err != nil {
			t.Fatal(err)
		}
		return may
	}
	if none, err := l.Slots(ctx, "circular", time.Time{}); len(none) != 0 || err != nil {
		t.Fatal(none, err)
	}
	if !begin("2023-10-12 09:00:01") || !begin("2023-10-12 09:30:00") {
		t.Error("an interrupted slot may not begin again")
	}
	if err := l.EndSlot(ctx, "circular", due, Done, "", at("2023-10-12 09:31:00")); err != nil {
		t.Fatal(err)
	}
	if begin("2023-10-12 10:00:00") {
		t.Error("a slot began twice")
	}
	if err := l.EndSlot(ctx, "circular", due, Skipped, "x", at("2023-10-12 10:00:00")); err == nil {
		t.Error("a slot ended twice")
	}
	missed := at("2023-11-10 09:00:00")
	if err := l.EndSlot(ctx, "circular", missed, Skipped, "停机期间错过，只补最近一次", at("2023-12-12 09:00:00")); err != nil {
		t.Fatal(err)
	}
	slots, err := l.Slots(ctx, "circular", at("2023-01-01 00:00:00"))
	if err != nil || len(slots) != 2 || slots[0].Outcome != Done || slots[1].Outcome != Skipped || slots[1].Reason == "" {
		t.Errorf("slots %+v, %v", slots, err)
	}
	if late, err := l.Slots(ctx, "circular", missed); err != nil || len(late) != 1 || !late[0].Due.Equal(missed) {
		t.Errorf("slots since %s: %+v, %v", missed, late, err)
	}
}

// A scheme that was changed and put back is in force again, though its text is
// kept only once.
func TestInForce(t *testing.T) {
	l := open(t)
	for _, step := range []struct{ kind, text, want string }{
		{"scheme", "a", "a"}, {"register", "r", "a"}, {"scheme", "b", "b"}, {"scheme", "b", "b"}, {"scheme", "a", "a"},
	} {
		if err := l.Snapshot(ctx, step.kind, sum(step.text), []byte("{}"), at("2023-01-01 00:00:00")); err != nil {
			t.Fatal(err)
		}
		if got, err := l.InForce(ctx, "scheme"); got != sum(step.want) || err != nil {
			t.Errorf("after %s %s the scheme in force is %s %v, want %s", step.kind, step.text, got, err, sum(step.want))
		}
	}
	if got, err := l.InForce(ctx, "wording"); got != "" || err != nil {
		t.Errorf("a kind never kept: %q %v", got, err)
	}
}

func TestSnapshots(t *testing.T) {
	l := open(t)
	for range 2 {
		if err := l.Snapshot(ctx, "scheme", sum("x"), []byte(`{"设置":[]}`), at("2023-01-01 00:00:00")); err != nil {
			t.Fatal(err)
		}
	}
	if b, err := l.SnapshotOf(ctx, "scheme", sum("x")); string(b) != `{"设置":[]}` || err != nil {
		t.Errorf("%s, %v", b, err)
	}
	if _, err := l.SnapshotOf(ctx, "register", sum("x")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("absent snapshot: %v", err)
	}
}

// What was written is refused to change, by SQLite itself, whoever asks.
func TestNothingWrittenChanges(t *testing.T) {
	l := open(t)
	v := post1(t, l, posting("KFQ", "2023-09", "3.2", "2023-10-05 08:30:00", Accepted)).Version
	i := issuing("circular", "2023-09", 1, "2023-10-16 09:00:00", v)
	i.Items = []Item{{ID: "督办〔2023〕1号", Year: 2023, Serial: 1, Period: month("2023-09"), Raised: ingest.Date{Year: 2023, Month: 10, Day: 16}, Status: "open"}}
	issue1(t, l, i)
	l.Advance(ctx, at("2023-10-16 09:00:00"), "run")
	l.Snapshot(ctx, "scheme", sum("x"), []byte("{}"), at("2023-10-16 09:00:00"))
	l.EndSlot(ctx, "circular", at("2023-10-16 09:00:00"), Done, "", at("2023-10-16 09:00:00"))
	for _, statement := range []string{
		"UPDATE audit SET who = 'x'", "DELETE FROM audit",
		"UPDATE version SET content = '{}'", "UPDATE version SET status = 'returned'", "DELETE FROM version",
		"UPDATE arrival SET received_at = '2023-01-01T00:00:00+08:00'", "UPDATE arrival SET verdict = 'unreadable'", "DELETE FROM arrival",
		"UPDATE document SET number = 'x'", "DELETE FROM document",
		"UPDATE document_file SET path = 'x'", "DELETE FROM document_file",
		"DELETE FROM document_version", "UPDATE document_version SET version = 1",
		"UPDATE blob SET bytes = x'00'", "DELETE FROM blob",
		"UPDATE item_state SET status = 'x'", "DELETE FROM item_state",
		"UPDATE slot SET reason = 'x'", "DELETE FROM slot",
		"UPDATE run SET at = 'x'", "DELETE FROM run",
		"UPDATE snapshot SET content = 'x'", "DELETE FROM snapshot",
	} {
		if res, err := l.writer.Exec(statement); err == nil {
			n, _ := res.RowsAffected()
			t.Errorf("%s: went through for %d rows", statement, n)
		}
	}
}

func TestAuditSaysWhoAndWhat(t *testing.T) {
	l := open(t)
	v := post1(t, l, posting("KFQ", "2023-09", "3.2", "2023-10-05 08:30:00", Accepted)).Version
	issue1(t, l, issuing("circular", "2023-09", 1, "2023-10-16 09:00:00", v))
	deeds, err := l.Deeds(ctx, at("2023-10-01 00:00:00"), at("2023-10-31 00:00:00"))
	if err != nil || len(deeds) != 2 {
		t.Fatal(deeds, err)
	}
	var post struct{ TaskForce, Period, Status string }
	raw := strings.ReplaceAll(string(deeds[0].Detail), "task_force", "TaskForce")
	if err := json.Unmarshal([]byte(raw), &post); err != nil || post.TaskForce != "KFQ" || post.Period != "2023-09" || post.Status != "accepted" {
		t.Errorf("post: %s", deeds[0].Detail)
	}
	if deeds[0].Who != "tester" || deeds[0].What != "post" || deeds[1].What != "issue" || !strings.Contains(string(deeds[1].Detail), "示例办〔2023〕1号") {
		t.Errorf("deeds %+v", deeds)
	}
}

func TestReopenKeepsEverythingAndReadOnlyNothing(t *testing.T) {
	l := open(t)
	post1(t, l, posting("KFQ", "2023-09", "3.2", "2023-10-05 08:30:00", Accepted))
	path := l.path
	reader, err := OpenReadOnly(path) // while the writer is open
	if err != nil {
		t.Fatal(err)
	}
	if got := amountsOf(t, reader, "KFQ", "2023-01", "2023-12"); got != "2023-09=3.2" {
		t.Errorf("reader beside a writer: %s", got)
	}
	if _, err := reader.Post(ctx, posting("KFQ", "2023-10", "1", "2023-11-05 08:30:00", Accepted)); !errors.Is(err, ErrReadOnly) {
		t.Errorf("read-only post: %v", err)
	}
	reader.Close()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*-wal")); len(left) != 0 {
		t.Errorf("left after Close: %v", left)
	}
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := amountsOf(t, again, "KFQ", "2023-01", "2023-12"); got != "2023-09=3.2" {
		t.Errorf("reopened: %s", got)
	}
	var tables, version, id int
	if err := again.reader.QueryRow("SELECT (SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'version'), (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id)").Scan(&tables, &version, &id); err != nil || tables != 1 || version < 2 || id != mark {
		t.Error(tables, version, id, err)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Log("root may write everywhere: the folder is only asked to be read-only")
	}
	l := open(t)
	post1(t, l, posting("KFQ", "2023-09", "3.2", "2023-10-05 08:30:00", Accepted))
	l.Close()
	dir := filepath.Dir(l.path)
	os.Chmod(l.path, 0o444)
	os.Chmod(dir, 0o555)
	defer os.Chmod(dir, 0o755)
	reader, err := OpenReadOnly(l.path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if got := amountsOf(t, reader, "KFQ", "2023-01", "2023-12"); got != "2023-09=3.2" {
		t.Errorf("got %s", got)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenReadOnly(filepath.Join(dir, "none.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("absent: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "none.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("reading made a ledger")
	}
	text := filepath.Join(dir, "text.db")
	os.WriteFile(text, []byte(strings.Repeat("not a database ", 100)), 0o644)
	if _, err := Open(text); err == nil || !strings.Contains(err.Error(), text) {
		t.Errorf("text: %v", err)
	}
	foreign := filepath.Join(dir, "foreign.db")
	sqlExec(t, foreign, "CREATE TABLE x (y)")
	if _, err := Open(foreign); !errors.Is(err, ErrForeign) {
		t.Errorf("foreign: %v", err)
	}
	newer := filepath.Join(dir, "newer.db")
	l, err := Open(newer)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	sqlExec(t, newer, "PRAGMA user_version = 99")
	var refused *NewerError
	if _, err := Open(newer); !errors.As(err, &refused) || refused.Ledger != 99 {
		t.Errorf("newer: %v", err)
	}
	if _, err := OpenReadOnly(newer); !errors.As(err, &refused) {
		t.Errorf("newer, read-only: %v", err)
	}
	if _, err := Open(filepath.Join(dir, "no", "such", "ledger.db")); err == nil || !strings.Contains(err.Error(), "such") {
		t.Errorf("no folder: %v", err)
	}
}

// A row that this program never wrote is named, in Chinese, so that whoever
// looks through the ledger can go on with the others.
func TestDamagedRow(t *testing.T) {
	l := open(t)
	post1(t, l, posting("KFQ", "2023-09", "3.2", "2023-10-05 08:30:00", Accepted))
	sqlExec(t, l.path, "DROP TRIGGER version_no_update; UPDATE version SET content = substr(content, 2)")
	_, err := l.Versions(ctx, "KFQ", month("2023-09"))
	var damaged *RowError
	if !errors.As(err, &damaged) || damaged.Error() != "账本中2023-09 KFQ第1次报送的记录已损坏。请用最近一次备份恢复（tongbao restore）。" {
		t.Errorf("%v", err)
	}
}

func sqlExec(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", address(path, "rwc", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestReadersBesideAWriter(t *testing.T) {
	l := open(t)
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			seen := 0
			for {
				list, err := l.Accepted("KFQ", month("2020-01"), month("2030-12"))
				if err != nil || len(list) < seen {
					t.Errorf("%d after %d: %v", len(list), seen, err)
					return
				}
				seen = len(list)
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for m := range 60 {
		post1(t, l, posting("KFQ", month("2020-01").Add(m).String(), "1", "2026-10-05 08:30:00", Accepted))
	}
	close(stop)
	wg.Wait()
	if list, err := l.Accepted("KFQ", month("2020-01"), month("2030-12")); len(list) != 60 || err != nil {
		t.Error(len(list), err)
	}
}

func TestBackupWhileWriting(t *testing.T) {
	l := open(t)
	for m := range 24 {
		post1(t, l, posting("KFQ", month("2020-01").Add(m).String(), "1", "2026-10-05 08:30:00", Accepted))
	}
	to := filepath.Join(t.TempDir(), "备份.db")
	if err := l.Backup(ctx, to); err != nil {
		t.Fatal(err)
	}
	if err := l.Backup(ctx, to); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over an older backup: %v", err)
	}
	copy, err := OpenReadOnly(to)
	if err != nil {
		t.Fatal(err)
	}
	defer copy.Close()
	if problems, err := copy.Problems(ctx); len(problems) != 0 || err != nil {
		t.Error(problems, err)
	}
	if got, want := amountsOf(t, copy, "KFQ", "2020-01", "2022-12"), amountsOf(t, l, "KFQ", "2020-01", "2022-12"); got != want || want == "" {
		t.Errorf("got %s", got)
	}
	if err := l.Backup(ctx, filepath.Join(t.TempDir(), "no", "where.db")); err == nil {
		t.Error("backup into no folder")
	}
}

func TestProblemsAreFound(t *testing.T) {
	l := open(t)
	for m := range 40 {
		post1(t, l, posting("KFQ", month("2020-01").Add(m).String(), "1", "2026-10-05 08:30:00", Accepted))
	}
	if problems, err := l.Problems(ctx); len(problems) != 0 || err != nil {
		t.Fatal(problems, err)
	}
	l.Close()
	sqlExec(t, l.path, "PRAGMA foreign_keys = 0; INSERT INTO arrival (sha256, size, name, received_at, verdict, version, findings) VALUES ('"+sum("x")+"', 1, 'x', '', 'duplicate', 999, '[]')")
	again, err := Open(l.path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if problems, err := again.Problems(ctx); len(problems) != 1 || err != nil {
		t.Error(problems, err)
	}
}

// Why an edition follows another stands in the line of the deed.
func TestAuditSaysWhyAnEditionFollows(t *testing.T) {
	l := open(t)
	i := issuing("edited", "2023-08", 1, "2023-09-08 09:00:00")
	i.Reason = "盖章前又改一处"
	issue1(t, l, i)
	deeds, err := l.Deeds(ctx, i.At, i.At)
	if err != nil || len(deeds) != 1 || !strings.Contains(string(deeds[0].Detail), `"reason":"盖章前又改一处"`) {
		t.Errorf("%+v, %v", deeds, err)
	}
}

// A ledger with rubbish in its middle opens, and is told as damaged when it is
// looked through or copied, not as a full disk.
func TestBackupOfADamagedLedger(t *testing.T) {
	l := open(t)
	if err := l.Snapshot(ctx, "scheme", strings.Repeat("a", 64), []byte(`"`+strings.Repeat("方案", 100_000)+`"`), at("2026-10-05 08:30:00")); err != nil {
		t.Fatal(err)
	}
	if err := l.Whole(ctx); err != nil {
		t.Errorf("a whole one: %v", err)
	}
	path := l.path
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	info, _ := file.Stat()
	_, err = file.WriteAt(bytes.Repeat([]byte{0xff}, 8192), info.Size()/2/4096*4096)
	if err = errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	if l, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	to := filepath.Join(t.TempDir(), "备份.db")
	if err := l.Whole(ctx); !errors.Is(err, ErrDamaged) {
		t.Errorf("looked through: %v", err)
	}
	if err := l.Backup(ctx, to); !errors.Is(err, ErrDamaged) {
		t.Errorf("copied: %v", err)
	}
	if _, err := os.Stat(to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half a copy is left: %v", err)
	}
}
