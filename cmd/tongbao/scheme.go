package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
)

func (c *command) scheme() *cobra.Command {
	root := &cobra.Command{
		Use:   "scheme",
		Short: "核对方案和台账",
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, words []string) error {
			if len(words) == 0 {
				return cmd.Help()
			}
			return noSuchCommand(cmd, words[0])
		},
	}
	root.AddCommand(&cobra.Command{
		Use:   "check",
		Short: "一次列出方案和台账的全部错误",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := c.openToRead()
			if err != nil {
				return err
			}
			defer o.Close()
			fmt.Fprintln(c.stdout, o.SchemeSummary())
			hints, err := o.Hints(cmd.Context())
			for _, h := range append(hints, o.SinceMade()...) {
				fmt.Fprintln(c.stdout, "提示："+h)
			}
			return err
		},
	})
	root.AddCommand(c.schemeDiff(), c.schemeRehearse())
	return root
}

func (c *command) schemeDiff() *cobra.Command {
	var catchUp bool
	cmd := &cobra.Command{
		Use:   "diff [方案文件]",
		Short: "方案改了什么：上次运行以来，或另一份方案与现行方案相比",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, file []string) error {
			if catchUp && len(file) > 0 {
				return &office.UsageError{Message: "--default 与方案文件只写一个。"}
			}
			return answer(c, func(o *office.Office) (*office.SchemeDiff, error) {
				if catchUp {
					return o.SchemeCatchUp()
				}
				return o.SchemeDiff(cmd.Context(), first(file))
			}, func(_ *office.Office, d *office.SchemeDiff) { fmt.Fprint(c.stdout, d.Text()) })
		},
	}
	cmd.Flags().BoolVar(&catchUp, "default", false, "默认方案后来增加、改进而现行方案还没有的")
	return cmd
}

func (c *command) schemeRehearse() *cobra.Command {
	return &cobra.Command{
		Use:   "rehearse [方案文件]",
		Short: "按改后的方案试算以前各月：审核、数据、督办、名次、考核结论有何不同（不作记录）",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, file []string) error {
			return answer(c, func(o *office.Office) (*office.Rehearsal, error) {
				return o.Rehearse(cmd.Context(), first(file))
			}, func(_ *office.Office, r *office.Rehearsal) { fmt.Fprint(c.stdout, r.Text()) })
		},
	}
}

func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}
