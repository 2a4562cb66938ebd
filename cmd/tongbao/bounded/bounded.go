// Package bounded runs one piece of work in a child process of this same
// program, which is ended when it takes more time or memory than it may.
//
// It is for work on files that come from outside: a goroutine cannot be
// bounded in memory, and a stack that overflows ends the process it is in. The
// program calls Main before anything else; Run then starts the program once
// more, with the job's name in its environment, its request on standard input
// and its answer on standard output. The child sets its own limits before it
// reads a byte (limit_linux.go, limit_windows.go), so that they hold although
// nobody watches it; Run watches the clock besides.
package bounded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// Job answers a request. An error is told to the caller of Run in its words.
type Job func(request []byte) (answer []byte, err error)

// Limits of a child.
type Limits struct {
	CPU    time.Duration // whole seconds; the clock on the wall is given three times as much
	Memory int64         // bytes that it may fill
}

// ErrLimit is what Run answers of a child that was ended at its limits, or
// that a file brought down.
var ErrLimit = errors.New("child process ended at its limits")

// ErrNoChild is what Run answers where the program cannot be started again: it
// never called Main (a test binary, a tool), or the system refuses. The caller
// does the work itself.
var ErrNoChild = errors.New("no child process to be had")

const variable = "TONGBAO_CHILD"

var ready bool

// Main does the job that the environment names and ends the process; where it
// names none, this is no child: Main makes Run possible and returns.
func Main(jobs map[string]Job) {
	words := strings.Fields(os.Getenv(variable))
	if len(words) != 3 || jobs[words[0]] == nil {
		ready = true
		return
	}
	cpu, _ := strconv.Atoi(words[1])
	memory, _ := strconv.ParseInt(words[2], 10, 64)
	os.Exit(serve(jobs[words[0]], Limits{time.Duration(cpu) * time.Second, memory}))
}

// failed is the exit code of a child whose job answered an error. Go itself
// ends with 2 when memory or a stack gives out.
const failed = 3

func serve(job Job, l Limits) int {
	// The collector works harder before the wall is hit, and a stack gives out
	// before the heap's room is gone.
	debug.SetMemoryLimit(l.Memory * 3 / 4)
	debug.SetMaxStack(int(min(l.Memory/4, 64<<20)))
	if err := limit(l); err != nil {
		fmt.Fprint(os.Stderr, err)
		return failed
	}
	request, err := io.ReadAll(os.Stdin)
	if err == nil {
		var answer []byte
		if answer, err = job(request); err == nil {
			_, err = os.Stdout.Write(answer)
		}
	}
	if err != nil {
		fmt.Fprint(os.Stderr, err)
		return failed
	}
	return 0
}

// Run has a child answer the request. Errors: ErrLimit, ErrNoChild, what the
// job answered, or the context's.
func Run(ctx context.Context, job string, request []byte, l Limits) ([]byte, error) {
	self, err := os.Executable()
	if err != nil || !ready {
		return nil, ErrNoChild
	}
	watched, stop := context.WithTimeout(ctx, 3*l.CPU)
	defer stop()
	child := exec.CommandContext(watched, self)
	child.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %d", variable, job, int(l.CPU/time.Second), l.Memory))
	child.Stdin = bytes.NewReader(request)
	var answer bytes.Buffer
	told := head{room: 4096}
	child.Stdout, child.Stderr = &answer, &told
	if err := child.Start(); err != nil {
		return nil, ErrNoChild
	}
	err = child.Wait()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil:
		return answer.Bytes(), nil
	case watched.Err() == nil && errors.As(err, &exit) && exit.ExitCode() == failed:
		return nil, errors.New(told.String())
	}
	return nil, ErrLimit
}

// head keeps the first bytes of what is written: a crash prints pages.
type head struct {
	bytes.Buffer
	room int
}

func (h *head) Write(p []byte) (int, error) {
	h.Buffer.Write(p[:min(len(p), h.room-h.Len())])
	return len(p), nil
}
