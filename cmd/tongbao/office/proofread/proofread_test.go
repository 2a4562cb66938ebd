package proofread

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tongbao/ingest/word"
)

func text(list ...string) (paragraphs []word.Paragraph) {
	for i, t := range list {
		paragraphs = append(paragraphs, word.Paragraph{Number: i + 1, Text: t})
	}
	return paragraphs
}

func TestNumbersDiffer(t *testing.T) {
	issued := text("签约3.00亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%")
	for _, c := range []struct {
		name   string
		edited []word.Paragraph
		want   []Difference
	}{
		{"the same", issued, []Difference{}},
		{"other words, the same numbers, full-width ones too", text("各专班共签约３.００亿元，达到40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), []Difference{}},
		{"moved", text("落地2个", "煤炭专班\t3.00\t10.0%", "开发区专班\t3.00\t10.0%", "签约3.00亿元，完成40.0%"), []Difference{}},
		{"one digit", text("签约3.50亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), []Difference{{1, "", "3.00亿元", "3.50亿元", "签约3.50亿元，完成40.0%"}}},
		// 3.00 stands elsewhere in the text all the same.
		{"one row of two", text("签约3.00亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.10\t10.0%"), []Difference{{4, "cell", "3.00", "3.10", "煤炭专班 3.10 10.0%"}}},
		{"exchanged within a paragraph", text("签约40.0亿元，完成3.00%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"),
			[]Difference{{1, "", "3.00亿元", "40.0亿元", "签约40.0亿元，完成3.00%"}, {1, "", "40.0%", "3.00%", "签约40.0亿元，完成3.00%"}}},
		{"another unit", text("签约3.00万元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), []Difference{{1, "", "3.00亿元", "3.00万元", "签约3.00万元，完成40.0%"}}},
		{"struck out", text("签约3.00亿元，完成40.0%", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), []Difference{{0, "", "2个", "", "落地2个"}}},
		{"added", append(text("签约3.00亿元，完成40.0%", "落地2个", "开发区专班\t3.00\t10.0%", "煤炭专班\t3.00\t10.0%"), word.Paragraph{Number: 5, Text: "另有7个在谈"}), []Difference{{5, "", "", "7个", "另有7个在谈"}}},
	} {
		if diff := cmp.Diff(c.want, Differences(issued, c.edited, NamesOf(nil))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// A figure is told apart by all that makes it one: its sign and which way it
// counts, its unit, and where a sentence was reworded, whose it is.
func TestFiguresAreComparedWhole(t *testing.T) {
	for _, c := range []struct {
		was, is string
		want    []Difference
	}{
		{"开发区\t−10.0\t6–13", "开发区\t+10.0\t6–13", []Difference{{1, "cell", "−10.0", "+10.0", "开发区 +10.0 6–13"}}},
		{"签约金额3.00亿元，高于时序进度4.2个百分点。", "签约金额3.00亿元，低于时序进度4.2个百分点。", []Difference{{1, "", "高于时序进度4.2个百分点", "低于时序进度4.2个百分点", "签约金额3.00亿元，低于时序进度4.2个百分点。"}}},
		{"1—9月累计签约3.00亿元", "1—8月累计签约3.00亿元", []Difference{{1, "", "1—9月", "1—8月", "1—8月累计签约3.00亿元"}}},
		{"于10月16日前补报9月份月报表。", "请于10月17日前补报9月份月报表。", []Difference{{1, "", "10月16日", "10月17日", "请于10月17日前补报9月份月报表。"}}},
		{"进度滞后（督办〔2023〕12号）", "进度滞后较多（督办〔2023〕21号）", []Difference{{1, "", "督办〔2023〕12号", "督办〔2023〕21号", "进度滞后较多（督办〔2023〕21号）"}}},
		// Reworded, and two figures change hands.
		{"煤炭专班签约8.00亿元，装备专班签约3.00亿元。", "其中煤炭专班签约3.00亿元，装备专班签约8.00亿元。",
			[]Difference{{1, "", "8.00亿元", "3.00亿元", "其中煤炭专班签约3.00亿元，装备专班签约8.00亿元。"}, {1, "", "3.00亿元", "8.00亿元", "其中煤炭专班签约3.00亿元，装备专班签约8.00亿元。"}}},
		// In another order they stay whose they were.
		{"煤炭专班8.00亿元，装备专班3.00亿元。", "其中装备专班3.00亿元，煤炭专班8.00亿元。", []Difference{}},
	} {
		if diff := cmp.Diff(c.want, Differences(text(c.was), text(c.is), NamesOf(nil))); diff != "" {
			t.Errorf("%s: %s", c.is, diff)
		}
	}
}

// A text may keep every figure and say something else of somebody: that is in
// its names, its colours and what became of a return.
func TestNamesAndJudgingWordsAreCompared(t *testing.T) {
	n := NamesOf([][]string{
		{"文旅康养专班", "文旅康养产业招商专班", "文旅康养"}, {"数字经济专班", "数字经济"}, {"煤炭煤层气专班", "煤炭煤层气"}, {"现代农业专班", "现代农业"},
		{"县文化和旅游局"}, {"示例牧业有限公司黑山羊育种加工项目"}, {"示例菌业有限公司食用菌种植项目"},
	})
	reports := "迟报1家（文旅康养专班，10月9日报送），缺报1家（数字经济专班）。"
	for _, c := range []struct {
		name, was, is string
		want          []Difference
	}{
		{"the same, written in full and in another order", "煤炭煤层气、现代农业2个专班由黄转绿；文旅康养专班由黄转红。", "文旅康养产业招商专班由黄转红；现代农业、煤炭煤层气2个专班由黄转绿。", []Difference{}},
		{"of each the same, in another order", "煤炭煤层气专班8.00亿元，现代农业专班3.00亿元。", "现代农业专班3.00亿元，煤炭煤层气专班8.00亿元。", []Difference{}},
		{"names exchanged, every figure the same", reports, "迟报1家（数字经济专班，10月9日报送），缺报1家（文旅康养专班）。", []Difference{
			{1, "name", "文旅康养专班", "数字经济专班", "迟报1家（数字经济专班，10月9日报送），缺报1家（文旅康养专班）。"},
			{1, "name", "数字经济专班", "文旅康养专班", "迟报1家（数字经济专班，10月9日报送），缺报1家（文旅康养专班）。"}}},
		{"exchanged and reworded", reports, "其中迟报1家（数字经济专班，10月9日才报送），缺报1家（文旅康养专班）。", []Difference{
			{1, "name", "文旅康养专班", "数字经济专班", "其中迟报1家（数字经济专班，10月9日才报送），缺报1家（文旅康养专班）。"},
			{1, "name", "数字经济专班", "文旅康养专班", "其中迟报1家（数字经济专班，10月9日才报送），缺报1家（文旅康养专班）。"}}},
		{"late or missing", reports, "缺报1家（文旅康养专班，10月9日报送），迟报1家（数字经济专班）。", []Difference{
			{1, "word", "迟报", "缺报", "缺报1家（文旅康养专班，10月9日报送），迟报1家（数字经济专班）。"},
			{1, "word", "缺报", "迟报", "缺报1家（文旅康养专班，10月9日报送），迟报1家（数字经济专班）。"}}},
		{"colours", "文旅康养专班签约金额由黄转红；数字经济专班由红转黄。", "文旅康养专班签约金额由黄转绿；数字经济专班由红转黄。", []Difference{
			{1, "word", "转红", "转绿", "文旅康养专班签约金额由黄转绿；"}}},
		{"two in a list", "煤炭煤层气、现代农业2个专班滞后；文旅康养专班好转。", "煤炭煤层气、文旅康养2个专班滞后；现代农业专班好转。", []Difference{
			{1, "name", "煤炭煤层气、现代农业", "煤炭煤层气、文旅康养", "煤炭煤层气、文旅康养2个专班滞后；"},
			{1, "name", "文旅康养专班", "现代农业专班", "现代农业专班好转。"}}},
		{"a unit and a project", "请县文化和旅游局协调示例牧业有限公司黑山羊育种加工项目。", "请县文化和旅游局协调示例菌业有限公司食用菌种植项目。", []Difference{
			{1, "name", "示例牧业有限公司黑山羊育种加工项目", "示例菌业有限公司食用菌种植项目", "请县文化和旅游局协调示例菌业有限公司食用菌种植项目。"}}},
		{"a cell of a table", "督办〔2023〕8号\t数字经济\t逾期未改", "督办〔2023〕8号\t数字经济\t已销号", []Difference{
			{1, "cell", "逾期未改", "已销号", "督办〔2023〕8号 数字经济 已销号"}}},
		{"another organ's number cited", "根据沁政办发〔2022〕38号要求。", "根据沁政发〔2022〕38号要求。", []Difference{
			{1, "", "根据沁政办发〔2022〕38号", "根据沁政发〔2022〕38号", "根据沁政发〔2022〕38号要求。"}}},
		{"a sentence struck out", "签约3.00亿元。煤炭煤层气专班首次报送被退回。", "签约3.00亿元。", []Difference{
			{0, "name", "煤炭煤层气专班", "", "煤炭煤层气专班首次报送被退回。"}}},
		// No figure and no name is other, and it says the opposite.
		{"a meeting held after all", "数字经济专班未召开8月份例会。", "数字经济专班召开8月份例会。", []Difference{
			{1, "word", "未", "", "数字经济专班召开8月份例会。"}}},
		{"a rebuke taken back", "逾期未改1项，予以通报批评。", "逾期未改1项，不予通报批评。", []Difference{
			{1, "word", "", "不", "逾期未改1项，不予通报批评。"}}},
		{"a rebuke left out", "逾期未改1项，予以通报批评。", "逾期未改1项，予以提醒。", []Difference{
			{1, "word", "通报批评", "", "逾期未改1项，予以提醒。"}}},
		{"what was put right in time", "因不符合要求被退回，已在订正期内改正。", "因不符合要求被退回，未在订正期内改正。", []Difference{
			{1, "word", "", "未", "因不符合要求被退回，未在订正期内改正。"}}},
		{"denied in other words, by the same word", "本月未发现问题。", "本月检查未发现问题。", []Difference{}},
		{"a day and a project's code", "KFQ-2023-002于10月16日前补报。", "KFQ-2023-003于10月18日前补报。", []Difference{
			{1, "", "KFQ-2023-002", "KFQ-2023-003", "KFQ-2023-003于10月18日前补报。"},
			{1, "", "10月16日", "10月18日", "KFQ-2023-003于10月18日前补报。"}}},
	} {
		if diff := cmp.Diff(c.want, Differences(text(c.was), text(c.is), n)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

// What has neither figure nor name is the office's to word, but what was and
// what is are quoted: paragraph 2 was softened, the second sentence of paragraph
// 3 left out, in 6 a sentence put in. Of paragraph 1 the figure is told already,
// and 共 is new beside it; 4 changed its place only.
func TestRewordingIsQuoted(t *testing.T) {
	n := NamesOf([][]string{{"数字经济专班"}})
	issued := text("签约3.00亿元。", "整改逾期的，要立即整改到位。", "请数字经济专班报送。各单位要高度重视。", "此件公开发布。", "签约2个。", "请各单位认真核对。")
	edited := text("共签约3.50亿元。", "整改逾期的，可暂缓整改到位。", "请数字经济专班报送。", "签约2个。", "此件公开发布。", "请各单位认真核对。有异议的书面反馈。")
	told := Differences(issued, edited, n)
	got := RewordedNotes(Reworded(issued, edited, told, n))
	want := []string{
		"另有4句改了文字（数字、日期、名称和判断用语的不同不在此列），请一并核对：",
		"  第1段　增“共”　（共签约3.50亿元。）",
		"  第2段　签发“要立即”，印发稿“可暂缓”　（整改逾期的，可暂缓整改到位。）",
		"  第6段　签发件中没有这一句　（有异议的书面反馈。）",
		"  印发稿中没有这一句　（签发件：各单位要高度重视。）",
	}
	if diff := cmp.Diff(want, got); diff != "" || len(told) != 1 {
		t.Errorf("%s\n%v", diff, told)
	}
	if notes := RewordedNotes(Reworded(issued, issued, nil, n)); notes != nil {
		t.Error(notes)
	}
}

// Changes that stand close together are one; those apart are told one by one; a
// sentence that became another is quoted whole.
func TestChangesAreReadAsWords(t *testing.T) {
	for _, c := range []struct{ was, is, want string }{
		{"各专班要进一步加大工作力度，确保完成任务。", "各专班要加大工作力度，全力完成任务。", "  第1段　删“进一步”；签发“确保”，印发稿“全力”　（各专班要加大工作力度，全力完成任务。）"},
		{"请及时报送。", "请按时、如实报送。", "  第1段　签发“及时”，印发稿“按时、如实”　（请按时、如实报送。）"},
		{"要求各专班认真查找原因，制定措施，明确责任，抓紧整改，按月报告。", "请各专班深入查找根源，细化措施，压实责任，加快整改，逐月报告。",
			"  第1段　签发“要求各专班认真查找原因，制定措施，明确责任，抓紧整改，按月报告。”，印发稿“请各专班深入查找根源，细化措施，压实责任，加快整改，逐月报告。”"},
	} {
		issued, edited := text(c.was), text(c.is)
		n := NamesOf(nil)
		notes := RewordedNotes(Reworded(issued, edited, Differences(issued, edited, n), n))
		if len(notes) != 2 || notes[1] != c.want {
			t.Errorf("%q\nwant %s", notes, c.want)
		}
	}
}

func TestDifferencesAreToldASentenceALine(t *testing.T) {
	got := Notes([]Difference{
		{3, "", "3.00亿元", "3.50亿元", "甲签约3.50亿元。"}, {3, "name", "甲", "乙", "甲签约3.50亿元。"},
		{5, "", "", "7个", "另有7个。"}, {5, "word", "缺报", "", "另有一句。"}, {0, "", "2个", "", "落地2个。"},
	})
	want := []string{
		"印发稿与签发件有5处不同（数字、日期3处，名称1处，颜色等1处），请核对：",
		"  第3段　签发3.00亿元，印发稿3.50亿元；签发甲，印发稿乙　（甲签约3.50亿元。）",
		"  第5段　7个 签发件中没有　（另有7个。）",
		"  第5段　缺报 已删去　（另有一句。）",
		"  印发稿中没有　2个　（签发件：落地2个。）",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
