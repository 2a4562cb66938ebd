package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest"
)

// issue makes a 送审稿 final under the registry's number, or a 公示稿 the 定稿.
func (c *command) issue() *cobra.Command {
	var month, quarter, year, on string
	var a office.Approval
	var reissue bool
	cmd := &cobra.Command{
		Use:   "issue",
		Short: "签发：送审稿取得文号后印发，季评比公示期满后定稿",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !onlyOne(month, quarter, year) {
				return &office.UsageError{Message: "请用 -m 2023-09 指明月通报，用 -q 2023Q3 指明季评比，或用 -y 2023 指明年考核，只写一个。"}
			}
			if on != "" {
				d, err := ingest.ParseDate(on)
				if err != nil {
					return &office.UsageError{Message: fmt.Sprintf("“%s”不是日期。请用 --date 2023-10-16 的写法。", on)}
				}
				a.On = d
			}
			make, err := issuing(month, quarter, year, a, reissue)
			if err != nil {
				return err
			}
			return c.paper(cmd.Context(), make)
		},
	}
	cmd.Flags().StringVarP(&month, "month", "m", "", "月通报的报告`月份`，如 2023-09")
	cmd.Flags().StringVarP(&quarter, "quarter", "q", "", "季评比的`季度`，如 2023Q3")
	cmd.Flags().StringVarP(&year, "year", "y", "", "年考核的`年度`，如 2023")
	cmd.Flags().StringVar(&a.Number, "number", "", "`文号`：序号，或写全（默认取台账“发文”）")
	cmd.Flags().BoolVar(&a.OtherCode, "other-code", false, "文号用的是其他机关的代字")
	cmd.Flags().StringVar(&a.Signer, "signer", "", "签发人`岗位`（默认取台账“发文”）")
	cmd.Flags().StringVar(&on, "date", "", "成文`日期`，如 2023-10-16（默认取台账“发文”，否则为当天）")
	cmd.Flags().BoolVar(&a.AsKnownNow, "as-known-now", false, "送审稿之后数据有变化、期限已到的，按现在的数据签发，期限从签发之日起算")
	cmd.Flags().StringVar(&a.File, "file", "", "办公室修改后实际印发的月通报`文件`（.docx），与签发件一并保存并逐句核对")
	cmd.Flags().StringVar(&a.Replace, "replace", "", "已存有另一份印发稿的，以 --file 代替它的`原因`，原来的一份仍予保留")
	cmd.Flags().BoolVar(&reissue, "reissue", false, "月通报、年考核已签发的，按现在掌握的数据更正后重新印发")
	return cmd
}

func issuing(month, quarter, year string, a office.Approval, reissue bool) (making, error) {
	if a.Replace != "" && a.File == "" {
		return nil, &office.UsageError{Message: "--replace 与 --file 一起使用。"}
	}
	if month != "" {
		p, err := period(month)
		return func(ctx context.Context, o *office.Office) (*office.Paper, error) {
			return o.IssueCircular(ctx, p, a, reissue)
		}, err
	}
	if a.File != "" {
		return nil, &office.UsageError{Message: "--file 只用于月通报（-m）。季评比、年考核没有供编辑的 Word 文档。"}
	}
	if year != "" {
		y, err := yearOf(year)
		return func(ctx context.Context, o *office.Office) (*office.Paper, error) {
			return o.IssueAssessment(ctx, y, a, reissue)
		}, err
	}
	q, err := whichQuarter(quarter)
	return func(ctx context.Context, o *office.Office) (*office.Paper, error) {
		return o.IssueRanking(ctx, q, a)
	}, err
}

// onlyOne reports whether exactly one of them was given.
func onlyOne(flags ...string) bool {
	n := 0
	for _, f := range flags {
		if f != "" {
			n++
		}
	}
	return n == 1
}
