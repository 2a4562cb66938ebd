package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest"
)

func (c *command) status() *cobra.Command {
	var month string
	cmd := &cobra.Command{
		Use:   "status",
		Short: "某月报送情况、各任务上次和下次执行时间、催报短信",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var p ingest.Period
			if month != "" {
				var err error
				if p, err = period(month); err != nil {
					return err
				}
			}
			return answer(c, func(o *office.Office) (*office.Overview, error) {
				return o.Status(cmd.Context(), p)
			}, c.printStatus)
		},
	}
	cmd.Flags().StringVarP(&month, "month", "m", "", "报告`月份`，如 2023-09（默认为最近一个应报月份）")
	return cmd
}

func (c *command) printStatus(o *office.Office, s *office.Overview) {
	fmt.Fprintf(c.stdout, "%s月报表　截止%s\n", s.Period.Chinese(), s.Due.Chinese())
	for _, r := range s.Reporting {
		fmt.Fprintf(c.stdout, "  %s　%s\n", r.Name, r.Words)
		if r.Placed != "" {
			fmt.Fprintf(c.stdout, "    %s\n", r.Placed)
		}
	}
	fmt.Fprintln(c.stdout, "任务")
	for _, j := range s.Jobs {
		fmt.Fprintf(c.stdout, "  %s　上次%s　下次%s%s\n", j.Job, moment(j.Last), moment(j.Next), overdue(j.Next, o.Now))
		for _, line := range leftOut(j.Skipped) {
			fmt.Fprintf(c.stdout, "    %s\n", line)
		}
		for _, f := range j.Failed {
			fmt.Fprintf(c.stdout, "    未完成　%s　%s（下次运行再做）\n", moment(&f.Due), f.Reason)
		}
	}
	if m := s.Mail; m != nil && m.Waiting+m.Failed > 0 {
		fmt.Fprintf(c.stdout, "发件　待重试%d封，未能发送%d封\n", m.Waiting, m.Failed)
		for _, l := range m.Letters {
			fmt.Fprintf(c.stdout, "  %s　%s　%s\n", l.Folder, l.Address, l.Reason)
		}
	}
	if s.Reminder != "" {
		fmt.Fprintf(c.stdout, "催报（可直接粘贴）：\n%s\n", s.Reminder)
	}
}

// leftOut words the slots that were not done, one line a reason, the latest
// reasons last.
func leftOut(skipped []office.Skipped) (lines []string) {
	of := map[string][]office.Skipped{}
	var reasons []string
	for _, s := range skipped {
		if of[s.Reason] == nil {
			reasons = append(reasons, s.Reason)
		}
		of[s.Reason] = append(of[s.Reason], s)
	}
	for _, reason := range reasons {
		list := of[reason]
		when := moment(&list[0].Due)
		if n := len(list); n > 1 {
			when += fmt.Sprintf("至%s共%d次", moment(&list[n-1].Due), n)
		}
		lines = append(lines, fmt.Sprintf("未执行　%s　%s", when, reason))
	}
	return lines
}

// overdue marks what fell due while nothing ran.
func overdue(next *time.Time, now time.Time) string {
	if next == nil || next.After(now) {
		return ""
	}
	return "（已到期，下次运行即做）"
}

func moment(t *time.Time) string {
	if t == nil {
		return "无"
	}
	return t.In(ingest.Zone).Format("2006年1月2日15:04")
}
