package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/ingest/finding"
)

func (c *command) trace() *cobra.Command {
	var month, unit, indicator string
	cmd := &cobra.Command{
		Use:   "trace",
		Short: "追溯一个数字：算式、所用单元格、来源文件",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := period(month)
			if err != nil {
				return err
			}
			o, err := c.openToRead()
			if err != nil {
				return err
			}
			defer o.Close()
			t, err := o.Trace(cmd.Context(), p, unit, indicator)
			if err != nil {
				return err
			}
			if c.json {
				return c.printJSON(t)
			}
			fmt.Fprintf(c.stdout, "%s = %s\n", indicator, t.Shown())
			fmt.Fprintf(c.stdout, "算式　%s\n", t.Formula)
			for _, in := range t.Inputs {
				if in.SHA256 == "" { // the office's own workbook
					fmt.Fprintf(c.stdout, "  %s　%s!%s　%s\n", in.Value, in.Sheet, in.Cell, in.File)
					continue
				}
				fmt.Fprintf(c.stdout, "  %s　%s　%s第%d次报送　%s!%s　%s　%.12s…\n",
					in.Value, in.TaskForce, in.Period.Chinese(), in.Version, in.Sheet, in.Cell, finding.Visible(in.File), in.SHA256)
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&month, "month", "m", "", "截至月份，如 2023-09")
	cmd.Flags().StringVarP(&unit, "task-force", "t", "", "专班代码")
	cmd.Flags().StringVarP(&indicator, "indicator", "i", "", "指标代码，如 签约金额")
	return cmd
}
