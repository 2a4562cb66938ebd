package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest/finding"
)

func (c *command) trace() *cobra.Command {
	var month, unit, indicator string
	cmd := &cobra.Command{
		Use:   "trace [文件!工作表!单元格]",
		Short: "追溯一个数字（算式、单元格、来源文件），或一个单元格被哪些文件用过",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, words []string) error {
			if len(words) == 1 {
				if month+unit+indicator != "" {
					return &office.UsageError{Message: "追溯单元格不与 -m、-t、-i 同用。"}
				}
				return answer(c, func(o *office.Office) (*office.CellTrace, error) {
					return o.TraceCell(cmd.Context(), words[0])
				}, c.printCell)
			}
			p, err := period(month)
			if err != nil {
				return err
			}
			return answer(c, func(o *office.Office) (*office.Traced, error) {
				return o.Trace(cmd.Context(), p, unit, indicator)
			}, func(_ *office.Office, t *office.Traced) { c.printTraced(indicator, t) })
		},
	}
	cmd.Flags().StringVarP(&month, "month", "m", "", "截至`月份`，如 2023-09")
	cmd.Flags().StringVarP(&unit, "task-force", "t", "", "专班`代码`")
	cmd.Flags().StringVarP(&indicator, "indicator", "i", "", "`指标`代码，如 签约金额")
	return cmd
}

// printTraced tells what a figure rests on.
func (c *command) printTraced(indicator string, t *office.Traced) {
	fmt.Fprintf(c.stdout, "%s = %s\n", indicator, t.Shown())
	fmt.Fprintf(c.stdout, "算式　%s\n", t.Formula)
	for _, in := range t.Inputs {
		if in.SHA256 == "" { // the office's own workbook
			fmt.Fprintf(c.stdout, "  %s　%s!%s　%s\n", in.Value, in.Sheet, in.Cell, in.File)
			continue
		}
		fmt.Fprintf(c.stdout, "  %s　%s　%s第%d次报送　%s!%s　%s　%.12s…\n",
			in.Value, in.TaskForce, in.Period.Chinese(), in.Version, in.Sheet, in.Cell, finding.Visible(in.File), in.SHA256)
	}
}

// printCell tells what was printed from a cell.
func (c *command) printCell(o *office.Office, t *office.CellTrace) {
	value := "（空白）"
	if t.Value != nil {
		value = finding.Visible(*t.Value)
	}
	if t.State == office.CellUnreadable {
		value = "（无法读取）"
	}
	fmt.Fprintf(c.stdout, "%s!%s = %s\n", t.Sheet, t.Cell, value)
	switch {
	case t.SHA256 == nil:
		fmt.Fprintf(c.stdout, "来源　%s\n", t.File)
	case t.Period == nil:
		fmt.Fprintf(c.stdout, "来源　%s　%.12s…\n", finding.Visible(t.File), *t.SHA256)
	default:
		fmt.Fprintf(c.stdout, "来源　%s　%s第%d次报送　%s　%.12s…\n", t.TaskForce, t.Period.Chinese(), t.Version, finding.Visible(t.File), *t.SHA256)
	}
	if t.Note != "" {
		fmt.Fprintf(c.stdout, "%s\n", t.Note)
	}
	c.printUses(o, t.UsedBy)
}

// printUses lists, under each document, the figures that the cell itself
// enters, and in a line how many follow from them.
func (c *command) printUses(o *office.Office, uses []office.CellUse) {
	for len(uses) > 0 {
		n := 1
		for n < len(uses) && sameDocument(uses[0], uses[n]) {
			n++
		}
		line := uses[0].Document()
		if uses[0].Number != "" {
			line += "　" + uses[0].Number
		}
		fmt.Fprintln(c.stdout, line)
		derived := 0
		for _, u := range uses[:n] {
			if !u.Direct {
				derived++
				continue
			}
			c.printUse(o, u)
		}
		if derived > 0 {
			fmt.Fprintf(c.stdout, "  由以上数字又得出%d个数（合计、完成率、得分等），加 --json 逐个列出。\n", derived)
		}
		uses = uses[n:]
	}
}

func sameDocument(a, b office.CellUse) bool {
	return a.Kind == b.Kind && a.Period == b.Period && a.TaskForce == b.TaskForce && a.Edition == b.Edition
}

func (c *command) printUse(o *office.Office, u office.CellUse) {
	line := fmt.Sprintf("  %s　%s", o.Words(u), u.Printed)
	if len(u.Places) > 0 {
		line += "　" + strings.Join(u.Places, "、")
	}
	if u.Value != nil {
		line += fmt.Sprintf("　（签发时该单元格为“%s”）", finding.Visible(*u.Value))
	}
	fmt.Fprintln(c.stdout, line)
}
