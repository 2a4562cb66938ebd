package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/crash"
)

// DocumentStatus is how final a document is. Drafts are never recorded.
type DocumentStatus string

const (
	Issued    DocumentStatus = "issued"
	Reissued  DocumentStatus = "reissued"  // （更正）
	Published DocumentStatus = "published" // 公示稿
	Final     DocumentStatus = "final"     // 定稿
)

// Manifest is everything that decides a document's bytes besides its figures:
// enough to build it again and compare.
type Manifest struct {
	Returns  []ingest.Version  `json:"returns"`
	Scheme   string            `json:"scheme"`   // SHA-256, see Ledger.Snapshot
	Register string            `json:"register"` // SHA-256
	Wording  map[string]string `json:"wording"`  // template -> SHA-256
	Fonts    map[string]string `json:"fonts"`    // role -> face, its file and SHA-256, as the office reads it
	Renderer string            `json:"renderer"`
	Approved *Approved         `json:"approved,omitempty"` // nil: issued by the schedule
	// OwnFonts are the office's own font files in use -> SHA-256, under which
	// the workspace's archive keeps their bytes. Nil where none was.
	OwnFonts map[string]string `json:"own_fonts,omitempty"`
}

// Approved is what a person gave a document when signing it.
type Approved struct {
	Number string      `json:"number,omitempty"`
	Signer string      `json:"signer,omitempty"` // post
	On     ingest.Date `json:"on"`
	Draft  int         `json:"draft,omitempty"` // 第n稿 that was signed; 0 where none was kept
	// AsKnownNow is true where figures had changed since that draft and the
	// office issued those known by then.
	AsKnownNow bool `json:"as_known_now,omitempty"`
	// From is the day that the terms it gives count from, that of the signed
	// draft; zero is the day of issue.
	From ingest.Date `json:"from,omitzero"`
}

// File is a file of a document. Path is under the workspace, with slashes.
// Bytes are given to Issue; Document lists files without them (see Bytes).
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Bytes  []byte `json:"-"`
}

// Issuing is a document about to be issued.
type Issuing struct {
	Kind      string // circular, ranking, assessment, notice …
	Period    string // 2023-09, 2023Q3, 2023
	TaskForce string // "" for a document about all
	Replaces  int    // edition that this follows, 0 for the first; guards against issuing twice
	Status    DocumentStatus
	Number    string // 发文字号; "" for none
	Series    string // what Serial is counted by, with Year; "" when the registry gave Number
	Year      int
	Serial    int // from NextSerial
	At        time.Time
	Manifest  Manifest
	Data      json.RawMessage // figures as published; nil is {}
	Figures   []Figure        // what was printed, and what it rests on
	Files     []File
	Items     []Item // supervision items as this document leaves them
	Deliver   bool   // somebody is to get it: a Message is owed
	Reason    string // why it follows the edition before, for the audit; "" says nothing
}

// Document is an issued document.
type Document struct {
	ID        int64
	Kind      string
	Period    string
	TaskForce string
	Edition   int
	Status    DocumentStatus
	Number    string
	IssuedAt  time.Time
	Manifest  Manifest
	Data      json.RawMessage
	Files     []File // without bytes, by path
}

// ErrIssued is returned by Issue when the edition it was to follow is not the
// latest: somebody issued in between, or it was issued already.
var ErrIssued = errors.New("该文件已经签发")

// ErrNumberTaken is returned by Issue when the number belongs to another
// document.
var ErrNumberTaken = errors.New("发文字号已被使用")

// NextSerial returns the number that the next document of a series and year
// will bear. It is reserved by Issue, not by asking; under the workspace's
// lock nobody comes between, and without it Issue returns ErrNumberTaken.
func (l *Ledger) NextSerial(ctx context.Context, series string, year int) (n int, err error) {
	err = l.reader.QueryRowContext(ctx, "SELECT coalesce(max(serial), 0) + 1 FROM document WHERE series = ? AND year = ?", series, year).Scan(&n)
	return n, l.failed(err)
}

// Issue records a document in one transaction: its number, manifest, figures,
// the bytes of its files, the versions it rests on, and the supervision items
// it raised or changed. Write the files to the workspace afterwards or before,
// as you like: Bytes gives them back.
func (l *Ledger) Issue(ctx context.Context, i Issuing) (Document, error) {
	list, err := l.IssueAll(ctx, []Issuing{i})
	if err != nil {
		return Document{}, err
	}
	return list[0], nil
}

// IssueAll is Issue for documents that go out together, a circular and the
// notices sent with it: all of them are recorded, or none.
func (l *Ledger) IssueAll(ctx context.Context, list []Issuing) ([]Document, error) {
	done := make([]Document, len(list))
	err := l.write(ctx, func(tx *writing) (err error) {
		for n, i := range list {
			if done[n], err = issue(ctx, tx, l.Who, i); err != nil {
				return err
			}
		}
		crash.Point(crash.IssueWritten)
		return nil
	})
	crash.Point(crash.IssueDone)
	return done, err
}

func issue(ctx context.Context, tx *writing, who string, i Issuing) (Document, error) {
	if err := mayIssue(ctx, tx, i); err != nil {
		return Document{}, err
	}
	id, err := insertDocument(ctx, tx, i)
	if err != nil {
		return Document{}, err
	}
	if err := insertManifest(ctx, tx, id, i.Manifest.Returns); err != nil {
		return Document{}, err
	}
	if err := insertFigures(ctx, tx, id, i.Figures); err != nil {
		return Document{}, err
	}
	for _, f := range i.Files {
		if err := insertFile(ctx, tx, id, f); err != nil {
			return Document{}, err
		}
	}
	for _, item := range i.Items {
		if err := putItem(ctx, tx, id, item); err != nil {
			return Document{}, fmt.Errorf("督办事项 %s：%w", item.ID, err)
		}
	}
	d, err := scanDocument(tx.QueryRowContext(ctx, "SELECT "+documentColumns+" FROM document WHERE id = ?", id))
	if err != nil {
		return Document{}, err
	}
	if d.Files, err = filesOf(ctx, tx, id); err != nil {
		return Document{}, err
	}
	if i.Deliver {
		if err := oweDocument(ctx, tx, d); err != nil {
			return Document{}, err
		}
	}
	deed := d.audit()
	if i.Reason != "" {
		deed["reason"] = i.Reason
	}
	return d, audit(ctx, tx, i.At, who, "issue", deed)
}

func mayIssue(ctx context.Context, tx *writing, i Issuing) error {
	var last int
	var taken bool
	err := tx.QueryRowContext(ctx, `SELECT coalesce((SELECT max(edition) FROM document WHERE kind = ?1 AND period = ?2 AND task_force = ?3), 0),
		EXISTS (SELECT 1 FROM document WHERE number = ?4) OR EXISTS (SELECT 1 FROM document WHERE series = ?5 AND year = ?6 AND serial = ?7)`,
		i.Kind, i.Period, i.TaskForce, nullText(i.Number), nullText(i.Series), i.Year, nullInt(i.Serial)).Scan(&last, &taken)
	switch {
	case err != nil:
		return err
	case last != i.Replaces:
		return fmt.Errorf("%s %s 已有第%d版：%w", i.Kind, i.Period, last, ErrIssued)
	case taken:
		return fmt.Errorf("%s：%w", i.Number, ErrNumberTaken)
	}
	return nil
}

func nullText(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func nullInt(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func insertDocument(ctx context.Context, tx *writing, i Issuing) (int64, error) {
	manifest, err := json.Marshal(i.Manifest)
	if err != nil {
		return 0, err
	}
	if i.Data == nil {
		i.Data = json.RawMessage("{}")
	}
	series, year, serial := nullText(i.Series), nullInt(i.Year), nullInt(i.Serial)
	if i.Serial == 0 {
		series, year = nil, nil
	}
	id, err := insert(ctx, tx, `INSERT INTO document (kind, period, task_force, edition, status, number, series, year, serial, issued_at, manifest, data)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`,
		i.Kind, i.Period, i.TaskForce, i.Replaces+1, i.Status, nullText(i.Number), series, year, serial, stamp(i.At), string(manifest), string(i.Data))
	tx.wroteRow("document", id)
	return id, err
}

func insertManifest(ctx context.Context, tx *writing, document int64, versions []ingest.Version) error {
	for _, v := range versions {
		res, err := tx.ExecContext(ctx, "INSERT INTO document_version (document, version) SELECT ?, id FROM version WHERE task_force = ? AND period = ? AND number = ? AND sha256 = ?",
			document, v.TaskForce, v.Period.String(), v.Number, v.SHA256)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); n != 1 || err != nil {
			return errors.Join(fmt.Errorf("账本中没有 %s %s 第%d次报送（%.8s…）", v.TaskForce, v.Period, v.Number, v.SHA256), err)
		}
	}
	return nil
}

func insertFile(ctx context.Context, tx *writing, document int64, f File) error {
	sum := sha256.Sum256(f.Bytes)
	name := hex.EncodeToString(sum[:])
	if f.SHA256 != "" && f.SHA256 != name {
		return fmt.Errorf("文件 %s 的内容与其校验值不符", f.Path)
	}
	if f.Bytes == nil {
		f.Bytes = []byte{} // NULL is not an empty file
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO blob (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING", name, f.Bytes); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO document_file (document, path, sha256, size) VALUES (?, ?, ?, ?)", document, f.Path, name, len(f.Bytes))
	return err
}

const documentColumns = "id, kind, period, task_force, edition, status, coalesce(number, ''), issued_at, manifest, data"

func scanDocument(row scanner) (Document, error) {
	var d Document
	var issued, manifest, data string
	err := row.Scan(&d.ID, &d.Kind, &d.Period, &d.TaskForce, &d.Edition, &d.Status, &d.Number, &issued, &manifest, &data)
	if err != nil {
		return d, err
	}
	d.Data = json.RawMessage(data)
	if d.IssuedAt, err = when(issued); err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(manifest), &d.Manifest)
}

func filesOf(ctx context.Context, from source, document int64) ([]File, error) {
	return collect(ctx, from, func(row scanner) (f File, err error) {
		return f, row.Scan(&f.Path, &f.SHA256, &f.Size)
	}, "SELECT path, sha256, size FROM document_file WHERE document = ? ORDER BY path", document)
}

func (d Document) audit() map[string]any {
	return map[string]any{"kind": d.Kind, "period": d.Period, "task_force": d.TaskForce, "edition": d.Edition, "status": d.Status,
		"number": d.Number, "scheme": d.Manifest.Scheme, "register": d.Manifest.Register, "files": d.Files}
}

func (l *Ledger) documents(ctx context.Context, where string, args ...any) ([]Document, error) {
	list, err := collect(ctx, l.reader, scanDocument, "SELECT "+documentColumns+" FROM document "+where, args...)
	for i := range list {
		if err == nil {
			list[i].Files, err = filesOf(ctx, l.reader, list[i].ID)
		}
	}
	return list, l.failed(err)
}

// Issued returns the editions of one document, oldest first; the last is the
// one in force. None means that it was never issued.
func (l *Ledger) Issued(ctx context.Context, kind, period, taskForce string) ([]Document, error) {
	return l.documents(ctx, "WHERE kind = ? AND period = ? AND task_force = ? ORDER BY edition", kind, period, taskForce)
}

// IssuedOf returns every document of a period, in the order of issue.
func (l *Ledger) IssuedOf(ctx context.Context, period string) ([]Document, error) {
	return l.documents(ctx, "WHERE period = ? ORDER BY id", period)
}

// Documents returns every issued document, in the order of issue.
func (l *Ledger) Documents(ctx context.Context) ([]Document, error) {
	return l.documents(ctx, "ORDER BY id")
}

// IssuedSince returns the documents issued at or after a time, in the order of
// issue.
func (l *Ledger) IssuedSince(ctx context.Context, t time.Time) ([]Document, error) {
	return l.documents(ctx, "WHERE issued_at >= ? ORDER BY id", stamp(t))
}

// IssuedFiles are the places and the SHA-256 of all files of issued documents.
func (l *Ledger) IssuedFiles(ctx context.Context) (paths, sums map[string]bool, err error) {
	paths, sums = map[string]bool{}, map[string]bool{}
	_, err = collect(ctx, l.reader, func(row scanner) (none struct{}, err error) {
		var path, sum string
		err = row.Scan(&path, &sum)
		paths[path], sums[sum] = true, true
		return none, err
	}, "SELECT path, sha256 FROM document_file")
	return paths, sums, l.failed(err)
}

// UsedBy returns the documents that rest on a version of a return, in the
// order of issue: trace backwards.
func (l *Ledger) UsedBy(ctx context.Context, v ingest.Version) ([]Document, error) {
	return l.documents(ctx, `WHERE id IN (SELECT document FROM document_version WHERE version =
		(SELECT id FROM version WHERE task_force = ? AND period = ? AND number = ?)) ORDER BY id`, v.TaskForce, v.Period.String(), v.Number)
}

// Bytes returns a document file's content by its SHA-256, fs.ErrNotExist when
// the ledger has none such.
func (l *Ledger) Bytes(ctx context.Context, sha256 string) ([]byte, error) {
	var b []byte
	err := l.reader.QueryRowContext(ctx, "SELECT bytes FROM blob WHERE sha256 = ?", sha256).Scan(&b)
	return b, l.failed(absent(err))
}

// Correction is a month whose counting version is not the one that a document
// rests on.
type Correction struct {
	TaskForce string
	Period    ingest.Period
	Was       *Version // what the document used; nil when the return was missing then
	Is        *Version // what counts now
}

// Corrections compares an issued document with what is known now: every month
// from first to last of a task force whose accepted version is not the one
// the document rests on, by month and task force. The next document prints
// them as 更正说明; a month that was missing then is a 补报.
func (l *Ledger) Corrections(ctx context.Context, d Document, first, last ingest.Period) ([]Correction, error) {
	rows, err := collect(ctx, l.reader, scanPair, `
		SELECT (SELECT max(u.id) FROM document_version x JOIN version u ON u.id = x.version WHERE x.document = ?1 AND u.task_force = v.task_force AND u.period = v.period), v.id
		FROM version v INDEXED BY version_of_month
		WHERE v.period BETWEEN ?2 AND ?3 AND v.status <> 'returned'
		  AND v.number = (SELECT max(w.number) FROM version w WHERE w.task_force = v.task_force AND w.period = v.period AND w.status <> 'returned')
		  AND NOT EXISTS (SELECT 1 FROM document_version WHERE document = ?1 AND version = v.id)
		ORDER BY v.period, v.task_force`, d.ID, first.String(), last.String())
	if err != nil {
		return nil, l.failed(err)
	}
	var list []Correction
	for _, r := range rows {
		var c Correction
		if c.Is, err = l.versionByID(ctx, r.is); err != nil {
			return nil, l.failed(err)
		}
		if r.was.Valid {
			if c.Was, err = l.versionByID(ctx, r.was.Int64); err != nil {
				return nil, l.failed(err)
			}
		}
		c.TaskForce, c.Period = c.Is.TaskForce, c.Is.Period
		list = append(list, c)
	}
	return list, nil
}

type pair struct {
	was sql.NullInt64
	is  int64
}

func scanPair(row scanner) (p pair, err error) { return p, row.Scan(&p.was, &p.is) }

func (l *Ledger) versionByID(ctx context.Context, id int64) (*Version, error) {
	return scanVersion(l.reader.QueryRowContext(ctx, "SELECT "+versionColumns+" FROM version WHERE id = ?", id))
}
