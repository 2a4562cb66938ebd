package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest"
)

// serve lets robfig/cron knock and runs the same job as `run`. Cron decides
// nothing: what is due is the ledger's to say, so a knock too many or one
// missed changes nothing but the hour.
func (c *command) serve() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "常驻前台，按日程自动收报和印发，Ctrl-C 停止",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if c.at != "" {
				return &office.UsageError{Message: "serve 按实际时间运行，不能与 --now 同用。"}
			}
			lines, err := c.knocks()
			if err != nil {
				return err
			}
			to, err := c.logTo(file)
			if err != nil {
				return err
			}
			defer to.Close()
			return c.serveUntilDone(cmd.Context(), lines, slog.New(slog.NewTextHandler(to, nil)))
		},
	}
	cmd.Flags().StringVar(&file, "log", "", "日志写入此`文件`，满5MB换新，旧的留三份（默认写到屏幕）")
	return cmd
}

// logTo is the log's file, or the screen.
func (c *command) logTo(file string) (io.WriteCloser, error) {
	if file == "" {
		return screen{c.stderr}, nil
	}
	return openLog(file, logBytes)
}

type screen struct{ io.Writer }

func (screen) Close() error { return nil }

// serveWait is how long serve waits for another process: the next knock comes
// anyway, and it must stop within seconds.
const serveWait = 3 * time.Second

// knocks opens the workspace once, so that a faulty scheme is told before the
// program settles down to wait.
func (c *command) knocks() ([]string, error) {
	o, err := c.openToRead()
	if err != nil {
		return nil, err
	}
	defer o.Close()
	return o.Knocks(), nil
}

func (c *command) serveUntilDone(ctx context.Context, lines []string, log *slog.Logger) error {
	knock := make(chan struct{}, 1) // one knock waiting is enough: the ledger knows the rest
	clock := cron.New(cron.WithLocation(ingest.Zone))
	for _, line := range lines {
		if _, err := clock.AddFunc(line, func() {
			select {
			case knock <- struct{}{}:
			default:
			}
		}); err != nil {
			return err
		}
	}
	c.watching, c.wait = true, serveWait
	clock.Start()
	defer clock.Stop()
	log.Info("serving", "workspace", c.dir, "schedule", lines)
	knock <- struct{}{} // what fell due while the program was off
	for {
		select {
		case <-ctx.Done():
			log.Info("stopped")
			return nil
		case <-knock:
			c.runOnce(ctx, log)
		}
	}
}

// runOnce is one `run`. A failure is logged and the next knock tries again.
func (c *command) runOnce(ctx context.Context, log *slog.Logger) {
	defer func() {
		if p := recover(); p != nil {
			log.Error("run panicked", "panic", p)
		}
	}()
	c.again()
	o, err := c.open(true)
	if err != nil {
		log.Error("open", "error", office.Explain(err))
		return
	}
	defer o.Close()
	report, err := o.Run(ctx, false)
	if report != nil {
		for _, v := range report.Verdicts {
			log.Info("taken in", "file", v.File, "status", v.Status, "findings", len(v.Findings))
		}
		if m := report.Mail; m != nil && m.New+m.Sent+len(m.Warnings) > 0 {
			log.Info("delivered", "outbox", m.New, "sent", m.Sent, "waiting", m.Waiting, "warnings", m.Warnings)
		}
		for _, p := range report.Papers {
			log.Info("issued", "kind", p.Kind, "period", p.Period, "number", p.Number)
			for _, x := range append([]*office.Paper{p}, p.Attached...) {
				for _, w := range x.Warnings {
					log.Warn("drawn", "document", x.Name, "warning", w)
				}
			}
		}
	}
	var panicked *office.PanicError
	if errors.As(err, &panicked) {
		log.Error("panic", "value", panicked.Value, "stack", string(panicked.Stack))
	}
	if err != nil && ctx.Err() == nil {
		log.Error("run", "error", office.Explain(err))
	}
}
