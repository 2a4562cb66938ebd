package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/output/pdf/measure"
)

// judgePages lays the standard's ruler (GB/T 9704-2012) on every PDF of the
// year: circulars, rankings, notices, internal sheets, the assessment, then on
// a 送审稿 of each kind and on a circular issued once more. Package measure
// reads the files back and knows nothing of how they were drawn.
func judgePages(t *testing.T, dir string) {
	for _, tool := range []string{"pdftoppm", "pdffonts"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("no " + tool + " (poppler-utils)")
		}
	}
	t.Run("editable", func(t *testing.T) { judgeEditable(t, dir) })
	t.Run("office fonts", func(t *testing.T) { judgeOfficeFonts(t, dir) })
	say(t, dir, exitDone, "circular", "-m", "2023-09", "--draft")
	say(t, dir, exitDone, "ranking", "-q", "2023Q4", "--draft")
	say(t, dir, exitDone, "assess", "-y", "2023", "--draft")
	say(t, dir, exitDone, "circular", "-m", "2023-08", "--reissue", "--now", "2024-01-20T10:00:00+08:00")
	var files []string
	for _, pattern := range []string{"out/*/*.pdf", "out/drafts/*/*.pdf"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	kinds := map[string]int{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".pdf")
		kind, want := wantOf(file)
		kinds[kind]++
		t.Run(name, func(t *testing.T) {
			paper, err := measure.Read(mustRead(t, file))
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range measure.Faults(paper, want) {
				t.Error(fault)
			}
			if want.RedHead {
				faults, err := measure.RedHeadInk(file)
				if err != nil || len(faults) > 0 {
					t.Error(faults, err)
				}
			}
			judgeFonts(t, file)
			if paper.Lang != "zh-CN" || paper.Title == "" {
				t.Errorf("the file says language %q, title %q", paper.Lang, paper.Title)
			}
		})
	}
	for kind, least := range map[string]int{"月通报": 12, "季评比": 5, "年考核": 1, "整改通知单": 15, "专报": 16, "送审稿": 3, "更正": 1} {
		if kinds[kind] < least {
			t.Errorf("%d of %s measured, at least %d wanted", kinds[kind], kind, least)
		}
	}
}

// wantOf tells from its name what a file has to bear. The mark of a draft is
// 送审稿, of a ranking open to objections 公示稿, of what is for the office
// alone 内部.
func wantOf(file string) (kind string, want measure.Want) {
	name := strings.TrimSuffix(filepath.Base(file), ".pdf")
	want.Faces = measure.Faces{Body: "TongbaoSong", Head: "TongbaoBiaosong", First: "TongbaoHei", Second: "TongbaoKai"}
	circular := strings.Contains(name, "月月通报") && !strings.HasPrefix(name, "（内部）")
	want.RedHead, want.Imprint, want.Number = circular, circular, circular
	switch {
	case strings.HasPrefix(name, "（内部）"):
		want.Mark, kind = "内部", "专报"
		if want.Draft = strings.Contains(name, "（送审稿）"); want.Draft {
			want.Mark = "内部　送审稿"
		}
	case strings.Contains(name, "（送审稿）"):
		want.Mark, want.Draft, want.Number, kind = "送审稿", true, false, "送审稿"
	case strings.HasSuffix(name, "季评比"):
		want.Mark, kind = "公示稿", "季评比"
	case strings.Contains(name, "季评比"):
		kind = "季评比"
	case strings.Contains(name, "（更正）"):
		kind = "更正"
	case strings.HasPrefix(name, "整改通知单"):
		kind = "整改通知单"
	case circular:
		kind = "月通报"
	default:
		kind = "年考核"
	}
	return kind, want
}

// judgeFonts asks poppler: every face is embedded, cut and mapped to text.
func judgeFonts(t *testing.T, file string) {
	t.Helper()
	out, err := exec.Command("pdffonts", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")[2:]
	for _, l := range lines {
		if !strings.Contains(l, "+Tongbao") || !strings.Contains(l, "yes yes yes") {
			t.Errorf("a face is not embedded, cut and mapped: %s", l)
		}
	}
	if len(lines) == 0 {
		t.Error("no faces")
	}
}

// judgeOfficeFonts puts files that cannot be used into fonts/: the document is
// made all the same, with the built-in faces, and its maker is told which file
// was not used and why.
func judgeOfficeFonts(t *testing.T, dir string) {
	fonts := filepath.Join(dir, "fonts")
	if err := os.MkdirAll(fonts, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"simsun.ttc": "ttcf\x00\x01\x00\x00\x00\x00\x00\x02", "黑体.otf": "OTTO\x00\x01\x00\x00\x00\x00\x00\x02", "仿宋_GB2312.ttf": "\x00\x01\x00\x00\x00\x09 cut short",
	} {
		if err := os.WriteFile(filepath.Join(fonts, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"circular", "-m", "2023-10", "--draft", "-w", dir}, &stdout, &stderr); code != exitDone {
		t.Fatalf("ended with %d: %s", code, &stderr)
	}
	for _, want := range []string{
		"提示：字体文件simsun.ttc未采用：是字体集合（.ttc），请换用单个字体的.ttf文件",
		"提示：字体文件黑体.otf未采用：是CFF轮廓的OpenType字体，请换用TrueType（.ttf）字体",
		"提示：字体文件仿宋_GB2312.ttf未采用：不是完好的TrueType字体",
	} {
		if n := strings.Count(stderr.String(), want); n != 1 {
			t.Errorf("said %d times: %s\n%s", n, want, &stderr)
		}
	}
	found, err := filepath.Glob(filepath.Join(dir, "out", "drafts", "2023-10", "2023年10月月通报（送审稿）.pdf"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	judgeFonts(t, found[0])
	if err := os.RemoveAll(fonts); err != nil {
		t.Fatal(err)
	}
}
