package office

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"sync"

	"tongbao/ingest/crash"
	"tongbao/ingest/form"
	"tongbao/ingest/inbox"
	"tongbao/ingest/ledger"
)

// Taking in uses every core, and its result is that of one: files are kept and
// read ahead on several goroutines, and answered behind on several; between
// the two stands one writer that judges and posts them in the order in which
// they lie in the inbox. What a return is judged against, its number, the
// order of the ledger therefore do not depend on who was faster.

// intake is one intake under way.
type intake struct {
	office   *Office
	workers  int
	book     form.Book
	found    []inbox.Candidate
	outcomes []outcome      // parallel to found
	behind   []answering    // posted, being answered, oldest first
	open     map[int64]bool // arrivals whose file somebody has open: see finish
	done     int
}

// outcome is what became of one file.
type outcome struct {
	verdict *Verdict
	waiting string // why it stays in the inbox
	failed  error  // a fault of the program, which stops nobody else
}

// ahead is a file that was kept, and read where its bytes are new.
type ahead struct {
	kept inbox.Kept
	read bool
	got  readAnswer
	err  error
}

// answering is a posted file whose answer is being written.
type answering struct {
	file   int // index of found
	kept   inbox.Kept
	posted ledger.Posted
	answer chan answered
}

type answered struct {
	verdict *Verdict
	err     error
}

// take takes in what was found. The error is one that ends an intake: of the
// disk, of the ledger, or that it was stopped.
func (in *intake) take(ctx context.Context) error {
	err := inTurn(len(in.found), in.workers, func(i int) ahead { return in.keepAndRead(ctx, in.found[i]) }, func(i int, a ahead) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if a.err == nil {
			a.err = guarded(func() error { return in.post(ctx, i, a) })
		}
		return errors.Join(in.told(i, a.err), in.catchUp(ctx, in.workers))
	})
	// What was posted before it ended is answered all the same.
	return errors.Join(err, in.catchUp(context.WithoutCancel(ctx), 0))
}

// keepAndRead is what can be done with a file before its turn.
func (in *intake) keepAndRead(ctx context.Context, c inbox.Candidate) (a ahead) {
	a.err = guarded(func() (err error) {
		o := in.office
		if err := ctx.Err(); err != nil {
			return err
		}
		if a.kept, err = inbox.Keep(o.path(archiveDir), c); err != nil {
			return err
		}
		// Bytes that made a version before are not read again: they are the
		// same return.
		known, err := o.ledger.VersionsOf(ctx, a.kept.SHA256)
		if err != nil || len(known) > 0 {
			return err
		}
		a.read = true
		a.got.Return, a.got.Findings, err = o.read(ctx, a.kept.File, filepath.Base(a.kept.Name), a.kept.SHA256, in.book)
		return err
	})
	return a
}

// post judges a file against everything posted before it, posts it and has it
// answered.
func (in *intake) post(ctx context.Context, i int, a ahead) error {
	o := in.office
	if crash.Planted(crash.RemoveBeforePost) {
		if _, err := inbox.Remove(a.kept); err != nil {
			return err
		}
	}
	p, err := o.posting(ctx, a)
	if err != nil {
		return err
	}
	posted, err := o.ledger.Post(ctx, p)
	if err != nil {
		return err
	}
	if err := o.remember(posted); err != nil {
		return err
	}
	b := answering{i, a.kept, posted, make(chan answered, 1)}
	in.behind = append(in.behind, b)
	go func() {
		var got answered
		got.err = guarded(func() (err error) { got.verdict, err = o.answer(posted); return err })
		b.answer <- got
	}()
	return nil
}

// catchUp finishes what was posted, in order, until no more than so many are
// left.
func (in *intake) catchUp(ctx context.Context, left int) error {
	var failed error
	for len(in.behind) > left {
		b := in.behind[0]
		in.behind = in.behind[1:]
		got := <-b.answer
		if failed != nil {
			continue // the next run answers them
		}
		if got.err == nil {
			got.err = in.finish(ctx, b)
		}
		if errors.Is(got.err, inbox.ErrInUse) {
			in.leave(b, got.verdict)
			continue
		}
		if failed = in.told(b.file, got.err); failed == nil && got.err == nil {
			in.outcomes[b.file].verdict = got.verdict
		}
		in.done++
		in.office.progress.tell(in.done, len(in.found), "收报")
	}
	return failed
}

// removeKept is inbox.Remove, but where a test stands in for another program.
var removeKept = inbox.Remove

// finish takes an answered file out of the inbox. One that somebody has open
// there is inbox.ErrInUse and not finished: it is the same arrival when it is met
// again.
func (in *intake) finish(ctx context.Context, b answering) error {
	crash.Point(crash.AnswerDone)
	if _, err := removeKept(b.kept); err != nil {
		return err
	}
	return in.office.ledger.Finish(ctx, b.posted.ID, in.office.Now)
}

// leave notes that an answered file stays in the inbox, since somebody has it
// open. It is posted, and holds nobody up; what became of it is told once.
func (in *intake) leave(b answering, v *Verdict) {
	if in.open == nil {
		in.open = map[int64]bool{}
	}
	in.open[b.posted.ID] = true
	end := outcome{waiting: "已经收取，文件正被其他程序（如 Excel）打开，关闭后移出并发回执"}
	if !b.posted.ReceivedAt.Before(in.office.Now) {
		end.verdict = v
	}
	in.outcomes[b.file] = end
	in.done++
}

// told notes an error that concerns one file alone and returns any other.
func (in *intake) told(i int, err error) error {
	switch c := in.found[i]; {
	case errors.As(err, new(*PanicError)):
		in.outcomes[i] = outcome{waiting: "处理时程序出错，留待下次", failed: fmt.Errorf("%s：%w", c.Name, err)}
	case errors.Is(err, inbox.ErrChanged) || errors.Is(err, fs.ErrNotExist) && !exists(c.Path):
		in.outcomes[i] = outcome{waiting: "收取时文件发生变化，留待下次"}
	default:
		return err
	}
	return nil
}

// cores is how many goroutines work at once, unless the office was told.
func (o *Office) cores() int {
	if o.workers > 0 {
		return o.workers
	}
	return runtime.GOMAXPROCS(0)
}

// inTurn does work for 0..n-1 on several goroutines, never far ahead, and hands
// each result to take in order, on the caller's goroutine. The first error of
// take ends it; nothing works any more when it returns.
func inTurn[A any](n, workers int, work func(i int) A, take func(i int, a A) error) error {
	var all sync.WaitGroup
	defer all.Wait()
	queue := make(chan chan A, workers)
	stop := make(chan struct{})
	defer close(stop)
	all.Go(func() {
		defer close(queue)
		busy := make(chan struct{}, workers)
		for i := range n {
			result := make(chan A, 1)
			select {
			case <-stop:
				return
			case queue <- result:
			}
			select { // a stopped caller takes nothing more
			case <-stop:
				return
			case busy <- struct{}{}:
			}
			all.Go(func() {
				result <- work(i)
				<-busy
			})
		}
	})
	i := 0
	for result := range queue {
		if err := take(i, <-result); err != nil {
			return err
		}
		i++
	}
	return nil
}
