package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// parts is an unzipped workbook: part name to content.
type parts map[string][]byte

const contentTypes = "[Content_Types].xml"

// zipTime is the time every part carries: the earliest a zip can hold.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack zips the parts so that equal parts give equal bytes: sorted by name
// (which puts [Content_Types].xml first, where readers look for it), one fixed
// time, and a sorted list of content types, which excelize keeps in maps.
func (p parts) pack() ([]byte, error) {
	if err := p.sortContentTypes(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(p)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime})
		if err == nil {
			_, err = w.Write(p[name])
		}
		if err != nil {
			return nil, fmt.Errorf("xlsx: pack %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("xlsx: pack: %w", err)
	}
	return out.Bytes(), nil
}

// unpack reads a zipped workbook. Only files that passed preflight come here,
// so sizes are bounded already.
func unpack(workbook []byte) (parts, error) {
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		return nil, fmt.Errorf("xlsx: unpack: %w", err)
	}
	p := parts{}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("xlsx: unpack %s: %w", f.Name, err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("xlsx: unpack %s: %w", f.Name, err)
		}
		p[partName(f.Name)] = asUTF8(data)
	}
	return p, nil
}

// asUTF8 makes a part that declares itself ASCII, or UTF-8 by another name, what
// it is in fact: UTF-8, in which ours is added to it.
func asUTF8(part []byte) []byte {
	return otherUTF8.ReplaceAll(part, []byte("${1}UTF-8$2"))
}

var otherUTF8 = regexp.MustCompile(`(?i)^((?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["'])(?:us-ascii|ascii|utf8)(["'])`)

// partName is a part's name as the standard wants it: some programs write
// backslashes, or [content_types].xml.
func partName(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	if strings.EqualFold(name, contentTypes) {
		return contentTypes
	}
	return name
}

// actual is the name under which a part is there: names differ in case from
// those that point at them, and mean the same.
func (p parts) actual(name string) string {
	if _, exact := p[name]; exact {
		return name
	}
	for _, there := range slices.Sorted(maps.Keys(p)) {
		if strings.EqualFold(there, name) {
			return there
		}
	}
	return name
}

type typeDefault struct {
	Extension   string `xml:"Extension,attr"`
	ContentType string `xml:"ContentType,attr"`
}

type typeOverride struct {
	PartName    string `xml:"PartName,attr"`
	ContentType string `xml:"ContentType,attr"`
}

type typeList struct {
	XMLName   xml.Name       `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Defaults  []typeDefault  `xml:"Default"`
	Overrides []typeOverride `xml:"Override"`
}

func (p parts) typeList() (typeList, error) {
	var t typeList
	if err := xml.Unmarshal(p[contentTypes], &t); err != nil {
		return t, fmt.Errorf("xlsx: content types: %w", err)
	}
	return t, nil
}

func (p parts) setTypeList(t typeList) error {
	data, err := xml.Marshal(t)
	if err != nil {
		return fmt.Errorf("xlsx: content types: %w", err)
	}
	p[contentTypes] = append([]byte(xml.Header), data...)
	return nil
}

func (p parts) sortContentTypes() error {
	t, err := p.typeList()
	if err != nil {
		return err
	}
	slices.SortFunc(t.Defaults, func(a, b typeDefault) int { return strings.Compare(a.Extension, b.Extension) })
	slices.SortFunc(t.Overrides, func(a, b typeOverride) int { return strings.Compare(a.PartName, b.PartName) })
	return p.setTypeList(t)
}

// collector takes the parts that excelize writes instead of zipping them.
type collector struct{ bufs map[string]*bytes.Buffer }

func (c *collector) Create(name string) (io.Writer, error) {
	b := new(bytes.Buffer)
	c.bufs[name] = b
	return b, nil
}

func (c *collector) AddFS(fs.FS) error { return errors.ErrUnsupported }

func (c *collector) Close() error { return nil }

func (c *collector) zipWriter(io.Writer) excelize.ZipWriter { return c }

func (c *collector) parts() parts {
	p := make(parts, len(c.bufs))
	for name, b := range c.bufs {
		p[name] = b.Bytes()
	}
	p.prefixCore()
	return p
}

const coreProperties = "docProps/core.xml"

// prefixCore writes the properties as Excel does. Excelize leaves out the
// prefix cp, which means the same, but exceljs reads tags by their letters and
// refuses the whole workbook.
func (p parts) prefixCore() {
	core, there := p[coreProperties]
	if !there {
		return
	}
	p[coreProperties] = []byte(strings.NewReplacer(
		"<coreProperties xmlns=", "<cp:coreProperties xmlns:cp=", "</coreProperties>", "</cp:coreProperties>",
		"<lastModifiedBy>", "<cp:lastModifiedBy>", "</lastModifiedBy>", "</cp:lastModifiedBy>",
	).Replace(string(core)))
}
