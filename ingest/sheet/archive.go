package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"tongbao/ingest"
)

// archive is the zip around a workbook. Parts are read once each, to their
// end and with their checksum, against one budget of unpacked bytes that
// counts what comes out and not what the directory claims.
type archive struct {
	parts  map[string]*zip.File // by clean lower-case name
	order  []string
	unread map[string]bool
	budget int64
}

// openArchive reads the zip's directory and refuses entries that no
// spreadsheet program writes.
func openArchive(data []byte, limits Limits) (*archive, refusal) {
	if cutShort(data) {
		return nil, refuse("F-CUT", ingest.Place{}, "文件不完整（缺少结尾），可能未传完。", hintReopen)
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged(ingest.Place{}, "文件的目录部分已损坏，无法打开。")
	}
	if len(zr.File) > limits.Parts {
		return nil, tooBig(ingest.Place{}, fmt.Sprintf("文件内部有%d个部件，超过上限%d个。", len(zr.File), limits.Parts))
	}
	a := &archive{parts: map[string]*zip.File{}, unread: map[string]bool{}, budget: limits.UnpackedBytes}
	var declared uint64
	for _, f := range zr.File {
		if r := a.add(f); r != nil {
			return nil, r
		}
		if !namedAlike(data, f) {
			return nil, damaged(ingest.Place{}, "文件的目录部分已损坏，与所存的部件对不上。")
		}
		if declared += f.UncompressedSize64; declared > uint64(limits.UnpackedBytes) || f.UncompressedSize64 > uint64(limits.UnpackedBytes) {
			return nil, a.unpacksTooBig()
		}
	}
	return a, nil
}

// namedAlike tells whether an entry has the name before its data that the
// directory gives it. One flipped bit in the directory would otherwise make a
// part that nobody looks for of one that holds comments, or of their list.
func namedAlike(data []byte, f *zip.File) bool {
	const fixed = 30 // bytes of a local header before the name
	offset, err := f.DataOffset()
	if err != nil || offset > int64(len(data)) {
		return false
	}
	end := int(offset)
	for at := end; at > 0; {
		if at = bytes.LastIndex(data[max(0, end-fixed-2*0xffff):at], []byte("PK\x03\x04")); at < 0 {
			return false
		}
		at += max(0, end-fixed-2*0xffff)
		if at+fixed > end {
			continue
		}
		name := int(binary.LittleEndian.Uint16(data[at+26:]))
		extra := int(binary.LittleEndian.Uint16(data[at+28:]))
		if at+fixed+name+extra == end {
			return string(data[at+fixed:at+fixed+name]) == f.Name
		}
	}
	return false
}

func (a *archive) unpacksTooBig() refusal {
	return tooBig(ingest.Place{}, "文件解压后过大，远超一份月报表，可能有害，不予读取。")
}

func (a *archive) add(f *zip.File) refusal {
	name := strings.ReplaceAll(f.Name, `\`, "/")
	if escapes(name) {
		return unsafe("文件内部含有指向文件之外的路径，可能有害，不予读取。")
	}
	if f.Flags&1 != 0 {
		return refuse("F-ENCRYPTED", ingest.Place{}, "文件内部经过加密，无法读取。", "请清除密码，另存后再报送。")
	}
	if strings.HasSuffix(name, "/") && f.UncompressedSize64 == 0 {
		return nil
	}
	key := strings.ToLower(strings.TrimPrefix(path.Clean("/"+name), "/"))
	if a.parts[key] != nil {
		return unsafe("文件内部有重名的部件，不同软件会读出不同内容，不予读取。")
	}
	a.parts[key] = f
	a.order = append(a.order, key)
	a.unread[key] = true
	return nil
}

// escapes tells whether an entry name would leave the folder it is unpacked in.
func escapes(name string) bool {
	if name == "" || strings.ContainsAny(name, "\x00") || len(name) > 1 && name[1] == ':' {
		return true
	}
	for _, step := range strings.Split(name, "/") {
		if step == ".." {
			return true
		}
	}
	return false
}

// has tells whether the part exists.
func (a *archive) has(part string) bool { return a.parts[strings.ToLower(part)] != nil }

// errPart is why a part could not be read in full.
type errPart int

const (
	partWhole   errPart = iota
	partMissing         // not in the archive
	partBroken          // compressed data, length or checksum wrong
	partTooBig          // more than the budget
)

// read unpacks a part. With partBroken the bytes that could be unpacked are
// returned, so that the caller can tell where it breaks.
func (a *archive) read(part string) ([]byte, errPart) {
	key := strings.ToLower(part)
	f := a.parts[key]
	if f == nil {
		return nil, partMissing
	}
	delete(a.unread, key)
	rc, err := f.Open()
	if err != nil {
		return nil, partBroken
	}
	defer rc.Close()
	var buf bytes.Buffer
	buf.Grow(int(min(f.UncompressedSize64, uint64(a.budget))) + bytes.MinRead) // all declared sizes together are within the budget
	_, err = buf.ReadFrom(io.LimitReader(rc, a.budget+1))
	a.budget -= int64(buf.Len())
	switch {
	case a.budget < 0:
		return nil, partTooBig
	case err != nil || uint64(buf.Len()) != f.UncompressedSize64:
		return buf.Bytes(), partBroken
	}
	return buf.Bytes(), partWhole
}

// need reads a part that must be there, whole and well-formed enough for
// parse, which is given its bytes.
func (a *archive) need(part string, parse func(data []byte) xmlFault) refusal {
	data, e := a.read(part)
	switch e {
	case partMissing:
		return damaged(ingest.Place{}, fmt.Sprintf("文件内部缺少部件（%s），可能未传完或已损坏。", partName(part)))
	case partBroken:
		return damaged(ingest.Place{}, fmt.Sprintf("文件内部（%s）不完整，可能未传完或已损坏。", partName(part)))
	case partTooBig:
		return a.unpacksTooBig()
	}
	if int64(len(data)) > maxPart {
		return tooBig(ingest.Place{}, fmt.Sprintf("文件内部（%s）过大，远超一份月报表。", partName(part)))
	}
	if f := parse(data); f != 0 {
		return xmlRefusal(part, f)
	}
	return nil
}

const (
	maxSheet    = 40 << 20 // bytes of a sheet: more than Limits.Cells can need; bounds excelize's time
	maxPart     = 32 << 20 // bytes of any XML part but a sheet
	maxElements = 400_000  // elements of any XML part but a sheet: bounds what excelize builds of it
)

// rest reads every part not yet read to its end, so that a file with any
// damage in it is never reported as whole, and makes sure that the XML among
// them is harmless.
func (a *archive) rest() refusal {
	for _, part := range a.order {
		if !a.unread[part] {
			continue
		}
		isXML := strings.HasSuffix(part, ".xml") || strings.HasSuffix(part, ".rels")
		if !isXML || strings.HasPrefix(part, "customxml/") {
			if r := a.verify(part); r != nil {
				return r
			}
			continue
		}
		r := a.need(part, func(data []byte) xmlFault {
			_, f := wellFormed(data, maxElements)
			return f
		})
		if r != nil {
			return r
		}
	}
	return nil
}

// verify reads a part to its end without keeping it: pictures and the like.
func (a *archive) verify(part string) refusal {
	f := a.parts[part]
	delete(a.unread, part)
	broken := damaged(ingest.Place{}, fmt.Sprintf("文件内部（%s）不完整，可能未传完或已损坏。", partName(part)))
	rc, err := f.Open()
	if err != nil {
		return broken
	}
	defer rc.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(rc, a.budget+1))
	a.budget -= n
	switch {
	case a.budget < 0:
		return a.unpacksTooBig()
	case err != nil || uint64(n) != f.UncompressedSize64:
		return broken
	}
	return nil
}
