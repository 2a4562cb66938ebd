package main

import (
	"fmt"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"tongbao/cmd/tongbao/office"
)

func (c *command) demo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo 文件夹",
		Short: "新建演示工作区：一年的样例月报表，逐月收报、通报、评比",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, dir []string) error {
			var papers []*office.Paper
			returns, refused, outbox := 0, 0, 0
			err := office.Demo(cmd.Context(), dir[0], c.progress(), func(s office.Scene) {
				for _, v := range s.Report.Verdicts {
					returns++
					if v.Refused() {
						refused++
					}
				}
				papers = append(papers, s.Report.Papers...)
				outbox += s.Report.Mail.New
				c.printScene(s)
			})
			if err != nil {
				return err
			}
			kinds := map[string]int{}
			for _, p := range papers {
				if p.Status != "final" { // the same ranking again, made final
					kinds[p.Kind]++
				}
			}
			fmt.Fprintf(c.stdout, "共收到文件%d个（退回%d个），签发月通报%d期、季评比%d期、年考核%d期，均在 %s 的 out 文件夹。\n",
				returns, refused, kinds["circular"], kinds["ranking"], kinds["assessment"], dir[0])
			fmt.Fprintf(c.stdout, "回执、催报和送达的文字及附件共%d件，在 outbox 文件夹，一件一个文件夹。\n", outbox)
			fmt.Fprintf(c.stdout, "试一试：tongbao status -w %[1]s -m 2023-09　　再运行请带演示的时间：tongbao run -w %[1]s --now 2024-01-20T09:00:00+08:00\n", dir[0])
			return nil
		},
	}
}

// printScene is the demo's transcript: what is out of the ordinary, and what
// was issued. A return that simply passed is not told.
func (c *command) printScene(s office.Scene) {
	day := s.At.Format("2006-01-02 15:04")
	for _, v := range s.Report.Verdicts {
		if s.Note == "" && v.Status == office.Accepted && v.Repeat == 0 {
			continue
		}
		fmt.Fprintf(c.stdout, "%s  收报  %s　%s\n", day, v.File, v.Headline())
		for i, f := range v.Findings {
			if i == 3 {
				fmt.Fprintf(c.stdout, "                    ……共%d条\n", len(v.Findings))
				break
			}
			fmt.Fprintf(c.stdout, "                    %s %s %s %s\n", f.Place, f.Level.Chinese(), f.Code, f.Message)
		}
	}
	if sent := s.Report.Mail.Reminded; len(sent) > 0 {
		fmt.Fprintf(c.stdout, "%s  催报  %d个专班　→ %s\n", day, len(sent), path.Dir(sent[0]))
	}
	for _, p := range s.Report.Papers {
		var files []string
		for _, f := range p.Files {
			files = append(files, path.Ext(f.Path)[1:])
		}
		with := ""
		if n := noticesWith(p); n > 0 {
			with = fmt.Sprintf("，附整改通知单%d份", n)
		}
		fmt.Fprintf(c.stdout, "%s  签发  %s　→ %s（%s）%s\n", day, p.Headline(), path.Dir(p.Files[0].Path), strings.Join(files, "、"), with)
	}
}

func noticesWith(p *office.Paper) (n int) {
	for _, x := range p.Attached {
		if x.Kind == "notice" {
			n++
		}
	}
	return n
}
