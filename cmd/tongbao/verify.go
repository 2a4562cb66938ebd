package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
)

func (c *command) verify() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "核验：存档、账本、签发件相互一致，重读月报表、重制文件并比对",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			consistent := true
			err := answer(c, func(o *office.Office) (*office.Verification, error) {
				v, err := o.Verify(cmd.Context())
				consistent = err == nil && v.OK
				return v, err
			}, c.printVerification)
			if err == nil && !consistent {
				err = errRefused
			}
			return err
		},
	}
}

func (c *command) printVerification(_ *office.Office, v *office.Verification) {
	for _, p := range v.Problems {
		fmt.Fprintf(c.stdout, "不一致　%s\n", p.What)
	}
	fmt.Fprintf(c.stdout, "核验月报表%d份、签发件%d件，%s\n", v.Returns, v.Documents, verdictOf(len(v.Problems)))
}

func verdictOf(problems int) string {
	if problems == 0 {
		return "全部一致。"
	}
	return fmt.Sprintf("有%d处不一致。", problems)
}
