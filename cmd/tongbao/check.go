package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
)

func (c *command) check() *cobra.Command {
	return &cobra.Command{
		Use:   "check 文件…",
		Short: "审核月报表，只看不记",
		Args:  args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, files []string) error {
			return c.checkFiles(cmd.Context(), files, false)
		},
	}
}

// dropped is `tongbao FILE.xlsx`, as Windows calls it when files are dragged
// onto the program: check each and leave the annotated copy beside it.
func (c *command) dropped(root *cobra.Command, files []string) error {
	for _, f := range files {
		if !isFile(f) {
			return noSuchCommand(root, f)
		}
	}
	return c.checkFiles(root.Context(), files, true)
}

func (c *command) checkFiles(ctx context.Context, files []string, annotate bool) error {
	o, err := c.openToRead()
	if err != nil {
		return err
	}
	defer o.Close()
	refused := false
	for _, file := range files {
		v, err := o.Check(ctx, file)
		if err != nil {
			return err
		}
		if annotate && v.Status != office.Accepted {
			original, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			if err := o.AnnotateBeside(v, original, beside(file)); err != nil {
				return err
			}
		}
		if err := c.printVerdict(v); err != nil {
			return err
		}
		refused = refused || v.Refused()
	}
	if refused {
		return errRefused
	}
	return nil
}

func beside(file string) string {
	return strings.TrimSuffix(file, filepath.Ext(file)) + "（审核结果）.xlsx"
}
