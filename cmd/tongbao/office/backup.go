package office

import (
	"archive/zip"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/ingest/disk"
	"tongbao/ingest/ledger"
	"tongbao/rules/scheme"
)

// A backup is one .zip with the whole workspace in it and, last, a list of
// every file with its hash. It may be made while another process works. The
// ledger in it is a copy of one moment, taken before anything else: whatever it
// names is in the archive by then. A return that was taken in since goes back
// among what waits in the inbox, a document issued since is left out: a restored
// workspace takes the one in and issues the other when it next runs.

// backupList is the backup's last entry.
const backupList = "backup.json"

// backupDir is where the scheduled job leaves its backups, unless 设置 names
// another folder.
const backupDir = "backup"

// backupFolder is where the scheduled job leaves its backups: a folder of the
// workspace, or any other by its full path.
func (o *Office) backupFolder() string {
	if o.scheme == nil { // a faulty one: see doctor
		return o.path(backupDir)
	}
	name := o.scheme.Settings.Other[scheme.BackupFolderSetting]
	switch {
	case name == "":
		return o.path(backupDir)
	case filepath.IsAbs(name):
		return name
	}
	return o.path(filepath.FromSlash(name))
}

// Backup is what a backup holds.
type Backup struct {
	Program string            `json:"program"` // tongbao
	At      string            `json:"at"`      // RFC 3339
	Files   map[string]string `json:"files"`   // path under the workspace -> SHA-256
	Bytes   int64             `json:"bytes"`
	Ledger  *ledger.Head      `json:"ledger,omitempty"`  // of the ledger in it, nil of one without seals: see heads.go
	From    *origin           `json:"from,omitempty"`    // nil where it is not known, as of an older program
	Lacking []string          `json:"lacking,omitempty"` // SHA-256 of what its ledger received and the workspace does not have as it came
}

// LackingError is a backup without files that its ledger names: it does not
// stand for the ones before it.
type LackingError struct {
	File  string
	Files int
}

func (e *LackingError) Error() string {
	return fmt.Sprintf("%s 中有%d件来件不见了或被改动，备份 %s 中没有它们的原件；以前的备份请勿删除。请把 %s 原样放回，或从以前的备份中取出这些文件放回，再运行。用 tongbao verify 逐件核对。", archiveDir, e.Files, e.File, archiveDir)
}

// LackingIn is nil of a backup that has whatever its ledger received.
func (b *Backup) LackingIn(file string) error {
	if len(b.Lacking) == 0 {
		return nil
	}
	return &LackingError{filepath.Base(file), len(b.Lacking)}
}

// findLacking notes what the copied ledger received and the backup does not have
// under its hash.
func (b *Backup) findLacking(ctx context.Context, then *ledger.Ledger) error {
	arrivals, err := then.Arrivals(ctx)
	lacking := map[string]bool{}
	for _, a := range arrivals {
		if b.Files[archiveDir+"/"+a.SHA256] != a.SHA256 {
			lacking[a.SHA256] = true
		}
	}
	b.Lacking = slices.Sorted(maps.Keys(lacking))
	return err
}

// origin is the workspace that a backup is of: its folder, on which computer,
// and the sign of that folder, which a restored workspace does not have.
type origin struct {
	Computer string `json:"computer"`
	Folder   string `json:"folder"`
	Sign     string `json:"sign"`
}

// origin is this workspace's, nil where it cannot be told.
func (o *Office) origin() *origin {
	sign, err := os.ReadFile(o.path(senderFile))
	if err != nil {
		return nil
	}
	folder, err := filepath.Abs(o.dir)
	if err != nil {
		return nil
	}
	computer, err := os.Hostname()
	if err != nil {
		return nil
	}
	return &origin{computer, folder, string(sign)}
}

// of reports whether a backup's origin is this workspace, moved to another
// folder or not. A copy of it bears its sign, but the folder copied from is there
// still.
func (was *origin) of(is *origin) bool {
	if was == nil || is == nil || was.Computer != is.Computer || was.Sign != is.Sign {
		return false
	}
	return was.Folder == is.Folder || sameFolder(was.Folder, is.Folder) || !exists(filepath.Join(was.Folder, schemeFile))
}

// BackUpTo is Backup to where somebody says: into a folder that is there, and not
// into the workspace, where the next backup would hold this one and the inbox
// would take it for a return.
func (o *Office) BackUpTo(ctx context.Context, file string) (*Backup, error) {
	folder := filepath.Dir(file)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, usage("没有文件夹 %s，未作备份。请核对路径。", folder)
	}
	if within := workspaceOf(folder); within != "" {
		return nil, usage("%s 在工作区 %s 之内，未作备份。请备份到工作区以外，最好是别的磁盘。", file, within)
	}
	return o.Backup(ctx, file)
}

// workspaceOf is the workspace that a folder is or lies in, "" for none.
func workspaceOf(folder string) string {
	at, err := filepath.Abs(folder)
	if err != nil {
		return ""
	}
	if real, err := filepath.EvalSymlinks(at); err == nil {
		at = real
	}
	for {
		if exists(filepath.Join(at, schemeFile)) && exists(filepath.Join(at, registerFile)) {
			return at
		}
		up := filepath.Dir(at)
		if up == at {
			return ""
		}
		at = up
	}
}

// Backup writes the workspace into a new file. One that exists is refused; one
// that fails leaves nothing. An office opened to read is enough.
func (o *Office) Backup(ctx context.Context, file string) (*Backup, error) {
	if exists(file) {
		return nil, usage("%s 已经存在，未作改动。请另取一个文件名。", file)
	}
	if o.ledger == nil {
		return nil, usage("本工作区还没有运行过，没有可备份的账本。")
	}
	scratch, err := os.MkdirTemp("", "tongbao-backup-")
	if err != nil {
		return nil, &ScratchError{os.TempDir(), err}
	}
	defer os.RemoveAll(scratch)
	copied := filepath.Join(scratch, ledgerFile)
	if err := o.ledger.Backup(ctx, copied); err != nil {
		if errors.Is(err, ledger.ErrDamaged) || ctx.Err() != nil {
			return nil, err
		}
		return nil, &ScratchError{os.TempDir(), err}
	}
	return o.backupAround(ctx, file, copied)
}

// ScratchError is a copy of the ledger that could not be made in the system's
// temporary folder, which may lie on another disk than ledger and backup.
type ScratchError struct {
	Dir string
	Err error
}

func (e *ScratchError) Unwrap() error { return e.Err }

func (e *ScratchError) Error() string {
	why := "不能写入"
	if free, err := disk.Free(e.Dir); noRoom(e.Err) || err == nil && free < leastRoom {
		why = "所在的磁盘空间已满"
	}
	return "没有备份：账本副本要先放在系统的临时文件夹 " + e.Dir + "，它" + why + "。请清理或检查该文件夹后重新运行；以前的备份没有删除。"
}

// backupAround writes the backup of which the copied ledger is.
func (o *Office) backupAround(ctx context.Context, file, copied string) (*Backup, error) {
	then, err := ledger.OpenReadOnly(copied)
	if err != nil {
		return nil, err
	}
	defer then.Close()
	head, err := then.Head(ctx)
	if err != nil {
		return nil, err
	}
	b := &Backup{Program: "tongbao", At: o.Now.Format("2006-01-02T15:04:05Z07:00"), Files: map[string]string{}}
	if head.Seal > 0 {
		b.Ledger = &head
	}
	if o.lock != nil { // who only reads makes no sign
		if _, err := o.senderSign(); err != nil {
			return nil, err
		}
	}
	b.From = o.origin()
	err = disk.PutFrom(file, func(w io.Writer) error {
		z := zip.NewWriter(w)
		err := b.add(z, ledgerFile, copied)
		// Twice: what left the inbox while it was gone through is in the archive
		// by now.
		for range 2 {
			if err == nil {
				err = o.addFiles(ctx, z, b, then)
			}
		}
		if err == nil {
			err = b.findLacking(ctx, then)
		}
		return errors.Join(err, b.close(z))
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// addFiles adds the workspace's files that the backup does not have yet, as they
// belong with the ledger in it.
func (o *Office) addFiles(ctx context.Context, z *zip.Writer, b *Backup, then *ledger.Ledger) error {
	names, err := o.backedUp()
	if err != nil {
		return err
	}
	since, err := o.since(ctx, then, names)
	if err != nil {
		return err
	}
	for i, name := range names {
		o.progress.tell(i, len(names), "备份")
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, late := since[name]; late || b.Files[name] != "" {
			continue
		}
		if err := o.addFile(z, b, name, name); err != nil {
			return err
		}
	}
	waits := map[string]bool{}
	for name, sum := range b.Files {
		waits[sum] = waits[sum] || strings.HasPrefix(name, inboxDir+"/")
	}
	for _, kept := range slices.Sorted(maps.Keys(since)) {
		if as := since[kept]; as != "" && !waits[path.Base(kept)] {
			if err := o.addFile(z, b, as, kept); err != nil {
				return err
			}
		}
	}
	o.progress.tell(len(names), len(names), "备份")
	return nil
}

// addFile adds a file of the workspace, unless it went meanwhile, as temporary
// ones and drafts do.
func (o *Office) addFile(z *zip.Writer, b *Backup, as, name string) error {
	err := b.add(z, as, o.path(filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// since says of which files the copied ledger does not know yet, and this one
// does: how a return that was received since is to be named in the inbox, so that
// the order stays, and "" of a document that was issued since.
func (o *Office) since(ctx context.Context, then *ledger.Ledger, names []string) (map[string]string, error) {
	as := map[string]string{}
	known, err := then.Head(ctx)
	if err != nil {
		return nil, err
	}
	present := o.ledger
	if present.Older() != nil { // what it reads is of when it was opened
		if present, err = ledger.OpenReadOnly(o.path(ledgerFile)); err != nil {
			return nil, err
		}
		defer present.Close()
	}
	if now, err := present.Head(ctx); err != nil || now == known && now.Seal > 0 {
		return as, err
	}
	issued, _, err := then.IssuedFiles(ctx)
	if err != nil {
		return nil, err
	}
	issuedNow, _, err := present.IssuedFiles(ctx)
	if err != nil {
		return nil, err
	}
	before, err := then.Arrivals(ctx)
	if err != nil {
		return nil, err
	}
	arrivals, err := present.Arrivals(ctx)
	if err != nil {
		return nil, err
	}
	received := map[string]bool{}
	for _, a := range before {
		received[a.SHA256] = true
	}
	for _, a := range arrivals {
		if kept := archiveDir + "/" + a.SHA256; !received[a.SHA256] {
			received[a.SHA256] = true
			as[kept] = fmt.Sprintf("%s/%06d_%s", inboxDir, a.ID, path.Base(a.Name))
		}
	}
	for _, name := range names {
		if issuedNow[name] && !issued[name] {
			as[name] = ""
		}
	}
	return as, nil
}

// backedUp lists the workspace's files but the ledger, the lock, unfinished
// files and other backups, with slashes.
func (o *Office) backedUp() (names []string, err error) {
	err = filepath.WalkDir(o.dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(o.dir, file)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch base := path.Base(name); {
		case d.IsDir() && (name == backupDir || filepath.Clean(file) == filepath.Clean(o.backupFolder())):
			return fs.SkipDir
		case !d.Type().IsRegular(), strings.HasPrefix(name, ledgerFile), strings.HasPrefix(name, lockFile),
			strings.HasPrefix(base, disk.TempPrefix), strings.HasPrefix(base, "~$"):
			return nil
		}
		names = append(names, name)
		return nil
	})
	return names, err
}

func (b *Backup) add(z *zip.Writer, name, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	header := &zip.FileHeader{Name: name, Method: packing(name), Modified: info.ModTime()}
	header.SetMode(info.Mode())
	w, err := z.CreateHeader(header)
	if err != nil {
		return err
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), f)
	b.Files[name] = hex.EncodeToString(h.Sum(nil))
	b.Bytes += n
	return err
}

func (b *Backup) close(z *zip.Writer) error {
	w, err := z.Create(backupList)
	if err == nil {
		err = json.NewEncoder(w).Encode(b)
	}
	return errors.Join(err, z.Close())
}

// Restore unpacks a backup into a folder that is absent or empty, and checks
// every file against the backup's own list. The backup is never touched. What
// went wrong half-way is *HalfRestoredError: it is left there, to be looked at, and
// is no workspace, since the scheme comes last.
func Restore(ctx context.Context, file, dir string, progress Progress) (*Backup, error) {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return nil, usage("%s 不是空文件夹，未作改动。请另指定一个文件夹。", dir)
	}
	if within := workspaceOf(filepath.Dir(dir)); within != "" {
		return nil, usage("%s 在工作区 %s 之内，未作改动。请恢复到工作区以外的文件夹。", dir, within)
	}
	z, err := zip.OpenReader(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("没有这个文件：%s", file)
	}
	if err != nil {
		return nil, usage("%s 不是备份文件，或已损坏（%v）。", file, err)
	}
	defer z.Close()
	b, err := listOf(&z.Reader)
	if err != nil {
		return nil, usage("%s 不是完整的备份文件：%v。", file, err)
	}
	files, err := b.filesOf(&z.Reader, file)
	if err != nil {
		return nil, err
	}
	if err := (&Office{dir: dir}).makeFolders(); err != nil {
		return nil, err
	}
	for i, f := range files {
		progress.tell(i, len(files), "恢复")
		err := ctx.Err()
		if err == nil {
			err = unpack(f, filepath.Join(dir, filepath.FromSlash(f.Name)), b.Files[f.Name])
		}
		if err != nil {
			return nil, &HalfRestoredError{dir, err}
		}
	}
	progress.tell(len(files), len(files), "恢复")
	return b, nil
}

// filesOf are the files of a backup in the order in which they are unpacked, the
// scheme last. One that is not listed, or listed and not there, is refused.
func (b *Backup) filesOf(z *zip.Reader, file string) (files []*zip.File, err error) {
	var last []*zip.File
	for _, f := range z.File {
		switch {
		case f.Name == backupList:
		case !filepath.IsLocal(filepath.FromSlash(f.Name)) || b.Files[f.Name] == "":
			return nil, usage("%s 中有清单以外的文件 %q，未予恢复。", file, f.Name)
		case f.Name == schemeFile:
			last = append(last, f)
		default:
			files = append(files, f)
		}
	}
	files = append(files, last...)
	if left := len(b.Files) - len(files); left != 0 {
		return nil, usage("%s 缺少清单中的%d个文件，未予恢复。", file, left)
	}
	return files, nil
}

// HalfRestoredError is a restore that did not come to its end.
type HalfRestoredError struct {
	Dir string
	Err error
}

func (e *HalfRestoredError) Error() string {
	why := Explain(e.Err)
	if errors.Is(e.Err, context.Canceled) {
		why = "已按要求停止。"
	}
	return why + e.Dir + " 没有恢复完，不能使用。请删去这个文件夹，重新恢复。"
}

// listIn is the list of a backup.
func listIn(file string) (*Backup, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return listOf(&z.Reader)
}

var (
	errNoList  = errors.New("没有清单")
	errBadList = errors.New("清单无法读取")
)

func listOf(z *zip.Reader) (*Backup, error) {
	f, err := z.Open(backupList)
	if err != nil {
		return nil, errNoList
	}
	defer f.Close()
	b := new(Backup)
	if err := json.NewDecoder(f).Decode(b); err != nil || b.Program != "tongbao" {
		return nil, errBadList
	}
	return b, nil
}

func unpack(f *zip.File, to, sum string) error {
	from, err := f.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	h := sha256.New()
	err = disk.PutFrom(to, func(w io.Writer) error {
		_, err := io.Copy(io.MultiWriter(w, h), from)
		return err
	})
	if err != nil && !damaged(err) {
		return err
	}
	if err != nil || hex.EncodeToString(h.Sum(nil)) != sum {
		return fmt.Errorf("%s：备份中的内容已损坏，请换用另一份备份。", f.Name)
	}
	return errors.Join(os.Chmod(to, f.Mode().Perm()), os.Chtimes(to, f.Modified, f.Modified))
}

// damaged reports whether an error says that a zip file is not whole, and not
// that the disk would not have it read.
func damaged(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, errNoList) || errors.Is(err, errBadList) || errors.As(err, &corrupt)
}

// scheduledBackup is 备份: a file named for the day in the folder that 设置
// names, the newest few kept. Older ones go only when the new one was read back
// and is whole; one that is not goes itself, and the job is due again. Other
// workspaces, copies of this one too, may keep their backups in the same folder:
// theirs are neither counted nor removed, and where one bears the day's name ours
// is named for the next minute.
func (o *Office) scheduledBackup(ctx context.Context, t DueTask) error {
	name, err := o.backupName(ctx, t.At)
	if err != nil {
		return err
	}
	b, err := o.backedUpAlready(name)
	if err != nil {
		return err
	}
	if b == nil {
		if b, err = o.Backup(ctx, name); err != nil {
			return err
		}
		if err := readBack(name); err != nil {
			return errors.Join(fmt.Errorf("备份 %s 写成后读不回来：%w。请检查磁盘；以前的备份没有删除", name, err), os.Remove(name))
		}
	}
	if err := b.LackingIn(name); err != nil {
		return err
	}
	if !o.keepsBackups() {
		o.sweepElsewhere()
	}
	sweepScratch()
	made, err := o.ownBackups(ctx, "????-??-??_????.zip")
	for keep := max(1, o.setting(scheme.BackupsKeptSetting, 7)); len(made) > keep && err == nil; made = made[1:] {
		err = os.Remove(made[0])
	}
	return err
}

// backedUpAlready is what a run that did not come to its end left under a slot's
// name, nil for nothing. One that lacks files some of which are there again by now is
// made anew.
func (o *Office) backedUpAlready(name string) (*Backup, error) {
	if !exists(name) {
		return nil, nil
	}
	b, err := listIn(name)
	if err != nil {
		return nil, err
	}
	for _, sum := range b.Lacking {
		if got, err := hashFile(o.path(archiveDir, sum)); err == nil && got == sum {
			return nil, os.Remove(name)
		}
	}
	return b, nil
}

// sweepElsewhere removes what killed runs left unfinished in a backup folder
// outside the workspace. What lies deeper there, or is younger than a day, may be
// anybody's.
func (o *Office) sweepElsewhere() {
	entries, _ := os.ReadDir(o.backupFolder())
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && strings.HasPrefix(e.Name(), disk.TempPrefix) && time.Since(info.ModTime()) > 24*time.Hour {
			_ = os.Remove(filepath.Join(o.backupFolder(), e.Name())) // else the next time
		}
	}
}

// backupName is where a slot's backup lies or is to be written.
func (o *Office) backupName(ctx context.Context, at time.Time) (string, error) {
	for ; ; at = at.Add(time.Minute) {
		name := filepath.Join(o.backupFolder(), at.Format("2006-01-02_1504")+".zip")
		if !exists(name) {
			return name, nil
		}
		b, err := listIn(name)
		own := damaged(err)
		if own && !beginsAsBackup(name) {
			continue // of another program
		}
		if err == nil {
			own, err = o.ownBackup(ctx, b)
		}
		switch {
		case own && (err != nil || readBack(name) != nil): // of a run that did not live to look at it
			return name, os.Remove(name)
		case own || err != nil:
			return name, err
		}
	}
}

// beginsAsBackup reports whether a file begins as Backup begins one, though it
// may have been cut off: with the ledger. The end proves nothing, since that of a
// workbook within passes for it.
func beginsAsBackup(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	const nameAt = 30 // of a zip's first entry, APPNOTE.TXT 4.3.7
	head := make([]byte, nameAt+len(ledgerFile))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head[nameAt:]) == ledgerFile
}

// ownBackups are those files of the backup folder that match a pattern and are
// backups of this workspace, oldest first. What cannot be read is none.
func (o *Office) ownBackups(ctx context.Context, pattern string) (made []string, err error) {
	made, err = filepath.Glob(filepath.Join(globPlain(o.backupFolder()), pattern))
	slices.Sort(made)
	made = slices.DeleteFunc(made, func(file string) bool {
		b, unread := listIn(file)
		if unread != nil {
			return true
		}
		ours, unread := o.ownBackup(ctx, b)
		err = errors.Join(err, unread)
		return !ours
	})
	return made, err
}

// ownBackup reports whether a backup is of this workspace. One whose ledger this
// workspace does not continue is not; of a copy's, whose ledger is the same up to
// some day, its origin tells. In the workspace's own folder lie only its own.
func (o *Office) ownBackup(ctx context.Context, b *Backup) (bool, error) {
	continued, err := o.madeOfOurs(ctx, b)
	return err == nil && continued && (b.From.of(o.origin()) || o.keepsBackups()), err
}

// keepsBackups reports whether the backup folder is one of the workspace's own.
func (o *Office) keepsBackups() bool {
	home, err := filepath.Abs(o.dir)
	if err != nil {
		return false
	}
	folder, err := filepath.Abs(o.backupFolder())
	if err != nil {
		return false
	}
	inside, err := filepath.Rel(home, folder)
	return err == nil && filepath.IsLocal(inside)
}

// madeOfOurs reports whether a backup is of this ledger, as far as it tells.
func (o *Office) madeOfOurs(ctx context.Context, b *Backup) (bool, error) {
	if b.Ledger == nil {
		return true, nil // of an older program
	}
	there, err := o.ledger.SealAt(ctx, b.Ledger.Seal)
	return there == *b.Ledger, err
}

// globPlain keeps Glob from reading a folder's own name as a pattern.
func globPlain(dir string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(dir)
}

// readBack reads a backup to its end and holds every file in it against its
// list.
func readBack(file string) error {
	z, err := zip.OpenReader(file)
	if err != nil {
		return err
	}
	defer z.Close()
	b, err := listOf(&z.Reader)
	if err != nil {
		return err
	}
	left := len(b.Files)
	for _, f := range z.File {
		if f.Name == backupList {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		h := sha256.New()
		_, err = io.Copy(h, r)
		if err = errors.Join(err, r.Close()); err != nil {
			return err
		}
		if hex.EncodeToString(h.Sum(nil)) != b.Files[f.Name] {
			return fmt.Errorf("%s 的内容与清单不符", f.Name)
		}
		left--
	}
	if left != 0 {
		return fmt.Errorf("缺少清单中的%d个文件", left)
	}
	return nil
}

// packing says how a file goes into the backup. Workbooks and PDFs are packed
// already; packing them again costs most of the time and saves nothing.
func packing(name string) uint16 {
	if strings.HasPrefix(name, archiveDir+"/") || slices.Contains([]string{".xlsx", ".docx", ".pdf"}, path.Ext(name)) {
		return zip.Store
	}
	return zip.Deflate
}
