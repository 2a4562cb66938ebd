package main

import (
	"errors"
	"fmt"
	"io"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest/ledger"
	"tongbao/rules/scheme"
)

// The ways the command can end (DESIGN 12).
const (
	exitDone    = 0 // done, warnings included
	exitRefused = 1 // done, but a return was refused or a verification failed
	exitUsage   = 2 // wrong usage, a faulty scheme, nothing to answer with
	exitFailed  = 3 // could not do its work: disk, lock
)

// errRefused ends a verb that did its work and refused at least one return.
var errRefused = errors.New("refused")

// exitCode prints why a verb ended, one clear line in Chinese (a faulty
// scheme: one line a fault), and says with which code.
func exitCode(err error, stderr io.Writer) int {
	var usage *office.UsageError
	var faults scheme.Faults
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errRefused):
		return exitRefused
	case errors.As(err, &faults):
		fmt.Fprintf(stderr, "方案或台账有%d处错误，未作任何处理。请改正后重试：\n%v\n", len(faults), faults)
		return exitUsage
	case errors.As(err, &usage):
		fmt.Fprintln(stderr, usage.Error())
		return exitUsage
	case errors.Is(err, ledger.ErrLocked):
		fmt.Fprintln(stderr, "另一个通报程序正在处理本工作区，等候超时，未作任何处理。请待其结束后重试。")
		return exitFailed
	}
	fmt.Fprintln(stderr, "未能完成："+office.Explain(err))
	return exitFailed
}
