package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
)

func (c *command) explain() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "explain [编号]",
		Short: "解释审核意见的编号；不写编号则列出全部，-o 输出规则说明",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, code []string) error {
			switch {
			case len(code) == 1 && file != "":
				return &office.UsageError{Message: "-o 输出全部规则，不与编号同用。"}
			case len(code) == 1:
				return c.explainOne(code[0])
			}
			o, err := c.openToRead()
			if err != nil {
				return err
			}
			defer o.Close()
			if file == "" {
				_, err = fmt.Fprint(c.stdout, o.Codes())
				return err
			}
			warnings, err := o.PrintCodes(file)
			if err != nil {
				return err
			}
			for _, w := range warnings {
				fmt.Fprintln(c.stderr, w)
			}
			fmt.Fprintln(c.stdout, "  → "+file)
			return nil
		},
	}
	cmd.Flags().StringVarP(&file, "output", "o", "", "把全部规则输出为 .pdf 或 .xlsx `文件`")
	cmd.Flags().Bool("all", false, "全部编号（不写编号即是）")
	return cmd
}

func (c *command) explainOne(code string) error {
	text := office.Meaning(code)
	if text == "" {
		o, err := c.openToRead()
		if err != nil {
			return err
		}
		defer o.Close()
		if text, err = o.Explain(code); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(c.stdout, text)
	return err
}
