package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest/finding"
)

// printJSON writes one object on one line, Chinese as it is.
func (c *command) printJSON(v any) error {
	enc := json.NewEncoder(c.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// answer opens the workspace to read, asks it, and prints what it says: as
// JSON, or in the words of tell.
func answer[A any](c *command, ask func(*office.Office) (A, error), tell func(*office.Office, A)) error {
	o, err := c.openToRead()
	if err != nil {
		return err
	}
	defer o.Close()
	said, err := ask(o)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(said)
	}
	tell(o, said)
	return nil
}

// printVerdict shows what became of one file: a line, then its findings.
func (c *command) printVerdict(v *office.Verdict) error {
	if c.json {
		return c.printJSON(v)
	}
	fmt.Fprintf(c.stdout, "%s　%s\n", finding.Visible(v.File), v.Headline())
	if v.Placed != "" {
		fmt.Fprintf(c.stdout, "  %s\n", v.Placed)
	}
	for _, f := range v.Findings {
		c.printFinding(f)
	}
	for _, r := range v.Repairs() {
		fmt.Fprintf(c.stdout, "  %s　自动修正　%s读作%s：%s\n", r.Place, finding.Quote(r.From), finding.Quote(r.To), r.Reason)
	}
	if len(v.Undrawn) > 0 {
		fmt.Fprintf(c.stdout, "  字体中没有%s：%s\n", strings.Join(v.Undrawn, "、"), office.UndrawnAdvice)
	}
	if v.Unmarked {
		fmt.Fprintln(c.stdout, "  来件内部结构特殊，未能制作批注件，请对照所列位置修改，或将内容抄入下发的空白月报表。")
	}
	for _, path := range v.Returned {
		fmt.Fprintf(c.stdout, "  → %s\n", path)
	}
	return nil
}

func (c *command) printFinding(f finding.Finding) {
	place := f.Place.String()
	if place == "" {
		place = "（整个文件）"
	}
	fmt.Fprintf(c.stdout, "  %s　%s　%s　%s%s\n", place, f.Level.Chinese(), f.Code, f.Message, f.Hint)
}

// progress draws a bar on a terminal and nothing in a pipe.
func (c *command) progress() office.Progress {
	file, ok := c.stderr.(*os.File)
	if !ok || c.json || !isatty.IsTerminal(file.Fd()) {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, total int, what string) {
		if bar == nil || bar.GetMax() != total {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(file),
				progressbar.OptionShowCount(), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish())
		}
		bar.Describe(what)
		_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop
		if done == total {
			_ = bar.Finish()
			bar = nil
		}
	}
}
