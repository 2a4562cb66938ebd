package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/finding"
)

// Status is what became of a version, in the words of `check --json`.
type Status string

const (
	Accepted     Status = "accepted"
	WithWarnings Status = "accepted_with_warnings"
	Returned     Status = "returned" // refused: it supersedes nothing
)

// StatusOf is what follows from findings: any error sends the return back,
// any warning is told.
func StatusOf(l finding.List) Status {
	switch l.Worst() {
	case finding.Error:
		return Returned
	case finding.Warning:
		return WithWarnings
	}
	return Accepted
}

// Version is one version of a return as posted.
type Version struct {
	ingest.Version
	ReceivedAt time.Time
	Status     Status
	// AfterIssue is true where a document of the month was issued before this
	// came: an accepted one is a 更正 and counts from the next document.
	AfterIssue bool
	Scheme     string // digests that it was judged under
	Register   string
	Return     *ingest.Return
	Findings   finding.List
	// SentAt is when its bytes first came, by which lateness is judged. It is
	// before ReceivedAt for a version that was judged again, and Reason then
	// says why.
	SentAt time.Time
	Reason string
}

// Accepted reports whether the version counts.
func (v *Version) Accepted() bool { return v.Status != Returned }

const versionColumns = "task_force, period, number, sha256, file, received_at, status, after_issue, scheme, register, content, findings, sent_at, reason"

// headColumns are versionColumns without what the return says, which is most
// of a version and costs most of the time to read.
var headColumns = strings.Replace(versionColumns, " content,", " '',", 1)

// RowError is a row that holds what this program never wrote: somebody, or the
// disk, changed the ledger.
type RowError struct{ What string } // 2023-04 AAA第1次报送

func (e *RowError) Error() string {
	return "账本中" + e.What + "的记录已损坏。请用最近一次备份恢复（tongbao restore）。"
}

func scanVersion(row scanner) (*Version, error) {
	var v Version
	var period, received, content, findings, sent string
	err := row.Scan(&v.TaskForce, &period, &v.Number, &v.SHA256, &v.File, &received, &v.Status, &v.AfterIssue, &v.Scheme, &v.Register, &content, &findings, &sent, &v.Reason)
	if err != nil {
		return nil, err
	}
	damaged := &RowError{fmt.Sprintf("%s %s第%d次报送", period, v.TaskForce, v.Number)}
	if v.Period, err = ingest.ParsePeriod(period); err != nil {
		return nil, damaged
	}
	if v.ReceivedAt, err = when(received); err != nil {
		return nil, damaged
	}
	if v.SentAt, err = when(sent); err != nil {
		return nil, damaged
	}
	if err = json.Unmarshal([]byte(findings), &v.Findings); err != nil {
		return nil, damaged
	}
	if content == "" {
		return &v, nil
	}
	if v.Return, err = decode(content); err != nil {
		return nil, damaged
	}
	return &v, nil
}

func decode(content string) (*ingest.Return, error) {
	r := new(ingest.Return)
	if err := json.Unmarshal([]byte(content), r); err != nil {
		return nil, &RowError{"一份月报表"}
	}
	return r, nil
}

// tabsOf are the tabs of returns by how they are recorded: those of one form
// are the same in each, and much of what a return takes in memory.
type tabsOf map[string]map[string]ingest.Tab

// scan reads a return, which has its tabs in common with others.
func (known tabsOf) scan(row scanner) (*ingest.Return, error) {
	var content []byte
	if err := row.Scan(&content); err != nil {
		return nil, err
	}
	kept := struct {
		*ingest.Return
		Tabs json.RawMessage `json:"tabs"`
	}{Return: new(ingest.Return)}
	if err := json.Unmarshal(content, &kept); err != nil {
		return nil, &RowError{"一份月报表"}
	}
	if len(kept.Tabs) == 0 {
		return kept.Return, nil
	}
	tabs, seen := known[string(kept.Tabs)]
	if !seen {
		if err := json.Unmarshal(kept.Tabs, &tabs); err != nil {
			return nil, &RowError{"一份月报表"}
		}
		known[string(kept.Tabs)] = tabs
	}
	kept.Return.Tabs = tabs
	return kept.Return, nil
}

// Versions returns all versions of one task force's month, by number.
func (l *Ledger) Versions(ctx context.Context, taskForce string, period ingest.Period) ([]*Version, error) {
	list, err := collect(ctx, l.reader, scanVersion,
		"SELECT "+versionColumns+" FROM version WHERE task_force = ? AND period = ? ORDER BY number", taskForce, period.String())
	return list, l.failed(err)
}

// Month returns all versions of all task forces of one month, by task force
// and number, without their returns.
func (l *Ledger) Month(ctx context.Context, period ingest.Period) ([]*Version, error) {
	list, err := collect(ctx, l.reader, scanVersion,
		"SELECT "+headColumns+" FROM version WHERE period = ? ORDER BY task_force, number", period.String())
	return list, l.failed(err)
}

// AnyReturn reports whether any return, accepted or not, came for the months
// from..to.
func (l *Ledger) AnyReturn(ctx context.Context, from, to ingest.Period) (any bool, err error) {
	err = l.reader.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM version WHERE period BETWEEN ? AND ?)", from.String(), to.String()).Scan(&any)
	return any, l.failed(err)
}

// VersionsOf returns the versions that were made of one file. There is more
// than one where a changed scheme read the same bytes for another month, and
// where they were refused first and judged again.
func (l *Ledger) VersionsOf(ctx context.Context, sha256 string) ([]*Version, error) {
	list, err := collect(ctx, l.reader, scanVersion,
		"SELECT "+versionColumns+" FROM version WHERE sha256 = ? ORDER BY id", sha256)
	return list, l.failed(err)
}

// EachVersion calls f with every version in the order they were posted,
// holding one at a time, until f returns an error.
func (l *Ledger) EachVersion(ctx context.Context, f func(*Version) error) error {
	for id := 0; ; {
		page, err := collect(ctx, l.reader, scanNumbered, "SELECT id, "+versionColumns+" FROM version WHERE id > ? ORDER BY id LIMIT 100", id)
		if err != nil {
			return l.failed(err)
		}
		if len(page) == 0 {
			return nil
		}
		for _, v := range page {
			id = v.id
			if err := f(v.Version); err != nil {
				return err
			}
		}
	}
}

type numbered struct {
	id int
	*Version
}

func scanNumbered(row scanner) (numbered, error) {
	var n numbered
	v, err := scanVersion(idFirst{row, &n.id})
	n.Version = v
	return n, err
}

// idFirst scans a leading id before the columns of a version.
type idFirst struct {
	scanner
	id *int
}

func (i idFirst) Scan(to ...any) error { return i.scanner.Scan(append([]any{i.id}, to...)...) }

// latest picks, for each month of a task force, the accepted version with the
// highest number. Both searches run in version_accepted, so the cost is the
// months asked for, not those stored.
const latest = ` FROM version v WHERE task_force = ? AND period BETWEEN ? AND ? AND status <> 'returned'
	AND number = (SELECT max(w.number) FROM version w WHERE w.task_force = v.task_force AND w.period = v.period AND w.status <> 'returned')
	ORDER BY period`

// Accepted returns the accepted version of each month from..to of one task
// force, oldest first; months without one are absent. It implements the
// History of rules/facts. What counted at an earlier time is asked of a copy
// that was taken back (Rewind).
func (l *Ledger) Accepted(taskForce string, from, to ingest.Period) ([]*ingest.Return, error) {
	list, err := collect(context.Background(), l.reader, tabsOf{}.scan, "SELECT content"+latest, taskForce, from.String(), to.String())
	return list, l.failed(err)
}

// AcceptedVersions is what is known of each version of Accepted, without the
// returns.
func (l *Ledger) AcceptedVersions(ctx context.Context, taskForce string, from, to ingest.Period) ([]*Version, error) {
	list, err := collect(ctx, l.reader, scanVersion, "SELECT "+headColumns+latest, taskForce, from.String(), to.String())
	return list, l.failed(err)
}
