package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
)

// longestRest is how long a machine may have been off before somebody has to
// say that its clock is right: a clock far ahead issues what is not due, and
// nothing that is issued can be taken back. Whoever runs the program by hand
// once a month stays below it.
const longestRest = 45 * 24 * time.Hour

// open opens the workspace: to write (taking its lock) or only to read.
func (c *command) open(write bool) (*office.Office, error) {
	leap := longestRest
	if c.at != "" {
		leap = 0 // somebody says what time it is
	}
	o, err := office.Open(office.Options{Dir: c.dir, Now: c.clock, Clock: c.again, Leap: leap, Write: write, Stop: c.stop, Wait: c.wait, Watch: c.watching, Progress: c.progress(),
		Waiting: func(holder string) {
			if holder != "" {
				holder = "（进程" + holder + "）"
			}
			fmt.Fprintf(c.stderr, "另一个通报程序%s正在处理本工作区，正在等候……\n", holder)
		}})
	if err == nil && o.OlderLedger() != "" {
		fmt.Fprintln(c.stderr, "提示："+o.OlderLedger())
	}
	return o, err
}

func (c *command) openToRead() (*office.Office, error) { return c.open(false) }

func (c *command) init() *cobra.Command {
	return &cobra.Command{
		Use:   "init 文件夹",
		Short: "新建工作区，写入默认方案和空台账",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, dir []string) error {
			made, err := office.Init(dir[0], c.clock)
			if err != nil {
				return err
			}
			for _, path := range made {
				fmt.Fprintln(c.stdout, "  → "+path)
			}
			fmt.Fprintf(c.stdout, "工作区已建好：%s\n下一步：核对 scheme.xlsx，然后用 tongbao form -w %s -m 月份 生成月报表发给各专班。\n", dir[0], dir[0])
			return nil
		},
	}
}

func (c *command) form() *cobra.Command {
	var month, unit string
	cmd := &cobra.Command{
		Use:   "form",
		Short: "生成下发的空白月报表（已预填）",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := period(month)
			if err != nil {
				return err
			}
			o, err := c.openToRead()
			if err != nil {
				return err
			}
			defer o.Close()
			files, err := o.Forms(cmd.Context(), p, unit)
			for _, f := range files {
				fmt.Fprintln(c.stdout, "  → "+f)
			}
			return err
		},
	}
	cmd.Flags().StringVarP(&month, "month", "m", "", "报告`月份`，如 2023-09")
	cmd.Flags().StringVarP(&unit, "task-force", "t", "", "专班`代码`（默认全部）")
	return cmd
}
