package output

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// What text/template says of the office's wording, in English and sometimes
// with the line where it gave up, and what the office reads instead.

var (
	templateAt    = regexp.MustCompile(`template: ([^:]+):(\d+)(?::\d+)?: (?:executing "([^"]*)" at <(.*?)>: )?(.*)`)
	openQuote     = regexp.MustCompile(`unterminated|unclosed comment`)
	startedAt     = regexp.MustCompile(`started at [^:]+:(\d+)`)
	templateFault = []struct {
		pattern *regexp.Regexp
		chinese string
	}{
		{regexp.MustCompile(`can't evaluate field (\S+)`), "没有名为“$1”的内容。请对照内置文件开头的说明。"},
		{regexp.MustCompile(`function "([^"]+)" not defined`), "没有函数“$1”。可用的有 para、lead、join、no 等，见内置文件开头的说明。"},
		{regexp.MustCompile(`multiple definition of template "([^"]+)"`), "段落“$1”写了两次，请只留一个。"},
		{regexp.MustCompile(`(?:no template|template) "([^"]+)" not defined`), "引用的段落“$1”没有定义。"},
		{regexp.MustCompile(`unclosed comment|comment ends before`), "注释没有以“*/}}”结束。"},
		{regexp.MustCompile(`in action started at|unclosed action|unclosed left paren`), "“{{”没有配对的“}}”，或括号没有配对。"},
		{regexp.MustCompile(`unexpected EOF`), "{{if}}、{{range}}或{{define}}没有配对的{{end}}，或“{{”没有配对的“}}”。"},
		{regexp.MustCompile(`unexpected <define>`), "前面的段落没有以{{end}}结束，就开始了新的{{define}}。"},
		{regexp.MustCompile(`unexpected \{\{end\}\}`), "多了一个{{end}}。"},
		{regexp.MustCompile(`\{\{else\}\}`), "多了一个{{else}}，或它前面没有{{if}}。"},
		{regexp.MustCompile(`\{\{(break|continue)\}\}`), "{{$1}}只能写在{{range}}里面。"},
		{regexp.MustCompile(`(?:bad|unrecognized) character (?:in action: )?U\+[0-9A-F]+ '(.+)'`), "“{{”和“}}”之间不能有“$1”；标点、引号、括号须用半角。"},
		{regexp.MustCompile(`unterminated`), "引号没有配对。"},
		{regexp.MustCompile(`unexpected right paren`), "多了一个右括号。"},
		{regexp.MustCompile(`missing value for (\w+)`), "“{{”和“}}”之间缺少内容。"},
		{regexp.MustCompile(`unexpected "([^"]+)" in (?:define|template|block) clause`), "段落名称“$1”须写在半角引号里。"},
		{regexp.MustCompile(`bad number syntax: "([^"]+)"`), "“$1”不是数。"},
		{regexp.MustCompile(`undefined variable "([^"]+)"`), "变量“$1”没有定义。"},
		{regexp.MustCompile(`exceeded maximum template depth`), "段落一再引用自己，没有尽头。"},
		{regexp.MustCompile(`index out of range`), "序号超出了现有的个数。"},
		{regexp.MustCompile(`range can't iterate over`), "{{range}}后面的内容不是一组，不能逐个写出。"},
		{regexp.MustCompile(`wrong number of args for (\w+)`), "函数“$1”的参数个数不对。"},
		{regexp.MustCompile(`incompatible types for comparison`), "比较的两边不是一类，不能相比。"},
		{regexp.MustCompile(`has arguments but cannot be invoked`), "名称后面多了内容；名称不是函数，不能带参数。"},
		{regexp.MustCompile(`wrong type for value|error calling (\w+)`), "函数得到的内容不是它要的一类。"},
	}
)

// translate puts a template's error into Chinese, with file and line. What it
// has no words for is left to comparing with the built-in file: English would
// not help the office either.
func translate(file string, err error) WordingFault {
	m := templateAt.FindStringSubmatch(err.Error())
	if m == nil {
		return WordingFault{file, 0, "用语试排未通过：" + err.Error() + "。"}
	}
	line, _ := strconv.Atoi(m[2])
	if at := startedAt.FindStringSubmatch(m[5]); at != nil {
		line, _ = strconv.Atoi(at[1])
	}
	place := ""
	if m[3] != "" {
		place = "段落“" + m[3] + "”中"
	}
	for _, f := range templateFault {
		if at := f.pattern.FindStringSubmatchIndex(m[5]); at != nil {
			return WordingFault{m[1], line, place + string(f.pattern.ExpandString(nil, f.chinese, m[5], at))}
		}
	}
	if m[4] != "" {
		place += "“" + m[4] + "”"
	}
	return WordingFault{m[1], line, place + "写法不对，请与内置文件的同一段对照。"}
}

// translateParse is translate for a file that cannot be read at all. An action
// that is never closed may be read on into the next lines and be faulted for
// what stands there; a paragraph without {{end}}, for where the file ends. Both
// are to be mended where they were opened.
func translateParse(file, text string, err error) WordingFault {
	f := translate(file, err)
	if line := unclosedAction(text); line > 0 && !openQuote.MatchString(err.Error()) {
		return WordingFault{file, line, "“{{”没有配对的“}}”。"}
	}
	if strings.Contains(err.Error(), "unexpected EOF") {
		f.Line = cmp.Or(openedAt(text), f.Line)
	}
	return f
}

// wholeAction is an action or comment with its end; quotes hold anything but a
// line break, and no action begins inside another.
var wholeAction = regexp.MustCompile("(?s)^\\{\\{(?:-?\\s*/\\*.*?\\*/\\s*-?\\}\\}|(?:\"(?:[^\"\\\\\n]|\\\\.)*\"|`[^`]*`|[^{}\"`]|\\{[^{]|\\}[^}])*?\\}\\})")

// unclosedAction is the line of the first action without an end, 0 for none.
func unclosedAction(text string) int {
	for at := 0; ; {
		next := strings.Index(text[at:], "{{")
		if next < 0 {
			return 0
		}
		at += next
		whole := wholeAction.FindString(text[at:])
		if whole == "" {
			return 1 + strings.Count(text[:at], "\n")
		}
		at += len(whole)
	}
}

// templateMark is a comment, or the word that an action begins with.
var templateMark = regexp.MustCompile(`(?s)\{\{-?\s*(?:/\*.*?\*/|(if|range|with|define|block|end)\b)`)

// openedAt is the line of the innermost action that no {{end}} closes, 0 when
// all are closed.
func openedAt(text string) int {
	var open []int
	for _, at := range templateMark.FindAllStringSubmatchIndex(text, -1) {
		switch {
		case at[2] < 0: // a comment
		case text[at[2]:at[3]] != "end":
			open = append(open, at[0])
		case len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return 0
	}
	return 1 + strings.Count(text[:open[len(open)-1]], "\n")
}
