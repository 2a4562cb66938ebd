package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
)

func (c *command) verify() *cobra.Command {
	var code string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "核验：存档、账本、签发件相互一致，重读月报表、重制文件并比对",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			consistent := true
			err := answer(c, func(o *office.Office) (*office.Verification, error) {
				v, err := o.Verify(cmd.Context())
				if err == nil && code != "" {
					err = o.VerifyAgainst(cmd.Context(), v, code)
				}
				consistent = err == nil && v.OK
				return v, err
			}, c.printVerification)
			if err == nil && !consistent {
				err = errRefused
			}
			return err
		},
	}
	cmd.Flags().StringVar(&code, "against", "", "与以前抄下的账本`校验码`核对（verify、backup 印出，备份清单和所发邮件的标头中也有）")
	return cmd
}

func (c *command) printVerification(_ *office.Office, v *office.Verification) {
	for _, p := range v.Problems {
		fmt.Fprintf(c.stdout, "不一致　%s\n", p.What)
	}
	for _, n := range v.Notes {
		fmt.Fprintf(c.stdout, "说明　%s\n", n.What)
	}
	if v.Seals.Seal > 0 {
		fmt.Fprintf(c.stdout, "账本封存至第%d条，校验码 %s。抄下它，以后可用 tongbao verify --against %s 核对账本有没有被改写。\n", v.Seals.Seal, v.Seals.Code(), v.Seals.Code())
	}
	if v.Seals.Before > 0 {
		fmt.Fprintf(c.stdout, "其中%d条记录写在账本有封存之前，自升级时起封存；升级以前有没有改动，封存不能证明。\n", v.Seals.Before)
	}
	fmt.Fprintf(c.stdout, "核验月报表%d份、签发件%d件，%s\n", v.Returns, v.Documents, verdictOf(len(v.Problems)))
}

func verdictOf(problems int) string {
	if problems == 0 {
		return "全部一致。"
	}
	return fmt.Sprintf("有%d处不一致。", problems)
}
