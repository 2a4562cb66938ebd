package inbox

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"tongbao/ingest/disk"
)

// partialEndings are the name endings that browsers, download tools and
// synchronisers give to what has not arrived yet.
var partialEndings = []string{
	".crdownload", ".part", ".partial", ".tmp", ".temp", ".download", ".opdownload",
	".filepart", ".!ut", ".td", ".xltd", ".qkdownloading", ".baiduyun.downloading",
}

// clutterNames are files that systems put into every folder.
var clutterNames = []string{"desktop.ini", "thumbs.db", "ehthumbs.db", "icon\r", "__macosx"}

// unwanted says why a file or folder is passed over, "" when it is not. It
// goes by name and kind alone; nothing is opened.
func unwanted(path string, info fs.FileInfo) Reason {
	name := strings.ToLower(filepath.Base(path))
	switch {
	case strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".~"):
		return OwnerFile
	case slices.Contains(clutterNames, name):
		return Clutter
	case strings.HasPrefix(name, ".") || disk.Hidden(info):
		return Hidden
	case info.Mode()&fs.ModeSymlink != 0:
		return Link
	case info.IsDir():
		return ""
	case !info.Mode().IsRegular():
		return NotAFile
	case slices.ContainsFunc(partialEndings, func(end string) bool { return strings.HasSuffix(name, end) }):
		return Partial
	case info.Size() == 0:
		return Empty
	}
	return ""
}
