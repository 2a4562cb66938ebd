package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (c *command) verify() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "核验：存档、账本、签发件相互一致，重读月报表、重制文件并比对",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := c.openToRead()
			if err != nil {
				return err
			}
			defer o.Close()
			v, err := o.Verify(cmd.Context())
			if err != nil {
				return err
			}
			if c.json {
				err = c.printJSON(v)
			} else {
				for _, p := range v.Problems {
					fmt.Fprintf(c.stdout, "不一致　%s\n", p.What)
				}
				fmt.Fprintf(c.stdout, "核验月报表%d份、签发件%d件，%s\n", v.Returns, v.Documents, verdictOf(len(v.Problems)))
			}
			if err == nil && !v.OK {
				err = errRefused
			}
			return err
		},
	}
}

func verdictOf(problems int) string {
	if problems == 0 {
		return "全部一致。"
	}
	return fmt.Sprintf("有%d处不一致。", problems)
}
