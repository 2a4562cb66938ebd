package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
)

// What a modest file is: many times an ordinary return, and so small that the
// worst that can be packed into it (half a million cells of rich text, defined
// names, column widths) was read or refused in at most 1 s and 150 MB.
const (
	modestFile     = 1 << 20
	modestUnpacked = 4 << 20
	modestParts    = 500
)

// Modest reports whether the file's size and the directory of its zip promise
// that opening it takes little time and memory. The directory may lie, but to
// no avail: a part that turns out longer than declared is cut off there and
// refused. What is no zip is modest, since its first bytes refuse it, and so
// is what cannot be opened. Whoever must be sure that Open ends opens what is
// not modest in a process that can be ended.
func Modest(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return true
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, modestFile+1))
	return err != nil || ModestBytes(data)
}

// ModestBytes is Modest for a file in memory.
func ModestBytes(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("PK")) {
		return true
	}
	if len(data) > modestFile {
		return false
	}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(zr.File) > modestParts {
		return err != nil
	}
	var declared uint64
	for _, part := range zr.File {
		if part.UncompressedSize64 > modestUnpacked {
			return false
		}
		declared += part.UncompressedSize64
	}
	return declared <= modestUnpacked
}
