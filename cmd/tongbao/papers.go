package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest"
)

func (c *command) circular() *cobra.Command {
	var month string
	var how office.Making
	cmd := &cobra.Command{
		Use:   "circular",
		Short: "印发（或调阅）某月的月通报",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := period(month)
			if err != nil {
				return err
			}
			return c.paper(cmd.Context(), func(ctx context.Context, o *office.Office) (*office.Paper, error) {
				return o.Circular(ctx, p, how)
			})
		},
	}
	cmd.Flags().StringVarP(&month, "month", "m", "", "报告月份，如 2023-09")
	cmd.Flags().BoolVar(&how.Draft, "draft", false, "只出送审稿，不编号、不记录")
	cmd.Flags().BoolVar(&how.Reissue, "reissue", false, "按现在掌握的数据重新印发，标明（更正）")
	return cmd
}

func (c *command) ranking() *cobra.Command {
	var quarter string
	var how office.Making
	cmd := &cobra.Command{
		Use:   "ranking",
		Short: "印发（或调阅）某季度的季评比",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			q, err := ingest.ParseQuarter(quarter)
			if err != nil {
				return &office.UsageError{Message: fmt.Sprintf("“%s”不是季度。请用 -q 2023Q3 的写法。", quarter)}
			}
			return c.paper(cmd.Context(), func(ctx context.Context, o *office.Office) (*office.Paper, error) {
				return o.Ranking(ctx, q, how)
			})
		},
	}
	cmd.Flags().StringVarP(&quarter, "quarter", "q", "", "季度，如 2023Q3")
	cmd.Flags().BoolVar(&how.Draft, "draft", false, "只出送审稿，不编号、不记录")
	return cmd
}

// making is a request for a document.
type making func(context.Context, *office.Office) (*office.Paper, error)

// paper makes a document, or answers with the one that was issued. Only what
// is issued now takes the lock and records a run: a draft, an old document or
// a month that is not due leaves the ledger alone.
func (c *command) paper(ctx context.Context, make making) error {
	p, err := c.ask(ctx, false, make)
	if errors.Is(err, office.ErrRecords) {
		p, err = c.ask(ctx, true, make)
	}
	if err != nil {
		return err
	}
	if c.json {
		_, err := fmt.Fprintf(c.stdout, "%s\n", p.JSON)
		return err
	}
	c.printPaper(p)
	for _, w := range p.Warnings {
		fmt.Fprintln(c.stderr, "提示："+w)
	}
	return nil
}

// printPaper lists a document's files, and those of what went out with it.
func (c *command) printPaper(p *office.Paper) {
	fmt.Fprintln(c.stdout, p.Headline())
	for _, x := range append([]*office.Paper{p}, p.Attached...) {
		for _, f := range x.Files {
			fmt.Fprintf(c.stdout, "  → %s\n", f.Path)
		}
	}
}

func (c *command) ask(ctx context.Context, write bool, make making) (*office.Paper, error) {
	o, err := c.open(write)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	return make(ctx, o)
}

func period(s string) (ingest.Period, error) {
	if s == "" {
		return ingest.Period{}, &office.UsageError{Message: "没有写明月份。请加上 -m 2023-09 这样的参数。"}
	}
	p, err := ingest.ParsePeriod(s)
	if err != nil {
		return p, &office.UsageError{Message: fmt.Sprintf("“%s”不是月份。请用 -m 2023-09 的写法。", s)}
	}
	return p, nil
}
