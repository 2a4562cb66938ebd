package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
)

func (c *command) backup() *cobra.Command {
	return &cobra.Command{
		Use:   "backup 文件",
		Short: "备份整个工作区到一个 .zip 文件，运行中也可备份",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, file []string) error {
			return answer(c, func(o *office.Office) (*office.Backup, error) {
				return o.BackUpTo(cmd.Context(), file[0])
			}, func(_ *office.Office, b *office.Backup) {
				fmt.Fprintf(c.stdout, "已备份%d个文件到 %s。请另存到别的磁盘。\n", len(b.Files), file[0])
				if b.Ledger != nil {
					fmt.Fprintf(c.stdout, "账本校验码 %s\n", office.SealState{Head: *b.Ledger}.Code())
				}
				if err := b.LackingIn(file[0]); err != nil {
					fmt.Fprintln(c.stderr, "提示："+err.Error())
				}
			})
		},
	}
}

func (c *command) restore() *cobra.Command {
	return &cobra.Command{
		Use:   "restore 备份文件 文件夹",
		Short: "把备份恢复到一个新文件夹",
		Args:  args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, words []string) error {
			b, err := office.Restore(cmd.Context(), words[0], words[1], c.progress())
			if err != nil {
				return err
			}
			if c.json {
				return c.printJSON(b)
			}
			fmt.Fprintf(c.stdout, "已恢复%d个文件（备份于%s）到 %s。\n下一步：tongbao verify -w %s\n", len(b.Files), b.At, words[1], words[1])
			return nil
		},
	}
}
