package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest"
)

// deeds prints the audit: who did what, when. --json has every digest.
func (c *command) deeds() *cobra.Command {
	var month string
	cmd := &cobra.Command{
		Use:   "log",
		Short: "操作记录：谁在什么时间收报、签发、启用方案（默认最近31天）",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, to := c.clock.AddDate(0, 0, -31), c.clock
			if month != "" {
				p, err := period(month)
				if err != nil {
					return err
				}
				from, to = p.First().Time(), p.Add(1).First().Time().Add(-time.Second)
			}
			o, err := c.openToRead()
			if err != nil {
				return err
			}
			defer o.Close()
			deeds, err := o.Deeds(cmd.Context(), from.In(ingest.Zone), to.In(ingest.Zone))
			if err != nil {
				return err
			}
			return c.printDeeds(deeds)
		},
	}
	cmd.Flags().StringVarP(&month, "month", "m", "", "哪个`月份`做的，如 2023-10")
	return cmd
}

func (c *command) printDeeds(deeds []office.Deed) error {
	for _, d := range deeds {
		if c.json {
			if err := c.printJSON(d); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintln(c.stdout, d.Text())
	}
	if !c.json && len(deeds) == 0 {
		fmt.Fprintln(c.stdout, "这段时间没有操作记录。")
	}
	return nil
}
