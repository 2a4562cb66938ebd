package pdf

import (
	"strings"
	"testing"
)

// linesAt sets a text in the text block with k characters before it, and gives
// the lines.
func linesAt(t *testing.T, k int, text string) []string {
	t.Helper()
	s := testSetter(t)
	var lines []string
	for _, l := range paragraph(s.set(strings.Repeat("字", k)+text, bodyStyle), textWidth, 0, true) {
		lines = append(lines, l.text)
	}
	return lines
}

// Wherever on a line they fall, these stay whole: numbers with their units (of
// 个百分点, which is half a line with its number, the 个),
// document numbers, signs, words and codes; and no line begins with a closing
// mark or ends with an opening one (GB/T 15834, clause 5.1).
func TestAwkwardTextWhereverItFalls(t *testing.T) {
	for _, whole := range []string{
		"26.00亿元", "20.5个", "−37.5个", "100.0%", "1—9月", "3～5个", "2023年", "5个工作日", "5000万元", "第3次", "1,234.50万元",
		"〔2023〕9号", "KFQ-2023-003", "MCQ-2023-001-2", "Siemens", "A&B", "26.00÷22.50", "1.20)×25", "R-101", "——", "……", "≥10.00亿元", "12.5倍", "300兆瓦",
	} {
		text := "甲" + whole + "乙"
		for k := range 28 {
			lines := linesAt(t, k, text+strings.Repeat("尾", 30))
			if !strings.Contains(strings.Join(lines, "|"), whole) {
				t.Errorf("%s after %d characters is torn: %q", whole, k, lines)
			}
		}
	}
	for _, text := range []string{
		"示例（沁水）能源装备（集团）有限公司（盖章），", "“6+6”“招商专班”《示例协议（试行）》（沁政办发〔2022〕38号）；", "示例ABC（中国）投资有限公司、示例Gas&Power公司：", "约定：“投资26.00亿元（含税）。”", "！？”）。",
	} {
		for k := range 28 {
			lines := linesAt(t, k, text+strings.Repeat("尾", 30))
			for i, l := range lines {
				r := []rune(l)
				if i > 0 && strings.ContainsRune("，。、；：？！）》」』】〕”’〉%", r[0]) {
					t.Errorf("%s after %d characters: line %d begins with %c", text, k, i+1, r[0])
				}
				if strings.ContainsRune("（《“‘「『【〔〈", r[len(r)-1]) {
					t.Errorf("%s after %d characters: line %d ends with %c", text, k, i+1, r[len(r)-1])
				}
			}
			if got := strings.Join(lines, ""); got != strings.Repeat("字", k)+text+strings.Repeat("尾", 30) {
				t.Errorf("%s after %d characters: a character was lost: %s", text, k, got)
			}
		}
	}
}

// A squeezed or stretched line ends at the edge, and no two characters run
// into each other by more than the empty half of a mark.
func TestEveryFullLineEndsAtTheEdge(t *testing.T) {
	s := testSetter(t)
	text := "根据《沁水县“6+6”招商专班工作协调机制》（沁政办发〔2022〕38号）要求，示例ABC（中国）投资有限公司、示例Gas&Power（山西）有限公司于2023年9月5日签约26.00亿元，高于时序进度20.5个百分点；"
	lines := paragraph(s.set(strings.Repeat(text, 4), bodyStyle), textWidth, 0, true)
	for i, l := range lines[:len(lines)-1] {
		last := l.chars[len(l.chars)-1]
		end := last.x + last.adv
		if slack := squeezable(last.char, true); end < textWidth-slack-0.6 || end > textWidth+slack+0.6 {
			t.Errorf("line %d ends at %.1f of %.1f pt: %s", i+1, end, textWidth, l.text)
		}
		for j := 1; j < len(l.chars); j++ {
			a, b := l.chars[j-1], l.chars[j]
			if room := b.x - a.x; room < a.adv-0.5*a.size-0.5*b.size || a.wide && b.wide && room < 0.45*a.size {
				t.Errorf("line %d: %c and %c are %.1f pt apart", i+1, a.r, b.r, room)
			}
		}
	}
}

// Titles of sixty characters, with brackets and Latin, given in one piece or
// cut: no line wider than the text block, none beginning with a mark, no
// hourglass, nothing lost.
func TestLongTitles(t *testing.T) {
	for _, parts := range [][]string{
		{"关于示例县招商引资工作领导小组办公室二〇二三年度第三季度产业招商专班重点项目推进情况及存在问题整改落实情况的通报（第二批）"},
		{"示例县人民政府办公室", "关于印发《示例县“6+6”招商专班工作协调机制", "（试行）》的", "补充通知"},
		{"示例县ABC-2023专项招商（第1—9批）", "关于2023年9月份", "26.00亿元项目", "推进情况的", "通报"},
		{"沁水县招商引资工作领导小组办公室", "关于审定2023年度招商专班", "考核结果的请示"},
	} {
		s := testSetter(t)
		var lines []setLine
		for _, text := range s.titleLines(s.phrases(parts, textWidth), textWidth) {
			lines = append(lines, s.titleLine(text, textWidth)...)
		}
		all := ""
		for i, l := range lines {
			all += l.text
			if l.width > textWidth+hair {
				t.Errorf("a line of %.0f pt: %s", l.width, l.text)
			}
			if strings.ContainsRune("，。、；：？！）》〕”", []rune(l.text)[0]) {
				t.Errorf("begins with a mark: %s", l.text)
			}
			if n := len([]rune(l.text)); n < 3 && len(lines) > 1 {
				t.Errorf("a line of %d characters: %s", n, l.text)
			}
			if i > 0 && i < len(lines)-1 && l.width < lines[i-1].width-hair && l.width < lines[i+1].width-hair {
				t.Errorf("an hourglass at %s of %v", l.text, all)
			}
		}
		if want := strings.Join(parts, ""); all != want {
			t.Errorf("got %s, want %s", all, want)
		}
	}
}
