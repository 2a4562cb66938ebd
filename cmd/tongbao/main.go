package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"tongbao/cmd/tongbao/bounded"
	"tongbao/cmd/tongbao/office"
)

func main() {
	bounded.Main(office.Jobs()) // a child does its job and ends here
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole command; tests call it with their own streams.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := commands(stdout, stderr)
	root.SetArgs(args)
	return exitCode(root.ExecuteContext(ctx), stderr)
}
