// Package word reads the text of a Word document (.docx): what the office made
// of a circular before it was sealed, to be compared with what the program
// issued. It reads paragraphs and table rows of the body in their order and
// nothing else: no headers, footers, footnotes, pictures; of tracked changes
// what stands when they are accepted. Start at Read.
//
// The file is anybody's: it is refused, never trusted, at the caps of Limits,
// for a document type declaration, for damage, for a name that leaves its
// folder or comes twice.
package word

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Limits bound what one document may take.
type Limits struct {
	FileBytes, UnpackedBytes int64 // of the file; of its parts together
	Parts, Elements, Depth   int
	TextBytes                int
}

// DefaultLimits suit a circular with its annexes many times over.
var DefaultLimits = Limits{FileBytes: 20 << 20, UnpackedBytes: 100 << 20, Parts: 2000, Elements: 1_000_000, Depth: 200, TextBytes: 8 << 20}

// Paragraph is a paragraph, or a row of a table with its cells set apart by
// tabs. Blank ones are left out and not counted.
type Paragraph struct {
	Number int // from 1, as one would count them on paper
	Text   string
}

// Refused says in Chinese why a file is not read.
type Refused struct{ Message string }

func (e *Refused) Error() string { return e.Message }

func refuse(format string, args ...any) error { return &Refused{fmt.Sprintf(format, args...)} }

const (
	body      = "word/document.xml"
	damagedIs = "文件已损坏或不完整，请重新另存为 .docx 后再试。"
	tooBigIs  = "文件过大，远超一份通报，可能有害，不予读取。"
)

// Read returns the paragraphs of a document. An error is always *Refused.
func Read(data []byte, l Limits) ([]Paragraph, error) {
	if int64(len(data)) > l.FileBytes {
		return nil, refuse(tooBigIs)
	}
	if bytes.HasPrefix(data, []byte{0xd0, 0xcf, 0x11, 0xe0}) {
		return nil, refuse("这是 .doc、.wps 格式或加了密码的文件，请用 Word 或 WPS 打开，清除密码，“另存为”.docx。")
	}
	text, err := unpack(data, l)
	if err != nil {
		return nil, err
	}
	r := &reader{limits: l, decoder: xml.NewDecoder(bytes.NewReader(text))}
	if err := r.read(); err != nil {
		if errors.As(err, new(*Refused)) {
			return nil, err
		}
		return nil, refuse(damagedIs)
	}
	return r.list, nil
}

// unpack reads every part to its end, so that damage anywhere is known, and
// returns the body.
func unpack(data []byte, l Limits) (text []byte, err error) {
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refuse("这不是 .docx 文件，或者文件不完整。")
	}
	if len(zr.File) > l.Parts {
		return nil, refuse(tooBigIs)
	}
	left := l.UnpackedBytes
	seen := map[string]bool{}
	for _, f := range zr.File {
		name := strings.ReplaceAll(f.Name, `\`, "/")
		key := strings.ToLower(strings.TrimPrefix(path.Clean("/"+name), "/"))
		if seen[key] || name != strings.TrimPrefix(name, "/") || strings.Contains("/"+name+"/", "/../") || f.Flags&1 != 0 {
			return nil, refuse("文件内部有重名、越界或加密的部件，可能有害，不予读取。")
		}
		seen[key] = true
		content, err := part(f, left, key == body)
		if err != nil {
			return nil, err
		}
		if left -= content.size; key == body {
			text = content.bytes
		}
	}
	if text == nil {
		return nil, refuse("文件中没有正文，不是 Word 文档。")
	}
	return text, nil
}

type content struct {
	size  int64
	bytes []byte // of a part that is kept
}

func part(f *zip.File, left int64, keep bool) (c content, err error) {
	if f.UncompressedSize64 > uint64(left) {
		return c, refuse(tooBigIs)
	}
	in, err := f.Open()
	if err != nil {
		return c, refuse(damagedIs)
	}
	defer in.Close()
	var kept bytes.Buffer
	to := io.Discard
	if keep {
		to = &kept
	}
	c.size, err = io.Copy(to, io.LimitReader(in, left+1))
	switch {
	case c.size > left:
		return c, refuse(tooBigIs)
	case err != nil || uint64(c.size) != f.UncompressedSize64:
		return c, refuse(damagedIs)
	}
	c.bytes = kept.Bytes()
	return c, nil
}

// reader goes through the body once.
type reader struct {
	limits   Limits
	decoder  *xml.Decoder
	list     []Paragraph
	path     []string // local names of the open elements
	elements int
	bytes    int
	hidden   int // open elements whose text is not the document's: deleted, or a fallback
	rows     int // open table rows
	now      strings.Builder
}

// Elements whose text does not stand in the document.
var hidden = map[string]bool{"del": true, "moveFrom": true, "Fallback": true, "delText": true, "instrText": true}

func (r *reader) read() error {
	for {
		token, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil // the decoder has seen every element closed
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Directive:
			return refuse("文件含有文档类型声明，可能有害，不予读取。")
		case xml.StartElement:
			if err := r.start(t.Name.Local); err != nil {
				return err
			}
		case xml.EndElement:
			r.end(t.Name.Local)
		case xml.CharData:
			if err := r.text(t); err != nil {
				return err
			}
		}
	}
}

func (r *reader) start(name string) error {
	r.path = append(r.path, name)
	if r.elements++; r.elements > r.limits.Elements || len(r.path) > r.limits.Depth {
		return refuse(tooBigIs)
	}
	switch {
	case hidden[name]:
		r.hidden++
	case name == "tr":
		r.rows++
	case r.hidden == 0 && (name == "tab" || name == "br" || name == "cr") && r.inside("r"):
		r.now.WriteByte(' ')
	}
	return nil
}

// inside reports whether the element just opened stands in one of that name.
func (r *reader) inside(name string) bool {
	return len(r.path) > 1 && r.path[len(r.path)-2] == name
}

func (r *reader) text(t xml.CharData) error {
	if r.hidden > 0 || len(r.path) == 0 || r.path[len(r.path)-1] != "t" {
		return nil
	}
	if r.bytes += len(t); r.bytes > r.limits.TextBytes {
		return refuse(tooBigIs)
	}
	r.now.Write(t)
	return nil
}

func (r *reader) end(name string) {
	r.path = r.path[:len(r.path)-1]
	switch {
	case hidden[name]:
		r.hidden--
	case name == "tc" && r.rows > 0:
		r.now.WriteByte('\t')
	case name == "tr":
		if r.rows--; r.rows == 0 {
			r.flush()
		}
	case name == "p" && r.rows == 0:
		r.flush()
	}
}

func (r *reader) flush() {
	text := strings.Trim(r.now.String(), " \t\u3000\u00a0")
	r.now.Reset()
	if text != "" {
		r.list = append(r.list, Paragraph{len(r.list) + 1, text})
	}
}
