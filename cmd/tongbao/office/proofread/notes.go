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

// mostChanges are told one by one; a sentence with more is quoted whole.
const mostChanges = 4

// RewordedNotes tells what was reworded a sentence a line: what was, what is,
// and where.
func RewordedNotes(list []Rewording) (notes []string) {
	if len(list) == 0 {
		return nil
	}
	notes = append(notes, fmt.Sprintf("另有%d句改了文字（数字、日期、名称和判断用语的不同不在此列），请一并核对：", len(list)))
	for _, r := range list {
		switch {
		case r.Is == "":
			notes = append(notes, "  印发稿中没有这一句　（签发件："+Excerpt(r.Was, 0)+"）")
		case r.Was == "":
			notes = append(notes, fmt.Sprintf("  第%d段　签发件中没有这一句　（%s）", r.Paragraph, Excerpt(r.Is, 0)))
		case len(r.Changes) > mostChanges:
			notes = append(notes, fmt.Sprintf("  第%d段　签发“%s”，印发稿“%s”", r.Paragraph, r.Was, r.Is))
		default:
			notes = append(notes, fmt.Sprintf("  第%d段　%s　（%s）", r.Paragraph, changesTold(r.Changes), Excerpt(r.Is, r.At)))
		}
	}
	return notes
}

func changesTold(list []Change) string {
	var parts []string
	for _, c := range list {
		switch {
		case c.Was == "":
			parts = append(parts, "增“"+c.Is+"”")
		case c.Is == "":
			parts = append(parts, "删“"+c.Was+"”")
		default:
			parts = append(parts, "签发“"+c.Was+"”，印发稿“"+c.Is+"”")
		}
	}
	return strings.Join(parts, "；")
}
