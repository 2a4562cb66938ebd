package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"tongbao/ingest/finding"
	"tongbao/ingest/sheet"
	. "tongbao/ingest/sheet/rawbook"
)

// attack is one member of a hostile family.
type attack struct {
	name string
	data func() []byte
	want string // code of the refusal, or "read"
}

func with(parts []Part, more ...Part) []byte { return Zip(append(parts, more...)) }

// swap replaces the content of one part.
func swap(parts []Part, name, content string) []Part {
	for i := range parts {
		if parts[i].Name == name {
			parts[i].Content = content
			return parts
		}
	}
	panic("no part " + name)
}

const (
	sheetHead = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetTail = `</sheetData></worksheet>`
	second    = "xl/worksheets/sheet2.xml"
)

func attacks() []attack {
	sheetOf := func(rows string) []byte { return Zip(swap(ordinary(3).Parts(), second, sheetHead+rows+sheetTail)) }
	inline := func(ref, text string) string { return `<c r="` + ref + `" t="inlineStr"><is>` + text + `</is></c>` }
	many := func(n int, f func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(f(i))
		}
		return b.String()
	}
	return []attack{
		{"zip bomb: 30 MB of blanks in a sheet", func() []byte { return sheetOf(strings.Repeat(" ", 30<<20)) }, "read"},
		{"zip bomb: 90 MB of blanks in a sheet", func() []byte { return sheetOf(strings.Repeat(" ", 90<<20)) }, "F-TOOBIG"},
		{"zip bomb: 200 MB of blanks in a sheet", func() []byte { return sheetOf(strings.Repeat(" ", 200<<20)) }, "F-TOOBIG"},
		{"zip bomb: a picture of 95 MB", func() []byte {
			return with(ordinary(3).Parts(), File("xl/media/a.png", strings.Repeat("\x00", 95<<20)))
		}, "read"},
		{"zip bomb: a picture of 200 MB", func() []byte {
			return with(ordinary(3).Parts(), File("xl/media/a.png", strings.Repeat("\x00", 200<<20)))
		}, "F-TOOBIG"},
		{"3000 parts", func() []byte { return with(ordinary(3).Parts(), manyParts(3000)...) }, "F-TOOBIG"},
		{"60,000 parts", func() []byte { return with(ordinary(3).Parts(), manyParts(60000)...) }, "F-TOOBIG"},
		{"declared sizes lie low", func() []byte { return lyingSizes(sheetOf(strings.Repeat(" ", 8<<20)), 100) }, "F-DAMAGED"},
		{"declared sizes lie high", func() []byte { return lyingSizes(ordinary(3).Bytes(), 1<<31) }, "F-TOOBIG"},
		{"cell in XFD", func() []byte { return sheetOf(`<row r="1"><c r="XFD1"><v>1</v></c></row>`) }, "F-TOOBIG"},
		{"5,000 rows with a cell in XFD", func() []byte {
			return sheetOf(many(5000, func(i int) string { return fmt.Sprintf(`<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i+1, i+1) }))
		}, "F-TOOBIG"},
		{"5,000 styled blanks in XFD", func() []byte {
			return sheetOf(many(5000, func(i int) string { return fmt.Sprintf(`<row r="%d"><c r="XFD%d" s="1"/></row>`, i+1, i+1) }))
		}, "read"},
		{"a value in the last row", func() []byte { return sheetOf(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`) }, "F-TOOBIG"},
		{"a styled blank in the last row", func() []byte {
			return sheetOf(`<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="1"/></row>`)
		}, "read"},
		{"two million rows without numbers", func() []byte { return sheetOf(strings.Repeat(`<row/>`, 2_000_000)) }, "F-TOOBIG"},
		{"two million blank cells", func() []byte {
			return sheetOf(`<row r="1">` + strings.Repeat(`<c/>`, 10000) + `</row>` + many(200, func(int) string { return `<row>` + strings.Repeat(`<c s="1"/>`, 10000) + `</row>` }))
		}, "F-TOOBIG"},
		{"half a million blank cells", func() []byte {
			return sheetOf(many(50, func(int) string { return `<row>` + strings.Repeat(`<c s="1"/>`, 10000) + `</row>` }))
		}, "read"},
		{"200,001 values", func() []byte {
			return sheetOf(many(2000, func(int) string { return `<row>` + strings.Repeat(`<c><v>1</v></c>`, 101) + `</row>` }))
		}, "F-TOOBIG"},
		{"100,000 merges", func() []byte {
			return Zip(swap(ordinary(3).Parts(), second, sheetHead+`</sheetData><mergeCells>`+many(100_000, func(i int) string { return fmt.Sprintf(`<mergeCell ref="A%d:B%d"/>`, i+1, i+1) })+`</mergeCells></worksheet>`))
		}, "F-TOOBIG"},
		{"one merge over everything", func() []byte {
			return Zip(swap(ordinary(3).Parts(), second, sheetHead+`</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`))
		}, "read"},
		{"one rich string used 4,000 times", func() []byte { return richString(30_000, 4000) }, "F-TOOBIG"},
		{"one rich string without text used 4,000 times", func() []byte { return richString(30_000, 4000, "") }, "F-TOOBIG"},
		{"a rich string of a million runs", func() []byte { return richString(1_000_000, 1) }, "F-TOOBIG"},
		{"a long text used 4,000 times", func() []byte {
			return sheetOf(many(4000, func(i int) string {
				return fmt.Sprintf(`<row r="%d">`, i+1) + inline(fmt.Sprintf("A%d", i+1), "<t>"+strings.Repeat("长", 3000)+"</t>") + `</row>`
			}))
		}, "F-TOOBIG"},
		{"a format over a million areas", func() []byte {
			cells := strings.Repeat(`<row><c><v>1</v></c></row>`, 4000)
			rule := `<conditionalFormatting sqref="` + strings.Repeat("A1:A5000 ", 1000) + `"><cfRule type="expression" dxfId="0"><formula>1</formula></cfRule></conditionalFormatting>`
			p := swap(ordinary(3).Parts(), second, sheetHead+cells+strings.TrimSuffix(sheetTail, `</worksheet>`)+strings.Repeat(rule, 1000)+`</worksheet>`)
			return Zip(Replace(p, "xl/styles.xml", "</cellXfs>", `</cellXfs><dxfs><dxf><font><color theme="0"/></font></dxf></dxfs>`))
		}, "read"},
		{"a condition in three million pieces", func() []byte {
			rule := `<conditionalFormatting sqref="A1"><cfRule type="expression"><formula>` + strings.Repeat("x<!---->", 3_000_000) + `</formula></cfRule></conditionalFormatting>`
			return Zip(swap(ordinary(3).Parts(), second, sheetHead+`<row><c><v>1</v></c></row>`+strings.TrimSuffix(sheetTail, `</worksheet>`)+rule+`</worksheet>`))
		}, "read"},
		{"four million parts over a page", func() []byte {
			margin := `<headerFooter><oddHeader>` + strings.Repeat("&amp;L", 4_000_000) + `</oddHeader></headerFooter>`
			return Zip(swap(ordinary(3).Parts(), second, sheetHead+`<row><c><v>1</v></c></row>`+strings.TrimSuffix(sheetTail, `</worksheet>`)+margin+`</worksheet>`))
		}, "read"},
		{"100,000 long formulas", func() []byte {
			return sheetOf(`<row><c><f t="shared" si="0">` + strings.Repeat("A1+", 150) + `1</f><v>1</v></c></row>` + strings.Repeat(`<row>`+strings.Repeat(`<c><f t="shared" si="0"/><v>1</v></c>`, 100)+`</row>`, 1000))
		}, "read"},
		{"100,000 text boxes", func() []byte {
			return with(ordinary(3).Parts(), File("xl/worksheets/_rels/sheet2.xml.rels", `<Relationships><Relationship Id="a" Type="x/drawing" Target="/xl/drawings/drawing1.xml"/></Relationships>`),
				File("xl/drawings/drawing1.xml", `<a>`+strings.Repeat(`<sp><txBody><t>单位</t></txBody></sp>`, 100_000)+`</a>`))
		}, "read"},
		{"rows in rows", func() []byte { return sheetOf(strings.Repeat(`<row>`, 100_000)) }, "F-DAMAGED"},
		{"nested 100,000 deep in a sheet", func() []byte { return sheetOf(`</sheetData>` + strings.Repeat(`<extLst>`, 100_000)) }, "F-UNSAFE"},
		{"nested 100,000 deep in a cell", func() []byte { return sheetOf(`<row><c>` + strings.Repeat(`<extLst>`, 100_000)) }, "F-UNSAFE"},
		{"nested deep in another part", func() []byte {
			return with(ordinary(3).Parts(), File("xl/theme/theme1.xml", strings.Repeat(`<a>`, 100_000)))
		}, "F-UNSAFE"},
		{"a million attributes", func() []byte {
			return sheetOf(`<row r="1" ` + many(1_000_000, func(i int) string { return fmt.Sprintf(` a%d=""`, i) }) + `/>`)
		}, "F-DAMAGED"},
		{"billion laughs", func() []byte {
			return Zip(swap(ordinary(3).Parts(), "xl/sharedStrings.xml", `<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "`+strings.Repeat("ha", 500)+`"><!ENTITY b "`+strings.Repeat("&a;", 500)+`">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>`))
		}, "F-UNSAFE"},
		{"DTD in a part nobody needs", func() []byte {
			return with(ordinary(3).Parts(), File("docProps/app.xml", `<!DOCTYPE a SYSTEM "http://example.invalid/x"><a/>`))
		}, "F-UNSAFE"},
		{"a million styles", func() []byte {
			return Zip(swap(ordinary(3).Parts(), "xl/styles.xml", `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>`+strings.Repeat(`<xf/>`, 1_000_000)+`</cellXfs></styleSheet>`))
		}, "F-TOOBIG"},
		{"entry leaves the folder", func() []byte { return with(ordinary(3).Parts(), File("../../evil.xml", "<a/>")) }, "F-UNSAFE"},
		{"entry leaves the folder by backslash", func() []byte { return with(ordinary(3).Parts(), File(`xl\..\..\evil.xml`, "<a/>")) }, "F-UNSAFE"},
		{"entry on a drive", func() []byte { return with(ordinary(3).Parts(), File(`C:\evil.xml`, "<a/>")) }, "F-UNSAFE"},
		{"sheet twice", func() []byte { return with(ordinary(3).Parts(), File(second, sheetHead+sheetTail)) }, "F-UNSAFE"},
		{"sheet twice, by case", func() []byte { return with(ordinary(3).Parts(), File("XL/Worksheets/Sheet2.xml", sheetHead+sheetTail)) }, "F-UNSAFE"},
		{"sheet twice, by slash", func() []byte { return with(ordinary(3).Parts(), File(`xl\worksheets\sheet2.xml`, sheetHead+sheetTail)) }, "F-UNSAFE"},
		{"macro", func() []byte { return with(ordinary(3).Parts(), File("xl/vbaProject.bin", "x")) }, "F-MACRO"},
		{"ActiveX", func() []byte { return with(ordinary(3).Parts(), File("xl/activeX/activeX1.xml", "<a/>")) }, "F-MACRO"},
		{"DDE link", func() []byte {
			return with(ordinary(3).Parts(), File("xl/externalLinks/externalLink1.xml", `<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>`))
		}, "F-LINK"},
		{"link to a workbook", func() []byte {
			return with(ordinary(3).Parts(), File("xl/externalLinks/externalLink1.xml", `<externalLink><externalBook/></externalLink>`))
		}, "read"},
		{"embedded document", func() []byte { return with(ordinary(3).Parts(), File("xl/embeddings/oleObject1.bin", "x")) }, "read"},
	}
}

func manyParts(n int) []Part {
	parts := make([]Part, n)
	for i := range parts {
		parts[i] = File(fmt.Sprintf("xl/p%d.xml", i), "<a/>")
	}
	return parts
}

// richString is a workbook in which one shared string of many runs is used
// many times.
func richString(runs, uses int, text ...string) []byte {
	t := "字"
	if len(text) > 0 {
		t = text[0]
	}
	var rows strings.Builder
	for i := range uses {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>`, i+1, i+1)
	}
	parts := swap(ordinary(3).Parts(), "xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>`+strings.Repeat(`<r><t>`+t+`</t></r>`, runs)+`</si></sst>`)
	for _, i := range []string{"1", "3"} {
		parts = swap(parts, "xl/worksheets/sheet"+i+".xml", sheetHead+sheetTail)
	}
	return Zip(swap(parts, second, sheetHead+rows.String()+sheetTail))
}

// lyingSizes writes a false unpacked size of the second sheet into the zip's
// directory.
func lyingSizes(data []byte, size uint32) []byte {
	at := bytes.LastIndex(data, []byte(second)) // its entry in the directory
	binary.LittleEndian.PutUint32(data[at-46+24:], size)
	return data
}

// Every member of every family is answered as the policy says, without
// hanging, and the next good workbook is read. `make corpus` writes the table
// of times and memory into CORPUS.md.
func TestHostile(t *testing.T) {
	lines := []string{"| family | verdict | file KB | ms | MB allocated |", "|---|---|---|---|---|"}
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			data := a.data()
			var w *sheet.Workbook
			var findings finding.List
			var err error
			m := measured(func() { w, findings, err = sheet.OpenBytes("a.xlsx", data, sheet.DefaultLimits) })
			if err != nil {
				t.Fatal(err)
			}
			if got := verdict(t, a.name, w, findings); got != a.want {
				t.Errorf("verdict %s %v, want %s", got, findings, a.want)
			}
			lines = append(lines, fmt.Sprintf("| %s | %s | %d | %d | %d |", a.name, a.want, len(data)>>10, m.took.Milliseconds(), m.allocated>>20))
		})
	}
	tell(t, "Hostile families", lines)
	if w, _, _ := sheet.OpenBytes("a.xlsx", ordinary(3).Bytes(), sheet.DefaultLimits); w == nil {
		t.Error("a good workbook after the bad ones was refused")
	}
}

// What is no .xlsx is told by its content, whatever it is called.
func TestOtherFormats(t *testing.T) {
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
	stream := func(name string) []byte {
		b := append([]byte(nil), ole...)
		for i, c := range name {
			b[512+2*i] = byte(c)
		}
		return b
	}
	for _, c := range []struct {
		name string
		data []byte
		code string
		says string
	}{
		{"a.xlsx", nil, "F-EMPTY", "0字节"},
		{"a.xls", stream("Workbook"), "F-XLS", "这是 .xls 格式（97-2003），不是 .xlsx 月报表。请用 Excel 或 WPS 打开，“另存为”.xlsx"},
		// Excel opens no .xls that is called .xlsx: the name must go back first.
		{"a.XLSX", stream("Workbook"), "F-XLS", "这是 .xls 或 .et 格式（97-2003），只是扩展名写成了.xlsx，内容并不是。请先把扩展名改回 .xls，"},
		{"a.et", stream("Workbook"), "F-XLS", ".et"},
		{"a.xlsx", stream("EncryptedPackage"), "F-ENCRYPTED", "密码"},
		{"a.xlsx", stream("WordDocument"), "F-NOTXLSX", "Word"},
		{"a.xlsx", []byte("<html><body><table><tr><td>1</td></tr></table></body></html>"), "F-NOTXLSX", "HTML"},
		{"a.xlsx", []byte("\ufeff<!DOCTYPE html><p>"), "F-NOTXLSX", "HTML"},
		{"a.html", []byte("<html><body>"), "F-NOTXLSX", "这是网页（HTML）文件，不是 .xlsx 月报表。请用 Excel"},
		{"a.xlsx", []byte("<html><body>"), "F-NOTXLSX", "请先把扩展名改回 .html"},
		{"a.xlsx", []byte("项目编号,项目名称\n1,2\n"), "F-NOTXLSX", "这是 CSV 文件（以逗号等分隔的文本），只是扩展名写成了.xlsx，内容并不是。CSV 只能保存一张工作表的文字"},
		{"a.csv", []byte("项目编号,项目名称\r\n1,2\r\n"), "F-NOTXLSX", "这是 CSV 文件（以逗号等分隔的文本），不是 .xlsx 月报表。"},
		{"a.csv", []byte("\xff\xfey\x98\t\x001\x00\n\x00a\x00\t\x002\x00"), "F-NOTXLSX", "CSV"}, // “Unicode 文本” of Excel
		{"a.xlsx", []byte("本月招商引资情况汇报\n一、总体情况\n"), "F-NOTXLSX", "这是纯文本文件，只是扩展名写成了.xlsx"},
		{"a", []byte("本月招商引资情况汇报\n一、总体情况\n"), "F-NOTXLSX", "这是纯文本文件，不是 .xlsx 月报表。"},
		{"a.xlsx", []byte("\xcf\xee\xc4\xbf,\xbd\xf0\xb6\xee\n1,2\n"), "F-NOTXLSX", "CSV"}, // 项目,金额 in GBK
		{"a.xlsx", []byte("%PDF-1.4\n"), "F-PDF", "PDF"},
		{"a.xlsx", []byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`), "F-NOTXLSX", "XML 表格 2003"},
		{"a.xlsx", []byte("Rar!\x1a\x07\x00"), "F-NOTXLSX", "压缩包"},
		{"a.xlsx", []byte("\xff\xd8\xff\xe0"), "F-NOTXLSX", "图片"},
		{"a.xlsx", make([]byte, 4096), "F-DAMAGED", "空字节"},
		{"a.xlsx", []byte("PK\x03\x04\x14\x00"), "F-CUT", "缺少结尾"},
		{"a.xlsx", Zip([]Part{File("xl/workbook.bin", "x"), File("[Content_Types].xml", "<Types/>")}), "F-NOTXLSX", "请先把扩展名改回 .xlsb"},
		{"a.xlsx", Zip([]Part{File("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), File("content.xml", "<a/>")}), "F-NOTXLSX", "请先把扩展名改回 .ods"},
		{"a.ods", Zip([]Part{File("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), File("content.xml", "<a/>")}), "F-NOTXLSX", "OpenDocument 文件（.ods 等），不是 .xlsx 月报表。请用 Excel"},
		{"a.xlsx", Zip([]Part{File("word/document.xml", "<a/>"), File("[Content_Types].xml", "<Types/>")}), "F-NOTXLSX", "Word"},
		{"a.xlsx", Zip([]Part{File("9月月报表.xlsx", "x")}), "F-NOTXLSX", "解压"},
		{"a.xlsx", zipped("zip", nil), "F-NOTXLSX", "压缩包"},
	} {
		w, findings, err := sheet.OpenBytes(c.name, c.data, sheet.DefaultLimits)
		if err != nil {
			t.Fatal(err)
		}
		if got := verdict(t, c.says, w, findings); got != c.code {
			t.Errorf("%.20q: %s %v, want %s", c.data, got, findings, c.code)
			continue
		}
		if text := findings[0].Message + findings[0].Hint; !strings.Contains(text, c.says) {
			t.Errorf("%.20q: %s does not say %s", c.data, text, c.says)
		}
	}
}

func zipped(name string, content []byte) []byte {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, _ := w.Create(name)
	f.Write(content)
	w.Close()
	return buf.Bytes()
}
