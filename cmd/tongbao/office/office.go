package office

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"tongbao/ingest"
	"tongbao/ingest/ledger"
	"tongbao/output"
	"tongbao/output/pdf"
	"tongbao/rules/check"
	"tongbao/rules/scheme"
)

// Names in a workspace (DESIGN 2).
const (
	schemeFile   = "scheme.xlsx"
	registerFile = "register.xlsx"
	ledgerFile   = "ledger.db"
	lockFile     = ".lock"
	inboxDir     = "inbox"
	archiveDir   = "archive"
	returnedDir  = "returned"
	formsDir     = "forms"
	outDir       = "out"
	draftsDir    = "out/drafts"
	fontsDir     = "fonts"
	wordingDir   = "wording"
)

// Progress is told how far long work has come. A nil Progress is told nothing.
type Progress func(done, total int, what string)

func (p Progress) tell(done, total int, what string) {
	if p != nil {
		p(done, total, what)
	}
}

// lockWait is how long a run waits for another one in the same workspace:
// longer than that one may be at its mail.
const lockWait = deliveryBudget + 30*time.Second

// Options of Open.
type Options struct {
	Dir      string
	Now      time.Time        // the one clock of the run
	Clock    func() time.Time // what Now is read from again once the lock is held; nil keeps Now
	Leap     time.Duration    // how long after the last run Now may be; 0 is any time
	Write    bool             // take the workspace's lock and record the run
	Stop     context.Context  // ends the wait for the lock; nil never does
	Wait     time.Duration    // for another process that holds the lock; 0 is the usual
	Watch    bool             // nobody says that the inbox is complete: let files settle
	Progress Progress
	Waiting  func(holder string) // told once, before waiting for the process of that number; may be nil
}

// Office is an opened workspace.
type Office struct {
	Now        time.Time
	dir        string
	progress   Progress
	watching   bool
	waiting    func(holder string)
	scheme     *scheme.Scheme
	register   *scheme.Register
	ledger     *ledger.Ledger // nil in a workspace that has none yet, opened to read
	lock       *ledger.Held
	tables     []scheme.Table // of the register, for its snapshot
	noRegister bool           // there is no such file: see registerThere
	wording    *output.Wording
	fonts      *pdf.Fonts
	fontsKept  bool                                        // those of its own are in the archive: keepFonts
	known      map[string]map[ingest.Period]*ingest.Return // by task force and month; see accepted
	rivals     map[rivalry]*check.Claims                   // see across
	held       int                                         // letters that a copied workspace does not send, not told yet
	current    bool                                        // the ledger is the workspace's own: keepHead
	workers    int                                         // see cores; 0 is as many as there are
	past       *past                                       // of a rehearsal; nil otherwise
	madeBy     string                                      // rendererVersion that made the document being made again; "" is this program's

	openingJudged *openingFaults // see opening

	faultyWording output.WordingFaults // told with every document
}

// Open opens a workspace. To write, it takes the lock, waiting for another
// process, refuses a clock that goes back or leaps ahead (*UsageError) and records
// the run. A workspace whose ledger is gone is ErrLedgerLost, one whose ledger is
// an older one that was put back *StaleLedgerError.
// A faulty scheme or register is scheme.Faults, and nothing was changed.
func Open(opt Options) (*Office, error) {
	o := &Office{Now: opt.Now, dir: opt.Dir, progress: opt.Progress, watching: opt.Watch, waiting: opt.Waiting}
	err := o.loadWorkbooks()
	switch {
	case err != nil:
	case opt.Write:
		err = o.openToWrite(opt)
	default:
		err = o.openToRead()
	}
	if err != nil {
		o.Close() // what was opened before it failed
		return nil, err
	}
	return o, nil
}

func (o *Office) openToWrite(opt Options) (err error) {
	if o.lock, err = o.takeLock(cmp.Or(opt.Stop, context.Background()), cmp.Or(opt.Wait, lockWait)); err != nil {
		return err
	}
	if opt.Clock != nil {
		// A process that began after this one may have come to the lock before
		// it, and its run is recorded: an older reading would be a clock that
		// goes back.
		o.Now = opt.Clock()
	}
	if err := o.makeFolders(); err != nil {
		return err
	}
	if o.lock.Orphaned {
		if err := o.sweep(); err != nil {
			return err
		}
	}
	if err := o.ledgerThere(); err != nil {
		return err
	}
	if o.ledger, err = ledger.Open(o.path(ledgerFile)); err != nil {
		return err
	}
	o.ledger.Who = whoami()
	if err := o.ledgerCurrent(context.Background()); err != nil {
		return err
	}
	if err := o.registerThere(context.Background()); err != nil {
		return err
	}
	o.current = true
	return o.begin(opt.Leap)
}

// takeLock waits for another process, having said that it does. Meanwhile the
// office may have saved its workbooks: they are read again.
func (o *Office) takeLock(stop context.Context, wait time.Duration) (*ledger.Held, error) {
	held, err := ledger.Lock(stop, o.path(lockFile), 0)
	var locked *ledger.LockedError
	if !errors.As(err, &locked) {
		return held, err
	}
	if o.waiting != nil {
		o.waiting(locked.Holder)
	}
	if held, err = ledger.Lock(stop, o.path(lockFile), wait); err != nil {
		return nil, err
	}
	if err := o.loadWorkbooks(); err != nil {
		return nil, errors.Join(err, held.Release())
	}
	return held, nil
}

func (o *Office) openToRead() (err error) {
	if err := o.ledgerThere(); err != nil {
		return err
	}
	o.ledger, err = ledger.OpenReadOnly(o.path(ledgerFile))
	if errors.Is(err, fs.ErrNotExist) {
		o.ledger = nil // nothing was ever recorded here
		return nil
	}
	if err != nil || o.register == nil { // without its scheme: see doctor
		return err
	}
	return o.registerThere(context.Background())
}

// OlderLedger says that the ledger is of an older program, opened to read, and
// what becomes of it; "" otherwise.
func (o *Office) OlderLedger() string {
	if o.ledger == nil || o.ledger.Older() == nil {
		return ""
	}
	return o.ledger.Older().Error() + "，本次只读取，没有改动；下一次运行（tongbao run 或 serve）时自动升级。升级以前可先用 tongbao backup 备份。"
}

// Close lets go of the ledger and the lock.
func (o *Office) Close() error {
	var errs []error
	if o.current {
		o.keepHead(context.Background())
	}
	if o.ledger != nil {
		errs = append(errs, o.ledger.Close())
	}
	if o.lock != nil {
		errs = append(errs, o.lock.Release())
	}
	return errors.Join(errs...)
}

func (o *Office) path(parts ...string) string {
	return filepath.Join(append([]string{o.dir}, parts...)...)
}

// makeFolders makes what is missing, but for the inbox of a workspace that was
// run before: see ErrNoInbox.
func (o *Office) makeFolders() error {
	for _, dir := range []string{inboxDir, archiveDir, returnedDir, formsDir, outDir, outboxDir} {
		if dir == inboxDir && exists(o.path(ledgerFile)) {
			continue
		}
		if err := os.MkdirAll(o.path(dir), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// look loads what drawing needs, once. Wording that is faulty is no error yet:
// it holds the documents that need it.
func (o *Office) look() (err error) {
	if o.wording == nil {
		o.wording, err = output.LoadWording(o.path(wordingDir))
		var faults output.WordingFaults
		if err != nil && !errors.As(err, &faults) {
			return err
		}
		o.faultyWording = faults
		if o.lock != nil {
			if err := o.keepWording(context.Background()); err != nil {
				return err
			}
		}
	}
	if o.fonts == nil {
		o.fonts, err = pdf.Load(o.path(fontsDir))
	}
	return err
}

func whoami() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}

func clockText(t time.Time) string { return t.Format("2006年1月2日15:04:05") }
