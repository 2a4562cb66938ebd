package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"tongbao/ingest/disk"
	"tongbao/ingest/ledger"
)

// The ledger's chain of seals ends in a head (ledger.Head). Copies of the head
// lie outside it: in the file beside the ledger, in every backup's list, in the
// header of every mail. A ledger in which such a head does not stand is an older
// one that was put back, or another, or was written anew.

// headFile keeps the head that the last run left. It is in no backup, whose
// ledger is of another moment; hidden from nobody, since the office may have to
// move it away.
const headFile = ledgerFile + ".head"

const headRemark = "以上是账本封存的末条编号、校验值和记下的时间，由通报程序写入，用来发现账本被换成旧的或改过的，请勿删改。"

// keepHead writes down where the chain ends. A head of before is as true, so
// a disk that takes nothing is no failure.
func (o *Office) keepHead(ctx context.Context) {
	head, err := o.ledger.Head(ctx)
	if err != nil || head.Seal == 0 {
		return
	}
	if kept, _, err := o.keptHead(); err == nil && kept == head {
		return
	}
	_ = put(o.path(headFile), fmt.Appendf(nil, "%d %s %s\n%s\n", head.Seal, head.Chain, o.Now.Format(time.RFC3339), headRemark))
}

// keptHead is what keepHead wrote and when, fs.ErrNotExist for nothing. A file
// that reads otherwise (saved by an editor, emptied by a power cut) is none: it
// could as well have been deleted.
func (o *Office) keptHead() (head ledger.Head, at time.Time, err error) {
	text, err := os.ReadFile(o.path(headFile))
	if err != nil {
		return head, at, err
	}
	var when string
	if n, _ := fmt.Sscan(string(text), &head.Seal, &head.Chain, &when); n != 3 || head.Seal <= 0 {
		return ledger.Head{}, at, fs.ErrNotExist
	}
	at, _ = time.Parse(time.RFC3339, when)
	return head, at, nil
}

// StaleLedgerError is a ledger that is not the one the workspace was last run
// with.
type StaleLedgerError struct{ What string }

func (e *StaleLedgerError) Error() string {
	return e.What + "未作任何处理：继续运行会重复编号、重复印发。请把最新的账本放回（连同 ledger.db-wal）；找不回的，用最近一次备份整个恢复到新文件夹（tongbao restore 备份.zip 新文件夹）。确认就以现在的账本为准的，请先把账本中没有的印发文件、比账本新的备份移到别处，把此后收到的月报表从 " + archiveDir + " 中复制回 " + inboxDir + "，再删去 " + headFile + "，然后运行；以后的文号请与已印发的核对。"
}

// ledgerCurrent refuses a ledger that knows less than the workspace does: one
// of an older backup, or a copy of ledger.db without the changes beside it.
func (o *Office) ledgerCurrent(ctx context.Context) error {
	what, err := o.stale(ctx)
	if err != nil || what == "" {
		return err
	}
	return &StaleLedgerError{what}
}

// stale says why the ledger is not the workspace's own, "" where nothing
// speaks against it: the head that was kept, and what the workspace has that this
// ledger knows nothing of. A ledger that was put back together with the head of
// then, as by an old copy of the folder laid over it, has only the latter
// against it; so has one without a head, as after a restore or of an older
// program, or where it cannot be read.
func (o *Office) stale(ctx context.Context) (string, error) {
	last, err := o.ledger.LastRun(ctx)
	if err != nil {
		return "", err
	}
	kept, at, err := o.keptHead()
	known := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	holds := false
	if known {
		there, err := o.ledger.SealAt(ctx, kept.Seal)
		if err != nil {
			return "", err
		}
		holds = there == kept
	}
	since := time.Time{}
	if holds { // what is older was put there by somebody
		since = last
	}
	unknown, err := o.unknownHere(ctx, since)
	if err != nil || unknown == "" && (holds || !known) {
		return "", err
	}
	head, err := o.ledger.Head(ctx)
	if err != nil {
		return "", err
	}
	switch {
	case !known || holds:
		return fmt.Sprintf("账本 %s 可能是旧的，最近一次运行是%s。", ledgerFile, clockText(last)) + unknown, nil
	case kept.Seal > head.Seal:
		return fmt.Sprintf("账本 %s 是旧的，或记录被删去过：工作区%s已记到封存第%d条，现在的账本只到第%d条，最近一次运行是%s。", ledgerFile, clockText(at), kept.Seal, head.Seal, clockText(last)) + unknown, nil
	}
	return fmt.Sprintf("账本 %s 不是本工作区原来的账本：封存第%d条与%s记在 %s 中的不同。", ledgerFile, kept.Seal, clockText(at), headFile) + unknown, nil
}

// unknownHere words what the workspace has, as of a time or later, that the
// ledger knows nothing of: issued documents, returns that were answered, a
// backup. "" is nothing.
func (o *Office) unknownHere(ctx context.Context, since time.Time) (what string, err error) {
	issued, err := o.issuedElsewhere(ctx, since)
	if err != nil {
		return "", err
	}
	if len(issued) > 0 {
		what += fmt.Sprintf("%s 中有账本没有的印发文件%d件：%s。", outDir, len(issued), strings.Join(firstFew(issued, 5), "、"))
	}
	answered, err := o.answeredElsewhere(ctx)
	if err != nil {
		return "", err
	}
	if len(answered) > 0 {
		what += fmt.Sprintf("%s 中有账本没有的来件%d件，回执已经发出：%s。", archiveDir, len(answered), strings.Join(firstFew(answered, 5), "、"))
	}
	backup, err := o.newerBackup(ctx)
	if backup != "" {
		what += "备份 " + backup + " 中的账本比现在的新。"
	}
	return what, err
}

func firstFew(list []string, n int) []string {
	if len(list) > n {
		return append(slices.Clone(list[:n]), "……")
	}
	return list
}

// issuedElsewhere are documents under out/ that this ledger did not issue: a
// PDF with its workbook, as only this program puts them, neither of which is
// known by its place or its bytes, and which is not from before a time. Drafts
// are not issued, and what was moved aside is the office's own.
func (o *Office) issuedElsewhere(ctx context.Context, since time.Time) (list []string, err error) {
	paths, sums, err := o.ledger.IssuedFiles(ctx)
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(o.path(outDir), func(file string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(o.dir, file)
		if err != nil {
			return err
		}
		inside = filepath.ToSlash(inside)
		if d.IsDir() && inside == draftsDir {
			return fs.SkipDir
		}
		base, isPDF := strings.CutSuffix(inside, ".pdf")
		if d.IsDir() || !isPDF || paths[inside] || paths[base+".xlsx"] || strings.HasPrefix(d.Name(), disk.TempPrefix) ||
			strings.Contains(base, asideMark) || !exists(o.path(filepath.FromSlash(base+".xlsx"))) {
			return nil
		}
		info, err := d.Info()
		if err != nil || info.ModTime().Before(since) {
			return err
		}
		sum, err := hashFile(file)
		if err != nil || sums[sum] {
			return err
		}
		list = append(list, inside)
		return nil
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	// Issued while we looked: the ledger has a document before its files are out.
	paths, _, err = o.ledger.IssuedFiles(ctx)
	list = slices.DeleteFunc(list, func(inside string) bool { return paths[inside] })
	for i := range list {
		list[i] = strings.TrimPrefix(list[i], outDir+"/")
	}
	return list, err
}

// answeredElsewhere are kept files that this ledger never received and of which a
// receipt tells all the same. One that waits in the inbox was kept by a run that
// was killed, or is put back to be taken in again.
func (o *Office) answeredElsewhere(ctx context.Context) (list []string, err error) {
	unknown, err := o.keptUnknown(ctx)
	if err != nil || len(unknown) == 0 {
		return nil, err
	}
	waiting := o.hashesIn(inboxDir)
	err = filepath.WalkDir(o.path(returnedDir, "回执"), func(file string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, sum := range hashPattern.FindAllString(string(text), -1) {
			if !unknown[sum] || waiting[sum] {
				continue
			}
			delete(unknown, sum)
			if received, err := o.ledger.Received(ctx, sum); err != nil || len(received) > 0 {
				return err // taken in while we looked
			}
			list = append(list, fmt.Sprintf("%s（%s/%.12s…）", filepath.Base(file), archiveDir, sum))
		}
		return nil
	})
	return list, err
}

var hashPattern = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// keptUnknown are the hashes of kept files that the ledger has no arrival or
// document of.
func (o *Office) keptUnknown(ctx context.Context) (map[string]bool, error) {
	folder, err := os.Open(o.path(archiveDir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	known, err := o.ledger.Hashes(ctx)
	unknown := map[string]bool{}
	for _, name := range names {
		if !known[name] && hashPattern.MatchString(name) {
			unknown[name] = true
		}
	}
	return unknown, err
}

// newerBackup is the last backup that was made of this very folder, where its
// ledger does not stand in ours; "" otherwise. A folder elsewhere may be on a
// disk that is not there, and to ask for it would hold every run up: verify does.
func (o *Office) newerBackup(ctx context.Context) (string, error) {
	if !o.keepsBackups() {
		return "", nil
	}
	made, err := filepath.Glob(filepath.Join(globPlain(o.backupFolder()), "????-??-??_????.zip"))
	if err != nil {
		return "", err
	}
	slices.Sort(made)
	is := o.origin()
	for _, file := range slices.Backward(made) {
		b, err := listIn(file)
		if err != nil || b.From == nil || is == nil || *b.From != *is {
			continue // of another workspace, or none
		}
		own, err := o.madeOfOurs(ctx, b)
		if err != nil || own {
			return "", err
		}
		return filepath.Base(file), nil
	}
	return "", nil
}

// sealed holds the ledger's rows against their seals, and the chain against the
// heads that were kept elsewhere.
func (v *verifying) sealed(ctx context.Context) error {
	s, err := v.office.ledger.Sealed(ctx)
	if err != nil {
		return err
	}
	v.result.Seals = &SealState{Head: s.Head, Before: s.Before}
	for i, b := range s.Breaks {
		if i == breachesTold {
			v.problem(ProblemForged, "账本中另有%d处与封存记录不符。", len(s.Breaks)-i)
			break
		}
		v.problem(ProblemForged, "%s", breachText(b))
	}
	what, err := v.office.stale(ctx)
	if what != "" {
		v.problem(ProblemStale, "%s", what)
	}
	return errors.Join(err, v.headsOfBackups(ctx))
}

// breachesTold is how many rows are told one by one.
const breachesTold = 50

// SealState is how far the ledger is sealed. Before counts rows that are older
// than the seals: until they were sealed nobody can tell what became of them.
type SealState struct {
	ledger.Head
	Before int `json:"before_seals"`
}

// Code is the head as it is written down and compared by people.
func (s SealState) Code() string { return headCode(s.Head) }

func headCode(h ledger.Head) string { return fmt.Sprintf("%d-%.16s", h.Seal, h.Chain) }

// VerifyAgainst adds to a verification what a code says that somebody wrote
// down earlier: that the ledger still tells what it told then, or does not.
func (o *Office) VerifyAgainst(ctx context.Context, v *Verification, code string) error {
	var seal int64
	if n, err := fmt.Sscanf(code, "%d-", &seal); n != 1 || err != nil || len(code) < len("1-0123456789abcdef") {
		return usage("“%s”不是账本校验码。校验码由封存条数和16位校验值组成，如 1234-0a1b2c3d4e5f6789。", code)
	}
	there, err := o.ledger.SealAt(ctx, seal)
	what := ""
	switch {
	case err != nil || headCode(there) == strings.ToLower(code):
		return err
	case there.Seal == 0:
		what = fmt.Sprintf("账本没有封存第%d条：它比抄下校验码 %s 时旧，或记录被删去过。", seal, code)
	default:
		what = fmt.Sprintf("账本封存第%d条的校验码是 %s，不是抄下的 %s：此前的记录在程序之外被改写过，或这是另一本账本。", seal, headCode(there), code)
	}
	v.OK, v.Problems = false, append(v.Problems, Problem{ProblemForged, what})
	return nil
}

// headsOfBackups compares with the heads in the backups that the schedule left.
func (v *verifying) headsOfBackups(ctx context.Context) error {
	made, err := filepath.Glob(filepath.Join(globPlain(v.office.backupFolder()), "*.zip"))
	for _, file := range made {
		b, err := listIn(file)
		if err != nil {
			continue // no backup
		}
		own, err := v.office.madeOfOurs(ctx, b)
		if err != nil {
			return err
		}
		if !own {
			v.problem(ProblemForged, "备份 %s（%s）所记的账本封存第%d条，现在的账本中没有或不同：账本被换过或整本改写过。备份是本工作区的副本所作，或是在本工作区恢复以前所作的，请移到别处，并给副本另设“备份文件夹”。", filepath.Base(file), b.At, b.Ledger.Seal)
		}
	}
	return err
}

var tableNames = map[string]string{
	"audit": "操作记录第%s条", "arrival": "第%s件来件", "version": "月报表记录（第%s份）", "document": "签发件记录（第%s件）", "item": "督办事项%s",
	"draft": "送审稿记录（第%s份）", "slot": "任务班次%s", "snapshot": "方案台账存底%s", "message": "发件记录%.8s", "delivery": "投递记录%s",
}

// breachText says of which record a seal does not hold.
func breachText(b ledger.Breach) string {
	name := fmt.Sprintf(tableNames[b.Table], strings.Join(b.Key, " "))
	row := b.Row
	switch b.Table {
	case "version":
		if row != nil {
			name = fmt.Sprintf("%s %s第%s次报送的记录", row["period"], row["task_force"], row["number"])
		}
	case "document":
		if row != nil {
			name = strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s的记录", kindNames[row["kind"]], row["period"], row["task_force"], row["number"])), " ")
		}
	case "arrival":
		if row != nil {
			name += "“" + cleanName(path.Base(row["name"])) + "”"
		}
	}
	const after = "请查明是谁、为什么改动，并用改动以前的备份核对。"
	switch b.How {
	case ledger.BreachChanged:
		return "账本中" + name + "在程序之外被改动过。" + after
	case ledger.BreachRemoved:
		return "账本中" + name + "在程序之外被删去。" + after
	case ledger.BreachAdded:
		return "账本中" + name + "不是本程序记入的。" + after
	case ledger.BreachNoSeals:
		return "账本的封存记录已被去掉，账本在程序之外被改动过。" + after
	}
	return fmt.Sprintf("账本封存第%s条与前一条不衔接，封存记录被改动过。", strings.Join(b.Key, " ")) + after
}
