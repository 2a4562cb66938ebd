package pdf

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func testSetter(t testing.TB) *setter {
	t.Helper()
	f, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	return &setter{fonts: f, missing: map[rune]bool{}, leading: roomy, chars: map[style]map[rune]*letter{}}
}

// broken sets a text as body lines and gives their words.
func broken(t testing.TB, text string, ems float64) []string {
	t.Helper()
	var lines []string
	for _, l := range paragraph(testSetter(t).set(text, bodyStyle), ems*cell, 0, true) {
		lines = append(lines, l.text)
	}
	return lines
}

// The rules are those of GB/T 15834-2011; each case is counted out by hand in
// full-width characters.
func TestBreaking(t *testing.T) {
	for _, c := range []struct {
		name, text string
		ems        float64
		want       string
	}{
		{"plain", "一二三四五六七八九十", 4, "一二三四|五六七八|九十"},
		{"a comma is squeezed in at the end", "一，二，三四，五六", 6, "一，二，三四，|五六"},
		{"nothing to squeeze: the character goes with its comma", "一二三四五六七八，九", 8, "一二三四五六七|八，九"},
		{"an opening bracket does not end a line", "一二三（四五）六", 4, "一二三|（四五）|六"},
		{"dashes stay together", "一二三——四", 4, "一二三|——四"},
		{"dots stay together", "一二三……四", 4, "一二|三……四"},
		{"a number keeps its unit", "签约金额26.00亿元整", 6, "签约金额|26.00亿元整"},
		{"and its percent sign", "完成一二三四86.7%的", 7, "完成一二三四|86.7%的"},
		{"a range is whole", "累计一1—9月的", 4, "累计一|1—9月|的"},
		{"a word is whole", "使用Excel表格", 4, "使用|Excel表|格"},
		{"a forced line", "一二\n三四五", 4, "一二|三四五"},
		{"a document number stays with its office", "一二三四五，沁招商办〔2023〕9号", 9, "一二三四五，|沁招商办〔2023〕9号"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(broken(t, c.text, c.ems), "|"); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// A name longer than a line is cut, and no part of it is lost.
func TestBreakingWhatIsWiderThanALine(t *testing.T) {
	sum := strings.Repeat("0123456789abcdef", 4)
	lines := broken(t, "校验码："+sum+"。", 10)
	if got := strings.Join(lines, ""); got != "校验码："+sum+"。" {
		t.Errorf("got %s", got)
	}
	for _, l := range lines {
		if strings.HasPrefix(l, "。") {
			t.Errorf("a line begins with a mark: %q", lines)
		}
	}
}

// randomText is Chinese with marks, brackets, numbers and words; never more
// than two marks in a row.
func randomText(r *rand.Rand) string {
	const hanzi = "招商引资专班项目签约落地沁水县数字经济开发区年月日的在完成进度目标亿元个次"
	marks := []string{"，", "。", "、", "；", "：", "！", "？", "）", "》", "”", "……", "——", "（", "《", "“", "）。", "”，", "）、", "。”"}
	var b strings.Builder
	marked := true
	for range 5 + r.IntN(120) {
		switch k := r.IntN(10); {
		case k < 2 && !marked:
			b.WriteString(marks[r.IntN(len(marks))])
			marked = true
			continue
		case k == 2:
			b.WriteString([]string{"26.00亿元", "86.7%", "1—9月", "2023年9月5日", "17次", "〔2022〕38号", "Excel", "6+6", "−37.5个百分点"}[r.IntN(9)])
		default:
			h := []rune(hanzi)
			b.WriteRune(h[r.IntN(len(h))])
		}
		marked = false
	}
	return b.String()
}

func TestBreakingNeverLosesOrMisplacesACharacter(t *testing.T) {
	r := rand.New(rand.NewPCG(9704, 2012))
	s := testSetter(t)
	for range 3000 {
		text := randomText(r)
		ems := []float64{8, 12, 20, 28}[r.IntN(4)]
		chars := s.set(text, bodyStyle)
		lines := paragraph(chars, ems*cell, indent, true)
		var all strings.Builder
		for i, l := range lines {
			all.WriteString(l.text)
			runes := []rune(l.text)
			if first := runes[0]; i > 0 && strings.ContainsRune("，。、；：？！）》」』】”’〉", first) {
				t.Fatalf("line begins with %c: %s in %s", first, l.text, text)
			}
			if last := runes[len(runes)-1]; i < len(lines)-1 && strings.ContainsRune("（《「『【“‘〈", last) {
				t.Fatalf("line ends with %c: %s in %s", last, l.text, text)
			}
			if i > 0 && runes[0] == '—' && strings.HasSuffix(lines[i-1].text, "—") || i > 0 && runes[0] == '…' && strings.HasSuffix(lines[i-1].text, "…") {
				t.Fatalf("a dash is torn: %s", text)
			}
			width := ems * cell
			if i == 0 {
				width -= indent
			}
			if l.width > width+0.05 {
				t.Fatalf("line of %.2f in %.2f: %s", l.width, width, l.text)
			}
		}
		if all.String() != text {
			t.Fatalf("\n got %s\nwant %s", all.String(), text)
		}
	}
}

// A filled line ends at the margin, and no character is before the one that it
// follows.
func TestLinesAreFilled(t *testing.T) {
	text := "1—9月，累计开展外出招商活动17次，完成年度目标的70.8%，低于时序进度4.2个百分点；外出对接项目21个、总投资74.30亿元，分别完成年度目标的80.8%、82.6%。"
	lines := paragraph(testSetter(t).set(text, bodyStyle), textWidth, indent, true)
	if len(lines) != 3 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, l := range lines[:2] {
		want := textWidth
		if i == 0 {
			want -= indent
		}
		if l.width < want-0.1 || l.width > want+0.1 {
			t.Errorf("line %d is %.2f wide, want %.2f", i, l.width, want)
		}
		for k := 1; k < len(l.chars); k++ {
			if l.chars[k].x <= l.chars[k-1].x {
				t.Errorf("line %d: character %d stands before its forerunner", i, k)
			}
		}
	}
}

// 28 characters fill a line exactly (GB/T 9704, clause 5.2.3).
func TestTwentyEightCharacters(t *testing.T) {
	lines := broken(t, strings.Repeat("招商引资专班通报", 7), 28)
	if len(lines) != 2 || len([]rune(lines[0])) != 28 {
		t.Errorf("got %q", lines)
	}
}

// −137.5个百分点 is about seven characters wide: pushed to the next line it would
// leave 21 gaps of nearly a third of a character, so the line ends after 个
// instead. A project's
// code is as wide and may not be parted: that line is spread by a quarter of a
// character in each gap and ends a little short. 17.00亿元 is 4.3 wide, leaves a
// fifth in each of 23 gaps, and stays whole.
func TestNoLineIsSpreadFar(t *testing.T) {
	quarter := 0.25*size3 + 0.01
	for k := range 28 {
		for _, what := range []string{"−137.5个百分点", "KFQ-2023-003", "17.00亿元", "〔2023〕13号", "26.00÷22.50"} {
			lines := paragraph(testSetter(t).set(strings.Repeat("招", k)+what+strings.Repeat("商", 40), bodyStyle), textWidth, 0, true)
			for i, l := range lines[:len(lines)-1] {
				for j := 1; j < len(l.chars); j++ {
					if gap := l.chars[j].x - l.chars[j].dx - l.chars[j-1].x + l.chars[j-1].dx - l.chars[j-1].adv; gap > quarter {
						t.Fatalf("%s after %d: a gap of %.2f pt on line %d: %s", what, k, gap, i+1, l.text)
					}
				}
				if short := textWidth - l.width; short > 2.5*cell || short > 0.1 && what == "−137.5个百分点" {
					t.Errorf("%s after %d: line %d ends %.1f pt before the edge: %s", what, k, i+1, short, l.text)
				}
			}
			if whole := strings.Contains(lines[0].text+"|"+lines[1].text, what); !whole && what != "−137.5个百分点" {
				t.Errorf("%s after %d is torn: %s|%s", what, k, lines[0].text, lines[1].text)
			}
		}
	}
	if got := broken(t, strings.Repeat("招", 22)+"−137.5个百分点，高于上月", 28); got[0] != strings.Repeat("招", 22)+"−137.5个" {
		t.Errorf("%q", got)
	}
	// 5 characters left over 22 gaps are under a quarter, and are seen all the same
	if got := broken(t, strings.Repeat("招", 23)+"37.5个百分点，高于上月", 28); got[0] != strings.Repeat("招", 23)+"37.5个" {
		t.Errorf("%q", got)
	}
}
