package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// deliver sends at once what waits: run and serve do it in their own time.
func (c *command) deliver() *cobra.Command {
	return &cobra.Command{
		Use:   "deliver",
		Short: "立即重发没有发出的邮件（平时由 run 自动重试）",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := c.open(true)
			if err != nil {
				return err
			}
			defer o.Close()
			m := o.Deliver(cmd.Context(), true)
			if c.json {
				return c.printJSON(m)
			}
			c.printMailing(m)
			if err := m.Failed(); err != nil {
				return err
			}
			if m.New+m.Sent+m.Waiting+len(m.Warnings) == 0 {
				fmt.Fprintln(c.stdout, "没有待发的邮件。")
			}
			return nil
		},
	}
}
