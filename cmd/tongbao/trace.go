package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest/finding"
)

func (c *command) trace() *cobra.Command {
	var a tracePeriod
	var q office.Question
	var kind string
	cmd := &cobra.Command{
		Use:   "trace [数字、位置或 文件!工作表!单元格]",
		Short: "追溯签发文件所印的一个数（算式、单元格、来源文件），或一个单元格被哪些文件用过",
		Long: `追溯签发文件所印的一个数（算式、单元格、来源文件），或一个单元格被哪些文件用过

  tongbao trace -m 2023-09 -t 代码 -i 指标              截至某月的一个指标，按现有资料计算
  tongbao trace -m 2023-09 -t 代码 -i 指标 -p 完成率    月通报所印的累计、完成率、目标、较进度、当月
  tongbao trace -m 2023-09 -t 合计 -i 指标              全县合计数
  tongbao trace -q 2023Q3 -t 代码 -p 总得分             季评比的得分、名次、扣分
  tongbao trace -m 2023-09 53.30                        印成53.30的数；也可写位置（附件1!O11）或名目（迟报）
  tongbao trace -m 2023-09 -t 代码 --of 整改通知单      所附的整改通知单、内部专报
  tongbao trace 3f9a0c!工作表!E5                        一个单元格被哪些文件采用，印在何处`,
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, words []string) error {
			if len(words) == 1 {
				q.Word = words[0]
			}
			if a == (tracePeriod{}) && strings.Count(strings.ReplaceAll(q.Word, "！", "!"), "!") > 0 {
				if q.TaskForce+q.Indicator+q.Part+kind != "" {
					return &office.UsageError{Message: "追溯单元格不与 -t、-i、-p、--of 同用。"}
				}
				return answer(c, func(o *office.Office) (*office.CellTrace, error) {
					return o.TraceCell(cmd.Context(), q.Word)
				}, c.printCell)
			}
			if err := a.fill(&q, kind); err != nil {
				return err
			}
			if a.month != "" && q.TaskForce != "" && q.TaskForce != office.CountyTotal && q.Indicator != "" && q.Part+q.Word+kind == "" && q.Edition == 0 {
				return c.traceNow(cmd.Context(), a.month, q)
			}
			return answer(c, func(o *office.Office) (*office.PrintedTrace, error) { return o.TracePrinted(cmd.Context(), q) }, c.printPrinted)
		},
	}
	cmd.Flags().StringVarP(&a.month, "month", "m", "", "月通报的`月份`，如 2023-09")
	cmd.Flags().StringVarP(&a.quarter, "quarter", "q", "", "季评比的`季度`，如 2023Q3")
	cmd.Flags().StringVarP(&a.year, "year", "y", "", "年考核的`年度`，如 2023")
	cmd.Flags().StringVarP(&q.TaskForce, "task-force", "t", "", "专班`代码`；全县的数写 合计")
	cmd.Flags().StringVarP(&q.Indicator, "indicator", "i", "", "`指标`代码，如 签约金额")
	cmd.Flags().StringVarP(&q.Part, "part", "p", "", "数的`名目`，如 完成率、较进度、得分、名次")
	cmd.Flags().StringVar(&kind, "of", "", "同期所附的`文件`：整改通知单（并写 -t）或 内部专报")
	cmd.Flags().IntVar(&q.Edition, "edition", 0, "第几`版`（更正、定稿各为一版，默认为最后一版）")
	return cmd
}

// tracePeriod is whose document is asked about: one of three is given.
type tracePeriod struct{ month, quarter, year string }

// fill turns it into a question's document.
func (a tracePeriod) fill(q *office.Question, kind string) error {
	if !onlyOne(a.month, a.quarter, a.year) {
		return &office.UsageError{Message: "请用 -m 2023-09 指明月通报，用 -q 2023Q3 指明季评比，或用 -y 2023 指明年考核，只写一个；或写“校验值!工作表!单元格”反查。"}
	}
	switch {
	case a.month != "":
		p, err := period(a.month)
		if err != nil {
			return err
		}
		q.Kind, q.Period = "circular", p.String()
	case a.quarter != "":
		w, err := whichQuarter(a.quarter)
		if err != nil {
			return err
		}
		q.Kind, q.Period = "ranking", w.String()
	default:
		y, err := yearOf(a.year)
		if err != nil {
			return err
		}
		q.Kind, q.Period = "assessment", fmt.Sprint(y)
	}
	switch kind {
	case "":
	case "内部专报":
		q.Kind = "internal"
	case "整改通知单":
		if q.TaskForce == "" || a.month == "" {
			return &office.UsageError{Message: "整改通知单每专班一份。请用 -m 写明月份、用 -t 写明专班代码。"}
		}
		q.Kind, q.For, q.TaskForce = "notice", q.TaskForce, ""
	default:
		return &office.UsageError{Message: fmt.Sprintf("--of 只能写 整改通知单 或 内部专报，不能写“%s”。", kind)}
	}
	return nil
}

// traceNow is one indicator of one task force as known now, whether or not it
// was printed yet, and beside it what was.
func (c *command) traceNow(ctx context.Context, month string, q office.Question) error {
	p, err := period(month)
	if err != nil {
		return err
	}
	return answer(c, func(o *office.Office) (*office.Traced, error) {
		return o.Trace(ctx, p, q.TaskForce, q.Indicator)
	}, func(o *office.Office, t *office.Traced) {
		c.printTraced(q.Indicator, t)
		q.Part = "actual"
		if printed, err := o.TracePrinted(ctx, q); err == nil && len(printed.Figures) == 1 {
			x := printed.Figures[0]
			fmt.Fprintf(c.stdout, "%s　%s所印为%s\n", printedName(printed), x.Name, x.Value)
			c.printAround(x)
		}
	})
}

// printTraced tells what a figure rests on.
func (c *command) printTraced(indicator string, t *office.Traced) {
	fmt.Fprintf(c.stdout, "%s = %s\n", indicator, t.Shown())
	fmt.Fprintf(c.stdout, "算式　%s\n", t.Formula)
	c.printCells("  ", t.Inputs)
}

func (c *command) printCells(indent string, cells []office.TracedCell) {
	for _, in := range cells {
		value := in.Value
		if value == "" {
			value = "—"
		}
		place := in.Sheet
		if in.Cell != "" {
			place += "!" + in.Cell
		}
		if in.SHA256 == "" { // the office's own workbook, or a document issued before
			fmt.Fprintf(c.stdout, "%s%s　%s　%s\n", indent, value, place, in.File)
			continue
		}
		if place == "" {
			place = "整份月报表"
		}
		fmt.Fprintf(c.stdout, "%s%s　%s　%s第%d次报送　%s　%s　%.12s…\n",
			indent, value, in.TaskForce, in.Period.Chinese(), in.Version, place, finding.Visible(in.File), in.SHA256)
	}
}

func printedName(p *office.PrintedTrace) string {
	if p.Number != "" {
		return p.Document + "　" + p.Number
	}
	return p.Document
}

// printPrinted tells one figure of a document in full; of several, in a line
// each, how to ask for one.
func (c *command) printPrinted(_ *office.Office, p *office.PrintedTrace) {
	fmt.Fprintln(c.stdout, printedName(p))
	if len(p.Figures) == 1 {
		x := p.Figures[0]
		fmt.Fprintf(c.stdout, "%s = %s\n", x.Name, x.Value)
		if x.Formula != "" {
			fmt.Fprintf(c.stdout, "算式　%s\n", x.Formula)
		}
		c.printUnder(x, "  ", map[string]bool{})
		c.printAround(x)
		return
	}
	for _, x := range p.Figures {
		now := ""
		if x.Now != nil && *x.Now != x.Value {
			now = "（现为" + *x.Now + "）"
		}
		fmt.Fprintf(c.stdout, "  %s　%s%s　%s\n", x.Name, x.Value, now, strings.Join(x.Places, "、"))
	}
	fmt.Fprintf(c.stdout, "共%d个数。加 -t、-i、-p，或写出其中一个的位置（如 %s），列出它的算式和单元格。\n", len(p.Figures), p.Figures[0].Places[0])
}

// printUnder is what a figure rests on: the figures it was computed from, each
// with its own cells, then the cells that enter it itself.
func (c *command) printUnder(x office.PrintedFigure, indent string, told map[string]bool) {
	if x.Worked != "" {
		fmt.Fprintf(c.stdout, "%s代入　%s\n", indent, x.Worked)
	}
	for _, of := range x.Under {
		if told[of.Figure.Key] {
			fmt.Fprintf(c.stdout, "%s%s　%s（已列于上）\n", indent, of.Value, of.Name)
			continue
		}
		told[of.Figure.Key] = true
		fmt.Fprintf(c.stdout, "%s%s　%s\n", indent, of.Value, of.Name)
		c.printUnder(of, indent+"  ", told)
	}
	var own []office.TracedCell
	for _, in := range x.Own {
		under := slices.ContainsFunc(x.Under, func(of office.PrintedFigure) bool { return slices.Contains(of.Inputs, in) })
		if !under {
			own = append(own, in)
		}
	}
	c.printCells(indent, own)
}

// placed is a cell of a document's workbook and, where that was kept, what a
// reader calls it; its sheet is not named twice.
func placed(at, words string) string {
	if words == at {
		return at
	}
	sheet, _, _ := strings.Cut(at, "!")
	return at + "　" + strings.TrimLeft(strings.TrimPrefix(words, sheet), "，")
}

// onPages names pages by the numbers at their feet.
func onPages(pages []int) string {
	var list []string
	for _, n := range pages {
		list = append(list, strconv.Itoa(n))
	}
	return "印刷件第" + strings.Join(list, "、") + "页"
}

// printAround is where a figure was printed, what it would be today, and what
// bears on it.
func (c *command) printAround(x office.PrintedFigure) {
	for i, at := range x.Places {
		fmt.Fprintf(c.stdout, "印于　%s\n", placed(at, x.Where[i]))
	}
	if len(x.Pages) > 0 {
		fmt.Fprintf(c.stdout, "印于　%s\n", onPages(x.Pages))
	}
	if x.Now != nil && *x.Now != x.Value {
		why := ""
		if x.Why != "" {
			why = "，原因：" + x.Why
		}
		fmt.Fprintf(c.stdout, "印发时为%s，现为%s%s。\n", x.Value, *x.Now, why)
	}
	for _, n := range x.Notes {
		fmt.Fprintln(c.stdout, n)
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
	if u.Value != nil {
		line += fmt.Sprintf("　（签发时该单元格为“%s”）", finding.Visible(*u.Value))
	}
	fmt.Fprintln(c.stdout, line)
	for i, at := range u.Places {
		fmt.Fprintf(c.stdout, "    %s\n", placed(at, u.Where[i]))
	}
	if len(u.Pages) > 0 {
		fmt.Fprintf(c.stdout, "    %s\n", onPages(u.Pages))
	}
}
