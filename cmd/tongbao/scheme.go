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
		RunE: func(*cobra.Command, []string) error {
			o, err := c.openToRead()
			if err != nil {
				return err
			}
			defer o.Close()
			fmt.Fprintln(c.stdout, o.SchemeSummary())
			return nil
		},
	})
	return root
}

func (c *command) explain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain 编号",
		Short: "解释审核意见的编号",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, code []string) error {
			text := office.Meaning(code[0])
			if text == "" {
				o, err := c.openToRead()
				if err != nil {
					return err
				}
				defer o.Close()
				if text, err = o.Explain(code[0]); err != nil {
					return err
				}
			}
			fmt.Fprintln(c.stdout, text)
			return nil
		},
	}
}
