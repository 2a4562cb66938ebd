package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"
)

var errForm = errors.New("pdf: gofpdf's output is not of the form this program knows")

// finish mends what gofpdf leaves out of its files: the language of the text,
// true names of the fonts, and exact maps from glyphs back to characters,
// without which nothing above U+FFFF could be searched or copied.
func finish(raw []byte, d *drawer) ([]byte, error) {
	objects, trailer, err := split(raw)
	if err != nil {
		return nil, err
	}
	unicode := map[int]*face{}
	for _, f := range d.faces() {
		d.rename(objects, f, unicode)
	}
	for n, f := range unicode {
		objects[n-1] = toUnicode(n, d.codes[f])
	}
	for i, o := range objects {
		const catalog = "<<\n/Type /Catalog\n"
		objects[i] = bytes.Replace(o, []byte(catalog), []byte(catalog+"/Lang (zh-CN)\n/ViewerPreferences <</DisplayDocTitle true>>\n"), 1)
	}
	return join(raw, objects, trailer)
}

// gofpdf writes one cross-reference table: subsection 0, one line an object.
func split(raw []byte) (objects [][]byte, trailer []byte, err error) {
	at := bytes.LastIndex(raw, []byte("startxref\n"))
	if at < 0 {
		return nil, nil, errForm
	}
	start, err := strconv.Atoi(strings.SplitN(string(raw[at+len("startxref\n"):]), "\n", 2)[0])
	if err != nil || start >= len(raw) {
		return nil, nil, errForm
	}
	lines := strings.Split(string(raw[start:at]), "\n")
	var total int
	if len(lines) < 3 || lines[0] != "xref" {
		return nil, nil, errForm
	}
	if _, err := fmt.Sscanf(lines[1], "0 %d", &total); err != nil || len(lines) < total+2 {
		return nil, nil, errForm
	}
	offsets := make([]int, total-1)
	for i := range offsets {
		if offsets[i], err = strconv.Atoi(lines[i+3][:10]); err != nil {
			return nil, nil, errForm
		}
	}
	order := append([]int{start}, offsets...)
	sort.Ints(order)
	for _, from := range offsets {
		to := order[sort.SearchInts(order, from)+1]
		objects = append(objects, raw[from:to])
	}
	return objects, []byte(strings.Join(lines[total+2:], "\n")), nil
}

// join writes the objects in their order of number.
func join(raw []byte, objects [][]byte, trailer []byte) ([]byte, error) {
	head := bytes.Index(raw, []byte("\n"))
	if head < 0 {
		return nil, errForm
	}
	var out bytes.Buffer
	out.Write(raw[:head+1])
	out.WriteString("%\xE2\xE3\xCF\xD3\n") // marks the file as binary
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = out.Len()
		out.Write(o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	out.Write(trailer)
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", start)
	return out.Bytes(), nil
}

var toUnicodeRef = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)

// rename gives a font its own name with the tag of a subset, and notes which
// object maps its glyphs.
func (d *drawer) rename(objects [][]byte, f *face, unicode map[int]*face) {
	old := []byte("/utf8" + f.id)
	name := []byte("/" + d.tag(f) + "+" + postscript(f.name))
	for i, o := range objects {
		if !bytes.HasPrefix(after(o), []byte("<</Type /Font")) || !ends(o, old) {
			continue
		}
		objects[i] = bytes.ReplaceAll(o, old, name)
		if m := toUnicodeRef.FindSubmatch(o); m != nil {
			n, _ := strconv.Atoi(string(m[1]))
			unicode[n] = f
		}
	}
}

func after(o []byte) []byte {
	return o[bytes.IndexByte(o, '\n')+1:]
}

// ends says that name stands in o as a whole name.
func ends(o, name []byte) bool {
	i := bytes.Index(o, name)
	return i >= 0 && (o[i+len(name)] == '\n' || o[i+len(name)] == ' ')
}

// postscript keeps of a font's name what a PDF name may hold as it is.
func postscript(name string) string {
	s := strings.Map(func(r rune) rune {
		if isWord(r) && r < 0x80 || r == '-' {
			return r
		}
		return -1
	}, name)
	if s == "" {
		return "Font"
	}
	return s
}

// tag is six capitals that say which subset this is.
func (d *drawer) tag(f *face) string {
	sum := sha256.Sum256([]byte(f.sum + string(sorted(d.codes[f]))))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// toUnicode is the object that maps a font's codes to text. A PDF allows 100
// entries a section.
func toUnicode(n int, codes map[rune]rune) []byte {
	var m strings.Builder
	m.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	runes := sorted(codes)
	for len(runes) > 0 {
		k := min(100, len(runes))
		fmt.Fprintf(&m, "%d beginbfchar\n", k)
		for _, r := range runes[:k] {
			fmt.Fprintf(&m, "<%04X> <", codes[r])
			for _, u := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&m, "%04X", u)
			}
			m.WriteString(">\n")
		}
		m.WriteString("endbfchar\n")
		runes = runes[k:]
	}
	m.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write([]byte(m.String())) // a bytes.Buffer takes everything
	_ = w.Close()
	return fmt.Appendf(nil, "%d 0 obj\n<</Length %d /Filter /FlateDecode>>\nstream\n%s\nendstream\nendobj\n", n, packed.Len(), packed.Bytes())
}
