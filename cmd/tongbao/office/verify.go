package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tongbao/ingest/disk"
	"tongbao/ingest/ledger"
	"tongbao/rules/scheme"
)

// Verification is the answer of `verify`: what was gone through, and what is
// not as it was recorded.
type Verification struct {
	OK        bool      `json:"ok"`
	Returns   int       `json:"returns"`   // accepted versions read again
	Documents int       `json:"documents"` // documents looked at
	Problems  []Problem `json:"problems"`
	Notes     []Problem `json:"notes"` // what is worth knowing and wrong nowhere

	Seals *SealState `json:"seals"`
}

// Problem is something that differs. Kind is one of the Problem… constants.
type Problem struct {
	Kind string `json:"kind"`
	What string `json:"what"`
}

// Kinds of problems.
const (
	ProblemLedger          = "ledger"            // the ledger file is damaged inside
	ProblemForged          = "ledger_forged"     // another program wrote into it: see heads.go
	ProblemStale           = "ledger_stale"      // it is older than the workspace, or another's
	ProblemArchiveMissing  = "archive_missing"   // a received file is not kept any more
	ProblemArchiveChanged  = "archive_changed"   // … or its bytes are others
	ProblemArchiveUnknown  = "archive_unknown"   // a kept file that was never received
	ProblemReturnDiffers   = "return_differs"    // the kept workbook reads otherwise than recorded
	NoteReadOtherwise      = "read_otherwise"    // … since it was read under earlier rules (read.Rules)
	ProblemFileMissing     = "file_missing"      // a file of an issued document is not in out/
	ProblemFileChanged     = "file_changed"      // … or its bytes are others
	ProblemFileUnknown     = "file_unknown"      // a file in out/ that was never issued
	ProblemDocumentBytes   = "document_bytes"    // the ledger's own copy of a document is damaged
	ProblemDocumentDiffers = "document_differs"  // made again, a document has other figures or words
	ProblemLayoutDiffers   = "document_layout"   // … the same figures in other bytes
	ProblemNotRebuilt      = "document_no_proof" // a document could not be made again, and why
)

// Verify proves the workspace: every received file is kept as it came, every
// accepted return reads from its file as it is recorded, every issued document
// is where it belongs and comes out the same when it is made again from its
// manifest. It changes nothing and needs no lock: what comes in while it looks
// is left for the next time. An office opened to read is enough.
func (o *Office) Verify(ctx context.Context) (*Verification, error) {
	v := &verifying{office: o, schemes: map[string]*scheme.Scheme{}, result: &Verification{Problems: []Problem{}, Notes: []Problem{}}}
	if o.ledger == nil {
		return nil, usage("本工作区还没有运行过，没有可核验的内容。")
	}
	steps := []func(context.Context) error{v.ledgerFile, v.sealed, v.archive, v.returns, v.files, v.messages, v.documents}
	for _, step := range steps {
		err := step(ctx)
		var damaged *ledger.RowError
		if errors.As(err, &damaged) { // the rest of this step rests on it; the other steps do not
			v.problem(ProblemLedger, "%s", damaged.Error())
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	v.result.OK = len(v.result.Problems) == 0
	return v.result, nil
}

// verifying is one verification under way.
type verifying struct {
	office  *Office
	schemes map[string]*scheme.Scheme // by digest; nil where this program cannot load it
	issued  []ledger.Document
	result  *Verification
	remarks int // returns of earlier programs that read the same now, remarks aside
}

func (v *verifying) problem(kind, format string, args ...any) {
	v.result.Problems = append(v.result.Problems, Problem{kind, fmt.Sprintf(format, args...)})
}

func (v *verifying) note(kind, format string, args ...any) {
	v.result.Notes = append(v.result.Notes, Problem{kind, fmt.Sprintf(format, args...)})
}

func (v *verifying) ledgerFile(ctx context.Context) error {
	list, err := v.office.ledger.Problems(ctx)
	for _, p := range list {
		v.problem(ProblemLedger, "账本 %s 内部不一致：%s。请用最近一次备份恢复。", ledgerFile, p)
	}
	if err == nil {
		v.issued, err = v.office.ledger.Documents(ctx)
	}
	return err
}

// archive compares what was received with what is kept, both ways.
func (v *verifying) archive(ctx context.Context) error {
	arrivals, err := v.office.ledger.Arrivals(ctx)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for i, a := range arrivals {
		v.office.progress.tell(i, len(arrivals), "核对存档")
		if err := ctx.Err(); err != nil {
			return err
		}
		if seen[a.SHA256] {
			continue
		}
		seen[a.SHA256] = true
		if err := v.kept(a); err != nil {
			return err
		}
	}
	v.office.progress.tell(len(arrivals), len(arrivals), "核对存档")
	for _, d := range v.issued {
		for _, f := range d.Files {
			seen[f.SHA256] = seen[f.SHA256] || d.Kind == kindEdited // the office's own
		}
		for _, file := range slices.Sorted(maps.Keys(d.Manifest.OwnFonts)) {
			sum := d.Manifest.OwnFonts[file]
			if seen[sum] {
				continue
			}
			seen[sum] = true
			if err := v.keptFont(file, sum); err != nil {
				return err
			}
		}
	}
	return v.strangers(ctx, seen)
}

func (v *verifying) kept(a ledger.Arrival) error {
	sum, err := hashFile(v.office.path(archiveDir, a.SHA256))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.problem(ProblemArchiveMissing, "%s收到的“%s”（%.12s…）不在 archive 中。", clockText(a.ReceivedAt), cleanName(path.Base(a.Name)), a.SHA256)
	case err != nil:
		return err
	case sum != a.SHA256:
		v.problem(ProblemArchiveChanged, "archive/%s（“%s”）的内容已不是收到时的内容。", a.SHA256, cleanName(path.Base(a.Name)))
	}
	return nil
}

func (v *verifying) keptFont(file, sum string) error {
	got, err := hashFile(v.office.path(archiveDir, sum))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.problem(ProblemArchiveMissing, "签发件所用的字体文件“%s”（%.12s…）不在 archive 中，所涉签发件重制时只比对数据。", cleanName(file), sum)
	case err != nil:
		return err
	case got != sum:
		v.problem(ProblemArchiveChanged, "archive/%s（字体文件“%s”）的内容已不是签发时的内容，所涉签发件重制时只比对数据。", sum, cleanName(file))
	}
	return nil
}

// strangers are files in the archive that nobody received. A run that was
// killed may have kept a file that it did not come to post or a font that it
// did not come to issue with: it is in the inbox or in fonts/ still.
func (v *verifying) strangers(ctx context.Context, known map[string]bool) error {
	entries, err := os.ReadDir(v.office.path(archiveDir))
	if err != nil {
		return err
	}
	var waiting map[string]bool
	for _, e := range entries {
		if known[e.Name()] || strings.HasPrefix(e.Name(), disk.TempPrefix) {
			continue
		}
		if received, err := v.office.ledger.Received(ctx, e.Name()); err != nil || len(received) > 0 {
			if err != nil {
				return err
			}
			continue // came in while we looked
		}
		if waiting == nil {
			waiting = v.office.hashesIn(inboxDir, fontsDir)
		}
		if !waiting[e.Name()] {
			v.problem(ProblemArchiveUnknown, "archive/%s 没有收件记录。", e.Name())
		}
	}
	return nil
}

// hashesIn are the hashes of what lies in folders of the workspace; what
// cannot be read now is left out.
func (o *Office) hashesIn(dirs ...string) map[string]bool {
	sums := map[string]bool{}
	for _, dir := range dirs {
		filepath.WalkDir(o.path(dir), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				if sum, err := hashFile(path); err == nil {
					sums[sum] = true
				}
			}
			return nil
		})
	}
	return sums
}

// scheme is one that was in force once; nil where this program cannot load it.
func (v *verifying) scheme(ctx context.Context, digest string) (*scheme.Scheme, error) {
	if s, ok := v.schemes[digest]; ok {
		return s, nil
	}
	if v.office.scheme.Digest == digest {
		return v.office.scheme, nil
	}
	tables, err := v.office.schemeTables(ctx, digest)
	if errors.Is(err, fs.ErrNotExist) {
		tables, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	s, err := scheme.Load(tables)
	if err != nil {
		s = nil
	}
	v.schemes[digest] = s
	return s, nil
}

// files compares issued files with those in out/, both ways, and with the
// ledger's own copy.
func (v *verifying) files(ctx context.Context) error {
	known := map[string]bool{}
	for i, d := range v.issued {
		v.office.progress.tell(i, len(v.issued), "核对签发件")
		for _, f := range d.Files {
			known[f.Path] = true
			if err := v.file(ctx, d, f); err != nil {
				return err
			}
		}
	}
	v.office.progress.tell(len(v.issued), len(v.issued), "核对签发件")
	return v.unknownFiles(ctx, known)
}

func (v *verifying) file(ctx context.Context, d ledger.Document, f ledger.File) error {
	content, err := v.office.ledger.Bytes(ctx, f.SHA256)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err != nil || hash(content) != f.SHA256 || int64(len(content)) != f.Size {
		v.problem(ProblemDocumentBytes, "%s：账本中保存的 %s 已损坏。", documentName(d), f.Path)
	}
	sum, err := hashFile(v.office.path(filepath.FromSlash(f.Path)))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.problem(ProblemFileMissing, "%s：%s 不在原处。重新调阅该文件即可放回。", documentName(d), f.Path)
	case err != nil:
		return err
	case sum != f.SHA256:
		v.problem(ProblemFileChanged, "%s：%s 与签发时不同，已被改动。重新调阅该文件即可恢复。", documentName(d), f.Path)
	}
	return nil
}

// unknownFiles are those under out/ that nobody issued, not even while we looked;
// drafts are nobody's business.
func (v *verifying) unknownFiles(ctx context.Context, known map[string]bool) error {
	var unknown []string
	err := filepath.WalkDir(v.office.path(outDir), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(v.office.dir, name)
		if err != nil {
			return err
		}
		inside = filepath.ToSlash(inside)
		if d.IsDir() && inside == draftsDir {
			return fs.SkipDir
		}
		if !d.IsDir() && !known[inside] && !strings.HasPrefix(d.Name(), disk.TempPrefix) && !strings.HasPrefix(d.Name(), "~$") {
			unknown = append(unknown, inside)
		}
		return nil
	})
	if err != nil || len(unknown) == 0 {
		return err
	}
	since, _, err := v.office.ledger.IssuedFiles(ctx)
	for _, inside := range unknown {
		if !since[inside] {
			v.problem(ProblemFileUnknown, "%s 不是本程序签发的文件。", inside)
		}
	}
	return err
}

func documentName(d ledger.Document) string {
	name := kindNames[d.Kind]
	if name == "" {
		name = d.Kind
	}
	parts := []string{name, d.Period}
	if d.TaskForce != "" {
		parts = append(parts, d.TaskForce)
	}
	if d.Edition > 1 {
		parts = append(parts, fmt.Sprintf("第%d版", d.Edition))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "　")
}
