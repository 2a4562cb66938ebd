package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest"
)

func (c *command) circular() *cobra.Command {
	var month string
	var how office.Making
	cmd := c.document("circular", "印发（或调阅）某月的月通报", &how, func() (making, error) {
		p, err := period(month)
		return func(ctx context.Context, o *office.Office) (*office.Paper, error) { return o.Circular(ctx, p, how) }, err
	})
	cmd.Flags().StringVarP(&month, "month", "m", "", "报告`月份`，如 2023-09")
	cmd.Flags().BoolVar(&how.Reissue, "reissue", false, "按现在掌握的数据重新印发，标明（更正）")
	return cmd
}

func (c *command) ranking() *cobra.Command {
	var quarter string
	var how office.Making
	cmd := c.document("ranking", "印发（或调阅）某季度的季评比", &how, func() (making, error) {
		q, err := whichQuarter(quarter)
		return func(ctx context.Context, o *office.Office) (*office.Paper, error) { return o.Ranking(ctx, q, how) }, err
	})
	cmd.Flags().StringVarP(&quarter, "quarter", "q", "", "哪个`季度`，如 2023Q3")
	return cmd
}

func (c *command) assess() *cobra.Command {
	var year string
	var how office.Making
	cmd := c.document("assess", "印发（或调阅）某年度的年考核", &how, func() (making, error) {
		y, err := yearOf(year)
		return func(ctx context.Context, o *office.Office) (*office.Paper, error) { return o.Assess(ctx, y, how) }, err
	})
	cmd.Flags().StringVarP(&year, "year", "y", "", "哪个`年度`，如 2023")
	cmd.Flags().BoolVar(&how.Reissue, "reissue", false, "按现在掌握的数据重新印发，标明（更正）")
	return cmd
}

// document is a verb that makes a document of a period, or answers with the
// one that was issued; ask reads its period.
func (c *command) document(verb, short string, how *office.Making, ask func() (making, error)) *cobra.Command {
	cmd := &cobra.Command{
		Use:   verb,
		Short: short,
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			make, err := ask()
			if err != nil {
				return err
			}
			return c.paper(cmd.Context(), make)
		},
	}
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
	c.printWarnings(p)
	if c.json {
		if _, err := fmt.Fprintf(c.stdout, "%s\n", p.JSON); err != nil {
			return err
		}
		for _, line := range p.Notes {
			fmt.Fprintln(c.stderr, line)
		}
		return nil
	}
	c.printPaper(p)
	return nil
}

// printWarnings tells each of what was noticed while a document and what goes
// out with it were drawn once: 〓 characters, font files that cannot be used.
func (c *command) printWarnings(p *office.Paper) {
	said := map[string]bool{}
	for _, x := range append([]*office.Paper{p}, p.Attached...) {
		for _, w := range x.Warnings {
			if !said[w] {
				fmt.Fprintln(c.stderr, "提示："+w)
			}
			said[w] = true
		}
	}
}

// printPaper lists a document's files, and those of what went out with it.
func (c *command) printPaper(p *office.Paper) {
	fmt.Fprintln(c.stdout, p.Headline())
	for _, x := range append([]*office.Paper{p}, p.Attached...) {
		for _, f := range x.Files {
			fmt.Fprintf(c.stdout, "  → %s\n", f.Path)
		}
	}
	for _, line := range p.Notes {
		fmt.Fprintln(c.stdout, line)
	}
}

func (c *command) ask(ctx context.Context, write bool, make making) (*office.Paper, error) {
	o, err := c.open(write)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	p, err := make(ctx, o)
	if write && err == nil {
		c.printMailing(o.Deliver(ctx, false))
	}
	return p, err
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

func whichQuarter(s string) (ingest.Quarter, error) {
	if s == "" {
		return ingest.Quarter{}, &office.UsageError{Message: "没有写明季度。请加上 -q 2023Q3 这样的参数。"}
	}
	q, err := ingest.ParseQuarter(s)
	if err != nil {
		return q, &office.UsageError{Message: fmt.Sprintf("“%s”不是季度。请用 -q 2023Q3 的写法。", s)}
	}
	return q, nil
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
