package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
)

func (c *command) doctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "体检：时间、文件夹、磁盘、占用、字体、方案、目标、日历、成员名册、上次运行，并指出怎么办",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			list := office.Doctor(cmd.Context(), office.Options{Dir: c.dir, Now: c.clock})
			healthy := office.Well(list)
			if c.json {
				if err := c.printJSON(map[string]any{"ok": healthy, "checks": list}); err != nil {
					return err
				}
			} else {
				marks := map[string]string{"ok": "正常", "warning": "注意", "error": "异常"}
				for _, s := range list {
					fmt.Fprintf(c.stdout, "%s　%s　%s\n", marks[s.State], s.What, s.Found)
					if s.Advice != "" {
						fmt.Fprintf(c.stdout, "      → %s\n", s.Advice)
					}
				}
			}
			if !healthy {
				return errRefused
			}
			return nil
		},
	}
}
