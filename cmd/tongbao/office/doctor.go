package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/disk"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/output/pdf"
	"tongbao/rules/scheme"
)

// Symptom is one thing that doctor looked at. Advice says what to do, "" when
// all is well. A warning alone does not keep the program from working.
type Symptom struct {
	What   string `json:"what"`
	State  string `json:"state"` // ok, warning, error
	Found  string `json:"found"`
	Advice string `json:"advice,omitempty"`
}

const (
	well    = "ok"
	unwell  = "warning"
	illness = "error"
)

// Doctor looks at everything that a run depends on, and never changes
// anything but for a file that it writes into each folder and removes. It
// opens the workspace itself, since one that does not open is what it is for.
func Doctor(ctx context.Context, opt Options) []Symptom {
	d := &doctor{dir: opt.Dir, now: opt.Now}
	d.clock()
	d.folders()
	d.space()
	d.locked()
	d.look()
	opt.Write = false
	o, err := Open(opt)
	var faults scheme.Faults
	if errors.As(err, &faults) || errors.As(err, new(*UsageError)) {
		d.add("方案、台账", illness, Explain(err), "改正之前程序不运行。改正后用 tongbao scheme check 核对，再做一次体检：目标、日历、名册、台账登记、邮件要有方案才能检查。")
		d.withoutScheme(ctx, opt)
		return d.found
	}
	if err != nil {
		d.add("方案、台账、账本", illness, Explain(err), "按提示改正后重试；账本损坏的，用最近一次备份恢复（tongbao restore）。")
		return d.found
	}
	defer o.Close()
	d.add("方案、台账", well, o.SchemeSummary(), "")
	d.unfilled(o)
	d.opening(o)
	d.roster(o)
	if o.ledger == nil {
		d.add("账本", unwell, "还没有运行过", "放入月报表后运行 tongbao run。")
		return d.found
	}
	d.current(ctx, o)
	d.unmatched(ctx, o)
	d.undrawn(ctx, o)
	d.lastRun(ctx, o)
	d.unfinished(ctx, o)
	d.backups(ctx, o)
	d.mail(ctx, o)
	return d.found
}

// withoutScheme looks at what needs no scheme: the ledger, the last run, what is
// unfinished, and the backups where they lie by default.
func (d *doctor) withoutScheme(ctx context.Context, opt Options) {
	if !exists(d.path(schemeFile)) {
		return // no workspace at all
	}
	o := &Office{Now: opt.Now, dir: opt.Dir, progress: opt.Progress}
	defer o.Close()
	if err := o.openToRead(); err != nil {
		d.add("账本", illness, Explain(err), "账本损坏的，用最近一次备份恢复（tongbao restore）。")
		return
	}
	if o.ledger == nil {
		d.add("账本", unwell, "还没有运行过", "改正方案后放入月报表，运行 tongbao run。")
		return
	}
	d.current(ctx, o)
	d.lastRun(ctx, o)
	d.unfinished(ctx, o)
	d.backups(ctx, o)
}

type doctor struct {
	dir   string
	now   time.Time
	found []Symptom
}

func (d *doctor) add(what, state, found, advice string) {
	d.found = append(d.found, Symptom{what, state, found, advice})
}

func (d *doctor) path(parts ...string) string {
	return (&Office{dir: d.dir}).path(parts...)
}

// clock compares what the machine thinks of the time zone with ours; the
// program reckons in +08:00 whatever the machine says.
func (d *doctor) clock() {
	_, offset := time.Now().Zone()
	found := "现在是" + clockText(d.now.In(ingest.Zone)) + "（北京时间）"
	if offset != 8*60*60 {
		d.add("时间", unwell, found+fmt.Sprintf("，本机时区为UTC%+d", offset/3600), "程序一律按北京时间运行，不受影响；请核对上面的时间是否正确。")
		return
	}
	d.add("时间", well, found, "")
}

func (d *doctor) folders() {
	var refused []string
	for _, dir := range []string{".", inboxDir, archiveDir, returnedDir, formsDir, outDir, outboxDir} {
		f, err := os.CreateTemp(d.path(dir), disk.TempPrefix+"*")
		if errors.Is(err, fs.ErrNotExist) && dir != "." {
			continue // made by the next run
		}
		if err != nil {
			refused = append(refused, dir)
			continue
		}
		f.Close()
		os.Remove(f.Name())
	}
	if !exists(d.path(inboxDir)) && exists(d.path(ledgerFile)) {
		found, advice, _ := strings.Cut(ErrNoInbox.Error(), "。")
		d.add("文件夹", illness, found, advice)
		return
	}
	if len(refused) > 0 {
		d.add("文件夹", illness, strings.Join(refused, "、")+" 不能写入", "请检查文件夹是否存在、权限是否足够、磁盘是否只读。")
		return
	}
	d.add("文件夹", well, "均可写入", "")
}

// A circular with its notices takes some 5 MB in ledger and out/, and a backup
// as much as the workspace.
const (
	tightBytes  = 500 << 20
	scarceBytes = 50 << 20
)

func (d *doctor) space() {
	free, err := disk.Free(d.dir)
	found := fmt.Sprintf("剩余%dMB", free>>20)
	switch {
	case err != nil:
		d.add("磁盘空间", unwell, "查不到剩余空间："+Explain(err), "请自行查看工作区所在磁盘的剩余空间。")
	case free < scarceBytes:
		d.add("磁盘空间", illness, found, "请清理磁盘，至少留出500MB。已收到的文件不会丢失。")
	case free < tightBytes:
		d.add("磁盘空间", unwell, found, "请清理磁盘，至少留出500MB。")
	default:
		d.add("磁盘空间", well, found, "")
	}
}

func (d *doctor) locked() {
	if !exists(d.path(lockFile)) {
		d.add("占用", well, "没有其他程序在使用工作区", "")
		return
	}
	held, err := ledger.Lock(context.Background(), d.path(lockFile), 0)
	var locked *ledger.LockedError
	switch {
	case errors.As(err, &locked):
		d.add("占用", unwell, "另一个通报程序正在使用工作区（进程"+locked.Holder+"）", "属正常情形；若长时间不结束，请在任务管理器中查看该进程。")
	case err != nil:
		d.add("占用", illness, Explain(err), "请检查锁文件 "+lockFile+" 的权限。")
	default:
		orphan := held.Orphaned
		held.Release()
		if orphan {
			d.add("占用", well, "上一次运行中途停止，下次运行会接着做", "")
			return
		}
		d.add("占用", well, "没有其他程序在使用工作区", "")
	}
}

// look tries the fonts and the office's own wording.
func (d *doctor) look() {
	fonts, err := pdf.Load(d.path(fontsDir))
	switch {
	case err != nil:
		d.add("字体", illness, Explain(err), "请检查 fonts 文件夹；删去后使用程序自带的字体。")
	case len(fonts.Warnings) > 0:
		d.add("字体", unwell, strings.Join(fonts.Warnings, "；"), "这些字体文件不会采用，改用自带的字体。")
	default:
		d.add("字体", well, "可用", "")
	}
	wording, err := output.LoadWording(d.path(wordingDir))
	switch {
	case err != nil:
		d.add("用语", illness, Explain(err), "请改正 wording 文件夹中的用语文件，或将其移走。")
	case len(wording.Doubts("")) > 0:
		d.add("用语", unwell, wording.Doubts("").Error(), "文件照常印发，请对照 wording 文件夹中的用语文件改正。")
	default:
		d.add("用语", well, "可用", "")
	}
}

// unfilled looks for this year's targets and days off.
func (d *doctor) unfilled(o *Office) {
	for _, part := range []struct {
		what, well string
		gaps       []gap
	}{
		{"方案内容", "没有看似写错的地方", slices.Concat(o.oddities(), o.silenceGains())},
		{"方案栏目", "没有后来增加而方案缺少的列", o.newerColumns()},
		{"方案条文", "没有默认方案后来增加、改进而方案缺少的", o.newerRows()},
		{"年度目标", "本年度的目标已填", o.unfilledTargets()},
		{"日历", "放假安排已填", o.unfilledDays()},
	} {
		if len(part.gaps) == 0 {
			d.add(part.what, well, part.well, "")
		}
		for _, g := range part.gaps {
			d.add(part.what, unwell, g.found, g.advice)
		}
	}
}

// opening looks for rows of 期初项目 that a return would not get through with.
func (d *doctor) opening(o *Office) {
	list := o.openingGaps()
	for _, g := range list {
		d.add(openingSheet, unwell, g.found, g.advice)
	}
	if len(list) == 0 && len(o.register.Opening) > 0 {
		d.add(openingSheet, well, "各行都符合填报规则", "")
	}
}

// roster looks whether 成员名册 is kept: an empty one is told here, once, and
// not item by item in the supervision list.
func (d *doctor) roster(o *Office) {
	empty, shared := o.rosterGaps()
	if len(empty) > 0 {
		d.add("成员名册", unwell, "没有登记在任成员："+strings.Join(empty, "、"), "请在台账“成员名册”中登记，否则不能核对人员配备，年考核的建议也不能落实到人。")
	} else {
		d.add("成员名册", well, "各专班都有登记", "")
	}
	if len(shared) > 0 {
		d.add("成员名册", well, "一人在几个专班的："+strings.Join(shared, "；"), "")
	}
}

// unmatched looks for rows of the register that speak of nothing known.
func (d *doctor) unmatched(ctx context.Context, o *Office) {
	list, err := o.unmatched(ctx)
	if err != nil {
		d.add("台账登记", illness, Explain(err), "用最近一次备份恢复。")
		return
	}
	left, err := o.takenOver(ctx)
	if err != nil {
		d.add("督办事项", illness, Explain(err), "用最近一次备份恢复。")
		return
	}
	for _, g := range left {
		d.add("督办事项", unwell, g.found, g.advice)
	}
	for _, g := range list {
		d.add("台账登记", unwell, g.found, g.advice)
	}
	if len(list) == 0 {
		d.add("台账登记", well, "所列项目编号、督办编号都有对应，日期没有疑问", "")
	}
}

// kept looks whether archive/ has every file that was received, by name: verify
// reads them.
func (d *doctor) kept(ctx context.Context, o *Office) {
	missing := 0
	arrivals, err := o.ledger.Arrivals(ctx)
	names := map[string]bool{}
	entries, unread := os.ReadDir(o.path(archiveDir))
	for _, e := range entries {
		names[e.Name()] = true
	}
	for _, a := range arrivals {
		if !names[a.SHA256] {
			missing++
			names[a.SHA256] = true // the same file may have come twice
		}
	}
	switch {
	case err != nil:
		d.add("存档", illness, Explain(err), "用最近一次备份恢复。")
	case missing > 0:
		d.add("存档", illness, fmt.Sprintf("%s 中缺少账本所记的来件%d件", archiveDir, missing), "文件夹改了名、移走的请放回原处；找不到的，从备份中取出放回（tongbao restore 备份.zip 另一文件夹）。用 tongbao verify 逐件核对。")
	case unread != nil && !errors.Is(unread, fs.ErrNotExist):
		d.add("存档", illness, Explain(unread), "请检查文件夹 "+archiveDir+" 的权限。")
	default:
		d.add("存档", well, "账本所记的来件都在", "")
	}
}

// current looks whether the ledger is the one that the workspace was last run
// with.
func (d *doctor) current(ctx context.Context, o *Office) {
	d.kept(ctx, o)
	if err := o.ledger.Whole(ctx); errors.Is(err, ledger.ErrDamaged) {
		found, advice, _ := strings.Cut(err.Error(), "。")
		d.add("账本", illness, found, advice)
		return
	}
	switch err := o.ledgerCurrent(ctx); {
	case errors.As(err, new(*StaleLedgerError)):
		found, advice, _ := strings.Cut(err.Error(), "未作任何处理：")
		d.add("账本", illness, found, advice)
	case err != nil:
		d.add("账本", illness, Explain(err), "用最近一次备份恢复。")
	case o.OlderLedger() != "":
		found, advice, _ := strings.Cut(o.OlderLedger(), "，本次")
		d.add("账本", unwell, found, "本次"+advice)
	default:
		d.add("账本", well, "是最近一次运行时的账本", "")
	}
}

func (d *doctor) lastRun(ctx context.Context, o *Office) {
	last, err := o.ledger.LastRun(ctx)
	switch {
	case err != nil:
		d.add("运行", illness, Explain(err), "用最近一次备份恢复。")
	case last.After(d.now):
		d.add("运行", illness, "上一次运行记在"+clockText(last)+"，晚于现在", "请核对计算机时间；时间无误的，是上次运行时的时钟错了，请用那之前的备份恢复。")
	case !last.IsZero() && d.now.Sub(last) > 3*24*time.Hour:
		d.add("运行", unwell, "上一次运行在"+clockText(last), "请检查 serve 或计划任务是否还在运行。")
	case !last.IsZero():
		d.add("运行", well, "上一次运行在"+clockText(last), "")
	}
}

// unfinished are the slots that failed or were cut short, and an intake that
// failed, whatever the schedule says today.
func (d *doctor) unfinished(ctx context.Context, o *Office) {
	open, err := o.ledger.OpenSlots(ctx)
	if err != nil {
		d.add("任务", illness, Explain(err), "用最近一次备份恢复。")
		return
	}
	intake, err := o.ledger.PulseOf(ctx, scheme.TaskIntake)
	if err == nil && intake.Outcome == ledger.Failed {
		open = append(open, ledger.Slot{Job: intake.Job, Due: intake.At, Reason: intake.Reason})
	}
	for _, s := range open {
		reason := s.Reason
		if reason == "" {
			reason = "中途停止"
		}
		d.add("任务", illness, fmt.Sprintf("%s（应于%s执行）未完成：%s", s.Job, clockText(s.Due), reason), "按提示处理后运行 tongbao run，会接着做。")
	}
	if len(open) == 0 {
		d.add("任务", well, "没有未完成的", "")
	}
}

// backups looks for those of this workspace; others may lie in the same folder.
func (d *doctor) backups(ctx context.Context, o *Office) {
	made, err := o.ownBackups(ctx, "*.zip")
	if err != nil {
		d.add("备份", unwell, Explain(err), "请检查备份文件夹 "+o.backupFolder()+"。")
		return
	}
	if len(made) == 0 {
		d.add("备份", unwell, o.backupFolder()+" 中没有本工作区的备份", "用 tongbao backup 文件 备份，并把备份存到另一块磁盘。")
		return
	}
	d.add("备份", well, fmt.Sprintf("%s 中有%d份，最近一份%s", o.backupFolder(), len(made), filepath.Base(made[len(made)-1])), "")
}

// Well reports whether nothing keeps the program from working.
func Well(list []Symptom) bool {
	for _, s := range list {
		if s.State == illness {
			return false
		}
	}
	return true
}
