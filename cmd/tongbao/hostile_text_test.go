package main

import (
	"archive/zip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tongbao/output/xlsx"
)

// What a sender may type where a name belongs, each in a text column of a
// return that is taken in, printed, and carried into next month's form.
var hostileNames = []string{
	"=cmd|'/C_calc'!A0", "@SUM(1+1)", "+1+1", "-2+3", `=HYPERLINK("http://example.invalid","点")`, "<script>alert(1)</script>", "a&b<c>",
	"{{.Title}}{{template}}", "%s%d%!n(MISSING)", "甲\u202e乙", "甲\u2028乙", "[Sheet]:*?/\\'", "../../x", "$(id)`id`", "_x0041_", strings.Repeat("长", 300),
}

// Nothing that was typed becomes a formula, a link outside, markup, a path or
// a turned line in anything that is written.
func TestHostileTextStaysText(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "区")
	say(t, dir, exitDone, "init", dir, "--now", "2023-01-03T09:00:00+08:00")
	say(t, dir, exitDone, "form", "-t", "KFQ", "-m", "2023-01")
	s, err := schemeOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "forms", "2023-01", "开发区招商专班_2023年1月月报表.xlsx")
	f := formFor(s, filepath.Base(name))
	in, err := readFilling(f, "封面 填报单位=示例单位 填报人=业务骨干 审签人=分管领导 填报日期=2023-02-03\n会议与汇报 事项类型=月例会 召开日期=2023-01-20 主题=安排 主持人=分管领导\n其余 本月无")
	if err != nil {
		t.Fatal(err)
	}
	in.Nil = in.Nil[:0]
	for _, text := range hostileNames {
		in.Rows["对接项目"] = append(in.Rows["对接项目"], map[string]string{"项目编号": "KFQ-2023-" + text, "项目名称": text, "投资方": text, "对接日期": "2023-01-09", "总投资": "1", "阶段": text, "首次外出日期": "2023-01-09", "对接地点": text, "进展情况": text})
		in.Rows["会议与汇报"] = append(in.Rows["会议与汇报"], map[string]string{"事项类型": "月例会", "召开日期": "2023-01-20", "主题": text, "主持人": text, "参加单位": text})
	}
	content, err := xlsx.Fill(mustRead(t, name), f, in)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "inbox", "月报.xlsx"), content, 0o644); err != nil {
		t.Fatal(err)
	}
	say(t, dir, exitRefused, "ingest", "--now", "2023-02-03T09:00:00+08:00")
	for i, row := range in.Rows["对接项目"] { // the stage and the code were no good; the names may stay
		row["阶段"], row["项目编号"] = "洽谈", "KFQ-2023-"+string(rune('0'+i/100%10))+string(rune('0'+i/10%10))+string(rune('0'+i%10))
	}
	in.Nil = []string{"外出招商活动", "签约项目", "落地项目", "经费使用", "人员变动"}
	if content, err = xlsx.Fill(mustRead(t, name), f, in); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "inbox", "改好.xlsx"), content, 0o644); err != nil {
		t.Fatal(err)
	}
	say(t, dir, exitDone, "ingest", "--now", "2023-02-03T10:00:00+08:00")
	say(t, dir, exitDone, "circular", "-m", "2023-01", "--draft", "--now", "2023-02-13T10:00:00+08:00")
	say(t, dir, exitDone, "form", "-t", "KFQ", "-m", "2023-02", "--now", "2023-02-13T11:00:00+08:00")
	kinds := map[string]int{}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "archive") {
			return err
		}
		kinds[filepath.Ext(path)]++
		switch filepath.Ext(path) {
		case ".xlsx":
			onlyText(t, path)
		case ".txt":
			if strings.ContainsAny(string(mustRead(t, path)), "\u202e\x00") {
				t.Errorf("%s turns its lines", path)
			}
		}
		return nil
	})
	if err != nil || kinds[".xlsx"] < 6 || kinds[".txt"] < 2 || kinds[".pdf"] < 1 {
		t.Fatalf("looked at %v, %v", kinds, err)
	}
}

var (
	cellFormula = regexp.MustCompile(`<c [^>]*>\s*<f[ >]`)
	outside     = regexp.MustCompile(`TargetMode="External"`)
)

// onlyText fails where a workbook has a formula in a cell or a link outside.
func onlyText(t *testing.T, path string) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(path, err)
	}
	defer z.Close()
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(path, err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(path, err)
		}
		if found := cellFormula.Find(content); found != nil {
			t.Errorf("%s %s has the formula %s", path, part.Name, found)
		}
		if outside.Match(content) {
			t.Errorf("%s %s links outside", path, part.Name)
		}
	}
}
