package sheet

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"tongbao/ingest"
)

// sniff tells by content, never by name, what a file is that is no zip. It
// returns nil for a zip.
func sniff(name string, data []byte) refusal {
	file := ingest.Place{}
	head := bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\xef\xbb\xbf"))
	lower := bytes.ToLower(bytes.TrimLeft(head, " \t\r\n"))
	starts := func(prefixes ...string) bool {
		for _, p := range prefixes {
			if bytes.HasPrefix(lower, []byte(p)) {
				return true
			}
		}
		return false
	}
	d := disguiseOf(name)
	switch {
	case len(data) == 0:
		return refuse("F-EMPTY", file, "文件是空的（0字节），可能未传完。", hintReopen)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return nil
	case bytes.HasPrefix(data, oleMark):
		return sniffOLE(d, data)
	case bytes.HasPrefix(data, []byte("\x09\x08")) || bytes.HasPrefix(data, []byte("\x09\x04\x06")) || bytes.HasPrefix(data, []byte("\x09\x02\x06")) || bytes.HasPrefix(data, []byte("\x09\x00\x04")):
		return d.refuse("F-XLS", "很早的 Excel 格式（5.0/95 或更早）", d.saveAs(".xls"))
	case starts("%pdf"):
		return d.refuse("F-PDF", " PDF 文件", hintOriginal)
	case starts("<!doctype html", "<html", "<table", "<head", "<meta", "mime-version:", "<body"), bytes.Contains(lower, []byte("<html")):
		return d.notWorkbook("网页（HTML）文件", d.saveAs(".html"))
	case bytes.Contains(lower, []byte("urn:schemas-microsoft-com:office:spreadsheet")):
		return d.notWorkbook("“XML 表格 2003”文件", d.saveAs(".xml"))
	case starts("<?xml", "<"):
		return d.notWorkbook(" XML 文件", hintOriginal)
	case starts("{\\rtf"):
		return d.notWorkbook(" RTF 文档", hintOriginal)
	case starts("rar!"), bytes.HasPrefix(data, []byte("7z\xbc\xaf")), bytes.HasPrefix(data, []byte("\x1f\x8b")):
		return d.notWorkbook("压缩包", d.unpack())
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")), bytes.HasPrefix(data, []byte("\x89PNG")), starts("gif8"):
		return d.notWorkbook("图片", hintOriginal)
	case blank(data):
		return refuse("F-DAMAGED", file, "文件内容全是空字节，没有数据，可能未传完。", hintReopen)
	case isPlainText(head) && isTable(head):
		return d.notWorkbook(" CSV 文件（以逗号等分隔的文本）", hintCSV)
	case isPlainText(head):
		return d.notWorkbook("纯文本文件", hintOriginal)
	}
	return d.notWorkbook("无法识别的文件", hintOriginal)
}

// disguise is the workbook's extension under which something else came, ""
// where the name claims nothing. Excel opens no such file until it is called
// what it is; a hint that says “另存为” alone would lead nowhere.
type disguise string

func disguiseOf(name string) disguise {
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".xlsx", ".xlsm", ".xltx":
		return disguise(ext)
	case ".et", ".ett":
		return ".et"
	}
	return ""
}

func (d disguise) feigned() bool { return d != "" && d != ".et" }

func (d disguise) notWorkbook(what, hint string) refusal { return d.refuse("F-NOTXLSX", what, hint) }

func (d disguise) refuse(code, what, hint string) refusal {
	if d.feigned() {
		return refuse(code, ingest.Place{}, "这是"+what+"，只是扩展名写成了"+string(d)+"，内容并不是。", hint)
	}
	return refuse(code, ingest.Place{}, "这是"+what+"，不是 .xlsx 月报表。", hint)
}

// saveAs is the cure for what Excel and WPS open under its own extension.
func (d disguise) saveAs(own string) string {
	if d.feigned() {
		return "请先把扩展名改回 " + own + "，用 Excel 或 WPS 打开，“另存为”.xlsx 后再报送。"
	}
	return hintSaveAs
}

func (d disguise) unpack() string {
	if d.feigned() {
		return "请先把扩展名改回 .zip、.rar 等，解压后报送其中的 .xlsx 文件。"
	}
	return "请解压后报送其中的 .xlsx 文件。"
}

func blank(data []byte) bool { return len(bytes.Trim(data, "\x00")) == 0 }

// isTable tells text in columns: the first lines have the same commas, tabs or
// semicolons, one at least.
func isTable(head []byte) bool {
	head = bytes.ReplaceAll(head, []byte{0}, nil) // UTF-16
	lines := bytes.Split(bytes.TrimRight(head, "\r\n"), []byte("\n"))
	if len(head) > 4000 && len(lines) > 1 {
		lines = lines[:len(lines)-1] // cut short
	}
	for _, mark := range []string{",", "\t", ";"} {
		n := bytes.Count(lines[0], []byte(mark))
		same := 0
		for _, line := range lines {
			if bytes.Count(line, []byte(mark)) == n {
				same++
			}
		}
		if n > 0 && 2*same > len(lines) {
			return true
		}
	}
	return false
}

// isPlainText takes UTF-8, GBK and UTF-16 alike: text has no NULs in pairs and
// few control characters.
func isPlainText(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	for _, c := range head {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != 0x1a {
			return false
		}
	}
	return utf8.Valid(head) || gbkLike(head)
}

func gbkLike(head []byte) bool {
	for i := 0; i < len(head); i++ {
		if head[i] < 0x80 {
			continue
		}
		if i+1 == len(head) {
			return true // cut in the middle of a character
		}
		if head[i] < 0x81 || head[i] == 0xff || head[i+1] < 0x40 {
			return false
		}
		i++
	}
	return true
}

var oleMark = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// sniffOLE tells what an OLE2 container holds by the names of its streams. It
// opens nothing: a container can be made to cost seconds of decryption.
func sniffOLE(d disguise, data []byte) refusal {
	has := func(stream string) bool { return bytes.Contains(data, utf16le(stream)) }
	switch {
	case has("EncryptedPackage"), has("EncryptionInfo"), has("DataSpaces"):
		return refuse("F-ENCRYPTED", ingest.Place{}, "文件设有打开密码，无法读取。", "请打开后在“文件—信息—保护工作簿”（WPS：“文件—文档加密”）中清除密码，另存后再报送。")
	case has("Workbook"), has("Book"):
		if d == ".et" {
			return d.refuse("F-XLS", " WPS 表格的 .et 格式", "请用 WPS 打开，“另存为”.xlsx 后再报送。")
		}
		if d.feigned() {
			return d.refuse("F-XLS", " .xls 或 .et 格式（97-2003）", d.saveAs(".xls"))
		}
		return d.refuse("F-XLS", " .xls 格式（97-2003）", hintSaveAs)
	case has("WordDocument"):
		return d.notWorkbook(" Word 文档（97-2003）", hintOriginal)
	case has("PowerPoint Document"):
		return d.notWorkbook(" PowerPoint 文稿（97-2003）", hintOriginal)
	case has("__nameid_version1.0"):
		return d.notWorkbook(" Outlook 邮件", "请另存邮件的附件，报送其中的 .xlsx 文件。")
	}
	return d.refuse("F-XLS", "旧版 Office 文件（97-2003）", hintSaveAs)
}

func utf16le(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// cutShort tells whether a zip lacks its end record: a file that is still
// being copied, or whose transfer broke off.
func cutShort(data []byte) bool {
	const record, comment = 22, 65535
	tail := data[max(0, len(data)-record-comment):]
	return !bytes.Contains(tail, []byte("PK\x05\x06"))
}

// sniffZip tells what a zip without a workbook is.
func sniffZip(d disguise, a *archive) refusal {
	has := func(prefix string) bool {
		for name := range a.parts {
			if strings.HasPrefix(name, prefix) {
				return true
			}
		}
		return false
	}
	switch {
	case has("xl/workbook.bin"):
		return d.notWorkbook(" .xlsb（二进制工作簿）", d.saveAs(".xlsb"))
	case has("content.xml") && has("mimetype"):
		return d.notWorkbook(" OpenDocument 文件（.ods 等）", d.saveAs(".ods"))
	case has("word/"):
		return d.notWorkbook(" Word 文档", hintOriginal)
	case has("ppt/"):
		return d.notWorkbook(" PowerPoint 文稿", hintOriginal)
	case has("ofd.xml"):
		return d.notWorkbook(" OFD 版式文件", hintOriginal)
	case has("index/"):
		return d.notWorkbook("苹果 Numbers 表格", "请在 Numbers 中“导出为—Excel”，选 .xlsx 后再报送。")
	case has("xl/"), has("[content_types].xml"):
		return damaged(ingest.Place{}, "文件内部缺少工作簿目录，可能未传完或已损坏。")
	}
	for name := range a.parts {
		if strings.HasSuffix(name, ".xlsx") || strings.HasSuffix(name, ".xls") || strings.HasSuffix(name, ".et") {
			return d.notWorkbook("压缩包", d.unpack())
		}
	}
	return d.notWorkbook("压缩包", hintOriginal)
}
