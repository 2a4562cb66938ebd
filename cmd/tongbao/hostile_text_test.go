package main

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tongbao/output/xlsx"
)

// What a sender may type where a name belongs, each in a text column of a
// return that is taken in, printed, and carried into next month's form.
var hostileNames = []string{
	"=cmd|'/C_calc'!A0", "@SUM(1+1)", "+1+1", "-2+3", `=HYPERLINK("http://example.invalid","点")`, "<script>alert(1)</script>", "a&b<c>",
	"{{.Title}}{{template}}", "%s%d%!n(MISSING)", "甲\u202e乙", "甲\u2028乙", "[Sheet]:*?/\\'", "../../x", "$(id)`id`", "_x0041_", strings.Repeat("长", 300),
	"甲\u200d乙\u2066丙\u2069", "&P&D&\"宋体\"&24", "甲_x0007_\u0085乙", "示例🙂𠮷项目", "甲\r\n本月通报已经签发", strings.Repeat("万字", 5000),
}

func tooLong(row map[string]string) bool {
	return len([]rune(row["投资方"])) > 500 || len([]rune(row["主持人"])) > 500
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
	in.Rows["对接项目"] = slices.DeleteFunc(in.Rows["对接项目"], tooLong) // 文字上限 is 500
	in.Rows["会议与汇报"] = slices.DeleteFunc(in.Rows["会议与汇报"], tooLong)
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
		case ".docx":
			onlyText(t, path)
		case ".txt":
			onlyLines(t, path, string(mustRead(t, path)))
		case ".pdf":
			onlyPrint(t, path)
		}
		if strings.ContainsAny(d.Name(), "<>:\"|?*\\\u202e\u2066\n") || !utf8.ValidString(d.Name()) {
			t.Errorf("the file name %q holds what was typed", d.Name())
		}
		return nil
	})
	if err != nil || kinds[".xlsx"] < 6 || kinds[".txt"] < 2 || kinds[".pdf"] < 1 || kinds[".docx"] < 1 {
		t.Fatalf("looked at %v, %v", kinds, err)
	}
}

var (
	cellFormula = regexp.MustCompile(`<c [^>]*>\s*<f[ >]`)
	outside     = regexp.MustCompile(`TargetMode="External"`)
	toKept      = regexp.MustCompile(`Target="((\.\./)+archive/[0-9a-f]{64})" Type="[^"]*/hyperlink" TargetMode="External"`)
	runsOrField = regexp.MustCompile(`<w:(instrText|fldSimple|object|hyperlink)[ >][^<]*(cmd|SUM|HYPERLINK|example\.invalid)`)
	headerText  = regexp.MustCompile(`<(?:odd|even|first)(?:Header|Footer)>([^<]*)<`)
)

// turning are characters that turn, hide or break the line they stand in.
func turning(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029
}

// onlyLines fails where a text file turns its lines, or where what was typed
// begins one of its own.
func onlyLines(t *testing.T, path, text string) {
	t.Helper()
	if strings.ContainsFunc(text, turning) {
		t.Errorf("%s turns its lines", path)
	}
	for line := range strings.Lines(text) {
		for _, start := range []string{"=cmd", "@SUM", "+1+1", "本月通报已经签发"} {
			if strings.HasPrefix(line, start) {
				t.Errorf("%s has the line %q", path, line)
			}
		}
	}
}

// onlyPrint fails where a PDF would do something, or where its text, as
// another program reads it, turns lines. What was typed is printed.
func onlyPrint(t *testing.T, path string) {
	t.Helper()
	content := mustRead(t, path)
	for _, act := range []string{"/JavaScript", "/JS", "/Launch", "/URI", "/OpenAction", "/Type /EmbeddedFile", "/AA "} {
		if bytes.Contains(content, []byte(act)) {
			t.Errorf("%s has %s", path, act)
		}
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Log("poppler absent: the PDF's text is not looked at")
		return
	}
	text, err := exec.Command(tool, path, "-").Output()
	if err != nil {
		t.Fatal(path, err)
	}
	if strings.ContainsFunc(strings.ReplaceAll(string(text), "\f", ""), turning) {
		t.Errorf("the text of %s turns its lines", path)
	}
	flat := strings.Join(strings.Fields(string(text)), "")
	if strings.HasSuffix(path, "1月月通报（送审稿）.pdf") && !strings.Contains(flat, "@SUM(1+1)") {
		t.Errorf("%s does not print what was typed", path)
	}
}

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
		// 来源 leads to the returns as the archive keeps them, and to nothing else.
		content = toKept.ReplaceAllFunc(content, func(link []byte) []byte {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), string(toKept.FindSubmatch(link)[1]))); err != nil {
				t.Errorf("%s %s: %v", path, part.Name, err)
			}
			return nil
		})
		if outside.Match(content) {
			t.Errorf("%s %s links outside", path, part.Name)
		}
		if found := runsOrField.Find(content); found != nil {
			t.Errorf("%s %s has the field %s", path, part.Name, found)
		}
		for _, m := range headerText.FindAllSubmatch(content, -1) {
			if bytes.Contains(m[1], []byte("&amp;D")) || bytes.Contains(m[1], []byte("cmd")) || bytes.Contains(m[1], []byte("万字")) {
				t.Errorf("%s %s has the header %s", path, part.Name, m[1])
			}
		}
		if strings.HasSuffix(part.Name, ".xml") && !strings.Contains(part.Name, "vml") {
			wellFormed(t, path, part.Name, content)
		}
	}
}

// wellFormed fails where what was typed broke the XML it stands in.
func wellFormed(t *testing.T, path, part string, content []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(content))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s %s: %v", path, part, err)
			return
		}
	}
}
