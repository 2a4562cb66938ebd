package read

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"tongbao/ingest"
	"tongbao/ingest/form"
)

// text reads a cell as text: composed (NFC), trimmed, full-width letters and
// digits narrowed, control and invisible characters dropped. A formula's text
// stays text, and a number typed into a text column stays as it shows.
func (s *slot) text() ingest.Value {
	raw := s.cell.Text()
	shown, other := shownText(s.cell)
	if other {
		raw = shown
	}
	clean, reasons := cleanText(raw)
	if other {
		reasons = append(reasons, "按单元格显示的内容读取")
	}
	if clean == "" {
		return ingest.Value{}
	}
	if s.field.Role == form.Project {
		if code := s.plainCode(clean); code != clean {
			clean, reasons = code, append(reasons, "编号按规范写法读取")
		}
	}
	if len(reasons) > 0 {
		s.fixed(clean, strings.Join(reasons, "、"), false)
	}
	return ingest.Value{Kind: ingest.Text, Text: clean}
}

// plainCode is a project's code with plain dashes, no blanks, and its task
// force's code as it is written: aaa－2023－ 001 is AAA-2023-001.
// What has not the shape of a code stays as it was typed.
func (s *slot) plainCode(typed string) string {
	code := strings.NewReplacer("－", "-", "‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-", "﹣", "-").Replace(typed)
	code = blanksAtDash.ReplaceAllString(code, "-")
	if !codeShape.MatchString(code) {
		return typed
	}
	if s.reader.unit == nil {
		return code
	}
	own := s.reader.unit.Code
	if n := len(own); len(code) >= n && strings.EqualFold(code[:n], own) {
		code = own + code[n:]
	}
	return code
}

// Blanks elsewhere part two codes.
var blanksAtDash = regexp.MustCompile(`[ \p{Zs}]*-[ \p{Zs}]*`)

var codeShape = regexp.MustCompile(`^[\p{Han}A-Za-z0-9]+(-[\p{Han}A-Za-z0-9]+)+$`)

// cleanText returns the text as it is kept, and why it differs.
func cleanText(raw string) (clean string, reasons []string) {
	step := func(to, reason string) {
		if to != clean {
			clean = to
			reasons = append(reasons, reason)
		}
	}
	clean = strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\r", "\n") // how a line ends is nobody's typing
	step(norm.NFC.String(clean), "合并组合字符")
	step(strings.Map(dropInvisible, clean), "去掉不可见字符")
	step(strings.Map(narrowLatin, clean), "全角字母数字改为半角")
	step(strings.Map(plainSpace, clean), "特殊空格改为空格")
	step(strings.TrimSpace(clean), "去掉首尾空格")
	return clean, reasons
}

func dropInvisible(r rune) rune {
	if invisible(r) {
		return -1
	}
	return r
}

// narrowLatin narrows letters and digits only: a Chinese sentence keeps its
// full-width stops and brackets.
func narrowLatin(r rune) rune {
	if r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ' {
		return r - 0xfee0
	}
	return r
}

func plainSpace(r rune) rune {
	switch {
	case r == 0xa0, r == 0x3000, r >= 0x2000 && r <= 0x200a, r == 0x202f, r == 0x205f, r == '\t':
		return ' '
	case r == 0x2028, r == 0x2029:
		return '\n'
	}
	return r
}
