package word

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"strings"
	"testing"
)

const open, shut = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>`, `</w:body></w:document>`

func p(text string) string { return `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` }

// docx is a file with the given parts, name and content in turn.
func docx(parts ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err == nil {
			_, err = f.Write([]byte(parts[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func document(content string) []byte { return docx("word/document.xml", open+content+shut) }

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"paragraphs; blank ones are none", p("一") + p(" ") + p("二"), "一|二"},
		{"text over several runs", `<w:p><w:r><w:t>签约</w:t></w:r><w:r><w:t>3.</w:t></w:r><w:r><w:t>00</w:t><w:tab/><w:t>亿元</w:t></w:r></w:p>`, "签约3.00 亿元"},
		{"a row of a table, two paragraphs in a cell", `<w:tbl><w:tr><w:tc>` + p("甲") + p("乙") + `</w:tc><w:tc>` + p("3") + `</w:tc></w:tr><w:tr><w:tc>` + p("丙") + `</w:tc></w:tr></w:tbl>` + p("后"), "甲乙\t3|丙|后"},
		{"a table in a table is its row's", `<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>` + p("内") + `</w:tc></w:tr></w:tbl></w:tc><w:tc>` + p("外") + `</w:tc></w:tr></w:tbl>`, "内\t\t外"},
		{"what was deleted is not there, what was inserted is", `<w:p><w:del><w:r><w:delText>3</w:delText><w:t>3</w:t></w:r></w:del><w:ins><w:r><w:t>4</w:t></w:r></w:ins></w:p>`, "4"},
		{"a fallback says it twice", `<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>框</w:t></mc:Choice><mc:Fallback><w:t>框</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>`, "框"},
		{"the code of a field is not its text", `<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>`, "7"},
	} {
		list, err := Read(document(c.content), DefaultLimits)
		var got []string
		for i, x := range list {
			if x.Number != i+1 {
				t.Errorf("%s: paragraph %d is numbered %d", c.name, i+1, x.Number)
			}
			got = append(got, x.Text)
		}
		if err != nil || strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	whole := document(p(strings.Repeat("一二三四五", 200)))
	lied := docx("word/document.xml", open+p("一")+shut)
	at := bytes.LastIndex(lied, []byte("PK\x01\x02")) // the directory's claim of the size
	lied[at+24]++
	small := DefaultLimits
	small.UnpackedBytes, small.Elements, small.Depth, small.TextBytes, small.Parts = 4<<10, 50, 20, 1000, 3
	many := strings.Repeat(p("一"), 30)
	for _, c := range []struct {
		name, says string
		data       []byte
	}{
		{"nothing", "不是 .docx", nil},
		{"text", "不是 .docx", []byte("签约3.00亿元")},
		{"the old format", ".doc、.wps", append([]byte{0xd0, 0xcf, 0x11, 0xe0}, make([]byte, 512)...)},
		{"a workbook", "没有正文", docx("xl/workbook.xml", "<a/>")},
		{"cut short", "不是 .docx", whole[:len(whole)/2]},
		{"a flipped byte", "损坏", flipped(whole)},
		{"another size than declared", "损坏", lied},
		{"XML that ends too early", "损坏", docx("word/document.xml", open+p("一"))},
		{"entities", "文档类型声明", docx("word/document.xml", `<!DOCTYPE a [<!ENTITY b "bb">]>`+open+p("&b;")+shut)},
		{"two of a name", "重名", docx("word/document.xml", open+shut, "WORD/document.xml", open+shut)},
		{"a name that leaves", "越界", docx("word/document.xml", open+shut, "../x", "x")},
		{"a bomb", "过大", docx("word/document.xml", open+strings.Repeat(" ", 1<<20)+shut)},
		{"a bomb beside", "过大", docx("word/document.xml", open+shut, "a.bin", strings.Repeat("0", 1<<20))},
		{"too many elements", "过大", document(many)},
		{"too deep", "过大", document(strings.Repeat("<w:p>", 30) + strings.Repeat("</w:p>", 30))},
		{"too much text", "过大", document(p(strings.Repeat("一", 400)))},
		{"too many parts", "过大", docx("word/document.xml", open+shut, "a", "", "b", "", "c", "")},
	} {
		_, err := Read(c.data, small)
		var refused *Refused
		if !errors.As(err, &refused) || !strings.Contains(refused.Message, c.says) {
			t.Errorf("%s: %v, not %q", c.name, err, c.says)
		}
	}
	if _, err := Read(whole, DefaultLimits); err != nil {
		t.Errorf("whole: %v", err)
	}
}

// flipped damages the packed data of the first part.
func flipped(data []byte) []byte {
	bad := bytes.Clone(data)
	bad[60] ^= 0xff
	if crc32.ChecksumIEEE(bad) == crc32.ChecksumIEEE(data) {
		panic("not damaged")
	}
	return bad
}

func FuzzRead(f *testing.F) {
	f.Add(document(p("签约3.00亿元")))
	f.Add(docx("xl/workbook.xml", "<a/>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Read(data, DefaultLimits)
		if err != nil && (list != nil || !errors.As(err, new(*Refused))) {
			t.Errorf("%d paragraphs and %v", len(list), err)
		}
	})
}
