package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
)

func (c *command) assess() *cobra.Command {
	var year string
	var how office.Making
	cmd := &cobra.Command{
		Use:   "assess",
		Short: "印发（或调阅）某年度的年考核",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			y, err := yearOf(year)
			if err != nil {
				return err
			}
			return c.paper(cmd.Context(), func(ctx context.Context, o *office.Office) (*office.Paper, error) {
				return o.Assess(ctx, y, how)
			})
		},
	}
	cmd.Flags().StringVarP(&year, "year", "y", "", "年度，如 2023")
	cmd.Flags().BoolVar(&how.Draft, "draft", false, "只出送审稿，不编号、不记录")
	return cmd
}

func yearOf(s string) (int, error) {
	y, err := strconv.Atoi(s)
	switch {
	case s == "":
		return 0, &office.UsageError{Message: "没有写明年度。请加上 -y 2023 这样的参数。"}
	case err != nil || y < 2000 || y > 2999:
		return 0, &office.UsageError{Message: fmt.Sprintf("“%s”不是年度。请用 -y 2023 的写法。", s)}
	}
	return y, nil
}
