package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest/finding"
)

func (c *command) run() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "run",
		Short: "收报，并印发所有到期的文件",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := c.open(!dry)
			if err != nil {
				return err
			}
			defer o.Close()
			report, err := o.Run(cmd.Context(), dry)
			if report != nil {
				if err := c.printReport(report); err != nil {
					return err
				}
			}
			hints, unread := o.Hints(cmd.Context())
			for _, h := range hints {
				fmt.Fprintln(c.stderr, "提示："+h)
			}
			return refusedOr(report, cmp.Or(err, unread))
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "只列出将要处理的文件和到期的任务，不作任何处理")
	return cmd
}

func (c *command) ingest() *cobra.Command {
	return &cobra.Command{
		Use:   "ingest",
		Short: "只收报，不印发文件",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := c.open(true)
			if err != nil {
				return err
			}
			defer o.Close()
			report, err := o.Intake(cmd.Context())
			if report != nil {
				report.Mail = o.Deliver(cmd.Context(), false)
				if err := c.printReport(report); err != nil {
					return err
				}
			}
			return refusedOr(report, err)
		},
	}
}

func refusedOr(report *office.Report, err error) error {
	if err == nil && report.Refused() {
		return errRefused
	}
	return err
}

// printMailing tells what went out by mail and what did not. Mail never makes
// a command fail.
func (c *command) printMailing(m *office.Mailing) {
	if m == nil {
		return
	}
	if m.New > 0 && !c.json {
		fmt.Fprintf(c.stdout, "发件　outbox新增%d件%s\n", m.New, part(m.ByHand, "，其中待人工转发%d件"))
	}
	if m.Sent > 0 && !c.json {
		fmt.Fprintf(c.stdout, "发件　邮件已发送%d封\n", m.Sent)
	}
	if m.PutBack > 0 && !c.json {
		fmt.Fprintf(c.stdout, "发件　outbox、returned中缺失的%d件已按账本放回（没有重发邮件）\n", m.PutBack)
	}
	for _, w := range m.Warnings {
		fmt.Fprintln(c.stderr, "提示："+w)
	}
}

// part is a count in words, nothing where there is none.
func part(n int, format string) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(format, n)
}

// printReport prints what a run took in and issued. In JSON: one object a
// return, then the documents.
func (c *command) printReport(r *office.Report) error {
	defer c.printMailing(r.Mail)
	for _, v := range r.Verdicts {
		if err := c.printVerdict(v); err != nil {
			return err
		}
	}
	for _, p := range r.Papers {
		c.printWarnings(p)
	}
	if c.json {
		return c.printJSON(r)
	}
	for _, w := range r.Waiting {
		fmt.Fprintf(c.stdout, "%s　%s\n", finding.Visible(w.File), w.Why)
	}
	for _, d := range r.Due {
		fmt.Fprintf(c.stdout, "到期　%s　%s\n", d.Task, d.Period)
	}
	for _, p := range r.Papers {
		c.printPaper(p)
	}
	if len(r.Verdicts)+len(r.Waiting)+len(r.Due)+len(r.Papers) == 0 {
		fmt.Fprintln(c.stdout, "收件箱没有新的月报表，也没有到期的文件。")
	}
	return nil
}
