package inbox

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
)

// Sizes and marks of a zip file, APPNOTE.TXT 4.3.16.
const (
	endRecordLen  = 22
	maxCommentLen = 1<<16 - 1
)

var (
	localMark = []byte("PK\x03\x04")
	endMark   = []byte("PK\x05\x06")
)

// zipEnded reports whether a file that begins like a zip has the record that
// ends one. A file that is no zip is complete as far as anybody can tell.
func zipEnded(path string, size int64) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	head := make([]byte, len(localMark))
	if _, err := io.ReadFull(f, head); err != nil || !bytes.Equal(head, localMark) {
		return true, ignoreShort(err)
	}
	tail := make([]byte, min(size, endRecordLen+maxCommentLen))
	n, err := f.ReadAt(tail, size-int64(len(tail)))
	if err != nil && err != io.EOF {
		return false, err
	}
	return hasEndRecord(tail[:n], size-int64(len(tail))), nil
}

func ignoreShort(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil
	}
	return err
}

// hasEndRecord looks for an end record whose directory lies before it. The
// second condition keeps a zip stored inside the zip from passing for its end.
func hasEndRecord(tail []byte, offset int64) bool {
	for i := bytes.LastIndex(tail, endMark); i >= 0; i = bytes.LastIndex(tail[:i], endMark) {
		if len(tail)-i < endRecordLen {
			continue
		}
		size := binary.LittleEndian.Uint32(tail[i+12:])
		start := binary.LittleEndian.Uint32(tail[i+16:])
		if start == 1<<32-1 || int64(start)+int64(size) <= offset+int64(i) {
			return true
		}
	}
	return false
}
