package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"
)

var errForm = errors.New("pdf: gofpdf's output is not of the form this program knows")

// finish adds what gofpdf leaves out of its files: the faces, the language of
// the text, and packed pages.
func finish(raw []byte, d *drawer) ([]byte, error) {
	objects, trailer, err := split(raw)
	if err != nil {
		return nil, err
	}
	var names strings.Builder
	var fonts [][]byte
	for _, f := range d.faces() {
		first := len(objects) + len(fonts) + 1
		set, err := d.font(f, first)
		if err != nil {
			return nil, err
		}
		fonts = append(fonts, set...)
		fmt.Fprintf(&names, "/%s %d 0 R\n", f.id, first)
	}
	const catalog, resources = "<<\n/Type /Catalog\n", "/Font <<\n"
	for i, o := range objects {
		switch {
		case bytes.Contains(o, []byte("\nstream\n")):
			objects[i] = d.packed(i+1, o)
		case bytes.Contains(o, []byte(catalog)):
			objects[i] = bytes.Replace(o, []byte(catalog), []byte(catalog+"/Lang (zh-CN)\n/ViewerPreferences <</DisplayDocTitle true>>\n"), 1)
		case bytes.Contains(o, []byte("/ProcSet")):
			objects[i] = bytes.Replace(o, []byte(resources), []byte(resources+names.String()), 1)
		}
	}
	size := []byte(fmt.Sprintf("/Size %d\n", len(objects)+1))
	if !bytes.Contains(trailer, size) {
		return nil, errForm
	}
	trailer = bytes.Replace(trailer, size, fmt.Appendf(nil, "/Size %d\n", len(objects)+len(fonts)+1), 1)
	return join(raw, append(objects, fonts...), trailer)
}

// packed is a stream object of gofpdf's, compressed.
func (d *drawer) packed(n int, o []byte) []byte {
	from := bytes.Index(o, []byte("\nstream\n")) + len("\nstream\n")
	to := bytes.LastIndex(o, []byte("\nendstream"))
	return stream(n, "", o[from:to])
}

// packers compress; making one costs more than a page does.
var packers = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(nil, packLevel)
	if err != nil {
		panic(err) // a level that zlib does not know
	}
	return w
}}

// packLevel is where the time that a smaller file takes is still not noticed.
const packLevel = 3

// stream is a packed stream object.
func stream(n int, entries string, content []byte) []byte {
	var packed bytes.Buffer
	w := packers.Get().(*zlib.Writer)
	w.Reset(&packed)
	_, _ = w.Write(content) // a bytes.Buffer takes everything
	_ = w.Close()
	packers.Put(w)
	return fmt.Appendf(nil, "%d 0 obj\n<<%s/Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\n", n, entries, packed.Len(), packed.Bytes())
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
	return stream(n, "", []byte(m.String()))
}
