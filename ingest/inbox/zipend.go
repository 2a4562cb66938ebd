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
	entryMark = []byte("PK\x01\x02")
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
	return hasEndRecord(f, tail[:n]), nil
}

func ignoreShort(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil
	}
	return err
}

// hasEndRecord looks for an end record that is whole and whose directory is
// where it says. The second condition keeps the end of a zip stored inside
// this zip from passing for its own.
func hasEndRecord(f io.ReaderAt, tail []byte) bool {
	for i := bytes.LastIndex(tail, endMark); i >= 0; i = bytes.LastIndex(tail[:i], endMark) {
		record := tail[i:]
		if len(record) < endRecordLen || len(record) < endRecordLen+int(binary.LittleEndian.Uint16(record[20:])) {
			continue
		}
		entries, start := binary.LittleEndian.Uint16(record[10:]), binary.LittleEndian.Uint32(record[16:])
		mark := make([]byte, len(entryMark))
		_, err := f.ReadAt(mark, int64(start))
		if entries == 0 || start == 1<<32-1 || err == nil && bytes.Equal(mark, entryMark) { // 1<<32-1: see the zip64 record
			return true
		}
	}
	return false
}
