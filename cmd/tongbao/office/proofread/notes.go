package proofread

import (
	"fmt"
	"strings"
)

// Notes tells differences a sentence a line.
func Notes(list []Difference) []string {
	if len(list) == 0 {
		return []string{"印发稿中的数字、日期、名称和颜色等与签发件一致。"}
	}
	kinds := map[string]int{}
	for _, d := range list {
		kinds[d.Kind]++
	}
	var counts []string
	for _, k := range []struct{ kind, name string }{{"", "数字、日期"}, {KindName, "名称"}, {KindWord, "颜色等"}, {KindCell, "表中内容"}} {
		if n := kinds[k.kind]; n > 0 {
			counts = append(counts, fmt.Sprintf("%s%d处", k.name, n))
		}
	}
	notes := []string{fmt.Sprintf("印发稿与签发件有%d处不同（%s），请核对：", len(list), strings.Join(counts, "，"))}
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Paragraph == list[0].Paragraph && list[n].Text == list[0].Text {
			n++
		}
		notes, list = append(notes, sentenceNote(list[:n])), list[n:]
	}
	return notes
}

// sentenceNote tells what is other in one sentence.
func sentenceNote(list []Difference) string {
	var parts, gone []string
	for _, d := range list {
		switch {
		case d.Paragraph == 0:
			gone = append(gone, d.Was)
		case d.Was == "":
			parts = append(parts, d.Is+" 签发件中没有")
		case d.Is == "":
			parts = append(parts, d.Was+" 已删去")
		default:
			parts = append(parts, "签发"+d.Was+"，印发稿"+d.Is)
		}
	}
	if len(gone) > 0 {
		return fmt.Sprintf("  印发稿中没有　%s　（签发件：%s）", strings.Join(gone, "、"), list[0].Text)
	}
	return fmt.Sprintf("  第%d段　%s　（%s）", list[0].Paragraph, strings.Join(parts, "；"), list[0].Text)
}

// RewordedNotes tells them.
func RewordedNotes(paragraphs []int, gone []string) (notes []string) {
	if len(paragraphs) > 0 {
		notes = append(notes, fmt.Sprintf("另有%d段改了文字，数字、日期、名称和判断用语与签发件相同，请一并核对：第%s段。", len(paragraphs), strings.Trim(strings.Join(strings.Fields(fmt.Sprint(paragraphs)), "、"), "[]")))
	}
	for _, text := range gone {
		notes = append(notes, "另有一句已删去　（签发件："+text+"）")
	}
	return notes
}
