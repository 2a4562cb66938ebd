package main

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const writersFolder = "testdata/writers"

// saidOf is what `check --json` says of a file, its name and hash left out.
func saidOf(t *testing.T, workspace, file string) map[string]any {
	t.Helper()
	text := say(t, workspace, exitRefused, "check", file, "--json", "--now", "2023-10-08T09:00:00+08:00")
	var said map[string]any
	decodeAnswer(t, text, &said)
	delete(said, "file")
	delete(said, "sha256")
	return said
}

// The same return, saved by every program that a sender may have, is the same
// return: entries, findings, repairs (testdata/writers/README.md).
func TestWritersMatrix(t *testing.T) {
	workspace := filepath.Join(t.TempDir(), "区")
	say(t, workspace, exitDone, "init", workspace, "--now", "2023-02-01T09:00:00+08:00")
	want := saidOf(t, workspace, filepath.Join(writersFolder, "openpyxl.xlsx"))
	judgeWritten(t, want)
	files, err := filepath.Glob(filepath.Join(writersFolder, "*.xlsx"))
	if err != nil || len(files) != 6 {
		t.Fatal(files, err)
	}
	files = append(files, savedByLibreOffice(t)...)
	for _, file := range files {
		if filepath.Base(file) == "blank.xlsx" {
			continue
		}
		if diff := cmp.Diff(want, saidOf(t, workspace, file)); diff != "" {
			t.Errorf("%s, against openpyxl.xlsx:\n%s", file, diff)
		}
	}
}

// judgeWritten holds what was read against what make/cells.json says was
// written.
func judgeWritten(t *testing.T, said map[string]any) {
	t.Helper()
	entry := func(sheet string, i int) map[string]any {
		return said["entries"].(map[string]any)[sheet].([]any)[i].(map[string]any)["values"].(map[string]any)
	}
	for _, c := range []struct {
		sheet       string
		row         int
		field, want string
	}{
		{"封面", 0, "填报日期", "2023-10-08"}, {"外出招商活动", 0, "参加人数", "4"},
		{"外出招商活动", 0, "活动成效", "第一行 <a&b>\n第二行 “引号” 🙂𠮷"},
		{"对接项目", 0, "总投资", "10.0501"}, {"对接项目", 0, "对接日期", "2023-09-12"},
		{"对接项目", 1, "总投资", "1.5"}, {"对接项目", 1, "项目名称", "示例 配套项目"}, {"对接项目", 1, "首次外出日期", "2023-09-12"},
		{"对接项目", 2, "项目名称", "=1+1示例项目"}, {"签约项目", 0, "总投资", "0.891"}, {"会议与汇报", 0, "参加单位", "0012"},
	} {
		if got := entry(c.sheet, c.row)[c.field]; got != c.want {
			t.Errorf("%s %s of entry %d is %q, want %q", c.sheet, c.field, c.row, got, c.want)
		}
	}
	var found []string
	for _, f := range said["findings"].([]any) {
		m := f.(map[string]any)
		if cell, _ := m["cell"].(string); m["level"] != "notice" && cell != "" {
			found = append(found, m["sheet"].(string)+"!"+cell+" "+m["code"].(string))
		}
	}
	for _, want := range []string{"外出招商活动!G5 T-CHOICE", "对接项目!F6 T-CHOICE", "对接项目!D7 T-DATE", "对接项目!E7 T-UNIT", "签约项目!E7 S-SUM"} {
		if !strings.Contains(strings.Join(found, "\n")+"\n", want+"\n") {
			t.Errorf("no finding %s among %v", want, found)
		}
	}
}

// savedByLibreOffice has the LibreOffice of this machine save the return of
// another program once more; none where there is no LibreOffice.
func savedByLibreOffice(t *testing.T) []string {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Log("LibreOffice absent: its committed file alone is compared")
		return nil
	}
	dir := t.TempDir()
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	defer stop()
	from := filepath.Join(writersFolder, "exceljs.xlsx")
	if text, err := exec.CommandContext(ctx, office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", dir, from).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	return []string{filepath.Join(dir, "exceljs.xlsx")}
}
