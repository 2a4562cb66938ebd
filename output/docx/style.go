package docx

import (
	"fmt"
	"strings"
)

// Faces by the names that offices have them under.
const (
	biaosong = "方正小标宋简体"
	fangsong = "仿宋_GB2312"
	hei      = "黑体"
	kai      = "楷体_GB2312"
	song     = "宋体"
)

// others are names under which the same faces are installed elsewhere.
var others = []struct{ face, other string }{
	{biaosong, "小标宋"}, {fangsong, "仿宋"}, {hei, "SimHei"}, {kai, "楷体"}, {song, "SimSun"},
}

// Lengths in twips, twentieths of a point.
const (
	mm    = 1440 / 25.4
	pitch = 579 // 225 mm in 22 lines, 28.95 pt
	cell  = 316 // 156 mm in 28 characters, 15.79 pt

	// closer brings 3号 type, 16 pt, to the 15.75 pt of which 28 fill a line. A
	// grid of characters would say it in one place, but LibreOffice sets such
	// a grid a third too wide.
	closer = `<w:spacing w:val="-5"/>`

	headSize   = 34.0 // points
	titleSize  = 22.0
	bodySize   = 16.0
	smallSize  = 14.0
	red        = "FF0000"
	numberRule = 5 // points from the number's line to the red rule, which is then 4 mm below its characters
)

// A style of paragraphs, or of characters where chars is set. The id is what
// paragraphs name it by, the name what the office sees. Names that Chinese
// Word gives to its own styles (正文, 页码, 题注, 页眉) are kept clear of: a
// second style of such a name is renamed on opening.
type style struct {
	id, name string
	face     string
	size     float64 // points
	colour   string
	pPr      string
	chars    bool
}

// lines is a fixed line spacing and the room above and below, in twips.
func lines(pitch, before, after int) string {
	return fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="exact"/>`, before, after, pitch)
}

// indent is the first-line indent of two characters.
const indent = `<w:ind w:firstLineChars="200" w:firstLine="632"/>`

const (
	offGrid = `<w:snapToGrid w:val="0"/>`
	keep    = `<w:keepNext/>`
	centred = `<w:jc w:val="center"/>`
	left    = `<w:jc w:val="left"/>`
)

// styles in the order of the printed page.
var styles = []style{
	{id: "Mark", name: "发文机关标志", face: biaosong, size: headSize, colour: red, pPr: keep + offGrid + lines(2*pitch, markBefore, 0) + centred},
	{id: "Number", name: "发文字号", face: fangsong, size: bodySize, pPr: keep + fmt.Sprintf(`<w:pBdr><w:bottom w:val="single" w:sz="16" w:space="%d" w:color="%s"/></w:pBdr>`, numberRule, red) + lines(pitch, numberBefore, 0) + centred},
	{id: "DocTitle", name: "公文标题", face: biaosong, size: titleSize, pPr: keep + `<w:keepLines/>` + offGrid + lines(pitch, 0, pitch) + centred + `<w:outlineLvl w:val="0"/>`},
	{id: "To", name: "主送机关", face: fangsong, size: bodySize, pPr: lines(pitch, 0, 0)},
	{id: "Body", name: "公文正文", face: fangsong, size: bodySize, pPr: lines(pitch, 0, 0) + indent},
	{id: "Flush", name: "公文正文（顶格）", face: fangsong, size: bodySize, pPr: lines(pitch, 0, 0)},
	{id: "Centre", name: "公文正文（居中）", face: fangsong, size: bodySize, pPr: lines(pitch, 0, 0) + centred},
	{id: "Level1", name: "一级标题", face: hei, size: bodySize, pPr: keep + `<w:keepLines/>` + lines(pitch, 0, 0) + indent + `<w:outlineLvl w:val="0"/>`},
	{id: "Level2", name: "二级标题", face: kai, size: bodySize, pPr: keep + `<w:keepLines/>` + lines(pitch, 0, 0) + indent + `<w:outlineLvl w:val="1"/>`},
	{id: "Level3", name: "三级标题", face: fangsong, size: bodySize, pPr: keep + `<w:keepLines/>` + lines(pitch, 0, 0) + indent + `<w:outlineLvl w:val="2"/>`},
	{id: "Lead", name: "段首标题", face: kai, size: bodySize, chars: true},
	{id: "Attached", name: "附件说明", face: fangsong, size: bodySize, pPr: keep + lines(pitch, 0, 0) + left},
	{id: "Signature", name: "署名", face: fangsong, size: bodySize, pPr: keep + lines(pitch, pitch, 0) + `<w:jc w:val="right"/>`},
	{id: "Dated", name: "成文日期", face: fangsong, size: bodySize, pPr: lines(pitch, 0, 0) + `<w:jc w:val="right"/>`},
	{id: "Note", name: "附注", face: fangsong, size: bodySize, pPr: lines(pitch, 0, 0) + indent},
	{id: "Annex", name: "附件", face: hei, size: bodySize, pPr: keep + lines(pitch, 0, 0) + left},
	{id: "AnnexTitle", name: "附件标题", face: biaosong, size: titleSize, pPr: keep + `<w:keepLines/>` + offGrid + lines(pitch, pitch, pitch) + centred + `<w:outlineLvl w:val="0"/>`},
	{id: "Caption", name: "表题", face: hei, size: 12, pPr: keep + offGrid + lines(pitch, 0, 0) + centred},
	{id: "Unit", name: "表内单位", face: fangsong, size: 10.5, pPr: keep + offGrid + lines(320, 0, 0) + `<w:jc w:val="right"/>`},
	{id: "HeadCell", name: "表头", face: hei, size: 10.5, pPr: keep + offGrid + centred},
	{id: "Cell", name: "表格文字", face: fangsong, size: 10.5, pPr: offGrid + left},
	{id: "TotalCell", name: "表格合计", face: hei, size: 10.5, pPr: offGrid + left},
	{id: "TableNote", name: "表注", face: fangsong, size: 10.5, pPr: offGrid + lines(300, 40, 0)},
	{id: "After", name: "表后间隔", face: fangsong, size: 1, pPr: offGrid + lines(120, 0, 0)},
	{id: "Imprint", name: "版记", face: fangsong, size: smallSize, pPr: offGrid + lines(480, 0, 0)},
	{id: "PageNumber", name: "公文页码", face: song, size: smallSize, pPr: offGrid + lines(400, 0, 0)},
	{id: "Draft", name: "文稿标记", face: hei, size: bodySize, colour: "BE0000", pPr: offGrid + lines(480, 0, 0) + `<w:jc w:val="right"/>`},
}

func face(name string) string {
	return fmt.Sprintf(`<w:rFonts w:hint="eastAsia" w:ascii="%s" w:eastAsia="%[1]s" w:hAnsi="%[1]s" w:cs="%[1]s"/>`, name)
}

// size is a type size; Word counts half points.
func size(points float64) string {
	return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%[1]d"/>`, int(points*2+0.5))
}

// styleSheet: every style stands on Normal, 3号仿宋 set justified without
// extra room between Chinese and Western characters, so that 28 characters
// fill a line.
//
// Western characters are en-US, as Word has them in a Chinese document: told that
// they are Chinese, LibreOffice breaks lines within a number.
func styleSheet() string {
	var b strings.Builder
	b.WriteString(prolog + `<w:styles` + spaces + `><w:docDefaults><w:rPrDefault><w:rPr>` + face(fangsong) + size(bodySize) +
		`<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/><w:kinsoku/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:jc w:val="both"/></w:pPr><w:rPr>` + size(bodySize) + `</w:rPr></w:style>` +
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>` +
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	for _, s := range styles {
		kind, base := "paragraph", "Normal"
		if s.chars {
			kind, base = "character", "DefaultParagraphFont"
		}
		fmt.Fprintf(&b, `<w:style w:type="%s" w:customStyle="1" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="%s"/><w:qFormat/>`, kind, s.id, s.name, base)
		if s.pPr != "" {
			b.WriteString(`<w:pPr>` + s.pPr + `</w:pPr>`)
		}
		b.WriteString(`<w:rPr>` + face(s.face))
		if s.colour != "" {
			b.WriteString(`<w:color w:val="` + s.colour + `"/>`)
		}
		if s.size == bodySize {
			b.WriteString(closer)
		}
		b.WriteString(size(s.size) + `</w:rPr></w:style>`)
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}

func fontTable() string {
	var b strings.Builder
	b.WriteString(prolog + `<w:fonts` + spaces + `>`)
	for _, f := range others {
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:altName w:val="%s"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`, f.face, f.other)
	}
	b.WriteString(`</w:fonts>`)
	return b.String()
}
