package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
	"tongbao/ingest"
)

// command is what every verb shares: where the workspace is, the one clock of
// the run, and where to print.
type command struct {
	stdout, stderr io.Writer
	dir            string
	at             string
	json           bool
	stop           context.Context // ended by Ctrl-C
	wait           time.Duration   // for another process in the same workspace; 0 is the usual
	watching       bool            // serve, whose inbox nobody stands beside
	clock          time.Time       // read once, before the verb runs
}

func commands(stdout, stderr io.Writer) *cobra.Command {
	c := &command{stdout: stdout, stderr: stderr}
	root := &cobra.Command{
		Use:           "tongbao",
		Short:         "通报：招商专班月报表收报、审核、通报、评比",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			c.stop = cmd.Context()
			return c.readClock()
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return c.dropped(cmd, args)
		},
	}
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(helpCommand())
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return inChinese(err) })
	root.SetUsageTemplate(usageTemplate)
	root.PersistentFlags().BoolP("help", "h", false, "显示用法")
	flags := root.PersistentFlags()
	flags.StringVarP(&c.dir, "workspace", "w", workspaceDefault(), "工作区`文件夹`（默认取环境变量 TONGBAO_WORKSPACE，否则为当前文件夹）")
	flags.Lookup("workspace").DefValue = "" // said in its help
	flags.StringVar(&c.at, "now", "", "本次运行的`时间`，如 2023-10-12T09:00:00+08:00（默认为现在）")
	flags.BoolVar(&c.json, "json", false, "结果以 JSON 输出")
	flags.DurationVar(&c.wait, "wait", 0, "工作区被占用时最多等候多久")
	flags.MarkHidden("wait")
	root.AddCommand(
		c.demo(), c.init(), c.form(), c.check(), c.run(), c.ingest(),
		c.circular(), c.ranking(), c.assess(), c.issue(), c.status(), c.trace(), c.explain(), c.scheme(), c.serve(), c.verify(), c.backup(), c.restore(), c.doctor(), c.deliver(), c.deeds(),
	)
	noEnglish(root)
	return root
}

// noEnglish takes the library's own words out of the usage of a command and of
// those under it.
func noEnglish(cmd *cobra.Command) {
	cmd.DisableFlagsInUseLine = true // “[flags]”; the template says 参数
	cmd.SuggestionsMinimumDistance = 2
	for _, under := range cmd.Commands() {
		noEnglish(under)
	}
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "help",
		Short:  "显示用法",
		Hidden: true,
		RunE: func(cmd *cobra.Command, verb []string) error {
			found, rest, err := cmd.Root().Find(verb)
			if err != nil || len(rest) > 0 {
				return noSuchCommand(cmd.Root(), strings.Join(verb, " "))
			}
			return found.Help()
		},
	}
}

const usageTemplate = `用法：{{if and .Runnable .HasParent (not .HasAvailableSubCommands)}}
  {{.UseLine}} [参数]{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} 命令 [参数]{{if not .HasParent}}
  {{.CommandPath}} 文件.xlsx…　　审核，并在旁边留下批注件{{end}}

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

参数：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

通用参数：
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
`

// workspaceDefault is the workspace meant when none is named: the environment's,
// the folder one stands in, or, for files dragged onto the program, the
// program's own folder.
func workspaceDefault() string {
	if dir := os.Getenv("TONGBAO_WORKSPACE"); dir != "" {
		return dir
	}
	if _, err := os.Stat("scheme.xlsx"); err == nil {
		return "."
	}
	if exe, err := os.Executable(); err == nil {
		if _, err := os.Stat(filepath.Join(filepath.Dir(exe), "scheme.xlsx")); err == nil {
			return filepath.Dir(exe)
		}
	}
	return "."
}

func (c *command) readClock() error {
	if c.at == "" {
		c.again()
		return nil
	}
	t, err := time.Parse(time.RFC3339, c.at)
	if err != nil {
		return &office.UsageError{Message: fmt.Sprintf("--now “%s”不是时间。请写成 2023-10-12T09:00:00+08:00 的样子。", c.at)}
	}
	c.clock = t.In(ingest.Zone)
	return nil
}

// again reads the machine's clock anew; a time given with --now stands.
func (c *command) again() time.Time {
	if c.at == "" {
		c.clock = time.Now().In(ingest.Zone).Truncate(time.Second)
	}
	return c.clock
}

var quoted = regexp.MustCompile(`"([^"]*)"|'([^']*)'|(--?[\w-]+)`)
var shorthand = regexp.MustCompile(`in -(\w)`) // flag needs an argument: 'm' in -m

// inChinese words the flag library's faults; its English is never shown.
func inChinese(err error) error {
	text := err.Error()
	what := strings.Trim(quoted.FindString(text), `"'`)
	if m := shorthand.FindStringSubmatch(text); m != nil {
		what = "-" + m[1]
	}
	message := "命令行有误：" + what
	switch {
	case strings.Contains(text, "unknown flag"), strings.Contains(text, "unknown shorthand"):
		message = fmt.Sprintf("没有“%s”这个参数。", what)
	case strings.Contains(text, "needs an argument"):
		message = fmt.Sprintf("参数“%s”后面缺少内容。", what)
	case strings.Contains(text, "invalid argument"):
		message = fmt.Sprintf("“%s”不能这样写。", what)
	}
	return &office.UsageError{Message: message + "用 tongbao 命令 -h 查看用法。"}
}

// args wraps an argument check so that its words are Chinese.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, list []string) error {
		if check(cmd, list) == nil {
			return nil
		}
		what := "缺少内容"
		if len(list) > 0 {
			what = fmt.Sprintf("多了“%s”", list[len(list)-1])
		}
		return &office.UsageError{Message: fmt.Sprintf("命令 %s 后面%s。写法：%s [参数]，用 -h 查看全部参数。", cmd.Name(), what, cmd.UseLine())}
	}
}

// noSuchCommand names the verbs that were likely meant.
func noSuchCommand(parent *cobra.Command, name string) error {
	message := fmt.Sprintf("没有“%s”这个命令。", name)
	if near := parent.SuggestionsFor(name); len(near) > 0 {
		message += fmt.Sprintf("是不是要用 %s？", strings.Join(near, "、"))
	}
	return &office.UsageError{Message: message + fmt.Sprintf("用 %s -h 查看用法。", parent.CommandPath())}
}

// isFile tells a workbook that was dragged onto the program from a mistyped
// verb.
func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular() || strings.EqualFold(filepath.Ext(name), ".xlsx")
}
